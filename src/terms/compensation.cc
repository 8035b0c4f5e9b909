#include "usance/terms/compensation.h"

#include <algorithm>

#include "src/core/exact.h"
#include "src/terms/amounts.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr size_t kMaxTables = 1'000;
constexpr size_t kMaxTiers = 100;

bool HasPercent(const CompensationTable& table) {
  return std::any_of(
      table.tiers.begin(), table.tiers.end(),
      [](const CompensationTier& tier) { return tier.percent.has_value(); });
}

absl::Status CheckTier(const CompensationTable& table, size_t k,
                       const std::string& at) {
  const CompensationTier& tier = table.tiers[k];
  const CompensationTier& first = table.tiers[0];
  const auto in_one = [](const Money& a, const Money& b) {
    return a.currency() == b.currency();
  };
  if (!in_one(tier.from, first.from) || !in_one(tier.amount, first.amount) ||
      (tier.percent && !in_one(tier.from, tier.amount))) {
    return Error(Reason::kCurrencyMismatch, at,
                 Format(tier.amount) + " from " + Format(tier.from) +
                     "; thresholds are in one currency and amounts in one, "
                     "both in the same where there are percentages");
  }
  if (tier.from.minor() < 0 || tier.amount.minor() < 0 ||
      (tier.percent && tier.percent->share().Sign() < 0)) {
    return Error(Reason::kOutOfRange, at,
                 Format(tier.amount) + " from " + Format(tier.from) +
                     "; allowed: 0 or more");
  }
  if (k > 0 && tier.from.minor() <= table.tiers[k - 1].from.minor()) {
    return Error(
        Reason::kOutOfOrder, at + "/from",
        Format(tier.from) + " is not above " + Format(table.tiers[k - 1].from));
  }
  return absl::OkStatus();
}

absl::Status CheckLimits(const CompensationTable& table,
                         const std::string& at) {
  const Currency currency = table.tiers[0].amount.currency();
  USANCE_RETURN_IF_ERROR(
      internal::CheckAmount(table.minimum, currency, at + "/minimum"));
  USANCE_RETURN_IF_ERROR(
      internal::CheckAmount(table.maximum, currency, at + "/maximum"));
  if (table.minimum && table.maximum &&
      table.minimum->minor() > table.maximum->minor()) {
    return Error(Reason::kConflict, at + "/minimum",
                 Format(*table.minimum) + " is above the maximum, " +
                     Format(*table.maximum));
  }
  return absl::OkStatus();
}

absl::Status CheckTable(const Compensation& compensation, size_t k,
                        const std::string& at) {
  const CompensationTable& table = compensation.tables[k];
  if (table.tiers.size() > kMaxTiers) {
    return Error(Reason::kLimitExceeded, at + "/tiers",
                 std::to_string(table.tiers.size()) +
                     " tiers; allowed: up to " + std::to_string(kMaxTiers));
  }
  if (table.tiers.empty() && !table.unrecorded) {
    return Error(Reason::kMissingField, at + "/tiers", "there are no tiers");
  }
  if (k > 0 && !table.since) {
    return Error(Reason::kMissingField, at + "/since",
                 "say from which day on this table holds");
  }
  const std::optional<Date> before =
      k > 0 ? compensation.tables[k - 1].since : std::nullopt;
  if (before && *table.since <= *before) {
    return Error(Reason::kOutOfOrder, at + "/since",
                 table.since->ToText() + " is not after " + before->ToText());
  }
  for (size_t i = 0; i < table.tiers.size(); ++i) {
    USANCE_RETURN_IF_ERROR(
        CheckTier(table, i, at + "/tiers/" + std::to_string(i)));
  }
  return table.unrecorded ? absl::OkStatus() : CheckLimits(table, at);
}

// What the size comes to in the table's own currency, by its last tier that
// holds; nothing below the first.
std::optional<Exact> SumOf(const CompensationTable& table, const Exact& size) {
  std::optional<Exact> sum;
  Exact parts;
  for (size_t k = 0; k < table.tiers.size(); ++k) {
    const CompensationTier& tier = table.tiers[k];
    const Exact from(tier.from.minor());
    if (size < from) break;
    sum = Exact(tier.amount.minor());
    if (!tier.percent) continue;
    Exact top = size;
    if (k + 1 < table.tiers.size()) {
      const Exact next(table.tiers[k + 1].from.minor());
      if (next < top) top = next;
    }
    parts = parts + (top - from) * Exact(tier.percent->share());
  }
  if (!sum) return std::nullopt;
  *sum = *sum + parts;
  if (table.minimum && *sum < Exact(table.minimum->minor())) {
    sum = Exact(table.minimum->minor());
  }
  if (table.maximum && Exact(table.maximum->minor()) < *sum) {
    sum = Exact(table.maximum->minor());
  }
  return sum;
}

