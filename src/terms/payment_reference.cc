#include "usance/terms/payment_reference.h"

#include <algorithm>
#include <array>
#include <utility>

#include "src/terms/check_digits.h"
#include "usance/core/check.h"

namespace usance {
namespace {

constexpr size_t kQrrDigits = 27;
constexpr size_t kOgmDigits = 12;

char DigitOf(int value) { return static_cast<char>('0' + value); }

// Modulo 10, recursive: a walk through the table of SIX.
std::string Mod10Recursive(std::string_view digits) {
  constexpr std::array<int, 10> kNext = {0, 9, 4, 6, 8, 2, 7, 1, 3, 5};
  int carry = 0;
  for (const char c : digits) {
    carry = kNext[static_cast<size_t>((carry + (c - '0')) % 10)];
  }
  return {DigitOf((10 - carry) % 10)};
}

// The sum of the digits, each times the weight of its place from the right;
// `fold` adds the digits of each product.
int WeightedSum(std::string_view digits, std::string_view weights, bool fold) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int product = (digits[digits.size() - 1 - i] - '0') *
                        (weights[i % weights.size()] - '0');
    sum += fold ? product / 10 + product % 10 : product;
  }
  return sum;
}

std::string Mod11(std::string_view digits) {
  const int rest = WeightedSum(digits, "234567", /*fold=*/false) % 11;
  if (rest == 1) return "-";
  return {DigitOf(rest == 0 ? 0 : 11 - rest)};
}

std::string OgmDigits(std::string_view base) {
  const int rest = Mod97(base);
  const int check = rest == 0 ? 97 : rest;
  return {DigitOf(check / 10), DigitOf(check % 10)};
}

// How a kind is written, without the RF in front.
struct Form {
  size_t min;    // of the base
  size_t max;    // of the base
  size_t check;  // how many check digits stand behind the base
  bool fixed;    // filled up with zeros to `max`
  bool zero;     // whether the base may be 0
  std::string (*digits)(std::string_view base);
};

std::string Luhn(std::string_view base) {
  return {DigitOf((10 - WeightedSum(base, "21", /*fold=*/true) % 10) % 10)};
}
std::string Weights731(std::string_view base) {
  return {DigitOf((10 - WeightedSum(base, "731", /*fold=*/false) % 10) % 10)};
}

Form FormOf(ReferenceKind kind) {
  switch (kind) {
    case ReferenceKind::kQrr:
    case ReferenceKind::kEsr:
      return {1, kQrrDigits - 1, 1, true, false, Mod10Recursive};
    case ReferenceKind::kOgm:
      return {1, kOgmDigits - 2, 2, true, true, OgmDigits};
    case ReferenceKind::kKidMod10:
      return {1, 24, 1, false, true, Luhn};
    case ReferenceKind::kKidMod11:
      return {1, 24, 1, false, true, Mod11};
    case ReferenceKind::kViite:
    case ReferenceKind::kRfViite:
      return {3, 19, 1, false, false, Weights731};
    case ReferenceKind::kRf:
      break;
  }
  USANCE_CHECK(kind == ReferenceKind::kRf);
  return {1, 21, 0, false, true, nullptr};
}

bool HasRf(ReferenceKind kind) {
  return kind == ReferenceKind::kRf || kind == ReferenceKind::kRfViite;
}

absl::Status CheckLength(ReferenceKind kind, std::string_view text, size_t min,
                         size_t max, std::string_view what,
                         std::string_view field) {
  if (text.size() >= min && text.size() <= max) return absl::OkStatus();
  std::string allowed = std::to_string(min);
  if (max != min) allowed += " to " + std::to_string(max);
  return Error(Reason::kOutOfRange, field,
               Quoted(text) + " has " + std::to_string(text.size()) +
                   " characters; allowed in " + std::string(what) + " of \"" +
                   std::string(NameOf(kind)) + "\": " + allowed);
}

// Digits, and for rf capitals too.
absl::Status CheckCharacters(ReferenceKind kind, std::string_view text,
                             std::string_view field) {
  const bool letters = kind == ReferenceKind::kRf;
  for (const char c : text) {
    if (IsDigit(c) || (letters && IsUpper(c))) continue;
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " has another character than " +
                     (letters ? "letters and digits" : "digits"));
  }
  return absl::OkStatus();
}

// A base that may not be 0; a Finnish one has no zeros in front.
absl::Status CheckZero(const Form& form, std::string& base,
                       std::string_view field) {
  const size_t first = base.find_first_not_of('0');
  if (!form.zero && first == std::string::npos) {
    return Error(Reason::kOutOfRange, field,
                 Quoted(base) + " is nothing but zeros; allowed: 1 or more");
  }
  if (form.digits == Weights731) base.erase(0, first);
  return absl::OkStatus();
}

