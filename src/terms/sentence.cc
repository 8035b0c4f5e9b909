#include "usance/terms/sentence.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

#include "src/terms/phrases.h"
#include "src/terms/words.h"

namespace usance {
namespace {

// A date in words.
struct Phrased {
  std::string base;
  std::string of;
  std::string at;
  std::string bare = {};  // where time counts from: its base, if short without
                          // the article
  bool counted = false;   // "the 45th day after ..."
};

std::string WithoutArticle(std::string_view base) {
  return std::string(base.substr(base.find(' ') + 1));
}

class Speaker : private Words {
 public:
  explicit Speaker(Language language) : Words(language) {}

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
      const Phrased start =
          line.chained
              ? Form(say_.part_before, {})
              : Start(line.baseline.empty() ? terms.baseline : line.baseline);
      const Phrased baseline = line.chained ? Start(terms.baseline) : start;
      if (!text.empty()) text += " ";
      text += Fill(say_.due,
                   {{'0', Amount(line, parts, only_rest)},
                    {'1', When(line.steps, start, baseline, say_.due_by)}});
      for (const EarlyDiscount& tier : line.discounts) {
        const std::string off =
            tier.amount
                ? Fill(say_.off_amount, {{'0', MoneyText(*tier.amount)}})
                : Fill(say_.off_percent, {{'0', PercentText(*tier.percent)}});
        text +=
            " " +
            Fill(terms.lines.size() == 1 ? say_.discount : say_.part_discount,
                 {{'0', off},
                  {'1', Base(tier)},
                  {'2', When(tier.steps, start, baseline, say_.discount_by)}});
      }
      if (line.discounts.size() > 1) {
        text += " ";
        text += say_.one_discount;
      }
    }
    // A relative clause ends with a comma, but where the sentence does too.
    for (size_t at; (at = text.find(",.")) != std::string::npos;) {
      text.erase(at, 1);
    }
    return text;
  }

 private:
  // --- numbers --------------------------------------------------------------

