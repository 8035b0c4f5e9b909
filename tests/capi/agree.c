/* Scalars, columns however they are cut, and the request language give the
 * same answers to the same questions; errors too. The hash of all answers is
 * the same on every machine and with every compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "usance.h"

enum { kRows = 400, kOutputs = 3 };

static int failures = 0;
static void expect(int holds, const char *question, int row,
                   const char *what) {
  if (holds) return;
  if (++failures < 20) printf("FAILED %s, row %d: %s\n", question, row, what);
}

/* The facts of every row. */
static usance_day start[kRows], end[kRows];
static int64_t amount[kRows], rate[kRows];
static int32_t count[kRows];
static usance_terms *terms;
static usance_late_policy *policy;
static usance_rates *base_rates; /* the German base rate + 9 % */
static usance_rate_book *book;
static usance_statute *law; /* of the United Kingdom */

static const char kTerms[] = "30% 0d, 1/3 of rest net 14, rest 30d eom";

static uint64_t next_random(void) {
  static uint64_t state = 88172645463325252u;
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
static int64_t between(int64_t low, int64_t high) {
  return low + (int64_t)(next_random() % (uint64_t)(high - low + 1));
}

static void make_facts(void) {
  int i;
  for (i = 0; i < kRows; ++i) {
    start[i] = (usance_day)between(10957, 25567); /* 2000 to 2039 */
    end[i] = start[i] + (usance_day)between(-30, 1500);
    amount[i] = between(0, 9) == 0 ? between(-5, 5)
                                   : between(1, INT64_C(100000000000));
    rate[i] = between(-1, 40000) * 12500000; /* -0.00125 % to 50 % */
    count[i] = (int32_t)between(0, 60);
  }
}

/* A question: out[k][i] is answer k to row i. */
struct question {
  const char *name;
  int outputs;
  usance_status (*scalar)(int row, int64_t *out);
  usance_status (*columns)(int first, size_t n, int64_t out[][kRows],
                           usance_status *status);
  int (*request)(int row, char *text, size_t capacity);
  const char *answers[kOutputs]; /* what comes before each in eval's answer */
};

static const char *day_text(usance_day day, char *text) {
  size_t size;
  usance_date_format(day, 11, text, &size, NULL);
  return text;
}
static const char *money_text(int64_t minor, char *text) {
  size_t size;
  usance_money_format(minor, "EUR", 32, text, &size, NULL);
  return text;
}
static const char *rate_text(int64_t rate_e12, char *text) {
  size_t size;
  usance_rate_format(rate_e12, USANCE_TIME_UNIT_YEAR, 32, text, &size, NULL);
  return text;
}

/* Day count */

static usance_status day_count_scalar(int i, int64_t *out) {
  return usance_day_count_fraction(USANCE_DAY_COUNT_ACT_ACT_ISDA, start[i],
                                   end[i], NULL, NULL, NULL, &out[0], &out[1],
                                   NULL);
}
static usance_status day_count_columns(int first, size_t n,
                                       int64_t out[][kRows],
                                       usance_status *status) {
  return usance_day_count_fraction_columns(
      USANCE_DAY_COUNT_ACT_ACT_ISDA, n, start + first, end + first, NULL, NULL,
      NULL, out[0] + first, out[1] + first, status, NULL);
}
static int day_count_request(int i, char *text, size_t capacity) {
  char a[16], b[16];
  return snprintf(text, capacity,
                  "{\"op\":\"day_count\",\"day_count\":\"act/act isda\","
                  "\"start\":\"%s\",\"end\":\"%s\"}",
                  day_text(start[i], a), day_text(end[i], b));
}

/* Interest */

static void set_interest(usance_interest_spec *spec) {
  usance_interest_spec_init(spec, sizeof *spec);
  strcpy(spec->currency, "EUR");
  spec->day_count = USANCE_DAY_COUNT_ACT_365F;
  spec->regime = USANCE_ROUNDING_REGIME_PER_BOOKING;
  spec->rounding = USANCE_ROUNDING_HALF_EVEN;
}
static usance_status interest_scalar(int i, int64_t *out) {
  usance_interest_spec spec;
  set_interest(&spec);
  spec.balance = amount[i];
  spec.rate_e12 = rate[i];
  spec.start = start[i];
  spec.end = end[i];
  return usance_interest_accrue(&spec, NULL, NULL, NULL, out, NULL);
}
static usance_status interest_columns(int first, size_t n,
                                      int64_t out[][kRows],
                                      usance_status *status) {
  usance_interest_spec spec;
  set_interest(&spec);
  return usance_interest_accrue_columns(
      &spec, NULL, NULL, NULL, n, amount + first, rate + first, start + first,
      end + first, out[0] + first, status, NULL);
}
static int interest_request_at(int i, const char *said, char *text,
                               size_t capacity) {
  char a[16], b[16], c[32];
  return snprintf(
      text, capacity,
      "{\"op\":\"accrue\",\"balance\":\"%s\",\"currency\":\"EUR\","
      "\"rate\":\"%s\",\"day_count\":\"act/365f\",\"start\":\"%s\","
      "\"end\":\"%s\",\"compounding\":\"simple\",\"regime\":\"per booking\","
      "\"rounding\":\"half even\"}",
      money_text(amount[i], c), said, day_text(start[i], a),
      day_text(end[i], b));
}
static int interest_request(int i, char *text, size_t capacity) {
  char said[32];
  return interest_request_at(i, rate_text(rate[i], said), text, capacity);
}

/* Interest at a published series */

static usance_status series_scalar(int i, int64_t *out) {
  usance_interest_spec spec;
  set_interest(&spec);
  spec.unknown_rate = USANCE_UNKNOWN_RATE_PROVISIONAL;
  spec.balance = amount[i];
  spec.start = start[i];
  spec.end = end[i];
  return usance_interest_accrue(&spec, base_rates, NULL, NULL, out, NULL);
}
static usance_status series_columns(int first, size_t n,
                                    int64_t out[][kRows],
                                    usance_status *status) {
  usance_interest_spec spec;
  set_interest(&spec);
  spec.unknown_rate = USANCE_UNKNOWN_RATE_PROVISIONAL;
  return usance_interest_accrue_columns(
      &spec, base_rates, NULL, NULL, n, amount + first, NULL, start + first,
      end + first, out[0] + first, status, NULL);
}
static int series_request(int i, char *text, size_t capacity) {
  char a[16], b[16], c[32];
  return snprintf(
      text, capacity,
      "{\"op\":\"accrue\",\"balance\":\"%s\",\"currency\":\"EUR\","
      "\"rates\":\"de_basiszinssatz\",\"margin\":\"+9%%\","
      "\"unknown_rate\":\"provisional\",\"day_count\":\"act/365f\","
      "\"start\":\"%s\",\"end\":\"%s\",\"compounding\":\"simple\","
      "\"rounding\":\"half even\"}",
      money_text(amount[i], c), day_text(start[i], a), day_text(end[i], b));
}

/* Amortization */

static void set_loan(usance_amortization_spec *loan,
                     usance_schedule_spec *dates) {
  usance_amortization_spec_init(loan, sizeof *loan);
  strcpy(loan->currency, "EUR");
  loan->method = USANCE_METHOD_LEVEL;
  loan->day_count = USANCE_DAY_COUNT_30E_360;
  loan->rounding = USANCE_ROUNDING_HALF_UP;
  loan->residual = USANCE_RESIDUAL_LAST;
  usance_schedule_spec_init(dates, sizeof *dates);
  dates->frequency_months = 1;
}
static usance_status loan_totals(int i, usance_amortization_spec *loan,
                                 usance_schedule_spec *dates, int64_t *out) {
  usance_amortization_totals totals;
  usance_status status;
  size_t rows;
  loan->principal = amount[i];
  dates->start = start[i];
  dates->count = count[i];
  usance_amortization_totals_init(&totals, sizeof totals);
  status = usance_amortize(loan, dates, NULL, 60, NULL, NULL, NULL, NULL, NULL,
                           NULL, NULL, NULL, &rows, &totals, NULL);
  out[0] = totals.level_payment;
  out[1] = totals.interest;
  out[2] = totals.payment;
  return status;
}
static usance_status loan_scalar(int i, int64_t *out) {
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  set_loan(&loan, &dates);
  loan.rate_e12 = rate[i];
  return loan_totals(i, &loan, &dates, out);
}
static usance_status loan_columns(int first, size_t n, int64_t out[][kRows],
                                  usance_status *status) {
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  set_loan(&loan, &dates);
  return usance_amortize_columns(&loan, &dates, NULL, n, amount + first,
                                 rate + first, start + first, count + first,
                                 out[0] + first, out[1] + first,
                                 out[2] + first, status, NULL);
}
static int loan_request_at(int i, const char *said, char *text,
                           size_t capacity) {
  char a[16], b[32];
  return snprintf(
      text, capacity,
      "{\"op\":\"amortize\",\"method\":\"level\",\"principal\":\"%s\","
      "\"currency\":\"EUR\",\"rate\":\"%s\",\"day_count\":\"30e/360\","
      "\"start\":\"%s\",\"frequency\":\"P1M\",\"count\":%d,"
      "\"rounding\":\"half up\",\"residual\":\"last\"}",
      money_text(amount[i], b), said, day_text(start[i], a), (int)count[i]);
}
static int loan_request(int i, char *text, size_t capacity) {
  char said[32];
  return loan_request_at(i, rate_text(rate[i], said), text, capacity);
}

/* Thirds of a rate, which no decimal is */

enum { kThirds = 3 };
static const int64_t kWhole = INT64_C(1000000000000);

static const char *third_text(int64_t rate_e12, char *text) {
  size_t size;
  usance_rate_format_fraction(rate_e12, kThirds * kWhole,
                              USANCE_TIME_UNIT_YEAR, 64, text, &size, NULL);
  return text;
}
static usance_status thirds_scalar(int i, int64_t *out) {
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  set_loan(&loan, &dates);
  loan.rate_numerator = rate[i];
  loan.rate_denominator = kThirds * kWhole;
  return loan_totals(i, &loan, &dates, out);
}
static usance_status thirds_columns(int first, size_t n, int64_t out[][kRows],
                                    usance_status *status) {
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  set_loan(&loan, &dates);
  loan.rate_denominator = kThirds * kWhole;
  return usance_amortize_fractions(
      &loan, &dates, NULL, n, amount + first, rate + first, NULL,
      start + first, count + first, out[0] + first, out[1] + first,
      out[2] + first, status, NULL);
}
static int thirds_request(int i, char *text, size_t capacity) {
  char said[64];
  return loan_request_at(i, third_text(rate[i], said), text, capacity);
}
static usance_status third_scalar(int i, int64_t *out) {
  usance_interest_spec spec;
  set_interest(&spec);
  spec.balance = amount[i];
  spec.rate_numerator = rate[i];
  spec.rate_denominator = kThirds * kWhole;
  spec.start = start[i];
  spec.end = end[i];
  return usance_interest_accrue(&spec, NULL, NULL, NULL, out, NULL);
}
static usance_status third_columns(int first, size_t n, int64_t out[][kRows],
                                   usance_status *status) {
  int64_t denominator[kRows];
  usance_interest_spec spec;
  size_t i;
  set_interest(&spec);
  for (i = 0; i < n; ++i) denominator[i] = kThirds * kWhole;
  return usance_interest_accrue_fractions(
      &spec, NULL, NULL, NULL, n, amount + first, rate + first, denominator,
      start + first, end + first, out[0] + first, status, NULL);
}
static int third_request(int i, char *text, size_t capacity) {
  char said[64];
  return interest_request_at(i, third_text(rate[i], said), text, capacity);
}

/* Due dates */

static void set_invoice(usance_invoice *invoice) {
  usance_invoice_init(invoice, sizeof *invoice);
  strcpy(invoice->currency, "EUR");
  invoice->rounding = USANCE_ROUNDING_HALF_UP;
}
static usance_status due_scalar(int i, int64_t *out) {
  usance_invoice invoice;
  size_t lines;
  set_invoice(&invoice);
  invoice.date = start[i];
  invoice.amount = amount[i];
  return usance_terms_due_dates(terms, &invoice, NULL, 3, NULL, NULL, out,
                                &lines, NULL);
}
static usance_status due_columns(int first, size_t n, int64_t out[][kRows],
                                 usance_status *status) {
  static int64_t amounts[3 * kRows];
  usance_invoice invoice;
  usance_status all;
  size_t lines, i;
  set_invoice(&invoice);
  all = usance_terms_due_dates_columns(
      terms, &invoice, NULL, n, start + first, amount + first, NULL, NULL, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 3 * kRows, NULL, NULL,
      amounts, &lines, status, NULL);
  for (i = 0; i < n; ++i) {
    int k;
    for (k = 0; k < 3; ++k) out[k][first + (int)i] = amounts[3 * i + (size_t)k];
  }
  return all;
}
static int due_request(int i, char *text, size_t capacity) {
  char a[16], b[32];
  return snprintf(text, capacity,
                  "{\"op\":\"due_dates\",\"terms\":\"%s\",\"date\":\"%s\","
                  "\"amount\":\"%s\",\"currency\":\"EUR\","
                  "\"rounding\":\"half up\"}",
                  kTerms, day_text(start[i], a), money_text(amount[i], b));
}

/* Late charges */

static usance_status late_scalar(int i, int64_t *out) {
  usance_late_invoice invoice;
  usance_late_charges charges;
  usance_status status;
  usance_late_invoice_init(&invoice, sizeof invoice);
  invoice.due = start[i];
  invoice.amount = amount[i];
  usance_date_parse("2030-06-30", &invoice.as_of, NULL);
  usance_late_charges_init(&charges, sizeof charges);
  status = usance_late_charges_compute(policy, &invoice, 0, NULL, NULL, NULL,
                                       &charges, NULL);
  out[0] = charges.interest;
  out[1] = charges.fees;
  out[2] = charges.total;
  return status;
}
static usance_status late_columns(int first, size_t n, int64_t out[][kRows],
                                  usance_status *status) {
  usance_late_invoice invoice;
  usance_late_invoice_init(&invoice, sizeof invoice);
  usance_date_parse("2030-06-30", &invoice.as_of, NULL);
  return usance_late_charges_columns(
      policy, &invoice, n, start + first, amount + first, 0, NULL, NULL, NULL,
      NULL, NULL, out[0] + first, NULL, out[1] + first, out[2] + first, NULL,
      NULL, status, NULL);
}
static int late_request(int i, char *text, size_t capacity) {
  char a[16], b[32];
  return snprintf(
      text, capacity,
      "{\"op\":\"late_charges\",\"policy\":{\"interest\":{\"rate\":\"8%%\","
      "\"day_count\":\"act/365f\",\"compounding\":\"simple\","
      "\"regime\":\"per booking\",\"rounding\":\"half up\"},"
      "\"fees\":[{\"id\":\"reminder\",\"basis\":\"flat\","
      "\"amount\":\"5.00\"}]},\"amount\":\"%s\",\"currency\":\"EUR\","
      "\"due\":\"%s\",\"as_of\":\"2030-06-30\"}",
      money_text(amount[i], b), day_text(start[i], a));
}

/* Late charges under a law: the versions of three contracts and fixed sums,
 * rates that are frozen; rows before the law, and behind what is known of the
 * rates, are refused. */

static void set_debt(usance_debt *debt) {
  usance_debt_init(debt, sizeof *debt);
  debt->rounding = USANCE_ROUNDING_HALF_UP;
  debt->regime = USANCE_ROUNDING_REGIME_PER_BOOKING;
}
static usance_status law_scalar(int i, int64_t *out) {
  usance_debt debt;
  usance_day as_of;
  usance_late_charges charges;
  usance_status status;
  set_debt(&debt);
  debt.due = start[i];
  usance_date_parse("2026-06-30", &as_of, NULL);
  usance_late_charges_init(&charges, sizeof charges);
  status = usance_statute_late_charges(law, book, &debt, amount[i], as_of, 0, 0,
                                       NULL, NULL, NULL, &charges, NULL);
  out[0] = charges.interest;
  out[1] = charges.compensation;
  out[2] = charges.total;
  return status;
}
static usance_status law_columns(int first, size_t n, int64_t out[][kRows],
                                 usance_status *status) {
  usance_debt debt;
  usance_day as_of;
  set_debt(&debt);
  usance_date_parse("2026-06-30", &as_of, NULL);
  return usance_statute_late_charges_columns(
      law, book, &debt, as_of, n, NULL, start + first, amount + first, NULL,
      out[0] + first, out[1] + first, out[2] + first, NULL, status, NULL);
}
static int law_request(int i, char *text, size_t capacity) {
  char a[16], b[32];
  return snprintf(text, capacity,
                  "{\"op\":\"late_charges\",\"statute\":\"uk\","
                  "\"amount\":\"%s\",\"due\":\"%s\","
                  "\"as_of\":\"2026-06-30\"}",
                  money_text(amount[i], b), day_text(start[i], a));
}

static const struct question kQuestions[] = {
    {"day count", 2, day_count_scalar, day_count_columns, day_count_request,
     {"\"numerator\":\"", "\"denominator\":\"", NULL}},
    {"interest", 1, interest_scalar, interest_columns, interest_request,
     {"\"interest\":\"", NULL, NULL}},
    {"interest at a series", 1, series_scalar, series_columns, series_request,
     {"\"interest\":\"", NULL, NULL}},
    {"loan", 3, loan_scalar, loan_columns, loan_request,
     {"\"level_payment\":\"", "\"totals\":{\"interest\":\"",
      "\"fee\":\"0.00\",\"payment\":\""}},
    {"loan by thirds", 3, thirds_scalar, thirds_columns, thirds_request,
     {"\"level_payment\":\"", "\"totals\":{\"interest\":\"",
      "\"fee\":\"0.00\",\"payment\":\""}},
    {"interest by thirds", 1, third_scalar, third_columns, third_request,
     {"\"interest\":\"", NULL, NULL}},
    {"due dates", 3, due_scalar, due_columns, due_request,
     {"\"amount\":\"", "\"amount\":\"", "\"amount\":\""}},
    {"late charges", 3, late_scalar, late_columns, late_request,
     {"\"interest\":\"", "\"fees\":\"", "\"total\":\""}},
    {"late charges of a law", 3, law_scalar, law_columns, law_request,
     {"\"interest\":\"", "\"compensation\":\"", "\"total\":\""}},
};

static int64_t expected[kOutputs][kRows], cut[kOutputs][kRows];
static usance_status expected_status[kRows], cut_status[kRows];

/* FNV-1a of every answer, byte by byte from the lowest. */
static uint64_t hash = UINT64_C(14695981039346656037);
static void add_to_hash(int64_t value) {
  int byte;
  for (byte = 0; byte < 8; ++byte) {
    hash ^= ((uint64_t)value >> (8 * byte)) & 255;
    hash *= UINT64_C(1099511628211);
  }
}

static void ask_scalars(const struct question *q) {
  int i, k;
  for (i = 0; i < kRows; ++i) {
    int64_t out[kOutputs] = {0, 0, 0};
    expected_status[i] = q->scalar(i, out);
    for (k = 0; k < q->outputs; ++k) {
      expected[k][i] = expected_status[i] == USANCE_STATUS_OK ? out[k] : 0;
      add_to_hash(expected[k][i]);
    }
    add_to_hash(expected_status[i]);
  }
}

static void ask_columns(const struct question *q, int step) {
  int i, k;
  for (i = 0; i < kRows; i += step) {
    const int rows = kRows - i < step ? kRows - i : step;
    const usance_status all =
        q->columns(i, (size_t)rows, cut, cut_status + i);
    expect(all == USANCE_STATUS_OK || all == USANCE_STATUS_PARTIAL, q->name, i,
           "the columns fail");
  }
  for (i = 0; i < kRows; ++i) {
    expect(cut_status[i] == expected_status[i], q->name, i, "status");
    for (k = 0; k < q->outputs; ++k) {
      expect(cut[k][i] == expected[k][i], q->name, i, "columns");
    }
  }
}

/* The digits of the k-th answer, its point left out. */
static int64_t read_number(const char **at, const char *before) {
  const char *found = strstr(*at, before);
  int64_t value = 0;
  int negative = 0;
  if (found == NULL) return INT64_MIN;
  found += strlen(before);
  if (*found == '-') {
    negative = 1;
    ++found;
  }
  for (; *found != '"' && *found != '\0'; ++found) {
    if (*found != '.') value = value * 10 + (*found - '0');
  }
  *at = found;
  return negative ? -value : value;
}

static void ask_eval(const struct question *q) {
  static char request[4096], answer[1 << 18];
  int i, k;
  for (i = 0; i < kRows; ++i) {
    const char *at = answer;
    size_t size;
    const int length = q->request(i, request, sizeof request);
    const usance_status status = usance_eval(
        request, (size_t)length, sizeof answer, answer, &size, NULL);
    expect(status == USANCE_STATUS_OK, q->name, i, "eval");
    if (expected_status[i] != USANCE_STATUS_OK) {
      char reason[64];
      snprintf(reason, sizeof reason, "\"reason\":\"%s\"",
               usance_status_name(expected_status[i]));
      expect(strstr(answer, reason) != NULL, q->name, i, "eval's reason");
      continue;
    }
    for (k = 0; k < q->outputs; ++k) {
      if (read_number(&at, q->answers[k]) == expected[k][i]) continue;
      expect(0, q->name, i, answer);
    }
  }
}

/* The rows of all loans in one call are those of each loan and of eval. */
static void check_rows(void) {
  enum { kMost = 60 * kRows };
  static int64_t offset[kRows], interest[kMost], payment[kMost], closing[kMost];
  static usance_status status[kRows];
  static char request[4096], answer[1 << 18];
  usance_amortization_spec loan;
  usance_schedule_spec dates;
  usance_status all;
  size_t total, exact, done = 0, size;
  int i;
  set_loan(&loan, &dates);
  all = usance_amortize_rows(
      &loan, &dates, NULL, kRows, amount, rate, NULL, NULL, start, count, kMost,
      offset, NULL, NULL, NULL, interest, NULL, NULL, payment, closing, &total,
      status, NULL);
  expect(all == USANCE_STATUS_PARTIAL, "rows", 0, "not partial");
  all = usance_amortize_rows(
      &loan, &dates, NULL, kRows, amount, rate, NULL, NULL, start, count,
      total - 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &exact,
      NULL, NULL);
  expect(all == USANCE_STATUS_MORE && exact == total, "rows", 0, "the count");
  all = usance_amortize_rows(
      &loan, &dates, NULL, kRows, amount, rate, NULL, NULL, start, count, total,
      offset, NULL, NULL, NULL, interest, NULL, NULL, payment, closing, &exact,
      status, NULL);
  expect(all == USANCE_STATUS_PARTIAL && exact == total, "rows", 0, "exact");
  for (i = 0; i < kRows; ++i) {
    int64_t own_interest[60], own_payment[60], own_closing[60];
    const char *at = answer;
    size_t rows = 0, k;
    usance_status one;
    set_loan(&loan, &dates);
    loan.principal = amount[i];
    loan.rate_e12 = rate[i];
    dates.start = start[i];
    dates.count = count[i];
    one = usance_amortize(&loan, &dates, NULL, 60, NULL, NULL, NULL,
                          own_interest, NULL, NULL, own_payment, own_closing,
                          &rows, NULL, NULL);
    expect(one == status[i], "rows", i, "status");
    expect((size_t)offset[i] == done, "rows", i, "offset");
    if (one != USANCE_STATUS_OK) continue;
    usance_eval(request, (size_t)loan_request(i, request, sizeof request),
                sizeof answer, answer, &size, NULL);
    at = strstr(answer, "\"rows\":[");
    expect(at != NULL, "rows", i, answer);
    for (k = 0; at != NULL && k < rows; ++k, ++done) {
      expect(interest[done] == own_interest[k], "rows", i, "interest");
      expect(payment[done] == own_payment[k], "rows", i, "payment");
      expect(closing[done] == own_closing[k], "rows", i, "closing");
      expect(read_number(&at, "\"interest\":\"") == interest[done] &&
                 read_number(&at, "\"payment\":\"") == payment[done] &&
                 read_number(&at, "\"closing\":\"") == closing[done],
             "rows", i, answer);
      add_to_hash(interest[done]);
      add_to_hash(closing[done]);
    }
  }
  expect(done == total, "rows", 0, "the total");
  printf("rows: %ld of %d loans\n", (long)total, (int)kRows);
}

/* Accounts: what to do about them, whom to trust, what will come in */

enum { kAccounts = 40, kMost = 64, kEventText = 1 << 13 };

static const char kKept[] = "{\"allocation\":\"oldest due\",\"credit\":\"hold\"}";
static const char kLadder[] =
    "{\"id\":\"l\",\"scope\":\"item\",\"order\":\"strict\",\"steps\":["
    "{\"id\":\"early\",\"after\":\"-5d\",\"channels\":[\"email\"]},"
    "{\"id\":\"first\",\"after\":\"10d\",\"channels\":[\"phone\"],"
    "\"fee\":\"f\"},"
    "{\"id\":\"agency\",\"anchor\":\"previous step\",\"after\":\"10d\","
    "\"action\":\"hand over\"}],"
    "\"fees\":[{\"id\":\"f\",\"basis\":\"flat\",\"amount\":\"5.00\"}]}";
static const char kSigns[] =
    "{\"id\":\"s\",\"signs\":[{\"sign\":\"days past due\",\"bands\":["
    "{\"from\":10,\"points\":10},{\"from\":60,\"points\":30}]},"
    "{\"sign\":\"open\",\"bands\":[{\"amount\":\"500.00\",\"points\":20}]}],"
    "\"review_points\":30,\"hand_over_points\":50}";
static const char kCredit[] =
    "{\"id\":\"c\",\"version\":\"1\",\"valid_from\":\"2020-01-01\","
    "\"factors\":[{\"measure\":\"days late\",\"weight\":2,\"missing\":"
    "\"worst\",\"bands\":[{\"points\":100},{\"from\":\"7.5\",\"points\":50},"
    "{\"from\":\"30\",\"points\":0}]},{\"measure\":\"on time by amount\","
    "\"weight\":1,\"missing\":\"leave out\",\"bands\":[{\"points\":0},"
    "{\"from\":\"50%\",\"points\":100}]}],\"classes\":["
    "{\"id\":\"good\",\"from_points\":60,\"terms\":\"net 30\",\"limit\":"
    "{\"basis\":\"sales\",\"factor\":\"25%\"}},{\"id\":\"watched\","
    "\"from_points\":0,\"terms\":\"net 14\",\"limit\":{\"basis\":"
    "\"days of sales\",\"factor\":\"20\"},\"deposit\":\"12.5%\"}]}";

/* Up to eight invoices, each paid late, in part, or not; some are promised. */
static size_t make_events(char *text) {
  const usance_day first = 19723; /* 2024-01-01 */
  const int invoices = (int)between(1, 8);
  size_t size = 0;
  int i;
  char a[16], b[16], c[32];
  for (i = 0; i < invoices; ++i) {
    const usance_day date = first + (usance_day)between(0, 250);
    const usance_day due = date + (usance_day)between(0, 45);
    const int64_t minor = between(100, 120000);
    size += (size_t)sprintf(
        text + size,
        "%s{\"id\":\"i%d\",\"kind\":\"invoice\",\"date\":\"%s\","
        "\"item\":\"N%d\",\"due\":\"%s\",\"amount\":\"%s\"}",
        i == 0 ? "" : "\n", i, day_text(date, a), i,
        day_text(due, b), money_text(minor, c));
    if (between(0, 2) > 0) {
      size += (size_t)sprintf(
          text + size,
          "\n{\"id\":\"p%d\",\"kind\":\"payment\",\"date\":\"%s\","
          "\"amount\":\"%s\",\"designations\":[{\"item\":\"N%d\"}]}",
          i, day_text(due + (usance_day)between(-5, 60), a),
          money_text(between(1, minor), c), i);
    }
    if (between(0, 3) == 0) {
      size += (size_t)sprintf(
          text + size,
          "\n{\"id\":\"c%d\",\"kind\":\"contact\",\"date\":\"%s\","
          "\"channel\":\"phone\",\"items\":[\"N%d\"],\"step\":\"first\"}",
          i, day_text(due + (usance_day)between(10, 20), a), i);
    }
  }
  return size;
}

/* What eval answers to an operation on the account, as of the day. */
static const char *asked(const char *op, const char *events, usance_day day,
                         const char *more) {
  static char request[1 << 15], answer[1 << 18];
  char a[16];
  size_t size;
  const int length = snprintf(
      request, sizeof request,
      "{\"op\":\"%s\",\"currency\":\"EUR\",\"as_of\":\"%s\",\"policy\":%s,"
      "\"events\":[%s],%s}",
      op, day_text(day, a), kKept, events, more);
  usance_eval(request, (size_t)length, sizeof answer, answer, &size, NULL);
  return answer;
}

/* The answer is the text. */
static void expect_same(const char *answer, const char *text, const char *name,
                        int account) {
  const char *ok = strstr(answer, "\"ok\":");
  const size_t size = strlen(text);
  expect(ok != NULL && strncmp(ok + 5, text, size) == 0 &&
             strcmp(ok + 5 + size, "}") == 0,
         name, account, answer);
}

static void check_actions(const usance_account *account,
                          const usance_dunning_policy *ladder,
                          const char *events, usance_day day, int k) {
  static char text[1 << 16], more[2048];
  int64_t open[kMost];
  size_t size, count, i;
  usance_next_actions *next;
  const char *at;
  snprintf(more, sizeof more, "\"dunning\":%s", kLadder);
  if (usance_account_next_actions(account, ladder, NULL, 0, &next, NULL) ||
      usance_next_actions_text(next, sizeof text, text, &size, NULL) ||
      usance_next_actions_list(next, kMost, NULL, NULL, NULL, NULL, NULL, NULL,
                               open, NULL, NULL, NULL, NULL, NULL, NULL, &count,
                               NULL)) {
    expect(0, "next_actions", k, "no answer");
    return;
  }
  at = asked("next_actions", events, day, more);
  expect_same(at, text, "next_actions", k);
  for (i = 0; i < count; ++i) {
    expect(read_number(&at, "],\"open\":\"") == open[i], "next_actions", k,
           at);
    add_to_hash(open[i]);
  }
  usance_next_actions_destroy(next);
}

static void check_signs(const usance_account *account, const char *events,
                        usance_day day, int k) {
  static char text[1 << 16], more[2048];
  size_t size;
  if (usance_account_escalate_text(account, kSigns, strlen(kSigns), NULL, 0,
                                   sizeof text, text, &size, NULL)) {
    expect(0, "escalate", k, "no answer");
    return;
  }
  snprintf(more, sizeof more, "\"escalation\":%s", kSigns);
  expect_same(asked("escalate", events, day, more), text, "escalate", k);
}

static void check_trust(const usance_account *account,
                        const usance_credit_policy *credit, const char *events,
                        usance_day day, int k) {
  static char text[1 << 16], more[4096];
  usance_assessment trust;
  const char *at;
  size_t size, count;
  usance_assessment_init(&trust, sizeof trust);
  if (usance_account_assess_text(account, credit, 180, NULL, sizeof text, text,
                                 &size, NULL) ||
      usance_account_assess(account, credit, 180, NULL, 2, NULL, NULL, NULL,
                            NULL, NULL, &count, &trust, NULL)) {
    expect(0, "assess", k, "no answer");
    return;
  }
  snprintf(more, sizeof more, "\"period_days\":180,\"credit\":%s", kCredit);
  at = asked("assess", events, day, more);
  expect_same(at, text, "assess", k);
  expect(read_number(&at, "\"limit\":\"") == trust.limit, "assess", k, at);
  add_to_hash(trust.limit);
}

static void check_settlement(const usance_account *account, const char *events,
                             usance_day day, int k) {
  static const usance_component all[] = {USANCE_COMPONENT_PRINCIPAL};
  usance_account_totals totals;
  usance_settlement given;
  char more[128], c[32];
  const char *at;
  size_t count;
  usance_account_totals_init(&totals, sizeof totals);
  usance_settlement_init(&given, sizeof given);
  usance_account_describe(account, &totals, NULL);
  if (totals.open < 2) return;
  snprintf(more, sizeof more, "\"pay\":\"%s\",\"gives_up\":[\"principal\"]",
           money_text(totals.open / 2, c));
  at = asked("settlement", events, day, more);
  if (usance_account_settle(account, totals.open / 2, 0, NULL, 1, all, kMost,
                            NULL, NULL, NULL, &count, &given, NULL)) {
    expect(0, "settlement", k, at);
    return;
  }
  expect(read_number(&at, "\"open\":\"") == given.open &&
             read_number(&at, "\"principal\":\"") == given.principal,
         "settlement", k, at);
  add_to_hash(given.principal);
}

static void check_collection(const usance_account *account, const char *events,
                             usance_day day, int k) {
  static char text[1 << 14];
  usance_portfolio_spec days;
  usance_forecast_spec weeks;
  usance_forecast_totals totals;
  usance_portfolio *portfolio;
  int64_t expected_in[13];
  const char *at;
  size_t size, count, i;
  usance_portfolio_spec_init(&days, sizeof days);
  usance_forecast_spec_init(&weeks, sizeof weeks);
  usance_forecast_totals_init(&totals, sizeof totals);
  days.days = 180;
  days.settle_days = 20;
  weeks.rounding = USANCE_ROUNDING_HALF_UP;
  if (usance_portfolio_create(account, &days, &portfolio, NULL) ||
      usance_portfolio_metrics_text(portfolio, sizeof text, text, &size,
                                    NULL) ||
      usance_portfolio_forecast(portfolio, &weeks, 13, NULL, NULL, expected_in,
                                NULL, NULL, &count, &totals, NULL)) {
    expect(0, "metrics", k, "no answer");
    return;
  }
  expect_same(asked("metrics", events, day, "\"days\":180"), text, "metrics",
              k);
  at = asked("forecast", events, day,
             "\"settle_days\":20,\"rounding\":\"half up\"");
  for (i = 0; i < count; ++i) {
    expect(read_number(&at, "\"expected\":\"") == expected_in[i], "forecast", k,
           at);
    add_to_hash(expected_in[i]);
  }
  expect(read_number(&at, "\"later\":\"") == totals.later &&
             read_number(&at, "\"withheld\":\"") == totals.withheld &&
             read_number(&at, "\"total\":\"") == totals.total,
         "forecast", k, at);
  usance_portfolio_destroy(portfolio);
}

static void check_accounts(void) {
  static char lines[kEventText], list[kEventText];
  usance_dunning_policy *ladder;
  usance_credit_policy *credit;
  usance_account_policy *kept;
  int k;
  if (usance_dunning_policy_parse(kLadder, strlen(kLadder), "EUR", NULL,
                                  &ladder, NULL) ||
      usance_credit_policy_parse(kCredit, strlen(kCredit), "EUR", &credit,
                                 NULL) ||
      usance_account_policy_parse(kKept, strlen(kKept), "EUR", NULL, &kept,
                                  NULL)) {
    abort();
  }
  for (k = 0; k < kAccounts; ++k) {
    const usance_day day = 19723 + (usance_day)between(60, 330);
    size_t size = make_events(lines), i;
    usance_journal *journal;
    usance_account *account;
    memcpy(list, lines, size + 1);
    for (i = 0; i < size; ++i) {
      if (list[i] == '\n') list[i] = ',';
    }
    if (usance_journal_create("C-7", "EUR", lines, size, &journal, NULL) ||
        usance_account_replay(journal, kept, day, USANCE_NULL_DAY, &account,
                              NULL)) {
      expect(0, "replay", k, lines);
      return;
    }
    check_actions(account, ladder, list, day, k);
    check_signs(account, list, day, k);
    check_trust(account, credit, list, day, k);
    check_settlement(account, list, day, k);
    check_collection(account, list, day, k);
    usance_account_destroy(account);
    usance_journal_destroy(journal);
  }
  usance_account_policy_destroy(kept);
  usance_credit_policy_destroy(credit);
  usance_dunning_policy_destroy(ladder);
  printf("accounts: %d\n", (int)kAccounts);
}

static void make_handles(void) {
  usance_late_policy_spec spec;
  usance_late_policy *without_fee;
  usance_late_fee fee;
  usance_rates_spec added;
  usance_late_policy_spec_init(&spec, sizeof spec);
  strcpy(spec.currency, "EUR");
  spec.day_count = USANCE_DAY_COUNT_ACT_365F;
  spec.rate_e12 = INT64_C(80000000000);
  spec.regime = USANCE_ROUNDING_REGIME_PER_BOOKING;
  spec.rounding = USANCE_ROUNDING_HALF_UP;
  usance_late_fee_init(&fee, sizeof fee);
  fee.basis = USANCE_FEE_BASIS_FLAT;
  fee.amount = 500;
  if (usance_late_policy_create(&spec, NULL, NULL, &without_fee, NULL) ||
      usance_late_policy_with_fee(without_fee, "reminder", &fee, &policy,
                                  NULL) ||
      usance_terms_parse(kTerms, &terms, NULL)) {
    abort();
  }
  usance_late_policy_destroy(without_fee);
  usance_rates_spec_init(&added, sizeof added);
  added.margin_e12 = INT64_C(90000000000);
  if (usance_rate_book_create(&book, NULL) ||
      usance_statute_find("uk", &law, NULL) ||
      usance_rate_book_rates(book, "de_basiszinssatz", &added, &base_rates,
                             NULL)) {
    abort();
  }
}

int main(void) {
  size_t i;
  make_facts();
  make_handles();
  for (i = 0; i < sizeof kQuestions / sizeof *kQuestions; ++i) {
    const struct question *q = &kQuestions[i];
    int row, good = 0;
    ask_scalars(q);
    for (row = 0; row < kRows; ++row) {
      good += expected_status[row] == USANCE_STATUS_OK;
    }
    expect(good > kRows / 2, q->name, good, "too few rows are answered");
    ask_columns(q, kRows);
    ask_columns(q, 1);
    ask_columns(q, 37);
    ask_eval(q);
    printf("%s: %d of %d rows answered\n", q->name, good, (int)kRows);
  }
  check_rows();
  check_accounts();
  usance_late_policy_destroy(policy);
  usance_rates_destroy(base_rates);
  usance_statute_destroy(law);
  usance_rate_book_destroy(book);
  usance_terms_destroy(terms);
  printf("agree: %d failures, hash %08lx%08lx\n", failures,
         (unsigned long)(hash >> 32), (unsigned long)(hash & 0xFFFFFFFF));
  return failures > 0;
}
