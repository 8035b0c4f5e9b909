#include "usance/account/account.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capi/account.h"
#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/account/aging.h"
#include "usance/account/ledger.h"
#include "usance/account/statement.h"
#include "usance/codec/account.h"
#include "usance/codec/import.h"
#include "usance/codec/journal.h"
#include "usance/codec/json.h"
#include "usance/codec/mapping.h"
#include "usance/codec/postings.h"
#include "usance/codec/snapshot.h"
#include "usance/core/text.h"

using usance::Account;
using usance::AccountEvent;
using usance::AccountItem;
using usance::AccountPolicy;
using usance::AccountRow;
using usance::Aging;
using usance::AgingBucket;
using usance::Balance;
using usance::Component;
using usance::ComponentAmounts;
using usance::Currency;
using usance::Date;
using usance::Error;
using usance::Event;
using usance::Journal;
using usance::Json;
using usance::Ledger;
using usance::Movement;
using usance::Reason;
using usance::Snapshot;
using usance::capi::CheckIsReplayed;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::CopyText;
using usance::capi::Defaults;
using usance::capi::Fits;
using usance::capi::GivenPolicy;
using usance::capi::Guard;
using usance::capi::IndexOf;
using usance::capi::ItemOf;
using usance::capi::MaybeDate;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutColumn;
using usance::capi::PutOpen;
using usance::capi::PutText;
using usance::capi::ReadGivenPolicy;
using usance::capi::Report;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::Writable;
using usance::capi::Write;

namespace usance::capi {

absl::Status CheckIsReplayed(const usance_account& account) {
  if (!account.snapshot) return absl::OkStatus();
  return Error(Reason::kContextRequired, "/account",
               "a snapshot has neither journal nor policy, which this needs");
}

absl::StatusOr<const std::string*> ItemOf(const usance_account& account,
                                          int32_t item,
                                          const std::string& field) {
  const std::vector<AccountItem>& items = account.value.items;
  if (item >= 0 && static_cast<size_t>(item) < items.size()) {
    return &items[static_cast<size_t>(item)].id;
  }
  return Error(Reason::kOutOfRange, field,
               std::to_string(item) + "; allowed: 0 to " +
                   std::to_string(items.size()) + " less 1");
}

}  // namespace usance::capi

namespace {

using enum Component;

// What a handle that grows holds: a copy, where others look at it.
template <class T>
T& Own(std::shared_ptr<const T>& value) {
  if (value.use_count() > 1) value = std::make_shared<T>(*value);
  return const_cast<T&>(*value);  // which was made as no const
}

// The error of a line, whose number is the row of the error.
struct LineError {
  absl::Status status = absl::OkStatus();
  int64_t line = -1;
};

// Calls take(json) for each line that is not empty.
template <class Take>
LineError EachLine(std::string_view text, const Take& take) {
  for (int64_t line = 0; !text.empty(); ++line) {
    const std::string_view one = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    if (one.empty()) continue;
    const absl::StatusOr<Json> json =
        usance::ParseJson(one, {.max_bytes = usance::kMaxJournalLine});
    const absl::Status taken = json.ok() ? take(*json) : json.status();
    if (!taken.ok()) return {taken, line};
  }
  return {};
}

// The events of one call, which are added to a journal together or not at all.
class NewEvents {
 public:
  explicit NewEvents(const Journal& journal)
      : journal_(journal), added_(journal.account(), journal.currency()) {}

  absl::Status Take(Event event) {
    USANCE_RETURN_IF_ERROR(journal_.Check(event).status());
    return added_.Append(std::move(event)).status();
  }

  LineError TakeLines(std::string_view text) {
    return EachLine(text, [&](const Json& json) -> absl::Status {
      USANCE_ASSIGN_OR_RETURN(Event event,
                              usance::ReadEvent(json, journal_.currency()));
      return Take(std::move(event));
    });
  }

  // Adds them to the journal, or to its copy; `count` are those that are new.
  absl::Status AddTo(std::shared_ptr<const Journal>& journal, size_t* count) {
    USANCE_ASSIGN_OR_RETURN(*count, Own(journal).Append(std::move(added_)));
    return absl::OkStatus();
  }

 private:
  const Journal& journal_;
  Journal added_;  // two of them may not be at odds either
};

const Journal* FindJournal(const Ledger& ledger, std::string_view account,
                           Currency currency) {
  const auto found = ledger.journals().find(
      {std::string(account), std::string(currency.code())});
  return found == ledger.journals().end() ? nullptr : &found->second;
}

// Adds the events of lines to a ledger: all or none. `count` are those that are
// new.
LineError AddLines(std::string_view text, std::shared_ptr<const Ledger>& ledger,
                   size_t* count) {
  Ledger added;  // two of them may not be at odds either
  const LineError wrong = EachLine(text, [&](const Json& json) -> absl::Status {
    USANCE_ASSIGN_OR_RETURN(AccountEvent event, usance::ReadAccountEvent(json));
    if (const Journal* known =
            FindJournal(*ledger, event.account, event.currency)) {
      USANCE_RETURN_IF_ERROR(known->Check(event.event).status());
    }
    return added.Append(std::move(event)).status();
  });
  if (!wrong.status.ok()) return wrong;
  const absl::StatusOr<size_t> fresh = Own(ledger).Append(std::move(added));
  if (fresh.ok()) *count = *fresh;
  return {fresh.status()};
}

// A journal of a ledger, which lives as long as it.
usance_journal* JournalOf(const std::shared_ptr<const Ledger>& ledger,
                          const Journal& journal) {
  return new usance_journal{std::shared_ptr<const Journal>(ledger, &journal)};
}

// A column of texts in one text.
struct TextColumn {
  const char* text;
  size_t size;
  const int64_t* end;
  std::string_view field;
  std::string_view end_field;

