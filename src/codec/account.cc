#include "usance/codec/account.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "src/account/about_items.h"
#include "src/codec/account_request.h"
#include "src/codec/operations.h"
#include "usance/codec/journal.h"
#include "usance/codec/postings.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance {

namespace codec {

// "contract_interest" of "contract interest".
std::string FieldNameOf(Component component) {
  std::string name(NameOf(component));
  for (char& c : name) c = c == ' ' ? '_' : c;
  return name;
}

Json AmountsJson(const ComponentAmounts& amounts, Currency currency) {
  Json json = Json::Object();
  for (const Component component : kComponents) {
    json.Set(FieldNameOf(component),
             FormatAmount(amounts[component], currency));
  }
  return json;
}

}  // namespace codec

namespace {

using codec::AmountsJson;
using codec::FieldNameOf;

// The sum of amounts of which Replay has checked that it is an int64.
std::string TotalText(const ComponentAmounts& amounts, Currency currency) {
  return FormatAmount(static_cast<int64_t>(amounts.Total()), currency);
}

Json RowJson(const AccountRow& row, Currency currency) {
  Json json = Json::Object();
  json.Set("row", row.number);
  json.Set("due", row.due.ToText());
  if (row.due != row.original_due) {
    json.Set("original_due", row.original_due.ToText());
  }
  json.Set("claimed", TotalText(row.claimed, currency));
  json.Set("open", TotalText(row.open, currency));
  for (const Component component : kComponents) {
    json.Set(FieldNameOf(component),
             FormatAmount(row.open[component], currency));
  }
  if (row.held_minor != 0) {
    json.Set("held", FormatAmount(row.held_minor, currency));
  }
  if (row.disputed_minor != 0) {
    json.Set("disputed", FormatAmount(row.disputed_minor, currency));
  }
  json.Set("days_past_due", row.days_past_due);
  if (row.settled_on) json.Set("settled_on", row.settled_on->ToText());
  return json;
}

Json ItemsJson(const Account& account) {
  std::vector<Json> rows(account.items.size(), Json::List());
  for (const AccountRow& row : account.rows) {
    rows[row.item].Append(RowJson(row, account.currency));
  }
  Json items = Json::List();
  for (size_t k = 0; k < account.items.size(); ++k) {
    const AccountItem& item = account.items[k];
    Json json = Json::Object();
    json.Set("item", item.id);
    json.Set("date", item.document_date.ToText());
    json.Set("state", NameOf(item.state));
    if (item.in_plan) json.Set("in_plan", true);
    if (item.handed_over) json.Set("handed_over", true);
    if (item.charged_off) json.Set("charged_off", true);
    json.Set("rows", std::move(rows[k]));
    items.Append(std::move(json));
  }
  return items;
}

Json BucketJson(const AgingBucket& bucket, Currency currency) {
  Json json = Json::Object();
  json.Set("from", bucket.from);
  if (bucket.to) json.Set("to", *bucket.to);
  json.Set("amount", FormatAmount(bucket.amount_minor, currency));
  json.Set("rows", bucket.row_count);
  return json;
}

Json BalanceJson(const Balance& balance, Currency currency) {
  Json json = AmountsJson(balance.open, currency);
  json.Set("unapplied", FormatAmount(balance.unapplied_minor, currency));
  return json;
}

// "oldest due: past due"
std::string CellText(const AllocationRule& rule, uint32_t cell) {
  return rule.id + ": " + std::string(NameOf(rule.cells[cell].due));
}

// What a movement is of: "default interest of A row 2", or nothing.
std::string PlaceOf(const Movement& movement, const Account& account) {
  if (!movement.row) return "";
  const AccountRow& row = account.rows[*movement.row];
  std::string place(NameOf(movement.component));
  const std::string& item = account.items[row.item].id;
  place += item.empty() ? " of no item" : " of " + item;
  if (row.number > 1) place += " row " + std::to_string(row.number);
  return place;
}

std::string MovementSentence(const Movement& movement, const Posting& posting,
                             const Account& account) {
  std::string text(NameOf(movement.kind));
  text += posting.event_kind
              ? " by " + std::string(NameOf(*posting.event_kind)) + " " +
                    Quoted(posting.event)
              : " accrued";
  text += ": " + FormatAmount(movement.amount_minor, account.currency);
  const std::string place = PlaceOf(movement, account);
  if (!place.empty()) text += ", " + place;
  if (!posting.rule.empty()) text += " (" + posting.rule + ")";
  return text;
}

// An event in the words of its record: 'hold "e17": item "A", amount "5.00"'.
std::string EventSentence(const Journal& journal, uint32_t k) {
  const Json json = WriteAccountEvent({.account = journal.account(),
                                       .currency = journal.currency(),
                                       .event = journal[k]});
  std::string text(NameOf(journal[k].kind()));
  text += " " + Quoted(journal[k].id);
  const char* before = ": ";
  for (const Json::Member& member : json.members()) {
    static constexpr std::string_view kOfAll[] = {
        "account", "currency", "id", "kind", "date", "recorded", "sequence"};
    if (std::find(std::begin(kOfAll), std::end(kOfAll), member.name) !=
        std::end(kOfAll)) {
      continue;
    }
    text += before + member.name + " " + ToText(member.value);
    before = ", ";
  }
  return text;
}

// What is said of a debt moves none of its figures.
bool IsTalk(EventKind kind) {
  return kind == EventKind::kContact || kind == EventKind::kNote;
}

}  // namespace

