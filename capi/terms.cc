#include <algorithm>
#include <span>
#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/core/text.h"
#include "usance/terms/early_discount.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/late_fee.h"
#include "usance/terms/late_payment_policy.h"
#include "usance/terms/notation.h"
#include "usance/terms/payment_options.h"
#include "usance/terms/payment_terms.h"
#include "usance/terms/sentence.h"

using usance::Calendar;
using usance::Currency;
using usance::Date;
using usance::DayCountContext;
using usance::DueAmount;
using usance::Error;
using usance::InvoiceFacts;
using usance::LateCharges;
using usance::LateChargesSpec;
using usance::LateFee;
using usance::LatePaymentPolicy;
using usance::Money;
using usance::PaymentOption;
using usance::Reason;
using usance::Rounding;
using usance::TermsPolicy;
using usance::capi::Choose;
using usance::capi::ChooseOrNone;
using usance::capi::Column;
using usance::capi::CopyText;
using usance::capi::EachRow;
using usance::capi::Fits;
using usance::capi::FromDate;
using usance::capi::Guard;
using usance::capi::MaybeDate;
using usance::capi::MaybeMoney;
using usance::capi::MaybePercent;
using usance::capi::MaybePeriod;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::RowEnd;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::ToDates;

namespace {

usance::Percent ToPercent(int64_t share_e12) {
  return usance::Percent(
      usance::Fraction::Of(share_e12, usance::PowerOfTen(12)));
}

struct Invoice {
  InvoiceFacts facts;
  TermsPolicy policy;
};

absl::StatusOr<Invoice> ToInvoice(const usance_invoice& from) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          usance::capi::ToCurrency(from.currency, from.digits));
  TermsPolicy policy;
  USANCE_ASSIGN_OR_RETURN(policy.rounding,
                          ChooseOrNone<Rounding>(from.rounding, "/rounding"));
  USANCE_ASSIGN_OR_RETURN(policy.residual, ChooseOrNone<usance::TermsResidual>(
                                               from.residual, "/residual"));
  USANCE_ASSIGN_OR_RETURN(policy.excess,
                          Choose<usance::Excess>(from.excess, "/excess"));
  USANCE_ASSIGN_OR_RETURN(
      policy.discount_base,
      ChooseOrNone<usance::DiscountBase>(from.discount_base, "/discount_base"));
  USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(from.date, "/date"));
  InvoiceFacts facts = {.date = date, .amount = Money(from.amount, currency)};
  facts.net = MaybeMoney(from.net, currency);
  USANCE_ASSIGN_OR_RETURN(facts.delivery,
                          MaybeDate(from.delivery, "/delivery"));
  USANCE_ASSIGN_OR_RETURN(facts.receipt, MaybeDate(from.receipt, "/receipt"));
  USANCE_ASSIGN_OR_RETURN(facts.acceptance,
                          MaybeDate(from.acceptance, "/acceptance"));
  USANCE_ASSIGN_OR_RETURN(facts.order, MaybeDate(from.order, "/order"));
  USANCE_ASSIGN_OR_RETURN(facts.posting, MaybeDate(from.posting, "/posting"));
  USANCE_ASSIGN_OR_RETURN(facts.statement,
                          MaybeDate(from.statement, "/statement"));
  USANCE_ASSIGN_OR_RETURN(facts.shipment,
                          MaybeDate(from.shipment, "/shipment"));
  USANCE_ASSIGN_OR_RETURN(facts.arrival, MaybeDate(from.arrival, "/arrival"));
  USANCE_ASSIGN_OR_RETURN(facts.letter_of_credit, MaybeDate(from.lc, "/lc"));
  USANCE_ASSIGN_OR_RETURN(facts.milestone,
                          MaybeDate(from.milestone, "/milestone"));
  return Invoice{facts, policy};
}

// The days of an event, one for each invoice.
struct EventColumn {
  const usance_day* days;
  std::optional<Date> InvoiceFacts::*fact;
  std::string_view field;
};

// The calendars that terms may speak of: the call's, if there is one, and those
// of the terms.
std::vector<Calendar> Calendars(const usance_terms& terms,
                                const usance_calendar* calendar) {
  std::vector<Calendar> all;
  if (calendar != nullptr) all.push_back(calendar->value);
  all.insert(all.end(), terms.calendars.begin(), terms.calendars.end());
  return all;
}

absl::StatusOr<std::vector<DueAmount>> DueAmounts(
    const usance_terms* terms, const usance_invoice* invoice,
    const usance_calendar* calendar) {
  USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
  USANCE_ASSIGN_OR_RETURN(const usance_invoice facts,
                          Read(invoice, "/invoice"));
  USANCE_ASSIGN_OR_RETURN(const Invoice known, ToInvoice(facts));
  return usance::DueDates(terms->value, known.facts, known.policy,
                          Calendars(*terms, calendar));
}

// What a policy says of its interest beside the rate and the rule.
absl::Status AddToInterest(const usance_late_policy_spec& from,
                           Currency currency,
                           std::optional<usance::DefaultInterest>& to) {
  USANCE_ASSIGN_OR_RETURN(
      const auto base,
      Choose<usance::InterestBase>(from.interest_base, "/interest_base"));
  if (!to) return absl::OkStatus();
  to->base = base;
  to->stop_after = MaybePeriod(from.stop_after_months, from.stop_after_days);
  to->minimum = MaybeMoney(from.interest_minimum, currency);
  to->minimum_claim = MaybeMoney(from.minimum_claim, currency);
  return absl::OkStatus();
}

