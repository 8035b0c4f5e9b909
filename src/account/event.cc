#include "usance/account/event.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "src/account/check.h"
#include "src/core/utf8.h"

namespace usance {

absl::Status CheckName(std::string_view name, std::string_view field,
                       bool needed) {
  if (name.empty() && needed) {
    return Error(Reason::kMissingField, field, "the field is missing");
  }
  if (name.size() > kMaxIdBytes) {
    return Error(Reason::kLimitExceeded, field,
                 std::to_string(name.size()) + " bytes; allowed: up to " +
                     std::to_string(kMaxIdBytes));
  }
  if (!IsUtf8(name)) {
    return Error(Reason::kMalformed, field, "the text is no UTF-8");
  }
  return absl::OkStatus();
}

namespace {

absl::Status CheckCount(size_t count, size_t most, std::string_view field) {
  if (count <= most) return absl::OkStatus();
  return Error(
      Reason::kLimitExceeded, field,
      std::to_string(count) + "; allowed: up to " + std::to_string(most));
}

absl::Status CheckAmount(int64_t minor, std::string_view field,
                         int64_t least = 1) {
  if (minor >= least) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               std::to_string(minor) + " minor units; allowed: " +
                   (least == 0 ? "0 or more" : "above 0"));
}
absl::Status CheckAmount(std::optional<int64_t> minor, std::string_view field) {
  return minor ? CheckAmount(*minor, field) : absl::OkStatus();
}

template <HasNames E>
absl::Status CheckChoice(E value, std::string_view field) {
  if (!NameOf(value).empty()) return absl::OkStatus();
  return Error(Reason::kUnspecified, field,
               "no " + std::string(Names<E>::kNoun) + " is chosen");
}

absl::Status CheckRowNumber(std::optional<int32_t> row, std::string_view item,
                            std::string_view field = "/row") {
  if (!row) return absl::OkStatus();
  if (*row < 1) {
    return Error(Reason::kOutOfRange, field,
                 std::to_string(*row) + "; allowed: 1 or more");
  }
  if (item.empty()) {
    return Error(Reason::kConflict, field, "a row of no item");
  }
  return absl::OkStatus();
}

absl::Status CheckItems(const std::vector<std::string>& items,
                        bool named = true) {
  USANCE_RETURN_IF_ERROR(CheckCount(items.size(), kMaxEventItems, "/items"));
  for (size_t k = 0; k < items.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckName(items[k], "/items/" + std::to_string(k), named));
  }
  return absl::OkStatus();
}

absl::Status CheckNotPrincipal(Component component, std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckChoice(component, field));
  if (component != Component::kPrincipal) return absl::OkStatus();
  return Error(Reason::kConflict, field,
               "principal is what an invoice says; allowed: contract interest, "
               "default interest, fee, cost");
}

absl::Status CheckDiscounts(const ClaimRow& row) {
  USANCE_RETURN_IF_ERROR(
      CheckCount(row.discounts.size(), kMaxRowDiscounts, "/discounts"));
  std::optional<Date> before;
  for (size_t k = 0; k < row.discounts.size(); ++k) {
    const RowDiscount& discount = row.discounts[k];
    const std::string place = "/discounts/" + std::to_string(k);
    if (before && discount.until < *before) {
      return Error(Reason::kOutOfOrder, place + "/until",
                   discount.until.ToText() + " is before " + before->ToText());
    }
    before = discount.until;
    const int64_t principal = row.amounts[Component::kPrincipal];
    if (discount.discount_minor < 0 || discount.discount_minor > principal) {
      return Error(Reason::kOutOfRange, place + "/discount",
                   std::to_string(discount.discount_minor) +
                       " minor units; allowed: 0 to the row's principal of " +
                       std::to_string(principal));
    }
    if (discount.grace_days < 0 || discount.grace_days > 366) {
      return Error(Reason::kOutOfRange, place + "/grace_days",
                   std::to_string(discount.grace_days) + "; allowed: 0 to 366");
    }
  }
  return absl::OkStatus();
}

