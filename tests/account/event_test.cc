#include "usance/account/event.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <set>

#include "tests/account/events.h"
#include "tests/matchers.h"

namespace usance {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

std::string Long() { return std::string(kMaxIdBytes + 1, 'x'); }

Event Of(EventBody body) {
  return {.id = "e",
          .value_date = "2026-01-31"_date,
          .recorded = "2026-01-31"_date,
          .body = std::move(body)};
}

ClaimRow RowOn(Date due, int64_t principal) {
  return {.due = due, .amounts = ComponentAmounts::Principal(principal)};
}

InvoiceIssued Invoice(std::vector<ClaimRow> rows) {
  return {.item = "1", .rows = std::move(rows)};
}

InvoiceIssued Discounted(std::vector<RowDiscount> discounts) {
  ClaimRow row = RowOn("2026-02-28"_date, 100);
  row.discounts = std::move(discounts);
  return Invoice({row});
}

InvoiceIssued Of(Component component, int64_t minor) {
  ClaimRow row{.due = "2026-02-28"_date, .amounts = {}};
  row.amounts[component] = minor;
  return Invoice({row});
}

TEST(EventKinds, AreTheBodiesInTheirOrder) {
  std::set<EventKind> kinds;
  for (const Event& event : EveryKind()) {
    EXPECT_THAT(CheckEvent(event), IsOk());
    EXPECT_FALSE(NameOf(event.kind()).empty());
    kinds.insert(event.kind());
  }
  EXPECT_EQ(kinds.size(), std::variant_size_v<EventBody>);
  EXPECT_EQ(Of(InterestChanged{}).kind(), EventKind::kInterestChange);
  EXPECT_EQ(Of(PaymentReceived{1}).kind(), EventKind::kPayment);
  EXPECT_EQ(Of(Reversed{"e"}).kind(), EventKind::kReversal);
}

// In the order in which they are found: each row has what the rows below it
// have wrong, too.
TEST(CheckEvent, TheHeadComesBeforeTheBody) {
  Event event = Of(MoneyRefunded{0});
  event.id = "";
  event.actor = Long();
  event.reason = "\xFF";
  event.text_sha256 = std::string(64, 'A');
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kMissingField, "/id"));
  event.id = Long();
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kLimitExceeded, "/id"));
  event.id = "\xC3";
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kMalformed, "/id"));
  event.id = "e";
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kLimitExceeded, "/actor"));
  event.actor = "";
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kMalformed, "/reason"));
  event.reason = "";
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kMalformed, "/text_sha256"));
  event.text_sha256 = std::string(63, 'a');
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kMalformed, "/text_sha256"));
  event.text_sha256 = std::string(64, 'a');
  EXPECT_THAT(CheckEvent(event), IsError(Reason::kOutOfRange, "/amount"));
  EXPECT_THAT(CheckEvent(event, "/events/3"),
              IsError(Reason::kOutOfRange, "/events/3/amount"));
}

