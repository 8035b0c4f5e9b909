// What is at stake with a customer, and whether more may be.
#ifndef USANCE_CREDIT_EXPOSURE_H_
#define USANCE_CREDIT_EXPOSURE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/money/percent.h"

namespace usance {

// All amounts are minor units of the policy's currency.

// What is committed. Returns are goods that come back: they reduce.
enum class ExposureClass : int32_t {
  kDrafts = 1,     // of orders or invoices
  kOrders = 2,     // confirmed, not delivered
  kDelivered = 3,  // not invoiced
  kOpen = 4,       // invoiced, not past due
  kOverdue = 5,
  kOther = 6,
  kReturns = 7,
};
inline constexpr size_t kExposureClasses = 7;

template <>
struct Names<ExposureClass> {
  static constexpr std::string_view kNoun = "class of exposure";
  static constexpr Named<ExposureClass> kTable[] = {
      {ExposureClass::kDrafts, "drafts", ""},
      {ExposureClass::kOrders, "orders", ""},
      {ExposureClass::kDelivered, "delivered", "delivered not invoiced"},
      {ExposureClass::kOpen, "open", ""},
      {ExposureClass::kOverdue, "overdue", "past due"},
      {ExposureClass::kOther, "other", ""},
      {ExposureClass::kReturns, "returns", ""},
  };
};

class ExposureAmounts {
 public:
  [[nodiscard]] constexpr int64_t operator[](ExposureClass one) const {
    return minor_[static_cast<size_t>(one) - 1];
  }
  [[nodiscard]] constexpr int64_t& operator[](ExposureClass one) {
    return minor_[static_cast<size_t>(one) - 1];
  }
  friend bool operator==(const ExposureAmounts&,
                         const ExposureAmounts&) = default;

