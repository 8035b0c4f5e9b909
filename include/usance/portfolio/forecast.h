// What cash will come in, as the record of payments has it.
#ifndef USANCE_PORTFOLIO_FORECAST_H_
#define USANCE_PORTFOLIO_FORECAST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/fraction.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/portfolio/metrics.h"

namespace usance {

// All of this is about what was invoiced, principal and contract interest, in
// minor units of one currency. Default interest, fees and costs are left out:
// they come or are waived by other rules.

using AmountsByDay = std::map<Date, int64_t>;

// Adds another's, day by day.
//
// Errors: OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(AmountsByDay& sums, const AmountsByDay& parts);

// --- what the record shows --------------------------------------------------

struct LateRecordSpec {
  // Rows are looked at once they have had so many days to be paid, so that
  // those that pay early weigh no more than they should.
  int32_t settle_days = 90;
  int32_t record_days = 365;  // and no more than so many days before that
};

// How late money came: the distribution that forecasts rest on.
struct LateRecord {
  AmountsByDays paid = {};  // by days late, up to settle_days; below 0: early
  int64_t later_minor = 0;  // came later, is still open, or was written off
  friend bool operator==(const LateRecord&, const LateRecord&) = default;
};

// Returns how late the account paid what was due between settle_days and
// settle_days + record_days before its day. What a credit note, a discount or a
// waiver took is not there.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - days outside [1, 3,660];
//              /settle_days, /record_days
//            OUT_OF_RANGE / OVERFLOW - a sum is no int64
// Exactness: exact
[[nodiscard]] absl::StatusOr<LateRecord> LateRecordOf(
    const Account& account, const Journal& journal, const LateRecordSpec& spec);

// Adds another account's record, of the same currency.
//
// Errors: OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(LateRecord& sum, const LateRecord& part);

// --- what is open -----------------------------------------------------------

struct ExpectedClaims {
  AmountsByDay open = {};      // by due day: the record says when they come
  AmountsByDay promised = {};  // by the last day of open promises
  AmountsByDay planned = {};   // by the due days of plans that run
  // Held, disputed, or part of a plan whose days have passed: no day is
  // expected of it.
  int64_t withheld_minor = 0;
  friend bool operator==(const ExpectedClaims&,
                         const ExpectedClaims&) = default;
};

// Returns what the account owes, each unit once: what is held or disputed,
// then what plans that run say of their items, then what open promises say,
// oldest due first; the rest by due day.
//
// Errors: OUT_OF_RANGE / OVERFLOW - a sum is no int64
[[nodiscard]] absl::StatusOr<ExpectedClaims> ExpectedClaimsOf(
    const Account& account, const Journal& journal);

// Adds another account's claims, of the same currency.
//
// Errors: OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(ExpectedClaims& sum,
                                 const ExpectedClaims& part);

// --- the forecast -----------------------------------------------------------

struct ForecastSpec {
  Date as_of;               // the first bucket begins on the next day
  int32_t bucket_days = 7;  // 1: by day
  int32_t bucket_count = 13;
  Rounding rounding{};
};

struct ForecastBucket {
  Date first;  // both inclusive
  Date last;
  int64_t expected_minor = 0;  // as the record has it
  int64_t promised_minor = 0;  // as given
  int64_t planned_minor = 0;   // as given
  [[nodiscard]] int128 Total() const {
    return int128{expected_minor} + promised_minor + planned_minor;
  }
  friend bool operator==(const ForecastBucket&,
                         const ForecastBucket&) = default;
};

//   total = buckets + later + withheld
struct Forecast {
  std::vector<ForecastBucket> buckets = {};
  int64_t later_minor = 0;  // behind the last bucket, or never
  int64_t withheld_minor = 0;
  int64_t total_minor = 0;  // all that is open
};

// Returns the cash to expect of open claims. Of a claim a days late (below 0:
// not due yet), the share that comes when it is d days late is that of the
// record's money which was more than a days late:
//
//   share(d) = paid[d] / (sum of paid[x], x > a, + later)
//
// Where the record has nothing of that age, nothing is expected in a bucket.
// Promises and plans come on their days, as given.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - days or buckets outside [1, 3,660];
//              /bucket_days, /bucket_count
//            INVALID_ARGUMENT / UNSPECIFIED - no rounding; /rounding
//            OUT_OF_RANGE / DATE_OUT_OF_RANGE - a bucket after 9999-12-31
//            OUT_OF_RANGE / OVERFLOW - a sum is no int64
// Exactness: what is expected up to the end of a bucket is rounded once by
//            `rounding`; a bucket is the difference of two of them, so that
//            buckets and what comes later add up to what is open
// Example:   of 100.00 in the record 60.00 came on the due day, 30.00 7 days
//            late and 10.00 later. Of 200.00 due in 3 days: 120.00 in the first
//            week, 60.00 in the second, 20.00 later. Of 40.00 that was due
//            yesterday: 30.00 in the first week, 10.00 later.
[[nodiscard]] absl::StatusOr<Forecast> ForecastOf(const LateRecord& record,
                                                  const ExpectedClaims& claims,
                                                  const ForecastSpec& spec);

// --- how it fared -----------------------------------------------------------

// Returns what came in after a day, up to the account's, on claims that were
// there on it.
//
// Errors: OUT_OF_RANGE / OVERFLOW - a sum is no int64
[[nodiscard]] absl::StatusOr<AmountsByDay> CameIn(const Account& account,
                                                  const Journal& journal,
                                                  Date after);

struct BackTestBucket {
  Date first;
  Date last;
  int64_t forecast_minor = 0;
  int64_t actual_minor = 0;
  int64_t error_minor = 0;  // forecast - actual
  friend bool operator==(const BackTestBucket&,
                         const BackTestBucket&) = default;
};

struct BackTest {
  std::vector<BackTestBucket> buckets = {};
  int64_t forecast_minor = 0;
  int64_t actual_minor = 0;
  // sum of |error| / actual; none where nothing came in
  std::optional<Fraction> error_share = {};
};

// Returns a forecast beside what came in: buckets that end after `through` are
// not over, and are left out.
//
// Errors:    OUT_OF_RANGE / OVERFLOW - a sum is no int64
// Exactness: exact
// Example:   120.00 and 60.00 were expected, 100.00 and 70.00 came: errors of
//            20.00 and -10.00, 3/17 of what came
[[nodiscard]] absl::StatusOr<BackTest> BackTestOf(const Forecast& forecast,
                                                  const AmountsByDay& came_in,
                                                  Date through);

}  // namespace usance

#endif  // USANCE_PORTFOLIO_FORECAST_H_
