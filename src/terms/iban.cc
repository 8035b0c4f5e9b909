#include "usance/terms/iban.h"

#include <algorithm>
#include <iterator>

#include "src/terms/check_digits.h"

namespace usance {
namespace {

// One row of the registry.
struct Country {
  std::string_view code;
  std::string_view structure;  // after the check digits: "4!a6!n8!n"
  size_t length;               // of the whole
  bool eea;
};

constexpr Country kCountries[] = {
#include "src/terms/generated/ibans.inc"
};

const Country* FindCountry(std::string_view code) {
  const Country* const found = std::lower_bound(
      std::begin(kCountries), std::end(kCountries), code,
      [](const Country& row, std::string_view c) { return row.code < c; });
  return found != std::end(kCountries) && found->code == code ? found : nullptr;
}

// Whether a character is of a class: n digits, a letters, c both.
bool IsOf(char klass, char c) {
  if (klass == 'n') return IsDigit(c);
  return IsUpper(c) || (klass == 'c' && IsDigit(c));
}

// Whether `text`, as long as the structure says, fits it.
bool Fits(std::string_view structure, std::string_view text) {
  while (!structure.empty()) {
    const size_t mark = structure.find('!');
    const auto count =
        static_cast<size_t>(*ScanInteger(structure.substr(0, mark), 1, 34));
    const char klass = structure[mark + 1];
    const std::string_view run = text.substr(0, count);
    if (!std::all_of(run.begin(), run.end(),
                     [klass](char c) { return IsOf(klass, c); })) {
      return false;
    }
    text.remove_prefix(count);
    structure.remove_prefix(mark + 2);
  }
  return true;
}

}  // namespace

absl::StatusOr<Iban> Iban::Parse(std::string_view text,
                                 std::string_view field) {
  const std::string bare = WithoutBlanks(text);
  if (bare.empty()) {
    return Error(Reason::kUnspecified, field, "no account number is given");
  }
  const bool begins = bare.size() >= 4 && IsUpper(bare[0]) &&
                      IsUpper(bare[1]) && AllDigits(bare.substr(2, 2));
  if (!begins || !std::all_of(bare.begin(), bare.end(),
                              [](char c) { return IsOf('c', c); })) {
    return Error(Reason::kMalformed, field,
                 Quoted(bare) +
                     " is no account number; allowed: two letters, "
                     "two digits, then letters and digits");
  }
  const Country* const country = FindCountry(bare.substr(0, 2));
  if (country == nullptr) {
    return Error(
        Reason::kUnknownName, field,
        Quoted(bare.substr(0, 2)) + " is no country of the IBAN registry");
  }
  if (bare.size() != country->length) {
    return Error(Reason::kOutOfRange, field,
                 Quoted(bare) + " has " + std::to_string(bare.size()) +
                     " characters; allowed for " + std::string(country->code) +
                     ": " + std::to_string(country->length));
  }
  if (!Fits(country->structure, std::string_view(bare).substr(4))) {
    return Error(Reason::kMalformed, field,
                 Quoted(bare) + " does not fit " + std::string(country->code) +
                     "; allowed after the check digits: " +
                     std::string(country->structure) +
                     " (n digits, a letters, c either)");
  }
  const std::string digits = Mod97Digits(country->code, bare.substr(4));
  if (bare.substr(2, 2) != digits) {
    return Error(Reason::kSumMismatch, field,
                 Quoted(bare) + " has the check digits \"" + bare.substr(2, 2) +
                     "\"; allowed: \"" + digits + "\"");
  }
  return Iban(bare);
}

std::string Iban::ToPrint() const { return Grouped(text_, 4, 4); }

bool Iban::IsQrIban() const {
  if (country() != "CH" && country() != "LI") return false;
  const std::string_view institution = std::string_view(text_).substr(4, 5);
  return institution >= "30000" && institution <= "31999";
}

bool Iban::IsInEea() const { return FindCountry(country())->eea; }

}  // namespace usance
