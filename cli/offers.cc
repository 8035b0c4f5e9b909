#include "cli/offers.h"

#include <algorithm>
#include <utility>

#include "usance/core/fraction.h"
#include "usance/date/period.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

absl::StatusOr<int64_t> ShareOf(int64_t minor, const Percent& share,
                                Rounding rounding) {
  const auto part = CheckedMul(Fraction(minor), share.share());
  if (!part) {
    return Error(Reason::kOverflow, "", "a share does not fit 128 bits");
  }
  // Up to 100 % of it.
  return static_cast<int64_t>(part->Round(rounding));
}

std::string Text(int64_t minor, const Debts& debts) {
  return FormatAmount(minor, debts.currency);
}

// The plan of a way; none where the customer cannot keep it.
absl::StatusOr<std::optional<PaymentPlan>> PlanOf(const RecoveryWay& way,
                                                  const Ways& ways,
                                                  const Debts& debts) {
  AmortizationSpec terms = {
      .principal = Money(0, debts.currency),
      .rate = *Rate::Parse("0%", ""),
      .day_count = ways.day_count,
      .schedule = {.start = debts.as_of,
                   .count = way.payments,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = ways.rounding,
      .residual = Residual::kLast,
  };
  if (!debts.affordable_minor) {
    USANCE_ASSIGN_OR_RETURN(PaymentPlan plan,
                            MakePaymentPlan(debts.debts, std::move(terms)));
    return std::optional<PaymentPlan>(std::move(plan));
  }
  absl::StatusOr<PaymentPlan> plan = FindPaymentPlan(
      debts.debts, terms,
      {.most_minor = *debts.affordable_minor,
       .most_payments = std::min(way.payments, kMaxPlanPayments)});
  if (plan.ok()) return std::optional<PaymentPlan>(*std::move(plan));
  if (FieldOf(plan.status()) == "/affordability") {
    return std::optional<PaymentPlan>();
  }
  return plan.status();
}

bool IsWay(WayKind kind, WaysFor whom) {
  switch (kind) {
    case WayKind::kPlan:
      return whom != WaysFor::kSilent;
    case WayKind::kSettlement:
      return true;
    case WayKind::kHandOver:
    case WayKind::kWriteOff:
      break;
  }
  return whom != WaysFor::kAsked;
}

// Fills receipts and `what`; false where there is no such way.
absl::StatusOr<bool> Fill(const RecoveryWay& way, const Ways& ways,
                          const Debts& debts, int64_t total, WayValue& filled) {
  if (way.kind == WayKind::kPlan) {
    USANCE_ASSIGN_OR_RETURN(const auto plan, PlanOf(way, ways, debts));
    if (!plan) return false;
    const std::vector<Installment>& rows = plan->amortization.rows;
    for (const Installment& row : rows) {
      if (row.payment_minor <= 0) continue;
      filled.receipts.push_back({row.due(), row.payment_minor});
    }
    filled.what = std::to_string(rows.size()) + " payments of " +
                  Text(rows.front().payment_minor, debts) + " from " +
                  rows.front().due().ToText() + " on";
    return true;
  }
  USANCE_ASSIGN_OR_RETURN(const Date day, AddDays(debts.as_of, way.after_days));
  USANCE_ASSIGN_OR_RETURN(const int64_t pays,
                          ShareOf(total, way.share, ways.rounding));
  filled.what = way.id;
  if (way.kind == WayKind::kWriteOff || pays == 0) return true;
  filled.receipts.push_back({day, pays});
  if (way.kind == WayKind::kSettlement) {
    filled.what = Text(pays, debts) + " by " + day.ToText() +
                  " settles it: " + Text(total - pays, debts) + " is given up";
  }
  return true;
}

}  // namespace

absl::StatusOr<std::vector<WayValue>> ValueWays(const Ways& ways,
                                                const Debts& debts,
                                                WaysFor whom) {
  int64_t total = 0;
  for (const PlanDebt& debt : debts.debts) total += debt.amount_minor;
  std::vector<WayValue> filled;
  std::vector<RecoveryOption> options;
  for (const RecoveryWay& way : ways.ways) {
    if (!IsWay(way.kind, whom)) continue;
    WayValue value = {.way = &way, .value = {}, .receipts = {}, .what = {}};
    USANCE_ASSIGN_OR_RETURN(const bool any,
                            Fill(way, ways, debts, total, value));
    if (!any) continue;
    options.push_back({.id = way.id,
                       .receipts = value.receipts,
                       .chance = way.chance,
                       .cost_minor = way.cost_minor,
                       .contingent = way.contingent});
    filled.push_back(std::move(value));
  }
  USANCE_ASSIGN_OR_RETURN(const std::vector<OptionValue> values,
                          CompareOptions(options, {.as_of = debts.as_of,
                                                   .rate = ways.rate,
                                                   .day_count = ways.day_count,
                                                   .rounding = ways.rounding}));
  std::vector<WayValue> sorted;
  for (const OptionValue& value : values) {
    sorted.push_back(std::move(filled[value.option]));
    sorted.back().value = value;
  }
  return sorted;
}

absl::StatusOr<std::optional<EarlyOffer>> OfferEarlyPayment(
    const Ways& ways, int64_t amount_minor, Date as_of, Date expected) {
  if (!ways.early_payment) return std::nullopt;
  EarlyOffer offer = {.pay_by = as_of};
  USANCE_ASSIGN_OR_RETURN(offer.pay_by,
                          AddDays(as_of, ways.early_payment->days));
  if (offer.pay_by >= expected) return std::nullopt;
  USANCE_ASSIGN_OR_RETURN(
      offer.discount_minor,
      ShareOf(amount_minor, ways.early_payment->percent, ways.rounding));
  offer.pay_minor = amount_minor - offer.discount_minor;
  if (offer.discount_minor == 0 || offer.pay_minor <= 0) return std::nullopt;
  const Percent certain = Percent(Fraction(1));
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<OptionValue> values,
      CompareOptions({{.id = "waiting",
                       .receipts = {{expected, amount_minor}},
                       .chance = certain},
                      {.id = "early",
                       .receipts = {{offer.pay_by, offer.pay_minor}},
                       .chance = certain}},
                     {.as_of = as_of,
                      .rate = ways.rate,
                      .day_count = ways.day_count,
                      .rounding = ways.rounding}));
  if (values[0].option == 0) return std::nullopt;
  offer.worth_minor = values[0].expected_minor;
  offer.waiting_minor = values[1].expected_minor;
  return offer;
}

}  // namespace usance::cli
