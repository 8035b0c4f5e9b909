#include "cli/customers.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/answer.h"
#include "cli/files.h"
#include "cli/table.h"
#include "usance/codec/credit.h"
#include "usance/codec/recovery.h"
#include "usance/core/text.h"
#include "usance/credit/assess.h"
#include "usance/money/format.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/settlement.h"

namespace usance::cli {
namespace {

// The parts of a text with commas between; none of an empty one.
std::vector<std::string> PartsOf(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t start = 0; start < text.size() + 1 && !text.empty();) {
    const size_t end = std::min(text.find(',', start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

// --- assess -----------------------------------------------------------------

TablePrinter AssessPrinter(const AccountsRun& run, bool reasons) {
  std::vector<Column> columns = {{"account"}, {"currency"}};
  if (reasons) {
    columns.insert(columns.end(), {{"measure"},
                                   {"value", true},
                                   {"points", true, true},
                                   {"weight", true, true}});
  } else {
    columns.insert(columns.end(), {{"class"},
                                   {"score", true},
                                   {"terms"},
                                   {"limit", true},
                                   {"deposit", true},
                                   {"dunning"},
                                   {"knock_out"}});
  }
  return {std::move(columns), run.format, run.guard_formulas};
}

// A line of the members that a table has columns for, behind the account.
void AddLine(const Json& object, const std::vector<std::string_view>& members,
             const Journal& journal, TablePrinter& printer) {
  std::vector<std::string> cells = {journal.account(),
                                    std::string(journal.currency().code())};
  for (const std::string_view name : members) {
    cells.push_back(CellOf(object.Find(name)));
  }
  printer.Add(std::move(cells));
}

// Names the file that is wrong, or the account that cannot be judged.
absl::Status AssessError(const absl::Status& status, const Journal& journal,
                         const AssessRun& assess) {
  constexpr std::string_view kPolicy = "/policy";
  const std::string field = FieldOf(status);
  if (ReasonOf(status) != Reason::kContextRequired &&
      field.starts_with(kPolicy)) {
    return Error(ReasonOf(status), assess.credit + field.substr(kPolicy.size()),
                 TextOf(status));
  }
  return Error(ReasonOf(status), "account " + Quoted(journal.account()) + field,
               TextOf(status));
}

absl::Status Judge(const AccountsRun& run, const AssessRun& assess) {
  USANCE_ASSIGN_OR_RETURN(const Json credit, ReadJsonFile(assess.credit));
  USANCE_ASSIGN_OR_RETURN(const Json known, ReadByAccount(assess.external));
  TablePrinter printer = AssessPrinter(run, assess.reasons);
  USANCE_RETURN_IF_ERROR(ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy&,
          const Account& account) -> absl::Status {
        USANCE_ASSIGN_OR_RETURN(
            const CreditPolicy policy,
            ReadCreditPolicy(credit, journal.currency(), assess.credit));
        ExternalFacts external;
        if (const Json* facts = known.Find(journal.account())) {
          USANCE_ASSIGN_OR_RETURN(
              external,
              ReadExternalFacts(*facts, journal.currency(),
                                assess.external + "/" + journal.account()));
        }
        const auto record = TrackRecordOf(journal, account, assess.period_days);
        if (!record.ok()) {
          static constexpr FlagOfMember kFlags[] = {
              {"/period_days", "--period-days"}};
          return AboutFlag(record.status(), kFlags);
        }
        const auto result = Assess(policy, *record, external);
        if (!result.ok()) {
          return AssessError(result.status(), journal, assess);
        }
        const Json json = AssessmentJson(policy, *result, *record, external);
        if (!assess.reasons) {
          AddLine(json,
                  {"class", "score", "terms", "limit", "deposit", "dunning",
                   "knock_out"},
                  journal, printer);
          return absl::OkStatus();
        }
        for (const Json& reason : json.Find("reasons")->items()) {
          AddLine(reason, {"measure", "value", "points", "weight"}, journal,
                  printer);
        }
        return absl::OkStatus();
      }));
  printer.Finish();
  return absl::OkStatus();
}

// --- escalate ---------------------------------------------------------------

// One line, before it is sorted.
struct Escalated {
  int64_t points = 0;
  Date due;
  std::vector<std::string> cells;
};

// "days past due 95 (30), unanswered 4 (50)"
std::string SignsOf(const Escalation& one, Currency currency) {
  std::string text;
  for (const SignPoints& reason : one.reasons) {
    if (!text.empty()) text += ", ";
    text += std::string(NameOf(reason.sign)) + " " +
            (reason.sign == Sign::kOpen ? FormatAmount(reason.value, currency)
                                        : std::to_string(reason.value)) +
            " (" + std::to_string(reason.points) + ")";
  }
  return text;
}

Escalated LineOf(const Escalation& one, const Account& account,
                 const std::string& name) {
  Date due = account.as_of;  // the item is past due
  int64_t open = 0;          // part of what is open in all
  for (const AccountRow& row : account.rows) {
    if (row.item != one.item || row.open.Total() == 0) continue;
    due = std::min(due, row.due);
    open += static_cast<int64_t>(row.open.Total());
  }
  return {one.points,
          due,
          {name, account.items[one.item].id, due.ToText(),
           FormatAmount(open, account.currency),
           std::string(account.currency.code()), std::to_string(one.points),
           std::string(NameOf(one.advice)),
           one.lapses_on ? one.lapses_on->ToText() : "",
           SignsOf(one, account.currency)}};
}

// The most points first, then the oldest.
absl::Status HandOver(const AccountsRun& run, const EscalateRun& escalate) {
  USANCE_ASSIGN_OR_RETURN(const Json rules, ReadJsonFile(escalate.escalation));
  USANCE_ASSIGN_OR_RETURN(const Json known, ReadByAccount(escalate.debtors));
  std::vector<Escalated> found;
  USANCE_RETURN_IF_ERROR(ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy&,
          const Account& account) -> absl::Status {
        USANCE_ASSIGN_OR_RETURN(const EscalationPolicy policy,
                                ReadEscalationPolicy(rules, journal.currency(),
                                                     escalate.escalation));
        DebtorSigns debtor;
        if (const Json* signs = known.Find(journal.account())) {
          USANCE_ASSIGN_OR_RETURN(
              debtor, ReadDebtorSigns(
                          *signs, escalate.debtors + "/" + journal.account()));
        }
        USANCE_ASSIGN_OR_RETURN(
            const std::vector<Escalation> all,
            Escalate(journal, account, policy, debtor, escalate.escalation));
        for (const Escalation& one : all) {
          found.push_back(LineOf(one, account, journal.account()));
        }
        return absl::OkStatus();
      }));
  std::stable_sort(
      found.begin(), found.end(), [](const Escalated& a, const Escalated& b) {
        return std::tie(b.points, a.due) < std::tie(a.points, b.due);
      });
  TablePrinter printer({{"account"},
                        {"invoice"},
                        {"due"},
                        {"amount", true},
                        {"currency"},
                        {"points", true, true},
                        {"advice"},
                        {"lapses_on"},
                        {"signs"}},
                       run.format, run.guard_formulas);
  for (Escalated& one : found) printer.Add(std::move(one.cells));
  printer.Finish();
  return absl::OkStatus();
}

// --- handover ---------------------------------------------------------------

absl::Status Pack(AccountsRun run, const HandoverRun& handover) {
  run.segments = true;
  USANCE_ASSIGN_OR_RETURN(const OneAccount one, ReplayOne(run));
  const auto pack =
      PackHandover(*one.journal, one.account, PartsOf(handover.items));
  if (!pack.ok()) {
    return Error(ReasonOf(pack.status()), "--items", TextOf(pack.status()));
  }
  PrintAnswer(HandoverJson(*pack, *one.journal, one.account), run.format,
              run.guard_formulas);
  return absl::OkStatus();
}

// --- settlement -------------------------------------------------------------

absl::Status GiveUp(const AccountsRun& run, const SettlementRun& settlement) {
  SettlementSpec spec = {.items = PartsOf(settlement.items), .gives_up = {}};
  for (const std::string& name : PartsOf(settlement.gives_up)) {
    USANCE_ASSIGN_OR_RETURN(const Component one,
                            ParseName<Component>(name, "--gives-up"));
    spec.gives_up.push_back(one);
  }
  USANCE_ASSIGN_OR_RETURN(const OneAccount one, ReplayOne(run));
  const Currency currency = one.account.currency;
  USANCE_ASSIGN_OR_RETURN(const Money pay,
                          ParseAmount(settlement.pay, currency, "--pay"));
  spec.pay_minor = pay.minor();
  const auto made = Settle(one.account, spec);
  if (!made.ok()) {
    static constexpr FlagOfMember kFlags[] = {
        {"/items", "--items"}, {"/pay", "--pay"}, {"/gives_up", "--gives-up"}};
    return AboutFlag(made.status(), kFlags);
  }
  PrintAnswer(SettlementJson(*made, spec.pay_minor, currency), run.format,
              run.guard_formulas);
  return absl::OkStatus();
}

// --- standing ---------------------------------------------------------------

absl::Status Stand(const AccountsRun& run, const StandingRun& standing) {
  BreachRule rule = {.missed = standing.missed,
                     .of_last = standing.of_last,
                     .tolerance_days = standing.tolerance_days,
                     .made_up_counts = !standing.ignores_made_up};
  USANCE_ASSIGN_OR_RETURN(const OneAccount one, ReplayOne(run));
  const Currency currency = one.account.currency;
  if (!standing.tolerance.empty()) {
    USANCE_ASSIGN_OR_RETURN(
        const Money tolerance,
        ParseAmount(standing.tolerance, currency, "--tolerance"));
    rule.tolerance_minor = tolerance.minor();
  }
  const auto stands =
      StandingOf(*one.journal, one.account, standing.plan, rule);
  if (!stands.ok()) {
    static constexpr FlagOfMember kFlags[] = {
        {"/plan", "--plan"},
        {"/rule/missed", "--missed"},
        {"/rule/of_last", "--of-last"},
        {"/rule/tolerance_days", "--tolerance-days"},
        {"/rule/tolerance", "--tolerance"}};
    return AboutFlag(stands.status(), kFlags);
  }
  PrintAnswer(StandingJson(*stands, currency), run.format, run.guard_formulas);
  return absl::OkStatus();
}

}  // namespace

int RunAssess(const AccountsRun& run, const AssessRun& assess) {
  return EndWith(Judge(run, assess));
}

int RunEscalate(const AccountsRun& run, const EscalateRun& escalate) {
  return EndWith(HandOver(run, escalate));
}

int RunHandover(const AccountsRun& run, const HandoverRun& handover) {
  return EndWith(Pack(run, handover));
}

int RunSettlement(const AccountsRun& run, const SettlementRun& settlement) {
  return EndWith(GiveUp(run, settlement));
}

int RunStanding(const AccountsRun& run, const StandingRun& standing) {
  return EndWith(Stand(run, standing));
}

}  // namespace usance::cli
