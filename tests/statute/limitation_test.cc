#include "usance/statute/limitation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/matchers.h"

namespace usance {
namespace {

using Kind = LimitationEventKind;

LimitationRule RuleOf(std::string_view law, Parties parties,
                      std::optional<ClaimKind> claim = {}) {
  const auto found = FindLimitation(law);
  EXPECT_THAT(found, IsOk());
  const auto rule = SelectRule(*found, parties, claim);
  EXPECT_THAT(rule, IsOk());
  return *rule;
}

absl::StatusOr<Limitation> Compute(std::string_view law, Date due,
                                   std::vector<LimitationEvent> events = {},
                                   Date as_of = Date::Of(2040, 1, 1),
                                   Parties parties = Parties::kBusiness,
                                   std::optional<ClaimKind> claim = {}) {
  return ComputeLimitation({.rule = RuleOf(law, parties, claim),
                            .due = due,
                            .events = std::move(events),
                            .as_of = as_of});
}

// One row for each rule of each shipped law, with its section.
TEST(Limitation, LastDay) {
  const struct {
    const char* law;
    Parties parties;
    Date due;
    Date last_day;
    const char* section;
    std::optional<ClaimKind> claim = {};
  } kRows[] = {
      // collectionsineurope.com: these expire on 2 July 2012, 3 January 2013.
      {"nl", Parties::kBusiness, Date::Of(2007, 7, 1), Date::Of(2012, 7, 1),
       "BW 3:307"},
      {"nl", Parties::kBusiness, Date::Of(2008, 1, 2), Date::Of(2013, 1, 2),
       "BW 3:307"},
      {"nl", Parties::kConsumer, Date::Of(2024, 1, 31), Date::Of(2026, 1, 31),
       "BW 7:28"},
      {"nl", Parties::kConsumer, Date::Of(2024, 1, 31), Date::Of(2029, 1, 31),
       "BW 3:307", ClaimKind::kServices},
      {"de", Parties::kBusiness, Date::Of(2023, 1, 1), Date::Of(2026, 12, 31),
       "BGB 199(1)"},
      {"de", Parties::kConsumer, Date::Of(2023, 12, 31), Date::Of(2026, 12, 31),
       "BGB 199(1)"},
      {"at", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2026, 3, 15),
       "ABGB 1486"},
      {"gb", Parties::kBusiness, Date::Of(2020, 6, 1), Date::Of(2026, 6, 1),
       "LA 1980 s.5"},
      {"scotland", Parties::kBusiness, Date::Of(2020, 6, 1),
       Date::Of(2025, 6, 1), "PLSA 1973 s.6"},
      {"fr", Parties::kBusiness, Date::Of(2021, 1, 31), Date::Of(2026, 1, 31),
       "C. com. L110-4"},
      // matuile.com: due 31 January 2024, until 31 January 2026.
      {"fr", Parties::kConsumer, Date::Of(2024, 1, 31), Date::Of(2026, 1, 31),
       "C. conso. L218-2"},
      {"be", Parties::kBusiness, Date::Of(2020, 2, 29), Date::Of(2030, 2, 28),
       "ancien C. civ. 2262bis"},
      {"be", Parties::kBusiness, Date::Of(2020, 2, 29), Date::Of(2025, 2, 28),
       "ancien C. civ. 2277", ClaimKind::kPeriodic},
      {"it", Parties::kBusiness, Date::Of(2020, 6, 1), Date::Of(2030, 6, 1),
       "C.c. 2946"},
      {"it", Parties::kBusiness, Date::Of(2020, 6, 1), Date::Of(2025, 6, 1),
       "C.c. 2948 no. 4", ClaimKind::kPeriodic},
      {"es", Parties::kBusiness, Date::Of(2020, 6, 1), Date::Of(2025, 6, 1),
       "C.c. 1964"},
      {"es", Parties::kConsumer, Date::Of(2020, 6, 1), Date::Of(2023, 6, 1),
       "C.c. 1967 no. 4", ClaimKind::kSale},
      {"es", Parties::kConsumer, Date::Of(2020, 6, 1), Date::Of(2025, 6, 1),
       "C.c. 1964", ClaimKind::kServices},
      // Not said: goods and services, which are barred first.
      {"pl", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2025, 12, 31),
       "KC 554"},
      {"pl", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2025, 12, 31),
       "KC 751", ClaimKind::kServices},
      {"pl", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2026, 12, 31),
       "KC 118", ClaimKind::kOther},
      // dmslegal.pl: the day after the payment day counts.
      {"pl", Parties::kBusiness, Date::Of(2022, 12, 31), Date::Of(2026, 12, 31),
       "KC 118", ClaimKind::kPeriodic},
      {"pl", Parties::kConsumer, Date::Of(2023, 3, 15), Date::Of(2025, 12, 31),
       "KC 554", ClaimKind::kSale},
      {"pl", Parties::kConsumer, Date::Of(2023, 3, 15), Date::Of(2026, 12, 31),
       "KC 118", ClaimKind::kOther},
      {"pl", Parties::kOther, Date::Of(2023, 3, 15), Date::Of(2029, 12, 31),
       "KC 118"},
      {"pt", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2043, 3, 15),
       "C.c. 309"},
      {"pt", Parties::kConsumer, Date::Of(2023, 3, 15), Date::Of(2025, 3, 15),
       "C.c. 317 b)"},
      {"tr", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2028, 3, 15),
       "TCO 147"},
      {"tr", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2033, 3, 15),
       "TCO 146", ClaimKind::kSale},
      {"tr", Parties::kConsumer, Date::Of(2023, 3, 15), Date::Of(2028, 3, 15),
       "TCO 147 no. 3", ClaimKind::kSale},
      {"se", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2033, 3, 15),
       "1981:130 2"},
      {"se", Parties::kConsumer, Date::Of(2023, 3, 15), Date::Of(2026, 3, 15),
       "1981:130 2"},
      {"no", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2026, 3, 15),
       "foreldl. 2"},
      {"dk", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2026, 3, 15),
       "foraeld. 3"},
      {"fi", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2026, 3, 15),
       "728/2003 4"},
      {"ch", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2033, 3, 15),
       "OR 127"},
      {"ch", Parties::kConsumer, Date::Of(2023, 3, 15), Date::Of(2028, 3, 15),
       "OR 128"},
      {"ch", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2028, 3, 15),
       "OR 128 no. 1", ClaimKind::kPeriodic},
      {"in", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2026, 3, 15),
       "LA 1963"},
      {"au", Parties::kBusiness, Date::Of(2023, 3, 15), Date::Of(2029, 3, 15),
       "LA 1969 (NSW) s.14"},
      {"ca-on", Parties::kBusiness, Date::Of(2023, 3, 15),
       Date::Of(2025, 3, 15), "LA 2002 s.4"},
      // Troy Boiler Works v Sterile Tech. (2003): goods, four years.
      {"us-ny", Parties::kBusiness, Date::Of(2023, 3, 15),
       Date::Of(2027, 3, 15), "UCC 2-725"},
      {"us-ny", Parties::kBusiness, Date::Of(2023, 3, 15),
       Date::Of(2029, 3, 15), "CPLR 213", ClaimKind::kServices},
      {"us-ny", Parties::kConsumer, Date::Of(2023, 3, 15),
       Date::Of(2026, 3, 15), "CPLR 214-i"},
      {"us-ca", Parties::kBusiness, Date::Of(2023, 3, 15),
       Date::Of(2027, 3, 15), "CCP 337"},
      {"us-tx", Parties::kBusiness, Date::Of(2023, 3, 15),
       Date::Of(2027, 3, 15), "CPRC 16.004"},
  };
  std::set<std::pair<std::string, size_t>> covered;
  for (const auto& row : kRows) {
    const auto found = Compute(row.law, row.due, {}, Date::Of(2024, 1, 1),
                               row.parties, row.claim);
    ASSERT_THAT(found, IsOk()) << row.law;
    EXPECT_EQ(found->last_day, row.last_day) << row.law << ", " << row.section;
    EXPECT_EQ(found->barred_from.days(), row.last_day.days() + 1) << row.law;
    const LimitationLaw law = *FindLimitation(row.law);
    const LimitationRule rule = *SelectRule(law, row.parties, row.claim);
    for (size_t k = 0; k < law.rules.size(); ++k) {
      if (law.rules[k].parties == rule.parties &&
          law.rules[k].claims == rule.claims) {
        covered.emplace(law.id, k);
      }
    }
  }
  for (const ShippedLimitation& shipped : ShippedLimitations()) {
    const LimitationLaw law = *FindLimitation(shipped.id);
    for (size_t k = 0; k < law.rules.size(); ++k) {
      EXPECT_TRUE(covered.contains({law.id, k})) << law.id << " rule " << k;
    }
  }
}

