// Events for tests: one of every kind, and any.
#ifndef USANCE_TESTS_ACCOUNT_EVENTS_H_
#define USANCE_TESTS_ACCOUNT_EVENTS_H_

#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "usance/account/event.h"

namespace usance {

// One event of every kind, in their order; no member has what is assumed.
inline std::vector<Event> EveryKind() {
  std::vector<EventBody> bodies = {
      InterestChanged{"1", "statutory"},
      Capitalized{"1", Component::kFee},
      InvoiceIssued{.item = "1",
                    .rows = {{.due = "2026-02-28"_date,
                              .amounts = ComponentAmounts::Principal(60'000),
                              .discounts = {{"2026-02-10"_date, 1'200, 3},
                                            {"2026-02-20"_date, 600}}},
                             {.due = "2026-03-31"_date, .amounts = {}}},
                    .interest = "statutory",
                    .secured = true,
                    .baseline = "2026-02-01"_date},
      DueDateChanged{"1", 2, "2026-04-30"_date},
      ChargePosted{"1", {}, Component::kCost, 4'000, "2026-03-01"_date},
      ClaimWaived{"1", 2, Component::kDefaultInterest, 150},
      ChargeRefunded{"charge:1", 1'000},
      CreditNoteIssued{"1", 5'000},
      PaymentReceived{10'000,
                      true,
                      "direct debit",
                      {{"1", 2, Component::kPrincipal, 2'500}, {"2"}}},
      PaymentConfirmed{"payment:1"},
      PaymentFailed{"payment:1"},
      PaymentDesignated{"payment:1", {{"2", {}, Component::kFee}}},
      PaymentReturned{"payment:1"},
      MoneyRefunded{700},
      WrittenOff{"1", 300},
      Recovered{"1", 200},
      HoldOpened{HoldKind::kDispute, "1", 2'000, true},
      HoldClosed{"hold:1"},
      ContactMade{Channel::kPhone, Response::kDelay, {"1", "2"}, "level 2"},
      PromiseMade{10'000, "2026-03-15"_date, {"1"}},
      PlanAgreed{{"1"},
                 {{"2026-04-01"_date, 5'000}, {"2026-05-01"_date, 5'000}},
                 true},
      PlanBreached{"plan:1"},
      PlanCompleted{"plan:1"},
      HandedOver{"agency", {"2"}},
      Recalled{"handover:1"},
      ChargedOff{"1"},
      LimitationInterrupted{"1", "acknowledgment"},
      Noted{},
      Reversed{"payment:1"}};
  auto& rows = std::get<InvoiceIssued>(bodies[2]).rows;
  for (const Component component : kComponents) {
    rows[1].amounts[component] = 100 * static_cast<int64_t>(component);
  }
  std::vector<Event> events;
  for (EventBody& body : bodies) {
    const auto k = static_cast<int64_t>(events.size());
    events.push_back({.id = "event:" + std::to_string(k),
                      .value_date = "2026-01-31"_date,
                      .recorded = "2026-02-02"_date,
                      .body = std::move(body),
                      .sequence = k,
                      .actor = "clerk",
                      .reason = "as agreed",
                      .text_sha256 = std::string(64, 'a')});
  }
  return events;
}

// What follows draws from RapidCheck, within a property.

namespace any_event {

// Few, so that events meet; some ask for care in a text.
inline std::string Id() {
  return *rc::gen::element<std::string>("1", "2", "3", "a/b~c", "\"q\"\\",
                                        "\xC3\xA9\xF0\x9F\x92\xB6", "\n\x01");
}
inline bool Flag() { return *rc::gen::arbitrary<bool>(); }
inline std::string IdOrNone() { return Flag() ? Id() : ""; }
inline int64_t Minor(int64_t least = 1) {
  return *rc::gen::inRange<int64_t>(least, Flag() ? 1'000 : 1'000'000'000'000);
}
inline Date Day() {
  return *Date::FindDays(*rc::gen::inRange<int64_t>(20'000, 20'060));
}
template <class E>
E Choice() {
  return Names<E>::kTable[*rc::gen::inRange<size_t>(
                              0, std::size(Names<E>::kTable))]
      .value;
}
inline Component NotPrincipal() {
  return kComponents[*rc::gen::inRange<size_t>(1, kComponentCount)];
}
template <class F>
auto Maybe(const F& make) -> std::optional<decltype(make())> {
  if (Flag()) return make();
  return std::nullopt;
}
template <class F>
auto Some(size_t least, const F& make) -> std::vector<decltype(make())> {
  std::vector<decltype(make())> all;
  const size_t count = *rc::gen::inRange<size_t>(least, 4);
  for (size_t k = 0; k < count; ++k) all.push_back(make());
  return all;
}
inline std::optional<int64_t> MaybeMinor() {
  return Maybe([] { return Minor(); });
}
inline std::optional<int32_t> MaybeRow() {
  return Maybe([] { return *rc::gen::inRange<int32_t>(1, 4); });
}
inline std::vector<std::string> Items() { return Some(0, Id); }

inline ClaimRow Row() {
  ClaimRow row{.due = Day(), .amounts = {}};
  for (const Component component : kComponents) {
    if (Flag()) row.amounts[component] = Minor(0);
  }
  row.discounts = Some(0, [&] {
    const int64_t most = row.amounts[Component::kPrincipal];
    return RowDiscount{Day(), *rc::gen::inRange<int64_t>(0, most + 1),
                       *rc::gen::inRange<int32_t>(0, 367)};
  });
  std::sort(row.discounts.begin(), row.discounts.end(),
            [](const auto& a, const auto& b) { return a.until < b.until; });
  return row;
}
template <class R>
std::vector<R> InOrder(std::vector<R> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const R& a, const R& b) { return a.due < b.due; });
  return rows;
}
inline Designation Meant() {
  return {Id(), MaybeRow(), Maybe(Choice<Component>), MaybeMinor()};
}

inline EventBody Claim(EventKind kind, Date day) {
  switch (kind) {
    case EventKind::kInterestChange:
      return InterestChanged{IdOrNone(), IdOrNone()};
    case EventKind::kCapitalization:
      return Capitalized{IdOrNone(), NotPrincipal()};
    case EventKind::kInvoice:
      return InvoiceIssued{Id(), InOrder(Some(1, Row)), IdOrNone(), Flag(),
                           Maybe(Day)};
    case EventKind::kDueDateChange:
      return DueDateChanged{Id(), *rc::gen::inRange<int32_t>(1, 4), Day()};
    case EventKind::kCharge: {
      const std::string item = IdOrNone();
      const auto row = item.empty() ? std::nullopt : MaybeRow();
      const auto due =
          row ? std::nullopt : Maybe([&] { return std::max(day, Day()); });
      return ChargePosted{item, row, NotPrincipal(), Minor(), due};
    }
    case EventKind::kWaiver: {
      const std::string item = IdOrNone();
      return ClaimWaived{item, item.empty() ? std::nullopt : MaybeRow(),
                         Choice<Component>(), MaybeMinor()};
    }
    case EventKind::kChargeRefund:
      return ChargeRefunded{Id(), MaybeMinor()};
    default:
      return CreditNoteIssued{IdOrNone(), Minor()};
  }
}

inline EventBody Paid(EventKind kind) {
  switch (kind) {
    case EventKind::kPayment:
      return PaymentReceived{Minor(), Flag(), IdOrNone(), Some(0, Meant)};
    case EventKind::kPaymentConfirmed:
      return PaymentConfirmed{Id()};
    case EventKind::kPaymentFailed:
      return PaymentFailed{Id()};
    case EventKind::kDesignation:
      return PaymentDesignated{Id(), Some(0, Meant)};
    case EventKind::kPaymentReturned:
      return PaymentReturned{Id()};
    case EventKind::kRefund:
      return MoneyRefunded{Minor()};
    case EventKind::kWriteOff:
      return WrittenOff{IdOrNone(), MaybeMinor()};
    default:
      return Recovered{IdOrNone(), Minor()};
  }
}

inline EventBody StandingFact(EventKind kind, Date day) {
  switch (kind) {
    case EventKind::kHold: {
      const std::string item = IdOrNone();
      return HoldOpened{Choice<HoldKind>(), item,
                        item.empty() ? std::nullopt : MaybeMinor(), Flag()};
    }
    case EventKind::kHoldClosed:
      return HoldClosed{Id()};
    case EventKind::kContact:
      return ContactMade{Choice<Channel>(), Choice<Response>(), Items(),
                         IdOrNone()};
    case EventKind::kPromise:
      return PromiseMade{Minor(), std::max(day, Day()), Items()};
    case EventKind::kPlan:
      return PlanAgreed{Items(),
                        InOrder(Some(1,
                                     [] {
                                       return PlanRow{Day(), Minor()};
                                     })),
                        Flag()};
    case EventKind::kPlanBreached:
      return PlanBreached{Id()};
    case EventKind::kPlanCompleted:
      return PlanCompleted{Id()};
    case EventKind::kHandOver:
      return HandedOver{Id(), Items()};
    case EventKind::kRecall:
      return Recalled{Id()};
    case EventKind::kChargeOff:
      return ChargedOff{IdOrNone()};
    case EventKind::kInterruption:
      return LimitationInterrupted{IdOrNone(), Id()};
    case EventKind::kNote:
      return Noted{};
    default:
      return Reversed{Id()};
  }
}

}  // namespace any_event

// An event that CheckEvent accepts, of any kind, with the given id. What it
// refers to need not be there.
inline Event AnyEvent(std::string id) {
  using namespace any_event;
  const auto kind = Choice<EventKind>();
  const Date day = Day();
  EventBody body = kind <= EventKind::kCreditNote ? Claim(kind, day)
                   : kind <= EventKind::kRecovery ? Paid(kind)
                                                  : StandingFact(kind, day);
  return {.id = std::move(id),
          .value_date = day,
          .recorded = Day(),
          .body = std::move(body),
          .sequence = Maybe([] { return *rc::gen::inRange<int64_t>(-2, 3); }),
          .actor = IdOrNone(),
          .reason = IdOrNone(),
          .text_sha256 = Flag() ? std::string(64, '0') : ""};
}

}  // namespace usance

#endif  // USANCE_TESTS_ACCOUNT_EVENTS_H_
