// Ratings of a calibration set beside the known ones.
#include "domain/hiring/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "domain/hiring/interview_kit_for_tests.h"

namespace plimsoll::hiring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Items i1 to i6; systems_thinking known as 1, 2, 3 (2 or 4 too), 4 (3 too), 3, not assessed; care always 2.
CalibrationSet the_set() { return fixture::read_sets(fixture::whole_set()).sets.at(0); }

/// One rater's ratings of systems_thinking, item by item; 0: not assessed, -1: not given.
std::vector<CalibrationAnswer> rated(const std::string& rater, const std::vector<int>& points, const std::string& dimension = "systems_thinking") {
    std::vector<CalibrationAnswer> out;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i] < 0) continue;
        out.push_back({rater, "i" + std::to_string(i + 1), dimension, points[i] == 0 ? std::nullopt : std::optional(points[i])});
    }
    return out;
}

std::vector<CalibrationAnswer> both(std::vector<CalibrationAnswer> a, const std::vector<CalibrationAnswer>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

CalibrationResult result_of(const std::vector<CalibrationAnswer>& ratings) {
    const auto out = calibration_of(the_set(), ratings);
    EXPECT_TRUE(out) << (out ? "" : out.error().report());
    return out ? *out : CalibrationResult{};
}

TEST(Calibration, WorkedExample) {
    // Known 1 2 3 4 3; given 2 2 4 2 3: off by +1 0 +1 -2 0. With care, known 2, given 2: off by 0.
    const CalibrationResult out = result_of(both(rated("ana", {2, 2, 4, 2, 3, 0}), rated("ana", {2}, "care")));
    EXPECT_EQ(out.set, "acme-set");
    EXPECT_EQ(out.version, 2);
    EXPECT_EQ(out.raters, 1);
    EXPECT_EQ(out.all.ratings, 7);
    EXPECT_EQ(out.all.exact.n, 6) << "what is not assessed is no number";
    EXPECT_DOUBLE_EQ(*out.all.exact.value, 3.0 / 6) << "i2, i5 and care of i1";
    EXPECT_DOUBLE_EQ(*out.all.acceptable.value, 4.0 / 6) << "4 for a known 3 is a neighbour that the set names; 2 for a known 1 is not";
    EXPECT_DOUBLE_EQ(*out.all.within_one.value, 5.0 / 6);
    EXPECT_DOUBLE_EQ(*out.all.bias.value, 0.0) << "one up, one up, two down";
    EXPECT_EQ(out.all.rightly_not_assessed, 1);
    ASSERT_EQ(out.by_dimension.size(), 2U);
    EXPECT_EQ(out.by_dimension[0].of, "systems_thinking");
    EXPECT_EQ(out.by_dimension[0].exact.n, 5);
    EXPECT_THAT(out.by_dimension[0].exact.why_empty, HasSubstr("not enough data: 5 ratings to compare, 6 are needed"));
    EXPECT_FALSE(out.by_dimension[0].exact.value);
}

TEST(Calibration, NotEnoughDataIsAnAnswer) {
    const CalibrationResult none = result_of({});
    EXPECT_EQ(none.raters, 0);
    EXPECT_FALSE(none.all.exact.value);
    EXPECT_FALSE(none.all.bias.why_empty.empty());
    EXPECT_FALSE(none.agreement.value);
    const CalibrationResult at = result_of(both(rated("ana", {1, 2, 3, 4, 3}), rated("ana", {2}, "care")));
    EXPECT_EQ(at.all.exact.n, kLeastCompared);
    EXPECT_EQ(at.all.exact.value, 1.0);
    EXPECT_TRUE(at.all.exact.why_empty.empty());
}

TEST(Calibration, EvidenceThatIsNotThereAndThatWasOverlookedAreCounted) {
    const CalibrationResult out = result_of(rated("ana", {0, 2, 3, 4, 3, 2}));
    EXPECT_EQ(out.all.rated_without_evidence, 1) << "i6 holds nothing on it";
    EXPECT_EQ(out.all.evidence_overlooked, 1) << "i1 does";
    EXPECT_EQ(out.all.exact.n, 4);
}

TEST(Calibration, ALenientRaterIsShownAboveASevereOne) {
    const CalibrationResult out = result_of(both(both(rated("lenient", {2, 3, 4, 4, 4}), rated("lenient", {3}, "care")), both(rated("severe", {1, 1, 2, 3, 2}), rated("severe", {1}, "care"))));
    ASSERT_EQ(out.by_rater.size(), 2U);
    EXPECT_EQ(out.by_rater[0].of, "lenient");
    EXPECT_NEAR(*out.by_rater[0].bias.value, 5.0 / 6, 1e-12);
    EXPECT_NEAR(*out.by_rater[1].bias.value, -5.0 / 6, 1e-12);
    EXPECT_NEAR(*out.all.bias.value, 0, 1e-12);
    ASSERT_TRUE(out.agreement.value);
    EXPECT_LT(*out.agreement.value, 1);
}

TEST(Calibration, RatersOfOneMindAgreeWhateverIsKnown) {
    const CalibrationResult out = result_of(both(rated("a", {4, 3, 2, 1, 1}), rated("b", {4, 3, 2, 1, 1})));
    EXPECT_DOUBLE_EQ(*out.agreement.value, 1.0);
    EXPECT_LT(*out.all.exact.value, 0.5);
}

TEST(Calibration, EverythingWrongIsToldAtOnce) {
    const auto out = calibration_of(the_set(), {{"", "i1", "care", 2}, {"a", "i9", "care", 2}, {"a", "i1", "caring", 2}, {"a", "i1", "care", 5}, {"a", "i1", "care", 0}});
    ASSERT_FALSE(out);
    std::vector<std::string> where;
    for (const FieldError& field : out.error().fields()) where.push_back(field.where);
    EXPECT_THAT(where, ElementsAre("/0/rater", "/1/item", "/2/dimension", "/3/points", "/4/points", "/4"));
}

RC_GTEST_PROP(CalibrationProperties, AreWhatCountingByHandSays, ()) {
    const CalibrationSet set = the_set();
    std::vector<CalibrationAnswer> ratings;
    for (const char* rater : {"a", "b", "c"})
        for (const CalibrationItem& item : set.items)
            for (const KnownRating& known : item.known) {
                const int points = *rc::gen::inRange(-1, 5);
                if (points >= 0) ratings.push_back({rater, item.id, known.dimension, points == 0 ? std::nullopt : std::optional(points)});
            }
    const auto out = calibration_of(set, ratings);
    RC_ASSERT(static_cast<bool>(out));
    double n = 0;
    double exact = 0;
    double off = 0;
    std::int64_t uncompared = 0;
    for (const CalibrationAnswer& r : ratings) {
        const auto known = find_known(*find_item(set, r.item), r.dimension)->points;
        if (!r.points || !known) {
            ++uncompared;
            continue;
        }
        n += 1;
        exact += *r.points == *known ? 1 : 0;
        off += *r.points - *known;
    }
    const CalibrationSummary& all = out->all;
    RC_ASSERT(all.exact.n == static_cast<std::int64_t>(n));
    RC_ASSERT(all.rightly_not_assessed + all.rated_without_evidence + all.evidence_overlooked == uncompared);
    RC_ASSERT(all.exact.value.has_value() == (n >= static_cast<double>(kLeastCompared)));
    if (!all.exact.value) return;
    RC_ASSERT(std::abs(*all.exact.value - exact / n) < 1e-12);
    RC_ASSERT(std::abs(*all.bias.value - off / n) < 1e-12);
    RC_ASSERT(*all.exact.value <= *all.acceptable.value && *all.acceptable.value <= *all.within_one.value);
}

}  // namespace
}  // namespace plimsoll::hiring
