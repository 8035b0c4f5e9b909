#include "usance/codec/rate_series.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/matchers.h"
#include "usance/statute/rate_book.h"

namespace usance {
namespace {

constexpr const char* kText =
    "# id: sample\n"
    "# title: A sample: of two rows\n"
    "# unit: year\n"
    "# kind: sparse\n"
    "# known_through: 2021-12-31\n"
    "# version: 2026-01\n"
    "# note: with \"quotes\"\n"
    "from,percent,confidence,source\n"
    "2020-01-01,-0.25,read,\"one, two\"\n"
    "2021-01-01,4.125,memory,three\n";

TEST(RateSeriesText, IsReadAsItStands) {
  const auto series = ReadRateSeries(kText);
  ASSERT_THAT(series, IsOk());
  const RateSeries::Spec& spec = series->spec();
  EXPECT_EQ(spec.id, "sample");
  EXPECT_EQ(spec.title, "A sample: of two rows");
  EXPECT_EQ(spec.kind, SeriesKind::kSparse);
  EXPECT_EQ(spec.known_through, "2021-12-31"_date);
  EXPECT_EQ(spec.version, "2026-01");
  EXPECT_EQ(spec.note, "with \"quotes\"");
  ASSERT_EQ(spec.rows.size(), 2u);
  EXPECT_EQ(spec.rows[0].from, "2020-01-01"_date);
  EXPECT_EQ(spec.rows[0].rate, "-0.25%"_rate);
  EXPECT_EQ(spec.rows[0].confidence, Confidence::kRead);
  EXPECT_EQ(spec.rows[0].source, "one, two");
  EXPECT_EQ(spec.rows[1].rate, "4.125%"_rate);
  std::string again;
  AppendRateSeries(*series, again);
  EXPECT_EQ(again, kText);
}

// As a spreadsheet or another machine saves it.
TEST(RateSeriesText, LineEndsAndAByteOrderMarkDoNotMatter) {
  std::string crlf = "\xEF\xBB\xBF";
  for (const char c : std::string(kText)) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
  }
  crlf.resize(crlf.size() - 2);  // nor does the end of the last line
  const auto series = ReadRateSeries(crlf);
  ASSERT_THAT(series, IsOk());
  std::string again;
  AppendRateSeries(*series, again);
  EXPECT_EQ(again, kText);
}

TEST(RateSeriesText, EveryUnitAndForEver) {
  for (const char* unit : {"year", "month", "week", "day", "period"}) {
    std::string text = kText;
    text.replace(text.find("year"), 4, unit);
    text.replace(text.find("2021-12-31"), 10, "for ever");
    text.replace(text.find("4.125"), 5, "1/3");
    const auto series = ReadRateSeries(text);
    ASSERT_THAT(series, IsOk());
    EXPECT_EQ(NameOf(series->unit()), unit);
    EXPECT_EQ(series->spec().known_through, std::nullopt);
    std::string again;
    AppendRateSeries(*series, again);
    EXPECT_EQ(again, text);
  }
}

TEST(RateSeriesText, NamesLineAndColumnOfWhatIsWrong) {
  const struct {
    const char* from;  // of kText, what is replaced
    const char* to;
    Reason reason;
    const char* place;
  } kRows[] = {
      {"# id: sample", "#id: sample", Reason::kMalformed, "1:1"},
      {"# id: sample", "# id sample", Reason::kMalformed, "1:1"},
      {"# title", "# name", Reason::kUnknownField, "2:1"},
      {"# unit: year", "# id: year", Reason::kDuplicateField, "3:1"},
      {"# kind: sparse\n", "", Reason::kMissingField, "7:1"},
      {"# unit: year", "# unit: decade", Reason::kUnknownName, "3:1"},
      {"sparse", "dense", Reason::kUnknownName, "4:1"},
      {"2021-12-31", "2021-13-31", Reason::kDateInvalid, "5:1"},
      {"2021-12-31", "2020-12-31", Reason::kEndBeforeStart, "5:1"},
      {"id: sample", "id: a sample", Reason::kMalformed, "1:1"},
      {"2026-01\n", "\n", Reason::kMalformed, "6:1"},
      {"from,percent", "date,percent", Reason::kMalformed, "8:1"},
      {"confidence,source", "source", Reason::kMalformed, "8:1"},
      {",read,", ",", Reason::kMalformed, "9:1"},
      {"2020-01-01", "01.01.2020", Reason::kMalformed, "9:1"},
      {"-0.25", "0,25", Reason::kMalformed, "9:1"},
      {"-0.25", "a quarter", Reason::kMalformed, "9:12"},
      {"-0.25", "0.0000000000000000001", Reason::kTooManyDigits, "9:12"},
      {",read", ",sure", Reason::kUnknownName, "9:18"},
      {",read", ",", Reason::kUnspecified, "9:18"},
      {"\"one, two\"", "\"one", Reason::kMalformed, "9:23"},
      {"\"one, two\"", "one\"", Reason::kMalformed, "9:26"},
      {"\"one, two\"", "", Reason::kMissingField, "9:1"},
      {"2021-01-01", "2020-01-01", Reason::kOutOfOrder, "10:1"},
      {",read", ",verified", Reason::kConflict, "9:1"},
  };
  for (const auto& row : kRows) {
    std::string text = kText;
    const size_t at = text.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    text.replace(at, std::string(row.from).size(), row.to);
    EXPECT_THAT(ReadRateSeries(text), IsError(row.reason, row.place))
        << row.from << " -> " << row.to;
  }
  const std::string text = kText;
  EXPECT_THAT(ReadRateSeries(""), IsError(Reason::kMissingField, "1:1"));
  EXPECT_THAT(ReadRateSeries(text.substr(0, text.find("from,"))),
              IsError(Reason::kMissingField, "8:1"));
  EXPECT_THAT(ReadRateSeries(text.substr(0, text.find("2020-01-01"))),
              IsError(Reason::kMissingField, "8:1"));
}

// What is built in is what stands in data/rates, and reads back.
TEST(RateSeriesText, BuiltInSeriesAreTheFilesOfData) {
  for (const RateSeries& series : RateBook().All()) {
    std::ifstream file(std::string(USANCE_SOURCE_DIR) + "/data/rates/" +
                       series.id() + ".csv");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto read = ReadRateSeries(text);
    ASSERT_THAT(read, IsOk()) << series.id();
    std::string from_file, built_in;
    AppendRateSeries(*read, from_file);
    AppendRateSeries(series, built_in);
    EXPECT_EQ(from_file, built_in);
  }
}

}  // namespace
}  // namespace usance
