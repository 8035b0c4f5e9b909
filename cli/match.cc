#include "cli/match.h"

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/table.h"
#include "usance/account/match.h"
#include "usance/codec/account.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

// The references of an account's items, of a file of all of them.
absl::StatusOr<std::map<std::string, std::string>> ReferencesOf(
    const Json& all, const std::string& account, const std::string& file) {
  std::map<std::string, std::string> references;
  const Json* own = all.Find(account);
  if (own == nullptr) return references;
  const std::string field = file + "/" + account;
  if (own->kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field,
                 "no object of items and their references");
  }
  for (const Json::Member& member : own->members()) {
    const std::string place = field + "/" + member.name;
    if (member.value.kind() != Json::Kind::kText) {
      return Error(Reason::kWrongType, place, "the value is no text");
    }
    USANCE_RETURN_IF_ERROR(CheckMatchReference(member.value.text(), place));
    references.emplace(member.name, member.value.text());
  }
  return references;
}

// What is open of all accounts that are asked for, in the one currency.
struct OpenRows {
  std::optional<Currency> currency;  // none: there is no account
  std::vector<MatchRow> rows;
};

absl::StatusOr<OpenRows> ReadRows(const AccountsRun& run,
                                  const MatchRun& match) {
  OpenRows open;
  USANCE_ASSIGN_OR_RETURN(const Json all, ReadByAccount(match.references));
  USANCE_RETURN_IF_ERROR(
      ReplayEach(run,
                 [&](const Journal& journal, const AccountPolicy&,
                     const Account& account) -> absl::Status {
                   if (open.currency && *open.currency != journal.currency()) {
                     return Error(Reason::kContextRequired, "--currency",
                                  "the journal has several; say which");
                   }
                   open.currency = journal.currency();
                   USANCE_ASSIGN_OR_RETURN(
                       const auto references,
                       ReferencesOf(all, journal.account(), match.references));
                   for (MatchRow& row :
                        MatchRowsOf(account, journal.account(), references)) {
                     open.rows.push_back(std::move(row));
                   }
                   return absl::OkStatus();
                 }));
  return open;
}

std::string ReasonsText(const MatchSuggestion& suggestion) {
  std::string text;
  for (const MatchReason reason : suggestion.reasons) {
    if (!text.empty()) text += ", ";
    text += NameOf(reason);
  }
  return text;
}

// A line for each due amount of each suggestion.
void Print(const Matches& matches, Currency currency, const AccountsRun& run) {
  TablePrinter printer({{"suggestion", true},
                        {"confidence"},
                        {"reasons"},
                        {"account"},
                        {"item"},
                        {"row", true},
                        {"due"},
                        {"open", true},
                        {"discount", true},
                        {"pay", true},
                        {"rest", true}},
                       run.format, run.guard_formulas);
  const auto amount = [currency](int64_t minor) {
    return FormatAmount(minor, currency);
  };
  for (size_t k = 0; k < matches.suggestions.size(); ++k) {
    const MatchSuggestion& suggestion = matches.suggestions[k];
    for (const MatchLine& line : suggestion.lines) {
      printer.Add({std::to_string(k + 1),
                   std::string(NameOf(suggestion.confidence)),
                   ReasonsText(suggestion), suggestion.account, line.item,
                   std::to_string(line.row), line.due.ToText(),
                   amount(line.open_minor), amount(line.discount_minor),
                   amount(line.pay_minor), amount(suggestion.rest_minor)});
    }
  }
  if (matches.left_off > 0) {
    printer.Note(std::to_string(matches.left_off) + " more are left off");
  }
  for (const QuotedReference& quoted : matches.references) {
    printer.Note("reference " + quoted.text + " is " +
                 std::string(NameOf(quoted.state)) +
                 (quoted.why.empty() ? "" : ": " + quoted.why));
  }
  printer.Finish();
}

// An error of the library about what a flag says names the flag.
absl::Status OfFlag(const absl::Status& status) {
  const std::string field = FieldOf(status);
  if (field != "/text" && field != "/reference") return status;
  return Error(ReasonOf(status), "--" + field.substr(1), TextOf(status));
}

absl::StatusOr<Matches> Suggest(const OpenRows& open, const AccountsRun& run,
                                const MatchRun& match) {
  const bool asked = !run.account.empty() || !run.currency.empty();
  if (!open.currency && asked) {
    std::string what = "the journal has no account";
    if (!run.account.empty()) what += " " + Quoted(run.account);
    if (!run.currency.empty()) what += " in " + Quoted(run.currency);
    return Error(Reason::kUnknownName,
                 run.account.empty() ? "--currency" : "--account", what);
  }
  if (!open.currency) return Matches();
  USANCE_ASSIGN_OR_RETURN(const Money amount,
                          ParseAmount(run.amount, *open.currency, "--amount"));
  if (amount.minor() <= 0) {
    return Error(Reason::kOutOfRange, "--amount",
                 Quoted(run.amount) + "; allowed: above 0");
  }
  USANCE_ASSIGN_OR_RETURN(const Date on, Date::Parse(run.as_of, "--as-of"));
  absl::StatusOr<Matches> matches =
      SuggestMatches(open.rows, {.amount_minor = amount.minor(),
                                 .on = on,
                                 .text = match.text,
                                 .reference = match.reference});
  if (!matches.ok()) return OfFlag(matches.status());
  return matches;
}

absl::Status Match(const AccountsRun& run, const MatchRun& match) {
  USANCE_ASSIGN_OR_RETURN(const OpenRows open, ReadRows(run, match));
  USANCE_ASSIGN_OR_RETURN(const Matches matches, Suggest(open, run, match));
  // Without accounts there is no amount to print.
  const Currency currency = open.currency.value_or(*Currency::Parse("EUR"));
  if (run.format == Format::kJson) {
    PrintLine(ToText(MatchesJson(matches, currency)));
  } else {
    Print(matches, currency, run);
  }
  return absl::OkStatus();
}

}  // namespace

int RunMatch(const AccountsRun& run, const MatchRun& match) {
  const absl::Status status = Match(run, match);
  return status.ok() ? kDone : Refuse(status);
}

}  // namespace usance::cli
