// Apache Fineract: what happens to a loan, step by step.
#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "tests/conformance/fineract_account.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/money/format.h"

namespace usance::conformance {
namespace {

// "MERCHANT_ISSUED_REFUND" is shown as "Merchant Issued Refund".
std::string TitleOf(std::string_view type) {
  if (type == "REFUND_BY_CASH") return "Refund";
  if (type == "WAIVE_LOAN_CHARGES") return "Waive loan charges";
  if (type == "REPAYMENT_AT_DISBURSEMENT") {
    return "Repayment (at time of disbursement)";
  }
  std::string title;
  bool starts = true;
  for (const char letter : type) {
    title += letter == '_' ? ' '
             : starts      ? letter
                           : static_cast<char>(
                            std::tolower(static_cast<unsigned char>(letter)));
    starts = letter == '_';
  }
  return title;
}

// Letters alone, as "Closed (obligations met)" and "CLOSED_OBLIGATIONS_MET"
// are one.
std::string LettersOf(std::string_view text) {
  std::string letters;
  for (const char one : text) {
    const auto byte = static_cast<unsigned char>(one);
    if (std::isalpha(byte) != 0) {
      letters += static_cast<char>(std::toupper(byte));
    }
  }
  return letters;
}

// "Installment percentage amount + interest fee" for a charge of each row.
std::string NameOf(const LoanCharge& charge) {
  if (charge.time != ChargeTime::kEachRow) return LettersOf(charge.name);
  if (!charge.of_principal && !charge.of_interest) return "INSTALLMENTFLATFEE";
  return std::string("INSTALLMENTPERCENTAGE") +
         (charge.of_principal ? "AMOUNT" : "") +
         (charge.of_interest ? "INTEREST" : "") + "FEE";
}

// One scenario on its way.
class Walk {
 public:
  Walk(Fields& fields, Rounding ties) : fields_(fields), ties_(ties) {}

  [[nodiscard]] Verdict Run() {
    for (const Json& step : Member(fields_.object(), "steps")) {
      if (HandlerOf(TextOf(Member(step, "op"))) == nullptr) {
        return Fail("unsupported");
      }
    }
    size_t k = 0;
    for (const Json& step : Member(fields_.object(), "steps")) {
      const std::string op = TextOf(Member(step, "op"));
      problem_.clear();
      if (!loan_ && NeedsLoan(op)) return Fail("malformed: no loan");
      (this->*HandlerOf(op))(step);
      if (problem_.empty() && !fields_.error().empty()) {
        problem_ = fields_.error();
      }
      if (problem_.empty() && head_ && !head_->error().empty()) {
        problem_ = head_->error();
      }
      if (!problem_.empty()) {
        if (changed_) return Deviates(*changed_);
        return Fail("step " + std::to_string(k) + " " + op + ": " + problem_);
      }
      ++k;
    }
    return Pass();
  }

 private:
  static bool NeedsLoan(std::string_view op) {
    return op != "business_date" && op != "create_loan" &&
           op != "configure_charge" && op != "close_of_business" &&
           op != "post_accruals" && !op.starts_with("set_");
  }
  using Handler = void (Walk::*)(const Json&);
  static Handler HandlerOf(std::string_view op) {
    struct Entry {
      std::string_view op;
      Handler handler;
    };
    static constexpr Entry kTable[] = {
        {"business_date", &Walk::BusinessDate},
        {"close_of_business", &Walk::Nothing},
        {"post_accruals", &Walk::Nothing},
        {"create_loan", &Walk::Create},
        {"approve", &Walk::Approve},
        {"disburse", &Walk::Disburse},
        {"repay", &Walk::Repay},
        {"transaction", &Walk::Repay},
        {"payoff", &Walk::PayOff},
        {"add_charge", &Walk::AddCharge},
        {"add_charge_pct", &Walk::AddEachRow},
        {"add_installment_charge", &Walk::AddEachRow},
        {"waive_charge", &Walk::Waive},
        {"undo_waive_charge", &Walk::UndoWaiver},
        {"expect_reverted", &Walk::ExpectReverted},
        {"expect_delinquency_range", &Walk::ExpectDelinquency},
        {"configure_charge", &Walk::ConfigureCharge},
        {"set_allocation_rule", &Walk::SetRule},
        {"set_repayment_start_date_type", &Walk::SetStart},
        {"undo_transaction", &Walk::UndoTransaction},
        {"undo_last_disbursal", &Walk::UndoLastDisbursal},
        {"undo_disbursal", &Walk::UndoDisbursal},
        {"reschedule", &Walk::Reschedule},
        {"interest_pause", &Walk::Reschedule},
        {"re_age", &Walk::Reschedule},
        {"undo_re_age", &Walk::Reschedule},
        {"re_amortize", &Walk::Reschedule},
        {"undo_re_amortize", &Walk::Reschedule},
        {"expect_schedule", &Walk::ExpectSchedule},
        {"expect_totals", &Walk::ExpectTotals},
        {"expect_transactions", &Walk::ExpectTransactions},
        {"expect_charges", &Walk::ExpectCharges},
        {"expect_status", &Walk::ExpectStatus},
        {"expect_outstanding", &Walk::ExpectOutstanding},
        {"expect_overdue", &Walk::ExpectOverdue},
        {"expect_overpaid", &Walk::ExpectOverpaid},
        {"expect_next_payment_due", &Walk::ExpectNext},
        {"expect_all_obligations_met", &Walk::ExpectMet},
    };
    for (const Entry& entry : kTable) {
      if (entry.op == op) return entry.handler;
    }
    return nullptr;
  }

