#include "usance/terms/early_discount.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "src/core/document_check.h"
#include "src/core/exact.h"
#include "usance/money/format.h"

namespace usance {
namespace {

absl::StatusOr<int64_t> RoundMinor(const Exact& value, Rounding rounding,
                                   std::string_view field) {
  const auto minor = value.RoundToInt64(rounding);
  if (!minor) return internal::TooLarge(field);
  return *minor;
}

// What is to be paid of `amount` with the tier's percentage off.
absl::StatusOr<int64_t> PayAfterPercent(const Percent& percent,
                                        const Money& amount,
                                        const Fraction& base_minor,
                                        Rounding rounding) {
  if (percent.share() < Fraction(0) || percent.share() > Fraction(1)) {
    return Error(Reason::kOutOfRange, "/percent",
                 Format(percent) + " is out of range; allowed: 0 to 100%");
  }
  if (NameOf(rounding).empty()) {
    return Error(Reason::kUnspecified, "/rounding",
                 "a percentage off needs a rounding");
  }
  return RoundMinor(
      Exact(amount.minor()) - Exact(percent.share()) * Exact(base_minor),
      rounding, "/amount");
}

absl::StatusOr<int64_t> PayAfterAmount(const Money& off, const Money& amount) {
  if (off.currency() != amount.currency()) {
    return Error(Reason::kCurrencyMismatch, "/amount",
                 Format(off) + " off an amount of " +
                     std::string(amount.currency().code()));
  }
  if (off.minor() < 0 ||
      static_cast<uint128>(off.minor()) > Magnitude(amount.minor())) {
    return Error(
        Reason::kOutOfRange, "/amount",
        Format(off) + " off " + Format(amount) + "; allowed: 0 to the amount");
  }
  return amount.minor() < 0 ? amount.minor() + off.minor()
                            : amount.minor() - off.minor();
}

// The least that settles all of an amount on a day, as a magnitude, and how
// many days of grace that takes.
struct Least {
  int64_t pay;
  int32_t grace_days = 0;
};
Least LeastToPay(Date date, int64_t owed, int64_t sign,
                 std::span<const DiscountOffer> offers) {
  Least least{owed};
  for (const DiscountOffer& offer : offers) {
    const int32_t late = std::max(0, date - offer.until);
    const int64_t pay = sign * offer.pay.minor();
    if (late > offer.grace_days || pay > least.pay) continue;
    // Of two that come to the same, the one that needs less of the grace.
    if (pay == least.pay && late >= least.grace_days) continue;
    least = {pay, late};
  }
  return least;
}

absl::Status CheckCost(const Fraction& share, int32_t days, int32_t year_days,
                       int32_t max_days, int32_t max_year_days) {
  if (share < Fraction(0) || share >= Fraction(1)) {
    return Error(
        Reason::kOutOfRange, "/discount",
        Format(Percent(share)) + " is out of range; allowed: 0 to under 100%");
  }
  const auto check = [](int32_t value, int32_t max, const char* field) {
    if (value >= 1 && value <= max) return absl::OkStatus();
    return Error(
        Reason::kOutOfRange, field,
        std::to_string(value) + " is out of range; allowed: 1 " +
            (max == INT32_MAX ? "or more" : "to " + std::to_string(max)));
  };
  const absl::Status status = check(days, max_days, "/days");
  return status.ok() ? check(year_days, max_year_days, "/year_days") : status;
}

absl::Status CheckPayments(Date on, const Money& amount,
                           std::span<const DiscountOffer> offers,
                           std::span<const DiscountPayment> payments) {
  for (size_t k = 0; k < offers.size(); ++k) {
    if (offers[k].pay.currency() != amount.currency()) {
      return Error(Reason::kCurrencyMismatch, "/offers/" + std::to_string(k),
                   "an offer in another currency than the amount");
    }
  }
  for (size_t k = 0; k < payments.size(); ++k) {
    const std::string field = "/payments/" + std::to_string(k);
    if (payments[k].amount.currency() != amount.currency()) {
      return Error(Reason::kCurrencyMismatch, field + "/amount",
                   "a payment in another currency than the amount");
    }
    if (payments[k].date > on ||
        (k > 0 && payments[k].date < payments[k - 1].date)) {
      return Error(Reason::kOutOfOrder, field + "/date",
                   payments[k].date.ToText() +
                       " is out of order; allowed: by date, up to " +
                       on.ToText());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DiscountOffer> OfferOn(const EarlyDiscount& tier, Date until,
                                      const Money& amount,
                                      const Fraction& base_minor,
                                      Rounding rounding) {
  if (tier.percent.has_value() == tier.amount.has_value()) {
    return Error(Reason::kUnspecified, "",
                 "a discount is either a percentage or an amount");
  }
  USANCE_ASSIGN_OR_RETURN(const int64_t pay,
                          tier.percent ? PayAfterPercent(*tier.percent, amount,
                                                         base_minor, rounding)
                                       : PayAfterAmount(*tier.amount, amount));
  const auto discount = Narrow<int64_t>(int128{amount.minor()} - pay);
  if (!discount) return internal::TooLarge("/amount");
  return DiscountOffer{until, tier.percent, Money(*discount, amount.currency()),
                       Money(pay, amount.currency()), tier.grace_days};
}

absl::StatusOr<Money> TaxOnDiscounted(const Money& net, const Percent& rate,
                                      const Percent& discount,
                                      Rounding rounding) {
  const Exact paid = Exact(int64_t{1}) - Exact(discount.share());
  USANCE_ASSIGN_OR_RETURN(
      const int64_t tax,
      RoundMinor(Exact(net.minor()) * Exact(rate.share()) * paid, rounding,
                 "/net"));
  return Money(tax, net.currency());
}

absl::StatusOr<DiscountSettlement> SettleOn(
    Date on, const Money& amount, std::span<const DiscountOffer> offers,
    std::span<const DiscountPayment> payments, PartialPayment rule,
    Rounding rounding) {
  if (NameOf(rule).empty()) {
    return Error(Reason::kUnspecified, "/partial",
                 "a discount needs a rule for payments of a part");
  }
  if (rule == PartialPayment::kProRata && NameOf(rounding).empty()) {
    return Error(Reason::kUnspecified, "/rounding",
                 "pro rata needs a rounding");
  }
  USANCE_RETURN_IF_ERROR(CheckPayments(on, amount, offers, payments));
  if (amount.minor() == INT64_MIN) return internal::TooLarge("/amount");
  const int64_t sign = amount.minor() < 0 ? -1 : 1;
  const int64_t owed = sign * amount.minor();
  int64_t open = owed, paid = 0;
  // a * n / d, 0 where d is 0: then all is. a and n fit 63 bits each.
  const auto scaled = [&](int64_t a, int64_t n, int64_t d) {
    return d == 0 ? int128{0} : Divide(int128{a} * n, d, rounding);
  };
  for (size_t k = 0; k < payments.size(); ++k) {
    const DiscountPayment& payment = payments[k];
    // In 128 bits: INT64_MIN has no magnitude in 64.
    const int128 part = int128{sign} * payment.amount.minor();
    if (part < 0 || part > open) {
      return Error(Reason::kOutOfRange,
                   "/payments/" + std::to_string(k) + "/amount",
                   Format(payment.amount) + " is out of range; open: " +
                       Format(Money(sign * open, amount.currency())));
    }
    const int64_t least = LeastToPay(payment.date, owed, sign, offers).pay;
    paid += static_cast<int64_t>(part);
    if (rule == PartialPayment::kProRata) {
      // What settles the rest does so, although the rounding of its share of
      // the discount could leave a minor unit.
      const int128 settled =
          part >= scaled(open, least, owed)
              ? open
              : scaled(static_cast<int64_t>(part), owed, least);
      open -= static_cast<int64_t>(std::min<int128>(settled, open));
    } else if (paid >= least && (k == 0 || rule == PartialPayment::kKeepLast)) {
      open = 0;
    } else {
      open -= static_cast<int64_t>(part);
    }
  }
  const Least least = LeastToPay(on, owed, sign, offers);
  int64_t pay = open;
  if (open > 0 && rule == PartialPayment::kProRata) {
    pay = static_cast<int64_t>(scaled(open, least.pay, owed));
  } else if (open > 0 &&
             (payments.empty() || rule == PartialPayment::kKeepLast)) {
    pay = least.pay - paid;
  }
  const auto money = [&](int64_t minor) {
    return Money(sign * minor, amount.currency());
  };
  return DiscountSettlement{money(pay), money(open - pay), money(open),
                            pay < open ? least.grace_days : 0};
}

absl::StatusOr<Fraction> AnnualCost(const Percent& discount, int32_t days,
                                    int32_t year_days) {
  const Fraction& share = discount.share();
  USANCE_RETURN_IF_ERROR(
      CheckCost(share, days, year_days, INT32_MAX, INT32_MAX));
  const Exact paid = Exact(int64_t{1}) - Exact(share);
  const auto cost =
      (Exact(share) / paid * Exact(int64_t{year_days}) / Exact(int64_t{days}))
          .ToFraction();
  if (!cost) return internal::TooLarge("/discount");
  return *cost;
}

absl::StatusOr<Fraction> EffectiveAnnualCost(const Percent& discount,
                                             int32_t days, int32_t year_days,
                                             int32_t decimals,
                                             Rounding rounding) {
  using boost::multiprecision::pow;
  const Fraction& share = discount.share();
  USANCE_RETURN_IF_ERROR(CheckCost(share, days, year_days, kMaxCostDays, 366));
  if (decimals < 0 || decimals > kMaxCostDecimals) {
    return Error(Reason::kOutOfRange, "/decimals",
                 std::to_string(decimals) + " is out of range; allowed: 0 to " +
                     std::to_string(kMaxCostDecimals));
  }
  if (NameOf(rounding).empty()) {
    return Error(Reason::kUnspecified, "/rounding",
                 "an effective cost needs a rounding");
  }
  // growth ^ (top / bottom), in lowest terms.
  const int32_t divisor = std::gcd(year_days, days);
  const auto top = static_cast<unsigned>(year_days / divisor);
  const auto bottom = static_cast<unsigned>(days / divisor);
  const Integer kept(share.denominator() - share.numerator());
  const Integer scale(PowerOfTen(decimals));
  // value / (2 scale) against the power, both to the power of `bottom`.
  const Integer whole =
      pow(Integer(share.denominator()), top) * pow(Integer(2 * scale), bottom);
  const Integer part = pow(kept, top);
  const auto compare = [&](const Integer& value) {
    return Integer(pow(value, bottom) * part).compare(whole);
  };
  constexpr int64_t kMaxCost = 1'000'000;
  // The greatest half step that is not above the power: `low` never is.
  Integer low = 2 * scale, high = 2 * scale * (kMaxCost + 1);
  if (compare(high) <= 0) return internal::TooLarge("/discount");
  while (high - low > 1) {  // halved each time: up to 64 times
    const Integer middle = (low + high) / 2;
    (compare(middle) <= 0 ? low : high) = middle;
  }
  // Between two half steps any point rounds alike: the middle stands for it.
  const bool exact = compare(low) == 0;
  const Exact cost(2 * (low - 2 * scale) + (exact ? 0 : 1), 4);
  return Fraction::Of(static_cast<int128>(cost.Round(rounding)),
                      static_cast<int128>(scale));
}

}  // namespace usance
