// late_charges, and what a caller shares of it that computes many.
#include "usance/codec/late_charges.h"

#include <array>

#include "src/codec/operations.h"
#include "usance/money/format.h"

namespace usance {
namespace codec {
namespace {

constexpr auto kInterestFields = Join(kRateFields, kRuleFields);

constexpr Field kFeeFields[] = {
    {"id", FieldType::kText, false, "how the trace names the fee"},
    {"basis", FieldType::kName, true, "what it is a part of",
     NamesOf<FeeBasis>},
    {"amount", FieldType::kMoney, false, "of a flat fee"},
    {"percent", FieldType::kPercent, false, "of the basis"},
    {"rounding", FieldType::kName, false, "of the percentage",
     NamesOf<Rounding>},
    {"minimum", FieldType::kMoney, false, "of each fee"},
    {"maximum", FieldType::kMoney, false, "of each fee"},
    {"after_days", FieldType::kInteger, false,
     "from the day after grace; assumed: 0"},
    {"every", FieldType::kPeriod, false, "again after each such period"},
    {"max_count", FieldType::kInteger, false, "in all; assumed: 1"},
};
constexpr Field kTierFields[] = {
    {"from", FieldType::kMoney, true, "the invoice amount that it holds from"},
    {"amount", FieldType::kMoney, true, "the fixed sum"},
};
constexpr Field kCapFields[] = {
    {"amount", FieldType::kMoney, false,
     "of all charges; exactly one of amount and percent"},
    {"percent", FieldType::kPercent, false, "of the invoice amount"},
    {"rounding", FieldType::kName, false, "of the percentage",
     NamesOf<Rounding>},
    {"action", FieldType::kName, true, "what happens above it",
     NamesOf<CapAction>},
};
constexpr Field kPolicyFields[] = {
    {"grace_days", FieldType::kInteger, false, "after the due day; assumed: 0"},
    {"interest_start", FieldType::kName, false, "needed where there is grace",
     NamesOf<InterestStart>},
    {"interest", FieldType::kObject, false, "on the unpaid principal", nullptr,
     kInterestFields},
    {"fees", FieldType::kList, false, "flat or a percentage", nullptr,
     kFeeFields},
    {"compensation", FieldType::kList, false,
     "a fixed sum by the invoice's size", nullptr, kTierFields},
    {"cap", FieldType::kObject, false, "on all charges together", nullptr,
     kCapFields},
};
constexpr Field kPaymentFields[] = {
    {"date", FieldType::kDate, true, "of the payment"},
    {"amount", FieldType::kMoney, true, "above 0"},
};
constexpr Field kLateChargesFields[] = {
    {"currency", FieldType::kCurrency, true, "of the invoice"},
    {"statute", FieldType::kText, false,
     "a law by its name; this version has none, so give a policy"},
    {"policy", FieldType::kObject, false, "what the contract says", nullptr,
     kPolicyFields},
    {"amount", FieldType::kMoney, true, "of the invoice"},
    {"due", FieldType::kDate, true, "the last day to pay on time"},
    {"as_of", FieldType::kDate, true, "the day that it is computed for"},
    {"payments", FieldType::kList, false, "in part, so far", nullptr,
     kPaymentFields},
    {"apply_to", FieldType::kName, false,
     "what payments settle first; needed where there are payments",
     NamesOf<ApplyTo>},
};

absl::StatusOr<LateFee> ReadFee(Reader& in, Currency currency) {
  LateFee fee;
  USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>("id"));
  fee.id = id.value_or("");
  USANCE_ASSIGN_OR_RETURN(fee.basis, in.Get<FeeBasis>("basis"));
  USANCE_ASSIGN_OR_RETURN(fee.amount, in.FindMoney("amount", currency));
  USANCE_ASSIGN_OR_RETURN(fee.percent, in.Find<Percent>("percent"));
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  fee.rounding = rounding.value_or(fee.rounding);
  if (!fee.percent) in.NoUseFor("rounding");
  USANCE_ASSIGN_OR_RETURN(fee.minimum, in.FindMoney("minimum", currency));
  USANCE_ASSIGN_OR_RETURN(fee.maximum, in.FindMoney("maximum", currency));
  USANCE_ASSIGN_OR_RETURN(const auto after,
                          in.FindInteger("after_days", 0, INT32_MAX));
  fee.after_days = static_cast<int32_t>(after.value_or(0));
  USANCE_ASSIGN_OR_RETURN(fee.every, in.Find<Period>("every"));
  USANCE_ASSIGN_OR_RETURN(const auto count,
                          in.FindInteger("max_count", 1, INT32_MAX));
  fee.max_count = static_cast<int32_t>(count.value_or(1));
  USANCE_RETURN_IF_ERROR(in.Done());
  return fee;
}

absl::StatusOr<DefaultInterest> ReadInterest(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(RateTerms rates, ReadRates(in));
  USANCE_ASSIGN_OR_RETURN(const AccrualRule rule, ReadRule(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  return DefaultInterest{std::move(rates.history), rule, rates.unknown};
}

absl::StatusOr<ChargeCap> ReadCap(Reader& in, Currency currency) {
  ChargeCap cap;
  USANCE_ASSIGN_OR_RETURN(cap.amount, in.FindMoney("amount", currency));
  USANCE_ASSIGN_OR_RETURN(cap.percent, in.Find<Percent>("percent"));
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  cap.rounding = rounding.value_or(cap.rounding);
  if (!cap.percent) in.NoUseFor("rounding");
  USANCE_ASSIGN_OR_RETURN(cap.action, in.Get<CapAction>("action"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return cap;
}

absl::StatusOr<LatePaymentPolicy> ReadPolicy(Reader& in, Currency currency) {
  LatePaymentPolicy policy;
  USANCE_ASSIGN_OR_RETURN(const auto grace,
                          in.FindInteger("grace_days", 0, INT32_MAX));
  policy.grace_days = static_cast<int32_t>(grace.value_or(0));
  USANCE_ASSIGN_OR_RETURN(const auto start,
                          in.Find<InterestStart>("interest_start"));
  policy.interest_start = start.value_or(policy.interest_start);
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> interest,
                          in.FindObject("interest"));
  if (interest) {
    USANCE_ASSIGN_OR_RETURN(policy.interest, ReadInterest(*interest));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> fees, in.FindList("fees"));
  for (Reader& reader : fees) {
    USANCE_ASSIGN_OR_RETURN(LateFee fee, ReadFee(reader, currency));
    policy.fees.push_back(std::move(fee));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tiers,
                          in.FindList("compensation"));
  CompensationTable table;
  for (Reader& tier : tiers) {
    USANCE_ASSIGN_OR_RETURN(const Money from, tier.GetMoney("from", currency));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            tier.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(tier.Done());
    table.tiers.push_back({from, amount});
  }
  if (!table.tiers.empty()) policy.compensation.tables = {std::move(table)};
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> cap, in.FindObject("cap"));
  if (cap) {
    USANCE_ASSIGN_OR_RETURN(ChargeCap read, ReadCap(*cap, currency));
    policy.caps.push_back(std::move(read));
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return policy;
}

absl::StatusOr<LateChargesSpec> ReadLateCharges(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const auto statute, in.Find<std::string>("statute"));
  if (statute) {
    return Error(Reason::kUnsupported, in.PathOf("statute"),
                 "this version has no statutes; give a policy");
  }
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> terms, in.FindObject("policy"));
  if (!terms) {
    return Error(Reason::kMissingField, in.PathOf("policy"),
                 "the field is missing: what the contract says");
  }
  USANCE_ASSIGN_OR_RETURN(LatePaymentPolicy policy,
                          ReadPolicy(*terms, currency));
  USANCE_ASSIGN_OR_RETURN(const Money amount, in.GetMoney("amount", currency));
  USANCE_ASSIGN_OR_RETURN(const Date due, in.Get<Date>("due"));
  USANCE_ASSIGN_OR_RETURN(const Date as_of, in.Get<Date>("as_of"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("payments"));
  std::vector<Payment> payments;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Money paid,
                            item.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Done());
    payments.push_back({date, paid});
  }
  USANCE_ASSIGN_OR_RETURN(const auto apply_to, in.Find<ApplyTo>("apply_to"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return LateChargesSpec{.policy = std::move(policy),
                         .invoice = {amount, due},
                         .payments = std::move(payments),
                         .apply_to = apply_to.value_or(ApplyTo{}),
                         .as_of = as_of};
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
  return sentence;
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
    list.Append(std::move(row));
  }
  return list;
}

absl::Status RunLateCharges(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const LateChargesSpec spec, ReadLateCharges(in));
  const absl::StatusOr<LateCharges> computed = ComputeLateCharges(spec);
  if (!computed.ok()) return LateChargesError(computed.status());
  const LateCharges& charges = *computed;
  const auto outstanding =
      Add(charges.outstanding_principal, charges.outstanding_charges);
  if (!outstanding.ok()) return At(in.PathOf("amount"), outstanding.status());
  out.Set("days_past_due", charges.days_past_due);
  out.Set("interest", FormatAmount(charges.interest));
  out.Set("compensation", FormatAmount(charges.compensation));
  out.Set("fees", FormatAmount(charges.fees));
  out.Set("over_cap", FormatAmount(charges.over_cap));
  out.Set("total", FormatAmount(charges.total));
  out.Set("outstanding_principal", FormatAmount(charges.outstanding_principal));
  out.Set("outstanding_charges", FormatAmount(charges.outstanding_charges));
  out.Set("outstanding", FormatAmount(*outstanding));
  out.Set("unapplied", FormatAmount(charges.unapplied));
  out.Set("segments", SegmentsJson(charges.segments, charges.total.currency()));
  out.Set("events", EventsJson(charges));
  if (spec.policy.interest) {
    out.Assume("regime", NameOf(spec.policy.interest->rule.regime));
  }
  AssumeRates({charges.source, charges.version, charges.known_through,
               charges.provisional, charges.confidence},
              out);
  if (out.explain()) {
    for (std::string& sentence : ExplainLateCharges(charges, spec.as_of)) {
      out.Because(std::move(sentence));
    }
  }
  return absl::OkStatus();
}

constexpr Operation kOperations[] = {
    {"late_charges", "what a late invoice costs as of a day",
     kLateChargesFields, RunLateCharges},
};

}  // namespace

std::span<const Operation> LateOperations() { return kOperations; }

}  // namespace codec

absl::StatusOr<LatePaymentPolicy> ReadLatePaymentPolicy(
    const Json& policy, Currency currency, std::string_view field,
    const RateBook& book) {
  if (policy.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  codec::Reader reader(policy, codec::kPolicyFields, std::string(field), book);
  return codec::ReadPolicy(reader, currency);
}

absl::Status LateChargesError(const absl::Status& status) {
  constexpr codec::Renamed kNames[] = {
      {"/policy/interest/rule", "/policy/interest"},
      {"/policy/compensation/tables/0/tiers", "/policy/compensation"},
      {"/policy/caps/0", "/policy/cap"},
      {"/invoice", ""}};
  return codec::Rename(status, kNames);
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
  return sentences;
}

}  // namespace usance
