// What was said between creditor and debtor.
#ifndef USANCE_ACCOUNT_CONTACT_H_
#define USANCE_ACCOUNT_CONTACT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/date/date.h"

namespace usance {

enum class Channel : int32_t {
  kEmail = 1,
  kPhone = 2,
  kTextMessage = 3,
  kLetter = 4,
  kVisit = 5,
  kPortal = 6,
};

template <>
struct Names<Channel> {
  static constexpr std::string_view kNoun = "channel";
  static constexpr Named<Channel> kTable[] = {
      {Channel::kEmail, "email", "mail"},
      {Channel::kPhone, "phone", "call"},
      {Channel::kTextMessage, "text message", "sms"},
      {Channel::kLetter, "letter", "post"},
      {Channel::kVisit, "visit", ""},
      {Channel::kPortal, "portal", ""},
  };
};

enum class Response : int32_t {
  kNone = 1,  // nothing came back
  kReached = 2,
  kOversight = 3,  // forgotten, or lost on the way
  kDelay = 4,      // will pay, later
  kHardship = 5,
  kDispute = 6,
  kRefusal = 7,
  kUndeliverable = 8,
};

template <>
struct Names<Response> {
  static constexpr std::string_view kNoun = "response";
  static constexpr Named<Response> kTable[] = {
      {Response::kNone, "none", ""},
      {Response::kReached, "reached", ""},
      {Response::kOversight, "oversight", ""},
      {Response::kDelay, "delay", ""},
      {Response::kHardship, "hardship", ""},
      {Response::kDispute, "dispute", ""},
      {Response::kRefusal, "refusal", ""},
      {Response::kUndeliverable, "undeliverable", "bounced"},
  };
};

// Whether the debtor said something.
[[nodiscard]] constexpr bool IsAnswer(Response response) {
  return response != Response::kNone && response != Response::kUndeliverable;
}

struct ContactMade {
  Channel channel{};
  Response response = Response::kNone;
  std::vector<std::string> items = {};  // none: the account; "": its charges
  std::string step = {};                // of a dunning procedure
  std::optional<int32_t> row = {};      // of the one item that it names
  friend bool operator==(const ContactMade&, const ContactMade&) = default;
};

struct PromiseMade {
  int64_t amount_minor = 0;
  Date by;                              // the last day on which it is kept
  std::vector<std::string> items = {};  // none: the account
  friend bool operator==(const PromiseMade&, const PromiseMade&) = default;
};

}  // namespace usance

#endif  // USANCE_ACCOUNT_CONTACT_H_
