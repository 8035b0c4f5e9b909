// Ways to go on, and what each is worth: a plan, a settlement, an agency, a
// court, or nothing.
#ifndef USANCE_RECOVERY_RECOVERY_OPTION_H_
#define USANCE_RECOVERY_RECOVERY_OPTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/accrual/rate.h"
#include "usance/core/fraction.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/money/percent.h"

namespace usance {

// Amounts are minor units of one currency.

struct ExpectedReceipt {
  Date day;
  int64_t amount_minor = 0;  // above 0
};

// Of what comes in beyond `from_minor` in all, this share goes to who brings
// it. A list of them starts at 0 and rises.
struct ContingentFee {
  int64_t from_minor = 0;
  Percent share = Percent(Fraction(0));
};

struct RecoveryOption {
  std::string id;
  std::vector<ExpectedReceipt> receipts = {};  // where it works; days rise
  Percent chance = Percent(Fraction(0));       // that it works, 0 to 100 %
  int64_t cost_minor = 0;  // at once and in any case: a court's fee
  std::vector<ContingentFee> contingent = {};
};

struct ValueSpec {
  Date as_of;
  Rate rate;  // of what money costs the creditor
  DayCount day_count{};
  Rounding rounding{};
};

struct OptionValue {
  uint32_t option = 0;
  int64_t nominal_minor = 0;   // all receipts
  int64_t present_minor = 0;   // as of the day, less the contingent fees
  int64_t expected_minor = 0;  // chance * that - cost
  // The chance above which it is better than nothing. None where nothing comes
  // in, or where the quotient has over 128 bits.
  std::optional<Fraction> break_even = {};
};

inline constexpr size_t kMaxOptions = 1'000;
inline constexpr size_t kMaxReceipts = 1'200;
inline constexpr size_t kMaxContingentFees = 100;

// Returns what each option is worth, the best first; of two that are worth the
// same, the one that was given first.
//
//   present  = sum of net_k / (1 + rate * t_k)
//   expected = chance * present - cost
//
// where net_k is what a receipt leaves after its contingent fee, and t_k the
// time from as_of to it.
//
// Errors:    RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxOptions, receipts
//              or fees
//            INVALID_ARGUMENT / MISSING_FIELD - an option without an id
//            INVALID_ARGUMENT / DUPLICATE_FIELD - an id twice
//            INVALID_ARGUMENT / OUT_OF_ORDER - receipts or fees not ascending,
//              a receipt before as_of, fees that do not start at 0
//            OUT_OF_RANGE / OUT_OF_RANGE - an amount that is not above 0, a
//              cost below 0; a chance or share outside 0 to 100 %; a rate at
//              which 1 + rate * t is not above 0
//            INVALID_ARGUMENT / UNSPECIFIED - no rounding
//            OUT_OF_RANGE / OVERFLOW - a value that is no int64
//            as Elapsed, below /day_count
// Exactness: each value rounded once by spec.rounding; options are compared
//            before that
// Example:   of 1,000.00, an agency for 25 % with a chance of 40 % in a year,
//            at 5 %: 750.00 / 1.05 * 40 % = 285.71; 600.00 today with a chance
//            of 80 %: 480.00
[[nodiscard]] absl::StatusOr<std::vector<OptionValue>> CompareOptions(
    const std::vector<RecoveryOption>& options, const ValueSpec& spec,
    std::string_view field = "");

}  // namespace usance

#endif  // USANCE_RECOVERY_RECOVERY_OPTION_H_
