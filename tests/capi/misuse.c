/* R73: every function as in its example, and bent in every way that its
 * description allows: null, wrong size, out-of-range choice, zero and short
 * capacity, misaligned pointer, null day; each with and without an error. */
#include "calls.h"

static void check(const struct call *call, size_t i, int with_error) {
  const struct bend *bend = &call->bends[i];
  usance_error error;
  usance_status status;
  memset(&error, kUnset, sizeof(error));
  begin(call, i);
  status = call->call((int)i, with_error ? &error : NULL);
  if (bend->status == ANY) return;
  if (status != bend->status) {
    printf("%s: returned %d (%s), not %d\n", call->name, (int)status,
           usance_status_name(status) ? usance_status_name(status) : "?",
           (int)bend->status);
  }
  EXPECT(status == bend->status);
  if (!with_error) return;
  if (status == USANCE_STATUS_OK || status == USANCE_STATUS_MORE) {
    EXPECT(untouched(&error, sizeof(error)));
  } else if (bend->field != NULL) {
    if (strcmp(error.field, bend->field) != 0) {
      printf("%s: field %s\n", call->name, error.field);
    }
    EXPECT(strcmp(error.field, bend->field) == 0);
    EXPECT(error.message[0] != '\0');
    EXPECT(error.code > 0);
    EXPECT(error.row == bend->row);
    EXPECT(status == USANCE_STATUS_PARTIAL || error.reason == -status);
  }
}

int main(void) {
  long count = 0;
  size_t f, i;
  for (f = 0; f < kCalls; ++f) {
    for (i = 0; i < calls[f].count; ++i) {
      /* init functions take no error. */
      const size_t size = strlen(calls[f].name);
      const int init = strcmp(calls[f].name + size - 5, "_init") == 0;
      check(&calls[f], i, 0);
      if (!init) check(&calls[f], i, 1);
      count += init ? 1 : 2;
    }
  }
  return finish("misuse", count);
}
