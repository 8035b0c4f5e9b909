#include "usance/terms/notation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "src/terms/lone_days.h"
#include "src/terms/scanner.h"
#include "usance/money/format.h"

namespace usance {
namespace {

std::optional<Currency> FindCurrency(std::string_view word) {
  std::string code(word);
  for (char& c : code) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return Currency::Find(code);
}

// --- reading ----------------------------------------------------------------

absl::StatusOr<Money> ReadMoney(Scanner& scanner) {
  if (!scanner.SeesDigit()) return scanner.Expected("an amount, as 5.00 EUR");
  const std::string_view number = scanner.TakeNumber();
  const std::optional<Currency> currency = FindCurrency(scanner.PeekWord());
  if (!currency) return scanner.Expected("a currency, as EUR");
  scanner.TakeWord();
  return ParseAmount(number, *currency, scanner.field());
}

absl::StatusOr<Percent> ReadRatio(Scanner& scanner) {
  USANCE_ASSIGN_OR_RETURN(const int64_t top, scanner.Integer(0, INT64_MAX));
  USANCE_RETURN_IF_ERROR(scanner.Expect('/'));
  USANCE_ASSIGN_OR_RETURN(const int64_t bottom, scanner.Integer(1, INT64_MAX));
  return Percent(Fraction::Of(top, bottom));
}

absl::StatusOr<Percent> ReadPercent(Scanner& scanner, std::string_view number) {
  return Percent::Parse(std::string(number) + "%", scanner.field());
}

absl::StatusOr<ShareKind> ReadWhole(Scanner& scanner) {
  if (scanner.TakeWord("total")) return ShareKind::kPercentOfTotal;
  if (scanner.TakeWord("rest")) return ShareKind::kPercentOfRest;
  if (scanner.TakeWord("net")) return ShareKind::kPercentOfNet;
  return scanner.Expected("\"total\", \"rest\" or \"net\"");
}

// Takes the share that a line begins with, if it does: a number that is
// followed by '/' begins a discount, and one with a unit a step.
absl::StatusOr<Share> ReadShare(Scanner& scanner) {
  Share share;
  if (scanner.TakeWord("rest")) {
    if (scanner.Take('*')) {
      USANCE_ASSIGN_OR_RETURN(const int64_t weight,
                              scanner.Integer(1, kMaxShareWeight));
      share.weight = static_cast<int32_t>(weight);
    }
    return share;
  }
  if (!scanner.SeesDigit()) return share;
  const Scanner before = scanner;
  const std::string_view number = scanner.TakeNumber();
  if (scanner.Take('%') && !scanner.Sees('/')) {
    USANCE_ASSIGN_OR_RETURN(share.percent, ReadPercent(scanner, number));
    share.kind = ShareKind::kPercentOfTotal;
    if (!scanner.TakeWord("of")) return share;
    USANCE_ASSIGN_OR_RETURN(share.kind, ReadWhole(scanner));
    return share;
  }
  if (scanner.Take('/') && !scanner.TakeNumber().empty() &&
      scanner.TakeWord("of")) {
    USANCE_ASSIGN_OR_RETURN(share.kind, ReadWhole(scanner));
    Scanner ratio = before;
    USANCE_ASSIGN_OR_RETURN(share.percent, ReadRatio(ratio));
    return share;
  }
  scanner = before;
  scanner.TakeNumber();
  const bool money = FindCurrency(scanner.PeekWord()).has_value();
  scanner.TakeWord();
  const bool discount = scanner.Sees('/');
  scanner = before;
  if (!money || discount) return share;
  USANCE_ASSIGN_OR_RETURN(share.amount, ReadMoney(scanner));
  share.kind = ShareKind::kFixed;
  return share;
}

absl::StatusOr<RoundToMultiple> ReadRounding(Scanner& scanner) {
  USANCE_RETURN_IF_ERROR(scanner.Expect('('));
  USANCE_ASSIGN_OR_RETURN(const Money multiple, ReadMoney(scanner));
  USANCE_RETURN_IF_ERROR(scanner.Expect(','));
  USANCE_ASSIGN_OR_RETURN(
      const Rounding rounding,
      ParseName<Rounding>(scanner.TakePhrase(), scanner.field()));
  USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
  return RoundToMultiple{multiple, rounding};
}

// Takes a tier, or nothing where there is none.
absl::StatusOr<std::optional<EarlyDiscount>> ReadDiscount(Scanner& scanner) {
  EarlyDiscount tier;
  if (scanner.Take('(')) {
    USANCE_ASSIGN_OR_RETURN(tier.percent, ReadRatio(scanner));
    USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
    if (!scanner.Sees('/')) return scanner.Expected("'/'");
  } else {
    const Scanner before = scanner;
    const std::string_view number = scanner.TakeNumber();
    if (number.empty()) return std::nullopt;
    const std::optional<Currency> currency = FindCurrency(scanner.PeekWord());
    if (currency) {
      scanner.TakeWord();
    } else {
      scanner.Take('%');
    }
    if (!scanner.Sees('/')) {
      scanner = before;
      return std::nullopt;
    }
    if (currency) {
      USANCE_ASSIGN_OR_RETURN(tier.amount,
                              ParseAmount(number, *currency, scanner.field()));
    } else {
      USANCE_ASSIGN_OR_RETURN(tier.percent, ReadPercent(scanner, number));
    }
  }
  scanner.Take('/');
  if (scanner.Take('(')) {
    USANCE_ASSIGN_OR_RETURN(tier.steps, ReadSteps(scanner, 1));
    USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
  } else {
    USANCE_ASSIGN_OR_RETURN(
        DateStep step, ReadCount(scanner, /*negative=*/false, /*bare=*/true));
    tier.steps.push_back(std::move(step));
  }
  return tier;
}

bool TakesOnReceipt(Scanner& scanner) {
  if (scanner.TakeWord("cod") || scanner.TakeWord("cash")) return true;
  scanner.TakeWord("due");
  if (!scanner.TakeWord("on") && !scanner.TakeWord("upon")) return false;
  return scanner.TakeWord("receipt");
}

// Takes what follows "net": days and "eom", or days and steps, or steps.
absl::StatusOr<DateSteps> ReadNet(Scanner& scanner) {
  scanner.Take('/');
  if (!scanner.SeesDigit()) return ReadSteps(scanner, 1);
  Scanner unitless = scanner;
  USANCE_ASSIGN_OR_RETURN(const int64_t days,
                          unitless.Integer(0, kMaxStepCount));
  if (unitless.TakeWord("eom")) {
    scanner = unitless;
    return DateSteps{{EndOfMonthStep{}},
                     {AddStep{StepUnit::kDay, static_cast<int32_t>(days)}}};
  }
  USANCE_ASSIGN_OR_RETURN(
      DateStep step, ReadCount(scanner, /*negative=*/false, /*bare=*/true));
  if (internal::SameName(scanner.PeekWord(), "eom")) {
    const std::string unit = ToText(step);
    return Error(Reason::kAmbiguousName, scanner.field(),
                 "\"net " + unit + " eom\" has two meanings; say \"eom " +
                     unit + "\" (from the end of the month) or \"" + unit +
                     " eom\" (the end of the month then)");
  }
  DateSteps steps;
  if (SeesStep(scanner)) {
    USANCE_ASSIGN_OR_RETURN(steps, ReadSteps(scanner, 1));
  }
  steps.insert(steps.begin(), std::move(step));
  return steps;
}

absl::StatusOr<DateSteps> ReadDue(Scanner& scanner) {
  if (scanner.TakeWord("net") || scanner.TakeWord("n")) return ReadNet(scanner);
  Scanner receipt = scanner;
  if (TakesOnReceipt(receipt)) {
    scanner = receipt;
    return DateSteps{{AddStep{StepUnit::kDay, 0}}};
  }
  return ReadSteps(scanner, 1);
}

absl::StatusOr<TermsLine> ReadLine(Scanner& scanner) {
  TermsLine line;
  USANCE_ASSIGN_OR_RETURN(line.share, ReadShare(scanner));
  if (scanner.TakeWord("round")) {
    USANCE_ASSIGN_OR_RETURN(line.round_to, ReadRounding(scanner));
  }
  line.chained = scanner.TakeWord("then");
  for (;;) {  // each turn takes a tier
    USANCE_ASSIGN_OR_RETURN(std::optional<EarlyDiscount> tier,
                            ReadDiscount(scanner));
    if (!tier) break;
    if (line.discounts.size() == kMaxDiscounts) {
      return Error(Reason::kLimitExceeded, scanner.field(),
                   "there are too many discounts; allowed: " +
                       std::to_string(kMaxDiscounts) + " a line");
    }
    line.discounts.push_back(*std::move(tier));
    scanner.Take(',');
  }
  USANCE_ASSIGN_OR_RETURN(line.steps, ReadDue(scanner));
  return line;
}

absl::StatusOr<std::vector<Baseline>> ReadBaseline(Scanner& scanner) {
  std::vector<Baseline> baseline;
  const bool later = scanner.TakeWord("later");
  if (later) USANCE_RETURN_IF_ERROR(scanner.Expect('('));
  do {  // Check bounds the list: each name stands once
    const auto name = FindName<Baseline>(scanner.PeekWord());
    if (!name) {
      return scanner.Expected(
          "invoice, delivery, receipt, acceptance or order");
    }
    scanner.TakeWord();
    baseline.push_back(*name);
  } while (later && scanner.Take(','));
  if (later) USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
  return baseline;
}

// --- writing ----------------------------------------------------------------

// "33.5%" where the text reads back, else "67/200".
std::string PercentText(const Percent& percent) {
  constexpr size_t kMaxDigits = 18;
  const std::string text = Format(percent);
  const size_t point = text.find('.');
  if (text.ends_with('%') &&
      (point == std::string::npos || text.size() - point - 2 <= kMaxDigits)) {
    return text;
  }
  return ToText(percent.share());
}

std::string ShareText(const Share& share) {
  switch (share.kind) {
    case ShareKind::kFixed:
      return Format(*share.amount);
    case ShareKind::kRest:
      return share.weight == 1 ? "rest"
                               : "rest*" + std::to_string(share.weight);
    case ShareKind::kPercentOfTotal: {
      const std::string text = PercentText(share.percent);
      return text.ends_with('%') ? text : text + " of total";
    }
    case ShareKind::kPercentOfRest:
      return PercentText(share.percent) + " of rest";
    case ShareKind::kPercentOfNet:
      return PercentText(share.percent) + " of net";
  }
  return "";
}

std::string DiscountText(const EarlyDiscount& tier) {
  std::string text;
  if (tier.amount) {
    text = Format(*tier.amount);
  } else {
    text = PercentText(*tier.percent);
    if (text.ends_with('%')) {
      text.pop_back();
    } else {
      text = "(" + text + ")";
    }
  }
  const std::optional<int32_t> days = LoneDays(tier.steps);
  return text + "/" +
         (days ? std::to_string(*days) : "(" + ToText(tier.steps) + ")");
}

std::string LineText(const TermsLine& line, bool alone) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!text.empty()) text += " ";
    text += part;
  };
  // A lone line takes it all: it says so only where it says otherwise.
  if (!alone || line.share != Share{}) add(ShareText(line.share));
  if (line.round_to) {
    add("round(" + Format(line.round_to->multiple) + ", " +
        std::string(NameOf(line.round_to->rounding)) + ")");
  }
  if (line.chained) add("then");
  for (const EarlyDiscount& tier : line.discounts) add(DiscountText(tier));
  const std::optional<int32_t> days = LoneDays(line.steps);
  if (days && (alone || !line.discounts.empty())) {
    add("net " + std::to_string(*days));
  } else {
    add(ToText(line.steps));
  }
  return text;
}

