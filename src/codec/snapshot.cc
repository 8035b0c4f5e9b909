#include "usance/codec/snapshot.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "src/codec/journal.h"
#include "src/codec/members.h"
#include "src/core/sha256.h"
#include "usance/codec/journal.h"
#include "usance/core/text.h"
#include "usance/statute/rate_book.h"

namespace usance::codec {

template <>
constexpr auto kMembers<SnapshotEvent> =
    std::tuple(Member{"id", &SnapshotEvent::id},
               Member{"kind", &SnapshotEvent::kind, true},
               Member{"date", &SnapshotEvent::date},
               Member{"recorded", &SnapshotEvent::recorded});
template <>
constexpr auto kMembers<AccountItem> =
    std::tuple(Member{"item", &AccountItem::id},
               Member{"date", &AccountItem::document_date},
               Member{"baseline", &AccountItem::baseline},
               Member{"secured", &AccountItem::secured},
               Member{"charged_off", &AccountItem::charged_off},
               Member{"in_plan", &AccountItem::in_plan},
               Member{"handed_over", &AccountItem::handed_over},
               Member{"state", &AccountItem::state, true});
template <>
constexpr auto kMembers<AccountRow> = std::tuple(
    Member{"row", &AccountRow::number}, Member{"due", &AccountRow::due},
    Member{"original_due", &AccountRow::original_due},
    Member{"claimed", &AccountRow::claimed}, Member{"open", &AccountRow::open},
    Member{"held", &AccountRow::held_minor},
    Member{"disputed", &AccountRow::disputed_minor},
    Member{"days_past_due", &AccountRow::days_past_due},
    Member{"settled_on", &AccountRow::settled_on});
template <>
constexpr auto kMembers<AccountPromise> =
    std::tuple(Member{"state", &AccountPromise::state, true},
               Member{"paid", &AccountPromise::paid_minor});
template <>
constexpr auto kMembers<Account> =
    std::tuple(Member{"state", &Account::state, true},
               Member{"days_past_due", &Account::days_past_due},
               Member{"provisional", &Account::provisional},
               Member{"open", &Account::open},
               Member{"unapplied", &Account::unapplied_minor},
               Member{"pending", &Account::pending_minor},
               Member{"disputed", &Account::disputed_minor},
               Member{"recovered", &Account::recovered_minor});

}  // namespace usance::codec

