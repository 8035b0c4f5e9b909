#include "cli/plot.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "cli/svg.h"
#include "usance/core/int128.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

// What a bar is made of, in the order in which it is stacked.
struct Series {
  std::string_view name;
  std::string_view color;
  std::string_view cell;  // of a terminal
};
constexpr std::array<Series, 3> kSeries = {{
    {"interest", "#c2410c", "\u2588"},
    {"principal", "#2563eb", "\u2592"},
    {"fees and tax", "#6b7280", "\u2591"},
}};
constexpr std::string_view kBalance = "#15803d";

// A row, or several that stand for one.
struct Bar {
  std::string label;
  std::array<int128, kSeries.size()> parts = {};
  int128 payment = 0;
  int128 balance = 0;  // after it
};

Bar BarOf(const Installment& row) {
  return {row.due().ToText(),
          {row.interest_minor, row.principal_minor,
           static_cast<int128>(row.fee_minor) + row.tax_minor},
          row.payment_minor,
          row.closing_minor};
}

std::vector<Bar> BarsOf(const std::vector<Installment>& rows) {
  std::vector<Bar> bars;
  for (const Installment& row : rows) bars.push_back(BarOf(row));
  return bars;
}

// One bar for each year.
std::vector<Bar> ByYear(const std::vector<Bar>& bars) {
  std::vector<Bar> years;
  for (const Bar& bar : bars) {
    const std::string year = bar.label.substr(0, 4);
    if (years.empty() || years.back().label != year) years.push_back({year});
    Bar& sum = years.back();
    for (size_t k = 0; k < kSeries.size(); ++k) sum.parts[k] += bar.parts[k];
    sum.payment += bar.payment;
    sum.balance = bar.balance;
  }
  return years;
}

std::string Text(int128 minor, Currency currency) {
  return FormatAmount(Narrow<int64_t>(minor).value_or(INT64_MAX), currency);
}

// How far the stack of a bar reaches up, and down as a number above 0.
struct Reach {
  int128 up = 0;
  int128 down = 0;
};

Reach ReachOf(const Bar& bar) {
  Reach reach;
  for (const int128 part : bar.parts) {
    (part > 0 ? reach.up : reach.down) += part > 0 ? part : -part;
  }
  return reach;
}

std::string Repeat(std::string_view text, int128 count) {
  std::string all;
  for (int128 k = 0; k < count; ++k) all += text;
  return all;
}

// "[######    ]": the parts above 0 of a bar, of `most` in all.
std::string BarCells(const Bar& bar, int128 most) {
  constexpr int kCells = 34;
  std::string text;
  int128 sum = 0, drawn = 0;
  for (size_t k = 0; k < kSeries.size(); ++k) {
    sum += std::max<int128>(bar.parts[k], 0);
    const int128 end = (2 * sum * kCells + most) / (2 * most);
    text += Repeat(kSeries[k].cell, end - drawn);
    drawn = end;
  }
  return text + Repeat(" ", kCells - drawn);
}

// Where the balance stands between 0 and the most.
std::string Dot(int128 balance, int128 most) {
  constexpr int kPlaces = 11;  // the first is 0
  const int128 place = std::clamp<int128>(
      (2 * balance * (kPlaces - 1) + most) / (2 * most), 0, kPlaces - 1);
  return Repeat(" ", place) + "\u25CF" + Repeat(" ", kPlaces - 1 - place);
}

// The smallest of 1, 2 and 5 times a power of ten that five of cover `most`.
int128 StepOf(int128 most) {
  int128 step = 1;
  for (int turn = 0; 5 * step < most; ++turn)
    step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
  return step;
}

int128 Ceiling(int128 value, int128 step) {
  return (value + step - 1) / step * step;
}

// Lengths are hundredths of a pixel.
constexpr int64_t kWidth = 960'00;
constexpr int64_t kHeight = 480'00;
constexpr int64_t kLeft = 96'00;
constexpr int64_t kRight = kWidth - kLeft;
constexpr int64_t kTop = 64'00;
constexpr int64_t kBottom = kHeight - 48'00;

