// A part of a report: a table with its title.
#ifndef USANCE_CLI_SECTION_H_
#define USANCE_CLI_SECTION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "cli/table.h"
#include "usance/codec/json.h"

namespace usance::cli {

struct Section {
  std::string id;     // a member of the JSON
  std::string title;  // "Late charges"
  std::string about;  // one sentence
  std::string none;   // what stands where there are no rows
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows = {};
  std::vector<std::vector<std::string>> totals = {};  // below a rule
};

// The columns in which a row says something.
[[nodiscard]] std::vector<size_t> FilledColumns(const Section& section);

// Prints the sections as tables, one after the other.
void PrintSections(const std::vector<Section>& sections);

// Adds each section by its id, a list of objects; its totals as "<id>_totals".
void AddSections(const std::vector<Section>& sections, Json& json);

}  // namespace usance::cli

#endif  // USANCE_CLI_SECTION_H_
