#include "cli/account_commands.h"

#include <utility>

#include "cli/export.h"
#include "cli/files.h"

namespace usance::cli {
namespace {

constexpr char kAgeFooter[] =
    R"(Examples:
  usance age --as-of 2026-06-30 J.ndjson
  usance age --as-of 2026-06-30 --by-account --format csv J.ndjson
  usance age --as-of 2026-06-30 --as-known-on 2026-07-01 J.ndjson
  usance age --as-of 2026-06-30 --in EUR --fx USD=0.91 --fx GBP=1.17 J.ndjson

What is not due and what is unapplied are in no bucket: with them the buckets
add up to the ledger, always. `usance import` makes the journal.)";

constexpr char kActionsFooter[] =
    R"(Examples:
  usance actions --as-of 2026-06-30 --dunning examples/dunning/three-times.json \
      J.ndjson
  usance actions --as-of 2026-06-30 --dunning examples/dunning/reg-f.json \
      --held-back J.ndjson
  usance actions --as-of 2026-07-01 --through 2026-09-30 \
      --dunning examples/dunning/danish.json J.ndjson

A step is taken once a contact that names it is in the journal; asking twice
asks for the same. A dry run takes each action on its day, and none is ever
recorded.)";

constexpr char kAssessFooter[] =
    R"(Examples:
  usance assess --as-of 2026-06-30 --credit examples/credit-policy.json \
      --period-days 365 J.ndjson
  usance assess --as-of 2026-06-30 --credit examples/credit-policy.json \
      --period-days 365 --account C-7 --reasons J.ndjson

By the record in the journal, and by what --external knows beside it.
docs/credit.md has the measures.)";

constexpr char kEscalateFooter[] =
    R"(Example:
  usance escalate --as-of 2026-06-30 --escalation examples/escalation.json \
      J.ndjson

What is past due and not with others yet, the most points first; behind each
sign are its value and its points. docs/collections.md has the signs.)";

constexpr char kHandoverFooter[] =
    R"(Examples:
  usance handover --account C-7 --as-of 2026-06-30 J.ndjson
  usance handover --account C-7 --as-of 2026-06-30 --items 2026-014 \
      --format json J.ndjson

What an agency, a lawyer or a court needs: the items, their interest by segment,
the ledger, and the record of what was said and agreed. Nothing is recorded; the
journal's event is hand-over.)";

constexpr char kSettlementFooter[] =
    R"(Example:
  usance settlement --account C-7 --as-of 2026-06-30 --pay 900.00 \
      --gives-up "default interest,fee" J.ndjson

The events give up what is not paid; they are to be recorded on the day of the
payment, before it. docs/collections.md says more.)";

constexpr char kMetricsFooter[] =
    R"(Examples:
  usance metrics --as-of 2026-06-30 J.ndjson
  usance metrics --as-of 2026-06-30 --days 90 --currency GBP J.ndjson

Over all accounts of a currency together; what is not defined, as a DSO without
sales, is left out. docs/metrics.md has the formulas.)";

constexpr char kForecastFooter[] =
    R"(Examples:
  usance forecast --as-of 2026-06-30 J.ndjson
  usance forecast --as-of 2026-03-31 --against 2026-06-30 J.ndjson

Open claims come as the record of all accounts of the currency has it, promises
and plans as given. --against puts the forecast beside what came in through that
day.)";

constexpr char kStatementFooter[] =
    R"(Examples:
  usance statement --account C-7 --from 2026-06-01 --to 2026-06-30 J.ndjson
  usance statement --account C-7 --form "open item" --to 2026-06-30 J.ndjson

Opening, lines and corrections add up to closing. Default interest has one line
for each due amount: what it grew by. A correction is what a reversal within
these days changes of days before them.)";

constexpr char kPayoffFooter[] =
    R"(Examples:
  usance payoff --account C-7 --on 2026-06-30 --policy policy.json J.ndjson
  usance payoff --account C-7 --on 2026-06-30 --reach 30 --close 1007 J.ndjson

Where no payment reaches it, nothing is shown.)";

constexpr char kAllocateFooter[] =
    R"(Examples:
  usance allocate --account C-7 --on 2026-06-30 --amount 500.00 J.ndjson
  usance allocate --account C-7 --on 2026-06-30 --amount 500.00 \
      --for 1007=200.00 --for 1009 J.ndjson

Nothing is recorded.)";

constexpr char kMatchFooter[] =
    R"(Examples:
  usance match --as-of 2026-06-30 --amount 500.00 --text "invoice 1007" J.ndjson
  usance match --as-of 2026-06-30 --amount 500.00 --currency EUR \
      --reference RF721007 --references references.json J.ndjson

