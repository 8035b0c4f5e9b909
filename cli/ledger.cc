#include "cli/ledger.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/flags.h"
#include "cli/mapping.h"
#include "usance/codec/csv.h"
#include "usance/core/text.h"
#include "usance/money/currency.h"
#include "usance/money/format.h"
#include "usance/money/money.h"

namespace usance::cli {
namespace {

constexpr size_t kChunk = size_t{1} << 16;
constexpr size_t kMaxPayments = 1'000'000;

struct DatedAmount {
  std::string date;
  std::string amount;
  CsvPosition at;  // of the amount, in the payments' file
};

// Payments by invoice; those of invoices that are not in the ledger stay
// marked unused.
struct InvoicePayments {
  std::vector<DatedAmount> payments;
  bool used = false;
};
using PaymentBook = std::map<std::string, InvoicePayments, std::less<>>;

// Rows of a CSV file behind its header, which is bound to the mapping.
class Rows {
 public:
  static absl::StatusOr<Rows> Open(const std::string& path,
                                   FileMapping& mapping) {
    USANCE_ASSIGN_OR_RETURN(Input input, Input::Open(path));
    Rows rows(std::move(input), mapping.delimiter);
    CsvRow header;
    absl::StatusOr<bool> any = rows.Next(header);
    USANCE_RETURN_IF_ERROR(any.status());
    if (!*any) {
      return Error(Reason::kMissingField, path, "the file has no header");
    }
    if (const absl::Status bound = mapping.Bind(header); !bound.ok()) {
      return rows.Placed(bound);
    }
    return rows;
  }

  // The next row; false at the end.
  absl::StatusOr<bool> Next(CsvRow& row) {
    for (;;) {  // each turn reads a chunk or ends
      const absl::StatusOr<CsvStep> step = reader_.Next(row);
      if (!step.ok()) return Placed(step.status());
      if (*step == CsvStep::kRow) return true;
      if (*step == CsvStep::kEnd) return false;
      USANCE_ASSIGN_OR_RETURN(chunk_, input_.Read(kChunk));
      if (chunk_.empty()) {
        reader_.Finish();
      } else {
        reader_.Feed(chunk_);
      }
    }
  }

  // The error with the file before its place: "ledger.csv:12:5".
  [[nodiscard]] absl::Status Placed(const absl::Status& status) const {
    if (absl::IsNotFound(status)) return status;
    return Error(ReasonOf(status), input_.path() + ":" + FieldOf(status),
                 TextOf(status));
  }

 private:
  Rows(Input input, char delimiter)
      : input_(std::move(input)), reader_({.delimiter = delimiter}) {}

  Input input_;
  std::string chunk_;
  CsvReader reader_;
};

// Sums of one currency.
struct Totals {
  explicit Totals(Currency currency)
      : not_due(0, currency),
        overdue(0, currency),
        principal(0, currency),
        interest(0, currency),
        compensation(0, currency),
        fees(0, currency),
        total(0, currency) {}

  int64_t open = 0;
  Money not_due, overdue;  // of the principal
  Money principal, interest, compensation, fees, total;
};

// One invoice as the ledger has it, ready to be asked about.
struct Invoice {
  std::string id;
  std::string customer;
  std::string currency;
  std::string due;
  Json request;
  CsvPosition amount_at;
  CsvPosition currency_at;
  CsvPosition row_at;
  CsvPosition paid_at;                       // of the column `paid`
  const std::vector<DatedAmount>* payments;  // of the payments' file, or null
};

const std::vector<Column>& InvoiceColumns() {
  static const std::vector<Column>* const kColumns = new std::vector<Column>{
      {"invoice"},          {"customer"},           {"due"},
      {"days", true, true}, {"currency"},           {"principal", true},
      {"interest", true},   {"compensation", true}, {"fees", true},
      {"total", true}};
  return *kColumns;
}

class Ledger {
 public:
  explicit Ledger(const LedgerRun& run)
      : run_(run),
        printer_(InvoiceColumns(),
                 run.show == Show::kTotals ? Format::kTable : run.format,
                 run.guard_formulas) {}

  int Run() {
    const absl::Status status = Stream();
    if (run_.show != Show::kTotals && (status.ok() || printer_.Any())) {
      printer_.Finish();
    }
    if (!status.ok()) return flag_error_ ? RefuseCall(status) : Refuse(status);
    PrintTotals();
    WarnOfStrays();
    return refused_ > 0 ? kRefused : kDone;
  }

