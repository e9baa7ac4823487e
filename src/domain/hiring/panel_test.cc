// What a plan of interviews leaves untested, against a naive count.
#include "domain/hiring/panel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/hiring/interview_kit_for_tests.h"
#include "domain/hiring/interview_kit_reader.h"

namespace plimsoll::hiring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

PanelGaps gaps(const PanelPlan& plan) {
    const auto out = panel_gaps(fixture::whole_kit(), plan);
    EXPECT_TRUE(out) << (out ? "" : out.error().report());
    return out ? *out : PanelGaps{};
}

TEST(Panel, AnEmptyPlanTestsNothing) {
    const PanelGaps out = gaps({});
    EXPECT_EQ(out.kit, "acme");
    EXPECT_EQ(out.version, 3);
    EXPECT_THAT(out.untested, ElementsAre("systems_thinking", "care"));
    EXPECT_EQ(out.weight_tested, 0);
    EXPECT_THAT(out.rounds_left_out, ElementsAre("terminal", "shops"));
    EXPECT_THAT(out.sentences, ElementsAre("Nobody will test Systems thinking and Care.", "The plan leaves out The terminal and The shops."));
}

TEST(Panel, ADimensionOfTwoPeopleIsTestedTwice) {
    const PanelGaps out = gaps({{{"terminal", {"Ana"}, {}, 0}, {"shops", {"Ben"}, {}, 0}}, "Chi"});
    EXPECT_THAT(out.untested, IsEmpty());
    EXPECT_THAT(out.tested_once, ElementsAre("care"));
    EXPECT_EQ(out.dimensions[0].tested, Tested::several);
    EXPECT_THAT(out.dimensions[0].interviewers, ElementsAre("Ana", "Ben"));
    EXPECT_EQ(out.weight_tested, 1);
    EXPECT_EQ(out.minutes, 70);
    EXPECT_THAT(out.sentences, ElementsAre("Only one interviewer will test Care: how far another would agree will stay unknown."));
}

TEST(Panel, OnePersonInTwoRoundsIsOneView) {
    const PanelGaps out = gaps({{{"terminal", {"Ana"}, {}, 0}, {"shops", {"Ana"}, {}, 45}}, "Ana"});
    EXPECT_THAT(out.tested_once, ElementsAre("systems_thinking", "care"));
    ASSERT_EQ(out.interviewers.size(), 1U);
    const InterviewerLoad& ana = out.interviewers[0];
    EXPECT_EQ(ana.minutes, 85) << "40 of the kit's round and 45 of the plan's";
    EXPECT_THAT(ana.dimensions, ElementsAre("systems_thinking", "care"));
    EXPECT_TRUE(ana.two_roles);
    EXPECT_EQ(ana.why, "is in 2 rounds, and leads the debrief");
}

TEST(Panel, WhoLeadsAndInterviewsHasTwoRoles) {
    const PanelGaps out = gaps({{{"terminal", {"Ana", "Ben"}, {}, 0}}, "Ben"});
    EXPECT_FALSE(out.interviewers[0].two_roles);
    EXPECT_TRUE(out.interviewers[1].two_roles);
    EXPECT_THAT(out.sentences.back(), HasSubstr("Ben interviews and leads the debrief"));
}

TEST(Panel, ARoundWithoutAnybodyTestsNothing) {
    const PanelGaps out = gaps({{{"terminal", {}, {}, 0}, {"shops", {"Ana"}, {"care"}, 0}}, ""});
    EXPECT_THAT(out.rounds_unmanned, ElementsAre("terminal"));
    EXPECT_THAT(out.untested, ElementsAre("systems_thinking")) << "the plan's dimensions go before the kit's";
    EXPECT_DOUBLE_EQ(out.weight_tested, 1.0 / 3) << "weights 2 and 1";
}

TEST(Panel, EverythingWrongIsToldAtOnce) {
    const auto out = panel_gaps(fixture::whole_kit(), {{{"terminals", {"Ana", "Ana", ""}, {"care", "care", "cares"}, -1}, {"shops", {}, {}, kMostRoundMinutes + 1}}, ""});
    ASSERT_FALSE(out);
    std::vector<std::string> where;
    for (const FieldError& field : out.error().fields()) where.push_back(field.where);
    EXPECT_THAT(where, ElementsAre("/rounds/0/round", "/rounds/0/interviewers/1", "/rounds/0/interviewers/2", "/rounds/0/dimensions/1", "/rounds/0/dimensions/2",
                                   "/rounds/0/minutes", "/rounds/1/minutes"));
    PanelPlan many;
    many.rounds.resize(kMostPlanned, {"shops", {"Ana"}, {}, 0});
    EXPECT_TRUE(panel_gaps(fixture::whole_kit(), many));
    many.rounds.push_back({"shops", {"Ana"}, {}, 0});
    EXPECT_FALSE(panel_gaps(fixture::whole_kit(), many));
    PanelPlan crowd{{{"shops", {}, {}, 0}}, ""};
    for (std::size_t i = 0; i < kMostRoundInterviewers; ++i) crowd.rounds[0].interviewers.push_back("p" + std::to_string(i));
    EXPECT_TRUE(panel_gaps(fixture::whole_kit(), crowd));
    crowd.rounds[0].interviewers.push_back("one more");
    EXPECT_FALSE(panel_gaps(fixture::whole_kit(), crowd));
}

RC_GTEST_PROP(PanelProperties, AreWhatCountingByHandSays, ()) {
    const InterviewKit kit = fixture::whole_kit();
    const std::vector<std::string> people = {"Ana", "Ben", "Chi"};
    PanelPlan plan;
    plan.lead = *rc::gen::element(std::string(), std::string("Ana"), std::string("Dov"));
    const auto n = *rc::gen::inRange(0, 6);
    for (int i = 0; i < n; ++i) {
        PlannedRound round;
        round.round = kit.rounds[*rc::gen::inRange<std::size_t>(0, 2)].id;
        for (const std::string& person : people)
            if (*rc::gen::arbitrary<bool>()) round.interviewers.push_back(person);
        for (const KitDimension& d : kit.dimensions)
            if (*rc::gen::arbitrary<bool>()) round.dimensions.push_back(d.id);
        round.minutes = *rc::gen::inRange(0, 90);
        plan.rounds.push_back(round);
    }
    const auto out = panel_gaps(kit, plan);
    RC_ASSERT(static_cast<bool>(out));
    std::map<std::string, std::set<std::string>> raters;
    std::map<std::string, int> minutes;
    std::map<std::string, int> rounds;
    for (const PlannedRound& planned : plan.rounds) {
        const KitRound* round = find_round(kit, planned.round);
        for (const std::string& person : planned.interviewers) {
            minutes[person] += planned.minutes == 0 ? round->minutes : planned.minutes;
            ++rounds[person];
            for (const std::string& d : planned.dimensions.empty() ? round->dimensions : planned.dimensions) raters[d].insert(person);
        }
    }
    for (const DimensionPlan& d : out->dimensions) {
        RC_ASSERT(d.interviewers.size() == raters[d.id].size());
        RC_ASSERT((d.tested == Tested::nobody) == raters[d.id].empty());
        RC_ASSERT((d.tested == Tested::once) == (raters[d.id].size() == 1));
    }
    RC_ASSERT(out->interviewers.size() == minutes.size());
    for (const InterviewerLoad& load : out->interviewers) {
        RC_ASSERT(load.minutes == minutes[load.interviewer]);
        RC_ASSERT(load.two_roles == (rounds[load.interviewer] > 1 || load.interviewer == plan.lead));
    }
}

}  // namespace
}  // namespace plimsoll::hiring
