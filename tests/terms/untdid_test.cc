#include "usance/terms/untdid.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "usance/terms/notation.h"

namespace usance {
namespace {

// Each code is an alias of its own name, and of no other.
template <class E>
void ExpectCodes() {
  for (const Named<E>& row : Names<E>::kTable) {
    const std::string code = std::to_string(static_cast<int32_t>(row.value));
    EXPECT_EQ(FindName<E>(code), row.value) << row.name;
    EXPECT_EQ(FindName<E>(row.name), row.value) << row.name;
  }
}

TEST(Untdid, CodesAndNamesAreTheSame) {
  ExpectCodes<PaymentTermsCode>();
  ExpectCodes<PaymentMeansCode>();
  EXPECT_EQ(FindName<PaymentMeansCode>("58"),
            PaymentMeansCode::kSepaCreditTransfer);
  EXPECT_EQ(FindName<PaymentTermsCode>("22"), PaymentTermsCode::kDiscount);
  EXPECT_EQ(FindName<PaymentTermsCode>("999"), std::nullopt);
}

// What each code says is UNECE's description of it in directory D.13A.
TEST(Untdid, TermsHaveTheCodesOfTheirDescriptions) {
  using enum PaymentTermsCode;
  const struct {
    std::string_view terms;
    std::vector<PaymentTermsCode> codes;
  } rows[] = {
      {"net 30", {kBasic}},
      {"2/10 net 30", {kBasic, kDiscount}},
      {"30d eom", {kEndOfMonth}},
      {"net monthly account", {kEndOfMonth}},
      {"eom 10d", {kTenDaysAfterEndOfMonth}},
      {"eom 11d", {kBasic}},
      {"30d eom 10d", {kTenDaysAfterEndOfMonth}},
      {"due 2026-12-31", {kFixedDate}},
      {"due on receipt", {kInstant}},
      {"30% 0d, rest 30d eom", {kPaymentByInstalment}},
      {"50% 0d, 50% 2/10 net 30", {kPaymentByInstalment, kDiscount}},
  };
  for (const auto& row : rows) {
    const auto terms = ParseTerms(row.terms);
    ASSERT_TRUE(terms.ok()) << row.terms;
    EXPECT_EQ(CodesOf(*terms), row.codes) << row.terms;
  }
}

}  // namespace
}  // namespace usance
