// Contracts of the ACTUS standard: their terms, the events these plan, and what
// the events pay. docs/actus.md says which term is what here.
//
// Figures are exact rationals: nothing is rounded, as in the standard.
#ifndef USANCE_TESTS_CONFORMANCE_ACTUS_H_
#define USANCE_TESTS_CONFORMANCE_ACTUS_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/conformance/cases.h"
#include "tests/oracle_integer.h"
#include "usance/date/business_day.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"

namespace usance::conformance::actus {

enum class ContractType : int32_t {
  kPam = 1,  // principal at maturity
  kLam = 2,  // linear amortizer
  kNam = 3,  // negative amortizer
  kAnn = 4,  // annuity
  kLax = 5,  // exotic linear amortizer
  kClm = 6,  // call money
  kUmp = 7,  // undefined maturity profile
  kCsh = 8,  // cash
};

// What happens, in the order of one moment.
enum class Event : int32_t {
  kInitialExchange = 1,  // IED
  kRedemption = 2,       // PR
  kIncrease = 3,         // PI
  kCall = 4,             // XD
  kInterest = 5,         // IP
  kCapitalization = 6,   // IPCI
  kFixedReset = 7,       // RRF
  kReset = 8,            // RR
  kScaling = 9,          // SC
  kInterestBase = 10,    // IPCB
  kPurchase = 11,        // PRD
  kTermination = 12,     // TD
  kMaturity = 13,        // MD
  kSettlement = 14,      // STD
  kMonitoring = 15,      // AD
};

[[nodiscard]] std::string_view NameOf(Event event);

// A day at its beginning, or at its end: 23:59:59.
struct Moment {
  Date date;
  bool at_end = false;

  // The day that interest runs to, exclusive.
  [[nodiscard]] Date bears_to() const {
    return at_end ? Date::FindDays(date.days() + 1).value_or(date) : date;
  }
  friend constexpr auto operator<=>(const Moment&, const Moment&) = default;
};

// "P1ML0": every month, with a long last period.
struct Cycle {
  Period period;
  bool long_stub = false;
};

// The redemptions of an exotic amortizer from an anchor to the next.
struct Segment {
  Moment anchor;
  std::optional<Cycle> cycle;
  BigRational value;       // the payment; the rate, or its spread
  bool increases = false;  // PI for PR; for rates: fixed (RRF for RR)
};

struct Quote {
  Date date;
  BigRational value;
};

// A choice that is left out has the standard's default.
struct Terms {
  ContractType type = ContractType::kPam;
  int sign = 1;  // of the role: lender 1, borrower -1
  Date status = Date::Of(1, 1, 1);
  std::optional<Date> horizon;
  std::optional<Moment> initial_exchange;
  std::optional<Moment> maturity;
  std::optional<Moment> amortization_end;
  std::optional<Moment> purchase;
  std::optional<Moment> termination;
  std::optional<Moment> capitalization_end;

  DayCount day_count = DayCount::kAct365Fixed;
  bool end_of_month = false;
  BusinessDayConvention convention = BusinessDayConvention::kUnadjusted;
  bool calculate_first = false;  // interest to the day before it is shifted
  std::optional<Calendar> calendar;

  BigRational notional = 0;
  BigRational rate = 0;
  BigRational premium = 0;
  BigRational purchase_price = 0;
  BigRational termination_price = 0;
  std::optional<BigRational> accrued;
  std::optional<BigRational> payment;
  std::optional<BigRational> base;  // of interest, where it lags

  std::optional<Moment> interest_anchor, redemption_anchor, reset_anchor,
      scaling_anchor, base_anchor;
  std::optional<Cycle> interest_cycle, redemption_cycle, reset_cycle,
      scaling_cycle, base_cycle;
  bool base_is_original = false;  // NTIED
  bool base_lags = false;         // NTL
  std::vector<Segment> interest_segments, redemption_segments, reset_segments;

  BigRational multiplier = 1, spread = 0;
  std::optional<BigRational> next_rate, life_cap, life_floor, period_cap,
      period_floor;
  std::vector<Quote> rates, index;
  bool scales_interest = false, scales_notional = false;
  BigRational index_at_deal = 1;

  std::optional<Moment> call;  // observed
  std::optional<Period> notice;
  std::vector<Moment> monitorings;                          // observed
  std::vector<std::pair<Moment, BigRational>> redemptions;  // observed
};

[[nodiscard]] Terms ReadTerms(Fields& fields);

// One event of the plan.
struct Planned {
  Moment when;    // as it is shown
  Date bears_to;  // interest runs to this day, exclusive
  Date fixed_on;  // of the quote, before the day is shifted
  Event event;
  BigRational value = 0;  // of a segment
};

// A day as business days move it, and the one that interest runs to.
struct Shifted {
  Date date;
  Date bears_to;
};
[[nodiscard]] Shifted Shift(Fields& fields, const Terms& terms, Date date);
// The moments of a cycle: from the anchor to the end, exclusive.
[[nodiscard]] std::vector<Moment> MomentsOf(Fields& fields, const Terms& terms,
                                            Moment anchor,
                                            const std::optional<Cycle>& cycle,
                                            Moment end);

// The events in order, through `until`: the maturity, the settlement of a
// call, or the horizon. Fills in terms.maturity where it follows from the
// payments.
[[nodiscard]] std::vector<Planned> PlanOf(Fields& fields, Terms& terms);

// An event and what the contract is after it.
struct Row {
  Moment when;
  Event event;
  BigRational payoff, notional, rate, accrued;
};

[[nodiscard]] std::vector<Row> RowsOf(Fields& fields, const Terms& terms,
                                      const std::vector<Planned>& plan);

// The same contract through Amortize, where the terms of an amortization can
// hold it: each row is to be what the events of its day are. Nothing where they
// cannot.
[[nodiscard]] std::optional<Verdict> CompareAmortization(
    Fields& fields, const Terms& terms, const std::vector<Planned>& plan,
    const std::vector<Row>& rows);

}  // namespace usance::conformance::actus

#endif  // USANCE_TESTS_CONFORMANCE_ACTUS_H_
