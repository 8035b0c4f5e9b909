#include "usance/codec/journal.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "src/codec/event.h"
#include "src/core/sha256.h"
#include "usance/codec/csv.h"
#include "usance/statute/rate_book.h"

namespace usance {
namespace {

using codec::Field;
using codec::FieldType;
using codec::Reader;

constexpr std::string_view kHeader = R"({"usance":"journal","version":1})";
// Of every line behind it: what stands around the digits of the chain.
constexpr std::string_view kChain = R"(,"chain":")";
constexpr std::string_view kEnd = "\"}";

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

Json Written(const std::string& account, Currency currency,
             const Event& event) {
  Json object = Json::Object();
  object.Set("account", account);
  object.Set("currency", currency.code());
  codec::SetEvent(event, currency, object);
  return object;
}

class JournalReader {
 public:
  JournalReader(std::string_view text, const JournalLimits& limits)
      : text_(text), limits_(limits) {}

  absl::StatusOr<JournalFile> Read() {
    USANCE_RETURN_IF_ERROR(ReadHeader());
    while (!file_.torn_at && at_ < text_.size()) {  // each turn takes a line
      const size_t end = text_.find('\n', at_);
      if (end == std::string_view::npos) {
        file_.torn_at = at_;
        continue;
      }
      const std::string_view line = text_.substr(at_, end - at_);
      if (absl::Status status = ReadLine(line); !status.ok()) {
        return Placed(status);
      }
      at_ = end + 1;
      ++line_;
    }
    return std::move(file_);
  }

 private:
  absl::Status ReadHeader() {
    const size_t end = std::min(text_.find('\n'), text_.size());
    const std::string_view line = text_.substr(0, end);
    const bool whole = end < text_.size();
    if (!whole && kHeader.starts_with(line)) {
      file_.torn_at = 0;
      return absl::OkStatus();
    }
    if (!whole || line != kHeader) return Placed(RefuseHeader(line));
    file_.chain = Sha256(line);
    at_ = end + 1;
    ++line_;
    return absl::OkStatus();
  }

  static absl::Status RefuseHeader(std::string_view line) {
    const auto json = ParseJson(line);
    const Json* version = json.ok() ? json->Find("version") : nullptr;
    const Json* usance = json.ok() ? json->Find("usance") : nullptr;
    if (version != nullptr && version->kind() == Json::Kind::kNumber &&
        usance != nullptr && *usance == Json("journal") &&
        version->number() != "1") {
      return Error(Reason::kUnsupported, "/version",
                   Quoted(version->number()) +
                       " is no version that is known; allowed: 1");
    }
    return Error(Reason::kMalformed, "",
                 "no journal; the first line is not " + std::string(kHeader));
  }

  // Errors: about fields of the event
  absl::Status ReadLine(std::string_view line) {
    if (line.size() > kMaxJournalLine) {
      return Error(Reason::kLimitExceeded, "",
                   "the line is too long in bytes; allowed: " +
                       std::to_string(kMaxJournalLine));
    }
    const size_t tail = kChain.size() + kSha256Digits + kEnd.size();
    const size_t body = line.size() - std::min(tail, line.size());
    std::string plain(line.substr(0, body));
    plain += '}';
    const std::string chain = Sha256(file_.chain + plain);
    if (line.substr(body) != std::string(kChain) + chain + std::string(kEnd)) {
      return Error(Reason::kMalformed, "",
                   "the line, or one before it, was changed or damaged: its "
                   "chain is not the one it was written with");
    }
    USANCE_ASSIGN_OR_RETURN(const Json json,
                            ParseJson(plain, {.max_bytes = kMaxJournalLine}));
    USANCE_ASSIGN_OR_RETURN(AccountEvent event, ReadAccountEvent(json));
    if (ToText(WriteAccountEvent(event)) != plain) {
      return Error(Reason::kMalformed, "",
                   "the event is not written in its one form");
    }
    USANCE_RETURN_IF_ERROR(Take(event));
    if (last_ && !IsBefore(*last_, event)) {
      return Error(Reason::kOutOfOrder, "",
                   "the line does not belong behind the one before it");
    }
    last_ = std::move(event);
    file_.chain = chain;
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

  [[nodiscard]] absl::Status Placed(const absl::Status& status) const {
    return Error(ReasonOf(status),
                 usance::ToText(CsvPosition{line_, 1}) + FieldOf(status),
                 TextOf(status) + " (the line begins at byte " +
                     std::to_string(at_) + ")");
  }

  std::string_view text_;
  JournalLimits limits_;
  size_t at_ = 0;  // where the line begins
  int64_t line_ = 1;
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
  return Written(event.account, event.currency, event.event);
}

std::string WriteJournals(const Ledger& ledger) {
  struct Line {
    const Journal* journal;
    const Event* event;
  };
  std::vector<Line> lines;
  lines.reserve(ledger.size());
  for (const auto& [key, journal] : ledger.journals()) {
    for (size_t k = 0; k < journal.size(); ++k) {
      lines.push_back({&journal, &journal[k]});
    }
  }
  // Of one day they are in order already.
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) {
                     return a.event->recorded < b.event->recorded;
                   });
  std::string text(kHeader);
  std::string chain = Sha256(text);
  text += '\n';
  for (const auto& [journal, event] : lines) {
    std::string line =
        ToText(Written(journal->account(), journal->currency(), *event));
    chain = Sha256(chain + line);
    line.pop_back();
    text += line;
    text += kChain;
    text += chain;
    text += kEnd;
    text += '\n';
  }
  return text;
}

absl::StatusOr<JournalFile> ReadJournals(std::string_view text,
                                         const JournalLimits& limits) {
  return JournalReader(text, limits).Read();
}

}  // namespace usance
