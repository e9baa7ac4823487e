// exact.h: comparisons of counts with thresholds without rounding, so that 14.4 at 99.9 % has no float noise.
//
// Shape      a threshold on the burn rate is a threshold on the error ratio: factor x (1 - objective), one fraction of
//            two 128-bit integers. Products of two such integers are compared in 256 bits, so nothing overflows.
// Invariant  numerators and denominators are below 2^127; a denominator is above zero.
#pragma once

#include <compare>
#include <cstdint>

#include "base/units.h"

namespace plimsoll::slo {

using U128 = unsigned __int128;

/// a*b against c*d, exact.
[[nodiscard]] std::strong_ordering compare_products(U128 a, U128 b, U128 c, U128 d);

struct Fraction {
    U128 numerator = 0;
    U128 denominator = 1;
    [[nodiscard]] double approximate() const {
        return static_cast<double>(static_cast<long double>(numerator) / static_cast<long double>(denominator));
    }
    friend bool operator==(const Fraction&, const Fraction&) = default;
};

/// The number a person wrote: the shortest decimal that reads back as this double (14.4 is 144/10, not the binary
/// fraction nearest to it), reduced. Digits after the 19th place are dropped: no burn of whole events can lie between.
/// Total: above 1e18 it is 1e18, which no burn rate reaches (the ceiling is 1 / (1 - objective), at most 1e17);
/// NaN and what is not above zero count as unreachable too.
[[nodiscard]] Fraction decimal_fraction(double value);

/// The error ratio at which the burn rate equals `factor`.
struct Threshold {
    Fraction error_ratio;
    bool at_or_above = false;  ///< false: exceeded only above it

    [[nodiscard]] static Threshold of(double factor, const Ratio& objective, bool at_or_above);
    /// Whether numerator/denominator exceeds it; a denominator of zero exceeds nothing.
    [[nodiscard]] bool exceeded_by(U128 numerator, U128 denominator) const;
    /// Whether the lower end of Wilson's 95 % interval of the ratio x/y exceeds it, when `sample` / `per_one` events were
    /// seen. Exact: with threshold t and n events the lower end lies above t just if x/y > t and
    ///     (x/y - t)^2 > z^2 t (1 - t) / n,
    /// since the interval is the set of p with (x/y - p)^2 <= z^2 p (1 - p) / n. Cleared of fractions both sides are whole
    /// numbers below 2^520. z^2 is taken as 3.841459, the quantile 3.8414588... rounded up: the interval is never too narrow.
    /// Source: E. B. Wilson, JASA 22 (1927), 209-212. Requires: x <= y, per_one > 0.
    [[nodiscard]] bool surely_exceeded_by(U128 x, U128 y, std::int64_t sample, std::int64_t per_one) const;
};

}  // namespace plimsoll::slo
