#include "usance/credit/exposure.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "src/core/document_check.h"
#include "src/core/exact.h"
#include "usance/core/int128.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using internal::CheckBetween;
using internal::CheckChosen;
using internal::CheckCount;
using internal::CheckNotBelow0;
using internal::CheckText;

constexpr size_t kNoParty = SIZE_MAX;

absl::Status CheckState(ExposureState state,
                        std::initializer_list<ExposureState> allowed,
                        const std::string& field) {
  USANCE_RETURN_IF_ERROR(CheckChosen(state, field));
  if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) {
    return absl::OkStatus();
  }
  std::string names;
  for (const ExposureState one : allowed) {
    names += (names.empty() ? "" : ", ") + std::string(NameOf(one));
  }
  return Error(Reason::kConflict, field,
               "\"" + std::string(NameOf(state)) + "\"; allowed: " + names);
}

absl::Status CheckPart(const std::optional<Percent>& part,
                       const std::string& field) {
  if (!part || *part >= 0_percent) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               ToText(part->share()) + "; allowed: 0 or more");
}

absl::Status CheckShare(const Percent& part, const std::string& field) {
  if (part >= 0_percent && part <= 100_percent) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               Format(part) + "; allowed: 0 to 100%");
}

absl::Status CheckOrder(std::optional<Date> from, std::optional<Date> until,
                        const std::string& field) {
  if (!from || !until || *until >= *from) return absl::OkStatus();
  return Error(Reason::kEndBeforeStart, field,
               until->ToText() + " is before " + from->ToText());
}

absl::Status CheckOverdue(const OverdueRule& rule, const std::string& at) {
  if (!rule.above_minor && !rule.above_days && !rule.above_count) {
    return Error(Reason::kMissingField, at,
                 "no amount, days or count to be above");
  }
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(rule.above_minor.value_or(0), at + "/above_amount"));
  USANCE_RETURN_IF_ERROR(CheckBetween(rule.above_days.value_or(0), 0, INT32_MAX,
                                      at + "/above_days"));
  USANCE_RETURN_IF_ERROR(CheckBetween(rule.above_count.value_or(0), 0,
                                      INT64_MAX, at + "/above_count"));
  using enum ExposureState;
  return CheckState(rule.state, {kWatch, kHold, kStop}, at + "/state");
}

absl::Status CheckRules(const ExposurePolicy& policy, const std::string& at) {
  const std::string classes = at + "/classes";
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.classes.size(), 1, kExposureClasses, classes));
  std::set<ExposureClass> seen;
  for (size_t k = 0; k < policy.classes.size(); ++k) {
    const ExposureClassRule& rule = policy.classes[k];
    const std::string place = internal::Place(classes, k);
    USANCE_RETURN_IF_ERROR(CheckChosen(rule.exposure_class, place + "/class"));
    if (!seen.insert(rule.exposure_class).second) {
      return Error(Reason::kDuplicateField, place + "/class",
                   "\"" + std::string(NameOf(rule.exposure_class)) +
                       "\" stands there twice");
    }
    USANCE_RETURN_IF_ERROR(
        CheckNotBelow0(rule.own_limit_minor.value_or(0), place + "/own_limit"));
  }
  USANCE_RETURN_IF_ERROR(
      CheckChosen(policy.without_limit, at + "/without_limit"));
  USANCE_RETURN_IF_ERROR(CheckPart(policy.watch_above, at + "/watch_above"));
  USANCE_RETURN_IF_ERROR(CheckPart(policy.stop_above, at + "/stop_above"));
  const std::string overdue = at + "/overdue";
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.overdue.size(), 0, kMaxPartyRules, overdue));
  for (size_t k = 0; k < policy.overdue.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckOverdue(policy.overdue[k], internal::Place(overdue, k)));
  }
  using enum ExposureState;
  USANCE_RETURN_IF_ERROR(
      CheckState(policy.refuse_orders, {kHold, kStop}, at + "/refuse_orders"));
  return CheckState(policy.refuse_deliveries, {kHold, kStop},
                    at + "/refuse_deliveries");
}

