// The fold of a journal. Private to account.
#ifndef USANCE_SRC_ACCOUNT_FOLD_H_
#define USANCE_SRC_ACCOUNT_FOLD_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "src/account/row_interest.h"
#include "src/account/view.h"
#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/core/status.h"

namespace usance::internal {

// The day must not be the last of all, which Replay refuses.
inline Date DayAfter(Date day) {
  return *Date::FindDays(int64_t{day.days()} + 1);
}

class Fold {
 public:
  // Borrows both. Requires CheckPolicy.
  Fold(const Journal& journal, const AccountPolicy& policy);
  Fold(const Fold&) = delete;
  Fold& operator=(const Fold&) = delete;

  // Takes the events of the view from where the fold stands.
  [[nodiscard]] absl::Status Run(const View& view);
  [[nodiscard]] size_t next() const { return next_; }

  // Where the account stands. The second takes it out of the fold.
  [[nodiscard]] absl::StatusOr<Account> Result(const View& view,
                                               const ReplaySpec& spec) const&;
  [[nodiscard]] absl::StatusOr<Account> Result(const View& view,
                                               const ReplaySpec& spec) &&;

 private:
  using RowIndex = uint32_t;
  // No row, or no cell. Quicker to hand on than an optional.
  static constexpr uint32_t kNone = 0xFFFF'FFFF;

  struct Row {
    uint32_t item;
    int32_t number;
    Date due;
    Date original_due;
    ComponentAmounts claimed = {};
    ComponentAmounts open = {};
    const std::vector<RowDiscount>* discounts = nullptr;
    int64_t discount_of = 0;    // the principal that discounts were agreed on
    int64_t discount_base = 0;  // what credit notes and the like make of it
    int64_t discounted = 0;     // what was granted of them
    RowInterest* interest = nullptr;  // none where nothing can bear
    int64_t booked = 0;               // of interest
    int128 unpaid = 0;                // for orders by it, as money came last
    bool listed = false;              // in OpenRows()
    std::optional<Date> settled_on = {};
    int32_t holds = 0;  // of all of it
    std::optional<Date> held_since = {};
    std::vector<std::pair<Date, Date>> held = {};  // of holds that are over
  };
  struct Item {
    AccountItem out;
    const InvoiceIssued* invoice = nullptr;  // none: charges of no item
    absl::InlinedVector<RowIndex, 4> rows = {};
    int32_t plans = 0;
    int32_t handovers = 0;
    bool written_off = false;
  };
  struct Credit {
    uint32_t event;
    int64_t left;
    // Of a payment's that names an item that is not there yet.
    const Designation* waits = nullptr;
  };
  // Of what a movement paid on a charge, so much was taken back with it.
  struct Release {
    size_t paid;  // of movements_
    int64_t amount_minor;
  };
  // A hold or plan that stops the interest of rows.
  struct Stop {
    std::vector<RowIndex> rows = {};
    std::vector<int64_t> parts = {};  // of their principal; none: all of it
    std::vector<uint32_t> plan_items = {};
    bool pauses = false;
    bool open = true;
  };
  // Money on its way to claims.
  struct Source {
    uint32_t event;  // the payment, or the credit note
    Date day;
    MovementKind kind;
    bool has_more = false;  // money beside what is on its way here
  };
  struct Step {
    MovementKind kind{};
    uint32_t event = 0;
    Date day;
    Component component{};
    int64_t amount_minor = 0;
    uint32_t cell = kNone;
  };

