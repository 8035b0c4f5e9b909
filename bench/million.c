/* A million invoices under one law in one call of the C ABI. Prints the shortest
 * of five runs, where the totals are those of the call for one. */
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <usance.h>

enum { kRows = 1000000, kRuns = 5 };

static double Seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int Fail(const char *what, const usance_error *error) {
  fprintf(stderr, "%s: %s %s\n", what, error->field, error->message);
  return 1;
}

/* Due on the days of two years up to as_of, from 10.00 to 100,009.99. */
static void Fill(usance_day as_of, usance_day *due, int64_t *amount) {
  for (int64_t i = 0; i < kRows; ++i) {
    due[i] = as_of - 1 - (usance_day)(i * 7919 % 730);
    amount[i] = 1000 + i * 104729 % 10000000;
  }
}

int main(int argc, char **argv) {
  const char *law = argc > 1 ? argv[1] : "uk";
  usance_day *due = malloc(kRows * sizeof *due);
  int64_t *amount = malloc(kRows * sizeof *amount);
  int64_t *total = malloc(kRows * sizeof *total);
  usance_debt debt = {USANCE_DEBT_DEFAULTS};
  usance_statute *statute = NULL;
  usance_rate_book *book = NULL;
  usance_error error = {0};
  usance_day as_of = 0;
  double best = 0;
  if (due == NULL || amount == NULL || total == NULL) return 1;
  debt.rounding = USANCE_ROUNDING_HALF_UP;
  debt.regime = USANCE_ROUNDING_REGIME_PER_BOOKING;
  usance_date_parse("2026-06-30", &as_of, NULL);
  Fill(as_of, due, amount);
  if (usance_statute_find(law, &statute, &error) ||
      usance_rate_book_create(&book, &error)) {
    return Fail(law, &error);
  }
  for (int run = 0; run < kRuns; ++run) {
    const double start = Seconds();
    if (usance_statute_late_charges_columns(statute, book, &debt, as_of, kRows,
                                            NULL, due, amount, NULL, NULL, NULL,
                                            total, NULL, NULL, &error) < 0) {
      return Fail("columns", &error);
    }
    const double taken = Seconds() - start;
    if (run == 0 || taken < best) best = taken;
  }
  for (int64_t i = 0; i < kRows; i += 9973) {
    usance_late_charges one = {USANCE_LATE_CHARGES_DEFAULTS};
    debt.due = due[i];
    if (usance_statute_late_charges(statute, book, &debt, amount[i], as_of, 0,
                                    0, NULL, NULL, NULL, &one, &error) < 0) {
      return Fail("one", &error);
    }
    if (one.total != total[i]) {
      fprintf(stderr, "row %ld is another than the call for one\n", (long)i);
      return 1;
    }
  }
  printf("%s: %d invoices in %.2f s, %.0f ns each\n", law, kRows, best,
         best * 1e9 / kRows);
  usance_rate_book_destroy(book);
  usance_statute_destroy(statute);
  free(due);
  free(amount);
  free(total);
  return 0;
}
