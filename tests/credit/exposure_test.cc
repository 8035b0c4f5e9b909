#include "usance/credit/exposure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "tests/account/facts.h"

namespace usance {
namespace {

using enum ExposureClass;

// Orders, deliveries, open and overdue count; returns reduce.
ExposurePolicy Rules() {
  return {.currency = Eur(),
          .classes = {{.exposure_class = kOrders},
                      {.exposure_class = kDelivered},
                      {.exposure_class = kOpen},
                      {.exposure_class = kOverdue},
                      {.exposure_class = kReturns}},
          .without_limit = WithoutLimit::kNoCheck,
          .watch_above = 90_percent,
          .stop_above = 120_percent,
          .overdue = {},
          .refuse_orders = ExposureState::kHold,
          .refuse_deliveries = ExposureState::kStop};
}

CreditLimit LimitOf(std::string_view amount) {
  return {.amount_minor = Cents(amount)};
}

CreditParty Customer(std::string_view limit, std::string_view open) {
  CreditParty party = {.id = "C", .limits = {LimitOf(limit)}};
  party.amounts[kOpen] = Cents(open);
  return party;
}

ExposureCheck OrderOf(std::string_view amount, std::string_view advance = "0") {
  return {.party = "C",
          .point = CheckPoint::kOrder,
          .day = "2026-06-30"_date,
          .amount_minor = Cents(amount),
          .advance_minor = Cents(advance)};
}

// "hold refused 1100.00/1000.00 limit": state, whether it may go on, exposure
// and limit of the party, the rule that fired.
std::string Say(const ExposurePolicy& policy,
                const std::vector<CreditParty>& parties,
                const ExposureCheck& check) {
  const auto result = CheckExposure(policy, parties, check);
  if (!result.ok()) return std::string(result.status().message());
  const PartyExposure& own = result->parties.front();
  std::string text(NameOf(result->state));
  text += result->allowed ? " allowed " : " refused ";
  text += Euros(own.after_minor) + "/";
  text += own.limit_minor ? Euros(*own.limit_minor) : "-";
  if (result->fired) {
    const ExposureReason& reason = result->reasons[*result->fired];
    text += " " + std::string(NameOf(reason.rule));
    if (reason.party != 0) text += " of " + parties[reason.party].id;
  }
  return text;
}

// metasfresh takes the watch percentage of the limit less the new order, so
// that a large order warns of itself: the limit is compared whole.
TEST(Exposure, CodeDefect3_WatchIsAPartOfTheWholeLimit) {
  struct Case {
    const char* open;
    const char* order;
    const char* said;
  };
  const Case cases[] = {
      {"500.00", "400.00", "ok allowed 900.00/1000.00"},
      {"500.00", "400.01", "watch allowed 900.01/1000.00 limit"},
      {"500.00", "500.00", "watch allowed 1000.00/1000.00 limit"},
      {"500.00", "500.01", "hold refused 1000.01/1000.00 limit"},
      {"500.00", "700.00", "hold refused 1200.00/1000.00 limit"},
      {"500.00", "700.01", "stop refused 1200.01/1000.00 limit"},
      {"0", "900.00", "ok allowed 900.00/1000.00"},
      {"0", "0", "ok allowed 0.00/1000.00"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Say(Rules(), {Customer("1000.00", one.open)}, OrderOf(one.order)),
              one.said);
  }
}

// metasfresh's isCreditStopSales ignores a hold.
TEST(Exposure, CodeDefect3_AHoldByHandStopsOrders) {
  struct Case {
    ExposureState set;
    const char* order;
    const char* in_advance;
  };
  const Case cases[] = {
      {ExposureState::kHold, "hold refused 100.00/1000.00 set",
       "hold refused 0.00/1000.00 set"},
      {ExposureState::kStop, "stop refused 100.00/1000.00 set",
       "stop refused 0.00/1000.00 set"},
      {ExposureState::kNoCheck, "no check allowed 100.00/-",
       "no check allowed 0.00/-"},
  };
  for (const Case& one : cases) {
    CreditParty party = Customer("1000.00", "0");
    party.set = one.set;
    EXPECT_EQ(Say(Rules(), {party}, OrderOf("100.00")), one.order);
    EXPECT_EQ(Say(Rules(), {party}, OrderOf("100.00", "100.00")),
              one.in_advance);
  }
}

// frappe/erpnext#37888: an order is stopped, shipped goods are invoiced all the
// same, and what is paid in advance is no credit.
TEST(Exposure, Erpnext37888_ShippedGoodsStayInvoicable) {
  struct Case {
    CheckPoint point;
    const char* amount;
    const char* advance;
    const char* counted;
    const char* said;
  };
  const Case cases[] = {
      {CheckPoint::kOrder, "100.00", "0", "0",
       "hold refused 1150.00/1000.00 limit"},
      {CheckPoint::kOrder, "100.00", "100.00", "0",
       "hold allowed 1050.00/1000.00 limit"},
      {CheckPoint::kOrder, "100.00", "99.99", "0",
       "hold refused 1050.01/1000.00 limit"},
      // What is among the orders adds nothing when it is delivered.
      {CheckPoint::kDelivery, "200.00", "0", "200.00",
       "hold allowed 1050.00/1000.00 limit"},
      {CheckPoint::kDelivery, "350.01", "0", "200.00",
       "stop refused 1200.01/1000.00 limit"},
      {CheckPoint::kInvoice, "300.00", "0", "300.00",
       "hold allowed 1050.00/1000.00 limit"},
      {CheckPoint::kInvoice, "300.01", "0", "300.00",
       "hold refused 1050.01/1000.00 limit"},
  };
  for (const Case& one : cases) {
    CreditParty party = Customer("1000.00", "550.00");
    party.amounts[kOrders] = Cents("200.00");
    party.amounts[kDelivered] = Cents("300.00");
    EXPECT_EQ(Say(Rules(), {party},
                  {.party = "C",
                   .point = one.point,
                   .day = "2026-06-30"_date,
                   .amount_minor = Cents(one.amount),
                   .advance_minor = Cents(one.advance),
                   .counted_minor = Cents(one.counted)}),
              one.said);
  }
  CreditParty stopped = Customer("1000.00", "0");
  stopped.amounts[kDelivered] = Cents("300.00");
  stopped.set = ExposureState::kStop;
  EXPECT_EQ(Say(Rules(), {stopped},
                {.party = "C",
                 .point = CheckPoint::kInvoice,
                 .day = "2026-06-30"_date,
                 .amount_minor = Cents("300.00"),
                 .counted_minor = Cents("300.00")}),
            "stop allowed 300.00/1000.00 set");
}

// frappe/erpnext#37326, #52960: a count alone is a bad rule, and a small rest
// blocks nobody.
TEST(Exposure, Erpnext52960_SmallRestsBlockNobody) {
  ExposurePolicy policy = Rules();
  policy.overdue = {{.above_minor = Cents("10.00"),
                     .above_days = 30,
                     .state = ExposureState::kHold},
                    {.above_count = 3, .state = ExposureState::kWatch},
                    {.above_days = 90, .state = ExposureState::kStop}};
  struct Case {
    const char* overdue;
    int32_t days;
    int64_t count;
    const char* said;
  };
  const Case cases[] = {
      {"10.00", 60, 1, "ok allowed 10.00/1000.00"},
      {"10.01", 30, 1, "ok allowed 10.01/1000.00"},
      {"10.01", 31, 1, "hold refused 10.01/1000.00 overdue"},
      {"1.00", 31, 3, "ok allowed 1.00/1000.00"},
      {"1.00", 31, 4, "watch allowed 1.00/1000.00 overdue"},
      {"1.00", 91, 1, "stop refused 1.00/1000.00 overdue"},
      {"500.00", 91, 9, "stop refused 500.00/1000.00 overdue"},
  };
  for (const Case& one : cases) {
    CreditParty party = Customer("1000.00", "0");
    party.amounts[kOverdue] = Cents(one.overdue);
    party.oldest_overdue_days = one.days;
    party.overdue_count = one.count;
    EXPECT_EQ(Say(policy, {party}, OrderOf("0")), one.said);
  }
}

// frappe/erpnext#33967: closing and opening orders got past the limit. A
// release holds up to its amount and through its day, whatever was checked
// before.
TEST(Exposure, Erpnext33967_AReleaseReachesNoFurtherThanItSays) {
  CreditParty party = Customer("1000.00", "900.00");
  party.releases = {{.by = "manager",
                     .reason = "season",
                     .up_to_minor = Cents("1150.00"),
                     .from = "2026-06-01"_date,
                     .until = "2026-06-30"_date}};
  const ExposurePolicy policy = Rules();
  const auto say = [&](const char* amount, Date day) {
    ExposureCheck check = OrderOf(amount);
    check.day = day;
    return Say(policy, {party}, check);
  };
  const Date last = "2026-06-30"_date;
  EXPECT_EQ(say("250.00", last), "watch allowed 1150.00/1000.00 limit");
  EXPECT_EQ(say("250.01", last), "hold refused 1150.01/1000.00 limit");
  EXPECT_EQ(say("250.00", "2026-06-01"_date),
            "watch allowed 1150.00/1000.00 limit");
  EXPECT_EQ(say("250.00", "2026-05-31"_date),
            "hold refused 1150.00/1000.00 limit");
  EXPECT_EQ(say("250.00", "2026-07-01"_date),
            "hold refused 1150.00/1000.00 limit");
  const auto result = CheckExposure(policy, {&party, 1}, OrderOf("250.00"));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->reasons[0].release, 0u);
  EXPECT_EQ(result->reasons[0].why,
            "C: an exposure of 1150.00 EUR is above the limit of 1000.00 EUR; "
            "released by manager until 2026-06-30: season");
  EXPECT_EQ(result->parties[0].available_minor, -Cents("150.00"));
  // What is set by hand is taken back by hand.
  party.set = ExposureState::kHold;
  EXPECT_EQ(say("0", last), "hold refused 900.00/1000.00 set");
}

// frappe/erpnext#10861: orders in bulk for months are no exposure where the
// policy leaves them out; what is delivered of them is.
TEST(Exposure, Erpnext10861_OrdersInBulkMayBeLeftOut) {
  CreditParty party = Customer("1000.00", "400.00");
  party.amounts[kOrders] = Cents("9000.00");
  ExposurePolicy policy = Rules();
  EXPECT_EQ(Say(policy, {party}, OrderOf("9000.00")),
            "stop refused 18400.00/1000.00 limit");
  policy.classes.erase(policy.classes.begin());
  policy.refuse_deliveries = ExposureState::kHold;
  EXPECT_EQ(Say(policy, {party}, OrderOf("9000.00")),
            "ok allowed 400.00/1000.00");
  const auto delivery = [](const char* amount) {
    return ExposureCheck{.party = "C",
                         .point = CheckPoint::kDelivery,
                         .day = "2026-06-30"_date,
                         .amount_minor = Cents(amount),
                         .counted_minor = Cents(amount)};
  };
  EXPECT_EQ(Say(policy, {party}, delivery("600.00")),
            "watch allowed 1000.00/1000.00 limit");
  EXPECT_EQ(Say(policy, {party}, delivery("600.01")),
            "hold refused 1000.01/1000.00 limit");
}

// frappe/erpnext#16030: 51000.00 are drafted and 47000.00 can be delivered and
// invoiced: each point is checked with what it is about. metasfresh#3414: with
// 246.05 used of 250.00 an order of 64.20 cannot be completed.
TEST(Exposure, Erpnext16030_EachPointByWhatItIsAbout) {
  ExposurePolicy policy = Rules();
  policy.refuse_deliveries = ExposureState::kHold;
  const struct {
    CheckPoint point;
    const char* amount;
    const char* said;
  } kRows[] = {
      {CheckPoint::kOrder, "51000.00", "hold refused 51000.00/50000.00 limit"},
      {CheckPoint::kOrder, "47000.00", "watch allowed 47000.00/50000.00 limit"},
      {CheckPoint::kDelivery, "51000.00",
       "hold refused 51000.00/50000.00 limit"},
      {CheckPoint::kDelivery, "47000.00",
       "watch allowed 47000.00/50000.00 limit"},
      {CheckPoint::kInvoice, "51000.00",
       "hold refused 51000.00/50000.00 limit"},
      {CheckPoint::kInvoice, "47000.00",
       "watch allowed 47000.00/50000.00 limit"},
  };
  for (const auto& row : kRows) {
    ExposureCheck check = OrderOf(row.amount);
    check.point = row.point;
    EXPECT_EQ(Say(policy, {Customer("50000.00", "0")}, check), row.said);
  }
  EXPECT_EQ(Say(policy, {Customer("250.00", "246.05")}, OrderOf("64.20")),
            "stop refused 310.25/250.00 limit");
}

TEST(Exposure, CountsTheClassesThatThePolicyIncludes) {
  CreditParty party = {.id = "C", .limits = {LimitOf("99999.00")}};
  int64_t amount = 1'00;
  for (const auto& row : Names<ExposureClass>::kTable) {
    party.amounts[row.value] = amount;  // 1.00, 10.00, 100.00, ...
    amount *= 10;
  }
  party.amounts[kReturns] = 2'00;
  struct Case {
    std::vector<ExposureClassRule> classes;
    const char* said;
  };
  const Case cases[] = {
      {{{.exposure_class = kDrafts}}, "ok allowed 1.00/99999.00"},
      {{{.exposure_class = kOrders}, {.exposure_class = kOther}},
       "hold refused 100010.00/99999.00 limit"},
      {{{.exposure_class = kOrders}, {.exposure_class = kReturns}},
       "ok allowed 8.00/99999.00"},
      {{{.exposure_class = kDrafts}, {.exposure_class = kReturns}},
       "ok allowed 0.00/99999.00"},
      {{{.exposure_class = kDelivered},
        {.exposure_class = kOpen},
        {.exposure_class = kOverdue}},
       "ok allowed 11100.00/99999.00"},
      // A limit of its own, included or not.
      {{{.exposure_class = kOrders, .own_limit_minor = 10'00}},
       "ok allowed 10.00/99999.00"},
      {{{.exposure_class = kOrders, .own_limit_minor = 9'99}},
       "hold refused 10.00/99999.00 class limit"},
      {{{.exposure_class = kOrders, .include = false, .own_limit_minor = 9'99}},
       "hold refused 0.00/99999.00 class limit"},
  };
  for (const Case& one : cases) {
    ExposurePolicy policy = Rules();
    policy.classes = one.classes;
    EXPECT_EQ(Say(policy, {party}, OrderOf("0")), one.said);
  }
}

TEST(Exposure, TakesOffWhatIsInHandAndWhatIsInsured) {
  struct Case {
    const char* name;
    CreditInsurance insurance;
    const char* exposure;
  };
  // 1,000.00 open, less 50.00, 30.00 and 20.00: 900.00.
  const Case cases[] = {
      {"no cover", {}, "900.00"},
      {"90% of all of it",
       {.coverage = 90_percent, .named_limit_minor = Cents("5000.00")},
       "90.00"},
      {"90% up to 500.00",  // 900 - 450
       {.coverage = 90_percent, .named_limit_minor = Cents("500.00")},
       "450.00"},
      {"the first 100.00 are the creditor's",  // 900 - 0.9 x 400
       {.coverage = 90_percent,
        .named_limit_minor = Cents("500.00"),
        .retention_minor = Cents("100.00")},
       "540.00"},
      {"retention above the limit",
       {.coverage = 90_percent,
        .named_limit_minor = Cents("500.00"),
        .retention_minor = Cents("500.01")},
       "900.00"},
      {"blind cover",  // 900 - 0.8 x 250
       {.coverage = 80_percent, .blind_cover_minor = Cents("250.00")},
       "700.00"},
      {"a named limit is in place of it",
       {.coverage = 80_percent,
        .named_limit_minor = 0,
        .blind_cover_minor = Cents("250.00")},
       "900.00"},
      {"rounded down",  // a third of 900.00 less 0.01: 299.99|66
       {.coverage = Percent(Fraction::Of(1, 3)),
        .named_limit_minor = Cents("899.99")},
       "600.01"},
      {"the last day of the cover",
       {.coverage = 100_percent,
        .named_limit_minor = Cents("900.00"),
        .until = "2026-06-30"_date},
       "0.00"},
      {"the day after",
       {.coverage = 100_percent,
        .named_limit_minor = Cents("900.00"),
        .until = "2026-06-29"_date},
       "900.00"},
  };
  for (const Case& one : cases) {
    CreditParty party = Customer("9000.00", "1000.00");
    party.deposits_minor = Cents("50.00");
    party.guarantees_minor = Cents("30.00");
    party.credit_notes_minor = Cents("20.00");
    party.insurance = one.insurance;
    EXPECT_EQ(Say(Rules(), {party}, OrderOf("0")),
              "ok allowed " + std::string(one.exposure) + "/9000.00")
        << one.name;
  }
}

TEST(Exposure, KeepsLimitsToTheirDays) {
  CreditParty party = Customer("0", "0");
  party.limits = {{.amount_minor = Cents("100.00"), .until = "2026-12-31"_date},
                  {.amount_minor = Cents("300.00"),
                   .from = "2026-03-01"_date,
                   .until = "2026-09-30"_date},
                  {.type = "season",
                   .amount_minor = Cents("50.00"),
                   .from = "2026-06-01"_date,
                   .until = "2026-06-30"_date,
                   .temporary = true}};
  struct Case {
    const char* day;
    const char* limit;
  };
  const Case cases[] = {
      {"2026-02-28", "100.00"}, {"2026-03-01", "300.00"},
      {"2026-05-31", "300.00"}, {"2026-06-01", "350.00"},
      {"2026-06-30", "350.00"}, {"2026-07-01", "300.00"},
      {"2026-09-30", "300.00"}, {"2026-10-01", "100.00"},
      {"2026-12-31", "100.00"}, {"2027-01-01", "0.00"},
  };
  for (const Case& one : cases) {
    ExposureCheck check = OrderOf("0");
    check.day = *Date::Parse(one.day);
    EXPECT_EQ(Say(Rules(), {party}, check),
              "ok allowed 0.00/" + std::string(one.limit))
        << one.day;
  }
  // Limits that are over leave none to use; a party without any goes by the
  // policy.
  ExposureCheck late = OrderOf("0.01");
  late.day = "2027-01-01"_date;
  EXPECT_EQ(Say(Rules(), {party}, late), "stop refused 0.01/0.00 limit");
  party.limits.clear();
  EXPECT_EQ(Say(Rules(), {party}, late), "no check allowed 0.01/-");
  ExposurePolicy zero = Rules();
  zero.without_limit = WithoutLimit::kZero;
  EXPECT_EQ(Say(zero, {party}, late), "stop refused 0.01/0.00 limit");
}

TEST(Exposure, RollsUpToTheGroups) {
  // C and D belong to G, G and E to H; H has a limit, G none.
  const auto member = [](std::string id, std::string parent,
                         std::string_view limit, std::string_view open) {
    CreditParty party = Customer(limit, open);
    party.id = std::move(id);
    party.parent = std::move(parent);
    return party;
  };
  std::vector<CreditParty> parties = {
      member("C", "G", "1000.00", "100.00"), member("G", "H", "0", "0"),
      member("D", "G", "1000.00", "200.00"), member("H", "", "700.00", "50.00"),
      member("E", "H", "1000.00", "150.00"), member("X", "", "0", "999.00")};
  parties[1].limits.clear();
  EXPECT_EQ(Say(Rules(), parties, OrderOf("130.00")),
            "ok allowed 230.00/1000.00");
  EXPECT_EQ(Say(Rules(), parties, OrderOf("130.01")),
            "watch allowed 230.01/1000.00 limit of H");
  EXPECT_EQ(Say(Rules(), parties, OrderOf("200.01")),
            "hold refused 300.01/1000.00 limit of H");
  const auto result = CheckExposure(Rules(), parties, OrderOf("130.00"));
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->parties.size(), 3u);
  EXPECT_EQ(result->parties[1].after_minor, Cents("430.00"));
  EXPECT_EQ(result->parties[1].limit_minor, std::nullopt);
  EXPECT_EQ(result->parties[2].before_minor, Cents("500.00"));
  EXPECT_EQ(result->parties[2].after_minor, Cents("630.00"));
  // What one has in hand is nothing against what another owes.
  parties[2].deposits_minor = Cents("5000.00");
  EXPECT_EQ(CheckExposure(Rules(), parties, OrderOf("130.00"))
                ->parties[2]
                .after_minor,
            Cents("430.00"));
  // A customer that is not checked is not checked for its groups.
  parties[0].set = ExposureState::kNoCheck;
  EXPECT_EQ(Say(Rules(), parties, OrderOf("9999.00")),
            "no check allowed 10099.00/-");
}

TEST(Exposure, ReadsACustomerOutOfAnAccount) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31")
      .Invoice("2026-01-05", "B", "40.00", "2026-02-04")
      .Invoice("2026-03-01", "D", "70.00", "2026-03-31")
      .Pay("2026-01-20", "40.00", {{"B"}})
      .Charge("2026-02-05", Component::kFee, "5.00", "A");
  const auto account = On("2026-03-02", facts, PolicyOf());
  ASSERT_THAT(account, IsOk());
  const auto party = PartyOf("C", *account);
  ASSERT_THAT(party, IsOk());
  EXPECT_EQ(party->amounts[kOpen], Cents("70.00"));
  EXPECT_EQ(party->amounts[kOverdue], Cents("105.00"));
  EXPECT_EQ(party->oldest_overdue_days, 30);  // from 31 January
  EXPECT_EQ(party->deposits_minor, 0);
  // Of 200.00, 25.00 are more than is owed.
  facts.Pay("2026-03-02", "200.00");
  const auto paid = On("2026-03-02", facts, PolicyOf());
  EXPECT_EQ(PartyOf("C", *paid)->deposits_minor, Cents("25.00"));
}

TEST(Exposure, ExpectsALossByProbabilityAndShare) {
  EXPECT_EQ(
      *ExpectedLoss(10'000'000, 2_percent, 45_percent, Rounding::kHalfEven),
      90'000);
  EXPECT_EQ(*ExpectedLoss(50, 1_percent, 100_percent, Rounding::kHalfUp), 1);
  EXPECT_EQ(*ExpectedLoss(50, 1_percent, 100_percent, Rounding::kHalfEven), 0);
  EXPECT_THAT(ExpectedLoss(-1, 2_percent, 2_percent, Rounding::kHalfUp),
              IsError(Reason::kOutOfRange, "/at_risk"));
  EXPECT_THAT(ExpectedLoss(1, 101_percent, 101_percent, Rounding::kHalfUp),
              IsError(Reason::kOutOfRange, "/default_probability"));
  EXPECT_THAT(ExpectedLoss(1, 2_percent, 101_percent, Rounding::kHalfUp),
              IsError(Reason::kOutOfRange, "/lost_in_default"));
}

struct Given {
  ExposurePolicy policy = Rules();
  std::vector<CreditParty> parties = {Customer("1.00", "1.00")};
  ExposureCheck check = OrderOf("1.00");
};

TEST(Exposure, IsCheckedInTheOrderOfItsFields) {
  struct Case {
    void (*spoil)(Given&);
    Reason reason;
    const char* field;
  };
  // Each leaves what the one before it spoils, and spoils what comes earlier.
  const Case cases[] = {
      {[](Given& g) { g.check.counted_minor = 1; }, Reason::kConflict,
       "/counted"},
      {[](Given& g) { g.check.counted_minor = 101; }, Reason::kConflict,
       "/counted"},
      {[](Given& g) { g.check.advance_minor = 101; }, Reason::kConflict,
       "/advance"},
      {[](Given& g) { g.check.counted_minor = -1; }, Reason::kOutOfRange,
       "/counted"},
      {[](Given& g) { g.check.advance_minor = -1; }, Reason::kOutOfRange,
       "/advance"},
      {[](Given& g) { g.check.amount_minor = -1; }, Reason::kOutOfRange,
       "/amount"},
      {[](Given& g) { g.check.point = {}; }, Reason::kUnspecified, "/point"},
      {[](Given& g) { g.check.party = "D"; }, Reason::kUnknownName, "/party"},
      {[](Given& g) { g.parties[0].parent = "C"; }, Reason::kConflict,
       "/parties/0/parent"},
      {[](Given& g) { g.parties[0].parent = "G"; }, Reason::kUnknownName,
       "/parties/0/parent"},
      {[](Given& g) { g.parties.push_back(g.parties[0]); },
       Reason::kDuplicateField, "/parties/1/id"},
      {[](Given& g) { g.parties[0].set = ExposureState::kOk; },
       Reason::kConflict, "/parties/0/set"},
      {[](Given& g) {
         g.parties[0].releases = {{.by = "b",
                                   .reason = "r",
                                   .from = "2026-01-02"_date,
                                   .until = "2026-01-01"_date}};
       },
       Reason::kEndBeforeStart, "/parties/0/releases/0/until"},
      {[](Given& g) { g.parties[0].releases[0].up_to_minor = -1; },
       Reason::kOutOfRange, "/parties/0/releases/0/up_to"},
      {[](Given& g) { g.parties[0].releases[0].reason = ""; },
       Reason::kMissingField, "/parties/0/releases/0/reason"},
      {[](Given& g) { g.parties[0].releases[0].by = ""; },
       Reason::kMissingField, "/parties/0/releases/0/by"},
      {[](Given& g) {
         g.parties[0].insurance = CreditInsurance{.coverage = 101_percent};
       },
       Reason::kOutOfRange, "/parties/0/insurance/coverage"},
      {[](Given& g) {
         g.parties[0].limits[0].from = "2026-01-02"_date;
         g.parties[0].limits[0].until = "2026-01-01"_date;
       },
       Reason::kEndBeforeStart, "/parties/0/limits/0/until"},
      {[](Given& g) { g.parties[0].limits[0].amount_minor = -1; },
       Reason::kOutOfRange, "/parties/0/limits/0/amount"},
      {[](Given& g) { g.parties[0].overdue_count = -1; }, Reason::kOutOfRange,
       "/parties/0/overdue_count"},
      {[](Given& g) { g.parties[0].deposits_minor = -1; }, Reason::kOutOfRange,
       "/parties/0/deposits"},
      {[](Given& g) { g.parties[0].amounts[kOther] = -1; }, Reason::kOutOfRange,
       "/parties/0/other"},
      {[](Given& g) { g.parties[0].id = ""; }, Reason::kMissingField,
       "/parties/0/id"},
      {[](Given& g) { g.parties.clear(); }, Reason::kMissingField, "/parties"},
      {[](Given& g) { g.policy.refuse_deliveries = ExposureState::kOk; },
       Reason::kConflict, "/policy/refuse_deliveries"},
      {[](Given& g) { g.policy.refuse_orders = {}; }, Reason::kUnspecified,
       "/policy/refuse_orders"},
      {[](Given& g) { g.policy.overdue = {{.above_days = 1}}; },
       Reason::kUnspecified, "/policy/overdue/0/state"},
      {[](Given& g) { g.policy.overdue[0].above_days = -1; },
       Reason::kOutOfRange, "/policy/overdue/0/above_days"},
      {[](Given& g) { g.policy.overdue[0].above_days.reset(); },
       Reason::kMissingField, "/policy/overdue/0"},
      {[](Given& g) { g.policy.stop_above = Percent(-1); }, Reason::kOutOfRange,
       "/policy/stop_above"},
      {[](Given& g) { g.policy.watch_above = Percent(-1); },
       Reason::kOutOfRange, "/policy/watch_above"},
      {[](Given& g) { g.policy.without_limit = {}; }, Reason::kUnspecified,
       "/policy/without_limit"},
      {[](Given& g) { g.policy.classes[1].own_limit_minor = -1; },
       Reason::kOutOfRange, "/policy/classes/1/own_limit"},
      {[](Given& g) { g.policy.classes[1].exposure_class = kOrders; },
       Reason::kDuplicateField, "/policy/classes/1/class"},
      {[](Given& g) { g.policy.classes[0].exposure_class = {}; },
       Reason::kUnspecified, "/policy/classes/0/class"},
      {[](Given& g) { g.policy.classes.clear(); }, Reason::kMissingField,
       "/policy/classes"},
  };
  Given given;
  for (const Case& one : cases) {
    one.spoil(given);
    EXPECT_THAT(CheckExposure(given.policy, given.parties, given.check),
                IsError(one.reason, one.field));
  }
}

TEST(Exposure, BoundsTheTreeAndTheSums) {
  std::vector<CreditParty> chain;
  for (int k = 0; k < 65; ++k) {
    CreditParty party = Customer("1.00", "0");
    party.id = k == 0 ? "C" : std::to_string(k);
    if (k < 64) party.parent = std::to_string(k + 1);
    chain.push_back(std::move(party));
  }
  EXPECT_THAT(CheckExposure(Rules(), chain, OrderOf("0")),
              IsError(Reason::kLimitExceeded, "/parties/0/parent"));
  chain[63].parent.clear();
  EXPECT_THAT(CheckExposure(Rules(), chain, OrderOf("0")), IsOk());
  chain[63].parent = "60";  // C is no part of the circle, and below it
  EXPECT_THAT(CheckExposure(Rules(), chain, OrderOf("0")),
              IsError(Reason::kConflict, "/parties/0/parent"));
  CreditParty large = Customer("1.00", "0");
  large.amounts[kOpen] = INT64_MAX;
  EXPECT_THAT(CheckExposure(Rules(), {&large, 1}, OrderOf("0")), IsOk());
  EXPECT_THAT(CheckExposure(Rules(), {&large, 1}, OrderOf("0.01")),
              IsError(Reason::kOverflow, ""));
}

// --- properties --------------------------------------------------------------

CreditParty AnyParty(std::string id) {
  const auto amount = [] { return *rc::gen::inRange<int64_t>(0, 1'000); };
  CreditParty party = {.id = std::move(id)};
  for (const auto& row : Names<ExposureClass>::kTable) {
    party.amounts[row.value] = amount();
  }
  party.deposits_minor = amount();
  if (*rc::gen::arbitrary<bool>()) party.limits = {{.amount_minor = amount()}};
  if (*rc::gen::arbitrary<bool>()) {
    party.insurance = CreditInsurance{
        .coverage = Percent(Fraction::Of(*rc::gen::inRange(0, 13), 12)),
        .named_limit_minor = amount(),
        .retention_minor = amount()};
  }
  return party;
}

// The exposure of a party by its definition, in integers without a bound.
boost::multiprecision::cpp_int Definition(const ExposurePolicy& policy,
                                          const CreditParty& party) {
  using boost::multiprecision::cpp_int;
  cpp_int net = -party.deposits_minor;
  for (const auto& rule : policy.classes) {
    const cpp_int minor = party.amounts[rule.exposure_class];
    if (rule.exposure_class == kReturns) {
      net -= minor;
    } else {
      net += minor;
    }
  }
  if (net < 0) net = 0;
  if (!party.insurance) return net;
  cpp_int covered = *party.insurance->named_limit_minor;
  if (net < covered) covered = net;
  covered -= party.insurance->retention_minor;
  if (covered < 0) covered = 0;
  const Fraction& share = party.insurance->coverage.share();
  // Of numbers that are not below 0 this rounds down.
  return net - covered * cpp_int(static_cast<int64_t>(share.numerator())) /
                   cpp_int(static_cast<int64_t>(share.denominator()));
}

RC_GTEST_PROP(Exposure, IsTheSumOfTheTree, ()) {
  std::vector<CreditParty> parties = {AnyParty("C")};
  const auto count = *rc::gen::inRange<size_t>(0, 8);
  for (size_t k = 0; k < count; ++k) {
    parties.push_back(AnyParty(std::to_string(k)));
    // Below one that comes before it: never a circle.
    parties.back().parent =
        parties[*rc::gen::inRange<size_t>(0, parties.size() - 1)].id;
  }
  const auto result = CheckExposure(Rules(), parties, OrderOf("0"));
  RC_ASSERT(result.ok());
  boost::multiprecision::cpp_int sum = 0;
  for (const CreditParty& party : parties) sum += Definition(Rules(), party);
  RC_ASSERT(sum == result->parties[0].before_minor);
  RC_ASSERT(sum == result->parties[0].after_minor);
}

RC_GTEST_PROP(Exposure, NeverGetsBetterByMore, ()) {
  ExposurePolicy policy = Rules();
  policy.without_limit = WithoutLimit::kZero;
  std::vector<CreditParty> parties = {AnyParty("C"), AnyParty("G")};
  parties[0].parent = "G";
  ExposureCheck check = OrderOf("0");
  check.amount_minor = *rc::gen::inRange(1, 2'000);
  const auto before = CheckExposure(policy, parties, check);
  check.amount_minor += *rc::gen::inRange(0, 2'000);
  const auto after = CheckExposure(policy, parties, check);
  RC_ASSERT(before.ok());
  RC_ASSERT(after.ok());
  RC_ASSERT(after->state >= before->state);
  RC_ASSERT(after->allowed <= before->allowed);
  for (size_t k = 0; k < 2; ++k) {
    RC_ASSERT(after->parties[k].after_minor >= before->parties[k].after_minor);
  }
}

}  // namespace
}  // namespace usance
