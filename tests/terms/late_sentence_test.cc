// What paying late costs, said in sentences.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "usance/money/format.h"
#include "usance/terms/sentence.h"

namespace usance {
namespace {

constexpr Language kLanguages[] = {Language::kEnglish, Language::kGerman,
                                   Language::kFrench, Language::kSpanish};

DefaultInterest Interest(const RateHistory& rates) {
  return {.rates = rates,
          .rule = {.day_count = DayCount::kAct365Fixed,
                   .compounding = Compounding::kSimple,
                   .regime = RoundingRegime::kPerBooking,
                   .rounding = Rounding::kHalfUp}};
}

LatePaymentPolicy Plain() {
  return {.grace_days = 5,
          .interest_start = InterestStart::kDayAfterDue,
          .interest = Interest(RateHistory::Fixed("8%"_rate)),
          .fees = {{.id = "reminder",
                    .basis = FeeBasis::kFlat,
                    .amount = "5.00 EUR"_money,
                    .max_count = 3,
                    .trigger = FeeTrigger::kNotice}},
          .compensation = {
              .tables = {{.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money}}}}}};
}

LatePaymentPolicy Rich() {
  DefaultInterest interest = Interest(
      *RateHistory::Make({.id = "ECB",
                          .version = "1",
                          .steps = {{"2026-01-01"_date, "2.15%"_rate}},
                          .known_through = "2026-12-31"_date,
                          .margin = "8.5%"_rate,
                          .floor = "9%"_rate,
                          .cap = "12%"_rate,
                          .rounding = RateRounding{"0.5%"_rate, Rounding::kUp,
                                                   RateRounded::kTotal}}));
  interest.rule.day_count = DayCount::k30E360;
  interest.rule.compounding = Compounding::kCompound;
  interest.rule.rest = Months(3);
  interest.rule.rests_per_year = 4;
  interest.rule.fixing = RateFixing::kFrozen;
  interest.base = InterestBase::kWholeBalance;
  interest.stop_after = Years(1);
  interest.minimum = "10.00 EUR"_money;
  interest.minimum_claim = "1.00 EUR"_money;
  interest.ceiling = RateCeiling{"15%"_rate, "usury law"};
  return {.grace_days = 3,
          .interest_wait_days = 7,
          .interest_start = InterestStart::kAfterWait,
          .delinquency_days = 90,
          .interest = interest,
          .fees = {{.id = "late",
                    .basis = FeeBasis::kOverduePrincipal,
                    .percent = 5_percent,
                    .rounding = Rounding::kHalfUp,
                    .minimum = "5.00 EUR"_money,
                    .maximum = "1000.00 EUR"_money,
                    .after_days = 1,
                    .every = Months(1),
                    .max_count = 12,
                    .grouping = FeeGrouping::kOnePerInvoice}},
          .caps = {{.percent = 20_percent,
                    .rounding = Rounding::kHalfUp,
                    .action = CapAction::kClip,
                    .rule = "clause 7"},
                   {.amount = "100.00 EUR"_money,
                    .action = CapAction::kReport,
                    .scope = CapScope::kFees}}};
}