absl::StatusOr<LatePaymentPolicy> ToPolicy(
    const usance_late_policy_spec& from, Currency currency,
    const usance_rates* rates, const usance_day_count_context* context) {
  LatePaymentPolicy to;
  to.grace_days = from.grace_days;
  to.interest_wait_days = from.interest_wait_days;
  if (from.delinquency_days >= 0) to.delinquency_days = from.delinquency_days;
  USANCE_ASSIGN_OR_RETURN(to.interest_start,
                          ChooseOrNone<usance::InterestStart>(
                              from.interest_start, "/interest_start"));
  DayCountContext beside;
  USANCE_RETURN_IF_ERROR(usance::capi::FillContext(context, nullptr, &beside));
  USANCE_ASSIGN_OR_RETURN(const usance::AccrualRule rule,
                          usance::capi::ToRule(from, beside));
  USANCE_ASSIGN_OR_RETURN(
      const auto unit, Choose<usance::TimeUnit>(from.rate_unit, "/rate_unit"));
  USANCE_ASSIGN_OR_RETURN(
      const auto unknown,
      Choose<usance::UnknownRate>(from.unknown_rate, "/unknown_rate"));
  if (from.day_count != 0) {
    USANCE_ASSIGN_OR_RETURN(
        const usance::RateHistory history,
        usance::capi::ToRates(
            {from.rate_e12, from.rate_numerator, from.rate_denominator}, unit,
            rates));
    to.interest = usance::DefaultInterest{history, rule, unknown};
  }
  USANCE_RETURN_IF_ERROR(AddToInterest(from, currency, to.interest));
  usance::ChargeCap cap = {.amount = MaybeMoney(from.cap_amount, currency),
                           .percent = MaybePercent(from.cap_share_e12)};
  USANCE_ASSIGN_OR_RETURN(
      cap.rounding, ChooseOrNone<Rounding>(from.cap_rounding, "/cap_rounding"));
  USANCE_ASSIGN_OR_RETURN(cap.action, ChooseOrNone<usance::CapAction>(
                                          from.cap_action, "/cap_action"));
  USANCE_ASSIGN_OR_RETURN(
      cap.scope, Choose<usance::CapScope>(from.cap_scope, "/cap_scope"));
  if (cap.amount || cap.percent) to.caps.push_back(cap);
  return to;
}

absl::StatusOr<LateFee> ToFee(const usance_late_fee& from, std::string_view id,
                              Currency currency) {
  LateFee to = {.id = std::string(id),
                .amount = MaybeMoney(from.amount, currency),
                .percent = MaybePercent(from.share_e12),
                .minimum = MaybeMoney(from.minimum, currency),
                .maximum = MaybeMoney(from.maximum, currency),
                .after_days = from.after_days,
                .every = MaybePeriod(from.every_months, from.every_days),
                .max_count = from.max_count};
  USANCE_ASSIGN_OR_RETURN(to.basis,
                          Choose<usance::FeeBasis>(from.basis, "/basis"));
  USANCE_ASSIGN_OR_RETURN(to.rounding,
                          ChooseOrNone<Rounding>(from.rounding, "/rounding"));
  USANCE_ASSIGN_OR_RETURN(to.trigger,
                          Choose<usance::FeeTrigger>(from.trigger, "/trigger"));
  USANCE_ASSIGN_OR_RETURN(
      to.grouping, Choose<usance::FeeGrouping>(from.grouping, "/grouping"));
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(from.reserved));
  return to;
}

// Makes a handle of a policy that holds together.
Outcome Give(LatePaymentPolicy policy, Currency currency,
             usance_late_policy** handle) {
  USANCE_RETURN_IF_ERROR(usance::CheckPolicy(policy, currency, ""));
  *handle = new usance_late_policy{std::move(policy), currency};
  return USANCE_STATUS_OK;
}

// The same of one that was made of another, with all else that is known of it.
Outcome GiveLike(const usance_late_policy& from, LatePaymentPolicy policy,
                 usance_late_policy** handle) {
  USANCE_RETURN_IF_ERROR(usance::CheckPolicy(policy, from.currency, ""));
  *handle = new usance_late_policy{std::move(policy), from.currency, from.law,
                                   from.fx};
  return USANCE_STATUS_OK;
}

// The policy on one invoice, without payments; the calendar stays the
// caller's.
absl::StatusOr<LateChargesSpec> ToCharges(const usance_late_policy& policy,
                                          const usance_late_invoice& invoice,
                                          const usance_calendar* calendar) {
  USANCE_ASSIGN_OR_RETURN(const Date due, ToDate(invoice.due, "/due"));
  USANCE_ASSIGN_OR_RETURN(const Date as_of, ToDate(invoice.as_of, "/as_of"));
  LateChargesSpec spec = {
      .policy = policy.value,
      .invoice = {Money(invoice.amount, policy.currency), due},
      .payments = {},
      .as_of = as_of,
      .fx = policy.fx};
  USANCE_ASSIGN_OR_RETURN(spec.apply_to, ChooseOrNone<usance::ApplyTo>(
                                             invoice.apply_to, "/apply_to"));
  if (spec.policy.interest && calendar != nullptr) {
    spec.policy.interest->rule.context.calendar = &calendar->value;
  }
  return spec;
}

// One invoice with its payments.
absl::StatusOr<LateCharges> Charges(const usance_late_policy* policy,
                                    const usance_late_invoice* invoice,
                                    size_t n, const usance_day* paid_on,
                                    const int64_t* paid,
                                    const usance_calendar* calendar) {
  USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
  USANCE_RETURN_IF_ERROR(Column(paid_on, n, "/paid_on"));
  USANCE_RETURN_IF_ERROR(Column(paid, n, "/paid"));
  USANCE_ASSIGN_OR_RETURN(const usance_late_invoice facts,
                          Read(invoice, "/invoice"));
  USANCE_ASSIGN_OR_RETURN(LateChargesSpec spec,
                          ToCharges(*policy, facts, calendar));
  USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                          ToDates(paid_on, n, "/paid_on"));
  for (size_t i = 0; i < n; ++i) {
    spec.payments.push_back({days[i], Money(paid[i], policy->currency)});
  }
  return usance::ComputeLateCharges(spec);
}

Outcome ListSegments(const usance_late_policy* policy,
                     const usance_late_invoice* invoice, size_t n,
                     const usance_day* paid_on, const int64_t* paid,
                     const usance_calendar* calendar, size_t capacity,
                     const usance::capi::SegmentColumns& to) {
  USANCE_RETURN_IF_ERROR(Check(to));
  USANCE_ASSIGN_OR_RETURN(const LateCharges result,
                          Charges(policy, invoice, n, paid_on, paid, calendar));
  return usance::capi::PutSegments(result.segments, capacity, to);
}

// What happened to an invoice, as columns.
struct History {
  size_t installment_count;
  const usance_day* installment_due;
  const int64_t* installment_amount;
  size_t payment_count;
  const usance_day* paid_on;
  const int64_t* paid;
  const usance_day* returned_on;
  size_t notice_count;
  const usance_day* noticed_on;
  const int32_t* notice_level;
  size_t pause_count;
  const usance_day* pause_start;
  const usance_day* pause_end;
};

