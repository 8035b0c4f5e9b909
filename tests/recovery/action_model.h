// A slow dunning run: written from what the headers of recovery/ say. It keeps
// nothing between questions, goes through days one by one, and asks each rule
// of each day anew.
#ifndef USANCE_TESTS_RECOVERY_ACTION_MODEL_H_
#define USANCE_TESTS_RECOVERY_ACTION_MODEL_H_

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "usance/recovery/next_action.h"

namespace usance {

// One line for each action, then one for each that is held back.
inline std::string LinesOf(const NextActions& next) {
  const auto rows = [](const std::vector<uint32_t>& all) {
    std::string text = " rows";
    for (const uint32_t row : all) text += " " + std::to_string(row);
    return text;
  };
  std::string text;
  for (const NextAction& action : next.actions) {
    text += "step " + std::to_string(action.step) + " since " +
            action.since.ToText() + " attempt " +
            std::to_string(action.attempt) + " open " +
            std::to_string(action.open_minor);
    if (action.channel) text += " by " + std::string(NameOf(*action.channel));
    if (action.fee) text += " fee " + std::to_string(action.fee->minor());
    if (action.answer) {
      text += " answer " + std::string(NameOf(*action.answer));
    }
    text += " at " + std::to_string(action.from_minute) + "-" +
            std::to_string(action.until_minute) + rows(action.rows) + "\n";
  }
  for (const NoAction& none : next.held_back) {
    text += std::string(NameOf(none.rule));
    if (none.step) text += " step " + std::to_string(*none.step);
    if (none.until) text += " until " + none.until->ToText();
    text += rows(none.rows) + "\n";
  }
  return text;
}

class ActionModel {
 public:
  ActionModel(const Journal& journal, const Account& account,
              const DunningPolicy& policy, const DebtorProfile& debtor)
      : journal_(journal), account_(account), policy_(policy), debtor_(debtor) {
    for (const uint32_t k : EventsOf(journal, account)) {
      events_.push_back({k, &journal[k]});
    }
    for (const AccountPromise& promise : account.promises) {
      promises_.push_back(
          {promise.state, &std::get<PromiseMade>(journal[promise.event].body)});
    }
  }

  NextActions Run() {
    std::vector<std::vector<uint32_t>> subjects;
    for (uint32_t row = 0; row < account_.rows.size(); ++row) {
      bool found = false;
      for (std::vector<uint32_t>& rows : subjects) {
        if (policy_.scope == DunningScope::kRow) continue;
        if (policy_.scope == DunningScope::kItem &&
            account_.rows[rows[0]].item != account_.rows[row].item) {
          continue;
        }
        rows.push_back(row);
        found = true;
      }
      if (!found) subjects.push_back({row});
    }
    if (policy_.scope == DunningScope::kItem) {
      std::stable_sort(subjects.begin(), subjects.end(),
                       [this](const auto& a, const auto& b) {
                         return account_.rows[a[0]].item <
                                account_.rows[b[0]].item;
                       });
    }
    std::stable_sort(subjects.begin(), subjects.end(),
                     [this](const auto& a, const auto& b) {
                       return OldestOpen(a) < OldestOpen(b);
                     });
    for (const std::vector<uint32_t>& rows : subjects) {
      if (OldestOpen(rows) < kNever) Ask(rows);
    }
    return out_;
  }

 private:
  static constexpr int kNever = 1'000'000'000;
  static constexpr int kHorizon = 500;  // days ahead that are looked at
  struct Said {
    uint32_t index;
    const Event* event;
  };
  struct Promised {
    PromiseState state;
    const PromiseMade* made;
  };
  // A time at which a step was taken.
  struct Done {
    int day;
    const ContactMade* made;  // null: by another event
  };
  struct Subject {
    std::vector<uint32_t> all, about;
    int due = 0;
    bool past = false;
    int first = 0;
    int begin = 0;
    int opens = 0;  // the first day of its steps, whatever ran then
  };

