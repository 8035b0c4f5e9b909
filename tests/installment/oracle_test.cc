// Random contracts against the oracle: not one minor unit of difference.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly runs 2,000,000 contracts.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <string_view>

#include "tests/installment/contracts.h"
#include "tests/installment/invariants.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/amortize.h"

namespace usance {
namespace {

using Counts = std::map<std::string, std::map<std::string, int64_t>>;

oracle::Wrong WrongOf(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case Reason::kNegativeAmortization:
      return oracle::Wrong::kUncovered;
    case Reason::kOverflow:
      return oracle::Wrong::kOverflow;
    case Reason::kOutOfRange:
      return oracle::Wrong::kRate;
    default:
      return oracle::Wrong::kNothing;
  }
}

// The first difference; empty where there is none.
std::string Difference(const Amortization& ours, const oracle::Answer& theirs) {
  if (ours.rows.size() != theirs.rows.size()) return "row count";
  for (size_t k = 0; k < ours.rows.size(); ++k) {
    const Installment& a = ours.rows[k];
    const oracle::Row& b = theirs.rows[k];
    if (oracle::ToDay(a.period.start) == b.start &&
        oracle::ToDay(a.due()) == b.due && a.opening_minor == b.opening &&
        a.interest_minor == b.interest && a.principal_minor == b.principal &&
        a.payment_minor == b.payment && a.closing_minor == b.closing) {
      continue;
    }
    return "row " + std::to_string(k + 1) + ": due " + a.due().ToText() +
           " interest " + std::to_string(a.interest_minor) + " payment " +
           std::to_string(a.payment_minor) + ", oracle: due " +
           oracle::ToText(b.due) + " interest " + b.interest.str() +
           " payment " + b.payment.str();
  }
  if (ours.level_payment_minor.has_value() != theirs.level.has_value() ||
      (theirs.level && *ours.level_payment_minor != *theirs.level)) {
    return "level payment";
  }
  if (ours.residual.gap_minor != theirs.gap) {
    return "gap " + std::to_string(ours.residual.gap_minor) +
           ", oracle: " + theirs.gap.str();
  }
  return {};
}

// (m/2 + 1/2) * s_n, whole units for directed modes: what `last` reports at
// rates that are not negative.
std::string BoundDifference(const AmortizationSpec& spec,
                            const Amortization& ours,
                            const oracle::Answer& theirs) {
  if (spec.residual != Residual::kLast ||
      spec.method != AmortizationMethod::kLevel ||
      spec.rate.value().Sign() < 0) {
    return {};
  }
  const auto twice = [](Rounding mode) {
    return mode == Rounding::kHalfEven || mode == Rounding::kHalfUp ||
                   mode == Rounding::kHalfDown
               ? 1
               : 2;
  };
  const oracle::Big units =
      oracle::Big(spec.payment_increment.minor()) *
          twice(spec.payment_rounding.value_or(spec.rounding)) +
      twice(spec.rounding);
  const oracle::Big bound = oracle::RoundRatio(
      units * theirs.growth_sum, 2 * theirs.scale, Rounding::kCeiling);
  if (!ours.residual.bound_minor) {
    return oracle::Fits(bound) ? "no bound" : "";
  }
  return *ours.residual.bound_minor == bound
             ? ""
             : "bound " + std::to_string(*ours.residual.bound_minor) +
                   ", oracle: " + bound.str();
}

std::string RowsBucket(int32_t rows) {
  for (const int32_t top : {1, 3, 12, 60, 240}) {
    if (rows <= top) return "to " + std::to_string(top);
  }
  return "to 480";
}

void Count(const AmortizationSpec& spec, bool ok, Counts& counts) {
  const auto name = [](auto value) { return std::string(NameOf(value)); };
  ++counts["method"][name(spec.method)];
  ++counts["rounding"][name(spec.rounding)];
  ++counts["day count"][name(spec.day_count)];
  ++counts["residual"][name(spec.residual)];
  ++counts["minor digits"][std::to_string(spec.principal.currency().digits())];
  ++counts["rows"][RowsBucket(*spec.schedule.count)];
  ++counts["first period"]
          [spec.schedule.first_regular_start ? "stub" : "regular"];
  ++counts["dates"][name(spec.schedule.convention)];
  ++counts["per"][name(spec.rate.unit())];
  ++counts["payment multiple"][std::to_string(spec.payment_increment.minor())];
  const int sign = spec.rate.value().Sign();
  ++counts["rate"][sign < 0 ? "negative" : sign > 0 ? "positive" : "zero"];
  ++counts["outcome"][ok ? "rows" : "error"];
}

// What is wrong with one contract; empty where nothing is.
std::string Try(const AmortizationSpec& spec, Counts& counts) {
  const oracle::Answer theirs = oracle::Amortize(spec);
  const absl::StatusOr<Amortization> ours = Amortize(spec);
  Count(spec, ours.ok(), counts);
  if (!ours.ok()) {
    if (theirs.wrong != oracle::Wrong::kNothing &&
        theirs.wrong == WrongOf(ours.status())) {
      return {};
    }
    return ours.status().ToString() +
           ", oracle: " + std::to_string(static_cast<int>(theirs.wrong));
  }
  if (theirs.wrong != oracle::Wrong::kNothing) {
    return "rows, oracle: error " +
           std::to_string(static_cast<int>(theirs.wrong));
  }
  std::string wrong = Difference(*ours, theirs);
  if (wrong.empty()) wrong = BoundDifference(spec, *ours, theirs);
  if (wrong.empty()) wrong = BrokenPromise(spec, *ours);
  return wrong;
}

TEST(AmortizeOracle, RandomContracts) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string_view(tier) == "nightly";
  const uint64_t contracts = nightly ? 2'000'000 : 20'000;
  const char* given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  std::cout << "seed " << seed << ", " << contracts << " contracts\n";
  Counts counts;
  int failures = 0;
  for (uint64_t k = 0; k < contracts && failures < 5; ++k) {
    const AmortizationSpec spec =
        RandomContract(seed * 0x9E3779B97F4A7C15u + k);
    const std::string wrong = Try(spec, counts);
    if (wrong.empty()) continue;
    ++failures;
    ADD_FAILURE() << "USANCE_SEED=" << seed << " contract " << k << ": "
                  << wrong << "\n  " << Describe(spec);
  }
  for (const auto& [kind, classes] : counts) {
    std::cout << kind << ":";
    for (const auto& [name, count] : classes) {
      std::cout << "  " << name << " " << count;
      EXPECT_GE(count * 100, static_cast<int64_t>(contracts))
          << kind << " " << name << ": under 1 %";
    }
    std::cout << "\n";
  }
  EXPECT_EQ(counts["method"].size(),
            std::size(Names<AmortizationMethod>::kTable));
  EXPECT_EQ(counts["rounding"].size(), std::size(Names<Rounding>::kTable));
  EXPECT_EQ(counts["residual"].size(), std::size(Names<Residual>::kTable));
  EXPECT_EQ(counts["day count"].size(), std::size(kPlainDayCounts));
}

}  // namespace
}  // namespace usance
