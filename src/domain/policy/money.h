// money.h: amounts of a currency, exact: a fee of 1,234.5 at a tenth is 123.45, and never 123.44999.
//
// Shape      whole minor units (cents); how many decimals a currency has is ISO 4217's.
// Rounding   half up, at the minor unit, once.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace plimsoll::policy {

struct Money {
    std::string amount;    ///< "123.45", with the currency's decimals
    std::string currency;  ///< ISO 4217
    friend bool operator==(const Money&, const Money&) = default;
};
BOOST_DESCRIBE_STRUCT(Money, (), (amount, currency))

/// share x fee. Both are taken as the decimals that people wrote. Empty: no fee or no currency is said, or a number has more
/// digits than can be exact (17).
[[nodiscard]] std::optional<Money> share_of(double fee, double share, const std::string& currency);

/// Decimals of a currency: 2, but 0 of yen and their like and 3 of dinars and their like. Source: ISO 4217, table A.1.
[[nodiscard]] int decimals_of(const std::string& currency);

}  // namespace plimsoll::policy