absl::StatusOr<std::vector<int32_t>> ReadEdges(std::string_view text,
                                               std::string_view field) {
  std::vector<int32_t> edges;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    const Scanned<Decimal> days = ScanDecimal(text.substr(at, end - at), 0);
    const auto narrow = days.value ? Narrow<int32_t>(days.value->digits)
                                   : std::optional<int32_t>();
    if (!narrow) {
      return Error(Reason::kMalformed, field,
                   Quoted(text) + "; allowed: days between commas, as 30,60");
    }
    edges.push_back(*narrow);
    at = end + 1;
  }
  return edges;
}

Json AccountJson(const Account& account, const Journal& journal) {
  const Currency currency = account.currency;
  const auto amount = [currency](int64_t minor) {
    return FormatAmount(minor, currency);
  };
  Json json = Json::Object();
  json.Set("state", NameOf(account.state));
  json.Set("days_past_due", account.days_past_due);
  json.Set("open", AmountsJson(account.open, currency));
  json.Set("total", TotalText(account.open, currency));
  json.Set("unapplied", amount(account.unapplied_minor));
  json.Set("pending", amount(account.pending_minor));
  json.Set("disputed", amount(account.disputed_minor));
  json.Set("recovered", amount(account.recovered_minor));
  json.Set("items", ItemsJson(account));
  Json promises = Json::List();
  for (const AccountPromise& promise : account.promises) {
    Json one = Json::Object();
    one.Set("event", journal[promise.event].id);
    one.Set("state", NameOf(promise.state));
    one.Set("paid", amount(promise.paid_minor));
    promises.Append(std::move(one));
  }
  json.Set("promises", std::move(promises));
  Json ignored = Json::List();
  for (const IgnoredEvent& event : account.ignored) {
    Json one = Json::Object();
    one.Set("event", journal[event.event].id);
    one.Set("why", event.why);
    ignored.Append(std::move(one));
  }
  json.Set("ignored", std::move(ignored));
  return json;
}

Json AgingJson(const Aging& aging) {
  const Currency currency = aging.currency;
  Json json = Json::Object();
  json.Set("currency", currency.code());
  json.Set("not_due", FormatAmount(aging.not_due.amount_minor, currency));
  json.Set("not_due_rows", aging.not_due.row_count);
  Json buckets = Json::List();
  for (const AgingBucket& bucket : aging.buckets) {
    buckets.Append(BucketJson(bucket, currency));
  }
  json.Set("buckets", std::move(buckets));
  json.Set("unapplied", FormatAmount(aging.unapplied_minor, currency));
  json.Set("total", FormatAmount(aging.total_minor, currency));
  json.Set("disputed", FormatAmount(aging.disputed_minor, currency));
  return json;
}

