// Values of flows, and rates of growth.
#include "src/compat/functions.h"

namespace usance::compat {
namespace {

constexpr std::string_view kDiscount = "1 + rate is 0";

// The sum of values, each discounted for one period more than the one before;
// the first for `first` periods. Requires a rate that is not -1.
Real Discounted(const std::vector<Real>& values, const Real& rate, int first) {
  Sum sum;
  const Real factor = 1 / (1 + rate);
  Real discount = first == 0 ? Real(1) : factor;
  for (const Real& value : values) {
    sum += value * discount;
    discount *= factor;
  }
  return sum.value();
}

}  // namespace

Outcome Npv(Cells& in) {
  const Real rate = in.Number("rate");
  if (in.problem()) return *in.problem();
  const std::vector<Real> values = in.Numbers("values");
  if (values.empty()) return NoValue("values has no number");
  if (rate == -1) return DivideByZero(std::string(kDiscount));
  return Shown(Discounted(values, rate, 1));
}

// With n values, the positive ones reinvested to the end and the negative ones
// financed from the beginning:
//
//   (-FV(positive) / PV(negative))^(1 / (n - 1)) - 1
//
// Source: ISO/IEC 29500-1, 18.17.7 (MIRR). Recorded of Excel: a lone payment at
// the beginning needs no discount, so that a finance_rate of -1 is no error,
// and what is no number is passed over and takes no period. As other programs
// have it: later payments at -1 are worth more than all bounds.
Outcome Mirr(Cells& in) {
  const Real finance = in.Number("finance_rate");
  const Real reinvest = in.Number("reinvest_rate");
  if (in.problem()) return *in.problem();
  std::vector<Real> paid = in.Numbers("values");
  std::vector<Real> received = paid;
  const size_t count = paid.size();
  bool pays = false, pays_later = false, receives = false;
  for (size_t k = 0; k < count; ++k) {
    if (paid[k] > 0) {
      receives = true;
      paid[k] = 0;
    } else {
      pays = pays || paid[k] < 0;
      pays_later = pays_later || (paid[k] < 0 && k > 0);
      received[k] = 0;
    }
  }
  if (!pays) return DivideByZero("no value is below 0");
  if (count == 1) return DivideByZero("there is one value");
  if (!receives) return Shown(Real(-1));
  if (finance == -1 && pays_later) return Shown(Real(-1));
  const Real now = finance == -1 ? paid[0] : Discounted(paid, finance, 0);
  Sum then;
  Real growth = 1;
  for (size_t k = count; k > 0; --k) {
    then += received[k - 1] * growth;
    growth *= 1 + reinvest;
  }
  if (now == 0) return DivideByZero("what is paid comes to nothing");
  const std::optional<Real> root =
      Power(-then.value() / now, Real(1) / static_cast<int64_t>(count - 1));
  if (!root) return Num("the growth has no such root");
  return Shown(*root - 1);
}

// Over actual days of years of 365. Recorded of Excel: a rate below 0 is
// #NUM!, as is a logical among the values. As its users and other programs have
// it: so are 0, and any other value that is no number.
Outcome Xnpv(Cells& in) {
  const Real rate = in.Number("rate");
  const auto flows = DatedFlowsOf(
      in, {.blank_is_0 = false, .other_value = SpreadsheetError::kNum});
  if (const auto* problem = std::get_if<Problem>(&flows)) return *problem;
  if (rate <= 0) return Num("rate is not above 0");
  Sum sum;
  for (const DatedFlow& flow : std::get<std::vector<DatedFlow>>(flows)) {
    const std::optional<Real> growth =
        Power(1 + rate, Real(flow.days) / Real(365));
    if (growth) sum += flow.value / *growth;  // else it comes to nothing
  }
  return Shown(sum.value());
}

Outcome Fvschedule(Cells& in) {
  Real value = in.Number("principal");
  for (const Cell& cell : in.Range("schedule")) {
    if (cell.kind == Cell::Kind::kText || cell.kind == Cell::Kind::kLogical) {
      in.Fail(NoValue("schedule holds what is no number"));
    }
    value *= 1 + cell.number;
  }
  if (in.problem()) return *in.problem();
  return Shown(value);
}

Outcome Rri(Cells& in) {
  const Real nper = in.Number("nper");
  const Real pv = in.Number("pv");
  const Real fv = in.Number("fv");
  if (in.problem()) return *in.problem();
  if (nper <= 0) return Num("nper is not above 0");
  if (pv == 0) return Num("pv is 0");
  const std::optional<Real> growth = Power(fv / pv, 1 / nper);
  if (!growth) return Num("fv / pv has no such root");
  return Shown(*growth - 1);
}

Outcome Pduration(Cells& in) {
  const Real rate = in.Number("rate");
  const Real pv = in.Number("pv");
  const Real fv = in.Number("fv");
  if (in.problem()) return *in.problem();
  if (rate <= 0 || pv <= 0 || fv <= 0) {
    return Num("rate, pv and fv have to be above 0");
  }
  return Shown(log(fv / pv) / log(1 + rate));
}

Outcome Effect(Cells& in) {
  const Real rate = in.Number("nominal_rate");
  const int64_t npery = in.Whole("npery");
  if (in.problem()) return *in.problem();
  if (rate <= 0) return Num("nominal_rate is not above 0");
  if (npery < 1) return Num("npery is below 1");
  const std::optional<Real> growth = Power(1 + rate / npery, Real(npery));
  if (!growth) return Num("the rate is too large");
  return Shown(*growth - 1);
}

Outcome Nominal(Cells& in) {
  const Real rate = in.Number("effect_rate");
  const int64_t npery = in.Whole("npery");
  if (in.problem()) return *in.problem();
  if (rate <= 0) return Num("effect_rate is not above 0");
  if (npery < 1) return Num("npery is below 1");
  const std::optional<Real> growth = Power(1 + rate, Real(1) / npery);
  if (!growth) return Num("the rate is too large");
  return Shown((*growth - 1) * npery);
}

}  // namespace usance::compat
