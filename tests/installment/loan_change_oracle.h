// A loan that changes, by the book: rows that are worked out anew, day counts
// and rounding from tests/oracle, rational numbers without a bound. It shares
// no step with src/.
#ifndef USANCE_TESTS_INSTALLMENT_LOAN_CHANGE_ORACLE_H_
#define USANCE_TESTS_INSTALLMENT_LOAN_CHANGE_ORACLE_H_

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/loan_change.h"

namespace usance::oracle {

using Rational = boost::multiprecision::cpp_rational;

// Level, equal principal or interest only, by months, unadjusted, its residual
// last; a rate a year.
class ChangingLoan {
 public:
  enum class Does {
    kShare,
    kPayment,
    kInterest,
    kCapitalize,
    kDefer,
    kSpread,
    kWaive
  };
  struct Line {
    Day start, end;
    Does does = Does::kShare;
    Big planned = 0, payers = 0;
    Big opening = 0, advance = 0, interest = 0, principal = 0, payment = 0,
        closing = 0;
    Big deferred = 0, spread = 0;  // that waits after it
  };

  explicit ChangingLoan(const AmortizationSpec& spec) : spec_(spec) {
    const std::vector<Day> dates = Dates(spec.schedule);
    const auto grace = static_cast<size_t>(spec.grace_rows);
    for (size_t k = 0; k + 1 < dates.size(); ++k) {
      lines_.push_back({dates[k], dates[k + 1]});
      if (spec.method == AmortizationMethod::kInterestOnly) {
        lines_[k].does = Does::kInterest;
      }
      if (k < grace) lines_[k].does = DoesOf(spec.grace);
    }
    rates_.push_back({dates[0], ToRational(spec.rate)});
    anchor_ = dates[0];
    months_ = spec.schedule.frequency.months;
    Book(0);
  }

  [[nodiscard]] bool wrong() const { return wrong_; }
  // Whether a term grew to more rows than are worked out here, one by one.
  [[nodiscard]] bool too_long() const { return too_long_; }
  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }

  // Changes in their order.
  void Apply(const LoanChange& change) {
    if (wrong_) return;
    const Day day = ToDay(change.date);
    std::visit([&](const auto& body) { Do(day, body); }, change.body);
  }

 private:
  static constexpr size_t kMostLines = 500;

  struct Step {
    Day from;
    Rational rate;
  };
  struct Flow {
    Day day;
    Big amount;
  };

  static Rational ToRational(const Rate& rate) {
    const Ratio ratio = ToRatio(rate.value());
    return Rational(ratio.n, ratio.d);
  }
  static Does DoesOf(EarlyInterest interest) {
    switch (interest) {
      case EarlyInterest::kInterest:
        return Does::kInterest;
      case EarlyInterest::kCapitalized:
        return Does::kCapitalize;
      case EarlyInterest::kDeferred:
        return Does::kDefer;
      case EarlyInterest::kSpread:
        return Does::kSpread;
      default:
        return Does::kWaive;
    }
  }
  static bool Paying(Does does) {
    return does == Does::kShare || does == Does::kPayment ||
           does == Does::kInterest;
  }
  [[nodiscard]] bool level() const {
    return spec_.method == AmortizationMethod::kLevel;
  }

  // Rate times time of [from, to): one stretch for each run of days of one
  // rate.
  [[nodiscard]] Rational Factor(Day from, Day to) const {
    Rational sum = 0;
    while (from < to) {
      size_t k = 0;
      while (k + 1 < rates_.size() && rates_[k + 1].from <= from) ++k;
      size_t next = k + 1;
      while (next < rates_.size() && rates_[next].rate == rates_[k].rate) {
        ++next;
      }
      Day stop = to;
      if (next < rates_.size()) stop = std::min(to, rates_[next].from);
      const Ratio time = YearShare(spec_.day_count, from, stop, to);
      sum += rates_[k].rate * Rational(time.n, time.d);
      from = stop;
    }
    return sum;
  }
  [[nodiscard]] Rational Flowed(const Line& line, bool interest) const {
    Rational sum = 0;
    for (const Flow& flow : flows_) {
      if (flow.day < line.start || flow.day >= line.end) continue;
      sum += Rational(flow.amount) *
             (interest ? Factor(flow.day, line.end) : Rational(1));
    }
    return sum;
  }
  static Big Rounded(const Rational& value, Rounding mode) {
    return RoundRatio(numerator(value), denominator(value), mode);
  }

