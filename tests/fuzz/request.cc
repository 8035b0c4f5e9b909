// Requests: every one has one answer, which is JSON with ok or error.
#include "tests/fuzz/fuzz.h"
#include "usance/codec/account.h"
#include "usance/codec/credit.h"
#include "usance/codec/dunning.h"
#include "usance/codec/eval.h"
#include "usance/codec/firm_policy.h"
#include "usance/codec/json.h"
#include "usance/codec/late_charges.h"
#include "usance/codec/recovery.h"

namespace usance {
namespace {

void CheckAnswer(std::string_view request) {
  std::optional<Reason> reason;
  const std::string answer = Eval(request, {}, &reason);
  const bool refused = reason.has_value();
  USANCE_CHECK(answer.find('\n') == std::string::npos);
  const auto json = ParseJson(answer, {.max_bytes = size_t{1} << 30,
                                       .max_depth = 64,
                                       .max_elements = 100'000'000});
  USANCE_CHECK(json.ok() && ToText(*json) == answer);
  USANCE_CHECK(json->Find("id") != nullptr);
  const Json* error = json->Find("error");
  USANCE_CHECK((error != nullptr) == refused);
  USANCE_CHECK((json->Find("ok") != nullptr) != refused);
  if (error == nullptr) return;
  for (const std::string_view name : {"code", "reason", "path", "message"}) {
    USANCE_CHECK(error->Find(name) != nullptr);
  }
  USANCE_CHECK(!error->Find("reason")->text().empty());
}

// What is wrong with a document is told below its field.
template <class T>
void CheckRead(const absl::StatusOr<T>& read, std::string_view field) {
  USANCE_CHECK(read.ok() || FieldOf(read.status()).starts_with(field));
}

void ReadDocuments(const Json& json) {
  constexpr Currency kEur = Currency::Of("EUR");
  CheckRead(ReadLatePaymentPolicy(json, kEur, "/policy"), "/policy");
  CheckRead(ReadAccountPolicy(json, kEur, "/policy"), "/policy");
  CheckRead(ReadDunningPolicy(json, kEur, "/dunning"), "/dunning");
  CheckRead(ReadDebtorProfile(json, "/debtor"), "/debtor");
  CheckRead(ReadEscalationPolicy(json, kEur, "/escalation"), "/escalation");
  CheckRead(ReadDebtorSigns(json, "/debtor"), "/debtor");
  CheckRead(ReadCreditPolicy(json, kEur, "/credit"), "/credit");
  CheckRead(ReadExternalFacts(json, kEur, "/external"), "/external");
  CheckRead(ReadExposurePolicy(json, kEur, "/policy"), "/policy");
  CheckRead(ReadCreditParties(json, kEur, "/parties"), "/parties");
  CheckRead(ReadFirmPolicy(json, kEur, "/firm"), "/firm");
  CheckRead(ReadFxTable(json, "/fx"), "/fx");
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  if (const auto json = usance::ParseJson(text); json.ok()) {
    const auto again = usance::ParseJson(usance::ToText(*json),
                                         {.max_bytes = size_t{1} << 30});
    USANCE_CHECK(again.ok() && *again == *json);
    usance::ReadDocuments(*json);
  }
  (void)usance::ReadEdges(text).ok();
  usance::CheckAnswer(text);
  return 0;
}
