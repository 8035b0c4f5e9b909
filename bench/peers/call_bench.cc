// What a call of libusance.so costs over the same work inline.
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "bench/peers/loan.h"
#include "bench/peers/pair.h"
#include "usance.h"
#include "usance/date/business_day.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"
#include "usance/installment/columns.h"

namespace usance::bench {
namespace {

constexpr Sides kSides = {"Call", "Inline"};
constexpr size_t kInputs = 1024;

struct CalendarDeleter {
  void operator()(usance_calendar* calendar) const {
    usance_calendar_destroy(calendar);
  }
};
using CalendarHandle = std::shared_ptr<usance_calendar>;

CalendarHandle FindHandle() {
  usance_calendar* calendar = nullptr;
  if (usance_calendar_find("TARGET2", &calendar, nullptr) != 0) std::abort();
  return {calendar, CalendarDeleter()};
}

// Columns of the caller, which either side fills anew.
struct Columns {
  usance_status status = 0;
  size_t count = 0;
  std::vector<usance_day> start = std::vector<usance_day>(kRows);
  std::vector<usance_day> due = start;
  std::vector<int64_t> opening = std::vector<int64_t>(kRows);
  std::vector<int64_t> interest = opening, principal = opening,
                       payment = opening, closing = opening;

  friend bool operator==(const Columns&, const Columns&) = default;
};

bool SameColumns(const std::shared_ptr<Columns>& ours,
                 const std::shared_ptr<Columns>& rival) {
  return ours->count == kRows && *ours == *rival;
}

template <class Rows, class T, class Of>
void Put(const Rows& rows, std::vector<T>& column, Of of) {
  for (size_t i = 0; i < rows.size(); ++i) column[i] = of(rows[i]);
}

void Fill(const absl::StatusOr<Schedule>& schedule, Columns& columns) {
  const std::vector<SchedulePeriod>& rows = schedule.value().periods;
  columns.count = rows.size();
  Put(rows, columns.start, [](auto& row) { return row.adjusted_start.days(); });
  Put(rows, columns.due, [](auto& row) { return row.adjusted_end.days(); });
}

InstallmentColumns ColumnsOf(Columns& columns) {
  return {.start = columns.start,
          .due = columns.due,
          .opening_minor = columns.opening,
          .interest_minor = columns.interest,
          .principal_minor = columns.principal,
          .payment_minor = columns.payment,
          .closing_minor = columns.closing};
}

usance_schedule_spec CScheduleTerms() {
  usance_schedule_spec spec;
  usance_schedule_spec_init(&spec, sizeof(spec));
  spec.start = Date::Of(2026, 1, 15).days();
  spec.count = kRows;
  spec.frequency_months = 1;
  spec.convention = USANCE_BUSINESS_DAY_MODIFIED_FOLLOWING;
  return spec;
}

usance_amortization_spec CLoanTerms() {
  usance_amortization_spec spec;
  usance_amortization_spec_init(&spec, sizeof(spec));
  std::memcpy(spec.currency, "EUR", 4);
  spec.principal = 25'000'000;
  spec.rate_e12 = 65'000'000'000;
  spec.day_count = USANCE_DAY_COUNT_30_360_ISDA;
  spec.method = USANCE_METHOD_LEVEL;
  spec.rounding = USANCE_ROUNDING_HALF_EVEN;
  spec.residual = USANCE_RESIDUAL_LAST;
  spec.accrue_to = USANCE_ACCRUE_TO_UNADJUSTED;
  return spec;
}

struct LoanDeleter {
  void operator()(usance_loan* loan) const { usance_loan_destroy(loan); }
};
using LoanHandle = std::shared_ptr<usance_loan>;

LoanHandle MakeLoan(const CalendarHandle& calendar) {
  const usance_amortization_spec terms = CLoanTerms();
  const usance_schedule_spec dates = CScheduleTerms();
  usance_loan* loan = nullptr;
  if (usance_loan_create(&terms, &dates, nullptr, calendar.get(), &loan,
                         nullptr) != 0) {
    std::abort();
  }
  return {loan, LoanDeleter()};
}

void RegisterScalars(const CalendarHandle& handle, const Calendar& calendar) {
  const Days days(kInputs);
  Pair(
      kSides, "RoundFraction", kInputs,
      [days](size_t i) {
        int64_t quotient = 0;
        usance_fraction_round(int64_t{days.start[i].days()} * 8'000'003,
                              days.end[i].days(), USANCE_ROUNDING_HALF_EVEN,
                              &quotient, nullptr);
        return quotient;
      },
      [days](size_t i) {
        return *Narrow<int64_t>(
            Divide(int128{int64_t{days.start[i].days()} * 8'000'003},
                   int128{days.end[i].days()}, Rounding::kHalfEven));
      });
  Pair(
      kSides, "IsBusinessDay", kInputs,
      [days, handle](size_t i) {
        int32_t flag = 0;
        usance_calendar_is_business_day(handle.get(), days.start[i].days(),
                                        &flag, nullptr);
        return flag != 0;
      },
      [days, calendar](size_t i) {
        return *calendar.IsBusinessDay(days.start[i]);
      });
  Pair(
      kSides, "AddMonth", kInputs,
      [days](size_t i) {
        usance_day day = 0;
        usance_date_add_period(days.start[i].days(), 1, 0, 1,
                               USANCE_END_OF_MONTH_CLAMP, &day, nullptr);
        return day;
      },
      [days](size_t i) {
        return AddPeriod(days.start[i], Months(1), 1, EndOfMonth::kClamp)
            ->days();
      });
  Pair(
      kSides, "Act360", kInputs,
      [days](size_t i) {
        std::pair<int64_t, int64_t> time;
        usance_day_count_fraction(
            USANCE_DAY_COUNT_ACT_360, days.start[i].days(), days.end[i].days(),
            nullptr, nullptr, nullptr, &time.first, &time.second, nullptr);
        return time;
      },
      [days](size_t i) {
        const Fraction time =
            *YearFraction(DayCount::kAct360, days.start[i], days.end[i]);
        return std::pair<int64_t, int64_t>(
            static_cast<int64_t>(time.numerator()),
            static_cast<int64_t>(time.denominator()));
      });
}

}  // namespace

void RegisterCalls() {
  const CalendarHandle handle = FindHandle();
  const Calendar calendar = *FindCalendar("TARGET2");
  RegisterScalars(handle, calendar);
  const auto columns = std::make_shared<Columns>();
  const auto inline_columns = std::make_shared<Columns>();
  Pair(
      kSides, "Schedule360", 1,
      [=, terms = CScheduleTerms()](size_t) {
        columns->status =
            usance_schedule_make(&terms, handle.get(), kRows, nullptr, nullptr,
                                 columns->start.data(), columns->due.data(),
                                 nullptr, &columns->count, nullptr);
        return columns;
      },
      [=](size_t) {
        Fill(MakeSchedule(ScheduleTerms(calendar)), *inline_columns);
        return inline_columns;
      },
      SameColumns);
  const LoanHandle loan = MakeLoan(handle);
  Pair(
      kSides, "Loan360", 1,
      [=](size_t) {
        columns->status = usance_loan_amortize(
            loan.get(), kRows, columns->start.data(), columns->due.data(),
            columns->opening.data(), nullptr, columns->interest.data(),
            columns->principal.data(), nullptr, nullptr,
            columns->payment.data(), columns->closing.data(), &columns->count,
            nullptr, nullptr);
        return columns;
      },
      [=, terms = LoanTerms(calendar)](size_t) {
        inline_columns->count =
            AmortizeColumns(terms, ColumnsOf(*inline_columns))->rows;
        return inline_columns;
      },
      SameColumns);
  // Of terms that come as numbers.
  Pair(
      kSides, "LoanOfTerms360", 1,
      [=, dates = CScheduleTerms(), terms = CLoanTerms()](size_t) {
        columns->status = usance_amortize(
            &terms, &dates, handle.get(), kRows, columns->start.data(),
            columns->due.data(), columns->opening.data(),
            columns->interest.data(), columns->principal.data(), nullptr,
            columns->payment.data(), columns->closing.data(), &columns->count,
            nullptr, nullptr);
        return columns;
      },
      [=](size_t) {
        inline_columns->count =
            AmortizeColumns(LoanTerms(calendar), ColumnsOf(*inline_columns))
                ->rows;
        return inline_columns;
      },
      SameColumns);
}

}  // namespace usance::bench
