// Late-payment interest: gov.uk, digineo/verzugszinsen, ameax/bgb-interest.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/decimal.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/accrual/accrue.h"
#include "usance/codec/csv.h"
#include "usance/codec/rate_series.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/terms/compensation.h"

namespace usance::conformance {
namespace {

constexpr Rounding kHalfUp = Rounding::kHalfUp;

// The base rates beside the cases, as text of a series that the library loads.
absl::StatusOr<RateSeries> BaseRates(Folder& folder) {
  const std::optional<std::string> file = folder.Text("de_base_rates.csv");
  if (!file) {
    return Error(Reason::kMissingField, "", "there is no de_base_rates.csv");
  }
  USANCE_ASSIGN_OR_RETURN(const std::vector<CsvRow> rows, ReadCsv(*file));
  if (rows.size() < 2 || rows[0].fields.size() != 3) {
    return Error(Reason::kMalformed, "", "de_base_rates.csv has other columns");
  }
  const std::string last = rows.back().fields[0].text;
  const bool first_half = last.substr(4, 4) < "-07-";
  std::string text =
      "# id: de_base_rates\n# title: Basiszinssatz\n# unit: year\n"
      "# kind: steps\n# known_through: " +
      last.substr(0, 4) + (first_half ? "-06-30" : "-12-31") +
      "\n# version: cases\nfrom,percent,confidence,source\n";
  for (size_t k = 1; k < rows.size(); ++k) {
    const std::string_view fields[] = {rows[k].fields[0].text,
                                       rows[k].fields[1].text, "read",
                                       rows[k].fields[2].text};
    AppendCsvRow(fields, text);
  }
  return ReadRateSeries(text);
}

absl::StatusOr<RateHistory> Rates(Fields& fields) {
  if (!fields.Has("points_over_base")) {
    USANCE_ASSIGN_OR_RETURN(const Rate rate,
                            Rate::Parse(fields.Text("rate_pct") + "%"));
    return RateHistory::Fixed(rate);
  }
  USANCE_ASSIGN_OR_RETURN(const RateSeries series, BaseRates(fields.folder()));
  RateHistory::Spec spec = series.Steps();
  USANCE_ASSIGN_OR_RETURN(spec.margin,
                          Rate::Parse(fields.Text("points_over_base") + "%"));
  return RateHistory::Make(spec);
}

// The cases cut at half-years, so each part lies within a calendar year.
DayCount DayCountOf(Fields& fields) {
  const std::string name = fields.Text("day_count");
  if (name.empty()) return DayCount::kAct365Fixed;  // of no day at all
  if (name.starts_with("ACT/ACT per calendar year")) {
    return DayCount::kActActIsda;
  }
  return fields.Need(ParseName<DayCount>(name, "/day_count"),
                     DayCount::kAct365Fixed);
}

struct LateCase {
  AccrueSpec spec;
  Money principal;
};

LateCase ReadCase(Fields& fields, Currency currency) {
  const Money principal =
      fields.Need(ParseAmount(fields.Text("principal"), currency, "principal"),
                  Money(0, currency));
  // Where only days are given, which ones does not matter: act/365f.
  const Date start =
      fields.Has("days") ? "2023-01-01"_date : fields.DateOf("from");
  const bool both = fields.Has("to_inclusive");
  Date end = start;
  if (fields.Has("days")) {
    end = fields.Need(
        Date::FromDays(start.days() + fields.Integer("days"), "days"), start);
  } else {
    end = fields.DateOf(both ? "to_inclusive" : "to_exclusive");
    if (both) end = fields.Need(AddDays(end, 1), end);
  }
  return {{.currency = currency,
           .balances = {{std::min(start, end), principal.minor()}},
           .rates = fields.Need(Rates(fields), RateHistory::Fixed("0%"_rate)),
           .rule = {.day_count = DayCountOf(fields),
                    .compounding = Compounding::kSimple,
                    .regime = RoundingRegime::kPerBooking,
                    .rounding = kHalfUp},
           .start = start,
           .end = end},
          principal};
}

// The interest of days of the case in a regime; exact under kNone.
absl::StatusOr<Accrual> Of(AccrueSpec spec, Date start, Date end,
                           RoundingRegime regime) {
  spec.balances[0].from = start;
  spec.start = start;
  spec.end = end;
  spec.rule.regime = regime;
  return Accrue(spec);
}

absl::StatusOr<std::string> Figure(const LateCase& read,
                                   const std::string& name) {
  const AccrueSpec& spec = read.spec;
  RoundingRegime regime = RoundingRegime::kPerBooking;
  Date end = spec.end;
  if (name == "days") return std::to_string(end - spec.start);
  if (name == "interest_from_rounded_daily") regime = RoundingRegime::kPerDay;
  if (name == "annual") end = *AddDays(spec.start, 365);
  if (name == "daily_rounded") end = *AddDays(spec.start, 1);
  USANCE_ASSIGN_OR_RETURN(const Accrual accrual,
                          Of(spec, spec.start, end, regime));
  if (name != "total") return FormatAmount(accrual.interest);
  USANCE_ASSIGN_OR_RETURN(const Money total,
                          Add(read.principal, accrual.interest));
  return FormatAmount(total);
}

// The exact interest of each period agrees with the four digits printed.
Verdict ComparePeriods(Fields& fields, const LateCase& read, const Json& list) {
  for (const Json& item : list) {
    Fields period(item, fields.folder());
    const Date from = period.DateOf("from");
    const Date to = period.DateOf("to");
    if (!period.error().empty()) return Fail(period.error());
    const Date end = *AddDays(to, 1);
    const auto accrual = Of(read.spec, from, end, RoundingRegime::kNone);
    if (!accrual.ok()) return Fail(FromAbsl(accrual.status().message()));
    const auto rate = read.spec.rates.RateOn(from);
    const BigRational interest(
        BigInt(accrual->exact_minor->numerator()),
        BigInt(accrual->exact_minor->denominator()) * 100);
    if (period.Text("days") != std::to_string(end - from) ||
        Format(*rate) != period.Text("rate") + "%" ||
        !IsNearPrinted(interest, period.Text("interest"))) {
      return Fail("the period from " + from.ToText() + " is another");
    }
  }
  return Pass();
}

// What comes out where every part behind a change of rate loses its last day.
std::string WithLostDays(const LateCase& read) {
  const auto pieces = read.spec.rates.Pieces(read.spec.start, read.spec.end);
  if (!pieces.ok() || pieces->size() < 2) return "";
  BigRational sum = 0;
  for (size_t k = 0; k < pieces->size(); ++k) {
    const RatePiece& piece = (*pieces)[k];
    const Date end = k == 0 ? piece.end : *AddDays(piece.end, -1);
    const auto part = Of(read.spec, piece.start, end, RoundingRegime::kNone);
    if (!part.ok()) return "";
    sum += BigRational(BigInt(part->exact_minor->numerator()),
                       BigInt(part->exact_minor->denominator()));
  }
  const auto minor = static_cast<int64_t>(BigRound(sum, kHalfUp));
  return FormatAmount(Money(minor, read.spec.currency));
}

// LPCDA 1998 s.5A: 40, 70 or 100 pounds by the size of the debt.
absl::StatusOr<std::string> FixedSum(const std::string& debt) {
  constexpr Currency kGbp = Currency::Of("GBP");
  const Compensation pounds = {
      .tables = {{.tiers = {{Money(0, kGbp), Money(4'000, kGbp)},
                            {Money(100'000, kGbp), Money(7'000, kGbp)},
                            {Money(1'000'000, kGbp), Money(10'000, kGbp)}}}}};
  USANCE_ASSIGN_OR_RETURN(const Money size, ParseAmount(debt, kGbp, "/debt"));
  USANCE_ASSIGN_OR_RETURN(
      const CompensationSum sum,
      CompensationFor(pounds, {size, "2023-01-01"_date, "2023-01-02"_date}));
  return FormatAmount(sum.amount);
}

}  // namespace

Verdict LateInterest(Fields& fields) {
  constexpr std::string_view kFigures =
      "annual|daily_rounded|days|interest|interest_from_rounded_daily|total";
  const auto expected = fields.object().find("expected");
  if (expected == fields.object().end() || !expected->is_object()) {
    return Fail("malformed: expected");
  }
  const std::string where = fields.Text("jurisdiction");
  const Currency currency =
      where == "UK" ? Currency::Of("GBP") : Currency::Of("EUR");
  std::optional<LateCase> read;
  if (fields.Has("principal")) read = ReadCase(fields, currency);
  if (!fields.error().empty()) return Fail(fields.error());
  for (const auto& [name, value] : expected->items()) {
    if (name == "periods" && read) {
      const Verdict verdict = ComparePeriods(fields, *read, value);
      if (verdict.kind != Verdict::Kind::kPass) return verdict;
      continue;
    }
    absl::StatusOr<std::string> figure =
        Error(Reason::kUnsupported, "", "unsupported: " + name);
    if (name == "fixed_compensation" && where == "UK") {
      figure = FixedSum(fields.Text(read ? "principal" : "debt"));
    } else if (read && internal::AnyIsName(kFigures, name)) {
      figure = Figure(*read, name);
    }
    if (!figure.ok()) return Fail(FromAbsl(figure.status().message()));
    const auto want = ParsePrinted(value.get<std::string>());
    const auto have = ParsePrinted(*figure);
    if (!want || !have) return Fail("malformed: " + name);
    if (want->value == have->value) continue;
    if (name == "interest" && fields.Has("to_exclusive") &&
        WithLostDays(*read) == value) {
      return Deviates(kNoDayIsLost);
    }
    return PassIf(false, *figure, value.get<std::string>());
  }
  return Pass();
}

}  // namespace usance::conformance
