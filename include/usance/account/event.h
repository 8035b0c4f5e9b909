// What happens to an account: a closed set of immutable facts.
#ifndef USANCE_ACCOUNT_EVENT_H_
#define USANCE_ACCOUNT_EVENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "usance/account/claim.h"
#include "usance/account/component.h"
#include "usance/account/contact.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// Amounts, items and rows are as in claim.h.

// --- money ------------------------------------------------------------------

// What a payment is meant for.
struct Designation {
  std::string item;
  std::optional<int32_t> row = {};
  std::optional<Component> component = {};
  std::optional<int64_t> amount_minor = {};  // none: as far as it reaches
  friend bool operator==(const Designation&, const Designation&) = default;
};

// A pending payment settles nothing until a PaymentConfirmed; it then settles
// as of its own value date.
struct PaymentReceived {
  int64_t amount_minor = 0;
  bool pending = false;
  std::string type = {};  // names a rule of the policy; none: its default
  std::vector<Designation> designations = {};
  friend bool operator==(const PaymentReceived&,
                         const PaymentReceived&) = default;
};

struct PaymentConfirmed {
  std::string payment;  // id of the PaymentReceived
  friend bool operator==(const PaymentConfirmed&,
                         const PaymentConfirmed&) = default;
};

// A pending payment that never came. Money that was there and went is a
// PaymentReturned.
struct PaymentFailed {
  std::string payment;
  friend bool operator==(const PaymentFailed&, const PaymentFailed&) = default;
};

// The money came back on the value date. What it settled, at once or as money
// of the debtor's later, is unpaid again, with its due days, and bears as if
// never paid, and its discounts are lost; interest that was booked on the way
// stays booked as of its day. What had been refunded of it meanwhile is a claim
// of the account, due at once.
struct PaymentReturned {
  std::string payment;
  friend bool operator==(const PaymentReturned&,
                         const PaymentReturned&) = default;
};

// Replaces the designations of a payment.
struct PaymentDesignated {
  std::string payment;
  std::vector<Designation> designations;
  friend bool operator==(const PaymentDesignated&,
                         const PaymentDesignated&) = default;
};

// Pays money of the debtor's back. What is beyond it is a claim, due at once.
struct MoneyRefunded {
  int64_t amount_minor = 0;
  friend bool operator==(const MoneyRefunded&, const MoneyRefunded&) = default;
};

// --- terms that change ------------------------------------------------------

// From the value date on the item's invoice rows bear by other interest terms,
// or by none. Who was late stays late, and who was not, not. The interest by
// the terms so far is an amount of its own, rounded as they say.
struct InterestChanged {
  std::string item = {};
  std::string interest = {};  // id of the policy's interest terms
  friend bool operator==(const InterestChanged&,
                         const InterestChanged&) = default;
};

// What is unpaid of a component becomes principal.
struct Capitalized {
  std::string item = {};
  Component component = Component::kDefaultInterest;  // any but principal
  friend bool operator==(const Capitalized&, const Capitalized&) = default;
};

// --- stops ------------------------------------------------------------------

enum class HoldKind : int32_t {
  kHold = 1,     // the creditor waits
  kDispute = 2,  // the debtor denies the claim, or a part of it
};

template <>
struct Names<HoldKind> {
  static constexpr std::string_view kNoun = "kind of hold";
  static constexpr Named<HoldKind> kTable[] = {
      {HoldKind::kHold, "hold", ""},
      {HoldKind::kDispute, "dispute", ""},
  };
};

// Concerns so much principal of the rows that are there on its day, the first
// rows first, or, without an amount, all of them: their days past due then
// stand still. While it pauses interest, that part bears none.
struct HoldOpened {
  HoldKind kind = HoldKind::kHold;
  std::string item = {};
  std::optional<int64_t> amount_minor = {};
  bool pauses_interest = false;
  friend bool operator==(const HoldOpened&, const HoldOpened&) = default;
};

struct HoldClosed {
  std::string hold;  // id of the HoldOpened
  friend bool operator==(const HoldClosed&, const HoldClosed&) = default;
};

// --- plans and ends ---------------------------------------------------------

struct PlanRow {
  Date due;
  int64_t amount_minor = 0;
  friend bool operator==(const PlanRow&, const PlanRow&) = default;
};

