#include "usance/terms/payment_terms.h"

#include <algorithm>
#include <string>
#include <utility>

#include "src/core/document_check.h"
#include "src/core/exact.h"
#include "usance/money/format.h"
#include "usance/money/split.h"

namespace usance {
namespace {

bool IsPercentage(ShareKind kind) {
  return kind == ShareKind::kPercentOfTotal ||
         kind == ShareKind::kPercentOfRest || kind == ShareKind::kPercentOfNet;
}

// --- Check ------------------------------------------------------------------

absl::Status TooMany(std::string_view field, size_t count, size_t allowed) {
  return Error(Reason::kLimitExceeded, field,
               std::to_string(count) + " entries; allowed: up to " +
                   std::to_string(allowed));
}

absl::Status CheckPercent(const Percent& percent, const std::string& field) {
  const Fraction& share = percent.share();
  if (share < Fraction(0) || share > Fraction(1) ||
      share.denominator() > PowerOfTen(18)) {
    return Error(Reason::kOutOfRange, field,
                 Format(percent) +
                     " is out of range; allowed: 0 to 100%, the fraction's "
                     "terms up to 10^18");
  }
  return absl::OkStatus();
}

absl::Status CheckMinor(const Money& money, int64_t min,
                        const std::string& field) {
  if (money.minor() >= min) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               Format(money) + " is out of range; allowed: " +
                   Format(Money(min, money.currency())) + " or more");
}

absl::Status CheckShare(const Share& share, const std::string& field) {
  if (NameOf(share.kind).empty()) {
    return Error(Reason::kUnspecified, field + "/kind", "there is no kind");
  }
  if (IsPercentage(share.kind)) {
    return CheckPercent(share.percent, field + "/percent");
  }
  if (share.kind == ShareKind::kFixed) {
    if (!share.amount) {
      return Error(Reason::kMissingField, field + "/amount",
                   "a fixed share needs an amount");
    }
    return CheckMinor(*share.amount, 0, field + "/amount");
  }
  if (share.weight < 1 || share.weight > kMaxShareWeight) {
    return Error(Reason::kOutOfRange, field + "/weight",
                 std::to_string(share.weight) +
                     " is out of range; allowed: 1 to " +
                     std::to_string(kMaxShareWeight));
  }
  return absl::OkStatus();
}

absl::Status CheckTier(const EarlyDiscount& tier, const std::string& field) {
  if (!tier.percent && !tier.amount) {
    return Error(Reason::kMissingField, field,
                 "a discount is a percentage or an amount");
  }
  if (tier.percent && tier.amount) {
    return Error(Reason::kConflict, field,
                 "a discount is a percentage or an amount, not both");
  }
  if (tier.base && NameOf(*tier.base).empty()) {
    return Error(Reason::kUnspecified, field + "/base", "there is no base");
  }
  if (tier.base && tier.amount) {
    return Error(Reason::kConflict, field + "/base",
                 "an amount off is of no base");
  }
  if (tier.grace_days < 0 || tier.grace_days > kMaxGraceDays) {
    return Error(Reason::kOutOfRange, field + "/grace_days",
                 std::to_string(tier.grace_days) +
                     " is out of range; allowed: 0 to " +
                     std::to_string(kMaxGraceDays));
  }
  USANCE_RETURN_IF_ERROR(tier.percent
                             ? CheckPercent(*tier.percent, field + "/percent")
                             : CheckMinor(*tier.amount, 0, field + "/amount"));
  return Check(tier.steps, field + "/steps");
}

absl::Status CheckBaseline(const std::vector<Baseline>& baseline,
                           const std::string& field) {
  if (baseline.empty()) {
    return Error(Reason::kMissingField, field, "there is no baseline");
  }
  if (baseline.size() > std::size(Names<Baseline>::kTable)) {
    return TooMany(field, baseline.size(), std::size(Names<Baseline>::kTable));
  }
  for (size_t k = 0; k < baseline.size(); ++k) {
    if (NameOf(baseline[k]).empty()) {
      return Error(Reason::kUnspecified, internal::Place(field, k),
                   "there is no baseline");
    }
    if (std::count(baseline.begin(), baseline.end(), baseline[k]) > 1) {
      return Error(Reason::kDuplicateField, internal::Place(field, k),
                   std::string(NameOf(baseline[k])) + " is named twice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLine(const TermsLine& line, const std::string& field) {
  USANCE_RETURN_IF_ERROR(CheckShare(line.share, field + "/share"));
  if (line.round_to) {
    const std::string at = field + "/round_to";
    if (line.share.kind == ShareKind::kRest) {
      return Error(Reason::kConflict, at,
                   "a line that takes the rest is not rounded");
    }
    if (NameOf(line.round_to->rounding).empty()) {
      return Error(Reason::kUnspecified, at + "/rounding",
                   "a multiple needs a rounding");
    }
    USANCE_RETURN_IF_ERROR(
        CheckMinor(line.round_to->multiple, 1, at + "/multiple"));
  }
  if (!line.baseline.empty()) {
    if (line.chained) {
      return Error(Reason::kConflict, field + "/baseline",
                   "a chained line counts from the line before");
    }
    USANCE_RETURN_IF_ERROR(CheckBaseline(line.baseline, field + "/baseline"));
  }
  if (line.discounts.size() > kMaxDiscounts) {
    return TooMany(field + "/discounts", line.discounts.size(), kMaxDiscounts);
  }
  for (size_t k = 0; k < line.discounts.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckTier(line.discounts[k], internal::Place(field + "/discounts", k)));
  }
  return Check(line.steps, field + "/steps");
}

// --- what an application needs ----------------------------------------------

std::optional<Date> DateOf(Baseline kind, const InvoiceFacts& invoice) {
  switch (kind) {
    case Baseline::kInvoice:
      return invoice.date;
    case Baseline::kDelivery:
      return invoice.delivery;
    case Baseline::kReceipt:
      return invoice.receipt;
    case Baseline::kAcceptance:
      return invoice.acceptance;
    case Baseline::kOrder:
      return invoice.order;
    case Baseline::kPosting:
      return invoice.posting;
    case Baseline::kStatement:
      return invoice.statement;
    case Baseline::kShipment:
      return invoice.shipment;
    case Baseline::kArrival:
      return invoice.arrival;
    case Baseline::kLetterOfCredit:
      return invoice.letter_of_credit;
    case Baseline::kMilestone:
      return invoice.milestone;
  }
  return std::nullopt;
}

absl::StatusOr<Date> BaselineDate(const std::vector<Baseline>& baseline,
                                  const InvoiceFacts& invoice) {
  std::optional<Date> latest;
  for (const Baseline kind : baseline) {
    const std::optional<Date> date = DateOf(kind, invoice);
    if (!date) {
      return Error(Reason::kContextRequired, "/" + std::string(NameOf(kind)),
                   "the terms count from this date");
    }
    if (!latest || *date > *latest) latest = date;
  }
  return *latest;
}

// Where the time of each line counts from.
absl::StatusOr<std::vector<Date>> BaselineDates(const PaymentTerms& terms,
                                                const InvoiceFacts& invoice) {
  std::vector<Date> dates;
  for (const TermsLine& line : terms.lines) {
    USANCE_ASSIGN_OR_RETURN(
        const Date date,
        BaselineDate(line.baseline.empty() ? terms.baseline : line.baseline,
                     invoice));
    dates.push_back(date);
  }
  return dates;
}

// What of the invoice and the policy some terms make use of.
struct Needs {
  bool net_share = false;
  bool percent_share = false;  // one without a multiple of its own
  bool percent_off = false;
  bool bare_percent_off = false;  // one that leaves its base to the policy
  bool net_off = false;           // one of the amount before tax
  bool rest_line = false;
};

bool IsOfNet(DiscountBase base) {
  return base == DiscountBase::kNet || base == DiscountBase::kMixed;
}

Needs NeedsOf(const PaymentTerms& terms, const TermsPolicy& policy) {
  Needs needs;
  for (const TermsLine& line : terms.lines) {
    const ShareKind kind = line.share.kind;
    needs.net_share |= kind == ShareKind::kPercentOfNet;
    needs.percent_share |= IsPercentage(kind) && !line.round_to;
    needs.rest_line |= kind == ShareKind::kRest;
    for (const EarlyDiscount& tier : line.discounts) {
      if (!tier.percent) continue;
      needs.percent_off = true;
      needs.bare_percent_off |= !tier.base.has_value();
      needs.net_off |= IsOfNet(tier.base.value_or(policy.discount_base));
    }
  }
  return needs;
}

absl::Status CheckGiven(const Needs& needs, const PaymentTerms& terms,
                        const InvoiceFacts& invoice,
                        const TermsPolicy& policy) {
  if (!invoice.net && (needs.net_share || needs.net_off)) {
    return Error(Reason::kContextRequired, "/net",
                 "the terms speak of the amount before tax");
  }
  if (NameOf(policy.rounding).empty() &&
      (needs.percent_share || needs.percent_off)) {
    return Error(Reason::kUnspecified, "/policy/rounding",
                 "the terms have a percentage, which needs a rounding");
  }
  if (NameOf(policy.residual).empty() && !needs.rest_line &&
      terms.lines.size() > 1) {
    return Error(Reason::kUnspecified, "/policy/residual",
                 "no line takes the rest: say which takes the difference that "
                 "rounding leaves: last, first or largest");
  }
  if (NameOf(policy.excess).empty()) {
    return Error(Reason::kUnspecified, "/policy/excess", "there is no excess");
  }
  if (NameOf(policy.discount_base).empty() && needs.bare_percent_off) {
    return Error(Reason::kUnspecified, "/policy/discount_base",
                 "a percentage off needs its base: gross, net or mixed");
  }
  return absl::OkStatus();
}

absl::Status CheckCurrencies(const PaymentTerms& terms,
                             const InvoiceFacts& invoice) {
  const Currency currency = invoice.amount.currency();
  const auto check = [&](const Money& money, const std::string& field) {
    if (money.currency() == currency) return absl::OkStatus();
    return Error(Reason::kCurrencyMismatch, field,
                 std::string(money.currency().code()) + " in an invoice of " +
                     std::string(currency.code()));
  };
  if (invoice.net) USANCE_RETURN_IF_ERROR(check(*invoice.net, "/net"));
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    const TermsLine& line = terms.lines[i];
    const std::string field = internal::Place("/terms/lines", i);
    if (line.share.kind == ShareKind::kFixed) {
      USANCE_RETURN_IF_ERROR(
          check(*line.share.amount, field + "/share/amount"));
    }
    if (line.round_to) {
      USANCE_RETURN_IF_ERROR(
          check(line.round_to->multiple, field + "/round_to/multiple"));
    }
    for (size_t k = 0; k < line.discounts.size(); ++k) {
      if (const auto& amount = line.discounts[k].amount) {
        USANCE_RETURN_IF_ERROR(check(
            *amount, internal::Place(field + "/discounts", k) + "/amount"));
      }
    }
  }
  return absl::OkStatus();
}

// Tax is of the invoice's sign, so what is before it lies between 0 and it.
absl::Status CheckNet(const InvoiceFacts& invoice) {
  if (!invoice.net) return absl::OkStatus();
  const int64_t gross = invoice.amount.minor(), net = invoice.net->minor();
  if (std::min<int64_t>(gross, 0) <= net && net <= std::max<int64_t>(gross, 0))
    return absl::OkStatus();
  return Error(Reason::kOutOfRange, "/net",
               Format(*invoice.net) + "; allowed: 0 to the amount, " +
                   Format(invoice.amount));
}

// --- amounts ----------------------------------------------------------------

// Deals an invoice out to the lines.
class Dealer {
 public:
  Dealer(const PaymentTerms& terms, const InvoiceFacts& invoice,
         const TermsPolicy& policy)
      : terms_(terms),
        policy_(policy),
        total_(invoice.amount.minor()),
        net_(invoice.net ? invoice.net->minor() : 0),
        sign_(total_ < 0 ? -1 : 1),
        parts_(terms.lines.size(), 0) {}

  absl::StatusOr<std::vector<int64_t>> Deal(bool rest_line) {
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (terms_.lines[i].share.kind == ShareKind::kRest) continue;
      USANCE_RETURN_IF_ERROR(TakeLine(i, rest_line));
    }
    USANCE_RETURN_IF_ERROR(rest_line ? SplitRest() : PlaceResidual());
    return std::move(parts_);
  }

 private:
  // The exact amount of a line where the lines above it took `taken`.
  [[nodiscard]] Exact Share(const TermsLine& line, const Exact& taken) const {
    const Exact percent(line.share.percent.share());
    switch (line.share.kind) {
      case ShareKind::kPercentOfTotal:
        return percent * Exact(total_);
      case ShareKind::kPercentOfRest:
        return percent * (Exact(total_) - taken);
      case ShareKind::kPercentOfNet:
        return percent * Exact(net_);
      case ShareKind::kFixed:
        return Exact(sign_) * Exact(line.share.amount->minor());
      case ShareKind::kRest:
        break;
    }
    return Exact();
  }

  // Whether `taken` is more than the whole.
  [[nodiscard]] bool Exceeds(const Exact& taken) const {
    return (taken - Exact(total_)).Sign() * sign_ > 0;
  }

  absl::Status TakeLine(size_t i, bool rest_line) {
    const TermsLine& line = terms_.lines[i];
    const std::string field = internal::Place("/terms/lines", i);
    const Exact all_taken(Integer(taken_), 1);
    const Exact exact = Share(line, all_taken);
    // The same without rounding above it, to know a wrong sum from rounding.
    nominal_ = (nominal_ + Share(line, nominal_)).Reduced();
    const Exact multiple(line.round_to ? line.round_to->multiple.minor() : 1);
    // A fixed amount is whole: it takes no rounding, so none need be given.
    const Rounding rounding = line.round_to ? line.round_to->rounding
                              : line.share.kind == ShareKind::kFixed
                                  ? Rounding::kDown
                                  : policy_.rounding;
    const Integer rounded =
        (exact / multiple).Round(rounding) * multiple.numerator;
    if (rounded < INT64_MIN || rounded > INT64_MAX)
      return internal::TooLarge(field);
    int128 part = static_cast<int128>(rounded);
    if (policy_.excess == Excess::kRefuse && Exceeds(nominal_)) {
      return Error(Reason::kSumMismatch, field,
                   "the lines up to this one take more than the amount");
    }
    const bool clips = policy_.excess == Excess::kClip ||
                       (policy_.excess == Excess::kRefuse && rest_line);
    if (clips && Exceeds(all_taken + Exact(Integer(part), 1))) {
      part = total_ - taken_;
    }
    if (policy_.excess == Excess::kClip && Exceeds(nominal_)) {
      nominal_ = Exact(total_);
    }
    const auto minor = Narrow<int64_t>(part);
    if (!minor) return internal::TooLarge(field);
    parts_[i] = *minor;
    taken_ += part;  // up to 200 amounts of 64 bits
    return absl::OkStatus();
  }

  absl::Status SplitRest() {
    const auto rest = Narrow<int64_t>(total_ - taken_);
    if (!rest) return internal::TooLarge("/terms/lines");
    std::vector<Fraction> weights;
    for (const TermsLine& line : terms_.lines) {
      if (line.share.kind != ShareKind::kRest) continue;
      weights.push_back(Fraction(line.share.weight));
    }
    USANCE_ASSIGN_OR_RETURN(const std::vector<int64_t> split,
                            Split(*rest, weights));
    size_t next = 0;
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (terms_.lines[i].share.kind != ShareKind::kRest) continue;
      parts_[i] = split[next++];
    }
    return absl::OkStatus();
  }

