// Journals: a file that is read is the one that is written; a line of it, or
// any other text, that is an event is written in its one form.
#include "usance/codec/journal.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"
#include "usance/core/text.h"

namespace usance {
namespace {

void CheckFile(std::string_view text) {
  const auto file = ReadJournals(text);
  if (!file.ok()) {
    const std::string place = FieldOf(file.status());
    const int64_t lines = 1 + std::count(text.begin(), text.end(), '\n');
    USANCE_CHECK(ScanInteger(place.substr(0, place.find(':')), 1, lines));
    return;
  }
  const std::string written = WriteJournals(file->ledger);
  if (file->torn_at == 0u) {
    USANCE_CHECK(file->ledger.size() == 0);
  } else {
    USANCE_CHECK(text.substr(0, file->torn_at.value_or(text.size())) ==
                 written);
  }
}

// An event in any form: written, read and written again.
void CheckEventText(std::string_view text) {
  const auto json = ParseJson(text);
  if (!json.ok()) return;
  const auto event = ReadAccountEvent(*json);
  if (!event.ok()) return;
  Json alone = *json;  // without whose it is
  for (const char* name : {"account", "currency"}) {
    USANCE_CHECK(alone.Take(name).kind() == Json::Kind::kText);
  }
  const auto body = ReadEvent(alone, event->currency);
  USANCE_CHECK(body.ok() && *body == event->event);
  const std::string written = ToText(WriteAccountEvent(*event));
  if (!CheckEvent(event->event).ok()) return;
  const auto again = ReadAccountEvent(*ParseJson(written));
  USANCE_CHECK(again.ok() && *again == *event);
  USANCE_CHECK(ToText(WriteAccountEvent(*again)) == written);
  Ledger ledger;
  if (!ledger.Append(*event).ok()) return;
  const auto file = ReadJournals(WriteJournals(ledger));
  USANCE_CHECK(file.ok() && file->ledger == ledger);
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  usance::CheckFile(text);
  for (std::string_view rest = text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    usance::CheckEventText(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return 0;
}
