#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "src/codec/account_request.h"
#include "src/codec/event.h"
#include "src/codec/operations.h"
#include "usance/codec/account.h"
#include "usance/codec/recovery.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// An object that begins with whose it is, and goes on with another's members.
Json OfRow(const AccountRow& row, const Account& account, const Json& rest) {
  Json one = Json::Object();
  one.Set("item", account.items[row.item].id);
  one.Set("row", row.number);
  for (const Json::Member& member : rest.members()) {
    if (member.name != "row") one.Set(member.name, member.value);
  }
  return one;
}

// Items and their rows as replay answers them.
void SetItems(const HandoverPack& pack, const Journal& journal,
              const Account& account, Json& answer) {
  const Json whole = AccountJson(account, journal);
  const std::vector<Json>& all = whole.Find("items")->items();
  Json items = Json::List();
  for (const uint32_t index : pack.items) {
    Json one = Json::Object();
    for (const Json::Member& member : all[index].members()) {
      if (member.name != "rows") one.Set(member.name, member.value);
    }
    items.Append(std::move(one));
  }
  answer.Set("items", std::move(items));
  Json rows = Json::List();
  std::vector<size_t> next(account.items.size());  // row of each item
  for (const uint32_t index : pack.rows) {
    const AccountRow& row = account.rows[index];
    const Json& said = all[row.item].Find("rows")->items()[next[row.item]++];
    rows.Append(OfRow(row, account, said));
  }
  answer.Set("rows", std::move(rows));
}

Json InterestJson(const HandoverPack& pack, const Account& account) {
  Json interest = Json::List();
  for (const uint32_t index : pack.rows) {
    const AccountRow& row = account.rows[index];
    const Json segments = codec::SegmentsJson(row.segments, account.currency);
    for (const Json& segment : segments.items()) {
      interest.Append(OfRow(row, account, segment));
    }
  }
  return interest;
}

Json LedgerJson(const HandoverPack& pack, const Journal& journal,
                const Account& account) {
  Json ledger = Json::List();
  int64_t balance = 0;  // part of what was claimed in all
  for (const uint32_t index : pack.movements) {
    const Movement& movement = account.movements[index];
    const AccountRow& row = account.rows[*movement.row];
    balance += ClaimChange(movement);
    Json one = Json::Object();
    one.Set("date", movement.date.ToText());
    one.Set("kind", NameOf(movement.kind));
    if (movement.event != kAsOf) one.Set("event", journal[movement.event].id);
    one.Set("item", account.items[row.item].id);
    one.Set("row", row.number);
    one.Set("component", NameOf(movement.component));
    one.Set("change", FormatAmount(ClaimChange(movement), account.currency));
    one.Set("balance", FormatAmount(balance, account.currency));
    ledger.Append(std::move(one));
  }
  return ledger;
}

}  // namespace

Json HandoverJson(const HandoverPack& pack, const Journal& journal,
                  const Account& account) {
  const Currency currency = account.currency;
  Json answer = Json::Object();
  answer.Set("as_of", account.as_of.ToText());
  // A part of what is open in all, which is an int64.
  answer.Set("total",
             FormatAmount(static_cast<int64_t>(pack.open.Total()), currency));
  answer.Set("open", codec::AmountsJson(pack.open, currency));
  answer.Set("unapplied", FormatAmount(account.unapplied_minor, currency));
  SetItems(pack, journal, account, answer);
  answer.Set("interest", InterestJson(pack, account));
  answer.Set("ledger", LedgerJson(pack, journal, account));
  Json record = Json::List();
  for (const uint32_t event : pack.events) {
    Json one = Json::Object();
    codec::SetEvent(journal[event], currency, one);
    record.Append(std::move(one));
  }
  answer.Set("record", std::move(record));
  return answer;
}

}  // namespace usance