A suggestion is certain where its items are named and the amount is theirs,
likely where one of both is so, else possible. Nothing is recorded.)";

constexpr char kSnapshotFooter[] =
    R"(Examples:
  usance snapshot --account C-7 --as-of 2026-06-30 J.ndjson -o S.ndjson
  usance snapshot --check S.ndjson J.ndjson

A snapshot is the account as it stood, in a file that shows every change that
was made to it: for a month's end, or as evidence. --check asks the journal the
same again, by the same policy: it prints "same", or the first line that is
another and ends with 1.)";

constexpr char kExportFooter[] =
    R"(Examples:
  usance export --as-of 2026-06-30 --format csv J.ndjson > postings.csv

Every movement as a double entry: the event, debit and credit in neutral books,
item, row and component, what was open of that before, the amount, and the rule
that decided it. What the books come to is on the standard error.)";

constexpr char kExplainFooter[] =
    R"(Examples:
  usance explain --account C-7 --as-of 2026-06-30 J.ndjson
  usance explain --account C-7 --as-of 2026-06-30 --item 1007 J.ndjson

Every cent from its event to item, due amount and component, and the rule that
chose it. CSV has the reasons alone.)";

constexpr char kStandingFooter[] =
    R"(Examples:
  usance standing --account C-7 --as-of 2026-06-30 --plan PLAN-1 J.ndjson
  usance standing --account C-7 --as-of 2026-06-30 --plan PLAN-1 --missed 2 \
      --of-last 3 --tolerance-days 5 J.ndjson

A row is missed where, after the days of tolerance, less has come than is due by
then. It records nothing: that a plan is breached is an event of the caller's.)";

constexpr char kOutcomesFooter[] =
    R"(Examples:
  usance outcomes --as-of 2026-06-30 J.ndjson
  usance outcomes --as-of 2026-06-30 --within 30 --measure response \
      --cost letter=1.20 --cost phone=4.00 J.ndjson

A payment counts for the last contact before it about what it settles. low and
high are Wilson's interval: where it and the first's overlap, the record does not
tell them apart.)";

constexpr char kCohortsFooter[] =
    R"(Examples:
  usance cohorts --as-of 2026-06-30 J.ndjson
  usance cohorts --as-of 2026-06-30 --buckets 15,30,60 --currency GBP J.ndjson

The invoices of each month, and what share of them was paid within so many days
of their documents; empty while the last of the month are too young.)";

constexpr char kProvisionFooter[] =
    R"(Examples:
  usance provision --as-of 2026-06-30 J.ndjson
  usance provision --as-of 2026-06-30 --every-days 30 --agings 25 --lost 90% \
      --forward 5% J.ndjson

How much of each bucket rolled into the next, over all the agings, multiplied
through to what is lost in the end (IFRS 9, 5.5.15); docs/metrics.md.)";

}  // namespace

AccountCommands::AccountCommands(CLI::App& app, Output& output,
                                 RatesRun& rates) {
  AddBalances(app);
  AddFollowUp(app);
  AddCustomers(app);
  AddCollection(app);
  AddLearning(app);
  AddFiles(app);
  for (const Command& command : commands_) {
    AddRates(*command.app, rates);
    if (command.shows == Shows::kRows) {
      AddFormat(*command.app, output);
      AddGuard(*command.app, output);
    }
    if (command.shows == Shows::kAnswer) AddOutput(*command.app, output);
    RefuseNothing(*command.app);
  }
}

std::optional<int> AccountCommands::Run(const Output& output,
                                        const RateBook& book) {
  of_.book = book;
  of_.format = output.kind();
  of_.explain = output.explain;
  of_.guard_formulas = output.guard_formulas;
  for (const Command& command : commands_) {
    if (command.app->parsed()) return command.run();
  }
  return std::nullopt;
}

CLI::App& AccountCommands::Add(CLI::App& app, const char* name,
                               const char* about, const char* footer,
                               Shows shows, std::function<int()> run) {
  CLI::App& one = *app.add_subcommand(name, about);
  one.footer(footer);
  one.add_option("FILE", of_.journal, "a journal; - (assumed) for the input");
  one.add_option("--policy", of_.policy,
                 "how accounts are kept; assumed: the oldest due first, credit "
                 "waits, nothing bears")
      ->type_name("FILE.json");
  one.add_option("--account", of_.account, "of one debtor")->type_name("TEXT");
  one.add_option("--currency", of_.currency, "of the account")
      ->type_name("CODE");
  one.add_option("--as-known-on", of_.as_known_on,
                 "without what was recorded later; assumed: all is known")
      ->type_name("DATE");
  commands_.push_back({&one, shows, std::move(run)});
  return one;
}

