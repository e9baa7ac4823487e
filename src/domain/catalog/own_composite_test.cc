// Composite: members found, circles refused, slices fitted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::string kBase = "---\n" + fixture::own("Indicator", "  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n", "requests") +
                          fixture::slo_on("requests", "web") + fixture::slo_on("requests", "pay", "[{displayName: fast, target: 0.99}, {displayName: sure, target: 0.999}]") +
                          fixture::slo_on("requests", "sliced", "[{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: 5m}]", "[{duration: 30d, isRolling: true}]", "Timeslices") +
                          "---\napiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {owner: o, channels: [pager], journeys: [{name: buy, steps: [shop, checkout]}]}\n";
const std::string kWindow = "  timeWindow: [{duration: 30d, isRolling: true}]\n";

std::string composite(const std::string& name, const std::string& members, const std::string& more = "  target: 0.99\n" + kWindow, const std::string& rule = "all") {
    return fixture::own("Composite", "  service: checkout\n  rule: " + rule + "\n  members: " + members + "\n" + more, name);
}
std::string named(const std::vector<std::string>& slos) {
    std::string out;
    for (const std::string& slo : slos) out += (out.empty() ? "[{slo: " : ", {slo: ") + slo + "}";
    return out + "]";
}

Reading read(const std::string& text) { return fixture::read(text + kBase); }
Slo made(const std::string& text, const std::string& name = "x") {
    const Reading reading = read(text);
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty()) << text;
    return reading.catalog.slos.contains(name) ? reading.catalog.slos.at(name) : Slo{};
}
std::vector<std::string> refused(const std::string& text) { return fixture::told(read(text).errors); }

TEST(Composite, HoldsItsMembersAndTheirWeights) {
    const Slo slo = made(composite("x", "[{slo: web, weight: 3}, {slo: pay.fast}]", "  target: 0.995\n" + kWindow, "weighted"));
    ASSERT_TRUE(slo.composite);
    EXPECT_EQ(slo.composite->rule, CompositeRule::weighted);
    EXPECT_EQ(slo.composite->members, (std::vector<Member>{{"web", 3}, {"pay.fast", 1}}));
    EXPECT_EQ(slo.objective, *Ratio::parse_decimal("0.995"));
    EXPECT_EQ(slo.method, BudgetingMethod::ratio_timeslices);
    EXPECT_EQ(slo.slicing->length, Duration::minutes(1));
    EXPECT_EQ(slo.rules.size(), 4U);
    EXPECT_EQ(slo.stale_after, Duration{});
    EXPECT_EQ(slo.sli_version.size(), 16U);
}

TEST(Composite, OfAJourneyTakesItsService) {
    const Slo slo = made(fixture::own("Composite", "  journey: shop/buy\n  rule: any\n  members: " + named({"web", "pay.sure"}) + "\n  target: 0.99\n" + kWindow));
    EXPECT_EQ(slo.service, "shop");
    EXPECT_EQ(slo.composite->journey, "shop/buy");
    EXPECT_THAT(refused(fixture::own("Composite", "  journey: shop/by\n  rule: any\n  members: " + named({"web", "pay.sure"}) + "\n  target: 0.99\n" + kWindow)),
                ElementsAre("5:12 there is no journey `shop/by` (did you mean `shop/buy`?)"));
}

TEST(Composite, ItsSlicesHoldWholeSlicesOfItsMembers) {
    EXPECT_EQ(made(composite("x", named({"web", "sliced"}))).slicing->length, Duration::minutes(5));
    EXPECT_EQ(made(composite("x", named({"web", "sliced"}), "  target: 0.99\n  timeSliceWindow: 10m\n" + kWindow)).slicing->length, Duration::minutes(10));
    EXPECT_THAT(refused(composite("x", named({"web", "sliced"}), "  target: 0.99\n  timeSliceWindow: 7m\n" + kWindow)),
                ElementsAre("9:20 slices of 7m do not hold whole slices of member `sliced`, which are 5m long (write a multiple of them)"));
    EXPECT_EQ(made(composite("x", named({"web", "pay.fast"}), "  target: 0.99\n  timeWindow: [{duration: 200d, isRolling: true}]\n")).slicing->length, Duration::minutes(5))
        << "the ledger keeps steps of five minutes beyond 100 days";
}

TEST(Composite, SlicesThatMeetInNoneOfADayAreRefused) {
    std::string slos;
    std::vector<std::string> members;
    for (const char* slice : {"7m", "11m", "13m", "17m", "19m", "23m", "29m", "31m", "37m", "41m", "43m", "47m"}) {
        members.push_back(std::string("s") + slice);
        slos += fixture::slo_on("requests", members.back(), std::string("[{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: ") + slice + "}]", "[{duration: 30d, isRolling: true}]", "Timeslices");
    }
    EXPECT_THAT(refused(composite("x", named(members)) + slos), ElementsAre(HasSubstr("the slices of the members of composite `x` meet in none of a day or less (give the members slices of one length)")));
}