class Svg {
 public:
  Svg(std::vector<Bar> bars, int128 owed, Currency currency)
      : bars_(std::move(bars)), owed_(owed), currency_(currency) {
    Reach most;
    int128 balance = owed;
    for (const Bar& bar : bars_) {
      const Reach reach = ReachOf(bar);
      most.up = std::max(most.up, reach.up);
      most.down = std::max(most.down, reach.down);
      balance = std::max(balance, bar.balance);
    }
    step_ = StepOf(std::max<int128>({most.up, most.down, 1}));
    up_ = std::max(Ceiling(most.up, step_), step_);
    down_ = Ceiling(most.down, step_);
    zero_ = kTop + static_cast<int64_t>((kBottom - kTop) * up_ / (up_ + down_));
    balance_step_ = StepOf(std::max<int128>(balance, 1));
    balance_up_ = std::max(Ceiling(balance, balance_step_), balance_step_);
  }

  [[nodiscard]] std::string Draw(std::string_view title) const {
    std::string text =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
        Px(kWidth) + " " + Px(kHeight) +
        "\" font-family=\"sans-serif\" font-size=\"13\">\n<title>" +
        Xml(title) + "</title>\n<path fill=\"#fff\" d=\"M0 0h" + Px(kWidth) +
        "v" + Px(kHeight) + "H0z\"/>\n";
    text += Label(kLeft, 24'00, "start", title);
    text += Legend() + Axes() + Bars() + Line() + Dates();
    return text + "</svg>\n";
  }

 private:
  [[nodiscard]] int64_t PaymentY(int128 minor) const {
    return zero_ - static_cast<int64_t>(minor * (zero_ - kTop) / up_);
  }
  [[nodiscard]] int64_t BalanceY(int128 minor) const {
    return zero_ - static_cast<int64_t>(minor * (zero_ - kTop) / balance_up_);
  }
  // Where the row of that index begins; that of the number of rows ends all.
  [[nodiscard]] int64_t SlotX(size_t row) const {
    return kLeft + (kRight - kLeft) * static_cast<int64_t>(row) /
                       static_cast<int64_t>(bars_.size());
  }

  [[nodiscard]] static std::string Legend() {
    std::string text;
    int64_t x = kLeft;
    const auto add = [&](std::string_view name, std::string_view color) {
      text += "<path fill=\"" + std::string(color) + "\" d=\"M" + Px(x) +
              " 38h10v10h-10z\"/>\n" + Label(x + 16'00, 48'00, "start", name);
      x += 120'00;
    };
    for (const Series& series : kSeries) add(series.name, series.color);
    add("balance", kBalance);
    return text;
  }

  // Payments on the left, the balance on the right.
  [[nodiscard]] std::string Axes() const {
    std::string lines, labels;
    for (int128 at = -down_; at <= up_; at += step_) {
      const int64_t y = PaymentY(at);
      lines += "M" + Px(kLeft) + " " + Px(y) + "H" + Px(kRight);
      labels += Label(kLeft - 8'00, y + 4'00, "end", Text(at, currency_));
    }
    for (int128 at = 0; at <= balance_up_; at += balance_step_) {
      labels += Label(kRight + 8'00, BalanceY(at) + 4'00, "start",
                      Text(at, currency_));
    }
    return "<path stroke=\"#e5e7eb\" d=\"" + lines +
           "\"/>\n<path stroke=\"#111827\" d=\"M" + Px(kLeft) + " " +
           Px(zero_) + "H" + Px(kRight) + "\"/>\n" + labels;
  }

  [[nodiscard]] std::string Bars() const {
    std::array<std::string, kSeries.size()> paths;
    for (size_t i = 0; i < bars_.size(); ++i) {
      const int64_t gap = (SlotX(i + 1) - SlotX(i)) / 10;
      const int64_t left = SlotX(i) + gap, right = SlotX(i + 1) - gap;
      int128 up = 0, down = 0;
      for (size_t k = 0; k < kSeries.size(); ++k) {
        const int128 part = bars_[i].parts[k];
        int128& end = part > 0 ? up : down;
        const int64_t from = PaymentY(end);
        end += part;
        const int64_t to = PaymentY(end);
        if (from == to) continue;
        paths[k] += "M" + Px(left) + " " + Px(from) + "V" + Px(to) + "H" +
                    Px(right) + "V" + Px(from) + "z";
      }
    }
    std::string text;
    for (size_t k = 0; k < kSeries.size(); ++k) {
      if (paths[k].empty()) continue;
      text +=
          "<path id=\"" +
          std::string(kSeries[k].name.substr(0, kSeries[k].name.find(' '))) +
          "\" fill=\"" + std::string(kSeries[k].color) + "\" d=\"" + paths[k] +
          "\"/>\n";
    }
    return text;
  }

  [[nodiscard]] std::string Line() const {
    std::string path = "M" + Px(kLeft) + " " + Px(BalanceY(owed_));
    for (size_t i = 0; i < bars_.size(); ++i) {
      path += "L" + Px(SlotX(i + 1)) + " " + Px(BalanceY(bars_[i].balance));
    }
    return "<path id=\"balance\" fill=\"none\" stroke-width=\"2\" stroke=\"" +
           std::string(kBalance) + "\" d=\"" + path + "\"/>\n";
  }

  // Of up to six rows.
  [[nodiscard]] std::string Dates() const {
    const size_t labels = std::min<size_t>(bars_.size(), 6);
    std::string text;
    for (size_t k = 0; k < labels; ++k) {
      const size_t row =
          labels == 1 ? 0 : k * (bars_.size() - 1) / (labels - 1);
      text += Label((SlotX(row) + SlotX(row + 1)) / 2, kBottom + 24'00,
                    "middle", bars_[row].label);
    }
    return text;
  }

  std::vector<Bar> bars_;
  int128 owed_;  // before the first row
  Currency currency_;
  int128 step_ = 1;
  int128 up_ = 1;
  int128 down_ = 0;
  int64_t zero_ = kBottom;
  int128 balance_step_ = 1;
  int128 balance_up_ = 1;
};

}  // namespace

