// usance: the command for people who compute payment schedules and late
// charges. Its subcommands build a request of the request language and show
// the answer; `usance eval` takes such requests as they are.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/account_commands.h"
#include "cli/answer.h"
#include "cli/files.h"
#include "cli/flags.h"
#include "cli/functions.h"
#include "cli/import.h"
#include "cli/ledger.h"
#include "cli/loans.h"
#include "cli/options.h"
#include "cli/pay.h"
#include "cli/rates.h"
#include "cli/run.h"
#include "cli/statutes.h"
#include "cli/table.h"
#include "usance/codec/eval.h"
#include "usance/core/version.h"

namespace usance::cli {
namespace {

constexpr char kAbout[] =
    "Computes what is owed, when, and what being late costs; exactly.";

constexpr char kFooter[] =
    R"(Examples:
  usance due --terms "2/10 net 30" --date 2026-01-31 --amount 1000.00 \
      --currency EUR
  usance terms "2/10 net 30" --sentence de --annual-cost
  usance late --policy examples/late-policy.json --amount 1000.00 \
      --currency USD --due 2026-01-31 --as-of 2026-04-15 --explain
  usance late --statute uk --amount 10000.00 --due 2023-05-31 \
      --as-of 2024-02-29 --explain
  usance amortize --method level --principal 100.00 --currency USD --rate 7% \
      --day-count "30/360 isda" --start 2026-01-01 --frequency P1M --count 6 \
      --rounding "half even" --residual last
  echo '{"op":"names","of":"rounding"}' | usance eval

Amounts are plain decimals (1234.50), dates are 2026-01-31, periods P1M or
P14D, rates 7%, 1.5%/month or 0.05%/day. Nothing is read from the clock or the
locale. `usance COMMAND --help` says more about one command.

Exit codes: 0 done; 1 a value, request or row was refused; 2 the command line
is wrong; 3 a file cannot be read or the output cannot be written.)";

constexpr char kDueFooter[] =
    R"(Examples:
  usance due --terms "2/10 net 30" --date 2026-01-31 --amount 1000.00 \
      --currency EUR
  usance due --terms "30% 0d, rest 45d eom" --date 2026-01-31 \
      --amount 1000.00 --currency EUR --explain
  usance due --terms 10bd --calendar TARGET2 --date 2026-03-30 \
      --amount 1000.00 --currency EUR --format json
  usance due --terms "2/10 net 30" --date 2026-01-31 --amount 1000.00 \
      --currency EUR --on 2026-02-08 --payment 2026-02-05:500.00 \
      --partial "keep last"

--on says what settles each installment on a day, after each --payment up to
it; DATE:AMOUNT:2 is one for the second installment.)";

constexpr char kTermsFooter[] =
    R"(Examples:
  usance terms "2%/10, n/30"
  usance terms "2/10 net 30" --sentence de --codes
  usance terms "3/7 2/14 net 30" --annual-cost --explain
  usance terms "2/10 30d eom" --annual-cost --date 2026-01-15
  usance terms "net 30" --policy examples/late-policy.json --currency USD \
      --sentence en

Prints the one canonical text of terms, what they say as sentences for a
contract (en, de, fr or es), the codes of UNTDID 4279 that an invoice says of
them, and what not taking a discount costs in a year: simple, and compounded.
--policy says what paying late costs in sentences too, or alone.
docs/terms.md explains the notation.)";

constexpr char kLateFooter[] =
    R"(One invoice:
  usance late --policy examples/late-policy.json --amount 1000.00 \
      --currency USD --due 2026-01-31 --as-of 2026-04-15 \
      --payment 2026-03-01:400.00 --apply-to "principal first"

What has happened since: several due amounts, a payment that came back (on the
third part's day), a notice of the second level, days that do not bear:
  usance late --policy examples/late-policy.json --amount 1000.00 \
      --currency USD --installment 2026-01-31:600.00 \
      --installment 2026-02-28:400.00 --payment 2026-02-20:100.00:2026-02-25 --apply-to "principal first" \
      --notice 2026-03-10:2 --pause 2026-03-05:2026-03-15:dispute \
      --as-of 2026-04-15

One invoice under a law (usance statutes lists them; a *.toml file is one too):
  usance late --statute de --contract-date 2014-07-28 --amount 1000.00 \
      --due 2026-01-31 --as-of 2026-04-15
  usance late --statute de --amount 3000.00 --as-of 2026-04-15 \
      --installment 2026-01-31:1000.00 --installment 2026-03-31:2000.00

--fx FILE.json has rates of exchange, for a fixed sum in another currency.

A ledger, from the files of any system:
  usance late --ledger examples/ledger/invoices.csv \
      --payments examples/ledger/payments.csv \
      --mapping examples/ledger/mapping.json \
      --policy examples/ledger/policy.json \
      --apply-to "interest first" --as-of 2026-06-30

--statute stands in place of --policy in a ledger too: each row has the version
and the rates of its due day.

An invoice is open as of a day if it was issued on or before it, not settled
on or before it, and principal or charges are owed after the payments up to it.
A row below 0 is a credit: it lowers the principal and is never late. Interest,
compensation and fees are what was charged up to and with the day; total is
what is still owed, principal and charges. The mapping and the policy are JSON
files, described in docs/command.md; CSV leaves the totals out unless they are
all that is shown.)";

constexpr char kImportFooter[] =
    R"(Examples:
  usance import --mapping examples/ledger/mapping.json \
      --payments examples/ledger/payments.csv \
      examples/ledger/invoices.csv -o J.ndjson
  usance import events.ndjson -o J.ndjson

The journal is a file of events, one on each line, that shows every change that
was made to it (docs/ledger.md). What is in it already counts once; nothing is
written where anything is wrong. Without --mapping the file holds events: a
JSON object on each line, a list of them, or another journal.

