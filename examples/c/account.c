/* Where an account stands, and how old its debt is. Builds as schedule.c. */
#include <stdio.h>
#include <string.h>
#include <usance.h>
static const char kPolicy[] =
    "{\"allocation\":\"oldest due\",\"credit\":\"hold\",\"interest\":[{\"id\":"
    "\"agreed\",\"interest\":{\"rate\":\"12%\",\"day_count\":\"act/365f\","
    "\"compounding\":\"simple\",\"rounding\":\"half even\"}}]}";
static const char kEvents[] = /* docs/ledger.md has all kinds */
    "{\"id\":\"1\",\"kind\":\"invoice\",\"date\":\"2024-01-01\",\"item\":\"A\","
    "\"due\":\"2024-01-31\",\"amount\":\"1000.00\",\"interest\":\"agreed\"}\n"
    "{\"id\":\"2\",\"kind\":\"payment\",\"date\":\"2024-02-29\","
    "\"amount\":\"500.00\"}\n";
int main(void) {
  usance_account_totals totals = {USANCE_ACCOUNT_TOTALS_DEFAULTS};
  usance_journal *journal = NULL;
  usance_account_policy *policy = NULL;
  usance_account *account = NULL;
  usance_error error = {0};
  usance_day as_of = 0;
  int32_t first_day[5];
  int64_t amount[5];
  size_t buckets = 0;
  usance_date_parse("2024-03-31", &as_of, NULL);
  if (usance_account_policy_parse(kPolicy, strlen(kPolicy), "EUR", NULL,
                                  &policy, &error) ||
      usance_journal_create("C-7", "EUR", kEvents, strlen(kEvents), &journal,
                            &error) ||
      usance_account_replay(journal, policy, as_of, USANCE_NULL_DAY, &account,
                            &error) ||
      usance_account_describe(account, &totals, &error) ||
      usance_account_age(account, USANCE_AGING_BASIS_DUE, 0, NULL, 5, first_day,
                         NULL, amount, NULL, &buckets, NULL, &error))
    return fprintf(stderr, "%s: %s\n", error.field, error.message) > 0;
  printf("%d days past due: principal %d, interest %d cents\n",
         (int)totals.days_past_due, (int)totals.principal,
         (int)totals.default_interest);
  for (size_t k = 0; k < buckets; ++k)
    printf("from day %3d: %5d\n", (int)first_day[k], (int)amount[k]);
  usance_account_destroy(account);
  usance_journal_destroy(journal);
  usance_account_policy_destroy(policy);
}
