#include "tests/replay/ledger_model.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

#include "tests/oracle_integer.h"

namespace usance::replay {
namespace {

constexpr int64_t kAll = INT64_MAX;
constexpr int kNever = INT32_MAX;
constexpr int kFirstMoney = static_cast<int>(EventKind::kPayment);
constexpr size_t kPrincipal = 1;
constexpr size_t kDefaultInterest = 3;

// Interest is counted in 1 / (10^4 * lcm(360, 365, 366)) of a minor unit:
// rates are whole basis points.
constexpr int64_t kYearUnits = 1'603'080;
constexpr int64_t kRateUnits = 10'000;

// From a day on, the principal is so much more or less.
struct Change {
  int from = 0;
  int64_t delta = 0;
  std::string payment;  // whose money it was
};

// From a day on, the row is due and bears like this.
struct Regime {
  int from = 0;
  int due = 0;
  const LatePaymentPolicy* terms = nullptr;
  bool new_due = true;
};

// Interest that was rounded. What comes after the end of a stretch, under
// other terms or by another due day, is rounded by itself.
struct Booking {
  int through = 0;
  bool ends_stretch = false;
  Rounding rounding{};
};

struct Row {
  size_t item = 0;
  int number = 0;
  int original_due = 0;
  size_t order = 0;      // of the event that claimed it
  int64_t agreed = 0;    // principal that its discounts were agreed on
  int64_t given_up = 0;  // of the principal, by no money
  Amounts claimed{};
  Amounts open{};  // without interest that is not booked
  std::vector<RowDiscount> discounts;
  std::vector<Change> changes;
  std::vector<Regime> regimes;
  std::vector<Booking> bookings;
  // What the bookings come to, by what is known of the row now: rounded, and of
  // the exact interest in the model's unit. And what they were made of.
  int64_t rounded = 0;
  int128 rounded_exact = 0;
  int64_t booked = 0;
  int touched = 0;     // the day after money settled principal or interest
  int64_t ranked = 0;  // what was unpaid when money came last
  std::optional<int> settled_on;
  [[nodiscard]] int due() const { return regimes.back().due; }
};

struct Item {
  std::string id;
  int document = 0;
  bool secured = false;
  bool charged_off = false;
  bool written_off = false;
  const LatePaymentPolicy* terms = nullptr;
  int next_number = 1;
};

// Money, or what was forgiven with it, on a claim.
enum class PartKind { kMoney, kDiscount, kTolerance, kWriteOff };
struct Part {
  std::string payment;
  PartKind kind = PartKind::kMoney;
  size_t row = 0;
  size_t component = 0;
  int64_t amount = 0;
  int64_t released = 0;  // by a refund of the charge that it settled
  size_t order = 0;
};

// Money of the debtor's, and whose payment it came by.
struct Lot {
  std::string payment;
  int64_t left = 0;
  int64_t refunded = 0;
  std::optional<Designation> waits = {};  // for its item
};

// Days on which a part of the principal is held: opened + 1 to closed.
struct Hold {
  std::string id;
  HoldKind kind{};
  std::string item;
  int64_t amount = kAll;
  bool pauses = false;
  int first = 0;
  int last = kNever;
  size_t order = 0;
  std::map<size_t, int64_t> parts = {};  // of the amount, by row
};

// Days on which items are in a plan, handed over, charged off.
struct Stretch {
  std::string id;
  EventKind kind{};
  std::vector<std::string> items;
  bool pauses = false;
  int first = 0;
  int last = kNever;
  size_t order = 0;
};

class Model {
 public:
  Model(const std::vector<Event>& log, const AccountPolicy& policy,
        const ReplaySpec& spec)
      : policy_(policy), as_of_(spec.as_of.days()) {
    for (const Event& event : log) {
      if (event.value_date > spec.as_of) continue;
      if (spec.as_known_on && event.recorded > *spec.as_known_on) continue;
      events_.push_back(&event);
    }
    std::sort(events_.begin(), events_.end(), Before);
  }

  Figures Answer() {
    Cancel();
    ReadPayments();
    for (order_ = 0; order_ < events_.size(); ++order_) {
      const Event& event = *events_[order_];
      if (cancelled_.count(event.id) > 0) continue;
      today_ = event.value_date.days();
      event_ = &event;
      nothing_came_ = false;
      std::visit([this](const auto& body) { On(body); }, event.body);
      UseWaiting();
      UseCredit();
      for (Row& row : rows_) NoteSettled(row);
    }
    return Report();
  }

 private:
  // --- the log --------------------------------------------------------------

  static bool Before(const Event* a, const Event* b) {
    const auto key = [](const Event& event) {
      return std::tuple(event.value_date, event.body.index(),
                        !event.sequence.has_value(), event.sequence.value_or(0),
                        event.id);
    };
    return key(*a) < key(*b);
  }

  [[nodiscard]] std::optional<size_t> Place(const std::string& id) const {
    for (size_t k = 0; k < events_.size(); ++k) {
      if (events_[k]->id == id) return k;
    }
    return std::nullopt;
  }

  // A reversal that is not itself reversed takes back an event before it.
  void Cancel() {
    for (size_t k = events_.size(); k-- > 0;) {
      const auto* reversal = std::get_if<Reversed>(&events_[k]->body);
      if (reversal == nullptr || cancelled_.count(events_[k]->id) > 0) continue;
      const auto target = Place(reversal->event);
      if (target && *target < k) {
        cancelled_.insert(reversal->event);
      } else {
        ignored_.insert(k);
      }
    }
  }

  struct PaymentFate {
    bool settles = true;
    bool pending = false;
    std::vector<Designation> designations;
    bool failed = false;
    bool returned = false;
  };

  // What the whole log says of payments, before any settles.
  void ReadPayments() {
    for (size_t k = 0; k < events_.size(); ++k) {
      const Event& event = *events_[k];
      if (cancelled_.count(event.id) > 0) continue;
      if (const auto* pay = std::get_if<PaymentReceived>(&event.body)) {
        fates_[event.id] = {.settles = !pay->pending,
                            .pending = pay->pending,
                            .designations = pay->designations};
      } else if (const auto* ok = std::get_if<PaymentConfirmed>(&event.body)) {
        PaymentFate* fate = PendingOf(ok->payment, k);
        if (fate == nullptr) continue;
        fate->pending = false;
        fate->settles = true;
      } else if (const auto* no = std::get_if<PaymentFailed>(&event.body)) {
        PaymentFate* fate = PendingOf(no->payment, k);
        if (fate == nullptr) continue;
        fate->pending = false;
        fate->failed = true;
      } else if (const auto* d = std::get_if<PaymentDesignated>(&event.body)) {
        const auto fate = fates_.find(d->payment);
        if (fate == fates_.end() || fate->second.failed) {
          ignored_.insert(k);
        } else {
          fate->second.designations = d->designations;
        }
      }
    }
  }
  PaymentFate* PendingOf(const std::string& payment, size_t k) {
    const auto fate = fates_.find(payment);
    if (fate != fates_.end() && fate->second.pending) return &fate->second;
    ignored_.insert(k);
    return nullptr;
  }

