#include "ingest/otlp/beginnings.h"

#include <gtest/gtest.h>

namespace plimsoll::ingest::otlp {
namespace {

using Kind = Beginnings::Kind;

Timestamp at(std::int64_t second) { return Timestamp::from_seconds(second); }
constexpr SeriesHash kSeries{1, 2};

/// What a point is, and that it is learned.
Kind next(Beginnings& beginnings, std::int64_t start, std::int64_t time, SeriesHash series = kSeries) {
    const Kind kind = beginnings.kind_of(series, at(start), at(time));
    if (kind != Kind::another_writer) {
        const Beginnings::Seen seen{series, at(start), at(time)};
        beginnings.learn({&seen, 1});
    }
    return kind;
}

TEST(Beginnings, ACounterMetFirstBeginsIfItBeganLately) {
    Beginnings lately(Duration::minutes(10), 100);
    EXPECT_EQ(next(lately, 1000, 1060), Kind::begins);
    EXPECT_EQ(next(lately, 1000, 1120), Kind::goes_on);
    Beginnings long_ago(Duration::minutes(10), 100);
    EXPECT_EQ(next(long_ago, 1000, 1601), Kind::goes_on) << "nobody knows when its value came to be";
    EXPECT_EQ(next(long_ago, 1000, 1602), Kind::goes_on);
}

TEST(Beginnings, WithoutAnIntervalNobodyKnowsWhenItBegan) {
    Beginnings beginnings(Duration::minutes(10), 100);
    EXPECT_EQ(next(beginnings, 1000, 1000), Kind::goes_on);
    EXPECT_EQ(next(beginnings, 1000, 1060), Kind::goes_on);
}

TEST(Beginnings, AStartAfterTheLastPointIsANewLife) {
    Beginnings beginnings(Duration::minutes(10), 100);
    EXPECT_EQ(next(beginnings, 1000, 1060), Kind::begins);
    EXPECT_EQ(next(beginnings, 1061, 9000), Kind::begins) << "however long its first export took";
    EXPECT_EQ(next(beginnings, 1061, 9060), Kind::goes_on);
    EXPECT_EQ(next(beginnings, 9060, 9120), Kind::goes_on) << "at the last point: as those say who move the start with each export";
}

TEST(Beginnings, WhatIsSaidOfAnEarlierLifeIsLateButNotWrong) {
    Beginnings beginnings(Duration::minutes(10), 100);
    EXPECT_EQ(next(beginnings, 1000, 1060), Kind::begins);
    EXPECT_EQ(next(beginnings, 2000, 2060), Kind::begins);
    EXPECT_EQ(next(beginnings, 1000, 1900), Kind::goes_on);
    EXPECT_EQ(next(beginnings, 1000, 2000), Kind::goes_on);
    EXPECT_EQ(next(beginnings, 1700, 1800), Kind::begins) << "a short life that was not heard of before";
    EXPECT_EQ(next(beginnings, 2000, 2120), Kind::goes_on) << "and changes nothing";
}

TEST(Beginnings, TwoWritersOfOneSeriesAreSeen) {
    Beginnings beginnings(Duration::minutes(10), 100);
    EXPECT_EQ(next(beginnings, 1000, 1060), Kind::begins);
    EXPECT_EQ(next(beginnings, 1070, 1080), Kind::begins) << "another process";
    EXPECT_EQ(next(beginnings, 1000, 1120), Kind::another_writer) << "the first one lives";
    EXPECT_EQ(next(beginnings, 1070, 1140), Kind::goes_on);
}

TEST(Beginnings, WhatWasNotStoredIsNotLearned) {
    Beginnings beginnings(Duration::minutes(10), 100);
    EXPECT_EQ(beginnings.kind_of(kSeries, at(1000), at(1060)), Kind::begins);
    EXPECT_EQ(beginnings.kind_of(kSeries, at(1000), at(1060)), Kind::begins) << "the export is sent again";
}

TEST(Beginnings, TheNumberOfSeriesIsBounded) {
    Beginnings beginnings(Duration::minutes(10), 3);
    for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(next(beginnings, 1000, 1060, {i + 1, 0}), Kind::begins);
    EXPECT_EQ(beginnings.size(), 3u);
    EXPECT_EQ(next(beginnings, 1000, 1120, {1, 0}), Kind::goes_on);
    EXPECT_EQ(next(beginnings, 1000, 1120, {9, 0}), Kind::begins);
    EXPECT_EQ(beginnings.size(), 1u);
    EXPECT_EQ(next(beginnings, 1000, 1180, {1, 0}), Kind::begins) << "a zero that the ledger has already";
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
