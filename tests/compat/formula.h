// Formulas as tables of tests write them.
#ifndef USANCE_TESTS_COMPAT_FORMULA_H_
#define USANCE_TESTS_COMPAT_FORMULA_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "usance/compat/spreadsheet.h"

namespace usance {

// What "PMT rate=0.08/12 nper=10 pv=10000" answers, or "Reason /field".
inline std::string Sheet(std::string_view formula) {
  const size_t blank = std::min(formula.find(' '), formula.size());
  const auto function =
      ParseName<SpreadsheetFunction>(formula.substr(0, blank), "/fn");
  EXPECT_TRUE(function.ok()) << formula;
  const auto arguments = ParseSpreadsheetArguments(formula.substr(blank));
  EXPECT_TRUE(arguments.ok()) << formula;
  if (!function.ok() || !arguments.ok()) return "";
  const auto answer = CallSpreadsheet(*function, *arguments);
  if (!answer.ok()) {
    return std::string(NameOf(ReasonOf(answer.status()))) + " " +
           FieldOf(answer.status());
  }
  EXPECT_EQ(answer->error.has_value(), !answer->why.empty()) << formula;
  return answer->text;
}

struct SheetCase {
  std::string_view formula;
  std::string_view answer;
};

}  // namespace usance

#endif  // USANCE_TESTS_COMPAT_FORMULA_H_