absl::Status CheckColumns(const History& from) {
  const size_t parts = from.installment_count, paid = from.payment_count;
  USANCE_RETURN_IF_ERROR(
      Column(from.installment_due, parts, "/installment_due"));
  USANCE_RETURN_IF_ERROR(
      Column(from.installment_amount, parts, "/installment_amount"));
  USANCE_RETURN_IF_ERROR(Column(from.paid_on, paid, "/paid_on"));
  USANCE_RETURN_IF_ERROR(Column(from.paid, paid, "/paid"));
  USANCE_RETURN_IF_ERROR(Optional(from.returned_on, "/returned_on"));
  USANCE_RETURN_IF_ERROR(
      Column(from.noticed_on, from.notice_count, "/noticed_on"));
  USANCE_RETURN_IF_ERROR(Optional(from.notice_level, "/notice_level"));
  USANCE_RETURN_IF_ERROR(
      Column(from.pause_start, from.pause_count, "/pause_start"));
  return Optional(from.pause_end, "/pause_end");
}

// A day of row i that may be null.
absl::StatusOr<std::optional<Date>> MaybeDay(const usance_day* days, size_t i,
                                             std::string_view field) {
  if (days == nullptr) return std::optional<Date>();
  return MaybeDate(days[i], std::string(field) + "/" + std::to_string(i));
}

absl::Status AddHistory(const History& from, Currency currency,
                        LateChargesSpec& to) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<Date> due,
                          ToDates(from.installment_due, from.installment_count,
                                  "/installment_due"));
  for (size_t i = 0; i < due.size(); ++i) {
    to.invoice.installments.push_back(
        {due[i], Money(from.installment_amount[i], currency)});
  }
  if (!due.empty() && due[0] != to.invoice.due) {
    return Error(Reason::kConflict, "/due",
                 "the invoice is due on " + to.invoice.due.ToText() +
                     ", its first installment on " + due[0].ToText());
  }
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<Date> paid_on,
      ToDates(from.paid_on, from.payment_count, "/paid_on"));
  for (size_t i = 0; i < paid_on.size(); ++i) {
    usance::Payment payment = {paid_on[i], Money(from.paid[i], currency)};
    USANCE_ASSIGN_OR_RETURN(payment.returned,
                            MaybeDay(from.returned_on, i, "/returned_on"));
    to.payments.push_back(payment);
  }
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<Date> noticed_on,
      ToDates(from.noticed_on, from.notice_count, "/noticed_on"));
  for (size_t i = 0; i < noticed_on.size(); ++i) {
    to.notices.push_back({noticed_on[i], from.notice_level == nullptr
                                             ? 1
                                             : from.notice_level[i]});
  }
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<Date> pause_start,
      ToDates(from.pause_start, from.pause_count, "/pause_start"));
  for (size_t i = 0; i < pause_start.size(); ++i) {
    usance::Pause pause = {.start = pause_start[i], .reason = "pause"};
    USANCE_ASSIGN_OR_RETURN(pause.end,
                            MaybeDay(from.pause_end, i, "/pause_end"));
    to.pauses.push_back(std::move(pause));
  }
  return absl::OkStatus();
}

// What an invoice costs after what happened to it.
absl::StatusOr<LateCharges> Charge(const usance_late_policy& policy,
                                   const usance_late_invoice* invoice,
                                   const History& history,
                                   const usance_calendar* calendar) {
  USANCE_ASSIGN_OR_RETURN(const usance_late_invoice facts,
                          Read(invoice, "/invoice"));
  USANCE_ASSIGN_OR_RETURN(LateChargesSpec spec,
                          ToCharges(policy, facts, calendar));
  USANCE_RETURN_IF_ERROR(AddHistory(history, policy.currency, spec));
  return usance::ComputeLateCharges(spec);
}

usance_late_charges Describe(const LateCharges& from,
                             const usance::capi::PolicyLaw& law) {
  auto to = usance::capi::Layout<usance_late_charges>::kDefaults;
  to.days_past_due = from.days_past_due;
  to.known_through = FromDate(from.known_through);
  to.provisional = from.provisional ? 1 : 0;
  to.interest = from.interest.minor();
  to.compensation = from.compensation.minor();
  to.fees = from.fees.minor();
  to.over_cap = from.over_cap.minor();
  to.total = from.total.minor();
  to.outstanding_principal = from.outstanding_principal.minor();
  to.outstanding_charges = from.outstanding_charges.minor();
  to.unapplied = from.unapplied.minor();
  to.state = static_cast<usance_late_state>(from.state);
  to.excess_count = static_cast<int32_t>(from.excesses.size());
  to.contract_interest = from.contract_interest.minor();
  to.to_minimum = from.to_minimum.minor();
  to.below_minimum = from.below_minimum.minor();
  to.confidence = static_cast<usance_confidence>(
      std::max(static_cast<int32_t>(from.confidence), law.weakest));
  to.loaded = from.loaded ? 1 : 0;
  to.law_loaded = law.loaded ? 1 : 0;
  CopyText(from.source, to.source);
  CopyText(from.version, to.version);
  CopyText(law.id, to.law);
  CopyText(law.version, to.law_version);
  if (from.compensation_unknown) {
    to.compensation_unknown =
        static_cast<usance_reason>(from.compensation_unknown->reason);
  }
  to.over_ceiling_count = static_cast<int32_t>(from.over_ceiling.size());
  return to;
}

// What to pay by when, for each of `parts`.
absl::StatusOr<std::vector<std::vector<PaymentOption>>> Options(
    std::span<const DueAmount> parts, const usance_late_policy* policy,
    const usance_calendar* calendar, std::span<const Date> late) {
  std::optional<LatePaymentPolicy> known;
  if (policy != nullptr) {
    if (!parts.empty() && parts[0].amount.currency() != policy->currency) {
      return Error(Reason::kCurrencyMismatch, "/policy",
                   "the policy is of another currency than the invoice");
    }
    known = policy->value;
    if (known->interest && calendar != nullptr) {
      known->interest->rule.context.calendar = &calendar->value;
    }
  }
  std::vector<std::vector<PaymentOption>> options;
  for (const DueAmount& part : parts) {
    USANCE_ASSIGN_OR_RETURN(
        options.emplace_back(),
        usance::PaymentOptions(
            part, known ? &*known : nullptr, late,
            policy == nullptr ? std::optional<usance::FxTable>() : policy->fx));
  }
  return options;
}

