#include "cli/ledger.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/flags.h"
#include "cli/rows.h"
#include "cli/statutes.h"
#include "usance/codec/csv.h"
#include "usance/codec/late_charges.h"
#include "usance/codec/mapping.h"
#include "usance/core/text.h"
#include "usance/money/currency.h"
#include "usance/money/format.h"
#include "usance/money/money.h"
#include "usance/statute/presets.h"
#include "usance/statute/statute.h"
#include "usance/terms/late_charges.h"

namespace usance::cli {
namespace {

constexpr size_t kMaxPayments = 1'000'000;

struct DatedAmount {
  Date date;
  std::string amount;  // the invoice says in which currency
  CsvPosition at;      // of the amount, in the payments' file
};

// Payments by invoice; those of invoices that are not in the ledger stay
// marked unused.
struct InvoicePayments {
  std::vector<DatedAmount> payments;
  bool used = false;
};
using PaymentBook = std::map<std::string, InvoicePayments, std::less<>>;

// Sums of one currency.
struct Totals {
  explicit Totals(Currency currency)
      : not_due(0, currency),
        overdue(0, currency),
        credits(0, currency),
        principal(0, currency),
        interest(0, currency),
        compensation(0, currency),
        fees(0, currency),
        total(0, currency) {}

  int64_t open = 0;
  Money not_due, overdue, credits;  // of the principal; credits are negative
  Money principal, interest, compensation, fees, total;
};

// One invoice or credit as the ledger has it.
struct Invoice {
  std::string id;
  std::string customer;
  Money amount;
  Date due;
  std::vector<Payment> payments = {};  // those of the file, then `paid`
  CsvPosition row_at = {};
  CsvPosition amount_at = {};
  CsvPosition paid_at = {};                          // of the column `paid`
  const std::vector<DatedAmount>* listed = nullptr;  // in the payments' file
};

// What it comes to as of the day.
struct Claim {
  enum class Kind { kNotDue, kLate, kCredit };
  Kind kind;
  int32_t days;
  Money principal, interest, compensation, fees, total;
  Confidence confidence = Confidence::kGiven;  // of the rates
  std::optional<UnknownCharge> unknown = {};   // of the compensation
  std::vector<std::string> because = {};
};

// The last column is of published rates alone: a contract's own are given.
std::vector<Column> InvoiceColumns(bool charges, bool published, bool law) {
  std::vector<Column> columns = {{"invoice"},  {"customer"},
                                 {"due"},      {"days", true, true},
                                 {"currency"}, {"principal", true}};
  if (charges) {
    for (const char* name : {"interest", "compensation", "fees", "total"}) {
      columns.push_back({name, true});
    }
  }
  if (published) columns.push_back({law ? "confidence" : "rate_confidence"});
  return columns;
}

// Whether a policy, or one of those by currency, names a series of rates.
bool NamesSeries(const Json& policy) {
  if (const Json* by_currency = policy.Find("by_currency")) {
    return std::any_of(
        by_currency->members().begin(), by_currency->members().end(),
        [](const Json::Member& member) { return NamesSeries(member.value); });
  }
  if (policy.kind() != Json::Kind::kObject) return false;
  const Json* interest = policy.Find("interest");
  if (interest == nullptr || interest->kind() != Json::Kind::kObject) {
    return false;
  }
  const Json* rates = interest->Find("rates");
  return rates != nullptr && rates->kind() == Json::Kind::kText;
}

// A statute in place of a policy, and what it is asked about.
struct Law {
  Statute statute;
  Parties parties{};
  std::optional<Date> contract_date = {};  // none: the due day of each row
  std::optional<DayCount> day_count = {};
};

// What the invoices of one currency share.
struct Shared {
  LateChargesSpec spec;
  std::optional<PresetCache> presets = {};  // of a law; its policy is by row
  const Preset* last = nullptr;             // whose policy the spec has
};

class LedgerTable {
 public:
  explicit LedgerTable(const LedgerRun& run)
      : run_(run),
        charges_(run.show != Show::kDue || run.format != Format::kTable) {}

