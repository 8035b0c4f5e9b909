#include "cli/run.h"

#include "cli/books.h"
#include "cli/files.h"
#include "cli/morning.h"
#include "cli/progress.h"
#include "cli/rates.h"
#include "cli/report.h"
#include "cli/section.h"
#include "cli/table.h"

namespace usance::cli {
namespace {

constexpr char kRunFooter[] =
    R"(Examples:
  usance run --as-of 2026-06-30 --policy examples/policy.json examples/ledger/
  usance run --as-of 2026-06-30 --policy examples/policy.json \
      --report report.html examples/ledger/

A firm's morning over its books: what is open and how old it is, what being
late costs, what to do today, which offers are worth making, which debts are
for others, how customers stand, and what cash will come in. Nothing is sent,
claimed or recorded.

BOOKS are folders with invoices.csv, payments.csv, customers.csv and their
mapping.json, with debtors.json, and with events in *.ndjson; or files of
events and journals. docs/command.md says more.)";

constexpr char kBacktestFooter[] =
    R"(Examples:
  usance backtest --policy examples/policy.json --from 2026-03-01 \
      --to 2026-06-30 examples/ledger/

What the policy would have asked for on each day, by the month; what came in on
it; and how the forecast of each month's first day fared. What was paid stays as
it was: a step that is taken changes what comes next, not what a customer
does.)";

absl::StatusOr<Morning> MorningOf(const MorningRun& run, const Books& books) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, Date::Parse(run.as_of, "--as-of"));
  MorningSpec spec = {.as_of = as_of, .policy = {}, .policy_path = run.policy};
  USANCE_ASSIGN_OR_RETURN(spec.policy, ReadJsonFile(run.policy));
  USANCE_ASSIGN_OR_RETURN(spec.book, LoadRates(run.rates));
  spec.progress = Progress("accounts");
  return MakeMorning(books, spec);
}

int RunMorning(const MorningRun& run) {
  if (const auto date = Date::Parse(run.as_of, "--as-of"); !date.ok()) {
    return Refuse(date.status());
  }
  Books books;
  if (const int end = books.Read(run.books); end != kDone) return end;
  const absl::StatusOr<Morning> morning = MorningOf(run, books);
  if (!morning.ok()) return Refuse(morning.status());
  if (run.format == "json") {
    Json json = Json::Object();
    json.Set("as_of", morning->as_of.ToText());
    json.Set("policy", morning->policy);
    AddSections(morning->sections, json);
    PrintLine(ToText(json));
  } else {
    PrintSections(morning->sections);
  }
  if (run.report.empty()) return kDone;
  return ReplaceFile(run.report, ReportHtml(*morning));
}

}  // namespace

FirmCommands::FirmCommands(CLI::App& app)
    : run_(*app.add_subcommand("run", "a firm's morning over its books")),
      backtest_(*app.add_subcommand(
          "backtest", "what a policy would have done, day by day")) {
  run_.footer(kRunFooter);
  run_.add_option("BOOKS", morning_.books, "folders, or files of events")
      ->required();
  run_.add_option("--as-of", morning_.as_of, "the end of this day")
      ->type_name("DATE")
      ->required();
  run_.add_option("--policy", morning_.policy, "the firm's policy")
      ->type_name("FILE.json")
      ->required();
  run_.add_option("--format", morning_.format, "table (assumed) or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "json"}).description(""));
  run_.add_option("--report", morning_.report,
                  "the same as a page for a browser; - for the output")
      ->type_name("FILE.html");
  run_.add_option("--rates", morning_.rates,
                  "a folder of rate series, each in place of the built-in one")
      ->type_name("DIR");
  backtest_.footer(kBacktestFooter);
  backtest_.add_option("BOOKS", test_.books, "folders, or files of events")
      ->required();
  backtest_.add_option("--policy", test_.policy, "the firm's policy")
      ->type_name("FILE.json")
      ->required();
  backtest_.add_option("--from", test_.from, "the first day")
      ->type_name("DATE")
      ->required();
  backtest_.add_option("--to", test_.to, "the last day")
      ->type_name("DATE")
      ->required();
  backtest_
      .add_option("--horizon", test_.horizon,
                  "days that each forecast is put beside; assumed: 91")
      ->type_name("DAYS");
  backtest_.add_option("--format", test_.format, "table (assumed) or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "json"}).description(""));
}

std::optional<int> FirmCommands::Run() {
  if (run_.parsed()) return RunMorning(morning_);
  if (backtest_.parsed()) return RunBacktest(test_);
  return std::nullopt;
}

}  // namespace usance::cli
