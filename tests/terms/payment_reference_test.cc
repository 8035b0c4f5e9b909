#include "usance/terms/payment_reference.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "tests/matchers.h"
#include "usance/core/text.h"

namespace usance {
namespace {

using Kind = ReferenceKind;

// rf: ISO 11649 as EPC069-12 and the registry quote it; qrr: SIX, Swiss
// Implementation Guidelines QR-bill; ogm: the structured communication of
// Belgian invoices; viite: Finance Finland's guide; kid by hand: modulus 10 of
// 12345678 is 38 and wants 2, modulus 11 is 138 = 12 * 11 + 6 and wants 5.
TEST(PaymentReference, MakesChecksAndPrints) {
  const struct {
    Kind kind;
    std::string_view base, text, print;
  } rows[] = {
      {Kind::kRf, "539007547034", "RF18539007547034", "RF18 5390 0754 7034"},
      {Kind::kRf, "7", "RF097", "RF09 7"},
      {Kind::kRf, " b334 BOPQ e39d902dc", "RF91B334BOPQE39D902DC",
       "RF91 B334 BOPQ E39D 902D C"},
      {Kind::kQrr, "21000000000313947143000901", "210000000003139471430009017",
       "21 00000 00003 13947 14300 09017"},
      {Kind::kQrr, " 12 3456 ", "000000000000000000001234565",
       "00 00000 00000 00000 00012 34565"},
      {Kind::kEsr, "123456", "000000000000000000001234565",
       "00 00000 00000 00000 00012 34565"},
      {Kind::kOgm, "0909337554", "090933755493", "+++090/9337/55493+++"},
      {Kind::kOgm, "97", "000000009797", "+++000/0000/09797+++"},
      {Kind::kOgm, "0", "000000000097", "+++000/0000/00097+++"},
      {Kind::kKidMod10, "12345678", "123456782", "123456782"},
      {Kind::kKidMod11, "12345678", "123456785", "123456785"},
      {Kind::kKidMod11, "6", "6-", "6-"},
      {Kind::kViite, "123456", "1234561", "12 34561"},
      {Kind::kViite, "000123456", "1234561", "12 34561"},
      {Kind::kViite, "123", "1232", "1232"},
      {Kind::kRfViite, "123456", "RF341234561", "RF34 1234 561"},
  };
  for (const auto& row : rows) {
    const auto made = PaymentReference::Make(row.kind, row.base);
    ASSERT_THAT(made, IsOk()) << row.base;
    EXPECT_EQ(made->kind(), row.kind);
    EXPECT_EQ(made->text(), row.text);
    EXPECT_EQ(made->ToPrint(), row.print);
    for (const std::string_view form : {row.text, row.print}) {
      const auto read = PaymentReference::Check(row.kind, form);
      ASSERT_THAT(read, IsOk()) << form;
      EXPECT_EQ(*read, *made) << form;
    }
  }
}

TEST(PaymentReference, ReadsOtherForms) {
  const struct {
    Kind kind;
    std::string_view text, canonical;
  } rows[] = {
      {Kind::kRf, "rf18 5390\t0754 7034 ", "RF18539007547034"},
      {Kind::kRf, "RF66qs9H7NJ4fvs99SPO", "RF66QS9H7NJ4FVS99SPO"},
      {Kind::kEsr, "2101315000320229184501", "000002101315000320229184501"},
      {Kind::kEsr, "1009 76741 00001 47457 50114",
       "000100976741000014745750114"},
      {Kind::kOgm, "***090/9337/55493***", "090933755493"},
      {Kind::kOgm, "090/9337/55493", "090933755493"},
      {Kind::kOgm, "0909 3375 5493", "090933755493"},
      {Kind::kViite, "00012 34561", "1234561"},
      {Kind::kRfViite, "RF34 0001 2345 61", "RF341234561"},
  };
  for (const auto& row : rows) {
    const auto read = PaymentReference::Check(row.kind, row.text);
    ASSERT_THAT(read, IsOk()) << row.text;
    EXPECT_EQ(read->text(), row.canonical);
  }
}

TEST(PaymentReference, RefusesInOrder) {
  const struct {
    Kind kind;
    std::string_view text;
    Reason reason;
  } rows[] = {
      {Kind::kRf, " ", Reason::kUnspecified},
      {Kind::kRf, "539007547034", Reason::kMalformed},
      {Kind::kRf, "DK5750510001322617", Reason::kMalformed},
      {Kind::kRf, "RFA8FN3DD938494", Reason::kMalformed},
      {Kind::kRf, "RF18539007547-34", Reason::kMalformed},
      {Kind::kRf, "RF20.0000.3", Reason::kMalformed},
      {Kind::kRf, "RF18\xC3\x84", Reason::kMalformed},
      {Kind::kRf, "RF", Reason::kMalformed},
      {Kind::kRf, "RF 04", Reason::kOutOfRange},
      {Kind::kRf, "RF04GHJ74CV9B4DFH99RXPLMMQ43JKL0", Reason::kOutOfRange},
      {Kind::kRf, "RF17 5390 0754 7034", Reason::kSumMismatch},
      // 00, 01 and 99 leave 1 as well, and are none of ISO 7064's digits.
      {Kind::kRf, "RF00539007547034", Reason::kSumMismatch},
      {Kind::kRf, "RF0072", Reason::kSumMismatch},
      {Kind::kRf, "RF0154", Reason::kSumMismatch},
      {Kind::kRf, "RF991X", Reason::kSumMismatch},
      {Kind::kQrr, "210000000003139471430009016", Reason::kSumMismatch},
      {Kind::kQrr, "21000000000313947143000TE45", Reason::kMalformed},
      {Kind::kQrr, "2101315000320229184501", Reason::kOutOfRange},
      {Kind::kQrr, "000000000000000000000000000", Reason::kOutOfRange},
      {Kind::kEsr, "0", Reason::kOutOfRange},
      {Kind::kEsr, "0210000000003139471430009017", Reason::kOutOfRange},
      {Kind::kOgm, "+++090/9337/55494+++", Reason::kSumMismatch},
      {Kind::kOgm, "+++090/93375/5493+++", Reason::kMalformed},
      {Kind::kOgm, "90933755493", Reason::kOutOfRange},
      {Kind::kKidMod10, "123456783", Reason::kSumMismatch},
      {Kind::kKidMod10, "6-", Reason::kMalformed},
      {Kind::kKidMod10, "0", Reason::kOutOfRange},
      {Kind::kKidMod11, "12345678-", Reason::kSumMismatch},
      {Kind::kKidMod11, "-", Reason::kMalformed},
      {Kind::kViite, "1234562", Reason::kSumMismatch},
      {Kind::kViite, "0013", Reason::kOutOfRange},
      {Kind::kViite, "0000", Reason::kOutOfRange},
      {Kind::kRfViite, "RF35 1234 561", Reason::kSumMismatch},
      {Kind::kRfViite, "RF071234562", Reason::kSumMismatch},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(PaymentReference::Check(row.kind, row.text, "/ref"),
                IsError(row.reason, "/ref"))
        << row.text;
  }
  const auto wrong = PaymentReference::Check(Kind::kRf, "RF17539007547034");
  EXPECT_EQ(TextOf(wrong.status()),
            "\"RF17539007547034\" has the check digits \"17\"; allowed: "
            "\"18\"");
  const auto length = PaymentReference::Check(Kind::kOgm, "1");
  EXPECT_EQ(TextOf(length.status()),
            "\"1\" has 1 characters; allowed in a reference of \"ogm\": 12");
}

TEST(PaymentReference, MakeRefusesInOrder) {
  const struct {
    Kind kind;
    std::string_view base;
    Reason reason;
  } rows[] = {
      {Kind::kRf, "", Reason::kUnspecified},
      {Kind::kRf, "ABC-DEF", Reason::kMalformed},
      {Kind::kRf, "1234567890123456789012", Reason::kOutOfRange},
      {Kind::kQrr, "1134a56", Reason::kMalformed},
      {Kind::kQrr, "123456789012345678901234567", Reason::kOutOfRange},
      {Kind::kQrr, "000", Reason::kOutOfRange},
      {Kind::kOgm, "12345678901", Reason::kOutOfRange},
      {Kind::kKidMod11, "1234567890123456789012345", Reason::kOutOfRange},
      {Kind::kViite, "12", Reason::kOutOfRange},
      {Kind::kViite, "0012", Reason::kOutOfRange},
      {Kind::kViite, "12345678901234567890", Reason::kOutOfRange},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(PaymentReference::Make(row.kind, row.base),
                IsError(row.reason, "/base"))
        << row.base;
  }
}

// Every kind is built to tell a wrong digit; a base of its own length makes a
// reference that reads as itself.
RC_GTEST_PROP(PaymentReference, TellsAWrongDigit, ()) {
  constexpr size_t kCount = std::size(Names<Kind>::kTable);
  const Kind kind =
      Names<Kind>::kTable[*rc::gen::inRange<size_t>(0, kCount)].value;
  const std::string base = *rc::gen::container<std::string>(
      *rc::gen::inRange<size_t>(4, 11), rc::gen::inRange('1', ':'));
  const auto made = PaymentReference::Make(kind, base);
  RC_ASSERT(made.ok());
  const auto again = PaymentReference::Check(kind, made->ToPrint());
  RC_ASSERT(again.ok() && *again == *made);
  std::string wrong = made->text();
  const size_t at = *rc::gen::inRange<size_t>(0, wrong.size());
  if (!IsDigit(wrong[at])) return;
  const char other = *rc::gen::inRange('0', ':');
  RC_PRE(other != wrong[at]);
  wrong[at] = other;
  RC_ASSERT(!PaymentReference::Check(kind, wrong).ok());
}

}  // namespace
}  // namespace usance