With it, each row is an invoice of its day; where it is settled, a payment of
what is left of it on that day; where it is disputed, a dispute from the
invoice's day on. docs/command.md says more.)";

constexpr char kPayFooter[] =
    R"(Examples:
  usance pay --name "Franz Mustermann" --iban DE71110220330123456789 \
      --amount 12.30 --base 539007547034
  usance pay --name "Franz Mustermann" --iban DE71110220330123456789 \
      --amount 12.30 --text "Invoice 7" --qr svg -o code.svg
  usance pay --name "Franz Mustermann" --iban DE71110220330123456789 \
      --amount 1000.00 --base 1007 --terms "2/10 net 30" --date 2026-01-10 \
      --policy examples/late-policy.json --late 2026-03-11

Without --qr the lines of the payment code are shown. --qr text is for a
terminal that writes light on dark, ascii for paper. The code has error
correction M.

--terms with the invoice's --date say what to pay by when, and the code asks
for what is to be paid by the first of these days: the amount less the
discount. --on takes another day, --installment another part. --policy says
what each day of --late costs. Where only the due date is known, the terms are
"due 2026-02-09".)";

constexpr char kAmortizeFooter[] =
    R"(Examples:
  usance amortize --method level --principal 100.00 --currency USD --rate 7% \
      --day-count "30/360 isda" --start 2026-01-01 --frequency P1M --count 6 \
      --rounding "half even" --residual last
  usance amortize --method "equal principal" --principal 12000.00 \
      --currency EUR --rate 0% --day-count act/360 --start 2026-01-31 \
      --frequency P1M --count 12 --rounding "half up" --residual last \
      --format csv
  usance amortize --method level --principal 12000.00 --currency EUR \
      --rates 2026-01-01:4% --rates 2026-07-01:4.5% \
      --rate-change "level again" --day-count 30e/360 --start 2026-01-01 \
      --frequency P1M --count 12 --rounding "half even" --residual last \
      --fee 1:1:25.00 --fee ::2.00 --row-term 3:4:interest --disclosure

--disclosure shows date, payment, principal, interest, fees and balance, with
totals. --plot draws what each row pays and the balance, as text for a terminal
or as an SVG file; --ics writes the due dates for a calendar.)";

constexpr char kSolveFooter[] =
    R"(Example: how many months 17.00 a month take.
  usance solve --unknown count --payment 17.00 --method level \
      --principal 100.00 --currency USD --rate 7% --day-count "30/360 isda" \
      --start 2026-01-01 --frequency P1M --rounding "half even" \
      --residual last

The answer keeps to the payment with all its rounding; the lines beside it are
one step less and one more of what is looked for.)";

constexpr char kVerifyFooter[] =
    R"(Example: rows that this program made, or another one.
  usance amortize --method level --principal 100.00 --currency USD --rate 7% \
      --day-count "30/360 isda" --start 2026-01-01 --frequency P1M --count 6 \
      --rounding "half even" --residual last --format csv > rows.csv
  usance verify --rows rows.csv --method level --principal 100.00 \
      --currency USD --rate 7% --day-count "30/360 isda" --start 2026-01-01 \
      --frequency P1M --count 6 --rounding "half even" --residual last

The rows are a CSV file with a header, a JSON list of objects, or an answer of
`usance amortize --format json`: due, opening, interest, principal, payment and
closing, and fee and tax where there are any. Ends with 1 if a row is not what
the terms say, and names the first.)";

constexpr char kEvalFooter[] =
    R"(Each line of the input is one request, each line of the output its
answer, in the same order, written before the next request is read; empty lines
are skipped. docs/requests.md shows every operation. Ends with 1 if an answer
is an error.

Examples:
  echo '{"op":"day_count","day_count":"act/360","start":"2026-01-31",
         "end":"2026-03-31"}' | tr -d '\n' | usance eval
  usance eval --schema)";

constexpr char kFunctionFooter[] =
    R"(Examples:
  usance fn
  usance fn PMT rate=0.08/12 nper=10 pv=10000
  usance fn YEARFRAC start=2012-01-01 end=2012-07-30 basis=1
  usance fn XIRR values=-100,60,60 dates=2024-01-01,2024-07-01,2025-01-01

Prints what a cell with the formula shows, at full width; below an error value,
what is wrong. Without a function, the formulas there are. A number is 0.08, 8%,
1E-7 or 0.08/12; a day 2026-01-31 or a serial number; a logical TRUE or FALSE; a
blank cell nothing. docs/spreadsheets.md says what is as in which spreadsheet.)";

constexpr char kRatesFooter[] =
    R"(Examples:
  usance rates
  usance rates de_basiszinssatz --on 2026-01-31
  usance rates de_basiszinssatz --format csv > rates/de_basiszinssatz.csv
  usance rates --rates rates

The CSV of one series is the text that --rates reads, here, in `usance late`
and in `usance eval`: every *.csv of the folder is a series, and stands in place
of the built-in one of its id.)";

constexpr char kStatutesFooter[] =
    R"(Examples:
  usance statutes
  usance statutes uk
  usance statutes my-country.toml --format json)";

constexpr char kLimitationFooter[] =
    R"(Examples:
  usance limitation --law nl --due 2007-07-01 --as-of 2012-01-01
  usance limitation --law de --due 2023-03-15 --as-of 2026-10-01 \
      --event "part payment:2024-06-01" \
      --event negotiation:2025-01-01:2025-02-28 --explain
  usance limitation --law pl --claim services --due 2023-03-15 \
      --as-of 2024-01-01

An event is KIND:DATE, or KIND:DATE:LAST where it lasts; what it does differs by
law. --law takes a statute's name too.)";

