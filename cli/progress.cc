#include "cli/progress.h"

#include "cli/files.h"

namespace usance::cli {

void Progress::operator()(size_t done, size_t all) {
  const Clock::time_point now = Clock::now();
  if (now - said_ < std::chrono::seconds(5)) return;
  said_ = now;
  Complain(std::to_string(done) + " of " + std::to_string(all) + " " + what_);
}

}  // namespace usance::cli
