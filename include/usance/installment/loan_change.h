// What happens to a loan after its terms are agreed, and the rows it then has.
#ifndef USANCE_INSTALLMENT_LOAN_CHANGE_H_
#define USANCE_INSTALLMENT_LOAN_CHANGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "usance/accrual/rate.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/period.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/installment/row_terms.h"
#include "usance/money/money.h"

namespace usance {

// What a change moves, so that the loan is still paid back. Rows that the
// contract fixes one by one (row_terms, grace, seasons) keep what they pay.
//
// payment:       it is leveled over the rows that are left, by the residual of
//                the terms: from the row under way on, or, where it would not
//                cover the interest of that, from the next. Nothing, for a
//                method whose rows share out no debt.
// term:          the payment (of equal principal: the principal) stays, and
//                there are as many rows as the debt needs, fewer or more. A
//                rest of no more minor units than there are rows is rounding's:
//                it is paid with the row before it.
// last payment:  payment and term stay; the last row, a balloon, takes it.
// next payments: of a prepayment: it pays the next rows, which pay so much
//                less, in their order, until it is used up. It lowers the
//                balance at once all the same. Interest of a row that pays
//                nothing is taken from the next payment that is made, which
//                pays its interest at least.
enum class Adjusts : int32_t {
  kPayment = 1,
  kTerm = 2,
  kLastPayment = 3,
  kNextPayments = 4,
};

template <>
struct Names<Adjusts> {
  static constexpr std::string_view kNoun = "adjusts";
  static constexpr Named<Adjusts> kTable[] = {
      {Adjusts::kPayment, "payment", "reduce payment|level again"},
      {Adjusts::kTerm, "term", "reduce term"},
      {Adjusts::kLastPayment, "last payment", "balloon"},
      {Adjusts::kNextPayments, "next payments", "pay ahead"},
  };
};

// --- money ------------------------------------------------------------------

// Paid back before it was due, beside what is due: the balance is lower from
// the day on. Nothing of it is interest: that of the row comes with the row.
struct Prepaid {
  Money amount;
  Adjusts adjusts{};
  friend bool operator==(const Prepaid&, const Prepaid&) = default;
};

// Lent on top (a top-up): the balance is higher from the day on.
struct ToppedUp {
  Money amount;
  Adjusts adjusts{};  // not next payments
  friend bool operator==(const ToppedUp&, const ToppedUp&) = default;
};

// The row that was due on the day has paid nothing.
struct PaymentMissed {
  // capitalized, deferred, spread or waived
  EarlyInterest interest{};
  Adjusts adjusts{};  // not next payments
  friend bool operator==(const PaymentMissed&, const PaymentMissed&) = default;
};

// --- terms ------------------------------------------------------------------

// From the day on this rate, whatever rates were known for later.
struct RateChanged {
  Rate rate;
  Adjusts adjusts{};  // not next payments
  friend bool operator==(const RateChanged&, const RateChanged&) = default;
};

// No interest on [the day, until).
struct InterestPaused {
  Date until;
  Adjusts adjusts{};  // not next payments
  friend bool operator==(const InterestPaused&,
                         const InterestPaused&) = default;
};

// So many rows, from the one that the day is in on, pay no principal. With the
// term, as many rows are added as the debt needs; with the payment it rises;
// with the last payment that does.
struct PaymentHoliday {
  int32_t rows = 1;
  EarlyInterest interest{};  // not in payment
  Adjusts adjusts{};         // not next payments
  friend bool operator==(const PaymentHoliday&,
                         const PaymentHoliday&) = default;
};

// The payment is leveled over the rows that are left, from the one that the day
// is in on (re-amortization).
struct Recast {
  friend bool operator==(const Recast&, const Recast&) = default;
};

// The row that the day is in is due on another day, and the rows after it
// follow from there (reschedule, re-age). Without a frequency or count they are
// as they were.
struct Rescheduled {
  Date first_due;
  std::optional<Period> frequency = {};
  std::optional<int32_t> count = {};  // of rows from that one on
  Adjusts adjusts{};                  // payment or last payment
  friend bool operator==(const Rescheduled&, const Rescheduled&) = default;
};

// --- ends -------------------------------------------------------------------

// All that is left is due on the day, with the interest up to it. On a due day
// it is due with that row.
struct Accelerated {
  friend bool operator==(const Accelerated&, const Accelerated&) = default;
};

// A change was an error, or was agreed to be taken back: it counts as never
// made. An undoing can be undone.
struct Undone {
  std::string change;  // id of a change before it
  friend bool operator==(const Undone&, const Undone&) = default;
};

using LoanChangeBody =
    std::variant<Prepaid, ToppedUp, PaymentMissed, RateChanged, InterestPaused,
                 PaymentHoliday, Recast, Rescheduled, Accelerated, Undone>;

// The same order: LoanChangeBody's index + 1.
enum class LoanChangeKind : int32_t {
  kPrepaid = 1,
  kToppedUp = 2,
  kMissed = 3,
  kRate = 4,
  kInterestPause = 5,
  kHoliday = 6,
  kRecast = 7,
  kReschedule = 8,
  kAcceleration = 9,
  kUndo = 10,
};

template <>
struct Names<LoanChangeKind> {
  static constexpr std::string_view kNoun = "kind of change";
  static constexpr Named<LoanChangeKind> kTable[] = {
      {LoanChangeKind::kPrepaid, "prepayment", ""},
      {LoanChangeKind::kToppedUp, "top-up", "drawdown"},
      {LoanChangeKind::kMissed, "missed payment", "missed"},
      {LoanChangeKind::kRate, "rate", "rate change"},
      {LoanChangeKind::kInterestPause, "interest pause", ""},
      {LoanChangeKind::kHoliday, "payment holiday", "holiday"},
      {LoanChangeKind::kRecast, "recast", "re-amortization|re-amortize"},
      {LoanChangeKind::kReschedule, "reschedule", "re-age|reage"},
      {LoanChangeKind::kAcceleration, "acceleration", "accelerate"},
      {LoanChangeKind::kUndo, "undo", ""},
  };
};
static_assert(std::variant_size_v<LoanChangeBody> ==
              std::size(Names<LoanChangeKind>::kTable));

// A change of a due day comes after what that row pays: it is of the row that
// begins there, but for a missed payment and an acceleration.
struct LoanChange {
  std::string id = {};  // needed to be undone
  Date date;
  LoanChangeBody body;