// Operations that are shown as they are answered.
struct Plain {
  const char* operation;
  const char* about;
  const char* positional;
  const char* footer;
};
constexpr Plain kPlain[] = {
    {"schedule", "the periods of a contract", "",
     R"(Example:
  usance schedule --start 2026-01-31 --frequency P1M --count 3 \
      --convention "modified following" --calendar TARGET2)"},
    {"accrue", "the interest of a balance", "",
     R"(Example:
  usance accrue --balance 1000.00 --currency EUR --rates 2026-01-01:2% \
      --rates 2026-07-01:2.25% --margin 8% --day-count act/365f \
      --start 2026-06-01 --end 2026-08-01 --compounding simple \
      --rounding "half up" --pause 2026-06-10:2026-06-20:dispute --explain)"},
    {"day_count", "days between dates, and the part of a year", "",
     R"(Example:
  usance day-count --day-count act/360 --start 2026-01-31 --end 2026-03-31)"},
    {"business_day", "business days of a calendar", "",
     R"(Example:
  usance business-day --calendar TARGET2 --date 2026-04-03 \
      --convention following)"},
    {"position", "where a loan stands on days, or at month ends", "",
     R"(Example:
  usance position --method level --principal 100.00 --currency USD --rate 7% \
      --day-count "30/360 isda" --start 2026-01-01 --frequency P1M --count 6 \
      --rounding "half even" --residual last)"},
    {"irr", "the rates at which flows are worth nothing", "",
     R"(Example:
  usance irr --currency EUR --flow 2026-01-01:-1000.00 \
      --flow 2027-01-01:1100.00 --day-count act/365f)"},
    {"apr", "the annual percentage rate, as a regulator defines it", "",
     R"(Example: 24 payments of 230.00 from 10 February.
  usance apr --rule actuarial --unit month --currency USD \
      --advance 1978-01-10:5000.00 --payment 1978-02-10:230.00:24:P1M)"},
    {"share", "the rows of each lender of a loan", "",
     R"(Example:
  usance share --lender A:80 --lender B:20 --method level \
      --principal 100.00 --currency USD --rate 7% --day-count "30/360 isda" \
      --start 2026-01-01 --frequency P1M --count 6 --rounding "half even" \
      --residual last --format csv)"},
    {"change", "a loan after what has happened to it, and what pays it off", "",
     R"(Example:
  usance change --changes examples/loan-changes.json --payoff-on 2026-06-15 \
      --method level --principal 10000.00 --currency EUR --rate 6% \
      --day-count 30e/360 --start 2026-01-15 --frequency P1M --count 12 \
      --rounding "half even" --residual last

A change is an object: {"date":"2026-03-20","kind":"prepayment",
"amount":"1000.00","adjusts":"payment"}; `usance names kind of change`,
`usance names adjusts` list the words.)"},
    {"plan", "a payment plan for debts, or the shortest that can be kept", "",
     R"(Example:
  usance plan --debt 2026-014:700.00 --debt 2026-019:500.00 --most 250.00 \
      --method level --currency EUR --rate 0% --day-count 30e/360 \
      --start 2026-01-15 --frequency P1M --rounding "half even" \
      --residual last)"},
    {"options", "what ways to go on are worth", "",
     R"(Example:
  usance options --options examples/options.json --currency EUR \
      --as-of 2026-01-01 --rate 5% --day-count act/365f \
      --rounding "half even")"},
    {"exposure", "whether more may be at stake with a customer", "",
     R"(Example:
  usance exposure --policy examples/exposure-policy.json \
      --parties examples/parties.json --currency EUR --party C01 \
      --point order --day 2026-06-30 --amount 500.00)"},
    {"reference", "references, made and checked", "",
     R"(Examples:
  usance reference --kind qrr --base 21000000000313947143000901
  usance reference --kind rf --reference "RF18 5390 0754 7034")"},
    {"iban", "an account number, checked", "iban",
     R"(Example:
  usance iban "CH44 3199 9123 0008 8901 2")"},
    {"structured_terms", "the #SKONTO# lines of an XRechnung", "",
     R"(Example:
  usance structured-terms --currency EUR --terms "3/7 2/14 net 30")"},
    {"names", "the names that a choice may have", "of",
     R"(Example:
  usance names rounding)"},
};

// The same of a command whose rates are its own, where it has them.
void AddSeries(CLI::App& app, RatesRun& rates) {
  if (app.get_option_no_throw("--rates") == nullptr) return;
  app.add_option("--series", rates.folder,
                 "a folder of rate series for --rates, each in place of the "
                 "built-in one")
      ->type_name("DIR");
}

// Whether a flag is given that the output has no place for; complains. It
// `explains` where it can show a derivation.
bool HasNoPlace(const Output& output, bool explains) {
  if (output.explain && !explains) {
    Complain("--explain has no place in this output; see --help");
    return true;
  }
  if (output.guard_formulas && output.kind() != Format::kCsv) {
    Complain("--guard-formulas is of --format csv");
    return true;
  }
  return false;
}

// The request that the flags ask for; or how the command ends.
int Prepare(const Flags& flags, const Output& output, Json& request) {
  if (HasNoPlace(output, output.table() || output.json())) return kUsage;
  if (const std::string missing = flags.Missing(); !missing.empty()) {
    Complain(missing + " is missing; see --help");
    return kUsage;
  }
  absl::StatusOr<Json> asked = flags.Request();
  if (!asked.ok()) return Refuse(asked.status());
  if (output.explain) asked->Set("explain", true);
  request = *std::move(asked);
  return kDone;
}

// Its answer; or how the command ends.
int Ask(const Json& request, Json& answer, const RateBook& book = {}) {
  absl::StatusOr<Json> result = Call(request, book);
  if (!result.ok()) return RefuseCall(result.status());
  answer = *std::move(result);
  return kDone;
}

// The answer to the flags and to `more`; or how the command ends.
int Ask(const Flags& flags, const Output& output, Json& answer,
        const RateBook& book = {}, const Json& more = Json::Object()) {
  Json request;
  if (const int end = Prepare(flags, output, request); end != kDone) {
    return end;
  }
  for (const Json::Member& member : more.members()) {
    request.Set(member.name, member.value);
  }
  return Ask(request, answer, book);
}

