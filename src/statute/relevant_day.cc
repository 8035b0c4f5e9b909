#include "usance/statute/relevant_day.h"

#include <algorithm>

#include "usance/date/business_day.h"

namespace usance {
namespace {

std::optional<Date> DateOf(DebtEvent event, const DebtFacts& facts) {
  switch (event) {
    case DebtEvent::kPerformance:
      return facts.performance;
    case DebtEvent::kInvoice:
      return facts.invoice;
    case DebtEvent::kAcceptance:
      return facts.acceptance;
    case DebtEvent::kDemand:
      return facts.demand;
    case DebtEvent::kClaimable:
      return facts.claimable;
  }
  return std::nullopt;
}

struct Latest {
  Date date;
  DebtEvent event;
};

// The latest of `events` that is known; none where the first is not.
std::optional<Latest> LatestEvent(const std::vector<DebtEvent>& events,
                                  const DebtFacts& facts) {
  std::optional<Latest> latest;
  for (const DebtEvent event : events) {
    const std::optional<Date> date = DateOf(event, facts);
    if (!date && !latest) return std::nullopt;
    if (!date || (latest && *date <= latest->date)) continue;
    latest = Latest{*date, event};
  }
  return latest;
}

// The last of a period of `days` days.
absl::StatusOr<Date> LastDay(const StartRule& rule, Date event, int32_t days,
                             std::string_view field) {
  const int64_t last = int64_t{event.days()} + days - rule.beginning_with;
  return Date::FromDays(last, std::string(field) + "/agreed");
}

std::string PeriodText(const StartRule& rule, int32_t days,
                       const Latest& from) {
  return "the period of " + std::to_string(days) + " days " +
         (rule.beginning_with ? "beginning with " : "after ") +
         std::string(NameOf(from.event)) + " on " + from.date.ToText();
}

absl::StatusOr<RelevantDay> Agreed(const StartRule& rule,
                                   const DebtFacts& facts,
                                   std::string_view field) {
  const Date agreed = *facts.agreed;
  RelevantDay result{agreed, agreed, "agreed: " + agreed.ToText()};
  const std::optional<Latest> from = LatestEvent(
      rule.longest_after.empty() ? rule.after : rule.longest_after, facts);
  if (!rule.longest_days || !from ||
      (rule.longest == LongestPeriod::kUnlessFair && !facts.grossly_unfair)) {
    return result;
  }
  USANCE_ASSIGN_OR_RETURN(const Date last,
                          LastDay(rule, from->date, *rule.longest_days, field));
  if (agreed <= last) return result;
  if (rule.longest_month_end_days) {
    // "45 days end of month": the end of the month after the days, or the days
    // after the end of the month. What is within either is lawful.
    const int32_t days = *rule.longest_month_end_days;
    USANCE_ASSIGN_OR_RETURN(const Date then, AddDays(from->date, days));
    USANCE_ASSIGN_OR_RETURN(const Date after,
                            AddDays(from->date.LastOfMonth(), days));
    const Date latest = std::max(then.LastOfMonth(), after);
    if (agreed <= latest) return result;
    if (last < latest) {
      result.day = latest;
      result.why = "agreed: " + agreed.ToText() + ", but " +
                   std::to_string(days) +
                   " days and the end of a month after " +
                   std::string(NameOf(from->event)) + " on " +
                   from->date.ToText() + " end on " + latest.ToText();
      return result;
    }
  }
  result.day = last;
  result.why = "agreed: " + agreed.ToText() + ", but " +
               PeriodText(rule, *rule.longest_days, *from) + " ends on " +
               last.ToText();
  return result;
}

absl::StatusOr<RelevantDay> NotAgreed(const StartRule& rule,
                                      const DebtFacts& facts,
                                      std::string_view field) {
  if (!rule.days) {
    return Error(Reason::kContextRequired, std::string(field) + "/agreed",
                 "the law has no period of its own; give the agreed day");
  }
  if (rule.only_if_told && !facts.told) {
    return Error(Reason::kContextRequired, std::string(field) + "/told",
                 "the debtor is late after " + std::to_string(*rule.days) +
                     " days only where the invoice said so; give the agreed "
                     "day, or say that it did");
  }
  const std::optional<Latest> from = LatestEvent(rule.after, facts);
  if (!from) {
    const std::string_view needed = NameOf(rule.after.front());
    return Error(
        Reason::kContextRequired,
        std::string(field) + "/" + std::string(needed),
        "no day is agreed, so the law counts from a day that is needed");
  }
  USANCE_ASSIGN_OR_RETURN(const Date last,
                          LastDay(rule, from->date, *rule.days, field));
  return RelevantDay{last, last,
                     "nothing agreed: " + PeriodText(rule, *rule.days, *from) +
                         " ends on " + last.ToText()};
}

}  // namespace

absl::StatusOr<RelevantDay> FindRelevantDay(const StartRule& rule,
                                            const DebtFacts& facts,
                                            const Calendar* calendar,
                                            std::string_view field) {
  if (calendar != nullptr && !rule.rolls) {
    return Error(Reason::kConflict, std::string(field) + "/calendar",
                 "this law moves no day; leave the calendar out");
  }
  if (facts.grossly_unfair && !rule.longest_days) {
    return Error(Reason::kConflict, std::string(field) + "/grossly_unfair",
                 "this law has no longest period; leave it out");
  }
  if (facts.told && !rule.only_if_told) {
    return Error(Reason::kConflict, std::string(field) + "/told",
                 "this law's period holds whether the debtor was told of it or "
                 "not; leave it out");
  }
  absl::StatusOr<RelevantDay> found =
      facts.advance
          ? RelevantDay{*facts.advance, *facts.advance,
                        "an advance payment: the debt counts as created on " +
                            facts.advance->ToText()}
      : facts.agreed ? Agreed(rule, facts, field)
                     : NotAgreed(rule, facts, field);
  if (!found.ok()) return found;
  if (calendar != nullptr) {
    USANCE_ASSIGN_OR_RETURN(
        const Date worked,
        Adjust(found->day, BusinessDayConvention::kFollowing, *calendar));
    if (worked != found->day) {
      found->why += ", no business day: " + worked.ToText();
      found->day = worked;
    }
  }
  USANCE_ASSIGN_OR_RETURN(found->first_bearing,
                          Date::FromDays(int64_t{found->day.days()} + 1,
                                         std::string(field) + "/agreed"));
  return found;
}

}  // namespace usance
