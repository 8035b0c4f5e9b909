#include "usance/credit/track_record.h"

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "usance/core/int128.h"

namespace usance {
namespace {

// A part of a row's principal that has come to its end.
struct Part {
  Date day;
  int64_t amount_minor = 0;
  bool given_up = false;
};

// Sums of at most 10^6 movements' amounts, below 2^63 each, times days, below
// 2^22: below 2^105.
struct Lateness {
  int128 amount = 0;
  int128 amount_days = 0;

  void Add(int64_t minor, int32_t days) {
    amount += minor;
    amount_days += int128{minor} * days;
  }
  [[nodiscard]] std::optional<Fraction> Mean() const {
    if (amount == 0) return std::nullopt;
    return Fraction::Of(amount_days, amount);
  }
};

std::optional<Fraction> Share(int64_t part, int64_t whole) {
  if (whole == 0) return std::nullopt;
  return Fraction::Of(part, whole);
}

// The parts of each row, in the order of their days.
std::vector<std::vector<Part>> PartsOf(const Account& account) {
  std::vector<std::vector<Part>> rows(account.rows.size());
  for (const Movement& movement : account.movements) {
    if (!movement.row || movement.component != Component::kPrincipal) continue;
    std::vector<Part>& parts = rows[*movement.row];
    switch (movement.kind) {
      case MovementKind::kPayment:
      case MovementKind::kCreditUse:
        parts.push_back({movement.date, movement.amount_minor});
        break;
      case MovementKind::kWriteOff:
        parts.push_back({movement.date, movement.amount_minor, true});
        break;
      case MovementKind::kReturn: {
        int64_t back = movement.amount_minor;
        for (size_t k = parts.size(); k > 0 && back > 0; --k) {
          if (parts[k - 1].given_up) continue;
          const int64_t part = std::min(back, parts[k - 1].amount_minor);
          parts[k - 1].amount_minor -= part;
          back -= part;
        }
        break;
      }
      default:
        break;
    }
  }
  return rows;
}

class Judge {
 public:
  Judge(const Account& account, int32_t period_days, TrackRecord& record)
      : account_(account), period_days_(period_days), record_(record) {}

  absl::Status Rows() {
    const std::vector<std::vector<Part>> parts = PartsOf(account_);
    for (size_t k = 0; k < parts.size(); ++k) {
      Row(account_.rows[k], parts[k]);
    }
    constexpr int128 kMost = INT64_MAX;
    if (all_.amount > kMost) {
      return Error(Reason::kOverflow, "",
                   "a sum is outside the 64 bits of minor units");
    }
    record_.judged_minor = static_cast<int64_t>(all_.amount);
    // Parts of what is judged.
    record_.on_time_minor = static_cast<int64_t>(on_time_);
    record_.written_off_minor = static_cast<int64_t>(written_off_);
    record_.past_due_minor = static_cast<int64_t>(past_due_);
    record_.on_time_by_amount =
        Share(record_.on_time_minor, record_.judged_minor);
    record_.on_time_by_count = Share(record_.rows_on_time, record_.rows_judged);
    record_.days_late = all_.Mean();
    const auto last = last_.Mean(), before = before_.Mean();
    if (!last || !before) return absl::OkStatus();
    record_.trend = CheckedSub(*last, *before);
    if (record_.trend) return absl::OkStatus();
    return Error(Reason::kOverflow, "", "the trend is no quotient of 128 bits");
  }

 private:
  void Take(int64_t minor, int32_t late, int32_t age) {
    all_.Add(minor, late);
    if (age < period_days_) {
      last_.Add(minor, late);
    } else if (age < 2 * period_days_) {
      before_.Add(minor, late);
    }
    record_.worst_days_late = std::max(record_.worst_days_late, late);
  }

  void Row(const AccountRow& row, const std::vector<Part>& parts) {
    bool some = false, on_time = true;
    for (const Part& part : parts) {
      if (part.amount_minor == 0) continue;
      const int32_t late =
          std::max<int32_t>(part.given_up ? 1 : 0, part.day - row.due);
      Take(part.amount_minor, late, account_.as_of - part.day);
      if (part.given_up) written_off_ += part.amount_minor;
      if (late == 0) on_time_ += part.amount_minor;
      some = true;
      on_time = on_time && late == 0;
    }
    const int64_t open = row.open[Component::kPrincipal];
    const int128 unpaid = int128{open} - row.held_minor - row.disputed_minor;
    if (row.days_past_due > 0 && unpaid > 0) {
      Take(static_cast<int64_t>(unpaid), row.days_past_due, 0);
      past_due_ += unpaid;
      some = true;
      on_time = false;
    } else if (open > 0) {
      return;
    }
    record_.rows_judged += some;
    record_.rows_on_time += some && on_time;
  }