// What settles each installment on a day.
void PrintSettlements(const Json& answer, bool says_partial,
                      const Output& output) {
  TablePrinter printer({{"due"},
                        {"amount", true},
                        {"pay", true},
                        {"discount", true},
                        {"open", true}},
                       output.kind(), output.guard_formulas);
  for (const Json& part : answer.Find("installments")->items()) {
    const Json& settled = *part.Find("settlement");
    printer.Add({CellOf(part.Find("due")), CellOf(part.Find("amount")),
                 CellOf(settled.Find("pay")), CellOf(settled.Find("discount")),
                 CellOf(settled.Find("open"))});
  }
  printer.Finish();
  if (!output.table()) return;
  if (!says_partial) {
    PrintLine("");
    PrintLine(
        "--partial none is assumed: a payment of a part earns no discount");
  }
  PrintBecause(answer);
}

// Remarks on discounts that end after the due date: mostly a slip of the pen.
void PrintLateDiscounts(const Json& answer) {
  bool first = true;
  for (const Json& part : answer.Find("installments")->items()) {
    for (const Json& tier : part.Find("discounts")->items()) {
      if (tier.Find("after_due") == nullptr) continue;
      if (std::exchange(first, false)) PrintLine("");
      PrintLine("the discount until " + CellOf(tier.Find("until")) +
                " ends after the due date " + CellOf(part.Find("due")));
    }
  }
}

int RunDue(const Flags& flags, const Output& output) {
  Json answer;
  if (const int end = Ask(flags, output, answer); end != kDone) return end;
  if (output.json()) {
    PrintLine(ToText(answer));
    return kDone;
  }
  if (flags.Given("on")) {
    PrintSettlements(answer, flags.Given("partial"), output);
    return kDone;
  }
  TablePrinter printer(
      {{"due"}, {"amount", true}, {"until"}, {"pay", true}, {"discount", true}},
      output.kind(), output.guard_formulas);
  for (const Json& part : answer.Find("installments")->items()) {
    const std::string due = CellOf(part.Find("due"));
    const std::string amount = CellOf(part.Find("amount"));
    const auto& tiers = part.Find("discounts")->items();
    if (tiers.empty()) printer.Add({due, amount, "", "", ""});
    for (const Json& tier : tiers) {
      printer.Add({due, amount, CellOf(tier.Find("until")),
                   CellOf(tier.Find("amount")), CellOf(tier.Find("discount"))});
    }
  }
  printer.Finish();
  if (output.table()) {
    PrintLateDiscounts(answer);
    PrintBecause(answer);
  }
  return kDone;
}

// Adds each of several due amounts: "installment 1 interest".
void AddInstallments(const Json* list, bool words, TablePrinter& printer) {
  if (list == nullptr) return;
  for (size_t k = 0; k < list->items().size(); ++k) {
    for (const char* name :
         {"due", "interest", "compensation", "outstanding_principal"}) {
      const std::string label =
          "installment_" + std::to_string(k + 1) + "_" + name;
      printer.Add(
          {words ? Words(label) : label, CellOf(list->items()[k].Find(name))});
    }
  }
}

int RunLate(const Flags& flags, const Output& output, const RateBook& book,
            const std::string& statute) {
  Json answer;
  Json more = Json::Object();
  if (!statute.empty()) {
    absl::StatusOr<std::string> text = StatuteText(statute);
    if (!text.ok()) return Refuse(text.status());
    more.Set("statute", *std::move(text));
  }
  if (const int end = Ask(flags, output, answer, book, more); end != kDone) {
    return end;
  }
  if (output.json()) {
    PrintLine(ToText(answer));
    return kDone;
  }
  constexpr std::string_view kFigures[] = {"days_past_due",
                                           "interest",
                                           "compensation",
                                           "fees",
                                           "contract_interest",
                                           "to_minimum",
                                           "below_minimum",
                                           "over_cap",
                                           "total",
                                           "outstanding_principal",
                                           "outstanding_charges",
                                           "outstanding",
                                           "unapplied"};
  TablePrinter printer({{"figure"}, {"value", true}}, output.kind(),
                       output.guard_formulas);
  for (const std::string_view name : kFigures) {
    const Json* figure = answer.Find(name);
    if (figure == nullptr) continue;  // of a policy without such interest
    printer.Add({output.table() ? Words(std::string(name)) : std::string(name),
                 CellOf(figure)});
  }
  if (const Json* unknown = answer.Find("compensation_unknown")) {
    const std::string label = "compensation_unknown";
    printer.Add({output.table() ? Words(label) : label,
                 CellOf(unknown->Find("reason"))});
    Complain("compensation and total are without the fixed sum: " +
             CellOf(unknown->Find("text")));
  }
  AddInstallments(answer.Find("installments"), output.table(), printer);
  if (const Json* early = answer.Find("before_due")) {
    for (const char* name : {"interest", "first", "last", "confidence"}) {
      const std::string label = std::string("before_due_") + name;
      printer.Add(
          {output.table() ? Words(label) : label, CellOf(early->Find(name))});
    }
  }
  // What the figures rest on; the policy's own rates are as it says.
  const Json* assumed = answer.Find("assumed");
  for (const std::string_view name :
       {"confidence", "source", "version", "loaded", "known_through",
        "provisional"}) {
    if (assumed == nullptr || assumed->Find("confidence") == nullptr) break;
    const Json* fact = assumed->Find(name);
    if (fact == nullptr) continue;
    const std::string label = "rate_" + std::string(name);
    printer.Add({output.table() ? Words(label) : label, CellOf(fact)});
  }
  if (const Json* law = answer.Find("statute")) {
    AddStatute(*law, output.table(), printer);
  }
  printer.Finish();
  if (output.table()) PrintBecause(answer);
  return kDone;
}

