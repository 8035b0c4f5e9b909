// One row of an amortization.
#ifndef USANCE_INSTALLMENT_INSTALLMENT_H_
#define USANCE_INSTALLMENT_INSTALLMENT_H_

#include <cstdint>

#include "usance/date/schedule.h"

namespace usance {

// What one period does to the balance:
//
//   payment = interest + principal + fee + tax
//   closing = opening + advance - principal
//
// Interest that is added to the balance is a negative principal.
//
// Units: minor units of the amortization's currency.
struct Installment {
  int32_t number = 0;     // from 1
  SchedulePeriod period;  // half open; both dates as they roll and adjusted
  int64_t opening_minor = 0;
  int64_t interest_minor = 0;
  int64_t principal_minor = 0;
  int64_t fee_minor = 0;
  int64_t payment_minor = 0;
  int64_t closing_minor = 0;
  int64_t advance_minor = 0;  // paid out within the period
  int64_t tax_minor = 0;

  // The day that the payment is due.
  [[nodiscard]] Date due() const { return period.adjusted_end; }

  friend bool operator==(const Installment&, const Installment&) = default;
};

}  // namespace usance

#endif  // USANCE_INSTALLMENT_INSTALLMENT_H_
