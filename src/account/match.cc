#include "usance/account/match.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "src/account/check.h"
#include "src/core/utf8.h"
#include "usance/account/event.h"
#include "usance/core/int128.h"
#include "usance/core/text.h"
#include "usance/terms/payment_reference.h"

namespace usance {
namespace {

using RowIndex = uint32_t;
using Rows = std::vector<RowIndex>;  // by due day, then item, then row

// --- words ------------------------------------------------------------------

bool IsWordByte(char c) {
  return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         static_cast<unsigned char>(c) > 0x7F;
}

char Capital(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// A number is without the zeros in front.
std::string WithoutZeros(std::string word) {
  if (std::all_of(word.begin(), word.end(), IsDigit)) {
    word.erase(0, std::min(word.find_first_not_of('0'), word.size()));
  }
  return word;
}

// How an id or a reference is compared.
std::string KeyOf(std::string_view text) {
  std::string key;
  for (const char c : text) {
    if (IsWordByte(c)) key += Capital(c);
  }
  return WithoutZeros(std::move(key));
}

// Whether a word begins as a reference of ISO 11649 does.
bool BeginsAsRf(std::string_view word) {
  return word.size() >= 4 && word.starts_with("RF") && IsDigit(word[2]) &&
         IsDigit(word[3]);
}

// What stands between a word and the one before it.
enum class Gap { kBlanks, kJoiners, kOther };

struct Word {
  std::string text;  // in capitals
  Gap before = Gap::kOther;
};

std::vector<Word> WordsOf(std::string_view text) {
  std::vector<Word> words;
  Gap gap = Gap::kOther;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (IsWordByte(c)) {
      if (at == 0 || !IsWordByte(text[at - 1])) {
        words.push_back({"", words.empty() ? Gap::kOther : gap});
        gap = Gap::kBlanks;
      }
      words.back().text += Capital(c);
    } else if (std::string_view("-/._").find(c) != std::string_view::npos) {
      gap = std::max(gap, Gap::kJoiners);
    } else if (c != ' ' && (c < '\t' || c > '\r')) {
      gap = Gap::kOther;
    }
  }
  return words;
}

// --- who is named -----------------------------------------------------------

using RowsByKey = std::unordered_map<std::string, Rows>;

const Rows* Find(const RowsByKey& rows, const std::string& key) {
  const auto found = rows.find(key);
  return found == rows.end() ? nullptr : &found->second;
}

// Which rows the words of a payment name.
class Naming {
 public:
  explicit Naming(std::span<const MatchRow> rows) : by_(rows.size()) {
    for (RowIndex k = 0; k < rows.size(); ++k) {
      std::string id = KeyOf(rows[k].item);
      std::string reference = KeyOf(rows[k].reference);
      if (!id.empty()) by_id_[std::move(id)].push_back(k);
      if (!reference.empty()) {
        by_reference_[std::move(reference)].push_back(k);
      }
    }
  }

  void Hear(const IncomingPayment& payment,
            std::vector<QuotedReference>& quoted) {
    HearReference(payment.reference, quoted);
    const std::vector<Word> words = WordsOf(payment.text);
    for (size_t k = 0; k < words.size();) {
      k += HearWords(std::span(words).subspan(k), quoted);
    }
  }

  [[nodiscard]] bool ByReference(RowIndex row) const {
    return by_[row].reference;
  }
  [[nodiscard]] bool ById(RowIndex row) const { return by_[row].id; }
  [[nodiscard]] bool IsNamed(RowIndex row) const {
    return ByReference(row) || ById(row);
  }

 private:
  struct By {
    bool reference = false;
    bool id = false;
  };

  bool Name(const Rows* rows, bool By::*how) {
    if (rows == nullptr) return false;
    for (const RowIndex row : *rows) by_[row].*how = true;
    return true;
  }

  // Names those of a reference that is good.
  bool NameByRf(const std::string& rf) {
    const bool whole = Name(Find(by_reference_, rf), &By::reference);
    return Name(Find(by_id_, KeyOf(rf.substr(4))), &By::reference) || whole;
  }

