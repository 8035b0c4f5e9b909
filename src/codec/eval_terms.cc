// due_dates, late_charges.
#include "src/codec/operations.h"
#include "usance/money/format.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/notation.h"
#include "usance/terms/payment_terms.h"

namespace usance::codec {
namespace {

constexpr Field kDiscountFields[] = {
    {"percent", FieldType::kPercent, false,
     "off the amount; exactly one of percent and amount"},
    {"amount", FieldType::kMoney, false, "off the amount"},
    {"within", FieldType::kText, true, "date steps, as 10d"},
};
constexpr Field kLineFields[] = {
    {"share", FieldType::kName, false, "of the invoice; assumed: rest",
     NamesOf<ShareKind>},
    {"percent", FieldType::kPercent, false, "of a percentage share"},
    {"amount", FieldType::kMoney, false, "of a fixed share"},
    {"weight", FieldType::kInteger, false,
     "among the lines that share the rest; assumed: 1"},
    {"multiple", FieldType::kMoney, false, "that the line is rounded to"},
    {"rounding", FieldType::kName, false, "to the multiple", NamesOf<Rounding>},
    {"chained", FieldType::kFlag, false,
     "whether it counts from the due date of the line before"},
    {"discounts", FieldType::kList, false, "for paying early", nullptr,
     kDiscountFields},
    {"due", FieldType::kText, true, "date steps, as 30d or 45d eom"},
};
constexpr Field kTermsFields[] = {
    {"baseline", FieldType::kNames, false,
     "the events that time counts from, the latest of them; assumed: invoice",
     NamesOf<Baseline>},
    {"lines", FieldType::kList, true, "one for each part", nullptr,
     kLineFields},
};
constexpr Field kDueDatesFields[] = {
    {"currency", FieldType::kCurrency, true, "of the invoice"},
    {"terms", FieldType::kTextOrObject, true,
     "as 2/10 net 30, 45d eom, or 30% 0d, rest 30d", nullptr, kTermsFields},
    {"date", FieldType::kDate, true, "of the invoice"},
    {"amount", FieldType::kMoney, true, "with tax"},
    {"net_amount", FieldType::kMoney, false, "before tax"},
    {"delivery", FieldType::kDate, false, "a baseline that terms may name"},
    {"receipt", FieldType::kDate, false, "a baseline that terms may name"},
    {"acceptance", FieldType::kDate, false, "a baseline that terms may name"},
    {"order", FieldType::kDate, false, "a baseline that terms may name"},
    {"rounding", FieldType::kName, false, "of percentages; assumed: half up",
     NamesOf<Rounding>},
    {"residual", FieldType::kName, false,
     "which line takes what rounding leaves; assumed: last",
     NamesOf<TermsResidual>},
    {"excess", FieldType::kName, false,
     "a line that takes more than there is; assumed: refuse", NamesOf<Excess>},
    {"discount_base", FieldType::kName, false,
     "what a percentage off is taken of; assumed: gross",
     NamesOf<DiscountBase>},
    {"calendar", FieldType::kTextOrObject, false,
     "for terms that count business days", nullptr, kCalendarFields},
};

absl::StatusOr<DateSteps> ReadSteps(Reader& in, std::string_view name) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, in.Get<std::string>(name));
  return ParseSteps(text, in.PathOf(name));
}

