// A credit policy: what a customer is judged by, and what each class is given.
#ifndef USANCE_CREDIT_CREDIT_POLICY_H_
#define USANCE_CREDIT_CREDIT_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/credit/track_record.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/money/percent.h"
#include "usance/terms/payment_terms.h"

namespace usance {

// What a factor or knock-out does where its measure is not known.
enum class MissingData : int32_t {
  kLeaveOut = 1,  // it does not count
  kWorst = 2,     // it counts as the worst: the fewest points, a knock-out
  kPoints = 3,    // it has the factor's `missing_points`
  kRefuse = 4,    // there is no assessment
};

template <>
struct Names<MissingData> {
  static constexpr std::string_view kNoun = "rule for missing data";
  static constexpr Named<MissingData> kTable[] = {
      {MissingData::kLeaveOut, "leave out", ""},
      {MissingData::kWorst, "worst", ""},
      {MissingData::kPoints, "points", ""},
      {MissingData::kRefuse, "refuse", ""},
  };
};

// The points of values in [from, the next band's from). The first band has no
// `from`, so that every value has its points.
struct ScoreBand {
  std::optional<Fraction> from = {};  // in the measure's unit
  int32_t points = 0;
  friend bool operator==(const ScoreBand&, const ScoreBand&) = default;
};

struct ScoreFactor {
  Measure measure{};
  int32_t weight = 1;
  std::vector<ScoreBand> bands;
  MissingData missing{};
  int32_t missing_points = 0;  // of kPoints
  friend bool operator==(const ScoreFactor&, const ScoreFactor&) = default;
};

// A measure that is `at`, or worse, comes to no better class than this.
struct KnockOut {
  Measure measure{};
  Fraction at;
  std::string reason;  // what the customer is told
  std::string class_id;
  MissingData missing{};  // any but kPoints
  friend bool operator==(const KnockOut&, const KnockOut&) = default;
};

// What a limit is a multiple of.
enum class LimitBasis : int32_t {
  kNone = 1,            // there is no limit, and nothing is checked
  kFixed = 2,           // the amount
  kSales = 3,           // of the last period
  kDaysOfSales = 4,     // sales of the last period / its days
  kAverageInvoice = 5,  // sales of the last period / its invoices
  kEquity = 6,          // of the customer's
};

template <>
struct Names<LimitBasis> {
  static constexpr std::string_view kNoun = "basis of a limit";
  static constexpr Named<LimitBasis> kTable[] = {
      {LimitBasis::kNone, "none", "no limit"},
      {LimitBasis::kFixed, "fixed", ""},
      {LimitBasis::kSales, "sales", "turnover"},
      {LimitBasis::kDaysOfSales, "days of sales", ""},
      {LimitBasis::kAverageInvoice, "average invoice", ""},
      {LimitBasis::kEquity, "equity", ""},
  };
};

//   limit = min(factor x basis, at_most), rounded down to minor units
struct LimitRule {
  LimitBasis basis{};
  int64_t amount_minor = 0;  // of kFixed
  Fraction factor = 1;       // of the others
  std::optional<int64_t> at_most_minor = {};
  friend bool operator==(const LimitRule&, const LimitRule&) = default;
};

struct CreditClass {
  std::string id;
  int32_t from_points = 0;  // the least score
  PaymentTerms terms;
  LimitRule limit;
  Percent deposit = Percent(0);  // of an order, before it is delivered
  bool early_discount = false;   // may be taken
  std::string dunning = {};      // id of a dunning procedure
  std::vector<std::string> consequences = {};  // of default
  friend bool operator==(const CreditClass&, const CreditClass&) = default;
};

struct CreditPolicy {
  std::string id;
  std::string version;
  Date valid_from;
  Currency currency;  // of its amounts
  std::vector<ScoreFactor> factors;
  std::vector<KnockOut> knock_outs = {};
  std::vector<CreditClass> classes;  // the best first
  friend bool operator==(const CreditPolicy&, const CreditPolicy&) = default;
};

inline constexpr size_t kMaxCreditRules = 64;  // of each list
inline constexpr int32_t kMaxCreditPoints = 1'000'000;
inline constexpr int32_t kMaxCreditWeight = 1'000'000;

// Whether the policy is complete, and a worse record never brings better terms
// under it: points do not rise from band to band as a measure worsens, classes
// ask for more points the better they are, and a worse class has no smaller
// deposit, no longer days to pay (where its terms are plain days from the
// invoice) and no discount that a better one has not. That limits do not rise
// is Assess's part.
//
// Errors: INVALID_ARGUMENT / MISSING_FIELD - no id or version; no factor, band,
//           class, reason
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxCreditRules
//         INVALID_ARGUMENT / UNSPECIFIED - no measure, rule for missing data or
//           basis of a limit
//         INVALID_ARGUMENT / DUPLICATE_FIELD - two factors of one measure, two
//           classes of one id
//         OUT_OF_RANGE / OUT_OF_RANGE - a weight outside [1, 1,000,000], points
//           outside [0, 1,000,000], an amount or factor below 0, a deposit
//           outside 0 to 100 %, a last class that does not begin at 0 points
//         INVALID_ARGUMENT / CONFLICT - a first band with a `from`, another
//           without; points for missing data where they have no use; a limit
//           whose fields its basis does not have; terms with discounts in a
//           class that may not take them
//         INVALID_ARGUMENT / OUT_OF_ORDER - bands whose numbers do not rise;
//           points that rise as the measure worsens; points for missing data
//           above the best band's; classes that do not ask for fewer points
//           than the one before; better terms in a worse class
//         INVALID_ARGUMENT / UNKNOWN_NAME - a knock-out to a class that is not
//           there
//         as Check(PaymentTerms), below /classes/<k>/terms
// In the order of the fields.
[[nodiscard]] absl::Status CheckPolicy(const CreditPolicy& policy,
                                       std::string_view field = "");

// The policy in plain words, for a contract and for the review with the
// customer: one line for each rule. Requires a policy that CheckPolicy takes.
[[nodiscard]] std::string ToText(const CreditPolicy& policy);

// What a class is given, in plain words, as it stands in ToText(policy).
[[nodiscard]] std::string ToText(const CreditClass& credit_class,
                                 Currency currency);

// A measure's number with its unit: "95%", "1250.00 EUR", "12".
[[nodiscard]] std::string MeasureText(Measure measure, const Fraction& value,
                                      Currency currency);

}  // namespace usance

#endif  // USANCE_CREDIT_CREDIT_POLICY_H_
