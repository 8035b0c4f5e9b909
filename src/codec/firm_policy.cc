#include "usance/codec/firm_policy.h"

#include <algorithm>
#include <utility>

#include "src/codec/account_policy.h"
#include "src/codec/credit_policy.h"
#include "src/codec/dunning_policy.h"
#include "src/codec/escalation.h"
#include "src/codec/late_policy.h"
#include "src/codec/operations.h"
#include "usance/codec/account.h"
#include "usance/core/text.h"
#include "usance/statute/presets.h"

namespace usance {
namespace codec {
namespace {

constexpr Field kLateLawFields[] = {
    {"statute", FieldType::kText, false,
     "a law in place of the rest: its id or alias"},
    {"parties", FieldType::kName, false,
     "who owes; assumed: those that the law is made for", NamesOf<Parties>},
    {"contract_date", FieldType::kDate, false, "assumed: the due day"},
    {"day_count", FieldType::kName, false, "where the law has none",
     NamesOf<DayCount>},
};
constexpr auto kLateFields = Join(kLateLawFields, kPolicyFields);

constexpr Field kWayFields[] = {
    {"id", FieldType::kText, true, "of the way"},
    {"kind", FieldType::kName, true, "what it is", NamesOf<WayKind>},
    {"chance", FieldType::kPercent, false, "that it works; assumed: 0%"},
    {"share", FieldType::kPercent, false,
     "of the debt, that comes in then; assumed: 100%"},
    {"after_days", FieldType::kInteger, false, "until it does; assumed: 0"},
    {"payments", FieldType::kInteger, false, "of a plan, the most"},
    {"cost", FieldType::kMoney, false, "in any case; assumed: 0.00"},
    {"contingent", FieldType::kList, false, "fees of what comes in", nullptr,
     kContingentFields},
};
constexpr Field kEarlyFields[] = {
    {"percent", FieldType::kPercent, true, "off what is paid"},
    {"days", FieldType::kInteger, true, "in which it is to be paid"},
};
constexpr Field kWaysFields[] = {
    {"rate", FieldType::kRate, true, "of what money costs"},
    {"day_count", FieldType::kName, true, "of the time to each receipt",
     NamesOf<DayCount>},
    {"rounding", FieldType::kName, true, "of each value", NamesOf<Rounding>},
    {"ways", FieldType::kList, false, "to go on with a debt", nullptr,
     kWayFields},
    {"early_payment", FieldType::kObject, false,
     "a discount on what is not due yet", nullptr, kEarlyFields},
};
constexpr Field kFirmForecastFields[] = {
    {"bucket_days", FieldType::kInteger, false, "assumed: 7"},
    {"buckets", FieldType::kInteger, false, "assumed: 13"},
    {"settle_days", FieldType::kInteger, false, "assumed: 90"},
    {"record_days", FieldType::kInteger, false, "assumed: 365"},
};
// What a currency may have another one of.
constexpr Field kFirmPartFields[] = {
    {"account", FieldType::kObject, false, "how accounts are kept", nullptr,
     kAccountPolicyFields},
    {"late", FieldType::kObject, false, "what paying late costs", nullptr,
     kLateFields},
    {"dunning", FieldType::kList, false, "procedures, the usual one first",
     nullptr, kDunningFields},
    {"credit", FieldType::kObject, false, "the credit policy", nullptr,
     kCreditFields},
    {"period_days", FieldType::kInteger, false,
     "that customers are judged by; assumed: 365"},
    {"escalation", FieldType::kObject, false, "the signs and their points",
     nullptr, kEscalationPolicyFields},
    {"options", FieldType::kObject, false, "ways to go on with a debt", nullptr,
     kWaysFields},
    {"aging", FieldType::kText, false,
     "the last day of each bucket but the last; assumed: 30,60,90,120"},
    {"forecast", FieldType::kObject, false, "its buckets and its record",
     nullptr, kFirmForecastFields},
};
constexpr Field kFirmOwnFields[] = {
    {"id", FieldType::kText, true, "of the policy"},
    {"by_currency", FieldType::kObject, false,
     "by code, what stands in place of these members"},
};
constexpr auto kFirmFields = Join(kFirmOwnFields, kFirmPartFields);

// A number of days, payments or buckets.
absl::Status ReadCount(Reader& in, std::string_view name, int32_t least,
                       int32_t& count) {
  USANCE_ASSIGN_OR_RETURN(const auto value, in.FindInteger(name, least, 3'660));
  if (value) count = static_cast<int32_t>(*value);
  return absl::OkStatus();
}

absl::StatusOr<LateTerms> ReadLate(Reader& in, Currency currency) {
  LateTerms late;
  USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>("statute"));
  if (!id) {
    const std::string path = in.PathOf("");
    USANCE_ASSIGN_OR_RETURN(late.policy, ReadPolicy(in, currency));
    USANCE_RETURN_IF_ERROR(
        CheckPolicy(late.policy, currency, path.substr(0, path.size() - 1)));
    return late;
  }
  USANCE_ASSIGN_OR_RETURN(late.statute,
                          FindOrParseStatute(*id, in.PathOf("statute")));
  USANCE_ASSIGN_OR_RETURN(const auto parties, in.Find<Parties>("parties"));
  late.parties = parties.value_or(MainParties(*late.statute));
  USANCE_ASSIGN_OR_RETURN(late.contract_date, in.Find<Date>("contract_date"));
  USANCE_ASSIGN_OR_RETURN(late.day_count, in.Find<DayCount>("day_count"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return late;
}

absl::StatusOr<RecoveryWay> ReadWay(Reader& in, Currency currency) {
  RecoveryWay way;
  USANCE_ASSIGN_OR_RETURN(way.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(way.kind, in.Get<WayKind>("kind"));
  for (auto [name, at] :
       {std::pair{"chance", &way.chance}, std::pair{"share", &way.share}}) {
    USANCE_ASSIGN_OR_RETURN(const auto percent, in.Find<Percent>(name));
    *at = percent.value_or(*at);
    if (at->share() >= Fraction(0) && at->share() <= Fraction(1)) continue;
    return Error(Reason::kOutOfRange, in.PathOf(name),
                 Format(*at) + "; allowed: 0% to 100%");
  }
  USANCE_RETURN_IF_ERROR(ReadCount(in, "after_days", 0, way.after_days));
  USANCE_RETURN_IF_ERROR(ReadCount(in, "payments", 1, way.payments));
  USANCE_ASSIGN_OR_RETURN(const auto cost, in.FindMoney("cost", currency));
  if (cost) way.cost_minor = cost->minor();
  USANCE_ASSIGN_OR_RETURN(way.contingent, ReadContingent(in, currency));
  if (way.kind == WayKind::kPlan) {
    USANCE_RETURN_IF_ERROR(in.Need("payments"));
    for (const char* name : {"share", "after_days"}) in.NoUseFor(name);
  } else {
    in.NoUseFor("payments");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return way;
}

absl::StatusOr<Ways> ReadWays(Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const Rate rate, in.Get<Rate>("rate"));
  Ways ways = {.rate = rate};
  USANCE_ASSIGN_OR_RETURN(ways.day_count, in.Get<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(ways.rounding, in.Get<Rounding>("rounding"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> list, in.FindList("ways"));
  for (Reader& item : list) {
    USANCE_ASSIGN_OR_RETURN(RecoveryWay way, ReadWay(item, currency));
    ways.ways.push_back(std::move(way));
  }
  USANCE_ASSIGN_OR_RETURN(auto early, in.FindObject("early_payment"));
  if (early) {
    EarlyPayment& offer = ways.early_payment.emplace();
    USANCE_ASSIGN_OR_RETURN(offer.percent, early->Get<Percent>("percent"));
    if (offer.percent.share() <= Fraction(0) ||
        offer.percent.share() >= Fraction(1)) {
      return Error(Reason::kOutOfRange, early->PathOf("percent"),
                   Format(offer.percent) + "; allowed: between 0% and 100%");
    }
    USANCE_RETURN_IF_ERROR(early->Need("days"));
    USANCE_RETURN_IF_ERROR(ReadCount(*early, "days", 1, offer.days));
    USANCE_RETURN_IF_ERROR(early->Done());
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return ways;
}

// Each member from the currency's own object, where it has one.
class FirmReader {
 public:
  FirmReader(Reader in, std::optional<Reader> own)
      : in_(std::move(in)), own_(std::move(own)) {}

  [[nodiscard]] Reader& Of(std::string_view name) {
    if (!own_ || !own_->Has(name)) return in_;
    in_.Need(name).IgnoreError();  // another currency's
    return *own_;
  }
  [[nodiscard]] Reader& in() { return in_; }

  absl::Status Done() {
    USANCE_RETURN_IF_ERROR(in_.Done());
    return own_ ? own_->Done() : absl::OkStatus();
  }

 private:
  Reader in_;
  std::optional<Reader> own_;
};

absl::Status ReadDunningList(FirmReader& in, FirmPolicy& firm) {
  Reader& of = in.Of("dunning");
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> list, of.FindList("dunning"));
  if (list.size() > kMaxFirmProcedures) {
    return Error(Reason::kLimitExceeded, of.PathOf("dunning"),
                 std::to_string(list.size()) + " procedures; allowed: " +
                     std::to_string(kMaxFirmProcedures));
  }
  for (Reader& item : list) {
    USANCE_ASSIGN_OR_RETURN(DunningPolicy policy,
                            ReadDunning(item, firm.currency));
    for (const DunningPolicy& other : firm.dunning) {
      if (other.id != policy.id) continue;
      return Error(Reason::kDuplicateField, item.PathOf("id"),
                   "the procedure " + Quoted(policy.id) + " stands twice");
    }
    firm.dunning.push_back(std::move(policy));
  }
  return absl::OkStatus();
}

absl::Status ReadCreditPart(FirmReader& in, FirmPolicy& firm) {
  Reader& of = in.Of("credit");
  USANCE_ASSIGN_OR_RETURN(auto credit, of.FindObject("credit"));
  if (!credit) return absl::OkStatus();
  USANCE_ASSIGN_OR_RETURN(firm.credit, ReadCredit(*credit, firm.currency));
  USANCE_RETURN_IF_ERROR(CheckPolicy(*firm.credit, of.PathOf("credit")));
  for (size_t k = 0; k < firm.credit->classes.size(); ++k) {
    const std::string& id = firm.credit->classes[k].dunning;
    if (id.empty() || std::any_of(firm.dunning.begin(), firm.dunning.end(),
                                  [&](const DunningPolicy& policy) {
                                    return policy.id == id;
                                  })) {
      continue;
    }
    return Error(
        Reason::kUnknownName,
        of.PathOf("credit") + "/classes/" + std::to_string(k) + "/dunning",
        Quoted(id) + " is none of the procedures below dunning");
  }
  return absl::OkStatus();
}

absl::Status ReadForecastPart(FirmReader& in, FirmPolicy& firm) {
  USANCE_ASSIGN_OR_RETURN(auto forecast,
                          in.Of("forecast").FindObject("forecast"));
  if (!forecast) return absl::OkStatus();
  for (const auto& [name, at] :
       {std::pair{"bucket_days", &firm.bucket_days},
        std::pair{"buckets", &firm.bucket_count},
        std::pair{"settle_days", &firm.record.settle_days},
        std::pair{"record_days", &firm.record.record_days}}) {
    USANCE_RETURN_IF_ERROR(ReadCount(*forecast, name, 1, *at));
  }
  return forecast->Done();
}

absl::StatusOr<FirmPolicy> ReadFirm(FirmReader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::string id, in.in().Get<std::string>("id"));
  FirmPolicy firm = {.id = std::move(id), .currency = currency, .account = {}};
  USANCE_ASSIGN_OR_RETURN(firm.account.allocation,
                          AllocationPreset("oldest due", ""));
  firm.account.credit = CreditUse::kHold;
  firm.account.partial_payment = PartialPayment::kNone;
  Reader& of_account = in.Of("account");
  USANCE_ASSIGN_OR_RETURN(auto account, of_account.FindObject("account"));
  if (account) {
    USANCE_ASSIGN_OR_RETURN(firm.account,
                            ReadAccountPolicy(*account, currency));
    USANCE_RETURN_IF_ERROR(
        CheckPolicy(firm.account, currency, of_account.PathOf("account")));
  }
  USANCE_ASSIGN_OR_RETURN(auto late, in.Of("late").FindObject("late"));
  if (late) {
    USANCE_ASSIGN_OR_RETURN(firm.late, ReadLate(*late, currency));
  }
  USANCE_RETURN_IF_ERROR(ReadDunningList(in, firm));
  USANCE_RETURN_IF_ERROR(ReadCreditPart(in, firm));
  USANCE_RETURN_IF_ERROR(
      ReadCount(in.Of("period_days"), "period_days", 1, firm.period_days));
  USANCE_ASSIGN_OR_RETURN(auto escalation,
                          in.Of("escalation").FindObject("escalation"));
  if (escalation) {
    USANCE_ASSIGN_OR_RETURN(firm.escalation,
                            ReadEscalation(*escalation, currency));
  }
  USANCE_ASSIGN_OR_RETURN(auto options, in.Of("options").FindObject("options"));
  if (options) {
    USANCE_ASSIGN_OR_RETURN(firm.options, ReadWays(*options, currency));
  }
  Reader& of_aging = in.Of("aging");
  USANCE_ASSIGN_OR_RETURN(const auto edges,
                          of_aging.Find<std::string>("aging"));
  if (edges) {
    USANCE_ASSIGN_OR_RETURN(firm.aging.edges,
                            ReadEdges(*edges, of_aging.PathOf("aging")));
  }
  USANCE_RETURN_IF_ERROR(ReadForecastPart(in, firm));
  USANCE_RETURN_IF_ERROR(in.Done());
  return firm;
}

}  // namespace
}  // namespace codec

absl::StatusOr<FirmPolicy> ReadFirmPolicy(const Json& policy, Currency currency,
                                          std::string_view field,
                                          const RateBook& book) {
  if (policy.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  codec::Reader in(policy, codec::kFirmFields, std::string(field), book);
  std::optional<codec::Reader> own;
  const Json* by_currency = policy.Find("by_currency");
  if (by_currency != nullptr) {
    USANCE_RETURN_IF_ERROR(in.FindObject("by_currency").status());
    const std::string path = in.PathOf("by_currency");
    for (const Json::Member& member : by_currency->members()) {
      const std::string at = path + "/" + PointerStep(member.name);
      USANCE_RETURN_IF_ERROR(Currency::Parse(member.name, at).status());
      if (member.value.kind() != Json::Kind::kObject) {
        return Error(Reason::kWrongType, at, "the value is no object");
      }
      if (member.name != currency.code()) continue;
      own.emplace(member.value, codec::kFirmPartFields, at, book);
    }
  }
  codec::FirmReader reader(std::move(in), std::move(own));
  return codec::ReadFirm(reader, currency);
}

}  // namespace usance
