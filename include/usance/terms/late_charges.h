// What a late invoice costs as of a day.
#ifndef USANCE_TERMS_LATE_CHARGES_H_
#define USANCE_TERMS_LATE_CHARGES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/accrual/confidence.h"
#include "usance/accrual/fx_table.h"
#include "usance/accrual/pause.h"
#include "usance/accrual/segment.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/money.h"
#include "usance/terms/late_payment_policy.h"

namespace usance {

// What a payment settles first. The rest of it goes on in the order given; an
// order of appropriation that the law grants is a matter of the caller.
enum class ApplyTo : int32_t {
  kPrincipalFirst = 1,  // principal, interest, compensation, fees
  kInterestFirst = 2,   // fees, compensation, interest, principal
};

template <>
struct Names<ApplyTo> {
  static constexpr std::string_view kNoun = "order of application";
  static constexpr Named<ApplyTo> kTable[] = {
      {ApplyTo::kPrincipalFirst, "principal first", ""},
      {ApplyTo::kInterestFirst, "interest first", ""},
  };
};

struct Payment {
  Date date;
  Money amount;
  // The day on which it came back unpaid. From then on it counts as never made.
  std::optional<Date> returned = {};
};

// A notice to the debtor: a fact, for the fees that depend on it.
struct Notice {
  Date date;
  int32_t level = 1;
};

// One due amount of an invoice in several.
struct LateInstallment {
  Date due;
  Money amount;
};

struct LateInvoice {
  Money amount;
  Date due;  // adjusted: the last day on which paying is on time
  // In place of `due`: the due days in order, the amounts adding up to
  // `amount`.
  std::vector<LateInstallment> installments = {};
};

struct LateChargesSpec {
  LatePaymentPolicy policy;
  LateInvoice invoice;
  std::vector<Payment> payments = {};  // any order; only up to as_of
  ApplyTo apply_to{};                  // needed where there are payments
  Date as_of;
  std::vector<Notice> notices = {};  // any order; only up to as_of
  std::vector<Pause> pauses = {};    // of interest
  std::optional<FxTable> fx = {};    // for compensation in another currency
};

// Where an invoice stands. The four clocks of LatePaymentPolicy.
enum class LateState : int32_t {
  kNotDue = 1,
  kInGrace = 2,     // past due, but paying is still on time
  kLate = 3,        // principal is unpaid after grace
  kDelinquent = 4,  // and past due for longer than delinquency_days
  kPaid = 5,        // no principal is unpaid
};

template <>
struct Names<LateState> {
  static constexpr std::string_view kNoun = "state";
  static constexpr Named<LateState> kTable[] = {
      {LateState::kNotDue, "not due", ""},
      {LateState::kInGrace, "in grace", ""},
      {LateState::kLate, "late", ""},
      {LateState::kDelinquent, "delinquent", ""},
      {LateState::kPaid, "paid", ""},
  };
};

enum class LateEventKind : int32_t {
  kPayment = 1,
  kCompensation = 2,
  kFee = 3,
  kReturnedPayment = 4,
};

template <>
struct Names<LateEventKind> {
  static constexpr std::string_view kNoun = "kind of event";
  static constexpr Named<LateEventKind> kTable[] = {
      {LateEventKind::kPayment, "payment", ""},
      {LateEventKind::kCompensation, "compensation", ""},
      {LateEventKind::kFee, "fee", ""},
      {LateEventKind::kReturnedPayment, "returned payment", ""},
  };
};

// What happened on a day, and where a payment went:
//   amount = principal + interest + compensation + fees + unapplied
struct LateEvent {
  Date date;
  LateEventKind kind{};
  std::string id = {};  // of a fee
  int64_t amount_minor = 0;
  int64_t principal_minor = 0;
  int64_t interest_minor = 0;
  int64_t compensation_minor = 0;
  int64_t fees_minor = 0;
  int64_t unapplied_minor = 0;
  int64_t principal_after_minor = 0;
  // Of the due amount that it is about, counted from 0.
  std::optional<size_t> installment = {};
  std::string why = {};  // how the amount comes about
};

// A cap and what of the charges is above it.
struct CapExcess {
  size_t cap = 0;  // of policy.caps, counted from 0
  Money limit;
  Money charged;  // what it limits; of single fees, the highest
  Money over;     // of single fees, of all together
};

// One due amount of the invoice.
struct InstallmentCharges {
  Date due;
  Money amount;
  LateState state{};
  int32_t days_past_due = 0;
  Money interest;
  Money compensation;
  Money outstanding_principal;
  size_t segment_count = 0;  // of LateCharges::segments, the next so many
};

// A charge that is due and left out, because it cannot be told.
struct UnknownCharge {
  Reason reason{};
  std::string text = {};
};

struct LateCharges {
  // as_of - due, negative before; of the first due amount that is not paid.
  int32_t days_past_due = 0;
  LateState state{};  // of that due amount
  // Charged up to and with as_of, whatever was paid: five components of debt
  // are never mixed, and paying the principal does not lose the others.
  Money interest;
  Money compensation;
  Money fees;
  // Of `interest`, what the contract's own rate makes: a component by itself.
  Money contract_interest;
  Money to_minimum;     // added so that interest reaches the policy's minimum
  Money below_minimum;  // interest too small to be claimed
  Money over_cap;       // what all caps together would take away
  // interest + to_minimum - below_minimum + compensation + fees, less what
  // clipping caps take away.
  Money total;
  Money outstanding_principal;
  Money outstanding_charges;           // total less what payments settled of it
  Money unapplied;                     // paid beyond every claim
  std::vector<Segment> segments = {};  // interests add up to `interest`
  std::vector<LateEvent> events = {};  // in order
  std::string source = {};   // id of the rate history, where it was read
  std::string version = {};  // of the rate history
  bool loaded = false;       // it is a series that is not the built-in one
  std::vector<CapExcess> excesses = {};  // of each cap that is exceeded
  // Those of `segments` whose rate is above the policy's ceiling, from 0.
  std::vector<size_t> over_ceiling = {};
  std::vector<InstallmentCharges> installments = {};  // at least one
  std::optional<Date> known_through = {};
  bool provisional = false;  // a rate was carried on past known_through
  Confidence confidence = Confidence::kGiven;  // the weakest of the segments'
  // Of the fixed sum, under Compensation::leave_out_unknown: compensation and
  // total are without it.
  std::optional<UnknownCharge> compensation_unknown = {};
};

// Returns what the invoice costs at the end of day as_of.
//
//   interest bears over [first day, as_of + 1), where the first day is due + 1
//   (or that after grace, or after the wait: interest_start), at the rate that
//   the rule's fixing reads; a payment of day D lowers the balance from D + 1
//   on
//
// An invoice due on D is on time until the end of D + grace_days; nothing is
// charged for one paid by then. After that: compensation once, fees as they
// fall due while principal is unpaid at the start of the day, and, for one
// unpaid after interest_wait_days more, interest. Payments up to then settle
// principal only. On one day charges come before payments. Interest is booked
// (rounded) as of as_of and by each payment after grace that reaches it: under
// interest first by every one, under principal first by one that leaves
// something over. Compound rests count from the first day; a payment of
// interest settles the oldest, so what has joined the balance goes first.
//
// Each due amount of an invoice has its own clocks and bears by itself.
// Principal is settled the oldest first; under principal first what is not yet
// due comes after interest, compensation and fees. A payment that came back by
// as_of counts as never made.
//
// Errors:    as CheckPolicy, below /policy
//            OUT_OF_RANGE / OUT_OF_RANGE - a negative invoice amount
//            RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 1,200 installments
//            INVALID_ARGUMENT / CURRENCY_MISMATCH, OUT_OF_RANGE / OUT_OF_RANGE,
//              INVALID_ARGUMENT / OUT_OF_ORDER - an installment in another
//              currency, below 0, or due before the one before it
//            INVALID_ARGUMENT / SUM_MISMATCH - installments that do not add up
//            INVALID_ARGUMENT / UNSPECIFIED - payments and no apply_to
//            INVALID_ARGUMENT / CURRENCY_MISMATCH - a payment in another one
//            OUT_OF_RANGE / OUT_OF_RANGE - a payment not above 0
//            INVALID_ARGUMENT / END_BEFORE_START - one returned before it was
//              made
//            as CheckPauses, below /pauses
//            RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 200,000 charges and
//              payments
//            OUT_OF_RANGE / DATE_OUT_OF_RANGE - days beyond 9999-12-31
//            as Accrue, below /policy/interest, where interest bears
//            as CompensationFor, below /policy/compensation or /fx, but for
//              what leave_out_unknown leaves out
//            OUT_OF_RANGE / OVERFLOW - a sum is no int64 of minor units; about
//              what is summed: a part of the policy, or the payments
// Exactness: interest as the rule's regime says; each fee rounded once
// Source:    Late Payment of Commercial Debts (Interest) Act 1998 s.4; BGB 187
//            (1), 288 (the day due does not bear, the day of payment does)
// Example:   10,000.00 EUR due 2023-01-01 at the German base rate + 5 %,
//            paid 2024-01-01, is 738.16: 180 days at 6.62 %, 184 at 8.12 %,
//            and 1 at 8.62 %
[[nodiscard]] absl::StatusOr<LateCharges> ComputeLateCharges(
    const LateChargesSpec& spec);

}  // namespace usance

#endif  // USANCE_TERMS_LATE_CHARGES_H_