  // The exact share A that brings the rows from `head` on to the balloon.
  void Level(size_t head) {
    Rational c0 = lines_[head].opening, c1 = 0;
    for (size_t k = head; k < lines_.size(); ++k) {
      const Line& line = lines_[k];
      const bool share = line.does == Does::kShare;
      const bool grows = (share && level()) || line.does == Does::kPayment ||
                         line.does == Does::kCapitalize;
      c0 += Flowed(line, false);
      if (grows) {
        const Rational q = Factor(line.start, line.end);
        c0 += (c0 - Flowed(line, false)) * q + Flowed(line, true);
        c1 *= 1 + q;
      }
      if (share) c1 += 1;
      if (line.does == Does::kPayment) c0 -= Rational(line.planned);
    }
    const Big balloon = spec_.balloon ? spec_.balloon->minor() : 0;
    const Rational exact = (c0 - Rational(balloon)) / c1;
    const Big share = RoundTo(numerator(exact), denominator(exact),
                              spec_.payment_increment.minor(),
                              spec_.payment_rounding.value_or(spec_.rounding));
    for (size_t k = head; k < lines_.size(); ++k) {
      if (lines_[k].does == Does::kShare) lines_[k].planned = share;
    }
  }

  void Fail() { wrong_ = true; }

  Big OwnInterest(const Line& line) const {
    return Rounded(Rational(line.opening) * Factor(line.start, line.end) +
                       Flowed(line, true),
                   spec_.rounding);
  }

  void BookLine(size_t k) {
    Line& line = lines_[k];
    const bool last = k + 1 == lines_.size();
    line.opening =
        k == 0 ? Big(spec_.principal.minor()) : lines_[k - 1].closing;
    line.advance = Rounded(Flowed(line, false), Rounding::kDown);
    if (last) line.advance += at_end_;
    const Big own = line.does == Does::kWaive ? Big(0) : OwnInterest(line);
    Big deferred = k == 0 ? Big(0) : lines_[k - 1].deferred;
    Big spread = k == 0 ? Big(0) : lines_[k - 1].spread;
    line.interest = own;
    if (last || Paying(line.does)) {
      const Big part =
          last ? spread : RoundRatio(spread, line.payers, spec_.rounding);
      line.interest += deferred + part;
      deferred = 0;
      spread -= part;
    } else if (line.does == Does::kDefer) {
      deferred += own;
      line.interest = 0;
    } else if (line.does == Does::kSpread) {
      spread += own;
      line.interest = 0;
    }
    line.deferred = deferred;
    line.spread = spread;
    const Big due = line.opening + line.advance + line.interest;
    const Big released = line.interest - own;
    switch (line.does) {
      case Does::kShare:
        line.payment = line.planned + (level() ? released : line.interest);
        break;
      case Does::kPayment:
        line.payment = line.planned + released;
        break;
      case Does::kCapitalize:
        line.payment = released;
        break;
      default:
        line.payment = line.interest;
    }
    line.payment = last ? due : std::min(line.payment, due);
    line.principal = line.payment - line.interest;
    line.closing = line.opening + line.advance - line.principal;
    if (line.principal < 0 && Paying(line.does)) Fail();
  }

  void CountPayers(size_t from) {
    Big payers = 0;
    for (size_t k = lines_.size(); k-- > 0;) {
      payers += Paying(lines_[k].does) ? 1 : 0;
      if (k >= from) lines_[k].payers = payers;
    }
  }

  // Books all rows; those from the first share at or after `head` on are
  // leveled.
  void Book(size_t head) {
    CountPayers(row_);
    while (head < lines_.size() && lines_[head].does != Does::kShare) ++head;
    for (size_t k = 0; k < std::min(head, lines_.size()) && !wrong_; ++k) {
      BookLine(k);
    }
    if (wrong_ || head >= lines_.size()) return;
    lines_[head].opening =
        head == 0 ? Big(spec_.principal.minor()) : lines_[head - 1].closing;
    Level(head);
    const Big first = OwnInterest(lines_[head]);
    if (level() && lines_.size() - head > 1 && lines_[head].planned <= first &&
        !(first == 0 && lines_[head].planned == 0)) {
      Fail();
    }
    for (size_t k = head; k < lines_.size() && !wrong_; ++k) BookLine(k);
  }
  void Keep() {
    Book(lines_.size());
    Trim();
  }
  void Trim() {
    while (!wrong_ && lines_.size() > 1) {
      const Line& last = lines_.back();
      if (last.opening != 0 || last.advance != 0 || last.interest != 0 ||
          last.payment != 0 || last.closing != 0) {
        break;
      }
      lines_.pop_back();
    }
  }

