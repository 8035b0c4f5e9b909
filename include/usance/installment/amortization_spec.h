// The terms of a loan or plan that is paid in installments.
#ifndef USANCE_INSTALLMENT_AMORTIZATION_SPEC_H_
#define USANCE_INSTALLMENT_AMORTIZATION_SPEC_H_

#include <cstdint>
#include <optional>

#include "usance/accrual/rate.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/date/day_count.h"
#include "usance/date/schedule.h"
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
enum class AmortizationMethod : int32_t {
  kLevel = 1,
  kEqualPrincipal = 2,
  kInterestOnly = 3,
  kBullet = 4,
  kAddOn = 5,
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
// spread: row k pays what the sum of k exact payments grows by when it is
//         rounded: A or one increment beside it. The last one pays the rest.
// smooth: as last, after A has moved toward the last payment L by
//         round((L - A) / n), to a multiple again, while that makes |L - A|
//         smaller, three times at most, and only while |L - A| is over
//         floor(n / 2) minor units. For the level method.
enum class Residual : int32_t {
  kLast = 1,
  kFirst = 2,
  kSpread = 3,
  kSmooth = 4,
};

template <>
struct Names<Residual> {
  static constexpr std::string_view kNoun = "residual";
  static constexpr Named<Residual> kTable[] = {
      {Residual::kLast, "last", ""},
      {Residual::kFirst, "first", ""},
      {Residual::kSpread, "spread", ""},
      {Residual::kSmooth, "smooth", ""},
  };
};

// What a first period pays that is no whole one (a stub), and what the rows of
// a grace period pay.
//
// in payment:        a stub amortizes like any other row, over its true length.
// billed separately: its interest alone.
// capitalized:       nothing; its interest is added to the balance.
//
// The method then amortizes what is left over the rows that are left.
enum class EarlyInterest : int32_t {
  kInPayment = 1,
  kInterest = 2,
  kCapitalized = 3,
};

template <>
struct Names<EarlyInterest> {
  static constexpr std::string_view kNoun = "early interest";
  static constexpr Named<EarlyInterest> kTable[] = {
      {EarlyInterest::kInPayment, "in payment", "in level payment"},
      {EarlyInterest::kInterest, "billed separately", "interest|interest paid"},
      {EarlyInterest::kCapitalized, "capitalized", "capitalised"},
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
  Money principal;
  Rate rate;
  DayCount day_count = {};
  ScheduleSpec schedule;  // one row for each period

  AmortizationMethod method = {};
  Rounding rounding = {};  // of each row's interest to minor units
  Residual residual = {};  // level, equal principal and add-on

  // What the level payment (equal principal) is rounded to, and how; without
  // `payment_rounding` as `rounding` says.
  Increment payment_increment = {};
  std::optional<Rounding> payment_rounding = std::nullopt;

  // Left to be paid with the last row: level and equal principal.
  std::optional<Money> balloon = std::nullopt;

  // Rows at the beginning that do not amortize, and what they pay.
  int32_t grace_rows = 0;
  EarlyInterest grace = {};          // needed where grace_rows > 0
  EarlyInterest stub_interest = {};  // needed where the first period is a stub

  Bullet bullet = {};       // needed by the bullet method
  AccrueTo accrue_to = {};  // needed unless the schedule is unadjusted

  // Let the balance grow where a payment does not cover the interest.
  bool allow_negative_amortization = false;
};

}  // namespace usance

#endif  // USANCE_INSTALLMENT_AMORTIZATION_SPEC_H_
