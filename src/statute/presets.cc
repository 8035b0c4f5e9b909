#include "usance/statute/presets.h"

#include <string>
#include <utility>

namespace usance {
namespace {

std::string At(std::string_view field, std::string_view name) {
  return std::string(field) + "/" + std::string(name);
}

// The rates that the law charges, from the book or its own.
absl::StatusOr<RateHistory> RatesOf(const InterestFact& fact,
                                    const RateBook& rates,
                                    std::string_view field) {
  if (fact.rate) return RateHistory::Fixed(*fact.rate);
  const absl::StatusOr<RateSeries> series = rates.Find(fact.series);
  if (!series.ok()) {
    return Error(Reason::kRateUnknown, At(field, "statute"),
                 "the law reads the series " + fact.series +
                     ", which is not there; load it");
  }
  RateHistory::Spec spec = series->Steps();
  for (RateStep& step : spec.steps) {
    if (!step.rate) continue;
    const auto value =
        CheckedMul(step.rate->value(), Fraction(fact.multiplier));
    if (!value) {
      return Error(Reason::kOverflow, At(field, "statute"),
                   "a rate of " + fact.series + " does not fit");
    }
    step.rate = Rate(*value, step.rate->unit());
  }
  spec.margin = fact.margin;
  spec.rounding = fact.rounding;
  return RateHistory::Make(spec, At(field, "statute"));
}

absl::StatusOr<AccrualRule> RuleOf(const InterestFact& fact,
                                   const PresetSpec& spec,
                                   std::string_view field) {
  if (fact.day_count && spec.day_count && *fact.day_count != *spec.day_count) {
    return Error(Reason::kConflict, At(field, "day_count"),
                 "the law counts by " + std::string(NameOf(*fact.day_count)) +
                     "; leave the day count out");
  }
  const std::optional<DayCount> day_count =
      fact.day_count ? fact.day_count : spec.day_count;
  if (!day_count) {
    return Error(Reason::kUnspecified, At(field, "day_count"),
                 "the law does not say how days are counted, and practice "
                 "differs; choose, as 30e/360 or act/365f");
  }
  const std::optional<RoundingRegime> regime =
      fact.regime ? fact.regime : spec.regime;
  if (!regime) {
    return Error(Reason::kUnspecified, At(field, "regime"),
                 "no rounding regime is chosen");
  }
  AccrualRule rule{.day_count = *day_count,
                   .compounding = fact.compounding,
                   .rest = fact.rest,
                   .rests_per_year = fact.rests_per_year,
                   .fixing = spec.fixing.value_or(fact.fixing),
                   .regime = *regime,
                   .rounding = spec.rounding};
  USANCE_RETURN_IF_ERROR(CheckRule(rule, field));
  return rule;
}

absl::StatusOr<DefaultInterest> InterestOf(const InterestFact& fact,
                                           const PresetSpec& spec,
                                           const RateBook& rates,
                                           std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(const AccrualRule rule, RuleOf(fact, spec, field));
  if (fact.minimum_claim && fact.minimum_claim->currency() != spec.currency) {
    return Error(Reason::kCurrencyMismatch, At(field, "currency"),
                 "the least claim of the law is in " +
                     std::string(fact.minimum_claim->currency().code()));
  }
  USANCE_ASSIGN_OR_RETURN(RateHistory history, RatesOf(fact, rates, field));
  DefaultInterest interest{.rates = std::move(history), .rule = rule};
  interest.unknown_rate = spec.unknown_rate;
  interest.stop_after = fact.stops_after;
  interest.minimum_claim = fact.minimum_claim;
  return interest;
}

// The sum for debts due on a day; null where the law says nothing of it, or
// grants one that is not recorded. Without tiers it says that there is none.
struct Sum {
  const CompensationFact* fact = nullptr;
  bool unrecorded = false;
};

absl::StatusOr<Sum> SumOf(const StatuteVersion& version, bool collected,
                          Date due, std::string_view field) {
  if (collected) {
    if (version.collection) return Sum{&*version.collection};
    return Error(Reason::kConflict, At(field, "collected"),
                 "the law has no scale of costs; leave it out");
  }
  for (const CompensationFact& fact : version.compensation) {
    if ((fact.due_from && due < *fact.due_from) ||
        (fact.due_before && due >= *fact.due_before)) {
      continue;
    }
    return Sum{&fact};
  }
  return Sum{nullptr, !version.compensation.empty()};
}

// The table in the currency of the debt: a sum from 0 on has no threshold, so
// it goes with every currency.
absl::StatusOr<CompensationTable> TableOf(const CompensationFact& fact,
                                          const PresetSpec& spec,
                                          std::string_view field) {
  CompensationTable table = fact.table;
  const Currency own = table.tiers.front().from.currency();
  if (own == spec.currency) return table;
  if (table.tiers.size() > 1 || table.tiers.front().percent) {
    return Error(
        Reason::kCurrencyMismatch, At(field, "currency"),
        "the law's sums depend on amounts in " + std::string(own.code()));
  }
  table.tiers.front().from = Money(0, spec.currency);
  return table;
}

absl::StatusOr<Preset> PresetWith(const StatuteVersion& version,
                                  const PresetSpec& spec, Sum sum,
                                  const RateBook& rates,
                                  std::string_view field) {
  Preset preset;
  const auto use = [&](std::string_view fact, const Citation& cited) {
    if (IsWeak(cited)) preset.weak.push_back({std::string(fact), cited});
  };
  if (version.interest) {
    USANCE_ASSIGN_OR_RETURN(preset.policy.interest,
                            InterestOf(*version.interest, spec, rates, field));
    use("interest", version.interest->cited);
  }
  Compensation& compensation = preset.policy.compensation;
  compensation.unrecorded = sum.unrecorded;
  compensation.leave_out_unknown = true;
  if (sum.fact == nullptr) return preset;
  use(spec.collected ? "collection costs" : "compensation", sum.fact->cited);
  if (sum.fact->table.tiers.empty()) return preset;
  USANCE_ASSIGN_OR_RETURN(CompensationTable table,
                          TableOf(*sum.fact, spec, field));
  compensation.tables.push_back(std::move(table));
  compensation.rounding = spec.rounding;
  compensation.fx_day = sum.fact->fx_day;
  compensation.credited_against = sum.fact->credited_against;
  return preset;
}

absl::Status CheckRounding(const PresetSpec& spec, std::string_view field) {
  if (!NameOf(spec.rounding).empty()) return absl::OkStatus();
  return Error(Reason::kUnspecified, At(field, "rounding"),
               "no rounding is chosen");
}

// The first day that is known of a debt.
std::optional<Date> FirstKnown(const DebtFacts& facts) {
  for (const auto& date :
       {facts.agreed, facts.performance, facts.invoice, facts.acceptance,
        facts.demand, facts.claimable, facts.advance}) {
    if (date) return date;
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<Preset> MakePreset(const StatuteVersion& version,
                                  const PresetSpec& spec, Date due,
                                  const RateBook& rates,
                                  std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckRounding(spec, field));
  USANCE_ASSIGN_OR_RETURN(const Sum sum,
                          SumOf(version, spec.collected, due, field));
  return PresetWith(version, spec, sum, rates, field);
}

absl::StatusOr<StatuteTerms> ApplyStatute(const Statute& statute,
                                          const Debt& debt,
                                          const PresetSpec& spec,
                                          const RateBook& rates,
                                          const Calendar* calendar) {
  const std::optional<Date> known = FirstKnown(debt.facts);
  if (!known) {
    return Error(Reason::kMissingField, "/agreed",
                 "no day of the debt is given: the last to pay on time, or "
                 "what the law counts it from");
  }
  const Date contract_date = debt.contract_date.value_or(*known);
  USANCE_ASSIGN_OR_RETURN(
      const StatuteVersion* version,
      SelectVersion(statute, debt.parties, contract_date, *known));
  USANCE_ASSIGN_OR_RETURN(RelevantDay relevant,
                          FindRelevantDay(version->start.value_or(StartRule{}),
                                          debt.facts, calendar));
  // A version may go by the day that was found only now.
  USANCE_ASSIGN_OR_RETURN(version, SelectVersion(statute, debt.parties,
                                                 contract_date, relevant.day));
  USANCE_ASSIGN_OR_RETURN(Preset preset,
                          MakePreset(*version, spec, relevant.day, rates));
  // A day that the parties agreed on is not the law's.
  if (version->start && IsWeak(version->start->cited) &&
      relevant.day != debt.facts.agreed) {
    preset.weak.push_back({"start", version->start->cited});
  }
  return StatuteTerms{contract_date, version, std::move(relevant),
                      std::move(preset)};
}

absl::StatusOr<const Preset*> PresetCache::Find(Date contract_date, Date due) {
  USANCE_RETURN_IF_ERROR(CheckRounding(spec_, ""));
  USANCE_ASSIGN_OR_RETURN(
      const StatuteVersion* version,
      SelectVersion(*statute_, parties_, contract_date, due));
  USANCE_ASSIGN_OR_RETURN(const Sum sum,
                          SumOf(*version, spec_.collected, due, ""));
  for (const Entry& entry : entries_) {
    if (entry.version == version && entry.sum == sum.fact &&
        entry.preset.policy.compensation.unrecorded == sum.unrecorded) {
      return &entry.preset;
    }
  }
  USANCE_ASSIGN_OR_RETURN(Preset preset,
                          PresetWith(*version, spec_, sum, *rates_, ""));
  entries_.push_back({version, sum.fact, std::move(preset)});
  return &entries_.back().preset;
}

}  // namespace usance
