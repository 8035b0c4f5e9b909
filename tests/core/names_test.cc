#include "usance/core/names.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/matchers.h"

namespace usance {

enum class Color { kRed = 1, kDarkBlue = 2, kGreen = 3 };

template <>
struct Names<Color> {
  static constexpr std::string_view kNoun = "color";
  static constexpr Named<Color> kTable[] = {
      {Color::kRed, "red", "rot|rouge"},
      {Color::kDarkBlue, "dark blue", "navy"},
      {Color::kGreen, "green", ""},
  };
  static constexpr RefusedName kRefused[] = {
      {"blue", "say \"dark blue\""},
  };
};

namespace {

TEST(Names, Find) {
  struct Row {
    std::string_view text;
    std::optional<Color> color;
  };
  constexpr Row kRows[] = {
      {"red", Color::kRed},
      {"RED", Color::kRed},
      {"Rot", Color::kRed},
      {"rouge", Color::kRed},
      {"dark blue", Color::kDarkBlue},
      {"DARK_BLUE", Color::kDarkBlue},
      {"navy", Color::kDarkBlue},
      {"green", Color::kGreen},
      {"", std::nullopt},
      {"re", std::nullopt},
      {"redd", std::nullopt},
      {"rot|rouge", std::nullopt},
      {"|", std::nullopt},
      {"dark-blue", std::nullopt},
      {"dark  blue", std::nullopt},
      {" red", std::nullopt},
      {"blue", std::nullopt},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(FindName<Color>(row.text), row.color) << row.text;
  }
  static_assert(FindName<Color>("rouge") == Color::kRed);
}

TEST(Names, NameOf) {
  EXPECT_EQ(NameOf(Color::kDarkBlue), "dark blue");
  EXPECT_EQ(NameOf(static_cast<Color>(0)), "");
}

TEST(Names, ParseSaysWhatIsWrong) {
  EXPECT_EQ(*ParseName<Color>("Navy", "/color"), Color::kDarkBlue);

  struct Row {
    std::string text;
    Reason reason;
    std::string message;
  };
  const Row rows[] = {
      {"", Reason::kUnspecified,
       "/color: no color is given; choose one of: red, dark blue, green"},
      {"Blue", Reason::kAmbiguousName,
       "/color: \"Blue\" names no one rule; say \"dark blue\""},
      {"mauve", Reason::kUnknownName,
       "/color: \"mauve\" is no color; allowed: red, dark blue, green"},
      {std::string(1 << 20, '|'), Reason::kUnknownName,
       "/color: \"" + std::string(40, '|') +
           "...\" is no color; allowed: red, dark blue, green"},
  };
  for (const Row& row : rows) {
    const auto result = ParseName<Color>(row.text, "/color");
    EXPECT_THAT(result, IsError(row.reason, "/color"));
    EXPECT_EQ(FromAbsl(result.status().message()), row.message);
  }
}

}  // namespace
}  // namespace usance