  int Run() {
    const absl::Status status = Stream();
    if (printer_ && (status.ok() || printer_->Any())) printer_->Finish();
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
    published_ = law_ || NamesSeries(policy_);
    if (run_.show != Show::kTotals) {
      printer_.emplace(InvoiceColumns(charges_, published_, law_.has_value()),
                       run_.format, run_.guard_formulas);
    }
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
    if (!run_.apply_to.empty()) {
      USANCE_ASSIGN_OR_RETURN(apply_to_,
                              ParseName<ApplyTo>(run_.apply_to, "--apply-to"));
    }
    if (run_.statute.empty()) {
      USANCE_ASSIGN_OR_RETURN(policy_, ReadJsonFile(run_.policy));
      USANCE_RETURN_IF_ERROR(CheckCurrencies());
    } else {
      USANCE_RETURN_IF_ERROR(ReadLaw());
    }
    if (!run_.fx.empty()) {
      USANCE_ASSIGN_OR_RETURN(const Json fx, ReadJsonFile(run_.fx));
      USANCE_ASSIGN_OR_RETURN(fx_, ReadFxTable(fx, run_.fx));
    }
    USANCE_ASSIGN_OR_RETURN(const Json mapping, ReadJsonFile(run_.mapping));
    absl::StatusOr<LedgerMapping> made = LedgerMapping::Make(mapping);
    if (!made.ok()) return At(run_.mapping, made.status());
    mapping_ = *std::move(made);
    if (!run_.payments.empty()) return ReadPayments();
    const bool paid =
        mapping_.invoices.Maps("paid") || mapping_.invoices.Maps("settled");
    if (!run_.apply_to.empty() && !paid) {
      return Error(Reason::kConflict, "--apply-to",
                   "there are no payments: neither --payments nor a column "
                   "that the mapping names for paid or settled");
    }
    return absl::OkStatus();
  }

  absl::Status ReadLaw() {
    absl::StatusOr<Statute> statute = LoadStatute(run_.statute);
    flag_error_ = !statute.ok() && !absl::IsNotFound(statute.status());
    USANCE_RETURN_IF_ERROR(statute.status());
    Law law{.statute = *std::move(statute)};
    law.parties = MainParties(law.statute);
    if (!run_.parties.empty()) {
      USANCE_ASSIGN_OR_RETURN(law.parties,
                              ParseName<Parties>(run_.parties, "--parties"));
    }
    if (!run_.contract_date.empty()) {
      USANCE_ASSIGN_OR_RETURN(
          law.contract_date,
          Date::Parse(run_.contract_date, "--contract-date"));
    }
    if (!run_.day_count.empty()) {
      USANCE_ASSIGN_OR_RETURN(
          law.day_count, ParseName<DayCount>(run_.day_count, "--day-count"));
    }
    law_ = std::move(law);
    return absl::OkStatus();
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
        {date, amount, sum.start});
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
    const absl::StatusOr<Claim> claim =
        invoice->amount.minor() < 0 ? CreditOf(*invoice) : ClaimOf(*invoice);
    if (!claim.ok()) return AboutRow(*invoice, claim.status());
    const bool asked =
        run_.customer.empty() || run_.customer == invoice->customer;
    if (!asked ||
        (claim->principal.minor() == 0 && claim->total.minor() == 0)) {
      return absl::OkStatus();
    }
    if (const absl::Status sums = Count(*claim); !sums.ok()) {
      return Error(ReasonOf(sums), ToText(invoice->row_at),
                   "the totals: " + TextOf(sums));
    }
    Print(*invoice, *claim);
    return absl::OkStatus();
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
    const auto found = book_.find(id.text);
    if (found != book_.end()) {
      if (found->second.used) {
        return Error(Reason::kDuplicateField, ToText(id.start),
                     "the invoice " + Quoted(id.text) +
                         " stands twice; its payments would count twice");
      }
      found->second.used = true;
    }
    const CsvField* issued = mapping.Find(row, "issued");
    if (issued != nullptr) {
      USANCE_ASSIGN_OR_RETURN(const Date date, date_of(*issued));
      if (date > *as_of_) return std::optional<Invoice>();
    }
    const CsvField* paid = mapping.Find(row, "paid");
    const CsvField* settled = mapping.Find(row, "settled");
    std::optional<Date> settled_on;
    if (settled != nullptr && !settled->text.empty()) {
      USANCE_ASSIGN_OR_RETURN(settled_on, date_of(*settled));
      if (paid == nullptr && *settled_on <= *as_of_) {
        return std::optional<Invoice>();
      }
    }
    USANCE_ASSIGN_OR_RETURN(const Currency currency, CurrencyOf(row));
    USANCE_ASSIGN_OR_RETURN(
        const Money money,
        ParseAmount(amount, currency, ToText(amount_field.start)));
    const CsvField* customer = mapping.Find(row, "customer");
    Invoice invoice{.id = id.text,
                    .customer = customer == nullptr ? "" : customer->text,
                    .amount = money,
                    .due = due,
                    .row_at = row.start,
                    .amount_at = amount_field.start};
    if (found != book_.end()) {
      invoice.listed = &found->second.payments;
      USANCE_RETURN_IF_ERROR(AddListed(invoice));
    }
    if (paid != nullptr && settled_on) {
      invoice.paid_at = paid->start;
      USANCE_ASSIGN_OR_RETURN(const std::string text, mapping.AmountOf(*paid));
      USANCE_ASSIGN_OR_RETURN(const Money part,
                              ParseAmount(text, currency, ToText(paid->start)));
      invoice.payments.push_back({*settled_on, part});
    }
    return std::optional<Invoice>(std::move(invoice));
  }