void AccountCommands::AddDay(CLI::App& app, const char* flag,
                             const char* about) {
  app.add_option(flag, of_.as_of, about)->type_name("DATE")->required();
}

void AccountCommands::AddBalances(CLI::App& app) {
  CLI::App& age = Add(app, "age", "how old what is owed is", kAgeFooter,
                      Shows::kRows, [this] { return RunAge(of_); });
  AddDay(age, "--as-of", "the end of this day");
  age.add_option("--basis", of_.basis,
                 "what age counts from: due (assumed), document or baseline")
      ->type_name("NAME");
  age.add_option("--buckets", of_.buckets,
                 "the last day of each but the last; assumed: 30,60,90,120")
      ->type_name("DAYS");
  age.add_option("--in", of_.in,
                 "the currency to report in; assumed: each in its own")
      ->type_name("CODE");
  age.add_option("--fx", of_.fx,
                 "rates of exchange: a file, or again for each currency what "
                 "one of it is worth")
      ->type_name("FILE.json|CODE=RATE")
      ->type_size(1)
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  age.add_option("--rounding", of_.rounding,
                 "of what is exchanged; assumed: half up")
      ->type_name("NAME");
  age.add_flag("--by-account", of_.by_account, "a line for each account");

  CLI::App& statement =
      Add(app, "statement", "what happened between two days", kStatementFooter,
          Shows::kAnswer, [this] { return RunStatement(of_); });
  statement
      .add_option("--form", of_.form,
                  "balance forward (assumed), or open item: what is open")
      ->type_name("NAME");
  statement
      .add_option("--from", of_.from,
                  "the first day; needed by balance forward")
      ->type_name("DATE");
  statement.add_option("--to", of_.to, "the last day")
      ->type_name("DATE")
      ->required();

  CLI::App& payoff =
      Add(app, "payoff", "what closes an account on a day", kPayoffFooter,
          Shows::kAnswer, [this] { return RunPayoff(of_); });
  AddDay(payoff, "--on", "the day of the payment");
  payoff
      .add_option("--reach", of_.reach,
                  "and the least after which nothing is past due by more")
      ->type_name("DAYS");
  payoff
      .add_option("--close", of_.close,
                  "and the least after which nothing of this item is open")
      ->type_name("ITEM");

  CLI::App& allocate =
      Add(app, "allocate", "where a payment would go", kAllocateFooter,
          Shows::kRows, [this] { return RunAllocate(of_); });
  AddDay(allocate, "--on", "the day of the payment");
  allocate.add_option("--amount", of_.amount, "of the payment")
      ->type_name("AMOUNT")
      ->required();
  allocate.add_option("--type", of_.type, "names a rule of the policy")
      ->type_name("TEXT");
  allocate
      .add_option("--for", of_.designations,
                  "what it is meant for, so far; again for each")
      ->type_name("ITEM[=AMOUNT]")
      ->allow_extra_args(false);

  CLI::App& match =
      Add(app, "match", "what an incoming payment may be for", kMatchFooter,
          Shows::kRows, [this] { return RunMatch(of_, match_); });
  AddDay(match, "--as-of", "the day of the payment");
  match.add_option("--amount", of_.amount, "of the payment")
      ->type_name("AMOUNT")
      ->required();
  match.add_option("--text", match_.text, "what the payer wrote")
      ->type_name("TEXT");
  match
      .add_option("--reference", match_.reference,
                  "what the payment has in the field for it")
      ->type_name("TEXT");
  match
      .add_option("--references", match_.references,
                  "those of items: an object of each account by item")
      ->type_name("FILE.json");

  CLI::App& explain =
      Add(app, "explain", "where an account stands, and why", kExplainFooter,
          Shows::kRows, [this] { return RunExplain(of_); });
  AddDay(explain, "--as-of", "the end of this day");
  explain.add_option("--item", of_.item, "of one invoice alone")
      ->type_name("TEXT");
}

