#include "usance/terms/sentence.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "src/terms/phrases.h"
#include "usance/money/format.h"

namespace usance {
namespace {

struct Place {
  char name;  // of "{0}"
  std::string_view text;
};

// The text with its places filled.
std::string Fill(std::string_view pattern, std::initializer_list<Place> with) {
  std::string text;
  while (!pattern.empty()) {
    const size_t brace = std::min(pattern.find('{'), pattern.size());
    text += pattern.substr(0, brace);
    pattern.remove_prefix(brace);
    if (pattern.empty()) break;
    for (const Place& place : with) {
      if (place.name == pattern[1]) text += place.text;
    }
    pattern.remove_prefix(3);  // "{0}"
  }
  return text;
}

// A date in words.
struct Named {
  std::string base;
  std::string of;
  std::string at;
};

class Speaker {
 public:
  explicit Speaker(Language language)
      : language_(language), say_(PhrasesOf(language)) {}

  std::string Say(const PaymentTerms& terms) const {
    int64_t parts = 0;
    bool only_rest = true;
    for (const TermsLine& line : terms.lines) {
      const bool rest = line.share.kind == ShareKind::kRest;
      parts += rest ? line.share.weight : 0;
      only_rest &= rest;
    }
    std::string text;
    for (const TermsLine& line : terms.lines) {
      const Named start =
          line.chained
              ? Form(say_.part_before, {})
              : Start(line.baseline.empty() ? terms.baseline : line.baseline);
      const Named baseline = line.chained ? Start(terms.baseline) : start;
      if (!text.empty()) text += " ";
      text += Fill(say_.due, {{'0', Amount(line.share, parts, only_rest)},
                              {'1', Rounded(line)},
                              {'2', Date(line.steps, start, baseline).at}});
      for (const EarlyDiscount& tier : line.discounts) {
        text += " " + Fill(say_.discount,
                           {{'0', tier.amount ? MoneyText(*tier.amount)
                                              : PercentText(*tier.percent)},
                            {'1', Base(tier)},
                            {'2', LastDay(tier.steps, start, baseline)}});
      }
      if (line.discounts.size() > 1) {
        text += " ";
        text += say_.one_discount;
      }
    }
    return text;
  }

 private:
  // --- numbers --------------------------------------------------------------

  std::string Ordinal(int64_t n) const {
    const std::string digits = std::to_string(n);
    switch (language_) {
      case Language::kGerman:
        return digits + ".";
      case Language::kFrench:
        return digits + (n == 1 ? "er" : "e");
      case Language::kSpanish:
        return digits +
               ((n % 10 == 1 || n % 10 == 3) && n != 11 ? ".er" : ".º");
      case Language::kEnglish:
        break;
    }
    const int64_t tens = n % 100 / 10, ones = n % 10;
    return digits + (tens == 1   ? "th"
                     : ones == 1 ? "st"
                     : ones == 2 ? "nd"
                     : ones == 3 ? "rd"
                                 : "th");
  }
  // A day of the month: cardinal where the language has it so.
  std::string DayOfMonth(int64_t day) const {
    const bool ordinal = language_ == Language::kEnglish ||
                         language_ == Language::kGerman ||
                         (language_ == Language::kFrench && day == 1);
    return ordinal ? Ordinal(day) : std::to_string(day);
  }
  // The number in a date: "25 December", "25. Dezember", "1er mars".
  std::string DateNumber(int64_t day) const {
    return language_ == Language::kFrench && day == 1 ? "1er"
                                                      : std::to_string(day);
  }
  // "1234.50" as people write it.
  std::string Number(std::string_view plain) const {
    const size_t point = std::min(plain.find('.'), plain.size());
    std::string text(plain.substr(0, point));
    for (size_t at = point; at > 3;) {
      at -= 3;
      text.insert(at, say_.grouping);
    }
    if (point < plain.size()) {
      text += say_.decimal_mark;
      text += plain.substr(point + 1);
    }
    return text;
  }
  std::string MoneyText(const Money& money) const {
    return Number(FormatAmount(money)) + "\u00a0" +
           std::string(money.currency().code());
  }
  // "2.5 %", or "1/3" where the digits do not end.
  std::string PercentText(const Percent& percent) const {
    std::string text = Format(percent);
    if (!text.ends_with('%')) return ToText(percent.share());
    text.pop_back();
    return Number(text) + std::string(say_.percent_blank) + "%";
  }
  std::string Count(const std::string_view (&forms)[2], int64_t n) const {
    const std::string digits = std::to_string(n);
    return Fill(forms[n == 1 ? 0 : 1], {{'0', digits}});
  }
  // "5th, 10th or 20th"
  std::string List(const std::vector<std::string>& items,
                   std::string_view last_word) const {
    std::string text;
    for (size_t k = 0; k < items.size(); ++k) {
      if (k > 0) {
        text +=
            k + 1 < items.size() ? ", " : " " + std::string(last_word) + " ";
      }
      text += items[k];
    }
    return text;
  }
  std::string DayList(const std::vector<int32_t>& days) const {
    std::vector<std::string> items;
    for (const int32_t day : days) items.push_back(DayOfMonth(day));
    return List(items, say_.or_word);
  }
  std::string MonthList(const std::vector<int32_t>& months) const {
    std::vector<std::string> items;
    for (const int32_t month : months) items.emplace_back(MonthName(month));
    return List(items, say_.or_word);
  }
  std::string_view MonthName(int32_t month) const {
    return say_.months[static_cast<size_t>(month - 1)];
  }
  std::string YearlyDay(const MonthDay& day) const {
    return Fill(say_.day_month,
                {{'0', DateNumber(day.day)}, {'1', MonthName(day.month)}});
  }
  std::string FixedDay(const OnDateStep& step) const {
    return Fill(say_.day_month_year, {{'0', DateNumber(step.date.day())},
                                      {'1', MonthName(step.date.month())},
                                      {'2', std::to_string(step.date.year())}});
  }
  std::string_view WeekdayName(Weekday day) const {
    return say_.weekdays[static_cast<size_t>(day) - 1];
  }
  std::string OfCalendar(const std::string& id) const {
    return id.empty() ? "" : Fill(say_.of_calendar, {{'0', id}});
  }
  std::string Shorter(const std::vector<int32_t>& days) const {
    return days.back() > 28 ? std::string(say_.shorter_month) : "";
  }

