#include "usance/terms/untdid.h"

#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace usance
