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
  spec.invoice = {Money(issued, currency), account.rows[row].due};
  for (const Settled& one : settled) {
    if (one.minor == 0) continue;
    spec.payments.push_back({one.date, Money(one.minor, currency)});
  }
}

bool Covers(const std::vector<std::string>& items, const std::string& item) {
  return items.empty() ||
         std::find(items.begin(), items.end(), item) != items.end();
}

// The days on which a hold or plan of all of an item lets nothing bear.
std::vector<Pause> PausesOf(const std::string& item, const Journal& journal,
                            const Account& account) {
  std::vector<Pause> pauses;
  std::vector<std::string> ids;  // of the events that opened them
  const auto close = [&](const std::string& id, Date day) {
    for (size_t k = 0; k < ids.size(); ++k) {
      if (ids[k] == id && !pauses[k].end) pauses[k].end = day;
    }
  };
  for (const uint32_t k : EventsOf(journal, account)) {
    const Event& event = journal[k];
    const auto open = [&](std::string_view reason) {
      pauses.push_back(
          {.start = event.value_date, .reason = std::string(reason)});
      ids.push_back(event.id);
    };
    if (const auto* hold = std::get_if<HoldOpened>(&event.body)) {
      if (hold->pauses_interest && !hold->amount_minor &&
          (hold->item.empty() || hold->item == item)) {
        open(NameOf(hold->kind));
      }
    } else if (const auto* plan = std::get_if<PlanAgreed>(&event.body)) {
      if (plan->pauses_interest && Covers(plan->items, item)) open("plan");
    } else if (const auto* closed = std::get_if<HoldClosed>(&event.body)) {
      close(closed->hold, event.value_date);
    } else if (const auto* breached = std::get_if<PlanBreached>(&event.body)) {
      close(breached->plan, event.value_date);
    } else if (const auto* done = std::get_if<PlanCompleted>(&event.body)) {
      close(done->plan, event.value_date);
    }
  }
  return pauses;
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
  LateChargesSpec spec = {.policy = terms_.policy,
                          .invoice = {Money(0, account.currency), of.due},
                          .apply_to = ApplyTo::kPrincipalFirst,
                          .as_of = account.as_of};
  std::string rule = "contract";
  Confidence confidence = Confidence::kGiven;
  if (presets_) {
    rule = terms_.statute->id;
    USANCE_ASSIGN_OR_RETURN(
        const Preset* preset,
        presets_->Find(terms_.contract_date.value_or(of.due), of.due));
    spec.policy = preset->policy;
    for (const WeakFact& weak : preset->weak) {
      confidence = Weakest(confidence, weak.cited.confidence);
    }
  }
  AddInvoice(row, journal, account, spec);
  spec.pauses = PausesOf(account.items[of.item].id, journal, account);
  USANCE_ASSIGN_OR_RETURN(LateCharges charges, ComputeLateCharges(spec));
  std::string marks(NameOf(Weakest(confidence, charges.confidence)));
  if (charges.provisional) marks += ", provisional";
  if (charges.compensation_unknown) marks += ", no fixed sum";
  return RowCharges{row, std::move(charges), std::move(rule), std::move(marks)};
}

}  // namespace usance::cli
