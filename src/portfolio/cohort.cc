#include "usance/portfolio/cohort.h"

#include "src/portfolio/sums.h"
#include "usance/account/receipt.h"
#include "usance/portfolio/provision.h"

namespace usance {
namespace {

using internal::InvoicedOf;
using internal::IsInvoiced;
using internal::Sum;

Date MonthOf(const Account& account, const AccountRow& row) {
  return account.items[row.item].document_date.FirstOfMonth();
}

}  // namespace

absl::StatusOr<Cohorts> CohortsOf(const Account& account,
                                  const Journal& journal) {
  Cohorts cohorts;
  for (const AccountRow& row : account.rows) {
    const int64_t invoiced = InvoicedOf(row.claimed);
    if (invoiced == 0) continue;
    Cohort& cohort = cohorts[MonthOf(account, row)];
    USANCE_RETURN_IF_ERROR(Sum(cohort.invoiced_minor, invoiced));
    USANCE_RETURN_IF_ERROR(Sum(cohort.open_minor, InvoicedOf(row.open)));
  }
  for (const Receipt& receipt : ReceiptsOf(account, journal)) {
    if (!IsInvoiced(receipt.component)) continue;
    const AccountRow& row = account.rows[receipt.row];
    const int32_t days = receipt.on - account.items[row.item].document_date;
    USANCE_RETURN_IF_ERROR(
        Add(cohorts[MonthOf(account, row)].paid, days,
            {.amount_minor = receipt.amount_minor, .count = 1}));
  }
  return cohorts;
}

absl::Status AddTo(Cohorts& sums, const Cohorts& parts) {
  for (const auto& [month, part] : parts) {
    Cohort& cohort = sums[month];
    USANCE_RETURN_IF_ERROR(Sum(cohort.invoiced_minor, part.invoiced_minor));
    USANCE_RETURN_IF_ERROR(Sum(cohort.open_minor, part.open_minor));
    for (const auto& [days, paid] : part.paid) {
      USANCE_RETURN_IF_ERROR(Add(cohort.paid, days, paid));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::optional<Fraction>>> CurveOf(
    Date month, const Cohort& cohort, std::span<const int32_t> edges,
    Date as_of) {
  std::vector<CohortReceipt> receipts;
  for (const auto& [days, paid] : cohort.paid) {
    receipts.push_back({.days = days, .amount_minor = paid.amount_minor});
  }
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<Fraction> curve,
      RecoveryCurve(cohort.invoiced_minor, receipts, edges));
  const int32_t age = as_of - month.LastOfMonth();
  std::vector<std::optional<Fraction>> known(curve.size());
  for (size_t k = 0; k < curve.size(); ++k) {
    if (edges[k] <= age) known[k] = curve[k];
  }
  return known;
}

}  // namespace usance