absl::StatusOr<TermsLine> ReadLine(Reader& in, Currency currency) {
  TermsLine line;
  USANCE_ASSIGN_OR_RETURN(const auto share, in.Find<ShareKind>("share"));
  line.share.kind = share.value_or(ShareKind::kRest);
  // What another kind of share would need stays unread, and is refused.
  if (line.share.kind == ShareKind::kFixed) {
    USANCE_ASSIGN_OR_RETURN(line.share.amount, in.GetMoney("amount", currency));
  } else if (line.share.kind == ShareKind::kRest) {
    USANCE_ASSIGN_OR_RETURN(const auto weight,
                            in.FindInteger("weight", 1, kMaxShareWeight));
    line.share.weight = static_cast<int32_t>(weight.value_or(1));
  } else {
    USANCE_ASSIGN_OR_RETURN(line.share.percent, in.Get<Percent>("percent"));
  }
  USANCE_ASSIGN_OR_RETURN(const auto multiple,
                          in.FindMoney("multiple", currency));
  if (multiple) {
    USANCE_ASSIGN_OR_RETURN(const Rounding rounding,
                            in.Get<Rounding>("rounding"));
    line.round_to = RoundToMultiple{*multiple, rounding};
  }
  USANCE_ASSIGN_OR_RETURN(line.chained, in.FindFlag("chained"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tiers, in.FindList("discounts"));
  for (Reader& tier : tiers) {
    EarlyDiscount discount;
    USANCE_ASSIGN_OR_RETURN(discount.percent, tier.Find<Percent>("percent"));
    USANCE_ASSIGN_OR_RETURN(discount.amount,
                            tier.FindMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(discount.steps, ReadSteps(tier, "within"));
    USANCE_RETURN_IF_ERROR(tier.Done());
    line.discounts.push_back(std::move(discount));
  }
  USANCE_ASSIGN_OR_RETURN(line.steps, ReadSteps(in, "due"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return line;
}

absl::StatusOr<PaymentTerms> ReadTerms(Reader& in, Currency currency) {
  if (!in.IsObject("terms")) {
    USANCE_ASSIGN_OR_RETURN(const std::string text,
                            in.Get<std::string>("terms"));
    absl::StatusOr<PaymentTerms> parsed = ParseTerms(text, in.PathOf("terms"));
    if (parsed.ok()) return parsed;
    return Error(ReasonOf(parsed.status()), in.PathOf("terms"),
                 TextOf(parsed.status()));
  }
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> object, in.FindObject("terms"));
  PaymentTerms terms;
  USANCE_ASSIGN_OR_RETURN(std::vector<Baseline> baseline,
                          object->FindAll<Baseline>("baseline"));
  if (object->Has("baseline")) terms.baseline = std::move(baseline);
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> lines, object->FindList("lines"));
  for (Reader& reader : lines) {
    USANCE_ASSIGN_OR_RETURN(TermsLine line, ReadLine(reader, currency));
    terms.lines.push_back(std::move(line));
  }
  USANCE_RETURN_IF_ERROR(object->Done());
  return terms;
}

absl::StatusOr<InvoiceFacts> ReadInvoice(Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const Date date, in.Get<Date>("date"));
  USANCE_ASSIGN_OR_RETURN(const Money amount, in.GetMoney("amount", currency));
  InvoiceFacts invoice{.date = date, .amount = amount};
  USANCE_ASSIGN_OR_RETURN(invoice.net, in.FindMoney("net_amount", currency));
  USANCE_ASSIGN_OR_RETURN(invoice.delivery, in.Find<Date>("delivery"));
  USANCE_ASSIGN_OR_RETURN(invoice.receipt, in.Find<Date>("receipt"));
  USANCE_ASSIGN_OR_RETURN(invoice.acceptance, in.Find<Date>("acceptance"));
  USANCE_ASSIGN_OR_RETURN(invoice.order, in.Find<Date>("order"));
  return invoice;
}

absl::StatusOr<TermsPolicy> ReadTermsPolicy(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  USANCE_ASSIGN_OR_RETURN(const auto residual,
                          in.Find<TermsResidual>("residual"));
  USANCE_ASSIGN_OR_RETURN(const auto excess, in.Find<Excess>("excess"));
  USANCE_ASSIGN_OR_RETURN(const auto base,
                          in.Find<DiscountBase>("discount_base"));
  return TermsPolicy{.rounding = rounding.value_or(Rounding::kHalfUp),
                     .residual = residual.value_or(TermsResidual::kLast),
                     .excess = excess.value_or(Excess::kRefuse),
                     .discount_base = base.value_or(DiscountBase::kGross)};
}

Json InstallmentJson(const DueAmount& part, Answer& out) {
  Json row = Json::Object();
  row.Set("due", part.due.ToText());
  row.Set("amount", FormatAmount(part.amount));
  for (const StepTrace& step : part.because) {
    out.Because(FormatAmount(part.amount) + ": " + step.before.ToText() +
                " by \"" + step.step + "\" is " + step.after.ToText());
  }
  Json discounts = Json::List();
  for (const DiscountOffer& offer : part.discounts) {
    Json tier = Json::Object();
    tier.Set("until", offer.until.ToText());
    if (offer.percent) tier.Set("percent", Format(*offer.percent));
    tier.Set("discount", FormatAmount(offer.discount));
    tier.Set("amount", FormatAmount(offer.pay));
    discounts.Append(std::move(tier));
    out.Because(FormatAmount(offer.pay) + " instead of " +
                FormatAmount(part.amount) + " until " + offer.until.ToText() +
                ": " + FormatAmount(offer.discount) + " off");
  }
  row.Set("discounts", std::move(discounts));
  return row;
}

// The error with its field put as the request has it.
absl::Status InRequest(const absl::Status& status, bool is_text) {
  std::string field = FieldOf(status);
  if (field == "/net") {
    field = "/net_amount";
  } else if (field.starts_with("/terms/lines")) {
    const bool off = field.find("/discounts/") != std::string::npos;
    const size_t steps = field.find("/steps");
    if (ReasonOf(status) == Reason::kContextRequired) {
      field = "/calendar";
    } else if (is_text) {
      field = "/terms";
    } else if (steps != std::string::npos) {
      field = field.substr(0, steps) + (off ? "/within" : "/due");
    } else {
      for (const std::string_view group : {"/share", "/round_to"}) {
        const size_t at = field.find(group);
        if (at != std::string::npos) field.erase(at, group.size());
      }
    }
  }
  return Error(ReasonOf(status), field, TextOf(status));
}

absl::Status RunDueDates(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const PaymentTerms terms, ReadTerms(in, currency));
  USANCE_ASSIGN_OR_RETURN(const InvoiceFacts invoice,
                          ReadInvoice(in, currency));
  USANCE_ASSIGN_OR_RETURN(const TermsPolicy policy, ReadTermsPolicy(in));
  USANCE_ASSIGN_OR_RETURN(const auto calendar, ReadCalendar(in, "calendar"));
  USANCE_RETURN_IF_ERROR(in.Done());
  std::vector<Calendar> calendars;
  if (calendar) calendars.push_back(*calendar);
  const absl::StatusOr<std::vector<DueAmount>> parts =
      DueDates(terms, invoice, policy, calendars);
  if (!parts.ok()) return InRequest(parts.status(), !in.IsObject("terms"));
  Json installments = Json::List();
  for (const DueAmount& part : *parts) {
    installments.Append(InstallmentJson(part, out));
  }
  out.Set("installments", std::move(installments));
  out.Assume("terms", ToText(terms));
  out.Assume("rounding", NameOf(policy.rounding));
  out.Assume("residual", NameOf(policy.residual));
  out.Assume("discount_base", NameOf(policy.discount_base));
  if (calendar) out.AssumeCalendar(*calendar);
  return absl::OkStatus();
}

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
  for (Reader& tier : tiers) {
    USANCE_ASSIGN_OR_RETURN(const Money from, tier.GetMoney("from", currency));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            tier.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(tier.Done());
    policy.compensation.push_back({from, amount});
  }
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> cap, in.FindObject("cap"));
  if (cap) {
    USANCE_ASSIGN_OR_RETURN(policy.cap, ReadCap(*cap, currency));
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

Json EventsJson(const LateCharges& charges, Answer& out) {
  const Currency currency = charges.total.currency();
  Json list = Json::List();
  for (const LateEvent& event : charges.events) {
    const std::string amount = FormatAmount(event.amount_minor, currency);
    Json row = Json::Object();
    row.Set("date", event.date.ToText());
    row.Set("kind", NameOf(event.kind));
    if (!event.id.empty()) row.Set("id", event.id);
    row.Set("amount", amount);
    std::string sentence =
        event.date.ToText() + ": " + std::string(NameOf(event.kind)) +
        (event.id.empty() ? "" : " " + event.id) + " of " + amount;
    if (event.kind == LateEventKind::kPayment) {
      const std::pair<std::string_view, int64_t> parts[] = {
          {"principal", event.principal_minor},
          {"interest", event.interest_minor},
          {"compensation", event.compensation_minor},
          {"fees", event.fees_minor},
          {"unapplied", event.unapplied_minor}};
      std::string_view separator = " to ";
      for (const auto& [name, minor] : parts) {
        const std::string text = FormatAmount(minor, currency);
        row.Set(name, text);
        if (minor == 0) continue;
        sentence += std::string(separator) + std::string(name) + " " + text;
        separator = ", ";
      }
    }
    out.Because(std::move(sentence));
    list.Append(std::move(row));
  }
  return list;
}

absl::Status RunLateCharges(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const LateChargesSpec spec, ReadLateCharges(in));
  const absl::StatusOr<LateCharges> computed = ComputeLateCharges(spec);
  if (!computed.ok()) {
    constexpr Renamed kNames[] = {{"/policy/interest/rule", "/policy/interest"},
                                  {"/invoice", ""}};
    return Rename(computed.status(), kNames);
  }
  const LateCharges& charges = *computed;
  USANCE_ASSIGN_OR_RETURN(
      const Money outstanding,
      Add(charges.outstanding_principal, charges.outstanding_charges));
  out.Because("as of " + spec.as_of.ToText() + " the invoice is " +
              std::to_string(charges.days_past_due) + " days past due");
  out.Set("days_past_due", charges.days_past_due);
  out.Set("interest", FormatAmount(charges.interest));
  out.Set("compensation", FormatAmount(charges.compensation));
  out.Set("fees", FormatAmount(charges.fees));
  out.Set("over_cap", FormatAmount(charges.over_cap));
  out.Set("total", FormatAmount(charges.total));
  out.Set("outstanding_principal", FormatAmount(charges.outstanding_principal));
  out.Set("outstanding_charges", FormatAmount(charges.outstanding_charges));
  out.Set("outstanding", FormatAmount(outstanding));
  out.Set("unapplied", FormatAmount(charges.unapplied));
  out.Set("segments",
          SegmentsJson(charges.segments, charges.total.currency(), out));
  out.Set("events", EventsJson(charges, out));
  if (spec.policy.interest) {
    out.Assume("regime", NameOf(spec.policy.interest->rule.regime));
  }
  AssumeRates(charges.source, charges.known_through, charges.provisional, out);
  return absl::OkStatus();
}

constexpr Operation kOperations[] = {
    {"due_dates", "when an invoice is due, and how much of it then",
     kDueDatesFields, RunDueDates},
    {"late_charges", "what a late invoice costs as of a day",
     kLateChargesFields, RunLateCharges},
};

}  // namespace

std::span<const Operation> TermsOperations() { return kOperations; }

}  // namespace usance::codec