  void LevelFrom(size_t head) {
    const std::vector<Line> before = lines_;
    Book(head);
    if (wrong_ && head == row_ && head + 1 < before.size()) {
      lines_ = before;
      wrong_ = false;
      Book(head + 1);
    }
    Trim();
  }

  std::optional<Line> ShareFrom(size_t row) const {
    const auto shares = [&](size_t k) {
      return lines_[k].does == Does::kShare || lines_[k].does == Does::kPayment;
    };
    for (size_t k = row; k < lines_.size(); ++k) {
      if (shares(k)) return lines_[k];
    }
    for (size_t k = row; k-- > 0;) {
      if (shares(k)) return lines_[k];
    }
    return std::nullopt;
  }

  // One more row, that pays a share.
  void Lengthen(const Line& share) {
    Line more = share;
    more.start = lines_.back().end;
    const int k = static_cast<int>(lines_.size() - anchor_row_) + 1;
    more.end = MonthsAfter(anchor_, k * months_, false);
    lines_.push_back(more);
  }

  void FollowTerm(const Line& share) {
    for (;;) {
      Keep();
      if (wrong_) return;
      if (Last() <= lines_.back().planned) break;
      if (lines_.size() > kMostLines) {
        too_long_ = true;
        return Fail();
      }
      Lengthen(share);
    }
    const size_t rows = lines_.size();
    if (Last() > Big(rows) || rows - 1 <= row_) return;
    const Does before = lines_[rows - 2].does;
    if (before != Does::kShare && before != Does::kPayment) return;
    lines_.pop_back();
    Keep();
  }
  // What the last row pays of its share.
  [[nodiscard]] Big Last() const {
    const Line& last = lines_.back();
    if (!level()) return last.principal;
    Big waited = 0;
    if (lines_.size() > 1) {
      const Line& before = lines_[lines_.size() - 2];
      waited = before.deferred + before.spread;
    }
    return last.payment - waited;
  }

  void Adjust(Adjusts adjusts, size_t head) {
    if (adjusts == Adjusts::kPayment) return LevelFrom(head);
    if (adjusts != Adjusts::kTerm) return Keep();
    const auto share = ShareFrom(head);
    if (!share || spec_.balloon) return Fail();
    FollowTerm(*share);
  }

  bool FindRow(Day day) {
    if (!ended_ && day >= lines_[0].start) {
      for (row_ = 0; row_ < lines_.size(); ++row_) {
        if (day < lines_[row_].end) return true;
      }
    }
    Fail();
    return false;
  }

  void Do(Day day, const Prepaid& change) {
    if (!FindRow(day)) return;
    Big balance = lines_[row_].opening;
    for (const Flow& flow : flows_) {
      if (flow.day >= lines_[row_].start && flow.day <= day) {
        balance += flow.amount;
      }
    }
    const Big amount = change.amount.minor();
    if (amount > balance) return Fail();
    if (change.adjusts == Adjusts::kTerm && spec_.balloon) return Fail();
    flows_.push_back({day, -amount});
    if (change.adjusts == Adjusts::kNextPayments) return PayAhead(amount);
    if (amount == balance) return Keep();
    Adjust(change.adjusts, row_);
  }

  void PayAhead(Big left) {
    size_t k = row_;
    for (; k < lines_.size() && left > 0; ++k) {
      Line& line = lines_[k];
      if (line.does != Does::kShare && line.does != Does::kPayment) continue;
      if (!level() && line.does == Does::kShare) return Fail();
      if (left < line.planned) break;
      left -= line.planned;
      line.does = Does::kDefer;
      line.planned = 0;
    }
    if (k >= lines_.size()) return Keep();
    const Big planned = lines_[k].planned;
    lines_[k].does = Does::kInterest;
    Keep();
    if (wrong_ || k >= lines_.size()) return;
    const Big least = lines_[k].interest;
    Big waited = 0;
    if (k > 0) waited = lines_[k - 1].deferred + lines_[k - 1].spread;
    lines_[k].does = Does::kPayment;
    lines_[k].planned = std::max(Big(planned - left), least) - waited;
    Keep();
  }

  void Do(Day day, const ToppedUp& change) {
    if (!FindRow(day)) return;
    flows_.push_back({day, change.amount.minor()});
    Adjust(change.adjusts, row_);
  }

