// Payment terms and early-payment discounts of Odoo, OCA and Tryton.
#include "usance/terms/payment_terms.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::conformance {
namespace {

Currency CurrencyOf(Fields& fields) {
  const std::string digits = fields.Text("currency_decimals");
  if (digits.empty() || digits == "2") return Currency::Of("EUR");
  if (digits == "0") return Currency::Of("JPY");
  if (digits == "3") return Currency::Of("KWD");
  fields.Malformed("no currency of " + digits + " digits");
  return Currency::Of("EUR");
}

Money Amount(Fields& fields, std::string_view name, Currency currency) {
  return fields.Need(ParseAmount(fields.Text(name), currency, name),
                     Money(0, currency));
}

Percent Percentage(Fields& fields, std::string_view name) {
  return fields.Need(Percent::Parse(fields.Text(name) + "%", name),
                     Percent(Fraction(0)));
}

// The field, or 0 where it is missing.
int64_t Count(Fields& fields, std::string_view name) {
  return fields.Has(name) ? fields.Integer(name) : 0;
}

// Moves the first error of a part to the whole.
void Join(Fields& fields, const Fields& part) {
  constexpr size_t kPrefix = std::string_view("malformed: ").size();
  if (!part.error().empty()) fields.Malformed(part.error().substr(kPrefix));
}

// The objects in an array; a missing one is empty.
std::vector<Json> Objects(Fields& fields, const std::string& name) {
  if (!fields.Has(name)) return {};
  const Json& list = fields.object()[name];
  const bool good = list.is_array() &&
                    std::all_of(list.begin(), list.end(), [](const Json& item) {
                      return item.is_object();
                    });
  if (!good) {
    fields.Malformed(name + " is no list of objects");
    return {};
  }
  return list.get<std::vector<Json>>();
}

// --- dates ------------------------------------------------------------------

// "2m 1w 30d", or "" where all are 0.
std::string Added(int64_t months, int64_t weeks, int64_t days) {
  std::string text;
  if (months != 0) text += " " + std::to_string(months) + "m";
  if (weeks != 0) text += " " + std::to_string(weeks) + "w";
  if (days != 0) text += " " + std::to_string(days) + "d";
  return text;
}

// The day of the month that the date is in, or its last one; 0 is any day.
std::string OnDay(int64_t day) {
  if (day == 0) return "";
  return " day(" + std::to_string(std::min<int64_t>(day, 31)) + ")";
}

// "5,10": the days of the month that payments are made on.
std::string PaymentDays(Fields& line) {
  const Json& days = line.object()["payment_days"];
  std::set<int64_t> sorted;
  for (const Json& item : days) {
    const auto day = ScanInteger(
        item.is_string() ? item.get<std::string>() : item.dump(), 1, 31);
    if (!day) line.Malformed("a payment day is " + item.dump());
    sorted.insert(day.value_or(1));
  }
  std::string list;
  for (const int64_t day : sorted) {
    list += (list.empty() ? "" : ",") + std::to_string(day);
  }
  return list;
}

// The steps of a line, in the notation, before holidays.
std::string StepsOf(Fields& line) {
  const std::string delay = line.Text("delay");
  const int64_t days = Count(line, "days");
  const int64_t months = Count(line, "months");
  const int64_t weeks = Count(line, "weeks");
  const int64_t day = Count(line, "day_of_month");
  std::string text;
  if (delay == "relativedelta") {
    if (day != 0) text = "eom(-1) 1d";
    text += Added(months, 0, 0) + OnDay(day) + Added(0, weeks, days);
    if (line.Has("weekday")) {  // 0 is Monday
      const auto weekday = static_cast<Weekday>(line.Integer("weekday") + 1);
      text += " weekday(" + std::string(NameOf(weekday)) + ")";
    }
  } else if (delay == "after_invoice_date") {
    text = Added(months, weeks, days) + OnDay(Count(line, "day_of_the_month"));
  } else if (delay == "after_invoice_month") {
    text = "eom 1d" + Added(months, weeks, days - 1);
  } else if (delay == "day_following_month") {
    text = days == 0 ? "1m" : "eom 1d" + OnDay(days);
  } else if (delay == "day_current_month") {
    text = days == 0 ? "" : "eom(-1) 1d" + OnDay(days);
  } else if (delay == "days_after_end_of_month") {
    text = "eom" + Added(0, 0, days);
  } else if (delay == "days_after_end_of_next_month") {
    text = "eom(1)" + Added(0, 0, days);
  } else if (delay == "days_end_of_month_on_the") {
    const int64_t next = Count(line, "days_next_month");
    text = Added(0, 0, days) + " eom";
    if (next != 0) text += " 1d" + OnDay(next);
  } else {
    line.Malformed("delay is " + delay);
  }
  if (line.Flag("end_of_month")) text += " eom";
  if (line.Has("payment_days")) {
    const std::string list = PaymentDays(line);
    if (!list.empty()) text += " days(" + list + ")";
  }
  return text;
}

Calendar MakeCalendar(Fields& fields, const std::string& id, Date around,
                      std::vector<Date> holidays) {
  Calendar::Spec spec{
      .id = id,
      .version = "case",
      .first = Date::Of(std::max(around.year() - 1, 1), 1, 1),
      .last = Date::Of(std::min(around.year() + 20, 9999), 12, 31),
      .weekend = {},
      .holidays = {},
      .working_days = {}};
  std::copy_if(holidays.begin(), holidays.end(),
               std::back_inserter(spec.holidays),
               [&](Date day) { return spec.first <= day && day <= spec.last; });
  const Calendar empty = *Calendar::Make({.id = id,
                                          .version = "case",
                                          .first = around,
                                          .last = around,
                                          .weekend = {},
                                          .holidays = {},
                                          .working_days = {}});
  return fields.Need(Calendar::Make(spec), empty);
}

// The days from each holiday to the one it is postponed to.
std::vector<Date> PostponedDays(Fields& fields) {
  std::vector<Date> days;
  for (const Json& item : Objects(fields, "holidays")) {
    Fields one(item, fields.folder());
    const Date to = one.DateOf("postponed_to");
    const Date from = one.DateOf("holiday");
    Join(fields, one);
    for (Date day = from; day < to && days.size() < 10'000;
         day = *AddDays(day, 1)) {
      days.push_back(day);
    }
  }
  return days;
}

// "02-31" in `year`: the last day of a shorter month. Nothing where it is no
// month and day.
std::optional<Date> DayOfYear(std::string_view text, int year) {
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  const auto month = ScanInteger(text.substr(0, 2), 1, 12);
  const auto day = ScanInteger(text.substr(3), 1, 31);
  if (!month || !day) return std::nullopt;
  const int last = DaysInMonth(year, static_cast<int>(*month));
  return Date::Find(year, static_cast<int>(*month),
                    std::min(static_cast<int>(*day), last));
}

// The days of the yearly vacations, in the years that may matter.
std::vector<Date> VacationDays(Fields& fields, Date around) {
  std::vector<Date> days;
  for (const Json& item : Objects(fields, "vacations")) {
    Fields one(item, fields.folder());
    const int last = std::min(around.year() + 20, 9998);
    for (int year = std::max(around.year() - 2, 1); year <= last; ++year) {
      const auto from = DayOfYear(one.Text("from"), year);
      auto to = DayOfYear(one.Text("to"), year);
      if (from && to && *to < *from) to = DayOfYear(one.Text("to"), year + 1);
      if (!from || !to) {
        fields.Malformed("a vacation is " + item.dump());
        return days;
      }
      for (Date day = *from; day <= *to; day = *AddDays(day, 1)) {
        days.push_back(day);
      }
    }
  }
  return days;
}

// --- amounts ----------------------------------------------------------------

// A line that falls last without being called the remainder takes it, as in
// Odoo.
Share ShareOf(Fields& line, bool tryton, bool takes_balance,
              Currency currency) {
  const std::string type = line.Text("type");
  if (type == "remainder" || takes_balance) return {};
  Share share;
  if (type == "fixed") {
    share.kind = ShareKind::kFixed;
    share.amount = Amount(line, "value", currency);
    return share;
  }
  share.percent = Percentage(line, "value");
  if (type == "percent") {
    share.kind =
        tryton ? ShareKind::kPercentOfRest : ShareKind::kPercentOfTotal;
  } else if (type == "percent_on_total") {
    share.kind = ShareKind::kPercentOfTotal;
  } else if (type == "percent_of_untaxed") {
    share.kind = ShareKind::kPercentOfNet;
  } else {
    line.Malformed("type is " + type);
  }
  return share;
}

// The multiple in `name`, if there is one; half up, as these systems have it.
std::optional<RoundToMultiple> Multiple(Fields& fields, std::string_view name,
                                        Currency currency) {
  if (!fields.Has(name)) return std::nullopt;
  const Money multiple = Amount(fields, name, currency);
  if (multiple.minor() == 0) return std::nullopt;
  return RoundToMultiple{multiple, Rounding::kHalfUp};
}

void RefuseUnknownFields(Fields& line) {
  constexpr std::string_view kKnown =
      "type|value|days|weeks|months|delay|end_of_month|payment_days|"
      "day_of_month|day_of_the_month|days_next_month|round_to|weekday";
  for (const auto& [name, value] : line.object().items()) {
    if (!internal::AnyIsName(kKnown, name)) {
      line.Malformed("a line has the field " + name);
    }
  }
}

struct Case {
  PaymentTerms terms;
  TermsPolicy policy{.rounding = Rounding::kHalfUp,
                     .residual = TermsResidual::kLast,
                     .excess = Excess::kAllow,
                     .discount_base = DiscountBase::kGross};
  bool has_remainder = false;  // a line is called so: lines of 0 are not kept
};

Case ReadCase(Fields& fields, Currency currency, const std::string& rolls) {
  Case result;
  const std::vector<Json> lines = Objects(fields, "lines");
  const bool sequential = fields.Flag("sequential");
  const auto cash = Multiple(fields, "cash_rounding", currency);
  for (const Json& item : lines) {
    result.has_remainder |=
        Fields(item, fields.folder()).Text("type") == "remainder";
  }
  for (const Json& item : lines) {
    Fields line(item, fields.folder());
    RefuseUnknownFields(line);
    const bool tryton = line.Text("delay") == "relativedelta";
    if (tryton) result.policy.excess = Excess::kClip;
    TermsLine out;
    out.share =
        ShareOf(line, tryton, !result.has_remainder && &item == &lines.back(),
                currency);
    if (out.share.kind != ShareKind::kRest) {
      out.round_to = Multiple(line, "round_to", currency);
      if (!out.round_to) out.round_to = cash;
    }
    out.chained = sequential && !result.terms.lines.empty();
    std::string steps = StepsOf(line) + rolls;
    if (steps.empty()) steps = "0d";
    out.steps = fields.Need(ParseSteps(steps), {DateStep{}});
    Join(fields, line);
    result.terms.lines.push_back(std::move(out));
  }
  return result;
}

Verdict Compare(Fields& fields, const std::vector<DueAmount>& rows,
                Currency currency) {
  const std::vector<Json> expected = Objects(fields, "expected");
  if (rows.size() != expected.size()) {
    return Fail("has " + std::to_string(rows.size()) + " lines, expected " +
                std::to_string(expected.size()));
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    Fields row(expected[i], fields.folder());
    if (row.Has("date") && row.DateOf("date") != rows[i].due) {
      return Fail("is " + rows[i].due.ToText() + ", expected " +
                  row.Text("date"));
    }
    if (row.Has("amount") &&
        Amount(row, "amount", currency) != rows[i].amount) {
      return Fail("is " + Format(rows[i].amount) + ", expected " +
                  row.Text("amount"));
    }
    Join(fields, row);
  }
  return Pass();
}

}  // namespace

