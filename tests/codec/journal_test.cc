#include "usance/codec/journal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "src/core/sha256.h"
#include "tests/account/events.h"
#include "tests/codec/lines.h"
#include "tests/matchers.h"

namespace usance {
namespace {

constexpr Currency kEuro = Currency::Of("EUR");
constexpr const char* kHeader = "{\"usance\":\"journal\",\"version\":1}\n";

std::string TextOfFile(const std::string& path) {
  std::ifstream file(std::string(USANCE_SOURCE_DIR) + "/" + path,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

absl::StatusOr<AccountEvent> EventOf(std::string_view text) {
  USANCE_ASSIGN_OR_RETURN(const Json json, ParseJson(text));
  return ReadAccountEvent(json);
}

std::string LineOf(const AccountEvent& event) {
  return ToText(WriteAccountEvent(event));
}

// --- events -----------------------------------------------------------------

TEST(EventText, IsReadInAnyFormAndWrittenInOne) {
  const struct {
    const char* text;
    const char* written;
  } kRows[] = {
      // What is assumed, and names of other systems.
      {R"({"id":"1","date":"2026-01-31","kind":"note","currency":"EUR",)"
       R"("account":"C"})",
       R"({"account":"C","currency":"EUR","id":"1","kind":"note",)"
       R"("date":"2026-01-31","recorded":"2026-01-31"})"},
      {R"({"account":"C","currency":"EUR","id":"1","kind":"Rate_Change",)"
       R"("date":"2026-01-31","item":"","interest":"","sequence":-7})",
       R"({"account":"C","currency":"EUR","id":"1","kind":"interest change",)"
       R"("date":"2026-01-31","recorded":"2026-01-31","sequence":-7})"},
      // An invoice of one row.
      {R"({"account":"C","currency":"JPY","id":"1","kind":"invoice",)"
       R"("date":"2026-01-31","item":"7","due":"2026-02-28","amount":"100"})",
       R"({"account":"C","currency":"JPY","id":"1","kind":"invoice",)"
       R"("date":"2026-01-31","recorded":"2026-01-31","item":"7",)"
       R"("rows":[{"due":"2026-02-28","principal":"100"}]})"},
      // Amounts have the digits of their currency; those of 0 are left out.
      {R"({"account":"C","currency":"KWD","id":"1","kind":"invoice",)"
       R"("date":"2026-01-31","item":"7","secured":false,)"
       R"("rows":[{"due":"2026-02-28","principal":"1.5","fee":"0"}]})",
       R"({"account":"C","currency":"KWD","id":"1","kind":"invoice",)"
       R"("date":"2026-01-31","recorded":"2026-01-31","item":"7",)"
       R"("rows":[{"due":"2026-02-28","principal":"1.500"}]})"},
      {R"({"account":"C","currency":"EUR","id":"1","kind":"contact",)"
       R"("date":"2026-01-31","channel":"sms","items":[]})",
       R"({"account":"C","currency":"EUR","id":"1","kind":"contact",)"
       R"("date":"2026-01-31","recorded":"2026-01-31",)"
       R"("channel":"text message","response":"none"})"},
      {R"({"account":"C","currency":"EUR","id":"1","kind":"hold",)"
       R"("date":"2026-01-31"})",
       R"({"account":"C","currency":"EUR","id":"1","kind":"hold",)"
       R"("date":"2026-01-31","recorded":"2026-01-31","hold_kind":"hold"})"},
      {R"({"account":"C","currency":"EUR","id":"1","kind":"due date change",)"
       R"("date":"2026-01-31","item":"7","due":"2026-03-31"})",
       R"({"account":"C","currency":"EUR","id":"1","kind":"due date change",)"
       R"("date":"2026-01-31","recorded":"2026-01-31","item":"7","row":1,)"
       R"("due":"2026-03-31"})"},
  };
  for (const auto& row : kRows) {
    const auto event = EventOf(row.text);
    ASSERT_THAT(event, IsOk()) << row.text;
    EXPECT_EQ(LineOf(*event), row.written);
    EXPECT_EQ(*EventOf(row.written), *event);
  }
}

// Each row replaces `from` in a line that is right.
TEST(EventText, NamesTheFieldThatIsWrong) {
  const std::string invoice =
      R"({"account":"C","currency":"EUR","id":"1","kind":"invoice",)"
      R"("date":"2026-01-31","item":"7","rows":[{"due":"2026-02-28",)"
      R"("principal":"1.00","discounts":[{"until":"2026-02-10",)"
      R"("discount":"0.02"}]}]})";
  const struct {
    const char* from;
    const char* to;
    Reason reason;
    const char* field;
  } kRows[] = {
      {"\"account\":\"C\",", "", Reason::kMissingField, "/account"},
      {"\"C\"", "7", Reason::kWrongType, "/account"},
      {"\"currency\":\"EUR\",", "", Reason::kMissingField, "/currency"},
      {"EUR", "EURO", Reason::kUnknownName, "/currency"},
      {"\"id\":\"1\",", "", Reason::kMissingField, "/id"},
      {"\"kind\":\"invoice\",", "", Reason::kMissingField, "/kind"},
      {"\"invoice\"", "\"bill\"", Reason::kUnknownName, "/kind"},
      {"\"date\":\"2026-01-31\",", "", Reason::kMissingField, "/date"},
      {"2026-01-31", "2026-02-29", Reason::kDateInvalid, "/date"},
      {"\"item\"", "\"recorded\":\"31.1.2026\",\"item\"", Reason::kMalformed,
       "/recorded"},
      {"\"item\"", "\"sequence\":1.5,\"item\"", Reason::kOutOfRange,
       "/sequence"},
      {"\"item\"", "\"sequence\":9223372036854775808,\"item\"",
       Reason::kOutOfRange, "/sequence"},
      {"\"item\"", "\"note\":\"x\",\"item\"", Reason::kUnknownField, "/note"},
      {"\"item\"", "\"chain\":\"x\",\"item\"", Reason::kUnknownField, "/chain"},
      {"\"item\"", "\"payment\":\"x\",\"item\"", Reason::kConflict, "/payment"},
      {"\"item\"", "\"due\":\"2026-02-28\",\"item\"", Reason::kConflict,
       "/due"},
      {"\"item\"", "\"secured\":\"yes\",\"item\"", Reason::kWrongType,
       "/secured"},
      {"\"due\":\"2026-02-28\",", "", Reason::kMissingField, "/rows/0/due"},
      {"1.00", "1.001", Reason::kTooManyDigits, "/rows/0/principal"},
      {"\"1.00\"", "1.00", Reason::kWrongType, "/rows/0/principal"},
      {"principal", "capital", Reason::kUnknownField, "/rows/0/capital"},
      {"principal", "amount", Reason::kConflict, "/rows/0/amount"},
      {"\"discount\":\"0.02\"", "\"grace_days\":1", Reason::kMissingField,
       "/rows/0/discounts/0/discount"},
      {"\"0.02\"", "\"0.02\",\"grace_days\":2147483648", Reason::kOutOfRange,
       "/rows/0/discounts/0/grace_days"},
  };
  ASSERT_THAT(EventOf(invoice), IsOk());
  for (const auto& row : kRows) {
    std::string text = invoice;
    const size_t at = text.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    text.replace(at, std::string_view(row.from).size(), row.to);
    EXPECT_THAT(EventOf(text), IsError(row.reason, row.field)) << text;
  }
  EXPECT_THAT(EventOf("[]"), IsError(Reason::kWrongType, ""));
  EXPECT_THAT(EventOf(R"({"account":"C","currency":"EUR","id":"1",)"
                      R"("kind":"charge","date":"2026-01-31","amount":"1"})"),
              IsError(Reason::kMissingField, "/component"));
  EXPECT_THAT(EventOf(R"({"account":"C","currency":"EUR","id":"1",)"
                      R"("kind":"payment","date":"2026-01-31"})"),
              IsError(Reason::kMissingField, "/amount"));
  EXPECT_THAT(EventOf(R"({"account":"C","currency":"EUR","id":"1",)"
                      R"("kind":"invoice","date":"2026-01-31","item":"7",)"
                      R"("amount":"1"})"),
              IsError(Reason::kMissingField, "/due"));
}

RC_GTEST_PROP(EventText, IsReadAsItWasWritten, ()) {
  const AccountEvent event = {any_event::Id(), kEuro,
                              AnyEvent(any_event::Id())};
  const std::string line = LineOf(event);
  const auto read = EventOf(line);
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == event);
  RC_ASSERT(LineOf(*read) == line);
}

// docs/ledger.md has one line for each kind in their order, in its one form.
TEST(EventText, TheDocumentHasAnExampleOfEachKind) {
  std::istringstream lines(TextOfFile("docs/ledger.md"));
  size_t kinds = 0;
  Ledger ledger;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("{\"account\"") || line.find("chain") < line.size()) {
      continue;
    }
    const auto event = EventOf(line);
    ASSERT_THAT(event, IsOk()) << line;
    EXPECT_EQ(LineOf(*event), line);
    EXPECT_THAT(ledger.Append(*event), IsOk()) << line;
    EXPECT_EQ(event->event.body.index(), kinds++) << line;
  }
  EXPECT_EQ(kinds, std::variant_size_v<EventBody>);
}

// --- files ------------------------------------------------------------------

Event Paid(std::string id, Date day, Date recorded, int64_t minor) {
  return {.id = std::move(id),
          .value_date = day,
          .recorded = recorded,
          .body = PaymentReceived{minor}};
}

Ledger LedgerOf(const std::vector<AccountEvent>& events) {
  Ledger ledger;
  for (const AccountEvent& event : events) {
    EXPECT_THAT(ledger.Append(event), IsOk());
  }
  return ledger;
}

// In the order of their lines.
std::vector<AccountEvent> SmallEvents() {
  const Date first = "2026-01-31"_date, second = "2026-02-01"_date;
  return {{"C-1", kEuro, Paid("J*\xC3\x8A", first, first, 10)},
          {"C-1", Currency::Of("JPY"), Paid("b", first, first, 10)},
          {"C-2", kEuro, Paid("c", first, first, 10)},
          // Recorded later, though of a day before.
          {"C-1", kEuro, Paid("d", "2026-01-01"_date, second, 20)}};
}

TEST(JournalFile, HasAHeaderAndALineForEachEventByItsRecordedDay) {
  const std::string text = WriteJournals(LedgerOf(SmallEvents()));
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line + "\n", kHeader);
  for (const AccountEvent& event : SmallEvents()) {
    ASSERT_TRUE(std::getline(lines, line));
    const size_t at = line.find(",\"chain\":\"");
    EXPECT_EQ(line.substr(0, at) + "}", LineOf(event));
    EXPECT_EQ(line.size() - at, 10u + 64u + 2u);
  }
  EXPECT_FALSE(std::getline(lines, line));
  EXPECT_TRUE(text.ends_with("\"}\n"));
  EXPECT_EQ(WriteJournals({}), kHeader);
}

