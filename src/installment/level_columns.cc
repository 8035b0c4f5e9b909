#include "src/installment/level_columns.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "src/core/proportion.h"
#include "src/date/fixed_year.h"
#include "src/date/month_dates.h"
#include "src/installment/discounts.h"
#include "src/installment/layout.h"

namespace usance {
namespace {

// Whether the terms are those of a plain loan, as far as choices say it. A
// field that joins them has to be thought of here.
bool IsPlain(const AmortizationSpec& spec) {
  const auto& [principal, rate, day_count, schedule, method, rounding, residual,
               payment_increment, payment_rounding, balloon, balloon_percent,
               amortization_rows, grace_rows, grace, stub_interest, bullet,
               accrue_to, allow_negative_amortization, raise_to_interest,
               timing, steps, season, row_terms, payment, payment_percent,
               down_payment, final_payment, waive_within, least_payment, rates,
               unknown_rate, reset, rate_change, fees, tax, advances,
               advance_change, capitalization] = spec;
  return principal.minor() >= 1 && method == AmortizationMethod::kLevel &&
         residual == Residual::kLast && !balloon && !balloon_percent &&
         !amortization_rows && grace_rows == 0 &&
         !(allow_negative_amortization && raise_to_interest) &&
         timing == PaymentTiming::kInArrears && steps.rows == 0 &&
         !steps.percent && !steps.amount && season.months.empty() &&
         season.others == EarlyInterest{} && row_terms.empty() && !payment &&
         !payment_percent && !down_payment && !final_payment && !waive_within &&
         !least_payment && !rates && reset.rows == 0 && reset.lag_days == 0 &&
         !reset.step_cap && !reset.step_floor && fees.empty() &&
         !tax.on_interest && !tax.on_fees && advances.empty() &&
         capitalization.IsNone() && !capitalization.first &&
         !capitalization.last;
}

// An interest of n / d, in any terms.
struct Share {
  uint64_t n = 0;
  uint64_t d = 1;
};

// rate * (n / d); nothing where it is not in (0, 1), or over `balance` is not
// in words.
std::optional<Share> ShareOf(const Rate& rate, int128 n, int128 d,
                             int64_t balance) {
  const auto top = CheckedMul(rate.value().numerator(), n);
  const auto bottom = CheckedMul(rate.value().denominator(), d);
  if (!top || !bottom || *top <= 0 || *top >= *bottom) return std::nullopt;
  const int128 most = std::numeric_limits<int64_t>::max() / balance;
  if (*bottom <= most) {
    return Share{static_cast<uint64_t>(*top), static_cast<uint64_t>(*bottom)};
  }
  const Fraction lowest = Fraction::Of(*top, *bottom);
  if (lowest.denominator() > most) return std::nullopt;
  return Share{static_cast<uint64_t>(lowest.numerator()),
               static_cast<uint64_t>(lowest.denominator())};
}

// The dates that interest runs between.
class Times {
 public:
  Times(const AmortizationSpec& spec, const MonthDates& dates)
      : spec_(spec), dates_(dates), adjusted_(AccruesToAdjusted(spec)) {
    context_.frequency = spec.schedule.frequency;
    context_.termination = *Date::FindDays(At(dates.count()));
    context_.end_of_month =
        spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth;
    if (spec.schedule.calendar) context_.calendar = &*spec.schedule.calendar;
  }

  [[nodiscard]] int32_t At(int32_t k) const {
    if (k == 0 && adjusted_) return dates_.AdjustedStart();
    const int32_t rolled = dates_.Rolled(k);
    return adjusted_ ? dates_.Adjusted(rolled) : rolled;
  }

  // Whether all periods are as long as the first.
  [[nodiscard]] bool AreEven() const {
    const TimeUnit unit = spec_.rate.unit();
    if (unit == TimeUnit::kPeriod) return true;
    switch (spec_.day_count) {
      case DayCount::kOneOne:
      case DayCount::kActActIcma:
      case DayCount::kPeriod:
      case DayCount::kPeriod360:
      case DayCount::kPeriod364:
      case DayCount::kPeriod365:
        return unit == TimeUnit::kYear || unit == TimeUnit::kMonth;
      default:
        // From the 28th on, a date can be the last of a month.
        return HasEvenMonths(spec_.day_count) &&
               DaysOfFixedYear(spec_.day_count) != 0 && dates_.day() < 28 &&
               !(adjusted_ && dates_.IsAdjusted());
    }
  }

