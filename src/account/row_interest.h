// The default interest of one row: a function of its terms and of what has
// happened to it. Private to account.
#ifndef USANCE_SRC_ACCOUNT_ROW_INTEREST_H_
#define USANCE_SRC_ACCOUNT_ROW_INTEREST_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "src/accrual/accruer.h"
#include "usance/account/account_policy.h"
#include "usance/accrual/segment.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance::internal {

// One change, of what bears on `from` and after.
struct InterestStep {
  Date from;
  uint32_t event = 0;  // index of the event that it is of
  int64_t principal = 0;
  int64_t interest_paid = 0;
  int64_t paused = 0;      // principal that bears nothing now
  int32_t pauses_all = 0;  // +1: nothing bears, -1: no longer so
  bool books = false;      // the interest before is rounded
  std::optional<Date> due = {};
  std::optional<const LatePaymentPolicy*> terms = {};  // null: none
};

// What is known of a row from the start.
struct InterestFacts {
  const LatePaymentPolicy* terms;  // null: nothing bears; borrowed
  Date due;
  int64_t principal;
  absl::InlinedVector<InterestStep, 2> steps = {};  // days do not fall
};

// What facts come to, with one arithmetic: see Accruer. It is told the same
// facts each time; more steps may have come behind those it has taken.
template <class Ratio>
class InterestWalk {
 public:
  // Whether segments are kept, for those who ask how the interest comes about.
  InterestWalk(const InterestFacts& facts, bool keeps_segments);

  [[nodiscard]] absl::StatusOr<int64_t> ClaimBefore(const InterestFacts& facts,
                                                    Date end);
  [[nodiscard]] std::vector<Segment> TakeSegments();
  [[nodiscard]] bool IsProvisional() const;

 private:
  [[nodiscard]] absl::Status AccrueTo(Date end);
  [[nodiscard]] absl::Status Take(const InterestStep& step);
  // Ends the stretch under the terms and the due day so far.
  [[nodiscard]] absl::Status EndStretch();
  void BeginStretch(std::optional<Date> not_before);
  // The interest of this stretch that is claimed.
  [[nodiscard]] absl::StatusOr<int64_t> Claim() const;
  void SetBearing();

  bool keeps_segments_;
  size_t next_ = 0;  // of the steps
  const LatePaymentPolicy* terms_;
  Date due_;
  int64_t principal_;
  int64_t paused_ = 0;
  int32_t pauses_all_ = 0;
  std::vector<Segment> segments_before_ = {};
  bool provisional_before_ = false;
  int64_t claimed_before_ = 0;     // in earlier stretches
  int64_t booked_ = 0;             // in this one, before minimums
  Date first_day_;                 // of this stretch that may bear
  Date grace_end_;                 // the last day on which paying is on time
  std::optional<bool> late_ = {};  // whether principal was unpaid after it
  std::optional<Accruer<Ratio>> accruer_ = {};
};

extern template class InterestWalk<Exact>;
extern template class InterestWalk<ShortRatio>;

class RowInterest {
 public:
  RowInterest(const LatePaymentPolicy* terms, Date due, int64_t principal)
      : facts_{terms, due, principal}, may_bear_from_(due) {}
  RowInterest(const RowInterest& other);

  // The step of an event on a day, new or the last one, to be added to. One of
  // a day before the last one's is of that day.
  [[nodiscard]] InterestStep& At(Date from, uint32_t event);
  void SetTerms(Date from, uint32_t event, const LatePaymentPolicy* terms);
  void SetDue(Date from, uint32_t event, Date due);
  // As if the event had never touched the row.
  void Remove(uint32_t event);

  // The interest claimed for the days before `end`, paid or not. Ends do not
  // fall.
  //
  // Errors: as Accrue
  [[nodiscard]] absl::StatusOr<int64_t> ClaimBefore(Date end);

  // How the interest for the days before `end` comes about.
  [[nodiscard]] std::vector<Segment> SegmentsBefore(Date end) const;
  // Whether what ClaimBefore has seen rests on a rate carried on.
  [[nodiscard]] bool IsProvisional() const;

  // Keeps the facts alone: what is asked for next is walked anew. Of a row that
  // is settled, and of which mostly nothing is asked again.
  void Forget();

  // The rate that holds on `day`; 0 for none or an unknown one.
  [[nodiscard]] Fraction RateOn(Date day) const;

 private:
  // As At, and always new.
  InterestStep& NewStep(Date from, uint32_t event);

  InterestFacts facts_;
  // No earlier day bears, nor is anything to be known of it.
  Date may_bear_from_;
  // What was asked for last, which is asked for again.
  std::optional<std::pair<Date, int64_t>> told_;
  // From the first day that may bear; the second once something has not fitted
  // 128 bits.
  std::unique_ptr<InterestWalk<ShortRatio>> quick_;
  std::unique_ptr<InterestWalk<Exact>> exact_;
};

}  // namespace usance::internal

#endif  // USANCE_SRC_ACCOUNT_ROW_INTEREST_H_
