// Random contracts: terms that a seed names.
#ifndef USANCE_TESTS_INSTALLMENT_CONTRACTS_H_
#define USANCE_TESTS_INSTALLMENT_CONTRACTS_H_

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "usance/accrual/rate.h"
#include "usance/installment/amortization_spec.h"
#include "usance/money/format.h"

namespace usance {

// The day counts that need nothing beside the dates and the maturity.
inline constexpr DayCount kPlainDayCounts[] = {
    DayCount::kOneOne,
    DayCount::kAct360,
    DayCount::kAct364,
    DayCount::kAct365Fixed,
    DayCount::kAct36525,
    DayCount::kAct366,
    DayCount::kNl360,
    DayCount::kNl365,
    DayCount::kAct365Actual,
    DayCount::kActActIsda,
    DayCount::kActActDayEnd,
    DayCount::kActActAfb,
    DayCount::kActActAfbOriginal,
    DayCount::kActActYear,
    DayCount::k30360Isda,
    DayCount::k30U360,
    DayCount::k30U360Eom,
    DayCount::k30360Psa,
    DayCount::k30360Nasd,
    DayCount::k30360Italian,
    DayCount::k30E360,
    DayCount::k30E360Isda,
    DayCount::k30EPlus360,
    DayCount::k30365Iso,
    DayCount::k30E365,
    DayCount::k28E336,
    DayCount::kExcel0,
    DayCount::kExcel1,
};

inline const Calendar& Weekends() {
  static const Calendar calendar =
      Calendar::Make({.id = "weekends",
                      .version = "1",
                      .first = Date::Of(1989, 1, 1),
                      .last = Date::Of(2599, 12, 31),
                      .weekend = {Weekday::kSaturday, Weekday::kSunday},
                      .holidays = {},
                      .working_days = {}})
          .value();
  return calendar;
}

// The same seed gives the same numbers everywhere.
class Dice {
 public:
  explicit Dice(uint64_t seed) : bits_(seed) {}

  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(bits_() %
                                      static_cast<uint64_t>(high - low + 1));
  }
  bool OneIn(int64_t n) { return Between(1, n) == 1; }
  template <class T, size_t n>
  T Of(const T (&choices)[n]) {
    return choices[Between(0, static_cast<int64_t>(n) - 1)];
  }
  template <HasNames E>
  E Of() {
    return Of(Names<E>::kTable).value;
  }
  // Each decimal (binary) length of the result alike.
  int64_t Spread(int64_t low, int64_t high, int64_t base) {
    int64_t top = low;
    int lengths = 1;
    while (top <= high / base) {
      top *= base;
      ++lengths;
    }
    int64_t from = low;
    for (int64_t k = Between(1, lengths); k > 1; --k) from *= base;
    return Between(from, std::min(high, from * base - 1));
  }

 private:
  std::mt19937_64 bits_;
};