// The digests are those of Python's hashlib over the bytes as described.
TEST(JournalFile, G9_ChainsTheLines) {
  Ledger ledger;
  const std::string empty = WriteJournals(ledger);
  EXPECT_EQ(ReadJournals(empty)->chain,
            "cfdd140ab6d9c8cb8170dda9905d845bf8228fd517fbaa4934bf963326fc9430");
  ASSERT_THAT(
      ledger.Append(
          {"C-1", kEuro, Paid("a", "2026-01-31"_date, "2026-01-31"_date, 10)}),
      IsOk());
  const auto file = ReadJournals(WriteJournals(ledger));
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->chain,
            "19c7652670f15946a6f96767d0bd73eccadf04f12bf7449d7e8f34cb164aa100");
}

TEST(JournalFile, IsRecognizedWhereverItIsCut) {
  const std::vector<AccountEvent> events = SmallEvents();
  const std::string text = WriteJournals(LedgerOf(events));
  const std::vector<size_t> starts = LineStarts(text);
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    const auto file = ReadJournals(std::string_view(text).substr(0, cut));
    ASSERT_THAT(file, IsOk()) << cut;
    // The last line that begins at or before the cut.
    const size_t line = static_cast<size_t>(
        std::upper_bound(starts.begin(), starts.end(), cut) - starts.begin() -
        1);
    const size_t whole = line == 0 ? 0 : line - 1;  // events
    const Ledger kept = LedgerOf(
        {events.begin(), events.begin() + static_cast<std::ptrdiff_t>(whole)});
    EXPECT_TRUE(file->ledger == kept) << cut;
    const bool between = line > 0 && starts[line] == cut;
    EXPECT_EQ(file->torn_at,
              between ? std::nullopt : std::optional(starts[line]))
        << cut;
    if (file->torn_at) {  // whole again when it is cut there
      const auto again =
          ReadJournals(std::string_view(text).substr(0, *file->torn_at));
      EXPECT_EQ(again->chain, file->chain);
      EXPECT_TRUE(again->ledger == kept);
    }
  }
}

