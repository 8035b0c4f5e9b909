// Random policies and payments against the walk from day to day.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "src/terms/late_charges_with.h"
#include "tests/matchers.h"
#include "tests/oracle/late_charges_oracle.h"

namespace usance {
namespace {

struct RandomSpec {
  LateChargesSpec spec;
  std::vector<RateStep> steps;
  std::vector<RateStep> contract;
  std::vector<FxRow> fx;
};

class RandomCase {
 public:
  explicit RandomCase(uint64_t seed) : random_(seed), seed_(seed) {}

  RandomSpec Make() {
    currency_ =
        Of({Currency::Of("EUR"), Currency::Of("JPY"), Currency::Of("KWD")});
    top_ = 1;
    for (int64_t k = In(1, 12); k > 0; --k) top_ *= 10;
    const Money amount = Amount(1, top_);
    due_ = *Date::FindDays(Small(15'000, 25'000));
    LateChargesSpec spec = {
        .policy = {}, .invoice = {amount, due_}, .as_of = After(-5, 100)};
    RandomSpec made = {std::move(spec), {}, {}, {}};
    AddInstallments(made.spec);
    AddClocks(made.spec.policy);
    if (In(1, 10) > 1) AddInterest(made);
    for (int64_t k = In(-2, 2); k > 0; --k) AddFee(made.spec);
    if (In(1, 3) == 1) AddCompensation(made);
    if (In(1, 3) == 1) AddCaps(made.spec.policy);
    AddFacts(made.spec);
    return made;
  }

