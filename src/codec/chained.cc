#include "src/codec/chained.h"

#include <algorithm>

#include "src/core/sha256.h"
#include "usance/codec/csv.h"
#include "usance/codec/journal.h"
#include "usance/core/text.h"

namespace usance::codec {
namespace {

// Of every line behind the first: what stands around the digits of the chain.
constexpr std::string_view kChain = R"(,"chain":")";
constexpr std::string_view kEnd = "\"}";

std::string HeaderOf(std::string_view noun) {
  return R"({"usance":")" + std::string(noun) + R"(","version":1})";
}

}  // namespace

ChainedWriter::ChainedWriter(std::string_view noun)
    : text_(HeaderOf(noun)), chain_(Sha256(text_)) {
  text_ += '\n';
}

void ChainedWriter::Add(const Json& line) {
  std::string plain = ToText(line);
  chain_ = Sha256(chain_ + plain);
  plain.pop_back();
  text_ += plain;
  text_ += kChain;
  text_ += chain_;
  text_ += kEnd;
  text_ += '\n';
}

absl::StatusOr<bool> ChainedReader::Next(std::string& line) {
  for (;;) {  // a second time behind the first line
    begin_ = end_;
    const size_t end = text_.find('\n', begin_);
    const std::string_view whole = text_.substr(begin_, end - begin_);
    const bool header = begin_ == 0;
    if (end == std::string_view::npos) {
      if (header && !HeaderOf(noun_).starts_with(whole)) {
        ++number_;
        return Placed(CheckHeader(whole));
      }
      if (header || !whole.empty()) torn_at_ = begin_;
      return false;
    }
    ++number_;
    const absl::Status status =
        header ? CheckHeader(whole) : Unchain(whole, line);
    if (!status.ok()) return Placed(status);
    end_ = end + 1;
    if (!header) return true;
    chain_ = Sha256(whole);
  }
}

absl::Status ChainedReader::CheckHeader(std::string_view line) const {
  const std::string header = HeaderOf(noun_);
  if (line == header) return absl::OkStatus();
  const auto json = ParseJson(line);
  const Json* version = json.ok() ? json->Find("version") : nullptr;
  const Json* usance = json.ok() ? json->Find("usance") : nullptr;
  if (version != nullptr && version->kind() == Json::Kind::kNumber &&
      usance != nullptr && *usance == Json(noun_) && version->number() != "1") {
    return Error(
        Reason::kUnsupported, "/version",
        Quoted(version->number()) + " is no version that is known; allowed: 1");
  }
  return Error(
      Reason::kMalformed, "",
      "no " + std::string(noun_) + "; the first line is not " + header);
}

absl::Status ChainedReader::Unchain(std::string_view line, std::string& plain) {
  if (line.size() > kMaxJournalLine) {
    return Error(Reason::kLimitExceeded, "",
                 "the line is too long in bytes; allowed: " +
                     std::to_string(kMaxJournalLine));
  }
  const size_t tail = kChain.size() + kSha256Digits + kEnd.size();
  const size_t body = line.size() - std::min(tail, line.size());
  plain = line.substr(0, body);
  plain += '}';
  std::string chain = Sha256(chain_ + plain);
  if (line.substr(body) != std::string(kChain) + chain + std::string(kEnd)) {
    return Error(Reason::kMalformed, "",
                 "the line, or one before it, was changed or damaged: its "
                 "chain is not the one it was written with");
  }
  chain_ = std::move(chain);
  return absl::OkStatus();
}

absl::Status ChainedReader::Placed(const absl::Status& status) const {
  return Error(ReasonOf(status),
               usance::ToText(CsvPosition{number_, 1}) + FieldOf(status),
               TextOf(status) + " (the line begins at byte " +
                   std::to_string(begin_) + ")");
}

}  // namespace usance::codec
