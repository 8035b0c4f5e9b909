// What single rows of an amortization do.
#ifndef USANCE_INSTALLMENT_ROW_TERMS_H_
#define USANCE_INSTALLMENT_ROW_TERMS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "usance/accrual/rate.h"
#include "usance/core/names.h"
#include "usance/date/date.h"
#include "usance/date/period.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance {

// What a first period pays that is no whole one (a stub), what the rows of a
// grace period (a moratorium) pay, and those out of season.
//
// in payment:        a stub amortizes like any other row, over its true length.
// billed separately: its interest alone.
// capitalized:       nothing; its interest is added to the balance.
// deferred:          nothing; its interest waits, without interest, and comes
//                    on top of the next row that pays.
// spread:            the same; it comes on top of all the rows that pay later,
//                    in parts: each the rest over the rows that are left.
// waived:            nothing; it bears no interest.
//
// The method then amortizes what is left over the rows that are left.
enum class EarlyInterest : int32_t {
  kInPayment = 1,
  kInterest = 2,
  kCapitalized = 3,
  kDeferred = 4,
  kSpread = 5,
  kWaived = 6,
};

template <>
struct Names<EarlyInterest> {
  static constexpr std::string_view kNoun = "early interest";
  static constexpr Named<EarlyInterest> kTable[] = {
      {EarlyInterest::kInPayment, "in payment", "in level payment"},
      {EarlyInterest::kInterest, "billed separately", "interest|interest paid"},
      {EarlyInterest::kCapitalized, "capitalized", "capitalised"},
      {EarlyInterest::kDeferred, "deferred", "deferred to first"},
      {EarlyInterest::kSpread, "spread", ""},
      {EarlyInterest::kWaived, "waived", "interest free"},
  };
};

// What rows pay that the contract fixes one by one. The first five are those
// of EarlyInterest.
//
// payment:   `amount`, interest included.
// principal: `amount` of principal, or `percent` of the original principal,
//            rounded as the payment is; interest comes on top.
enum class RowPays : int32_t {
  kInterest = 1,
  kCapitalized = 2,
  kDeferred = 3,
  kSpread = 4,
  kWaived = 5,
  kPayment = 6,
  kPrincipal = 7,
};

template <>
struct Names<RowPays> {
  static constexpr std::string_view kNoun = "row";
  static constexpr Named<RowPays> kTable[] = {
      {RowPays::kInterest, "interest", "billed separately"},
      {RowPays::kCapitalized, "capitalized", "capitalised|nothing"},
      {RowPays::kDeferred, "deferred", ""},
      {RowPays::kSpread, "spread", ""},
      {RowPays::kWaived, "waived", ""},
      {RowPays::kPayment, "payment", ""},
      {RowPays::kPrincipal, "principal", ""},
  };
};

// The rows `first` to `last`, numbered as they come out, pay this instead of
// what the method says; the method amortizes what they leave over the others.
// The last row that amortizes still pays what is left.
struct RowTerm {
  int32_t first = 1;
  int32_t last = 1;
  RowPays pays = {};
  std::optional<Money> amount = std::nullopt;     // payment; principal
  std::optional<Percent> percent = std::nullopt;  // principal, instead
};

// A level payment that steps (graduated): it is A in the first rows that
// amortize, and after each `rows` of them grows by a share or an amount.
//
//   payment_j = round(A * (1 + percent)^j)   or   round(A + j * amount)
//
// to the payment's multiple.
struct PaymentSteps {
  int32_t rows = 0;                               // 0: no steps
  std::optional<Percent> percent = std::nullopt;  // above -100 %
  std::optional<Money> amount = std::nullopt;
};

// The most steps that a graduated payment takes.
inline constexpr int32_t kMaxPaymentSteps = 1000;

enum class Month : int32_t {
  kJanuary = 1,
  kFebruary = 2,
  kMarch = 3,
  kApril = 4,
  kMay = 5,
  kJune = 6,
  kJuly = 7,
  kAugust = 8,
  kSeptember = 9,
  kOctober = 10,
  kNovember = 11,
  kDecember = 12,
};