 private:
  absl::Status Stream() {
    USANCE_RETURN_IF_ERROR(ReadInputs());
    USANCE_ASSIGN_OR_RETURN(Rows rows,
                            Rows::Open(run_.ledger, mapping_.invoices));
    for (;;) {  // each turn takes a row
      CsvRow row;
      const absl::StatusOr<bool> any = rows.Next(row);
      if (any.ok() && !*any) return absl::OkStatus();
      absl::Status status = any.status();
      if (status.ok()) {
        status = Take(row);
        if (flag_error_) return status;
        if (!status.ok()) status = rows.Placed(status);
      }
      USANCE_RETURN_IF_ERROR(LeaveOut(status));
    }
  }

  absl::Status ReadInputs() {
    USANCE_ASSIGN_OR_RETURN(as_of_, Date::Parse(run_.as_of, "--as-of"));
    USANCE_ASSIGN_OR_RETURN(policy_, ReadJsonFile(run_.policy));
    USANCE_RETURN_IF_ERROR(CheckCurrencies());
    USANCE_ASSIGN_OR_RETURN(const Json mapping, ReadJsonFile(run_.mapping));
    absl::StatusOr<LedgerMapping> made = LedgerMapping::Make(mapping);
    if (!made.ok()) return At(run_.mapping, made.status());
    mapping_ = *std::move(made);
    return run_.payments.empty() ? absl::OkStatus() : ReadPayments();
  }

  absl::Status ReadPayments() {
    if (!mapping_.payments) {
      return Error(Reason::kMissingField, run_.mapping + "/payments",
                   "the mapping says nothing about --payments");
    }
    FileMapping& mapping = *mapping_.payments;
    USANCE_ASSIGN_OR_RETURN(Rows rows, Rows::Open(run_.payments, mapping));
    for (size_t count = 0;; ++count) {  // each turn takes a row
      CsvRow row;
      const absl::StatusOr<bool> any = rows.Next(row);
      if (any.ok() && !*any) return absl::OkStatus();
      if (count == kMaxPayments) {
        return Error(Reason::kLimitExceeded, run_.payments,
                     "more than " + std::to_string(kMaxPayments) + " payments");
      }
      absl::Status status = any.status();
      if (status.ok()) {
        status = TakePayment(row, mapping);
        if (!status.ok()) status = rows.Placed(status);
      }
      USANCE_RETURN_IF_ERROR(LeaveOut(status));
    }
  }

  // Errors: about the row, as "line:column"
  absl::Status TakePayment(const CsvRow& row, const FileMapping& mapping) {
    const CsvField& day = *mapping.Find(row, "date");
    USANCE_ASSIGN_OR_RETURN(const Date date,
                            mapping.dates.Parse(day.text, ToText(day.start)));
    const CsvField& sum = *mapping.Find(row, "amount");
    USANCE_ASSIGN_OR_RETURN(const std::string amount, mapping.AmountOf(sum));
    book_[mapping.Find(row, "invoice")->text].payments.push_back(
        {date.ToText(), amount, sum.start});
    return absl::OkStatus();
  }

  // Complains about a row that is wrong and goes on, where that is asked.
  absl::Status LeaveOut(const absl::Status& status) {
    if (status.ok() || !run_.go_on || absl::IsNotFound(status)) return status;
    ++refused_;
    Complain(FromAbsl(status.message()));
    return absl::OkStatus();
  }

  // Takes one row of the ledger.
  //
  // Errors: about the row, as "line:column"; about a flag, with flag_error_
  absl::Status Take(const CsvRow& row) {
    USANCE_ASSIGN_OR_RETURN(const std::optional<Invoice> invoice,
                            ReadInvoice(row));
    if (!invoice) return absl::OkStatus();
    const absl::StatusOr<Json> answer = Call(invoice->request);
    if (!answer.ok()) return AboutRow(*invoice, answer.status());
    if (!run_.customer.empty() && run_.customer != invoice->customer) {
      return absl::OkStatus();
    }
    return Count(*invoice, *answer);
  }

