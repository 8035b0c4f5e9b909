#include "cli/report.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "cli/section.h"
#include "cli/svg.h"
#include "cli/table.h"
#include "usance/core/int128.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 1rem;
  max-width: 72rem; }
h1 { font-size: 1.3rem; line-height: 1.2; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.25rem; }
p { margin: 0.25rem 0 0.75rem; max-width: 45rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0;
  list-style: none; }
nav a { display: inline-block; padding: 0.4rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.35rem 0.6rem; text-align: left; vertical-align: top;
  border-bottom: 1px solid #9ca3af66; white-space: nowrap; }
thead th { border-bottom: 2px solid #6b7280; }
tbody th { font-weight: 600; }
tfoot td, tfoot th { border-top: 2px solid #6b7280; font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.long { white-space: normal; min-width: 16rem; }
.charts { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1rem 0; }
.charts svg { width: 100%; max-width: 24rem; height: auto; }
)";

// A cell over so many characters may take several lines.
constexpr size_t kLongCell = 32;

// "lapses_on" as the head of a column: "Lapses on".
std::string Head(const std::string& name) {
  std::string words = Words(name);
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  }
  return words;
}

void AddCell(const Column& column, const std::string& cell, bool head,
             std::string& html) {
  const std::string name = head ? "th" : "td";
  html += "<" + name;
  if (head) html += " scope=\"row\"";
  if (column.right) {
    html += " class=\"n\"";
  } else if (cell.size() > kLongCell) {
    html += " class=\"long\"";
  }
  html += ">" + Xml(cell) + "</" + name + ">";
}

void AddRows(const Section& section, const std::vector<size_t>& filled,
             const std::vector<std::vector<std::string>>& rows,
             std::string& html) {
  for (const auto& row : rows) {
    html += "<tr>";
    bool head = true;
    for (const size_t k : filled) {
      AddCell(section.columns[k], row[k], head, html);
      head = false;
    }
    html += "</tr>\n";
  }
}

void AddTable(const Section& section, std::string& html) {
  const std::vector<size_t> filled = FilledColumns(section);
  html +=
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-labelledby=\"" +
      Xml(section.id) + "-title\">\n<table>\n<thead><tr>";
  for (const size_t k : filled) {
    const Column& column = section.columns[k];
    html +=
        column.right ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
    html += Xml(Head(column.name)) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  AddRows(section, filled, section.rows, html);
  html += "</tbody>\n";
  if (!section.totals.empty()) {
    html += "<tfoot>\n";
    AddRows(section, filled, section.totals, html);
    html += "</tfoot>\n";
  }
  html += "</table>\n</div>\n";
}

// Lengths are hundredths of a pixel.
constexpr int64_t kBarsWidth = 360'00;
constexpr int64_t kBarsLeft = 84'00;    // of the bars
constexpr int64_t kBarsRight = 268'00;  // where the longest bar ends
constexpr int64_t kBarsTop = 28'00;     // of the first bar
constexpr int64_t kBarsStep = 24'00;    // from one bar to the next
constexpr int64_t kBarHeight = 16'00;   // of a bar

// A bar to the right for each amount, the name before it, the amount behind.
void AddChart(const Chart& chart, std::string& html) {
  int64_t most = 1;
  std::string said = chart.title + ":";
  for (const Chart::Bar& bar : chart.bars) {
    most = std::max(most, bar.minor);
    said +=
        " " + bar.label + " " + FormatAmount(bar.minor, chart.currency) + ";";
  }
  said.back() = '.';
  const int64_t height =
      kBarsTop + kBarsStep * static_cast<int64_t>(chart.bars.size());
  html += "<svg role=\"img\" aria-label=\"" + Xml(said) + "\" viewBox=\"0 0 " +
          Px(kBarsWidth) + " " + Px(height) +
          "\" font-family=\"system-ui, sans-serif\" font-size=\"12\" "
          "fill=\"currentColor\">\n";
  html += "<text x=\"0\" y=\"14\" font-weight=\"600\">" + Xml(chart.title) +
          "</text>\n";
  int64_t y = kBarsTop;
  bool first = true;
  for (const Chart::Bar& bar : chart.bars) {
    html += Label(0, y + 12'00, "start", bar.label);
    const int64_t length =
        static_cast<int64_t>(int128{std::max<int64_t>(bar.minor, 0)} *
                             (kBarsRight - kBarsLeft) / most);
    if (length > 0) {
      const bool late = chart.section == "aging" && !first;
      html += "<path fill=\"" + std::string(late ? "#c2410c" : "#2563eb") +
              "\" d=\"M" + Px(kBarsLeft) + " " + Px(y) + "h" + Px(length) +
              "v" + Px(kBarHeight) + "h-" + Px(length) + "z\"/>\n";
    }
    html += Label(kBarsWidth, y + 12'00, "end",
                  FormatAmount(bar.minor, chart.currency));
    y += kBarsStep;
    first = false;
  }
  html += "</svg>\n";
}

}  // namespace

std::string ReportHtml(const Morning& morning) {
  const std::string title = "Receivables on " + morning.as_of.ToText();
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n<title>" +
      Xml(title) + "</title>\n<style>" + std::string(kStyle) +
      "</style>\n</head>\n<body>\n<main>\n<h1>" + Xml(title) +
      "</h1>\n<p>By the policy " + Xml(morning.policy) +
      ".</p>\n<nav aria-label=\"Sections\"><ul>\n";
  for (const Section& section : morning.sections) {
    html += "<li><a href=\"#" + Xml(section.id) + "\">" + Xml(section.title) +
            "</a></li>\n";
  }
  html += "</ul></nav>\n";
  for (const Section& section : morning.sections) {
    html += "<section id=\"" + Xml(section.id) + "\" aria-labelledby=\"" +
            Xml(section.id) + "-title\">\n<h2 id=\"" + Xml(section.id) +
            "-title\">" + Xml(section.title) + "</h2>\n<p>" +
            Xml(section.rows.empty() ? section.none : section.about) + "</p>\n";
    std::string charts;
    for (const Chart& chart : morning.charts) {
      if (chart.section == section.id) AddChart(chart, charts);
    }
    if (!charts.empty())
      html += "<div class=\"charts\">\n" + charts + "</div>\n";
    if (!section.rows.empty()) AddTable(section, html);
    html += "</section>\n";
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace usance::cli