TEST(JournalFile, RefusesEveryFlippedBitOrReportsATornTail) {
  const std::vector<AccountEvent> events = SmallEvents();
  const std::string text = WriteJournals(LedgerOf(events));
  const std::vector<size_t> starts = LineStarts(text);
  const Ledger but_last = LedgerOf({events.begin(), events.end() - 1});
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t line = static_cast<size_t>(
        std::upper_bound(starts.begin(), starts.end(), at) - starts.begin());
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = text;
      flipped[at] =
          static_cast<char>(static_cast<unsigned char>(text[at]) ^ 1u << bit);
      const auto file = ReadJournals(flipped);
      if (file.ok()) {
        EXPECT_EQ(at, text.size() - 1);
        EXPECT_EQ(file->torn_at, starts[starts.size() - 2]);
        EXPECT_TRUE(file->ledger == but_last);
        continue;
      }
      EXPECT_EQ(FieldOf(file.status()).substr(0, 3),
                std::to_string(line) + ":1")
          << at << " " << bit;
      EXPECT_TRUE(TextOf(file.status())
                      .ends_with("begins at byte " +
                                 std::to_string(starts[line - 1]) + ")"))
          << file.status();
    }
  }
}

// A file of such lines, its chain as it has to be: what someone makes who
// changes it on purpose.
std::string ForgedJournal(const std::vector<std::string>& lines) {
  std::string text = kHeader;
  std::string chain = Sha256(std::string_view(text).substr(0, text.size() - 1));
  for (const std::string& line : lines) {
    chain = Sha256(chain + line);
    text += line.substr(0, line.size() - 1) + ",\"chain\":\"" + chain + "\"}\n";
  }
  return text;
}

