// What a page was worth, by hand: one week at 6,000 events a minute, 99.9 % over 30 days.
#include "domain/backtest/score.h"

#include <gtest/gtest.h>

#include "domain/backtest/past_for_tests.h"

namespace plimsoll::backtest {
namespace {

using fixture::kMinute;
using fixture::kMonday;

constexpr Duration kWeek = Duration::days(7);
const TimeRange kRange{kMonday, kMonday + kWeek};

/// One alert as a replay tells it.
slo::ReplayedAlert alert(Timestamp fired, std::optional<Timestamp> resolved, const std::string& severity = "page") {
    slo::ReplayedAlert out;
    out.fired.rule = "page-1h-5m";
    out.fired.severity = severity;
    out.fired.as_of = fired;
    out.fired.evidence = {{Duration::hours(1), 1, 1, 0, 1.0}, {Duration::minutes(5), 1, 1, 0, 1.0}};
    if (resolved) {
        out.resolved.emplace();
        out.resolved->as_of = *resolved;
    }
    return out;
}

Loss loss(const std::string& id, Timestamp start, Duration length) {
    Loss out;
    out.id = id;
    out.start = start;
    out.end = start + length;
    return out;
}

class Score_ : public ::testing::Test {
protected:
    Score_() : past(7) {}

    Scored scored(const std::vector<Loss>& losses, const std::vector<slo::ReplayedAlert>& alerts) {
        const auto reel = Reel::of(*past.world.counts, past.slo(), kRange, kMinute, Duration{});
        EXPECT_TRUE(reel);
        const PeriodBudget budget = period_budget(past.slo(), reel->sum(past.slo(), kRange)->sum.valid, kWeek);
        const auto out = score({past.slo(), *reel, kRange, losses, budget}, alerts);
        EXPECT_TRUE(out);
        return out.value_or(Scored{});
    }
    fixture::DrawnPast past;
};

TEST_F(Score_, ABudgetIsOfOnePeriodAtTheRangesMeanTraffic) {
    // 7 days x 8,640 slots x 1,000 events x 30/7 x 0.001.
    EXPECT_DOUBLE_EQ(period_budget(past.slo(), 7 * 8'640'000, kWeek).counts, 30 * 8640.0);
    EXPECT_EQ(period_budget(past.slo(), 0, kWeek).share_of(5), 0);
}

TEST_F(Score_, APageThatComesWithALossAnswersIt) {
    const Timestamp begin = kMonday + Duration::hours(30);
    past.fail(begin, Duration::minutes(20), 500);
    const Scored out = scored({loss("a", begin, Duration::minutes(20))}, {alert(begin + Duration::minutes(2), begin + Duration::minutes(25))});
    ASSERT_EQ(out.alerts.size(), 1U);
    EXPECT_EQ(out.alerts[0].worth, Worth::answers);
    EXPECT_EQ(out.alerts[0].answers, std::vector<std::string>{"a"});
    EXPECT_EQ(out.alerts[0].detected_after, Duration::minutes(2));
    EXPECT_EQ(out.alerts[0].reset_after, Duration::minutes(5));
    EXPECT_EQ(out.alerts[0].bad, 20 * 6 * 500);
    EXPECT_DOUBLE_EQ(out.alerts[0].cost, 60'000 / (30 * 8640.0));
    EXPECT_EQ(out.detections[0].paged_at, begin + Duration::minutes(2));
    EXPECT_DOUBLE_EQ(*out.detections[0].spent_by_then, 2 * 6 * 500 / (30 * 8640.0));
    EXPECT_EQ(out.score.recall, 1.0);
    EXPECT_EQ(out.score.precision, 1.0);
    EXPECT_NEAR(out.score.pages_per_month, 30.0 / 7, 1e-12);
}

TEST_F(Score_, ALossEndsItsClaimAShortWindowLater) {
    const Timestamp begin = kMonday + Duration::hours(30);
    const Timestamp end = begin + Duration::minutes(3);
    // Its events still lie in the five minutes before.
    EXPECT_EQ(scored({loss("a", begin, end - begin)}, {alert(end + Duration::minutes(4), end + Duration::minutes(6))}).score.pages_that_answer, 1U);
    EXPECT_EQ(scored({loss("a", begin, end - begin)}, {alert(end + Duration::minutes(5), end + Duration::minutes(6))}).score.pages_that_answer, 0U);
}

TEST_F(Score_, APageThatAnswersNothingIsCheapUnderAHundredthOfTheBudget) {
    const Timestamp begin = kMonday + Duration::hours(50);
    // The budget is 259,200 events: a hundredth of it is 2,592, here over five minutes.
    past.fail(begin, Duration::minutes(5), 86);
    EXPECT_EQ(scored({}, {alert(begin + Duration::minutes(5), begin + Duration::minutes(6))}).alerts[0].worth, Worth::cheap);
    past.fail(begin, Duration::minutes(5), 1);
    const Scored out = scored({}, {alert(begin + Duration::minutes(5), begin + Duration::minutes(6))});
    EXPECT_EQ(out.alerts[0].bad, 30 * 87);
    EXPECT_EQ(out.alerts[0].worth, Worth::costly);
    EXPECT_EQ(out.score.cheap_pages, 0U);
    EXPECT_EQ(out.score.precision, 0.0);
    EXPECT_FALSE(out.score.recall) << "nothing was lost";
}

TEST_F(Score_, ALossWithoutAPageIsMissedWhateverTicketsSay) {
    const Timestamp begin = kMonday + Duration::hours(10);
    const Scored out = scored({loss("a", begin, Duration::hours(1)), loss("b", begin + Duration::hours(20), Duration::hours(1))},
                              {alert(begin + Duration::minutes(10), begin + Duration::minutes(90), "ticket"),
                               alert(begin + Duration::hours(20) + Duration::minutes(7), std::nullopt)});
    EXPECT_FALSE(out.detections[0].paged_at);
    EXPECT_EQ(out.detections[0].ticket_at, begin + Duration::minutes(10));
    EXPECT_EQ(out.score.losses_without_page, 1U);
    EXPECT_EQ(out.score.tickets, 1U);
    EXPECT_EQ(out.score.recall, 0.5);
    EXPECT_EQ(out.score.detect_median, Duration::minutes(7));
    EXPECT_FALSE(out.alerts[1].reset_after) << "it is still open";
}

TEST_F(Score_, OnePageMayAnswerSeveralAndTheFirstPageCounts) {
    const Timestamp begin = kMonday + Duration::hours(10);
    const std::vector<Loss> losses{loss("a", begin, Duration::minutes(10)), loss("b", begin + Duration::minutes(20), Duration::minutes(10))};
    const Scored out = scored(losses, {alert(begin + Duration::minutes(3), begin + Duration::minutes(40)), alert(begin + Duration::minutes(21), begin + Duration::minutes(41))});
    EXPECT_EQ(out.alerts[0].answers, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(out.detections[1].paged_at, begin + Duration::minutes(3)) << "somebody was up already";
    EXPECT_EQ(out.detections[1].detected_after, Duration{});
    EXPECT_EQ(out.alerts[0].reset_after, Duration::minutes(10)) << "after the last of them";
}

TEST_F(Score_, AnAlertThatIsOverBeforeItsLossDidNotResetAfterIt) {
    const Timestamp begin = kMonday + Duration::hours(10);
    const std::vector<Loss> losses{loss("a", begin, Duration::minutes(10)), loss("b", begin + Duration::minutes(20), Duration::hours(3))};
    Scored out = scored(losses, {alert(begin + Duration::minutes(3), begin + Duration::minutes(40))});
    EXPECT_EQ(out.alerts[0].answers, (std::vector<std::string>{"a", "b"}));
    EXPECT_FALSE(out.alerts[0].reset_after);
    EXPECT_FALSE(out.score.reset_median);
    out = scored({losses[0]}, {alert(begin + Duration::minutes(3), begin + Duration::minutes(10))});
    EXPECT_EQ(out.alerts[0].reset_after, Duration{}) << "both at once";
}

TEST_F(Score_, APageOfBeforeTheRangeIsShownAndNotCounted) {
    slo::ReplayedAlert before = alert(kMonday - Duration::minutes(5), kMonday + Duration::minutes(5));
    before.began_open = true;
    const Scored out = scored({loss("a", kMonday, Duration::minutes(5))}, {before});
    EXPECT_EQ(out.alerts.size(), 1U);
    EXPECT_EQ(out.score.pages, 0U);
    EXPECT_EQ(out.detections[0].detected_after, Duration{});
}

TEST(Median, IsAValueThatWasThere) {
    EXPECT_FALSE(median_of({}));
    EXPECT_EQ(median_of({Duration::minutes(3)}), Duration::minutes(3));
    EXPECT_EQ(median_of({Duration::minutes(9), Duration::minutes(1), Duration::minutes(5)}), Duration::minutes(5));
    EXPECT_EQ(median_of({Duration::minutes(9), Duration::minutes(1)}), Duration::minutes(9));
}

}  // namespace
}  // namespace plimsoll::backtest
