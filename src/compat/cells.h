// The arguments of a formula, and what comes out. Private to compat.
#ifndef USANCE_SRC_COMPAT_CELLS_H_
#define USANCE_SRC_COMPAT_CELLS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "src/compat/real.h"
#include "src/compat/serial.h"
#include "usance/compat/spreadsheet.h"

namespace usance::compat {

struct Problem {
  SpreadsheetError error;
  std::string why;
};

using Outcome = std::variant<Real, Serial, Problem>;

[[nodiscard]] inline Problem Num(std::string why) {
  return {SpreadsheetError::kNum, std::move(why)};
}
[[nodiscard]] inline Problem NoValue(std::string why) {
  return {SpreadsheetError::kValue, std::move(why)};
}
[[nodiscard]] inline Problem DivideByZero(std::string why) {
  return {SpreadsheetError::kDivideByZero, std::move(why)};
}
// A number, or #NUM! where there is none.
[[nodiscard]] Outcome Shown(const std::optional<Real>& value);

struct Cell {
  enum class Kind : int32_t { kBlank, kNumber, kLogical, kText };
  Kind kind = Kind::kBlank;
  Real number = 0;  // of a logical 1 or 0
  std::string text;
};

// What a function makes of TRUE and FALSE in an argument.
enum class Logicals : int32_t {
  kAreNumbers,  // 1 and 0
  kAreNoValue,  // the functions that were once an add-in: #VALUE!
};

// Reads the arguments of one formula. What is wrong is remembered, the first
// of it, and a harmless value returned.
class Cells {
 public:
  struct Argument {
    std::string_view name;
    std::vector<Cell> cells;
  };
  Cells(std::vector<Argument> arguments, Logicals logicals)
      : arguments_(std::move(arguments)), logicals_(logicals) {}

  // Whether it is given; a blank cell is.
  [[nodiscard]] bool Has(std::string_view name) const;
  // Blank, or not given: 0.
  [[nodiscard]] Real Number(std::string_view name);
  [[nodiscard]] Real Number(std::string_view name, const Real& otherwise) {
    return Has(name) ? Number(name) : otherwise;
  }
  // Cut to a whole number.
  [[nodiscard]] int64_t Whole(std::string_view name, int64_t otherwise = 0) {
    return Truncated(Number(name, Real(otherwise)));
  }
  // Not 0: TRUE.
  [[nodiscard]] bool Flag(std::string_view name, bool otherwise);
  // #NUM! where there is no such day.
  [[nodiscard]] Serial Day(std::string_view name);
  [[nodiscard]] std::string Text(std::string_view name) const;

  // The cells of a range as they are; none where it is not given.
  [[nodiscard]] std::span<const Cell> Range(std::string_view name) const;
  // Its numbers; what is none is passed over.
  [[nodiscard]] std::vector<Real> Numbers(std::string_view name) const;

  void Fail(Problem problem) {
    if (!problem_) problem_ = std::move(problem);
  }
  [[nodiscard]] const std::optional<Problem>& problem() const {
    return problem_;
  }

 private:
  const Argument* Find(std::string_view name) const;

  std::vector<Argument> arguments_;
  Logicals logicals_;
  std::optional<Problem> problem_;
};

// The values and dates of XNPV and XIRR, in days since the first.
struct DatedFlow {
  Real value;
  int64_t days;
};
// What is made of cells that are no numbers. Of dates a blank one is #NUM!
// where it is not 0, and anything else #VALUE!.
struct OtherCells {
  bool blank_is_0 = false;
  SpreadsheetError other_value = SpreadsheetError::kNum;  // of values
};
[[nodiscard]] std::variant<std::vector<DatedFlow>, Problem> DatedFlowsOf(
    Cells& in, OtherCells others);

// Each reads its arguments and answers.
using Function = Outcome (*)(Cells&);

}  // namespace usance::compat

#endif  // USANCE_SRC_COMPAT_CELLS_H_
