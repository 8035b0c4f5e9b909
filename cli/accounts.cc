#include "cli/accounts.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "cli/answer.h"
#include "cli/files.h"
#include "cli/flags.h"
#include "cli/journals.h"
#include "usance/account/account.h"
#include "usance/account/aging.h"
#include "usance/account/statement.h"
#include "usance/accrual/fx_table.h"
#include "usance/codec/account.h"
#include "usance/codec/late_charges.h"
#include "usance/core/rounding.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

// Of no --policy.
constexpr std::string_view kPlainPolicy =
    R"({"allocation":"oldest due","credit":"hold","partial_payment":"none"})";

// A day that Replay takes.
absl::StatusOr<Date> ParseDay(std::string_view text, std::string_view flag) {
  constexpr Date kLast = Date::Of(9999, 12, 30);
  USANCE_ASSIGN_OR_RETURN(const Date day, Date::Parse(text, flag));
  if (day <= kLast) return day;
  return Error(Reason::kDateOutOfRange, flag,
               day.ToText() + "; allowed: up to " + kLast.ToText());
}

// What all of these commands begin with.
class Accounts {
 public:
  explicit Accounts(const AccountsRun& run) : run_(run) {}

  absl::Status Read() {
    if (run_.policy.empty()) {
      policy_json_ = *ParseJson(kPlainPolicy);
    } else {
      USANCE_ASSIGN_OR_RETURN(policy_json_, ReadJsonFile(run_.policy));
    }
    if (!run_.as_known_on.empty()) {
      USANCE_ASSIGN_OR_RETURN(as_known_on_,
                              Date::Parse(run_.as_known_on, "--as-known-on"));
    }
    USANCE_ASSIGN_OR_RETURN(const std::string text,
                            ReadJournalText(run_.journal));
    USANCE_ASSIGN_OR_RETURN(ledger_, ReadLedger(run_.journal, text));
    if (ledger_.size() == 0) {
      Complain(run_.journal + ": the journal has no events");
    }
    return absl::OkStatus();
  }

  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  [[nodiscard]] std::optional<Date> as_known_on() const { return as_known_on_; }
  [[nodiscard]] const Json& policy_json() const { return policy_json_; }
  [[nodiscard]] Ledger TakeLedger() && { return std::move(ledger_); }

  // Whether the account is asked for.
  [[nodiscard]] bool Wants(const Journal& journal) const {
    return (run_.account.empty() || run_.account == journal.account()) &&
           (run_.currency.empty() ||
            run_.currency == journal.currency().code());
  }

  // Reads, and finds the one account that is asked for.
  absl::Status ReadOne() {
    USANCE_RETURN_IF_ERROR(Read());
    USANCE_ASSIGN_OR_RETURN(journal_, One());
    USANCE_ASSIGN_OR_RETURN(policy_, PolicyOf(journal_->currency()));
    return absl::OkStatus();
  }
  [[nodiscard]] const Journal& journal() const { return *journal_; }
  [[nodiscard]] const AccountPolicy& policy() const { return *policy_; }

  // The policy as accounts of a currency have it; it is read once.
  absl::StatusOr<const AccountPolicy*> PolicyOf(Currency currency) {
    const std::string code(currency.code());
    const auto known = policies_.find(code);
    if (known != policies_.end()) return &known->second;
    USANCE_ASSIGN_OR_RETURN(
        AccountPolicy policy,
        ReadAccountPolicy(policy_json_, currency, run_.policy, run_.book));
    return &policies_.emplace(code, std::move(policy)).first->second;
  }

  // Whoever is asked for is not there.
  [[nodiscard]] absl::Status NoSuchAccount() const {
    const bool of_currency = run_.account.empty() && !run_.currency.empty();
    std::string what = "the journal has no account";
    if (!run_.account.empty()) what += " " + Quoted(run_.account);
    if (!run_.currency.empty()) what += " in " + Quoted(run_.currency);
    return Error(Reason::kUnknownName, of_currency ? "--currency" : "--account",
                 what);
  }

