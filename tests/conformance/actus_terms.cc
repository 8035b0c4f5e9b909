// Reads the terms of an ACTUS contract.
#include <algorithm>
#include <string>

#include "tests/conformance/actus.h"
#include "tests/conformance/decimal.h"
#include "tests/conformance/fineract.h"
#include "usance/date/calendars.h"

namespace usance::conformance::actus {
namespace {

// Reads named terms; what is malformed makes the case fail.
class Reader {
 public:
  explicit Reader(Fields& fields)
      : fields_(fields), terms_(Member(fields.object(), "terms")) {
    if (!terms_.is_object()) fields.Malformed("no terms");
  }

  [[nodiscard]] std::string Text(const std::string& name) const {
    return TextOf(Member(terms_, name));
  }
  [[nodiscard]] std::vector<std::string> List(const std::string& name) const {
    const Json& value = Member(terms_, name);
    std::vector<std::string> list;
    if (value.is_array()) {
      for (const Json& one : value) list.push_back(TextOf(one));
    } else if (const std::string text = TextOf(value); !text.empty()) {
      list.push_back(text);
    }
    return list;
  }
  [[nodiscard]] BigRational NumberOf(const std::string& text) {
    const auto printed = ParsePrinted(text);
    if (!printed) fields_.Malformed("number " + text);
    return printed ? printed->value : BigRational(0);
  }
  [[nodiscard]] std::optional<BigRational> Number(const std::string& name) {
    const std::string text = Text(name);
    if (text.empty()) return std::nullopt;
    return NumberOf(text);
  }
  [[nodiscard]] Moment MomentOf(const std::string& text) {
    const size_t t = std::min(text.find('T'), text.size());
    const std::string time = text.substr(t);
    const bool at_end = time == "T23:59:59" || time == "T24:00:00";
    return {fields_.Need(Date::Parse(text.substr(0, t)), Date::Of(2000, 1, 1)),
            at_end};
  }
  [[nodiscard]] std::optional<Moment> Time(const std::string& name) {
    const std::string text = Text(name);
    if (text.empty()) return std::nullopt;
    return MomentOf(text);
  }
  [[nodiscard]] std::optional<Date> Day(const std::string& name) {
    const std::optional<Moment> time = Time(name);
    if (!time) return std::nullopt;
    return time->date;
  }
  // "P1ML0"; 0 is a long last period, 1 a short one.
  [[nodiscard]] std::optional<Cycle> CycleOf(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const size_t end = std::min(text.find('L'), text.size());
    return Cycle{PeriodOfText(text.substr(0, end)), text.ends_with("L0")};
  }
  [[nodiscard]] std::optional<Cycle> CycleNamed(const std::string& name) {
    return CycleOf(Text(name));
  }
  // ISO 8601, and quarters and half-years.
  [[nodiscard]] Period PeriodOfText(const std::string& text) {
    const bool quarter = text.ends_with('Q');
    if (quarter || text.ends_with('H')) {
      const auto count = ScanInteger(
          std::string_view(text).substr(1, text.size() - 2), 1, 1000);
      if (!count) fields_.Malformed("cycle " + text);
      return Months(static_cast<int32_t>(count.value_or(1)) *
                    (quarter ? 3 : 6));
    }
    return fields_.Need(Period::Parse(text), Months(1));
  }

