#include "usance/codec/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "tests/matchers.h"

namespace usance {
namespace {

std::string Written(std::string_view text) {
  const absl::StatusOr<Json> json = ParseJson(text);
  return json.ok() ? ToText(*json) : std::string(TextOf(json.status()));
}

TEST(Json, WritesTheCanonicalText) {
  const struct {
    std::string_view text, canonical;
  } kRows[] = {
      {"null", "null"},
      {" true ", "true"},
      {"[ ]", "[]"},
      {"{ }", "{}"},
      {R"({"b":1, "a":[1 ,2]})", R"({"b":1,"a":[1,2]})"},
      {R"("é\u00e9\/\"\\\b\f\n\r\t\u001f")", R"("éé/\"\\\b\f\n\r\t\u001f")"},
      {R"("\u0000")", R"("\u0000")"},
      {R"("\ud83d\ude00")", "\"\xF0\x9F\x98\x80\""},
      // Numbers keep the text they were written in.
      {"1.10", "1.10"},
      {"0.1000000000000000055511151231257827",
       "0.1000000000000000055511151231257827"},
      {"1E+2", "1E+2"},
      {"18446744073709551616", "18446744073709551616"},
      {"-9223372036854775809", "-9223372036854775809"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Written(row.text), row.canonical) << row.text;
  }
}

TEST(Json, RefusesWhatIsNoJson) {
  constexpr std::string_view kNul("1\0", 2);
  const struct {
    std::string_view text;
    int byte;
  } kRows[] = {
      {"", 1},
      {" ", 2},
      {"{", 2},
      {"nul", 4},
      {"1 2", 3},
      {"{}x", 3},
      {"[1,]", 4},
      {"{\"a\":1,}", 8},
      {"{a:1}", 2},
      {"'a'", 1},
      {"01", 2},
      {"+1", 1},
      {".5", 1},
      {"1.", 3},
      {"NaN", 1},
      {"// c\n1", 1},
      {"\"\t\"", 2},
      {"\"\\x\"", 3},
      {"\"\\ud800\"", 8},
      {"\"\xC3\x28\"", 3},
      {"\"\xED\xA0\x80\"", 3},
      {"\xEF\xBB\xBF"
       "1",
       1},
      {kNul, 2},
      {"\"open", 6},
  };
  for (const auto& row : kRows) {
    const absl::StatusOr<Json> json = ParseJson(row.text);
    EXPECT_THAT(json, IsError(Reason::kMalformed, "")) << row.text;
    EXPECT_EQ(
        TextOf(json.status()),
        "no JSON at byte " + std::to_string(row.byte) + " of the document")
        << row.text;
  }
}

TEST(Json, RefusesANameThatStandsTwice) {
  const struct {
    std::string_view text, field;
  } kRows[] = {
      {R"({"a":1,"a":1})", "/a"},
      {R"({"b":{"a":1,"c":2,"a":3}})", "/b/a"},
      {R"([0,{"x":[{"a~/":1,"a~/":2}]}])", "/1/x/0/a~0~1"},
      {R"({"a":1,"\u0061":2})", "/a"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ParseJson(row.text),
                IsError(Reason::kDuplicateField, row.field));
  }
}

TEST(Json, NamesTheBoundThatIsExceeded) {
  const auto text = [](const JsonLimits& limits, std::string_view document) {
    const absl::StatusOr<Json> json = ParseJson(document, limits);
    EXPECT_TRUE(json.ok() || ReasonOf(json.status()) == Reason::kLimitExceeded);
    return json.ok() ? std::string() : TextOf(json.status());
  };
  EXPECT_EQ(text({.max_bytes = 4}, "[1]"), "");
  EXPECT_EQ(text({.max_bytes = 4}, "[1, 2]"),
            "the document has more than 4 bytes (max_bytes)");
  EXPECT_EQ(text({.max_depth = 2}, "[{}]"), "");
  EXPECT_EQ(text({.max_depth = 2}, "[[[]]]"),
            "the document has more than 2 levels of nesting (max_depth)");
  EXPECT_EQ(text({.max_elements = 3}, "[1,2]"), "");
  EXPECT_EQ(text({.max_elements = 3}, "[1,2,3]"),
            "the document has more than 3 values (max_elements)");
}

TEST(Json, BearsDeepAndLongGarbage) {
  const std::string deep(500'000, '[');
  EXPECT_THAT(ParseJson(deep), IsError(Reason::kLimitExceeded, ""));
  EXPECT_THAT(ParseJson(deep, {.max_depth = 1'000'000}),
              IsError(Reason::kLimitExceeded, ""));  // max_elements
  EXPECT_THAT(ParseJson(std::string(3 << 20, 'x')),
              IsError(Reason::kLimitExceeded, ""));
  EXPECT_THAT(ParseJson(std::string(1 << 20, '9')),
              IsError(Reason::kOverflow, ""));
}

TEST(Json, R57_ANumberTooLargeForABinaryFractionIsAnOverflow) {
  EXPECT_THAT(ParseJson("[1e999]"), IsError(Reason::kOverflow, ""));
  EXPECT_EQ(Written("922337203685477580800"), "922337203685477580800");
}

TEST(Json, PointerStepsEscape) { EXPECT_EQ(PointerStep("a~b/c"), "a~0b~1c"); }

rc::Gen<Json> AnyJson(int depth) {
  const auto leaf = rc::gen::oneOf(
      rc::gen::just(Json()),
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool b) { return Json(b); }),
      rc::gen::map(rc::gen::arbitrary<int64_t>(),
                   [](int64_t n) { return Json(n); }),
      rc::gen::map(rc::gen::container<std::string>(rc::gen::elementOf(
                       std::string("ab \"\\/\n\t\x01{}[],:0-."))),
                   [](const std::string& text) { return Json(text); }));
  if (depth == 0) return leaf;
  const auto items = rc::gen::container<std::vector<Json>>(AnyJson(depth - 1));
  const auto list = rc::gen::map(
      items, [](std::vector<Json> all) { return Json::List(std::move(all)); });
  const auto object = rc::gen::map(items, [](const std::vector<Json>& all) {
    Json json = Json::Object();
    for (size_t k = 0; k < all.size(); ++k) {
      json.Set("n\"" + std::to_string(k), all[k]);
    }
    return json;
  });
  return rc::gen::oneOf(leaf, list, object);
}

RC_GTEST_PROP(Json, P46_WritingReadingWritingIsAFixedPoint, ()) {
  const Json json = *rc::gen::resize(8, AnyJson(3));
  const std::string text = ToText(json);
  const absl::StatusOr<Json> read = ParseJson(text);
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == json);
  RC_ASSERT(ToText(*read) == text);
}

TEST(Json, BytesThatAreNoUtf8AreWrittenAsReplacements) {
  EXPECT_EQ(ToText(Json("a\xFFz\xC3")), "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace usance
