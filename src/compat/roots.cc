// Rates that are roots: as near to what the spreadsheets find as a rule can be.
//
// Newton's iteration from the guess, until a step is below 10^-7: RATE on what
// is left at the end, IRR and XIRR on the value now as a function of the
// discount factor 1 / (1 + rate). That is what agrees with the recorded answers
// of Microsoft Excel. Its documentation says 20 tries of RATE, too few of this
// iteration for a long loan from a guess of 10 %. RATE that leaves the rates
// above -1 is #NUM!; the others, after 100 tries, take the root nearest to the
// guess. The root so found is then followed to 45 digits.
#include <algorithm>
#include <map>

#include "src/compat/functions.h"

namespace usance::compat {
namespace {

constexpr int kRateTries = 1000;  // some 50 from 10 % to a 30-year loan
constexpr int kFlowTries = 100;
constexpr int kPolishTries = 400;  // a double root halves the step

struct Point {
  Real value;
  Real slope;
};

// Newton's iteration from `x`. `at` gives the point, or nothing outside of the
// function's domain.
template <class At>
std::optional<Real> Newton(const At& at, Real x, int tries) {
  const Real near = PowerOf10(-7);
  const Real exact = PowerOf10(-45);
  bool found = false;
  for (int k = 0; k < tries + kPolishTries; ++k) {
    if (!found && k >= tries) return std::nullopt;
    const std::optional<Point> point = at(x);
    if (!point) return std::nullopt;
    if (point->value == 0) return x;
    if (point->slope == 0) return found ? std::optional(x) : std::nullopt;
    const Real step = point->value / point->slope;
    x -= step;
    const Real size = abs(step);
    found = found || size < near;
    if (size < exact) return x;
  }
  return x;
}

// Half of the digits are lost where the root is double.
Outcome ShownRate(const Real& rate) {
  return Shown(abs(rate) < PowerOf10(-20) ? Real(0) : rate);
}

// Values at times in units of `per_year` to a year, from the first on.
class Flows {
 public:
  Flows(std::vector<DatedFlow> flows, int per_year)
      : flows_(std::move(flows)), per_year_(per_year) {
    std::stable_sort(
        flows_.begin(), flows_.end(),
        [](const DatedFlow& a, const DatedFlow& b) { return a.days < b.days; });
    for (const DatedFlow& flow : flows_) {
      pays_ = pays_ || flow.value < 0;
      receives_ = receives_ || flow.value > 0;
    }
  }

  [[nodiscard]] bool HasBothSigns() const { return pays_ && receives_; }

  // At the discount factor `x` of a year; nothing where rates end.
  [[nodiscard]] std::optional<Point> At(const Real& x) const {
    if (x < PowerOf10(-15) || x > PowerOf10(15)) return std::nullopt;
    const Real unit = per_year_ == 1 ? x : Real(exp(log(x) / per_year_));
    std::map<int64_t, Real> gaps;  // each gap's discount
    Sum value, slope;
    Real discount = 1;
    int64_t day = 0;
    for (const DatedFlow& flow : flows_) {
      if (const int64_t gap = flow.days - day; gap > 0) {
        const auto [known, is_new] = gaps.try_emplace(gap);
        if (is_new) known->second = pow(unit, gap);
        discount *= known->second;
        day = flow.days;
      }
      const Real term = flow.value * discount;
      value += term;
      slope += term * flow.days;
    }
    return Point{value.value(), slope.value() / (x * per_year_)};
  }

  // The discount factor of the root whose rate is nearest to `guess`, among
  // those where the value changes its sign between rates of -99.9 % and
  // 10^5, looked for at twenty factors a decade.
  [[nodiscard]] std::optional<Real> Nearest(const Real& guess) const {
    std::optional<Real> nearest;
    const Real ratio = exp(log(Real(10)) / 20);
    Real x = PowerOf10(-5);
    std::optional<Point> before = At(x);
    for (int k = -100; k < 60; ++k) {
      const Real next = x * ratio;
      const std::optional<Point> after = At(next);
      if (before->value == 0 || (before->value < 0) != (after->value < 0)) {
        const Real root = Between(x, next);
        const auto far = [&](const Real& factor) {
          return Real(abs(1 / factor - 1 - guess));
        };
        if (!nearest || far(root) < far(*nearest)) nearest = root;
      }
      x = next;
      before = after;
    }
    return nearest;
  }

