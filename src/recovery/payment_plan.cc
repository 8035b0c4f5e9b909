#include "usance/recovery/payment_plan.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <span>
#include <utility>
#include <variant>

#include "src/core/document_check.h"
#include "usance/money/format.h"

namespace usance {
namespace {

absl::Status CheckDebts(const std::vector<PlanDebt>& debts,
                        const std::string& at) {
  if (debts.empty()) {
    return Error(Reason::kMissingField, at, "no debt");
  }
  if (debts.size() > kMaxPlanDebts) {
    return Error(Reason::kLimitExceeded, at,
                 std::to_string(debts.size()) + "; allowed: up to " +
                     std::to_string(kMaxPlanDebts));
  }
  std::set<std::string> seen;
  int64_t sum = 0;
  for (size_t k = 0; k < debts.size(); ++k) {
    const std::string place = at + "/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(
        internal::CheckId(debts[k].item, seen, place + "/item"));
    if (debts[k].amount_minor <= 0) {
      return Error(Reason::kOutOfRange, place + "/amount",
                   std::to_string(debts[k].amount_minor) +
                       " minor units; allowed: above 0");
    }
    if (__builtin_add_overflow(sum, debts[k].amount_minor, &sum)) {
      return Error(Reason::kOverflow, at,
                   "the sum is outside the 64 bits of minor units");
    }
  }
  return absl::OkStatus();
}

int64_t SumOf(const std::vector<PlanDebt>& debts) {
  int64_t sum = 0;
  for (const PlanDebt& debt : debts) sum += debt.amount_minor;
  return sum;
}

// Rows settle the debts one after another.
std::vector<PlanPart> PartsOf(const std::vector<PlanDebt>& debts,
                              const std::vector<Installment>& rows) {
  std::vector<PlanPart> parts;
  size_t debt = 0;
  int64_t left = debts.front().amount_minor;
  for (size_t row = 0; row < rows.size(); ++row) {
    // Where a balance grows, what is not yet paid of its interest comes first.
    int64_t pays = std::max<int64_t>(rows[row].principal_minor, 0);
    while (pays > 0 && debt < debts.size()) {
      const int64_t part = std::min(pays, left);
      parts.push_back(
          {static_cast<uint32_t>(row), static_cast<uint32_t>(debt), part});
      pays -= part;
      left -= part;
      if (left == 0 && ++debt < debts.size()) left = debts[debt].amount_minor;
    }
  }
  return parts;
}

int64_t LargestOf(const PaymentPlan& plan) {
  int64_t largest = 0;
  for (const Installment& row : plan.amortization.rows) {
    largest = std::max(largest, row.payment_minor);
  }
  return largest;
}

absl::Status CheckRule(const BreachRule& rule) {
  const std::pair<int64_t, const char*> numbers[] = {
      {int64_t{rule.missed} - 1, "/rule/missed"},
      {rule.of_last, "/rule/of_last"},
      {rule.tolerance_days, "/rule/tolerance_days"},
      {rule.tolerance_minor, "/rule/tolerance"}};
  for (const auto& [number, field] : numbers) {
    if (number >= 0) continue;
    const bool missed = &number == &numbers[0].first;
    return Error(
        Reason::kOutOfRange, field,
        std::to_string(missed ? number + 1 : number) +
            (missed ? "; allowed: 1 or more" : "; allowed: 0 or more"));
  }
  if (rule.of_last > 0 && rule.missed > rule.of_last) {
    return Error(Reason::kOutOfRange, "/rule/missed",
                 std::to_string(rule.missed) + "; allowed: up to of_last, " +
                     std::to_string(rule.of_last));
  }
  return absl::OkStatus();
}

int64_t ToMinor(int128 minor) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(std::clamp<int128>(minor, -int128{kMost}, kMost));
}

// The last day on which a row that is due is not missed.
Date Later(Date due, const BreachRule& rule) {
  constexpr Date kLast = Date::Of(9999, 12, 31);
  return Date::FindDays(int64_t{due.days()} + rule.tolerance_days)
      .value_or(kLast);
}

