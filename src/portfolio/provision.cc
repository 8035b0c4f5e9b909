#include "usance/portfolio/provision.h"

#include <algorithm>
#include <string>
#include <utility>

#include "src/core/exact.h"
#include "usance/account/account.h"

namespace usance {
namespace {

constexpr int64_t kMillion = 1'000'000;

std::string Field(std::string_view list, size_t k, std::string_view name = "") {
  std::string field = std::string(list) + "/" + std::to_string(k);
  if (!name.empty()) field += "/" + std::string(name);
  return field;
}

// Bucket k of an aging, what is not due before the first.
const AgingBucket& BucketOf(const Aging& aging, size_t k) {
  return k == 0 ? aging.not_due : aging.buckets[k - 1];
}

absl::Status CheckSeries(std::span<const Aging> agings) {
  if (agings.size() < 2) {
    return Error(Reason::kContextRequired, "/agings",
                 std::to_string(agings.size()) + "; needed: two or more");
  }
  for (size_t t = 1; t < agings.size(); ++t) {
    const Aging& first = agings[0];
    const Aging& aging = agings[t];
    if (aging.currency != first.currency) {
      return Error(Reason::kCurrencyMismatch, Field("/agings", t, "currency"),
                   std::string(aging.currency.code()) + " beside " +
                       std::string(first.currency.code()));
    }
    bool same = aging.buckets.size() == first.buckets.size();
    for (size_t k = 0; same && k < first.buckets.size(); ++k) {
      same = aging.buckets[k].from == first.buckets[k].from;
    }
    if (!same) {
      return Error(Reason::kConflict, Field("/agings", t, "buckets"),
                   "other buckets than the first aging has");
    }
    if (aging.as_of <= agings[t - 1].as_of) {
      return Error(Reason::kOutOfOrder, Field("/agings", t, "as_of"),
                   aging.as_of.ToText() + " is not after " +
                       agings[t - 1].as_of.ToText());
    }
  }
  return absl::OkStatus();
}

absl::Status OutOfRange(std::string field, const std::string& value,
                        std::string_view allowed) {
  return Error(Reason::kOutOfRange, field,
               value + "; allowed: " + std::string(allowed));
}

absl::Status Overflow(std::string_view field) {
  return Error(Reason::kOverflow, field,
               "a sum or product is outside what its type holds");
}

absl::StatusOr<Provision> ProvisionOfBucket(const ProvisionSpec& spec, size_t k,
                                            Rounding rounding) {
  const int64_t balance = spec.balance_minor;
  if (spec.specific_minor < 0 ||
      spec.specific_minor > std::max<int64_t>(balance, 0)) {
    return OutOfRange(Field("", k, "specific"),
                      std::to_string(spec.specific_minor),
                      "0 to the balance, " + std::to_string(balance));
  }
  if (spec.specific_loss_minor < 0 ||
      spec.specific_loss_minor > spec.specific_minor) {
    return OutOfRange(Field("", k, "specific_loss"),
                      std::to_string(spec.specific_loss_minor),
                      "0 to " + std::to_string(spec.specific_minor));
  }
  const auto factor = CheckedAdd(Fraction(1), spec.forward.share());
  const auto rate = factor ? CheckedMul(spec.loss_rate, *factor) : std::nullopt;
  if (!rate) return Overflow(Field("", k, "rate"));
  if (*rate < Fraction(0) || *rate > Fraction(1)) {
    return OutOfRange(Field("", k, "rate"), ToText(*rate), "0 to 1");
  }
  // At most the balance: it fits.
  const Exact allowance = Exact(balance - spec.specific_minor) * Exact(*rate);
  return Provision{.rate = *rate,
                   .allowance_minor = *allowance.RoundToInt64(rounding),
                   .specific_loss_minor = spec.specific_loss_minor};
}

}  // namespace

absl::StatusOr<std::vector<std::optional<Fraction>>> RollRates(
    std::span<const Aging> agings) {
  USANCE_RETURN_IF_ERROR(CheckSeries(agings));
  std::vector<std::optional<Fraction>> rolls;
  for (size_t k = 0; k < agings[0].buckets.size(); ++k) {
    int128 before = 0, after = 0;
    for (size_t t = 1; t < agings.size(); ++t) {
      before += BucketOf(agings[t - 1], k).amount_minor;
      after += BucketOf(agings[t], k + 1).amount_minor;
    }
    rolls.push_back(Fraction::Make(after, before));
  }
  return rolls;
}

absl::StatusOr<std::vector<Fraction>> LossRates(std::span<const Fraction> rolls,
                                                const Fraction& lost) {
  if (lost < Fraction(0)) return OutOfRange("/lost", ToText(lost), "0 or more");
  for (size_t k = 0; k < rolls.size(); ++k) {
    if (rolls[k] < Fraction(0)) {
      return OutOfRange(Field("/rolls", k), ToText(rolls[k]), "0 or more");
    }
  }
  std::vector<Fraction> losses(rolls.size() + 1, lost);
  for (size_t k = rolls.size(); k-- > 0;) {
    const auto loss = CheckedMul(rolls[k], losses[k + 1]);
    if (!loss) return Overflow(Field("/rolls", k));
    losses[k] = *loss;
  }
  return losses;
}

absl::StatusOr<std::vector<Fraction>> FlowLossRates(
    int64_t sold_minor, std::span<const int64_t> paid_minor) {
  if (sold_minor <= 0) {
    return OutOfRange("/sold", std::to_string(sold_minor), "above 0");
  }
  std::vector<int64_t> open = {sold_minor};
  for (size_t k = 0; k < paid_minor.size(); ++k) {
    if (paid_minor[k] < 0 || paid_minor[k] > open.back()) {
      return OutOfRange(Field("/paid", k), std::to_string(paid_minor[k]),
                        "0 to " + std::to_string(open.back()));
    }
    open.push_back(open.back() - paid_minor[k]);
  }
  std::vector<Fraction> losses;
  for (const int64_t of : open) {
    losses.push_back(of == 0 ? Fraction(0) : Fraction::Of(open.back(), of));
  }
  return losses;
}

absl::StatusOr<ProvisionMatrix> ProvisionOf(
    std::span<const ProvisionSpec> buckets, Rounding rounding) {
  ProvisionMatrix matrix;
  for (size_t k = 0; k < buckets.size(); ++k) {
    USANCE_ASSIGN_OR_RETURN(const Provision provision,
                            ProvisionOfBucket(buckets[k], k, rounding));
    if (__builtin_add_overflow(matrix.allowance_minor,
                               provision.allowance_minor,
                               &matrix.allowance_minor) ||
        __builtin_add_overflow(matrix.allowance_minor,
                               provision.specific_loss_minor,
                               &matrix.allowance_minor)) {
      return Overflow(Field("", k));
    }
    matrix.buckets.push_back(provision);
  }
  return matrix;
}

absl::StatusOr<std::vector<Aging>> AgingsOf(const Journal& journal,
                                            const AccountPolicy& policy,
                                            const AgingSeries& series,
                                            std::optional<Date> as_known_on) {
  const struct {
    const char* field;
    int32_t value, least, most;
  } bounds[] = {{"/every_days", series.every_days, 1, 366},
                {"/buckets", series.buckets, 1, 5},
                {"/agings", series.count, 2, 120}};
  for (const auto& [field, value, least, most] : bounds) {
    if (value >= least && value <= most) continue;
    return OutOfRange(field, std::to_string(value),
                      std::to_string(least) + " to " + std::to_string(most));
  }
  AgingSpec spec = {.basis = AgingBasis::kDue, .edges = {}};
  for (int32_t k = 1; k < series.buckets; ++k) {
    spec.edges.push_back(k * series.every_days);
  }
  USANCE_ASSIGN_OR_RETURN(Replayer replayer, Replayer::Make(journal, policy));
  std::vector<Aging> agings;
  for (int32_t t = series.count; t-- > 0;) {
    USANCE_ASSIGN_OR_RETURN(
        const Date day,
        AddDays(series.last, -int64_t{t} * series.every_days, "/agings"));
    USANCE_ASSIGN_OR_RETURN(
        const Account account,
        replayer.At({.as_of = day, .as_known_on = as_known_on}));
    USANCE_ASSIGN_OR_RETURN(Aging aging, Age(account, spec));
    agings.push_back(std::move(aging));
  }
  return agings;
}

absl::StatusOr<HistoricalProvision> ProvisionFrom(std::span<const Aging> agings,
                                                  const ProvisionRule& rule) {
  HistoricalProvision made;
  USANCE_ASSIGN_OR_RETURN(made.rolls, RollRates(agings));
  if (rule.lost > Fraction(1)) {
    return OutOfRange("/lost", Format(Percent(rule.lost)), "0% to 100%");
  }
  if (rule.forward.share() < Fraction(-1)) {
    return OutOfRange("/forward", Format(rule.forward), "-100% or more");
  }
  std::vector<Fraction> rolls;
  for (const std::optional<Fraction>& roll : made.rolls) {
    const Fraction used = std::min(roll.value_or(Fraction(1)), Fraction(1));
    const Exact millionths = Exact(used) * Exact(kMillion);
    rolls.push_back(
        Fraction::Of(*millionths.RoundToInt64(Rounding::kHalfUp), kMillion));
  }
  USANCE_ASSIGN_OR_RETURN(made.losses, LossRates(rolls, rule.lost));
  std::vector<ProvisionSpec> buckets;
  const Exact factor = Exact(1) + Exact(rule.forward.share());
  for (size_t k = 0; k < made.losses.size(); ++k) {
    ProvisionSpec& bucket = buckets.emplace_back();
    bucket.balance_minor = BucketOf(agings.back(), k).amount_minor;
    bucket.loss_rate = made.losses[k];
    bucket.forward = rule.forward;
    if (Exact(1) < Exact(made.losses[k]) * factor) {  // no more than all
      bucket.loss_rate = 1;
      bucket.forward = Percent(Fraction());
    }
  }
  USANCE_ASSIGN_OR_RETURN(made.matrix, ProvisionOf(buckets, rule.rounding));
  return made;
}

absl::StatusOr<std::vector<Fraction>> RecoveryCurve(
    int64_t assigned_minor, std::span<const CohortReceipt> receipts,
    std::span<const int32_t> edges) {
  if (assigned_minor <= 0) {
    return OutOfRange("/assigned", std::to_string(assigned_minor), "above 0");
  }
  for (size_t k = 1; k < edges.size(); ++k) {
    if (edges[k] <= edges[k - 1]) {
      return Error(Reason::kOutOfOrder, Field("/edges", k),
                   std::to_string(edges[k]) + " is not above " +
                       std::to_string(edges[k - 1]));
    }
  }
  std::vector<Fraction> curve;
  for (const int32_t edge : edges) {
    int128 recovered = 0;
    for (const CohortReceipt& receipt : receipts) {
      if (receipt.days <= edge) recovered += receipt.amount_minor;
    }
    curve.push_back(Fraction::Of(recovered, assigned_minor));
  }
  return curve;
}

}  // namespace usance