// Written by hand. U+00A0 and U+202F stand as escapes: they cannot be seen.
TEST(LateSentence, InEachLanguage) {
  const struct {
    LatePaymentPolicy policy;
    std::string_view said[4];  // in the order of kLanguages
  } rows[] = {
      {Plain(),
       {"Payment within 5 days after the due date is on time. Overdue "
        "amounts bear default interest of 8% a year from the day after the "
        "due date on. This interest is charged only where payment is made "
        "more than 5 days after the due date. It bears no interest itself. "
        "Days are counted by act/365f. A fee of 5.00\u00a0EUR (reminder) "
        "is charged for each notice that is sent while payment is late. "
        "Number of these fees at most: 3. For each invoice that is paid "
        "late, a fixed sum of 40.00\u00a0EUR is due.",
        "Zahlungen innerhalb von 5 Tagen nach Fälligkeit gelten als "
        "rechtzeitig. Überfällige Beträge sind ab dem Tag nach der "
        "Fälligkeit mit 8\u00a0% pro Jahr zu verzinsen. Diese Zinsen "
        "werden nur erhoben, wenn die Zahlung mehr als 5 Tage nach "
        "Fälligkeit erfolgt. Zinseszinsen fallen nicht an. Die Tage werden "
        "nach act/365f gezählt. Eine Gebühr von 5,00\u00a0EUR (reminder) "
        "wird für jede Mahnung erhoben, die während der Verspätung "
        "versandt wird. Höchstzahl dieser Gebühren: 3. Für jede verspätet "
        "bezahlte Rechnung ist eine Pauschale von 40,00\u00a0EUR zu zahlen.",
        "Un paiement effectué dans un délai de 5 jours après l'échéance "
        "est réputé ponctuel. Les sommes impayées à l'échéance portent "
        "intérêt de retard au taux de 8\u202f% par an à compter du "
        "lendemain de l'échéance. Ces intérêts ne sont perçus que si le "
        "paiement intervient plus de 5 jours après l'échéance. Ces "
        "intérêts ne portent pas eux-mêmes intérêt. Les jours sont comptés "
        "selon act/365f. Une pénalité de 5,00\u00a0EUR (reminder) est "
        "perçue pour chaque rappel envoyé pendant le retard. Nombre "
        "maximal de ces pénalités : 3. Pour chaque facture payée en "
        "retard, une indemnité forfaitaire de 40,00\u00a0EUR est due.",
        "El pago efectuado en un plazo de 5 días tras el vencimiento se "
        "considera puntual. Los importes vencidos devengan intereses de "
        "demora del 8\u00a0% al año desde el día siguiente al vencimiento. "
        "Estos intereses solo se cobran si el pago se efectúa más de 5 "
        "días después del vencimiento. Estos intereses no devengan a su "
        "vez intereses. Los días se cuentan según act/365f. Se cobra un "
        "recargo de 5,00\u00a0EUR (reminder) por cada aviso enviado "
        "durante el retraso. Número máximo de estos recargos: 3. Por cada "
        "factura pagada con retraso se debe una indemnización fija de "
        "40,00\u00a0EUR."}},
      {Rich(),
       {"Payment within 3 days after the due date is on time. Once one due "
        "amount is late, all that is unpaid bears default interest at the "
        "published rate \"ECB\" plus 8.5 percentage points a year (rounded "
        "up to a multiple of 0.5%), at least 9% a year, at most 12% a year "
        "from the 11th day after the due date on. The rate of the first "
        "day that bears interest holds to the end. At intervals of 3 "
        "months the interest so far is added to the balance and bears "
        "interest itself. A whole interval counts as 1/4 of a year. Days "
        "are counted by 30e/360. It accrues for 1 year at most. Where "
        "interest accrues, at least 10.00\u00a0EUR is charged. Interest of "
        "less than 1.00\u00a0EUR is not charged. A rate above 15% a year "
        "(usury law) is pointed out. A fee of 5% of the overdue amount, at "
        "least 5.00\u00a0EUR, at most 1,000.00\u00a0EUR (late) is charged "
        "once payment is more than 4 days past due. It is charged again at "
        "intervals of 1 month, at most 12 times in all. It is charged by "
        "invoice, not by due amount. At most 20% of the invoice amount may "
        "be charged in interest, fees and fixed sums together (clause 7). "
        "Where more than 100.00\u00a0EUR is charged in fees, the excess is "
        "pointed out. An invoice more than 90 days past due is delinquent.",
        "Zahlungen innerhalb von 3 Tagen nach Fälligkeit gelten als "
        "rechtzeitig. Ist ein fälliger Betrag verspätet, so ist ab dem 11. "
        "Tag nach der Fälligkeit alles, was offen ist, mit dem "
        "veröffentlichten Zinssatz „ECB“ zuzüglich 8,5 Prozentpunkten pro "
        "Jahr (aufgerundet auf ein Vielfaches von 0,5\u00a0%), mindestens "
        "9\u00a0% pro Jahr, höchstens 12\u00a0% pro Jahr zu verzinsen. Der "
        "Zinssatz des ersten Zinstags gilt bis zum Ende. In Abständen von "
        "3 Monaten werden die aufgelaufenen Zinsen dem Saldo zugeschlagen "
        "und mitverzinst. Ein voller Abstand zählt als 1/4 eines Jahres. "
        "Die Tage werden nach 30e/360 gezählt. Sie laufen längstens 1 "
        "Jahr. Fallen Zinsen an, so werden mindestens 10,00\u00a0EUR "
        "erhoben. Zinsen von weniger als 1,00\u00a0EUR werden nicht "
        "erhoben. Ein Zinssatz über 15\u00a0% pro Jahr (usury law) wird "
        "ausgewiesen. Eine Gebühr von 5\u00a0% des überfälligen Betrags, "
        "mindestens 5,00\u00a0EUR, höchstens 1.000,00\u00a0EUR (late) wird "
        "erhoben, sobald die Zahlung mehr als 4 Tage überfällig ist. Sie "
        "wird in Abständen von 1 Monat erneut erhoben, insgesamt höchstens "
        "12 Mal. Sie wird je Rechnung erhoben, nicht je Teilbetrag. "
        "Höchstens 20\u00a0% des Rechnungsbetrags dürfen an Zinsen, "
        "Gebühren und Pauschalen zusammen erhoben werden (clause 7). "
        "Werden mehr als 100,00\u00a0EUR an Gebühren erhoben, so wird der "
        "Mehrbetrag ausgewiesen. Eine seit mehr als 90 Tagen fällige "
        "Rechnung gilt als notleidend.",
        "Un paiement effectué dans un délai de 3 jours après l'échéance "
        "est réputé ponctuel. Dès qu'une somme échue est en retard, tout "
        "ce qui reste impayé porte intérêt de retard au taux publié « ECB "
        "» majoré de 8,5 points de pourcentage par an (arrondi au multiple "
        "supérieur de 0,5\u202f%), au moins 9\u202f% par an, au plus "
        "12\u202f% par an à compter du 11e jour suivant l'échéance. Le "
        "taux du premier jour qui porte intérêt vaut jusqu'à la fin. À "
        "intervalles de 3 mois, les intérêts courus sont ajoutés au solde "
        "et portent eux-mêmes intérêt. Un intervalle entier compte pour "
        "1/4 d'année. Les jours sont comptés selon 30e/360. Ces intérêts "
        "courent pendant 1 an au plus. Lorsque des intérêts courent, au "
        "moins 10,00\u00a0EUR sont perçus. Des intérêts de moins de "
        "1,00\u00a0EUR ne sont pas perçus. Un taux supérieur à 15\u202f% "
        "par an (usury law) est signalé. Une pénalité de 5\u202f% de la "
        "somme en retard, au moins 5,00\u00a0EUR, au plus "
        "1\u202f"
        "000,00\u00a0EUR (late) est perçue dès que le paiement "
        "a plus de 4 jours de retard. Elle est de nouveau perçue à "
        "intervalles de 1 mois, au plus 12 fois en tout. Elle est perçue "
        "par facture, et non par somme échue. Il ne peut être perçu plus "
        "de 20\u202f% du montant de la facture d'intérêts, de pénalités et "
        "d'indemnités pris ensemble (clause 7). S'il est perçu plus de "
        "100,00\u00a0EUR de pénalités, l'excédent est signalé. Une facture "
        "échue depuis plus de 90 jours est considérée en défaut.",
        "El pago efectuado en un plazo de 3 días tras el vencimiento se "
        "considera puntual. En cuanto un importe vencido se retrasa, la "
        "totalidad de lo pendiente de pago devenga intereses de demora al tipo "
        "publicado «ECB» más 8,5 puntos porcentuales al año (redondeado "
        "hacia arriba a un múltiplo de 0,5\u00a0%), como mínimo 9\u00a0% "
        "al año, como máximo 12\u00a0% al año desde el 11.º día siguiente "
        "al vencimiento. El tipo del primer día que devenga intereses rige "
        "hasta el final. A intervalos de 3 meses, los intereses acumulados "
        "se suman al saldo y devengan a su vez intereses. Un intervalo "
        "entero cuenta como 1/4 de año. Los días se cuentan según 30e/360. "
        "Estos intereses se devengan durante 1 año como máximo. Si se "
        "devengan intereses, se cobran al menos 10,00\u00a0EUR. No se "
        "cobran intereses de menos de 1,00\u00a0EUR. Se señala un tipo "
        "superior al 15\u00a0% al año (usury law). Se cobra un recargo del "
        "5\u00a0% del importe vencido, como mínimo 5,00\u00a0EUR, como "
        "máximo 1.000,00\u00a0EUR (late) en cuanto el pago lleva más de 4 "
        "días de retraso. Se vuelve a cobrar a intervalos de 1 mes, como "
        "máximo 12 veces en total. Se cobra por factura, no por importe "
        "vencido. No pueden cobrarse más del 20\u00a0% del importe de la "
        "factura en intereses, recargos e indemnizaciones en conjunto "
        "(clause 7). Si se cobran más de 100,00\u00a0EUR en recargos, se "
        "señala el exceso. Una factura vencida desde hace más de 90 días "
        "se considera morosa."}},
      {LatePaymentPolicy{},
       {"Nothing is charged for paying late.",
        "Für verspätete Zahlung wird nichts berechnet.",
        "Rien n'est facturé pour un paiement tardif.",
        "No se cobra nada por pagar con retraso."}},
  };
  for (const auto& row : rows) {
    for (size_t k = 0; k < std::size(kLanguages); ++k) {
      const auto said = Sentence(row.policy, kEur, kLanguages[k]);
      ASSERT_THAT(said, IsOk());
      EXPECT_EQ(*said, row.said[k]);
    }
  }
}

