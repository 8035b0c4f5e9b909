// Amounts, percents and rates: what is read prints as what is read again.
#include "usance/money/money.h"

#include "tests/fuzz/fuzz.h"
#include "usance/accrual/rate.h"
#include "usance/core/text.h"
#include "usance/installment/solve.h"
#include "usance/money/format.h"
#include "usance/money/percent.h"

namespace usance {
namespace {

void CheckAmounts(std::string_view text) {
  if (const auto decimal = ScanDecimal(text, kMaxDecimalScale).value) {
    const auto again = ScanDecimal(ToText(*decimal), kMaxDecimalScale).value;
    USANCE_CHECK(again && again->digits == decimal->digits &&
                 again->scale == decimal->scale);
  }
  if (const auto money = ParseMoney(text); money.ok()) {
    const auto again = ParseMoney(Format(*money));
    USANCE_CHECK(again.ok() && *again == *money);
  }
  for (const std::string_view code : {"JPY", "EUR", "KWD", "CLF"}) {
    const auto currency = Currency::Parse(code);
    USANCE_CHECK(currency.ok());
    if (const auto money = ParseAmount(text, *currency); money.ok()) {
      const auto again = ParseAmount(FormatAmount(*money), *currency);
      USANCE_CHECK(again.ok() && *again == *money);
      const AmortizationSpec spec = {
          .principal = *money,
          .rate = Rate(0, TimeUnit::kYear),
          .schedule = {.start = Date::Of(2026, 1, 1)}};
      USANCE_CHECK(FormatValue(spec, Unknown::kPayment, money->minor()) ==
                   FormatAmount(*money));
    }
  }
  if (const auto currency = Currency::Parse(text); currency.ok()) {
    USANCE_CHECK(currency->code() == text);
  }
}

void CheckShares(std::string_view text) {
  if (const auto percent = Percent::Parse(text, "/percent"); percent.ok()) {
    // One of over 18 digits after the point, as of many per mille, prints
    // longer than what is read.
    const auto again = Percent::Parse(Format(*percent), "/percent");
    USANCE_CHECK(again.ok()
                     ? *again == *percent
                     : ReasonOf(again.status()) == Reason::kTooManyDigits);
  }
  if (const auto rate = Rate::Parse(text); rate.ok()) {
    const auto again = Rate::Parse(Format(*rate));
    USANCE_CHECK(again.ok() && *again == *rate);
    if (const auto value_e12 = ToE12(*rate); value_e12.ok()) {
      USANCE_CHECK(Rate::FromE12(*value_e12, rate->unit()) == *rate);
    }
  }
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  usance::CheckAmounts(text);
  usance::CheckShares(text);
  return 0;
}