  // A day of the month: cardinal where the language has it so.
  std::string DayOfMonth(int64_t day) const {
    const bool ordinal = language_ == Language::kEnglish ||
                         language_ == Language::kGerman ||
                         (language_ == Language::kFrench && day == 1);
    return ordinal ? Ordinal(day) : std::to_string(day);
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
  std::string YearlyDay(const MonthDay& day) const {
    return Fill(say_.day_month,
                {{'0', DateNumber(day.day)}, {'1', MonthName(day.month)}});
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

  static Phrased Form(const Noun& noun, std::initializer_list<Place> with) {
    return {Fill(noun.base, with), Fill(noun.of, with), Fill(noun.at, with)};
  }

  Phrased Start(const std::vector<Baseline>& baseline) const {
    const auto event = [&](Baseline kind) -> const Noun& {
      return say_.events[static_cast<size_t>(kind) - 1];
    };
    if (baseline.size() == 1) {
      Phrased start = Form(event(baseline.front()), {});
      start.bare = WithoutArticle(start.base);
      return start;
    }
    std::vector<std::string> items;
    for (const Baseline kind : baseline) {
      items.push_back(WithoutArticle(event(kind).base));
    }
    return Form(say_.latest_of, {{'0', List(items, say_.and_word)}});
  }

  // Behind "the month": " of the date of the invoice", or " in which the 45th
  // day after it falls".
  std::string MonthOf(const Phrased& date) const {
    if (!date.counted) return " " + date.of;
    return Fill(say_.month_of_day, {{'d', WithoutArticle(date.base)}});
  }

  // The date in one noun phrase; nothing where a step is no such thing.
  std::optional<Phrased> Phrase(const DateStep& step,
                                const Phrased& from) const {
    const auto form = [&](const Noun& noun, const std::string& zero,
                          const std::string& one = "") {
      return Form(noun, {{'0', zero},
                         {'1', one},
                         {'b', from.base},
                         {'o', from.of},
                         {'m', MonthOf(from)}});
    };
    const auto counted = [&](const Noun& noun, const std::string& zero,
                             const std::string& one = "") {
      Phrased day = form(noun, zero, one);
      day.counted = true;
      return day;
    };
    if (const auto* s = std::get_if<AddStep>(&step.rule)) {
      if (s->count == 0) return from;
      const int64_t n = std::abs(int64_t{s->count});
      const bool after = s->count > 0;
      if (s->unit == StepUnit::kDay || s->unit == StepUnit::kWeek) {
        return counted(after ? say_.day_after : say_.day_before,
                       Ordinal(s->unit == StepUnit::kDay ? n : 7 * n));
      }
      return counted(after ? say_.unit_after : say_.unit_before,
                     Count(say_.units[static_cast<size_t>(s->unit) - 1], n));
    }
    if (const auto* s = std::get_if<BusinessDaysStep>(&step.rule)) {
      if (s->count == 0) return std::nullopt;
      return counted(
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
      return form(say_.fixed_date, DateText(s->date));
    }
    return std::nullopt;
  }

  // "eom 1d day(10)", the 10th of the next month, takes three steps.
  std::optional<Phrased> DayOfLaterMonth(const DateSteps& steps, size_t at,
                                         const Phrased& from) const {
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
                {{'0', number}, {'1', later}, {'m', MonthOf(from)}});
  }

  Phrased Date(const DateSteps& steps, const Phrased& start,
               const Phrased& baseline) const {
    constexpr int kMaxPhrases = 3;
    Phrased date = start;
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
  // A number of days, weeks, months or years; nothing where a step is another.
  std::optional<std::string> Span(const DateStep& step) const {
    if (const auto* s = std::get_if<AddStep>(&step.rule)) {
      if (s->count <= 0) return std::nullopt;
      return Count(say_.spans[static_cast<size_t>(s->unit) - 1], s->count);
    }
    if (const auto* s = std::get_if<BusinessDaysStep>(&step.rule)) {
      if (s->count <= 0) return std::nullopt;
      return Count(say_.business_spans, s->count) + OfCalendar(s->calendar);
    }
    return std::nullopt;
  }
  // Until when to pay: "within 30 days after ...", or `by` the date.
  std::string When(const DateSteps& steps, const Phrased& start,
                   const Phrased& baseline, std::string_view by) const {
    if (const auto span =
            steps.size() == 1 ? Span(steps.front()) : std::nullopt) {
      return Fill(say_.within,
                  {{'0', *span},
                   {'b', start.base},
                   {'o', start.of},
                   {'s', start.bare.empty() ? start.base : start.bare}});
    }
    const Phrased date = Date(steps, start, baseline);
    return Fill(by, {{'0', date.at}, {'b', date.base}});
  }

  // --- steps, one after the other -------------------------------------------

  std::string StepList(const DateSteps& steps, const Phrased& baseline,
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
  std::string Nested(const DateSteps& steps, const Phrased& baseline) const {
    return StepList(steps, baseline, /*numbered=*/false);
  }

  std::string Added(const std::string_view (&unit)[2], int64_t count) const {
    const std::string much = Count(unit, std::abs(count));
    return Fill(count < 0 ? say_.subtract : say_.add, {{'0', much}});
  }
  std::string Step(const AddStep& s, const Phrased&) const {
    return Added(say_.units[static_cast<size_t>(s.unit) - 1], s.count);
  }
  std::string Step(const BusinessDaysStep& s, const Phrased&) const {
    return Added(say_.business_units, s.count) + OfCalendar(s.calendar);
  }
  std::string Step(const EndOfMonthStep& s, const Phrased&) const {
    if (s.months == 0) return std::string(say_.go_month_end);
    return Fill(
        s.months > 0 ? say_.go_later_month_end : say_.go_earlier_month_end,
        {{'0', Ordinal(std::abs(int64_t{s.months}))}});
  }
  std::string Step(const DayOfMonthStep& s, const Phrased&) const {
    return Fill(say_.go_day, {{'0', DayList(s.days)}, {'1', Shorter(s.days)}});
  }
  std::string Step(const MonthStep& s, const Phrased&) const {
    return Fill(say_.go_in_month, {{'0', MonthList(s.months)}});
  }
  std::string Step(const OnDateStep& s, const Phrased&) const {
    return Fill(say_.go_date, {{'0', DateText(s.date)}});
  }
  std::string Step(const OnMonthDayStep& s, const Phrased&) const {
    return Fill(say_.go_yearly, {{'0', YearlyDay(s.day)}});
  }
  std::string Step(const WeekdayStep& s, const Phrased&) const {
    return Fill(say_.go_weekday, {{'0', WeekdayName(s.weekday)}});
  }
  std::string Otherwise(const DateSteps& steps, const Phrased& baseline) const {
    if (steps.empty()) return "";
    return Fill(say_.otherwise, {{'0', Nested(steps, baseline)}});
  }
  std::string Step(const CutStep& s, const Phrased& baseline) const {
    const std::string day = s.day > 0 ? DayOfMonth(s.day) : Ordinal(-s.day);
    return Fill(s.day > 0 ? say_.if_after_day : say_.if_after_day_from_end,
                {{'0', day}, {'1', Nested(s.after, baseline)}}) +
           Otherwise(s.until, baseline);
  }
  std::string Step(const SeasonStep& s, const Phrased& baseline) const {
    return Fill(say_.if_season, {{'0', YearlyDay(s.first)},
                                 {'1', YearlyDay(s.last)},
                                 {'2', Nested(s.within, baseline)}}) +
           Otherwise(s.outside, baseline);
  }
  std::string Step(const EarlierStep& s, const Phrased& baseline) const {
    return Fill(say_.earlier_of,
                {{'0', Nested(s.a, baseline)}, {'1', Nested(s.b, baseline)}});
  }
  std::string Step(const LaterStep& s, const Phrased& baseline) const {
    return Fill(say_.later_of,
                {{'0', Nested(s.a, baseline)}, {'1', Nested(s.b, baseline)}});
  }
  std::string Step(const RollStep& s, const Phrased&) const {
    return Fill(say_.rolls[static_cast<size_t>(s.convention) - 1],
                {{'0', OfCalendar(s.calendar)}});
  }
  std::string Step(const CapStep& s, const Phrased& baseline) const {
    return Fill(s.over == OverCap::kClip     ? say_.cap_clip
                : s.over == OverCap::kRefuse ? say_.cap_refuse
                                             : say_.cap_report,
                {{'0', Nested(s.limit, baseline)},
                 {'b', baseline.base},
                 {'o', baseline.of}});
  }

  // --- amounts --------------------------------------------------------------

  // `parts` are those that share what the other lines leave.
  std::string Amount(const TermsLine& line, int64_t parts,
                     bool only_rest) const {
    const Share& share = line.share;
    if (share.kind == ShareKind::kRest) {
      if (share.weight == parts) {
        return std::string(only_rest ? say_.whole : say_.rest);
      }
      return Fill(
          only_rest ? say_.parts_of_whole : say_.parts_of_rest,
          {{'0', std::to_string(share.weight)}, {'1', std::to_string(parts)}});
    }
    const std::string_view pattern =
        share.kind == ShareKind::kFixed            ? say_.fixed
        : share.kind == ShareKind::kPercentOfTotal ? say_.percent_of_total
        : share.kind == ShareKind::kPercentOfRest  ? say_.percent_of_rest
                                                   : say_.percent_of_net;
    const std::string much = share.kind == ShareKind::kFixed
                                 ? MoneyText(*share.amount)
                                 : PercentText(share.percent);
    const std::string rounded =
        line.round_to ? Rounded(line.round_to->rounding,
                                MoneyText(line.round_to->multiple))
                      : "";
    return Fill(pattern, {{'0', much}, {'r', rounded}});
  }
  std::string Base(const EarlyDiscount& tier) const {
    if (!tier.base) return "";
    return std::string(say_.bases[static_cast<size_t>(*tier.base) - 1]);
  }
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
