// Flags of a subcommand, made from the schema of the operation that it calls,
// so that the command line and the request language cannot differ.
#ifndef USANCE_CLI_FLAGS_H_
#define USANCE_CLI_FLAGS_H_

#include <CLI/CLI.hpp>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

class Flags {
 public:
  // Adds an option to `app` for each field of `operation` that the schema
  // has, but for those in `without`. A field of text takes the text, an object
  // the name of a JSON file; a list of payments, installments, notices, pauses,
  // fees, row terms or advances the parts of a member with colons between,
  // DATE:AMOUNT, again for each, or the name of a JSON file; a text or a list
  // any of these; of texts, the texts with commas between; another list the
  // name of a JSON file. The field `positional` is also taken
  // without its flag. Where the operation is `optional`, so is each of its
  // fields.
  Flags(CLI::App& app, std::string_view operation,
        const std::vector<std::string_view>& without,
        std::string_view positional = "", bool optional = false);

  // The request that the command line asks for.
  //
  // Errors: those of ReadJsonFile
  [[nodiscard]] absl::StatusOr<Json> Request() const;

  // The option of a field: "as_of" -> "--as-of".
  [[nodiscard]] static std::string NameOf(std::string_view field);

  // Whether the option of a field was given.
  [[nodiscard]] bool Given(std::string_view field) const;
  // The first option that was given and is not of one of `fields`; empty where
  // none was.
  [[nodiscard]] std::string FirstBut(
      const std::vector<std::string_view>& fields) const;
  // The first required field that was not given; empty where none is.
  [[nodiscard]] std::string Missing() const;

 private:
  enum class Kind {
    kText,
    kInteger,
    kFlag,
    kFile,
    kTextOrFile,
    kParts,
    kTexts
  };
  // Of a member of a list.
  struct Part {
    std::string name;
    bool integer = false;
  };
  struct Flag {
    std::string field;
    Kind kind;
    bool required = false;
    CLI::Option* option = nullptr;
    std::vector<std::string> values;
    std::vector<Part> parts;
  };

  static Kind KindOf(std::string_view field, const Json& schema);
  void AddOption(CLI::App& app, const Json& schema, Flag flag);
  static absl::StatusOr<Json> PartsOf(const Flag& flag);
  static absl::StatusOr<Json> ValueOf(const Flag& flag);

  std::string operation_;
  std::string positional_;
  std::list<Flag> flags_;  // stable: the options write into them
};

// What an operation answers to `request`; its error as it is.
[[nodiscard]] absl::StatusOr<Json> Call(const Json& request,
                                        const RateBook& book = {});

// An error of Call with the option in place of the path, "--as-of: ...", or
// "--policy at /fees/0: ...".
[[nodiscard]] std::string CallText(const absl::Status& status);
// Complains about it; returns kRefused.
int RefuseCall(const absl::Status& status);

}  // namespace usance::cli

#endif  // USANCE_CLI_FLAGS_H_
