#include "usance/money/currency.h"

#include "usance/core/text.h"

namespace usance {

absl::StatusOr<Currency> Currency::Parse(std::string_view code,
                                         std::string_view field) {
  if (const std::optional<Currency> currency = Find(code)) return *currency;
  return Error(Reason::kUnknownName, field,
               Quoted(code) +
                   " is no currency; allowed: the active three-letter codes "
                   "of ISO 4217, in upper case");
}

}  // namespace usance