// A policy that differs from Plain, and a part of what it says.
struct PolicyPart {
  std::function<void(LatePaymentPolicy&)> change;
  std::string_view said;
};

RateHistory History(const RateHistory::Spec& spec) {
  return *RateHistory::Make(spec);
}

const std::vector<PolicyPart>& Parts() {
  using Policy = LatePaymentPolicy;
  static const std::vector<PolicyPart> parts = {
      // Rates.
      {[](Policy& p) {
         p.interest = Interest(RateHistory::Fixed("1.5%/month"_rate));
       },
       "default interest of 1.5% a month from the day"},
      {[](Policy& p) {
         p.interest = Interest(RateHistory::Fixed("0.05%/day"_rate));
       },
       "default interest of 0.05% a day from the day"},
      {[](Policy& p) {
         p.interest = Interest(RateHistory::Fixed("1/3%/week"_rate));
       },
       "default interest of 1/300 a week from the day"},
      {[](Policy& p) {
         p.interest = Interest(
             History({.steps = {{"2026-01-01"_date, "8%"_rate},
                                {"2026-07-01"_date, "1000.25%"_rate}}}));
       },
       "interest of 8% a year from 1 January 2026 on and of 1,000.25% a year "
       "from 1 July 2026 on from the day after"},
      {[](Policy& p) {
         p.interest =
             Interest(History({.steps = {{"2026-01-01"_date, "2%"_rate}},
                               .known_through = "2026-12-31"_date,
                               .margin = "-1/3%"_rate}));
       },
       "at the published reference rate less 1/3 percentage points a year "
       "from"},
      {[](Policy& p) {
         RateHistory::Spec spec = {.id = "long"};
         for (int year = 2001; year < 2015; ++year) {
           spec.steps.push_back({Date::Of(year, 1, 1), "2%"_rate});
         }
         spec.rounding = RateRounding{"0.25%"_rate, Rounding::kDown,
                                      RateRounded::kReference};
         spec.margin = "8%"_rate;
         p.interest = Interest(History(spec));
       },
       "at the published rate \"long\" (rounded down to a multiple of 0.25%) "
       "plus 8 percentage points a year from"},
      // Interest.
      {[](Policy& p) { p.interest_start = InterestStart::kAfterGrace; },
       "8% a year from the 6th day after the due date on. It bears"},
      {[](Policy& p) {
         p.interest_start = InterestStart::kAfterGrace;
         p.interest_wait_days = 2;
       },
       "from the 6th day after the due date on. This interest is charged only "
       "where payment is made more than 7 days after the due date."},
      {[](Policy& p) {
         p.interest->contract =
             ContractRate{RateHistory::Fixed("5%"_rate), RateMode::kReplace};
       },
       "It takes the place of the contract's own interest."},
      {[](Policy& p) {
         p.interest->contract =
             ContractRate{RateHistory::Fixed("5%"_rate), RateMode::kAddOn};
       },
       "It is charged on top of the contract's own interest of 5% a year."},
      {[](Policy& p) {
         p.interest->contract =
             ContractRate{RateHistory::Fixed("5%"_rate), RateMode::kHigherOf};
       },
       "Where the contract's own interest of 5% a year is higher, that is "
       "charged instead."},
      {[](Policy& p) {
         p.interest->rule.compounding = Compounding::kCompound;
         p.interest->rule.rest = Period{1, 15};
         p.interest->rule.fixing = RateFixing::kAtRest;
       },
       "the rate of the earlier holds. At intervals of 1 month and 15 days "
       "the interest so far"},
      {[](Policy& p) {
         p.interest->rule.compounding = Compounding::kCompound;
         p.interest->rule.rest = Days(14);
         p.interest->rule.fixing = RateFixing::kRestDay;
       },
       "the rate of the later holds. At intervals of 2 weeks the interest so "
       "far"},
      // Fees.
      {[](Policy& p) { p.fees[0].level = 2; },
       "for each notice of level 2 that is sent"},
      {[](Policy& p) { p.fees[0].every = Days(10); },
       "Number of these fees at most: 3. Least time between two of them: 10 "
       "days."},
      {[](Policy& p) { p.fees[0].trigger = FeeTrigger::kReturnedPayment; },
       "A fee of 5.00\u00a0EUR (reminder) is charged for each payment that "
       "comes back."},
      {[](Policy& p) {
         p.grace_days = 0;
         p.fees = {{.basis = FeeBasis::kInvoiceAmount,
                    .percent = 1_percent,
                    .rounding = Rounding::kHalfUp,
                    .grouping = FeeGrouping::kOnePerDay}};
       },
       "A fee of 1% of the invoice amount is charged once payment is late. It "
       "is charged once a day for all due amounts together."},
      {[](Policy& p) {
         p.fees = {{.basis = FeeBasis::kFlat,
                    .tiers = {{.amount = "5.00 EUR"_money},
                              {.from = "100.00 EUR"_money,
                               .amount = "10.00 EUR"_money},
                              {.from = "100.00 EUR"_money,
                               .from_days = 30,
                               .amount = "20.00 EUR"_money}}}};
       },
       "A fee by the last step reached of [at first: 5.00\u00a0EUR; from "
       "100.00\u00a0EUR: 10.00\u00a0EUR; from 100.00\u00a0EUR and from 30 days "
       "past due: 20.00\u00a0EUR] is charged once payment is more than 5 days "
       "past due."},
      // Fixed sums: LPCDA 1998 s.5A by its sizes, the Dutch scale.
      {[](Policy& p) {
         p.compensation.tables = {
             {.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money},
                        {"1000.00 EUR"_money, "70.00 EUR"_money}}},
             {.since = "2026-01-01"_date,
              .tiers = {{"0.00 EUR"_money, "50.00 EUR"_money}}},
             {.since = "2027-01-01"_date,
              .tiers = {{"0.00 EUR"_money, "60.00 EUR"_money}}}};
       },
       "For each invoice that is paid late, a fixed sum by the last step "
       "reached of [at first: 40.00\u00a0EUR; from 1,000.00\u00a0EUR: "
       "70.00\u00a0EUR] is due where it falls due before 1 January 2026. For "
       "each invoice that is paid late, a fixed sum of 50.00\u00a0EUR is due "
       "where it falls due on or after 1 January 2026 and before 1 January "
       "2027. For each invoice that is paid late, a fixed sum of "
       "60.00\u00a0EUR is due where it falls due on or after 1 January 2027."},
      {[](Policy& p) {
         p.compensation = {
             .tables = {{.tiers = {{"0.00 EUR"_money, "0.00 EUR"_money,
                                    15_percent},
                                   {"2500.00 EUR"_money, "0.00 EUR"_money,
                                    10_percent}},
                         .minimum = "40.00 EUR"_money,
                         .maximum = "6775.00 EUR"_money}},
             .per = CompensationPer::kInstallment,
             .size = CompensationSize::kOverduePrincipal,
             .rounding = Rounding::kHalfUp,
             .credited_against = "costs of collection"};
       },
       "For each due amount that is paid late, a fixed sum of these parts, "
       "each from its step to the next: [from 0.00\u00a0EUR: 15%; from "
       "2,500.00\u00a0EUR: 10%], at least 40.00\u00a0EUR, at most "
       "6,775.00\u00a0EUR is due. The amount unpaid on that day decides. It "
       "counts towards: costs of collection."},
      // Caps.
      {[](Policy& p) {
         p.caps = {{.amount = "9.00 EUR"_money,
                    .action = CapAction::kReport,
                    .scope = CapScope::kEachFee,
                    .rule = "5(4)"}};
       },
       "Where more than 9.00\u00a0EUR is charged for each fee (5(4)), the "
       "excess is pointed out."},
  };
  return parts;
}

