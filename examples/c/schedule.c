/* A loan's rows. Build: cc schedule.c $(pkg-config --cflags --libs usance) */
#include <stdio.h>
#include <usance.h>
int main(void) {
  usance_amortization_spec loan = {
      USANCE_AMORTIZATION_SPEC_DEFAULTS, .currency = "USD",
      .principal = 10000 /* cents */, .rate_e12 = 70000000000 /* 7 % a year */,
      .method = USANCE_METHOD_LEVEL, .day_count = USANCE_DAY_COUNT_30_360_ISDA,
      .rounding = USANCE_ROUNDING_HALF_EVEN, .residual = USANCE_RESIDUAL_LAST};
  usance_schedule_spec dates = {
      USANCE_SCHEDULE_SPEC_DEFAULTS, .count = 6, .frequency_months = 1};
  int64_t interest[6], payment[6], closing[6];
  size_t rows;
  usance_date_parse("2026-01-01", &dates.start, NULL);
  if (usance_amortize(&loan, &dates, NULL, 6, NULL, NULL, NULL, interest, NULL,
      NULL, payment, closing, &rows, NULL, NULL)) return 1;
  for (size_t i = 0; i < rows; ++i)
    printf("%zu  interest %2d  payment %4d  owed then %5d\n", i + 1,
           (int)interest[i], (int)payment[i], (int)closing[i]);
}
