// A fee for paying late: flat or a percentage, once or again and again.
#ifndef USANCE_TERMS_LATE_FEE_H_
#define USANCE_TERMS_LATE_FEE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/period.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance {

// What a fee is a part of. Never of interest or of fees: no fee on fee.
enum class FeeBasis : int32_t {
  kFlat = 1,
  kOverduePrincipal = 2,  // the principal unpaid when the fee falls due
  kInvoiceAmount = 3,     // the invoice as issued, whatever was paid
};

template <>
struct Names<FeeBasis> {
  static constexpr std::string_view kNoun = "fee basis";
  static constexpr Named<FeeBasis> kTable[] = {
      {FeeBasis::kFlat, "flat", "fixed"},
      {FeeBasis::kOverduePrincipal, "overdue principal", "outstanding"},
      {FeeBasis::kInvoiceAmount, "invoice amount", "original"},
  };
};

// The first fee falls due on the day after grace, and `after_days` later; with
// `every`, again each period from there, at most max_count times in all. A fee
// falls due only while principal is unpaid at the start of the day, so a fee
// alone never makes an invoice late.
struct LateFee {
  std::string id = {};  // named in the trace: "reminder"
  FeeBasis basis{};
  std::optional<Money> amount = {};     // flat
  std::optional<Percent> percent = {};  // of the basis
  Rounding rounding{};                  // of the percentage
  std::optional<Money> minimum = {};    // of each fee
  std::optional<Money> maximum = {};
  int32_t after_days = 0;
  std::optional<Period> every = {};
  int32_t max_count = 1;
};

// The most times that one fee may recur.
inline constexpr int32_t kMaxFeeCount = 1'200;

// Errors: INVALID_ARGUMENT / UNSPECIFIED - no basis; no rounding with a
//           percentage
//         INVALID_ARGUMENT / MISSING_FIELD - flat without amount, another
//           basis without percent
//         INVALID_ARGUMENT / CONFLICT - amount and percent together
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - an amount that is not in
//           `currency`
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative amount, percent or
//           after_days; a period that is not above zero; max_count below 1
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - max_count over kMaxFeeCount
//         INVALID_ARGUMENT / CONFLICT - minimum above maximum; max_count above
//           1 without a period
[[nodiscard]] absl::Status CheckFee(const LateFee& fee, Currency currency,
                                    std::string_view field = "");

// Returns one fee.
//
//   min(maximum, max(minimum, percent * basis))
//
// Requires CheckFee. A flat fee takes no notice of the amounts.
//
// Errors:    OUT_OF_RANGE / OVERFLOW - no int64 of minor units
// Exactness: rounded once by fee.rounding
// Example:   5 % of 1,234.56 overdue, at most 50.00, is 50.00
[[nodiscard]] absl::StatusOr<Money> FeeAmount(const LateFee& fee,
                                              const Money& invoice_amount,
                                              const Money& overdue_principal);

}  // namespace usance

#endif  // USANCE_TERMS_LATE_FEE_H_