  absl::StatusOr<Account> ReplayOf(const Journal& journal, Date as_of) {
    USANCE_ASSIGN_OR_RETURN(const AccountPolicy* policy,
                            PolicyOf(journal.currency()));
    absl::StatusOr<Account> account = Replay(journal, *policy,
                                             {.as_of = as_of,
                                              .as_known_on = as_known_on_,
                                              .segments = run_.segments});
    if (account.ok()) return account;
    return Error(
        ReasonOf(account.status()),
        "account " + Quoted(journal.account()) + FieldOf(account.status()),
        TextOf(account.status()));
  }

 private:
  absl::StatusOr<const Journal*> One() const {
    const Journal* found = nullptr;
    for (const auto& [key, journal] : ledger_.journals()) {
      if (!Wants(journal)) continue;
      if (found != nullptr) {
        return Error(Reason::kContextRequired,
                     run_.account.empty() ? "--account" : "--currency",
                     "the journal has several; say which");
      }
      found = &journal;
    }
    if (found == nullptr) return NoSuchAccount();
    return found;
  }

  const AccountsRun& run_;
  Json policy_json_;
  std::optional<Date> as_known_on_;
  Ledger ledger_;
  std::map<std::string, AccountPolicy> policies_;
  const Journal* journal_ = nullptr;  // the one, and how it is kept
  const AccountPolicy* policy_ = nullptr;
};

std::string Range(const AgingBucket& bucket) {
  return bucket.to
             ? std::to_string(bucket.from) + "-" + std::to_string(*bucket.to)
             : "over " + std::to_string(bucket.from - 1);
}

// A line for each bucket of each currency.
void PrintTotals(const std::map<std::string, Aging>& totals,
                 TablePrinter& printer) {
  for (const auto& [code, aging] : totals) {
    const auto add = [&, currency = aging.currency](
                         std::string bucket, int64_t rows, int64_t minor) {
      printer.Add({code, std::move(bucket), std::to_string(rows),
                   FormatAmount(minor, currency)});
    };
    int64_t rows = aging.not_due.row_count;
    add("not due", rows, aging.not_due.amount_minor);
    for (const AgingBucket& bucket : aging.buckets) {
      add(Range(bucket), bucket.row_count, bucket.amount_minor);
      rows += bucket.row_count;
    }
    add("unapplied", 0, -aging.unapplied_minor);
    printer.Rule();
    add("total", rows, aging.total_minor);
  }
}

// A line for each account.
std::vector<std::string> AccountCells(const std::string& account,
                                      const Aging& aging) {
  const auto amount = [&](int64_t minor) {
    return FormatAmount(minor, aging.currency);
  };
  std::vector<std::string> cells = {account, std::string(aging.currency.code()),
                                    amount(aging.not_due.amount_minor)};
  for (const AgingBucket& bucket : aging.buckets) {
    cells.push_back(amount(bucket.amount_minor));
  }
  cells.push_back(amount(-aging.unapplied_minor));
  cells.push_back(amount(aging.total_minor));
  return cells;
}

// "USD=0.91"
bool IsRate(std::string_view text) { return text.find('=') == 3; }

absl::StatusOr<FxRow> ParseRate(std::string_view text, Currency in,
                                Date as_of) {
  USANCE_ASSIGN_OR_RETURN(const Currency base,
                          Currency::Parse(text.substr(0, 3), "--fx"));
  const Scanned<Decimal> rate = ScanDecimal(text.substr(4));
  if (!rate.value || rate.value->digits <= 0) {
    return Error(Reason::kMalformed, "--fx",
                 Quoted(text) + " is no rate of exchange, as USD=0.91");
  }
  return FxRow{as_of, base, in, ToFraction(*rate.value)};
}

