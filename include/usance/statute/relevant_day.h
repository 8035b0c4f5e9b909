// The day that interest of the law counts from: agreed, or given by the law.
#ifndef USANCE_STATUTE_RELEVANT_DAY_H_
#define USANCE_STATUTE_RELEVANT_DAY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/statute/citation.h"

namespace usance {

// What a period of the law begins with.
enum class DebtEvent : int32_t {
  kPerformance = 1,  // the goods or services are received
  kInvoice = 2,      // the debtor receives the invoice, or learns the amount
  kAcceptance = 3,   // a procedure of acceptance or verification ends
  kDemand = 4,       // the creditor sends an invoice or asks for payment
  kClaimable = 5,    // the debt may be demanded
};

template <>
struct Names<DebtEvent> {
  static constexpr std::string_view kNoun = "event of a debt";
  static constexpr Named<DebtEvent> kTable[] = {
      {DebtEvent::kPerformance, "performance", ""},
      {DebtEvent::kInvoice, "invoice", ""},
      {DebtEvent::kAcceptance, "acceptance", ""},
      {DebtEvent::kDemand, "demand", ""},
      {DebtEvent::kClaimable, "claimable", ""},
  };
};

// What an agreed day beyond the longest period becomes: its last day.
enum class LongestPeriod : int32_t {
  kAlways = 1,
  kUnlessFair = 2,  // only where the agreement is grossly unfair
};

template <>
struct Names<LongestPeriod> {
  static constexpr std::string_view kNoun = "longest period";
  static constexpr Named<LongestPeriod> kTable[] = {
      {LongestPeriod::kAlways, "always", ""},
      {LongestPeriod::kUnlessFair, "unless fair", ""},
  };
};

// The day when nothing is agreed, and how late an agreed day may be.
struct StartRule {
  // Days after the latest of `after` that is known; the first of them must be.
  // None: without an agreed day the debtor is late only when asked.
  std::optional<int32_t> days = {};
  std::vector<DebtEvent> after = {};
  bool beginning_with = false;  // the day of the event is day 1, not day 0
  bool only_if_told = false;    // the debtor was told of it in the invoice
  // An agreed day lies at most so many days after the event, the latest of
  // `longest_after`, or of `after` where that is empty; or, where it is later,
  // at most so many days and the end of a month after it, in either order
  // (Code de commerce L441-10 I: 60 days, or 45 days end of month).
  std::optional<int32_t> longest_days = {};
  std::vector<DebtEvent> longest_after = {};
  std::optional<int32_t> longest_month_end_days = {};
  LongestPeriod longest{};
  bool rolls = false;  // a day that is not worked moves to the next that is
  Citation cited;
};

// What happened. Only what is known.
struct DebtFacts {
  std::optional<Date> agreed = {};  // the last day to pay, by contract
  std::optional<Date> performance = {};
  std::optional<Date> invoice = {};
  std::optional<Date> acceptance = {};
  std::optional<Date> demand = {};
  std::optional<Date> claimable = {};
  // An advance payment: the day that the debt counts as created on.
  std::optional<Date> advance = {};
  bool grossly_unfair = false;  // the agreed day is
  bool told = false;            // of the period, in the invoice
};

struct RelevantDay {
  Date day = Date::Of(1970, 1, 1);            // the last day to pay on time
  Date first_bearing = Date::Of(1970, 1, 2);  // the day after
  std::string why = {};
};

// Returns the last day to pay on time under a rule of the law.
//
//   agreed      that day; beyond the longest period its last day, where the
//               rule or unfairness says so
//   an advance  the day on which the debt counts as created
//   neither     `days` after the latest event known, or the last of the period
//               of `days` days that begins with it
//
// and then, by `calendar` where the law moves days, the next day that is
// worked. Interest bears from the day after.
//
// Errors:  INVALID_ARGUMENT / CONFLICT - a calendar, and the law moves no day;
//            an unfair day, and it has no longest period; a debtor who was
//            told, and it does not ask
//          INVALID_ARGUMENT / CONTEXT_REQUIRED - nothing agreed, and the first
//            event of the rule is not known, or the debtor was not told, or
//            the law has no period of its own
//          OUT_OF_RANGE / DATE_OUT_OF_RANGE
//          OUT_OF_RANGE / CALENDAR_RANGE
// Source:  Late Payment of Commercial Debts (Interest) Act 1998 s.4(2A)-(2H);
//          Directive 2011/7/EU art 3(3); BGB 187(1), 188, 193, 286(3)
// Example: goods on 2026-03-01 and the invoice on 2026-03-05: 30 days after is
//          2026-04-04, and interest bears from 2026-04-05
[[nodiscard]] absl::StatusOr<RelevantDay> FindRelevantDay(
    const StartRule& rule, const DebtFacts& facts,
    const Calendar* calendar = nullptr, std::string_view field = "");

}  // namespace usance

#endif  // USANCE_STATUTE_RELEVANT_DAY_H_
