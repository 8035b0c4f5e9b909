#include "usance/recovery/recovery_option.h"

#include <algorithm>
#include <set>
#include <utility>

#include "src/core/document_check.h"
#include "src/core/exact.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using internal::CheckCount;
using internal::CheckId;

absl::Status CheckShare(const Percent& share, const std::string& field) {
  if (share.share() >= Fraction(0) && share.share() <= Fraction(1)) {
    return absl::OkStatus();
  }
  return Error(Reason::kOutOfRange, field,
               Format(share) + "; allowed: 0 to 100 %");
}

absl::Status CheckAmount(int64_t minor, int64_t least,
                         const std::string& field) {
  if (minor >= least) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               std::to_string(minor) + " minor units; allowed: " +
                   (least > 0 ? "above 0" : "0 or more"));
}

absl::Status CheckOption(const RecoveryOption& option, Date as_of,
                         const std::string& at) {
  USANCE_RETURN_IF_ERROR(
      CheckCount(option.receipts.size(), 0, kMaxReceipts, at + "/receipts"));
  Date last = as_of;
  for (size_t k = 0; k < option.receipts.size(); ++k) {
    const ExpectedReceipt& receipt = option.receipts[k];
    const std::string place = at + "/receipts/" + std::to_string(k);
    if (receipt.day < last) {
      return Error(Reason::kOutOfOrder, place + "/day",
                   receipt.day.ToText() + "; allowed: from " + last.ToText());
    }
    last = receipt.day;
    USANCE_RETURN_IF_ERROR(
        CheckAmount(receipt.amount_minor, 1, place + "/amount"));
  }
  USANCE_RETURN_IF_ERROR(CheckShare(option.chance, at + "/chance"));
  USANCE_RETURN_IF_ERROR(CheckAmount(option.cost_minor, 0, at + "/cost"));
  USANCE_RETURN_IF_ERROR(CheckCount(option.contingent.size(), 0,
                                    kMaxContingentFees, at + "/contingent"));
  for (size_t k = 0; k < option.contingent.size(); ++k) {
    const ContingentFee& fee = option.contingent[k];
    const std::string place = at + "/contingent/" + std::to_string(k);
    const bool in_order =
        k == 0 ? fee.from_minor == 0
               : fee.from_minor > option.contingent[k - 1].from_minor;
    if (!in_order) {
      return Error(Reason::kOutOfOrder, place + "/from",
                   std::to_string(fee.from_minor) +
                       " minor units; allowed: 0, and then above the one "
                       "before it");
    }
    USANCE_RETURN_IF_ERROR(CheckShare(fee.share, place + "/share"));
  }
  return absl::OkStatus();
}

// The fee on the first `minor` that come in.
Exact FeeOn(const std::vector<ContingentFee>& fees, const Integer& minor) {
  Exact sum;
  for (size_t k = 0; k < fees.size(); ++k) {
    const Integer from = fees[k].from_minor;
    if (minor <= from) break;
    const Integer to = k + 1 < fees.size()
                           ? std::min(minor, Integer(fees[k + 1].from_minor))
                           : minor;
    sum = sum + Exact(to - from, 1) * Exact(fees[k].share.share());
  }
  return sum;
}

absl::StatusOr<Exact> Present(const RecoveryOption& option,
                              const ValueSpec& spec, const std::string& at) {
  Exact present;
  Integer received = 0;
  Exact fees;
  for (size_t k = 0; k < option.receipts.size(); ++k) {
    const ExpectedReceipt& receipt = option.receipts[k];
    const auto time =
        Elapsed(spec.rate.unit(), spec.day_count, spec.as_of, receipt.day);
    if (!time.ok()) return At("/day_count", time.status());
    const Exact factor = Exact(1) + Exact(spec.rate.value()) * Exact(*time);
    if (factor.Sign() <= 0) {
      return Error(
          Reason::kOutOfRange, at + "/receipts/" + std::to_string(k) + "/day",
          receipt.day.ToText() + ": until then the rate is -100 % or less");
    }
    received += receipt.amount_minor;
    const Exact all = FeeOn(option.contingent, received);
    const Exact net = Exact(receipt.amount_minor) - (all - fees);
    fees = all;
    present = (present + net / factor).Reduced();
  }
  return present;
}

absl::StatusOr<int64_t> ToMinor(const Exact& value, Rounding rounding,
                                const std::string& at) {
  const Integer rounded = value.Round(rounding);
  if (rounded < INT64_MIN || rounded > INT64_MAX) {
    return Error(Reason::kOverflow, at,
                 "a value is outside the 64 bits of minor units");
  }
  return static_cast<int64_t>(rounded);
}

}  // namespace

absl::StatusOr<std::vector<OptionValue>> CompareOptions(
    const std::vector<RecoveryOption>& options, const ValueSpec& spec,
    std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(
      CheckCount(options.size(), 0, kMaxOptions, at + "/options"));
  std::set<std::string> seen;
  for (size_t k = 0; k < options.size(); ++k) {
    const std::string place = at + "/options/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckId(options[k].id, seen, place + "/id"));
    USANCE_RETURN_IF_ERROR(CheckOption(options[k], spec.as_of, place));
  }
  if (NameOf(spec.rounding).empty()) {
    return Error(Reason::kUnspecified, at + "/rounding",
                 "no rounding is chosen");
  }
  std::vector<std::pair<Exact, OptionValue>> values;
  for (size_t k = 0; k < options.size(); ++k) {
    const RecoveryOption& option = options[k];
    const std::string place = at + "/options/" + std::to_string(k);
    USANCE_ASSIGN_OR_RETURN(const Exact present, Present(option, spec, place));
    const Exact expected =
        Exact(option.chance.share()) * present - Exact(option.cost_minor);
    OptionValue value = {.option = static_cast<uint32_t>(k)};
    Exact nominal;
    for (const ExpectedReceipt& receipt : option.receipts) {
      nominal = nominal + Exact(receipt.amount_minor);
    }
    USANCE_ASSIGN_OR_RETURN(value.nominal_minor,
                            ToMinor(nominal, spec.rounding, place));
    USANCE_ASSIGN_OR_RETURN(value.present_minor,
                            ToMinor(present, spec.rounding, place));
    USANCE_ASSIGN_OR_RETURN(value.expected_minor,
                            ToMinor(expected, spec.rounding, place));
    if (present.Sign() > 0) {
      value.break_even =
          (Exact(option.cost_minor) / present).Reduced().ToFraction();
    }
    values.emplace_back(expected, value);
  }
  std::stable_sort(
      values.begin(), values.end(),
      [](const auto& a, const auto& b) { return b.first < a.first; });
  std::vector<OptionValue> sorted;
  for (auto& [expected, value] : values) sorted.push_back(value);
  return sorted;
}

}  // namespace usance
