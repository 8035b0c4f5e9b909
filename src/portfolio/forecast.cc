#include "usance/portfolio/forecast.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "src/core/exact.h"
#include "src/portfolio/sums.h"
#include "usance/account/receipt.h"

namespace usance {
namespace {

constexpr int32_t kMostDays = 3'660;

using internal::InvoicedOf;
using internal::IsInvoiced;
using internal::Sum;

absl::Status CheckDays(int32_t days, std::string_view field) {
  if (days >= 1 && days <= kMostDays) return absl::OkStatus();
  return Error(
      Reason::kOutOfRange, field,
      std::to_string(days) + "; allowed: 1 to " + std::to_string(kMostDays));
}

// --- what is open -----------------------------------------------------------

// What is open of each row, as it is taken for one thing after another.
class Open {
 public:
  explicit Open(const Account& account) : account_(account) {
    for (uint32_t k = 0; k < account.rows.size(); ++k) {
      left_.push_back(InvoicedOf(account.rows[k].open));
      by_due_.push_back(k);
    }
    std::stable_sort(by_due_.begin(), by_due_.end(),
                     [&](uint32_t a, uint32_t b) {
                       return account.rows[a].due < account.rows[b].due;
                     });
  }

  // Takes up to `most` of a row.
  int64_t TakeRow(uint32_t row, int64_t most) {
    const int64_t part = std::clamp<int64_t>(left_[row], 0, most);
    left_[row] -= part;
    return part;
  }

  // Takes up to `most` of the items that were there on the day, oldest due
  // first. No items: all.
  int64_t Take(const std::vector<std::string>& items, Date there,
               int64_t most) {
    int64_t taken = 0;
    for (const uint32_t k : by_due_) {
      if (taken == most) break;
      const AccountItem& item = account_.items[account_.rows[k].item];
      const bool named = items.empty() || std::find(items.begin(), items.end(),
                                                    item.id) != items.end();
      if (named && item.document_date <= there) {
        taken += TakeRow(k, most - taken);
      }
    }
    return taken;
  }

 private:
  const Account& account_;
  std::vector<int64_t> left_;
  std::vector<uint32_t> by_due_;
};

// The plans that run as of the account's day.
std::vector<uint32_t> RunningPlans(const Account& account,
                                   const Journal& journal) {
  std::vector<uint32_t> plans;
  for (const uint32_t k : EventsOf(journal, account)) {
    const Event& event = journal[k];
    const std::string* ended = nullptr;
    if (std::holds_alternative<PlanAgreed>(event.body)) {
      plans.push_back(k);
    } else if (const auto* breach = std::get_if<PlanBreached>(&event.body)) {
      ended = &breach->plan;
    } else if (const auto* done = std::get_if<PlanCompleted>(&event.body)) {
      ended = &done->plan;
    }
    if (ended == nullptr) continue;
    std::erase_if(plans, [&](uint32_t p) { return journal[p].id == *ended; });
  }
  return plans;
}

// --- the forecast -----------------------------------------------------------

// The record, to be asked how much came how late.
class Lateness {
 public:
  explicit Lateness(const LateRecord& record) : all_(record.later_minor) {
    int128 sum = 0;
    for (const auto& [days, part] : record.paid) {
      sum += part.amount_minor;
      up_to_.emplace_back(days, sum);
    }
    all_ += sum;
  }

  // How much was up to so many days late.
  [[nodiscard]] int128 UpTo(int64_t days) const {
    const auto at = std::upper_bound(
        up_to_.begin(), up_to_.end(), days,
        [](int64_t d, const auto& one) { return d < one.first; });
    return at == up_to_.begin() ? 0 : std::prev(at)->second;
  }
  [[nodiscard]] int128 all() const { return all_; }