// "contract_interest"
std::string MemberOf(Component component) {
  std::string name(NameOf(component));
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

absl::Status CheckRows(const std::vector<ClaimRow>& rows) {
  if (rows.empty()) {
    return Error(Reason::kMissingField, "/rows", "no due amount");
  }
  USANCE_RETURN_IF_ERROR(CheckCount(rows.size(), kMaxClaimRows, "/rows"));
  int128 total = 0;
  for (size_t k = 0; k < rows.size(); ++k) {
    const std::string place = "/rows/" + std::to_string(k);
    if (k > 0 && rows[k].due < rows[k - 1].due) {
      return Error(
          Reason::kOutOfOrder, place + "/due",
          rows[k].due.ToText() + " is before " + rows[k - 1].due.ToText());
    }
    for (const Component component : kComponents) {
      USANCE_RETURN_IF_ERROR(CheckAmount(rows[k].amounts[component],
                                         place + "/" + MemberOf(component), 0));
    }
    USANCE_RETURN_IF_ERROR(At(place, CheckDiscounts(rows[k])));
    total += rows[k].amounts.Total();
  }
  if (total > std::numeric_limits<int64_t>::max()) {
    return Error(Reason::kOverflow, "/rows",
                 "the sum is outside the 64 bits of minor units");
  }
  return absl::OkStatus();
}

absl::Status CheckDesignations(const std::vector<Designation>& designations) {
  USANCE_RETURN_IF_ERROR(
      CheckCount(designations.size(), kMaxEventItems, "/designations"));
  for (size_t k = 0; k < designations.size(); ++k) {
    const Designation& one = designations[k];
    const std::string place = "/designations/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckName(one.item, place + "/item", true));
    USANCE_RETURN_IF_ERROR(CheckRowNumber(one.row, one.item, place + "/row"));
    if (one.component) {
      USANCE_RETURN_IF_ERROR(CheckChoice(*one.component, place + "/component"));
    }
    USANCE_RETURN_IF_ERROR(CheckAmount(one.amount_minor, place + "/amount"));
  }
  return absl::OkStatus();
}

// One overload for each body.
absl::Status Check(const InterestChanged& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  return CheckName(body.interest, "/interest", false);
}
absl::Status Check(const Capitalized& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  return CheckNotPrincipal(body.component, "/component");
}
absl::Status Check(const InvoiceIssued& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", true));
  USANCE_RETURN_IF_ERROR(CheckRows(body.rows));
  return CheckName(body.interest, "/interest", false);
}
absl::Status Check(const DueDateChanged& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", true));
  return CheckRowNumber(body.row, body.item);
}
absl::Status Check(const ChargePosted& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  USANCE_RETURN_IF_ERROR(CheckRowNumber(body.row, body.item));
  USANCE_RETURN_IF_ERROR(CheckNotPrincipal(body.component, "/component"));
  USANCE_RETURN_IF_ERROR(CheckAmount(body.amount_minor, "/amount"));
  if (body.row && body.due) {
    return Error(Reason::kConflict, "/due",
                 "a charge that joins a row is due with it");
  }
  return absl::OkStatus();
}
absl::Status Check(const ClaimWaived& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  USANCE_RETURN_IF_ERROR(CheckRowNumber(body.row, body.item));
  USANCE_RETURN_IF_ERROR(CheckChoice(body.component, "/component"));
  return CheckAmount(body.amount_minor, "/amount");
}
absl::Status Check(const ChargeRefunded& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.charge, "/charge", true));
  return CheckAmount(body.amount_minor, "/amount");
}
absl::Status Check(const CreditNoteIssued& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  return CheckAmount(body.amount_minor, "/amount");
}
absl::Status Check(const PaymentReceived& body) {
  USANCE_RETURN_IF_ERROR(CheckAmount(body.amount_minor, "/amount"));
  USANCE_RETURN_IF_ERROR(CheckName(body.type, "/type", false));
  return CheckDesignations(body.designations);
}
absl::Status Check(const PaymentConfirmed& body) {
  return CheckName(body.payment, "/payment", true);
}
absl::Status Check(const PaymentFailed& body) {
  return CheckName(body.payment, "/payment", true);
}
absl::Status Check(const PaymentDesignated& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.payment, "/payment", true));
  return CheckDesignations(body.designations);
}
absl::Status Check(const PaymentReturned& body) {
  return CheckName(body.payment, "/payment", true);
}
absl::Status Check(const MoneyRefunded& body) {
  return CheckAmount(body.amount_minor, "/amount");
}
absl::Status Check(const WrittenOff& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  return CheckAmount(body.amount_minor, "/amount");
}
absl::Status Check(const Recovered& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  return CheckAmount(body.amount_minor, "/amount");
}
absl::Status Check(const HoldOpened& body) {
  USANCE_RETURN_IF_ERROR(CheckChoice(body.kind, "/hold_kind"));
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  USANCE_RETURN_IF_ERROR(CheckAmount(body.amount_minor, "/amount"));
  if (body.amount_minor && body.item.empty()) {
    return Error(Reason::kConflict, "/amount", "a part of no item");
  }
  return absl::OkStatus();
}
absl::Status Check(const HoldClosed& body) {
  return CheckName(body.hold, "/hold", true);
}
absl::Status Check(const ContactMade& body) {
  USANCE_RETURN_IF_ERROR(CheckChoice(body.channel, "/channel"));
  USANCE_RETURN_IF_ERROR(CheckChoice(body.response, "/response"));
  USANCE_RETURN_IF_ERROR(CheckItems(body.items, false));
  USANCE_RETURN_IF_ERROR(CheckName(body.step, "/step", false));
  // A row of charges of no item is one of an item without a name.
  return CheckRowNumber(body.row, body.items.size() == 1 ? "an item" : "");
}
absl::Status Check(const PromiseMade& body) {
  USANCE_RETURN_IF_ERROR(CheckAmount(body.amount_minor, "/amount"));
  return CheckItems(body.items);
}
absl::Status Check(const PlanAgreed& body) {
  USANCE_RETURN_IF_ERROR(CheckItems(body.items));
  if (body.rows.empty()) {
    return Error(Reason::kMissingField, "/rows", "no due amount");
  }
  USANCE_RETURN_IF_ERROR(CheckCount(body.rows.size(), kMaxClaimRows, "/rows"));
  for (size_t k = 0; k < body.rows.size(); ++k) {
    const std::string place = "/rows/" + std::to_string(k);
    if (k > 0 && body.rows[k].due < body.rows[k - 1].due) {
      return Error(Reason::kOutOfOrder, place + "/due",
                   body.rows[k].due.ToText() + " is before " +
                       body.rows[k - 1].due.ToText());
    }
    USANCE_RETURN_IF_ERROR(
        CheckAmount(body.rows[k].amount_minor, place + "/amount"));
  }
  return absl::OkStatus();
}
absl::Status Check(const PlanBreached& body) {
  return CheckName(body.plan, "/plan", true);
}
absl::Status Check(const PlanCompleted& body) {
  return CheckName(body.plan, "/plan", true);
}
absl::Status Check(const HandedOver& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.to, "/to", true));
  return CheckItems(body.items);
}
absl::Status Check(const Recalled& body) {
  return CheckName(body.handover, "/handover", true);
}
absl::Status Check(const ChargedOff& body) {
  return CheckName(body.item, "/item", false);
}
absl::Status Check(const LimitationInterrupted& body) {
  USANCE_RETURN_IF_ERROR(CheckName(body.item, "/item", false));
  return CheckName(body.kind, "/interruption", true);
}
absl::Status Check(const Noted&) { return absl::OkStatus(); }
absl::Status Check(const Reversed& body) {
  return CheckName(body.event, "/event", true);
}

