// Random accounts: one seed is a policy, a payer, clerks and their year.
#ifndef USANCE_TESTS_REPLAY_SIMULATOR_H_
#define USANCE_TESTS_REPLAY_SIMULATOR_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account_policy.h"
#include "usance/account/event.h"
#include "usance/date/date.h"

namespace usance {

// How an account's debtor pays.
enum class Payer : int32_t {
  kPrompt = 1,
  kLate = 2,
  kPartial = 3,
  kDisputing = 4,
  kBouncing = 5,
  kOverpaying = 6,
  kBankrupt = 7,
};

template <>
struct Names<Payer> {
  static constexpr std::string_view kNoun = "payer";
  static constexpr Named<Payer> kTable[] = {
      {Payer::kPrompt, "prompt", ""},
      {Payer::kLate, "late", ""},
      {Payer::kPartial, "partial", ""},
      {Payer::kDisputing, "disputing", ""},
      {Payer::kBouncing, "bouncing", ""},
      {Payer::kOverpaying, "overpaying", ""},
      {Payer::kBankrupt, "bankrupt", ""},
  };
};

namespace replay {

struct Simulated {
  AccountPolicy policy;
  Payer payer{};
  std::vector<Event> events;  // as the clerks recorded them
  Date first;
  Date last;
};

inline constexpr int kEventsPerYear = 60;
// The id of rules of allocation that are not shipped.
inline constexpr std::string_view kDrawnRule = "drawn";

Simulated Simulate(uint64_t seed);

std::string Describe(const AccountPolicy& policy);
std::string Describe(const Event& event);

}  // namespace replay
}  // namespace usance

#endif  // USANCE_TESTS_REPLAY_SIMULATOR_H_
