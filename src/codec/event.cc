#include "src/codec/event.h"

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "usance/money/format.h"

namespace usance::codec {
namespace {

// A member of a body, and the field that says it. An int64 is an amount.
template <class Body, class Value>
struct Member {
  std::string_view field;
  Value Body::*at;
  bool needed = false;  // else what it has before is assumed
};
template <class Body, class Value>
Member(std::string_view, Value Body::*, bool = false) -> Member<Body, Value>;

// The members of each body, in the order in which they are written.
template <class Body>
constexpr auto kMembers = nullptr;

template <>
constexpr auto kMembers<RowDiscount> =
    std::tuple(Member{"until", &RowDiscount::until},
               Member{"discount", &RowDiscount::discount_minor},
               Member{"grace_days", &RowDiscount::grace_days});
template <>
constexpr auto kMembers<ClaimRow> = std::tuple(Member{"due", &ClaimRow::due},
                                               Member{"", &ClaimRow::amounts},
                                               Member{"discounts",
                                                      &ClaimRow::discounts});
template <>
constexpr auto kMembers<InvoiceIssued> = std::tuple(
    Member{"item", &InvoiceIssued::item}, Member{"rows", &InvoiceIssued::rows},
    Member{"interest", &InvoiceIssued::interest},
    Member{"secured", &InvoiceIssued::secured},
    Member{"baseline", &InvoiceIssued::baseline});
template <>
constexpr auto kMembers<CreditNoteIssued> =
    std::tuple(Member{"item", &CreditNoteIssued::item},
               Member{"amount", &CreditNoteIssued::amount_minor});
template <>
constexpr auto kMembers<DueDateChanged> = std::tuple(
    Member{"item", &DueDateChanged::item}, Member{"row", &DueDateChanged::row},
    Member{"due", &DueDateChanged::due});
template <>
constexpr auto kMembers<ChargePosted> = std::tuple(
    Member{"item", &ChargePosted::item}, Member{"row", &ChargePosted::row},
    Member{"component", &ChargePosted::component, true},
    Member{"amount", &ChargePosted::amount_minor},
    Member{"due", &ChargePosted::due});
template <>
constexpr auto kMembers<ClaimWaived> = std::tuple(
    Member{"item", &ClaimWaived::item}, Member{"row", &ClaimWaived::row},
    Member{"component", &ClaimWaived::component, true},
    Member{"amount", &ClaimWaived::amount_minor});
template <>
constexpr auto kMembers<ChargeRefunded> =
    std::tuple(Member{"charge", &ChargeRefunded::charge},
               Member{"amount", &ChargeRefunded::amount_minor});
template <>
constexpr auto kMembers<Designation> = std::tuple(
    Member{"item", &Designation::item}, Member{"row", &Designation::row},
    Member{"component", &Designation::component},
    Member{"amount", &Designation::amount_minor});
template <>
constexpr auto kMembers<PaymentReceived> =
    std::tuple(Member{"amount", &PaymentReceived::amount_minor},
               Member{"pending", &PaymentReceived::pending},
               Member{"type", &PaymentReceived::type},
               Member{"designations", &PaymentReceived::designations});
template <>
constexpr auto kMembers<PaymentConfirmed> = std::tuple(Member{
    "payment", &PaymentConfirmed::payment});
template <>
constexpr auto kMembers<PaymentFailed> = std::tuple(Member{
    "payment", &PaymentFailed::payment});
template <>
constexpr auto kMembers<PaymentReturned> = std::tuple(Member{
    "payment", &PaymentReturned::payment});
template <>
constexpr auto kMembers<PaymentDesignated> =
    std::tuple(Member{"payment", &PaymentDesignated::payment},
               Member{"designations", &PaymentDesignated::designations});
template <>
constexpr auto kMembers<MoneyRefunded> = std::tuple(Member{
    "amount", &MoneyRefunded::amount_minor});
template <>
constexpr auto kMembers<InterestChanged> =
    std::tuple(Member{"item", &InterestChanged::item},
               Member{"interest", &InterestChanged::interest});
template <>
constexpr auto kMembers<Capitalized> =
    std::tuple(Member{"item", &Capitalized::item},
               Member{"component", &Capitalized::component, true});
template <>
constexpr auto kMembers<HoldOpened> = std::tuple(
    Member{"hold_kind", &HoldOpened::kind}, Member{"item", &HoldOpened::item},
    Member{"amount", &HoldOpened::amount_minor},
    Member{"pauses_interest", &HoldOpened::pauses_interest});
template <>
constexpr auto kMembers<HoldClosed> = std::tuple(Member{"hold",
                                                        &HoldClosed::hold});
template <>
constexpr auto kMembers<ContactMade> = std::tuple(
    Member{"channel", &ContactMade::channel, true},
    Member{"response", &ContactMade::response},
    Member{"items", &ContactMade::items}, Member{"step", &ContactMade::step},
    Member{"row", &ContactMade::row});
template <>
constexpr auto kMembers<PromiseMade> = std::tuple(
    Member{"amount", &PromiseMade::amount_minor},
    Member{"by", &PromiseMade::by}, Member{"items", &PromiseMade::items});
template <>
constexpr auto kMembers<PlanRow> = std::tuple(Member{"due", &PlanRow::due},
                                              Member{"amount",
                                                     &PlanRow::amount_minor});
template <>
constexpr auto kMembers<PlanAgreed> = std::tuple(
    Member{"items", &PlanAgreed::items}, Member{"rows", &PlanAgreed::rows},
    Member{"pauses_interest", &PlanAgreed::pauses_interest});
template <>
constexpr auto kMembers<PlanBreached> = std::tuple(Member{"plan",
                                                          &PlanBreached::plan});
template <>
constexpr auto kMembers<PlanCompleted> = std::tuple(Member{
    "plan", &PlanCompleted::plan});
template <>
constexpr auto kMembers<HandedOver> = std::tuple(Member{"to", &HandedOver::to},
                                                 Member{"items",
                                                        &HandedOver::items});
template <>
constexpr auto kMembers<Recalled> = std::tuple(Member{"handover",
                                                      &Recalled::handover});
template <>
constexpr auto kMembers<ChargedOff> = std::tuple(Member{"item",
                                                        &ChargedOff::item});
template <>
constexpr auto kMembers<WrittenOff> =
    std::tuple(Member{"item", &WrittenOff::item},
               Member{"amount", &WrittenOff::amount_minor});
template <>
constexpr auto kMembers<Recovered> =
    std::tuple(Member{"item", &Recovered::item},
               Member{"amount", &Recovered::amount_minor});
template <>
constexpr auto kMembers<LimitationInterrupted> =
    std::tuple(Member{"item", &LimitationInterrupted::item},
               Member{"interruption", &LimitationInterrupted::kind});
template <>
constexpr auto kMembers<Noted> = std::tuple();
template <>
constexpr auto kMembers<Reversed> = std::tuple(Member{"event",
                                                      &Reversed::event});

constexpr std::string_view kComponentFields[] = {
    "principal", "contract_interest", "default_interest", "fee", "cost"};
static_assert(std::size(kComponentFields) == kComponentCount);

template <class T>
constexpr bool kIsOptional = false;
template <class T>
constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
constexpr bool kIsList = false;
template <class T>
constexpr bool kIsList<std::vector<T>> = true;

// --- reading ----------------------------------------------------------------

template <class Body>
absl::Status ReadMembers(Reader& in, Currency currency, Body& body);

// What a field says; none where it is absent.
template <class T>
absl::StatusOr<std::optional<T>> Find(Reader& in, std::string_view field,
                                      Currency currency) {
  if constexpr (std::same_as<T, int64_t>) {
    USANCE_ASSIGN_OR_RETURN(const std::optional<Money> money,
                            in.FindMoney(field, currency));
    return money ? std::optional(money->minor()) : std::nullopt;
  } else if constexpr (std::same_as<T, int32_t>) {
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<int64_t> integer,
        in.FindInteger(field, std::numeric_limits<int32_t>::min(),
                       std::numeric_limits<int32_t>::max()));
    return integer ? std::optional(static_cast<int32_t>(*integer))
                   : std::nullopt;
  } else {
    return in.Find<T>(field);
  }
}

absl::Status ReadValue(Reader& in, Currency currency,
                       ComponentAmounts& amounts) {
  for (size_t k = 0; k < kComponentCount; ++k) {
    USANCE_ASSIGN_OR_RETURN(const std::optional<int64_t> minor,
                            Find<int64_t>(in, kComponentFields[k], currency));
    amounts[kComponents[k]] = minor.value_or(0);
  }
  return absl::OkStatus();
}

// A value that is read into; its days are always read.
template <class Body>
Body Blank() {
  return {};
}
constexpr Date kAnyDay = "1970-01-01"_date;
template <>
RowDiscount Blank() {
  return {kAnyDay};
}
template <>
ClaimRow Blank() {
  return {kAnyDay, {}};
}
template <>
DueDateChanged Blank() {
  return {.item = {}, .due = kAnyDay};
}
template <>
PromiseMade Blank() {
  return {.by = kAnyDay};
}
template <>
PlanRow Blank() {
  return {kAnyDay};
}

template <class T>
absl::Status ReadList(Reader& in, std::string_view field, Currency currency,
                      std::vector<T>& list) {
  if constexpr (std::same_as<T, std::string>) {
    USANCE_ASSIGN_OR_RETURN(list, in.FindAll<std::string>(field));
  } else {
    USANCE_ASSIGN_OR_RETURN(std::vector<Reader> rows, in.FindList(field));
    for (Reader& row : rows) {
      USANCE_RETURN_IF_ERROR(
          ReadMembers(row, currency, list.emplace_back(Blank<T>())));
      USANCE_RETURN_IF_ERROR(row.Done());
    }
  }
  return absl::OkStatus();
}

template <class Body, class T>
absl::Status ReadMember(Reader& in, Currency currency,
                        const Member<Body, T>& member, Body& body) {
  T& value = body.*member.at;
  if constexpr (std::same_as<T, ComponentAmounts>) {
    return ReadValue(in, currency, value);
  } else if constexpr (kIsList<T>) {
    return ReadList(in, member.field, currency, value);
  } else if constexpr (std::same_as<T, bool>) {
    USANCE_ASSIGN_OR_RETURN(value, in.FindFlag(member.field));
  } else if constexpr (kIsOptional<T>) {
    USANCE_ASSIGN_OR_RETURN(
        value, Find<typename T::value_type>(in, member.field, currency));
  } else {
    // A day or amount that is assumed would be a guess.
    if (member.needed || std::same_as<T, Date> || std::same_as<T, int64_t>) {
      USANCE_RETURN_IF_ERROR(in.Need(member.field));
    }
    USANCE_ASSIGN_OR_RETURN(std::optional<T> found,
                            Find<T>(in, member.field, currency));
    if (found) value = *std::move(found);
  }
  return absl::OkStatus();
}

template <class Body>
absl::Status ReadMembers(Reader& in, Currency currency, Body& body) {
  absl::Status status;
  std::apply(
      [&](const auto&... members) {
        (void)((status = ReadMember(in, currency, members, body)).ok() && ...);
      },
      kMembers<Body>);
  return status;
}

// An invoice of one row of principal may be said without rows.
absl::Status ReadOneRow(Reader& in, Currency currency, InvoiceIssued& invoice) {
  if (in.Has("rows") || !(in.Has("due") || in.Has("amount"))) {
    return absl::OkStatus();
  }
  USANCE_ASSIGN_OR_RETURN(const Date due, in.Get<Date>("due"));
  USANCE_ASSIGN_OR_RETURN(const Money amount, in.GetMoney("amount", currency));
  invoice.rows = {{due, ComponentAmounts::Principal(amount.minor())}};
  return absl::OkStatus();
}

// A body of the kind, as it is before anything is read.
template <size_t... kIndex>
EventBody BodyOf(EventKind kind, std::index_sequence<kIndex...>) {
  EventBody body;
  const auto index = static_cast<size_t>(kind) - 1;
  (void)((index == kIndex &&
          (body = Blank<std::variant_alternative_t<kIndex, EventBody>>(),
           true)) ||
         ...);
  return body;
}

// --- writing ----------------------------------------------------------------

template <class Body>
void SetMembers(const Body& body, Currency currency, Json& object);

template <class T>
Json Written(const T& value, Currency currency) {
  if constexpr (std::same_as<T, int64_t>) {
    return Json(FormatAmount(value, currency));
  } else if constexpr (std::same_as<T, Date>) {
    return Json(value.ToText());
  } else if constexpr (HasNames<T>) {
    return Json(NameOf(value));
  } else if constexpr (std::is_class_v<T> && !std::same_as<T, std::string>) {
    Json object = Json::Object();
    SetMembers(value, currency, object);
    return object;
  } else {
    return Json(value);
  }
}

template <class Body, class T>
void SetMember(const Member<Body, T>& member, const Body& body,
               Currency currency, Json& object) {
  const T& value = body.*member.at;
  if constexpr (std::same_as<T, ComponentAmounts>) {
    for (size_t k = 0; k < kComponentCount; ++k) {
      const int64_t minor = value[kComponents[k]];
      if (minor != 0) object.Set(kComponentFields[k], Written(minor, currency));
    }
  } else if constexpr (kIsList<T>) {
    if (value.empty()) return;
    Json list = Json::List();
    for (const auto& one : value) list.Append(Written(one, currency));
    object.Set(member.field, std::move(list));
  } else if constexpr (kIsOptional<T>) {
    if (value) object.Set(member.field, Written(*value, currency));
  } else if constexpr (std::same_as<T, bool> || std::same_as<T, int32_t> ||
                       std::same_as<T, std::string>) {
    if (value != T()) object.Set(member.field, Written(value, currency));
  } else {
    object.Set(member.field, Written(value, currency));
  }
}

template <class Body>
void SetMembers(const Body& body, Currency currency, Json& object) {
  std::apply(
      [&](const auto&... members) {
        (SetMember(members, body, currency, object), ...);
      },
      kMembers<Body>);
}

}  // namespace