// What to pay by when, and the amount of it that the code asks for; or how the
// command ends.
int AskOptions(const Flags& terms, const Output& output, const RateBook& book,
               const PayRun& run, Json& request, Json& options) {
  Json asked;
  if (const int end = Prepare(terms, output, asked); end != kDone) return end;
  asked.Set("currency", "EUR");
  if (request.Find("amount") != nullptr) {
    asked.Set("amount", request.Take("amount"));
  }
  if (const int end = Ask(asked, options, book); end != kDone) return end;
  absl::StatusOr<std::string> amount = AmountToAsk(options, run);
  if (!amount.ok()) return RefuseCall(amount.status());
  request.Set("amount", *std::move(amount));
  return kDone;
}

// Whether a flag of the terms is given without them; complains.
bool LacksTerms(const Flags& terms, const CLI::App& app) {
  if (terms.Given("terms")) return false;
  std::string stray = terms.FirstBut({});
  for (const char* flag : {"--on", "--installment", "--rates"}) {
    if (stray.empty() && app.count(flag) > 0) stray = flag;
  }
  if (!stray.empty()) Complain(stray + " is of --terms, which is missing");
  return !stray.empty();
}

int RunPayFlags(const Flags& flags, const Flags& terms, const CLI::App& app,
                const Output& output, const RateBook& book, PayRun& run) {
  for (const char* flag : {"--format", "--guard-formulas"}) {
    if (run.qr.empty() || app.count(flag) == 0) continue;
    Complain(std::string(flag) + " has no place beside --qr");
    return kUsage;
  }
  if (run.qr.empty() && app.count("--output") > 0) {
    Complain("--output is of --qr, which is missing");
    return kUsage;
  }
  if (LacksTerms(terms, app)) return kUsage;
  Json request;
  if (const int end = Prepare(flags, output, request); end != kDone) {
    return end;
  }
  Json options;
  if (terms.Given("terms")) {
    const int end = AskOptions(terms, output, book, run, request, options);
    if (end != kDone) return end;
  }
  Json answer;
  if (const int end = Ask(request, answer); end != kDone) return end;
  run.format = output.kind();
  run.guard_formulas = output.guard_formulas;
  return RunPay(answer, options, run);
}

int RunLimitation(const Flags& flags, const Output& output,
                  const std::vector<std::string>& events) {
  Json answer;
  Json more = Json::Object();
  if (!events.empty()) {
    absl::StatusOr<Json> list = EventsOf(events);
    if (!list.ok()) return Refuse(list.status());
    more.Set("events", *std::move(list));
  }
  if (const int end = Ask(flags, output, answer, {}, more); end != kDone) {
    return end;
  }
  if (output.json()) {
    PrintLine(ToText(answer));
    return kDone;
  }
  TablePrinter printer({{"fact"}, {"value", true}}, output.kind(),
                       output.guard_formulas);
  for (const std::string_view name :
       {"last_day", "barred_from", "warn_from", "days_left", "expired",
        "warning", "open"}) {
    printer.Add({output.table() ? Words(std::string(name)) : std::string(name),
                 CellOf(answer.Find(name))});
  }
  const Json& law = *answer.Find("law");
  printer.Add({"law", CellOf(law.Find("id"))});
  printer.Add({"confidence", CellOf(law.Find("confidence"))});
  if (const Json* claim = answer.Find("assumed")->Find("claim")) {
    printer.Add({"claim", CellOf(claim)});
  }
  if (const Json* others = answer.Find("others")) {
    for (const Json& other : others->items()) {
      const std::string claims = Joined(other.Find("claims"));
      std::string label = "last_day_of_" + (claims.empty() ? "others" : claims);
      for (size_t at = label.find(", "); at != std::string::npos;
           at = label.find(", ")) {
        label.replace(at, 2, "_");
      }
      printer.Add({output.table() ? Words(label) : label,
                   CellOf(other.Find("last_day"))});
    }
  }
  printer.Finish();
  if (output.table()) PrintBecause(answer);
  return kDone;
}

int RunTerms(const Flags& flags, const Output& output) {
  if (!flags.Given("terms") && !flags.Given("policy")) {
    Complain("--terms is missing; see --help");
    return kUsage;
  }
  Json answer;
  if (const int end = Ask(flags, output, answer); end != kDone) return end;
  if (output.json()) {
    PrintLine(ToText(answer));
    return kDone;
  }
  const Json* costs = answer.Find("annual_cost");
  if (output.table()) {
    bool first = true;
    for (const char* text : {"terms", "sentence", "late_sentence"}) {
      if (answer.Find(text) == nullptr) continue;
      if (!std::exchange(first, false)) PrintLine("");
      PrintLine(answer.Find(text)->text());
    }
    if (const Json* codes = answer.Find("codes")) {
      PrintLine("");
      for (const Json& code : codes->items()) {
        PrintLine(code.Find("code")->text() + " " + code.Find("name")->text());
      }
    }
    if (costs != nullptr) PrintLine("");
  }
  if (costs != nullptr) {
    const std::vector<Column> columns = {{"installment", true, true},
                                         {"percent", true},
                                         {"days", true, true},
                                         {"simple", true},
                                         {"effective", true}};
    TablePrinter printer(columns, output.kind(), output.guard_formulas);
    PrintList(*costs, columns, printer);
    printer.Finish();
  } else if (!output.table()) {
    TablePrinter printer({{"terms"}, {"sentence"}, {"late_sentence"}},
                         output.kind(), output.guard_formulas);
    printer.Add({CellOf(answer.Find("terms")), CellOf(answer.Find("sentence")),
                 CellOf(answer.Find("late_sentence"))});
    printer.Finish();
  }
  if (output.table()) PrintBecause(answer);
  return kDone;
}

