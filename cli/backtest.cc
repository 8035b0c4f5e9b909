#include "cli/backtest.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "cli/books.h"
#include "cli/dry_run.h"
#include "cli/files.h"
#include "cli/firms.h"
#include "cli/progress.h"
#include "cli/section.h"
#include "usance/account/account.h"
#include "usance/account/aging.h"
#include "usance/account/event.h"
#include "usance/account/movement.h"
#include "usance/codec/firm_policy.h"
#include "usance/codec/portfolio.h"
#include "usance/core/text.h"
#include "usance/date/period.h"
#include "usance/money/format.h"
#include "usance/portfolio/forecast.h"
#include "usance/recovery/next_action.h"

namespace usance::cli {
namespace {

constexpr int32_t kLongestDays = 3'660;

Date MonthOf(Date day) { return Date::Of(day.year(), day.month(), 1); }
std::string MonthText(Date day) { return day.ToText().substr(0, 7); }

// A forecast of all accounts of one currency, and what became of it.
struct Forecasting {
  LateRecord record = {};
  ExpectedClaims claims = {};
  AmountsByDay came_in = {};
};

// The last day of a month, or of the test.
struct Standing {
  int64_t open_minor = 0;
  int64_t past_due_minor = 0;
};

struct Steps {
  int64_t count = 0;
  int64_t open_minor = 0;
};

// What is summed over the accounts of one currency.
struct Sums {
  // By month, procedure, the step's place in it, its id, and what is done.
  std::map<std::tuple<Date, std::string, size_t, std::string, std::string>,
           Steps>
      steps = {};
  std::map<Date, int64_t> came_in = {};        // by month
  std::map<Date, Standing> standing = {};      // by the day of it
  std::map<Date, Forecasting> forecasts = {};  // by the day before each
};

absl::Status AddUp(int64_t& sum, int128 part) {
  const auto added = Narrow<int64_t>(int128{sum} + part);
  if (!added) return Error(Reason::kOverflow, "", "a sum is no int64");
  sum = *added;
  return absl::OkStatus();
}

class Test {
 public:
  explicit Test(const BacktestRun& run) : run_(run) {}

  absl::Status Run(const Books& books) {
    USANCE_RETURN_IF_ERROR(ReadDays());
    USANCE_ASSIGN_OR_RETURN(const Json json, ReadJsonFile(run_.policy));
    USANCE_ASSIGN_OR_RETURN(const Firms firms,
                            ReadFirms(json, run_.policy, books, {}));
    const auto& journals = books.ledger().journals();
    Progress progress("accounts");
    size_t done = 0;
    for (const auto& [key, journal] : journals) {
      progress(done++, journals.size());
      const FirmPolicy& policy = firms.at(key.second);
      const auto debtor = books.DebtorOf(journal.account(), journal.currency());
      if (!debtor.ok()) return debtor.status();
      Sums& sums = sums_.try_emplace(key.second).first->second;
      absl::Status status = Money(journal, policy, sums);
      if (status.ok()) status = Act(journal, policy, *debtor, sums);
      if (!status.ok()) return AboutAccount(journal, run_.policy, status);
    }
    for (auto& [code, sums] : sums_) {
      USANCE_RETURN_IF_ERROR(AddSectionsOf(code, firms.at(code), sums));
    }
    Print();
    return absl::OkStatus();
  }

 private:
  absl::Status ReadDays() {
    USANCE_ASSIGN_OR_RETURN(const Date from, Date::Parse(run_.from, "--from"));
    USANCE_ASSIGN_OR_RETURN(const Date to, Date::Parse(run_.to, "--to"));
    if (to < from || to - from >= kLongestDays) {
      return Error(Reason::kOutOfRange, "--to",
                   run_.to + "; allowed: from --from on, up to " +
                       std::to_string(kLongestDays) + " days");
    }
    if (run_.horizon < 1 || run_.horizon > kLongestDays) {
      return Error(Reason::kOutOfRange, "--horizon",
                   std::to_string(run_.horizon) + "; allowed: 1 to " +
                       std::to_string(kLongestDays));
    }
    from_ = from;
    to_ = to;
    return absl::OkStatus();
  }

  // The first days of the months, the first of all of them `from_`.
  [[nodiscard]] std::vector<Date> MonthStarts() const {
    std::vector<Date> starts;
    for (Date day = from_; day <= to_;) {  // a month each turn
      starts.push_back(day);
      const int next = day.month() == 12 ? 1 : day.month() + 1;
      const int year = day.month() == 12 ? day.year() + 1 : day.year();
      if (year > 9999) break;
      day = Date::Of(year, next, 1);
    }
    return starts;
  }

