#include "src/terms/late_phrases.h"

#include "src/terms/phrases.h"
namespace usance {
namespace {

constexpr LatePhrases kLateEnglish = {
    .nothing = "Nothing is charged for paying late.",
    .on_time = "Payment within {0} after the due date is on time.",
    .delinquent = "An invoice more than {0} past due is delinquent.",
    .overdue_bears = "Overdue amounts bear default interest {0} {1}.",
    .whole_bears =
        "Once one due amount is late, all that is unpaid bears default "
        "interest {0} {1}.",
    .from_next_day = "from the day after the due date on",
    .from_day = "from the {0} day after the due date on",
    .only_if_later =
        "This interest is charged only where payment is made more than {0} "
        "after the due date.",
    .fixed_rate = "of {0} {1}",
    .dated_rate = "of {0} {1} from {2} on",
    .reference_rate = "at the published reference rate",
    .named_rate = "at the published rate \"{0}\"",
    .plus = " plus {0} percentage points {1}",
    .less = " less {0} percentage points {1}",
    .units_of_time = {"a year", "a month", "a week", "a day"},
    .contract = {"It takes the place of the contract's own interest.",
                 "It is charged on top of the contract's own interest {0}.",
                 "Where the contract's own interest {0} is higher, that is "
                 "charged instead."},
    .fixings =
        {"The rate of the first day that bears interest holds to the end.",
         "From one addition to the balance to the next, the rate of the "
         "earlier holds.",
         "From one addition to the balance to the next, the rate of the later "
         "holds."},
    .simple = "It bears no interest itself.",
    .compound =
        "At intervals of {0} the interest so far is added to the balance and "
        "bears interest itself.",
    .rests_per_year = "A whole interval counts as 1/{0} of a year.",
    .day_count = "Days are counted by {0}.",
    .stop_after = "It accrues for {0} at most.",
    .minimum = "Where interest accrues, at least {0} is charged.",
    .minimum_claim = "Interest of less than {0} is not charged.",
    .ceiling = "A rate above {0}{1} is pointed out.",
    .at_least = ", at least {0}",
    .at_most = ", at most {0}",
    .of_flat = "of {0}",
    .of_share = "of {0}",
    .of_overdue = "{0} of the overdue amount",
    .of_invoice = "{0} of the invoice amount",
    .by_steps = "by the last step reached of [{0}]",
    .by_parts = "of these parts, each from its step to the next: [{0}]",
    .step_amount = "from {0}",
    .step_days = "from {0} past due",
    .first_step = "at first",
    .fee_when_late = "A fee {0}{1} is charged once payment is late.",
    .fee_after =
        "A fee {0}{1} is charged once payment is more than {2} past due.",
    .fee_per_notice =
        "A fee {0}{1} is charged for each notice{2} that is sent while payment "
        "is late.",
    .fee_per_return =
        "A fee {0}{1} is charged for each payment that comes back.",
    .level = " of level {0}",
    .again =
        "It is charged again at intervals of {0}, at most {1} times in all.",
    .count = "Number of these fees at most: {0}.",
    .interval = "Least time between two of them: {0}.",
    .once_a_day = "It is charged once a day for all due amounts together.",
    .once_an_invoice = "It is charged by invoice, not by due amount.",
    .compensation =
        {"For each invoice that is paid late, a fixed sum {0} is due{1}.",
         "For each due amount that is paid late, a fixed sum {0} is due{1}."},
    .since = " where it falls due on or after {0}",
    .before = " where it falls due before {1}",
    .between = " where it falls due on or after {0} and before {1}",
    .by_unpaid = "The amount unpaid on that day decides.",
    .credited = "It counts towards: {0}.",
    .limit_flat = "{0}",
    .limit_share = "{0}",
    .clip = "At most {0} may be charged {1}{2}.",
    .report =
        "Where more than {0} is charged {1}{2}, the excess is pointed out.",
    .scopes = {"in interest, fees and fixed sums together", "in interest",
               "in fixed sums", "in fees", "for each fee"},
};

constexpr LatePhrases kLateGerman = {
    .nothing = "Für verspätete Zahlung wird nichts berechnet.",
    .on_time =
        "Zahlungen innerhalb von {0} nach Fälligkeit gelten als rechtzeitig.",
    .delinquent =
        "Eine seit mehr als {0} fällige Rechnung gilt als notleidend.",
    .overdue_bears = "Überfällige Beträge sind {1} mit {0} zu verzinsen.",
    .whole_bears =
        "Ist ein fälliger Betrag verspätet, so ist {1} alles, was offen ist, "
        "mit {0} zu verzinsen.",
    .from_next_day = "ab dem Tag nach der Fälligkeit",
    .from_day = "ab dem {0} Tag nach der Fälligkeit",
    .only_if_later =
        "Diese Zinsen werden nur erhoben, wenn die Zahlung mehr als {0} nach "
        "Fälligkeit erfolgt.",
    .fixed_rate = "{0} {1}",
    .dated_rate = "{0} {1} ab dem {2}",
    .reference_rate = "dem veröffentlichten Referenzzinssatz",
    .named_rate = "dem veröffentlichten Zinssatz „{0}“",
    .plus = " zuzüglich {0} Prozentpunkten {1}",
    .less = " abzüglich {0} Prozentpunkten {1}",
    .units_of_time = {"pro Jahr", "pro Monat", "pro Woche", "pro Tag"},
    .contract = {"Sie treten an die Stelle der vertraglichen Zinsen.",
                 "Sie werden zusätzlich zu den vertraglichen Zinsen in Höhe "
                 "von {0} erhoben.",
                 "Sind die vertraglichen Zinsen in Höhe von {0} höher, so "
                 "gelten diese."},
    .fixings = {"Der Zinssatz des ersten Zinstags gilt bis zum Ende.",
                "Von einer Kapitalisierung bis zur nächsten gilt der Zinssatz "
                "der früheren.",
                "Von einer Kapitalisierung bis zur nächsten gilt der Zinssatz "
                "der späteren."},
    .simple = "Zinseszinsen fallen nicht an.",
    .compound =
        "In Abständen von {0} werden die aufgelaufenen Zinsen dem Saldo "
        "zugeschlagen und mitverzinst.",
    .rests_per_year = "Ein voller Abstand zählt als 1/{0} eines Jahres.",
    .day_count = "Die Tage werden nach {0} gezählt.",
    .stop_after = "Sie laufen längstens {0}.",
    .minimum = "Fallen Zinsen an, so werden mindestens {0} erhoben.",
    .minimum_claim = "Zinsen von weniger als {0} werden nicht erhoben.",
    .ceiling = "Ein Zinssatz über {0}{1} wird ausgewiesen.",
    .at_least = ", mindestens {0}",
    .at_most = ", höchstens {0}",
    .of_flat = "von {0}",
    .of_share = "von {0}",
    .of_overdue = "{0} des überfälligen Betrags",
    .of_invoice = "{0} des Rechnungsbetrags",
    .by_steps = "nach der letzten erreichten Stufe von [{0}]",
    .by_parts =
        "aus diesen Teilen, jeder von seiner Stufe bis zur nächsten: [{0}]",
    .step_amount = "ab {0}",
    .step_days = "ab {0} nach Fälligkeit",
    .first_step = "zunächst",
    .fee_when_late =
        "Eine Gebühr {0}{1} wird erhoben, sobald die Zahlung verspätet ist.",
    .fee_after =
        "Eine Gebühr {0}{1} wird erhoben, sobald die Zahlung mehr als {2} "
        "überfällig ist.",
    .fee_per_notice =
        "Eine Gebühr {0}{1} wird für jede Mahnung{2} erhoben, die während der "
        "Verspätung versandt wird.",
    .fee_per_return =
        "Eine Gebühr {0}{1} wird für jede zurückgegebene Zahlung erhoben.",
    .level = " der Stufe {0}",
    .again =
        "Sie wird in Abständen von {0} erneut erhoben, insgesamt höchstens {1} "
        "Mal.",
    .count = "Höchstzahl dieser Gebühren: {0}.",
    .interval = "Mindestabstand zwischen zweien: {0}.",
    .once_a_day =
        "Sie wird an einem Tag nur einmal für alle fälligen Beträge erhoben.",
    .once_an_invoice = "Sie wird je Rechnung erhoben, nicht je Teilbetrag.",
    .compensation = {"Für jede verspätet bezahlte Rechnung ist eine Pauschale "
                     "{0} zu zahlen{1}.",
                     "Für jeden verspätet bezahlten Teilbetrag ist eine "
                     "Pauschale {0} zu zahlen{1}."},
    .since = ", wenn sie am {0} oder danach anfällt",
    .before = ", wenn sie vor dem {1} anfällt",
    .between = ", wenn sie am {0} oder danach und vor dem {1} anfällt",
    .by_unpaid = "Maßgeblich ist der an diesem Tag offene Betrag.",
    .credited = "Sie wird angerechnet auf: {0}.",
    .limit_flat = "{0}",
    .limit_share = "{0}",
    .clip = "Höchstens {0} dürfen {1} erhoben werden{2}.",
    .report =
        "Werden mehr als {0} {1} erhoben{2}, so wird der Mehrbetrag "
        "ausgewiesen.",
    .scopes = {"an Zinsen, Gebühren und Pauschalen zusammen", "an Zinsen",
               "an Pauschalen", "an Gebühren", "je Gebühr"},
};

constexpr LatePhrases kLateFrench = {
    .nothing = "Rien n'est facturé pour un paiement tardif.",
    .on_time =
        "Un paiement effectué dans un délai de {0} après l'échéance est réputé "
        "ponctuel.",
    .delinquent =
        "Une facture échue depuis plus de {0} est considérée en défaut.",
    .overdue_bears =
        "Les sommes impayées à l'échéance portent intérêt de retard {0} {1}.",
    .whole_bears =
        "Dès qu'une somme échue est en retard, tout ce qui reste impayé porte "
        "intérêt de retard {0} {1}.",
    .from_next_day = "à compter du lendemain de l'échéance",
    .from_day = "à compter du {0} jour suivant l'échéance",
    .only_if_later =
        "Ces intérêts ne sont perçus que si le paiement intervient plus de {0} "
        "après l'échéance.",
    .fixed_rate = "au taux de {0} {1}",
    .dated_rate = "au taux de {0} {1} à partir du {2}",
    .reference_rate = "au taux de référence publié",
    .named_rate = "au taux publié « {0} »",
    .plus = " majoré de {0} points de pourcentage {1}",
    .less = " diminué de {0} points de pourcentage {1}",
    .units_of_time = {"par an", "par mois", "par semaine", "par jour"},
    .contract = {"Ces intérêts remplacent les intérêts conventionnels.",
                 "Ces intérêts s'ajoutent aux intérêts conventionnels {0}.",
                 "Si les intérêts conventionnels {0} sont plus élevés, ce sont "
                 "eux qui s'appliquent."},
    .fixings =
        {"Le taux du premier jour qui porte intérêt vaut jusqu'à la fin.",
         "D'une capitalisation à la suivante s'applique le taux de la "
         "première.",
         "D'une capitalisation à la suivante s'applique le taux de la "
         "seconde."},
    .simple = "Ces intérêts ne portent pas eux-mêmes intérêt.",
    .compound =
        "À intervalles de {0}, les intérêts courus sont ajoutés au solde et "
        "portent eux-mêmes intérêt.",
    .rests_per_year = "Un intervalle entier compte pour 1/{0} d'année.",
    .day_count = "Les jours sont comptés selon {0}.",
    .stop_after = "Ces intérêts courent pendant {0} au plus.",
    .minimum = "Lorsque des intérêts courent, au moins {0} sont perçus.",
    .minimum_claim = "Des intérêts de moins de {0} ne sont pas perçus.",
    .ceiling = "Un taux supérieur à {0}{1} est signalé.",
    .at_least = ", au moins {0}",
    .at_most = ", au plus {0}",
    .of_flat = "de {0}",
    .of_share = "de {0}",
    .of_overdue = "{0} de la somme en retard",
    .of_invoice = "{0} du montant de la facture",
    .by_steps = "selon le dernier palier atteint de [{0}]",
    .by_parts = "formée de ces parts, chacune de son palier au suivant : [{0}]",
    .step_amount = "à partir de {0}",
    .step_days = "à partir de {0} après l'échéance",
    .first_step = "d'abord",
    .fee_when_late =
        "Une pénalité {0}{1} est perçue dès que le paiement est en retard.",
    .fee_after =
        "Une pénalité {0}{1} est perçue dès que le paiement a plus de {2} de "
        "retard.",
    .fee_per_notice =
        "Une pénalité {0}{1} est perçue pour chaque rappel{2} envoyé pendant "
        "le retard.",
    .fee_per_return =
        "Une pénalité {0}{1} est perçue pour chaque paiement rejeté.",
    .level = " de niveau {0}",
    .again =
        "Elle est de nouveau perçue à intervalles de {0}, au plus {1} fois en "
        "tout.",
    .count = "Nombre maximal de ces pénalités : {0}.",
    .interval = "Délai minimal entre deux d'entre elles : {0}.",
    .once_a_day =
        "Elle n'est perçue qu'une fois par jour pour toutes les sommes échues.",
    .once_an_invoice = "Elle est perçue par facture, et non par somme échue.",
    .compensation = {"Pour chaque facture payée en retard, une indemnité "
                     "forfaitaire {0} est due{1}.",
                     "Pour chaque somme échue payée en retard, une indemnité "
                     "forfaitaire {0} est due{1}."},
    .since = " si elle naît à partir du {0}",
    .before = " si elle naît avant le {1}",
    .between = " si elle naît à partir du {0} et avant le {1}",
    .by_unpaid = "Le montant impayé ce jour-là est déterminant.",
    .credited = "Elle s'impute sur : {0}.",
    .limit_flat = "{0}",
    .limit_share = "{0}",
    .clip = "Il ne peut être perçu plus de {0} {1}{2}.",
    .report = "S'il est perçu plus de {0} {1}{2}, l'excédent est signalé.",
    .scopes = {"d'intérêts, de pénalités et d'indemnités pris ensemble",
               "d'intérêts", "d'indemnités", "de pénalités", "par pénalité"},
};

constexpr LatePhrases kLateSpanish = {
    .nothing = "No se cobra nada por pagar con retraso.",
    .on_time =
        "El pago efectuado en un plazo de {0} tras el vencimiento se considera "
        "puntual.",
    .delinquent =
        "Una factura vencida desde hace más de {0} se considera morosa.",
    .overdue_bears =
        "Los importes vencidos devengan intereses de demora {0} {1}.",
    .whole_bears =
        "En cuanto un importe vencido se retrasa, la totalidad de lo pendiente "
        "de pago devenga intereses de demora {0} {1}.",
    .from_next_day = "desde el día siguiente al vencimiento",
    .from_day = "desde el {0} día siguiente al vencimiento",
    .only_if_later =
        "Estos intereses solo se cobran si el pago se efectúa más de {0} "
        "después del vencimiento.",
    .fixed_rate = "del {0} {1}",
    .dated_rate = "del {0} {1} desde el {2}",
    .reference_rate = "al tipo de referencia publicado",
    .named_rate = "al tipo publicado «{0}»",
    .plus = " más {0} puntos porcentuales {1}",
    .less = " menos {0} puntos porcentuales {1}",
    .units_of_time = {"al año", "al mes", "a la semana", "al día"},
    .contract =
        {"Estos intereses sustituyen a los pactados.",
         "Estos intereses se suman a los pactados {0}.",
         "Si los intereses pactados {0} son superiores, se aplican estos."},
    .fixings =
        {"El tipo del primer día que devenga intereses rige hasta el final.",
         "De una capitalización a la siguiente se aplica el tipo de la "
         "primera.",
         "De una capitalización a la siguiente se aplica el tipo de la "
         "segunda."},
    .simple = "Estos intereses no devengan a su vez intereses.",
    .compound =
        "A intervalos de {0}, los intereses acumulados se suman al saldo y "
        "devengan a su vez intereses.",
    .rests_per_year = "Un intervalo entero cuenta como 1/{0} de año.",
    .day_count = "Los días se cuentan según {0}.",
    .stop_after = "Estos intereses se devengan durante {0} como máximo.",
    .minimum = "Si se devengan intereses, se cobran al menos {0}.",
    .minimum_claim = "No se cobran intereses de menos de {0}.",
    .ceiling = "Se señala un tipo superior al {0}{1}.",
    .at_least = ", como mínimo {0}",
    .at_most = ", como máximo {0}",
    .of_flat = "de {0}",
    .of_share = "del {0}",
    .of_overdue = "{0} del importe vencido",
    .of_invoice = "{0} del importe de la factura",
    .by_steps = "según el último tramo alcanzado de [{0}]",
    .by_parts =
        "formada por estas partes, cada una de su tramo al siguiente: [{0}]",
    .step_amount = "desde {0}",
    .step_days = "desde {0} después del vencimiento",
    .first_step = "al principio",
    .fee_when_late = "Se cobra un recargo {0}{1} en cuanto el pago se retrasa.",
    .fee_after =
        "Se cobra un recargo {0}{1} en cuanto el pago lleva más de {2} de "
        "retraso.",
    .fee_per_notice =
        "Se cobra un recargo {0}{1} por cada aviso{2} enviado durante el "
        "retraso.",
    .fee_per_return = "Se cobra un recargo {0}{1} por cada pago devuelto.",
    .level = " de nivel {0}",
    .again =
        "Se vuelve a cobrar a intervalos de {0}, como máximo {1} veces en "
        "total.",
    .count = "Número máximo de estos recargos: {0}.",
    .interval = "Intervalo mínimo entre dos de ellos: {0}.",
    .once_a_day =
        "Se cobra una sola vez al día por todos los importes vencidos.",
    .once_an_invoice = "Se cobra por factura, no por importe vencido.",
    .compensation = {"Por cada factura pagada con retraso se debe una "
                     "indemnización fija {0}{1}.",
                     "Por cada importe vencido pagado con retraso se debe una "
                     "indemnización fija {0}{1}."},
    .since = ", si nace a partir del {0}",
    .before = ", si nace antes del {1}",
    .between = ", si nace a partir del {0} y antes del {1}",
    .by_unpaid = "Es determinante el importe pendiente ese día.",
    .credited = "Se imputa a: {0}.",
    .limit_flat = "de {0}",
    .limit_share = "del {0}",
    .clip = "No pueden cobrarse más {0} {1}{2}.",
    .report = "Si se cobran más {0} {1}{2}, se señala el exceso.",
    .scopes = {"en intereses, recargos e indemnizaciones en conjunto",
               "en intereses", "en indemnizaciones", "en recargos",
               "por cada recargo"},
};

}  // namespace

const LatePhrases& LatePhrasesOf(Language language) {
  return InLanguage(language, kLateEnglish, kLateGerman, kLateFrench,
                    kLateSpanish);
}

}  // namespace usance