  absl::Status PlaceResidual() {
    if (policy_.excess != Excess::kAllow &&
        (nominal_ - Exact(total_)).Sign() != 0) {
      return Error(Reason::kSumMismatch, "/terms/lines",
                   "the lines do not come to the amount, and none takes the "
                   "rest");
    }
    size_t line = parts_.size() - 1;  // also where there is only one
    if (policy_.residual == TermsResidual::kFirst) line = 0;
    if (policy_.residual == TermsResidual::kLargest) {
      line = 0;
      for (size_t i = 1; i < parts_.size(); ++i) {
        if (Magnitude(parts_[i]) > Magnitude(parts_[line])) line = i;
      }
    }
    const auto part = Narrow<int64_t>(parts_[line] + (total_ - taken_));
    if (!part) return internal::TooLarge(internal::Place("/terms/lines", line));
    parts_[line] = *part;
    return absl::OkStatus();
  }

  const PaymentTerms& terms_;
  const TermsPolicy& policy_;
  int64_t total_;
  int64_t net_;
  int64_t sign_;
  int128 taken_ = 0;  // by the lines so far, rounded
  Exact nominal_;     // the same, not rounded
  std::vector<int64_t> parts_;
};

// The part of `minor` that a percentage off is taken of.
Fraction DiscountableMinor(int64_t minor, const InvoiceFacts& invoice,
                           DiscountBase base) {
  if (!IsOfNet(base) || !invoice.net) return Fraction(minor);
  if (invoice.amount.minor() == 0) return Fraction(0);
  // Two amounts of 64 bits: their product fits 127.
  return *Fraction::Make(int128{invoice.net->minor()} * minor,
                         invoice.amount.minor());
}

