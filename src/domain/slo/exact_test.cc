#include "domain/slo/exact.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace plimsoll::slo {
namespace {

constexpr U128 kTop = (static_cast<U128>(1) << 127) - 1;

TEST(CompareProducts, IsExactBeyond128Bits) {
    EXPECT_EQ(compare_products(kTop, kTop, kTop, kTop), std::strong_ordering::equal);
    EXPECT_EQ(compare_products(kTop, kTop - 1, kTop, kTop), std::strong_ordering::less);
    EXPECT_EQ(compare_products(kTop, kTop, kTop - 1, kTop), std::strong_ordering::greater);
    // (k-1)(k+1) is one less than k*k, for a k whose square needs 250 bits.
    const U128 k = static_cast<U128>(1) << 125;
    EXPECT_EQ(compare_products(k - 1, k + 1, k, k), std::strong_ordering::less);
    EXPECT_EQ(compare_products(0, kTop, 0, 1), std::strong_ordering::equal);
}

RC_GTEST_PROP(CompareProducts, AgreesWithPlainArithmeticWhereThatFits, (std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)) {
    const std::uint64_t left = std::uint64_t{a} * b;
    const std::uint64_t right = std::uint64_t{c} * d;
    RC_ASSERT(compare_products(a, b, c, d) == (left <=> right));
    const U128 shift = static_cast<U128>(1) << 64;
    RC_ASSERT(compare_products(a * shift, b * shift, c * shift, d * shift) == (left <=> right));
}

TEST(DecimalFraction, ReadsWhatAPersonWrote) {
    const auto is = [](double value, std::uint64_t n, std::uint64_t d) {
        EXPECT_EQ(decimal_fraction(value), (Fraction{n, d})) << value;
    };
    is(14.4, 72, 5);
    is(0.1, 1, 10);
    is(6, 6, 1);
    is(1000, 1000, 1);
    is(1e-3, 1, 1000);
    is(2.8, 14, 5);
    is(1234567.25, 4938269, 4);
    is(0.30000000000000004, 7500000000000001ULL, 25000000000000000ULL);
    is(1e17, 100000000000000000ULL, 1);
}

TEST(DecimalFraction, WhatNoBurnReachesIsUnreachable) {
    const Fraction top{1000000000000000000ULL, 1};
    EXPECT_EQ(decimal_fraction(1e300), top);
    EXPECT_EQ(decimal_fraction(std::numeric_limits<double>::infinity()), top);
    EXPECT_EQ(decimal_fraction(std::nan("")), top);
    EXPECT_EQ(decimal_fraction(0), top);
    EXPECT_EQ(decimal_fraction(-1), top);
    EXPECT_GT(decimal_fraction(1e-300).numerator, 0U) << "no bad event must never exceed a factor";
    EXPECT_GT(decimal_fraction(std::numeric_limits<double>::denorm_min()).numerator, 0U);
}

TEST(Threshold, FourteenPointFourAtThreeNinesHasNoFloatNoise) {
    // 14.4 x 0.001 = 0.0144: 144 bad of 10,000 is exactly the factor, one more event is above it.
    const Threshold above = Threshold::of(14.4, *Ratio::of(999, 1000), false);
    EXPECT_EQ(above.error_ratio, (Fraction{72, 5000}));
    EXPECT_FALSE(above.exceeded_by(144, 10'000));
    EXPECT_TRUE(above.exceeded_by(145, 10'000));
    EXPECT_FALSE(above.exceeded_by(144'000'000'000'000, 10'000'000'000'000'000));
    EXPECT_TRUE(above.exceeded_by(144'000'000'000'001, 10'000'000'000'000'000));
    const Threshold at_or_above = Threshold::of(14.4, *Ratio::of(999, 1000), true);
    EXPECT_TRUE(at_or_above.exceeded_by(144, 10'000));
    EXPECT_FALSE(at_or_above.exceeded_by(143, 10'000));
}

TEST(Threshold, NothingOfNothingExceedsNothing) {
    EXPECT_FALSE(Threshold::of(1, *Ratio::of(1, 2), true).exceeded_by(0, 0));
    EXPECT_FALSE(Threshold::of(1e-300, *Ratio::of(1, 2), true).exceeded_by(0, 5));
}

TEST(Threshold, FifteenNinesStayExact) {
    const Threshold t = Threshold::of(6, *Ratio::of(999'999'999'999'999, 1'000'000'000'000'000), false);
    EXPECT_FALSE(t.exceeded_by(6, 1'000'000'000'000'000));
    EXPECT_TRUE(t.exceeded_by(6, 999'999'999'999'999));
}

}  // namespace
}  // namespace plimsoll::slo
