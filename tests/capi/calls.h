/* What generated/calls.inc needs: checks, memory and long-lived handles.
 *
 * A test may define ENTER() and LEAVE(), which stand right before and after
 * each call of the library, and UNTOUCHED(memory, size). */
#ifndef USANCE_TESTS_CAPI_CALLS_H_
#define USANCE_TESTS_CAPI_CALLS_H_

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "usance.h"

#ifndef ENTER
#define ENTER() ((void)0)
#define LEAVE() ((void)0)
#endif

/* What is allowed to come back where anything is, but a crash. */
#define ANY (-1000000)

static const char *checked_call = "";
static const char *checked_bend = "";
static int failures = 0;

static void expect(int holds, const char *what, int line) {
  if (holds) return;
  ++failures;
  printf("FAILED %s, %s: %s (calls.inc:%d)\n", checked_call, checked_bend,
         what, line);
}
#define EXPECT(condition) expect((condition) != 0, #condition, __LINE__)

/* Memory of one call, filled with kUnset. */
enum { kUnset = 0xA5 };
struct pool {
  void *blocks[64];
  int count;
};

static void *take(struct pool *pool, size_t size) {
  void *block = malloc(size > 0 ? size : 1);
  if (block == NULL || pool->count == 64) abort();
  memset(block, kUnset, size);
  pool->blocks[pool->count++] = block;
  return block;
}

static void let_go(struct pool *pool) {
  while (pool->count > 0) free(pool->blocks[--pool->count]);
}

static inline int untouched(const void *memory, size_t size) {
  const unsigned char *bytes = memory;
  size_t i;
  for (i = 0; i < size; ++i) {
    if (bytes[i] != kUnset) return 0;
  }
  return 1;
}
#ifndef UNTOUCHED
#define UNTOUCHED(memory, size) untouched(memory, size)
#endif

#define MISALIGNED(pointer) ((void *)((char *)(pointer) + 1))

/* Text beyond what a function reads. */
static const char *long_text(void) {
  static char text[1 << 17];
  memset(text, 'x', sizeof(text) - 1);
  return text;
}

/* Handles that all calls share, by their text; made on first use, so call
 * everything once before there are threads. */
static struct {
  char from[256];
  void *(*make)(const char *);
  void (*destroy)(void *);
  void *handle;
} shared_handles[32];

static void *shared(const char *from, void *(*make)(const char *),
                    void (*destroy)(void *)) {
  int i;
  for (i = 0; i < 32; ++i) {
    if (shared_handles[i].handle == NULL) {
      strcpy(shared_handles[i].from, from);
      shared_handles[i].make = make;
      shared_handles[i].destroy = destroy;
      shared_handles[i].handle = make(from);
    }
    if (shared_handles[i].make == make &&
        strcmp(shared_handles[i].from, from) == 0) {
      return shared_handles[i].handle;
    }
  }
  abort();
}

static void destroy_shared(void) {
  int i;
  for (i = 0; i < 32 && shared_handles[i].handle != NULL; ++i) {
    shared_handles[i].destroy(shared_handles[i].handle);
    shared_handles[i].handle = NULL;
  }
}

/* One way to call a function, and what must come back. */
struct bend {
  const char *what;
  usance_status status;
  const char *field; /* of the error; NULL: any */
  int64_t row;
};

/* A function: call(k) makes the call of bends[k]; 0 is the example. */
struct call {
  const char *name;
  usance_status (*call)(int bend, usance_error *error);
  const struct bend *bends;
  size_t count;
};

#include "generated/calls.inc"

enum { kCalls = sizeof(calls) / sizeof(*calls) };

static inline void begin(const struct call *call, size_t bend) {
  checked_call = call->name;
  checked_bend = call->bends[bend].what;
}

static int finish(const char *what, long count) {
  destroy_shared();
  printf("%s: %ld calls of %d functions, %d failures\n", what, count,
         (int)kCalls, failures);
  return failures > 0;
}

#endif /* USANCE_TESTS_CAPI_CALLS_H_ */
