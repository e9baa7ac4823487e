// Funnel and plan over small worlds that can be counted by hand.
#include "domain/hiring/funnel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/hiring/days.h"
#include "domain/hiring/hiring_plan.h"
#include "domain/hiring/shares.h"

namespace plimsoll::hiring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Timestamp on(const char* date) { return *day_in(date); }

ApplicationRow application(const std::string& id, std::vector<std::pair<Stage, const char*>> moves, const char* made = "2026-01-01", const std::string& opening = "op-1") {
    ApplicationRow out;
    out.id = id;
    out.opening = opening;
    out.made_at = on(made);
    for (const auto& [to, date] : moves) {
        out.passages.push_back({out.stage, to, {0, "person:boss", on(date)}});
        out.stage = to;
    }
    return out;
}

ApplicationRow hired(const std::string& id, const char* accepted, const char* started = "", const std::string& opening = "op-1") {
    ApplicationRow out = application(id, {{Stage::interview, "2026-01-10"}, {Stage::offer, "2026-01-20"}, {Stage::hired, accepted}}, "2026-01-01", opening);
    out.offered_on = "2026-01-20";
    out.answered_on = accepted;
    out.accepted = true;
    out.started_on = started;
    return out;
}

OpeningRow opening(const std::string& id, std::int64_t headcount, const char* opened = "2026-01-01", const char* needed_by = "") {
    OpeningRow out;
    out.id = id;
    out.what.title = "Post " + id;
    out.what.headcount = headcount;
    out.what.needed_by = needed_by;
    out.opened_at = on(opened);
    return out;
}

TEST(Funnel, CountsWhoReachedEachStageAndWhereTheyEnded) {
    HiringFacts facts;
    facts.openings = {opening("op-1", 1)};
    facts.applications = {
        application("a", {}),
        application("b", {{Stage::screen, "2026-01-03"}, {Stage::rejected, "2026-01-05"}}),
        application("c", {{Stage::interview, "2026-01-04"}, {Stage::withdrawn, "2026-01-08"}}),
        application("d", {{Stage::screen, "2026-01-02"}, {Stage::interview, "2026-01-06"}}),
        application("e", {{Stage::rejected, "2026-01-02"}}),
        hired("f", "2026-02-01"),
    };
    const FunnelView out = funnel_of(facts, {}, on("2026-03-01"));
    ASSERT_EQ(out.stages.size(), 6U);
    std::vector<std::int64_t> reached;
    for (const FunnelStage& s : out.stages) reached.push_back(s.reached);
    EXPECT_THAT(reached, ElementsAre(6, 4, 3, 1, 1, 1)) << "who was moved past the screen has reached it too";
    EXPECT_EQ(out.stages[0].here, 1);
    EXPECT_EQ(out.stages[0].rejected, 1);
    EXPECT_EQ(out.stages[1].rejected, 1);
    EXPECT_EQ(out.stages[2].withdrawn, 1);
    EXPECT_EQ(out.stages[2].here, 1);
    EXPECT_DOUBLE_EQ(*out.stages[0].conversion.value, 4.0 / 5) << "the one that waits there has neither passed nor failed";
    EXPECT_FALSE(out.stages[1].conversion.value);
    EXPECT_THAT(out.stages[1].conversion.why_empty, HasSubstr("not enough data: 4"));
    EXPECT_EQ(out.applications, 6);
}

TEST(Funnel, TimeInAStageCountsThoseWhoAreStillThere) {
    HiringFacts facts;
    for (const char* id : {"a", "b", "c", "d"}) facts.applications.push_back(application(id, {{Stage::screen, "2026-01-11"}}));
    facts.applications.push_back(application("e", {}));
    const FunnelView out = funnel_of(facts, {}, on("2026-01-06"));
    EXPECT_EQ(out.stages[0].time.n, 5);
    EXPECT_EQ(out.stages[0].time.ended, 4);
    EXPECT_EQ(out.stages[0].time.median, Duration::days(10));
}