// Whether the payments' rows are 0 to n - 1 and never fall.
absl::Status CheckPaidRows(const int64_t* paid_row, size_t count, size_t n) {
  for (size_t i = 0; i < count; ++i) {
    const std::string field = "/paid_row/" + std::to_string(i);
    if (paid_row[i] < 0 || static_cast<size_t>(paid_row[i]) >= n) {
      return Error(
          Reason::kOutOfRange, field,
          std::to_string(paid_row[i]) + " is no row of " + std::to_string(n));
    }
    if (i > 0 && paid_row[i] < paid_row[i - 1]) {
      return Error(Reason::kOutOfOrder, field,
                   std::to_string(paid_row[i]) + " after " +
                       std::to_string(paid_row[i - 1]));
    }
  }
  return absl::OkStatus();
}

}  // namespace

usance_status usance_terms_parse(const char* text, usance_terms** terms,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view said, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
    USANCE_ASSIGN_OR_RETURN(usance::PaymentTerms parsed,
                            usance::ParseTerms(said, "/text"));
    *terms = new usance_terms{std::move(parsed)};
    return USANCE_STATUS_OK;
  });
}

void usance_terms_destroy(usance_terms* terms) { delete terms; }

usance_status usance_terms_format(const usance_terms* terms, size_t capacity,
                                  char* text, size_t* size,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    return PutText(usance::ToText(terms->value), text, capacity, size);
  });
}

usance_status usance_terms_line_count(const usance_terms* terms, size_t* count,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    *count = terms->value.lines.size();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_terms_due_dates(const usance_terms* terms,
                                     const usance_invoice* invoice,
                                     const usance_calendar* calendar,
                                     size_t capacity, usance_day* due,
                                     usance_day* due_unadjusted,
                                     int64_t* amount, size_t* count,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(due, "/due"));
    USANCE_RETURN_IF_ERROR(Optional(due_unadjusted, "/due_unadjusted"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> rows,
                            DueAmounts(terms, invoice, calendar));
    if (!Fits(rows.size(), capacity, count)) return USANCE_STATUS_MORE;
    for (size_t i = 0; i < rows.size(); ++i) {
      Put(due, i, rows[i].due.days());
      Put(due_unadjusted, i, rows[i].due_unadjusted.days());
      Put(amount, i, rows[i].amount.minor());
    }
    return USANCE_STATUS_OK;
  });
}

usance_status usance_terms_with_calendar(const usance_terms* terms,
                                         const usance_calendar* calendar,
                                         usance_terms** with_calendar,
                                         usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Present(with_calendar, "/with_calendar"));
    std::vector<Calendar> calendars = terms->calendars;
    calendars.push_back(calendar->value);
    *with_calendar = new usance_terms{terms->value, std::move(calendars)};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_terms_sentence(const usance_terms* terms,
                                    usance_language language, size_t capacity,
                                    char* text, size_t* size,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const auto spoken,
                            Choose<usance::Language>(language, "/language"));
    USANCE_ASSIGN_OR_RETURN(const std::string said,
                            usance::Sentence(terms->value, spoken));
    return PutText(said, text, capacity, size);
  });
}

usance_status usance_terms_trace(const usance_terms* terms,
                                 const usance_invoice* invoice,
                                 const usance_calendar* calendar,
                                 size_t capacity, int32_t* line,
                                 usance_day* before, usance_day* after,
                                 size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(line, "/line"));
    USANCE_RETURN_IF_ERROR(Optional(before, "/before"));
    USANCE_RETURN_IF_ERROR(Optional(after, "/after"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> rows,
                            DueAmounts(terms, invoice, calendar));
    size_t steps = 0;
    for (const DueAmount& row : rows) steps += row.because.size();
    if (!Fits(steps, capacity, count)) return USANCE_STATUS_MORE;
    size_t next = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      for (const usance::StepTrace& step : rows[i].because) {
        Put(line, next, static_cast<int32_t>(i));
        Put(before, next, step.before.days());
        Put(after, next++, step.after.days());
      }
    }
    return USANCE_STATUS_OK;
  });
}

usance_status usance_terms_trace_text(const usance_terms* terms,
                                      const usance_invoice* invoice,
                                      const usance_calendar* calendar,
                                      size_t row, size_t capacity, char* text,
                                      size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> rows,
                            DueAmounts(terms, invoice, calendar));
    size_t left = row;
    for (const DueAmount& part : rows) {
      if (left >= part.because.size()) {
        left -= part.because.size();
        continue;
      }
      const usance::StepTrace& step = part.because[left];
      return PutText(step.why.empty() ? step.step : step.step + ": " + step.why,
                     text, capacity, size);
    }
    return Error(Reason::kOutOfRange, "/row",
                 "there is no row " + std::to_string(row) + " of the trace");
  });
}

