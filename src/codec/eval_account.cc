// replay, aging, statement, payoff, allocate, match, snapshot: an account out
// of its events.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/codec/account_request.h"
#include "src/codec/event.h"
#include "src/codec/operations.h"
#include "usance/account/account.h"
#include "usance/account/aging.h"
#include "usance/account/journal.h"
#include "usance/account/ledger.h"
#include "usance/account/match.h"
#include "usance/account/statement.h"
#include "usance/accrual/fx_table.h"
#include "usance/codec/account.h"
#include "usance/codec/postings.h"
#include "usance/codec/snapshot.h"
#include "usance/money/format.h"

namespace usance::codec {
namespace {

constexpr Field kPostingsField[] = {
    {"postings", FieldType::kFlag, false,
     "answer also each movement as a double entry, with what decided it"},
};
constexpr auto kReplayFields =
    Join(kAccountFields, kAsOfField, kKnownField, kPostingsField);

constexpr Field kAgingOnlyFields[] = {
    {"basis", FieldType::kName, true, "what age counts from",
     NamesOf<AgingBasis>},
    {"buckets", FieldType::kText, false,
     "the last day of each but the last; assumed: 30,60,90,120"},
    {"in", FieldType::kCurrency, false,
     "the currency to report in; assumed: the account's"},
    {"fx", FieldType::kObject, false,
     "rates of exchange on as_of; needed with another currency", nullptr,
     kFxFields},
    {"rounding", FieldType::kName, false,
     "of each amount in another currency; assumed: half up", NamesOf<Rounding>},
};
constexpr auto kAgingFields =
    Join(kAccountFields, kAsOfField, kKnownField, kAgingOnlyFields);

constexpr Field kPeriodFields[] = {
    {"form", FieldType::kName, false, "assumed: balance forward",
     NamesOf<StatementForm>},
    {"from", FieldType::kDate, false,
     "the first day; needed by balance forward"},
    {"to", FieldType::kDate, true, "the last day"},
};
constexpr auto kStatementFields =
    Join(kAccountFields, kPeriodFields, kKnownField);

constexpr Field kOnField[] = {
    {"on", FieldType::kDate, true, "the day of the payment"},
};
constexpr Field kReachFields[] = {
    {"reach", FieldType::kInteger, false,
     "days: the least payment is asked for after which nothing is past due by "
     "more"},
    {"close", FieldType::kText, false,
     "an item: the least payment is asked for after which nothing of it is "
     "open"},
};
constexpr auto kPayoffFields =
    Join(kAccountFields, kOnField, kKnownField, kReachFields);

constexpr Field kPaymentFields[] = {
    {"amount", FieldType::kMoney, true, "above 0"},
    {"type", FieldType::kText, false, "names a rule of the policy"},
    {"designations", FieldType::kList, false, "what it is meant for", nullptr,
     kDesignationFields},
};
constexpr auto kAllocateFields = Join(kAccountFields, kOnField, kPaymentFields);

constexpr Field kItemReferenceFields[] = {
    {"item", FieldType::kText, true, "the invoice"},
    {"reference", FieldType::kText, true, "that its payers are to quote"},
};
constexpr Field kIncomingFields[] = {
    {"amount", FieldType::kMoney, true, "of the payment, above 0"},
    {"text", FieldType::kText, false, "what the payer wrote"},
    {"reference", FieldType::kText, false,
     "what the payment has in the field for it"},
    {"references", FieldType::kList, false,
     "of items; those of ISO 11649 with an item's id for a base are known",
     nullptr, kItemReferenceFields},
};
constexpr auto kMatchFields =
    Join(kAccountFields, kAsOfField, kKnownField, kIncomingFields);

constexpr Field kSnapshotOnlyFields[] = {
    {"account", FieldType::kText, true, "the debtor"},
    {"earlier", FieldType::kText, false,
     "the text of another snapshot, to see whether anything changed"},
};
constexpr auto kSnapshotFields =
    Join(kSnapshotOnlyFields, kAccountFields, kAsOfField, kKnownField);

void Explain(const Account& account, const Given& given, Answer& out) {
  if (!out.explain()) return;
  for (std::string& sentence :
       ExplainAccount(account, given.journal, given.policy)) {
    out.Because(std::move(sentence));
  }
}

// Its members are those of the answer.
void SetAll(Json json, Answer& out) {
  for (const Json::Member& member : json.members()) {
    out.Set(member.name, member.value);
  }
}

// Replay, whose day is the request's field of this name.
absl::StatusOr<Account> ReplayOn(const Given& given, const ReplaySpec& spec,
                                 std::string_view day) {
  absl::StatusOr<Account> account = Replay(given.journal, given.policy, spec);
  if (account.ok()) return account;
  const Renamed names[] = {{"/as_of", day}};
  return Rename(account.status(), names);
}

absl::Status RunReplay(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(ReplaySpec spec, ReadReplay(in));
  spec.segments = out.explain();
  USANCE_ASSIGN_OR_RETURN(const bool postings, in.FindFlag("postings"));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, spec));
  SetAll(AccountJson(account, given.journal), out);
  if (postings) {
    SetAll(PostingsJson(PostingsOf(account, given.journal, given.policy,
                                   spec.as_known_on),
                        account.currency),
           out);
  }
  Explain(account, given, out);
  return absl::OkStatus();
}

