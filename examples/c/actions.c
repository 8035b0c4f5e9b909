/* What to do next about an account, and what it is worth. Builds as schedule.c.
 */
#include <stdio.h>
#include <string.h>
#include <usance.h>
static const char kPolicy[] =
    "{\"allocation\":\"oldest due\",\"credit\":\"hold\"}";
static const char kLadder[] = /* docs/collections.md has more */
    "{\"id\":\"ladder\",\"scope\":\"item\",\"order\":\"strict\",\"steps\":["
    "{\"id\":\"reminder\",\"after\":\"10d\",\"channels\":[\"email\"]},"
    "{\"id\":\"last\",\"anchor\":\"previous step\",\"after\":\"14d\","
    "\"channels\":[\"letter\"]}]}";
static const char kEvents[] =
    "{\"id\":\"1\",\"kind\":\"invoice\",\"date\":\"2026-01-01\",\"item\":\"A\","
    "\"due\":\"2026-01-31\",\"amount\":\"1000.00\"}\n"
    "{\"id\":\"2\",\"kind\":\"contact\",\"date\":\"2026-02-10\","
    "\"channel\":\"email\",\"items\":[\"A\"],\"step\":\"reminder\"}\n";
int main(void) {
  usance_track_record record = {USANCE_TRACK_RECORD_DEFAULTS};
  usance_journal *journal = NULL;
  usance_account_policy *policy = NULL;
  usance_account *account = NULL;
  usance_dunning_policy *ladder = NULL;
  usance_next_actions *next = NULL;
  usance_error error = {0};
  usance_day as_of = 0;
  int32_t step[8], row[8];
  int64_t open[8];
  size_t actions = 0, rows = 0;
  usance_date_parse("2026-03-02", &as_of, NULL);
  if (usance_account_policy_parse(kPolicy, strlen(kPolicy), "EUR", NULL,
                                  &policy, &error) ||
      usance_journal_create("C-7", "EUR", kEvents, strlen(kEvents), &journal,
                            &error) ||
      usance_account_replay(journal, policy, as_of, USANCE_NULL_DAY, &account,
                            &error) ||
      usance_dunning_policy_parse(kLadder, strlen(kLadder), "EUR", NULL,
                                  &ladder, &error) ||
      usance_account_next_actions(account, ladder, NULL, 0, &next, &error) ||
      usance_next_actions_list(next, 8, step, NULL, NULL, NULL, NULL, NULL,
                               open, NULL, NULL, NULL, NULL, NULL, NULL,
                               &actions, &error) ||
      usance_next_actions_rows(next, 0, 8, row, &rows, &error) ||
      usance_account_track_record(account, 365, &record, &error))
    return fprintf(stderr, "%s: %s\n", error.field, error.message) > 0;
  for (size_t k = 0; k < actions; ++k)
    printf("step %d about row %d: %d cents\n", (int)step[k], (int)row[k],
           (int)open[k]);
  printf("%d of %d rows on time, the worst %d days late\n",
         (int)record.rows_on_time, (int)record.rows_judged,
         (int)record.worst_days_late);
  usance_next_actions_destroy(next);
  usance_dunning_policy_destroy(ladder);
  usance_account_destroy(account);
  usance_journal_destroy(journal);
  usance_account_policy_destroy(policy);
}
