// What a law says about paying late, as facts: each with its source and how
// far it can be trusted. Presets (presets.h) make policies of them.
#ifndef USANCE_STATUTE_STATUTE_H_
#define USANCE_STATUTE_STATUTE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/confidence.h"
#include "usance/accrual/rate.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"
#include "usance/statute/citation.h"
#include "usance/statute/parties.h"
#include "usance/statute/relevant_day.h"
#include "usance/terms/compensation.h"

namespace usance {

// The date by which a version of a law is chosen.
enum class DatedBy : int32_t {
  kContract = 1,
  kDue = 2,  // the day that the debt fell due
};

template <>
struct Names<DatedBy> {
  static constexpr std::string_view kNoun = "date of a version";
  static constexpr Named<DatedBy> kTable[] = {
      {DatedBy::kContract, "contract", ""},
      {DatedBy::kDue, "due", ""},
  };
};

// Why figures cannot be given.
struct Refusal {
  Reason reason{};
  std::string text;

  friend bool operator==(const Refusal&, const Refusal&) = default;
};

// Default interest: a series of the rate book times `multiplier` plus a margin,
// or a rate of the law's own.
struct InterestFact {
  std::string series = {};
  std::optional<Rate> rate = {};  // in place of a series
  std::optional<Rate> margin = {};
  int32_t multiplier = 1;
  RateFixing fixing{};
  std::optional<RateRounding> rounding = {};
  // None: the law is silent and practice differs, so the caller chooses.
  std::optional<DayCount> day_count = {};
  Compounding compounding{};
  std::optional<Period> rest = {};
  std::optional<int32_t> rests_per_year = {};
  std::optional<RoundingRegime> regime = {};  // where the law says
  std::optional<Period> stops_after = {};     // no interest from then on
  std::optional<Money> minimum_claim = {};    // below it nothing is claimed
  Citation cited;
};

// A fixed sum or a scale for each late debt that fell due in [due_from,
// due_before), by the debt's size. No tiers: nothing for these debts.
struct CompensationFact {
  std::optional<Date> due_from = {};
  std::optional<Date> due_before = {};
  CompensationTable table = {};  // amounts perhaps in another currency
  // Of a payment schedule: each late due amount, or the whole.
  CompensationPer per = CompensationPer::kInstallment;
  FxDay fx_day = FxDay::kFallsDue;
  std::string credited_against = {};  // "costs of legal pursuit"
  Citation cited;
};

// Another reading of the law that is met in practice: shown beside the figure,
// never in place of it.
struct Reading {
  RateFixing fixing{};
  std::string by;  // "guides that float the rate"
  Citation cited;
};

// Interest that the law lets a debt bear before it is due, where the term that
// was agreed is long: from the day after `days` after the latest of `after`
// that is known, and the first must be, to the due day.
struct InterestBeforeDueFact {
  int32_t days = 0;
  std::vector<DebtEvent> after = {};
  InterestFact interest;
};

// The law for some parties and some dates. What is absent the law does not
// give.
struct StatuteVersion {
  std::string id;  // named in every answer
  std::vector<Parties> parties = {};
  DatedBy dated_by = DatedBy::kContract;
  std::optional<Date> from = {};
  std::optional<Date> before = {};
  std::optional<Refusal> refuses = {};
  std::optional<InterestFact> interest = {};
  std::optional<StartRule> start = {};
  std::optional<InterestBeforeDueFact> before_due = {};
  std::vector<CompensationFact> compensation = {};
  // What a creditor who had the debt collected may claim instead.
  std::optional<CompensationFact> collection = {};
  std::vector<Reading> readings = {};
};

// What a law lets a reminder cost.
struct ReminderFeeFact {
  Money most;                             // of each
  std::optional<int32_t> max_count = {};  // of one debt; none: any
  int32_t min_gap_days = 0;               // from one that costs to the next
  Citation cited;
};

// A fact that is recorded and shown, and that late charges know nothing of: an
// order of appropriation, a limit of reminder fees, a rule about contacts.
struct Record {
  std::string about;
  std::vector<std::pair<std::string, std::string>> facts = {};
  Citation cited;
};

struct Statute {
  std::string id;
  std::vector<std::string> aliases = {};
  std::string name;
  std::string country;                     // ISO 3166: "DE", "US"
  std::optional<Currency> currency = {};   // of its amounts
  std::optional<Date> known_through = {};  // the day its text was last checked
  std::string limitation = {};  // of which law claims expire: limitation.h
  std::optional<Refusal> refuses = {};
  std::vector<StatuteVersion> versions = {};
  std::vector<Record> records = {};
  std::optional<ReminderFeeFact> reminder_fee = {};  // of the record of it
  // Read from text and not built in, and of which built-in law it has the id
  // or an alias: it stands in its place, and answers say so.
  bool loaded = false;
  std::string in_place_of = {};
};

// A law as it is shipped.
struct ShippedStatute {
  std::string_view id;
  std::string_view aliases;  // split by '|'
  std::string_view text;     // as ParseStatute reads it
};
[[nodiscard]] std::span<const ShippedStatute> ShippedStatutes();

// Returns the shipped law of an id or alias: "uk" is uk-lpcda-b2b.
//
// Errors:  INVALID_ARGUMENT / UNSPECIFIED - the text is empty
//          INVALID_ARGUMENT / UNKNOWN_NAME - none; the message lists the ids
// Cost:    reads its text
// Example: FindStatute("de")->id is "de-288-2-b2b"
[[nodiscard]] absl::StatusOr<Statute> FindStatute(
    std::string_view id, std::string_view field = "/statute");

// Reads a law from text, as data/statutes/ has them: docs/adding-a-statute.md.
//
// Errors, of the first place that is wrong; the message names the line:
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 262,144 bytes
//         INVALID_ARGUMENT / MALFORMED - no section, key = value or comment
//         INVALID_ARGUMENT / DUPLICATE_FIELD - a key or a version twice
//         INVALID_ARGUMENT / MISSING_FIELD, WRONG_TYPE, UNKNOWN_NAME, ... - of
//           a fact; known_through is one that must be there
//         INVALID_ARGUMENT / MALFORMED - a country that is not two capitals
//         INVALID_ARGUMENT / CONFLICT - a fact that is verified, and a source
//           that does not name two places in parentheses
//         INVALID_ARGUMENT / UNKNOWN_FIELD - a key or section without use
//         INVALID_ARGUMENT / CONFLICT - series and rate together, or neither
//         INVALID_ARGUMENT / OUT_OF_ORDER - versions of the same parties that
//           overlap; sums that do not increase
[[nodiscard]] absl::StatusOr<Statute> ParseStatute(
    std::string_view text, std::string_view field = "/statute");

// The facts that a version rests on and that are not to be relied on without
// checking: recalled, or in conflict.
struct WeakFact {
  std::string fact;  // "interest", "start", "compensation"
  Citation cited;
};

// The parties that the law is made for in the first place: the first of its
// first version. What a caller may assume, and then says so.
[[nodiscard]] Parties MainParties(const Statute& statute);

// Returns the version of the law, a part of `statute`, for a contract between
// `parties` of `contract_date`, about a debt due on `due`.
//
// Errors:  the law's own refusal, as TEMPLATE_ONLY
//          INVALID_ARGUMENT / CONFLICT - the law is not for these parties
//          the version's own refusal
//          FAILED_PRECONDITION / RATE_UNKNOWN - no version of these dates
// Source:  transitional rules: Directive 2011/7/EU art 12(4); EGBGB 229 s.34
// Example: BGB 288(2) for a contract of 2014-07-28 is its version of 8 points
[[nodiscard]] absl::StatusOr<const StatuteVersion*> SelectVersion(
    const Statute& statute, Parties parties, Date contract_date, Date due,
    std::string_view field = "/statute");

}  // namespace usance

#endif  // USANCE_STATUTE_STATUTE_H_
