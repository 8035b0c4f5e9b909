// The rows of a loan beside the same rows by plain 128-bit division and one
// date after the other; and an addition that waits for the one before, of which
// one is a cycle.
#include <memory>
#include <vector>

#include "bench/peers/loan.h"
#include "bench/peers/pair.h"
#include "usance/date/business_day.h"
#include "usance/date/period.h"
#include "usance/installment/columns.h"

namespace usance::bench {
namespace {

constexpr Sides kSides = {"Usance", "Reference"};

struct Columns {
  std::vector<int32_t> due = std::vector<int32_t>(kRows);
  std::vector<int64_t> opening = std::vector<int64_t>(kRows);
  std::vector<int64_t> interest = opening, principal = opening;

  friend bool operator==(const Columns&, const Columns&) = default;
};
using Shared = std::shared_ptr<Columns>;

// The rows of LoanTerms without dates.
void FillAmounts(const AmortizationSpec& terms, int64_t payment,
                 Columns& columns) {
  const Fraction factor = *CheckedMul(terms.rate.value(), Fraction::Of(1, 12));
  int64_t balance = terms.principal.minor();
  for (size_t k = 0; k < kRows; ++k) {
    const auto interest = static_cast<int64_t>(Divide(
        factor.numerator() * balance, factor.denominator(), terms.rounding));
    const int64_t principal = k + 1 == kRows ? balance : payment - interest;
    columns.opening[k] = balance;
    columns.interest[k] = interest;
    columns.principal[k] = principal;
    balance -= principal;
  }
}

void FillDates(const ScheduleSpec& terms, Columns& columns) {
  for (int32_t k = 0; k < kRows; ++k) {
    const Date date =
        *AddPeriod(terms.start, terms.frequency, k + 1, EndOfMonth::kClamp);
    columns.due[static_cast<size_t>(k)] =
        Adjust(date, terms.convention, *terms.calendar)->days();
  }
}

void RegisterClock() {
  benchmark::RegisterBenchmark("Clock_Addition", [](benchmark::State& state) {
    constexpr int kAdditions = 4096;
    for (auto _ : state) {
      uint64_t sum = 0;
      for (int i = 0; i < kAdditions / 8; ++i) {
        asm volatile(
            "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
            "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0"
            : "+r"(sum));
      }
      Use(sum);
    }
    state.SetItemsProcessed(state.iterations() * kAdditions);
  });
}

}  // namespace

void RegisterReferences() {
  const AmortizationSpec terms = LoanTerms(*FindCalendar("TARGET2"));
  const int64_t payment = *Amortize(terms)->level_payment_minor;
  const auto same = [](const Shared& ours, const Shared& rival) {
    return *ours == *rival;
  };
  const auto ours = std::make_shared<Columns>();
  const auto rival = std::make_shared<Columns>();
  Pair(
      kSides, "Rows360", 1,
      [=](size_t) {
        if (!AmortizeColumns(terms, {.opening_minor = ours->opening,
                                     .interest_minor = ours->interest,
                                     .principal_minor = ours->principal})
                 .ok()) {
          std::abort();
        }
        return ours;
      },
      [=](size_t) {
        FillAmounts(terms, payment, *rival);
        return rival;
      },
      same);
  Pair(
      kSides, "DatedRows360", 1,
      [=](size_t) {
        if (!AmortizeColumns(terms, {.due = ours->due,
                                     .opening_minor = ours->opening,
                                     .interest_minor = ours->interest,
                                     .principal_minor = ours->principal})
                 .ok()) {
          std::abort();
        }
        return ours;
      },
      [=](size_t) {
        FillDates(terms.schedule, *rival);
        FillAmounts(terms, payment, *rival);
        return rival;
      },
      same);
#if defined(__x86_64__) || defined(__i386__)
  RegisterClock();
#endif
}

}  // namespace usance::bench
