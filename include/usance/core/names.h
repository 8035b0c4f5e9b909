// Enum values <-> the field's standard names, from one table for each enum.
//
// A table is a specialization of Names<E>:
//
//   template <>
//   struct Names<Color> {
//     static constexpr std::string_view kNoun = "color";
//     static constexpr Named<Color> kTable[] = {
//         {Color::kRed, "red", "rot|rouge"},   // aliases, split by '|'
//     };
//     // Optional: names that several rules share, and what to say instead.
//     static constexpr RefusedName kRefused[] = {
//         {"blue", "say \"navy\" or \"sky\""}};
//   };
//
// Names are compared without regard to case; '_' and ' ' are the same.
#ifndef USANCE_CORE_NAMES_H_
#define USANCE_CORE_NAMES_H_

#include <optional>
#include <string_view>

namespace usance {

template <class E>
struct Named {
  E value;
  std::string_view name;
  std::string_view aliases;  // other systems' names, split by '|'
};

struct RefusedName {
  std::string_view name;
  std::string_view instead;
};

template <class E>
struct Names;

template <class E>
concept HasNames = requires { Names<E>::kTable[0].value; };

template <class E>
concept HasRefusedNames = requires { Names<E>::kRefused[0].name; };

namespace internal {

[[nodiscard]] constexpr char FoldedNameChar(char c) {
  if (c == '_') return ' ';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool SameName(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (FoldedNameChar(a[i]) != FoldedNameChar(b[i])) return false;
  }
  return true;
}

// Whether one of the '|'-separated `names` is `name`.
[[nodiscard]] constexpr bool AnyIsName(std::string_view names,
                                       std::string_view name) {
  while (!names.empty()) {
    const size_t bar = names.find('|');
    if (SameName(names.substr(0, bar), name)) return true;
    if (bar == std::string_view::npos) break;
    names.remove_prefix(bar + 1);
  }
  return false;
}

}  // namespace internal

// The standard name of `value`; empty for a value that is not in the table.
template <HasNames E>
[[nodiscard]] constexpr std::string_view NameOf(E value) {
  for (const Named<E>& row : Names<E>::kTable) {
    if (row.value == value) return row.name;
  }
  return {};
}

// The value that `name` or one of its aliases stands for.
// status.h has ParseName, which says what is wrong.
template <HasNames E>
[[nodiscard]] constexpr std::optional<E> FindName(std::string_view name) {
  for (const Named<E>& row : Names<E>::kTable) {
    if (internal::SameName(row.name, name) ||
        internal::AnyIsName(row.aliases, name)) {
      return row.value;
    }
  }
  return std::nullopt;
}

}  // namespace usance

#endif  // USANCE_CORE_NAMES_H_