  void Ignore() { ignored_.insert(order_); }

  // --- interest -------------------------------------------------------------

  [[nodiscard]] const LatePaymentPolicy* TermsOf(const std::string& id) const {
    for (const InterestTerms& terms : policy_.interest) {
      if (terms.id == id) return &terms.late;
    }
    return nullptr;
  }

  // Basis points a year.
  static int64_t RateOn(const DefaultInterest& interest, int day) {
    const RateHistory::Spec& spec = interest.rates.spec();
    const auto points = [](const Rate& rate) {
      return static_cast<int64_t>(rate.value().numerator() * kRateUnits /
                                  rate.value().denominator());
    };
    int64_t rate = 0;
    for (const RateStep& step : spec.steps) {
      if (step.from.days() <= day) rate = points(*step.rate);
    }
    if (spec.margin) rate += points(*spec.margin);
    if (spec.floor) rate = std::max(rate, points(*spec.floor));
    if (spec.cap) rate = std::min(rate, points(*spec.cap));
    return rate;
  }

  static int64_t DayUnits(DayCount convention, int day) {
    if (convention == DayCount::kAct360) return kYearUnits / 360;
    if (convention == DayCount::kActActIsda &&
        IsLeapYear(Date::FindDays(day)->year())) {
      return kYearUnits / 366;
    }
    return kYearUnits / 365;
  }

  // At the start of a day, once what changes it from that day on has.
  static int64_t PrincipalOn(const Row& row, int day) {
    int64_t principal = 0;
    for (const Change& change : row.changes) {
      if (change.from <= day) principal += change.delta;
    }
    return principal;
  }

  [[nodiscard]] bool Covers(const Hold& hold, const Row& row) const {
    return row.order < hold.order &&
           (hold.item.empty() || hold.item == items_[row.item].id);
  }

  // What of the row is held on a day, by holds that `counts` picks.
  int64_t HeldOn(const Row& row, int day, int64_t principal,
                 const std::function<bool(const Hold&)>& counts) const {
    int64_t held = 0;
    for (const Hold& hold : holds_) {
      if (!counts(hold) || day < hold.first || day > hold.last) continue;
      if (!Covers(hold, row)) continue;
      if (hold.amount == kAll) return principal;
      const auto part =
          hold.parts.find(static_cast<size_t>(&row - rows_.data()));
      if (part != hold.parts.end()) held += part->second;
    }
    return std::min(held, principal);
  }

  [[nodiscard]] bool CoversNow(const Stretch& stretch, size_t item,
                               int day) const {
    return day >= stretch.first && day <= stretch.last &&
           std::count(stretch.items.begin(), stretch.items.end(),
                      items_[item].id) > 0;
  }

  int64_t BearingOn(const Row& row, int day) const {
    const int64_t principal = PrincipalOn(row, day);
    if (principal <= 0) return 0;
    for (const Stretch& stretch : stretches_) {
      if (stretch.pauses && row.order < stretch.order &&
          CoversNow(stretch, row.item, day))
        return 0;
    }
    return principal - HeldOn(row, day, principal,
                              [](const Hold& hold) { return hold.pauses; });
  }

  // All the interest of a row through a day, by what is known of it now.
  int128 Exact(const Row& row, int through) const {
    int128 sum = 0;
    // Whether principal was unpaid when the grace was over; other terms ask no
    // more, a new due day does.
    bool asked = false, was_late = false;
    for (size_t k = 0; k < row.regimes.size(); ++k) {
      const Regime& regime = row.regimes[k];
      if (regime.new_due) asked = was_late = false;
      if (regime.terms == nullptr || !regime.terms->interest) continue;
      const LatePaymentPolicy& late = *regime.terms;
      const int last = std::min(through, k + 1 < row.regimes.size()
                                             ? row.regimes[k + 1].from - 1
                                             : kNever);
      const int gate = regime.due + late.grace_days + late.interest_wait_days;
      if (!asked && last > gate) {
        asked = true;
        was_late = PrincipalOn(row, std::max(gate + 1, regime.from)) > 0;
      }
      if (!was_late) continue;
      const int start = std::max(
          regime.from, regime.due + 1 +
                           (late.interest_start == InterestStart::kAfterGrace
                                ? late.grace_days
                            : late.interest_start == InterestStart::kAfterWait
                                ? late.grace_days + late.interest_wait_days
                                : 0));
      for (int day = start; day <= last; ++day) {
        const int64_t bearing = BearingOn(row, day);
        if (bearing == 0) continue;
        const int rate_day =
            late.interest->rule.fixing == RateFixing::kFrozen ? start : day;
        sum += static_cast<int128>(bearing) * RateOn(*late.interest, rate_day) *
               DayUnits(late.interest->rule.day_count, day);
      }
    }
    return sum;
  }

  // Of the terms that bear now.
  [[nodiscard]] static Rounding RoundingNow(const Row& row) {
    const LatePaymentPolicy* terms = row.regimes.back().terms;
    return terms == nullptr || !terms->interest
               ? Rounding::kHalfEven
               : terms->interest->rule.rounding;
  }

  // After the last booking.
  int64_t NotRounded(const Row& row, int through, Rounding rounding) const {
    if (!row.bookings.empty()) {
      through = std::max(through, row.bookings.back().through);
    }
    const int128 exact = Exact(row, through) - row.rounded_exact;
    if (exact == 0) return 0;
    return static_cast<int64_t>(BigRound(
        Big(exact, static_cast<int128>(kYearUnits) * kRateUnits), rounding));
  }
  int64_t NotBooked(const Row& row, int through) const {
    return row.rounded + NotRounded(row, through, RoundingNow(row)) -
           row.booked;
  }

  void RoundAt(Row& row, const Booking& booking) {
    const int64_t interest = NotRounded(row, booking.through, booking.rounding);
    if (interest != 0 || booking.ends_stretch) {
      row.rounded += interest;
      row.rounded_exact = Exact(row, booking.through);
    }
    row.bookings.push_back(booking);
  }
  void Book(Row& row, int through) {
    const int64_t interest = NotBooked(row, through);
    if (interest == 0) return;
    RoundAt(row, {through, false, RoundingNow(row)});
    row.booked += interest;
    row.claimed[kDefaultInterest] += interest;
    row.open[kDefaultInterest] += interest;
  }
  // By what bears now that a payment is gone, on the same days.
  void RoundAgain(Row& row) {
    const std::vector<Booking> bookings = std::move(row.bookings);
    row.bookings.clear();
    row.rounded = 0;
    row.rounded_exact = 0;
    for (const Booking& booking : bookings) RoundAt(row, booking);
  }