  [[nodiscard]] absl::Status Check(size_t n) const {
    USANCE_RETURN_IF_ERROR(Column(text, size, field));
    return Column(end, n, end_field);
  }

  [[nodiscard]] absl::StatusOr<std::string> At(size_t k) const {
    const int64_t begin = k == 0 ? 0 : end[k - 1];
    if (end[k] < begin || static_cast<uint64_t>(end[k]) > size) {
      return Error(
          Reason::kMalformed, std::string(end_field) + "/" + std::to_string(k),
          std::to_string(end[k]) + "; allowed: " + std::to_string(begin) +
              " to " + std::to_string(size));
    }
    return std::string(text + begin, static_cast<size_t>(end[k] - begin));
  }
};

// The columns that invoices and payments have.
struct EventColumns {
  size_t n;
  TextColumn id;
  TextColumn item;
  const usance_day* date;
  const usance_day* recorded;

  [[nodiscard]] absl::Status Check() const {
    USANCE_RETURN_IF_ERROR(id.Check(n));
    USANCE_RETURN_IF_ERROR(item.Check(n));
    return Column(date, n, "/date");
  }

  // The k-th, but for its body.
  [[nodiscard]] absl::StatusOr<Event> At(size_t k) const {
    const std::string at = "/" + std::to_string(k);
    USANCE_ASSIGN_OR_RETURN(std::string name, id.At(k));
    const std::string date_at = "/date" + at;
    USANCE_ASSIGN_OR_RETURN(const Date on, ToDate(date[k], date_at));
    Event event = {.id = std::move(name),
                   .value_date = on,
                   .recorded = on,
                   .body = usance::Noted{}};
    if (recorded != nullptr) {
      USANCE_ASSIGN_OR_RETURN(const auto known,
                              MaybeDate(recorded[k], "/recorded" + at));
      event.recorded = known.value_or(on);
    }
    return event;
  }
};

// Adds the events that fill(k, event) completes. What is wrong with one as an
// event has it for its row.
template <class Fill>
Outcome AddColumns(const EventColumns& from, usance_journal& journal,
                   size_t* added, usance_error* error, const Fill& fill) {
  NewEvents events(*journal.value);
  for (size_t k = 0; k < from.n; ++k) {
    USANCE_ASSIGN_OR_RETURN(Event event, from.At(k));
    USANCE_RETURN_IF_ERROR(fill(k, event));
    const absl::Status taken = events.Take(std::move(event));
    if (!taken.ok()) return Report(taken, static_cast<int64_t>(k), error);
  }
  USANCE_RETURN_IF_ERROR(events.AddTo(journal.value, added));
  return USANCE_STATUS_OK;
}

int64_t TotalOf(const ComponentAmounts& open) {
  return static_cast<int64_t>(open.Total());  // an account's, which fits
}

int32_t EventOf(const Movement& movement) {
  return movement.event == usance::kAsOf ? -1
                                         : static_cast<int32_t>(movement.event);
}

absl::Status CheckColumns(
    std::initializer_list<std::pair<const void*, std::string_view>> columns) {
  for (const auto& [column, field] : columns) {
    USANCE_RETURN_IF_ERROR(
        Optional(static_cast<const int32_t*>(column), field));
  }
  return absl::OkStatus();
}

// The columns of movements; each may be NULL.
struct MovementColumns {
  int32_t* kind;
  int32_t* component;
  int32_t* row;
  int32_t* cell = nullptr;
  int32_t* event = nullptr;
  usance_day* date = nullptr;
};

absl::Status Check(const MovementColumns& to) {
  return CheckColumns({{to.event, "/event"},
                       {to.kind, "/kind"},
                       {to.component, "/component"},
                       {to.date, "/date"},
                       {to.row, "/row"},
                       {to.cell, "/cell"}});
}

// `movement_of` gives the movement of one of the rows.
template <class Rows, class MovementOf>
void PutMovements(const Rows& rows, const MovementOf& movement_of,
                  const MovementColumns& to) {
  const auto put = [&](auto* column, const auto& value) {
    PutColumn(column, rows,
              [&](const auto& row) { return value(movement_of(row)); });
  };
  put(to.event, EventOf);
  put(to.kind, [](const Movement& one) { return one.kind; });
  put(to.component, [](const Movement& one) { return one.component; });
  put(to.date, [](const Movement& one) { return one.date.days(); });
  put(to.row, [](const Movement& one) { return IndexOf(one.row); });
  put(to.cell, [](const Movement& one) { return IndexOf(one.cell); });
}

usance_account_totals TotalsOf(const Account& account) {
  auto to = Defaults<usance_account_totals>(account.currency);
  to.as_of = account.as_of.days();
  to.state = static_cast<int32_t>(account.state);
  to.days_past_due = account.days_past_due;
  to.provisional = account.provisional ? 1 : 0;
  to.item_count = static_cast<int32_t>(account.items.size());
  to.row_count = static_cast<int32_t>(account.rows.size());
  to.movement_count = static_cast<int32_t>(account.movements.size());
  to.promise_count = static_cast<int32_t>(account.promises.size());
  to.ignored_count = static_cast<int32_t>(account.ignored.size());
  to.open = TotalOf(account.open);
  PutOpen(account.open, to);
  to.unapplied = account.unapplied_minor;
  to.pending = account.pending_minor;
  to.disputed = account.disputed_minor;
  to.recovered = account.recovered_minor;
  return to;
}

usance_statement_totals TotalsOf(const usance::Statement& statement) {
  auto to = Defaults<usance_statement_totals>(statement.currency);
  to.first = statement.from.days();
  to.last = statement.to.days();
  const Balance& opening = statement.opening;
  to.opening_principal = opening.open[kPrincipal];
  to.opening_contract_interest = opening.open[kContractInterest];
  to.opening_default_interest = opening.open[kDefaultInterest];
  to.opening_fee = opening.open[kFee];
  to.opening_cost = opening.open[kCost];
  to.opening_unapplied = opening.unapplied_minor;
  const Balance& correction = statement.corrections;
  to.correction_principal = correction.open[kPrincipal];
  to.correction_contract_interest = correction.open[kContractInterest];
  to.correction_default_interest = correction.open[kDefaultInterest];
  to.correction_fee = correction.open[kFee];
  to.correction_cost = correction.open[kCost];
  to.correction_unapplied = correction.unapplied_minor;
  const Balance& closing = statement.closing;
  to.closing_principal = closing.open[kPrincipal];
  to.closing_contract_interest = closing.open[kContractInterest];
  to.closing_default_interest = closing.open[kDefaultInterest];
  to.closing_fee = closing.open[kFee];
  to.closing_cost = closing.open[kCost];
  to.closing_unapplied = closing.unapplied_minor;
  return to;
}

// The events that an account numbers: those of its journal or its snapshot.
size_t EventCount(const usance_account& account) {
  return account.snapshot ? account.snapshot->events.size()
                          : account.journal->size();
}
const std::string& EventId(const usance_account& account, size_t event) {
  return account.snapshot ? account.snapshot->events[event].id
                          : (*account.journal)[event].id;
}

Snapshot SnapshotOf(const usance_account& account) {
  if (!account.snapshot) {
    return usance::SnapshotOf(*account.journal, account.value,
                              account.spec.as_known_on, account.policy_sha256);
  }
  Snapshot snapshot = *account.snapshot;
  snapshot.account = account.value;
  return snapshot;
}

// Where the day of the account is not the whole of what is known, a payment
// that is not recorded would not be seen.
absl::Status CheckKnowsAll(const usance_account& account) {
  USANCE_RETURN_IF_ERROR(CheckIsReplayed(account));
  if (!account.spec.as_known_on) return absl::OkStatus();
  return Error(
      Reason::kConflict, "/account",
      "the account is as known on " + account.spec.as_known_on->ToText());
}

Json NamesOf(const usance_account& account) {
  Json items = Json::List();
  for (const AccountItem& item : account.value.items) items.Append(item.id);
  Json events = Json::List();
  for (size_t k = 0; k < EventCount(account); ++k) {
    events.Append(EventId(account, k));
  }
  Json ignored = Json::List();
  for (const usance::IgnoredEvent& event : account.value.ignored) {
    ignored.Append(event.why);
  }
  Json names = Json::Object();
  names.Set("items", std::move(items));
  names.Set("events", std::move(events));
  names.Set("ignored", std::move(ignored));
  return names;
}

// The columns of an aging's buckets, and its totals; each may be NULL but the
// count.
struct BucketColumns {
  size_t capacity;
  int32_t* first_day;
  int32_t* last_day;
  int64_t* amount;
  int64_t* rows;
  size_t* count;
  usance_aging_totals* aging;
};

absl::Status Check(const BucketColumns& to) {
  USANCE_RETURN_IF_ERROR(Optional(to.first_day, "/first_day"));
  USANCE_RETURN_IF_ERROR(Optional(to.last_day, "/last_day"));
  USANCE_RETURN_IF_ERROR(Optional(to.amount, "/amount"));
  USANCE_RETURN_IF_ERROR(Optional(to.rows, "/rows"));
  USANCE_RETURN_IF_ERROR(Present(to.count, "/count"));
  if (to.aging == nullptr) return absl::OkStatus();
  return Writable(to.aging, "/aging");
}

absl::StatusOr<Aging> AgeBy(const Account& account, usance_aging_basis basis,
                            size_t n, const int32_t* edge) {
  usance::AgingSpec spec;
  USANCE_ASSIGN_OR_RETURN(spec.basis,
                          Choose<usance::AgingBasis>(basis, "/basis"));
  if (n > usance::kMaxAgingEdges) {
    return Error(Reason::kLimitExceeded, "/edges",
                 std::to_string(n) + "; allowed: up to " +
                     std::to_string(usance::kMaxAgingEdges));
  }
  if (n > 0) spec.edges.assign(edge, edge + n);
  return usance::Age(account, spec);
}

usance_status PutAging(const Aging& made, const BucketColumns& to) {
  if (!Fits(made.buckets.size(), to.capacity, to.count)) {
    return USANCE_STATUS_MORE;
  }
  PutColumn(to.first_day, made.buckets,
            [](const AgingBucket& bucket) { return bucket.from; });
  PutColumn(to.last_day, made.buckets,
            [](const AgingBucket& bucket) { return bucket.to.value_or(0); });
  PutColumn(to.amount, made.buckets,
            [](const AgingBucket& bucket) { return bucket.amount_minor; });
  PutColumn(to.rows, made.buckets,
            [](const AgingBucket& bucket) { return bucket.row_count; });
  if (to.aging == nullptr) return USANCE_STATUS_OK;
  auto totals = Defaults<usance_aging_totals>(made.currency);
  totals.as_of = made.as_of.days();
  totals.not_due = made.not_due.amount_minor;
  totals.not_due_rows = made.not_due.row_count;
  totals.unapplied = made.unapplied_minor;
  totals.total = made.total_minor;
  totals.disputed = made.disputed_minor;
  Write(totals, to.aging);
  return USANCE_STATUS_OK;
}

// What a payment is meant for.
absl::StatusOr<usance::Designation> DesignationOf(const usance_account& account,
                                                  int32_t item, int32_t number,
                                                  int32_t only, int64_t most,
                                                  const std::string& at) {
  USANCE_ASSIGN_OR_RETURN(const std::string* id,
                          ItemOf(account, item, "/item" + at));
  usance::Designation to = {.item = *id};
  if (number != 0) to.row = number;
  USANCE_ASSIGN_OR_RETURN(
      to.component, usance::capi::MaybeChoose<Component>(only, "/only" + at));
  if (most != USANCE_NULL_INT64) to.amount_minor = most;
  return to;
}

}  // namespace

