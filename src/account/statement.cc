#include "usance/account/statement.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "usance/core/text.h"

namespace usance {
namespace {

Balance BalanceOf(const Account& account) {
  return {.open = account.open, .unapplied_minor = account.unapplied_minor};
}

absl::StatusOr<int64_t> Narrowed(int128 minor) {
  if (const auto narrow = Narrow<int64_t>(minor)) return *narrow;
  return Error(Reason::kOverflow, "",
               "a sum is outside the 64 bits of minor units");
}

// The default interest that movements have claimed, by row.
std::map<uint32_t, int64_t> InterestByRow(const Account& account) {
  std::map<uint32_t, int64_t> interest;
  for (const Movement& movement : account.movements) {
    if (movement.kind == MovementKind::kInterest) {
      interest[*movement.row] += movement.amount_minor;
    }
  }
  return interest;
}

// Rows as the two days have them may stand at other places: by item and number.
uint32_t RowIn(const Account& account, const Account& other, uint32_t row) {
  const AccountRow& sought = other.rows[row];
  const std::string& item = other.items[sought.item].id;
  for (uint32_t k = 0; k < account.rows.size(); ++k) {
    if (account.rows[k].number == sought.number &&
        account.items[account.rows[k].item].id == item) {
      return k;
    }
  }
  return kAsOf;
}

// A payment behind all others of its day: ids are UTF-8, in which nothing is
// above U+10FFFF.
Event Hypothetical(const Journal& journal, Date on,
                   const PaymentReceived& payment) {
  constexpr std::string_view kLast = "\xF4\x8F\xBF\xBF";
  std::string id(kLast);
  while (journal.Find(id) != nullptr) id += kLast;
  return {.id = id, .value_date = on, .recorded = on, .body = payment};
}

absl::Status CheckType(const AccountPolicy& policy, const std::string& type) {
  if (type.empty()) return absl::OkStatus();
  std::string allowed;
  for (const TypedAllocation& typed : policy.by_type) {
    if (typed.type == type) return absl::OkStatus();
    allowed += (allowed.empty() ? "" : ", ") + typed.type;
  }
  return Error(Reason::kUnknownName, "/type",
               Quoted(type) +
                   " is no type of payment of the policy; allowed: " +
                   (allowed.empty() ? "none" : allowed));
}

// The least payment on the account's day after which reached(account) holds.
// More money never undoes it: the least is between two amounts that are known.
template <class Reached>
absl::StatusOr<std::optional<int64_t>> LeastAfterWhich(
    const Reached& reached, const Journal& journal, const AccountPolicy& policy,
    const Account& account) {
  if (reached(account)) return 0;
  const auto suffices = [&](int64_t amount) -> absl::StatusOr<bool> {
    Journal with = journal;
    USANCE_RETURN_IF_ERROR(with.Append(Hypothetical(journal, account.as_of,
                                                    {.amount_minor = amount}))
                               .status());
    USANCE_ASSIGN_OR_RETURN(const Account paid,
                            Replay(with, policy, {.as_of = account.as_of}));
    return reached(paid);
  };
  USANCE_ASSIGN_OR_RETURN(int64_t enough, Narrowed(account.open.Total()));
  USANCE_ASSIGN_OR_RETURN(const bool possible, suffices(enough));
  if (!possible) return std::nullopt;
  int64_t too_little = 0;
  while (enough - too_little > 1) {
    const int64_t middle = too_little + (enough - too_little) / 2;
    USANCE_ASSIGN_OR_RETURN(const bool does, suffices(middle));
    (does ? enough : too_little) = middle;
  }
  return enough;
}

}  // namespace

absl::StatusOr<Statement> StatementOf(const Journal& journal,
                                      const AccountPolicy& policy,
                                      const StatementSpec& spec) {
  if (spec.to < spec.from) {
    return Error(Reason::kEndBeforeStart, "/to",
                 spec.to.ToText() + " is before " + spec.from.ToText());
  }
  const std::optional<Date> before =
      Date::FindDays(int64_t{spec.from.days()} - 1);
  if (!before) {
    return Error(Reason::kDateOutOfRange, "/from",
                 "no day is before " + spec.from.ToText());
  }
  USANCE_ASSIGN_OR_RETURN(
      const Account opening,
      Replay(journal, policy,
             {.as_of = *before, .as_known_on = spec.as_known_on}));
  USANCE_ASSIGN_OR_RETURN(
      Account account,
      Replay(journal, policy,
             {.as_of = spec.to, .as_known_on = spec.as_known_on}));
  Statement statement = {.currency = journal.currency(),
                         .from = spec.from,
                         .to = spec.to,
                         .opening = BalanceOf(opening),
                         .closing = BalanceOf(account),
                         .account = std::move(account)};
  const Account& closing = statement.account;
  std::vector<Movement> movements;
  for (const Movement& movement : closing.movements) {
    if (movement.date >= spec.from &&
        movement.kind != MovementKind::kInterest) {
      movements.push_back(movement);
    }
  }
  std::map<uint32_t, int64_t> interest = InterestByRow(closing);
  for (const auto& [row, minor] : InterestByRow(opening)) {
    const uint32_t now = RowIn(closing, opening, row);
    if (now != kAsOf) interest[now] -= minor;
  }
  for (const auto& [row, minor] : interest) {
    if (minor == 0) continue;
    movements.push_back({.kind = MovementKind::kInterest,
                         .component = Component::kDefaultInterest,
                         .date = spec.to,
                         .row = row,
                         .amount_minor = minor});
  }
  Balance at = statement.opening;
  for (const Movement& movement : movements) {
    const int64_t claim = ClaimChange(movement);
    const int64_t unapplied = UnappliedChange(movement);
    if (movement.row) at.open[movement.component] += claim;
    at.unapplied_minor += unapplied;
    USANCE_ASSIGN_OR_RETURN(const int64_t balance, Narrowed(at.Total()));
    statement.lines.push_back({.movement = movement,
                               .change_minor = claim - unapplied,
                               .balance_minor = balance});
  }
  for (const Component component : kComponents) {
    statement.corrections.open[component] =
        statement.closing.open[component] - at.open[component];
  }
  statement.corrections.unapplied_minor =
      statement.closing.unapplied_minor - at.unapplied_minor;
  return statement;
}

absl::StatusOr<OpenItems> OpenItemsOf(const Account& account) {
  OpenItems items = {.unapplied_minor = account.unapplied_minor};
  int128 balance = 0;
  for (uint32_t k = 0; k < account.rows.size(); ++k) {
    if (!account.rows[k].open.IsZero()) items.lines.push_back({.row = k});
  }
  std::sort(items.lines.begin(), items.lines.end(),
            [&](const OpenItemLine& a, const OpenItemLine& b) {
              const auto key = [&](const OpenItemLine& line) {
                const AccountRow& row = account.rows[line.row];
                return std::tuple(row.due, row.item, row.number);
              };
              return key(a) < key(b);
            });
  for (OpenItemLine& line : items.lines) {
    const AccountRow& row = account.rows[line.row];
    const int128 claimed = row.claimed.Total();
    const int128 open = row.open.Total();
    balance += open;
    USANCE_ASSIGN_OR_RETURN(line.claimed_minor, Narrowed(claimed));
    USANCE_ASSIGN_OR_RETURN(line.settled_minor, Narrowed(claimed - open));
    USANCE_ASSIGN_OR_RETURN(line.open_minor, Narrowed(open));
    USANCE_ASSIGN_OR_RETURN(line.balance_minor, Narrowed(balance));
  }
  USANCE_ASSIGN_OR_RETURN(items.balance_minor,
                          Narrowed(balance - items.unapplied_minor));
  return items;
}

absl::StatusOr<PayoffQuote> QuotePayoff(const Journal& journal,
                                        const AccountPolicy& policy, Date on,
                                        std::optional<Date> as_known_on) {
  constexpr Date kLast = Date::Of(9999, 12, 29);  // the day after is asked for
  if (on > kLast) {
    return Error(Reason::kDateOutOfRange, "/on",
                 on.ToText() + "; allowed: up to " + kLast.ToText());
  }
  USANCE_ASSIGN_OR_RETURN(
      const Account account,
      Replay(journal, policy, {.as_of = on, .as_known_on = as_known_on}));
  USANCE_ASSIGN_OR_RETURN(const int64_t pay, Narrowed(account.Payoff()));
  PayoffQuote quote = {.on = on,
                       .open = account.open,
                       .unapplied_minor = account.unapplied_minor,
                       .pay_minor = pay};
  // A day later, with nothing new on it but time.
  Journal known(journal.account(), journal.currency());
  for (size_t k = 0; k < journal.size(); ++k) {
    if (journal[k].value_date > on) break;
    USANCE_RETURN_IF_ERROR(known.Append(journal[k]).status());
  }
  const auto later = Date::FindDays(int64_t{on.days()} + 1);
  USANCE_ASSIGN_OR_RETURN(
      const Account next,
      Replay(known, policy, {.as_of = *later, .as_known_on = as_known_on}));
  USANCE_ASSIGN_OR_RETURN(quote.per_diem_minor,
                          Narrowed(next.Payoff() - account.Payoff()));
  return quote;
}

absl::StatusOr<std::vector<Movement>> Allocate(const Journal& journal,
                                               const AccountPolicy& policy,
                                               Date on,
                                               const PaymentReceived& payment) {
  USANCE_RETURN_IF_ERROR(CheckType(policy, payment.type));
  Journal with = journal;
  const Event event = Hypothetical(journal, on, payment);
  USANCE_RETURN_IF_ERROR(with.Append(event).status());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(with, policy, {.as_of = on}));
  const std::optional<size_t> index = with.IndexOf(event.id);
  std::vector<Movement> movements;
  for (const Movement& movement : account.movements) {
    if (movement.event == *index) movements.push_back(movement);
  }
  return movements;
}

