// The text of a law: what it reads as gives figures or a reason, as every law.
#include "tests/fuzz/fuzz.h"
#include "usance/statute/limitation.h"
#include "usance/statute/presets.h"
#include "usance/terms/late_charges.h"

namespace {

using usance::Date;

void Charge(const usance::Statute& law, const usance::StatuteVersion& version) {
  const usance::Currency currency =
      law.currency.value_or(usance::Currency::Of("EUR"));
  const Date due = version.from.value_or(Date::Of(2023, 5, 31));
  const auto preset =
      usance::MakePreset(version,
                         {.currency = currency,
                          .rounding = usance::Rounding::kHalfUp,
                          .regime = usance::RoundingRegime::kPerBooking},
                         due, usance::RateBook());
  if (!preset.ok()) return;
  const auto as_of = Date::FindDays(int64_t{due.days()} + 400);
  if (!as_of) return;
  const auto charges = usance::ComputeLateCharges(
      {.policy = preset->policy,
       .invoice = {usance::Money(1'000'000, currency), due},
       .as_of = *as_of});
  if (charges.ok()) USANCE_CHECK(charges->days_past_due == 400);
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  if (const auto law = usance::ParseStatute(text); law.ok()) {
    USANCE_CHECK(!law->versions.empty());
    (void)usance::MainParties(*law);
    for (const auto& version : law->versions) Charge(*law, version);
  }
  if (const auto law = usance::ParseLimitation(text); law.ok()) {
    for (const auto& rule : law->rules) {
      const auto limit = usance::ComputeLimitation(
          {.rule = rule,
           .due = Date::Of(2023, 3, 15),
           .events = {{usance::LimitationEventKind::kSuit,
                       Date::Of(2024, 1, 1), Date::Of(2024, 6, 30)}},
           .as_of = Date::Of(2026, 1, 1)});
      if (limit.ok()) USANCE_CHECK(limit->last_day < limit->barred_from);
    }
  }
  return 0;
}
