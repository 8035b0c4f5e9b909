#include "usance/codec/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/matchers.h"

namespace usance {
namespace {

// "[a][b]|[c]": fields in brackets, rows split by bars.
std::string Shown(const std::vector<CsvRow>& rows) {
  std::string text;
  for (const CsvRow& row : rows) {
    if (!text.empty()) text += "|";
    for (const CsvField& field : row.fields) text += "[" + field.text + "]";
  }
  return text;
}

TEST(Csv, ReadsRfc4180) {
  struct Case {
    std::string_view text;
    std::string_view rows;
  };
  const Case kCases[] = {
      // The examples of RFC 4180, section 2.
      {"aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "[aaa][bbb][ccc]|[zzz][yyy][xxx]"},
      {"aaa,bbb,ccc\r\nzzz,yyy,xxx", "[aaa][bbb][ccc]|[zzz][yyy][xxx]"},
      {"\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx",
       "[aaa][bbb][ccc]|[zzz][yyy][xxx]"},
      {"\"aaa\",\"b\r\nbb\",\"ccc\"\r\n", "[aaa][b\r\nbb][ccc]"},
      {"\"aaa\",\"b\"\"bb\",\"ccc\"", "[aaa][b\"bb][ccc]"},
      // Blanks are part of the field; LF ends rows too.
      {" a , b \nc,d\n", "[ a ][ b ]|[c][d]"},
      {"", ""},
      // A blank line is a row in a table of one column alone.
      {"\n", ""},
      {"\n\r\na,b\n\nc,d\r\n\r\n", "[a][b]|[c][d]"},
      {"a\n\nb\r\n\r\n", "[a]|[]|[b]|[]"},
      {"\"\"\n\n", "[]|[]"},
      {"\"\"", "[]"},
      {",", "[][]"},
      {",\n,", "[][]|[][]"},
      {"a,\n", "[a][]"},
      {"\xEF\xBB\xBF"
       "a,b",
       "[a][b]"},
      // What only begins like a byte order mark is text: a fullwidth A.
      {"\xEF\xBC\xA1,b", "[\xEF\xBC\xA1][b]"},
      {"\xEF\xBB", "[\xEF\xBB]"},
      {"\xEF\xBB\n\xEF\xBB\xBF", "[\xEF\xBB]|[\xEF\xBB\xBF]"},
      {"\xC3\xA9,\xE2\x82\xAC", "[\xC3\xA9][\xE2\x82\xAC]"},
  };
  for (const Case& c : kCases) {
    const auto rows = ReadCsv(c.text);
    ASSERT_THAT(rows, IsOk()) << c.text;
    EXPECT_EQ(Shown(*rows), c.rows) << c.text;
  }
}

TEST(Csv, SaysWhereItIsMalformed) {
  struct Case {
    std::string_view text;
    Reason reason;
    std::string_view where;
  };
  const Case kCases[] = {
      {"a,b\nc,d\"e\n", Reason::kMalformed, "2:4"},
      {"a,b\n\"c\"d,e\n", Reason::kMalformed, "2:4"},
      {"a\rb\n", Reason::kMalformed, "1:3"},
      {"a\r", Reason::kMalformed, "1:3"},
      {"a,\"b\nc", Reason::kMalformed, "1:3"},
      {"a,b\nc\n", Reason::kMalformed, "2:1"},
      {"a,b\nc,d,e\n", Reason::kMalformed, "2:1"},
      {"a,b\n\n\r\nc,d,e\n", Reason::kMalformed, "4:1"},
      {"a,b\n\rc,d\n", Reason::kMalformed, "2:2"},
      {"a,b\n\r", Reason::kMalformed, "2:2"},
      {"a,b\n \n", Reason::kMalformed, "2:1"},
      {"\"a\nb\",\"c\" \n", Reason::kMalformed, "2:7"},
      {std::string_view("a,\0\n", 4), Reason::kMalformed, "1:3"},
      {"a\n12345\n", Reason::kLimitExceeded, "2:5"},
      {"a,b,c,d\n", Reason::kLimitExceeded, "1:7"},
      {"123,456,789\n", Reason::kLimitExceeded, "1:11"},
      {"\"12345\"\n", Reason::kLimitExceeded, "1:6"},
  };
  const CsvReadOptions options = {
      .max_field_bytes = 4, .max_row_bytes = 8, .max_fields = 3};
  for (const Case& c : kCases) {
    EXPECT_THAT(ReadCsv(c.text, options), IsError(c.reason, c.where)) << c.text;
  }
}

TEST(Csv, GoesOnBehindAMalformedRow) {
  CsvReader reader;
  reader.Feed("a,b\nc,d\"e,\"f\ng,h\ni\nj,k\n\"l,m");
  reader.Finish();
  std::string seen;
  for (int i = 0; i < 20; ++i) {
    CsvRow row;
    const auto step = reader.Next(row);
    if (!step.ok()) {
      seen += "!" + FieldOf(step.status()) + " ";
      continue;
    }
    if (*step == CsvStep::kEnd) break;
    seen += Shown({row}) + " ";
  }
  EXPECT_EQ(seen, "[a][b] !2:4 [g][h] !4:1 [j][k] !6:1 ");
}

TEST(Csv, FieldsKnowWhereTheyBegin) {
  const auto rows = ReadCsv("ab,\"c\nd\",e\nf,g,h");
  ASSERT_THAT(rows, IsOk());
  std::string seen;
  for (const CsvRow& row : *rows) {
    seen += "<" + ToText(row.start) + ">";
    for (const CsvField& field : row.fields) seen += ToText(field.start) + " ";
  }
  EXPECT_EQ(seen, "<1:1>1:1 1:4 2:4 <3:1>3:1 3:3 3:5 ");
}

TEST(Csv, OtherDelimitersAndUnevenRows) {
  const auto rows =
      ReadCsv("a;b\nc,d;e;f", {.delimiter = ';', .same_width = false});
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ(Shown(*rows), "[a][b]|[c,d][e][f]");
}

TEST(Csv, WritesRows) {
  struct Case {
    std::vector<std::string_view> fields;
    std::string_view plain;
    std::string_view guarded;
  };
  const Case kCases[] = {
      {{"a", "b \"c\"", "1,5"},
       "a,\"b \"\"c\"\"\",\"1,5\"\r\n",
       "a,\"b \"\"c\"\"\",\"1,5\"\r\n"},
      {{""}, "\"\"\r\n", "\"\"\r\n"},
      {{"", ""}, ",\r\n", ",\r\n"},
      {{"\xEF\xBB\xBF"}, "\"\xEF\xBB\xBF\"\r\n", "\"\xEF\xBB\xBF\"\r\n"},
      {{"=1+1", "@x"}, "=1+1,@x\r\n", "'=1+1,'@x\r\n"},
      {{"-5.00", "-5+A1"}, "-5.00,-5+A1\r\n", "-5.00,'-5+A1\r\n"},
      {{"+1", "\tx"}, "+1,\tx\r\n", "'+1,'\tx\r\n"},
      {{"=a,b", "x=1"}, "\"=a,b\",x=1\r\n", "\"'=a,b\",x=1\r\n"},
  };
  for (const Case& c : kCases) {
    std::string plain, guarded;
    AppendCsvRow(c.fields, plain);
    AppendCsvRow(c.fields, guarded, {.guard_formulas = true});
    EXPECT_EQ(plain, c.plain);
    EXPECT_EQ(guarded, c.guarded);
  }
}

std::string LettersText(const std::vector<int>& letters) {
  constexpr std::string_view kLetters = "a,\"\r\n;=\xC3 1";
  std::string text;
  for (const int letter : letters) {
    text += kLetters[static_cast<size_t>(letter) % kLetters.size()];
  }
  return text;
}

rc::Gen<std::string> AnyText() {
  return rc::gen::map(
      rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 60)),
      LettersText);
}

RC_GTEST_PROP(Csv, P46_WrittenRowsAreReadBack, ()) {
  const auto width = *rc::gen::inRange<size_t>(1, 5);
  const auto count = *rc::gen::inRange<size_t>(1, 5);
  std::string text;
  std::vector<std::vector<std::string>> rows;
  for (size_t i = 0; i < count; ++i) {
    rows.push_back(
        *rc::gen::container<std::vector<std::string>>(width, AnyText()));
    const std::vector<std::string_view> fields(rows.back().begin(),
                                               rows.back().end());
    AppendCsvRow(fields, text);
  }
  const auto read = ReadCsv(text);
  RC_ASSERT(read.ok());
  RC_ASSERT(read->size() == count);
  for (size_t i = 0; i < count; ++i) {
    for (size_t k = 0; k < width; ++k) {
      RC_ASSERT((*read)[i].fields[k].text == rows[i][k]);
    }
  }
}

// Rows and errors of a text that comes in chunks of `size` bytes.
std::string ReadInChunks(std::string_view text, size_t size) {
  CsvReader reader;
  std::string seen;
  size_t fed = 0;
  for (size_t turn = 0; turn < 4 * text.size() + 8; ++turn) {
    CsvRow row;
    const auto step = reader.Next(row);
    if (!step.ok()) {
      // Not ToString: its order of payloads varies with the address.
      seen += std::string(FromAbsl(step.status().message())) + "\n";
    } else if (*step == CsvStep::kRow) {
      seen += ToText(row.start) + Shown({row}) + "\n";
    } else if (*step == CsvStep::kEnd) {
      return seen;
    } else if (fed == text.size()) {
      reader.Finish();
    } else {
      reader.Feed(text.substr(fed, size));
      fed = std::min(fed + size, text.size());
    }
  }
  return seen + "no end";
}

RC_GTEST_PROP(Csv, P47_RowsDoNotDependOnTheChunks, ()) {
  const std::string text = *AnyText();
  const auto size = *rc::gen::inRange<size_t>(1, 8);
  RC_ASSERT(ReadInChunks(text, size) ==
            ReadInChunks(text, std::max<size_t>(text.size(), 1)));
}

}  // namespace
}  // namespace usance
