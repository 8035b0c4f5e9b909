#include "cli/learning.h"

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "cli/answer.h"
#include "cli/files.h"
#include "cli/table.h"
#include "usance/account/aging.h"
#include "usance/codec/account.h"
#include "usance/codec/portfolio.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/portfolio/cohort.h"
#include "usance/portfolio/provision.h"
#include "usance/recovery/outcome.h"

namespace usance::cli {
namespace {

// Adds a line for each object of the list, `code` before its members.
void AddLines(const std::string& code, const Json& list,
              std::span<const Column> columns, TablePrinter& printer) {
  for (const Json& one : list.items()) {
    std::vector<std::string> cells = {code};
    for (const Column& column : columns.subspan(1)) {
      cells.push_back(CellOf(one.Find(column.name)));
    }
    printer.Add(std::move(cells));
  }
}

// --- outcomes ---------------------------------------------------------------

// "letter=1.20"
absl::StatusOr<ChannelCost> CostOf(const std::string& text, Currency currency) {
  const size_t mark = text.find('=');
  if (mark == std::string::npos) {
    return Error(Reason::kMalformed, "--cost",
                 Quoted(text) + " is not CHANNEL=AMOUNT");
  }
  ChannelCost cost;
  USANCE_ASSIGN_OR_RETURN(cost.channel,
                          ParseName<Channel>(text.substr(0, mark), "--cost"));
  USANCE_ASSIGN_OR_RETURN(const Money amount, ParseAmount(text.substr(mark + 1),
                                                          currency, "--cost"));
  cost.cost_minor = amount.minor();
  return cost;
}

// The word for an account in the file of segments.
absl::StatusOr<std::string> SegmentOf(const Json& segments,
                                      const std::string& account,
                                      const std::string& file) {
  const Json* segment = segments.Find(account);
  if (segment == nullptr) return std::string();
  if (segment->kind() == Json::Kind::kText) return segment->text();
  return Error(Reason::kWrongType, file + "/" + account,
               "no text: the segment of an account");
}

absl::Status WhatWorked(const AccountsRun& run, const OutcomesRun& asked) {
  USANCE_ASSIGN_OR_RETURN(
      const OutcomeMeasure measure,
      ParseName<OutcomeMeasure>(asked.measure, "--measure"));
  USANCE_ASSIGN_OR_RETURN(const Json segments, ReadByAccount(asked.segments));
  struct Sum {
    Currency currency;
    std::vector<Outcome> outcomes = {};
  };
  std::map<std::string, Sum> sums;
  USANCE_RETURN_IF_ERROR(ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy&,
          const Account& account) -> absl::Status {
        const Currency currency = journal.currency();
        OutcomeSpec spec = {.within_days = asked.within_days};
        USANCE_ASSIGN_OR_RETURN(
            spec.segment,
            SegmentOf(segments, journal.account(), asked.segments));
        for (const std::string& text : asked.costs) {
          USANCE_ASSIGN_OR_RETURN(const ChannelCost cost,
                                  CostOf(text, currency));
          spec.costs.push_back(cost);
        }
        const auto outcomes = OutcomesOf(account, journal, spec);
        if (!outcomes.ok()) {
          static constexpr FlagOfMember kFlags[] = {
              {"/within_days", "--within"}, {"/costs", "--cost"}};
          return AboutFlag(outcomes.status(), kFlags);
        }
        Sum& sum = sums.emplace(currency.code(), Sum{.currency = currency})
                       .first->second;
        return AddTo(sum.outcomes, *outcomes);
      }));
  const std::vector<Column> columns = {{"currency"},
                                       {"step"},
                                       {"channel"},
                                       {"segment"},
                                       {"contacts", true, true},
                                       {"responses", true, true},
                                       {"paid", true, true},
                                       {"amount", true},
                                       {"cost", true},
                                       {"waiting", true, true},
                                       {"share", true},
                                       {"low", true},
                                       {"high", true},
                                       {"standing"}};
  TablePrinter printer(columns, run.format, run.guard_formulas);
  for (const auto& [code, sum] : sums) {
    USANCE_ASSIGN_OR_RETURN(const Json json,
                            OutcomesJson(sum.outcomes, measure, sum.currency));
    AddLines(code, *json.Find("outcomes"), columns, printer);
  }
  printer.Finish();
  return absl::OkStatus();
}

// --- cohorts ----------------------------------------------------------------

