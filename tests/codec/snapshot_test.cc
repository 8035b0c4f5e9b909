#include "usance/codec/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "src/core/sha256.h"
#include "tests/account/facts.h"
#include "tests/codec/lines.h"
#include "tests/matchers.h"
#include "usance/codec/journal.h"

namespace usance {
namespace {

constexpr const char* kDigest =
    "9a437efa6c5fcb5844f82c61bd491e0a24ceeec8aa343902c28ddbd99da301cb";

// An account with a line of every kind.
Facts SomeFacts() {
  Facts facts;
  facts.Invoice("2026-01-02", "A", "1000.00", "2026-02-01", "12")
      .Charge("2026-02-20", Component::kFee, "5.00")
      .Pay("2026-03-01", "400.00")
      .On("2026-03-02", PromiseMade{.amount_minor = 10'000,
                                    .by = *Date::Parse("2026-03-20"),
                                    .items = {"A"}})
      .On("2026-03-03", ChargeRefunded{.charge = "0"})
      .On("2026-03-04",
          HoldOpened{
              .kind = HoldKind::kDispute, .item = "A", .amount_minor = 5'000})
      .Pay("2026-04-20", "1.00");  // after the day
  return facts;
}

constexpr const char* kAsOfDay = "2026-03-31";

Snapshot Taken(const Facts& facts, std::string_view as_of = kAsOfDay,
               std::optional<std::string_view> known_on = {}) {
  const auto account = On(as_of, facts, PolicyOf(), known_on);
  EXPECT_THAT(account, IsOk());
  return SnapshotOf(
      facts.journal(), *account,
      known_on ? std::optional(*Date::Parse(*known_on)) : std::nullopt,
      kDigest);
}

// The lines without their chains.
std::vector<std::string> PlainLines(const std::string& text) {
  std::vector<std::string> lines;
  const std::vector<size_t> starts = LineStarts(text);
  for (size_t k = 0; k + 1 < starts.size(); ++k) {
    std::string line = text.substr(starts[k], starts[k + 1] - starts[k] - 1);
    const size_t at = line.find(",\"chain\":\"");
    lines.push_back(at == std::string::npos ? line : line.substr(0, at) + "}");
  }
  return lines;
}

// A file of such lines, its chain as it has to be: what someone makes who
// changes it on purpose.
std::string Forged(const std::vector<std::string>& lines) {
  std::string text = lines[0] + "\n";
  std::string chain = Sha256(lines[0]);
  for (size_t k = 1; k < lines.size(); ++k) {
    chain = Sha256(chain + lines[k]);
    text += lines[k].substr(0, lines[k].size() - 1) + ",\"chain\":\"" + chain +
            "\"}\n";
  }
  return text;
}

// Interest at 12 %: 1000.00 through 28 days, then 609.21 through 30. The chain
// is that of Python's hashlib over the six events as docs/ledger.md has them.
TEST(Snapshot, HasALineForEverything) {
  const std::vector<std::string> expected = {
      R"({"usance":"snapshot","version":1})",
      R"({"line":"account","account":"debtor","currency":"EUR",)"
      R"("as_of":"2026-03-31"})",
      R"({"line":"event","id":"1","kind":"invoice","date":"2026-01-02",)"
      R"("recorded":"2026-01-02"})",
      R"({"line":"event","id":"2","kind":"charge","date":"2026-02-20",)"
      R"("recorded":"2026-02-20"})",
      R"({"line":"event","id":"3","kind":"payment","date":"2026-03-01",)"
      R"("recorded":"2026-03-01"})",
      R"({"line":"event","id":"4","kind":"promise","date":"2026-03-02",)"
      R"("recorded":"2026-03-02"})",
      R"({"line":"event","id":"5","kind":"charge refund",)"
      R"("date":"2026-03-03","recorded":"2026-03-03"})",
      R"({"line":"event","id":"6","kind":"hold","date":"2026-03-04",)"
      R"("recorded":"2026-03-04"})",
      R"({"line":"item","item":"A","date":"2026-01-02",)"
      R"("baseline":"2026-01-02","state":"past due"})",
      R"({"line":"item","date":"2026-02-20","baseline":"2026-02-20",)"
      R"("state":"past due"})",
      R"({"line":"row","item":"A","row":1,"due":"2026-02-01",)"
      R"("original_due":"2026-02-01","claimed":{"principal":"1000.00",)"
      R"("default_interest":"15.22"},"open":{"principal":"609.21",)"
      R"("default_interest":"6.01"},"held":"0.00","disputed":"50.00",)"
      R"("days_past_due":58})",
      R"({"line":"row","row":1,"due":"2026-02-20",)"
      R"("original_due":"2026-02-20","claimed":{"fee":"5.00"},)"
      R"("open":{"fee":"5.00"},"held":"0.00","disputed":"0.00",)"
      R"("days_past_due":39})",
      R"({"line":"movement","date":"2026-01-02","event":"1",)"
      R"("kind":"issue","item":"A","row":1,"component":"principal",)"
      R"("amount":"1000.00"})",
      R"({"line":"movement","date":"2026-02-20","event":"2",)"
      R"("kind":"charge","row":1,"component":"fee","amount":"5.00"})",
      R"({"line":"movement","date":"2026-03-01","event":"3",)"
      R"("kind":"interest","item":"A","row":1,)"
      R"("component":"default interest","amount":"9.21"})",
      R"({"line":"movement","date":"2026-03-01","event":"3",)"
      R"("kind":"payment","item":"A","row":1,)"
      R"("component":"default interest","cell":2,"amount":"9.21"})",
      R"({"line":"movement","date":"2026-03-01","event":"3",)"
      R"("kind":"payment","item":"A","row":1,"component":"principal",)"
      R"("cell":4,"amount":"390.79"})",
      R"({"line":"movement","date":"2026-03-31","kind":"interest",)"
      R"("item":"A","row":1,"component":"default interest",)"
      R"("amount":"6.01"})",
      R"({"line":"promise","event":"4","state":"broken","paid":"0.00"})",
      R"({"line":"ignored","event":"5","why":"no charge \"0\" before it"})",
      R"({"line":"totals","state":"past due","days_past_due":58,)"
      R"("open":{"principal":"609.21","default_interest":"6.01",)"
      R"("fee":"5.00"},"unapplied":"0.00","pending":"0.00",)"
      R"("disputed":"50.00","recovered":"0.00",)"
      R"("journal":"05dcd3ed2cbfb30346c0fa4768096424c1bc661928ab)"
      R"(cdec1714da4108e3c238",)"
      R"("policy":"9a437efa6c5fcb5844f82c61bd491e0a24ceeec8aa343902c28ddbd9)"
      R"(9da301cb"})",
  };
  EXPECT_EQ(PlainLines(WriteSnapshot(Taken(SomeFacts()))), expected);
}

