#include "cli/charges.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "usance/account/event.h"
#include "usance/account/movement.h"
#include "usance/core/text.h"

namespace usance::cli {
namespace {

// A part of the principal that was settled.
struct Settled {
  uint32_t event;
  Date date;
  int64_t minor;
};

// Takes what came back out of what the payment had settled.
void TakeBack(const PaymentReturned& returned, int64_t minor,
              const Journal& journal, std::vector<Settled>& settled) {
  const auto payment = journal.IndexOf(returned.payment);
  for (Settled& one : settled) {
    if (!payment || one.event != *payment) continue;
    const int64_t part = std::min(one.minor, minor);
    one.minor -= part;
    minor -= part;
  }
}

// The invoice of a row, as late charges have it.
void AddInvoice(uint32_t row, const Journal& journal, const Account& account,
                LateChargesSpec& spec) {
  int64_t issued = 0;
  std::vector<Settled> settled;
  for (const Movement& movement : account.movements) {
    if (movement.row != row || movement.component != Component::kPrincipal) {
      continue;
    }
    const int64_t change = ClaimChange(movement);
    if (movement.kind == MovementKind::kIssue) {
      issued += change;
    } else if (change < 0) {
      settled.push_back({movement.event, movement.date, -change});
    } else if (movement.kind == MovementKind::kReturn) {
      TakeBack(std::get<PaymentReturned>(journal[movement.event].body), change,
               journal, settled);
    }
  }
  const Currency currency = account.currency;
  spec.invoice.amount = Money(issued, currency);
  for (const Settled& one : settled) {
    if (one.minor == 0) continue;
    spec.payments.push_back({one.date, Money(one.minor, currency)});
  }
}

Date DayAfter(Date day) { return *Date::FindDays(int64_t{day.days()} + 1); }

// What stops the interest of a row.
struct Stops {
  std::vector<Pause> all = {};  // of all of it
  struct Part {
    int64_t minor;  // of the principal
    Pause pause;
  };
  std::vector<Part> parts = {};
  Date due;  // after which it bears but for these
};

// Takes the events about one row into its stops. An event changes what bears
// from the next day on, a due day that of its own.
class StopReader {
 public:
  StopReader(uint32_t row, const Journal& journal, const Account& account)
      : row_(row),
        of_(account.rows[row]),
        item_(account.items[of_.item].id),
        journal_(journal),
        account_(account),
        due_(of_.original_due),
        stops_{.due = of_.original_due} {}

  Stops Read() && {
    for (const uint32_t k : EventsOf(journal_, account_)) {
      const Event& event = journal_[k];
      const Date day = event.value_date;
      if (const auto* hold = std::get_if<HoldOpened>(&event.body)) {
        if (hold->pauses_interest && IsAbout(hold->item)) Hold(k, *hold);
      } else if (const auto* plan = std::get_if<PlanAgreed>(&event.body)) {
        const bool covered = plan->items.empty() ||
                             std::find(plan->items.begin(), plan->items.end(),
                                       item_) != plan->items.end();
        if (plan->pauses_interest && covered) Open(event.id, day, "plan");
      } else if (const auto* off = std::get_if<ChargedOff>(&event.body)) {
        if (IsAbout(off->item)) Open("", day, "charge-off");
      } else if (const auto* closed = std::get_if<HoldClosed>(&event.body)) {
        Close(closed->hold, day);
      } else if (const auto* breached =
                     std::get_if<PlanBreached>(&event.body)) {
        Close(breached->plan, day);
      } else if (const auto* done = std::get_if<PlanCompleted>(&event.body)) {
        Close(done->plan, day);
      } else if (const auto* moved = std::get_if<DueDateChanged>(&event.body)) {
        if (IsAbout(moved->item) && moved->row == of_.number) {
          Move(day, moved->due);
        }
      }
    }
    return std::move(stops_);
  }

 private:
  [[nodiscard]] bool IsAbout(const std::string& item) const {
    return item.empty() || item == item_;
  }

  void Open(const std::string& id, Date day, std::string_view reason) {
    opened_.push_back({id, true, stops_.all.size()});
    stops_.all.push_back(
        {.start = DayAfter(day), .reason = std::string(reason)});
  }