absl::Status CheckAmounts(const CreditParty& party, const std::string& at) {
  for (const auto& row : Names<ExposureClass>::kTable) {
    USANCE_RETURN_IF_ERROR(CheckNotBelow0(party.amounts[row.value],
                                          at + "/" + std::string(row.name)));
  }
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(party.deposits_minor, at + "/deposits"));
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(party.guarantees_minor, at + "/guarantees"));
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(party.credit_notes_minor, at + "/credit_notes"));
  USANCE_RETURN_IF_ERROR(CheckBetween(party.oldest_overdue_days, 0, INT32_MAX,
                                      at + "/oldest_overdue_days"));
  return CheckBetween(party.overdue_count, 0, INT64_MAX, at + "/overdue_count");
}

absl::Status CheckInsurance(const CreditInsurance& insurance,
                            const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckShare(insurance.coverage, at + "/coverage"));
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(insurance.named_limit_minor.value_or(0),
                                        at + "/named_limit"));
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(insurance.blind_cover_minor, at + "/blind_cover"));
  return CheckNotBelow0(insurance.retention_minor, at + "/retention");
}

absl::Status CheckParty(const CreditParty& party, const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckText(party.id, at + "/id"));
  USANCE_RETURN_IF_ERROR(CheckAmounts(party, at));
  USANCE_RETURN_IF_ERROR(
      CheckCount(party.limits.size(), 0, kMaxPartyRules, at + "/limits"));
  for (size_t k = 0; k < party.limits.size(); ++k) {
    const CreditLimit& limit = party.limits[k];
    const std::string place = internal::Place(at + "/limits", k);
    USANCE_RETURN_IF_ERROR(
        CheckNotBelow0(limit.amount_minor, place + "/amount"));
    USANCE_RETURN_IF_ERROR(
        CheckOrder(limit.from, limit.until, place + "/until"));
  }
  if (party.insurance) {
    USANCE_RETURN_IF_ERROR(CheckInsurance(*party.insurance, at + "/insurance"));
  }
  USANCE_RETURN_IF_ERROR(
      CheckCount(party.releases.size(), 0, kMaxPartyRules, at + "/releases"));
  for (size_t k = 0; k < party.releases.size(); ++k) {
    const CreditRelease& release = party.releases[k];
    const std::string place = internal::Place(at + "/releases", k);
    USANCE_RETURN_IF_ERROR(CheckText(release.by, place + "/by"));
    USANCE_RETURN_IF_ERROR(CheckText(release.reason, place + "/reason"));
    USANCE_RETURN_IF_ERROR(
        CheckNotBelow0(release.up_to_minor, place + "/up_to"));
    USANCE_RETURN_IF_ERROR(
        CheckOrder(release.from, release.until, place + "/until"));
  }
  if (!party.set) return absl::OkStatus();
  using enum ExposureState;
  return CheckState(*party.set, {kHold, kStop, kNoCheck}, at + "/set");
}

// The index of each party's parent.
absl::StatusOr<std::vector<size_t>> ParentsOf(
    std::span<const CreditParty> parties) {
  std::unordered_map<std::string, size_t> by_id;
  for (size_t k = 0; k < parties.size(); ++k) {
    if (by_id.emplace(parties[k].id, k).second) continue;
    return Error(Reason::kDuplicateField,
                 internal::Place("/parties", k) + "/id",
                 "\"" + parties[k].id + "\" stands there twice");
  }
  std::vector<size_t> parents(parties.size(), kNoParty);
  for (size_t k = 0; k < parties.size(); ++k) {
    if (parties[k].parent.empty()) continue;
    const auto found = by_id.find(parties[k].parent);
    if (found == by_id.end()) {
      return Error(Reason::kUnknownName,
                   internal::Place("/parties", k) + "/parent",
                   "\"" + parties[k].parent + "\" is no party");
    }
    parents[k] = found->second;
  }
  for (size_t k = 0; k < parties.size(); ++k) {
    size_t depth = 0;
    for (size_t at = k; at != kNoParty && depth <= parties.size();
         at = parents[at]) {
      ++depth;
    }
    const std::string field = internal::Place("/parties", k) + "/parent";
    if (depth > parties.size()) {
      return Error(Reason::kConflict, field,
                   "the parties above \"" + parties[k].id + "\" are a circle");
    }
    if (depth > kMaxPartyDepth) {
      return Error(Reason::kLimitExceeded, field,
                   std::to_string(depth) + " deep; allowed: up to " +
                       std::to_string(kMaxPartyDepth));
    }
  }
  return parents;
}

