#include <new>
#include <optional>
#include <string>

#include "capi/boundary.h"
#include "capi/handles.h"
#include "usance/codec/eval.h"
#include "usance/codec/json.h"
#include "usance/codec/late_charges.h"

using usance::Currency;
using usance::FxTable;
using usance::Json;
using usance::LatePaymentPolicy;
using usance::RateBook;
using usance::Reason;
using usance::capi::Column;
using usance::capi::Guard;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutText;
using usance::capi::Text;

usance_status usance_eval(const char* request, size_t request_size,
                          size_t capacity, char* answer, size_t* size,
                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(request, request_size, "/request"));
    USANCE_RETURN_IF_ERROR(Column(answer, capacity, "/answer"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    std::optional<Reason> refused;
    const std::string text =
        usance::Eval({request, request_size}, {}, &refused);
    if (refused == Reason::kOutOfMemory) throw std::bad_alloc();
    return PutText(text, answer, capacity, size);
  });
}

usance_status usance_late_policy_parse(const char* text, size_t text_size,
                                       const char* currency,
                                       const usance_rate_book* book,
                                       usance_late_policy** policy,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                            Text(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_ASSIGN_OR_RETURN(const Currency known, Currency::Parse(code));
    USANCE_ASSIGN_OR_RETURN(const Json json,
                            usance::ParseJson({text, text_size}));
    USANCE_ASSIGN_OR_RETURN(LatePaymentPolicy made,
                            usance::ReadLatePaymentPolicy(
                                json, known, "/policy",
                                book == nullptr ? RateBook() : book->value));
    if (const absl::Status checked = CheckPolicy(made, known); !checked.ok()) {
      return usance::LateChargesError(checked, json);
    }
    *policy = new usance_late_policy{std::move(made), known};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_fx_table_parse(const char* text, size_t text_size,
                                    usance_fx_table** fx, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(fx, "/fx"));
    USANCE_ASSIGN_OR_RETURN(const Json json,
                            usance::ParseJson({text, text_size}));
    USANCE_ASSIGN_OR_RETURN(FxTable made, usance::ReadFxTable(json));
    *fx = new usance_fx_table{std::move(made)};
    return USANCE_STATUS_OK;
  });
}
