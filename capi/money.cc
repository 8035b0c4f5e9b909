#include "usance/money/money.h"

#include <span>
#include <vector>

#include "capi/boundary.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/money/increment.h"
#include "usance/money/percent.h"
#include "usance/money/split.h"

using usance::Currency;
using usance::Error;
using usance::Fraction;
using usance::Increment;
using usance::int128;
using usance::Money;
using usance::Reason;
using usance::Rounding;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::CopyText;
using usance::capi::EachValue;
using usance::capi::Guard;
using usance::capi::kAnyCurrency;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutText;
using usance::capi::Text;
using usance::capi::ToFraction;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

usance_currency Describe(Currency currency) {
  usance_currency row = usance::capi::Layout<usance_currency>::kDefaults;
  row.number = currency.number();
  row.digits = currency.digits();
  CopyText(currency.code(), row.code);
  CopyText(currency.name(), row.name);
  return row;
}

absl::StatusOr<int64_t> Product(int64_t minor, int64_t numerator,
                                int64_t denominator, Rounding rounding) {
  USANCE_ASSIGN_OR_RETURN(const Fraction factor,
                          ToFraction(numerator, denominator));
  USANCE_ASSIGN_OR_RETURN(
      const Money product,
      usance::Multiply(Money(minor, kAnyCurrency), factor, rounding));
  return product.minor();
}

absl::StatusOr<int64_t> Rounded(int64_t minor, Increment increment,
                                Rounding rounding) {
  USANCE_ASSIGN_OR_RETURN(
      const Money rounded,
      usance::RoundTo(Money(minor, kAnyCurrency), increment, rounding));
  return rounded.minor();
}

}  // namespace

usance_status usance_currency_find(const char* code, usance_currency* currency,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view text, Text(code, "/code"));
    USANCE_RETURN_IF_ERROR(Writable(currency, "/currency"));
    USANCE_ASSIGN_OR_RETURN(const Currency found,
                            Currency::Parse(text, "/code"));
    Write(Describe(found), currency);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_currency_at(size_t index, usance_currency* currency,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Writable(currency, "/currency"));
    const std::span<const usance::CurrencyInfo> all = usance::AllCurrencies();
    if (index >= all.size()) {
      return Error(Reason::kOutOfRange, "/index",
                   std::to_string(index) + ": there are " +
                       std::to_string(all.size()) + " currencies");
    }
    USANCE_ASSIGN_OR_RETURN(const Currency found,
                            Currency::Parse({all[index].code, 3}));
    Write(Describe(found), currency);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_money_parse(const char* text, const char* currency,
                                 int64_t* minor, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view amount, Text(text, "/text"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                            Text(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Present(minor, "/minor"));
    USANCE_ASSIGN_OR_RETURN(const Currency known, Currency::Parse(code));
    USANCE_ASSIGN_OR_RETURN(const Money money,
                            usance::ParseAmount(amount, known, "/text"));
    *minor = money.minor();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_money_format(int64_t minor, const char* currency,
                                  size_t capacity, char* text, size_t* size,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                            Text(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const Currency known, Currency::Parse(code));
    return PutText(usance::FormatAmount(minor, known), text, capacity, size);
  });
}

usance_status usance_money_sum(size_t n, const int64_t* minor, int64_t* total,
                               usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(minor, n, "/minor"));
    USANCE_RETURN_IF_ERROR(Present(total, "/total"));
    int128 sum = 0;  // n < 2^61 rows of 2^63 stay below 2^127
    for (size_t i = 0; i < n; ++i) sum += minor[i];
    const std::optional<int64_t> fits = usance::Narrow<int64_t>(sum);
    if (!fits) {
      return Error(Reason::kOverflow, "/total",
                   usance::ToText(sum) + " is no int64 of minor units");
    }
    *total = *fits;
    return USANCE_STATUS_OK;
  });
}

usance_status usance_money_multiply(int64_t minor, int64_t numerator,
                                    int64_t denominator,
                                    usance_rounding rounding, int64_t* product,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(product, "/product"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(*product,
                            Product(minor, numerator, denominator, mode));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_money_multiply_columns(
    size_t n, const int64_t* minor, const int64_t* numerator,
    const int64_t* denominator, usance_rounding rounding, int64_t* product,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(minor, n, "/minor"));
    USANCE_RETURN_IF_ERROR(Column(numerator, n, "/numerator"));
    USANCE_RETURN_IF_ERROR(Column(denominator, n, "/denominator"));
    USANCE_RETURN_IF_ERROR(Column(product, n, "/product"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    return EachValue(n, product, 0, status, error, [&](size_t i) {
      return Product(minor[i], numerator[i], denominator[i], mode);
    });
  });
}

usance_status usance_money_round_to(int64_t minor, int64_t increment,
                                    usance_rounding rounding, int64_t* rounded,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(rounded, "/rounded"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(const Increment step, Increment::Make(increment));
    USANCE_ASSIGN_OR_RETURN(*rounded, Rounded(minor, step, mode));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_money_round_to_columns(
    size_t n, const int64_t* minor, int64_t increment, usance_rounding rounding,
    int64_t* rounded, usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(minor, n, "/minor"));
    USANCE_RETURN_IF_ERROR(Column(rounded, n, "/rounded"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(const Increment step, Increment::Make(increment));
    return EachValue(n, rounded, 0, status, error,
                     [&](size_t i) { return Rounded(minor[i], step, mode); });
  });
}

usance_status usance_money_split(int64_t total, int64_t increment, size_t n,
                                 const int64_t* weight, int64_t* part,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(weight, n, "/weight"));
    USANCE_RETURN_IF_ERROR(Column(part, n, "/part"));
    USANCE_ASSIGN_OR_RETURN(const Increment step, Increment::Make(increment));
    // One more than is allowed: Split says how many are.
    const size_t count = std::min(n, usance::kMaxSplitParts + 1);
    const std::vector<Fraction> weights(weight, weight + count);
    USANCE_ASSIGN_OR_RETURN(const std::vector<int64_t> parts,
                            usance::Split(total, weights, step));
    std::copy(parts.begin(), parts.end(), part);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_percent_parse(const char* text, int64_t* numerator,
                                   int64_t* denominator, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view share, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(numerator, "/numerator"));
    USANCE_RETURN_IF_ERROR(Present(denominator, "/denominator"));
    USANCE_ASSIGN_OR_RETURN(const usance::Percent percent,
                            usance::Percent::Parse(share, "/text"));
    USANCE_RETURN_IF_ERROR(usance::capi::FromFraction(
        percent.share(), numerator, denominator, "/text"));
    return USANCE_STATUS_OK;
  });
}
