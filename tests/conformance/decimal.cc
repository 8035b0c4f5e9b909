#include "tests/conformance/decimal.h"

#include "usance/core/text.h"

namespace usance::conformance {
namespace {

BigRational PowerOfTen10(int64_t exponent) {
  const BigInt power = boost::multiprecision::pow(
      BigInt(10), static_cast<unsigned>(exponent < 0 ? -exponent : exponent));
  return exponent < 0 ? BigRational(1, power) : BigRational(power);
}

}  // namespace

std::optional<Printed> ParsePrinted(std::string_view text) {
  int64_t exponent = 0;
  if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    const std::optional<int64_t> value = ScanInteger(digits, -400, 400);
    if (!value) return std::nullopt;
    exponent = *value;
    text = text.substr(0, e);
  }
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  if (point != std::string_view::npos) {
    const std::string_view rest = text.substr(point + 1);
    exponent -= static_cast<int64_t>(rest.size());
    if (digits.empty() || rest.empty()) return std::nullopt;
    digits += rest;
  }
  if (digits.empty() || digits.size() > 400 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  BigInt value = 0;  // Boost would read a leading 0 as octal
  for (const char c : digits) value = value * 10 + (c - '0');
  if (negative) value = -value;
  const BigRational unit = PowerOfTen10(exponent);
  return Printed{value * unit, unit};
}

bool IsNearDouble(const BigRational& exact, std::string_view expected) {
  const std::optional<Printed> printed = ParsePrinted(expected);
  return printed &&
         abs(exact - printed->value) * PowerOfTen10(12) <= abs(printed->value);
}

bool IsNearPrinted(const BigRational& exact, std::string_view expected) {
  const std::optional<Printed> printed = ParsePrinted(expected);
  return printed && abs(exact - printed->value) * 2 <= printed->unit;
}

bool IsWithin(const BigRational& exact, std::string_view expected,
              std::string_view tolerance) {
  const std::optional<Printed> printed = ParsePrinted(expected);
  const std::optional<Printed> most = ParsePrinted(tolerance);
  return printed && most && abs(exact - printed->value) <= most->value;
}

}  // namespace usance::conformance
