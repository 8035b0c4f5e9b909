// Where an account stands: a fold of its journal.
#ifndef USANCE_ACCOUNT_ACCOUNT_H_
#define USANCE_ACCOUNT_ACCOUNT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "usance/account/account_policy.h"
#include "usance/account/component.h"
#include "usance/account/journal.h"
#include "usance/account/movement.h"
#include "usance/accrual/segment.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"

namespace usance {

// One due amount. Amounts are minor units of the account's currency, here and in
// all that follows.
struct AccountRow {
  uint32_t item = 0;   // of Account::items
  int32_t number = 1;  // within the item
  Date due;
  Date original_due;
  ComponentAmounts claimed;    // all that was ever claimed
  ComponentAmounts open;       // what is unpaid of it
  int64_t held_minor = 0;      // of the open principal
  int64_t disputed_minor = 0;  // the same
  // Of the open principal, what a payment on as_of that settles the row is not
  // asked for. 0 where the policy has no partial_payment, and in what is read
  // from a snapshot.
  int64_t discount_minor = 0;
  // as_of - due where more than the policy's tolerance is open, less its days of
  // grace and those on which a hold of all of it or a plan was in force; at
  // least 0. Else 0.
  int32_t days_past_due = 0;
  std::optional<Date> settled_on = {};  // nothing is open since
  std::vector<Segment> segments = {};   // of default interest, where asked for
};

enum class ItemState : int32_t {
  kSettled = 1,
  kNotDue = 2,
  kPastDue = 3,
  kWrittenOff = 4,  // and nothing is open
};

template <>
struct Names<ItemState> {
  static constexpr std::string_view kNoun = "state of an item";
  static constexpr Named<ItemState> kTable[] = {
      {ItemState::kSettled, "settled", ""},
      {ItemState::kNotDue, "not due", ""},
      {ItemState::kPastDue, "past due", ""},
      {ItemState::kWrittenOff, "written off", ""},
  };
};

// What an invoice opened; its amounts are those of its rows.
struct AccountItem {
  std::string id;  // empty: charges of no item
  Date document_date;
  Date baseline;
  bool secured = false;
  bool charged_off = false;
  bool in_plan = false;
  bool handed_over = false;
  ItemState state{};
};

enum class PromiseState : int32_t {
  kOpen = 1,
  kKept = 2,
  kKeptInPart = 3,
  kBroken = 4,
  kSuperseded = 5,  // by a later promise for one of its items
};

template <>
struct Names<PromiseState> {
  static constexpr std::string_view kNoun = "state of a promise";
  static constexpr Named<PromiseState> kTable[] = {
      {PromiseState::kOpen, "open", ""},
      {PromiseState::kKept, "kept", ""},
      {PromiseState::kKeptInPart, "kept in part", ""},
      {PromiseState::kBroken, "broken", ""},
      {PromiseState::kSuperseded, "superseded", ""},
  };
};

struct AccountPromise {
  uint32_t event = 0;
  PromiseState state{};
  // Payments from the promise to its day that settled its items, less those of
  // them that came back by then.
  int64_t paid_minor = 0;
};

enum class AccountState : int32_t {
  kSettled = 1,   // nothing is open
  kOverpaid = 2,  // nothing is open, and money is unapplied
  kCurrent = 3,   // nothing is past due
  kPastDue = 4,
  kInPlan = 5,      // a plan runs for an item that is open
  kHandedOver = 6,  // such an item is with an agency or lawyer
};

template <>
struct Names<AccountState> {
  static constexpr std::string_view kNoun = "state of an account";
  static constexpr Named<AccountState> kTable[] = {
      {AccountState::kSettled, "settled", ""},
      {AccountState::kOverpaid, "overpaid", ""},
      {AccountState::kCurrent, "current", ""},
      {AccountState::kPastDue, "past due", ""},
      {AccountState::kInPlan, "in plan", ""},
      {AccountState::kHandedOver, "handed over", ""},
  };
};

// An event that had nothing to act on, as a waiver of an item that is not
// there, or a part that had none: a payment that is designated for one, a plan
// of two items. It is named once, and what is not there changes no figure.
struct IgnoredEvent {
  uint32_t event = 0;
  std::string why;
};

struct Account {
  Currency currency;
  Date as_of;
  std::optional<Date> as_known_on = {};
  std::vector<AccountItem> items = {};  // in the order of their invoices
  std::vector<AccountRow> rows = {};    // of an item in order, not together
  // Every cent from event to row and component, in order. Their changes add up
  // to the balances.
  std::vector<Movement> movements = {};
  std::vector<AccountPromise> promises = {};
  std::vector<IgnoredEvent> ignored = {};
  ComponentAmounts open = {};   // the sum of the rows'
  int64_t unapplied_minor = 0;  // money of the debtor's
  int64_t pending_minor = 0;    // payments that are not confirmed
  int64_t disputed_minor = 0;
  int64_t recovered_minor = 0;
  int32_t days_past_due = 0;  // the most of the rows'
  AccountState state{};
  bool provisional = false;  // a rate was carried on past what is known