template <>
struct Names<Month> {
  static constexpr std::string_view kNoun = "month";
  static constexpr Named<Month> kTable[] = {
      {Month::kJanuary, "january", "jan"},
      {Month::kFebruary, "february", "feb"},
      {Month::kMarch, "march", "mar"},
      {Month::kApril, "april", "apr"},
      {Month::kMay, "may", ""},
      {Month::kJune, "june", "jun"},
      {Month::kJuly, "july", "jul"},
      {Month::kAugust, "august", "aug"},
      {Month::kSeptember, "september", "sep"},
      {Month::kOctober, "october", "oct"},
      {Month::kNovember, "november", "nov"},
      {Month::kDecember, "december", "dec"},
  };
};

// Seasonal payments: the rows due in other months pay what `others` says.
struct Season {
  std::vector<Month> months = {};  // that are paid in; none: all
  EarlyInterest others = {};       // needed with months
};

// When a rate that changes is read.
//
// rows = 0: it changes on its days, within rows too.
// rows > 0: it is fixed for as many rows (a reset), and is that of the first
//           day of the first of them, less the lag.
//
// A reset raises the rate by `step_cap` at most, and lowers it by `step_floor`
// at most, both in the unit of the rates.
struct RateReset {
  int32_t rows = 0;
  int32_t lag_days = 0;
  std::optional<Rate> step_cap = std::nullopt;
  std::optional<Rate> step_floor = std::nullopt;
};

// What the level payment (the equal principal) does where the rate changes, or
// where more is paid out.
//
// foreseen:    it is one payment over all the rates and advances that are
//              known.
// level again: from the row on that has the change, it is leveled over the rows
//              that are left, at the rate that now holds, on what has now been
//              paid out, by the same residual.
enum class RateChange : int32_t { kForeseen = 1, kLevelAgain = 2 };

template <>
struct Names<RateChange> {
  static constexpr std::string_view kNoun = "rate change";
  static constexpr Named<RateChange> kTable[] = {
      {RateChange::kForeseen, "foreseen", ""},
      {RateChange::kLevelAgain, "level again", "relevel"},
  };
};

// Money that is paid out after the first day (a tranche). It bears interest
// from its day on, and joins the balance of the row whose period the day is
// in; on a due date, of the row that begins there.
struct Advance {
  Date date;
  Money amount;
};

// Days on which interest joins the balance, whatever the rows pay and when
// (rests): every `frequency` from `first` on, or after the start of the loan;
// or the `days` that are given, ascending.
//
// The interest of a row is booked at each of them, and at its end:
//
//   interest = sum of round(b_i * r * t_i),  b_(i+1) = b_i + that
//
// A row that pays interest pays all of it. A simple bullet's interest joins the
// balance on these days, on a due date too.
struct Capitalization {
  std::optional<Period> frequency = std::nullopt;
  std::optional<Date> first = std::nullopt;
  std::optional<Date> last = std::nullopt;  // none is after it
  std::vector<Date> days = {};

  [[nodiscard]] bool IsNone() const { return !frequency && days.empty(); }
};

// The most times that a payment is leveled again.
inline constexpr int32_t kMaxRelevels = 1000;

// What a fee, or a tax, is a share of.
enum class FeeBase : int32_t {
  kInterest = 1,
  kPrincipal = 2,
  kPayment = 3,   // principal and interest
  kOpening = 4,   // the balance at the row's beginning
  kOriginal = 5,  // the principal of the spec, with all advances
};

template <>
struct Names<FeeBase> {
  static constexpr std::string_view kNoun = "base of the fee";
  static constexpr Named<FeeBase> kTable[] = {
      {FeeBase::kInterest, "interest", ""},
      {FeeBase::kPrincipal, "principal", ""},
      {FeeBase::kPayment, "payment", "principal and interest"},
      {FeeBase::kOpening, "opening", "balance"},
      {FeeBase::kOriginal, "original", "original principal"},
  };
};

// A fee of the rows `first` to `last`, on top of what they pay: an amount, or
// a share of `base`, rounded as interest is.
struct RowFee {
  int32_t first = 1;
  int32_t last = INT32_MAX;
  std::optional<Money> amount = std::nullopt;
  std::optional<Percent> percent = std::nullopt;
  FeeBase base = {};  // needed with percent
};

// Tax on top of each row, rounded once: a share of interest and of the fees.
struct RowTax {
  std::optional<Percent> on_interest = std::nullopt;
  std::optional<Percent> on_fees = std::nullopt;
};

}  // namespace usance

#endif  // USANCE_INSTALLMENT_ROW_TERMS_H_