// Where the claim is not said the answer is never later than that for goods or
// for services.
TEST(Limitation, TheFirstRuleBarsFirst) {
  const Date due = Date::Of(2023, 3, 15);
  int differing = 0;
  for (const ShippedLimitation& shipped : ShippedLimitations()) {
    const LimitationLaw law = *FindLimitation(shipped.id);
    for (const Named<Parties>& parties : Names<Parties>::kTable) {
      if (!RulesFor(law, parties.value).ok()) continue;
      const auto last = [&](std::optional<ClaimKind> claim) {
        return Compute(law.id, due, {}, due, parties.value, claim)->last_day;
      };
      for (const ClaimKind claim : {ClaimKind::kSale, ClaimKind::kServices}) {
        EXPECT_LE(last({}), last(claim)) << law.id << ", " << parties.name;
        differing += last({}) < last(claim) ? 1 : 0;
      }
    }
  }
  EXPECT_GT(differing, 0);
}

TEST(Limitation, RulesForOtherClaimsFollow) {
  const LimitationLaw pl = *FindLimitation("pl");
  const auto rules = RulesFor(pl, Parties::kBusiness);
  ASSERT_THAT(rules, IsOk());
  ASSERT_EQ(rules->size(), 2u);
  EXPECT_EQ((*rules)[0].period, Years(2));
  EXPECT_EQ((*rules)[1].period, Years(3));
  const auto other = RulesFor(pl, Parties::kBusiness, ClaimKind::kOther);
  EXPECT_EQ((*other)[0].period, Years(3));
  EXPECT_EQ((*other)[1].period, Years(2));
  LimitationLaw narrow = pl;
  narrow.rules.erase(narrow.rules.begin() + 1);
  EXPECT_THAT(RulesFor(narrow, Parties::kBusiness, ClaimKind::kPeriodic),
              IsError(Reason::kUnsupported, "/law"));
}

