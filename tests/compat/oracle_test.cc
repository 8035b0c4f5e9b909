// Random formulas against balances that are carried from row to row in exact
// rationals, and against coupon dates that are counted one by one.
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

#include "tests/compat/formula.h"
#include "tests/oracle_integer.h"
#include "usance/date/date.h"

namespace usance {
namespace {

// 15 significant digits, half away from zero, without an exponent. Requires a
// size within 10^-9 to 10^15.
std::string Shown(const BigRational& value) {
  if (value == 0) return "0";
  int scale = 0;  // so that 10^14 <= scaled < 10^15
  BigRational scaled = abs(value);
  const BigInt low("100000000000000");
  for (; scaled < low; scaled *= 10) ++scale;
  for (; scaled >= low * 10; scaled /= 10) --scale;
  BigInt digits = BigRound(scaled, Rounding::kHalfUp);
  if (digits == low * 10) digits /= 10, --scale;
  std::string text = digits.str();
  for (; scale > 0 && text.back() == '0'; --scale) text.pop_back();
  const size_t places = static_cast<size_t>(scale < 0 ? 0 : scale);
  if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
  if (places > 0) text.insert(text.size() - places, 1, '.');
  return value < 0 ? "-" + text : text;
}

struct Loan {
  BigRational rate;
  int nper;
  BigRational pv;
  BigRational fv;
  bool in_advance;

  // What is owed after each of `nper` payments of `payment`.
  [[nodiscard]] BigRational Left(const BigRational& payment, int rows) const {
    BigRational balance = pv;
    for (int k = 0; k < rows; ++k) {
      if (in_advance) balance += payment;
      balance *= 1 + rate;
      if (!in_advance) balance += payment;
    }
    return balance;
  }
  // The payment that leaves -fv: a straight line through two trials.
  [[nodiscard]] BigRational Payment() const {
    const BigRational none = Left(0, nper);
    return (-fv - none) / (Left(1, nper) - none);
  }
  // The interest of a row, as it is paid.
  [[nodiscard]] BigRational Interest(const BigRational& payment,
                                     int row) const {
    if (!in_advance) return -Left(payment, row - 1) * rate;
    if (row == 1) return 0;
    return -(Left(payment, row - 2) + payment) * rate;
  }
};

TEST(SpreadsheetOracle, AnnuitiesAreTheirRows) {
  std::mt19937 random(7);
  const auto up_to = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most + 1));
  };
  for (int turn = 0; turn < 80; ++turn) {
    const int percent = up_to(60) - 20;  // of 10^-3 a period
    Loan loan{BigRational(percent, 1000), 1 + up_to(60),
              BigRational(up_to(1'000'000) + 1, 100),
              BigRational(up_to(20'000) - 10'000, 100), up_to(1) == 1};
    const BigRational payment = loan.Payment();
    const std::string rate = std::to_string(percent) + "E-3";
    const std::string type = loan.in_advance ? " type=1" : " type=0";
    const std::string nper = " nper=" + std::to_string(loan.nper);
    const std::string pv = " pv=" + Shown(loan.pv);
    const std::string fv = " fv=" + Shown(loan.fv);
    EXPECT_EQ(Sheet("PMT rate=" + rate + nper + pv + fv + type),
              Shown(payment));
    const int row = 1 + up_to(loan.nper - 1);
    const std::string part =
        " rate=" + rate + " per=" + std::to_string(row) + nper + pv + fv + type;
    const BigRational interest = loan.Interest(payment, row);
    EXPECT_EQ(Sheet("IPMT" + part), Shown(interest)) << part;
    EXPECT_EQ(Sheet("PPMT" + part), Shown(payment - interest)) << part;
    const BigRational paid(up_to(50'000) - 25'000, 100);
    EXPECT_EQ(
        Sheet("FV rate=" + rate + nper + " pmt=" + Shown(paid) + pv + type),
        Shown(-loan.Left(paid, loan.nper)));
    if (percent <= 0) continue;
    loan.fv = 0;
    const BigRational level = loan.Payment();
    BigRational sum = 0;
    for (int k = row; k <= loan.nper; ++k) sum += loan.Interest(level, k);
    const std::string rows = " rate=" + rate + nper + pv +
                             " start=" + std::to_string(row) +
                             " end=" + std::to_string(loan.nper) + type;
    EXPECT_EQ(Sheet("CUMIPMT" + rows), Shown(sum)) << rows;
    EXPECT_EQ(Sheet("CUMPRINC" + rows),
              Shown(level * (loan.nper - row + 1) - sum))
        << rows;
  }
}

// The day of the month `months` before, or the last of that month; always the
// last where the maturity is one.
Date Before(Date maturity, int months) {
  int year = maturity.year(), month = maturity.month();
  for (int k = 0; k < months; ++k) {
    if (--month == 0) month = 12, --year;
  }
  const int last = DaysInMonth(year, month);
  return Date::Of(
      year, month,
      maturity.IsLastOfMonth() ? last : std::min(maturity.day(), last));
}

TEST(SpreadsheetOracle, CouponsAreCountedOneByOne) {
  std::mt19937 random(11);
  for (int turn = 0; turn < 500; ++turn) {
    const Date settlement =
        *Date::FindDays(static_cast<int>(random() % 20'000));
    const Date maturity = *Date::FindDays(settlement.days() + 1 +
                                          static_cast<int>(random() % 8'000));
    const int frequency = 1 << random() % 3;
    int count = 0;
    Date next = maturity, previous = maturity;
    while (settlement < previous) {
      next = previous;
      previous = Before(maturity, ++count * 12 / frequency);
    }
    const std::string of = " settlement=" + settlement.ToText() +
                           " maturity=" + maturity.ToText() +
                           " frequency=" + std::to_string(frequency) +
                           " basis=1";
    EXPECT_EQ(Sheet("COUPNUM" + of), std::to_string(count)) << of;
    EXPECT_EQ(Sheet("COUPPCD" + of), previous.ToText()) << of;
    EXPECT_EQ(Sheet("COUPNCD" + of), next.ToText()) << of;
    EXPECT_EQ(Sheet("COUPDAYS" + of), std::to_string(next - previous)) << of;
    EXPECT_EQ(Sheet("COUPDAYBS" + of), std::to_string(settlement - previous))
        << of;
    EXPECT_EQ(Sheet("COUPDAYSNC" + of), std::to_string(next - settlement))
        << of;
  }
}

}  // namespace
}  // namespace usance
