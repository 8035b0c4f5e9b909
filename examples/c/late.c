/* What an invoice costs under a law. Builds as schedule.c does. */
#include <stdio.h>
#include <usance.h>
int main(void) {
  usance_debt debt = {USANCE_DEBT_DEFAULTS,
                      .rounding = USANCE_ROUNDING_HALF_UP,
                      .regime = USANCE_ROUNDING_REGIME_PER_BOOKING};
  usance_late_charges late = {USANCE_LATE_CHARGES_DEFAULTS};
  usance_statute *uk = NULL;
  usance_rate_book *rates = NULL;
  usance_day as_of = 0;
  usance_error error = {0};
  usance_date_parse("2023-05-31", &debt.due, NULL);
  usance_date_parse("2024-02-29", &as_of, NULL);
  if (usance_statute_find("uk", &uk, &error) ||
      usance_rate_book_create(&rates, &error) ||
      usance_statute_late_charges(uk, rates, &debt, 1000000 /* pence */, as_of,
                                  0, 0, NULL, NULL, NULL, &late, &error))
    return fprintf(stderr, "%s: %s\n", error.field, error.message) > 0;
  printf("%d days late: interest %d.%02d + compensation %d.%02d\n",
         (int)late.days_past_due, (int)(late.interest / 100),
         (int)(late.interest % 100), (int)(late.compensation / 100),
         (int)(late.compensation % 100));
  usance_rate_book_destroy(rates);
  usance_statute_destroy(uk);
}