  // Of the item's rows in order, so much of each as is open.
  void Hold(uint32_t k, const HoldOpened& hold) {
    const Event& event = journal_[k];
    if (!hold.amount_minor) {
      return Open(event.id, event.value_date, NameOf(hold.kind));
    }
    int64_t left = *hold.amount_minor, part = 0, open = 0;
    for (uint32_t row = 0; row <= row_; ++row) {
      if (!hold.item.empty() && account_.rows[row].item != of_.item) continue;
      left -= part;
      open = OpenBefore(k, row);
      part = std::clamp<int64_t>(open, 0, left);
    }
    if (part == open) {
      return Open(event.id, event.value_date, NameOf(hold.kind));
    }
    if (part == 0) return;
    opened_.push_back({event.id, false, stops_.parts.size()});
    stops_.parts.push_back({part,
                            {.start = DayAfter(event.value_date),
                             .reason = std::string(NameOf(hold.kind))}});
  }

  // The open principal of a row before an event.
  [[nodiscard]] int64_t OpenBefore(uint32_t k, uint32_t row) const {
    int64_t open = 0;
    for (const Movement& movement : account_.movements) {
      if (movement.row == row && movement.event < k &&
          movement.component == Component::kPrincipal) {
        open += ClaimChange(movement);
      }
    }
    return open;
  }

  void Close(const std::string& id, Date day) {
    for (const auto& [opened, all, at] : opened_) {
      if (opened != id || id.empty()) continue;
      Pause& pause = all ? stops_.all[at] : stops_.parts[at].pause;
      if (!pause.end) pause.end = DayAfter(day);
    }
  }

  // What has accrued stays, and nothing bears up to the new day.
  void Move(Date day, Date due) {
    const bool is_late = day > due_;
    was_late_ = was_late_ || is_late;
    if (!was_late_) {  // moved to a day gone by, it bears from today
      stops_.due = std::max(due, *Date::FindDays(int64_t{day.days()} - 1));
    } else if (!is_late) {
      stops_.all[extension_].end = std::max(day, DayAfter(due));
    } else if (due >= day) {
      extension_ = stops_.all.size();
      stops_.all.push_back(
          {.start = day, .end = DayAfter(due), .reason = "extension"});
    }
    due_ = due;
  }

