// soak_test.cc: what a soak stands on: a plan that can be replayed, a feed whose truth the ledger must meet, and slopes.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <set>

#include "base/json.h"
#include "flat.h"
#include "plan.h"
#include "soak.h"

namespace plimsoll::soak {
namespace {

const Timestamp kFounded = Timestamp::from_seconds(1'774'958'400);
constexpr Duration kShort = Duration::minutes(3);

TEST(Plan, IsAFunctionOfItsSeed) {
    EXPECT_EQ(text_of(plan_of(7, kShort, true), 20), text_of(plan_of(7, kShort, true), 20));
    EXPECT_NE(text_of(plan_of(7, kShort, true), 20), text_of(plan_of(8, kShort, true), 20));
}

RC_GTEST_PROP(Plan, HasEveryTroubleOneAfterTheOtherAndRestartsInFront, ()) {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Duration run = Duration::seconds(*rc::gen::inRange<std::int64_t>(180, 20'000));
    const bool disk = *rc::gen::arbitrary<bool>();
    const auto plan = plan_of(seed, run, disk);
    std::set<Trouble> kinds;
    Duration over = quiet_start(run);
    for (const Step& step : plan) {
        RC_ASSERT(step.at >= over);
        RC_ASSERT(step.length > Duration());
        over = step.at + step.length;
        kinds.insert(step.trouble);
        const bool restart = step.trouble == Trouble::stopped || step.trouble == Trouble::killed;
        RC_ASSERT(!restart || step.at < run * 6 / 10 + Duration::minutes(8));
    }
    RC_ASSERT(over < run);
    RC_ASSERT(kinds.size() == (disk ? 10u : 9u));
}

/// All that a feed tells, and its truth at the end.
std::pair<std::uint64_t, std::map<std::string, Truth>> told(const std::vector<Step>& plan, Duration run) {
    Feed feed(demo::Counts(3, kFounded), plan, run, 20, kFounded);
    std::uint64_t samples = 0;
    std::optional<Body> body;
    while (feed.next(kFounded + run * 20, body)) samples += body ? body->samples : 0;
    return {samples, feed.truth()};
}

TEST(Feed, TellsWhatTheCompanyCountsWhereNothingGoesWrong) {
    const Duration run = Duration::seconds(30);
    const demo::Counts counts(3, kFounded);
    const auto [samples, truth] = told({}, run);
    EXPECT_GT(samples, 0u);
    for (const demo::CompanyService& service : demo::company()) {
        for (const demo::PromisedSlo& slo : service.slos) {
            Events naive;
            for (Timestamp at = kFounded; at + Duration::seconds(5) <= kFounded + run * 20; at = at + ledger::kStep) {
                const auto slot = counts.together(service, slo, at);
                naive.valid += slot.valid;
                naive.bad += slot.bad;
            }
            EXPECT_EQ(truth.at(slo.name).whole, naive) << slo.name;
            Events by_instance;
            for (const auto& [host, events] : truth.at(slo.name).by_instance) {
                by_instance.valid += events.valid;
                by_instance.bad += events.bad;
            }
            EXPECT_EQ(by_instance, naive) << slo.name;
        }
    }
}

TEST(Feed, AnOutageLosesNothingAndAReplacedInstanceLosesWhatItNeverTold) {
    const Duration run = Duration::seconds(30);
    const auto whole = told({}, run).second;
    const auto outage = told({{Duration::seconds(10), Duration::seconds(5), Trouble::outage, 0}}, run).second;
    const auto vanished = told({{Duration::seconds(10), Duration::seconds(5), Trouble::vanished, 0}}, run).second;
    const auto replaced = told({{Duration::seconds(10), Duration::seconds(5), Trouble::replaced, 0}}, run).second;
    EXPECT_EQ(outage.at("storefront-availability").whole, whole.at("storefront-availability").whole);
    EXPECT_EQ(vanished.at("storefront-availability").whole, whole.at("storefront-availability").whole);
    EXPECT_LT(replaced.at("storefront-availability").whole.valid, whole.at("storefront-availability").whole.valid);
    EXPECT_EQ(replaced.at("checkout-availability").whole, whole.at("checkout-availability").whole) << "the others are as they were";
}

TEST(Feed, HoldsAThirdOfLateBodiesBackAndDoublesOthers) {
    const Duration run = Duration::seconds(30);
    Feed feed(demo::Counts(3, kFounded), {{Duration(), Duration::seconds(10), Trouble::late, 0}, {Duration::seconds(15), Duration::seconds(10), Trouble::twice, 0}}, run, 20,
              kFounded);
    int held = 0;
    int doubled = 0;
    int again = 0;
    std::optional<Body> body;
    while (feed.next(kFounded + run * 20, body)) {
        held += body->due > kFounded + Duration::seconds(200) && doubled == 0 && body->due == kFounded + Duration::seconds(200) + Duration::minutes(3);
        doubled += body->copies == 2;
        again += body->again.has_value();
    }
    EXPECT_EQ(held, 6) << "of twenty slots the third, the sixth and so on";
    EXPECT_EQ(doubled, 20);
    EXPECT_EQ(again, 4);
}

TEST(TheilSen, FindsTheSlopeOfALineUnderAFifthOfWildPoints) {
    std::vector<Point> points;
    for (int i = 0; i < 50; ++i) points.push_back({10.0 * i, i % 5 == 4 ? 1e6 : 100 + 0.25 * 10 * i});
    EXPECT_DOUBLE_EQ(*theil_sen(points), 0.25);
    EXPECT_FALSE(theil_sen(std::vector<Point>{{1, 2}}));
    EXPECT_FALSE(theil_sen(std::vector<Point>{{1, 2}, {1, 3}}));
    EXPECT_FALSE(theil_sen(std::vector<Point>{{1, 2}, {2, std::nullopt}}));
}

RC_GTEST_PROP(TheilSen, IsTheMiddleOfAllSlopes, ()) {
    std::vector<Point> points;
    for (int i = 0; i < *rc::gen::inRange(2, 30); ++i) points.push_back({i + 1.0, static_cast<double>(*rc::gen::inRange(-100, 100))});
    std::vector<double> slopes;
    for (const Point& a : points)
        for (const Point& b : points)
            if (b.at_s > a.at_s) slopes.push_back((*b.value - *a.value) / (b.at_s - a.at_s));
    std::sort(slopes.begin(), slopes.end());
    const std::size_t n = slopes.size();
    RC_ASSERT(*theil_sen(points) == (n % 2 == 1 ? slopes[n / 2] : (slopes[n / 2 - 1] + slopes[n / 2]) / 2));
}

TEST(Quantile, IsByNearestRankAndLeavesOutWhatWasNotRead) {
    const std::vector<Point> points{{0, 5.0}, {1, std::nullopt}, {2, 1.0}, {3, 3.0}, {4, 2.0}};
    EXPECT_EQ(quantile(points, 0), 1.0);
    EXPECT_EQ(quantile(points, 0.5), 2.0);
    EXPECT_EQ(quantile(points, 1), 5.0);
    EXPECT_FALSE(quantile(std::vector<Point>{}, 0.5));
    EXPECT_EQ(within(points, 1, 4).size(), 2u);
}

TEST(Report, IsWrittenAsJsonAndReadAgain) {
    Report report;
    report.seed = 4;
    report.totals.push_back({"a", 10, 9, 1, 1, false});
    report.series.push_back({"lag", "s", {{1.5, std::nullopt}, {2.5, 3.0}}});
    report.verdicts.push_back({"totals", "rule", "found", false});
    const auto again = json::decode<Report>(json::encode(report));
    ASSERT_TRUE(again) << again.error().report();
    EXPECT_EQ(json::encode(*again), json::encode(report));
    EXPECT_FALSE(again->holds());
    EXPECT_NE(text_of(*again).find("BROKEN"), std::string::npos);
    EXPECT_NE(text_of(*again).find("valid 10 sent, 9 counted (-1)"), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::soak