void AccountCommands::AddFollowUp(CLI::App& app) {
  CLI::App& actions =
      Add(app, "actions", "what to do next about debts, and why",
          kActionsFooter, Shows::kRows, [this] {
            actions_.of = of_;
            return RunActions(actions_);
          });
  AddDay(actions, "--as-of", "the end of this day");
  actions
      .add_option("--dunning", actions_.dunning,
                  "the dunning procedure, as of next_actions")
      ->type_name("FILE.json")
      ->required();
  actions
      .add_option("--debtors", actions_.debtors,
                  "what is known of accounts: an object of each as the debtor "
                  "of next_actions")
      ->type_name("FILE.json");
  actions
      .add_option("--through", actions_.through,
                  "a dry run, day by day, to the end of this day")
      ->type_name("DATE");
  actions.add_flag("--held-back", actions_.held_back,
                   "what is not done, and why");

  CLI::App& settlement =
      Add(app, "settlement", "what is given up for less than all",
          kSettlementFooter, Shows::kRows,
          [this] { return RunSettlement(of_, settlement_); });
  AddDay(settlement, "--as-of", "the day of the payment");
  settlement.add_option("--pay", settlement_.pay, "that settles them")
      ->type_name("AMOUNT")
      ->required();
  settlement
      .add_option("--gives-up", settlement_.gives_up,
                  "components with commas between, the first first")
      ->type_name("NAMES")
      ->required();
  settlement
      .add_option("--items", settlement_.items,
                  "that are settled, with commas between; assumed: all")
      ->type_name("TEXTS");

  CLI::App& standing =
      Add(app, "standing", "whether a payment plan is kept", kStandingFooter,
          Shows::kRows, [this] { return RunStanding(of_, standing_); });
  AddDay(standing, "--as-of", "the end of this day");
  standing.add_option("--plan", standing_.plan, "that was agreed")
      ->type_name("TEXT")
      ->required();
  standing
      .add_option("--missed", standing_.missed,
                  "so many rows missed breach it; assumed: 1")
      ->type_name("COUNT");
  standing
      .add_option("--of-last", standing_.of_last,
                  "of so many that fell due last; assumed: 0, of all")
      ->type_name("COUNT");
  standing
      .add_option("--tolerance-days", standing_.tolerance_days,
                  "that a row may be late; assumed: 0")
      ->type_name("DAYS");
  standing
      .add_option("--tolerance", standing_.tolerance,
                  "that may be short of all that is due; assumed: 0")
      ->type_name("AMOUNT");
  standing.add_flag("--ignores-made-up", standing_.ignores_made_up,
                    "a row that was missed and paid later does not count");
}

void AccountCommands::AddCustomers(CLI::App& app) {
  CLI::App& assess =
      Add(app, "assess", "what customers are trusted with", kAssessFooter,
          Shows::kRows, [this] { return RunAssess(of_, assess_); });
  AddDay(assess, "--as-of", "the end of this day");
  assess
      .add_option("--credit", assess_.credit,
                  "the credit policy, as of assess in requests")
      ->type_name("FILE.json")
      ->required();
  assess
      .add_option("--period-days", assess_.period_days,
                  "of the last period: for sales and the trend")
      ->type_name("DAYS")
      ->required();
  assess
      .add_option("--external", assess_.external,
                  "what is known beside the record: an object of each account "
                  "as the external of assess")
      ->type_name("FILE.json");
  assess.add_flag("--reasons", assess_.reasons,
                  "what each measure is, and its points");

  CLI::App& escalate =
      Add(app, "escalate", "which debts are for others", kEscalateFooter,
          Shows::kRows, [this] { return RunEscalate(of_, escalate_); });
  AddDay(escalate, "--as-of", "the end of this day");
  escalate
      .add_option("--escalation", escalate_.escalation,
                  "the signs and their points, as of escalate in requests")
      ->type_name("FILE.json")
      ->required();
  escalate
      .add_option("--debtors", escalate_.debtors,
                  "what is known of accounts: an object of each as the debtor "
                  "of escalate")
      ->type_name("FILE.json");

  CLI::App& handover =
      Add(app, "handover", "what goes along to those who take over",
          kHandoverFooter, Shows::kRows,
          [this] { return RunHandover(of_, handover_); });
  AddDay(handover, "--as-of", "the end of this day");
  handover
      .add_option("--items", handover_.items,
                  "that are handed over, with commas between; assumed: all "
                  "that are open")
      ->type_name("TEXTS");
}

void AccountCommands::AddCollection(CLI::App& app) {
  CLI::App& metrics =
      Add(app, "metrics", "how well receivables are collected", kMetricsFooter,
          Shows::kRows, [this] { return RunMetrics(of_, collection_); });
  AddDay(metrics, "--as-of", "the last day of the period");
  metrics.add_option("--days", collection_.days, "of the period; assumed: 365")
      ->type_name("DAYS");

  CLI::App& forecast =
      Add(app, "forecast", "what cash will come in", kForecastFooter,
          Shows::kRows, [this] { return RunForecast(of_, collection_); });
  AddDay(forecast, "--as-of", "the day before the forecast");
  forecast
      .add_option("--bucket-days", collection_.bucket_days,
                  "1 by day; assumed: 7, weeks")
      ->type_name("DAYS");
  forecast
      .add_option("--buckets", collection_.buckets, "how many; assumed: 13")
      ->type_name("COUNT");
  forecast
      .add_option("--settle-days", collection_.record.settle_days,
                  "of the record, what had so many days to be paid; assumed: "
                  "90")
      ->type_name("DAYS");
  forecast
      .add_option("--record-days", collection_.record.record_days,
                  "and so many days before; assumed: 365")
      ->type_name("DAYS");
  forecast
      .add_option("--against", collection_.against,
                  "puts it beside what came in through this day")
      ->type_name("DATE");
}