  // Other terms or another due day hold from today on, or from tomorrow where
  // today is settled or booked already.
  void BeginRegime(Row& row, Regime regime) {
    regime.from = std::max(today_, row.touched);
    if (!row.bookings.empty()) {
      regime.from = std::max(regime.from, row.bookings.back().through + 1);
    }
    RoundAt(row, {regime.from - 1, true, RoundingNow(row)});
    row.regimes.push_back(regime);
  }

  // Through which day interest has accrued when today's event applies.
  [[nodiscard]] int Accrued() const {
    return !using_credit_ && static_cast<int>(event_->kind()) < kFirstMoney
               ? today_ - 1
               : today_;
  }

  [[nodiscard]] static int64_t BookedOf(const Row& row) {
    int64_t open = 0;
    for (const int64_t amount : row.open) open += amount;
    return open;
  }
  [[nodiscard]] int64_t OpenOf(const Row& row) const {
    return BookedOf(row) + NotBooked(row, Accrued());
  }

  void NoteSettled(Row& row) {
    if (BookedOf(row) + NotBooked(row, today_) != 0) {
      row.settled_on.reset();
    } else if (!row.settled_on) {
      row.settled_on = today_;
    }
  }

  // --- claims ---------------------------------------------------------------

  std::optional<size_t> FindItem(const std::string& id) const {
    for (size_t k = 0; k < items_.size(); ++k) {
      if (items_[k].id == id) return k;
    }
    return std::nullopt;
  }
  size_t ItemOfNone() {
    if (const auto item = FindItem("")) return *item;
    items_.push_back({.id = "", .document = today_});
    return items_.size() - 1;
  }

  Row& AddRow(size_t item, int due) {
    Row row;
    row.item = item;
    row.number = items_[item].next_number++;
    row.original_due = due;
    row.order = order_;
    row.regimes.push_back({today_, due, items_[item].terms});
    rows_.push_back(row);
    return rows_.back();
  }

  // Rows of an item (of all where it is empty), or the one that is named.
  std::vector<size_t> RowsOf(const std::string& item,
                             std::optional<int32_t> number = {}) const {
    std::vector<size_t> found;
    for (size_t k = 0; k < rows_.size(); ++k) {
      if (!item.empty() && items_[rows_[k].item].id != item) continue;
      if (number && rows_[k].number != *number) continue;
      found.push_back(k);
    }
    return found;
  }

  void Claim(Row& row, size_t component, int64_t amount) {
    row.claimed[component] += amount;
    row.open[component] += amount;
    row.settled_on.reset();
    if (component == kPrincipal) row.changes.push_back({today_, amount, ""});
  }
  // Takes from a claim what no money settled, from `from` on.
  void Drop(Row& row, size_t component, int64_t amount, int from) {
    row.open[component] -= amount;
    if (component != kPrincipal) return;
    row.changes.push_back({from, -amount, ""});
    row.given_up += amount;
  }

  void On(const InvoiceIssued& invoice) {
    if (FindItem(invoice.item)) return Ignore();
    items_.push_back({.id = invoice.item,
                      .document = today_,
                      .secured = invoice.secured,
                      .terms = TermsOf(invoice.interest)});
    for (const ClaimRow& claim : invoice.rows) {
      Row& row = AddRow(items_.size() - 1, claim.due.days());
      row.discounts = claim.discounts;
      for (const Component c : kComponents) {
        if (claim.amounts[c] > 0) {
          Claim(row, static_cast<size_t>(c), claim.amounts[c]);
        }
      }
      row.agreed = row.claimed[kPrincipal];
      if (row.agreed == 0) row.regimes.back().terms = nullptr;
    }
  }

  void On(const CreditNoteIssued& note) {
    int64_t left = note.amount_minor;
    if (!note.item.empty()) {
      if (!FindItem(note.item)) return Ignore();
      std::vector<size_t> rows = RowsOf(note.item);
      std::reverse(rows.begin(), rows.end());
      for (const size_t k : rows) {
        const int64_t amount = std::min(left, rows_[k].open[kPrincipal]);
        if (amount > 0) Drop(rows_[k], kPrincipal, amount, today_ + 1);
        left -= amount;
      }
    }
    if (left > 0) lots_.push_back({.payment = "", .left = left});
    nothing_came_ = left == 0;
  }

  void On(const DueDateChanged& change) {
    const auto rows = RowsOf(change.item, change.row);
    if (change.item.empty() || rows.empty()) return Ignore();
    Row& row = rows_[rows[0]];
    Regime regime = row.regimes.back();
    regime.due = change.due.days();
    regime.new_due = true;
    BeginRegime(row, regime);
  }

  void On(const InterestChanged& change) {
    const bool known = change.interest.empty() || TermsOf(change.interest);
    bool any = false;
    for (size_t item = 0; item < items_.size() && known; ++item) {
      if (!change.item.empty() && items_[item].id != change.item) continue;
      any = true;
      items_[item].terms = TermsOf(change.interest);
      for (Row& row : rows_) {
        if (row.item != item || row.agreed == 0) continue;
        Regime regime = row.regimes.back();
        regime.terms = items_[item].terms;
        regime.new_due = false;
        BeginRegime(row, regime);
      }
    }
    if (!any) Ignore();
  }

  void On(const Capitalized& body) {
    const size_t component = static_cast<size_t>(body.component);
    bool any = false;
    for (const size_t k : RowsOf(body.item)) {
      Row& row = rows_[k];
      if (component == kDefaultInterest) Book(row, today_ - 1);
      const int64_t amount = row.open[component];
      if (amount == 0) continue;
      any = true;
      row.open[component] = 0;
      Claim(row, kPrincipal, amount);
    }
    if (!any) Ignore();
  }

  void On(const ChargePosted& charge) {
    const int due = std::max(today_, charge.due ? charge.due->days() : today_);
    const size_t component = static_cast<size_t>(charge.component);
    if (charge.row) {
      const auto rows = RowsOf(charge.item, charge.row);
      if (rows.empty()) return Ignore();
      charges_[event_->id] = {rows[0], charge.amount_minor};
      return Claim(rows_[rows[0]], component, charge.amount_minor);
    }
    const auto item =
        charge.item.empty() ? ItemOfNone() : FindItem(charge.item);
    if (!item) return Ignore();
    charges_[event_->id] = {rows_.size(), charge.amount_minor};
    Row& row = AddRow(*item, due);
    row.regimes.back().terms = nullptr;
    Claim(row, component, charge.amount_minor);
  }

