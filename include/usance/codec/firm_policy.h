// How a firm deals with its customers, in one document.
#ifndef USANCE_CODEC_FIRM_POLICY_H_
#define USANCE_CODEC_FIRM_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account_policy.h"
#include "usance/account/aging.h"
#include "usance/accrual/rate.h"
#include "usance/codec/json.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/credit/credit_policy.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/money/currency.h"
#include "usance/money/percent.h"
#include "usance/portfolio/forecast.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/recovery_option.h"
#include "usance/statute/parties.h"
#include "usance/statute/rate_book.h"
#include "usance/statute/statute.h"
#include "usance/terms/late_payment_policy.h"

namespace usance {

// What paying late costs: by a law, or by the contract.
struct LateTerms {
  std::optional<Statute> statute = {};     // in place of `policy`
  Parties parties{};                       // of the statute
  std::optional<Date> contract_date = {};  // assumed: the due day
  std::optional<DayCount> day_count = {};  // where the statute has none
  LatePaymentPolicy policy = {};
};

enum class WayKind : int32_t {
  kPlan = 1,        // equal payments, a month apart, of all of it
  kSettlement = 2,  // a part, and the rest is given up
  kHandOver = 3,    // others bring it in
  kWriteOff = 4,
};

template <>
struct Names<WayKind> {
  static constexpr std::string_view kNoun = "kind of way";
  static constexpr Named<WayKind> kTable[] = {
      {WayKind::kPlan, "plan", ""},
      {WayKind::kSettlement, "settlement", ""},
      {WayKind::kHandOver, "hand over", "agency|lawyer|court"},
      {WayKind::kWriteOff, "write off", ""},
  };
};

// A way to go on with a debt, whatever it comes to: a RecoveryOption, once the
// debt is known.
struct RecoveryWay {
  std::string id;
  WayKind kind{};
  Percent chance = Percent(Fraction(0));  // that it works
  Percent share = Percent(Fraction(1));   // of the debt, that comes in then
  int32_t after_days = 0;                 // until it does
  int32_t payments = 1;                   // the most, of a plan
  int64_t cost_minor = 0;
  std::vector<ContingentFee> contingent = {};
};

// A discount for paying what is not due yet within so many days.
struct EarlyPayment {
  Percent percent = Percent(Fraction(0));
  int32_t days = 0;
};

struct Ways {
  Rate rate;  // of what money costs the firm
  DayCount day_count{};
  Rounding rounding{};
  std::vector<RecoveryWay> ways = {};
  std::optional<EarlyPayment> early_payment = {};
};

struct FirmPolicy {
  std::string id;
  Currency currency;  // of its amounts
  AccountPolicy account;
  std::optional<LateTerms> late = {};  // none: nothing is charged
  // The first is the usual one; a class of credit may name another.
  std::vector<DunningPolicy> dunning = {};
  std::optional<CreditPolicy> credit = {};
  int32_t period_days = 365;  // that customers are judged by
  std::optional<EscalationPolicy> escalation = {};
  std::optional<Ways> options = {};
  AgingSpec aging = {.basis = AgingBasis::kDue};
  LateRecordSpec record = {};
  int32_t bucket_days = 7;  // of the forecast
  int32_t bucket_count = 13;
};

inline constexpr size_t kMaxFirmProcedures = 64;

// Reads a firm's policy as accounts of a currency have it. Each member is as
// the request language has it: `account` as the policy of replay, `late` as
// that of late_charges or a statute by its name, `dunning` a list of those of
// next_actions, `credit` that of assess, `escalation` that of escalate. What
// by_currency has for the currency stands in place of the member beside it;
// docs/command.md has the rest.
//
// Errors:  those of the request, member by member as FirmPolicy has them
//          as CheckPolicy of each, at its member
//          RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxFirmProcedures;
//            /dunning
//          INVALID_ARGUMENT / DUPLICATE_FIELD - a procedure twice;
//            /dunning/<k>/id
//          INVALID_ARGUMENT / UNKNOWN_NAME - a class names a procedure that is
//            not there; /credit/classes/<k>/dunning
//          OUT_OF_RANGE / OUT_OF_RANGE - days, payments or buckets outside
//            [1, 3,660]
//          INVALID_ARGUMENT / UNKNOWN_NAME - /by_currency/<code>
// Example: {"id": "firm"} is the least: the oldest due is paid first, credit
//          waits, and nothing is charged, asked for or judged
[[nodiscard]] absl::StatusOr<FirmPolicy> ReadFirmPolicy(
    const Json& policy, Currency currency, std::string_view field = "",
    const RateBook& book = {});

}  // namespace usance

#endif  // USANCE_CODEC_FIRM_POLICY_H_