  // fold.cc: one for each kind of event that changes a figure.
  absl::Status Take(uint32_t k, const InterestChanged& body);
  absl::Status Take(uint32_t k, const Capitalized& body);
  absl::Status Take(uint32_t k, const InvoiceIssued& body);
  absl::Status Take(uint32_t k, const DueDateChanged& body);
  absl::Status Take(uint32_t k, const ChargePosted& body);
  absl::Status Take(uint32_t k, const ClaimWaived& body);
  absl::Status Take(uint32_t k, const ChargeRefunded& body);
  absl::Status Take(uint32_t k, const CreditNoteIssued& body);
  absl::Status Take(uint32_t k, const PaymentReceived& body);
  absl::Status Take(uint32_t k, const PaymentReturned& body);
  absl::Status Take(uint32_t k, const MoneyRefunded& body);
  absl::Status Take(uint32_t k, const WrittenOff& body);
  absl::Status Take(uint32_t k, const Recovered& body);
  absl::Status Take(uint32_t k, const HoldOpened& body);
  absl::Status Take(uint32_t k, const HoldClosed& body);
  absl::Status Take(uint32_t k, const PromiseMade& body);
  absl::Status Take(uint32_t k, const PlanAgreed& body);
  absl::Status Take(uint32_t k, const PlanBreached& body);
  absl::Status Take(uint32_t k, const PlanCompleted& body);
  absl::Status Take(uint32_t k, const HandedOver& body);
  absl::Status Take(uint32_t k, const Recalled& body);
  absl::Status Take(uint32_t k, const ChargedOff& body);
  template <class Body>
  absl::Status Take(uint32_t, const Body&) {
    return absl::OkStatus();  // on record only
  }

  // Parts that several of them share.
  [[nodiscard]] absl::Status Move(const Step& step, RowIndex row);
  void Ignore(uint32_t k, std::string why);
  // The first movement that is not before the day.
  [[nodiscard]] size_t FirstOn(Date day) const;
  // Of what a movement paid, what was not released since.
  [[nodiscard]] int64_t LeftOf(size_t paid) const;
  // What has been paid since on the row and component of a charge, the last
  // first.
  [[nodiscard]] std::vector<Release> PaidSince(const Movement& charge) const;
  [[nodiscard]] std::optional<uint32_t> FindItem(const std::string& id) const;
  // The rows of an item (or of all, for no id) that an event is about, in
  // order; none where the item or row is not there, and then it is ignored.
  [[nodiscard]] std::vector<RowIndex> RowsOf(uint32_t k, const std::string& id,
                                             std::optional<int32_t> number);
  [[nodiscard]] std::vector<uint32_t> ItemsOf(
      uint32_t k, const std::vector<std::string>& ids);
  RowIndex NewRow(uint32_t item, Date due);
  // None where the invoice's item is there already.
  std::optional<uint32_t> NewItem(AccountItem item,
                                  const InvoiceIssued* invoice);
  [[nodiscard]] absl::Status NewClaim(const Step& step, Date due);
  [[nodiscard]] absl::StatusOr<const LatePaymentPolicy*> FindTerms(
      const std::string& id, uint32_t k) const;
  // The interest of the days before `end` that no movement has yet.
  [[nodiscard]] static absl::StatusOr<int64_t> NotBooked(Row& row, Date end);
  // Claims it.
  [[nodiscard]] absl::Status BookInterest(RowIndex row, Date end,
                                          const Source& source);
  void Close(uint32_t k, const std::string& id, EventKind opened_by);
  void SetStop(const Stop& stop, uint32_t k, int sign);
  [[nodiscard]] std::span<const RowIndex> OpenRows() const {
    return std::span(open_rows_.begin() + open_from_, open_rows_.end());
  }
  // Where the row stands among them, or is to stand.
  [[nodiscard]] std::vector<RowIndex>::iterator PlaceOf(RowIndex row);
  void List(RowIndex row);
  void Unlist(RowIndex row);
  // Takes rows out of the list that have nothing open.
  void Settle(RowIndex row, Date day);

