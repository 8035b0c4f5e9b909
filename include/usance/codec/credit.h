// Credit policies, what they make of a customer, and exposure, as the request
// language says them.
#ifndef USANCE_CODEC_CREDIT_H_
#define USANCE_CODEC_CREDIT_H_

#include <string_view>
#include <vector>

#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/credit/assess.h"
#include "usance/credit/credit_policy.h"
#include "usance/credit/exposure.h"
#include "usance/credit/track_record.h"
#include "usance/money/currency.h"

namespace usance {

// Reads the `credit` of a request; Assess checks what it says.
//
// Errors:  those of the request, below `field`
// Example: examples/credit-policy.json
[[nodiscard]] absl::StatusOr<CreditPolicy> ReadCreditPolicy(
    const Json& policy, Currency currency, std::string_view field = "/credit");

// Reads the `external` of a request.
//
// Errors:  those of the request, below `field`
// Example: {"score": 540, "insolvency": false}
[[nodiscard]] absl::StatusOr<ExternalFacts> ReadExternalFacts(
    const Json& external, Currency currency,
    std::string_view field = "/external");

// The answer of assess, but for the policy's text. All are those of the
// assessment.
[[nodiscard]] Json AssessmentJson(const CreditPolicy& policy,
                                  const Assessment& result,
                                  const TrackRecord& record,
                                  const ExternalFacts& external);

// Reads the `policy` and the `parties` of an exposure; CheckExposure checks
// what they say.
//
// Errors:  those of the request, below `field`
// Example: [{"id": "C-7", "open": "500.00", "limits": [{"amount": "1000.00"}]}]
[[nodiscard]] absl::StatusOr<ExposurePolicy> ReadExposurePolicy(
    const Json& policy, Currency currency, std::string_view field = "/policy");
[[nodiscard]] absl::StatusOr<std::vector<CreditParty>> ReadCreditParties(
    const Json& parties, Currency currency,
    std::string_view field = "/parties");

// The answer of exposure. `parties` are those that were checked.
[[nodiscard]] Json ExposureJson(const ExposureResult& result,
                                const std::vector<CreditParty>& parties,
                                Currency currency);

}  // namespace usance

#endif  // USANCE_CODEC_CREDIT_H_
