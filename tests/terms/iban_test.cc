#include "usance/terms/iban.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/matchers.h"

namespace usance {
namespace {

// The registry gives an example of each country, which it did not compute with
// this code.
TEST(Iban, ReadsTheExamplesOfTheRegistry) {
  std::ifstream table(USANCE_SOURCE_DIR "/data/ibans.csv");
  std::string line;
  ASSERT_TRUE(std::getline(table, line));
  int countries = 0;
  while (std::getline(table, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    ASSERT_GE(cells.size(), 6u) << line;
    const auto iban = Iban::Parse(cells[4]);
    ASSERT_THAT(iban, IsOk()) << line;
    EXPECT_EQ(iban->text(), cells[4]);
    EXPECT_EQ(iban->country(), cells[0]);
    EXPECT_EQ(iban->IsInEea(), cells[3] == "yes") << line;
    const auto again = Iban::Parse(iban->ToPrint());
    ASSERT_THAT(again, IsOk()) << iban->ToPrint();
    EXPECT_EQ(*again, *iban);
    ++countries;
  }
  EXPECT_EQ(countries, 89);
}

TEST(Iban, ReadsPaperForms) {
  const auto iban = Iban::Parse(" de89 3704 0044 0532 0130 00");
  ASSERT_THAT(iban, IsOk());
  EXPECT_EQ(iban->text(), "DE89370400440532013000");
  EXPECT_EQ(iban->ToPrint(), "DE89 3704 0044 0532 0130 00");
}

TEST(Iban, RefusesInOrder) {
  const struct {
    std::string_view text;
    Reason reason;
  } rows[] = {
      {"", Reason::kUnspecified},
      {" \t", Reason::kUnspecified},
      {"DE8", Reason::kMalformed},
      {"D989370400440532013000", Reason::kMalformed},
      {"DE8A370400440532013000", Reason::kMalformed},
      {"DE89-3704-0044-0532-0130-00", Reason::kMalformed},
      {"US64SVBKUS6S3300958879", Reason::kUnknownName},
      {"RF18539007547034", Reason::kUnknownName},
      {"DE8937040044053201300", Reason::kOutOfRange},
      {"DE893704004405320130000", Reason::kOutOfRange},
      {"DE8937040044053201300A", Reason::kMalformed},
      {"GB29NWB160161331926819", Reason::kMalformed},
      {"DE88370400440532013000", Reason::kSumMismatch},
      {"DE89370400440532013001", Reason::kSumMismatch},
      {"DE00370400440532013009", Reason::kSumMismatch},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(Iban::Parse(row.text, "/creditor/iban"),
                IsError(row.reason, "/creditor/iban"))
        << row.text;
  }
  EXPECT_EQ(TextOf(Iban::Parse("DE88370400440532013000").status()),
            "\"DE88370400440532013000\" has the check digits \"88\"; allowed: "
            "\"89\"");
  EXPECT_EQ(TextOf(Iban::Parse("NO938601111794").status()),
            "\"NO938601111794\" has 14 characters; allowed for NO: 15");
}

// SIX: institution 30000 to 31999; CH44 3199 9123 0008 8901 2 is its example.
TEST(Iban, TellsAQrIban) {
  const struct {
    std::string_view text;
    bool qr;
  } rows[] = {
      {"CH44 3199 9123 0008 8901 2", true},
      {"CH93 0076 2011 6238 5295 7", false},
      {"LI21 0881 0000 2324 013A A", false},
      {"DE89 3704 0044 0532 0130 00", false},
  };
  for (const auto& row : rows) {
    const auto iban = Iban::Parse(row.text);
    ASSERT_THAT(iban, IsOk()) << row.text;
    EXPECT_EQ(iban->IsQrIban(), row.qr) << row.text;
  }
}

}  // namespace
}  // namespace usance
