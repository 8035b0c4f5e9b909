// What a policy about paying late looks like in a request. Private to codec.
#ifndef USANCE_SRC_CODEC_LATE_POLICY_H_
#define USANCE_SRC_CODEC_LATE_POLICY_H_

#include "src/codec/operations.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/late_fee.h"
#include "usance/terms/late_payment_policy.h"

namespace usance::codec {

inline constexpr Field kModeField[] = {
    {"mode", FieldType::kName, true,
     "how the default rate stands to the contract's own", NamesOf<RateMode>},
};
inline constexpr auto kContractFields = Join(kRateFields, kModeField);

inline constexpr Field kCeilingFields[] = {
    {"rate", FieldType::kRate, true, "per the same unit as the default rate"},
    {"rule", FieldType::kText, false, "the law that it is of"},
};
inline constexpr Field kOwnInterestFields[] = {
    {"contract", FieldType::kObject, false,
     "an interest that the contract charges in any case", nullptr,
     kContractFields},
    {"base", FieldType::kName, false,
     "of an invoice in installments; assumed: overdue", NamesOf<InterestBase>},
    {"stop_after", FieldType::kPeriod, false,
     "bears no longer than this from its first day on"},
    {"minimum", FieldType::kMoney, false, "charged where there is interest"},
    {"minimum_claim", FieldType::kMoney, false,
     "interest below it is not charged"},
    {"ceiling", FieldType::kObject, false,
     "the highest rate allowed; clips nothing, what is above is reported",
     nullptr, kCeilingFields},
};
inline constexpr auto kInterestFields =
    Join(kRateFields, kRuleFields, kOwnInterestFields);

inline constexpr Field kFeeTierFields[] = {
    {"from", FieldType::kMoney, false,
     "of the basis, or of the overdue principal; assumed: 0"},
    {"from_days", FieldType::kInteger, false, "past due; assumed: 0"},
    {"amount", FieldType::kMoney, false, "exactly one of amount and percent"},
    {"percent", FieldType::kPercent, false, "of the basis"},
};
inline constexpr Field kFeeFields[] = {
    {"id", FieldType::kText, false, "how the trace names the fee"},
    {"basis", FieldType::kName, true, "what it is a part of",
     NamesOf<FeeBasis>},
    {"amount", FieldType::kMoney, false, "of a flat fee"},
    {"percent", FieldType::kPercent, false, "of the basis"},
    {"tiers", FieldType::kList, false,
     "in place of both; the last that holds gives the fee", nullptr,
     kFeeTierFields},
    {"rounding", FieldType::kName, false, "of the percentage",
     NamesOf<Rounding>},
    {"minimum", FieldType::kMoney, false, "of each fee"},
    {"maximum", FieldType::kMoney, false, "of each fee"},
    {"after_days", FieldType::kInteger, false,
     "from the day after grace; assumed: 0"},
    {"every", FieldType::kPeriod, false, "again after each such period"},
    {"max_count", FieldType::kInteger, false, "in all; assumed: 1"},
    {"trigger", FieldType::kName, false, "what it falls due on; assumed: late",
     NamesOf<FeeTrigger>},
    {"level", FieldType::kInteger, false, "of the notice; assumed: any"},
    {"grouping", FieldType::kName, false,
     "of an invoice in installments; assumed: each", NamesOf<FeeGrouping>},
};

inline constexpr Field kTierFields[] = {
    {"from", FieldType::kMoney, true, "the invoice amount that it holds from"},
    {"amount", FieldType::kMoney, true, "the fixed sum"},
};
inline constexpr Field kScaleFields[] = {
    {"from", FieldType::kMoney, true, "the size that it holds from"},
    {"amount", FieldType::kMoney, true, "the fixed sum"},
    {"percent", FieldType::kPercent, false, "of the part of the size in it"},
};
inline constexpr Field kTableFields[] = {
    {"since", FieldType::kDate, false,
     "the first day that it holds; needed but in the first"},
    {"from_currency", FieldType::kCurrency, false,
     "of the sizes; assumed: the invoice's"},
    {"amount_currency", FieldType::kCurrency, false,
     "of the sums; assumed: the invoice's"},
    {"tiers", FieldType::kList, true, "by size", nullptr, kScaleFields},
    {"minimum", FieldType::kMoney, false, "of the sum"},
    {"maximum", FieldType::kMoney, false, "of the sum"},
};
inline constexpr Field kCompensationFields[] = {
    {"tables", FieldType::kList, true, "by the day on which a sum falls due",
     nullptr, kTableFields},
    {"per", FieldType::kName, false, "assumed: invoice",
     NamesOf<CompensationPer>},
    {"size", FieldType::kName, false, "assumed: amount",
     NamesOf<CompensationSize>},
    {"rounding", FieldType::kName, false,
     "of percentages and amounts in another currency", NamesOf<Rounding>},
    {"fx_day", FieldType::kName, false,
     "whose rate of exchange; needed with another currency", NamesOf<FxDay>},
    {"credited_against", FieldType::kText, false,
     "what it counts towards; a note"},
};

inline constexpr Field kCapFields[] = {
    {"amount", FieldType::kMoney, false,
     "of all charges; exactly one of amount and percent"},
    {"percent", FieldType::kPercent, false, "of the invoice amount"},
    {"rounding", FieldType::kName, false, "of the percentage",
     NamesOf<Rounding>},
    {"action", FieldType::kName, true, "what happens above it",
     NamesOf<CapAction>},
};
inline constexpr Field kScopeFields[] = {
    {"scope", FieldType::kName, true, "what it limits", NamesOf<CapScope>},
    {"rule", FieldType::kText, false, "the clause or law that it is of"},
};
inline constexpr auto kScopedCapFields = Join(kCapFields, kScopeFields);

inline constexpr Field kPolicyFields[] = {
    {"grace_days", FieldType::kInteger, false, "after the due day; assumed: 0"},
    {"interest_wait_days", FieldType::kInteger, false,
     "after grace, until interest is charged; assumed: 0"},
    {"interest_start", FieldType::kName, false,
     "needed where there is grace or wait", NamesOf<InterestStart>},
    {"delinquency_days", FieldType::kInteger, false,
     "past due, after which the invoice is delinquent"},
    {"interest", FieldType::kObject, false, "on the unpaid principal", nullptr,
     kInterestFields},
    {"fees", FieldType::kList, false, "flat or a percentage", nullptr,
     kFeeFields},
    {"compensation", FieldType::kList, false,
     "a fixed sum by the invoice's size", nullptr, kTierFields},
    {"compensation_terms", FieldType::kObject, false,
     "in place of it: dated, by installment, a scale, in another currency",
     nullptr, kCompensationFields},
    {"cap", FieldType::kObject, false, "on all charges together", nullptr,
     kCapFields},
    {"caps", FieldType::kList, false, "in place of it: on each kind of charge",
     nullptr, kScopedCapFields},
};

// One of `fees`.
//
// Errors: those of the request, not those of CheckFee
[[nodiscard]] absl::StatusOr<LateFee> ReadFee(Reader& in, Currency currency);

// Errors: those of the request, not those of CheckPolicy
[[nodiscard]] absl::StatusOr<LatePaymentPolicy> ReadPolicy(Reader& in,
                                                           Currency currency);

// Rates of exchange.
inline constexpr Field kFxRowFields[] = {
    {"date", FieldType::kDate, true, "the first day that it holds"},
    {"base", FieldType::kCurrency, true, "one unit of this"},
    {"quote", FieldType::kCurrency, true, "is so many of this"},
    {"rate", FieldType::kDecimal, true, "above 0"},
};
inline constexpr Field kFxFields[] = {
    {"id", FieldType::kText, true, "whose rates these are"},
    {"version", FieldType::kText, false, "of the data"},
    {"rows", FieldType::kList, true, "the dates of a pair rising", nullptr,
     kFxRowFields},
    {"known_through", FieldType::kDate, false,
     "assumed: the day of a pair's last row"},
};
inline constexpr Field kFxField[] = {
    {"fx", FieldType::kObject, false,
     "rates of exchange, for compensation in another currency", nullptr,
     kFxFields},
};
[[nodiscard]] absl::StatusOr<FxTable> ReadFx(Reader& in);
// Those of the field "fx"; none where it is absent.
[[nodiscard]] absl::StatusOr<std::optional<FxTable>> FindFx(Reader& in);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_LATE_POLICY_H_
