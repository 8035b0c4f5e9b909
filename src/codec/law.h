// The law that a late_charges request names. Private to codec.
#ifndef USANCE_SRC_CODEC_LAW_H_
#define USANCE_SRC_CODEC_LAW_H_

#include <memory>

#include "src/codec/operations.h"
#include "usance/statute/presets.h"
#include "usance/terms/late_charges.h"

namespace usance::codec {

// The facts by which a law becomes a policy; of no use without `statute`.
inline constexpr Field kLawFields[] = {
    {"contract_date", FieldType::kDate, false,
     "by which the version of the statute is chosen; assumed: the due day"},
    {"parties", FieldType::kName, false,
     "who owes; assumed: those that the statute is made for", NamesOf<Parties>},
    {"rounding", FieldType::kName, false,
     "of interest under a statute; assumed: half up", NamesOf<Rounding>},
    {"regime", FieldType::kName, false,
     "where interest is rounded under a statute; assumed: per booking",
     NamesOf<RoundingRegime>},
    {"day_count", FieldType::kName, false, "where the statute says none",
     NamesOf<DayCount>},
    {"fixing", FieldType::kName, false,
     "in place of the statute's: another reading of it", NamesOf<RateFixing>},
    {"unknown_rate", FieldType::kName, false,
     "after the last day that rates are known for, under a statute; assumed: "
     "refuse",
     NamesOf<UnknownRate>},
    {"collected", FieldType::kFlag, false,
     "the statute's scale of collection costs in place of its fixed sum"},
    {"compensation_per", FieldType::kName, false,
     "of installments under a statute: what earns its fixed sum; assumed: as "
     "the statute has it",
     NamesOf<CompensationPer>},
    {"before_due", FieldType::kFlag, false,
     "whether to tell the interest that the statute lets the debt bear before "
     "it is due, beside what paying late costs"},
    {"performance", FieldType::kDate, false,
     "the day that goods or services were received; with it and the next five "
     "the statute finds the day that due leaves out or sets too late"},
    {"invoice", FieldType::kDate, false, "the day that the invoice came"},
    {"acceptance", FieldType::kDate, false,
     "the day that a procedure of acceptance ended"},
    {"demand", FieldType::kDate, false,
     "the day that the invoice or a demand was sent"},
    {"claimable", FieldType::kDate, false,
     "the day from which payment may be asked for"},
    {"advance", FieldType::kDate, false,
     "of an advance payment: the day that the debt counts as created on"},
    {"grossly_unfair", FieldType::kFlag, false,
     "whether due, beyond the statute's longest period, is"},
    {"told", FieldType::kFlag, false,
     "whether the invoice told the consumer of the statute's period"},
    {"calendar", FieldType::kTextOrObject, false,
     "where the statute moves the due day to a business day", nullptr,
     kCalendarFields},
};

// What such a request rests on.
struct Law {
  bool before_due = false;
  Statute statute;
  Debt debt;
  PresetSpec spec;
  StatuteTerms terms;
};

// Reads `statute`, `currency`, `due`, `installments` and kLawFields; null where
// there is no statute. Without a currency it is the statute's own.
//
// Errors: as FindStatute, or as ParseStatute of a text of several lines; of
//         the fields; as ApplyStatute
[[nodiscard]] absl::StatusOr<std::unique_ptr<const Law>> ReadLaw(Reader& in,
                                                                 Answer& out);

// The due amounts of an invoice; none where there is one due day.
[[nodiscard]] absl::StatusOr<std::vector<LateInstallment>> ReadInstallments(
    Reader& in, Currency currency);

// An error of ComputeLateCharges with its field as the request has it: what is
// about the policy is about the statute.
[[nodiscard]] absl::Status LawError(const absl::Status& status);

// Says under "statute" and in the derivation what the charges rest on.
void AnswerLaw(const Law& law, const LateChargesSpec& spec,
               const LateCharges& charges, Answer& out);

// Says what the debt bears before it is due, where that was asked.
//
// Errors: as InterestBeforeDue
[[nodiscard]] absl::Status AnswerBeforeDue(const Law& law,
                                           const LateChargesSpec& spec,
                                           const RateBook& book, Answer& out);

// Says what other readings of the law come to.
void AnswerReadings(const Law& law, const LateChargesSpec& spec,
                    const LateCharges& charges, const RateBook& book,
                    Answer& out);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_LAW_H_
