// Rows and events of other systems, from texts.
#include "usance/codec/import.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/codec/journal.h"

namespace usance {
namespace {

constexpr std::string_view kImportHeader =
    "no,customer,issued,due,amount,settled\n";
constexpr std::string_view kTwoInvoices =
    "1,C1,2026-01-01,2026-01-31,100.00,2026-02-03\n"
    "2,C2,2026-01-02,2026-02-01,50.00,\n";

LedgerMapping EuroMapping() {
  return *LedgerMapping::Make(*ParseJson(
      R"({"currency":"EUR","columns":{"invoice":"no","customer":"customer",)"
      R"("issued":"issued","due":"due","amount":"amount",)"
      R"("settled":"settled"},"payments":{"columns":{"invoice":"no",)"
      R"("date":"day","amount":"amount"}}})"));
}

std::vector<std::string> ErrorsOf(const ImportResult& result) {
  std::vector<std::string> texts;
  for (const absl::Status& error : result.errors) {
    texts.push_back(std::string(NameOf(ReasonOf(error))) + " " +
                    FieldOf(error));
  }
  return texts;
}

ImportResult ImportOf(std::string_view rows, Ledger& ledger,
                      std::optional<std::string_view> payments = {}) {
  const std::string text = std::string(kImportHeader) + std::string(rows);
  const std::string paid =
      "no,day,amount\n" + std::string(payments.value_or(""));
  std::optional<ImportText> list;
  if (payments) list = {.name = "p.csv", .text = paid};
  return ImportRows(EuroMapping(), {.name = "i.csv", .text = text}, list,
                    ledger);
}

// An invoice, its payment and another invoice; 40.00 of the 100.00 are listed.
TEST(Import, RowsAreEvents) {
  Ledger ledger;
  const ImportResult result =
      ImportOf(kTwoInvoices, ledger, "1,2026-01-15,40.00\n");
  EXPECT_EQ(result.error_count, 0u);
  EXPECT_EQ(result.added, 4u);
  ASSERT_EQ(ledger.journals().size(), 2u);
  const Journal& journal = ledger.journals().at({"C1", "EUR"});
  const auto amount = [&](const char* id) {
    const auto index = journal.IndexOf(id);
    return index ? std::get<PaymentReceived>(journal[*index].body).amount_minor
                 : -1;
  };
  EXPECT_EQ(amount("payment:1:2026-01-15:40.00"), 4000);
  EXPECT_EQ(amount("payment:1"), 6000);
  const ImportResult again =
      ImportOf(kTwoInvoices, ledger, "1,2026-01-15,40.00\n");
  EXPECT_EQ(again.added, 0u);
  EXPECT_EQ(again.known, 4u);
}

TEST(Import, WhatIsWrongChangesNothing) {
  Ledger ledger;
  ASSERT_EQ(ImportOf(kTwoInvoices, ledger).error_count, 0u);
  const Ledger before = ledger;
  const ImportResult result = ImportOf(
      "3,C3,2026-01-01,2026-01-31,7.00,\n"
      "4,,2026-01-01,2026-01-31,7.00,\n"
      "5,C3,2026-01-01,soon,7.00,\n",
      ledger, "9,2026-01-15,40.00\n");
  EXPECT_THAT(ErrorsOf(result), testing::ElementsAre("MISSING_FIELD i.csv:3:3",
                                                     "MALFORMED i.csv:4:17",
                                                     "UNKNOWN_NAME p.csv:2:1"));
  EXPECT_EQ(result.added, 0u);
  EXPECT_TRUE(ledger == before);
  // The settlement of an invoice alone is another than the one with a list.
  EXPECT_THAT(ErrorsOf(ImportOf(kTwoInvoices, ledger, "1,2026-01-15,40.00\n")),
              testing::ElementsAre("CONFLICT i.csv:2:1"));
  EXPECT_TRUE(ledger == before);
}

TEST(Import, ErrorsAreCountedAndBounded) {
  std::string rows;
  for (int k = 0; k < 30; ++k) rows += "1,C1,2026-01-01,2026-01-31,x,\n";
  Ledger ledger;
  const ImportResult result = ImportOf(rows, ledger);
  EXPECT_EQ(result.error_count, 30u);
  EXPECT_EQ(result.errors.size(), kMaxImportErrors);
}

TEST(Import, TheMappingNamesWhatAnImportNeeds) {
  LedgerMapping mapping = *LedgerMapping::Make(*ParseJson(
      R"({"currency":"EUR","columns":{"invoice":"n","due":"d","amount":"a"}})"));
  Ledger ledger;
  EXPECT_THAT(ErrorsOf(ImportRows(mapping, {.name = "i", .text = "n,d,a\n"}, {},
                                  ledger)),
              testing::ElementsAre("MISSING_FIELD /mapping/columns/customer"));
  LedgerMapping alone = EuroMapping();
  alone.payments.reset();
  EXPECT_THAT(
      ErrorsOf(ImportRows(alone, {.name = "i", .text = kImportHeader},
                          ImportText{.name = "p", .text = "x"}, ledger)),
      testing::ElementsAre("MISSING_FIELD /mapping/payments"));
  EXPECT_THAT(ErrorsOf(ImportRows(EuroMapping(), {.name = "i", .text = ""}, {},
                                  ledger)),
              testing::ElementsAre("MISSING_FIELD i"));
}

// Lines, a list and a journal file are the same events; errors name the line.
TEST(Import, EventsInEachForm) {
  const std::string one =
      R"({"account":"A","currency":"EUR","id":"1","kind":"payment",)"
      R"("date":"2026-01-01","amount":"1.00"})";
  const std::string two =
      R"({"account":"A","currency":"EUR","id":"]{\"[","kind":"payment",)"
      R"("date":"2026-01-02","amount":"2.00"})";
  Ledger lines, list, file;
  EXPECT_EQ(
      ImportEvents({.name = "e", .text = one + "\n\n" + two}, lines).added, 2u);
  EXPECT_EQ(
      ImportEvents({.name = "e", .text = "[" + one + ",\n" + two + "]"}, list)
          .added,
      2u);
  const std::string text = WriteJournals(lines);
  EXPECT_EQ(ImportEvents({.name = "e", .text = text}, file).added, 2u);
  EXPECT_TRUE(lines == list && lines == file);
  Ledger marked;  // by a byte order mark, as some systems begin a file
  EXPECT_EQ(
      ImportEvents({.name = "e", .text = "\xEF\xBB\xBF" + one + "\n" + two},
                   marked)
          .added,
      2u);
  EXPECT_TRUE(marked == lines);
  EXPECT_THAT(
      ErrorsOf(ImportEvents(
          {.name = "e", .text = "\n[" + one + ", " + two + ",\n\n{}, 5\n,[]]"},
          list)),
      testing::ElementsAre("MISSING_FIELD e:4:1/account", "WRONG_TYPE e:4:1",
                           "WRONG_TYPE e:5:1"));
  EXPECT_TRUE(lines == list);
  const std::string torn = text.substr(0, text.size() - 5);
  Ledger cut;
  const ImportResult result = ImportEvents({.name = "e", .text = torn}, cut);
  EXPECT_EQ(result.added, 1u);
  EXPECT_EQ(result.torn_at, torn.rfind('\n') + 1);
}

}  // namespace
}  // namespace usance