  void HearReference(const std::string& text,
                     std::vector<QuotedReference>& quoted) {
    const std::string key = KeyOf(text);
    if (key.empty()) return;
    QuotedReference one = {.text = text, .state = ReferenceState::kMatched};
    const auto rf = PaymentReference::Check(ReferenceKind::kRf, key);
    const bool base = rf.ok() && NameByRf(rf->text());
    const bool whole = Name(Find(by_reference_, key), &By::reference);
    const bool id = Name(Find(by_id_, key), &By::reference);
    if (!base && !whole && !id) {
      one.state = ReferenceState::kUnknown;
      if (BeginsAsRf(key) && !rf.ok()) {
        one.state = ReferenceState::kInvalid;
        one.why = TextOf(rf.status());
      }
    }
    quoted.push_back(std::move(one));
  }

  // Returns how many words are heard: 1, or those that name a row together.
  size_t HearWords(std::span<const Word> words,
                   std::vector<QuotedReference>& quoted) {
    const bool rf = BeginsAsRf(words[0].text);
    size_t good = 0;  // words of the longest reference that is good
    if (rf) {
      std::string text;
      for (size_t k = 0; k < words.size() && text.size() <= kMaxRf; ++k) {
        if (k > 0 && words[k].before != Gap::kBlanks) break;
        text += words[k].text;
        const auto read = PaymentReference::Check(ReferenceKind::kRf, text);
        if (!read.ok()) continue;
        good = k + 1;
        if (!NameByRf(read->text())) continue;
        quoted.push_back({read->text(), ReferenceState::kMatched, ""});
        return good;
      }
    }
    const size_t named = NameByWords(words);
    if (named > 0 || !rf) return std::max<size_t>(named, 1);
    const size_t size = good > 0 ? good : PrintedRf(words);
    std::string text;
    for (size_t k = 0; k < size; ++k) text += words[k].text;
    const auto read = PaymentReference::Check(ReferenceKind::kRf, text);
    quoted.push_back(
        {text, read.ok() ? ReferenceState::kUnknown : ReferenceState::kInvalid,
         read.ok() ? "" : TextOf(read.status())});
    return size;
  }

  // Names those of the most words, from the first on, that are an id or a
  // reference; returns how many words, or 0.
  size_t NameByWords(std::span<const Word> words) {
    std::string text, found;
    size_t size = 0;
    for (size_t k = 0; k < words.size(); ++k) {
      if (k > 0 && words[k].before == Gap::kOther) break;
      text += words[k].text;
      if (text.size() > kMaxIdBytes) break;
      std::string key = WithoutZeros(text);
      if (key.size() < kMinMatchTextCharacters) continue;
      if (!by_id_.contains(key) && !by_reference_.contains(key)) continue;
      found = std::move(key);
      size = k + 1;
    }
    if (size > 0) {
      Name(Find(by_id_, found), &By::id);
      Name(Find(by_reference_, found), &By::reference);
    }
    return size;
  }

  // The words of a reference in print form: fours, and a last one of 1 to 4.
  static size_t PrintedRf(std::span<const Word> words) {
    size_t size = 1, length = words[0].text.size();
    while (size < words.size() && words[size - 1].text.size() == 4 &&
           words[size].text.size() <= 4 && words[size].before == Gap::kBlanks &&
           length + words[size].text.size() <= kMaxRf) {
      length += words[size++].text.size();
    }
    return size;
  }

  static constexpr size_t kMaxRf = 25;

  std::vector<By> by_;  // of each row
  RowsByKey by_id_;
  RowsByKey by_reference_;
};

// --- what fits --------------------------------------------------------------

// Rows that the payment may be for, and why.
struct Candidate {
  Rows rows = {};
  bool discounted = false;
  bool exact = true;   // the amount is theirs
  bool whole = false;  // no item that is meant is missing
  std::set<MatchReason> reasons = {};
};

auto Place(const MatchRow& row) {
  return std::tie(row.account, row.due, row.item, row.row);
}

class Matcher {
 public:
  Matcher(std::span<const MatchRow> rows, const IncomingPayment& payment)
      : rows_(rows), payment_(payment), naming_(rows) {}

