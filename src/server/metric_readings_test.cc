#include "server/metric_readings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/metrics.h"

namespace plimsoll::server {
namespace {

TEST(MetricReadings, AreWhatTheRegistryWrites) {
    Metrics metrics;
    metrics.counter("plimsoll_x_total", "X", {{"route", "GET /a"}, {"status", "2xx"}}).add(7);
    metrics.counter("plimsoll_x_total", "X", {{"route", "GET /a b"}, {"status", "5xx"}}).add(2);
    metrics.counter("plimsoll_x_total", "X", {{"route", "GET /c"}, {"status", "5xx"}}).add(1);
    metrics.gauge("plimsoll_y", "Y").set(0.25);
    const auto readings = MetricReadings::of(metrics.text());
    EXPECT_EQ(readings.sum("plimsoll_x_total"), 10);
    EXPECT_EQ(readings.sum("plimsoll_x_total", "status=\"5xx\""), 3);
    EXPECT_EQ(readings.sum("plimsoll_y"), 0.25);
    EXPECT_EQ(readings.sum("plimsoll_none"), 0);
}

TEST(MetricReadings, HistogramsAreAddedUpByBound) {
    Metrics metrics;
    metrics.histogram("plimsoll_h_seconds", "H", {0.5, 2}, {{"route", "a"}}).observe(0.1);
    metrics.histogram("plimsoll_h_seconds", "H", {0.5, 2}, {{"route", "b"}}).observe(1);
    metrics.histogram("plimsoll_h_seconds", "H", {0.5, 2}, {{"route", "b"}}).observe(9);
    const auto buckets = MetricReadings::of(metrics.text()).histogram("plimsoll_h_seconds");
    ASSERT_EQ(buckets.size(), 3U);
    EXPECT_EQ(buckets[0].bound, 0.5);
    EXPECT_EQ(buckets[0].observations, 1);
    EXPECT_EQ(buckets[1].observations, 2);
    EXPECT_TRUE(std::isinf(buckets[2].bound));
    EXPECT_EQ(buckets[2].observations, 3);
}

TEST(MetricReadings, PassesOverWhatIsNoSample) {
    const auto readings = MetricReadings::of("# HELP a b\n\nnonsense\na x\na 1\nlast 2");
    EXPECT_EQ(readings.sum("a"), 1);
    EXPECT_EQ(readings.sum("last"), 2);
}

}  // namespace
}  // namespace plimsoll::server
