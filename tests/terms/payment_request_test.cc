#include "usance/terms/payment_request.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

Iban IbanOf(std::string_view text) { return *Iban::Parse(text); }

PaymentReference Rf(std::string_view text) {
  return *PaymentReference::Check(ReferenceKind::kRf, text);
}

// A request that nothing is wrong with.
PaymentRequest Good() {
  return {.creditor = "Franz Muster",
          .iban = IbanOf("DE71110220330123456789"),
          .amount = "12.30 EUR"_money,
          .text = "Rechnung 7"};
}

// The examples of EPC069-12 version 2.1; the amounts with two digits.
TEST(PaymentRequest, WritesTheExamplesOfTheGuideline) {
  const auto first = MakeEpcPayload({.creditor = "Franz Musterm\u00E4nn",
                                     .iban = IbanOf("DE71110220330123456789"),
                                     .bic = "BHBLDEHHXXX",
                                     .amount = "12.30 EUR"_money,
                                     .purpose = "GDDS",
                                     .reference = Rf("RF18 5390 0754 7034")});
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->text,
            "BCD\n002\n1\nSCT\nBHBLDEHHXXX\nFranz Musterm\u00E4nn\n"
            "DE71110220330123456789\nEUR12.30\nGDDS\nRF18539007547034");
  EXPECT_EQ(first->bytes, first->text);
  EXPECT_EQ(first->bytes.size(), 97u);
  const auto second =
      MakeEpcPayload({.creditor = "Fran\u00E7ois D'Alsace S.A.",
                      .iban = IbanOf("FR1420041010050500013M02606"),
                      .amount = "12.30 EUR"_money,
                      .text = "Client:Marie Louise La Lune",
                      .charset = EpcCharset::kIso8859Part1});
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->text,
            "BCD\n002\n2\nSCT\n\nFran\u00E7ois D'Alsace S.A.\n"
            "FR1420041010050500013M02606\nEUR12.30\n\n\n"
            "Client:Marie Louise La Lune");
  EXPECT_EQ(second->bytes.size(), 104u);
  EXPECT_NE(second->bytes.find("Fran\xE7ois"), std::string::npos);
}

// Invoice Ninja (known defect 7) put the invoice's number into line 10, which
// holds references with check digits alone.
TEST(PaymentRequest, C7_TextStandsInLine11) {
  const auto payload = MakeEpcPayload(Good());
  ASSERT_THAT(payload, IsOk());
  EXPECT_EQ(payload->text,
            "BCD\n002\n1\nSCT\n\nFranz Muster\nDE71110220330123456789\n"
            "EUR12.30\n\n\nRechnung 7");
}

// sepa-qr-js (known defect 8) wrote the amount as the language's number,
// "EUR0.30000000000000004", had one slot for both kinds of remittance, and
// checked no length.
TEST(PaymentRequest, C8_AmountsSlotsAndLengths) {
  PaymentRequest request = Good();
  request.amount = Add("0.10 EUR"_money, "0.20 EUR"_money).value();
  const auto payload = MakeEpcPayload(request);
  ASSERT_THAT(payload, IsOk());
  EXPECT_NE(payload->text.find("\nEUR0.30\n"), std::string::npos);
  request.reference = Rf("RF097");
  EXPECT_THAT(MakeEpcPayload(request), IsError(Reason::kConflict, "/text"));
  request.text = "";
  EXPECT_TRUE(MakeEpcPayload(request)->text.ends_with("\nRF097"));
  request.creditor = std::string(71, 'a');
  EXPECT_THAT(MakeEpcPayload(request),
              IsError(Reason::kOutOfRange, "/creditor"));
}

TEST(PaymentRequest, DropsEmptyLinesAtTheEnd) {
  PaymentRequest request = Good();
  request.text = "";
  EXPECT_TRUE(MakeEpcPayload(request)->text.ends_with("\nEUR12.30"));
  request.amount.reset();
  EXPECT_TRUE(
      MakeEpcPayload(request)->text.ends_with("\nDE71110220330123456789"));
  request.information = "Danke";
  request.line_break = LineBreak::kCrlf;
  EXPECT_TRUE(MakeEpcPayload(request)->text.ends_with(
      "\r\nDE71110220330123456789\r\n\r\n\r\n\r\n\r\nDanke"));
}