namespace usance {
namespace {

using codec::Field;
using codec::FieldType;
using codec::Reader;

// Where a line stands: those of a file rise.
enum class LineKind : int32_t {
  kAccount = 1,
  kEvent = 2,
  kItem = 3,
  kRow = 4,
  kMovement = 5,
  kPromise = 6,
  kIgnored = 7,
  kTotals = 8,
};

}  // namespace

template <>
struct Names<LineKind> {
  static constexpr std::string_view kNoun = "kind of line";
  static constexpr Named<LineKind> kTable[] = {
      {LineKind::kAccount, "account", ""},
      {LineKind::kEvent, "event", ""},
      {LineKind::kItem, "item", ""},
      {LineKind::kRow, "row", ""},
      {LineKind::kMovement, "movement", ""},
      {LineKind::kPromise, "promise", ""},
      {LineKind::kIgnored, "ignored", ""},
      {LineKind::kTotals, "totals", ""},
  };
};

namespace {

constexpr Field kAmountFields[] = {
    {"principal", FieldType::kMoney, false, "of principal"},
    {"contract_interest", FieldType::kMoney, false, "of contract interest"},
    {"default_interest", FieldType::kMoney, false, "of default interest"},
    {"fee", FieldType::kMoney, false, "of fees"},
    {"cost", FieldType::kMoney, false, "of costs"},
};
// Of all lines.
constexpr Field kSnapshotLineFields[] = {
    {"line", FieldType::kName, true, "its kind", codec::NamesOf<LineKind>},
    {"account", FieldType::kText, true, "the debtor"},
    {"currency", FieldType::kCurrency, true, "of all amounts"},
    {"as_of", FieldType::kDate, true, "the end of this day"},
    {"as_known_on", FieldType::kDate, false, "assumed: all is known"},
    {"id", FieldType::kText, true, "of the event"},
    {"kind", FieldType::kName, true, "of the event or movement"},
    {"date", FieldType::kDate, true, "the day"},
    {"recorded", FieldType::kDate, true, "the day of the record"},
    {"event", FieldType::kText, false, "by its id"},
    {"item", FieldType::kText, false, "by its id"},
    {"row", FieldType::kInteger, true, "of the item"},
    {"baseline", FieldType::kDate, true, "what aging counts from"},
    {"secured", FieldType::kFlag, false, "of the item"},
    {"charged_off", FieldType::kFlag, false, "of the item"},
    {"in_plan", FieldType::kFlag, false, "of the item"},
    {"handed_over", FieldType::kFlag, false, "of the item"},
    {"state", FieldType::kName, true, "of the item, promise or account"},
    {"due", FieldType::kDate, true, "of the row"},
    {"original_due", FieldType::kDate, true, "of the row"},
    {"claimed", FieldType::kObject, false, "of the row", nullptr,
     kAmountFields},
    {"open", FieldType::kObject, false, "of it", nullptr, kAmountFields},
    {"held", FieldType::kMoney, true, "of the principal"},
    {"disputed", FieldType::kMoney, true, "of the principal"},
    {"days_past_due", FieldType::kInteger, false, "of the row or account"},
    {"settled_on", FieldType::kDate, false, "of the row"},
    {"component", FieldType::kName, false, "of the claim"},
    {"cell", FieldType::kInteger, false, "of the rule, from 0"},
    {"amount", FieldType::kMoney, true, "of the movement"},
    {"paid", FieldType::kMoney, true, "of the promise"},
    {"why", FieldType::kText, true, "it was ignored"},
    {"provisional", FieldType::kFlag, false, "of a rate"},
    {"unapplied", FieldType::kMoney, true, "of the account"},
    {"pending", FieldType::kMoney, true, "of the account"},
    {"recovered", FieldType::kMoney, true, "of the account"},
    {"journal", FieldType::kText, true, "the last chain of its events"},
    {"policy", FieldType::kText, true, "the SHA-256 of its JSON"},
};

// --- writing ----------------------------------------------------------------

// The lines of a snapshot, without their chains.
class Lines {
 public:
  explicit Lines(const Snapshot& snapshot)
      : snapshot_(snapshot), account_(snapshot.account) {}

  // Calls take(line) for each but the first.
  template <class Take>
  void Each(const Take& take) const {
    take(OfAccount());
    for (const SnapshotEvent& one : snapshot_.events) {
      take(Of(LineKind::kEvent, one));
    }
    for (const AccountItem& one : account_.items) {
      take(Of(LineKind::kItem, one));
    }
    for (const AccountRow& one : account_.rows) take(OfRow(one));
    for (const Movement& one : account_.movements) take(OfMovement(one));
    for (const AccountPromise& one : account_.promises) take(OfPromise(one));
    for (const IgnoredEvent& one : account_.ignored) take(OfIgnored(one));
    take(OfTotals());
  }

  // The line that was read last, of that kind.
  [[nodiscard]] Json Last(LineKind kind) const {
    switch (kind) {
      case LineKind::kAccount:
        return OfAccount();
      case LineKind::kEvent:
        return Of(kind, snapshot_.events.back());
      case LineKind::kItem:
        return Of(kind, account_.items.back());
      case LineKind::kRow:
        return OfRow(account_.rows.back());
      case LineKind::kMovement:
        return OfMovement(account_.movements.back());
      case LineKind::kPromise:
        return OfPromise(account_.promises.back());
      case LineKind::kIgnored:
        return OfIgnored(account_.ignored.back());
      case LineKind::kTotals:
        break;
    }
    return OfTotals();
  }

 private:
  static Json Begin(LineKind kind) {
    Json line = Json::Object();
    line.Set("line", NameOf(kind));
    return line;
  }

  template <class Body>
  [[nodiscard]] Json Of(LineKind kind, const Body& body) const {
    Json line = Begin(kind);
    codec::SetMembers(body, account_.currency, line);
    return line;
  }

  [[nodiscard]] Json OfAccount() const {
    Json line = Begin(LineKind::kAccount);
    line.Set("account", snapshot_.debtor);
    line.Set("currency", account_.currency.code());
    line.Set("as_of", account_.as_of.ToText());
    if (snapshot_.as_known_on) {
      line.Set("as_known_on", snapshot_.as_known_on->ToText());
    }
    return line;
  }