absl::Status CheckGiven(std::string_view bare, std::string_view field) {
  if (!bare.empty()) return absl::OkStatus();
  return Error(Reason::kUnspecified, field, "nothing is given");
}

// What is read, without what its print form adds.
std::string Bare(ReferenceKind kind, std::string_view text) {
  std::string bare = WithoutBlanks(text);
  if (kind != ReferenceKind::kOgm) return bare;
  for (const std::string_view around : {"+++", "***"}) {
    if (bare.size() >= 2 * around.size() && bare.starts_with(around) &&
        bare.ends_with(around)) {
      bare = bare.substr(around.size(), bare.size() - 2 * around.size());
      break;
    }
  }
  if (bare.size() == kOgmDigits + 2 && bare[3] == '/' && bare[8] == '/') {
    bare.erase(8, 1).erase(3, 1);
  }
  return bare;
}

absl::Status CheckDigits(std::string_view found, std::string_view expected,
                         std::string_view whole, std::string_view field) {
  if (found == expected) return absl::OkStatus();
  return Error(Reason::kSumMismatch, field,
               Quoted(whole) + " has the check digits \"" + std::string(found) +
                   "\"; allowed: \"" + std::string(expected) + "\"");
}

}  // namespace

absl::StatusOr<PaymentReference> PaymentReference::Make(
    ReferenceKind kind, std::string_view text, std::string_view field) {
  const Form form = FormOf(kind);
  std::string base = WithoutBlanks(text);
  USANCE_RETURN_IF_ERROR(CheckGiven(base, field));
  USANCE_RETURN_IF_ERROR(CheckCharacters(kind, base, field));
  USANCE_RETURN_IF_ERROR(CheckZero(form, base, field));
  USANCE_RETURN_IF_ERROR(
      CheckLength(kind, base, form.min, form.max, "a base", field));
  if (form.fixed) base.insert(0, form.max - base.size(), '0');
  if (form.check > 0) base += form.digits(base);
  if (HasRf(kind)) base = "RF" + Mod97Digits("RF", base) + base;
  return PaymentReference(kind, std::move(base));
}

absl::StatusOr<PaymentReference> PaymentReference::Check(
    ReferenceKind kind, std::string_view text, std::string_view field) {
  const Form form = FormOf(kind);
  const std::string bare = Bare(kind, text);
  USANCE_RETURN_IF_ERROR(CheckGiven(bare, field));
  std::string front;  // RF and its check digits
  if (HasRf(kind)) {
    if (!bare.starts_with("RF") || bare.size() < 4 ||
        !AllDigits(bare.substr(2, 2))) {
      return Error(Reason::kMalformed, field,
                   Quoted(bare) + " does not begin with RF and two digits");
    }
    front = bare.substr(0, 4);
  }
  std::string base = bare.substr(front.size());
  std::string back;  // the check digits behind the base
  if (base.size() > form.check) {
    back = base.substr(base.size() - form.check);
    base.resize(base.size() - form.check);
  }
  const bool dash = kind == ReferenceKind::kKidMod11 && back == "-";
  USANCE_RETURN_IF_ERROR(
      CheckCharacters(kind, dash ? base : base + back, field));
  USANCE_RETURN_IF_ERROR(CheckZero(form, base, field));
  const bool padded = form.fixed && kind != ReferenceKind::kEsr;
  const size_t around = front.size() + form.check;
  USANCE_RETURN_IF_ERROR(CheckLength(kind, front + base + back,
                                     around + (padded ? form.max : form.min),
                                     around + form.max, "a reference", field));
  if (form.fixed) base.insert(0, form.max - base.size(), '0');
  if (form.check > 0) {
    USANCE_RETURN_IF_ERROR(CheckDigits(back, form.digits(base), bare, field));
  }
  base += back;
  if (HasRf(kind)) {
    const std::string digits = Mod97Digits("RF", base);
    USANCE_RETURN_IF_ERROR(CheckDigits(front.substr(2), digits, bare, field));
  }
  return PaymentReference(kind, front + base);
}

std::string PaymentReference::ToPrint() const {
  switch (kind_) {
    case ReferenceKind::kRf:
    case ReferenceKind::kRfViite:
      return Grouped(text_, 4, 4);
    case ReferenceKind::kQrr:
    case ReferenceKind::kEsr:
      return Grouped(text_, 5, 2);
    case ReferenceKind::kOgm:
      return "+++" + text_.substr(0, 3) + "/" + text_.substr(3, 4) + "/" +
             text_.substr(7) + "+++";
    case ReferenceKind::kViite:
      return Grouped(text_, 5, text_.size() % 5);
    case ReferenceKind::kKidMod10:
    case ReferenceKind::kKidMod11:
      break;
  }
  return text_;
}

}  // namespace usance