usance_status usance_journal_create(const char* account, const char* currency,
                                    const char* events, size_t events_size,
                                    usance_journal** journal,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name,
                            Text(account, "/account"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                            Text(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Column(events, events_size, "/events"));
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    USANCE_RETURN_IF_ERROR(usance::CheckAccountName(name));
    USANCE_ASSIGN_OR_RETURN(const Currency known, Currency::Parse(code));
    std::shared_ptr<const Journal> made =
        std::make_shared<Journal>(std::string(name), known);
    NewEvents read(*made);
    const LineError wrong = read.TakeLines({events, events_size});
    if (!wrong.status.ok()) return Report(wrong.status, wrong.line, error);
    size_t added = 0;
    USANCE_RETURN_IF_ERROR(read.AddTo(made, &added));
    *journal = new usance_journal{std::move(made)};
    return USANCE_STATUS_OK;
  });
}

void usance_journal_destroy(usance_journal* journal) { delete journal; }

usance_status usance_journal_append(usance_journal* journal, const char* events,
                                    size_t events_size, size_t* added,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    USANCE_RETURN_IF_ERROR(Column(events, events_size, "/events"));
    USANCE_RETURN_IF_ERROR(Present(added, "/added"));
    NewEvents read(*journal->value);
    const LineError wrong = read.TakeLines({events, events_size});
    if (!wrong.status.ok()) return Report(wrong.status, wrong.line, error);
    USANCE_RETURN_IF_ERROR(read.AddTo(journal->value, added));
    return USANCE_STATUS_OK;
  });
}