TEST(PaymentRequest, TakesReferencesOfEuroCountries) {
  const struct {
    ReferenceKind kind;
    std::string_view base, line;  // empty where it is refused
  } rows[] = {
      {ReferenceKind::kRf, "539007547034", "RF18539007547034"},
      {ReferenceKind::kRfViite, "123456", "RF341234561"},
      {ReferenceKind::kViite, "123456", "1234561"},
      {ReferenceKind::kOgm, "0909337554", "090933755493"},
      {ReferenceKind::kQrr, "123456", ""},
      {ReferenceKind::kEsr, "123456", ""},
      {ReferenceKind::kKidMod10, "123456", ""},
      {ReferenceKind::kKidMod11, "123456", ""},
  };
  for (const auto& row : rows) {
    PaymentRequest request = Good();
    request.text = "";
    request.reference = *PaymentReference::Make(row.kind, row.base);
    const auto payload = MakeEpcPayload(request);
    if (row.line.empty()) {
      EXPECT_THAT(payload, IsError(Reason::kConflict, "/reference"));
    } else {
      ASSERT_THAT(payload, IsOk());
      EXPECT_TRUE(payload->text.ends_with("\n\n" + std::string(row.line)));
    }
  }
}

TEST(PaymentRequest, RefusesEachField) {
  using Change = void (*)(PaymentRequest&);
  const struct {
    Change change;
    Reason reason;
    std::string_view field;
  } rows[] = {
      {[](auto& r) {
         r.means = PaymentMeansCode::kSepaDirectDebit;
         r.creditor = "";
       },
       Reason::kConflict, "/means"},
      {[](auto& r) { r.means = PaymentMeansCode::kCash; }, Reason::kConflict,
       "/means"},
      {[](auto& r) { r.version = EpcVersion::k001; }, Reason::kMissingField,
       "/bic"},
      {[](auto& r) { r.iban = IbanOf("CH9300762011623852957"); },
       Reason::kMissingField, "/bic"},
      {[](auto& r) { r.bic = "BHBLDE"; }, Reason::kMalformed, "/bic"},
      {[](auto& r) { r.bic = "BHBLDEH "; }, Reason::kMalformed, "/bic"},
      {[](auto& r) { r.bic = "BHBLDEHHXX"; }, Reason::kMalformed, "/bic"},
      {[](auto& r) { r.bic = "BHBLDEHHXXXX"; }, Reason::kMalformed, "/bic"},
      {[](auto& r) { r.bic = "BHBL0EHH"; }, Reason::kMalformed, "/bic"},
      {[](auto& r) { r.bic = "BHBLDEH-"; }, Reason::kMalformed, "/bic"},
      {[](auto& r) { r.creditor = ""; }, Reason::kUnspecified, "/creditor"},
      {[](auto& r) { r.creditor = " \t"; }, Reason::kUnspecified, "/creditor"},
      {[](auto& r) { r.creditor = "a\nb"; }, Reason::kMalformed, "/creditor"},
      {[](auto& r) {
         r.creditor =
             "a\xC2\x85"
             "b";
       },
       Reason::kMalformed, "/creditor"},
      {[](auto& r) { r.creditor = "\xC3"; }, Reason::kMalformed, "/creditor"},
      {[](auto& r) { r.creditor = "\xC0\x80"; }, Reason::kMalformed,
       "/creditor"},
      {[](auto& r) { r.creditor = "\xED\xA0\x80"; }, Reason::kMalformed,
       "/creditor"},
      {[](auto& r) { r.creditor = "\xF4\x90\x80\x80"; }, Reason::kMalformed,
       "/creditor"},
      {[](auto& r) { r.creditor = "\xA4"; }, Reason::kMalformed, "/creditor"},
      {[](auto& r) { r.creditor = "\xFF"; }, Reason::kMalformed, "/creditor"},
      {[](auto& r) { r.creditor = std::string(71, 'a'); }, Reason::kOutOfRange,
       "/creditor"},
      {[](auto& r) {
         r.charset = EpcCharset::kIso8859Part1;
         r.creditor = "\u20AC";
       },
       Reason::kConflict, "/creditor"},
      {[](auto& r) { r.amount = "12.30 CHF"_money; }, Reason::kCurrencyMismatch,
       "/amount"},
      {[](auto& r) { r.amount = "0.00 EUR"_money; }, Reason::kOutOfRange,
       "/amount"},
      {[](auto& r) { r.amount = "-1.00 EUR"_money; }, Reason::kOutOfRange,
       "/amount"},
      {[](auto& r) { r.amount = "1000000000.00 EUR"_money; },
       Reason::kOutOfRange, "/amount"},
      {[](auto& r) { r.purpose = "DE1"; }, Reason::kMalformed, "/purpose"},
      {[](auto& r) { r.purpose = "CDCBC"; }, Reason::kMalformed, "/purpose"},
      {[](auto& r) { r.purpose = "gdds"; }, Reason::kMalformed, "/purpose"},
      {[](auto& r) { r.text = std::string(141, 'a'); }, Reason::kOutOfRange,
       "/text"},
      {[](auto& r) { r.text = "a\tb"; }, Reason::kMalformed, "/text"},
      {[](auto& r) { r.reference = Rf("RF097"); }, Reason::kConflict, "/text"},
      {[](auto& r) { r.information = std::string(71, 'a'); },
       Reason::kOutOfRange, "/information"},
      {[](auto& r) {
         r.text = "";
         for (int i = 0; i < 140; ++i) r.text += "\u00E4";
       },
       Reason::kLimitExceeded, ""},
  };
  for (size_t i = 0; i < std::size(rows); ++i) {
    PaymentRequest request = Good();
    rows[i].change(request);
    EXPECT_THAT(MakeEpcPayload(request), IsError(rows[i].reason, rows[i].field))
        << i;
  }
}

