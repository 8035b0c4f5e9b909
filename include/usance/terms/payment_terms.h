// When an invoice is due, and how much of it then.
#ifndef USANCE_TERMS_PAYMENT_TERMS_H_
#define USANCE_TERMS_PAYMENT_TERMS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"
#include "usance/terms/date_step.h"
#include "usance/terms/early_discount.h"

namespace usance {

// What a line of the terms takes of the invoice.
enum class ShareKind : int32_t {
  kPercentOfTotal = 1,
  kPercentOfRest = 2,  // of what the lines above it leave
  kPercentOfNet = 3,   // of the amount before tax
  kFixed = 4,          // an amount, with the invoice's sign
  kRest = 5,           // what all other lines leave, by weight
};

template <>
struct Names<ShareKind> {
  static constexpr std::string_view kNoun = "share";
  static constexpr Named<ShareKind> kTable[] = {
      {ShareKind::kPercentOfTotal, "percent of total", "percent"},
      {ShareKind::kPercentOfRest, "percent of rest", "percent of remainder"},
      {ShareKind::kPercentOfNet, "percent of net", "percent of untaxed"},
      {ShareKind::kFixed, "fixed", "amount"},
      {ShareKind::kRest, "rest", "remainder|balance"},
  };
};

struct Share {
  ShareKind kind = ShareKind::kRest;
  Percent percent{Fraction(0)};      // for the three percentages; [0, 100 %]
  std::optional<Money> amount = {};  // for kFixed; 0 or more
  int32_t weight = 1;                // for kRest; [1, kMaxShareWeight]
  friend bool operator==(const Share&, const Share&) = default;
};

// A line's amount is rounded to a multiple of its own.
struct RoundToMultiple {
  Money multiple;  // above 0
  Rounding rounding;
  friend bool operator==(const RoundToMultiple&,
                         const RoundToMultiple&) = default;
};

// The event that time counts from.
enum class Baseline : int32_t {
  kInvoice = 1,
  kDelivery = 2,
  kReceipt = 3,
  kAcceptance = 4,
  kOrder = 5,
  kPosting = 6,    // to the books
  kStatement = 7,  // of account, for invoices that are settled together
  kShipment = 8,
  kArrival = 9,
  kLetterOfCredit = 10,
  kMilestone = 11,  // whatever the contract calls so, as the end of a warranty
};

template <>
struct Names<Baseline> {
  static constexpr std::string_view kNoun = "baseline";
  static constexpr Named<Baseline> kTable[] = {
      {Baseline::kInvoice, "invoice", ""},
      {Baseline::kDelivery, "delivery", "performance"},
      {Baseline::kReceipt, "receipt", ""},
      {Baseline::kAcceptance, "acceptance", ""},
      {Baseline::kOrder, "order", ""},
      {Baseline::kPosting, "posting", "booking"},
      {Baseline::kStatement, "statement", ""},
      {Baseline::kShipment, "shipment", "bill of lading"},
      {Baseline::kArrival, "arrival", "eta"},
      {Baseline::kLetterOfCredit, "lc", "letter of credit"},
      {Baseline::kMilestone, "milestone", "completion"},
  };
};

struct TermsLine {
  Share share = {};
  std::optional<RoundToMultiple> round_to = {};  // not for kRest
  bool chained = false;  // the steps start at the due date of the line before
  std::vector<EarlyDiscount> discounts = {};
  DateSteps steps = {};
  // The line's own events: a deposit from the order, what is held back from
  // the acceptance. None: those of the terms.
  std::vector<Baseline> baseline = {};
  friend bool operator==(const TermsLine&, const TermsLine&) = default;
};

inline constexpr size_t kMaxTermsLines = 200;
inline constexpr size_t kMaxDiscounts = 16;  // of one line
inline constexpr int32_t kMaxShareWeight = 1'000'000;

// What a contract writes about payment; notation.h has it as text.
struct PaymentTerms {
  std::vector<Baseline> baseline = {Baseline::kInvoice};  // the latest of them
  std::vector<TermsLine> lines = {};
  friend bool operator==(const PaymentTerms&, const PaymentTerms&) = default;
};

// Whether `terms` can be applied and written. A percentage is 0 to 100 %, and
// its fraction's terms have 18 digits at most.
//
// Errors: INVALID_ARGUMENT / MISSING_FIELD - no baseline, line, step, amount
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - more than the bounds
//         INVALID_ARGUMENT / DUPLICATE_FIELD - a baseline named twice
//         OUT_OF_RANGE / OUT_OF_RANGE - a percentage, weight, amount or days
//           of grace
//         INVALID_ARGUMENT / CONFLICT - the first line is chained, a chained
//           line has a baseline, a line of kRest has a multiple, a tier is both
//           a percentage and an amount, or an amount with a base
//         and those of Check(DateSteps)
[[nodiscard]] absl::Status Check(const PaymentTerms& terms,
                                 std::string_view field = "/terms");

// The ids of the calendars that the terms name: see CalendarsOf(DateSteps).
[[nodiscard]] std::vector<std::string> CalendarsOf(const PaymentTerms& terms);

// Which line takes the difference that rounding leaves, where no line takes
// the rest.
enum class TermsResidual : int32_t {
  kLast = 1,
  kFirst = 2,
  kLargest = 3,  // the first of those as large
};

template <>
struct Names<TermsResidual> {
  static constexpr std::string_view kNoun = "residual of terms";
  static constexpr Named<TermsResidual> kTable[] = {
      {TermsResidual::kLast, "last", ""},
      {TermsResidual::kFirst, "first", ""},
      {TermsResidual::kLargest, "largest", ""},
  };
};

// A line that would take more than the lines above it leave.
enum class Excess : int32_t {
  kRefuse = 1,  // SUM_MISMATCH
  kClip = 2,    // it takes what is left, and the lines after it 0
  kAllow = 3,   // it takes it, and what is left changes its sign
};

template <>
struct Names<Excess> {
  static constexpr std::string_view kNoun = "excess";
  static constexpr Named<Excess> kTable[] = {
      {Excess::kRefuse, "refuse", ""},
      {Excess::kClip, "clip", ""},
      {Excess::kAllow, "allow", ""},
  };
};

// How terms become amounts. What has no default must be given where the terms
// need it: a rounding for percentages, a residual for several lines none of
// which takes the rest, a discount base for percentages off without their own.
struct TermsPolicy {
  Rounding rounding{};
  TermsResidual residual{};
  Excess excess = Excess::kRefuse;
  DiscountBase discount_base{};
};

// The facts about one invoice.
struct InvoiceFacts {
  Date date;
  Money amount;                   // with tax; any sign
  std::optional<Money> net = {};  // before tax, where terms use it: 0 to amount
  std::optional<Date> delivery = {};
  std::optional<Date> receipt = {};
  std::optional<Date> acceptance = {};
  std::optional<Date> order = {};
  std::optional<Date> posting = {};
  std::optional<Date> statement = {};
  std::optional<Date> shipment = {};
  std::optional<Date> arrival = {};
  std::optional<Date> letter_of_credit = {};
  std::optional<Date> milestone = {};
};

// One part of the invoice as it falls due.
struct DueAmount {
  Date due_unadjusted;  // with every roll left out
  Date due;
  Money amount;
  std::vector<DiscountOffer> discounts;  // in the order of the tiers
  std::vector<StepTrace> because;        // which step moved the date
};

// Returns what is due when: one row for each line, in their order.
//
// A percentage is rounded once, on its own; the lines of kRest share what the
// others leave by largest remainder. Where no line takes the rest the lines
// must come to the amount exactly before they are rounded, and the residual's
// line takes the difference (Excess::kAllow: any difference). A chained line
// starts at the adjusted due date before it. Discounts count from where their
// line's steps start; those by percentage apply to the line's part of the
// base.
//
// Errors:     those of Check(terms), then
//             INVALID_ARGUMENT / CONTEXT_REQUIRED - a baseline date, the net
//               amount or a calendar that the terms speak of is missing
//             INVALID_ARGUMENT / UNSPECIFIED - a choice of `policy`
//             INVALID_ARGUMENT / CURRENCY_MISMATCH
//             OUT_OF_RANGE / OUT_OF_RANGE - a net amount above the amount, or
//               of the other sign
//             INVALID_ARGUMENT / SUM_MISMATCH - the lines do not come to the
//               amount, or one takes more than is left
//             OUT_OF_RANGE / OVERFLOW, DATE_OUT_OF_RANGE, CALENDAR_RANGE
// Exactness:  the amounts sum to the invoice exactly, and each pay + discount
//             to its amount.
// Example:    5.47 at 33.34 %, 33.33 %, 33.33 %, half up, residual last:
//             1.82, 1.82, 1.83
[[nodiscard]] absl::StatusOr<std::vector<DueAmount>> DueDates(
    const PaymentTerms& terms, const InvoiceFacts& invoice,
    const TermsPolicy& policy, std::span<const Calendar> calendars = {});

}  // namespace usance

#endif  // USANCE_TERMS_PAYMENT_TERMS_H_
