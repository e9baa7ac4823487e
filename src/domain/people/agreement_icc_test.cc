// ICC(2,1) and ICC(2,k): the published table, and what the model says of shifts.
#include "domain/people/agreement_icc.h"

#include "domain/people/agreement_for_tests.h"

namespace plimsoll::people {
namespace {

using namespace ratings;

/// Shrout and Fleiss 1979, table 2: six subjects, four judges.
RatingTable shrout_fleiss() { return by_raters({{9, 6, 8, 7, 10, 6}, {2, 1, 4, 1, 5, 2}, {5, 3, 6, 2, 6, 4}, {8, 2, 8, 6, 9, 7}}); }

TEST(AgreementIcc, TheTableOfShroutAndFleiss) {
    const Icc icc = icc_of(shrout_fleiss());
    EXPECT_NEAR(*icc.single.value, 0.29, 0.005);
    EXPECT_NEAR(*icc.average.value, 0.62, 0.005);
    EXPECT_EQ(icc.single.units, 6);
    EXPECT_EQ(icc.single.ratings, 24);
}

TEST(AgreementIcc, AStrictRaterCountsAsError) {
    // The same order of candidates, one rater a point below: consistent, and not the same.
    const Icc icc = icc_of(by_raters({{2, 3, 4, 2, 3, 4}, {1, 2, 3, 1, 2, 3}}));
    EXPECT_LT(*icc.single.value, 0.8);
    EXPECT_GT(*icc.single.value, 0);
    EXPECT_DOUBLE_EQ(*icc_of(by_raters({{2, 3, 4}, {2, 3, 4}})).single.value, 1);
}

TEST(AgreementIcc, IncompleteRowsAreLeftOutAndCounted) {
    const Icc with = icc_of(by_raters({{9, 6, 8, 7, 10, 6, 3}, {2, 1, 4, 1, 5, 2, kGap}, {5, 3, 6, 2, 6, 4, 1}, {8, 2, 8, 6, 9, 7, 1}}));
    EXPECT_EQ(with.single.units_left_out, 1);
    EXPECT_TRUE(close(with.single.value, icc_of(shrout_fleiss()).single.value));
}

TEST(AgreementIcc, SaysWhyItHasNoValue) {
    EXPECT_EQ(icc_of(by_raters({{1, 2, 3}})).single.why_undefined, "there are fewer than two raters");
    EXPECT_EQ(icc_of(*RatingTable::of({})).average.why_undefined, "there are fewer than two raters");
    EXPECT_EQ(icc_of(by_raters({{1, 2}, {1, kGap}})).single.why_undefined, "fewer than two candidates were rated by every rater");
    EXPECT_EQ(icc_of(by_raters({{3, 3, 3}, {3, 3, 3}})).single.why_undefined, kNoVariance);
    // No difference between candidates, all of it noise: BMS 0, JMS 0, EMS above 0.
    const Icc noise = icc_of(by_raters({{1, 3}, {3, 1}}));
    EXPECT_FALSE(noise.average.value);
    EXPECT_NE(noise.average.why_undefined, "");
}

TEST(AgreementIcc, TheIntervalHoldsTheFigure) {
    const Icc icc = icc_of(shrout_fleiss(), Bootstrap());
    ASSERT_TRUE(icc.single.interval) << icc.single.why_no_interval;
    EXPECT_LE(icc.single.interval->low, *icc.single.value);
    EXPECT_GE(icc.single.interval->high, *icc.single.value);
}

TEST(AgreementIcc, SpearmanBrownFromOneRaterToFour) {
    EXPECT_NEAR(spearman_brown(0.44, 2), 0.61, 0.005);
    EXPECT_NEAR(spearman_brown(0.44, 3), 0.70, 0.005);
    EXPECT_NEAR(spearman_brown(0.44, 4), 0.76, 0.005);
    EXPECT_DOUBLE_EQ(spearman_brown(0.44, 1), 0.44);
}

RC_GTEST_PROP(AgreementIcc, OrderShiftAndStretchChangeNothing, ()) {
    const auto rows = *rows_of(8, 2, 4, false);
    const Icc one = icc_of(*RatingTable::of(rows));
    std::vector<RatingRow> other = shuffled(rows, any_order(rows.front().size()));
    for (RatingRow& row : other) {
        for (auto& cell : row) cell = *cell * 2 + 5;
    }
    const Icc two = icc_of(*RatingTable::of(other));
    RC_ASSERT(close(one.single.value, two.single.value));
    RC_ASSERT(one.average.value.has_value() == two.average.value.has_value());
    if (one.average.value) RC_ASSERT(std::abs(*one.average.value - *two.average.value) <= 1e-6 * (1 + std::abs(*one.average.value)));
}

RC_GTEST_PROP(AgreementIcc, ThePanelsFigureFollowsFromTheSingleOne, ()) {
    // Both come from the same variances: ICC(2,k) = k ICC(2,1) / (1 + (k - 1) ICC(2,1)).
    const auto rows = *rows_of(8, 2, 4, false);
    const Icc icc = icc_of(*RatingTable::of(rows));
    if (!icc.single.value || !icc.average.value) return;
    const auto k = static_cast<double>(rows.front().size());
    const double stepped_up = k * *icc.single.value / (1 + (k - 1) * *icc.single.value);
    RC_ASSERT(std::abs(*icc.average.value - stepped_up) <= 1e-6 * (1 + std::abs(stepped_up)));
}

}  // namespace
}  // namespace plimsoll::people
