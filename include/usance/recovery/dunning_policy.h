// A dunning procedure: which step follows which, when, and within which limits.
#ifndef USANCE_RECOVERY_DUNNING_POLICY_H_
#define USANCE_RECOVERY_DUNNING_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/contact.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/terms/date_step.h"
#include "usance/terms/late_fee.h"
#include "usance/terms/late_payment_policy.h"

namespace usance {

// What one ladder of steps is about.
enum class DunningScope : int32_t {
  kRow = 1,      // each due amount by itself
  kItem = 2,     // each invoice
  kAccount = 3,  // all that the debtor owes
};

template <>
struct Names<DunningScope> {
  static constexpr std::string_view kNoun = "scope of dunning";
  static constexpr Named<DunningScope> kTable[] = {
      {DunningScope::kRow, "row", "installment"},
      {DunningScope::kItem, "item", "invoice"},
      {DunningScope::kAccount, "account", "customer"},
  };
};

// What happens where several steps have become possible since the last run.
enum class StepOrder : int32_t {
  kStrict = 1,   // one after the other: none is left out
  kCatchUp = 2,  // the last of them; those before it are left out
};

template <>
struct Names<StepOrder> {
  static constexpr std::string_view kNoun = "order of steps";
  static constexpr Named<StepOrder> kTable[] = {
      {StepOrder::kStrict, "strict", "sequential"},
      {StepOrder::kCatchUp, "catch up", "skip"},
  };
};

enum class StepAnchor : int32_t {
  kDocument = 1,
  kDue = 2,
  kPreviousStep = 3,  // the last day on which the step before it was taken
  kBrokenPromise = 4,
  kFailedPayment = 5,  // that failed or came back
};

template <>
struct Names<StepAnchor> {
  static constexpr std::string_view kNoun = "anchor of a step";
  static constexpr Named<StepAnchor> kTable[] = {
      {StepAnchor::kDocument, "document", ""},
      {StepAnchor::kDue, "due", ""},
      {StepAnchor::kPreviousStep, "previous step", ""},
      {StepAnchor::kBrokenPromise, "broken promise", ""},
      {StepAnchor::kFailedPayment, "failed payment", "returned payment"},
  };
};

enum class StepAction : int32_t {
  kContact = 1,   // taken once a ContactMade names the step
  kHandOver = 2,  // propose it; a HandedOver takes it
  kWriteOff = 3,  // propose it; a WrittenOff takes it
};

template <>
struct Names<StepAction> {
  static constexpr std::string_view kNoun = "action";
  static constexpr Named<StepAction> kTable[] = {
      {StepAction::kContact, "contact", ""},
      {StepAction::kHandOver, "hand over", ""},
      {StepAction::kWriteOff, "write off", ""},
  };
};

enum class Tone : int32_t {
  kFriendly = 1,
  kNeutral = 2,
  kFirm = 3,
  kFinal = 4,  // the last word before others take over
};

template <>
struct Names<Tone> {
  static constexpr std::string_view kNoun = "tone";
  static constexpr Named<Tone> kTable[] = {
      {Tone::kFriendly, "friendly", ""},
      {Tone::kNeutral, "neutral", ""},
      {Tone::kFirm, "firm", ""},
      {Tone::kFinal, "final", ""},
  };
};

struct DunningStep {
  std::string id;  // what a ContactMade names
  StepAnchor anchor = StepAnchor::kDue;
  DateSteps after = {};  // the anchor: "10d", "30d eom", "-7d"; none: its day
  StepAction action = StepAction::kContact;
  std::vector<Channel> channels = {};  // of a contact; the first that may be
  Tone tone = Tone::kNeutral;
  std::string message = {};                    // names a text of the caller's
  std::vector<std::string> consequences = {};  // "deliveries stop"
  std::string fee = {};                        // id of one of the policy's fees
  int32_t min_gap_days = 1;                    // since the last contact
  // A step that brings no answer is taken again, so many days later.
  int32_t attempts = 1;
  int32_t retry_days = 0;
};

// At most so many contacts through these channels in any `within_days` days in
// a row; and none for so many days from one that reached somebody on, its own
// day counted.
//
// Source: 12 CFR 1006.14(b)(2)(i): seven calls in seven days, and none within
//         seven days of a conversation, of which it is the first
struct ContactCap {
  std::string id;                      // "Reg F"
  std::vector<Channel> channels = {};  // none: all
  int32_t most = 0;
  int32_t within_days = 0;
  int32_t after_answer_days = 0;
};

// The days of the week on which the channels may be used, and from which to
// which minute of the debtor's day, half-open.
struct ContactWindow {
  std::vector<Channel> channels = {};  // none: all
  std::vector<Weekday> weekdays = {};  // none: all
  int32_t from_minute = 0;
  int32_t until_minute = 24 * 60;
};

// What the law lets notices cost, whatever the policy's fees are. What is above
// it is not asked for under `clip`, and stays under `report`; an action says so
// in both.
struct NoticeFeeLimit {
  std::string rule = {};                  // "renteloven 9 b"
  int64_t most_minor = 0;                 // of each
  std::optional<int32_t> max_count = {};  // of one ladder, all fees together
  int32_t min_gap_days = 0;               // from one with a fee to the next
  CapAction action{};
};

struct DunningPolicy {
  std::string id;
  DunningScope scope{};
  StepOrder order{};
  std::vector<DunningStep> steps = {};
  std::vector<LateFee> fees = {};  // for notices
  std::optional<NoticeFeeLimit> fee_limit = {};
  // A step after the due day comes when it is past by more days than these.
  int32_t grace_days = 0;
  int64_t min_open_minor = 0;  // of what a step is about
  // Of all that is past due on the account, for steps after a due day.
  int64_t min_account_minor = 0;
  int32_t min_account_days = 0;
  bool gap_by_account = false;  // a contact about one item holds up the others
  int32_t promise_tolerance_days = 0;
  std::vector<ContactCap> caps = {};
  std::vector<ContactWindow> windows = {};
  std::vector<Calendar> calendars = {};  // that steps name
};

inline constexpr size_t kMaxDunningSteps = 64;
inline constexpr size_t kMaxDunningRules = 16;  // caps, windows, fees of each
inline constexpr int32_t kMaxDunningDays = 3'660;
inline constexpr int32_t kMaxAttempts = 100;

// Errors: INVALID_ARGUMENT / MISSING_FIELD - no id of the policy, a step or a
//           cap; no steps; a contact without channels
//         INVALID_ARGUMENT / UNSPECIFIED - no scope, order, anchor, action or
//           tone; no action of the limit of fees
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxDunningSteps or
//           kMaxDunningRules
//         INVALID_ARGUMENT / DUPLICATE_FIELD - a step or fee of one id twice
//         INVALID_ARGUMENT / CONFLICT - the first step after the previous one;
//           channels of what is no contact; a fee that is not for notices
//         INVALID_ARGUMENT / UNKNOWN_NAME - a step names a fee that is not
//           there
//         OUT_OF_RANGE / OUT_OF_RANGE - days outside [0, 3,660], attempts
//           outside [1, 100], an amount below 0; a cap of 0 contacts or days; a
//           window that is empty or not within a day; a limit of fees of 0
//           fees, or of more than kMaxFeeCount
//         as CheckFee, below /fees/<k>
[[nodiscard]] absl::Status CheckPolicy(const DunningPolicy& policy,
                                       Currency currency,
                                       std::string_view field = "");

}  // namespace usance

#endif  // USANCE_RECOVERY_DUNNING_POLICY_H_