  // --- dates ----------------------------------------------------------------

  static Named Form(const Noun& noun, std::initializer_list<Place> with) {
    return {Fill(noun.base, with), Fill(noun.of, with), Fill(noun.at, with)};
  }

  Named Start(const std::vector<Baseline>& baseline) const {
    const auto event = [&](Baseline kind) -> const Noun& {
      return say_.events[static_cast<size_t>(kind) - 1];
    };
    if (baseline.size() == 1) return Form(event(baseline.front()), {});
    std::vector<std::string> items;
    for (const Baseline kind : baseline) {
      // Without its article.
      const std::string_view base = event(kind).base;
      items.emplace_back(base.substr(base.find(' ') + 1));
    }
    return Form(say_.latest_of, {{'0', List(items, say_.and_word)}});
  }

  // The date in one noun phrase; nothing where a step is no such thing.
  std::optional<Named> Phrase(const DateStep& step, const Named& from) const {
    const auto form = [&](const Noun& noun, const std::string& zero,
                          const std::string& one = "") {
      return Form(noun,
                  {{'0', zero}, {'1', one}, {'b', from.base}, {'o', from.of}});
    };
    if (const auto* s = std::get_if<AddStep>(&step.rule)) {
      if (s->count == 0) return from;
      const int64_t n = std::abs(int64_t{s->count});
      const bool after = s->count > 0;
      if (s->unit == StepUnit::kDay || s->unit == StepUnit::kWeek) {
        return form(after ? say_.day_after : say_.day_before,
                    Ordinal(s->unit == StepUnit::kDay ? n : 7 * n));
      }
      return form(after ? say_.unit_after : say_.unit_before,
                  Count(say_.units[static_cast<size_t>(s->unit) - 1], n));
    }
    if (const auto* s = std::get_if<BusinessDaysStep>(&step.rule)) {
      if (s->count == 0) return std::nullopt;
      return form(
          s->count > 0 ? say_.business_day_after : say_.business_day_before,
          Ordinal(std::abs(int64_t{s->count})), OfCalendar(s->calendar));
    }
    if (const auto* s = std::get_if<EndOfMonthStep>(&step.rule)) {
      if (s->months == 0) return form(say_.month_end, "");
      return form(s->months > 0 ? say_.later_month_end : say_.earlier_month_end,
                  Ordinal(std::abs(int64_t{s->months})));
    }
    if (const auto* s = std::get_if<DayOfMonthStep>(&step.rule)) {
      return form(say_.next_day, DayList(s->days), Shorter(s->days));
    }
    if (const auto* s = std::get_if<MonthStep>(&step.rule)) {
      return form(say_.next_in_month, MonthList(s->months));
    }
    if (const auto* s = std::get_if<WeekdayStep>(&step.rule)) {
      return form(say_.next_weekday, std::string(WeekdayName(s->weekday)));
    }
    if (const auto* s = std::get_if<OnMonthDayStep>(&step.rule)) {
      return form(say_.next_yearly, YearlyDay(s->day));
    }
    if (const auto* s = std::get_if<OnDateStep>(&step.rule)) {
      return form(say_.fixed_date, FixedDay(*s));
    }
    return std::nullopt;
  }