 private:
  std::vector<std::pair<int32_t, int128>> up_to_;
  int128 all_;
};

// What comes of the open claims after as_of, up to `last`, rounded once.
absl::StatusOr<int64_t> ExpectedBy(Date last, const Lateness& lateness,
                                   const ExpectedClaims& claims,
                                   const ForecastSpec& spec) {
  // Claims of one age have one denominator: few differ.
  std::map<int128, Integer> numerators;
  for (const auto& [due, minor] : claims.open) {
    const int128 before = lateness.UpTo(int64_t{spec.as_of - due});
    const int128 after = lateness.all() - before;
    if (after <= 0) continue;
    const int128 comes = lateness.UpTo(int64_t{last - due}) - before;
    numerators[after] += Integer(minor) * Integer(comes);
  }
  Exact sum;
  for (auto& [denominator, numerator] : numerators) {
    sum = sum + Exact(std::move(numerator), Integer(denominator));
  }
  const std::optional<int64_t> rounded = sum.RoundToInt64(spec.rounding);
  if (rounded) return *rounded;
  return Error(Reason::kOverflow, "",
               "a sum is outside the 64 bits of minor units");
}

// The sum of what is given for days in [first, last].
absl::StatusOr<int64_t> Given(const AmountsByDay& given, Date first,
                              Date last) {
  int64_t sum = 0;
  const auto end = given.upper_bound(last);
  for (auto at = given.lower_bound(first); at != end; ++at) {
    USANCE_RETURN_IF_ERROR(Sum(sum, at->second));
  }
  return sum;
}

absl::Status CheckSpec(const ForecastSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckDays(spec.bucket_days, "/bucket_days"));
  USANCE_RETURN_IF_ERROR(CheckDays(spec.bucket_count, "/bucket_count"));
  if (NameOf(spec.rounding).empty()) {
    return Error(Reason::kUnspecified, "/rounding", "no rounding is chosen");
  }
  return AddDays(spec.as_of, int64_t{spec.bucket_days} * spec.bucket_count,
                 "/bucket_count")
      .status();
}

}  // namespace

absl::Status AddTo(AmountsByDay& sums, const AmountsByDay& parts) {
  for (const auto& [day, minor] : parts) {
    USANCE_RETURN_IF_ERROR(Sum(sums[day], minor));
  }
  return absl::OkStatus();
}

absl::StatusOr<LateRecord> LateRecordOf(const Account& account,
                                        const Journal& journal,
                                        const LateRecordSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckDays(spec.settle_days, "/settle_days"));
  USANCE_RETURN_IF_ERROR(CheckDays(spec.record_days, "/record_days"));
  const auto counts = [&](uint32_t row) {
    const int32_t age = account.as_of - account.rows[row].due;
    return age >= spec.settle_days && age - spec.settle_days < spec.record_days;
  };
  LateRecord record;
  for (const Receipt& receipt : ReceiptsOf(account, journal)) {
    if (!IsInvoiced(receipt.component) || !counts(receipt.row)) continue;
    const int32_t late = receipt.on - account.rows[receipt.row].due;
    if (late > spec.settle_days) {
      USANCE_RETURN_IF_ERROR(Sum(record.later_minor, receipt.amount_minor));
      continue;
    }
    USANCE_RETURN_IF_ERROR(Add(
        record.paid, late, {.amount_minor = receipt.amount_minor, .count = 1}));
  }
  for (uint32_t k = 0; k < account.rows.size(); ++k) {
    if (!counts(k)) continue;
    USANCE_RETURN_IF_ERROR(
        Sum(record.later_minor, InvoicedOf(account.rows[k].open)));
  }
  for (const Movement& movement : account.movements) {
    if (movement.kind == MovementKind::kWriteOff &&
        IsInvoiced(movement.component) && counts(*movement.row)) {
      USANCE_RETURN_IF_ERROR(Sum(record.later_minor, movement.amount_minor));
    }
  }
  return record;
}

absl::Status AddTo(LateRecord& sum, const LateRecord& part) {
  for (const auto& [days, one] : part.paid) {
    USANCE_RETURN_IF_ERROR(Add(sum.paid, days, one));
  }
  return Sum(sum.later_minor, part.later_minor);
}

absl::StatusOr<ExpectedClaims> ExpectedClaimsOf(const Account& account,
                                                const Journal& journal) {
  ExpectedClaims claims;
  Open rest(account);
  for (uint32_t k = 0; k < account.rows.size(); ++k) {
    const AccountRow& row = account.rows[k];
    // Either is at most the row's principal; together they may be more.
    for (const int64_t stopped : {row.held_minor, row.disputed_minor}) {
      USANCE_RETURN_IF_ERROR(
          Sum(claims.withheld_minor, rest.TakeRow(k, stopped)));
    }
  }
  for (const uint32_t k : RunningPlans(account, journal)) {
    const auto& plan = std::get<PlanAgreed>(journal[k].body);
    const Date agreed = journal[k].value_date;
    for (const PlanRow& row : plan.rows) {
      if (row.due <= account.as_of) continue;
      USANCE_RETURN_IF_ERROR(
          Sum(claims.planned[row.due],
              rest.Take(plan.items, agreed, row.amount_minor)));
    }
    USANCE_RETURN_IF_ERROR(
        Sum(claims.withheld_minor, rest.Take(plan.items, agreed, INT64_MAX)));
  }
  for (const AccountPromise& promise : account.promises) {
    if (promise.state != PromiseState::kOpen) continue;
    const Event& event = journal[promise.event];
    const auto& made = std::get<PromiseMade>(event.body);
    const int64_t left =
        std::max<int64_t>(made.amount_minor - promise.paid_minor, 0);
    const Date by = std::max(made.by, account.as_of);
    USANCE_RETURN_IF_ERROR(Sum(claims.promised[by],
                               rest.Take(made.items, event.value_date, left)));
  }
  for (uint32_t k = 0; k < account.rows.size(); ++k) {
    const int64_t left = rest.TakeRow(k, INT64_MAX);
    if (left == 0) continue;
    USANCE_RETURN_IF_ERROR(Sum(claims.open[account.rows[k].due], left));
  }
  return claims;
}