TEST(Funnel, OffersAreOfThoseWhoWereInterviewedAndDecided) {
    HiringFacts facts;
    facts.openings = {opening("op-1", 9)};
    for (int i = 0; i < 3; ++i) facts.applications.push_back(hired("h" + std::to_string(i), "2026-02-01"));
    ApplicationRow declined = application("x", {{Stage::offer, "2026-01-20"}, {Stage::withdrawn, "2026-01-25"}});
    declined.offered_on = "2026-01-20";
    declined.accepted = false;
    facts.applications.push_back(declined);
    facts.applications.push_back(application("y", {{Stage::interview, "2026-01-04"}, {Stage::rejected, "2026-01-08"}}));
    facts.applications.push_back(application("z", {{Stage::interview, "2026-01-04"}}));
    facts.applications.push_back(application("w", {{Stage::rejected, "2026-01-04"}}));
    ApplicationRow waiting = application("o", {{Stage::offer, "2026-01-20"}});
    waiting.offered_on = "2026-01-20";
    facts.applications.push_back(waiting);
    const FunnelView out = funnel_of(facts, {}, on("2026-03-01"));
    EXPECT_DOUBLE_EQ(*out.offer_rate.value, 5.0 / 6) << "five with an offer, one turned down after the interview; who waits or was never interviewed is not counted";
    EXPECT_EQ(out.offers_accepted.sample_size, 4U);
    EXPECT_FALSE(out.offers_accepted.value) << "four answers are not enough data";
    EXPECT_EQ(out.offers_waiting, 1);
    ASSERT_TRUE(out.offer_rate.interval);
    EXPECT_NEAR(out.offer_rate.interval->low, 0.4365, 0.0005) << "Wilson's, 5 of 6";
    EXPECT_NEAR(out.offer_rate.interval->high, 0.9699, 0.0005);
}

TEST(Funnel, PostsThatAreNotFilledCountAsWaiting) {
    HiringFacts facts;
    facts.openings = {opening("op-1", 2), opening("op-2", 1), opening("op-3", 1), opening("op-4", 1)};
    facts.openings[3].closed_at = on("2026-01-31");
    facts.applications = {hired("a", "2026-02-10"), hired("b", "2026-03-02", "", "op-2")};
    const std::vector<Wait> waits = fill_waits(facts, "", on("2026-04-11"));
    ASSERT_EQ(waits.size(), 5U);
    const FunnelView out = funnel_of(facts, {}, on("2026-04-11"));
    EXPECT_EQ(out.time_to_fill.n, 5);
    EXPECT_EQ(out.time_to_fill.ended, 2);
    EXPECT_EQ(out.time_to_fill.median, Duration::days(60)) << "3/4 at 40 d, with four still waiting, x 2/3 at 60 d; the filled alone would say 40";
}

TEST(Funnel, WhoAcceptedAndDidNotComeFillsNoPost) {
    HiringFacts facts;
    facts.openings = {opening("op-1", 1)};
    facts.applications = {hired("a", "2026-02-10")};
    facts.applications[0].passages.push_back({Stage::hired, Stage::withdrawn, {0, "person:boss", on("2026-02-20")}});
    facts.applications[0].stage = Stage::withdrawn;
    const std::vector<Wait> waits = fill_waits(facts, "", on("2026-04-11"));
    ASSERT_EQ(waits.size(), 1U);
    EXPECT_FALSE(waits[0].ended) << "the post is open again";
    EXPECT_EQ(plan_of(facts, on("2026-04-11")).filled, 0);
    const FunnelView out = funnel_of(facts, {}, on("2026-04-11"));
    EXPECT_EQ(out.sources[0].hired, 0);
    EXPECT_EQ(out.stages.back().reached, 1) << "the stage was reached all the same";
    EXPECT_EQ(out.stages.back().withdrawn, 1);
}

TEST(Funnel, QualityIsOfThoseOfWhomItIsKnown) {
    HiringFacts facts;
    for (int i = 0; i < 5; ++i) {
        ApplicationRow a = hired("h" + std::to_string(i), "2024-02-01", "2024-03-01");
        a.quality = {{90, i != 0, true, {}}, {180, true, std::nullopt, {}}};
        if (i == 1) a.left_on = "2024-12-01";
        facts.applications.push_back(a);
    }
    ApplicationRow fresh = hired("n", "2026-01-20", "2026-02-01");
    facts.applications.push_back(fresh);
    const FunnelView out = funnel_of(facts, {}, on("2026-06-01"));
    EXPECT_DOUBLE_EQ(*out.met_90.value, 0.8);
    EXPECT_DOUBLE_EQ(*out.met_180.value, 1.0);
    EXPECT_DOUBLE_EQ(*out.kept_a_year.value, 0.8) << "who started this year is not counted either way";
    EXPECT_DOUBLE_EQ(*out.quality_of_hire.value, 0.6) << "one was not met at 90 days, one left";
    EXPECT_EQ(out.quality_due, 1) << "90 days have passed for the new one, 180 have not";
}

