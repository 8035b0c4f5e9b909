#include "cli/ics.h"

#include <algorithm>

#include "usance/core/version.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

// RFC 5545, 3.3.11.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else if (static_cast<unsigned char>(c) >= ' ' && c != '\x7F') {
      if (c == '\\' || c == ';' || c == ',') escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

// Whether a byte of UTF-8 goes on with the character before it.
bool Continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// A content line (3.1): at most 75 bytes, then a line end and a blank.
void AddLine(const std::string& line, std::string& text) {
  constexpr size_t kMost = 75;
  size_t from = 0;
  for (size_t room = kMost; line.size() - from > room; room = kMost - 1) {
    size_t end = from + room;
    while (Continues(line[end])) --end;
    text.append(line, from, end - from);
    text += "\r\n ";
    from = end;
  }
  text.append(line, from);
  text += "\r\n";
}

// "20260131"
std::string DateOf(Date date) {
  std::string text = date.ToText();
  text.erase(std::remove(text.begin(), text.end(), '-'), text.end());
  return text;
}

}  // namespace

std::string ToIcs(const std::vector<Installment>& rows, Currency currency,
                  std::string_view title, std::string_view uid) {
  std::string text;
  for (const std::string& line :
       {std::string("BEGIN:VCALENDAR"), std::string("VERSION:2.0"),
        "PRODID:-//Usance//usance " + std::string(kVersion) + "//EN",
        std::string("CALSCALE:GREGORIAN")}) {
    AddLine(line, text);
  }
  const std::string stamp =
      "DTSTAMP:" + DateOf(rows.front().period.adjusted_start) + "T000000Z";
  const std::string before = title.empty() ? "" : std::string(title) + ": ";
  const auto amount = [&](int64_t minor) {
    return FormatAmount(minor, currency);
  };
  for (const Installment& row : rows) {
    if (row.payment_minor == 0) continue;
    const std::string number = std::to_string(row.number);
    std::string parts = "interest " + amount(row.interest_minor) +
                        ", principal " + amount(row.principal_minor);
    if (row.fee_minor != 0) parts += ", fees " + amount(row.fee_minor);
    if (row.tax_minor != 0) parts += ", tax " + amount(row.tax_minor);
    parts += "\nbalance " + amount(row.closing_minor);
    for (const std::string& line :
         {std::string("BEGIN:VEVENT"),
          "UID:" + Escaped(std::string(uid) + "-" + number + "@usance"), stamp,
          "DTSTART;VALUE=DATE:" + DateOf(row.due()),
          "SUMMARY:" + Escaped(before + "payment " + number + " of " +
                               std::to_string(rows.size()) + ", " +
                               amount(row.payment_minor) + " " +
                               std::string(currency.code())),
          "DESCRIPTION:" + Escaped(parts), std::string("TRANSP:TRANSPARENT"),
          std::string("END:VEVENT")}) {
      AddLine(line, text);
    }
  }
  AddLine("END:VCALENDAR", text);
  return text;
}

}  // namespace usance::cli