const char* usance_journal_account(const usance_journal* journal) {
  return journal == nullptr ? nullptr : journal->value->account().c_str();
}

const char* usance_journal_currency(const usance_journal* journal) {
  return journal == nullptr ? nullptr
                            : journal->value->currency().code().data();
}

usance_status usance_journal_size(const usance_journal* journal, size_t* count,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    *count = journal->value->size();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_journal_write(const usance_journal* journal,
                                   size_t capacity, char* text, size_t* size,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    const Journal& from = *journal->value;
    Ledger ledger;
    for (size_t k = 0; k < from.size(); ++k) {
      USANCE_RETURN_IF_ERROR(
          ledger.Append({from.account(), from.currency(), from[k]}).status());
    }
    return PutText(usance::WriteJournals(ledger), text, capacity, size);
  });
}

usance_status usance_journal_append_invoices(
    usance_journal* journal, size_t n, const char* id, size_t id_size,
    const int64_t* id_end, const char* item, size_t item_size,
    const int64_t* item_end, const usance_day* date, const usance_day* due,
    const int64_t* amount, const usance_day* recorded, const char* interest,
    size_t* added, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    const EventColumns from = {
        .n = n,
        .id = {id, id_size, id_end, "/id", "/id_end"},
        .item = {item, item_size, item_end, "/item", "/item_end"},
        .date = date,
        .recorded = recorded};
    USANCE_RETURN_IF_ERROR(from.Check());
    USANCE_RETURN_IF_ERROR(Column(due, n, "/due"));
    USANCE_RETURN_IF_ERROR(Column(amount, n, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(recorded, "/recorded"));
    std::string_view terms;
    if (interest != nullptr) {
      USANCE_ASSIGN_OR_RETURN(terms, Text(interest, "/interest"));
    }
    USANCE_RETURN_IF_ERROR(Present(added, "/added"));
    return AddColumns(
        from, *journal, added, error,
        [&](size_t k, Event& event) -> absl::Status {
          USANCE_ASSIGN_OR_RETURN(std::string opened, from.item.At(k));
          const std::string due_at = "/due/" + std::to_string(k);
          USANCE_ASSIGN_OR_RETURN(const Date on, ToDate(due[k], due_at));
          event.body = usance::InvoiceIssued{
              .item = std::move(opened),
              .rows = {{.due = on,
                        .amounts = ComponentAmounts::Principal(amount[k])}},
              .interest = std::string(terms)};
          return absl::OkStatus();
        });
  });
}

usance_status usance_journal_append_payments(
    usance_journal* journal, size_t n, const char* id, size_t id_size,
    const int64_t* id_end, const char* item, size_t item_size,
    const int64_t* item_end, const usance_day* date, const int64_t* amount,
    const usance_day* recorded, const char* type, size_t* added,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    const EventColumns from = {
        .n = n,
        .id = {id, id_size, id_end, "/id", "/id_end"},
        .item = {item, item_size, item_end, "/item", "/item_end"},
        .date = date,
        .recorded = recorded};
    USANCE_RETURN_IF_ERROR(from.Check());
    USANCE_RETURN_IF_ERROR(Column(amount, n, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(recorded, "/recorded"));
    std::string_view rule;
    if (type != nullptr) {
      USANCE_ASSIGN_OR_RETURN(rule, Text(type, "/type"));
    }
    USANCE_RETURN_IF_ERROR(Present(added, "/added"));
    return AddColumns(
        from, *journal, added, error,
        [&](size_t k, Event& event) -> absl::Status {
          USANCE_ASSIGN_OR_RETURN(std::string meant, from.item.At(k));
          usance::PaymentReceived payment = {.amount_minor = amount[k],
                                             .type = std::string(rule)};
          if (!meant.empty()) {
            payment.designations.push_back({.item = std::move(meant)});
          }
          event.body = std::move(payment);
          return absl::OkStatus();
        });
  });
}