// Covers the rows that are there on its day. Their days past due stand still
// while it runs.
struct PlanAgreed {
  std::vector<std::string> items = {};  // none: the account
  std::vector<PlanRow> rows;
  bool pauses_interest = false;  // while the plan runs
  friend bool operator==(const PlanAgreed&, const PlanAgreed&) = default;
};
struct PlanBreached {
  std::string plan;  // id of the PlanAgreed
  friend bool operator==(const PlanBreached&, const PlanBreached&) = default;
};
struct PlanCompleted {
  std::string plan;
  friend bool operator==(const PlanCompleted&, const PlanCompleted&) = default;
};

// To an agency, a lawyer, a court: the items that are there on its day.
struct HandedOver {
  std::string to;
  std::vector<std::string> items = {};  // none: the account
  friend bool operator==(const HandedOver&, const HandedOver&) = default;
};
struct Recalled {
  std::string handover;  // id of the HandedOver
  friend bool operator==(const Recalled&, const Recalled&) = default;
};

// The creditor's books give the item up; the debt stays. No interest bears
// from the next day on, on rows that are there.
struct ChargedOff {
  std::string item = {};
  friend bool operator==(const ChargedOff&, const ChargedOff&) = default;
};

// The debt, or so much of it, is given up for good: as a payment of that day
// would settle it, designated for the item where one is named. Books the
// interest of what it reaches.
struct WrittenOff {
  std::string item = {};
  std::optional<int64_t> amount_minor = {};
  friend bool operator==(const WrittenOff&, const WrittenOff&) = default;
};

// Money for what is written off already. It settles no claim.
struct Recovered {
  std::string item = {};
  int64_t amount_minor = 0;
  friend bool operator==(const Recovered&, const Recovered&) = default;
};

// A limitation period starts anew or stands still: an acknowledgment, a claim
// in court.
struct LimitationInterrupted {
  std::string item = {};
  std::string kind;
  friend bool operator==(const LimitationInterrupted&,
                         const LimitationInterrupted&) = default;
};

struct Noted {
  friend bool operator==(const Noted&, const Noted&) = default;
};

// The event was an error: it counts as never recorded, as far as the reversal
// is known. A reversal can be reversed.
struct Reversed {
  std::string event;
  friend bool operator==(const Reversed&, const Reversed&) = default;
};

// In the order in which they apply on one day: rates, capitalization, claims,
// money, status.
using EventBody =
    std::variant<InterestChanged, Capitalized, InvoiceIssued, DueDateChanged,
                 ChargePosted, ClaimWaived, ChargeRefunded, CreditNoteIssued,
                 PaymentReceived, PaymentConfirmed, PaymentFailed,
                 PaymentDesignated, PaymentReturned, MoneyRefunded, WrittenOff,
                 Recovered, HoldOpened, HoldClosed, ContactMade, PromiseMade,
                 PlanAgreed, PlanBreached, PlanCompleted, HandedOver, Recalled,
                 ChargedOff, LimitationInterrupted, Noted, Reversed>;

// The same order: EventBody's index + 1.
enum class EventKind : int32_t {
  kInterestChange = 1,
  kCapitalization = 2,
  kInvoice = 3,
  kDueDateChange = 4,
  kCharge = 5,
  kWaiver = 6,
  kChargeRefund = 7,
  kCreditNote = 8,
  kPayment = 9,
  kPaymentConfirmed = 10,
  kPaymentFailed = 11,
  kDesignation = 12,
  kPaymentReturned = 13,
  kRefund = 14,
  kWriteOff = 15,
  kRecovery = 16,
  kHold = 17,
  kHoldClosed = 18,
  kContact = 19,
  kPromise = 20,
  kPlan = 21,
  kPlanBreached = 22,
  kPlanCompleted = 23,
  kHandOver = 24,
  kRecall = 25,
  kChargeOff = 26,
  kInterruption = 27,
  kNote = 28,
  kReversal = 29,
};

