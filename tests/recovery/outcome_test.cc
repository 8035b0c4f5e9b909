#include "usance/recovery/outcome.h"

#include <gmock/gmock.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>
#include <string>
#include <vector>

#include "tests/account/facts.h"
#include "tests/matchers.h"

namespace usance {
namespace {

using testing::ElementsAre;

ContactMade By(Channel channel, std::string step,
               Response response = Response::kNone,
               std::vector<std::string> items = {}) {
  return {.channel = channel,
          .response = response,
          .items = std::move(items),
          .step = std::move(step)};
}

// "first email: 1/2 answered, 1/2 paid 100.00 at 1.00, 0 waiting" of each.
std::vector<std::string> Lines(std::string_view as_of, const Facts& facts,
                               const OutcomeSpec& spec = {}) {
  const auto account = On(as_of, facts, PolicyOf());
  if (!account.ok()) return {std::string(account.status().message())};
  const auto outcomes = OutcomesOf(*account, facts.journal(), spec);
  if (!outcomes.ok()) return {std::string(outcomes.status().message())};
  std::vector<std::string> lines;
  for (const Outcome& one : *outcomes) {
    const std::string of = "/" + std::to_string(one.contacts);
    lines.push_back(one.step + " " + std::string(NameOf(one.channel)) + ": " +
                    std::to_string(one.responses) + of + " answered, " +
                    std::to_string(one.paid) + of + " paid " +
                    Euros(one.amount_minor) + " at " + Euros(one.cost_minor) +
                    ", " + std::to_string(one.waiting) + " waiting");
  }
  return lines;
}

Facts Owing300() {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "300.00", "2026-01-31");
  return facts;
}

TEST(Outcome, ThePaymentCountsForTheLastContact) {
  Facts facts = Owing300();
  facts.On("2026-02-01", By(Channel::kLetter, "first"))
      .On("2026-02-05", By(Channel::kPhone, "second", Response::kDelay))
      .Pay("2026-02-09", "100.00");
  EXPECT_THAT(Lines("2026-03-01", facts),
              ElementsAre("first letter: 0/1 answered, 0/1 paid 0.00 at 0.00, "
                          "0 waiting",
                          "second phone: 1/1 answered, 1/1 paid 100.00 at "
                          "0.00, 0 waiting"));
}

TEST(Outcome, DaysOfThePayment) {
  struct Case {
    std::string_view about;
    std::string_view paid_on;
    std::string_view line;
  };
  const Case kCases[] = {
      {"on the day itself it was on its way", "2026-02-01", "0/1 paid 0.00"},
      {"the day after", "2026-02-02", "1/1 paid 100.00"},
      {"the last day", "2026-02-15", "1/1 paid 100.00"},
      {"a day too late", "2026-02-16", "0/1 paid 0.00"},
  };
  for (const Case& one : kCases) {
    Facts facts = Owing300();
    facts.On("2026-02-01", By(Channel::kEmail, "first"))
        .Pay(one.paid_on, "100.00");
    EXPECT_THAT(Lines("2026-03-01", facts),
                ElementsAre("first email: 0/1 answered, " +
                            std::string(one.line) + " at 0.00, 0 waiting"))
        << one.about;
  }
}

TEST(Outcome, WaitsUntilTheDaysAreOver) {
  Facts facts = Owing300();
  facts.On("2026-02-01", By(Channel::kEmail, "first", Response::kReached))
      .Pay("2026-02-02", "100.00");
  EXPECT_THAT(Lines("2026-02-14", facts),
              ElementsAre("first email: 0/0 answered, 0/0 paid 0.00 at 0.00, "
                          "1 waiting"));
  EXPECT_THAT(Lines("2026-02-15", facts),
              ElementsAre("first email: 1/1 answered, 1/1 paid 100.00 at "
                          "0.00, 0 waiting"));
}

TEST(Outcome, OfTheItemsOfTheContact) {
  Facts facts = Owing300();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-10")
      .On("2026-02-20",
          By(Channel::kEmail, "b", Response::kUndeliverable, {"B"}))
      .Pay("2026-02-21", "100.00", {{.item = "A"}})
      .On("2026-02-22", By(Channel::kLetter, "all"))
      .Invoice("2026-02-23", "C", "10.00", "2026-02-24")
      .Pay("2026-02-25", "10.00", {{.item = "C"}})
      .Pay("2026-02-26", "50.00", {{.item = "B"}});
  // B is paid behind both; C was not there yet.
  EXPECT_THAT(
      Lines("2026-03-31", facts,
            {.costs = {{Channel::kLetter, 1'10}, {Channel::kEmail, 1}}}),
      ElementsAre("all letter: 0/1 answered, 1/1 paid 50.00 at 1.10, 0 waiting",
                  "b email: 0/1 answered, 0/1 paid 0.00 at 0.01, 0 waiting"));
}

TEST(Outcome, WhatCameBackOrNeverWasIsNone) {
  Facts facts = Owing300();
  facts.On("2026-02-01", By(Channel::kEmail, "first"))
      .Pay("2026-02-02", "100.00")
      .On("2026-02-05", PaymentReturned{.payment = "3"})
      .On("2026-02-06", By(Channel::kEmail, "second"))
      .On("2026-02-07", Reversed{.event = "5"});
  EXPECT_THAT(Lines("2026-03-01", facts),
              ElementsAre("first email: 0/1 answered, 0/1 paid 0.00 at 0.00, "
                          "0 waiting"));
}

TEST(Outcome, Adds) {
  std::vector<Outcome> sums = {
      {.step = "b", .channel = Channel::kEmail, .segment = "x", .contacts = 1}};
  const Outcome parts[] = {
      {.step = "b", .channel = Channel::kEmail, .segment = "x", .contacts = 2},
      {.step = "a", .channel = Channel::kPhone, .segment = "x", .waiting = 3}};
  ASSERT_THAT(AddTo(sums, parts), IsOk());
  ASSERT_EQ(sums.size(), 2);
  EXPECT_EQ(sums[0].step, "a");
  EXPECT_EQ(sums[1].contacts, 3);
  const Outcome most[] = {{.step = "b",
                           .channel = Channel::kEmail,
                           .segment = "x",
                           .contacts = INT64_MAX}};
  EXPECT_THAT(AddTo(sums, most), IsError(Reason::kOverflow, ""));
}

TEST(Outcome, RefusesSpecs) {
  const auto refused = [](const OutcomeSpec& spec) {
    const Facts facts = Owing300();
    return OutcomesOf(*On("2026-03-01", facts, PolicyOf()), facts.journal(),
                      spec);
  };
  EXPECT_THAT(refused({.within_days = 0}),
              IsError(Reason::kOutOfRange, "/within_days"));
  EXPECT_THAT(refused({.within_days = 367}),
              IsError(Reason::kOutOfRange, "/within_days"));
  EXPECT_THAT(refused({.costs = {{}}}),
              IsError(Reason::kUnspecified, "/costs/0/channel"));
}

// --- how sure ---------------------------------------------------------------

// "0.055228 to 0.174368"
std::string Text(const absl::StatusOr<ShareInterval>& interval) {
  if (!interval.ok()) return std::string(interval.status().message());
  const auto millionths = [](const Fraction& share) {
    const int128 whole =
        CheckedMul(share, Fraction(1'000'000))->Round(Rounding::kHalfEven);
    const std::string digits = ToText(1'000'000 + whole % 1'000'000).substr(1);
    return ToText(whole / 1'000'000) + "." + digits;
  };
  return millionths(interval->low) + " to " + millionths(interval->high);
}

// The values of codegolf.stackexchange.com, question 105389, at z = 1.96, as
// 0.05522854161313612 to 0.1743673043676654, rounded outward.
TEST(Outcome, WilsonAsPublished) {
  struct Case {
    int64_t successes;
    int64_t failures;
    std::string_view interval;
  };
  const Case kCases[] = {
      {0, 1, "0.000000 to 0.793457"},   {1, 0, "0.206543 to 1.000000"},
      {1, 1, "0.094528 to 0.905472"},   {1, 10, "0.016231 to 0.377365"},
      {10, 1, "0.622635 to 0.983769"},  {10, 90, "0.055228 to 0.174368"},
      {90, 10, "0.825632 to 0.944772"}, {25, 75, "0.175450 to 0.343047"},
      {75, 25, "0.656953 to 0.824550"}, {50, 50, "0.403829 to 0.596171"},
      {0, 100, "0.000000 to 0.036995"}, {100, 0, "0.963005 to 1.000000"},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(Text(WilsonInterval(one.successes, one.successes + one.failures)),
              one.interval);
  }
  EXPECT_EQ(Text(WilsonInterval(0, 0)), "0.000000 to 1.000000");
}

// The bounds are the roots p of (s - n p)^2 = z^2 n p (1 - p): what is between
// the rounded bounds and a millionth inside of them has the sign of the inside.
TEST(Outcome, WilsonBoundsHoldTheRoots) {
  using boost::multiprecision::cpp_rational;
  std::mt19937_64 random(20260131);
  for (int round = 0; round < 2'000; ++round) {
    const int64_t n =
        1 + static_cast<int64_t>(random() % (round % 2 ? 50 : 1'000'000'000));
    const int64_t s =
        static_cast<int64_t>(random() % static_cast<uint64_t>(n + 1));
    const int64_t z_n = 1 + static_cast<int64_t>(random() % 400);
    const auto interval = WilsonInterval(s, n, Fraction::Of(z_n, 100));
    ASSERT_THAT(interval, IsOk());
    const cpp_rational z2 = cpp_rational(z_n, 100) * cpp_rational(z_n, 100);
    // Above 0 outside of the roots, below 0 between them.
    const auto sign = [&](const cpp_rational& p) {
      const cpp_rational gap = s - n * p;
      return cpp_rational(gap * gap - z2 * n * p * (1 - p)).sign();
    };
    const auto rational = [](const Fraction& f) {
      return cpp_rational(static_cast<int64_t>(f.numerator()),
                          static_cast<int64_t>(f.denominator()));
    };
    const cpp_rational step(1, 1'000'000);
    const cpp_rational low = rational(interval->low);
    const cpp_rational high = rational(interval->high);
    const cpp_rational share(s, n);
    EXPECT_GE(sign(low), 0) << s << " of " << n;
    EXPECT_GE(sign(high), 0) << s << " of " << n;
    EXPECT_LE(low, share);
    EXPECT_GE(high, share);
    // One millionth further in is past the root, or at it.
    EXPECT_TRUE(low + step > share || sign(low + step) <= 0) << s << "/" << n;
    EXPECT_TRUE(high - step < share || sign(high - step) <= 0) << s << "/" << n;
  }
}

TEST(Outcome, WilsonRefuses) {
  EXPECT_THAT(WilsonInterval(0, -1), IsError(Reason::kOutOfRange, "/trials"));
  EXPECT_THAT(WilsonInterval(0, 1'000'000'000'001),
              IsError(Reason::kOutOfRange, "/trials"));
  EXPECT_THAT(WilsonInterval(2, 1), IsError(Reason::kOutOfRange, "/successes"));
  EXPECT_THAT(WilsonInterval(1, 2, Fraction(0)),
              IsError(Reason::kOutOfRange, "/z"));
  EXPECT_THAT(WilsonInterval(1, 2, Fraction(1'000'001)),
              IsError(Reason::kOutOfRange, "/z"));
}

TEST(Outcome, RankSaysHowSureItIs) {
  const Outcome outcomes[] = {
      {.step = "letter", .contacts = 100, .responses = 60, .paid = 10},
      {.step = "never", .waiting = 4},
      {.step = "rare", .contacts = 2, .responses = 1, .paid = 1},
      {.step = "call", .contacts = 100, .responses = 50, .paid = 90},
  };
  const auto ranked = Rank(outcomes, OutcomeMeasure::kPayment);
  ASSERT_THAT(ranked, IsOk());
  std::vector<std::string> lines;
  for (const RankedOutcome& one : *ranked) {
    lines.push_back(outcomes[one.outcome].step + " " +
                    (one.share ? ToText(*one.share) : "none") + " " +
                    std::string(NameOf(one.standing)));
  }
  EXPECT_THAT(
      lines,
      ElementsAre("call 9/10 first", "rare 1/2 not distinguishable",
                  "letter 1/10 lower", "never none not distinguishable"));
  const auto answered = Rank(outcomes, OutcomeMeasure::kResponse);
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ((*answered)[0].outcome, 0);
  EXPECT_EQ((*answered)[1].outcome, 3);  // of 1/2, that of more contacts
  EXPECT_EQ((*answered)[1].standing, Standing::kNotDistinguishable);
  EXPECT_THAT(Rank(outcomes, {}), IsError(Reason::kUnspecified, "/measure"));
}

}  // namespace
}  // namespace usance