// The class that the checked amount goes to, and the one that it comes from.
struct Classes {
  ExposureClass from;
  ExposureClass to;
};
Classes ClassesOf(CheckPoint point) {
  using enum ExposureClass;
  if (point == CheckPoint::kOrder) return {kDrafts, kOrders};
  if (point == CheckPoint::kDelivery) return {kOrders, kDelivered};
  return {kDelivered, kOpen};
}

absl::StatusOr<size_t> FindParty(std::span<const CreditParty> parties,
                                 const ExposureCheck& check) {
  size_t party = 0;
  while (party < parties.size() && parties[party].id != check.party) ++party;
  if (party == parties.size()) {
    return Error(Reason::kUnknownName, "/party",
                 "\"" + check.party + "\" is no party");
  }
  USANCE_RETURN_IF_ERROR(CheckChosen(check.point, "/point"));
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(check.amount_minor, "/amount"));
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(check.advance_minor, "/advance"));
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(check.counted_minor, "/counted"));
  if (check.advance_minor > check.amount_minor) {
    return Error(Reason::kConflict, "/advance", "more than the amount");
  }
  if (check.counted_minor > check.amount_minor - check.advance_minor) {
    return Error(Reason::kConflict, "/counted",
                 "more than the amount without what is paid in advance");
  }
  const ExposureClass from = ClassesOf(check.point).from;
  if (check.counted_minor > parties[party].amounts[from]) {
    return Error(
        Reason::kConflict, "/counted",
        "more than stands among the party's " + std::string(NameOf(from)));
  }
  return party;
}

// Sums are of at most 10,000 parties' few int64: far from 128 bits.
struct Stake {
  int128 exposure = 0;
  int128 insured = 0;
};

Stake StakeOf(const ExposurePolicy& policy, const CreditParty& party,
              const ExposureAmounts& amounts, Date day) {
  int128 net = -int128{party.deposits_minor} - party.guarantees_minor -
               party.credit_notes_minor;
  for (const ExposureClassRule& rule : policy.classes) {
    if (!rule.include) continue;
    const int128 minor = amounts[rule.exposure_class];
    net += rule.exposure_class == ExposureClass::kReturns ? -minor : minor;
  }
  net = std::max<int128>(net, 0);
  const auto& insurance = party.insurance;
  if (!insurance || (insurance->until && day > *insurance->until)) {
    return {net, 0};
  }
  const int128 covered = std::min<int128>(
      net, insurance->named_limit_minor.value_or(insurance->blind_cover_minor));
  const int128 over = std::max<int128>(covered - insurance->retention_minor, 0);
  // A share of an int64.
  const int64_t insured =
      *(Exact(static_cast<int64_t>(over)) * Exact(insurance->coverage.share()))
           .RoundToInt64(Rounding::kFloor);
  return {net - insured, insured};
}

// None: the party was never given a limit.
std::optional<int128> LimitOn(const CreditParty& party, Date day) {
  if (party.limits.empty()) return std::nullopt;
  const CreditLimit* standing = nullptr;
  int128 limit = 0;
  for (const CreditLimit& one : party.limits) {
    if ((one.from && day < *one.from) || (one.until && day > *one.until)) {
      continue;
    }
    if (one.temporary) {
      limit += one.amount_minor;
    } else if (standing == nullptr || one.from >= standing->from) {
      standing = &one;  // none comes before any day
    }
  }
  return limit + (standing == nullptr ? 0 : standing->amount_minor);
}

