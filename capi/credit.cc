#include "usance/codec/credit.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "capi/account.h"
#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/codec/json.h"
#include "usance/credit/assess.h"
#include "usance/credit/exposure.h"
#include "usance/credit/track_record.h"

using usance::Assessment;
using usance::CreditClass;
using usance::CreditParty;
using usance::CreditPolicy;
using usance::Currency;
using usance::Date;
using usance::ExposureResult;
using usance::ExternalFacts;
using usance::FactorReason;
using usance::Json;
using usance::PartyExposure;
using usance::TrackRecord;
using usance::capi::CheckIsReplayed;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::Defaults;
using usance::capi::Fits;
using usance::capi::FromDate;
using usance::capi::FromFraction;
using usance::capi::GivenPolicy;
using usance::capi::Guard;
using usance::capi::IndexOf;
using usance::capi::Layout;
using usance::capi::Optional;
using usance::capi::OrNull;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutColumn;
using usance::capi::PutFraction;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::ReadGivenPolicy;
using usance::capi::Text;
using usance::capi::ToCurrency;
using usance::capi::ToDate;
using usance::capi::ToFlag;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

std::optional<int64_t> Maybe(int64_t value) {
  if (value == USANCE_NULL_INT64) return std::nullopt;
  return value;
}

absl::StatusOr<TrackRecord> RecordOf(const usance_account& account,
                                     int32_t period_days) {
  USANCE_RETURN_IF_ERROR(CheckIsReplayed(account));
  return usance::TrackRecordOf(*account.journal, account.value, period_days);
}

// -1 is not known.
absl::StatusOr<std::optional<bool>> MaybeFlag(int32_t flag,
                                              std::string_view field) {
  if (flag == -1) return std::optional<bool>();
  USANCE_ASSIGN_OR_RETURN(const bool known, ToFlag(flag, field));
  return std::optional<bool>(known);
}

absl::StatusOr<ExternalFacts> ToFacts(const usance_external_facts* external) {
  ExternalFacts facts;
  if (external == nullptr) return facts;
  USANCE_ASSIGN_OR_RETURN(const usance_external_facts from,
                          Read(external, "/external"));
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(from.reserved));
  USANCE_ASSIGN_OR_RETURN(facts.insolvency,
                          MaybeFlag(from.insolvency, "/insolvency"));
  USANCE_ASSIGN_OR_RETURN(
      facts.other_jurisdiction,
      MaybeFlag(from.other_jurisdiction, "/other_jurisdiction"));
  facts.score = Maybe(from.score);
  facts.legal_disputes = Maybe(from.legal_disputes);
  facts.equity_minor = Maybe(from.equity);
  return facts;
}

// What a customer was judged by, and how.
struct Judged {
  TrackRecord record;
  ExternalFacts external;
  Assessment result;
};

absl::StatusOr<Judged> Judge(const usance_account& account,
                             const usance_credit_policy& policy,
                             int32_t period_days,
                             const usance_external_facts* external) {
  USANCE_ASSIGN_OR_RETURN(const ExternalFacts facts, ToFacts(external));
  USANCE_ASSIGN_OR_RETURN(const TrackRecord record,
                          RecordOf(account, period_days));
  USANCE_ASSIGN_OR_RETURN(Assessment result,
                          usance::Assess(policy.value, record, facts));
  return Judged{record, facts, std::move(result)};
}

absl::StatusOr<usance_assessment> StructOf(const Assessment& result,
                                           const CreditPolicy& policy) {
  const CreditClass& one = policy.classes[result.credit_class];
  auto to = Defaults<usance_assessment>(policy.currency);
  to.credit_class = static_cast<int32_t>(result.credit_class);
  to.class_by_score = static_cast<int32_t>(result.class_by_score);
  to.limit_class = static_cast<int32_t>(result.limit_class);
  to.knock_out = IndexOf(result.knock_out);
  to.early_discount = one.early_discount ? 1 : 0;
  to.limit = OrNull(result.limit_minor);
  USANCE_RETURN_IF_ERROR(FromFraction(result.score, &to.score_numerator,
                                      &to.score_denominator, "/score"));
  USANCE_RETURN_IF_ERROR(FromFraction(one.deposit.share(),
                                      &to.deposit_numerator,
                                      &to.deposit_denominator, "/deposit"));
  return to;
}

// The texts that an exposure is checked by.
struct ExposureTexts {
  const char* policy;
  size_t policy_size;
  const char* parties;
  size_t parties_size;

  [[nodiscard]] absl::Status Check() const {
    USANCE_RETURN_IF_ERROR(Column(policy, policy_size, "/policy"));
    return Column(parties, parties_size, "/parties");
  }
};

