#include "usance/accrual/pause.h"

namespace usance {

absl::Status CheckPauses(const std::vector<Pause>& pauses,
                         std::string_view field) {
  const std::string at(field);
  if (pauses.size() > kMaxPauses) {
    return Error(Reason::kLimitExceeded, at,
                 std::to_string(pauses.size()) + " pauses; allowed: up to " +
                     std::to_string(kMaxPauses));
  }
  for (size_t k = 0; k < pauses.size(); ++k) {
    const Pause& pause = pauses[k];
    const std::string one = at + "/" + std::to_string(k);
    if (pause.end && *pause.end < pause.start) {
      return Error(Reason::kEndBeforeStart, one + "/end",
                   pause.end->ToText() + " is before the start, " +
                       pause.start.ToText());
    }
    if (pause.reason.empty()) {
      return Error(Reason::kMissingField, one + "/reason",
                   "say why nothing bears");
    }
  }
  return absl::OkStatus();
}

}  // namespace usance
