// terms, due_dates, payment_options.
#include <algorithm>

#include "src/codec/late_policy.h"
#include "src/codec/operations.h"
#include "usance/codec/late_charges.h"
#include "usance/core/text.h"
#include "usance/date/calendars.h"
#include "usance/money/format.h"
#include "usance/terms/early_discount.h"
#include "usance/terms/notation.h"
#include "usance/terms/payment_options.h"
#include "usance/terms/payment_terms.h"
#include "usance/terms/sentence.h"
#include "usance/terms/untdid.h"

namespace usance::codec {
namespace {

constexpr Field kTermDiscountFields[] = {
    {"percent", FieldType::kPercent, false,
     "off the amount; exactly one of percent and amount"},
    {"amount", FieldType::kMoney, false, "off the amount"},
    {"within", FieldType::kText, true, "date steps, as 10d"},
    {"base", FieldType::kName, false,
     "of percent, where it is not the discount_base of all",
     NamesOf<DiscountBase>},
    {"grace_days", FieldType::kInteger, false,
     "in which it is granted all the same; no answer shows them as its end"},
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
    {"baseline", FieldType::kNames, false,
     "the line's own events, in place of those of all", NamesOf<Baseline>},
    {"discounts", FieldType::kList, false, "for paying early", nullptr,
     kTermDiscountFields},
    {"due", FieldType::kText, true, "date steps, as 30d or 45d eom"},
};
constexpr Field kTermsFields[] = {
    {"baseline", FieldType::kNames, false,
     "the events that time counts from, the latest of them; assumed: invoice",
     NamesOf<Baseline>},
    {"lines", FieldType::kList, true, "one for each part", nullptr,
     kLineFields},
};
constexpr Field kSettledPaymentFields[] = {
    {"date", FieldType::kDate, true, "up to `on`"},
    {"amount", FieldType::kMoney, true, "what was paid"},
    {"installment", FieldType::kInteger, false,
     "that it was for, from 1; assumed: 1"},
};
constexpr Field kInvoiceFields[] = {
    {"currency", FieldType::kCurrency, true, "of the invoice"},
    {"terms", FieldType::kTextOrObject, true,
     "as 2/10 net 30, 45d eom, or 30% 0d, rest 30d", nullptr, kTermsFields},
    {"date", FieldType::kDate, true, "of the invoice"},
    {"amount", FieldType::kMoney, true, "with tax"},
    {"net_amount", FieldType::kMoney, false, "before tax, 0 to the amount"},
    {"delivery", FieldType::kDate, false, "a baseline that terms may name"},
    {"receipt", FieldType::kDate, false, "a baseline that terms may name"},
    {"acceptance", FieldType::kDate, false, "a baseline that terms may name"},
    {"order", FieldType::kDate, false, "a baseline that terms may name"},
    {"posting", FieldType::kDate, false, "a baseline that terms may name"},
    {"statement", FieldType::kDate, false, "a baseline that terms may name"},
    {"shipment", FieldType::kDate, false, "a baseline that terms may name"},
    {"arrival", FieldType::kDate, false, "a baseline that terms may name"},
    {"lc", FieldType::kDate, false,
     "of the letter of credit, a baseline that terms may name"},
    {"milestone", FieldType::kDate, false, "a baseline that terms may name"},
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
    {"calendars", FieldType::kList, false,
     "others that the terms name; shipped ones are found by their names",
     nullptr, kCalendarFields},
};
constexpr Field kSettlingFields[] = {
    {"on", FieldType::kDate, false,
     "a day: the answer says what settles each installment on it"},
    {"payments", FieldType::kList, false, "up to that day, by date", nullptr,
     kSettledPaymentFields},
    {"partial", FieldType::kName, false,
     "what a payment of a part earns of a discount; assumed: none",
     NamesOf<PartialPayment>},
};
constexpr auto kDueDatesFields = Join(kInvoiceFields, kSettlingFields);
constexpr Field kLateDaysFields[] = {
    {"policy", FieldType::kObject, false,
     "what the contract says of paying late; needed with late", nullptr,
     kPolicyFields},
    {"late", FieldType::kDates, false,
     "days after the due date, rising: the answer says what to pay on each"},
};
constexpr auto kPaymentOptionsFields =
    Join(kInvoiceFields, kLateDaysFields, kFxField);

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
  USANCE_ASSIGN_OR_RETURN(line.baseline, in.FindAll<Baseline>("baseline"));
  if (line.chained) in.NoUseFor("baseline");
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> tiers, in.FindList("discounts"));
  for (Reader& tier : tiers) {
    EarlyDiscount discount;
    USANCE_ASSIGN_OR_RETURN(discount.percent, tier.Find<Percent>("percent"));
    USANCE_ASSIGN_OR_RETURN(discount.amount,
                            tier.FindMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(discount.steps, ReadSteps(tier, "within"));
    USANCE_ASSIGN_OR_RETURN(discount.base, tier.Find<DiscountBase>("base"));
    if (!discount.percent) tier.NoUseFor("base");
    USANCE_ASSIGN_OR_RETURN(const auto grace,
                            tier.FindInteger("grace_days", 0, kMaxGraceDays));
    discount.grace_days = static_cast<int32_t>(grace.value_or(0));
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
  USANCE_ASSIGN_OR_RETURN(invoice.posting, in.Find<Date>("posting"));
  USANCE_ASSIGN_OR_RETURN(invoice.statement, in.Find<Date>("statement"));
  USANCE_ASSIGN_OR_RETURN(invoice.shipment, in.Find<Date>("shipment"));
  USANCE_ASSIGN_OR_RETURN(invoice.arrival, in.Find<Date>("arrival"));
  USANCE_ASSIGN_OR_RETURN(invoice.letter_of_credit, in.Find<Date>("lc"));
  USANCE_ASSIGN_OR_RETURN(invoice.milestone, in.Find<Date>("milestone"));
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

// What settles each installment on a day.
struct Settling {
  std::optional<Date> on;
  std::vector<std::vector<DiscountPayment>> payments;  // by installment
  std::optional<PartialPayment> partial;
};

absl::StatusOr<Settling> ReadSettling(Reader& in, size_t installments,
                                      Currency currency) {
  Settling settling;
  USANCE_ASSIGN_OR_RETURN(settling.on, in.Find<Date>("on"));
  settling.payments.resize(installments);
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("payments"));
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(
        const auto number,
        item.FindInteger("installment", 1, static_cast<int64_t>(installments)));
    USANCE_RETURN_IF_ERROR(item.Done());
    settling.payments[static_cast<size_t>(number.value_or(1)) - 1].push_back(
        {date, amount});
  }
  USANCE_ASSIGN_OR_RETURN(settling.partial, in.Find<PartialPayment>("partial"));
  if (!settling.on) {
    in.NoUseFor("payments");
    in.NoUseFor("partial");
  }
  return settling;
}

absl::StatusOr<Json> SettlementJson(const Settling& settling, size_t index,
                                    const DueAmount& part, Rounding rounding,
                                    Answer& out) {
  absl::StatusOr<DiscountSettlement> settled = SettleOn(
      *settling.on, part.amount, part.discounts, settling.payments[index],
      settling.partial.value_or(PartialPayment::kNone), rounding);
  if (!settled.ok()) {
    return Error(ReasonOf(settled.status()), "/payments",
                 "installment " + std::to_string(index + 1) + ": " +
                     TextOf(settled.status()));
  }
  Json row = Json::Object();
  row.Set("pay", FormatAmount(settled->pay));
  row.Set("discount", FormatAmount(settled->discount));
  row.Set("open", FormatAmount(settled->open));
  if (settled->grace_days_used > 0) {
    row.Set("grace_days_used", settled->grace_days_used);
    out.Because(FormatAmount(settled->discount) + " is granted on " +
                settling.on->ToText() + ", " +
                std::to_string(settled->grace_days_used) +
                " days after its last day, within the days of grace");
  }
  return row;
}

// The calendars of the terms: that of the request and its others, then the
// shipped ones that the terms name. What they have no use for is refused.
absl::StatusOr<std::vector<Calendar>> ReadTermsCalendars(
    Reader& in, const PaymentTerms& terms) {
  USANCE_ASSIGN_OR_RETURN(const auto first, ReadCalendar(in, "calendar"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Calendar> calendars,
                          ReadCalendars(in, "calendars"));
  const std::vector<std::string> named = CalendarsOf(terms);
  const auto is_named = [&](std::string_view id) {
    return std::find(named.begin(), named.end(), id) != named.end();
  };
  if (first && !is_named("") && !is_named(first->id())) in.NoUseFor("calendar");
  for (const Calendar& calendar : calendars) {
    if (!is_named(calendar.id())) in.NoUseFor("calendars");
  }
  if (first) calendars.insert(calendars.begin(), *first);
  for (const std::string& id : named) {
    const auto has_id = [&](const Calendar& calendar) {
      return calendar.id() == id;
    };
    if (id.empty() || std::any_of(calendars.begin(), calendars.end(), has_id)) {
      continue;
    }
    const auto& shipped = ShippedCalendars();
    if (std::any_of(shipped.begin(), shipped.end(),
                    [&](const ShippedCalendar& row) { return row.id == id; })) {
      USANCE_ASSIGN_OR_RETURN(Calendar calendar, FindCalendar(id));
      calendars.push_back(std::move(calendar));
    }
  }
  return calendars;
}

// What an installment's row begins with.
Json DueJson(const DueAmount& part, Answer& out) {
  Json row = Json::Object();
  row.Set("due", part.due.ToText());
  row.Set("amount", FormatAmount(part.amount));
  for (const StepTrace& step : part.because) {
    out.Because(FormatAmount(part.amount) + ": " + step.before.ToText() +
                " by \"" + step.step + "\" is " + step.after.ToText() +
                (step.why.empty() ? "" : ": " + step.why));
  }
  return row;
}

Json InstallmentJson(const DueAmount& part, Answer& out) {
  Json row = DueJson(part, out);
  Json discounts = Json::List();
  for (const DiscountOffer& offer : part.discounts) {
    Json tier = Json::Object();
    tier.Set("until", offer.until.ToText());
    if (offer.percent) tier.Set("percent", Format(*offer.percent));
    tier.Set("discount", FormatAmount(offer.discount));
    tier.Set("amount", FormatAmount(offer.pay));
    const bool after_due = offer.until > part.due;
    if (after_due) tier.Set("after_due", true);
    discounts.Append(std::move(tier));
    out.Because(
        FormatAmount(offer.pay) + " instead of " + FormatAmount(part.amount) +
        " until " + offer.until.ToText() + ": " + FormatAmount(offer.discount) +
        " off" +
        (after_due ? ", even after the due date " + part.due.ToText() : ""));
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

// An invoice and its terms, as a request has them.
struct DueRequest {
  Currency currency;
  PaymentTerms terms;
  InvoiceFacts invoice;
  TermsPolicy policy;
  std::vector<Calendar> calendars;
};

absl::StatusOr<DueRequest> ReadDue(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(PaymentTerms terms, ReadTerms(in, currency));
  USANCE_ASSIGN_OR_RETURN(const InvoiceFacts invoice,
                          ReadInvoice(in, currency));
  USANCE_ASSIGN_OR_RETURN(const TermsPolicy policy, ReadTermsPolicy(in));
  USANCE_ASSIGN_OR_RETURN(std::vector<Calendar> calendars,
                          ReadTermsCalendars(in, terms));
  return DueRequest{currency, std::move(terms), invoice, policy,
                    std::move(calendars)};
}

absl::StatusOr<std::vector<DueAmount>> DueAmounts(const DueRequest& request,
                                                  const Reader& in) {
  const std::vector<std::string> named = CalendarsOf(request.terms);
  if (!named.empty() && named.front().empty() && !in.Has("calendar")) {
    return Error(Reason::kContextRequired, "/calendar",
                 "the terms count business days of a calendar that they do "
                 "not name");
  }
  absl::StatusOr<std::vector<DueAmount>> parts = DueDates(
      request.terms, request.invoice, request.policy, request.calendars);
  if (!parts.ok()) return InRequest(parts.status(), !in.IsObject("terms"));
  return parts;
}

void AssumeDue(const DueRequest& request, Answer& out) {
  out.Assume("terms", ToText(request.terms));
  out.Assume("rounding", NameOf(request.policy.rounding));
  out.Assume("residual", NameOf(request.policy.residual));
  out.Assume("excess", NameOf(request.policy.excess));
  out.Assume("discount_base", NameOf(request.policy.discount_base));
  if (!request.calendars.empty()) {
    out.AssumeCalendar(request.calendars.front());
    out.AssumeCalendars(std::span(request.calendars).subspan(1));
  }
}

absl::Status RunDueDates(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const DueRequest request, ReadDue(in));
  USANCE_ASSIGN_OR_RETURN(
      const Settling settling,
      ReadSettling(in, std::max<size_t>(1, request.terms.lines.size()),
                   request.currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> parts,
                          DueAmounts(request, in));
  Json installments = Json::List();
  for (size_t i = 0; i < parts.size(); ++i) {
    Json row = InstallmentJson(parts[i], out);
    if (settling.on) {
      USANCE_ASSIGN_OR_RETURN(
          Json settlement,
          SettlementJson(settling, i, parts[i], request.policy.rounding, out));
      row.Set("settlement", std::move(settlement));
    }
    installments.Append(std::move(row));
  }
  out.Set("installments", std::move(installments));
  AssumeDue(request, out);
  if (settling.on) {
    out.Assume("partial",
               NameOf(settling.partial.value_or(PartialPayment::kNone)));
  }
  return absl::OkStatus();
}

// --- payment_options --------------------------------------------------------

Json OptionJson(const DueAmount& part, const PaymentOption& option,
                Answer& out) {
  Json row = Json::Object();
  row.Set("by", option.by.ToText());
  row.Set("pay", FormatAmount(option.pay));
  row.Set("discount", FormatAmount(option.discount));
  row.Set("charges", FormatAmount(option.charges));
  std::string why = FormatAmount(option.pay) + " by " + option.by.ToText() +
                    ": " + FormatAmount(part.amount);
  if (option.discount.minor() != 0) {
    why += " less " + FormatAmount(option.discount) + " for paying early";
  }
  if (option.charges.minor() != 0) {
    why += " and " + FormatAmount(option.charges) + " for paying late";
  }
  out.Because(std::move(why));
  return row;
}

// What the charges of the last day rest on: those of the days before it rest
// on no more.
void AssumeLate(const std::optional<LatePaymentPolicy>& policy,
                const PaymentOption& last, Answer& out) {
  if (!policy || !policy->interest) return;
  out.Assume("regime", NameOf(policy->interest->rule.regime));
  const RateHistory& rates = policy->interest->rates;
  AssumeRates({rates.id(), rates.version(), rates.known_through(),
               rates.spec().loaded, last.provisional, last.confidence},
              out);
}

absl::Status RunPaymentOptions(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const DueRequest request, ReadDue(in));
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> object,
                          in.FindObject("policy"));
  std::optional<LatePaymentPolicy> policy;
  if (object) {
    USANCE_ASSIGN_OR_RETURN(policy, ReadPolicy(*object, request.currency));
  }
  USANCE_ASSIGN_OR_RETURN(const std::vector<Date> late,
                          in.FindAll<Date>("late"));
  USANCE_ASSIGN_OR_RETURN(const std::optional<FxTable> fx, FindFx(in));
  if (late.empty()) {
    in.NoUseFor("policy");
    in.NoUseFor("fx");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const std::vector<DueAmount> parts,
                          DueAmounts(request, in));
  Json installments = Json::List();
  for (const DueAmount& part : parts) {
    Json row = DueJson(part, out);
    const absl::StatusOr<std::vector<PaymentOption>> options =
        PaymentOptions(part, policy ? &*policy : nullptr, late, fx);
    if (!options.ok()) {
      return policy ? LateChargesError(options.status(), *in.Peek("policy"))
                    : options.status();
    }
    Json rows = Json::List();
    for (const PaymentOption& option : *options) {
      rows.Append(OptionJson(part, option, out));
    }
    row.Set("options", std::move(rows));
    installments.Append(std::move(row));
    if (&part == &parts.back()) {
      AssumeLate(policy, options->back(), out);
    }
  }
  out.Set("installments", std::move(installments));
  AssumeDue(request, out);
  return absl::OkStatus();
}

// --- terms ------------------------------------------------------------------

constexpr Field kTermsOperationFields[] = {
    {"currency", FieldType::kCurrency, false,
     "of terms that are an object, and of a policy"},
    {"terms", FieldType::kTextOrObject, false,
     "as 2/10 net 30, 45d eom, or 30% 0d, rest 30d; needed but with a policy",
     nullptr, kTermsFields},
    {"policy", FieldType::kObject, false,
     "what the contract says of paying late, to be said in sentences too",
     nullptr, kPolicyFields},
    {"sentence", FieldType::kName, false, "the language to say them in",
     NamesOf<Language>},
    {"codes", FieldType::kFlag, false,
     "whether to give the codes of UNTDID 4279 that an invoice says of them"},
    {"annual_cost", FieldType::kFlag, false,
     "whether to give what not taking each percentage off costs in a year"},
    {"date", FieldType::kDate, false,
     "that the cost counts from, where more than days decide"},
    {"year_days", FieldType::kInteger, false, "of the cost; assumed: 365"},
    {"decimals", FieldType::kInteger, false,
     "of the cost's percentages; assumed: 2"},
    {"rounding", FieldType::kName, false, "of them; assumed: half up",
     NamesOf<Rounding>},
    {"calendar", FieldType::kTextOrObject, false,
     "for a cost that counts business days", nullptr, kCalendarFields},
    {"calendars", FieldType::kList, false,
     "others that the terms name; shipped ones are found by their names",
     nullptr, kCalendarFields},
};

struct CostSpec {
  std::optional<Date> date;
  int32_t year_days = 365;
  int32_t decimals = 2;
  Rounding rounding = Rounding::kHalfUp;
  std::vector<Calendar> calendars;
};

absl::StatusOr<CostSpec> ReadCostSpec(Reader& in, const PaymentTerms& terms) {
  CostSpec spec;
  USANCE_ASSIGN_OR_RETURN(spec.date, in.Find<Date>("date"));
  USANCE_ASSIGN_OR_RETURN(const auto year, in.FindInteger("year_days", 1, 366));
  spec.year_days = static_cast<int32_t>(year.value_or(spec.year_days));
  USANCE_ASSIGN_OR_RETURN(const auto decimals,
                          in.FindInteger("decimals", 0, kMaxCostDecimals - 2));
  spec.decimals = static_cast<int32_t>(decimals.value_or(spec.decimals));
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  spec.rounding = rounding.value_or(spec.rounding);
  USANCE_ASSIGN_OR_RETURN(spec.calendars, ReadTermsCalendars(in, terms));
  return spec;
}

// Whether nothing but days decides a date.
bool IsDays(const DateSteps& steps) {
  return std::all_of(steps.begin(), steps.end(), [](const DateStep& step) {
    const auto* add = std::get_if<AddStep>(&step.rule);
    return add != nullptr &&
           (add->unit == StepUnit::kDay || add->unit == StepUnit::kWeek);
  });
}

// The days by which a line falls due after the last day of one of its tiers.
absl::StatusOr<int32_t> DaysKept(const TermsLine& line,
                                 const EarlyDiscount& tier,
                                 const CostSpec& spec) {
  if (!spec.date && !(IsDays(line.steps) && IsDays(tier.steps))) {
    return Error(Reason::kMissingField, "/date",
                 "the cost depends on a date: more than days decide");
  }
  const Date start = spec.date.value_or(Date::Of(2001, 1, 1));
  USANCE_ASSIGN_OR_RETURN(const SteppedDate due,
                          ApplySteps(line.steps, start, start, spec.calendars));
  USANCE_ASSIGN_OR_RETURN(const SteppedDate until,
                          ApplySteps(tier.steps, start, start, spec.calendars));
  return due.date - until.date;
}

absl::StatusOr<Json> CostJson(size_t line, const Percent& percent, int32_t days,
                              const CostSpec& spec, Answer& out) {
  Json row = Json::Object();
  row.Set("installment", static_cast<int64_t>(line + 1));
  row.Set("percent", Format(percent));
  row.Set("days", days);
  if (days < 1) {
    out.Because(Format(percent) +
                " off lasts until the due date or beyond: "
                "not taking it keeps nothing longer");
    return row;
  }
  USANCE_ASSIGN_OR_RETURN(const Fraction simple,
                          AnnualCost(percent, days, spec.year_days));
  USANCE_ASSIGN_OR_RETURN(
      const Fraction effective,
      EffectiveAnnualCost(percent, days, spec.year_days, spec.decimals + 2,
                          spec.rounding));
  const auto as_percent = [&](const Fraction& cost) -> absl::StatusOr<Json> {
    const int128 scale = PowerOfTen(spec.decimals);
    const auto scaled = CheckedMul(cost, Fraction(100 * scale));
    if (!scaled) {
      return Error(Reason::kOverflow, "/terms", "the cost is too large");
    }
    const int128 rounded =
        Divide(scaled->numerator(), scaled->denominator(), spec.rounding);
    return Json(ToDecimalText(Fraction::Of(rounded, scale), spec.decimals) +
                "%");
  };
  USANCE_ASSIGN_OR_RETURN(Json simple_percent, as_percent(simple));
  USANCE_ASSIGN_OR_RETURN(Json effective_percent, as_percent(effective));
  row.Set("numerator", ToText(simple.numerator()));
  row.Set("denominator", ToText(simple.denominator()));
  row.Set("simple", std::move(simple_percent));
  row.Set("effective", std::move(effective_percent));
  out.Because(Format(percent) + " off for " + std::to_string(days) + " days: " +
              ToText(percent.share()) + " / (1 - " + ToText(percent.share()) +
              ") * " + std::to_string(spec.year_days) + " / " +
              std::to_string(days) + " = " + ToText(simple) + " a year");
  return row;
}

absl::StatusOr<Json> CostsJson(const PaymentTerms& terms, const CostSpec& spec,
                               Answer& out) {
  Json costs = Json::List();
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    for (const EarlyDiscount& tier : terms.lines[i].discounts) {
      if (!tier.percent) continue;
      USANCE_ASSIGN_OR_RETURN(const int32_t days,
                              DaysKept(terms.lines[i], tier, spec));
      absl::StatusOr<Json> row = CostJson(i, *tier.percent, days, spec, out);
      if (!row.ok()) {
        constexpr Renamed kNames[] = {{"/discount", "/terms"},
                                      {"/days", "/terms"}};
        return Rename(row.status(), kNames);
      }
      costs.Append(*std::move(row));
    }
  }
  return costs;
}

Json CodesJson(const PaymentTerms& terms) {
  Json list = Json::List();
  for (const PaymentTermsCode code : CodesOf(terms)) {
    Json row = Json::Object();
    row.Set("code", std::to_string(static_cast<int32_t>(code)));
    row.Set("name", NameOf(code));
    list.Append(std::move(row));
  }
  return list;
}

// What the policy says; it has nothing else to answer.
absl::Status SayPolicy(const LatePaymentPolicy& policy, Currency currency,
                       const std::optional<Language>& language, Reader& in,
                       Answer& out) {
  if (!language) {
    return Error(Reason::kMissingField, "/sentence",
                 "the language to say the policy in");
  }
  const absl::StatusOr<std::string> said =
      Sentence(policy, currency, *language);
  if (!said.ok()) {
    return LateChargesError(said.status(), *in.Peek("policy"));
  }
  out.Set("late_sentence", *said);
  return absl::OkStatus();
}

absl::Status RunTerms(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto currency, in.Find<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> object,
                          in.FindObject("policy"));
  if ((in.IsObject("terms") || object) && !currency) {
    return Error(Reason::kMissingField, "/currency",
                 "a policy, and terms that are an object, need the currency of "
                 "their amounts");
  }
  // The text of terms says its own.
  if (!in.IsObject("terms") && !object) in.NoUseFor("currency");
  std::optional<LatePaymentPolicy> policy;
  if (object) {
    USANCE_ASSIGN_OR_RETURN(policy, ReadPolicy(*object, *currency));
  }
  USANCE_ASSIGN_OR_RETURN(const auto language, in.Find<Language>("sentence"));
  if (policy && !in.Has("terms")) {
    USANCE_RETURN_IF_ERROR(in.Done());
    return SayPolicy(*policy, *currency, language, in, out);
  }
  USANCE_ASSIGN_OR_RETURN(
      const PaymentTerms terms,
      ReadTerms(in, currency.value_or(Currency::Of("EUR"))));
  USANCE_RETURN_IF_ERROR(Check(terms));
  USANCE_ASSIGN_OR_RETURN(const bool codes, in.FindFlag("codes"));
  USANCE_ASSIGN_OR_RETURN(const bool costs, in.FindFlag("annual_cost"));
  std::optional<CostSpec> spec;
  if (costs) {
    USANCE_ASSIGN_OR_RETURN(spec, ReadCostSpec(in, terms));
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  out.Set("terms", ToText(terms));
  if (language) {
    USANCE_ASSIGN_OR_RETURN(const std::string said, Sentence(terms, *language));
    out.Set("sentence", said);
  }
  if (policy) {
    USANCE_RETURN_IF_ERROR(SayPolicy(*policy, *currency, language, in, out));
  }
  if (codes) out.Set("codes", CodesJson(terms));
  USANCE_ASSIGN_OR_RETURN(const std::string english,
                          Sentence(terms, Language::kEnglish));
  out.Because(english);
  if (!spec) return absl::OkStatus();
  USANCE_ASSIGN_OR_RETURN(Json list, CostsJson(terms, *spec, out));
  out.Set("annual_cost", std::move(list));
  out.Assume("year_days", spec->year_days);
  out.Assume("decimals", spec->decimals);
  out.Assume("rounding", NameOf(spec->rounding));
  if (!spec->calendars.empty()) {
    out.AssumeCalendar(spec->calendars.front());
    out.AssumeCalendars(std::span(spec->calendars).subspan(1));
  }
  return absl::OkStatus();
}

constexpr Operation kTermsOperations[] = {
    {"terms", "payment terms: one canonical text, sentences, what they cost",
     kTermsOperationFields, RunTerms},
    {"due_dates", "when an invoice is due, and how much of it then",
     kDueDatesFields, RunDueDates},
    {"payment_options",
     "pay so much by a day, so much by a later one: early, on time and late",
     kPaymentOptionsFields, RunPaymentOptions},
};

}  // namespace

std::span<const Operation> TermsOperations() { return kTermsOperations; }

}  // namespace usance::codec
