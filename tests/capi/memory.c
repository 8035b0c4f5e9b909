/* Every allocation of every function fails once, and then all from it on; the
 * function says OUT_OF_MEMORY or does without, as if nothing had failed, and
 * loses no memory. */
#include <stddef.h>

static long until_failure = -1; /* allocations that still succeed; -1: all */
static int fail_all = 0;        /* not only one */
static int failed = 0;
static long live = 0; /* allocations less frees */

static void enter(void);
static void leave(void);
#define ENTER() enter()
#define LEAVE() leave()
#define UNTOUCHED(memory, size) 1 /* columns may be half done */

#include "calls.h"

void *__libc_malloc(size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_calloc(size_t count, size_t size);
void __libc_free(void *block);

static int armed = 0;
static long succeed = 0;

static void enter(void) {
  succeed = until_failure;
  armed = 1;
}
static void leave(void) { armed = 0; }

static int refuse(void) {
  if (!armed || until_failure < 0) return 0;
  if (succeed > 0) {
    --succeed;
    return 0;
  }
  if (succeed < 0 && !fail_all) return 0;
  succeed = -1;
  failed = 1;
  return 1;
}

void *malloc(size_t size) {
  void *block = refuse() ? NULL : __libc_malloc(size);
  if (block != NULL) ++live;
  return block;
}
void *calloc(size_t count, size_t size) {
  void *block = refuse() ? NULL : __libc_calloc(count, size);
  if (block != NULL) ++live;
  return block;
}
void *realloc(void *old, size_t size) {
  void *block = refuse() ? NULL : __libc_realloc(old, size);
  if (block != NULL && old == NULL) ++live;
  return block;
}
void *aligned_alloc(size_t alignment, size_t size) {
  void *block = refuse() ? NULL : __libc_memalign(alignment, size);
  if (block != NULL) ++live;
  return block;
}
void free(void *block) {
  if (block != NULL) --live;
  __libc_free(block);
}

int main(void) {
  long count = 0;
  size_t f;
  setvbuf(stdout, NULL, _IONBF, 0);
  for (f = 0; f < kCalls; ++f) calls[f].call(0, NULL);
  for (fail_all = 0; fail_all < 2; ++fail_all) {
    for (f = 0; f < kCalls; ++f) {
      long i;
      begin(&calls[f], 0);
      for (i = 0; i < 100000; ++i) {
        const long before = live;
        usance_error error;
        usance_status status;
        until_failure = i;
        failed = 0;
        status = calls[f].call(0, &error);
        ++count;
        EXPECT(live == before);
        if (!failed) break;
        EXPECT(status == calls[f].bends[0].status ||
               status == -USANCE_REASON_OUT_OF_MEMORY);
      }
    }
  }
  until_failure = -1;
  return finish("memory", count);
}
