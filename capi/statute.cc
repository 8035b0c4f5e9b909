#include "usance/statute/statute.h"

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/codec/rate_series.h"
#include "usance/statute/limitation.h"
#include "usance/statute/presets.h"
#include "usance/statute/rate_book.h"
#include "usance/terms/late_charges.h"

using usance::Confidence;
using usance::Currency;
using usance::Date;
using usance::Error;
using usance::FieldOf;
using usance::Interval;
using usance::LateCharges;
using usance::LateChargesSpec;
using usance::Money;
using usance::Parties;
using usance::RateBook;
using usance::RateHistory;
using usance::RateRow;
using usance::RateSeries;
using usance::Reason;
using usance::ReasonOf;
using usance::Rounding;
using usance::Statute;
using usance::StatuteTerms;
using usance::TextOf;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::CopyText;
using usance::capi::EachRow;
using usance::capi::EachValue;
using usance::capi::Fits;
using usance::capi::FromDate;
using usance::capi::Guard;
using usance::capi::MaybeChoose;
using usance::capi::MaybeDate;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutColumn;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::RowEnd;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

absl::StatusOr<RateSeries> Find(const usance_rate_book* book, const char* id) {
  USANCE_RETURN_IF_ERROR(Present(book, "/book"));
  USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
  return book->value.Find(name, "/id");
}

usance_rate_series Describe(const RateSeries& from, const RateBook& book) {
  const RateSeries::Spec& spec = from.spec();
  auto to = usance::capi::Layout<usance_rate_series>::kDefaults;
  to.kind = static_cast<usance_series_kind>(spec.kind);
  to.unit = static_cast<usance_time_unit>(from.unit());
  to.first = spec.rows.front().from.days();
  to.last = spec.rows.back().from.days();
  to.known_through = FromDate(spec.known_through);
  // A series has at most kMaxRateRows rows.
  const auto count = [&](Confidence confidence) {
    return static_cast<int32_t>(std::count_if(
        spec.rows.begin(), spec.rows.end(),
        [&](const RateRow& row) { return row.confidence == confidence; }));
  };
  to.row_count = static_cast<int32_t>(spec.rows.size());
  to.gap_count = static_cast<int32_t>(from.Gaps().size());
  to.given_count = count(Confidence::kGiven);
  to.verified_count = count(Confidence::kVerified);
  to.read_count = count(Confidence::kRead);
  to.derived_count = count(Confidence::kDerived);
  to.memory_count = count(Confidence::kMemory);
  to.conflict_count = count(Confidence::kConflict);
  CopyText(spec.id, to.id);
  CopyText(spec.version, to.version);
  CopyText(spec.title, to.title);
  to.loaded = book.HasLoaded(spec.id) ? 1 : 0;
  return to;
}

// A debt and what is to be said with it.
struct Claim {
  usance::Debt debt;
  usance::PresetSpec spec;
};

absl::StatusOr<usance::DebtFacts> ToFacts(const usance_debt& from) {
  usance::DebtFacts to;
  USANCE_ASSIGN_OR_RETURN(to.agreed, MaybeDate(from.due, "/due"));
  USANCE_ASSIGN_OR_RETURN(to.performance,
                          MaybeDate(from.performance, "/performance"));
  USANCE_ASSIGN_OR_RETURN(to.invoice, MaybeDate(from.invoice, "/invoice"));
  USANCE_ASSIGN_OR_RETURN(to.acceptance,
                          MaybeDate(from.acceptance, "/acceptance"));
  USANCE_ASSIGN_OR_RETURN(to.demand, MaybeDate(from.demand, "/demand"));
  USANCE_ASSIGN_OR_RETURN(to.claimable,
                          MaybeDate(from.claimable, "/claimable"));
  USANCE_ASSIGN_OR_RETURN(to.advance, MaybeDate(from.advance, "/advance"));
  USANCE_ASSIGN_OR_RETURN(
      to.grossly_unfair,
      usance::capi::ToFlag(from.grossly_unfair, "/grossly_unfair"));
  USANCE_ASSIGN_OR_RETURN(to.told, usance::capi::ToFlag(from.told, "/told"));
  return to;
}