 private:
  std::array<int64_t, kExposureClasses> minor_{};
};

// In force from `from` through `until`, where they are given.
struct CreditLimit {
  std::string type = {};  // the caller's word: "insurer", "season"
  int64_t amount_minor = 0;
  std::optional<Date> from = {};
  std::optional<Date> until = {};
  // Of the limits in force that are not temporary the one that began last
  // holds, the last of the list among those; a temporary one adds to it.
  bool temporary = false;
};

//   insured = coverage x max(0, min(exposure, named limit) - retention)
//
// rounded down; without a named limit, up to the blind cover.
struct CreditInsurance {
  Percent coverage = Percent(0);
  std::optional<int64_t> named_limit_minor = {};
  int64_t blind_cover_minor = 0;
  int64_t retention_minor = 0;  // the first loss is the creditor's
  std::optional<Date> until = {};
};

// Lets pass what a limit or an overdue rule would stop, up to an exposure of
// `up_to_minor`, on each day from `from` through `until`.
struct CreditRelease {
  std::string by;
  std::string reason;
  int64_t up_to_minor = 0;
  Date from;
  Date until;
};

enum class ExposureState : int32_t {
  kOk = 1,
  kWatch = 2,
  kHold = 3,
  kStop = 4,
  kNoCheck = 5,
};

template <>
struct Names<ExposureState> {
  static constexpr std::string_view kNoun = "state of credit";
  static constexpr Named<ExposureState> kTable[] = {
      {ExposureState::kOk, "ok", ""},
      {ExposureState::kWatch, "watch", ""},
      {ExposureState::kHold, "hold", ""},
      {ExposureState::kStop, "stop", ""},
      {ExposureState::kNoCheck, "no check", ""},
  };
};

// One customer, or a group that customers belong to.
struct CreditParty {
  std::string id;
  std::string parent = {};  // id of another; none: no group
  ExposureAmounts amounts = {};
  // What is in hand against it.
  int64_t deposits_minor = 0;
  int64_t guarantees_minor = 0;
  int64_t credit_notes_minor = 0;
  int32_t oldest_overdue_days = 0;
  int64_t overdue_count = 0;
  std::vector<CreditLimit> limits = {};
  std::optional<CreditInsurance> insurance = {};
  std::vector<CreditRelease> releases = {};
  // Set by hand: hold, stop or no check.
  std::optional<ExposureState> set = {};
};

// Fires where the overdue amount, the oldest days and the count, of the party
// and those below it together, are above each of these that is given.
struct OverdueRule {
  std::optional<int64_t> above_minor = {};  // small rests block nobody
  std::optional<int32_t> above_days = {};
  std::optional<int64_t> above_count = {};
  ExposureState state{};  // watch, hold or stop
};

struct ExposureClassRule {
  ExposureClass exposure_class{};
  bool include = true;  // in the exposure that limits are compared with
  std::optional<int64_t> own_limit_minor = {};  // of the party's
};

// What stands for a party that was never given a limit. Limits that are over,
// or are to come, leave one of 0.
enum class WithoutLimit : int32_t {
  kNoCheck = 1,
  kZero = 2,  // a limit of 0
};

template <>
struct Names<WithoutLimit> {
  static constexpr std::string_view kNoun = "rule for no limit";
  static constexpr Named<WithoutLimit> kTable[] = {
      {WithoutLimit::kNoCheck, "no check", ""},
      {WithoutLimit::kZero, "zero", ""},
  };
};

struct ExposurePolicy {
  Currency currency;
  std::vector<ExposureClassRule> classes;  // a class without one is left out
  WithoutLimit without_limit{};
  std::optional<Percent> watch_above = {};  // of the limit: watch
  std::optional<Percent> stop_above = {};   // of the limit: stop, not hold
  std::vector<OverdueRule> overdue = {};
  // The first state, hold or stop, that refuses it.
  ExposureState refuse_orders{};
  ExposureState refuse_deliveries{};
};

enum class CheckPoint : int32_t {
  kOrder = 1,
  kDelivery = 2,
  kInvoice = 3,
};

template <>
struct Names<CheckPoint> {
  static constexpr std::string_view kNoun = "point of a check";
  static constexpr Named<CheckPoint> kTable[] = {
      {CheckPoint::kOrder, "order", ""},
      {CheckPoint::kDelivery, "delivery", ""},
      {CheckPoint::kInvoice, "invoice", ""},
  };
};

// What is to be ordered, delivered or invoiced. `counted_minor` of it stands
// among the party's drafts, orders or deliveries already: it leaves that class
// for the next.
struct ExposureCheck {
  std::string party;
  CheckPoint point{};
  Date day;
  int64_t amount_minor = 0;   // 0: what the state is
  int64_t advance_minor = 0;  // paid before: no credit
  int64_t counted_minor = 0;
};

// In the order in which they are tried at each party.
enum class ExposureRule : int32_t {
  kSet = 1,
  kClassLimit = 2,
  kLimit = 3,
  kOverdue = 4,
};

template <>
struct Names<ExposureRule> {
  static constexpr std::string_view kNoun = "rule of exposure";
  static constexpr Named<ExposureRule> kTable[] = {
      {ExposureRule::kSet, "set", ""},
      {ExposureRule::kClassLimit, "class limit", ""},
      {ExposureRule::kLimit, "limit", ""},
      {ExposureRule::kOverdue, "overdue", ""},
  };
};

struct ExposureReason {
  ExposureRule rule{};
  uint32_t party = 0;
  ExposureState state{};                 // that it asks for
  std::optional<uint32_t> release = {};  // of the party's, that lets it pass
  std::string why;  // "C-7: an exposure of 950.00 EUR is above 90% of the ..."
};

// A party and those above it, as far as limits reach.
struct PartyExposure {
  uint32_t party = 0;
  int64_t before_minor = 0;  // without what is checked
  int64_t after_minor = 0;
  int64_t insured_minor = 0;  // taken off `after_minor`
  std::optional<int64_t> limit_minor = {};
  // limit - after; below 0 where it is passed.
  std::optional<int64_t> available_minor = {};
};

struct ExposureResult {
  ExposureState state{};
  bool allowed = true;
  // The rule that fired: the first of those with the worst state. None: ok.
  std::optional<uint32_t> fired = {};  // of reasons
  std::vector<ExposureReason> reasons;
  std::vector<PartyExposure> parties;  // from the party up
};

inline constexpr size_t kMaxCreditParties = 10'000;
inline constexpr size_t kMaxPartyDepth = 64;
inline constexpr size_t kMaxPartyRules = 1'000;  // limits, releases of one

// Returns the state of a party's credit with what is to be checked.
//
//   exposure of a party = included classes - returns, where included
//                         - deposits - guarantees - credit notes, at least 0
//                         - what is insured of it
//   exposure of a group = its own + that of all below it
//
// The party and each group above it are compared with their limits; a group
// that was given none is passed by, such a party goes by the policy's rule.
// watch_above is a part of the whole limit, what is checked being part of the
// exposure. A release makes hold and stop a watch, but not one set by hand. "No
// check" by hand passes all rules of its party by, and of a customer those of
// the groups, too.
//
// Allowed is an order or delivery whose state comes before the policy's that
// refuses it; one that is paid in advance, unless the party is on hold or stop
// by hand; an invoice of no more than is delivered, always, and of more as an
// order. Nothing is remembered: each check says what holds for the facts that
// it is given, however often an order is closed and opened.
//
// Errors:    INVALID_ARGUMENT / MISSING_FIELD - no classes or parties; no id;
//              an overdue rule without a number; a release without who or why
//            RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxCreditParties,
//              kMaxPartyRules, or deeper than kMaxPartyDepth
//            INVALID_ARGUMENT / UNSPECIFIED - no class, rule, point or state
//            INVALID_ARGUMENT / DUPLICATE_FIELD - a class or party twice
//            INVALID_ARGUMENT / CONFLICT - a state that has no place where it
//              stands; parties that are above themselves; more in advance and
//              counted than the amount, or counted than stands in the class
//            OUT_OF_RANGE / OUT_OF_RANGE - an amount, days or a count below 0,
//              a coverage outside 0 to 100 %, a part of the limit below 0
//            INVALID_ARGUMENT / END_BEFORE_START - a limit or release that
//              ends before it begins
//            INVALID_ARGUMENT / UNKNOWN_NAME - no such party
//            OUT_OF_RANGE / OVERFLOW - a sum is no int64
//            of the policy, /policy; then the parties, /parties; then the check
// Exactness: percentages are compared exactly; what is insured is rounded down
// Cost:      linear in parties times depth
// Example:   limit 1,000, watch above 90 %: 500 open and an order of 400 are
//            ok, 0.01 more is watched, over 1,000 is on hold
[[nodiscard]] absl::StatusOr<ExposureResult> CheckExposure(
    const ExposurePolicy& policy, std::span<const CreditParty> parties,
    const ExposureCheck& check);

// A customer as an account's ledger knows it: open, overdue, days, count, and
// the unapplied money as a deposit.
//
// Errors: OUT_OF_RANGE / OVERFLOW - a sum is no int64
[[nodiscard]] absl::StatusOr<CreditParty> PartyOf(std::string id,
                                                  const Account& account);

// The loss that is to be expected of what is at risk: at default, after what
// is insured.
//
//   at_risk x probability of default x part lost in default
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - an amount below 0, a percentage
//              outside 0 to 100 %
// Exactness: rounded once
// Example:   100,000.00 x 2 % x 45 %: 900.00
[[nodiscard]] absl::StatusOr<int64_t> ExpectedLoss(
    int64_t at_risk_minor, const Percent& default_probability,
    const Percent& lost_in_default, Rounding rounding);

}  // namespace usance

#endif  // USANCE_CREDIT_EXPOSURE_H_