usance_status usance_ledger_create(const char* events, size_t events_size,
                                   usance_ledger** ledger,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(events, events_size, "/events"));
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    std::shared_ptr<const Ledger> made = std::make_shared<Ledger>();
    size_t added = 0;
    const LineError wrong = AddLines({events, events_size}, made, &added);
    if (!wrong.status.ok()) return Report(wrong.status, wrong.line, error);
    *ledger = new usance_ledger{std::move(made)};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_ledger_read(const char* text, size_t text_size,
                                 usance_ledger** ledger,
                                 usance_ledger_file* file,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    if (file != nullptr) {
      USANCE_RETURN_IF_ERROR(Writable(file, "/file"));
    }
    USANCE_ASSIGN_OR_RETURN(usance::JournalFile made,
                            usance::ReadJournals({text, text_size}));
    *ledger =
        new usance_ledger{std::make_shared<Ledger>(std::move(made.ledger))};
    if (file == nullptr) return USANCE_STATUS_OK;
    auto to = usance::capi::Layout<usance_ledger_file>::kDefaults;
    if (made.torn_at) to.torn_at = static_cast<int64_t>(*made.torn_at);
    CopyText(made.chain, to.chain);
    Write(to, file);
    return USANCE_STATUS_OK;
  });
}

void usance_ledger_destroy(usance_ledger* ledger) { delete ledger; }

usance_status usance_ledger_append(usance_ledger* ledger, const char* events,
                                   size_t events_size, size_t* added,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    USANCE_RETURN_IF_ERROR(Column(events, events_size, "/events"));
    USANCE_RETURN_IF_ERROR(Present(added, "/added"));
    const LineError wrong =
        AddLines({events, events_size}, ledger->value, added);
    if (!wrong.status.ok()) return Report(wrong.status, wrong.line, error);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_ledger_import(usance_ledger* ledger, const char* mapping,
                                   size_t mapping_size, const char* invoices,
                                   size_t invoices_size, const char* payments,
                                   size_t payments_size, size_t* added,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    USANCE_RETURN_IF_ERROR(Column(mapping, mapping_size, "/mapping"));
    USANCE_RETURN_IF_ERROR(Column(invoices, invoices_size, "/invoices"));
    USANCE_RETURN_IF_ERROR(Column(payments, payments_size, "/payments"));
    USANCE_RETURN_IF_ERROR(Present(added, "/added"));
    const auto json = usance::ParseJson({mapping, mapping_size});
    if (!json.ok()) return usance::At("/mapping", json.status());
    auto made = usance::LedgerMapping::Make(*json);
    if (!made.ok()) return usance::At("/mapping", made.status());
    std::optional<usance::ImportText> list;
    if (payments_size > 0) {
      list = {.name = "payments", .text = {payments, payments_size}};
    }
    auto grown = std::make_shared<Ledger>(*ledger->value);
    const usance::ImportResult result = usance::ImportRows(
        *std::move(made),
        {.name = "invoices", .text = {invoices, invoices_size}}, list, *grown);
    if (!result.errors.empty()) return result.errors.front();
    ledger->value = std::move(grown);
    *added = result.added;
    return USANCE_STATUS_OK;
  });
}

usance_status usance_ledger_count(const usance_ledger* ledger, size_t* count,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    *count = ledger->value->journals().size();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_ledger_find(const usance_ledger* ledger,
                                 const char* account, const char* currency,
                                 usance_journal** journal,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view name,
                            Text(account, "/account"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                            Text(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    USANCE_ASSIGN_OR_RETURN(const Currency known, Currency::Parse(code));
    const Journal* found = FindJournal(*ledger->value, name, known);
    if (found == nullptr) {
      return Error(
          Reason::kUnknownName, "/account",
          usance::Quoted(name) + " has no events in " + std::string(code));
    }
    *journal = JournalOf(ledger->value, *found);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_ledger_next(const usance_ledger* ledger,
                                 const usance_journal* journal,
                                 usance_journal** next, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    USANCE_RETURN_IF_ERROR(Present(next, "/next"));
    const Ledger::Journals& journals = ledger->value->journals();
    auto place = journals.begin();
    if (journal != nullptr) {
      const Journal& before = *journal->value;
      place = journals.upper_bound(
          {before.account(), std::string(before.currency().code())});
    }
    if (place == journals.end()) {
      return Error(Reason::kOutOfRange, "/journal", "none is behind it");
    }
    *next = JournalOf(ledger->value, place->second);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_ledger_write(const usance_ledger* ledger, size_t capacity,
                                  char* text, size_t* size,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(ledger, "/ledger"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    return PutText(usance::WriteJournals(*ledger->value), text, capacity, size);
  });
}

usance_status usance_account_policy_parse(const char* text, size_t text_size,
                                          const char* currency,
                                          const usance_rate_book* book,
                                          usance_account_policy** policy,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const GivenPolicy given,
                            ReadGivenPolicy(text, text_size, currency, policy));
    USANCE_ASSIGN_OR_RETURN(
        AccountPolicy made,
        usance::ReadAccountPolicy(
            given.json, given.currency, "/policy",
            book == nullptr ? usance::RateBook() : book->value));
    USANCE_RETURN_IF_ERROR(CheckPolicy(made, given.currency, "/policy"));
    *policy = new usance_account_policy{
        std::make_shared<const AccountPolicy>(std::move(made)), given.currency,
        usance::PolicyDigest(given.json)};
    return USANCE_STATUS_OK;
  });
}

void usance_account_policy_destroy(usance_account_policy* policy) {
  delete policy;
}

usance_status usance_account_replay(const usance_journal* journal,
                                    const usance_account_policy* policy,
                                    usance_day as_of, usance_day as_known_on,
                                    usance_account** account,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(journal, "/journal"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_ASSIGN_OR_RETURN(const Date day, ToDate(as_of, "/as_of"));
    usance::ReplaySpec spec = {.as_of = day};
    USANCE_ASSIGN_OR_RETURN(spec.as_known_on,
                            MaybeDate(as_known_on, "/as_known_on"));
    const Currency currency = journal->value->currency();
    if (policy->currency != currency) {
      return Error(Reason::kCurrencyMismatch, "/policy",
                   "the policy is in " + std::string(policy->currency.code()) +
                       ", the journal in " + std::string(currency.code()));
    }
    USANCE_ASSIGN_OR_RETURN(
        Account made, usance::Replay(*journal->value, *policy->value, spec));
    *account = new usance_account{journal->value, policy->value, spec,
                                  std::move(made), policy->sha256};
    return USANCE_STATUS_OK;
  });
}