Json StatementJson(const Statement& statement, const Journal& journal) {
  const Currency currency = statement.currency;
  Json json = Json::Object();
  json.Set("from", statement.from.ToText());
  json.Set("to", statement.to.ToText());
  json.Set("opening", BalanceJson(statement.opening, currency));
  Json lines = Json::List();
  for (const StatementLine& line : statement.lines) {
    const Movement& movement = line.movement;
    Json one = Json::Object();
    one.Set("date", movement.date.ToText());
    one.Set("kind", NameOf(movement.kind));
    if (movement.event != kAsOf) {
      one.Set("event", journal[movement.event].id);
    }
    if (movement.row) {
      const AccountRow& row = statement.account.rows[*movement.row];
      one.Set("item", statement.account.items[row.item].id);
      one.Set("row", row.number);
      one.Set("component", NameOf(movement.component));
    }
    one.Set("change", FormatAmount(line.change_minor, currency));
    one.Set("balance", FormatAmount(line.balance_minor, currency));
    lines.Append(std::move(one));
  }
  json.Set("lines", std::move(lines));
  json.Set("corrections", BalanceJson(statement.corrections, currency));
  json.Set("closing", BalanceJson(statement.closing, currency));
  return json;
}

Json OpenItemsJson(const OpenItems& open, const Account& account) {
  const auto amount = [&](int64_t minor) {
    return FormatAmount(minor, account.currency);
  };
  Json json = Json::Object();
  json.Set("to", account.as_of.ToText());
  Json lines = Json::List();
  for (const OpenItemLine& line : open.lines) {
    const AccountRow& row = account.rows[line.row];
    const AccountItem& item = account.items[row.item];
    Json one = Json::Object();
    one.Set("item", item.id);
    one.Set("row", row.number);
    one.Set("date", item.document_date.ToText());
    one.Set("due", row.due.ToText());
    one.Set("days_past_due", row.days_past_due);
    one.Set("claimed", amount(line.claimed_minor));
    one.Set("settled", amount(line.settled_minor));
    one.Set("open", amount(line.open_minor));
    one.Set("balance", amount(line.balance_minor));
    lines.Append(std::move(one));
  }
  json.Set("lines", std::move(lines));
  json.Set("unapplied", amount(open.unapplied_minor));
  json.Set("balance", amount(open.balance_minor));
  return json;
}

Json PayoffJson(const PayoffQuote& quote, Currency currency) {
  Json json = Json::Object();
  json.Set("on", quote.on.ToText());
  json.Set("open", AmountsJson(quote.open, currency));
  json.Set("unapplied", FormatAmount(quote.unapplied_minor, currency));
  json.Set("pay", FormatAmount(quote.pay_minor, currency));
  json.Set("per_diem", FormatAmount(quote.per_diem_minor, currency));
  return json;
}

Json LeastJson(std::optional<int64_t> least, Currency currency) {
  return least ? Json(FormatAmount(*least, currency)) : Json();
}

Json AllocationJson(const std::vector<Movement>& movements,
                    const Account& account, const AccountPolicy& policy,
                    std::string_view type) {
  const Currency currency = account.currency;
  const AllocationRule& rule = RuleFor(policy, type);
  Json allocations = Json::List();
  int64_t unapplied = 0;
  for (const Movement& movement : movements) {
    if (!movement.row) {
      unapplied += movement.amount_minor;
      continue;
    }
    const AccountRow& row = account.rows[*movement.row];
    Json one = Json::Object();
    one.Set("kind", NameOf(movement.kind));
    one.Set("item", account.items[row.item].id);
    one.Set("row", row.number);
    one.Set("component", NameOf(movement.component));
    one.Set("amount", FormatAmount(movement.amount_minor, currency));
    if (movement.cell) one.Set("rule", CellText(rule, *movement.cell));
    allocations.Append(std::move(one));
  }
  Json json = Json::Object();
  json.Set("allocations", std::move(allocations));
  json.Set("unapplied", FormatAmount(unapplied, currency));
  return json;
}

