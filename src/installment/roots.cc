#include "src/installment/roots.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace usance::installment {
namespace {

constexpr unsigned kNarrowBits = 62;
constexpr unsigned kMostBits = 512;
// Of one precision: parts that are looked at, and powers in them.
constexpr int64_t kMostIntervals = 20'000;
constexpr int64_t kLeastIntervals = 64;
constexpr int64_t kMostPowers = 4'000'000;
constexpr int kMostSteps = 4'000;     // of one refinement
constexpr size_t kMostShifts = 6;     // tried for one interval
constexpr int kMostMultiplicity = 8;  // of the rate 0

// y in [0, 1] as y * 2^62. The sums of coefficients times exponents are below
// 2^63, so that no sum of products passes 2^126.
struct Narrow {
  using Word = uint64_t;
  using Number = int64_t;
  using Sum = int128;

  static constexpr unsigned bits() { return kNarrowBits; }
  [[nodiscard]] static Word One() { return Word{1} << kNarrowBits; }
  [[nodiscard]] static Word Times(Word a, Word b) {
    return static_cast<Word>(static_cast<uint128>(a) * b >> kNarrowBits);
  }
  [[nodiscard]] static Sum Product(Number a, Word b) {
    return static_cast<Sum>(a) * static_cast<Sum>(b);
  }
};

struct Wide {
  using Word = Integer;
  using Number = Integer;
  using Sum = Integer;

  unsigned precision;

  [[nodiscard]] unsigned bits() const { return precision; }
  [[nodiscard]] Word One() const { return Integer(1) << precision; }
  [[nodiscard]] Word Times(const Word& a, const Word& b) const {
    return (a * b) >> precision;
  }
  [[nodiscard]] static Sum Product(const Number& a, const Word& b) {
    return a * b;
  }
};

// Lower bounds of y^exponent: each truncation loses less than one unit, and
// E(j + k) <= E(j) + E(k) + 1, E(1) = 0, so that E(k) < k.
template <typename A>
typename A::Word PowerOf(const A& a, const typename A::Word& y,
                         int64_t exponent) {
  typename A::Word result = a.One(), square = y;
  bool any = false;
  for (int64_t rest = exponent; rest > 0; rest >>= 1) {
    if (rest & 1) result = any ? a.Times(result, square) : square;
    any |= rest & 1;
    if (rest > 1) square = a.Times(square, square);
  }
  return result;
}

template <typename T>
int SignOf(const T& value) {
  return (value > 0) - (value < 0);
}

// The roots of the sum of coefficient * y^exponent in the open (0, 1).
template <typename A>
class Half {
 public:
  using Word = typename A::Word;
  using Sum = typename A::Sum;
  using Number = typename A::Number;

  struct Point {
    Word y;
    std::vector<Word> powers;
    int sign = 0;  // 0: undecided, or at y = 1 exactly 0
    Sum value = 0;
  };
  struct Interval {
    Point low, high;
  };

  Half(const A& a, std::span<const PowerTerm> terms, int zero_multiplicity)
      : a_(a), zero_multiplicity_(zero_multiplicity) {
    int previous = 0;
    for (const PowerTerm& term : terms) {
      exponents_.push_back(term.exponent);
      coefficients_.push_back(static_cast<Number>(term.coefficient));
      const int sign = term.coefficient.sign();
      if (previous != 0 && sign != previous) shifts_.push_back(term.exponent);
      previous = sign;
    }
    variations_ = shifts_.size();
    if (shifts_.size() > kMostShifts) shifts_.resize(kMostShifts);
    shifts_.push_back(0);
    slack_ = 0;
    for (size_t k = 0; k < exponents_.size(); ++k) {
      slack_ +=
          A::Product(SignOf(coefficients_[k]) < 0 ? Number(-coefficients_[k])
                                                  : coefficients_[k],
                     Word(exponents_[k]));
    }
  }

  // Nothing where it takes more bits.
  std::optional<std::vector<Interval>> Isolate() {
    std::vector<Interval> found;
    std::vector<Interval> open;
    open.push_back({At(Word(0)), At(a_.One())});
    Interval& whole = open.front();
    whole.low.sign = SignOf(coefficients_.front());
    whole.high.sign = ExactSignAtOne();
    if (variations_ == 0) return found;
    if (variations_ == 1) {  // one root in all of (0, infinity)
      if (whole.low.sign * whole.high.sign < 0) found.push_back(whole);
      return found;
    }
    const int64_t turns = std::clamp(kMostPowers / std::ssize(exponents_),
                                     kLeastIntervals, kMostIntervals);
    for (int64_t turn = 0; !open.empty(); ++turn) {
      if (turn == turns) return std::nullopt;
      Interval next = std::move(open.back());
      open.pop_back();
      if (Excludes(next)) continue;
      if (IsMonotone(next)) {
        if (next.low.sign * next.high.sign < 0) found.push_back(next);
        continue;
      }
      const std::optional<Point> middle = Between(next);
      if (!middle) return std::nullopt;
      open.push_back({std::move(next.low), *middle});
      open.push_back({*middle, std::move(next.high)});
    }
    return found;
  }