Date DayOfExchange(FxDay day, const CompensationCase& late) {
  if (day == FxDay::kFallsDue) return late.falls_due;
  if (day == FxDay::kDue) return late.due;
  const CivilDay due = late.due.civil();
  const Date first = Date::Of(due.year, due.month, 1);
  // No month before the first of all: that day itself.
  return Date::FindDays(first.days() - 1).value_or(first);
}

// Amounts of one late payment in other currencies.
class Exchange {
 public:
  Exchange(const Compensation& compensation, const CompensationCase& late,
           const std::optional<FxTable>& fx)
      : day_(DayOfExchange(compensation.fx_day, late)), fx_(fx) {}

  // Minor units of `to` for one of `from`.
  absl::StatusOr<Exact> Rate(Currency from, Currency to) {
    if (from == to) return Exact(1);
    if (!fx_) {
      return Error(Reason::kRateUnknown, "/fx",
                   "no rate of exchange is given for " +
                       std::string(from.code()) + " to " +
                       std::string(to.code()));
    }
    USANCE_ASSIGN_OR_RETURN(const FxRow row, fx_->RowOn(from, to, day_));
    why_ += (why_.empty() ? "" : ", ") + fx_->Quotation(row);
    return Exact(row.rate) *
           Exact(PowerOfTen(to.digits()), PowerOfTen(from.digits()));
  }
  [[nodiscard]] const std::string& why() const { return why_; }

 private:
  Date day_;
  const std::optional<FxTable>& fx_;
  std::string why_;
};

}  // namespace

absl::Status CheckCompensation(const Compensation& compensation,
                               Currency currency, std::string_view field) {
  const std::string at(field);
  if (compensation.tables.size() > kMaxTables) {
    return Error(Reason::kLimitExceeded, at + "/tables",
                 std::to_string(compensation.tables.size()) +
                     " tables; allowed: up to " + std::to_string(kMaxTables));
  }
  if (NameOf(compensation.per).empty() || NameOf(compensation.size).empty()) {
    return Error(Reason::kUnspecified, at,
                 "say whether each invoice or each installment is compensated, "
                 "and by which size");
  }
  bool rounds = false, exchanges = false;
  for (size_t k = 0; k < compensation.tables.size(); ++k) {
    const CompensationTable& table = compensation.tables[k];
    USANCE_RETURN_IF_ERROR(
        CheckTable(compensation, k, at + "/tables/" + std::to_string(k)));
    if (table.unrecorded) continue;
    rounds = rounds || HasPercent(table);
    exchanges = exchanges || table.tiers[0].from.currency() != currency ||
                table.tiers[0].amount.currency() != currency;
  }
  if ((rounds || exchanges) && NameOf(compensation.rounding).empty()) {
    return Error(Reason::kUnspecified, at + "/rounding",
                 "no rounding is chosen for percentages and exchange");
  }
  if (exchanges && NameOf(compensation.fx_day).empty()) {
    return Error(Reason::kUnspecified, at + "/fx_day",
                 "say which day's rate of exchange is used");
  }
  return absl::OkStatus();
}

absl::StatusOr<CompensationSum> CompensationFor(
    const Compensation& compensation, const CompensationCase& late,
    const std::optional<FxTable>& fx) {
  const Currency currency = late.size.currency();
  const CompensationTable* table = nullptr;
  for (const CompensationTable& one : compensation.tables) {
    if (one.since && *one.since > late.falls_due) break;
    table = &one;
  }
  if (table == nullptr) return CompensationSum{Money(0, currency), {}};
  if (table->unrecorded) {
    return Error(Reason::kRateUnknown, "/policy/compensation",
                 "the fixed sum for debts due on " + late.due.ToText() +
                     " is not recorded");
  }
  Exchange exchange(compensation, late, fx);
  const Currency thresholds = table->tiers[0].from.currency();
  const Currency amounts = table->tiers[0].amount.currency();
  USANCE_ASSIGN_OR_RETURN(const Exact to_thresholds,
                          exchange.Rate(currency, thresholds));
  const std::optional<Exact> sum =
      SumOf(*table, Exact(late.size.minor()) * to_thresholds);
  if (!sum) return CompensationSum{Money(0, currency), {}};
  USANCE_ASSIGN_OR_RETURN(const Exact to_currency,
                          exchange.Rate(amounts, currency));
  // Without percentages and exchange the sum is whole, whatever the rounding.
  const Exact exact = *sum * to_currency;
  const auto minor = exact.RoundToInt64(NameOf(compensation.rounding).empty()
                                            ? Rounding::kDown
                                            : compensation.rounding);
  if (!minor) {
    return Error(Reason::kOverflow, "",
                 "the compensation is outside the 64 bits of minor units");
  }
  CompensationSum result = {Money(*minor, currency), exchange.why()};
  if (amounts != currency) {
    const auto before = sum->RoundToInt64(compensation.rounding);
    if (before) {
      result.why = Format(Money(*before, amounts)) + ": " + result.why;
    }
  }
  return result;
}

}  // namespace usance
