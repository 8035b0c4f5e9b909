#include "cli/actions.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/dry_run.h"
#include "cli/files.h"
#include "usance/codec/dunning.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/recovery/next_action.h"

namespace usance::cli {
namespace {

// Of a dry run.
constexpr int32_t kMostDays = 3'660;

// One line, before it is sorted.
struct Found {
  Date day;
  Date due;
  std::vector<std::string> cells;
};

std::string SpacedItems(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty() && !item.empty()) text += " ";
    text += item;
  }
  return text;
}

Date OldestDue(const std::vector<uint32_t>& rows, const Account& account) {
  Date due = account.rows[rows.front()].due;
  for (const uint32_t row : rows) due = std::min(due, account.rows[row].due);
  return due;
}

// The policies and debtors of a run, and the lines that it has found.
class Desk {
 public:
  explicit Desk(const ActionsRun& run) : run_(run) {}

  absl::Status Read() {
    USANCE_ASSIGN_OR_RETURN(const Date first,
                            Date::Parse(run_.of.as_of, "--as-of"));
    last_ = first;
    if (!run_.through.empty()) {
      USANCE_ASSIGN_OR_RETURN(last_, Date::Parse(run_.through, "--through"));
      if (last_ < first || last_ - first > kMostDays) {
        return Error(Reason::kOutOfRange, "--through",
                     run_.through + "; allowed: from --as-of on, up to " +
                         std::to_string(kMostDays) + " days");
      }
    }
    USANCE_ASSIGN_OR_RETURN(policy_json_, ReadJsonFile(run_.dunning));
    USANCE_ASSIGN_OR_RETURN(const Json debtors, ReadByAccount(run_.debtors));
    for (const Json::Member& member : debtors.members()) {
      USANCE_ASSIGN_OR_RETURN(
          debtors_[member.name],
          ReadDebtorProfile(member.value, run_.debtors + "/" + member.name));
    }
    return absl::OkStatus();
  }

  // Asks on each day from the account's on; on the way each action is taken as
  // it is proposed.
  absl::Status Visit(const Journal& journal, const AccountPolicy& policy,
                     Account account) {
    USANCE_ASSIGN_OR_RETURN(
        const DunningPolicy dunning,
        ReadDunningPolicy(policy_json_, journal.currency(), run_.dunning));
    const auto known = debtors_.find(journal.account());
    const DebtorProfile debtor =
        known == debtors_.end() ? DebtorProfile() : known->second;
    Journal assumed = journal;
    for (;;) {  // to last_, a day each turn
      const auto next = DecideActions(assumed, account, dunning, debtor);
      if (!next.ok()) return At(run_.dunning, next.status());
      Note(*next, account, dunning, journal.account());
      if (account.as_of >= last_) return absl::OkStatus();
      for (const NextAction& action : next->actions) {
        USANCE_RETURN_IF_ERROR(
            TakeAction(action, account, dunning,
                       "dry run " + std::to_string(++assumed_), assumed));
      }
      USANCE_ASSIGN_OR_RETURN(const Date day, AddDays(account.as_of, 1));
      absl::StatusOr<Account> tomorrow = Replay(
          assumed, policy, {.as_of = day, .as_known_on = account.as_known_on});
      if (!tomorrow.ok()) {
        return Error(
            ReasonOf(tomorrow.status()),
            "account " + Quoted(journal.account()) + FieldOf(tomorrow.status()),
            TextOf(tomorrow.status()));
      }
      account = *std::move(tomorrow);
    }
  }

  // By day, then the oldest debt first.
  void Print() {
    std::stable_sort(found_.begin(), found_.end(),
                     [](const Found& a, const Found& b) {
                       return std::tie(a.day, a.due) < std::tie(b.day, b.due);
                     });
    std::vector<Column> columns = {{"date"}, {"account"},      {"invoice"},
                                   {"due"},  {"amount", true}, {"currency"}};
    if (run_.held_back) {
      for (const char* name : {"rule", "until", "why"}) {
        columns.push_back({name});
      }
    } else {
      columns.push_back({"step"});
      columns.push_back({"channel"});
      columns.push_back({"window"});
      columns.push_back({"fee", true});
      columns.push_back({"rule"});
    }
    TablePrinter printer(std::move(columns), run_.of.format,
                         run_.of.guard_formulas);
    for (Found& one : found_) printer.Add(std::move(one.cells));
    printer.Finish();
  }

 private:
  void Note(const NextActions& next, const Account& account,
            const DunningPolicy& dunning, const std::string& name) {
    const auto line = [&](const std::vector<uint32_t>& rows, int64_t open) {
      const Date due = OldestDue(rows, account);
      found_.push_back(
          {account.as_of,
           due,
           {account.as_of.ToText(), name, SpacedItems(ItemsOf(rows, account)),
            due.ToText(), FormatAmount(open, account.currency),
            std::string(account.currency.code())}});
      return &found_.back().cells;
    };
    if (run_.held_back) {
      for (const NoAction& none : next.held_back) {
        int64_t open = 0;  // part of what is open in all
        for (const uint32_t row : none.rows) {
          open += static_cast<int64_t>(account.rows[row].open.Total());
        }
        std::vector<std::string>& cells = *line(none.rows, open);
        cells.emplace_back(NameOf(none.rule));
        cells.push_back(none.until ? none.until->ToText() : "");
        cells.push_back(none.why);
      }
      return;
    }
    for (const NextAction& action : next.actions) {
      const DunningStep& step = dunning.steps[action.step];
      std::vector<std::string>& cells = *line(action.rows, action.open_minor);
      cells.push_back(step.id);
      cells.emplace_back(action.channel ? NameOf(*action.channel)
                                        : NameOf(step.action));
      cells.push_back(WindowOf(action));
      cells.push_back(action.fee
                          ? FormatAmount(action.fee->minor(), account.currency)
                          : "");
      cells.push_back(action.why);
    }
  }

  const ActionsRun& run_;
  Date last_ = Date::Of(1970, 1, 1);
  Json policy_json_;
  std::map<std::string, DebtorProfile> debtors_;
  std::vector<Found> found_;
  int64_t assumed_ = 0;  // events
};

absl::Status Act(const ActionsRun& run) {
  Desk desk(run);
  USANCE_RETURN_IF_ERROR(desk.Read());
  USANCE_RETURN_IF_ERROR(ReplayEach(
      run.of, [&](const Journal& journal, const AccountPolicy& policy,
                  const Account& account) {
        return desk.Visit(journal, policy, account);
      }));
  desk.Print();
  return absl::OkStatus();
}

}  // namespace

int RunActions(const ActionsRun& run) {
  const absl::Status status = Act(run);
  return status.ok() ? kDone : Refuse(status);
}

}  // namespace usance::cli
