#include "usance/credit/credit_policy.h"

#include <algorithm>
#include <set>
#include <variant>

#include "src/core/document_check.h"
#include "usance/money/format.h"
#include "usance/terms/notation.h"

namespace usance {
namespace {

using internal::CheckBetween;
using internal::CheckChosen;
using internal::CheckCount;
using internal::CheckId;
using internal::CheckNotBelow0;
using internal::CheckText;

absl::Status CheckBands(const ScoreFactor& factor, const std::string& at) {
  USANCE_RETURN_IF_ERROR(
      CheckCount(factor.bands.size(), 1, kMaxCreditRules, at));
  const bool rise = KindOf(factor.measure).higher_is_better;
  for (size_t k = 0; k < factor.bands.size(); ++k) {
    const ScoreBand& band = factor.bands[k];
    const std::string place = internal::Place(at, k);
    if (band.from.has_value() != (k > 0)) {
      return Error(Reason::kConflict, place + "/from",
                   k == 0 ? "the first band has no beginning"
                          : "only the first band has no beginning");
    }
    if (k > 1 && *band.from <= *factor.bands[k - 1].from) {
      return Error(Reason::kOutOfOrder, place + "/from",
                   ToText(*band.from) + "; allowed: above " +
                       ToText(*factor.bands[k - 1].from));
    }
    USANCE_RETURN_IF_ERROR(
        CheckBetween(band.points, 0, kMaxCreditPoints, place + "/points"));
    if (k == 0) continue;
    const int32_t before = factor.bands[k - 1].points;
    if (rise ? band.points < before : band.points > before) {
      return Error(Reason::kOutOfOrder, place + "/points",
                   std::to_string(band.points) + "; allowed: " +
                       (rise ? "from " : "up to ") + std::to_string(before) +
                       ", as the higher number is the " +
                       (rise ? "better" : "worse"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFactor(const ScoreFactor& factor, std::set<Measure>& seen,
                         const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckChosen(factor.measure, at + "/measure"));
  if (!seen.insert(factor.measure).second) {
    return Error(
        Reason::kDuplicateField, at + "/measure",
        "\"" + std::string(NameOf(factor.measure)) + "\" stands there twice");
  }
  USANCE_RETURN_IF_ERROR(
      CheckBetween(factor.weight, 1, kMaxCreditWeight, at + "/weight"));
  USANCE_RETURN_IF_ERROR(CheckBands(factor, at + "/bands"));
  USANCE_RETURN_IF_ERROR(CheckChosen(factor.missing, at + "/missing"));
  const std::string points = at + "/missing_points";
  if (factor.missing != MissingData::kPoints) {
    if (factor.missing_points == 0) return absl::OkStatus();
    return Error(Reason::kConflict, points,
                 "points for missing data that has a rule without");
  }
  USANCE_RETURN_IF_ERROR(
      CheckBetween(factor.missing_points, 0, kMaxCreditPoints, points));
  const int32_t best =
      std::max(factor.bands.front().points, factor.bands.back().points);
  if (factor.missing_points <= best) return absl::OkStatus();
  return Error(Reason::kOutOfOrder, points,
               std::to_string(factor.missing_points) + "; allowed: up to " +
                   std::to_string(best) + ", those of the best band");
}

absl::Status CheckKnockOut(const CreditPolicy& policy, const KnockOut& rule,
                           const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckChosen(rule.measure, at + "/measure"));
  USANCE_RETURN_IF_ERROR(CheckText(rule.reason, at + "/reason"));
  USANCE_RETURN_IF_ERROR(CheckText(rule.class_id, at + "/class"));
  if (std::none_of(
          policy.classes.begin(), policy.classes.end(),
          [&](const CreditClass& one) { return one.id == rule.class_id; })) {
    return Error(Reason::kUnknownName, at + "/class",
                 "\"" + rule.class_id + "\" is no class of the policy");
  }
  USANCE_RETURN_IF_ERROR(CheckChosen(rule.missing, at + "/missing"));
  if (rule.missing != MissingData::kPoints) return absl::OkStatus();
  return Error(Reason::kConflict, at + "/missing",
               "a knock-out has no points; allowed: leave out, worst, refuse");
}

absl::Status CheckLimit(const LimitRule& limit, const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckChosen(limit.basis, at + "/basis"));
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(limit.amount_minor, at + "/amount"));
  const std::string name(NameOf(limit.basis));
  if (limit.amount_minor != 0 && limit.basis != LimitBasis::kFixed) {
    return Error(Reason::kConflict, at + "/amount",
                 "an amount, and the basis is \"" + name + "\"");
  }
  if (limit.factor.Sign() < 0) {
    return Error(Reason::kOutOfRange, at + "/factor",
                 ToText(limit.factor) + "; allowed: 0 or more");
  }
  const bool multiple =
      limit.basis != LimitBasis::kNone && limit.basis != LimitBasis::kFixed;
  if (!multiple && limit.factor != Fraction(1)) {
    return Error(Reason::kConflict, at + "/factor",
                 "a factor, and the basis is \"" + name + "\"");
  }
  if (!limit.at_most_minor) return absl::OkStatus();
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(*limit.at_most_minor, at + "/at_most"));
  if (multiple) return absl::OkStatus();
  return Error(Reason::kConflict, at + "/at_most",
               "a bound, and the basis is \"" + name + "\"");
}

// The days from the invoice to the last due day; none where the terms have
// other steps than days.
std::optional<int64_t> NetDays(const PaymentTerms& terms) {
  if (terms.baseline != std::vector{Baseline::kInvoice}) return std::nullopt;
  int64_t last = 0;
  for (const TermsLine& line : terms.lines) {
    if (line.chained || !line.baseline.empty()) return std::nullopt;
    int64_t days = 0;
    for (const DateStep& step : line.steps) {
      const auto* add = std::get_if<AddStep>(&step.rule);
      if (add == nullptr || add->unit == StepUnit::kMonth ||
          add->unit == StepUnit::kYear) {
        return std::nullopt;
      }
      days += int64_t{add->count} * (add->unit == StepUnit::kWeek ? 7 : 1);
    }
    last = std::max(last, days);
  }
  return last;
}

// The best that the classes before one give.
struct Best {
  std::optional<int64_t> net_days = {};
};

absl::Status CheckBetter(const CreditClass& one, const CreditClass* before,
                         Best& best, const std::string& at) {
  const std::optional<int64_t> days = NetDays(one.terms);
  if (days && best.net_days && *days > *best.net_days) {
    return Error(Reason::kOutOfOrder, at + "/terms",
                 std::to_string(*days) + " days; allowed: up to the " +
                     std::to_string(*best.net_days) + " of a better class");
  }
  if (days) best.net_days = days;
  if (before == nullptr) return absl::OkStatus();
  if (one.deposit < before->deposit) {
    return Error(Reason::kOutOfOrder, at + "/deposit",
                 Format(one.deposit) + "; allowed: from the " +
                     Format(before->deposit) + " of the class before");
  }
  if (one.early_discount && !before->early_discount) {
    return Error(Reason::kOutOfOrder, at + "/early_discount",
                 "a discount that the class before has not");
  }
  return absl::OkStatus();
}

absl::Status CheckClass(const CreditClass& one, const CreditClass* before,
                        std::set<std::string>& seen, Best& best,
                        const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckId(one.id, seen, at + "/id"));
  USANCE_RETURN_IF_ERROR(
      CheckBetween(one.from_points, 0, kMaxCreditPoints, at + "/from_points"));
  if (before != nullptr && one.from_points >= before->from_points) {
    return Error(Reason::kOutOfOrder, at + "/from_points",
                 std::to_string(one.from_points) + "; allowed: below the " +
                     std::to_string(before->from_points) +
                     " of the class before");
  }
  USANCE_RETURN_IF_ERROR(Check(one.terms, at + "/terms"));
  USANCE_RETURN_IF_ERROR(CheckLimit(one.limit, at + "/limit"));
  if (one.deposit < 0_percent || one.deposit > 100_percent) {
    return Error(Reason::kOutOfRange, at + "/deposit",
                 Format(one.deposit) + "; allowed: 0 to 100%");
  }
  const bool discounts = std::any_of(
      one.terms.lines.begin(), one.terms.lines.end(),
      [](const TermsLine& line) { return !line.discounts.empty(); });
  if (discounts && !one.early_discount) {
    return Error(Reason::kConflict, at + "/early_discount",
                 "the terms have a discount, and the class may take none");
  }
  for (size_t k = 0; k < one.consequences.size(); ++k) {
    USANCE_RETURN_IF_ERROR(CheckText(one.consequences[k],
                                     internal::Place(at + "/consequences", k)));
  }
  USANCE_RETURN_IF_ERROR(CheckCount(one.consequences.size(), 0, kMaxCreditRules,
                                    at + "/consequences"));
  return CheckBetter(one, before, best, at);
}

std::string MissingText(MissingData missing, int32_t points) {
  switch (missing) {
    case MissingData::kLeaveOut:
      return "not known: left out";
    case MissingData::kWorst:
      return "not known: as the worst";
    case MissingData::kPoints:
      return "not known: " + std::to_string(points) + " points";
    case MissingData::kRefuse:
      break;
  }
  return "not known: no assessment";
}

std::string LimitText(const LimitRule& limit, Currency currency) {
  std::string text;
  switch (limit.basis) {
    case LimitBasis::kNone:
      return "no limit";
    case LimitBasis::kFixed:
      return FormatAmount(limit.amount_minor, currency) + " " +
             std::string(currency.code());
    case LimitBasis::kSales:
      text = Format(Percent(limit.factor)) + " of the last period's sales";
      break;
    case LimitBasis::kDaysOfSales:
      text = ToText(limit.factor) + " days of sales";
      break;
    case LimitBasis::kAverageInvoice:
      text = ToText(limit.factor) + " times the average invoice";
      break;
    case LimitBasis::kEquity:
      text = Format(Percent(limit.factor)) + " of the customer's equity";
      break;
  }
  if (!limit.at_most_minor) return text;
  return text + ", at most " + FormatAmount(*limit.at_most_minor, currency) +
         " " + std::string(currency.code());
}

std::string FactorText(const ScoreFactor& factor, Currency currency) {
  std::string text = "  " + std::string(NameOf(factor.measure)) + " (weight " +
                     std::to_string(factor.weight) + "): ";
  for (size_t k = 0; k < factor.bands.size(); ++k) {
    const ScoreBand& band = factor.bands[k];
    if (k > 0) text += "; ";
    if (band.from) {
      text += "from " + MeasureText(factor.measure, *band.from, currency);
    } else if (factor.bands.size() == 1) {
      text += "any";
    } else {
      text += "below " +
              MeasureText(factor.measure, *factor.bands[1].from, currency);
    }
    text += " " + std::to_string(band.points);
  }
  return text + "; " + MissingText(factor.missing, factor.missing_points) +
         "\n";
}

std::string KnockOutText(const KnockOut& rule, Currency currency) {
  const std::string at = MeasureText(rule.measure, rule.at, currency);
  std::string text = "  " + std::string(NameOf(rule.measure));
  if (at != "yes") {
    const bool higher = KindOf(rule.measure).higher_is_better;
    text += " " + at + (higher ? " or less" : " or more");
  }
  return text + ": at best class " + rule.class_id + ", as " + rule.reason +
         "; " + MissingText(rule.missing, 0) + "\n";
}

}  // namespace

