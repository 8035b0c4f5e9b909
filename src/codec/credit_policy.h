// What a credit policy looks like in a request. Private to codec.
#ifndef USANCE_SRC_CODEC_CREDIT_POLICY_H_
#define USANCE_SRC_CODEC_CREDIT_POLICY_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "src/codec/reader.h"
#include "usance/core/status.h"
#include "usance/credit/credit_policy.h"
#include "usance/credit/track_record.h"
#include "usance/money/currency.h"

namespace usance::codec {

inline constexpr Field kScoreBandFields[] = {
    {"from", FieldType::kText, false,
     "a share (90%), an amount, a number, yes or no; none in the first band"},
    {"points", FieldType::kInteger, true, "from 0 to 1,000,000"},
};
inline constexpr Field kFactorFields[] = {
    {"measure", FieldType::kName, true, "what is judged", NamesOf<Measure>},
    {"weight", FieldType::kInteger, true, "from 1 on"},
    {"bands", FieldType::kList, true,
     "each reaches to the next; points fall as the measure worsens", nullptr,
     kScoreBandFields},
    {"missing", FieldType::kName, true, "where it is not known",
     NamesOf<MissingData>},
    {"missing_points", FieldType::kInteger, false, "of the rule points"},
};
inline constexpr Field kKnockOutFields[] = {
    {"measure", FieldType::kName, true, "what is judged", NamesOf<Measure>},
    {"at", FieldType::kText, true, "this, or worse"},
    {"reason", FieldType::kText, true, "what the customer is told"},
    {"class", FieldType::kText, true, "the best that is left"},
    {"missing", FieldType::kName, true, "where it is not known; not points",
     NamesOf<MissingData>},
};
inline constexpr Field kLimitFields[] = {
    {"basis", FieldType::kName, true, "what it is a multiple of",
     NamesOf<LimitBasis>},
    {"amount", FieldType::kMoney, false, "of the basis fixed"},
    {"factor", FieldType::kText, false, "of the others: 25% or 45"},
    {"at_most", FieldType::kMoney, false, "of the others"},
};
inline constexpr Field kClassFields[] = {
    {"id", FieldType::kText, true, "of the class"},
    {"from_points", FieldType::kInteger, true, "the least score; the last: 0"},
    {"terms", FieldType::kText, true, "of payment, as 2/10 net 30"},
    {"limit", FieldType::kObject, true, "of what may be at stake", nullptr,
     kLimitFields},
    {"deposit", FieldType::kPercent, false, "of an order; assumed: 0%"},
    {"early_discount", FieldType::kFlag, false, "may be taken"},
    {"dunning", FieldType::kText, false, "id of a dunning procedure"},
    {"consequences", FieldType::kTexts, false, "of default"},
};
inline constexpr Field kCreditFields[] = {
    {"id", FieldType::kText, true, "of the policy"},
    {"version", FieldType::kText, true, "of the policy"},
    {"valid_from", FieldType::kDate, true, "its first day"},
    {"factors", FieldType::kList, true, "the scorecard", nullptr,
     kFactorFields},
    {"knock_outs", FieldType::kList, false, "whatever the score", nullptr,
     kKnockOutFields},
    {"classes", FieldType::kList, true, "the best first", nullptr,
     kClassFields},
};
inline constexpr Field kExternalFields[] = {
    {"score", FieldType::kInteger, false, "of an agency's; higher is better"},
    {"insolvency", FieldType::kFlag, false, "there has been one"},
    {"legal_disputes", FieldType::kInteger, false, "how many"},
    {"other_jurisdiction", FieldType::kFlag, false, "under other law"},
    {"equity", FieldType::kMoney, false, "of its last accounts"},
};
// Amounts in minor units, and whole numbers.
[[nodiscard]] absl::StatusOr<int64_t> MinorOr0(Reader& in,
                                               std::string_view name,
                                               Currency currency);
[[nodiscard]] absl::StatusOr<std::optional<int64_t>> FindMinor(
    Reader& in, std::string_view name, Currency currency);
[[nodiscard]] absl::StatusOr<int32_t> Integer32Or(Reader& in,
                                                  std::string_view name,
                                                  int32_t otherwise);
[[nodiscard]] absl::StatusOr<int32_t> NeedInteger32(Reader& in,
                                                    std::string_view name);

[[nodiscard]] absl::StatusOr<CreditPolicy> ReadCredit(Reader& in,
                                                      Currency currency);

[[nodiscard]] absl::StatusOr<ExternalFacts> ReadExternal(Reader& in,
                                                         Currency currency);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_CREDIT_POLICY_H_