usance_status usance_terms_due_dates_columns(
    const usance_terms* terms, const usance_invoice* invoice,
    const usance_calendar* calendar, size_t n, const usance_day* date,
    const int64_t* amount, const int64_t* net, const usance_day* delivery,
    const usance_day* receipt, const usance_day* acceptance,
    const usance_day* order, const usance_day* posting,
    const usance_day* statement, const usance_day* shipment,
    const usance_day* arrival, const usance_day* lc,
    const usance_day* milestone, size_t capacity, usance_day* due,
    usance_day* due_unadjusted, int64_t* due_amount, size_t* count,
    usance_status* status, usance_error* error) {
  const EventColumn events[] = {
      {delivery, &InvoiceFacts::delivery, "/delivery"},
      {receipt, &InvoiceFacts::receipt, "/receipt"},
      {acceptance, &InvoiceFacts::acceptance, "/acceptance"},
      {order, &InvoiceFacts::order, "/order"},
      {posting, &InvoiceFacts::posting, "/posting"},
      {statement, &InvoiceFacts::statement, "/statement"},
      {shipment, &InvoiceFacts::shipment, "/shipment"},
      {arrival, &InvoiceFacts::arrival, "/arrival"},
      {lc, &InvoiceFacts::letter_of_credit, "/lc"},
      {milestone, &InvoiceFacts::milestone, "/milestone"}};
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Optional(date, "/date"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(net, "/net"));
    for (const EventColumn& event : events) {
      USANCE_RETURN_IF_ERROR(Optional(event.days, event.field));
    }
    USANCE_RETURN_IF_ERROR(Optional(due, "/due"));
    USANCE_RETURN_IF_ERROR(Optional(due_unadjusted, "/due_unadjusted"));
    USANCE_RETURN_IF_ERROR(Optional(due_amount, "/due_amount"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(usance_invoice facts, Read(invoice, "/invoice"));
    // A date that a column gives is not read; any day is one.
    if (date != nullptr) facts.date = 0;
    USANCE_ASSIGN_OR_RETURN(Invoice known, ToInvoice(facts));
    const std::vector<Calendar> calendars = Calendars(*terms, calendar);
    const size_t lines = terms->value.lines.size();
    USANCE_RETURN_IF_ERROR(usance::capi::CheckRowCount(n, 8 * lines, "/n"));
    if (!Fits(n * lines, capacity, count)) return USANCE_STATUS_MORE;
    return EachRow(n, status, error, [&](size_t i) -> absl::Status {
      for (size_t k = i * lines; k < (i + 1) * lines; ++k) {
        Put(due, k, USANCE_NULL_DAY);
        Put(due_unadjusted, k, USANCE_NULL_DAY);
        Put(due_amount, k, 0);
      }
      if (date != nullptr) {
        USANCE_ASSIGN_OR_RETURN(known.facts.date, ToDate(date[i], "/date"));
      }
      if (amount != nullptr) {
        known.facts.amount = Money(amount[i], known.facts.amount.currency());
      }
      if (net != nullptr) {
        known.facts.net = MaybeMoney(net[i], known.facts.amount.currency());
      }
      for (const EventColumn& event : events) {
        if (event.days == nullptr) continue;
        USANCE_ASSIGN_OR_RETURN(known.facts.*event.fact,
                                MaybeDate(event.days[i], event.field));
      }
      USANCE_ASSIGN_OR_RETURN(
          const std::vector<DueAmount> rows,
          usance::DueDates(terms->value, known.facts, known.policy, calendars));
      for (size_t k = 0; k < rows.size(); ++k) {
        Put(due, i * lines + k, rows[k].due.days());
        Put(due_unadjusted, i * lines + k, rows[k].due_unadjusted.days());
        Put(due_amount, i * lines + k, rows[k].amount.minor());
      }
      return absl::OkStatus();
    });
  });
}

usance_status usance_terms_discounts(const usance_terms* terms,
                                     const usance_invoice* invoice,
                                     const usance_calendar* calendar,
                                     size_t capacity, int32_t* line,
                                     usance_day* until, int64_t* discount,
                                     int64_t* pay, int32_t* grace_days,
                                     size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(line, "/line"));
    USANCE_RETURN_IF_ERROR(Optional(until, "/until"));
    USANCE_RETURN_IF_ERROR(Optional(discount, "/discount"));
    USANCE_RETURN_IF_ERROR(Optional(pay, "/pay"));
    USANCE_RETURN_IF_ERROR(Optional(grace_days, "/grace_days"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> rows,
                            DueAmounts(terms, invoice, calendar));
    size_t all = 0;
    for (const DueAmount& row : rows) all += row.discounts.size();
    if (!Fits(all, capacity, count)) return USANCE_STATUS_MORE;
    size_t i = 0;
    for (size_t k = 0; k < rows.size(); ++k) {
      for (const usance::DiscountOffer& offer : rows[k].discounts) {
        Put(line, i, k);
        Put(until, i, offer.until.days());
        Put(discount, i, offer.discount.minor());
        Put(pay, i, offer.pay.minor());
        Put(grace_days, i, offer.grace_days);
        ++i;
      }
    }
    return USANCE_STATUS_OK;
  });
}

usance_status usance_payment_options(
    const usance_terms* terms, const usance_invoice* invoice,
    const usance_late_policy* policy, const usance_calendar* calendar, size_t n,
    const usance_day* late, size_t capacity, int32_t* line, usance_day* by,
    int64_t* pay, int64_t* discount, int64_t* charges, size_t* count,
    int32_t* provisional, usance_confidence* confidence, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(late, n, "/late"));
    USANCE_RETURN_IF_ERROR(Optional(line, "/line"));
    USANCE_RETURN_IF_ERROR(Optional(by, "/by"));
    USANCE_RETURN_IF_ERROR(Optional(pay, "/pay"));
    USANCE_RETURN_IF_ERROR(Optional(discount, "/discount"));
    USANCE_RETURN_IF_ERROR(Optional(charges, "/charges"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_RETURN_IF_ERROR(Optional(provisional, "/provisional"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> parts,
                            DueAmounts(terms, invoice, calendar));
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                            ToDates(late, n, "/late"));
    USANCE_ASSIGN_OR_RETURN(const auto options,
                            Options(parts, policy, calendar, days));
    size_t all = 0;
    for (const auto& ways : options) all += ways.size();
    if (!Fits(all, capacity, count)) return USANCE_STATUS_MORE;
    size_t i = 0;
    for (size_t k = 0; k < options.size(); ++k) {
      for (const PaymentOption& way : options[k]) {
        Put(line, i, k);
        Put(by, i, way.by.days());
        Put(pay, i, way.pay.minor());
        Put(discount, i, way.discount.minor());
        Put(charges, i++, way.charges.minor());
      }
    }
    // The last day rests on every rate that the days before it do.
    if (!options.empty()) {
      const PaymentOption& last = options.back().back();
      Put(provisional, 0, last.provisional);
      Put(confidence, 0, last.confidence);
    }
    return USANCE_STATUS_OK;
  });
}