// Each row replaces `from` in the second of three lines.
TEST(JournalFile, AForgedChainIsNoPassForALine) {
  std::vector<std::string> lines;
  for (const AccountEvent& event : SmallEvents()) {
    lines.push_back(LineOf(event));
  }
  const Ledger ledger = LedgerOf(SmallEvents());
  ASSERT_EQ(ForgedJournal(lines), WriteJournals(ledger));
  const struct {
    const char* from;
    const char* to;
    Reason reason;
    const char* field;
  } kRows[] = {
      {"\"account\":", "\"account\": ", Reason::kMalformed, "3:1"},
      {"\"10\"", "\"010\"", Reason::kMalformed, "3:1"},
      {"payment", "Payment", Reason::kMalformed, "3:1"},
      {",\"recorded\":\"2026-01-31\"", "", Reason::kMalformed, "3:1"},
      {"\"amount\"", "\"item\":\"\",\"amount\"", Reason::kConflict, "3:1/item"},
      {"{", "", Reason::kMalformed, "3:1"},
      {"\"id\":\"b\",", "\"id\":\"b\",\"id\":\"b\",", Reason::kDuplicateField,
       "3:1/id"},
      {"\"id\":\"b\",", "", Reason::kMissingField, "3:1/id"},
      {"\"10\"", "\"0\"", Reason::kOutOfRange, "3:1/amount"},
      {"C-1", "", Reason::kMissingField, "3:1/account"},
      {"C-1", "C-0", Reason::kOutOfOrder, "3:1"},
      {"C-1", "C-3", Reason::kOutOfOrder, "4:1"},
      {"\"recorded\":\"2026-01-31\"", "\"recorded\":\"2026-01-30\"",
       Reason::kOutOfOrder, "3:1"},
  };
  for (const auto& row : kRows) {
    std::vector<std::string> forged = lines;
    const size_t at = forged[1].find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    forged[1].replace(at, std::string_view(row.from).size(), row.to);
    EXPECT_THAT(ReadJournals(ForgedJournal(forged)),
                IsError(row.reason, row.field))
        << forged[1];
  }
  // An event again, and another of its id.
  EXPECT_THAT(ReadJournals(ForgedJournal({lines[0], lines[0]})),
              IsError(Reason::kOutOfOrder, "3:1"));
  const AccountEvent other = {
      "C-1", kEuro, Paid("d", "2026-01-02"_date, "2026-02-02"_date, 20)};
  EXPECT_THAT(ReadJournals(ForgedJournal({lines[0], lines[3], LineOf(other)})),
              IsError(Reason::kConflict, "4:1/id"));
}

