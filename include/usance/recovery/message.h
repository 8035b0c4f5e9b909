// What the text of a message is filled in with.
#ifndef USANCE_RECOVERY_MESSAGE_H_
#define USANCE_RECOVERY_MESSAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/status.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/recovery/next_action.h"

namespace usance {

struct MessageValue {
  std::string name;
  std::string text;
};

struct MessageSpec {
  int32_t pay_within_days = 0;  // from the account's day on
};

// Returns what a text may say about an action, by name: these, in this order,
// whatever the action; a text is empty where there is nothing to say.
//
//   account, currency, as_of
//   step, tone, message, attempt
//   consequences   of the step, with "; " between them
//   items          with ", " between them; charges of no item are none
//   due            the first due day of what it is about
//   days_past_due  as_of - due, at least 0
//   principal      that is open, less what is held or disputed
//   interest       agreed and default interest to date
//   fees           fees and costs that were posted
//   open           the sum of these three
//   fee            of the step: no claim until it is posted
//   total          open + fee
//   credit         money of the debtor's that is not applied
//   pay_by         as_of + pay_within_days, or a later due day
//   reference      of the payment: the account and the items
//
// Amounts are without the currency, days as 2026-01-31. `total` and `reference`
// are the amount and the text of a payment request.
//
// Requires an action of DecideActions for the account, which is Replay's of the
// journal, and the policy.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - pay_within_days outside [0, 3,660];
//              a day after 9999-12-31
//            OUT_OF_RANGE / OVERFLOW - a total that is no int64 of minor units
// Exactness: sums of what the account and the action say
// Example:   100.00 open and a fee of 5.00, on 2026-02-20 with 7 days: a total
//            of 105.00 by 2026-02-27
[[nodiscard]] absl::StatusOr<std::vector<MessageValue>> MessageValuesOf(
    const Journal& journal, const Account& account, const DunningPolicy& policy,
    const NextAction& action, const MessageSpec& spec);

}  // namespace usance

#endif  // USANCE_RECOVERY_MESSAGE_H_
