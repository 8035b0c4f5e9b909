// What stands behind the handles of usance.h.
#ifndef USANCE_CAPI_HANDLES_H_
#define USANCE_CAPI_HANDLES_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "usance.h"
#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/journal.h"
#include "usance/account/ledger.h"
#include "usance/accrual/fx_table.h"
#include "usance/accrual/rate_history.h"
#include "usance/codec/snapshot.h"
#include "usance/credit/credit_policy.h"
#include "usance/date/calendar.h"
#include "usance/installment/amortization_spec.h"
#include "usance/money/currency.h"
#include "usance/portfolio/figures.h"
#include "usance/portfolio/forecast.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/recovery/next_action.h"
#include "usance/statute/rate_book.h"
#include "usance/statute/statute.h"
#include "usance/terms/late_payment_policy.h"
#include "usance/terms/payment_terms.h"

struct usance_calendar {
  const usance::Calendar value;
};

struct usance_fx_table {
  const usance::FxTable value;
};

struct usance_rates {
  const usance::RateHistory value;
};

struct usance_statute {
  const usance::Statute value;
};

struct usance_rate_book {
  const usance::RateBook value;
  const std::optional<usance::FxTable> fx = {};
};

struct usance_terms {
  const usance::PaymentTerms value;
  const std::vector<usance::Calendar> calendars = {};  // that it names
};

struct usance_loan {
  const usance::AmortizationSpec value;  // with its rate, where it has one
  const bool has_rate;                   // or rates
  const int64_t rate_e12;
  const int64_t rate_numerator;
  const int64_t rate_denominator;
};

namespace usance::capi {

// The law that a policy is of, for answers.
struct PolicyLaw {
  std::string id = {};  // empty: a contract's
  std::string version = {};
  bool loaded = false;
  int32_t weakest = 0;  // mark of its facts; 0: none is weak
};

}  // namespace usance::capi

struct usance_late_policy {
  const usance::LatePaymentPolicy value;
  const usance::Currency currency;
  const usance::capi::PolicyLaw law = {};
  const std::optional<usance::FxTable> fx = {};
};

struct usance_journal {
  std::shared_ptr<const usance::Journal> value;  // shared with what it made
};

struct usance_ledger {
  std::shared_ptr<const usance::Ledger> value;
};

struct usance_account_policy {
  const std::shared_ptr<const usance::AccountPolicy> value;
  const usance::Currency currency;
  const std::string sha256;  // of its JSON
};

struct usance_account {
  const std::shared_ptr<const usance::Journal> journal;  // null: of a snapshot
  const std::shared_ptr<const usance::AccountPolicy> policy;  // the same
  const usance::ReplaySpec spec;
  const usance::Account value;
  const std::string policy_sha256;
  // What it was read from, but for the account.
  const std::optional<usance::Snapshot> snapshot = {};
};

struct usance_dunning_policy {
  const std::shared_ptr<const usance::DunningPolicy> value;
  const usance::Currency currency;
};

struct usance_next_actions {
  const std::shared_ptr<const usance::DunningPolicy> policy;
  const usance::NextActions value;
  const std::string json;
};

struct usance_credit_policy {
  const usance::CreditPolicy value;
};

struct usance_portfolio {
  const int32_t days;  // of the period
  const usance::LateRecordSpec looks;
  const usance::Currency currency;
  usance::Figures figures;
  usance::LateRecord record;
  usance::ExpectedClaims claims;
  bool whole = true;  // false: an account is in part of the sums alone
};

#endif  // USANCE_CAPI_HANDLES_H_
