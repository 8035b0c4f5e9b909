#include "usance/statute/statute.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/matchers.h"
#include "usance/statute/limitation.h"
#include "usance/statute/rate_book.h"

namespace usance {
namespace {

TEST(Statute, EveryShippedLawIsComplete) {
  std::set<std::string> known;
  for (const RateSeries& series : RateBook().All()) known.insert(series.id());
  for (const ShippedStatute& shipped : ShippedStatutes()) {
    const auto law = FindStatute(shipped.id);
    ASSERT_THAT(law, IsOk()) << shipped.id;
    EXPECT_EQ(law->id, shipped.id);
    EXPECT_TRUE(law->known_through.has_value()) << law->id;
    EXPECT_TRUE(law->currency.has_value()) << law->id;
    if (!law->limitation.empty()) {
      EXPECT_THAT(FindLimitation(law->limitation), IsOk()) << law->id;
    }
    for (const StatuteVersion& version : law->versions) {
      EXPECT_EQ(version.interest.has_value(), !version.refuses.has_value())
          << law->id << " " << version.id;
      if (version.interest && !version.interest->rate) {
        EXPECT_TRUE(known.contains(version.interest->series))
            << law->id << " reads " << version.interest->series;
      }
    }
  }
}

TEST(Statute, NamesAndAliases) {
  const struct {
    const char* name;
    const char* id;
  } kRows[] = {
      {"uk", "uk-lpcda-b2b"}, {"de", "de-288-2-b2b"},
      {"nl", "nl-6-119a"},    {"NL-6-119A", "nl-6-119a"},
      {"us", "us-ppa"},       {"in", "in-msmed-16"},
      {"fr", "fr-l441-10"},   {"de-consumer", "de-288-1-b2c"},
  };
  for (const auto& row : kRows) {
    const auto law = FindStatute(row.name);
    ASSERT_THAT(law, IsOk()) << row.name;
    EXPECT_EQ(law->id, row.id);
  }
  EXPECT_THAT(FindStatute(""), IsError(Reason::kUnspecified, "/statute"));
  EXPECT_THAT(FindStatute("xx"), IsError(Reason::kUnknownName, "/statute"));
}

// Directive 2011/7/EU art 12(4), EGBGB 229 s.34, D.Lgs. 192/2012 art 3: the
// margin follows the contract.
TEST(Statute, TheContractChoosesTheVersion) {
  const struct {
    const char* law;
    Parties parties;
    const char* contract;
    const char* due;
    const char* version;
  } kRows[] = {
      {"de", Parties::kBusiness, "2014-07-28", "2024-01-31", "2002-01-01"},
      {"de", Parties::kBusiness, "2014-07-29", "2024-01-31", "2014-07-29"},
      {"uk", Parties::kBusiness, "2002-08-06", "2024-01-31", "1998-11-01"},
      {"uk", Parties::kBusiness, "2002-08-07", "2024-01-31", "2002-08-07"},
      {"uk", Parties::kPublicBody, "2013-03-16", "2024-01-31",
       "2013-03-16 public"},
      {"nl", Parties::kBusiness, "2013-03-15", "2024-01-31", "2002-12-01"},
      {"nl", Parties::kBusiness, "2013-03-16", "2024-01-31", "2013-03-16"},
      {"it", Parties::kPublicHealth, "2013-01-01", "2024-01-31",
       "2013-01-01 public health"},
      {"fi", Parties::kConsumer, "2020-01-01", "2024-01-31",
       "2002-07-01 consumer"},
      // Renteloven 5: by the day that the claim fell due.
      {"dk", Parties::kBusiness, "2020-01-01", "2013-02-28", "2002-08-01"},
      {"dk", Parties::kBusiness, "2000-01-01", "2013-03-01", "2013-03-01"},
  };
  for (const auto& row : kRows) {
    const Statute law = *FindStatute(row.law);
    const auto found = SelectVersion(
        law, row.parties, *Date::Parse(row.contract), *Date::Parse(row.due));
    ASSERT_THAT(found, IsOk()) << row.law << " " << row.contract;
    EXPECT_EQ((*found)->id, row.version) << row.law << " " << row.contract;
  }
  const Date day = Date::Of(2020, 1, 1);
  const auto select = [&](const char* law, Parties parties, Date contract) {
    return SelectVersion(*FindStatute(law), parties, contract, day).status();
  };
  EXPECT_THAT(select("eu", Parties::kBusiness, day),
              IsError(Reason::kTemplateOnly, "/statute"));
  EXPECT_THAT(select("at", Parties::kBusiness, Date::Of(2013, 3, 15)),
              IsError(Reason::kRateUnknown, "/statute"));
  EXPECT_THAT(select("us", Parties::kConsumer, day),
              IsError(Reason::kConflict, "/statute"));
  EXPECT_EQ(MainParties(*FindStatute("us")), Parties::kPublicBody);
  EXPECT_EQ(MainParties(*FindStatute("uk")), Parties::kBusiness);
}

constexpr std::string_view kLaw = R"toml(
id = "xx-test"           # a law that is none
name = "An act"
country = "XX"
currency = "EUR"
known_through = "2026-06-30"

[[version]]
id = "2020"
parties = ["b2b"]
from = "2020-01-01"

[version.interest]
rate = "8%"
fixing = "floating"
day_count = "act/365f"
compounding = "simple"
source = "s.1 (a.gov; b.org: p. 5)"
confidence = "verified"

[[version.compensation]]
from = ["0.00", "1000.00"]
amount = ["40.00", "70.00"]
source = "s.2"
confidence = "memory"
)toml";

std::string Replaced(std::string_view from, std::string_view to) {
  std::string text(kLaw);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Statute, ParsesText) {
  const auto law = ParseStatute(kLaw);
  ASSERT_THAT(law, IsOk());
  EXPECT_EQ(law->id, "xx-test");
  ASSERT_EQ(law->versions.size(), 1u);
  const StatuteVersion& version = law->versions[0];
  EXPECT_EQ(version.interest->rate, Rate::Parse("8%").value());
  EXPECT_EQ(version.compensation[0].table.tiers.size(), 2u);
  EXPECT_TRUE(IsWeak(version.compensation[0].cited));
  EXPECT_FALSE(IsWeak(version.interest->cited));
  EXPECT_EQ(version.compensation[0].per, CompensationPer::kInstallment);
  EXPECT_EQ(
      ParseStatute(Replaced("amount = [", "per = \"invoice\"\namount = ["))
          ->versions[0]
          .compensation[0]
          .per,
      CompensationPer::kInvoice);
}

// A law read from text says that it is one, and in place of which built-in law
// it stands.
TEST(Statute, SaysWhatItStandsInPlaceOf) {
  const struct {
    const char* id;
    const char* in_place_of;
  } kRows[] = {
      {"xx-test", ""},
      {"uk-lpcda-b2b", "uk-lpcda-b2b"},
      {"UK-LPCDA-B2B", "uk-lpcda-b2b"},
      {"uk", "uk-lpcda-b2b"},
  };
  for (const auto& row : kRows) {
    const auto law = ParseStatute(Replaced("xx-test", row.id));
    ASSERT_THAT(law, IsOk()) << row.id;
    EXPECT_TRUE(law->loaded);
    EXPECT_EQ(law->in_place_of, row.in_place_of) << row.id;
  }
  const auto built_in = FindStatute("uk");
  EXPECT_FALSE(built_in->loaded);
  EXPECT_EQ(built_in->in_place_of, "");
}

// Two sites, each named once, in parentheses.
TEST(Statute, VerifiedMeansTwoPlaces) {
  const struct {
    const char* source;
    bool two;
  } kRows[] = {
      {"s.1 (a.gov; b.org)", true},
      {"s.1 (a.gov), s.2 (b.org)", true},
      {"s.1 (legislation.gov.uk; haufe.de: Rz. 58)", true},
      {"s.1 (a.gov/x; b.org/y)", true},
      {"s.1", false},
      {"s.1 (a.gov)", false},
      {"s.1 (a.gov; a.gov: p. 2)", false},
      {"s.1 (a.gov, b.org)", false},
      {"a.gov; b.org", false},
      {"s.1 (A book; another)", false},
      {"s.1 (1.2; 3.4)", false},
      {"s.1 (a.gov; b.org", false},
  };
  for (const auto& row : kRows) {
    const auto law =
        ParseStatute(Replaced("s.1 (a.gov; b.org: p. 5)", row.source));
    if (row.two) {
      EXPECT_THAT(law, IsOk()) << row.source;
    } else {
      EXPECT_THAT(law, IsError(Reason::kConflict,
                               "/statute/version/0/interest/confidence"))
          << row.source;
    }
  }
}

// Little computes with a record, so a slip in one would hardly show.
TEST(Statute, ARecordSaysWhatThoseOfItsKindSay) {
  const struct {
    std::string_view about, facts, error;
  } kRows[] = {
      {"appropriation", "within_debt = \"costs, principal\"", ""},
      {"appropriation", "rule = \"costs first\"",
       "UNKNOWN_FIELD /statute/record/0/rule"},
      {"reminder fee", "currency = \"SEK\"\nreminder = \"60.00\"\nmax_cout = 3",
       "UNKNOWN_FIELD /statute/record/0/max_cout"},
      {"reminder fee", "reminder = \"60.00\"",
       "MISSING_FIELD /statute/record/0/currency"},
      {"reminder fee", "currency = \"SEK\"\ndemand = \"180.00\"",
       "MISSING_FIELD /statute/record/0/reminder"},
      {"reminder fee", "currency = \"SEK\"\nreminder = \"sixty\"",
       "MALFORMED /statute/record/0/reminder"},
      {"reminder fee",
       "currency = \"SEK\"\nreminder = \"60.00\"\nmax_count = 0",
       "OUT_OF_RANGE /statute/record/0/max_count"},
      {"contact", "calls_max = 7\ncalls_days = 7", ""},
      {"contact", "calls_maximum = 7",
       "UNKNOWN_FIELD /statute/record/0/calls_maximum"},
      {"least agreed rate", "series = \"x\"\nmultiplier = 3", ""},
      {"longest terms", "rule = \"60 days\"\ncontract_from = \"2026-01-01\"",
       ""},
      {"longest terms", "ruel = \"60 days\"",
       "UNKNOWN_FIELD /statute/record/0/ruel"},
      {"scope", "", "MISSING_FIELD /statute/record/0/rule"},
  };
  for (const auto& row : kRows) {
    const auto law =
        ParseStatute(std::string(kLaw) + "[[record]]\nabout = \"" +
                     std::string(row.about) + "\"\n" + std::string(row.facts) +
                     "\nsource = \"s.9\"\nconfidence = \"read\"\n");
    EXPECT_EQ(law.ok() ? ""
                       : std::string(NameOf(ReasonOf(law.status()))) + " " +
                             FieldOf(law.status()),
              row.error)
        << row.about << ": " << row.facts;
  }
}

TEST(Statute, TextErrors) {
  const struct {
    const char* what;
    std::string_view from;
    std::string_view to;
    Reason reason;
    const char* field;
  } kRows[] = {
      {"no key", "name =", "= ", Reason::kMalformed, "/statute"},
      {"no value", "\"An act\"", "An act", Reason::kMalformed, "/statute"},
      {"more after a text", "\"An act\"", "\"An\" act", Reason::kMalformed,
       "/statute"},
      {"a list that does not end", "[\"b2b\"]", "[\"b2b\"", Reason::kMalformed,
       "/statute"},
      {"a section of no list", "[version.interest]", "[other.interest]",
       Reason::kMalformed, "/statute"},
      {"said twice", "name =", "id = \"again\"\nname =",
       Reason::kDuplicateField, "/statute/id"},
      {"a section twice", "[[version.compensation]]", "[version.interest]",
       Reason::kDuplicateField, "/statute/version/0/interest"},
      {"no name", "name = \"An act\"", "", Reason::kMissingField,
       "/statute/name"},
      {"a list in place of a text", "\"An act\"", "[\"An act\"]",
       Reason::kWrongType, "/statute/name"},
      {"no day through which it is known", "known_through = \"2026-06-30\"", "",
       Reason::kMissingField, "/statute/known_through"},
      {"no such country", "\"XX\"", "\"Xx\"", Reason::kMalformed,
       "/statute/country"},
      {"a country of three letters", "\"XX\"", "\"XXX\"", Reason::kMalformed,
       "/statute/country"},
      {"interest before due from no day", "[[version.compensation]]",
       "[version.before_due]\nafter = [\"invoice\"]\n[[version.compensation]]",
       Reason::kMissingField, "/statute/version/0/before_due/days"},
      {"no such unit of a sum", "amount = [", "per = \"week\"\namount = [",
       Reason::kUnknownName, "/statute/version/0/compensation/0/per"},
      {"no such key", "name =", "nmae = \"x\"\nname =", Reason::kUnknownField,
       "/statute/nmae"},
      {"no such section", "[version.interest]", "[version.intrest]",
       Reason::kUnknownField, "/statute/version/0/intrest"},
      {"no such parties", "b2b", "b2x", Reason::kUnknownName,
       "/statute/version/0/parties"},
      {"no source", "source = \"s.1 (a.gov; b.org: p. 5)\"", "",
       Reason::kMissingField, "/statute/version/0/interest/source"},
      {"series and rate", "rate = \"8%\"", "rate = \"8%\"\nseries = \"x\"",
       Reason::kConflict, "/statute/version/0/interest/series"},
      {"neither", "rate = \"8%\"", "", Reason::kConflict,
       "/statute/version/0/interest/series"},
      {"compound without a rest", "\"simple\"", "\"compound\"",
       Reason::kConflict, "/statute/version/0/interest/rest"},
      {"an amount too few", "[\"40.00\", \"70.00\"]", "[\"40.00\"]",
       Reason::kConflict, "/statute/version/0/compensation/0/from"},
      {"digits that EUR does not have", "70.00", "70.001",
       Reason::kTooManyDigits, "/statute/version/0/compensation/0/amount"},
      {"a version twice", "[version.interest]",
       "[[version]]\nid = \"2020\"\nparties = [\"b2c\"]\n[version.interest]",
       Reason::kDuplicateField, "/statute/version/1/id"},
      {"versions that overlap", "[version.interest]",
       "[[version]]\nid = \"2021\"\nparties = [\"b2b\"]\n[version.interest]",
       Reason::kOutOfOrder, "/statute/version/1/from"},
      {"like what is not there", "id = \"2020\"", "id = \"2020\"\nlike = \"x\"",
       Reason::kUnknownName, "/statute/version/0/like"},
      {"no version", kLaw.substr(kLaw.find("[[version]]")), "",
       Reason::kMissingField, "/statute/version"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ParseStatute(Replaced(row.from, row.to)),
                IsError(row.reason, row.field))
        << row.what;
  }
  EXPECT_THAT(ParseStatute(std::string(262'145, '#')),
              IsError(Reason::kLimitExceeded, "/statute"));
}

}  // namespace
}  // namespace usance