absl::StatusOr<Claim> ToClaim(const usance_debt& from, const Statute& law) {
  const bool own = from.currency[0] == '\0' && law.currency.has_value();
  Currency currency = law.currency.value_or(usance::capi::kAnyCurrency);
  if (!own) {
    USANCE_ASSIGN_OR_RETURN(
        currency, usance::capi::ToCurrency(from.currency, from.digits));
  }
  Claim to{.debt = {}, .spec = {.currency = currency}};
  USANCE_ASSIGN_OR_RETURN(const auto parties,
                          MaybeChoose<Parties>(from.parties, "/parties"));
  to.debt.parties = parties.value_or(usance::MainParties(law));
  USANCE_ASSIGN_OR_RETURN(to.spec.rounding,
                          Choose<Rounding>(from.rounding, "/rounding"));
  USANCE_ASSIGN_OR_RETURN(to.spec.regime, MaybeChoose<usance::RoundingRegime>(
                                              from.regime, "/regime"));
  USANCE_ASSIGN_OR_RETURN(to.spec.day_count, MaybeChoose<usance::DayCount>(
                                                 from.day_count, "/day_count"));
  USANCE_ASSIGN_OR_RETURN(
      to.spec.fixing, MaybeChoose<usance::RateFixing>(from.fixing, "/fixing"));
  USANCE_ASSIGN_OR_RETURN(
      to.spec.unknown_rate,
      Choose<usance::UnknownRate>(from.unknown_rate, "/unknown_rate"));
  USANCE_ASSIGN_OR_RETURN(to.spec.collected,
                          usance::capi::ToFlag(from.collected, "/collected"));
  USANCE_ASSIGN_OR_RETURN(
      to.spec.per, MaybeChoose<usance::CompensationPer>(from.compensation_per,
                                                        "/compensation_per"));
  USANCE_ASSIGN_OR_RETURN(to.debt.contract_date,
                          MaybeDate(from.contract_date, "/contract_date"));
  USANCE_ASSIGN_OR_RETURN(to.debt.facts, ToFacts(from));
  return to;
}

// The contract date of row i; none where it is its due day.
absl::StatusOr<std::optional<Date>> ContractOf(const Claim& claim,
                                               const usance_day* contract_date,
                                               size_t i) {
  if (contract_date == nullptr) return claim.debt.contract_date;
  return MaybeDate(contract_date[i], "/contract_date");
}

// The weakest mark of the facts that are weak; 0: none is.
int32_t WeakestOf(const usance::Preset& preset) {
  int32_t weakest = 0;
  for (const usance::WeakFact& fact : preset.weak) {
    weakest = std::max(weakest, static_cast<int32_t>(fact.cited.confidence));
  }
  return weakest;
}

// What a law makes of a debt.
struct Applied {
  StatuteTerms terms;
  Currency currency;
};

// The handle of the policy that a law makes.
usance_late_policy* PolicyOf(const usance_statute& statute,
                             const usance_rate_book& book, Applied applied) {
  const Statute& law = statute.value;
  return new usance_late_policy{std::move(applied.terms.preset.policy),
                                applied.currency,
                                {law.id, applied.terms.version->id, law.loaded,
                                 WeakestOf(applied.terms.preset)},
                                book.fx};
}

usance_statute_terms Describe(const Applied& applied, const Statute& law) {
  const StatuteTerms& from = applied.terms;
  auto to = usance::capi::Layout<usance_statute_terms>::kDefaults;
  to.contract_date = from.contract_date.days();
  to.due = from.relevant.day.days();
  to.first_bearing = from.relevant.first_bearing.days();
  to.weakest = static_cast<usance_confidence>(WeakestOf(from.preset));
  CopyText(from.version->id, to.version);
  to.law_loaded = law.loaded ? 1 : 0;
  CopyText(law.id, to.law);
  if (!from.preset.policy.interest) return to;
  const RateHistory& rates = from.preset.policy.interest->rates;
  to.loaded = rates.spec().loaded ? 1 : 0;
  CopyText(rates.id(), to.source);
  CopyText(rates.version(), to.source_version);
  return to;
}

