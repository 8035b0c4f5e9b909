#include "usance/installment/loan_change.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>

#include "src/installment/running_loan.h"
#include "usance/core/int128.h"

namespace usance {
namespace {

std::string ChangeField(size_t k) { return "/changes/" + std::to_string(k); }

}  // namespace

absl::StatusOr<std::vector<size_t>> OrderOfChanges(
    std::span<const LoanChange> changes) {
  if (changes.size() > kMaxLoanChanges) {
    return Error(Reason::kLimitExceeded, "/changes",
                 std::to_string(changes.size()) + " changes; allowed: up to " +
                     std::to_string(kMaxLoanChanges));
  }
  std::vector<size_t> order(changes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return changes[a].date < changes[b].date;
  });
  std::map<std::string_view, size_t> places;
  for (size_t place = 0; place < order.size(); ++place) {
    const LoanChange& change = changes[order[place]];
    if (change.id.empty()) continue;
    if (!places.emplace(change.id, place).second) {
      return Error(Reason::kDuplicateField, ChangeField(order[place]) + "/id",
                   "\"" + change.id + "\" is another change's too");
    }
  }
  std::vector<bool> counts(order.size(), true);
  for (size_t place = order.size(); place-- > 0;) {
    const auto* undone = std::get_if<Undone>(&changes[order[place]].body);
    if (undone == nullptr) continue;
    const std::string field = ChangeField(order[place]) + "/change";
    const auto found = places.find(undone->change);
    if (found == places.end()) {
      return Error(Reason::kUnknownName, field,
                   "\"" + undone->change + "\" is no change");
    }
    if (found->second >= place) {
      return Error(Reason::kOutOfOrder, field,
                   "\"" + undone->change + "\" is not before it");
    }
    if (counts[place]) counts[found->second] = false;
    counts[place] = false;  // it has no rows of its own
  }
  std::vector<size_t> wanted;
  for (size_t place = 0; place < order.size(); ++place) {
    if (counts[place]) wanted.push_back(order[place]);
  }
  return wanted;
}

namespace {

// Nothing where a difference is no int64.
std::optional<AmortizationTotals> Less(const AmortizationTotals& a,
                                       const AmortizationTotals& b) {
  AmortizationTotals less;
  for (int64_t AmortizationTotals::*const sum :
       {&AmortizationTotals::interest_minor,
        &AmortizationTotals::principal_minor, &AmortizationTotals::fee_minor,
        &AmortizationTotals::payment_minor, &AmortizationTotals::tax_minor}) {
    const auto one = Narrow<int64_t>(static_cast<int128>(a.*sum) - b.*sum);
    if (!one) return std::nullopt;
    less.*sum = *one;
  }
  return less;
}

}  // namespace

absl::StatusOr<ChangedLoan> ChangeLoan(const AmortizationSpec& terms,
                                       std::span<const LoanChange> changes) {
  USANCE_ASSIGN_OR_RETURN(RunningLoan running, RunningLoan::Make(terms));
  USANCE_ASSIGN_OR_RETURN(const std::vector<size_t> order,
                          OrderOfChanges(changes));
  std::vector<ChangeEffect> effects;
  for (const size_t k : order) {
    const AmortizationTotals before = running.rows().totals;
    const auto rows = static_cast<int32_t>(running.rows().rows.size());
    if (const absl::Status done = running.Apply(changes[k]); !done.ok()) {
      return At(ChangeField(k), done);
    }
    const Amortization& after = running.rows();
    const auto cost = Less(after.totals, before);
    if (!cost) {
      return Error(Reason::kOverflow, ChangeField(k),
                   "what it costs is outside int64 of minor units");
    }
    ChangeEffect effect{
        .change = k,
        .cost = *cost,
        .rows = static_cast<int32_t>(after.rows.size()) - rows,
        .last_due = after.rows.back().due(),
    };
    for (size_t j = running.row(); j < after.rows.size(); ++j) {
      if (after.rows[j].payment_minor == 0) continue;
      effect.payment_minor = after.rows[j].payment_minor;
      break;
    }
    effects.push_back(effect);
  }
  return ChangedLoan{running.rows(), std::move(effects)};
}

}  // namespace usance
