// The terms of a loan or plan that is paid in installments.
#ifndef USANCE_INSTALLMENT_AMORTIZATION_SPEC_H_
#define USANCE_INSTALLMENT_AMORTIZATION_SPEC_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "usance/accrual/rate.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/date/day_count.h"
#include "usance/date/schedule.h"
#include "usance/installment/row_terms.h"
#include "usance/money/increment.h"
#include "usance/money/money.h"

namespace usance {

// What the rows pay. B is the balance, q_i = 1 + r_i * t_i.
//
// level:           the same payment in every row (annuity, French):
//                  A = (B * prod(q_i) - balloon) / sum_k prod_(i>k) q_i.
// equal principal: the same principal in every row (linear, German); interest
//                  on the balance comes on top.
// interest only:   each row pays its interest; the last row pays the balance.
// bullet:          nothing until the last row, which pays it all; see Bullet.
// add-on:          interest on the original principal in every row (flat), the
//                  same payment: A = (B + sum_k interest_k) / n.
// rule of 78:      as add-on, but the sum of the interest is earned by the sum
//                  of the digits: n parts of n(n + 1)/2 in the first row, n - 1
//                  in the second, 1 in the last. What is earned up to a row is
//                  rounded, as a rebate takes it; the row's interest is what
//                  that grows by.
// fixed payment:   `payment` in every row until the debt is paid; the rows end
//                  there.
// minimum payment: max(payment, payment_percent * balance + interest) in every
//                  row until the debt is paid (revolving credit); the balance
//                  is the opening with what is paid out in the row.
enum class AmortizationMethod : int32_t {
  kLevel = 1,
  kEqualPrincipal = 2,
  kInterestOnly = 3,
  kBullet = 4,
  kAddOn = 5,
  kRuleOf78 = 6,
  kFixedPayment = 7,
  kMinimumPayment = 8,
};

template <>
struct Names<AmortizationMethod> {
  static constexpr std::string_view kNoun = "method";
  static constexpr Named<AmortizationMethod> kTable[] = {
      {AmortizationMethod::kLevel, "level",
       "annuity|french|level payment|equal installments"},
      {AmortizationMethod::kEqualPrincipal, "equal principal",
       "linear|german|equal principal payments"},
      {AmortizationMethod::kInterestOnly, "interest only", "american"},
      {AmortizationMethod::kBullet, "bullet", ""},
      {AmortizationMethod::kAddOn, "add-on", "flat|addon"},
      {AmortizationMethod::kRuleOf78, "rule of 78", "sum of digits"},
      {AmortizationMethod::kFixedPayment, "fixed payment", ""},
      {AmortizationMethod::kMinimumPayment, "minimum payment", "revolving"},
  };
};

// What a bullet's interest does until the last row.
//
// simple:      it is not added to the balance; the last row books the sum of
//              all periods, rounded once.
// capitalized: each period's interest is booked and added to the balance.
enum class Bullet : int32_t { kSimple = 1, kCapitalized = 2 };

template <>
struct Names<Bullet> {
  static constexpr std::string_view kNoun = "bullet";
  static constexpr Named<Bullet> kTable[] = {
      {Bullet::kSimple, "simple", ""},
      {Bullet::kCapitalized, "capitalized", "capitalised|compound"},
  };
};

// Where the difference goes that rounding leaves, so that the rows end at
// zero. A is the level payment (the equal principal, for that method).
//
// last:   every row pays A; the last one pays what is left.
// first:  the first row pays what lets A in the later rows amortize the rest,
//         but its interest at least (A where that is less); what the rounding
//         of the later rows' interest leaves is in the last.
// spread: each row but the last pays the multiple that brings its closing
//         balance to that of the loan without rounding, or beside it: A, or one
//         increment beside it. (Equal principal and flat: row k pays what the
//         sum of k exact shares grows by when it is rounded.) The last one pays
//         the rest, which is as near to A.
// smooth: as last, after A has moved toward the last payment L by
//         round((L - A) / n), to a multiple again, while that makes |L - A|
//         smaller, three times at most, and only while |L - A| is over
//         floor(n / 2) minor units. For the level method.
// closest: as last, with the A, of the multiples around the exact one, that
//         brings the last payment nearest to it. For the level method.
// extra row: as last, but the n-th row pays A too, and what is left is paid in
//         one more: no payment is above A, unless what rounding leaves is
//         itself, as at 36.5 % over 360 months. For a count of rows.
// waive:  as last, but where what is left over A is within waive_within, it is
//         not paid at all, and the last balance is that.
enum class Residual : int32_t {
  kLast = 1,
  kFirst = 2,
  kSpread = 3,
  kSmooth = 4,
  kClosest = 5,
  kExtraRow = 6,
  kWaive = 7,
};

template <>
struct Names<Residual> {
  static constexpr std::string_view kNoun = "residual";
  static constexpr Named<Residual> kTable[] = {
      {Residual::kLast, "last", ""},
      {Residual::kFirst, "first", ""},
      {Residual::kSpread, "spread", ""},
      {Residual::kSmooth, "smooth", ""},
      {Residual::kClosest, "closest", "resolve|re-solve"},
      {Residual::kExtraRow, "extra row", ""},
      {Residual::kWaive, "waive", ""},
  };
};

// How the last payment of the level method may differ from the others. A is
// moved by multiples until it does.
//
// lower:  it is no higher than A.
// higher: it is no lower.
enum class FinalPayment : int32_t { kLower = 1, kHigher = 2 };

template <>
struct Names<FinalPayment> {
  static constexpr std::string_view kNoun = "final payment";
  static constexpr Named<FinalPayment> kTable[] = {
      {FinalPayment::kLower, "lower", ""},
      {FinalPayment::kHigher, "higher", ""},
  };
};

// When the payment of a period is due.
//
// in arrears: at its end.
// in advance: at its beginning (annuity due). The first row is the day of the
//             loan, without interest; the last period has no row unless a
//             balloon is left for its end.
enum class PaymentTiming : int32_t { kInArrears = 1, kInAdvance = 2 };

template <>
struct Names<PaymentTiming> {
  static constexpr std::string_view kNoun = "timing";
  static constexpr Named<PaymentTiming> kTable[] = {
      {PaymentTiming::kInArrears, "in arrears", "end"},
      {PaymentTiming::kInAdvance, "in advance", "annuity due|begin"},
  };
};

// Which dates interest runs between where business days move the due dates.
//
// adjusted:   the days that payments are made on (ACTUS shift/calculate).
// unadjusted: the days of the schedule (ACTUS calculate/shift).
enum class AccrueTo : int32_t { kAdjusted = 1, kUnadjusted = 2 };

template <>
struct Names<AccrueTo> {
  static constexpr std::string_view kNoun = "accrue to";
  static constexpr Named<AccrueTo> kTable[] = {
      {AccrueTo::kAdjusted, "adjusted", "shift/calculate"},
      {AccrueTo::kUnadjusted, "unadjusted", "calculate/shift"},
  };
};

// A choice that is left out is UNSPECIFIED where the contract needs it.
struct AmortizationSpec {
  Money principal;  // paid out on the first day
  Rate rate;
  DayCount day_count = {};
  // One row for each period. The first day stays where it is, whatever the
  // convention of the due dates, unless start_convention says how it moves:
  // the money is out from that day on.
  ScheduleSpec schedule;