// What a party and those below it come to.
struct Sums {
  int128 before = 0;
  int128 after = 0;
  int128 insured = 0;
  int128 overdue = 0;
  int128 overdue_count = 0;
  int32_t oldest_days = 0;
};

bool IsAbove(int64_t exposure, int64_t limit, const Percent& part) {
  return Exact(limit) * Exact(part.share()) < Exact(exposure);
}

class Checker {
 public:
  Checker(const ExposurePolicy& policy, std::span<const CreditParty> parties,
          const ExposureCheck& check, const std::vector<size_t>& parents)
      : policy_(policy), parties_(parties), check_(check), parents_(parents) {}

  absl::StatusOr<ExposureResult> Run(size_t party) {
    after_ = parties_[party].amounts;
    const auto [from, to] = ClassesOf(check_.point);
    after_[from] -= check_.counted_minor;
    if (__builtin_add_overflow(after_[to],
                               check_.amount_minor - check_.advance_minor,
                               &after_[to])) {
      return Overflow();
    }
    for (size_t at = party; at != kNoParty; at = parents_[at]) {
      chain_.push_back(at);
    }
    Sum(party);
    bool limited = false;
    for (size_t level = 0; level < chain_.size(); ++level) {
      USANCE_ASSIGN_OR_RETURN(const bool one, Level(level));
      limited = limited || one;
      if (level == 0 && parties_[party].set == ExposureState::kNoCheck) break;
    }
    Conclude(party, limited);
    return std::move(result_);
  }

 private:
  static absl::Status Overflow() {
    return Error(Reason::kOverflow, "",
                 "a sum is outside the 64 bits of minor units");
  }

  // Of what fits: sums are checked before.
  [[nodiscard]] std::string Text(int128 minor) const {
    return Format(Money(static_cast<int64_t>(minor), policy_.currency));
  }

  void Sum(size_t checked) {
    sums_.resize(chain_.size());
    std::vector<size_t> level_of(parties_.size(), kNoParty);
    for (size_t level = 0; level < chain_.size(); ++level) {
      level_of[chain_[level]] = level;
    }
    for (size_t k = 0; k < parties_.size(); ++k) {
      size_t at = k;  // up to the chain: what is above it counts from there
      while (at != kNoParty && level_of[at] == kNoParty) at = parents_[at];
      if (at == kNoParty) continue;
      const CreditParty& party = parties_[k];
      const Stake before = StakeOf(policy_, party, party.amounts, check_.day);
      const Stake after =
          k == checked ? StakeOf(policy_, party, after_, check_.day) : before;
      for (size_t level = level_of[at]; level < chain_.size(); ++level) {
        Sums& sums = sums_[level];
        sums.before += before.exposure;
        sums.after += after.exposure;
        sums.insured += after.insured;
        sums.overdue += party.amounts[ExposureClass::kOverdue];
        sums.overdue_count += party.overdue_count;
        sums.oldest_days =
            std::max(sums.oldest_days, party.oldest_overdue_days);
      }
    }
  }

