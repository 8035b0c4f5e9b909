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
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// What an account owes: what is open less what is unapplied. Amounts are minor
// units of its currency, here and in all that follows.
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

// How a statement is written: every movement of a period between two balances,
// or what is open at its end.
enum class StatementForm : int32_t {
  kBalanceForward = 1,  // StatementOf
  kOpenItem = 2,        // OpenItemsOf
};

template <>
struct Names<StatementForm> {
  static constexpr std::string_view kNoun = "form of statement";
  static constexpr Named<StatementForm> kTable[] = {
      {StatementForm::kBalanceForward, "balance forward", ""},
      {StatementForm::kOpenItem, "open item", ""},
  };
};

// A due amount of which something is open.
struct OpenItemLine {
  uint32_t row = 0;           // of Account::rows
  int64_t claimed_minor = 0;  // all that was ever claimed
  int64_t settled_minor = 0;  // claimed less open
  int64_t open_minor = 0;
  int64_t balance_minor = 0;  // what is open with the lines above it
};

//   balance = the sum of what is open - unapplied
//
// is the closing balance of StatementOf to the account's day.
struct OpenItems {
  std::vector<OpenItemLine> lines = {};  // by due day, then item, then row
  int64_t unapplied_minor = 0;
  int64_t balance_minor = 0;
};

// Returns the due amounts of an account that are open.
//
// Errors:  OUT_OF_RANGE / OVERFLOW - a sum is no int64
// Example: 100.00, of which 30.00 is paid, and 50.00 behind it: 70.00 and 50.00
//          are open, with balances of 70.00 and 120.00
[[nodiscard]] absl::StatusOr<OpenItems> OpenItemsOf(const Account& account);

// What closes the account, paid on the day.
struct PayoffQuote {
  Date on;
  ComponentAmounts open = {};
  int64_t unapplied_minor = 0;
  int64_t pay_minor = 0;       // open less unapplied, at least 0
  int64_t per_diem_minor = 0;  // more if paid a day later
};

// Returns the amount that closes the account on `on`, as Account::Payoff,
// discounts left aside: a quote holds for whoever pays, in whatever way.
//
// Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE - on after 9999-12-29; /on
//         as Replay
//         OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::StatusOr<PayoffQuote> QuotePayoff(
    const Journal& journal, const AccountPolicy& policy, Date on,
    std::optional<Date> as_known_on = {});

// Returns where a payment would go: what it would settle, in order. Nothing is
// recorded.
//
// Errors: INVALID_ARGUMENT / UNKNOWN_NAME - a type for which the policy has no
//           rule; /type. Replay takes it, by the policy's own rule
//         as CheckEvent of the payment
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
// Errors:  INVALID_ARGUMENT / UNKNOWN_NAME - the account has no such item;
// /item
//          as Replay
// Cost:    at most 64 replays
// Example: 60.00 due in March and 40.00 in April: to close the second one takes
//          100.00 where the oldest due comes first
[[nodiscard]] absl::StatusOr<std::optional<int64_t>> LeastToClose(
    const Journal& journal, const AccountPolicy& policy, Date on,
    std::string_view item);

}  // namespace usance

#endif  // USANCE_ACCOUNT_STATEMENT_H_