  void SetItem(uint32_t item, Json& line) const {
    const std::string& id = account_.items[item].id;
    if (!id.empty()) line.Set("item", id);
  }

  [[nodiscard]] Json OfRow(const AccountRow& row) const {
    Json line = Begin(LineKind::kRow);
    SetItem(row.item, line);
    codec::SetMembers(row, account_.currency, line);
    return line;
  }

  [[nodiscard]] Json OfMovement(const Movement& movement) const {
    Json line = Begin(LineKind::kMovement);
    line.Set("date", movement.date.ToText());
    if (movement.event != kAsOf) {
      line.Set("event", snapshot_.events[movement.event].id);
    }
    line.Set("kind", NameOf(movement.kind));
    if (movement.row) {
      const AccountRow& row = account_.rows[*movement.row];
      SetItem(row.item, line);
      line.Set("row", row.number);
      line.Set("component", NameOf(movement.component));
    }
    if (movement.cell) line.Set("cell", *movement.cell);
    line.Set("amount", FormatAmount(movement.amount_minor, account_.currency));
    return line;
  }

  [[nodiscard]] Json OfPromise(const AccountPromise& promise) const {
    Json line = Begin(LineKind::kPromise);
    line.Set("event", snapshot_.events[promise.event].id);
    codec::SetMembers(promise, account_.currency, line);
    return line;
  }

  [[nodiscard]] Json OfIgnored(const IgnoredEvent& ignored) const {
    Json line = Begin(LineKind::kIgnored);
    line.Set("event", snapshot_.events[ignored.event].id);
    line.Set("why", ignored.why);
    return line;
  }

  [[nodiscard]] Json OfTotals() const {
    Json line = Of(LineKind::kTotals, account_);
    line.Set("journal", snapshot_.chain);
    line.Set("policy", snapshot_.policy_sha256);
    return line;
  }

  const Snapshot& snapshot_;
  const Account& account_;
};

// --- reading ----------------------------------------------------------------

absl::Status Mismatch(std::string_view field, const std::string& text) {
  return Error(Reason::kSumMismatch, field, text);
}

// Whether an account is the sum of its movements.
absl::Status CheckSums(const Account& account) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  std::vector<std::array<int128, kComponentCount>> rows(account.rows.size());
  const auto part = [](auto& amounts, Component component) -> int128& {
    return amounts[static_cast<size_t>(component) - 1];
  };
  int128 unapplied = 0;
  for (const Movement& movement : account.movements) {
    unapplied += UnappliedChange(movement);
    if (movement.row) {
      part(rows[*movement.row], movement.component) += ClaimChange(movement);
    }
  }
  std::array<int128, kComponentCount> open{};
  for (size_t k = 0; k < account.rows.size(); ++k) {
    const AccountRow& row = account.rows[k];
    for (const Component c : kComponents) {
      if (part(rows[k], c) != row.open[c] || row.open[c] < 0 ||
          row.claimed[c] < row.open[c]) {
        return Mismatch("/open", "the movements of row " +
                                     std::to_string(row.number) + " of item " +
                                     Quoted(account.items[row.item].id) +
                                     " do not add up to it");
      }
      part(open, c) += row.open[c];
    }
    if (row.claimed.Total() > kMost) {
      return Mismatch("/open", "claims are outside the 64 bits of minor units");
    }
  }
  for (const Component c : kComponents) {
    if (part(open, c) != account.open[c]) {
      return Mismatch("/open", "the rows do not add up to the totals");
    }
  }
  if (account.open.Total() > kMost) {
    return Mismatch("/open", "it is outside the 64 bits of minor units");
  }
  if (unapplied != account.unapplied_minor || unapplied < 0) {
    return Mismatch("/unapplied", "the movements do not add up to it");
  }
  return absl::OkStatus();
}

// A blank that the account line fills.
Snapshot BlankSnapshot() {
  return {
      .debtor = {},
      .chain = {},
      .policy_sha256 = {},
      .account = {.currency = Currency::Of("EUR"), .as_of = codec::kAnyDay}};
}

class SnapshotReader {
 public:
  explicit SnapshotReader(std::string_view text)
      : text_(text), lines_(text, "snapshot") {}

