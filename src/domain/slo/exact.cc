#include "domain/slo/exact.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>

#include "base/invariant.h"

namespace plimsoll::slo {
namespace {

struct Wide {
    U128 high = 0;
    U128 low = 0;
    friend auto operator<=>(const Wide&, const Wide&) = default;
};

Wide multiply(U128 a, U128 b) {
    constexpr U128 kMask = UINT64_MAX;
    const U128 low_low = (a & kMask) * (b & kMask);
    const U128 low_high = (a & kMask) * (b >> 64);
    const U128 high_low = (a >> 64) * (b & kMask);
    const U128 high_high = (a >> 64) * (b >> 64);
    const U128 middle = (low_low >> 64) + (low_high & kMask) + (high_low & kMask);
    return {high_high + (low_high >> 64) + (high_low >> 64) + (middle >> 64), (middle << 64) | (low_low & kMask)};
}

U128 power_of_ten(int exponent) {
    U128 power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

U128 common_divisor(U128 a, U128 b) {
    while (b != 0) {
        const U128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

Fraction reduced(U128 numerator, U128 denominator) {
    const U128 common = common_divisor(numerator, denominator);
    return {numerator / common, denominator / common};
}

/// digits x 10^exponent, as std::to_chars writes it: "1.44e+01" is 144 x 10^-1.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
};

Decimal shortest_decimal(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    Decimal out;
    bool point = false;
    const char* at = text;
    for (; at != end && *at != 'e'; ++at) {
        if (*at == '.') {
            point = true;
            continue;
        }
        out.digits = out.digits * 10 + static_cast<std::uint64_t>(*at - '0');
        if (point) --out.exponent;
    }
    int power = 0;
    if (at != end) std::from_chars(at + (at[1] == '+' ? 2 : 1), end, power);
    out.exponent += power;
    return out;
}

}  // namespace

std::strong_ordering compare_products(U128 a, U128 b, U128 c, U128 d) {
    const Wide left = multiply(a, b);
    const Wide right = multiply(c, d);
    if (left.high != right.high) return left.high <=> right.high;
    return left.low <=> right.low;
}

Fraction decimal_fraction(double value) {
    constexpr int kPlaces = 19;
    constexpr double kUnreachable = 1e18;
    if (!(value > 0) || value >= kUnreachable) return {power_of_ten(18), 1};
    const Decimal decimal = shortest_decimal(value);
    if (decimal.exponent >= 0) return {decimal.digits * power_of_ten(decimal.exponent), 1};
    const int places = -decimal.exponent;
    if (places <= kPlaces) return reduced(decimal.digits, power_of_ten(places));
    const int dropped = places - kPlaces;
    const U128 kept = dropped > kPlaces ? 0 : decimal.digits / power_of_ten(dropped);
    return reduced(kept == 0 ? 1 : kept, power_of_ten(kPlaces));  // never zero: no bad event, no burn above a factor
}

Threshold Threshold::of(double factor, const Ratio& objective, bool at_or_above) {
    INVARIANT(objective.numerator() > 0 && objective.numerator() < objective.denominator(),
              "the catalogue admits only objectives between 0 and 1");
    const Fraction burn = decimal_fraction(factor);
    const auto allowed = static_cast<U128>(objective.denominator() - objective.numerator());
    const auto whole = static_cast<U128>(objective.denominator());
    const Fraction allowance = reduced(allowed, whole);
    return {{burn.numerator * allowance.numerator, burn.denominator * allowance.denominator}, at_or_above};
}

bool Threshold::exceeded_by(U128 numerator, U128 denominator) const {
    if (denominator == 0) return false;
    const auto order = compare_products(numerator, error_ratio.denominator, error_ratio.numerator, denominator);
    return at_or_above ? order >= 0 : order > 0;
}

bool Threshold::surely_exceeded_by(U128 x, U128 y, std::int64_t sample, std::int64_t per_one) const {
    const Fraction& t = error_ratio;
    if (t.numerator >= t.denominator || sample <= 0) return false;  // no ratio lies above one; nothing is sure of nothing
    if (compare_products(x, t.denominator, t.numerator, y) <= 0) return false;
    using Integer = boost::multiprecision::uint1024_t;
    const Integer above = Integer(x) * t.denominator - Integer(t.numerator) * y;
    const Integer spread = Integer(t.numerator) * (t.denominator - t.numerator) * y * y;
    return above * above * sample * 1'000'000 > spread * per_one * 3'841'459;
}

}  // namespace plimsoll::slo
