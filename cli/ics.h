// The due dates of a loan for a calendar.
#ifndef USANCE_CLI_ICS_H_
#define USANCE_CLI_ICS_H_

#include <string>
#include <string_view>
#include <vector>

#include "usance/installment/installment.h"
#include "usance/money/currency.h"

namespace usance::cli {

// An iCalendar object with a whole day for each row that pays. `title` stands
// before what each says, where there is one; UIDs are `uid`, the number of the
// row, and the name of this program. What the standard stamps with the time of
// writing has the loan's first day: the same rows give the same bytes.
//
// Source: RFC 5545
[[nodiscard]] std::string ToIcs(const std::vector<Installment>& rows,
                                Currency currency, std::string_view title,
                                std::string_view uid);

}  // namespace usance::cli

#endif  // USANCE_CLI_ICS_H_
