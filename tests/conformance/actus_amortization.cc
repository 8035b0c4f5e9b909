// The ACTUS contracts that the terms of an amortization can hold, through
// Amortize: each event is to be what a row says.
#include <algorithm>

#include "tests/conformance/actus.h"
#include "usance/installment/amortize.h"

namespace usance::conformance::actus {
namespace {

// Amounts are counted in units so small that rounding one is nothing: the
// notional is 10^17 to 10^18 of them.
constexpr int64_t kLeastUnits = 100'000'000'000'000'000;
constexpr int64_t kMostNotional = kLeastUnits;

// Rates of 30 digits at most.
bool IsShort(const BigRational& rate) {
  const BigInt limit = boost::multiprecision::pow(BigInt(10), 30);
  return abs(numerator(rate)) < limit && denominator(rate) < limit;
}

Rate RateOf(const BigRational& rate) {
  return Rate(Fraction::Of(static_cast<int128>(numerator(rate)),
                           static_cast<int128>(denominator(rate))),
              TimeUnit::kYear);
}

// The events of one day: a row.
struct Group {
  Date end;
  const Row* interest = nullptr;  // IP or IPCI
  const Row* redemption = nullptr;
  const Row* last = nullptr;
  BigRational value = 0;  // what a segment redeems
};

class Mapping {
 public:
  Mapping(Fields& fields, const Terms& terms, const std::vector<Planned>& plan,
          const std::vector<Row>& rows)
      : fields_(fields), terms_(terms) {
    if (!FindGroups(plan, rows)) groups_.clear();
    while (!groups_.empty() && terms.notional * units_ < kLeastUnits) {
      units_ *= 10;
    }
  }

  // Nothing where the contract has no such terms.
  [[nodiscard]] std::optional<Verdict> Compare() {
    if (groups_.empty()) return std::nullopt;
    const auto result = Amortize(SpecOf(), schedule_);
    if (!fields_.error().empty()) return Fail(fields_.error());
    if (!result.ok()) return Fail(FromAbsl(result.status().message()));
    for (size_t k = 0; k < groups_.size(); ++k) {
      const Installment& row = result->rows[k];
      const Group& group = groups_[k];
      BigRational interest = group.interest->payoff, principal = 0;
      if (group.redemption) principal += group.redemption->payoff;
      if (k + 1 == groups_.size()) principal += group.last->payoff;
      if (group.interest->event == Event::kCapitalization) {
        principal = Owed(k) - group.last->notional;
        interest = -principal;
      }
      if (!Is(row.interest_minor, interest) ||
          !Is(row.principal_minor, principal) ||
          !Is(row.closing_minor, group.last->notional)) {
        return Fail("the amortization differs on " + group.end.ToText());
      }
    }
    return Pass();
  }

 private:
  // What is owed before a row.
  [[nodiscard]] BigRational Owed(size_t k) const {
    return k == 0 ? terms_.sign * terms_.notional
                  : groups_[k - 1].last->notional;
  }

  // Within a billionth of it, or of a unit of currency.
  [[nodiscard]] bool Is(int64_t units, const BigRational& amount) const {
    const BigRational difference =
        BigRational(BigInt(terms_.sign * units), units_) - amount;
    return abs(difference) * 1'000'000'000 <=
           std::max<BigRational>(abs(amount), 1);
  }

  // False where an event has no place in a row.
  bool FindGroups(const std::vector<Planned>& plan,
                  const std::vector<Row>& rows) {
    if (terms_.notional <= 0 || terms_.notional > kMostNotional ||
        terms_.purchase || terms_.termination || terms_.base_lags ||
        terms_.base_is_original || terms_.accrued.value_or(0) != 0 ||
        terms_.call || !terms_.initial_exchange || !terms_.maturity ||
        (terms_.amortization_end &&
         *terms_.amortization_end != *terms_.maturity)) {
      return false;
    }
    if (!IsShort(terms_.rate)) return false;
    start_ = Shift(fields_, terms_,
                   std::max(terms_.initial_exchange->date, terms_.status))
                 .bears_to;
    rates_ = {{start_, RateOf(terms_.rate)}};
    size_t k = 0;
    for (const Planned& planned : plan) {
      if (planned.when.date <= terms_.status) continue;
      if (k == rows.size() || !Place(planned, rows[k++])) return false;
    }
    return !groups_.empty() && groups_.back().end > start_ &&
           groups_.back().last->event == Event::kMaturity &&
           std::all_of(groups_.begin(), groups_.end(), [](const Group& group) {
             return group.interest != nullptr;
           });
  }

