#include "src/codec/late_policy.h"

#include <string>
#include <utility>

#include "usance/core/text.h"

namespace usance::codec {
namespace {

absl::StatusOr<int32_t> ReadCount(Reader& in, std::string_view name,
                                  int32_t low, int32_t assumed) {
  USANCE_ASSIGN_OR_RETURN(const auto count,
                          in.FindInteger(name, low, INT32_MAX));
  return static_cast<int32_t>(count.value_or(assumed));
}

// A choice that is `assumed` where it is left out.
template <class E>
absl::StatusOr<E> ReadChoice(Reader& in, std::string_view name, E assumed) {
  USANCE_ASSIGN_OR_RETURN(const auto choice, in.Find<E>(name));
  return choice.value_or(assumed);
}

absl::StatusOr<FeeTier> ReadFeeTier(Reader& in, Currency currency) {
  FeeTier tier;
  USANCE_ASSIGN_OR_RETURN(tier.from, in.FindMoney("from", currency));
  USANCE_ASSIGN_OR_RETURN(tier.from_days, ReadCount(in, "from_days", 0, 0));
  USANCE_ASSIGN_OR_RETURN(tier.amount, in.FindMoney("amount", currency));
  USANCE_ASSIGN_OR_RETURN(tier.percent, in.Find<Percent>("percent"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return tier;
}

absl::StatusOr<ContractRate> ReadContract(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(RateTerms rates, ReadRates(in));
  // What to do on unknown days is the default rate's to say.
  in.NoUseFor("unknown_rate");
  USANCE_ASSIGN_OR_RETURN(const RateMode mode, in.Get<RateMode>("mode"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return ContractRate{std::move(rates.history), mode};
}

absl::StatusOr<DefaultInterest> ReadInterest(Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(RateTerms rates, ReadRates(in));
  USANCE_ASSIGN_OR_RETURN(const AccrualRule rule, ReadRule(in));
  DefaultInterest interest = {std::move(rates.history), rule, rates.unknown};
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> contract,
                          in.FindObject("contract"));
  if (contract) {
    USANCE_ASSIGN_OR_RETURN(interest.contract, ReadContract(*contract));
  }
  USANCE_ASSIGN_OR_RETURN(interest.base, ReadChoice(in, "base", interest.base));
  USANCE_ASSIGN_OR_RETURN(interest.stop_after, in.Find<Period>("stop_after"));
  USANCE_ASSIGN_OR_RETURN(interest.minimum, in.FindMoney("minimum", currency));
  USANCE_ASSIGN_OR_RETURN(interest.minimum_claim,
                          in.FindMoney("minimum_claim", currency));
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> ceiling,
                          in.FindObject("ceiling"));
  if (ceiling) {
    USANCE_ASSIGN_OR_RETURN(const Rate rate, ceiling->Get<Rate>("rate"));
    USANCE_ASSIGN_OR_RETURN(const auto law, ceiling->Find<std::string>("rule"));
    USANCE_RETURN_IF_ERROR(ceiling->Done());
    interest.ceiling = RateCeiling{rate, law.value_or("")};
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return interest;
}

absl::StatusOr<CompensationTable> ReadTable(Reader& in, Currency currency) {
  CompensationTable table;
  USANCE_ASSIGN_OR_RETURN(table.since, in.Find<Date>("since"));
  USANCE_ASSIGN_OR_RETURN(const auto from, in.Find<Currency>("from_currency"));
  USANCE_ASSIGN_OR_RETURN(const auto sum, in.Find<Currency>("amount_currency"));
  const Currency sizes = from.value_or(currency);
  const Currency sums = sum.value_or(currency);
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tiers, in.FindList("tiers"));
  for (Reader& tier : tiers) {
    USANCE_ASSIGN_OR_RETURN(const Money least, tier.GetMoney("from", sizes));
    USANCE_ASSIGN_OR_RETURN(const Money amount, tier.GetMoney("amount", sums));
    USANCE_ASSIGN_OR_RETURN(const auto percent, tier.Find<Percent>("percent"));
    USANCE_RETURN_IF_ERROR(tier.Done());
    table.tiers.push_back({least, amount, percent});
  }
  USANCE_ASSIGN_OR_RETURN(table.minimum, in.FindMoney("minimum", sums));
  USANCE_ASSIGN_OR_RETURN(table.maximum, in.FindMoney("maximum", sums));
  USANCE_RETURN_IF_ERROR(in.Done());
  return table;
}

absl::StatusOr<Compensation> ReadCompensation(Reader& in, Currency currency) {
  Compensation terms;
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tables, in.FindList("tables"));
  for (Reader& reader : tables) {
    USANCE_ASSIGN_OR_RETURN(CompensationTable table,
                            ReadTable(reader, currency));
    terms.tables.push_back(std::move(table));
  }
  if (tables.empty()) {
    return Error(Reason::kMissingField, in.PathOf("tables"),
                 "the field is missing: sums by size");
  }
  USANCE_ASSIGN_OR_RETURN(terms.per, ReadChoice(in, "per", terms.per));
  USANCE_ASSIGN_OR_RETURN(terms.size, ReadChoice(in, "size", terms.size));
  USANCE_ASSIGN_OR_RETURN(terms.rounding,
                          ReadChoice(in, "rounding", terms.rounding));
  USANCE_ASSIGN_OR_RETURN(terms.fx_day, ReadChoice(in, "fx_day", terms.fx_day));
  USANCE_ASSIGN_OR_RETURN(const auto note,
                          in.Find<std::string>("credited_against"));
  terms.credited_against = note.value_or("");
  USANCE_RETURN_IF_ERROR(in.Done());
  return terms;
}

// The short form: the tiers of one table.
absl::StatusOr<Compensation> ReadTiers(std::vector<Reader>& tiers,
                                       Currency currency) {
  CompensationTable table;
  for (Reader& tier : tiers) {
    USANCE_ASSIGN_OR_RETURN(const Money from, tier.GetMoney("from", currency));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            tier.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(tier.Done());
    table.tiers.push_back({from, amount});
  }
  Compensation terms;
  if (!table.tiers.empty()) terms.tables.push_back(std::move(table));
  return terms;
}

absl::StatusOr<ChargeCap> ReadCap(Reader& in, Currency currency, bool scoped) {
  ChargeCap cap;
  USANCE_ASSIGN_OR_RETURN(cap.amount, in.FindMoney("amount", currency));
  USANCE_ASSIGN_OR_RETURN(cap.percent, in.Find<Percent>("percent"));
  USANCE_ASSIGN_OR_RETURN(cap.rounding,
                          ReadChoice(in, "rounding", cap.rounding));
  if (!cap.percent) in.NoUseFor("rounding");
  USANCE_ASSIGN_OR_RETURN(cap.action, in.Get<CapAction>("action"));
  if (scoped) {
    USANCE_ASSIGN_OR_RETURN(cap.scope, in.Get<CapScope>("scope"));
    USANCE_ASSIGN_OR_RETURN(const auto rule, in.Find<std::string>("rule"));
    cap.rule = rule.value_or("");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return cap;
}

absl::Status ReadClocks(Reader& in, LatePaymentPolicy& policy) {
  USANCE_ASSIGN_OR_RETURN(policy.grace_days, ReadCount(in, "grace_days", 0, 0));
  USANCE_ASSIGN_OR_RETURN(policy.interest_wait_days,
                          ReadCount(in, "interest_wait_days", 0, 0));
  USANCE_ASSIGN_OR_RETURN(
      policy.interest_start,
      ReadChoice(in, "interest_start", policy.interest_start));
  USANCE_ASSIGN_OR_RETURN(const auto days,
                          in.FindInteger("delinquency_days", 0, INT32_MAX));
  if (days) policy.delinquency_days = static_cast<int32_t>(*days);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LateFee> ReadFee(Reader& in, Currency currency) {
  LateFee fee;
  USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>("id"));
  fee.id = id.value_or("");
  USANCE_ASSIGN_OR_RETURN(fee.basis, in.Get<FeeBasis>("basis"));
  USANCE_ASSIGN_OR_RETURN(fee.amount, in.FindMoney("amount", currency));
  USANCE_ASSIGN_OR_RETURN(fee.percent, in.Find<Percent>("percent"));
  bool percents = fee.percent.has_value();
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tiers, in.FindList("tiers"));
  for (Reader& reader : tiers) {
    USANCE_ASSIGN_OR_RETURN(FeeTier tier, ReadFeeTier(reader, currency));
    percents = percents || tier.percent;
    fee.tiers.push_back(std::move(tier));
  }
  USANCE_ASSIGN_OR_RETURN(fee.rounding,
                          ReadChoice(in, "rounding", fee.rounding));
  if (!percents) in.NoUseFor("rounding");
  USANCE_ASSIGN_OR_RETURN(fee.minimum, in.FindMoney("minimum", currency));
  USANCE_ASSIGN_OR_RETURN(fee.maximum, in.FindMoney("maximum", currency));
  USANCE_ASSIGN_OR_RETURN(fee.after_days, ReadCount(in, "after_days", 0, 0));
  USANCE_ASSIGN_OR_RETURN(fee.every, in.Find<Period>("every"));
  USANCE_ASSIGN_OR_RETURN(fee.max_count, ReadCount(in, "max_count", 1, 1));
  USANCE_ASSIGN_OR_RETURN(fee.trigger, ReadChoice(in, "trigger", fee.trigger));
  USANCE_ASSIGN_OR_RETURN(const auto level,
                          in.FindInteger("level", 0, INT32_MAX));
  if (level) fee.level = static_cast<int32_t>(*level);
  USANCE_ASSIGN_OR_RETURN(fee.grouping,
                          ReadChoice(in, "grouping", fee.grouping));
  USANCE_RETURN_IF_ERROR(in.Done());
  return fee;
}

absl::StatusOr<LatePaymentPolicy> ReadPolicy(Reader& in, Currency currency) {
  LatePaymentPolicy policy;
  USANCE_RETURN_IF_ERROR(ReadClocks(in, policy));
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> interest,
                          in.FindObject("interest"));
  if (interest) {
    USANCE_ASSIGN_OR_RETURN(policy.interest, ReadInterest(*interest, currency));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> fees, in.FindList("fees"));
  for (Reader& reader : fees) {
    USANCE_ASSIGN_OR_RETURN(LateFee fee, ReadFee(reader, currency));
    policy.fees.push_back(std::move(fee));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tiers,
                          in.FindList("compensation"));
  USANCE_ASSIGN_OR_RETURN(policy.compensation, ReadTiers(tiers, currency));
  if (!in.Has("compensation")) {
    USANCE_ASSIGN_OR_RETURN(std::optional<Reader> terms,
                            in.FindObject("compensation_terms"));
    if (terms) {
      USANCE_ASSIGN_OR_RETURN(policy.compensation,
                              ReadCompensation(*terms, currency));
    }
  }
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> cap, in.FindObject("cap"));
  if (cap) {
    USANCE_ASSIGN_OR_RETURN(ChargeCap one, ReadCap(*cap, currency, false));
    policy.caps.push_back(std::move(one));
  } else {
    USANCE_ASSIGN_OR_RETURN(std::vector<Reader> caps, in.FindList("caps"));
    for (Reader& reader : caps) {
      USANCE_ASSIGN_OR_RETURN(ChargeCap one, ReadCap(reader, currency, true));
      policy.caps.push_back(std::move(one));
    }
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return policy;
}

absl::StatusOr<FxTable> ReadFx(Reader& in) {
  FxTable::Spec spec;
  USANCE_ASSIGN_OR_RETURN(spec.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(const auto version, in.Find<std::string>("version"));
  spec.version = version.value_or("");
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> rows, in.FindList("rows"));
  for (Reader& row : rows) {
    USANCE_ASSIGN_OR_RETURN(const Date date, row.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Currency base, row.Get<Currency>("base"));
    USANCE_ASSIGN_OR_RETURN(const Currency quote, row.Get<Currency>("quote"));
    USANCE_ASSIGN_OR_RETURN(const auto text, row.Get<std::string>("rate"));
    USANCE_RETURN_IF_ERROR(row.Done());
    const Scanned<Decimal> rate = ScanDecimal(text);
    if (!rate.value) {
      return Error(Reason::kMalformed, row.PathOf("rate"),
                   Quoted(text) + " is no rate of exchange, as 4.3434");
    }
    spec.rows.push_back({date, base, quote, ToFraction(*rate.value)});
  }
  USANCE_ASSIGN_OR_RETURN(spec.known_through, in.Find<Date>("known_through"));
  USANCE_RETURN_IF_ERROR(in.Done());
  const std::string path = in.PathOf("");
  return FxTable::Make(spec, std::string_view(path).substr(0, path.size() - 1));
}

absl::StatusOr<std::optional<FxTable>> FindFx(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> fx, in.FindObject("fx"));
  if (!fx) return std::nullopt;
  return ReadFx(*fx);
}

}  // namespace usance::codec