// Whether flags of a picture or a calendar stand beside what they have no use
// for; complains.
bool Contradicts(const CLI::App& app, const LoanRun& run) {
  const bool drawn = !run.plot.empty() || run.ics;
  const auto given = [&](const char* flag) { return app.count(flag) > 0; };
  if (!run.plot.empty() && run.ics) {
    Complain("--plot has no place beside --ics");
    return true;
  }
  for (const char* flag :
       {"--format", "--guard-formulas", "--explain", "--disclosure"}) {
    if (!drawn || !given(flag)) continue;
    Complain(std::string(flag) + " has no place beside " +
             (run.ics ? "--ics" : "--plot"));
    return true;
  }
  if (run.disclosure && run.format == Format::kJson) {
    Complain("--disclosure has no place in JSON");
    return true;
  }
  const struct {
    const char* flag;
    bool has_place;
    const char* of;
  } needs[] = {
      {"--output", drawn, "--plot and --ics"},
      {"--title", run.ics || run.plot == "svg", "--ics and --plot svg"},
      {"--uid", run.ics, "--ics"}};
  for (const auto& need : needs) {
    if (!given(need.flag) || need.has_place) continue;
    Complain(std::string(need.flag) + " is of " + need.of);
    return true;
  }
  for (const auto& [flag, text] :
       {std::pair("--title", run.title), std::pair("--uid", run.uid)}) {
    if (const absl::Status read = CheckUtf8(flag, text); !read.ok()) {
      Refuse(read);
      return true;
    }
  }
  return false;
}

void AddLoanFlags(CLI::App& app, LoanRun& run) {
  app.add_flag("--disclosure", run.disclosure,
               "the columns that a borrower is shown");
  app.add_option("--plot", run.plot, "draw the rows: text or svg")
      ->type_name("HOW")
      ->check(CLI::IsMember({"text", "svg"}).description(""));
  app.add_flag("--ics", run.ics, "write the due dates as an iCalendar");
  app.add_option("--title", run.title, "of the picture, or of each due date")
      ->type_name("TEXT");
  app.add_option("--uid", run.uid,
                 "names the loan in the calendar; assumed: a hash of its terms")
      ->type_name("TEXT");
  app.add_option("-o,--output", run.file,
                 "of --plot and --ics; - (assumed) for the output")
      ->type_name("FILE");
}

int RunAmortizeFlags(const Flags& flags, const CLI::App& app,
                     const Output& output, const RateBook& book, LoanRun& run) {
  run.format = output.kind();
  run.guard_formulas = output.guard_formulas;
  if (Contradicts(app, run)) return kUsage;
  Json request, answer;
  if (const int end = Prepare(flags, output, request); end != kDone) {
    return end;
  }
  if (const int end = Ask(request, answer, book); end != kDone) return end;
  return RunAmortize(request, answer, run);
}

int RunSolveFlags(const Flags& flags, const Output& output,
                  const RateBook& book) {
  Json answer;
  if (const int end = Ask(flags, output, answer, book); end != kDone) {
    return end;
  }
  return RunSolve(answer, output.kind(), output.guard_formulas);
}

int RunVerifyFlags(const Flags& flags, const Output& output,
                   const RateBook& book, const std::string& rows) {
  if (rows.empty()) {
    Complain("--rows is missing; see --help");
    return kUsage;
  }
  absl::StatusOr<Json> read = ReadRows(rows);
  if (!read.ok()) return Refuse(read.status());
  Json answer;
  Json more = Json::Object();
  more.Set("rows", *std::move(read));
  if (const int end = Ask(flags, output, answer, book, more); end != kDone) {
    return end;
  }
  return RunVerify(answer, output.kind(), output.guard_formulas);
}

int RunEval(const std::string& path, bool schema, const RateBook& book) {
  if (schema) {
    const std::string text = RequestSchema();
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
  }
  absl::StatusOr<Input> input = Input::Open(path);
  if (!input.ok()) return Refuse(input.status());
  // A program at the other end waits for each answer.
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  const JsonLimits limits;
  bool any_refused = false;
  for (std::string line;;) {  // each turn takes a line
    // One byte too many is enough for the request to be refused.
    const absl::StatusOr<bool> any =
        input->ReadLine(limits.max_bytes + 1, line);
    if (!any.ok()) return Refuse(any.status());
    if (!*any) break;
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    std::optional<Reason> refused;
    PrintLine(Eval(line, limits, &refused, book));
    any_refused = any_refused || refused;
  }
  return any_refused ? kRefused : kDone;
}

// The flags of `late` that speak of a ledger instead of one invoice.
struct LedgerFlags {
  LedgerRun run;
  std::string on_error = "stop";
  std::string show = "open";
};

void AddLedgerFlags(CLI::App& app, LedgerFlags& flags) {
  LedgerRun& run = flags.run;
  app.add_option("--ledger", run.ledger, "a CSV file of invoices, or -")
      ->type_name("FILE");
  app.add_option("--mapping", run.mapping, "what its columns mean")
      ->type_name("FILE.json");
  app.add_option("--payments", run.payments, "a CSV file of payments")
      ->type_name("FILE");
  app.add_option("--customer", run.customer, "the invoices of one customer")
      ->type_name("TEXT");
  app.add_option("--show", flags.show,
                 "open (assumed): all; due: what is not late; late; totals")
      ->type_name("WHICH")
      ->check(CLI::IsMember({"open", "due", "late", "totals"}).description(""));
  app.add_option("--on-error", flags.on_error,
                 "at a row that is wrong: stop (assumed) or continue")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"stop", "continue"}).description(""));
}

// Whether a flag of a ledger is given without one; complains.
bool LacksLedger(const CLI::App& app) {
  for (const char* flag :
       {"--mapping", "--payments", "--customer", "--show", "--on-error"}) {
    if (app.count(flag) == 0) continue;
    Complain(std::string(flag) + " is of a ledger; --ledger is missing");
    return true;
  }
  return false;
}

// Whether two files are both the standard input; complains.
bool SharesInput(std::initializer_list<std::string_view> files) {
  if (std::count(files.begin(), files.end(), "-") < 2) return false;
  Complain("only one file can be -, the standard input");
  return true;
}

