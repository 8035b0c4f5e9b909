// Whether rows are what the terms of a loan say.
#ifndef USANCE_INSTALLMENT_VERIFY_H_
#define USANCE_INSTALLMENT_VERIFY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/installment/installment.h"

namespace usance {

// What a row has to keep, in the order in which it is tried.
enum class RowLaw : int32_t {
  kCount = 1,      // there are as many rows as the terms give
  kNumber = 2,     // rows are numbered from 1
  kPeriod = 3,     // its dates are those of the terms
  kOpening = 4,    // the first is the principal, each other the closing before
  kAdvance = 5,    // what is paid out is what the terms say
  kInterest = 6,   // the balance times rate and time, rounded
  kFee = 7,        // as the terms say
  kTax = 8,        // as the terms say
  kPayment = 9,    // interest + principal + fee + tax
  kClosing = 10,   // opening + advance - principal
  kPlan = 11,      // the payment is the one that the terms plan
  kTotals = 12,    // the totals are the sums of the rows
  kResidual = 13,  // level payment, gap, bound and what is waived
};

template <>
struct Names<RowLaw> {
  static constexpr std::string_view kNoun = "law of the rows";
  static constexpr Named<RowLaw> kTable[] = {
      {RowLaw::kCount, "count", ""},       {RowLaw::kNumber, "number", ""},
      {RowLaw::kPeriod, "period", ""},     {RowLaw::kOpening, "opening", ""},
      {RowLaw::kAdvance, "advance", ""},   {RowLaw::kInterest, "interest", ""},
      {RowLaw::kFee, "fee", ""},           {RowLaw::kTax, "tax", ""},
      {RowLaw::kPayment, "payment", ""},   {RowLaw::kClosing, "closing", ""},
      {RowLaw::kPlan, "plan", ""},         {RowLaw::kTotals, "totals", ""},
      {RowLaw::kResidual, "residual", ""},
  };
};

// The first law that is broken, and where.
struct Breach {
  int32_t row = 0;  // its number, from 1; 0 of the whole
  RowLaw law{};
  std::string text = {};  // "interest 0.59, the terms give 0.58"

  friend bool operator==(const Breach&, const Breach&) = default;
};

// Tries `claimed`, an amortization of whatever origin, against the terms: row
// by row, and the laws of a row in their order. Nothing is broken where there
// is no value: then every amount follows from the terms, and the amortization
// with its spec is a certificate that anyone can check again.
//
// A currency other than that of the terms breaks the first law of all.
//
// Errors:  as Amortize
// Cost:    as Amortize
// Example: the 100.00 USD of Amortize's example with 0.59 of interest in row
//          1: row 1, interest, "interest 0.59, the terms give 0.58"
[[nodiscard]] absl::StatusOr<std::optional<Breach>> Verify(
    const AmortizationSpec& spec, const Amortization& claimed);

// The same over periods that the caller has.
[[nodiscard]] absl::StatusOr<std::optional<Breach>> Verify(
    const AmortizationSpec& spec, const Schedule& schedule,
    const Amortization& claimed);

// Rows that are written down alone, as an amortization to be tried: its totals
// are their sums, and the rest is what the terms give.
[[nodiscard]] Amortization ClaimOf(const Amortization& given,
                                   std::vector<Installment> rows);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_VERIFY_H_