  Matches Run() {
    Matches matches;
    naming_.Hear(payment_, matches.references);
    Rows all(rows_.size());
    for (RowIndex k = 0; k < all.size(); ++k) all[k] = k;
    std::sort(all.begin(), all.end(), [&](RowIndex a, RowIndex b) {
      return Place(rows_[a]) < Place(rows_[b]);
    });
    size_t accounts = 0;
    for (size_t k = 0; k < all.size(); ++accounts) {
      Rows own;
      const std::string& account = rows_[all[k]].account;
      for (; k < all.size() && rows_[all[k]].account == account; ++k) {
        own.push_back(all[k]);
      }
      MatchAccount(own);
    }
    if (accounts == 1 && exact_.empty()) FindSums(all);
    for (auto& [key, candidate] : exact_) {
      found_.push_back(std::move(candidate));
    }
    Rank(matches);
    return matches;
  }

 private:
  [[nodiscard]] int64_t Asked(RowIndex row, bool discounted) const {
    return rows_[row].open_minor - (discounted ? rows_[row].discount_minor : 0);
  }

  [[nodiscard]] Rows Where(const Rows& rows,
                           bool (Naming::*named)(RowIndex) const) const {
    Rows some;
    for (const RowIndex row : rows) {
      if ((naming_.*named)(row)) some.push_back(row);
    }
    return some;
  }

  [[nodiscard]] bool HasDiscount(const Rows& rows) const {
    return std::any_of(rows.begin(), rows.end(), [&](RowIndex row) {
      return rows_[row].discount_minor > 0;
    });
  }

  // Why rows are named: by nothing, unless each of them is.
  [[nodiscard]] std::set<MatchReason> NamesOf(const Rows& rows) const {
    std::set<MatchReason> reasons;
    for (const RowIndex row : rows) {
      if (!naming_.IsNamed(row)) return {};
      if (naming_.ByReference(row)) reasons.insert(MatchReason::kReference);
      if (naming_.ById(row)) reasons.insert(MatchReason::kItemNamed);
    }
    return reasons;
  }

  [[nodiscard]] std::set<std::string_view> ItemsOf(const Rows& rows) const {
    std::set<std::string_view> items;
    for (const RowIndex row : rows) items.insert(rows_[row].item);
    return items;
  }

  // Whether the rows are of all items that are named, or of all that references
  // name.
  [[nodiscard]] bool IsWhole(const Rows& rows) const {
    const std::set<std::string_view> items = ItemsOf(rows);
    return items == named_items_ || items == reference_items_;
  }

  // Takes rows of which the amount is what is asked for.
  void Take(const Rows& rows, bool discounted,
            std::optional<MatchReason> reason) {
    const auto [at, added] = exact_.try_emplace({rows, discounted});
    Candidate& candidate = at->second;
    if (added) {
      candidate = {rows, discounted, true, IsWhole(rows), NamesOf(rows)};
      fits_ =
          fits_ || (reference_items_.empty()
                        ? !candidate.reasons.empty()
                        : candidate.reasons.contains(MatchReason::kReference));
      candidate.reasons.insert(discounted ? MatchReason::kDiscountedAmount
                                          : MatchReason::kOpenAmount);
    }
    if (reason) candidate.reasons.insert(*reason);
  }

  // Takes all of the rows, where that is the amount.
  void Try(const Rows& rows, std::optional<MatchReason> reason = {}) {
    for (const bool discounted : {false, true}) {
      if (discounted && !HasDiscount(rows)) continue;
      int128 sum = 0;
      for (const RowIndex row : rows) sum += Asked(row, discounted);
      if (sum == payment_.amount_minor) Take(rows, discounted, reason);
    }
  }

  // `own` are those of one account, in order.
  void MatchAccount(const Rows& own) {
    const Rows named = Where(own, &Naming::IsNamed);
    const Rows by_reference = Where(own, &Naming::ByReference);
    const Rows by_id = Where(own, &Naming::ById);
    named_items_ = ItemsOf(named);
    reference_items_ = ItemsOf(by_reference);
    fits_ = false;
    std::unordered_map<std::string_view, Rows> items;
    Rows due;
    for (const RowIndex row : own) {
      Try({row});
      if (!rows_[row].item.empty()) items[rows_[row].item].push_back(row);
      if (rows_[row].due <= payment_.on) due.push_back(row);
    }
    for (const auto& [item, rows] : items) {
      if (rows.size() > 1) Try(rows);
    }
    if (due.size() > 1) Try(due, MatchReason::kAllDue);
    if (own.size() > 1) Try(own, MatchReason::kAllOpen);
    for (const Rows& some : {by_reference, by_id, named}) {
      if (some.size() > 1) Try(some);
    }
    if (fits_ || named.empty()) return;
    const Rows& some = by_reference.empty() ? by_id : by_reference;
    found_.push_back({some, true, false, true, NamesOf(some)});
  }

