// A law as an ordinary late payment policy: nothing below this floor knows that
// there are laws.
#ifndef USANCE_STATUTE_PRESETS_H_
#define USANCE_STATUTE_PRESETS_H_

#include <deque>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/accrue.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/money/currency.h"
#include "usance/statute/parties.h"
#include "usance/statute/rate_book.h"
#include "usance/statute/relevant_day.h"
#include "usance/statute/statute.h"
#include "usance/terms/compensation.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/late_payment_policy.h"

namespace usance {

// What the caller adds to the law.
struct PresetSpec {
  Currency currency;  // of the debt
  Rounding rounding{};
  // Where the law does not say; needed with interest.
  std::optional<RoundingRegime> regime = {};
  std::optional<DayCount> day_count = {};
  // In place of the law's: another reading, or a contract that follows one.
  std::optional<RateFixing> fixing = {};
  UnknownRate unknown_rate = UnknownRate::kRefuse;
  // The scale for debts that were collected, in place of the fixed sum.
  bool collected = false;
  // What earns a sum of its own, in place of the law's: of a payment schedule,
  // each late due amount or all of them together.
  std::optional<CompensationPer> per = {};
};

struct Preset {
  LatePaymentPolicy policy;
  // What the policy rests on and is not to be relied on without checking. The
  // marks of rates come with the charges.
  std::vector<WeakFact> weak = {};
};

// Returns the policy of a version of a law for debts due on `due`.
//
//   interest      the series of `rates` times the multiplier, plus the margin;
//                 or the law's own rate
//   compensation  the fixed sum of debts due on that day; one that is not
//                 recorded, or of a debt in another currency than the law's
//                 sums or thresholds and without a rate of exchange, is left
//                 out of the charges, which say so
//
// Errors:  INVALID_ARGUMENT / UNSPECIFIED - no rounding, or no regime or day
//            count where the law says none
//          INVALID_ARGUMENT / CONFLICT - a day count where the law says one;
//            a fixing by rests where interest is simple; `collected` where
//            there is no scale
//          INVALID_ARGUMENT / CURRENCY_MISMATCH - a least claim in another
//            currency than the debt's
//          FAILED_PRECONDITION / RATE_UNKNOWN - the book has no such series
//          OUT_OF_RANGE / OVERFLOW - a rate's terms do not fit 128 bits
// Source:  the version's facts
// Example: UK, due 2023-05-31: base rate 3.5 % + 8 %, frozen, act/365f, and
//          40, 70 or 100 GBP
[[nodiscard]] absl::StatusOr<Preset> MakePreset(const StatuteVersion& version,
                                                const PresetSpec& spec,
                                                Date due, const RateBook& rates,
                                                std::string_view field = "");

// A debt, as far as a law asks about it.
struct Debt {
  Parties parties{};
  // None: the first day that is known of the debt, in the order of DebtFacts.
  std::optional<Date> contract_date = {};
  DebtFacts facts = {};
  // In place of facts: a payment schedule, its agreed days never falling. Each
  // due amount is a debt by itself, late from its own day on; a longest period
  // does not shorten it (Directive 2011/7/EU art 5).
  std::vector<LateInstallment> installments = {};
};

struct StatuteTerms {
  Date contract_date = Date::Of(1970, 1, 1);
  const StatuteVersion* version = nullptr;  // of the statute
  RelevantDay relevant = {};                // `day` is the due day, or first
  Preset preset = {};
  std::vector<LateInstallment> installments = {};  // on the days of the law
};

// Returns what a law makes of a debt: its version, due day and policy.
//
// Errors:  INVALID_ARGUMENT / CONFLICT - a payment schedule, and another day of
//            the debt; due amounts under two versions, as where the due day
//            chooses one
//          INVALID_ARGUMENT / OUT_OF_ORDER - due amounts not by their days
//          INVALID_ARGUMENT / MISSING_FIELD - no day of the debt is known
//          as SelectVersion, below /statute
//          as FindRelevantDay, of a law without a rule of its own with an
//            agreed day only
//          as MakePreset
// Example: UK, agreed 2023-05-31, is due then, and bears 11.5 % from 2023-06-01
[[nodiscard]] absl::StatusOr<StatuteTerms> ApplyStatute(
    const Statute& statute, const Debt& debt, const PresetSpec& spec,
    const RateBook& rates, const Calendar* calendar = nullptr);

// What a debt bears before it is due.
struct BeforeDue {
  Date first = Date::Of(1970, 1, 1);  // the days that bear, first and last;
  Date last = Date::Of(1970, 1, 1);   // none where last is before first
  Accrual accrual;
  std::vector<WeakFact> weak = {};
};

// Returns the interest that a law lets a debt bear before it is due, up to and
// with as_of: a claim beside those of paying late. A payment of day D lowers
// the balance from D + 1 on, and one that came back by as_of was never made.
//
// Errors:  INVALID_ARGUMENT / CONFLICT - the law has no such interest
//          OUT_OF_RANGE / OUT_OF_RANGE - a negative amount, a payment not
//            above 0
//          INVALID_ARGUMENT / CURRENCY_MISMATCH - a payment in another one
//          INVALID_ARGUMENT / CONTEXT_REQUIRED - the first of its events is not
//            known
//          as MakePreset and Accrue
// Source:  Poland, act of 8 March 2013 art 5
// Example: 10,000.00 PLN, goods and invoice by 2024-02-05, due on 2024-04-05:
//          30 days from 2024-03-07 at 5.75 % + 3.5 % are 76.03
[[nodiscard]] absl::StatusOr<BeforeDue> InterestBeforeDue(
    const StatuteVersion& version, const DebtFacts& facts, Date due,
    const Money& amount, std::span<const Payment> payments, Date as_of,
    const PresetSpec& spec, const RateBook& rates);

// The policies of many debts under one law: each is made once. The statute and
// the book outlive it.
class PresetCache {
 public:
  PresetCache(const Statute& statute, Parties parties, const PresetSpec& spec,
              const RateBook& rates)
      : statute_(&statute), parties_(parties), spec_(spec), rates_(&rates) {}

  // The preset for a debt due on `due`; it stays where it is.
  //
  // Errors: as SelectVersion and MakePreset
  [[nodiscard]] absl::StatusOr<const Preset*> Find(Date contract_date,
                                                   Date due);

 private:
  struct Entry {
    const StatuteVersion* version;
    const CompensationFact* sum;  // null: none
    bool unrecorded;
    Preset preset;
  };

  const Statute* statute_;
  Parties parties_;
  PresetSpec spec_;
  const RateBook* rates_;
  std::deque<Entry> entries_ = {};
};

}  // namespace usance

#endif  // USANCE_STATUTE_PRESETS_H_
