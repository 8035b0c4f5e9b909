#include <string>
#include <vector>

#include "src/terms/late_phrases.h"
#include "src/terms/words.h"
#include "usance/money/format.h"
#include "usance/terms/sentence.h"

namespace usance {
namespace {

// More steps of a rate than these are not listed.
constexpr size_t kMostSteps = 12;

class LateSpeaker : private Words {
 public:
  explicit LateSpeaker(Language language)
      : Words(language), late_(LatePhrasesOf(language)) {}

  std::string Say(const LatePaymentPolicy& policy) {
    if (!policy.interest && policy.fees.empty() &&
        policy.compensation.tables.empty()) {
      Add(late_.nothing, {});
      return text_;
    }
    if (policy.grace_days > 0) {
      Add(late_.on_time, {{'0', DaySpan(policy.grace_days)}});
    }
    if (policy.interest) SayInterest(policy);
    for (const LateFee& fee : policy.fees) SayFee(fee, policy.grace_days);
    SayCompensation(policy.compensation);
    for (const ChargeCap& cap : policy.caps) SayCap(cap);
    if (policy.delinquency_days) {
      Add(late_.delinquent, {{'0', DaySpan(*policy.delinquency_days)}});
    }
    return text_;
  }

 private:
  // Adds a sentence.
  void Add(std::string_view pattern, std::initializer_list<Place> with) {
    if (!text_.empty()) text_ += " ";
    text_ += Fill(pattern, with);
  }

  // --- parts of sentences ---------------------------------------------------

  using Forms = const std::string_view (&)[4][2];
  // "1 year and 15 days", by the words for days, weeks, months and years.
  [[nodiscard]] std::string PeriodText(const Period& period,
                                       Forms forms) const {
    std::vector<std::string> parts;
    const int32_t months = period.months, days = period.days;
    if (months != 0) {
      parts.push_back(months % 12 == 0 ? Count(forms[3], months / 12)
                                       : Count(forms[2], months));
    }
    if (days != 0) {
      parts.push_back(days % 7 == 0 && months == 0 ? Count(forms[1], days / 7)
                                                   : Count(forms[0], days));
    }
    return List(parts, say_.and_word);
  }
  [[nodiscard]] std::string DaySpan(int64_t days) const {
    return Count(say_.spans[0], days);
  }
  [[nodiscard]] static std::string InBrackets(const std::string& text) {
    return text.empty() ? "" : " (" + text + ")";
  }
  [[nodiscard]] std::string Limits(const std::string& least,
                                   const std::string& most) const {
    return (least.empty() ? "" : Fill(late_.at_least, {{'0', least}})) +
           (most.empty() ? "" : Fill(late_.at_most, {{'0', most}}));
  }
  [[nodiscard]] std::string Limits(const std::optional<Money>& least,
                                   const std::optional<Money>& most) const {
    return Limits(least ? MoneyText(*least) : std::string(),
                  most ? MoneyText(*most) : std::string());
  }

  // --- rates ----------------------------------------------------------------

  [[nodiscard]] std::string_view UnitOf(const Rate& rate) const {
    return late_.units_of_time[static_cast<size_t>(rate.unit()) - 1];
  }
  [[nodiscard]] std::string ShareText(const Rate& rate) const {
    return PercentText(Percent(rate.value()));
  }
  [[nodiscard]] std::string RateText(const Rate& rate) const {
    return ShareText(rate) + " " + std::string(UnitOf(rate));
  }
  [[nodiscard]] std::string StepText(const RateStep& step, bool dated) const {
    return Fill(dated ? late_.dated_rate : late_.fixed_rate,
                {{'0', ShareText(*step.rate)},
                 {'1', UnitOf(*step.rate)},
                 {'2', DateText(step.from)}});
  }
  [[nodiscard]] std::string ReferenceText(const RateHistory::Spec& spec) const {
    if (spec.known_through || spec.steps.size() > kMostSteps) {
      return spec.id.empty() ? std::string(late_.reference_rate)
                             : Fill(late_.named_rate, {{'0', spec.id}});
    }
    const bool dated =
        spec.steps.size() > 1 || spec.steps.front().from != Date::Of(1, 1, 1);
    std::vector<std::string> steps;
    for (const RateStep& step : spec.steps) {
      if (step.rate) steps.push_back(StepText(step, dated));
    }
    return List(steps, say_.and_word);
  }
  // "9.12" of 9.12 % or -9.12 %, "1/3" of 1/300.
  [[nodiscard]] std::string PointsText(const Fraction& share) const {
    std::string text = Format(Percent(share));
    if (text.ends_with('%')) {
      text.pop_back();
      text = Number(text);
    } else {
      const auto points = CheckedMul(share, Fraction(100));
      text = points ? ToText(*points) : ToText(share) + " * 100";
    }
    return text.starts_with('-') ? text.substr(1) : text;
  }
  [[nodiscard]] std::string HistoryText(const RateHistory& history) const {
    const RateHistory::Spec& spec = history.spec();
    std::string text = ReferenceText(spec);
    const auto rounded = [&](RateRounded which) {
      return spec.rounding && spec.rounding->rounded == which
                 ? Rounded(spec.rounding->rounding,
                           ShareText(spec.rounding->increment))
                 : std::string();
    };
    text += rounded(RateRounded::kReference);
    if (spec.margin && spec.margin->value().Sign() != 0) {
      const Fraction& margin = spec.margin->value();
      const bool plus = margin.Sign() > 0;
      text += Fill(plus ? late_.plus : late_.less,
                   {{'0', PointsText(margin)}, {'1', UnitOf(*spec.margin)}});
    }
    text += rounded(RateRounded::kTotal);
    return text + Limits(spec.floor ? RateText(*spec.floor) : std::string(),
                         spec.cap ? RateText(*spec.cap) : std::string());
  }

