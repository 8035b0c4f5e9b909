// Dates, rolls, calendars and the names of day counts as text.
#include "usance/date/date.h"

#include "tests/fuzz/fuzz.h"
#include "usance/date/calendars.h"
#include "usance/date/day_count.h"
#include "usance/date/roll.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  if (const auto date = usance::Date::Parse(text); date.ok()) {
    USANCE_CHECK(date->ToText() == text);
    const auto again = usance::Date::FromDays(date->days());
    USANCE_CHECK(again.ok() && *again == *date);
  }
  if (const auto roll = usance::Roll::Parse(text); roll.ok()) {
    const auto again = usance::Roll::Parse(roll->ToText());
    USANCE_CHECK(again.ok() && *again == *roll);
  }
  const auto rule = usance::ParseName<usance::DayCount>(text, "/day_count");
  if (rule.ok()) {
    const auto again = usance::ParseName<usance::DayCount>(
        usance::NameOf(*rule), "/day_count");
    USANCE_CHECK(again.ok() && *again == *rule);
  }
  if (const auto calendar = usance::ParseCalendar(text); calendar.ok()) {
    const usance::Date first = calendar->first();
    USANCE_CHECK(first <= calendar->last());
    USANCE_CHECK(calendar->IsBusinessDay(first).ok());
  }
  return 0;
}
