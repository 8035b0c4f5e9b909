// Says on the standard error how far a long piece of work is.
#ifndef USANCE_CLI_PROGRESS_H_
#define USANCE_CLI_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <string>

namespace usance::cli {

// Nothing is said of work of less than five seconds, then a line each five.
class Progress {
 public:
  // `what` is counted: "accounts".
  explicit Progress(std::string what) : what_(std::move(what)) {}

  void operator()(size_t done, size_t all);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  Clock::time_point said_ = Clock::now();
};

}  // namespace usance::cli

#endif  // USANCE_CLI_PROGRESS_H_
