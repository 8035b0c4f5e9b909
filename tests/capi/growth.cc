// struct_size in both directions: a client with an older or a newer header
// than the library, for a struct that has grown by one field.
#include <cstdio>

#include "capi/boundary.h"

namespace {

struct Grown {  // what the library knows
  uint32_t struct_size;
  int32_t old_field;
  int64_t new_field;
};

struct OldGrown {  // the first release
  uint32_t struct_size;
  int32_t old_field;
};

struct NewGrown {  // a later release
  uint32_t struct_size;
  int32_t old_field;
  int64_t new_field;
  int64_t newer_field;
};

int failures = 0;

void Expect(bool holds, const char* what) {
  if (holds) return;
  ++failures;
  std::printf("FAILED: %s\n", what);
}

}  // namespace

template <>
struct usance::capi::Layout<Grown> {
  static constexpr uint32_t kFirstSize = sizeof(OldGrown);
  static constexpr Grown kDefaults = {sizeof(Grown), 7, 8};
};

using usance::capi::Init;
using usance::capi::Read;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

void TestOldClient() {
  struct {
    OldGrown old;
    int64_t guard;
  } memory = {{}, 42};
  Grown* seen = reinterpret_cast<Grown*>(&memory.old);
  Expect(Init(seen, sizeof(OldGrown)) == USANCE_STATUS_OK, "init of the old");
  Expect(memory.old.struct_size == sizeof(OldGrown), "keeps the old size");
  Expect(memory.old.old_field == 7, "default of the old field");
  Expect(memory.guard == 42, "init writes no further");
  memory.old.old_field = 1;
  const auto read = Read(seen, "/grown");
  Expect(read.ok() && read->old_field == 1, "reads the old field");
  Expect(read.ok() && read->new_field == 8, "default of the new field");
  Expect(Writable(seen, "/grown").ok(), "can be written");
  Write(Grown{0, 2, 3}, seen);
  Expect(memory.old.old_field == 2, "writes the old field");
  Expect(memory.old.struct_size == sizeof(OldGrown), "leaves the size");
  Expect(memory.guard == 42, "writes no further");
}

void TestNewClient() {
  NewGrown memory = {1, 1, 1, 1};
  Grown* seen = reinterpret_cast<Grown*>(&memory);
  Expect(Init(seen, sizeof(NewGrown)) == USANCE_STATUS_OK, "init of the new");
  Expect(memory.struct_size == sizeof(NewGrown), "keeps the new size");
  Expect(memory.new_field == 8, "default of the new field");
  Expect(memory.newer_field == 0, "zero for a field unknown here");
  Expect(Read(seen, "/grown").ok(), "reads it while that is 0");
  memory.newer_field = 5;
  Expect(usance::ReasonOf(Read(seen, "/grown").status()) ==
             usance::Reason::kUnsupported,
         "refuses it when set");
  Write(Grown{0, 2, 3}, seen);
  Expect(memory.new_field == 3, "writes the fields that it knows");
  Expect(memory.newer_field == 0, "and 0 into the one that it does not");
  Expect(memory.struct_size == sizeof(NewGrown), "leaves the size");
}

}  // namespace

int main() {
  TestOldClient();
  TestNewClient();
  std::printf("growth: %d failures\n", failures);
  return failures > 0;
}