TEST(Snapshot, IsReadAsItWasWritten) {
  const Snapshot snapshot = Taken(SomeFacts());
  const std::string text = WriteSnapshot(snapshot);
  const auto read = ReadSnapshot(text);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(WriteSnapshot(*read), text);
  EXPECT_EQ(read->debtor, "debtor");
  EXPECT_EQ(read->policy_sha256, kDigest);
  EXPECT_EQ(read->events.size(), 6u);
  EXPECT_EQ(read->account.movements, snapshot.account.movements);
  EXPECT_EQ(read->account.rows.size(), 2u);
  EXPECT_EQ(read->account.open, snapshot.account.open);
  ExpectInvariants(read->account);
  EXPECT_FALSE(FirstDifference(snapshot, *read));
  // Figures need no journal.
  const auto then = Age(snapshot.account, {.basis = AgingBasis::kDue});
  const auto now = Age(read->account, {.basis = AgingBasis::kDue});
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(*now, *then);
}

TEST(Snapshot, OfNothingIsOneToo) {
  const std::string text = WriteSnapshot(Taken(Facts()));
  EXPECT_EQ(LineStarts(text).size(), 4u);
  const auto read = ReadSnapshot(text);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(WriteSnapshot(*read), text);
  // The SHA-256 of the first line of a journal.
  EXPECT_EQ(read->chain,
            "cfdd140ab6d9c8cb8170dda9905d845bf8228fd517fbaa4934bf963326fc9430");
}

// The journal's digest is the last chain of a file of what the replay saw.
TEST(Snapshot, NamesTheJournalThatItCameFrom) {
  Facts facts = SomeFacts();
  facts.Add({.id = "late",
             .value_date = *Date::Parse("2026-03-05"),
             .recorded = *Date::Parse("2026-05-01"),
             .body = Noted{}});
  const struct {
    std::optional<std::string_view> known_on;
    size_t seen;
  } kRows[] = {
      {{}, 7}, {"2026-04-30", 6}, {"2026-03-02", 4}, {"2026-01-01", 0}};
  for (const auto& row : kRows) {
    Ledger ledger;
    for (size_t k = 0; k < facts.journal().size(); ++k) {
      const Event& event = facts.journal()[k];
      if (event.value_date <= *Date::Parse(kAsOfDay) &&
          (!row.known_on || event.recorded <= *Date::Parse(*row.known_on))) {
        ASSERT_THAT(ledger.Append({"debtor", Eur(), event}), IsOk());
      }
    }
    const Snapshot snapshot = Taken(facts, kAsOfDay, row.known_on);
    EXPECT_EQ(snapshot.events.size(), row.seen);
    EXPECT_EQ(snapshot.chain, ReadJournals(WriteJournals(ledger))->chain);
    const auto read = ReadSnapshot(WriteSnapshot(snapshot));
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->as_known_on.has_value(), row.known_on.has_value());
    EXPECT_FALSE(FirstDifference(*read, snapshot));
  }
}

