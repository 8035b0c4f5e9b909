#include "cli/rows.h"

namespace usance::cli {
namespace {

constexpr size_t kChunk = size_t{1} << 16;

}  // namespace

absl::StatusOr<Rows> Rows::Open(const std::string& path, FileMapping& mapping) {
  USANCE_ASSIGN_OR_RETURN(Input input, Input::Open(path));
  Rows rows(std::move(input), mapping.delimiter);
  CsvRow header;
  absl::StatusOr<bool> any = rows.Next(header);
  USANCE_RETURN_IF_ERROR(any.status());
  if (!*any) {
    return Error(Reason::kMissingField, path, "the file has no header");
  }
  if (const absl::Status bound = mapping.Bind(header); !bound.ok()) {
    return rows.Placed(bound);
  }
  return rows;
}

absl::StatusOr<bool> Rows::Next(CsvRow& row) {
  for (;;) {  // each turn reads a chunk or ends
    const absl::StatusOr<CsvStep> step = reader_.Next(row);
    if (!step.ok()) return Placed(step.status());
    if (*step == CsvStep::kRow) return true;
    if (*step == CsvStep::kEnd) return false;
    USANCE_ASSIGN_OR_RETURN(chunk_, input_.Read(kChunk));
    if (chunk_.empty()) {
      reader_.Finish();
    } else {
      reader_.Feed(chunk_);
    }
  }
}

absl::Status Rows::Placed(const absl::Status& status) const {
  if (absl::IsNotFound(status)) return status;
  return Error(ReasonOf(status), input_.path() + ":" + FieldOf(status),
               TextOf(status));
}

}  // namespace usance::cli
