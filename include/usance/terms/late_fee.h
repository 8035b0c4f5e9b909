// A fee for paying late: flat or a percentage, once or again and again.
#ifndef USANCE_TERMS_LATE_FEE_H_
#define USANCE_TERMS_LATE_FEE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// What a fee falls due on.
enum class FeeTrigger : int32_t {
  kLate = 1,             // being late for `after_days`
  kNotice = 2,           // each notice sent while the invoice is late
  kReturnedPayment = 3,  // each payment that came back, late or not
};

template <>
struct Names<FeeTrigger> {
  static constexpr std::string_view kNoun = "fee trigger";
  static constexpr Named<FeeTrigger> kTable[] = {
      {FeeTrigger::kLate, "late", "overdue"},
      {FeeTrigger::kNotice, "notice", "reminder"},
      {FeeTrigger::kReturnedPayment, "returned payment", "nsf"},
  };
};

// How many fees of one kind an invoice in several due amounts gets.
enum class FeeGrouping : int32_t {
  kEach = 1,           // one for each due amount that is late
  kOnePerDay = 2,      // one for all that fall due on the same day
  kOnePerInvoice = 3,  // as of one due amount: the first that is late
};

template <>
struct Names<FeeGrouping> {
  static constexpr std::string_view kNoun = "grouping of fees";
  static constexpr Named<FeeGrouping> kTable[] = {
      {FeeGrouping::kEach, "each", "all"},
      {FeeGrouping::kOnePerDay, "one per day", ""},
      {FeeGrouping::kOnePerInvoice, "one per invoice", "one per schedule"},
  };
};

// One row of a step table: the last that holds gives the fee. It holds where
// the basis (of a flat fee, the overdue principal) is `from` or more and the
// invoice is past due for `from_days` or more.
struct FeeTier {
  std::optional<Money> from = {};  // none: 0
  int32_t from_days = 0;
  std::optional<Money> amount = {};     // flat
  std::optional<Percent> percent = {};  // of the basis
};

// A fee for being late first falls due on the day after grace, and `after_days`
// later; with `every`, again each period from there, at most max_count times in
// all: `every` a day makes a fee per day. One for a notice or a returned
// payment falls due on that day, at most max_count times, and not before
// `every` has passed since the last.
//
// A late or notice fee falls due only while principal is unpaid at the start of
// the day that would be unpaid had nothing been paid on fees either: a fee
// never causes lateness, nor another fee (12 CFR 1026.36(c)(2)). These are
// charges for a breach, and bear no interest; a fee that the contract agrees as
// a price is part of the invoice.
struct LateFee {
  std::string id = {};  // named in the trace: "reminder"
  FeeBasis basis{};
  std::optional<Money> amount = {};     // flat
  std::optional<Percent> percent = {};  // of the basis
  Rounding rounding{};                  // of the percentage
  std::optional<Money> minimum = {};    // of each fee
  std::optional<Money> maximum = {};
  int32_t after_days = 0;  // late fees only
  std::optional<Period> every = {};
  int32_t max_count = 1;
  FeeTrigger trigger = FeeTrigger::kLate;
  std::optional<int32_t> level = {};  // of a notice; none: any
  std::vector<FeeTier> tiers = {};    // in place of amount and percent
  FeeGrouping grouping = FeeGrouping::kEach;
};

// The most times that one fee may recur.
inline constexpr int32_t kMaxFeeCount = 1'200;

// Errors: INVALID_ARGUMENT / UNSPECIFIED - no basis, trigger or grouping; no
//           rounding with a percentage
//         INVALID_ARGUMENT / MISSING_FIELD - flat without amount, another
//           basis without percent; a tier without both
//         INVALID_ARGUMENT / CONFLICT - amount and percent together, one of
//           them beside tiers, a percentage in a tier of a flat fee
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 100 tiers
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - an amount that is not in
//           `currency`
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative amount, percent, from_days
//           or after_days; a period that is not above zero; max_count below 1
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - max_count over kMaxFeeCount
//         INVALID_ARGUMENT / CONFLICT - minimum above maximum; of a late fee,
//           max_count above 1 without a period; of another, after_days; a level
//           of a fee that is not for notices
[[nodiscard]] absl::Status CheckFee(const LateFee& fee, Currency currency,
                                    std::string_view field = "");

// What a fee falls due on.
struct FeeCase {
  Money invoice_amount;  // or of the due amount that is late
  Money overdue_principal;
  int32_t days_past_due = 0;
};

struct FeeSum {
  Money amount;
  std::string why = {};  // "5% of 1234.56 EUR, at the maximum"
};

// Returns one fee.
//
//   min(maximum, max(minimum, percent * basis))
//
// Requires CheckFee. Below the first tier that holds the fee is 0.
//
// Errors:    OUT_OF_RANGE / OVERFLOW - no int64 of minor units
// Exactness: rounded once by fee.rounding
// Example:   5 % of 1,234.56 overdue, at most 50.00, is 50.00
[[nodiscard]] absl::StatusOr<FeeSum> FeeAmount(const LateFee& fee,
                                               const FeeCase& late);

}  // namespace usance

#endif  // USANCE_TERMS_LATE_FEE_H_