  const Account& account_;
  int32_t period_days_;
  TrackRecord& record_;
  Lateness all_, last_, before_;
  int128 on_time_ = 0, written_off_ = 0, past_due_ = 0;
};

void CountEvents(const Journal& journal, const Account& account,
                 TrackRecord& record) {
  std::set<uint32_t> ignored;
  for (const IgnoredEvent& event : account.ignored) ignored.insert(event.event);
  for (const uint32_t k : EventsOf(journal, account)) {
    if (ignored.count(k) > 0) continue;
    const Event& event = journal[k];
    const EventBody& body = event.body;
    if (std::holds_alternative<InvoiceIssued>(body)) {
      if (!record.since) record.since = event.value_date;
      ++record.invoices;
      record.recent_invoices +=
          account.as_of - event.value_date < record.period_days;
    }
    const auto* hold = std::get_if<HoldOpened>(&body);
    record.disputes += hold != nullptr && hold->kind == HoldKind::kDispute;
    record.returned_payments += std::holds_alternative<PaymentReturned>(body) ||
                                std::holds_alternative<PaymentFailed>(body);
    record.broken_plans += std::holds_alternative<PlanBreached>(body);
    record.hand_overs += std::holds_alternative<HandedOver>(body);
  }
  for (const AccountPromise& promise : account.promises) {
    if (promise.state == PromiseState::kOpen ||
        promise.state == PromiseState::kSuperseded) {
      continue;
    }
    ++record.promises_ended;
    record.promises_kept_count += promise.state == PromiseState::kKept;
  }
  record.promises_kept =
      Share(record.promises_kept_count, record.promises_ended);
}

absl::Status SumSales(const Account& account, TrackRecord& record) {
  int128 sales = 0;  // of fewer than 2^32 movements
  for (const Movement& movement : account.movements) {
    if (account.as_of - movement.date >= record.period_days) continue;
    if (movement.kind == MovementKind::kIssue &&
        movement.component == Component::kPrincipal) {
      sales += movement.amount_minor;
    } else if (movement.kind == MovementKind::kCreditNote ||
               movement.kind == MovementKind::kCreditNoteRest) {
      sales -= movement.amount_minor;
    }
  }
  if (sales > INT64_MAX) {
    return Error(Reason::kOverflow, "",
                 "a sum is outside the 64 bits of minor units");
  }
  record.sales_minor = static_cast<int64_t>(std::max<int128>(sales, 0));
  return absl::OkStatus();
}

std::optional<Fraction> Number(std::optional<int64_t> value) {
  if (!value) return std::nullopt;
  return Fraction(*value);
}

}  // namespace

absl::StatusOr<TrackRecord> TrackRecordOf(const Journal& journal,
                                          const Account& account,
                                          int32_t period_days) {
  if (period_days < 1 || period_days > kMaxTrackPeriodDays) {
    return Error(Reason::kOutOfRange, "/period_days",
                 std::to_string(period_days) + "; allowed: 1 to " +
                     std::to_string(kMaxTrackPeriodDays));
  }
  TrackRecord record = {.currency = account.currency,
                        .as_of = account.as_of,
                        .period_days = period_days};
  USANCE_RETURN_IF_ERROR(Judge(account, period_days, record).Rows());
  CountEvents(journal, account, record);
  USANCE_RETURN_IF_ERROR(SumSales(account, record));
  return record;
}

std::optional<Fraction> ValueOf(Measure measure, const TrackRecord& record,
                                const ExternalFacts& external) {
  switch (measure) {
    case Measure::kOnTimeByAmount:
      return record.on_time_by_amount;
    case Measure::kOnTimeByCount:
      return record.on_time_by_count;
    case Measure::kDaysLate:
      return record.days_late;
    case Measure::kWorstDaysLate:
      if (record.judged_minor == 0) break;
      return Fraction(record.worst_days_late);
    case Measure::kTrend:
      return record.trend;
    case Measure::kPromisesKept:
      return record.promises_kept;
    case Measure::kPastDue:
      return Fraction(record.past_due_minor);
    case Measure::kWrittenOff:
      return Fraction(record.written_off_minor);
    case Measure::kDisputes:
      return Fraction(record.disputes);
    case Measure::kReturnedPayments:
      return Fraction(record.returned_payments);
    case Measure::kBrokenPlans:
      return Fraction(record.broken_plans);
    case Measure::kHandOvers:
      return Fraction(record.hand_overs);
    case Measure::kAgeDays:
      return Fraction(record.since ? record.as_of - *record.since : 0);
    case Measure::kRowsJudged:
      return Fraction(record.rows_judged);
    case Measure::kScore:
      return Number(external.score);
    case Measure::kInsolvency:
      return Number(external.insolvency);
    case Measure::kLegalDisputes:
      return Number(external.legal_disputes);
    case Measure::kOtherJurisdiction:
      return Number(external.other_jurisdiction);
  }
  return std::nullopt;
}

}  // namespace usance
