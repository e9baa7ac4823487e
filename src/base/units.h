// units.h: values, not numbers. Units that must not be confused are types that do not convert into each other.
//
// Shape      Timestamp and Duration count whole milliseconds; Ratio is two integers; Objective is a Ratio strictly
//            between 0 and 1; a BudgetShare may go below zero and is therefore its own type.
// Invariant  construction validates and can fail; after that the type is the proof.
// Percent    exists only in formatting and parsing (base/text.h).
#pragma once

#include <compare>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll {

/// A length of time, whole milliseconds, may be negative (a difference).
class Duration {
public:
    constexpr Duration() = default;
    static constexpr Duration ms(std::int64_t n) { return Duration(n); }
    static constexpr Duration seconds(std::int64_t n) { return Duration(n * 1000); }
    static constexpr Duration minutes(std::int64_t n) { return Duration(n * 60'000); }
    static constexpr Duration hours(std::int64_t n) { return Duration(n * 3'600'000); }
    static constexpr Duration days(std::int64_t n) { return Duration(n * 86'400'000); }

    [[nodiscard]] constexpr std::int64_t in_ms() const { return ms_; }
    [[nodiscard]] constexpr double in_seconds() const { return static_cast<double>(ms_) / 1000.0; }
    [[nodiscard]] constexpr double in_minutes() const { return static_cast<double>(ms_) / 60'000.0; }

    friend constexpr auto operator<=>(Duration, Duration) = default;
    friend constexpr Duration operator+(Duration a, Duration b) { return Duration(a.ms_ + b.ms_); }
    friend constexpr Duration operator-(Duration a, Duration b) { return Duration(a.ms_ - b.ms_); }
    friend constexpr Duration operator-(Duration a) { return Duration(-a.ms_); }
    friend constexpr Duration operator*(Duration a, std::int64_t n) { return Duration(a.ms_ * n); }
    friend constexpr Duration operator/(Duration a, std::int64_t n) { return Duration(a.ms_ / n); }
    /// How many whole `b` fit into `a`.
    friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.ms_ / b.ms_; }

private:
    constexpr explicit Duration(std::int64_t ms) : ms_(ms) {}
    std::int64_t ms_ = 0;
};

/// An instant, UTC, whole milliseconds since 1970. Two instants do not add.
class Timestamp {
public:
    constexpr Timestamp() = default;
    static constexpr Timestamp from_ms(std::int64_t ms) { return Timestamp(ms); }
    static constexpr Timestamp from_seconds(std::int64_t s) { return Timestamp(s * 1000); }
    static constexpr Timestamp min() { return Timestamp(INT64_MIN); }
    static constexpr Timestamp max() { return Timestamp(INT64_MAX); }

    [[nodiscard]] constexpr std::int64_t in_ms() const { return ms_; }
    /// The start of the `step` that contains it; steps are counted from 1970, and before 1970 too.
    [[nodiscard]] constexpr Timestamp floor(Duration step) const {
        const std::int64_t s = step.in_ms();
        const std::int64_t rest = ((ms_ % s) + s) % s;
        return Timestamp(ms_ - rest);
    }

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
    friend constexpr Timestamp operator+(Timestamp t, Duration d) { return Timestamp(t.ms_ + d.in_ms()); }
    friend constexpr Timestamp operator-(Timestamp t, Duration d) { return Timestamp(t.ms_ - d.in_ms()); }
    friend constexpr Duration operator-(Timestamp a, Timestamp b) { return Duration::ms(a.ms_ - b.ms_); }

private:
    constexpr explicit Timestamp(std::int64_t ms) : ms_(ms) {}
    std::int64_t ms_ = 0;
};

/// Half-open: [start, end).
struct TimeRange {
    Timestamp start;
    Timestamp end;
    [[nodiscard]] constexpr Duration length() const { return end - start; }
    [[nodiscard]] constexpr bool contains(Timestamp t) const { return start <= t && t < end; }
    friend constexpr bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// An exact fraction of two integers, denominator above zero, kept as given (3/1000 says "3 of 1000 events").
class Ratio {
public:
    constexpr Ratio() = default;
    /// Errors: invalid (denominator not above zero).
    static Result<Ratio> of(std::int64_t numerator, std::int64_t denominator);
    /// Reads a decimal such as "0.999" exactly. Errors: malformed; invalid (more than 15 digits after the point).
    static Result<Ratio> parse_decimal(std::string_view text);

    [[nodiscard]] constexpr std::int64_t numerator() const { return numerator_; }
    [[nodiscard]] constexpr std::int64_t denominator() const { return denominator_; }
    [[nodiscard]] constexpr double as_double() const {
        return static_cast<double>(numerator_) / static_cast<double>(denominator_);
    }
    /// By value: 1/2 equals 2/4. Compared with 128-bit products, so exact.
    friend constexpr std::strong_ordering operator<=>(const Ratio& a, const Ratio& b) {
        return static_cast<__int128>(a.numerator_) * b.denominator_ <=>
               static_cast<__int128>(b.numerator_) * a.denominator_;
    }
    friend constexpr bool operator==(const Ratio& a, const Ratio& b) { return (a <=> b) == 0; }

protected:
    constexpr Ratio(std::int64_t n, std::int64_t d) : numerator_(n), denominator_(d) {}

private:
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

/// What was promised: the share of valid events that must be good, strictly between 0 and 1, reduced, exact.
class Objective {
public:
    /// Errors: invalid (0 or below; 1 or above: "an objective of 100 % leaves no budget to spend").
    static Result<Objective> of(const Ratio& ratio);
    /// From "0.999". From "99.9" with parse_percent.
    static Result<Objective> parse(std::string_view text);
    static Result<Objective> parse_percent(std::string_view text);

    [[nodiscard]] const Ratio& ratio() const { return ratio_; }
    /// 1 - objective, exact: the share of valid events that may be bad.
    [[nodiscard]] Ratio allowance() const;
    friend bool operator==(const Objective&, const Objective&) = default;

private:
    explicit Objective(const Ratio& ratio) : ratio_(ratio) {}
    Ratio ratio_;
};

/// Error ratio over (1 - objective); unitless; 1 spends the budget in exactly one period. Source: SRE Workbook ch. 5.
struct BurnRate {
    double value = 0;
    friend constexpr auto operator<=>(const BurnRate&, const BurnRate&) = default;
};

/// Share of an error budget: 1 is all of it, 0 none, below zero is overspent.
struct BudgetShare {
    double value = 0;
    friend constexpr auto operator<=>(const BudgetShare&, const BudgetShare&) = default;
};

}  // namespace plimsoll
