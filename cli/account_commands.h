// The subcommands that read the accounts of a journal.
#ifndef USANCE_CLI_ACCOUNT_COMMANDS_H_
#define USANCE_CLI_ACCOUNT_COMMANDS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/accounts.h"
#include "cli/actions.h"
#include "cli/collection.h"
#include "cli/customers.h"
#include "cli/learning.h"
#include "cli/match.h"
#include "cli/options.h"
#include "cli/rates.h"
#include "cli/snapshot.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

// It stays where it is made: the options write into it.
class AccountCommands {
 public:
  AccountCommands(CLI::App& app, Output& output, RatesRun& rates);
  AccountCommands(const AccountCommands&) = delete;
  AccountCommands& operator=(const AccountCommands&) = delete;

  // How the command ends; nothing where it is none of these.
  [[nodiscard]] std::optional<int> Run(const Output& output,
                                       const RateBook& book);

 private:
  enum class Shows { kRows, kAnswer, kFile };  // an answer has a derivation
  struct Command {
    CLI::App* app;
    Shows shows;
    std::function<int()> run;
  };

  CLI::App& Add(CLI::App& app, const char* name, const char* about,
                const char* footer, Shows shows, std::function<int()> run);
  void AddBalances(CLI::App& app);
  void AddFollowUp(CLI::App& app);
  void AddCustomers(CLI::App& app);
  void AddCollection(CLI::App& app);
  void AddLearning(CLI::App& app);
  void AddFiles(CLI::App& app);
  void AddDay(CLI::App& app, const char* flag, const char* about);
  int TakeSnapshot();

  std::vector<Command> commands_;
  AccountsRun of_;
  MatchRun match_;
  ActionsRun actions_;
  AssessRun assess_;
  EscalateRun escalate_;
  HandoverRun handover_;
  SettlementRun settlement_;
  StandingRun standing_;
  CollectionRun collection_;
  OutcomesRun outcomes_;
  CohortsRun cohorts_;
  ProvisionRun provision_;
  SnapshotRun snapshot_;
};

}  // namespace usance::cli

#endif  // USANCE_CLI_ACCOUNT_COMMANDS_H_