  absl::StatusOr<Snapshot> Read() {
    std::string line;
    for (;;) {  // each turn takes a line
      USANCE_ASSIGN_OR_RETURN(const bool any, lines_.Next(line));
      if (!any) break;
      const absl::Status status = ReadLine(line);
      if (!status.ok()) return lines_.Placed(status);
    }
    if (last_ != LineKind::kTotals) return Cut();
    if (lines_.begin() == text_.size()) return std::move(read_);
    return Error(Reason::kMalformed, CutPlace(),
                 "nothing belongs behind the totals (they end at byte " +
                     std::to_string(lines_.begin()) + ")");
  }

 private:
  // Of the line that is not there, or not whole.
  [[nodiscard]] std::string CutPlace() const {
    return std::to_string(count_ + (lines_.chain().empty() ? 1 : 2)) + ":1";
  }

  [[nodiscard]] absl::Status Cut() const {
    return Error(Reason::kMissingField, CutPlace(),
                 "the snapshot was cut: it is good up to byte " +
                     std::to_string(lines_.begin()) +
                     ", and the totals that close it are missing");
  }

  absl::Status ReadLine(std::string_view line) {
    USANCE_ASSIGN_OR_RETURN(const Json json,
                            ParseJson(line, {.max_bytes = kMaxJournalLine}));
    if (json.kind() != Json::Kind::kObject) {
      return Error(Reason::kWrongType, "", "the line is no object");
    }
    Reader in(json, kSnapshotLineFields, "", none_);
    USANCE_ASSIGN_OR_RETURN(const LineKind kind, in.Get<LineKind>("line"));
    const bool once = kind == LineKind::kAccount || kind == LineKind::kTotals;
    const bool first = count_ == 0;
    if (first != (kind == LineKind::kAccount) || kind < last_ ||
        (once && kind == last_)) {
      return Error(Reason::kMalformed, "/line",
                   "a line of this kind does not belong here");
    }
    last_ = kind;
    ++count_;
    USANCE_RETURN_IF_ERROR(Take(kind, in));
    USANCE_RETURN_IF_ERROR(in.Done());
    if (ToText(Lines(read_).Last(kind)) == line) return absl::OkStatus();
    return Error(Reason::kMalformed, "",
                 "the line is not written in its one form");
  }

  absl::Status Take(LineKind kind, Reader& in) {
    switch (kind) {
      case LineKind::kAccount:
        return TakeAccount(in);
      case LineKind::kEvent:
        return TakeEvent(in);
      case LineKind::kItem:
        return TakeItem(in);
      case LineKind::kRow:
        return TakeRow(in);
      case LineKind::kMovement:
        return TakeMovement(in);
      case LineKind::kPromise:
        return TakePromise(in);
      case LineKind::kIgnored:
        return TakeIgnored(in);
      case LineKind::kTotals:
        break;
    }
    return TakeTotals(in);
  }

  template <class Body>
  absl::Status ReadMembers(Reader& in, Body& body) {
    return codec::ReadMembers(in, account_.currency, body);
  }

  absl::Status TakeAccount(Reader& in) {
    USANCE_ASSIGN_OR_RETURN(read_.debtor, in.Get<std::string>("account"));
    USANCE_ASSIGN_OR_RETURN(account_.currency, in.Get<Currency>("currency"));
    USANCE_ASSIGN_OR_RETURN(account_.as_of, in.Get<Date>("as_of"));
    USANCE_ASSIGN_OR_RETURN(read_.as_known_on, in.Find<Date>("as_known_on"));
    return absl::OkStatus();
  }

  // Says so where the name is known already.
  static absl::Status Add(std::map<std::string, uint32_t>& names,
                          const std::string& name, size_t number,
                          std::string_view field) {
    if (names.emplace(name, static_cast<uint32_t>(number)).second) {
      return absl::OkStatus();
    }
    return Error(Reason::kDuplicateField, field, Quoted(name) + " comes twice");
  }

