// Random contracts: terms that a seed names.
#ifndef USANCE_TESTS_INSTALLMENT_CONTRACTS_H_
#define USANCE_TESTS_INSTALLMENT_CONTRACTS_H_

#include <cstdint>
#include <random>
#include <string>

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
                      .last = Date::Of(2560, 12, 31),
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
  }
  return spec;
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
  if (dice.OneIn(3)) spec.payment_rounding = dice.Of<Rounding>();
  if (dice.OneIn(3)) {
    spec.payment_increment =
        Increment::Make(dice.Of<int64_t>({5, 10, 25, 100, 1000})).value();
  }
  const bool levels = spec.method == AmortizationMethod::kLevel ||
                      spec.method == AmortizationMethod::kEqualPrincipal;
  if (levels && dice.OneIn(6)) {
    spec.balloon = Money(dice.Between(0, principal), currency);
  }
  if (spec.method != AmortizationMethod::kLevel &&
      spec.residual == Residual::kSmooth) {
    spec.residual = Residual::kLast;
  }
  const int32_t rows = *spec.schedule.count;
  if (rows > 2 && dice.OneIn(6)) {
    spec.grace_rows =
        static_cast<int32_t>(dice.Between(1, std::min(rows - 2, 12)));
    spec.grace =
        dice.Of({EarlyInterest::kInterest, EarlyInterest::kCapitalized});
  }
  if (rows == 1 && spec.schedule.first_regular_start) {
    spec.stub_interest = EarlyInterest::kInPayment;
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
  return text;
}

}  // namespace usance

#endif  // USANCE_TESTS_INSTALLMENT_CONTRACTS_H_
