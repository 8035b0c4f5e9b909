// What the events of an ACTUS contract pay.
#include <algorithm>

#include "tests/conformance/actus.h"

namespace usance::conformance::actus {
namespace {

BigRational Years(Fields& fields, const Terms& terms, Date start, Date end) {
  return Big(
      fields.Need(YearFraction(terms.day_count, start, end), Fraction(0)));
}

// The value of the last day at or before `date`.
BigRational QuoteOn(Fields& fields, const std::vector<Quote>& quotes,
                    Date date) {
  const Quote* found = nullptr;
  for (const Quote& quote : quotes) {
    if (quote.date <= date && (!found || quote.date > found->date)) {
      found = &quote;
    }
  }
  if (found == nullptr) fields.Malformed("no quote on " + date.ToText());
  return found == nullptr ? BigRational(0) : found->value;
}

// The contract between two events; amounts carry the sign of the role.
class Contract {
 public:
  Contract(Fields& fields, const Terms& terms, const std::vector<Planned>& plan)
      : fields_(fields), terms_(terms), plan_(plan) {
    if (!terms.initial_exchange ||
        terms.initial_exchange->date > terms.status) {
      return;
    }
    Begin(Shift(fields, terms, terms.status).bears_to);
    accrued_ = terms.sign * terms.accrued.value_or(0);
  }

  Row Take(size_t k) {
    const Planned& planned = plan_[k];
    if (since_) {
      accrued_ += Years(fields_, terms_, *since_, planned.bears_to) * rate_ *
                  (base_ ? *base_ : notional_);
      since_ = planned.bears_to;
    }
    const BigRational payoff = Pay(k);
    return {planned.when, planned.event, payoff, notional_, rate_, accrued_};
  }

 private:
  void Begin(Date date) {
    since_ = date;
    notional_ = terms_.sign * terms_.notional;
    rate_ = terms_.rate;
    if (terms_.base_is_original) base_ = notional_;
    if (terms_.base_lags) {
      base_ = terms_.sign * terms_.base.value_or(terms_.notional);
    }
  }

  BigRational Pay(size_t k) {
    const Planned& planned = plan_[k];
    switch (planned.event) {
      case Event::kInitialExchange:
        Begin(planned.bears_to);
        accrued_ = terms_.sign * terms_.accrued.value_or(0);
        return -terms_.sign * (terms_.notional + terms_.premium);
      case Event::kRedemption:
        return Redeem(RedemptionAt(k));
      case Event::kIncrease:
        return Redeem(-terms_.sign * planned.value);
      case Event::kInterest:
        return interest_scale_ * Collect();
      case Event::kCapitalization:
        notional_ += Collect();
        return 0;
      case Event::kFixedReset:
        rate_ = planned.value;
        reset_ = true;
        return 0;
      case Event::kReset:
        Reset(planned);
        return 0;
      case Event::kScaling:
        Scale(planned.fixed_on);
        return 0;
      case Event::kInterestBase:
        if (terms_.base_lags) base_ = notional_;
        return 0;
      // The standard adds the accrued interest with the sign of the role to
      // the price without it: a borrower's lowers the price.
      case Event::kPurchase:
        return -terms_.sign * (terms_.purchase_price + accrued_);
      case Event::kTermination:
        return End(terms_.sign * (terms_.termination_price + accrued_));
      case Event::kMaturity:
      case Event::kSettlement:
        return End(notional_scale_ * notional_);
      case Event::kCall:
        return 0;
      case Event::kMonitoring:
        notional_ = terms_.sign * terms_.notional;
        return 0;
    }
    return 0;
  }

  BigRational Collect() {
    const BigRational all = accrued_;
    accrued_ = 0;
    return all;
  }
  BigRational End(const BigRational& payoff) {
    notional_ = 0;
    accrued_ = 0;
    return payoff;
  }

  // The redemption of an event; never more than the notional.
  BigRational RedemptionAt(size_t k) {
    BigRational payment = terms_.sign * PaymentAt(k);
    if (terms_.type == ContractType::kNam ||
        terms_.type == ContractType::kAnn) {
      payment -= accrued_;
    }
    const bool too_much = terms_.sign * payment > terms_.sign * notional_;
    return too_much ? notional_ : payment;
  }
  BigRational Redeem(const BigRational& amount) {
    notional_ -= amount;
    return notional_scale_ * amount;
  }

