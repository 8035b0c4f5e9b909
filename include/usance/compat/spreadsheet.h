// Spreadsheet functions as the spreadsheets answer them, for people who have to
// reconcile. Nothing else of the library uses them.
#ifndef USANCE_COMPAT_SPREADSHEET_H_
#define USANCE_COMPAT_SPREADSHEET_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"

namespace usance {

enum class SpreadsheetFunction : int32_t {
  // Annuities.
  kPmt = 1,
  kIpmt = 2,
  kPpmt = 3,
  kIspmt = 4,
  kCumipmt = 5,
  kCumprinc = 6,
  kFv = 7,
  kPv = 8,
  kNper = 9,
  kRate = 10,
  // Flows.
  kNpv = 11,
  kIrr = 12,
  kMirr = 13,
  kXnpv = 14,
  kXirr = 15,
  kFvschedule = 16,
  // Growth.
  kRri = 17,
  kPduration = 18,
  kEffect = 19,
  kNominal = 20,
  // Days.
  kDays = 21,
  kDays360 = 22,
  kYearfrac = 23,
  kDatedif = 24,
  kEdate = 25,
  kEomonth = 26,
  kNetworkdays = 27,
  kNetworkdaysIntl = 28,
  kWorkday = 29,
  kWorkdayIntl = 30,
  // Securities.
  kCoupdaybs = 31,
  kCoupdays = 32,
  kCoupdaysnc = 33,
  kCoupncd = 34,
  kCoupnum = 35,
  kCouppcd = 36,
  kAccrint = 37,
  kAccrintm = 38,
  kDisc = 39,
  kIntrate = 40,
  kReceived = 41,
};

template <>
struct Names<SpreadsheetFunction> {
  static constexpr std::string_view kNoun = "spreadsheet function";
  static constexpr Named<SpreadsheetFunction> kTable[] = {
      {SpreadsheetFunction::kPmt, "PMT", ""},
      {SpreadsheetFunction::kIpmt, "IPMT", ""},
      {SpreadsheetFunction::kPpmt, "PPMT", ""},
      {SpreadsheetFunction::kIspmt, "ISPMT", ""},
      {SpreadsheetFunction::kCumipmt, "CUMIPMT", ""},
      {SpreadsheetFunction::kCumprinc, "CUMPRINC", ""},
      {SpreadsheetFunction::kFv, "FV", ""},
      {SpreadsheetFunction::kPv, "PV", ""},
      {SpreadsheetFunction::kNper, "NPER", ""},
      {SpreadsheetFunction::kRate, "RATE", ""},
      {SpreadsheetFunction::kNpv, "NPV", ""},
      {SpreadsheetFunction::kIrr, "IRR", ""},
      {SpreadsheetFunction::kMirr, "MIRR", ""},
      {SpreadsheetFunction::kXnpv, "XNPV", ""},
      {SpreadsheetFunction::kXirr, "XIRR", ""},
      {SpreadsheetFunction::kFvschedule, "FVSCHEDULE", ""},
      {SpreadsheetFunction::kRri, "RRI", ""},
      {SpreadsheetFunction::kPduration, "PDURATION", ""},
      {SpreadsheetFunction::kEffect, "EFFECT", ""},
      {SpreadsheetFunction::kNominal, "NOMINAL", ""},
      {SpreadsheetFunction::kDays, "DAYS", ""},
      {SpreadsheetFunction::kDays360, "DAYS360", ""},
      {SpreadsheetFunction::kYearfrac, "YEARFRAC", ""},
      {SpreadsheetFunction::kDatedif, "DATEDIF", ""},
      {SpreadsheetFunction::kEdate, "EDATE", ""},
      {SpreadsheetFunction::kEomonth, "EOMONTH", ""},
      {SpreadsheetFunction::kNetworkdays, "NETWORKDAYS", ""},
      {SpreadsheetFunction::kNetworkdaysIntl, "NETWORKDAYS.INTL", ""},
      {SpreadsheetFunction::kWorkday, "WORKDAY", ""},
      {SpreadsheetFunction::kWorkdayIntl, "WORKDAY.INTL", ""},
      {SpreadsheetFunction::kCoupdaybs, "COUPDAYBS", ""},
      {SpreadsheetFunction::kCoupdays, "COUPDAYS", ""},
      {SpreadsheetFunction::kCoupdaysnc, "COUPDAYSNC", ""},
      {SpreadsheetFunction::kCoupncd, "COUPNCD", ""},
      {SpreadsheetFunction::kCoupnum, "COUPNUM", ""},
      {SpreadsheetFunction::kCouppcd, "COUPPCD", ""},
      {SpreadsheetFunction::kAccrint, "ACCRINT", ""},
      {SpreadsheetFunction::kAccrintm, "ACCRINTM", ""},
      {SpreadsheetFunction::kDisc, "DISC", ""},
      {SpreadsheetFunction::kIntrate, "INTRATE", ""},
      {SpreadsheetFunction::kReceived, "RECEIVED", ""},
  };
};

// The error values of a cell.
enum class SpreadsheetError : int32_t {
  kNum = 1,
  kValue = 2,
  kDivideByZero = 3,
};

template <>
struct Names<SpreadsheetError> {
  static constexpr std::string_view kNoun = "spreadsheet error";
  static constexpr Named<SpreadsheetError> kTable[] = {
      {SpreadsheetError::kNum, "#NUM!", ""},
      {SpreadsheetError::kValue, "#VALUE!", ""},
      {SpreadsheetError::kDivideByZero, "#DIV/0!", ""},
  };
};

// A parameter of a function, as the spreadsheets name it. A range takes any
// number of cells.
struct SpreadsheetParameter {
  std::string_view name;
  bool required;
  bool is_range;
  std::string_view assumed;  // where it is left out; of a range empty: none
};

// The parameters of a function, in the order of the formula.
[[nodiscard]] std::vector<SpreadsheetParameter> ParametersOf(
    SpreadsheetFunction function);

// A formula as people write it: "PMT(rate, nper, pv, [fv], [type])".
[[nodiscard]] std::string FormulaOf(SpreadsheetFunction function);

// What stands in the cell, or cells, of a parameter:
//
//   0.08   8%   1E-7   0.08/12     a number
//   2026-01-31   46053             a day, by date or serial number
//   TRUE   FALSE                   a logical
//   (nothing)                      a blank cell
//
// and anything else is text.
struct SpreadsheetArgument {
  std::string name;
  std::vector<std::string> cells;
};

// Reads arguments as they are typed, split by blanks or line ends, the cells of
// a range by commas: "rate=0.1 values=-100,60,,60" has a blank cell.
//
// Errors: INVALID_ARGUMENT / MALFORMED - a word that is no name=value
[[nodiscard]] absl::StatusOr<std::vector<SpreadsheetArgument>>
ParseSpreadsheetArguments(std::string_view text,
                          std::string_view field = "/arguments");

// "-1037.03208935915", "2026-01-31" or "#NUM!".
struct SpreadsheetAnswer {
  std::string text;
  // Where it is an error value: which, and why.
  std::optional<SpreadsheetError> error = std::nullopt;
  std::string why;

