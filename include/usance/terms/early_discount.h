// What paying early earns: the 2/10 of "2/10 net 30".
#ifndef USANCE_TERMS_EARLY_DISCOUNT_H_
#define USANCE_TERMS_EARLY_DISCOUNT_H_

#include <cstdint>
#include <optional>
#include <span>

#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"
#include "usance/terms/date_step.h"

namespace usance {

// What a percentage is taken of.
//
//            1000.00 and 150.00 tax at 10 %            discount
//   gross    the total: the tax shrinks too              115.00
//   net      the amount before tax: tax stays in full    100.00
//   mixed    as net, but the invoice charges its tax on
//            the discounted amount from the start: see
//            TaxOnDiscounted (the tax is then 135.00)    100.00
enum class DiscountBase : int32_t { kGross = 1, kNet = 2, kMixed = 3 };

template <>
struct Names<DiscountBase> {
  static constexpr std::string_view kNoun = "discount base";
  static constexpr Named<DiscountBase> kTable[] = {
      {DiscountBase::kGross, "gross", "included|total"},
      {DiscountBase::kNet, "net", "excluded|untaxed"},
      {DiscountBase::kMixed, "mixed", ""},
  };
};

// One tier: a percentage or an amount, exactly one of the two, off what is
// paid on or before the day that `steps` lead to, or up to `grace_days` after
// it: a tolerance of the creditor's, which no offer shows.
struct EarlyDiscount {
  std::optional<Percent> percent = {};  // [0, 100 %]
  std::optional<Money> amount = {};     // 0 or more
  DateSteps steps = {};
  std::optional<DiscountBase> base = {};  // of a percentage; none: the policy's
  int32_t grace_days = 0;                 // [0, kMaxGraceDays]
  friend bool operator==(const EarlyDiscount&, const EarlyDiscount&) = default;
};

inline constexpr int32_t kMaxGraceDays = 366;

// What a payment of a part earns. Owed 1000.00 at 2 %, paid 500.00 in time:
//
//                to settle the rest in time       open after the time
//   none         500.00, no discount              500.00
//   pro rata     480.00, discount  9.80 more      489.80
//   keep last    480.00, discount 20.00           500.00
//
// none:      only one payment of the whole earns the discount.
// pro rata:  each payment in time earns its part: 500.00 settles 510.20.
// keep last: the payment that settles the whole in time earns all of it.
enum class PartialPayment : int32_t {
  kNone = 1,
  kProRata = 2,
  kKeepLast = 3,
};

template <>
struct Names<PartialPayment> {
  static constexpr std::string_view kNoun = "partial payment rule";
  static constexpr Named<PartialPayment> kTable[] = {
      {PartialPayment::kNone, "none", ""},
      {PartialPayment::kProRata, "pro rata", "prorata"},
      {PartialPayment::kKeepLast, "keep last", ""},
  };
};

// A tier as it applies to one amount: pay + discount is the amount.
struct DiscountOffer {
  Date until;                      // the last day, inclusive
  std::optional<Percent> percent;  // where the tier is one
  Money discount;
  Money pay;
  int32_t grace_days = 0;  // after `until`, in which it is granted all the same
  friend bool operator==(const DiscountOffer&, const DiscountOffer&) = default;
};

// Returns the offer of `tier` on `amount`, of which `base_minor` minor units
// may be discounted by a percentage.
//
//   pay      = round(amount - percent * base_minor)
//   discount = amount - pay
//
// An amount off takes the sign of `amount`. `tier.steps` are not read: they
// led to `until`.
//
// Errors:     INVALID_ARGUMENT / UNSPECIFIED - neither or both of percent and
//               amount; a percentage without a rounding
//             INVALID_ARGUMENT / CURRENCY_MISMATCH
//             OUT_OF_RANGE / OUT_OF_RANGE - a percentage outside 0 to 100 %;
//               an amount off below 0 or above `amount`
//             OUT_OF_RANGE / OVERFLOW
// Exactness:  what is to be paid is rounded once by `rounding`; the discount
//             is the rest, so that the two always sum to the amount.
// Example:    10 % off 1725.05 by half up: pay 1552.55, discount 172.50
[[nodiscard]] absl::StatusOr<DiscountOffer> OfferOn(const EarlyDiscount& tier,
                                                    Date until,
                                                    const Money& amount,
                                                    const Fraction& base_minor,
                                                    Rounding rounding);

// Returns the tax on `net` where tax is due on the discounted amount alone,
// whether or not the discount is taken: rate * net * (1 - discount).
//
// Errors:     OUT_OF_RANGE / OVERFLOW
// Exactness:  rounded once by `rounding`
// Example:    15 % on 1000.00 less 10 % is 135.00
[[nodiscard]] absl::StatusOr<Money> TaxOnDiscounted(const Money& net,
                                                    const Percent& rate,
                                                    const Percent& discount,
                                                    Rounding rounding);

struct DiscountPayment {
  Date date;
  Money amount;
};

// What settles an amount on a day.
struct DiscountSettlement {
  Money pay;       // to be paid on the day
  Money discount;  // granted if that is paid
  Money open;      // owed without it: the amount less what is settled
  int32_t grace_days_used = 0;  // days after the discount's own last day
  friend bool operator==(const DiscountSettlement&,
                         const DiscountSettlement&) = default;
};

// Returns what settles `amount` on day `on`, after `payments`. Of the offers
// open on a day, days of grace included, the one with the least to pay counts.
//
// Errors:     INVALID_ARGUMENT / UNSPECIFIED - no rule
//             INVALID_ARGUMENT / CURRENCY_MISMATCH - a payment or an offer
//             INVALID_ARGUMENT / OUT_OF_ORDER - payments not by date, or one
//               after `on`
//             OUT_OF_RANGE / OUT_OF_RANGE - payments beyond what settled the
//               amount, or of the other sign
// Exactness:  pro rata rounds what a payment settles once by `rounding`; the
//             other rules do not round.
// Example:    1000.00, 2 % until the 10th, 500.00 paid on the 5th: on the 8th
//             by keep last 480.00 settles it, with a discount of 20.00. With
//             3 days of grace it still does on the 13th.
[[nodiscard]] absl::StatusOr<DiscountSettlement> SettleOn(
    Date on, const Money& amount, std::span<const DiscountOffer> offers,
    std::span<const DiscountPayment> payments, PartialPayment rule,
    Rounding rounding);

// Returns the yearly cost, as a simple rate, of not taking `discount` and
// keeping the money `days` longer.
//
//   discount / (1 - discount) * year_days / days
//
// Errors:     OUT_OF_RANGE / OUT_OF_RANGE - a discount outside [0, 100 %),
//               then days, then year_days below 1
//             OUT_OF_RANGE / OVERFLOW
// Exactness:  exact
// Example:    2/10 net 30 in a year of 365 days: 73/196, 37.24 %
[[nodiscard]] absl::StatusOr<Fraction> AnnualCost(const Percent& discount,
                                                  int32_t days,
                                                  int32_t year_days);

inline constexpr int32_t kMaxCostDays = 3'660;
inline constexpr int32_t kMaxCostDecimals = 12;

// Returns the same cost as an effective rate: what is kept compounds.
//
//   (1 / (1 - discount)) ^ (year_days / days) - 1
//
// Errors:     OUT_OF_RANGE / OUT_OF_RANGE - a discount outside [0, 100 %),
//               then days outside [1, kMaxCostDays], year_days outside
//               [1, 366], decimals outside [0, kMaxCostDecimals]
//             INVALID_ARGUMENT / UNSPECIFIED - no rounding
//             OUT_OF_RANGE / OVERFLOW - a cost of 10^6 (100,000,000 %) or more
// Exactness:  rounded once to `decimals` digits of the fraction by `rounding`;
//             which side of a digit or of its half the power falls on is
//             decided on integers
// Cost:       powers of up to `days` factors, reduced by the greatest common
//             divisor with year_days
// Example:    2/10 net 30, 365 days, 6 decimals, half even: 0.445853, 44.59 %
[[nodiscard]] absl::StatusOr<Fraction> EffectiveAnnualCost(
    const Percent& discount, int32_t days, int32_t year_days, int32_t decimals,
    Rounding rounding);

}  // namespace usance

#endif  // USANCE_TERMS_EARLY_DISCOUNT_H_