  void On(const ClaimWaived& waiver) {
    const size_t component = static_cast<size_t>(waiver.component);
    int64_t left = waiver.amount_minor.value_or(kAll);
    bool any = false;
    for (const size_t k : RowsOf(waiver.item, waiver.row)) {
      Row& row = rows_[k];
      if (left == 0) break;
      if (component == kDefaultInterest) Book(row, today_);
      const int64_t amount = std::min(left, row.open[component]);
      if (amount == 0) continue;
      any = true;
      Drop(row, component, amount, today_ + 1);
      if (left != kAll) left -= amount;
    }
    if (!any) Ignore();
  }

  void On(const ChargeRefunded& refund) {
    const auto charge = charges_.find(refund.charge);
    if (charge == charges_.end()) return Ignore();
    auto& [k, rest] = charge->second;
    int64_t amount = std::min(rest, refund.amount_minor.value_or(kAll));
    rest -= amount;
    const size_t place = *Place(refund.charge);
    const size_t component = static_cast<size_t>(
        std::get<ChargePosted>(events_[place]->body).component);
    Row& row = rows_[k];
    const int64_t from_open = std::min(amount, row.open[component]);
    row.open[component] -= from_open;
    amount -= from_open;
    int64_t released = 0;
    for (size_t p = parts_.size(); p-- > 0 && amount > 0;) {
      Part& part = parts_[p];
      if (part.row != k || part.component != component ||
          part.kind != PartKind::kMoney || part.order < place) {
        continue;
      }
      const int64_t back = std::min(amount, part.amount - part.released);
      part.released += back;
      amount -= back;
      released += back;
      if (back > 0) lots_.push_back({.payment = part.payment, .left = back});
    }
    rest += amount;
    nothing_came_ = released == 0;
    if (from_open + released == 0) Ignore();
  }

  // --- money ----------------------------------------------------------------

  void On(const PaymentReceived& pay) {
    const PaymentFate& fate = fates_.at(event_->id);
    if (fate.pending) pending_ += pay.amount_minor;
    if (!fate.settles) return;
    const AllocationRule* rule = &policy_.allocation;
    for (const TypedAllocation& typed : policy_.by_type) {
      if (typed.type == pay.type) rule = &typed.rule;
    }
    const size_t first_part = parts_.size();
    int64_t money = pay.amount_minor;
    for (const Designation& d : fate.designations) {
      int64_t meant = std::min(money, d.amount_minor.value_or(kAll));
      money -= meant;
      if (meant > 0 && !d.item.empty() && !FindItem(d.item)) {
        lots_.push_back({.payment = event_->id, .left = meant, .waits = d});
        continue;
      }
      has_more_ = money > 0;
      if (RowsOf(d.item, d.row).empty()) Ignore();
      if (const auto item = FindItem(d.item)) {
        meant = AllocateItem(meant, *rule, event_->id, *item, d);
      }
      has_more_ = false;
      money += meant;
    }
    money = Allocate(money, *rule, event_->id);
    Tolerate(first_part, money);
    if (money > 0) lots_.push_back({.payment = event_->id, .left = money});
  }

  bool has_more_ = false;  // of a payment, beside what is designated

  // Whether a difference is nobody's business.
  [[nodiscard]] bool Tolerable(int64_t difference, int64_t of) const {
    const PaymentTolerance& tolerance = policy_.tolerance;
    if (has_more_ && difference > 0) return false;
    if (difference > tolerance.amount_minor) return false;
    return !tolerance.percent ||
           BigRational(difference) <= Big(tolerance.percent->share()) * of;
  }

  void Tolerate(size_t first_part, int64_t& money) {
    int64_t settled = 0;
    for (size_t p = first_part; p < parts_.size(); ++p) {
      settled += parts_[p].amount;
    }
    if (money > 0 && settled > 0 && Tolerable(money, settled)) money = 0;
  }

  void Settle(Row& row, size_t component, int64_t amount,
              const std::string& payment, PartKind kind) {
    if (amount == 0) return;
    if (kind == PartKind::kMoney) kind = settles_by_;
    row.open[component] -= amount;
    if (component == kPrincipal) {
      row.changes.push_back({today_ + 1, -amount, payment});
    }
    if (component == kPrincipal || component == kDefaultInterest) {
      row.touched = today_ + 1;
    }
    if (kind == PartKind::kMoney && !using_credit_) {
      flows_.push_back(
          {static_cast<size_t>(&row - rows_.data()), today_, amount, payment});
    }
    parts_.push_back({payment, kind, static_cast<size_t>(&row - rows_.data()),
                      component, amount, 0, order_});
  }

  [[nodiscard]] DueKind DueNow(const Row& row) const {
    return row.due() < today_    ? DueKind::kPastDue
           : row.due() == today_ ? DueKind::kDue
                                 : DueKind::kInAdvance;
  }

  [[nodiscard]] int64_t RateNow(const Row& row) const {
    const LatePaymentPolicy* terms = row.regimes.back().terms;
    if (terms == nullptr || !terms->interest) return 0;
    return RateOn(*terms->interest, today_);
  }

  // What puts a before b: below 0 if so, 0 where nothing does.
  int64_t Compare(const Row& a, const Row& b,
                  const AllocationRule& rule) const {
    if (rule.last_in_advance_first && DueNow(a) == DueKind::kInAdvance &&
        DueNow(b) == DueKind::kInAdvance && a.due() != b.due()) {
      return b.due() - a.due();
    }
    for (const RowOrder order : rule.order) {
      int64_t by = 0;
      switch (order) {
        case RowOrder::kOldestDue:
          by = a.due() - b.due();
          break;
        case RowOrder::kLatestDue:
          by = b.due() - a.due();
          break;
        case RowOrder::kOldestDocument:
          by = items_[a.item].document - items_[b.item].document;
          break;
        case RowOrder::kUnsecured:
          by = items_[a.item].secured - items_[b.item].secured;
          break;
        case RowOrder::kHighestRate:
          by = RateNow(b) - RateNow(a);
          break;
        case RowOrder::kLargest:
          by = b.ranked - a.ranked;
          break;
        case RowOrder::kSmallest:
          by = a.ranked - b.ranked;
          break;
      }
      if (by != 0) return by;
    }
    return 0;
  }

