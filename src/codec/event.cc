#include "src/codec/event.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "src/codec/members.h"

namespace usance::codec {

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

// As CheckEvent has them.
template <>
constexpr Amounts kAmountsOf<RowDiscount> = Amounts::kFromZero;
template <>
constexpr Amounts kAmountsOf<ClaimRow> = Amounts::kFromZero;
template <>
constexpr Amounts kAmountsOf<CreditNoteIssued> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<ChargePosted> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<ClaimWaived> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<ChargeRefunded> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<Designation> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<PaymentReceived> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<MoneyRefunded> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<HoldOpened> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<PromiseMade> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<PlanRow> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<WrittenOff> = Amounts::kAboveZero;
template <>
constexpr Amounts kAmountsOf<Recovered> = Amounts::kAboveZero;

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

namespace {

// An invoice of one row of principal may be said without rows.
absl::Status ReadOneRow(Reader& in, Currency currency, InvoiceIssued& invoice) {
  if (in.Has("rows") || !(in.Has("due") || in.Has("amount"))) {
    return absl::OkStatus();
  }
  USANCE_ASSIGN_OR_RETURN(const Date due, in.Get<Date>("due"));
  USANCE_ASSIGN_OR_RETURN(const Money amount,
                          in.GetMoney("amount", currency, Amounts::kFromZero));
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
  USANCE_RETURN_IF_ERROR(ReadList(in, "designations", currency, designations));
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
