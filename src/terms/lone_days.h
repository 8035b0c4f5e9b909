// Steps as a number of days. Private to src/terms.
#ifndef USANCE_SRC_TERMS_LONE_DAYS_H_
#define USANCE_SRC_TERMS_LONE_DAYS_H_

#include <cstdint>
#include <optional>
#include <variant>

#include "usance/terms/date_step.h"

namespace usance {

// The days of steps that are nothing but days.
[[nodiscard]] inline std::optional<int32_t> LoneDays(const DateSteps& steps) {
  if (steps.size() != 1) return std::nullopt;
  const AddStep* add = std::get_if<AddStep>(&steps.front().rule);
  if (add == nullptr || add->unit != StepUnit::kDay || add->count < 0) {
    return std::nullopt;
  }
  return add->count;
}

}  // namespace usance

#endif  // USANCE_SRC_TERMS_LONE_DAYS_H_
