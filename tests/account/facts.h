// Journals, policies and accounts as tests write and read them.
#ifndef USANCE_TESTS_ACCOUNT_FACTS_H_
#define USANCE_TESTS_ACCOUNT_FACTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/matchers.h"
#include "usance/usance.h"

namespace usance {

inline Currency Eur() { return *Currency::Parse("EUR", ""); }

inline int64_t Cents(std::string_view amount) {
  return ParseAmount(amount, Eur(), "")->minor();
}

// "1234.56" of minor units.
inline std::string Euros(int128 minor) {
  std::string text = Format(Money(static_cast<int64_t>(minor), Eur()));
  return text.substr(0, text.find(' '));
}

// A journal that grows line by line.
class Facts {
 public:
  Facts() : journal_("debtor", Eur()) {}

  // Its id is "1", "2", ... in the order in which a test says it.
  Facts& On(std::string_view date, EventBody body) {
    Event event = {.id = std::to_string(++count_),
                   .value_date = *Date::Parse(date),
                   .recorded = *Date::Parse(date),
                   .body = std::move(body)};
    return Add(std::move(event));
  }
  Facts& Add(Event event) {
    const auto added = journal_.Append(std::move(event));
    EXPECT_TRUE(added.ok() && *added) << added.status();
    return *this;
  }

  Facts& Invoice(std::string_view date, std::string item,
                 std::string_view amount, std::string_view due,
                 std::string interest = {}) {
    return On(
        date,
        InvoiceIssued{
            .item = std::move(item),
            .rows = {{.due = *Date::Parse(due),
                      .amounts = ComponentAmounts::Principal(Cents(amount))}},
            .interest = std::move(interest)});
  }
  Facts& Pay(std::string_view date, std::string_view amount,
             std::vector<Designation> designations = {}) {
    return On(date, PaymentReceived{.amount_minor = Cents(amount),
                                    .designations = std::move(designations)});
  }
  Facts& Charge(std::string_view date, Component component,
                std::string_view amount, std::string item = {}) {
    return On(date, ChargePosted{.item = std::move(item),
                                 .component = component,
                                 .amount_minor = Cents(amount)});
  }

  [[nodiscard]] const Journal& journal() const { return journal_; }
  [[nodiscard]] Journal& journal() { return journal_; }

 private:
  Journal journal_;
  int count_ = 0;
};

inline InterestTerms TermsAt(std::string id, std::string_view rate) {
  return {.id = std::move(id),
          .late = {.interest = DefaultInterest{
                       .rates = RateHistory::Fixed(*Rate::Parse(rate, "")),
                       .rule = {.day_count = DayCount::kAct365Fixed,
                                .compounding = Compounding::kSimple,
                                .regime = RoundingRegime::kPerBooking,
                                .rounding = Rounding::kHalfEven}}}};
}

// Interest terms: "12" at 12 % and "9" at 9 % a year.
inline AccountPolicy PolicyOf(std::string_view allocation = "oldest due",
                              CreditUse credit = CreditUse::kHold) {
  return {.allocation = *AllocationPreset(allocation),
          .credit = credit,
          .interest = {TermsAt("12", "12%"), TermsAt("9", "9%")},
          .partial_payment = PartialPayment::kNone};
}

inline absl::StatusOr<Account> On(
    std::string_view as_of, const Facts& facts, const AccountPolicy& policy,
    std::optional<std::string_view> known_on = {}) {
  ReplaySpec spec = {.as_of = *Date::Parse(as_of)};
  if (known_on) spec.as_known_on = *Date::Parse(*known_on);
  return Replay(facts.journal(), policy, spec);
}

// What is open of an item by component, principal, contract interest, default
// interest, fee and cost, and of the account what is unapplied:
// "A 100.00 0.00 1.50 0.00 0.00 | 20.00". Settled items are left out.
inline std::string Text(const absl::StatusOr<Account>& account) {
  if (!account.ok()) return std::string(account.status().message());
  std::string text;
  for (uint32_t k = 0; k < account->items.size(); ++k) {
    ComponentAmounts open;
    for (const AccountRow& row : account->rows) {
      if (row.item != k) continue;
      for (const Component c : kComponents) open[c] += row.open[c];
    }
    if (open.IsZero()) continue;
    text += (account->items[k].id.empty() ? "-" : account->items[k].id);
    for (const Component c : kComponents) text += " " + Euros(open[c]);
    text += " | ";
  }
  return text + Euros(account->unapplied_minor);
}

// The invariants of every account, whatever happened to it.
inline void ExpectInvariants(const Account& account) {
  ComponentAmounts by_rows, by_movements;
  int64_t unapplied = 0;
  std::vector<ComponentAmounts> rows(account.rows.size());
  for (const Movement& movement : account.movements) {
    EXPECT_NE(NameOf(movement.kind), "");
    unapplied += UnappliedChange(movement);
    if (!movement.row) continue;
    rows[*movement.row][movement.component] += ClaimChange(movement);
    by_movements[movement.component] += ClaimChange(movement);
  }
  EXPECT_EQ(unapplied, account.unapplied_minor);
  EXPECT_GE(account.unapplied_minor, 0);
  for (size_t k = 0; k < account.rows.size(); ++k) {
    const AccountRow& row = account.rows[k];
    EXPECT_EQ(row.open, rows[k]) << "row " << k;
    for (const Component c : kComponents) {
      EXPECT_GE(row.open[c], 0) << "row " << k << " " << NameOf(c);
      EXPECT_GE(row.claimed[c], row.open[c]) << "row " << k;
      by_rows[c] += row.open[c];
    }
    EXPECT_EQ(row.settled_on.has_value(), row.open.IsZero()) << "row " << k;
    EXPECT_LE(row.disputed_minor, row.open[Component::kPrincipal]);
    EXPECT_LE(row.held_minor, row.open[Component::kPrincipal]);
    EXPECT_LT(row.item, account.items.size());
  }
  EXPECT_EQ(account.open, by_rows);
  EXPECT_EQ(account.open, by_movements);
}

inline Facts InvoiceAt12Percent() {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12");
  return facts;
}

}  // namespace usance

#endif  // USANCE_TESTS_ACCOUNT_FACTS_H_
