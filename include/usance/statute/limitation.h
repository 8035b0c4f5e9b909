// Until when a claim can be enforced: periods of limitation.
#ifndef USANCE_STATUTE_LIMITATION_H_
#define USANCE_STATUTE_LIMITATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/period.h"
#include "usance/statute/citation.h"
#include "usance/statute/parties.h"

namespace usance {

// How a period meets the end of the calendar year.
enum class YearEnd : int32_t {
  kNone = 1,
  kRunsFrom = 2,  // it runs from the end of the year of the due day (DE)
  kEndsAt = 3,    // it ends at the end of the year in which it is over (PL)
};

template <>
struct Names<YearEnd> {
  static constexpr std::string_view kNoun = "year end";
  static constexpr Named<YearEnd> kTable[] = {
      {YearEnd::kNone, "none", ""},
      {YearEnd::kRunsFrom, "runs from", ""},
      {YearEnd::kEndsAt, "ends at", ""},
  };
};

// What happens to a claim after it fell due.
enum class LimitationEventKind : int32_t {
  kLetter = 1,  // a written demand of the creditor
  kNotice = 2,  // a demand in the law's own form: registered, by bailiff
  kAcknowledgement = 3,  // the debtor's, in the form that the law asks for
  kPartPayment = 4,      // of principal or interest
  kSecurity = 5,         // the debtor gives security
  kSuit = 6,             // a claim in court, or a request for a payment order
  kEnforcement = 7,      // a measure of execution
  kNegotiation = 8,
  kHold = 9,  // any other time that does not count: force majeure, mediation
};

template <>
struct Names<LimitationEventKind> {
  static constexpr std::string_view kNoun = "event of a claim";
  static constexpr Named<LimitationEventKind> kTable[] = {
      {LimitationEventKind::kLetter, "letter", "reminder"},
      {LimitationEventKind::kNotice, "notice", "formal notice"},
      {LimitationEventKind::kAcknowledgement, "acknowledgement",
       "acknowledgment"},
      {LimitationEventKind::kPartPayment, "part payment", ""},
      {LimitationEventKind::kSecurity, "security", ""},
      {LimitationEventKind::kSuit, "suit", "claim"},
      {LimitationEventKind::kEnforcement, "enforcement", ""},
      {LimitationEventKind::kNegotiation, "negotiation", ""},
      {LimitationEventKind::kHold, "hold", ""},
  };
};

// A kind of event that stops the period from running while it lasts and for
// `longer` after it (BGB 204(2)), and how long the claim lives on after that at
// the least (BGB 203).
struct Suspension {
  LimitationEventKind kind{};
  std::optional<Period> longer = {};
  std::optional<Period> at_least = {};
};

// What a claim is for, where a law makes a difference by it.
enum class ClaimKind : int32_t {
  kSale = 1,      // the price of goods
  kServices = 2,  // work and services
  kPeriodic = 3,  // rent, interest and what else falls due again and again
  kOther = 4,
};

template <>
struct Names<ClaimKind> {
  static constexpr std::string_view kNoun = "kind of claim";
  static constexpr Named<ClaimKind> kTable[] = {
      {ClaimKind::kSale, "sale", "goods"},
      {ClaimKind::kServices, "services", "work"},
      {ClaimKind::kPeriodic, "periodic", ""},
      {ClaimKind::kOther, "other", ""},
  };
};

// The period for claims of some parties.
struct LimitationRule {
  std::vector<Parties> parties = {};
  std::vector<ClaimKind> claims = {};  // none: all that no other rule names
  Period period;
  YearEnd year_end = YearEnd::kNone;
  bool year_end_anew = false;  // also where the period runs anew
  bool from_next_day = false;  // it counts from the day after the due day
  std::vector<LimitationEventKind> restarts = {};
  // The length that runs anew, where it is another.
  std::optional<Period> restart_period = {};
  std::vector<Suspension> suspends = {};
  Citation cited;
};

struct LimitationLaw {
  std::string id;
  std::vector<std::string> aliases = {};
  std::string name;
  std::string country;
  // Of those for the same parties the first is the one that bars goods or
  // services first.
  std::vector<LimitationRule> rules = {};
};

struct ShippedLimitation {
  std::string_view id;
  std::string_view aliases;  // split by '|'
  std::string_view text;
};
[[nodiscard]] std::span<const ShippedLimitation> ShippedLimitations();

// The shipped law of an id or alias. Errors as FindStatute.
[[nodiscard]] absl::StatusOr<LimitationLaw> FindLimitation(
    std::string_view id, std::string_view field = "/law");

// The same of an id or alias of a statute too, whose law it is.
//
// Example: LimitationOf("nl-6-119a")->id is "nl"
[[nodiscard]] absl::StatusOr<LimitationLaw> LimitationOf(
    std::string_view id, std::string_view field = "/law");

// Reads a law from text, as data/limitation/ has them. Errors as ParseStatute.
[[nodiscard]] absl::StatusOr<LimitationLaw> ParseLimitation(
    std::string_view text, std::string_view field = "/law");

// Returns the rules for the parties: the one that holds, then those that would
// for other claims. Without `claim` the first of them all, so that nothing is
// barred before one expects it.
//
// Errors:  FAILED_PRECONDITION / UNSUPPORTED - no rule for these parties, or
//            for such a claim
// Source:  KC 118, 554, 751; BW 7:28; UCC 2-725
// Example: Poland, b2b: two years for goods and services, three for others
[[nodiscard]] absl::StatusOr<std::vector<LimitationRule>> RulesFor(
    const LimitationLaw& law, Parties parties,
    std::optional<ClaimKind> claim = {}, std::string_view field = "/law");

// The first of RulesFor. Errors as there.
[[nodiscard]] absl::StatusOr<LimitationRule> SelectRule(
    const LimitationLaw& law, Parties parties,
    std::optional<ClaimKind> claim = {}, std::string_view field = "/law");

struct LimitationEvent {
  LimitationEventKind kind{};
  Date date;                      // the first day, where it lasts
  std::optional<Date> last = {};  // none where it still lasts
};

struct LimitationSpec {
  LimitationRule rule;
  Date due;
  std::vector<LimitationEvent> events = {};  // by date
  Date as_of;
  Period warn_before = Months(3);
};

// What an event did.
struct LimitationStep {
  LimitationEvent event;
  Date last_day;    // after it
  std::string why;  // "runs anew", "a letter changes nothing here"
};

struct Limitation {
  Date last_day;          // the last day on which the claim can be enforced
  Date barred_from;       // the day after
  Date warn_from;         // last_day less the lead
  bool open = false;      // a suspension lasts still: the days may move further
  bool expired = false;   // as of the day
  bool warning = false;   // as of the day, from warn_from on
  int32_t days_left = 0;  // last_day - as_of; negative once expired
  std::vector<LimitationStep> steps = {};
};

// Returns until when a claim due on `due` can be enforced.
//
//   last day = due + period; by the end of a year where the law says so
//
// An event that restarts lets the period run anew from its day; one that
// suspends adds the days that it lasts within the period; others are listed
// and change nothing. An event after the last day revives nothing. A
// suspension that still lasts counts through as_of.
//
// Errors:  INVALID_ARGUMENT / OUT_OF_ORDER - events not by date
//          INVALID_ARGUMENT / END_BEFORE_START - an event that ends before it
//            begins
//          INVALID_ARGUMENT / CONFLICT - one before or on the due day
//          OUT_OF_RANGE / DATE_OUT_OF_RANGE
// Source:  BGB 195, 199, 203, 204, 209, 212; BW 3:307, 3:316-3:319; Limitation
//          Act 1980 ss.5, 29; Matthew v Sedman [2021] UKSC 19, for the day
// Example: a Dutch invoice due on 2007-07-01 is barred from 2012-07-02; a
//          German one due on any day of 2023 has its last day on 2026-12-31
[[nodiscard]] absl::StatusOr<Limitation> ComputeLimitation(
    const LimitationSpec& spec);

}  // namespace usance

#endif  // USANCE_STATUTE_LIMITATION_H_
