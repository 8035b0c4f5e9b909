// What is known of customers, as the request language says it.
#ifndef USANCE_CODEC_CREDIT_H_
#define USANCE_CODEC_CREDIT_H_

#include <string_view>

#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/credit/track_record.h"
#include "usance/money/currency.h"

namespace usance {

// Reads the `external` of an assess request.
//
// Errors:  those of the request, below `field`
// Example: {"score": 480, "insolvency": false}
[[nodiscard]] absl::StatusOr<ExternalFacts> ReadExternalFacts(
    const Json& facts, Currency currency,
    std::string_view field = "/external");

}  // namespace usance

#endif  // USANCE_CODEC_CREDIT_H_
