#include "usance/terms/late_charges.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "src/accrual/accruer.h"
#include "src/terms/late_charges_with.h"
#include "src/terms/late_claims.h"
#include "usance/accrual/accrue.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using internal::LateClaims;

constexpr size_t kMaxInstallments = 1'200;
constexpr size_t kMaxHappenings = 200'000;

std::string Row(std::string_view list, size_t k, std::string_view name) {
  return std::string(list) + "/" + std::to_string(k) + std::string(name);
}

absl::Status CheckInvoice(const LateInvoice& invoice) {
  const Currency currency = invoice.amount.currency();
  if (invoice.amount.minor() < 0) {
    return Error(Reason::kOutOfRange, "/invoice/amount",
                 Format(invoice.amount) + "; allowed: 0 or more");
  }
  const std::vector<LateInstallment>& parts = invoice.installments;
  constexpr std::string_view kList = "/invoice/installments";
  if (parts.size() > kMaxInstallments) {
    return Error(Reason::kLimitExceeded, kList,
                 std::to_string(parts.size()) +
                     " due amounts; allowed: up to " +
                     std::to_string(kMaxInstallments));
  }
  int128 sum = 0;
  for (size_t k = 0; k < parts.size(); ++k) {
    const Money& amount = parts[k].amount;
    if (amount.currency() != currency) {
      return Error(
          Reason::kCurrencyMismatch, Row(kList, k, "/amount"),
          Format(amount) + " is not in " + std::string(currency.code()));
    }
    if (amount.minor() < 0) {
      return Error(Reason::kOutOfRange, Row(kList, k, "/amount"),
                   Format(amount) + "; allowed: 0 or more");
    }
    if (k > 0 && parts[k].due < parts[k - 1].due) {
      return Error(
          Reason::kOutOfOrder, Row(kList, k, "/due"),
          parts[k].due.ToText() + " is before " + parts[k - 1].due.ToText());
    }
    sum += amount.minor();
  }
  if (!parts.empty() && sum != invoice.amount.minor()) {
    return Error(Reason::kSumMismatch, kList,
                 "the due amounts do not add up to " + Format(invoice.amount));
  }
  return absl::OkStatus();
}

