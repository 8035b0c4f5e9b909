#include "usance/core/status.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Status, EveryReasonHasItsCanonicalCode) {
  struct Row {
    Reason reason;
    std::string_view name;
    std::string_view code;
  };
  constexpr Row kRows[] = {
      {Reason::kMalformed, "MALFORMED", "INVALID_ARGUMENT"},
      {Reason::kUnknownField, "UNKNOWN_FIELD", "INVALID_ARGUMENT"},
      {Reason::kDuplicateField, "DUPLICATE_FIELD", "INVALID_ARGUMENT"},
      {Reason::kMissingField, "MISSING_FIELD", "INVALID_ARGUMENT"},
      {Reason::kWrongType, "WRONG_TYPE", "INVALID_ARGUMENT"},
      {Reason::kUnknownName, "UNKNOWN_NAME", "INVALID_ARGUMENT"},
      {Reason::kAmbiguousName, "AMBIGUOUS_NAME", "INVALID_ARGUMENT"},
      {Reason::kOutOfRange, "OUT_OF_RANGE", "OUT_OF_RANGE"},
      {Reason::kTooManyDigits, "TOO_MANY_DIGITS", "INVALID_ARGUMENT"},
      {Reason::kDateInvalid, "DATE_INVALID", "INVALID_ARGUMENT"},
      {Reason::kDateOutOfRange, "DATE_OUT_OF_RANGE", "OUT_OF_RANGE"},
      {Reason::kOverflow, "OVERFLOW", "OUT_OF_RANGE"},
      {Reason::kLimitExceeded, "LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"},
      {Reason::kUnspecified, "UNSPECIFIED", "INVALID_ARGUMENT"},
      {Reason::kEndBeforeStart, "END_BEFORE_START", "INVALID_ARGUMENT"},
      {Reason::kOutOfOrder, "OUT_OF_ORDER", "INVALID_ARGUMENT"},
      {Reason::kCurrencyMismatch, "CURRENCY_MISMATCH", "INVALID_ARGUMENT"},
      {Reason::kConflict, "CONFLICT", "INVALID_ARGUMENT"},
      {Reason::kContextRequired, "CONTEXT_REQUIRED", "INVALID_ARGUMENT"},
      {Reason::kSumMismatch, "SUM_MISMATCH", "INVALID_ARGUMENT"},
      {Reason::kCalendarRange, "CALENDAR_RANGE", "OUT_OF_RANGE"},
      {Reason::kRateUnknown, "RATE_UNKNOWN", "FAILED_PRECONDITION"},
      {Reason::kNegativeAmortization, "NEGATIVE_AMORTIZATION",
       "FAILED_PRECONDITION"},
      {Reason::kUnsupported, "UNSUPPORTED", "UNIMPLEMENTED"},
      {Reason::kOutOfMemory, "OUT_OF_MEMORY", "RESOURCE_EXHAUSTED"},
      {Reason::kInternal, "INTERNAL", "INTERNAL"},
      {Reason::kTemplateOnly, "TEMPLATE_ONLY", "FAILED_PRECONDITION"},
  };
  EXPECT_EQ(std::size(kRows), std::size(Names<Reason>::kTable));
  std::set<Reason> seen;
  for (const Row& row : kRows) {
    EXPECT_TRUE(seen.insert(row.reason).second) << row.name;
    EXPECT_EQ(NameOf(row.reason), row.name);
    EXPECT_EQ(NameOfCode(CodeOf(row.reason)), row.code) << row.name;
    const absl::Status status = Error(row.reason, "/x", "text");
    EXPECT_EQ(ReasonOf(status), row.reason);
    EXPECT_EQ(NameOfCode(status.code()), row.code);
  }
}

TEST(Status, PartsOfAnError) {
  const absl::Status whole = Error(Reason::kConflict, "", "two things");
  EXPECT_EQ(FieldOf(whole), "");
  EXPECT_EQ(TextOf(whole), "two things");
  EXPECT_EQ(FromAbsl(whole.message()), "two things");

  const absl::Status error =
      Error(Reason::kOutOfRange, "/count", "0 is too few; allowed: 1 to 480");
  EXPECT_EQ(FieldOf(error), "/count");
  EXPECT_EQ(TextOf(error), "0 is too few; allowed: 1 to 480");
  EXPECT_EQ(FromAbsl(error.message()),
            "/count: 0 is too few; allowed: 1 to 480");

  const absl::Status below = At("/plans/3", error);
  EXPECT_THAT(below, IsError(Reason::kOutOfRange, "/plans/3/count"));
  EXPECT_EQ(FromAbsl(below.message()),
            "/plans/3/count: 0 is too few; allowed: 1 to 480");
  EXPECT_THAT(At("/plans/3", whole), IsError(Reason::kConflict, "/plans/3"));
  EXPECT_THAT(At("/plans/3", absl::OkStatus()), IsOk());
}

TEST(Status, AForeignErrorIsInternal) {
  const absl::Status foreign(absl::StatusCode::kNotFound, "elsewhere");
  EXPECT_EQ(ReasonOf(foreign), Reason::kInternal);
  EXPECT_EQ(FieldOf(foreign), "");
  EXPECT_EQ(TextOf(foreign), "elsewhere");
  EXPECT_EQ(NameOfCode(foreign.code()), "INTERNAL");
  EXPECT_EQ(NameOfCode(absl::StatusCode::kOk), "OK");
}

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return Error(Reason::kOutOfRange, "/value", "odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  USANCE_ASSIGN_OR_RETURN(const int half, Half(value));
  USANCE_RETURN_IF_ERROR(Half(half).status());
  return half / 2;
}

TEST(Status, MacrosLeaveWithTheFirstError) {
  EXPECT_EQ(*Quarter(8), 2);
  EXPECT_THAT(Quarter(7), IsError(Reason::kOutOfRange, "/value"));
  EXPECT_THAT(Quarter(6), IsError(Reason::kOutOfRange, "/value"));
}

}  // namespace
}  // namespace usance