  // Adds the payments of the payments' file to the invoice's own.
  absl::Status AddListed(Invoice& invoice) const {
    for (const DatedAmount& paid : *invoice.listed) {
      const auto amount = ParseAmount(paid.amount, invoice.amount.currency());
      if (!amount.ok()) return AboutPayment(invoice, paid, amount.status());
      invoice.payments.push_back({paid.date, *amount});
    }
    return absl::OkStatus();
  }

  // The currency of a row. What its invoices share is read once.
  //
  // Errors: about the row's currency; about the policy, with flag_error_
  absl::StatusOr<Currency> CurrencyOf(const CsvRow& row) {
    const CsvField* field = mapping_.invoices.Find(row, "currency");
    const std::string& code =
        field == nullptr ? mapping_.invoices.currency : field->text;
    const auto known = shared_.find(code);
    if (known != shared_.end()) {
      return known->second.spec.invoice.amount.currency();
    }
    const CsvPosition at = field == nullptr ? row.start : field->start;
    USANCE_ASSIGN_OR_RETURN(const Currency currency,
                            Currency::Parse(code, ToText(at)));
    Shared shared{.spec = {.policy = {},
                           .invoice = {Money(0, currency), *as_of_},
                           .apply_to = apply_to_,
                           .as_of = *as_of_,
                           .fx = fx_}};
    if (law_) {
      const PresetSpec spec{.currency = currency,
                            .rounding = Rounding::kHalfUp,
                            .regime = RoundingRegime::kPerBooking,
                            .day_count = law_->day_count};
      shared.presets.emplace(law_->statute, law_->parties, spec, run_.book);
    } else {
      const Json* json = PolicyFor(code);
      if (json == nullptr) {
        return Error(Reason::kMissingField, ToText(row.start),
                     "the policy says nothing for " + code);
      }
      absl::StatusOr<LatePaymentPolicy> policy =
          ReadLatePaymentPolicy(*json, currency, "/policy", run_.book);
      flag_error_ = !policy.ok();
      if (flag_error_) return policy.status();
      shared.spec.policy = *std::move(policy);
    }
    shared_.emplace(code, std::move(shared));
    return currency;
  }

