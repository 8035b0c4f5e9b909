#include "usance/terms/sentence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>

#include "tests/matchers.h"
#include "tests/terms/any_terms.h"
#include "usance/terms/notation.h"

namespace usance {
namespace {

constexpr Language kAll[] = {Language::kEnglish, Language::kGerman,
                             Language::kFrench, Language::kSpanish};

struct SentenceRow {
  std::string_view terms;
  std::string_view said[4];  // in the order of kAll
};

void ExpectSentences(std::span<const SentenceRow> rows) {
  for (const SentenceRow& row : rows) {
    const auto terms = ParseTerms(row.terms);
    ASSERT_THAT(terms, IsOk()) << row.terms;
    for (size_t k = 0; k < std::size(kAll); ++k) {
      const auto said = Sentence(*terms, kAll[k]);
      ASSERT_THAT(said, IsOk()) << row.terms;
      EXPECT_EQ(*said, row.said[k]) << row.terms;
    }
  }
}

// Written by hand. U+00A0 and U+202F stand as escapes: they cannot be seen.
TEST(Sentence, OfCommonTerms) {
  const SentenceRow rows[] = {
      {"2/10 net 30",
       {"Payment of the invoice amount is due within 30 days after the "
        "date of the invoice. A discount of 2% is granted on this payment "
        "if it is made within 10 days after the date of the invoice.",
        "Zahlbar innerhalb von 30 Tagen ab Rechnungsdatum. Bei Zahlung "
        "innerhalb von 10 Tagen ab Rechnungsdatum wird ein Skonto von "
        "2\u00a0% gewährt.",
        "Le paiement du montant de la facture doit être effectué dans un "
        "délai de 30 jours à compter de la date de la facture. Un escompte "
        "de 2\u202f% est accordé sur ce paiement s'il est effectué dans un "
        "délai de 10 jours à compter de la date de la facture.",
        "El pago del importe de la factura se efectuará en un plazo de 30 "
        "días a partir de la fecha de la factura. Se concede un descuento "
        "por pronto pago del 2\u00a0% sobre este pago si se efectúa en un "
        "plazo de 10 días a partir de la fecha de la factura."}},
      {"net 0",
       {"Payment of the invoice amount is due on the date of the invoice.",
        "Zahlbar am Rechnungsdatum.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard à la date de la facture.",
        "El pago del importe de la factura se efectuará a más tardar en la "
        "fecha de la factura."}},
      // The two readings of "45 days end of month" are two sentences.
      {"45d eom",
       {"Payment of the invoice amount is due on the last day of the month "
        "in which the 45th day after the date of the invoice falls.",
        "Zahlbar am letzten Tag des Monats, in den der 45. Tag nach dem "
        "Rechnungsdatum fällt.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le dernier jour du mois au cours duquel tombe le 45e jour "
        "suivant la date de la facture.",
        "El pago del importe de la factura se efectuará a más tardar el "
        "último día del mes en el que cae el 45.º día después de la fecha de "
        "la factura."}},
      // A clause within the sentence ends with a comma.
      {"2/(1m eom) 30d eom 1d day(10)",
       {"Payment of the invoice amount is due on the 10th of the month after "
        "the month in which the 30th day after the date of the invoice falls. "
        "A discount of 2% is granted on this payment if it is made no later "
        "than the last day of the month in which the day 1 month after the "
        "date of the invoice falls.",
        "Zahlbar am 10. des Monats nach dem Monat, in den der 30. Tag nach dem "
        "Rechnungsdatum fällt. Bei Zahlung spätestens am letzten Tag des "
        "Monats, in den der Tag 1 Monat nach dem Rechnungsdatum fällt, wird "
        "ein Skonto von 2\u00a0% gewährt.",
        "Le paiement du montant de la facture doit être effectué au plus tard "
        "le 10 du mois suivant celui au cours duquel tombe le 30e jour suivant "
        "la date de la facture. Un escompte de 2\u202f% est accordé sur ce "
        "paiement s'il est effectué au plus tard le dernier jour du mois au "
        "cours duquel tombe le jour situé 1 mois après la date de la facture.",
        "El pago del importe de la factura se efectuará a más tardar el día 10 "
        "del mes siguiente al mes en el que cae el 30.º día después de la "
        "fecha de la factura. Se concede un descuento por pronto pago del "
        "2\u00a0% sobre este pago si se efectúa a más tardar el último día del "
        "mes en el que cae el día 1 mes después de la fecha de la factura."}},
      {"from delivery eom 45d",
       {"Payment of the invoice amount is due on the 45th day after the "
        "last day of the month of the date of delivery.",
        "Zahlbar am 45. Tag nach dem letzten Tag des Monats des Tages der "
        "Lieferung.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le 45e jour suivant le dernier jour du mois de la date de la "
        "livraison.",
        "El pago del importe de la factura se efectuará a más tardar el "
        "45.º día después del último día del mes de la fecha de la entrega."}},
      {"10th prox",
       {"Payment of the invoice amount is due on the 10th of the month "
        "after the month of the date of the invoice.",
        "Zahlbar am 10. des Monats nach dem Monat des Rechnungsdatums.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le 10 du mois suivant celui de la date de la facture.",
        "El pago del importe de la factura se efectuará a más tardar el "
        "día 10 del mes siguiente al mes de la fecha de la factura."}},
      {"30% from order 0d, 1234.50 EUR 1m, rest then 1y",
       {"Payment of 30% of the total amount is due on the date of the "
        "order. Payment of 1,234.50\u00a0EUR is due within 1 month after "
        "the date of the invoice. Payment of the remaining amount is due "
        "within 1 year after the due date of the preceding part.",
        "Ein Teilbetrag von 30\u00a0% des Gesamtbetrags ist zahlbar am "
        "Bestelldatum. Ein Teilbetrag von 1.234,50\u00a0EUR ist zahlbar "
        "innerhalb von 1 Monat ab Rechnungsdatum. Der Restbetrag ist "
        "zahlbar innerhalb von 1 Jahr ab dem Fälligkeitstag des "
        "vorhergehenden Teilbetrags.",
        "Le paiement de 30\u202f% du montant total doit être effectué au "
        "plus tard à la date de la commande. Le paiement de "
        "1\u202f"
        "234,50\u00a0EUR doit être effectué dans un délai de 1 "
        "mois à compter de la date de la facture. Le paiement du montant "
        "restant doit être effectué dans un délai de 1 an à compter de "
        "l'échéance de la part précédente.",
        "El pago del 30\u00a0% del importe total se efectuará a más tardar "
        "en la fecha del pedido. El pago de 1.234,50\u00a0EUR se efectuará "
        "en un plazo de 1 mes a partir de la fecha de la factura. El pago "
        "del importe restante se efectuará en un plazo de 1 año a partir "
        "del vencimiento de la parte anterior."}},
      {"50% 20 EUR/(eom) 10bd(X), rest from later(delivery, receipt) 2w",
       {"Payment of 50% of the total amount is due within 10 business days "
        "(calendar X) after the date of the invoice. A discount of "
        "20.00\u00a0EUR is granted on this payment if it is made no later "
        "than the last day of the month of the date of the invoice. "
        "Payment of the remaining amount is due within 2 weeks after the "
        "latest of these dates: date of delivery and date of receipt of "
        "the invoice.",
        "Ein Teilbetrag von 50\u00a0% des Gesamtbetrags ist zahlbar "
        "innerhalb von 10 Geschäftstagen (Kalender X) ab Rechnungsdatum. "
        "Bei Zahlung dieses Teilbetrags spätestens am letzten Tag des "
        "Monats des Rechnungsdatums wird ein Skonto von 20,00\u00a0EUR "
        "gewährt. Der Restbetrag ist zahlbar innerhalb von 2 Wochen ab dem "
        "spätesten dieser Tage: Tag der Lieferung und Tag des "
        "Rechnungseingangs.",
        "Le paiement de 50\u202f% du montant total doit être effectué dans "
        "un délai de 10 jours ouvrés (calendrier X) à compter de la date "
        "de la facture. Un escompte de 20,00\u00a0EUR est accordé sur ce "
        "paiement s'il est effectué au plus tard le dernier jour du mois "
        "de la date de la facture. Le paiement du montant restant doit "
        "être effectué dans un délai de 2 semaines à compter de la plus "
        "tardive de ces dates : date de la livraison et date de réception "
        "de la facture.",
        "El pago del 50\u00a0% del importe total se efectuará en un plazo "
        "de 10 días hábiles (calendario X) a partir de la fecha de la "
        "factura. Se concede un descuento por pronto pago de "
        "20,00\u00a0EUR sobre este pago si se efectúa a más tardar el "
        "último día del mes de la fecha de la factura. El pago del importe "
        "restante se efectuará en un plazo de 2 semanas a partir de la más "
        "tardía de estas fechas: fecha de la entrega y fecha de recepción "
        "de la factura."}},
      {"due 2026-03-01",
       {"Payment of the invoice amount is due on 1 March 2026.",
        "Zahlbar am 1. März 2026.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le 1er mars 2026.",
        "El pago del importe de la factura se efectuará a más tardar el 1 "
        "de marzo de 2026."}},
  };
  ExpectSentences(rows);
}

TEST(Sentence, OfSteps) {
  const SentenceRow rows[] = {
      {"30d roll(following, TARGET2)",
       {"Payment of the invoice amount is due on the date that follows "
        "from the date of the invoice by these steps: (1) add 30 days; (2) "
        "if the date is no business day (calendar TARGET2), go to the next "
        "one.",
        "Zahlbar am Tag, der sich aus dem Rechnungsdatum in diesen "
        "Schritten ergibt: (1) 30 Tage hinzurechnen; (2) ist der Tag kein "
        "Geschäftstag (Kalender TARGET2), zum nächsten gehen.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le jour obtenu à partir de la date de la facture par ces "
        "étapes : (1) ajouter 30 jours; (2) si le jour n'est pas ouvré "
        "(calendrier TARGET2), aller au jour ouvré suivant.",
        "El pago del importe de la factura se efectuará a más tardar el "
        "día que resulta de la fecha de la factura por estos pasos: (1) "
        "sumar 30 días; (2) si el día no es hábil (calendario TARGET2), ir "
        "al día hábil siguiente."}},
      {"cut(25 -> 1m, else eom) cap(60d)",
       {"Payment of the invoice amount is due on the date that follows "
        "from the date of the invoice by these steps: (1) if the date is "
        "after the 25th of its month: [add 1 month], otherwise: [go to the "
        "last day of the month]; (2) but no later than: [add 60 days], "
        "counted from the date of the invoice.",
        "Zahlbar am Tag, der sich aus dem Rechnungsdatum in diesen "
        "Schritten ergibt: (1) liegt der Tag nach dem 25. seines Monats: "
        "[1 Monat hinzurechnen], andernfalls: [zum letzten Tag des Monats "
        "gehen]; (2) jedoch nicht später als: [60 Tage hinzurechnen], "
        "gerechnet ab dem Rechnungsdatum.",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le jour obtenu à partir de la date de la facture par ces "
        "étapes : (1) si le jour tombe après le 25 de son mois : [ajouter "
        "1 mois], sinon : [aller au dernier jour du mois]; (2) sans "
        "dépasser : [ajouter 60 jours], à compter de la date de la facture.",
        "El pago del importe de la factura se efectuará a más tardar el "
        "día que resulta de la fecha de la factura por estos pasos: (1) si "
        "el día es posterior al 25 de su mes: [sumar 1 mes], en otro caso: "
        "[ir al último día del mes]; (2) sin pasar de: [sumar 60 días], a "
        "partir de la fecha de la factura."}},
      {"season(06-01 to 08-31 -> on(10-01) 1d, else 30d)",
       {"Payment of the invoice amount is due on the date that follows "
        "from the date of the invoice by these steps: (1) if the date lies "
        "between 1 June and 31 August, both included: [go to the next 1 "
        "October, the date itself included, then add 1 day], otherwise: "
        "[add 30 days].",
        "Zahlbar am Tag, der sich aus dem Rechnungsdatum in diesen "
        "Schritten ergibt: (1) liegt der Tag vom 1. Juni bis zum 31. "
        "August, beide eingeschlossen: [zum nächsten 1. Oktober gehen, den "
        "Tag selbst eingeschlossen, dann 1 Tag hinzurechnen], andernfalls: "
        "[30 Tage hinzurechnen].",
        "Le paiement du montant de la facture doit être effectué au plus "
        "tard le jour obtenu à partir de la date de la facture par ces "
        "étapes : (1) si le jour tombe du 1er juin au 31 août inclus : "
        "[aller au prochain 1er octobre, jour même inclus, puis ajouter 1 "
        "jour], sinon : [ajouter 30 jours].",
        "El pago del importe de la factura se efectuará a más tardar el "
        "día que resulta de la fecha de la factura por estos pasos: (1) si "
        "el día cae entre el 1 de junio y el 31 de agosto, ambos "
        "incluidos: [ir al próximo 1 de octubre, incluido el propio día, "
        "luego sumar 1 día], en otro caso: [sumar 30 días]."}},
  };
  ExpectSentences(rows);
}

TEST(Sentence, EnglishOfEachConstruct) {
  const struct {
    std::string_view terms, part;
  } rows[] = {
      {"-3d", "on the 3rd day before the date of the invoice"},
      {"2w", "within 2 weeks after the date of the invoice"},
      {"2w eom",
       "month in which the 14th day after the date of the invoice falls"},
      {"10bd(X)", "within 10 business days (calendar X) after the date"},
      {"10bd(X) 1d",
       "after the 10th business day (calendar X) after the date of the"},
      {"2m", "within 2 months after the date of the invoice"},
      {"2m 1d", "1st day after the day 2 months after the date of the invoice"},
      {"eom(1)", "on the last day of the 1st month after the month of the"},
      {"eom(-2)", "on the last day of the 2nd month before the month of the"},
      {"eom(1) 1d day(31)",
       "on the 31st (in a shorter month its last day) of the 2nd month after"},
      {"days(5,10,20)",
       "on the first 5th, 10th or 20th of a month on or after the date"},
      {"months(3,6)", "on the first day in March or June on or after the date"},
      {"weekday(friday)", "on the first Friday on or after the date"},
      {"on(12-25)", "on the first 25 December on or after the date"},
      {"cut(-5 -> 1m)",
       "if the date is after the 5th day before the last of its month: [add 1 "
       "month]."},
      {"min(30d, eom)",
       "take the earlier of [add 30 days] and [go to the last day of the "
       "month]."},
      {"max(-1w, 2bd)",
       "take the later of [go back 1 week] and [add 2 business "
       "days]."},
      {"0bd roll(p) 1d 1d 1d",
       "(1) add 0 business days; (2) if the date is no "
       "business day, go to the preceding one; (3) add 1 day"},
      {"cap(60d, refuse)",
       "(1) the date must not be later than: [add 60 days]"},
      {"cap(60d, report)", "(1) a date later than [add 60 days], counted from"},
      {"from later(delivery, receipt) 30d",
       "within 30 days after the latest of these dates: date of delivery and "
       "date of receipt of the invoice"},
      {"1/3 of total 0d, 50% of rest 0d, 2.5% of net 0d, rest 0d",
       "Payment of 1/3 of the total amount is due on the date of the invoice. "
       "Payment of 50% of the amount that remains after the preceding parts is "
       "due on the date of the invoice. Payment of 2.5% of the amount before "
       "tax is due"},
      {"rest*2 0d, rest 30d",
       "Payment of 2 of 3 equal parts of the invoice "
       "amount is due"},
      {"50% round(1 EUR, half up) 0d, rest 0d",
       "Payment of 50% of the total amount (rounded to the nearest multiple of "
       "1.00\u00a0EUR, ties upward) is due"},
      {"20.00 EUR/10 net 30", "A discount of 20.00\u00a0EUR is granted"},
      {"3/10 2/20 net 45",
       "within 20 days after the date of the invoice. Only one "
       "of these discounts is granted: the first whose "
       "last day the payment keeps."},
      {"2% of net/10 grace 3 net 30",
       "A discount of 2% of the amount before tax is granted on this payment "
       "if it is made within 10 days after the date of the invoice."},
      {"11d 1d", "11th day"},
      {"112d 1d", "112th day"},
      {"22d 1d", "22nd day"},
      {"101d 1d", "101st day"},
  };
  for (const auto& row : rows) {
    const auto said = Sentence(*ParseTerms(row.terms), Language::kEnglish);
    ASSERT_THAT(said, IsOk()) << row.terms;
    EXPECT_NE(said->find(row.part), std::string::npos)
        << row.terms << ": " << *said;
  }
}

TEST(Sentence, Errors) {
  EXPECT_THAT(Sentence({}, Language::kEnglish),
              IsError(Reason::kMissingField, "/terms/lines"));
  EXPECT_THAT(Sentence(*ParseTerms("net 30"), Language{}),
              IsError(Reason::kUnspecified, "/language"));
}

// Every valid term has its words, and no place in them is left open.
RC_GTEST_PROP(Sentence, CoversTheNotation, ()) {
  const PaymentTerms terms = AnyTerms();
  for (const Language language : kAll) {
    const auto said = Sentence(terms, language);
    RC_ASSERT(said.ok());
    RC_ASSERT(said->find_first_of("{}") == std::string::npos);
    RC_ASSERT(said->find("  ") == std::string::npos);
    RC_ASSERT(said->ends_with('.'));
    RC_ASSERT(*Sentence(terms, language) == *said);
  }
}

}  // namespace
}  // namespace usance
