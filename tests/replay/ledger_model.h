// A slow account: written from what the headers of account/ say, in none of
// the library's arithmetic.
//
// It keeps no state between questions. Interest is summed day by day over the
// whole life of a row from the list of what changed its principal, as integers
// over one common denominator, and rounded from the mode's definition.
#ifndef USANCE_TESTS_REPLAY_LEDGER_MODEL_H_
#define USANCE_TESTS_REPLAY_LEDGER_MODEL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/event.h"

namespace usance::replay {

using Amounts = std::array<int64_t, 6>;  // by Component; [0] is not used

struct RowFigures {
  std::string item;
  int number = 0;
  int due = 0;
  int original_due = 0;
  Amounts claimed{};
  Amounts open{};
  int64_t held = 0;
  int64_t disputed = 0;
  int64_t discount = 0;
  int days_past_due = 0;
  std::optional<int> settled_on = {};
  friend bool operator==(const RowFigures&, const RowFigures&) = default;
};

struct ItemFigures {
  std::string id;
  int document = 0;
  bool charged_off = false;
  bool in_plan = false;
  bool handed_over = false;
  ItemState state{};
  friend bool operator==(const ItemFigures&, const ItemFigures&) = default;
};

struct PromiseFigures {
  std::string id;
  PromiseState state{};
  int64_t paid = 0;
  friend bool operator==(const PromiseFigures&,
                         const PromiseFigures&) = default;
};

// What the model and the library must agree on.
struct Figures {
  std::vector<ItemFigures> items;
  std::vector<RowFigures> rows;  // by item and number
  std::vector<PromiseFigures> promises;
  std::vector<std::string> ignored;  // ids of events, in their order
  int64_t unapplied = 0;
  int64_t pending = 0;
  int64_t disputed = 0;
  int64_t recovered = 0;
  int days_past_due = 0;
  AccountState state{};
  friend bool operator==(const Figures&, const Figures&) = default;
};

Figures ModelOf(const std::vector<Event>& log, const AccountPolicy& policy,
                const ReplaySpec& spec);

// The library's answer in the same words; `journal` is what it replayed.
Figures FiguresOf(const Account& account, const Journal& journal);

// The lines in which two answers differ, the model's first.
std::string Difference(const Figures& model, const Figures& library);

}  // namespace usance::replay

#endif  // USANCE_TESTS_REPLAY_LEDGER_MODEL_H_