  int Today() const { return account_.as_of.days(); }
  const AccountRow& Row(uint32_t row) const { return account_.rows[row]; }
  bool Owes(uint32_t row) const { return Row(row).open.Total() > 0; }
  int OldestOpen(const std::vector<uint32_t>& rows) const {
    int due = kNever;
    for (const uint32_t row : rows) {
      if (Owes(row)) due = std::min(due, Row(row).due.days());
    }
    return due;
  }
  static Date At(int day) { return *Date::FindDays(day); }
  template <class T>
  static bool In(const std::vector<T>& all, const T& one) {
    return std::count(all.begin(), all.end(), one) > 0;
  }

  // The first day from today on for which a rule does not hold.
  std::optional<Date> FirstDayWithout(
      const std::function<bool(int)>& holds) const {
    for (int day = Today(); day < Today() + kHorizon; ++day) {
      if (!holds(day)) return At(day);
    }
    return std::nullopt;
  }

  // --- what is not followed up ----------------------------------------------

  // A promise that is open on a day, if nothing else happens.
  bool Promises(uint32_t row, int day) const {
    for (const Promised& one : promises_) {
      const std::string& id = account_.items[Row(row).item].id;
      if (!one.made->items.empty() && !In(one.made->items, id)) continue;
      if (one.state == PromiseState::kKept ||
          one.state == PromiseState::kSuperseded) {
        continue;
      }
      if (day <= one.made->by.days() + policy_.promise_tolerance_days) {
        return true;
      }
    }
    return false;
  }
  // The event that first moved something on a row, and its day.
  uint32_t ClaimOf(uint32_t row) const {
    return std::find_if(account_.movements.begin(), account_.movements.end(),
                        [row](const Movement& one) { return one.row == row; })
        ->event;
  }
  int ClaimedOn(uint32_t row) const {
    return journal_[ClaimOf(row)].value_date.days();
  }
  // Whether a hold or dispute of all that was there is open, that came when the
  // row was.
  bool IsHeld(uint32_t row) const {
    const std::string& id = account_.items[Row(row).item].id;
    const uint32_t claim = ClaimOf(row);
    for (const Said& said : events_) {
      const auto* hold = std::get_if<HoldOpened>(&said.event->body);
      if (hold == nullptr || hold->amount_minor) continue;
      if (!hold->item.empty() && hold->item != id) continue;
      if (said.index < claim) continue;
      const bool closed =
          std::any_of(events_.begin(), events_.end(), [&](const Said& later) {
            const auto* end = std::get_if<HoldClosed>(&later.event->body);
            return end != nullptr && later.index > said.index &&
                   end->hold == said.event->id;
          });
      if (!closed) return true;
    }
    return false;
  }
  std::optional<HoldBack> LeftOut(uint32_t row) const {
    const AccountItem& item = account_.items[Row(row).item];
    const int64_t principal = Row(row).open[Component::kPrincipal];
    if (item.handed_over) return HoldBack::kHandedOver;
    if (item.in_plan) return HoldBack::kPlan;
    if (IsHeld(row) ||
        (principal > 0 &&
         Row(row).held_minor + Row(row).disputed_minor >= principal)) {
      return HoldBack::kHold;
    }
    if (Promises(row, Today())) return HoldBack::kPromise;
    return std::nullopt;
  }

  // --- the ladder -----------------------------------------------------------

  bool IsAbout(const Subject& subject,
               const std::vector<std::string>& items) const {
    if (policy_.scope == DunningScope::kAccount || items.empty()) return true;
    return In(items, account_.items[Row(subject.all[0]).item].id);
  }
  bool IsAbout(const Subject& subject, const ContactMade& made) const {
    if (policy_.scope == DunningScope::kRow && made.row &&
        *made.row != Row(subject.all[0]).number) {
      return false;
    }
    return IsAbout(subject, made.items);
  }

