// What an account's policy looks like in a request. Private to codec.
#ifndef USANCE_SRC_CODEC_ACCOUNT_POLICY_H_
#define USANCE_SRC_CODEC_ACCOUNT_POLICY_H_

#include "src/codec/late_policy.h"
#include "src/codec/operations.h"
#include "usance/account/account_policy.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/statute/parties.h"

namespace usance::codec {

inline constexpr Field kCellFields[] = {
    {"due", FieldType::kName, true, "where the row stands", NamesOf<DueKind>},
    {"component", FieldType::kName, true, "of the row", NamesOf<Component>},
};
inline constexpr Field kAllocationFields[] = {
    {"id", FieldType::kText, false, "named in the trace"},
    {"cells", FieldType::kList, false,
     "in order; exactly one of cells and components", nullptr, kCellFields},
    {"components", FieldType::kNames, false,
     "in order: for what is past due, then due, then in advance",
     NamesOf<Component>},
    {"axis", FieldType::kName, true, "row by row, or cell by cell",
     NamesOf<AllocationAxis>},
    {"order", FieldType::kNames, true, "what puts one row before another",
     NamesOf<RowOrder>},
    {"ties", FieldType::kName, false, "assumed: by id", NamesOf<TieRule>},
    {"last_in_advance_first", FieldType::kFlag, false,
     "of rows in advance the one due last comes first"},
};
inline constexpr Field kTypedAllocationFields[] = {
    {"type", FieldType::kText, true, "of payments"},
    {"rule", FieldType::kTextOrObject, true, "as allocation", nullptr,
     kAllocationFields},
};
inline constexpr Field kInterestIdFields[] = {
    {"id", FieldType::kText, true, "what invoices name"},
    {"statute", FieldType::kText, false,
     "a law in place of the rest: its id or alias"},
    {"contract_date", FieldType::kDate, false,
     "chooses the law's version; needed with statute"},
    {"parties", FieldType::kName, false,
     "who owes; assumed: those that the law is made for", NamesOf<Parties>},
};
inline constexpr auto kInterestTermsFields =
    Join(kInterestIdFields, kPolicyFields);
inline constexpr Field kToleranceFields[] = {
    {"amount", FieldType::kMoney, true, "the most"},
    {"percent", FieldType::kPercent, false, "of what is settled, the most"},
};
inline constexpr Field kAccountPolicyFields[] = {
    {"allocation", FieldType::kTextOrObject, true,
     "the rule for payments: oldest due, principal first, bgb 366, bgb 497, "
     "code civil 1343-1, us rule; or one of its own",
     nullptr, kAllocationFields},
    {"by_type", FieldType::kList, false, "rules for types of payments", nullptr,
     kTypedAllocationFields},
    {"credit", FieldType::kName, true,
     "what money does that no claim has taken", NamesOf<CreditUse>},
    {"interest", FieldType::kList, false,
     "terms that invoices name: as a policy of late_charges, or a law; fees, "
     "compensation and caps have no effect here",
     nullptr, kInterestTermsFields},
    {"partial_payment", FieldType::kName, false,
     "needed where rows have discounts", NamesOf<PartialPayment>},
    {"discount_rounding", FieldType::kName, false, "needed by pro rata",
     NamesOf<Rounding>},
    {"tolerance", FieldType::kObject, false,
     "of a payment, too little or too much", nullptr, kToleranceFields},
    {"overdue_tolerance", FieldType::kMoney, false,
     "a row of which no more is open is not past due"},
    {"overdue_grace_days", FieldType::kInteger, false,
     "0 to 366 days behind the due day that are no days past due; assumed: 0"},
};

// Errors: those of the request, not those of CheckPolicy
[[nodiscard]] absl::StatusOr<AccountPolicy> ReadAccountPolicy(
    Reader& in, Currency currency);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_ACCOUNT_POLICY_H_