usance_status usance_discount_annual_cost(int64_t share_e12, int32_t days,
                                          int32_t year_days, int64_t* numerator,
                                          int64_t* denominator,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(numerator, "/numerator"));
    USANCE_RETURN_IF_ERROR(Present(denominator, "/denominator"));
    USANCE_ASSIGN_OR_RETURN(
        const usance::Fraction cost,
        usance::AnnualCost(ToPercent(share_e12), days, year_days));
    USANCE_RETURN_IF_ERROR(
        usance::capi::FromFraction(cost, numerator, denominator, "/numerator"));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_discount_effective_cost(
    int64_t share_e12, int32_t days, int32_t year_days, int32_t decimals,
    usance_rounding rounding, int64_t* numerator, int64_t* denominator,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(numerator, "/numerator"));
    USANCE_RETURN_IF_ERROR(Present(denominator, "/denominator"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(
        const usance::Fraction cost,
        usance::EffectiveAnnualCost(ToPercent(share_e12), days, year_days,
                                    decimals, mode));
    USANCE_RETURN_IF_ERROR(
        usance::capi::FromFraction(cost, numerator, denominator, "/numerator"));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_discount_tax(int64_t net, int64_t rate_e12,
                                  int64_t share_e12, usance_rounding rounding,
                                  int64_t* tax, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(tax, "/tax"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(
        const Money due, usance::TaxOnDiscounted(
                             Money(net, usance::capi::kAnyCurrency),
                             ToPercent(rate_e12), ToPercent(share_e12), mode));
    *tax = due.minor();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_discount_settle(
    usance_day on, int64_t amount, usance_partial_payment rule,
    usance_rounding rounding, size_t offer_count, const usance_day* until,
    const int64_t* discount, const int32_t* grace_days, size_t payment_count,
    const usance_day* paid_on, const int64_t* paid,
    usance_discount_settlement* settlement, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(until, offer_count, "/until"));
    USANCE_RETURN_IF_ERROR(Column(discount, offer_count, "/discount"));
    USANCE_RETURN_IF_ERROR(Optional(grace_days, "/grace_days"));
    USANCE_RETURN_IF_ERROR(Column(paid_on, payment_count, "/paid_on"));
    USANCE_RETURN_IF_ERROR(Column(paid, payment_count, "/paid"));
    USANCE_RETURN_IF_ERROR(usance::capi::Writable(settlement, "/settlement"));
    USANCE_ASSIGN_OR_RETURN(const Date day, ToDate(on, "/on"));
    USANCE_ASSIGN_OR_RETURN(const auto parts,
                            Choose<usance::PartialPayment>(rule, "/rule"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            ChooseOrNone<Rounding>(rounding, "/rounding"));
    constexpr Currency kCurrency = usance::capi::kAnyCurrency;
    const Money whole(amount, kCurrency);
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> last_days,
                            ToDates(until, offer_count, "/until"));
    std::vector<usance::DiscountOffer> offers;
    for (size_t i = 0; i < offer_count; ++i) {
      const Money off(discount[i], kCurrency);
      USANCE_ASSIGN_OR_RETURN(const Money pay, usance::Sub(whole, off));
      const int32_t grace = grace_days == nullptr ? 0 : grace_days[i];
      if (grace < 0 || grace > usance::kMaxGraceDays) {
        return Error(Reason::kOutOfRange, "/grace_days/" + std::to_string(i),
                     std::to_string(grace) + " days of grace; allowed: 0 to " +
                         std::to_string(usance::kMaxGraceDays));
      }
      offers.push_back({last_days[i], std::nullopt, off, pay, grace});
    }
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                            ToDates(paid_on, payment_count, "/paid_on"));
    std::vector<usance::DiscountPayment> payments;
    for (size_t i = 0; i < payment_count; ++i) {
      payments.push_back({days[i], Money(paid[i], kCurrency)});
    }
    USANCE_ASSIGN_OR_RETURN(
        const usance::DiscountSettlement result,
        usance::SettleOn(day, whole, offers, payments, parts, mode));
    usance_discount_settlement to =
        usance::capi::Layout<usance_discount_settlement>::kDefaults;
    to.grace_days_used = result.grace_days_used;
    to.pay = result.pay.minor();
    to.discount = result.discount.minor();
    to.open = result.open.minor();
    usance::capi::Write(to, settlement);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_late_policy_create(const usance_late_policy_spec* spec,
                                        const usance_rates* rates,
                                        const usance_day_count_context* context,
                                        usance_late_policy** policy,
                                        usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_ASSIGN_OR_RETURN(const usance_late_policy_spec facts,
                            Read(spec, "/spec"));
    USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(facts.reserved));
    USANCE_ASSIGN_OR_RETURN(
        const Currency currency,
        usance::capi::ToCurrency(facts.currency, facts.digits));
    USANCE_ASSIGN_OR_RETURN(LatePaymentPolicy made,
                            ToPolicy(facts, currency, rates, context));
    return Give(std::move(made), currency, policy);
  });
}

usance_status usance_late_policy_with_fee(const usance_late_policy* policy,
                                          const char* id,
                                          const usance_late_fee* fee,
                                          usance_late_policy** with_fee,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
    USANCE_RETURN_IF_ERROR(Present(with_fee, "/with_fee"));
    USANCE_ASSIGN_OR_RETURN(const usance_late_fee facts, Read(fee, "/fee"));
    LatePaymentPolicy made = policy->value;
    USANCE_ASSIGN_OR_RETURN(LateFee one, ToFee(facts, name, policy->currency));
    made.fees.push_back(std::move(one));
    return GiveLike(*policy, std::move(made), with_fee);
  });
}

usance_status usance_late_policy_with_compensation(
    const usance_late_policy* policy, const usance_compensation_scale* scale,
    size_t n, const int64_t* from, const int64_t* amount,
    const int64_t* share_e12, usance_late_policy** with_compensation,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    auto facts = usance::capi::Layout<usance_compensation_scale>::kDefaults;
    if (scale != nullptr) {
      USANCE_ASSIGN_OR_RETURN(facts, Read(scale, "/scale"));
    }
    USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(facts.reserved));
    USANCE_RETURN_IF_ERROR(Column(from, n, "/from"));
    USANCE_RETURN_IF_ERROR(Column(amount, n, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(share_e12, "/share_e12"));
    USANCE_RETURN_IF_ERROR(Present(with_compensation, "/with_compensation"));
    LatePaymentPolicy made = policy->value;
    usance::Compensation& terms = made.compensation;
    USANCE_ASSIGN_OR_RETURN(terms.per,
                            Choose<usance::CompensationPer>(facts.per, "/per"));
    USANCE_ASSIGN_OR_RETURN(
        terms.size, Choose<usance::CompensationSize>(facts.size, "/size"));
    USANCE_ASSIGN_OR_RETURN(
        terms.rounding, ChooseOrNone<Rounding>(facts.rounding, "/rounding"));
    const Currency currency = policy->currency;
    usance::CompensationTable table;
    USANCE_ASSIGN_OR_RETURN(table.since,
                            MaybeDate(facts.from_day, "/from_day"));
    table.minimum = MaybeMoney(facts.minimum, currency);
    table.maximum = MaybeMoney(facts.maximum, currency);
    for (size_t i = 0; i < n; ++i) {
      usance::CompensationTier tier = {Money(from[i], currency),
                                       Money(amount[i], currency)};
      if (share_e12 != nullptr) tier.percent = ToPercent(share_e12[i]);
      table.tiers.push_back(tier);
    }
    terms.tables.push_back(std::move(table));
    return GiveLike(*policy, std::move(made), with_compensation);
  });
}

