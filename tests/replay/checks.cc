#include "tests/replay/checks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "tests/replay/invariants.h"
#include "tests/replay/ledger_model.h"
#include "usance/account/account.h"
#include "usance/codec/postings.h"
#include "usance/codec/snapshot.h"

namespace usance::replay {

Journal JournalOf(const std::vector<Event>& events) {
  Journal journal("debtor", *Currency::Parse("EUR", ""));
  for (const Event& event : events) {
    const auto added = journal.Append(event);
    EXPECT_TRUE(added.ok()) << Describe(event) << ": " << added.status();
  }
  return journal;
}

bool Same(const absl::StatusOr<Account>& a, const absl::StatusOr<Account>& b,
          const Journal& journal) {
  return a.ok() && b.ok() && a->movements == b->movements &&
         FiguresOf(*a, journal) == FiguresOf(*b, journal);
}

namespace {

class Checks {
 public:
  Checks(const Simulated& year, uint64_t seed)
      : year_(year), random_(seed), journal_(JournalOf(year.events)) {}

  std::string Run() {
    for (const auto& [name, check] :
         std::vector<std::pair<const char*, std::string (Checks::*)()>>{
             {"model", &Checks::AgainstModel},
             {"P31", &Checks::P31},
             {"P31 from day to day", &Checks::P31FromDayToDay},
             {"P33", &Checks::P33},
             {"P36", &Checks::P36},
             {"P37", &Checks::P37},
             {"P39", &Checks::P39},
             {"P40", &Checks::P40},
             {"P46", &Checks::P46},
             {"P34", &Checks::P34},
             {"after every event", &Checks::AfterEveryEvent}}) {
      const std::string wrong = (this->*check)();
      if (!wrong.empty()) return std::string(name) + ": " + wrong;
    }
    return "";
  }

 private:
  int Between(int low, int high) {
    return low +
           static_cast<int>(random_() % static_cast<uint64_t>(high - low + 1));
  }
  ReplaySpec SomeSpec() {
    ReplaySpec spec{.as_of = *Date::FindDays(
                        Between(year_.first.days(), year_.last.days() + 60))};
    if (Between(1, 4) == 1) {
      spec.as_known_on =
          *Date::FindDays(Between(year_.first.days(), year_.last.days() + 60));
    }
    return spec;
  }
  absl::StatusOr<Account> At(const ReplaySpec& spec) const {
    return Replay(journal_, year_.policy, spec);
  }
  static std::string Text(const ReplaySpec& spec) {
    return "as of " + spec.as_of.ToText() +
           (spec.as_known_on ? ", known on " + spec.as_known_on->ToText() : "");
  }

  [[nodiscard]] std::string MovementText(const Account& account) const {
    std::string text;
    for (const Movement& m : account.movements) {
      text += "    " + m.date.ToText() + " " +
              (m.event == kAsOf ? "as of" : journal_[m.event].id) + " " +
              std::string(NameOf(m.kind)) + " " +
              std::to_string(m.amount_minor);
      if (m.row) {
        const AccountRow& row = account.rows[*m.row];
        text += " " + account.items[row.item].id + "/" +
                std::to_string(row.number) + " " +
                std::string(NameOf(m.component));
      }
      text += "\n";
    }
    return text;
  }

  std::string AgainstModel() {
    std::vector<ReplaySpec> specs = {{.as_of = year_.last}};
    for (int k = 0; k < kModelDays; ++k) specs.push_back(SomeSpec());
    for (const ReplaySpec& spec : specs) {
      const auto account = At(spec);
      if (!account.ok()) return account.status().ToString();
      const std::string broken = BrokenInvariant(*account);
      if (!broken.empty()) return Text(spec) + ": " + broken;
      const Figures model = ModelOf(year_.events, year_.policy, spec);
      const Figures library = FiguresOf(*account, journal_);
      if (model == library) continue;
      return Text(spec) + "\n" + Difference(model, library) +
             MovementText(*account);
    }
    return "";
  }

