#include "usance/account/aging.h"

#include <array>
#include <string>

namespace usance {
namespace {

absl::Status CheckSpec(const AgingSpec& spec) {
  if (NameOf(spec.basis).empty()) {
    return Error(Reason::kUnspecified, "/basis",
                 "no " + std::string(Names<AgingBasis>::kNoun) + " is chosen");
  }
  if (spec.edges.size() > kMaxAgingEdges) {
    return Error(Reason::kLimitExceeded, "/edges",
                 std::to_string(spec.edges.size()) + "; allowed: up to " +
                     std::to_string(kMaxAgingEdges));
  }
  int32_t before = 0;
  for (size_t k = 0; k < spec.edges.size(); ++k) {
    if (spec.edges[k] <= before) {
      return Error(Reason::kOutOfOrder, "/edges/" + std::to_string(k),
                   std::to_string(spec.edges[k]) + " is not above " +
                       std::to_string(before));
    }
    before = spec.edges[k];
  }
  return absl::OkStatus();
}

absl::Status Sum(int64_t& sum, int64_t part) {
  if (!__builtin_add_overflow(sum, part, &sum)) return absl::OkStatus();
  return Error(Reason::kOverflow, "",
               "a sum is outside the 64 bits of minor units");
}

absl::Status Sum(AgingBucket& sum, const AgingBucket& part) {
  sum.row_count += part.row_count;
  return Sum(sum.amount_minor, part.amount_minor);
}

bool SameRange(const AgingBucket& a, const AgingBucket& b) {
  return a.from == b.from && a.to == b.to;
}

}  // namespace

absl::StatusOr<Aging> Age(const Account& account, const AgingSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  Aging aging = {.currency = account.currency, .as_of = account.as_of};
  int32_t from = 1;
  for (const int32_t edge : spec.edges) {
    aging.buckets.push_back({.from = from, .to = edge});
    from = edge + 1;
  }
  aging.buckets.push_back({.from = from});
  for (const AccountRow& row : account.rows) {
    if (row.open.IsZero()) continue;
    const AccountItem& item = account.items[row.item];
    Date day = row.due;
    if (spec.basis == AgingBasis::kDocument) day = item.document_date;
    if (spec.basis == AgingBasis::kBaseline) day = item.baseline;
    const int32_t age = account.as_of - day;
    AgingBucket* bucket = &aging.not_due;
    for (AgingBucket& one : aging.buckets) {
      if (age >= one.from) bucket = &one;
    }
    const auto open = static_cast<int64_t>(row.open.Total());
    USANCE_RETURN_IF_ERROR(
        Sum(*bucket, {.amount_minor = open, .row_count = 1}));
    USANCE_RETURN_IF_ERROR(Sum(aging.total_minor, open));
  }
  aging.unapplied_minor = account.unapplied_minor;
  aging.disputed_minor = account.disputed_minor;
  USANCE_RETURN_IF_ERROR(Sum(aging.total_minor, -account.unapplied_minor));
  return aging;
}

absl::Status AddTo(Aging& sum, const Aging& part) {
  if (sum.currency != part.currency) {
    return Error(Reason::kCurrencyMismatch, "/currency",
                 std::string(part.currency.code()) + " beside " +
                     std::string(sum.currency.code()));
  }
  bool same =
      sum.as_of == part.as_of && sum.buckets.size() == part.buckets.size();
  for (size_t k = 0; same && k < sum.buckets.size(); ++k) {
    same = SameRange(sum.buckets[k], part.buckets[k]);
  }
  if (!same) {
    return Error(Reason::kConflict, "/buckets",
                 "other buckets, or another day, than the sum has");
  }
  USANCE_RETURN_IF_ERROR(Sum(sum.not_due, part.not_due));
  for (size_t k = 0; k < sum.buckets.size(); ++k) {
    USANCE_RETURN_IF_ERROR(Sum(sum.buckets[k], part.buckets[k]));
  }
  USANCE_RETURN_IF_ERROR(Sum(sum.unapplied_minor, part.unapplied_minor));
  USANCE_RETURN_IF_ERROR(Sum(sum.disputed_minor, part.disputed_minor));
  return Sum(sum.total_minor, part.total_minor);
}

absl::StatusOr<Aging> Convert(const Aging& aging, Currency quote,
                              const FxTable& fx, Rounding rounding) {
  Aging out = aging;
  out.currency = quote;
  const auto convert = [&](int64_t& minor) -> absl::Status {
    USANCE_ASSIGN_OR_RETURN(const Money money,
                            Convert(Money(minor, aging.currency), quote, fx,
                                    aging.as_of, rounding));
    minor = money.minor();
    return absl::OkStatus();
  };
  USANCE_RETURN_IF_ERROR(convert(out.not_due.amount_minor));
  USANCE_RETURN_IF_ERROR(convert(out.unapplied_minor));
  USANCE_RETURN_IF_ERROR(convert(out.disputed_minor));
  out.total_minor = out.not_due.amount_minor;
  for (AgingBucket& bucket : out.buckets) {
    USANCE_RETURN_IF_ERROR(convert(bucket.amount_minor));
    USANCE_RETURN_IF_ERROR(Sum(out.total_minor, bucket.amount_minor));
  }
  USANCE_RETURN_IF_ERROR(Sum(out.total_minor, -out.unapplied_minor));
  return out;
}

}  // namespace usance