  absl::Status TakeEvent(Reader& in) {
    SnapshotEvent event = {
        .id = {}, .date = codec::kAnyDay, .recorded = codec::kAnyDay};
    USANCE_RETURN_IF_ERROR(ReadMembers(in, event));
    USANCE_RETURN_IF_ERROR(
        Add(events_, event.id, read_.events.size(), in.PathOf("id")));
    read_.events.push_back(std::move(event));
    return absl::OkStatus();
  }

  absl::Status TakeItem(Reader& in) {
    AccountItem item = {
        .id = {}, .document_date = codec::kAnyDay, .baseline = codec::kAnyDay};
    USANCE_RETURN_IF_ERROR(ReadMembers(in, item));
    USANCE_RETURN_IF_ERROR(
        Add(items_, item.id, account_.items.size(), in.PathOf("item")));
    account_.items.push_back(std::move(item));
    rows_of_.emplace_back();
    return absl::OkStatus();
  }

  // The number of what the field names.
  absl::StatusOr<uint32_t> Find(const std::map<std::string, uint32_t>& names,
                                std::string_view field, Reader& in) {
    USANCE_ASSIGN_OR_RETURN(const auto name, in.Find<std::string>(field));
    const auto found = names.find(name.value_or(""));
    if (found != names.end()) return found->second;
    return Error(Reason::kUnknownName, in.PathOf(field),
                 "no " + std::string(field) + " " + Quoted(name.value_or("")) +
                     " before it");
  }

  absl::Status TakeRow(Reader& in) {
    AccountRow row = {.due = codec::kAnyDay,
                      .original_due = codec::kAnyDay,
                      .claimed = {},
                      .open = {}};
    USANCE_ASSIGN_OR_RETURN(row.item, Find(items_, "item", in));
    USANCE_RETURN_IF_ERROR(ReadMembers(in, row));
    std::vector<uint32_t>& rows = rows_of_[row.item];
    if (row.number != static_cast<int64_t>(rows.size()) + 1) {
      return Error(Reason::kMalformed, in.PathOf("row"),
                   "rows of an item are numbered from 1");
    }
    rows.push_back(static_cast<uint32_t>(account_.rows.size()));
    account_.rows.push_back(std::move(row));
    return absl::OkStatus();
  }

  absl::Status TakeMovement(Reader& in) {
    USANCE_ASSIGN_OR_RETURN(const Date date, in.Get<Date>("date"));
    Movement movement = {.date = date};
    if (in.Has("event")) {
      USANCE_ASSIGN_OR_RETURN(movement.event, Find(events_, "event", in));
    }
    USANCE_ASSIGN_OR_RETURN(movement.kind, in.Get<MovementKind>("kind"));
    if (in.Has("row")) {
      USANCE_ASSIGN_OR_RETURN(const uint32_t item, Find(items_, "item", in));
      const std::vector<uint32_t>& rows = rows_of_[item];
      USANCE_ASSIGN_OR_RETURN(
          const auto number,
          in.FindInteger("row", 1, std::numeric_limits<int32_t>::max()));
      if (*number > static_cast<int64_t>(rows.size())) {
        return Error(Reason::kUnknownName, in.PathOf("row"),
                     "the item has no such row");
      }
      movement.row = rows[static_cast<size_t>(*number) - 1];
      USANCE_ASSIGN_OR_RETURN(movement.component,
                              in.Get<Component>("component"));
    }
    USANCE_ASSIGN_OR_RETURN(
        const auto cell,
        in.FindInteger("cell", 0, std::numeric_limits<int32_t>::max()));
    if (cell) movement.cell = static_cast<uint32_t>(*cell);
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            in.GetMoney("amount", account_.currency));
    movement.amount_minor = amount.minor();
    if (amount.minor() == std::numeric_limits<int64_t>::min()) {
      return Mismatch("/amount", "it is outside what a movement can be");
    }
    const BookPair books = BooksOf(movement.kind);
    if (movement.row.has_value() != (books.debit == Book::kReceivable ||
                                     books.credit == Book::kReceivable)) {
      return Mismatch("/row", "a movement of a claim, and no other, has a row");
    }
    account_.movements.push_back(movement);
    return absl::OkStatus();
  }