  // Fed in pieces, in any order, asked at any point.
  std::string P31() {
    std::vector<Event> events = Shuffled(Between(0, 1) == 1);
    Journal journal("debtor", journal_.currency());
    auto replayer = Replayer::Make(journal, year_.policy);
    if (!replayer.ok()) return replayer.status().ToString();
    int until = Between(1, 20);
    for (size_t k = 0; k < events.size(); ++k) {
      if (!journal.Append(events[k]).ok()) return "no such event";
      if (--until > 0 && k + 1 < events.size()) continue;
      until = Between(1, 20);
      const ReplaySpec spec = SomeSpec();
      if (!Same(replayer->At(spec), Replay(journal, year_.policy, spec),
                journal)) {
        return Text(spec) + " after " + std::to_string(k + 1) + " events";
      }
    }
    return "";
  }

  static void SortAsRecorded(std::vector<Event>& events) {
    std::stable_sort(
        events.begin(), events.end(),
        [](const Event& a, const Event& b) { return a.recorded < b.recorded; });
  }

  // Fed as the events were recorded, late ones among them, and asked about the
  // day that was reached, or what was known the question before.
  std::string P31FromDayToDay() {
    std::vector<Event> events = year_.events;
    SortAsRecorded(events);
    Journal journal("debtor", journal_.currency());
    auto replayer = Replayer::Make(journal, year_.policy);
    if (!replayer.ok()) return replayer.status().ToString();
    std::optional<Date> known;
    const int most = Between(1, 8) == 1 ? 1 : 12;  // 1: after every event
    int until = Between(1, most);
    for (size_t k = 0; k < events.size(); ++k) {
      if (!journal.Append(events[k]).ok()) return "no such event";
      if (--until > 0 && k + 1 < events.size()) continue;
      until = Between(1, most);
      ReplaySpec spec{.as_of = events[k].recorded};
      if (Between(1, 6) == 1) spec.as_known_on = known;
      known = events[k].recorded;
      const auto account = replayer->At(spec);
      if (!Same(account, Replay(journal, year_.policy, spec), journal)) {
        return Text(spec) + " after " + std::to_string(k + 1) + " events";
      }
      const std::string broken = account.ok() ? BrokenInvariant(*account) : "";
      if (!broken.empty()) return Text(spec) + ": " + broken;
    }
    return "";
  }

  std::vector<Event> Shuffled(bool at_all = true) {
    std::vector<Event> events = year_.events;
    if (at_all) std::shuffle(events.begin(), events.end(), random_);
    return events;
  }

  // An event that is reversed leaves no trace in any figure.
  std::string P33() {
    if (year_.events.empty()) return "";
    const ReplaySpec spec{.as_of = year_.last};
    const Event& event = year_.events[static_cast<size_t>(
        Between(0, static_cast<int>(year_.events.size()) - 1))];
    std::vector<Event> with = year_.events, without;
    with.push_back({.id = "z",
                    .value_date = year_.last,
                    .recorded = year_.last,
                    .body = Reversed{event.id}});
    for (const Event& other : year_.events) {
      if (other.id != event.id) without.push_back(other);
    }
    const Journal reversed = JournalOf(with), never = JournalOf(without);
    const auto a = Replay(reversed, year_.policy, spec);
    const auto b = Replay(never, year_.policy, spec);
    if (!a.ok() || !b.ok()) return "no account";
    Figures ours = FiguresOf(*a, reversed), theirs = FiguresOf(*b, never);
    ours.ignored = theirs.ignored = {};  // what refers to it
    if (ours == theirs) return "";
    return "without " + event.id + "\n" + Difference(theirs, ours);
  }

  std::string P36() {
    const Journal other = JournalOf(Shuffled());
    if (!(other == journal_)) return "other journal";
    const ReplaySpec spec = SomeSpec();
    return Same(At(spec), Replay(other, year_.policy, spec), journal_)
               ? ""
               : Text(spec);
  }