absl::StatusOr<DueAmount> DueLine(const TermsLine& line, Date start,
                                  Date baseline, int64_t minor,
                                  const InvoiceFacts& invoice,
                                  const TermsPolicy& policy,
                                  std::span<const Calendar> calendars) {
  USANCE_ASSIGN_OR_RETURN(SteppedDate stepped,
                          ApplySteps(line.steps, start, baseline, calendars));
  DueAmount due{stepped.unadjusted,
                stepped.date,
                Money(minor, invoice.amount.currency()),
                {},
                std::move(stepped.trace)};
  for (size_t k = 0; k < line.discounts.size(); ++k) {
    const EarlyDiscount& tier = line.discounts[k];
    const std::string field = internal::Place("/discounts", k);
    const absl::StatusOr<SteppedDate> until =
        ApplySteps(tier.steps, start, baseline, calendars);
    if (!until.ok()) return At(field, until.status());
    const Fraction base = DiscountableMinor(
        minor, invoice, tier.base.value_or(policy.discount_base));
    absl::StatusOr<DiscountOffer> offer =
        OfferOn(tier, until->date, due.amount, base, policy.rounding);
    if (!offer.ok()) return At(field, offer.status());
    due.discounts.push_back(*std::move(offer));
  }
  return due;
}

}  // namespace