  // The interest of a period where all are as long.
  [[nodiscard]] std::optional<Share> OfAll() const {
    const TimeUnit unit = spec_.rate.unit();
    if (unit == TimeUnit::kPeriod) {
      return ShareOf(spec_.rate, 1, 1, spec_.principal.minor());
    }
    const int32_t months = spec_.schedule.frequency.months;
    int128 n = 30 * months, d = 360;
    switch (spec_.day_count) {
      case DayCount::kOneOne:
        n = d;
        break;
      case DayCount::kActActIcma:
      case DayCount::kPeriod:
      case DayCount::kPeriod360:
        break;
      case DayCount::kPeriod364:
        d = 364;
        break;
      case DayCount::kPeriod365:
        d = 365;
        break;
      default:
        return OfDays(DaysOf(At(0), At(1)));
    }
    if (unit == TimeUnit::kMonth) n *= 12;
    return ShareOf(spec_.rate, n, d, spec_.principal.minor());
  }

  // The days of a period, where they are what its interest depends on.
  [[nodiscard]] int32_t DaysOf(int32_t start, int32_t end) const {
    switch (spec_.day_count) {
      case DayCount::kAct360:
      case DayCount::kAct364:
      case DayCount::kAct365Fixed:
      case DayCount::kAct366:
        return end - start;
      default:
        return DayCountDays(spec_.day_count, *Date::FindDays(start),
                            *Date::FindDays(end), context_)
            .value_or(0);
    }
  }

  // The interest of so many days; nothing where they are not all of it.
  [[nodiscard]] std::optional<Share> OfDays(int32_t days) const {
    const uint32_t year = DaysOfFixedYear(spec_.day_count);
    if (year == 0) return std::nullopt;
    int128 n = days, d = year;
    switch (spec_.rate.unit()) {
      case TimeUnit::kYear:
        break;
      case TimeUnit::kMonth:
        n *= 12;
        break;
      case TimeUnit::kWeek:
        d = 7;
        break;
      case TimeUnit::kDay:
        d = 1;
        break;
      case TimeUnit::kPeriod:
        return std::nullopt;
    }
    return ShareOf(spec_.rate, n, d, spec_.principal.minor());
  }

 private:
  const AmortizationSpec& spec_;
  const MonthDates& dates_;
  const bool adjusted_;
  DayCountContext context_;
};

// The interest of rows that are alike.
class EvenRows {
 public:
  static constexpr bool kEven = true;

  static std::optional<EvenRows> Make(const Times& times, Rounding rounding,
                                      int32_t rows) {
    const auto share = times.OfAll();
    if (!share) return std::nullopt;
    const auto proportion = Proportion::Make(share->n, share->d, rounding);
    const auto discounts = EvenDiscounts(rows, share->n, share->d);
    if (!proportion || !discounts) return std::nullopt;
    return EvenRows(*proportion, *discounts);
  }

  [[nodiscard]] const Discounts& discounts() const { return discounts_; }
  [[nodiscard]] const Proportion& Of(int32_t /*days*/) const {
    return proportion_;
  }
  // The most that the interest of a row on `balance` is.
  [[nodiscard]] int64_t Most(int64_t balance) const {
    return proportion_.Of(balance);
  }

 private:
  EvenRows(const Proportion& proportion, const Discounts& discounts)
      : proportion_(proportion), discounts_(discounts) {}

  Proportion proportion_;
  Discounts discounts_;
};

// The interest of rows by their days, which are not far from those of the
// first.
class RowsByDays {
 public:
  static constexpr bool kEven = false;