absl::StatusOr<Applied> Apply(const usance_statute* statute,
                              const usance_rate_book* book,
                              const usance_debt* debt,
                              const usance_calendar* calendar,
                              std::span<const Date> schedule = {}) {
  USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
  USANCE_RETURN_IF_ERROR(Present(book, "/book"));
  USANCE_ASSIGN_OR_RETURN(const usance_debt facts, Read(debt, "/debt"));
  USANCE_ASSIGN_OR_RETURN(Claim claim, ToClaim(facts, statute->value));
  for (const Date due : schedule) {
    claim.debt.installments.push_back({due, Money(0, claim.spec.currency)});
  }
  absl::StatusOr<StatuteTerms> terms =
      usance::ApplyStatute(statute->value, claim.debt, claim.spec, book->value,
                           calendar == nullptr ? nullptr : &calendar->value);
  if (!terms.ok() && FieldOf(terms.status()) == "/agreed") {
    // The debt's name for it.
    return Error(ReasonOf(terms.status()), "/due", TextOf(terms.status()));
  }
  USANCE_RETURN_IF_ERROR(terms.status());
  return Applied{*std::move(terms), claim.spec.currency};
}

}  // namespace

usance_status usance_rate_book_create(usance_rate_book** book,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    *book = new usance_rate_book{RateBook()};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_load(const usance_rate_book* book,
                                    const char* text, size_t text_size,
                                    usance_rate_book** loaded,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(loaded, "/loaded"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series,
                            usance::ReadRateSeries({text, text_size}));
    *loaded = new usance_rate_book{book->value.With(series), book->fx};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_with_fx(const usance_rate_book* book,
                                       const usance_fx_table* fx,
                                       usance_rate_book** with_fx,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Present(fx, "/fx"));
    USANCE_RETURN_IF_ERROR(Present(with_fx, "/with_fx"));
    *with_fx = new usance_rate_book{book->value, fx->value};
    return USANCE_STATUS_OK;
  });
}

void usance_rate_book_destroy(usance_rate_book* book) { delete book; }