  // Takes the first sums of several rows that are the amount; those with the
  // rows that are due first come first.
  void FindSums(const Rows& all) {
    const Rows rows(all.begin(),
                    all.begin() + static_cast<ptrdiff_t>(
                                      std::min(all.size(), kMaxMatchSumRows)));
    for (const bool discounted : {false, true}) {
      if (discounted && !HasDiscount(rows)) continue;
      std::vector<int128> behind(rows.size() + 1, 0);
      for (size_t k = rows.size(); k-- > 0;) {
        behind[k] = behind[k + 1] + Asked(rows[k], discounted);
      }
      size_t found = 0;
      Rows chosen;
      // At most kMaxMatchSumRows calls deep.
      const auto choose = [&](const auto& self, size_t k, int128 left) -> void {
        if (found == kMaxMatchSums || left < 0 || left > behind[k]) return;
        if (k == rows.size()) {
          const bool takes = discounted && HasDiscount(chosen);
          if (chosen.size() < 2 || takes != discounted) return;
          Take(chosen, discounted, MatchReason::kSum);
          ++found;
          return;
        }
        chosen.push_back(rows[k]);
        self(self, k + 1, left - Asked(rows[k], discounted));
        chosen.pop_back();
        self(self, k + 1, left);
      };
      choose(choose, 0, payment_.amount_minor);
    }
  }

  [[nodiscard]] MatchSuggestion SuggestionOf(Candidate candidate) const {
    MatchSuggestion suggestion;
    suggestion.account = rows_[candidate.rows[0]].account;
    int64_t left = payment_.amount_minor;
    for (const RowIndex index : candidate.rows) {
      const MatchRow& row = rows_[index];
      if (left == 0 && !candidate.exact) break;
      const int64_t asked = Asked(index, candidate.discounted);
      const int64_t pay = std::min(left, asked);
      left -= pay;
      suggestion.lines.push_back(
          {.item = row.item,
           .row = row.row,
           .due = row.due,
           .open_minor = row.open_minor,
           .discount_minor = pay == asked ? row.open_minor - asked : 0,
           .pay_minor = pay});
    }
    suggestion.rest_minor = left;
    if (!candidate.exact) {
      candidate.reasons.insert(left > 0 ? MatchReason::kExcess
                                        : MatchReason::kPart);
    }
    suggestion.reasons.assign(candidate.reasons.begin(),
                              candidate.reasons.end());
    return suggestion;
  }

  void Rank(Matches& matches) {
    const auto is_sure = [](const Candidate& candidate) {
      return candidate.exact && candidate.whole;
    };
    const auto sure = std::count_if(found_.begin(), found_.end(), is_sure);
    for (Candidate& candidate : found_) {
      const bool named = *candidate.reasons.begin() <= MatchReason::kItemNamed;
      const bool certain = sure == 1 && is_sure(candidate);
      const bool alone =
          exact_.size() == 1 && !candidate.reasons.contains(MatchReason::kSum);
      MatchSuggestion suggestion = SuggestionOf(std::move(candidate));
      suggestion.confidence = certain          ? MatchConfidence::kCertain
                              : named || alone ? MatchConfidence::kLikely
                                               : MatchConfidence::kPossible;
      matches.suggestions.push_back(std::move(suggestion));
    }
    const auto rank = [](const MatchSuggestion& one) {
      return std::tie(one.confidence, one.reasons, one.lines[0].due,
                      one.account);
    };
    const auto lines = [](const MatchLine& a, const MatchLine& b) {
      return std::tie(a.due, a.item, a.row, a.pay_minor) <
             std::tie(b.due, b.item, b.row, b.pay_minor);
    };
    const size_t shown =
        std::min(matches.suggestions.size(), kMaxMatchSuggestions);
    const auto end =
        matches.suggestions.begin() + static_cast<ptrdiff_t>(shown);
    std::partial_sort(matches.suggestions.begin(), end,
                      matches.suggestions.end(),
                      [&](const MatchSuggestion& a, const MatchSuggestion& b) {
                        if (rank(a) != rank(b)) return rank(a) < rank(b);
                        return std::lexicographical_compare(
                            a.lines.begin(), a.lines.end(), b.lines.begin(),
                            b.lines.end(), lines);
                      });
    matches.left_off = matches.suggestions.size() - shown;
    matches.suggestions.erase(end, matches.suggestions.end());
  }

