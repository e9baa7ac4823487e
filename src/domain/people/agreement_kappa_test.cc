// Kappas and AC1: published tables, and their definitions added up.
#include "domain/people/agreement_kappa.h"

#include "domain/people/agreement_for_tests.h"

namespace plimsoll::people {
namespace {

using namespace ratings;

const std::vector<double> kFour = {1, 2, 3, 4};

double ac1(const RatingTable& table, const std::vector<double>& scale) { return *gwet_ac(table, scale, GwetWeights::identity)->value; }

TEST(AgreementKappa, FleissExampleOfTenCandidatesAndFourteenRaters) {
    const RatingTable table = by_counts({{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
                                         {7, 7, 0, 0, 0},  {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}});
    const Coefficient kappa = fleiss_kappa(table);
    EXPECT_NEAR(*kappa.value, 0.2099, 5e-5);
    EXPECT_EQ(kappa.units, 10);
    EXPECT_EQ(kappa.ratings, 140);
}

TEST(AgreementKappa, CohensTwoByTwo) {
    EXPECT_NEAR(*cohen_kappa(by_pairs({{20, 5}, {10, 15}}), 0, 1, KappaWeights::none).value, 0.400, 1e-12);
}

TEST(AgreementKappa, SkewedMarginalsMakeKappaLowAndNotAc1) {
    const RatingTable table = by_pairs({{45, 3}, {2, 0}});
    EXPECT_NEAR(*raw_agreement(table).value, 0.90, 1e-12);
    EXPECT_NEAR(*cohen_kappa(table, 0, 1, KappaWeights::none).value, -0.05, 0.005);
    EXPECT_NEAR(ac1(table, {1, 2}), (0.9 - 0.095) / (1 - 0.095), 1e-12);
}

TEST(AgreementKappa, QuadraticWeightsForgiveANeighbour) {
    // By hand: squared differences 0, 1, 0, 1: 0.5 a candidate; dealt out anew: all 16 pairs of (1,2,3,4) and (1,3,3,3) come to 32: 2.
    const RatingTable table = by_raters({{1, 2, 3, 4}, {1, 3, 3, 3}});
    EXPECT_NEAR(*cohen_kappa(table, 0, 1, KappaWeights::quadratic).value, 1 - 0.5 / 2, 1e-12);
    EXPECT_LT(*cohen_kappa(table, 0, 1, KappaWeights::none).value, *cohen_kappa(table, 0, 1, KappaWeights::quadratic).value);
}

TEST(AgreementKappa, WithoutVarianceNoneHasAValue) {
    const RatingTable one = by_raters({{3, 3, 3}, {3, 3, 3}});
    EXPECT_EQ(cohen_kappa(one, 0, 1, KappaWeights::none).why_undefined, kNoVariance);
    EXPECT_EQ(cohen_kappa(one, 0, 1, KappaWeights::quadratic).why_undefined, kNoVariance);
    EXPECT_EQ(fleiss_kappa(one).why_undefined, kNoVariance);
    EXPECT_EQ(gwet_ac(one, kFour, GwetWeights::identity)->why_undefined, kNoVariance);
}

TEST(AgreementKappa, WithoutPairsNoneHasAValue) {
    const RatingTable apart = by_raters({{1, kGap, 2}, {kGap, 2, kGap}});
    EXPECT_NE(cohen_kappa(apart, 0, 1, KappaWeights::none).why_undefined, "");
    EXPECT_EQ(fleiss_kappa(apart).why_undefined, kNoPairs);
    EXPECT_EQ(fleiss_kappa(*RatingTable::of({})).why_undefined, kNoPairs);
    EXPECT_EQ(gwet_ac(apart, kFour, GwetWeights::identity)->why_undefined, kNoPairs);
}

TEST(AgreementKappa, FleissAsksForAFixedNumberOfRaters) {
    EXPECT_EQ(fleiss_kappa(by_raters({{1, 2}, {1, kGap}, {1, 3}})).why_undefined, "candidates were rated by different numbers of raters: use alpha");
    EXPECT_TRUE(fleiss_kappa(by_raters({{1, kGap, 2}, {1, 3, kGap}, {kGap, 3, 3}})).value) << "not always the same raters";
}

TEST(AgreementKappa, AScaleSaysAllThatIsWrongAtOnce) {
    const RatingTable table = by_raters({{1, 2}, {5, 2}});
    const auto order = gwet_ac(table, {2, 1, 1}, GwetWeights::identity);
    ASSERT_FALSE(order);
    EXPECT_EQ(order.error().fields().size(), 2U);
    const auto off = gwet_ac(table, kFour, GwetWeights::identity);
    ASSERT_FALSE(off);
    EXPECT_EQ(off.error().fields()[0].where, "/0/1");
    EXPECT_FALSE(gwet_ac(table, {1}, GwetWeights::identity));
    std::vector<double> most(kMostScaleValues);
    std::iota(most.begin(), most.end(), 1.0);
    EXPECT_TRUE(gwet_ac(table, most, GwetWeights::identity));
    most.push_back(1'000);
    EXPECT_FALSE(gwet_ac(table, most, GwetWeights::identity));
}

TEST(AgreementKappa, TheScaleOfAc1IsWhatMayBeGiven) {
    const RatingTable table = by_pairs({{45, 3}, {2, 0}});
    EXPECT_NEAR(ac1(table, kFour), (0.9 - 0.095 / 3) / (1 - 0.095 / 3), 1e-12) << "four values: chance hits less often";
}

std::optional<double> naive_cohen(const std::vector<RatingRow>& rows, KappaWeights weights) {
    const auto apart = [&](double a, double b) { return weights == KappaWeights::none ? (a != b ? 1.0 : 0.0) : (a - b) * (a - b); };
    double observed = 0;
    double expected = 0;
    double n = 0;
    for (const RatingRow& x : rows) {
        if (!x[0] || !x[1]) continue;
        ++n;
        observed += apart(*x[0], *x[1]);
        for (const RatingRow& y : rows) {
            if (y[0] && y[1]) expected += apart(*x[0], *y[1]);
        }
    }
    return expected > 0 ? std::optional(1 - observed * n / expected) : std::nullopt;
}

RC_GTEST_PROP(AgreementKappa, CohenIsWhatDealingOutAnewGives, ()) {
    const auto rows = *rows_of(10, 2, 2, true);
    const RatingTable table = *RatingTable::of(rows);
    for (const KappaWeights weights : {KappaWeights::none, KappaWeights::quadratic}) {
        RC_ASSERT(close(cohen_kappa(table, 0, 1, weights).value, naive_cohen(rows, weights)));
        RC_ASSERT(close(cohen_kappa(table, 0, 1, weights).value, cohen_kappa(table, 1, 0, weights).value));
    }
}

RC_GTEST_PROP(AgreementKappa, OrderChangesNothing, ()) {
    const auto rows = *rows_of(8, 2, 4, false);
    const RatingTable one = *RatingTable::of(rows);
    const RatingTable other = *RatingTable::of(shuffled(rows, any_order(rows.front().size())));
    RC_ASSERT(close(fleiss_kappa(one).value, fleiss_kappa(other).value));
    for (const GwetWeights weights : {GwetWeights::identity, GwetWeights::ordinal, GwetWeights::quadratic}) {
        RC_ASSERT(close(gwet_ac(one, kFour, weights)->value, gwet_ac(other, kFour, weights)->value));
    }
}

RC_GTEST_PROP(AgreementKappa, PerfectAgreementIsOne, ()) {
    auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 5));
    values.insert(values.end(), {2, 4});  // variance
    std::vector<RatingRow> rows;
    for (const int v : values) rows.emplace_back(2, static_cast<double>(v));
    const RatingTable table = *RatingTable::of(rows);
    RC_ASSERT(close(cohen_kappa(table, 0, 1, KappaWeights::none).value, 1));
    RC_ASSERT(close(cohen_kappa(table, 0, 1, KappaWeights::quadratic).value, 1));
    RC_ASSERT(close(fleiss_kappa(table).value, 1));
    RC_ASSERT(close(gwet_ac(table, kFour, GwetWeights::identity)->value, 1));
    RC_ASSERT(close(gwet_ac(table, kFour, GwetWeights::quadratic)->value, 1));
}

RC_GTEST_PROP(AgreementKappa, GwetIsWhatItsSumsGive, ()) {
    // With gaps; p_a and p_e pair by pair.
    const auto rows = *rows_of(8, 2, 5, true);
    const auto weight = [](double k, double l) { return 1 - (k - l) * (k - l) / 9; };
    double agree = 0;
    double pairable = 0;
    double rated = 0;
    std::vector<double> shares(5);
    std::size_t values = 0;
    for (const RatingRow& row : rows) {
        std::vector<double> given;
        for (const auto& cell : row) {
            if (cell) given.push_back(*cell);
        }
        if (given.empty()) continue;
        ++rated;
        for (const double v : given) shares[static_cast<std::size_t>(v)] += 1 / static_cast<double>(given.size());
        if (given.size() < 2) continue;
        ++pairable;
        double sum = 0;
        for (std::size_t i = 0; i < given.size(); ++i) {
            for (std::size_t j = 0; j < given.size(); ++j) sum += i == j ? 0 : weight(given[i], given[j]);
        }
        agree += sum / static_cast<double>(given.size() * (given.size() - 1));
    }
    double spread = 0;
    double all = 0;
    for (int k = 1; k <= 4; ++k) {
        if (shares[static_cast<std::size_t>(k)] > 0) ++values;
        const double share = shares[static_cast<std::size_t>(k)] / std::max(1.0, rated);
        spread += share * (1 - share);
        for (int l = 1; l <= 4; ++l) all += weight(k, l);
    }
    const auto found = gwet_ac(*RatingTable::of(rows), kFour, GwetWeights::quadratic)->value;
    RC_ASSERT(found.has_value() == (pairable > 0 && values > 1));
    if (!found) return;
    const double chance = all / 12 * spread;
    RC_ASSERT(close(found, (agree / pairable - chance) / (1 - chance)));
}

}  // namespace
}  // namespace plimsoll::people