TEST(JournalFile, SaysWhatIsWrongInOrder) {
  const std::string text = WriteJournals(LedgerOf(SmallEvents()));
  const std::vector<size_t> starts = LineStarts(text);
  const auto line = [&](size_t k) {
    return text.substr(starts[k], starts[k + 1] - starts[k]);
  };
  const struct {
    std::string text;
    Reason reason;
    const char* field;
  } kRows[] = {
      {"\n", Reason::kMalformed, "1:1"},
      {"invoice,due,amount", Reason::kMalformed, "1:1"},
      {"{\"usance\":\"journal\",\"version\":2}\n", Reason::kUnsupported,
       "1:1/version"},
      {"{\"version\":1,\"usance\":\"journal\"}\n", Reason::kMalformed, "1:1"},
      {"\xEF\xBB\xBF" + text, Reason::kMalformed, "1:1"},
      {text + "\n", Reason::kMalformed, "6:1"},
      {text + "{}\n", Reason::kMalformed, "6:1"},
      // Lines that are whole, but out of their place.
      {line(0) + line(2), Reason::kMalformed, "2:1"},
      {line(0) + line(1) + line(1), Reason::kMalformed, "3:1"},
      {line(0) + line(1) + line(3) + line(2), Reason::kMalformed, "3:1"},
      {line(0) + std::string(kMaxJournalLine + 1, ' ') + "\n",
       Reason::kLimitExceeded, "2:1"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ReadJournals(row.text), IsError(row.reason, row.field))
        << row.text.substr(0, 200);
  }
}

RC_GTEST_PROP(JournalFile, P36_IsTheSameWhateverTheOrder, ()) {
  std::vector<AccountEvent> events;
  const auto count = *rc::gen::inRange<size_t>(0, 20);
  for (size_t k = 0; k < count; ++k) {
    events.push_back({any_event::Id(),
                      any_event::Flag() ? kEuro : Currency::Of("JPY"),
                      AnyEvent("e" + std::to_string(k))});
  }
  const Ledger ledger = LedgerOf(events);
  const std::string text = WriteJournals(ledger);
  for (size_t k = events.size(); k > 1; --k) {
    std::swap(events[k - 1], events[*rc::gen::inRange<size_t>(0, k)]);
  }
  RC_ASSERT(WriteJournals(LedgerOf(events)) == text);
  const auto file = ReadJournals(text);
  RC_ASSERT(file.ok());
  RC_ASSERT(!file->torn_at);
  RC_ASSERT(file->ledger == ledger);
  RC_ASSERT(WriteJournals(file->ledger) == text);
}