TEST(CheckEvent, SaysWhatIsWrongWithEachBody) {
  const Date day = "2026-02-28"_date;
  const Date before = "2026-02-27"_date;
  const std::string x = Long();
  const std::vector<std::string> many(kMaxEventItems + 1, "1");
  const std::vector<Designation> designations(kMaxEventItems + 1, {"1"});
  const std::vector<ClaimRow> rows(kMaxClaimRows + 1, RowOn(day, 1));
  const std::vector<PlanRow> plan(kMaxClaimRows + 1, {day, 1});
  const std::vector<RowDiscount> discounts(kMaxRowDiscounts + 1, {day, 1});
  const auto none = static_cast<Component>(0);
  const struct {
    EventBody body;
    Reason reason;
    const char* field;
  } kRows[] = {
      {InterestChanged{x, x}, Reason::kLimitExceeded, "/item"},
      {InterestChanged{"", x}, Reason::kLimitExceeded, "/interest"},
      {Capitalized{x, none}, Reason::kLimitExceeded, "/item"},
      {Capitalized{"", none}, Reason::kUnspecified, "/component"},
      {Capitalized{"", Component::kPrincipal}, Reason::kConflict, "/component"},
      {InvoiceIssued{"", {}, x}, Reason::kMissingField, "/item"},
      {InvoiceIssued{"1", {}, x}, Reason::kMissingField, "/rows"},
      {Invoice(rows), Reason::kLimitExceeded, "/rows"},
      {Invoice({RowOn(day, 0), RowOn(before, -1)}), Reason::kOutOfOrder,
       "/rows/1/due"},
      {Of(Component::kPrincipal, -1), Reason::kOutOfRange, "/rows/0/principal"},
      {Of(Component::kContractInterest, -1), Reason::kOutOfRange,
       "/rows/0/contract_interest"},
      {Of(Component::kDefaultInterest, -1), Reason::kOutOfRange,
       "/rows/0/default_interest"},
      {Of(Component::kFee, -1), Reason::kOutOfRange, "/rows/0/fee"},
      {Of(Component::kCost, -1), Reason::kOutOfRange, "/rows/0/cost"},
      {Discounted(discounts), Reason::kLimitExceeded, "/rows/0/discounts"},
      {Discounted({{day, 1}, {before, -1}}), Reason::kOutOfOrder,
       "/rows/0/discounts/1/until"},
      {Discounted({{day, -1, -1}}), Reason::kOutOfRange,
       "/rows/0/discounts/0/discount"},
      {Discounted({{day, 101, -1}}), Reason::kOutOfRange,
       "/rows/0/discounts/0/discount"},
      {Discounted({{day, 100, -1}}), Reason::kOutOfRange,
       "/rows/0/discounts/0/grace_days"},
      {Discounted({{day, 100, 367}}), Reason::kOutOfRange,
       "/rows/0/discounts/0/grace_days"},
      {Invoice({RowOn(day, kMost), RowOn(day, 1)}), Reason::kOverflow, "/rows"},
      {InvoiceIssued{"1", {RowOn(day, 0)}, x}, Reason::kLimitExceeded,
       "/interest"},
      {DueDateChanged{"", 0, day}, Reason::kMissingField, "/item"},
      {DueDateChanged{"1", 0, day}, Reason::kOutOfRange, "/row"},
      {ChargePosted{x, 0, none, 0}, Reason::kLimitExceeded, "/item"},
      {ChargePosted{"", 0, none, 0}, Reason::kOutOfRange, "/row"},
      {ChargePosted{"", 1, none, 0}, Reason::kConflict, "/row"},
      {ChargePosted{"1", 1, none, 0}, Reason::kUnspecified, "/component"},
      {ChargePosted{"1", 1, Component::kPrincipal, 0}, Reason::kConflict,
       "/component"},
      {ChargePosted{"1", 1, Component::kFee, 0, day}, Reason::kOutOfRange,
       "/amount"},
      {ChargePosted{"1", 1, Component::kFee, 1, day}, Reason::kConflict,
       "/due"},
      {ChargePosted{"1", {}, Component::kFee, 1, "2026-01-30"_date},
       Reason::kConflict, "/due"},
      {ClaimWaived{x, 0, none, 0}, Reason::kLimitExceeded, "/item"},
      {ClaimWaived{"", 1, none, 0}, Reason::kConflict, "/row"},
      {ClaimWaived{"1", 1, none, 0}, Reason::kUnspecified, "/component"},
      {ClaimWaived{"1", 1, Component::kPrincipal, 0}, Reason::kOutOfRange,
       "/amount"},
      {ChargeRefunded{"", 0}, Reason::kMissingField, "/charge"},
      {ChargeRefunded{"1", 0}, Reason::kOutOfRange, "/amount"},
      {CreditNoteIssued{x, 0}, Reason::kLimitExceeded, "/item"},
      {CreditNoteIssued{"", 0}, Reason::kOutOfRange, "/amount"},
      {PaymentReceived{0, false, x, designations}, Reason::kOutOfRange,
       "/amount"},
      {PaymentReceived{1, false, x, designations}, Reason::kLimitExceeded,
       "/type"},
      {PaymentReceived{1, false, "", designations}, Reason::kLimitExceeded,
       "/designations"},
      {PaymentReceived{1, false, "", {{"1"}, {"", 0, none, 0}}},
       Reason::kMissingField, "/designations/1/item"},
      {PaymentReceived{1, false, "", {{"1", 0, none, 0}}}, Reason::kOutOfRange,
       "/designations/0/row"},
      {PaymentReceived{1, false, "", {{"1", 1, none, 0}}}, Reason::kUnspecified,
       "/designations/0/component"},
      {PaymentReceived{1, false, "", {{"1", 1, {}, 0}}}, Reason::kOutOfRange,
       "/designations/0/amount"},
      {PaymentConfirmed{""}, Reason::kMissingField, "/payment"},
      {PaymentFailed{""}, Reason::kMissingField, "/payment"},
      {PaymentDesignated{"", designations}, Reason::kMissingField, "/payment"},
      {PaymentDesignated{"1", designations}, Reason::kLimitExceeded,
       "/designations"},
      {PaymentReturned{x}, Reason::kLimitExceeded, "/payment"},
      {MoneyRefunded{-1}, Reason::kOutOfRange, "/amount"},
      {WrittenOff{x, 0}, Reason::kLimitExceeded, "/item"},
      {WrittenOff{"", 0}, Reason::kOutOfRange, "/amount"},
      {Recovered{x, 0}, Reason::kLimitExceeded, "/item"},
      {Recovered{"", 0}, Reason::kOutOfRange, "/amount"},
      {HoldOpened{static_cast<HoldKind>(0), x, 0}, Reason::kUnspecified,
       "/hold_kind"},
      {HoldOpened{HoldKind::kHold, x, 0}, Reason::kLimitExceeded, "/item"},
      {HoldOpened{HoldKind::kHold, "", 0}, Reason::kOutOfRange, "/amount"},
      {HoldOpened{HoldKind::kHold, "", 1}, Reason::kConflict, "/amount"},
      {HoldClosed{""}, Reason::kMissingField, "/hold"},
      {ContactMade{{}, {}, many, x}, Reason::kUnspecified, "/channel"},
      {ContactMade{Channel::kEmail, {}, many, x}, Reason::kUnspecified,
       "/response"},
      {ContactMade{Channel::kEmail, Response::kNone, many, x},
       Reason::kLimitExceeded, "/items"},
      {ContactMade{Channel::kEmail, Response::kNone, {"", x}, x},
       Reason::kLimitExceeded, "/items/1"},
      {ContactMade{Channel::kEmail, Response::kNone, {}, x},
       Reason::kLimitExceeded, "/step"},
      {PromiseMade{0, "2026-01-30"_date, many}, Reason::kOutOfRange, "/amount"},
      {PromiseMade{1, "2026-01-30"_date, many}, Reason::kLimitExceeded,
       "/items"},
      {PromiseMade{1, "2026-01-30"_date}, Reason::kConflict, "/by"},
      {PlanAgreed{many, {}}, Reason::kLimitExceeded, "/items"},
      {PlanAgreed{{}, {}}, Reason::kMissingField, "/rows"},
      {PlanAgreed{{}, plan}, Reason::kLimitExceeded, "/rows"},
      {PlanAgreed{{}, {{day, 1}, {before, 0}}}, Reason::kOutOfOrder,
       "/rows/1/due"},
      {PlanAgreed{{}, {{day, 1}, {day, 0}}}, Reason::kOutOfRange,
       "/rows/1/amount"},
      {PlanBreached{""}, Reason::kMissingField, "/plan"},
      {PlanCompleted{""}, Reason::kMissingField, "/plan"},
      {HandedOver{"", many}, Reason::kMissingField, "/to"},
      {HandedOver{"x", many}, Reason::kLimitExceeded, "/items"},
      {Recalled{""}, Reason::kMissingField, "/handover"},
      {ChargedOff{x}, Reason::kLimitExceeded, "/item"},
      {LimitationInterrupted{x, ""}, Reason::kLimitExceeded, "/item"},
      {LimitationInterrupted{"", ""}, Reason::kMissingField, "/interruption"},
      {Reversed{""}, Reason::kMissingField, "/event"},
  };
  for (const auto& row : kRows) {
    const Event event = Of(row.body);
    EXPECT_THAT(CheckEvent(event), IsError(row.reason, row.field))
        << NameOf(event.kind());
  }
}

