#include "usance/account/statement.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

using enum Component;

Date Day(std::string_view text) { return *Date::Parse(text); }

void ExpectFoots(const Statement& statement) {
  Balance sum = statement.opening;
  for (const StatementLine& line : statement.lines) {
    const Movement& movement = line.movement;
    if (movement.row) sum.open[movement.component] += ClaimChange(movement);
    sum.unapplied_minor += UnappliedChange(movement);
    EXPECT_EQ(int128{line.balance_minor}, sum.Total());
  }
  for (const Component component : kComponents) {
    sum.open[component] += statement.corrections.open[component];
  }
  sum.unapplied_minor += statement.corrections.unapplied_minor;
  EXPECT_EQ(sum, statement.closing);
}

// 1000.00 at 12 % from 1 February: 9.53 in February, 10.19 more in March.
TEST(Statement, FootsMonthByMonth) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12");
  facts.Pay("2024-03-15", "600.00");
  facts.Pay("2024-04-02", "500.00");
  const AccountPolicy policy = PolicyOf();
  std::optional<Balance> before;
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{
           {"2024-01-01", "2024-01-31"},
           {"2024-02-01", "2024-02-29"},
           {"2024-03-01", "2024-03-31"},
           {"2024-04-01", "2024-04-30"}}) {
    const auto statement = StatementOf(facts.journal(), policy,
                                       {.from = Day(from), .to = Day(to)});
    ASSERT_THAT(statement, IsOk());
    ExpectFoots(*statement);
    EXPECT_EQ(statement->corrections, Balance());
    if (before) {
      EXPECT_EQ(statement->opening, *before);
    }
    before = statement->closing;
    if (from == "2024-02-01") {
      ASSERT_EQ(statement->lines.size(), 1u);
      EXPECT_EQ(statement->lines[0].change_minor, 953);
    }
  }
  // 14.4658 through 15 March: 14.47, 600.00 leaves 414.47. 18 days to 2 April:
  // 2.4528. Of 500.00 then 83.08 is unapplied.
  EXPECT_EQ(before->open, ComponentAmounts());
  EXPECT_EQ(before->unapplied_minor, 8308);
}

TEST(OpenItems, AreWhatIsOpenByDueDay) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-03-31");
  facts.Invoice("2024-01-02", "B", "50.00", "2024-02-29");
  facts.Invoice("2024-01-03", "C", "5.00", "2024-02-15");
  facts.Pay("2024-02-01", "30.00", {{.item = "A"}});
  facts.Pay("2024-02-01", "5.00", {{.item = "C"}});
  const auto account = On("2024-03-02", facts, PolicyOf());
  ASSERT_THAT(account, IsOk());
  const auto open = OpenItemsOf(*account);
  ASSERT_THAT(open, IsOk());
  std::string text;
  for (const OpenItemLine& line : open->lines) {
    text += account->items[account->rows[line.row].item].id + " " +
            Euros(line.claimed_minor) + " - " + Euros(line.settled_minor) +
            " = " + Euros(line.open_minor) + ", " + Euros(line.balance_minor) +
            "; ";
  }
  EXPECT_EQ(text,
            "B 50.00 - 0.00 = 50.00, 50.00; "
            "A 100.00 - 30.00 = 70.00, 120.00; ");
  EXPECT_EQ(open->balance_minor, 12000);
  Account large = *account;
  for (AccountRow& row : large.rows) row.open[kPrincipal] = INT64_MAX;
  EXPECT_THAT(OpenItemsOf(large), IsError(Reason::kOverflow, ""));
}

// Each period opens with what the one before it closed with, and closes with
// what is open and unapplied.
RC_GTEST_PROP(Statement, PeriodsAndOpenItemsAreOneBalance, ()) {
  const AccountPolicy policy = PolicyOf(
      "oldest due", *rc::gen::element(CreditUse::kHold, CreditUse::kApply));
  const Date start = Day("2024-01-01");
  const auto day = [&] {
    return Date::FindDays(start.days() + *rc::gen::inRange(0, 120))->ToText();
  };
  Facts facts;
  const int invoices = *rc::gen::inRange(0, 6);
  for (int k = 0; k < invoices; ++k) {
    const std::string on = day();
    const Date due = *Date::FindDays(Day(on).days() + *rc::gen::inRange(0, 60));
    facts.Invoice(on, "I" + std::to_string(k),
                  std::to_string(*rc::gen::inRange(1, 2000)) + ".37",
                  due.ToText(), *rc::gen::element<std::string>("", "12"));
  }
  const int payments = *rc::gen::inRange(0, 6);
  for (int k = 0; k < payments; ++k) {
    facts.Pay(day(), std::to_string(*rc::gen::inRange(1, 2000)) + ".11");
  }
  std::optional<Balance> before;
  for (Date from = start; from < Day("2024-06-01");) {
    const Date to = *Date::FindDays(from.days() + *rc::gen::inRange(0, 40));
    const auto statement =
        StatementOf(facts.journal(), policy, {.from = from, .to = to});
    RC_ASSERT(statement.ok());
    RC_ASSERT(!before || statement->opening == *before);
    RC_ASSERT(statement->corrections == Balance());
    int128 sum = statement->opening.Total();
    for (const StatementLine& line : statement->lines) {
      sum += line.change_minor;
      RC_ASSERT(int128{line.balance_minor} == sum);
    }
    RC_ASSERT(sum == statement->closing.Total());
    const auto open = OpenItemsOf(statement->account);
    RC_ASSERT(open.ok());
    int128 listed = -open->unapplied_minor;
    for (const OpenItemLine& line : open->lines) {
      RC_ASSERT(line.claimed_minor - line.settled_minor == line.open_minor);
      listed += line.open_minor;
    }
    RC_ASSERT(listed == sum);
    RC_ASSERT(int128{open->balance_minor} == sum);
    before = statement->closing;
    from = *Date::FindDays(to.days() + 1);
  }
}

