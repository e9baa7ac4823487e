// Which settings are tried, and which of them nothing beats.
#include "domain/backtest/sweep.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/backtest/past_for_tests.h"

namespace plimsoll::backtest {
namespace {

using fixture::kMinute;

TEST(Sweep, TriesNothingThatCanNeverFireOrAlwaysDoes) {
    const catalog::Slo slo = slo::fixture::shop().slos.at("checkout");
    const auto settings = settings_of(slo, kMinute);
    EXPECT_GT(settings.size(), 40U);
    std::set<std::pair<Duration, double>> seen;
    for (const catalog::BurnRule& rule : settings) {
        EXPECT_GE(rule.factor, 1);
        EXPECT_LT(rule.factor, 1000);
        EXPECT_LT(rule.short_window, rule.long_window);
        EXPECT_GE(rule.short_window, kMinute * 2);
        EXPECT_EQ(rule.short_window.in_ms() % kMinute.in_ms(), 0);
        EXPECT_TRUE(seen.insert({rule.long_window, rule.factor}).second) << rule.name << " twice";
    }
    EXPECT_TRUE(seen.contains({Duration::hours(1), 14.4})) << "the workbook's: 2 % in an hour";
    catalog::Slo loose = slo;
    loose.objective = *Ratio::of(9, 10);
    for (const catalog::BurnRule& rule : settings_of(loose, kMinute)) EXPECT_LT(rule.factor, 10);
    catalog::Slo day = slo;
    day.period = Duration::days(1);
    for (const catalog::BurnRule& rule : settings_of(day, kMinute)) EXPECT_LE(rule.long_window, Duration::days(1));
}

FrontPoint point(std::int64_t seconds, double pages, double share) {
    FrontPoint out;
    out.budget_at_firing = share;
    out.detect_mean = Duration::seconds(seconds);
    out.pages_per_month = pages;
    return out;
}

RC_GTEST_PROP(Front, HoldsJustWhatNothingBeats, ()) {
    const auto drawn = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 8), rc::gen::inRange(0, 8), rc::gen::inRange(0, 4)));
    std::vector<FrontPoint> points;
    for (const auto& [seconds, pages, share] : drawn) points.push_back(point(seconds, pages, share));
    mark_front(points);
    for (const FrontPoint& one : points) {
        bool beaten = false;
        for (const FrontPoint& other : points) {
            const bool no_worse = other.detect_mean <= one.detect_mean && other.pages_per_month <= one.pages_per_month;
            const bool better = other.detect_mean < one.detect_mean || other.pages_per_month < one.pages_per_month;
            beaten = beaten || (no_worse && (better || other.budget_at_firing > one.budget_at_firing));
        }
        RC_ASSERT(one.on_front == !beaten);
    }
}

TEST(Sweep, APageAfterTheEndOfItsLossIsNoWorseThanNone) {
    fixture::DrawnPast past(2);
    const Timestamp begin = fixture::kMonday + Duration::hours(30);
    past.fail(begin, kMinute * 4, 1000);
    const TimeRange range{fixture::kMonday, fixture::kMonday + Duration::days(2)};
    const auto reel = Reel::of(*past.world.counts, past.slo(), range, kMinute, Duration{});
    ASSERT_TRUE(reel);
    Loss loss;
    loss.id = "a";
    loss.start = begin;
    loss.end = begin + kMinute;  // it is known to have ended sooner than its errors did
    const auto out = sweep({past.slo(), *reel, range, std::span(&loss, 1), {}});
    ASSERT_TRUE(out);
    bool some_paged = false;
    for (const FrontPoint& point : *out) {
        ASSERT_TRUE(point.detect_mean);
        EXPECT_LE(*point.detect_mean, kMinute);
        some_paged = some_paged || point.pages_per_month > 0;
    }
    EXPECT_TRUE(some_paged);
}

TEST(Sweep, StopsWhenItIsTold) {
    fixture::DrawnPast past(2);
    const TimeRange range{fixture::kMonday, fixture::kMonday + Duration::days(2)};
    const auto reel = Reel::of(*past.world.counts, past.slo(), range, kMinute, Duration{});
    ASSERT_TRUE(reel);
    int settings = 0;
    const auto out = sweep({past.slo(), *reel, range, {}, {}, [&](std::int64_t) { return ++settings < 3; }});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code(), "slo.cancelled");
    EXPECT_EQ(settings, 3);
}

}  // namespace
}  // namespace plimsoll::backtest