TEST(Composite, OfCompositesIsFourDeepAtMost) {
    std::string deep = composite("c1", named({"web", "pay.fast"}));
    for (int i = 2; i <= 4; ++i) deep += "---\n" + composite("c" + std::to_string(i), named({"web", "c" + std::to_string(i - 1)}));
    EXPECT_EQ(made(deep, "c4").composite->members.at(1).slo, "c3");
    EXPECT_THAT(refused(deep + "---\n" + composite("c5", named({"web", "c4"}))), ElementsAre(HasSubstr("composite `c5` holds composites 5 deep; 4 are allowed")));
}

TEST(Composite, CirclesAreToldWithTheirWay) {
    EXPECT_THAT(refused(composite("x", named({"web", "x"}))), ElementsAre(HasSubstr("composites contain each other: x > x")));
    const std::string circle = composite("x", named({"web", "y"})) + "---\n" + composite("y", named({"web", "z"})) + "---\n" + composite("z", named({"web", "x"}));
    EXPECT_THAT(refused(circle), ElementsAre(HasSubstr("composites contain each other: x > y > z > x (remove one of these members)")));
}

TEST(Composite, FollowsItsMembersVersions) {
    const auto version = [](const std::string& text) { return made(text).sli_version; };
    const std::string plain = version(composite("x", named({"web", "sliced"})));
    EXPECT_EQ(plain, version(composite("x", named({"sliced", "web"}))));
    EXPECT_NE(plain, version(composite("x", named({"web", "pay.fast"})))) << "the same events, but not in slices";
    EXPECT_NE(plain, version(composite("x", named({"web", "sliced"}), "  target: 0.99\n" + kWindow, "any")));
}

TEST(Composite, EveryRuleIsToldAtItsPlace) {
    const std::string two = named({"web", "pay.fast"});
    std::string many;
    for (int i = 0; i < 26; ++i) many += (i == 0 ? "[{slo: a" : ", {slo: a") + std::to_string(i) + "}";
    const std::vector<std::pair<std::string, std::string>> cases{
        {composite("x", named({"web"})), "7:12 `spec.members` has 1 item; from 2 to 25 are allowed (name the SLO itself instead)"},
        {composite("x", many + "]"), "7:12 `spec.members` has 26 items; from 2 to 25 are allowed"},
        {composite("x", named({"web", "web"})), "7:31 `spec.members[1].slo` names `web` twice"},
        {composite("x", named({"web", "wep"})), "7:31 there is no SLO `wep` (did you mean `web`?)"},
        {composite("x", named({"web", "pay"})), "7:31 there is no SLO `pay`: its document makes several (name one of pay.fast, pay.sure)"},
        {composite("x", named({"web", "Pay"})), "7:31 `spec.members[1].slo` must be the name of an SLO"},
        {composite("x", "[{slo: web, weight: 2}, {slo: pay.fast}]"), "7:32 `spec.members[0].weight` only counts with rule: weighted"},
        {composite("x", "[{slo: web, weight: 0}, {slo: pay.fast}]", "  target: 0.99\n" + kWindow, "weighted"), "7:32 `spec.members[0].weight` must be above zero"},
        {composite("x", two, "  target: 0.99\n" + kWindow, "some"), "6:9 `spec.rule` must be one of all, any, weighted"},
        {composite("x", two, kWindow), "5:3 `spec.target` or `targetPercent` is missing"},
        {composite("x", two, "  target: 1\n" + kWindow), "8:11 `spec.target` must be above 0 and below 1 (an objective of 100 % leaves no error budget"},
        {composite("x", two, "  target: 0.99\n"), "5:3 `spec.timeWindow` is missing"},
        {composite("x", two, "  target: 0.99\n  journey: buy\n" + kWindow), "9:12 `spec.journey` must be a service and one of its journeys"},
        {composite("x", two, "  target: 0.99\n  timeSliceWindow: 30s\n" + kWindow), "9:20 `spec.timeSliceWindow` must be a duration"},
        {composite("web", two), "3:18 `web` is both an SLO and a Composite"},
        {fixture::own("Composite", "  rule: all\n  members: " + two + "\n  target: 0.99\n" + kWindow), "5:3 `spec.service` is missing"},
        {fixture::own("Composite", "  service: checkout\n  rule: all\n  members: " + two + "\n  target: 0.99\n" + kWindow, "x", "plimsoll.dev/group-by: region"), "3:58 `plimsoll.dev/group-by` stands on a composite"},
    };
    for (const auto& [text, wanted] : cases) EXPECT_THAT(refused(text), Contains(StartsWith(wanted))) << text;
}

}  // namespace
}  // namespace plimsoll::catalog
