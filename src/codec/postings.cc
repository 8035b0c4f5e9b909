#include "usance/codec/postings.h"

#include <utility>

#include "src/account/view.h"
#include "src/codec/operations.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/money/percent.h"

namespace usance {
namespace {

class Poster {
 public:
  Poster(const Account& account, const Journal& journal,
         const AccountPolicy& policy, std::optional<Date> as_known_on)
      : account_(account),
        journal_(journal),
        policy_(policy),
        view_(journal, account.as_of, as_known_on),
        open_(account.rows.size()),
        told_(account.rows.size()) {
    for (size_t k = 0; k < view_.end(); ++k) {
      if (!view_.Sees(k)) continue;
      if (journal[k].kind() == EventKind::kInvoice ||
          journal[k].kind() == EventKind::kInterestChange) {
        terms_.push_back(k);
      }
    }
  }

  Posting Of(const Movement& movement) {
    const BookPair books = BooksOf(movement.kind);
    Posting posting = {.date = movement.date,
                       .kind = movement.kind,
                       .debit = books.debit,
                       .credit = books.credit,
                       .amount_minor = movement.amount_minor};
    if (movement.event != kAsOf) {
      posting.event = journal_[movement.event].id;
      posting.event_kind = journal_[movement.event].kind();
    }
    if (movement.row) {
      const AccountRow& row = account_.rows[*movement.row];
      posting.item = account_.items[row.item].id;
      posting.row = row.number;
      posting.component = movement.component;
      int64_t& open = open_[*movement.row][movement.component];
      posting.open_minor = open;
      open += ClaimChange(movement);
    }
    posting.rule = RuleText(movement, posting);
    if (movement.kind == MovementKind::kInterest) {
      posting.inputs = InputsThrough(movement.date, *movement.row);
    }
    return posting;
  }

 private:
  [[nodiscard]] std::string Amount(int64_t minor) const {
    return FormatAmount(minor, account_.currency);
  }

  [[nodiscard]] std::string RuleText(const Movement& movement,
                                     const Posting& posting) const {
    switch (movement.kind) {
      case MovementKind::kInterest:
        return TermsText(movement, posting.item);
      case MovementKind::kDiscount:
        return DiscountText(movement, posting);
      case MovementKind::kTolerance:
      case MovementKind::kToleranceGain:
        return ToleranceText();
      default:
        break;
    }
    if (movement.cell) return CellText(movement);
    const bool settles = movement.kind == MovementKind::kPayment ||
                         movement.kind == MovementKind::kCreditUse;
    return settles ? "designated" : "";
  }

  [[nodiscard]] std::string CellText(const Movement& movement) const {
    const AllocationRule* rule = &policy_.allocation;
    if (movement.kind == MovementKind::kPayment) {
      const EventBody& body = journal_[movement.event].body;
      if (const auto* paid = std::get_if<PaymentReceived>(&body)) {
        rule = &RuleFor(policy_, paid->type);
      }
    }
    const AllocationCell& cell = rule->cells[*movement.cell];
    return rule->id + ", cell " + std::to_string(*movement.cell + 1) + ": " +
           std::string(NameOf(cell.due)) + " " +
           std::string(NameOf(cell.component));
  }

  [[nodiscard]] std::string ToleranceText() const {
    std::string text = "tolerance of " + Amount(policy_.tolerance.amount_minor);
    if (const auto& percent = policy_.tolerance.percent) {
      text += " and " + Format(*percent);
    }
    return text;
  }

  // The segments of a row through a day that no posting before has told.
  std::vector<std::string> InputsThrough(Date day, uint32_t row) {
    const std::vector<Segment>& segments = account_.rows[row].segments;
    std::vector<std::string> inputs;
    size_t& told = told_[row];
    for (; told < segments.size() && segments[told].end - day <= 1; ++told) {
      inputs.push_back(
          codec::SegmentSentence(segments[told], account_.currency));
    }
    return inputs;
  }

