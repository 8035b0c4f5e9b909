// irr, apr.
#include <string>
#include <vector>

#include "src/codec/operations.h"
#include "usance/date/period.h"
#include "usance/installment/apr.h"
#include "usance/installment/irr.h"
#include "usance/money/currency.h"
#include "usance/money/format.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance::codec {
namespace {

constexpr Field kFlowFields[] = {
    {"date", FieldType::kDate, true, "of the first"},
    {"amount", FieldType::kMoney, true, "of each"},
    {"count", FieldType::kInteger, false, "of equal ones; assumed: 1"},
    {"every", FieldType::kPeriod, false, "needed with a count above 1"},
};

constexpr Field kIrrFields[] = {
    {"currency", FieldType::kCurrency, true, "of the amounts"},
    {"flows", FieldType::kList, true,
     "what is paid out, below 0, and what comes in; or the other way around",
     nullptr, kFlowFields},
    {"day_count", FieldType::kName, true, "of the years between the dates",
     NamesOf<DayCount>},
};

constexpr Field kAprFields[] = {
    {"currency", FieldType::kCurrency, true, "of the amounts"},
    {"rule", FieldType::kName, true, "whose rate it is", NamesOf<AprRule>},
    {"unit", FieldType::kName, true, "that the time is counted in",
     NamesOf<UnitPeriod>},
    {"units", FieldType::kInteger, false,
     "in a unit-period, as 3 months; assumed: 1"},
    {"advances", FieldType::kList, true, "what the borrower gets", nullptr,
     kFlowFields},
    {"payments", FieldType::kList, true,
     "what the borrower pays, with all costs of the credit", nullptr,
     kFlowFields},
    {"disclosed", FieldType::kPercent, false,
     "a rate that is held against it: of actuarial and us rule"},
    {"irregular", FieldType::kFlag, false,
     "the transaction is: 1/4 of a point is allowed in place of 1/8"},
};

absl::StatusOr<std::vector<CashFlow>> ReadFlows(Reader& in,
                                                std::string_view name,
                                                Currency currency) {
  USANCE_RETURN_IF_ERROR(in.Need(name));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList(name));
  std::vector<CashFlow> flows;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date first, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(const auto count,
                            item.FindInteger("count", 1, kMostFlows));
    USANCE_ASSIGN_OR_RETURN(const auto every, item.Find<Period>("every"));
    const int64_t rows = count.value_or(1);
    if (rows > 1 && !every) {
      return Error(Reason::kMissingField, item.PathOf("every"),
                   "needed with a count above 1");
    }
    if (rows == 1) item.NoUseFor("every");
    USANCE_RETURN_IF_ERROR(item.Done());
    if (flows.size() + static_cast<size_t>(rows) > kMostFlows) {
      return Error(Reason::kLimitExceeded, in.PathOf(name),
                   "allowed: up to " + std::to_string(kMostFlows) + " flows");
    }
    for (int64_t k = 0; k < rows; ++k) {
      Date date = first;
      if (k > 0) {
        USANCE_ASSIGN_OR_RETURN(date,
                                AddPeriod(first, *every, k, EndOfMonth::kClamp,
                                          item.PathOf("every")));
      }
      flows.push_back({date, amount.minor()});
    }
  }
  return flows;
}

std::string ShareText(const Fraction& share) { return Format(Percent(share)); }

std::string RateText(int64_t rate_e12) {
  return ShareText(Fraction::Of(rate_e12, 1'000'000'000'000));
}

absl::Status RunIrr(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const std::vector<CashFlow> flows,
                          ReadFlows(in, "flows", currency));
  USANCE_ASSIGN_OR_RETURN(const DayCount day_count,
                          in.Get<DayCount>("day_count"));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Irr irr, DatedIrr(flows, day_count));
  out.Set("outcome", NameOf(irr.outcome));
  if (irr.rate_e12) out.Set("rate", RateText(*irr.rate_e12));
  Json roots = Json::List();
  for (const IrrRoot& root : irr.roots) {
    Json json = Json::Object();
    json.Set("rate", RateText(root.rate_e12));
    json.Set("low", ShareText(root.low));
    json.Set("high", ShareText(root.high));
    roots.Append(std::move(json));
  }
  out.Set("roots", std::move(roots));
  if (irr.beyond > 0) out.Set("beyond", irr.beyond);
  if (irr.roots.size() > 1) {
    out.Because("of " + std::to_string(irr.roots.size()) +
                " rates the one nearest to 0 %");
  }
  for (const IrrRoot& root : irr.roots) {
    out.Because(root.low == root.high
                    ? "at 0 % the flows are worth 0"
                    : "the value changes its sign between " +
                          ShareText(root.low) + " and " + ShareText(root.high));
  }
  return absl::OkStatus();
}

absl::Status RunApr(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  AprSpec spec;
  USANCE_ASSIGN_OR_RETURN(spec.rule, in.Get<AprRule>("rule"));
  USANCE_ASSIGN_OR_RETURN(spec.unit, in.Get<UnitPeriod>("unit"));
  USANCE_ASSIGN_OR_RETURN(const auto units, in.FindInteger("units", 1, 366));
  spec.units = static_cast<int32_t>(units.value_or(1));
  USANCE_ASSIGN_OR_RETURN(spec.advances, ReadFlows(in, "advances", currency));
  USANCE_ASSIGN_OR_RETURN(spec.payments, ReadFlows(in, "payments", currency));
  USANCE_ASSIGN_OR_RETURN(const auto disclosed, in.Find<Percent>("disclosed"));
  USANCE_ASSIGN_OR_RETURN(const bool irregular, in.FindFlag("irregular"));
  if (spec.rule == AprRule::kEu || spec.rule == AprRule::kUk) {
    in.NoUseFor("disclosed");
  }
  if (!disclosed) in.NoUseFor("irregular");
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Apr apr, AnnualPercentageRate(spec));
  int128 advanced = 0, paid = 0;
  for (const CashFlow& flow : spec.advances) advanced += flow.amount;
  for (const CashFlow& flow : spec.payments) paid += flow.amount;
  const int128 cost = paid - advanced;
  if (cost > INT64_MAX || cost < INT64_MIN) {
    return Error(Reason::kOverflow, in.PathOf("payments"), "their sum");
  }
  out.Set("apr", ShareText(apr.printed));
  out.Set("rate", RateText(apr.root.rate_e12));
  out.Set("low", ShareText(apr.root.low));
  out.Set("high", ShareText(apr.root.high));
  out.Set("total_cost", FormatAmount(static_cast<int64_t>(cost), currency));
  if (disclosed) {
    out.Set("accurate", IsAccurate(disclosed->share(), apr.root, irregular));
  }
  return absl::OkStatus();
}

constexpr Operation kReturnOperations[] = {
    {"irr", "the rates at which dated flows are worth nothing, all of them",
     kIrrFields, RunIrr},
    {"apr", "the annual percentage rate of a loan, as a regulator defines it",
     kAprFields, RunApr},
};

}  // namespace

std::span<const Operation> ReturnOperations() { return kReturnOperations; }

}  // namespace usance::codec
