// Leniency: effects that were built in come out again; who shares nobody is told so.
#include "domain/people/agreement_leniency.h"

#include "domain/people/agreement_for_tests.h"

namespace plimsoll::people {
namespace {

double effect_of(const std::vector<RatingEffect>& effects, const std::string& name) {
    const auto found = std::find_if(effects.begin(), effects.end(), [&](const RatingEffect& e) { return e.name == name; });
    return found == effects.end() ? std::numeric_limits<double>::quiet_NaN() : found->effect;
}

TEST(AgreementLeniency, AStrictRaterOfStrongCandidatesIsSeenThroughTheModelOnly) {
    // ana is half a point above ben on the one candidate whom both rated; her others are weak, his strong.
    const auto found = leniency_of({{"ana", "c1", "", 2.5}, {"ben", "c1", "", 2}, {"ana", "c2", "", 1.5}, {"ben", "c3", "", 4}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->why_empty, "");
    EXPECT_NEAR(effect_of(found->raters, "ana"), 0.25, 1e-9);
    EXPECT_NEAR(effect_of(found->raters, "ben"), -0.25, 1e-9);
    EXPECT_DOUBLE_EQ(found->raters[0].mean, 2) << "plainly, ana is the strict one";
    EXPECT_DOUBLE_EQ(found->raters[1].mean, 3);
    EXPECT_EQ(found->raters[0].ratings, 2);
    EXPECT_EQ(found->degrees_of_freedom, 0);
    EXPECT_FALSE(found->residual_deviation);
    EXPECT_FALSE(found->raters[0].standard_error) << "nothing is left to judge the fit by";
}

TEST(AgreementLeniency, ACompleteTableIsItsRowAndColumnMeans) {
    const auto found = leniency_of({{"a", "x", "", 1}, {"a", "y", "", 3}, {"b", "x", "", 2}, {"b", "y", "", 3}, {"c", "x", "", 3}, {"c", "y", "", 3}});
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->mean, 2.5, 1e-9);
    EXPECT_NEAR(effect_of(found->raters, "a"), -0.5, 1e-9);
    EXPECT_NEAR(effect_of(found->raters, "b"), 0, 1e-9);
    EXPECT_NEAR(effect_of(found->candidates, "x"), -0.5, 1e-9);
    // Rests: -0.5 0.5 / 0 0 / 0.5 -0.5: squares 1 over 2 degrees of freedom. A rater's mean of two, less the mean of all: variance (1/2 - 1/6).
    EXPECT_EQ(found->degrees_of_freedom, 2);
    EXPECT_NEAR(*found->residual_deviation, std::sqrt(0.5), 1e-9);
    EXPECT_NEAR(*found->raters[0].standard_error, std::sqrt(0.5 * (0.5 - 1.0 / 6)), 1e-9);
}

TEST(AgreementLeniency, WithoutACandidateInCommonThereIsNoAnswer) {
    const auto found = leniency_of({{"ana", "c1", "", 2}, {"ben", "c1", "", 3}, {"cy", "c2", "", 4}, {"di", "c2", "", 4}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->why_empty, "not enough overlap: the raters fall into 2 groups that share no candidate");
    EXPECT_EQ(found->groups, (std::vector<std::vector<std::string>>{{"ana", "ben"}, {"cy", "di"}}));
    EXPECT_TRUE(found->raters.empty());
}

TEST(AgreementLeniency, RatersMayBeJoinedOverOthers) {
    // ana and cy never met: ana is 1 above ben, ben 0.5 above cy.
    const auto found = leniency_of({{"ana", "c1", "", 3}, {"ben", "c1", "", 2}, {"ben", "c2", "", 3.5}, {"cy", "c2", "", 3}});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->groups, (std::vector<std::vector<std::string>>{{"ana", "ben", "cy"}}));
    EXPECT_NEAR(effect_of(found->raters, "ana") - effect_of(found->raters, "cy"), 1.5, 1e-9);
}

TEST(AgreementLeniency, OneRaterIsComparedWithNobody) {
    EXPECT_NE(leniency_of({{"ana", "c1", "", 2}, {"ana", "c2", "", 3}})->why_empty, "");
    EXPECT_NE(leniency_of({})->why_empty, "");
}

TEST(AgreementLeniency, RatersWhoEachAskTheirOwnQuestionCannotBeToldFromIt) {
    const std::vector<GivenRating> own = {{"ana", "c1", "q1", 2}, {"ben", "c1", "q2", 3}, {"ana", "c2", "q1", 1}, {"ben", "c2", "q2", 3}};
    const auto found = leniency_of(own);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->groups.size(), 1U);
    EXPECT_NE(found->why_empty.find("cannot be told apart"), std::string::npos);
    std::vector<GivenRating> without = own;
    for (GivenRating& r : without) r.question.clear();
    EXPECT_EQ(leniency_of(without)->why_empty, "");
}

TEST(AgreementLeniency, SaysAllThatIsWrongAtOnce) {
    const auto bad = leniency_of({{"", "c", "", 1}, {"a", "", "", 2}, {"a", "c", "q", 3}, {"b", "c", "", std::numeric_limits<double>::infinity()}, {"b", "c", "", 1}});
    ASSERT_FALSE(bad);
    ASSERT_EQ(bad.error().fields().size(), 5U);
    EXPECT_EQ(bad.error().fields()[0].where, "/0/rater");
    EXPECT_EQ(bad.error().fields()[1].where, "/1/candidate");
    EXPECT_EQ(bad.error().fields()[2].where, "/2/question");
    EXPECT_EQ(bad.error().fields()[3].where, "/3/value");
    EXPECT_EQ(bad.error().fields()[4].where, "/4");
}

std::vector<GivenRating> raters_of_one(std::size_t raters, const std::string& candidate) {
    std::vector<GivenRating> out;
    for (std::size_t i = 0; i < raters; ++i) out.push_back({"r" + std::to_string(i), candidate, "", 1});
    return out;
}

TEST(AgreementLeniency, HasBounds) {
    EXPECT_TRUE(leniency_of(raters_of_one(kMostLeniencyEffects, "c")));
    EXPECT_FALSE(leniency_of(raters_of_one(kMostLeniencyEffects + 1, "c")));
    std::vector<GivenRating> many;
    for (std::size_t i = 0; i <= kMostRatingsOfCandidate; ++i) many.push_back({"r" + std::to_string(i % 10), "c", "q" + std::to_string(i / 10), 1});
    const auto too_many = leniency_of(many);
    ASSERT_FALSE(too_many);
    EXPECT_EQ(too_many.error().fields()[0].where, "/1000");
    many.pop_back();
    EXPECT_TRUE(leniency_of(many));
    std::vector<GivenRating> most;
    for (std::size_t i = 0; i < kMostLeniencyRatings; ++i) most.push_back({i % 2 == 0 ? "a" : "b", "c" + std::to_string(i / 2), "", static_cast<double>(i % 2)});
    EXPECT_NEAR(effect_of(leniency_of(most)->raters, "a"), -0.5, 1e-9);
    most.push_back({"a", "one more", "", 1});
    EXPECT_FALSE(leniency_of(most));
}

/// Ratings without rest, from effects; each rater and candidate pair is in with this chance, and a ring that joins everybody.
struct Built {
    std::vector<double> raters;
    std::vector<double> candidates;
    std::vector<double> questions;
    std::vector<GivenRating> ratings;
};

Built built(bool with_questions) {
    Built out;
    const auto effects = [](std::size_t n) { return *rc::gen::container<std::vector<double>>(n, rc::gen::map(rc::gen::inRange(-20, 21), [](int v) { return v / 10.0; })); };
    out.raters = effects(*rc::gen::inRange<std::size_t>(2, 6));
    out.candidates = effects(*rc::gen::inRange<std::size_t>(2, 7));
    out.questions = effects(with_questions ? 3 : 1);
    for (std::size_t i = 0; i < out.raters.size(); ++i) {
        for (std::size_t j = 0; j < out.candidates.size(); ++j) {
            for (std::size_t q = 0; q < out.questions.size(); ++q) {
                const bool joins = j == 0 || (i == 0 && q == 0);
                if (!joins && !*rc::gen::arbitrary<bool>()) continue;
                out.ratings.push_back({"r" + std::to_string(i), "c" + std::to_string(j), with_questions ? "q" + std::to_string(q) : "", 3 + out.raters[i] + out.candidates[j] + out.questions[q]});
            }
        }
    }
    return out;
}

void expect_effects(const std::vector<RatingEffect>& found, const std::vector<double>& built_in) {
    RC_ASSERT(found.size() == built_in.size());
    const double mean = std::accumulate(built_in.begin(), built_in.end(), 0.0) / static_cast<double>(built_in.size());
    for (std::size_t i = 0; i < found.size(); ++i) RC_ASSERT(std::abs(found[i].effect - (built_in[i] - mean)) < 1e-7);
}

RC_GTEST_PROP(AgreementLeniency, EffectsThatWereBuiltInComeOutAgain, ()) {
    const bool with_questions = *rc::gen::arbitrary<bool>();
    const Built in = built(with_questions);
    const auto found = leniency_of(in.ratings);
    RC_ASSERT(found.has_value());
    RC_ASSERT(found->why_empty.empty());
    expect_effects(found->raters, in.raters);
    expect_effects(found->candidates, in.candidates);
    if (with_questions) expect_effects(found->questions, in.questions);
    if (found->residual_deviation) RC_ASSERT(*found->residual_deviation < 1e-6);
}

RC_GTEST_PROP(AgreementLeniency, NoOtherEffectsFitBetter, ()) {
    // Least squares: what is left is at right angles to every rater, candidate and question.
    Built in = built(*rc::gen::arbitrary<bool>());
    for (GivenRating& r : in.ratings) r.value += *rc::gen::inRange(-10, 11) / 10.0;
    const auto fit = leniency_of(in.ratings);
    RC_ASSERT(fit.has_value() && fit->why_empty.empty());
    std::map<std::string, double> left;
    for (const GivenRating& r : in.ratings) {
        const double rest = r.value - fit->mean - effect_of(fit->raters, r.rater) - effect_of(fit->candidates, r.candidate) - (r.question.empty() ? 0 : effect_of(fit->questions, r.question));
        left[r.rater] += rest;
        left[r.candidate] += rest;
        if (!r.question.empty()) left[r.question] += rest;
    }
    for (const auto& [name, sum] : left) RC_ASSERT(std::abs(sum) < 1e-7);
}

}  // namespace
}  // namespace plimsoll::people