  // What came in, what was left, and what forecasts rest on: by the journal as
  // it is.
  absl::Status Money(const Journal& journal, const FirmPolicy& policy,
                     Sums& sums) {
    USANCE_ASSIGN_OR_RETURN(Replayer replayer,
                            Replayer::Make(journal, policy.account));
    for (const Date start : MonthStarts()) {
      USANCE_ASSIGN_OR_RETURN(const Date before, AddDays(start, -1));
      USANCE_ASSIGN_OR_RETURN(const Account account,
                              replayer.At({.as_of = before}));
      USANCE_RETURN_IF_ERROR(AddStanding(account, policy, before, sums));
      Forecasting& forecast = sums.forecasts[before];
      USANCE_ASSIGN_OR_RETURN(const LateRecord record,
                              LateRecordOf(account, journal, policy.record));
      USANCE_RETURN_IF_ERROR(AddTo(forecast.record, record));
      USANCE_ASSIGN_OR_RETURN(const ExpectedClaims claims,
                              ExpectedClaimsOf(account, journal));
      USANCE_RETURN_IF_ERROR(AddTo(forecast.claims, claims));
    }
    USANCE_ASSIGN_OR_RETURN(const Account last, replayer.At({.as_of = to_}));
    USANCE_RETURN_IF_ERROR(AddStanding(last, policy, to_, sums));
    for (auto& [before, forecast] : sums.forecasts) {
      USANCE_ASSIGN_OR_RETURN(const AmountsByDay came_in,
                              CameIn(last, journal, before));
      USANCE_RETURN_IF_ERROR(AddTo(forecast.came_in, came_in));
    }
    for (const Movement& movement : last.movements) {
      if (movement.date < from_) continue;
      const BookPair books = BooksOf(movement.kind);
      const int sign =
          (books.debit == Book::kCash) - (books.credit == Book::kCash);
      if (sign == 0) continue;
      USANCE_RETURN_IF_ERROR(AddUp(sums.came_in[MonthOf(movement.date)],
                                   int128{sign} * movement.amount_minor));
    }
    return absl::OkStatus();
  }

  static absl::Status AddStanding(const Account& account,
                                  const FirmPolicy& policy, Date day,
                                  Sums& sums) {
    USANCE_ASSIGN_OR_RETURN(const Aging aging, Age(account, policy.aging));
    Standing& standing = sums.standing[day];
    USANCE_RETURN_IF_ERROR(AddUp(standing.open_minor, aging.total_minor));
    for (const AgingBucket& bucket : aging.buckets) {
      USANCE_RETURN_IF_ERROR(
          AddUp(standing.past_due_minor, bucket.amount_minor));
    }
    return absl::OkStatus();
  }

  // The journal without the contacts of these days: another policy's.
  absl::StatusOr<Journal> WithoutContacts(const Journal& journal) const {
    Journal kept(journal.account(), journal.currency());
    for (size_t k = 0; k < journal.size(); ++k) {
      const Event& event = journal[k];
      if (event.kind() == EventKind::kContact && event.value_date >= from_ &&
          event.value_date <= to_) {
        continue;
      }
      USANCE_RETURN_IF_ERROR(kept.Append(event).status());
    }
    return kept;
  }

  // Takes each action on its day, in a copy of the journal.
  absl::Status Act(const Journal& journal, const FirmPolicy& policy,
                   const Debtor& debtor, Sums& sums) {
    if (policy.dunning.empty()) return absl::OkStatus();
    USANCE_ASSIGN_OR_RETURN(Journal assumed, WithoutContacts(journal));
    USANCE_ASSIGN_OR_RETURN(Replayer replayer,
                            Replayer::Make(assumed, policy.account));
    const DunningPolicy* procedure = nullptr;
    int64_t taken = 0;
    for (Date day = from_;;) {  // to to_, a day each turn at the least
      USANCE_ASSIGN_OR_RETURN(const Account account,
                              replayer.At({.as_of = day}));
      if (procedure == nullptr || day == MonthOf(day)) {
        USANCE_ASSIGN_OR_RETURN(procedure,
                                ProcedureOf(policy, assumed, account, debtor));
      }
      USANCE_ASSIGN_OR_RETURN(
          const NextActions next,
          DecideActions(assumed, account, *procedure, debtor.contact));
      for (const NextAction& action : next.actions) {
        USANCE_RETURN_IF_ERROR(Count(action, *procedure, day, sums));
        USANCE_RETURN_IF_ERROR(TakeAction(action, account, *procedure,
                                          "backtest " + std::to_string(++taken),
                                          assumed));
      }
      if (day >= to_) return absl::OkStatus();
      USANCE_ASSIGN_OR_RETURN(Date tomorrow, AddDays(day, 1));
      if (account.open.IsZero()) {
        tomorrow = std::max(tomorrow, NextEvent(assumed, day));
      }
      if (tomorrow > to_) return absl::OkStatus();
      // A customer's class is looked at in each month.
      if (MonthOf(tomorrow) != MonthOf(day)) procedure = nullptr;
      day = tomorrow;
    }
  }