  // The terms by which the item has borne up to the day: those of its invoice,
  // and every change of them.
  [[nodiscard]] std::string TermsText(const Movement& movement,
                                      const std::string& item) const {
    const auto name = [](const std::string& id) {
      return id.empty() ? std::string("none") : id;
    };
    std::string text;
    for (const size_t k : terms_) {
      const Event& event = journal_[k];
      if (event.value_date > movement.date) break;
      if (const auto* invoice = std::get_if<InvoiceIssued>(&event.body)) {
        if (invoice->item != item || !text.empty()) continue;
        text = "interest terms " + name(invoice->interest);
      } else if (const auto& change = std::get<InterestChanged>(event.body);
                 !text.empty() &&
                 (change.item.empty() || change.item == item)) {
        text +=
            "; " + name(change.interest) + " from " + event.value_date.ToText();
      }
    }
    return text;
  }

  // Of the offers open on the day the largest counts; a return takes back what
  // its payment was granted.
  [[nodiscard]] std::string DiscountText(const Movement& movement,
                                         const Posting& posting) const {
    const EventBody& body = journal_[movement.event].body;
    if (const auto* back = std::get_if<PaymentReturned>(&body)) {
      return "return of payment " + back->payment;
    }
    const RowDiscount* best = nullptr;
    for (const size_t k : terms_) {
      const auto* invoice = std::get_if<InvoiceIssued>(&journal_[k].body);
      if (invoice == nullptr || invoice->item != posting.item) continue;
      const auto row = static_cast<size_t>(posting.row) - 1;
      for (const RowDiscount& offer : invoice->rows[row].discounts) {
        if (movement.date - offer.until > offer.grace_days) continue;
        if (best == nullptr || offer.discount_minor > best->discount_minor) {
          best = &offer;
        }
      }
      break;
    }
    if (best == nullptr) return "";
    return "discount of " + Amount(best->discount_minor) + " until " +
           best->until.ToText() + ", partial payment " +
           std::string(NameOf(policy_.partial_payment));
  }

  const Account& account_;
  const Journal& journal_;
  const AccountPolicy& policy_;
  const internal::View view_;
  std::vector<size_t> terms_;  // the events that say what an item bears by
  std::vector<ComponentAmounts> open_;  // of each row, so far
  std::vector<size_t> told_;            // segments of each row, so far
};

}  // namespace

std::vector<Posting> PostingsOf(const Account& account, const Journal& journal,
                                const AccountPolicy& policy,
                                std::optional<Date> as_known_on) {
  Poster poster(account, journal, policy, as_known_on);
  std::vector<Posting> postings;
  postings.reserve(account.movements.size());
  for (const Movement& movement : account.movements) {
    postings.push_back(poster.Of(movement));
  }
  return postings;
}

BookBalances BalancesOf(const std::vector<Posting>& postings) {
  BookBalances balances{};
  for (const Posting& posting : postings) {
    balances[static_cast<size_t>(posting.debit) - 1] += posting.amount_minor;
    balances[static_cast<size_t>(posting.credit) - 1] -= posting.amount_minor;
  }
  return balances;
}

Json PostingsJson(const std::vector<Posting>& postings, Currency currency) {
  Json list = Json::List();
  for (const Posting& posting : postings) {
    Json one = Json::Object();
    one.Set("date", posting.date.ToText());
    if (posting.event_kind) {
      one.Set("event", posting.event);
      one.Set("event_kind", NameOf(*posting.event_kind));
    }
    one.Set("kind", NameOf(posting.kind));
    one.Set("debit", NameOf(posting.debit));
    one.Set("credit", NameOf(posting.credit));
    if (posting.row > 0) {
      one.Set("item", posting.item);
      one.Set("row", posting.row);
      one.Set("component", NameOf(posting.component));
      one.Set("open", FormatAmount(posting.open_minor, currency));
    }
    one.Set("amount", FormatAmount(posting.amount_minor, currency));
    if (!posting.rule.empty()) one.Set("rule", posting.rule);
    if (!posting.inputs.empty()) {
      Json inputs = Json::List();
      for (const std::string& input : posting.inputs) inputs.Append(input);
      one.Set("inputs", std::move(inputs));
    }
    list.Append(std::move(one));
  }
  const BookBalances balances = BalancesOf(postings);
  Json books = Json::Object();
  for (const Named<Book>& book : Names<Book>::kTable) {
    const int128 balance = balances[static_cast<size_t>(book.value) - 1];
    if (balance != 0) {
      books.Set(book.name, ToText(Decimal{balance, currency.digits()}));
    }
  }
  Json json = Json::Object();
  json.Set("postings", std::move(list));
  json.Set("books", std::move(books));
  return json;
}

}  // namespace usance
