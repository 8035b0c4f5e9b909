#include "usance/account/match.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/account/facts.h"

namespace usance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

MatchRow RowOf(std::string item, std::string_view open, std::string_view due,
               std::string_view discount = "0.00") {
  return {.account = "C-7",
          .item = std::move(item),
          .due = *Date::Parse(due),
          .open_minor = Cents(open),
          .discount_minor = Cents(discount)};
}

IncomingPayment Paid(std::string_view amount, std::string text = {},
                     std::string reference = {}) {
  return {.amount_minor = Cents(amount),
          .on = "2026-02-15"_date,
          .text = std::move(text),
          .reference = std::move(reference)};
}

// "certain 1007 100.00, 1008 48.00-2.00: item named, discounted amount; rest
// 1.00" of each.
std::vector<std::string> Lines(const absl::StatusOr<Matches>& matches) {
  if (!matches.ok()) return {std::string(matches.status().message())};
  std::vector<std::string> lines;
  for (const MatchSuggestion& one : matches->suggestions) {
    std::string line(NameOf(one.confidence));
    const char* before = " ";
    if (one.account != "C-7") line += " " + one.account + ":";
    for (const MatchLine& part : one.lines) {
      line += before + (part.item.empty() ? "-" : part.item);
      if (part.row > 1) line += "/" + std::to_string(part.row);
      line += " " + Euros(part.pay_minor);
      if (part.discount_minor > 0) line += "-" + Euros(part.discount_minor);
      before = ", ";
    }
    before = ": ";
    for (const MatchReason reason : one.reasons) {
      line += before + std::string(NameOf(reason));
      before = ", ";
    }
    if (one.rest_minor != 0) line += "; rest " + Euros(one.rest_minor);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<std::string> Quotes(const absl::StatusOr<Matches>& matches) {
  if (!matches.ok()) return {std::string(matches.status().message())};
  std::vector<std::string> quotes;
  for (const QuotedReference& one : matches->references) {
    quotes.push_back(one.text + " " + std::string(NameOf(one.state)) +
                     (one.why.empty() ? "" : ": " + one.why));
  }
  return quotes;
}

// 1007 and 1008 are due by the day of Paid, 1009 is not, and 1008 and 1009 cost
// less until then.
std::vector<MatchRow> Open() {
  return {RowOf("1007", "100.00", "2026-01-31"),
          RowOf("1008", "50.00", "2026-02-15", "2.00"),
          RowOf("1009", "30.00", "2026-03-31", "1.00")};
}

TEST(Match, TheAmountFitsAndTheItemIsNamed) {
  const struct {
    const char* amount;
    const char* text;
    std::vector<std::string> lines;
  } kCases[] = {
      {"100.00",
       "invoice 1007",
       {"certain 1007 100.00: item named, open amount"}},
      {"48.00",
       "1008 less 2.00",
       {"certain 1008 48.00-2.00: item named, discounted amount"}},
      {"50.00", "1008", {"certain 1008 50.00: item named, open amount"}},
      // One of both.
      {"100.00", "thanks", {"likely 1007 100.00: open amount"}},
      {"60.00", "1007", {"likely 1007 60.00: item named, part"}},
      {"49.00",
       "1008",
       {"likely 1008 48.00-2.00: item named, excess; rest 1.00"}},
      // All that is due, 1007 and 1008, and all that is open.
      {"150.00", "", {"likely 1007 100.00, 1008 50.00: open amount, all due"}},
      {"148.00",
       "",
       {"likely 1007 100.00, 1008 48.00-2.00: discounted amount, all due"}},
      {"180.00",
       "",
       {"likely 1007 100.00, 1008 50.00, 1009 30.00: open amount, all open"}},
      {"177.00",
       "",
       {"likely 1007 100.00, 1008 48.00-2.00, 1009 29.00-1.00: discounted "
        "amount, all open"}},
      // Sums.
      {"130.00", "", {"possible 1007 100.00, 1009 30.00: open amount, sum"}},
      {"77.00",
       "",
       {"possible 1008 48.00-2.00, 1009 29.00-1.00: discounted amount, sum"}},
      {"80.00",
       "1008 and 1009",
       {"certain 1008 50.00, 1009 30.00: item named, open amount"}},
      // A payer who names all and pays some.
      {"110.00",
       "1007, 1008, 1009",
       {"likely 1007 100.00, 1008 10.00: item named, part"}},
      {"80.00",
       "1007, 1008, 1009",
       {"likely 1008 50.00, 1009 30.00: item named, open amount, sum",
        "likely 1007 80.00: item named, part"}},
      {"50.00", "1007, 1008", {"likely 1008 50.00: item named, open amount"}},
      // Nothing.
      {"1.00", "", {}},
      {"1.00", "1010", {}},
  };
  for (const auto& test : kCases) {
    const auto matches = SuggestMatches(Open(), Paid(test.amount, test.text));
    EXPECT_EQ(Lines(matches), test.lines) << test.amount << " " << test.text;
  }
}

// Check digits by ISO 7064 MOD 97-10, computed apart: RF18 of 539007547034,
// RF72 of 1007.
TEST(Match, ReferencesOfIso11649AreChecked) {
  std::vector<MatchRow> rows = {RowOf("539007547034", "100.00", "2026-01-31"),
                                RowOf("1007", "50.00", "2026-01-31"),
                                RowOf("B-1", "70.00", "2026-01-31")};
  rows[2].reference = "RF45 G72U UR";
  const std::string wrong =
      "RF17539007547034 invalid: \"RF17539007547034\" has the check digits "
      "\"17\"; allowed: \"18\"";
  const std::string first = " 539007547034 100.00: ";
  const struct {
    const char* amount;
    const char* text;
    const char* reference;
    std::vector<std::string> lines;
    std::vector<std::string> quotes;
  } kCases[] = {
      {"100.00",
       "",
       "RF18539007547034",
       {"certain" + first + "reference, open amount"},
       {"RF18539007547034 matched"}},
      {"100.00",
       "",
       "rf18 0000 0000 0539 0075 47034",
       {"certain" + first + "reference, open amount"},
       {"rf18 0000 0000 0539 0075 47034 matched"}},
      {"100.00",
       "for RF18 5390 0754 7034 thanks",
       "",
       {"certain" + first + "reference, open amount"},
       {"RF18539007547034 matched"}},
      {"50.00",
       "rf721007",
       "",
       {"certain 1007 50.00: reference, open amount"},
       {"RF721007 matched"}},
      {"70.00",
       "RF45G72UUR",
       "",
       {"certain B-1 70.00: reference, open amount"},
       {"RF45G72UUR matched"}},
      // What the reference names goes before what the text names.
      {"70.00",
       "1007",
       "RF45G72UUR",
       {"certain B-1 70.00: reference, open amount"},
       {"RF45G72UUR matched"}},
      {"50.00",
       "1007",
       "RF45G72UUR",
       {"likely B-1 50.00: reference, part",
        "likely 1007 50.00: item named, open amount"},
       {"RF45G72UUR matched"}},
      // A slip of the pen names nothing, not even by what is right of it.
      {"1.00", "", "RF17539007547034", {}, {wrong}},
      {"1.00", "RF17 5390 0754 7034", "", {}, {wrong}},
      {"1.00",
       "RF17 1007",
       "",
       {},
       {"RF171007 invalid: \"RF171007\" has the check digits \"17\"; allowed: "
        "\"72\""}},
      {"100.00",
       "RF17539007547034",
       "",
       {"likely" + first + "open amount"},
       {wrong}},
      // Of no open item.
      {"1.00", "RF6518K5", "", {}, {"RF6518K5 unknown"}},
      {"1.00", "", "RF332348236", {}, {"RF332348236 unknown"}},
      {"1.00", "", "12", {}, {"12 unknown"}},
      {"50.00",
       "",
       "0001007",
       {"certain 1007 50.00: reference, open amount"},
       {"0001007 matched"}},
  };
  for (const auto& test : kCases) {
    const auto matches =
        SuggestMatches(rows, Paid(test.amount, test.text, test.reference));
    EXPECT_EQ(Lines(matches), test.lines) << test.text << test.reference;
    EXPECT_EQ(Quotes(matches), test.quotes) << test.text << test.reference;
  }
}

// References of other kinds, as the item has them.
TEST(Match, OtherReferencesAreThoseOfTheirItems) {
  std::vector<MatchRow> rows = {RowOf("A", "10.00", "2026-01-31")};
  rows[0].reference = "+++090/9337/55493+++";
  for (const char* text :
       {"+++090/9337/55493+++", "ref. 090 9337 55493", "090933755493 thanks"}) {
    EXPECT_THAT(Lines(SuggestMatches(rows, Paid("10.00", text))),
                ElementsAre("certain A 10.00: reference, open amount"))
        << text;
  }
}

// Whole words, of letters in either case, with blanks and - / . _ left out, and
// numbers without zeros in front.
TEST(Match, IdsAreWordsOfTheText) {
  const struct {
    const char* item;
    const char* text;
    bool named;
  } kCases[] = {
      {"RE-2026/014", "re-2026/014", true},
      {"RE-2026/014", "Re 2026 014.", true},
      {"RE-2026/014", "invoice:RE2026014", true},
      {"RE-2026/014", "RE 2026, 014", false},
      {"RE-2026/014", "RE-2026/0141", false},
      {"RE-2026/014", "XRE-2026/014", false},
      {"1007", "(1007)", true},
      {"1007", "0001007", true},
      {"0001007", "1007", true},
      {"1007", "10 07", true},
      {"1007", "RE1007", false},
      {"1007", "11007", false},
      {"1007", "1007,00", true},
      {"R01007", "R1007", false},
      {"\xC3\x9C-77", "\xC3\x9C 77", true},
      // Too short to be told from a word.
      {"A", "A payment", false},
      {"0042", "42 and 0042", false},
      {"042A", "042a", true},
  };
  for (const auto& test : kCases) {
    const auto matches =
        SuggestMatches(std::vector{RowOf(test.item, "10.00", "2026-01-31")},
                       Paid("10.00", test.text));
    ASSERT_THAT(matches, IsOk());
    ASSERT_EQ(matches->suggestions.size(), 1u);
    EXPECT_EQ(matches->suggestions[0].confidence,
              test.named ? MatchConfidence::kCertain : MatchConfidence::kLikely)
        << test.item << " in " << test.text;
  }
}

TEST(Match, TheLongestIdIsMeant) {
  const std::vector<MatchRow> rows = {RowOf("2026", "10.00", "2026-01-31"),
                                      RowOf("2026-014", "10.00", "2026-01-31")};
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("10.00", "2026-014"))),
              ElementsAre("certain 2026-014 10.00: item named, open amount",
                          "possible 2026 10.00: open amount"));
}

