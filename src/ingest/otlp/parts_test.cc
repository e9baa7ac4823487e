#include "ingest/otlp/parts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace plimsoll::ingest::otlp {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

HistogramPoint histogram(std::vector<double> bounds, std::vector<std::uint64_t> counts) {
    HistogramPoint out;
    out.count = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    out.bounds = std::move(bounds);
    out.counts = std::move(counts);
    return out;
}

/// The value of a part; -1: there is none.
double value(const std::vector<Part>& parts, Part::Role role, double bound = 0) {
    for (const Part& part : parts) {
        if (part.role == role && part.bound == bound) return part.value;
    }
    return -1;
}

TEST(Parts, BucketsCountWhatIsAtMostTheirBound) {
    std::vector<Part> parts;
    ASSERT_EQ(parts_of(histogram({0.1, 0.5, 1}, {3, 0, 2, 1}), parts), std::nullopt);
    ASSERT_EQ(parts.size(), 5u);
    EXPECT_EQ(value(parts, Part::Role::bucket, 0.1), 3);
    EXPECT_EQ(value(parts, Part::Role::bucket, 0.5), 3);
    EXPECT_EQ(value(parts, Part::Role::bucket, 1), 5);
    EXPECT_EQ(value(parts, Part::Role::bucket, kInfinity), 6);
    EXPECT_EQ(value(parts, Part::Role::count), 6);
}

TEST(Parts, AHistogramMayBeItsCountAndSumAlone) {
    HistogramPoint point;
    point.count = 7;
    point.sum = 1.5;
    std::vector<Part> parts;
    ASSERT_EQ(parts_of(point, parts), std::nullopt);
    EXPECT_EQ(value(parts, Part::Role::bucket, kInfinity), 7);
    EXPECT_EQ(value(parts, Part::Role::sum), 1.5);
}

TEST(Parts, ABoundOfInfinityIsTheLastBucketAndStandsOnce) {
    std::vector<Part> parts;
    ASSERT_EQ(parts_of(histogram({1, kInfinity}, {3, 2, 0}), parts), std::nullopt);
    EXPECT_EQ(parts.size(), 3u);
    EXPECT_EQ(value(parts, Part::Role::bucket, kInfinity), 5);
}

TEST(Parts, BucketsThatDoNotFitAreRefused) {
    std::vector<Part> parts;
    EXPECT_EQ(parts_of(histogram({0.1, 0.5}, {1, 2}), parts), PointFault::unfit_buckets) << "one bucket is missing";
    EXPECT_EQ(parts_of(histogram({0.5, 0.1}, {1, 2, 3}), parts), PointFault::unfit_buckets) << "bounds fall";
    EXPECT_EQ(parts_of(histogram({0.5, 0.5}, {1, 2, 3}), parts), PointFault::unfit_buckets) << "a bound stands twice";
    EXPECT_EQ(parts_of(histogram({std::nan("")}, {1, 2}), parts), PointFault::unfit_buckets);
    HistogramPoint more = histogram({0.1}, {1, 2});
    ++more.count;
    EXPECT_EQ(parts_of(more, parts), PointFault::unfit_buckets) << "the count is not that of the buckets";
    HistogramPoint huge = histogram({0.1}, {UINT64_MAX, 2});
    EXPECT_EQ(parts_of(huge, parts), PointFault::unfit_buckets) << "the sum would wrap around";
    EXPECT_EQ(parts_of(histogram({}, {5}), parts), std::nullopt) << "one bucket of everything";
}

TEST(Parts, TheNumberOfBucketsIsBounded) {
    std::vector<double> bounds(kMostBuckets - 1);
    std::iota(bounds.begin(), bounds.end(), 1.0);
    std::vector<Part> parts;
    EXPECT_EQ(parts_of(histogram(bounds, std::vector<std::uint64_t>(kMostBuckets, 1)), parts), std::nullopt);
    bounds.push_back(1e9);
    EXPECT_EQ(parts_of(histogram(bounds, std::vector<std::uint64_t>(kMostBuckets + 1, 1)), parts), PointFault::too_many_buckets);
}

ExponentialPoint exponential(int scale, int offset, std::vector<std::uint64_t> counts, std::uint64_t zeros = 0) {
    ExponentialPoint out;
    out.scale = scale;
    out.zero_count = zeros;
    out.positive.offset = offset;
    out.count = std::accumulate(counts.begin(), counts.end(), zeros);
    out.positive.counts = std::move(counts);
    return out;
}

