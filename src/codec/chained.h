// Lines of JSON of which each says, in its member "chain", that all lines
// before it are as they were: what journals and snapshots are made of. Private
// to codec.
#ifndef USANCE_SRC_CODEC_CHAINED_H_
#define USANCE_SRC_CODEC_CHAINED_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "usance/codec/json.h"
#include "usance/core/status.h"

namespace usance::codec {

class ChainedWriter {
 public:
  // Begins with the first line: {"usance":"<noun>","version":1}
  explicit ChainedWriter(std::string_view noun);

  // Adds a line, an object that is not empty.
  void Add(const Json& line);

  // Of the last line; of the first one, its SHA-256.
  [[nodiscard]] const std::string& chain() const { return chain_; }
  [[nodiscard]] std::string Text() && { return std::move(text_); }

 private:
  std::string text_;
  std::string chain_;
};

// Borrows both.
class ChainedReader {
 public:
  ChainedReader(std::string_view text, std::string_view noun)
      : text_(text), noun_(noun) {}

  // Gives the next line behind the first as Add took it, where its chain is the
  // one it was written with; false where no whole line is left.
  //
  // Errors: INVALID_ARGUMENT / MALFORMED - no such file; the chain of a line is
  //           not the one it was written with
  //         UNIMPLEMENTED / UNSUPPORTED - a version that is not known; /version
  //         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxJournalLine
  [[nodiscard]] absl::StatusOr<bool> Next(std::string& line);

  // An error about the line that was read last, with its place and byte.
  [[nodiscard]] absl::Status Placed(const absl::Status& status) const;

  // Of the last line; empty where there is none.
  [[nodiscard]] const std::string& chain() const { return chain_; }
  // Where a last line without its line feed begins.
  [[nodiscard]] std::optional<size_t> torn_at() const { return torn_at_; }
  // Where the line begins that was read last, or where no more is left.
  [[nodiscard]] size_t begin() const { return begin_; }

 private:
  [[nodiscard]] absl::Status CheckHeader(std::string_view line) const;
  // Gives the line without its chain.
  [[nodiscard]] absl::Status Unchain(std::string_view line, std::string& plain);

  std::string_view text_;
  std::string_view noun_;
  size_t begin_ = 0;
  size_t end_ = 0;  // behind its line feed
  int64_t number_ = 0;
  std::string chain_;
  std::optional<size_t> torn_at_;
};

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_CHAINED_H_
