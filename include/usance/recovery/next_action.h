// What to do next about a debt, and where nothing is to be done, why.
#ifndef USANCE_RECOVERY_NEXT_ACTION_H_
#define USANCE_RECOVERY_NEXT_ACTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/contact.h"
#include "usance/account/journal.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/terms/late_fee.h"

namespace usance {

// What is known of the debtor beside the record.
struct DebtorProfile {
  // Through which the debtor may be contacted; none given: all.
  std::optional<std::vector<Channel>> consent = {};
  std::vector<Channel> preferred = {};   // come first, where a step has them
  std::optional<Date> grace_until = {};  // nothing is asked for through it
  // Names the time zone of the debtor's place, by which hours are meant;
  // answers say it. An instant is the caller's to find: zones change with the
  // machine.
  std::string time_zone = {};
};

// Why there is no action, in the order in which rules are asked.
enum class HoldBack : int32_t {
  kHandedOver = 1,
  kPlan = 2,        // a plan runs for it
  kHold = 3,        // a hold or a dispute of all of it
  kPromise = 4,     // one is open
  kGrace = 5,       // of the debtor, or the policy's days
  kMinimum = 6,     // too little is open of it
  kAccount = 7,     // too little is past due, or not for long enough
  kNotYet = 8,      // the next step comes later
  kStepsTaken = 9,  // all that there are
  kGap = 10,        // the last contact is too near
  kWindow = 11,     // not on this day of the week
  kConsent = 12,    // through none of the step's channels
  kCap = 13,        // too many contacts
};

template <>
struct Names<HoldBack> {
  static constexpr std::string_view kNoun = "rule that holds back";
  static constexpr Named<HoldBack> kTable[] = {
      {HoldBack::kHandedOver, "handed over", ""},
      {HoldBack::kPlan, "plan", ""},
      {HoldBack::kHold, "hold", ""},
      {HoldBack::kPromise, "promise", ""},
      {HoldBack::kGrace, "grace", ""},
      {HoldBack::kMinimum, "minimum", ""},
      {HoldBack::kAccount, "account", ""},
      {HoldBack::kNotYet, "not yet", ""},
      {HoldBack::kStepsTaken, "steps taken", ""},
      {HoldBack::kGap, "gap", ""},
      {HoldBack::kWindow, "window", ""},
      {HoldBack::kConsent, "consent", ""},
      {HoldBack::kCap, "cap", ""},
  };
};

// What an answer asks for.
enum class Treatment : int32_t {
  kFollowUp = 1,       // no answer: go on
  kSendAgain = 2,      // an oversight: the invoice and a way to pay it
  kAskForPromise = 3,  // a delay: how much, by when
  kOfferPlan = 4,      // hardship
  kOpenDispute = 5,    // hold the part that is disputed
  kEscalate = 6,       // a refusal
  kOtherChannel = 7,   // nothing arrived
};

template <>
struct Names<Treatment> {
  static constexpr std::string_view kNoun = "treatment";
  static constexpr Named<Treatment> kTable[] = {
      {Treatment::kFollowUp, "follow up", ""},
      {Treatment::kSendAgain, "send again", ""},
      {Treatment::kAskForPromise, "ask for a promise", ""},
      {Treatment::kOfferPlan, "offer a plan", ""},
      {Treatment::kOpenDispute, "open a dispute", ""},
      {Treatment::kEscalate, "escalate", ""},
      {Treatment::kOtherChannel, "other channel", ""},
  };
};

[[nodiscard]] Treatment TreatmentOf(Response response);

struct NextAction {
  uint32_t step = 0;                    // of the policy's
  std::vector<uint32_t> rows;           // of Account::rows: what it is about
  Date since;                           // the day on which it became possible
  std::optional<Channel> channel = {};  // of a contact
  int32_t attempt = 1;
  int64_t open_minor = 0;  // of the rows, less what is held
  // The fee that the step's fee comes to; a claim only once a ChargePosted
  // makes it one. None where a limit, its own or the policy's, withholds it,
  // and then `fee_why` says so; also where the policy's makes it less, or it is
  // above that.
  std::optional<Money> fee = {};
  std::string fee_why = {};
  // How the last contact about the row, item or account was answered.
  std::optional<Response> answer = {};
  // In the debtor's local time, half-open; of a contact.
  int32_t from_minute = 0;
  int32_t until_minute = 24 * 60;
  std::string time_zone = {};  // the debtor's, of a contact
  std::string why = {};        // "10d after the due day 2026-01-01"
};

struct NoAction {
  HoldBack rule{};
  std::vector<uint32_t> rows;
  std::optional<uint32_t> step = {};  // that would have been next
  // From when on the rule says otherwise, where that is known: of the first of
  // the step's channels, where they are held back.
  std::optional<Date> until = {};
  std::string why = {};  // "promise p1 is open through 2026-02-01"
};

struct NextActions {
  std::vector<NextAction> actions;  // the oldest due day first
  std::vector<NoAction> held_back;
};

// Returns what the policy asks for at the end of the account's day: at most one
// action for each row, item or account that owes, by the policy's scope.
//
// A ladder starts with the first due day from which on something of the row,
// item or account has been past due at the end of each day (or is to come due),
// and ends when all of that is settled: what is left out today is not counted.
// Its steps are counted from the oldest due day of what is asked for. A step is
// taken in it once a contact that names it, or the event that it proposes, is
// on a day of the ladder: from the first day on that one of its steps has, not
// before the ladder before it ended, and not before what it is anchored to.
// What names an item that is asked for, and none that was in that ladder by
// then, is not too early.
//
// No step is taken again after a later one. A step that comes before the due
// day is left out once that day is over; one whose anchor never was is left out
// as long as that is so. A payment that failed is an anchor where the account
// knows it as pending. A step that brought no answer is tried again only as
// long as no later one is possible.
//
// An action is about what is past due, or, before a due day, what comes due on
// it. What is with others, in a plan, held, disputed or promised is left out;
// so is a row of which all principal is held, with its charges, and one that a
// hold of all of it came to, though it be of charges alone. A contact that
// names the item "" is about charges of no item alone.
//
// Requires that the account is Replay's of the journal.
//
// Errors: as CheckPolicy
//         as ApplySteps, below /steps/<k>/after
//         as FeeAmount, below /fees/<k>
[[nodiscard]] absl::StatusOr<NextActions> DecideActions(
    const Journal& journal, const Account& account, const DunningPolicy& policy,
    const DebtorProfile& debtor = {});

}  // namespace usance

#endif  // USANCE_RECOVERY_NEXT_ACTION_H_
