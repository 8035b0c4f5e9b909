// Random procedures and records: what the library decides against a slow model
// that is written from its documentation.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly asks 200 times as often.
#include "tests/recovery/action_model.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/account/facts.h"

namespace usance {
namespace {

class Chance {
 public:
  explicit Chance(uint64_t seed) : random_(seed) {}

  int Between(int low, int high) {
    return low +
           static_cast<int>(random_() % static_cast<uint64_t>(high - low + 1));
  }
  bool In100(int percent) { return Between(1, 100) <= percent; }
  template <class T>
  T One(const std::vector<T>& of) {
    return of[static_cast<size_t>(Between(0, static_cast<int>(of.size()) - 1))];
  }
  template <class T>
  std::vector<T> Some(const std::vector<T>& of, int percent) {
    std::vector<T> some;
    for (const T& one : of) {
      if (In100(percent)) some.push_back(one);
    }
    return some;
  }

 private:
  std::mt19937_64 random_;
};

const std::vector<Channel> kChannels = {Channel::kEmail, Channel::kPhone,
                                        Channel::kLetter};
const std::vector<std::string> kItems = {"A", "B", "C"};

DunningStep SomeStep(Chance& chance, int k) {
  DunningStep step = {.id = std::to_string(k)};
  step.anchor = static_cast<StepAnchor>(
      chance.In100(50) ? 2 : chance.Between(k == 0 ? 4 : 1, 5));
  if (k > 0 && chance.In100(25)) step.anchor = StepAnchor::kPreviousStep;
  if (chance.In100(90)) {
    const int low = step.anchor == StepAnchor::kDue ? -9 : 0;
    step.after.push_back({AddStep{.count = chance.Between(low, 25)}});
  }
  if (chance.In100(10)) step.after.push_back({EndOfMonthStep{}});
  if (chance.In100(12)) {
    step.action =
        chance.In100(50) ? StepAction::kHandOver : StepAction::kWriteOff;
  } else {
    step.channels = chance.Some(kChannels, 50);
    if (step.channels.empty()) step.channels = {Channel::kEmail};
  }
  step.min_gap_days = chance.One<int>({0, 1, 1, 3, 14});
  if (chance.In100(30)) {
    step.attempts = chance.Between(2, 4);
    step.retry_days = chance.Between(0, 5);
  }
  if (chance.In100(30)) step.fee = "fee";
  return step;
}

DunningPolicy SomePolicy(Chance& chance) {
  DunningPolicy policy = {
      .id = "some",
      .scope = static_cast<DunningScope>(chance.Between(1, 3)),
      .order = static_cast<StepOrder>(chance.Between(1, 2))};
  for (int k = 0, count = chance.Between(1, 5); k < count; ++k) {
    policy.steps.push_back(SomeStep(chance, k));
  }
  policy.fees = {{.id = "fee",
                  .basis = FeeBasis::kFlat,
                  .amount = Money(500, Eur()),
                  .max_count = chance.Between(1, 3),
                  .trigger = FeeTrigger::kNotice}};
  if (chance.In100(30)) {
    policy.fee_limit = {.rule = "law",
                        .most_minor = chance.Between(300, 700),
                        .min_gap_days = chance.Between(0, 20),
                        .action = CapAction::kClip};
    if (chance.In100(50)) policy.fee_limit->max_count = chance.Between(1, 3);
  }
  if (chance.In100(20)) policy.grace_days = chance.Between(1, 10);
  if (chance.In100(10)) policy.min_open_minor = chance.Between(1, 4'000);
  if (chance.In100(10)) policy.min_account_minor = chance.Between(1, 9'000);
  if (chance.In100(10)) policy.min_account_days = chance.Between(1, 20);
  policy.gap_by_account = chance.In100(20);
  if (chance.In100(30)) policy.promise_tolerance_days = chance.Between(1, 5);
  for (int k = chance.Between(-1, 2); k > 0; --k) {
    policy.caps.push_back({.id = "cap",
                           .channels = chance.Some(kChannels, 40),
                           .most = chance.Between(1, 3),
                           .within_days = chance.Between(1, 20),
                           .after_answer_days = chance.Between(0, 9)});
  }
  const std::vector<Weekday> days = {Weekday::kMonday, Weekday::kTuesday,
                                     Weekday::kWednesday, Weekday::kThursday,
                                     Weekday::kSaturday};
  for (int k = chance.Between(-2, 2); k > 0; --k) {
    const int from = chance.Between(0, 1'000);
    policy.windows.push_back({.channels = chance.Some(kChannels, 40),
                              .weekdays = chance.Some(days, 60),
                              .from_minute = from,
                              .until_minute = chance.Between(from + 1, 1'440)});
  }
  return policy;
}

DebtorProfile SomeDebtor(Chance& chance, Date today) {
  DebtorProfile debtor;
  if (chance.In100(20)) debtor.consent = chance.Some(kChannels, 70);
  debtor.preferred = chance.Some(kChannels, 20);
  if (chance.In100(5)) {
    debtor.grace_until =
        *Date::FindDays(int64_t{today.days()} + chance.Between(-2, 9));
  }
  return debtor;
}

// A record of 120 days, of which the collector kept to the policy or not.
Facts SomeRecord(Chance& chance, const DunningPolicy& policy, Date first) {
  Facts facts;
  std::vector<std::string> payments;
  int id = 0;
  const auto on = [&](int day, EventBody body) {
    const Date date = *Date::FindDays(int64_t{first.days()} + day);
    std::string name = "e" + std::to_string(100 + ++id);
    facts.Add({.id = name,
               .value_date = date,
               .recorded = date,
               .body = std::move(body)});
    return name;
  };
  const auto some_items = [&] { return chance.Some(kItems, 50); };
  const auto item = [&] { return chance.One(kItems); };
  for (int k = 0, count = chance.Between(1, 3); k < count; ++k) {
    const int day = chance.Between(0, 40);
    InvoiceIssued invoice;
    invoice.item = kItems[static_cast<size_t>(k)];
    int due = day + chance.Between(0, 25);
    for (int row = chance.Between(1, 3); row > 0; --row) {
      invoice.rows.push_back(
          {.due = *Date::FindDays(int64_t{first.days()} + due),
           .amounts =
               ComponentAmounts::Principal(chance.Between(1, 60) * 100)});
      due += chance.Between(0, 30);
    }
    on(day, std::move(invoice));
  }
  for (int k = chance.Between(0, 14); k > 0; --k) {
    const int day = chance.Between(0, 120);
    const Date later =
        *Date::FindDays(int64_t{first.days()} + day + chance.Between(0, 20));
    switch (chance.Between(1, 20)) {
      case 1:
        on(day, ChargePosted{.item = chance.In100(50) ? item() : std::string(),
                             .component = Component::kFee,
                             .amount_minor = chance.Between(1, 900)});
        break;
      case 2:
        on(day, HoldOpened{.kind = static_cast<HoldKind>(chance.Between(1, 2)),
                           .item = item(),
                           .amount_minor = chance.Between(1, 60) * 100});
        break;
      case 3:
        on(std::min(day + chance.Between(9, 60), 120),
           HoldClosed{on(
               day,
               HoldOpened{.kind = static_cast<HoldKind>(chance.Between(1, 2)),
                          .item = chance.In100(70) ? item() : std::string()})});
        break;
      case 4:
      case 5:
        on(day, PromiseMade{.amount_minor = chance.Between(1, 9'000),
                            .by = later,
                            .items = some_items()});
        break;
      case 6:
        on(std::min(day + 20, 120),
           PlanBreached{on(day, PlanAgreed{.items = some_items(),
                                           .rows = {{later, 100}}})});
        break;
      case 7:
        on(std::min(day + 20, 120),
           Recalled{on(day, HandedOver{.to = "x", .items = some_items()})});
        break;
      case 8:
        on(day, WrittenOff{.item = item(),
                           .amount_minor = chance.Between(1, 2'000)});
        break;
      case 9:
        on(day, DueDateChanged{.item = item(), .row = 1, .due = later});
        break;
      case 10:
        on(day, HandedOver{.to = "x", .items = {item()}});
        break;
      case 11: {
        PaymentReceived pending = {.amount_minor = 500,
                                   .pending = chance.In100(90)};
        if (chance.In100(40)) pending.designations = {{.item = item()}};
        const std::string payment = on(day, pending);
        if (chance.In100(20)) {
          on(std::min(day + 2, 120),
             PaymentDesignated{.payment = payment,
                               .designations = {{.item = item()}}});
        }
        on(std::min(day + 5, 120), PaymentFailed{payment});
        if (chance.In100(20)) {
          on(std::min(day + 8, 120),
             PaymentFailed{chance.In100(60) ? payment : "no payment"});
        }
        break;
      }
      case 12:
        on(std::min(day + 12, 120),
           PaymentReturned{on(
               day,
               PaymentReceived{.amount_minor = chance.Between(1, 60) * 100})});
        break;
      default:
        on(day, PaymentReceived{.amount_minor = chance.Between(1, 70) * 100});
        break;
    }
  }
  for (int k = chance.Between(0, 9); k > 0; --k) {
    ContactMade made = {
        .channel = chance.One(kChannels),
        .response =
            static_cast<Response>(chance.In100(50) ? 1 : chance.Between(1, 8)),
        .items =
            chance.In100(70) ? std::vector<std::string>{item()} : some_items()};
    if (chance.In100(5)) made.items = {""};
    if (made.items.size() == 1 && chance.In100(40)) {
      made.row = chance.Between(1, 3);
    }
    if (chance.In100(75)) made.step = chance.One(policy.steps).id;
    on(chance.Between(0, 120), std::move(made));
  }
  return facts;
}

TEST(ActionModel, DecidesWhatTheDocumentsSay) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string_view(tier) == "nightly";
  const char* given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  const uint64_t records = nightly ? 400'000 : 2'000;
  std::cout << "seed " << seed << ", " << records << " records\n";
  std::map<std::string, int> seen;
  int failures = 0;
  for (uint64_t k = 0; k < records && failures < 3; ++k) {
    Chance chance(seed * 0x9E3779B97F4A7C15u + k);
    const Date first = Date::Of(2026, chance.Between(1, 12), 1);
    const DunningPolicy policy = SomePolicy(chance);
    const Facts facts = SomeRecord(chance, policy, first);
    for (int ask = 0; ask < 4; ++ask) {
      const Date today =
          *Date::FindDays(int64_t{first.days()} + chance.Between(0, 125));
      const DebtorProfile debtor = SomeDebtor(chance, today);
      const auto account =
          Replay(facts.journal(), PolicyOf(), {.as_of = today});
      ASSERT_TRUE(account.ok()) << account.status();
      const auto next =
          DecideActions(facts.journal(), *account, policy, debtor);
      ASSERT_TRUE(next.ok()) << next.status();
      const std::string model =
          LinesOf(ActionModel(facts.journal(), *account, policy, debtor).Run());
      seen["action"] += !next->actions.empty();
      for (const NoAction& none : next->held_back) {
        ++seen[std::string(NameOf(none.rule))];
        EXPECT_FALSE(none.why.empty());
      }
      if (LinesOf(*next) == model) continue;
      ++failures;
      ADD_FAILURE() << "USANCE_SEED=" << seed << " record " << k << " on "
                    << today.ToText() << "\nmodel:\n"
                    << model << "library:\n"
                    << LinesOf(*next);
      break;
    }
  }
  if (failures > 0) return;
  for (const auto& [name, count] : seen) {
    std::cout << name << " " << count << "  ";
    EXPECT_GE(count * 200, static_cast<int>(records)) << name;
  }
  std::cout << "\n";
  EXPECT_EQ(seen.size(), std::size(Names<HoldBack>::kTable) + 1);
}

// A collector who runs the policy every so many days and records what it did.
class Collector {
 public:
  Collector(Facts facts, const DunningPolicy& policy)
      : facts_(std::move(facts)), policy_(policy) {}

  // What is wrong with what it is told to do; empty where nothing is.
  std::string Run(Date first, int days, int every) {
    for (int k = 0; k <= days; k += every) {
      today_ = *Date::FindDays(int64_t{first.days()} + k);
      const auto account =
          Replay(facts_.journal(), PolicyOf(), {.as_of = today_});
      if (!account.ok()) return account.status().ToString();
      const auto next = DecideActions(facts_.journal(), *account, policy_);
      if (!next.ok()) return next.status().ToString();
      for (const NextAction& action : next->actions) {
        const std::string wrong = Wrong(action, *account);
        if (!wrong.empty()) return today_.ToText() + ": " + wrong;
      }
      // The account speaks of the journal as it was.
      for (const NextAction& action : next->actions) Take(action, *account);
    }
    return "";
  }
  [[nodiscard]] const std::set<std::pair<std::string, uint32_t>>& taken()
      const {
    return taken_;
  }

 private:
  static const AccountItem& ItemOf(const NextAction& action,
                                   const Account& account) {
    return account.items[account.rows[action.rows.front()].item];
  }

  std::string Wrong(const NextAction& action, const Account& account) const {
    for (const uint32_t k : action.rows) {
      const AccountRow& row = account.rows[k];
      const AccountItem& item = account.items[row.item];
      const int64_t principal = row.open[Component::kPrincipal];
      if (row.open.Total() <= 0) return "nothing is open";
      if (item.handed_over || item.in_plan) return "others have it, or a plan";
      if (principal > 0 && row.held_minor + row.disputed_minor >= principal) {
        return "it is held";
      }
      for (const AccountPromise& promise : account.promises) {
        if (promise.state != PromiseState::kOpen) continue;
        const auto& made =
            std::get<PromiseMade>(facts_.journal()[promise.event].body);
        if (made.items.empty() ||
            std::count(made.items.begin(), made.items.end(), item.id) > 0) {
          return "a promise is open";
        }
      }
    }
    for (const ContactWindow& window : policy_.windows) {
      const auto& on = window.weekdays;
      if (action.channel && window.channels.empty() && !on.empty() &&
          std::count(on.begin(), on.end(), today_.weekday()) == 0) {
        return "outside its window";
      }
    }
    const auto found = last_.find(ItemOf(action, account).id);
    if (found == last_.end()) return "";
    const auto& [step, day] = found->second;
    if (today_ - day < policy_.steps[action.step].min_gap_days) {
      return "before its gap";
    }
    if (action.step < step) return "a step before one that was taken";
    if (action.step == step && action.attempt == 1) return "a step again";
    return "";
  }

  void Take(const NextAction& action, const Account& account) {
    const std::string& item = ItemOf(action, account).id;
    taken_.emplace(item, action.step);
    last_.insert_or_assign(item, std::pair(action.step, today_));
    const Event event = {
        .id = "taken " + item + " " + today_.ToText(),
        .value_date = today_,
        .recorded = today_,
        .body = ContactMade{.channel = *action.channel,
                            .items = {item},
                            .step = policy_.steps[action.step].id}};
    facts_.Add(event);
  }

  Facts facts_;
  const DunningPolicy& policy_;
  Date today_ = Date::Of(2026, 1, 1);
  std::set<std::pair<std::string, uint32_t>> taken_;  // by item
  std::map<std::string, std::pair<uint32_t, Date>> last_;
};

// P44: no step is repeated, none is lost, none comes while the debt is held,
// before its gap or outside its window, whatever happens to invoices of one due
// amount; and whoever runs daily and whoever runs weekly have taken the same
// steps of what is never paid in the end.
TEST(ActionModel, P44_CollectorsRepeatAndLoseNothing) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string_view(tier) == "nightly";
  const char* given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  const uint64_t records = nightly ? 20'000 : 100;
  std::cout << "seed " << seed << ", " << records << " collectors\n";
  size_t taken = 0;
  for (uint64_t k = 0; k < records; ++k) {
    Chance chance(seed * 0xD1B54A32D192ED03u + k);
    const Date first = Date::Of(2026, chance.Between(1, 12), 1);
    DunningPolicy policy = {.id = "some",
                            .scope = DunningScope::kItem,
                            .order = StepOrder::kStrict};
    for (int step = 0, day = 0, last = chance.Between(2, 5); step < last;
         ++step) {
      day += chance.Between(1, 12);
      policy.steps.push_back({.id = std::to_string(step),
                              .after = {{AddStep{.count = day}}},
                              .channels = {chance.One(kChannels)},
                              .min_gap_days = chance.Between(1, 6)});
      if (step > 0 && chance.In100(30)) {
        policy.steps.back().anchor = StepAnchor::kPreviousStep;
      }
    }
    if (chance.In100(50)) {
      // On the weekday of the weekly run too.
      policy.windows = {{.weekdays = {first.weekday(), Weekday::kTuesday,
                                      Weekday::kThursday}}};
    }
    const auto day = [&](int after) {
      return *Date::FindDays(int64_t{first.days()} + after);
    };
    Facts quiet;
    for (const std::string& item : kItems) {
      const int issued = chance.Between(0, 40);
      quiet.Invoice(day(issued).ToText(), item, "50.00",
                    day(issued + chance.Between(0, 30)).ToText());
    }
    Facts busy = quiet;
    for (int n = chance.Between(0, 6); n > 0; --n) {
      const int on = chance.Between(20, 150);
      const std::string item = chance.One(kItems);
      const std::string id = "busy" + std::to_string(n);
      const auto add = [&](const std::string& name, int after, EventBody body) {
        busy.Add({.id = name,
                  .value_date = day(after),
                  .recorded = day(after),
                  .body = std::move(body)});
      };
      switch (chance.Between(1, 5)) {
        case 1:
          add(id, on, HoldOpened{.item = item});
          add(id + "b", on + chance.Between(1, 40), HoldClosed{.hold = id});
          break;
        case 2:
          add(id, on,
              PromiseMade{.amount_minor = 5000,
                          .by = day(on + chance.Between(0, 20)),
                          .items = {item}});
          break;
        case 3:
          add(id, on,
              PlanAgreed{.items = {item}, .rows = {{day(on + 30), 5000}}});
          add(id + "b", on + chance.Between(1, 40), PlanBreached{.plan = id});
          break;
        case 4:
          add(id, on, HandedOver{.to = "agency", .items = {item}});
          add(id + "b", on + chance.Between(1, 40), Recalled{.handover = id});
          break;
        default:
          add(id, on,
              PaymentReceived{.amount_minor = chance.Between(1, 50) * 100,
                              .designations = {{.item = item}}});
          break;
      }
    }
    Collector chased(busy, policy);
    ASSERT_EQ(chased.Run(first, 220, 1), "")
        << "USANCE_SEED=" << seed << " record " << k;
    Collector daily(quiet, policy), weekly(quiet, policy);
    ASSERT_EQ(daily.Run(first, 420, 1), "") << "record " << k;
    ASSERT_EQ(weekly.Run(first, 420, 7), "") << "record " << k;
    ASSERT_EQ(daily.taken(), weekly.taken())
        << "USANCE_SEED=" << seed << " record " << k;
    ASSERT_EQ(daily.taken().size(), kItems.size() * policy.steps.size());
    taken += chased.taken().size();
  }
  EXPECT_GT(taken, records);
}

}  // namespace
}  // namespace usance