TEST(PaymentRequest, TakesTheLongestOfEach) {
  PaymentRequest request = Good();
  request.creditor = std::string(70, 'a');
  request.bic = "bhbl de hh";
  request.amount = "999999999.99 EUR"_money;
  request.purpose = "1234";
  request.text = std::string(140, 'b');
  const auto payload = MakeEpcPayload(request);
  ASSERT_THAT(payload, IsOk());
  EXPECT_NE(payload->text.find("\nBHBLDEHH\n"), std::string::npos);
  // 331 bytes are the most: 3 + 3 + 1 + 3 + 8 + 70 + 22 + 15 + 4 + 0 + 140 and
  // 10 line breaks are 279, and 1 for one line more.
  request.information = std::string(51, 'c');
  EXPECT_EQ(MakeEpcPayload(request)->bytes.size(), kMaxEpcBytes);
  request.information += "c";
  EXPECT_THAT(MakeEpcPayload(request), IsError(Reason::kLimitExceeded, ""));
}

// The table's rows are decoded and encoded again, one set against the other.
TEST(PaymentRequest, EncodesEveryCharacterOfEverySet) {
  std::ifstream table(USANCE_SOURCE_DIR "/data/charsets.csv");
  std::string line;
  ASSERT_TRUE(std::getline(table, line));
  int sets = 0;
  while (std::getline(table, line)) {
    ++sets;
    std::istringstream row(line);
    std::string name, number, points;
    std::getline(row, name, ',');
    std::getline(row, number, ',');
    std::getline(row, points, ',');
    std::istringstream list(points);
    PaymentRequest request = Good();
    request.charset = static_cast<EpcCharset>(std::stoi(number));
    EXPECT_EQ(NameOf(request.charset), name);
    unsigned char byte = 0xA0;
    for (std::string point; list >> point; ++byte) {
      if (point == "-") continue;
      const auto c = static_cast<unsigned>(std::stoul(point, nullptr, 16));
      request.text.clear();
      if (c < 0x800) {
        request.text = {static_cast<char>(0xC0 | (c >> 6)),
                        static_cast<char>(0x80 | (c & 0x3F))};
      } else {
        request.text = {static_cast<char>(0xE0 | (c >> 12)),
                        static_cast<char>(0x80 | ((c >> 6) & 0x3F)),
                        static_cast<char>(0x80 | (c & 0x3F))};
      }
      const auto payload = MakeEpcPayload(request);
      ASSERT_THAT(payload, IsOk()) << name << " " << point;
      EXPECT_EQ(static_cast<unsigned char>(payload->bytes.back()), byte)
          << name << " " << point;
    }
    request.text = "\U0001F603";
    EXPECT_THAT(MakeEpcPayload(request), IsError(Reason::kConflict, "/text"));
  }
  EXPECT_EQ(sets, 7);
}

}  // namespace
}  // namespace usance
