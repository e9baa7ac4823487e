// Who sees which card, and when: hidden until one's own is submitted, for managers on the panel as for anybody.
#include "domain/hiring/sight.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/hiring/hiring_for_tests.h"

namespace plimsoll::hiring {
namespace {

using namespace fixture;

struct Sight : testing::Test {
    Engine e;
    void SetUp() override { e.begin(); }
    void planned(std::vector<std::string> people) { ASSERT_EQ(e.outcome(plan("ap-1", std::move(people))), "ok"); }
    void submits(const std::string& person, const std::string& interview = "iv-1", int version = 1) { ASSERT_EQ(e.outcome(SubmitCard{interview, person, version, false, "x"}, person), "ok"); }
    [[nodiscard]] const ApplicationRow& application() const { return e.state.applications.at("ap-1"); }
    [[nodiscard]] bool sees(const std::string& who, const std::string& rater, const std::string& interview = "iv-1") const {
        return sees_card(e.state, viewer(who), e.state.interviews.at(interview), rater);
    }
    [[nodiscard]] bool could_see(const std::string& who, const std::string& interview = "iv-1") const { return could_see_others(e.state, viewer(who), e.state.interviews.at(interview)); }
};

TEST_F(Sight, AnApplicationIsSeenByWhoHiresAndByItsPanel) {
    EXPECT_TRUE(sees_application(e.state, viewer(kMara), application()));
    EXPECT_FALSE(sees_application(e.state, viewer(kAna), application()));
    EXPECT_FALSE(sees_application(e.state, viewer(kOps), application())) << "who runs the service sees no candidate";
    planned({kAna});
    EXPECT_TRUE(sees_application(e.state, viewer(kAna), application()));
    EXPECT_FALSE(sees_application(e.state, viewer(kBob), application()));
    EXPECT_FALSE(sees_application(e.state, {kAna, {api::Right::admin}}, application())) << "without the right any more";
    ASSERT_EQ(e.outcome(CancelInterview{"iv-1", ""}), "ok");
    EXPECT_FALSE(sees_application(e.state, viewer(kAna), application())) << "a cancelled interview names nobody";
}

TEST_F(Sight, CardsAreHiddenUntilOnesOwnIsSubmitted) {
    planned({kAna, kBob});
    submits(kAna);
    EXPECT_TRUE(sees(kAna, kAna));
    EXPECT_FALSE(sees(kBob, kAna));
    EXPECT_TRUE(sees(kMara, kAna)) << "who hires is not on this panel";
    EXPECT_FALSE(sees_debrief(e.state, viewer(kBob), application()));
    submits(kBob);
    EXPECT_TRUE(sees(kBob, kAna));
    EXPECT_TRUE(sees_debrief(e.state, viewer(kBob), application()));
}

TEST_F(Sight, OneSubmittedCardDoesNotOpenTheOthersWhileASecondIsOwed) {
    planned({kAna, kBob});
    planned({kBob});
    submits(kAna);
    submits(kBob);
    EXPECT_FALSE(sees(kBob, kAna)) << "iv-2 is still to be rated";
    submits(kBob, "iv-2");
    EXPECT_TRUE(sees(kBob, kAna));
}

TEST_F(Sight, AManagerOnThePanelIsAsBlindAsAnyInterviewer) {
    planned({kAna});
    planned({kMara});
    submits(kAna);
    EXPECT_FALSE(sees(kMara, kAna)) << "also of another interview of the application";
    EXPECT_TRUE(sees_application(e.state, viewer(kMara), application()));
    submits(kMara, "iv-2");
    EXPECT_TRUE(sees(kMara, kAna));
}

TEST_F(Sight, ASecondVersionSaysWhetherOthersCouldBeSeen) {
    planned({kAna, kBob});
    EXPECT_FALSE(could_see(kAna));
    submits(kAna);
    EXPECT_FALSE(could_see(kAna)) << "there is nothing to see yet";
    EXPECT_FALSE(could_see(kBob)) << "not before the own";
    submits(kBob);
    EXPECT_TRUE(could_see(kAna));
    EXPECT_TRUE(could_see(kBob));
}

TEST_F(Sight, WhoReadTheCardsBeforeJoiningThePanelIsTold) {
    planned({kAna});
    submits(kAna);
    planned({kMara});
    EXPECT_TRUE(could_see(kMara, "iv-2")) << "a manager read iv-1 before";
    planned({kBob});
    EXPECT_FALSE(could_see(kBob, "iv-3")) << "an interviewer who was on nothing before could not";
}

TEST_F(Sight, LeavingThePanelAndComingBackIsTold) {
    planned({kAna, kMara});
    submits(kAna);
    EXPECT_FALSE(could_see(kMara));
    const auto change = [&](std::vector<std::string> people) {
        const PlanInterview p = plan("ap-1", std::move(people));
        return e.outcome(ChangeInterview{"iv-1", p.kit_dimensions, p.dimensions, p.interviewers, p.may_interview, p.at, p.minutes});
    };
    ASSERT_EQ(change({kAna}), "ok");
    ASSERT_EQ(change({kAna, kMara}), "ok");
    EXPECT_TRUE(could_see(kMara)) << "in between every card lay open";
}

TEST_F(Sight, AnInterviewerWhoSawTheCardsAndIsThenPutOnAnotherInterviewIsTold) {
    planned({kAna, kBob});
    submits(kAna);
    submits(kBob);
    planned({kBob});
    EXPECT_FALSE(sees(kBob, kAna)) << "blind again until iv-2 is submitted";
    EXPECT_TRUE(could_see(kBob, "iv-2"));
}

TEST(SightProperty, NobodyWithACardToSubmitSeesAnothers) {
    rc::check([] {
        Engine e;
        e.begin();
        const std::vector<std::string> people{kAna, kBob, kMara};
        const int steps = *rc::gen::inRange(0, 25);
        for (int i = 0; i < steps; ++i) {
            const std::string who = *rc::gen::elementOf(people);
            const std::string interview = "iv-" + std::to_string(*rc::gen::inRange(1, 4));
            switch (*rc::gen::inRange(0, 4)) {
                case 0: (void)e.outcome(plan("ap-1", *rc::gen::unique<std::vector<std::string>>(rc::gen::elementOf(people)))); break;
                case 1: (void)e.outcome(CancelInterview{interview, ""}); break;
                default: (void)e.outcome(SubmitCard{interview, who, 1, false, "x"}, who); break;
            }
        }
        const ApplicationRow& application = e.state.applications.at("ap-1");
        for (const std::string& who : people) {
            bool owes = false;
            for (const auto& [id, row] : e.state.interviews) owes = owes || (!row.cancelled && is_interviewer(row, who) && card_of(row, who) == nullptr);
            for (const auto& [id, row] : e.state.interviews) {
                for (const CardRow& card : row.cards) {
                    if (card.rater != who && owes) RC_ASSERT(!sees_card(e.state, viewer(who), row, card.rater));
                    if (card.rater == who && sees_application(e.state, viewer(who), application)) RC_ASSERT(sees_card(e.state, viewer(who), row, who));
                }
            }
            if (owes) RC_ASSERT(!sees_debrief(e.state, viewer(who), application));
        }
    });
}

}  // namespace
}  // namespace plimsoll::hiring
