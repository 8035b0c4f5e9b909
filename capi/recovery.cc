#include "usance/codec/recovery.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capi/account.h"
#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/codec/dunning.h"
#include "usance/codec/json.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/next_action.h"
#include "usance/recovery/settlement.h"

using usance::Error;
using usance::Escalation;
using usance::Json;
using usance::NextAction;
using usance::NoAction;
using usance::Reason;
using usance::capi::CheckIsReplayed;
using usance::capi::Column;
using usance::capi::Defaults;
using usance::capi::Fits;
using usance::capi::FromDate;
using usance::capi::GivenPolicy;
using usance::capi::Guard;
using usance::capi::IndexOf;
using usance::capi::ItemOf;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutColumn;
using usance::capi::PutOpen;
using usance::capi::PutText;
using usance::capi::ReadGivenPolicy;
using usance::capi::ToFlag;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

// What is known of a debtor, as read(json) has it; of no text, nothing.
template <class Facts, class Read>
absl::StatusOr<Facts> ReadFacts(const char* text, size_t size,
                                const Read& read) {
  if (size == 0) return Facts();
  USANCE_ASSIGN_OR_RETURN(const Json json, usance::ParseJson({text, size}));
  return read(json);
}

// Where the rows of each of a list end, one behind the other.
template <class List>
void PutEnds(int64_t* column, const List& list) {
  int64_t end = 0;
  PutColumn(column, list, [&](const auto& one) {
    return end += static_cast<int64_t>(one.rows.size());
  });
}

template <class List>
std::vector<uint32_t> RowsOf(const List& list) {
  std::vector<uint32_t> rows;
  for (const auto& one : list) {
    rows.insert(rows.end(), one.rows.begin(), one.rows.end());
  }
  return rows;
}

// 0 is none.
template <class E>
int32_t ValueOf(const std::optional<E>& choice) {
  return choice ? static_cast<int32_t>(*choice) : 0;
}

// The texts that an escalation is decided by.
struct EscalationTexts {
  const char* escalation;
  size_t escalation_size;
  const char* debtor;
  size_t debtor_size;

  [[nodiscard]] absl::Status Check() const {
    USANCE_RETURN_IF_ERROR(Column(escalation, escalation_size, "/escalation"));
    return Column(debtor, debtor_size, "/debtor");
  }
};

absl::StatusOr<std::vector<Escalation>> EscalationsOf(
    const usance_account& account, const EscalationTexts& texts) {
  USANCE_RETURN_IF_ERROR(CheckIsReplayed(account));
  USANCE_ASSIGN_OR_RETURN(
      const Json rules,
      usance::ParseJson({texts.escalation, texts.escalation_size}));
  USANCE_ASSIGN_OR_RETURN(
      const usance::EscalationPolicy policy,
      usance::ReadEscalationPolicy(rules, account.value.currency));
  USANCE_ASSIGN_OR_RETURN(
      const auto debtor,
      ReadFacts<usance::DebtorSigns>(
          texts.debtor, texts.debtor_size,
          [](const Json& json) { return usance::ReadDebtorSigns(json); }));
  return usance::Escalate(*account.journal, account.value, policy, debtor,
                          "/escalation");
}

absl::StatusOr<usance::SettlementSpec> SettlementOf(
    const usance_account& account, int64_t pay, size_t n, const int32_t* item,
    size_t given, const usance_component* gives_up) {
  usance::SettlementSpec spec = {.items = {}, .pay_minor = pay, .gives_up = {}};
  for (size_t k = 0; k < n; ++k) {
    USANCE_ASSIGN_OR_RETURN(
        const std::string* id,
        ItemOf(account, item[k], "/item/" + std::to_string(k)));
    spec.items.push_back(*id);
  }
  for (size_t k = 0; k < given; ++k) {
    const std::string field = "/gives_up/" + std::to_string(k);
    USANCE_ASSIGN_OR_RETURN(
        const usance::Component component,
        usance::capi::Choose<usance::Component>(gives_up[k], field));
    spec.gives_up.push_back(component);
  }
  return spec;
}

// The number of an item whose id a settlement names.
int32_t NumberOf(const usance::Account& account, const std::string& id) {
  for (size_t k = 0; k < account.items.size(); ++k) {
    if (account.items[k].id == id) return static_cast<int32_t>(k);
  }
  return -1;
}

}  // namespace

usance_status usance_dunning_policy_parse(const char* text, size_t text_size,
                                          const char* currency,
                                          const usance_rate_book* book,
                                          usance_dunning_policy** policy,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const GivenPolicy given,
                            ReadGivenPolicy(text, text_size, currency, policy));
    USANCE_ASSIGN_OR_RETURN(
        usance::DunningPolicy made,
        usance::ReadDunningPolicy(
            given.json, given.currency, "/dunning",
            book == nullptr ? usance::RateBook() : book->value));
    *policy = new usance_dunning_policy{
        std::make_shared<const usance::DunningPolicy>(std::move(made)),
        given.currency};
    return USANCE_STATUS_OK;
  });
}