  // Whether there is a limit.
  absl::StatusOr<bool> Level(size_t level) {
    const size_t index = chain_[level];
    const CreditParty& party = parties_[index];
    const Sums& sums = sums_[level];
    std::optional<int128> limit = LimitOn(party, check_.day);
    if (!limit && level == 0 && policy_.without_limit == WithoutLimit::kZero) {
      limit = 0;
    }
    if (party.set == ExposureState::kNoCheck) limit.reset();
    PartyExposure exposure = {.party = static_cast<uint32_t>(index)};
    const std::pair<int128, int64_t*> parts[] = {
        {sums.before, &exposure.before_minor},
        {sums.after, &exposure.after_minor},
        {sums.insured, &exposure.insured_minor}};
    if (sums.overdue > INT64_MAX) return Overflow();
    for (const auto& [sum, to] : parts) {
      if (sum > INT64_MAX) return Overflow();
      *to = static_cast<int64_t>(sum);
    }
    if (limit) {
      if (*limit > INT64_MAX) return Overflow();
      exposure.limit_minor = static_cast<int64_t>(*limit);
      // Both are 0 or more.
      exposure.available_minor = *exposure.limit_minor - exposure.after_minor;
    }
    result_.parties.push_back(exposure);
    if (party.set == ExposureState::kNoCheck) return false;
    if (party.set) Add(level, ExposureRule::kSet, *party.set, "by hand");
    if (level == 0) TryClasses();
    if (exposure.limit_minor) TryLimit(level, *exposure.limit_minor);
    TryOverdue(level);
    return exposure.limit_minor.has_value();
  }

  void TryClasses() {
    for (const ExposureClassRule& rule : policy_.classes) {
      const int64_t minor = after_[rule.exposure_class];
      if (!rule.own_limit_minor || minor <= *rule.own_limit_minor) continue;
      Add(0, ExposureRule::kClassLimit, ExposureState::kHold,
          std::string(NameOf(rule.exposure_class)) + " of " + Text(minor) +
              " are above their limit of " + Text(*rule.own_limit_minor));
    }
  }

  void TryLimit(size_t level, int64_t limit) {
    const int64_t after = result_.parties.back().after_minor;
    const std::string text = "an exposure of " + Text(after) + " is above ";
    const std::string of = " the limit of " + Text(limit);
    if (after > limit) {
      const bool stop =
          policy_.stop_above && IsAbove(after, limit, *policy_.stop_above);
      Add(level, ExposureRule::kLimit,
          stop ? ExposureState::kStop : ExposureState::kHold,
          text + (stop ? Format(*policy_.stop_above) + " of" : "") +
              (stop ? of : of.substr(1)));
    } else if (policy_.watch_above &&
               IsAbove(after, limit, *policy_.watch_above)) {
      Add(level, ExposureRule::kLimit, ExposureState::kWatch,
          text + Format(*policy_.watch_above) + " of" + of);
    }
  }

  void TryOverdue(size_t level) {
    const Sums& sums = sums_[level];
    for (const OverdueRule& rule : policy_.overdue) {
      if (sums.overdue <= rule.above_minor.value_or(-1) ||
          sums.oldest_days <= rule.above_days.value_or(-1) ||
          sums.overdue_count <= rule.above_count.value_or(-1)) {
        continue;
      }
      Add(level, ExposureRule::kOverdue, rule.state,
          "overdue are " + Text(sums.overdue) + " in " +
              ToText(sums.overdue_count) +
              (sums.overdue_count == 1 ? " invoice" : " invoices") +
              ", the oldest for " + std::to_string(sums.oldest_days) +
              (sums.oldest_days == 1 ? " day" : " days"));
    }
  }

  void Add(size_t level, ExposureRule rule, ExposureState state,
           std::string why) {
    const CreditParty& party = parties_[chain_[level]];
    ExposureReason reason = {.rule = rule,
                             .party = static_cast<uint32_t>(chain_[level]),
                             .state = state,
                             .why = party.id + ": " + std::move(why)};
    for (uint32_t k = 0;
         k < party.releases.size() && rule != ExposureRule::kSet; ++k) {
      const CreditRelease& release = party.releases[k];
      if (state < ExposureState::kHold || check_.day < release.from ||
          check_.day > release.until ||
          sums_[level].after > release.up_to_minor) {
        continue;
      }
      reason.release = k;
      reason.state = ExposureState::kWatch;
      reason.why += "; released by " + release.by + " until " +
                    release.until.ToText() + ": " + release.reason;
      break;
    }
    by_hand_ = by_hand_ || rule == ExposureRule::kSet;
    result_.reasons.push_back(std::move(reason));
  }

