// What a dunning policy looks like in a request. Private to codec.
#ifndef USANCE_SRC_CODEC_DUNNING_POLICY_H_
#define USANCE_SRC_CODEC_DUNNING_POLICY_H_

#include "src/codec/late_policy.h"
#include "src/codec/operations.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/recovery/next_action.h"

namespace usance::codec {

inline constexpr Field kDunningStepFields[] = {
    {"id", FieldType::kText, true, "what a contact names as its step"},
    {"anchor", FieldType::kName, false, "what it counts from; assumed: due",
     NamesOf<StepAnchor>},
    {"after", FieldType::kText, false,
     "the anchor, as 10d, 30d eom, -7d; assumed: on its day"},
    {"action", FieldType::kName, false, "assumed: contact",
     NamesOf<StepAction>},
    {"channels", FieldType::kNames, false,
     "of a contact, which needs one: the first that may be used",
     NamesOf<Channel>},
    {"tone", FieldType::kName, false, "assumed: neutral", NamesOf<Tone>},
    {"message", FieldType::kText, false, "names a text of yours"},
    {"consequences", FieldType::kTexts, false, "that the text tells"},
    {"fee", FieldType::kText, false, "the id of one of fees"},
    {"min_gap_days", FieldType::kInteger, false,
     "since the last contact; assumed: 1"},
    {"attempts", FieldType::kInteger, false,
     "of a step that brings no answer, in all; assumed: 1"},
    {"retry_days", FieldType::kInteger, false,
     "from one attempt to the next; assumed: 0"},
};
// Those of late_charges; a step has no other trigger.
inline constexpr auto kNoticeFeeFields = [] {
  auto fields = Join(kFeeFields);
  for (Field& field : fields) {
    if (field.name == "trigger") field.about = "assumed: notice, the only one";
    if (field.name == "id") field.required = true;
  }
  return fields;
}();
inline constexpr Field kFeeLimitFields[] = {
    {"statute", FieldType::kText, false,
     "a law that says what a reminder may cost; in place of the next four"},
    {"amount", FieldType::kMoney, false, "of each fee"},
    {"max_count", FieldType::kInteger, false,
     "of all fees of a ladder; assumed: any"},
    {"min_gap_days", FieldType::kInteger, false,
     "from one notice with a fee to the next; assumed: 0"},
    {"rule", FieldType::kText, false, "how answers name the limit"},
    {"action", FieldType::kName, true, "what happens above it",
     NamesOf<CapAction>},
};
inline constexpr Field kContactCapFields[] = {
    {"id", FieldType::kText, true, "how answers name the cap"},
    {"channels", FieldType::kNames, false, "assumed: all", NamesOf<Channel>},
    {"most", FieldType::kInteger, true, "contacts"},
    {"within_days", FieldType::kInteger, true, "in a row"},
    {"after_answer_days", FieldType::kInteger, false,
     "none from a contact that reached somebody on, its own day counted; "
     "assumed: 0"},
};
inline constexpr Field kContactWindowFields[] = {
    {"channels", FieldType::kNames, false, "assumed: all", NamesOf<Channel>},
    {"weekdays", FieldType::kNames, false, "assumed: all", NamesOf<Weekday>},
    {"from", FieldType::kText, false,
     "the debtor's time, as 08:00; assumed: 00:00"},
    {"until", FieldType::kText, false,
     "the minute itself excluded; assumed: 24:00"},
};
inline constexpr Field kDunningFields[] = {
    {"id", FieldType::kText, true, "of the policy"},
    {"scope", FieldType::kName, true, "what one ladder is about",
     NamesOf<DunningScope>},
    {"order", FieldType::kName, true,
     "what happens where several steps have become possible",
     NamesOf<StepOrder>},
    {"steps", FieldType::kList, true, "in order", nullptr, kDunningStepFields},
    {"fees", FieldType::kList, false, "that steps name", nullptr,
     kNoticeFeeFields},
    {"fee_limit", FieldType::kObject, false, "of the law on what notices cost",
     nullptr, kFeeLimitFields},
    {"grace_days", FieldType::kInteger, false, "after the due day; assumed: 0"},
    {"min_open", FieldType::kMoney, false,
     "of what a step is about; assumed: 0"},
    {"min_account", FieldType::kMoney, false,
     "past due on the account; assumed: 0"},
    {"min_account_days", FieldType::kInteger, false,
     "that the account is past due; assumed: 0"},
    {"gap_by_account", FieldType::kFlag, false,
     "a contact about one item holds up the others"},
    {"promise_tolerance_days", FieldType::kInteger, false,
     "after the day of a promise; assumed: 0"},
    {"caps", FieldType::kList, false, "on how often", nullptr,
     kContactCapFields},
    {"windows", FieldType::kList, false, "on when; all of them hold", nullptr,
     kContactWindowFields},
    {"calendars", FieldType::kList, false, "that steps name", nullptr,
     kCalendarFields},
};
inline constexpr Field kDebtorFields[] = {
    {"consent", FieldType::kNames, false,
     "the channels that may be used; assumed: all", NamesOf<Channel>},
    {"preferred", FieldType::kNames, false, "come first, where a step has them",
     NamesOf<Channel>},
    {"grace_until", FieldType::kDate, false,
     "nothing is asked for through this day"},
    {"time_zone", FieldType::kText, false,
     "of the debtor's place, as America/New_York: what windows are meant by"},
};

// Errors: those of the request, then those of CheckPolicy
[[nodiscard]] absl::StatusOr<DunningPolicy> ReadDunning(Reader& in,
                                                        Currency currency);

[[nodiscard]] absl::StatusOr<DebtorProfile> ReadDebtor(Reader& in);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_DUNNING_POLICY_H_
