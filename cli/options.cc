#include "cli/options.h"

namespace usance::cli {

void AddFormat(CLI::App& app, Output& output) {
  app.add_option("--format", output.format, "table (assumed), csv or json")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"table", "csv", "json"}).description(""));
}

void AddGuard(CLI::App& app, Output& output) {
  app.add_flag("--guard-formulas", output.guard_formulas,
               "in CSV, put ' before texts that a spreadsheet would run");
}

void AddOutput(CLI::App& app, Output& output) {
  AddFormat(app, output);
  app.add_flag("--explain", output.explain,
               "show how the figures come about; not in CSV, nor in "
               "JSON of a ledger");
  AddGuard(app, output);
}

void AddRates(CLI::App& app, RatesRun& rates) {
  app.add_option("--rates", rates.folder,
                 "a folder of rate series, each in place of the built-in one")
      ->type_name("DIR");
}

void RefuseNothing(CLI::App& app) {
  const CLI::Validator given(
      [](std::string& text) {
        return std::string(text.empty() ? "nothing is given" : "");
      },
      "");
  for (CLI::Option* option : app.get_options()) option->check(given);
}

}  // namespace usance::cli
