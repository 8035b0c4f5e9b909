/* R74: whatever is thrown inside a function stays there. Linked with the
 * library that throws where this says so; what ships has no such place. */

/* What the next function throws: 1 bad_alloc, 2 an exception, 3 an int, 0
 * nothing. Returns what none has thrown since the last call. */
int usance_test_throw(int kind);

static int thrown_kind = 0;
static int thrown = 0;
#define ENTER() usance_test_throw(thrown_kind)
#define LEAVE() (thrown = usance_test_throw(0) == 0)

#include "calls.h"

int main(void) {
  static const usance_status kStatus[] = {
      0, -USANCE_REASON_OUT_OF_MEMORY, -USANCE_REASON_INTERNAL,
      -USANCE_REASON_INTERNAL};
  long count = 0;
  size_t f;
  for (f = 0; f < kCalls; ++f) calls[f].call(0, NULL);
  for (thrown_kind = 1; thrown_kind <= 3; ++thrown_kind) {
    for (f = 0; f < kCalls; ++f) {
      usance_error error;
      usance_status status;
      memset(&error, 0, sizeof(error));
      begin(&calls[f], 0);
      status = calls[f].call(0, &error);
      if (!thrown) continue; /* it cannot fail, so nothing in it throws */
      ++count;
      EXPECT(status == kStatus[thrown_kind]);
      if (error.code == 0) continue; /* init takes no error */
      EXPECT(error.reason == -status);
      EXPECT(error.row == -1);
      EXPECT(error.message[0] != '\0');
    }
  }
  EXPECT(count > 3 * kCalls / 2);
  thrown_kind = 0;
  return finish("faults", count);
}
