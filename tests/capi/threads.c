/* Const handles are shared by threads, as the header promises; ThreadSanitizer
 * watches in its preset. */
#include <pthread.h>

#include "calls.h"

enum { kThreads = 4, kRounds = 25 };

static void *run(void *nothing) {
  int round;
  size_t f;
  for (round = 0; round < kRounds; ++round) {
    for (f = 0; f < kCalls; ++f) {
      usance_error error;
      calls[f].call(0, &error);
    }
  }
  return nothing;
}

int main(void) {
  pthread_t threads[kThreads];
  size_t f;
  int t;
  for (f = 0; f < kCalls; ++f) calls[f].call(0, NULL);
  for (t = 0; t < kThreads; ++t) {
    if (pthread_create(&threads[t], NULL, run, NULL) != 0) abort();
  }
  for (t = 0; t < kThreads; ++t) pthread_join(threads[t], NULL);
  return finish("threads", (long)kThreads * kRounds * kCalls);
}