  // The invoice of a row; none where it is not open.
  absl::StatusOr<std::optional<Invoice>> ReadInvoice(const CsvRow& row) {
    const FileMapping& mapping = mapping_.invoices;
    const auto date_of = [&](const CsvField& field) {
      return mapping.dates.Parse(field.text, ToText(field.start));
    };
    const CsvField& id = *mapping.Find(row, "invoice");
    USANCE_ASSIGN_OR_RETURN(const Date due, date_of(*mapping.Find(row, "due")));
    const CsvField& amount_field = *mapping.Find(row, "amount");
    USANCE_ASSIGN_OR_RETURN(const std::string amount,
                            mapping.AmountOf(amount_field));
    Json payments = Json::List();
    const auto found = book_.find(id.text);
    if (found != book_.end()) {
      if (found->second.used) {
        return Error(Reason::kDuplicateField, ToText(id.start),
                     "the invoice " + Quoted(id.text) +
                         " stands twice; its payments would count twice");
      }
      found->second.used = true;
      for (const DatedAmount& paid : found->second.payments) {
        payments.Append(Dated(paid.date, paid.amount));
      }
    }
    const CsvField* issued = mapping.Find(row, "issued");
    if (issued != nullptr) {
      USANCE_ASSIGN_OR_RETURN(const Date date, date_of(*issued));
      if (date > *as_of_) return std::optional<Invoice>();
    }
    const CsvField* paid = mapping.Find(row, "paid");
    const CsvField* settled = mapping.Find(row, "settled");
    if (settled != nullptr && !settled->text.empty()) {
      USANCE_ASSIGN_OR_RETURN(const Date date, date_of(*settled));
      if (paid == nullptr && date <= *as_of_) return std::optional<Invoice>();
      if (paid != nullptr) {
        USANCE_ASSIGN_OR_RETURN(const std::string text,
                                mapping.AmountOf(*paid));
        payments.Append(Dated(date.ToText(), text));
      }
    }
    const CsvField* currency = mapping.Find(row, "currency");
    const CsvField* customer = mapping.Find(row, "customer");
    Invoice invoice{
        .id = id.text,
        .customer = customer == nullptr ? "" : customer->text,
        .currency = currency == nullptr ? mapping.currency : currency->text,
        .due = due.ToText(),
        .request = Json::Object(),
        .amount_at = amount_field.start,
        .currency_at = currency == nullptr ? row.start : currency->start,
        .row_at = row.start,
        .paid_at = paid == nullptr ? row.start : paid->start,
        .payments = found == book_.end() ? nullptr : &found->second.payments};
    Json& request = invoice.request;
    request.Set("op", "late_charges");
    request.Set("currency", invoice.currency);
    request.Set("policy", PolicyOf(invoice.currency));
    request.Set("amount", amount);
    request.Set("due", invoice.due);
    request.Set("as_of", run_.as_of);
    if (!payments.items().empty()) request.Set("payments", payments);
    if (!run_.apply_to.empty()) request.Set("apply_to", run_.apply_to);
    if (run_.explain) request.Set("explain", true);
    return std::optional<Invoice>(std::move(invoice));
  }

  static Json Dated(const std::string& date, const std::string& amount) {
    Json json = Json::Object();
    json.Set("date", date);
    json.Set("amount", amount);
    return json;
  }

  // Checks that by_currency stands alone and is about currencies.
  [[nodiscard]] absl::Status CheckCurrencies() const {
    const Json* by_currency = policy_.Find("by_currency");
    if (by_currency == nullptr) return absl::OkStatus();
    const std::string field = run_.policy + "/by_currency";
    if (by_currency->kind() != Json::Kind::kObject) {
      return Error(Reason::kWrongType, field, "the value is no object");
    }
    for (const Json::Member& member : by_currency->members()) {
      const std::string own = field + "/" + PointerStep(member.name);
      USANCE_RETURN_IF_ERROR(Currency::Parse(member.name, own).status());
    }
    if (policy_.members().size() == 1) return absl::OkStatus();
    return Error(Reason::kConflict, field,
                 "beside by_currency nothing else is read; put it into each");
  }

  // The policy file is a policy, or one for each currency.
  [[nodiscard]] Json PolicyOf(const std::string& currency) const {
    const Json* by_currency = policy_.Find("by_currency");
    if (by_currency == nullptr) return policy_;
    const Json* own = by_currency->Find(currency);
    return own == nullptr ? Json() : *own;
  }

  // Whether the operation refused a value of the row or one of a flag.
  absl::Status AboutRow(const Invoice& invoice, const absl::Status& status) {
    const std::string field = FieldOf(status);
    const auto at = [&](const CsvPosition& position) {
      return Error(ReasonOf(status), ToText(position), TextOf(status));
    };
    if (field == "/amount") return at(invoice.amount_at);
    if (field == "/currency") return at(invoice.currency_at);
    if (field.starts_with("/payments/")) return AboutPayment(invoice, status);
    if (field == "/policy") {
      return Error(Reason::kMissingField, ToText(invoice.row_at),
                   "the policy says nothing for " + invoice.currency);
    }
    switch (ReasonOf(status)) {
      case Reason::kRateUnknown:  // what the row's dates and amount decide
      case Reason::kDateOutOfRange:
      case Reason::kOverflow:
        return Error(ReasonOf(status), ToText(invoice.row_at),
                     CallText(status));
      default:
        flag_error_ = true;
        return status;
    }
  }