TEST(Funnel, AWindowAndAnOpeningChoose) {
    HiringFacts facts;
    facts.applications = {application("a", {}, "2026-01-01"), application("b", {}, "2026-02-01"), application("c", {}, "2026-02-01", "op-2")};
    EXPECT_EQ(funnel_of(facts, {"", on("2026-01-02"), std::nullopt}, on("2026-03-01")).applications, 2);
    EXPECT_EQ(funnel_of(facts, {"op-1", on("2026-01-02"), std::nullopt}, on("2026-03-01")).applications, 1);
    EXPECT_EQ(funnel_of(facts, {"", std::nullopt, on("2026-02-01")}, on("2026-03-01")).applications, 1) << "half-open";
}

TEST(Shares, OfVectors) {
    EXPECT_NEAR(wilson_95(0, 10).high, 0.2775, 0.0001);
    EXPECT_EQ(wilson_95(0, 10).low, 0);
    EXPECT_NEAR(wilson_95(50, 100).low, 0.4038, 0.0001);
    EXPECT_FALSE(share_measure("x", {"a", 4}, {"b", 4}, "a / b", {}, {}).value);
    EXPECT_EQ(share_measure("x", {"a", 5}, {"b", 5}, "a / b", {}, {}).value, 1.0);
}

class Plan : public testing::Test {
protected:
    /// Five posts filled in 40, 50, 60, 70 and 80 days from New Year.
    void SetUp() override {
        const char* const days[] = {"2026-02-10", "2026-02-20", "2026-03-02", "2026-03-12", "2026-03-22"};
        for (int i = 0; i < 5; ++i) {
            const std::string id = "old-" + std::to_string(i);
            facts.openings.push_back(opening(id, 1));
            facts.applications.push_back(hired("a" + id, days[i], "", id));
        }
    }
    PlannedPost post(const std::string& id, const char* now) {
        for (const PlannedPost& p : plan_of(facts, on(now)).posts)
            if (p.opening == id) return p;
        return {};
    }
    HiringFacts facts;
};

TEST_F(Plan, SaysWhetherTheDayCanBeKept) {
    facts.openings.push_back(opening("soon", 1, "2026-04-01", "2026-05-01"));
    facts.openings.push_back(opening("easy", 1, "2026-04-01", "2026-09-01"));
    facts.openings.push_back(opening("none", 1, "2026-04-01"));
    facts.openings.push_back(opening("past", 1, "2026-04-01", "2026-04-10"));
    const PlannedPost soon = post("soon", "2026-04-11");
    EXPECT_EQ(soon.state, PlanState::likely_late);
    EXPECT_EQ(soon.forecast, "2026-05-31") << "60 days: of the five that went on beyond ten, the third";
    EXPECT_THAT(soon.why, HasSubstr("n = 9"));
    EXPECT_EQ(post("easy", "2026-04-11").state, PlanState::in_time);
    EXPECT_EQ(post("none", "2026-04-11").state, PlanState::no_date);
    EXPECT_EQ(post("past", "2026-04-11").state, PlanState::late);
    EXPECT_EQ(post("past", "2026-04-10").state, PlanState::likely_late) << "the day itself is not over";
    EXPECT_EQ(post("old-0", "2026-04-11").state, PlanState::filled);
    EXPECT_EQ(plan_of(facts, on("2026-04-11")).posts.front().opening, "past");
    EXPECT_EQ(plan_of(facts, on("2026-04-11")).headcount, 9);
    EXPECT_EQ(plan_of(facts, on("2026-04-11")).filled, 5);
}

TEST_F(Plan, WithoutEnoughPostsThereIsNoForecast) {
    facts.openings = {opening("one", 1, "2026-04-01", "2026-05-01")};
    facts.applications.clear();
    const PlannedPost one = post("one", "2026-04-11");
    EXPECT_EQ(one.state, PlanState::cannot_tell);
    EXPECT_THAT(one.why, HasSubstr("not enough data"));
    facts.openings[0].closed_at = on("2026-04-12");
    EXPECT_EQ(post("one", "2026-04-13").state, PlanState::given_up);
}

}  // namespace
}  // namespace plimsoll::hiring