  // What a redemption pays, interest included where the type does.
  BigRational PaymentAt(size_t k) {
    if (terms_.type == ContractType::kLax ||
        terms_.type == ContractType::kClm ||
        terms_.type == ContractType::kUmp) {
      return plan_[k].value;
    }
    if (terms_.type == ContractType::kAnn) {
      if (reset_ || (!payment_ && !terms_.payment)) payment_ = Annuity(k);
      reset_ = false;
    } else if (!payment_ && !terms_.payment) {
      // Equal parts, the maturity's among them.
      const auto count =
          std::count_if(plan_.begin(), plan_.end(), [](const Planned& p) {
            return p.event == Event::kRedemption || p.event == Event::kMaturity;
          });
      payment_ = terms_.notional / count;
    }
    return payment_ ? *payment_ : *terms_.payment;
  }

  // The level payment from this event on: the balance and its interest over
  // 1 + sum_k prod_(i<=k) 1 / (1 + r * t_i), over the later redemptions to the
  // end of amortization.
  BigRational Annuity(size_t k) {
    const Moment end =
        terms_.amortization_end ? *terms_.amortization_end : *terms_.maturity;
    std::vector<Date> dates;
    if (terms_.redemption_anchor) {
      for (const Moment& when :
           MomentsOf(fields_, terms_, *terms_.redemption_anchor,
                     terms_.redemption_cycle, end)) {
        dates.push_back(Shift(fields_, terms_, when.date).bears_to);
      }
    }
    dates.push_back(end.bears_to());
    Date last = plan_[k].bears_to;
    BigRational sum = 1, factor = 1;
    for (const Date date : dates) {
      if (date <= last) continue;
      const BigRational growth = 1 + rate_ * Years(fields_, terms_, last, date);
      if (growth <= 0) {
        fields_.Malformed("a rate at or below -100 % a period");
        return 0;
      }
      factor /= growth;
      sum += factor;
      last = date;
    }
    return terms_.sign * (notional_ + accrued_) / sum;
  }

  void Reset(const Planned& planned) {
    BigRational rate =
        QuoteOn(fields_, terms_.rates, planned.fixed_on) * terms_.multiplier +
        (terms_.type == ContractType::kLax ? planned.value : terms_.spread);
    if (terms_.period_cap)
      rate = std::min<BigRational>(rate, rate_ + *terms_.period_cap);
    if (terms_.period_floor)
      rate = std::max<BigRational>(rate, rate_ + *terms_.period_floor);
    if (terms_.life_cap) rate = std::min(rate, *terms_.life_cap);
    if (terms_.life_floor) rate = std::max(rate, *terms_.life_floor);
    rate_ = rate;
    reset_ = true;
  }

  void Scale(Date date) {
    const BigRational scale =
        QuoteOn(fields_, terms_.index, date) / terms_.index_at_deal;
    if (terms_.scales_interest) interest_scale_ = scale;
    if (terms_.scales_notional) notional_scale_ = scale;
  }

  Fields& fields_;
  const Terms& terms_;
  const std::vector<Planned>& plan_;
  std::optional<Date> since_;  // interest is in `accrued_` to here
  BigRational notional_ = 0, rate_ = 0, accrued_ = 0;
  std::optional<BigRational> base_, payment_;
  BigRational interest_scale_ = 1, notional_scale_ = 1;
  bool reset_ = false;  // the annuity is to be leveled again
};

}  // namespace

std::vector<Row> RowsOf(Fields& fields, const Terms& terms,
                        const std::vector<Planned>& plan) {
  Contract contract(fields, terms, plan);
  std::vector<Row> rows;
  bool bought = !terms.purchase;
  for (size_t k = 0; k < plan.size(); ++k) {
    const Planned& planned = plan[k];
    if (planned.when.date <= terms.status) continue;
    if (terms.horizon && planned.when.date > *terms.horizon) break;
    Row row = contract.Take(k);
    bought |= planned.event == Event::kPurchase;
    if (bought) rows.push_back(std::move(row));
    if (planned.event == Event::kTermination) break;
  }
  return rows;
}

}  // namespace usance::conformance::actus