Json MatchesJson(const Matches& matches, Currency currency) {
  const auto amount = [currency](int64_t minor) {
    return FormatAmount(minor, currency);
  };
  Json suggestions = Json::List();
  for (const MatchSuggestion& suggestion : matches.suggestions) {
    Json one = Json::Object();
    one.Set("confidence", NameOf(suggestion.confidence));
    Json reasons = Json::List();
    for (const MatchReason reason : suggestion.reasons) {
      reasons.Append(NameOf(reason));
    }
    one.Set("reasons", std::move(reasons));
    if (!suggestion.account.empty()) one.Set("account", suggestion.account);
    Json lines = Json::List();
    for (const MatchLine& part : suggestion.lines) {
      Json line = Json::Object();
      line.Set("item", part.item);
      line.Set("row", part.row);
      line.Set("due", part.due.ToText());
      line.Set("open", amount(part.open_minor));
      line.Set("discount", amount(part.discount_minor));
      line.Set("pay", amount(part.pay_minor));
      lines.Append(std::move(line));
    }
    one.Set("lines", std::move(lines));
    one.Set("rest", amount(suggestion.rest_minor));
    suggestions.Append(std::move(one));
  }
  Json references = Json::List();
  for (const QuotedReference& quoted : matches.references) {
    Json one = Json::Object();
    one.Set("reference", quoted.text);
    one.Set("state", NameOf(quoted.state));
    if (!quoted.why.empty()) one.Set("why", quoted.why);
    references.Append(std::move(one));
  }
  Json json = Json::Object();
  json.Set("suggestions", std::move(suggestions));
  json.Set("left_off", static_cast<int64_t>(matches.left_off));
  json.Set("references", std::move(references));
  return json;
}

std::vector<std::string> ExplainAccount(
    const Account& account, const Journal& journal, const AccountPolicy& policy,
    const std::optional<std::string>& item) {
  std::vector<std::pair<Date, std::string>> dated;
  const std::vector<Posting> postings =
      PostingsOf(account, journal, policy, account.as_known_on);
  std::set<uint32_t> moved;
  std::set<std::string> ids;
  if (item) ids.insert(*item);
  internal::AboutItems about(std::move(ids));
  for (size_t m = 0; m < postings.size(); ++m) {
    const Movement& movement = account.movements[m];
    moved.insert(movement.event);
    if (item && (!movement.row ||
                 account.items[account.rows[*movement.row].item].id != *item)) {
      continue;
    }
    if (movement.event != kAsOf) about.Take(journal[movement.event].id);
    dated.emplace_back(movement.date,
                       MovementSentence(movement, postings[m], account));
  }
  std::map<uint32_t, std::string_view> ignored;
  for (const IgnoredEvent& one : account.ignored) ignored[one.event] = one.why;
  for (const uint32_t k : EventsOf(journal, account)) {
    if (item && !about(journal[k])) continue;
    const auto why = ignored.find(k);
    const bool tells = why != ignored.end() || !moved.contains(k);
    if (!tells || IsTalk(journal[k].kind())) continue;
    std::string text = EventSentence(journal, k);
    if (why != ignored.end()) text += "; ignored: " + std::string(why->second);
    dated.emplace_back(journal[k].value_date, std::move(text));
  }
  std::stable_sort(
      dated.begin(), dated.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> sentences;
  for (auto& [date, text] : dated) {
    sentences.push_back(date.ToText() + " " + std::move(text));
  }
  for (const AccountRow& row : account.rows) {
    const std::string& of = account.items[row.item].id;
    if (item && of != *item) continue;
    for (const Segment& segment : row.segments) {
      sentences.push_back("interest of " + of + " row " +
                          std::to_string(row.number) + ": " +
                          codec::SegmentSentence(segment, account.currency));
    }
  }
  return sentences;
}

}  // namespace usance
