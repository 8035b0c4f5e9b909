// Who owes whom: what a law makes a difference by.
#ifndef USANCE_STATUTE_PARTIES_H_
#define USANCE_STATUTE_PARTIES_H_

#include <cstdint>
#include <string_view>

#include "usance/core/names.h"

namespace usance {

// Who owes: the debtor of a business, unless it says otherwise.
enum class Parties : int32_t {
  kBusiness = 1,
  kConsumer = 2,
  kPublicBody = 3,
  kPublicHealth = 4,  // a public body that provides healthcare
  kOther = 5,         // any other claim: between private persons, to a state
};

template <>
struct Names<Parties> {
  static constexpr std::string_view kNoun = "parties";
  static constexpr Named<Parties> kTable[] = {
      {Parties::kBusiness, "b2b", "business"},
      {Parties::kConsumer, "b2c", "consumer"},
      {Parties::kPublicBody, "b2g", "public body|public authority"},
      {Parties::kPublicHealth, "b2g health", "public healthcare"},
      {Parties::kOther, "other", ""},
  };
};

}  // namespace usance

#endif  // USANCE_STATUTE_PARTIES_H_