  // Gives back what no cell takes.
  int64_t Allocate(int64_t money, const AllocationRule& rule,
                   const std::string& payment) {
    for (Row& row : rows_) row.ranked = OpenOf(row);
    size_t from = 0;
    while (from < rule.cells.size() && money > 0) {
      size_t to = from + 1;
      while (rule.axis == AllocationAxis::kHorizontal &&
             to < rule.cells.size() &&
             rule.cells[to].due == rule.cells[from].due) {
        ++to;
      }
      std::vector<size_t> components;
      for (size_t k = from; k < to; ++k) {
        components.push_back(static_cast<size_t>(rule.cells[k].component));
      }
      money =
          AllocateRun(money, rule, rule.cells[from].due, components, payment);
      from = to;
    }
    return money;
  }

  int64_t AllocateRun(int64_t money, const AllocationRule& rule, DueKind due,
                      const std::vector<size_t>& components,
                      const std::string& payment) {
    std::vector<size_t> rows;
    const auto unpaid = [&](const Row& row) {
      int64_t sum = 0;
      for (const size_t c : components) {
        sum += row.open[c];
        if (c == kDefaultInterest) sum += NotBooked(row, Accrued());
      }
      return sum;
    };
    for (size_t k = 0; k < rows_.size(); ++k) {
      if (DueNow(rows_[k]) == due && OpenOf(rows_[k]) > 0) rows.push_back(k);
    }
    std::sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
      const int64_t by = Compare(rows_[a], rows_[b], rule);
      if (by != 0) return by < 0;
      return std::tuple(items_[rows_[a].item].id, rows_[a].number) <
             std::tuple(items_[rows_[b].item].id, rows_[b].number);
    });
    for (size_t k = 0; k < rows.size() && money > 0;) {
      size_t end = k + 1;
      while (rule.ties == TieRule::kProRata && end < rows.size() &&
             Compare(rows_[rows[k]], rows_[rows[end]], rule) == 0) {
        ++end;
      }
      const std::vector<size_t> group(rows.begin() + static_cast<long>(k),
                                      rows.begin() + static_cast<long>(end));
      // What a row does not need of its share, the others of its group get.
      for (int64_t before = -1; money > 0 && money != before;) {
        before = money;
        std::vector<int64_t> weights;
        for (const size_t r : group) {
          if (group.size() > 1 &&
              std::count(components.begin(), components.end(),
                         kDefaultInterest) > 0) {
            Book(rows_[r], Accrued());
          }
          weights.push_back(unpaid(rows_[r]));
        }
        const std::vector<int64_t> shares = Shares(money, weights);
        for (size_t g = 0; g < group.size(); ++g) {
          money -= shares[g];
          money += PayRow(rows_[group[g]], shares[g], components, payment);
        }
      }
      k = end;
    }
    return money;
  }

  // By largest remainder, ties to the earlier; all of it where it is enough.
  static std::vector<int64_t> Shares(int64_t money,
                                     const std::vector<int64_t>& weights) {
    if (weights.size() == 1) return {money};
    int64_t sum = 0;
    for (const int64_t weight : weights) sum += weight;
    if (sum <= money) return weights;
    std::vector<int64_t> shares;
    std::vector<std::pair<BigRational, size_t>> rest;
    int64_t left = money;
    for (size_t k = 0; k < weights.size(); ++k) {
      const BigRational exact = Big(money, 1) * weights[k] / sum;
      shares.push_back(static_cast<int64_t>(BigFloor(exact)));
      rest.emplace_back(Big(shares[k], 1) - exact, k);
      left -= shares[k];
    }
    std::sort(rest.begin(), rest.end());
    for (int64_t k = 0; k < left; ++k)
      ++shares[rest[static_cast<size_t>(k)].second];
    return shares;
  }

  int64_t PayRow(Row& row, int64_t money, const std::vector<size_t>& components,
                 const std::string& payment) {
    for (const size_t c : components) {
      if (money == 0) break;
      if (c == kDefaultInterest) Book(row, Accrued());
      if (c == kPrincipal && row.open[c] > 0 &&
          settles_by_ == PartKind::kMoney) {
        money = PayPrincipal(row, money, payment);
        continue;
      }
      const int64_t amount = std::min(money, row.open[c]);
      Settle(row, c, amount, payment, PartKind::kMoney);
      money -= amount;
    }
    return money;
  }

  // Of the row, by its parts.
  [[nodiscard]] int64_t SumOf(const Row& row, PartKind kind) const {
    int64_t sum = 0;
    for (const Part& part : parts_) {
      if (part.kind == kind && part.component == kPrincipal &&
          part.row == static_cast<size_t>(&row - rows_.data())) {
        sum += part.amount;
      }
    }
    return sum;
  }

  // What settles the principal of a row, by a payment of a day.
  struct Need {
    int64_t whole = 0;  // what the row comes to without money
    int64_t best = 0;   // the most that can be saved of it
    int64_t pay = 0;
    bool in_parts = false;
  };
  Need NeedOf(const Row& row, int day) const {
    const int64_t open = row.open[kPrincipal];
    Need need{.whole = row.claimed[kPrincipal] - row.given_up -
                       SumOf(row, PartKind::kWriteOff),
              .pay = open};
    for (const RowDiscount& offer : row.discounts) {
      if (day > offer.until.days() + offer.grace_days) continue;
      const BigRational part = Big(offer.discount_minor, 1) *
                               std::min(need.whole, row.agreed) / row.agreed;
      need.best = std::max(need.best, static_cast<int64_t>(BigFloor(part)));
    }
    need.in_parts =
        need.best > 0 && policy_.partial_payment == PartialPayment::kProRata;
    if (need.in_parts) {
      need.pay = static_cast<int64_t>(
          BigRound(Big(open, 1) * (need.whole - need.best) / need.whole,
                   policy_.discount_rounding));
    } else if (policy_.partial_payment == PartialPayment::kKeepLast) {
      const int64_t granted = SumOf(row, PartKind::kDiscount);
      need.pay = std::max<int64_t>(
          0, open - std::max<int64_t>(0, need.best - granted));
    } else if (open == need.whole) {
      need.pay = open - need.best;
    }
    return need;
  }

  int64_t PayPrincipal(Row& row, int64_t money, const std::string& payment) {
    const int64_t open = row.open[kPrincipal];
    const auto [whole, best, need, in_parts] = NeedOf(row, today_);
    const bool forgiven =
        money < need && OpenOf(row) == open && Tolerable(need - money, open);
    const int64_t paid = std::min(money, need);
    int64_t saved = 0;
    if (paid == need || forgiven) {
      saved = open - need;
    } else if (in_parts && need < open) {
      const BigRational worth = Big(paid, 1) * whole / (whole - best);
      const int64_t settled = std::min(
          open,
          static_cast<int64_t>(BigRound(worth, policy_.discount_rounding)));
      saved = std::max<int64_t>(0, settled - paid);
    }
    Settle(row, kPrincipal, paid, payment, PartKind::kMoney);
    Settle(row, kPrincipal, saved, payment, PartKind::kDiscount);
    if (forgiven) {
      Settle(row, kPrincipal, need - paid, payment, PartKind::kTolerance);
    }
    return money - paid;
  }