  // Whether a row of the ladder's is past due at the end of a day.
  bool IsPastDueOn(const Subject& subject, int day) const {
    for (const uint32_t row : subject.all) {
      if (Owes(row) && LeftOut(row)) continue;
      if (Row(row).due.days() < day &&
          (!Row(row).settled_on || Row(row).settled_on->days() > day)) {
        return true;
      }
    }
    return false;
  }
  void FindBegin(Subject& subject) const {
    int first = subject.due;  // the ladder's first due day
    // What was past due on the due day's next morning was so the day before.
    int day = std::min(subject.due, Today());
    while (IsPastDueOn(subject, day)) --day;
    if (day < std::min(subject.due, Today())) first = day;
    subject.first = subject.begin = first;
    for (size_t k = 0; k < policy_.steps.size(); ++k) {
      const DunningStep& step = policy_.steps[k];
      if (step.anchor == StepAnchor::kDue ||
          step.anchor == StepAnchor::kDocument) {
        const int anchor =
            step.anchor == StepAnchor::kDue ? first : DocumentDay(subject);
        subject.begin = std::min(subject.begin, After(step, anchor));
      }
    }
    subject.opens = subject.begin;
    // A ladder before this one, that ended.
    for (const uint32_t row : subject.all) {
      if (Row(row).due.days() < first && Row(row).settled_on) {
        subject.begin = std::max(subject.begin, Row(row).settled_on->days());
      }
    }
  }
  // What was said while a ladder before this one ran, about what is asked for
  // now and nothing that was in that ladder.
  bool IsOwn(const Subject& subject, int day,
             const std::vector<std::string>& items) const {
    bool own = false;
    for (const std::string& id : items) {
      for (const uint32_t row : subject.all) {
        if (account_.items[Row(row).item].id != id) continue;
        own = own || In(subject.about, row);
        if (Row(row).settled_on && Row(row).due.days() < subject.first &&
            day < Row(row).settled_on->days() && ClaimedOn(row) <= day) {
          return false;
        }
      }
    }
    return own;
  }
  int DocumentDay(const Subject& subject) const {
    return account_.items[Row(subject.about[0]).item].document_date.days();
  }
  int After(const DunningStep& step, int day) const {
    for (const DateStep& one : step.after) {
      if (const auto* add = std::get_if<AddStep>(&one.rule)) {
        day += add->count;  // of days
      } else {
        day = At(day).LastOfMonth().days();
      }
    }
    return day;
  }

