// Reads the tokens of payment terms from left to right. Private to src/terms.
#ifndef USANCE_SRC_TERMS_SCANNER_H_
#define USANCE_SRC_TERMS_SCANNER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/core/text.h"
#include "usance/terms/date_step.h"

namespace usance {

// Blanks between tokens are free. Nothing is allocated; a copy is a place to
// come back to.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view field)
      : text_(text), field_(field) {}

  [[nodiscard]] std::string_view field() const { return field_; }
  [[nodiscard]] bool AtEnd() { return Next() == '\0'; }
  [[nodiscard]] bool Sees(char c) { return Next() == c; }
  [[nodiscard]] bool SeesDigit() { return IsDigit(Next()); }

  // Each takes what it names, or nothing.
  bool Take(char c) {
    if (Next() != c) return false;
    ++at_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!internal::SameName(PeekWord(), word)) return false;
    at_ += word.size();
    return true;
  }
  // [A-Za-z]+, or empty.
  [[nodiscard]] std::string_view PeekWord() {
    Next();
    return text_.substr(at_, Run(IsLetter));
  }
  std::string_view TakeWord() {
    const std::string_view word = PeekWord();
    at_ += word.size();
    return word;
  }
  // [0-9]+ with points, or empty.
  std::string_view TakeNumber() {
    Next();
    return Taken(Run([](char c) { return IsDigit(c) || c == '.'; }));
  }
  // Up to the next ',' or ')' or the end, without blanks around it.
  std::string_view TakePhrase() {
    Next();
    std::string_view phrase =
        Taken(Run([](char c) { return c != ',' && c != ')'; }));
    while (!phrase.empty() && IsBlank(phrase.back())) phrase.remove_suffix(1);
    return phrase;
  }

  // MALFORMED at this place.
  [[nodiscard]] absl::Status Expected(std::string_view what) {
    Next();
    const std::string_view rest = text_.substr(at_);
    return Error(Reason::kMalformed, field_,
                 "at " + std::to_string(at_ + 1) + ": expected " +
                     std::string(what) + ", found " +
                     (rest.empty() ? "the end" : Quoted(rest)));
  }
  [[nodiscard]] absl::Status Expect(char c) {
    return Take(c) ? absl::OkStatus() : Expected(std::string("'") + c + "'");
  }
  // Takes a whole number of [min, max].
  [[nodiscard]] absl::StatusOr<int64_t> Integer(int64_t min, int64_t max) {
    const Scanner before = *this;
    const std::string_view number = TakeNumber();
    if (number.empty() || number.find('.') != std::string_view::npos) {
      *this = before;
      return Expected("a whole number");
    }
    const auto value = ScanInteger(number, min, max);
    if (!value) {
      return Error(Reason::kOutOfRange, field_,
                   Quoted(number) + " is out of range; allowed: " +
                       std::to_string(min) + " to " + std::to_string(max));
    }
    return *value;
  }

 private:
  static bool IsBlank(char c) { return c == ' ' || c == '\t'; }
  static bool IsLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
  template <class F>
  [[nodiscard]] size_t Run(F is_part) const {
    size_t size = 0;
    while (at_ + size < text_.size() && is_part(text_[at_ + size])) ++size;
    return size;
  }
  std::string_view Taken(size_t size) {
    at_ += size;
    return text_.substr(at_ - size, size);
  }
  // The next character that is no blank; '\0' at the end. A '\0' within the
  // text is given as '?', which no rule takes.
  char Next() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
    if (at_ == text_.size()) return '\0';
    return text_[at_] == '\0' ? '?' : text_[at_];
  }

  std::string_view text_;
  std::string_view field_;
  size_t at_ = 0;
};

// Whether a step follows.
[[nodiscard]] bool SeesStep(Scanner& scanner);

// Takes a list of one or more steps, which stands `depth` lists deep.
[[nodiscard]] absl::StatusOr<DateSteps> ReadSteps(Scanner& scanner, int depth);

// Takes the unit of a number of days: "d", "day" or "days", but not where it
// begins a step: "days(5,10)".
bool TakeDayUnit(Scanner& scanner);

// Takes a whole number and its unit, the sign taken before. A number without a
// unit is days where `bare`, and else an error.
[[nodiscard]] absl::StatusOr<DateStep> ReadCount(Scanner& scanner,
                                                 bool negative, bool bare);

}  // namespace usance

#endif  // USANCE_SRC_TERMS_SCANNER_H_