int RunLedgerFlags(LedgerFlags& flags, const CLI::App& app,
                   const Flags& invoice, const Output& output) {
  // --payments is the ledger's own flag; one payment is --payment.
  LedgerRun& run = flags.run;
  const std::string other =
      invoice.FirstBut({"policy", "as_of", "apply_to", "contract_date",
                        "parties", "day_count", "fx"});
  if (!other.empty()) {
    Complain(other + " is of one invoice, not of a ledger");
    return kUsage;
  }
  for (const auto& [flag, value] :
       {std::pair{"--contract-date", &run.contract_date},
        std::pair{"--parties", &run.parties},
        std::pair{"--day-count", &run.day_count}}) {
    if (app.count(flag) == 0) continue;
    if (run.statute.empty()) {
      Complain(std::string(flag) + " is of a statute; --statute is missing");
      return kUsage;
    }
    *value = app[flag]->as<std::string>();
  }
  const bool policy = app.count("--policy") > 0;
  if (policy && !run.statute.empty()) {
    Complain("--policy has no place beside --statute");
    return kUsage;
  }
  if (!policy && run.statute.empty()) {
    Complain("--policy or --statute is missing; see --help");
    return kUsage;
  }
  for (const char* needed : {"--mapping", "--as-of"}) {
    if (app.count(needed) > 0) continue;
    Complain(std::string(needed) + " is missing; see --help");
    return kUsage;
  }
  if (HasNoPlace(output, output.table() && flags.show != "totals")) {
    return kUsage;
  }
  if (policy) run.policy = app["--policy"]->as<std::string>();
  run.as_of = app["--as-of"]->as<std::string>();
  if (app.count("--fx") > 0) run.fx = app["--fx"]->as<std::string>();
  if (app.count("--apply-to") > 0) {
    run.apply_to = app["--apply-to"]->as<std::string>();
  }
  run.show = flags.show == "due"      ? Show::kDue
             : flags.show == "late"   ? Show::kLate
             : flags.show == "totals" ? Show::kTotals
                                      : Show::kOpen;
  run.go_on = flags.on_error == "continue";
  run.format = output.kind();
  run.explain = output.explain;
  run.guard_formulas = output.guard_formulas;
  if (SharesInput(
          {run.ledger, run.payments, run.mapping, run.policy, run.fx})) {
    return kUsage;
  }
  return RunLedger(run);
}

void AddImportFlags(CLI::App& app, ImportRun& run) {
  app.add_option("FILE", run.input,
                 "CSV where there is a mapping, else events; - for the input")
      ->required();
  app.add_option("--mapping", run.mapping, "what the columns of CSV mean")
      ->type_name("FILE.json");
  app.add_option("--payments", run.payments, "a CSV file of payments")
      ->type_name("FILE");
  app.add_option("-o,--output", run.journal,
                 "the journal, which may be there; - (assumed) for the output")
      ->type_name("FILE");
  RefuseNothing(app);
}

int RunImportFlags(const ImportRun& run) {
  if (!run.payments.empty() && run.mapping.empty()) {
    Complain("--payments needs a --mapping");
    return kUsage;
  }
  if (SharesInput({run.input, run.payments, run.mapping})) return kUsage;
  return RunImport(run);
}

// The subcommand of an operation that is shown as it is answered.
struct PlainCommand {
  PlainCommand(CLI::App& parent, const Plain& plain, RatesRun& rates,
               Output& output)
      : app(*parent.add_subcommand(Flags::NameOf(plain.operation).substr(2),
                                   plain.about)),
        flags(app, plain.operation, {}, plain.positional) {
    app.footer(plain.footer);
    AddSeries(app, rates);
    AddOutput(app, output);
  }

  CLI::App& app;
  const Flags flags;
};

int RunPlain(const Flags& flags, const Output& output, const RateBook& book) {
  Json answer;
  if (const int end = Ask(flags, output, answer, book); end != kDone) {
    return end;
  }
  PrintAnswer(answer, output.kind(), output.guard_formulas);
  return kDone;
}

