// A loan of 100.00 USD over six months, row by row.
#include <iostream>

#include "usance/installment/amortize.h"
#include "usance/money/format.h"

int main() {
  using namespace usance::literals;
  const auto loan = usance::Amortize({
      .principal = "100.00 USD"_money,
      .rate = "7%"_rate,
      .day_count = usance::DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 6,
                   .frequency = usance::Months(1)},
      .method = usance::AmortizationMethod::kLevel,
      .rounding = usance::Rounding::kHalfEven,
      .residual = usance::Residual::kLast,
  });
  if (!loan.ok()) return 1;
  for (const usance::Installment& row : loan->rows) {
    std::cout << row.due().ToText() << ' '
              << usance::FormatAmount(row.payment_minor, loan->currency)
              << '\n';
  }
}
