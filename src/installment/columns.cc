#include "usance/installment/columns.h"

#include <vector>

#include "src/installment/level_columns.h"

namespace usance {
namespace {

template <class T, class Value>
void Put(std::span<T> column, const std::vector<Installment>& rows,
         const Value& value) {
  if (column.empty()) return;
  for (size_t k = 0; k < rows.size(); ++k) column[k] = value(rows[k]);
}

void PutRows(const std::vector<Installment>& rows,
             const InstallmentColumns& to) {
  using Row = Installment;
  Put(to.start, rows,
      [](const Row& row) { return row.period.adjusted_start.days(); });
  Put(to.due, rows, [](const Row& row) { return row.due().days(); });
  Put(to.opening_minor, rows, [](const Row& row) { return row.opening_minor; });
  Put(to.advance_minor, rows, [](const Row& row) { return row.advance_minor; });
  Put(to.interest_minor, rows,
      [](const Row& row) { return row.interest_minor; });
  Put(to.principal_minor, rows,
      [](const Row& row) { return row.principal_minor; });
  Put(to.fee_minor, rows, [](const Row& row) { return row.fee_minor; });
  Put(to.tax_minor, rows, [](const Row& row) { return row.tax_minor; });
  Put(to.payment_minor, rows, [](const Row& row) { return row.payment_minor; });
  Put(to.closing_minor, rows, [](const Row& row) { return row.closing_minor; });
}

}  // namespace

bool HaveRoom(const InstallmentColumns& columns, size_t rows) {
  const auto room = [rows](const auto& column) {
    return column.empty() || column.size() >= rows;
  };
  return room(columns.start) && room(columns.due) &&
         room(columns.opening_minor) && room(columns.advance_minor) &&
         room(columns.interest_minor) && room(columns.principal_minor) &&
         room(columns.fee_minor) && room(columns.tax_minor) &&
         room(columns.payment_minor) && room(columns.closing_minor);
}

AmortizationSummary PutColumns(const Amortization& made,
                               const InstallmentColumns& columns) {
  if (HaveRoom(columns, made.rows.size())) PutRows(made.rows, columns);
  return {made.currency, made.rows.size(), made.level_payment_minor,
          made.totals, made.residual};
}

absl::StatusOr<AmortizationSummary> AmortizeColumns(
    const AmortizationSpec& spec, const InstallmentColumns& columns) {
  if (const auto done = AmortizeLevel(spec, columns)) return *done;
  USANCE_ASSIGN_OR_RETURN(const Amortization made, Amortize(spec));
  return PutColumns(made, columns);
}

}  // namespace usance