  int64_t Minor(const Json& value) {
    return MoneyOf(fields_, value, loan_->currency()).minor();
  }
  void Differs(const std::string& what, const std::string& actual,
               const std::string& expected) {
    if (actual != expected && problem_.empty()) {
      problem_ = what + " is " + actual + ", expected " + expected;
    }
  }
  // An amount, unless nothing is expected.
  void Same(const std::string& what, int64_t actual, const Json& expected) {
    if (!expected.is_string()) return;
    Differs(what, FormatAmount(actual, loan_->currency()),
            FormatAmount(Minor(expected), loan_->currency()));
  }
  void Change(const Rule& rule) {
    if (!changed_) changed_ = rule;
  }
  [[nodiscard]] bool Recalculates() {
    return loan_->terms().Is("isInterestRecalculationEnabled", "true") &&
           !loan_->terms().Is("rate_pct", "0");
  }
  [[nodiscard]] std::optional<LoanView> View() {
    auto view = loan_->At(today_);
    if (view.ok()) return *std::move(view);
    problem_ = std::string(FromAbsl(view.status().message()));
    return std::nullopt;
  }
  void CheckFutureRule(const std::string& type);
  void Begin() {
    loan_.reset();
    head_.emplace(object_, fields_.folder());
    loan_.emplace(*head_, ties_);
  }

  void Nothing(const Json& step);
  void BusinessDate(const Json& step);
  void Create(const Json& step);
  void Approve(const Json& step);
  void Disburse(const Json& step);
  void Repay(const Json& step);
  void PayOff(const Json& step);
  void AddCharge(const Json& step);
  void AddEachRow(const Json& step);
  void Waive(const Json& step);
  void UndoWaiver(const Json& step);
  void ConfigureCharge(const Json& step);
  void SetRule(const Json& step);
  void SetStart(const Json& step);
  void Reschedule(const Json& step);
  void UndoTransaction(const Json& step);
  void UndoLastDisbursal(const Json& step);
  void UndoDisbursal(const Json& step);
  void ExpectSchedule(const Json& step);
  void ExpectTotals(const Json& step);
  void ExpectTransactions(const Json& step);
  void ExpectCharges(const Json& step);
  void ExpectStatus(const Json& step);
  void ExpectOutstanding(const Json& step);
  void ExpectOverdue(const Json& step);
  void ExpectOverpaid(const Json& step);
  void ExpectReverted(const Json& step);
  void ExpectDelinquency(const Json& step);
  void ExpectNext(const Json& step);
  void ExpectMet(const Json& step);