absl::Status CheckNotBefore(Date date, Date value_date,
                            std::string_view field) {
  if (date >= value_date) return absl::OkStatus();
  return Error(
      Reason::kConflict, field,
      date.ToText() + " is before the event's day, " + value_date.ToText());
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

absl::Status CheckHead(const Event& event) {
  USANCE_RETURN_IF_ERROR(CheckName(event.id, "/id", true));
  USANCE_RETURN_IF_ERROR(CheckName(event.actor, "/actor", false));
  USANCE_RETURN_IF_ERROR(CheckName(event.reason, "/reason", false));
  if (!event.text_sha256.empty() && !IsSha256(event.text_sha256)) {
    return Error(Reason::kMalformed, "/text_sha256",
                 "\"" + event.text_sha256.substr(0, 80) +
                     "\"; allowed: 64 digits of 0-9 and a-f");
  }
  return absl::OkStatus();
}

}  // namespace

bool ComesBefore(const Event& a, const Event& b) {
  const auto key = [](const Event& event) {
    return std::tuple(event.value_date, event.body.index(),
                      !event.sequence.has_value(), event.sequence.value_or(0),
                      std::string_view(event.id));
  };
  return key(a) < key(b);
}

absl::Status CheckEvent(const Event& event, std::string_view field) {
  USANCE_RETURN_IF_ERROR(At(field, CheckHead(event)));
  USANCE_RETURN_IF_ERROR(
      At(field,
         std::visit([](const auto& body) { return Check(body); }, event.body)));
  if (const auto* promise = std::get_if<PromiseMade>(&event.body)) {
    return At(field, CheckNotBefore(promise->by, event.value_date, "/by"));
  }
  const auto* charge = std::get_if<ChargePosted>(&event.body);
  if (charge != nullptr && charge->due) {
    return At(field, CheckNotBefore(*charge->due, event.value_date, "/due"));
  }
  return absl::OkStatus();
}

}  // namespace usance