  // "eom 1d day(10)", the 10th of the next month, takes three steps.
  std::optional<Named> DayOfLaterMonth(const DateSteps& steps, size_t at,
                                       const Named& from) const {
    if (at + 3 > steps.size()) return std::nullopt;
    const auto* end = std::get_if<EndOfMonthStep>(&steps[at].rule);
    const auto* day = std::get_if<DayOfMonthStep>(&steps[at + 2].rule);
    if (end == nullptr || end->months < 0 || day == nullptr ||
        day->days.size() != 1 ||
        steps[at + 1] != DateStep{AddStep{StepUnit::kDay, 1}}) {
      return std::nullopt;
    }
    const std::string number =
        DayOfMonth(day->days.front()) + Shorter(day->days);
    const std::string later = Ordinal(end->months + 1);
    return Form(end->months == 0 ? say_.next_month_day : say_.later_month_day,
                {{'0', number}, {'1', later}, {'o', from.of}});
  }

  Named Date(const DateSteps& steps, const Named& start,
             const Named& baseline) const {
    constexpr int kMaxPhrases = 3;
    Named date = start;
    int phrases = 0;
    for (size_t k = 0; k < steps.size();) {
      auto next = DayOfLaterMonth(steps, k, date);
      k += next ? size_t{3} : size_t{1};
      if (!next) next = Phrase(steps[k - 1], date);
      if (!next || ++phrases > kMaxPhrases) {
        const std::string list = StepList(steps, baseline, /*numbered=*/true);
        return Form(say_.by_steps,
                    {{'0', list}, {'b', start.base}, {'o', start.of}});
      }
      date = *std::move(next);
    }
    return date;
  }
  // "no later than ..." takes the date alone in English.
  std::string LastDay(const DateSteps& steps, const Named& start,
                      const Named& baseline) const {
    Named date = Date(steps, start, baseline);
    return language_ == Language::kEnglish ? date.base : date.at;
  }

  // --- steps, one after the other -------------------------------------------

  std::string StepList(const DateSteps& steps, const Named& baseline,
                       bool numbered) const {
    std::string text;
    for (size_t k = 0; k < steps.size(); ++k) {
      if (k > 0) text += numbered ? "; " : say_.then;
      if (numbered) text += "(" + std::to_string(k + 1) + ") ";
      text += std::visit([&](const auto& rule) { return Step(rule, baseline); },
                         steps[k].rule);
    }
    return text;
  }
  std::string Nested(const DateSteps& steps, const Named& baseline) const {
    return StepList(steps, baseline, /*numbered=*/false);
  }