std::string PlotText(const std::vector<Installment>& rows, Currency currency) {
  constexpr size_t kMostLines = 60;
  std::vector<Bar> bars = BarsOf(rows);
  if (bars.size() > kMostLines) bars = ByYear(bars);
  int128 most = 1, owed = std::max<int128>(rows.front().opening_minor, 1);
  size_t pays = 7, owes = 7;  // the widths of "payment" and "balance"
  for (const Bar& bar : bars) {
    most = std::max(most, ReachOf(bar).up);
    owed = std::max(owed, bar.balance);
    pays = std::max(pays, Text(bar.payment, currency).size());
    owes = std::max(owes, Text(bar.balance, currency).size());
  }
  const auto right = [](const std::string& cell, size_t width) {
    return std::string(width - std::min(width, cell.size()), ' ') + cell;
  };
  std::string legend;
  for (const Series& series : kSeries) {
    if (!legend.empty()) legend += "  ";
    legend += std::string(series.cell) + " " + std::string(series.name);
  }
  std::string text =
      legend + "  \u25CF balance, " + std::string(currency.code()) + "\n";
  for (const Bar& bar : bars) {
    text += bar.label + "  " + BarCells(bar, most) + "  " +
            right(Text(bar.payment, currency), pays) + "  " +
            Dot(bar.balance, owed) + "  " +
            right(Text(bar.balance, currency), owes) + "\n";
  }
  return text;
}

std::string PlotSvg(const std::vector<Installment>& rows, Currency currency,
                    std::string_view title) {
  const std::string assumed =
      "Payments and balance, " + std::string(currency.code());
  return Svg(BarsOf(rows), rows.front().opening_minor, currency)
      .Draw(title.empty() ? assumed : title);
}

}  // namespace usance::cli