void AccountCommands::AddLearning(CLI::App& app) {
  CLI::App& outcomes =
      Add(app, "outcomes", "what contacts were followed by", kOutcomesFooter,
          Shows::kRows, [this] { return RunOutcomes(of_, outcomes_); });
  AddDay(outcomes, "--as-of", "the end of this day");
  outcomes
      .add_option("--within", outcomes_.within_days,
                  "that a payment may take to count; assumed: 14")
      ->type_name("DAYS");
  outcomes
      .add_option("--measure", outcomes_.measure,
                  "that puts them in order: payment (assumed) or response")
      ->type_name("NAME");
  outcomes
      .add_option("--segments", outcomes_.segments,
                  "an object of accounts, and the word for each")
      ->type_name("FILE.json");
  outcomes
      .add_option("--cost", outcomes_.costs,
                  "of one contact by a channel; again for each")
      ->type_name("CHANNEL=AMOUNT")
      ->allow_extra_args(false);

  CLI::App& cohorts =
      Add(app, "cohorts", "what the invoices of each month brought in",
          kCohortsFooter, Shows::kRows,
          [this] { return RunCohorts(of_, cohorts_); });
  AddDay(cohorts, "--as-of", "the end of this day");
  cohorts
      .add_option("--buckets", cohorts_.buckets,
                  "days from the document; assumed: 30,60,90,180,365")
      ->type_name("DAYS");

  CLI::App& provision =
      Add(app, "provision", "what will not be paid, as the record has it",
          kProvisionFooter, Shows::kRows,
          [this] { return RunProvision(of_, provision_); });
  AddDay(provision, "--as-of", "the day of the last aging");
  provision
      .add_option("--every-days", provision_.every_days,
                  "between agings, and the width of their buckets; assumed: 30")
      ->type_name("DAYS");
  provision
      .add_option("--buckets", provision_.buckets,
                  "past due, the last without an end; assumed: 5")
      ->type_name("COUNT");
  provision.add_option("--agings", provision_.agings, "how many; assumed: 13")
      ->type_name("COUNT");
  provision
      .add_option("--lost", provision_.lost,
                  "of the last bucket, in the end; assumed: 100%")
      ->type_name("PERCENT");
  provision
      .add_option("--forward", provision_.forward,
                  "what is expected to come differently; assumed: 0%")
      ->type_name("PERCENT");
  provision
      .add_option("--rounding", provision_.rounding,
                  "of each bucket's allowance; assumed: half up")
      ->type_name("NAME");
}

void AccountCommands::AddFiles(CLI::App& app) {
  CLI::App& snapshot =
      Add(app, "snapshot", "an account as it stood, in a file", kSnapshotFooter,
          Shows::kFile, [this] { return TakeSnapshot(); });
  CLI::Option* taken =
      snapshot.add_option("--as-of", of_.as_of, "the end of this day")
          ->type_name("DATE");
  CLI::Option* output_file =
      snapshot
          .add_option("-o,--output", snapshot_.output,
                      "the snapshot; - (assumed) for the output")
          ->type_name("FILE");
  CLI::Option* check =
      snapshot
          .add_option("--check", snapshot_.check,
                      "a snapshot, to see whether anything changed")
          ->type_name("FILE")
          ->excludes(taken)
          ->excludes(output_file);
  for (const char* flag : {"--account", "--currency", "--as-known-on"}) {
    check->excludes(snapshot.get_option(flag));
  }

  CLI::App& exports =
      Add(app, "export", "movements as double entries", kExportFooter,
          Shows::kRows, [this] { return RunExport(of_); });
  AddDay(exports, "--as-of", "the end of this day");
}

int AccountCommands::TakeSnapshot() {
  if (snapshot_.check.empty() && of_.as_of.empty()) {
    Complain("--as-of or --check is required; see --help");
    return kUsage;
  }
  snapshot_.of = of_;
  return RunSnapshot(snapshot_);
}

}  // namespace usance::cli