  // What was designated for an item before it was there.
  void UseWaiting() {
    const auto* invoice = std::get_if<InvoiceIssued>(&event_->body);
    if (invoice == nullptr || ignored_.count(order_) > 0) return;
    using_credit_ = true;
    for (Lot& lot : lots_) {
      if (!lot.waits || lot.waits->item != invoice->item) continue;
      const Designation meant = *lot.waits;
      lot.waits.reset();
      if (lot.left == 0) continue;
      const size_t place = *Place(lot.payment);
      const auto& pay = std::get<PaymentReceived>(events_[place]->body);
      const AllocationRule* rule = &policy_.allocation;
      for (const TypedAllocation& typed : policy_.by_type) {
        if (typed.type == pay.type) rule = &typed.rule;
      }
      if (RowsOf(meant.item, meant.row).empty()) ignored_.insert(place);
      lot.left = AllocateItem(lot.left, *rule, lot.payment,
                              *FindItem(meant.item), meant);
    }
    using_credit_ = false;
  }

  void UseCredit() {
    const EventKind kind = event_->kind();
    if (policy_.credit != CreditUse::kApply || ignored_.count(order_) > 0 ||
        nothing_came_ ||
        (kind != EventKind::kInvoice && kind != EventKind::kCharge &&
         kind != EventKind::kCreditNote && kind != EventKind::kChargeRefund &&
         kind != EventKind::kPaymentReturned)) {
      return;
    }
    using_credit_ = true;
    for (size_t k = 0; k < lots_.size(); ++k) {
      if (lots_[k].left == 0 || lots_[k].waits) continue;
      const std::string payment = lots_[k].payment;
      const int64_t rest = Allocate(lots_[k].left, policy_.allocation, payment);
      lots_[k].left = rest;
    }
    using_credit_ = false;
  }

  void On(const PaymentConfirmed&) {}
  void On(const PaymentFailed&) {}
  void On(const PaymentDesignated&) {}

  void On(const PaymentReturned& back) {
    const auto fate = fates_.find(back.payment);
    if (fate == fates_.end() || !fate->second.settles ||
        fate->second.returned || *Place(back.payment) > order_) {
      return Ignore();
    }
    fate->second.returned = true;
    int64_t refunded = 0;
    for (Lot& lot : lots_) {
      if (lot.payment != back.payment) continue;
      lot.left = 0;
      refunded += lot.refunded;
      lot.refunded = 0;
    }
    if (refunded > 0) Claim(AddRow(ItemOfNone(), today_), kPrincipal, refunded);
    for (Part& part : parts_) {
      if (part.payment != back.payment) continue;
      const int64_t unpaid = part.amount - part.released;
      rows_[part.row].open[part.component] += unpaid;
      if (unpaid > 0) rows_[part.row].settled_on.reset();
      part.amount = part.released = 0;
    }
    for (Flow& flow : flows_) {
      if (flow.payment == back.payment) flow.returned = today_;
    }
    for (Row& row : rows_) {
      const size_t gone = std::erase_if(row.changes, [&](const Change& change) {
        return change.payment == back.payment;
      });
      if (gone > 0) RoundAgain(row);
    }
  }

  void On(const MoneyRefunded& refund) {
    int64_t left = refund.amount_minor;
    for (Lot& lot : lots_) {
      const int64_t amount = std::min(left, lot.left);
      lot.left -= amount;
      lot.refunded += amount;
      left -= amount;
    }
    if (left > 0) Claim(AddRow(ItemOfNone(), today_), kPrincipal, left);
  }

  // As a payment of today's would settle it, but no money.
  void On(const WrittenOff& body) {
    const auto item = FindItem(body.item);
    if (!body.item.empty() && !item) return Ignore();
    const size_t first = parts_.size();
    const int64_t amount = body.amount_minor.value_or(kAll);
    settles_by_ = PartKind::kWriteOff;
    if (body.item.empty()) {
      Allocate(amount, policy_.allocation, "");
    } else {
      AllocateItem(amount, policy_.allocation, "", *item, {});
    }
    settles_by_ = PartKind::kMoney;
    if (first == parts_.size()) return Ignore();
    for (size_t p = first; p < parts_.size(); ++p) {
      items_[rows_[parts_[p].row].item].written_off = true;
    }
  }

  // Row by row of an item, the components in the order of their first cells.
  int64_t AllocateItem(int64_t money, const AllocationRule& rule,
                       const std::string& payment, size_t item,
                       const Designation& designation) {
    std::vector<size_t> components;
    const auto take = [&components](Component component) {
      const size_t c = static_cast<size_t>(component);
      if (std::count(components.begin(), components.end(), c) == 0) {
        components.push_back(c);
      }
    };
    if (designation.component) {
      take(*designation.component);  // whether or not the rule has a cell of it
    } else {
      for (const AllocationCell& cell : rule.cells) take(cell.component);
    }
    for (Row& row : rows_) {
      if (row.item != item) continue;
      if (designation.row && row.number != *designation.row) continue;
      money = PayRow(row, money, components, payment);
    }
    return money;
  }

  void On(const Recovered& body) {
    if (!body.item.empty() && !FindItem(body.item)) return Ignore();
    recovered_ += body.amount_minor;
  }

  // --- status ---------------------------------------------------------------

  void On(const HoldOpened& hold) {
    if (RowsOf(hold.item).empty()) return Ignore();
    holds_.push_back({event_->id, hold.kind, hold.item,
                      hold.amount_minor.value_or(kAll), hold.pauses_interest,
                      today_ + 1, kNever, order_});
    int64_t left = hold.amount_minor.value_or(0);
    for (const size_t k : RowsOf(hold.item)) {
      const int64_t part = std::min(left, rows_[k].open[kPrincipal]);
      holds_.back().parts[k] = part;
      left -= part;
    }
  }
  void On(const HoldClosed& body) {
    for (Hold& hold : holds_) {
      if (hold.id == body.hold && hold.last == kNever) {
        hold.last = today_;
        return;
      }
    }
    Ignore();
  }