  // What the policy file says for a currency; null where it is silent.
  [[nodiscard]] const Json* PolicyFor(std::string_view code) const {
    const Json* by_currency = policy_.Find("by_currency");
    return by_currency == nullptr ? &policy_ : by_currency->Find(code);
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

  // What an invoice costs.
  //
  // Errors: of the operation late_charges
  absl::StatusOr<Claim> ClaimOf(const Invoice& invoice) {
    Shared& shared = shared_.find(invoice.amount.currency().code())->second;
    LateChargesSpec& spec = shared.spec;
    if (law_) USANCE_RETURN_IF_ERROR(TakePreset(invoice.due, shared));
    spec.invoice = {invoice.amount, invoice.due};
    spec.payments = invoice.payments;
    const absl::StatusOr<LateCharges> computed = ComputeLateCharges(spec);
    if (!computed.ok()) {
      if (law_) return AboutLaw(computed.status());
      return LateChargesError(computed.status(),
                              *PolicyFor(invoice.amount.currency().code()));
    }
    const Money& principal = computed->outstanding_principal;
    const auto total = Add(principal, computed->outstanding_charges);
    if (!total.ok()) return At("/amount", total.status());
    Claim claim{.kind = computed->days_past_due > 0 ? Claim::Kind::kLate
                                                    : Claim::Kind::kNotDue,
                .days = computed->days_past_due,
                .principal = principal,
                .interest = computed->interest,
                .compensation = computed->compensation,
                .fees = computed->fees,
                .total = *total,
                .confidence = computed->confidence,
                .unknown = computed->compensation_unknown};
    if (run_.explain) claim.because = ExplainLateCharges(*computed, *as_of_);
    if (law_) AddWeak(*shared.last, claim);
    return claim;
  }

  // An error with its field as this command has it: what is about the policy
  // is about the statute.
  static absl::Status AboutLaw(const absl::Status& status) {
    const std::string field = FieldOf(status);
    if (field.starts_with("/policy")) {
      return Error(ReasonOf(status), "/statute", TextOf(status));
    }
    constexpr std::string_view kInvoice = "/invoice";
    if (!field.starts_with(kInvoice)) return status;
    return Error(ReasonOf(status), field.substr(kInvoice.size()),
                 TextOf(status));
  }

  // Gives the spec the policy of the law for a due day.
  //
  // Errors: as PresetCache::Find
  absl::Status TakePreset(Date due, Shared& shared) const {
    USANCE_ASSIGN_OR_RETURN(
        const Preset* preset,
        shared.presets->Find(law_->contract_date.value_or(due), due));
    if (preset != shared.last) shared.spec.policy = preset->policy;
    shared.last = preset;
    return absl::OkStatus();
  }

  // What the law's own facts do to the confidence in a claim.
  void AddWeak(const Preset& preset, Claim& claim) const {
    for (const WeakFact& weak : preset.weak) {
      claim.confidence = Weakest(claim.confidence, weak.cited.confidence);
      if (!run_.explain) continue;
      claim.because.push_back("check before relying on it: " + weak.fact +
                              " is " +
                              std::string(NameOf(weak.cited.confidence)) +
                              ", " + weak.cited.source);
    }
  }

  // What is left of a credit: its amount, less what of it was paid out or used
  // up to the day. It is never late and bears nothing.
  //
  // Errors: as if it were asked about, OUT_OF_RANGE below /payments
  absl::StatusOr<Claim> CreditOf(const Invoice& invoice) const {
    Money left = invoice.amount;
    for (size_t k = 0; k < invoice.payments.size(); ++k) {
      const Payment& used = invoice.payments[k];
      if (used.amount.minor() >= 0) {
        return Error(
            Reason::kOutOfRange, "/payments/" + std::to_string(k) + "/amount",
            FormatAmount(used.amount) + " of a credit; allowed: below 0");
      }
      if (used.date > *as_of_) continue;
      const int64_t rest =
          left.minor() - std::max(left.minor(), used.amount.minor());
      left = Money(rest, left.currency());
    }
    const Money none(0, left.currency());
    Claim claim{.kind = Claim::Kind::kCredit,
                .days = std::min(*as_of_ - invoice.due, 0),
                .principal = left,
                .interest = none,
                .compensation = none,
                .fees = none,
                .total = left};
    if (run_.explain) {
      claim.because = {"of the credit " + FormatAmount(invoice.amount) + ", " +
                       FormatAmount(left) + " is left; it is never late"};
    }
    return claim;
  }

  // Whether a value of the row was refused or one of a flag.
  absl::Status AboutRow(const Invoice& invoice, const absl::Status& status) {
    const std::string field = FieldOf(status);
    if (field == "/amount") {
      return Error(ReasonOf(status), ToText(invoice.amount_at), TextOf(status));
    }
    if (field.starts_with("/payments/")) {
      const std::string rest = field.substr(10);  // "3/amount"
      const auto number = ScanInteger(rest.substr(0, rest.find('/')));
      const size_t k = static_cast<size_t>(number.value_or(0));
      if (invoice.listed != nullptr && k < invoice.listed->size()) {
        return AboutPayment(invoice, (*invoice.listed)[k], status);
      }
      return Error(ReasonOf(status), ToText(invoice.paid_at), TextOf(status));
    }
    switch (ReasonOf(status)) {
      case Reason::kRateUnknown:  // what the row's dates and amount decide
      case Reason::kDateOutOfRange:
      case Reason::kOverflow:
        return Error(ReasonOf(status), ToText(invoice.row_at),
                     CallText(status));
      case Reason::kCurrencyMismatch:  // of a law, the row's currency too
      case Reason::kContextRequired:
        if (law_) {
          return Error(ReasonOf(status), ToText(invoice.row_at),
                       TextOf(status));
        }
        [[fallthrough]];
      default:
        flag_error_ = true;
        return status;
    }
  }

  // A payment of the payments' file is named by its place there.
  absl::Status AboutPayment(const Invoice& invoice, const DatedAmount& paid,
                            const absl::Status& status) const {
    return Error(ReasonOf(status), ToText(invoice.row_at),
                 "its payment at " + run_.payments + ":" + ToText(paid.at) +
                     ": " + TextOf(status));
  }

  // Adds to the totals; to none of them where one would overflow.
  absl::Status Count(const Claim& claim) {
    if (claim.unknown && ++unknown_ == 1) first_unknown_ = claim.unknown->text;
    const Currency currency = claim.principal.currency();
    Totals& kept = totals_.try_emplace(std::string(currency.code()), currency)
                       .first->second;
    Totals totals = kept;
    ++totals.open;
    Money& part = claim.kind == Claim::Kind::kCredit ? totals.credits
                  : claim.kind == Claim::Kind::kLate ? totals.overdue
                                                     : totals.not_due;
    const std::pair<Money*, const Money*> sums[] = {
        {&part, &claim.principal},
        {&totals.principal, &claim.principal},
        {&totals.interest, &claim.interest},
        {&totals.compensation, &claim.compensation},
        {&totals.fees, &claim.fees},
        {&totals.total, &claim.total}};
    for (const auto& [sum, amount] : sums) {
      USANCE_ASSIGN_OR_RETURN(*sum, Add(*sum, *amount));
    }
    kept = totals;
    return absl::OkStatus();
  }

  void Print(const Invoice& invoice, const Claim& claim) {
    const bool late = claim.kind == Claim::Kind::kLate;
    if (!printer_ ||
        (run_.show != Show::kOpen && late != (run_.show == Show::kLate))) {
      return;
    }
    std::vector<std::string> cells = {
        invoice.id,
        invoice.customer,
        invoice.due.ToText(),
        std::to_string(claim.days),
        std::string(claim.principal.currency().code()),
        FormatAmount(claim.principal)};
    if (charges_) {
      for (const Money& charge :
           {claim.interest, claim.compensation, claim.fees, claim.total}) {
        cells.push_back(FormatAmount(charge));
      }
      if (claim.unknown) cells[cells.size() - 3] = "";  // of no number
    }
    if (published_) {
      cells.push_back(claim.confidence == Confidence::kGiven
                          ? ""
                          : std::string(NameOf(claim.confidence)));
    }
    printer_->Add(std::move(cells));
    for (const std::string& line : claim.because) printer_->Note(line);
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
                          {"credits", true},
                          {"principal", true},
                          {"interest", true},
                          {"compensation", true},
                          {"fees", true},
                          {"total", true}},
                         run_.format, run_.guard_formulas);
    for (const auto& [code, totals] : totals_) {
      std::vector<std::string> row = {code, std::to_string(totals.open)};
      for (const Money& money :
           {totals.not_due, totals.overdue, totals.credits, totals.principal,
            totals.interest, totals.compensation, totals.fees, totals.total}) {
        row.push_back(FormatAmount(money));
      }
      printer.Add(std::move(row));
    }
    printer.Finish();
  }

