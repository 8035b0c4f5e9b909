// How an account is kept: what bears interest, and what money settles.
#ifndef USANCE_ACCOUNT_ACCOUNT_POLICY_H_
#define USANCE_ACCOUNT_ACCOUNT_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/allocation.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/money/percent.h"
#include "usance/terms/early_discount.h"
#include "usance/terms/late_payment_policy.h"

namespace usance {

// What a late row costs: the interest of `late`, and its clocks. Compensation
// and fees become debt by a ChargePosted only, so caps of charges are not
// applied here.
struct InterestTerms {
  std::string id;  // what invoices name
  LatePaymentPolicy late;
};

// A difference that nobody asks for: too little paid on the principal of a row
// of which nothing else is open, or more than is open at all. Up to the amount,
// and to the percentage of what is settled, discounts included, whichever is
// less.
struct PaymentTolerance {
  int64_t amount_minor = 0;
  std::optional<Percent> percent = {};
};

// What money of the debtor's does that no claim has taken.
enum class CreditUse : int32_t {
  kHold = 1,   // it waits
  kApply = 2,  // it settles the next claims, as they come
};

template <>
struct Names<CreditUse> {
  static constexpr std::string_view kNoun = "use of credit";
  static constexpr Named<CreditUse> kTable[] = {
      {CreditUse::kHold, "hold", ""},
      {CreditUse::kApply, "apply", ""},
  };
};

// The rule for payments of one type: "goodwill", "refund of a merchant".
struct TypedAllocation {
  std::string type;
  AllocationRule rule;
};

struct AccountPolicy {
  AllocationRule allocation;
  std::vector<TypedAllocation> by_type = {};
  CreditUse credit{};
  std::vector<InterestTerms> interest = {};
  // Where rows have discounts.
  PartialPayment partial_payment{};
  Rounding discount_rounding{};  // of pro rata
  PaymentTolerance tolerance = {};
  // A row of which no more is unpaid is not past due.
  int64_t overdue_tolerance_minor = 0;
  // Days behind the due day on which a row is not past due yet, and which are no
  // days past due afterwards. Neither interest nor aging knows of them.
  int32_t overdue_grace_days = 0;
};

// The rule for payments of a type: its own, or the policy's.
[[nodiscard]] const AllocationRule& RuleFor(const AccountPolicy& policy,
                                            std::string_view type);

// Errors: as CheckRule, below /allocation and /by_type/<k>/rule
//         INVALID_ARGUMENT / MISSING_FIELD - a type or terms without a name
//         INVALID_ARGUMENT / DUPLICATE_FIELD - a type or terms twice
//         INVALID_ARGUMENT / UNSPECIFIED - no credit
//         as CheckPolicy of a late-payment policy, below /interest/<k>/late
//         UNIMPLEMENTED / UNSUPPORTED - interest on the whole balance: it is
//           ComputeLateCharges that knows an invoice's rows together
//         OUT_OF_RANGE / OUT_OF_RANGE - a default or contract rate that is
//           below 0 % on some day, without a floor
//         OUT_OF_RANGE / OUT_OF_RANGE - a tolerance below 0 or, as a
//           percentage, outside 0 to 100 %; days of grace outside [0, 366]
//         INVALID_ARGUMENT / UNSPECIFIED - pro rata without a rounding
[[nodiscard]] absl::Status CheckPolicy(const AccountPolicy& policy,
                                       Currency currency,
                                       std::string_view field = "");

}  // namespace usance

#endif  // USANCE_ACCOUNT_ACCOUNT_POLICY_H_
