// Days that are worked.
#include <algorithm>
#include <array>
#include <vector>

#include "src/compat/functions.h"

namespace usance::compat {
namespace {

struct Worked {
  std::array<bool, 7> weekend{};  // from Monday on
  std::vector<int64_t> holidays;  // in order, none on a weekend

  [[nodiscard]] bool IsWeekend(int64_t serial) const {
    // Day 2 is a Monday, as the sheets count.
    return weekend[static_cast<size_t>((serial + 5) % 7)];
  }
  [[nodiscard]] bool operator()(int64_t serial) const {
    return !IsWeekend(serial) &&
           !std::binary_search(holidays.begin(), holidays.end(), serial);
  }
};

// A number: 1 to 7 are two days, from Saturday and Sunday on; 11 to 17 one,
// from Sunday on. Or seven digits from Monday on, 1 where it is not worked.
bool ReadWeekend(Cells& in, Worked& worked) {
  const std::string text = in.Text("weekend");
  if (text.size() == 7 && text.find_first_not_of("01") == std::string::npos) {
    for (size_t k = 0; k < 7; ++k) worked.weekend[k] = text[k] == '1';
    return true;
  }
  const int64_t number = in.Whole("weekend", 1);
  if (number >= 1 && number <= 7) {
    worked.weekend[static_cast<size_t>(number + 4) % 7] = true;
    worked.weekend[static_cast<size_t>(number + 5) % 7] = true;
  } else if (number >= 11 && number <= 17) {
    worked.weekend[static_cast<size_t>(number - 11 + 6) % 7] = true;
  } else {
    in.Fail(Num("weekend is not 1 to 7 or 11 to 17"));
  }
  return in.problem() == std::nullopt;
}

Worked WorkedOf(Cells& in) {
  Worked worked;
  if (!ReadWeekend(in, worked)) return worked;
  for (const Cell& cell : in.Range("holidays")) {
    if (cell.kind == Cell::Kind::kBlank) continue;
    const int64_t day = Truncated(cell.number);
    if (cell.kind != Cell::Kind::kNumber) {
      in.Fail(NoValue("holidays holds what is no day"));
    } else if (!IsDay(day)) {
      in.Fail(Num("holidays holds what is no day"));
    } else if (!worked.IsWeekend(day)) {
      worked.holidays.push_back(day);
    }
  }
  std::sort(worked.holidays.begin(), worked.holidays.end());
  worked.holidays.erase(
      std::unique(worked.holidays.begin(), worked.holidays.end()),
      worked.holidays.end());
  return worked;
}

}  // namespace

// Both days count; from the later to the earlier, below 0.
Outcome Networkdays(Cells& in) {
  const Serial start = in.Day("start");
  const Serial end = in.Day("end");
  const Worked worked = WorkedOf(in);
  if (in.problem()) return *in.problem();
  const auto [first, last] = std::minmax(start.number, end.number);
  int64_t count = 0;
  const int64_t weeks = (last - first + 1) / 7;
  const auto free =
      std::count(worked.weekend.begin(), worked.weekend.end(), true);
  count += weeks * (7 - free);
  for (int64_t day = first + 7 * weeks; day <= last; ++day) {
    if (!worked.IsWeekend(day)) ++count;
  }
  for (const int64_t holiday : worked.holidays) {
    if (holiday >= first && holiday <= last) --count;
  }
  return Shown(Real(end < start ? -count : count));
}

Outcome Workday(Cells& in) {
  const Serial start = in.Day("start");
  const int64_t days = in.Whole("days");
  const Worked worked = WorkedOf(in);
  if (in.problem()) return *in.problem();
  if (std::count(worked.weekend.begin(), worked.weekend.end(), true) == 7) {
    return NoValue("no day of the week is worked");
  }
  const int64_t step = days < 0 ? -1 : 1;
  int64_t day = start.number;
  for (int64_t left = days; left != 0 && IsDay(day);) {
    day += step;
    if (IsDay(day) && worked(day)) left -= step;
  }
  if (!IsDay(day)) return Num("there is no such day");
  return Serial{day};
}

}  // namespace usance::compat