  absl::Status TakePromise(Reader& in) {
    AccountPromise promise;
    USANCE_ASSIGN_OR_RETURN(promise.event, Find(events_, "event", in));
    USANCE_RETURN_IF_ERROR(ReadMembers(in, promise));
    account_.promises.push_back(promise);
    return absl::OkStatus();
  }

  absl::Status TakeIgnored(Reader& in) {
    IgnoredEvent ignored;
    USANCE_ASSIGN_OR_RETURN(ignored.event, Find(events_, "event", in));
    USANCE_ASSIGN_OR_RETURN(ignored.why, in.Get<std::string>("why"));
    account_.ignored.push_back(std::move(ignored));
    return absl::OkStatus();
  }

  absl::Status TakeTotals(Reader& in) {
    USANCE_RETURN_IF_ERROR(ReadMembers(in, account_));
    for (const auto& [field, digest] :
         {std::pair("journal", &read_.chain),
          std::pair("policy", &read_.policy_sha256)}) {
      USANCE_ASSIGN_OR_RETURN(*digest, in.Get<std::string>(field));
    }
    return CheckSums(account_);
  }

  const RateBook none_;
  std::string_view text_;
  codec::ChainedReader lines_;
  LineKind last_{};
  int64_t count_ = 0;
  Snapshot read_ = BlankSnapshot();
  Account& account_ = read_.account;
  std::map<std::string, uint32_t> events_;
  std::map<std::string, uint32_t> items_;
  std::vector<std::vector<uint32_t>> rows_of_;
};

}  // namespace

std::string PolicyDigest(const Json& policy) { return Sha256(ToText(policy)); }

Snapshot SnapshotOf(const Journal& journal, const Account& account,
                    std::optional<Date> as_known_on,
                    std::string policy_sha256) {
  Snapshot snapshot = {.debtor = journal.account(),
                       .as_known_on = as_known_on,
                       .chain = {},
                       .policy_sha256 = std::move(policy_sha256),
                       .account = account};
  std::vector<codec::JournalLine> seen;
  std::vector<uint32_t> number(journal.size());
  for (size_t k = 0; k < journal.size(); ++k) {
    const Event& event = journal[k];
    if (event.value_date > account.as_of ||
        (as_known_on && event.recorded > *as_known_on)) {
      continue;
    }
    number[k] = static_cast<uint32_t>(seen.size());
    seen.push_back({&journal, &event});
    snapshot.events.push_back(
        {event.id, event.kind(), event.value_date, event.recorded});
  }
  snapshot.chain = codec::WriteJournalLines(std::move(seen)).chain();
  Account& to = snapshot.account;
  for (AccountRow& row : to.rows) row.segments.clear();
  for (Movement& movement : to.movements) {
    if (movement.event != kAsOf) movement.event = number[movement.event];
  }
  for (AccountPromise& one : to.promises) one.event = number[one.event];
  for (IgnoredEvent& one : to.ignored) one.event = number[one.event];
  return snapshot;
}

std::string WriteSnapshot(const Snapshot& snapshot) {
  codec::ChainedWriter writer("snapshot");
  Lines(snapshot).Each([&](const Json& line) { writer.Add(line); });
  return std::move(writer).Text();
}

absl::StatusOr<Snapshot> ReadSnapshot(std::string_view text) {
  return SnapshotReader(text).Read();
}

std::optional<SnapshotDifference> FirstDifference(const Snapshot& then,
                                                  const Snapshot& now) {
  const auto lines_of = [](const Snapshot& snapshot) {
    std::vector<std::string> lines;
    Lines(snapshot).Each(
        [&](const Json& line) { lines.push_back(ToText(line)); });
    return lines;
  };
  const std::vector<std::string> before = lines_of(then), after = lines_of(now);
  // Each ends with its totals, so the shorter one does not begin the longer.
  const auto [a, b] =
      std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  if (a == before.end()) return std::nullopt;
  return SnapshotDifference{
      .line = a - before.begin() + 2, .then = *a, .now = *b};
}

Json DifferenceJson(const SnapshotDifference& difference) {
  Json json = Json::Object();
  json.Set("line", difference.line);
  const JsonLimits limits = {.max_bytes = kMaxJournalLine};
  json.Set("then", *ParseJson(difference.then, limits));
  json.Set("now", *ParseJson(difference.now, limits));
  return json;
}

}  // namespace usance