absl::Status WhatMonthsBrought(const AccountsRun& run,
                               const CohortsRun& asked) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<int32_t> edges,
                          ReadEdges(asked.buckets, "--buckets"));
  USANCE_ASSIGN_OR_RETURN(const Date as_of, Date::Parse(run.as_of, "--as-of"));
  struct Sum {
    Currency currency;
    Cohorts cohorts = {};
  };
  std::map<std::string, Sum> sums;
  USANCE_RETURN_IF_ERROR(ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy&,
          const Account& account) -> absl::Status {
        USANCE_ASSIGN_OR_RETURN(const Cohorts cohorts,
                                CohortsOf(account, journal));
        const Currency currency = journal.currency();
        Sum& sum = sums.emplace(currency.code(), Sum{.currency = currency})
                       .first->second;
        return AddTo(sum.cohorts, cohorts);
      }));
  std::vector<Column> columns = {
      {"currency"}, {"month"}, {"invoiced", true}, {"open", true}};
  for (const int32_t edge : edges) {
    columns.push_back({"paid_" + std::to_string(edge), true});
  }
  TablePrinter printer(columns, run.format, run.guard_formulas);
  for (const auto& [code, sum] : sums) {
    const auto json = CohortsJson(sum.cohorts, edges, sum.currency, as_of);
    if (!json.ok()) {
      static constexpr FlagOfMember kFlags[] = {{"/edges", "--buckets"}};
      return AboutFlag(json.status(), kFlags);
    }
    for (const Json& cohort : json->Find("cohorts")->items()) {
      std::vector<std::string> cells = {code};
      for (const char* name : {"month", "invoiced", "open"}) {
        cells.push_back(CellOf(cohort.Find(name)));
      }
      for (const Json& share : cohort.Find("curve")->items()) {
        cells.push_back(CellOf(share.Find("paid")));
      }
      printer.Add(std::move(cells));
    }
  }
  printer.Finish();
  return absl::OkStatus();
}

// --- provision --------------------------------------------------------------

absl::Status WhatIsLost(const AccountsRun& run, const ProvisionRun& asked) {
  static constexpr FlagOfMember kFlags[] = {{"/every_days", "--every-days"},
                                            {"/buckets", "--buckets"},
                                            {"/agings", "--agings"},
                                            {"/lost", "--lost"},
                                            {"/forward", "--forward"}};
  USANCE_ASSIGN_OR_RETURN(const Date last, Date::Parse(run.as_of, "--as-of"));
  const AgingSeries series = {.last = last,
                              .every_days = asked.every_days,
                              .buckets = asked.buckets,
                              .count = asked.agings};
  USANCE_ASSIGN_OR_RETURN(const Percent lost,
                          Percent::Parse(asked.lost, "--lost"));
  ProvisionRule rule = {.lost = lost.share()};
  USANCE_ASSIGN_OR_RETURN(rule.forward,
                          Percent::Parse(asked.forward, "--forward"));
  USANCE_ASSIGN_OR_RETURN(rule.rounding,
                          ParseName<Rounding>(asked.rounding, "--rounding"));
  std::map<std::string, std::vector<Aging>> sums;
  const absl::Status replayed = ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy& policy,
          const Account& account) -> absl::Status {
        const auto agings =
            AgingsOf(journal, policy, series, account.as_known_on);
        if (!agings.ok()) return AboutFlag(agings.status(), kFlags);
        const auto [sum, first] =
            sums.emplace(journal.currency().code(), *agings);
        for (size_t k = 0; k < agings->size() && !first; ++k) {
          USANCE_RETURN_IF_ERROR(AddTo(sum->second[k], (*agings)[k]));
        }
        return absl::OkStatus();
      });
  if (!replayed.ok()) return replayed;
  const std::vector<Column> columns = {{"currency"},       {"from", true, true},
                                       {"to", true, true}, {"amount", true},
                                       {"roll", true},     {"loss", true},
                                       {"rate", true},     {"allowance", true}};
  TablePrinter printer(columns, run.format, run.guard_formulas);
  for (const auto& [code, agings] : sums) {
    const auto made = ProvisionFrom(agings, rule);
    if (!made.ok()) return AboutFlag(made.status(), kFlags);
    const Json json = ProvisionJson(*made, agings.back());
    AddLines(code, *json.Find("buckets"), columns, printer);
    printer.Rule();
    printer.Add({code, "", "", "", "", "", "", CellOf(json.Find("allowance"))});
  }
  printer.Finish();
  return absl::OkStatus();
}

}  // namespace

int RunOutcomes(const AccountsRun& run, const OutcomesRun& outcomes) {
  return EndWith(WhatWorked(run, outcomes));
}

int RunCohorts(const AccountsRun& run, const CohortsRun& cohorts) {
  return EndWith(WhatMonthsBrought(run, cohorts));
}

int RunProvision(const AccountsRun& run, const ProvisionRun& provision) {
  return EndWith(WhatIsLost(run, provision));
}

}  // namespace usance::cli
