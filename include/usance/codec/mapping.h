// What the columns of a foreign ledger mean.
#ifndef USANCE_CODEC_MAPPING_H_
#define USANCE_CODEC_MAPPING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/codec/csv.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// A way to write dates: YYYY, MM or M, DD or D, once each, and other
// characters as they are. M and D take one or two digits, the others exactly
// as many as they have letters.
class DateFormat {
 public:
  // Errors: MALFORMED
  [[nodiscard]] static absl::StatusOr<DateFormat> Make(std::string_view text,
                                                       std::string_view field);

  // Errors: MALFORMED, DATE_INVALID, DATE_OUT_OF_RANGE
  [[nodiscard]] absl::StatusOr<Date> Parse(std::string_view text,
                                           std::string_view field) const;

 private:
  std::string format_;
};

// One CSV file: how it writes values, and which columns hold what.
//
//   {"delimiter": ";", "date_format": "DD.MM.YYYY", "decimal_mark": ",",
//    "currency": "EUR", "columns": {"invoice": "Rechnung", ...}}
//
// Assumed: comma, YYYY-MM-DD, point. `currency` takes the place of a column.
struct FileMapping {
  struct Column {
    std::string name;    // "due"
    std::string header;  // "DueDate"
    int32_t index = -1;  // in the file, once its header is read
  };

  char delimiter = ',';
  DateFormat dates;
  char decimal_mark = '.';
  std::string currency;  // empty: a column
  std::vector<Column> columns;

  // Finds the columns in the header row.
  //
  // Errors: MISSING_FIELD - a mapped column is not there;
  //         DUPLICATE_FIELD - it is there twice
  [[nodiscard]] absl::Status Bind(const CsvRow& header);

  // Whether a column is mapped.
  [[nodiscard]] bool Maps(std::string_view name) const;

  // The field of a mapped column; null where the column is not mapped.
  [[nodiscard]] const CsvField* Find(const CsvRow& row,
                                     std::string_view name) const;
  // An amount with a point in place of the decimal mark.
  //
  // Errors: MALFORMED, about the field's line:column
  [[nodiscard]] absl::StatusOr<std::string> AmountOf(
      const CsvField& field) const;
};

// The mapping of a ledger, and of its payments where "payments" is there. The
// invoices' columns: invoice, due, amount; currency unless it is fixed; and
// where they are known customer, issued, settled, paid, disputed. The
// payments': invoice, date, amount; payment where they have numbers. The
// customers': customer and name.
struct LedgerMapping {
  FileMapping invoices;
  std::optional<FileMapping> payments;
  std::optional<FileMapping> customers;

  // Errors: UNKNOWN_FIELD, MISSING_FIELD, WRONG_TYPE, MALFORMED, CONFLICT
  [[nodiscard]] static absl::StatusOr<LedgerMapping> Make(const Json& json);
};

}  // namespace usance

#endif  // USANCE_CODEC_MAPPING_H_