 private:
  Fields& fields_;
  const Json& terms_;
};

ContractType TypeOf(Fields& fields, const std::string& text) {
  constexpr std::string_view kTypes[] = {"PAM", "LAM", "NAM", "ANN",
                                         "LAX", "CLM", "UMP", "CSH"};
  const auto found = std::find(std::begin(kTypes), std::end(kTypes), text);
  if (found == std::end(kTypes)) fields.Malformed("contract type " + text);
  return static_cast<ContractType>(found - std::begin(kTypes) + 1);
}

DayCount DayCountOf(Fields& fields, const std::string& text) {
  if (text == "A365") return DayCount::kAct365Fixed;
  if (text == "A360") return DayCount::kAct360;
  if (text == "AA") return DayCount::kActActIsda;
  if (text == "30E360") return DayCount::k30E360;
  if (!text.empty()) fields.Malformed("day count " + text);
  return DayCount::kAct365Fixed;
}

// SCMF: shift, then calculate; modified following.
void ReadBusinessDays(Fields& fields, const Reader& reader, Terms& terms) {
  if (reader.Text("calendar") == "MF") {
    terms.calendar = FindCalendar("sat_sun").value();
  }
  const std::string text = reader.Text("businessDayConvention");
  if (text.empty() || text == "NOS" || text == "NULL") return;
  if (text.size() < 3) return fields.Malformed("business day convention");
  terms.calculate_first = text.starts_with("CS");
  const std::string_view rule = std::string_view(text).substr(2);
  constexpr std::pair<std::string_view, BusinessDayConvention> kRules[] = {
      {"F", BusinessDayConvention::kFollowing},
      {"MF", BusinessDayConvention::kModifiedFollowing},
      {"P", BusinessDayConvention::kPreceding},
      {"MP", BusinessDayConvention::kModifiedPreceding}};
  for (const auto& [name, convention] : kRules) {
    if (name == rule) terms.convention = convention;
  }
  if (terms.convention == BusinessDayConvention::kUnadjusted) {
    fields.Malformed("business day convention " + text);
  }
}

// The arrays of an exotic amortizer; `values` may be missing, as for interest.
std::vector<Segment> SegmentsOf(Fields& fields, Reader& reader,
                                const std::string& anchor,
                                const std::string& cycle,
                                const std::string& value,
                                const std::string& choice,
                                std::string_view chosen) {
  const auto anchors = reader.List(anchor), cycles = reader.List(cycle),
             values = reader.List(value), choices = reader.List(choice);
  std::vector<Segment> segments;
  for (size_t k = 0; k < anchors.size(); ++k) {
    Segment segment{reader.MomentOf(anchors[k]), std::nullopt, 0};
    if (k < cycles.size()) segment.cycle = reader.CycleOf(cycles[k]);
    if (!value.empty()) {
      if (k >= values.size() || k >= choices.size()) {
        fields.Malformed(value);
        break;
      }
      segment.value = reader.NumberOf(values[k]);
      segment.increases = choices[k].starts_with(chosen);
    }
    segments.push_back(segment);
  }
  return segments;
}

std::vector<Quote> QuotesOf(Fields& fields, Reader& reader,
                            const std::string& name) {
  std::vector<Quote> quotes;
  for (const Json& object : Member(fields.object(), "market_data")) {
    if (name.empty() || TextOf(Member(object, "identifier")) != name) continue;
    for (const Json& one : Member(object, "data")) {
      quotes.push_back({reader.MomentOf(TextOf(Member(one, "timestamp"))).date,
                        reader.NumberOf(TextOf(Member(one, "value")))});
    }
  }
  return quotes;
}

void ReadObserved(Fields& fields, Reader& reader, Terms& terms) {
  for (const Json& one : Member(fields.object(), "events_observed")) {
    const std::string type = TextOf(Member(one, "type"));
    const Moment when = reader.MomentOf(TextOf(Member(one, "time")));
    if (type == "XD") {
      terms.call = when;
    } else if (type == "AD") {
      terms.monitorings.push_back(when);
    } else if (type == "PR") {
      terms.redemptions.emplace_back(
          when, reader.NumberOf(TextOf(Member(one, "value"))));
    } else {
      fields.Malformed("observed event " + type);
    }
  }
}

void ReadCycles(Fields& fields, Reader& reader, Terms& terms) {
  const auto read = [&](const std::string& name, std::optional<Moment>& anchor,
                        std::optional<Cycle>& cycle) {
    anchor = reader.Time("cycleAnchorDateOf" + name);
    cycle = reader.CycleNamed("cycleOf" + name);
  };
  read("InterestPayment", terms.interest_anchor, terms.interest_cycle);
  read("PrincipalRedemption", terms.redemption_anchor, terms.redemption_cycle);
  read("RateReset", terms.reset_anchor, terms.reset_cycle);
  read("ScalingIndex", terms.scaling_anchor, terms.scaling_cycle);
  read("InterestCalculationBase", terms.base_anchor, terms.base_cycle);
  terms.interest_segments =
      SegmentsOf(fields, reader, "arrayCycleAnchorDateOfInterestPayment",
                 "arrayCycleOfInterestPayment", "", "", "");
  terms.redemption_segments = SegmentsOf(
      fields, reader, "arrayCycleAnchorDateOfPrincipalRedemption",
      "arrayCycleOfPrincipalRedemption", "arrayNextPrincipalRedemptionPayment",
      "arrayIncreaseDecrease", "INC");
  terms.reset_segments = SegmentsOf(
      fields, reader, "arrayCycleAnchorDateOfRateReset",
      "arrayCycleOfRateReset", "arrayRate", "arrayFixedVariable", "F");
}

void ReadRates(Fields& fields, Reader& reader, Terms& terms) {
  terms.multiplier = reader.Number("rateMultiplier").value_or(1);
  terms.spread = reader.Number("rateSpread").value_or(0);
  terms.next_rate = reader.Number("nextResetRate");
  terms.life_cap = reader.Number("lifeCap");
  terms.life_floor = reader.Number("lifeFloor");
  terms.period_cap = reader.Number("periodCap");
  terms.period_floor = reader.Number("periodFloor");
  terms.rates =
      QuotesOf(fields, reader, reader.Text("marketObjectCodeOfRateReset"));
  terms.index =
      QuotesOf(fields, reader, reader.Text("marketObjectCodeOfScalingIndex"));
  terms.index_at_deal =
      reader.Number("scalingIndexAtContractDealDate").value_or(1);
  if (terms.index_at_deal == 0) {
    fields.Malformed("scalingIndexAtContractDealDate is 0");
    terms.index_at_deal = 1;
  }
  const std::string effect = reader.Text("scalingEffect");
  terms.scales_interest = effect.find('I') != std::string::npos;
  terms.scales_notional = effect.find('N') != std::string::npos;
}

}  // namespace

Terms ReadTerms(Fields& fields) {
  Reader reader(fields);
  Terms terms;
  terms.type = TypeOf(fields, reader.Text("contractType"));
  const std::string role = reader.Text("contractRole");
  if (role != "RPA" && role != "RPL") fields.Malformed("role " + role);
  terms.sign = role == "RPL" ? -1 : 1;
  if (!reader.Text("feeRate").empty()) fields.Malformed("feeRate");
  terms.status = reader.Day("statusDate").value_or(terms.status);
  if (fields.Has("horizon")) {
    terms.horizon = reader.MomentOf(fields.Text("horizon")).date;
  }
  terms.initial_exchange = reader.Time("initialExchangeDate");
  terms.maturity = reader.Time("maturityDate");
  terms.amortization_end = reader.Time("amortizationDate");
  terms.purchase = reader.Time("purchaseDate");
  terms.termination = reader.Time("terminationDate");
  terms.capitalization_end = reader.Time("capitalizationEndDate");
  terms.day_count = DayCountOf(fields, reader.Text("dayCountConvention"));
  terms.end_of_month = reader.Text("endOfMonthConvention") == "EOM";
  ReadBusinessDays(fields, reader, terms);
  terms.notional = reader.Number("notionalPrincipal").value_or(0);
  terms.rate = reader.Number("nominalInterestRate").value_or(0);
  terms.premium = reader.Number("premiumDiscountAtIED").value_or(0);
  terms.purchase_price = reader.Number("priceAtPurchaseDate").value_or(0);
  terms.termination_price = reader.Number("priceAtTerminationDate").value_or(0);
  terms.accrued = reader.Number("accruedInterest");
  terms.payment = reader.Number("nextPrincipalRedemptionPayment");
  terms.base = reader.Number("interestCalculationBaseAmount");
  terms.base_is_original = reader.Text("interestCalculationBase") == "NTIED";
  terms.base_lags = reader.Text("interestCalculationBase") == "NTL";
  ReadCycles(fields, reader, terms);
  ReadRates(fields, reader, terms);
  const std::string notice = reader.Text("xDayNotice");
  if (!notice.empty()) {
    terms.notice = notice == "P0D" ? Days(0) : reader.PeriodOfText(notice);
  }
  ReadObserved(fields, reader, terms);
  return terms;
}

}  // namespace usance::conformance::actus