// An aging in the currency that is asked for.
struct Reporting {
  Currency currency;
  FxTable fx;
  Rounding rounding{};
};

// None: the account's own.
absl::StatusOr<std::optional<Reporting>> FindReporting(Reader& in, Currency own,
                                                       Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto currency, in.Find<Currency>("in"));
  const bool other = currency && *currency != own;
  if (other) USANCE_RETURN_IF_ERROR(in.Need("fx"));
  USANCE_ASSIGN_OR_RETURN(const std::optional<FxTable> fx, FindFx(in));
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  if (!other) {
    if (!currency) {
      in.NoUseFor("fx");
      in.NoUseFor("rounding");
    }
    return std::nullopt;
  }
  if (!rounding) out.Assume("rounding", NameOf(Rounding::kHalfUp));
  return Reporting{*currency, *fx, rounding.value_or(Rounding::kHalfUp)};
}

absl::Status RunAging(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  AgingSpec spec;
  USANCE_ASSIGN_OR_RETURN(spec.basis, in.Get<AgingBasis>("basis"));
  USANCE_ASSIGN_OR_RETURN(const auto buckets, in.Find<std::string>("buckets"));
  if (buckets) {
    USANCE_ASSIGN_OR_RETURN(spec.edges,
                            ReadEdges(*buckets, in.PathOf("buckets")));
  }
  const Currency own = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const auto reporting, FindReporting(in, own, out));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  absl::StatusOr<Aging> aged = Age(account, spec);
  if (FieldOf(aged.status()).starts_with("/edges")) {
    return Error(ReasonOf(aged.status()), in.PathOf("buckets"),
                 TextOf(aged.status()));
  }
  USANCE_ASSIGN_OR_RETURN(Aging aging, std::move(aged));
  if (reporting) {
    USANCE_ASSIGN_OR_RETURN(aging, Convert(aging, reporting->currency,
                                           reporting->fx, reporting->rounding));
  }
  SetAll(AgingJson(aging), out);
  if (!buckets) out.Assume("buckets", "30,60,90,120");
  Explain(account, given, out);
  if (reporting) {
    USANCE_ASSIGN_OR_RETURN(
        const FxRow row,
        reporting->fx.RowOn(own, reporting->currency, replay.as_of));
    out.Because(reporting->fx.Quotation(row));
  }
  return absl::OkStatus();
}

