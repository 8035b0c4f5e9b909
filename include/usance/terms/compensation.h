// The fixed sum that law or contract grants for each late payment, by its size.
#ifndef USANCE_TERMS_COMPENSATION_H_
#define USANCE_TERMS_COMPENSATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/accrual/fx_table.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance {

// What earns a sum of its own (CJEU C-585/20, C-370/21: each late payment).
enum class CompensationPer : int32_t {
  kInvoice = 1,
  kInstallment = 2,  // each due amount of the invoice that is late
};

template <>
struct Names<CompensationPer> {
  static constexpr std::string_view kNoun = "unit of compensation";
  static constexpr Named<CompensationPer> kTable[] = {
      {CompensationPer::kInvoice, "invoice", ""},
      {CompensationPer::kInstallment, "installment", "instalment"},
  };
};

// The size that a tier is chosen by.
enum class CompensationSize : int32_t {
  kAmount = 1,            // of the invoice or installment, whatever was paid
  kOverduePrincipal = 2,  // what is unpaid of it when the sum falls due
};

template <>
struct Names<CompensationSize> {
  static constexpr std::string_view kNoun = "size";
  static constexpr Named<CompensationSize> kTable[] = {
      {CompensationSize::kAmount, "amount", "original"},
      {CompensationSize::kOverduePrincipal, "overdue principal", "outstanding"},
  };
};

// The day whose rate of exchange is used.
enum class FxDay : int32_t {
  kFallsDue = 1,        // the day on which the sum falls due
  kDue = 2,             // the due day
  kEndOfLastMonth = 3,  // the last day of the month before the due day's: with
                        // a table of business days the last of them (Poland,
                        // act of 8 March 2013 art. 10(1a))
};

template <>
struct Names<FxDay> {
  static constexpr std::string_view kNoun = "day of exchange";
  static constexpr Named<FxDay> kTable[] = {
      {FxDay::kFallsDue, "falls due", ""},
      {FxDay::kDue, "due", ""},
      {FxDay::kEndOfLastMonth, "end of last month", ""},
  };
};

// 40.00 from 0.00, 70.00 from 1,000.00, 100.00 from 10,000.00; one tier from
// 0.00 is a flat sum. With percentages, a scale: 15 % of the part up to
// 2,500.00, 10 % of the part from there to 5,000.00, and so on.
struct CompensationTier {
  Money from;    // the size from which this tier holds
  Money amount;  // the sum, in place of that of the tiers below
  // Of the part of the size in this tier; the parts of all tiers add up.
  std::optional<Percent> percent = {};
};

// The tiers of a time. The `from` are in one currency, the amounts in one,
// which may be another: sums in euros by thresholds in zlotys.
struct CompensationTable {
  // Of sums that fall due from this day on; none: from ever.
  std::optional<Date> since = {};
  std::vector<CompensationTier> tiers = {};  // increasing in `from`
  std::optional<Money> minimum = {};         // of the sum, in its currency
  std::optional<Money> maximum = {};
  // A sum is granted and not recorded; then without tiers.
  bool unrecorded = false;
};

// Falls due on the day after grace while principal is unpaid.
struct Compensation {
  std::vector<CompensationTable> tables = {};  // increasing in `since`
  CompensationPer per = CompensationPer::kInvoice;
  CompensationSize size = CompensationSize::kAmount;
  Rounding rounding{};  // needed with percentages and other currencies
  FxDay fx_day{};       // needed with other currencies
  // A sum that cannot be told, for want of a record or of a rate of exchange,
  // is left out and named in the answer, in place of refusing the whole.
  bool leave_out_unknown = false;
  // What the sum counts towards, as "costs of legal pursuit" (BGB 288(5)); a
  // note that the answer repeats.
  std::string credited_against = {};
};

// Errors: RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 1,000 tables, over 100
//           tiers in one
//         INVALID_ARGUMENT / UNSPECIFIED - per or size is none of the list
//         INVALID_ARGUMENT / MISSING_FIELD - a table without tiers that is not
//           `unrecorded`, or without `since` but the first
//         INVALID_ARGUMENT / OUT_OF_ORDER - a table not after the one before
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - thresholds, or amounts, of two
//           currencies in a table; percentages with thresholds and amounts of
//           two
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative amount, percentage or
//           threshold
//         INVALID_ARGUMENT / OUT_OF_ORDER - a tier not above the one before
//         INVALID_ARGUMENT / CONFLICT - minimum above maximum
//         INVALID_ARGUMENT / UNSPECIFIED - percentages or another currency
//           without a rounding, another currency without fx_day
[[nodiscard]] absl::Status CheckCompensation(
    const Compensation& compensation, Currency currency,
    std::string_view field = "/compensation");

// What one late payment is compensated by, and how that comes about.
struct CompensationSum {
  Money amount;
  std::string why = {};  // "40.00 EUR at 4.3434 of 2026-01-30"
};

struct CompensationCase {
  Money size;      // as Compensation::size says
  Date due;        // the day after which it is late
  Date falls_due;  // the day on which the sum falls due
};

// Returns the sum for one late payment; 0 before the first table, and below the
// first tier.
//
//   min(maximum, max(minimum, amount + sum of percent * part)), exchanged
//
// Requires CheckCompensation in the currency of the size.
//
// Errors:    FAILED_PRECONDITION / RATE_UNKNOWN - a sum that is not recorded;
//              another currency without a rate of exchange: no table (/fx), or
//              as FxTable::RowOn
//            OUT_OF_RANGE / OVERFLOW - no int64 of minor units
// Exactness: rounded once by compensation.rounding
// Source:    Directive 2011/7/EU art. 6; LPCDA 1998 s.5A; Besluit vergoeding
//            voor buitengerechtelijke incassokosten art. 2
// Example:   10,000.00 EUR by the Dutch scale is 875.00
[[nodiscard]] absl::StatusOr<CompensationSum> CompensationFor(
    const Compensation& compensation, const CompensationCase& late,
    const std::optional<FxTable>& fx = {});

}  // namespace usance

#endif  // USANCE_TERMS_COMPENSATION_H_
