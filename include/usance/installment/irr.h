// The rate at which flows are worth nothing: IRR and XIRR, proved.
#ifndef USANCE_INSTALLMENT_IRR_H_
#define USANCE_INSTALLMENT_IRR_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"

namespace usance {

// What is paid out is below 0, what comes in above it, or the other way around.
//
// Units: any, the same for all flows; minor units of one currency.
struct CashFlow {
  Date date;
  int64_t amount = 0;
};

// The same at a time in periods, in any order, from 0 or any other time.
struct TimedFlow {
  Fraction time;
  int64_t amount = 0;
};

enum class IrrOutcome : int32_t {
  kRate = 1,           // there is one, or several
  kNoSignChange = 2,   // all flows are of one sign: no rate
  kNoRate = 3,         // flows of both signs, and no rate above -100 %
  kIndeterminate = 4,  // flows cancel on every day: each rate is one
};

template <>
struct Names<IrrOutcome> {
  static constexpr std::string_view kNoun = "outcome";
  static constexpr Named<IrrOutcome> kTable[] = {
      {IrrOutcome::kRate, "rate", ""},
      {IrrOutcome::kNoSignChange, "no sign change", ""},
      {IrrOutcome::kNoRate, "no rate", ""},
      {IrrOutcome::kIndeterminate, "indeterminate", ""},
  };
};

// A rate a period, and where it certainly is: low <= rate <= high, at most
// 10^-12 apart, in steps of 10^-18; for the rate 0 itself they are equal.
struct IrrRoot {
  int64_t rate_e12 = 0;
  Fraction low, high;

  friend bool operator==(const IrrRoot&, const IrrRoot&) = default;
};

struct Irr {
  IrrOutcome outcome = IrrOutcome::kNoSignChange;
  // Of several the one nearest to 0 %, of two as near the positive one.
  std::optional<int64_t> rate_e12 = std::nullopt;
  std::vector<IrrRoot> roots;  // all in the range, ascending
  // How many more are above 900,000,000 % or within 10^-12 of -100 %.
  int32_t beyond = 0;
};

// The most flows of one question.
inline constexpr size_t kMostFlows = 100'000;

// Returns every rate above -100 % at which the flows are worth 0.
//
//   sum of amount / (1 + rate)^time = 0
//
// Errors:     INVALID_ARGUMENT / LIMIT_EXCEEDED - more than kMostFlows
//             OUT_OF_RANGE / OVERFLOW - times whose least common denominator
//               is above 10^12, or that are beyond 500,000 periods; no rate
//               but one above 900,000,000 % or within 10^-12 of -100 %
//             OUT_OF_RANGE / LIMIT_EXCEEDED - undecided: the value touches 0
//               without crossing it at a rate other than 0, or a rate is a tie
// Exactness:  rounded once, half up; that no other rate is a root is proved by
//             bounds on integers. Nothing depends on a guess or on the machine.
// Cost:       some 20 values of the flows; with k changes of sign some tens
//             of k more.
// Source:     Descartes' rule of signs: one change of sign, one rate.
// Example:    -1500 and 15 times 148.56: 5.4114241347 % a period
[[nodiscard]] absl::StatusOr<Irr> TimedIrr(std::span<const TimedFlow> flows);

// The same, one period between two amounts.
//
// Example:    -100, 110: 10 %
[[nodiscard]] absl::StatusOr<Irr> PeriodicIrr(std::span<const int64_t> amounts);

// The same, a year; the times are YearFraction from the earliest date, as in
// the spreadsheets' XIRR with act/365f.
//
// Errors:     as YearFraction; as TimedIrr
// Example:    -1000 on 2026-01-01, 1100 on 2027-01-01, act/365f: 10 %
[[nodiscard]] absl::StatusOr<Irr> DatedIrr(std::span<const CashFlow> flows,
                                           DayCount convention);

// Returns what the flows are worth at time 0, in their unit.
//
//   sum of amount / (1 + rate)^time
//
// Errors:     OUT_OF_RANGE / OUT_OF_RANGE - a rate of -100 % or less, or above
//               10^14 %; one so near to -100 % that its growth is no 10^-12
//             as TimedIrr; OUT_OF_RANGE / OVERFLOW - beyond int64
//             OUT_OF_RANGE / LIMIT_EXCEEDED - undecided: a tie of a value
//               that is not rational
// Exactness:  rounded once by `rounding`.
// Example:    110.00 after one period, at 10 %: 100.00
[[nodiscard]] absl::StatusOr<int64_t> PresentValue(
    std::span<const TimedFlow> flows, const Fraction& rate, Rounding rounding);

// The same; the times are YearFraction from the first flow's date, XNPV.
[[nodiscard]] absl::StatusOr<int64_t> DatedPresentValue(
    std::span<const CashFlow> flows, const Fraction& rate, DayCount convention,
    Rounding rounding);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_IRR_H_