absl::Status CheckPolicy(const CreditPolicy& policy, std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(CheckText(policy.id, at + "/id"));
  USANCE_RETURN_IF_ERROR(CheckText(policy.version, at + "/version"));
  const std::string factors = at + "/factors";
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.factors.size(), 1, kMaxCreditRules, factors));
  std::set<Measure> measures;
  for (size_t k = 0; k < policy.factors.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckFactor(policy.factors[k], measures, internal::Place(factors, k)));
  }
  const std::string knock_outs = at + "/knock_outs";
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.knock_outs.size(), 0, kMaxCreditRules, knock_outs));
  for (size_t k = 0; k < policy.knock_outs.size(); ++k) {
    USANCE_RETURN_IF_ERROR(CheckKnockOut(policy, policy.knock_outs[k],
                                         internal::Place(knock_outs, k)));
  }
  const std::string classes = at + "/classes";
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.classes.size(), 1, kMaxCreditRules, classes));
  std::set<std::string> ids;
  Best best;
  for (size_t k = 0; k < policy.classes.size(); ++k) {
    const CreditClass* before = k == 0 ? nullptr : &policy.classes[k - 1];
    USANCE_RETURN_IF_ERROR(CheckClass(policy.classes[k], before, ids, best,
                                      internal::Place(classes, k)));
  }
  if (policy.classes.back().from_points == 0) return absl::OkStatus();
  return Error(
      Reason::kOutOfRange,
      internal::Place(classes, policy.classes.size() - 1) + "/from_points",
      std::to_string(policy.classes.back().from_points) +
          "; allowed: 0, as every customer is of a class");
}

