#include "usance/terms/structured_terms.h"

#include <algorithm>
#include <utility>

#include "src/terms/lone_days.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// The blanks of XML.
bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// A line of the text, and whether a line break follows it.
struct Line {
  std::string_view text;
  bool broken = false;
};

// Splits at line feeds, carriage returns, and pairs of both. The last line is
// the one without a line break; it may be empty.
std::vector<Line> LinesOf(std::string_view text) {
  std::vector<Line> lines;
  for (;;) {
    const size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) break;
    lines.push_back({text.substr(0, end), true});
    const bool pair = text.substr(end, 2) == "\r\n";
    text.remove_prefix(end + (pair ? 2 : 1));
  }
  lines.push_back({text, false});
  return lines;
}

// A line's parts, as they are written.
struct Parts {
  StructuredTermsKind kind{};
  std::string_view days;
  std::string_view percent;
  std::string_view base;  // empty where there is none
};

bool Take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Takes up to the next '#', and that: digits, with two after a point where
// `cents`.
std::optional<std::string_view> TakeNumber(std::string_view& text, bool cents) {
  const size_t end = text.find('#');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view number = text.substr(0, end);
  std::string_view whole = number;
  if (cents) {
    if (number.size() < 4 || number[number.size() - 3] != '.') {
      return std::nullopt;
    }
    whole = number.substr(0, number.size() - 3);
    const std::string_view fraction = number.substr(number.size() - 2);
    if (!IsDigit(fraction[0]) || !IsDigit(fraction[1])) return std::nullopt;
  }
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), IsDigit)) {
    return std::nullopt;
  }
  text.remove_prefix(end + 1);
  return number;
}

// The parts of a line without blanks around it.
std::optional<Parts> PartsOf(std::string_view line) {
  Parts parts;
  if (Take(line, "#SKONTO#TAGE=")) {
    parts.kind = StructuredTermsKind::kSkonto;
  } else if (Take(line, "#VERZUG#TAGE=")) {
    parts.kind = StructuredTermsKind::kVerzug;
  } else {
    return std::nullopt;
  }
  const auto days = TakeNumber(line, /*cents=*/false);
  if (!days || !Take(line, "PROZENT=")) return std::nullopt;
  const auto percent = TakeNumber(line, /*cents=*/true);
  if (!percent) return std::nullopt;
  parts.days = *days;
  parts.percent = *percent;
  if (line.empty()) return parts;
  if (!Take(line, "BASISBETRAG=")) return std::nullopt;
  const std::string_view base = line;
  Take(line, "-");
  if (!TakeNumber(line, /*cents=*/true) || !line.empty()) return std::nullopt;
  parts.base = base.substr(0, base.size() - 1);
  return parts;
}

absl::Status Malformed(size_t line, std::string_view what,
                       std::string_view field) {
  return Error(Reason::kMalformed, field,
               "line " + std::to_string(line + 1) + ": " + std::string(what));
}

// What follows the last #...#, which has one character or more between its
// marks, must be a line break.
absl::Status CheckEnd(const std::vector<Line>& lines, std::string_view field) {
  for (size_t i = lines.size(); i-- > 0;) {
    const std::string_view text = lines[i].text;
    const size_t first = text.find('#');
    const size_t last = text.rfind('#');
    if (first == std::string_view::npos || last - first < 2) continue;
    const std::string_view rest = text.substr(last + 1);
    if (lines[i].broken && Trimmed(rest).empty()) return absl::OkStatus();
    return Malformed(i, "a line break must follow the last '#'", field);
  }
  return absl::OkStatus();
}

// The lines that begin with '#', by their place in `lines`.
absl::StatusOr<std::vector<std::pair<size_t, Parts>>> ReadLines(
    const std::vector<Line>& lines, bool verzug, std::string_view field) {
  std::vector<std::pair<size_t, Parts>> found;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = Trimmed(lines[i].text);
    if (!line.starts_with('#')) continue;
    const std::optional<Parts> parts = PartsOf(line);
    if (!parts || (!verzug && parts->kind == StructuredTermsKind::kVerzug)) {
      return Malformed(i,
                       Quoted(line) +
                           " begins with '#' and is no "
                           "#SKONTO#TAGE=n#PROZENT=n.nn# with or without "
                           "BASISBETRAG=n.nn#",
                       field);
    }
    found.emplace_back(i, *parts);
  }
  if (!found.empty()) USANCE_RETURN_IF_ERROR(CheckEnd(lines, field));
  return found;
}

// An amount with two digits after the point, whatever the currency has.
absl::StatusOr<Money> ReadBase(std::string_view text, Currency currency,
                               std::string_view field) {
  if (currency.digits() < 2) {
    const std::string_view cents = text.substr(text.size() - 2);
    const size_t kept = static_cast<size_t>(currency.digits());
    if (cents.substr(kept).find_first_not_of('0') == std::string_view::npos) {
      text.remove_suffix(kept == 0 ? 3 : 2 - kept);
    }
  }
  return ParseAmount(text, currency, field);
}

