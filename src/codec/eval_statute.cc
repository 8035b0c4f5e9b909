// statutes and limitation: what laws are known, and until when claims live.
#include "src/codec/operations.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/statute/limitation.h"
#include "usance/statute/statute.h"

namespace usance::codec {
namespace {

constexpr Field kStatutesFields[] = {
    {"statute", FieldType::kText, false,
     "one in full: its id, an alias, or a text as in data/statutes"},
};

constexpr Field kInterruptionFields[] = {
    {"kind", FieldType::kName, true, "what happened",
     NamesOf<LimitationEventKind>},
    {"date", FieldType::kDate, true, "the day, or the first of several"},
    {"last", FieldType::kDate, false, "the last; none where it still lasts"},
};
constexpr Field kLimitationFields[] = {
    {"law", FieldType::kText, true,
     "a law of limitation, or a statute, by its id or alias"},
    {"parties", FieldType::kName, false, "who owes; assumed: b2b",
     NamesOf<Parties>},
    {"claim", FieldType::kName, false,
     "what it is for; where the law makes a difference and it is not said, the "
     "first to be barred of goods and services is assumed, and others listed",
     NamesOf<ClaimKind>},
    {"due", FieldType::kDate, true, "the last day to pay on time"},
    {"as_of", FieldType::kDate, true, "the day that it is computed for"},
    {"events", FieldType::kList, false, "of the claim, by date", nullptr,
     kInterruptionFields},
    {"warn_before", FieldType::kPeriod, false, "the lead; assumed: P3M"},
};

Json TextsJson(const std::vector<std::string>& texts) {
  Json list = Json::List();
  for (const std::string& text : texts) list.Append(text);
  return list;
}

template <class E>
Json NamesJson(const std::vector<E>& values) {
  Json list = Json::List();
  for (const E value : values) list.Append(NameOf(value));
  return list;
}

void SetCitation(const Citation& cited, Json& row) {
  row.Set("source", cited.source);
  row.Set("confidence", NameOf(cited.confidence));
}

template <class T>
void SetText(std::string_view name, const std::optional<T>& value, Json& row) {
  if (value) row.Set(name, value->ToText());
}

void SetRefusal(const std::optional<Refusal>& refusal, Json& row) {
  if (!refusal) return;
  row.Set("refuses", NameOf(refusal->reason));
  row.Set("refuses_because", refusal->text);
}

Json InterestJson(const InterestFact& fact) {
  Json row = Json::Object();
  if (!fact.series.empty()) row.Set("series", fact.series);
  if (fact.rate) row.Set("rate", Format(*fact.rate));
  if (fact.multiplier != 1) row.Set("multiplier", fact.multiplier);
  if (fact.margin) row.Set("margin", Format(*fact.margin));
  row.Set("fixing", NameOf(fact.fixing));
  if (fact.rounding) {
    row.Set("multiple", Format(fact.rounding->increment));
    row.Set("rounding", NameOf(fact.rounding->rounding));
    row.Set("rounded", NameOf(fact.rounding->rounded));
  }
  if (fact.day_count) row.Set("day_count", NameOf(*fact.day_count));
  row.Set("compounding", NameOf(fact.compounding));
  SetText("rest", fact.rest, row);
  if (fact.rests_per_year) row.Set("rests_per_year", *fact.rests_per_year);
  if (fact.regime) row.Set("regime", NameOf(*fact.regime));
  SetText("stops_after", fact.stops_after, row);
  if (fact.minimum_claim) {
    row.Set("minimum_claim", FormatAmount(*fact.minimum_claim));
  }
  SetCitation(fact.cited, row);
  return row;
}

Json StartJson(const StartRule& rule) {
  Json row = Json::Object();
  if (rule.days) row.Set("days", *rule.days);
  if (!rule.after.empty()) row.Set("after", NamesJson(rule.after));
  if (rule.beginning_with) row.Set("beginning_with", true);
  if (rule.only_if_told) row.Set("only_if_told", true);
  if (rule.longest_days) {
    row.Set("longest_days", *rule.longest_days);
    row.Set("longest", NameOf(rule.longest));
    if (!rule.longest_after.empty()) {
      row.Set("longest_after", NamesJson(rule.longest_after));
    }
    if (rule.longest_month_end_days) {
      row.Set("longest_month_end_days", *rule.longest_month_end_days);
    }
  }
  if (rule.rolls) row.Set("rolls", true);
  SetCitation(rule.cited, row);
  return row;
}

Json CompensationJson(const CompensationFact& fact) {
  Json row = Json::Object();
  SetText("due_from", fact.due_from, row);
  SetText("due_before", fact.due_before, row);
  Json tiers = Json::List();
  for (const CompensationTier& tier : fact.table.tiers) {
    Json one = Json::Object();
    one.Set("from", Format(tier.from));
    if (tier.percent) {
      one.Set("percent", Format(*tier.percent));
    } else {
      one.Set("amount", Format(tier.amount));
    }
    tiers.Append(std::move(one));
  }
  row.Set("tiers", std::move(tiers));
  if (fact.table.minimum) row.Set("minimum", Format(*fact.table.minimum));
  if (fact.table.maximum) row.Set("maximum", Format(*fact.table.maximum));
  if (!fact.credited_against.empty()) {
    row.Set("credited_against", fact.credited_against);
  }
  SetCitation(fact.cited, row);
  return row;
}

Json VersionJson(const StatuteVersion& version) {
  Json row = Json::Object();
  row.Set("id", version.id);
  row.Set("parties", NamesJson(version.parties));
  row.Set("dated_by", NameOf(version.dated_by));
  SetText("from", version.from, row);
  SetText("before", version.before, row);
  SetRefusal(version.refuses, row);
  if (version.interest) row.Set("interest", InterestJson(*version.interest));
  if (version.before_due) {
    Json early = InterestJson(version.before_due->interest);
    early.Set("days", version.before_due->days);
    early.Set("after", NamesJson(version.before_due->after));
    row.Set("before_due", std::move(early));
  }
  if (version.start) row.Set("start", StartJson(*version.start));
  Json sums = Json::List();
  for (const CompensationFact& fact : version.compensation) {
    sums.Append(CompensationJson(fact));
  }
  row.Set("compensation", std::move(sums));
  if (version.collection) {
    row.Set("collection", CompensationJson(*version.collection));
  }
  Json readings = Json::List();
  for (const Reading& reading : version.readings) {
    Json one = Json::Object();
    one.Set("fixing", NameOf(reading.fixing));
    one.Set("by", reading.by);
    SetCitation(reading.cited, one);
    readings.Append(std::move(one));
  }
  row.Set("readings", std::move(readings));
  return row;
}

// What a list of laws says of each.
Json SummaryJson(const Statute& law) {
  Json row = Json::Object();
  row.Set("id", law.id);
  row.Set("aliases", TextsJson(law.aliases));
  row.Set("country", law.country);
  row.Set("name", law.name);
  if (law.currency) row.Set("currency", law.currency->code());
  SetText("known_through", law.known_through, row);
  if (!law.limitation.empty()) row.Set("limitation", law.limitation);
  SetRefusal(law.refuses, row);
  return row;
}

Json LawJson(const Statute& law) {
  Json row = SummaryJson(law);
  Json versions = Json::List();
  for (const StatuteVersion& version : law.versions) {
    versions.Append(VersionJson(version));
  }
  row.Set("versions", std::move(versions));
  Json records = Json::List();
  for (const Record& record : law.records) {
    Json one = Json::Object();
    one.Set("about", record.about);
    for (const auto& [name, text] : record.facts) one.Set(name, text);
    SetCitation(record.cited, one);
    records.Append(std::move(one));
  }
  row.Set("records", std::move(records));
  return row;
}

absl::Status RunStatutes(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>("statute"));
  USANCE_RETURN_IF_ERROR(in.Done());
  if (text) {
    USANCE_ASSIGN_OR_RETURN(const Statute law,
                            FindOrParseStatute(*text, in.PathOf("statute")));
    out.Set("statute", LawJson(law));
    return absl::OkStatus();
  }
  Json list = Json::List();
  for (const ShippedStatute& shipped : ShippedStatutes()) {
    USANCE_ASSIGN_OR_RETURN(const Statute law, FindStatute(shipped.id));
    list.Append(SummaryJson(law));
  }
  out.Set("statutes", std::move(list));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<LimitationEvent>> ReadEvents(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("events"));
  std::vector<LimitationEvent> events;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const auto kind,
                            item.Get<LimitationEventKind>("kind"));
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const auto last, item.Find<Date>("last"));
    USANCE_RETURN_IF_ERROR(item.Done());
    events.push_back({kind, date, last});
  }
  return events;
}

