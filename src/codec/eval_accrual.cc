// accrue, and what other operations share of it: rates, rules, segments.
#include "src/codec/operations.h"
#include "usance/accrual/accrue.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::codec {
namespace {

constexpr Field kBalanceFields[] = {
    {"from", FieldType::kDate, true, "the first day of this balance"},
    {"amount", FieldType::kMoney, true, "until the next step"},
};

constexpr Field kOwnFields[] = {
    {"currency", FieldType::kCurrency, true, "of the balance"},
    {"balance", FieldType::kMoney, false,
     "what bears interest; exactly one of balance and balances"},
    {"balances", FieldType::kList, false, "a balance that changes", nullptr,
     kBalanceFields},
    {"start", FieldType::kDate, true, "the first day that bears"},
    {"end", FieldType::kDate, true, "the day after the last that bears"},
};

constexpr Field kFactFields[] = {
    {"pauses", FieldType::kList, false, "days that do not bear", nullptr,
     kPauseFields},
};

constexpr auto kAccrueFields =
    Join(kOwnFields, kRateFields, kRuleFields, kFactFields);

absl::StatusOr<std::vector<BalanceStep>> ReadBalances(Reader& in,
                                                      Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const auto balance,
                          in.FindMoney("balance", currency));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("balances"));
  std::vector<BalanceStep> steps;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date from, item.Get<Date>("from"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Done());
    steps.push_back({from, amount.minor()});
  }
  if (balance.has_value() == in.Has("balances")) {
    return Error(balance ? Reason::kConflict : Reason::kMissingField,
                 in.PathOf(balance ? "balances" : "balance"),
                 "give exactly one of balance and balances");
  }
  // One balance is there from the first day of all.
  if (balance)
    steps.push_back({*Date::FindDays(Date::kMinDays), balance->minor()});
  return steps;
}

absl::StatusOr<std::vector<RateStep>> ReadSteps(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("rates"));
  std::vector<RateStep> steps;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date from, item.Get<Date>("from"));
    USANCE_ASSIGN_OR_RETURN(const Rate rate, item.Get<Rate>("rate"));
    USANCE_RETURN_IF_ERROR(item.Done());
    steps.push_back({from, rate});
  }
  return steps;
}

