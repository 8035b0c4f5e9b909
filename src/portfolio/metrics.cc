#include "usance/portfolio/metrics.h"

#include <string>

namespace usance {
namespace {

// n / d; both are far within 128 bits.
absl::StatusOr<Fraction> Quotient(int128 n, int128 d, std::string_view field,
                                  std::string_view what) {
  if (d <= 0) {
    return Error(Reason::kOutOfRange, field,
                 std::string(what) + " is " + ToText(d) + "; allowed: above 0");
  }
  return Fraction::Of(n, d);
}

absl::StatusOr<Fraction> DaysOfSales(int64_t open_minor,
                                     const Receivables& of) {
  if (of.sales_minor <= 0) {
    return Error(Reason::kOutOfRange, "/sales",
                 std::to_string(of.sales_minor) + "; allowed: above 0");
  }
  if (of.days <= 0) {
    return Error(Reason::kOutOfRange, "/days",
                 std::to_string(of.days) + "; allowed: above 0");
  }
  return Fraction::Of(int128{open_minor} * of.days, of.sales_minor);
}

bool IsIn(int32_t days, DaysRange range) {
  return range.first <= days && days <= range.last;
}

}  // namespace

absl::StatusOr<Fraction> Dso(const Receivables& receivables) {
  return DaysOfSales(receivables.closing_minor, receivables);
}

absl::StatusOr<Fraction> BestPossibleDso(const Receivables& receivables) {
  return DaysOfSales(receivables.not_due_minor, receivables);
}

absl::StatusOr<Fraction> AverageDaysDelinquent(const Receivables& receivables) {
  USANCE_ASSIGN_OR_RETURN(const Fraction all, Dso(receivables));
  USANCE_ASSIGN_OR_RETURN(const Fraction best, BestPossibleDso(receivables));
  return *CheckedSub(all, best);  // both are of the same 64-bit sales
}

absl::StatusOr<Fraction> CollectionEffectiveness(
    const Receivables& receivables) {
  const int128 owed =
      int128{receivables.opening_minor} + receivables.sales_minor;
  return Quotient(owed - receivables.closing_minor,
                  owed - receivables.not_due_minor, "/not_due",
                  "what could be collected");
}

absl::StatusOr<Fraction> CollectionRate(const Receivables& receivables,
                                        int64_t collected_minor) {
  return Quotient(collected_minor,
                  int128{receivables.opening_minor} + receivables.sales_minor,
                  "/sales", "what was owed");
}

absl::StatusOr<Fraction> CountbackDso(int64_t closing_minor,
                                      std::span<const SalesOfDays> months) {
  // Below 2^32 months: days stay below 2^63, and what is left below 2^95.
  int128 left = closing_minor, days = 0;
  for (size_t k = 0; k < months.size() && left > 0; ++k) {
    const SalesOfDays& month = months[k];
    if (month.days <= 0) {
      return Error(Reason::kOutOfRange,
                   "/months/" + std::to_string(k) + "/days",
                   std::to_string(month.days) + "; allowed: above 0");
    }
    if (month.sales_minor > left) {
      return Fraction::Of(days * month.sales_minor + left * month.days,
                          month.sales_minor);
    }
    left -= month.sales_minor;  // more is left where more came back than sold
    days += month.days;
  }
  if (left <= 0) return Fraction(days);
  return Error(Reason::kContextRequired, "/months",
               "they do not reach back far enough: " + ToText(left) +
                   " minor units are left");
}

absl::Status Add(AmountsByDays& sums, int32_t days, const AmountOfDays& part) {
  AmountOfDays& sum = sums[days];
  if (__builtin_add_overflow(sum.amount_minor, part.amount_minor,
                             &sum.amount_minor) ||
      __builtin_add_overflow(sum.count, part.count, &sum.count)) {
    return Error(Reason::kOverflow, "",
                 "a sum is outside the 64 bits of minor units");
  }
  return absl::OkStatus();
}

// The days are 2^32 at most, each with amounts below 2^63: sums of amounts are
// below 2^95 and of amounts times days below 2^127.

absl::StatusOr<Fraction> AverageDays(const AmountsByDays& sums) {
  int128 weighted = 0, amount = 0;
  for (const auto& [days, part] : sums) {
    weighted += int128{part.amount_minor} * days;
    amount += part.amount_minor;
  }
  return Quotient(weighted, amount, "", "the amount");
}

absl::StatusOr<Fraction> ShareOfAmount(const AmountsByDays& sums,
                                       DaysRange range) {
  int128 in_range = 0, all = 0;
  for (const auto& [days, part] : sums) {
    if (IsIn(days, range)) in_range += part.amount_minor;
    all += part.amount_minor;
  }
  return Quotient(in_range, all, "", "the amount");
}

absl::StatusOr<Fraction> ShareOfCount(const AmountsByDays& sums,
                                      DaysRange range) {
  int128 in_range = 0, all = 0;
  for (const auto& [days, part] : sums) {
    if (IsIn(days, range)) in_range += part.count;
    all += part.count;
  }
  return Quotient(in_range, all, "", "the count");
}

absl::StatusOr<Fraction> AveragePaymentPeriod(const AmountsByDays& paid,
                                              const AmountsByDays& pending) {
  // A ratio times its amount is the sum of days times amounts again.
  int128 weighted = 0, amount = 0;
  for (const AmountsByDays* sums : {&paid, &pending}) {
    for (const auto& [days, part] : *sums) {
      weighted += int128{part.amount_minor} * days;
      amount += part.amount_minor;
    }
  }
  return Quotient(weighted, amount, "", "the amount");
}

absl::StatusOr<PaymentPractices> PaymentPracticesOf(const AmountsByDays& paid) {
  int128 weighted = 0, count = 0;
  for (const auto& [days, part] : paid) {
    weighted += int128{part.count} * days;
    count += part.count;
  }
  PaymentPractices practices;
  USANCE_ASSIGN_OR_RETURN(practices.average_days,
                          Quotient(weighted, count, "", "the count"));
  USANCE_ASSIGN_OR_RETURN(practices.within_30_days,
                          ShareOfCount(paid, {.last = 30}));
  USANCE_ASSIGN_OR_RETURN(practices.from_31_to_60_days,
                          ShareOfCount(paid, {.first = 31, .last = 60}));
  USANCE_ASSIGN_OR_RETURN(practices.after_60_days,
                          ShareOfCount(paid, {.first = 61}));
  return practices;
}

absl::StatusOr<Fraction> PromiseKeepRate(const PromiseCounts& promises) {
  return Quotient(
      promises.kept,
      int128{promises.kept} + promises.kept_in_part + promises.broken, "",
      "the number of decided promises");
}

absl::StatusOr<Fraction> CostToCollect(const Effort& effort) {
  return Quotient(effort.cost_minor, effort.collected_minor, "/collected",
                  "what was collected");
}

}  // namespace usance