Verdict ErpPaymentTerms(Fields& fields) {
  const Currency currency = CurrencyOf(fields);
  const Date date = fields.DateOf("invoice_date");
  std::vector<Calendar> calendars;
  std::string rolls;
  const auto roll = [&](const std::string& id, std::vector<Date> days) {
    if (days.empty()) return;
    calendars.push_back(MakeCalendar(fields, id, date, std::move(days)));
    rolls += " roll(following, " + id + ")";
  };
  roll("holidays", PostponedDays(fields));
  roll("vacations", VacationDays(fields, date));
  const Case read = ReadCase(fields, currency, rolls);
  // Cases without an amount are about the dates alone.
  const bool dates_only = !fields.Has("amount");
  InvoiceFacts invoice{.date = date,
                       .amount = dates_only
                                     ? Money(100'000, currency)
                                     : Amount(fields, "amount", currency)};
  if (fields.Has("untaxed")) {
    invoice.net = Amount(fields, "untaxed", currency);
  }
  if (!fields.error().empty()) return Fail(fields.error());
  auto rows = DueDates(read.terms, invoice, read.policy, calendars);
  if (!rows.ok()) return Fail(FromAbsl(rows.status().message()));
  if (dates_only || !read.has_remainder) {
    return Compare(fields, *rows, currency);
  }
  // These systems write no line of 0, but one for an invoice of 0.
  const size_t all = rows->size();
  std::erase_if(*rows,
                [](const DueAmount& row) { return row.amount.minor() == 0; });
  if (rows->empty()) rows->push_back({date, date, invoice.amount, {}, {}});
  const Verdict verdict = Compare(fields, *rows, currency);
  const bool kept = rows->size() == all && invoice.amount.minor() != 0;
  if (kept || verdict.kind != Verdict::Kind::kPass) return verdict;
  return Deviates(kEmptyLinesStay);
}

// --- early-payment discounts ------------------------------------------------

namespace {

struct DiscountCase {
  InvoiceFacts invoice;
  Money tax;
  Percent discount;
  DiscountBase base;
};

std::optional<DiscountCase> ReadDiscountCase(Fields& fields) {
  const Currency currency = CurrencyOf(fields);
  const Money net = Amount(fields, "untaxed", currency);
  const Percent discount = Percentage(fields, "discount_pct");
  const DiscountBase base =
      fields.Need(ParseName<DiscountBase>(fields.Text("mode"), "/mode"),
                  DiscountBase::kGross);
  int64_t tax = 0;
  if (fields.Has("tax")) {
    tax = Amount(fields, "tax", currency).minor();
  } else if (fields.Has("tax_rate_pct")) {
    // Only mixed charges its tax on the discounted amount.
    const Percent off =
        base == DiscountBase::kMixed ? discount : Percent(Fraction(0));
    tax = fields
              .Need(TaxOnDiscounted(net, Percentage(fields, "tax_rate_pct"),
                                    off, Rounding::kHalfUp),
                    Money(0, currency))
              .minor();
  }
  if (fields.Has("fixed_tax")) {
    tax += Amount(fields, "fixed_tax", currency).minor();
  }
  const Date date = fields.DateOf("invoice_date");
  if (!fields.error().empty()) return std::nullopt;
  return DiscountCase{
      {.date = date, .amount = Money(net.minor() + tax, currency), .net = net},
      Money(tax, currency),
      discount,
      base};
}

// The untaxed part of a discount; the rest of it is tax.
Money UntaxedPart(const DiscountCase& read, const Money& discount) {
  if (read.base != DiscountBase::kGross) return discount;
  return *Multiply(*read.invoice.net, read.discount.share(), Rounding::kHalfUp);
}

// The figure that an expected field is about, as text; nothing where it is
// none of ours.
std::optional<std::string> Figure(const std::string& name,
                                  const DiscountCase& read,
                                  const DueAmount& due,
                                  const DiscountSettlement& settled,
                                  bool is_paid) {
  const DiscountOffer& offer = due.discounts.front();
  const Money untaxed = UntaxedPart(read, settled.discount);
  if (name == "total") return FormatAmount(read.invoice.amount);
  if (name == "tax") return FormatAmount(read.tax);
  if (name == "due") return due.due.ToText();
  if (name == "discount_until") return offer.until.ToText();
  if (name == "amount_if_discounted") return FormatAmount(offer.pay);
  if (name == "pay") return FormatAmount(settled.pay);
  if (name == "discount") return FormatAmount(settled.discount);
  if (name == "discount_untaxed") return FormatAmount(untaxed);
  if (name == "discount_tax") {
    return FormatAmount(*Sub(settled.discount, untaxed));
  }
  if (name == "state") return std::string(is_paid ? "paid" : "open");
  return std::nullopt;
}

}  // namespace

Verdict ErpEarlyPaymentDiscount(Fields& fields) {
  const auto read = ReadDiscountCase(fields);
  if (!read) return Fail(fields.error());
  const auto days = [&](std::string_view name) {
    return DateSteps{
        {AddStep{StepUnit::kDay, static_cast<int32_t>(Count(fields, name))}}};
  };
  PaymentTerms terms;
  terms.lines = {{.discounts = {{.percent = read->discount,
                                 .steps = days("discount_days")}},
                  .steps = days("net_days")}};
  const auto rows =
      DueDates(terms, read->invoice,
               {.rounding = Rounding::kHalfUp, .discount_base = read->base});
  if (!rows.ok()) return Fail(FromAbsl(rows.status().message()));
  const DueAmount& due = rows->front();
  const Date on =
      fields.OptionalDate("payment_date").value_or(read->invoice.date);
  const auto settle = [&](const std::vector<DiscountPayment>& payments) {
    return SettleOn(on, read->invoice.amount, due.discounts, payments,
                    PartialPayment::kNone, Rounding::kHalfUp);
  };
  const auto before = settle({});
  if (!before.ok()) return Fail(FromAbsl(before.status().message()));
  bool is_paid = false;
  if (fields.Has("payment")) {
    const Money payment =
        Amount(fields, "payment", read->invoice.amount.currency());
    const auto after = settle({{on, payment}});
    if (!after.ok()) return Fail(FromAbsl(after.status().message()));
    is_paid = after->open.minor() == 0;
  }
  if (!fields.Has("expected")) return Fail("malformed: no expected");
  const Json& expected_figures = fields.object()["expected"];
  Fields printed(expected_figures, fields.folder());
  for (const auto& [name, value] : expected_figures.items()) {
    const auto figure = Figure(name, *read, due, *before, is_paid);
    if (!figure) return Fail("unsupported: " + name);
    const std::string expected =
        name == "state" && value != "paid" ? "open" : printed.Text(name);
    if (*figure != expected) return PassIf(false, *figure, expected);
  }
  return Pass();
}

}  // namespace usance::conformance