// A reversal within the period of what was before it is no line, but said.
TEST(Statement, NamesCorrections) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-12-31");
  facts.Pay("2024-01-10", "30.00");
  facts.On("2024-02-05", Reversed{.event = "2"});
  const auto statement =
      StatementOf(facts.journal(), PolicyOf(),
                  {.from = Day("2024-02-01"), .to = Day("2024-02-29")});
  ASSERT_THAT(statement, IsOk());
  ExpectFoots(*statement);
  EXPECT_EQ(statement->opening.open[kPrincipal], 7000);
  EXPECT_EQ(statement->corrections.open[kPrincipal], 3000);
  EXPECT_EQ(statement->closing.open[kPrincipal], 10000);
  EXPECT_THAT(StatementOf(facts.journal(), PolicyOf(),
                          {.from = Day("2024-02-01"), .to = Day("2024-01-31")}),
              IsError(Reason::kEndBeforeStart, "/to"));
}

TEST(Payoff, P40_PaidClosesTheAccount) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12");
  facts.Charge("2024-02-15", kCost, "40.00", "A");
  const AccountPolicy policy = PolicyOf();
  const auto quote = QuotePayoff(facts.journal(), policy, Day("2024-02-29"));
  ASSERT_THAT(quote, IsOk());
  EXPECT_EQ(quote->pay_minor, 104953);
  EXPECT_EQ(quote->per_diem_minor, 33);  // 9.5342 -> 9.8630
  facts.Pay("2024-02-29", "1049.53");
  EXPECT_EQ(Text(On("2024-02-29", facts, policy)), "0.00");
  EXPECT_EQ(Text(On("2025-02-28", facts, policy)), "0.00");
}

TEST(Allocate, L16_SaysWhereMoneyWouldGo) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31", "12");
  facts.Invoice("2024-01-02", "B", "50.00", "2024-03-31", "12");
  const AccountPolicy policy = PolicyOf();
  const auto movements = Allocate(facts.journal(), policy, Day("2024-02-29"),
                                  {.amount_minor = 12000});
  ASSERT_THAT(movements, IsOk());
  // Interest of 0.95 is booked and paid, then 100.00, then 19.05 in advance.
  std::vector<std::pair<MovementKind, int64_t>> said;
  for (const Movement& movement : *movements) {
    said.emplace_back(movement.kind, movement.amount_minor);
  }
  EXPECT_THAT(
      said, testing::ElementsAre(testing::Pair(MovementKind::kInterest, 95),
                                 testing::Pair(MovementKind::kPayment, 95),
                                 testing::Pair(MovementKind::kPayment, 10000),
                                 testing::Pair(MovementKind::kPayment, 1905)));
  EXPECT_EQ(facts.journal().size(), 2u);
  const auto least = [&](int32_t days) {
    return LeastToReach(facts.journal(), policy, Day("2024-02-29"), days);
  };
  ASSERT_THAT(least(0), IsOk());
  EXPECT_EQ(*least(0), 10095);
  EXPECT_EQ(*least(29), 0);
  EXPECT_THAT(least(-1), IsError(Reason::kOutOfRange, "/days"));
  // What is asked for by its type has a rule of it.
  EXPECT_THAT(Allocate(facts.journal(), policy, Day("2024-02-29"),
                       {.amount_minor = 12000, .type = "nope"}),
              IsError(Reason::kUnknownName, "/type"));
}

TEST(LeastToClose, L16_FollowsTheRule) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "60.00", "2024-03-31");
  facts.Invoice("2024-01-02", "B", "40.00", "2024-04-30");
  facts.Invoice("2024-01-03", "C", "5.00", "2024-02-15");
  facts.Pay("2024-02-01", "5.00", {{.item = "C"}});
  AccountPolicy policy = PolicyOf();
  const auto least = [&](std::string_view item) {
    return LeastToClose(facts.journal(), policy, Day("2024-02-29"), item);
  };
  const struct {
    RowOrder order;
    const char* item;
    int64_t least;
  } rows[] = {
      {RowOrder::kOldestDue, "A", 6000},  {RowOrder::kOldestDue, "B", 10000},
      {RowOrder::kLatestDue, "A", 10000}, {RowOrder::kLatestDue, "B", 4000},
      {RowOrder::kOldestDue, "C", 0},  // settled
  };
  for (const auto& row : rows) {
    policy.allocation.order = {row.order};
    ASSERT_THAT(least(row.item), IsOk());
    EXPECT_EQ(*least(row.item), row.least) << row.item;
  }
  // What is paid too little by no more than the tolerance closes too.
  policy.tolerance = {.amount_minor = 100};
  EXPECT_EQ(*least("B"), 9900);
  // A rule that takes no principal closes nothing.
  policy.allocation.cells = {{DueKind::kPastDue, kFee}};
  EXPECT_EQ(*least("B"), std::nullopt);
  EXPECT_THAT(least("D"), IsError(Reason::kUnknownName, "/item"));
}

}  // namespace
}  // namespace usance