  void WarnOfStrays() const {
    if (law_ && !law_->statute.in_place_of.empty()) {
      Complain(run_.statute + " stands in place of the built-in " +
               law_->statute.in_place_of);
    }
    if (refused_ > 0) {
      Complain(std::to_string(refused_) +
               (refused_ == 1 ? " row was" : " rows were") +
               " refused and left out");
    }
    if (unknown_ > 0) {
      Complain("compensation and total of " + std::to_string(unknown_) +
               (unknown_ == 1 ? " row are" : " rows are") +
               " without the fixed sum: " + first_unknown_);
    }
    for (const auto& [invoice, payments] : book_) {
      if (payments.used) continue;
      Complain(run_.payments + ": no invoice " + Quoted(invoice) +
               " in the ledger; its payments are left out");
    }
  }

  const LedgerRun& run_;
  const bool charges_;  // what is not late has none; files keep their columns
  std::optional<Date> as_of_;
  ApplyTo apply_to_{};
  Json policy_;
  LedgerMapping mapping_;
  PaymentBook book_;
  std::optional<Law> law_;     // in place of the policy
  std::optional<FxTable> fx_;  // for fixed sums in another currency
  // By currency.
  std::map<std::string, Shared, std::less<>> shared_;
  std::map<std::string, Totals> totals_;
  bool published_ = false;               // rates are of series, or of a law
  std::optional<TablePrinter> printer_;  // of invoices, where they are shown
  int64_t refused_ = 0;
  int64_t unknown_ = 0;  // rows without their fixed sum, and why the first is
  std::string first_unknown_;
  bool flag_error_ = false;
};

}  // namespace

int RunLedger(const LedgerRun& run) { return LedgerTable(run).Run(); }

}  // namespace usance::cli
