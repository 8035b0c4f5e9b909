#include "cli/statutes.h"

#include "cli/files.h"
#include "usance/core/text.h"

namespace usance::cli {
namespace {

// The members of a fact but for its source: "series x, margin 8%".
std::string FactText(const Json& fact) {
  std::string text;
  for (const Json::Member& member : fact.members()) {
    if (member.name == "source" || member.name == "confidence") continue;
    std::string value;
    if (member.value.kind() != Json::Kind::kList) {
      value = CellOf(&member.value);
    } else if (!member.value.items().empty() &&
               member.value.items()[0].kind() == Json::Kind::kObject) {
      for (const Json& item : member.value.items()) {
        value += (value.empty() ? "" : "; ") + FactText(item);
      }
    } else {
      value = Joined(&member.value);
    }
    if (!text.empty()) text += ", ";
    text += Words(member.name) + " " + value;
  }
  return text;
}

void AddFact(const std::string& version, std::string name, const Json* fact,
             TablePrinter& printer) {
  if (fact == nullptr) return;
  printer.Add({version, std::move(name), FactText(*fact),
               CellOf(fact->Find("confidence")), CellOf(fact->Find("source"))});
}

void PrintStatute(const Json& law, const StatutesRun& run) {
  TablePrinter printer(
      {{"version"}, {"fact"}, {"what"}, {"confidence"}, {"source"}}, run.format,
      false);
  for (const Json& version : law.Find("versions")->items()) {
    const std::string id = CellOf(version.Find("id"));
    std::string dates = CellOf(version.Find("dated_by"));
    for (const char* bound : {"from", "before"}) {
      if (const Json* date = version.Find(bound)) {
        dates += " " + std::string(bound) + " " + CellOf(date);
      }
    }
    printer.Add(
        {id, "for", Joined(version.Find("parties")) + "; " + dates, "", ""});
    if (const Json* refuses = version.Find("refuses")) {
      printer.Add({id, "refuses", CellOf(refuses), "",
                   CellOf(version.Find("refuses_because"))});
    }
    AddFact(id, "interest", version.Find("interest"), printer);
    AddFact(id, "before due", version.Find("before_due"), printer);
    AddFact(id, "start", version.Find("start"), printer);
    for (const Json& sum : version.Find("compensation")->items()) {
      AddFact(id, "compensation", &sum, printer);
    }
    AddFact(id, "collection", version.Find("collection"), printer);
    for (const Json& reading : version.Find("readings")->items()) {
      AddFact(id, "reading", &reading, printer);
    }
  }
  for (const Json& record : law.Find("records")->items()) {
    AddFact("", "record", &record, printer);
  }
  printer.Finish();
  if (run.format != Format::kTable) return;
  PrintLine("");
  for (const Json::Member& fact : law.members()) {
    if (fact.name == "versions" || fact.name == "records") continue;
    PrintLine(Words(fact.name) + ": " +
              (fact.value.kind() == Json::Kind::kList ? Joined(&fact.value)
                                                      : CellOf(&fact.value)));
  }
}

}  // namespace

std::string Joined(const Json* list) {
  std::string text;
  if (list == nullptr) return text;
  for (const Json& item : list->items()) {
    if (!text.empty()) text += ", ";
    text += CellOf(&item);
  }
  return text;
}

void AddStatute(const Json& law, bool words, TablePrinter& printer) {
  const auto add = [&](const std::string& name, const std::string& value) {
    const std::string label = "statute_" + name;
    printer.Add({words ? Words(label) : label, value});
  };
  for (const char* name :
       {"id", "loaded", "in_place_of", "version", "due", "known_through"}) {
    if (const Json* fact = law.Find(name)) add(name, CellOf(fact));
  }
  if (law.Find("beyond_known") != nullptr) add("beyond_known", "true");
  for (const Json& fact : law.Find("weak")->items()) {
    add(CellOf(fact.Find("fact")), CellOf(fact.Find("confidence")));
  }
}

absl::StatusOr<std::string> StatuteText(const std::string& value) {
  constexpr size_t kMost = size_t{1} << 20;
  if (!value.ends_with(".toml")) return value;
  USANCE_ASSIGN_OR_RETURN(Input input, Input::Open(value));
  USANCE_ASSIGN_OR_RETURN(std::string text, input.Read(kMost));
  return text + "\n";  // several lines: a text, not a name
}

absl::StatusOr<Statute> LoadStatute(const std::string& value) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, StatuteText(value));
  return value.ends_with(".toml") ? ParseStatute(text) : FindStatute(text);
}

absl::StatusOr<Json> EventsOf(const std::vector<std::string>& events) {
  Json list = Json::List();
  for (const std::string& event : events) {
    const size_t colon = event.find(':');
    if (colon == std::string::npos) {
      return Error(Reason::kMalformed, "--event",
                   Quoted(event) +
                       " is no KIND:DATE, as letter:2026-01-31 or "
                       "hold:2026-01-31:2026-03-31");
    }
    const size_t second = event.find(':', colon + 1);
    Json row = Json::Object();
    row.Set("kind", event.substr(0, colon));
    row.Set("date", event.substr(colon + 1, second - colon - 1));
    if (second != std::string::npos) row.Set("last", event.substr(second + 1));
    list.Append(std::move(row));
  }
  return list;
}

int RunStatutes(const StatutesRun& run) {
  Json request = Json::Object();
  request.Set("op", "statutes");
  if (!run.statute.empty()) {
    absl::StatusOr<std::string> text = StatuteText(run.statute);
    if (!text.ok()) return Refuse(text.status());
    request.Set("statute", *std::move(text));
  }
  const absl::StatusOr<Json> answer = Call(request);
  if (!answer.ok()) {
    Complain(TextOf(answer.status()));
    return kRefused;
  }
  if (run.format == Format::kJson) {
    PrintLine(ToText(*answer));
  } else if (const Json* law = answer->Find("statute")) {
    PrintStatute(*law, run);
  } else {
    TablePrinter printer({{"id"},
                          {"aliases"},
                          {"country"},
                          {"known_through"},
                          {"limitation"},
                          {"name"}},
                         run.format, false);
    for (const Json& row : answer->Find("statutes")->items()) {
      printer.Add({CellOf(row.Find("id")), Joined(row.Find("aliases")),
                   CellOf(row.Find("country")),
                   CellOf(row.Find("known_through")),
                   CellOf(row.Find("limitation")), CellOf(row.Find("name"))});
    }
    printer.Finish();
  }
  return kDone;
}

}  // namespace usance::cli
