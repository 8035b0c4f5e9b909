#include "usance/statute/relevant_day.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"
#include "usance/date/calendars.h"
#include "usance/statute/statute.h"

namespace usance {
namespace {

StartRule RuleOf(std::string_view statute, std::string_view version) {
  const auto law = FindStatute(statute);
  EXPECT_THAT(law, IsOk());
  for (const StatuteVersion& one : law->versions) {
    if (one.id == version) return *one.start;
  }
  ADD_FAILURE() << "no version " << version;
  return {};
}

// Late Payment of Commercial Debts (Interest) Act 1998 s.4(2A)-(2H).
TEST(RelevantDay, UnitedKingdom) {
  const StartRule business = RuleOf("uk", "2013-03-16");
  const StartRule authority = RuleOf("uk", "2013-03-16 public");
  const struct {
    const char* what;
    const StartRule& rule;
    DebtFacts facts;
    Date day;
  } kRows[] = {
      {"(2A)(a) agreed",
       business,
       {.agreed = Date::Of(2026, 3, 20)},
       Date::Of(2026, 3, 20)},
      {"(2F) beyond 60 days, not grossly unfair",
       business,
       {.agreed = Date::Of(2026, 6, 1), .performance = Date::Of(2026, 3, 1)},
       Date::Of(2026, 6, 1)},
      {"(2E) beyond 60 days, grossly unfair: the 60 days begin with 1 March",
       business,
       {.agreed = Date::Of(2026, 6, 1),
        .performance = Date::Of(2026, 3, 1),
        .grossly_unfair = true},
       Date::Of(2026, 4, 29)},
      {"within 60 days, whatever is said of it",
       business,
       {.agreed = Date::Of(2026, 4, 29),
        .performance = Date::Of(2026, 3, 1),
        .grossly_unfair = true},
       Date::Of(2026, 4, 29)},
      {"(2D) a public authority, beyond 30 days",
       authority,
       {.agreed = Date::Of(2026, 4, 29), .performance = Date::Of(2026, 3, 1)},
       Date::Of(2026, 3, 30)},
      {"(2A)(b) nothing agreed: 30 days beginning with 1 March",
       business,
       {.performance = Date::Of(2026, 3, 1)},
       Date::Of(2026, 3, 30)},
      {"(2H) with the later of performance and notice of the amount",
       business,
       {.performance = Date::Of(2026, 3, 1), .invoice = Date::Of(2026, 3, 10)},
       Date::Of(2026, 4, 8)},
      {"(2H) and of acceptance",
       business,
       {.performance = Date::Of(2026, 3, 1),
        .invoice = Date::Of(2026, 3, 10),
        .acceptance = Date::Of(2026, 3, 15)},
       Date::Of(2026, 4, 13)},
      {"(2G) an advance payment: when the debt counts as created, s.11",
       business,
       {.agreed = Date::Of(2026, 3, 20), .advance = Date::Of(2026, 5, 1)},
       Date::Of(2026, 5, 1)},
  };
  for (const auto& row : kRows) {
    const auto found = FindRelevantDay(row.rule, row.facts);
    ASSERT_THAT(found, IsOk()) << row.what;
    EXPECT_EQ(found->day, row.day) << row.what << ": " << found->why;
    EXPECT_EQ(found->first_bearing.days(), row.day.days() + 1) << row.what;
  }
}

// Directive 2011/7/EU art 3(3), as its transpositions have it.
TEST(RelevantDay, EuropeanUnion) {
  const struct {
    const char* what;
    DebtFacts facts;
    Date first_bearing;
  } kRows[] = {
      {"fixed in the contract",
       {.agreed = Date::Of(2026, 3, 31)},
       Date::Of(2026, 4, 1)},
      {"(b)(i) the invoice on 5 March, after the goods of 1 March",
       {.performance = Date::Of(2026, 3, 1), .invoice = Date::Of(2026, 3, 5)},
       Date::Of(2026, 4, 5)},
      {"(b)(ii) when the invoice came is uncertain",
       {.performance = Date::Of(2026, 3, 1)},
       Date::Of(2026, 4, 1)},
      {"(b)(iii) the invoice on 1 March, before the goods of 10 March",
       {.performance = Date::Of(2026, 3, 10), .invoice = Date::Of(2026, 3, 1)},
       Date::Of(2026, 4, 10)},
      {"(b)(iv) accepted on 20 March, the invoice before",
       {.performance = Date::Of(2026, 3, 1),
        .invoice = Date::Of(2026, 3, 5),
        .acceptance = Date::Of(2026, 3, 20)},
       Date::Of(2026, 4, 20)},
  };
  for (const auto& [law, version] :
       {std::pair("eu", "2013-03-16"), std::pair("nl", "2013-03-16"),
        std::pair("it", "2013-01-01"), std::pair("be", "2022-02-01")}) {
    const StartRule rule = RuleOf(law, version);
    for (const auto& row : kRows) {
      const auto found = FindRelevantDay(rule, row.facts);
      ASSERT_THAT(found, IsOk()) << law << ": " << row.what;
      EXPECT_EQ(found->first_bearing, row.first_bearing)
          << law << ": " << row.what;
    }
  }
}

// BGB 286(3), 187(1), 188, 193; BGH III ZR 159/06.
TEST(RelevantDay, Germany) {
  const Calendar calendar = FindCalendar("sat_sun").value();
  const StartRule rule = RuleOf("de", "2014-07-29");
  const struct {
    const char* what;
    DebtFacts facts;
    const Calendar* calendar;
    Date day;
  } kRows[] = {
      {"286(2) no. 1: a day of the calendar",
       {.agreed = Date::Of(2023, 1, 1)},
       nullptr,
       Date::Of(2023, 1, 1)},
      {"193: a Sunday moves to Monday",
       {.agreed = Date::Of(2023, 1, 1)},
       &calendar,
       Date::Of(2023, 1, 2)},
      {"286(3): 30 days after the invoice, due at once",
       {.invoice = Date::Of(2026, 3, 5)},
       nullptr,
       Date::Of(2026, 4, 4)},
      {"286(3): after the later of invoice and due",
       {.invoice = Date::Of(2026, 3, 5), .claimable = Date::Of(2026, 3, 10)},
       nullptr,
       Date::Of(2026, 4, 9)},
      {"193 for the end of the 30 days: Saturday to Monday",
       {.invoice = Date::Of(2026, 3, 5)},
       &calendar,
       Date::Of(2026, 4, 6)},
  };
  for (const auto& row : kRows) {
    const auto found = FindRelevantDay(rule, row.facts, row.calendar);
    ASSERT_THAT(found, IsOk()) << row.what;
    EXPECT_EQ(found->day, row.day) << row.what;
  }
  // A consumer is late after 30 days only where the invoice said so.
  const StartRule consumer = RuleOf("de-288-1-b2c", "2002-01-01");
  DebtFacts facts{.invoice = Date::Of(2026, 3, 5)};
  EXPECT_THAT(FindRelevantDay(consumer, facts),
              IsError(Reason::kContextRequired, "/told"));
  facts.told = true;
  EXPECT_EQ(FindRelevantDay(consumer, facts)->day, Date::Of(2026, 4, 4));
}

// MSMED Act 2006 ss.2(b), 15: the appointed day, and 45 days at most.
// Code de commerce L441-10 I: 60 days after the invoice, or 45 days and the end
// of a month, in either order.
TEST(RelevantDay, France) {
  const StartRule rule = RuleOf("fr", "2013-01-01");
  const struct {
    const char* what;
    DebtFacts facts;
    Date day;
  } kRows[] = {
      {"51 days after an invoice that came late",
       {.agreed = Date::Of(2025, 8, 10),
        .performance = Date::Of(2025, 5, 20),
        .invoice = Date::Of(2025, 6, 20)},
       Date::Of(2025, 8, 10)},
      {"45 days after 20 June is 4 August: the end of its month",
       {.agreed = Date::Of(2025, 8, 31), .invoice = Date::Of(2025, 6, 20)},
       Date::Of(2025, 8, 31)},
      {"beyond: the last day of the later order",
       {.agreed = Date::Of(2025, 10, 1), .invoice = Date::Of(2025, 6, 20)},
       Date::Of(2025, 8, 31)},
      {"beyond: 45 days after the end of June, which is later here",
       {.agreed = Date::Of(2025, 9, 1), .invoice = Date::Of(2025, 6, 1)},
       Date::Of(2025, 8, 14)},
      {"60 days after an invoice of the last of the month",
       {.agreed = Date::Of(2026, 6, 30), .invoice = Date::Of(2026, 1, 31)},
       Date::Of(2026, 4, 1)},
      {"without an invoice nothing counts",
       {.agreed = Date::Of(2026, 6, 30), .performance = Date::Of(2026, 1, 31)},
       Date::Of(2026, 6, 30)},
  };
  for (const auto& row : kRows) {
    const auto found = FindRelevantDay(rule, row.facts);
    ASSERT_THAT(found, IsOk()) << row.what;
    EXPECT_EQ(found->day, row.day) << row.what << ": " << found->why;
  }
}

TEST(RelevantDay, India) {
  const StartRule rule = RuleOf("in", "2006-10-02");
  EXPECT_EQ(FindRelevantDay(rule, {.acceptance = Date::Of(2026, 3, 1)})
                ->first_bearing,
            Date::Of(2026, 3, 17));
  EXPECT_EQ(FindRelevantDay(rule, {.agreed = Date::Of(2026, 6, 1),
                                   .acceptance = Date::Of(2026, 3, 1)})
                ->day,
            Date::Of(2026, 4, 15));
}

TEST(RelevantDay, Errors) {
  const StartRule business = RuleOf("uk", "2013-03-16");
  const Calendar calendar = FindCalendar("sat_sun").value();
  EXPECT_THAT(FindRelevantDay(business, {.invoice = Date::Of(2026, 3, 1)}),
              IsError(Reason::kContextRequired, "/performance"));
  EXPECT_THAT(FindRelevantDay(RuleOf("ch", "1912-01-01"), {}),
              IsError(Reason::kContextRequired, "/agreed"));
  EXPECT_THAT(FindRelevantDay(business, {.agreed = Date::Of(2026, 3, 1)},
                              &calendar, "/facts"),
              IsError(Reason::kConflict, "/facts/calendar"));
  EXPECT_THAT(FindRelevantDay(business, {.agreed = Date::Of(9999, 12, 31)}),
              IsError(Reason::kDateOutOfRange, "/agreed"));
  // What a law does not ask about is not answered as if it did.
  const StartRule german = RuleOf("de", "2014-07-29");
  DebtFacts facts = {
      .agreed = Date::Of(2026, 3, 1), .grossly_unfair = true, .told = true};
  EXPECT_THAT(FindRelevantDay(german, facts),
              IsError(Reason::kConflict, "/grossly_unfair"));
  facts.grossly_unfair = false;
  EXPECT_THAT(FindRelevantDay(german, facts),
              IsError(Reason::kConflict, "/told"));
  EXPECT_THAT(FindRelevantDay(RuleOf("de-288-1-b2c", "2002-01-01"), facts),
              IsOk());
}

}  // namespace
}  // namespace usance
