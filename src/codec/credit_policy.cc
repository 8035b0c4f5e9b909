#include "src/codec/credit_policy.h"

#include <string>
#include <utility>
#include <vector>

#include "usance/codec/credit.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/terms/notation.h"

namespace usance::codec {
namespace {

absl::StatusOr<Fraction> ParseNumber(const std::string& text,
                                     const std::string& path) {
  const Scanned<Decimal> number = ScanDecimal(text);
  if (number.value) {
    return Fraction::Of(number.value->digits, PowerOfTen(number.value->scale));
  }
  return Error(number.error == ScanError::kTooManyDigits
                   ? Reason::kTooManyDigits
                   : Reason::kMalformed,
               path, "\"" + text + "\" is no plain decimal number");
}

absl::StatusOr<Fraction> ParseMeasure(Measure measure, Currency currency,
                                      const std::string& text,
                                      const std::string& path) {
  if (measure == Measure::kInsolvency ||
      measure == Measure::kOtherJurisdiction) {
    if (text == "yes") return Fraction(1);
    if (text == "no") return Fraction(0);
  }
  switch (KindOf(measure).unit) {
    case MeasureUnit::kShare: {
      USANCE_ASSIGN_OR_RETURN(const Percent share, Percent::Parse(text, path));
      return share.share();
    }
    case MeasureUnit::kAmount: {
      USANCE_ASSIGN_OR_RETURN(const Money amount,
                              ParseAmount(text, currency, path));
      return Fraction(amount.minor());
    }
    case MeasureUnit::kNumber:
      break;
  }
  return ParseNumber(text, path);
}

absl::StatusOr<ScoreFactor> ReadFactor(Reader& in, Currency currency) {
  ScoreFactor factor;
  USANCE_ASSIGN_OR_RETURN(factor.measure, in.Get<Measure>("measure"));
  USANCE_ASSIGN_OR_RETURN(factor.weight, NeedInteger32(in, "weight"));
  USANCE_RETURN_IF_ERROR(in.Need("bands"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> bands, in.FindList("bands"));
  for (Reader& item : bands) {
    ScoreBand band;
    USANCE_ASSIGN_OR_RETURN(const auto from, item.Find<std::string>("from"));
    if (from) {
      USANCE_ASSIGN_OR_RETURN(
          band.from,
          ParseMeasure(factor.measure, currency, *from, item.PathOf("from")));
    }
    USANCE_ASSIGN_OR_RETURN(band.points, NeedInteger32(item, "points"));
    USANCE_RETURN_IF_ERROR(item.Done());
    factor.bands.push_back(band);
  }
  USANCE_ASSIGN_OR_RETURN(factor.missing, in.Get<MissingData>("missing"));
  USANCE_ASSIGN_OR_RETURN(factor.missing_points,
                          Integer32Or(in, "missing_points", 0));
  USANCE_RETURN_IF_ERROR(in.Done());
  return factor;
}

absl::StatusOr<KnockOut> ReadKnockOut(Reader& in, Currency currency) {
  KnockOut rule;
  USANCE_ASSIGN_OR_RETURN(rule.measure, in.Get<Measure>("measure"));
  USANCE_ASSIGN_OR_RETURN(const auto at, in.Get<std::string>("at"));
  USANCE_ASSIGN_OR_RETURN(
      rule.at, ParseMeasure(rule.measure, currency, at, in.PathOf("at")));
  USANCE_ASSIGN_OR_RETURN(rule.reason, in.Get<std::string>("reason"));
  USANCE_ASSIGN_OR_RETURN(rule.class_id, in.Get<std::string>("class"));
  USANCE_ASSIGN_OR_RETURN(rule.missing, in.Get<MissingData>("missing"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return rule;
}

absl::StatusOr<LimitRule> ReadLimit(Reader& in, Currency currency) {
  LimitRule limit;
  USANCE_ASSIGN_OR_RETURN(limit.basis, in.Get<LimitBasis>("basis"));
  USANCE_ASSIGN_OR_RETURN(const auto amount, FindMinor(in, "amount", currency));
  USANCE_ASSIGN_OR_RETURN(const auto factor, in.Find<std::string>("factor"));
  USANCE_ASSIGN_OR_RETURN(limit.at_most_minor,
                          FindMinor(in, "at_most", currency));
  limit.amount_minor = amount.value_or(0);
  const std::string path = in.PathOf("factor");
  if (factor && (factor->ends_with("%") || factor->ends_with("‰"))) {
    USANCE_ASSIGN_OR_RETURN(const Percent share, Percent::Parse(*factor, path));
    limit.factor = share.share();
  } else if (factor) {
    USANCE_ASSIGN_OR_RETURN(limit.factor, ParseNumber(*factor, path));
  }
  if (limit.basis == LimitBasis::kFixed) {
    USANCE_RETURN_IF_ERROR(in.Need("amount"));
  } else if (limit.basis != LimitBasis::kNone) {
    USANCE_RETURN_IF_ERROR(in.Need("factor"));
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return limit;
}

absl::StatusOr<CreditClass> ReadClass(Reader& in, Currency currency) {
  CreditClass one;
  USANCE_ASSIGN_OR_RETURN(one.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(one.from_points, NeedInteger32(in, "from_points"));
  USANCE_ASSIGN_OR_RETURN(const auto terms, in.Get<std::string>("terms"));
  USANCE_ASSIGN_OR_RETURN(one.terms, ParseTerms(terms, in.PathOf("terms")));
  USANCE_RETURN_IF_ERROR(in.Need("limit"));
  USANCE_ASSIGN_OR_RETURN(auto limit, in.FindObject("limit"));
  USANCE_ASSIGN_OR_RETURN(one.limit, ReadLimit(*limit, currency));
  USANCE_ASSIGN_OR_RETURN(const auto deposit, in.Find<Percent>("deposit"));
  one.deposit = deposit.value_or(one.deposit);
  USANCE_ASSIGN_OR_RETURN(one.early_discount, in.FindFlag("early_discount"));
  USANCE_ASSIGN_OR_RETURN(const auto dunning, in.Find<std::string>("dunning"));
  one.dunning = dunning.value_or("");
  USANCE_ASSIGN_OR_RETURN(one.consequences,
                          in.FindAll<std::string>("consequences"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return one;
}

// Every measure that is known, as "on_time_by_amount".
Json RecordJson(const TrackRecord& record, const ExternalFacts& external) {
  Json json = Json::Object();
  for (const auto& row : Names<Measure>::kTable) {
    const auto value = ValueOf(row.value, record, external);
    if (!value) continue;
    std::string name(row.name);
    for (char& c : name) c = c == ' ' || c == '-' ? '_' : c;
    json.Set(name, MeasureText(row.value, *value, record.currency));
  }
  json.Set("sales", FormatAmount(record.sales_minor, record.currency));
  json.Set("invoices", record.invoices);
  return json;
}

Json ReasonsJson(const CreditPolicy& policy, const Assessment& result) {
  Json reasons = Json::List();
  for (const FactorReason& reason : result.reasons) {
    const ScoreFactor& factor = policy.factors[reason.factor];
    Json json = Json::Object();
    json.Set("measure", NameOf(factor.measure));
    if (reason.value) {
      json.Set("value",
               MeasureText(factor.measure, *reason.value, policy.currency));
    }
    if (reason.points) json.Set("points", *reason.points);
    json.Set("weight", factor.weight);
    json.Set("why", reason.why);
    reasons.Append(std::move(json));
  }
  return reasons;
}

Json ClassJson(const CreditPolicy& policy, const Assessment& result) {
  Json json = Json::Object();
  const CreditClass& one = policy.classes[result.credit_class];
  json.Set("class", one.id);
  json.Set("score", ToText(result.score));
  json.Set("terms", ToText(one.terms));
  if (result.limit_minor) {
    json.Set("limit", FormatAmount(*result.limit_minor, policy.currency));
  }
  json.Set("deposit", Format(one.deposit));
  json.Set("early_discount", one.early_discount);
  if (!one.dunning.empty()) json.Set("dunning", one.dunning);
  Json consequences = Json::List();
  for (const std::string& text : one.consequences) consequences.Append(text);
  json.Set("consequences", std::move(consequences));
  if (result.knock_out) {
    json.Set("knock_out", policy.knock_outs[*result.knock_out].reason);
  }
  return json;
}

}  // namespace

absl::StatusOr<int64_t> MinorOr0(Reader& in, std::string_view name,
                                 Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const auto amount, in.FindMoney(name, currency));
  return amount ? amount->minor() : 0;
}
absl::StatusOr<std::optional<int64_t>> FindMinor(Reader& in,
                                                 std::string_view name,
                                                 Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const auto amount, in.FindMoney(name, currency));
  if (!amount) return std::nullopt;
  return amount->minor();
}
absl::StatusOr<int32_t> Integer32Or(Reader& in, std::string_view name,
                                    int32_t otherwise) {
  USANCE_ASSIGN_OR_RETURN(const auto value,
                          in.FindInteger(name, INT32_MIN, INT32_MAX));
  return static_cast<int32_t>(value.value_or(otherwise));
}
absl::StatusOr<int32_t> NeedInteger32(Reader& in, std::string_view name) {
  USANCE_RETURN_IF_ERROR(in.Need(name));
  return Integer32Or(in, name, 0);
}

absl::StatusOr<CreditPolicy> ReadCredit(Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::string id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(std::string version, in.Get<std::string>("version"));
  USANCE_ASSIGN_OR_RETURN(const Date valid_from, in.Get<Date>("valid_from"));
  CreditPolicy policy = {.id = std::move(id),
                         .version = std::move(version),
                         .valid_from = valid_from,
                         .currency = currency,
                         .factors = {},
                         .classes = {}};
  USANCE_RETURN_IF_ERROR(in.Need("factors"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> factors, in.FindList("factors"));
  for (Reader& item : factors) {
    USANCE_ASSIGN_OR_RETURN(policy.factors.emplace_back(),
                            ReadFactor(item, currency));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> knock_outs,
                          in.FindList("knock_outs"));
  for (Reader& item : knock_outs) {
    USANCE_ASSIGN_OR_RETURN(policy.knock_outs.emplace_back(),
                            ReadKnockOut(item, currency));
  }
  USANCE_RETURN_IF_ERROR(in.Need("classes"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> classes, in.FindList("classes"));
  for (Reader& item : classes) {
    USANCE_ASSIGN_OR_RETURN(policy.classes.emplace_back(),
                            ReadClass(item, currency));
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return policy;
}

absl::StatusOr<ExternalFacts> ReadExternal(Reader& in, Currency currency) {
  ExternalFacts facts;
  USANCE_ASSIGN_OR_RETURN(facts.score,
                          in.FindInteger("score", INT64_MIN, INT64_MAX));
  USANCE_ASSIGN_OR_RETURN(const bool insolvency, in.FindFlag("insolvency"));
  if (in.Has("insolvency")) facts.insolvency = insolvency;
  USANCE_ASSIGN_OR_RETURN(
      facts.legal_disputes,
      in.FindInteger("legal_disputes", INT64_MIN, INT64_MAX));
  USANCE_ASSIGN_OR_RETURN(const bool other, in.FindFlag("other_jurisdiction"));
  if (in.Has("other_jurisdiction")) facts.other_jurisdiction = other;
  USANCE_ASSIGN_OR_RETURN(facts.equity_minor,
                          FindMinor(in, "equity", currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  return facts;
}

}  // namespace usance::codec

namespace usance {

absl::StatusOr<CreditPolicy> ReadCreditPolicy(const Json& policy,
                                              Currency currency,
                                              std::string_view field) {
  return codec::ReadDocument(
      policy, codec::kCreditFields, field, RateBook(),
      [&](codec::Reader& in) { return codec::ReadCredit(in, currency); });
}

absl::StatusOr<ExternalFacts> ReadExternalFacts(const Json& external,
                                                Currency currency,
                                                std::string_view field) {
  return codec::ReadDocument(
      external, codec::kExternalFields, field, RateBook(),
      [&](codec::Reader& in) { return codec::ReadExternal(in, currency); });
}

Json AssessmentJson(const CreditPolicy& policy, const Assessment& result,
                    const TrackRecord& record, const ExternalFacts& external) {
  Json json = codec::ClassJson(policy, result);
  json.Set("reasons", codec::ReasonsJson(policy, result));
  json.Set("record", codec::RecordJson(record, external));
  return json;
}

}  // namespace usance
