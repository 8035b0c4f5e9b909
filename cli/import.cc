#include "cli/import.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/journals.h"
#include "cli/mapping.h"
#include "cli/rows.h"
#include "cli/table.h"
#include "usance/account/ledger.h"
#include "usance/codec/journal.h"
#include "usance/codec/json.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

constexpr int kMostComplaints = 20;

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
  USANCE_RETURN_IF_ERROR(CheckUtf8(place, field.text));
  return field.text;
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

class Import {
 public:
  Import(const ImportRun& run, Ledger& ledger) : run_(run), ledger_(ledger) {}

  // Adds what the input says; complains where anything is wrong.
  int Read() {
    const absl::Status status = ReadAll();
    if (status.ok()) return complaints_ > 0 ? kRefused : kDone;
    if (status.code() == absl::StatusCode::kNotFound) return Refuse(status);
    Complain(status);
    return kRefused;
  }

  // The same of the journal as it was before, which is written.
  int Run() {
    if (const int end = ReadBefore(); end != kDone) return end;
    if (const int end = Read(); end == kNoFile) return end;
    if (complaints_ > 0) {
      usance::cli::Complain("nothing is written to " + run_.journal);
      return kRefused;
    }
    const int end = ReplaceFile(run_.journal, WriteJournals(ledger_));
    if (end != kDone || run_.journal == "-") return end;
    PrintLine(std::to_string(added_) + " events added, " +
              std::to_string(known_) + " known; " + run_.journal + " has " +
              std::to_string(ledger_.size()) + " in " +
              std::to_string(ledger_.journals().size()) + " journals");
    return kDone;
  }

 private:
  int ReadBefore() {
    std::error_code none;
    if (!std::filesystem::is_regular_file(run_.journal, none)) return kDone;
    const absl::StatusOr<std::string> text = ReadJournalText(run_.journal);
    // An empty file is a new one, as mktemp makes it.
    if (text.ok() && text->empty()) return kDone;
    const absl::Status status =
        text.ok() ? ReadJournal(run_.journal, *text) : text.status();
    added_ = 0;
    if (status.ok()) return kDone;
    if (status.code() == absl::StatusCode::kNotFound) return Refuse(status);
    Complain(status);
    usance::cli::Complain("nothing is written to " + run_.journal);
    return kRefused;
  }

  absl::Status ReadAll() {
    if (run_.mapping.empty()) return ReadEvents();
    USANCE_ASSIGN_OR_RETURN(const Json json, ReadJsonFile(run_.mapping));
    absl::StatusOr<LedgerMapping> made = LedgerMapping::Make(json);
    if (!made.ok()) return At(run_.mapping, made.status());
    LedgerMapping& mapping = *made;
    for (const char* needed : {"customer", "issued"}) {
      if (mapping.invoices.Maps(needed)) continue;
      return Error(Reason::kMissingField, run_.mapping + "/columns/" + needed,
                   "the column is missing; an import needs it");
    }
    USANCE_RETURN_IF_ERROR(ReadRows(
        run_.input, mapping.invoices,
        [&](const CsvRow& row) { return TakeInvoice(mapping.invoices, row); }));
    if (!run_.payments.empty()) {
      if (!mapping.payments) {
        return Error(Reason::kMissingField, run_.mapping + "/payments",
                     "the mapping says nothing about --payments");
      }
      IndexItems();
      USANCE_RETURN_IF_ERROR(
          ReadRows(run_.payments, *mapping.payments, [&](const CsvRow& row) {
            return TakePayment(*mapping.payments, row);
          }));
    }
    Settle();
    return absl::OkStatus();
  }

  // Complains, unless there have been too many complaints already.
  void Complain(const absl::Status& status) {
    ++complaints_;
    if (complaints_ <= kMostComplaints) {
      usance::cli::Complain(FromAbsl(status.message()));
    } else if (complaints_ == kMostComplaints + 1) {
      usance::cli::Complain("and more");
    }
  }

