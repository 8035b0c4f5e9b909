// What tests say about a Status or StatusOr.
#ifndef USANCE_TESTS_MATCHERS_H_
#define USANCE_TESTS_MATCHERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "usance/core/status.h"

namespace usance {

inline const absl::Status& StatusOf(const absl::Status& status) {
  return status;
}
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// EXPECT_THAT(result, IsOk());
MATCHER(IsOk, negation ? "is an error" : "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return arg.ok();
}

// EXPECT_THAT(result, IsError(Reason::kOverflow, "/amount"));
MATCHER_P2(IsError, reason, field,
           "is " + std::string(NameOf(reason)) + " at \"" + std::string(field) +
               "\"") {
  *result_listener << StatusOf(arg).ToString();
  return !arg.ok() && ReasonOf(StatusOf(arg)) == reason &&
         FieldOf(StatusOf(arg)) == field &&
         StatusOf(arg).code() == CodeOf(reason);
}

}  // namespace usance

#endif  // USANCE_TESTS_MATCHERS_H_
