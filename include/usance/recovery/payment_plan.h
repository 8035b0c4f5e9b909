// A plan by which debts are paid over time: made, found, and kept or broken.
#ifndef USANCE_RECOVERY_PAYMENT_PLAN_H_
#define USANCE_RECOVERY_PAYMENT_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/event.h"
#include "usance/account/journal.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"

namespace usance {

// Amounts are minor units of the currency.

struct PlanDebt {
  std::string item;
  int64_t amount_minor = 0;  // that the plan takes over, above 0
};

// What a row of a plan pays on one debt.
struct PlanPart {
  uint32_t row = 0;  // from 0
  uint32_t debt = 0;
  int64_t amount_minor = 0;  // of its amount, not of the plan's interest
  friend bool operator==(const PlanPart&, const PlanPart&) = default;
};

struct PaymentPlan {
  std::vector<PlanDebt> debts;
  Amortization amortization;    // of all debts as one
  std::vector<PlanPart> parts;  // by rows; the debts one after another
};

inline constexpr size_t kMaxPlanDebts = 1'200;
inline constexpr int32_t kMaxPlanPayments = 1'200;

// Returns the plan by which the debts are paid as one.
//
// `terms` says how: its principal is the sum of the debts, whatever it names,
// and only its currency is read. A rate of 0 is a plan without interest; a
// lower one than the debt's, a concession. Equal payments are the level method
// with a count, equal amounts the fixed payment, phases its steps; a balloon, a
// down payment, a holiday and payments rounded up are Amortize's too. The
// schedule starts on the day of the agreement.
//
// Rows settle the debts in the order given.
//
// Errors:  INVALID_ARGUMENT / MISSING_FIELD - no debts; one without an item
//          RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxPlanDebts
//          INVALID_ARGUMENT / DUPLICATE_FIELD - an item twice
//          OUT_OF_RANGE / OUT_OF_RANGE - an amount that is not above 0
//          OUT_OF_RANGE / OVERFLOW - a sum that is no int64
//          as Amortize, below /terms
// Example: 70.00 and 50.00 over 4 months without interest: 30.00 each, of the
//          third 10.00 for the first debt and 20.00 for the second
[[nodiscard]] absl::StatusOr<PaymentPlan> MakePaymentPlan(
    std::vector<PlanDebt> debts, AmortizationSpec terms,
    std::string_view field = "");

// The event that agrees on the plan: what is due when.
[[nodiscard]] PlanAgreed AgreementOf(const PaymentPlan& plan,
                                     bool pauses_interest);

// What a debtor can keep.
struct Affordability {
  int64_t most_minor = 0;  // in one payment, above 0
  int32_t most_payments = kMaxPlanPayments;
};

// Returns the plan of equal payments with the fewest of them of which none is
// above what the debtor can pay. Pay days are those of terms.schedule, whose
// count or end is not read.
//
// Errors: OUT_OF_RANGE / OUT_OF_RANGE - most_minor not above 0; most_payments
//           outside [1, kMaxPlanPayments]
//         OUT_OF_RANGE / OUT_OF_RANGE - none of so many payments keeps below:
//           /affordability; the text says what the largest would be, and how
//           many payments it would take
//         as MakePaymentPlan
// Cost:   up to most_payments plans, kMaxPlanPayments where there is none
// Example: 1,000.00 without interest, at most 90.00 a month: 12 payments of
//         83.33 (the last 83.37)
[[nodiscard]] absl::StatusOr<PaymentPlan> FindPaymentPlan(
    const std::vector<PlanDebt>& debts, const AmortizationSpec& terms,
    const Affordability& affordability);

// When a plan is breached: so many rows missed, of as many as fell due last.
struct BreachRule {
  int32_t missed = 1;
  int32_t of_last = 0;  // 0: of all
  int32_t tolerance_days = 0;
  int64_t tolerance_minor = 0;  // of all that is due by then
  bool made_up_counts = true;   // a row that was missed and paid later
};

enum class PlanState : int32_t {
  kGood = 1,      // nothing of it is past due
  kBehind = 2,    // something is, and the plan stands
  kBreached = 3,  // by the rule
  kPaid = 4,      // all of it
};

template <>
struct Names<PlanState> {
  static constexpr std::string_view kNoun = "state of a plan";
  static constexpr Named<PlanState> kTable[] = {
      {PlanState::kGood, "good standing", "good"},
      {PlanState::kBehind, "behind", "late"},
      {PlanState::kBreached, "breached", "broken"},
      {PlanState::kPaid, "paid", "completed"},
  };
};

struct PlanStanding {
  PlanState state{};
  int64_t paid_minor = 0;     // on its items since it was agreed
  int64_t due_minor = 0;      // by its rows, through the day
  int64_t arrears_minor = 0;  // what cures it
  int32_t missed = 0;         // rows, by the rule
  std::optional<Date> next_due = {};
  int64_t next_minor = 0;
  std::optional<Date> breached_on = {};  // the first day on which it was
};

// Returns how a plan stands at the end of the account's day. Payments after it
// in the journal's order settle its rows in order, whatever claims they settled
// of its items; what came back is not paid. A row is missed where, after its
// tolerance of days, less than all that was due by then (less the tolerance)
// has come.
//
// It records nothing: PlanBreached and PlanCompleted are the caller's.
//
// Requires that the account is Replay's of the journal.
//
// Errors: INVALID_ARGUMENT / UNKNOWN_NAME - `plan` is no plan that was agreed
//           by then; /plan
//         OUT_OF_RANGE / OUT_OF_RANGE - missed below 1, another number below 0,
//           missed above of_last; below /rule
[[nodiscard]] absl::StatusOr<PlanStanding> StandingOf(const Journal& journal,
                                                      const Account& account,
                                                      std::string_view plan,
                                                      const BreachRule& rule);

}  // namespace usance

#endif  // USANCE_RECOVERY_PAYMENT_PLAN_H_
