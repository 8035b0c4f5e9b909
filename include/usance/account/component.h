// The five components of debt, and amounts of each.
#ifndef USANCE_ACCOUNT_COMPONENT_H_
#define USANCE_ACCOUNT_COMPONENT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "usance/core/int128.h"
#include "usance/core/names.h"

namespace usance {

// Never mixed: each has its own balance, and paying one leaves the others.
enum class Component : int32_t {
  kPrincipal = 1,
  kContractInterest = 2,  // agreed, as in a row of a loan
  kDefaultInterest = 3,   // for being late
  kFee = 4,               // agreed, as a reminder fee
  kCost = 5,              // of recovery, a fixed compensation among them
};

template <>
struct Names<Component> {
  static constexpr std::string_view kNoun = "component";
  static constexpr Named<Component> kTable[] = {
      {Component::kPrincipal, "principal", ""},
      {Component::kContractInterest, "contract interest", "interest"},
      {Component::kDefaultInterest, "default interest",
       "late interest|penalty interest"},
      {Component::kFee, "fee", "fees"},
      {Component::kCost, "cost", "costs"},
  };
};

inline constexpr size_t kComponentCount = 5;
inline constexpr std::array<Component, kComponentCount> kComponents = {
    Component::kPrincipal, Component::kContractInterest,
    Component::kDefaultInterest, Component::kFee, Component::kCost};

// Minor units of the account's currency, of each component.
class ComponentAmounts {
 public:
  constexpr ComponentAmounts() = default;
  static constexpr ComponentAmounts Principal(int64_t minor) {
    ComponentAmounts amounts;
    amounts[Component::kPrincipal] = minor;
    return amounts;
  }

  [[nodiscard]] constexpr int64_t operator[](Component component) const {
    return minor_[static_cast<size_t>(component) - 1];
  }
  [[nodiscard]] constexpr int64_t& operator[](Component component) {
    return minor_[static_cast<size_t>(component) - 1];
  }

  // Five int64 never leave 128 bits.
  [[nodiscard]] constexpr int128 Total() const {
    int128 total = 0;
    for (const int64_t minor : minor_) total += minor;
    return total;
  }
  [[nodiscard]] constexpr bool IsZero() const {
    int64_t bits = 0;
    for (const int64_t minor : minor_) bits |= minor;
    return bits == 0;
  }

  friend constexpr bool operator==(const ComponentAmounts&,
                                   const ComponentAmounts&) = default;

 private:
  std::array<int64_t, kComponentCount> minor_{};
};

}  // namespace usance

#endif  // USANCE_ACCOUNT_COMPONENT_H_
