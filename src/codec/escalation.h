// What an escalation policy looks like in a request, and what others take for
// bringing money in. Private to codec.
#ifndef USANCE_SRC_CODEC_ESCALATION_H_
#define USANCE_SRC_CODEC_ESCALATION_H_

#include <vector>

#include "src/codec/operations.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/recovery_option.h"

namespace usance::codec {

inline constexpr Field kBandFields[] = {
    {"from", FieldType::kInteger, false,
     "the number from which on it has these points; needed but for open"},
    {"amount", FieldType::kMoney, false, "the same of the sign open"},
    {"points", FieldType::kInteger, true, "from 0 to 1,000,000"},
};
inline constexpr Field kSignFields[] = {
    {"sign", FieldType::kName, true, "what the record shows", NamesOf<Sign>},
    {"bands", FieldType::kList, true, "numbers rise, and points with them",
     nullptr, kBandFields},
};
inline constexpr Field kEscalationPolicyFields[] = {
    {"id", FieldType::kText, true, "of the policy"},
    {"signs", FieldType::kList, true, "each once", nullptr, kSignFields},
    {"review_points", FieldType::kInteger, true,
     "from which on somebody looks at it"},
    {"hand_over_points", FieldType::kInteger, true,
     "from which on others take over"},
    {"small", FieldType::kMoney, false,
     "an item of less is not worth a hand-over; assumed: 0.00"},
    {"small_days", FieldType::kInteger, false,
     "past due, from which on that is so; assumed: 0"},
    {"limitation_days", FieldType::kInteger, false,
     "before a claim lapses it is looked at; assumed: 0"},
};
inline constexpr Field kLapseFields[] = {
    {"item", FieldType::kText, true, "an invoice"},
    {"on", FieldType::kDate, true, "the day on which its claim lapses"},
};
inline constexpr Field kDebtorSignsFields[] = {
    {"insolvency", FieldType::kFlag, false, "there has been one"},
    {"legal_disputes", FieldType::kInteger, false, "how many; assumed: 0"},
    {"other_jurisdiction", FieldType::kFlag, false, "under other law"},
    {"lapses", FieldType::kList, false, "when claims lapse", nullptr,
     kLapseFields},
};
inline constexpr Field kContingentFields[] = {
    {"from", FieldType::kMoney, true, "0.00 first, and then rising"},
    {"share", FieldType::kPercent, true, "of what comes in beyond it"},
};
// Errors: those of the request, not those of Escalate
[[nodiscard]] absl::StatusOr<EscalationPolicy> ReadEscalation(
    Reader& in, Currency currency);

[[nodiscard]] absl::StatusOr<DebtorSigns> ReadSigns(Reader& in);

// The field `contingent`.
[[nodiscard]] absl::StatusOr<std::vector<ContingentFee>> ReadContingent(
    Reader& in, Currency currency);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_ESCALATION_H_