std::string MeasureText(Measure measure, const Fraction& value,
                        Currency currency) {
  if (measure == Measure::kInsolvency ||
      measure == Measure::kOtherJurisdiction) {
    if (value == Fraction(1)) return "yes";
    if (value.IsZero()) return "no";
  }
  switch (KindOf(measure).unit) {
    case MeasureUnit::kShare:
      return Format(Percent(value));
    case MeasureUnit::kAmount:
      if (value.denominator() == 1 && value.numerator() >= INT64_MIN &&
          value.numerator() <= INT64_MAX) {
        return Format(Money(static_cast<int64_t>(value.numerator()), currency));
      }
      break;
    case MeasureUnit::kNumber:
      break;
  }
  return ToText(value);
}

std::string ToText(const CreditClass& one, Currency currency) {
  std::string text = "  payment: " + ToText(one.terms) + "\n";
  text += "  limit: " + LimitText(one.limit, currency) + "\n";
  text += "  deposit: " + Format(one.deposit) + " of an order\n";
  text += std::string("  discount for early payment: ") +
          (one.early_discount ? "yes" : "no") + "\n";
  if (!one.dunning.empty()) text += "  reminders: " + one.dunning + "\n";
  for (const std::string& consequence : one.consequences) {
    text += "  in default: " + consequence + "\n";
  }
  return text;
}

std::string ToText(const CreditPolicy& policy) {
  std::string text = "Credit policy " + policy.id + ", version " +
                     policy.version + ", from " + policy.valid_from.ToText() +
                     ", in " + std::string(policy.currency.code()) + "\n";
  text += "\nPoints, of which the mean by weight is the score\n";
  for (const ScoreFactor& factor : policy.factors) {
    text += FactorText(factor, policy.currency);
  }
  if (!policy.knock_outs.empty()) text += "\nWhatever the score\n";
  for (const KnockOut& rule : policy.knock_outs) {
    text += KnockOutText(rule, policy.currency);
  }
  for (const CreditClass& one : policy.classes) {
    text += "\nClass " + one.id + ", from " + std::to_string(one.from_points) +
            " points\n" + ToText(one, policy.currency);
  }
  return text;
}

}  // namespace usance