  // One step toward the root of an interval: false where it takes more bits.
  bool Narrower(Interval& around, bool halve) const {
    const Word width = around.high.y - around.low.y;
    if (width <= 1) return false;
    Word step = width >> 1;
    if (!halve) {
      const Sum low = Magnitude(around.low.value);
      const Sum high = Magnitude(around.high.value);
      // The chord, in 20 bits of the width.
      const Sum all = (low >> 20) + (high >> 20) + 1;
      const Word share = static_cast<Word>(low / all);  // <= 2^20
      const Word rest = width - ((width >> 20) << 20);
      step = (width >> 20) * share + ((rest * share) >> 20);
      step = std::min<Word>(std::max<Word>(step, Word(1)), width - 1);
    }
    const Point at = At(around.low.y + step);
    if (at.sign != 0) {
      Replace(around, at);
      return true;
    }
    // Too near to tell: both sides of it, as near as can be told.
    bool any = false;
    for (const bool up : {false, true}) {
      for (Word far = 1; far < width; far <<= 1) {
        if (up ? far >= around.high.y - at.y : far >= at.y - around.low.y) {
          break;
        }
        const Point side = At(up ? Word(at.y + far) : Word(at.y - far));
        if (side.sign == 0) continue;
        Replace(around, side);
        any = true;
        break;
      }
    }
    return any;
  }

  [[nodiscard]] Point At(const Word& y) const {
    Point point{.y = y, .powers = {}};
    point.powers.reserve(exponents_.size());
    Sum sum = 0;
    Word power = a_.One();
    int64_t before = 0, known_gap = 0;
    Word known = a_.One();
    for (size_t k = 0; k < exponents_.size(); ++k) {
      const int64_t gap = exponents_[k] - before;
      if (gap != 0) {
        if (gap != known_gap) known = PowerOf(a_, y, known_gap = gap);
        power = before == 0 ? known : a_.Times(power, known);
      }
      before = exponents_[k];
      point.powers.push_back(power);
      sum += A::Product(coefficients_[k], power);
    }
    point.value = sum;
    // The true sum is within slack_ of it.
    point.sign = sum > slack_ ? 1 : sum < -slack_ ? -1 : 0;
    return point;
  }

 private:
  static Sum Magnitude(const Sum& value) {
    return value < 0 ? Sum(-value) : value;
  }

  static void Replace(Interval& around, const Point& at) {
    (at.sign == around.low.sign ? around.low : around.high) = at;
  }

  [[nodiscard]] int ExactSignAtOne() const {
    Sum sum = 0;
    for (const Number& one : coefficients_) sum += one;
    return SignOf(sum);
  }

  // Whether the sum of (exponent - shift) * coefficient * y^exponent, or
  // without the factor, is nowhere 0 in the interval.
  template <typename Factor>
  [[nodiscard]] bool Constant(const Interval& in, const Factor& factor) const {
    Sum up_low = 0, up_high = 0, down_low = 0, down_high = 0;
    Sum up_slack = 0, down_slack = 0;
    for (size_t k = 0; k < exponents_.size(); ++k) {
      const Number c = factor(k);
      if (c > 0) {
        up_low += A::Product(c, in.low.powers[k]);
        up_high += A::Product(c, in.high.powers[k]);
        up_slack += A::Product(c, Word(exponents_[k]));
      } else {
        down_low -= A::Product(c, in.low.powers[k]);
        down_high -= A::Product(c, in.high.powers[k]);
        down_slack -= A::Product(c, Word(exponents_[k]));
      }
    }
    return up_low > down_high + down_slack || down_low > up_high + up_slack;
  }

  [[nodiscard]] bool Excludes(const Interval& in) const {
    return Constant(in, [this](size_t k) { return coefficients_[k]; });
  }

