#include "src/terms/words.h"

#include <algorithm>

#include "usance/money/format.h"

namespace usance {

std::string Fill(std::string_view pattern, std::initializer_list<Place> with) {
  std::string text;
  while (!pattern.empty()) {
    const size_t brace = std::min(pattern.find('{'), pattern.size());
    text += pattern.substr(0, brace);
    pattern.remove_prefix(brace);
    if (pattern.empty()) break;
    for (const Place& place : with) {
      if (place.name == pattern[1]) text += place.text;
    }
    pattern.remove_prefix(3);  // "{0}"
  }
  return text;
}

std::string Words::Ordinal(int64_t n) const {
  const std::string digits = std::to_string(n);
  switch (language_) {
    case Language::kGerman:
      return digits + ".";
    case Language::kFrench:
      return digits + (n == 1 ? "er" : "e");
    case Language::kSpanish:
      return digits + ((n % 10 == 1 || n % 10 == 3) && n != 11 ? ".er" : ".º");
    case Language::kEnglish:
      break;
  }
  const int64_t tens = n % 100 / 10, ones = n % 10;
  return digits + (tens == 1   ? "th"
                   : ones == 1 ? "st"
                   : ones == 2 ? "nd"
                   : ones == 3 ? "rd"
                               : "th");
}

std::string Words::DateNumber(int64_t day) const {
  return language_ == Language::kFrench && day == 1 ? "1er"
                                                    : std::to_string(day);
}

std::string_view Words::MonthName(int32_t month) const {
  return say_.months[static_cast<size_t>(month - 1)];
}

std::string Words::DateText(Date date) const {
  return Fill(say_.day_month_year, {{'0', DateNumber(date.day())},
                                    {'1', MonthName(date.month())},
                                    {'2', std::to_string(date.year())}});
}

std::string Words::Number(std::string_view plain) const {
  const size_t point = std::min(plain.find('.'), plain.size());
  const size_t first = plain.starts_with('-') ? 1 : 0;
  std::string text(plain.substr(0, point));
  for (size_t at = point; at > first + 3;) {
    at -= 3;
    text.insert(at, say_.grouping);
  }
  if (point < plain.size()) {
    text += say_.decimal_mark;
    text += plain.substr(point + 1);
  }
  return text;
}

std::string Words::MoneyText(const Money& money) const {
  return Number(FormatAmount(money)) + "\u00a0" +
         std::string(money.currency().code());
}

std::string Words::PercentText(const Percent& percent) const {
  std::string text = Format(percent);
  if (!text.ends_with('%')) return ToText(percent.share());
  text.pop_back();
  return Number(text) + std::string(say_.percent_blank) + "%";
}

std::string Words::Count(const std::string_view (&forms)[2], int64_t n) {
  const std::string digits = std::to_string(n);
  return Fill(forms[n == 1 ? 0 : 1], {{'0', digits}});
}

std::string Words::List(const std::vector<std::string>& items,
                        std::string_view last_word) {
  std::string text;
  for (size_t k = 0; k < items.size(); ++k) {
    if (k > 0) {
      text += k + 1 < items.size() ? ", " : " " + std::string(last_word) + " ";
    }
    text += items[k];
  }
  return text;
}

std::string Words::Rounded(Rounding rounding, std::string_view multiple) const {
  return Fill(say_.rounded[static_cast<size_t>(rounding) - 1],
              {{'0', multiple}});
}

}  // namespace usance
