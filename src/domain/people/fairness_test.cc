// Impact ratios and what stands beside them: worked vectors, and Fisher's test against every table counted in integers.
#include "domain/people/fairness.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace plimsoll::people {
namespace {

std::vector<AssessedPerson> people(const std::vector<std::string>& groups, GroupCounts counts) {
    std::vector<AssessedPerson> out;
    for (std::int64_t i = 0; i < counts.assessed; ++i) out.push_back({groups, i < counts.advanced});
    return out;
}

std::vector<AssessedPerson> together(const std::vector<std::vector<AssessedPerson>>& parts) {
    std::vector<AssessedPerson> out;
    for (const auto& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

TEST(Fairness, ALargeDifferenceThatChanceDoesNotExplain) {
    const GroupCounts a{40, 12};
    const GroupCounts b{80, 48};
    EXPECT_DOUBLE_EQ(impact_ratio(a, b), 0.5);
    EXPECT_TRUE(below_four_fifths(a, b));
    EXPECT_NEAR(fisher_two_sided(a, b), 0.003409221767849182, 1e-14) << "in exact fractions";
}

TEST(Fairness, TenAgainstTenFailsFourFifthsAndOnePersonDecides) {
    const GroupCounts a{10, 4};
    const GroupCounts b{10, 6};
    EXPECT_NEAR(impact_ratio(a, b), 0.667, 5e-4);
    EXPECT_TRUE(below_four_fifths(a, b));
    EXPECT_NEAR(fisher_two_sided(a, b), 0.6562817986966594, 1e-12);
    const OnePersonFlip flip = one_person_flip(a, b);
    EXPECT_NEAR(*flip.ratio, 5.0 / 6, 1e-12);
    EXPECT_DOUBLE_EQ(*flip.ratio_swap, 1);
    EXPECT_TRUE(flip.crosses);
    const auto interval = impact_interval(a, b);
    ASSERT_TRUE(interval);
    EXPECT_LT(interval->low, 0.8);
    EXPECT_GT(interval->high, 1) << "it says next to nothing";
}

TEST(Fairness, AThousandPassFourFifthsAndChanceDoesNotExplainIt) {
    const GroupCounts a{1000, 500};
    const GroupCounts b{1000, 600};
    EXPECT_NEAR(impact_ratio(a, b), 0.833, 5e-4);
    EXPECT_FALSE(below_four_fifths(a, b));
    EXPECT_NEAR(fisher_two_sided(a, b), 8.453719674485641e-06, 1e-15) << "in exact fractions";
    EXPECT_FALSE(one_person_flip(a, b).crosses);
    EXPECT_LT(impact_interval(a, b)->high, 1);
}

TEST(Fairness, TheIntervalByHand) {
    // ln 0.5 -+ 1.96 sqrt(1/12 - 1/40 + 1/48 - 1/80)
    const double half = 1.959963984540054 * std::sqrt(1.0 / 12 - 1.0 / 40 + 1.0 / 48 - 1.0 / 80);
    const auto interval = impact_interval({40, 12}, {80, 48});
    EXPECT_NEAR(interval->low, 0.5 * std::exp(-half), 1e-12);
    EXPECT_NEAR(interval->high, 0.5 * std::exp(half), 1e-12);
    EXPECT_FALSE(impact_interval({10, 0}, {10, 5}));
    EXPECT_FALSE(impact_interval({10, 5}, {10, 0}));
}

TEST(Fairness, FourFifthsIsNotBelowFourFifths) {
    EXPECT_FALSE(below_four_fifths({100, 40}, {100, 50}));
    EXPECT_TRUE(below_four_fifths({100, 39}, {100, 50}));
    EXPECT_TRUE(one_person_flip({100, 40}, {100, 50}).crosses) << "one fewer and it is below";
}

TEST(Fairness, AFlipNeedsSomebodyToFlip) {
    // Nobody of ten advanced: one more is one of ten, one swapped leaves the other at 0.
    const OnePersonFlip flip = one_person_flip({10, 0}, {10, 1});
    EXPECT_DOUBLE_EQ(*flip.ratio, 1);
    EXPECT_FALSE(flip.ratio_swap);
    // All of the other advanced: there is no place to take back.
    const OnePersonFlip full = one_person_flip({10, 10}, {10, 10});
    EXPECT_DOUBLE_EQ(*full.ratio, 0.9);
    EXPECT_FALSE(full.ratio_swap);
}

TEST(Fairness, FisherAtItsEdges) {
    EXPECT_DOUBLE_EQ(fisher_two_sided({0, 0}, {5, 3}), 1);
    EXPECT_DOUBLE_EQ(fisher_two_sided({5, 0}, {5, 0}), 1);
    EXPECT_DOUBLE_EQ(fisher_two_sided({5, 5}, {5, 5}), 1);
    EXPECT_NEAR(fisher_two_sided({4, 3}, {4, 1}), 34.0 / 70, 1e-12) << "Fisher's tea: 1, 16, 36, 16, 1 of 70";
    EXPECT_DOUBLE_EQ(fisher_two_sided({5'000'000, 5'000'000}, {5'000'000, 0}), 0) << "below the smallest double";
    EXPECT_NEAR(fisher_two_sided({kMostGroupSize, kMostGroupSize / 2}, {kMostGroupSize, kMostGroupSize / 2}), 1, 1e-9);
}

std::uint64_t choose(std::int64_t n, std::int64_t k) {
    if (k < 0 || k > n) return 0;
    std::uint64_t out = 1;
    for (std::int64_t i = 1; i <= k; ++i) out = out * static_cast<std::uint64_t>(n - k + i) / static_cast<std::uint64_t>(i);
    return out;
}

RC_GTEST_PROP(Fairness, FisherIsWhatCountingEveryTableGives, ()) {
    const GroupCounts a{*rc::gen::inRange<std::int64_t>(0, 26), 0};
    const GroupCounts b{*rc::gen::inRange<std::int64_t>(0, 26), 0};
    const GroupCounts group{a.assessed, *rc::gen::inRange<std::int64_t>(0, a.assessed + 1)};
    const GroupCounts other{b.assessed, *rc::gen::inRange<std::int64_t>(0, b.assessed + 1)};
    const std::int64_t advanced = group.advanced + other.advanced;
    const auto ways = [&](std::int64_t k) { return choose(group.assessed, k) * choose(other.assessed, advanced - k); };
    std::uint64_t tail = 0;
    std::uint64_t all = 0;
    for (std::int64_t k = 0; k <= advanced; ++k) {
        all += ways(k);
        if (ways(k) <= ways(group.advanced)) tail += ways(k);
    }
    RC_ASSERT(all == choose(group.assessed + other.assessed, advanced));
    RC_ASSERT(std::abs(fisher_two_sided(group, other) - static_cast<double>(tail) / static_cast<double>(all)) < 1e-6);
    RC_ASSERT(std::abs(fisher_two_sided(group, other) - fisher_two_sided(other, group)) < 1e-12);
    const GroupCounts stayed{group.assessed, group.assessed - group.advanced};
    const GroupCounts others_stayed{other.assessed, other.assessed - other.advanced};
    RC_ASSERT(std::abs(fisher_two_sided(group, other) - fisher_two_sided(stayed, others_stayed)) < 1e-12);
}

TEST(Fairness, ATableHasGroupsIntersectionsAndTheUnknown) {
    const auto tables = impact_of({"sex", "ethnicity"}, together({people({"f", "x"}, {20, 5}), people({"f", "y"}, {20, 10}), people({"m", "x"}, {40, 20}), people({"m", ""}, {10, 10}), people({"", "y"}, {3, 1})}));
    ASSERT_TRUE(tables);
    ASSERT_EQ(tables->size(), 3U);
    const ImpactTable& sex = (*tables)[0];
    EXPECT_EQ(sex.attributes, std::vector<std::string>{"sex"});
    EXPECT_EQ(sex.known, (GroupCounts{90, 45}));
    EXPECT_EQ(sex.unknown, (GroupCounts{3, 1}));
    ASSERT_EQ(sex.rows.size(), 2U);
    EXPECT_EQ(sex.rows[0].group, std::vector<std::string>{"f"});
    EXPECT_DOUBLE_EQ(*sex.rows[0].ratio, (15.0 / 40) / (30.0 / 50));
    EXPECT_EQ(sex.rows[0].below_four_fifths, true);
    EXPECT_TRUE(sex.rows[0].interval);
    EXPECT_TRUE(sex.rows[0].fisher_p);
    EXPECT_TRUE(sex.rows[1].reference);
    EXPECT_FALSE(sex.rows[1].ratio);
    const ImpactTable& both = (*tables)[2];
    EXPECT_EQ(both.attributes, (std::vector<std::string>{"sex", "ethnicity"}));
    EXPECT_EQ(both.known.assessed, 80);
    EXPECT_EQ(both.unknown, (GroupCounts{13, 11})) << "who declared one of the two is in no intersection";
    ASSERT_EQ(both.rows.size(), 3U);
    EXPECT_DOUBLE_EQ(*both.rows[0].ratio, 0.5);
    EXPECT_TRUE(both.rows[2].reference) << "of equal rates the larger group";
    EXPECT_DOUBLE_EQ(*both.rows[1].ratio, 1);
}

TEST(Fairness, AFewPeopleAreNotEnoughDataAndSetNoRate) {
    const auto tables = impact_of({"sex"}, together({people({"f"}, {10, 4}), people({"m"}, {10, 5}), people({"x"}, {9, 9})}));
    const ImpactTable& t = tables->front();
    EXPECT_EQ(t.rows[2].why_empty, "not enough data: 9 people, 10 are needed");
    EXPECT_FALSE(t.rows[2].ratio);
    EXPECT_DOUBLE_EQ(t.rows[2].rate, 1) << "it is shown all the same";
    EXPECT_TRUE(t.rows[1].reference);
    EXPECT_DOUBLE_EQ(*t.rows[0].ratio, 0.8);
}

TEST(Fairness, AGroupBelowTheAuditorsShareIsLeftOut) {
    ImpactOptions options;
    options.least_share = 0.02;
    const auto tables = impact_of({"sex"}, together({people({"f"}, {400, 100}), people({"m"}, {400, 200}), people({"x"}, {12, 12})}), options);
    EXPECT_FALSE(tables->front().rows[2].enough);
    EXPECT_EQ(tables->front().rows[2].why_empty, "left out: 1.48 % of those known, below 2.00 %");
    EXPECT_DOUBLE_EQ(*tables->front().rows[0].ratio, 0.5);
}

TEST(Fairness, SaysWhyThereIsNothingToCompare) {
    const auto alone = impact_of({"sex"}, together({people({"f"}, {30, 3}), people({"m"}, {5, 5})}));
    EXPECT_EQ(alone->front().why_empty, "not enough data: fewer than two groups are large enough to compare");
    EXPECT_EQ(alone->front().rows[0].why_empty, alone->front().why_empty);
    const auto nobody = impact_of({"sex"}, together({people({"f"}, {30, 0}), people({"m"}, {30, 0})}));
    EXPECT_EQ(nobody->front().why_empty, "nobody advanced: there is no rate to compare with");
    EXPECT_FALSE(nobody->front().rows[0].reference);
    EXPECT_EQ(impact_of({"sex"}, people({""}, {5, 5}))->front().rows.size(), 0U);
    EXPECT_NE(impact_of({"sex"}, {})->front().why_empty, "");
}

TEST(Fairness, SaysAllThatIsWrongAtOnce) {
    const auto bad = impact_of({"sex", "sex"}, {{{"f"}, true}}, {1, 0.5});
    ASSERT_FALSE(bad);
    std::vector<std::string> where;
    for (const FieldError& f : bad.error().fields()) where.push_back(f.where);
    EXPECT_EQ(where, (std::vector<std::string>{"/attributes/1", "/least_people", "/least_share", "/people/0/groups"}));
}

TEST(Fairness, HasBounds) {
    EXPECT_FALSE(impact_of({}, {}));
    EXPECT_TRUE(impact_of({"a", "b", "c", "d"}, {}));
    EXPECT_FALSE(impact_of({"a", "b", "c", "d", "e"}, {}));
    EXPECT_TRUE(impact_of({"a"}, {}, {2, kMostLeastShare}));
    std::vector<AssessedPerson> many;
    for (std::size_t i = 0; i < kMostGroups; ++i) many.push_back({{std::to_string(i)}, true});
    EXPECT_TRUE(impact_of({"a"}, many));
    many.push_back({{"one more"}, true});
    EXPECT_FALSE(impact_of({"a"}, many));
    many.assign(kMostAssessed, {{"x"}, true});
    EXPECT_TRUE(impact_of({"a"}, many));
    many.push_back({{"x"}, true});
    EXPECT_FALSE(impact_of({"a"}, many));
}

TEST(Fairness, AboveThePooledMedian) {
    EXPECT_EQ(above_pooled_median({1, 2, 3}), (std::vector<bool>{false, false, true}));
    EXPECT_EQ(above_pooled_median({4, 1, 2, 3}), (std::vector<bool>{true, false, false, true}));
    EXPECT_EQ(above_pooled_median({2, 2, 2}), (std::vector<bool>{false, false, false}));
    EXPECT_TRUE(above_pooled_median({}).empty());
}

RC_GTEST_PROP(Fairness, OrderOfPeopleChangesNothing, ()) {
    auto all = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8));
    const auto table = [](const std::vector<int>& codes) {
        std::vector<AssessedPerson> out;
        for (const int code : codes) out.push_back({{std::string(1, "abc "[code / 2]) == " " ? "" : std::string(1, "abc "[code / 2])}, code % 2 == 1});
        ImpactOptions options;
        options.least_people = 2;
        return (*impact_of({"group"}, out, options)).front();
    };
    const ImpactTable one = table(all);
    std::reverse(all.begin(), all.end());
    const ImpactTable two = table(all);
    RC_ASSERT(one.known.assessed + one.unknown.assessed == static_cast<std::int64_t>(all.size()));
    RC_ASSERT(one.rows.size() == two.rows.size());
    for (std::size_t i = 0; i < one.rows.size(); ++i) {
        RC_ASSERT(one.rows[i].ratio == two.rows[i].ratio && one.rows[i].fisher_p == two.rows[i].fisher_p && one.rows[i].why_empty == two.rows[i].why_empty);
        if (one.rows[i].ratio) RC_ASSERT(*one.rows[i].ratio <= 1);
    }
}

}  // namespace
}  // namespace plimsoll::people
