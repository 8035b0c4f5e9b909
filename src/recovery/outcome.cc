#include "usance/recovery/outcome.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <variant>

#include "src/core/exact.h"
#include "usance/account/receipt.h"

namespace usance {
namespace {

constexpr int64_t kMostTrials = 1'000'000'000'000;
constexpr int64_t kMostTerm = 1'000'000;
constexpr int64_t kMillion = 1'000'000;

struct PaidContact {
  Date day;
  const ContactMade* made;
  int64_t amount_minor = 0;  // of the payments that count for it
};

absl::Status CheckSpec(const OutcomeSpec& spec) {
  if (spec.within_days < 1 || spec.within_days > 366) {
    return Error(Reason::kOutOfRange, "/within_days",
                 std::to_string(spec.within_days) + "; allowed: 1 to 366");
  }
  for (size_t k = 0; k < spec.costs.size(); ++k) {
    if (!NameOf(spec.costs[k].channel).empty()) continue;
    return Error(Reason::kUnspecified,
                 "/costs/" + std::to_string(k) + "/channel",
                 "no channel is chosen");
  }
  return absl::OkStatus();
}

bool IsAbout(const PaidContact& contact, const AccountItem& item,
             const AccountRow& row) {
  if (item.document_date > contact.day) return false;
  const std::vector<std::string>& items = contact.made->items;
  if (items.empty()) return true;
  return std::find(items.begin(), items.end(), item.id) != items.end() &&
         contact.made->row.value_or(row.number) == row.number;
}

absl::Status Sum(int64_t& sum, int64_t part) {
  if (!__builtin_add_overflow(sum, part, &sum)) return absl::OkStatus();
  return Error(Reason::kOverflow, "",
               "a sum is outside the 64 bits of minor units");
}

auto KeyOf(const Outcome& outcome) {
  return std::tie(outcome.step, outcome.channel, outcome.segment);
}

absl::Status AddTo(std::vector<Outcome>& sums, const Outcome& part) {
  const auto at = std::lower_bound(
      sums.begin(), sums.end(), part,
      [](const Outcome& a, const Outcome& b) { return KeyOf(a) < KeyOf(b); });
  if (at == sums.end() || KeyOf(*at) != KeyOf(part)) {
    sums.insert(at, part);
    return absl::OkStatus();
  }
  for (int64_t Outcome::*const field :
       {&Outcome::contacts, &Outcome::responses, &Outcome::paid,
        &Outcome::amount_minor, &Outcome::cost_minor, &Outcome::waiting}) {
    USANCE_RETURN_IF_ERROR(Sum((*at).*field, part.*field));
  }
  return absl::OkStatus();
}

// Lets each payment count for the last contact that it follows in time.
absl::Status Attribute(const Account& account, const Journal& journal,
                       int32_t within_days,
                       std::vector<PaidContact>& contacts) {
  for (const Receipt& receipt : ReceiptsOf(account, journal)) {
    const AccountRow& row = account.rows[receipt.row];
    const AccountItem& item = account.items[row.item];
    for (size_t k = contacts.size(); k-- > 0;) {
      PaidContact& contact = contacts[k];
      if (receipt.on - contact.day > within_days) break;
      if (contact.day >= receipt.on || !IsAbout(contact, item, row)) continue;
      USANCE_RETURN_IF_ERROR(Sum(contact.amount_minor, receipt.amount_minor));
      break;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Outcome>> OutcomesOf(const Account& account,
                                                const Journal& journal,
                                                const OutcomeSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  std::vector<PaidContact> contacts;
  for (const uint32_t k : EventsOf(journal, account)) {
    const auto* made = std::get_if<ContactMade>(&journal[k].body);
    if (made != nullptr) contacts.push_back({journal[k].value_date, made});
  }
  USANCE_RETURN_IF_ERROR(
      Attribute(account, journal, spec.within_days, contacts));
  std::vector<Outcome> outcomes;
  for (const PaidContact& contact : contacts) {
    Outcome one = {.step = contact.made->step,
                   .channel = contact.made->channel,
                   .segment = spec.segment};
    if (account.as_of - contact.day < spec.within_days) {
      one.waiting = 1;
    } else {
      one.contacts = 1;
      one.responses = IsAnswer(contact.made->response) ? 1 : 0;
      one.paid = contact.amount_minor > 0 ? 1 : 0;
      one.amount_minor = contact.amount_minor;
      for (const ChannelCost& cost : spec.costs) {
        if (cost.channel == one.channel) one.cost_minor = cost.cost_minor;
      }
    }
    USANCE_RETURN_IF_ERROR(AddTo(outcomes, one));
  }
  return outcomes;
}

absl::Status AddTo(std::vector<Outcome>& sums, std::span<const Outcome> parts) {
  for (const Outcome& part : parts) {
    USANCE_RETURN_IF_ERROR(AddTo(sums, part));
  }
  return absl::OkStatus();
}

absl::StatusOr<ShareInterval> WilsonInterval(int64_t successes, int64_t trials,
                                             const Fraction& z) {
  if (trials < 0 || trials > kMostTrials) {
    return Error(Reason::kOutOfRange, "/trials",
                 std::to_string(trials) + "; allowed: 0 to " +
                     std::to_string(kMostTrials));
  }
  if (successes < 0 || successes > trials) {
    return Error(Reason::kOutOfRange, "/successes",
                 std::to_string(successes) + "; allowed: 0 to " +
                     std::to_string(trials));
  }
  if (z.Sign() <= 0 || z.numerator() > kMostTerm ||
      z.denominator() > kMostTerm) {
    return Error(Reason::kOutOfRange, "/z",
                 ToText(z) + "; allowed: above 0, of terms up to " +
                     std::to_string(kMostTerm));
  }
  if (trials == 0)
    return ShareInterval{.low = Fraction(0), .high = Fraction(1)};
  // With z = p/q the bounds are (middle -+ sqrt(square)) / whole, in integers:
  //   middle = n (2 s q^2 + p^2),  whole = 2 n (n q^2 + p^2)
  //   square = n p^2 (4 q^2 s (n - s) + n p^2)
  const Integer s = successes, n = trials;
  const Integer p2 = Integer(z.numerator()) * Integer(z.numerator());
  const Integer q2 = Integer(z.denominator()) * Integer(z.denominator());
  const Integer middle = n * (2 * s * q2 + p2) * kMillion;
  const Integer whole = 2 * n * (n * q2 + p2);
  const Integer square = n * p2 * (4 * q2 * s * (n - s) + n * p2) *
                         Integer(kMillion) * Integer(kMillion);
  // The quotient of a real rounds as that of the integer beside it does.
  Integer rest;
  Integer root = sqrt(square, rest);
  if (!rest.is_zero()) ++root;
  const Integer low = Exact(middle - root, whole).Round(Rounding::kFloor);
  const Integer high = Exact(middle + root, whole).Round(Rounding::kCeiling);
  return ShareInterval{
      .low = Fraction::Of(static_cast<int64_t>(low), kMillion),
      .high = Fraction::Of(static_cast<int64_t>(high), kMillion)};
}

absl::StatusOr<std::vector<RankedOutcome>> Rank(
    std::span<const Outcome> outcomes, OutcomeMeasure measure,
    const Fraction& z) {
  if (NameOf(measure).empty()) {
    return Error(Reason::kUnspecified, "/measure", "no measure is chosen");
  }
  std::vector<RankedOutcome> ranked;
  for (size_t k = 0; k < outcomes.size(); ++k) {
    const Outcome& outcome = outcomes[k];
    const int64_t hits =
        measure == OutcomeMeasure::kPayment ? outcome.paid : outcome.responses;
    RankedOutcome one = {.outcome = k,
                         .interval = {},
                         .standing = Standing::kNotDistinguishable};
    USANCE_ASSIGN_OR_RETURN(one.interval,
                            WilsonInterval(hits, outcome.contacts, z));
    one.share = Fraction::Make(hits, outcome.contacts);
    ranked.push_back(std::move(one));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const RankedOutcome& a, const RankedOutcome& b) {
                     // No share is less than any.
                     if (a.share != b.share) return b.share < a.share;
                     return outcomes[a.outcome].contacts >
                            outcomes[b.outcome].contacts;
                   });
  for (RankedOutcome& one : ranked) {
    if (one.interval.high < ranked.front().interval.low) {
      one.standing = Standing::kLower;
    }
  }
  if (!ranked.empty() && ranked.front().share) {
    ranked.front().standing = Standing::kFirst;
  }
  return ranked;
}

}  // namespace usance
