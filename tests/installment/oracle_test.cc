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
#include <utility>

#include "tests/installment/answers.h"
#include "tests/installment/contracts.h"
#include "tests/installment/invariants.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/amortize.h"

namespace usance {
namespace {

using Counts = std::map<std::string, std::map<std::string, int64_t>>;

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
  ++counts["count"][RowsBucket(*spec.schedule.count)];
  ++counts["first period"]
          [spec.schedule.first_regular_start ? "stub" : "regular"];
  ++counts["dates"][name(spec.schedule.convention)];
  ++counts["per"][name(spec.rate.unit())];
  ++counts["payment multiple"][std::to_string(spec.payment_increment.minor())];
  const int sign = spec.rate.value().Sign();
  ++counts["rate"][sign < 0 ? "negative" : sign > 0 ? "positive" : "zero"];
  ++counts["timing"][name(spec.timing)];
  const std::pair<const char*, bool> uses[] = {
      {"advances", !spec.advances.empty()},
      {"advances leveled again",
       spec.advance_change == RateChange::kLevelAgain},
      {"amortization rows", spec.amortization_rows.has_value()},
      {"balloon", spec.balloon || spec.balloon_percent},
      {"capitalization", !spec.capitalization.IsNone()},
      {"down payment", spec.down_payment.has_value()},
      {"fees", !spec.fees.empty()},
      {"final payment", spec.final_payment.has_value()},
      {"grace", spec.grace_rows > 0},
      {"least payment", spec.least_payment.has_value()},
      {"raised to interest", spec.raise_to_interest},
      {"rates", spec.rates.has_value()},
      {"rates leveled again", spec.rate_change == RateChange::kLevelAgain},
      {"resets", spec.reset.rows > 0},
      {"row terms", !spec.row_terms.empty()},
      {"season", !spec.season.months.empty()},
      {"steps", spec.steps.rows > 0},
      {"tax", spec.tax.on_interest.has_value()}};
  for (const auto& [what, used] : uses) {
    if (used) ++counts["with"][what];
  }
  for (const RowTerm& term : spec.row_terms) ++counts["rows"][name(term.pays)];
  ++counts["outcome"][ok ? "rows" : "error"];
}

// What is wrong with one contract; empty where nothing is.
std::string Try(const AmortizationSpec& spec, Counts& counts) {
  const oracle::Answer theirs = oracle::Amortize(spec);
  const absl::StatusOr<Amortization> result = Amortize(spec);
  Count(spec, result.ok(), counts);
  const oracle::Answer ours = AnswerOf(result);
  if (ours.wrong != theirs.wrong) {
    return (result.ok() ? "rows" : result.status().ToString()) + ", oracle: " +
           (theirs.wrong == oracle::Wrong::kNothing ? "rows" : "error ") +
           std::to_string(static_cast<int>(theirs.wrong));
  }
  if (!result.ok()) return {};
  const std::string wrong = Difference(ours, theirs);
  return wrong.empty() ? BrokenPromise(spec, *result)
                       : "not the oracle's: " + wrong;
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
