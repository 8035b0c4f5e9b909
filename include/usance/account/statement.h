// What happened between two days, and what it would take to close.
#ifndef USANCE_ACCOUNT_STATEMENT_H_
#define USANCE_ACCOUNT_STATEMENT_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/journal.h"
#include "usance/account/movement.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// What an account owes: what is open less what is unapplied.
struct Balance {
  ComponentAmounts open = {};
  int64_t unapplied_minor = 0;

  [[nodiscard]] int128 Total() const { return open.Total() - unapplied_minor; }
  friend bool operator==(const Balance&, const Balance&) = default;
};

// One line. Default interest has one line for each row, of the last day: what
// it grew by in the period.
struct StatementLine {
  Movement movement;
  int64_t change_minor = 0;   // of what is owed; 0 where credit is used
  int64_t balance_minor = 0;  // what is owed behind the line
};

//   opening + lines + corrections = closing, in each component
struct Statement {
  Currency currency;
  Date from;
  Date to;
  Balance opening;  // at the end of the day before
  std::vector<StatementLine> lines = {};
  // What a reversal within the period changes of days before it.
  Balance corrections = {};
  Balance closing = {};
  Account account;  // as of `to`
};

struct StatementSpec {
  Date from;  // both inclusive
  Date to;
  std::optional<Date> as_known_on = {};
};

// Returns the movements of [from, to].
//
// Errors: INVALID_ARGUMENT / END_BEFORE_START - to < from
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE - from is 0001-01-01
//         as Replay
//         OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::StatusOr<Statement> StatementOf(const Journal& journal,
                                                    const AccountPolicy& policy,
                                                    const StatementSpec& spec);

// What closes the account, paid on the day.
struct PayoffQuote {
  Date on;
  ComponentAmounts open = {};
  int64_t unapplied_minor = 0;
  int64_t pay_minor = 0;       // open less unapplied, at least 0
  int64_t per_diem_minor = 0;  // more if paid a day later
};

// Returns the amount that closes the account on `on`, discounts left aside: a
// quote holds for whoever pays, in whatever way.
//
// Errors: as Replay
//         OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::StatusOr<PayoffQuote> QuotePayoff(
    const Journal& journal, const AccountPolicy& policy, Date on,
    std::optional<Date> as_known_on = {});

// Returns where a payment would go: what it would settle, in order. Nothing is
// recorded.
//
// Errors: OUT_OF_RANGE / OUT_OF_RANGE - amount not above 0
//         as Replay
[[nodiscard]] absl::StatusOr<std::vector<Movement>> Allocate(
    const Journal& journal, const AccountPolicy& policy, Date on,
    const PaymentReceived& payment);

// Returns the least payment on `on` after which no row is past due by more than
// `days`: 0 makes the account current. Nothing where no amount does, as where a
// rule holds money back.
//
// Errors: OUT_OF_RANGE / OUT_OF_RANGE - days below 0
//         as Replay
// Cost:   at most 64 replays
[[nodiscard]] absl::StatusOr<std::optional<int64_t>> LeastToReach(
    const Journal& journal, const AccountPolicy& policy, Date on, int32_t days);

// Returns the least payment on `on` after which nothing of the item is open;
// the policy's default rule says where it goes. Nothing where no amount does.
//
// Errors:  INVALID_ARGUMENT / UNKNOWN_NAME - the account has no such item; /item
//          as Replay
// Cost:    at most 64 replays
// Example: 60.00 due in March and 40.00 in April: to close the second one takes
//          100.00 where the oldest due comes first
[[nodiscard]] absl::StatusOr<std::optional<int64_t>> LeastToClose(
    const Journal& journal, const AccountPolicy& policy, Date on,
    std::string_view item);

}  // namespace usance

#endif  // USANCE_ACCOUNT_STATEMENT_H_
