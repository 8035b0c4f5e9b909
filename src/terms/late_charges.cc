#include "usance/terms/late_charges.h"

#include <algorithm>
#include <utility>

#include "src/accrual/accruer.h"
#include "usance/accrual/accrue.h"
#include "usance/money/format.h"

namespace usance {
namespace {

absl::Status CheckSpec(const LateChargesSpec& spec) {
  const Currency currency = spec.invoice.amount.currency();
  USANCE_RETURN_IF_ERROR(CheckPolicy(spec.policy, currency));
  if (spec.invoice.amount.minor() < 0) {
    return Error(Reason::kOutOfRange, "/invoice/amount",
                 Format(spec.invoice.amount) + "; allowed: 0 or more");
  }
  if (!spec.payments.empty() && NameOf(spec.apply_to).empty()) {
    return Error(Reason::kUnspecified, "/apply_to",
                 "say whether payments settle principal first or interest "
                 "first");
  }
  for (size_t k = 0; k < spec.payments.size(); ++k) {
    const Money& amount = spec.payments[k].amount;
    const std::string at = "/payments/" + std::to_string(k) + "/amount";
    if (amount.currency() != currency) {
      return Error(
          Reason::kCurrencyMismatch, at,
          Format(amount) + " is not in " + std::string(currency.code()));
    }
    if (amount.minor() <= 0) {
      return Error(Reason::kOutOfRange, at,
                   Format(amount) + "; allowed: above 0");
    }
  }
  return absl::OkStatus();
}

// Something that happens on a day; `index` says which fee or payment.
struct Happening {
  Date date;
  LateEventKind kind;
  size_t index = 0;
};

// One component of the claim. The sums are of at most 120,000 fees of 64 bits
// and the payments: 128 bits hold them, and Finish narrows.
struct Claim {
  int128 charged = 0;
  int128 paid = 0;
  [[nodiscard]] int128 Unpaid() const {
    return std::max<int128>(charged - paid, 0);
  }
};

// The account of one invoice, walked from event to event.
class Walk {
 public:
  explicit Walk(const LateChargesSpec& spec)
      : spec_(spec), principal_(spec.invoice.amount.minor()) {}

  absl::StatusOr<LateCharges> Run();

 private:
  [[nodiscard]] const LatePaymentPolicy& policy() const { return spec_.policy; }
  // The last day on which paying is free of charge; it may lie beyond 9999.
  [[nodiscard]] int64_t LastFreeDay() const {
    return int64_t{spec_.invoice.due.days()} + policy().grace_days;
  }
  [[nodiscard]] int128 Charged() const {
    return interest_.charged + compensation_.charged + fees_.charged;
  }
  [[nodiscard]] int128 Paid() const {
    return interest_.paid + compensation_.paid + fees_.paid;
  }
  // What of the charges is claimed: all, or what a clipping cap leaves.
  [[nodiscard]] int128 Claimed() const {
    const bool clips = cap_ && policy().cap->action == CapAction::kClip;
    return clips ? std::min(Charged(), *cap_) : Charged();
  }

  absl::Status SetCap();
  [[nodiscard]] std::vector<Happening> Happenings() const;
  void AddFees(size_t fee, Date first, std::vector<Happening>& all) const;
  absl::Status StartInterest();
  absl::Status AccrueThrough(Date day);
  absl::Status BookInterest();
  absl::Status Apply(const Happening& happening);
  absl::Status ApplyPayment(LateEvent& event);
  absl::StatusOr<LateCharges> Finish() const;