usance_status usance_late_policy_with_cap(const usance_late_policy* policy,
                                          const char* rule,
                                          const usance_charge_cap* cap,
                                          usance_late_policy** with_cap,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(rule, "/rule"));
    USANCE_RETURN_IF_ERROR(Present(with_cap, "/with_cap"));
    USANCE_ASSIGN_OR_RETURN(const usance_charge_cap facts, Read(cap, "/cap"));
    usance::ChargeCap one = {
        .amount = MaybeMoney(facts.amount, policy->currency),
        .percent = MaybePercent(facts.share_e12)};
    USANCE_ASSIGN_OR_RETURN(one.scope,
                            Choose<usance::CapScope>(facts.scope, "/scope"));
    USANCE_ASSIGN_OR_RETURN(one.action,
                            Choose<usance::CapAction>(facts.action, "/action"));
    USANCE_ASSIGN_OR_RETURN(
        one.rounding, ChooseOrNone<Rounding>(facts.rounding, "/rounding"));
    one.rule = std::string(name);
    LatePaymentPolicy made = policy->value;
    made.caps.push_back(std::move(one));
    return GiveLike(*policy, std::move(made), with_cap);
  });
}

usance_status usance_late_policy_with_contract_rate(
    const usance_late_policy* policy, const usance_rates* rates,
    usance_rate_mode mode, usance_late_policy** with_rate,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_RETURN_IF_ERROR(Present(with_rate, "/with_rate"));
    USANCE_ASSIGN_OR_RETURN(const auto how,
                            Choose<usance::RateMode>(mode, "/mode"));
    if (!policy->value.interest) {
      return Error(Reason::kMissingField, "/interest",
                   "the policy has no interest beside which this could stand");
    }
    LatePaymentPolicy made = policy->value;
    made.interest->contract = usance::ContractRate{rates->value, how};
    return GiveLike(*policy, std::move(made), with_rate);
  });
}

usance_status usance_late_policy_with_fx(const usance_late_policy* policy,
                                         const usance_fx_table* fx,
                                         usance_late_policy** with_fx,
                                         usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Present(fx, "/fx"));
    USANCE_RETURN_IF_ERROR(Present(with_fx, "/with_fx"));
    *with_fx = new usance_late_policy{policy->value, policy->currency,
                                      policy->law, fx->value};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_late_policy_sentence(const usance_late_policy* policy,
                                          usance_language language,
                                          size_t capacity, char* text,
                                          size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const auto spoken,
                            Choose<usance::Language>(language, "/language"));
    USANCE_ASSIGN_OR_RETURN(
        const std::string said,
        usance::Sentence(policy->value, policy->currency, spoken));
    return PutText(said, text, capacity, size);
  });
}

void usance_late_policy_destroy(usance_late_policy* policy) { delete policy; }

usance_status usance_late_charges_compute(const usance_late_policy* policy,
                                          const usance_late_invoice* invoice,
                                          size_t n, const usance_day* paid_on,
                                          const int64_t* paid,
                                          const usance_calendar* calendar,
                                          usance_late_charges* charges,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(usance::capi::Writable(charges, "/charges"));
    USANCE_ASSIGN_OR_RETURN(
        const LateCharges result,
        Charges(policy, invoice, n, paid_on, paid, calendar));
    usance::capi::Write(Describe(result, policy->law), charges);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_late_charges_segments(
    const usance_late_policy* policy, const usance_late_invoice* invoice,
    size_t n, const usance_day* paid_on, const int64_t* paid,
    const usance_calendar* calendar, size_t capacity, usance_day* start,
    usance_day* end, int32_t* days, int64_t* base, int64_t* rate,
    int64_t* numerator, int64_t* denominator, int64_t* interest, size_t* count,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    return ListSegments(policy, invoice, n, paid_on, paid, calendar, capacity,
                        {start, end, days, base, rate, nullptr, nullptr,
                         numerator, denominator, interest, count});
  });
}

usance_status usance_late_charges_segments_fractions(
    const usance_late_policy* policy, const usance_late_invoice* invoice,
    size_t n, const usance_day* paid_on, const int64_t* paid,
    const usance_calendar* calendar, size_t capacity, usance_day* start,
    usance_day* end, int32_t* days, int64_t* base, int64_t* rate_numerator,
    int64_t* rate_denominator, int64_t* numerator, int64_t* denominator,
    int64_t* interest, size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    return ListSegments(
        policy, invoice, n, paid_on, paid, calendar, capacity,
        {start, end, days, base, nullptr, rate_numerator, rate_denominator,
         numerator, denominator, interest, count});
  });
}

