// Claims against the numbers that they come from.
#include "domain/practice/figure.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "domain/practice/quantity.h"

namespace plimsoll::practice {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

FigureCheck check(const std::string& claim, const std::string& baseline = "", const std::string& after = "") {
    Figure f;
    f.claim = claim;
    f.baseline = baseline;
    f.after = after;
    return *check_figure(f);
}
std::vector<FigureRule> rules(const FigureCheck& check) {
    std::vector<FigureRule> out;
    for (const FigureFinding& f : check.findings) out.push_back(f.rule);
    return out;
}
std::string told(const FigureCheck& check) {
    std::string out;
    for (const FigureFinding& f : check.findings) out += f.text + "\n";
    return out;
}

TEST(FigureTest, AClaimThatIsRightHasNoContradiction) {
    struct Case { const char *claim, *baseline, *after; };
    for (const Case& c : {Case{"Cut time to restore by 40 %", "90 min", "54 min"}, {"Cut pages by 33 %", "12", "8"}, {"Cut pages by 33.3 %", "12", "8"}, {"Reduced cost by 25 percent", "$40k", "$30k"}, {"Throughput up 50 %", "200/s", "300/s"}, {"Halved the restore time", "2 h", "1 h"},
                          {"3x faster builds", "30 min", "10 min"}, {"Doubled deployments", "10 a week", "20 a week"}, {"Availability up 0.4 percentage points", "99.5 %", "99.9 %"}, {"About 40 % fewer pages", "100", "62"}, {"More than 60 % fewer pages", "100", "35"}, {"Improved latency by 40 %", "500 ms", "300 ms"},
                          {"Cut restore time to 54 min", "1 h 30 min", "54 min"}, {"Cut it to 60 % of what it was", "90 min", "54 min"}, {"Cut failures by half", "10 %", "5 %"}, {"Saved a third: by a third less spend", "$3M", "$2M"}, {"Reduced errors from 2 % to 1 %", "2 %", "1 %"}}) {
        const FigureCheck out = check(c.claim, c.baseline, c.after);
        EXPECT_TRUE(out.computed) << c.claim;
        EXPECT_FALSE(out.contradicted) << c.claim << ": " << told(out);
    }
}

TEST(FigureTest, FortyPercentIsNotThirtyThree) {
    const FigureCheck out = check("Reduced pages by 40 %", "12 a week", "8 a week");
    EXPECT_TRUE(out.contradicted);
    ASSERT_THAT(rules(out), ElementsAre(FigureRule::change_contradicts));
    EXPECT_THAT(out.findings[0].text, HasSubstr("33.3 %"));
    EXPECT_EQ(out.findings[0].words, "40 %");
    ASSERT_TRUE(out.computed);
    EXPECT_DOUBLE_EQ(out.computed->change, -1.0 / 3);
    const FigureCheck other = check("Reduced pages by 50 %", "12", "8");
    EXPECT_TRUE(other.contradicted);
    EXPECT_THAT(other.findings[0].text, HasSubstr("divides by the value after"));
    EXPECT_TRUE(check("Cut MTTR by 60 %, from 90 to 54 min").contradicted) << "the claim's own numbers speak against it";
    EXPECT_FALSE(check("Cut MTTR by 40 %, from 90 to 54 min").contradicted);
}

TEST(FigureTest, PointsAreNotPercent) {
    const FigureCheck out = check("Reduced failed changes by 8 %", "20 %", "12 %");
    EXPECT_TRUE(out.contradicted);
    ASSERT_THAT(rules(out), ElementsAre(FigureRule::points_not_percent));
    EXPECT_THAT(out.findings[0].text, HasSubstr("8 percentage points, or 40 %"));
    EXPECT_FALSE(check("Reduced failed changes by 40 %", "20 %", "12 %").contradicted);
    EXPECT_FALSE(check("Reduced failed changes by 8 percentage points", "20 %", "12 %").contradicted);
    EXPECT_THAT(rules(check("Reduced failed changes by 40 percentage points", "20 %", "12 %")), ElementsAre(FigureRule::percent_not_points));
    EXPECT_THAT(rules(check("Cut restore time by 40 percentage points", "90 min", "54 min")), ElementsAre(FigureRule::points_of_what));
}

TEST(FigureTest, TimesLessIsReadInTwoWays) {
    const FigureCheck out = check("3x less noise", "300 pages", "100 pages");
    EXPECT_FALSE(out.contradicted) << told(out);
    ASSERT_THAT(rules(out), ElementsAre(FigureRule::times_less));
    EXPECT_THAT(out.findings[0].text, HasSubstr("66.7 %"));
    EXPECT_THAT(rules(check("Three services, 5 times fewer incidents", "50", "25")), testing::UnorderedElementsAre(FigureRule::times_less, FigureRule::change_contradicts));
    EXPECT_THAT(rules(check("Reduced cost by 150 %", "$100", "$40")), ElementsAre(FigureRule::more_than_all));
}

TEST(FigureTest, FasterIsTimeOrSpeed) {
    for (const char* claim : {"Builds are 40 % faster", "Builds are 67 % faster"}) {
        const FigureCheck out = check(claim, "10 min", "6 min");
        EXPECT_FALSE(out.contradicted) << told(out);
        ASSERT_THAT(rules(out), ElementsAre(FigureRule::faster_of_what)) << claim;
        EXPECT_THAT(out.findings[0].text, HasSubstr("fell by 40 %"));
        EXPECT_THAT(out.findings[0].text, HasSubstr("rose by 66.7 %"));
    }
    EXPECT_TRUE(check("Builds are 80 % faster", "10 min", "6 min").contradicted);
}

TEST(FigureTest, ByAndToAreTwoThings) {
    EXPECT_THAT(rules(check("Cut restore time to 40 %", "90 min", "54 min")), ElementsAre(FigureRule::by_not_to));
    EXPECT_THAT(rules(check("Cut restore time by 60 %", "90 min", "54 min")), ElementsAre(FigureRule::by_not_to));
}

TEST(FigureTest, DifferencesFactorsAndRates) {
    EXPECT_FALSE(check("Cut cloud cost by $25k", "$100k", "$75k").contradicted);
    EXPECT_TRUE(check("Cut cloud cost by $40k", "$100k", "$75k").contradicted);
    EXPECT_FALSE(check("Cut latency by about 200 ms", "500 ms", "310 ms").contradicted);
    EXPECT_TRUE(check("Cut latency by 200 ms", "500 ms", "400 ms").contradicted);
    EXPECT_TRUE(check("Doubled throughput", "1,000 rps", "1,500 rps").contradicted);
    EXPECT_FALSE(check("Doubled throughput", "1,000 rps", "1,900 rps").contradicted);
    EXPECT_TRUE(check("2x throughput", "1,000 rps", "1,500 rps").contradicted);
    EXPECT_THAT(rules(check("Over 40 % fewer pages", "100", "70")), ElementsAre(FigureRule::change_contradicts)) << "it is no slip of by and to";
    EXPECT_THAT(rules(check("Reduced alerts by 80 %", "500 alerts/week", "100 alerts/month")), ElementsAre(FigureRule::units_differ));
    EXPECT_EQ(check("Cut cost by 25 %", "$100k", "$75k").computed->words, "$100k to $75k is a fall of 25 %, a factor of 1.33");
    EXPECT_EQ(check("Up", "99.5 %", "99.9 %").computed->words, "99.5 % to 99.9 % is a rise of 0.4 percentage points, or 0.4 %");
}

TEST(FigureTest, DirectionUnitsAndZero) {
    EXPECT_THAT(rules(check("Reduced pages by 50 %", "20", "30")), ElementsAre(FigureRule::wrong_direction));
    EXPECT_THAT(rules(check("Reduced pages by 50 %", "20 a week", "40 a month")), ElementsAre(FigureRule::units_differ));
    EXPECT_THAT(rules(check("Cut time by 50 %", "20 min", "10 %")), ElementsAre(FigureRule::units_differ));
    EXPECT_THAT(rules(check("Pages up 50 %", "0", "3")), ElementsAre(FigureRule::from_zero));
    EXPECT_THAT(rules(check("Cut time by 50 %", "long", "short")), ElementsAre(FigureRule::not_a_number, FigureRule::not_a_number));
    EXPECT_THAT(rules(check("Cut time from 90 to 45 min", "80 min", "45 min")), Contains(FigureRule::claim_says_otherwise));
    EXPECT_FALSE(check("Cut time by 50 %", "1 h", "30 min").contradicted) << "units of time convert";
    EXPECT_FALSE(check("Cut time by 50 %", "90", "45 min").contradicted) << "a bare number has the other's unit";
    EXPECT_THAT(rules(check("Up to 40 % fewer pages", "100", "70")), ElementsAre(FigureRule::best_case));
}

TEST(FigureTest, ReworkIsPutIn) {
    Figure f;
    f.claim = "Triage time cut by 90 %";
    f.baseline = "10 min";
    f.after = "1 min";
    f.rework = "5 % are redone by hand";
    const FigureCheck out = *check_figure(f);
    EXPECT_FALSE(out.contradicted);
    ASSERT_TRUE(out.computed && out.computed->with_rework);
    EXPECT_NEAR(*out.computed->with_rework, -0.85, 1e-12) << "1 - 1.5/10";
    ASSERT_THAT(rules(out), ElementsAre(FigureRule::rework_changes_it));
    EXPECT_THAT(out.findings[0].text, HasSubstr("85 %"));
}

TEST(FigureTest, AsksForWhatIsMissingInTheOrderOfAnInterview) {
    std::vector<std::string> fields;
    const FigureCheck empty = check("");
    for (const FigureAsk& ask : empty.asks) fields.push_back(ask.field);
    EXPECT_THAT(fields, ElementsAre("claim", "baseline", "after", "formula", "window", "sample", "included", "excluded", "mechanism", "caveats", "rework", "confidence"));
    Figure f{"f1", "Cut pages by 50 %", "20", "10", "pages / week", "8 weeks each", "two teams, 240 pages", "all pages", "tests", "tuned burn alerts", "traffic fell too", "none", "35 to 60 %", {}};
    const FigureCheck whole = *check_figure(f);
    EXPECT_THAT(whole.asks, IsEmpty());
    EXPECT_EQ(whole.why_not_computed, "");
    EXPECT_THAT(whole.defence, HasSubstr("It moved because of this: tuned burn alerts. What speaks against it: traffic fell too. 20 to 10 is a fall of 50 %")) << "mechanism and caveat first";
    EXPECT_GT(whole.seconds, 0);
    f.sample = "tbd";
    f.window = " - ";
    EXPECT_EQ(check_figure(f)->asks.size(), 2U) << "a dash is no answer";
}

TEST(FigureTest, FewSamplesAndMeansOfTimes) {
    Figure f;
    f.claim = "Cut restore time by 40 %";
    f.baseline = "90 min";
    f.after = "54 min";
    f.sample = "7 incidents";
    f.formula = "mean of time to restore";
    EXPECT_THAT(rules(*check_figure(f)), ElementsAre(FigureRule::small_sample, FigureRule::mean_alone));
    f.sample = "20 incidents";
    f.formula = "median, and mean beside it";
    EXPECT_THAT(rules(*check_figure(f)), IsEmpty());
}

TEST(FigureTest, BoundsOfEachField) {
    Figure f;
    f.id = "a b";
    f.claim = std::string(kLongestLine + 1, 'x');
    f.rework = std::string(kLongestLine + 1, 'x');
    const auto out = check_figure(f);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().fields().size(), 3U);
    f = {};
    f.claim = std::string(kLongestLine, 'x');
    EXPECT_TRUE(check_figure(f));
}