  // The journal of what a replay sees.
  [[nodiscard]] Journal Seen(const ReplaySpec& spec) const {
    std::vector<Event> seen;
    for (const Event& event : year_.events) {
      if (event.value_date <= spec.as_of &&
          (!spec.as_known_on || event.recorded <= *spec.as_known_on)) {
        seen.push_back(event);
      }
    }
    return JournalOf(seen);
  }

  std::string P37() {
    const ReplaySpec spec = SomeSpec();
    const Journal journal = Seen(spec);
    const auto all = At(spec), some = Replay(journal, year_.policy, spec);
    if (!all.ok() || !some.ok()) return "no account";
    return FiguresOf(*all, journal_) == FiguresOf(*some, journal) ? ""
                                                                  : Text(spec);
  }

  std::string P39() {
    Journal twice = journal_;
    for (const Event& event : Shuffled()) {
      const auto added = twice.Append(event);
      if (!added.ok() || *added) return event.id + " counts twice";
    }
    const ReplaySpec spec{.as_of = year_.last};
    return Same(At(spec), Replay(twice, year_.policy, spec), journal_)
               ? ""
               : "twice";
  }

  // Asked about a day on which nothing happens after payments.
  std::string P40() {
    const ReplaySpec spec{.as_of = SomeSpec().as_of};
    for (const Event& event : year_.events) {
      if (event.value_date == spec.as_of) return "";
    }
    const AllocationRule& rule = year_.policy.allocation;
    if (rule.cells.size() < CellsOf(kComponents).size()) return "";
    const auto before = At(spec);
    if (!before.ok()) return "no account";
    if (before->Payoff() <= 0) return "";
    Journal paid = journal_;
    const auto added = paid.Append(
        {.id = "z",
         .value_date = spec.as_of,
         .recorded = spec.as_of,
         .body = PaymentReceived{.amount_minor =
                                     static_cast<int64_t>(before->Payoff())}});
    if (!added.ok()) return added.status().ToString();
    const auto after = Replay(paid, year_.policy, spec);
    if (!after.ok()) return "no account";
    // Nothing is owed; what waits unapplied may yet have to be applied.
    const bool closed = after->Payoff() == 0 &&
                        (before->unapplied_minor > 0 || after->open.IsZero());
    return closed ? "" : Text(spec);
  }

  // A snapshot is read as it was written, wherever its journal came from, and
  // does not change with what the replay does not see.
  std::string P46() {
    if (Between(1, 4) != 1) return "";
    const ReplaySpec spec = SomeSpec();
    const Journal seen = Seen(spec);
    const auto account = At(spec);
    auto some = Replay(seen, year_.policy, spec);
    if (!account.ok() || !some.ok()) return "no account";
    // What payments of the day would be granted is not written.
    for (AccountRow& row : some->rows) row.discount_minor = 0;
    const std::string text = WriteSnapshot(
        SnapshotOf(journal_, *account, spec.as_known_on, "policy"));
    if (text !=
        WriteSnapshot(SnapshotOf(seen, *some, spec.as_known_on, "policy"))) {
      return Text(spec) + ": other bytes of the events that are seen";
    }
    const auto read = ReadSnapshot(text);
    if (!read.ok()) return Text(spec) + ": " + read.status().ToString();
    if (!Same(read->account, some, seen)) return Text(spec);
    if (WriteSnapshot(*read) != text) return Text(spec) + ": other bytes";
    const auto cut =
        static_cast<size_t>(Between(0, static_cast<int>(text.size()) - 1));
    const auto part = ReadSnapshot(std::string_view(text).substr(0, cut));
    return ReasonOf(part.status()) == Reason::kMissingField
               ? ""
               : "cut at " + std::to_string(cut);
  }

