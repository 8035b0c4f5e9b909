#include "usance/codec/mapping.h"

#include <algorithm>
#include <span>
#include <utility>

#include "usance/core/text.h"
#include "usance/money/currency.h"

namespace usance {
namespace {

constexpr std::string_view kIsoDate = "YYYY-MM-DD";

// The letters that repeat at the start of a format: "MM", "/", "D".
std::string_view NextPart(std::string_view format) {
  size_t size = 1;
  const bool letter =
      std::string_view("YMD").find(format[0]) != std::string_view::npos;
  while (letter && size < format.size() && format[size] == format[0]) ++size;
  return format.substr(0, size);
}

absl::StatusOr<std::string> TextMember(const Json& json, std::string_view name,
                                       std::string_view fallback,
                                       const std::string& field) {
  const Json* value = json.Find(name);
  if (value == nullptr) return std::string(fallback);
  if (value->kind() == Json::Kind::kText) return value->text();
  return Error(Reason::kWrongType, field + "/" + std::string(name),
               "the value is no text");
}

absl::StatusOr<char> MarkMember(const Json& json, std::string_view name,
                                char fallback, std::string_view allowed,
                                const std::string& field) {
  USANCE_ASSIGN_OR_RETURN(
      const std::string text,
      TextMember(json, name, std::string(1, fallback), field));
  if (text.size() == 1 && allowed.find(text[0]) != std::string_view::npos) {
    return text[0];
  }
  std::string marks;
  for (const char mark : allowed) {
    marks += " " + (mark == '\t' ? "tab" : std::string(1, mark));
  }
  return Error(Reason::kOutOfRange, field + "/" + std::string(name),
               Quoted(text) + " is no such mark; allowed: one of" + marks);
}

absl::Status CheckMembers(const Json& json,
                          std::span<const std::string_view> allowed,
                          const std::string& field) {
  if (json.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  for (const Json::Member& member : json.members()) {
    if (std::find(allowed.begin(), allowed.end(), member.name) ==
        allowed.end()) {
      std::string names;
      for (const std::string_view name : allowed) {
        names += (names.empty() ? "" : ", ") + std::string(name);
      }
      return Error(
          Reason::kUnknownField, field + "/" + PointerStep(member.name),
          Quoted(member.name) + " is no field here; allowed: " + names);
    }
  }
  return absl::OkStatus();
}

// What one file's mapping may and must have.
struct Shape {
  std::span<const std::string_view> members;
  std::span<const std::string_view> columns;
  size_t needed_columns;  // the first of `columns`
};

absl::StatusOr<FileMapping> MakeFile(const Json& json, const Shape& shape,
                                     const std::string& field) {
  USANCE_RETURN_IF_ERROR(CheckMembers(json, shape.members, field));
  FileMapping file;
  USANCE_ASSIGN_OR_RETURN(file.delimiter,
                          MarkMember(json, "delimiter", ',', ",;\t|", field));
  USANCE_ASSIGN_OR_RETURN(const std::string format,
                          TextMember(json, "date_format", kIsoDate, field));
  USANCE_ASSIGN_OR_RETURN(file.dates,
                          DateFormat::Make(format, field + "/date_format"));
  USANCE_ASSIGN_OR_RETURN(file.decimal_mark,
                          MarkMember(json, "decimal_mark", '.', ".,", field));
  USANCE_ASSIGN_OR_RETURN(file.currency,
                          TextMember(json, "currency", "", field));
  const Json* columns = json.Find("columns");
  if (columns == nullptr) {
    return Error(Reason::kMissingField, field + "/columns",
                 "the field is missing: which header means what");
  }
  USANCE_RETURN_IF_ERROR(
      CheckMembers(*columns, shape.columns, field + "/columns"));
  for (size_t k = 0; k < shape.columns.size(); ++k) {
    const std::string_view name = shape.columns[k];
    USANCE_ASSIGN_OR_RETURN(std::string header,
                            TextMember(*columns, name, "", field + "/columns"));
    if (!header.empty()) {
      file.columns.push_back({std::string(name), std::move(header)});
    } else if (k < shape.needed_columns) {
      return Error(Reason::kMissingField,
                   field + "/columns/" + std::string(name),
                   "the column is missing");
    }
  }
  return file;
}

}  // namespace

absl::StatusOr<DateFormat> DateFormat::Make(std::string_view text,
                                            std::string_view field) {
  std::string seen;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = NextPart(rest);
    const bool year = part == "YYYY";
    if (year || part == "MM" || part == "M" || part == "DD" || part == "D") {
      seen += part[0];
    } else if (std::string_view("YMD").find(part[0]) !=
                   std::string_view::npos ||
               IsDigit(part[0])) {
      seen += '?';
    }
    rest.remove_prefix(part.size());
  }
  std::sort(seen.begin(), seen.end());
  if (seen != "DMY") {
    return Error(Reason::kMalformed, field,
                 Quoted(text) +
                     " is no date format; allowed: YYYY, MM or M, "
                     "DD or D, once each, as M/D/YYYY");
  }
  DateFormat format;
  format.format_ = std::string(text);
  return format;
}

absl::StatusOr<Date> DateFormat::Parse(std::string_view text,
                                       std::string_view field) const {
  int year = 0, month = 0, day = 0;
  bool matches = true;
  std::string_view rest = text;
  for (std::string_view format = format_; matches && !format.empty();) {
    const std::string_view part = NextPart(format);
    format.remove_prefix(part.size());
    int* number = part[0] == 'Y'   ? &year
                  : part[0] == 'M' ? &month
                  : part[0] == 'D' ? &day
                                   : nullptr;
    if (number == nullptr) {
      matches = rest.starts_with(part);
      rest.remove_prefix(matches ? 1 : 0);
      continue;
    }
    const size_t most = part.size() == 1 ? 2 : part.size();
    size_t size = 0;
    while (size < most && size < rest.size() && IsDigit(rest[size])) {
      *number = *number * 10 + (rest[size++] - '0');
    }
    matches = size > 0 && (part.size() == 1 || size == most);
    rest.remove_prefix(size);
  }
  if (!matches || !rest.empty()) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " is no date of the form " + format_);
  }
  return Date::Make(year, month, day, field);
}