void usance_dunning_policy_destroy(usance_dunning_policy* policy) {
  delete policy;
}

usance_status usance_account_next_actions(const usance_account* account,
                                          const usance_dunning_policy* policy,
                                          const char* debtor,
                                          size_t debtor_size,
                                          usance_next_actions** next,
                                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
    USANCE_RETURN_IF_ERROR(Column(debtor, debtor_size, "/debtor"));
    USANCE_RETURN_IF_ERROR(Present(next, "/next"));
    USANCE_RETURN_IF_ERROR(CheckIsReplayed(*account));
    if (policy->currency != account->value.currency) {
      return Error(Reason::kCurrencyMismatch, "/policy",
                   std::string(policy->currency.code()) +
                       "; the account is in " +
                       std::string(account->value.currency.code()));
    }
    USANCE_ASSIGN_OR_RETURN(const auto profile,
                            ReadFacts<usance::DebtorProfile>(
                                debtor, debtor_size, [](const Json& json) {
                                  return usance::ReadDebtorProfile(json);
                                }));
    auto made = usance::DecideActions(*account->journal, account->value,
                                      *policy->value, profile);
    if (!made.ok()) return usance::At("/dunning", made.status());
    std::string json =
        ToText(usance::NextActionsJson(*made, account->value, *policy->value));
    *next = new usance_next_actions{policy->value, *std::move(made),
                                    std::move(json)};
    return USANCE_STATUS_OK;
  });
}

void usance_next_actions_destroy(usance_next_actions* next) { delete next; }