absl::Status Check(const PaymentTerms& terms, std::string_view field) {
  const std::string lines = std::string(field) + "/lines";
  USANCE_RETURN_IF_ERROR(
      CheckBaseline(terms.baseline, std::string(field) + "/baseline"));
  if (terms.lines.empty()) {
    return Error(Reason::kMissingField, lines, "there are no lines");
  }
  if (terms.lines.size() > kMaxTermsLines) {
    return TooMany(lines, terms.lines.size(), kMaxTermsLines);
  }
  if (terms.lines.front().chained) {
    return Error(Reason::kConflict, internal::Place(lines, 0) + "/chained",
                 "there is no line before the first");
  }
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    USANCE_RETURN_IF_ERROR(
        CheckLine(terms.lines[i], internal::Place(lines, i)));
  }
  return absl::OkStatus();
}

std::vector<std::string> CalendarsOf(const PaymentTerms& terms) {
  DateSteps all;
  for (const TermsLine& line : terms.lines) {
    all.insert(all.end(), line.steps.begin(), line.steps.end());
    for (const EarlyDiscount& tier : line.discounts) {
      all.insert(all.end(), tier.steps.begin(), tier.steps.end());
    }
  }
  return CalendarsOf(all);
}

absl::StatusOr<std::vector<DueAmount>> DueDates(
    const PaymentTerms& terms, const InvoiceFacts& invoice,
    const TermsPolicy& policy, std::span<const Calendar> calendars) {
  USANCE_RETURN_IF_ERROR(Check(terms));
  USANCE_ASSIGN_OR_RETURN(const std::vector<Date> baselines,
                          BaselineDates(terms, invoice));
  const Needs needs = NeedsOf(terms, policy);
  USANCE_RETURN_IF_ERROR(CheckGiven(needs, terms, invoice, policy));
  USANCE_RETURN_IF_ERROR(CheckCurrencies(terms, invoice));
  USANCE_RETURN_IF_ERROR(CheckNet(invoice));
  USANCE_ASSIGN_OR_RETURN(const std::vector<int64_t> parts,
                          Dealer(terms, invoice, policy).Deal(needs.rest_line));
  std::vector<DueAmount> rows;
  for (size_t i = 0; i < terms.lines.size(); ++i) {
    const TermsLine& line = terms.lines[i];
    const Date start = line.chained ? rows.back().due : baselines[i];
    absl::StatusOr<DueAmount> row = DueLine(line, start, baselines[i], parts[i],
                                            invoice, policy, calendars);
    if (!row.ok()) return At(internal::Place("/terms/lines", i), row.status());
    rows.push_back(*std::move(row));
  }
  return rows;
}

}  // namespace usance