TEST(Parts, AnExponentialHistogramIsToldInQuartersOfAnOctave) {
    // Scale 3: eighths of an octave. Buckets 0 and 1 are (1, 2^(1/8)] and (2^(1/8), 2^(1/4)], bucket 7 ends at 2.
    std::vector<Part> parts;
    ASSERT_EQ(parts_of(exponential(3, 0, {4, 3, 0, 0, 0, 0, 0, 2}, 5), parts), std::nullopt);
    EXPECT_EQ(parts.size(), 161u + 2);
    EXPECT_EQ(value(parts, Part::Role::bucket, std::exp2(-20)), 5) << "zeros are at most anything";
    EXPECT_EQ(value(parts, Part::Role::bucket, 1), 5);
    EXPECT_EQ(value(parts, Part::Role::bucket, std::exp2(0.25)), 12);
    EXPECT_EQ(value(parts, Part::Role::bucket, std::exp2(0.75)), 12) << "its last bucket ends at 2";
    EXPECT_EQ(value(parts, Part::Role::bucket, 2), 14);
    EXPECT_EQ(value(parts, Part::Role::bucket, kInfinity), 14);
}

TEST(Parts, NegativeValuesLieBelowAndAThresholdAboveWhatItCovers) {
    ExponentialPoint point = exponential(4, 0, {1}, 3);
    point.negative.offset = 5;
    point.negative.counts = {2};
    point.count += 2;
    point.zero_threshold = 0.6;
    std::vector<Part> parts;
    ASSERT_EQ(parts_of(point, parts), std::nullopt);
    EXPECT_EQ(value(parts, Part::Role::bucket, 0.5), 2) << "what the zero bucket holds may be above 0.5";
    EXPECT_EQ(value(parts, Part::Role::bucket, 1), 5);
    EXPECT_EQ(value(parts, Part::Role::count), 6);
}

TEST(Parts, AScaleWhoseBucketsHoldABoundIsRefused) {
    std::vector<Part> parts;
    EXPECT_EQ(parts_of(exponential(2, 0, {1}), parts), std::nullopt);
    EXPECT_EQ(parts_of(exponential(1, 0, {1}), parts), PointFault::too_coarse);
    EXPECT_EQ(parts_of(exponential(-10, 0, {1}), parts), PointFault::too_coarse);
    EXPECT_EQ(parts_of(exponential(41, 0, {1}), parts), PointFault::unfit_buckets);
    EXPECT_EQ(parts_of(exponential(40, INT32_MAX, {1, 1}), parts), std::nullopt) << "no index overflows";
    EXPECT_EQ(parts_of(exponential(40, INT32_MIN, {1, 1}), parts), std::nullopt);
    ExponentialPoint more = exponential(4, 0, {1});
    ++more.count;
    EXPECT_EQ(parts_of(more, parts), PointFault::unfit_buckets);
}

/// Values are counted at most a bound exactly when their bucket of any scale is.
RC_GTEST_PROP(Parts, BoundsSplitNoBucket, ()) {
    const int scale = *rc::gen::inRange(2, 12);
    const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 4'000'000));
    std::map<std::int64_t, std::uint64_t> buckets;
    for (const int v : values) {
        const double value_s = v / 1000.0;
        // The least index whose end, base^(index + 1), is not below the value.
        auto index = static_cast<std::int64_t>(std::ceil(std::log2(value_s) * std::exp2(scale))) - 1;
        while (std::exp2(static_cast<double>(index + 1) * std::exp2(-scale)) < value_s) ++index;
        ++buckets[index];
    }
    ExponentialPoint point;
    point.scale = scale;
    if (!buckets.empty()) {
        const std::int64_t first = buckets.begin()->first;
        point.positive.offset = static_cast<std::int32_t>(first);
        const std::int64_t size = buckets.rbegin()->first - first + 1;
        RC_PRE(size <= static_cast<std::int64_t>(kMostBuckets));
        point.positive.counts.resize(static_cast<std::size_t>(size));
        for (const auto& [index, count] : buckets) point.positive.counts[static_cast<std::size_t>(index - first)] = count;
    }
    point.count = values.size();
    std::vector<Part> parts;
    RC_ASSERT(!parts_of(point, parts));
    for (const Part& part : parts) {
        if (part.role != Part::Role::bucket) continue;
        const auto expected = std::count_if(values.begin(), values.end(), [&](int v) { return v / 1000.0 <= part.bound; });
        RC_ASSERT(part.value == static_cast<double>(expected));
    }
}

TEST(Parts, ASummaryIsItsQuantilesCountAndSum) {
    SummaryPoint point;
    point.count = 9;
    point.sum = 4.5;
    point.quantiles = {{0.5, 0.1}, {0.99, 2}};
    std::vector<Part> parts;
    ASSERT_EQ(parts_of(point, parts), std::nullopt);
    EXPECT_EQ(value(parts, Part::Role::quantile, 0.99), 2);
    EXPECT_EQ(value(parts, Part::Role::count), 9);
    EXPECT_EQ(value(parts, Part::Role::sum), 4.5);
}

TEST(Parts, EveryFaultIsToldWithWhatToDo) {
    for (std::size_t i = 0; i < kPointFaults; ++i) {
        const auto fault = static_cast<PointFault>(i);
        EXPECT_FALSE(key(fault).empty());
        EXPECT_FALSE(words(fault).empty());
        EXPECT_FALSE(remedy(fault).empty());
    }
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