absl::StatusOr<StructuredTermsLine> ReadLine(const Parts& parts,
                                             Currency currency,
                                             std::string_view field) {
  StructuredTermsLine line;
  line.kind = parts.kind;
  std::string_view digits = parts.days;
  digits.remove_prefix(
      std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const auto days = ScanInteger(digits, 0, kMaxStepCount);
  if (!days) {
    return Error(Reason::kOutOfRange, field,
                 "TAGE=" + std::string(parts.days.substr(0, 40)) +
                     " is out of range; allowed: 0 to " +
                     std::to_string(kMaxStepCount));
  }
  line.days = static_cast<int32_t>(*days);
  USANCE_ASSIGN_OR_RETURN(
      line.percent, Percent::Parse(std::string(parts.percent) + "%", field));
  if (line.percent.share() > Fraction(1)) {
    return Error(Reason::kOutOfRange, field,
                 "PROZENT=" + std::string(parts.percent) +
                     " is out of range; allowed: 0.00 to 100.00");
  }
  if (!parts.base.empty()) {
    USANCE_ASSIGN_OR_RETURN(line.base, ReadBase(parts.base, currency, field));
  }
  return line;
}

// --- writing ----------------------------------------------------------------

// Hundredths as a decimal with two digits after the point.
absl::StatusOr<std::string> WithCents(const std::optional<Fraction>& cents,
                                      std::string_view written,
                                      std::string_view field) {
  if (cents && cents->denominator() == 1) {
    return ToText(Decimal{cents->numerator(), 2});
  }
  return Error(
      Reason::kTooManyDigits, field,
      std::string(written) + " does not fit two digits after the point");
}

absl::StatusOr<std::string> PercentText(const Percent& percent,
                                        std::string_view field) {
  return WithCents(CheckedMul(percent.share(), Fraction(10'000)),
                   Format(percent), field);
}

absl::StatusOr<std::string> BaseText(const Money& base,
                                     std::string_view field) {
  return WithCents(
      CheckedMul(Fraction(base.minor()),
                 Fraction::Of(100, PowerOfTen(base.currency().digits()))),
      Format(base), field);
}

absl::Status AppendFree(const std::vector<std::string>& lines,
                        std::string_view field, std::string& text) {
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find_first_of("\r\n") != std::string::npos ||
        Trimmed(lines[i]).starts_with('#')) {
      return Error(Reason::kConflict,
                   std::string(field) + "/" + std::to_string(i),
                   Quoted(lines[i]) +
                       " has a line break, or begins with '#' as only "
                       "structured lines do");
    }
    text += lines[i] + "\n";
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> LineText(const StructuredTermsLine& line,
                                     const std::string& field) {
  if (line.kind != StructuredTermsKind::kSkonto) {
    return Error(Reason::kUnsupported, field + "/kind",
                 "a line of verzug is read, but XRechnung 3 has none; "
                 "allowed: skonto");
  }
  if (line.days < 0 || line.days > kMaxStepCount) {
    return Error(Reason::kOutOfRange, field + "/days",
                 std::to_string(line.days) +
                     " is out of range; allowed: 0 to " +
                     std::to_string(kMaxStepCount));
  }
  if (line.percent.share() < Fraction(0) ||
      line.percent.share() > Fraction(1)) {
    return Error(Reason::kOutOfRange, field + "/percent",
                 Format(line.percent) + " is out of range; allowed: 0 to 100%");
  }
  USANCE_ASSIGN_OR_RETURN(const std::string percent,
                          PercentText(line.percent, field + "/percent"));
  std::string text =
      "#SKONTO#TAGE=" + std::to_string(line.days) + "#PROZENT=" + percent + "#";
  if (line.base) {
    USANCE_ASSIGN_OR_RETURN(const std::string base,
                            BaseText(*line.base, field + "/base"));
    text += "BASISBETRAG=" + base + "#";
  }
  return text + "\n";
}

}  // namespace

absl::Status CheckStructuredTerms(std::string_view text,
                                  std::string_view field) {
  return ReadLines(LinesOf(text), /*verzug=*/false, field).status();
}

absl::StatusOr<StructuredTerms> ParseStructuredTerms(std::string_view text,
                                                     Currency currency,
                                                     std::string_view field) {
  if (text.size() > kMaxStructuredTermsLength) {
    return Error(Reason::kLimitExceeded, field,
                 std::to_string(text.size()) + " bytes; allowed: up to " +
                     std::to_string(kMaxStructuredTermsLength));
  }
  const std::vector<Line> lines = LinesOf(text);
  USANCE_ASSIGN_OR_RETURN(const auto found,
                          ReadLines(lines, /*verzug=*/true, field));
  if (found.size() > kMaxStructuredTermsLines) {
    return Error(Reason::kLimitExceeded, field,
                 std::to_string(found.size()) + " lines; allowed: up to " +
                     std::to_string(kMaxStructuredTermsLines));
  }
  StructuredTerms terms;
  size_t next = 0;  // the line of the text after the last structured one
  const auto free_text = [&](size_t end) {
    std::vector<std::string> free;
    for (; next < end; ++next) free.emplace_back(lines[next].text);
    return free;
  };
  for (const auto& [at, parts] : found) {
    USANCE_ASSIGN_OR_RETURN(StructuredTermsLine line,
                            ReadLine(parts, currency, field));
    line.before = free_text(at);
    ++next;
    terms.lines.push_back(std::move(line));
  }
  const bool ends = Trimmed(lines.back().text).empty();
  terms.after = free_text(lines.size() - (ends ? 1 : 0));
  return terms;
}

absl::StatusOr<std::string> FormatStructuredTerms(const StructuredTerms& terms,
                                                  std::string_view field) {
  std::string text;
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    const StructuredTermsLine& line = terms.lines[i];
    const std::string at = std::string(field) + "/" + std::to_string(i);
    USANCE_RETURN_IF_ERROR(AppendFree(line.before, at + "/before", text));
    USANCE_ASSIGN_OR_RETURN(const std::string written, LineText(line, at));
    text += written;
  }
  USANCE_RETURN_IF_ERROR(AppendFree(terms.after, "/after", text));
  const absl::Status whole = CheckStructuredTerms(text, "/after");
  if (!whole.ok()) return Error(Reason::kConflict, "/after", TextOf(whole));
  return text;
}

absl::StatusOr<PaymentTerms> ToPaymentTerms(const StructuredTerms& terms,
                                            const std::optional<DateSteps>& due,
                                            std::string_view field) {
  size_t closing = terms.lines.size();  // the line that says when it is due
  TermsLine part;
  if (due) {
    part.steps = *due;
  } else {
    while (closing > 0 &&
           terms.lines[closing - 1].percent.share() != Fraction(0)) {
      --closing;
    }
    if (closing == 0) {
      return Error(Reason::kContextRequired, field,
                   "when the rest is due is neither given nor the days of a "
                   "line of 0 %");
    }
    --closing;
    part.steps = {{AddStep{StepUnit::kDay, terms.lines[closing].days}}};
  }
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    const StructuredTermsLine& line = terms.lines[i];
    const std::string at = std::string(field) + "/" + std::to_string(i);
    if (line.kind != StructuredTermsKind::kSkonto) {
      return Error(Reason::kUnsupported, at + "/kind",
                   "what paying late costs is no part of payment terms");
    }
    if (line.base) {
      return Error(Reason::kUnsupported, at + "/base",
                   Format(*line.base) +
                       " is of one invoice, and no part of payment terms");
    }
    if (i == closing) continue;
    part.discounts.push_back({.percent = line.percent,
                              .steps = {{AddStep{StepUnit::kDay, line.days}}}});
  }
  PaymentTerms result;
  result.lines.push_back(std::move(part));
  USANCE_RETURN_IF_ERROR(Check(result, "/terms"));
  return result;
}