absl::Status RunAccrue(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(std::vector<BalanceStep> balances,
                          ReadBalances(in, currency));
  USANCE_ASSIGN_OR_RETURN(const Date start, in.Get<Date>("start"));
  USANCE_ASSIGN_OR_RETURN(const Date end, in.Get<Date>("end"));
  USANCE_ASSIGN_OR_RETURN(const RateTerms rates, ReadRates(in));
  USANCE_ASSIGN_OR_RETURN(const AccrualRule rule, ReadRule(in));
  USANCE_ASSIGN_OR_RETURN(std::vector<Pause> pauses, ReadPauses(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  const absl::StatusOr<Accrual> accrual =
      Accrue({.currency = currency,
              .balances = std::move(balances),
              .rates = rates.history,
              .rule = rule,
              .start = start,
              .end = end,
              .pauses = std::move(pauses),
              .unknown_rate = rates.unknown});
  if (!accrual.ok()) {
    constexpr Renamed kNames[] = {{"/rule", ""}};
    return Rename(accrual.status(), kNames);
  }
  out.Set("interest", FormatAmount(accrual->interest));
  if (accrual->exact_minor) {
    const auto exact = CheckedDiv(*accrual->exact_minor,
                                  Fraction(PowerOfTen(currency.digits())));
    if (exact) out.Set("exact", ToText(*exact));
  }
  out.Set("segments", SegmentsJson(accrual->segments, currency));
  out.Assume("regime", NameOf(rule.regime));
  out.Assume("rounding", NameOf(rule.rounding));
  AssumeRates(
      {accrual->source, accrual->version, accrual->known_through,
       rates.history.spec().loaded, accrual->provisional, accrual->confidence},
      out);
  if (out.explain()) {
    for (const Segment& segment : accrual->segments) {
      out.Because(SegmentSentence(segment, currency));
    }
  }
  out.Because("the interest is " + Format(accrual->interest) + ", rounded " +
              std::string(NameOf(rule.rounding)) + " " +
              std::string(NameOf(rule.regime)));
  return absl::OkStatus();
}

constexpr Operation kAccrualOperations[] = {
    {"accrue", "interest on a balance over time", kAccrueFields, RunAccrue},
};

}  // namespace

std::span<const Operation> AccrualOperations() { return kAccrualOperations; }

absl::StatusOr<RateTerms> ReadRates(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const auto rate, in.Find<Rate>("rate"));
  RateHistory::Spec spec;
  const bool series = in.IsText("rates");
  if (series) {
    USANCE_ASSIGN_OR_RETURN(const auto id, in.Get<std::string>("rates"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries found,
                            in.book().Find(id, in.PathOf("rates")));
    spec = found.Steps();
    spec.loaded = in.book().HasLoaded(id);
  } else {
    USANCE_ASSIGN_OR_RETURN(spec.steps, ReadSteps(in));
  }
  USANCE_ASSIGN_OR_RETURN(spec.margin, in.Find<Rate>("margin"));
  USANCE_ASSIGN_OR_RETURN(spec.floor, in.Find<Rate>("floor"));
  USANCE_ASSIGN_OR_RETURN(spec.cap, in.Find<Rate>("cap"));
  USANCE_ASSIGN_OR_RETURN(const auto source, in.Find<std::string>("source"));
  USANCE_ASSIGN_OR_RETURN(const auto version, in.Find<std::string>("version"));
  USANCE_ASSIGN_OR_RETURN(const auto known, in.Find<Date>("known_through"));
  if (series) {  // says all of this itself
    for (const char* name : {"source", "version", "known_through"}) {
      in.NoUseFor(name);
    }
  } else {
    spec.id = source.value_or("");
    spec.version = version.value_or("");
    spec.known_through = known;
  }
  USANCE_ASSIGN_OR_RETURN(const auto unknown,
                          in.Find<UnknownRate>("unknown_rate"));
  if (rate.has_value() == in.Has("rates")) {
    return Error(rate ? Reason::kConflict : Reason::kMissingField,
                 in.PathOf(rate ? "rates" : "rate"),
                 "give exactly one of rate and rates");
  }
  if (rate) spec.steps.push_back({*Date::FindDays(Date::kMinDays), *rate});
  const std::string rates = in.PathOf("rates");
  absl::StatusOr<RateHistory> history = RateHistory::Make(spec, rates);
  if (!history.ok()) {
    const std::string steps = rates + "/steps", member = rates + "/";
    const std::string own = in.PathOf("");
    const Renamed names[] = {{steps, rates}, {member, own}};
    return Rename(history.status(), names);
  }
  return RateTerms{*std::move(history), unknown.value_or(UnknownRate::kRefuse)};
}

absl::StatusOr<AccrualRule> ReadRule(Reader& in) {
  AccrualRule rule;
  USANCE_ASSIGN_OR_RETURN(rule.day_count, in.Get<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(rule.compounding, in.Get<Compounding>("compounding"));
  USANCE_ASSIGN_OR_RETURN(rule.rest, in.Find<Period>("rest"));
  USANCE_ASSIGN_OR_RETURN(const auto rests,
                          in.FindInteger("rests_per_year", 1, INT32_MAX));
  if (rests) rule.rests_per_year = static_cast<int32_t>(*rests);
  USANCE_ASSIGN_OR_RETURN(const auto fixing, in.Find<RateFixing>("fixing"));
  rule.fixing = fixing.value_or(rule.fixing);
  USANCE_ASSIGN_OR_RETURN(const auto regime, in.Find<RoundingRegime>("regime"));
  rule.regime = regime.value_or(RoundingRegime::kPerBooking);
  USANCE_ASSIGN_OR_RETURN(rule.rounding, in.Get<Rounding>("rounding"));
  return rule;
}

absl::StatusOr<std::vector<Pause>> ReadPauses(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("pauses"));
  std::vector<Pause> pauses;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date start, item.Get<Date>("start"));
    USANCE_ASSIGN_OR_RETURN(const auto end, item.Find<Date>("end"));
    USANCE_ASSIGN_OR_RETURN(std::string reason,
                            item.Get<std::string>("reason"));
    USANCE_RETURN_IF_ERROR(item.Done());
    pauses.push_back({start, end, std::move(reason)});
  }
  return pauses;
}

