#include "usance/statute/presets.h"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "usance/money/format.h"

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
  spec.loaded = rates.HasLoaded(fact.series);
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

  friend bool operator==(const Sum&, const Sum&) = default;
};

// Of sums that fall due from a day on; none: from ever.
struct DatedSum {
  std::optional<Date> since;
  Sum sum;
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

// A sum from 0 on has no threshold, so it goes with every currency; by others
// the debt is measured at a rate of exchange.
CompensationTable TableOf(const Sum& sum, Currency currency) {
  if (sum.unrecorded) return {.unrecorded = true};
  CompensationTable table;
  if (sum.fact != nullptr) table = sum.fact->table;
  if (table.tiers.empty()) {
    table.tiers = {{Money(0, currency), Money(0, currency)}};
  }
  const CompensationTier& first = table.tiers.front();
  if (table.tiers.size() == 1 && !first.percent && first.from.minor() == 0) {
    table.tiers.front().from = Money(0, currency);
  }
  return table;
}

absl::Status CheckRounding(const PresetSpec& spec, std::string_view field) {
  if (!NameOf(spec.rounding).empty()) return absl::OkStatus();
  return Error(Reason::kUnspecified, At(field, "rounding"),
               "no rounding is chosen");
}

absl::StatusOr<Preset> PresetWith(const StatuteVersion& version,
                                  const PresetSpec& spec,
                                  std::span<const DatedSum> sums,
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
  compensation.leave_out_unknown = true;
  compensation.rounding = spec.rounding;
  bool any = false;
  for (const auto& [since, sum] : sums) {
    if (sum.fact != nullptr) {
      use(spec.collected ? "collection costs" : "compensation",
          sum.fact->cited);
      compensation.per = spec.per.value_or(sum.fact->per);
      compensation.fx_day = sum.fact->fx_day;
      compensation.credited_against = sum.fact->credited_against;
    }
    any = any || sum.unrecorded ||
          (sum.fact != nullptr && !sum.fact->table.tiers.empty());
    compensation.tables.push_back(TableOf(sum, spec.currency));
    compensation.tables.back().since = since;
  }
  if (!any) compensation.tables.clear();
  return preset;
}

// The sums for due days that never fall, each where another begins.
absl::StatusOr<std::vector<DatedSum>> SumsOf(const StatuteVersion& version,
                                             bool collected,
                                             std::span<const Date> dues,
                                             std::string_view field) {
  std::vector<DatedSum> sums;
  for (const Date due : dues) {
    USANCE_ASSIGN_OR_RETURN(const Sum sum,
                            SumOf(version, collected, due, field));
    if (sums.empty()) {
      sums.push_back({std::nullopt, sum});
    } else if (!(sums.back().sum == sum)) {
      USANCE_ASSIGN_OR_RETURN(const Date since, AddDays(due, 1, field));
      sums.push_back({since, sum});
    }
  }
  return sums;
}

absl::StatusOr<Preset> MakePresetFor(const StatuteVersion& version,
                                     const PresetSpec& spec,
                                     std::span<const Date> dues,
                                     const RateBook& rates,
                                     std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckRounding(spec, field));
  USANCE_ASSIGN_OR_RETURN(const std::vector<DatedSum> sums,
                          SumsOf(version, spec.collected, dues, field));
  return PresetWith(version, spec, sums, rates, field);
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

// Of a due day that is the law's: one that the parties agreed on is not.
void AddWeakStart(const StatuteVersion& version, Preset& preset) {
  if (!version.start || !IsWeak(version.start->cited)) return;
  preset.weak.push_back({"start", version.start->cited});
}

// Each due amount is late by itself, from its own agreed day on.
absl::StatusOr<StatuteTerms> ApplyToSchedule(const Statute& statute,
                                             const Debt& debt,
                                             const PresetSpec& spec,
                                             const RateBook& rates,
                                             const Calendar* calendar) {
  if (FirstKnown(debt.facts)) {
    return Error(Reason::kConflict, "/installments",
                 "the days of a payment schedule are agreed; give no other "
                 "day of the debt");
  }
  StatuteTerms terms;
  terms.contract_date =
      debt.contract_date.value_or(debt.installments.front().due);
  std::vector<Date> dues;
  bool moved = false;
  for (size_t k = 0; k < debt.installments.size(); ++k) {
    const LateInstallment& part = debt.installments[k];
    const std::string field = "/installments/" + std::to_string(k) + "/due";
    if (k > 0 && part.due < debt.installments[k - 1].due) {
      return Error(Reason::kOutOfOrder, field,
                   part.due.ToText() + " is before " +
                       debt.installments[k - 1].due.ToText());
    }
    USANCE_ASSIGN_OR_RETURN(
        const StatuteVersion* version,
        SelectVersion(statute, debt.parties, terms.contract_date, part.due));
    USANCE_ASSIGN_OR_RETURN(
        RelevantDay relevant,
        FindRelevantDay(version->start.value_or(StartRule{}),
                        {.agreed = part.due}, calendar));
    USANCE_ASSIGN_OR_RETURN(
        version, SelectVersion(statute, debt.parties, terms.contract_date,
                               relevant.day));
    if (k == 0) {
      terms.version = version;
      terms.relevant = relevant;
    } else if (version != terms.version) {
      return Error(Reason::kConflict, field,
                   "it falls under version " + version->id +
                       " of the law, the first under " + terms.version->id +
                       "; ask about each by itself");
    }
    moved = moved || relevant.day != part.due;
    dues.push_back(relevant.day);
    terms.installments.push_back({relevant.day, part.amount});
  }
  USANCE_ASSIGN_OR_RETURN(terms.preset,
                          MakePresetFor(*terms.version, spec, dues, rates, ""));
  if (moved) AddWeakStart(*terms.version, terms.preset);
  return terms;
}

}  // namespace