  // The day of the first event after a day; that after the test where there is
  // none.
  [[nodiscard]] Date NextEvent(const Journal& journal, Date day) const {
    size_t low = 0, high = journal.size();
    while (low < high) {  // halves
      const size_t middle = low + (high - low) / 2;
      if (journal[middle].value_date <= day) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < journal.size() ? journal[low].value_date : *AddDays(to_, 1);
  }

  static absl::Status Count(const NextAction& action,
                            const DunningPolicy& policy, Date day, Sums& sums) {
    const DunningStep& step = policy.steps[action.step];
    Steps& steps =
        sums.steps[{MonthOf(day), policy.id, action.step, step.id,
                    std::string(action.channel ? NameOf(*action.channel)
                                               : NameOf(step.action))}];
    ++steps.count;
    return AddUp(steps.open_minor, action.open_minor);
  }

  // --- what is shown ---------------------------------------------------------

  absl::Status AddSectionsOf(const std::string& code, const FirmPolicy& policy,
                             const Sums& sums) {
    const Currency currency = policy.currency;
    const auto text = [&](int64_t minor) {
      return FormatAmount(minor, currency);
    };
    Steps all;
    for (const auto& [key, steps] : sums.steps) {
      const auto& [month, procedure, place, id, what] = key;
      steps_.rows.push_back({MonthText(month), procedure, id, what,
                             std::to_string(steps.count),
                             text(steps.open_minor), code});
      all.count += steps.count;
      USANCE_RETURN_IF_ERROR(AddUp(all.open_minor, steps.open_minor));
    }
    steps_.totals.push_back({"all", "", "", "", std::to_string(all.count),
                             text(all.open_minor), code});
    int64_t came_in = 0;
    for (const auto& [day, standing] : sums.standing) {
      if (day < from_) continue;
      const auto of = sums.came_in.find(MonthOf(day));
      const int64_t month = of == sums.came_in.end() ? 0 : of->second;
      money_.rows.push_back({MonthText(day), text(month),
                             text(standing.open_minor),
                             text(standing.past_due_minor), code});
      USANCE_RETURN_IF_ERROR(AddUp(came_in, month));
    }
    money_.totals.push_back({"all", text(came_in), "", "", code});
    for (const auto& [before, forecast] : sums.forecasts) {
      USANCE_RETURN_IF_ERROR(AddForecast(code, policy, before, forecast));
    }
    return absl::OkStatus();
  }

  // A forecast whose days are over.
  absl::Status AddForecast(const std::string& code, const FirmPolicy& policy,
                           Date before, const Forecasting& of) {
    const int32_t over = std::min(run_.horizon, to_ - before);
    const int32_t buckets = over / policy.bucket_days;
    if (buckets < 1) return absl::OkStatus();
    USANCE_ASSIGN_OR_RETURN(const Forecast forecast,
                            ForecastOf(of.record, of.claims,
                                       {.as_of = before,
                                        .bucket_days = policy.bucket_days,
                                        .bucket_count = buckets,
                                        .rounding = Rounding::kHalfUp}));
    USANCE_ASSIGN_OR_RETURN(const BackTest test,
                            BackTestOf(forecast, of.came_in, to_));
    const Json json = BackTestJson(test, policy.currency);
    const int64_t difference = test.forecast_minor - test.actual_minor;
    fared_.rows.push_back(
        {before.ToText(), test.buckets.back().last.ToText(),
         FormatAmount(forecast.total_minor, policy.currency),
         FormatAmount(forecast.withheld_minor, policy.currency),
         FormatAmount(forecast.later_minor, policy.currency),
         CellOf(json.Find("forecast")), CellOf(json.Find("actual")),
         FormatAmount(difference, policy.currency),
         CellOf(json.Find("error_share")), code});
    return absl::OkStatus();
  }

  void Print() const {
    const std::vector<Section> sections = {steps_, money_, fared_};
    if (run_.format != "json") return PrintSections(sections);
    Json json = Json::Object();
    json.Set("from", from_.ToText());
    json.Set("to", to_.ToText());
    AddSections(sections, json);
    PrintLine(ToText(json));
  }

  const BacktestRun& run_;
  Date from_ = Date::Of(1970, 1, 1);
  Date to_ = Date::Of(1970, 1, 1);
  std::map<std::string, Sums> sums_;  // by currency
  Section steps_ = {"steps",
                    "What the policy would have done",
                    "",
                    "Nothing would have been done.",
                    {{"month"},
                     {"procedure"},
                     {"step"},
                     {"do"},
                     {"count", true, true},
                     {"amount", true},
                     {"currency"}}};
  Section money_ = {"came_in",
                    "What came in",
                    "",
                    "There were no accounts.",
                    {{"month"},
                     {"came_in", true},
                     {"open", true},
                     {"past_due", true},
                     {"currency"}}};
  Section fared_ = {"forecast",
                    "How the forecast fared",
                    "",
                    "No forecast has been put to the test.",
                    {{"as_of"},
                     {"through"},
                     {"open", true},
                     {"withheld", true},
                     {"later", true},
                     {"forecast", true},
                     {"actual", true},
                     {"difference", true},
                     {"error", true},
                     {"currency"}}};
};

}  // namespace

int RunBacktest(const BacktestRun& run) {
  Test test(run);
  Books books;
  if (const int end = books.Read(run.books); end != kDone) return end;
  const absl::Status status = test.Run(books);
  return status.ok() ? kDone : Refuse(status);
}

}  // namespace usance::cli
