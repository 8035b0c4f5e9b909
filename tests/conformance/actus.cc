// ACTUS: the events of a contract, and what they pay.
#include "tests/conformance/actus.h"

#include <string>

#include "tests/conformance/decimal.h"
#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"

namespace usance::conformance {
namespace actus {

std::string_view NameOf(Event event) {
  constexpr std::string_view kNames[] = {"IED",  "PR",  "PI", "XD",  "IP",
                                         "IPCI", "RRF", "RR", "SC",  "IPCB",
                                         "PRD",  "TD",  "MD", "STD", "AD"};
  return kNames[static_cast<size_t>(event) - 1];
}

namespace {

// Within a billionth of the value, or of a unit of currency.
bool IsNear(const BigRational& exact, const std::string& expected) {
  const auto printed = ParsePrinted(expected);
  if (!printed) return false;
  const BigRational size = std::max<BigRational>(abs(printed->value), 1);
  return abs(exact - printed->value) * 1'000'000'000 <= size;
}

std::string Decimal(const BigRational& value) {
  const BigInt scaled =
      BigRound(value * 1'000'000'000'000, Rounding::kHalfEven);
  const std::string sign = scaled < 0 ? "-" : "";
  std::string digits = BigInt(abs(scaled)).str();
  if (digits.size() < 13) digits.insert(0, 13 - digits.size(), '0');
  return sign + digits.substr(0, digits.size() - 12) + "." +
         digits.substr(digits.size() - 12);
}

std::string ToText(const Row& row) {
  return row.when.date.ToText() + " " + std::string(NameOf(row.event)) + " " +
         Decimal(row.payoff) + " " + Decimal(row.notional) + " " +
         Decimal(row.rate) + " " + Decimal(row.accrued);
}

std::string ToText(const Json& row) {
  std::string text;
  for (const std::string name :
       {"date", "type", "payoff", "notional", "rate", "accrued"}) {
    if (!text.empty()) text += " ";
    text += TextOf(Member(row, name));
  }
  return text;
}

// Every figure, but what has accrued where that is left out.
bool Agrees(const Row& row, const Json& expected, bool with_accrued) {
  const auto text = [&](const std::string& name) {
    return TextOf(Member(expected, name));
  };
  return row.when.date.ToText() == text("date") &&
         NameOf(row.event) == text("type") &&
         IsNear(row.payoff, text("payoff")) &&
         IsNear(row.notional, text("notional")) &&
         IsNear(row.rate, text("rate")) &&
         (!with_accrued || IsNear(row.accrued, text("accrued")));
}

}  // namespace
}  // namespace actus

Verdict ActusLoan(Fields& fields) {
  actus::Terms terms = actus::ReadTerms(fields);
  if (!fields.error().empty()) return Fail(fields.error());
  const auto plan = actus::PlanOf(fields, terms);
  const auto rows = actus::RowsOf(fields, terms, plan);
  if (!fields.error().empty()) return Fail(fields.error());
  // Between a call and its settlement they show no interest.
  const bool called = terms.call && terms.notice && !terms.notice->IsZero();
  size_t k = 0;
  for (const Json& expected : Member(fields.object(), "events")) {
    // An event that only says that the payment has been fixed.
    if (TextOf(Member(expected, "type")) == "PRF") continue;
    if (k == rows.size())
      return Fail("no event, expected " + actus::ToText(expected));
    const bool with_accrued = !called || rows[k].event != actus::Event::kCall;
    if (!actus::Agrees(rows[k], expected, with_accrued)) {
      return PassIf(false, actus::ToText(rows[k]), actus::ToText(expected));
    }
    ++k;
  }
  if (k < rows.size()) return PassIf(false, actus::ToText(rows[k]), "no event");
  if (called) return Deviates(kActusCallAccrued);
  return actus::CompareAmortization(fields, terms, plan, rows).value_or(Pass());
}

}  // namespace usance::conformance