TEST(FigureTest, QuantitiesAsPeopleWriteThem) {
    const auto value = [](const std::string& text) { return first_quantity(text)->value; };
    EXPECT_DOUBLE_EQ(value("1,200 pages"), 1200);
    EXPECT_DOUBLE_EQ(value("$1.2M a year"), 1.2e6);
    EXPECT_DOUBLE_EQ(value("40k"), 40000);
    EXPECT_DOUBLE_EQ(value("1 h 30 min"), 5400);
    EXPECT_DOUBLE_EQ(value("1h30m"), 5400);
    EXPECT_DOUBLE_EQ(value("250ms"), 0.25);
    EXPECT_DOUBLE_EQ(value("99.95 %"), 99.95);
    EXPECT_DOUBLE_EQ(value("50 basis points"), 0.5);
    EXPECT_EQ(first_quantity("pages per week: 12 a week")->per, "week");
    EXPECT_FALSE(first_quantity("many"));
    EXPECT_FALSE(first_quantity("5xx"));
}

TEST(FigureTest, FindsTheClaimsOfAResume) {
    const std::string resume = "Jane Doe\n\nExperience\n\nSenior SRE, Acme  Jan 2021 - Mar 2023\n"
                               "- Cut time to restore from 90 to 54 min by moving rollback into the pipeline\n"
                               "- Reduced pages by 60 % in 6 months\n"
                               "- Worked with several teams\n"
                               "- Saved $1.2M a year by removing idle clusters\n\nSkills\n\nGo, Python, Kubernetes\n";
    const auto out = find_claims({resume});
    ASSERT_TRUE(out) << out.error().report();
    ASSERT_EQ(out->claims.size(), 3U);
    EXPECT_EQ(out->claims[0].figure.baseline, "90 min");
    EXPECT_EQ(out->claims[0].figure.after, "54 min");
    EXPECT_EQ(out->claims[0].figure.mechanism, "moving rollback into the pipeline");
    EXPECT_EQ(out->claims[0].line, 6);
    EXPECT_THAT(out->claims[0].post, HasSubstr("Acme"));
    EXPECT_EQ(out->claims[1].figure.window, "in 6 months");
    EXPECT_THAT(out->claims[1].check.asks, Not(IsEmpty()));
    EXPECT_THAT(out->claims[2].figure.claim, HasSubstr("$1.2M"));
    EXPECT_FALSE(find_claims({std::string(kLongestClaimsText + 1, 'x')}));
    EXPECT_FALSE(find_claims({""}));
    std::string many = "Experience\n\nSRE, Acme  Jan 2021 - Mar 2023\n";
    for (std::size_t i = 0; i < kMostClaims + 5; ++i) many += "- Reduced pages by " + std::to_string(i + 1) + " %\n";
    const auto bounded = find_claims({many});
    ASSERT_TRUE(bounded);
    EXPECT_EQ(bounded->claims.size(), kMostClaims);
    EXPECT_EQ(bounded->left_out, 5);
}

/// A claim made of the numbers themselves, to the digit, is never contradicted; one that is off by two digits always is.
RC_GTEST_PROP(FigureProperty, TheRightPercentageHoldsAndAWrongOneDoesNot, ()) {
    const int before = *rc::gen::inRange(1, 100000);
    const int after = *rc::gen::inRange(1, 100000);
    RC_PRE(before != after);
    const double change = std::abs(after - before) * 100.0 / before;
    const std::string verb = after < before ? "Reduced pages by " : "Increased orders by ";
    const std::string claim = verb + rounded(change, 1) + " %";
    RC_ASSERT(!check(claim, std::to_string(before), std::to_string(after)).contradicted);
    const double off = change + 0.3;
    RC_PRE(after > before || off <= 100);
    RC_ASSERT(check(verb + fmt::format("{:.2f}", off) + " %", std::to_string(before), std::to_string(after)).contradicted);
}

RC_GTEST_PROP(FigureProperty, AnyTextIsRead, (const std::string& claim, const std::string& baseline, const std::string& after)) {
    const FigureCheck out = check(claim, baseline, after);
    RC_ASSERT(out.computed.has_value() == out.why_not_computed.empty());
}

}  // namespace
}  // namespace plimsoll::practice
