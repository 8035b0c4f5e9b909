// late_charges, and what a caller shares of it that computes many.
#include "usance/codec/late_charges.h"

#include <array>

#include "src/codec/late_policy.h"
#include "src/codec/law.h"
#include "src/codec/operations.h"
#include "usance/money/format.h"

namespace usance {
namespace codec {
namespace {

constexpr Field kLatePaymentFields[] = {
    {"date", FieldType::kDate, true, "of the payment"},
    {"amount", FieldType::kMoney, true, "above 0"},
    {"returned", FieldType::kDate, false,
     "the day on which it came back unpaid"},
};
constexpr Field kInstallmentFields[] = {
    {"due", FieldType::kDate, true, "the last day to pay it on time"},
    {"amount", FieldType::kMoney, true, "a part of the invoice"},
};
constexpr Field kNoticeFields[] = {
    {"date", FieldType::kDate, true, "on which it was sent"},
    {"level", FieldType::kInteger, false, "of the ladder; assumed: 1"},
};
constexpr Field kLateDebtFields[] = {
    {"currency", FieldType::kCurrency, false,
     "of the invoice; under a statute assumed: the statute's"},
    {"statute", FieldType::kText, false,
     "a law by its id or alias, or its text as in data/statutes; exactly one "
     "of statute and policy"},
    {"policy", FieldType::kObject, false, "what the contract says", nullptr,
     kPolicyFields},
    {"amount", FieldType::kMoney, true, "of the invoice"},
    {"due", FieldType::kDate, false,
     "the last day to pay on time; exactly one of due and installments, or as "
     "the statute has it"},
    {"installments", FieldType::kList, false,
     "the due amounts of the invoice, in order", nullptr, kInstallmentFields},
    {"as_of", FieldType::kDate, true, "the day that it is computed for"},
    {"payments", FieldType::kList, false, "in part, so far", nullptr,
     kLatePaymentFields},
    {"apply_to", FieldType::kName, false,
     "what payments settle first; needed where there are payments",
     NamesOf<ApplyTo>},
    {"notices", FieldType::kList, false, "sent so far, for fees", nullptr,
     kNoticeFields},
    {"pauses", FieldType::kList, false, "of interest", nullptr, kPauseFields},
};
constexpr auto kLateChargesFields = Join(kLateDebtFields, kFxField, kLawFields);

// The invoice; under a law it is due when the law says.
absl::StatusOr<LateInvoice> ReadInvoice(Reader& in, Currency currency,
                                        const Law* law) {
  USANCE_ASSIGN_OR_RETURN(const Money amount, in.GetMoney("amount", currency));
  if (law != nullptr) {
    return LateInvoice{amount, law->terms.relevant.day,
                       law->terms.installments};
  }
  USANCE_ASSIGN_OR_RETURN(const auto due, in.Find<Date>("due"));
  USANCE_ASSIGN_OR_RETURN(std::vector<LateInstallment> parts,
                          ReadInstallments(in, currency));
  if (due.has_value() != parts.empty()) {
    return Error(due ? Reason::kConflict : Reason::kMissingField,
                 in.PathOf(due ? "installments" : "due"),
                 "give exactly one of due and installments");
  }
  const Date last = due ? *due : parts.back().due;
  return LateInvoice{amount, last, std::move(parts)};
}

absl::StatusOr<std::vector<Payment>> ReadPayments(Reader& in,
                                                  Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("payments"));
  std::vector<Payment> payments;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Money paid,
                            item.GetMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(const auto returned, item.Find<Date>("returned"));
    USANCE_RETURN_IF_ERROR(item.Done());
    payments.push_back({date, paid, returned});
  }
  return payments;
}

absl::StatusOr<std::vector<Notice>> ReadNotices(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("notices"));
  std::vector<Notice> notices;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const auto level,
                            item.FindInteger("level", 0, INT32_MAX));
    USANCE_RETURN_IF_ERROR(item.Done());
    notices.push_back({date, static_cast<int32_t>(level.value_or(1))});
  }
  return notices;
}

// What the contract says, or the law.
struct Terms {
  Currency currency;
  LatePaymentPolicy policy;
};

