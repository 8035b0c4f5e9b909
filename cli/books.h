// A firm's books: a folder of its ledger, or files of journals.
#ifndef USANCE_CLI_BOOKS_H_
#define USANCE_CLI_BOOKS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "usance/account/ledger.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/credit/track_record.h"
#include "usance/money/currency.h"
#include "usance/recovery/next_action.h"

namespace usance::cli {

// What is known of a customer beside the record, in one currency.
struct Debtor {
  DebtorProfile contact = {};
  ExternalFacts external = {};
  std::optional<int64_t> affordable_minor = {};  // a month
};

class Books {
 public:
  // Reads each of the paths: a file of events or a journal; or a folder, of
  // which
  //
  //   mapping.json     says what the columns of the next three mean
  //   invoices.csv     as of `usance import`
  //   payments.csv     the same
  //   customers.csv    the names of customers
  //   debtors.json     what is known of them: an object of each
  //   *.ndjson         has events, or is a journal
  //
  // and other files are left alone. Complains where anything is wrong, and
  // returns how the command ends then.
  [[nodiscard]] int Read(const std::vector<std::string>& paths);

  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  // The name of an account; empty where it has none.
  [[nodiscard]] const std::string& NameOf(const std::string& account) const;
  // What is known of it; its amounts are of the currency.
  //
  // Errors: those of the debtor, about the file and its place there
  [[nodiscard]] absl::StatusOr<Debtor> DebtorOf(const std::string& account,
                                                Currency currency) const;

 private:
  absl::Status ReadNames(const std::string& folder);
  absl::Status ReadDebtors(const std::string& file);

  Ledger ledger_;
  std::map<std::string, std::string> names_;
  struct Known {
    std::string file;
    Json json;
  };
  std::map<std::string, Known> debtors_;
};

}  // namespace usance::cli

#endif  // USANCE_CLI_BOOKS_H_