usance_status usance_next_actions_list(
    const usance_next_actions* next, size_t capacity, int32_t* step,
    int32_t* action, int32_t* tone, int32_t* channel, int32_t* attempt,
    usance_day* since, int64_t* open, int64_t* fee, int32_t* from_minute,
    int32_t* until_minute, int32_t* answer, int32_t* treatment,
    int64_t* row_end, size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(next, "/next"));
    const std::pair<const int32_t*, std::string_view> columns[] = {
        {step, "/step"},
        {action, "/action"},
        {tone, "/tone"},
        {channel, "/channel"},
        {attempt, "/attempt"},
        {since, "/since"},
        {from_minute, "/from_minute"},
        {until_minute, "/until_minute"},
        {answer, "/answer"},
        {treatment, "/treatment"}};
    for (const auto& [column, field] : columns) {
      USANCE_RETURN_IF_ERROR(Optional(column, field));
    }
    USANCE_RETURN_IF_ERROR(Optional(open, "/open"));
    USANCE_RETURN_IF_ERROR(Optional(fee, "/fee"));
    USANCE_RETURN_IF_ERROR(Optional(row_end, "/row_end"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<NextAction>& list = next->value.actions;
    if (!Fits(list.size(), capacity, count)) return USANCE_STATUS_MORE;
    const auto& steps = next->policy->steps;
    PutColumn(step, list, [](const NextAction& one) { return one.step; });
    PutColumn(action, list,
              [&](const NextAction& one) { return steps[one.step].action; });
    PutColumn(tone, list,
              [&](const NextAction& one) { return steps[one.step].tone; });
    PutColumn(channel, list,
              [](const NextAction& one) { return ValueOf(one.channel); });
    PutColumn(attempt, list, [](const NextAction& one) { return one.attempt; });
    PutColumn(since, list,
              [](const NextAction& one) { return one.since.days(); });
    PutColumn(open, list, [](const NextAction& one) { return one.open_minor; });
    PutColumn(fee, list, [](const NextAction& one) {
      return one.fee ? one.fee->minor() : USANCE_NULL_INT64;
    });
    PutColumn(from_minute, list,
              [](const NextAction& one) { return one.from_minute; });
    PutColumn(until_minute, list,
              [](const NextAction& one) { return one.until_minute; });
    PutColumn(answer, list,
              [](const NextAction& one) { return ValueOf(one.answer); });
    PutColumn(treatment, list, [](const NextAction& one) {
      return one.answer ? static_cast<int32_t>(TreatmentOf(*one.answer)) : 0;
    });
    PutEnds(row_end, list);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_next_actions_held_back(const usance_next_actions* next,
                                            size_t capacity, int32_t* rule,
                                            int32_t* step, usance_day* until,
                                            int64_t* row_end, size_t* count,
                                            usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(next, "/next"));
    USANCE_RETURN_IF_ERROR(Optional(rule, "/rule"));
    USANCE_RETURN_IF_ERROR(Optional(step, "/step"));
    USANCE_RETURN_IF_ERROR(Optional(until, "/until"));
    USANCE_RETURN_IF_ERROR(Optional(row_end, "/row_end"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    const std::vector<NoAction>& list = next->value.held_back;
    if (!Fits(list.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(rule, list, [](const NoAction& one) { return one.rule; });
    PutColumn(step, list,
              [](const NoAction& one) { return IndexOf(one.step); });
    PutColumn(until, list,
              [](const NoAction& one) { return FromDate(one.until); });
    PutEnds(row_end, list);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_next_actions_rows(const usance_next_actions* next,
                                       int32_t held_back, size_t capacity,
                                       int32_t* row, size_t* count,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(next, "/next"));
    USANCE_RETURN_IF_ERROR(Optional(row, "/row"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const bool other, ToFlag(held_back, "/held_back"));
    const std::vector<uint32_t> rows =
        other ? RowsOf(next->value.held_back) : RowsOf(next->value.actions);
    if (!Fits(rows.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(row, rows, [](uint32_t one) { return one; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_next_actions_text(const usance_next_actions* next,
                                       size_t capacity, char* text,
                                       size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(next, "/next"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    return PutText(next->json, text, capacity, size);
  });
}

usance_status usance_account_escalate(
    const usance_account* account, const char* escalation,
    size_t escalation_size, const char* debtor, size_t debtor_size,
    size_t capacity, int32_t* item, int64_t* points, int32_t* advice,
    usance_day* lapses_on, size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    const EscalationTexts texts = {escalation, escalation_size, debtor,
                                   debtor_size};
    USANCE_RETURN_IF_ERROR(texts.Check());
    USANCE_RETURN_IF_ERROR(Optional(item, "/item"));
    USANCE_RETURN_IF_ERROR(Optional(points, "/points"));
    USANCE_RETURN_IF_ERROR(Optional(advice, "/advice"));
    USANCE_RETURN_IF_ERROR(Optional(lapses_on, "/lapses_on"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<Escalation> all,
                            EscalationsOf(*account, texts));
    if (!Fits(all.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(item, all, [](const Escalation& one) { return one.item; });
    PutColumn(points, all, [](const Escalation& one) { return one.points; });
    PutColumn(advice, all, [](const Escalation& one) { return one.advice; });
    PutColumn(lapses_on, all,
              [](const Escalation& one) { return FromDate(one.lapses_on); });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_account_escalate_text(
    const usance_account* account, const char* escalation,
    size_t escalation_size, const char* debtor, size_t debtor_size,
    size_t capacity, char* text, size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    const EscalationTexts texts = {escalation, escalation_size, debtor,
                                   debtor_size};
    USANCE_RETURN_IF_ERROR(texts.Check());
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<Escalation> all,
                            EscalationsOf(*account, texts));
    return PutText(ToText(usance::EscalationsJson(all, account->value)), text,
                   capacity, size);
  });
}

usance_status usance_account_settle(
    const usance_account* account, int64_t pay, size_t n, const int32_t* item,
    size_t given, const usance_component* gives_up, size_t capacity,
    int32_t* waived_item, int32_t* component, int64_t* amount, size_t* count,
    usance_settlement* settlement, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(Column(item, n, "/item"));
    USANCE_RETURN_IF_ERROR(Column(gives_up, given, "/gives_up"));
    USANCE_RETURN_IF_ERROR(Optional(waived_item, "/waived_item"));
    USANCE_RETURN_IF_ERROR(Optional(component, "/component"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (settlement != nullptr) {
      USANCE_RETURN_IF_ERROR(Writable(settlement, "/settlement"));
    }
    USANCE_ASSIGN_OR_RETURN(
        const usance::SettlementSpec spec,
        SettlementOf(*account, pay, n, item, given, gives_up));
    USANCE_ASSIGN_OR_RETURN(const usance::Settlement made,
                            usance::Settle(account->value, spec));
    const auto& waivers = made.waivers;
    if (!Fits(waivers.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(waived_item, waivers, [&](const auto& one) {
      return one.item.empty() ? -1 : NumberOf(account->value, one.item);
    });
    PutColumn(component, waivers,
              [](const auto& one) { return one.component; });
    PutColumn(amount, waivers,
              [](const auto& one) { return *one.amount_minor; });
    if (settlement == nullptr) return USANCE_STATUS_OK;
    auto to = Defaults<usance_settlement>(account->value.currency);
    to.open = made.open_minor;
    to.pay = pay;
    PutOpen(made.given_up, to);
    Write(to, settlement);
    return USANCE_STATUS_OK;
  });
}
