// Rates of exchange: dated, exact, with their source. Given by the caller:
// amounts in two currencies meet through one of these or not at all.
#ifndef USANCE_ACCRUAL_FX_TABLE_H_
#define USANCE_ACCRUAL_FX_TABLE_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"

namespace usance {

// From `date` on, until the next row of the pair, one unit of `base` is `rate`
// units of `quote`.
struct FxRow {
  Date date;
  Currency base;
  Currency quote;
  Fraction rate;
};

// Immutable; copies share it.
class FxTable {
 public:
  struct Spec {
    std::string id = {};           // "NBP table A"; named in every answer
    std::string version = {};      // of the data
    std::vector<FxRow> rows = {};  // the dates of a pair strictly increasing
    // The last day that the rows are known to hold; none: the day of the last
    // row of each pair.
    std::optional<Date> known_through = {};
  };

  // Errors: INVALID_ARGUMENT / MISSING_FIELD - no id; no rows
  //         INVALID_ARGUMENT / CONFLICT - a row with one currency twice
  //         OUT_OF_RANGE / OUT_OF_RANGE - a rate that is not above 0
  //         INVALID_ARGUMENT / OUT_OF_ORDER - a row not after the one before it
  //           of its pair
  //         INVALID_ARGUMENT / END_BEFORE_START - known_through before a row
  [[nodiscard]] static absl::StatusOr<FxTable> Make(
      const Spec& spec, std::string_view field = "/fx");

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] std::optional<Date> known_through() const;

  // The row of a pair that holds on a day: base to quote as given, or turned
  // round, the rate's exact inverse. No third currency stands between.
  //
  // Errors:  FAILED_PRECONDITION / RATE_UNKNOWN - no row of the pair, on a day
  //            before its first or after the last that it is known for
  // Example: with 4.3434 PLN for 1 EUR, PLN to EUR is 5000/21717
  [[nodiscard]] absl::StatusOr<FxRow> RowOn(
      Currency base, Currency quote, Date day,
      std::string_view field = "/fx") const;

  // A row of it for people: "USD at 0.91 EUR of 2026-06-30 (NBP table A)".
  [[nodiscard]] std::string Quotation(const FxRow& row) const;

 private:
  struct Pair;
  struct Table;
  explicit FxTable(std::shared_ptr<const Table> table);

  std::shared_ptr<const Table> table_;
};

// Returns the amount in `quote`: minor units times the rate, and times the
// ratio of the two currencies' minor units. An amount that is in it already
// stays.
//
// Errors:    as FxTable::RowOn
//            OUT_OF_RANGE / OVERFLOW - no int64 of minor units
// Exactness: rounded once by `rounding`
// Example:   40.00 EUR at 4.3434 PLN is 173.74 PLN, half even
[[nodiscard]] absl::StatusOr<Money> Convert(const Money& amount, Currency quote,
                                            const FxTable& fx, Date day,
                                            Rounding rounding,
                                            std::string_view field = "/fx");

}  // namespace usance

#endif  // USANCE_ACCRUAL_FX_TABLE_H_