  friend bool operator==(const SpreadsheetAnswer&,
                         const SpreadsheetAnswer&) = default;
};

// The most cells of a range.
inline constexpr size_t kMaxSpreadsheetCells = 10'000;

// Returns what a cell with this formula shows, at full width.
//
// An error value of the spreadsheet is an answer. Where spreadsheets differ,
// Microsoft Excel is followed, with its days of 1900.
//
// Errors:     INVALID_ARGUMENT / UNKNOWN_FIELD - an argument that the function
//               does not have
//             INVALID_ARGUMENT / DUPLICATE_FIELD - one that is given twice
//             INVALID_ARGUMENT / MISSING_FIELD - a required one that is not
//               given
//             INVALID_ARGUMENT / WRONG_TYPE - several cells, or none, of a
//               parameter that is no range
//             OUT_OF_RANGE / LIMIT_EXCEEDED - more than kMaxSpreadsheetCells
//             INVALID_ARGUMENT / TOO_MANY_DIGITS - a number of more than 40
//             OUT_OF_RANGE / OUT_OF_RANGE - a number that is not 0 and whose
//               size is not within 10^-30 to 10^30
// Exactness:  15 significant digits of the exact value, rounded half away from
//             zero. It is computed with 100 digits; where terms cancel to less
//             than 10^-50 of them, it is 0.
// Cost:       some microseconds; IRR, XIRR and RATE some hundred evaluations.
// Source:     ISO/IEC 29500-1, 18.17.7 and the documentation of Microsoft
//             Excel; what goes beyond it, and where that comes from, stands at
//             each rule in src/compat.
// Example:    PMT(0.08/12, 10, 10000) is -1037.03208935915.
[[nodiscard]] absl::StatusOr<SpreadsheetAnswer> CallSpreadsheet(
    SpreadsheetFunction function,
    std::span<const SpreadsheetArgument> arguments);

}  // namespace usance

#endif  // USANCE_COMPAT_SPREADSHEET_H_
