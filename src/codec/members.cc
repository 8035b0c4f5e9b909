#include "src/codec/members.h"

namespace usance::codec {
namespace {

constexpr std::string_view kComponentFields[] = {
    "principal", "contract_interest", "default_interest", "fee", "cost"};
static_assert(std::size(kComponentFields) == kComponentCount);

}  // namespace

absl::Status ReadAmounts(Reader& in, Currency currency, Amounts allowed,
                         ComponentAmounts& amounts) {
  for (size_t k = 0; k < kComponentCount; ++k) {
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<int64_t> minor,
        Find<int64_t>(in, kComponentFields[k], currency, allowed));
    amounts[kComponents[k]] = minor.value_or(0);
  }
  return absl::OkStatus();
}

void SetAmounts(const ComponentAmounts& amounts, Currency currency,
                Json& object) {
  for (size_t k = 0; k < kComponentCount; ++k) {
    const int64_t minor = amounts[kComponents[k]];
    if (minor != 0) object.Set(kComponentFields[k], Written(minor, currency));
  }
}

}  // namespace usance::codec
