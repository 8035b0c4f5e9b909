/* A program of the time of 0.1: every kind of call, struct and handle. It is
 * kept as it was built then, and must go on to print client.txt. */
#include <stdio.h>
#include <string.h>

#include "usance.h"

static void say(const char *what, usance_status status) {
  const char *name = usance_status_name(status);
  printf("%s: %s\n", what, name != NULL ? name : "?");
}

static void loans(void) {
  static const int64_t principal[3] = {10000, 0, 25000000};
  static const int32_t months[3] = {6, 6, 360};
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  usance_amortization_totals totals;
  usance_error error;
  int64_t payment[6], level[3], interest[3];
  usance_day due[6];
  usance_status status[3];
  size_t rows, i;
  usance_amortization_spec_init(&loan, sizeof loan);
  usance_schedule_spec_init(&dates, sizeof dates);
  usance_amortization_totals_init(&totals, sizeof totals);
  strcpy(loan.currency, "USD");
  loan.principal = 10000;
  loan.rate_e12 = 70000000000;
  loan.method = USANCE_METHOD_LEVEL;
  loan.day_count = USANCE_DAY_COUNT_30_360_ISDA;
  loan.rounding = USANCE_ROUNDING_HALF_EVEN;
  loan.residual = USANCE_RESIDUAL_LAST;
  usance_date_parse("2026-01-01", &dates.start, NULL);
  dates.count = 6;
  dates.frequency_months = 1;
  say("amortize", usance_amortize(&loan, &dates, NULL, 6, NULL, due, NULL,
                                  NULL, NULL, NULL, payment, NULL, &rows,
                                  &totals, &error));
  for (i = 0; i < rows; ++i) {
    printf("  %ld %ld\n", (long)due[i], (long)payment[i]);
  }
  printf("  %s %ld %ld\n", totals.currency, (long)totals.interest,
         (long)totals.gap);
  say("amortize, short", usance_amortize(&loan, &dates, NULL, 5, NULL, due,
                                         NULL, NULL, NULL, NULL, payment, NULL,
                                         &rows, NULL, &error));
  say("amortize_columns",
      usance_amortize_columns(&loan, &dates, NULL, 3, principal, NULL, NULL,
                              months, level, interest, NULL, status, &error));
  for (i = 0; i < 3; ++i) {
    printf("  %ld %ld %s\n", (long)level[i], (long)interest[i],
           usance_status_name(status[i]));
  }
  printf("  row %ld, %s, %s\n", (long)error.row, usance_code_name(error.code),
         error.field);
}

static void dates(void) {
  usance_calendar *target2 = NULL;
  usance_error error;
  usance_day day, moved;
  int64_t numerator, denominator;
  int32_t choice, year, month, day_of_month;
  char text[16];
  size_t size;
  say("date_parse", usance_date_parse("2026-02-30", &day, &error));
  usance_date_parse("2026-01-31", &day, NULL);
  say("calendar_find", usance_calendar_find("TARGET2", &target2, NULL));
  usance_calendar_adjust(target2, day,
                         USANCE_BUSINESS_DAY_MODIFIED_FOLLOWING, &moved, NULL);
  usance_date_format(moved, sizeof text, text, &size, NULL);
  printf("  %s %s\n", usance_calendar_id(target2), text);
  usance_calendar_destroy(target2);
  usance_choice_find("day_count", "act/act isda", &choice, NULL);
  usance_day_count_fraction(choice, day, day + 1000, NULL, NULL, NULL,
                            &numerator, &denominator, NULL);
  printf("  %ld/%ld\n", (long)numerator, (long)denominator);
  usance_date_to_civil(day, &year, &month, &day_of_month, NULL, NULL);
  printf("  %d %d %d\n", (int)year, (int)month, (int)day_of_month);
}

static void late(void) {
  usance_late_policy_spec spec;
  usance_late_policy *policy = NULL;
  usance_late_invoice invoice;
  usance_late_charges charges;
  usance_late_policy_spec_init(&spec, sizeof spec);
  strcpy(spec.currency, "EUR");
  spec.day_count = USANCE_DAY_COUNT_ACT_365F;
  spec.rate_e12 = 80000000000;
  spec.regime = USANCE_ROUNDING_REGIME_PER_BOOKING;
  spec.rounding = USANCE_ROUNDING_HALF_UP;
  say("late_policy_create",
      usance_late_policy_create(&spec, NULL, NULL, &policy, NULL));
  usance_late_invoice_init(&invoice, sizeof invoice);
  usance_date_parse("2026-01-31", &invoice.due, NULL);
  usance_date_parse("2026-03-02", &invoice.as_of, NULL);
  invoice.amount = 100000;
  usance_late_charges_init(&charges, sizeof charges);
  say("late_charges_compute",
      usance_late_charges_compute(policy, &invoice, 0, NULL, NULL, NULL,
                                  &charges, NULL));
  printf("  %d days, %ld\n", (int)charges.days_past_due, (long)charges.total);
  usance_late_policy_destroy(policy);
}

static void eval(void) {
  static const char request[] =
      "{\"op\":\"day_count\",\"day_count\":\"act/360\","
      "\"start\":\"2026-01-01\",\"end\":\"2026-01-31\"}";
  char answer[1024];
  size_t size;
  say("eval", usance_eval(request, sizeof request - 1, sizeof answer, answer,
                          &size, NULL));
  printf("  %.24s\n", answer);
}

int main(void) {
  loans();
  dates();
  late();
  eval();
  return 0;
}