absl::StatusOr<Preset> MakePreset(const StatuteVersion& version,
                                  const PresetSpec& spec, Date due,
                                  const RateBook& rates,
                                  std::string_view field) {
  return MakePresetFor(version, spec, {&due, 1}, rates, field);
}

absl::StatusOr<StatuteTerms> ApplyStatute(const Statute& statute,
                                          const Debt& debt,
                                          const PresetSpec& spec,
                                          const RateBook& rates,
                                          const Calendar* calendar) {
  if (!debt.installments.empty()) {
    return ApplyToSchedule(statute, debt, spec, rates, calendar);
  }
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
  if (relevant.day != debt.facts.agreed) AddWeakStart(*version, preset);
  return StatuteTerms{
      contract_date, version, std::move(relevant), std::move(preset), {}};
}

namespace {

absl::Status CheckAmounts(const Money& amount,
                          std::span<const Payment> payments) {
  if (amount.minor() < 0) {
    return Error(Reason::kOutOfRange, "/amount",
                 Format(amount) + "; allowed: 0 or more");
  }
  for (size_t k = 0; k < payments.size(); ++k) {
    const Money& paid = payments[k].amount;
    const std::string field = "/payments/" + std::to_string(k) + "/amount";
    if (paid.currency() != amount.currency()) {
      return Error(
          Reason::kCurrencyMismatch, field,
          Format(paid) + " is not in " + std::string(amount.currency().code()));
    }
    if (paid.minor() <= 0) {
      return Error(Reason::kOutOfRange, field,
                   Format(paid) + "; allowed: above 0");
    }
  }
  return absl::OkStatus();
}

// The balance of each day from `first` on.
absl::StatusOr<std::vector<BalanceStep>> BalancesFrom(
    Date first, const Money& amount, std::span<const Payment> payments,
    Date as_of) {
  std::map<Date, int128> paid;  // by the first day that it lowers
  for (const Payment& payment : payments) {
    if (payment.returned && *payment.returned <= as_of) continue;
    USANCE_ASSIGN_OR_RETURN(const Date next,
                            AddDays(payment.date, 1, "/payments"));
    paid[std::max(first, next)] += payment.amount.minor();
  }
  paid[first] += 0;
  std::vector<BalanceStep> steps;
  int128 left = amount.minor();
  for (const auto& [day, sum] : paid) {
    left = std::max<int128>(left - sum, 0);
    // Between 0 and the amount.
    steps.push_back({day, static_cast<int64_t>(left)});
  }
  return steps;
}

}  // namespace

absl::StatusOr<BeforeDue> InterestBeforeDue(const StatuteVersion& version,
                                            const DebtFacts& facts, Date due,
                                            const Money& amount,
                                            std::span<const Payment> payments,
                                            Date as_of, const PresetSpec& spec,
                                            const RateBook& rates) {
  if (!version.before_due) {
    return Error(Reason::kConflict, "/before_due",
                 "version " + version.id +
                     " of the law knows no interest before the due day");
  }
  const InterestBeforeDueFact& early = *version.before_due;
  USANCE_RETURN_IF_ERROR(CheckAmounts(amount, payments));
  USANCE_RETURN_IF_ERROR(CheckRounding(spec, ""));
  DebtFacts events = facts;
  events.agreed.reset();
  events.advance.reset();
  StartRule rule;
  rule.days = early.days;
  rule.after = early.after;
  USANCE_ASSIGN_OR_RETURN(const RelevantDay start,
                          FindRelevantDay(rule, events));
  USANCE_ASSIGN_OR_RETURN(const DefaultInterest interest,
                          InterestOf(early.interest, spec, rates, ""));
  const Date first = start.first_bearing;
  const Date last = std::min(due, as_of);
  BeforeDue result{.first = first,
                   .last = last,
                   .accrual = {.interest = Money(0, amount.currency())}};
  if (IsWeak(early.interest.cited)) {
    result.weak.push_back({"interest before due", early.interest.cited});
  }
  if (last < first) return result;
  USANCE_ASSIGN_OR_RETURN(const Date end, AddDays(last, 1, "/due"));
  USANCE_ASSIGN_OR_RETURN(std::vector<BalanceStep> balances,
                          BalancesFrom(first, amount, payments, as_of));
  USANCE_ASSIGN_OR_RETURN(result.accrual,
                          Accrue({.currency = amount.currency(),
                                  .balances = std::move(balances),
                                  .rates = interest.rates,
                                  .rule = interest.rule,
                                  .start = first,
                                  .end = end,
                                  .unknown_rate = spec.unknown_rate}));
  return result;
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
        entry.unrecorded == sum.unrecorded) {
      return &entry.preset;
    }
  }
  USANCE_ASSIGN_OR_RETURN(
      Preset preset, MakePresetFor(*version, spec_, {&due, 1}, *rates_, ""));
  entries_.push_back({version, sum.fact, sum.unrecorded, std::move(preset)});
  return &entries_.back().preset;
}

}  // namespace usance