  static std::optional<RowsByDays> Make(const Times& times, Rounding rounding,
                                        int32_t rows) {
    RowsByDays result;
    DiscountSum sum;
    int32_t start = times.At(0);
    for (int32_t k = 1; k <= rows; ++k) {
      const int32_t end = times.At(k);
      const int32_t days = times.DaysOf(start, end);
      if (k == 1) result.least_ = std::max(1, days - kDays / 2);
      const int32_t index = days - result.least_;
      if (index < 0 || index >= kDays) return std::nullopt;
      auto& own = result.table_[static_cast<size_t>(index)];
      if (!own) {
        const auto share = times.OfDays(days);
        if (!share) return std::nullopt;
        const auto proportion = Proportion::Make(share->n, share->d, rounding);
        if (!proportion) return std::nullopt;
        own = Row{*proportion, DiscountOf(share->n, share->d)};
      }
      sum.Add(own->discount);
      start = end;
    }
    const auto discounts = sum.Total();
    if (!discounts) return std::nullopt;
    result.discounts_ = *discounts;
    return result;
  }

  [[nodiscard]] const Discounts& discounts() const { return discounts_; }
  [[nodiscard]] const Proportion& Of(int32_t days) const {
    return table_[static_cast<size_t>(days - least_)]->proportion;
  }
  // The most that the interest of a row on `balance` is.
  [[nodiscard]] int64_t Most(int64_t balance) const {
    int64_t most = 0;
    for (const std::optional<Row>& row : table_) {
      if (row) most = std::max(most, row->proportion.Of(balance));
    }
    return most;
  }

 private:
  struct Row {
    Proportion proportion;
    uint64_t discount = 0;
  };

  static constexpr int32_t kDays = 32;

  int32_t least_ = 0;
  std::array<std::optional<Row>, kDays> table_ = {};
  Discounts discounts_;
};

// Rows that are written together. The other columns follow from these.
struct Block {
  int32_t* due = nullptr;
  int64_t* opening = nullptr;
  int64_t* interest = nullptr;
  int64_t* principal = nullptr;
};

// Room for the columns of a block that nobody wants.
struct Room {
  static constexpr int32_t kRows = 256;

