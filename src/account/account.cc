#include "usance/account/account.h"

#include <utility>

#include "src/account/fold.h"
#include "src/account/view.h"

namespace usance {
namespace {

using internal::Fold;
using internal::View;

absl::Status CheckAsOf(Date as_of) {
  constexpr Date kLast = Date::Of(9999, 12, 30);
  if (as_of <= kLast) return absl::OkStatus();
  return Error(Reason::kDateOutOfRange, "/as_of",
               as_of.ToText() + "; allowed: up to " + kLast.ToText());
}

}  // namespace

int128 Account::Payoff() const {
  return std::max<int128>(open.Total() - unapplied_minor, 0);
}

absl::StatusOr<Account> Replay(const Journal& journal,
                               const AccountPolicy& policy,
                               const ReplaySpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckPolicy(policy, journal.currency(), "/policy"));
  USANCE_RETURN_IF_ERROR(CheckAsOf(spec.as_of));
  const View view(journal, spec.as_of, spec.as_known_on);
  Fold fold(journal, policy);
  USANCE_RETURN_IF_ERROR(fold.Run(view));
  return std::move(fold).Result(view, spec);
}

std::vector<uint32_t> EventsOf(const Journal& journal, const Account& account) {
  const View view(journal, account.as_of, account.as_known_on);
  std::vector<uint32_t> events;
  for (size_t k = 0; k < view.end(); ++k) {
    if (view.Sees(k)) events.push_back(static_cast<uint32_t>(k));
  }
  return events;
}

struct Replayer::State {
  State(const Journal& of, const AccountPolicy& by) : journal(of), policy(by) {}

  const Journal& journal;
  const AccountPolicy& policy;
  std::optional<Fold> fold = {};
  // Of the fold: whether it stands between two events, what it has seen, and
  // the last of it.
  bool whole = false;
  std::optional<Date> as_known_on = {};
  std::string last = {};

  [[nodiscard]] bool GoesOn(const View& view, const ReplaySpec& spec) const;
};

// Whether the events from where the fold stands are all that is new.
bool Replayer::State::GoesOn(const View& view, const ReplaySpec& spec) const {
  if (!whole || as_known_on != spec.as_known_on || view.end() < fold->next()) {
    return false;
  }
  // Had an event come in before, another would stand here now.
  if (fold->next() > 0 && journal[fold->next() - 1].id != last) return false;
  for (size_t k = fold->next(); k < view.end(); ++k) {
    if (internal::LooksBack(journal[k])) return false;
  }
  return true;
}

Replayer::Replayer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Replayer::Replayer(Replayer&&) noexcept = default;
Replayer& Replayer::operator=(Replayer&&) noexcept = default;
Replayer::~Replayer() = default;

absl::StatusOr<Replayer> Replayer::Make(const Journal& journal,
                                        const AccountPolicy& policy) {
  USANCE_RETURN_IF_ERROR(CheckPolicy(policy, journal.currency(), "/policy"));
  return Replayer(std::make_unique<State>(journal, policy));
}

absl::StatusOr<Account> Replayer::At(const ReplaySpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckAsOf(spec.as_of));
  const View view(state_->journal, spec.as_of, spec.as_known_on);
  if (!state_->GoesOn(view, spec)) {
    state_->fold.emplace(state_->journal, state_->policy);
  }
  state_->whole = false;  // unless all that follows comes to its end
  USANCE_RETURN_IF_ERROR(state_->fold->Run(view));
  state_->as_known_on = spec.as_known_on;
  const size_t next = state_->fold->next();
  state_->last = next > 0 ? state_->journal[next - 1].id : std::string();
  state_->whole = true;
  return state_->fold->Result(view, spec);
}

}  // namespace usance
