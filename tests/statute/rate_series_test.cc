#include "usance/statute/rate_series.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/matchers.h"

namespace usance {
namespace {

// Three rows as a gazette would print them; a half-year is missing.
RateSeries::Spec Sample(SeriesKind kind) {
  return {
      .id = "sample",
      .title = "A sample",
      .version = "2026-01",
      .kind = kind,
      .known_through = "2022-12-31"_date,
      .note = "of three rows",
      .rows = {{"2020-07-01"_date, "4.3%"_rate, Confidence::kRead, "a"},
               {"2021-07-01"_date, "4%"_rate, Confidence::kVerified, "b; d"},
               {"2022-01-01"_date, "3.9%"_rate, Confidence::kMemory, "c"}}};
}

std::string RowOn(const RateSeries& series, Date date) {
  const auto row = series.On(date);
  if (!row.ok()) return std::string(NameOf(ReasonOf(row.status())));
  return Format(row->rate) + " " + std::string(NameOf(row->confidence)) + " " +
         row->source;
}

TEST(RateSeries, ARowOfStepsHoldsUntilTheNext_OfSparseForItsHalfYear) {
  const RateSeries steps = *RateSeries::Make(Sample(SeriesKind::kSteps));
  const RateSeries sparse = *RateSeries::Make(Sample(SeriesKind::kSparse));
  const struct {
    Date date;
    const char* steps;
    const char* sparse;
  } kRows[] = {
      {"2020-06-30"_date, "RATE_UNKNOWN", "RATE_UNKNOWN"},
      {"2020-07-01"_date, "4.3% read a", "4.3% read a"},
      {"2020-12-31"_date, "4.3% read a", "4.3% read a"},
      {"2021-01-01"_date, "4.3% read a", "RATE_UNKNOWN"},
      {"2021-06-30"_date, "4.3% read a", "RATE_UNKNOWN"},
      {"2021-07-01"_date, "4% verified b; d", "4% verified b; d"},
      {"2021-12-31"_date, "4% verified b; d", "4% verified b; d"},
      {"2022-01-01"_date, "3.9% memory c", "3.9% memory c"},
      {"2022-06-30"_date, "3.9% memory c", "3.9% memory c"},
      {"2022-07-01"_date, "3.9% memory c", "RATE_UNKNOWN"},
      {"2022-12-31"_date, "3.9% memory c", "RATE_UNKNOWN"},
      {"2023-01-01"_date, "RATE_UNKNOWN", "RATE_UNKNOWN"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(RowOn(steps, row.date), row.steps) << row.date.ToText();
    EXPECT_EQ(RowOn(sparse, row.date), row.sparse) << row.date.ToText();
  }
  EXPECT_TRUE(steps.Gaps().empty());
  const std::vector<Interval> gaps = {{"2021-01-01"_date, "2021-07-01"_date},
                                      {"2022-07-01"_date, "2023-01-01"_date}};
  EXPECT_EQ(sparse.Gaps(), gaps);
}

TEST(RateSeries, EndsWhereItIsKnownTo) {
  struct OneRow {
    std::optional<Date> known_through;
    const char* gaps;
    const char* on;  // 2022-07-01
  };
  const OneRow kRows[] = {
      {"2022-03-31"_date, "2021-01-01", "RATE_UNKNOWN"},
      {"2022-06-30"_date, "2021-01-01", "RATE_UNKNOWN"},
      {"2022-07-01"_date, "2021-01-01 2022-07-01", "RATE_UNKNOWN"},
      {std::nullopt, "2021-01-01", "RATE_UNKNOWN"},
  };
  for (const OneRow& row : kRows) {
    RateSeries::Spec spec = Sample(SeriesKind::kSparse);
    spec.known_through = row.known_through;
    const RateSeries series = *RateSeries::Make(spec);
    std::string gaps;
    for (const Interval& gap : series.Gaps()) {
      gaps += (gaps.empty() ? "" : " ") + gap.start.ToText();
    }
    EXPECT_EQ(gaps, row.gaps);
    EXPECT_EQ(RowOn(series, "2022-07-01"_date), row.on);
  }
  RateSeries::Spec spec = Sample(SeriesKind::kSteps);
  spec.known_through = std::nullopt;
  EXPECT_EQ(RowOn(*RateSeries::Make(spec), "9999-12-31"_date), "3.9% memory c");
  spec.kind = SeriesKind::kSparse;
  spec.rows[2].from = "9999-07-01"_date;
  EXPECT_EQ(RowOn(*RateSeries::Make(spec), "9999-12-31"_date), "3.9% memory c");
}

// Past known_through a caller may ask for the last rate; never in a gap.
TEST(RateSeries, IsAHistoryToWhichAStatuteAddsItsMargin) {
  const RateSeries series = *RateSeries::Make(Sample(SeriesKind::kSparse));
  RateHistory::Spec spec = series.Steps();
  EXPECT_EQ(spec.id, "sample");
  EXPECT_EQ(spec.version, "2026-01");
  spec.margin = "8%"_rate;
  const RateHistory history = *RateHistory::Make(spec);
  const auto pieces = history.Pieces("2021-07-01"_date, "2022-02-01"_date);
  ASSERT_THAT(pieces, IsOk());
  ASSERT_EQ(pieces->size(), 2u);
  EXPECT_EQ(Format((*pieces)[0].rate), "12%");
  EXPECT_EQ((*pieces)[0].confidence, Confidence::kVerified);
  EXPECT_EQ(Format((*pieces)[1].rate), "11.9%");
  EXPECT_EQ((*pieces)[1].confidence, Confidence::kMemory);
  EXPECT_THAT(history.Pieces("2020-07-01"_date, "2021-01-02"_date,
                             UnknownRate::kProvisional),
              IsError(Reason::kRateUnknown, "/rates"));
  RateHistory::Spec steps =
      RateSeries::Make(Sample(SeriesKind::kSteps))->Steps();
  const auto carried = RateHistory::Make(steps)->Pieces(
      "2022-12-31"_date, "2023-01-02"_date, UnknownRate::kProvisional);
  ASSERT_THAT(carried, IsOk());
  EXPECT_FALSE((*carried)[0].provisional);
  EXPECT_TRUE((*carried)[1].provisional);
}

TEST(RateSeries, RefusesInOrderOfPrecedence) {
  RateSeries::Spec spec = Sample(SeriesKind::kSteps);
  spec.id = "two words";
  spec.version = "";
  spec.title = "";
  spec.kind = {};
  spec.rows = {};
  const auto fails = [&](Reason reason, const char* field) {
    EXPECT_THAT(RateSeries::Make(spec), IsError(reason, field));
  };
  fails(Reason::kMalformed, "/series/id");
  spec.id = std::string(64, 'x');
  fails(Reason::kMalformed, "/series/version");
  spec.version = "1";
  fails(Reason::kMissingField, "/series/title");
  spec.title = "one\ntwo";
  fails(Reason::kMalformed, "/series/title");
  spec.title = "one";
  spec.note = "one\r";
  fails(Reason::kMalformed, "/series/note");
  spec.note = "";
  fails(Reason::kUnspecified, "/series/kind");
  spec.kind = SeriesKind::kSparse;
  fails(Reason::kMissingField, "/series/rows");
  spec.rows.assign(kMaxRateRows + 1,
                   {"2020-01-01"_date, "1%"_rate, Confidence::kRead, "a"});
  fails(Reason::kLimitExceeded, "/series/rows");
  spec.rows.erase(spec.rows.begin() + 2, spec.rows.end());
  spec.rows[1] = {"2020-01-01"_date, "1%/month"_rate, {}, ""};
  fails(Reason::kConflict, "/series/rows/1/rate");
  spec.rows[1].rate = "1%"_rate;
  fails(Reason::kOutOfOrder, "/series/rows/1/from");
  spec.rows[1].from = "2023-01-01"_date;
  fails(Reason::kUnspecified, "/series/rows/1/confidence");
  spec.rows[1].confidence = Confidence::kRead;
  fails(Reason::kMissingField, "/series/rows/1/source");
  spec.rows[1].source = "a";
  spec.rows[1].confidence = Confidence::kVerified;
  fails(Reason::kConflict, "/series/rows/1/confidence");
  spec.rows[1].confidence = Confidence::kRead;
  fails(Reason::kEndBeforeStart, "/series/known_through");
  spec.known_through = "2023-01-01"_date;
  EXPECT_THAT(RateSeries::Make(spec), IsOk());
}

}  // namespace
}  // namespace usance
