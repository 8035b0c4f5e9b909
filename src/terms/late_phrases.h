// The words of each language for what paying late costs. Private to src/terms.
#ifndef USANCE_SRC_TERMS_LATE_PHRASES_H_
#define USANCE_SRC_TERMS_LATE_PHRASES_H_

#include <string_view>

#include "usance/terms/sentence.h"

namespace usance {

// Texts with places {0}, {1}, {2}.
struct LatePhrases {
  std::string_view nothing;
  std::string_view on_time;     // {0} span
  std::string_view delinquent;  // {0} span

  // interest
  std::string_view overdue_bears, whole_bears;  // {0} rate, {1} from when
  std::string_view from_next_day, from_day;     // {0} ordinal
  std::string_view only_if_later;               // {0} units
  std::string_view fixed_rate;                  // {0} percentage, {1} unit
  std::string_view dated_rate;                  // {2} date
  std::string_view reference_rate;              // without an id
  std::string_view named_rate;                  // {0} id
  std::string_view plus, less;                  // {0} number, {1} unit
  std::string_view units_of_time[4];            // in the order of TimeUnit
  std::string_view contract[3];  // {0} rate; in the order of RateMode
  std::string_view fixings[3];   // in the order of RateFixing, but the first
  std::string_view simple, compound;        // {0} span
  std::string_view rests_per_year;          // {0}
  std::string_view day_count;               // {0}
  std::string_view stop_after;              // {0} units
  std::string_view minimum, minimum_claim;  // {0} amount
  std::string_view ceiling;                 // {0} rate, {1} rule

  // amounts
  std::string_view at_least, at_most;       // {0}
  std::string_view of_flat, of_share;       // {0} amount
  std::string_view of_overdue, of_invoice;  // {0} percentage
  std::string_view by_steps, by_parts;      // {0} steps
  std::string_view step_amount, step_days;  // {0} from which
  std::string_view first_step;

  // fees; {0} amount, {1} id, {2} units or level
  std::string_view fee_when_late, fee_after, fee_per_notice, fee_per_return;
  std::string_view level;     // {0}
  std::string_view again;     // {0} span, {1} count
  std::string_view count;     // {0}
  std::string_view interval;  // {0} units
  std::string_view once_a_day, once_an_invoice;

  // fixed sums
  std::string_view compensation[2];  // {0} amount, {1} since; by what earns it
  std::string_view since, before, between;  // {0}, {1} dates
  std::string_view by_unpaid;
  std::string_view credited;  // {0}

  // caps
  std::string_view limit_flat, limit_share;  // {0}
  std::string_view clip, report;             // {0} limit, {1} scope, {2} rule
  std::string_view scopes[5];                // in the order of CapScope
};

// Requires one of the four languages.
[[nodiscard]] const LatePhrases& LatePhrasesOf(Language language);

}  // namespace usance

#endif  // USANCE_SRC_TERMS_LATE_PHRASES_H_
