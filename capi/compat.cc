#include <vector>

#include "capi/boundary.h"
#include "usance/compat/spreadsheet.h"

using usance::ParseName;
using usance::SpreadsheetAnswer;
using usance::SpreadsheetArgument;
using usance::SpreadsheetFunction;
using usance::capi::Column;
using usance::capi::Guard;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutText;
using usance::capi::Text;

usance_status usance_spreadsheet_call(const char* function,
                                      const char* arguments,
                                      size_t arguments_size, size_t capacity,
                                      char* answer, size_t* size,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name,
                            Text(function, "/function"));
    USANCE_RETURN_IF_ERROR(Column(arguments, arguments_size, "/arguments"));
    USANCE_RETURN_IF_ERROR(Column(answer, capacity, "/answer"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const SpreadsheetFunction called,
                            ParseName<SpreadsheetFunction>(name, "/function"));
    USANCE_ASSIGN_OR_RETURN(
        const std::vector<SpreadsheetArgument> cells,
        usance::ParseSpreadsheetArguments({arguments, arguments_size}));
    USANCE_ASSIGN_OR_RETURN(const SpreadsheetAnswer shown,
                            usance::CallSpreadsheet(called, cells));
    return PutText(shown.text, answer, capacity, size);
  });
}