 private:
  // The sign changes between the two: halved until 45 digits stand.
  [[nodiscard]] Real Between(Real low, Real high) const {
    const bool below = At(low)->value < 0;
    for (int k = 0; k < 150; ++k) {
      const Real middle = (low + high) / 2;
      const Real value = At(middle)->value;
      if (value == 0) return middle;
      ((value < 0) == below ? low : high) = middle;
    }
    return low;
  }

  std::vector<DatedFlow> flows_;
  int per_year_;
  bool pays_ = false;
  bool receives_ = false;
};

Outcome RootOf(const Flows& flows, const Real& guess) {
  if (!flows.HasBothSigns()) return Num("values do not have both signs");
  std::optional<Real> factor = Newton(
      [&](const Real& x) { return flows.At(x); }, 1 / (1 + guess), kFlowTries);
  if (!factor) factor = flows.Nearest(guess);
  if (!factor) return Num("no rate was found");
  return ShownRate(1 / *factor - 1);
}

}  // namespace

// What is left at the end, by rate; its slope there.
Outcome RateOf(Cells& in) {
  const Real nper = in.Number("nper");
  const Real pmt = in.Number("pmt");
  const Real pv = in.Number("pv");
  const Real fv = in.Number("fv");
  const Real type = in.Number("type") != 0 ? 1 : 0;
  const Real guess = in.Number("guess", Real(1) / 10);
  if (in.problem()) return *in.problem();
  if (nper <= 0) return Num("nper is not above 0");
  if (guess <= -1) return NoValue("guess is not above -1");
  const Real still = PowerOf10(-25);
  const Real lowest = PowerOf10(-10) - 1;
  const auto at = [&](const Real& rate) -> std::optional<Point> {
    // With payments in advance a rate of -1 leaves nothing, but is none.
    if (rate < lowest || rate > PowerOf10(15)) return std::nullopt;
    Sum value, slope;
    value += fv;
    if (abs(rate) < still) {
      const Real first = nper * pv + pmt * nper * (type + (nper - 1) / 2);
      value += pv + pmt * nper;
      value += first * rate;
      return Point{value.value(), first};
    }
    const std::optional<Real> power = Power(1 + rate, nper);
    if (!power) return std::nullopt;
    const Real growing = nper * *power / (1 + rate);
    const Real sum = (*power - 1) / rate;
    value += pv * *power;
    value += pmt * (1 + rate * type) * sum;
    slope += pv * growing;
    slope += pmt * type * sum;
    slope += pmt * (1 + rate * type) * (growing - sum) / rate;
    return Point{value.value(), slope.value()};
  };
  const std::optional<Real> rate = Newton(at, guess, kRateTries);
  if (!rate) return Num("no rate was found from the guess");
  return ShownRate(*rate);
}

Outcome Irr(Cells& in) {
  const Real guess = in.Number("guess", Real(1) / 10);
  if (in.problem()) return *in.problem();
  if (guess <= -1) return NoValue("guess is not above -1");
  std::vector<DatedFlow> flows;
  for (const Real& value : in.Numbers("values")) {
    flows.push_back({value, static_cast<int64_t>(flows.size())});
  }
  return RootOf(Flows(std::move(flows), 1), guess);
}

Outcome Xirr(Cells& in) {
  const Real guess = in.Number("guess", Real(1) / 10);
  // A blank cell is 0 here; anything else but a number is #VALUE!.
  auto flows = DatedFlowsOf(
      in, {.blank_is_0 = true, .other_value = SpreadsheetError::kValue});
  if (const auto* problem = std::get_if<Problem>(&flows)) return *problem;
  if (guess <= -1) return NoValue("guess is not above -1");
  return RootOf(Flows(std::get<std::vector<DatedFlow>>(std::move(flows)), 365),
                guess);
}

}  // namespace usance::compat