  // --- interest -------------------------------------------------------------

  void SayInterest(const LatePaymentPolicy& policy) {
    const DefaultInterest& interest = *policy.interest;
    const int64_t free = int64_t{policy.grace_days} + policy.interest_wait_days;
    const int64_t first =
        1 + (policy.interest_start == InterestStart::kAfterGrace
                 ? policy.grace_days
             : policy.interest_start == InterestStart::kAfterWait ? free
                                                                  : 0);
    const std::string start =
        first == 1 ? std::string(late_.from_next_day)
                   : Fill(late_.from_day, {{'0', Ordinal(first)}});
    Add(interest.base == InterestBase::kOverdue ? late_.overdue_bears
                                                : late_.whole_bears,
        {{'0', HistoryText(interest.rates)}, {'1', start}});
    if (first <= free) {
      Add(late_.only_if_later, {{'0', Count(say_.units[0], free)}});
    }
    if (const auto& contract = interest.contract) {
      Add(late_.contract[static_cast<size_t>(contract->mode) - 1],
          {{'0', HistoryText(contract->rates)}});
    }
    SayRule(interest.rule);
    if (interest.stop_after) {
      Add(late_.stop_after,
          {{'0', PeriodText(*interest.stop_after, say_.units)}});
    }
    if (interest.minimum) {
      Add(late_.minimum, {{'0', MoneyText(*interest.minimum)}});
    }
    if (interest.minimum_claim) {
      Add(late_.minimum_claim, {{'0', MoneyText(*interest.minimum_claim)}});
    }
    if (const auto& ceiling = interest.ceiling) {
      Add(late_.ceiling,
          {{'0', RateText(ceiling->rate)}, {'1', InBrackets(ceiling->rule)}});
    }
  }

  void SayRule(const AccrualRule& rule) {
    if (rule.fixing != RateFixing::kFloating) {
      Add(late_.fixings[static_cast<size_t>(rule.fixing) - 2], {});
    }
    if (rule.compounding == Compounding::kSimple) {
      Add(late_.simple, {});
    } else {
      Add(late_.compound, {{'0', PeriodText(*rule.rest, say_.spans)}});
      if (rule.rests_per_year) {
        Add(late_.rests_per_year,
            {{'0', std::to_string(*rule.rests_per_year)}});
      }
    }
    Add(late_.day_count, {{'0', NameOf(rule.day_count)}});
  }

  // --- fees -----------------------------------------------------------------

  [[nodiscard]] std::string FeeText(FeeBasis basis,
                                    const std::optional<Money>& amount,
                                    const std::optional<Percent>& share) const {
    if (amount) return MoneyText(*amount);
    return Fill(
        basis == FeeBasis::kInvoiceAmount ? late_.of_invoice : late_.of_overdue,
        {{'0', PercentText(*share)}});
  }
  // "from 100.00 EUR and from 30 days past due: 5.00 EUR"
  [[nodiscard]] std::string StepText(const Money* from, int32_t days,
                                     const std::string& amount) const {
    std::vector<std::string> when;
    if (from != nullptr && from->minor() != 0) {
      when.push_back(Fill(late_.step_amount, {{'0', MoneyText(*from)}}));
    }
    if (days > 0) {
      when.push_back(Fill(late_.step_days, {{'0', DaySpan(days)}}));
    }
    return (when.empty() ? std::string(late_.first_step)
                         : List(when, say_.and_word)) +
           ": " + amount;
  }
  [[nodiscard]] static std::string Rows(std::string_view pattern,
                                        const std::vector<std::string>& rows) {
    std::string text;
    for (const std::string& row : rows)
      text += (text.empty() ? "" : "; ") + row;
    return Fill(pattern, {{'0', text}});
  }

