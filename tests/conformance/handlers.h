// The kinds of cases that the library can run, by file.
#ifndef USANCE_TESTS_CONFORMANCE_HANDLERS_H_
#define USANCE_TESTS_CONFORMANCE_HANDLERS_H_

#include <string_view>

#include "tests/conformance/cases.h"

namespace usance::conformance {

// actus.cc
[[nodiscard]] Verdict ActusLoan(Fields& fields);
// apr.cc
[[nodiscard]] Verdict AprAnnex(Fields& fields);
[[nodiscard]] Verdict AprRegulationZ(Fields& fields);
// curo.cc
[[nodiscard]] Verdict CuroDayCount(Fields& fields);
// dunning.cc
[[nodiscard]] Verdict Dunning(Fields& fields);
// frappe.cc
[[nodiscard]] Verdict FrappeLoan(Fields& fields);
// late_interest.cc
[[nodiscard]] Verdict LateInterest(Fields& fields);
// payment_terms.cc
[[nodiscard]] Verdict ErpPaymentTerms(Fields& fields);
[[nodiscard]] Verdict ErpEarlyPaymentDiscount(Fields& fields);
// fineract_emi.cc
[[nodiscard]] Verdict FineractEmi(Fields& fields);
// fineract_month_end.cc
[[nodiscard]] Verdict FineractMonthEnd(Fields& fields);
// fineract_scenarios.cc
[[nodiscard]] Verdict FineractScenario(Fields& fields);
// fineract_schedules.cc
[[nodiscard]] Verdict FineractInitialSchedule(Fields& fields);
// pyxirr.cc
[[nodiscard]] Verdict PyxirrDayCount(Fields& fields);
[[nodiscard]] Verdict PyxirrRate(Fields& fields);
// quantlib.cc
[[nodiscard]] Verdict QuantlibDayCount(Fields& fields);
// quantlib_dates.cc
[[nodiscard]] Verdict QuantlibAdvance(Fields& fields);
[[nodiscard]] Verdict QuantlibBusinessDaysBetween(Fields& fields);
[[nodiscard]] Verdict QuantlibHolidays(Fields& fields);
[[nodiscard]] Verdict QuantlibSchedules(Fields& fields);
// references.cc
[[nodiscard]] Verdict EpcQr(Fields& fields);
[[nodiscard]] Verdict PaymentReferences(Fields& fields);
[[nodiscard]] Verdict SkontoParse(Fields& fields);
[[nodiscard]] Verdict XRechnungSkonto(Fields& fields);
// spreadsheet.cc
[[nodiscard]] Verdict Spreadsheet(Fields& fields);
// strata.cc
[[nodiscard]] Verdict StrataDayCount(Fields& fields);
// strata_dates.cc
[[nodiscard]] Verdict StrataBusinessDay(Fields& fields);
[[nodiscard]] Verdict StrataCalendarOps(Fields& fields);
[[nodiscard]] Verdict StrataEaster(Fields& fields);
[[nodiscard]] Verdict StrataHolidays(Fields& fields);
[[nodiscard]] Verdict StrataPeriodAddition(Fields& fields);
[[nodiscard]] Verdict StrataRoll(Fields& fields);
[[nodiscard]] Verdict StrataSchedule(Fields& fields);

struct Kind {
  std::string_view file;  // folder and name, without the extension
  Handler handler;
};

inline constexpr Kind kKinds[] = {
    {"actus/loans", ActusLoan},
    {"apr/eu_apr", AprAnnex},
    {"apr/regz_appendix_j", AprRegulationZ},
    {"curo/daycount", CuroDayCount},
    {"dunning/dunning", Dunning},
    {"excel-excelize/functions", Spreadsheet},
    {"excel-fsharp/functions", Spreadsheet},
    {"excel-ironcalc/functions", Spreadsheet},
    {"excel-poi/functions", Spreadsheet},
    {"fineract/emi_calculator", FineractEmi},
    {"fineract/initial_schedules", FineractInitialSchedule},
    {"fineract/month_end_bullet", FineractMonthEnd},
    {"fineract/scenarios", FineractScenario},
    {"frappe-lending/loans", FrappeLoan},
    {"late-interest/late_interest", LateInterest},
    {"numpy-financial/functions", Spreadsheet},
    {"payment-terms/early_payment_discount", ErpEarlyPaymentDiscount},
    {"payment-terms/payment_terms", ErpPaymentTerms},
    {"pyxirr/daycount", PyxirrDayCount},
    {"pyxirr/xirr", PyxirrRate},
    {"quantlib/advance", QuantlibAdvance},
    {"quantlib/business_days_between", QuantlibBusinessDaysBetween},
    {"quantlib/daycount", QuantlibDayCount},
    {"quantlib/holidays", QuantlibHolidays},
    {"quantlib/schedules", QuantlibSchedules},
    {"references/epc_qr", EpcQr},
    {"references/payment_references", PaymentReferences},
    {"references/skonto_parse", SkontoParse},
    {"references/xrechnung_skonto", XRechnungSkonto},
    {"strata/business_day_convention", StrataBusinessDay},
    {"strata/calendar_ops_mock", StrataCalendarOps},
    {"strata/daycount", StrataDayCount},
    {"strata/easter", StrataEaster},
    {"strata/holidays", StrataHolidays},
    {"strata/period_addition", StrataPeriodAddition},
    {"strata/roll_convention", StrataRoll},
    {"strata/schedules", StrataSchedule},
};

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_HANDLERS_H_