int Main(int argc, char** argv) {
  CLI::App app(kAbout, "usance");
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("usance ") + kVersion);
  Output output;
  RatesRun rates;

  CLI::App* due = app.add_subcommand("due", "when an invoice is due");
  due->footer(kDueFooter);
  const Flags due_flags(*due, "due_dates", {});
  AddOutput(*due, output);

  CLI::App* terms =
      app.add_subcommand("terms", "what payment terms say and cost");
  terms->footer(kTermsFooter);
  const Flags terms_flags(*terms, "terms", {}, "terms");
  AddOutput(*terms, output);

  CLI::App* late =
      app.add_subcommand("late", "what late invoices cost, one or a ledger");
  late->footer(kLateFooter);
  const Flags late_flags(*late, "late_charges", {"statute"});
  std::string statute;
  late->add_option("--statute", statute,
                   "a law by its id or alias, or a file of one; in place of "
                   "a policy")
      ->type_name("NAME|FILE.toml");
  AddRates(*late, rates);
  LedgerFlags ledger;
  AddLedgerFlags(*late, ledger);
  AddOutput(*late, output);

  CLI::App* import_files =
      app.add_subcommand("import", "invoices and events into a journal");
  import_files->footer(kImportFooter);
  ImportRun import_run;
  AddImportFlags(*import_files, import_run);

  CLI::App* pay = app.add_subcommand("pay", "the payment code of a transfer");
  pay->footer(kPayFooter);
  const Flags pay_flags(*pay, "payment_request", {});
  const Flags option_flags(*pay, "payment_options", {"currency", "amount"}, "",
                           /*optional=*/true);
  PayRun payment;
  pay->add_option("--qr", payment.qr, "draw it: text, ascii, svg or png")
      ->type_name("HOW")
      ->check(CLI::IsMember({"text", "ascii", "svg", "png"}).description(""));
  pay->add_option("-o,--output", payment.file,
                  "of --qr; - (assumed) for the output")
      ->type_name("FILE");
  pay->add_option("--on", payment.on,
                  "the day of the transfer; assumed: the first to pay by")
      ->type_name("DATE");
  pay->add_option("--installment", payment.installment,
                  "that the code is for, from 1; assumed: 1")
      ->type_name("N");
  AddRates(*pay, rates);
  AddFormat(*pay, output);
  AddGuard(*pay, output);

  CLI::App* amortize =
      app.add_subcommand("amortize", "the installments of a loan or plan");
  amortize->footer(kAmortizeFooter);
  const Flags amortize_flags(*amortize, "amortize", {});
  LoanRun loan;
  AddLoanFlags(*amortize, loan);
  AddSeries(*amortize, rates);
  AddOutput(*amortize, output);

  CLI::App* solve =
      app.add_subcommand("solve", "one unknown of a loan, from its payment");
  solve->footer(kSolveFooter);
  const Flags solve_flags(*solve, "solve", {});
  AddSeries(*solve, rates);
  AddOutput(*solve, output);

  CLI::App* verify =
      app.add_subcommand("verify", "whether rows are what the terms say");
  verify->footer(kVerifyFooter);
  const Flags verify_flags(*verify, "verify", {"rows"});
  AddSeries(*verify, rates);
  std::string rows;
  verify->add_option("--rows", rows, "that are to be tried (required)")
      ->type_name("FILE");
  AddOutput(*verify, output);

  AccountCommands accounts(app, output, rates);
  FirmCommands firm(app);

  std::list<PlainCommand> plain;
  for (const Plain& one : kPlain) {
    plain.emplace_back(app, one, rates, output);
  }

  CLI::App* eval =
      app.add_subcommand("eval", "requests in, answers out, one a line");
  eval->footer(kEvalFooter);
  std::string requests = "-";
  bool schema = false;
  AddRates(*eval, rates);
  eval->add_option("FILE", requests, "of requests; - (assumed) for the input");
  eval->add_flag("--schema", schema, "print the JSON Schema of requests");

  CLI::App* statutes =
      app.add_subcommand("statutes", "the laws on late payment");
  statutes->footer(kStatutesFooter);
  StatutesRun laws;
  statutes->add_option("STATUTE", laws.statute,
                       "the name of one, or a *.toml file; assumed: all");
  AddFormat(*statutes, output);

  CLI::App* limitation =
      app.add_subcommand("limitation", "until when a claim can be enforced");
  limitation->footer(kLimitationFooter);
  const Flags limitation_flags(*limitation, "limitation", {"events"});
  std::vector<std::string> events;
  limitation->add_option("--event", events, "of the claim; again for each")
      ->type_name("KIND:DATE[:LAST]")
      ->type_size(1)
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  AddOutput(*limitation, output);

  CLI::App* list = app.add_subcommand("rates", "published rates of the laws");
  list->footer(kRatesFooter);
  list->add_option("SERIES", rates.series, "the id of one; assumed: all");
  list->add_option("--on", rates.on, "the row of this day alone")
      ->type_name("DATE");
  AddRates(*list, rates);
  AddFormat(*list, output);

  CLI::App* function =
      app.add_subcommand("fn", "spreadsheet functions, to reconcile with");
  function->footer(kFunctionFooter);
  FunctionRun formula;
  function->add_option("FUNCTION", formula.function,
                       "as the spreadsheet names it; assumed: all");
  function->add_option("ARGUMENT", formula.arguments,
                       "NAME=VALUE, of a range with commas between");
  function->add_flag("--explain", output.explain, "show the derivation");
  AddFormat(*function, output);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);  // --help, --version
  } catch (const CLI::ParseError& error) {
    Complain(std::string(error.what()) + "; see --help");
    return kUsage;
  }
  if (app.get_subcommands().empty()) {
    Complain("a command is missing; see --help");
    return kUsage;
  }
  if (due->parsed()) return RunDue(due_flags, output);
  if (terms->parsed()) return RunTerms(terms_flags, output);
  if (limitation->parsed()) {
    return RunLimitation(limitation_flags, output, events);
  }
  if (function->parsed()) return RunFunction(formula, output);
  if (import_files->parsed()) return RunImportFlags(import_run);
  if (const std::optional<int> end = firm.Run()) return *end;
  if (statutes->parsed()) {
    laws.format = output.kind();
    return RunStatutes(laws);
  }
  rates.format = output.kind();
  if (list->parsed()) return RunRates(rates);
  const absl::StatusOr<RateBook> book = LoadRates(rates.folder);
  if (!book.ok()) return Refuse(book.status());
  if (const std::optional<int> end = accounts.Run(output, *book)) return *end;
  for (const PlainCommand& one : plain) {
    if (one.app.parsed()) return RunPlain(one.flags, output, *book);
  }
  if (amortize->parsed()) {
    return RunAmortizeFlags(amortize_flags, *amortize, output, *book, loan);
  }
  if (solve->parsed()) return RunSolveFlags(solve_flags, output, *book);
  if (verify->parsed()) {
    return RunVerifyFlags(verify_flags, output, *book, rows);
  }
  if (eval->parsed()) return RunEval(requests, schema, *book);
  if (pay->parsed()) {
    return RunPayFlags(pay_flags, option_flags, *pay, output, *book, payment);
  }
  if (late->count("--ledger") == 0) {
    return LacksLedger(*late) ? kUsage
                              : RunLate(late_flags, output, *book, statute);
  }
  ledger.run.book = *book;
  ledger.run.statute = statute;
  return RunLedgerFlags(ledger, *late, late_flags, output);
}

}  // namespace
}  // namespace usance::cli

int main(int argc, char** argv) {
  return usance::cli::Finish(usance::cli::Main(argc, argv));
}
