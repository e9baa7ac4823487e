#include "base/units.h"

#include <algorithm>

namespace plimsoll {

Result<Ratio> Ratio::of(std::int64_t numerator, std::int64_t denominator) {
    if (denominator <= 0) return fail(errors::invalid, "the denominator of a ratio must be above zero");
    return Ratio(numerator, denominator);
}

Result<Ratio> Ratio::parse_decimal(std::string_view text) {
    const std::string shown(text);
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    bool point = false;
    int digits = 0;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return fail(errors::malformed, "\"" + shown + "\" is not a decimal number");
        if (++digits > 17) return fail(errors::invalid, "\"" + shown + "\" has more than 17 digits");
        numerator = numerator * 10 + (c - '0');
        if (point) denominator *= 10;
    }
    if (digits == 0) return fail(errors::malformed, "\"" + shown + "\" is not a decimal number");
    return Ratio(negative ? -numerator : numerator, denominator);
}

Result<Objective> Objective::of(const Ratio& ratio) {
    if (ratio.numerator() <= 0) {
        return fail(errors::invalid, "an objective must be above 0 %: a promise of nothing cannot be broken");
    }
    if (ratio.numerator() >= ratio.denominator()) {
        return fail(errors::invalid,
                    "an objective of 100 % leaves no error budget, so every single failure breaks it; "
                    "choose the level that users would notice, such as 99.9 %");
    }
    const std::int64_t common = std::gcd(ratio.numerator(), ratio.denominator());
    TRY_ASSIGN(const Ratio reduced, Ratio::of(ratio.numerator() / common, ratio.denominator() / common));
    return Objective(reduced);
}

Result<Objective> Objective::parse(std::string_view text) {
    TRY_ASSIGN(const Ratio ratio, Ratio::parse_decimal(text));
    return of(ratio);
}

Result<Objective> Objective::parse_percent(std::string_view text) {
    TRY_ASSIGN(const Ratio percent, Ratio::parse_decimal(text));
    if (percent.denominator() > INT64_MAX / 100) return fail(errors::invalid, "too many digits in a percentage");
    TRY_ASSIGN(const Ratio ratio, Ratio::of(percent.numerator(), percent.denominator() * 100));
    return of(ratio);
}

Ratio Objective::allowance() const {
    return *Ratio::of(ratio_.denominator() - ratio_.numerator(), ratio_.denominator());
}

}  // namespace plimsoll