  [[nodiscard]] bool IsMonotone(const Interval& in) const {
    if (in.high.sign == 0 && zero_multiplicity_ > 1) {
      // The derivatives before that are 0 at 1 and this one never is: none of
      // them is 0 before 1, and so is the sum.
      return Constant(in, [this](size_t k) {
        Number factor = coefficients_[k];
        for (int turn = 0; turn < zero_multiplicity_; ++turn) {
          factor *= Number(exponents_[k]);
        }
        return factor;
      });
    }
    for (const int64_t shift : shifts_) {
      if (Constant(in, [&](size_t k) {
            return Number(coefficients_[k] * Number(exponents_[k] - shift));
          })) {
        return true;
      }
    }
    return false;
  }

  // A point of the interval whose sign is known.
  [[nodiscard]] std::optional<Point> Between(const Interval& in) const {
    const Word width = in.high.y - in.low.y;
    if (width < 64) return std::nullopt;
    for (const int part : {32, 27, 38, 21, 45}) {
      Point at = At(in.low.y + (width >> 6) * Word(part));
      if (at.sign != 0) return at;
    }
    return std::nullopt;
  }

  const A a_;
  const int zero_multiplicity_;
  std::vector<int64_t> exponents_;
  std::vector<Number> coefficients_;
  std::vector<int64_t> shifts_;  // where signs change, and 0
  size_t variations_ = 0;
  Sum slack_ = 0;
};

Integer TenTo(int digits) {
  return boost::multiprecision::pow(Integer(10), static_cast<unsigned>(digits));
}

// The bounds of (u - 1) * 10^scale, u = y^root or its inverse, y in
// [low, high] * 2^-bits.
struct Bounds {
  Exact low, high;
};

Bounds RateBounds(const Integer& low, const Integer& high, int64_t root,
                  bool inverse, unsigned bits) {
  const Integer one = Integer(1) << bits;
  const Integer ceiling = Power(high, root, bits) + root;
  Integer floor = Power(low, root, bits);
  if (!inverse) return {{floor - one, one}, {ceiling - one, one}};
  if (floor.is_zero()) floor = 1;  // beyond, or not decided
  return {{one - ceiling, ceiling}, {one - floor, floor}};
}

// Whether the rates are beyond those that are told apart.
bool IsBeyond(const Bounds& bounds) {
  return Exact(9'000'000) < bounds.low ||
         bounds.high + Exact(1) < Exact(1, TenTo(12));
}

// The root where the bounds decide it.
std::optional<PowerRoot> Decide(const Bounds& bounds, int scale) {
  const Exact unit(TenTo(scale), 1);
  const Integer rate = (bounds.low * unit).Round(Rounding::kHalfUp);
  if (bounds.low.numerator + bounds.low.denominator <= 0 ||
      (bounds.high * unit).Round(Rounding::kHalfUp) != rate) {
    return std::nullopt;
  }
  const Exact fine(TenTo(kBoundScale), 1);
  return PowerRoot{rate, (bounds.low * fine).Round(Rounding::kFloor),
                   (bounds.high * fine).Round(Rounding::kCeiling)};
}

// The roots on one side of the rate 0, or nothing where it takes more bits.
template <typename A>
std::optional<std::vector<PowerRoot>> RootsWith(
    const A& a, std::span<const PowerTerm> terms, int multiplicity,
    int64_t root, bool inverse, int scale) {
  Half<A> half(a, terms, multiplicity);
  auto intervals = half.Isolate();
  if (!intervals) return std::nullopt;
  std::vector<PowerRoot> roots;
  const Integer unit = TenTo(scale), one = Integer(1) << a.bits();
  for (auto& around : *intervals) {
    std::optional<PowerRoot> decided;
    for (int step = 0; !decided; ++step) {
      if (step == kMostSteps) return std::nullopt;
      const auto width = Integer(around.high.y - around.low.y);
      // |du/dy| >= root above 0: before that no 10^-scale is decided.
      const bool fine = width * root * unit < one;
      if (fine || step % 8 == 0) {
        const Bounds bounds =
            RateBounds(Integer(around.low.y), Integer(around.high.y), root,
                       inverse, a.bits());
        if (IsBeyond(bounds)) {
          decided.emplace().is_beyond = true;
        } else if (fine) {
          decided = Decide(bounds, scale);
        }
        if (decided) break;
      }
      if (!half.Narrower(around, step % 3 != 1)) return std::nullopt;
    }
    roots.push_back(*std::move(decided));
  }
  return roots;
}

// Whether Narrow holds all sums of the terms.
bool IsNarrow(std::span<const PowerTerm> terms) {
  const int64_t last = terms.back().exponent;
  if (last > int64_t{1} << 24) return false;
  Integer sum = 0;
  for (const PowerTerm& term : terms) sum += abs(term.coefficient);
  return sum * (last + 1) < Integer(1) << 63;
}

absl::StatusOr<std::vector<PowerRoot>> RootsOnSide(
    std::span<const PowerTerm> terms, int multiplicity, int64_t root,
    bool inverse, int scale) {
  if (multiplicity <= 1 && IsNarrow(terms)) {
    auto roots = RootsWith(Narrow{}, terms, multiplicity, root, inverse, scale);
    if (roots) return *std::move(roots);
  }
  unsigned bits = 128;
  while (terms.back().exponent >> (bits / 4) != 0) bits *= 2;
  for (; bits <= kMostBits; bits *= 2) {
    auto roots =
        RootsWith(Wide{bits}, terms, multiplicity, root, inverse, scale);
    if (roots) return *std::move(roots);
  }
  return Error(Reason::kLimitExceeded, "/flows",
               "undecided in " + std::to_string(kMostBits) +
                   " bits: the value touches 0 without crossing it, or a rate "
                   "is a tie");
}

}  // namespace