  Fields& fields_;
  Rounding ties_;
  Json object_;  // what head_ reads
  std::optional<Fields> head_ = {};
  std::optional<LoanAccount> loan_ = {};
  Date today_ = Date::Of(2000, 1, 1);
  std::map<std::string, std::string> future_rules_;
  std::optional<Rule> changed_ = {};
  std::map<std::string, std::string> starts_;  // by product
  std::string calculation_;                    // of the charge at disbursement
  bool refunded_ = false;
  std::string problem_;
};

void Walk::Nothing(const Json& /*step*/) {}

void Walk::BusinessDate(const Json& step) {
  today_ = DateOf(fields_, Member(step, "date"));
  if (loan_ && Recalculates() && today_ > loan_->FirstDue()) {
    Change(kFineractBusinessDate);
  }
}

void Walk::Create(const Json& step) {
  const Json& loan = Member(step, "loan");
  const std::string product = TextOf(Member(loan, "product"));
  object_ = Json{{"loan", loan}, {"product", product}};
  if (starts_.contains(product)) {
    object_["loan"]["repaymentStartDateType"] = starts_[product];
  }
  Begin();
  for (const auto& [type, rule] : future_rules_) {
    loan_->SetFutureRule(type, rule);
  }
  const std::string charge = TextOf(Member(loan, "charge calculation type"));
  if (charge.starts_with("LOAN_INSTALLMENT_FEE")) {
    AddEachRow({{"charge", charge}, {"pct", Member(loan, "charge amount %")}});
  }
  if (charge != "LOAN_DISBURSEMENT_CHARGE") return;
  loan_->Charge(
      {.name = "DISBURSEMENT_CHARGE",
       .time = ChargeTime::kAtDisbursement,
       .due = today_,
       .posted = today_,
       .figure = TextOf(Member(loan, "charge amount %")),
       .of_principal = calculation_.find("AMOUNT") != std::string::npos,
       .of_interest = calculation_.find("INTEREST") != std::string::npos});
}

void Walk::Approve(const Json& step) {
  object_["approved"] = step;
  if (const auto rule = loan_->TermsRule()) Change(*rule);
}

void Walk::Disburse(const Json& step) {
  const Date date = DateOf(fields_, Member(step, "date"));
  // Credit that is there pays the new rows by the rule of all money.
  if (loan_->disbursed()) CheckFutureRule("DEFAULT");
  const absl::Status status = loan_->Disburse(
      date, MoneyOf(fields_, Member(step, "amount"), loan_->currency()));
  if (!status.ok()) problem_ = std::string(FromAbsl(status.message()));
  if (const auto rule = loan_->TermsRule()) Change(*rule);
  if (Recalculates() && today_ > loan_->FirstDue()) {
    Change(kFineractBusinessDate);
  }
}

void Walk::CheckFutureRule(const std::string& type) {
  const std::string rule = loan_->FutureRuleOf(type);
  if (loan_->terms().Is("strategy", "ADVANCED_PAYMENT_ALLOCATION") &&
      rule != "NEXT_INSTALLMENT" && rule != "LAST_INSTALLMENT") {
    Change(kFineractFutureRows);
  }
}

void Walk::Repay(const Json& step) {
  const LoanMoney money{.date = DateOf(fields_, Member(step, "date")),
                        .type = TextOf(Member(step, "type")),
                        .minor = Minor(Member(step, "amount"))};
  if (money.type == "REFUND_BY_CASH") Change(kFineractRefunds);
  if (money.type == "CREDIT_BALANCE_REFUND") refunded_ = true;
  if (Recalculates()) Change(kFineractBusinessDate);
  CheckFutureRule(money.type);
  loan_->Move(money);
}

void Walk::PayOff(const Json& step) {
  if (Recalculates()) Change(kFineractBusinessDate);
  const auto view = View();
  if (!view) return;
  loan_->Move({.date = DateOf(fields_, Member(step, "date")),
               .type = "REPAYMENT",
               .minor = static_cast<int64_t>(view->account.open.Total())});
}

void Walk::AddCharge(const Json& step) {
  if (refunded_) Change(kFineractRefunds);
  const std::string name = TextOf(Member(step, "charge"));
  loan_->Charge({.name = name,
                 .penalty = name.find("NSF") != std::string::npos,
                 .due = DateOf(fields_, Member(step, "due")),
                 .posted = today_,
                 .figure = TextOf(Member(step, "amount"))});
}

// "LOAN_INSTALLMENT_FEE_PERCENTAGE_AMOUNT_PLUS_INTEREST".
void Walk::AddEachRow(const Json& step) {
  const std::string name = TextOf(Member(step, "charge"));
  const Json& pct = Member(step, "pct");
  loan_->Charge(
      {.name = name,
       .time = ChargeTime::kEachRow,
       .due = today_,
       .posted = today_,
       .figure = TextOf(pct.is_string() ? pct : Member(step, "amount")),
       .of_principal = name.find("AMOUNT") != std::string::npos,
       .of_interest = name.find("INTEREST") != std::string::npos});
}

void Walk::Waive(const Json& /*step*/) {
  const absl::Status status = loan_->Waive(today_);
  if (!status.ok()) problem_ = std::string(FromAbsl(status.message()));
}

void Walk::UndoWaiver(const Json& /*step*/) { loan_->UndoWaiver(today_); }

void Walk::ConfigureCharge(const Json& step) {
  calculation_ = TextOf(Member(step, "calculation"));
}

void Walk::SetStart(const Json& step) {
  starts_[TextOf(Member(step, "product"))] = TextOf(Member(step, "value"));
}

void Walk::SetRule(const Json& step) {
  future_rules_[TextOf(Member(step, "transaction_type"))] =
      TextOf(Member(step, "rule"));
}

void Walk::Reschedule(const Json& /*step*/) { Change(kFineractReschedules); }

// The nth, or the last, of its day.
void Walk::UndoTransaction(const Json& step) {
  if (Recalculates()) Change(kFineractBusinessDate);
  const std::string type = TextOf(Member(step, "type"));
  const int64_t nth =
      ScanInteger(TextOf(Member(step, "nth")), 1, 1'000).value_or(1'000);
  int64_t count = 0;
  std::optional<size_t> found;
  for (size_t k = 0; k < loan_->money().size(); ++k) {
    const LoanMoney& one = loan_->money()[k];
    if (one.date.ToText() != TextOf(Member(step, "date")) ||
        (!type.empty() && TitleOf(one.type) != type)) {
      continue;
    }
    if (++count <= nth) found = k;
  }
  if (!found) {
    problem_ = "no such transaction";
  } else {
    loan_->Undo(*found, today_);
  }
}

void Walk::UndoLastDisbursal(const Json& /*step*/) {
  if (Recalculates()) Change(kFineractBusinessDate);
  loan_->UndoLastAdvance();
}

void Walk::UndoDisbursal(const Json& /*step*/) { loan_->UndoAdvances(); }

void Walk::ExpectSchedule(const Json& step) {
  const auto view = View();
  if (!view) return;
  std::vector<LoanRow> rows;
  int64_t upfront = 0;
  for (const LoanRow& row : view->rows) {
    if (!row.upfront) rows.push_back(row);
    if (row.upfront) upfront += row.claimed[Component::kFee];
  }
  size_t k = 0;
  for (const Json& expected : Member(step, "rows")) {
    if (TextOf(Member(expected, "kind")) != "period") {
      Same("fees at disbursement", upfront, Member(expected, "fees"));
      upfront = 0;
      continue;
    }
    if (k == rows.size()) {
      Differs("rows", std::to_string(k), "more");
      return;
    }
    const LoanRow& row = rows[k++];
    const std::string at = row.date.ToText() + " ";
    Differs("row", row.date.ToText(), TextOf(Member(expected, "date")));
    const auto due = static_cast<int64_t>(row.claimed.Total());
    Same(at + "principal", row.claimed[Component::kPrincipal],
         Member(expected, "principal"));
    Same(at + "interest", row.claimed[Component::kContractInterest],
         Member(expected, "interest"));
    Same(at + "fees", row.claimed[Component::kFee], Member(expected, "fees"));
    Same(at + "penalties", row.claimed[Component::kCost],
         Member(expected, "penalties"));
    Same(at + "balance", row.balance, Member(expected, "balance"));
    Same(at + "due", due, Member(expected, "due"));
    Same(at + "paid", static_cast<int64_t>(row.paid.Total()),
         Member(expected, "paid"));
    Same(at + "in advance", row.in_advance, Member(expected, "in_advance"));
    Same(at + "late", row.late, Member(expected, "late"));
    Same(at + "outstanding", static_cast<int64_t>(row.open.Total()),
         Member(expected, "outstanding"));
    if (due > 0) {
      Differs(at + "paid date", row.settled ? row.settled->ToText() : "",
              TextOf(Member(expected, "paid_date")));
    }
  }
  Differs("rows", std::to_string(rows.size()), std::to_string(k));
}

void Walk::ExpectTotals(const Json& step) {
  const auto view = View();
  if (!view) return;
  LoanRow total{.date = today_};
  for (const LoanRow& row : view->rows) {
    for (const Component one : kComponents) {
      total.claimed[one] += row.claimed[one];
      total.paid[one] += row.paid[one];
      total.open[one] += row.open[one];
    }
    total.in_advance += row.in_advance;
    total.late += row.late;
  }
  const Json& totals = Member(step, "totals");
  Same("principal", total.claimed[Component::kPrincipal],
       Member(totals, "principal"));
  Same("interest", total.claimed[Component::kContractInterest],
       Member(totals, "interest"));
  Same("fees", total.claimed[Component::kFee], Member(totals, "fees"));
  Same("penalties", total.claimed[Component::kCost],
       Member(totals, "penalties"));
  Same("due", static_cast<int64_t>(total.claimed.Total()),
       Member(totals, "due"));
  Same("paid", static_cast<int64_t>(total.paid.Total()),
       Member(totals, "paid"));
  Same("in advance", total.in_advance, Member(totals, "in_advance"));
  Same("late", total.late, Member(totals, "late"));
  Same("outstanding", static_cast<int64_t>(total.open.Total()),
       Member(totals, "outstanding"));
}

// In any order: of one day it is that in which they were recorded.
void Walk::ExpectTransactions(const Json& step) {
  const auto view = View();
  if (!view) return;
  std::vector<LoanTransaction> left = view->transactions;
  const auto text = [&](int64_t minor) {
    return FormatAmount(minor, loan_->currency());
  };
  for (const Json& expected : Member(step, "rows")) {
    const std::string type = TextOf(Member(expected, "type"));
    // Income as it is earned is no matter of the debtor's account.
    if (type.starts_with("Accrual")) continue;
    if (Member(expected, "reverted") == true) continue;
    const auto line = [&](const LoanTransaction& one) {
      std::string shown = one.money.date.ToText() + " " +
                          TitleOf(one.money.type) + " " + text(one.money.minor);
      for (const Component component :
           {Component::kPrincipal, Component::kContractInterest,
            Component::kFee, Component::kCost}) {
        shown += " " + text(one.portions[component]);
      }
      if (Member(expected, "overpayment").is_string()) {
        shown += " over " + text(one.overpaid);
      }
      if (Member(expected, "loan_balance").is_string()) {
        shown += " of " + text(one.balance);
      }
      return shown;
    };
    std::string wanted = TextOf(Member(expected, "date")) + " " + type;
    for (const std::string name :
         {"amount", "principal", "interest", "fees", "penalties"}) {
      wanted += " " + text(Minor(Member(expected, name)));
    }
    if (Member(expected, "overpayment").is_string()) {
      wanted += " over " + text(Minor(Member(expected, "overpayment")));
    }
    if (Member(expected, "loan_balance").is_string()) {
      wanted += " of " + text(Minor(Member(expected, "loan_balance")));
    }
    const auto found = std::find_if(
        left.begin(), left.end(),
        [&](const LoanTransaction& one) { return line(one) == wanted; });
    if (found == left.end()) {
      Differs("transaction", left.empty() ? "none" : line(left.front()),
              wanted);
      return;
    }
    left.erase(found);
  }
  Differs("further transactions", std::to_string(left.size()), "0");
}

void Walk::ExpectCharges(const Json& step) {
  const auto view = View();
  if (!view) return;
  std::vector<size_t> left(loan_->charges().size());
  for (size_t k = 0; k < left.size(); ++k) left[k] = k;
  const auto text = [&](int64_t minor) {
    return FormatAmount(minor, loan_->currency());
  };
  for (const Json& expected : Member(step, "rows")) {
    const std::string wanted = LettersOf(TextOf(Member(expected, "Name"))) +
                               " " + TextOf(Member(expected, "Due as of")) +
                               " " + text(Minor(Member(expected, "Due"))) +
                               " " + text(Minor(Member(expected, "Paid"))) +
                               " " + text(Minor(Member(expected, "Waived"))) +
                               " " +
                               text(Minor(Member(expected, "Outstanding")));
    const auto line = [&](size_t k) {
      const LoanCharge& charge = loan_->charges()[k];
      const bool dated = charge.time == ChargeTime::kOnDay;
      return NameOf(charge) + " " + (dated ? charge.due.ToText() : "") + " " +
             text(view->charges_due[k]) + " " + text(view->charges_paid[k]) +
             " " + text(view->charges_waived[k]) + " " +
             text(view->charges_due[k] - view->charges_paid[k] -
                  view->charges_waived[k]);
    };
    const auto found = std::find_if(
        left.begin(), left.end(), [&](size_t k) { return line(k) == wanted; });
    if (found == left.end()) {
      Differs("charge", left.empty() ? "none" : line(left.front()), wanted);
      return;
    }
    left.erase(found);
  }
  Differs("further charges", std::to_string(left.size()), "0");
}

void Walk::ExpectStatus(const Json& step) {
  const auto view = View();
  if (!view) return;
  std::string status = "ACTIVE";
  if (!loan_->disbursed()) {
    status = object_.contains("approved") ? "APPROVED" : "SUBMITTED";
  } else if (view->account.unapplied_minor > 0) {
    status = "OVERPAID";
  } else if (view->account.open.IsZero()) {
    status = "CLOSEDOBLIGATIONSMET";
  }
  Differs("status", status, LettersOf(TextOf(Member(step, "status"))));
}

void Walk::ExpectOutstanding(const Json& step) {
  if (const auto view = View()) {
    Same("outstanding", static_cast<int64_t>(view->account.open.Total()),
         Member(step, "amount"));
  }
}

void Walk::ExpectOverdue(const Json& step) {
  const auto view = View();
  if (!view) return;
  int128 overdue = 0;
  for (const LoanRow& row : view->rows) {
    if (row.date < today_) overdue += row.open.Total();
  }
  Same("overdue", static_cast<int64_t>(overdue), Member(step, "amount"));
}

void Walk::ExpectOverpaid(const Json& step) {
  if (const auto view = View()) {
    Same("overpaid", view->account.unapplied_minor, Member(step, "amount"));
  }
}

void Walk::ExpectReverted(const Json& step) {
  const auto found = std::find_if(
      loan_->money().begin(), loan_->money().end(), [&](const LoanMoney& one) {
        return TitleOf(one.type) == TextOf(Member(step, "type")) &&
               one.date.ToText() == TextOf(Member(step, "date"));
      });
  Differs("reverted",
          found != loan_->money().end() && found->reverted ? "true" : "false",
          "true");
}

// Since when, with the days of grace: the ranges have names, and those are
// settings that the cases do not say.
void Walk::ExpectDelinquency(const Json& step) {
  const auto view = View();
  if (!view) return;
  std::string since;
  for (const LoanRow& row : view->rows) {
    if (row.open.IsZero()) continue;
    const Date day = fields_.Need(
        AddDays(row.date, loan_->terms().Count("graceOnArrearsAgeing")),
        row.date);
    if (day < today_) since = day.ToText();
    break;
  }
  Differs("delinquent since", since, TextOf(Member(step, "date")));
  Differs("delinquent", since.empty() ? "false" : "true",
          TextOf(Member(step, "range")) == "NO_DELINQUENCY" ? "false" : "true");
}

// The first row that is not paid. Names of ranges of delinquency are settings
// of theirs that the cases do not say.
void Walk::ExpectNext(const Json& step) {
  const auto view = View();
  if (!view) return;
  for (const Json& expected : Member(step, "rows")) {
    const auto row =
        std::find_if(view->rows.begin(), view->rows.end(),
                     [](const LoanRow& one) { return !one.open.IsZero(); });
    const bool found = row != view->rows.end();
    Same("next payment", found ? static_cast<int64_t>(row->open.Total()) : 0,
         Member(expected, "nextPaymentAmount"));
    if (!found) continue;
    Differs("next due date", row->date.ToText(),
            TextOf(Member(expected, "nextPaymentDueDate")));
  }
}

void Walk::ExpectMet(const Json& /*step*/) {
  if (const auto view = View()) {
    Differs("open", view->account.open.IsZero() ? "nothing" : "some",
            "nothing");
  }
}

}  // namespace

Verdict FineractScenario(Fields& fields) {
  const Verdict verdict = Walk(fields, Rounding::kHalfEven).Run();
  if (verdict.kind != Verdict::Kind::kFail) return verdict;
  // Does it agree to the cent where ties of interest go the other way?
  for (const Rounding ties : {Rounding::kHalfDown, Rounding::kHalfUp}) {
    if (Walk(fields, ties).Run().kind == Verdict::Kind::kPass) {
      return Deviates(kFineract19Digits);
    }
  }
  return verdict;
}

}  // namespace usance::conformance