  // What is open less what is unapplied: paid on as_of, the two are the same,
  // and the account closes; where money is unapplied, once that is applied too.
  [[nodiscard]] int128 Payoff() const;
};

struct ReplaySpec {
  Date as_of;  // events of a later value date are not seen
  // Events recorded later are not known. None: all are known.
  std::optional<Date> as_known_on = {};
  bool segments = false;  // fill AccountRow::segments
};

// Returns where the account stands at the end of as_of.
//
// Events apply in the journal's order: by value date, then rates,
// capitalization, claims, money, status, then sequence, then id. Interest
// accrues through the day of an event before a payment of that day settles
// anything; what the payment settles no longer bears on the next day. Interest
// is booked (rounded) as of as_of, and by each event that reaches it: of rows
// that tie pro rata, all that share.
//
// An event that a Reversed names counts as never recorded from the reversal's
// value date on; a reversal reaches events that come before it, reversals
// among them. A pending payment settles as of its own value date once it is
// confirmed; one that failed never came. What decides about a payment reaches
// one that comes before it. A payment that was returned settles from its value
// date to the return.
//
// An event that refers to what is not there changes nothing and is named in
// Account::ignored.
//
// Errors:    as CheckPolicy, below /policy
//            OUT_OF_RANGE / DATE_OUT_OF_RANGE - as_of after 9999-12-30
//            INVALID_ARGUMENT / UNKNOWN_NAME - an event names interest terms
//              that the policy does not have; /policy/interest
//            INVALID_ARGUMENT / UNSPECIFIED - a row has discounts, and the
//              policy no partial_payment
//            as Accrue, below /policy/interest/<id>
//            OUT_OF_RANGE / OVERFLOW - a balance is no int64 of minor units
// Exactness: interest as its rule says; percentages of tolerance are compared
//            exactly
// Cost:      linear in events and in what payments touch; a payment that
//            reaches nothing passes all open rows, a return the movements since
//            its payment, a refund of a charge those since the charge
[[nodiscard]] absl::StatusOr<Account> Replay(const Journal& journal,
                                             const AccountPolicy& policy,
                                             const ReplaySpec& spec);

// The indices of the events that count in such an account: not after its day,
// known by then, and not reversed.
[[nodiscard]] std::vector<uint32_t> EventsOf(const Journal& journal,
                                             const Account& account);

// Replays a journal that grows, again and again: goes on from where it stands
// where that gives the same account as a replay from the start, and replays
// where it does not.
class Replayer {
 public:
  // Borrows both.
  //
  // Errors: as CheckPolicy
  [[nodiscard]] static absl::StatusOr<Replayer> Make(
      const Journal& journal, const AccountPolicy& policy);
  Replayer(Replayer&&) noexcept;
  Replayer& operator=(Replayer&&) noexcept;
  ~Replayer();

  // The same as Replay.
  [[nodiscard]] absl::StatusOr<Account> At(const ReplaySpec& spec);

 private:
  struct State;
  explicit Replayer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace usance

#endif  // USANCE_ACCOUNT_ACCOUNT_H_
