// A firm's morning as a page for a browser.
#ifndef USANCE_CLI_REPORT_H_
#define USANCE_CLI_REPORT_H_

#include <string>

#include "cli/morning.h"

namespace usance::cli {

// One HTML document with its style and plots inside: it asks nothing of a
// network and runs no script. The same morning gives the same bytes.
[[nodiscard]] std::string ReportHtml(const Morning& morning);

}  // namespace usance::cli

#endif  // USANCE_CLI_REPORT_H_