Json StepsJson(const std::vector<LimitationStep>& steps) {
  Json list = Json::List();
  for (const LimitationStep& step : steps) {
    Json row = Json::Object();
    row.Set("date", step.event.date.ToText());
    row.Set("kind", NameOf(step.event.kind));
    row.Set("last_day", step.last_day.ToText());
    row.Set("why", step.why);
    list.Append(std::move(row));
  }
  return list;
}

void SetRule(const LimitationRule& rule, Json& row) {
  if (!rule.claims.empty()) row.Set("claims", NamesJson(rule.claims));
  row.Set("period", rule.period.ToText());
  SetCitation(rule.cited, row);
}

// "sale, services"
std::string ClaimsText(const LimitationRule& rule) {
  std::string text;
  for (const ClaimKind kind : rule.claims) {
    text += (text.empty() ? "" : ", ") + std::string(NameOf(kind));
  }
  return text.empty() ? "other claims" : text;
}

// Until when claims of other kinds can be enforced.
absl::Status AnswerOthers(const LimitationSpec& said,
                          std::span<const LimitationRule> others, Answer& out) {
  Json list = Json::List();
  for (const LimitationRule& rule : others) {
    LimitationSpec spec = said;
    spec.rule = rule;
    USANCE_ASSIGN_OR_RETURN(const Limitation found, ComputeLimitation(spec));
    Json row = Json::Object();
    SetRule(rule, row);
    row.Set("last_day", found.last_day.ToText());
    row.Set("barred_from", found.barred_from.ToText());
    list.Append(std::move(row));
    out.Because(ClaimsText(rule) + ": " + rule.period.ToText() +
                ", the last day is " + found.last_day.ToText() + ": " +
                rule.cited.source);
  }
  out.Set("others", std::move(list));
  return absl::OkStatus();
}

