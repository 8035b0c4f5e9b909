#include "cli/export.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "cli/files.h"
#include "usance/codec/postings.h"
#include "usance/core/text.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

std::vector<std::string> CellsOf(const Posting& posting,
                                 const Journal& journal) {
  const Currency currency = journal.currency();
  std::vector<std::string> cells = {
      journal.account(),
      std::string(currency.code()),
      posting.date.ToText(),
      posting.event,
      std::string(posting.event_kind ? NameOf(*posting.event_kind) : ""),
      std::string(NameOf(posting.kind)),
      std::string(NameOf(posting.debit)),
      std::string(NameOf(posting.credit)),
      posting.item};
  if (posting.row > 0) {
    cells.push_back(std::to_string(posting.row));
    cells.emplace_back(NameOf(posting.component));
    cells.push_back(FormatAmount(posting.open_minor, currency));
  } else {
    cells.resize(cells.size() + 3);
  }
  cells.push_back(FormatAmount(posting.amount_minor, currency));
  cells.push_back(posting.rule);
  cells.push_back(absl::StrJoin(posting.inputs, "; "));
  return cells;
}

// "EUR: receivable 1709.00, sales -1709.00; together 0.00"
std::string BooksText(const std::string& code, const BookBalances& balances) {
  const int digits = Currency::Parse(code)->digits();
  std::string text = code + ":";
  int128 together = 0;
  for (const Named<Book>& book : Names<Book>::kTable) {
    const int128 balance = balances[static_cast<size_t>(book.value) - 1];
    together += balance;
    if (balance == 0) continue;
    text += " " + std::string(book.name) + " " +
            ToText(Decimal{balance, digits}) + ",";
  }
  if (text.back() == ',') text.back() = ';';
  return text + " together " + ToText(Decimal{together, digits});
}

}  // namespace

int RunExport(AccountsRun run) {
  run.segments = true;
  TablePrinter printer({{"account"},
                        {"currency"},
                        {"date"},
                        {"event"},
                        {"event_kind"},
                        {"kind"},
                        {"debit"},
                        {"credit"},
                        {"item"},
                        {"row", true, true},
                        {"component"},
                        {"open", true},
                        {"amount", true},
                        {"rule"},
                        {"inputs"}},
                       run.format, run.guard_formulas);
  std::map<std::string, BookBalances> books;
  std::optional<Date> known_on;
  if (!run.as_known_on.empty()) {
    const absl::StatusOr<Date> day =
        Date::Parse(run.as_known_on, "--as-known-on");
    if (!day.ok()) return Refuse(day.status());
    known_on = *day;
  }
  const absl::Status status =
      ReplayEach(run, [&](const Journal& journal, const AccountPolicy& policy,
                          const Account& account) {
        const std::vector<Posting> postings =
            PostingsOf(account, journal, policy, known_on);
        for (const Posting& posting : postings) {
          printer.Add(CellsOf(posting, journal));
        }
        BookBalances& sums = books[std::string(journal.currency().code())];
        const BookBalances own = BalancesOf(postings);
        for (size_t k = 0; k < own.size(); ++k) sums[k] += own[k];
        return absl::OkStatus();
      });
  if (!status.ok()) return Refuse(status);
  printer.Finish();
  for (const auto& [code, balances] : books) {
    Complain(BooksText(code, balances));
  }
  return kDone;
}

}  // namespace usance::cli
