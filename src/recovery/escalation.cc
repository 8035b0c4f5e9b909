#include "usance/recovery/escalation.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "src/core/document_check.h"

namespace usance {
namespace {

constexpr int32_t kMostPoints = 1'000'000;

using internal::CheckBetween;
using internal::CheckText;

absl::Status CheckBands(const std::vector<SignBand>& bands,
                        const std::string& at) {
  if (bands.empty()) return Error(Reason::kMissingField, at, "no band");
  if (bands.size() > kMaxSignBands) {
    return Error(Reason::kLimitExceeded, at,
                 std::to_string(bands.size()) + "; allowed: up to " +
                     std::to_string(kMaxSignBands));
  }
  for (size_t k = 0; k < bands.size(); ++k) {
    const std::string place = at + "/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(
        CheckBetween(bands[k].from, 0, INT64_MAX, place + "/from"));
    USANCE_RETURN_IF_ERROR(
        CheckBetween(bands[k].points, 0, kMostPoints, place + "/points"));
    if (k == 0) continue;
    if (bands[k].from <= bands[k - 1].from) {
      return Error(Reason::kOutOfOrder, place + "/from",
                   std::to_string(bands[k].from) + "; allowed: above " +
                       std::to_string(bands[k - 1].from));
    }
    if (bands[k].points < bands[k - 1].points) {
      return Error(Reason::kOutOfOrder, place + "/points",
                   std::to_string(bands[k].points) + "; allowed: from " +
                       std::to_string(bands[k - 1].points));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckPolicy(const EscalationPolicy& policy,
                         const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckText(policy.id, at + "/id"));
  if (policy.signs.empty()) {
    return Error(Reason::kMissingField, at + "/signs", "no sign");
  }
  std::set<Sign> seen;
  for (size_t k = 0; k < policy.signs.size(); ++k) {
    const SignRule& rule = policy.signs[k];
    const std::string place = at + "/signs/" + std::to_string(k);
    const std::string name(NameOf(rule.sign));
    if (name.empty()) {
      return Error(Reason::kUnspecified, place + "/sign", "no sign is chosen");
    }
    if (!seen.insert(rule.sign).second) {
      return Error(Reason::kDuplicateField, place + "/sign",
                   "\"" + name + "\" stands there twice");
    }
    USANCE_RETURN_IF_ERROR(CheckBands(rule.bands, place + "/bands"));
  }
  USANCE_RETURN_IF_ERROR(CheckBetween(policy.review_points, 0, kMostPoints,
                                      at + "/review_points"));
  USANCE_RETURN_IF_ERROR(CheckBetween(policy.hand_over_points, 0, kMostPoints,
                                      at + "/hand_over_points"));
  if (policy.hand_over_points < policy.review_points) {
    return Error(Reason::kOutOfOrder, at + "/hand_over_points",
                 std::to_string(policy.hand_over_points) + "; allowed: from " +
                     std::to_string(policy.review_points));
  }
  USANCE_RETURN_IF_ERROR(
      CheckBetween(policy.small_minor, 0, INT64_MAX, at + "/small"));
  USANCE_RETURN_IF_ERROR(
      CheckBetween(policy.small_days, 0, INT32_MAX, at + "/small_days"));
  return CheckBetween(policy.limitation_days, 0, INT32_MAX,
                      at + "/limitation_days");
}

bool About(const std::vector<std::string>& items, const std::string& id) {
  return items.empty() ||
         std::find(items.begin(), items.end(), id) != items.end();
}

// The record as the signs of items ask for it.
class Record {
 public:
  Record(const Journal& journal, const Account& account,
         const EscalationPolicy& policy, const DebtorSigns& debtor)
      : journal_(journal),
        account_(account),
        policy_(policy),
        debtor_(debtor),
        events_(EventsOf(journal, account)) {
    days_.resize(account.items.size());
    open_.resize(account.items.size());
    for (const AccountRow& row : account.rows) {
      days_[row.item] = std::max(days_[row.item], row.days_past_due);
      open_[row.item] += row.open.Total();
    }
    const auto is_ignored = [&account](uint32_t event) {
      return std::any_of(
          account.ignored.begin(), account.ignored.end(),
          [event](const IgnoredEvent& one) { return one.event == event; });
    };
    for (const uint32_t k : events_) {
      const EventKind kind = journal[k].kind();
      if (kind != EventKind::kPaymentReturned &&
          kind != EventKind::kPaymentFailed && kind != EventKind::kHold) {
        continue;
      }
      if (is_ignored(k)) continue;
      const EventBody& body = journal[k].body;
      returned_ += std::holds_alternative<PaymentReturned>(body) ||
                   std::holds_alternative<PaymentFailed>(body);
      const auto* hold = std::get_if<HoldOpened>(&body);
      disputes_ += hold != nullptr && hold->kind == HoldKind::kDispute;
    }
  }

  [[nodiscard]] int32_t DaysOf(uint32_t item) const { return days_[item]; }
  [[nodiscard]] int64_t OpenOf(uint32_t item) const {
    return static_cast<int64_t>(open_[item]);  // part of what is open in all
  }
  [[nodiscard]] std::optional<Date> LapsesOn(uint32_t item) const {
    std::optional<Date> day;
    for (const DebtorSigns::Lapse& lapse : debtor_.lapses) {
      if (lapse.item == account_.items[item].id && (!day || lapse.on < *day)) {
        day = lapse.on;
      }
    }
    return day;
  }
  [[nodiscard]] bool LapsesSoon(uint32_t item) const {
    const std::optional<Date> day = LapsesOn(item);
    return day && *day - account_.as_of <= policy_.limitation_days;
  }

  [[nodiscard]] int64_t ValueOf(Sign sign, uint32_t item) const {
    switch (sign) {
      case Sign::kDaysPastDue:
        return DaysOf(item);
      case Sign::kOpen:
        return OpenOf(item);
      case Sign::kUnanswered:
      case Sign::kRefusals:
        return Contacts(sign, account_.items[item].id);
      case Sign::kBrokenPromises:
        return BrokenPromises(account_.items[item].id);
      case Sign::kBreachedPlans:
        return BreachedPlans(account_.items[item].id);
      case Sign::kReturnedPayments:
        return returned_;
      case Sign::kDisputes:
        return disputes_;
      case Sign::kInsolvency:
        return debtor_.insolvency;
      case Sign::kLegalDisputes:
        return debtor_.legal_disputes;
      case Sign::kOtherJurisdiction:
        return debtor_.other_jurisdiction;
      case Sign::kLimitationNear:
        return LapsesSoon(item);
    }
    return 0;
  }

 private:
  [[nodiscard]] int64_t Contacts(Sign sign, const std::string& id) const {
    int64_t unanswered = 0, refusals = 0;
    for (const uint32_t k : events_) {
      const auto* made = std::get_if<ContactMade>(&journal_[k].body);
      if (made == nullptr || !About(made->items, id)) continue;
      const bool none = made->response == Response::kNone ||
                        made->response == Response::kUndeliverable;
      unanswered = none ? unanswered + 1 : 0;
      refusals += made->response == Response::kRefusal;
    }
    return sign == Sign::kUnanswered ? unanswered : refusals;
  }
  [[nodiscard]] int64_t BrokenPromises(const std::string& id) const {
    int64_t broken = 0;
    for (const AccountPromise& promise : account_.promises) {
      const auto& made = std::get<PromiseMade>(journal_[promise.event].body);
      broken +=
          About(made.items, id) && (promise.state == PromiseState::kBroken ||
                                    promise.state == PromiseState::kKeptInPart);
    }
    return broken;
  }
  [[nodiscard]] int64_t BreachedPlans(const std::string& id) const {
    int64_t breached = 0;
    for (const uint32_t k : events_) {
      const auto* breach = std::get_if<PlanBreached>(&journal_[k].body);
      const Event* plan =
          breach == nullptr ? nullptr : journal_.Find(breach->plan);
      const auto* agreed =
          plan == nullptr ? nullptr : std::get_if<PlanAgreed>(&plan->body);
      breached += agreed != nullptr && About(agreed->items, id);
    }
    return breached;
  }

  const Journal& journal_;
  const Account& account_;
  const EscalationPolicy& policy_;
  const DebtorSigns& debtor_;
  std::vector<uint32_t> events_;
  std::vector<int32_t> days_;  // past due, by item
  std::vector<int128> open_;
  int64_t returned_ = 0;
  int64_t disputes_ = 0;
};

int32_t PointsOf(const SignRule& rule, int64_t value) {
  int32_t points = 0;
  for (const SignBand& band : rule.bands) {
    if (value >= band.from) points = band.points;
  }
  return points;
}

Escalation Judge(const Record& record, const EscalationPolicy& policy,
                 uint32_t item) {
  Escalation out = {.item = item,
                    .reasons = {},
                    .lapses_on = record.LapsesOn(item),
                    .why = {}};
  for (const SignRule& rule : policy.signs) {
    const int64_t value = record.ValueOf(rule.sign, item);
    const int32_t points = PointsOf(rule, value);
    if (points == 0) continue;
    out.points += points;
    out.reasons.push_back({rule.sign, value, points});
  }
  const bool small = record.OpenOf(item) < policy.small_minor &&
                     record.DaysOf(item) >= policy.small_days;
  out.why = std::to_string(out.points) + " points";
  if (out.points >= policy.hand_over_points) {
    out.advice = small ? Advice::kWriteOff : Advice::kHandOver;
    out.why += ", a hand-over from " + std::to_string(policy.hand_over_points);
    if (small) out.why += "; too little is open of it";
  } else if (out.points >= policy.review_points) {
    out.advice = Advice::kReview;
    out.why += ", a review from " + std::to_string(policy.review_points);
  } else if (record.LapsesSoon(item)) {
    out.advice = Advice::kReview;
  } else {
    out.advice = Advice::kFollowUp;
    out.why += ", a review from " + std::to_string(policy.review_points);
  }
  if (record.LapsesSoon(item)) {
    out.why += "; the claim lapses on " + out.lapses_on->ToText();
  }
  return out;
}

}  // namespace

absl::StatusOr<std::vector<Escalation>> Escalate(const Journal& journal,
                                                 const Account& account,
                                                 const EscalationPolicy& policy,
                                                 const DebtorSigns& debtor,
                                                 std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckPolicy(policy, std::string(field)));
  const Record record(journal, account, policy, debtor);
  std::vector<Escalation> all;
  for (uint32_t item = 0; item < account.items.size(); ++item) {
    const AccountItem& one = account.items[item];
    if (one.state != ItemState::kPastDue || one.handed_over || one.in_plan) {
      continue;
    }
    all.push_back(Judge(record, policy, item));
  }
  std::stable_sort(all.begin(), all.end(),
                   [&](const Escalation& a, const Escalation& b) {
                     if (a.points != b.points) return a.points > b.points;
                     return record.DaysOf(a.item) > record.DaysOf(b.item);
                   });
  return all;
}

}  // namespace usance