template <>
struct Names<EventKind> {
  static constexpr std::string_view kNoun = "kind of event";
  static constexpr Named<EventKind> kTable[] = {
      {EventKind::kInterestChange, "interest change", "rate change"},
      {EventKind::kCapitalization, "capitalization", ""},
      {EventKind::kInvoice, "invoice", ""},
      {EventKind::kDueDateChange, "due date change", ""},
      {EventKind::kCharge, "charge", ""},
      {EventKind::kWaiver, "waiver", ""},
      {EventKind::kChargeRefund, "charge refund", ""},
      {EventKind::kCreditNote, "credit note", ""},
      {EventKind::kPayment, "payment", ""},
      {EventKind::kPaymentConfirmed, "payment confirmed", ""},
      {EventKind::kPaymentFailed, "payment failed", ""},
      {EventKind::kDesignation, "designation", ""},
      {EventKind::kPaymentReturned, "payment returned", ""},
      {EventKind::kRefund, "refund", ""},
      {EventKind::kWriteOff, "write-off", ""},
      {EventKind::kRecovery, "recovery", ""},
      {EventKind::kHold, "hold", ""},
      {EventKind::kHoldClosed, "hold closed", ""},
      {EventKind::kContact, "contact", ""},
      {EventKind::kPromise, "promise", ""},
      {EventKind::kPlan, "plan", ""},
      {EventKind::kPlanBreached, "plan breached", ""},
      {EventKind::kPlanCompleted, "plan completed", ""},
      {EventKind::kHandOver, "hand-over", ""},
      {EventKind::kRecall, "recall", ""},
      {EventKind::kChargeOff, "charge-off", ""},
      {EventKind::kInterruption, "interruption", ""},
      {EventKind::kNote, "note", ""},
      {EventKind::kReversal, "reversal", ""},
  };
};
static_assert(std::variant_size_v<EventBody> ==
              std::size(Names<EventKind>::kTable));

struct Event {
  std::string id;   // the same id is the same event: it counts once
  Date value_date;  // the day on which it takes effect
  Date recorded;    // the day on which the record learned of it
  EventBody body;
  // Among events of one kind on one day; those without come last, by id.
  std::optional<int64_t> sequence = {};
  std::string actor = {};   // who recorded it
  std::string reason = {};  // a word of the caller's: "goods damaged"
  // Of personal text that is kept elsewhere, so that it can be erased: 64 hex
  // digits of its SHA-256.
  std::string text_sha256 = {};

  [[nodiscard]] EventKind kind() const {
    return static_cast<EventKind>(body.index() + 1);
  }
  friend bool operator==(const Event&, const Event&) = default;
};

inline constexpr size_t kMaxIdBytes = 200;
inline constexpr size_t kMaxClaimRows = 1'200;
inline constexpr size_t kMaxRowDiscounts = 16;
inline constexpr size_t kMaxEventItems = 1'200;

// Whether a comes before b in the fold: by value date, kind, sequence, id.
[[nodiscard]] bool ComesBefore(const Event& a, const Event& b);

// What an event says by itself; whether what it refers to exists is a matter
// of the replay.
//
// Errors, of the first field that is wrong: id, actor, reason and text_sha256,
// then the body's, as they stand in it; last, days before the event's own.
// They are about "/id", "/rows/<k>/due", "/rows/<k>/contract_interest" and so
// on, an amount without "_minor", "/hold_kind" and "/interruption".
//   INVALID_ARGUMENT / MISSING_FIELD - no id; no item, payment, hold or event
//     where one is needed; no rows
//   RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - a name over kMaxIdBytes; over
//     kMaxClaimRows rows, kMaxRowDiscounts discounts of one, or kMaxEventItems
//     items or designations
//   INVALID_ARGUMENT / MALFORMED - a name that is no UTF-8; text_sha256 that is
//     not 64 of 0-9 and a-f
//   INVALID_ARGUMENT / OUT_OF_ORDER - a row due before the one before it;
//     discounts not by `until`
//   OUT_OF_RANGE / OUT_OF_RANGE - an amount that is not above 0, or, of a row,
//     below 0; a row below 1; a discount below 0 or above the row's principal;
//     days of grace outside [0, 366]
//   OUT_OF_RANGE / OVERFLOW - rows whose sum is no int64
//   INVALID_ARGUMENT / UNSPECIFIED - no channel, component or kind
//   INVALID_ARGUMENT / CONFLICT - a charge or capitalization of principal; a
//     row or part without an item, of a contact without one item; a due day of
//     a charge that joins a row; the last day of a promise, or the due day of a
//     charge, before the event's
[[nodiscard]] absl::Status CheckEvent(const Event& event,
                                      std::string_view field = "");

}  // namespace usance

#endif  // USANCE_ACCOUNT_EVENT_H_
