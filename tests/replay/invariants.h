// What every account keeps, whatever happened to it: P34, P35, P38, P43.
#ifndef USANCE_TESTS_REPLAY_INVARIANTS_H_
#define USANCE_TESTS_REPLAY_INVARIANTS_H_

#include <string>

#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/journal.h"

namespace usance::replay {

// Of an account alone: no claim is below 0, and each is the sum of its
// movements. Empty where nothing is broken.
std::string BrokenInvariant(const Account& account);

// The same, and of what is made of the account of a journal of which nothing is
// known later: its aging, its postings, what came in and went out by the
// events, and its statements add up.
std::string WhatIsBroken(const Account& account, const Journal& journal,
                         const AccountPolicy& policy);

}  // namespace usance::replay

#endif  // USANCE_TESTS_REPLAY_INVARIANTS_H_