absl::Status RunStatement(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const auto form, in.Find<StatementForm>("form"));
  const bool open_item = form == StatementForm::kOpenItem;
  if (!open_item) USANCE_RETURN_IF_ERROR(in.Need("from"));
  USANCE_ASSIGN_OR_RETURN(const auto from, in.Find<Date>("from"));
  if (open_item) in.NoUseFor("from");
  USANCE_ASSIGN_OR_RETURN(const Date to, in.Get<Date>("to"));
  USANCE_ASSIGN_OR_RETURN(const auto known, in.Find<Date>("as_known_on"));
  USANCE_RETURN_IF_ERROR(in.Done());
  if (!form) {
    out.Assume("form", NameOf(StatementForm::kBalanceForward));
  }
  if (open_item) {
    USANCE_ASSIGN_OR_RETURN(
        const Account account,
        ReplayOn(given, {.as_of = to, .as_known_on = known}, "/to"));
    USANCE_ASSIGN_OR_RETURN(const OpenItems open, OpenItemsOf(account));
    SetAll(OpenItemsJson(open, account), out);
    Explain(account, given, out);
    return absl::OkStatus();
  }
  const auto statement =
      StatementOf(given.journal, given.policy,
                  {.from = *from, .to = to, .as_known_on = known});
  if (!statement.ok()) {
    constexpr Renamed kNames[] = {{"/as_of", "/to"}};
    return Rename(statement.status(), kNames);
  }
  SetAll(StatementJson(*statement, given.journal), out);
  Explain(statement->account, given, out);
  return absl::OkStatus();
}

constexpr Renamed kCloseNames[] = {{"/item", "/close"}};

absl::Status RunPayoff(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const Date on, in.Get<Date>("on"));
  USANCE_ASSIGN_OR_RETURN(const auto known, in.Find<Date>("as_known_on"));
  USANCE_ASSIGN_OR_RETURN(const auto reach,
                          in.FindInteger("reach", 0, INT32_MAX));
  USANCE_ASSIGN_OR_RETURN(const auto close, in.Find<std::string>("close"));
  // A payment that is not recorded would not be known.
  if (reach || close) in.NoUseFor("as_known_on");
  USANCE_RETURN_IF_ERROR(in.Done());
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const PayoffQuote quote,
                          QuotePayoff(given.journal, given.policy, on, known));
  SetAll(PayoffJson(quote, currency), out);
  if (reach) {
    USANCE_ASSIGN_OR_RETURN(const auto least,
                            LeastToReach(given.journal, given.policy, on,
                                         static_cast<int32_t>(*reach)));
    out.Set("to_reach", LeastJson(least, currency));
  }
  if (close) {
    const auto least = LeastToClose(given.journal, given.policy, on, *close);
    if (!least.ok()) return Rename(least.status(), kCloseNames);
    out.Set("to_close", LeastJson(*least, currency));
  }
  USANCE_ASSIGN_OR_RETURN(
      const Account account,
      Replay(given.journal, given.policy, {.as_of = on, .as_known_on = known}));
  Explain(account, given, out);
  return absl::OkStatus();
}

absl::Status RunAllocate(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const Date on, in.Get<Date>("on"));
  PaymentReceived payment;
  USANCE_ASSIGN_OR_RETURN(const Money amount,
                          in.GetMoney("amount", currency, Amounts::kAboveZero));
  payment.amount_minor = amount.minor();
  USANCE_ASSIGN_OR_RETURN(const auto type, in.Find<std::string>("type"));
  payment.type = type.value_or("");
  USANCE_ASSIGN_OR_RETURN(payment.designations, ReadDesignations(in, currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          ReplayOn(given, {.as_of = on}, "/on"));
  const auto movements = Allocate(given.journal, given.policy, on, payment);
  // What the account can hold without the payment is the payment's fault.
  if (ReasonOf(movements.status()) == Reason::kOverflow) {
    return Error(Reason::kOverflow, in.PathOf("amount"),
                 TextOf(movements.status()));
  }
  USANCE_RETURN_IF_ERROR(movements.status());
  SetAll(AllocationJson(*movements, account, given.policy, payment.type), out);
  return absl::OkStatus();
}

