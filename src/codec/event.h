// What an event looks like in a request and in a file. Private to codec.
#ifndef USANCE_SRC_CODEC_EVENT_H_
#define USANCE_SRC_CODEC_EVENT_H_

#include <vector>

#include "src/codec/operations.h"
#include "src/codec/reader.h"
#include "usance/account/event.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"

namespace usance::codec {

inline constexpr Field kDiscountFields[] = {
    {"until", FieldType::kDate, true, "the last day of paying less"},
    {"discount", FieldType::kMoney, true, "by so much less"},
    {"grace_days", FieldType::kInteger, false, "days after it that still do"},
};
inline constexpr Field kEventRowFields[] = {
    {"due", FieldType::kDate, true, "the last day on which paying is on time"},
    {"principal", FieldType::kMoney, false, "of an invoice; assumed: 0"},
    {"contract_interest", FieldType::kMoney, false,
     "of an invoice; assumed: 0"},
    {"default_interest", FieldType::kMoney, false, "of an invoice; assumed: 0"},
    {"fee", FieldType::kMoney, false, "of an invoice; assumed: 0"},
    {"cost", FieldType::kMoney, false, "of an invoice; assumed: 0"},
    {"discounts", FieldType::kList, false,
     "of an invoice: what paying the row early earns", nullptr,
     kDiscountFields},
    {"amount", FieldType::kMoney, false, "of a plan (required)"},
};
inline constexpr Field kDesignationFields[] = {
    {"item", FieldType::kText, true, "the invoice that is meant"},
    {"row", FieldType::kInteger, false, "of the item, from 1; assumed: all"},
    {"component", FieldType::kName, false, "assumed: all", NamesOf<Component>},
    {"amount", FieldType::kMoney, false, "assumed: as far as it reaches"},
};
inline constexpr Field kEventFields[] = {
    {"id", FieldType::kText, true, "the same id is the same event"},
    {"kind", FieldType::kName, true, "what happened", NamesOf<EventKind>},
    {"date", FieldType::kDate, true,
     "the value date: the day on which it takes effect"},
    {"recorded", FieldType::kDate, false,
     "the day on which the record learned of it; assumed: the value date"},
    {"sequence", FieldType::kInteger, false,
     "its place among events of one kind on one day; assumed: behind those "
     "that have one, by id"},
    {"actor", FieldType::kText, false, "who recorded it"},
    {"reason", FieldType::kText, false, "a word of the caller's"},
    {"text_sha256", FieldType::kText, false,
     "SHA-256 of text that is kept elsewhere, in 64 digits of 0-9 and a-f"},
    {"item", FieldType::kText, false, "the invoice that it is about"},
    {"row", FieldType::kInteger, false, "of the item, from 1"},
    {"rows", FieldType::kList, false,
     "of an invoice or plan: the amounts and their due days", nullptr,
     kEventRowFields},
    {"due", FieldType::kDate, false,
     "of an invoice with one row, in place of rows; of a charge; the new day "
     "of a due date change"},
    {"amount", FieldType::kMoney, false,
     "above 0; of an invoice with one row of principal, in place of rows"},
    {"interest", FieldType::kText, false,
     "the policy's interest terms; assumed: none"},
    {"secured", FieldType::kFlag, false, "by collateral or a guarantor"},
    {"baseline", FieldType::kDate, false, "what aging by baseline counts from"},
    {"component", FieldType::kName, false,
     "of a charge, waiver or capitalization (required)", NamesOf<Component>},
    {"charge", FieldType::kText, false, "id of the charge that is refunded"},
    {"pending", FieldType::kFlag, false, "the payment may yet fail"},
    {"type", FieldType::kText, false,
     "of a payment: names a rule of the policy"},
    {"designations", FieldType::kList, false, "what a payment is meant for",
     nullptr, kDesignationFields},
    {"payment", FieldType::kText, false, "id of the payment"},
    {"hold_kind", FieldType::kName, false, "assumed: hold", NamesOf<HoldKind>},
    {"pauses_interest", FieldType::kFlag, false,
     "while the hold or plan is in force"},
    {"hold", FieldType::kText, false, "id of the hold that is closed"},
    {"channel", FieldType::kName, false, "of a contact (required)",
     NamesOf<Channel>},
    {"response", FieldType::kName, false, "of a contact; assumed: none",
     NamesOf<Response>},
    {"items", FieldType::kTexts, false,
     "the invoices that it is about; assumed: the account"},
    {"step", FieldType::kText, false, "of a dunning procedure"},
    {"by", FieldType::kDate, false, "the last day on which a promise is kept"},
    {"plan", FieldType::kText, false, "id of the plan"},
    {"to", FieldType::kText, false, "who the account is handed over to"},
    {"handover", FieldType::kText, false, "id of the hand-over"},
    {"interruption", FieldType::kText, false,
     "its kind: an acknowledgment, a claim in court"},
    {"event", FieldType::kText, false, "id of the event that is reversed"},
};

// Reads what the table has, of its kind; Done() is left to the caller. An
// invoice may say "due" and "amount" in place of one row of principal.
//
// Errors: those of Reader
[[nodiscard]] absl::StatusOr<Event> ReadEvent(Reader& in, Currency currency);

// The field `designations`; none where it is absent.
[[nodiscard]] absl::StatusOr<std::vector<Designation>> ReadDesignations(
    Reader& in, Currency currency);

// Adds the members of an event to an object, in the order of the table: the
// one form in which it is written. What is assumed is left out, but for the
// recorded day, a row's number, and names.
void SetEvent(const Event& event, Currency currency, Json& object);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_EVENT_H_