  const LateChargesSpec& spec_;
  int64_t principal_;
  Claim interest_, compensation_, fees_;
  int128 unapplied_ = 0;
  std::optional<int128> cap_;
  bool late_ = false;     // unpaid when grace ended, on or before as_of
  bool settled_ = false;  // every claim is paid
  std::vector<BalanceStep> before_late_;  // principal from a day on
  std::optional<internal::Accruer> accruer_;
  std::vector<LateEvent> events_;
};

absl::StatusOr<LateCharges> Walk::Run() {
  USANCE_RETURN_IF_ERROR(SetCap());
  const std::vector<Happening> all = Happenings();
  size_t next = 0;
  for (; next < all.size() && all[next].date.days() <= LastFreeDay(); ++next) {
    USANCE_RETURN_IF_ERROR(Apply(all[next]));
    before_late_.push_back({all[next].date, principal_});
  }
  late_ = principal_ > 0 && LastFreeDay() < spec_.as_of.days();
  if (late_ && policy().interest) USANCE_RETURN_IF_ERROR(StartInterest());
  for (; next < all.size(); ++next) {
    USANCE_RETURN_IF_ERROR(Apply(all[next]));
  }
  if (accruer_) {
    USANCE_RETURN_IF_ERROR(AccrueThrough(spec_.as_of));
    USANCE_RETURN_IF_ERROR(BookInterest());
  }
  return Finish();
}

absl::Status Walk::SetCap() {
  if (!policy().cap) return absl::OkStatus();
  const ChargeCap& cap = *policy().cap;
  if (cap.amount) {
    cap_ = cap.amount->minor();
    return absl::OkStatus();
  }
  const auto limit =
      Multiply(spec_.invoice.amount, cap.percent->share(), cap.rounding);
  if (!limit.ok()) return At("/policy/cap/percent", limit.status());
  cap_ = limit->minor();
  return absl::OkStatus();
}

void Walk::AddFees(size_t fee, Date first, std::vector<Happening>& all) const {
  const LateFee& rule = policy().fees[fee];
  const int64_t days = int64_t{first.days()} + rule.after_days;
  if (days > spec_.as_of.days()) return;
  const Date anchor = *Date::FindDays(days);
  all.push_back({anchor, LateEventKind::kFee, fee});
  for (int32_t k = 1; k < rule.max_count; ++k) {
    const auto date = AddPeriod(anchor, *rule.every, k, EndOfMonth::kClamp);
    if (!date.ok() || *date > spec_.as_of) return;
    all.push_back({*date, LateEventKind::kFee, fee});
  }
}

std::vector<Happening> Walk::Happenings() const {
  std::vector<Happening> all;
  if (LastFreeDay() < spec_.as_of.days()) {
    const Date first = *Date::FindDays(LastFreeDay() + 1);
    if (!policy().compensation.empty()) {
      all.push_back({first, LateEventKind::kCompensation});
    }
    for (size_t k = 0; k < policy().fees.size(); ++k) AddFees(k, first, all);
  }
  for (size_t k = 0; k < spec_.payments.size(); ++k) {
    if (spec_.payments[k].date > spec_.as_of) continue;
    all.push_back({spec_.payments[k].date, LateEventKind::kPayment, k});
  }
  // On one day charges come before payments; else in the order given.
  std::stable_sort(
      all.begin(), all.end(), [](const Happening& a, const Happening& b) {
        const bool a_pays = a.kind == LateEventKind::kPayment;
        const bool b_pays = b.kind == LateEventKind::kPayment;
        return std::pair(a.date, a_pays) < std::pair(b.date, b_pays);
      });
  return all;
}

// Starts on the first bearing day, and brings what grace has seen up to date.
absl::Status Walk::StartInterest() {
  const bool after_grace =
      policy().interest_start == InterestStart::kAfterGrace;
  const int64_t days_off = after_grace ? policy().grace_days : 0;
  const Date first = *Date::FindDays(spec_.invoice.due.days() + days_off + 1);
  accruer_.emplace(policy().interest->rule, policy().interest->rates,
                   policy().interest->unknown_rate, first);
  accruer_->SetPrincipal(spec_.invoice.amount.minor());
  for (const BalanceStep& step : before_late_) {
    USANCE_RETURN_IF_ERROR(AccrueThrough(step.from));
    accruer_->SetPrincipal(step.minor);
  }
  return absl::OkStatus();
}

absl::Status Walk::AccrueThrough(Date day) {
  if (settled_) return absl::OkStatus();
  USANCE_ASSIGN_OR_RETURN(const Date end, AddDays(day, 1, "/as_of"));
  return At("/policy/interest", accruer_->AccrueTo(end));
}

absl::Status Walk::BookInterest() {
  if (!accruer_) return absl::OkStatus();
  const auto interest = accruer_->Interest();
  if (!interest.ok()) return At("/policy/interest", interest.status());
  interest_.charged = *interest;
  accruer_->Book();
  return absl::OkStatus();
}

absl::Status Walk::Apply(const Happening& happening) {
  LateEvent event = {.date = happening.date, .kind = happening.kind};
  const Money& invoiced = spec_.invoice.amount;
  const bool charges = late_ && principal_ > 0;
  switch (happening.kind) {
    case LateEventKind::kCompensation:
      if (!charges) return absl::OkStatus();
      for (const CompensationTier& tier : policy().compensation) {
        if (tier.from.minor() > invoiced.minor()) break;
        event.amount_minor = tier.amount.minor();
      }
      compensation_.charged += event.amount_minor;
      break;
    case LateEventKind::kFee: {
      if (!charges) return absl::OkStatus();
      const LateFee& fee = policy().fees[happening.index];
      const auto amount =
          FeeAmount(fee, invoiced, Money(principal_, invoiced.currency()));
      if (!amount.ok()) {
        return At("/policy/fees/" + std::to_string(happening.index),
                  amount.status());
      }
      event.id = fee.id;
      event.amount_minor = amount->minor();
      fees_.charged += event.amount_minor;
      break;
    }
    case LateEventKind::kPayment:
      event.amount_minor = spec_.payments[happening.index].amount.minor();
      USANCE_RETURN_IF_ERROR(ApplyPayment(event));
      break;
  }
  event.principal_after_minor = principal_;
  events_.push_back(event);
  return absl::OkStatus();
}

absl::Status Walk::ApplyPayment(LateEvent& event) {
  if (accruer_) USANCE_RETURN_IF_ERROR(AccrueThrough(event.date));
  int64_t left = event.amount_minor;
  const auto settle = [&](Claim& claim, int64_t& part) {
    const int128 room = std::max<int128>(Claimed() - Paid(), 0);
    part = static_cast<int64_t>(std::min({int128{left}, claim.Unpaid(), room}));
    claim.paid += part;
    left -= part;
  };
  const auto settle_principal = [&] {
    event.principal_minor = std::min(left, principal_);
    principal_ -= event.principal_minor;
    left -= event.principal_minor;
  };
  const bool principal_first = spec_.apply_to == ApplyTo::kPrincipalFirst;
  if (principal_first) settle_principal();
  const bool books = late_ && left > 0;
  if (books) {
    USANCE_RETURN_IF_ERROR(BookInterest());
    if (principal_first) {
      settle(interest_, event.interest_minor);
      settle(compensation_, event.compensation_minor);
      settle(fees_, event.fees_minor);
    } else {
      settle(fees_, event.fees_minor);
      settle(compensation_, event.compensation_minor);
      settle(interest_, event.interest_minor);
    }
  }
  if (!principal_first) settle_principal();
  event.unapplied_minor = left;
  unapplied_ += left;
  if (accruer_) {
    accruer_->PayInterest(event.interest_minor);
    accruer_->SetPrincipal(principal_);
  }
  settled_ = books && principal_ == 0 && Claimed() <= Paid();
  return absl::OkStatus();
}

absl::StatusOr<LateCharges> Walk::Finish() const {
  const Currency currency = spec_.invoice.amount.currency();
  std::string_view too_large;  // what the first sum that overflows is about
  const auto money = [&](int128 minor, std::string_view field) {
    const auto narrow = Narrow<int64_t>(minor);
    if (!narrow && too_large.empty()) too_large = field;
    return Money(narrow.value_or(0), currency);
  };
  const int128 over = cap_ ? std::max<int128>(Charged() - *cap_, 0) : int128{0};
  LateCharges result = {
      .days_past_due = spec_.as_of - spec_.invoice.due,
      .interest = money(interest_.charged, "/policy/interest"),
      .compensation = money(compensation_.charged, "/policy/compensation"),
      .fees = money(fees_.charged, "/policy/fees"),
      .over_cap = money(over, "/policy"),
      .total = money(Claimed(), "/policy"),
      .outstanding_principal = Money(principal_, currency),
      .outstanding_charges = money(Claimed() - Paid(), "/policy"),
      .unapplied = money(unapplied_, "/payments"),
      .segments = {},
      .events = events_,
      .source = {},
      .version = {},
      .known_through = {},
      .provisional = false,
      .confidence = Confidence::kGiven};
  if (!too_large.empty()) {
    return Error(Reason::kOverflow, too_large,
                 "a sum is outside the 64 bits of minor units");
  }
  if (accruer_) {
    result.segments = accruer_->segments();
    result.source = policy().interest->rates.id();
    result.version = policy().interest->rates.version();
    result.known_through = policy().interest->rates.known_through();
    for (const Segment& segment : result.segments) {
      result.provisional = result.provisional || segment.provisional;
      result.confidence = Weakest(result.confidence, segment.confidence);
    }
  }
  return result;
}

}  // namespace

absl::StatusOr<LateCharges> ComputeLateCharges(const LateChargesSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  return Walk(spec).Run();
}

}  // namespace usance
