#include "usance/statute/limitation.h"

#include <algorithm>

#include "src/statute/document.h"
#include "usance/statute/statute.h"

namespace usance {
namespace {

using statute::Section;

template <class E>
bool Holds(const std::vector<E>& all, E one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

absl::StatusOr<Date> EndOfYear(Date date) {
  return Date::Make(date.year(), 12, 31, "/due");
}

// The last day of a period that runs from `from`; `anew` after a restart.
absl::StatusOr<Date> LastDay(const LimitationRule& rule, Date from, bool anew) {
  if (!anew && rule.from_next_day) {
    USANCE_ASSIGN_OR_RETURN(from,
                            Date::FromDays(int64_t{from.days()} + 1, "/due"));
  }
  const bool by_year = !anew || rule.year_end_anew;
  const Period period =
      anew && rule.restart_period ? *rule.restart_period : rule.period;
  if (by_year && rule.year_end == YearEnd::kRunsFrom) {
    USANCE_ASSIGN_OR_RETURN(from, EndOfYear(from));
  }
  USANCE_ASSIGN_OR_RETURN(
      Date last, AddPeriod(from, period, 1, EndOfMonth::kClamp, "/due"));
  if (by_year && rule.year_end == YearEnd::kEndsAt) return EndOfYear(last);
  return last;
}

absl::Status CheckEvents(const LimitationSpec& spec) {
  for (size_t k = 0; k < spec.events.size(); ++k) {
    const LimitationEvent& event = spec.events[k];
    const std::string field = "/events/" + std::to_string(k);
    if (k > 0 && event.date < spec.events[k - 1].date) {
      return Error(Reason::kOutOfOrder, field + "/date",
                   event.date.ToText() + " is before the event before it");
    }
    if (event.last && *event.last < event.date) {
      return Error(Reason::kEndBeforeStart, field + "/last",
                   event.last->ToText() + " is before " + event.date.ToText());
    }
    if (event.date <= spec.due) {
      return Error(Reason::kConflict, field + "/date",
                   event.date.ToText() +
                       " is not after the due day, when the period begins");
    }
  }
  return absl::OkStatus();
}

// The claim's state while its events are gone through.
class Course {
 public:
  Course(const LimitationSpec& spec, Date last)
      : spec_(spec), last_(last), counted_(spec.due) {}

  [[nodiscard]] Date last() const { return last_; }
  [[nodiscard]] bool lasting() const { return open_; }

  // Takes an event in; says what it did.
  absl::StatusOr<std::string> Take(const LimitationEvent& event) {
    const LimitationRule& rule = spec_.rule;
    const std::string kind(NameOf(event.kind));
    if (event.date > last_) return kind + " after the last day revives nothing";
    if (Holds(rule.restarts, event.kind)) {
      USANCE_ASSIGN_OR_RETURN(const Date anew, LastDay(rule, event.date, true));
      last_ = std::max(last_, anew);
      return kind + ": the period runs anew";
    }
    for (const Suspension& suspension : rule.suspends) {
      if (suspension.kind != event.kind) continue;
      USANCE_RETURN_IF_ERROR(Suspend(suspension, event));
      return kind + ": the period does not run meanwhile";
    }
    return kind + " changes nothing here";
  }

 private:
  // Days that two suspensions share count once.
  absl::Status Suspend(const Suspension& suspension,
                       const LimitationEvent& event) {
    Date end = std::max(event.date, event.last.value_or(spec_.as_of));
    if (event.last && suspension.longer) {
      USANCE_ASSIGN_OR_RETURN(end, AddPeriod(end, *suspension.longer, 1,
                                             EndOfMonth::kClamp, "/events"));
    }
    const int64_t first =
        std::max(int64_t{event.date.days()}, int64_t{counted_.days()} + 1);
    const int64_t days = std::max(int64_t{0}, end.days() - first + 1);
    USANCE_ASSIGN_OR_RETURN(
        last_, Date::FromDays(int64_t{last_.days()} + days, "/events"));
    counted_ = std::max(counted_, end);
    open_ = open_ || !event.last;
    if (!suspension.at_least) return absl::OkStatus();
    USANCE_ASSIGN_OR_RETURN(
        const Date least,
        AddPeriod(end, *suspension.at_least, 1, EndOfMonth::kClamp, "/events"));
    last_ = std::max(last_, least);
    return absl::OkStatus();
  }

  const LimitationSpec& spec_;
  Date last_;
  Date counted_;  // suspensions up to it are in last_
  bool open_ = false;
};

absl::StatusOr<LimitationRule> ReadRule(Section& in) {
  LimitationRule rule;
  USANCE_ASSIGN_OR_RETURN(rule.parties, in.FindAll<Parties>("parties"));
  if (rule.parties.empty()) {
    return Error(Reason::kMissingField, in.PathOf("parties"),
                 "no parties are named");
  }
  USANCE_ASSIGN_OR_RETURN(rule.claims, in.FindAll<ClaimKind>("claims"));
  USANCE_ASSIGN_OR_RETURN(rule.period, in.Get<Period>("period"));
  USANCE_ASSIGN_OR_RETURN(const auto year_end, in.Find<YearEnd>("year_end"));
  rule.year_end = year_end.value_or(YearEnd::kNone);
  USANCE_ASSIGN_OR_RETURN(rule.year_end_anew, in.FindFlag("year_end_anew"));
  USANCE_ASSIGN_OR_RETURN(rule.from_next_day, in.FindFlag("from_next_day"));
  USANCE_ASSIGN_OR_RETURN(rule.restarts,
                          in.FindAll<LimitationEventKind>("restarts"));
  USANCE_ASSIGN_OR_RETURN(rule.restart_period,
                          in.Find<Period>("restart_period"));
  USANCE_ASSIGN_OR_RETURN(const auto suspends,
                          in.FindAll<LimitationEventKind>("suspends"));
  for (const LimitationEventKind kind : suspends) {
    rule.suspends.push_back({kind, {}, {}});
  }
  // One for each of suspends, or none; the zero period says nothing.
  const auto read = [&](std::string_view key,
                        std::optional<Period> Suspension::*to) -> absl::Status {
    USANCE_ASSIGN_OR_RETURN(const auto periods, in.FindAll<Period>(key));
    if (!periods.empty() && periods.size() != suspends.size()) {
      return Error(Reason::kConflict, in.PathOf(key),
                   "give one for each of suspends, or none");
    }
    for (size_t k = 0; k < periods.size(); ++k) {
      if (!periods[k].IsZero()) rule.suspends[k].*to = periods[k];
    }
    return absl::OkStatus();
  };
  USANCE_RETURN_IF_ERROR(read("suspends_longer", &Suspension::longer));
  USANCE_RETURN_IF_ERROR(read("suspends_at_least", &Suspension::at_least));
  USANCE_ASSIGN_OR_RETURN(rule.cited, statute::ReadCitation(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  return rule;
}

constexpr ShippedLimitation kShippedLimitations[] = {
#include "src/statute/generated/limitation.inc"
};

}  // namespace

std::span<const ShippedLimitation> ShippedLimitations() {
  return kShippedLimitations;
}

absl::StatusOr<LimitationLaw> FindLimitation(std::string_view id,
                                             std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(
      const std::string_view text,
      (statute::FindShipped<ShippedLimitation>(
          kShippedLimitations, "law of limitation", id, field)));
  return ParseLimitation(text, field);
}

absl::StatusOr<LimitationLaw> LimitationOf(std::string_view id,
                                           std::string_view field) {
  absl::StatusOr<LimitationLaw> law = FindLimitation(id, field);
  if (law.ok() || ReasonOf(law.status()) != Reason::kUnknownName) return law;
  const absl::StatusOr<Statute> statute = FindStatute(id, field);
  if (!statute.ok() || statute->limitation.empty()) return law;
  return FindLimitation(statute->limitation, field);
}

absl::StatusOr<LimitationLaw> ParseLimitation(std::string_view text,
                                              std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Section> sections,
                          statute::ReadSections(text, field));
  LimitationLaw law;
  Section& root = sections.front();
  USANCE_ASSIGN_OR_RETURN(law.id, root.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(law.aliases, root.FindAll<std::string>("aliases"));
  USANCE_ASSIGN_OR_RETURN(law.name, root.Get<std::string>("name"));
  USANCE_ASSIGN_OR_RETURN(law.country, ReadCountry(root));
  USANCE_RETURN_IF_ERROR(root.Done());
  for (size_t k = 1; k < sections.size(); ++k) {
    if (sections[k].name() != "rule") return sections[k].NoUse();
    USANCE_ASSIGN_OR_RETURN(LimitationRule rule, ReadRule(sections[k]));
    law.rules.push_back(std::move(rule));
  }
  if (law.rules.empty()) {
    return Error(Reason::kMissingField, std::string(field) + "/rule",
                 "the law has no [[rule]]");
  }
  return law;
}

absl::StatusOr<std::vector<LimitationRule>> RulesFor(
    const LimitationLaw& law, Parties parties, std::optional<ClaimKind> claim,
    std::string_view field) {
  std::vector<LimitationRule> rules;
  for (const LimitationRule& rule : law.rules) {
    if (Holds(rule.parties, parties)) rules.push_back(rule);
  }
  if (rules.empty()) {
    return Error(Reason::kUnsupported, field,
                 law.id + " has no period for " + std::string(NameOf(parties)));
  }
  if (!claim) return rules;
  auto found = std::find_if(
      rules.begin(), rules.end(),
      [&](const LimitationRule& rule) { return Holds(rule.claims, *claim); });
  if (found == rules.end()) {
    found = std::find_if(
        rules.begin(), rules.end(),
        [](const LimitationRule& rule) { return rule.claims.empty(); });
  }
  if (found == rules.end()) {
    return Error(Reason::kUnsupported, field,
                 law.id + " has no period for " + std::string(NameOf(parties)) +
                     " and a claim of the kind " + std::string(NameOf(*claim)));
  }
  std::rotate(rules.begin(), found, found + 1);
  return rules;
}

absl::StatusOr<LimitationRule> SelectRule(const LimitationLaw& law,
                                          Parties parties,
                                          std::optional<ClaimKind> claim,
                                          std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<LimitationRule> rules,
                          RulesFor(law, parties, claim, field));
  return rules.front();
}

absl::StatusOr<Limitation> ComputeLimitation(const LimitationSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckEvents(spec));
  USANCE_ASSIGN_OR_RETURN(const Date first,
                          LastDay(spec.rule, spec.due, false));
  Course course(spec, first);
  std::vector<LimitationStep> steps;
  for (const LimitationEvent& event : spec.events) {
    if (event.date > spec.as_of) break;
    USANCE_ASSIGN_OR_RETURN(std::string why, course.Take(event));
    steps.push_back({event, course.last(), std::move(why)});
  }
  const Date last = course.last();
  USANCE_ASSIGN_OR_RETURN(const Date barred,
                          Date::FromDays(int64_t{last.days()} + 1, "/due"));
  USANCE_ASSIGN_OR_RETURN(
      const Date warn, AddPeriod(last, spec.warn_before, -1, EndOfMonth::kClamp,
                                 "/warn_before"));
  return Limitation{.last_day = last,
                    .barred_from = barred,
                    .warn_from = warn,
                    .open = course.lasting(),
                    .expired = spec.as_of > last,
                    .warning = spec.as_of >= warn && spec.as_of <= last,
                    .days_left = last.days() - spec.as_of.days(),
                    .steps = std::move(steps)};
}

}  // namespace usance