// Agings in one currency, or as they are.
class Reporting {
 public:
  absl::Status Read(const AccountsRun& run, Date as_of) {
    for (const auto& [flag, given] :
         {std::pair{"--fx", !run.fx.empty()},
          std::pair{"--rounding", !run.rounding.empty()}}) {
      if (given && run.in.empty()) {
        return Error(Reason::kConflict, flag,
                     "--in is missing, the currency to report in");
      }
    }
    if (run.in.empty()) return absl::OkStatus();
    USANCE_ASSIGN_OR_RETURN(in_, Currency::Parse(run.in, "--in"));
    if (!run.rounding.empty()) {
      USANCE_ASSIGN_OR_RETURN(rounding_,
                              ParseName<Rounding>(run.rounding, "--rounding"));
    }
    if (run.fx.empty()) return absl::OkStatus();
    if (run.fx.size() == 1 && !IsRate(run.fx[0])) {
      USANCE_ASSIGN_OR_RETURN(const Json table, ReadJsonFile(run.fx[0]));
      USANCE_ASSIGN_OR_RETURN(fx_, ReadFxTable(table, run.fx[0]));
      return absl::OkStatus();
    }
    FxTable::Spec spec = {.id = "--fx"};
    for (const std::string& text : run.fx) {
      USANCE_RETURN_IF_ERROR(CheckUtf8("--fx", text));
      if (!IsRate(text)) {
        return Error(Reason::kMalformed, "--fx",
                     Quoted(text) + " is no rate of exchange, as USD=0.91; " +
                         "allowed: rates, or one file");
      }
      USANCE_ASSIGN_OR_RETURN(const FxRow row, ParseRate(text, *in_, as_of));
      spec.rows.push_back(row);
    }
    USANCE_ASSIGN_OR_RETURN(fx_, FxTable::Make(spec, "--fx"));
    return absl::OkStatus();
  }

  absl::StatusOr<Aging> Convert(const Aging& aging) {
    const Currency own = aging.currency;
    if (!in_ || *in_ == own) return aging;
    if (!fx_) {
      return Error(Reason::kRateUnknown, "--fx",
                   "no rate of exchange is given for " +
                       std::string(own.code()) + " to " +
                       std::string(in_->code()));
    }
    USANCE_ASSIGN_OR_RETURN(const FxRow row,
                            fx_->RowOn(own, *in_, aging.as_of, "--fx"));
    rates_.emplace(own.code(), fx_->Quotation(row));
    return usance::Convert(aging, *in_, *fx_, rounding_);
  }

  // The rates that were used.
  void Note(TablePrinter& printer) const {
    for (const auto& [code, rate] : rates_) printer.Note(rate);
  }

 private:
  std::optional<Currency> in_;
  std::optional<FxTable> fx_;
  Rounding rounding_ = Rounding::kHalfUp;
  std::map<std::string, std::string> rates_;
};

struct Agings {
  std::map<std::string, Aging> totals;              // by currency
  std::vector<std::pair<std::string, Aging>> each;  // by account, if wanted
};

absl::Status AddTo(Agings& agings, const std::string& account, Aging aging,
                   const AccountsRun& run) {
  const auto [total, first] =
      agings.totals.emplace(std::string(aging.currency.code()), aging);
  if (!first) USANCE_RETURN_IF_ERROR(usance::AddTo(total->second, aging));
  if (!run.by_account) return absl::OkStatus();
  // Journals come by account, then currency.
  if (!run.in.empty() && !agings.each.empty() &&
      agings.each.back().first == account) {
    return usance::AddTo(agings.each.back().second, aging);
  }
  agings.each.emplace_back(account, std::move(aging));
  return absl::OkStatus();
}

void PrintEach(const Agings& agings, const AgingSpec& spec,
               const Reporting& reporting, const AccountsRun& run) {
  std::vector<Column> columns = {{"account"}, {"currency"}, {"not_due", true}};
  int32_t from = 1;
  for (const int32_t edge : spec.edges) {
    columns.push_back({Range({.from = from, .to = edge}), true});
    from = edge + 1;
  }
  columns.push_back({Range({.from = from}), true});
  columns.push_back({"unapplied", true});
  columns.push_back({"total", true});
  TablePrinter printer(std::move(columns), run.format, run.guard_formulas);
  for (const auto& [account, aging] : agings.each) {
    printer.Add(AccountCells(account, aging));
  }
  if (run.format == Format::kTable) {
    printer.Rule();
    for (const auto& [code, aging] : agings.totals) {
      printer.Add(AccountCells("", aging));
    }
  }
  reporting.Note(printer);
  printer.Finish();
}