usance_status usance_late_charges_full(
    const usance_late_policy* policy, const usance_late_invoice* invoice,
    size_t installment_count, const usance_day* installment_due,
    const int64_t* installment_amount, size_t payment_count,
    const usance_day* paid_on, const int64_t* paid,
    const usance_day* returned_on, size_t notice_count,
    const usance_day* noticed_on, const int32_t* notice_level,
    size_t pause_count, const usance_day* pause_start,
    const usance_day* pause_end, const usance_calendar* calendar,
    size_t capacity, usance_late_charges* charges, usance_day* start,
    usance_day* end, int32_t* days, int64_t* base, int64_t* rate_numerator,
    int64_t* rate_denominator, int64_t* numerator, int64_t* denominator,
    int64_t* interest, size_t* count, usance_error* error) {
  const History history = {
      installment_count, installment_due, installment_amount,
      payment_count,     paid_on,         paid,
      returned_on,       notice_count,    noticed_on,
      notice_level,      pause_count,     pause_start,
      pause_end};
  const usance::capi::SegmentColumns to = {start,
                                           end,
                                           days,
                                           base,
                                           nullptr,
                                           rate_numerator,
                                           rate_denominator,
                                           numerator,
                                           denominator,
                                           interest,
                                           count};
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(CheckColumns(history));
    USANCE_RETURN_IF_ERROR(usance::capi::Writable(charges, "/charges"));
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_ASSIGN_OR_RETURN(const LateCharges result,
                            Charge(*policy, invoice, history, calendar));
    USANCE_ASSIGN_OR_RETURN(
        const usance_status status,
        usance::capi::PutSegments(result.segments, capacity, to));
    if (status == USANCE_STATUS_OK) {
      usance::capi::Write(Describe(result, policy->law), charges);
    }
    return status;
  });
}

usance_status usance_late_charges_installments(
    const usance_late_policy* policy, const usance_late_invoice* invoice,
    size_t installment_count, const usance_day* installment_due,
    const int64_t* installment_amount, size_t payment_count,
    const usance_day* paid_on, const int64_t* paid,
    const usance_day* returned_on, size_t notice_count,
    const usance_day* noticed_on, const int32_t* notice_level,
    size_t pause_count, const usance_day* pause_start,
    const usance_day* pause_end, const usance_calendar* calendar,
    size_t capacity, int32_t* state, int32_t* days_past_due, int64_t* interest,
    int64_t* compensation, int64_t* outstanding_principal,
    int32_t* segment_count, size_t* count, usance_error* error) {
  const History history = {
      installment_count, installment_due, installment_amount,
      payment_count,     paid_on,         paid,
      returned_on,       notice_count,    noticed_on,
      notice_level,      pause_count,     pause_start,
      pause_end};
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(CheckColumns(history));
    USANCE_RETURN_IF_ERROR(Optional(state, "/state"));
    USANCE_RETURN_IF_ERROR(Optional(days_past_due, "/days_past_due"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(compensation, "/compensation"));
    USANCE_RETURN_IF_ERROR(
        Optional(outstanding_principal, "/outstanding_principal"));
    USANCE_RETURN_IF_ERROR(Optional(segment_count, "/segment_count"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const LateCharges result,
                            Charge(*policy, invoice, history, calendar));
    const auto& parts = result.installments;
    if (!Fits(parts.size(), capacity, count)) return USANCE_STATUS_MORE;
    for (size_t i = 0; i < parts.size(); ++i) {
      Put(state, i, parts[i].state);
      Put(days_past_due, i, parts[i].days_past_due);
      Put(interest, i, parts[i].interest.minor());
      Put(compensation, i, parts[i].compensation.minor());
      Put(outstanding_principal, i, parts[i].outstanding_principal.minor());
      Put(segment_count, i, parts[i].segment_count);
    }
    return USANCE_STATUS_OK;
  });
}

usance_status usance_late_charges_columns(
    const usance_late_policy* policy, const usance_late_invoice* invoice,
    size_t n, const usance_day* due, const int64_t* amount,
    size_t payment_count, const int64_t* paid_row, const usance_day* paid_on,
    const int64_t* paid, const usance_calendar* calendar,
    int32_t* days_past_due, int64_t* interest, int64_t* compensation,
    int64_t* fees, int64_t* total, int64_t* outstanding_principal,
    int64_t* outstanding_charges, usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Optional(due, "/due"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Column(paid_row, payment_count, "/paid_row"));
    USANCE_RETURN_IF_ERROR(Column(paid_on, payment_count, "/paid_on"));
    USANCE_RETURN_IF_ERROR(Column(paid, payment_count, "/paid"));
    USANCE_RETURN_IF_ERROR(Optional(days_past_due, "/days_past_due"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(compensation, "/compensation"));
    USANCE_RETURN_IF_ERROR(Optional(fees, "/fees"));
    USANCE_RETURN_IF_ERROR(Optional(total, "/total"));
    USANCE_RETURN_IF_ERROR(
        Optional(outstanding_principal, "/outstanding_principal"));
    USANCE_RETURN_IF_ERROR(
        Optional(outstanding_charges, "/outstanding_charges"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(usance_late_invoice facts,
                            Read(invoice, "/invoice"));
    // A day that a column gives is not read; any day is one.
    if (due != nullptr) facts.due = 0;
    USANCE_ASSIGN_OR_RETURN(LateChargesSpec spec,
                            ToCharges(*policy, facts, calendar));
    USANCE_RETURN_IF_ERROR(CheckPaidRows(paid_row, payment_count, n));
    size_t next = 0;  // the first payment that is not of an earlier row
    return EachRow(n, status, error, [&](size_t i) -> RowEnd {
      Put(days_past_due, i, 0);
      for (int64_t* column : {interest, compensation, fees, total,
                              outstanding_principal, outstanding_charges}) {
        Put(column, i, 0);
      }
      const size_t first = next;
      while (next < payment_count &&
             paid_row[next] == static_cast<int64_t>(i)) {
        ++next;
      }
      if (due != nullptr) {
        USANCE_ASSIGN_OR_RETURN(spec.invoice.due, ToDate(due[i], "/due"));
      }
      if (amount != nullptr) {
        spec.invoice.amount = Money(amount[i], policy->currency);
      }
      spec.payments.clear();
      for (size_t k = first; k < next; ++k) {
        USANCE_ASSIGN_OR_RETURN(const Date day, ToDate(paid_on[k], "/paid_on"));
        spec.payments.push_back({day, Money(paid[k], policy->currency)});
      }
      USANCE_ASSIGN_OR_RETURN(const LateCharges result,
                              usance::ComputeLateCharges(spec));
      Put(days_past_due, i, result.days_past_due);
      Put(interest, i, result.interest.minor());
      Put(compensation, i, result.compensation.minor());
      Put(fees, i, result.fees.minor());
      Put(total, i, result.total.minor());
      Put(outstanding_principal, i, result.outstanding_principal.minor());
      Put(outstanding_charges, i, result.outstanding_charges.minor());
      return usance::capi::EndOf(result);
    });
  });
}