inline Rate RandomRate(Dice& dice) {
  // Millionths: -5 to 100 % a year, its like a month, a week, a day, a period.
  int64_t value = 0;
  switch (dice.Between(1, 10)) {
    case 1:
      break;
    case 2:
      value = -dice.Between(1, 50'000);
      break;
    case 3:
      value = dice.Between(1, 1'000'000);
      break;
    case 4:
      value = dice.Between(0, 100) * 10'000;
      break;
    default:
      value = dice.Between(1, 250'000);
  }
  switch (dice.Between(1, 20)) {
    case 1:
      return Rate(Fraction::Of(value, 12'000'000), TimeUnit::kMonth);
    case 2:
      return Rate(Fraction::Of(value, 52'000'000), TimeUnit::kWeek);
    case 3:
      return Rate(Fraction::Of(value, 365'000'000), TimeUnit::kDay);
    case 4:
      return Rate(Fraction::Of(value, 12'000'000), TimeUnit::kPeriod);
    default:
      return Rate(Fraction::Of(value, 1'000'000), TimeUnit::kYear);
  }
}

inline ScheduleSpec RandomSchedule(Dice& dice) {
  const Period frequency = dice.Of<Period>(
      {Months(1), Months(1), Months(1), Months(1), Months(2), Months(3),
       Months(6), Years(1), Weeks(1), Weeks(2), Days(15), Days(30)});
  Date anchor = *Date::FindDays(dice.Between(7305, 24836));  // 1990 to 2037
  if (dice.OneIn(4)) anchor = anchor.LastOfMonth();
  if (dice.OneIn(8)) anchor = Date::Of(anchor.year(), 2, 1).LastOfMonth();
  ScheduleSpec spec{
      .start = anchor,
      .count = static_cast<int32_t>(dice.Spread(1, 480, 2)),
      .frequency = frequency,
      .duplicates = Duplicates::kKeep,
  };
  if (frequency.months > 0 && anchor.IsLastOfMonth() && dice.OneIn(2)) {
    spec.roll = Roll::EndOfMonth();
  }
  if (dice.OneIn(4)) {  // an irregular first period: the anchor is its end
    spec.first_regular_start = anchor;
    spec.start = *Date::FindDays(anchor.days() - dice.Between(1, 62));
  }
  if (dice.OneIn(5)) {
    spec.convention = BusinessDayConvention::kFollowing;
    spec.calendar = Weekends();
    if (dice.OneIn(4)) {
      spec.start_convention = BusinessDayConvention::kFollowing;
    }
  }
  return spec;
}

// Terms of single rows, ascending, within the rows that there are.
inline std::vector<RowTerm> RandomRowTerms(Dice& dice,
                                           const AmortizationSpec& spec) {
  std::vector<RowTerm> terms;
  const int32_t rows = *spec.schedule.count;
  int32_t row = static_cast<int32_t>(dice.Between(1, 6));
  while (row < rows && terms.size() < 4) {  // at least one row stays
    const auto last = static_cast<int32_t>(
        std::min<int64_t>(rows - 1, row + dice.Between(0, 3)));
    RowTerm term{row, last, dice.Of<RowPays>()};
    const Currency currency = spec.principal.currency();
    const int64_t principal = spec.principal.minor();
    if (term.pays == RowPays::kPayment) {
      term.amount = Money(dice.Between(0, principal / rows * 2), currency);
    } else if (term.pays == RowPays::kPrincipal) {
      if (dice.OneIn(2)) {
        term.amount = Money(dice.Between(0, principal / rows), currency);
      } else {
        term.percent = Percent(Fraction::Of(dice.Between(0, 50), 1000));
      }
    }
    terms.push_back(term);
    row = last + static_cast<int32_t>(dice.Between(1, 12));
  }
  return terms;
}

inline Season RandomSeason(Dice& dice) {
  Season season;
  for (const auto& month : Names<Month>::kTable) {
    if (dice.OneIn(2)) season.months.push_back(month.value);
  }
  season.others =
      dice.Of({EarlyInterest::kInterest, EarlyInterest::kCapitalized,
               EarlyInterest::kDeferred, EarlyInterest::kSpread,
               EarlyInterest::kWaived});
  return season;
}

inline std::vector<RowFee> RandomFees(Dice& dice, Currency currency,
                                      int64_t rows) {
  std::vector<RowFee> fees;
  for (int64_t k = dice.Between(1, 3); k > 0; --k) {
    RowFee fee;
    const int64_t most = dice.OneIn(10) ? 5 : std::min<int64_t>(rows, 5);
    fee.first = static_cast<int32_t>(dice.Between(1, most));
    if (dice.OneIn(2)) fee.last = static_cast<int32_t>(dice.Between(5, 40));
    if (dice.OneIn(2)) {
      fee.amount = Money(dice.Between(0, 10'000), currency);
    } else {
      fee.percent = Percent(Fraction::Of(dice.Between(0, 100), 1000));
      fee.base = dice.Of<FeeBase>();
    }
    fees.push_back(fee);
  }
  return fees;
}

// A rate that changes up to six times from the day of the loan on.
inline void RollRates(Dice& dice, AmortizationSpec& spec) {
  const auto rate = [&](int64_t low, int64_t high) {
    return Rate(Fraction::Of(dice.Between(low, high), 1'000'000),
                TimeUnit::kYear);
  };
  RateHistory::Spec rates;
  int32_t day = spec.schedule.start.days() - 100;
  for (int64_t k = dice.Between(1, 6); k > 0; --k) {
    rates.steps.push_back({*Date::FindDays(day), rate(-10'000, 200'000)});
    day += static_cast<int32_t>(dice.Between(1, 1500));
  }
  if (dice.OneIn(3)) rates.margin = rate(0, 50'000);
  if (dice.OneIn(3)) rates.floor = rate(-5'000, 20'000);
  if (dice.OneIn(3)) rates.cap = rate(20'000, 200'000);
  spec.rates = RateHistory::Make(rates).value();
  spec.rate_change = dice.Of<RateChange>();
  if (spec.method != AmortizationMethod::kLevel || spec.amortization_rows ||
      spec.steps.rows > 0) {
    spec.rate_change = RateChange::kForeseen;
  }
  if (spec.day_count == DayCount::kOneOne || dice.OneIn(2)) {
    spec.reset.rows = static_cast<int32_t>(dice.Between(1, 24));
    spec.reset.lag_days = static_cast<int32_t>(dice.Between(0, 60));
    if (dice.OneIn(3)) spec.reset.step_cap = rate(0, 20'000);
    if (dice.OneIn(3)) spec.reset.step_floor = rate(0, 20'000);
  }
}

// How the last rows of a contract with shares come out.
inline void RollEnd(Dice& dice, AmortizationSpec& spec) {
  const Currency currency = spec.principal.currency();
  const int64_t principal = spec.principal.minor();
  const int32_t rows = *spec.schedule.count;
  const bool level = spec.method == AmortizationMethod::kLevel;
  const bool balloons =
      level || spec.method == AmortizationMethod::kEqualPrincipal;
  if (balloons && dice.OneIn(5)) {
    switch (dice.Between(1, 3)) {
      case 1:
        spec.balloon = Money(dice.Between(0, principal), currency);
        break;
      case 2:
        spec.balloon_percent = Percent(Fraction::Of(dice.Between(0, 9), 10));
        break;
      default:
        spec.amortization_rows =
            rows + static_cast<int32_t>(dice.Between(0, 60));
    }
  }
  if (balloons && !spec.amortization_rows && dice.OneIn(8)) {
    spec.timing = PaymentTiming::kInAdvance;
    spec.stub_interest = EarlyInterest::kInPayment;
  }
  const bool plain = level && !spec.balloon && !spec.balloon_percent &&
                     !spec.amortization_rows &&
                     spec.timing == PaymentTiming::kInArrears;
  if ((!level && (spec.residual == Residual::kSmooth ||
                  spec.residual == Residual::kClosest)) ||
      (!plain && spec.residual == Residual::kExtraRow)) {
    spec.residual = Residual::kLast;
  }
  if (spec.residual == Residual::kWaive) {
    spec.waive_within = Money(dice.Between(0, 100), currency);
  }
  const bool stepped = level && !spec.amortization_rows &&
                       (spec.residual == Residual::kLast ||
                        spec.residual == Residual::kExtraRow ||
                        spec.residual == Residual::kWaive);
  if (stepped && dice.OneIn(4)) {
    spec.steps.rows = static_cast<int32_t>(dice.Between(1 + rows / 40, 24));
    if (dice.OneIn(2)) {
      spec.steps.percent = Percent(Fraction::Of(dice.Between(-50, 100), 1000));
    } else {
      spec.steps.amount =
          Money(dice.Between(-principal / 100, principal / 100), currency);
    }
  } else if (level && spec.residual == Residual::kLast && dice.OneIn(4)) {
    spec.final_payment = dice.Of<FinalPayment>();
  }
}

// More that is paid out, and days of capitalization, where they go with the
// rest.
inline void RollAdvances(Dice& dice, AmortizationSpec& spec) {
  using Method = AmortizationMethod;
  const TimeUnit unit = spec.rates ? spec.rates->unit() : spec.rate.unit();
  if (spec.method == Method::kAddOn || spec.method == Method::kRuleOf78 ||
      unit == TimeUnit::kPeriod) {
    return;
  }
  const Period& step = spec.schedule.frequency;
  const Date start = spec.schedule.start;
  const int64_t days =
      int64_t{*spec.schedule.count} * (step.months * 30 + step.days);
  const auto day = [&](int64_t low, int64_t high) {
    return *Date::FindDays(start.days() +
                           static_cast<int32_t>(dice.Between(low, high)));
  };
  if (dice.OneIn(6)) {
    for (int64_t k = dice.Between(1, 4); k > 0; --k) {
      const Date date = day(0, days * 3 / 4);
      if (!spec.advances.empty() && date <= spec.advances.back().date) break;
      spec.advances.push_back(
          {date, Money(dice.Between(1, spec.principal.minor()),
                       spec.principal.currency())});
    }
    spec.advance_change = dice.Of<RateChange>();
    if (spec.rates && spec.rate_change == RateChange::kLevelAgain) {
      spec.advance_change = RateChange::kLevelAgain;
    }
  }
  const auto waits = [](EarlyInterest early) {
    return early == EarlyInterest::kDeferred || early == EarlyInterest::kSpread;
  };
  bool none = spec.amortization_rows || waits(spec.stub_interest) ||
              waits(spec.grace) || waits(spec.season.others);
  for (const RowTerm& term : spec.row_terms) {
    none |= term.pays == RowPays::kDeferred || term.pays == RowPays::kSpread;
  }
  if (none || !dice.OneIn(6)) return;
  Capitalization& terms = spec.capitalization;
  if (dice.OneIn(3)) {
    const Date end = *Date::FindDays(start.days() + static_cast<int32_t>(days));
    for (Date date = day(1, 28);
         terms.days.size() < 8 && (date < end || dice.OneIn(30));
         date = *Date::FindDays(date.days() +
                                static_cast<int32_t>(dice.Between(1, 400)))) {
      terms.days.push_back(date);
    }
  } else {
    terms.frequency =
        dice.Of<Period>({Months(1), Months(3), Months(6), Years(1), Days(30)});
    if (dice.OneIn(2)) terms.first = day(-40, 200);
  }
  if (!terms.IsNone() && dice.OneIn(terms.frequency ? 3 : 20)) {
    terms.last = day(0, days);
  }
}

// Principal 1 to 10^12 minor units, minor digits 0, 2 and 3, 1 to 480 rows.
inline AmortizationSpec RandomContract(uint64_t seed) {
  Dice dice(seed);
  const Currency currency = dice.Of<Currency>(
      {Currency::Of("JPY"), Currency::Of("USD"), Currency::Of("KWD")});
  const int64_t principal = dice.Spread(1, 1'000'000'000'000, 10);
  AmortizationSpec spec{
      .principal = Money(principal, currency),
      .rate = RandomRate(dice),
      .day_count = dice.Of(kPlainDayCounts),
      .schedule = RandomSchedule(dice),
      .method = dice.OneIn(2) ? AmortizationMethod::kLevel
                              : dice.Of<AmortizationMethod>(),
      .rounding = dice.Of<Rounding>(),
      .residual = dice.Of<Residual>(),
      .stub_interest = dice.Of<EarlyInterest>(),
      .bullet = dice.Of<Bullet>(),
      .accrue_to = dice.Of<AccrueTo>(),
      .allow_negative_amortization = dice.OneIn(3),
  };
  spec.raise_to_interest = !spec.allow_negative_amortization && dice.OneIn(8);
  using Method = AmortizationMethod;
  if (dice.OneIn(3)) spec.payment_rounding = dice.Of<Rounding>();
  if (dice.OneIn(3)) {
    spec.payment_increment =
        Increment::Make(dice.Of<int64_t>({5, 10, 25, 100, 1000})).value();
  }
  const int32_t rows = *spec.schedule.count;
  if (rows == 1 && spec.schedule.first_regular_start) {
    spec.stub_interest = EarlyInterest::kInPayment;
  }
  const bool flat =
      spec.method == Method::kAddOn || spec.method == Method::kRuleOf78;
  const bool ends = spec.method == Method::kFixedPayment ||
                    spec.method == Method::kMinimumPayment;
  if (ends) {
    spec.payment = Money(dice.Between(0, principal / rows * 2), currency);
    if (spec.method == Method::kMinimumPayment) {
      spec.payment_percent = Percent(Fraction::Of(dice.Between(0, 200), 1000));
    }
  } else if (spec.method != Method::kInterestOnly &&
             spec.method != Method::kBullet) {
    RollEnd(dice, spec);
  }
  if (rows > 2 && dice.OneIn(6)) {
    spec.grace_rows =
        static_cast<int32_t>(dice.Between(1, std::min(rows - 2, 12)));
    spec.grace = dice.Of({EarlyInterest::kInterest, EarlyInterest::kCapitalized,
                          EarlyInterest::kDeferred, EarlyInterest::kSpread,
                          EarlyInterest::kWaived});
  }
  if (spec.timing == PaymentTiming::kInArrears && principal > 1 &&
      dice.OneIn(10)) {
    spec.down_payment = Money(dice.Between(0, principal - 1), currency);
  }
  const bool lump =
      spec.method == Method::kBullet && spec.bullet == Bullet::kSimple;
  if (!flat && !lump && dice.OneIn(8)) {
    spec.row_terms = RandomRowTerms(dice, spec);
  }
  if (!flat && !ends && spec.method != Method::kBullet && rows > 12 &&
      dice.OneIn(8)) {
    spec.season = RandomSeason(dice);
  }
  if (!spec.waive_within && spec.method != Method::kBullet && dice.OneIn(12)) {
    spec.least_payment = Money(dice.Between(0, principal / rows), currency);
  }
  if (dice.OneIn(6)) RollRates(dice, spec);
  RollAdvances(dice, spec);
  if (dice.OneIn(8)) spec.fees = RandomFees(dice, currency, rows);
  if (dice.OneIn(8)) {
    spec.tax.on_interest = Percent(Fraction::Of(dice.Between(0, 250), 1000));
    if (dice.OneIn(2)) spec.tax.on_fees = Percent(Fraction::Of(19, 100));
  }
  return spec;
}

// The terms in full.
inline std::string Describe(const AmortizationSpec& spec) {
  const ScheduleSpec& schedule = spec.schedule;
  std::string text = Format(spec.principal) + " at " + Format(spec.rate);
  text += ", " + std::string(NameOf(spec.day_count));
  text += ", start " + schedule.start.ToText();
  if (schedule.first_regular_start) {
    text += ", first due " + schedule.first_regular_start->ToText();
  }
  text += ", " + std::to_string(schedule.count.value_or(0)) + " x " +
          schedule.frequency.ToText() + " roll " + schedule.roll.ToText();
  text += ", " + std::string(NameOf(schedule.convention));
  if (schedule.start_convention) {
    text += " from " + std::string(NameOf(*schedule.start_convention));
  }
  text += " accrue to " + std::string(NameOf(spec.accrue_to));
  text += ", " + std::string(NameOf(spec.method));
  text += ", rounding " + std::string(NameOf(spec.rounding));
  if (spec.payment_rounding) {
    text += ", payment " + std::string(NameOf(*spec.payment_rounding));
  }
  text += " to " + std::to_string(spec.payment_increment.minor());
  text += ", residual " + std::string(NameOf(spec.residual));
  if (spec.balloon) text += ", balloon " + Format(*spec.balloon);
  text += ", grace " + std::to_string(spec.grace_rows) + " " +
          std::string(NameOf(spec.grace));
  text += ", stub " + std::string(NameOf(spec.stub_interest));
  text += ", bullet " + std::string(NameOf(spec.bullet));
  if (spec.allow_negative_amortization) text += ", may grow";
  if (spec.raise_to_interest) text += ", raised to interest";
  text += ", " + std::string(NameOf(spec.timing));
  const auto money = [&](const char* name, const std::optional<Money>& value) {
    if (value) text += std::string(", ") + name + " " + Format(*value);
  };
  const auto share = [&](const char* name,
                         const std::optional<Percent>& value) {
    if (value) text += std::string(", ") + name + " " + Format(*value);
  };
  share("balloon", spec.balloon_percent);
  if (spec.amortization_rows) {
    text += ", of " + std::to_string(*spec.amortization_rows) + " rows";
  }
  if (spec.steps.rows > 0) {
    text += ", steps of " + std::to_string(spec.steps.rows) + " rows";
    share("by", spec.steps.percent);
    money("by", spec.steps.amount);
  }
  for (const Month month : spec.season.months) {
    text += ", " + std::string(NameOf(month));
  }
  if (!spec.season.months.empty()) {
    text += ", others " + std::string(NameOf(spec.season.others));
  }
  for (const RowTerm& term : spec.row_terms) {
    text += ", rows " + std::to_string(term.first) + "-" +
            std::to_string(term.last) + " " + std::string(NameOf(term.pays));
    money("amount", term.amount);
    share("percent", term.percent);
  }
  money("payment", spec.payment);
  share("payment", spec.payment_percent);
  money("down", spec.down_payment);
  money("waive within", spec.waive_within);
  money("least", spec.least_payment);
  if (spec.final_payment) {
    text += ", final " + std::string(NameOf(*spec.final_payment));
  }
  if (spec.rates) {
    text += ", rates " + std::string(NameOf(spec.rate_change)) + " reset " +
            std::to_string(spec.reset.rows) + " lag " +
            std::to_string(spec.reset.lag_days);
  }
  for (const Advance& advance : spec.advances) {
    text += ", " + Format(advance.amount) + " on " + advance.date.ToText() +
            " " + std::string(NameOf(spec.advance_change));
  }
  const Capitalization& terms = spec.capitalization;
  if (!terms.IsNone()) text += ", capitalized";
  if (terms.frequency) text += " every " + terms.frequency->ToText();
  if (terms.first) text += " from " + terms.first->ToText();
  for (const Date date : terms.days) text += " " + date.ToText();
  if (terms.last) text += " to " + terms.last->ToText();
  text += ", " + std::to_string(spec.fees.size()) + " fees";
  share("tax", spec.tax.on_interest);
  share("tax on fees", spec.tax.on_fees);
  return text;
}

// Six equal payments of a hundred dollars at 7 %.
inline AmortizationSpec Golden() {
  return {
      .principal = "100.00 USD"_money,
      .rate = "7%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 6,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
  };
}

}  // namespace usance

#endif  // USANCE_TESTS_INSTALLMENT_CONTRACTS_H_
