#include "src/installment/annuity.h"

#include <utility>
#include <vector>

namespace usance {
namespace {

// The annuity of the rows of `early`, then those of `late`.
Annuity Join(const Annuity& early, const Annuity& late) {
  Annuity both{early.product * late.product,
               early.sum * late.product + early.scale * late.sum, 0,
               early.scale * late.scale};
  if (!early.fixed.is_zero()) both.fixed = early.fixed * late.product;
  if (!late.fixed.is_zero()) both.fixed += early.scale * late.fixed;
  return both;
}

AnnuityBounds Join(const AnnuityBounds& early, const AnnuityBounds& late) {
  return {early.product * late.product, early.sum * late.product + late.sum,
          early.fixed * late.product + late.fixed};
}

// The annuity of `count` rows like `row`.
template <class Sums>
Sums Repeat(Sums row, size_t count) {
  Sums result;
  for (; count > 1; count /= 2) {
    if (count % 2 == 1) result = Join(result, row);
    row = Join(row, row);
  }
  return count == 1 ? Join(result, row) : result;
}

// The annuity of a row with its own growth.
Annuity Single(const AnnuityRow& row) {
  const auto& [product, added, errors] = *row.growth;
  const Integer scale = lcm(product.denominator, added.denominator);
  return {product.numerator * (scale / product.denominator),
          row.share ? scale : Integer(0),
          scale * row.amount - added.numerator * (scale / added.denominator),
          scale};
}

// Without steps.
Annuity Level(std::span<const AnnuityRow> rows) {
  Integer denominator = 1;
  for (size_t k = 0; k < rows.size(); ++k) {
    if (rows[k].growth != nullptr) continue;
    if (k > 0 && rows[k - 1].growth == nullptr &&
        rows[k].factor == rows[k - 1].factor) {
      continue;
    }
    denominator = lcm(denominator, Integer(rows[k].factor.denominator()));
  }
  std::vector<Annuity> nodes;
  for (size_t first = 0, end = 0; first < rows.size(); first = end) {
    while (end < rows.size() && rows[end] == rows[first]) ++end;
    const AnnuityRow& row = rows[first];
    if (row.growth != nullptr) {  // no other row has the same
      nodes.push_back(Single(row));
      continue;
    }
    const Integer scaled = Integer(row.factor.numerator()) *
                           (denominator / row.factor.denominator());
    nodes.push_back(Repeat<Annuity>(
        {denominator + scaled, row.share ? denominator : Integer(0),
         denominator * row.amount, denominator},
        end - first));
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

}  // namespace

Annuity MakeAnnuity(std::span<const AnnuityRow> rows,
                    const AnnuitySteps& steps) {
  if (steps.rows == 0 || rows.size() <= steps.rows) return Level(rows);
  // From the end: what comes later pays `growth` times as much.
  const Integer up(steps.growth.numerator());
  const Integer down(steps.growth.denominator());
  size_t first = (rows.size() - 1) / steps.rows * steps.rows;
  Annuity late = Level(rows.subspan(first));
  while (first > 0) {
    first -= steps.rows;
    late.product *= down;
    late.sum *= up;
    late.fixed *= down;
    late.scale *= down;
    late = Join(Level(rows.subspan(first, steps.rows)), late);
  }
  return late;
}

std::optional<AnnuityBounds> EncloseAnnuity(std::span<const AnnuityRow> rows) {
  AnnuityBounds sums;
  for (size_t first = 0, end = 0; first < rows.size(); first = end) {
    const AnnuityRow& row = rows[first];
    while (end < rows.size() && rows[end] == row) ++end;
    const int128 denominator = row.factor.denominator();
    const auto grown = CheckedAdd(row.factor.numerator(), denominator);
    if (row.growth != nullptr || row.amount < 0 || !grown || *grown <= 0) {
      return std::nullopt;
    }
    const auto growth = Enclosure::Quotient(static_cast<uint128>(*grown),
                                            static_cast<uint128>(denominator));
    if (!growth) return std::nullopt;
    sums = Join(sums, Repeat<AnnuityBounds>({*growth, uint128{row.share},
                                             static_cast<uint128>(row.amount)},
                                            end - first));
  }
  return sums;
}

}  // namespace usance