absl::StatusOr<std::optional<int64_t>> LeastToReach(const Journal& journal,
                                                    const AccountPolicy& policy,
                                                    Date on, int32_t days) {
  if (days < 0) {
    return Error(Reason::kOutOfRange, "/days",
                 std::to_string(days) + "; allowed: 0 or more");
  }
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(journal, policy, {.as_of = on}));
  return LeastAfterWhich(
      [days](const Account& paid) { return paid.days_past_due <= days; },
      journal, policy, account);
}

absl::StatusOr<std::optional<int64_t>> LeastToClose(const Journal& journal,
                                                    const AccountPolicy& policy,
                                                    Date on,
                                                    std::string_view item) {
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(journal, policy, {.as_of = on}));
  if (std::none_of(account.items.begin(), account.items.end(),
                   [&](const AccountItem& one) { return one.id == item; })) {
    return Error(Reason::kUnknownName, "/item",
                 "the account has no item " + Quoted(item));
  }
  const auto closed = [item](const Account& paid) {
    return std::none_of(
        paid.rows.begin(), paid.rows.end(), [&](const AccountRow& row) {
          return paid.items[row.item].id == item && !row.open.IsZero();
        });
  };
  return LeastAfterWhich(closed, journal, policy, account);
}

}  // namespace usance
