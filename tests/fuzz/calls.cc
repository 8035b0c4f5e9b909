// A sequence of calls of the C ABI with any arguments, one in each line:
//
//   usance_calendar_find|TARGET2
//   usance_calendar_advance|0|20000|5
//
// Outputs take no argument here. "-" is NULL. A column is 1,2,3, again and
// again up to its length; a handle is its number among those of its type that
// live; a struct is offset=value,... over its defaults, where == writes eight
// bytes. A text that ends in a size has the size it has. A line that begins
// with no name of a function calls any.
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "capi/generated/structs.h"
#include "tests/fuzz/fuzz.h"
#include "usance.h"

namespace usance::fuzz {
namespace {

constexpr int kMostCalls = 32;
constexpr size_t kMostRows = 16;     // of a column
constexpr size_t kMostText = 4096;   // of a text that is written
constexpr size_t kMostStruct = 512;  // bytes, of a newer or an older header

// Cuts `text` behind its first `mark`; all of it where there is none.
std::string_view Cut(std::string_view& text, char mark) {
  const std::string_view head = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(text.size(), head.size() + 1));
  return head;
}

int64_t NumberOf(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc::result_out_of_range
             ? std::numeric_limits<int64_t>::max()
             : number;
}

template <class T>
constexpr bool kIsHandle = false;
#define HANDLE(name) \
  template <>        \
  constexpr bool kIsHandle<name> = true;
#include "tests/fuzz/generated/handles.inc"
#undef HANDLE

class Caller {
 public:
  Caller() = default;
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller() {
#define HANDLE(name) \
  for (auto* handle : Live<name>()) name##_destroy(handle);
#include "tests/fuzz/generated/handles.inc"
#undef HANDLE
  }

  // Calls a function with the arguments that `line` gives.
  template <class Result, class... Params>
  void Call(Result (*function)(Params...), std::string_view line) {
    line_ = line;
    rows_ = 0;
    error_ = nullptr;
    blocks_.clear();
    is_init_ = (std::is_same_v<Params, uint32_t> || ...);
    most_ = (std::is_same_v<Params, char*> || ...) ? kMostText : kMostRows;
    ends_ = std::is_void_v<Result>;
    CallWith(function, std::index_sequence_for<Params...>());
  }

 private:
  template <class Result, class... Params, size_t... kIndex>
  void CallWith(Result (*function)(Params...), std::index_sequence<kIndex...>) {
    using Types = std::tuple<Params..., void*>;
    const std::tuple<Params...> arguments{
        Draw<Params, IsTextSize<Types, kIndex>()>()...};
    if constexpr (std::is_void_v<Result>) {
      std::apply(function, arguments);
    } else if constexpr (std::is_pointer_v<Result>) {
      const char* text = std::apply(function, arguments);
      USANCE_CHECK(text == nullptr || std::strlen(text) < 1000);
    } else {
      const usance_status status = std::apply(function, arguments);
      CheckStatus(status);
      (Keep(status, std::get<kIndex>(arguments)), ...);
    }
  }

  // A size behind a text is the text's, unless a text to write follows.
  template <class Types, size_t kIndex>
  static constexpr bool IsTextSize() {
    if constexpr (kIndex == 0) {
      return false;
    } else {
      return std::is_same_v<std::tuple_element_t<kIndex - 1, Types>,
                            const char*> &&
             !std::is_same_v<std::tuple_element_t<kIndex + 1, Types>, char*>;
    }
  }

  void CheckStatus(usance_status status) const {
    USANCE_CHECK(status <= USANCE_STATUS_MORE);
    if (status >= 0 || error_ == nullptr) return;
    USANCE_CHECK(error_->reason == -status && error_->code > 0);
    USANCE_CHECK(error_->reason != USANCE_REASON_INTERNAL);
    USANCE_CHECK(std::memchr(error_->field, 0, sizeof error_->field));
    USANCE_CHECK(std::memchr(error_->message, 0, sizeof error_->message));
  }

  // Keeps a handle that was made.
  template <class T>
  void Keep(usance_status status, T argument) {
    if constexpr (std::is_pointer_v<T> &&
                  std::is_pointer_v<std::remove_pointer_t<T>>) {
      USANCE_CHECK((*argument != nullptr) == (status >= 0));
      if (*argument == nullptr) return;
      Live<std::remove_pointer_t<std::remove_pointer_t<T>>>().push_back(
          *argument);
    }
  }

  template <class T>
  std::vector<T*>& Live() {
    return std::get<std::vector<T*>>(live_);
  }

  // Memory of this call alone, exactly as large.
  void* Take(size_t size) {
    blocks_.emplace_back(std::malloc(size), &std::free);
    USANCE_CHECK(blocks_.back() != nullptr);
    return std::memset(blocks_.back().get(), 0xA5, size);
  }

  template <class T, bool kTextSize>
  T Draw() {
    if constexpr (std::is_same_v<T, size_t>) {
      if (kTextSize) {
        // Behind a currency's code it is the number of rows.
        rows_ = std::max(rows_, text_size_);
        return text_size_;
      }
      const auto size = static_cast<size_t>(NumberOf(Cut(line_, '|')));
      rows_ = std::max(rows_, std::min(size, most_));
      return std::min(size, most_);
    } else if constexpr (std::is_same_v<T, uint32_t>) {
      return static_cast<uint32_t>(NumberOf(Cut(line_, '|'))) % kMostStruct;
    } else if constexpr (std::is_integral_v<T>) {
      return static_cast<T>(NumberOf(Cut(line_, '|')));
    } else if constexpr (std::is_same_v<T, const char*>) {
      return DrawText();
    } else if constexpr (std::is_same_v<T, usance_error*>) {
      error_ = static_cast<T>(Take(sizeof(usance_error)));
      return error_;
    } else {
      return DrawPointer<T>();
    }
  }

