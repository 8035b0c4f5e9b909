#include "cli/pay.h"

#include <array>
#include <string_view>
#include <vector>

#include "cli/files.h"
#include "cli/qr.h"
#include "usance/core/check.h"
#include "usance/core/text.h"
#include "usance/date/date.h"

namespace usance::cli {
namespace {

// What the twelve lines of a payload are.
constexpr std::array<std::string_view, 12> kLines = {
    "service", "version",   "character set", "identification",
    "bic",     "name",      "iban",          "amount",
    "purpose", "reference", "text",          "information"};

// The bytes that hexadecimal digits, which the library has written, stand for.
std::string BytesOf(std::string_view hex) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    const size_t high = kDigits.find(hex[i]);
    const size_t low = kDigits.find(hex[i + 1]);
    USANCE_CHECK(high < 16 && low < 16);
    bytes += static_cast<char>(static_cast<unsigned char>(high * 16 + low));
  }
  return bytes;
}

absl::StatusOr<std::string> Draw(const QrCode& code, const std::string& how) {
  if (how == "svg") return code.ToSvg();
  if (how == "png") return code.ToPng();
  return how == "ascii" ? code.ToAscii() : code.ToText();
}

void PrintLines(const std::string& payload, const PayRun& run) {
  TablePrinter printer({{"line", true}, {"what"}, {"value"}}, run.format,
                       run.guard_formulas);
  size_t line = 0;
  for (size_t at = 0; at <= payload.size() && line < kLines.size(); ++line) {
    size_t end = std::min(payload.find('\n', at), payload.size());
    std::string value = payload.substr(at, end - at);
    if (value.ends_with('\r')) value.pop_back();
    printer.Add({std::to_string(line + 1), std::string(kLines[line]), value});
    at = end + 1;
  }
  printer.Finish();
}

// "Pay so much by a day": a row for each way of each installment.
void PrintOptions(const Json& options, const PayRun& run) {
  const std::vector<Column> columns = {
      {"pay by"}, {"pay", true}, {"discount", true}, {"charges", true}};
  TablePrinter printer(columns, run.format, run.guard_formulas);
  for (const Json& part : options.Find("installments")->items()) {
    for (const Json& option : part.Find("options")->items()) {
      printer.Add({CellOf(option.Find("by")), CellOf(option.Find("pay")),
                   CellOf(option.Find("discount")),
                   CellOf(option.Find("charges"))});
    }
  }
  printer.Finish();
  // What the charges rest on, where the rates have marks of their own.
  const Json& assumed = *options.Find("assumed");
  const bool marked = assumed.Find("confidence") != nullptr ||
                      assumed.Find("provisional") != nullptr;
  for (const std::string_view name :
       {"confidence", "source", "version", "known_through", "provisional"}) {
    const Json* fact = marked ? assumed.Find(name) : nullptr;
    if (fact == nullptr) continue;
    PrintLine(Words("rate_" + std::string(name)) + ": " + CellOf(fact));
  }
  PrintLine("");
}

}  // namespace

absl::StatusOr<std::string> AmountToAsk(const Json& options,
                                        const PayRun& run) {
  const auto& parts = options.Find("installments")->items();
  const auto number =
      ScanInteger(run.installment.empty() ? "1" : run.installment, 1,
                  static_cast<int64_t>(parts.size()));
  if (!number) {
    return Error(Reason::kOutOfRange, "/installment",
                 Quoted(run.installment) +
                     " is no installment; allowed: 1 to " +
                     std::to_string(parts.size()));
  }
  const Json& part = parts[static_cast<size_t>(*number) - 1];
  const auto& ways = part.Find("options")->items();
  if (run.on.empty()) return ways.front().Find("pay")->text();
  USANCE_ASSIGN_OR_RETURN(const Date on, Date::Parse(run.on, "/on"));
  for (const Json& way : ways) {
    // Days of one form compare as their texts do.
    const std::string& by = way.Find("by")->text();
    if (on.ToText() > by) continue;
    // Charges grow from day to day: those of a later one are not owed yet.
    const bool charged = way.Find("charges")->text().find_first_not_of("0.") !=
                         std::string::npos;
    if (charged && on.ToText() < by) break;
    return way.Find("pay")->text();
  }
  return Error(Reason::kOutOfRange, "/on",
               on.ToText() + " has no amount of its own; --policy and --late " +
                   on.ToText() + " say what it costs");
}

int RunPay(const Json& answer, const Json& options, const PayRun& run) {
  // The output is for the lines unless the picture is.
  const bool picture = run.file == "-" && (run.qr == "svg" || run.qr == "png");
  const bool lists = options.kind() == Json::Kind::kObject;
  if (lists && run.format == Format::kTable && !picture) {
    PrintOptions(options, run);
  }
  if (!run.qr.empty()) {
    const auto code = QrCode::Make(BytesOf(answer.Find("bytes")->text()));
    if (!code.ok()) return Refuse(code.status());
    const absl::StatusOr<std::string> drawn = Draw(*code, run.qr);
    return drawn.ok() ? WriteFile(run.file, *drawn) : Refuse(drawn.status());
  }
  if (run.format == Format::kJson) {
    Json all = answer;
    if (lists) all.Set("options", options);
    PrintLine(ToText(all));
  } else {
    PrintLines(answer.Find("payload")->text(), run);
  }
  return kDone;
}

}  // namespace usance::cli