absl::StatusOr<StructuredTerms> FromPaymentTerms(const PaymentTerms& terms,
                                                 std::string_view field) {
  USANCE_RETURN_IF_ERROR(Check(terms, field));
  const auto unsupported = [&](std::string_view where, std::string_view what) {
    return Error(Reason::kUnsupported, std::string(field) + std::string(where),
                 "structured lines cannot say " + std::string(what));
  };
  if (terms.baseline != std::vector<Baseline>{Baseline::kInvoice}) {
    return unsupported("/baseline", "another baseline than the invoice");
  }
  if (terms.lines.size() != 1) return unsupported("/lines", "several parts");
  const TermsLine& part = terms.lines.front();
  if (!part.baseline.empty()) {
    return unsupported("/lines/0/baseline", "events of a part");
  }
  StructuredTerms result;
  for (size_t i = 0; i < part.discounts.size(); ++i) {
    const EarlyDiscount& tier = part.discounts[i];
    const std::string at = "/lines/0/discounts/" + std::to_string(i);
    const std::optional<int32_t> days = LoneDays(tier.steps);
    if (!days) return unsupported(at + "/steps", "anything but days");
    if (!tier.percent) return unsupported(at + "/amount", "an amount off");
    if (tier.base && *tier.base != DiscountBase::kGross) {
      return unsupported(at + "/base", "a base but the amount due");
    }
    USANCE_RETURN_IF_ERROR(
        PercentText(*tier.percent, std::string(field) + at + "/percent")
            .status());
    result.lines.push_back({.days = *days, .percent = *tier.percent});
  }
  if (const std::optional<int32_t> days = LoneDays(part.steps)) {
    result.lines.push_back({.days = *days});
  }
  return result;
}

}  // namespace usance
