#include "usance/recovery/next_action.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <variant>

#include "usance/date/period.h"
#include "usance/money/format.h"

namespace usance {
namespace {

Date Plus(Date day, int64_t days) {
  constexpr Date kLast = Date::Of(9999, 12, 31);
  return Date::FindDays(int64_t{day.days()} + days).value_or(kLast);
}

template <class T>
bool Has(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::string Days(int64_t count) {
  return std::to_string(count) + (count == 1 ? " day" : " days");
}

// Why a notice bears no fee, after so many that did; empty where it does.
std::string WhyNoFee(const LateFee& fee, int32_t charged,
                     std::optional<Date> last, Date notice) {
  if (charged >= fee.max_count) {
    return "\"" + fee.id + "\" is charged " + std::to_string(charged) +
           " times; allowed: " + std::to_string(fee.max_count);
  }
  if (!fee.every || !last) return "";
  const auto next = AddPeriod(*last, *fee.every, 1, EndOfMonth::kClamp);
  if (next.ok() && notice >= *next) return "";
  return "\"" + fee.id + "\" was charged on " + last->ToText() +
         "; apart: " + fee.every->ToText();
}

// Why a law wants a notice to bear no fee, after so many that did.
std::string WhyNoFee(const NoticeFeeLimit& limit, int32_t charged,
                     std::optional<Date> last, Date notice) {
  if (limit.max_count && charged >= *limit.max_count) {
    return std::to_string(charged) + " fees are charged; " + limit.rule +
           " allows: " + std::to_string(*limit.max_count);
  }
  if (!last || notice - *last >= limit.min_gap_days) return "";
  return "a fee was charged on " + last->ToText() + "; apart by " + limit.rule +
         ": " + Days(limit.min_gap_days);
}

// One before the due day lapses with that day.
bool IsByDate(const DunningStep& step) {
  return step.anchor == StepAnchor::kDue ||
         step.anchor == StepAnchor::kDocument;
}

struct Contact {
  uint32_t event;
  Date day;
  const ContactMade* made;
};

// Something that steps are anchored to, of items (none: all) or of rows.
struct Happening {
  Date day;
  std::vector<std::string> items = {};
  std::vector<uint32_t> rows = {};
};

// What takes a step: a contact that names it, or, of its action, what it
// proposes.
struct Taking {
  uint32_t event = 0;
  Date day;
  const ContactMade* made = nullptr;
  StepAction action = StepAction::kContact;
};

class Decider {
 public:
  Decider(const Journal& journal, const Account& account,
          const DunningPolicy& policy, const DebtorProfile& debtor)
      : journal_(journal),
        account_(account),
        policy_(policy),
        debtor_(debtor),
        today_(account.as_of) {}

  absl::StatusOr<NextActions> Run() {
    Read();
    ReadStops();
    for (const std::vector<uint32_t>& rows : Subjects()) {
      USANCE_RETURN_IF_ERROR(Decide(rows));
    }
    return std::move(out_);
  }

 private:
  // One ladder: what is still followed up of a row, item or account.
  struct Ladder {
    std::vector<uint32_t> rows;          // all of the subject
    std::vector<uint32_t> about;         // what an action would be about
    Date due;                            // the oldest of what is followed up
    bool past = false;                   // it is past due
    Date first;                          // its first due day
    Date begin;                          // what was before takes no step of it
    std::vector<Contact> contacts = {};  // about the subject, ever
    std::vector<Taking> takings = {};    // about it, since it began
  };
  struct Choice {
    uint32_t step = 0;
    int32_t attempt = 1;
    Date since;
  };
  struct FeeRules {
    std::string withheld = {};
    std::string over = {};
  };

  void Read();
  void ReadStops();
  [[nodiscard]] bool IsIgnored(uint32_t event) const;
  [[nodiscard]] std::vector<std::vector<uint32_t>> Subjects() const;
  [[nodiscard]] absl::Status Decide(const std::vector<uint32_t>& rows);
  [[nodiscard]] std::optional<NoAction> LeftOut(uint32_t row) const;
  [[nodiscard]] std::optional<NoAction> Guard(const Ladder& ladder) const;
  [[nodiscard]] absl::Status Begin(Ladder& ladder) const;
  [[nodiscard]] Date EpisodeDue(const Ladder& ladder) const;
  [[nodiscard]] bool Concerns(const Ladder& ladder,
                              const std::vector<std::string>& items) const;
  [[nodiscard]] bool Concerns(const Ladder& ladder,
                              const ContactMade& made) const;
  [[nodiscard]] bool IsOwn(const Ladder& ladder, Date day,
                           const std::vector<std::string>& items) const;
  [[nodiscard]] std::optional<Date> AnchorOf(const Ladder& ladder, size_t k,
                                             Date due) const;
  [[nodiscard]] absl::StatusOr<std::optional<Date>> DayOf(const Ladder& ladder,
                                                          size_t k,
                                                          Date due) const;
  // What has taken a step.
  [[nodiscard]] std::vector<Taking> Taken(const Ladder& ladder, size_t k) const;
  [[nodiscard]] absl::StatusOr<std::variant<Choice, NoAction>> Choose(
      const Ladder& ladder) const;
  [[nodiscard]] std::optional<NoAction> Gap(const Ladder& ladder,
                                            const DunningStep& step) const;
  [[nodiscard]] std::variant<Channel, NoAction> FindChannel(
      const Ladder& ladder, const DunningStep& step) const;
  [[nodiscard]] std::pair<int32_t, int32_t> MinutesOf(Channel channel) const;
  [[nodiscard]] std::optional<NoAction> Refuses(Channel channel) const;
  [[nodiscard]] std::optional<NoAction> Reaches(const ContactCap& cap,
                                                const std::string& name) const;
  [[nodiscard]] FeeRules RulesOfFee(const Ladder& ladder, uint32_t step) const;
  [[nodiscard]] const LateFee& FeeOf(const DunningStep& step) const;
  [[nodiscard]] absl::Status SetFee(const Ladder& ladder, const Choice& choice,
                                    NextAction& action) const;
  [[nodiscard]] std::string Why(const Ladder& ladder,
                                const Choice& choice) const;
  [[nodiscard]] int64_t Asked(const std::vector<uint32_t>& rows) const;

  const Journal& journal_;
  const Account& account_;
  const DunningPolicy& policy_;
  const DebtorProfile& debtor_;
  Date today_;
  NextActions out_;
  std::vector<Contact> contacts_;
  // Hand-overs and write-offs, of items (none: all).
  std::vector<std::pair<Taking, std::vector<std::string>>> ends_;
  std::vector<Happening> broken_;                 // promises
  std::vector<Happening> failed_;                 // payments
  std::vector<std::optional<uint32_t>> claimed_;  // by row: the first event
  // By row: of a hold of all of it that is open; a dispute before another.
  std::vector<std::optional<HoldKind>> stopped_;
  std::vector<Channel> planned_;  // by the actions so far
};

void Decider::Read() {
  // What payments came to be designated for later.
  std::map<std::string_view, const std::vector<Designation>*> designated;
  const auto paid_for = [&](const std::string& payment) {
    std::vector<std::string> items;  // none: all
    const auto later = designated.find(payment);
    const std::vector<Designation>* all =
        later != designated.end() ? later->second : nullptr;
    // One that failed is no event of the account any more.
    const std::optional<size_t> index = journal_.IndexOf(payment);
    if (all == nullptr && index) {
      const EventBody& body = journal_[*index].body;
      if (const auto* paid = std::get_if<PaymentReceived>(&body)) {
        all = &paid->designations;
      }
    }
    if (all == nullptr) return items;
    for (const Designation& one : *all) items.push_back(one.item);
    return items;
  };
  for (const uint32_t k : EventsOf(journal_, account_)) {
    const Event& event = journal_[k];
    if (const auto* made = std::get_if<ContactMade>(&event.body)) {
      contacts_.push_back({k, event.value_date, made});
    } else if (const auto* over = std::get_if<HandedOver>(&event.body)) {
      ends_.push_back({{.event = k,
                        .day = event.value_date,
                        .action = StepAction::kHandOver},
                       over->items});
    } else if (const auto* off = std::get_if<WrittenOff>(&event.body)) {
      std::vector<std::string> items;
      if (!off->item.empty()) items.push_back(off->item);
      ends_.push_back({{.event = k,
                        .day = event.value_date,
                        .action = StepAction::kWriteOff},
                       std::move(items)});
    } else if (const auto* now = std::get_if<PaymentDesignated>(&event.body)) {
      designated[now->payment] = &now->designations;
    } else if (const auto* gone = std::get_if<PaymentFailed>(&event.body)) {
      if (IsIgnored(k)) continue;
      failed_.push_back(
          {.day = event.value_date, .items = paid_for(gone->payment)});
    } else if (std::holds_alternative<PaymentReturned>(event.body)) {
      Happening back = {.day = event.value_date};
      for (const Movement& movement : account_.movements) {
        if (movement.event == k && movement.row) {
          back.rows.push_back(*movement.row);
        }
      }
      if (!back.rows.empty()) failed_.push_back(std::move(back));
    }
  }
  for (const AccountPromise& promise : account_.promises) {
    const bool broken = promise.state == PromiseState::kBroken ||
                        promise.state == PromiseState::kKeptInPart;
    const auto& made = std::get<PromiseMade>(journal_[promise.event].body);
    if (broken && today_ - made.by > policy_.promise_tolerance_days) {
      broken_.push_back({.day = made.by, .items = made.items});
    }
  }
}

// Whether it had nothing to act on, as a payment that failed and is not there.
bool Decider::IsIgnored(uint32_t event) const {
  return std::any_of(
      account_.ignored.begin(), account_.ignored.end(),
      [event](const IgnoredEvent& one) { return one.event == event; });
}

// A hold without an amount is of the rows that are there when it comes, also of
// those that have no principal.
void Decider::ReadStops() {
  claimed_.resize(account_.rows.size());
  for (const Movement& movement : account_.movements) {
    if (!movement.row || claimed_[*movement.row]) continue;
    claimed_[*movement.row] = movement.event;
  }
  stopped_.resize(account_.rows.size());
  std::map<std::string_view, std::pair<uint32_t, const HoldOpened*>> open;
  for (const uint32_t k : EventsOf(journal_, account_)) {
    const Event& event = journal_[k];
    if (const auto* hold = std::get_if<HoldOpened>(&event.body)) {
      if (!hold->amount_minor) open[event.id] = {k, hold};
    } else if (const auto* closed = std::get_if<HoldClosed>(&event.body)) {
      open.erase(closed->hold);
    }
  }
  for (const auto& [id, stop] : open) {
    const auto& [event, hold] = stop;
    for (size_t row = 0; row < stopped_.size(); ++row) {
      const std::string& item = account_.items[account_.rows[row].item].id;
      if (!hold->item.empty() && hold->item != item) continue;
      if (!claimed_[row] || *claimed_[row] > event) continue;
      if (stopped_[row] != HoldKind::kDispute) stopped_[row] = hold->kind;
    }
  }
}

std::vector<std::vector<uint32_t>> Decider::Subjects() const {
  std::vector<std::vector<uint32_t>> subjects;
  switch (policy_.scope) {
    case DunningScope::kRow:
      for (uint32_t row = 0; row < account_.rows.size(); ++row) {
        subjects.push_back({row});
      }
      break;
    case DunningScope::kItem:
      subjects.resize(account_.items.size());
      for (uint32_t row = 0; row < account_.rows.size(); ++row) {
        subjects[account_.rows[row].item].push_back(row);
      }
      break;
    case DunningScope::kAccount:
      subjects.emplace_back();
      for (uint32_t row = 0; row < account_.rows.size(); ++row) {
        subjects.front().push_back(row);
      }
      break;
  }
  // Those that owe nothing are no subject; the oldest debt comes first.
  const auto oldest = [this](const std::vector<uint32_t>& rows) {
    std::optional<Date> due;
    for (const uint32_t row : rows) {
      const AccountRow& one = account_.rows[row];
      if (one.open.Total() > 0 && (!due || one.due < *due)) due = one.due;
    }
    return due;
  };
  std::erase_if(subjects, [&](const auto& rows) { return !oldest(rows); });
  std::stable_sort(
      subjects.begin(), subjects.end(),
      [&](const auto& a, const auto& b) { return *oldest(a) < *oldest(b); });
  return subjects;
}

int64_t Decider::Asked(const std::vector<uint32_t>& rows) const {
  int128 asked = 0;
  for (const uint32_t row : rows) {
    const AccountRow& one = account_.rows[row];
    asked += one.open.Total() - one.held_minor - one.disputed_minor;
  }
  return static_cast<int64_t>(asked);  // part of what is open in all
}

// Why a row that owes is not followed up at all.
std::optional<NoAction> Decider::LeftOut(uint32_t index) const {
  const AccountRow& row = account_.rows[index];
  const AccountItem& item = account_.items[row.item];
  NoAction none = {.rows = {index}};
  if (item.handed_over) {
    none.rule = HoldBack::kHandedOver;
    none.why = "it is with others";
    return none;
  }
  if (item.in_plan) {
    none.rule = HoldBack::kPlan;
    none.why = "a plan runs";
    return none;
  }
  const int64_t principal = row.open[Component::kPrincipal];
  const std::optional<HoldKind> stopped = stopped_[index];
  if (stopped ||
      (principal > 0 && row.held_minor + row.disputed_minor >= principal)) {
    none.rule = HoldBack::kHold;
    none.why = row.disputed_minor > 0 || stopped == HoldKind::kDispute
                   ? "it is disputed"
                   : "it is held";
    return none;
  }
  const AccountPromise* last = nullptr;  // of those that are open
  const auto by = [this](const AccountPromise& promise) {
    return std::get<PromiseMade>(journal_[promise.event].body).by;
  };
  for (const AccountPromise& promise : account_.promises) {
    const auto& made = std::get<PromiseMade>(journal_[promise.event].body);
    if (!made.items.empty() && !Has(made.items, item.id)) continue;
    const bool waits = promise.state == PromiseState::kBroken ||
                       promise.state == PromiseState::kKeptInPart;
    if (promise.state == PromiseState::kOpen ||
        (waits && today_ - made.by <= policy_.promise_tolerance_days)) {
      if (last == nullptr || made.by > by(*last)) last = &promise;
    }
  }
  if (last == nullptr) return std::nullopt;
  none.rule = HoldBack::kPromise;
  none.until = Plus(by(*last), int64_t{policy_.promise_tolerance_days} + 1);
  none.why = "promise \"" + journal_[last->event].id + "\" is open through " +
             by(*last).ToText();
  if (policy_.promise_tolerance_days > 0) {
    none.why += " and " + Days(policy_.promise_tolerance_days);
  }
  return none;
}

std::optional<NoAction> Decider::Guard(const Ladder& ladder) const {
  NoAction none = {.rows = ladder.about};
  if (debtor_.grace_until && today_ <= *debtor_.grace_until) {
    none.rule = HoldBack::kGrace;
    none.until = Plus(*debtor_.grace_until, 1);
    none.why = "grace through " + debtor_.grace_until->ToText();
    return none;
  }
  if (ladder.past && today_ - ladder.due <= policy_.grace_days) {
    none.rule = HoldBack::kGrace;
    none.until = Plus(ladder.due, int64_t{policy_.grace_days} + 1);
    none.why =
        Days(policy_.grace_days) + " of grace after " + ladder.due.ToText();
    return none;
  }
  const Currency currency = account_.currency;
  const int64_t asked = Asked(ladder.about);
  if (asked < policy_.min_open_minor || asked == 0) {
    none.rule = HoldBack::kMinimum;
    none.why = Format(Money(asked, currency)) + " is open, less than " +
               Format(Money(policy_.min_open_minor, currency));
    return none;
  }
  if (!ladder.past) return std::nullopt;
  int128 past_due = 0;
  for (const AccountRow& row : account_.rows) {
    if (row.due < today_) past_due += row.open.Total();
  }
  if (past_due < policy_.min_account_minor) {
    none.rule = HoldBack::kAccount;
    none.why = Format(Money(static_cast<int64_t>(past_due), currency)) +
               " is past due on the account, less than " +
               Format(Money(policy_.min_account_minor, currency));
    return none;
  }
  if (account_.days_past_due < policy_.min_account_days) {
    none.rule = HoldBack::kAccount;
    none.why = "the account is past due for " + Days(account_.days_past_due) +
               ", less than " + std::to_string(policy_.min_account_days);
    return none;
  }
  return std::nullopt;
}

// The first due day since which something has been past due without a break.
Date Decider::EpisodeDue(const Ladder& ladder) const {
  std::vector<const AccountRow*> late;
  for (const uint32_t row : ladder.rows) {
    const AccountRow& one = account_.rows[row];
    if (one.settled_on && one.due < *one.settled_on && one.due < ladder.due) {
      late.push_back(&one);
    }
  }
  std::sort(late.begin(), late.end(),
            [](const AccountRow* a, const AccountRow* b) {
              return *a->settled_on > *b->settled_on;
            });
  Date due = ladder.due;
  for (const AccountRow* row : late) {
    if (*row->settled_on <= due) break;
    due = std::min(due, row->due);
  }
  return due;
}

bool Decider::Concerns(const Ladder& ladder,
                       const std::vector<std::string>& items) const {
  if (items.empty() || policy_.scope == DunningScope::kAccount) return true;
  const AccountRow& row = account_.rows[ladder.rows.front()];
  return Has(items, account_.items[row.item].id);
}

bool Decider::Concerns(const Ladder& ladder, const ContactMade& made) const {
  if (!Concerns(ladder, made.items)) return false;
  return policy_.scope != DunningScope::kRow || !made.row ||
         *made.row == account_.rows[ladder.rows.front()].number;
}

// What step k is anchored to, where that has been.
std::optional<Date> Decider::AnchorOf(const Ladder& ladder, size_t k,
                                      Date due) const {
  const auto last = [&](const std::vector<Happening>& all) {
    std::optional<Date> day;
    for (const Happening& one : all) {
      const bool about = one.rows.empty()
                             ? Concerns(ladder, one.items)
                             : std::any_of(one.rows.begin(), one.rows.end(),
                                           [&](uint32_t row) {
                                             return Has(ladder.rows, row);
                                           });
      if (about && one.day >= ladder.begin && (!day || one.day > *day)) {
        day = one.day;
      }
    }
    return day;
  };
  switch (policy_.steps[k].anchor) {
    case StepAnchor::kDocument:
      return account_.items[account_.rows[ladder.about.front()].item]
          .document_date;
    case StepAnchor::kDue:
      return due;
    case StepAnchor::kPreviousStep: {
      const std::vector<Taking> taken = Taken(ladder, k - 1);
      if (taken.empty()) return std::nullopt;
      return taken.back().day;
    }
    case StepAnchor::kBrokenPromise:
      return last(broken_);
    case StepAnchor::kFailedPayment:
      return last(failed_);
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<Date>> Decider::DayOf(const Ladder& ladder,
                                                   size_t k, Date due) const {
  const std::optional<Date> anchor = AnchorOf(ladder, k, due);
  if (!anchor || policy_.steps[k].after.empty()) return anchor;
  const auto day =
      ApplySteps(policy_.steps[k].after, *anchor, *anchor, policy_.calendars);
  if (!day.ok()) {
    return At("/steps/" + std::to_string(k) + "/after", day.status());
  }
  return std::optional<Date>(day->date);
}

// Whether what was said while a ladder before this one ran is of this one all
// the same: it names what is asked for today, and nothing of that ladder.
bool Decider::IsOwn(const Ladder& ladder, Date day,
                    const std::vector<std::string>& items) const {
  const auto names = [&](uint32_t row) {
    return Has(items, account_.items[account_.rows[row].item].id);
  };
  const auto was_before = [&](uint32_t row) {
    const AccountRow& one = account_.rows[row];
    return one.settled_on && one.due < ladder.first && day < *one.settled_on &&
           claimed_[row] && journal_[*claimed_[row]].value_date <= day;
  };
  return std::any_of(ladder.about.begin(), ladder.about.end(), names) &&
         std::none_of(
             ladder.rows.begin(), ladder.rows.end(),
             [&](uint32_t row) { return was_before(row) && names(row); });
}

// Where the ladder begins: the first day that a step of its first due day has,
// once the ladder before it has ended.
absl::Status Decider::Begin(Ladder& ladder) const {
  const Date due = EpisodeDue(ladder);
  ladder.first = due;
  ladder.begin = due;
  for (size_t k = 0; k < policy_.steps.size(); ++k) {
    if (!IsByDate(policy_.steps[k])) continue;
    USANCE_ASSIGN_OR_RETURN(const std::optional<Date> day,
                            DayOf(ladder, k, due));
    ladder.begin = std::min(ladder.begin, *day);
  }
  const Date opens = ladder.begin;
  for (const uint32_t row : ladder.rows) {
    const AccountRow& one = account_.rows[row];
    if (one.settled_on && one.due < due) {
      ladder.begin = std::max(ladder.begin, *one.settled_on);
    }
  }
  const auto is_in = [&](Date day, const std::vector<std::string>& items) {
    return day >= ladder.begin || (day >= opens && IsOwn(ladder, day, items));
  };
  for (const Contact& contact : contacts_) {
    if (!Concerns(ladder, *contact.made)) continue;
    ladder.contacts.push_back(contact);
    if (is_in(contact.day, contact.made->items)) {
      ladder.takings.push_back(
          {.event = contact.event, .day = contact.day, .made = contact.made});
    }
  }
  for (const auto& [end, items] : ends_) {
    if (Concerns(ladder, items) && is_in(end.day, items)) {
      ladder.takings.push_back(end);
    }
  }
  std::sort(ladder.takings.begin(), ladder.takings.end(),
            [](const Taking& a, const Taking& b) { return a.event < b.event; });
  return absl::OkStatus();
}

std::vector<Taking> Decider::Taken(const Ladder& ladder, size_t k) const {
  const DunningStep& step = policy_.steps[k];
  std::optional<Date> from;
  if (step.anchor == StepAnchor::kBrokenPromise ||
      step.anchor == StepAnchor::kFailedPayment) {
    from = AnchorOf(ladder, k, ladder.due);
    if (!from) return {};
  }
  std::vector<Taking> taken;
  for (const Taking& one : ladder.takings) {
    const bool takes = one.made != nullptr ? one.made->step == step.id
                                           : one.action == step.action;
    if (takes && (!from || one.day >= *from)) taken.push_back(one);
  }
  return taken;
}

absl::StatusOr<std::variant<Decider::Choice, NoAction>> Decider::Choose(
    const Ladder& ladder) const {
  const size_t count = policy_.steps.size();
  std::optional<size_t> last;
  for (size_t k = 0; k < count; ++k) {
    if (!Taken(ladder, k).empty()) last = k;
  }
  std::optional<Choice> ready, waits;
  for (size_t k = last ? *last + 1 : 0; k < count; ++k) {
    USANCE_ASSIGN_OR_RETURN(const std::optional<Date> day,
                            DayOf(ladder, k, ladder.due));
    const DunningStep& step = policy_.steps[k];
    const bool strict = policy_.order == StepOrder::kStrict;
    if (!day) continue;
    if (ladder.past && IsByDate(step) && *day < ladder.due) continue;
    const Choice choice = {.step = static_cast<uint32_t>(k), .since = *day};
    if (*day <= today_) {
      ready = choice;
    } else if (!waits || *day < waits->since) {
      waits = choice;
    }
    if (strict) break;
  }
  if (ready) return *ready;
  if (last) {
    const DunningStep& step = policy_.steps[*last];
    const std::vector<Taking> taken = Taken(ladder, *last);
    const ContactMade* made = taken.back().made;
    if (made != nullptr && !IsAnswer(made->response) &&
        taken.size() < static_cast<size_t>(step.attempts)) {
      const Choice again = {.step = static_cast<uint32_t>(*last),
                            .attempt = static_cast<int32_t>(taken.size()) + 1,
                            .since = Plus(taken.back().day, step.retry_days)};
      USANCE_ASSIGN_OR_RETURN(const std::optional<Date> day,
                              DayOf(ladder, *last, ladder.due));
      const bool lapses = IsByDate(step) && *day < ladder.due &&
                          (ladder.past || again.since > ladder.due);
      if (!lapses && again.since <= today_) return again;
      if (!lapses && (!waits || again.since < waits->since)) waits = again;
    }
  }
  NoAction none = {.rows = ladder.about};
  if (!waits) {
    none.rule = HoldBack::kStepsTaken;
    none.why = "no step is left";
    return none;
  }
  none.rule = HoldBack::kNotYet;
  none.step = waits->step;
  none.until = waits->since;
  none.why = Why(ladder, *waits) + ", " + waits->since.ToText();
  return none;
}

std::optional<NoAction> Decider::Gap(const Ladder& ladder,
                                     const DunningStep& step) const {
  const std::vector<Contact>& all =
      policy_.gap_by_account ? contacts_ : ladder.contacts;
  const bool planned = policy_.gap_by_account && !planned_.empty();
  if (all.empty() && !planned) return std::nullopt;
  const Date last = planned ? today_ : all.back().day;
  if (today_ - last >= step.min_gap_days) return std::nullopt;
  return NoAction{
      .rule = HoldBack::kGap,
      .rows = ladder.about,
      .until = Plus(last, step.min_gap_days),
      .why = (planned ? "another contact is for today"
                      : "the last contact was on " + last.ToText()) +
             "; between contacts: " + Days(step.min_gap_days)};
}

// From which to which minute of the debtor's day a channel may be used.
std::pair<int32_t, int32_t> Decider::MinutesOf(Channel channel) const {
  int32_t from = 0, until = 24 * 60;
  for (const ContactWindow& window : policy_.windows) {
    if (!window.channels.empty() && !Has(window.channels, channel)) continue;
    from = std::max(from, window.from_minute);
    until = std::min(until, window.until_minute);
  }
  return {from, until};
}

// Why a channel may not be used today.
std::optional<NoAction> Decider::Refuses(Channel channel) const {
  NoAction none;
  const std::string name(NameOf(channel));
  const auto [from, until] = MinutesOf(channel);
  if (from >= until) {
    none.rule = HoldBack::kWindow;
    none.why = "the windows for " + name + " have no minute in common";
    return none;
  }
  const auto is_open = [&](Date day) {
    return std::none_of(
        policy_.windows.begin(), policy_.windows.end(),
        [&](const ContactWindow& window) {
          return (window.channels.empty() || Has(window.channels, channel)) &&
                 !window.weekdays.empty() &&
                 !Has(window.weekdays, day.weekday());
        });
  };
  if (!is_open(today_)) {
    none.rule = HoldBack::kWindow;
    for (int days = 1; days < 7 && !none.until; ++days) {
      if (is_open(Plus(today_, days))) none.until = Plus(today_, days);
    }
    none.why = "no " + name + " on a " + std::string(NameOf(today_.weekday()));
    return none;
  }
  if (debtor_.consent && !Has(*debtor_.consent, channel)) {
    none.rule = HoldBack::kConsent;
    none.why = "no consent to " + name;
    return none;
  }
  // Of the caps that are reached, the one that is so for the longest.
  std::optional<NoAction> longest;
  for (const ContactCap& cap : policy_.caps) {
    if (!cap.channels.empty() && !Has(cap.channels, channel)) continue;
    std::optional<NoAction> reached = Reaches(cap, name);
    if (reached && (!longest || *reached->until > *longest->until)) {
      longest = std::move(reached);
    }
  }
  return longest;
}

// Why a cap holds back what it counts.
std::optional<NoAction> Decider::Reaches(const ContactCap& cap,
                                         const std::string& name) const {
  NoAction none;
  none.rule = HoldBack::kCap;
  const auto counts = [&cap](Channel one) {
    return cap.channels.empty() || Has(cap.channels, one);
  };
  std::vector<Date> days;  // of contacts within the days of the cap
  for (const Contact& contact : contacts_) {
    if (!counts(contact.made->channel)) continue;
    if (IsAnswer(contact.made->response) &&
        today_ - contact.day < cap.after_answer_days) {
      none.until = Plus(contact.day, cap.after_answer_days);
      none.why =
          cap.id + ": " + name + " reached somebody on " + contact.day.ToText();
    }
    if (today_ - contact.day < cap.within_days) days.push_back(contact.day);
  }
  for (const Channel one : planned_) {
    if (counts(one)) days.push_back(today_);
  }
  if (days.size() >= static_cast<size_t>(cap.most)) {
    const Date until = Plus(days[days.size() - static_cast<size_t>(cap.most)],
                            cap.within_days);
    if (!none.until || until > *none.until) {
      none.until = until;
      none.why = cap.id + ": " + std::to_string(days.size()) +
                 " contacts within " + Days(cap.within_days) +
                 "; allowed: " + std::to_string(cap.most);
    }
  }
  if (!none.until) return std::nullopt;
  return none;
}

std::variant<Channel, NoAction> Decider::FindChannel(
    const Ladder& ladder, const DunningStep& step) const {
  std::vector<Channel> order;
  for (const Channel channel : debtor_.preferred) {
    if (Has(step.channels, channel) && !Has(order, channel)) {
      order.push_back(channel);
    }
  }
  for (const Channel channel : step.channels) {
    if (!Has(order, channel)) order.push_back(channel);
  }
  // What did not arrive goes another way, where there is one.
  const auto fails = [this](Channel channel) {
    for (size_t c = contacts_.size(); c-- > 0;) {
      if (contacts_[c].made->channel == channel) {
        return contacts_[c].made->response == Response::kUndeliverable;
      }
    }
    return false;
  };
  std::stable_partition(order.begin(), order.end(),
                        [&](Channel channel) { return !fails(channel); });
  std::optional<NoAction> first;
  for (const Channel channel : order) {
    std::optional<NoAction> none = Refuses(channel);
    if (!none) return channel;
    if (!first) first = std::move(none);
  }
  first->rows = ladder.about;
  return *first;
}

// Which rules keep a notice of the ladder from bearing a fee, and which it is
// over; one fee for each step that carries it, however often that was tried.
Decider::FeeRules Decider::RulesOfFee(const Ladder& ladder,
                                      uint32_t step) const {
  std::vector<std::pair<Date, size_t>> notices;
  for (size_t k = 0; k < step; ++k) {
    if (policy_.steps[k].fee.empty()) continue;
    const std::vector<Taking> taken = Taken(ladder, k);
    if (taken.empty() || taken.front().made == nullptr) continue;
    // One before the due day is no notice that something is late.
    const Date day = taken.front().day;
    if (day > ladder.first) notices.emplace_back(day, k);
  }
  notices.emplace_back(today_, step);
  std::sort(notices.begin(), notices.end());
  struct Charged {
    int32_t count = 0;
    std::optional<Date> last = {};
  };
  std::map<std::string_view, Charged> by_fee;
  Charged all;
  FeeRules rules;
  for (const auto& [day, k] : notices) {
    const LateFee& fee = FeeOf(policy_.steps[k]);
    Charged& own = by_fee[fee.id];
    rules = {.withheld = WhyNoFee(fee, own.count, own.last, day)};
    if (rules.withheld.empty() && policy_.fee_limit) {
      const bool clips = policy_.fee_limit->action == CapAction::kClip;
      (clips ? rules.withheld : rules.over) =
          WhyNoFee(*policy_.fee_limit, all.count, all.last, day);
    }
    if (!rules.withheld.empty()) continue;
    for (Charged* one : {&own, &all}) *one = {one->count + 1, day};
  }
  return rules;
}

const LateFee& Decider::FeeOf(const DunningStep& step) const {
  return *std::find_if(policy_.fees.begin(), policy_.fees.end(),
                       [&](const LateFee& fee) { return fee.id == step.fee; });
}

absl::Status Decider::SetFee(const Ladder& ladder, const Choice& choice,
                             NextAction& action) const {
  const DunningStep& step = policy_.steps[choice.step];
  if (step.fee.empty() || !ladder.past || choice.attempt > 1) {
    return absl::OkStatus();
  }
  FeeRules rules = RulesOfFee(ladder, choice.step);
  if (!rules.withheld.empty()) {
    action.fee_why = std::move(rules.withheld);
    return absl::OkStatus();
  }
  const Currency currency = account_.currency;
  int128 invoiced = 0, overdue = 0;
  for (const uint32_t row : ladder.about) {
    const AccountRow& one = account_.rows[row];
    invoiced += one.claimed[Component::kPrincipal];
    overdue +=
        one.open[Component::kPrincipal] - one.held_minor - one.disputed_minor;
  }
  const auto most = [](int128 minor) {
    return static_cast<int64_t>(std::min<int128>(minor, INT64_MAX));
  };
  const LateFee& fee = FeeOf(step);
  auto sum =
      FeeAmount(fee, {.invoice_amount = Money(most(invoiced), currency),
                      .overdue_principal = Money(most(overdue), currency),
                      .days_past_due = today_ - ladder.due});
  if (!sum.ok()) {
    return At("/fees/" + std::to_string(&fee - policy_.fees.data()),
              sum.status());
  }
  std::vector<std::string> why = {std::move(sum->why), std::move(rules.over)};
  if (const auto& limit = policy_.fee_limit;
      limit && sum->amount.minor() > limit->most_minor) {
    const Money allowed(limit->most_minor, currency);
    const std::string said = Format(sum->amount);
    const bool clips = limit->action == CapAction::kClip;
    if (clips) sum->amount = allowed;
    why.push_back((clips ? "in place of " + said : "above what is allowed") +
                  "; " + limit->rule + " allows: " + Format(allowed));
  }
  action.fee = sum->amount;
  for (const std::string& one : why) {
    if (one.empty()) continue;
    action.fee_why += (action.fee_why.empty() ? "" : ", ") + one;
  }
  return absl::OkStatus();
}

std::string Decider::Why(const Ladder& ladder, const Choice& choice) const {
  const DunningStep& step = policy_.steps[choice.step];
  if (choice.attempt > 1) {
    return "attempt " + std::to_string(choice.attempt) + " of " +
           std::to_string(step.attempts) + " of \"" + step.id + "\"";
  }
  const std::string after =
      step.after.empty() ? "on" : ToText(step.after) + " from";
  const Date anchor = *AnchorOf(ladder, choice.step, ladder.due);
  const char* what = "";
  switch (step.anchor) {
    case StepAnchor::kDocument:
      what = " the document's day ";
      break;
    case StepAnchor::kDue:
      what = " the due day ";
      break;
    case StepAnchor::kPreviousStep:
      what = " the step before it, ";
      break;
    case StepAnchor::kBrokenPromise:
      what = " the day of the promise that was broken, ";
      break;
    case StepAnchor::kFailedPayment:
      what = " the payment that failed, ";
      break;
  }
  return after + what + anchor.ToText();
}

absl::Status Decider::Decide(const std::vector<uint32_t>& rows) {
  std::vector<uint32_t> followed;
  std::optional<NoAction> left_out;
  for (const uint32_t row : rows) {
    if (account_.rows[row].open.Total() <= 0) continue;
    std::optional<NoAction> none = LeftOut(row);
    if (!none) {
      followed.push_back(row);
    } else if (!left_out) {
      left_out = std::move(none);
    } else if (left_out->rule == none->rule) {
      left_out->rows.push_back(row);
      if (none->until && *none->until < *left_out->until) {
        left_out->until = none->until;
        left_out->why = std::move(none->why);
      }
    }
  }
  if (followed.empty()) {
    out_.held_back.push_back(std::move(*left_out));
    return absl::OkStatus();
  }
  std::stable_sort(followed.begin(), followed.end(),
                   [this](uint32_t a, uint32_t b) {
                     return account_.rows[a].due < account_.rows[b].due;
                   });
  const Date due = account_.rows[followed.front()].due;
  Ladder ladder = {.rows = rows,
                   .about = {},
                   .due = due,
                   .past = due < today_,
                   .first = due,
                   .begin = due};
  for (const uint32_t row : followed) {
    const Date day = account_.rows[row].due;
    if (ladder.past ? day < today_ : day == due) ladder.about.push_back(row);
  }
  if (std::optional<NoAction> none = Guard(ladder)) {
    out_.held_back.push_back(std::move(*none));
    return absl::OkStatus();
  }
  USANCE_RETURN_IF_ERROR(Begin(ladder));
  USANCE_ASSIGN_OR_RETURN(auto chosen, Choose(ladder));
  if (auto* none = std::get_if<NoAction>(&chosen)) {
    out_.held_back.push_back(std::move(*none));
    return absl::OkStatus();
  }
  const Choice& choice = std::get<Choice>(chosen);
  const DunningStep& step = policy_.steps[choice.step];
  NextAction action = {.step = choice.step,
                       .rows = ladder.about,
                       .since = choice.since,
                       .attempt = choice.attempt,
                       .open_minor = Asked(ladder.about),
                       .why = Why(ladder, choice)};
  std::optional<NoAction> none = Gap(ladder, step);
  if (!none && step.action == StepAction::kContact) {
    auto channel = FindChannel(ladder, step);
    if (auto* refused = std::get_if<NoAction>(&channel)) {
      none = std::move(*refused);
    } else {
      action.channel = std::get<Channel>(channel);
    }
  }
  if (none) {
    none->step = choice.step;
    out_.held_back.push_back(std::move(*none));
    return absl::OkStatus();
  }
  if (action.channel) {
    std::tie(action.from_minute, action.until_minute) =
        MinutesOf(*action.channel);
    action.time_zone = debtor_.time_zone;
  }
  if (!ladder.contacts.empty()) {
    action.answer = ladder.contacts.back().made->response;
  }
  USANCE_RETURN_IF_ERROR(SetFee(ladder, choice, action));
  if (action.channel) planned_.push_back(*action.channel);
  out_.actions.push_back(std::move(action));
  return absl::OkStatus();
}

}  // namespace

Treatment TreatmentOf(Response response) {
  switch (response) {
    case Response::kNone:
    case Response::kReached:
      return Treatment::kFollowUp;
    case Response::kOversight:
      return Treatment::kSendAgain;
    case Response::kDelay:
      return Treatment::kAskForPromise;
    case Response::kHardship:
      return Treatment::kOfferPlan;
    case Response::kDispute:
      return Treatment::kOpenDispute;
    case Response::kRefusal:
      return Treatment::kEscalate;
    case Response::kUndeliverable:
      return Treatment::kOtherChannel;
  }
  return Treatment::kFollowUp;
}

absl::StatusOr<NextActions> DecideActions(const Journal& journal,
                                          const Account& account,
                                          const DunningPolicy& policy,
                                          const DebtorProfile& debtor) {
  USANCE_RETURN_IF_ERROR(CheckPolicy(policy, account.currency));
  return Decider(journal, account, policy, debtor).Run();
}

}  // namespace usance