std::string BaselineText(const std::vector<Baseline>& baseline) {
  if (baseline.size() == 1) {
    return baseline.front() == Baseline::kInvoice
               ? ""
               : "from " + std::string(NameOf(baseline.front())) + " ";
  }
  std::string names;
  for (const Baseline kind : baseline) {
    if (!names.empty()) names += ", ";
    names += NameOf(kind);
  }
  return "from later(" + names + ") ";
}

}  // namespace

absl::StatusOr<PaymentTerms> ParseTerms(std::string_view text,
                                        std::string_view field) {
  if (text.size() > kMaxTermsLength) {
    return Error(Reason::kLimitExceeded, field,
                 std::to_string(text.size()) + " bytes; allowed: up to " +
                     std::to_string(kMaxTermsLength));
  }
  Scanner scanner(text, field);
  if (scanner.AtEnd()) {
    return Error(Reason::kUnspecified, field,
                 "there are no terms, as \"2/10 net 30\"");
  }
  PaymentTerms terms;
  if (scanner.TakeWord("from")) {
    USANCE_ASSIGN_OR_RETURN(terms.baseline, ReadBaseline(scanner));
  }
  do {
    if (terms.lines.size() == kMaxTermsLines) {
      return Error(Reason::kLimitExceeded, field,
                   "there are too many lines; allowed: " +
                       std::to_string(kMaxTermsLines));
    }
    USANCE_ASSIGN_OR_RETURN(TermsLine line, ReadLine(scanner));
    terms.lines.push_back(std::move(line));
  } while (scanner.Take(','));
  if (!scanner.AtEnd()) return scanner.Expected("a step, ',' or the end");
  USANCE_RETURN_IF_ERROR(Check(terms, field));
  return terms;
}

std::string ToText(const PaymentTerms& terms) {
  std::string text = BaselineText(terms.baseline);
  const bool alone = terms.lines.size() == 1;
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    if (i > 0) text += ", ";
    text += LineText(terms.lines[i], alone);
  }
  return text;
}

}  // namespace usance