  absl::Status ReadJournal(const std::string& path, std::string_view text) {
    USANCE_ASSIGN_OR_RETURN(Ledger ledger, ReadLedger(path, text));
    if (ledger_.size() == 0) {
      ledger_ = std::move(ledger);
      added_ = ledger_.size();
      return absl::OkStatus();
    }
    for (const auto& [key, journal] : ledger.journals()) {
      for (size_t k = 0; k < journal.size(); ++k) {
        const absl::Status status =
            Add({journal.account(), journal.currency(), journal[k]});
        if (!status.ok()) {
          Complain(Error(ReasonOf(status), path,
                         "of the account " + Quoted(journal.account()) + ": " +
                             TextOf(status)));
        }
      }
    }
    return absl::OkStatus();
  }

  // Events: a journal, a list, or one on each line.
  absl::Status ReadEvents() {
    USANCE_ASSIGN_OR_RETURN(const std::string text,
                            ReadJournalText(run_.input));
    std::string_view rest = text;
    if (rest.starts_with("{\"usance\"")) return ReadJournal(run_.input, rest);
    const size_t first = rest.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && rest[first] == '[') {
      return ReadList(rest);
    }
    for (size_t line = 1; !rest.empty(); ++line) {  // each turn takes one
      const size_t size = std::min(rest.find('\n'), rest.size());
      const std::string_view text_of_line = rest.substr(0, size);
      rest.remove_prefix(std::min(size + 1, rest.size()));
      if (text_of_line.find_first_not_of(" \t\r") == std::string_view::npos) {
        continue;
      }
      const auto json = ParseJson(text_of_line, {.max_bytes = kMaxJournalLine});
      const absl::Status status = json.ok() ? AddJson(*json) : json.status();
      if (!status.ok()) {
        Complain(At(run_.input + ":" + Place(line), status));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadList(std::string_view text) {
    USANCE_ASSIGN_OR_RETURN(
        const Json list,
        InFile(run_.input, ParseJson(text, {.max_bytes = kMostFile,
                                            .max_elements = 10'000'000})));
    for (size_t k = 0; k < list.items().size(); ++k) {
      const absl::Status status = AddJson(list.items()[k]);
      if (!status.ok()) {
        Complain(At(run_.input + "/" + std::to_string(k), status));
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddJson(const Json& json) {
    USANCE_ASSIGN_OR_RETURN(AccountEvent event, ReadAccountEvent(json));
    return Add(std::move(event));
  }

  absl::Status Add(AccountEvent event) {
    USANCE_ASSIGN_OR_RETURN(const bool fresh, ledger_.Append(std::move(event)));
    ++(fresh ? added_ : known_);
    return absl::OkStatus();
  }

  template <class Take>
  absl::Status ReadRows(const std::string& path, FileMapping& mapping,
                        const Take& take) {
    USANCE_ASSIGN_OR_RETURN(Rows rows, Rows::Open(path, mapping));
    for (;;) {  // each turn takes a row
      CsvRow row;
      const absl::StatusOr<bool> any = rows.Next(row);
      if (any.ok() && !*any) return absl::OkStatus();
      if (absl::IsNotFound(any.status())) return any.status();
      absl::Status status = any.status();
      if (status.ok()) {
        status = take(row);
        if (!status.ok()) status = rows.Placed(status);
      }
      if (!status.ok()) Complain(status);
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
  void Settle() {
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
      if (!status.ok()) {
        Complain(Error(ReasonOf(status), run_.input + ":" + FieldOf(status),
                       TextOf(status)));
      }
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

  const ImportRun& run_;
  Ledger& ledger_;
  std::map<std::string, std::set<const Journal*>> items_;
  std::vector<Settlement> settlements_;
  std::map<std::string, int> alike_;  // payments without numbers
  size_t added_ = 0;
  size_t known_ = 0;
  int complaints_ = 0;
};

}  // namespace

int RunImport(const ImportRun& run) {
  Ledger ledger;
  return Import(run, ledger).Run();
}

int ImportInto(const std::vector<ImportRun>& runs, Ledger& ledger) {
  for (const ImportRun& run : runs) {
    if (const int end = Import(run, ledger).Read(); end != kDone) return end;
  }
  return kDone;
}

}  // namespace usance::cli
