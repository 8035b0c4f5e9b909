#include "usance/terms/payment_options.h"

#include <algorithm>
#include <string>

#include "usance/core/int128.h"
#include "usance/terms/late_charges.h"

namespace usance {
namespace {

bool IsLess(const Money& a, const Money& b) {
  return Magnitude(a.minor()) < Magnitude(b.minor());
}

// The offers that count until they end: each asks for less than every one
// that ends later.
std::vector<DiscountOffer> OpenOffers(std::vector<DiscountOffer> offers) {
  std::stable_sort(offers.begin(), offers.end(),
                   [](const DiscountOffer& a, const DiscountOffer& b) {
                     return a.until != b.until ? a.until > b.until
                                               : IsLess(a.pay, b.pay);
                   });
  std::vector<DiscountOffer> open;
  for (const DiscountOffer& offer : offers) {
    if (open.empty() || IsLess(offer.pay, open.back().pay)) {
      open.push_back(offer);
    }
  }
  std::reverse(open.begin(), open.end());
  return open;
}

}  // namespace

absl::StatusOr<std::vector<PaymentOption>> PaymentOptions(
    const DueAmount& part, const LatePaymentPolicy* policy,
    std::span<const Date> late, const std::optional<FxTable>& fx) {
  const Money none(0, part.amount.currency());
  std::vector<PaymentOption> options;
  for (const DiscountOffer& offer : OpenOffers(part.discounts)) {
    options.push_back({.by = offer.until,
                       .pay = offer.pay,
                       .discount = offer.discount,
                       .charges = none});
  }
  if (options.empty() || options.back().by < part.due) {
    options.push_back({.by = part.due,
                       .pay = part.amount,
                       .discount = none,
                       .charges = none});
  }
  if (!late.empty() && policy == nullptr) {
    return Error(Reason::kContextRequired, "/policy",
                 "what being late costs needs a policy");
  }
  for (size_t i = 0; i < late.size(); ++i) {
    if (late[i] <= options.back().by) {
      return Error(
          Reason::kOutOfOrder, "/late/" + std::to_string(i),
          late[i].ToText() + " is not after " + options.back().by.ToText());
    }
    USANCE_ASSIGN_OR_RETURN(
        const LateCharges charges,
        ComputeLateCharges({.policy = *policy,
                            .invoice = {part.amount, part.due},
                            .as_of = late[i],
                            .fx = fx}));
    if (charges.compensation_unknown) {
      return Error(charges.compensation_unknown->reason, "/policy/compensation",
                   charges.compensation_unknown->text);
    }
    USANCE_ASSIGN_OR_RETURN(const Money pay, Add(charges.outstanding_principal,
                                                 charges.outstanding_charges));
    options.push_back({.by = late[i],
                       .pay = pay,
                       .discount = none,
                       .charges = charges.outstanding_charges,
                       .provisional = charges.provisional,
                       .confidence = charges.confidence});
  }
  return options;
}

}  // namespace usance
