// The one engine of interest: a balance that changes, a rate that changes, and
// time. Private: accrual/accrue.h and terms/late_charges.h are its callers.
#ifndef USANCE_SRC_ACCRUAL_ACCRUER_H_
#define USANCE_SRC_ACCRUAL_ACCRUER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "src/core/exact.h"
#include "src/core/short_ratio.h"
#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/accrue.h"
#include "usance/accrual/contract_rate.h"
#include "usance/accrual/pause.h"
#include "usance/accrual/rate_history.h"
#include "usance/accrual/segment.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance::internal {

// Walks forward from `start`: AccrueTo(day), then change what bears interest,
// and so on.
//
// Errors are about "/rule/...", "/rates" or (overflow) "".
//
// Exactness: under exact compounding the interest that has joined the balance
// is a quotient whose denominator grows at each rest. It is kept as
// integers over one common denominator `unit_`: sums then need no gcd of long
// numbers, and each step costs one pass over them.
//
// Ratio is Exact, which has no bound, or ShortRatio, which is quick. What does
// not fit the latter is an error or no result, never another figure: the caller
// then begins anew with Exact.
template <class Ratio>
class Accruer {
 public:
  using Int = typename Ratio::Int;

  // Requires CheckRule. `carried` as AccrueSpec::carried_minor. Borrows the
  // rule and the rates.
  Accruer(const AccrualRule& rule, const RateHistory& rates,
          UnknownRate unknown_rate, Date start, const Fraction& carried = 0);

  // Before the first day accrues. Requires CheckPauses.
  void SetPauses(std::vector<Pause> pauses) { pauses_ = std::move(pauses); }
  // Requires the rates' unit of time.
  void SetContract(const ContractRate& contract) { contract_ = contract; }

  // Before the first day accrues: segments() stays empty.
  void KeepNoSegments() { keeps_segments_ = false; }
  // Whether some of the interest rests on a rate that is carried on.
  [[nodiscard]] bool IsProvisional() const { return provisional_; }

  // The principal that bears from now on.
  void SetPrincipal(int64_t minor) { principal_ = minor; }

  // Accrues from where it stands up to, not with, `end`.
  [[nodiscard]] absl::Status AccrueTo(Date end);

  // The interest so far, rounded as the rule says; paid or not.
  [[nodiscard]] absl::StatusOr<int64_t> Interest() const;

  // The part of Interest() that the contract's own rate makes, rounded where
  // that is.
  [[nodiscard]] absl::StatusOr<int64_t> ContractInterest() const;

  // The interest so far is booked: what comes after is rounded by itself.
  void Book();

  // Interest is paid (after it was booked). The oldest first: what has joined
  // the balance no longer bears.
  void PayInterest(int64_t minor) { paid_ += minor; }

  // The exact interest so far, with what was carried.
  [[nodiscard]] std::optional<Fraction> ExactInterest() const;

  [[nodiscard]] std::vector<Segment>& segments() { return segments_; }

 private:
  [[nodiscard]] bool BooksMoney() const {
    return rule_.regime == RoundingRegime::kPerBooking ||
           rule_.regime == RoundingRegime::kPerDay;
  }
  // What bears interest, over unit_.
  [[nodiscard]] Int Base() const;
  // All interest, where bookings are not money.
  [[nodiscard]] Ratio Total() const;
  // The rounded running total of interest.
  [[nodiscard]] Int RoundedInterest() const;
  // Whether nothing is summed up that the next segment is rounded with.
  [[nodiscard]] bool IsAlone() const;
  // At a rest: the interest so far joins the balance.
  void Join();
  [[nodiscard]] absl::Status SetNextRest();
  // The pause that holds at_, if any; `until` comes back no later than its end
  // or the start of the next.
  [[nodiscard]] const Pause* FindPause(Date& until) const;
  [[nodiscard]] absl::Status AddPause(const Pause& pause, Date end);
  // The contract's own rate beside the default rate.
  struct Contract {
    Rate rate;
    Fraction own;  // of what bears, so much is the contract's
  };
  // The default rate from at_ on, up to `until` at the latest.
  [[nodiscard]] absl::StatusOr<RatePiece> DefaultRate(Date until) const;
  // Makes of the default rate all that bears beside the contract's own.
  [[nodiscard]] absl::StatusOr<Contract> AddContract(
      const RatePiece& of_contract, RatePiece& piece) const;
  [[nodiscard]] absl::StatusOr<Fraction> Time(TimeUnit unit, Date end) const;
  // Accrues over the piece from at_ on, within which nothing changes.
  // `contract` is null where the rate is all default.
  [[nodiscard]] absl::Status AccrueSegment(const RatePiece& piece,
                                           const Contract* contract);
  // Says of a segment that is not its own product rounded what that would be.
  [[nodiscard]] absl::Status SayAlone(const Ratio& own, const Int& sum,
                                      Segment& segment) const;
  // The interest of one segment, over unit_.
  [[nodiscard]] Ratio SegmentInterest(const Int& base, const Ratio& growth,
                                      int32_t days) const;

  const AccrualRule& rule_;
  const RateHistory& rates_;
  UnknownRate unknown_rate_;
  std::optional<ContractRate> contract_;
  std::vector<Pause> pauses_;
  Date start_;
  Date at_;
  Date last_rest_;  // or the start
  std::optional<Date> next_rest_;
  int32_t rest_count_ = 0;

  int64_t principal_ = 0;
  int64_t paid_ = 0;  // of interest
  Int unit_ = 1;      // 1 where what joins the balance is money
  Int joined_ = 0;    // interest that has joined the balance, over unit_
  Int booked_ = 0;    // before unbooked_; only where bookings are money
  Ratio unbooked_;    // since the last rest or booking, over unit_
  Ratio growth_;      // rate * time since the last rest
  // Of the interest, what is the contract's own.
  Int contract_booked_ = 0;
  Ratio contract_unbooked_;
  Ratio carried_;
  bool keeps_segments_ = true;
  bool provisional_ = false;
  std::vector<Segment> segments_;
};

extern template class Accruer<Exact>;
extern template class Accruer<ShortRatio>;

// Accrue with one arithmetic. With ShortRatio also nothing where exact_minor
// does not fit.
template <class Ratio>
[[nodiscard]] absl::StatusOr<Accrual> AccrueWith(const AccrueSpec& spec);

extern template absl::StatusOr<Accrual> AccrueWith<Exact>(const AccrueSpec&);
extern template absl::StatusOr<Accrual> AccrueWith<ShortRatio>(
    const AccrueSpec&);

}  // namespace usance::internal

#endif  // USANCE_SRC_ACCRUAL_ACCRUER_H_