  const uint32_t row_;
  const AccountRow& of_;
  const std::string& item_;
  const Journal& journal_;
  const Account& account_;
  struct Opened {
    std::string id;  // of the event
    bool all;
    size_t at;
  };
  std::vector<Opened> opened_;
  Date due_;  // so far
  bool was_late_ = false;
  size_t extension_ = 0;  // the last one
  Stops stops_;
};

// What a part of the principal costs alone, paid behind the others.
absl::StatusOr<int64_t> InterestOf(LateChargesSpec spec, int64_t minor,
                                   std::vector<Payment>& payments) {
  const Currency currency = spec.invoice.amount.currency();
  spec.invoice.amount = Money(minor, currency);
  spec.payments.clear();
  for (Payment& payment : payments) {
    const int64_t part = std::min(minor, payment.amount.minor());
    if (part == 0) continue;
    minor -= part;
    spec.payments.push_back({payment.date, Money(part, currency)});
    payment.amount = Money(payment.amount.minor() - part, currency);
  }
  USANCE_ASSIGN_OR_RETURN(const LateCharges charges, ComputeLateCharges(spec));
  return charges.interest.minor();
}

// Puts in place of the interest that of what no part's stop is about, and that
// of each part, which bears by itself.
absl::Status SplitInterest(const LateChargesSpec& spec,
                           const std::vector<Stops::Part>& parts,
                           LateCharges& charges) {
  std::vector<Payment> payments = spec.payments;
  std::stable_sort(
      payments.begin(), payments.end(),
      [](const Payment& a, const Payment& b) { return a.date < b.date; });
  int64_t rest = spec.invoice.amount.minor();
  for (const Stops::Part& part : parts) {
    rest -= std::min(rest, part.minor);
  }
  USANCE_ASSIGN_OR_RETURN(int64_t interest, InterestOf(spec, rest, payments));
  rest = spec.invoice.amount.minor() - rest;
  for (const Stops::Part& part : parts) {
    const int64_t minor = std::min(rest, part.minor);
    rest -= minor;
    LateChargesSpec own = spec;
    own.pauses.push_back(part.pause);
    USANCE_ASSIGN_OR_RETURN(const int64_t of_part,
                            InterestOf(std::move(own), minor, payments));
    interest += of_part;  // no more than that of the whole
  }
  const Currency currency = charges.interest.currency();
  charges.total = Money(
      charges.total.minor() - charges.interest.minor() + interest, currency);
  charges.interest = Money(interest, currency);
  return absl::OkStatus();
}

// Items whose invoices name terms of the account's policy.
bool HasOwnTerms(const std::string& item, const Journal& journal,
                 const Account& account) {
  for (const uint32_t k : EventsOf(journal, account)) {
    const auto* invoice = std::get_if<InvoiceIssued>(&journal[k].body);
    if (invoice != nullptr && invoice->item == item) {
      return !invoice->interest.empty();
    }
  }
  return false;
}

}  // namespace

ChargeDesk::ChargeDesk(const LateTerms& terms, Currency currency,
                       const RateBook& book)
    : terms_(terms) {
  if (!terms.statute) return;
  presets_.emplace(*terms.statute, terms.parties,
                   PresetSpec{.currency = currency,
                              .rounding = Rounding::kHalfUp,
                              .regime = RoundingRegime::kPerBooking,
                              .day_count = terms.day_count,
                              .unknown_rate = UnknownRate::kProvisional},
                   book);
}

absl::StatusOr<std::vector<RowCharges>> ChargeDesk::Of(const Journal& journal,
                                                       const Account& account) {
  std::vector<RowCharges> all;
  for (uint32_t row = 0; row < account.rows.size(); ++row) {
    const AccountRow& of = account.rows[row];
    const std::string& item = account.items[of.item].id;
    if (of.due >= account.as_of || of.open.IsZero() || item.empty() ||
        of.claimed[Component::kPrincipal] == 0 ||
        HasOwnTerms(item, journal, account)) {
      continue;
    }
    absl::StatusOr<RowCharges> charges = OfRow(row, journal, account);
    if (!charges.ok()) {
      return Error(ReasonOf(charges.status()),
                   "account " + Quoted(journal.account()) + ", " + Quoted(item),
                   TextOf(charges.status()));
    }
    all.push_back(*std::move(charges));
  }
  return all;
}

absl::StatusOr<RowCharges> ChargeDesk::OfRow(uint32_t row,
                                             const Journal& journal,
                                             const Account& account) {
  const AccountRow& of = account.rows[row];
  Stops stops = StopReader(row, journal, account).Read();
  const Date due = stops.due;
  LateChargesSpec spec = {.policy = terms_.policy,
                          .invoice = {Money(0, account.currency), due},
                          .apply_to = ApplyTo::kPrincipalFirst,
                          .as_of = account.as_of};
  std::string rule = "contract";
  Confidence confidence = Confidence::kGiven;
  if (presets_) {
    rule = terms_.statute->id;
    USANCE_ASSIGN_OR_RETURN(
        const Preset* preset,
        presets_->Find(terms_.contract_date.value_or(due), due));
    spec.policy = preset->policy;
    for (const WeakFact& weak : preset->weak) {
      confidence = Weakest(confidence, weak.cited.confidence);
    }
  }
  AddInvoice(row, journal, account, spec);
  spec.pauses = std::move(stops.all);
  USANCE_ASSIGN_OR_RETURN(LateCharges charges, ComputeLateCharges(spec));
  charges.days_past_due = account.as_of - of.due;
  if (!stops.parts.empty()) {
    USANCE_RETURN_IF_ERROR(SplitInterest(spec, stops.parts, charges));
  }
  std::string marks(NameOf(Weakest(confidence, charges.confidence)));
  if (charges.provisional) marks += ", provisional";
  if (charges.compensation_unknown) marks += ", no fixed sum";
  return RowCharges{row, std::move(charges), std::move(rule), std::move(marks)};
}

}  // namespace usance::cli