  void Skip(size_t first, size_t count, EarlyInterest interest,
            Adjusts adjusts) {
    std::optional<Line> share;
    if (adjusts == Adjusts::kTerm) {
      share = ShareFrom(first);
      if (!share || spec_.balloon) return Fail();
      for (size_t k = 0; k < count; ++k) Lengthen(*share);
    }
    for (size_t k = first; k < first + count; ++k) {
      lines_[k].does = DoesOf(interest);
      lines_[k].planned = 0;
    }
    if (share) return FollowTerm(*share);
    Adjust(adjusts, first + count);
  }

  void Do(Day day, const PaymentMissed& change) {
    for (size_t k = 0; k < lines_.size() && !ended_; ++k) {
      if (lines_[k].end != day) continue;
      row_ = k;
      if (k + 1 == lines_.size() && change.adjusts != Adjusts::kTerm) break;
      return Skip(k, 1, change.interest, change.adjusts);
    }
    Fail();
  }
  void Do(Day day, const PaymentHoliday& change) {
    if (!FindRow(day)) return;
    const size_t left = lines_.size() - row_;
    const auto rows = static_cast<size_t>(change.rows);
    if (rows > left || (rows == left && change.adjusts != Adjusts::kTerm)) {
      return Fail();
    }
    Skip(row_, rows, change.interest, change.adjusts);
  }

  void Do(Day day, const RateChanged& change) {
    if (!FindRow(day)) return;
    std::erase_if(rates_, [&](const Step& step) { return step.from >= day; });
    rates_.push_back({day, ToRational(change.rate)});
    Adjust(change.adjusts, row_);
  }
  void Do(Day day, const InterestPaused& change) {
    if (!FindRow(day)) return;
    const Day until = ToDay(change.until);
    Step after{until, 0};
    for (const Step& step : rates_) {
      if (step.from <= until) after.rate = step.rate;
    }
    std::erase_if(rates_, [&](const Step& step) {
      return step.from >= day && step.from <= until;
    });
    rates_.push_back({day, 0});
    rates_.push_back(after);
    std::sort(rates_.begin(), rates_.end(),
              [](const Step& a, const Step& b) { return a.from < b.from; });
    Adjust(change.adjusts, row_);
  }

  void Do(Day day, const Recast&) {
    if (FindRow(day)) LevelFrom(row_);
  }

  void Do(Day day, const Rescheduled& change) {
    if (!FindRow(day)) return;
    const auto share = ShareFrom(row_);
    if (!share || change.adjusts == Adjusts::kTerm) return Fail();
    const size_t count = change.count ? static_cast<size_t>(*change.count)
                                      : lines_.size() - row_;
    std::vector<Line> old(lines_.begin() + static_cast<long>(row_),
                          lines_.end());
    lines_.resize(row_);
    anchor_ = ToDay(change.first_due);
    anchor_row_ = row_ + 1;
    if (change.frequency) months_ = change.frequency->months;
    for (size_t k = 0; k < count; ++k) {
      Line line = k < old.size() ? old[k] : *share;
      line.start = k == 0 ? old[0].start : lines_.back().end;
      line.end = MonthsAfter(anchor_, static_cast<int>(k) * months_, false);
      lines_.push_back(line);
    }
    Adjust(change.adjusts, row_);
  }

  void Do(Day day, const Accelerated&) {
    if (!ended_ && day == lines_.back().end) return;
    if (!FindRow(day)) return;
    const bool begins = day == lines_[row_].start;
    if (begins && row_ == 0) return Fail();
    if (begins) --row_;
    lines_.resize(row_ + 1);
    for (const Flow& flow : flows_) {
      if (flow.day == day) at_end_ += flow.amount;
    }
    std::erase_if(flows_, [&](const Flow& flow) { return flow.day >= day; });
    lines_.back().end = day;
    ended_ = true;
    Keep();
  }

  void Do(Day, const Undone&) {}

  const AmortizationSpec spec_;
  std::vector<Line> lines_;
  std::vector<Step> rates_;
  std::vector<Flow> flows_;
  Day anchor_;
  size_t anchor_row_ = 0;
  int months_ = 1;
  size_t row_ = 0;
  Big at_end_ = 0;  // flows of the day on which all is due
  bool ended_ = false;
  bool wrong_ = false;
  bool too_long_ = false;
};

}  // namespace usance::oracle

#endif  // USANCE_TESTS_INSTALLMENT_LOAN_CHANGE_ORACLE_H_
