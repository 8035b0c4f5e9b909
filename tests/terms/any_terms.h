// Any valid payment terms, for properties.
#ifndef USANCE_TESTS_TERMS_ANY_TERMS_H_
#define USANCE_TESTS_TERMS_ANY_TERMS_H_

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "usance/terms/payment_terms.h"

namespace usance {

inline DateSteps AnySteps(int depth);

inline std::string AnyCalendarId() {
  return *rc::gen::element<std::string>("", "TARGET2", "GB+US");
}

inline DateSteps AnyBranch(int depth);

// Some of 1 to `max`, at least one.
inline std::vector<int32_t> AnyList(int32_t max) {
  std::vector<int32_t> list;
  for (int32_t item = 1; item <= max; ++item) {
    if (*rc::gen::inRange(0, 8) == 0) list.push_back(item);
  }
  if (list.empty()) list.push_back(*rc::gen::inRange(1, max + 1));
  return list;
}

inline MonthDay AnyMonthDay() {
  const int month = *rc::gen::inRange(1, 13);
  return {month, *rc::gen::inRange(1, DaysInMonth(2024, month) + 1)};
}

inline std::vector<Baseline> AnyBaseline() {
  std::vector<Baseline> baseline;
  for (const auto& row : Names<Baseline>::kTable) {
    if (*rc::gen::inRange(0, 4) == 0) baseline.push_back(row.value);
  }
  if (baseline.empty()) baseline = {Baseline::kDelivery};
  return baseline;
}

inline DateStep AnyStep(int depth) {
  const int32_t count = *rc::gen::inRange(-40, 400);
  switch (*rc::gen::inRange(0, depth < kMaxStepDepth ? 14 : 9)) {
    case 0:
      return {AddStep{*rc::gen::element(StepUnit::kDay, StepUnit::kWeek,
                                        StepUnit::kMonth, StepUnit::kYear),
                      count / 40}};
    case 1:
      return {BusinessDaysStep{count / 10, AnyCalendarId()}};
    case 2:
      return {EndOfMonthStep{count / 40}};
    case 3:
      return {DayOfMonthStep{AnyList(31)}};
    case 4:
      return {WeekdayStep{static_cast<Weekday>(*rc::gen::inRange(1, 8))}};
    case 5:
      return {
          RollStep{static_cast<BusinessDayConvention>(*rc::gen::inRange(1, 8)),
                   AnyCalendarId()}};
    case 6:
      return {MonthStep{AnyList(12)}};
    case 7:
      return {OnDateStep{*Date::FindDays(*rc::gen::inRange(10'000, 40'000))}};
    case 8:
      return {OnMonthDayStep{AnyMonthDay()}};
    case 9: {
      const int day = *rc::gen::inRange(-30, 32);
      return {CutStep{day == 0 ? 1 : day, AnySteps(depth + 1),
                      AnyBranch(depth + 1)}};
    }
    case 10:
      return {EarlierStep{AnySteps(depth + 1), AnySteps(depth + 1)}};
    case 11:
      return {LaterStep{AnySteps(depth + 1), AnySteps(depth + 1)}};
    case 12:
      return {SeasonStep{AnyMonthDay(), AnyMonthDay(), AnySteps(depth + 1),
                         AnyBranch(depth + 1)}};
    default:
      return {CapStep{AnySteps(depth + 1),
                      static_cast<OverCap>(*rc::gen::inRange(1, 4))}};
  }
}

inline DateSteps AnyBranch(int depth) {
  return *rc::gen::inRange(0, 2) == 0 ? DateSteps{} : AnySteps(depth);
}

inline DateSteps AnySteps(int depth) {
  // Mostly a plain number of days, as people have it.
  if (*rc::gen::inRange(0, 2) == 0) {
    return {{AddStep{StepUnit::kDay, *rc::gen::inRange(-5, 120)}}};
  }
  DateSteps steps;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) steps.push_back(AnyStep(depth));
  return steps;
}

inline Percent AnyPercent() {
  const int64_t bottom = *rc::gen::elementOf(std::vector<int64_t>{
      3, 7, 100, 1000, 1'000'000, int64_t{1} << 59, 1'000'000'000'000'000'000});
  return Percent(
      Fraction::Of(*rc::gen::inRange<int64_t>(0, bottom + 1), bottom));
}

inline Money AnyEuros(int64_t min) {
  return Money(*rc::gen::inRange<int64_t>(min, 100'000), Currency::Of("EUR"));
}

inline Share AnyShare() {
  Share share;
  share.kind = static_cast<ShareKind>(*rc::gen::inRange(1, 6));
  if (share.kind == ShareKind::kFixed) {
    share.amount = AnyEuros(0);
  } else if (share.kind == ShareKind::kRest) {
    share.weight = *rc::gen::inRange(1, 4);
  } else {
    share.percent = AnyPercent();
  }
  return share;
}

inline TermsLine AnyLine(bool first) {
  TermsLine line;
  line.share = AnyShare();
  if (line.share.kind != ShareKind::kRest && *rc::gen::inRange(0, 4) == 0) {
    line.round_to = RoundToMultiple{
        AnyEuros(1), static_cast<Rounding>(*rc::gen::inRange(1, 6))};
  }
  line.chained = !first && *rc::gen::inRange(0, 4) == 0;
  if (!line.chained && *rc::gen::inRange(0, 5) == 0) {
    line.baseline = AnyBaseline();
  }
  const int tiers = std::max(0, *rc::gen::inRange(-3, 4));
  for (int i = 0; i < tiers; ++i) {
    EarlyDiscount tier{.steps = AnySteps(1)};
    if (*rc::gen::inRange(0, 3) == 0) {
      tier.amount = AnyEuros(0);
    } else {
      tier.percent = AnyPercent();
      if (*rc::gen::inRange(0, 3) == 0) {
        tier.base = static_cast<DiscountBase>(*rc::gen::inRange(1, 4));
      }
    }
    tier.grace_days = std::max(0, *rc::gen::inRange(-5, 10));
    line.discounts.push_back(std::move(tier));
  }
  line.steps = AnySteps(1);
  return line;
}

inline PaymentTerms AnyTerms() {
  PaymentTerms terms;
  if (*rc::gen::inRange(0, 3) == 0) terms.baseline = AnyBaseline();
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) terms.lines.push_back(AnyLine(i == 0));
  return terms;
}

}  // namespace usance

#endif  // USANCE_TESTS_TERMS_ANY_TERMS_H_
