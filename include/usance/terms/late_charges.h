// What a late invoice costs as of a day.
#ifndef USANCE_TERMS_LATE_CHARGES_H_
#define USANCE_TERMS_LATE_CHARGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/accrual/confidence.h"
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
};

struct LateInvoice {
  Money amount;
  Date due;  // adjusted: the last day on which paying is on time
};

struct LateChargesSpec {
  LatePaymentPolicy policy;
  LateInvoice invoice;
  std::vector<Payment> payments = {};  // any order; only up to as_of
  ApplyTo apply_to{};                  // needed where there are payments
  Date as_of;
};

enum class LateEventKind : int32_t {
  kPayment = 1,
  kCompensation = 2,
  kFee = 3,
};

template <>
struct Names<LateEventKind> {
  static constexpr std::string_view kNoun = "kind of event";
  static constexpr Named<LateEventKind> kTable[] = {
      {LateEventKind::kPayment, "payment", ""},
      {LateEventKind::kCompensation, "compensation", ""},
      {LateEventKind::kFee, "fee", ""},
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
};

struct LateCharges {
  int32_t days_past_due = 0;  // as_of - due; negative before
  // Charged up to and with as_of, whatever was paid: five components of debt
  // are never mixed, and paying the principal does not lose the others.
  Money interest;
  Money compensation;
  Money fees;
  Money over_cap;  // the part of the three above the cap; 0 without one
  // interest + compensation + fees, less over_cap where the cap clips.
  Money total;
  Money outstanding_principal;
  Money outstanding_charges;           // total less what payments settled of it
  Money unapplied;                     // paid beyond every claim
  std::vector<Segment> segments = {};  // interests add up to `interest`
  std::vector<LateEvent> events = {};  // in order
  std::string source = {};   // id of the rate history, where it was read
  std::string version = {};  // of the rate history
  std::optional<Date> known_through = {};
  bool provisional = false;  // a rate was carried on past known_through
  Confidence confidence = Confidence::kGiven;  // the weakest of the segments'
};

// Returns what the invoice costs at the end of day as_of.
//
//   interest bears over [first day, as_of + 1), where the first day is due + 1
//   (or due + grace_days + 1 where interest starts after grace), at the rate
//   of each bearing day itself; a payment of day D lowers the balance from
//   D + 1 on
//
// An invoice due on D is on time until the end of D + grace_days; nothing is
// charged for one paid by then. After that: interest, compensation once, and
// fees as they fall due while principal is unpaid at the start of the day.
// Payments up to then settle principal only. On one day interest and fees come
// before payments. Interest is booked (rounded) as of as_of and by each payment
// after grace that reaches it: under interest first by every one, under
// principal first by one that leaves something over. Compound rests count from
// the first day; a payment of interest settles the oldest, so what has joined
// the balance goes first.
//
// Errors:    as CheckPolicy, below /policy
//            OUT_OF_RANGE / OUT_OF_RANGE - a negative invoice amount
//            INVALID_ARGUMENT / UNSPECIFIED - payments and no apply_to
//            INVALID_ARGUMENT / CURRENCY_MISMATCH - a payment in another one
//            OUT_OF_RANGE / OUT_OF_RANGE - a payment not above 0
//            OUT_OF_RANGE / DATE_OUT_OF_RANGE - days beyond 9999-12-31
//            as Accrue, below /policy/interest, where interest bears
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