void usance_account_destroy(usance_account* account) { delete account; }

usance_status usance_account_read(const char* text, size_t text_size,
                                  usance_account** account,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_ASSIGN_OR_RETURN(Snapshot read,
                            usance::ReadSnapshot({text, text_size}));
    Account made = std::move(read.account);
    read.account = {.currency = made.currency, .as_of = made.as_of};
    const usance::ReplaySpec spec = {.as_of = made.as_of,
                                     .as_known_on = read.as_known_on};
    std::string policy = read.policy_sha256;
    *account =
        new usance_account{nullptr,         nullptr,           spec,
                           std::move(made), std::move(policy), std::move(read)};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_write(const usance_account* account,
                                   size_t capacity, char* text, size_t* size,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    return PutText(usance::WriteSnapshot(SnapshotOf(*account)), text, capacity,
                   size);
  });
}

usance_status usance_account_difference(const usance_account* then,
                                        const usance_account* now,
                                        size_t capacity, char* text,
                                        size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(then, "/then"));
    USANCE_RETURN_IF_ERROR(Present(now, "/now"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    const auto found =
        usance::FirstDifference(SnapshotOf(*then), SnapshotOf(*now));
    return PutText(found ? ToText(DifferenceJson(*found)) : std::string(), text,
                   capacity, size);
  });
}