absl::StatusOr<Terms> ReadTerms(Reader& in, const Law* law) {
  if (law != nullptr) {
    return Terms{law->spec.currency, law->terms.preset.policy};
  }
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> terms, in.FindObject("policy"));
  if (!terms) {
    return Error(Reason::kMissingField, in.PathOf("policy"),
                 "the field is missing: what the contract says; or name a "
                 "statute");
  }
  USANCE_ASSIGN_OR_RETURN(LatePaymentPolicy policy,
                          ReadPolicy(*terms, currency));
  return Terms{currency, std::move(policy)};
}

absl::StatusOr<LateChargesSpec> ReadLateCharges(Reader& in, const Law* law) {
  USANCE_ASSIGN_OR_RETURN(Terms terms, ReadTerms(in, law));
  const Currency currency = terms.currency;
  USANCE_ASSIGN_OR_RETURN(LateInvoice invoice, ReadInvoice(in, currency, law));
  USANCE_ASSIGN_OR_RETURN(const Date as_of, in.Get<Date>("as_of"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Payment> payments,
                          ReadPayments(in, currency));
  USANCE_ASSIGN_OR_RETURN(const auto apply_to, in.Find<ApplyTo>("apply_to"));
  if (!in.Has("payments")) in.NoUseFor("apply_to");
  LateChargesSpec spec = {.policy = std::move(terms.policy),
                          .invoice = std::move(invoice),
                          .payments = std::move(payments),
                          .apply_to = apply_to.value_or(ApplyTo{}),
                          .as_of = as_of};
  USANCE_ASSIGN_OR_RETURN(spec.notices, ReadNotices(in));
  if (law != nullptr) in.NoUseFor("notices");  // a law has no fees
  USANCE_ASSIGN_OR_RETURN(spec.pauses, ReadPauses(in));
  USANCE_ASSIGN_OR_RETURN(spec.fx, FindFx(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  return spec;
}

// Where a payment went; nothing of it in other events.
std::array<std::pair<std::string_view, int64_t>, 5> PartsOf(
    const LateEvent& event) {
  return {{{"principal", event.principal_minor},
           {"interest", event.interest_minor},
           {"compensation", event.compensation_minor},
           {"fees", event.fees_minor},
           {"unapplied", event.unapplied_minor}}};
}

// "2026-03-01: payment of 400.00 to principal 400.00"
std::string EventSentence(const LateEvent& event, Currency currency) {
  std::string sentence = event.date.ToText() + ": " +
                         std::string(NameOf(event.kind)) +
                         (event.id.empty() ? "" : " " + event.id) + " of " +
                         FormatAmount(event.amount_minor, currency);
  std::string_view separator = " to ";
  for (const auto& [name, minor] : PartsOf(event)) {
    if (minor == 0) continue;
    sentence += std::string(separator) + std::string(name) + " " +
                FormatAmount(minor, currency);
    separator = ", ";
  }
  return event.why.empty() ? sentence : sentence + ": " + event.why;
}

Json EventsJson(const LateCharges& charges) {
  const Currency currency = charges.total.currency();
  Json list = Json::List();
  for (const LateEvent& event : charges.events) {
    Json row = Json::Object();
    row.Set("date", event.date.ToText());
    row.Set("kind", NameOf(event.kind));
    if (!event.id.empty()) row.Set("id", event.id);
    row.Set("amount", FormatAmount(event.amount_minor, currency));
    if (event.kind == LateEventKind::kPayment) {
      for (const auto& [name, minor] : PartsOf(event)) {
        row.Set(name, FormatAmount(minor, currency));
      }
    }
    if (event.installment && charges.installments.size() > 1) {
      row.Set("installment", static_cast<int64_t>(*event.installment));
    }
    if (!event.why.empty()) row.Set("why", event.why);
    list.Append(std::move(row));
  }
  return list;
}

// Each due amount by itself; nothing where there is one.
void SetInstallments(const LateCharges& charges, Answer& out) {
  if (charges.installments.size() < 2) return;
  Json list = Json::List();
  for (const InstallmentCharges& part : charges.installments) {
    Json row = Json::Object();
    row.Set("due", part.due.ToText());
    row.Set("amount", FormatAmount(part.amount));
    row.Set("state", NameOf(part.state));
    row.Set("days_past_due", part.days_past_due);
    row.Set("interest", FormatAmount(part.interest));
    row.Set("compensation", FormatAmount(part.compensation));
    row.Set("outstanding_principal", FormatAmount(part.outstanding_principal));
    row.Set("segments", static_cast<int64_t>(part.segment_count));
    list.Append(std::move(row));
  }
  out.Set("installments", std::move(list));
}

// The caps that are exceeded, and by how much; nothing where none is.
void SetExcesses(const LatePaymentPolicy& policy, const LateCharges& charges,
                 Answer& out) {
  if (charges.excesses.empty()) return;
  Json list = Json::List();
  for (const CapExcess& excess : charges.excesses) {
    const ChargeCap& cap = policy.caps[excess.cap];
    Json row = Json::Object();
    row.Set("scope", NameOf(cap.scope));
    if (!cap.rule.empty()) row.Set("rule", cap.rule);
    row.Set("action", NameOf(cap.action));
    row.Set("limit", FormatAmount(excess.limit));
    row.Set("charged", FormatAmount(excess.charged));
    row.Set("over", FormatAmount(excess.over));
    list.Append(std::move(row));
    out.Because("the cap on " + std::string(NameOf(cap.scope)) +
                (cap.rule.empty() ? "" : " (" + cap.rule + ")") + ", " +
                FormatAmount(excess.limit) + ", is exceeded by " +
                FormatAmount(excess.over) + ": " +
                std::string(NameOf(cap.action)));
  }
  out.Set("excesses", std::move(list));
}

// The segments whose rate is above the ceiling; nothing where none is.
void SetOverCeiling(const LatePaymentPolicy& policy, const LateCharges& charges,
                    Answer& out) {
  if (charges.over_ceiling.empty()) return;
  const RateCeiling& ceiling = *policy.interest->ceiling;
  Json list = Json::List();
  for (const size_t k : charges.over_ceiling) {
    const Segment& segment = charges.segments[k];
    Json row = Json::Object();
    row.Set("segment", static_cast<int64_t>(k));
    if (!ceiling.rule.empty()) row.Set("rule", ceiling.rule);
    row.Set("limit", Format(ceiling.rate));
    row.Set("charged", Format(segment.rate));
    list.Append(std::move(row));
    out.Because("[" + segment.start.ToText() + ", " + segment.end.ToText() +
                "): " + Format(segment.rate) + " is above the ceiling of " +
                Format(ceiling.rate) +
                (ceiling.rule.empty() ? "" : " (" + ceiling.rule + ")"));
  }
  out.Set("over_ceiling", std::move(list));
}

// What a policy may add to interest or drop of it.
void SetInterestParts(const LatePaymentPolicy& policy,
                      const LateCharges& charges, Answer& out) {
  if (!policy.interest) return;
  if (policy.interest->contract) {
    out.Set("contract_interest", FormatAmount(charges.contract_interest));
  }
  if (policy.interest->minimum) {
    out.Set("to_minimum", FormatAmount(charges.to_minimum));
  }
  if (policy.interest->minimum_claim) {
    out.Set("below_minimum", FormatAmount(charges.below_minimum));
  }
}

absl::Status RunLateCharges(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const std::unique_ptr<const Law> law,
                          ReadLaw(in, out));
  USANCE_ASSIGN_OR_RETURN(const LateChargesSpec spec,
                          ReadLateCharges(in, law.get()));
  const absl::StatusOr<LateCharges> computed = ComputeLateCharges(spec);
  if (!computed.ok()) {
    if (law) return LawError(computed.status());
    return LateChargesError(computed.status(), *in.Peek("policy"));
  }
  const LateCharges& charges = *computed;
  const auto outstanding =
      Add(charges.outstanding_principal, charges.outstanding_charges);
  if (!outstanding.ok()) return At(in.PathOf("amount"), outstanding.status());
  out.Set("days_past_due", charges.days_past_due);
  out.Set("state", NameOf(charges.state));
  out.Set("interest", FormatAmount(charges.interest));
  out.Set("compensation", FormatAmount(charges.compensation));
  if (charges.compensation_unknown) {
    Json unknown = Json::Object();
    unknown.Set("reason", NameOf(charges.compensation_unknown->reason));
    unknown.Set("text", charges.compensation_unknown->text);
    out.Set("compensation_unknown", std::move(unknown));
  }
  out.Set("fees", FormatAmount(charges.fees));
  SetInterestParts(spec.policy, charges, out);
  out.Set("over_cap", FormatAmount(charges.over_cap));
  out.Set("total", FormatAmount(charges.total));
  out.Set("outstanding_principal", FormatAmount(charges.outstanding_principal));
  out.Set("outstanding_charges", FormatAmount(charges.outstanding_charges));
  out.Set("outstanding", FormatAmount(*outstanding));
  out.Set("unapplied", FormatAmount(charges.unapplied));
  out.Set("segments", SegmentsJson(charges.segments, charges.total.currency()));
  out.Set("events", EventsJson(charges));
  SetInstallments(charges, out);
  if (spec.policy.interest) {
    out.Assume("regime", NameOf(spec.policy.interest->rule.regime));
  }
  AssumeRates({charges.source, charges.version, charges.known_through,
               charges.loaded, charges.provisional, charges.confidence},
              out);
  if (law) AnswerLaw(*law, spec, charges, out);
  if (out.explain()) {
    for (std::string& sentence : ExplainLateCharges(charges, spec.as_of)) {
      out.Because(std::move(sentence));
    }
  }
  SetExcesses(spec.policy, charges, out);
  SetOverCeiling(spec.policy, charges, out);
  if (law) {
    USANCE_RETURN_IF_ERROR(AnswerBeforeDue(*law, spec, in.book(), out));
  }
  if (law) AnswerReadings(*law, spec, charges, in.book(), out);
  return absl::OkStatus();
}

constexpr Operation kLateOperations[] = {
    {"late_charges", "what a late invoice costs as of a day",
     kLateChargesFields, RunLateCharges},
};

}  // namespace

std::span<const Operation> LateOperations() { return kLateOperations; }

absl::StatusOr<std::vector<LateInstallment>> ReadInstallments(
    Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items,
                          in.FindList("installments"));
  std::vector<LateInstallment> parts;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date due, item.Get<Date>("due"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Done());
    parts.push_back({due, amount});
  }
  return parts;
}

}  // namespace codec

