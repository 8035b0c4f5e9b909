// The days of a calendar. Private.
#ifndef USANCE_SRC_DATE_CALENDAR_DAYS_H_
#define USANCE_SRC_DATE_CALENDAR_DAYS_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "src/date/month_starts.h"
#include "usance/date/calendar.h"

namespace usance {

// Bit i of `words` says whether day first + i is worked; ranks[w] counts the
// worked days before word w; business_days lists them. All of at most
// 3,652,059 days. modified[i] leads from day first + i to the one that it is
// under modified following, in the same month; it speaks of the days between
// two worked ones, and is empty where a month has none or the worked days are
// too far apart.
struct Calendar::Days {
  std::string id;
  std::string version;
  Date first;
  Date last;
  std::vector<uint64_t> words = {};
  std::vector<int32_t> ranks = {};
  std::vector<int32_t> business_days = {};
  std::vector<int8_t> modified = {};

  [[nodiscard]] bool Covers(Date date) const {
    return first <= date && date <= last;
  }
  [[nodiscard]] size_t IndexOf(Date date) const {
    return static_cast<size_t>(date - first);
  }
  [[nodiscard]] bool IsWorked(Date date) const {
    const size_t index = IndexOf(date);
    return (words[index / 64] >> index % 64 & 1) != 0;
  }
  void SetWorked(Date date, bool worked) {
    const size_t index = IndexOf(date);
    const uint64_t bit = uint64_t{1} << index % 64;
    words[index / 64] =
        worked ? words[index / 64] | bit : words[index / 64] & ~bit;
  }
  // The worked days before first + index; index may be one past the last.
  [[nodiscard]] int32_t Rank(size_t index) const {
    if (index / 64 == words.size()) {
      return static_cast<int32_t>(business_days.size());
    }
    const uint64_t below = (uint64_t{1} << index % 64) - 1;
    return ranks[index / 64] + std::popcount(words[index / 64] & below);
  }
  // The first worked day from `date` on, which is covered; nothing where the
  // calendar ends before.
  [[nodiscard]] std::optional<Date> NextOrSame(Date date) const {
    const size_t index = IndexOf(date);
    size_t word = index / 64;
    uint64_t bits = words[word] & ~uint64_t{0} << index % 64;
    while (bits == 0) {
      if (++word == words.size()) return std::nullopt;
      bits = words[word];
    }
    return DateAt(word * 64 + static_cast<size_t>(std::countr_zero(bits)));
  }
  // The last worked day up to `date`, in the same way.
  [[nodiscard]] std::optional<Date> PreviousOrSame(Date date) const {
    const size_t index = IndexOf(date);
    size_t word = index / 64;
    uint64_t bits = words[word] & ~uint64_t{0} >> (63 - index % 64);
    while (bits == 0) {
      if (word-- == 0) return std::nullopt;
      bits = words[word];
    }
    return DateAt(word * 64 + 63 - static_cast<size_t>(std::countl_zero(bits)));
  }
  [[nodiscard]] Date DateAt(size_t index) const {
    return *Date::FindDays(first.days() + static_cast<int64_t>(index));
  }
  // Makes the rest from words.
  void Index() {
    for (size_t word = 0; word < words.size(); ++word) {
      ranks.push_back(static_cast<int32_t>(business_days.size()));
      for (uint64_t bits = words[word]; bits != 0; bits &= bits - 1) {
        business_days.push_back(first.days() + static_cast<int32_t>(word * 64) +
                                std::countr_zero(bits));
      }
    }
    IndexModified();
  }
  // Each run of days that are not worked, between `before` and `next`: up to
  // the end of the month of `next` before it, they go back; from its first day
  // on, forward.
  void IndexModified() {
    constexpr int32_t kMost = std::numeric_limits<int8_t>::max();
    if (business_days.empty()) return;
    modified.resize(static_cast<size_t>(last - first) + 1);
    int64_t month = MonthOf(*Date::FindDays(business_days.front()));
    int32_t month_end = 0;  // the first day of the next month
    const auto enter = [&](int64_t entered) {
      month = entered;
      const auto end = DayOfMonth(month + 1, 1);
      month_end = end ? end->days() : Date::kMaxDays + 1;
    };
    enter(month);
    for (size_t i = 1; i < business_days.size(); ++i) {
      const int32_t before = business_days[i - 1], next = business_days[i];
      if (next - before > kMost) {
        modified.clear();
        return;
      }
      int32_t day = before + 1;
      for (; next >= month_end && day < month_end; ++day) {
        modified[static_cast<size_t>(day - first.days())] =
            static_cast<int8_t>(before - day);
      }
      if (next >= month_end) enter(month + 1);
      if (next >= month_end) {  // a month without a worked day
        modified.clear();
        return;
      }
      for (; day < next; ++day) {
        modified[static_cast<size_t>(day - first.days())] =
            static_cast<int8_t>(next - day);
      }
    }
  }
  [[nodiscard]] absl::Status RangeError(
      std::string_view what, std::string_view field = "/calendar") const {
    return Error(Reason::kCalendarRange, field,
                 std::string(what) + " is outside calendar " + id + " " +
                     version + "; allowed: " + first.ToText() + " to " +
                     last.ToText());
  }
  // The business day at `position` of the list.
  [[nodiscard]] absl::StatusOr<Date> At(int64_t position, Date from,
                                        int64_t count) const {
    if (position < 0 || position >= std::ssize(business_days)) {
      return RangeError(from.ToText() + " and " + std::to_string(count) +
                        " business days");
    }
    return *Date::FindDays(business_days[static_cast<size_t>(position)]);
  }
};

}  // namespace usance

#endif  // USANCE_SRC_DATE_CALENDAR_DAYS_H_