struct Checked {
  Currency currency;
  std::vector<CreditParty> parties;
  ExposureResult result;
};

absl::StatusOr<Checked> Check(const usance_exposure_check& from,
                              std::string_view party,
                              const ExposureTexts& texts) {
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(from.reserved));
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          ToCurrency(from.currency, from.digits));
  USANCE_ASSIGN_OR_RETURN(const Json rules,
                          usance::ParseJson({texts.policy, texts.policy_size}));
  USANCE_ASSIGN_OR_RETURN(const usance::ExposurePolicy policy,
                          usance::ReadExposurePolicy(rules, currency));
  USANCE_ASSIGN_OR_RETURN(
      const Json list, usance::ParseJson({texts.parties, texts.parties_size}));
  USANCE_ASSIGN_OR_RETURN(std::vector<CreditParty> parties,
                          usance::ReadCreditParties(list, currency));
  USANCE_ASSIGN_OR_RETURN(const usance::CheckPoint point,
                          Choose<usance::CheckPoint>(from.point, "/point"));
  USANCE_ASSIGN_OR_RETURN(const Date day, ToDate(from.day, "/day"));
  const usance::ExposureCheck check = {.party = std::string(party),
                                       .point = point,
                                       .day = day,
                                       .amount_minor = from.amount,
                                       .advance_minor = from.advance,
                                       .counted_minor = from.counted};
  USANCE_ASSIGN_OR_RETURN(ExposureResult result,
                          usance::CheckExposure(policy, parties, check));
  return Checked{currency, std::move(parties), std::move(result)};
}

usance_exposure StructOf(const ExposureResult& result) {
  auto to = Layout<usance_exposure>::kDefaults;
  to.state = static_cast<int32_t>(result.state);
  to.allowed = result.allowed ? 1 : 0;
  if (result.fired) {
    to.rule = static_cast<int32_t>(result.reasons[*result.fired].rule);
  }
  to.reason_count = static_cast<int32_t>(result.reasons.size());
  return to;
}

}  // namespace

usance_status usance_account_track_record(const usance_account* account,
                                          int32_t period_days,
                                          usance_track_record* record,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Writable(record, "/record"));
    USANCE_ASSIGN_OR_RETURN(const TrackRecord made,
                            RecordOf(*account, period_days));
    auto to = Defaults<usance_track_record>(made.currency);
    to.as_of = made.as_of.days();
    to.first_invoice = FromDate(made.since);
    to.period_days = made.period_days;
    to.worst_days_late = made.worst_days_late;
    to.invoices = made.invoices;
    to.judged = made.judged_minor;
    to.on_time = made.on_time_minor;
    to.past_due = made.past_due_minor;
    to.written_off = made.written_off_minor;
    to.rows_judged = made.rows_judged;
    to.rows_on_time = made.rows_on_time;
    to.promises_ended = made.promises_ended;
    to.promises_kept = made.promises_kept_count;
    to.disputes = made.disputes;
    to.returned_payments = made.returned_payments;
    to.broken_plans = made.broken_plans;
    to.hand_overs = made.hand_overs;
    to.sales = made.sales_minor;
    to.recent_invoices = made.recent_invoices;
    PutFraction(made.days_late, &to.days_late_numerator,
                &to.days_late_denominator);
    PutFraction(made.trend, &to.trend_numerator, &to.trend_denominator);
    Write(to, record);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_credit_policy_parse(const char* text, size_t text_size,
                                         const char* currency,
                                         usance_credit_policy** policy,
                                         usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const GivenPolicy given,
                            ReadGivenPolicy(text, text_size, currency, policy));
    USANCE_ASSIGN_OR_RETURN(CreditPolicy made, usance::ReadCreditPolicy(
                                                   given.json, given.currency));
    USANCE_RETURN_IF_ERROR(CheckPolicy(made, "/credit"));
    *policy = new usance_credit_policy{std::move(made)};
    return USANCE_STATUS_OK;
  });
}

void usance_credit_policy_destroy(usance_credit_policy* policy) {
  delete policy;
}

usance_status usance_credit_policy_text(const usance_credit_policy* policy,
                                        size_t capacity, char* text,
                                        size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    return PutText(ToText(policy->value), text, capacity, size);
  });
}

