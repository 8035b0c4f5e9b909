// The same work by QuantLib, as its users write it.
#include <cmath>
#include <memory>
#include <ql/cashflows/fixedratecoupon.hpp>
#include <ql/instruments/bonds/amortizingfixedratebond.hpp>
#include <ql/time/calendars/target.hpp>
#include <ql/time/daycounters/actual360.hpp>
#include <ql/time/daycounters/actualactual.hpp>
#include <ql/time/daycounters/thirty360.hpp>
#include <ql/time/schedule.hpp>
#include <ql/version.hpp>

#include "bench/peers/loan.h"
#include "bench/peers/pair.h"
#include "usance/date/business_day.h"
#include "usance/date/day_count.h"
#include "usance/installment/columns.h"

namespace usance::bench {
namespace {

namespace ql = QuantLib;

constexpr Sides kSides = {"Usance", "QuantLib"};
constexpr size_t kInputs = 256;
constexpr int32_t kSerialOf1970 = 25'569;

ql::Date ToQuantLib(Date date) { return ql::Date(date.days() + kSerialOf1970); }

Date FromQuantLib(const ql::Date& date) {
  return *Date::FindDays(date.serialNumber() - kSerialOf1970);
}

std::vector<ql::Date> ToQuantLib(const std::vector<Date>& dates) {
  std::vector<ql::Date> to;
  for (const Date date : dates) to.push_back(ToQuantLib(date));
  return to;
}

const auto kSameDay = [](Date ours, const ql::Date& rival) {
  return ours == FromQuantLib(rival);
};

// A quotient against its binary value: a few units of the last place.
const auto kSameTime = [](const Fraction& ours, double rival) {
  const double exact = static_cast<double>(ours.numerator()) /
                       static_cast<double>(ours.denominator());
  return std::abs(exact - rival) < 1e-13;
};

void RegisterDayCounts() {
  const Days days(kInputs);
  const auto start = ToQuantLib(days.start), end = ToQuantLib(days.end);
  const auto pair = [&](const char* work, DayCount ours,
                        const ql::DayCounter& rival) {
    Pair(
        kSides, work, kInputs,
        [days, ours](size_t i) {
          return *YearFraction(ours, days.start[i], days.end[i]);
        },
        [start, end, rival](size_t i) {
          return rival.yearFraction(start[i], end[i]);
        },
        kSameTime);
  };
  pair("Act360", DayCount::kAct360, ql::Actual360());
  pair("30360Isda", DayCount::k30360Isda,
       ql::Thirty360(ql::Thirty360::BondBasis));
  pair("ActActIsda", DayCount::kActActIsda,
       ql::ActualActual(ql::ActualActual::ISDA));
}

void RegisterCalendar(const Calendar& calendar) {
  const Days days(kInputs);
  const auto start = ToQuantLib(days.start);
  const ql::TARGET target;
  Pair(
      kSides, "IsBusinessDay", kInputs,
      [=](size_t i) { return *calendar.IsBusinessDay(days.start[i]); },
      [=](size_t i) { return target.isBusinessDay(start[i]); });
  Pair(
      kSides, "AdjustModifiedFollowing", kInputs,
      [=](size_t i) {
        return *Adjust(days.start[i], BusinessDayConvention::kModifiedFollowing,
                       calendar);
      },
      [=](size_t i) { return target.adjust(start[i], ql::ModifiedFollowing); },
      kSameDay);
  Pair(
      kSides, "Advance5", kInputs,
      [=](size_t i) { return *calendar.Advance(days.start[i], 5); },
      [=](size_t i) { return target.advance(start[i], 5, ql::Days); },
      kSameDay);
  Pair(
      kSides, "CountOfYear", 16,
      [=](size_t i) {
        return *calendar.Count(days.start[i], Later(days.start[i], 365));
      },
      [=](size_t i) {
        return target.businessDaysBetween(start[i], start[i] + 365);
      });
}

ql::Schedule MakeQuantLibSchedule(ql::BusinessDayConvention convention) {
  return ql::Schedule(ql::Date(15, ql::January, 2026),
                      ql::Date(15, ql::January, 2056),
                      ql::Period(1, ql::Months), ql::TARGET(), convention,
                      convention, ql::DateGeneration::Forward, false);
}

void RegisterSchedule(const Calendar& calendar) {
  Pair(
      kSides, "Schedule360", 1,
      [terms = ScheduleTerms(calendar)](size_t) {
        return *MakeSchedule(terms);
      },
      [](size_t) { return MakeQuantLibSchedule(ql::ModifiedFollowing); },
      [](const Schedule& ours, const ql::Schedule& rival) {
        if (rival.size() != ours.periods.size() + 1) return false;
        for (size_t i = 0; i < ours.periods.size(); ++i) {
          if (!kSameDay(ours.periods[i].adjusted_start, rival[i]) ||
              !kSameDay(ours.periods[i].adjusted_end, rival[i + 1])) {
            return false;
          }
        }
        return true;
      });
}

constexpr double kRate = 0.065;

std::vector<double> Notionals() {
  return ql::sinkingNotionals(ql::Period(30, ql::Years), ql::Monthly, kRate,
                              250'000);
}

// QuantLib rounds nothing: the balances part by what rounding can leave.
bool Near(const Amortization& ours, size_t row, double notional) {
  const double minor = static_cast<double>(ours.rows[row].opening_minor);
  return std::abs(minor - 100 * notional) <=
         static_cast<double>(ours.residual.bound_minor.value());
}

struct Flow {
  ql::Date due;
  double notional;
  double interest;
};

std::vector<Flow> FlowsOf(const ql::Leg& leg) {
  std::vector<Flow> flows;
  flows.reserve(leg.size());
  for (const auto& flow : leg) {
    const auto& coupon = static_cast<const ql::FixedRateCoupon&>(*flow);
    flows.push_back({coupon.date(), coupon.nominal(), coupon.amount()});
  }
  return flows;
}

std::vector<Flow> QuantLibLoan() {
  const ql::Leg leg =
      ql::FixedRateLeg(MakeQuantLibSchedule(ql::Unadjusted))
          .withNotionals(Notionals())
          .withCouponRates(kRate, ql::Thirty360(ql::Thirty360::BondBasis))
          .withPaymentCalendar(ql::TARGET())
          .withPaymentAdjustment(ql::ModifiedFollowing);
  return FlowsOf(leg);
}

bool SameLoan(const Amortization& ours, const std::vector<Flow>& rival) {
  if (rival.size() != ours.rows.size()) return false;
  const double most =
      1 + static_cast<double>(*ours.residual.bound_minor) * kRate / 12;
  for (size_t i = 0; i < rival.size(); ++i) {
    const double interest = static_cast<double>(ours.rows[i].interest_minor);
    if (!kSameDay(ours.rows[i].due(), rival[i].due) ||
        !Near(ours, i, rival[i].notional) ||
        std::abs(interest - 100 * rival[i].interest) > most) {
      return false;
    }
  }
  return true;
}

// Periods of business days: each is a twelfth of a year under act/act ICMA.
std::vector<Flow> QuantLibLeg() {
  const ql::Leg leg =
      ql::FixedRateLeg(MakeQuantLibSchedule(ql::ModifiedFollowing))
          .withNotionals(Notionals())
          .withCouponRates(kRate, ql::ActualActual(ql::ActualActual::ISMA))
          .withPaymentCalendar(ql::TARGET())
          .withPaymentAdjustment(ql::ModifiedFollowing);
  return FlowsOf(leg);
}

struct LegColumns {
  std::vector<int32_t> due = std::vector<int32_t>(kRows);
  std::vector<int64_t> opening = std::vector<int64_t>(kRows);
  std::vector<int64_t> interest = opening;
};

void RegisterLeg(const Calendar& calendar) {
  AmortizationSpec terms = LoanTerms(calendar);
  terms.day_count = DayCount::kActActIcma;
  terms.accrue_to = AccrueTo::kAdjusted;
  const Amortization rows = *Amortize(terms);
  const auto columns = std::make_shared<LegColumns>();
  Pair(
      kSides, "Leg360", 1,
      [=](size_t) {
        if (!AmortizeColumns(terms, {.due = columns->due,
                                     .opening_minor = columns->opening,
                                     .interest_minor = columns->interest})
                 .ok()) {
          std::abort();
        }
        return columns;
      },
      [](size_t) { return QuantLibLeg(); },
      [&](const std::shared_ptr<LegColumns>& ours,
          const std::vector<Flow>& rival) {
        for (size_t i = 0; i < kRows; ++i) {
          if (ours->due[i] != rows.rows[i].due().days() ||
              ours->opening[i] != rows.rows[i].opening_minor ||
              ours->interest[i] != rows.rows[i].interest_minor) {
            return false;
          }
        }
        return SameLoan(rows, rival);
      });
}

void RegisterLoan(const Calendar& calendar) {
  const AmortizationSpec terms = LoanTerms(calendar);
  Pair(
      kSides, "LevelPayment360", 1,
      [terms, dates = *MakeSchedule(terms.schedule)](size_t) {
        return *Amortize(terms, dates);
      },
      [](size_t) { return Notionals(); },
      [](const Amortization& ours, const std::vector<double>& rival) {
        for (size_t i = 0; i < ours.rows.size(); ++i) {
          if (!Near(ours, i, rival[i])) return false;
        }
        return true;
      });
  Pair(
      kSides, "Loan360", 1, [terms](size_t) { return *Amortize(terms); },
      [](size_t) { return QuantLibLoan(); }, SameLoan);
}

}  // namespace

std::string QuantLibName() {
#ifdef QL_HIGH_RESOLUTION_DATE
  return QL_VERSION ", built with QL_HIGH_RESOLUTION_DATE (slower dates)";
#else
  return QL_VERSION ", built without QL_HIGH_RESOLUTION_DATE";
#endif
}

void RegisterQuantLib() {
  const Calendar calendar = *FindCalendar("TARGET2");
  RegisterDayCounts();
  RegisterCalendar(calendar);
  RegisterSchedule(calendar);
  RegisterLoan(calendar);
  RegisterLeg(calendar);
}

}  // namespace usance::bench
