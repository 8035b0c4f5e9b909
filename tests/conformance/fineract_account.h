// A loan of Apache Fineract as an account: what happens to it, as events.
#ifndef USANCE_TESTS_CONFORMANCE_FINERACT_ACCOUNT_H_
#define USANCE_TESTS_CONFORMANCE_FINERACT_ACCOUNT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/fineract_loan.h"
#include "usance/account/account.h"

namespace usance::conformance {

enum class ChargeTime : int32_t {
  kOnDay = 1,           // due on a day that is said
  kAtDisbursement = 2,  // and paid then
  kEachRow = 3,         // due with every row of the schedule
};

// Fees are fees, and penalties are costs.
struct LoanCharge {
  std::string name;  // "NSF_FEE"
  bool penalty = false;
  ChargeTime time = ChargeTime::kOnDay;
  Date due;
  Date posted;
  // An amount, or a percentage of principal, interest or both.
  std::string figure = {};
  bool of_principal = false;
  bool of_interest = false;
  size_t money = 0;  // how many movements of money were there before it
};

// A charge on a row of the schedule.
struct ChargeOnRow {
  size_t charge = 0;
  size_t row = 0;
  int64_t minor = 0;
};

// Money that moved, "DISBURSEMENT" and "DOWN_PAYMENT" among it.
struct LoanMoney {
  Date date;
  std::string type;
  int64_t minor = 0;
  size_t charge = 0;  // the one that is waived
  std::optional<Date> reverted = {};
};

// A transaction as it is compared.
struct LoanTransaction {
  LoanMoney money;
  ComponentAmounts portions;
  int64_t overpaid = 0;
  int64_t balance = 0;  // of principal, after it
};

// A row of the schedule as it is compared.
struct LoanRow {
  Date date;
  bool down = false;     // paid down on the day of an advance
  size_t advance = 0;    // which one, where it is
  bool upfront = false;  // a charge that is paid on the day of an advance
  int64_t balance = 0;   // after it
  ComponentAmounts claimed = {};
  ComponentAmounts open = {};
  ComponentAmounts paid = {};
  int64_t in_advance = 0;
  int64_t late = 0;
  std::optional<Date> settled = {};
};

struct LoanView {
  Account account;
  std::vector<LoanRow> rows;
  std::vector<LoanTransaction> transactions;
  std::vector<int64_t> charges_due;
  std::vector<int64_t> charges_paid;
  std::vector<int64_t> charges_waived;
};

// The events of one loan, and where they leave it on a day.
class LoanAccount {
 public:
  // `head` has the loan, its product and, once it is there, its approval.
  LoanAccount(Fields& head, Rounding ties);

  [[nodiscard]] Terms& terms() { return terms_; }
  [[nodiscard]] Currency currency() const { return currency_; }
  [[nodiscard]] const std::vector<LoanMoney>& money() const { return money_; }
  [[nodiscard]] const std::vector<LoanCharge>& charges() const {
    return charges_;
  }
  [[nodiscard]] bool disbursed() const { return !advances_.empty(); }
  // The first due day.
  [[nodiscard]] Date FirstDue();
  [[nodiscard]] std::optional<Rule> TermsRule();

  // What is paid down at once is less by what was overpaid before.
  absl::Status Disburse(Date date, const Money& amount);
  void Move(const LoanMoney& money) { money_.push_back(money); }
  void Charge(LoanCharge charge) {
    charge.money = money_.size();
    charges_.push_back(std::move(charge));
  }
  // Gives up the last charge, and takes that back.
  absl::Status Waive(Date date);
  void UndoWaiver(Date date);
  // Takes back a movement of money; the last advance; all of them.
  void Undo(size_t k, Date date) { money_[k].reverted = date; }
  void UndoLastAdvance();
  void UndoAdvances();
  // The rule of a type of transaction for what is not due yet.
  void SetFutureRule(const std::string& type, const std::string& rule) {
    future_rules_[type] = rule;
  }
  [[nodiscard]] std::string FutureRuleOf(const std::string& type) const;

  [[nodiscard]] absl::StatusOr<LoanView> At(Date as_of);

 private:
  struct Item {
    std::string id;
    Date date;
    std::vector<size_t> rows;  // of the table, by the row of the item
    std::vector<ClaimRow> claims;
  };
  [[nodiscard]] AmortizationSpec Spec(const std::vector<Advance>& advances);
  [[nodiscard]] absl::StatusOr<std::vector<LoanRow>> Plan(
      const std::vector<Advance>& advances);
  [[nodiscard]] absl::StatusOr<std::vector<Item>> Items(
      Date as_of, std::vector<LoanRow>& table);
  [[nodiscard]] Date EffectOf(const LoanCharge& charge) const;
  void PostCharges(std::vector<LoanRow>& table, std::vector<Item>& items,
                   std::vector<ChargeOnRow>& posted, Journal& journal);
  void PostEach(size_t k, const std::vector<LoanRow>& table, const Item& item,
                std::vector<ChargeOnRow>& posted, Journal& journal);
  [[nodiscard]] std::vector<Event> EventsOf(
      size_t k, const Item& item, const std::vector<LoanRow>& table,
      const std::vector<ChargeOnRow>& on_rows) const;
  void FillRows(const std::vector<Item>& items, LoanView& view) const;
  void FillTransactions(const Journal& journal, LoanView& view) const;
  void FillCharges(const std::vector<ChargeOnRow>& posted,
                   LoanView& view) const;
  [[nodiscard]] int64_t AmountOf(const LoanCharge& charge, int64_t principal,
                                 int64_t interest);
  [[nodiscard]] AllocationRule RuleFor(const std::string& type) const;
  [[nodiscard]] AccountPolicy Policy() const;

  Fields& head_;
  Terms terms_;
  Rounding ties_;
  Currency currency_;
  std::vector<Advance> advances_;
  std::vector<LoanMoney> money_;
  std::vector<LoanCharge> charges_;
  std::map<std::string, std::string> future_rules_;
};

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_FINERACT_ACCOUNT_H_