  // Whether what came back reaches a row of the subject.
  bool Reaches(const Subject& subject, uint32_t event) const {
    for (const Movement& movement : account_.movements) {
      if (movement.event == event && movement.row &&
          In(subject.all, *movement.row)) {
        return true;
      }
    }
    return false;
  }
  // What a payment that failed was to pay, as was said last; nothing: all.
  std::vector<std::string> ItemsOfFailed(const Said& failed) const {
    const std::string& id = std::get<PaymentFailed>(failed.event->body).payment;
    std::vector<std::string> items;
    const auto take = [&items](const std::vector<Designation>& designations) {
      items.clear();
      for (const Designation& one : designations) items.push_back(one.item);
    };
    // It counts no more, and is in the journal.
    for (size_t k = 0; k < failed.index; ++k) {
      const auto* paid = std::get_if<PaymentReceived>(&journal_[k].body);
      if (paid != nullptr && journal_[k].id == id) take(paid->designations);
    }
    for (const Said& said : events_) {
      if (said.index == failed.index) break;
      const auto* later = std::get_if<PaymentDesignated>(&said.event->body);
      if (later != nullptr && later->payment == id) take(later->designations);
    }
    return items;
  }
  // Whether the payment was there and pending, and nothing had decided about
  // it.
  bool Fails(const Said& failed) const {
    const std::string& id = std::get<PaymentFailed>(failed.event->body).payment;
    bool waits = false;
    for (size_t k = 0; k < failed.index; ++k) {
      const auto* paid = std::get_if<PaymentReceived>(&journal_[k].body);
      if (paid != nullptr && journal_[k].id == id) waits = paid->pending;
    }
    for (const Said& said : events_) {
      if (said.index == failed.index) break;
      const auto* before = std::get_if<PaymentFailed>(&said.event->body);
      const auto* came = std::get_if<PaymentConfirmed>(&said.event->body);
      if ((before != nullptr && before->payment == id) ||
          (came != nullptr && came->payment == id)) {
        waits = false;
      }
    }
    return waits;
  }
  int AnchorOf(const Subject& subject, size_t k) const {
    int day = -kNever;
    const auto happened = [&](int on) {
      if (on >= subject.begin) day = std::max(day, on);
    };
    switch (policy_.steps[k].anchor) {
      case StepAnchor::kDocument:
        return DocumentDay(subject);
      case StepAnchor::kDue:
        return subject.due;
      case StepAnchor::kPreviousStep:
        // Of this ladder's, also where it was taken while another ran.
        for (const Done& done : TimesOf(subject, k - 1)) {
          day = std::max(day, done.day);
        }
        break;
      case StepAnchor::kBrokenPromise:
        for (const Promised& one : promises_) {
          if ((one.state == PromiseState::kBroken ||
               one.state == PromiseState::kKeptInPart) &&
              one.made->by.days() + policy_.promise_tolerance_days < Today() &&
              IsAbout(subject, one.made->items)) {
            happened(one.made->by.days());
          }
        }
        break;
      case StepAnchor::kFailedPayment:
        for (const Said& said : events_) {
          if ((said.event->kind() == EventKind::kPaymentFailed && Fails(said) &&
               IsAbout(subject, ItemsOfFailed(said))) ||
              (said.event->kind() == EventKind::kPaymentReturned &&
               Reaches(subject, said.index))) {
            happened(said.event->value_date.days());
          }
        }
        break;
    }
    return day;
  }
  std::vector<Done> TimesOf(const Subject& subject, size_t k) const {
    const DunningStep& step = policy_.steps[k];
    int from = -kNever;
    if (step.anchor == StepAnchor::kBrokenPromise ||
        step.anchor == StepAnchor::kFailedPayment) {
      from = AnchorOf(subject, k);
      if (from == -kNever) return {};
    }
    std::vector<Done> done;
    for (const Said& said : events_) {
      const int day = said.event->value_date.days();
      const EventBody& body = said.event->body;
      const auto* made = std::get_if<ContactMade>(&body);
      std::vector<std::string> items;
      if (made != nullptr) {
        if (made->step != step.id || !IsAbout(subject, *made)) continue;
        items = made->items;
      } else if (const auto* over = std::get_if<HandedOver>(&body)) {
        if (step.action != StepAction::kHandOver) continue;
        items = over->items;
      } else if (const auto* off = std::get_if<WrittenOff>(&body)) {
        if (step.action != StepAction::kWriteOff) continue;
        if (!off->item.empty()) items = {off->item};
      } else {
        continue;
      }
      const bool in_ladder =
          day >= subject.begin ||
          (day >= subject.opens && IsOwn(subject, day, items));
      if (IsAbout(subject, items) && in_ladder && day >= from) {
        done.push_back({day, made});
      }
    }
    return done;
  }

  // --- limits ---------------------------------------------------------------

