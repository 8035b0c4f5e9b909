// A firm's morning: what its books say, and what its policy asks for today.
#ifndef USANCE_CLI_MORNING_H_
#define USANCE_CLI_MORNING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/books.h"
#include "cli/section.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

// Amounts by their labels.
struct Chart {
  struct Bar {
    std::string label;
    int64_t minor = 0;
  };
  std::string section;  // the id of the one that it belongs to
  std::string title;
  Currency currency;
  std::vector<Bar> bars = {};
};

struct Morning {
  Date as_of;
  std::string policy;  // its id
  std::vector<Section> sections = {};
  std::vector<Chart> charts = {};
};

struct MorningSpec {
  Date as_of;
  Json policy;              // of ReadFirmPolicy
  std::string policy_path;  // of its file
  RateBook book = {};
  // Called before each account: how many are done, of how many.
  std::function<void(size_t, size_t)> progress = {};
};

// Errors: of the policy, about its file and the place there; of debtors.json;
//         of an account that cannot be replayed, or asked about
[[nodiscard]] absl::StatusOr<Morning> MakeMorning(const Books& books,
                                                  const MorningSpec& spec);

}  // namespace usance::cli

#endif  // USANCE_CLI_MORNING_H_
