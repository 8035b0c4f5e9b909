// When a debt is one for others: the signs, their points, and what they advise.
#ifndef USANCE_RECOVERY_ESCALATION_H_
#define USANCE_RECOVERY_ESCALATION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// What the record shows of an item, or of the debtor. Each is a number, and the
// higher it is the worse.
enum class Sign : int32_t {
  kDaysPastDue = 1,
  kOpen = 2,                // minor units
  kUnanswered = 3,          // contacts about it in a row that brought no answer
  kRefusals = 4,            // contacts about it that were answered by one
  kBrokenPromises = 5,      // for it, kept in part among them
  kBreachedPlans = 6,       // of it
  kReturnedPayments = 7,    // of the account, failed ones among them
  kDisputes = 8,            // of the account
  kInsolvency = 9,          // 1 where there has been one
  kLegalDisputes = 10,      // as the caller knows
  kOtherJurisdiction = 11,  // 1 where the debtor is under other law
  kLimitationNear = 12,     // 1 where the claim lapses within the policy's days
};

template <>
struct Names<Sign> {
  static constexpr std::string_view kNoun = "sign";
  static constexpr Named<Sign> kTable[] = {
      {Sign::kDaysPastDue, "days past due", ""},
      {Sign::kOpen, "open", ""},
      {Sign::kUnanswered, "unanswered", ""},
      {Sign::kRefusals, "refusals", ""},
      {Sign::kBrokenPromises, "broken promises", ""},
      {Sign::kBreachedPlans, "breached plans", ""},
      {Sign::kReturnedPayments, "returned payments", ""},
      {Sign::kDisputes, "disputes", ""},
      {Sign::kInsolvency, "insolvency", ""},
      {Sign::kLegalDisputes, "legal disputes", ""},
      {Sign::kOtherJurisdiction, "other jurisdiction", ""},
      {Sign::kLimitationNear, "limitation near", ""},
  };
};

// From this number on a sign has so many points.
struct SignBand {
  int64_t from = 0;
  int32_t points = 0;
};
struct SignRule {
  Sign sign{};
  std::vector<SignBand> bands;  // numbers rise, and points with them
};

struct EscalationPolicy {
  std::string id;
  std::vector<SignRule> signs;
  int32_t review_points = 0;     // somebody looks at it
  int32_t hand_over_points = 0;  // others take over
  // An item of less, past due for so many days, is not worth a hand-over.
  int64_t small_minor = 0;
  int32_t small_days = 0;
  int32_t limitation_days = 0;  // before a claim lapses: it is to be looked at
};

// What is known of the debtor beside the record.
struct DebtorSigns {
  bool insolvency = false;
  int32_t legal_disputes = 0;
  bool other_jurisdiction = false;
  // On which day claims of items lapse: as ComputeLimitation tells.
  struct Lapse {
    std::string item;
    Date on;
  };
  std::vector<Lapse> lapses = {};
};

enum class Advice : int32_t {
  kFollowUp = 1,
  kReview = 2,
  kWriteOff = 3,
  kHandOver = 4,
};

template <>
struct Names<Advice> {
  static constexpr std::string_view kNoun = "advice";
  static constexpr Named<Advice> kTable[] = {
      {Advice::kFollowUp, "follow up", ""},
      {Advice::kReview, "review", ""},
      {Advice::kWriteOff, "write off", ""},
      {Advice::kHandOver, "hand over", ""},
  };
};

struct SignPoints {
  Sign sign{};
  int64_t value = 0;
  int32_t points = 0;
};

struct Escalation {
  uint32_t item = 0;  // of Account::items
  int64_t points = 0;
  Advice advice{};
  std::vector<SignPoints> reasons;  // the signs that have points, as ruled
  std::optional<Date> lapses_on = {};
  std::string why;  // "90 points of 80: hand over"
};

inline constexpr size_t kMaxSignBands = 100;

// Returns what the signs of each item that is past due advise, the most points
// first; of items with as many, the oldest first. Items that are with others
// already, or in a plan, are left out. Charges of no item are one together.
// What the account ignores, as the return of a payment that is not there, is no
// sign.
//
// Points never fall as an item gets older or owes more, and rules whose points
// would fall are refused.
//
// Requires that the account is Replay's of the journal.
//
// Errors:  INVALID_ARGUMENT / MISSING_FIELD - no id, no signs, a sign without
//            bands
//          INVALID_ARGUMENT / UNSPECIFIED - no sign
//          INVALID_ARGUMENT / DUPLICATE_FIELD - a sign twice
//          RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxSignBands
//          INVALID_ARGUMENT / OUT_OF_ORDER - bands whose numbers do not rise,
//            or whose points fall; fewer points for a hand-over than for a look
//          OUT_OF_RANGE / OUT_OF_RANGE - points outside [0, 1,000,000], a
//            number below 0
// Example: 95 days past due (30 points from 60 days on), 4 contacts unanswered
//          (50 points from 3 on): 80 points
[[nodiscard]] absl::StatusOr<std::vector<Escalation>> Escalate(
    const Journal& journal, const Account& account,
    const EscalationPolicy& policy, const DebtorSigns& debtor = {},
    std::string_view field = "");

}  // namespace usance

#endif  // USANCE_RECOVERY_ESCALATION_H_