TEST(Match, RowsOfAnItemAreTriedOneByOneAndTogether) {
  std::vector<MatchRow> rows = {RowOf("1007", "60.00", "2026-01-31"),
                                RowOf("1007", "40.00", "2026-02-28"),
                                RowOf("1008", "5.00", "2026-02-28")};
  rows[1].row = 2;
  const std::pair<const char*, const char*> kCases[] = {
      {"60.00", "certain 1007 60.00: item named, open amount"},
      {"40.00", "certain 1007/2 40.00: item named, open amount"},
      {"100.00", "certain 1007 60.00, 1007/2 40.00: item named, open amount"},
      {"70.00", "likely 1007 60.00, 1007/2 10.00: item named, part"},
      {"101.00",
       "likely 1007 60.00, 1007/2 40.00: item named, excess; rest 1.00"}};
  for (const auto& [amount, line] : kCases) {
    EXPECT_THAT(Lines(SuggestMatches(rows, Paid(amount, "1007"))),
                ElementsAre(line));
  }
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("100.00"))),
              ElementsAre("likely 1007 60.00, 1007/2 40.00: open amount"));
}

// What two suggestions have in common is no reason for either.
TEST(Match, WhatIsNotAloneIsLessSure) {
  std::vector<MatchRow> rows = {RowOf("1007", "10.00", "2026-02-01"),
                                RowOf("1008", "10.00", "2026-01-31"),
                                RowOf("1007", "10.00", "2026-01-31")};
  rows[2].account = "C-8";
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("10.00"))),
              ElementsAre("possible 1008 10.00: open amount",
                          "possible C-8: 1007 10.00: open amount",
                          "possible 1007 10.00: open amount"));
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("10.00", "1007"))),
              ElementsAre("likely C-8: 1007 10.00: item named, open amount",
                          "likely 1007 10.00: item named, open amount",
                          "possible 1008 10.00: open amount"));
  // Of several accounts no sum is tried: 20.00 is all that is open of C-7.
  EXPECT_THAT(
      Lines(SuggestMatches(rows, Paid("20.00"))),
      ElementsAre("likely 1008 10.00, 1007 10.00: open amount, all due, all "
                  "open"));
  rows.push_back(RowOf("1009", "1.00", "2026-01-31"));
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("20.00"))), IsEmpty());
}

