#include "cli/collection.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "cli/answer.h"
#include "cli/files.h"
#include "cli/table.h"
#include "usance/account/account.h"
#include "usance/codec/portfolio.h"
#include "usance/portfolio/figures.h"

namespace usance::cli {
namespace {

absl::Status CheckCount(int32_t count, std::string_view flag) {
  if (count >= 1 && count <= 3'660) return absl::OkStatus();
  return Error(Reason::kOutOfRange, flag,
               std::to_string(count) + "; allowed: 1 to 3660");
}

// The account as of another day.
absl::StatusOr<Account> ReplayOn(Date day, const Account& account,
                                 const Journal& journal,
                                 const AccountPolicy& policy) {
  return Replay(journal, policy,
                {.as_of = day, .as_known_on = account.as_known_on});
}

absl::Status Measure(const AccountsRun& run, const CollectionRun& collection) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, Date::Parse(run.as_of, "--as-of"));
  USANCE_RETURN_IF_ERROR(CheckCount(collection.days, "--days"));
  USANCE_ASSIGN_OR_RETURN(const Date before,
                          AddDays(as_of, -collection.days, "--days"));
  std::map<std::string, Figures> totals;
  USANCE_RETURN_IF_ERROR(ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy& policy,
          const Account& closing) -> absl::Status {
        USANCE_ASSIGN_OR_RETURN(const Account opening,
                                ReplayOn(before, closing, journal, policy));
        USANCE_ASSIGN_OR_RETURN(const Figures figures,
                                FiguresOf(opening, closing, journal));
        const auto [total, first] =
            totals.emplace(std::string(journal.currency().code()), figures);
        return first ? absl::OkStatus() : AddTo(total->second, figures);
      }));
  TablePrinter printer({{"currency"}, {"metric"}, {"value", true}}, run.format,
                       run.guard_formulas);
  for (const auto& [code, figures] : totals) {
    const Json json = MetricsJson(figures);
    for (const Json::Member& member : json.members()) {
      if (member.name == "currency") continue;
      printer.Add({code, Words(member.name), CellOf(&member.value)});
    }
  }
  printer.Finish();
  return absl::OkStatus();
}

// What forecasts of one currency rest on, over all its accounts.
struct Basis {
  Currency currency;
  LateRecord record = {};
  ExpectedClaims claims = {};
  AmountsByDay came_in = {};
};

absl::Status Add(const Journal& journal, const Account& account,
                 const LateRecordSpec& spec, Basis& basis) {
  USANCE_ASSIGN_OR_RETURN(const LateRecord record,
                          LateRecordOf(account, journal, spec));
  USANCE_RETURN_IF_ERROR(AddTo(basis.record, record));
  USANCE_ASSIGN_OR_RETURN(const ExpectedClaims claims,
                          ExpectedClaimsOf(account, journal));
  return AddTo(basis.claims, claims);
}

void PrintBuckets(const std::string& code, const Json& json,
                  TablePrinter& printer) {
  for (const Json& bucket : json.Find("buckets")->items()) {
    std::vector<std::string> cells = {code};
    for (const Json::Member& member : bucket.members()) {
      cells.push_back(CellOf(&member.value));
    }
    printer.Add(std::move(cells));
  }
}

void PrintForecast(const std::string& code, const Json& json,
                   TablePrinter& printer) {
  PrintBuckets(code, json, printer);
  for (const char* name : {"later", "withheld", "total"}) {
    if (std::string_view(name) == "total") printer.Rule();
    printer.Add({code, name, "", CellOf(json.Find(name)), "", ""});
  }
}

void PrintTest(const std::string& code, const Json& json,
               TablePrinter& printer) {
  PrintBuckets(code, json, printer);
  printer.Rule();
  printer.Add({code, "total", "", CellOf(json.Find("forecast")),
               CellOf(json.Find("actual")), CellOf(json.Find("error_share"))});
}

absl::Status Foresee(const AccountsRun& run, const CollectionRun& collection) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, Date::Parse(run.as_of, "--as-of"));
  USANCE_RETURN_IF_ERROR(CheckCount(collection.bucket_days, "--bucket-days"));
  USANCE_RETURN_IF_ERROR(CheckCount(collection.buckets, "--buckets"));
  USANCE_RETURN_IF_ERROR(
      CheckCount(collection.record.settle_days, "--settle-days"));
  USANCE_RETURN_IF_ERROR(
      CheckCount(collection.record.record_days, "--record-days"));
  std::optional<Date> against;
  if (!collection.against.empty()) {
    USANCE_ASSIGN_OR_RETURN(against,
                            Date::Parse(collection.against, "--against"));
  }
  std::map<std::string, Basis> totals;
  const absl::Status replayed = ReplayEach(
      run,
      [&](const Journal& journal, const AccountPolicy& policy,
          const Account& account) -> absl::Status {
        Basis& basis = totals
                           .emplace(std::string(journal.currency().code()),
                                    Basis{.currency = journal.currency()})
                           .first->second;
        USANCE_RETURN_IF_ERROR(Add(journal, account, collection.record, basis));
        if (!against) return absl::OkStatus();
        USANCE_ASSIGN_OR_RETURN(const Account later,
                                ReplayOn(*against, account, journal, policy));
        USANCE_ASSIGN_OR_RETURN(const AmountsByDay came_in,
                                CameIn(later, journal, as_of));
        return AddTo(basis.came_in, came_in);
      });
  if (!replayed.ok()) return replayed;
  const bool tested = against.has_value();
  TablePrinter printer({{"currency"},
                        {"first"},
                        {"last"},
                        {tested ? "forecast" : "expected", true},
                        {tested ? "actual" : "promised", true},
                        {tested ? "error" : "planned", true}},
                       run.format, run.guard_formulas);
  for (const auto& [code, basis] : totals) {
    USANCE_ASSIGN_OR_RETURN(const usance::Forecast forecast,
                            ForecastOf(basis.record, basis.claims,
                                       {.as_of = as_of,
                                        .bucket_days = collection.bucket_days,
                                        .bucket_count = collection.buckets,
                                        .rounding = Rounding::kHalfUp}));
    if (!tested) {
      PrintForecast(code, ForecastJson(forecast, basis.currency), printer);
      continue;
    }
    USANCE_ASSIGN_OR_RETURN(const BackTest test,
                            BackTestOf(forecast, basis.came_in, *against));
    PrintTest(code, BackTestJson(test, basis.currency), printer);
  }
  printer.Finish();
  return absl::OkStatus();
}

}  // namespace

int RunMetrics(const AccountsRun& run, const CollectionRun& collection) {
  return EndWith(Measure(run, collection));
}

int RunForecast(const AccountsRun& run, const CollectionRun& collection) {
  return EndWith(Foresee(run, collection));
}

}  // namespace usance::cli
