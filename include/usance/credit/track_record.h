// How a customer has paid: what a journal shows, as exact numbers.
#ifndef USANCE_CREDIT_TRACK_RECORD_H_
#define USANCE_CREDIT_TRACK_RECORD_H_

#include <cstdint>
#include <optional>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"

namespace usance {

// The record as of a day. Amounts are minor units of the currency.
//
// It judges principal, part by part. A part is late by the days from its row's
// due day, as last changed, to the day on which it
//   was paid       - less what came back, from the latest payments of the row;
//   was given up   - written off: late by no less than a day, whenever it was;
//   or is not paid - of a row that is past due: by the row's days past due,
//                    without what is held or disputed of it;
// and by 0 if that day is not after the due day. Credit notes, discounts,
// tolerances, waivers and what is not due yet are no part of it. A row is
// judged once it has parts and either nothing of its principal is open, or it
// is past due; it is on time if each of its parts is.
//
//   on_time_by_amount = on_time_minor / judged_minor
//   on_time_by_count  = rows_on_time / rows_judged
//   days_late         = sum(part * its days late) / sum(part)
//   trend             = days_late of the last period's parts, less that of the
//                       period's before it: above 0 it gets worse. A part is
//                       of the day on which it was paid or given up, one that
//                       is not paid of the last period.
//   promises_kept     = promises kept / promises that came to their end
//
// What has nothing to be judged by is none, not 0.
struct TrackRecord {
  Currency currency;
  Date as_of;
  std::optional<Date> since = {};  // the first invoice's day
  int64_t invoices = 0;

  int64_t judged_minor = 0;
  int64_t on_time_minor = 0;
  int64_t past_due_minor = 0;  // unpaid, without what is held or disputed
  int64_t written_off_minor = 0;
  int64_t rows_judged = 0;
  int64_t rows_on_time = 0;
  std::optional<Fraction> on_time_by_amount = {};
  std::optional<Fraction> on_time_by_count = {};
  std::optional<Fraction> days_late = {};
  int32_t worst_days_late = 0;
  std::optional<Fraction> trend = {};

  int64_t promises_ended = 0;  // kept, kept in part or broken
  int64_t promises_kept_count = 0;
  std::optional<Fraction> promises_kept = {};

  int64_t disputes = 0;
  int64_t returned_payments = 0;  // failed ones among them
  int64_t broken_plans = 0;
  int64_t hand_overs = 0;

  // Of the last period: principal that was invoiced, less credit notes; and
  // invoices.
  int32_t period_days = 0;
  int64_t sales_minor = 0;
  int64_t recent_invoices = 0;
};

inline constexpr int32_t kMaxTrackPeriodDays = 3'660;

// Returns the record that an account's journal shows as of the account's day.
// The last period is the `period_days` days that end with it.
//
// Requires that the account is Replay's of the journal.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - a period outside [1, 3,660] days;
//              /period_days
//            OUT_OF_RANGE / OVERFLOW - a sum is no int64 of minor units, or
//              the trend no Fraction
// Exactness: exact
// Cost:      linear in events and movements
// Example:   100.00 due 31 January, 60.00 of it paid that day and 40.00 ten
//            days later: on time 3/5 by amount and 0 of 1 by count, and
//            (60 x 0 + 40 x 10) / 100 = 4 days late
[[nodiscard]] absl::StatusOr<TrackRecord> TrackRecordOf(const Journal& journal,
                                                        const Account& account,
                                                        int32_t period_days);

// What is known of a customer beside the record; none is not known.
struct ExternalFacts {
  std::optional<int64_t> score = {};  // of an agency's: the higher the better
  std::optional<bool> insolvency = {};
  std::optional<int64_t> legal_disputes = {};
  std::optional<bool> other_jurisdiction = {};  // under other law
  std::optional<int64_t> equity_minor = {};     // of its last accounts
};

// What a customer is judged by. Each has a direction: whether the higher number
// is the better, or the lower.
enum class Measure : int32_t {
  kOnTimeByAmount = 1,
  kOnTimeByCount = 2,
  kDaysLate = 3,
  kWorstDaysLate = 4,
  kTrend = 5,
  kPromisesKept = 6,
  kPastDue = 7,
  kWrittenOff = 8,
  kDisputes = 9,
  kReturnedPayments = 10,
  kBrokenPlans = 11,
  kHandOvers = 12,
  kAgeDays = 13,  // of the relationship: as_of - since
  kRowsJudged = 14,
  kScore = 15,
  kInsolvency = 16,
  kLegalDisputes = 17,
  kOtherJurisdiction = 18,
};

template <>
struct Names<Measure> {
  static constexpr std::string_view kNoun = "measure";
  static constexpr Named<Measure> kTable[] = {
      {Measure::kOnTimeByAmount, "on time by amount", ""},
      {Measure::kOnTimeByCount, "on time by count", ""},
      {Measure::kDaysLate, "days late", ""},
      {Measure::kWorstDaysLate, "worst days late", ""},
      {Measure::kTrend, "trend", ""},
      {Measure::kPromisesKept, "promises kept", ""},
      {Measure::kPastDue, "past due", ""},
      {Measure::kWrittenOff, "written off", ""},
      {Measure::kDisputes, "disputes", ""},
      {Measure::kReturnedPayments, "returned payments", ""},
      {Measure::kBrokenPlans, "broken plans", ""},
      {Measure::kHandOvers, "hand-overs", ""},
      {Measure::kAgeDays, "age in days", "age of the relationship"},
      {Measure::kRowsJudged, "rows judged", ""},
      {Measure::kScore, "score", "external score|credit score"},
      {Measure::kInsolvency, "insolvency", ""},
      {Measure::kLegalDisputes, "legal disputes", ""},
      {Measure::kOtherJurisdiction, "other jurisdiction", ""},
  };
};

// What the numbers of a measure are.
enum class MeasureUnit : int32_t {
  kShare = 1,   // of one
  kAmount = 2,  // minor units
  kNumber = 3,  // days, counts, points; 1 for yes, 0 for no
};

struct MeasureKind {
  MeasureUnit unit;
  bool higher_is_better;
};
[[nodiscard]] constexpr MeasureKind KindOf(Measure measure) {
  switch (measure) {
    case Measure::kOnTimeByAmount:
    case Measure::kOnTimeByCount:
    case Measure::kPromisesKept:
      return {MeasureUnit::kShare, true};
    case Measure::kPastDue:
    case Measure::kWrittenOff:
      return {MeasureUnit::kAmount, false};
    case Measure::kAgeDays:
    case Measure::kRowsJudged:
    case Measure::kScore:
      return {MeasureUnit::kNumber, true};
    case Measure::kDaysLate:
    case Measure::kWorstDaysLate:
    case Measure::kTrend:
    case Measure::kDisputes:
    case Measure::kReturnedPayments:
    case Measure::kBrokenPlans:
    case Measure::kHandOvers:
    case Measure::kInsolvency:
    case Measure::kLegalDisputes:
    case Measure::kOtherJurisdiction:
      break;
  }
  return {MeasureUnit::kNumber, false};
}

// None where it is not known: nothing was judged, or the fact is not given.
[[nodiscard]] std::optional<Fraction> ValueOf(Measure measure,
                                              const TrackRecord& record,
                                              const ExternalFacts& external);

}  // namespace usance

#endif  // USANCE_CREDIT_TRACK_RECORD_H_