usance_status usance_rate_book_count(const usance_rate_book* book,
                                     size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    *count = book->value.All().size();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_at(const usance_rate_book* book, size_t index,
                                  usance_rate_series* series,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Writable(series, "/series"));
    const std::vector<RateSeries> all = book->value.All();
    if (index >= all.size()) {
      return Error(Reason::kOutOfRange, "/index",
                   std::to_string(index) + "; allowed: 0 to " +
                       std::to_string(all.size() - 1));
    }
    Write(Describe(all[index], book->value), series);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_find(const usance_rate_book* book,
                                    const char* id, usance_rate_series* series,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Writable(series, "/series"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries found, Find(book, id));
    Write(Describe(found, book->value), series);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_rows(const usance_rate_book* book,
                                    const char* id, size_t capacity,
                                    usance_day* start, int64_t* rate_e12,
                                    int32_t* confidence, size_t* count,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    const std::vector<RateRow>& rows = series.rows();
    std::vector<int64_t> rates;  // all must fit before the first is written
    for (const RateRow& row : rows) {
      if (rate_e12 == nullptr) break;
      USANCE_ASSIGN_OR_RETURN(const int64_t rate, usance::ToE12(row.rate));
      rates.push_back(rate);
    }
    if (!Fits(rows.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(start, rows, [](const RateRow& row) { return row.from.days(); });
    PutColumn(rate_e12, rates, [](int64_t rate) { return rate; });
    PutColumn(confidence, rows,
              [](const RateRow& row) { return row.confidence; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_gaps(const usance_rate_book* book,
                                    const char* id, size_t capacity,
                                    usance_day* start, usance_day* end,
                                    size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(end, "/end"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    const std::vector<Interval> gaps = series.Gaps();
    if (!Fits(gaps.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(start, gaps,
              [](const Interval& gap) { return gap.start.days(); });
    PutColumn(end, gaps, [](const Interval& gap) { return gap.end.days(); });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_on(const usance_rate_book* book, const char* id,
                                  usance_day day, size_t capacity,
                                  usance_day* start, int64_t* rate_e12,
                                  usance_confidence* confidence, char* source,
                                  size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_RETURN_IF_ERROR(Column(source, capacity, "/source"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const RateRow row, series.On(date, "/day"));
    int64_t rate = 0;
    if (rate_e12 != nullptr) {
      USANCE_ASSIGN_OR_RETURN(rate, usance::ToE12(row.rate));
    }
    const usance_status written = PutText(row.source, source, capacity, size);
    if (written != USANCE_STATUS_OK) return written;
    Put(start, 0, row.from.days());
    Put(rate_e12, 0, rate);
    Put(confidence, 0, row.confidence);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_rates(const usance_rate_book* book,
                                     const char* id,
                                     const usance_rates_spec* spec,
                                     usance_rates** rates,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    USANCE_ASSIGN_OR_RETURN(const usance_rates_spec facts, Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(RateHistory::Spec added,
                            usance::capi::ToRatesSpec(facts));
    if (facts.unit != static_cast<usance_time_unit>(series.unit())) {
      return Error(
          Reason::kConflict, "/unit",
          "the series is per " + std::string(usance::NameOf(series.unit())));
    }
    if (added.known_through) {
      return Error(Reason::kConflict, "/known_through",
                   "the series says itself how far it is known");
    }
    RateHistory::Spec history = series.Steps();
    history.loaded = book->value.HasLoaded(series.id());
    history.margin = added.margin;
    history.floor = added.floor;
    history.cap = added.cap;
    history.rounding = added.rounding;
    USANCE_ASSIGN_OR_RETURN(RateHistory made, RateHistory::Make(history, ""));
    *rates = new usance_rates{std::move(made)};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_find(const char* id, usance_statute** statute,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
    USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
    USANCE_ASSIGN_OR_RETURN(Statute law, usance::FindStatute(name, "/id"));
    *statute = new usance_statute{std::move(law)};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_parse(const char* text, size_t text_size,
                                   usance_statute** statute,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
    USANCE_ASSIGN_OR_RETURN(Statute law,
                            usance::ParseStatute({text, text_size}, "/text"));
    *statute = new usance_statute{std::move(law)};
    return USANCE_STATUS_OK;
  });
}

void usance_statute_destroy(usance_statute* statute) { delete statute; }

usance_status usance_statute_describe(const usance_statute* statute,
                                      usance_statute_facts* facts,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
    USANCE_RETURN_IF_ERROR(Writable(facts, "/facts"));
    const Statute& law = statute->value;
    auto to = usance::capi::Layout<usance_statute_facts>::kDefaults;
    to.known_through = FromDate(law.known_through);
    to.parties = static_cast<usance_parties>(usance::MainParties(law));
    if (law.refuses) {
      to.refuses = static_cast<usance_reason>(law.refuses->reason);
    }
    to.version_count = static_cast<int32_t>(law.versions.size());
    CopyText(law.country, to.country);
    if (law.currency) CopyText(law.currency->code(), to.currency);
    CopyText(law.id, to.id);
    CopyText(law.name, to.name);
    to.loaded = law.loaded ? 1 : 0;
    CopyText(law.in_place_of, to.in_place_of);
    Write(to, facts);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_version_at(const usance_statute* statute,
                                        size_t index,
                                        usance_statute_version* version,
                                        usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
    USANCE_RETURN_IF_ERROR(Writable(version, "/version"));
    const std::vector<usance::StatuteVersion>& versions =
        statute->value.versions;
    if (index >= versions.size()) {
      return Error(Reason::kOutOfRange, "/index",
                   std::to_string(index) + "; the law has " +
                       std::to_string(versions.size()) + " versions");
    }
    const usance::StatuteVersion& from = versions[index];
    auto to = usance::capi::Layout<usance_statute_version>::kDefaults;
    to.start = FromDate(from.from);
    to.before = FromDate(from.before);
    if (from.refuses) {
      to.refuses = static_cast<usance_reason>(from.refuses->reason);
    }
    CopyText(from.id, to.id);
    if (from.interest) CopyText(from.interest->series, to.source);
    Write(to, version);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_apply(const usance_statute* statute,
                                   const usance_rate_book* book,
                                   const usance_debt* debt,
                                   const usance_calendar* calendar,
                                   usance_statute_terms* terms,
                                   usance_late_policy** policy,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Writable(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_ASSIGN_OR_RETURN(Applied applied,
                            Apply(statute, book, debt, calendar));
    const auto to = Describe(applied, statute->value);
    *policy = PolicyOf(*statute, *book, std::move(applied));
    Write(to, terms);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_apply_schedule(
    const usance_statute* statute, const usance_rate_book* book,
    const usance_debt* debt, const usance_calendar* calendar, size_t n,
    const usance_day* agreed, usance_statute_terms* terms, usance_day* due,
    usance_late_policy** policy, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(agreed, n, "/agreed"));
    USANCE_RETURN_IF_ERROR(Writable(terms, "/terms"));
    USANCE_RETURN_IF_ERROR(Column(due, n, "/due"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    if (n == 0) {
      return Error(Reason::kMissingField, "/n", "there is no due amount");
    }
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                            usance::capi::ToDates(agreed, n, "/agreed"));
    USANCE_ASSIGN_OR_RETURN(Applied applied,
                            Apply(statute, book, debt, calendar, days));
    const auto to = Describe(applied, statute->value);
    const std::vector<usance::LateInstallment> parts =
        applied.terms.installments;
    *policy = PolicyOf(*statute, *book, std::move(applied));
    for (size_t i = 0; i < n; ++i) Put(due, i, parts[i].due.days());
    Write(to, terms);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_interest_before_due(
    const usance_statute* statute, const usance_rate_book* book,
    const usance_debt* debt, int64_t amount, usance_day as_of, size_t n,
    const usance_day* paid_on, const int64_t* paid,
    const usance_calendar* calendar, usance_day* first, usance_day* last,
    int64_t* interest, usance_confidence* confidence, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(paid_on, n, "/paid_on"));
    USANCE_RETURN_IF_ERROR(Column(paid, n, "/paid"));
    USANCE_RETURN_IF_ERROR(Optional(first, "/first"));
    USANCE_RETURN_IF_ERROR(Optional(last, "/last"));
    USANCE_RETURN_IF_ERROR(Present(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_ASSIGN_OR_RETURN(const Applied applied,
                            Apply(statute, book, debt, calendar));
    USANCE_ASSIGN_OR_RETURN(const usance_debt facts, Read(debt, "/debt"));
    USANCE_ASSIGN_OR_RETURN(const Claim claim, ToClaim(facts, statute->value));
    USANCE_ASSIGN_OR_RETURN(const Date until, ToDate(as_of, "/as_of"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                            usance::capi::ToDates(paid_on, n, "/paid_on"));
    std::vector<usance::Payment> payments;
    for (size_t i = 0; i < n; ++i) {
      payments.push_back({days[i], Money(paid[i], applied.currency)});
    }
    USANCE_ASSIGN_OR_RETURN(
        const usance::BeforeDue early,
        usance::InterestBeforeDue(*applied.terms.version, claim.debt.facts,
                                  applied.terms.relevant.day,
                                  Money(amount, applied.currency), payments,
                                  until, claim.spec, book->value));
    Put(first, 0, early.first.days());
    Put(last, 0, early.last.days());
    *interest = early.accrual.interest.minor();
    int32_t weakest = static_cast<int32_t>(early.accrual.confidence);
    for (const usance::WeakFact& weak : early.weak) {
      weakest = std::max(weakest, static_cast<int32_t>(weak.cited.confidence));
    }
    Put(confidence, 0, weakest);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_statute_late_charges(
    const usance_statute* statute, const usance_rate_book* book,
    const usance_debt* debt, int64_t amount, usance_day as_of,
    usance_apply_to apply_to, size_t n, const usance_day* paid_on,
    const int64_t* paid, const usance_calendar* calendar,
    usance_late_charges* charges, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(paid_on, n, "/paid_on"));
    USANCE_RETURN_IF_ERROR(Column(paid, n, "/paid"));
    USANCE_RETURN_IF_ERROR(Writable(charges, "/charges"));
    USANCE_ASSIGN_OR_RETURN(Applied applied,
                            Apply(statute, book, debt, calendar));
    auto invoice = usance::capi::Layout<usance_late_invoice>::kDefaults;
    invoice.due = applied.terms.relevant.day.days();
    invoice.as_of = as_of;
    invoice.apply_to = apply_to;
    invoice.amount = amount;
    const std::unique_ptr<const usance_late_policy> policy(
        PolicyOf(*statute, *book, std::move(applied)));
    return usance_late_charges_compute(policy.get(), &invoice, n, paid_on, paid,
                                       nullptr, charges, error);
  });
}

usance_status usance_statute_late_charges_columns(
    const usance_statute* statute, const usance_rate_book* book,
    const usance_debt* debt, usance_day as_of, size_t n,
    const usance_day* contract_date, const usance_day* due,
    const int64_t* amount, int32_t* days_past_due, int64_t* interest,
    int64_t* compensation, int64_t* total, usance_confidence* confidence,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Optional(contract_date, "/contract_date"));
    USANCE_RETURN_IF_ERROR(Column(due, n, "/due"));
    USANCE_RETURN_IF_ERROR(Column(amount, n, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(days_past_due, "/days_past_due"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(compensation, "/compensation"));
    USANCE_RETURN_IF_ERROR(Optional(total, "/total"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const usance_debt facts, Read(debt, "/debt"));
    USANCE_ASSIGN_OR_RETURN(const Claim claim, ToClaim(facts, statute->value));
    USANCE_ASSIGN_OR_RETURN(const Date last_day, ToDate(as_of, "/as_of"));
    usance::PresetCache presets(statute->value, claim.debt.parties, claim.spec,
                                book->value);
    const usance::Preset* last = nullptr;
    LateChargesSpec spec{.policy = {},
                         .invoice = {Money(0, claim.spec.currency), last_day},
                         .as_of = last_day,
                         .fx = book->fx};
    return EachRow(n, status, error, [&](size_t i) -> RowEnd {
      Put(days_past_due, i, 0);
      for (int64_t* column : {interest, compensation, total}) Put(column, i, 0);
      Put(confidence, i, 0);
      USANCE_ASSIGN_OR_RETURN(const Date day, ToDate(due[i], "/due"));
      USANCE_ASSIGN_OR_RETURN(const auto contract,
                              ContractOf(claim, contract_date, i));
      USANCE_ASSIGN_OR_RETURN(const usance::Preset* preset,
                              presets.Find(contract.value_or(day), day));
      if (preset != last) spec.policy = preset->policy;
      last = preset;
      spec.invoice.due = day;
      spec.invoice.amount = Money(amount[i], claim.spec.currency);
      USANCE_ASSIGN_OR_RETURN(const LateCharges result,
                              usance::ComputeLateCharges(spec));
      Put(days_past_due, i, result.days_past_due);
      Put(interest, i, result.interest.minor());
      Put(compensation, i, result.compensation.minor());
      Put(total, i, result.total.minor());
      Put(confidence, i,
          std::max(static_cast<int32_t>(result.confidence),
                   WeakestOf(*preset)));
      return usance::capi::EndOf(result);
    });
  });
}

usance_status usance_statute_version_columns(
    const usance_statute* statute, const usance_debt* debt, size_t n,
    const usance_day* contract_date, const usance_day* due, int32_t* version,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(statute, "/statute"));
    USANCE_RETURN_IF_ERROR(Optional(contract_date, "/contract_date"));
    USANCE_RETURN_IF_ERROR(Column(due, n, "/due"));
    USANCE_RETURN_IF_ERROR(Column(version, n, "/version"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const usance_debt facts, Read(debt, "/debt"));
    const Statute& law = statute->value;
    USANCE_ASSIGN_OR_RETURN(const Claim claim, ToClaim(facts, law));
    return EachValue(
        n, version, -1, status, error,
        [&](size_t i) -> absl::StatusOr<int32_t> {
          USANCE_ASSIGN_OR_RETURN(const Date day, ToDate(due[i], "/due"));
          USANCE_ASSIGN_OR_RETURN(const auto contract,
                                  ContractOf(claim, contract_date, i));
          USANCE_ASSIGN_OR_RETURN(
              const usance::StatuteVersion* found,
              usance::SelectVersion(law, claim.debt.parties,
                                    contract.value_or(day), day));
          return static_cast<int32_t>(found - law.versions.data());
        });
  });
}

usance_status usance_limitation_compute(
    const char* law, const usance_limitation_spec* spec, size_t n,
    const usance_limitation_event* kind, const usance_day* date,
    const usance_day* last, usance_limitation* limitation,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(law, "/law"));
    USANCE_RETURN_IF_ERROR(Column(kind, n, "/kind"));
    USANCE_RETURN_IF_ERROR(Column(date, n, "/date"));
    USANCE_RETURN_IF_ERROR(Column(last, n, "/last"));
    USANCE_RETURN_IF_ERROR(Writable(limitation, "/limitation"));
    USANCE_ASSIGN_OR_RETURN(const usance_limitation_spec facts,
                            Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(const usance::LimitationLaw found,
                            usance::LimitationOf(name, "/law"));
    USANCE_ASSIGN_OR_RETURN(const Parties parties,
                            Choose<Parties>(facts.parties, "/parties"));
    USANCE_ASSIGN_OR_RETURN(
        const auto claim_kind,
        MaybeChoose<usance::ClaimKind>(facts.claim, "/claim"));
    USANCE_ASSIGN_OR_RETURN(
        const std::vector<usance::LimitationRule> rules,
        usance::RulesFor(found, parties, claim_kind, "/law"));
    USANCE_ASSIGN_OR_RETURN(const Date due, ToDate(facts.due, "/due"));
    USANCE_ASSIGN_OR_RETURN(const Date as_of, ToDate(facts.as_of, "/as_of"));
    usance::LimitationSpec claim{
        .rule = rules.front(),
        .due = due,
        .events = {},
        .as_of = as_of,
        .warn_before = {facts.warn_months, facts.warn_days}};
    for (size_t i = 0; i < n; ++i) {
      const std::string row = "/events/" + std::to_string(i);
      const std::string kind_at = row + "/kind";
      USANCE_ASSIGN_OR_RETURN(
          const auto what,
          Choose<usance::LimitationEventKind>(kind[i], kind_at));
      const std::string day = row + "/date";
      USANCE_ASSIGN_OR_RETURN(const Date first, ToDate(date[i], day));
      USANCE_ASSIGN_OR_RETURN(const auto end,
                              MaybeDate(last[i], row + "/last"));
      claim.events.push_back({what, first, end});
    }
    USANCE_ASSIGN_OR_RETURN(const usance::Limitation result,
                            usance::ComputeLimitation(claim));
    auto to = usance::capi::Layout<usance_limitation>::kDefaults;
    to.last_day = result.last_day.days();
    to.barred_from = result.barred_from.days();
    to.warn_from = result.warn_from.days();
    to.days_left = result.days_left;
    to.expired = result.expired ? 1 : 0;
    to.warning = result.warning ? 1 : 0;
    to.open = result.open ? 1 : 0;
    const usance::Citation& cited = rules.front().cited;
    to.confidence = static_cast<usance_confidence>(cited.confidence);
    CopyText(found.id, to.law);
    CopyText(cited.source, to.source);
    for (size_t k = 1; !claim_kind && k < rules.size(); ++k) {
      claim.rule = rules[k];
      USANCE_ASSIGN_OR_RETURN(const usance::Limitation other,
                              usance::ComputeLimitation(claim));
      to.latest = std::max(to.latest, other.last_day.days());
    }
    Write(to, limitation);
    return USANCE_STATUS_OK;
  });
}
