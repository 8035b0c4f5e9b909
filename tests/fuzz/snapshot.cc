// Snapshots: one that is read is the one that is written, and foots; so it is
// with lines whose chain is made anew.
#include "usance/codec/snapshot.h"

#include <algorithm>

#include "src/codec/chained.h"
#include "tests/fuzz/fuzz.h"
#include "usance/account/aging.h"
#include "usance/codec/journal.h"

namespace usance {
namespace {

void CheckText(std::string_view text) {
  const auto read = ReadSnapshot(text);
  if (!read.ok()) {
    USANCE_CHECK(!FieldOf(read.status()).empty());
    return;
  }
  USANCE_CHECK(WriteSnapshot(*read) == text);
  USANCE_CHECK(!FirstDifference(*read, *read));
  USANCE_CHECK(!ReadSnapshot(text.substr(0, text.size() - 1)).ok());
  const Account& account = read->account;
  int128 open = 0, unapplied = 0;
  for (const Movement& movement : account.movements) {
    open += ClaimChange(movement);
    unapplied += UnappliedChange(movement);
  }
  USANCE_CHECK(open == account.open.Total());
  USANCE_CHECK(unapplied == account.unapplied_minor);
  const auto aging = Age(account, {.basis = AgingBasis::kDue});
  USANCE_CHECK(!aging.ok() || aging->total_minor == open - unapplied);
}

// The lines behind the first, each without its chain or as it stands, with the
// chain that it needs.
std::string Chained(std::string_view text) {
  codec::ChainedWriter writer("snapshot");
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    auto json = ParseJson(line);
    if (!json.ok() || json->kind() != Json::Kind::kObject) continue;
    if (json->Find("chain") != nullptr) (void)json->Take("chain");
    if (!json->members().empty()) writer.Add(*json);
  }
  return std::move(writer).Text();
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  usance::CheckText(text);
  usance::CheckText(usance::Chained(text));
  return 0;
}
