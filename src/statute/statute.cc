#include "usance/statute/statute.h"

#include <algorithm>

#include "src/statute/document.h"

namespace usance {
namespace {

using statute::ReadCitation;
using statute::Section;

constexpr ShippedStatute kShippedStatutes[] = {
#include "src/statute/generated/statutes.inc"
};

// What a record may say: little computes with it, so nothing else would notice
// a slip.
std::string_view FactsAbout(std::string_view about) {
  constexpr struct {
    std::string_view about, facts;
  } kFacts[] = {
      {"appropriation", "within_debt|between_debts|consumer_credit"},
      {"reminder fee",
       "currency|reminder|demand|installment_plan|max_count|min_gap_days"},
      {"contact",
       "rule|parties|calls_max|calls_days|quiet_days_after_conversation|"
       "not_before|not_after"},
      {"least agreed rate", "rule|series|multiplier"},
  };
  for (const auto& row : kFacts) {
    if (row.about == about) return row.facts;
  }
  return "rule|parties|from|contract_from";
}

absl::StatusOr<std::optional<Refusal>> ReadRefusal(Section& in) {
  USANCE_ASSIGN_OR_RETURN(const auto reason, in.Find<Reason>("refuses"));
  if (!reason) return std::optional<Refusal>();
  USANCE_ASSIGN_OR_RETURN(std::string text,
                          in.Get<std::string>("refuses_because"));
  return std::optional<Refusal>({*reason, std::move(text)});
}

absl::StatusOr<std::optional<RateRounding>> ReadRounding(Section& in) {
  USANCE_ASSIGN_OR_RETURN(const auto multiple, in.Find<Rate>("multiple"));
  if (!multiple) return std::optional<RateRounding>();
  RateRounding rounding{.increment = *multiple};
  USANCE_ASSIGN_OR_RETURN(rounding.rounding, in.Get<Rounding>("rounding"));
  USANCE_ASSIGN_OR_RETURN(rounding.rounded, in.Get<RateRounded>("rounded"));
  return std::optional<RateRounding>(rounding);
}

// An amount of the law's own currency.
absl::StatusOr<Money> ReadMoney(const Statute& law, std::string_view text,
                                const std::string& path) {
  if (law.currency) return ParseAmount(text, *law.currency, path);
  return Error(Reason::kMissingField, "/currency",
               "an amount in " + path + ", and the law has no currency");
}

absl::StatusOr<InterestFact> ReadInterest(Section& in, const Statute& law) {
  InterestFact fact;
  USANCE_ASSIGN_OR_RETURN(const auto series, in.Find<std::string>("series"));
  fact.series = series.value_or("");
  USANCE_ASSIGN_OR_RETURN(fact.rate, in.Find<Rate>("rate"));
  if (fact.series.empty() == !fact.rate.has_value()) {
    return Error(Reason::kConflict, in.PathOf("series"),
                 "give exactly one of series and rate");
  }
  USANCE_ASSIGN_OR_RETURN(fact.margin, in.Find<Rate>("margin"));
  USANCE_ASSIGN_OR_RETURN(const auto times,
                          in.FindInteger("multiplier", 1, 100));
  fact.multiplier = times.value_or(1);
  USANCE_ASSIGN_OR_RETURN(fact.fixing, in.Get<RateFixing>("fixing"));
  USANCE_ASSIGN_OR_RETURN(fact.rounding, ReadRounding(in));
  USANCE_ASSIGN_OR_RETURN(fact.day_count, in.Find<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(fact.compounding, in.Get<Compounding>("compounding"));
  USANCE_ASSIGN_OR_RETURN(fact.rest, in.Find<Period>("rest"));
  if ((fact.compounding == Compounding::kCompound) != fact.rest.has_value()) {
    return Error(Reason::kConflict, in.PathOf("rest"),
                 "a rest belongs to compound interest, and only to it");
  }
  USANCE_ASSIGN_OR_RETURN(fact.rests_per_year,
                          in.FindInteger("rests_per_year", 1, 366));
  USANCE_ASSIGN_OR_RETURN(fact.regime, in.Find<RoundingRegime>("regime"));
  USANCE_ASSIGN_OR_RETURN(fact.stops_after, in.Find<Period>("stops_after"));
  USANCE_ASSIGN_OR_RETURN(const auto least,
                          in.Find<std::string>("minimum_claim"));
  if (least) {
    USANCE_ASSIGN_OR_RETURN(fact.minimum_claim,
                            ReadMoney(law, *least, in.PathOf("minimum_claim")));
  }
  USANCE_ASSIGN_OR_RETURN(fact.cited, ReadCitation(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  return fact;
}

absl::StatusOr<InterestBeforeDueFact> ReadEarly(Section& in,
                                                const Statute& law) {
  InterestBeforeDueFact early;
  USANCE_ASSIGN_OR_RETURN(const auto days, in.FindInteger("days", 0, 36'600));
  USANCE_ASSIGN_OR_RETURN(early.after, in.FindAll<DebtEvent>("after"));
  if (!days || early.after.empty()) {
    return Error(Reason::kMissingField, in.PathOf(days ? "after" : "days"),
                 "it begins so many days after an event");
  }
  early.days = *days;
  USANCE_ASSIGN_OR_RETURN(early.interest, ReadInterest(in, law));
  return early;
}

absl::StatusOr<StartRule> ReadStart(Section& in) {
  StartRule rule;
  USANCE_ASSIGN_OR_RETURN(rule.days, in.FindInteger("days", 0, 36'600));
  USANCE_ASSIGN_OR_RETURN(rule.after, in.FindAll<DebtEvent>("after"));
  USANCE_ASSIGN_OR_RETURN(rule.beginning_with, in.FindFlag("beginning_with"));
  USANCE_ASSIGN_OR_RETURN(rule.only_if_told, in.FindFlag("only_if_told"));
  USANCE_ASSIGN_OR_RETURN(rule.longest_days,
                          in.FindInteger("longest_days", 0, 36'600));
  if ((rule.days || rule.longest_days) && rule.after.empty()) {
    return Error(Reason::kMissingField, in.PathOf("after"),
                 "days count from an event");
  }
  if (rule.longest_days) {
    USANCE_ASSIGN_OR_RETURN(rule.longest, in.Get<LongestPeriod>("longest"));
    USANCE_ASSIGN_OR_RETURN(rule.longest_after,
                            in.FindAll<DebtEvent>("longest_after"));
    USANCE_ASSIGN_OR_RETURN(
        rule.longest_month_end_days,
        in.FindInteger("longest_month_end_days", 0, 36'600));
  }
  USANCE_ASSIGN_OR_RETURN(rule.rolls, in.FindFlag("rolls"));
  USANCE_ASSIGN_OR_RETURN(rule.cited, ReadCitation(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  return rule;
}

// The tiers of a section: `from`, and `amount`, `percent` or both for each.
absl::StatusOr<std::vector<CompensationTier>> ReadTiers(Section& in,
                                                        const Statute& law,
                                                        Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const auto from, in.FindAll<std::string>("from"));
  USANCE_ASSIGN_OR_RETURN(const auto amounts,
                          in.FindAll<std::string>("amount"));
  USANCE_ASSIGN_OR_RETURN(const auto percents, in.FindAll<Percent>("percent"));
  if ((!amounts.empty() && amounts.size() != from.size()) ||
      (!percents.empty() && percents.size() != from.size()) ||
      (amounts.empty() && percents.empty() && !from.empty())) {
    return Error(Reason::kConflict, in.PathOf("from"),
                 "give an amount or a percentage for each of from");
  }
  std::vector<CompensationTier> tiers;
  for (size_t k = 0; k < from.size(); ++k) {
    USANCE_ASSIGN_OR_RETURN(const Money least,
                            ReadMoney(law, from[k], in.PathOf("from")));
    CompensationTier tier{least, Money(0, currency)};
    if (!amounts.empty()) {
      USANCE_ASSIGN_OR_RETURN(
          tier.amount, ParseAmount(amounts[k], currency, in.PathOf("amount")));
    }
    if (!percents.empty()) tier.percent = percents[k];
    tiers.push_back(tier);
  }
  return tiers;
}

absl::StatusOr<CompensationFact> ReadCompensation(Section& in,
                                                  const Statute& law) {
  CompensationFact fact;
  USANCE_ASSIGN_OR_RETURN(fact.due_from, in.Find<Date>("due_from"));
  USANCE_ASSIGN_OR_RETURN(fact.due_before, in.Find<Date>("due_before"));
  USANCE_ASSIGN_OR_RETURN(const auto own, in.Find<Currency>("currency"));
  if (!law.currency) {
    return Error(Reason::kMissingField, "/currency",
                 "the law has sums, and no currency");
  }
  const Currency currency = own.value_or(*law.currency);
  USANCE_ASSIGN_OR_RETURN(fact.table.tiers, ReadTiers(in, law, currency));
  for (const auto& [key, bound] : {std::pair("minimum", &fact.table.minimum),
                                   std::pair("maximum", &fact.table.maximum)}) {
    USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>(key));
    if (!text) continue;
    USANCE_ASSIGN_OR_RETURN(*bound,
                            ParseAmount(*text, currency, in.PathOf(key)));
  }
  USANCE_ASSIGN_OR_RETURN(const auto per, in.Find<CompensationPer>("per"));
  // Costs of collection are of the whole that was collected.
  fact.per = per.value_or(in.name() == "version.collection"
                              ? CompensationPer::kInvoice
                              : CompensationPer::kInstallment);
  USANCE_ASSIGN_OR_RETURN(const auto fx_day, in.Find<FxDay>("fx_day"));
  fact.fx_day = fx_day.value_or(FxDay::kFallsDue);
  USANCE_ASSIGN_OR_RETURN(const auto credited,
                          in.Find<std::string>("credited_against"));
  fact.credited_against = credited.value_or("");
  USANCE_ASSIGN_OR_RETURN(fact.cited, ReadCitation(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  if (!fact.table.tiers.empty()) {
    Compensation compensation{.tables = {fact.table},
                              .rounding = Rounding::kHalfUp,
                              .fx_day = fact.fx_day};
    USANCE_RETURN_IF_ERROR(
        CheckCompensation(compensation, *law.currency, in.PathOf("from")));
  }
  return fact;
}

// Whether [a_from, a_before) and [b_from, b_before) share a day.
bool Overlap(const StatuteVersion& a, const StatuteVersion& b) {
  return (!a.before || !b.from || *b.from < *a.before) &&
         (!b.before || !a.from || *a.from < *b.before);
}

bool Shares(const std::vector<Parties>& all, Parties one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Reads the sections of a law in their order.
class LawReader {
 public:
  explicit LawReader(std::string_view field) : field_(field) {}

  absl::StatusOr<Statute> Read(std::string_view text) {
    USANCE_ASSIGN_OR_RETURN(std::vector<Section> sections,
                            statute::ReadSections(text, field_));
    USANCE_RETURN_IF_ERROR(ReadRoot(sections.front()));
    for (size_t k = 1; k < sections.size(); ++k) {
      USANCE_RETURN_IF_ERROR(ReadSection(sections[k]));
    }
    if (law_.versions.empty()) {
      return Error(Reason::kMissingField, field_ + "/version",
                   "the law has no [[version]]");
    }
    USANCE_RETURN_IF_ERROR(CheckVersions());
    return std::move(law_);
  }

 private:
  absl::Status ReadRoot(Section& in) {
    USANCE_ASSIGN_OR_RETURN(law_.id, in.Get<std::string>("id"));
    USANCE_ASSIGN_OR_RETURN(law_.aliases, in.FindAll<std::string>("aliases"));
    USANCE_ASSIGN_OR_RETURN(law_.name, in.Get<std::string>("name"));
    USANCE_ASSIGN_OR_RETURN(law_.country, statute::ReadCountry(in));
    USANCE_ASSIGN_OR_RETURN(law_.currency, in.Find<Currency>("currency"));
    USANCE_ASSIGN_OR_RETURN(law_.known_through, in.Get<Date>("known_through"));
    USANCE_ASSIGN_OR_RETURN(const auto limitation,
                            in.Find<std::string>("limitation"));
    law_.limitation = limitation.value_or("");
    USANCE_ASSIGN_OR_RETURN(law_.refuses, ReadRefusal(in));
    return in.Done();
  }

  absl::Status ReadSection(Section& in) {
    if (in.name() == "version") return ReadVersion(in);
    if (in.name() == "record") return ReadRecord(in);
    if (law_.versions.empty()) return in.NoUse();
    StatuteVersion& version = law_.versions.back();
    if (in.name() == "version.interest") {
      USANCE_ASSIGN_OR_RETURN(version.interest, ReadInterest(in, law_));
    } else if (in.name() == "version.before_due") {
      USANCE_ASSIGN_OR_RETURN(version.before_due, ReadEarly(in, law_));
    } else if (in.name() == "version.start") {
      USANCE_ASSIGN_OR_RETURN(version.start, ReadStart(in));
    } else if (in.name() == "version.compensation") {
      // The first of its own takes the place of what it is like.
      if (!own_compensation_) version.compensation.clear();
      own_compensation_ = true;
      USANCE_ASSIGN_OR_RETURN(CompensationFact fact,
                              ReadCompensation(in, law_));
      version.compensation.push_back(std::move(fact));
    } else if (in.name() == "version.collection") {
      USANCE_ASSIGN_OR_RETURN(version.collection, ReadCompensation(in, law_));
    } else if (in.name() == "version.reading") {
      Reading reading;
      USANCE_ASSIGN_OR_RETURN(reading.fixing, in.Get<RateFixing>("fixing"));
      USANCE_ASSIGN_OR_RETURN(reading.by, in.Get<std::string>("by"));
      USANCE_ASSIGN_OR_RETURN(reading.cited, ReadCitation(in));
      USANCE_RETURN_IF_ERROR(in.Done());
      version.readings.push_back(std::move(reading));
    } else {
      return in.NoUse();
    }
    return absl::OkStatus();
  }

  absl::Status ReadVersion(Section& in) {
    StatuteVersion version;
    USANCE_ASSIGN_OR_RETURN(const auto like, in.Find<std::string>("like"));
    if (like) {
      const auto found = std::find_if(
          law_.versions.begin(), law_.versions.end(),
          [&](const StatuteVersion& other) { return other.id == *like; });
      if (found == law_.versions.end()) {
        return Error(Reason::kUnknownName, in.PathOf("like"),
                     "no version " + *like + " before this one");
      }
      version = *found;
      version.from = version.before = {};
      version.before_due.reset();
    }
    own_compensation_ = false;
    USANCE_ASSIGN_OR_RETURN(version.id, in.Get<std::string>("id"));
    USANCE_ASSIGN_OR_RETURN(version.parties, in.FindAll<Parties>("parties"));
    if (version.parties.empty()) {
      return Error(Reason::kMissingField, in.PathOf("parties"),
                   "no parties are named");
    }
    USANCE_ASSIGN_OR_RETURN(const auto dated, in.Find<DatedBy>("dated_by"));
    version.dated_by = dated.value_or(DatedBy::kContract);
    USANCE_ASSIGN_OR_RETURN(version.from, in.Find<Date>("from"));
    USANCE_ASSIGN_OR_RETURN(version.before, in.Find<Date>("before"));
    USANCE_ASSIGN_OR_RETURN(version.refuses, ReadRefusal(in));
    USANCE_RETURN_IF_ERROR(in.Done());
    law_.versions.push_back(std::move(version));
    return absl::OkStatus();
  }

  absl::Status ReadReminderFee(Section& in, const Citation& cited) {
    USANCE_ASSIGN_OR_RETURN(const auto currency, in.Get<Currency>("currency"));
    USANCE_ASSIGN_OR_RETURN(const auto most, in.Get<std::string>("reminder"));
    ReminderFeeFact fee = {.most = Money(0, currency), .cited = cited};
    USANCE_ASSIGN_OR_RETURN(fee.most,
                            ParseAmount(most, currency, in.PathOf("reminder")));
    USANCE_ASSIGN_OR_RETURN(fee.max_count, in.FindInteger("max_count", 1, 100));
    USANCE_ASSIGN_OR_RETURN(const auto gap,
                            in.FindInteger("min_gap_days", 0, 366));
    fee.min_gap_days = gap.value_or(0);
    law_.reminder_fee = std::move(fee);
    return absl::OkStatus();
  }

  absl::Status ReadRecord(Section& in) {
    Record record;
    USANCE_ASSIGN_OR_RETURN(record.about, in.Get<std::string>("about"));
    USANCE_ASSIGN_OR_RETURN(record.cited, ReadCitation(in));
    if (record.about == "reminder fee") {
      USANCE_RETURN_IF_ERROR(ReadReminderFee(in, record.cited));
    }
    record.facts = in.TakeTexts(FactsAbout(record.about));
    USANCE_RETURN_IF_ERROR(in.Done());
    if (record.facts.empty()) {
      return Error(Reason::kMissingField, in.PathOf("rule"),
                   "the record on " + record.about + " says nothing");
    }
    law_.records.push_back(std::move(record));
    return absl::OkStatus();
  }

  // No two versions with the same id, or for the same parties and dates.
  absl::Status CheckVersions() const {
    for (size_t k = 0; k < law_.versions.size(); ++k) {
      const StatuteVersion& a = law_.versions[k];
      for (size_t m = 0; m < k; ++m) {
        const StatuteVersion& b = law_.versions[m];
        const std::string path = field_ + "/version/" + std::to_string(k);
        if (a.id == b.id) {
          return Error(Reason::kDuplicateField, path + "/id",
                       "there is a version " + a.id + " already");
        }
        const bool shared =
            std::any_of(a.parties.begin(), a.parties.end(),
                        [&](Parties p) { return Shares(b.parties, p); });
        if (shared && Overlap(a, b)) {
          return Error(Reason::kOutOfOrder, path + "/from",
                       a.id + " and " + b.id + " share parties and dates");
        }
      }
    }
    return absl::OkStatus();
  }

  std::string field_;
  Statute law_ = {};
  bool own_compensation_ = false;
};

}  // namespace

std::span<const ShippedStatute> ShippedStatutes() { return kShippedStatutes; }

absl::StatusOr<Statute> FindStatute(std::string_view id,
                                    std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(const std::string_view text,
                          (statute::FindShipped<ShippedStatute>(
                              kShippedStatutes, "statute", id, field)));
  return LawReader(field).Read(text);
}

absl::StatusOr<Statute> ParseStatute(std::string_view text,
                                     std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(Statute law, LawReader(field).Read(text));
  law.loaded = true;
  for (const ShippedStatute& shipped : kShippedStatutes) {
    if (internal::SameName(shipped.id, law.id) ||
        internal::AnyIsName(shipped.aliases, law.id)) {
      law.in_place_of = std::string(shipped.id);
    }
  }
  return law;
}

Parties MainParties(const Statute& statute) {
  USANCE_CHECK(!statute.versions.empty());
  return statute.versions.front().parties.front();
}

absl::StatusOr<const StatuteVersion*> SelectVersion(const Statute& statute,
                                                    Parties parties,
                                                    Date contract_date,
                                                    Date due,
                                                    std::string_view field) {
  if (statute.refuses) {
    return Error(statute.refuses->reason, field, statute.refuses->text);
  }
  std::vector<Parties> of_law;
  for (const StatuteVersion& version : statute.versions) {
    for (const Parties one : version.parties) {
      if (!Shares(of_law, one)) of_law.push_back(one);
    }
  }
  if (!Shares(of_law, parties)) {
    std::string names;
    for (const Parties one : of_law) {
      if (!names.empty()) names += ", ";
      names += NameOf(one);
    }
    return Error(Reason::kConflict, field,
                 statute.id + " is no law for " + std::string(NameOf(parties)) +
                     "; allowed: " + names);
  }
  for (const StatuteVersion& version : statute.versions) {
    const Date date =
        version.dated_by == DatedBy::kContract ? contract_date : due;
    if (!Shares(version.parties, parties) ||
        (version.from && date < *version.from) ||
        (version.before && date >= *version.before)) {
      continue;
    }
    if (version.refuses) {
      return Error(version.refuses->reason, field, version.refuses->text);
    }
    return &version;
  }
  return Error(Reason::kRateUnknown, field,
               statute.id + " has no version for " +
                   std::string(NameOf(parties)) + ", a contract of " +
                   contract_date.ToText() + " and a debt due on " +
                   due.ToText());
}

}  // namespace usance