  bool AnyOf(const std::vector<std::string>& items) const {
    return items.empty() ||
           std::any_of(items.begin(), items.end(), [this](const auto& item) {
             return FindItem(item).has_value();
           });
  }
  void Open(std::vector<std::string> items, bool pauses) {
    if (items_.empty() || !AnyOf(items)) return Ignore();
    if (items.empty()) {
      for (const Item& item : items_) items.push_back(item.id);
    }
    const size_t unknown = std::erase_if(
        items, [this](const std::string& id) { return !FindItem(id); });
    if (unknown > 0) Ignore();
    stretches_.push_back({event_->id, event_->kind(), std::move(items), pauses,
                          today_ + 1, kNever, order_});
  }
  void Close(const std::string& id, EventKind kind) {
    for (Stretch& stretch : stretches_) {
      if (stretch.id == id && stretch.kind == kind && stretch.last == kNever) {
        stretch.last = today_;
        return;
      }
    }
    Ignore();
  }
  void On(const PlanAgreed& body) { Open(body.items, body.pauses_interest); }
  void On(const PlanBreached& body) { Close(body.plan, EventKind::kPlan); }
  void On(const PlanCompleted& body) { Close(body.plan, EventKind::kPlan); }
  void On(const HandedOver& body) { Open(body.items, false); }
  void On(const Recalled& body) { Close(body.handover, EventKind::kHandOver); }
  void On(const ChargedOff& body) {
    std::vector<std::string> items;
    for (Item& item : items_) {
      if (!body.item.empty() && item.id != body.item) continue;
      item.charged_off = true;
      items.push_back(item.id);
    }
    if (items.empty()) return Ignore();
    Open(items, true);
  }
  void On(const PromiseMade&) { promises_.push_back(order_); }
  void On(const ContactMade&) {}
  void On(const LimitationInterrupted&) {}
  void On(const Noted&) {}
  void On(const Reversed&) {}

  // --- the answer -----------------------------------------------------------

  [[nodiscard]] int DaysPastDue(const Row& row, int64_t open) const {
    if (open <= policy_.overdue_tolerance_minor) return 0;
    int days = 0;
    for (int day = row.due() + 1; day <= as_of_; ++day) {
      bool paused = false;
      for (const Hold& hold : holds_) {
        paused = paused || (hold.amount == kAll && day >= hold.first &&
                            day <= hold.last && Covers(hold, row));
      }
      for (const Stretch& stretch : stretches_) {
        paused = paused || (stretch.kind == EventKind::kPlan &&
                            row.order < stretch.order &&
                            CoversNow(stretch, row.item, day));
      }
      if (!paused) ++days;
    }
    return std::max(0, days - policy_.overdue_grace_days);
  }

  RowFigures ReportRow(const Row& row) const {
    RowFigures figures;
    figures.item = items_[row.item].id;
    figures.number = row.number;
    figures.due = row.due();
    figures.original_due = row.original_due;
    const int64_t interest = NotBooked(row, as_of_);
    figures.claimed = row.claimed;
    figures.open = row.open;
    figures.claimed[kDefaultInterest] += interest;
    figures.open[kDefaultInterest] += interest;
    int64_t open = 0;
    for (const int64_t amount : figures.open) open += amount;
    if (open == 0) figures.settled_on = row.settled_on;
    // At the end of the day: what is held from the next day on.
    const auto held = [&](HoldKind kind) {
      return HeldOn(row, as_of_ + 1, row.open[kPrincipal],
                    [&](const Hold& hold) { return hold.kind == kind; });
    };
    figures.held = held(HoldKind::kHold);
    figures.disputed = held(HoldKind::kDispute);
    figures.discount = row.open[kPrincipal] - NeedOf(row, as_of_).pay;
    figures.days_past_due = DaysPastDue(row, open);
    return figures;
  }

  PromiseFigures ReportPromise(size_t k) const {
    const Event& event = *events_[promises_[k]];
    const auto& promise = std::get<PromiseMade>(event.body);
    PromiseFigures figures{.id = event.id};
    const auto paid_by = [&](int last) {
      int64_t paid = 0;
      for (const Flow& part : flows_) {
        if (part.day > last || part.returned <= last ||
            part.day < event.value_date.days()) {
          continue;
        }
        const std::string& item = items_[rows_[part.row].item].id;
        if (promise.items.empty() ||
            std::count(promise.items.begin(), promise.items.end(), item) > 0) {
          paid += part.amount;
        }
      }
      return paid;
    };
    const int by = promise.by.days();
    figures.paid = paid_by(std::min(by, as_of_));
    figures.state = figures.paid >= promise.amount_minor ? PromiseState::kKept
                    : as_of_ <= by                       ? PromiseState::kOpen
                    : figures.paid > 0 ? PromiseState::kKeptInPart
                                       : PromiseState::kBroken;
    for (size_t later = k + 1; later < promises_.size(); ++later) {
      const Event& next = *events_[promises_[later]];
      const auto& items = std::get<PromiseMade>(next.body).items;
      const bool covers =
          items.empty() || promise.items.empty() ||
          std::any_of(promise.items.begin(), promise.items.end(),
                      [&](const std::string& item) {
                        return std::count(items.begin(), items.end(), item);
                      });
      if (covers && next.value_date.days() <= by &&
          figures.state != PromiseState::kKept) {
        figures.state = PromiseState::kSuperseded;
      }
    }
    return figures;
  }

  Figures Report() {
    Figures figures;
    figures.pending = pending_;
    figures.recovered = recovered_;
    for (const Lot& lot : lots_) {
      figures.unapplied += lot.left;
      if (lot.waits && lot.left > 0) ignored_.insert(*Place(lot.payment));
    }
    for (const size_t k : ignored_) figures.ignored.push_back(events_[k]->id);
    int64_t all_open = 0;
    for (const Item& item : items_) {
      figures.items.push_back({.id = item.id, .document = item.document});
    }
    std::vector<int64_t> open(items_.size(), 0);
    std::vector<int> late(items_.size(), 0);
    for (const Row& row : rows_) {
      RowFigures one = ReportRow(row);
      for (const int64_t amount : one.open) open[row.item] += amount;
      late[row.item] = std::max(late[row.item], one.days_past_due);
      figures.disputed += one.disputed;
      figures.rows.push_back(std::move(one));
    }
    bool plan = false, handed = false;
    for (size_t k = 0; k < items_.size(); ++k) {
      ItemFigures& item = figures.items[k];
      item.charged_off = items_[k].charged_off;
      for (const Stretch& stretch : stretches_) {
        if (!CoversNow(stretch, k, as_of_ + 1)) continue;
        if (stretch.kind == EventKind::kPlan) item.in_plan = true;
        if (stretch.kind == EventKind::kHandOver) item.handed_over = true;
      }
      plan = plan || (item.in_plan && open[k] > 0);
      handed = handed || (item.handed_over && open[k] > 0);
      item.state = open[k] == 0
                       ? (items_[k].written_off ? ItemState::kWrittenOff
                                                : ItemState::kSettled)
                   : late[k] > 0 ? ItemState::kPastDue
                                 : ItemState::kNotDue;
      all_open += open[k];
      figures.days_past_due = std::max(figures.days_past_due, late[k]);
    }
    figures.state = all_open == 0
                        ? (figures.unapplied > 0 ? AccountState::kOverpaid
                                                 : AccountState::kSettled)
                    : handed                    ? AccountState::kHandedOver
                    : plan                      ? AccountState::kInPlan
                    : figures.days_past_due > 0 ? AccountState::kPastDue
                                                : AccountState::kCurrent;
    for (size_t k = 0; k < promises_.size(); ++k) {
      figures.promises.push_back(ReportPromise(k));
    }
    std::sort(figures.rows.begin(), figures.rows.end(),
              [](const RowFigures& a, const RowFigures& b) {
                return std::tie(a.item, a.number) < std::tie(b.item, b.number);
              });
    return figures;
  }

