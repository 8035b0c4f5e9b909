#include "cli/files.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "usance/core/check.h"
#include "usance/core/text.h"

namespace usance::cli {
namespace {

absl::Status FileError(const std::string& path, const char* what) {
  const int code = errno;
  return absl::NotFoundError(path + ": " + what + ": " + std::strerror(code));
}

}  // namespace

absl::StatusOr<Input> Input::Open(const std::string& path) {
  Input input;
  input.path_ = path;
  input.file_.reset(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (input.file_ == nullptr) return FileError(path, "cannot be opened");
  return input;
}

absl::StatusOr<std::string> Input::Read(size_t size) {
  std::string text(size, '\0');
  text.resize(std::fread(text.data(), 1, size, file_.get()));
  if (std::ferror(file_.get()) != 0) return FileError(path_, "cannot be read");
  return text;
}

absl::StatusOr<bool> Input::ReadLine(size_t max_size, std::string& line) {
  line.clear();
  bool any = false;
  for (int c = 0; (c = std::getc(file_.get())) != EOF && c != '\n';) {
    any = true;
    if (line.size() < max_size) line += static_cast<char>(c);
  }
  if (std::ferror(file_.get()) != 0) return FileError(path_, "cannot be read");
  if (line.ends_with('\r')) line.pop_back();
  return any || std::feof(file_.get()) == 0;
}

absl::StatusOr<std::string> ReadTextFile(const std::string& path, size_t most) {
  constexpr size_t kChunk = size_t{1} << 20;
  USANCE_ASSIGN_OR_RETURN(Input input, Input::Open(path));
  std::string text;
  while (text.size() <= most) {  // each turn reads a chunk or ends
    USANCE_ASSIGN_OR_RETURN(
        const std::string chunk,
        input.Read(std::min(kChunk, most + 1 - text.size())));
    if (chunk.empty()) break;
    text += chunk;
  }
  return text;
}

absl::Status CheckUtf8(const std::string& name, const std::string& text) {
  const absl::StatusOr<Json> read =
      ParseJson(ToText(Json(text)), {.max_bytes = size_t{256} << 20});
  USANCE_CHECK(read.ok());
  if (read->text() == text) return absl::OkStatus();
  return Error(Reason::kMalformed, name, "the text is no UTF-8");
}

absl::StatusOr<Json> InFile(const std::string& path,
                            absl::StatusOr<Json> read) {
  if (read.ok()) return read;
  return Error(ReasonOf(read.status()), path + FieldOf(read.status()),
               TextOf(read.status()));
}

absl::StatusOr<Json> ReadJsonFile(const std::string& path) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  return InFile(path, ParseJson(text, {.max_bytes = kMostFile}));
}

int WriteFile(const std::string& path, const std::string& content) {
  std::FILE* const file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  bool good = file != nullptr;
  if (good) {
    good =
        std::fwrite(content.data(), 1, content.size(), file) == content.size();
    // The standard output is flushed, and judged, at the end.
    if (file != stdout) good = std::fclose(file) == 0 && good;
  }
  if (good) return kDone;
  Complain(path + ": " + std::strerror(errno));
  return kNoFile;
}

int ReplaceFile(const std::string& path, const std::string& content) {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::file_status before = fs::status(path, none);
  if (path == "-" || (fs::exists(before) && !fs::is_regular_file(before))) {
    return WriteFile(path, content);
  }
  // What a link leads to is replaced, not the link.
  const std::string target = fs::weakly_canonical(path, none).string();
  const std::string fresh = target + ".new";
  std::FILE* const file = std::fopen(fresh.c_str(), "wb");
  bool good = file != nullptr;
  if (good) {
    good = std::fwrite(content.data(), 1, content.size(), file) ==
               content.size() &&
           std::fflush(file) == 0 && fsync(fileno(file)) == 0;
    good = std::fclose(file) == 0 && good;
    if (fs::exists(before)) fs::permissions(fresh, before.permissions(), none);
    if (good && std::rename(fresh.c_str(), target.c_str()) == 0) return kDone;
  }
  const int why = errno;
  if (file != nullptr) std::remove(fresh.c_str());
  Complain(path + ": " + std::strerror(why));
  return kNoFile;
}

void Complain(std::string_view text) {
  std::fflush(stdout);
  std::fprintf(stderr, "usance: %.*s\n", static_cast<int>(text.size()),
               text.data());
}

int Refuse(const absl::Status& status) {
  Complain(FromAbsl(status.message()));
  return absl::IsNotFound(status) ? kNoFile : kRefused;
}

int EndWith(const absl::Status& status) {
  return status.ok() ? kDone : Refuse(status);
}

int Finish(int code) {
  const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  if (!failed) return code;
  Complain("the output cannot be written");
  return kNoFile;
}

}  // namespace usance::cli
