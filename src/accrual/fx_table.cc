#include "usance/accrual/fx_table.h"

#include <algorithm>
#include <utility>

#include "src/core/exact.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance {

struct FxTable::Pair {
  Currency base;
  Currency quote;
  std::vector<FxRow> rows;
};

struct FxTable::Table {
  std::string id;
  std::string version;
  std::optional<Date> known_through;
  std::vector<Pair> pairs;

  // pairs.size() where there is none.
  [[nodiscard]] size_t IndexOf(Currency base, Currency quote) const {
    const auto found =
        std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) {
          return pair.base == base && pair.quote == quote;
        });
    return static_cast<size_t>(found - pairs.begin());
  }
};

namespace {

std::string PairText(Currency base, Currency quote) {
  return std::string(base.code()) + " to " + std::string(quote.code());
}

absl::Status CheckRow(const FxRow& row, const std::string& at) {
  if (row.base == row.quote) {
    return Error(Reason::kConflict, at + "/quote",
                 PairText(row.base, row.quote) + " is no exchange");
  }
  if (row.rate.Sign() <= 0) {
    return Error(Reason::kOutOfRange, at + "/rate",
                 ToText(row.rate) + "; allowed: above 0");
  }
  return absl::OkStatus();
}

}  // namespace

FxTable::FxTable(std::shared_ptr<const Table> table)
    : table_(std::move(table)) {}

absl::StatusOr<FxTable> FxTable::Make(const Spec& spec,
                                      std::string_view field) {
  const std::string at(field);
  if (spec.id.empty()) {
    return Error(Reason::kMissingField, at + "/id",
                 "say whose rates of exchange these are");
  }
  if (spec.rows.empty()) {
    return Error(Reason::kMissingField, at + "/rows", "there are no rows");
  }
  auto table = std::make_shared<Table>();
  table->id = spec.id;
  table->version = spec.version;
  table->known_through = spec.known_through;
  for (size_t k = 0; k < spec.rows.size(); ++k) {
    const FxRow& row = spec.rows[k];
    const std::string one = at + "/rows/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckRow(row, one));
    const size_t index = table->IndexOf(row.base, row.quote);
    if (index == table->pairs.size()) {
      table->pairs.push_back({row.base, row.quote, {}});
    }
    std::vector<FxRow>& rows = table->pairs[index].rows;
    if (!rows.empty() && row.date <= rows.back().date) {
      return Error(Reason::kOutOfOrder, one + "/date",
                   row.date.ToText() + " is not after " +
                       rows.back().date.ToText() + ", the row of " +
                       PairText(row.base, row.quote) + " before it");
    }
    if (spec.known_through && *spec.known_through < row.date) {
      return Error(Reason::kEndBeforeStart, at + "/known_through",
                   spec.known_through->ToText() + " is before the row of " +
                       row.date.ToText());
    }
    rows.push_back(row);
  }
  return FxTable(std::move(table));
}

const std::string& FxTable::id() const { return table_->id; }
const std::string& FxTable::version() const { return table_->version; }
std::optional<Date> FxTable::known_through() const {
  return table_->known_through;
}

absl::StatusOr<FxRow> FxTable::RowOn(Currency base, Currency quote, Date day,
                                     std::string_view field) const {
  const std::vector<Pair>& pairs = table_->pairs;
  const bool turned = table_->IndexOf(base, quote) == pairs.size();
  const size_t index =
      turned ? table_->IndexOf(quote, base) : table_->IndexOf(base, quote);
  const std::string called =
      Quoted(table_->id) + " has no rate of " + PairText(base, quote);
  if (index == pairs.size()) {
    return Error(Reason::kRateUnknown, field, called);
  }
  const std::vector<FxRow>& rows = pairs[index].rows;
  const auto after = std::upper_bound(
      rows.begin(), rows.end(), day,
      [](Date date, const FxRow& row) { return date < row.date; });
  const Date last = table_->known_through.value_or(rows.back().date);
  if (after == rows.begin() || day > last) {
    return Error(Reason::kRateUnknown, field,
                 called + " on " + day.ToText() + "; it is known from " +
                     rows.front().date.ToText() + " through " + last.ToText());
  }
  FxRow row = *(after - 1);
  if (turned) {
    std::swap(row.base, row.quote);
    row.rate = Fraction::Of(row.rate.denominator(), row.rate.numerator());
  }
  return row;
}

std::string FxTable::Quotation(const FxRow& row) const {
  return std::string(row.base.code()) + " at " + ToDecimalText(row.rate, 10) +
         " " + std::string(row.quote.code()) + " of " + row.date.ToText() +
         " (" + id() + ")";
}

absl::StatusOr<Money> Convert(const Money& amount, Currency quote,
                              const FxTable& fx, Date day, Rounding rounding,
                              std::string_view field) {
  if (amount.currency() == quote) return amount;
  USANCE_ASSIGN_OR_RETURN(const FxRow row,
                          fx.RowOn(amount.currency(), quote, day, field));
  const Exact units(PowerOfTen(quote.digits()),
                    PowerOfTen(amount.currency().digits()));
  const auto minor =
      (Exact(amount.minor()) * Exact(row.rate) * units).RoundToInt64(rounding);
  if (!minor) {
    return Error(Reason::kOverflow, field,
                 Format(amount) + " in " + std::string(quote.code()) +
                     " is outside the 64 bits of minor units");
  }
  return Money(*minor, quote);
}

}  // namespace usance