TEST(CheckEvent, AcceptsWhatIsAtABound) {
  const Date day = "2026-01-31"_date;
  const EventBody bodies[] = {
      InterestChanged{std::string(kMaxIdBytes, 'x')},
      Invoice({RowOn(day, kMost), RowOn(day, 0)}),
      Invoice(std::vector<ClaimRow>(kMaxClaimRows, RowOn(day, 1))),
      Invoice({RowOn("2025-12-31"_date, 1)}),  // due before it was issued
      Discounted(std::vector<RowDiscount>(kMaxRowDiscounts, {day, 100, 366})),
      ChargePosted{"", {}, Component::kCost, 1, day},
      PaymentReceived{kMost},
      PromiseMade{1, day, std::vector<std::string>(kMaxEventItems, "1")},
      Noted{},
  };
  for (const EventBody& body : bodies) {
    EXPECT_THAT(CheckEvent(Of(body)), IsOk());
  }
}

RC_GTEST_PROP(CheckEvent, AcceptsWhatTheTestsDraw, ()) {
  const Event event = AnyEvent("e");
  RC_ASSERT(CheckEvent(event).ok());
}

// Each row comes before all below it.
TEST(ComesBefore, DayThenKindThenSequenceThenId) {
  const struct {
    Date day;
    EventBody body;
    std::optional<int64_t> sequence;
    const char* id;
  } kRows[] = {
      {"2026-01-30"_date, Reversed{"x"}, {}, "z"},
      {"2026-01-31"_date, InterestChanged{}, 9, "z"},
      {"2026-01-31"_date, InterestChanged{}, {}, "a"},
      {"2026-01-31"_date, PaymentReceived{1}, -1, "z"},
      {"2026-01-31"_date, PaymentReceived{1}, 0, "z"},
      {"2026-01-31"_date, PaymentReceived{1}, 1, "a"},
      {"2026-01-31"_date, PaymentReceived{1}, 1, "b"},
      {"2026-01-31"_date, PaymentReceived{1}, {}, "10"},
      {"2026-01-31"_date, PaymentReceived{1}, {}, "9"},
      {"2026-01-31"_date, PaymentReceived{1}, {}, "Z"},
      {"2026-01-31"_date, PaymentReceived{1}, {}, "a"},
      {"2026-01-31"_date, PaymentReceived{1}, {}, "\xC3\xA9"},
      {"2026-01-31"_date, Reversed{"x"}, 0, "a"},
      {"2026-02-01"_date, InterestChanged{}, 0, "a"},
  };
  const auto event = [](const auto& row) {
    // The recorded day says nothing about the order.
    return Event{.id = row.id,
                 .value_date = row.day,
                 .recorded = "2026-12-31"_date,
                 .body = row.body,
                 .sequence = row.sequence};
  };
  const size_t count = std::size(kRows);
  for (size_t a = 0; a < count; ++a) {
    for (size_t b = 0; b < count; ++b) {
      EXPECT_EQ(ComesBefore(event(kRows[a]), event(kRows[b])), a < b)
          << a << " " << b;
    }
  }
}

}  // namespace
}  // namespace usance
