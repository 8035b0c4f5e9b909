// Random chains of changes against the oracle: not one minor unit of
// difference. 20,000 a run.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly runs 1,000,000 chains.
#include "tests/installment/loan_change_oracle.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/installment/contracts.h"
#include "usance/installment/loan_change.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr DayCount kPartDayCounts[] = {
    DayCount::kAct360,    DayCount::kAct365Fixed,  DayCount::kActActIsda,
    DayCount::k30360Isda, DayCount::k30E360,       DayCount::k30EPlus360,
    DayCount::kNl365,     DayCount::kAct365Actual,
};
constexpr AmortizationMethod kChangingMethods[] = {
    AmortizationMethod::kLevel, AmortizationMethod::kLevel,
    AmortizationMethod::kLevel, AmortizationMethod::kEqualPrincipal,
    AmortizationMethod::kInterestOnly};
constexpr EarlyInterest kSkipped[] = {
    EarlyInterest::kCapitalized, EarlyInterest::kDeferred,
    EarlyInterest::kSpread, EarlyInterest::kWaived};

Rate YearlyRate(Dice& dice) {
  return Rate(Fraction::Of(dice.Between(0, 3000), 10'000), TimeUnit::kYear);
}

AmortizationSpec RandomTerms(Dice& dice) {
  const Currency currency = Currency::Of("EUR");
  AmortizationSpec spec{
      .principal = Money(dice.Between(100, 5'000'000), currency),
      .rate = YearlyRate(dice),
      .day_count = dice.Of(kPartDayCounts),
      .schedule = {.start = Date::FindDays(static_cast<int32_t>(
                                               dice.Between(10'000, 25'000)))
                                .value(),
                   .count = static_cast<int32_t>(dice.Between(2, 30)),
                   .frequency = Months(static_cast<int32_t>(
                       dice.OneIn(4) ? dice.Between(1, 6) : 1))},
      .method = dice.Of(kChangingMethods),
      .rounding = dice.Of<Rounding>(),
      .residual = Residual::kLast,
  };
  if (spec.method == AmortizationMethod::kLevel && dice.OneIn(4)) {
    spec.payment_increment = Increment::Make(dice.OneIn(2) ? 5 : 100).value();
  }
  if (spec.method != AmortizationMethod::kInterestOnly && dice.OneIn(8)) {
    spec.balloon = Money(spec.principal.minor() / 4, currency);
  }
  if (*spec.schedule.count > 3 && dice.OneIn(6)) {
    spec.grace_rows = 2;
    spec.grace = dice.Of(kSkipped);
  }
  return spec;
}

LoanChange RandomChange(Dice& dice, const Amortization& loan,
                        const AmortizationSpec& terms) {
  const Date first = loan.rows.front().period.start;
  const Date last = loan.rows.back().period.end;
  const size_t row = static_cast<size_t>(
      dice.Between(0, static_cast<int64_t>(loan.rows.size()) - 1));
  Date day = dice.OneIn(3) ? loan.rows[row].period.end
                           : *Date::FindDays(static_cast<int32_t>(
                                 dice.Between(first.days(), last.days() + 2)));
  const Currency currency = terms.principal.currency();
  const auto amount = [&](int64_t most) {
    return Money(dice.Between(1, std::max<int64_t>(most, 1)), currency);
  };
  const auto adjusts = [&] { return static_cast<Adjusts>(dice.Between(1, 3)); };
  const auto months_after = [&](int64_t low, int64_t high) {
    return AddMonths(day, static_cast<int32_t>(dice.Between(low, high)),
                     EndOfMonth::kClamp)
        .value();
  };
  LoanChangeBody body = Recast{};
  switch (dice.Between(1, 9)) {
    case 1:
      body = Prepaid{amount(loan.rows[row].opening_minor * 9 / 8),
                     static_cast<Adjusts>(dice.Between(1, 4))};
      break;
    case 2:
      body = ToppedUp{amount(terms.principal.minor() / 2), adjusts()};
      break;
    case 3:
      day = loan.rows[row].period.end;
      body = PaymentMissed{dice.Of(kSkipped), adjusts()};
      break;
    case 4:
      body = RateChanged{YearlyRate(dice), adjusts()};
      break;
    case 5:
      body = InterestPaused{months_after(1, 6), adjusts()};
      break;
    case 6:
      body = PaymentHoliday{
          static_cast<int32_t>(dice.Between(1, 4)),
          dice.OneIn(3) ? EarlyInterest::kInterest : dice.Of(kSkipped),
          adjusts()};
      break;
    case 7: {
      Rescheduled moved{
          .first_due = months_after(1, 3),
          .adjusts = dice.OneIn(2) ? Adjusts::kPayment : Adjusts::kLastPayment};
      if (dice.OneIn(2))
        moved.count = static_cast<int32_t>(dice.Between(1, 36));
      if (dice.OneIn(3)) {
        moved.frequency = Months(static_cast<int32_t>(dice.Between(1, 3)));
      }
      body = moved;
      break;
    }
    case 8:
      if (dice.OneIn(3)) body = Accelerated{};
      break;
    default:
      break;
  }
  return {.date = day, .body = std::move(body)};
}

std::string LineText(const oracle::Day& end, const oracle::Big& opening,
                     const oracle::Big& advance, const oracle::Big& interest,
                     const oracle::Big& principal, const oracle::Big& payment,
                     const oracle::Big& closing) {
  return oracle::ToText(end) + " " + opening.str() + " " + advance.str() + " " +
         interest.str() + " " + principal.str() + " " + payment.str() + " " +
         closing.str() + "\n";
}

std::string TextOfLoan(const Amortization& loan) {
  std::string text;
  for (const Installment& row : loan.rows) {
    text += LineText(oracle::ToDay(row.period.end), row.opening_minor,
                     row.advance_minor, row.interest_minor, row.principal_minor,
                     row.payment_minor, row.closing_minor);
  }
  return text;
}

std::string TextOfLoan(const oracle::ChangingLoan& loan) {
  std::string text;
  for (const oracle::ChangingLoan::Line& line : loan.lines()) {
    text += LineText(line.end, line.opening, line.advance, line.interest,
                     line.principal, line.payment, line.closing);
  }
  return text;
}

// What is wrong with the laws of rows, whatever happened: P01, P02, P03, P04,
// P05.
std::string BrokenLaw(const AmortizationSpec& terms, const Amortization& loan) {
  int128 balance = terms.principal.minor(), paid_out = 0, paid = 0;
  for (const Installment& row : loan.rows) {
    if (row.opening_minor != balance) return "opening";
    if (row.payment_minor != row.interest_minor + row.principal_minor +
                                 row.fee_minor + row.tax_minor) {
      return "payment";
    }
    balance += row.advance_minor - row.principal_minor;
    if (row.closing_minor != balance) return "closing";
    if (balance < 0) return "balance";
    paid_out += row.advance_minor;
    paid += row.principal_minor;
  }
  if (balance != loan.residual.waived_minor) return "the end";
  if (paid_out + terms.principal.minor() != paid + balance) return "the sum";
  return {};
}

std::string TextOfChanges(const std::vector<LoanChange>& changes) {
  std::string text;
  for (const LoanChange& change : changes) {
    text +=
        change.date.ToText() + " " + std::string(NameOf(change.kind())) + "; ";
  }
  return text;
}

using ChangeCounts = std::map<std::string, int64_t>;

// What is wrong with one chain; empty where nothing is.
std::string TryChain(uint64_t seed, ChangeCounts& counts) {
  Dice dice(seed);
  const AmortizationSpec terms = RandomTerms(dice);
  oracle::ChangingLoan theirs(terms);
  auto ours = ChangeLoan(terms, {});
  if (ours.ok() == theirs.wrong()) return "the terms";
  if (!ours.ok()) return {};
  std::vector<LoanChange> changes;
  Date day = terms.schedule.start;
  const auto length = static_cast<size_t>(dice.Between(1, 6));
  while (changes.size() < length) {
    LoanChange change = RandomChange(dice, ours->amortization, terms);
    if (change.date < day) continue;
    day = change.date;
    const std::string kind(NameOf(change.kind()));
    theirs.Apply(change);
    changes.push_back(std::move(change));
    const auto after = ChangeLoan(terms, changes);
    const std::string what = TextOfChanges(changes);
    if (theirs.too_long()) {
      ++counts["too long a term"];
      return {};
    }
    if (after.ok() == theirs.wrong()) {
      return what + (after.ok() ? "the oracle refuses it"
                                : std::string(after.status().message()));
    }
    ++counts[kind + (after.ok() ? "" : ", refused")];
    if (!after.ok()) return {};
    const std::string mine = TextOfLoan(after->amortization);
    if (mine != TextOfLoan(theirs)) {
      return what + "\n" + mine + "for\n" + TextOfLoan(theirs);
    }
    const std::string broken = BrokenLaw(terms, after->amortization);
    if (!broken.empty()) return what + broken;
    // Undone, it has never been.
    std::vector<LoanChange> undone = changes;
    undone.back().id = "last";
    undone.push_back({.date = day, .body = Undone{"last"}});
    const auto back = ChangeLoan(terms, undone);
    if (!back.ok() || back->amortization != ours->amortization) {
      return what + "undone";
    }
    ours = after;
    if (day >= after->amortization.rows.back().period.end) break;
  }
  return {};
}

TEST(ChangeLoanOracle, RandomChains) {
  const char* const tier = std::getenv("USANCE_TIER");
  const int64_t chains = tier != nullptr && std::string_view(tier) == "nightly"
                             ? 1'000'000
                             : 20'000;
  const char* const given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::stoull(given) : 20260101;
  ChangeCounts counts;
  for (int64_t k = 0; k < chains; ++k) {
    const uint64_t own = seed * 1'000'003 + static_cast<uint64_t>(k);
    ASSERT_EQ(TryChain(own, counts), "") << "chain " << own;
  }
  std::cout << chains << " chains, seed " << seed << "\n";
  for (const auto& [what, count] : counts) {
    std::cout << "  " << what << ": " << count << "\n";
  }
}

}  // namespace
}  // namespace usance