// What has come in on the items of a plan since it was agreed: on each day of
// a payment or a return, in all.
class Receipts {
 public:
  Receipts(const Journal& journal, const Account& account, size_t plan) {
    const auto& items = std::get<PlanAgreed>(journal[plan].body).items;
    for (const Movement& movement : account.movements) {
      if (!movement.row || movement.event == kAsOf || movement.event <= plan) {
        continue;
      }
      const bool comes = movement.kind == MovementKind::kPayment ||
                         movement.kind == MovementKind::kCreditUse;
      if (!comes && movement.kind != MovementKind::kReturn) continue;
      const std::string& item =
          account.items[account.rows[*movement.row].item].id;
      if (!items.empty() &&
          std::find(items.begin(), items.end(), item) == items.end()) {
        continue;
      }
      sum_ += comes ? movement.amount_minor : -movement.amount_minor;
      by_day_.push_back({movement.date, sum_});
    }
  }

  [[nodiscard]] int128 By(Date day) const {
    const auto after = std::upper_bound(
        by_day_.begin(), by_day_.end(), day,
        [](Date sought, const auto& one) { return sought < one.first; });
    return after == by_day_.begin() ? 0 : std::prev(after)->second;
  }

 private:
  std::vector<std::pair<Date, int128>> by_day_;  // days do not fall
  int128 sum_ = 0;
};

// Of the rows up to the last, how many count as missed on `day`.
int32_t CountMissed(std::span<const PlanRow> rows, const BreachRule& rule,
                    const Receipts& receipts, Date day) {
  const size_t last =
      rule.of_last > 0 ? static_cast<size_t>(rule.of_last) : rows.size();
  int128 target = 0;
  int32_t count = 0;
  for (size_t k = 0; k < rows.size(); ++k) {
    target += rows[k].amount_minor;
    if (rows.size() - k > last) continue;
    const Date by = rule.made_up_counts ? Later(rows[k].due, rule) : day;
    count += receipts.By(by) < target - rule.tolerance_minor;
  }
  return count;
}

}  // namespace

absl::StatusOr<PaymentPlan> MakePaymentPlan(std::vector<PlanDebt> debts,
                                            AmortizationSpec terms,
                                            std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(CheckDebts(debts, at + "/debts"));
  terms.principal = Money(SumOf(debts), terms.principal.currency());
  auto amortization = Amortize(terms);
  if (!amortization.ok()) return At(at + "/terms", amortization.status());
  std::vector<PlanPart> parts = PartsOf(debts, amortization->rows);
  return PaymentPlan{.debts = std::move(debts),
                     .amortization = *std::move(amortization),
                     .parts = std::move(parts)};
}

PlanAgreed AgreementOf(const PaymentPlan& plan, bool pauses_interest) {
  PlanAgreed agreed = {
      .items = {}, .rows = {}, .pauses_interest = pauses_interest};
  for (const PlanDebt& debt : plan.debts) agreed.items.push_back(debt.item);
  for (const Installment& row : plan.amortization.rows) {
    if (row.payment_minor > 0) {
      agreed.rows.push_back({row.due(), row.payment_minor});
    }
  }
  return agreed;
}