  std::vector<Done> ContactsAbout(const Subject* subject) const {
    std::vector<Done> contacts;
    for (const Said& said : events_) {
      const auto* made = std::get_if<ContactMade>(&said.event->body);
      if (made != nullptr && (subject == nullptr || IsAbout(*subject, *made))) {
        contacts.push_back({said.event->value_date.days(), made});
      }
    }
    return contacts;
  }
  bool GapHolds(const Subject& subject, const DunningStep& step,
                int day) const {
    if (policy_.gap_by_account && !planned_.empty() &&
        day < Today() + step.min_gap_days) {
      return true;
    }
    for (const Done& done :
         ContactsAbout(policy_.gap_by_account ? nullptr : &subject)) {
      if (day - done.day < step.min_gap_days) return true;
    }
    return false;
  }
  bool WindowHolds(Channel channel, int day) const {
    int common = 0;
    for (int minute = 0; minute < 24 * 60; ++minute) {
      bool may = true;
      for (const ContactWindow& window : policy_.windows) {
        if (!window.channels.empty() && !In(window.channels, channel)) continue;
        may =
            may && minute >= window.from_minute &&
            minute < window.until_minute &&
            (window.weekdays.empty() || In(window.weekdays, At(day).weekday()));
      }
      common += may;
    }
    return common == 0;
  }
  static bool Reached(Response response) {
    return response != Response::kNone && response != Response::kUndeliverable;
  }
  bool CapHolds(Channel channel, int day) const {
    for (const ContactCap& cap : policy_.caps) {
      const auto counts = [&cap](Channel one) {
        return cap.channels.empty() || In(cap.channels, one);
      };
      if (!counts(channel)) continue;
      int32_t within = 0;
      for (const Done& done : ContactsAbout(nullptr)) {
        if (!counts(done.made->channel)) continue;
        if (Reached(done.made->response) &&
            day - done.day < cap.after_answer_days) {
          return true;
        }
        within += day - done.day < cap.within_days;
      }
      for (const Channel one : planned_) {
        within += counts(one) && day - Today() < cap.within_days;
      }
      if (within >= cap.most) return true;
    }
    return false;
  }
  std::vector<Channel> ChannelsOf(const DunningStep& step) const {
    std::vector<Channel> order, arrives, fails;
    const auto add = [&](Channel channel) {
      if (In(step.channels, channel) && !In(order, channel)) {
        order.push_back(channel);
      }
    };
    for (const Channel channel : debtor_.preferred) add(channel);
    for (const Channel channel : step.channels) add(channel);
    for (const Channel channel : order) {
      bool failed = false;
      for (const Done& done : ContactsAbout(nullptr)) {
        if (done.made->channel == channel) {
          failed = done.made->response == Response::kUndeliverable;
        }
      }
      (failed ? fails : arrives).push_back(channel);
    }
    arrives.insert(arrives.end(), fails.begin(), fails.end());
    return arrives;
  }

  // --- the question ---------------------------------------------------------

  void No(HoldBack rule, std::vector<uint32_t> rows,
          std::optional<size_t> step = {}, std::optional<Date> until = {}) {
    NoAction none = {.rule = rule, .rows = std::move(rows), .until = until};
    if (step) none.step = static_cast<uint32_t>(*step);
    out_.held_back.push_back(std::move(none));
  }

  void Ask(const std::vector<uint32_t>& rows) {
    Subject subject;
    subject.all = rows;
    std::vector<uint32_t> followed;
    for (const uint32_t row : rows) {
      if (Owes(row) && !LeftOut(row)) followed.push_back(row);
    }
    if (followed.empty()) return AllLeftOut(rows);
    subject.due = OldestOpen(followed);
    subject.past = subject.due < Today();
    std::stable_sort(
        followed.begin(), followed.end(),
        [this](uint32_t a, uint32_t b) { return Row(a).due < Row(b).due; });
    for (const uint32_t row : followed) {
      const int due = Row(row).due.days();
      if (due < Today() || (!subject.past && due == subject.due)) {
        subject.about.push_back(row);
      }
    }
    if (Guarded(subject)) return;
    FindBegin(subject);
    Choose(subject);
  }

  void AllLeftOut(const std::vector<uint32_t>& rows) {
    std::optional<HoldBack> rule;
    std::vector<uint32_t> same;
    for (const uint32_t row : rows) {
      if (!Owes(row)) continue;
      if (!rule) rule = LeftOut(row);
      if (LeftOut(row) == rule) same.push_back(row);
    }
    std::optional<Date> until;
    if (rule == HoldBack::kPromise) {
      until = FirstDayWithout([&](int day) {
        return std::all_of(same.begin(), same.end(),
                           [&](uint32_t row) { return Promises(row, day); });
      });
    }
    No(*rule, same, {}, until);
  }

