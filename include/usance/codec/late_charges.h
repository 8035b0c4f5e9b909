// What the request language knows about late charges, for a caller that reads a
// policy once and computes many invoices with it.
#ifndef USANCE_CODEC_LATE_CHARGES_H_
#define USANCE_CODEC_LATE_CHARGES_H_

#include <string>
#include <string_view>
#include <vector>

#include "usance/accrual/fx_table.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/statute/rate_book.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/late_payment_policy.h"

namespace usance {

// Reads the `policy` of a late_charges request. `book` has the rate series that
// it may name.
//
// Errors:  those of the request, below `field`; not those of CheckPolicy,
//          which ComputeLateCharges reports
// Example: {"fees": [{"basis": "flat", "amount": "5.00"}]} has one fee, which
//          falls due on the day after due
[[nodiscard]] absl::StatusOr<LatePaymentPolicy> ReadLatePaymentPolicy(
    const Json& policy, Currency currency, std::string_view field = "/policy",
    const RateBook& book = {});

// Reads the `fx` of a late_charges request.
//
// Errors:  those of the request, below `field`
// Example: {"id": "NBP", "rows": [{"date": "2026-01-30", "base": "EUR",
//          "quote": "PLN", "rate": "4.3434"}]} turns 40.00 EUR into 173.74 PLN
[[nodiscard]] absl::StatusOr<FxTable> ReadFxTable(const Json& table,
                                                  std::string_view field = "");

// An error of ComputeLateCharges with its field as the request, with this
// policy, has it: "/invoice/amount" is "/amount" there.
[[nodiscard]] absl::Status LateChargesError(const absl::Status& status,
                                            const Json& policy);

// The sentences by which the operation explains its answer.
[[nodiscard]] std::vector<std::string> ExplainLateCharges(
    const LateCharges& charges, Date as_of);

}  // namespace usance

#endif  // USANCE_CODEC_LATE_CHARGES_H_
