// Requests: every one has one answer, which is JSON with ok or error.
#include "tests/fuzz/fuzz.h"
#include "usance/codec/account.h"
#include "usance/codec/dunning.h"
#include "usance/codec/eval.h"
#include "usance/codec/json.h"
#include "usance/codec/late_charges.h"

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

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  if (const auto json = usance::ParseJson(text); json.ok()) {
    const auto again = usance::ParseJson(usance::ToText(*json),
                                         {.max_bytes = size_t{1} << 30});
    USANCE_CHECK(again.ok() && *again == *json);
    const auto policy = usance::ReadLatePaymentPolicy(
        *json, usance::Currency::Of("EUR"), "/policy");
    USANCE_CHECK(policy.ok() ||
                 usance::FieldOf(policy.status()).starts_with("/policy"));
    const auto kept = usance::ReadAccountPolicy(
        *json, usance::Currency::Of("EUR"), "/policy");
    USANCE_CHECK(kept.ok() ||
                 usance::FieldOf(kept.status()).starts_with("/policy"));
    const auto dunning = usance::ReadDunningPolicy(
        *json, usance::Currency::Of("EUR"), "/dunning");
    USANCE_CHECK(dunning.ok() ||
                 usance::FieldOf(dunning.status()).starts_with("/dunning"));
    const auto debtor = usance::ReadDebtorProfile(*json, "/debtor");
    USANCE_CHECK(debtor.ok() ||
                 usance::FieldOf(debtor.status()).starts_with("/debtor"));
    const auto fx = usance::ReadFxTable(*json, "/fx");
    USANCE_CHECK(fx.ok() || usance::FieldOf(fx.status()).starts_with("/fx"));
  }
  (void)usance::ReadEdges(text).ok();
  usance::CheckAnswer(text);
  return 0;
}
