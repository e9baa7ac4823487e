// The composite: what counts, what is left out, and what is refused.
#include "domain/people/composite.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace plimsoll::people {
namespace {

TEST(Composite, IsAWeightedMeanOverWhatWasAssessed) {
    const auto c = composite_of({{"debugging", 3}, {"communication", 1}, {"automation", 2}},
                                {{"ana", "debugging", 4}, {"ben", "debugging", 3}, {"ana", "communication", 2}, {"ben", "communication", std::nullopt}, {"ana", "automation", std::nullopt}});
    ASSERT_TRUE(c);
    EXPECT_DOUBLE_EQ(*c->value, (3 * 3.5 + 1 * 2.0) / 4);
    EXPECT_DOUBLE_EQ(c->coverage, 4.0 / 6);
    EXPECT_EQ(c->not_assessed, std::vector<std::string>{"automation"});
    EXPECT_EQ(c->dimensions[0].spread, 1);
    EXPECT_EQ(c->dimensions[0].low, 3);
    EXPECT_EQ(c->dimensions[0].high, 4);
    EXPECT_FALSE(c->dimensions[1].spread) << "one rater";
    EXPECT_EQ(c->dimensions[1].not_assessed, 1);
    EXPECT_FALSE(c->dimensions[2].mean);
    EXPECT_EQ(c->dimensions[2].assessed, 0);
    EXPECT_DOUBLE_EQ(c->possible->low, (12.5 + 2 * 1) / 6);
    EXPECT_DOUBLE_EQ(c->possible->high, (12.5 + 2 * 4) / 6);
}

TEST(Composite, NotAssessedIsNoZero) {
    const auto none = composite_of({{"debugging", 1}}, {{"ana", "debugging", std::nullopt}});
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->value);
    EXPECT_EQ(none->why_empty, "nothing was assessed");
    EXPECT_DOUBLE_EQ(none->coverage, 0);
    EXPECT_FALSE(none->possible);
    const auto one = composite_of({{"debugging", 1}, {"communication", 1}}, {{"ana", "debugging", 4}, {"ana", "communication", std::nullopt}});
    EXPECT_DOUBLE_EQ(*one->value, 4);
}

TEST(Composite, SaysAllThatIsWrongAtOnce) {
    const auto bad = composite_of({{"a", 0}, {"a", 1}, {"", std::numeric_limits<double>::quiet_NaN()}},
                                  {{"", "a", 5}, {"r", "b", 0}, {"r", "a", 1}, {"r", "a", 1}});
    ASSERT_FALSE(bad);
    std::vector<std::string> where;
    for (const FieldError& f : bad.error().fields()) where.push_back(f.where);
    EXPECT_EQ(where, (std::vector<std::string>{"/dimensions/0/weight", "/dimensions/1/id", "/dimensions/2/id", "/dimensions/2/weight", "/ratings/0/rater", "/ratings/0/points",
                                               "/ratings/1/dimension", "/ratings/1/points", "/ratings/3"}));
}

TEST(Composite, HasBounds) {
    EXPECT_FALSE(composite_of({}, {}));
    std::vector<WeightedDimension> dimensions;
    for (std::size_t i = 0; i < kMostDimensions; ++i) dimensions.push_back({"d" + std::to_string(i), kMostWeight});
    EXPECT_TRUE(composite_of(dimensions, {}));
    dimensions.push_back({"one more", 1});
    EXPECT_FALSE(composite_of(dimensions, {}));
    EXPECT_FALSE(composite_of({{"a", kMostWeight * 2}}, {}));
    std::vector<DimensionRating> ratings;
    for (std::size_t i = 0; i < kMostDimensionRatings; ++i) ratings.push_back({"r" + std::to_string(i), "a", 1});
    EXPECT_TRUE(composite_of({{"a", 1}}, ratings));
    ratings.push_back({"r", "a", 1});
    EXPECT_FALSE(composite_of({{"a", 1}}, ratings));
}

RC_GTEST_PROP(Composite, LiesBetweenWhatItCouldBeAndOrderChangesNothing, ()) {
    const auto points = *rc::gen::container<std::vector<std::vector<int>>>(4, rc::gen::container<std::vector<int>>(3, rc::gen::inRange(0, 5)));
    const auto weights = *rc::gen::container<std::vector<int>>(4, rc::gen::inRange(1, 9));
    std::vector<WeightedDimension> dimensions;
    std::vector<DimensionRating> ratings;
    double top = 0;
    double bottom = 0;
    for (std::size_t d = 0; d < 4; ++d) {
        dimensions.push_back({"d" + std::to_string(d), static_cast<double>(weights[d])});
        double sum = 0;
        double n = 0;
        for (std::size_t r = 0; r < 3; ++r) {
            const int p = points[d][r];
            ratings.push_back({"r" + std::to_string(r), dimensions[d].id, p == 0 ? std::nullopt : std::optional(p)});
            sum += p;
            n += p > 0 ? 1 : 0;
        }
        if (n == 0) continue;
        top += weights[d] * sum / n;
        bottom += weights[d];
    }
    const auto c = composite_of(dimensions, ratings);
    RC_ASSERT(c.has_value());
    RC_ASSERT(c->value.has_value() == (bottom > 0));
    if (!c->value) return;
    RC_ASSERT(std::abs(*c->value - top / bottom) < 1e-12);
    RC_ASSERT(c->possible->low <= *c->value + 1e-12 && *c->value <= c->possible->high + 1e-12);
    std::reverse(dimensions.begin(), dimensions.end());
    std::reverse(ratings.begin(), ratings.end());
    RC_ASSERT(std::abs(*composite_of(dimensions, ratings)->value - *c->value) < 1e-12);
}

}  // namespace
}  // namespace plimsoll::people
