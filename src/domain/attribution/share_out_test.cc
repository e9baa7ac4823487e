// Division: the parts are the whole, each within one event of what its parts say.
#include "domain/attribution/share_out.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "domain/attribution/state.h"

namespace plimsoll::attribution {
namespace {

using Parts = std::vector<std::int64_t>;

constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'268'800);

Timestamp minute(std::int64_t n) { return kNoon + Duration::minutes(n); }

ledger::Ledger::Series of(const Parts& bad) {
    ledger::Ledger::Series out{kNoon, Duration::minutes(1), {}};
    for (const std::int64_t b : bad) out.slots.push_back({1000, b, 6, 6, 6});
    return out;
}

TEST(Divide, GivesWhatIsLeftOverToTheLargestRemainders) {
    EXPECT_EQ(divide(10, Parts{}), (Parts{10}));
    EXPECT_EQ(divide(10, Parts{kWhole}), (Parts{10, 0}));
    EXPECT_EQ(divide(10, Parts{500'000, 500'000}), (Parts{5, 5, 0}));
    EXPECT_EQ(divide(1, Parts{500'000, 500'000}), (Parts{1, 0, 0}));       // equal remainders: the earlier charge
    EXPECT_EQ(divide(1, Parts{500'000}), (Parts{1, 0}));                   // unexplained comes last
    EXPECT_EQ(divide(1, Parts{400'000}), (Parts{0, 1}));
    EXPECT_EQ(divide(10, Parts{333'333, 333'333, 333'333}), (Parts{4, 3, 3, 0}));
    EXPECT_EQ(divide(3, Parts{333'333, 333'333, 333'333}), (Parts{1, 1, 1, 0}));
    EXPECT_EQ(divide(0, Parts{250'000}), (Parts{0, 0}));
    EXPECT_EQ(divide(7, Parts{1}), (Parts{0, 7}));
}

TEST(Divide, HoldsAtTheEndsOfIntegers) {
    EXPECT_EQ(divide(INT64_MAX, Parts{kWhole}), (Parts{INT64_MAX, 0}));
    EXPECT_EQ(divide(INT64_MAX, Parts{500'000}), (Parts{INT64_MAX / 2 + 1, INT64_MAX / 2}));
    EXPECT_EQ(divide(-3, Parts{500'000}), (Parts{-2, -1}));
}

RC_GTEST_PROP(Divide, AddsUpAndIsOffByLessThanOne, ()) {
    const auto bad = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000);
    Parts parts;
    for (std::int64_t left = kWhole; parts.size() < 8;) {
        parts.push_back(*rc::gen::inRange<std::int64_t>(0, left + 1));
        left -= parts.back();
    }
    const Parts divided = divide(bad, parts);
    RC_ASSERT(std::accumulate(divided.begin(), divided.end(), std::int64_t{0}) == bad);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const __int128 off = static_cast<__int128>(divided[i]) * kWhole - static_cast<__int128>(bad) * parts[i];
        RC_ASSERT(off > -kWhole && off < kWhole);
    }
}

TEST(ShareOut, CutsWhereChargesBeginAndEnd) {
    const auto series = of({10, 10, 10, 10, 10, 10});
    const std::vector<Claim> claims{{{minute(1), minute(4)}, 500'000}, {{minute(3), minute(9)}, 500'000}};
    const std::vector<Piece> pieces = share_out(series, claims, {});
    ASSERT_EQ(pieces.size(), 4U);  // [0,1) none, [1,3) the first, [3,4) both, [4,6) the second
    EXPECT_EQ(pieces[0].unexplained, 10);
    EXPECT_EQ(pieces[1].taken.at(0).bad, 10);
    EXPECT_EQ(pieces[2].unexplained, 0);
    EXPECT_EQ(pieces[2].taken.size(), 2U);
    EXPECT_EQ(pieces[3].taken.at(0).claim, 1U);
    EXPECT_EQ(pieces[3].taken.at(0).bad, 10);
}

TEST(ShareOut, ASlotBelongsToTheChargeThatHoldsItsStart) {
    const auto series = of({10, 10, 10});
    const std::vector<Claim> claims{{{minute(0) + Duration::seconds(30), minute(1) + Duration::seconds(30)}, kWhole}};
    const std::vector<Piece> pieces = share_out(series, claims, {});
    ASSERT_EQ(pieces.size(), 3U);
    EXPECT_EQ(pieces[1].begin, 1U);
    EXPECT_EQ(pieces[1].taken.at(0).bad, 10);
}

TEST(ShareOut, WhatLiesOutsideTheSeriesTakesNothing) {
    const auto series = of({10});
    const std::vector<Claim> claims{{{minute(-9), minute(0)}, kWhole}, {{minute(1), minute(5)}, kWhole}, {{minute(-9), minute(9)}, 300'000}};
    const std::vector<Piece> pieces = share_out(series, claims, {});
    ASSERT_EQ(pieces.size(), 1U);
    ASSERT_EQ(pieces[0].taken.size(), 1U);
    EXPECT_EQ(pieces[0].taken[0].claim, 2U);
    EXPECT_EQ(pieces[0].taken[0].bad, 3);
    EXPECT_TRUE(share_out(of({}), claims, {}).empty());
}

}  // namespace
}  // namespace plimsoll::attribution
