// Reading files for the command, and how it ends.
#ifndef USANCE_CLI_FILES_H_
#define USANCE_CLI_FILES_H_

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "usance/codec/json.h"
#include "usance/core/status.h"

namespace usance::cli {

// How the command ends.
inline constexpr int kDone = 0;
inline constexpr int kRefused = 1;  // a value, request or row was refused
inline constexpr int kUsage = 2;    // the command line itself is wrong
inline constexpr int kNoFile = 3;   // a file cannot be read or written

// A file that is read once, from its beginning; "-" is the standard input.
class Input {
 public:
  // Errors: Internal - it cannot be opened; the text says why
  [[nodiscard]] static absl::StatusOr<Input> Open(const std::string& path);

  // Reads on, up to `size` bytes; fewer only at the end.
  //
  // Errors: Internal - the file cannot be read
  [[nodiscard]] absl::StatusOr<std::string> Read(size_t size);

  // Reads a line into `line`, without its end; false where there is none.
  // What is beyond `max_size` bytes of it is read and left out.
  [[nodiscard]] absl::StatusOr<bool> ReadLine(size_t max_size,
                                              std::string& line);

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  struct Closer {
    void operator()(std::FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };

  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
};

// The most that a file may hold that is read as a whole.
inline constexpr size_t kMostFile = size_t{16} << 20;

// The text in a file; a byte over `most` is enough for it to be refused.
[[nodiscard]] absl::StatusOr<std::string> ReadTextFile(const std::string& path,
                                                       size_t most = kMostFile);

// Text of flags and files goes into requests, which are JSON, or into files of
// text: what is no UTF-8 would not come back from them as it was.
//
// Errors: INVALID_ARGUMENT / MALFORMED - of what `name` says
[[nodiscard]] absl::Status CheckUtf8(const std::string& name,
                                     const std::string& text);

// What was read of a file, or the error with the file's name before its place.
[[nodiscard]] absl::StatusOr<Json> InFile(const std::string& path,
                                          absl::StatusOr<Json> read);

// The JSON document in a file.
[[nodiscard]] absl::StatusOr<Json> ReadJsonFile(const std::string& path);

// Writes a whole file, or to the output where the path is "-". Returns how the
// command ends.
int WriteFile(const std::string& path, const std::string& content);

// The same, but that a file is either as it was or whole: it is written under
// another name beside it, "<path>.new", and renamed.
int ReplaceFile(const std::string& path, const std::string& content);

// Prints "usance: <text>" on the standard error.
void Complain(std::string_view text);

// Complains about a status; returns kNoFile or kRefused.
int Refuse(const absl::Status& status);

// kDone, or what Refuse returns.
[[nodiscard]] int EndWith(const absl::Status& status);

// Writes what is left of the output. Returns `code`, or kNoFile after a
// complaint where the output could not be written, as on a full disk.
int Finish(int code);

}  // namespace usance::cli

#endif  // USANCE_CLI_FILES_H_
