#include "usance/accrual/rate_history.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/matchers.h"

namespace usance {
namespace {

// "2023-01-01..2023-07-01 6.62%" for each piece; '?' after a provisional one,
// and the confidence where it is not given.
std::string Text(const absl::StatusOr<std::vector<RatePiece>>& pieces) {
  if (!pieces.ok()) return std::string(NameOf(ReasonOf(pieces.status())));
  std::string text;
  for (const RatePiece& piece : *pieces) {
    if (!text.empty()) text += ", ";
    text += piece.start.ToText() + ".." + piece.end.ToText() + " " +
            Format(piece.rate) + (piece.provisional ? "?" : "");
    if (piece.confidence != Confidence::kGiven) {
      text += " " + std::string(NameOf(piece.confidence));
    }
  }
  return text;
}

// The German base rate and 5 points for a consumer's debt (BGB 288(1)).
RateHistory::Spec German() {
  return {.id = "DE Basiszinssatz",
          .version = "2024-01",
          .steps = {{"2016-07-01"_date, "-0.88%"_rate},
                    {"2023-01-01"_date, "1.62%"_rate},
                    {"2023-07-01"_date, "3.12%"_rate},
                    {"2024-01-01"_date, "3.62%"_rate}},
          .known_through = "2024-06-30"_date,
          .margin = "5%"_rate};
}

TEST(RateHistory, ReadsTheStepOfTheDay) {
  const RateHistory rates = *RateHistory::Make(German());
  const struct {
    Date date;
    Rate rate;
  } kRows[] = {
      {"2016-07-01"_date, "4.12%"_rate}, {"2022-12-31"_date, "4.12%"_rate},
      {"2023-01-01"_date, "6.62%"_rate}, {"2023-06-30"_date, "6.62%"_rate},
      {"2023-07-01"_date, "8.12%"_rate}, {"2024-06-30"_date, "8.62%"_rate},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(*rates.RateOn(row.date), row.rate) << row.date.ToText();
  }
  EXPECT_THAT(rates.RateOn("2016-06-30"_date),
              IsError(Reason::kRateUnknown, "/rates"));
  EXPECT_THAT(rates.RateOn("2024-07-01"_date),
              IsError(Reason::kRateUnknown, "/rates"));
}

TEST(RateHistory, CutsAnIntervalIntoPieces) {
  const RateHistory rates = *RateHistory::Make(German());
  const struct {
    Date start, end;
    UnknownRate unknown;
    const char* pieces;
  } kRows[] = {
      {"2023-03-01"_date, "2023-03-01"_date, UnknownRate::kRefuse, ""},
      {"2023-03-01"_date, "2023-07-01"_date, UnknownRate::kRefuse,
       "2023-03-01..2023-07-01 6.62%"},
      {"2023-06-30"_date, "2023-07-02"_date, UnknownRate::kRefuse,
       "2023-06-30..2023-07-01 6.62%, 2023-07-01..2023-07-02 8.12%"},
      {"2024-05-01"_date, "2024-07-01"_date, UnknownRate::kRefuse,
       "2024-05-01..2024-07-01 8.62%"},
      {"2024-05-01"_date, "2024-07-02"_date, UnknownRate::kRefuse,
       "RATE_UNKNOWN"},
      {"2024-05-01"_date, "2024-08-01"_date, UnknownRate::kProvisional,
       "2024-05-01..2024-07-01 8.62%, 2024-07-01..2024-08-01 8.62%?"},
      {"2024-07-01"_date, "2024-08-01"_date, UnknownRate::kProvisional,
       "2024-07-01..2024-08-01 8.62%?"},
      {"2016-06-30"_date, "2016-08-01"_date, UnknownRate::kProvisional,
       "RATE_UNKNOWN"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Text(rates.Pieces(row.start, row.end, row.unknown)), row.pieces)
        << row.start.ToText();
  }
}

TEST(RateHistory, StepsWithoutAChangeAreOnePiece) {
  const RateHistory rates =
      *RateHistory::Make({.id = "contract",
                          .steps = {{"2023-01-01"_date, "5%"_rate},
                                    {"2024-01-01"_date, "5%"_rate}}});
  EXPECT_EQ(Text(rates.Pieces("2023-12-01"_date, "9999-12-31"_date)),
            "2023-12-01..9999-12-31 5%");
}

// A row that proves its own half-year only, as data/rates marks them.
RateHistory::Spec WithGap() {
  return {.id = "gap",
          .steps = {{"2020-01-01"_date, "5%"_rate, Confidence::kRead},
                    {"2020-07-01"_date, std::nullopt},
                    {"2022-01-01"_date, "6%"_rate, Confidence::kMemory}},
          .known_through = "2022-06-30"_date};
}

TEST(RateHistory, KnowsNothingOfAStepWithoutARate) {
  const RateHistory rates = *RateHistory::Make(WithGap());
  EXPECT_EQ(*rates.RateOn("2020-06-30"_date), "5%"_rate);
  EXPECT_EQ(*rates.RateOn("2022-01-01"_date), "6%"_rate);
  for (const Date day : {"2020-07-01"_date, "2021-12-31"_date}) {
    EXPECT_THAT(rates.RateOn(day), IsError(Reason::kRateUnknown, "/rates"));
  }
  const struct {
    Date start, end;
    const char* pieces;
  } kRows[] = {
      {"2020-06-01"_date, "2020-07-01"_date,
       "2020-06-01..2020-07-01 5% read"},
      {"2020-06-01"_date, "2020-07-02"_date, "RATE_UNKNOWN"},
      {"2020-06-01"_date, "2022-02-01"_date, "RATE_UNKNOWN"},
      {"2021-12-31"_date, "2022-01-02"_date, "RATE_UNKNOWN"},
      {"2022-01-01"_date, "2022-01-02"_date,
       "2022-01-01..2022-01-02 6% memory"},
  };
  for (const auto& row : kRows) {
    for (const UnknownRate unknown :
         {UnknownRate::kRefuse, UnknownRate::kProvisional}) {
      EXPECT_EQ(Text(rates.Pieces(row.start, row.end, unknown)), row.pieces)
          << row.start.ToText();
    }
  }
  RateHistory::Spec none = WithGap();
  for (RateStep& step : none.steps) step.rate = std::nullopt;
  EXPECT_THAT(RateHistory::Make(none),
              IsError(Reason::kMissingField, "/rates/steps"));
}

// The marks differ, the rate does not: one piece, as weak as its weakest step.
TEST(RateHistory, APieceIsAsWeakAsItsWeakestStep) {
  const RateHistory rates = *RateHistory::Make(
      {.id = "marks",
       .steps = {{"2020-01-01"_date, "5%"_rate, Confidence::kVerified},
                 {"2020-07-01"_date, "5%"_rate, Confidence::kConflict},
                 {"2021-01-01"_date, "5%"_rate, Confidence::kRead}}});
  EXPECT_EQ(Text(rates.Pieces("2020-02-01"_date, "2020-07-01"_date)),
            "2020-02-01..2020-07-01 5% verified");
  EXPECT_EQ(Text(rates.Pieces("2020-02-01"_date, "2021-02-01"_date)),
            "2020-02-01..2021-02-01 5% conflict");
  EXPECT_EQ(Text(rates.Pieces("2021-01-01"_date, "2021-02-01"_date)),
            "2021-01-01..2021-02-01 5% read");
}

TEST(RateHistory, FixedIsKnownForEver) {
  const RateHistory rates = RateHistory::Fixed("8%"_rate, "contract");
  EXPECT_EQ(*rates.RateOn("0001-01-01"_date), "8%"_rate);
  EXPECT_EQ(*rates.RateOn("9999-12-31"_date), "8%"_rate);
  EXPECT_EQ(rates.known_through(), std::nullopt);
  EXPECT_EQ(rates.id(), "contract");
}

// Sweden rounds the reference, Belgium the total up to the half point.
TEST(RateHistory, RoundsUpToTheHalfPoint) {
  const struct {
    const char* reference;
    RateRounded rounded;
    const char* margin;
    const char* expected;
  } kRows[] = {
      {"-0.35%", RateRounded::kReference, "0%", "0%"},
      {"-0.25%", RateRounded::kReference, "0%", "0%"},
      {"0.25%", RateRounded::kReference, "0%", "0.5%"},
      {"3.75%", RateRounded::kReference, "0%", "4%"},
      {"-0.50%", RateRounded::kReference, "0%", "-0.5%"},
      {"3.75%", RateRounded::kReference, "8.25%", "12.25%"},
      {"3.75%", RateRounded::kTotal, "8.25%", "12%"},
      {"3.80%", RateRounded::kTotal, "8.25%", "12.5%"},
  };
  for (const auto& row : kRows) {
    const auto rates = RateHistory::Make(
        {.id = "half point",
         .steps = {{"2020-01-01"_date, *Rate::Parse(row.reference)}},
         .margin = *Rate::Parse(row.margin),
         .rounding =
             RateRounding{"0.5%"_rate, Rounding::kCeiling, row.rounded}});
    ASSERT_THAT(rates, IsOk());
    EXPECT_EQ(Format(*rates->RateOn("2020-01-01"_date)), row.expected)
        << row.reference;
  }
}

TEST(RateHistory, MarginThenFloorThenCap) {
  const struct {
    const char* reference;
    const char* expected;
  } kRows[] = {{"-9%", "0%"}, {"-8%", "0%"}, {"-7.5%", "0.5%"},
               {"4%", "12%"}, {"7%", "15%"}, {"7.01%", "15%"}};
  for (const auto& row : kRows) {
    const auto rates = RateHistory::Make(
        {.id = "banded",
         .steps = {{"2020-01-01"_date, *Rate::Parse(row.reference)}},
         .margin = "8%"_rate,
         .floor = "0%"_rate,
         .cap = "15%"_rate});
    ASSERT_THAT(rates, IsOk());
    EXPECT_EQ(Format(*rates->RateOn("2020-01-01"_date)), row.expected);
  }
}

TEST(RateHistory, RefusesInOrderOfPrecedence) {
  RateHistory::Spec spec = German();
  // All that is wrong at once; each row puts one thing right.
  spec.steps = {};
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kMissingField, "/rates/steps"));
  spec.steps = {{"2023-01-01"_date, "1%"_rate},
                {"2023-07-01"_date, "1%/month"_rate},
                {"2023-07-01"_date, "1%"_rate}};
  spec.known_through = "2023-06-30"_date;
  spec.margin = "5%/day"_rate;
  spec.floor = "5%"_rate;
  spec.cap = "4%"_rate;
  spec.rounding = RateRounding{"0%"_rate};
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kConflict, "/rates/steps/1/rate"));
  spec.steps[1].rate = "1%"_rate;
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kOutOfOrder, "/rates/steps/2/from"));
  spec.steps.pop_back();
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kEndBeforeStart, "/rates/known_through"));
  spec.known_through = "2023-07-01"_date;
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kConflict, "/rates/margin"));
  spec.margin = "5%"_rate;
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kUnspecified, "/rates/rounding/rounding"));
  spec.rounding->rounding = Rounding::kCeiling;
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kUnspecified, "/rates/rounding/rounded"));
  spec.rounding->rounded = RateRounded::kTotal;
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kOutOfRange, "/rates/rounding/increment"));
  spec.rounding->increment = "0.5%"_rate;
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kConflict, "/rates/floor"));
  spec.floor = "4%"_rate;
  EXPECT_THAT(RateHistory::Make(spec), IsOk());
  spec.rounding = {};
  spec.margin = Rate(Fraction::Of(1, kInt128Max), TimeUnit::kYear);
  EXPECT_THAT(RateHistory::Make(spec),
              IsError(Reason::kOverflow, "/rates/steps/0/rate"));
}

}  // namespace
}  // namespace usance