  std::span<const MatchRow> rows_;
  const IncomingPayment& payment_;
  Naming naming_;
  std::map<std::pair<Rows, bool>, Candidate> exact_;
  std::vector<Candidate> found_;  // those that are ranked
  // Of the account that is matched.
  std::set<std::string_view> named_items_;
  std::set<std::string_view> reference_items_;
  // The amount is that of rows that are named, by a reference where any is.
  bool fits_ = false;
};

// --- what is wrong ----------------------------------------------------------

absl::Status CheckPayment(const IncomingPayment& payment) {
  if (payment.amount_minor <= 0) {
    return Error(Reason::kOutOfRange, "/amount",
                 std::to_string(payment.amount_minor) +
                     " minor units; allowed: above 0");
  }
  USANCE_RETURN_IF_ERROR(CheckName(payment.reference, "/reference", false));
  if (payment.text.size() > kMaxMatchTextBytes) {
    return Error(Reason::kLimitExceeded, "/text",
                 std::to_string(payment.text.size()) +
                     " bytes; allowed: up to " +
                     std::to_string(kMaxMatchTextBytes));
  }
  if (!IsUtf8(payment.text)) {
    return Error(Reason::kMalformed, "/text", "the text is no UTF-8");
  }
  return absl::OkStatus();
}

absl::Status CheckRow(const MatchRow& row, const std::string& field) {
  if (row.open_minor <= 0) {
    return Error(
        Reason::kOutOfRange, field + "/open",
        std::to_string(row.open_minor) + " minor units; allowed: above 0");
  }
  if (row.discount_minor < 0 || row.discount_minor > row.open_minor) {
    return Error(Reason::kOutOfRange, field + "/discount",
                 std::to_string(row.discount_minor) +
                     " minor units; allowed: 0 to " +
                     std::to_string(row.open_minor));
  }
  return CheckMatchReference(row.reference, field + "/reference");
}

}  // namespace

absl::Status CheckMatchReference(std::string_view reference,
                                 std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckName(reference, field, false));
  const std::string key = KeyOf(reference);
  if (!BeginsAsRf(key)) return absl::OkStatus();
  return PaymentReference::Check(ReferenceKind::kRf, key, field).status();
}

std::vector<MatchRow> MatchRowsOf(
    const Account& account, std::string_view name,
    const std::map<std::string, std::string>& references) {
  std::vector<MatchRow> rows;
  for (const AccountRow& row : account.rows) {
    if (row.open.IsZero()) continue;
    const std::string& item = account.items[row.item].id;
    const auto reference = references.find(item);
    rows.push_back(
        {.account = std::string(name),
         .item = item,
         .row = row.number,
         .due = row.due,
         .open_minor = static_cast<int64_t>(row.open.Total()),
         .discount_minor = row.discount_minor,
         .reference = reference == references.end() ? "" : reference->second});
  }
  return rows;
}

absl::StatusOr<Matches> SuggestMatches(std::span<const MatchRow> rows,
                                       const IncomingPayment& payment) {
  USANCE_RETURN_IF_ERROR(CheckPayment(payment));
  if (rows.size() > kMaxMatchRows) {
    return Error(Reason::kLimitExceeded, "/rows",
                 std::to_string(rows.size()) + "; allowed: up to " +
                     std::to_string(kMaxMatchRows));
  }
  std::set<std::tuple<std::string_view, std::string_view, int32_t>> known;
  for (size_t k = 0; k < rows.size(); ++k) {
    const std::string field = "/rows/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckRow(rows[k], field));
    if (known.emplace(rows[k].account, rows[k].item, rows[k].row).second) {
      continue;
    }
    return Error(Reason::kDuplicateField, field,
                 "row " + std::to_string(rows[k].row) + " of " +
                     Quoted(rows[k].item) + " is there twice");
  }
  return Matcher(rows, payment).Run();
}

}  // namespace usance