  template <class T>
  T DrawPointer() {
    using Target = std::remove_pointer_t<T>;
    using Value = std::remove_const_t<Target>;
    if constexpr (std::is_pointer_v<Value>) {
      auto* place = static_cast<T>(Take(sizeof(Value)));
      *place = nullptr;
      return place;
    } else if constexpr (kIsHandle<Value>) {
      return DrawHandle<Value>();
    } else if constexpr (std::is_class_v<Value>) {
      return DrawStruct<Value>();
    } else {
      auto* column =
          static_cast<Value*>(Take(sizeof(Value) * std::max<size_t>(rows_, 1)));
      if constexpr (std::is_const_v<Target>) return FillColumn(column);
      return column;
    }
  }

  const char* DrawText() {
    const std::string_view text = Cut(line_, '|');
    text_size_ = text == "-" ? 0 : text.size();
    if (text == "-") return nullptr;
    auto* copy = static_cast<char*>(Take(text.size() + 1));
    copy[text.copy(copy, text.size())] = '\0';
    return copy;
  }

  template <class T>
  T* DrawHandle() {
    const std::string_view text = Cut(line_, '|');
    std::vector<T*>& live = Live<T>();
    if (text == "-" || live.empty()) return nullptr;
    const size_t index = static_cast<size_t>(NumberOf(text)) % live.size();
    T* const handle = live[index];
    if (ends_) live.erase(live.begin() + static_cast<int64_t>(index));
    return handle;
  }

  template <class T>
  T* DrawStruct() {
    std::string_view text = Cut(line_, '|');
    if (text == "-") return nullptr;
    static_assert(sizeof(T) <= kMostStruct);
    alignas(8) char bytes[kMostStruct] = {};
    std::memcpy(bytes, &capi::Layout<T>::kDefaults, sizeof(T));
    while (!text.empty()) {
      std::string_view value = Cut(text, ',');
      const size_t offset =
          static_cast<size_t>(NumberOf(Cut(value, '='))) % sizeof(T) / 4 * 4;
      const bool wide = value.starts_with('=') && offset + 8 <= sizeof(T);
      const int64_t number = NumberOf(value.substr(wide ? 1 : 0));
      const auto narrow = static_cast<int32_t>(number);
      if (wide) {
        std::memcpy(bytes + offset, &number, sizeof number);
      } else {
        std::memcpy(bytes + offset, &narrow, sizeof narrow);
      }
    }
    uint32_t said = 0;
    std::memcpy(&said, bytes, sizeof said);
    said %= kMostStruct;
    std::memcpy(bytes, &said, sizeof said);
    const size_t size =
        is_init_ ? kMostStruct : std::max<size_t>(said, sizeof(T));
    return static_cast<T*>(std::memcpy(Take(size), bytes, size));
  }

  template <class T>
  const T* FillColumn(T* column) {
    const std::string_view text = Cut(line_, '|');
    if (text == "-") return nullptr;
    std::string_view rest;
    for (size_t k = 0; k < std::max<size_t>(rows_, 1); ++k) {
      if (rest.empty()) rest = text;
      column[k] = static_cast<T>(NumberOf(Cut(rest, ',')));
    }
    return column;
  }

  // A vector of each type of handle.
  std::tuple<
#define HANDLE(name) std::vector<name*>,
#include "tests/fuzz/generated/handles.inc"
#undef HANDLE
      std::monostate>
      live_;
  std::vector<std::unique_ptr<void, void (*)(void*)>> blocks_;
  std::string_view line_;  // the arguments that are left
  size_t text_size_ = 0;   // of the last text
  size_t rows_ = 0;        // the largest size so far
  size_t most_ = 0;
  bool is_init_ = false;
  bool ends_ = false;      // its handle: what returns nothing does
  usance_error* error_ = nullptr;
};

struct Function {
  std::string_view name;
  void (*call)(Caller& caller, std::string_view line);
};

template <auto kFunction>
void CallOf(Caller& caller, std::string_view line) {
  caller.Call(kFunction, line);
}

#define CALL(name) \
  { #name, &CallOf < &name> }
constexpr Function kFunctions[] = {
#include "tests/fuzz/generated/functions.inc"
};
#undef CALL

void CallLine(Caller& caller, std::string_view line) {
  const std::string_view name = Cut(line, '|');
  size_t sum = 0;
  for (const char c : name) sum += static_cast<unsigned char>(c);
  const Function* found = std::find_if(
      std::begin(kFunctions), std::end(kFunctions),
      [name](const Function& function) { return function.name == name; });
  if (found == std::end(kFunctions)) {
    found = &kFunctions[sum % std::size(kFunctions)];
  }
  found->call(caller, line);
}

}  // namespace
}  // namespace usance::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text = usance::fuzz::TextOf(data, size);
  usance::fuzz::Caller caller;
  for (int k = 0; k < usance::fuzz::kMostCalls && !text.empty(); ++k) {
    usance::fuzz::CallLine(caller, usance::fuzz::Cut(text, '\n'));
  }
  return 0;
}