absl::Status Age(const AccountsRun& run) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, ParseDay(run.as_of, "--as-of"));
  AgingSpec spec;
  USANCE_ASSIGN_OR_RETURN(spec.basis,
                          ParseName<AgingBasis>(run.basis, "--basis"));
  USANCE_ASSIGN_OR_RETURN(spec.edges, ReadEdges(run.buckets, "--buckets"));
  Reporting reporting;
  USANCE_RETURN_IF_ERROR(reporting.Read(run, as_of));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.Read());
  Agings agings;
  for (const auto& [key, journal] : accounts.ledger().journals()) {
    if (!accounts.Wants(journal)) continue;
    USANCE_ASSIGN_OR_RETURN(const Account account,
                            accounts.ReplayOf(journal, as_of));
    USANCE_ASSIGN_OR_RETURN(const Aging own, usance::Age(account, spec));
    USANCE_ASSIGN_OR_RETURN(Aging aging, reporting.Convert(own));
    const absl::Status added =
        AddTo(agings, journal.account(), std::move(aging), run);
    if (!added.ok()) {
      return Error(ReasonOf(added),
                   "account " + Quoted(journal.account()) + FieldOf(added),
                   TextOf(added) + ", of this and the accounts before");
    }
  }
  const bool asked = !run.account.empty() || !run.currency.empty();
  if (agings.totals.empty() && asked) return accounts.NoSuchAccount();
  if (run.by_account) {
    PrintEach(agings, spec, reporting, run);
    return absl::OkStatus();
  }
  TablePrinter printer(
      {{"currency"}, {"bucket"}, {"rows", true, true}, {"amount", true}},
      run.format, run.guard_formulas);
  PrintTotals(agings.totals, printer);
  reporting.Note(printer);
  printer.Finish();
  return absl::OkStatus();
}

void AddBecause(std::vector<std::string> sentences, Json& answer) {
  Json because = Json::List();
  for (std::string& sentence : sentences) because.Append(std::move(sentence));
  answer.Set("because", std::move(because));
}

void Print(const Json& answer, const AccountsRun& run) {
  PrintAnswer(answer, run.format, run.guard_formulas);
}

absl::Status StateOpenItems(const AccountsRun& run, Date to) {
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.ReadOne());
  const Journal& journal = accounts.journal();
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          accounts.ReplayOf(journal, to));
  USANCE_ASSIGN_OR_RETURN(const OpenItems open, OpenItemsOf(account));
  Json answer = OpenItemsJson(open, account);
  if (run.explain) {
    AddBecause(ExplainAccount(account, journal, accounts.policy()), answer);
  }
  Print(answer, run);
  return absl::OkStatus();
}

absl::Status State(const AccountsRun& run) {
  USANCE_ASSIGN_OR_RETURN(const StatementForm form,
                          ParseName<StatementForm>(run.form, "--form"));
  const bool open_item = form == StatementForm::kOpenItem;
  if (open_item != run.from.empty()) {
    return Error(open_item ? Reason::kConflict : Reason::kMissingField,
                 "--from",
                 open_item ? "has no place in a statement of open items"
                           : "a balance forward needs the first day");
  }
  USANCE_ASSIGN_OR_RETURN(const Date to, ParseDay(run.to, "--to"));
  if (open_item) return StateOpenItems(run, to);
  USANCE_ASSIGN_OR_RETURN(const Date from, Date::Parse(run.from, "--from"));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.ReadOne());
  USANCE_ASSIGN_OR_RETURN(
      const Statement statement,
      StatementOf(
          accounts.journal(), accounts.policy(),
          {.from = from, .to = to, .as_known_on = accounts.as_known_on()}));
  Json answer = StatementJson(statement, accounts.journal());
  if (run.explain) {
    AddBecause(ExplainAccount(statement.account, accounts.journal(),
                              accounts.policy()),
               answer);
  }
  Print(answer, run);
  return absl::OkStatus();
}

// Adds the least payments that are asked for.
absl::Status AddLeast(const AccountsRun& run, Date on, const Accounts& accounts,
                      Json& answer) {
  const Journal& journal = accounts.journal();
  const AccountPolicy& policy = accounts.policy();
  if (!run.reach.empty()) {
    const Scanned<Decimal> days = ScanDecimal(run.reach, 0);
    const auto narrow = days.value ? Narrow<int32_t>(days.value->digits)
                                   : std::optional<int32_t>();
    if (!narrow || *narrow < 0) {
      return Error(Reason::kOutOfRange, "--reach",
                   Quoted(run.reach) + "; allowed: days past due, 0 or more");
    }
    USANCE_ASSIGN_OR_RETURN(const auto least,
                            LeastToReach(journal, policy, on, *narrow));
    answer.Set("to_reach", LeastJson(least, journal.currency()));
  }
  if (!run.close.empty()) {
    USANCE_ASSIGN_OR_RETURN(const auto least,
                            LeastToClose(journal, policy, on, run.close));
    answer.Set("to_close", LeastJson(least, journal.currency()));
  }
  return absl::OkStatus();
}

