// rates: the series that a request may name.
#include <map>

#include "src/codec/operations.h"

namespace usance::codec {
namespace {

constexpr Field kRatesFields[] = {
    {"series", FieldType::kText, false,
     "the id of one series; without it, the list of all"},
    {"on", FieldType::kDate, false, "of a series: the row of this day alone"},
};

// What a series is, and how far it reaches.
Json FactsJson(const RateSeries& series, const RateBook& book) {
  const RateSeries::Spec& spec = series.spec();
  Json facts = Json::Object();
  facts.Set("id", spec.id);
  facts.Set("title", spec.title);
  facts.Set("version", spec.version);
  if (book.HasLoaded(spec.id)) facts.Set("loaded", true);
  facts.Set("kind", NameOf(spec.kind));
  facts.Set("first", spec.rows.front().from.ToText());
  facts.Set("last", spec.rows.back().from.ToText());
  facts.Set("known_through",
            spec.known_through ? Json(spec.known_through->ToText()) : Json());
  facts.Set("row_count", static_cast<int64_t>(spec.rows.size()));
  std::map<Confidence, int64_t> counts;
  for (const RateRow& row : spec.rows) ++counts[row.confidence];
  Json marks = Json::Object();
  for (const auto& [confidence, count] : counts) {
    marks.Set(NameOf(confidence), count);
  }
  facts.Set("confidence", std::move(marks));
  Json gaps = Json::List();
  for (const Interval& gap : series.Gaps()) {
    Json days = Json::Object();
    days.Set("start", gap.start.ToText());
    days.Set("end", gap.end.ToText());
    gaps.Append(std::move(days));
  }
  facts.Set("gaps", std::move(gaps));
  return facts;
}

Json RowJson(const RateRow& row) {
  Json json = Json::Object();
  json.Set("from", row.from.ToText());
  json.Set("rate", Format(row.rate));
  json.Set("confidence", NameOf(row.confidence));
  json.Set("source", row.source);
  return json;
}

void SetMembers(const Json& object, Answer& out) {
  for (const Json::Member& member : object.members()) {
    out.Set(member.name, member.value);
  }
}

absl::Status RunRates(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>("series"));
  std::optional<RateSeries> series;
  if (id) {
    USANCE_ASSIGN_OR_RETURN(series, in.book().Find(*id, in.PathOf("series")));
  }
  USANCE_ASSIGN_OR_RETURN(const auto on, in.Find<Date>("on"));
  if (!series) in.NoUseFor("on");
  USANCE_RETURN_IF_ERROR(in.Done());
  if (!series) {
    Json list = Json::List();
    for (const RateSeries& one : in.book().All())
      list.Append(FactsJson(one, in.book()));
    out.Set("series", std::move(list));
    return absl::OkStatus();
  }
  if (on) {
    USANCE_ASSIGN_OR_RETURN(const RateRow row,
                            series->On(*on, in.PathOf("on")));
    SetMembers(RowJson(row), out);
    AssumeRates(
        {series->id(), series->spec().version, series->spec().known_through,
         in.book().HasLoaded(series->id()), false, Confidence::kGiven},
        out);
    out.Because(series->id() + " on " + on->ToText() + " is " +
                Format(row.rate) + ", since " + row.from.ToText() + ": " +
                row.source);
    return absl::OkStatus();
  }
  SetMembers(FactsJson(*series, in.book()), out);
  out.Set("note", series->spec().note);
  Json rows = Json::List();
  for (const RateRow& row : series->rows()) rows.Append(RowJson(row));
  out.Set("rows", std::move(rows));
  return absl::OkStatus();
}

constexpr Operation kRateOperations[] = {
    {"rates", "published rate series, their rows and sources", kRatesFields,
     RunRates},
};

}  // namespace

std::span<const Operation> RateOperations() { return kRateOperations; }

}  // namespace usance::codec