// What an event does differs by country.
TEST(Limitation, Events) {
  const Date due = Date::Of(2023, 3, 15);
  const struct {
    const char* what;
    const char* law;
    LimitationEvent event;
    Date last_day;
  } kRows[] = {
      {"BW 3:317: a letter that reserves the right",
       "nl",
       {Kind::kLetter, Date::Of(2025, 6, 1), {}},
       Date::Of(2030, 6, 1)},
      {"BGB: never by a creditor's letter",
       "de",
       {Kind::kLetter, Date::Of(2025, 6, 1), {}},
       Date::Of(2026, 12, 31)},
      {"LA 1980: never by a creditor's letter",
       "gb",
       {Kind::kLetter, Date::Of(2025, 6, 1), {}},
       Date::Of(2029, 3, 15)},
      {"BGB 212: part payment, from its own day",
       "de",
       {Kind::kPartPayment, Date::Of(2025, 6, 1), {}},
       Date::Of(2028, 6, 1)},
      {"BGB 212: early in the period the older end stays",
       "de",
       {Kind::kPartPayment, Date::Of(2023, 6, 1), {}},
       Date::Of(2026, 12, 31)},
      {"LA 1980 s.29(5)",
       "gb",
       {Kind::kAcknowledgement, Date::Of(2025, 6, 1), {}},
       Date::Of(2031, 6, 1)},
      {"KC 554, 124: anew, and to the end of the year",
       "pl",
       {Kind::kAcknowledgement, Date::Of(2025, 6, 1), {}},
       Date::Of(2027, 12, 31)},
      {"BGB 203, 209: 61 days of negotiation",
       "de",
       {Kind::kNegotiation, Date::Of(2024, 5, 1), Date::Of(2024, 6, 30)},
       Date::Of(2027, 3, 2)},
      {"BGB 203: at least three months after it ends",
       "de",
       {Kind::kNegotiation, Date::Of(2026, 12, 20), Date::Of(2026, 12, 31)},
       Date::Of(2027, 3, 31)},
      // Twelve days were left on 2026-12-20; they run from 2027-08-01 on.
      {"BGB 204(2), 209: a suit suspends until six months after its end",
       "de",
       {Kind::kSuit, Date::Of(2026, 12, 20), Date::Of(2027, 1, 31)},
       Date::Of(2027, 8, 12)},
      {"BGB 204(2), 209: the 305 days from 2024-02-01 to 2024-12-01",
       "de",
       {Kind::kSuit, Date::Of(2024, 2, 1), Date::Of(2024, 6, 1)},
       Date::Of(2027, 11, 1)},
      {"KC 123: a suit interrupts",
       "pl",
       {Kind::kSuit, Date::Of(2025, 6, 1), {}},
       Date::Of(2027, 12, 31)},
      {"nothing revives what has expired",
       "fr",
       {Kind::kAcknowledgement, Date::Of(2028, 3, 16), {}},
       Date::Of(2028, 3, 15)},
  };
  for (const auto& row : kRows) {
    const auto found = Compute(row.law, due, {row.event});
    ASSERT_THAT(found, IsOk()) << row.what;
    EXPECT_EQ(found->last_day, row.last_day)
        << row.what << ": " << found->steps[0].why;
  }
}