  std::string Added(const std::string_view (&unit)[2], int64_t count) const {
    const std::string much = Count(unit, std::abs(count));
    return Fill(count < 0 ? say_.subtract : say_.add, {{'0', much}});
  }
  std::string Step(const AddStep& s, const Named&) const {
    return Added(say_.units[static_cast<size_t>(s.unit) - 1], s.count);
  }
  std::string Step(const BusinessDaysStep& s, const Named&) const {
    return Added(say_.business_units, s.count) + OfCalendar(s.calendar);
  }
  std::string Step(const EndOfMonthStep& s, const Named&) const {
    if (s.months == 0) return std::string(say_.go_month_end);
    return Fill(
        s.months > 0 ? say_.go_later_month_end : say_.go_earlier_month_end,
        {{'0', Ordinal(std::abs(int64_t{s.months}))}});
  }
  std::string Step(const DayOfMonthStep& s, const Named&) const {
    return Fill(say_.go_day, {{'0', DayList(s.days)}, {'1', Shorter(s.days)}});
  }
  std::string Step(const MonthStep& s, const Named&) const {
    return Fill(say_.go_in_month, {{'0', MonthList(s.months)}});
  }
  std::string Step(const OnDateStep& s, const Named&) const {
    return Fill(say_.go_date, {{'0', FixedDay(s)}});
  }
  std::string Step(const OnMonthDayStep& s, const Named&) const {
    return Fill(say_.go_yearly, {{'0', YearlyDay(s.day)}});
  }
  std::string Step(const WeekdayStep& s, const Named&) const {
    return Fill(say_.go_weekday, {{'0', WeekdayName(s.weekday)}});
  }
  std::string Otherwise(const DateSteps& steps, const Named& baseline) const {
    if (steps.empty()) return "";
    return Fill(say_.otherwise, {{'0', Nested(steps, baseline)}});
  }
  std::string Step(const CutStep& s, const Named& baseline) const {
    const std::string day = s.day > 0 ? DayOfMonth(s.day) : Ordinal(-s.day);
    return Fill(s.day > 0 ? say_.if_after_day : say_.if_after_day_from_end,
                {{'0', day}, {'1', Nested(s.after, baseline)}}) +
           Otherwise(s.until, baseline);
  }
  std::string Step(const SeasonStep& s, const Named& baseline) const {
    return Fill(say_.if_season, {{'0', YearlyDay(s.first)},
                                 {'1', YearlyDay(s.last)},
                                 {'2', Nested(s.within, baseline)}}) +
           Otherwise(s.outside, baseline);
  }
  std::string Step(const EarlierStep& s, const Named& baseline) const {
    return Fill(say_.earlier_of,
                {{'0', Nested(s.a, baseline)}, {'1', Nested(s.b, baseline)}});
  }
  std::string Step(const LaterStep& s, const Named& baseline) const {
    return Fill(say_.later_of,
                {{'0', Nested(s.a, baseline)}, {'1', Nested(s.b, baseline)}});
  }
  std::string Step(const RollStep& s, const Named&) const {
    return Fill(say_.rolls[static_cast<size_t>(s.convention) - 1],
                {{'0', OfCalendar(s.calendar)}});
  }
  std::string Step(const CapStep& s, const Named& baseline) const {
    return Fill(s.over == OverCap::kClip     ? say_.cap_clip
                : s.over == OverCap::kRefuse ? say_.cap_refuse
                                             : say_.cap_report,
                {{'0', Nested(s.limit, baseline)},
                 {'b', baseline.base},
                 {'o', baseline.of}});
  }

  // --- amounts --------------------------------------------------------------

  // `parts` are those that share what the other lines leave.
  std::string Amount(const Share& share, int64_t parts, bool only_rest) const {
    switch (share.kind) {
      case ShareKind::kPercentOfTotal:
        return Fill(say_.percent_of_total, {{'0', PercentText(share.percent)}});
      case ShareKind::kPercentOfRest:
        return Fill(say_.percent_of_rest, {{'0', PercentText(share.percent)}});
      case ShareKind::kPercentOfNet:
        return Fill(say_.percent_of_net, {{'0', PercentText(share.percent)}});
      case ShareKind::kFixed:
        return Fill(say_.fixed, {{'0', MoneyText(*share.amount)}});
      case ShareKind::kRest:
        break;
    }
    if (share.weight == parts) {
      return std::string(only_rest ? say_.whole : say_.rest);
    }
    return Fill(
        only_rest ? say_.parts_of_whole : say_.parts_of_rest,
        {{'0', std::to_string(share.weight)}, {'1', std::to_string(parts)}});
  }
  std::string Rounded(const TermsLine& line) const {
    if (!line.round_to) return "";
    return Fill(say_.rounded[static_cast<size_t>(line.round_to->rounding) - 1],
                {{'0', MoneyText(line.round_to->multiple)}});
  }
  std::string Base(const EarlyDiscount& tier) const {
    if (!tier.base) return "";
    return std::string(say_.bases[static_cast<size_t>(*tier.base) - 1]);
  }

  Language language_;
  const Phrases& say_;
};

}  // namespace

absl::StatusOr<std::string> Sentence(const PaymentTerms& terms,
                                     Language language) {
  USANCE_RETURN_IF_ERROR(Check(terms));
  if (NameOf(language).empty()) {
    return Error(Reason::kUnspecified, "/language",
                 "a sentence needs a language: en, de, fr or es");
  }
  return Speaker(language).Say(terms);
}

}  // namespace usance
