// The words of each language for payment terms. Private to src/terms.
#ifndef USANCE_SRC_TERMS_PHRASES_H_
#define USANCE_SRC_TERMS_PHRASES_H_

#include <string_view>

#include "usance/core/check.h"
#include "usance/terms/sentence.h"

namespace usance {

// A noun phrase in the three forms that sentences need: alone, in German the
// dative ("after ..."); in the genitive ("of ..."); and as a time ("on ...").
struct Noun {
  std::string_view base;
  std::string_view of;
  std::string_view at;
};

// Texts with places {0}, {1}, {2}. A noun's places are the same in all forms:
// {0} and {1} what its comment says, {b} and {o} the base and the genitive of
// the date that it starts from, {m} what says whose month is meant.
struct Phrases {
  // numbers, dates and lists
  std::string_view decimal_mark, grouping, percent_blank;
  std::string_view months[12];
  std::string_view weekdays[7];
  std::string_view day_month;       // {0} day, {1} month
  std::string_view day_month_year;  // {2} year
  std::string_view or_word, and_word;
  std::string_view of_calendar;  // {0} its name

  // where dates start; in the order of Baseline
  Noun events[11];
  Noun latest_of;  // {0} a list of dates
  Noun part_before;

  // dates
  Noun day_after, day_before;                    // {0} ordinal
  Noun business_day_after, business_day_before;  // {0} ordinal, {1} calendar
  Noun unit_after, unit_before;                  // {0} "2 months"
  std::string_view month_of_day;  // behind "month", {d} a day that is counted
  Noun month_end, later_month_end, earlier_month_end;  // {0} ordinal, {m}
  Noun next_month_day, later_month_day;  // {0} day of month, {1} ordinal, {m}
  Noun next_day, next_in_month, next_weekday, next_yearly;  // {0}
  std::string_view shorter_month;
  Noun fixed_date;  // {0}
  Noun by_steps;    // {0} the steps

  // steps, one after the other
  std::string_view then;
  std::string_view add, subtract;  // {0} "2 months"
  std::string_view units[4][2];    // of one, of several
  std::string_view business_units[2];
  std::string_view spans[4][2];  // the same in the dative
  std::string_view business_spans[2];
  std::string_view go_month_end, go_later_month_end,
      go_earlier_month_end;                                     // {0} ordinal
  std::string_view go_day, go_in_month, go_weekday, go_yearly;  // {0}
  std::string_view go_date;                                     // {0}
  std::string_view if_after_day;           // {0} day, {1} steps
  std::string_view if_after_day_from_end;  // {0} ordinal
  std::string_view if_season;              // {0} first, {1} last, {2}
  std::string_view otherwise;              // {0} steps
  std::string_view earlier_of, later_of;   // {0}, {1} steps
  std::string_view rolls[7];  // {0} calendar; in the order of the conventions
  std::string_view cap_clip, cap_refuse, cap_report;  // {0} steps, {o}

  // amounts, as the sentence on when they are due begins; {r} a rounding
  std::string_view whole, rest;
  std::string_view percent_of_total, percent_of_rest, percent_of_net;  // {0}
  std::string_view fixed;                                              // {0}
  std::string_view parts_of_rest, parts_of_whole;  // {0} of {1}
  std::string_view rounded[7];  // {0}; in the order of the roundings

  // sentences
  std::string_view due;     // {0} amount, {1} until when
  std::string_view due_by;  // {0} the date as a time
  std::string_view within;  // {0} "30 days", {b}, {o}, {s} from when
  std::string_view discount, part_discount;  // {0} off, {1} base, {2} when
  std::string_view discount_by;              // {0} the date as a time, {b}
  std::string_view off_percent, off_amount;  // {0}
  std::string_view bases[3];      // in the order of the discount bases
  std::string_view one_discount;  // behind several of one payment
};

// The texts of a language, which is one of the four.
template <class Texts>
[[nodiscard]] const Texts& InLanguage(Language language, const Texts& english,
                                      const Texts& german, const Texts& french,
                                      const Texts& spanish) {
  switch (language) {
    case Language::kEnglish:
      return english;
    case Language::kGerman:
      return german;
    case Language::kFrench:
      return french;
    case Language::kSpanish:
      return spanish;
  }
  USANCE_CHECK(false && "no such language");
  return english;
}

// Requires one of the four languages.
[[nodiscard]] const Phrases& PhrasesOf(Language language);

}  // namespace usance

#endif  // USANCE_SRC_TERMS_PHRASES_H_