usance_status usance_account_assess(
    const usance_account* account, const usance_credit_policy* policy,
    int32_t period_days, const usance_external_facts* external, size_t capacity,
    int32_t* measure, int64_t* value_numerator, int64_t* value_denominator,
    int32_t* points, int32_t* weight, size_t* count,
    usance_assessment* assessment, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Optional(measure, "/measure"));
    USANCE_RETURN_IF_ERROR(Optional(value_numerator, "/value_numerator"));
    USANCE_RETURN_IF_ERROR(Optional(value_denominator, "/value_denominator"));
    USANCE_RETURN_IF_ERROR(Optional(points, "/points"));
    USANCE_RETURN_IF_ERROR(Optional(weight, "/weight"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (assessment != nullptr) {
      USANCE_RETURN_IF_ERROR(Writable(assessment, "/assessment"));
    }
    USANCE_ASSIGN_OR_RETURN(const Judged judged,
                            Judge(*account, *policy, period_days, external));
    const std::vector<FactorReason>& reasons = judged.result.reasons;
    USANCE_ASSIGN_OR_RETURN(const usance_assessment made,
                            StructOf(judged.result, policy->value));
    if (!Fits(reasons.size(), capacity, count)) return USANCE_STATUS_MORE;
    const auto factor = [&](const FactorReason& one) -> const auto& {
      return policy->value.factors[one.factor];
    };
    PutColumn(measure, reasons,
              [&](const auto& one) { return factor(one).measure; });
    for (size_t k = 0; k < reasons.size(); ++k) {
      int64_t numerator = 0, denominator = 0;
      PutFraction(reasons[k].value, &numerator, &denominator);
      usance::capi::Put(value_numerator, k, numerator);
      usance::capi::Put(value_denominator, k, denominator);
    }
    PutColumn(points, reasons,
              [](const auto& one) { return one.points.value_or(-1); });
    PutColumn(weight, reasons,
              [&](const auto& one) { return factor(one).weight; });
    if (assessment != nullptr) Write(made, assessment);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_assess_text(const usance_account* account,
                                         const usance_credit_policy* policy,
                                         int32_t period_days,
                                         const usance_external_facts* external,
                                         size_t capacity, char* text,
                                         size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const Judged judged,
                            Judge(*account, *policy, period_days, external));
    return PutText(
        ToText(usance::AssessmentJson(policy->value, judged.result,
                                      judged.record, judged.external)),
        text, capacity, size);
  });
}

usance_status usance_credit_check(
    const usance_exposure_check* check, const char* party, const char* policy,
    size_t policy_size, const char* parties, size_t parties_size,
    size_t capacity, int32_t* level, int64_t* before, int64_t* used,
    int64_t* insured, int64_t* limit, int64_t* available, size_t* count,
    usance_exposure* exposure, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const usance_exposure_check from,
                            Read(check, "/check"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view who, Text(party, "/party"));
    const ExposureTexts texts = {policy, policy_size, parties, parties_size};
    USANCE_RETURN_IF_ERROR(texts.Check());
    USANCE_RETURN_IF_ERROR(Optional(level, "/level"));
    USANCE_RETURN_IF_ERROR(Optional(before, "/before"));
    USANCE_RETURN_IF_ERROR(Optional(used, "/used"));
    USANCE_RETURN_IF_ERROR(Optional(insured, "/insured"));
    USANCE_RETURN_IF_ERROR(Optional(limit, "/limit"));
    USANCE_RETURN_IF_ERROR(Optional(available, "/available"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (exposure != nullptr) {
      USANCE_RETURN_IF_ERROR(Writable(exposure, "/exposure"));
    }
    USANCE_ASSIGN_OR_RETURN(const Checked checked, Check(from, who, texts));
    const std::vector<PartyExposure>& levels = checked.result.parties;
    if (!Fits(levels.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(level, levels,
              [](const PartyExposure& one) { return one.party; });
    PutColumn(before, levels,
              [](const PartyExposure& one) { return one.before_minor; });
    PutColumn(used, levels,
              [](const PartyExposure& one) { return one.after_minor; });
    PutColumn(insured, levels,
              [](const PartyExposure& one) { return one.insured_minor; });
    PutColumn(limit, levels,
              [](const PartyExposure& one) { return OrNull(one.limit_minor); });
    PutColumn(available, levels, [](const PartyExposure& one) {
      return OrNull(one.available_minor);
    });
    if (exposure != nullptr) Write(StructOf(checked.result), exposure);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_credit_check_text(const usance_exposure_check* check,
                                       const char* party, const char* policy,
                                       size_t policy_size, const char* parties,
                                       size_t parties_size, size_t capacity,
                                       char* text, size_t* size,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const usance_exposure_check from,
                            Read(check, "/check"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view who, Text(party, "/party"));
    const ExposureTexts texts = {policy, policy_size, parties, parties_size};
    USANCE_RETURN_IF_ERROR(texts.Check());
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const Checked checked, Check(from, who, texts));
    return PutText(ToText(usance::ExposureJson(checked.result, checked.parties,
                                               checked.currency)),
                   text, capacity, size);
  });
}