  // fold_allocate.cc
  [[nodiscard]] absl::Status Allocate(const Source& source,
                                      std::span<const Designation> designations,
                                      const AllocationRule& rule,
                                      int64_t& left);
  [[nodiscard]] absl::Status AllocateDesignated(const Source& source,
                                                const Designation& designation,
                                                const AllocationRule& rule,
                                                int64_t& left);
  // What waits for an item that came.
  [[nodiscard]] absl::Status ApplyWaiting(const std::string& item, Date day);
  [[nodiscard]] absl::Status AllocateCells(const Source& source,
                                           const AllocationRule& rule,
                                           std::span<const RowIndex> rows,
                                           size_t first_cell, size_t end_cell,
                                           int64_t& left);
  [[nodiscard]] absl::Status AllocateProRata(const Source& source,
                                             const AllocationRule& rule,
                                             std::span<const RowIndex> rows,
                                             size_t first_cell, size_t end_cell,
                                             int64_t& left);
  [[nodiscard]] absl::Status PayCell(const Source& source, RowIndex row,
                                     Component component, uint32_t cell,
                                     int64_t& left);
  [[nodiscard]] absl::Status PayPrincipal(const Source& source, RowIndex row,
                                          uint32_t cell, int64_t& left);
  // What a payment on the day saves that settles `open` principal of a row.
  struct Offer {
    int64_t discount = 0;
    // Of this much, `pay` settles the whole.
    int64_t whole = 0, pay = 0;
  };
  [[nodiscard]] absl::StatusOr<Offer> OfferOf(const Row& row, Date day) const;
  // Whether nothing else is open of a row, interest that no movement has yet
  // included.
  [[nodiscard]] absl::StatusOr<bool> IsAllThatIsOpen(RowIndex row,
                                                     int64_t principal,
                                                     Date day);
  [[nodiscard]] bool IsTolerated(int64_t difference, int64_t of) const;
  [[nodiscard]] absl::Status ApplyCredits(Date day);
  [[nodiscard]] absl::StatusOr<std::vector<RowIndex>> RowsInOrder(
      const AllocationRule& rule, Date day);
  [[nodiscard]] int CompareRows(const AllocationRule& rule, Date day,
                                RowIndex a, RowIndex b) const;
  [[nodiscard]] bool ComesFirst(RowIndex a, RowIndex b) const;

  // fold_result.cc
  [[nodiscard]] absl::StatusOr<Account> Fill(std::vector<Movement> movements,
                                             const View& view,
                                             const ReplaySpec& spec) const;
  [[nodiscard]] absl::Status FillRows(const ReplaySpec& spec,
                                      Account& account) const;
  void FillHolds(Account& account) const;
  void FillItems(Account& account) const;
  void FillPromises(Account& account) const;

  const Journal& journal_;
  const AccountPolicy& policy_;
  bool static_order_;  // of the policy's allocation: no day or balance in it
  const View* view_ = nullptr;  // while Run
  size_t next_ = 0;

  std::vector<Item> items_;
  std::unordered_map<std::string_view, uint32_t> item_by_id_;
  std::vector<Row> rows_;
  std::deque<RowInterest> interests_;  // of rows, which point to them
  // By ComesFirst; those before open_from_ are settled: mostly it is the first
  // that is, and the others need not move.
  std::vector<RowIndex> open_rows_;
  ptrdiff_t open_from_ = 0;
  std::vector<Credit> credits_;
  size_t waiting_ = 0;  // of those
  std::vector<Release> releases_;
  std::vector<Movement> movements_;
  std::vector<IgnoredEvent> ignored_;
  std::vector<uint32_t> promises_;
  std::vector<uint32_t> pending_;
  std::unordered_map<uint32_t, Stop> stops_;  // by the event that opened them
  std::unordered_map<uint32_t, std::vector<uint32_t>> handed_over_;
  std::unordered_map<uint32_t, uint32_t> returned_;  // payment, and return
  ComponentAmounts open_;
  int64_t unapplied_ = 0;
  int64_t recovered_ = 0;
};

}  // namespace usance::internal

#endif  // USANCE_SRC_ACCOUNT_FOLD_H_
