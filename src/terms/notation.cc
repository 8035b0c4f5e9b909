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

// Takes "of net", or nothing.
std::optional<DiscountBase> TakeBase(Scanner& scanner) {
  Scanner after = scanner;
  if (!after.TakeWord("of")) return std::nullopt;
  const auto base = FindName<DiscountBase>(after.TakeWord());
  if (base) scanner = after;
  return base;
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
    Scanner after = scanner;
    if (TakeBase(after) && after.Sees('/')) {  // "2% of net/10": a discount
      scanner = before;
      return share;
    }
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

DateSteps DaysAfter(int64_t days) {
  return {{AddStep{StepUnit::kDay, static_cast<int32_t>(days)}}};
}

// Takes "prox", "MFI" or "of the following month", or nothing.
bool TakeNextMonth(Scanner& scanner) {
  Scanner after = scanner;
  if (after.TakeWord("of")) {
    after.TakeWord("the");
    if (!internal::AnyIsName("following|next", after.TakeWord()) ||
        !after.TakeWord("month")) {
      return false;
    }
  } else if (internal::AnyIsName("prox|proximo|mfi", after.TakeWord())) {
    after.Take('.');
  } else {
    return false;
  }
  scanner = after;
  return true;
}

// Takes "10th prox", "10 MFI" or "10th of the following month": a day of the
// month that follows; or nothing.
//
// Errors: AMBIGUOUS_NAME - "10th" of no month
absl::StatusOr<std::optional<DateSteps>> TakeProximo(Scanner& scanner) {
  Scanner after = scanner;
  const auto day = after.Integer(1, 31);
  if (!day.ok()) return std::nullopt;
  const bool ordinal = internal::AnyIsName("st|nd|rd|th", after.PeekWord());
  const std::string_view ending = ordinal ? after.TakeWord() : "";
  if (!TakeNextMonth(after)) {
    if (!ordinal) return std::nullopt;
    const std::string n = std::to_string(*day);
    return Error(Reason::kAmbiguousName, scanner.field(),
                 "\"" + n + std::string(ending) +
                     "\" does not say of which month; say \"" + n +
                     " prox\" (of the next month) or \"day(" + n +
                     ")\" (the first on or after the baseline)");
  }
  scanner = after;
  return DateSteps{{EndOfMonthStep{}},
                   {AddStep{StepUnit::kDay, 1}},
                   {DayOfMonthStep{{static_cast<int32_t>(*day)}}}};
}

// Takes "10" or "10d" behind "2%", and "in 10 days", where a discount is meant:
// an amount that is due then has a unit, and no "net" without a comma after it.
//
// Errors: AMBIGUOUS_NAME - "2% 10d, net 30"
absl::StatusOr<std::optional<DateSteps>> ReadSpokenDays(Scanner& scanner,
                                                        std::string_view rate) {
  Scanner after = scanner;
  const bool says = after.TakeWord("in") || after.TakeWord("within");
  const auto days = after.Integer(0, kMaxStepCount);
  if (!days.ok()) return std::nullopt;
  const bool unit = TakeDayUnit(after);
  // "2% 10bd" and "2% 2/10" begin otherwise; "2% 10 net 30" and "3% 7, 2% 14"
  // do not.
  Scanner next = after;
  const bool comma = next.Take(',');
  const bool net = internal::AnyIsName("net|n", next.PeekWord());
  const bool grace = internal::SameName(next.PeekWord(), "grace");
  if (!says && !comma && !net && !grace) return std::nullopt;
  if (!says && unit && comma && net) {
    const std::string d = std::to_string(*days);
    const std::string text = std::string(rate) + "% " + d + "d, net";
    return Error(Reason::kAmbiguousName, scanner.field(),
                 "\"" + text + "\" has two meanings; say \"" +
                     std::string(rate) + "/" + d + " net\" (a discount) or \"" +
                     std::string(rate) + "% " + d +
                     "d, rest\" (a part that is due then)");
  }
  if (!says && unit && comma) return std::nullopt;
  scanner = after;
  return DaysAfter(*days);
}

// Takes the percentage or amount of a tier, and what stands between it and the
// days; or nothing where there is no tier.
absl::StatusOr<bool> ReadTierRate(Scanner& scanner, EarlyDiscount& tier) {
  if (scanner.Take('(')) {
    USANCE_ASSIGN_OR_RETURN(tier.percent, ReadRatio(scanner));
    USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
    tier.base = TakeBase(scanner);
    USANCE_RETURN_IF_ERROR(scanner.Expect('/'));
    return true;
  }
  const Scanner before = scanner;
  const std::string_view number = scanner.TakeNumber();
  if (number.empty()) return false;
  const std::optional<Currency> currency = FindCurrency(scanner.PeekWord());
  bool percent = false;
  if (currency) {
    scanner.TakeWord();
  } else {
    percent = scanner.Take('%');
    tier.base = TakeBase(scanner);
  }
  const bool slash = scanner.Take('/');
  if (!slash && percent) {
    USANCE_ASSIGN_OR_RETURN(const auto days, ReadSpokenDays(scanner, number));
    if (days) tier.steps = *days;
  }
  if (!slash && tier.steps.empty()) {
    scanner = before;
    return false;
  }
  if (currency) {
    USANCE_ASSIGN_OR_RETURN(tier.amount,
                            ParseAmount(number, *currency, scanner.field()));
  } else {
    USANCE_ASSIGN_OR_RETURN(tier.percent, ReadPercent(scanner, number));
  }
  return true;
}

// Takes a tier, or nothing where there is none.
absl::StatusOr<std::optional<EarlyDiscount>> ReadDiscount(Scanner& scanner,
                                                          bool& proximo) {
  EarlyDiscount tier;
  USANCE_ASSIGN_OR_RETURN(const bool found, ReadTierRate(scanner, tier));
  if (!found) return std::nullopt;
  if (!tier.steps.empty()) {
    // "2% 10 net 30"
  } else if (scanner.Take('(')) {
    USANCE_ASSIGN_OR_RETURN(tier.steps, ReadSteps(scanner, 1));
    USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
  } else {
    USANCE_ASSIGN_OR_RETURN(std::optional<DateSteps> next_month,
                            TakeProximo(scanner));
    proximo |= next_month.has_value();
    if (next_month) {
      tier.steps = *std::move(next_month);
    } else {
      USANCE_ASSIGN_OR_RETURN(
          DateStep step, ReadCount(scanner, /*negative=*/false, /*bare=*/true));
      tier.steps.push_back(std::move(step));
    }
  }
  if (scanner.TakeWord("grace")) {
    USANCE_ASSIGN_OR_RETURN(const int64_t days,
                            scanner.Integer(0, kMaxGraceDays));
    tier.grace_days = static_cast<int32_t>(days);
    TakeDayUnit(scanner);
  }
  return tier;
}

// Takes "2026-12-31", or nothing.
std::optional<DateSteps> TakeDate(Scanner& scanner) {
  Scanner after = scanner;
  std::string text;
  for (const char* dash : {"-", "-", ""}) {
    text += std::string(after.TakeNumber()) + dash;
    if (*dash != '\0' && !after.Take('-')) return std::nullopt;
  }
  const auto date = Date::Parse(text);
  if (!date.ok()) return std::nullopt;
  scanner = after;
  return DateSteps{{OnDateStep{*date}}};
}

// Takes what says that all is due at once.
bool TakeAtOnce(Scanner& scanner) {
  Scanner after = scanner;
  after.TakeWord("due");
  const bool receipt = after.TakeWord("on") || after.TakeWord("upon");
  if (!internal::AnyIsName(
          receipt ? "receipt" : "cod|cash|cia|pia|immediate|immediately",
          after.TakeWord())) {
    return false;
  }
  scanner = after;
  return true;
}

// Takes "due", "payable within" and the like before a number or a date.
bool TakeDueWords(Scanner& scanner) {
  Scanner after = scanner;
  const bool due = after.TakeWord("due") || after.TakeWord("payable");
  const bool preposition =
      after.TakeWord("in") || after.TakeWord("within") ||
      (due && (after.TakeWord("by") || after.TakeWord("on")));
  if ((!due && !preposition) || !after.SeesDigit()) return false;
  scanner = after;
  return true;
}

// Of `days`, as "30d", and the end of a month, `written` in a way that does not
// say which comes first.
absl::Status EitherOrder(const Scanner& scanner, const std::string& written,
                         const std::string& days) {
  return Error(Reason::kAmbiguousName, scanner.field(),
               "\"" + written + "\" has two meanings; say \"eom " + days +
                   "\" (from the end of the month) or \"" + days +
                   " eom\" (the end of the month then)");
}

// Takes steps that begin with no number. "eom 30" leaves open what is 30.
absl::StatusOr<DateSteps> ReadBareSteps(Scanner& scanner) {
  Scanner after = scanner;
  if (!after.TakeWord("eom") || !after.SeesDigit()) {
    return ReadSteps(scanner, 1);
  }
  const std::string n(after.TakeNumber());
  if (!after.AtEnd() && !after.Sees(',')) return ReadSteps(scanner, 1);
  return EitherOrder(scanner, "eom " + n, n + "d");
}

// Takes what follows "net": days and "eom", or days and steps, or steps.
absl::StatusOr<DateSteps> ReadNet(Scanner& scanner) {
  scanner.Take('/');
  if (scanner.TakeWord("monthly")) {
    scanner.TakeWord("account");
    return DateSteps{{EndOfMonthStep{1}}};
  }
  if (!scanner.SeesDigit()) return ReadBareSteps(scanner);
  USANCE_ASSIGN_OR_RETURN(std::optional<DateSteps> day, TakeProximo(scanner));
  if (!day) day = TakeDate(scanner);
  if (day) return *std::move(day);
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
  if (internal::AnyIsName("eom|end", scanner.PeekWord())) {
    const std::string unit = ToText(step);
    return EitherOrder(scanner, "net " + unit + " eom", unit);
  }
  DateSteps steps;
  if (SeesStep(scanner)) {
    USANCE_ASSIGN_OR_RETURN(steps, ReadSteps(scanner, 1));
  }
  steps.insert(steps.begin(), std::move(step));
  return steps;
}

// Takes "net" behind steps, as in "30 days net".
void TakeTrailingNet(Scanner& scanner) {
  Scanner after = scanner;
  if (after.TakeWord("net") && !after.SeesDigit() && !after.Sees('/')) {
    scanner = after;
  }
}

// "2/10 eom" and "2/10 net 60 eom": the 10 days too may count from the end of
// the month.
absl::Status CheckDiscountDays(Scanner scanner,
                               const std::vector<EarlyDiscount>& discounts) {
  if (scanner.TakeWord("net") || scanner.TakeWord("n")) {
    scanner.Take('/');
    if (scanner.TakeNumber().empty()) return absl::OkStatus();  // "net eom"
  }
  if (!scanner.TakeWord("eom")) return absl::OkStatus();
  for (const EarlyDiscount& tier : discounts) {
    const std::optional<int32_t> days = LoneDays(tier.steps);
    if (!days) continue;
    const std::string n = std::to_string(*days);
    return Error(Reason::kAmbiguousName, scanner.field(),
                 "the " + n +
                     " days before \"eom\" have two meanings; say \"/" + n +
                     " net eom\" (from the baseline) or \"/(eom " + n +
                     "d) eom\" (from the end of the month)");
  }
  return absl::OkStatus();
}

absl::StatusOr<DateSteps> ReadDue(Scanner& scanner, bool proximo) {
  if (TakeAtOnce(scanner)) return DaysAfter(0);
  if (scanner.TakeWord("cad")) {
    return Error(Reason::kAmbiguousName, scanner.field(),
                 "\"cad\" does not say on which day the documents are "
                 "presented; say \"from shipment 0d\", \"from arrival 0d\" or "
                 "\"from milestone 0d\"");
  }
  if (scanner.TakeWord("net") || scanner.TakeWord("n") ||
      TakeDueWords(scanner)) {
    Scanner days = scanner;
    USANCE_ASSIGN_OR_RETURN(DateSteps steps, ReadNet(scanner));
    days.Take('/');
    if (proximo && days.Integer(0, kMaxStepCount).ok() &&
        LoneDays(steps).has_value() && !TakeDayUnit(days)) {
      const std::string n = std::to_string(*LoneDays(steps));
      return Error(Reason::kAmbiguousName, scanner.field(),
                   "\"net " + n +
                       "\" after a discount by a day of the next "
                       "month has two meanings; say \"" +
                       n +
                       "d\" (from the "
                       "baseline) or \"" +
                       n + " prox\" (that day of the month)");
    }
    return steps;
  }
  USANCE_ASSIGN_OR_RETURN(std::optional<DateSteps> next_month,
                          TakeProximo(scanner));
  if (next_month) return *std::move(next_month);
  Scanner bare = scanner;  // "30 net": days, as nothing else says
  const auto days = bare.Integer(0, kMaxStepCount);
  if (days.ok() && bare.TakeWord("net") && !bare.SeesDigit()) {
    scanner = bare;
    return DaysAfter(*days);
  }
  if (days.ok() && internal::SameName(bare.PeekWord(), "eom")) {
    const std::string n = std::to_string(*days);
    return EitherOrder(scanner, n + " eom", n + "d");
  }
  USANCE_ASSIGN_OR_RETURN(DateSteps steps, ReadBareSteps(scanner));
  TakeTrailingNet(scanner);
  return steps;
}

// Takes "delivery", "date of delivery", "invoice date" or "receipt of goods".
absl::StatusOr<Baseline> ReadEvent(Scanner& scanner) {
  scanner.TakeWord("the");
  if (scanner.TakeWord("date")) {
    if (!scanner.TakeWord("of")) return scanner.Expected("\"of\"");
    scanner.TakeWord("the");
  }
  const auto event = FindName<Baseline>(scanner.PeekWord());
  if (!event) return scanner.Expected("a date to count from, as delivery");
  scanner.TakeWord();
  Scanner after = scanner;
  if (*event == Baseline::kReceipt && after.TakeWord("of")) {
    after.TakeWord("the");
    const bool goods = after.TakeWord("goods");
    if (!goods && !after.TakeWord("invoice")) {
      return after.Expected("\"goods\" or \"invoice\"");
    }
    scanner = after;
    return goods ? Baseline::kDelivery : Baseline::kReceipt;
  }
  scanner.TakeWord("date");
  return *event;
}

absl::StatusOr<std::vector<Baseline>> ReadBaseline(Scanner& scanner) {
  std::vector<Baseline> baseline;
  const bool later = scanner.TakeWord("later");
  if (later) USANCE_RETURN_IF_ERROR(scanner.Expect('('));
  do {  // Check bounds the list: each name stands once
    USANCE_ASSIGN_OR_RETURN(const Baseline event, ReadEvent(scanner));
    baseline.push_back(event);
  } while (later && scanner.Take(','));
  if (later) USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
  return baseline;
}

// Whether "2% 10 net 30" follows, where 2 % is no share.
absl::StatusOr<bool> SeesSpokenTier(Scanner scanner) {
  const std::string_view number = scanner.TakeNumber();
  if (number.empty() || !scanner.Take('%')) return false;
  TakeBase(scanner);
  USANCE_ASSIGN_OR_RETURN(const auto days, ReadSpokenDays(scanner, number));
  return days.has_value();
}

// Takes the event behind the steps, as in "60 days from delivery".
absl::Status ReadTrailingBaseline(Scanner& scanner, TermsLine& line) {
  if (!scanner.TakeWord("from") && !scanner.TakeWord("after")) {
    return absl::OkStatus();
  }
  if (!line.baseline.empty()) {
    return Error(Reason::kConflict, scanner.field(),
                 "the line says twice what it counts from");
  }
  USANCE_ASSIGN_OR_RETURN(line.baseline, ReadBaseline(scanner));
  return absl::OkStatus();
}

// "1/2 0d": a discount that ends after the due date, or half of the invoice.
// `scanner` stands where the line's discounts begin.
absl::Status CheckRatio(Scanner scanner, const TermsLine& line) {
  if (line.discounts.size() != 1 || line.share != Share{}) {
    return absl::OkStatus();
  }
  const auto until = LoneDays(line.discounts.front().steps);
  const auto due = LoneDays(line.steps);
  if (!until || !due || *due >= *until) return absl::OkStatus();
  const auto top = scanner.Integer(1, *until);
  if (!top.ok() || !scanner.Take('/')) return absl::OkStatus();
  const std::string ratio =
      std::to_string(*top) + "/" + std::string(scanner.TakeNumber());
  if (TakeDayUnit(scanner) ||
      internal::AnyIsName("net|n|grace", scanner.PeekWord())) {
    return absl::OkStatus();
  }
  const std::string days = std::to_string(*due);
  return Error(Reason::kAmbiguousName, scanner.field(),
               "\"" + ratio + " " + days + "d\" has two meanings; say \"" +
                   ratio + " net " + days + "\" (a discount) or \"" + ratio +
                   " of total " + days + "d\" (a part that is due then)");
}

// `behind` becomes whether what the line counts from stands at its end.
absl::StatusOr<TermsLine> ReadLine(Scanner& scanner, bool& behind) {
  TermsLine line;
  USANCE_ASSIGN_OR_RETURN(const bool spoken, SeesSpokenTier(scanner));
  if (!spoken) {
    USANCE_ASSIGN_OR_RETURN(line.share, ReadShare(scanner));
  }
  if (scanner.TakeWord("round")) {
    USANCE_ASSIGN_OR_RETURN(line.round_to, ReadRounding(scanner));
  }
  line.chained = scanner.TakeWord("then");
  if (!line.chained && scanner.TakeWord("from")) {
    USANCE_ASSIGN_OR_RETURN(line.baseline, ReadBaseline(scanner));
  }
  bool proximo = false;  // a tier ends on a day of the next month
  const Scanner tiers = scanner;
  for (;;) {  // each turn takes a tier
    USANCE_ASSIGN_OR_RETURN(std::optional<EarlyDiscount> tier,
                            ReadDiscount(scanner, proximo));
    if (!tier) break;
    if (line.discounts.size() == kMaxDiscounts) {
      return Error(Reason::kLimitExceeded, scanner.field(),
                   "there are too many discounts; allowed: " +
                       std::to_string(kMaxDiscounts) + " a line");
    }
    line.discounts.push_back(*std::move(tier));
    scanner.Take(',');
  }
  USANCE_RETURN_IF_ERROR(CheckDiscountDays(scanner, line.discounts));
  const bool leading = !line.baseline.empty();
  if (!leading && scanner.TakeWord("cwo")) {  // cash with the order
    line.baseline = {Baseline::kOrder};
    line.steps = DaysAfter(0);
  } else {
    USANCE_ASSIGN_OR_RETURN(line.steps, ReadDue(scanner, proximo));
    USANCE_RETURN_IF_ERROR(CheckRatio(tiers, line));
    USANCE_RETURN_IF_ERROR(ReadTrailingBaseline(scanner, line));
  }
  behind = !leading && !line.baseline.empty();
  return line;
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
  if (tier.base) {
    if (!text.ends_with(')')) text += "%";
    text += " of " + std::string(NameOf(*tier.base));
  }
  const std::optional<int32_t> days = LoneDays(tier.steps);
  text += "/" + (days ? std::to_string(*days) : "(" + ToText(tier.steps) + ")");
  if (tier.grace_days > 0) {
    text += " grace " + std::to_string(tier.grace_days);
  }
  return text;
}

std::string BaselineText(const std::vector<Baseline>& baseline) {
  if (baseline.size() == 1) return "from " + std::string(NameOf(baseline[0]));
  std::string names;
  for (const Baseline kind : baseline) {
    if (!names.empty()) names += ", ";
    names += NameOf(kind);
  }
  return "from later(" + names + ")";
}

std::string LineText(const TermsLine& line, bool alone) {
  std::string text;
  const auto add = [&text](const std::string& part) {
    if (!text.empty()) text += " ";
    text += part;
  };
  // A lone line takes it all: it says so only where it says otherwise.
  if (!alone || line.share != Share{} || !line.baseline.empty()) {
    add(ShareText(line.share));
  }
  if (line.round_to) {
    add("round(" + Format(line.round_to->multiple) + ", " +
        std::string(NameOf(line.round_to->rounding)) + ")");
  }
  if (line.chained) add("then");
  if (!line.baseline.empty()) add(BaselineText(line.baseline));
  bool counted = false;  // a tier has days, and no other day that they are from
  for (const EarlyDiscount& tier : line.discounts) {
    add(DiscountText(tier));
    counted |= LoneDays(tier.steps).has_value();
  }
  const std::optional<int32_t> days = LoneDays(line.steps);
  if (days && (alone || !line.discounts.empty())) {
    add("net " + std::to_string(*days));
  } else {
    const bool eom =
        std::holds_alternative<EndOfMonthStep>(line.steps.front().rule);
    add((counted && eom ? "net " : "") + ToText(line.steps));
  }
  return text;
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
  bool behind = false;
  bool shares = true;  // each line says its share
  if (scanner.TakeWord("from")) {
    USANCE_ASSIGN_OR_RETURN(terms.baseline, ReadBaseline(scanner));
  }
  do {
    if (terms.lines.size() == kMaxTermsLines) {
      return Error(Reason::kLimitExceeded, field,
                   "there are too many lines; allowed: " +
                       std::to_string(kMaxTermsLines));
    }
    const bool rest = Scanner(scanner).TakeWord("rest");
    USANCE_ASSIGN_OR_RETURN(TermsLine line, ReadLine(scanner, behind));
    shares &= rest || line.share != Share{};
    terms.lines.push_back(std::move(line));
  } while (scanner.Take(','));
  // What a lone line counts from, all does.
  if (behind && terms.lines.size() == 1 &&
      terms.baseline == PaymentTerms{}.baseline) {
    terms.baseline = std::exchange(terms.lines.front().baseline, {});
  }
  if (terms.baseline == PaymentTerms{}.baseline && scanner.TakeWord("rog")) {
    terms.baseline = {Baseline::kDelivery};
  }
  if (!scanner.AtEnd()) return scanner.Expected("a step, ',' or the end");
  if (!shares && terms.lines.size() > 1) {
    return Error(Reason::kAmbiguousName, field,
                 "a part does not say its share; say \"2/7 net 30\" (a "
                 "discount) or \"2% 7d, rest 30d\" (a part that is due then)");
  }
  USANCE_RETURN_IF_ERROR(Check(terms, field));
  return terms;
}

std::string ToText(const PaymentTerms& terms) {
  std::string text;
  if (terms.baseline != std::vector{Baseline::kInvoice}) {
    text = BaselineText(terms.baseline) + " ";
  }
  const bool alone = terms.lines.size() == 1;
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    if (i > 0) text += ", ";
    text += LineText(terms.lines[i], alone);
  }
  return text;
}

}  // namespace usance