absl::Status Quote(const AccountsRun& run) {
  for (const auto& [flag, given] : {std::pair{"--reach", !run.reach.empty()},
                                    std::pair{"--close", !run.close.empty()}}) {
    if (given && !run.as_known_on.empty()) {
      return Error(Reason::kConflict, flag,
                   "has no place beside --as-known-on: a payment that is not "
                   "recorded would not be known");
    }
  }
  USANCE_ASSIGN_OR_RETURN(const Date on, Date::Parse(run.as_of, "--on"));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.ReadOne());
  const Journal& journal = accounts.journal();
  USANCE_ASSIGN_OR_RETURN(
      const PayoffQuote quote,
      QuotePayoff(journal, accounts.policy(), on, accounts.as_known_on()));
  Json answer = PayoffJson(quote, journal.currency());
  USANCE_RETURN_IF_ERROR(AddLeast(run, on, accounts, answer));
  if (run.explain) {
    USANCE_ASSIGN_OR_RETURN(const Account account,
                            accounts.ReplayOf(journal, on));
    AddBecause(ExplainAccount(account, journal, accounts.policy()), answer);
  }
  Print(answer, run);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Designation>> DesignationsOf(const AccountsRun& run,
                                                        Currency currency) {
  std::vector<Designation> designations;
  for (const std::string& text : run.designations) {
    const size_t mark = text.rfind('=');
    Designation one = {.item = text.substr(0, mark)};
    if (mark != std::string::npos) {
      USANCE_ASSIGN_OR_RETURN(
          const Money amount,
          ParseAmount(text.substr(mark + 1), currency, "--for"));
      one.amount_minor = amount.minor();
    }
    designations.push_back(std::move(one));
  }
  return designations;
}

absl::Status ShowAllocation(const AccountsRun& run) {
  USANCE_ASSIGN_OR_RETURN(const Date on, ParseDay(run.as_of, "--on"));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.ReadOne());
  USANCE_ASSIGN_OR_RETURN(
      const Money amount,
      ParseAmount(run.amount, accounts.journal().currency(), "--amount"));
  if (amount.minor() <= 0) {
    return Error(Reason::kOutOfRange, "--amount",
                 Quoted(run.amount) + "; allowed: above 0");
  }
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          accounts.ReplayOf(accounts.journal(), on));
  USANCE_ASSIGN_OR_RETURN(std::vector<Designation> designations,
                          DesignationsOf(run, accounts.journal().currency()));
  const auto movements = Allocate(accounts.journal(), accounts.policy(), on,
                                  {.amount_minor = amount.minor(),
                                   .type = run.type,
                                   .designations = std::move(designations)});
  // What the account can hold without the payment is the payment's fault.
  if (ReasonOf(movements.status()) == Reason::kOverflow) {
    return Error(Reason::kOverflow, "--amount", TextOf(movements.status()));
  }
  USANCE_RETURN_IF_ERROR(movements.status());
  Print(AllocationJson(*movements, account, accounts.policy(), run.type), run);
  return absl::OkStatus();
}

// Puts the rows of all items in place of the items.
void ListRows(Json& answer) {
  Json rows = Json::List();
  const Json items = answer.Take("items");
  for (Json item : items.items()) {
    const Json own = item.Take("rows");
    for (const Json& row : own.items()) {
      Json one = item;
      for (const Json::Member& member : row.members()) {
        if (member.name != "segments") one.Set(member.name, member.value);
      }
      rows.Append(std::move(one));
    }
  }
  answer.Set("rows", std::move(rows));
}

