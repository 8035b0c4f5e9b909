/* The installments of 100.00 USD at 7 % a year over six months:
 * cc schedule.c $(pkg-config --cflags --libs usance) */
#include <stdio.h>
#include <string.h>
#include <usance.h>

int main(void) {
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  int64_t interest[6], payment[6], closing[6];
  size_t row, rows;
  usance_amortization_spec_init(&loan, sizeof loan);
  usance_schedule_spec_init(&dates, sizeof dates);
  strcpy(loan.currency, "USD");
  loan.principal = 10000;      /* cents */
  loan.rate_e12 = 70000000000; /* 7 % a year */
  loan.method = USANCE_METHOD_LEVEL;
  loan.day_count = USANCE_DAY_COUNT_30_360_ISDA;
  loan.rounding = USANCE_ROUNDING_HALF_EVEN;
  loan.residual = USANCE_RESIDUAL_LAST;
  usance_date_parse("2026-01-01", &dates.start, NULL);
  dates.count = 6;
  dates.frequency_months = 1;
  if (usance_amortize(&loan, &dates, NULL, 6, NULL, NULL, NULL, interest, NULL,
                      NULL, payment, closing, &rows, NULL, NULL)) return 1;
  for (row = 0; row < rows; ++row) {
    printf("%d  interest %2d  payment %4d  owed then %5d\n", (int)row + 1,
           (int)interest[row], (int)payment[row], (int)closing[row]);
  }
  return 0;
}
