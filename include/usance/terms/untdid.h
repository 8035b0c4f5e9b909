// Codes of the United Nations' trade data directory that invoices carry.
#ifndef USANCE_TERMS_UNTDID_H_
#define USANCE_TERMS_UNTDID_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/terms/payment_terms.h"

namespace usance {

// What kind of terms a document speaks of (PAT, segment of EDIFACT). The values
// are the codes.
//
// Source: UN/EDIFACT directory D.13A, data element 4279, codes 1 to 22 as UNECE
//         publishes them; 31 and 32 of D.95A
enum class PaymentTermsCode : int32_t {
  kBasic = 1,
  kEndOfMonth = 2,
  kFixedDate = 3,
  kDeferred = 4,
  kDiscountNotApplicable = 5,
  kMixed = 6,
  kExtended = 7,
  kBasicDiscountOffered = 8,
  kProximo = 9,
  kInstant = 10,
  kElective = 11,
  kTenDaysAfterEndOfMonth = 12,
  kSellerToAdviseBuyer = 13,
  kPaidAgainstStatement = 14,
  kNoCharge = 15,
  kNotYetDefined = 16,
  kUltimo = 17,
  kPreviouslyAgreedUpon = 18,
  kUnitedStatesFunds = 19,
  kPenaltyTerms = 20,
  kPaymentByInstalment = 21,
  kDiscount = 22,
  kLatePayment = 31,
  kAdvancedPayment = 32,
};

template <>
struct Names<PaymentTermsCode> {
  static constexpr std::string_view kNoun = "payment terms code";
  static constexpr Named<PaymentTermsCode> kTable[] = {
      {PaymentTermsCode::kBasic, "basic", "1"},
      {PaymentTermsCode::kEndOfMonth, "end of month", "2"},
      {PaymentTermsCode::kFixedDate, "fixed date", "3"},
      {PaymentTermsCode::kDeferred, "deferred", "4"},
      {PaymentTermsCode::kDiscountNotApplicable, "discount not applicable",
       "5"},
      {PaymentTermsCode::kMixed, "mixed", "6"},
      {PaymentTermsCode::kExtended, "extended", "7"},
      {PaymentTermsCode::kBasicDiscountOffered, "basic discount offered", "8"},
      {PaymentTermsCode::kProximo, "proximo", "9"},
      {PaymentTermsCode::kInstant, "instant", "10"},
      {PaymentTermsCode::kElective, "elective", "11"},
      {PaymentTermsCode::kTenDaysAfterEndOfMonth, "10 days after end of month",
       "12"},
      {PaymentTermsCode::kSellerToAdviseBuyer, "seller to advise buyer", "13"},
      {PaymentTermsCode::kPaidAgainstStatement, "paid against statement", "14"},
      {PaymentTermsCode::kNoCharge, "no charge", "15"},
      {PaymentTermsCode::kNotYetDefined, "not yet defined", "16"},
      {PaymentTermsCode::kUltimo, "ultimo", "17"},
      {PaymentTermsCode::kPreviouslyAgreedUpon, "previously agreed upon", "18"},
      {PaymentTermsCode::kUnitedStatesFunds, "united states funds", "19"},
      {PaymentTermsCode::kPenaltyTerms, "penalty terms", "20"},
      {PaymentTermsCode::kPaymentByInstalment, "payment by instalment", "21"},
      {PaymentTermsCode::kDiscount, "discount", "22"},
      {PaymentTermsCode::kLatePayment, "late payment", "31"},
      {PaymentTermsCode::kAdvancedPayment, "advanced payment", "32"},
  };
};

// Returns the codes that a document says of `terms`, valid ones, in order of
// their numbers:
//
//   1   basic: none of those below
//   2   the last step of the due date is the end of a month
//   3   due on a fixed date
//   10  due at once, after 0 days
//   12  due ten days after the end of a month
//   21  several parts, in place of the above
//   22  a discount for paying early, beside one of the above
//
// Source:  the descriptions of 4279 in directory D.13A
// Example: "2/10 net 30" is 1 and 22
[[nodiscard]] std::vector<PaymentTermsCode> CodesOf(const PaymentTerms& terms);

// How a payment is made (BT-81 of EN 16931). The values are the codes.
//
// Source: UN/EDIFACT data element 4461; those in use on European invoices, as
//         lists of UNCL4461 for Peppol and EN 16931 give them
enum class PaymentMeansCode : int32_t {
  kNotDefined = 1,
  kCash = 10,
  kCreditTransfer = 30,
  kBankCard = 48,
  kDirectDebit = 49,
  kCreditCard = 54,
  kSepaCreditTransfer = 58,
  kSepaDirectDebit = 59,
  kOnlinePaymentService = 68,
};

template <>
struct Names<PaymentMeansCode> {
  static constexpr std::string_view kNoun = "payment means code";
  static constexpr Named<PaymentMeansCode> kTable[] = {
      {PaymentMeansCode::kNotDefined, "instrument not defined", "1"},
      {PaymentMeansCode::kCash, "in cash", "10|cash"},
      {PaymentMeansCode::kCreditTransfer, "credit transfer", "30"},
      {PaymentMeansCode::kBankCard, "bank card", "48"},
      {PaymentMeansCode::kDirectDebit, "direct debit", "49"},
      {PaymentMeansCode::kCreditCard, "credit card", "54"},
      {PaymentMeansCode::kSepaCreditTransfer, "sepa credit transfer", "58"},
      {PaymentMeansCode::kSepaDirectDebit, "sepa direct debit", "59"},
      {PaymentMeansCode::kOnlinePaymentService, "online payment service", "68"},
  };
};

}  // namespace usance

#endif  // USANCE_TERMS_UNTDID_H_