absl::Status CheckPayments(const LateChargesSpec& spec) {
  const Currency currency = spec.invoice.amount.currency();
  if (!spec.payments.empty() && NameOf(spec.apply_to).empty()) {
    return Error(Reason::kUnspecified, "/apply_to",
                 "say whether payments settle principal first or interest "
                 "first");
  }
  for (size_t k = 0; k < spec.payments.size(); ++k) {
    const Payment& payment = spec.payments[k];
    const Money& amount = payment.amount;
    if (amount.currency() != currency) {
      return Error(
          Reason::kCurrencyMismatch, Row("/payments", k, "/amount"),
          Format(amount) + " is not in " + std::string(currency.code()));
    }
    if (amount.minor() <= 0) {
      return Error(Reason::kOutOfRange, Row("/payments", k, "/amount"),
                   Format(amount) + "; allowed: above 0");
    }
    if (payment.returned && *payment.returned < payment.date) {
      return Error(Reason::kEndBeforeStart, Row("/payments", k, "/returned"),
                   payment.returned->ToText() + " is before the payment, " +
                       payment.date.ToText());
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSpec(const LateChargesSpec& spec) {
  USANCE_RETURN_IF_ERROR(
      CheckPolicy(spec.policy, spec.invoice.amount.currency()));
  USANCE_RETURN_IF_ERROR(CheckInvoice(spec.invoice));
  USANCE_RETURN_IF_ERROR(CheckPayments(spec));
  return CheckPauses(spec.pauses);
}

// On one day what is late comes first, then charges, then payments.
enum class Step : int32_t {
  kBecomesLate,
  kBeginsInterest,
  kCompensation,
  kFee,
  kReturnedPayment,
  kPayment,
};

int Rank(Step step) {
  if (step <= Step::kBeginsInterest) return 0;
  return step == Step::kPayment ? 2 : 1;
}

// Something that may happen on a day to a due amount, and by which fee or
// payment.
struct Happening {
  Date date;
  Step step;
  size_t item = 0;
  size_t index = 0;
  size_t number = 0;  // in the order given

  friend bool operator<(const Happening& a, const Happening& b) {
    return std::tuple(a.date, Rank(a.step), a.number) <
           std::tuple(b.date, Rank(b.step), b.number);
  }
};

// One due amount.
template <class Ratio>
struct Item {
  Date due;
  int64_t amount = 0;
  int64_t principal = 0;  // unpaid
  bool late = false;      // unpaid when its grace ended
  int64_t compensation = 0;
  std::optional<internal::Accruer<Ratio>> accruer = {};
  int64_t interest = 0;  // booked
  int64_t interest_paid = 0;
  std::vector<BalanceStep> history = {};  // principal from a day on
};

// How often a fee has fallen due, and when last.
struct FeeCount {
  int32_t count = 0;
  std::optional<Date> last = {};
};

// The account of one invoice, walked from happening to happening.
template <class Ratio>
class Walk {
  using Item = usance::Item<Ratio>;

 public:
  explicit Walk(const LateChargesSpec& spec)
      : spec_(spec), fee_counts_(spec.policy.fees.size()) {}

  absl::StatusOr<LateCharges> Run();

 private:
  [[nodiscard]] const LatePaymentPolicy& policy() const { return spec_.policy; }
  [[nodiscard]] Money InCurrency(int64_t minor) const {
    return Money(minor, spec_.invoice.amount.currency());
  }
  // The last day on which paying is free of charge; it may lie beyond 9999.
  [[nodiscard]] int64_t LastFreeDay(const Item& item) const {
    return int64_t{item.due.days()} + policy().grace_days;
  }
  // The unpaid principal, and of it what is late.
  [[nodiscard]] int64_t Principal() const;
  [[nodiscard]] int64_t Overdue() const;

  void SetItems();
  absl::Status Add(int64_t day, Happening happening);
  absl::Status AddItem(size_t item);
  absl::Status AddLateFees(size_t item, int64_t first);
  absl::Status AddFacts();
  absl::Status Apply(const Happening& happening);
  absl::Status BeginInterest(size_t item);
  absl::Status AccrueThrough(Item& item, Date day);
  absl::Status BookInterest(Date day);
  absl::Status Compensate(const Happening& happening);
  [[nodiscard]] bool FallsDue(const Happening& happening) const;
  absl::Status Charge(const Happening& happening);
  absl::Status ApplyPayment(const Happening& happening);
  // Settles principal of what is due by `by`, the oldest first.
  absl::StatusOr<int64_t> PayPrincipal(int64_t minor, Date on, Date by);
  void PayInterest(int64_t minor);
  void Record(LateEvent event);
  absl::StatusOr<LateCharges> Finish();
  absl::Status FillTrace(LateCharges& result);
  [[nodiscard]] LateState StateOf(const Item& item) const;

  const LateChargesSpec& spec_;
  absl::InlinedVector<Item, 1> items_;
  absl::InlinedVector<Happening, 4> happenings_;
  std::vector<FeeCount> fee_counts_;
  LateClaims claims_;
  int128 unapplied_ = 0;
  std::optional<size_t> first_late_;  // the item that was late first
  std::optional<size_t> whole_;       // the item whose accruer bears for all
  std::vector<BalanceStep> history_;  // all principal from a day on
  bool settled_ = false;              // every claim is paid
  std::vector<LateEvent> events_;
  std::optional<UnknownCharge> unknown_;  // the first sum that is left out
};

template <class Ratio>
int64_t Walk<Ratio>::Principal() const {
  int64_t sum = 0;  // of parts of an int64
  for (const Item& item : items_) sum += item.principal;
  return sum;
}

template <class Ratio>
int64_t Walk<Ratio>::Overdue() const {
  int64_t sum = 0;
  for (const Item& item : items_) sum += item.late ? item.principal : 0;
  return sum;
}

template <class Ratio>
void Walk<Ratio>::SetItems() {
  const LateInvoice& invoice = spec_.invoice;
  const auto add = [&](Date due, const Money& amount) {
    items_.push_back(
        {.due = due, .amount = amount.minor(), .principal = amount.minor()});
  };
  if (invoice.installments.empty()) add(invoice.due, invoice.amount);
  for (const LateInstallment& part : invoice.installments) {
    add(part.due, part.amount);
  }
}

template <class Ratio>
absl::Status Walk<Ratio>::Add(int64_t day, Happening happening) {
  if (day > spec_.as_of.days()) return absl::OkStatus();
  if (happenings_.size() >= kMaxHappenings) {
    return Error(Reason::kLimitExceeded, "",
                 "over " + std::to_string(kMaxHappenings) +
                     " charges and payments up to as_of");
  }
  happening.date = *Date::FindDays(static_cast<int32_t>(day));
  happening.number = happenings_.size();
  happenings_.push_back(happening);
  return absl::OkStatus();
}

template <class Ratio>
absl::Status Walk<Ratio>::AddItem(size_t item) {
  const int64_t first = LastFreeDay(items_[item]) + 1;
  const Date any = spec_.as_of;
  USANCE_RETURN_IF_ERROR(Add(first, {any, Step::kBecomesLate, item}));
  if (policy().interest) {
    USANCE_RETURN_IF_ERROR(Add(first + policy().interest_wait_days,
                               {any, Step::kBeginsInterest, item}));
  }
  if (!policy().compensation.tables.empty()) {
    USANCE_RETURN_IF_ERROR(Add(first, {any, Step::kCompensation, item}));
  }
  return AddLateFees(item, first);
}

template <class Ratio>
absl::Status Walk<Ratio>::AddLateFees(size_t item, int64_t first) {
  for (size_t k = 0; k < policy().fees.size(); ++k) {
    const LateFee& fee = policy().fees[k];
    if (fee.trigger != FeeTrigger::kLate) continue;
    const int64_t day = first + fee.after_days;
    if (day > spec_.as_of.days()) continue;
    const Date anchor = *Date::FindDays(static_cast<int32_t>(day));
    for (int32_t n = 0; n < fee.max_count; ++n) {
      const auto date =
          n == 0 ? absl::StatusOr<Date>(anchor)
                 : AddPeriod(anchor, *fee.every, n, EndOfMonth::kClamp);
      if (!date.ok() || *date > spec_.as_of) break;
      USANCE_RETURN_IF_ERROR(Add(date->days(), {*date, Step::kFee, item, k}));
    }
  }
  return absl::OkStatus();
}

// Notices and payments.
template <class Ratio>
absl::Status Walk<Ratio>::AddFacts() {
  const auto add_fees = [&](Date date, FeeTrigger trigger,
                            std::optional<int32_t> level) -> absl::Status {
    for (size_t k = 0; k < policy().fees.size(); ++k) {
      const LateFee& fee = policy().fees[k];
      if (fee.trigger != trigger || (fee.level && fee.level != level)) continue;
      USANCE_RETURN_IF_ERROR(Add(date.days(), {date, Step::kFee, 0, k}));
    }
    return absl::OkStatus();
  };
  for (const Notice& notice : spec_.notices) {
    USANCE_RETURN_IF_ERROR(
        add_fees(notice.date, FeeTrigger::kNotice, notice.level));
  }
  for (size_t k = 0; k < spec_.payments.size(); ++k) {
    const Payment& payment = spec_.payments[k];
    if (!payment.returned || *payment.returned > spec_.as_of) {
      USANCE_RETURN_IF_ERROR(
          Add(payment.date.days(), {payment.date, Step::kPayment, 0, k}));
      continue;
    }
    const Date back = *payment.returned;
    USANCE_RETURN_IF_ERROR(
        Add(back.days(), {back, Step::kReturnedPayment, 0, k}));
    USANCE_RETURN_IF_ERROR(
        add_fees(back, FeeTrigger::kReturnedPayment, std::nullopt));
  }
  return absl::OkStatus();
}

template <class Ratio>
absl::StatusOr<LateCharges> Walk<Ratio>::Run() {
  USANCE_RETURN_IF_ERROR(claims_.SetCaps(policy(), spec_.invoice.amount));
  SetItems();
  for (size_t k = 0; k < items_.size(); ++k) {
    USANCE_RETURN_IF_ERROR(AddItem(k));
  }
  USANCE_RETURN_IF_ERROR(AddFacts());
  std::sort(happenings_.begin(), happenings_.end());
  for (const Happening& happening : happenings_) {
    USANCE_RETURN_IF_ERROR(Apply(happening));
  }
  USANCE_RETURN_IF_ERROR(BookInterest(spec_.as_of));
  return Finish();
}

template <class Ratio>
absl::Status Walk<Ratio>::Apply(const Happening& happening) {
  switch (happening.step) {
    case Step::kBecomesLate:
      items_[happening.item].late = items_[happening.item].principal > 0;
      if (items_[happening.item].late && !first_late_) {
        first_late_ = happening.item;
      }
      return absl::OkStatus();
    case Step::kBeginsInterest:
      return BeginInterest(happening.item);
    case Step::kCompensation:
      return Compensate(happening);
    case Step::kFee:
      return Charge(happening);
    case Step::kReturnedPayment: {
      const Payment& payment = spec_.payments[happening.index];
      Record({.date = happening.date,
              .kind = LateEventKind::kReturnedPayment,
              .amount_minor = payment.amount.minor(),
              .why = "of " + payment.date.ToText() + ", as if never made"});
      return absl::OkStatus();
    }
    case Step::kPayment:
      return ApplyPayment(happening);
  }
  return absl::OkStatus();
}

// Starts on the first bearing day, and brings what grace has seen up to date.
template <class Ratio>
absl::Status Walk<Ratio>::BeginInterest(size_t index) {
  Item& item = items_[index];
  if (item.principal == 0 || whole_) return absl::OkStatus();
  const DefaultInterest& interest = *policy().interest;
  int64_t first = int64_t{item.due.days()} + 1;
  if (policy().interest_start == InterestStart::kAfterGrace) {
    first += policy().grace_days;
  } else if (policy().interest_start == InterestStart::kAfterWait) {
    first += policy().grace_days + policy().interest_wait_days;
  }
  // Not after the day that has come.
  const Date start = *Date::FindDays(static_cast<int32_t>(first));
  item.accruer.emplace(interest.rule, interest.rates, interest.unknown_rate,
                       start);
  if (interest.contract) item.accruer->SetContract(*interest.contract);
  std::vector<Pause> pauses = spec_.pauses;
  if (interest.stop_after) {
    const auto stop =
        AddPeriod(start, *interest.stop_after, 1, EndOfMonth::kClamp);
    if (stop.ok()) {
      pauses.push_back({*stop, std::nullopt,
                        "stopped after " + interest.stop_after->ToText()});
    }
  }
  item.accruer->SetPauses(std::move(pauses));
  const bool whole = interest.base == InterestBase::kWholeBalance;
  if (whole) whole_ = index;
  item.accruer->SetPrincipal(whole ? spec_.invoice.amount.minor()
                                   : item.amount);
  for (const BalanceStep& step : whole ? history_ : item.history) {
    USANCE_RETURN_IF_ERROR(AccrueThrough(item, step.from));
    item.accruer->SetPrincipal(step.minor);
  }
  return absl::OkStatus();
}

template <class Ratio>
absl::Status Walk<Ratio>::AccrueThrough(Item& item, Date day) {
  if (settled_ || !item.accruer) return absl::OkStatus();
  USANCE_ASSIGN_OR_RETURN(const Date end, AddDays(day, 1, "/as_of"));
  return At("/policy/interest", item.accruer->AccrueTo(end));
}

template <class Ratio>
absl::Status Walk<Ratio>::BookInterest(Date day) {
  int128 sum = 0;
  for (Item& item : items_) {
    if (!item.accruer) continue;
    USANCE_RETURN_IF_ERROR(AccrueThrough(item, day));
    const auto interest = item.accruer->Interest();
    if (!interest.ok()) return At("/policy/interest", interest.status());
    item.interest = *interest;
    item.accruer->Book();
    sum += item.interest;
  }
  claims_.SetInterest(sum);
  return absl::OkStatus();
}

template <class Ratio>
absl::Status Walk<Ratio>::Compensate(const Happening& happening) {
  Item& item = items_[happening.item];
  const Compensation& rule = policy().compensation;
  const bool per_invoice = rule.per == CompensationPer::kInvoice;
  if (!item.late || (per_invoice && first_late_ != happening.item)) {
    return absl::OkStatus();
  }
  int64_t size = per_invoice ? spec_.invoice.amount.minor() : item.amount;
  if (rule.size == CompensationSize::kOverduePrincipal) {
    size = per_invoice ? Overdue() : item.principal;
  }
  auto sum = CompensationFor(rule, {InCurrency(size), item.due, happening.date},
                             spec_.fx);
  if (!sum.ok()) {
    const bool unknown = ReasonOf(sum.status()) == Reason::kRateUnknown;
    if (!unknown) return At("/policy/compensation", sum.status());
    if (!rule.leave_out_unknown) return sum.status();
    if (!unknown_) unknown_ = {Reason::kRateUnknown, TextOf(sum.status())};
    return absl::OkStatus();
  }
  if (sum->amount.minor() == 0) return absl::OkStatus();
  if (!rule.credited_against.empty()) {
    sum->why += (sum->why.empty() ? "" : "; ") +
                std::string("counts towards ") + rule.credited_against;
  }
  item.compensation = sum->amount.minor();
  claims_.AddCompensation(item.compensation);
  Record({.date = happening.date,
          .kind = LateEventKind::kCompensation,
          .amount_minor = item.compensation,
          .installment = happening.item,
          .why = std::move(sum->why)});
  return absl::OkStatus();
}

// Whether the fee's trigger, counts and groups let it fall due.
template <class Ratio>
bool Walk<Ratio>::FallsDue(const Happening& happening) const {
  const LateFee& fee = policy().fees[happening.index];
  const FeeCount& so_far = fee_counts_[happening.index];
  if (fee.trigger != FeeTrigger::kReturnedPayment) {
    // A fee that was paid never makes late what it left unpaid.
    if (Overdue() <= claims_.paid().fees) return false;
  }
  if (fee.trigger != FeeTrigger::kLate) {
    if (so_far.count >= fee.max_count) return false;
    if (!so_far.last || !fee.every) return true;
    const auto next =
        AddPeriod(*so_far.last, *fee.every, 1, EndOfMonth::kClamp);
    return next.ok() && *next <= happening.date;
  }
  switch (fee.grouping) {
    case FeeGrouping::kEach: {
      const Item& item = items_[happening.item];
      return item.late && item.principal > 0;
    }
    case FeeGrouping::kOnePerDay:
      return items_[happening.item].late &&
             items_[happening.item].principal > 0 &&
             so_far.last != happening.date;
    case FeeGrouping::kOnePerInvoice:
      return first_late_ == happening.item;
  }
  return false;
}

template <class Ratio>
absl::Status Walk<Ratio>::Charge(const Happening& happening) {
  if (!FallsDue(happening)) return absl::OkStatus();
  const LateFee& fee = policy().fees[happening.index];
  const bool of_item =
      fee.trigger == FeeTrigger::kLate && fee.grouping == FeeGrouping::kEach;
  const Item& item = items_[of_item ? happening.item : first_late_.value_or(0)];
  const bool late = fee.trigger != FeeTrigger::kReturnedPayment;
  const auto sum =
      FeeAmount(fee, {.invoice_amount = of_item ? InCurrency(item.amount)
                                                : spec_.invoice.amount,
                      .overdue_principal = InCurrency(of_item ? item.principal
                                                      : late  ? Overdue()
                                                              : Principal()),
                      .days_past_due = happening.date - item.due});
  if (!sum.ok()) {
    return At("/policy/fees/" + std::to_string(happening.index), sum.status());
  }
  FeeCount& so_far = fee_counts_[happening.index];
  ++so_far.count;
  so_far.last = happening.date;
  claims_.AddFee(sum->amount.minor());
  Record({.date = happening.date,
          .kind = LateEventKind::kFee,
          .id = fee.id,
          .amount_minor = sum->amount.minor(),
          .installment =
              of_item ? std::optional<size_t>(happening.item) : std::nullopt,
          .why = sum->why});
  return absl::OkStatus();
}

template <class Ratio>
absl::StatusOr<int64_t> Walk<Ratio>::PayPrincipal(int64_t minor, Date on,
                                                  Date by) {
  int64_t left = minor;
  for (Item& item : items_) {
    if (item.due > by || left == 0) break;
    const int64_t part = std::min(left, item.principal);
    if (part == 0) continue;
    left -= part;
    Item& bears = whole_ ? items_[*whole_] : item;
    USANCE_RETURN_IF_ERROR(AccrueThrough(bears, on));
    item.principal -= part;
    item.history.push_back({on, item.principal});
    if (bears.accruer) {
      bears.accruer->SetPrincipal(whole_ ? Principal() : item.principal);
    }
  }
  if (left < minor) history_.push_back({on, Principal()});
  return minor - left;
}

// Of the interest that has accrued, the oldest due amount's first.
template <class Ratio>
void Walk<Ratio>::PayInterest(int64_t minor) {
  for (Item& item : items_) {
    if (!item.accruer) continue;
    const int64_t part =
        std::clamp<int64_t>(item.interest - item.interest_paid, 0, minor);
    item.interest_paid += part;
    item.accruer->PayInterest(part);
    minor -= part;
  }
}

template <class Ratio>
absl::Status Walk<Ratio>::ApplyPayment(const Happening& happening) {
  const Date day = happening.date;
  LateEvent event = {
      .date = day,
      .kind = LateEventKind::kPayment,
      .amount_minor = spec_.payments[happening.index].amount.minor()};
  int64_t left = event.amount_minor;
  const auto principal_by = [&](Date by) -> absl::Status {
    USANCE_ASSIGN_OR_RETURN(const int64_t part, PayPrincipal(left, day, by));
    event.principal_minor += part;
    left -= part;
    return absl::OkStatus();
  };
  const auto settle = [&](int64_t (LateClaims::*pay)(int64_t), int64_t& part) {
    part = (claims_.*pay)(left);
    left -= part;
  };
  const bool principal_first = spec_.apply_to == ApplyTo::kPrincipalFirst;
  if (principal_first) USANCE_RETURN_IF_ERROR(principal_by(day));
  const bool books =
      left > 0 && (first_late_.has_value() || claims_.charged().fees > 0);
  if (books) {
    USANCE_RETURN_IF_ERROR(BookInterest(day));
    if (principal_first) {
      settle(&LateClaims::PayInterest, event.interest_minor);
      settle(&LateClaims::PayCompensation, event.compensation_minor);
      settle(&LateClaims::PayFees, event.fees_minor);
    } else {
      settle(&LateClaims::PayFees, event.fees_minor);
      settle(&LateClaims::PayCompensation, event.compensation_minor);
      settle(&LateClaims::PayInterest, event.interest_minor);
    }
    PayInterest(event.interest_minor);
  }
  USANCE_RETURN_IF_ERROR(principal_by(items_.back().due));
  event.unapplied_minor = left;
  unapplied_ += left;
  settled_ = settled_ || (books && Principal() == 0 && claims_.IsSettled());
  Record(std::move(event));
  return absl::OkStatus();
}

template <class Ratio>
void Walk<Ratio>::Record(LateEvent event) {
  event.principal_after_minor = Principal();
  events_.push_back(std::move(event));
}

template <class Ratio>
LateState Walk<Ratio>::StateOf(const Item& item) const {
  const int32_t past = spec_.as_of - item.due;
  if (item.principal == 0) return LateState::kPaid;
  if (past <= 0) return LateState::kNotDue;
  if (past <= policy().grace_days) return LateState::kInGrace;
  const auto& limit = policy().delinquency_days;
  return limit && past > *limit ? LateState::kDelinquent : LateState::kLate;
}

template <class Ratio>
absl::StatusOr<LateCharges> Walk<Ratio>::Finish() {
  std::string_view too_large;  // what the first sum that overflows is about
  const auto money = [&](int128 minor, std::string_view field) {
    const auto narrow = Narrow<int64_t>(minor);
    if (!narrow && too_large.empty()) too_large = field;
    return InCurrency(narrow.value_or(0));
  };
  const internal::ChargeSums& charged = claims_.charged();
  const int128 raised = claims_.RaisedInterest();
  const int128 claimable = claims_.ClaimableInterest();
  const int128 before_caps = claimable + charged.compensation + charged.fees;
  const auto open =
      std::find_if(items_.begin(), items_.end() - 1,
                   [](const Item& item) { return item.principal > 0; });
  LateCharges result = {
      .days_past_due = spec_.as_of - open->due,
      .state = StateOf(*open),
      .interest = money(charged.interest, "/policy/interest"),
      .compensation = money(charged.compensation, "/policy/compensation"),
      .fees = money(charged.fees, "/policy/fees"),
      .contract_interest = InCurrency(0),
      .to_minimum =
          money(raised - charged.interest, "/policy/interest/minimum"),
      .below_minimum = money(raised - claimable, "/policy/interest"),
      .over_cap = money(before_caps - claims_.WithinCaps(), "/policy"),
      .total = money(claims_.Claimed(), "/policy"),
      .outstanding_principal = InCurrency(Principal()),
      .outstanding_charges =
          money(claims_.Claimed() - claims_.paid().All(), "/policy"),
      .unapplied = money(unapplied_, "/payments"),
      .events = std::move(events_)};
  // What a cap is compared with.
  if (!policy().caps.empty()) (void)money(before_caps, "/policy");
  if (!too_large.empty()) {
    return Error(Reason::kOverflow, too_large,
                 "a sum is outside the 64 bits of minor units");
  }
  result.compensation_unknown = std::move(unknown_);
  result.excesses = claims_.Excesses(spec_.invoice.amount.currency());
  USANCE_RETURN_IF_ERROR(FillTrace(result));
  return result;
}

// What each due amount bears, and what all of it rests on.
template <class Ratio>
absl::Status Walk<Ratio>::FillTrace(LateCharges& result) {
  int128 of_contract = 0;
  for (Item& item : items_) {
    size_t count = 0;
    if (item.accruer) {
      std::vector<Segment>& segments = item.accruer->segments();
      count = segments.size();
      if (result.segments.empty()) {
        result.segments = std::move(segments);
      } else {
        result.segments.insert(result.segments.end(), segments.begin(),
                               segments.end());
      }
      const auto part = item.accruer->ContractInterest();
      if (!part.ok()) return At("/policy/interest", part.status());
      of_contract += *part;
      result.source = policy().interest->rates.id();
      result.version = policy().interest->rates.version();
      result.loaded = policy().interest->rates.spec().loaded;
      result.known_through = policy().interest->rates.known_through();
    }
    result.installments.push_back(
        {.due = item.due,
         .amount = InCurrency(item.amount),
         .state = StateOf(item),
         .days_past_due = spec_.as_of - item.due,
         .interest = InCurrency(item.interest),
         .compensation = InCurrency(item.compensation),
         .outstanding_principal = InCurrency(item.principal),
         .segment_count = count});
  }
  const auto narrow = Narrow<int64_t>(of_contract);
  if (!narrow) {
    return Error(Reason::kOverflow, "/policy/interest/contract",
                 "a sum is outside the 64 bits of minor units");
  }
  result.contract_interest = InCurrency(*narrow);
  for (size_t k = 0; k < result.segments.size(); ++k) {
    const Segment& segment = result.segments[k];
    result.provisional = result.provisional || segment.provisional;
    result.confidence = Weakest(result.confidence, segment.confidence);
    const auto& ceiling = policy().interest->ceiling;
    if (ceiling && segment.rate.value() > ceiling->rate.value()) {
      result.over_ceiling.push_back(k);
    }
  }
  return absl::OkStatus();
}

}  // namespace

namespace internal {

template <class Ratio>
absl::StatusOr<LateCharges> LateChargesWith(const LateChargesSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  return Walk<Ratio>(spec).Run();
}

template absl::StatusOr<LateCharges> LateChargesWith<Exact>(
    const LateChargesSpec&);
template absl::StatusOr<LateCharges> LateChargesWith<ShortRatio>(
    const LateChargesSpec&);

}  // namespace internal

absl::StatusOr<LateCharges> ComputeLateCharges(const LateChargesSpec& spec) {
  absl::StatusOr<LateCharges> quick =
      internal::LateChargesWith<ShortRatio>(spec);
  if (quick.ok()) return quick;
  return internal::LateChargesWith<Exact>(spec);
}

}  // namespace usance
