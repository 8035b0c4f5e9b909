#include "src/codec/law.h"

#include <utility>

#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::codec {
namespace {

absl::StatusOr<DebtFacts> ReadFacts(Reader& in) {
  DebtFacts facts;
  USANCE_ASSIGN_OR_RETURN(facts.agreed, in.Find<Date>("due"));
  USANCE_ASSIGN_OR_RETURN(facts.performance, in.Find<Date>("performance"));
  USANCE_ASSIGN_OR_RETURN(facts.invoice, in.Find<Date>("invoice"));
  USANCE_ASSIGN_OR_RETURN(facts.acceptance, in.Find<Date>("acceptance"));
  USANCE_ASSIGN_OR_RETURN(facts.demand, in.Find<Date>("demand"));
  USANCE_ASSIGN_OR_RETURN(facts.claimable, in.Find<Date>("claimable"));
  USANCE_ASSIGN_OR_RETURN(facts.advance, in.Find<Date>("advance"));
  USANCE_ASSIGN_OR_RETURN(facts.grossly_unfair, in.FindFlag("grossly_unfair"));
  USANCE_ASSIGN_OR_RETURN(facts.told, in.FindFlag("told"));
  return facts;
}

// The values of kLawFields, and `due`.
struct GivenLaw {
  std::optional<Date> contract_date = {};
  std::optional<Parties> parties = {};
  std::optional<Rounding> rounding = {};
  std::optional<RoundingRegime> regime = {};
  std::optional<DayCount> day_count = {};
  std::optional<RateFixing> fixing = {};
  std::optional<UnknownRate> unknown_rate = {};
  bool collected = false;
  std::optional<CompensationPer> per = {};
  bool before_due = false;
  DebtFacts facts = {};
  std::optional<Calendar> calendar = {};
};

absl::StatusOr<GivenLaw> ReadGiven(Reader& in) {
  GivenLaw given;
  USANCE_ASSIGN_OR_RETURN(given.contract_date, in.Find<Date>("contract_date"));
  USANCE_ASSIGN_OR_RETURN(given.parties, in.Find<Parties>("parties"));
  USANCE_ASSIGN_OR_RETURN(given.rounding, in.Find<Rounding>("rounding"));
  USANCE_ASSIGN_OR_RETURN(given.regime, in.Find<RoundingRegime>("regime"));
  USANCE_ASSIGN_OR_RETURN(given.day_count, in.Find<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(given.fixing, in.Find<RateFixing>("fixing"));
  USANCE_ASSIGN_OR_RETURN(given.unknown_rate,
                          in.Find<UnknownRate>("unknown_rate"));
  USANCE_ASSIGN_OR_RETURN(given.collected, in.FindFlag("collected"));
  USANCE_ASSIGN_OR_RETURN(given.per,
                          in.Find<CompensationPer>("compensation_per"));
  USANCE_ASSIGN_OR_RETURN(given.before_due, in.FindFlag("before_due"));
  USANCE_ASSIGN_OR_RETURN(given.facts, ReadFacts(in));
  USANCE_ASSIGN_OR_RETURN(given.calendar, ReadCalendar(in, "calendar"));
  return given;
}

Json WeakJson(const std::vector<WeakFact>& weak) {
  Json list = Json::List();
  for (const WeakFact& fact : weak) {
    Json row = Json::Object();
    row.Set("fact", fact.fact);
    row.Set("confidence", NameOf(fact.cited.confidence));
    row.Set("source", fact.cited.source);
    list.Append(std::move(row));
  }
  return list;
}

// "uk_late_payment_reference + 8%, frozen, act/365f, simple"
std::string InterestSentence(const InterestFact& fact, const PresetSpec& spec) {
  std::string text = fact.rate ? Format(*fact.rate) : fact.series;
  if (fact.multiplier > 1) text += " * " + std::to_string(fact.multiplier);
  if (fact.margin) text += " + " + Format(*fact.margin);
  text += ", " + std::string(NameOf(fact.fixing));
  const auto day_count = fact.day_count ? fact.day_count : spec.day_count;
  if (day_count) text += ", " + std::string(NameOf(*day_count));
  text += ", " + std::string(NameOf(fact.compounding));
  if (fact.rest) text += " at rests of " + fact.rest->ToText();
  if (fact.stops_after) text += ", for " + fact.stops_after->ToText();
  return text + ": " + fact.cited.source;
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Law>> ReadLaw(Reader& in, Answer& out) {
  // Everything is read, so that a wrong value is told as such; what has no use
  // without a statute is told at the end.
  USANCE_ASSIGN_OR_RETURN(const auto currency, in.Find<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>("statute"));
  USANCE_ASSIGN_OR_RETURN(const auto policy, in.FindObject("policy"));
  USANCE_RETURN_IF_ERROR(in.FindList("installments").status());
  USANCE_ASSIGN_OR_RETURN(const GivenLaw given, ReadGiven(in));
  if (!text) {
    for (const Field& field : kLawFields) in.NoUseFor(field.name);
    return std::unique_ptr<const Law>();
  }
  if (policy) in.NoUseFor("policy");
  if (in.Has("installments")) {
    in.NoUseFor("grossly_unfair");
    in.NoUseFor("told");
    in.NoUseFor("before_due");
    if (in.Has("due")) {
      return Error(Reason::kConflict, in.PathOf("installments"),
                   "give exactly one of due and installments");
    }
  } else {
    in.NoUseFor("compensation_per");
  }
  USANCE_ASSIGN_OR_RETURN(Statute statute,
                          FindOrParseStatute(*text, in.PathOf("statute")));
  if (!currency && !statute.currency) {
    return Error(Reason::kMissingField, in.PathOf("currency"),
                 "the field is missing: of the invoice");
  }
  const Currency own = currency ? *currency : *statute.currency;
  USANCE_ASSIGN_OR_RETURN(std::vector<LateInstallment> installments,
                          ReadInstallments(in, own));
  auto law = std::make_unique<Law>(
      Law{.before_due = given.before_due,
          .statute = std::move(statute),
          .debt = {.parties = {},
                   .contract_date = given.contract_date,
                   .facts = given.facts,
                   .installments = std::move(installments)},
          .spec = {.currency = own,
                   .rounding = given.rounding.value_or(Rounding::kHalfUp),
                   .regime = given.regime.value_or(RoundingRegime::kPerBooking),
                   .day_count = given.day_count,
                   .fixing = given.fixing,
                   .unknown_rate =
                       given.unknown_rate.value_or(UnknownRate::kRefuse),
                   .collected = given.collected,
                   .per = given.per},
          .terms = {}});
  law->debt.parties = given.parties.value_or(MainParties(law->statute));
  absl::StatusOr<StatuteTerms> terms =
      ApplyStatute(law->statute, law->debt, law->spec, in.book(),
                   given.calendar ? &*given.calendar : nullptr);
  if (!terms.ok()) {
    constexpr Renamed kNames[] = {{"/agreed", "/due"}};
    return Rename(terms.status(), kNames);
  }
  law->terms = *std::move(terms);
  if (!currency) out.Assume("currency", own.code());
  if (!given.contract_date) {
    out.Assume("contract_date", law->terms.contract_date.ToText());
  }
  if (!given.parties) out.Assume("parties", NameOf(law->debt.parties));
  if (!given.rounding) out.Assume("rounding", NameOf(law->spec.rounding));
  if (given.calendar) out.AssumeCalendar(*given.calendar);
  return std::unique_ptr<const Law>(std::move(law));
}

absl::Status LawError(const absl::Status& status) {
  if (FieldOf(status).starts_with("/policy")) {
    return Error(ReasonOf(status), "/statute", TextOf(status));
  }
  constexpr Renamed kNames[] = {{"/invoice", ""}};
  return Rename(status, kNames);
}

void AnswerLaw(const Law& law, const LateChargesSpec& spec,
               const LateCharges& charges, Answer& out) {
  Json answer = Json::Object();
  answer.Set("id", law.statute.id);
  answer.Set("name", law.statute.name);
  if (law.statute.loaded) answer.Set("loaded", true);
  if (!law.statute.in_place_of.empty()) {
    answer.Set("in_place_of", law.statute.in_place_of);
  }
  answer.Set("version", law.terms.version->id);
  answer.Set("parties", NameOf(law.debt.parties));
  answer.Set("due", law.terms.relevant.day.ToText());
  if (law.statute.known_through) {
    const Date known = *law.statute.known_through;
    answer.Set("known_through", known.ToText());
    if (spec.as_of > known) answer.Set("beyond_known", true);
  }
  if (!law.terms.installments.empty()) {
    answer.Set("compensation_per", NameOf(spec.policy.compensation.per));
  }
  const std::string& credited = spec.policy.compensation.credited_against;
  if (!credited.empty() && charges.compensation.minor() != 0) {
    answer.Set("credited_against", credited);
  }
  const std::optional<InterestFact>& fact = law.terms.version->interest;
  const bool departs =
      fact && law.spec.fixing && *law.spec.fixing != fact->fixing;
  if (departs) answer.Set("replaced_fixing", NameOf(fact->fixing));
  answer.Set("weak", WeakJson(law.terms.preset.weak));
  out.Set("statute", std::move(answer));
  if (!out.explain()) return;
  out.Because(law.statute.id + ", version " + law.terms.version->id + ", for " +
              std::string(NameOf(law.debt.parties)) + " and a contract of " +
              law.terms.contract_date.ToText());
  if (law.statute.loaded) {
    out.Because(
        "a law given with the request" +
        (law.statute.in_place_of.empty()
             ? std::string(", not built in")
             : ", in place of the built-in " + law.statute.in_place_of));
  }
  if (!law.terms.installments.empty()) {
    out.Because(
        std::to_string(law.terms.installments.size()) +
        " due amounts, each late by itself; the fixed sum is for each " +
        std::string(NameOf(spec.policy.compensation.per)));
  }
  out.Because("due: " + law.terms.relevant.why + "; interest bears from " +
              law.terms.relevant.first_bearing.ToText());
  if (fact) out.Because("interest: " + InterestSentence(*fact, law.spec));
  if (departs) {
    out.Because("the request reads the rate " +
                std::string(NameOf(*law.spec.fixing)) + ", the law " +
                std::string(NameOf(fact->fixing)));
  }
  if (!charges.segments.empty() &&
      spec.policy.interest->rule.fixing == RateFixing::kFrozen) {
    const Segment& first = charges.segments.front();
    out.Because(charges.installments.size() > 1
                    ? "frozen: of each due amount the rate of its first day"
                    : "frozen: " + Format(first.rate) + ", the rate of " +
                          first.start.ToText() + ", holds to the end");
  }
  for (const WeakFact& weak : law.terms.preset.weak) {
    out.Because("check before relying on it: " + weak.fact + " is " +
                std::string(NameOf(weak.cited.confidence)) + ", " +
                weak.cited.source);
  }
}

absl::Status AnswerBeforeDue(const Law& law, const LateChargesSpec& spec,
                             const RateBook& book, Answer& out) {
  if (!law.before_due) return absl::OkStatus();
  USANCE_ASSIGN_OR_RETURN(
      const BeforeDue early,
      InterestBeforeDue(*law.terms.version, law.debt.facts, spec.invoice.due,
                        spec.invoice.amount, spec.payments, spec.as_of,
                        law.spec, book));
  const Currency currency = spec.invoice.amount.currency();
  Json row = Json::Object();
  row.Set("interest", FormatAmount(early.accrual.interest));
  row.Set("first", early.first.ToText());
  row.Set("last", early.last.ToText());
  row.Set("segments", SegmentsJson(early.accrual.segments, currency));
  row.Set("rate_source", early.accrual.source);
  row.Set("rate_version", early.accrual.version);
  row.Set("confidence", NameOf(early.accrual.confidence));
  row.Set("weak", WeakJson(early.weak));
  out.Set("before_due", std::move(row));
  out.Because("before it is due the debt bears " +
              FormatAmount(early.accrual.interest) + ", beside the total: " +
              law.terms.version->before_due->interest.cited.source);
  for (const Segment& segment : early.accrual.segments) {
    out.Because(SegmentSentence(segment, currency));
  }
  return absl::OkStatus();
}

void AnswerReadings(const Law& law, const LateChargesSpec& spec,
                    const LateCharges& charges, const RateBook& book,
                    Answer& out) {
  Json list = Json::List();
  for (const Reading& reading : law.terms.version->readings) {
    PresetSpec other = law.spec;
    other.fixing = reading.fixing;
    const absl::StatusOr<Preset> preset =
        MakePreset(*law.terms.version, other, law.terms.relevant.day, book);
    if (!preset.ok()) continue;
    LateChargesSpec again = spec;
    again.policy.interest = preset->policy.interest;
    const absl::StatusOr<LateCharges> computed = ComputeLateCharges(again);
    if (!computed.ok() || computed->interest == charges.interest) continue;
    Json row = Json::Object();
    row.Set("fixing", NameOf(reading.fixing));
    row.Set("by", reading.by);
    row.Set("interest", FormatAmount(computed->interest));
    row.Set("source", reading.cited.source);
    list.Append(std::move(row));
    out.Because(reading.by + " get " + FormatAmount(computed->interest) +
                " of interest: " + reading.cited.source);
  }
  if (!list.items().empty()) out.Set("other_readings", std::move(list));
}

}  // namespace usance::codec
