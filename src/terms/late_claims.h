// What of the charges is claimed: minimums and caps between what accrues and
// what may be asked for. Private to terms.
#ifndef USANCE_SRC_TERMS_LATE_CLAIMS_H_
#define USANCE_SRC_TERMS_LATE_CLAIMS_H_

#include <optional>
#include <vector>

#include "usance/core/int128.h"
#include "usance/core/status.h"
#include "usance/money/money.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/late_payment_policy.h"

namespace usance::internal {

// Minor units of each kind of charge. The sums are of bounded numbers of int64:
// 128 bits hold them.
struct ChargeSums {
  int128 interest = 0;
  int128 compensation = 0;
  int128 fees = 0;
  [[nodiscard]] int128 All() const { return interest + compensation + fees; }
};

class LateClaims {
 public:
  // The limits of the caps. Requires CheckPolicy.
  //
  // Errors: OUT_OF_RANGE / OVERFLOW - a percentage, below /policy/caps/<k>
  absl::Status SetCaps(const LatePaymentPolicy& policy, const Money& amount);

  void AddFee(int128 minor);
  void AddCompensation(int128 minor) { charged_.compensation += minor; }
  void SetInterest(int128 minor) { charged_.interest = minor; }
  // As far as room is: no more than what is claimed and not paid yet.
  int64_t PayInterest(int64_t minor);
  int64_t PayCompensation(int64_t minor);
  int64_t PayFees(int64_t minor);

  [[nodiscard]] const ChargeSums& charged() const { return charged_; }
  [[nodiscard]] const ChargeSums& paid() const { return paid_; }
  // Interest raised to the policy's minimum, and dropped below the smallest
  // claim.
  [[nodiscard]] int128 RaisedInterest() const;
  [[nodiscard]] int128 ClaimableInterest() const;
  // What of the charges is claimed in all.
  [[nodiscard]] int128 Claimed() const { return Clipped(false).all; }
  // What would be, were every cap to clip.
  [[nodiscard]] int128 WithinCaps() const { return Clipped(true).all; }
  [[nodiscard]] bool IsSettled() const { return Claimed() <= paid_.All(); }
  [[nodiscard]] std::vector<CapExcess> Excesses(Currency currency) const;

 private:
  struct Limit {
    const ChargeCap* cap;
    size_t index;
    int128 minor;
    // Of single fees: the highest, and what is above the limit of each.
    int128 highest = 0;
    int128 over = 0;
  };
  struct Claims {
    ChargeSums parts;
    int128 all = 0;
  };
  [[nodiscard]] Claims Clipped(bool by_every_cap) const;
  int64_t Pay(int64_t minor, int128 claimed, int128& paid) const;

  const LatePaymentPolicy* policy_ = nullptr;
  std::vector<Limit> limits_;
  ChargeSums charged_;
  ChargeSums paid_;
};

}  // namespace usance::internal

#endif  // USANCE_SRC_TERMS_LATE_CLAIMS_H_