TEST(Snapshot, DigestsThePolicyWhateverItsLayout) {
  const char* kTexts[] = {
      R"({"allocation":"oldest due","credit":"hold"})",
      "{ \"allocation\" : \"oldest\\u0020due\",\n \"credit\": \"hold\" }",
  };
  for (const char* text : kTexts) {  // the digest is of Python's hashlib
    EXPECT_EQ(
        PolicyDigest(*ParseJson(text)),
        "9a437efa6c5fcb5844f82c61bd491e0a24ceeec8aa343902c28ddbd99da301cb");
  }
}

TEST(Snapshot, IsRecognizedWhereverItIsCut) {
  const std::string text = WriteSnapshot(Taken(SomeFacts()));
  const std::vector<size_t> starts = LineStarts(text);
  for (size_t cut = 0; cut < text.size(); ++cut) {
    const auto read = ReadSnapshot(std::string_view(text).substr(0, cut));
    // The last line that begins at or before the cut.
    const auto line = static_cast<size_t>(
        std::upper_bound(starts.begin(), starts.end(), cut) - starts.begin());
    ASSERT_THAT(read,
                IsError(Reason::kMissingField, std::to_string(line) + ":1"))
        << cut;
    EXPECT_NE(
        TextOf(read.status())
            .find("good up to byte " + std::to_string(starts[line - 1]) + ","),
        std::string::npos)
        << read.status();
  }
  EXPECT_THAT(ReadSnapshot(text), IsOk());
}

TEST(Snapshot, RefusesEveryFlippedBitAndSaysWhere) {
  const std::string text = WriteSnapshot(Taken(SomeFacts()));
  const std::vector<size_t> starts = LineStarts(text);
  for (size_t at = 0; at < text.size(); ++at) {
    const auto line = static_cast<size_t>(
        std::upper_bound(starts.begin(), starts.end(), at) - starts.begin());
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[at] =
          static_cast<char>(static_cast<unsigned char>(text[at]) ^ 1u << bit);
      const auto read = ReadSnapshot(flipped);
      ASSERT_FALSE(read.ok()) << at << " " << bit;
      EXPECT_EQ(
          FieldOf(read.status()).substr(0, FieldOf(read.status()).find(':')),
          std::to_string(line))
          << at << " " << bit;
      EXPECT_NE(TextOf(read.status())
                    .find("byte " + std::to_string(starts[line - 1])),
                std::string::npos)
          << read.status();
    }
  }
}

TEST(Snapshot, SaysWhatIsWrong) {
  const std::string text = WriteSnapshot(Taken(SomeFacts()));
  const std::vector<size_t> starts = LineStarts(text);
  const auto line = [&](size_t k) {
    return text.substr(starts[k], starts[k + 1] - starts[k]);
  };
  const std::string more = std::to_string(starts.size());
  const struct {
    std::string text;
    Reason reason;
    std::string field;
  } kRows[] = {
      {"\n", Reason::kMalformed, "1:1"},
      {"invoice,due,amount", Reason::kMalformed, "1:1"},
      {WriteJournals({}), Reason::kMalformed, "1:1"},
      {"{\"usance\":\"snapshot\",\"version\":2}\n" + line(1),
       Reason::kUnsupported, "1:1/version"},
      {line(0) + line(2), Reason::kMalformed, "2:1"},
      {text + "\n", Reason::kMalformed, more + ":1"},
      {text + line(2), Reason::kMalformed, more + ":1"},
      {text + "x", Reason::kMalformed, more + ":1"},
      {line(0) + std::string(kMaxJournalLine + 1, ' ') + "\n",
       Reason::kLimitExceeded, "2:1"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ReadSnapshot(row.text), IsError(row.reason, row.field))
        << row.text.substr(0, 200);
  }
}