  // The books are what the account says, and every decision has its rule.
  std::string P34() {
    const ReplaySpec spec = SomeSpec();
    const auto account = At(spec);
    if (!account.ok()) return "no account";
    const std::vector<Posting> postings =
        PostingsOf(*account, journal_, year_.policy, spec.as_known_on);
    for (const Posting& posting : postings) {
      if (posting.open_minor < 0) return Text(spec) + ": below 0 before it";
      const bool decided = posting.kind == MovementKind::kInterest ||
                           posting.kind == MovementKind::kDiscount ||
                           posting.kind == MovementKind::kPayment;
      if (decided && posting.rule.empty()) {
        return Text(spec) + ": no rule of " + posting.date.ToText() + " " +
               posting.event + " " + std::string(NameOf(posting.kind));
      }
    }
    const BookBalances books = BalancesOf(postings);
    int128 together = 0;
    for (const int128 balance : books) together += balance;
    const bool foots = together == 0 && books[0] == account->open.Total() &&
                       books[1] == -int128{account->unapplied_minor};
    return foots ? "" : Text(spec) + ": the books do not foot";
  }

  // Of some account-years: as events come, in the order of the fold or as they
  // were recorded, what a replayer that goes on says is what a replay says, and
  // what must always hold does.
  std::string AfterEveryEvent() {
    if (Between(1, kYearsPerWalk) != 1) return "";
    const bool as_recorded = Between(0, 1) == 1;
    std::vector<Event> events = year_.events;
    std::sort(events.begin(), events.end(), ComesBefore);
    if (as_recorded) SortAsRecorded(events);
    Journal journal("debtor", journal_.currency());
    auto replayer = Replayer::Make(journal, year_.policy);
    if (!replayer.ok()) return replayer.status().ToString();
    Date today = year_.first;
    for (const Event& event : events) {
      if (!journal.Append(event).ok()) return "no such event";
      today = std::max(today, as_recorded ? event.recorded : event.value_date);
      const ReplaySpec spec{.as_of = today};
      const auto account = replayer->At(spec);
      const auto again = Replay(journal, year_.policy, spec);
      if (!account.ok()) return account.status().ToString();
      std::string broken = Same(account, again, journal) &&
                                   WriteSnapshot(SnapshotOf(
                                       journal, *account, std::nullopt, "")) ==
                                       WriteSnapshot(SnapshotOf(
                                           journal, *again, std::nullopt, ""))
                               ? WhatIsBroken(*account, journal, year_.policy)
                               : "a replay says otherwise";
      if (!broken.empty()) return event.id + ", " + Text(spec) + ": " + broken;
    }
    return "";
  }

  static constexpr int kModelDays = 3;
  static constexpr int kYearsPerWalk = 100;

  const Simulated& year_;
  std::mt19937_64 random_;
  Journal journal_;
};

}  // namespace

std::string WhatIsWrong(const Simulated& year, uint64_t seed) {
  return Checks(year, seed).Run();
}

void Minimize(Simulated& year, uint64_t seed, Check wrong) {
  for (size_t step = year.events.size() / 2; step > 0;) {
    bool less = false;
    for (size_t from = 0; from < year.events.size();) {
      Simulated smaller = year;
      const size_t to = std::min(from + step, year.events.size());
      smaller.events.erase(
          smaller.events.begin() + static_cast<ptrdiff_t>(from),
          smaller.events.begin() + static_cast<ptrdiff_t>(to));
      if (wrong(smaller, seed, nullptr).empty()) {
        from = to;
      } else {
        year = std::move(smaller);
        less = true;
      }
    }
    if (step > 1) {
      step /= 2;
    } else if (!less) {
      break;
    }
  }
}

std::string Describe(const Simulated& year) {
  std::string text = "\n  " + Describe(year.policy);
  std::vector<Event> events = year.events;
  std::sort(events.begin(), events.end(), ComesBefore);
  for (const Event& event : events) text += "\n  " + Describe(event);
  return text;
}

void Count(const Simulated& year, Counts& counts) {
  ++counts["payer"][std::string(NameOf(year.payer))];
  ++counts["allocation"][year.policy.allocation.id];
  ++counts["credit"][std::string(NameOf(year.policy.credit))];
  ++counts["partial"][std::string(NameOf(year.policy.partial_payment))];
  for (const Event& event : year.events) {
    ++counts["event"][std::string(NameOf(event.kind()))];
  }
}

}  // namespace usance::replay
