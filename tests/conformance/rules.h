// The differences that are meant. Each name is a heading in
// docs/differences.md; a test keeps that true.
#ifndef USANCE_TESTS_CONFORMANCE_RULES_H_
#define USANCE_TESTS_CONFORMANCE_RULES_H_

#include "tests/conformance/cases.h"

namespace usance::conformance {

inline constexpr Rule kActusCallAccrued = {"actus-call-accrued"};
inline constexpr Rule kCalendarsAreData = {"calendars-are-data"};
inline constexpr Rule kEmptyLinesStay = {"empty-lines-stay"};
inline constexpr Rule kEpcEmptyLines = {"epc-empty-lines"};
inline constexpr Rule kEpcRemittanceOptional = {"epc-remittance-optional"};
inline constexpr Rule kEpcTwoDigits = {"epc-two-digits"};
inline constexpr Rule kFineract19Digits = {"fineract-19-digits"};
inline constexpr Rule kFineractAccountEvents = {"fineract-account-events"};
inline constexpr Rule kFineractBusinessDate = {"fineract-business-date"};
inline constexpr Rule kFineractDeferredInterest = {
    "fineract-deferred-interest"};
inline constexpr Rule kFineractExactDownPayment = {
    "fineract-exact-down-payment"};
inline constexpr Rule kFineractFlatInterest = {"fineract-flat-interest"};
inline constexpr Rule kFineractFutureRows = {"fineract-future-rows"};
inline constexpr Rule kFineractRefunds = {"fineract-refunds"};
inline constexpr Rule kFineractReschedules = {"fineract-reschedules"};
inline constexpr Rule kFineractSeveralDisbursements = {
    "fineract-several-disbursements"};
inline constexpr Rule kMonthlyRollsNeedMonths = {"monthly-rolls-need-months"};
inline constexpr Rule kNoDayIsLost = {"no-day-is-lost"};
inline constexpr Rule kNoReversedIntervals = {"no-reversed-intervals"};
inline constexpr Rule kPyxirrFarBelowZero = {"pyxirr-far-below-zero"};
inline constexpr Rule kSpreadsheet15Digits = {"spreadsheet-15-digits"};
inline constexpr Rule kSpreadsheetContradiction = {"spreadsheet-contradiction"};
inline constexpr Rule kSpreadsheetFirstValue = {"spreadsheet-first-value"};
inline constexpr Rule kSpreadsheetIteration = {"spreadsheet-iteration"};

inline constexpr Rule kRules[] = {
    kCalendarsAreData,
    kEmptyLinesStay,
    kEpcEmptyLines,
    kEpcRemittanceOptional,
    kEpcTwoDigits,
    kFineract19Digits,
    kFineractAccountEvents,
    kFineractBusinessDate,
    kFineractDeferredInterest,
    kFineractExactDownPayment,
    kFineractFlatInterest,
    kFineractFutureRows,
    kFineractRefunds,
    kFineractReschedules,
    kFineractSeveralDisbursements,
    kMonthlyRollsNeedMonths,
    kNoDayIsLost,
    kNoReversedIntervals,
    kPyxirrFarBelowZero,
    kSpreadsheet15Digits,
    kSpreadsheetContradiction,
    kSpreadsheetFirstValue,
    kSpreadsheetIteration,
};

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_RULES_H_
