#include "cli/books.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/files.h"
#include "cli/import.h"
#include "cli/rows.h"
#include "usance/codec/credit.h"
#include "usance/codec/dunning.h"
#include "usance/codec/json.h"
#include "usance/codec/mapping.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

namespace fs = std::filesystem;

bool IsFile(const std::string& path) {
  std::error_code none;
  return fs::is_regular_file(path, none);
}

// The inputs of a folder, those of events first: what they say of payments is
// counted when an invoice is settled.
//
// Errors: Internal - the folder cannot be read
//         MISSING_FIELD - it has nothing to read
absl::StatusOr<std::vector<ImportRun>> InputsOf(const std::string& folder) {
  std::error_code code;
  std::vector<ImportRun> runs;
  for (fs::directory_iterator it(folder, code), end; !code && it != end;
       it.increment(code)) {
    if (it->path().extension() == ".ndjson") {
      runs.push_back({.input = it->path().string()});
    }
  }
  if (code) return absl::NotFoundError(folder + ": " + code.message());
  std::sort(
      runs.begin(), runs.end(),
      [](const ImportRun& a, const ImportRun& b) { return a.input < b.input; });
  const std::string at = folder.ends_with('/') ? folder : folder + "/";
  if (IsFile(at + "invoices.csv")) {
    ImportRun run = {.input = at + "invoices.csv",
                     .mapping = at + "mapping.json"};
    if (IsFile(at + "payments.csv")) run.payments = at + "payments.csv";
    runs.push_back(std::move(run));
  }
  if (!runs.empty()) return runs;
  return Error(Reason::kMissingField, folder,
               "the folder has neither invoices.csv nor a *.ndjson");
}

}  // namespace

int Books::Read(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    std::error_code none;
    const bool folder = fs::is_directory(path, none);
    std::vector<ImportRun> runs = {{.input = path}};
    if (folder) {
      absl::StatusOr<std::vector<ImportRun>> found = InputsOf(path);
      if (!found.ok()) return Refuse(found.status());
      runs = *std::move(found);
    }
    if (const int end = ImportInto(runs, ledger_); end != kDone) return end;
    if (!folder) continue;
    if (const absl::Status status = ReadNames(path); !status.ok()) {
      return Refuse(status);
    }
    const std::string debtors = (fs::path(path) / "debtors.json").string();
    if (!IsFile(debtors)) continue;
    if (const absl::Status status = ReadDebtors(debtors); !status.ok()) {
      return Refuse(status);
    }
  }
  if (ledger_.size() > 0) return kDone;
  return Refuse(Error(Reason::kMissingField, paths.front(),
                      "there is no event in the books"));
}

absl::Status Books::ReadNames(const std::string& folder) {
  const std::string file = (fs::path(folder) / "customers.csv").string();
  if (!IsFile(file)) return absl::OkStatus();
  const std::string of_mapping = (fs::path(folder) / "mapping.json").string();
  USANCE_ASSIGN_OR_RETURN(const Json json, ReadJsonFile(of_mapping));
  absl::StatusOr<LedgerMapping> made = LedgerMapping::Make(json);
  if (!made.ok()) return At(of_mapping, made.status());
  if (!made->customers) {
    return Error(Reason::kMissingField, of_mapping + "/customers",
                 "the mapping says nothing about customers.csv");
  }
  USANCE_ASSIGN_OR_RETURN(Rows rows, Rows::Open(file, *made->customers));
  for (;;) {  // each turn takes a row
    CsvRow row;
    USANCE_ASSIGN_OR_RETURN(const bool any, rows.Next(row));
    if (!any) return absl::OkStatus();
    const CsvField& account = *made->customers->Find(row, "customer");
    const bool fresh =
        names_.emplace(account.text, made->customers->Find(row, "name")->text)
            .second;
    if (fresh) continue;
    return rows.Placed(
        Error(Reason::kDuplicateField, ToText(account.start),
              "the customer " + Quoted(account.text) + " stands twice"));
  }
}

absl::Status Books::ReadDebtors(const std::string& file) {
  USANCE_ASSIGN_OR_RETURN(const Json json, ReadJsonFile(file));
  if (json.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, file,
                 "no object of customers and what is known of them");
  }
  for (const Json::Member& member : json.members()) {
    const std::string at = file + "/" + PointerStep(member.name);
    if (member.value.kind() != Json::Kind::kObject) {
      return Error(Reason::kWrongType, at, "the value is no object");
    }
    for (const Json::Member& part : member.value.members()) {
      if (part.name == "contact" || part.name == "external" ||
          part.name == "affordable") {
        continue;
      }
      return Error(Reason::kUnknownField, at + "/" + PointerStep(part.name),
                   Quoted(part.name) +
                       " is no field here; allowed: contact, "
                       "external, affordable");
    }
    debtors_[member.name] = {file, member.value};
  }
  return absl::OkStatus();
}

const std::string& Books::NameOf(const std::string& account) const {
  static const std::string kNone;
  const auto found = names_.find(account);
  return found == names_.end() ? kNone : found->second;
}

absl::StatusOr<Debtor> Books::DebtorOf(const std::string& account,
                                       Currency currency) const {
  Debtor debtor;
  const auto found = debtors_.find(account);
  if (found == debtors_.end()) return debtor;
  const std::string at = found->second.file + "/" + PointerStep(account);
  if (const Json* contact = found->second.json.Find("contact")) {
    USANCE_ASSIGN_OR_RETURN(debtor.contact,
                            ReadDebtorProfile(*contact, at + "/contact"));
  }
  if (const Json* external = found->second.json.Find("external")) {
    USANCE_ASSIGN_OR_RETURN(
        debtor.external,
        ReadExternalFacts(*external, currency, at + "/external"));
  }
  if (const Json* affordable = found->second.json.Find("affordable")) {
    const std::string field = at + "/affordable";
    if (affordable->kind() != Json::Kind::kText) {
      return Error(Reason::kWrongType, field, "the value is no text");
    }
    USANCE_ASSIGN_OR_RETURN(const Money most,
                            ParseAmount(affordable->text(), currency, field));
    if (most.minor() <= 0) {
      return Error(Reason::kOutOfRange, field,
                   Quoted(affordable->text()) + "; allowed: above 0");
    }
    debtor.affordable_minor = most.minor();
  }
  return debtor;
}

}  // namespace usance::cli