// Each row replaces `from` in the first line that has it, and chains anew.
TEST(Snapshot, AForgedChainIsNoPassForALine) {
  const std::vector<std::string> lines =
      PlainLines(WriteSnapshot(Taken(SomeFacts())));
  ASSERT_EQ(Forged(lines), WriteSnapshot(Taken(SomeFacts())));
  const struct {
    const char* from;
    const char* to;
    Reason reason;
    const char* field;
  } kRows[] = {
      {"\"account\":", "\"account\": ", Reason::kMalformed, "2:1"},
      {"\"line\":\"account\"", "\"line\":\"event\"", Reason::kMalformed,
       "2:1/line"},
      {"\"EUR\"", "\"ABC\"", Reason::kUnknownName, "2:1/currency"},
      {"\"id\":\"2\"", "\"id\":\"1\"", Reason::kDuplicateField, "4:1/id"},
      {"\"kind\":\"charge\"", "\"kind\":\"fee\"", Reason::kUnknownName,
       "4:1/kind"},
      {"\"line\":\"item\",\"date\"",
       "\"line\":\"item\",\"item\":\"A\",\"date\"", Reason::kDuplicateField,
       "10:1/item"},
      {"\"state\":\"past due\"", "\"secured\":false,\"state\":\"past due\"",
       Reason::kMalformed, "9:1"},
      {"\"line\":\"row\",\"item\":\"A\"", "\"line\":\"row\",\"item\":\"X\"",
       Reason::kUnknownName, "11:1/item"},
      {"\"row\":1,\"due\"", "\"row\":2,\"due\"", Reason::kMalformed,
       "11:1/row"},
      {"\"original_due\":\"2026-02-01\",", "", Reason::kMissingField,
       "11:1/original_due"},
      {"\"line\":\"movement\",\"date\":\"2026-01-02\",\"event\":\"1\"",
       "\"line\":\"movement\",\"date\":\"2026-01-02\",\"event\":\"9\"",
       Reason::kUnknownName, "13:1/event"},
      {"\"item\":\"A\",\"row\":1,\"component\"",
       "\"item\":\"A\",\"row\":2,\"component\"", Reason::kUnknownName,
       "13:1/row"},
      {"\"item\":\"A\",\"row\":1,\"component\":\"principal\"", "\"cell\":1",
       Reason::kSumMismatch, "13:1/row"},
      {"\"amount\":\"1000.00\"", "\"amount\":\"-92233720368547758.08\"",
       Reason::kSumMismatch, "13:1/amount"},
      {"\"amount\":\"1000.00\"", "\"amount\":\"999.00\"", Reason::kSumMismatch,
       "21:1/open"},
      {"\"line\":\"ignored\",\"event\":\"5\"", "\"line\":\"ignored\"",
       Reason::kUnknownName, "20:1/event"},
      {"\"unapplied\":\"0.00\"", "\"unapplied\":\"0.01\"", Reason::kSumMismatch,
       "21:1/unapplied"},
      {",\"journal\":", ",\"newer\":1,\"journal\":", Reason::kUnknownField,
       "21:1/newer"},
  };
  for (const auto& row : kRows) {
    std::vector<std::string> forged = lines;
    bool found = false;
    for (std::string& line : forged) {
      const size_t at = line.find(row.from);
      if (at == std::string::npos) continue;
      line.replace(at, std::string_view(row.from).size(), row.to);
      found = true;
      break;
    }
    ASSERT_TRUE(found) << row.from;
    EXPECT_THAT(ReadSnapshot(Forged(forged)), IsError(row.reason, row.field))
        << row.from << " " << row.to;
  }
}

// What came in after a snapshot was taken is named itself, not its effects.
TEST(Snapshot, TheFirstDifferenceIsTheEventBehindIt) {
  const Snapshot then = Taken(SomeFacts());
  Facts facts = SomeFacts();
  facts.Pay("2026-04-30", "1.00");
  EXPECT_FALSE(FirstDifference(then, Taken(facts)));
  facts.Pay("2026-03-04", "10.00");
  const auto found = FirstDifference(then, Taken(facts));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->line, 8);
  EXPECT_EQ(found->then.substr(0, 24), R"({"line":"event","id":"6")");
  EXPECT_EQ(found->now.substr(0, 24), R"({"line":"event","id":"9")");
  // Another policy is seen in what it did, or in its digest.
  Snapshot other = then;
  other.policy_sha256 = std::string(64, '0');
  const auto policy = FirstDifference(then, other);
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->line, 21);
  EXPECT_EQ(policy->now.substr(0, 16), R"({"line":"totals")");
}

// A file that was once released is read for ever, and is what is written.
TEST(Snapshot, TheFirstVersionIsReadForEver) {
  std::ifstream file(
      std::string(USANCE_SOURCE_DIR) + "/tests/codec/files/snapshot-v1.ndjson",
      std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto read = ReadSnapshot(text);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(WriteSnapshot(*read), text);
  EXPECT_EQ(WriteSnapshot(Taken(SomeFacts())), text);
}

}  // namespace
}  // namespace usance
