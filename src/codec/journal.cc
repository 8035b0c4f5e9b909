#include "usance/codec/journal.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "src/codec/event.h"
#include "src/codec/journal.h"
#include "usance/statute/rate_book.h"

namespace usance {
namespace {

using codec::Field;
using codec::FieldType;
using codec::Reader;

constexpr Field kOwnerFields[] = {
    {"account", FieldType::kText, true, "whose event it is: the debtor"},
    {"currency", FieldType::kCurrency, true, "of every amount of the event"},
};
constexpr auto kLineFields = codec::Join(kOwnerFields, codec::kEventFields);

// Whether a's line stands before b's.
bool IsBefore(const AccountEvent& a, const AccountEvent& b) {
  const auto key = [](const AccountEvent& one) {
    return std::tuple(one.event.recorded, std::string_view(one.account),
                      one.currency.code());
  };
  const auto of_a = key(a), of_b = key(b);
  return of_a != of_b ? of_a < of_b : ComesBefore(a.event, b.event);
}

Json LineOf(const std::string& account, Currency currency, const Event& event) {
  Json object = Json::Object();
  object.Set("account", account);
  object.Set("currency", currency.code());
  codec::SetEvent(event, currency, object);
  return object;
}

class JournalReader {
 public:
  JournalReader(std::string_view text, const JournalLimits& limits)
      : lines_(text, "journal"), limits_(limits) {}

  absl::StatusOr<JournalFile> Read() {
    std::string line;
    for (;;) {  // each turn takes a line
      USANCE_ASSIGN_OR_RETURN(const bool any, lines_.Next(line));
      if (!any) break;
      const absl::Status status = ReadLine(line);
      if (!status.ok()) return lines_.Placed(status);
    }
    file_.chain = lines_.chain();
    file_.torn_at = lines_.torn_at();
    return std::move(file_);
  }

 private:
  // Errors: about fields of the event
  absl::Status ReadLine(std::string_view line) {
    USANCE_ASSIGN_OR_RETURN(const Json json,
                            ParseJson(line, {.max_bytes = kMaxJournalLine}));
    USANCE_ASSIGN_OR_RETURN(AccountEvent event, ReadAccountEvent(json));
    if (ToText(WriteAccountEvent(event)) != line) {
      return Error(Reason::kMalformed, "",
                   "the event is not written in its one form");
    }
    USANCE_RETURN_IF_ERROR(Take(event));
    if (last_ && !IsBefore(*last_, event)) {
      return Error(Reason::kOutOfOrder, "",
                   "the line does not belong behind the one before it");
    }
    last_ = std::move(event);
    return absl::OkStatus();
  }

  absl::Status Take(const AccountEvent& event) {
    if (file_.ledger.size() == limits_.max_events) {
      return Error(
          Reason::kLimitExceeded, "",
          "too many events; allowed: " + std::to_string(limits_.max_events));
    }
    USANCE_RETURN_IF_ERROR(file_.ledger.Append(event).status());
    if (file_.ledger.journals().size() > limits_.max_journals) {
      return Error(Reason::kLimitExceeded, "/account",
                   "too many accounts and currencies; allowed: " +
                       std::to_string(limits_.max_journals));
    }
    return absl::OkStatus();
  }

  codec::ChainedReader lines_;
  JournalLimits limits_;
  std::optional<AccountEvent> last_;
  JournalFile file_;
};

}  // namespace

absl::StatusOr<AccountEvent> ReadAccountEvent(const Json& json) {
  if (json.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, "", "the event is no object");
  }
  const RateBook none;
  Reader in(json, kLineFields, "", none);
  USANCE_ASSIGN_OR_RETURN(std::string account, in.Get<std::string>("account"));
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(Event event, codec::ReadEvent(in, currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  return AccountEvent{std::move(account), currency, std::move(event)};
}

absl::StatusOr<Event> ReadEvent(const Json& json, Currency currency) {
  if (json.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, "", "the event is no object");
  }
  const RateBook none;
  Reader in(json, codec::kEventFields, "", none);
  USANCE_ASSIGN_OR_RETURN(Event event, codec::ReadEvent(in, currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  return event;
}

Json WriteAccountEvent(const AccountEvent& event) {
  return LineOf(event.account, event.currency, event.event);
}

codec::ChainedWriter codec::WriteJournalLines(std::vector<JournalLine> lines) {
  // Of one day they are in order already.
  std::stable_sort(lines.begin(), lines.end(),
                   [](const JournalLine& a, const JournalLine& b) {
                     return a.event->recorded < b.event->recorded;
                   });
  ChainedWriter writer("journal");
  for (const auto& [journal, event] : lines) {
    writer.Add(LineOf(journal->account(), journal->currency(), *event));
  }
  return writer;
}

std::string WriteJournals(const Ledger& ledger) {
  std::vector<codec::JournalLine> lines;
  lines.reserve(ledger.size());
  for (const auto& [key, journal] : ledger.journals()) {
    for (size_t k = 0; k < journal.size(); ++k) {
      lines.push_back({&journal, &journal[k]});
    }
  }
  return codec::WriteJournalLines(std::move(lines)).Text();
}

absl::StatusOr<JournalFile> ReadJournals(std::string_view text,
                                         const JournalLimits& limits) {
  return JournalReader(text, limits).Read();
}

}  // namespace usance