absl::StatusOr<LatePaymentPolicy> ReadLatePaymentPolicy(const Json& policy,
                                                        Currency currency,
                                                        std::string_view field,
                                                        const RateBook& book) {
  if (policy.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  codec::Reader reader(policy, codec::kPolicyFields, std::string(field), book);
  return codec::ReadPolicy(reader, currency);
}

absl::StatusOr<FxTable> ReadFxTable(const Json& table, std::string_view field) {
  if (table.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  const RateBook none;
  codec::Reader reader(table, codec::kFxFields, std::string(field), none);
  return codec::ReadFx(reader);
}

absl::Status LateChargesError(const absl::Status& status, const Json& policy) {
  constexpr std::string_view kTiers = "/policy/compensation/tables/0/tiers";
  constexpr std::string_view kTerms = "/policy/compensation/";
  const bool tiers = policy.Find("compensation") != nullptr;
  const bool cap = policy.Find("cap") != nullptr;
  const codec::Renamed names[] = {
      {"/policy/interest/rule", "/policy/interest"},
      {"/policy/interest/contract/rates", "/policy/interest/contract"},
      {tiers ? kTiers : kTerms,
       tiers ? "/policy/compensation" : "/policy/compensation_terms/"},
      {cap ? "/policy/caps/0" : "/policy/caps",
       cap ? "/policy/cap" : "/policy/caps"},
      {"/invoice", ""}};
  return codec::Rename(status, names);
}

std::vector<std::string> ExplainLateCharges(const LateCharges& charges,
                                            Date as_of) {
  const Currency currency = charges.total.currency();
  std::vector<std::string> sentences = {
      "as of " + as_of.ToText() + " the invoice is " +
      std::to_string(charges.days_past_due) + " days past due"};
  for (const Segment& segment : charges.segments) {
    sentences.push_back(codec::SegmentSentence(segment, currency));
  }
  for (const LateEvent& event : charges.events) {
    sentences.push_back(codec::EventSentence(event, currency));
  }
  if (charges.compensation_unknown) {
    const UnknownCharge& unknown = *charges.compensation_unknown;
    sentences.push_back(
        "compensation is left out: " + std::string(NameOf(unknown.reason)) +
        ", " + unknown.text);
  }
  return sentences;
}

}  // namespace usance