  [[nodiscard]] LoanChangeKind kind() const {
    return static_cast<LoanChangeKind>(body.index() + 1);
  }
  friend bool operator==(const LoanChange&, const LoanChange&) = default;
};

inline constexpr size_t kMaxLoanChanges = 1'000;

// What one change has done to the sums over all rows.
struct ChangeEffect {
  size_t change = 0;             // its index as given
  AmortizationTotals cost = {};  // after it less before it
  int32_t rows = 0;              // the same
  Date last_due;                 // after it
  // What the next row that pays pays after it.
  int64_t payment_minor = 0;

  friend bool operator==(const ChangeEffect&, const ChangeEffect&) = default;
};

struct ChangedLoan {
  // The level payment is the last one that was leveled; residual is of that,
  // without a bound once a change has moved anything else.
  Amortization amortization;
  // Of the changes that count, in the order in which they apply.
  std::vector<ChangeEffect> effects;

  friend bool operator==(const ChangedLoan&, const ChangedLoan&) = default;
};

// Returns the rows of a loan after all that happened to it. Changes apply by
// day, those of one day in the order given; one that is told late has the rows
// that it would have had in time, and one that is undone has none.
//
// What is prepaid is an advance below 0 of its row:
//
//   closing = opening + advance - principal
//
// and a day's prepayment of a bears - a * r * (the rest of t) in it. Rows that
// have nothing left to pay are left out at the end.
//
// Errors:     as Amortize, below /terms
//             RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxLoanChanges
//             INVALID_ARGUMENT / CONFLICT - terms that cannot change: flat
//               interest, a minimum payment, rows in advance, a down payment,
//               amortization_rows, steps, seasons, days of capitalization;
//               below /terms
//             INVALID_ARGUMENT / DUPLICATE_FIELD - an id twice
//             INVALID_ARGUMENT / UNKNOWN_NAME - an undoing of no change
//             INVALID_ARGUMENT / OUT_OF_ORDER - an undoing of a later one
//             then of each in their order, below /changes/<index>:
//             INVALID_ARGUMENT / UNSPECIFIED - adjusts or interest
//             INVALID_ARGUMENT / CONFLICT - what adjusts, or the interest, is
//               none of the change; a term with a balloon, or over rows whose
//               dates have no count; a pause or a rate on rates with margin,
//               floor, cap, rounding or resets
//             INVALID_ARGUMENT / CURRENCY_MISMATCH - an amount
//             OUT_OF_RANGE / OUT_OF_RANGE - a day outside the rows; an amount
//               not above 0; more prepaid than the balance; rows below 1 or
//               beyond the last; no row that was due on the day, or none after
//               it to pay
//             INVALID_ARGUMENT / END_BEFORE_START - until, or first_due, not
//               after the day
//             as Amortize, of the rows that are left
// Exactness:  as Amortize: what a row's interest is of is summed exactly over
//             its stretches and rounded once.
// Cost:       linear in the rows for each change; eight times that for a term
//             that grows, or the square of them where interest is spread
// Example:    1,000.00 EUR at 12 %, 30/360, monthly, 4 rows of 256.28; 300.00
//             prepaid on the first due day. Payment: then 154.27 a row (the
//             last 154.29); term: then 256.28 and 204.00, 3 rows in all.
[[nodiscard]] absl::StatusOr<ChangedLoan> ChangeLoan(
    const AmortizationSpec& terms, std::span<const LoanChange> changes);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_LOAN_CHANGE_H_