Json SegmentsJson(const std::vector<Segment>& segments, Currency currency) {
  Json list = Json::List();
  for (const Segment& segment : segments) {
    Json row = Json::Object();
    row.Set("start", segment.start.ToText());
    row.Set("end", segment.end.ToText());
    row.Set("days", segment.days);
    row.Set("base", FormatAmount(segment.base_minor, currency));
    row.Set("rate", Format(segment.rate));
    row.Set("numerator", ToText(segment.time.numerator()));
    row.Set("denominator", ToText(segment.time.denominator()));
    row.Set("interest", FormatAmount(segment.interest_minor, currency));
    if (segment.alone_minor) {
      row.Set("alone", FormatAmount(*segment.alone_minor, currency));
    }
    if (segment.contract) row.Set("contract", Format(*segment.contract));
    if (!segment.paused.empty()) row.Set("paused", segment.paused);
    if (segment.provisional) row.Set("provisional", true);
    if (segment.confidence != Confidence::kGiven) {
      row.Set("confidence", NameOf(segment.confidence));
    }
    list.Append(std::move(row));
  }
  return list;
}

namespace {

// "0.93", or "0.92 alone; 0.93, as the rounded sum goes from 0.92 to 1.85"
std::string InterestText(const Segment& segment, Currency currency) {
  const auto text = [&](int64_t minor) {
    return FormatAmount(minor, currency);
  };
  const std::string interest = text(segment.interest_minor);
  if (!segment.alone_minor) return interest;
  const std::string alone = text(*segment.alone_minor) + "; booked " + interest;
  if (segment.each_day && segment.days != 0) {
    return alone + ", " + std::to_string(segment.days) + " * " +
           text(segment.interest_minor / segment.days);
  }
  return alone + ", as the rounded sum goes from " +
         text(segment.sum_minor - segment.interest_minor) + " to " +
         text(segment.sum_minor);
}

}  // namespace

std::string SegmentSentence(const Segment& segment, Currency currency) {
  if (!segment.paused.empty()) {
    return "[" + segment.start.ToText() + ", " + segment.end.ToText() +
           "): nothing bears, " + segment.paused;
  }
  return "[" + segment.start.ToText() + ", " + segment.end.ToText() +
         "): " + std::to_string(segment.days) + " days, " +
         FormatAmount(segment.base_minor, currency) + " * " +
         Format(segment.rate) + " * " + ToText(segment.time) + " = " +
         InterestText(segment, currency) +
         (segment.confidence == Confidence::kGiven
              ? ""
              : ", rate " + std::string(NameOf(segment.confidence))) +
         (segment.provisional ? ", provisional" : "");
}

void AssumeRates(const RatesRead& rates, Answer& out) {
  if (!rates.source.empty()) out.Assume("source", rates.source);
  if (!rates.version.empty()) out.Assume("version", rates.version);
  if (rates.loaded) out.Assume("loaded", true);
  if (rates.known_through) {
    out.Assume("known_through", rates.known_through->ToText());
  }
  if (rates.provisional) out.Assume("provisional", true);
  if (rates.confidence != Confidence::kGiven) {
    out.Assume("confidence", NameOf(rates.confidence));
  }
}

}  // namespace usance::codec