  const AccountPolicy& policy_;
  int as_of_;
  std::vector<const Event*> events_;
  std::set<std::string> cancelled_;
  std::set<size_t> ignored_;
  std::map<std::string, PaymentFate> fates_;
  size_t order_ = 0;
  int today_ = 0;
  bool using_credit_ = false;
  bool nothing_came_ = false;  // neither claims nor money, though it could
  PartKind settles_by_ = PartKind::kMoney;
  const Event* event_ = nullptr;
  std::vector<Item> items_;
  std::vector<Row> rows_;
  std::vector<Part> parts_;
  struct Flow {
    size_t row;
    int day;
    int64_t amount;
    std::string payment;
    int returned = kNever;
  };
  std::vector<Flow> flows_;
  std::vector<Lot> lots_;
  std::vector<Hold> holds_;
  std::vector<Stretch> stretches_;
  std::vector<size_t> promises_;
  std::map<std::string, std::pair<size_t, int64_t>> charges_;
  int64_t pending_ = 0;
  int64_t recovered_ = 0;
};

}  // namespace

Figures ModelOf(const std::vector<Event>& log, const AccountPolicy& policy,
                const ReplaySpec& spec) {
  return Model(log, policy, spec).Answer();
}

Figures FiguresOf(const Account& account, const Journal& journal) {
  Figures figures;
  for (const AccountItem& item : account.items) {
    figures.items.push_back({item.id, item.document_date.days(),
                             item.charged_off, item.in_plan, item.handed_over,
                             item.state});
  }
  for (const AccountRow& row : account.rows) {
    RowFigures one{.item = account.items[row.item].id,
                   .number = row.number,
                   .due = row.due.days(),
                   .original_due = row.original_due.days(),
                   .held = row.held_minor,
                   .disputed = row.disputed_minor,
                   .discount = row.discount_minor,
                   .days_past_due = row.days_past_due};
    for (const Component c : kComponents) {
      one.claimed[static_cast<size_t>(c)] = row.claimed[c];
      one.open[static_cast<size_t>(c)] = row.open[c];
    }
    if (row.settled_on) one.settled_on = row.settled_on->days();
    figures.rows.push_back(one);
  }
  std::sort(figures.rows.begin(), figures.rows.end(),
            [](const RowFigures& a, const RowFigures& b) {
              return std::tie(a.item, a.number) < std::tie(b.item, b.number);
            });
  for (const AccountPromise& promise : account.promises) {
    figures.promises.push_back(
        {journal[promise.event].id, promise.state, promise.paid_minor});
  }
  for (const IgnoredEvent& event : account.ignored) {
    figures.ignored.push_back(journal[event.event].id);
  }
  figures.unapplied = account.unapplied_minor;
  figures.pending = account.pending_minor;
  figures.disputed = account.disputed_minor;
  figures.recovered = account.recovered_minor;
  figures.days_past_due = account.days_past_due;
  figures.state = account.state;
  return figures;
}

namespace {

std::string DayText(int day) { return Date::FindDays(day)->ToText(); }

std::vector<std::string> LinesOf(const Figures& figures) {
  std::vector<std::string> lines;
  const auto amounts = [](const Amounts& of) {
    std::string text;
    for (size_t c = 1; c <= 5; ++c) text += " " + std::to_string(of[c]);
    return text;
  };
  for (const ItemFigures& item : figures.items) {
    lines.push_back("item " + item.id + " " + DayText(item.document) + " " +
                    std::string(NameOf(item.state)) +
                    (item.charged_off ? ", charged off" : "") +
                    (item.in_plan ? ", in plan" : "") +
                    (item.handed_over ? ", handed over" : ""));
  }
  for (const RowFigures& row : figures.rows) {
    lines.push_back(
        "row " + row.item + "/" + std::to_string(row.number) + " due " +
        DayText(row.due) + " (" + DayText(row.original_due) + ") claimed" +
        amounts(row.claimed) + " open" + amounts(row.open) + " held " +
        std::to_string(row.held) + " disputed " + std::to_string(row.disputed) +
        " discount " + std::to_string(row.discount) + " days " +
        std::to_string(row.days_past_due) +
        (row.settled_on ? " settled " + DayText(*row.settled_on) : ""));
  }
  for (const PromiseFigures& promise : figures.promises) {
    lines.push_back("promise " + promise.id + " " +
                    std::string(NameOf(promise.state)) + " paid " +
                    std::to_string(promise.paid));
  }
  std::string ignored = "ignored";
  for (const std::string& id : figures.ignored) ignored += " " + id;
  lines.push_back(ignored);
  lines.push_back("unapplied " + std::to_string(figures.unapplied) +
                  " pending " + std::to_string(figures.pending) + " disputed " +
                  std::to_string(figures.disputed) + " recovered " +
                  std::to_string(figures.recovered) + " days " +
                  std::to_string(figures.days_past_due) + " " +
                  std::string(NameOf(figures.state)));
  return lines;
}

}  // namespace

std::string Difference(const Figures& model, const Figures& library) {
  const std::vector<std::string> ours = LinesOf(model);
  const std::vector<std::string> theirs = LinesOf(library);
  const auto only = [](const std::vector<std::string>& in,
                       const std::vector<std::string>& out,
                       const std::string& mark) {
    std::string text;
    for (const std::string& line : in) {
      if (std::count(out.begin(), out.end(), line) == 0) {
        text += mark + line + "\n";
      }
    }
    return text;
  };
  return only(ours, theirs, "    model   ") +
         only(theirs, ours, "    library ");
}

}  // namespace usance::replay
