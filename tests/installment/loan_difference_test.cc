#include "usance/installment/loan_difference.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "usance/date/date.h"
#include "usance/money/currency.h"

namespace usance {
namespace {

Installment Due(int32_t number, Date start, Date due, int64_t payment) {
  return {.number = number,
          .period = {start, due, start, due},
          .payment_minor = payment};
}

std::string DifferenceText(const std::vector<Installment>& before,
                           const std::vector<Installment>& after) {
  const Currency eur = Currency::Of("EUR");
  std::string text;
  for (const RowDifference& row :
       DifferenceOf({.currency = eur, .rows = before},
                    {.currency = eur, .rows = after})) {
    const auto side = [](const std::optional<Installment>& one) {
      return one ? one->due().ToText() + " " +
                       std::to_string(one->payment_minor)
                 : std::string("none");
    };
    text += side(row.before) + " > " + side(row.after) + "; ";
  }
  return text;
}

TEST(DifferenceOf, RowsByTheirDueDays) {
  const Date a = "2026-01-01"_date, b = "2026-02-01"_date,
             c = "2026-03-01"_date, d = "2026-03-15"_date,
             e = "2026-04-01"_date;
  EXPECT_EQ(DifferenceText({Due(1, a, b, 10), Due(2, b, c, 10)},
                           {Due(1, a, b, 10), Due(2, b, c, 10)}),
            "");
  EXPECT_EQ(DifferenceText({Due(1, a, b, 10), Due(2, b, c, 10)},
                           {Due(1, a, b, 10), Due(2, b, d, 9)}),
            "2026-03-01 10 > none; none > 2026-03-15 9; ");
  EXPECT_EQ(
      DifferenceText({Due(1, a, b, 10), Due(2, b, c, 10)},
                     {Due(1, a, b, 7), Due(2, b, c, 10), Due(3, c, e, 3)}),
      "2026-02-01 10 > 2026-02-01 7; none > 2026-04-01 3; ");
  // Another number alone is no difference.
  EXPECT_EQ(DifferenceText({Due(1, a, b, 10)}, {Due(2, a, b, 10)}), "");
}

}  // namespace
}  // namespace usance