  void SayFee(const LateFee& fee, int64_t grace_days) {
    std::string amount;
    if (fee.tiers.empty()) {
      amount = Fill(fee.amount ? late_.of_flat : late_.of_share,
                    {{'0', FeeText(fee.basis, fee.amount, fee.percent)}});
    } else {
      std::vector<std::string> steps;
      for (const FeeTier& tier : fee.tiers) {
        steps.push_back(
            StepText(tier.from ? &*tier.from : nullptr, tier.from_days,
                     FeeText(fee.basis, tier.amount, tier.percent)));
      }
      amount = Rows(late_.by_steps, steps);
    }
    amount += Limits(fee.minimum, fee.maximum);
    const int64_t past_due = grace_days + fee.after_days;
    const std::string detail =
        fee.trigger == FeeTrigger::kLate ? Count(say_.units[0], past_due)
        : fee.level ? Fill(late_.level, {{'0', std::to_string(*fee.level)}})
                    : "";
    Add(fee.trigger == FeeTrigger::kNotice            ? late_.fee_per_notice
        : fee.trigger == FeeTrigger::kReturnedPayment ? late_.fee_per_return
        : past_due > 0                                ? late_.fee_after
                                                      : late_.fee_when_late,
        {{'0', amount}, {'1', InBrackets(fee.id)}, {'2', detail}});
    SayRepetition(fee);
  }

  void SayRepetition(const LateFee& fee) {
    const std::string count = std::to_string(fee.max_count);
    if (fee.trigger != FeeTrigger::kLate) {
      Add(late_.count, {{'0', count}});
      if (fee.every) {
        Add(late_.interval, {{'0', PeriodText(*fee.every, say_.units)}});
      }
    } else if (fee.every && fee.max_count > 1) {
      Add(late_.again,
          {{'0', PeriodText(*fee.every, say_.spans)}, {'1', count}});
    }
    if (fee.grouping == FeeGrouping::kOnePerDay) Add(late_.once_a_day, {});
    if (fee.grouping == FeeGrouping::kOnePerInvoice) {
      Add(late_.once_an_invoice, {});
    }
  }

  // --- fixed sums and caps --------------------------------------------------

  [[nodiscard]] std::string SumText(const CompensationTable& table) const {
    const CompensationTier& first = table.tiers.front();
    if (table.tiers.size() == 1 && first.from.minor() == 0 && !first.percent) {
      return Fill(late_.of_flat, {{'0', MoneyText(first.amount)}});
    }
    std::vector<std::string> steps, parts;
    bool any_amount = false;
    for (const CompensationTier& tier : table.tiers) {
      any_amount |= tier.amount.minor() != 0 || !tier.percent;
      steps.push_back(StepText(&tier.from, 0, MoneyText(tier.amount)));
      if (!tier.percent) continue;
      parts.push_back(Fill(late_.step_amount, {{'0', MoneyText(tier.from)}}) +
                      ": " + PercentText(*tier.percent));
    }
    std::vector<std::string> sums;
    if (any_amount) sums.push_back(Rows(late_.by_steps, steps));
    if (!parts.empty()) sums.push_back(Rows(late_.by_parts, parts));
    return List(sums, say_.and_word);
  }

  void SayCompensation(const Compensation& compensation) {
    const auto& tables = compensation.tables;
    for (size_t k = 0; k < tables.size(); ++k) {
      const CompensationTable& table = tables[k];
      if (table.unrecorded) continue;
      const bool last = k + 1 == tables.size();
      const std::string since = table.since ? DateText(*table.since) : "";
      const std::string before = last ? "" : DateText(*tables[k + 1].since);
      const std::string_view when = since.empty() ? late_.before
                                    : last        ? late_.since
                                                  : late_.between;
      const std::string dates = since.empty() && last
                                    ? ""
                                    : Fill(when, {{'0', since}, {'1', before}});
      Add(late_.compensation[static_cast<size_t>(compensation.per) - 1],
          {{'0', SumText(table) + Limits(table.minimum, table.maximum)},
           {'1', dates}});
    }
    if (tables.empty()) return;
    if (compensation.size == CompensationSize::kOverduePrincipal) {
      Add(late_.by_unpaid, {});
    }
    if (!compensation.credited_against.empty()) {
      Add(late_.credited, {{'0', compensation.credited_against}});
    }
  }

  void SayCap(const ChargeCap& cap) {
    const std::string limit =
        cap.amount ? Fill(late_.limit_flat, {{'0', MoneyText(*cap.amount)}})
                   : Fill(late_.limit_share,
                          {{'0', FeeText(FeeBasis::kInvoiceAmount, std::nullopt,
                                         cap.percent)}});
    Add(cap.action == CapAction::kClip ? late_.clip : late_.report,
        {{'0', limit},
         {'1', late_.scopes[static_cast<size_t>(cap.scope) - 1]},
         {'2', InBrackets(cap.rule)}});
  }

  const LatePhrases& late_;
  std::string text_;
};

}  // namespace

absl::StatusOr<std::string> Sentence(const LatePaymentPolicy& policy,
                                     Currency currency, Language language) {
  USANCE_RETURN_IF_ERROR(CheckPolicy(policy, currency));
  if (NameOf(language).empty()) {
    return Error(Reason::kUnspecified, "/language",
                 "a sentence needs a language: en, de, fr or es");
  }
  return LateSpeaker(language).Say(policy);
}

}  // namespace usance
