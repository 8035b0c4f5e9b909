// What worked: what contacts were followed by, and how sure that is.
#ifndef USANCE_RECOVERY_OUTCOME_H_
#define USANCE_RECOVERY_OUTCOME_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/contact.h"
#include "usance/account/journal.h"
#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"

namespace usance {

struct ChannelCost {
  Channel channel{};
  int64_t cost_minor = 0;  // of one contact
};

struct OutcomeSpec {
  int32_t within_days = 14;  // that a payment may take to count
  std::string segment = {};  // of the account: a word of the caller's
  std::vector<ChannelCost> costs = {};  // none: 0
};

// What came of the contacts of one step, channel and segment.
struct Outcome {
  std::string step = {};
  Channel channel{};
  std::string segment = {};
  int64_t contacts = 0;      // whose days are over
  int64_t responses = 0;     // of them, that the debtor answered
  int64_t paid = 0;          // of them, that a payment followed in time
  int64_t amount_minor = 0;  // of those payments
  int64_t cost_minor = 0;    // of those contacts
  int64_t waiting = 0;       // whose days are not over: they count for nothing
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// Returns the outcomes of an account's contacts, by step, channel and segment.
//
// A payment follows a contact if it settles a claim that the contact was about,
// after its day and at most within_days behind it. It counts for the last such
// contact alone, so that no amount counts twice. Money that came back is none.
//
// `journal` is the one that was replayed.
//
// Errors:  OUT_OF_RANGE / OUT_OF_RANGE - days outside [1, 366]; /within_days
//          INVALID_ARGUMENT / UNSPECIFIED - a cost without a channel;
//            /costs/<k>/channel
//          OUT_OF_RANGE / OVERFLOW - a sum is no int64
// Example: a letter on the 1st, a call on the 5th, 100.00 on the 9th: for the
//          call
[[nodiscard]] absl::StatusOr<std::vector<Outcome>> OutcomesOf(
    const Account& account, const Journal& journal, const OutcomeSpec& spec);

// Adds another account's outcomes.
//
// Errors: OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(std::vector<Outcome>& sums,
                                 std::span<const Outcome> parts);

// Shares of one.
struct ShareInterval {
  Fraction low;
  Fraction high;
  friend bool operator==(const ShareInterval&, const ShareInterval&) = default;
};

// Returns the score interval of a share of which s of n were seen: what the
// share may be, so that s of n is no surprise.
//
//   (s + z^2/2 -+ z * sqrt(s(n - s)/n + z^2/4)) / (n + z^2)
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - trials below 0 or over 10^12,
//              successes outside [0, trials], z not above 0 or with terms over
//              10^6; /trials, /successes, /z
// Exactness: each bound is rounded outward to a millionth; no trial: 0 to 1
// Source:    E. B. Wilson, Probable Inference, the Law of Succession, and
//            Statistical Inference, JASA 22 (1927), 209-212
// Example:   10 of 100 at z = 1.96: 0.055228 to 0.174368
[[nodiscard]] absl::StatusOr<ShareInterval> WilsonInterval(
    int64_t successes, int64_t trials,
    const Fraction& z = Fraction::Of(196, 100));

enum class OutcomeMeasure : int32_t {
  kResponse = 1,
  kPayment = 2,
};

template <>
struct Names<OutcomeMeasure> {
  static constexpr std::string_view kNoun = "measure of outcomes";
  static constexpr Named<OutcomeMeasure> kTable[] = {
      {OutcomeMeasure::kResponse, "response", ""},
      {OutcomeMeasure::kPayment, "payment", ""},
  };
};

enum class Standing : int32_t {
  kFirst = 1,               // the highest share of the record
  kNotDistinguishable = 2,  // its interval and the first's overlap
  kLower = 3,               // its interval is below the first's
};

template <>
struct Names<Standing> {
  static constexpr std::string_view kNoun = "standing";
  static constexpr Named<Standing> kTable[] = {
      {Standing::kFirst, "first", ""},
      {Standing::kNotDistinguishable, "not distinguishable", ""},
      {Standing::kLower, "lower", ""},
  };
};

struct RankedOutcome {
  size_t outcome = 0;                  // of those given
  std::optional<Fraction> share = {};  // none without contacts
  ShareInterval interval;
  Standing standing{};
};

// Returns the outcomes by their shares, the highest first, those of more
// contacts before others of the same share; those without contacts last. It
// says what the record shows and how sure it is of that: nothing follows from
// it by itself, and no policy changes.
//
// Errors:  INVALID_ARGUMENT / UNSPECIFIED - no measure
//          as WilsonInterval
// Example: 90 of 100 calls and 10 of 100 letters paid: the letters are lower;
//          of 2 letters one: not distinguishable
[[nodiscard]] absl::StatusOr<std::vector<RankedOutcome>> Rank(
    std::span<const Outcome> outcomes, OutcomeMeasure measure,
    const Fraction& z = Fraction::Of(196, 100));

}  // namespace usance

#endif  // USANCE_RECOVERY_OUTCOME_H_