absl::Status RunLimitation(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const std::string name, in.Get<std::string>("law"));
  USANCE_ASSIGN_OR_RETURN(const LimitationLaw law,
                          LimitationOf(name, in.PathOf("law")));
  USANCE_ASSIGN_OR_RETURN(const auto parties, in.Find<Parties>("parties"));
  const Parties who = parties.value_or(Parties::kBusiness);
  USANCE_ASSIGN_OR_RETURN(const auto claim, in.Find<ClaimKind>("claim"));
  USANCE_ASSIGN_OR_RETURN(const Date due, in.Get<Date>("due"));
  USANCE_ASSIGN_OR_RETURN(const Date as_of, in.Get<Date>("as_of"));
  USANCE_ASSIGN_OR_RETURN(std::vector<LimitationEvent> events, ReadEvents(in));
  USANCE_ASSIGN_OR_RETURN(const auto lead, in.Find<Period>("warn_before"));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const std::vector<LimitationRule> rules,
                          RulesFor(law, who, claim, in.PathOf("law")));
  const LimitationRule& rule = rules.front();
  LimitationSpec spec{
      .rule = rule, .due = due, .events = std::move(events), .as_of = as_of};
  spec.warn_before = lead.value_or(spec.warn_before);
  USANCE_ASSIGN_OR_RETURN(const Limitation found, ComputeLimitation(spec));
  out.Set("last_day", found.last_day.ToText());
  out.Set("barred_from", found.barred_from.ToText());
  out.Set("warn_from", found.warn_from.ToText());
  out.Set("days_left", found.days_left);
  out.Set("expired", found.expired);
  out.Set("warning", found.warning);
  out.Set("open", found.open);
  out.Set("steps", StepsJson(found.steps));
  Json cited = Json::Object();
  cited.Set("id", law.id);
  cited.Set("name", law.name);
  SetRule(rule, cited);
  out.Set("law", std::move(cited));
  if (!parties) out.Assume("parties", NameOf(who));
  if (!lead) out.Assume("warn_before", spec.warn_before.ToText());
  out.Because(law.id + ": " + rule.period.ToText() + " from " + due.ToText() +
              (rule.year_end == YearEnd::kNone
                   ? ""
                   : ", " + std::string(NameOf(rule.year_end)) +
                         " the end of the year") +
              ": " + rule.cited.source);
  for (const LimitationStep& step : found.steps) {
    out.Because(step.event.date.ToText() + ": " + step.why +
                "; the last day is " + step.last_day.ToText());
  }
  out.Because("the claim can be enforced until " + found.last_day.ToText() +
              " and is barred from " + found.barred_from.ToText());
  if (claim || rules.size() == 1) return absl::OkStatus();
  if (!rule.claims.empty()) out.Assume("claim", ClaimsText(rule));
  return AnswerOthers(spec, std::span(rules).subspan(1), out);
}

constexpr Operation kStatuteOperations[] = {
    {"statutes", "the laws on late payment that are known", kStatutesFields,
     RunStatutes},
    {"limitation", "until when a claim can be enforced", kLimitationFields,
     RunLimitation},
};

}  // namespace

std::span<const Operation> StatuteOperations() { return kStatuteOperations; }

absl::StatusOr<Statute> FindOrParseStatute(const std::string& text,
                                           const std::string& path) {
  return text.find('\n') == std::string::npos ? FindStatute(text, path)
                                              : ParseStatute(text, path);
}

}  // namespace usance::codec