void Normalize(std::vector<PowerTerm>& terms) {
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) {
    return a.exponent < b.exponent;
  });
  std::vector<PowerTerm> merged;
  for (PowerTerm& term : terms) {
    if (!merged.empty() && merged.back().exponent == term.exponent) {
      merged.back().coefficient += term.coefficient;
      continue;
    }
    if (!merged.empty() && merged.back().coefficient.is_zero()) {
      merged.pop_back();
    }
    merged.push_back(std::move(term));
  }
  if (!merged.empty() && merged.back().coefficient.is_zero()) {
    merged.pop_back();
  }
  if (!merged.empty()) {
    const int64_t first = merged.front().exponent;
    for (PowerTerm& term : merged) term.exponent -= first;
  }
  terms = std::move(merged);
}

Integer Power(const Integer& y, int64_t exponent, unsigned bits) {
  return PowerOf(Wide{bits}, y, exponent);
}

absl::StatusOr<std::vector<PowerRoot>> FindRoots(std::vector<PowerTerm> terms,
                                                 int64_t root, int scale) {
  Normalize(terms);
  std::vector<PowerRoot> roots;
  if (terms.size() < 2) return roots;
  int64_t divisor = root;
  for (const PowerTerm& term : terms) {
    divisor = std::gcd(divisor, term.exponent);
  }
  Integer content = 0;
  for (const PowerTerm& term : terms) {
    content = gcd(content, term.coefficient);
  }
  root /= divisor;
  for (PowerTerm& term : terms) {
    term.exponent /= divisor;
    term.coefficient /= content;
  }
  // How many times the rate 0 is a root: exact.
  int multiplicity = 0;
  for (; multiplicity <= kMostMultiplicity; ++multiplicity) {
    Integer sum = 0;
    for (const PowerTerm& term : terms) {
      sum += term.coefficient *
             boost::multiprecision::pow(Integer(term.exponent),
                                        static_cast<unsigned>(multiplicity));
    }
    if (!sum.is_zero()) break;
  }
  // Rates above 0: y = u^(-1/root). Below 0: its inverse, the terms reversed.
  USANCE_ASSIGN_OR_RETURN(std::vector<PowerRoot> above,
                          RootsOnSide(terms, multiplicity, root, true, scale));
  const int64_t last = terms.back().exponent;
  std::reverse(terms.begin(), terms.end());
  for (PowerTerm& term : terms) term.exponent = last - term.exponent;
  USANCE_ASSIGN_OR_RETURN(roots,
                          RootsOnSide(terms, multiplicity, root, false, scale));
  if (multiplicity > 0) roots.push_back({0, 0, 0});
  roots.insert(roots.end(), above.begin(), above.end());
  std::sort(roots.begin(), roots.end(),
            [](const auto& a, const auto& b) { return a.low < b.low; });
  return roots;
}

Integer InverseRoot(const Exact& u, int64_t root, unsigned bits) {
  // The highest y with y^root * u <= 1, found bit by bit; Power is a lower
  // bound, so that y may be up to two units too low where u < 2^60.
  const unsigned wide = bits + 64;
  const Integer one = Integer(1) << wide;
  Integer y = 0;
  for (unsigned bit = bits + 1; bit-- > 0;) {
    const Integer next = y | Integer(1) << bit;
    const Integer power = Power(next << 64, root, wide) + root;
    if (power * u.numerator <= one * u.denominator) y = next;
  }
  return y;
}

}  // namespace usance::installment
