// Rows of a foreign file.
#ifndef USANCE_CLI_ROWS_H_
#define USANCE_CLI_ROWS_H_

#include <string>
#include <utility>

#include "cli/files.h"
#include "usance/codec/csv.h"
#include "usance/codec/mapping.h"
#include "usance/core/status.h"

namespace usance::cli {

// Rows of a CSV file behind its header, which is bound to the mapping.
class Rows {
 public:
  // Errors: as Input::Open, Next, FileMapping::Bind
  //         MISSING_FIELD - the file has no header
  [[nodiscard]] static absl::StatusOr<Rows> Open(const std::string& path,
                                                 FileMapping& mapping);

  // The next row; false at the end. After an error about a row the next one
  // follows.
  //
  // Errors: as CsvReader::Next, placed; as Input::Read
  [[nodiscard]] absl::StatusOr<bool> Next(CsvRow& row);

  // The error with the file before its place: "ledger.csv:12:5".
  [[nodiscard]] absl::Status Placed(const absl::Status& status) const;

 private:
  Rows(Input input, char delimiter)
      : input_(std::move(input)), reader_({.delimiter = delimiter}) {}

  Input input_;
  std::string chunk_;
  CsvReader reader_;
};

}  // namespace usance::cli

#endif  // USANCE_CLI_ROWS_H_
