#include "usance/codec/eval.h"

#include <new>

#include "src/codec/operations.h"
#include "src/codec/reader.h"
#include "usance/core/text.h"

namespace usance {
namespace {

using codec::Answer;
using codec::Operation;
using codec::Reader;

absl::StatusOr<Operation> OperationOf(const Json& op) {
  std::string allowed;
  for (const Operation& operation : codec::Operations()) {
    if (op.kind() == Json::Kind::kText && op.text() == operation.name) {
      return operation;
    }
    if (!allowed.empty()) allowed += ", ";
    allowed += operation.name;
  }
  if (op.kind() == Json::Kind::kNull) {
    return Error(Reason::kMissingField, "/op",
                 "the operation is missing; allowed: " + allowed);
  }
  if (op.kind() != Json::Kind::kText) {
    return Error(Reason::kWrongType, "/op",
                 "the operation is no text; allowed: " + allowed);
  }
  return Error(Reason::kUnknownName, "/op",
               Quoted(op.text()) + " is no operation; allowed: " + allowed);
}

absl::StatusOr<Json> Run(Json& request, const RateBook& book) {
  USANCE_ASSIGN_OR_RETURN(const Operation operation,
                          OperationOf(request.Take("op")));
  const bool says = request.Find("explain") != nullptr;
  const Json explain = request.Take("explain");
  if (says && explain.kind() != Json::Kind::kBool) {
    return Error(Reason::kWrongType, "/explain",
                 "the value is not true or false");
  }
  Answer answer(explain == Json(true));
  Reader reader(request, operation.fields, "", book);
  USANCE_RETURN_IF_ERROR(operation.run(reader, answer));
  return std::move(answer).Result();
}

// {"id":...,"ok":...} or {"id":...,"error":...}
std::string Line(Json id, absl::StatusOr<Json> result) {
  Json line = Json::Object();
  line.Set("id", std::move(id));
  if (result.ok()) {
    line.Set("ok", *std::move(result));
  } else {
    const absl::Status& status = result.status();
    Json error = Json::Object();
    error.Set("code", NameOfCode(status.code()));
    error.Set("reason", NameOf(ReasonOf(status)));
    error.Set("path", FieldOf(status));
    error.Set("message", TextOf(status));
    line.Set("error", std::move(error));
  }
  return ToText(line);
}

std::string EvalOrThrow(std::string_view text, const JsonLimits& limits,
                        std::optional<Reason>& refused, const RateBook& book) {
  absl::StatusOr<Json> request = ParseJson(text, limits);
  if (request.ok() && request->kind() != Json::Kind::kObject) {
    request = Error(Reason::kWrongType, "",
                    "the request is no object, as {\"op\":\"names\"}");
  }
  if (!request.ok()) {
    refused = ReasonOf(request.status());
    return Line({}, request.status());
  }
  Json id = request->Take("id");
  absl::StatusOr<Json> result = Run(*request, book);
  if (!result.ok()) refused = ReasonOf(result.status());
  return Line(std::move(id), std::move(result));
}

}  // namespace

std::string Eval(std::string_view request, const JsonLimits& limits,
                 std::optional<Reason>* refused, const RateBook& book) {
  std::optional<Reason> ignored;
  std::optional<Reason>& reason = refused == nullptr ? ignored : *refused;
  reason.reset();
  try {
    return EvalOrThrow(request, limits, reason, book);
  } catch (const std::bad_alloc&) {
    reason = Reason::kOutOfMemory;
    return R"({"id":null,"error":{"code":"RESOURCE_EXHAUSTED",)"
           R"("reason":"OUT_OF_MEMORY","path":"","message":"no memory left"}})";
  }
}

namespace codec {

std::vector<Operation> Operations() {
  std::vector<Operation> all;
  for (const auto& group :
       {NamesOperations(), DateOperations(), AccrualOperations(),
        RateOperations(), TermsOperations(), LateOperations(),
        StatuteOperations(), PaymentOperations(), InstallmentOperations(),
        ReturnOperations(), AccountOperations(), CreditOperations(),
        RecoveryOperations(), PortfolioOperations(), CompatOperations()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

absl::Status Rename(const absl::Status& status,
                    std::span<const Renamed> names) {
  const std::string field = FieldOf(status);
  for (const Renamed& name : names) {
    if (!field.starts_with(name.from)) continue;
    const std::string rest = field.substr(name.from.size());
    if (!rest.empty() && !rest.starts_with('/') && !name.from.ends_with('/')) {
      continue;  // another name
    }
    return Error(ReasonOf(status), std::string(name.to) + rest, TextOf(status));
  }
  return status;
}

}  // namespace codec
}  // namespace usance
