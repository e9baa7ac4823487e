// What is due, what is weakest, what comes next.
#include "domain/practice/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace plimsoll::practice {
namespace {

using people::Competency;
using people::QuestionLevel;
using people::Role;
using testing::HasSubstr;

const Timestamp kNow = Timestamp::from_seconds(1'800'000'000);

people::Question question(const std::string& id, Competency competency, QuestionLevel level = QuestionLevel::basic, std::vector<Role> roles = {Role::sre, Role::director}) {
    people::Question q;
    q.id = id;
    q.text = "What of " + id + "?";
    q.competency = competency;
    q.level = level;
    q.roles = std::move(roles);
    q.strong = {"a", "b", "c"};
    return q;
}
people::Bank bank() {
    return people::Bank({question("D1", Competency::incidents), question("D2", Competency::incidents, QuestionLevel::advanced), question("D3", Competency::incidents), question("E1", Competency::learning), question("G1", Competency::toil, QuestionLevel::basic, {Role::director})});
}
Drill go(const std::string& id, int days_ago, int said, std::vector<int> weak = {}) {
    Drill d;
    d.question = id;
    d.at = kNow - Duration::days(days_ago);
    d.signals = 3;
    for (int i = 0; i < said; ++i) d.said.push_back(i);
    d.weak = std::move(weak);
    return d;
}
Plan plan(PlanQuestion question) { return *plan_practice(question, bank(), kNow); }

TEST(PlanTest, HowAGoWentByOnesOwnCheck) {
    EXPECT_EQ(went(go("D1", 0, 3)), Went::well);
    EXPECT_EQ(went(go("D1", 0, 2)), Went::well) << "two thirds";
    EXPECT_EQ(went(go("D1", 0, 2, {0})), Went::partly) << "a weak signal";
    EXPECT_EQ(went(go("D1", 0, 1)), Went::partly) << "one third";
    EXPECT_EQ(went(go("D1", 0, 0)), Went::badly);
    EXPECT_EQ(went(Drill{}), Went::unchecked);
}

TEST(PlanTest, StepsGrowOnlyWhenItWasDue) {
    const auto row = [](std::vector<Drill> drills) { return plan({std::move(drills)}).practised.at(0); };
    EXPECT_EQ(row({go("D1", 0, 3)}).step, 1);
    EXPECT_EQ(row({go("D1", 0, 3)}).due, kNow + Duration::days(1));
    EXPECT_EQ(row({go("D1", 1, 3), go("D1", 0, 3)}).step, 2) << "a day later it was due";
    EXPECT_EQ(row({go("D1", 1, 3), go("D1", 0, 3)}).due, kNow + Duration::days(3));
    const PractisedQuestion early = row({go("D1", 2, 3), go("D1", 1, 3), go("D1", 0, 3)});
    EXPECT_EQ(early.step, 2) << "a day after the second it was not due";
    EXPECT_EQ(early.due, kNow - Duration::days(1) + Duration::days(3));
    EXPECT_EQ(row({go("D1", 60, 3), go("D1", 50, 3), go("D1", 30, 3), go("D1", 0, 0)}).step, 1) << "badly begins again";
    EXPECT_EQ(row({go("D1", 60, 3), go("D1", 50, 3), go("D1", 0, 1)}).step, 2) << "partly keeps its step";
    std::vector<Drill> many;
    for (int i = 10; i >= 0; --i) many.push_back(go("D1", i * 40, 3));
    EXPECT_EQ(row(many).step, 5) << "there is no sixth";
}

TEST(PlanTest, DueFirstThenNewWeakestFirst) {
    const Plan out = plan({{go("D1", 2, 3), go("E1", 0, 1)}});
    EXPECT_EQ(out.due, 1);
    ASSERT_GE(out.next.size(), 2U);
    EXPECT_EQ(out.next[0].question, "D1");
    EXPECT_THAT(out.next[0].why, HasSubstr("due since"));
    ASSERT_EQ(out.competencies.size(), 3U);
    EXPECT_EQ(out.competencies[0].competency, Competency::learning) << "1 of 3 was said";
    EXPECT_EQ(out.competencies[0].note, "1 of 3 signals said");
    EXPECT_EQ(out.competencies[1].competency, Competency::incidents);
    EXPECT_EQ(out.competencies[2].note, "never practised");
    EXPECT_EQ(out.next[1].question, "D3") << "basic before advanced; learning has no other question";
    EXPECT_EQ(out.next.back().question, "E1") << "what is not due comes last";
}

TEST(PlanTest, FiltersAndWhatWasJustDone) {
    EXPECT_EQ(plan({{}, Role::sre}).competencies.size(), 2U) << "toil is for directors";
    const Plan advanced = plan({{}, {}, Competency::incidents, QuestionLevel::advanced});
    EXPECT_EQ(advanced.next.size(), 1U);
    for (const NextQuestion& n : advanced.next) EXPECT_EQ(n.question, "D2");
    PlanQuestion after{{}, {}, Competency::learning};
    after.after = "e1";
    EXPECT_TRUE(plan(after).next.empty());
    EXPECT_EQ(plan({{go("gone", 5, 1)}}).due, 0) << "a question that the bank lost is not due";
}

TEST(PlanTest, ChanceComesFromTheSeed) {
    PlanQuestion one;
    one.by = NextBy::random;
    one.seed = 7;
    std::vector<std::string> first;
    const Plan drawn = plan(one);
    for (const NextQuestion& n : drawn.next) first.push_back(n.question);
    EXPECT_EQ(first.size(), 5U);
    EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 5U);
    std::vector<std::string> again;
    const Plan once_more = plan(one);
    for (const NextQuestion& n : once_more.next) again.push_back(n.question);
    EXPECT_EQ(first, again);
    std::set<std::string> heads;
    for (int seed = 0; seed < 40; ++seed) {
        one.seed = seed;
        heads.insert(plan(one).next[0].question);
    }
    EXPECT_EQ(heads.size(), 5U);
}

TEST(PlanTest, Bounds) {
    Drill bad = go("D1", 0, 0);
    bad.question = "";
    bad.version = 0;
    bad.seconds = kLongestDrill + 1;
    bad.said = {0, 0, 3};
    bad.weak = {64};
    const auto out = plan_practice({{bad}}, bank(), kNow);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().fields().size(), 6U) << out.error().report();
    EXPECT_TRUE(plan_practice({std::vector<Drill>(kMostDrills, go("D1", 1, 1))}, bank(), kNow));
    EXPECT_FALSE(plan_practice({std::vector<Drill>(kMostDrills + 1, go("D1", 1, 1))}, bank(), kNow));
}

RC_GTEST_PROP(PlanProperty, TheOrderOfTheListDoesNotMatterAndCountsAddUp, ()) {
    const int n = *rc::gen::inRange(0, 30);
    std::vector<Drill> drills;
    for (int i = 0; i < n; ++i) drills.push_back(go(*rc::gen::element<std::string>("D1", "D2", "E1", "G1"), 3 * i + *rc::gen::inRange(0, 3), *rc::gen::inRange(0, 4)));
    const Plan out = plan({drills});
    std::vector<Drill> turned(drills.rbegin(), drills.rend());
    const Plan same = plan({turned});
    RC_ASSERT(out.next.size() == same.next.size());
    for (std::size_t i = 0; i < out.next.size(); ++i) RC_ASSERT(out.next[i].question == same.next[i].question);
    int goes = 0;
    for (const CompetencyPlan& c : out.competencies) goes += c.goes;
    RC_ASSERT(goes == n);
    for (const PractisedQuestion& p : out.practised) RC_ASSERT(p.step >= 1 && p.step <= 5 && p.due > p.last);
}

}  // namespace
}  // namespace plimsoll::practice
