// What holds of every account, whatever happened to it: P32, P35, P38 and P43.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "tests/account/facts.h"
#include "usance/account/aging.h"

namespace usance {
namespace {

using enum Component;

constexpr int32_t kDays = 40;

Date DayAt(int32_t day) {
  return *Date::FindDays(int64_t{Date::Parse("2024-01-01")->days()} + day);
}

// Invoices, charges, credit notes and payments, several to a day. None is
// meant for a part of another and no row ties with another pro rata, so that
// those of one kind and day commute.
std::vector<Event> AnyFacts(bool interest) {
  std::vector<Event> events;
  const auto add = [&](int32_t day, EventBody body) {
    events.push_back({.id = "e" + std::to_string(events.size()),
                      .value_date = DayAt(day),
                      .recorded = DayAt(day),
                      .body = std::move(body)});
  };
  const auto minor = [] { return *rc::gen::inRange<int64_t>(1, 50'000); };
  const auto count = *rc::gen::inRange(1, 24);
  for (int k = 0; k < count; ++k) {
    const int32_t day = *rc::gen::inRange(0, kDays / 4) * 4;
    switch (*rc::gen::inRange(0, 6)) {
      case 0:
      case 1: {
        ClaimRow row = {.due = DayAt(day + *rc::gen::inRange(0, 30)),
                        .amounts = ComponentAmounts::Principal(minor())};
        row.amounts[kCost] = minor();
        add(day, InvoiceIssued{
                     .item = "i" + std::to_string(k),
                     .rows = {row},
                     .interest =
                         interest && *rc::gen::arbitrary<bool>() ? "12" : ""});
        break;
      }
      case 2:
        add(day, ChargePosted{.amount_minor = minor()});
        break;
      case 3:
        add(day, CreditNoteIssued{.amount_minor = minor()});
        break;
      default:
        add(day, PaymentReceived{.amount_minor = minor()});
    }
  }
  return events;
}

AccountPolicy AnyPolicy() {
  return PolicyOf(*rc::gen::element<std::string>(
                      "oldest due", "principal first", "bgb 497", "us rule"),
                  *rc::gen::element(CreditUse::kHold, CreditUse::kApply));
}

Account AccountOf(const std::vector<Event>& events, const AccountPolicy& policy,
                  int32_t day) {
  Facts facts;
  for (const Event& event : events) facts.Add(event);
  auto account = Replay(facts.journal(), policy, {.as_of = DayAt(day)});
  RC_ASSERT(account.ok());
  return *std::move(account);
}

// The sequences of the events of a day, drawn anew.
std::vector<Event> InAnotherOrder(std::vector<Event> events) {
  std::vector<int64_t> sequence(events.size());
  std::iota(sequence.begin(), sequence.end(), 0);
  for (size_t k = sequence.size(); k > 1; --k) {
    std::swap(sequence[k - 1], sequence[*rc::gen::inRange<size_t>(0, k)]);
  }
  for (size_t k = 0; k < events.size(); ++k) events[k].sequence = sequence[k];
  return events;
}

// Events of one kind and day, in whatever order; kinds come in a fixed one. The
// exception is money that waits and settles claims as they come: it goes to the
// first of two invoices of a day, and only what is owed in all is the same.
RC_GTEST_PROP(AccountProperty, P32_EventsOfADayCommute, ()) {
  const AccountPolicy policy = AnyPolicy();
  const bool holds = policy.credit == CreditUse::kHold;
  const std::vector<Event> events = AnyFacts(holds);
  const int32_t day = *rc::gen::inRange(0, 2 * kDays);
  const Account one = AccountOf(InAnotherOrder(events), policy, day);
  const Account other = AccountOf(InAnotherOrder(events), policy, day);
  RC_ASSERT(one.unapplied_minor == other.unapplied_minor);
  RC_ASSERT(one.open.Total() == other.open.Total());
  if (!holds) return;
  const auto by_item = [](const Account& account) {
    std::map<std::string, std::pair<ComponentAmounts, int32_t>> items;
    for (const AccountRow& row : account.rows) {
      auto& [open, late] = items[account.items[row.item].id];
      for (const Component c : kComponents) open[c] += row.open[c];
      late = std::max(late, row.days_past_due);
    }
    return items;
  };
  RC_ASSERT(by_item(one) == by_item(other));
  RC_ASSERT(one.state == other.state);
}

// Without interest what is owed is what was claimed, less money and credit
// notes, by the events alone; and each balance is the sum of its movements.
RC_GTEST_PROP(AccountProperty, P35_BalancesAreWhatTheEventsSay, ()) {
  const std::vector<Event> events = AnyFacts(false);
  const AccountPolicy policy = AnyPolicy();
  const int32_t day = *rc::gen::inRange(0, 2 * kDays);
  ComponentAmounts claims;
  int64_t money = 0;
  for (const Event& event : events) {
    if (event.value_date > DayAt(day)) continue;
    if (const auto* invoice = std::get_if<InvoiceIssued>(&event.body)) {
      for (const Component c : kComponents) {
        claims[c] += invoice->rows[0].amounts[c];
      }
    } else if (const auto* charge = std::get_if<ChargePosted>(&event.body)) {
      claims[charge->component] += charge->amount_minor;
    } else if (const auto* note = std::get_if<CreditNoteIssued>(&event.body)) {
      money += note->amount_minor;
    } else {
      money += std::get<PaymentReceived>(event.body).amount_minor;
    }
  }
  const Account account = AccountOf(events, policy, day);
  ComponentAmounts claimed;
  for (const AccountRow& row : account.rows) {
    for (const Component c : kComponents) claimed[c] += row.claimed[c];
  }
  RC_ASSERT(claimed == claims);
  RC_ASSERT(account.open.Total() - account.unapplied_minor ==
            claims.Total() - money);
  if (policy.credit == CreditUse::kApply) {
    RC_ASSERT(account.open.IsZero() || account.unapplied_minor == 0);
  }
  ExpectInvariants(account);
}

// Whatever is paid beyond what is owed waits; nothing is due below 0.
RC_GTEST_PROP(AccountProperty, P38_TooMuchIsUnapplied, ()) {
  std::vector<Event> events = AnyFacts(true);
  const AccountPolicy policy = AnyPolicy();
  const Account before = AccountOf(events, policy, 2 * kDays);
  const int64_t beyond = *rc::gen::inRange<int64_t>(1, 50'000);
  events.push_back(
      {.id = "pay",
       .value_date = DayAt(2 * kDays),
       .recorded = DayAt(2 * kDays),
       .body = PaymentReceived{.amount_minor =
                                   static_cast<int64_t>(before.open.Total()) +
                                   beyond}});
  for (const int32_t later : {0, 1, 400}) {
    const Account after = AccountOf(events, policy, 2 * kDays + later);
    RC_ASSERT(after.state == AccountState::kOverpaid);
    RC_ASSERT(after.unapplied_minor == before.unapplied_minor + beyond);
    RC_ASSERT(after.days_past_due == 0);
    for (const AccountRow& row : after.rows) RC_ASSERT(row.open.IsZero());
    ExpectInvariants(after);
  }
}

// Each open row is in one bucket, that of its days past due, or not due; with
// what is unapplied they are what is owed.
RC_GTEST_PROP(AccountProperty, P43_BucketsAreWhatIsOwed, ()) {
  const int32_t day = *rc::gen::inRange(0, 2 * kDays);
  const Account account = AccountOf(AnyFacts(true), AnyPolicy(), day);
  AgingSpec spec = {.basis = AgingBasis::kDue, .edges = {}};
  int32_t edge = 0;
  const auto edges = *rc::gen::inRange(0, 4);
  for (int k = 0; k < edges; ++k) {
    spec.edges.push_back(edge += *rc::gen::inRange(1, 20));
  }
  const auto aging = Age(account, spec);
  RC_ASSERT(aging.ok());
  std::vector<AgingBucket> expected = {{}};  // not due, then each bucket
  int32_t from = 1;
  for (const int32_t to : spec.edges) {
    expected.push_back({.from = from, .to = to});
    from = to + 1;
  }
  expected.push_back({.from = from});
  for (const AccountRow& row : account.rows) {
    if (row.open.IsZero()) continue;
    const int32_t days = account.as_of - row.due;
    size_t at = 0;
    while (at + 1 < expected.size() && expected[at + 1].from <= days) ++at;
    expected[at].amount_minor += static_cast<int64_t>(row.open.Total());
    ++expected[at].row_count;
  }
  RC_ASSERT(aging->not_due.amount_minor == expected[0].amount_minor);
  RC_ASSERT(aging->not_due.row_count == expected[0].row_count);
  expected.erase(expected.begin());
  RC_ASSERT(aging->buckets == expected);
  RC_ASSERT(aging->unapplied_minor == account.unapplied_minor);
  RC_ASSERT(aging->total_minor ==
            account.open.Total() - account.unapplied_minor);
}

}  // namespace
}  // namespace usance
