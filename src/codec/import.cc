#include "usance/codec/import.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "src/core/utf8.h"
#include "usance/codec/csv.h"
#include "usance/codec/journal.h"
#include "usance/codec/json.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance {
namespace {

std::string Place(size_t line) {
  return ToText(CsvPosition{static_cast<int64_t>(line), 1});
}

// Whether a column of yes and no says yes.
absl::StatusOr<bool> FlagOf(const CsvField& field) {
  std::string text = field.text;
  for (char& c : text) c = internal::FoldedNameChar(c);
  for (const char* yes : {"yes", "y", "true", "1"}) {
    if (text == yes) return true;
  }
  for (const char* no : {"", "no", "n", "false", "0"}) {
    if (text == no) return false;
  }
  return Error(Reason::kMalformed, ToText(field.start),
               Quoted(field.text) +
                   " is neither yes nor no; allowed: yes, y, true, 1; no, n, "
                   "false, 0, nothing");
}

absl::StatusOr<std::string> TextIn(const FileMapping& mapping,
                                   const CsvRow& row, std::string_view name) {
  const CsvField& field = *mapping.Find(row, name);
  const std::string place = ToText(field.start);
  if (field.text.empty()) {
    return Error(Reason::kMissingField, place,
                 "the " + std::string(name) + " is missing");
  }
  if (field.text.size() > kMaxIdBytes) {
    return Error(Reason::kLimitExceeded, place,
                 std::to_string(field.text.size()) + " bytes; allowed: up to " +
                     std::to_string(kMaxIdBytes));
  }
  if (IsUtf8(field.text)) return field.text;
  return Error(Reason::kMalformed, place, "the text is no UTF-8");
}

absl::StatusOr<Date> DateIn(const FileMapping& mapping, const CsvRow& row,
                            std::string_view name) {
  const CsvField& field = *mapping.Find(row, name);
  return mapping.dates.Parse(field.text, ToText(field.start));
}

absl::StatusOr<int64_t> MinorIn(const FileMapping& mapping, const CsvRow& row,
                                std::string_view name, Currency currency) {
  const CsvField& field = *mapping.Find(row, name);
  USANCE_ASSIGN_OR_RETURN(const std::string text, mapping.AmountOf(field));
  USANCE_ASSIGN_OR_RETURN(const Money money,
                          ParseAmount(text, currency, ToText(field.start)));
  if (money.minor() > std::numeric_limits<int64_t>::min()) return money.minor();
  return Error(Reason::kOverflow, ToText(field.start),
               "the amount is outside the 64 bits of minor units");
}

// A row of invoices that is settled; what it is paid with is known when all
// payments are.
struct Settlement {
  CsvPosition row;
  std::string account;
  Currency currency;
  std::string number;
  Date day;
  int64_t minor;    // below 0 of a credit
  bool all = true;  // of the invoice, listed payments included
};

// The error with the text's name before its place: "ledger.csv:12:5".
absl::Status Placed(const ImportText& text, const absl::Status& status) {
  return Error(ReasonOf(status), text.name + ":" + FieldOf(status),
               TextOf(status));
}

// The lines on which the elements of a JSON list begin.
std::vector<size_t> LinesOfElements(std::string_view list) {
  std::vector<size_t> lines;
  size_t line = 1;
  int depth = 0;
  bool quoted = false, begins = false;
  for (size_t k = 0; k < list.size(); ++k) {
    const char c = list[k];
    if (c == '\n') ++line;
    if (quoted) {
      if (c == '\\') ++k;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (begins && c != ']') lines.push_back(line);
    begins = depth == 0 || (depth == 1 && c == ',');
    if (c == '"') quoted = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
  }
  return lines;
}

class Import {
 public:
  explicit Import(const Ledger& ledger) : ledger_(ledger) {}

  void ReadInvoices(LedgerMapping& mapping, const ImportText& invoices,
                    const std::optional<ImportText>& payments) {
    for (const char* needed : {"customer", "issued"}) {
      if (mapping.invoices.Maps(needed)) continue;
      return Complain(Error(Reason::kMissingField,
                            "/mapping/columns/" + std::string(needed),
                            "the column is missing; an import needs it"));
    }
    ReadRows(invoices, mapping.invoices, [&](const CsvRow& row) {
      return TakeInvoice(mapping.invoices, row);
    });
    if (payments) {
      if (!mapping.payments) {
        return Complain(Error(Reason::kMissingField, "/mapping/payments",
                              "the mapping says nothing about payments"));
      }
      IndexItems();
      ReadRows(*payments, *mapping.payments, [&](const CsvRow& row) {
        return TakePayment(*mapping.payments, row);
      });
    }
    Settle(invoices);
  }

  void ReadEvents(ImportText events) {
    std::string_view& text = events.text;
    if (text.starts_with(kByteOrderMark)) {
      text.remove_prefix(kByteOrderMark.size());
    }
    const size_t first = text.find_first_not_of(" \t\r\n");
    if (text.starts_with("{\"usance\"")) {
      ReadJournal(events);
    } else if (first != std::string_view::npos && text[first] == '[') {
      ReadList(events);
    } else {
      ReadLines(events);
    }
  }

  // What was read, and whether the ledger is to have it.
  ImportResult Finish(Ledger& ledger) && {
    if (result_.error_count > 0) {
      result_.added = result_.known = 0;
    } else {
      ledger = std::move(ledger_);
    }
    return std::move(result_);
  }

 private:
  void Complain(absl::Status status) {
    if (++result_.error_count > kMaxImportErrors) return;
    result_.errors.push_back(std::move(status));
  }

  void ReadJournal(const ImportText& events) {
    absl::StatusOr<JournalFile> file = ReadJournals(events.text);
    if (!file.ok()) return Complain(Placed(events, file.status()));
    result_.torn_at = file->torn_at;
    if (ledger_.size() == 0) {
      ledger_ = std::move(file->ledger);
      result_.added = ledger_.size();
      return;
    }
    for (const auto& [key, journal] : file->ledger.journals()) {
      for (size_t k = 0; k < journal.size(); ++k) {
        const absl::Status status =
            Add({journal.account(), journal.currency(), journal[k]});
        if (status.ok()) continue;
        Complain(Error(ReasonOf(status), events.name,
                       "of the account " + Quoted(journal.account()) + ": " +
                           TextOf(status)));
      }
    }
  }

  void ReadLines(const ImportText& events) {
    std::string_view rest = events.text;
    for (size_t line = 1; !rest.empty(); ++line) {  // each turn takes one
      const size_t size = std::min(rest.find('\n'), rest.size());
      const std::string_view text = rest.substr(0, size);
      rest.remove_prefix(std::min(size + 1, rest.size()));
      if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      const auto json = ParseJson(text, {.max_bytes = kMaxJournalLine});
      const absl::Status status = json.ok() ? AddJson(*json) : json.status();
      if (!status.ok()) Complain(At(events.name + ":" + Place(line), status));
    }
  }

  void ReadList(const ImportText& events) {
    const auto list = ParseJson(events.text, {.max_bytes = events.text.size(),
                                              .max_elements = 10'000'000});
    if (!list.ok()) {
      return Complain(Error(ReasonOf(list.status()),
                            events.name + FieldOf(list.status()),
                            TextOf(list.status())));
    }
    const std::vector<size_t> lines = LinesOfElements(events.text);
    for (size_t k = 0; k < list->items().size(); ++k) {
      const absl::Status status = AddJson(list->items()[k]);
      if (status.ok()) continue;
      Complain(At(events.name + ":" + Place(lines[k]), status));
    }
  }

  absl::Status AddJson(const Json& json) {
    USANCE_ASSIGN_OR_RETURN(AccountEvent event, ReadAccountEvent(json));
    return Add(std::move(event));
  }

  absl::Status Add(AccountEvent event) {
    USANCE_ASSIGN_OR_RETURN(const bool fresh, ledger_.Append(std::move(event)));
    ++(fresh ? result_.added : result_.known);
    return absl::OkStatus();
  }

  template <class Take>
  void ReadRows(const ImportText& text, FileMapping& mapping,
                const Take& take) {
    CsvReader reader({.delimiter = mapping.delimiter});
    reader.Feed(text.text);
    reader.Finish();
    CsvRow row;
    bool header = true;
    for (;;) {  // each turn takes a row
      const absl::StatusOr<CsvStep> step = reader.Next(row);
      if (step.ok() && *step == CsvStep::kEnd) break;
      absl::Status status = step.status();
      if (status.ok()) status = header ? mapping.Bind(row) : take(row);
      if (!status.ok()) Complain(Placed(text, status));
      if (header && !status.ok()) return;
      header = false;
    }
    if (header) {
      Complain(
          Error(Reason::kMissingField, text.name, "the file has no header"));
    }
  }

  // Adds an event that a row says; what is wrong with it is about the row.
  absl::Status AddOf(const CsvPosition& row, const std::string& account,
                     Currency currency, Date day, std::string id,
                     EventBody body) {
    const absl::Status status = Add({account,
                                     currency,
                                     {.id = std::move(id),
                                      .value_date = day,
                                      .recorded = day,
                                      .body = std::move(body)}});
    if (status.ok()) return status;
    return Error(ReasonOf(status), ToText(row),
                 "the event's " + FieldOf(status) + ": " + TextOf(status));
  }

  absl::Status TakeInvoice(const FileMapping& file, const CsvRow& row) {
    USANCE_ASSIGN_OR_RETURN(const std::string number,
                            TextIn(file, row, "invoice"));
    USANCE_ASSIGN_OR_RETURN(const std::string account,
                            TextIn(file, row, "customer"));
    const CsvField* code = file.Find(row, "currency");
    USANCE_ASSIGN_OR_RETURN(
        const Currency currency,
        Currency::Parse(code == nullptr ? file.currency : code->text,
                        ToText(code == nullptr ? row.start : code->start)));
    USANCE_ASSIGN_OR_RETURN(const Date issued, DateIn(file, row, "issued"));
    USANCE_ASSIGN_OR_RETURN(const Date due, DateIn(file, row, "due"));
    USANCE_ASSIGN_OR_RETURN(const int64_t amount,
                            MinorIn(file, row, "amount", currency));
    if (file.Maps("settled") && !file.Find(row, "settled")->text.empty()) {
      Settlement settled = {.row = row.start,
                            .account = account,
                            .currency = currency,
                            .number = number,
                            .day = issued,
                            .minor = amount};
      USANCE_ASSIGN_OR_RETURN(settled.day, DateIn(file, row, "settled"));
      if (file.Maps("paid")) {
        settled.all = false;
        USANCE_ASSIGN_OR_RETURN(settled.minor,
                                MinorIn(file, row, "paid", currency));
      }
      settlements_.push_back(std::move(settled));
    }
    bool disputed = false;
    if (const CsvField* field = file.Find(row, "disputed")) {
      USANCE_ASSIGN_OR_RETURN(disputed, FlagOf(*field));
    }
    const auto add = [&](const char* kind, EventBody body) {
      return AddOf(row.start, account, currency, issued, kind + number,
                   std::move(body));
    };
    if (amount < 0) {
      return add("credit:", CreditNoteIssued{.amount_minor = -amount});
    }
    USANCE_RETURN_IF_ERROR(add(
        "invoice:",
        InvoiceIssued{.item = number,
                      .rows = {{due, ComponentAmounts::Principal(amount)}}}));
    if (!disputed) return absl::OkStatus();
    return add("dispute:",
               HoldOpened{.kind = HoldKind::kDispute, .item = number});
  }

  // By account, code of the currency, and invoice.
  using Item = std::tuple<std::string, std::string, std::string>;
  static Item ItemOf(const Settlement& settled) {
    return {settled.account, std::string(settled.currency.code()),
            settled.number};
  }

  // Adds what settled invoices were paid with on their day: what is left of
  // them, as far as the listed payments say.
  void Settle(const ImportText& invoices) {
    std::map<Item, std::vector<const Event*>> listed;
    for (const Settlement& settled : settlements_) {
      if (settled.all) listed.try_emplace(ItemOf(settled));
    }
    for (const auto& [key, journal] : ledger_.journals()) {
      for (size_t k = 0; k < journal.size(); ++k) {
        const auto* paid = std::get_if<PaymentReceived>(&journal[k].body);
        if (paid == nullptr || paid->designations.size() != 1) continue;
        const std::string& number = paid->designations[0].item;
        const auto item = listed.find({key.first, key.second, number});
        if (item == listed.end() || journal[k].id == "payment:" + number) {
          continue;
        }
        item->second.push_back(&journal[k]);
      }
    }
    std::vector<Settlement> left = std::move(settlements_);
    for (Settlement& settled : left) {
      if (!settled.all || settled.minor <= 0) continue;
      int128 minor = settled.minor;
      for (const Event* event : listed[ItemOf(settled)]) {
        if (event->value_date > settled.day) continue;
        minor -= std::get<PaymentReceived>(event->body).amount_minor;
      }
      settled.minor = static_cast<int64_t>(std::max<int128>(minor, 0));
    }
    for (const Settlement& settled : left) {
      if (settled.minor == 0) continue;
      const bool credit = settled.minor < 0;
      EventBody body = MoneyRefunded{.amount_minor = -settled.minor};
      if (!credit) {
        body = PaymentReceived{.amount_minor = settled.minor,
                               .designations = {{.item = settled.number}}};
      }
      const absl::Status status = AddOf(
          settled.row, settled.account, settled.currency, settled.day,
          (credit ? "refund:" : "payment:") + settled.number, std::move(body));
      if (!status.ok()) Complain(Placed(invoices, status));
    }
  }

  // Whose the items are that payments name.
  void IndexItems() {
    for (const auto& [key, journal] : ledger_.journals()) {
      for (size_t k = 0; k < journal.size(); ++k) {
        const auto* invoice = std::get_if<InvoiceIssued>(&journal[k].body);
        if (invoice == nullptr) continue;
        items_[invoice->item].insert(&journal);
      }
    }
  }

  absl::Status TakePayment(const FileMapping& file, const CsvRow& row) {
    USANCE_ASSIGN_OR_RETURN(const std::string number,
                            TextIn(file, row, "invoice"));
    const std::string place = ToText(file.Find(row, "invoice")->start);
    const auto found = items_.find(number);
    if (found == items_.end()) {
      return Error(Reason::kUnknownName, place,
                   "no invoice " + Quoted(number) + " in the journal");
    }
    if (found->second.size() > 1) {
      return Error(Reason::kAmbiguousName, place,
                   "several accounts have an invoice " + Quoted(number));
    }
    const Journal& journal = **found->second.begin();
    USANCE_ASSIGN_OR_RETURN(const Date day, DateIn(file, row, "date"));
    USANCE_ASSIGN_OR_RETURN(const int64_t amount,
                            MinorIn(file, row, "amount", journal.currency()));
    if (amount <= 0) {
      const CsvField& field = *file.Find(row, "amount");
      return Error(Reason::kOutOfRange, ToText(field.start),
                   Quoted(field.text) + "; allowed: above 0");
    }
    std::string id = "payment:" + number + ":";
    if (file.Maps("payment")) {
      USANCE_ASSIGN_OR_RETURN(const std::string payment,
                              TextIn(file, row, "payment"));
      id += payment;
    } else {
      id += day.ToText() + ":" + FormatAmount(amount, journal.currency());
      const int count = ++alike_[id];
      if (count > 1) id += ":" + std::to_string(count);
    }
    return AddOf(row.start, journal.account(), journal.currency(), day, id,
                 PaymentReceived{.amount_minor = amount,
                                 .designations = {{.item = number}}});
  }

  Ledger ledger_;
  ImportResult result_;
  std::map<std::string, std::set<const Journal*>> items_;
  std::vector<Settlement> settlements_;
  std::map<std::string, int> alike_;  // payments without numbers
};

}  // namespace

ImportResult ImportRows(LedgerMapping mapping, const ImportText& invoices,
                        const std::optional<ImportText>& payments,
                        Ledger& ledger) {
  Import import(ledger);
  import.ReadInvoices(mapping, invoices, payments);
  return std::move(import).Finish(ledger);
}

ImportResult ImportEvents(const ImportText& events, Ledger& ledger) {
  Import import(ledger);
  import.ReadEvents(events);
  return std::move(import).Finish(ledger);
}

}  // namespace usance