usance_status usance_account_describe(const usance_account* account,
                                      usance_account_totals* totals,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Writable(totals, "/totals"));
    Write(TotalsOf(account->value), totals);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_items(const usance_account* account,
                                   size_t capacity, usance_day* document_date,
                                   usance_day* baseline, int32_t* state,
                                   int32_t* secured, int32_t* charged_off,
                                   int32_t* in_plan, int32_t* handed_over,
                                   size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(CheckColumns({{document_date, "/document_date"},
                                         {baseline, "/baseline"},
                                         {state, "/state"},
                                         {secured, "/secured"},
                                         {charged_off, "/charged_off"},
                                         {in_plan, "/in_plan"},
                                         {handed_over, "/handed_over"}}));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<AccountItem>& items = account->value.items;
    if (!Fits(items.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(document_date, items, [](const AccountItem& item) {
      return item.document_date.days();
    });
    PutColumn(baseline, items,
              [](const AccountItem& item) { return item.baseline.days(); });
    PutColumn(state, items, [](const AccountItem& item) { return item.state; });
    PutColumn(secured, items,
              [](const AccountItem& item) { return item.secured; });
    PutColumn(charged_off, items,
              [](const AccountItem& item) { return item.charged_off; });
    PutColumn(in_plan, items,
              [](const AccountItem& item) { return item.in_plan; });
    PutColumn(handed_over, items,
              [](const AccountItem& item) { return item.handed_over; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_rows(
    const usance_account* account, size_t capacity, int32_t* item,
    int32_t* number, usance_day* due, usance_day* original_due,
    int32_t* days_past_due, usance_day* settled_on, int64_t* principal,
    int64_t* contract_interest, int64_t* default_interest, int64_t* fee,
    int64_t* cost, int64_t* held, int64_t* disputed, int64_t* claimed_principal,
    int64_t* claimed_contract_interest, int64_t* claimed_default_interest,
    int64_t* claimed_fee, int64_t* claimed_cost, size_t* count,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(CheckColumns({{item, "/item"},
                                         {number, "/number"},
                                         {due, "/due"},
                                         {original_due, "/original_due"},
                                         {days_past_due, "/days_past_due"},
                                         {settled_on, "/settled_on"}}));
    const struct {
      Component component;
      int64_t* open;
      int64_t* claimed;
      std::string_view open_field;
      std::string_view claimed_field;
    } amounts[] = {
        {kPrincipal, principal, claimed_principal, "/principal",
         "/claimed_principal"},
        {kContractInterest, contract_interest, claimed_contract_interest,
         "/contract_interest", "/claimed_contract_interest"},
        {kDefaultInterest, default_interest, claimed_default_interest,
         "/default_interest", "/claimed_default_interest"},
        {kFee, fee, claimed_fee, "/fee", "/claimed_fee"},
        {kCost, cost, claimed_cost, "/cost", "/claimed_cost"},
    };
    for (const auto& one : amounts) {
      USANCE_RETURN_IF_ERROR(Optional(one.open, one.open_field));
    }
    USANCE_RETURN_IF_ERROR(Optional(held, "/held"));
    USANCE_RETURN_IF_ERROR(Optional(disputed, "/disputed"));
    for (const auto& one : amounts) {
      USANCE_RETURN_IF_ERROR(Optional(one.claimed, one.claimed_field));
    }
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<AccountRow>& rows = account->value.rows;
    if (!Fits(rows.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(item, rows, [](const AccountRow& row) { return row.item; });
    PutColumn(number, rows, [](const AccountRow& row) { return row.number; });
    PutColumn(due, rows, [](const AccountRow& row) { return row.due.days(); });
    PutColumn(original_due, rows,
              [](const AccountRow& row) { return row.original_due.days(); });
    PutColumn(days_past_due, rows,
              [](const AccountRow& row) { return row.days_past_due; });
    PutColumn(settled_on, rows, [](const AccountRow& row) {
      return usance::capi::FromDate(row.settled_on);
    });
    for (const auto& one : amounts) {
      PutColumn(one.open, rows,
                [&](const AccountRow& row) { return row.open[one.component]; });
      PutColumn(one.claimed, rows, [&](const AccountRow& row) {
        return row.claimed[one.component];
      });
    }
    PutColumn(held, rows, [](const AccountRow& row) { return row.held_minor; });
    PutColumn(disputed, rows,
              [](const AccountRow& row) { return row.disputed_minor; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_movements(const usance_account* account,
                                       size_t capacity, int32_t* event,
                                       int32_t* kind, int32_t* component,
                                       usance_day* date, int32_t* row,
                                       int32_t* cell, int64_t* amount,
                                       int64_t* change, size_t* count,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    const MovementColumns to = {kind, component, row, cell, event, date};
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(change, "/change"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<Movement>& movements = account->value.movements;
    if (!Fits(movements.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutMovements(
        movements, [](const Movement& one) -> const Movement& { return one; },
        to);
    PutColumn(amount, movements,
              [](const Movement& one) { return one.amount_minor; });
    PutColumn(change, movements, usance::ClaimChange);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_promises(const usance_account* account,
                                      size_t capacity, int32_t* event,
                                      int32_t* state, int64_t* paid,
                                      size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(
        CheckColumns({{event, "/event"}, {state, "/state"}}));
    USANCE_RETURN_IF_ERROR(Optional(paid, "/paid"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<usance::AccountPromise>& promises =
        account->value.promises;
    if (!Fits(promises.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(event, promises, [](const auto& one) { return one.event; });
    PutColumn(state, promises, [](const auto& one) { return one.state; });
    PutColumn(paid, promises, [](const auto& one) { return one.paid_minor; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_ignored(const usance_account* account,
                                     size_t capacity, int32_t* event,
                                     size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Optional(event, "/event"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<usance::IgnoredEvent>& ignored = account->value.ignored;
    if (!Fits(ignored.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(event, ignored, [](const auto& one) { return one.event; });
    return USANCE_STATUS_OK;
  });
}

const char* usance_account_item_id(const usance_account* account,
                                   int32_t item) {
  if (account == nullptr || item < 0) return nullptr;
  const auto index = static_cast<size_t>(item);
  if (index >= account->value.items.size()) return nullptr;
  return account->value.items[index].id.c_str();
}

const char* usance_account_event_id(const usance_account* account,
                                    int32_t event) {
  if (account == nullptr || event < 0) return nullptr;
  const auto index = static_cast<size_t>(event);
  if (index >= EventCount(*account)) return nullptr;
  return EventId(*account, index).c_str();
}

usance_status usance_account_names(const usance_account* account,
                                   size_t capacity, char* text, size_t* size,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    return PutText(ToText(NamesOf(*account)), text, capacity, size);
  });
}

usance_status usance_account_explain(const usance_account* account,
                                     size_t capacity, char* text, size_t* size,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_RETURN_IF_ERROR(CheckIsReplayed(*account));
    std::string lines;
    for (const std::string& sentence : usance::ExplainAccount(
             account->value, *account->journal, *account->policy)) {
      lines += sentence + "\n";
    }
    return PutText(lines, text, capacity, size);
  });
}

usance_status usance_account_postings(const usance_account* account,
                                      size_t capacity, char* text, size_t* size,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_RETURN_IF_ERROR(CheckIsReplayed(*account));
    const Json json = usance::PostingsJson(
        usance::PostingsOf(account->value, *account->journal, *account->policy,
                           account->spec.as_known_on),
        account->value.currency);
    return PutText(ToText(json), text, capacity, size);
  });
}

usance_status usance_account_age(const usance_account* account,
                                 usance_aging_basis basis, size_t n,
                                 const int32_t* edge, size_t capacity,
                                 int32_t* first_day, int32_t* last_day,
                                 int64_t* amount, int64_t* rows, size_t* count,
                                 usance_aging_totals* aging,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    const BucketColumns to = {capacity, first_day, last_day, amount,
                              rows,     count,     aging};
    USANCE_RETURN_IF_ERROR(Column(edge, n, "/edge"));
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_ASSIGN_OR_RETURN(const Aging made,
                            AgeBy(account->value, basis, n, edge));
    return PutAging(made, to);
  });
}

usance_status usance_account_age_in(
    const usance_account* account, usance_aging_basis basis, size_t n,
    const int32_t* edge, const char* currency, const usance_fx_table* fx,
    usance_rounding rounding, size_t capacity, int32_t* first_day,
    int32_t* last_day, int64_t* amount, int64_t* rows, size_t* count,
    usance_aging_totals* aging, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    const BucketColumns to = {capacity, first_day, last_day, amount,
                              rows,     count,     aging};
    USANCE_RETURN_IF_ERROR(Column(edge, n, "/edge"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                            Text(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Present(fx, "/fx"));
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_ASSIGN_OR_RETURN(const Aging own,
                            AgeBy(account->value, basis, n, edge));
    USANCE_ASSIGN_OR_RETURN(const Currency quote, Currency::Parse(code));
    USANCE_ASSIGN_OR_RETURN(const usance::Rounding mode,
                            Choose<usance::Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(const Aging made,
                            usance::Convert(own, quote, fx->value, mode));
    return PutAging(made, to);
  });
}

usance_status usance_account_statement(
    const usance_account* account, usance_day from, size_t capacity,
    int32_t* event, int32_t* kind, int32_t* component, usance_day* date,
    int32_t* row, int64_t* change, int64_t* balance, size_t* count,
    usance_statement_totals* statement, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    const MovementColumns to = {kind, component, row, nullptr, event, date};
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_RETURN_IF_ERROR(Optional(change, "/change"));
    USANCE_RETURN_IF_ERROR(Optional(balance, "/balance"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (statement != nullptr) {
      USANCE_RETURN_IF_ERROR(Writable(statement, "/statement"));
    }
    USANCE_RETURN_IF_ERROR(CheckIsReplayed(*account));
    USANCE_ASSIGN_OR_RETURN(const Date first, ToDate(from, "/from"));
    USANCE_ASSIGN_OR_RETURN(
        const usance::Statement made,
        usance::StatementOf(*account->journal, *account->policy,
                            {.from = first,
                             .to = account->spec.as_of,
                             .as_known_on = account->spec.as_known_on}));
    if (!Fits(made.lines.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutMovements(
        made.lines,
        [](const usance::StatementLine& line) -> const Movement& {
          return line.movement;
        },
        to);
    PutColumn(change, made.lines,
              [](const auto& line) { return line.change_minor; });
    PutColumn(balance, made.lines,
              [](const auto& line) { return line.balance_minor; });
    if (statement != nullptr) Write(TotalsOf(made), statement);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_open_items(const usance_account* account,
                                        size_t capacity, int32_t* row,
                                        int64_t* claimed, int64_t* settled,
                                        int64_t* open, int64_t* balance,
                                        size_t* count, int64_t* total,
                                        usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Optional(row, "/row"));
    USANCE_RETURN_IF_ERROR(Optional(claimed, "/claimed"));
    USANCE_RETURN_IF_ERROR(Optional(settled, "/settled"));
    USANCE_RETURN_IF_ERROR(Optional(open, "/open"));
    USANCE_RETURN_IF_ERROR(Optional(balance, "/balance"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_RETURN_IF_ERROR(Present(total, "/total"));
    USANCE_ASSIGN_OR_RETURN(const usance::OpenItems made,
                            usance::OpenItemsOf(account->value));
    const auto& lines = made.lines;
    if (!Fits(lines.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(row, lines, [](const auto& line) { return line.row; });
    PutColumn(claimed, lines,
              [](const auto& line) { return line.claimed_minor; });
    PutColumn(settled, lines,
              [](const auto& line) { return line.settled_minor; });
    PutColumn(open, lines, [](const auto& line) { return line.open_minor; });
    PutColumn(balance, lines,
              [](const auto& line) { return line.balance_minor; });
    *total = made.balance_minor;
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_quote_payoff(const usance_account* account,
                                          usance_account_payoff* payoff,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Writable(payoff, "/payoff"));
    USANCE_RETURN_IF_ERROR(CheckIsReplayed(*account));
    USANCE_ASSIGN_OR_RETURN(
        const usance::PayoffQuote quote,
        usance::QuotePayoff(*account->journal, *account->policy,
                            account->spec.as_of, account->spec.as_known_on));
    auto to = Defaults<usance_account_payoff>(account->value.currency);
    to.on = quote.on.days();
    PutOpen(quote.open, to);
    to.unapplied = quote.unapplied_minor;
    to.pay = quote.pay_minor;
    to.per_diem = quote.per_diem_minor;
    Write(to, payoff);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_allocate(
    const usance_account* account, int64_t amount, const char* type, size_t n,
    const int32_t* item, const int32_t* number, const usance_component* only,
    const int64_t* most, size_t capacity, int32_t* kind, int32_t* component,
    int32_t* row, int32_t* cell, int64_t* allocated, size_t* count,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    usance::PaymentReceived payment = {.amount_minor = amount};
    if (type != nullptr) {
      USANCE_ASSIGN_OR_RETURN(payment.type, Text(type, "/type"));
    }
    USANCE_RETURN_IF_ERROR(Column(item, n, "/item"));
    USANCE_RETURN_IF_ERROR(Optional(number, "/number"));
    USANCE_RETURN_IF_ERROR(Optional(only, "/only"));
    USANCE_RETURN_IF_ERROR(Optional(most, "/most"));
    const MovementColumns to = {kind, component, row, cell};
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_RETURN_IF_ERROR(Optional(allocated, "/allocated"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    for (size_t i = 0; i < n; ++i) {
      USANCE_ASSIGN_OR_RETURN(
          usance::Designation one,
          DesignationOf(*account, item[i], number == nullptr ? 0 : number[i],
                        only == nullptr ? 0 : only[i],
                        most == nullptr ? USANCE_NULL_INT64 : most[i],
                        "/" + std::to_string(i)));
      payment.designations.push_back(std::move(one));
    }
    USANCE_RETURN_IF_ERROR(CheckKnowsAll(*account));
    USANCE_ASSIGN_OR_RETURN(
        const std::vector<Movement> movements,
        usance::Allocate(*account->journal, *account->policy,
                         account->spec.as_of, payment));
    if (!Fits(movements.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutMovements(
        movements, [](const Movement& one) -> const Movement& { return one; },
        to);
    PutColumn(allocated, movements,
              [](const Movement& one) { return one.amount_minor; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_least_payment(const usance_account* account,
                                           int32_t days, int64_t* amount,
                                           usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Present(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(CheckKnowsAll(*account));
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<int64_t> least,
        usance::LeastToReach(*account->journal, *account->policy,
                             account->spec.as_of, days));
    *amount = least.value_or(USANCE_NULL_INT64);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_least_to_close(const usance_account* account,
                                            int32_t item, int64_t* amount,
                                            usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Present(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(CheckKnowsAll(*account));
    USANCE_ASSIGN_OR_RETURN(const std::string* id,
                            ItemOf(*account, item, "/item"));
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<int64_t> least,
        usance::LeastToClose(*account->journal, *account->policy,
                             account->spec.as_of, *id));
    *amount = least.value_or(USANCE_NULL_INT64);
    return USANCE_STATUS_OK;
  });
}
