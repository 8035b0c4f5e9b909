// Spreadsheet functions, "PMT rate=0.08/12 nper=10 pv=10000": an answer is an
// error value, a day, or a number that reads as itself.
#include "usance/compat/spreadsheet.h"

#include "tests/fuzz/fuzz.h"

namespace {

using usance::CallSpreadsheet;
using usance::SpreadsheetFunction;

void Try(SpreadsheetFunction function,
         const std::vector<usance::SpreadsheetArgument>& arguments) {
  const auto answer = CallSpreadsheet(function, arguments);
  if (!answer.ok()) return;
  USANCE_CHECK(answer->text.starts_with('#') == answer->error.has_value());
  USANCE_CHECK(answer->why.empty() != answer->error.has_value());
  if (answer->error) return;
  const auto same =
      CallSpreadsheet(SpreadsheetFunction::kFvschedule,
                      {{{"principal", {answer->text}}, {"schedule", {}}}});
  if (!same.ok()) {  // too large or small for a cell
    USANCE_CHECK(usance::ReasonOf(same.status()) ==
                 usance::Reason::kOutOfRange);
  } else if (answer->text.find('-', 1) == std::string::npos ||
             answer->text.find('E') != std::string::npos) {
    USANCE_CHECK(same->text == answer->text);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  const size_t blank = text.find(' ');
  const auto arguments = usance::ParseSpreadsheetArguments(
      blank == std::string_view::npos ? "" : text.substr(blank));
  if (!arguments.ok()) return 0;
  for (const auto& argument : *arguments) {
    if (argument.cells.size() > 200) return 0;  // the time of one input
  }
  const auto named =
      usance::FindName<SpreadsheetFunction>(text.substr(0, blank));
  for (const auto& row : usance::Names<SpreadsheetFunction>::kTable) {
    if (!named || *named == row.value) Try(row.value, *arguments);
  }
  return 0;
}