absl::StatusOr<Event> ReadEvent(Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::string id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(const EventKind kind, in.Get<EventKind>("kind"));
  USANCE_ASSIGN_OR_RETURN(const Date date, in.Get<Date>("date"));
  USANCE_ASSIGN_OR_RETURN(const std::optional<Date> recorded,
                          in.Find<Date>("recorded"));
  Event event{
      .id = std::move(id),
      .value_date = date,
      .recorded = recorded.value_or(date),
      .body = BodyOf(
          kind, std::make_index_sequence<std::variant_size_v<EventBody>>())};
  USANCE_ASSIGN_OR_RETURN(
      event.sequence,
      in.FindInteger("sequence", std::numeric_limits<int64_t>::min(),
                     std::numeric_limits<int64_t>::max()));
  for (const auto& [field, text] :
       {std::pair("actor", &event.actor), std::pair("reason", &event.reason),
        std::pair("text_sha256", &event.text_sha256)}) {
    USANCE_ASSIGN_OR_RETURN(std::optional<std::string> found,
                            in.Find<std::string>(field));
    *text = std::move(found).value_or("");
  }
  const auto read = [&](auto& body) { return ReadMembers(in, currency, body); };
  USANCE_RETURN_IF_ERROR(std::visit(read, event.body));
  if (auto* invoice = std::get_if<InvoiceIssued>(&event.body)) {
    USANCE_RETURN_IF_ERROR(ReadOneRow(in, currency, *invoice));
  }
  return event;
}

absl::StatusOr<std::vector<Designation>> ReadDesignations(Reader& in,
                                                          Currency currency) {
  std::vector<Designation> designations;
  USANCE_RETURN_IF_ERROR(
      ReadList(in, "designations", currency, designations));
  return designations;
}

void SetEvent(const Event& event, Currency currency, Json& object) {
  object.Set("id", event.id);
  object.Set("kind", NameOf(event.kind()));
  object.Set("date", event.value_date.ToText());
  object.Set("recorded", event.recorded.ToText());
  if (event.sequence) object.Set("sequence", *event.sequence);
  for (const auto& [field, text] :
       {std::pair("actor", &event.actor), std::pair("reason", &event.reason),
        std::pair("text_sha256", &event.text_sha256)}) {
    if (!text->empty()) object.Set(field, *text);
  }
  std::visit([&](const auto& body) { SetMembers(body, currency, object); },
             event.body);
}

}  // namespace usance::codec
