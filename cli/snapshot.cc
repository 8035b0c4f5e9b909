#include "cli/snapshot.h"

#include <utility>

#include "cli/files.h"
#include "cli/journals.h"
#include "cli/table.h"
#include "usance/codec/snapshot.h"

namespace usance::cli {
namespace {

absl::StatusOr<Snapshot> Take(const AccountsRun& run) {
  USANCE_ASSIGN_OR_RETURN(const OneAccount one, ReplayOne(run));
  return SnapshotOf(*one.journal, one.account, one.as_known_on,
                    PolicyDigest(one.policy_json));
}

absl::StatusOr<Snapshot> ReadFile(const std::string& path) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, ReadJournalText(path));
  absl::StatusOr<Snapshot> read = ReadSnapshot(text);
  if (read.ok()) return read;
  return Error(ReasonOf(read.status()), path + ":" + FieldOf(read.status()),
               TextOf(read.status()));
}

int Check(const SnapshotRun& run) {
  const absl::StatusOr<Snapshot> then = ReadFile(run.check);
  if (!then.ok()) return Refuse(then.status());
  AccountsRun again = run.of;
  again.account = then->debtor;
  again.currency = then->account.currency.code();
  again.as_of = then->account.as_of.ToText();
  if (then->as_known_on) again.as_known_on = then->as_known_on->ToText();
  const absl::StatusOr<Snapshot> now = Take(again);
  if (!now.ok()) return Refuse(now.status());
  const auto found = FirstDifference(*then, *now);
  if (!found) {
    PrintLine("same");
    return kDone;
  }
  PrintLine("line " + std::to_string(found->line) + " is another");
  PrintLine("then " + found->then);
  PrintLine("now  " + found->now);
  if (then->policy_sha256 != now->policy_sha256) {
    PrintLine("the policy is another, too");
  }
  return kRefused;
}

}  // namespace

int RunSnapshot(const SnapshotRun& run) {
  if (!run.check.empty()) return Check(run);
  const absl::StatusOr<Snapshot> taken = Take(run.of);
  if (!taken.ok()) return Refuse(taken.status());
  return ReplaceFile(run.output, WriteSnapshot(*taken));
}

}  // namespace usance::cli