absl::Status FileMapping::Bind(const CsvRow& header) {
  for (Column& column : columns) {
    for (size_t k = 0; k < header.fields.size(); ++k) {
      if (header.fields[k].text != column.header) continue;
      if (column.index >= 0) {
        return Error(Reason::kDuplicateField, ToText(header.fields[k].start),
                     "the column " + Quoted(column.header) +
                         " stands twice in the header");
      }
      column.index = static_cast<int32_t>(k);
    }
    if (column.index < 0) {
      return Error(Reason::kMissingField, ToText(header.start),
                   "the header has no column " + Quoted(column.header) +
                       ", which the mapping names for " + column.name);
    }
  }
  return absl::OkStatus();
}

bool FileMapping::Maps(std::string_view name) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const Column& c) { return c.name == name; });
}

const CsvField* FileMapping::Find(const CsvRow& row,
                                  std::string_view name) const {
  for (const Column& column : columns) {
    if (column.name == name) {
      return &row.fields[static_cast<size_t>(column.index)];
    }
  }
  return nullptr;
}

absl::StatusOr<std::string> FileMapping::AmountOf(const CsvField& field) const {
  std::string text = field.text;
  if (decimal_mark == '.') return text;
  if (text.find('.') != std::string::npos) {
    return Error(Reason::kMalformed, ToText(field.start),
                 Quoted(text) + " is no amount with \"" + decimal_mark +
                     "\" as its decimal mark, without separators");
  }
  std::replace(text.begin(), text.end(), decimal_mark, '.');
  return text;
}

absl::StatusOr<LedgerMapping> LedgerMapping::Make(const Json& json) {
  static constexpr std::string_view kMembers[] = {
      "columns",      "currency",  "customers", "date_format",
      "decimal_mark", "delimiter", "payments"};
  static constexpr std::string_view kInvoiceColumns[] = {
      "invoice",  "due",     "amount", "customer", "issued",
      "currency", "settled", "paid",   "disputed"};
  static constexpr std::string_view kPaymentMembers[] = {
      "columns", "date_format", "decimal_mark", "delimiter"};
  static constexpr std::string_view kPaymentColumns[] = {"invoice", "date",
                                                         "amount", "payment"};
  static constexpr std::string_view kCustomerMembers[] = {"columns",
                                                          "delimiter"};
  static constexpr std::string_view kCustomerColumns[] = {"customer", "name"};
  LedgerMapping mapping;
  USANCE_ASSIGN_OR_RETURN(mapping.invoices,
                          MakeFile(json, {kMembers, kInvoiceColumns, 3}, ""));
  const std::string& currency = mapping.invoices.currency;
  if (!currency.empty()) {
    USANCE_RETURN_IF_ERROR(Currency::Parse(currency, "/currency").status());
  }
  if (mapping.invoices.Maps("currency") == !currency.empty()) {
    return Error(Reason::kConflict, "/currency",
                 "give either one currency for all or a currency column");
  }
  if (mapping.invoices.Maps("paid") && !mapping.invoices.Maps("settled")) {
    return Error(Reason::kMissingField, "/columns/settled",
                 "a column of amounts paid needs one of their days");
  }
  if (const Json* payments = json.Find("payments")) {
    USANCE_ASSIGN_OR_RETURN(
        mapping.payments,
        MakeFile(*payments, {kPaymentMembers, kPaymentColumns, 3},
                 "/payments"));
  }
  if (const Json* customers = json.Find("customers")) {
    USANCE_ASSIGN_OR_RETURN(
        mapping.customers,
        MakeFile(*customers, {kCustomerMembers, kCustomerColumns, 2},
                 "/customers"));
  }
  return mapping;
}

}  // namespace usance
