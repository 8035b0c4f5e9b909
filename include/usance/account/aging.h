// How old what is owed is.
#ifndef USANCE_ACCOUNT_AGING_H_
#define USANCE_ACCOUNT_AGING_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/accrual/fx_table.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"

namespace usance {

// The day that age counts from.
enum class AgingBasis : int32_t {
  kDue = 1,
  kDocument = 2,
  kBaseline = 3,
};

template <>
struct Names<AgingBasis> {
  static constexpr std::string_view kNoun = "basis of aging";
  static constexpr Named<AgingBasis> kTable[] = {
      {AgingBasis::kDue, "due", "due date"},
      {AgingBasis::kDocument, "document", "invoice date|document date"},
      {AgingBasis::kBaseline, "baseline", "baseline date"},
  };
};

struct AgingSpec {
  AgingBasis basis{};
  // The last day of each bucket but the last, which has none: 1 to 30, 31 to
  // 60, ..., over 120.
  std::vector<int32_t> edges = {30, 60, 90, 120};
};

inline constexpr size_t kMaxAgingEdges = 100;

// Amounts are minor units of the currency, of all components together.
struct AgingBucket {
  int32_t from = 0;                // days
  std::optional<int32_t> to = {};  // inclusive; none: no end
  int64_t amount_minor = 0;
  int64_t row_count = 0;
  friend bool operator==(const AgingBucket&, const AgingBucket&) = default;
};

//   total = not_due + buckets - unapplied
//
// is what the ledger says, always: what is not due and what is unapplied are
// in no bucket.
struct Aging {
  Currency currency;
  Date as_of;
  AgingBucket not_due = {};  // an age of 0 or less
  std::vector<AgingBucket> buckets = {};
  int64_t unapplied_minor = 0;
  int64_t total_minor = 0;
  int64_t disputed_minor = 0;  // of all of it
  friend bool operator==(const Aging&, const Aging&) = default;
};

// Returns the open rows of an account by age: as_of less the basis's day.
//
// Errors:  INVALID_ARGUMENT / UNSPECIFIED - no basis
//          RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxAgingEdges
//          INVALID_ARGUMENT / OUT_OF_ORDER - edges that do not rise from 0
//          OUT_OF_RANGE / OVERFLOW - a sum is no int64
// Example: due 31 January, on 1 March 2024: 30 days, the last of the first
//          bucket
[[nodiscard]] absl::StatusOr<Aging> Age(const Account& account,
                                        const AgingSpec& spec);

// Adds another account's aging.
//
// Errors: INVALID_ARGUMENT / CURRENCY_MISMATCH
//         INVALID_ARGUMENT / CONFLICT - other buckets, or another day
//         OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(Aging& sum, const Aging& part);

// The same in a reporting currency: each amount by itself at the rate of as_of,
// then summed, so that the parts add up.
//
// Errors:  as Convert
// Example: 12.00 not due and 1.00 and 50.00 EUR at 1.0705 USD: 12.85, 1.07 and
//          53.52 USD, half even, together 67.44
[[nodiscard]] absl::StatusOr<Aging> Convert(const Aging& aging, Currency quote,
                                            const FxTable& fx,
                                            Rounding rounding);

}  // namespace usance

#endif  // USANCE_ACCOUNT_AGING_H_