// 1, 2, 4, ... cents, due day by day: each sum is there once, of the first 16.
TEST(Match, SumsAreOfTheRowsThatAreDueFirst) {
  std::vector<MatchRow> rows;
  for (int k = 0; k < 18; ++k) {
    rows.push_back({.account = "C-7",
                    .item = "I" + std::to_string(100 + k),
                    .due = *Date::FindDays("2026-01-01"_date.days() + k),
                    .open_minor = int64_t{1} << k});
  }
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("0.42"))),
              ElementsAre("possible I101 0.02, I103 0.08, I105 0.32: open "
                          "amount, sum"));
  // 2^16 + 1 needs the 17th.
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("655.37"))), IsEmpty());
  // Six of a kind: of 15 pairs the first three, in the order of due days.
  rows.erase(rows.begin() + 6, rows.end());
  for (MatchRow& row : rows) row.open_minor = 100;
  rows[0].due = "2026-12-31"_date;
  EXPECT_THAT(Lines(SuggestMatches(rows, Paid("2.00"))),
              ElementsAre("possible I101 1.00, I102 1.00: open amount, sum",
                          "possible I101 1.00, I103 1.00: open amount, sum",
                          "possible I101 1.00, I104 1.00: open amount, sum"));
}

TEST(Match, SuggestionsHaveALimit) {
  std::vector<MatchRow> rows;
  for (int k = 0; k < 25; ++k) {
    rows.push_back(RowOf("I" + std::to_string(100 + k), "9.99", "2026-01-31"));
  }
  const auto matches = SuggestMatches(rows, Paid("9.99"));
  ASSERT_THAT(matches, IsOk());
  EXPECT_EQ(matches->suggestions.size(), kMaxMatchSuggestions);
  EXPECT_EQ(matches->suggestions.back().lines[0].item, "I119");
  EXPECT_EQ(matches->left_off, 5u);
}

