// Payments of equal size. With q = (1 + rate)^nper and type 1 for payments in
// advance,
//
//   pv * q + pmt * (1 + rate * type) * (q - 1) / rate + fv = 0
//
// and at a rate of 0, pv + pmt * nper + fv = 0.
// Source: ISO/IEC 29500-1, 18.17.7 (FV, IPMT, PMT, PV ...). Recorded of Excel:
// any type that is not 0 is 1, and a period that is not whole is taken as it
// is. As other programs have it (docs/spreadsheets.md): a rate of -1 or less
// has a future and a present value alone.
#include "src/compat/functions.h"

namespace usance::compat {
namespace {

constexpr std::string_view kPower = "1 + rate has no such power";

struct Annuity {
  Real rate;
  Real type;

  // What a balance grows to, and what payments of 1 come to, at the end.
  struct Growth {
    Real power;
    Real payments;
  };
  [[nodiscard]] std::optional<Growth> Over(const Real& periods) const {
    const std::optional<Real> power = Power(1 + rate, periods);
    if (!power) return std::nullopt;
    if (rate == 0) return Growth{1, periods};
    return Growth{*power, (1 + rate * type) * (*power - 1) / rate};
  }
};

Annuity AnnuityOf(Cells& in) {
  const Real rate = in.Number("rate");
  return {rate, in.Has("type") && in.Number("type") != 0 ? Real(1) : Real(0)};
}

Problem NoPower(const Real& rate) {
  if (rate == -1) return DivideByZero("1 + rate is 0");
  return Num(std::string(kPower));
}

// The payment, or nothing where payments come to nothing.
std::optional<Real> Payment(const Annuity::Growth& all, const Real& pv,
                            const Real& fv) {
  if (all.payments == 0) return std::nullopt;
  Sum sum;
  sum -= pv * all.power;
  sum -= fv;
  return sum.value() / all.payments;
}

// The payment and the part of it that is interest, in period `per`. With
// payments in advance, interest is that of the period before, and the first
// pays none.
struct Parts {
  Real payment;
  Real interest;
};
std::variant<Parts, Problem> PartsOf(Cells& in) {
  const Annuity annuity = AnnuityOf(in);
  const Real per = in.Number("per");
  const Real nper = in.Number("nper");
  const Real pv = in.Number("pv");
  const Real fv = in.Number("fv");
  if (in.problem()) return *in.problem();
  if (annuity.rate <= -1) return Num("rate is not above -1");
  if (per < 1 || per >= nper + 1) return Num("per is not within 1 to nper");
  const auto all = annuity.Over(nper);
  const auto before = annuity.Over(per - 1);
  if (!all || !before) return NoPower(annuity.rate);
  const std::optional<Real> payment = Payment(*all, pv, fv);
  if (!payment) return Num("the payments come to nothing");
  Parts parts{*payment, 0};
  if (annuity.type != 0 && per == 1) return parts;
  Sum balance;
  balance += pv * before->power;
  balance += *payment * before->payments;
  parts.interest =
      -balance.value() * annuity.rate / (1 + annuity.rate * annuity.type);
  return parts;
}

// What CUMIPMT and CUMPRINC sum up: the payments of the whole periods that
// begin at `start` or later and end by `end`.
struct Total {
  Real payments;
  Real principal;
};
std::variant<Total, Problem> TotalOf(Cells& in) {
  const Real rate = in.Number("rate");
  const Real nper = in.Number("nper");
  const Real pv = in.Number("pv");
  const Real start = in.Number("start");
  const Real end = in.Number("end");
  const Real type = in.Number("type");
  if (in.problem()) return *in.problem();
  if (rate <= 0 || nper <= 0 || pv <= 0) {
    return Num("rate, nper and pv have to be above 0");
  }
  const Real first = ceil(start);
  const Real last = trunc(end);
  if (first < 1 || last < first || last >= nper + 1) {
    return Num("start and end are not within 1 to nper, in this order");
  }
  if (type != 0 && type != 1) return Num("type is neither 0 nor 1");
  const Annuity annuity{rate, type};
  const auto all = annuity.Over(nper);
  const auto before = annuity.Over(first - 1);
  const auto after = annuity.Over(last);
  if (!all || !before || !after) return NoPower(rate);
  const Real payment = -pv * all->power / all->payments;
  // Principal is what the balance falls by; in advance, what the balance
  // before the payment falls by, discounted, and the whole first payment.
  const Real scale = 1 + rate * type;
  const auto balance = [&](const Annuity::Growth& growth) {
    return Real(pv * growth.power + payment * growth.payments);
  };
  Total total{payment * (last - first + 1), 0};
  if (type == 1 && first == 1) {
    const auto once = annuity.Over(1);
    total.principal = payment + (balance(*after) - balance(*once)) / scale;
  } else {
    total.principal = (balance(*after) - balance(*before)) / scale;
  }
  return total;
}

}  // namespace

Outcome Pmt(Cells& in) {
  const Annuity annuity = AnnuityOf(in);
  const Real nper = in.Number("nper");
  const Real pv = in.Number("pv");
  const Real fv = in.Number("fv");
  if (in.problem()) return *in.problem();
  if (annuity.rate <= -1) return Num("rate is not above -1");
  const auto all = annuity.Over(nper);
  if (!all) return NoPower(annuity.rate);
  const std::optional<Real> payment = Payment(*all, pv, fv);
  if (!payment) return Num("the payments come to nothing");
  return Shown(payment);
}

Outcome Ipmt(Cells& in) {
  const auto parts = PartsOf(in);
  if (const auto* problem = std::get_if<Problem>(&parts)) return *problem;
  return Shown(std::get<Parts>(parts).interest);
}

Outcome Ppmt(Cells& in) {
  const auto parts = PartsOf(in);
  if (const auto* problem = std::get_if<Problem>(&parts)) return *problem;
  Sum principal;
  principal += std::get<Parts>(parts).payment;
  principal -= std::get<Parts>(parts).interest;
  return Shown(principal.value());
}

// Equal parts of principal: the interest after `per` of them are paid.
Outcome Ispmt(Cells& in) {
  const Real rate = in.Number("rate");
  const Real per = in.Number("per");
  const Real nper = in.Number("nper");
  const Real pv = in.Number("pv");
  if (in.problem()) return *in.problem();
  if (nper == 0) return DivideByZero("nper is 0");
  return Shown(pv * rate * (per / nper - 1));
}

Outcome Cumipmt(Cells& in) {
  const auto total = TotalOf(in);
  if (const auto* problem = std::get_if<Problem>(&total)) return *problem;
  const Total& sums = std::get<Total>(total);
  Sum interest;
  interest += sums.payments;
  interest -= sums.principal;
  return Shown(interest.value());
}

Outcome Cumprinc(Cells& in) {
  const auto total = TotalOf(in);
  if (const auto* problem = std::get_if<Problem>(&total)) return *problem;
  return Shown(std::get<Total>(total).principal);
}

Outcome Fv(Cells& in) {
  const Annuity annuity = AnnuityOf(in);
  const Real nper = in.Number("nper");
  const Real pmt = in.Number("pmt");
  const Real pv = in.Number("pv");
  if (in.problem()) return *in.problem();
  const auto all = annuity.Over(nper);
  if (!all) return NoPower(annuity.rate);
  Sum value;
  value -= pv * all->power;
  value -= pmt * all->payments;
  return Shown(value.value());
}

Outcome Pv(Cells& in) {
  const Annuity annuity = AnnuityOf(in);
  const Real nper = in.Number("nper");
  const Real pmt = in.Number("pmt");
  const Real fv = in.Number("fv");
  if (in.problem()) return *in.problem();
  const auto all = annuity.Over(nper);
  if (!all) return NoPower(annuity.rate);
  if (all->power == 0) return DivideByZero("(1 + rate)^nper is 0");
  Sum value;
  value -= fv;
  value -= pmt * all->payments;
  return Shown(value.value() / all->power);
}

Outcome Nper(Cells& in) {
  const Annuity annuity = AnnuityOf(in);
  const Real pmt = in.Number("pmt");
  const Real pv = in.Number("pv");
  const Real fv = in.Number("fv");
  if (in.problem()) return *in.problem();
  const Real& rate = annuity.rate;
  if (rate == 0) {
    if (pmt == 0) return DivideByZero("rate and pmt are 0");
    Sum value;
    value -= pv;
    value -= fv;
    return Shown(value.value() / pmt);
  }
  if (rate <= -1) return Num("rate is not above -1");
  const Real paid = pmt * (1 + rate * annuity.type);
  Sum from, to;
  from += pv * rate;
  from += paid;
  to -= fv * rate;
  to += paid;
  if (from.value() == 0 || to.value() == 0 ||
      (from.value() < 0) != (to.value() < 0)) {
    return Num("the payments never lead there");
  }
  return Shown(log(to.value() / from.value()) / log(1 + rate));
}

}  // namespace usance::compat
