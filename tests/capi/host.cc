// host LIBRARY: a C++ program with an Abseil, a Boost and exceptions of its
// own loads libusance.so, uses it from threads, and lets it go.
#include <dlfcn.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "usance.h"

namespace {

absl::StatusOr<int> Positive(int value) {
  if (value > 0) return value;
  return absl::InvalidArgumentError("the host's own error");
}

int failures = 0;

void Expect(bool holds, const char* what) {
  if (holds) return;
  ++failures;
  std::printf("FAILED: %s\n", what);
}

bool Throws() {
  try {
    throw std::runtime_error("the host's own exception");
  } catch (const std::exception& error) {
    return std::strlen(error.what()) > 0;
  }
}

using DateParse = decltype(usance_date_parse);
using FractionRound = decltype(usance_fraction_round);

void Use(DateParse* date_parse, FractionRound* fraction_round) {
  for (int i = 0; i < 1000; ++i) {
    usance_error error;
    usance_day day = 0;
    int64_t quotient = 0;
    if (date_parse("2026-02-29", &day, &error) != -USANCE_REASON_DATE_INVALID ||
        date_parse("2026-02-28", &day, &error) != USANCE_STATUS_OK ||
        fraction_round(7, 2, USANCE_ROUNDING_HALF_EVEN, &quotient, &error) !=
            USANCE_STATUS_OK ||
        quotient != 4 || Positive(-i).ok() || !Throws()) {
      Expect(false, "a call in a thread");
      return;
    }
  }
}

}  // namespace

int main(int, char** arguments) {
  Expect(!Positive(0).ok(), "the host's Abseil before");
  boost::multiprecision::cpp_int power = 1;
  power <<= 200;
  void* library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    std::printf("FAILED: %s\n", dlerror());
    return 1;
  }
  auto* date_parse =
      reinterpret_cast<DateParse*>(dlsym(library, "usance_date_parse"));
  auto* fraction_round =
      reinterpret_cast<FractionRound*>(dlsym(library, "usance_fraction_round"));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back(Use, date_parse, fraction_round);
  }
  for (std::thread& thread : threads) thread.join();
  Expect(dlsym(library, "_ZN6usance6DivideEnnNS_8RoundingE") == nullptr,
         "nothing of C++ is exported");
  dlclose(library);
  Expect(Throws() && !Positive(0).ok(), "the host after");
  Expect(power > 0, "the host's Boost");
  std::printf("host: %d failures\n", failures);
  return failures > 0;
}
