#include "src/installment/annuity.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace usance {
namespace {

// The annuity of the rows of `early`, then those of `late`.
Annuity Join(const Annuity& early, const Annuity& late) {
  return {early.product * late.product,
          early.sum * late.product + early.scale * late.sum,
          early.scale * late.scale};
}

// The annuity of `count` rows like `row`.
Annuity Repeat(Annuity row, size_t count) {
  Annuity result;
  for (; count > 1; count /= 2) {
    if (count % 2 == 1) result = Join(result, row);
    row = Join(row, row);
  }
  return count == 1 ? Join(result, row) : result;
}

}  // namespace

Annuity MakeAnnuity(std::span<const Fraction> factors) {
  Integer denominator = 1;
  for (size_t k = 0; k < factors.size(); ++k) {
    if (k > 0 && factors[k] == factors[k - 1]) continue;
    denominator = lcm(denominator, Integer(factors[k].denominator()));
  }
  std::vector<Annuity> nodes;
  for (size_t first = 0, end = 0; first < factors.size(); first = end) {
    while (end < factors.size() && factors[end] == factors[first]) ++end;
    const Fraction& factor = factors[first];
    const Annuity row{denominator + Integer(factor.numerator()) *
                                        (denominator / factor.denominator()),
                      denominator, denominator};
    nodes.push_back(Repeat(row, end - first));
  }
  while (nodes.size() > 1) {  // neighbors in pairs, so that sizes stay alike
    const size_t pairs = nodes.size() / 2;
    for (size_t k = 0; k < pairs; ++k) {
      nodes[k] = Join(nodes[2 * k], nodes[2 * k + 1]);
    }
    if (nodes.size() % 2 == 1) nodes[pairs] = std::move(nodes.back());
    nodes.resize((nodes.size() + 1) / 2);
  }
  return nodes.empty() ? Annuity{} : std::move(nodes.front());
}

}  // namespace usance