  int64_t OpenOf(const std::vector<uint32_t>& rows) const {
    int64_t open = 0;
    for (const uint32_t row : rows) {
      open += static_cast<int64_t>(Row(row).open.Total()) -
              Row(row).held_minor - Row(row).disputed_minor;
    }
    return open;
  }

  bool Guarded(const Subject& subject) {
    const auto grace = [&](int day) {
      return debtor_.grace_until && day <= debtor_.grace_until->days();
    };
    const auto days = [&](int day) {
      return subject.past && day - subject.due <= policy_.grace_days;
    };
    for (const auto& rule :
         {std::function<bool(int)>(grace), std::function<bool(int)>(days)}) {
      if (!rule(Today())) continue;
      No(HoldBack::kGrace, subject.about, {}, FirstDayWithout(rule));
      return true;
    }
    if (OpenOf(subject.about) < policy_.min_open_minor) {
      No(HoldBack::kMinimum, subject.about);
      return true;
    }
    if (!subject.past) return false;
    int64_t past_due = 0;
    for (const AccountRow& row : account_.rows) {
      if (row.due.days() < Today()) {
        past_due += static_cast<int64_t>(row.open.Total());
      }
    }
    if (past_due < policy_.min_account_minor ||
        account_.days_past_due < policy_.min_account_days) {
      No(HoldBack::kAccount, subject.about);
      return true;
    }
    return false;
  }

  void Choose(const Subject& subject) {
    const std::vector<DunningStep>& steps = policy_.steps;
    size_t next = 0;
    for (size_t k = 0; k < steps.size(); ++k) {
      if (!TimesOf(subject, k).empty()) next = k + 1;
    }
    struct Possible {
      size_t step;
      int day;
      int attempt;
    };
    std::vector<Possible> possible;
    for (size_t k = next; k < steps.size(); ++k) {
      const int anchor = AnchorOf(subject, k);
      if (anchor == -kNever) continue;
      const int day = After(steps[k], anchor);
      const bool by_date = steps[k].anchor == StepAnchor::kDue ||
                           steps[k].anchor == StepAnchor::kDocument;
      if (by_date && day < subject.due && subject.past) continue;
      possible.push_back({k, day, 1});
    }
    if (policy_.order == StepOrder::kStrict && !possible.empty()) {
      possible.resize(1);
    }
    std::optional<Possible> take;
    for (const Possible& one : possible) {
      if (one.day <= Today()) take = one;
    }
    if (!take && next > 0) {
      const std::vector<Done> done = TimesOf(subject, next - 1);
      if (done.back().made != nullptr && !Reached(done.back().made->response) &&
          done.size() < static_cast<size_t>(steps[next - 1].attempts)) {
        const Possible again = {next - 1,
                                done.back().day + steps[next - 1].retry_days,
                                static_cast<int>(done.size()) + 1};
        const DunningStep& before = steps[next - 1];
        const bool friendly =
            (before.anchor == StepAnchor::kDue ||
             before.anchor == StepAnchor::kDocument) &&
            After(before, AnchorOf(subject, next - 1)) < subject.due;
        if (friendly && std::max(Today(), again.day) > subject.due) {
          // It would remind of a day to come.
        } else if (again.day <= Today()) {
          take = again;
        } else {
          possible.push_back(again);
        }
      }
    }
    if (take) {
      return Take(subject, take->step, take->day, take->attempt);
    }
    if (possible.empty()) return No(HoldBack::kStepsTaken, subject.about);
    const Possible first = *std::min_element(
        possible.begin(), possible.end(),
        [](const Possible& a, const Possible& b) { return a.day < b.day; });
    No(HoldBack::kNotYet, subject.about, first.step, At(first.day));
  }