  std::array<int32_t, kRows> due;
  std::array<int64_t, kRows> opening, interest, principal;
};

// The block of the rows from `first` on.
Block BlockOf(const InstallmentColumns& to, int32_t first, Room& room) {
  const auto at = [first](const auto& column, auto& own) {
    return column.empty() ? own.data() : column.data() + first;
  };
  return {.due = at(to.due, room.due),
          .opening = at(to.opening_minor, room.opening),
          .interest = at(to.interest_minor, room.interest),
          .principal = at(to.principal_minor, room.principal)};
}

// Writes the columns of `rows` rows from `first` on that follow from `block`:
// they pay `payment`, `start` is before them and `closing` is left after them.
void WriteOthers(const Block& block, int32_t first, int32_t rows, int32_t start,
                 int64_t payment, int64_t closing,
                 const InstallmentColumns& to) {
  for (const auto& none : {to.advance_minor, to.fee_minor, to.tax_minor}) {
    if (!none.empty()) std::fill_n(none.data() + first, rows, 0);
  }
  if (!to.payment_minor.empty()) {
    std::fill_n(to.payment_minor.data() + first, rows, payment);
  }
  if (!to.start.empty()) {
    int32_t* const out = to.start.data() + first;
    *out = start;
    std::copy_n(block.due, rows - 1, out + 1);
  }
  if (!to.closing_minor.empty()) {
    int64_t* const out = to.closing_minor.data() + first;
    *std::copy_n(block.opening + 1, rows - 1, out) = closing;
  }
}

// Writes `count` rows from `first` on, which pay `payment`, and returns what is
// left. A row waits for the multiplication of the one before: its date is found
// in that time. Aligned, since its time depends on where a linker puts it.
template <class Rows>
[[gnu::noinline, gnu::aligned(64)]] int64_t WriteBlock(
    const Rows& rows, const MonthDates& dates, const Times& times,
    int32_t first, int32_t count, int64_t balance, int64_t payment,
    const Block& block) {
  const Rows own = rows;  // nothing that is written is a part of these
  const MonthDates ends = dates;
  const auto [due, opening, interest, principal] = block;
  int32_t end = Rows::kEven ? 0 : times.At(first);
  for (int32_t k = 0; k < count; ++k) {
    int32_t days = 0;
    if constexpr (!Rows::kEven) {
      const int32_t before = end;
      end = times.At(first + k + 1);
      days = times.DaysOf(before, end);
    }
    const int64_t next = own.Of(days).Grown(balance, -payment);
    const int64_t repaid = balance - next;
    opening[k] = balance;
    principal[k] = repaid;
    interest[k] = payment - repaid;
    due[k] = ends.Adjusted(ends.Rolled(first + k + 1));
    balance = next;
  }
  return balance;
}

// Writes the rows that pay `payment`, and the last, which pays what is left and
// is returned.
template <class Rows>
int64_t WriteRows(const AmortizationSpec& spec, const MonthDates& dates,
                  const Times& times, const Rows& rows, int64_t payment,
                  const InstallmentColumns& to) {
  Room room;
  int64_t balance = spec.principal.minor();
  int32_t start = dates.AdjustedStart();
  const int32_t last = dates.count() - 1;
  for (int32_t first = 0; first <= last;) {
    const int32_t count = std::clamp(last - first, 1, Room::kRows);
    if (first == last) {
      const int32_t days =
          Rows::kEven ? 0 : times.DaysOf(times.At(last), times.At(last + 1));
      payment = balance + rows.Of(days).Of(balance);
    }
    const Block block = BlockOf(to, first, room);
    balance =
        WriteBlock(rows, dates, times, first, count, balance, payment, block);
    WriteOthers(block, first, count, start, payment, balance, to);
    start = block.due[count - 1];
    first += count;
  }
  return payment;
}

template <class Rows>
std::optional<AmortizationSummary> Book(const AmortizationSpec& spec,
                                        const MonthDates& dates,
                                        const Times& times,
                                        const InstallmentColumns& to) {
  const auto rows = Rows::Make(times, spec.rounding, dates.count());
  if (!rows) return std::nullopt;
  const Rounding mode = spec.payment_rounding.value_or(spec.rounding);
  const int64_t balance = spec.principal.minor();
  const int64_t step = spec.payment_increment.minor();
  const auto payment = LevelPayment(balance, rows->discounts().sum, step, mode);
  int64_t units = 0;
  if (!payment ||
      __builtin_mul_overflow(step, internal::TwiceError(mode), &units) ||
      __builtin_add_overflow(units, internal::TwiceError(spec.rounding),
                             &units)) {
    return std::nullopt;
  }
  const auto bound = GapBound(units, rows->discounts());
  // Whatever can be an error is one before a row is written. Balances fall, as
  // the payment is above the interest of any row, and stay above 0: the last
  // payment is within the bound of the others, so that it is above 0, and so is
  // then the balance before each row, from the last one back. The last payment
  // is below twice the balance.
  const int128 before = int128{*payment} * (dates.count() - 1);
  if (!bound || *bound >= *payment || *payment <= rows->Most(balance) ||
      !Narrow<int64_t>(before + int128{balance} * 2)) {
    return std::nullopt;
  }
  const int64_t last = WriteRows(spec, dates, times, *rows, *payment, to);
  const int64_t paid = static_cast<int64_t>(before) + last;
  return AmortizationSummary{
      .currency = spec.principal.currency(),
      .rows = static_cast<size_t>(dates.count()),
      .level_payment_minor = payment,
      .totals = {.interest_minor = paid - balance,
                 .principal_minor = balance,
                 .payment_minor = paid},
      .residual = {.gap_minor = last - *payment, .bound_minor = bound}};
}

}  // namespace

std::optional<AmortizationSummary> AmortizeLevel(
    const AmortizationSpec& spec, const InstallmentColumns& columns) {
  if (!IsPlain(spec)) return std::nullopt;
  const auto dates =
      MonthDates::Make(spec.schedule, spec.schedule.start_convention.value_or(
                                          BusinessDayConvention::kUnadjusted));
  if (!dates || dates->count() > kMaxDiscounts ||
      (dates->IsAdjusted() && NameOf(spec.accrue_to).empty())) {
    return std::nullopt;
  }
  const bool room = HaveRoom(columns, static_cast<size_t>(dates->count()));
  const InstallmentColumns& to = room ? columns : InstallmentColumns{};
  const Times times(spec, *dates);
  return times.AreEven() ? Book<EvenRows>(spec, *dates, times, to)
                         : Book<RowsByDays>(spec, *dates, times, to);
}

}  // namespace usance
