// The annual percentage rate, as regulators define it.
#ifndef USANCE_INSTALLMENT_APR_H_
#define USANCE_INSTALLMENT_APR_H_

#include <cstdint>
#include <span>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/installment/irr.h"

namespace usance {

// eu:        advances and payments at (1 + X)^-t, t in years; printed with one
//            decimal, the next one from 5 up raised. Directive 2008/48/EC,
//            Annex I, and Directive 2014/17/EU, Annex I.
// uk:        the same. FCA Handbook, CONC App 1.2.
// actuarial: at 1 / ((1 + f i) (1 + i)^t), t whole unit-periods and f a part
//            of one; the rate is i times the unit-periods of a year, printed
//            with two decimals. 12 CFR 1026, Appendix J(b).
// us rule:   a payment goes to the interest earned first, the rest to the
//            balance; interest that it leaves unpaid bears none. Printed with
//            two decimals. 12 CFR 1026.22(a)(1).
enum class AprRule : int32_t {
  kEu = 1,
  kUk = 2,
  kActuarial = 3,
  kUsRule = 4,
};

template <>
struct Names<AprRule> {
  static constexpr std::string_view kNoun = "rule of the rate";
  static constexpr Named<AprRule> kTable[] = {
      {AprRule::kEu, "eu", "aprc|taeg|2008/48/ec|2014/17/eu"},
      {AprRule::kUk, "uk", "conc"},
      {AprRule::kActuarial, "actuarial", "reg z|appendix j"},
      {AprRule::kUsRule, "us rule", "united states rule"},
  };
};

// What the time between two dates is counted in, from the later one back:
// whole units, then days.
enum class UnitPeriod : int32_t {
  kDay = 1,
  kWeek = 2,
  kHalfMonth = 3,  // not of eu and uk
  kMonth = 4,
  kYear = 5,
};

template <>
struct Names<UnitPeriod> {
  static constexpr std::string_view kNoun = "unit-period";
  static constexpr Named<UnitPeriod> kTable[] = {
      {UnitPeriod::kDay, "day", ""},
      {UnitPeriod::kWeek, "week", ""},
      {UnitPeriod::kHalfMonth, "half month", "semimonth"},
      {UnitPeriod::kMonth, "month", ""},
      {UnitPeriod::kYear, "year", ""},
  };
};

struct AprSpec {
  AprRule rule = AprRule::kEu;
  UnitPeriod unit = UnitPeriod::kMonth;
  int32_t units = 1;  // in a unit-period: 3 months; of eu and uk 1
  // Amounts above 0. The times run from the first advance; of eu and uk a
  // payment may come before it.
  std::vector<CashFlow> advances = {};
  std::vector<CashFlow> payments = {};
};

struct Apr {
  IrrRoot root;          // the exact rate a year is in [low, high]
  Fraction printed;      // 0.0969 is 9.69 %
  int32_t decimals = 0;  // of the percentage that is printed
};

// Returns the annual percentage rate of a loan.
//
//   eu, uk     sum advance * (1 + X)^-t = sum payment * (1 + X)^-t
//              t = n / 12, n / 52 or n years, plus days / 365, or / 366 where
//              29 February is in the year that ends on their last day
//   actuarial  unit-periods of months have 30 days to a month, of weeks 7; a
//              year has 12 months, 24 half months, 52 weeks, 365 days
//   us rule    the same times; simple interest between two dates
//
// Errors:     INVALID_ARGUMENT / UNSPECIFIED - the rule, or the unit
//             INVALID_ARGUMENT / MISSING_FIELD - no advance, or no payment
//             OUT_OF_RANGE / OUT_OF_RANGE - an amount below 1; units
//             INVALID_ARGUMENT / CONFLICT - eu and uk with half months or
//               several units
//             INVALID_ARGUMENT / OUT_OF_ORDER - of actuarial and us rule, a
//               payment before the first advance
//             OUT_OF_RANGE / LIMIT_EXCEEDED - over six different parts of a
//               unit-period
//             OUT_OF_RANGE / OUT_OF_RANGE - the payments lead to no rate, or
//               of us rule to none from 0 to 100,000 %
//             as TimedIrr
// Exactness:  of several rates, as where a payment comes before the advance,
//               the one nearest to 0 %; `printed` is rounded once from the
//               exact rate, half up.
// Source:     beside AprRule.
// Example:    5,000.00 USD on 10 January 1978, 24 monthly payments of 230.00
//             from 10 February: 9.69 %. 12 CFR 1026, Appendix J(c)(1)(i).
[[nodiscard]] absl::StatusOr<Apr> AnnualPercentageRate(const AprSpec& spec);

// Returns the rate of the root rounded half up, `digits` after the point of
// the share: 3 for a percentage with one decimal.
//
// Errors:     OUT_OF_RANGE / LIMIT_EXCEEDED - the bracket does not decide it
[[nodiscard]] absl::StatusOr<Fraction> RoundRate(const IrrRoot& root,
                                                 int32_t digits);

// The years of the annex from `from` to `to`; below 0 where it is before.
//
// Example:    in months, 12 January to 15 February 2026: 1/12 + 3/365
[[nodiscard]] absl::StatusOr<Fraction> AnnexYears(Date from, Date to,
                                                  UnitPeriod unit);

// Whether a disclosed rate is accurate: within 1/8 of a percentage point of
// the rate, 1/4 for an irregular transaction (several advances, or irregular
// periods or amounts other than the first period and the first or last
// payment). 12 CFR 1026.22(a)(2) and (3).
//
// Example:    9.56 % of 9.6904 %: not 9.81 % and more away
[[nodiscard]] bool IsAccurate(const Fraction& disclosed, const IrrRoot& rate,
                              bool is_irregular);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_APR_H_