RC_GTEST_PROP(JournalFile, IsExtendedByWhatIsRecordedLater, ()) {
  std::vector<AccountEvent> events;
  const auto count = *rc::gen::inRange<size_t>(1, 20);
  for (size_t k = 0; k < count; ++k) {
    events.push_back(
        {any_event::Id(), kEuro, AnyEvent("e" + std::to_string(k))});
  }
  const std::string text = WriteJournals(LedgerOf(events));
  AccountEvent late = {any_event::Id(), kEuro, AnyEvent("late")};
  late.event.recorded = "2030-01-01"_date;
  events.push_back(late);
  RC_ASSERT(WriteJournals(LedgerOf(events)).starts_with(text));
}

TEST(JournalFile, KeepsToItsLimits) {
  const std::string text = WriteJournals(LedgerOf(SmallEvents()));
  EXPECT_THAT(ReadJournals(text, {.max_events = 4, .max_journals = 3}), IsOk());
  EXPECT_THAT(ReadJournals(text, {.max_events = 3}),
              IsError(Reason::kLimitExceeded, "5:1"));
  EXPECT_THAT(ReadJournals(text, {.max_journals = 2}),
              IsError(Reason::kLimitExceeded, "4:1/account"));
}

TEST(JournalFile, HoldsTheLongestEvents) {
  const std::string id(kMaxIdBytes, '\x01');  // six bytes each
  const auto row_of = [](int64_t minor) {
    ClaimRow made{.due = "2026-02-28"_date, .amounts = {}};
    for (const Component c : kComponents) made.amounts[c] = minor;
    made.discounts.assign(kMaxRowDiscounts, {made.due, minor, 366});
    return made;
  };
  // Each amount has as many digits as the sum allows.
  const int64_t minor = std::numeric_limits<int64_t>::max() / 5 /
                        static_cast<int64_t>(kMaxClaimRows);
  const std::vector<std::string> items(kMaxEventItems, id);
  const EventBody bodies[] = {
      InvoiceIssued{id, std::vector<ClaimRow>(kMaxClaimRows, row_of(minor)), id,
                    true, "2026-02-28"_date},
      PaymentDesignated{
          id, std::vector<Designation>(kMaxEventItems,
                                       {id, std::numeric_limits<int32_t>::max(),
                                        Component::kContractInterest,
                                        std::numeric_limits<int64_t>::max()})},
      ContactMade{Channel::kTextMessage, Response::kUndeliverable, items, id},
      PlanAgreed{items,
                 std::vector<PlanRow>(
                     kMaxClaimRows,
                     {"2026-02-28"_date, std::numeric_limits<int64_t>::max()}),
                 true},
  };
  for (const EventBody& body : bodies) {
    const Event event = {.id = id,
                         .value_date = "2026-01-31"_date,
                         .recorded = "2026-01-31"_date,
                         .body = body,
                         .sequence = std::numeric_limits<int64_t>::min(),
                         .actor = id,
                         .reason = id,
                         .text_sha256 = std::string(64, 'a')};
    const Ledger ledger = LedgerOf({{id, kEuro, event}});
    const auto file = ReadJournals(WriteJournals(ledger));
    ASSERT_THAT(file, IsOk()) << NameOf(event.kind());
    EXPECT_TRUE(file->ledger == ledger);
  }
}

// A file that was once released is read for ever, and is what is written.
TEST(JournalFile, TheFirstVersionIsReadForEver) {
  const std::string text = TextOfFile("tests/codec/files/journal-v1.ndjson");
  const auto file = ReadJournals(text);
  ASSERT_THAT(file, IsOk());
  EXPECT_EQ(file->torn_at, std::nullopt);
  Ledger ledger;
  for (Event& event : EveryKind()) {
    ASSERT_THAT(ledger.Append({"C-1", kEuro, std::move(event)}), IsOk());
  }
  for (const AccountEvent& event : SmallEvents()) {
    ASSERT_THAT(ledger.Append(event), IsOk());
  }
  EXPECT_TRUE(file->ledger == ledger);
  EXPECT_EQ(WriteJournals(ledger), text);
}

}  // namespace
}  // namespace usance