TEST(LateSentence, EnglishOfEachRule) {
  for (const PolicyPart& part : Parts()) {
    LatePaymentPolicy policy = Plain();
    part.change(policy);
    const auto said = Sentence(policy, kEur, Language::kEnglish);
    ASSERT_THAT(said, IsOk()) << part.said;
    EXPECT_NE(said->find(part.said), std::string::npos) << part.said << "\n"
                                                        << *said;
  }
}

// No place in a sentence is left open, in any language.
TEST(LateSentence, OfEachRuleInEachLanguage) {
  for (const PolicyPart& part : Parts()) {
    LatePaymentPolicy policy = Plain();
    part.change(policy);
    for (const Language language : kLanguages) {
      const auto said = Sentence(policy, kEur, language);
      ASSERT_THAT(said, IsOk()) << part.said;
      EXPECT_EQ(said->find_first_of("{}"), std::string::npos) << *said;
      EXPECT_EQ(said->find("  "), std::string::npos) << *said;
      EXPECT_EQ(said->find(" ."), std::string::npos) << *said;
      EXPECT_TRUE(said->ends_with('.')) << *said;
    }
  }
}

TEST(LateSentence, Errors) {
  LatePaymentPolicy policy = Plain();
  EXPECT_THAT(Sentence(policy, kEur, Language{}),
              IsError(Reason::kUnspecified, "/language"));
  EXPECT_THAT(Sentence(policy, Currency::Of("USD"), Language::kEnglish),
              IsError(Reason::kCurrencyMismatch, "/policy/fees/0/amount"));
  policy.interest_start = {};
  EXPECT_THAT(Sentence(policy, kEur, Language{}),
              IsError(Reason::kUnspecified, "/policy/interest_start"));
}

}  // namespace
}  // namespace usance