  bool Place(const Planned& planned, const Row& row) {
    const Date date = planned.bears_to;
    switch (row.event) {
      case Event::kInitialExchange:
        return true;
      case Event::kReset:
      case Event::kFixedReset:
        if (!IsShort(row.rate)) return false;
        std::erase_if(
            rates_, [date](const RateStep& step) { return step.from == date; });
        rates_.push_back({date, RateOf(row.rate)});
        return true;
      case Event::kRedemption:
      case Event::kInterest:
      case Event::kCapitalization:
      case Event::kMaturity:
        break;
      default:
        return false;
    }
    if (date == start_) return row.event != Event::kRedemption;
    if (groups_.empty() || groups_.back().end != date) {
      const Date start = groups_.empty() ? start_ : groups_.back().end;
      groups_.push_back({.end = date});
      schedule_.periods.push_back({start, date, start, date});
    }
    Group& group = groups_.back();
    group.last = &row;
    if (row.event == Event::kRedemption) {
      group.redemption = &row;
      group.value = planned.value;
    } else if (row.event != Event::kMaturity) {
      // Two of them on one day are no row.
      if (group.interest != nullptr && group.interest->event != row.event) {
        return false;
      }
      if (group.interest == nullptr) group.interest = &row;
    }
    return true;
  }

  [[nodiscard]] Money Amount(const BigRational& amount) const {
    return Money(
        static_cast<int64_t>(BigRound(amount * units_, Rounding::kHalfEven)),
        Currency::Of("EUR"));
  }

  // What a row pays that the contract fixes; nothing where the method says it.
  [[nodiscard]] std::optional<RowTerm> TermOf(size_t k) const {
    const auto number = static_cast<int32_t>(k + 1);
    RowTerm term{.first = number, .last = number, .pays = RowPays::kInterest};
    const Group& group = groups_[k];
    if (group.interest->event == Event::kCapitalization) {
      term.pays = RowPays::kCapitalized;
      return term;
    }
    if (group.redemption == nullptr) {
      if (terms_.type == ContractType::kPam) return std::nullopt;
      return term;
    }
    if (terms_.type == ContractType::kLax) {
      term.pays = RowPays::kPrincipal;
      term.amount = Amount(group.value);
      return term;
    }
    if (!terms_.payment) return std::nullopt;
    term.pays = terms_.type == ContractType::kLam ? RowPays::kPrincipal
                                                  : RowPays::kPayment;
    term.amount = Amount(*terms_.payment);
    return term;
  }

  [[nodiscard]] AmortizationSpec SpecOf() {
    AmortizationSpec spec{
        .principal = Amount(terms_.notional),
        .rate = rates_.front().rate.value(),
        .day_count = terms_.day_count,
        .schedule = {.start = start_, .frequency = Months(1)},
        .method = AmortizationMethod::kInterestOnly,
        .rounding = Rounding::kHalfEven,
        .stub_interest = EarlyInterest::kInPayment,
        .allow_negative_amortization = true,
    };
    const bool amortizes =
        terms_.type == ContractType::kLam || terms_.type == ContractType::kAnn;
    if (amortizes && !terms_.payment) {
      spec.method = terms_.type == ContractType::kLam
                        ? AmortizationMethod::kEqualPrincipal
                        : AmortizationMethod::kLevel;
      spec.residual = Residual::kLast;
    }
    if (rates_.size() > 1) {
      spec.rates = fields_.Need(RateHistory::Make({.steps = rates_}),
                                RateHistory::Fixed(spec.rate));
      if (spec.method == AmortizationMethod::kLevel) {
        spec.rate_change = RateChange::kLevelAgain;
      }
    }
    for (size_t k = 0; k + 1 < groups_.size(); ++k) {
      if (const auto term = TermOf(k)) spec.row_terms.push_back(*term);
    }
    return spec;
  }

  Fields& fields_;
  const Terms& terms_;
  BigInt units_ = 1;
  Date start_ = Date::Of(1, 1, 1);
  std::vector<Group> groups_;
  std::vector<RateStep> rates_;
  Schedule schedule_;
};

}  // namespace

std::optional<Verdict> CompareAmortization(Fields& fields, const Terms& terms,
                                           const std::vector<Planned>& plan,
                                           const std::vector<Row>& rows) {
  return Mapping(fields, terms, plan, rows).Compare();
}

}  // namespace usance::conformance::actus