  void Take(const Subject& subject, size_t k, int since, int attempt) {
    const DunningStep& step = policy_.steps[k];
    const auto gap = [&](int day) { return GapHolds(subject, step, day); };
    if (gap(Today())) {
      return No(HoldBack::kGap, subject.about, k, FirstDayWithout(gap));
    }
    NextAction action = {.step = static_cast<uint32_t>(k),
                         .rows = subject.about,
                         .since = At(since),
                         .attempt = attempt,
                         .open_minor = OpenOf(subject.about)};
    if (step.action == StepAction::kContact) {
      for (const Channel channel : ChannelsOf(step)) {
        const bool consents = !debtor_.consent || In(*debtor_.consent, channel);
        if (WindowHolds(channel, Today()) || !consents ||
            CapHolds(channel, Today())) {
          continue;
        }
        action.channel = channel;
        break;
      }
      if (!action.channel) return Refused(subject, k);
      planned_.push_back(*action.channel);
      for (const ContactWindow& window : policy_.windows) {
        if (!window.channels.empty() && !In(window.channels, *action.channel)) {
          continue;
        }
        action.from_minute = std::max(action.from_minute, window.from_minute);
        action.until_minute =
            std::min(action.until_minute, window.until_minute);
      }
    }
    const std::vector<Done> contacts = ContactsAbout(&subject);
    if (!contacts.empty()) action.answer = contacts.back().made->response;
    SetFee(subject, action);
    out_.actions.push_back(std::move(action));
  }

  // Says why the first channel may not be used.
  void Refused(const Subject& subject, size_t k) {
    const Channel channel = ChannelsOf(policy_.steps[k])[0];
    const auto window = [&](int day) { return WindowHolds(channel, day); };
    const auto cap = [&](int day) { return CapHolds(channel, day); };
    if (window(Today())) {
      return No(HoldBack::kWindow, subject.about, k, FirstDayWithout(window));
    }
    if (debtor_.consent && !In(*debtor_.consent, channel)) {
      return No(HoldBack::kConsent, subject.about, k);
    }
    No(HoldBack::kCap, subject.about, k, FirstDayWithout(cap));
  }

  // The one flat fee: for the first attempt of a step, so many at most, and a
  // law's limit clips it.
  void SetFee(const Subject& subject, NextAction& action) const {
    if (!subject.past || action.attempt > 1) return;
    std::vector<int> notices = {Today()};
    if (policy_.steps[action.step].fee.empty()) return;
    for (size_t k = 0; k < action.step; ++k) {
      const std::vector<Done> done = TimesOf(subject, k);
      if (!policy_.steps[k].fee.empty() && !done.empty() &&
          done[0].made != nullptr && done[0].day > subject.first) {
        notices.push_back(done[0].day);
      }
    }
    std::sort(notices.begin(), notices.end());
    const LateFee& fee = policy_.fees[0];
    const auto& limit = policy_.fee_limit;
    std::vector<int> charged;
    bool bears = false;
    for (const int day : notices) {
      const size_t most = static_cast<size_t>(
          limit && limit->max_count ? std::min(*limit->max_count, fee.max_count)
                                    : fee.max_count);
      bears = charged.size() < most &&
              (!limit || charged.empty() ||
               day - charged.back() >= limit->min_gap_days);
      if (bears) charged.push_back(day);
    }
    if (!bears) return;
    action.fee = fee.amount;
    if (limit && limit->most_minor < fee.amount->minor()) {
      action.fee = Money(limit->most_minor, fee.amount->currency());
    }
  }

  const Journal& journal_;
  const Account& account_;
  const DunningPolicy& policy_;
  const DebtorProfile& debtor_;
  std::vector<Said> events_;
  std::vector<Promised> promises_;
  std::vector<Channel> planned_;
  NextActions out_;
};

}  // namespace usance

#endif  // USANCE_TESTS_RECOVERY_ACTION_MODEL_H_