absl::StatusOr<PaymentPlan> FindPaymentPlan(
    const std::vector<PlanDebt>& debts, const AmortizationSpec& terms,
    const Affordability& affordability) {
  if (affordability.most_minor <= 0) {
    return Error(Reason::kOutOfRange, "/affordability/most",
                 std::to_string(affordability.most_minor) +
                     " minor units; allowed: above 0");
  }
  if (affordability.most_payments < 1 ||
      affordability.most_payments > kMaxPlanPayments) {
    return Error(Reason::kOutOfRange, "/affordability/most_payments",
                 std::to_string(affordability.most_payments) +
                     "; allowed: 1 to " + std::to_string(kMaxPlanPayments));
  }
  USANCE_RETURN_IF_ERROR(CheckDebts(debts, "/debts"));
  AmortizationSpec trial = terms;
  trial.schedule.end.reset();
  const int64_t sum = SumOf(debts);
  const int64_t fewest = (sum - 1) / affordability.most_minor + 1;
  std::optional<int64_t> at_most;  // the largest of the longest plan allowed
  for (int64_t count = 1; count <= kMaxPlanPayments; ++count) {
    // Those of fewer are too large; the longest that is allowed is for the
    // error's text.
    if (count < fewest && count != affordability.most_payments) continue;
    trial.schedule.count = static_cast<int32_t>(count);
    absl::StatusOr<PaymentPlan> plan = MakePaymentPlan(debts, trial);
    if (ReasonOf(plan.status()) == Reason::kNegativeAmortization) break;
    if (!plan.ok()) return plan.status();
    const int64_t largest = LargestOf(*plan);
    if (count == affordability.most_payments) at_most = largest;
    if (largest > affordability.most_minor) continue;
    if (count <= affordability.most_payments) return *std::move(plan);
    const Currency currency = terms.principal.currency();
    return Error(Reason::kOutOfRange, "/affordability",
                 "over " + std::to_string(affordability.most_payments) +
                     " payments the largest is " +
                     Format(Money(*at_most, currency)) + "; allowed: up to " +
                     Format(Money(affordability.most_minor, currency)) +
                     ", which takes " + std::to_string(count) + " payments");
  }
  const Currency currency = terms.principal.currency();
  return Error(Reason::kOutOfRange, "/affordability",
               "payments up to " +
                   Format(Money(affordability.most_minor, currency)) +
                   " do not pay it back within " +
                   std::to_string(kMaxPlanPayments) + " payments");
}

absl::StatusOr<PlanStanding> StandingOf(const Journal& journal,
                                        const Account& account,
                                        std::string_view plan,
                                        const BreachRule& rule) {
  const std::optional<size_t> index = journal.IndexOf(std::string(plan));
  const std::vector<uint32_t> events = EventsOf(journal, account);
  if (!index || !std::holds_alternative<PlanAgreed>(journal[*index].body) ||
      !std::binary_search(events.begin(), events.end(),
                          static_cast<uint32_t>(*index))) {
    return Error(Reason::kUnknownName, "/plan",
                 "no plan \"" + std::string(plan) + "\" was agreed by " +
                     account.as_of.ToText());
  }
  USANCE_RETURN_IF_ERROR(CheckRule(rule));
  const std::vector<PlanRow>& rows =
      std::get<PlanAgreed>(journal[*index].body).rows;
  const Receipts receipts(journal, account, *index);
  const int128 paid = receipts.By(account.as_of);
  PlanStanding standing = {.paid_minor = ToMinor(paid)};
  int128 target = 0, past_due = 0;
  for (size_t k = 0; k < rows.size(); ++k) {
    const PlanRow& row = rows[k];
    target += row.amount_minor;
    if (row.due <= account.as_of) standing.due_minor = ToMinor(target);
    if (row.due < account.as_of) past_due = target;
    if (row.due > account.as_of && !standing.next_due) {
      standing.next_due = row.due;
      standing.next_minor = row.amount_minor;
    }
    const Date end = Later(row.due, rule);
    if (end >= account.as_of) continue;
    standing.missed =
        CountMissed(std::span(rows).first(k + 1), rule, receipts, end);
    if (standing.missed >= rule.missed && !standing.breached_on) {
      standing.breached_on = *Date::FindDays(int64_t{end.days()} + 1);
    }
  }
  standing.arrears_minor =
      ToMinor(std::max<int128>(int128{standing.due_minor} - paid, 0));
  if (standing.breached_on) {
    standing.state = PlanState::kBreached;
  } else if (paid >= target) {
    standing.state = PlanState::kPaid;
  } else {
    standing.state = paid < past_due ? PlanState::kBehind : PlanState::kGood;
  }
  return standing;
}

}  // namespace usance
