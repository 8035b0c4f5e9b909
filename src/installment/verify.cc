#include "usance/installment/verify.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "usance/money/format.h"

namespace usance {
namespace {

// Tries one row after the other: what a row has to be by itself and after the
// one before it, and what the terms say it is.
class Trial {
 public:
  Trial(const Amortization& claimed, const Amortization& given)
      : claimed_(claimed), given_(given) {}

  std::optional<Breach> Run() {
    if (claimed_.currency != given_.currency) {
      return Breach{0, RowLaw::kCount,
                    "amounts in " + std::string(claimed_.currency.code()) +
                        ", the terms are in " +
                        std::string(given_.currency.code())};
    }
    const size_t rows = std::min(claimed_.rows.size(), given_.rows.size());
    for (size_t k = 0; k < rows; ++k) {
      if (auto breach = TryRow(k)) return breach;
    }
    if (claimed_.rows.size() != given_.rows.size()) {
      return Breach{static_cast<int32_t>(rows) + 1, RowLaw::kCount,
                    std::to_string(claimed_.rows.size()) +
                        " rows, the terms give " +
                        std::to_string(given_.rows.size())};
    }
    if (auto breach = TryTotals()) return breach;
    return TryResidual();
  }

 private:
  [[nodiscard]] std::string Text(int64_t minor) const {
    return FormatAmount(minor, given_.currency);
  }

  [[nodiscard]] static std::string Text(const SchedulePeriod& period) {
    return (period.stub ? "stub [" : "[") + period.start.ToText() + ", " +
           period.end.ToText() + ") starting " +
           period.adjusted_start.ToText() + " due " +
           period.adjusted_end.ToText();
  }

  [[nodiscard]] std::optional<Breach> Expect(int32_t row, RowLaw law,
                                             std::string_view what,
                                             int64_t found,
                                             int128 expected) const {
    if (found == expected) return std::nullopt;
    // Sums of a few int64 that no int64 holds are never what is found.
    const auto narrow = Narrow<int64_t>(expected);
    return Breach{row, law,
                  std::string(what) + " " + Text(found) + ", the terms give " +
                      (narrow ? Text(*narrow) : "more than an amount")};
  }

  std::optional<Breach> TryRow(size_t k) const {
    const Installment& row = claimed_.rows[k];
    const Installment& given = given_.rows[k];
    const auto number = static_cast<int32_t>(k) + 1;
    if (row.number != number) {
      return Breach{number, RowLaw::kNumber,
                    "number " + std::to_string(row.number)};
    }
    if (row.period != given.period) {
      return Breach{
          number, RowLaw::kPeriod,
          Text(row.period) + ", the terms give " + Text(given.period)};
    }
    const int128 opening =
        k == 0 ? given.opening_minor : claimed_.rows[k - 1].closing_minor;
    const int128 payment = static_cast<int128>(row.interest_minor) +
                           row.principal_minor + row.fee_minor + row.tax_minor;
    const int128 closing = static_cast<int128>(row.opening_minor) +
                           row.advance_minor - row.principal_minor;
    const struct {
      RowLaw law;
      std::string_view what;
      int64_t found;
      int128 expected;
    } laws[] = {
        {RowLaw::kOpening, "opening", row.opening_minor, opening},
        {RowLaw::kAdvance, "advance", row.advance_minor, given.advance_minor},
        {RowLaw::kInterest, "interest", row.interest_minor,
         given.interest_minor},
        {RowLaw::kFee, "fee", row.fee_minor, given.fee_minor},
        {RowLaw::kTax, "tax", row.tax_minor, given.tax_minor},
        {RowLaw::kPayment, "payment", row.payment_minor, payment},
        {RowLaw::kClosing, "closing", row.closing_minor, closing},
        {RowLaw::kPlan, "payment", row.payment_minor, given.payment_minor},
    };
    for (const auto& law : laws) {
      auto breach = Expect(number, law.law, law.what, law.found, law.expected);
      if (breach) return breach;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Breach> TryTotals() const {
    int128 interest = 0, principal = 0, fee = 0, payment = 0, tax = 0;
    for (const Installment& row : claimed_.rows) {
      interest += row.interest_minor;
      principal += row.principal_minor;
      fee += row.fee_minor;
      payment += row.payment_minor;
      tax += row.tax_minor;
    }
    const AmortizationTotals& totals = claimed_.totals;
    const struct {
      std::string_view what;
      int64_t found;
      int128 expected;
    } sums[] = {{"total interest", totals.interest_minor, interest},
                {"total principal", totals.principal_minor, principal},
                {"total fee", totals.fee_minor, fee},
                {"total payment", totals.payment_minor, payment},
                {"total tax", totals.tax_minor, tax}};
    for (const auto& sum : sums) {
      auto breach =
          Expect(0, RowLaw::kTotals, sum.what, sum.found, sum.expected);
      if (breach) return breach;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Breach> TryResidual() const {
    const auto text = [&](const std::optional<int64_t>& minor) {
      return minor ? Text(*minor) : std::string("none");
    };
    const struct {
      std::string_view what;
      std::optional<int64_t> found;
      std::optional<int64_t> expected;
    } facts[] = {
        {"level payment", claimed_.level_payment_minor,
         given_.level_payment_minor},
        {"gap", claimed_.residual.gap_minor, given_.residual.gap_minor},
        {"bound", claimed_.residual.bound_minor, given_.residual.bound_minor},
        {"waived", claimed_.residual.waived_minor,
         given_.residual.waived_minor},
    };
    for (const auto& fact : facts) {
      if (fact.found == fact.expected) continue;
      return Breach{0, RowLaw::kResidual,
                    std::string(fact.what) + " " + text(fact.found) +
                        ", the terms give " + text(fact.expected)};
    }
    return std::nullopt;
  }

  const Amortization& claimed_;
  const Amortization& given_;
};

}  // namespace

absl::StatusOr<std::optional<Breach>> Verify(const AmortizationSpec& spec,
                                             const Amortization& claimed) {
  USANCE_ASSIGN_OR_RETURN(const Amortization given, Amortize(spec));
  return Trial(claimed, given).Run();
}

absl::StatusOr<std::optional<Breach>> Verify(const AmortizationSpec& spec,
                                             const Schedule& schedule,
                                             const Amortization& claimed) {
  USANCE_ASSIGN_OR_RETURN(const Amortization given, Amortize(spec, schedule));
  return Trial(claimed, given).Run();
}

Amortization ClaimOf(const Amortization& given, std::vector<Installment> rows) {
  const auto sum = [&](int64_t Installment::*amount) {
    int128 total = 0;
    for (const Installment& row : rows) total += row.*amount;
    // Rows that no int64 sums are not those of any terms.
    return Narrow<int64_t>(total).value_or(0);
  };
  Amortization claimed = given;
  claimed.totals = {
      sum(&Installment::interest_minor), sum(&Installment::principal_minor),
      sum(&Installment::fee_minor), sum(&Installment::payment_minor),
      sum(&Installment::tax_minor)};
  claimed.rows = std::move(rows);
  return claimed;
}

}  // namespace usance
