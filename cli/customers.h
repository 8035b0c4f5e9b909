// What the record of customers asks for: trust, help from others, an end.
#ifndef USANCE_CLI_CUSTOMERS_H_
#define USANCE_CLI_CUSTOMERS_H_

#include <cstdint>
#include <string>

#include "cli/accounts.h"

namespace usance::cli {

struct AssessRun {
  std::string credit;    // a JSON file
  std::string external;  // the same; empty: nothing is known beside the record
  int32_t period_days = 0;
  bool reasons = false;
};

struct EscalateRun {
  std::string escalation;  // a JSON file
  std::string debtors;     // the same; empty: nothing is known of them
};

// Of one account.
struct HandoverRun {
  std::string items;  // with commas between; empty: all that are open
};
struct SettlementRun {
  std::string items;  // with commas between; empty: all
  std::string pay;
  std::string gives_up;  // components with commas between
};
struct StandingRun {
  std::string plan;
  int32_t missed = 1;
  int32_t of_last = 0;
  int32_t tolerance_days = 0;
  std::string tolerance;  // empty: 0.00
  bool ignores_made_up = false;
};

// Each returns how the command ends.
[[nodiscard]] int RunAssess(const AccountsRun& run, const AssessRun& assess);
[[nodiscard]] int RunEscalate(const AccountsRun& run,
                              const EscalateRun& escalate);
[[nodiscard]] int RunHandover(const AccountsRun& run,
                              const HandoverRun& handover);
[[nodiscard]] int RunSettlement(const AccountsRun& run,
                                const SettlementRun& settlement);
[[nodiscard]] int RunStanding(const AccountsRun& run,
                              const StandingRun& standing);

}  // namespace usance::cli

#endif  // USANCE_CLI_CUSTOMERS_H_