TEST(Match, RefusesWhatIsWrong) {
  const auto of = [](const IncomingPayment& payment) {
    return SuggestMatches(Open(), payment);
  };
  EXPECT_THAT(of(Paid("0.00")), IsError(Reason::kOutOfRange, "/amount"));
  EXPECT_THAT(of(Paid("-1.00")), IsError(Reason::kOutOfRange, "/amount"));
  EXPECT_THAT(of(Paid("1.00", "", std::string(201, 'x'))),
              IsError(Reason::kLimitExceeded, "/reference"));
  EXPECT_THAT(of(Paid("1.00", "", "\xFF")),
              IsError(Reason::kMalformed, "/reference"));
  EXPECT_THAT(of(Paid("1.00", std::string(4'096, 'x'))), IsOk());
  EXPECT_THAT(of(Paid("1.00", std::string(4'097, 'x'))),
              IsError(Reason::kLimitExceeded, "/text"));
  EXPECT_THAT(of(Paid("1.00", "\xFF")), IsError(Reason::kMalformed, "/text"));
  const auto with = [](auto change) {
    std::vector<MatchRow> rows = Open();
    change(rows[1]);
    return SuggestMatches(rows, Paid("1.00"));
  };
  EXPECT_THAT(with([](MatchRow& row) { row.open_minor = 0; }),
              IsError(Reason::kOutOfRange, "/rows/1/open"));
  EXPECT_THAT(with([](MatchRow& row) { row.discount_minor = -1; }),
              IsError(Reason::kOutOfRange, "/rows/1/discount"));
  EXPECT_THAT(with([](MatchRow& row) { row.discount_minor = 5'001; }),
              IsError(Reason::kOutOfRange, "/rows/1/discount"));
  EXPECT_THAT(with([](MatchRow& row) { row.reference = "RF17539007547034"; }),
              IsError(Reason::kSumMismatch, "/rows/1/reference"));
  EXPECT_THAT(with([](MatchRow& row) { row.item = "1007"; }),
              IsError(Reason::kDuplicateField, "/rows/1"));
}

// 20.00 less until 2026-01-20, and what is open of it: as Replay has it, under
// each rule for payments of a part. 400.00 are paid within the days: pro rata
// they settle 408.16, and 591.84 is left for 580.00.
TEST(Match, RowsOfAnAccountHaveTheirDiscounts) {
  Facts facts;
  facts.On(
      "2026-01-10",
      InvoiceIssued{.item = "1007",
                    .rows = {{.due = "2026-02-09"_date,
                              .amounts = ComponentAmounts::Principal(100'000),
                              .discounts = {{"2026-01-20"_date, 2'000}}}}});
  facts.Charge("2026-01-12", Component::kFee, "5.00", "1007");
  facts.Invoice("2026-01-10", "1008", "1.00", "2026-02-09");
  facts.Pay("2026-01-11", "1.00", {{.item = "1008"}});
  const auto row = [&](std::string_view on, PartialPayment rule) {
    AccountPolicy policy = PolicyOf();
    policy.partial_payment = rule;
    policy.discount_rounding = Rounding::kHalfUp;
    const auto account = On(on, facts, policy);
    EXPECT_THAT(account, IsOk());
    const auto rows = MatchRowsOf(*account, "C-7", {{"1007", "RF721007"}});
    std::string text;
    for (const MatchRow& one : rows) {
      text += one.account + " " + one.item + "/" + std::to_string(one.row) +
              " " + one.reference + " " + Euros(one.open_minor) + "-" +
              Euros(one.discount_minor) + ";";
    }
    return text;
  };
  using enum PartialPayment;
  for (const auto rule : {kNone, kKeepLast, kProRata}) {
    EXPECT_THAT(row("2026-01-20", rule), testing::HasSubstr("1000.00-20.00;"));
    EXPECT_THAT(row("2026-01-21", rule), testing::HasSubstr("1000.00-0.00;"));
  }
  facts.Pay("2026-01-15", "400.00",
            {{.item = "1007", .component = Component::kPrincipal}});
  EXPECT_THAT(row("2026-01-20", kNone), testing::HasSubstr("600.00-0.00;"));
  EXPECT_THAT(row("2026-01-20", kKeepLast),
              testing::HasSubstr("600.00-20.00;"));
  EXPECT_THAT(row("2026-01-20", kProRata), testing::HasSubstr("591.84-11.84;"));
}

// --- properties -------------------------------------------------------------

std::vector<MatchRow> AnyRows() {
  std::vector<MatchRow> rows;
  const int count = *rc::gen::inRange(0, 10);
  for (int k = 0; k < count; ++k) {
    const auto open = *rc::gen::inRange<int64_t>(1, 6);
    rows.push_back(
        {.account = *rc::gen::element<std::string>("C-7", "C-7", "C-8"),
         .item = "10" + std::to_string(k / 2),
         .row = k % 2 + 1,
         .due = *Date::FindDays("2026-02-14"_date.days() +
                                *rc::gen::inRange(0, 4)),
         .open_minor = open,
         .discount_minor = *rc::gen::inRange<int64_t>(0, open + 1)});
  }
  return rows;
}

IncomingPayment AnyPayment() {
  return {.amount_minor = *rc::gen::inRange<int64_t>(1, 16),
          .on = "2026-02-15"_date,
          .text = *rc::gen::element<std::string>("", "100", "101 and 103"),
          .reference = *rc::gen::element<std::string>("", "102", "RF17102")};
}

bool Has(const MatchSuggestion& one, MatchReason reason) {
  return std::find(one.reasons.begin(), one.reasons.end(), reason) !=
         one.reasons.end();
}

// The lines of a suggestion are rows that are there, each once, and add up to
// what its reasons say.
RC_GTEST_PROP(Match, LinesAddUpToWhatTheReasonsSay, ()) {
  const std::vector<MatchRow> rows = AnyRows();
  const IncomingPayment payment = AnyPayment();
  const auto matches = SuggestMatches(rows, payment);
  RC_ASSERT(matches.ok());
  for (const MatchSuggestion& one : matches->suggestions) {
    using enum MatchReason;
    int64_t paid = 0, open = 0, discount = 0;
    std::map<std::pair<std::string, int32_t>, MatchRow> left;
    for (const MatchRow& row : rows) {
      if (row.account == one.account)
        left.emplace(std::pair(row.item, row.row), row);
    }
    int64_t due_left = 0;
    for (const MatchLine& line : one.lines) {
      const auto row = left.extract({line.item, line.row});
      RC_ASSERT(!row.empty());
      RC_ASSERT(line.due == row.mapped().due);
      RC_ASSERT(line.open_minor == row.mapped().open_minor);
      RC_ASSERT(line.discount_minor == 0 ||
                line.discount_minor == row.mapped().discount_minor);
      RC_ASSERT(line.pay_minor > 0 || line.discount_minor == line.open_minor);
      RC_ASSERT(line.pay_minor + line.discount_minor <= line.open_minor);
      paid += line.pay_minor;
      open += line.open_minor;
      discount += line.discount_minor;
    }
    for (const auto& [key, row] : left) due_left += row.due <= payment.on;
    RC_ASSERT(paid + one.rest_minor == payment.amount_minor);
    const int fits = Has(one, kOpenAmount) + Has(one, kDiscountedAmount) +
                     Has(one, kPart) + Has(one, kExcess);
    RC_ASSERT(fits == 1);
    RC_ASSERT((one.rest_minor > 0) == Has(one, kExcess));
    if (Has(one, kOpenAmount)) RC_ASSERT(paid == open && discount == 0);
    if (Has(one, kDiscountedAmount)) {
      RC_ASSERT(discount > 0 && paid + discount == open);
    }
    if (Has(one, kPart)) RC_ASSERT(paid + discount <= open);
    if (Has(one, kAllDue)) RC_ASSERT(due_left == 0);
    if (Has(one, kAllOpen)) RC_ASSERT(left.empty());
    const bool named = Has(one, kReference) || Has(one, kItemNamed);
    for (const MatchLine& line : one.lines) {
      const bool quoted = line.item == payment.reference ||
                          payment.text.find(line.item) != std::string::npos;
      RC_ASSERT(quoted || !named);
    }
    if (one.confidence == MatchConfidence::kCertain) {
      RC_ASSERT(named && one == matches->suggestions[0] && one.rest_minor == 0);
    }
  }
}

RC_GTEST_PROP(Match, TheOrderOfRowsSaysNothing, ()) {
  std::vector<MatchRow> rows = AnyRows();
  const IncomingPayment payment = AnyPayment();
  const auto matches = SuggestMatches(rows, payment);
  RC_ASSERT(matches.ok());
  std::mt19937_64 random(*rc::gen::arbitrary<uint64_t>());
  std::shuffle(rows.begin(), rows.end(), random);
  RC_ASSERT(*SuggestMatches(rows, payment) == *matches);
}

// All sums of rows, by brute force: where one is the amount, there is a
// suggestion, of one account.
RC_GTEST_PROP(Match, NoSumIsOverlooked, ()) {
  std::vector<MatchRow> rows = AnyRows();
  for (MatchRow& row : rows) row.account = "C-7";
  const IncomingPayment payment = {
      .amount_minor = *rc::gen::inRange<int64_t>(1, 40),
      .on = "2026-02-15"_date};
  bool any = false;
  for (size_t bits = 1; bits < size_t{1} << rows.size(); ++bits) {
    int64_t open = 0, asked = 0;
    for (size_t k = 0; k < rows.size(); ++k) {
      if ((bits >> k & 1) == 0) continue;
      open += rows[k].open_minor;
      asked += rows[k].open_minor - rows[k].discount_minor;
    }
    any = any || open == payment.amount_minor || asked == payment.amount_minor;
  }
  const auto matches = SuggestMatches(rows, payment);
  RC_ASSERT(matches.ok());
  RC_ASSERT(matches->suggestions.empty() != any);
}

// A payment of a row less its discount, meant for the row, settles it.
RC_GTEST_PROP(Match, WhatIsAskedForSettlesTheRow, ()) {
  Facts facts;
  const auto minor = [] { return *rc::gen::inRange<int64_t>(1, 50'000); };
  const auto principal = minor();
  facts.On("2026-01-10",
           InvoiceIssued{
               .item = "1007",
               .rows = {{.due = "2026-02-09"_date,
                         .amounts = ComponentAmounts::Principal(principal),
                         .discounts = {{"2026-01-20"_date,
                                        std::max<int64_t>(1, principal / 50),
                                        *rc::gen::inRange(0, 3)}}}},
               .interest = "12"});
  facts.On("2026-01-12",
           CreditNoteIssued{.item = "1007", .amount_minor = minor()});
  facts.On("2026-01-13", PaymentReceived{.amount_minor = minor()});
  AccountPolicy policy = PolicyOf();
  policy.partial_payment =
      *rc::gen::element(PartialPayment::kNone, PartialPayment::kKeepLast,
                        PartialPayment::kProRata);
  policy.discount_rounding = Rounding::kHalfUp;
  const Date on =
      *Date::FindDays("2026-01-14"_date.days() + *rc::gen::inRange(0, 40));
  const auto account = Replay(facts.journal(), policy, {.as_of = on});
  RC_ASSERT(account.ok());
  for (const MatchRow& row : MatchRowsOf(*account, "")) {
    const int64_t pay = row.open_minor - row.discount_minor;
    if (pay == 0) continue;
    Journal with = facts.journal();
    RC_ASSERT(with.Append({.id = "z",
                           .value_date = on,
                           .recorded = on,
                           .body =
                               PaymentReceived{
                                   .amount_minor = pay,
                                   .designations = {{row.item, row.row}}}})
                  .ok());
    const auto paid = Replay(with, policy, {.as_of = on});
    RC_ASSERT(paid.ok());
    RC_ASSERT(MatchRowsOf(*paid, "").empty());
    RC_ASSERT(paid->unapplied_minor == account->unapplied_minor);
  }
}

}  // namespace
}  // namespace usance
