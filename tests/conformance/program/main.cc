// usance-conformance DIR [--cases] [--calendars]: how the library agrees with
// the recorded results of other systems. With --calendars each case about the
// holidays of a country loads a calendar made from it.
//
// Exit: 0 where the folder was run, whatever the verdicts; 2 where it could
// not be.
#include <cstdio>
#include <string_view>

#include "tests/conformance/runner.h"

int main(int argc, char** argv) {
  const char* folder = nullptr;
  bool with_cases = false;
  bool load_calendars = false;
  bool usable = true;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--cases") {
      with_cases = true;
    } else if (argument == "--calendars") {
      load_calendars = true;
    } else if (folder == nullptr && !argument.starts_with("-")) {
      folder = argv[i];
    } else {
      usable = false;
    }
  }
  if (!usable || folder == nullptr) {
    std::fputs("usage: usance-conformance DIR [--cases] [--calendars]\n",
               stderr);
    return 2;
  }
  const auto files = usance::conformance::RunFolder(folder, load_calendars);
  if (!files) {
    std::fprintf(stderr, "usance-conformance: cannot read the folder %s\n",
                 folder);
    return 2;
  }
  const std::string report = usance::conformance::Report(*files, with_cases);
  std::fputs(report.c_str(), stdout);
  return 0;
}
