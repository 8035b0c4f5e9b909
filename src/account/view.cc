#include "src/account/view.h"

#include <algorithm>
#include <utility>

namespace usance::internal {
namespace {

// Of the payment that an event decides about; null for other events.
const std::string* PaymentOf(const Event& event) {
  if (const auto* body = std::get_if<PaymentConfirmed>(&event.body)) {
    return &body->payment;
  }
  if (const auto* body = std::get_if<PaymentFailed>(&event.body)) {
    return &body->payment;
  }
  if (const auto* body = std::get_if<PaymentDesignated>(&event.body)) {
    return &body->payment;
  }
  return nullptr;
}

}  // namespace

bool LooksBack(const Event& event) {
  return event.kind() == EventKind::kReversal || PaymentOf(event) != nullptr;
}

View::View(const Journal& journal, Date as_of, std::optional<Date> as_known_on)
    : journal_(journal), known_on_(as_known_on) {
  size_t end = journal.size(), begin = 0;
  while (begin < end) {  // the first event after as_of
    const size_t middle = begin + (end - begin) / 2;
    if (journal[middle].value_date <= as_of) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  end_ = begin;
  Hear(Reverse());
}

// From the last to the first: whether a reversal counts is known when its turn
// comes.
std::vector<size_t> View::Reverse() {
  std::vector<size_t> deciding;
  for (size_t k = end_; k-- > 0;) {
    const EventKind kind = journal_[k].kind();
    claims_ += kind == EventKind::kInvoice || kind == EventKind::kCharge;
    if (!LooksBack(journal_[k]) || !Sees(k)) continue;
    const auto* body = std::get_if<Reversed>(&journal_[k].body);
    if (body == nullptr) {
      deciding.push_back(k);
      continue;
    }
    const std::optional<size_t> target = journal_.IndexOf(body->event);
    if (!target || *target >= k || !IsKnown(*target)) {
      ignored_.push_back({static_cast<uint32_t>(k),
                          "no event \"" + body->event + "\" before it"});
      continue;
    }
    excluded_.insert(*target);
    all_ = false;
  }
  std::reverse(ignored_.begin(), ignored_.end());
  return deciding;
}

void View::Hear(std::span<const size_t> deciding) {
  for (auto at = deciding.rbegin(); at != deciding.rend(); ++at) {
    const size_t k = *at;
    const Event& event = journal_[k];
    const std::string* id = PaymentOf(event);
    const std::optional<size_t> payment = Find(*id, EventKind::kPayment);
    if (!payment || *payment > k) {
      ignored_.push_back(
          {static_cast<uint32_t>(k), "no payment \"" + *id + "\" before it"});
      continue;
    }
    if (event.kind() == EventKind::kDesignation) {
      designated_by_[*payment] = k;
    } else if (!IsPending(*payment)) {
      ignored_.push_back(
          {static_cast<uint32_t>(k), "payment \"" + *id + "\" is not pending"});
    } else {
      decided_.insert(*payment);
      if (event.kind() == EventKind::kPaymentFailed) {
        excluded_.insert(*payment);
        all_ = false;
      }
    }
  }
}

std::optional<size_t> View::Find(const std::string& id, EventKind kind) const {
  const std::optional<size_t> k = journal_.IndexOf(id);
  if (!k || *k >= end_ || !Sees(*k) || journal_[*k].kind() != kind) {
    return std::nullopt;
  }
  return k;
}

bool View::IsPending(size_t payment) const {
  return !decided_.contains(payment) &&
         std::get<PaymentReceived>(journal_[payment].body).pending;
}

std::span<const Designation> View::DesignationsOf(size_t payment) const {
  const auto by = designated_by_.find(payment);
  if (by != designated_by_.end()) {
    return std::get<PaymentDesignated>(journal_[by->second].body).designations;
  }
  return std::get<PaymentReceived>(journal_[payment].body).designations;
}

}  // namespace usance::internal