TEST(Limitation, SuspensionsThatOverlapCountOnce) {
  const auto found = Compute(
      "de", Date::Of(2023, 3, 15),
      {{Kind::kNegotiation, Date::Of(2024, 5, 1), Date::Of(2024, 6, 30)},
       {Kind::kHold, Date::Of(2024, 6, 1), Date::Of(2024, 7, 10)},
       {Kind::kHold, Date::Of(2024, 6, 10), Date::Of(2024, 6, 20)}});
  ASSERT_THAT(found, IsOk());
  // 1 May to 10 July: 71 days after 2026-12-31.
  EXPECT_EQ(found->last_day, Date::Of(2027, 3, 12));
  EXPECT_FALSE(found->open);
}

TEST(Limitation, WarnsAhead) {
  // The last day is 2026-12-31; by the assumption three months ahead.
  const struct {
    Date as_of;
    bool warning;
    bool expired;
    int days_left;
  } kRows[] = {
      {Date::Of(2026, 9, 30), true, false, 92},
      {Date::Of(2026, 9, 29), false, false, 93},
      {Date::Of(2026, 12, 31), true, false, 0},
      {Date::Of(2027, 1, 1), false, true, -1},
  };
  for (const auto& row : kRows) {
    const auto found = Compute("de", Date::Of(2023, 3, 15), {}, row.as_of);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->warning, row.warning) << row.as_of.ToText();
    EXPECT_EQ(found->expired, row.expired) << row.as_of.ToText();
    EXPECT_EQ(found->days_left, row.days_left) << row.as_of.ToText();
  }
  const auto open = Compute("de", Date::Of(2023, 3, 15),
                            {{Kind::kNegotiation, Date::Of(2026, 12, 1), {}}},
                            Date::Of(2026, 12, 10));
  EXPECT_TRUE(open->open);
  EXPECT_EQ(open->last_day,
            Date::Of(2027, 3, 10));  // three months after 10 December
  // What is yet to come is not looked at.
  EXPECT_TRUE(Compute("nl", Date::Of(2023, 3, 15),
                      {{Kind::kLetter, Date::Of(2024, 1, 1), {}}},
                      Date::Of(2023, 12, 31))
                  ->steps.empty());
}

TEST(Limitation, ErrorsInOrder) {
  const Date due = Date::Of(2023, 3, 15);
  const LimitationEvent first{Kind::kLetter, Date::Of(2024, 1, 2), {}};
  EXPECT_THAT(
      Compute("nl", due, {first, {Kind::kLetter, Date::Of(2024, 1, 1), {}}}),
      IsError(Reason::kOutOfOrder, "/events/1/date"));
  EXPECT_THAT(
      Compute("de", due,
              {{Kind::kHold, Date::Of(2024, 1, 2), Date::Of(2024, 1, 1)}}),
      IsError(Reason::kEndBeforeStart, "/events/0/last"));
  EXPECT_THAT(Compute("nl", due, {{Kind::kLetter, due, {}}}),
              IsError(Reason::kConflict, "/events/0/date"));
  EXPECT_THAT(Compute("nl", Date::Of(9998, 1, 1)),
              IsError(Reason::kDateOutOfRange, "/due"));
  EXPECT_EQ(LimitationOf("nl-6-119a")->id, "nl");
  EXPECT_EQ(LimitationOf("uk")->id, "gb");
  EXPECT_THAT(LimitationOf("xx"), IsError(Reason::kUnknownName, "/law"));
  EXPECT_THAT(FindLimitation("xx"), IsError(Reason::kUnknownName, "/law"));
  EXPECT_THAT(SelectRule(*FindLimitation("us-ny"), Parties{}),
              IsError(Reason::kUnsupported, "/law"));
}

}  // namespace
}  // namespace usance