  AmortizationMethod method = {};
  Rounding rounding = {};  // of each row's interest to minor units
  // Level, equal principal, add-on and rule of 78.
  Residual residual = {};

  // What the level payment (equal principal) is rounded to, and how; without
  // `payment_rounding` as `rounding` says.
  Increment payment_increment = {};
  std::optional<Rounding> payment_rounding = std::nullopt;

  // Left to be paid with the last row, for level and equal principal: an
  // amount, or a share of the principal with all advances, or what is left of a
  // loan that this many rows would pay back.
  std::optional<Money> balloon = std::nullopt;
  std::optional<Percent> balloon_percent = std::nullopt;
  std::optional<int32_t> amortization_rows = std::nullopt;

  // Rows at the beginning that do not amortize, and what they pay.
  int32_t grace_rows = 0;
  EarlyInterest grace = {};          // needed where grace_rows > 0
  EarlyInterest stub_interest = {};  // needed where the first period is a stub

  Bullet bullet = {};       // needed by the bullet method
  AccrueTo accrue_to = {};  // needed where business days move dates

  // Where a payment does not cover its interest: let the balance grow, or
  // raise the payment to it. Neither: an error.
  bool allow_negative_amortization = false;
  bool raise_to_interest = false;

  PaymentTiming timing = PaymentTiming::kInArrears;
  PaymentSteps steps = {};  // level
  Season season = {};       // level, equal principal and interest only
  // Ascending, none in two of them. Not for the flat methods.
  std::vector<RowTerm> row_terms = {};

  // Of a fixed payment; the floor of a minimum payment.
  std::optional<Money> payment = std::nullopt;
  std::optional<Percent> payment_percent = std::nullopt;  // minimum payment

  // Paid on the first day, in a row of its own without interest.
  std::optional<Money> down_payment = std::nullopt;

  std::optional<FinalPayment> final_payment = std::nullopt;  // level, last
  std::optional<Money> waive_within = std::nullopt;          // needed by waive
  // Where the last payment is below this, the row before that amortizes pays it
  // too, unless something is paid out after that row.
  std::optional<Money> least_payment = std::nullopt;

  // A rate that changes; `rate` then says nothing.
  std::optional<RateHistory> rates = std::nullopt;
  UnknownRate unknown_rate = UnknownRate::kRefuse;
  RateReset reset = {};
  RateChange rate_change = {};  // needed by level with rates

  std::vector<RowFee> fees = {};
  RowTax tax = {};

  // Ascending, none after the last own row. Not for the flat methods.
  std::vector<Advance> advances = {};
  // Needed with advances by level and equal principal. Where rates are leveled
  // again, so are advances.
  RateChange advance_change = {};
  // Not for the flat methods, deferred or spread interest, amortization_rows.
  Capitalization capitalization = {};
};

}  // namespace usance

#endif  // USANCE_INSTALLMENT_AMORTIZATION_SPEC_H_