  void Conclude(size_t party, bool limited) {
    ExposureState state = ExposureState::kOk;
    for (uint32_t k = 0; k < result_.reasons.size(); ++k) {
      if (result_.reasons[k].state <= state) continue;
      state = result_.reasons[k].state;
      result_.fired = k;
    }
    if (parties_[party].set == ExposureState::kNoCheck ||
        (!limited && state == ExposureState::kOk)) {
      state = ExposureState::kNoCheck;
    }
    result_.state = state;
    const int64_t credit = check_.amount_minor - check_.advance_minor;
    const bool in_advance = check_.amount_minor > 0 && credit == 0;
    const ExposureState refuses = check_.point == CheckPoint::kDelivery
                                      ? policy_.refuse_deliveries
                                      : policy_.refuse_orders;
    if (state == ExposureState::kNoCheck) {
      result_.allowed = true;
    } else if (check_.point == CheckPoint::kInvoice &&
               credit <= check_.counted_minor) {
      result_.allowed = true;
    } else {
      result_.allowed = in_advance ? !by_hand_ : state < refuses;
    }
  }

  const ExposurePolicy& policy_;
  std::span<const CreditParty> parties_;
  const ExposureCheck& check_;
  const std::vector<size_t>& parents_;
  ExposureAmounts after_;
  std::vector<size_t> chain_;  // the party, and those above it
  std::vector<Sums> sums_;     // of each of the chain
  bool by_hand_ = false;
  ExposureResult result_;
};

}  // namespace

absl::StatusOr<ExposureResult> CheckExposure(
    const ExposurePolicy& policy, std::span<const CreditParty> parties,
    const ExposureCheck& check) {
  USANCE_RETURN_IF_ERROR(CheckRules(policy, "/policy"));
  USANCE_RETURN_IF_ERROR(
      CheckCount(parties.size(), 1, kMaxCreditParties, "/parties"));
  for (size_t k = 0; k < parties.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckParty(parties[k], internal::Place("/parties", k)));
  }
  USANCE_ASSIGN_OR_RETURN(const std::vector<size_t> parents,
                          ParentsOf(parties));
  USANCE_ASSIGN_OR_RETURN(const size_t party, FindParty(parties, check));
  return Checker(policy, parties, check, parents).Run(party);
}

absl::StatusOr<CreditParty> PartyOf(std::string id, const Account& account) {
  CreditParty party = {.id = std::move(id)};
  int128 open = 0, overdue = 0;
  for (const AccountRow& row : account.rows) {
    const int128 minor = row.open.Total();
    if (minor == 0) continue;
    if (row.days_past_due == 0) {
      open += minor;
      continue;
    }
    overdue += minor;
    ++party.overdue_count;
    party.oldest_overdue_days =
        std::max(party.oldest_overdue_days, row.days_past_due);
  }
  if (open > INT64_MAX || overdue > INT64_MAX) {
    return Error(Reason::kOverflow, "",
                 "a sum is outside the 64 bits of minor units");
  }
  party.amounts[ExposureClass::kOpen] = static_cast<int64_t>(open);
  party.amounts[ExposureClass::kOverdue] = static_cast<int64_t>(overdue);
  party.deposits_minor = account.unapplied_minor;
  return party;
}

absl::StatusOr<int64_t> ExpectedLoss(int64_t at_risk_minor,
                                     const Percent& default_probability,
                                     const Percent& lost_in_default,
                                     Rounding rounding) {
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(at_risk_minor, "/at_risk"));
  USANCE_RETURN_IF_ERROR(
      CheckShare(default_probability, "/default_probability"));
  USANCE_RETURN_IF_ERROR(CheckShare(lost_in_default, "/lost_in_default"));
  // A share of an int64.
  return *(Exact(at_risk_minor) * Exact(default_probability.share()) *
           Exact(lost_in_default.share()))
              .RoundToInt64(rounding);
}

}  // namespace usance