 private:
  // A number in [low, high].
  int64_t In(int64_t low, int64_t high) {
    const auto span = static_cast<uint64_t>(high - low) + 1;
    return low + static_cast<int64_t>(random_() % span);
  }
  int32_t Small(int64_t low, int64_t high) {
    return static_cast<int32_t>(In(low, high));
  }
  template <class T>
  T Of(std::initializer_list<T> values) {
    return values.begin()[In(0, static_cast<int64_t>(values.size()) - 1)];
  }
  Money Amount(int64_t low, int64_t high) {
    return Money(In(low, high), currency_);
  }
  Date After(int64_t low, int64_t high) {
    return *Date::FindDays(due_.days() + Small(low, high));
  }
  Rounding AnyRounding() { return static_cast<Rounding>(In(1, 7)); }
  Rate AnyRate() {
    const int64_t value = In(1, 8) == 1 ? In(-10'000, 0) : In(0, 100'000);
    return Rate(Fraction::Of(value, 100'000), TimeUnit::kYear);
  }
  std::vector<RateStep> AnySteps() {
    std::vector<RateStep> steps = {{"2000-01-01"_date, AnyRate()}};
    Date from = due_;
    for (int64_t k = In(0, 2); k > 0; --k) {
      from = *Date::FindDays(from.days() + Small(1, 60));
      steps.push_back({from, AnyRate()});
    }
    return steps;
  }

  void AddInstallments(LateChargesSpec& spec) {
    if (In(1, 3) > 1) return;
    int64_t left = spec.invoice.amount.minor();
    Date due = due_;
    for (int64_t k = In(1, 3); k > 0; --k) {
      const int64_t part = k == 1 ? left : In(0, left);
      left -= part;
      spec.invoice.installments.push_back({due, Money(part, currency_)});
      due = *Date::FindDays(due.days() + Small(0, 40));
    }
  }

  void AddClocks(LatePaymentPolicy& policy) {
    if (In(1, 3) == 1) policy.grace_days = Small(1, 20);
    if (In(1, 5) == 1) policy.interest_wait_days = Small(1, 15);
    policy.interest_start =
        Of({InterestStart::kDayAfterDue, InterestStart::kAfterGrace,
            InterestStart::kAfterWait});
  }

  AccrualRule AnyRule() {
    AccrualRule rule = {
        .day_count = Of({DayCount::kAct360, DayCount::kAct364,
                         DayCount::kAct365Fixed, DayCount::kActActIsda}),
        .compounding = Compounding::kSimple,
        .regime = Of({RoundingRegime::kPerBooking, RoundingRegime::kPerDay,
                      RoundingRegime::kCumulative}),
        .rounding = AnyRounding()};
    if (In(1, 4) == 1) rule.fixing = RateFixing::kFrozen;
    if (In(1, 3) == 1) {
      rule.compounding = Compounding::kCompound;
      rule.rest = Of({Days(30), Days(17), Months(1), Period{1, 3}});
      if (In(1, 3) == 1) rule.rests_per_year = Small(1, 24);
      rule.fixing = Of({RateFixing::kFloating, RateFixing::kFrozen,
                        RateFixing::kAtRest, RateFixing::kRestDay});
    }
    return rule;
  }

  void AddInterest(RandomSpec& made) {
    made.steps = AnySteps();
    DefaultInterest interest = {
        .rates = *RateHistory::Make({.id = "random", .steps = made.steps}),
        .rule = AnyRule()};
    if (In(1, 5) == 1) {
      made.contract = AnySteps();
      interest.contract = ContractRate{
          *RateHistory::Make({.steps = made.contract}),
          Of({RateMode::kReplace, RateMode::kAddOn, RateMode::kHigherOf})};
    }
    if (In(1, 4) == 1) interest.base = InterestBase::kWholeBalance;
    if (In(1, 8) == 1) interest.stop_after = Of({Days(20), Months(1)});
    if (In(1, 8) == 1) interest.minimum = Amount(0, top_ / 50 + 5);
    if (In(1, 8) == 1) interest.minimum_claim = Amount(0, top_ / 50 + 5);
    if (seed_ % 3 == 0) {
      const auto ceiling = static_cast<int64_t>(seed_ % 101'000);
      interest.ceiling = RateCeiling{
          Rate(Fraction::Of(ceiling, 100'000), TimeUnit::kYear), "usury"};
    }
    made.spec.policy.interest = std::move(interest);
    for (int64_t k = In(-3, 2); k > 0; --k) {
      const Date start = After(-10, 90);
      made.spec.pauses.push_back({start, {}, "dispute"});
      if (In(1, 5) > 1) {
        made.spec.pauses.back().end =
            *Date::FindDays(start.days() + Small(0, 30));
      }
    }
  }

  void AddFee(LateChargesSpec& spec) {
    LateFee fee = {.id = "fee",
                   .basis = Of({FeeBasis::kFlat, FeeBasis::kOverduePrincipal,
                                FeeBasis::kInvoiceAmount}),
                   .rounding = AnyRounding()};
    fee.trigger = In(1, 2) == 1
                      ? FeeTrigger::kLate
                      : Of({FeeTrigger::kNotice, FeeTrigger::kReturnedPayment});
    fee.grouping = Of({FeeGrouping::kEach, FeeGrouping::kOnePerDay,
                       FeeGrouping::kOnePerInvoice});
    const auto size = [&](std::optional<Money>& flat,
                          std::optional<Percent>& percent) {
      if (fee.basis == FeeBasis::kFlat) {
        flat = Amount(0, 5'000);
      } else {
        percent = Percent(Fraction::Of(In(0, 1'000), 10'000));
      }
    };
    if (In(1, 4) > 1) {
      size(fee.amount, fee.percent);
    } else {
      for (int64_t k = In(1, 3); k > 0; --k) {
        FeeTier tier = {.from = Amount(0, top_ / 2), .from_days = Small(0, 30)};
        size(tier.amount, tier.percent);
        fee.tiers.push_back(tier);
      }
    }
    if (In(1, 2) == 1) fee.minimum = Amount(0, 500);
    if (In(1, 2) == 1) fee.maximum = Amount(500, 5'000);
    if (fee.trigger == FeeTrigger::kLate) fee.after_days = Small(0, 15);
    if (fee.trigger == FeeTrigger::kNotice && In(1, 2) == 1) {
      fee.level = Small(1, 2);
    }
    if (In(1, 2) == 1) {
      fee.every = Of({Months(1), Days(7)});
      fee.max_count = Small(1, 6);
    }
    spec.policy.fees.push_back(fee);
  }

  // Tiers of the invoice's currency, or of one with as many digits.
  CompensationTable AnyTable(bool scale, Currency currency) {
    CompensationTable table;
    int64_t from = 0;
    for (int64_t k = In(1, 3); k > 0; --k) {
      CompensationTier tier = {Money(from, currency),
                               Money(In(0, 10'000), currency)};
      if (scale) tier.percent = Percent(Fraction::Of(In(0, 200), 1'000));
      table.tiers.push_back(tier);
      from += In(1, top_ / 2 + 1);
    }
    if (In(1, 3) == 1) table.minimum = Money(In(0, 2'000), currency);
    if (In(1, 3) == 1) table.maximum = Money(In(2'000, 20'000), currency);
    return table;
  }

  void AddCompensation(RandomSpec& made) {
    Compensation& rule = made.spec.policy.compensation;
    const bool exchanges = currency_ == Currency::Of("EUR") && In(1, 3) == 1;
    const Currency in = exchanges ? Currency::Of("USD") : currency_;
    rule.tables.push_back(AnyTable(In(1, 2) == 1, in));
    if (In(1, 3) == 1) {
      rule.tables.push_back(AnyTable(In(1, 2) == 1, in));
      rule.tables.back().since = After(-5, 30);
    }
    rule.per = Of({CompensationPer::kInvoice, CompensationPer::kInstallment});
    rule.size =
        Of({CompensationSize::kAmount, CompensationSize::kOverduePrincipal});
    rule.rounding = AnyRounding();
    rule.fx_day = Of({FxDay::kFallsDue, FxDay::kDue, FxDay::kEndOfLastMonth});
    if (!exchanges) return;
    const auto row = [&](Date date) {
      return FxRow{date, Currency::Of("EUR"), Currency::Of("USD"),
                   Fraction::Of(In(5'000, 20'000), 10'000)};
    };
    made.fx = {row("2000-01-01"_date), row(After(-20, 10)), row(After(11, 60))};
    made.spec.fx = *FxTable::Make(
        {.id = "random", .rows = made.fx, .known_through = "2200-01-01"_date});
  }

  void AddCaps(LatePaymentPolicy& policy) {
    for (int64_t k = In(1, 2); k > 0; --k) {
      ChargeCap cap = {.action = Of({CapAction::kReport, CapAction::kClip}),
                       .scope = Of({CapScope::kAll, CapScope::kInterest,
                                    CapScope::kCompensation, CapScope::kFees,
                                    CapScope::kEachFee})};
      if (cap.scope == CapScope::kAll || cap.scope == CapScope::kInterest) {
        cap.percent = Percent(Fraction::Of(In(0, 200), 1'000));
        cap.rounding = AnyRounding();
      } else {
        cap.amount = Amount(0, 1'000);
      }
      policy.caps.push_back(cap);
    }
  }

  void AddFacts(LateChargesSpec& spec) {
    spec.apply_to = Of({ApplyTo::kPrincipalFirst, ApplyTo::kInterestFirst});
    const int64_t amount = spec.invoice.amount.minor();
    for (int64_t count = In(-1, 4); count > 0; --count) {
      const int64_t part = In(1, 3) == 1 ? amount : amount / 3 + 1;
      Payment payment = {After(-5, 110),
                         Amount(1, part + (In(1, 4) == 1 ? amount / 5 : 0))};
      if (In(1, 6) == 1) {
        payment.returned = *Date::FindDays(payment.date.days() + Small(0, 20));
      }
      spec.payments.push_back(payment);
    }
    for (int64_t count = In(-1, 4); count > 0; --count) {
      spec.notices.push_back({After(-5, 90), Small(1, 3)});
    }
  }

  std::mt19937_64 random_;
  uint64_t seed_;
  Currency currency_ = Currency::Of("EUR");
  int64_t top_ = 1;
  Date due_ = "2024-01-01"_date;
};

// How often each kind of case came up.
class Classes {
 public:
  void Count(const LateChargesSpec& spec, const LateCharges& charges) {
    const LatePaymentPolicy& policy = spec.policy;
    Add(std::string(spec.invoice.amount.currency().code()));
    if (spec.payments.empty()) {
      Add("no payments");
    } else {
      Add(spec.apply_to);
    }
    if (policy.grace_days > 0) Add("grace, ", policy.interest_start);
    if (policy.interest_wait_days > 0) Add("wait, ", policy.interest_start);
    if (policy.interest) CountInterest(*policy.interest, charges);
    if (charges.installments.size() > 1) Add("installments");
    for (const Segment& segment : charges.segments) {
      if (!segment.paused.empty()) Add("paused");
    }
    CountCharges(policy, charges);
    for (const LateEvent& event : charges.events) Add("event ", event.kind);
    if (charges.unapplied.minor() > 0) Add("unapplied");
    Add(charges.state);
  }
  void CheckEach(int64_t count, size_t expected) const {
    for (const auto& [name, cases] : counts_) {
      std::printf("%8ld  %s\n", static_cast<long>(cases), name.c_str());
      EXPECT_GE(cases * 200, count) << name << ": under 0.5 %";
    }
    EXPECT_EQ(counts_.size(), expected) << "a class never came up";
  }

 private:
  void Add(const std::string& name) { ++counts_[name]; }
  template <class E>
  void Add(const std::string& before, E value) {
    Add(before + std::string(NameOf(value)));
  }
  template <HasNames E>
  void Add(E value) {
    Add("", value);
  }
  void CountInterest(const DefaultInterest& interest,
                     const LateCharges& charges) {
    const AccrualRule& rule = interest.rule;
    Add(rule.day_count);
    Add(std::string(NameOf(rule.compounding)) + " ", rule.regime);
    Add("rounding ", rule.rounding);
    Add("rate ", rule.fixing);
    if (rule.rests_per_year) Add("whole rests");
    if (interest.contract) Add("contract, ", interest.contract->mode);
    if (charges.installments.size() > 1) Add("base ", interest.base);
    if (charges.interest.minor() < 0) Add("negative interest");
    if (charges.to_minimum.minor() > 0) Add("raised");
    if (charges.below_minimum.minor() > 0) Add("dropped");
    if (!charges.over_ceiling.empty()) Add("over ceiling");
  }
  void CountCharges(const LatePaymentPolicy& policy,
                    const LateCharges& charges) {
    for (const LateFee& fee : policy.fees) {
      Add("fee ", fee.basis);
      Add("fee ", fee.trigger);
      if (!fee.tiers.empty()) Add("fee by tiers");
      if (charges.installments.size() > 1) Add("fees ", fee.grouping);
    }
    if (!policy.compensation.tables.empty()) {
      Add("compensation per ", policy.compensation.per);
      Add("compensation by ", policy.compensation.size);
    }
    for (const CapExcess& excess : charges.excesses) {
      const ChargeCap& cap = policy.caps[excess.cap];
      Add("over cap, ", cap.action);
      Add("over cap of ", cap.scope);
    }
  }

  std::map<std::string, int64_t> counts_;
};

void ExpectTheSame(const RandomSpec& made, const LateCharges& charges,
                   int seed) {
  const OracleCharges oracle =
      LateChargesOracle(made.spec, made.steps, made.contract, made.fx).Walk();
  const struct {
    const char* what;
    const BigInt& expected;
    const Money& actual;
  } kFigures[] = {
      {"interest", oracle.interest, charges.interest},
      {"contract", oracle.contract_interest, charges.contract_interest},
      {"compensation", oracle.compensation, charges.compensation},
      {"fees", oracle.fees, charges.fees},
      {"to minimum", oracle.to_minimum, charges.to_minimum},
      {"below minimum", oracle.below_minimum, charges.below_minimum},
      {"over cap", oracle.over_cap, charges.over_cap},
      {"total", oracle.total, charges.total},
      {"principal", oracle.principal, charges.outstanding_principal},
      {"charges", oracle.unpaid_charges, charges.outstanding_charges},
      {"unapplied", oracle.unapplied, charges.unapplied},
  };
  for (const auto& figure : kFigures) {
    EXPECT_EQ(figure.expected, figure.actual.minor())
        << figure.what << " of case " << seed;
  }
  std::vector<int32_t> days_over;
  for (const size_t k : charges.over_ceiling) {
    const Segment& segment = charges.segments[k];
    for (int32_t day = segment.start.days(); day < segment.end.days(); ++day) {
      days_over.push_back(day);
    }
  }
  EXPECT_EQ(oracle.days_over, days_over) << "over ceiling, case " << seed;
}

// Every figure explains itself: parts add up to it.
void ExpectParts(const LateCharges& charges, int seed) {
  int64_t of_segments = 0, of_parts = 0, principal = 0;
  size_t segments = 0;
  for (const Segment& segment : charges.segments) {
    of_segments += segment.interest_minor;
  }
  for (const InstallmentCharges& part : charges.installments) {
    of_parts += part.interest.minor();
    principal += part.outstanding_principal.minor();
    segments += part.segment_count;
  }
  EXPECT_EQ(of_segments, charges.interest.minor()) << "case " << seed;
  EXPECT_EQ(of_parts, charges.interest.minor()) << "case " << seed;
  EXPECT_EQ(principal, charges.outstanding_principal.minor()) << seed;
  EXPECT_EQ(segments, charges.segments.size()) << "case " << seed;
  int64_t fees = 0, compensation = 0;
  for (const LateEvent& event : charges.events) {
    if (event.kind == LateEventKind::kFee) fees += event.amount_minor;
    if (event.kind == LateEventKind::kCompensation) {
      compensation += event.amount_minor;
    }
  }
  EXPECT_EQ(fees, charges.fees.minor()) << "case " << seed;
  EXPECT_EQ(compensation, charges.compensation.minor()) << "case " << seed;
}

// All of a result that arithmetic makes.
std::string Trace(const LateCharges& charges) {
  std::string text;
  const auto add = [&text](int64_t minor) {
    text += std::to_string(minor) + " ";
  };
  for (const Money& money :
       {charges.interest, charges.compensation, charges.fees,
        charges.contract_interest, charges.to_minimum, charges.below_minimum,
        charges.over_cap, charges.total, charges.outstanding_principal,
        charges.outstanding_charges, charges.unapplied}) {
    add(money.minor());
  }
  for (const Segment& segment : charges.segments) {
    text += "| " + segment.start.ToText() + " " + segment.end.ToText() + " " +
            segment.paused + Format(segment.rate) + " " + ToText(segment.time) +
            " ";
    add(segment.base_minor);
    add(segment.interest_minor);
  }
  for (const LateEvent& event : charges.events) {
    text += "| " + event.date.ToText() + " " + event.why + " ";
    add(event.amount_minor);
    add(event.interest_minor);
    add(event.principal_after_minor);
  }
  return text;
}

// The quick arithmetic and the one without a bound come to the same, or the
// quick one says that it does not fit.
TEST(LateCharges, QuickAndUnboundedArithmeticAgree) {
  int quick_ones = 0, unbounded_ones = 0;
  for (int seed = 1'000'000; seed < 1'005'000 && !HasFailure(); ++seed) {
    const RandomSpec made = RandomCase(static_cast<uint64_t>(seed)).Make();
    const auto exact = internal::LateChargesWith<Exact>(made.spec);
    ASSERT_THAT(exact, IsOk()) << "case " << seed;
    const auto quick = internal::LateChargesWith<ShortRatio>(made.spec);
    ++(quick.ok() ? quick_ones : unbounded_ones);
    if (quick.ok()) {
      EXPECT_EQ(Trace(*quick), Trace(*exact)) << "case " << seed;
    }
    EXPECT_EQ(Trace(*ComputeLateCharges(made.spec)), Trace(*exact)) << seed;
  }
  std::printf("%8d  quick\n%8d  beyond 128 bits\n", quick_ones, unbounded_ones);
  EXPECT_GE(quick_ones, 4'000);
  EXPECT_GE(unbounded_ones, 10);
}

TEST(LateCharges, EqualsTheDayByDayWalk) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string(tier) == "nightly";
  const int count = nightly ? 2'000'000 : 20'000;
  Classes classes;
  for (int seed = 0; seed < count && !HasFailure(); ++seed) {
    const RandomSpec made = RandomCase(static_cast<uint64_t>(seed)).Make();
    const auto charges = ComputeLateCharges(made.spec);
    ASSERT_THAT(charges, IsOk()) << "case " << seed;
    ExpectTheSame(made, *charges, seed);
    ExpectParts(*charges, seed);
    classes.Count(made.spec, *charges);
  }
  if (!HasFailure()) classes.CheckEach(count, 75);
}

}  // namespace
}  // namespace usance
