// What every request about an account begins with. Private to codec.
#ifndef USANCE_SRC_CODEC_ACCOUNT_REQUEST_H_
#define USANCE_SRC_CODEC_ACCOUNT_REQUEST_H_

#include <string>

#include "src/codec/account_policy.h"
#include "src/codec/event.h"
#include "src/codec/operations.h"
#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/component.h"
#include "usance/account/journal.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"

namespace usance::codec {

inline constexpr Field kAccountFields[] = {
    {"currency", FieldType::kCurrency, true, "of the account"},
    {"events", FieldType::kList, true, "the journal, in any order", nullptr,
     kEventFields},
    {"policy", FieldType::kObject, true, "how the account is kept", nullptr,
     kAccountPolicyFields},
};
inline constexpr Field kKnownField[] = {
    {"as_known_on", FieldType::kDate, false,
     "events recorded later are not known; assumed: all are"},
};
inline constexpr Field kAsOfField[] = {
    {"as_of", FieldType::kDate, true, "the end of this day"},
};

struct Given {
  Journal journal;
  AccountPolicy policy;
};

// The fields of kAccountFields.
[[nodiscard]] absl::StatusOr<Given> ReadAccount(
    Reader& in, const std::string& debtor = "account");

// Those of kAsOfField and kKnownField.
[[nodiscard]] absl::StatusOr<ReplaySpec> ReadReplay(Reader& in);

// "contract_interest" of "contract interest".
[[nodiscard]] std::string FieldNameOf(Component component);

// All five, by those names.
[[nodiscard]] Json AmountsJson(const ComponentAmounts& amounts,
                               Currency currency);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_ACCOUNT_REQUEST_H_