absl::Status Explain(AccountsRun run) {
  run.segments = true;
  USANCE_ASSIGN_OR_RETURN(const Date as_of, ParseDay(run.as_of, "--as-of"));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.ReadOne());
  const Journal& journal = accounts.journal();
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          accounts.ReplayOf(journal, as_of));
  Json answer = AccountJson(account, accounts.journal());
  std::optional<std::string> item;
  if (!run.item.empty()) {
    Json found;
    for (const Json& one : answer.Find("items")->items()) {
      if (one.Find("item")->text() != run.item) continue;
      found = one;
      item = run.item;
    }
    if (!item) {
      return Error(Reason::kUnknownName, "--item",
                   "the account has no item " + Quoted(run.item));
    }
    answer = std::move(found);
  }
  const std::vector<std::string> because =
      ExplainAccount(account, accounts.journal(), accounts.policy(), item);
  if (run.format == Format::kCsv) {  // what tells why is all that is asked
    Json list = Json::List();
    for (const std::string& one : because) {
      Json row = Json::Object();
      row.Set("because", one);
      list.Append(std::move(row));
    }
    answer = Json::Object();
    answer.Set("because", std::move(list));
  } else {
    if (run.format == Format::kTable && !item) ListRows(answer);
    AddBecause(because, answer);
  }
  Print(answer, run);
  return absl::OkStatus();
}

int EndOfAccounts(const absl::Status& status) {
  static constexpr FlagOfMember kFlags[] = {
      {"/edges", "--buckets"},    {"/from", "--from"},  {"/to", "--to"},
      {"/type", "--type"},        {"/item", "--close"}, {"/on", "--on"},
      {"/designations", "--for"},
  };
  return EndWith(AboutFlag(status, kFlags));
}

}  // namespace

absl::StatusOr<OneAccount> ReplayOne(const AccountsRun& run) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, ParseDay(run.as_of, "--as-of"));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.ReadOne());
  USANCE_ASSIGN_OR_RETURN(Account account,
                          accounts.ReplayOf(accounts.journal(), as_of));
  OneAccount one = {.ledger = {},
                    .journal = &accounts.journal(),
                    .policy_json = accounts.policy_json(),
                    .policy = accounts.policy(),
                    .as_known_on = accounts.as_known_on(),
                    .account = std::move(account)};
  one.ledger = std::move(accounts).TakeLedger();  // where the journal stays
  return one;
}

absl::Status ReplayEach(
    const AccountsRun& run,
    const std::function<absl::Status(const Journal&, const AccountPolicy&,
                                     const Account&)>& take) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, ParseDay(run.as_of, "--as-of"));
  Accounts accounts(run);
  USANCE_RETURN_IF_ERROR(accounts.Read());
  for (const auto& [key, journal] : accounts.ledger().journals()) {
    if (!accounts.Wants(journal)) continue;
    USANCE_ASSIGN_OR_RETURN(const AccountPolicy* policy,
                            accounts.PolicyOf(journal.currency()));
    USANCE_ASSIGN_OR_RETURN(const Account account,
                            accounts.ReplayOf(journal, as_of));
    USANCE_RETURN_IF_ERROR(take(journal, *policy, account));
  }
  return absl::OkStatus();
}

absl::Status AboutFlag(const absl::Status& status,
                       std::span<const FlagOfMember> flags) {
  const std::string field = FieldOf(status) + "/";
  for (const FlagOfMember& one : flags) {
    if (!field.starts_with(std::string(one.member) + "/")) continue;
    return Error(ReasonOf(status), one.flag, TextOf(status));
  }
  return status;
}

absl::StatusOr<Json> ReadByAccount(const std::string& path) {
  if (path.empty()) return Json::Object();
  USANCE_ASSIGN_OR_RETURN(Json known, ReadJsonFile(path));
  if (known.kind() == Json::Kind::kObject) return known;
  return Error(Reason::kWrongType, path,
               "no object of accounts and what is known of them");
}

int RunAge(const AccountsRun& run) { return EndOfAccounts(Age(run)); }
int RunStatement(const AccountsRun& run) { return EndOfAccounts(State(run)); }
int RunPayoff(const AccountsRun& run) { return EndOfAccounts(Quote(run)); }
int RunAllocate(const AccountsRun& run) {
  return EndOfAccounts(ShowAllocation(run));
}
int RunExplain(const AccountsRun& run) { return EndOfAccounts(Explain(run)); }

}  // namespace usance::cli
