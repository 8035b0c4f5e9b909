#include "usance/codec/postings.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/account/facts.h"
#include "tests/matchers.h"
#include "usance/codec/account.h"

namespace usance {
namespace {

// "2024-02-29 2 payment: cash, receivable A/1 default interest 9.53 of 9.53;
// oldest due, cell 3: past due default interest"
std::string Text(const Posting& posting) {
  std::string text = posting.date.ToText() + " " + posting.event + " " +
                     std::string(NameOf(posting.kind)) + ": " +
                     std::string(NameOf(posting.debit)) + ", " +
                     std::string(NameOf(posting.credit)) + " ";
  if (posting.row > 0) {
    text += posting.item + "/" + std::to_string(posting.row) + " " +
            std::string(NameOf(posting.component)) + " ";
  }
  text += Euros(posting.amount_minor);
  if (posting.row > 0) text += " of " + Euros(posting.open_minor);
  if (!posting.rule.empty()) text += "; " + posting.rule;
  return text;
}

void ExpectBooks(const Account& account, const std::vector<Posting>& postings) {
  const BookBalances books = BalancesOf(postings);
  const auto balance = [&](Book book) {
    return books[static_cast<size_t>(book) - 1];
  };
  EXPECT_TRUE(balance(Book::kReceivable) == account.open.Total());
  EXPECT_TRUE(balance(Book::kUnapplied) == -int128{account.unapplied_minor});
  EXPECT_TRUE(balance(Book::kRecoveries) == -int128{account.recovered_minor});
  EXPECT_TRUE(balance(Book::kCapitalization) == 0);
  int128 together = 0;
  for (const int128 one : books) together += one;
  EXPECT_TRUE(together == 0);
}

// At 12 %: 1000.00 through 29 days are 9.53; then 509.53 at 9 % through 31 days
// are 3.89.
TEST(Postings, G9_SayWhatDecided) {
  AccountPolicy policy = PolicyOf();
  policy.tolerance = {.amount_minor = 500,
                      .percent = *Percent::Parse("5%", "")};
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12")
      .Pay("2024-02-29", "500.00")
      .On("2024-03-01", InterestChanged{.item = "A", .interest = "9"})
      .On("2024-03-01",
          InvoiceIssued{
              .item = "B",
              .rows = {{.due = *Date::Parse("2024-04-30"),
                        .amounts = ComponentAmounts::Principal(20'000),
                        .discounts = {{*Date::Parse("2024-03-11"), 400},
                                      {*Date::Parse("2024-03-21"), 200}}}}})
      .Pay("2024-03-15", "195.00", {{.item = "B"}})
      .Charge("2024-03-20", Component::kFee, "5.00", "A")
      .On("2024-03-21",
          ClaimWaived{
              .item = "A", .component = Component::kFee, .amount_minor = 300})
      .Pay("2024-03-22", "1.00", {{.item = "A", .component = Component::kFee}});
  const auto account = On("2024-03-31", facts, policy);
  ASSERT_THAT(account, IsOk());
  const std::vector<Posting> postings =
      PostingsOf(*account, facts.journal(), policy);
  std::vector<std::string> texts;
  for (const Posting& posting : postings) texts.push_back(Text(posting));
  const std::vector<std::string> expected = {
      "2024-01-01 1 issue: receivable, sales A/1 principal 1000.00 of 0.00",
      "2024-02-29 2 interest: receivable, interest income A/1 default interest "
      "9.53 of 0.00; interest terms 12",
      "2024-02-29 2 payment: cash, receivable A/1 default interest 9.53 of "
      "9.53; oldest due, cell 3: past due default interest",
      "2024-02-29 2 payment: cash, receivable A/1 principal 490.47 of 1000.00; "
      "oldest due, cell 5: past due principal",
      "2024-03-01 4 issue: receivable, sales B/1 principal 200.00 of 0.00",
      "2024-03-15 5 payment: cash, receivable B/1 principal 195.00 of 200.00; "
      "designated",
      "2024-03-15 5 discount: discounts, receivable B/1 principal 2.00 of "
      "5.00; "
      "discount of 2.00 until 2024-03-21, partial payment none",
      "2024-03-15 5 tolerance: differences, receivable B/1 principal 3.00 of "
      "3.00; tolerance of 5.00 and 5%",
      "2024-03-20 6 charge: receivable, charges A/2 fee 5.00 of 0.00",
      "2024-03-21 7 waiver: waivers, receivable A/2 fee 3.00 of 5.00",
      "2024-03-22 8 payment: cash, receivable A/2 fee 1.00 of 2.00; designated",
      "2024-03-31  interest: receivable, interest income A/1 default interest "
      "3.89 of 0.00; interest terms 12; 9 from 2024-03-01",
  };
  EXPECT_EQ(texts, expected);
  ExpectBooks(*account, postings);
  const Json json = PostingsJson(postings, Eur());
  EXPECT_EQ(json.Find("postings")->items().size(), expected.size());
  EXPECT_EQ(ToText(*json.Find("books")),
            R"({"receivable":"514.42","cash":"696.00","sales":"-1200.00",)"
            R"("charges":"-5.00","interest income":"-13.42",)"
            R"("discounts":"2.00","differences":"3.00","waivers":"3.00"})");
}

// 1000.00 at 12 % for the 29 days of February, and 509.53 at 9 % for 31 days;
// what the payment books is told there and not again.
TEST(Postings, InterestSaysWhatItIsTheSumOf) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12")
      .Pay("2024-02-29", "500.00")
      .On("2024-03-01", InterestChanged{.item = "A", .interest = "9"});
  const AccountPolicy policy = PolicyOf();
  const auto account =
      Replay(facts.journal(), policy,
             {.as_of = *Date::Parse("2024-03-31"), .segments = true});
  ASSERT_THAT(account, IsOk());
  std::vector<std::string> inputs;
  for (const Posting& posting : PostingsOf(*account, facts.journal(), policy)) {
    for (const std::string& input : posting.inputs) {
      inputs.push_back(posting.date.ToText() + " " + input);
    }
  }
  const std::vector<std::string> expected = {
      "2024-02-29 [2024-02-01, 2024-03-01): 29 days, 1000.00 * 12% * 29/365 = "
      "9.53",
      "2024-03-31 [2024-03-01, 2024-04-01): 31 days, 509.53 * 9% * 31/365 = "
      "3.89"};
  EXPECT_EQ(inputs, expected);
}

// A change that was reversed, or is not known, decides nothing.
TEST(Postings, NameTheTermsThatWereInForce) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12")
      .On("2024-02-10", InterestChanged{.item = "A", .interest = "9"})
      .On("2024-02-20", Reversed{"2"});
  const struct {
    const char* as_of;
    std::optional<std::string_view> known_on;
    const char* terms;
  } kRows[] = {
      {"2024-02-09", {}, "interest terms 12"},
      {"2024-02-15", {}, "interest terms 12; 9 from 2024-02-10"},
      {"2024-02-25", {}, "interest terms 12"},
      {"2024-02-25", "2024-02-10", "interest terms 12; 9 from 2024-02-10"},
      {"2024-02-25", "2024-02-09", "interest terms 12"}};
  for (const auto& row : kRows) {
    const AccountPolicy policy = PolicyOf();
    const auto account = On(row.as_of, facts, policy, row.known_on);
    ASSERT_THAT(account, IsOk());
    const auto known_on = row.known_on
                              ? std::optional(*Date::Parse(*row.known_on))
                              : std::nullopt;
    EXPECT_EQ(
        PostingsOf(*account, facts.journal(), policy, known_on).back().rule,
        row.terms)
        << row.as_of;
  }
}

// 100.00 * 0.12 * 10/365 = 0.3287
TEST(ExplainAccount, NamesWhatStandsBehindEachFigure) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31", "12");
  facts.Invoice("2024-01-01", "B", "50.00", "2024-01-31");
  facts.On(
      "2024-01-05",
      DueDateChanged{.item = "B", .row = 1, .due = *Date::Parse("2024-03-31")});
  facts.On("2024-02-01",
           HoldOpened{
               .kind = HoldKind::kDispute, .item = "A", .amount_minor = 40'00});
  facts.On("2024-02-02", PromiseMade{.amount_minor = 60'00,
                                     .by = *Date::Parse("2024-02-20"),
                                     .items = {"A"}});
  facts.On("2024-02-03", PaymentReceived{.amount_minor = 50'00,
                                         .pending = true,
                                         .designations = {{.item = "B"}}});
  facts.On("2024-02-04", ClaimWaived{.item = "X"});
  facts.On("2024-02-05", Noted{});
  const AccountPolicy policy = PolicyOf();
  const auto account =
      Replay(facts.journal(), policy,
             {.as_of = *Date::Parse("2024-02-10"), .segments = true});
  ASSERT_THAT(account, IsOk());
  const std::vector<std::string> of_a = {
      R"(2024-01-01 issue by invoice "1": 100.00, principal of A)",
      R"(2024-02-01 hold "4": hold_kind "dispute", item "A", amount "40.00")",
      R"(2024-02-02 promise "5": amount "60.00", by "2024-02-20", items ["A"])",
      "2024-02-10 interest accrued: 0.33, default interest of A (interest "
      "terms 12)",
      "interest of A row 1: [2024-02-01, 2024-02-11): 10 days, 100.00 * 12% * "
      "2/73 = 0.33"};
  const std::vector<std::string> of_b = {
      R"(2024-01-01 issue by invoice "2": 50.00, principal of B)",
      R"(2024-01-05 due date change "3": item "B", row 1, due "2024-03-31")",
      R"(2024-02-03 payment "6": amount "50.00", pending true, )"
      R"(designations [{"item":"B"}])"};
  EXPECT_EQ(ExplainAccount(*account, facts.journal(), policy, "A"), of_a);
  EXPECT_EQ(ExplainAccount(*account, facts.journal(), policy, "B"), of_b);
  EXPECT_EQ(ExplainAccount(*account, facts.journal(), policy),
            (std::vector<std::string>{
                of_a[0], of_b[0], of_b[1], of_a[1], of_a[2], of_b[2],
                R"(2024-02-04 waiver "7": item "X", component "fee"; )"
                R"(ignored: no item "X")",
                of_a[3], of_a[4]}));
}

}  // namespace
}  // namespace usance
