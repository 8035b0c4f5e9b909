// The default interest of one row: a function of its terms and of what has
// happened to it. Private to account.
#ifndef USANCE_SRC_ACCOUNT_ROW_INTEREST_H_
#define USANCE_SRC_ACCOUNT_ROW_INTEREST_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

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

// With one arithmetic: see Accruer.
template <class Ratio>
class RowInterestWith {
 public:
  RowInterestWith(const LatePaymentPolicy* terms, Date due, int64_t principal)
      : first_terms_(terms),
        first_due_(due),
        first_principal_(principal),
        due_(due),
        first_day_(due),
        grace_end_(due) {
    Restart();
  }

  // The same facts, seen from the start.
  template <class Other>
  explicit RowInterestWith(const RowInterestWith<Other>& other)
      : RowInterestWith(other.first_terms_, other.first_due_,
                        other.first_principal_) {
    steps_ = other.steps_;
  }

  void Add(const InterestStep& step) { steps_.push_back(step); }
  void Remove(uint32_t event);
  [[nodiscard]] absl::StatusOr<int64_t> ClaimBefore(Date end);
  [[nodiscard]] std::vector<Segment> Segments() const;
  [[nodiscard]] const LatePaymentPolicy* terms() const { return terms_; }

 private:
  template <class Other>
  friend class RowInterestWith;

  void Restart();
  [[nodiscard]] absl::Status AccrueTo(Date end);
  [[nodiscard]] absl::Status Take(const InterestStep& step);
  // Ends the stretch under the terms and the due day so far.
  [[nodiscard]] absl::Status EndStretch();
  void BeginStretch(std::optional<Date> not_before);
  // The interest of this stretch that is claimed.
  [[nodiscard]] absl::StatusOr<int64_t> Claim() const;
  void SetBearing();

  const LatePaymentPolicy* first_terms_;
  Date first_due_;
  int64_t first_principal_;
  std::vector<InterestStep> steps_;

  // What the steps before next_ come to.
  size_t next_ = 0;
  const LatePaymentPolicy* terms_ = nullptr;
  Date due_;
  int64_t principal_ = 0;
  int64_t paused_ = 0;
  int32_t pauses_all_ = 0;
  std::vector<Segment> segments_before_;
  int64_t claimed_before_ = 0;  // in earlier stretches
  Date first_day_;              // of this stretch that may bear
  Date grace_end_;              // the last day on which paying is on time
  std::optional<bool> late_;    // whether principal was unpaid after it
  std::optional<Accruer<Ratio>> accruer_;
};

extern template class RowInterestWith<Exact>;
extern template class RowInterestWith<ShortRatio>;

class RowInterest {
 public:
  // Null terms: nothing bears. Borrows them.
  RowInterest(const LatePaymentPolicy* terms, Date due, int64_t principal)
      : quick_(terms, due, principal) {}

  // Days do not fall.
  void Add(const InterestStep& step);
  // As if the event had never touched the row.
  void Remove(uint32_t event);

  // The interest claimed for the days before `end`, paid or not. Ends do not
  // fall, and no step that comes later is from a day before one.
  //
  // Errors: as Accrue
  [[nodiscard]] absl::StatusOr<int64_t> ClaimBefore(Date end);

  // Of what ClaimBefore has seen.
  [[nodiscard]] std::vector<Segment> Segments() const;

  // The rate that holds on `day`; 0 for none or an unknown one.
  [[nodiscard]] Fraction RateOn(Date day) const;

 private:
  RowInterestWith<ShortRatio> quick_;
  // Once something has not fitted 128 bits.
  std::optional<RowInterestWith<Exact>> exact_;
};

}  // namespace usance::internal

#endif  // USANCE_SRC_ACCOUNT_ROW_INTEREST_H_
