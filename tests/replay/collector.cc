#include "tests/replay/collector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "usance/account/account.h"
#include "usance/recovery/next_action.h"

namespace usance::replay {
namespace {

// Runs go on behind the year until all is recorded and promises are over.
constexpr int kCollectedDays = 7 * 61;

template <class T>
bool Among(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// --- the policy -------------------------------------------------------------

struct Procedure {
  DunningPolicy policy;
  DebtorProfile debtor;
  // Whether runs on other days have to come to the same; see Compare.
  bool compared = false;
};

class ProcedureMaker {
 public:
  ProcedureMaker(uint64_t seed, Date first) : random_(~seed), first_(first) {}

  Procedure Make() {
    made_.compared = In100(50);
    DunningPolicy& policy = made_.policy;
    policy = {.id = "drawn",
              .scope = static_cast<DunningScope>(Between(1, 3)),
              .order = In100(70) ? StepOrder::kCatchUp : StepOrder::kStrict};
    int day = In100(40) ? -Between(1, 9) : Between(0, 12);
    for (int k = 0, count = Between(1, 6); k < count; ++k) {
      policy.steps.push_back(SomeStep(k, day));
      day += Between(1, 25);
    }
    if (In100(30)) policy.grace_days = Between(1, 10);
    if (In100(15)) policy.min_open_minor = Between(1, 4'000);
    if (In100(15)) policy.min_account_minor = Between(1, 9'000);
    if (In100(15)) policy.min_account_days = Between(1, 20);
    policy.gap_by_account = In100(20);
    if (In100(30)) policy.promise_tolerance_days = Between(1, 5);
    for (int k = Between(-2, 2); k > 0; --k) {
      const int from = Between(0, 1'000);
      policy.windows.push_back({.channels = SomeChannels(50),
                                .weekdays = SomeWeekdays(),
                                .from_minute = from,
                                .until_minute = Between(from + 200, 1'440)});
    }
    for (int k = made_.compared ? 0 : Between(-1, 2); k > 0; --k) {
      policy.caps.push_back({.id = "cap" + std::to_string(k),
                             .channels = SomeChannels(40),
                             .most = Between(1, 5),
                             .within_days = Between(1, 20),
                             .after_answer_days = Between(0, 9)});
    }
    made_.debtor.preferred = SomeChannels(20);
    if (!made_.compared && In100(20)) made_.debtor.consent = SomeChannels(70);
    if (In100(10)) made_.debtor.grace_until = At(Between(0, 90));
    return made_;
  }

 private:
  int Between(int low, int high) {
    return low +
           static_cast<int>(random_() % static_cast<uint64_t>(high - low + 1));
  }
  bool In100(int percent) { return Between(1, 100) <= percent; }
  [[nodiscard]] Date At(int day) const {
    return *Date::FindDays(int64_t{first_.days()} + day);
  }

  std::vector<Channel> SomeChannels(int percent) {
    std::vector<Channel> some;
    for (const Channel one :
         {Channel::kEmail, Channel::kPhone, Channel::kLetter}) {
      if (In100(percent)) some.push_back(one);
    }
    return some;
  }
  // That of the weekly run among them.
  std::vector<Weekday> SomeWeekdays() {
    if (In100(40)) return {};
    std::vector<Weekday> days = {first_.weekday()};
    for (int k = 1; k < 7; ++k) {
      if (In100(50)) days.push_back(At(k).weekday());
    }
    return days;
  }

  DunningStep SomeStep(int k, int day) {
    DunningStep step = {.id = "s" + std::to_string(k)};
    if (!made_.compared && In100(40)) {
      step.anchor = static_cast<StepAnchor>(Between(k == 0 ? 4 : 3, 5));
      day = Between(0, 12);
    } else if (day >= 0 && In100(25)) {
      step.anchor = StepAnchor::kDocument;
    }
    step.after.push_back({AddStep{.count = day}});
    if (In100(10)) step.after.push_back({EndOfMonthStep{}});
    if (!made_.compared && k > 0 && In100(12)) {
      step.action = In100(60) ? StepAction::kHandOver : StepAction::kWriteOff;
    } else {
      step.channels = SomeChannels(50);
      if (step.channels.empty()) step.channels = {Channel::kLetter};
    }
    step.min_gap_days =
        std::vector<int>{0, 1, 1, 3, 14}[static_cast<size_t>(Between(0, 4))];
    if (In100(25)) {
      step.attempts = Between(2, 3);
      step.retry_days = Between(0, 9);
    }
    return step;
  }

  std::mt19937_64 random_;
  Date first_;
  Procedure made_;
};

std::string TextOf(const std::vector<Channel>& channels) {
  std::string text;
  for (const Channel one : channels) text += " " + std::string(NameOf(one));
  return text;
}

std::string TextOf(const Procedure& procedure) {
  const DunningPolicy& policy = procedure.policy;
  std::string text = "\n  " + std::string(NameOf(policy.scope)) + ", " +
                     std::string(NameOf(policy.order)) + ", grace " +
                     std::to_string(policy.grace_days) + ", minimum " +
                     std::to_string(policy.min_open_minor) + ", account " +
                     std::to_string(policy.min_account_minor) + " for " +
                     std::to_string(policy.min_account_days) +
                     " days, tolerance " +
                     std::to_string(policy.promise_tolerance_days) +
                     (policy.gap_by_account ? ", gap by account" : "");
  for (const DunningStep& step : policy.steps) {
    text += "\n  " + step.id + ": " + ToText(step.after) + " from " +
            std::string(NameOf(step.anchor)) + ", " +
            std::string(NameOf(step.action)) + TextOf(step.channels) +
            ", gap " + std::to_string(step.min_gap_days) + ", attempts " +
            std::to_string(step.attempts) + " after " +
            std::to_string(step.retry_days);
  }
  for (const ContactCap& cap : policy.caps) {
    text += "\n  " + cap.id + TextOf(cap.channels) + ": " +
            std::to_string(cap.most) + " in " +
            std::to_string(cap.within_days) + ", none for " +
            std::to_string(cap.after_answer_days);
  }
  for (const ContactWindow& window : policy.windows) {
    text += "\n  window" + TextOf(window.channels) + ":";
    for (const Weekday day : window.weekdays) {
      text += " " + std::string(NameOf(day));
    }
    text += " " + std::to_string(window.from_minute) + "-" +
            std::to_string(window.until_minute);
  }
  const DebtorProfile& debtor = procedure.debtor;
  if (debtor.consent) text += "\n  consent" + TextOf(*debtor.consent);
  if (!debtor.preferred.empty()) {
    text += "\n  preferred" + TextOf(debtor.preferred);
  }
  if (debtor.grace_until) text += "\n  until " + debtor.grace_until->ToText();
  return text;
}

// --- the facts of a day -----------------------------------------------------

// What is known of an account on a day, and what the policy says of it: each
// rule by itself, from the events and the figures of the account. Nothing here
// asks recovery/.
class KnownFacts {
 public:
  // What may have taken a step.
  struct Taken {
    Date day;
    const ContactMade* made;  // null: by another event
    StepAction action;
    std::vector<std::string> items;  // none: the account
  };
  // What an action would be about, and the ladder that it is in.
  struct Subject {
    std::string key = {};  // of the row, the item or the account
    std::vector<uint32_t> rows = {}, about = {};
    Date due;  // the oldest of what is followed up
    bool past = false;
    // Of the ladder, once FindLadder looked: its first due day, the first day
    // of its steps, and the end of the ladder before it, if that is later.
    Date first, opens, begin;
    std::vector<const Taken*> taken = {};  // in it
  };
  struct Contacted {
    Date day;
    const ContactMade* made;
  };

  KnownFacts(const Journal& journal, const Account& account,
             const Procedure& procedure)
      : journal_(journal),
        account_(account),
        policy_(procedure.policy),
        debtor_(procedure.debtor),
        today_(account.as_of) {
    for (const uint32_t k : EventsOf(journal, account)) Read(k);
    before_ = contacts_.size();
    FindBroken();
    claims_.resize(account.rows.size());
    for (const Movement& movement : account.movements) {
      if (!movement.row || claims_[*movement.row]) continue;
      claims_[*movement.row] = movement.event;
    }
    waits_.resize(account.rows.size());
    for (uint32_t row = 0; row < waits_.size(); ++row) {
      waits_[row] = Owes(row) ? FindWait(row) : "";
    }
  }

  // What the run has asked for so far.
  void Add(const ContactMade& made) { contacts_.push_back({today_, &made}); }

  [[nodiscard]] bool Owes(uint32_t row) const {
    return account_.rows[row].open.Total() > 0;
  }
  // Why a row has to be left alone; empty where it has not.
  [[nodiscard]] const std::string& Waits(uint32_t row) const {
    return waits_[row];
  }

  // Those of whom something is followed up.
  [[nodiscard]] std::vector<Subject> Subjects() const {
    std::map<std::pair<uint32_t, int32_t>, std::vector<uint32_t>> groups;
    for (uint32_t k = 0; k < account_.rows.size(); ++k) {
      const AccountRow& row = account_.rows[k];
      switch (policy_.scope) {
        case DunningScope::kRow:
          groups[{row.item, row.number}].push_back(k);
          break;
        case DunningScope::kItem:
          groups[{row.item, 0}].push_back(k);
          break;
        case DunningScope::kAccount:
          groups[{0, 0}].push_back(k);
          break;
      }
    }
    std::vector<Subject> subjects;
    for (auto& [name, rows] : groups) {
      std::optional<Date> due;
      for (const uint32_t row : rows) {
        const Date day = account_.rows[row].due;
        if (Owes(row) && Waits(row).empty() && (!due || day < *due)) due = day;
      }
      if (!due) continue;
      Subject subject = {.due = *due,
                         .past = *due < today_,
                         .first = *due,
                         .opens = *due,
                         .begin = *due};
      if (policy_.scope != DunningScope::kAccount) {
        subject.key =
            account_.items[name.first].id + "/" + std::to_string(name.second);
      }
      for (const uint32_t row : rows) {
        const Date day = account_.rows[row].due;
        const bool asked = subject.past ? day < today_ : day == *due;
        if (asked && Owes(row) && Waits(row).empty()) {
          subject.about.push_back(row);
        }
      }
      std::stable_sort(subject.about.begin(), subject.about.end(),
                       [this](uint32_t a, uint32_t b) {
                         return account_.rows[a].due < account_.rows[b].due;
                       });
      subject.rows = std::move(rows);
      subjects.push_back(std::move(subject));
    }
    return subjects;
  }

  // Whether the policy spares what is followed up.
  [[nodiscard]] bool IsSpared(const Subject& subject) const {
    if (debtor_.grace_until && today_ <= *debtor_.grace_until) return true;
    if (subject.past && today_ - subject.due <= policy_.grace_days) return true;
    int64_t open = 0, past_due = 0;
    for (const uint32_t k : subject.about) {
      const AccountRow& row = account_.rows[k];
      open += static_cast<int64_t>(row.open.Total()) - row.held_minor -
              row.disputed_minor;
    }
    if (open == 0 || open < policy_.min_open_minor) return true;
    for (const AccountRow& row : account_.rows) {
      if (row.due < today_) {
        past_due += static_cast<int64_t>(row.open.Total());
      }
    }
    return subject.past && (past_due < policy_.min_account_minor ||
                            account_.days_past_due < policy_.min_account_days);
  }

  // --- the ladder -----------------------------------------------------------

  // Walks back, day by day, from the oldest due day for as long as something
  // was past due.
  void FindLadder(Subject& subject) const {
    Date day = std::min(subject.due, today_);
    while (WasPastDue(subject, day)) {
      day = Plus(day, -1);
      subject.first = day;
    }
    subject.begin = subject.first;
    for (const DunningStep& step : policy_.steps) {
      if (!IsByDate(step)) continue;
      subject.begin =
          std::min(subject.begin, After(step, step.anchor == StepAnchor::kDue
                                                  ? subject.first
                                                  : DocumentOf(subject)));
    }
    subject.opens = subject.begin;
    for (const uint32_t k : subject.rows) {
      const AccountRow& row = account_.rows[k];
      if (row.settled_on && row.due < subject.first) {
        subject.begin = std::max(subject.begin, *row.settled_on);
      }
    }
    for (const Taken& one : taken_) {
      const bool about = one.made != nullptr ? IsAbout(subject, *one.made)
                                             : IsAbout(subject, one.items);
      const bool in_ladder =
          one.day >= subject.begin ||
          (one.day >= subject.opens && NamesItsOwn(subject, one));
      if (about && in_ladder) subject.taken.push_back(&one);
    }
  }

  [[nodiscard]] static bool IsByDate(const DunningStep& step) {
    return step.anchor == StepAnchor::kDue ||
           step.anchor == StepAnchor::kDocument;
  }
  [[nodiscard]] Date DocumentOf(const Subject& subject) const {
    return account_.items[account_.rows[subject.about[0]].item].document_date;
  }

  // Whether what was said on a day about a row's item may have been about one
  // of a ladder before this one.
  [[nodiscard]] bool IsOfLadderBefore(const Subject& subject, uint32_t row,
                                      Date day) const {
    return std::any_of(
        subject.rows.begin(), subject.rows.end(), [&](uint32_t k) {
          const AccountRow& one = account_.rows[k];
          return one.item == account_.rows[row].item && one.settled_on &&
                 one.due < subject.first && day < *one.settled_on &&
                 claims_[k] && journal_[*claims_[k]].value_date <= day;
        });
  }

  // The day of step k; none where what it is anchored to never was.
  [[nodiscard]] std::optional<Date> DayOf(const Subject& subject,
                                          size_t k) const {
    const std::optional<Date> anchor = AnchorOf(subject, k);
    if (!anchor) return std::nullopt;
    return After(policy_.steps[k], *anchor);
  }
  // Whether a step that comes before the due day is too late.
  [[nodiscard]] bool Lapses(const Subject& subject, size_t k) const {
    return IsByDate(policy_.steps[k]) && subject.past &&
           *DayOf(subject, k) < subject.due;
  }

  [[nodiscard]] std::optional<Date> AnchorOf(const Subject& subject,
                                             size_t k) const {
    switch (policy_.steps[k].anchor) {
      case StepAnchor::kDocument:
        return DocumentOf(subject);
      case StepAnchor::kDue:
        return subject.due;
      case StepAnchor::kPreviousStep: {
        const std::vector<const Taken*> taken = TakenOf(subject, k - 1);
        if (taken.empty()) return std::nullopt;
        return taken.back()->day;
      }
      case StepAnchor::kBrokenPromise:
        return LastOf(subject, broken_);
      case StepAnchor::kFailedPayment:
        return LastOf(subject, Failed());
    }
    return std::nullopt;
  }

  // What took step k in the ladder: contacts that name it, and, of its action,
  // what it proposes; of a promise or payment, since that.
  [[nodiscard]] std::vector<const Taken*> TakenOf(const Subject& subject,
                                                  size_t k) const {
    const DunningStep& step = policy_.steps[k];
    std::optional<Date> from;
    if (step.anchor == StepAnchor::kBrokenPromise ||
        step.anchor == StepAnchor::kFailedPayment) {
      from = AnchorOf(subject, k);
      if (!from) return {};
    }
    std::vector<const Taken*> taken;
    for (const Taken* one : subject.taken) {
      const bool takes = one->made != nullptr ? one->made->step == step.id
                                              : one->action == step.action;
      if (takes && (!from || one->day >= *from)) taken.push_back(one);
    }
    return taken;
  }
  [[nodiscard]] std::optional<size_t> LastTaken(const Subject& subject) const {
    std::optional<size_t> last;
    for (size_t k = 0; k < policy_.steps.size(); ++k) {
      if (!TakenOf(subject, k).empty()) last = k;
    }
    return last;
  }

  // The step that should be taken today, limits aside: the first, or the last,
  // of those behind the last one that was taken whose day has come; else that
  // one again, where it brought no answer.
  [[nodiscard]] std::optional<size_t> StepDue(const Subject& subject) const {
    const std::optional<size_t> last = LastTaken(subject);
    std::optional<size_t> due;
    for (size_t k = last ? *last + 1 : 0; k < policy_.steps.size(); ++k) {
      const std::optional<Date> day = DayOf(subject, k);
      if (!day || Lapses(subject, k)) continue;
      if (*day <= today_) due = k;
      if (policy_.order == StepOrder::kStrict) break;
    }
    if (due || !last || !WhyNotAgain(subject, *last).empty()) return due;
    return last;
  }
  // Why a step that was taken is not tried again today.
  [[nodiscard]] std::string WhyNotAgain(const Subject& subject,
                                        size_t k) const {
    const DunningStep& step = policy_.steps[k];
    const std::vector<const Taken*> taken = TakenOf(subject, k);
    const Taken& last = *taken.back();
    if (last.made == nullptr || IsAnswer(last.made->response)) {
      return "answered on " + last.day.ToText();
    }
    if (taken.size() >= static_cast<size_t>(step.attempts)) {
      return "taken on " + last.day.ToText();
    }
    if (today_ - last.day < step.retry_days) {
      return "too soon after " + last.day.ToText();
    }
    return Lapses(subject, k) ? "after the due day" : "";
  }

  // --- limits ---------------------------------------------------------------

  // Whether a contact about the subject was too few days ago; of the account,
  // those of the run count too.
  [[nodiscard]] bool IsTooNear(const Subject& subject,
                               const DunningStep& step) const {
    const size_t count = policy_.gap_by_account ? contacts_.size() : before_;
    for (size_t c = 0; c < count; ++c) {
      if (today_ - contacts_[c].day < step.min_gap_days &&
          (policy_.gap_by_account || IsAbout(subject, *contacts_[c].made))) {
        return true;
      }
    }
    return false;
  }
  // Why a channel may not be used today.
  [[nodiscard]] std::string Refuses(Channel channel) const {
    for (const ContactWindow& window : policy_.windows) {
      if (Covers(window.channels, channel) && !window.weekdays.empty() &&
          !Among(window.weekdays, today_.weekday())) {
        return "not on this weekday";
      }
    }
    const auto [from, until] = MinutesOf(channel);
    if (from >= until) return "at no minute";
    if (debtor_.consent && !Among(*debtor_.consent, channel)) {
      return "without consent";
    }
    for (const ContactCap& cap : policy_.caps) {
      if (!Covers(cap.channels, channel)) continue;
      int most = cap.most;
      for (const Contacted& one : contacts_) {
        if (!Covers(cap.channels, one.made->channel)) continue;
        if (today_ - one.day < cap.within_days && --most <= 0) {
          return "over " + cap.id;
        }
        // What this run asks for has no answer yet.
        if (&one < contacts_.data() + before_ && IsAnswer(one.made->response) &&
            today_ - one.day < cap.after_answer_days) {
          return "after an answer, " + cap.id;
        }
      }
    }
    return "";
  }
  [[nodiscard]] std::pair<int, int> MinutesOf(Channel channel) const {
    std::pair<int, int> minutes = {0, 24 * 60};
    for (const ContactWindow& window : policy_.windows) {
      if (!Covers(window.channels, channel)) continue;
      minutes.first = std::max(minutes.first, window.from_minute);
      minutes.second = std::min(minutes.second, window.until_minute);
    }
    return minutes;
  }
  [[nodiscard]] bool HasWay(const DunningStep& step) const {
    return step.action != StepAction::kContact ||
           std::any_of(
               step.channels.begin(), step.channels.end(),
               [this](Channel channel) { return Refuses(channel).empty(); });
  }
  [[nodiscard]] bool HasWayForAll() const {
    return std::all_of(policy_.steps.begin(), policy_.steps.end(),
                       [this](const DunningStep& one) { return HasWay(one); });
  }
  // The last contact about the subject, or the account, the run's apart.
  [[nodiscard]] bool WasContacted(const Subject& subject, int within) const {
    for (size_t c = 0; c < before_; ++c) {
      if (today_ - contacts_[c].day < within &&
          (policy_.gap_by_account || IsAbout(subject, *contacts_[c].made))) {
        return true;
      }
    }
    return policy_.gap_by_account && contacts_.size() > before_;
  }

  [[nodiscard]] static Date After(const DunningStep& step, Date day) {
    for (const DateStep& one : step.after) {
      if (const auto* add = std::get_if<AddStep>(&one.rule)) {
        day = Plus(day, add->count);  // of days
      } else {
        day = day.LastOfMonth();
      }
    }
    return day;
  }

 private:
  struct Known {
    uint32_t index;
    const Event* event;
  };
  struct Happened {
    Date day;
    std::vector<std::string> items;  // none: all
    std::vector<uint32_t> rows;      // in place of items
  };

  static Date Plus(Date day, int days) {
    return *Date::FindDays(int64_t{day.days()} + days);
  }
  static bool Covers(const std::vector<Channel>& channels, Channel one) {
    return channels.empty() || Among(channels, one);
  }
  static bool Names(const std::vector<std::string>& items,
                    const std::string& item) {
    return items.empty() || Among(items, item);
  }
  [[nodiscard]] const std::string& ItemOf(uint32_t row) const {
    return account_.items[account_.rows[row].item].id;
  }

  // --- what has to be left alone --------------------------------------------

  // From the events alone, and from the account's figures.
  [[nodiscard]] std::string FindWait(uint32_t index) const {
    const AccountRow& row = account_.rows[index];
    const AccountItem& item = account_.items[row.item];
    std::string why = OpenStop(index, item.id);
    if (!why.empty()) return why;
    if (item.handed_over) return "it is with others";
    if (item.in_plan) return "a plan runs";
    const int64_t principal = row.open[Component::kPrincipal];
    if (principal > 0 && row.held_minor + row.disputed_minor >= principal) {
      return "all principal is held";
    }
    for (const AccountPromise& promise : account_.promises) {
      const auto& made = std::get<PromiseMade>(journal_[promise.event].body);
      if (!Names(made.items, item.id)) continue;
      const bool broken = promise.state == PromiseState::kBroken ||
                          promise.state == PromiseState::kKeptInPart;
      if (promise.state == PromiseState::kOpen ||
          (broken && today_ - made.by <= policy_.promise_tolerance_days)) {
        return "it is promised";
      }
    }
    return "";
  }

  // A stop that covers the item and that nothing has ended, by the events: of
  // what is there when it comes, the row of an invoice or one of charges alone.
  [[nodiscard]] std::string OpenStop(uint32_t index,
                                     const std::string& item) const {
    const AccountRow& row = account_.rows[index];
    std::map<std::string, std::string> open;  // by id
    bool there = false, claimed = false;      // the item, and the row
    std::optional<Date> promised, paid;       // the last time
    for (const Known& known : events_) {
      const EventBody& body = known.event->body;
      const std::string& id = known.event->id;
      if (known.index == claims_[index]) there = claimed = true;
      if (const auto* invoice = std::get_if<InvoiceIssued>(&body)) {
        if (there || invoice->item != item) continue;
        there = true;
        claimed = row.number <= static_cast<int>(invoice->rows.size());
      } else if (!there) {
        continue;
      } else if (const auto* hold = std::get_if<HoldOpened>(&body)) {
        const bool all = !hold->amount_minor && claimed;
        if (all && (hold->item.empty() || hold->item == item)) {
          open[id] = "it is held";
        }
      } else if (const auto* closed = std::get_if<HoldClosed>(&body)) {
        open.erase(closed->hold);
      } else if (const auto* plan = std::get_if<PlanAgreed>(&body)) {
        if (Names(plan->items, item)) open[id] = "a plan runs";
      } else if (const auto* breached = std::get_if<PlanBreached>(&body)) {
        open.erase(breached->plan);
      } else if (const auto* completed = std::get_if<PlanCompleted>(&body)) {
        open.erase(completed->plan);
      } else if (const auto* over = std::get_if<HandedOver>(&body)) {
        if (Names(over->items, item)) open[id] = "it is with others";
      } else if (const auto* recalled = std::get_if<Recalled>(&body)) {
        open.erase(recalled->handover);
      } else if (const auto* made = std::get_if<PromiseMade>(&body)) {
        // Another one may take its place, and money may keep it.
        std::erase_if(open, [](const auto& one) {
          return one.second == "its promise has days to go";
        });
        if (Names(made->items, item) && made->by >= today_) {
          open[id] = "its promise has days to go";
          promised = known.event->value_date;
        }
      }
      if (known.event->kind() >= EventKind::kCreditNote &&
          known.event->kind() <= EventKind::kWriteOff) {
        paid = known.event->value_date;
      }
    }
    for (const auto& [id, why] : open) {
      if (why != "its promise has days to go" || paid < promised) return why;
    }
    return "";
  }

  void Read(uint32_t k) {
    const Event& event = journal_[k];
    const Date day = event.value_date;
    if (const auto* made = std::get_if<ContactMade>(&event.body)) {
      contacts_.push_back({day, made});
      if (made->step.empty()) return;
      taken_.push_back({day, made, StepAction::kContact, made->items});
      return;
    }
    events_.push_back({k, &event});
    if (const auto* over = std::get_if<HandedOver>(&event.body)) {
      taken_.push_back({day, nullptr, StepAction::kHandOver, over->items});
    } else if (const auto* off = std::get_if<WrittenOff>(&event.body)) {
      taken_.push_back({day, nullptr, StepAction::kWriteOff, {}});
      if (!off->item.empty()) taken_.back().items = {off->item};
    }
  }

  void FindBroken() {
    for (const AccountPromise& promise : account_.promises) {
      const auto& made = std::get<PromiseMade>(journal_[promise.event].body);
      const bool broken = promise.state == PromiseState::kBroken ||
                          promise.state == PromiseState::kKeptInPart;
      if (broken && today_ - made.by > policy_.promise_tolerance_days) {
        broken_.push_back({made.by, made.items, {}});
      }
    }
  }

  // --- the ladder -----------------------------------------------------------

  [[nodiscard]] bool WasPastDue(const Subject& subject, Date day) const {
    for (const uint32_t k : subject.rows) {
      const AccountRow& row = account_.rows[k];
      if (Owes(k) && !Waits(k).empty()) continue;
      if (row.due < day && (!row.settled_on || *row.settled_on > day)) {
        return true;
      }
    }
    return false;
  }
  // Said while a ladder before this one ran: of what is asked for today, and of
  // nothing that was in that one.
  [[nodiscard]] bool NamesItsOwn(const Subject& subject,
                                 const Taken& said) const {
    bool own = false;
    for (const uint32_t k : subject.rows) {
      if (!Among(said.items, ItemOf(k))) continue;
      if (IsOfLadderBefore(subject, k, said.day)) return false;
      own = own || Among(subject.about, k);
    }
    return own;
  }
  [[nodiscard]] bool IsAbout(const Subject& subject,
                             const std::vector<std::string>& items) const {
    return policy_.scope == DunningScope::kAccount ||
           Names(items, ItemOf(subject.rows[0]));
  }
  [[nodiscard]] bool IsAbout(const Subject& subject,
                             const ContactMade& made) const {
    return IsAbout(subject, made.items) &&
           (policy_.scope != DunningScope::kRow || !made.row ||
            *made.row == account_.rows[subject.rows[0]].number);
  }
  [[nodiscard]] std::optional<Date> LastOf(
      const Subject& subject, const std::vector<Happened>& all) const {
    std::optional<Date> last;
    for (const Happened& one : all) {
      const bool about =
          one.rows.empty()
              ? IsAbout(subject, one.items)
              : std::any_of(one.rows.begin(), one.rows.end(),
                            [&](uint32_t k) { return Among(subject.rows, k); });
      if (about && one.day >= subject.begin && (!last || one.day > *last)) {
        last = one.day;
      }
    }
    return last;
  }
  // Whether the account had nothing for it to act on.
  [[nodiscard]] bool IsIgnored(uint32_t event) const {
    return std::any_of(
        account_.ignored.begin(), account_.ignored.end(),
        [event](const IgnoredEvent& one) { return one.event == event; });
  }
  // Payments that failed, of what they were designated for when they did, and
  // those that came back, of what they had paid.
  [[nodiscard]] std::vector<Happened> Failed() const {
    std::vector<Happened> failed;
    std::map<std::string, std::vector<std::string>> items;  // by payment
    const auto designate = [&](const std::string& payment,
                               const std::vector<Designation>& meant) {
      items[payment].clear();
      for (const Designation& one : meant) items[payment].push_back(one.item);
    };
    // Those that failed are on record, but do not count.
    for (size_t k = 0; k < journal_.size(); ++k) {
      const auto* paid = std::get_if<PaymentReceived>(&journal_[k].body);
      if (paid != nullptr) designate(journal_[k].id, paid->designations);
    }
    for (const Known& known : events_) {
      const Event& event = *known.event;
      if (const auto* m = std::get_if<PaymentDesignated>(&event.body)) {
        designate(m->payment, m->designations);
      } else if (const auto* f = std::get_if<PaymentFailed>(&event.body)) {
        if (IsIgnored(known.index)) continue;
        failed.push_back({event.value_date, items[f->payment], {}});
      } else if (std::holds_alternative<PaymentReturned>(event.body)) {
        std::vector<uint32_t> rows;
        for (const Movement& movement : account_.movements) {
          if (movement.event == known.index && movement.row) {
            rows.push_back(*movement.row);
          }
        }
        if (!rows.empty()) failed.push_back({event.value_date, {}, rows});
      }
    }
    return failed;
  }

  const Journal& journal_;
  const Account& account_;
  const DunningPolicy& policy_;
  const DebtorProfile& debtor_;
  Date today_;
  std::vector<Known> events_;  // without contacts
  std::vector<Taken> taken_;
  std::vector<Contacted> contacts_;
  size_t before_ = 0;  // of them, before the run
  std::vector<Happened> broken_;
  std::vector<std::optional<uint32_t>> claims_;  // by row: its first event
  std::vector<std::string> waits_;
};

// --- the collector ----------------------------------------------------------

// One due amount, as long as its due day is the same.
using RowName = std::tuple<std::string, int32_t, Date>;

// What a collector did.
struct Deed {
  Date day;
  size_t step;
  std::string key;  // of the subject
  std::vector<RowName> rows;
  Date due, document, first;  // of its oldest row, and of its ladder
  bool answered = false;
};

// Where the ladder of a subject stands after a run.
struct Standing {
  std::optional<size_t> last;  // step that was taken
  bool comparable = false;     // see Compare
  bool lapsed = false;         // the last step comes before the due day
  bool waits = false;          // for a gap, or, strictly, for the next run
};
using Standings = std::map<std::string, Standing>;  // by subject

class YearsCollector {
 public:
  YearsCollector(const Simulated& year, const Procedure& procedure,
                 uint64_t seed, Counts* counts)
      : year_(year),
        procedure_(procedure),
        policy_(procedure.policy),
        seed_(seed),
        counts_(counts),
        journal_("debtor", *Currency::Parse("EUR", "")) {
    for (const Event& event : year.events) events_.push_back(&event);
    std::stable_sort(events_.begin(), events_.end(),
                     [](const Event* a, const Event* b) {
                       return a->recorded < b->recorded;
                     });
  }

  // Runs on these days, counted from the year's first. What is wrong with what
  // it is told; empty where nothing is.
  std::string Run(const std::vector<int>& days) {
    auto replayer = Replayer::Make(journal_, year_.policy);
    if (!replayer.ok()) return replayer.status().ToString();
    size_t known = 0;
    for (const int day : days) {
      const Date today = *Date::FindDays(int64_t{year_.first.days()} + day);
      for (; known < events_.size() && events_[known]->recorded <= today;
           ++known) {
        if (!journal_.Append(*events_[known]).ok()) return "no such event";
      }
      const auto account = replayer->At({.as_of = today});
      if (!account.ok()) return account.status().ToString();
      const auto next =
          DecideActions(journal_, *account, policy_, procedure_.debtor);
      if (!next.ok()) return next.status().ToString();
      const std::string wrong = RunOn(day, *account, *next);
      if (!wrong.empty()) return today.ToText() + ": " + wrong + Diary();
    }
    return "";
  }

  // By day of the run.
  [[nodiscard]] const std::map<int, Standings>& standings() const {
    return standings_;
  }
  [[nodiscard]] std::string Diary() const {
    std::string text;
    for (const Deed& deed : deeds_) {
      text += "\n    did " + policy_.steps[deed.step].id + " on " +
              deed.day.ToText() + (deed.answered ? ", answered," : "") +
              " about";
      for (const auto& [item, number, due] : deed.rows) {
        text +=
            " " + item + "/" + std::to_string(number) + " due " + due.ToText();
      }
    }
    return text;
  }

 private:
  using Subject = KnownFacts::Subject;

  std::string RunOn(int day, const Account& account, const NextActions& next) {
    KnownFacts facts(journal_, account, procedure_);
    std::vector<Subject> subjects = facts.Subjects();
    std::vector<bool> acted(subjects.size());
    std::vector<Event> done;
    done.reserve(next.actions.size());  // facts look at them
    std::vector<Deed> deeds;
    for (const NextAction& action : next.actions) {
      size_t s = 0;
      while (s < subjects.size() && subjects[s].about != action.rows) ++s;
      if (s == subjects.size())
        return "about other rows" + About(action, account, facts);
      if (acted[s]) return "two actions about the same";
      acted[s] = true;
      facts.FindLadder(subjects[s]);
      const std::string wrong = Wrong(action, subjects[s], account, facts);
      if (!wrong.empty()) {
        return wrong + ": " + policy_.steps[action.step].id +
               About(action, account, facts);
      }
      const ContactMade* made = Do(action, subjects[s], account, done, deeds);
      if (made != nullptr) facts.Add(*made);
    }
    for (size_t s = 0; s < subjects.size(); ++s) {
      if (acted[s] || facts.IsSpared(subjects[s])) continue;
      facts.FindLadder(subjects[s]);
      const std::optional<size_t> due = facts.StepDue(subjects[s]);
      if (!due) continue;
      const DunningStep& step = policy_.steps[*due];
      const bool near = facts.IsTooNear(subjects[s], step);
      if (!near && facts.HasWay(step)) {
        return "lost: " + step.id + " about " + subjects[s].key + " due " +
               subjects[s].due.ToText();
      }
      Count("limit", near ? "gap" : "no way");
    }
    if (procedure_.compared) {
      Stand(day, facts, subjects, acted, deeds);
    }
    for (Event& event : done) {
      const auto added = journal_.Append(std::move(event));
      if (!added.ok() || !*added) return "cannot record it";
    }
    for (Deed& deed : deeds) deeds_.push_back(std::move(deed));
    return "";
  }

  void Count(const char* kind, const std::string& name) {
    if (counts_ != nullptr) ++(*counts_)[kind][name];
  }

  static RowName NameOfRow(const Account& account, uint32_t k) {
    const AccountRow& row = account.rows[k];
    return {account.items[row.item].id, row.number, row.due};
  }
  static std::string About(const NextAction& action, const Account& account,
                           const KnownFacts& facts) {
    std::string text = " about";
    for (const uint32_t k : action.rows) {
      const auto& [item, number, due] = NameOfRow(account, k);
      text +=
          " " + item + "/" + std::to_string(number) + " due " + due.ToText();
      if (!facts.Waits(k).empty()) text += " (" + facts.Waits(k) + ")";
    }
    return text + ", " + action.why;
  }

  // --- each action ----------------------------------------------------------

  std::string Wrong(const NextAction& action, const Subject& subject,
                    const Account& account, const KnownFacts& facts) {
    for (const uint32_t k : action.rows) {
      if (!facts.Owes(k)) return "nothing is open";
      if (!facts.Waits(k).empty()) return facts.Waits(k);
    }
    if (facts.IsSpared(subject)) return "the policy spares it";
    const DunningStep& step = policy_.steps[action.step];
    const std::optional<Date> day = facts.DayOf(subject, action.step);
    const size_t taken = facts.TakenOf(subject, action.step).size();
    if (static_cast<size_t>(action.attempt) != taken + 1) {
      return "attempt " + std::to_string(action.attempt) + " after " +
             std::to_string(taken);
    }
    if (taken > 0) {
      const std::string why = facts.WhyNotAgain(subject, action.step);
      if (!why.empty()) return why;
      Count("step", "again");
    } else if (!day) {
      return "nothing that it is anchored to";
    } else if (*day > account.as_of) {
      return "before its day, " + day->ToText();
    } else if (facts.Lapses(subject, action.step)) {
      return "after the due day";
    }
    if (facts.LastTaken(subject) > action.step) return "after a later one";
    if (facts.IsTooNear(subject, step)) return "too near";
    if ((step.action == StepAction::kContact) != action.channel.has_value()) {
      return "no channel, or one of what is no contact";
    }
    if (action.channel) {
      if (!Among(step.channels, *action.channel)) return "another channel";
      const std::string refused = facts.Refuses(*action.channel);
      if (!refused.empty()) return refused;
      if (std::pair(action.from_minute, action.until_minute) !=
          facts.MinutesOf(*action.channel)) {
        return "at other minutes";
      }
    }
    return Repeats(action, subject, account, facts);
  }

  // What was asked of a due amount is not asked again more often than the
  // policy says, nor what comes before it: by the collector's own diary,
  // whatever ladder it was in. What a broken promise or a failed payment
  // brought is asked again after the next one; and an amount that was not yet
  // due when it was asked for takes part in the ladder of older ones once it is
  // past due.
  std::string Repeats(const NextAction& action, const Subject& subject,
                      const Account& account, const KnownFacts& facts) const {
    for (const uint32_t k : action.rows) {
      const RowName row = NameOfRow(account, k);
      const Date due = account.rows[k].due;
      int tried = 0;
      Date last = account.as_of;
      for (const Deed& deed : deeds_) {
        if (deed.step < action.step || !Among(deed.rows, row)) continue;
        if (deed.day <= due && subject.first < due) continue;
        if (facts.IsOfLadderBefore(subject, k, deed.day)) continue;
        if (deed.day < subject.opens &&
            deed.document != facts.DocumentOf(subject)) {
          continue;
        }
        if (!KnownFacts::IsByDate(policy_.steps[deed.step]) &&
            policy_.steps[deed.step].anchor != StepAnchor::kPreviousStep) {
          const auto anchor = facts.AnchorOf(subject, deed.step);
          if (!anchor || *anchor > deed.day) continue;
        }
        if (deed.step > action.step) {
          return "after " + policy_.steps[deed.step].id + " of " +
                 deed.day.ToText();
        }
        ++tried;
        last = deed.day;
      }
      if (tried >= policy_.steps[action.step].attempts) {
        return "repeats what was done on " + last.ToText();
      }
    }
    return "";
  }

  // What comes of a contact is the same whoever makes it.
  [[nodiscard]] Response ResponseOf(const std::string& key,
                                    const NextAction& action) const {
    uint64_t hash =
        seed_ + action.step * 31 + static_cast<uint64_t>(action.attempt);
    for (const char c : key) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    }
    hash = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9u;
    const auto one = static_cast<int>((hash >> 33) % 16);
    return one < 8 ? static_cast<Response>(one + 1) : Response::kNone;
  }

  // Records an action as it is asked for; null where it is no contact.
  const ContactMade* Do(const NextAction& action, const Subject& subject,
                        const Account& account, std::vector<Event>& done,
                        std::vector<Deed>& deeds) {
    const DunningStep& step = policy_.steps[action.step];
    Count("step", std::string(NameOf(step.anchor)));
    Count("action", std::string(NameOf(step.action)));
    const AccountItem& item = account.items[account.rows[action.rows[0]].item];
    Deed deed = {.day = account.as_of,
                 .step = action.step,
                 .key = subject.key,
                 .rows = {},
                 .due = subject.due,
                 .document = item.document_date,
                 .first = subject.first};
    std::vector<std::string> items;
    for (const uint32_t k : action.rows) {
      deed.rows.push_back(NameOfRow(account, k));
      const std::string& id = account.items[account.rows[k].item].id;
      if (!Among(items, id)) items.push_back(id);
    }
    Event event = {.id = "did" + std::to_string(++recorded_),
                   .value_date = account.as_of,
                   .recorded = account.as_of,
                   .body = Noted{}};
    if (step.action == StepAction::kWriteOff) {
      // One for each item.
      for (const std::string& one : items) {
        event.body = WrittenOff{.item = one};
        done.push_back(event);
        event.id = "did" + std::to_string(++recorded_);
      }
    } else if (step.action == StepAction::kHandOver) {
      if (Among(items, std::string())) items.clear();
      event.body = HandedOver{.to = "agency", .items = std::move(items)};
      done.push_back(event);
    } else {
      ContactMade made = {.channel = *action.channel,
                          .response = ResponseOf(subject.key, action),
                          .items = std::move(items),
                          .step = step.id};
      if (policy_.scope == DunningScope::kRow) {
        made.row = account.rows[action.rows[0]].number;
      }
      deed.answered = IsAnswer(made.response);
      event.body = std::move(made);
      done.push_back(event);
    }
    deeds.push_back(std::move(deed));
    return std::get_if<ContactMade>(&done.back().body);
  }

  // --- where ladders stand --------------------------------------------------

  void Stand(int day, const KnownFacts& facts, std::vector<Subject>& subjects,
             const std::vector<bool>& acted, const std::vector<Deed>& today) {
    int gap = 0;
    for (const DunningStep& step : policy_.steps) {
      gap = std::max(gap, step.min_gap_days);
    }
    Standings& standings = standings_[day];
    for (size_t s = 0; s < subjects.size(); ++s) {
      Subject& subject = subjects[s];
      if (facts.IsSpared(subject)) continue;
      if (!acted[s]) facts.FindLadder(subject);
      Standing& standing = standings[subject.key];
      const bool strict = policy_.order == StepOrder::kStrict;
      standing.waits = acted[s] ? strict : facts.WasContacted(subject, gap);
      standing.comparable = facts.HasWayForAll();
      standing.last = facts.LastTaken(subject);
      const Date document = facts.DocumentOf(subject);
      for (const std::vector<Deed>* all : {&std::as_const(deeds_), &today}) {
        for (const Deed& deed : *all) {
          if (deed.key != subject.key || deed.day < subject.opens) continue;
          if (std::tie(deed.due, deed.document, deed.first) !=
              std::tie(subject.due, document, subject.first)) {
            standing.comparable = false;
          }
          if (all == &today) standing.last = deed.step;
        }
      }
      standing.lapsed = standing.last && facts.Lapses(subject, *standing.last);
    }
  }

  const Simulated& year_;
  const Procedure& procedure_;
  const DunningPolicy& policy_;
  uint64_t seed_;
  Counts* counts_;
  Journal journal_;
  std::vector<const Event*> events_;  // by the day on which they are recorded
  std::vector<Deed> deeds_;
  std::map<int, Standings> standings_;
  int recorded_ = 0;
};

// Whoever runs on more of the days and whoever runs on fewer have taken the
// same step last, of each debt that both follow up on a day on which both run.
std::string Compare(const YearsCollector& more, const YearsCollector& fewer,
                    Date first, Counts* counts) {
  for (const auto& [day, ours] : fewer.standings()) {
    const auto found = more.standings().find(day);
    if (found == more.standings().end()) continue;
    for (const auto& [key, few] : ours) {
      const auto at = found->second.find(key);
      if (at == found->second.end()) return "followed up by one of two: " + key;
      const Standing& many = at->second;
      if (!few.comparable || !many.comparable) continue;
      const bool behind = few.last < many.last;
      const Standing& leads = behind ? many : few;
      const Standing& lags = behind ? few : many;
      const char* what = few.last == many.last ? "same"
                         : leads.lapsed        ? "lapsed"
                         : lags.waits          ? "waits"
                                               : "";
      if (*what == '\0') {
        const auto text = [](const Standing& one) {
          return one.last ? "step " + std::to_string(*one.last) : "none";
        };
        return "on " + Date::FindDays(int64_t{first.days()} + day)->ToText() +
               " of " + key + ": " + text(many) + ", with fewer runs " +
               text(few) + "\n  more runs:" + more.Diary() +
               "\n  fewer runs:" + fewer.Diary();
      }
      if (counts != nullptr && few.last) ++(*counts)["compared"][what];
    }
  }
  return "";
}

}  // namespace

std::string WhatCollectorsDoWrong(const Simulated& year, uint64_t seed,
                                  Counts* counts) {
  const Procedure procedure = ProcedureMaker(seed, year.first).Make();
  std::vector<int> daily, weekly, missed;
  std::mt19937_64 random(seed);
  for (int day = 0, next = 0; day <= kCollectedDays; ++day) {
    daily.push_back(day);
    if (day % 7 == 0) weekly.push_back(day);
    if (day < next) continue;
    missed.push_back(day);
    next = day + 1 + static_cast<int>(random() % 2 * (random() % 40));
  }
  const auto collector = [&] {
    return YearsCollector(year, procedure, seed, counts);
  };
  YearsCollector more = collector(), few = collector(), some = collector();
  std::string wrong = more.Run(daily);
  if (!wrong.empty()) return "daily runs: " + wrong;
  wrong = few.Run(weekly);
  if (!wrong.empty()) return "weekly runs: " + wrong;
  wrong = some.Run(missed);
  if (!wrong.empty()) return "runs that are missed: " + wrong;
  if (!procedure.compared) return "";
  wrong = Compare(more, few, year.first, counts);
  if (!wrong.empty()) return "weekly runs differ " + wrong;
  wrong = Compare(more, some, year.first, counts);
  if (!wrong.empty()) return "runs that are missed differ " + wrong;
  return "";
}

std::string DescribeCollected(const Simulated& year, uint64_t seed) {
  return TextOf(ProcedureMaker(seed, year.first).Make()) + Describe(year);
}

}  // namespace usance::replay
