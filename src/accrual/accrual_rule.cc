#include "usance/accrual/accrual_rule.h"

#include <string>

namespace usance {
namespace {

template <class E>
absl::Status Unchosen(std::string_view field, std::string_view name) {
  return Error(Reason::kUnspecified,
               std::string(field) + "/" + std::string(name),
               "no " + std::string(Names<E>::kNoun) + " is chosen");
}

}  // namespace

absl::Status CheckRule(const AccrualRule& rule, std::string_view field) {
  if (NameOf(rule.day_count).empty()) {
    return Unchosen<DayCount>(field, "day_count");
  }
  if (NameOf(rule.compounding).empty()) {
    return Unchosen<Compounding>(field, "compounding");
  }
  if (NameOf(rule.regime).empty()) {
    return Unchosen<RoundingRegime>(field, "regime");
  }
  if (NameOf(rule.rounding).empty()) {
    return Unchosen<Rounding>(field, "rounding");
  }
  if (NameOf(rule.fixing).empty()) return Unchosen<RateFixing>(field, "fixing");
  const auto at = [field](const char* name) {
    return std::string(field) + name;
  };
  const bool compound = rule.compounding == Compounding::kCompound;
  if (compound && !rule.rest) {
    return Error(Reason::kMissingField, at("/rest"),
                 "compound interest needs a rest, as P1M");
  }
  if (!compound && rule.rest) {
    return Error(Reason::kConflict, at("/rest"), "simple interest has no rest");
  }
  if (!compound && rule.rests_per_year) {
    return Error(Reason::kConflict, at("/rests_per_year"),
                 "simple interest has no rest");
  }
  if (!compound && (rule.fixing == RateFixing::kAtRest ||
                    rule.fixing == RateFixing::kRestDay)) {
    return Error(Reason::kConflict, at("/fixing"),
                 "simple interest has no rest to read the rate at");
  }
  if (compound &&
      (rule.rest->months < 0 || rule.rest->days < 0 || rule.rest->IsZero())) {
    return Error(Reason::kOutOfRange, at("/rest"),
                 rule.rest->ToText() + "; allowed: above zero");
  }
  constexpr int32_t kMaxRestsPerYear = 366;
  if (rule.rests_per_year &&
      (*rule.rests_per_year < 1 || *rule.rests_per_year > kMaxRestsPerYear)) {
    return Error(Reason::kOutOfRange, at("/rests_per_year"),
                 std::to_string(*rule.rests_per_year) + "; allowed: 1 to " +
                     std::to_string(kMaxRestsPerYear));
  }
  return absl::OkStatus();
}

}  // namespace usance
