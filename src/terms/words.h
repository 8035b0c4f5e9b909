// Numbers, amounts and dates as the sentences of a language have them. Private
// to src/terms.
#ifndef USANCE_SRC_TERMS_WORDS_H_
#define USANCE_SRC_TERMS_WORDS_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "src/terms/phrases.h"
#include "usance/core/rounding.h"
#include "usance/date/date.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance {

struct Place {
  char name;  // of "{0}"
  std::string_view text;
};

// The text with its places filled.
[[nodiscard]] std::string Fill(std::string_view pattern,
                               std::initializer_list<Place> with);

class Words {
 public:
  explicit Words(Language language)
      : language_(language), say_(PhrasesOf(language)) {}

 protected:
  [[nodiscard]] std::string Ordinal(int64_t n) const;
  // The number in a date: "25 December", "25. Dezember", "1er mars".
  [[nodiscard]] std::string DateNumber(int64_t day) const;
  [[nodiscard]] std::string_view MonthName(int32_t month) const;
  [[nodiscard]] std::string DateText(Date date) const;
  // "1234.50" as people write it.
  [[nodiscard]] std::string Number(std::string_view plain) const;
  [[nodiscard]] std::string MoneyText(const Money& money) const;
  // "2.5 %", or "1/3" where the digits do not end.
  [[nodiscard]] std::string PercentText(const Percent& percent) const;
  [[nodiscard]] static std::string Count(const std::string_view (&forms)[2],
                                         int64_t n);
  // "5th, 10th or 20th"
  [[nodiscard]] static std::string List(const std::vector<std::string>& items,
                                        std::string_view last_word);
  // " (rounded up to a multiple of 0.50 EUR)"
  [[nodiscard]] std::string Rounded(Rounding rounding,
                                    std::string_view multiple) const;

  Language language_;
  const Phrases& say_;
};

}  // namespace usance

#endif  // USANCE_SRC_TERMS_WORDS_H_
