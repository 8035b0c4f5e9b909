#include "src/codec/account_request.h"

#include <string>
#include <utility>
#include <vector>

namespace usance::codec {

absl::StatusOr<Given> ReadAccount(Reader& in, const std::string& debtor) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  Given given = {.journal = Journal(debtor, currency), .policy = {}};
  USANCE_RETURN_IF_ERROR(in.Need("events"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> events, in.FindList("events"));
  for (size_t k = 0; k < events.size(); ++k) {
    USANCE_ASSIGN_OR_RETURN(Event event, ReadEvent(events[k], currency));
    USANCE_RETURN_IF_ERROR(events[k].Done());
    const auto added = given.journal.Append(std::move(event));
    if (!added.ok()) {
      return At("/events/" + std::to_string(k), added.status());
    }
  }
  USANCE_RETURN_IF_ERROR(in.Need("policy"));
  USANCE_ASSIGN_OR_RETURN(auto policy, in.FindObject("policy"));
  USANCE_ASSIGN_OR_RETURN(given.policy, ReadAccountPolicy(*policy, currency));
  return given;
}

absl::StatusOr<ReplaySpec> ReadReplay(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const Date as_of, in.Get<Date>("as_of"));
  ReplaySpec spec = {.as_of = as_of};
  USANCE_ASSIGN_OR_RETURN(spec.as_known_on, in.Find<Date>("as_known_on"));
  return spec;
}

}  // namespace usance::codec