absl::Status AddTo(ExpectedClaims& sum, const ExpectedClaims& part) {
  USANCE_RETURN_IF_ERROR(AddTo(sum.open, part.open));
  USANCE_RETURN_IF_ERROR(AddTo(sum.promised, part.promised));
  USANCE_RETURN_IF_ERROR(AddTo(sum.planned, part.planned));
  return Sum(sum.withheld_minor, part.withheld_minor);
}

absl::StatusOr<Forecast> ForecastOf(const LateRecord& record,
                                    const ExpectedClaims& claims,
                                    const ForecastSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  const Lateness lateness(record);
  Forecast forecast = {.withheld_minor = claims.withheld_minor,
                       .total_minor = claims.withheld_minor};
  for (const AmountsByDay* all :
       {&claims.open, &claims.promised, &claims.planned}) {
    for (const auto& [day, minor] : *all) {
      USANCE_RETURN_IF_ERROR(Sum(forecast.total_minor, minor));
    }
  }
  int64_t expected = 0;
  forecast.later_minor = forecast.total_minor - claims.withheld_minor;
  for (int64_t k = 0; k < spec.bucket_count; ++k) {
    const int64_t begin = k * spec.bucket_days;
    ForecastBucket bucket = {
        .first = *AddDays(spec.as_of, begin + 1),
        .last = *AddDays(spec.as_of, begin + spec.bucket_days)};
    USANCE_ASSIGN_OR_RETURN(const int64_t by,
                            ExpectedBy(bucket.last, lateness, claims, spec));
    bucket.expected_minor = by - expected;
    expected = by;
    // A promise may be kept through its day: one of as_of comes at once.
    const Date from = k == 0 ? spec.as_of : bucket.first;
    USANCE_ASSIGN_OR_RETURN(bucket.promised_minor,
                            Given(claims.promised, from, bucket.last));
    USANCE_ASSIGN_OR_RETURN(bucket.planned_minor,
                            Given(claims.planned, from, bucket.last));
    USANCE_RETURN_IF_ERROR(Sum(forecast.later_minor, -bucket.Total()));
    forecast.buckets.push_back(bucket);
  }
  return forecast;
}

absl::StatusOr<AmountsByDay> CameIn(const Account& account,
                                    const Journal& journal, Date after) {
  AmountsByDay came_in;
  for (const Receipt& receipt : ReceiptsOf(account, journal)) {
    const AccountItem& item = account.items[account.rows[receipt.row].item];
    if (!IsInvoiced(receipt.component) || receipt.on <= after ||
        item.document_date > after) {
      continue;
    }
    USANCE_RETURN_IF_ERROR(Sum(came_in[receipt.on], receipt.amount_minor));
  }
  return came_in;
}

absl::StatusOr<BackTest> BackTestOf(const Forecast& forecast,
                                    const AmountsByDay& came_in, Date through) {
  BackTest test;
  int128 errors = 0;
  for (const ForecastBucket& bucket : forecast.buckets) {
    if (bucket.last > through) break;
    BackTestBucket one = {.first = bucket.first, .last = bucket.last};
    USANCE_RETURN_IF_ERROR(Sum(one.forecast_minor, bucket.Total()));
    USANCE_ASSIGN_OR_RETURN(one.actual_minor,
                            Given(came_in, bucket.first, bucket.last));
    USANCE_RETURN_IF_ERROR(
        Sum(one.error_minor, int128{one.forecast_minor} - one.actual_minor));
    errors += one.error_minor < 0 ? -int128{one.error_minor} : one.error_minor;
    USANCE_RETURN_IF_ERROR(Sum(test.forecast_minor, one.forecast_minor));
    USANCE_RETURN_IF_ERROR(Sum(test.actual_minor, one.actual_minor));
    test.buckets.push_back(one);
  }
  test.error_share = Fraction::Make(errors, test.actual_minor);
  return test;
}

}  // namespace usance
