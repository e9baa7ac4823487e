#include "domain/policy/money.h"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "base/units.h"

namespace plimsoll::policy {

namespace {

using Whole = boost::multiprecision::int256_t;

constexpr std::array<std::string_view, 16> kNone{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                 "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> kThree{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

std::string written(const Whole& minor, int decimals) {
    std::string digits = minor.str();
    const auto places = static_cast<std::size_t>(decimals);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, 1, '.');
    return digits;
}

}  // namespace

int decimals_of(const std::string& currency) {
    const auto among = [&](const auto& list) { return std::find(list.begin(), list.end(), currency) != list.end(); };
    if (among(kNone)) return 0;
    return among(kThree) ? 3 : 2;
}

std::optional<Money> share_of(double fee, double share, const std::string& currency) {
    if (!(fee > 0) || share < 0 || currency.empty()) return std::nullopt;
    const auto of_fee = Ratio::parse_decimal(text::number(fee));
    const auto part = Ratio::parse_decimal(text::number(share));
    if (!of_fee || !part) return std::nullopt;
    const int decimals = decimals_of(currency);
    Whole owed = Whole(of_fee->numerator()) * part->numerator();
    for (int i = 0; i < decimals; ++i) owed *= 10;
    const Whole divisor = Whole(of_fee->denominator()) * part->denominator();
    return Money{written((2 * owed + divisor) / (2 * divisor), decimals), currency};
}

}  // namespace plimsoll::policy