// By item.
absl::StatusOr<std::map<std::string, std::string>> ReadItemReferences(
    Reader& in) {
  std::map<std::string, std::string> references;
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> rows, in.FindList("references"));
  for (Reader& row : rows) {
    USANCE_ASSIGN_OR_RETURN(const auto item, row.Get<std::string>("item"));
    USANCE_ASSIGN_OR_RETURN(const auto text, row.Get<std::string>("reference"));
    USANCE_RETURN_IF_ERROR(row.Done());
    USANCE_RETURN_IF_ERROR(CheckMatchReference(text, row.PathOf("reference")));
    if (references.emplace(item, text).second) continue;
    return Error(Reason::kDuplicateField, row.PathOf("item"),
                 Quoted(item) + " has a reference already");
  }
  return references;
}

absl::Status RunMatch(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec spec, ReadReplay(in));
  USANCE_ASSIGN_OR_RETURN(const Money amount,
                          in.GetMoney("amount", currency, Amounts::kAboveZero));
  IncomingPayment payment = {.amount_minor = amount.minor(), .on = spec.as_of};
  USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>("text"));
  USANCE_ASSIGN_OR_RETURN(const auto quoted, in.Find<std::string>("reference"));
  payment.text = text.value_or("");
  payment.reference = quoted.value_or("");
  USANCE_ASSIGN_OR_RETURN(const auto references, ReadItemReferences(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, spec));
  USANCE_ASSIGN_OR_RETURN(
      const Matches matches,
      SuggestMatches(MatchRowsOf(account, "", references), payment));
  SetAll(MatchesJson(matches, currency), out);
  Explain(account, given, out);
  return absl::OkStatus();
}

absl::Status RunSnapshot(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const std::string debtor,
                          in.Get<std::string>("account"));
  USANCE_RETURN_IF_ERROR(CheckAccountName(debtor));
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in, debtor));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec spec, ReadReplay(in));
  USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>("earlier"));
  USANCE_RETURN_IF_ERROR(in.Done());
  std::optional<Snapshot> earlier;
  if (text) {
    absl::StatusOr<Snapshot> read = ReadSnapshot(*text);
    if (!read.ok()) {
      return Error(ReasonOf(read.status()), in.PathOf("earlier"),
                   FieldOf(read.status()) + ": " + TextOf(read.status()));
    }
    earlier = *std::move(read);
  }
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, spec));
  const Snapshot snapshot = SnapshotOf(given.journal, account, spec.as_known_on,
                                       PolicyDigest(*in.Peek("policy")));
  out.Set("text", WriteSnapshot(snapshot));
  if (earlier) {
    const auto found = FirstDifference(*earlier, snapshot);
    out.Set("same", !found);
    if (found) out.Set("difference", DifferenceJson(*found));
  }
  Explain(account, given, out);
  return absl::OkStatus();
}

constexpr Operation kAccountOperations[] = {
    {"replay", "Where an account stands as of a day, out of its events.",
     kReplayFields, RunReplay},
    {"aging", "How old what an account owes is.", kAgingFields, RunAging},
    {"statement", "What happened on an account between two days.",
     kStatementFields, RunStatement},
    {"payoff", "What closes an account on a day.", kPayoffFields, RunPayoff},
    {"allocate", "Where a payment would go; nothing is recorded.",
     kAllocateFields, RunAllocate},
    {"match", "What an incoming payment may be for; nothing is recorded.",
     kMatchFields, RunMatch},
    {"snapshot",
     "An account as it stands, with what it came from, as text that shows "
     "every change.",
     kSnapshotFields, RunSnapshot},
};

}  // namespace

std::span<const Operation> AccountOperations() { return kAccountOperations; }

}  // namespace usance::codec