  // A payment of the payments' file is named by its place there.
  absl::Status AboutPayment(const Invoice& invoice,
                            const absl::Status& status) const {
    const std::string rest = FieldOf(status).substr(10);  // "/payments/3/..."
    const auto number = ScanInteger(rest.substr(0, rest.find('/')));
    const size_t k = static_cast<size_t>(number.value_or(0));
    if (invoice.payments == nullptr || k >= invoice.payments->size()) {
      return Error(ReasonOf(status), ToText(invoice.paid_at), TextOf(status));
    }
    return Error(ReasonOf(status), ToText(invoice.row_at),
                 "its payment at " + run_.payments + ":" +
                     ToText((*invoice.payments)[k].at) + ": " + TextOf(status));
  }

  absl::Status Count(const Invoice& invoice, const Json& answer) {
    const auto text = [&](std::string_view name) {
      return answer.Find(name)->text();
    };
    const Currency currency = *Currency::Find(invoice.currency);
    const auto money = [&](std::string_view name) {
      return *ParseAmount(text(name), currency);
    };
    const Money principal = money("outstanding_principal");
    if (principal.minor() == 0) return absl::OkStatus();
    const std::string days = ToText(*answer.Find("days_past_due"));
    const bool late = *ScanInteger(days) > 0;
    Totals& totals =
        totals_.try_emplace(invoice.currency, currency).first->second;
    ++totals.open;
    const std::pair<Money*, Money> sums[] = {
        {late ? &totals.overdue : &totals.not_due, principal},
        {&totals.principal, principal},
        {&totals.interest, money("interest")},
        {&totals.compensation, money("compensation")},
        {&totals.fees, money("fees")},
        {&totals.total, money("outstanding")}};
    for (const auto& [sum, amount] : sums) {
      USANCE_ASSIGN_OR_RETURN(*sum, Add(*sum, amount));
    }
    if (run_.show == Show::kTotals ||
        (run_.show != Show::kOpen && late != (run_.show == Show::kLate))) {
      return absl::OkStatus();
    }
    printer_.Add({invoice.id, invoice.customer, invoice.due, days,
                  invoice.currency, text("outstanding_principal"),
                  text("interest"), text("compensation"), text("fees"),
                  text("outstanding")});
    if (const Json* because = answer.Find("because")) {
      for (const Json& line : because->items()) printer_.Note(line.text());
    }
    return absl::OkStatus();
  }

  void PrintTotals() {
    // A CSV file has one kind of row.
    if (run_.format == Format::kCsv && run_.show != Show::kTotals) return;
    if (run_.format == Format::kTable && run_.show != Show::kTotals) {
      PrintLine("");
    }
    TablePrinter printer({{"currency"},
                          {"open", true, true},
                          {"not_due", true},
                          {"overdue", true},
                          {"principal", true},
                          {"interest", true},
                          {"compensation", true},
                          {"fees", true},
                          {"total", true}},
                         run_.format, run_.guard_formulas);
    for (const auto& [code, totals] : totals_) {
      std::vector<std::string> row = {code, std::to_string(totals.open)};
      for (const Money& money :
           {totals.not_due, totals.overdue, totals.principal, totals.interest,
            totals.compensation, totals.fees, totals.total}) {
        row.push_back(FormatAmount(money));
      }
      printer.Add(std::move(row));
    }
    printer.Finish();
  }

  void WarnOfStrays() const {
    if (refused_ > 0) {
      Complain(std::to_string(refused_) + " rows were refused and left out");
    }
    for (const auto& [invoice, payments] : book_) {
      if (payments.used) continue;
      Complain(run_.payments + ": no invoice " + Quoted(invoice) +
               " in the ledger; its payments are left out");
    }
  }

  const LedgerRun& run_;
  std::optional<Date> as_of_;
  Json policy_;
  LedgerMapping mapping_;
  PaymentBook book_;
  std::map<std::string, Totals> totals_;  // by currency
  TablePrinter printer_;
  int64_t refused_ = 0;
  bool flag_error_ = false;
};

}  // namespace

int RunLedger(const LedgerRun& run) { return Ledger(run).Run(); }

}  // namespace usance::cli
