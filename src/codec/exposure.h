// What a policy of exposure, and customers, look like in a request. Private to
// codec.
#ifndef USANCE_SRC_CODEC_EXPOSURE_H_
#define USANCE_SRC_CODEC_EXPOSURE_H_

#include "src/codec/reader.h"
#include "usance/core/status.h"
#include "usance/credit/exposure.h"
#include "usance/money/currency.h"

namespace usance::codec {

inline constexpr Field kExposureClassFields[] = {
    {"class", FieldType::kName, true, "of what is committed",
     NamesOf<ExposureClass>},
    {"own_limit", FieldType::kMoney, false, "of the customer's"},
    {"own_limit_only", FieldType::kFlag, false,
     "it is no part of the exposure"},
};
inline constexpr Field kOverdueFields[] = {
    {"above_amount", FieldType::kMoney, false, "at least one of the three"},
    {"above_days", FieldType::kInteger, false, "of the oldest"},
    {"above_count", FieldType::kInteger, false, "of overdue amounts"},
    {"state", FieldType::kName, true, "watch, hold or stop",
     NamesOf<ExposureState>},
};
inline constexpr Field kExposurePolicyFields[] = {
    {"classes", FieldType::kList, true, "others do not count", nullptr,
     kExposureClassFields},
    {"without_limit", FieldType::kName, true,
     "of a customer that was given none", NamesOf<WithoutLimit>},
    {"watch_above", FieldType::kPercent, false, "of the whole limit"},
    {"stop_above", FieldType::kPercent, false, "of the whole limit"},
    {"overdue", FieldType::kList, false, "what holds for late payers", nullptr,
     kOverdueFields},
    {"refuse_orders", FieldType::kName, true, "from hold or from stop on",
     NamesOf<ExposureState>},
    {"refuse_deliveries", FieldType::kName, true, "from hold or from stop on",
     NamesOf<ExposureState>},
};
inline constexpr Field kCreditLimitFields[] = {
    {"type", FieldType::kText, false, "a word of the caller's"},
    {"amount", FieldType::kMoney, true, "of the limit"},
    {"from", FieldType::kDate, false, "its first day"},
    {"until", FieldType::kDate, false, "its last day"},
    {"temporary", FieldType::kFlag, false, "it adds to the others"},
};
inline constexpr Field kInsuranceFields[] = {
    {"coverage", FieldType::kPercent, true, "of what is above the retention"},
    {"named_limit", FieldType::kMoney, false, "the most that is insured"},
    {"blind_cover", FieldType::kMoney, false, "without a named limit"},
    {"retention", FieldType::kMoney, false, "the first loss is one's own"},
    {"until", FieldType::kDate, false, "its last day"},
};
inline constexpr Field kReleaseFields[] = {
    {"by", FieldType::kText, true, "who let it pass"},
    {"reason", FieldType::kText, true, "why"},
    {"up_to", FieldType::kMoney, true, "of exposure"},
    {"from", FieldType::kDate, true, "its first day"},
    {"until", FieldType::kDate, true, "its last day"},
};
inline constexpr Field kPartyFields[] = {
    {"id", FieldType::kText, true, "of a customer or group"},
    {"parent", FieldType::kText, false, "the group that it belongs to"},
    {"drafts", FieldType::kMoney, false, "of orders or invoices"},
    {"orders", FieldType::kMoney, false, "confirmed, not delivered"},
    {"delivered", FieldType::kMoney, false, "not invoiced"},
    {"open", FieldType::kMoney, false, "invoiced, not past due"},
    {"overdue", FieldType::kMoney, false, "past due"},
    {"other", FieldType::kMoney, false, "as the caller says"},
    {"returns", FieldType::kMoney, false, "goods that come back: they reduce"},
    {"deposits", FieldType::kMoney, false, "in hand against it"},
    {"guarantees", FieldType::kMoney, false, "in hand against it"},
    {"credit_notes", FieldType::kMoney, false, "in hand against it"},
    {"oldest_overdue_days", FieldType::kInteger, false, "assumed: 0"},
    {"overdue_count", FieldType::kInteger, false, "assumed: 0"},
    {"limits", FieldType::kList, false, "with their days", nullptr,
     kCreditLimitFields},
    {"insurance", FieldType::kObject, false, "of what it owes", nullptr,
     kInsuranceFields},
    {"releases", FieldType::kList, false, "of what a limit would stop", nullptr,
     kReleaseFields},
    {"set", FieldType::kName, false, "by hand: hold, stop or no check",
     NamesOf<ExposureState>},
};
[[nodiscard]] absl::StatusOr<ExposurePolicy> ReadExposure(Reader& in,
                                                          Currency currency);

[[nodiscard]] absl::StatusOr<CreditParty> ReadParty(Reader& in,
                                                    Currency currency);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_EXPOSURE_H_
