// The functions, by families. Private to compat.
#ifndef USANCE_SRC_COMPAT_FUNCTIONS_H_
#define USANCE_SRC_COMPAT_FUNCTIONS_H_

#include "src/compat/cells.h"

namespace usance::compat {

// annuities.cc
[[nodiscard]] Outcome Pmt(Cells& in);
[[nodiscard]] Outcome Ipmt(Cells& in);
[[nodiscard]] Outcome Ppmt(Cells& in);
[[nodiscard]] Outcome Ispmt(Cells& in);
[[nodiscard]] Outcome Cumipmt(Cells& in);
[[nodiscard]] Outcome Cumprinc(Cells& in);
[[nodiscard]] Outcome Fv(Cells& in);
[[nodiscard]] Outcome Pv(Cells& in);
[[nodiscard]] Outcome Nper(Cells& in);
// roots.cc
[[nodiscard]] Outcome RateOf(Cells& in);
[[nodiscard]] Outcome Irr(Cells& in);
[[nodiscard]] Outcome Xirr(Cells& in);
// flows.cc
[[nodiscard]] Outcome Npv(Cells& in);
[[nodiscard]] Outcome Mirr(Cells& in);
[[nodiscard]] Outcome Xnpv(Cells& in);
[[nodiscard]] Outcome Fvschedule(Cells& in);
[[nodiscard]] Outcome Rri(Cells& in);
[[nodiscard]] Outcome Pduration(Cells& in);
[[nodiscard]] Outcome Effect(Cells& in);
[[nodiscard]] Outcome Nominal(Cells& in);
// days.cc
[[nodiscard]] Outcome Days(Cells& in);
[[nodiscard]] Outcome Days360(Cells& in);
[[nodiscard]] Outcome Yearfrac(Cells& in);
[[nodiscard]] Outcome Datedif(Cells& in);
[[nodiscard]] Outcome Edate(Cells& in);
[[nodiscard]] Outcome Eomonth(Cells& in);
// workdays.cc
[[nodiscard]] Outcome Networkdays(Cells& in);
[[nodiscard]] Outcome Workday(Cells& in);
// securities.cc
[[nodiscard]] Outcome Coupdaybs(Cells& in);
[[nodiscard]] Outcome Coupdays(Cells& in);
[[nodiscard]] Outcome Coupdaysnc(Cells& in);
[[nodiscard]] Outcome Coupncd(Cells& in);
[[nodiscard]] Outcome Coupnum(Cells& in);
[[nodiscard]] Outcome Couppcd(Cells& in);
[[nodiscard]] Outcome Accrint(Cells& in);
[[nodiscard]] Outcome Accrintm(Cells& in);
[[nodiscard]] Outcome Disc(Cells& in);
[[nodiscard]] Outcome Intrate(Cells& in);
[[nodiscard]] Outcome Received(Cells& in);

}  // namespace usance::compat

#endif  // USANCE_SRC_COMPAT_FUNCTIONS_H_
