// Alpha, its interval and the report: against published tables, and against adding up every pair.
#include "domain/people/agreement.h"

#include "domain/people/agreement_for_tests.h"

namespace plimsoll::people {
namespace {

using namespace ratings;

double alpha(const RatingTable& table, RatingScale scale) { return *krippendorff_alpha(table, scale).value; }

TEST(Agreement, KrippendorffsExample) {
    const RatingTable table = krippendorff();
    EXPECT_NEAR(alpha(table, RatingScale::nominal), 0.7434, 5e-5);
    EXPECT_NEAR(alpha(table, RatingScale::ordinal), 0.8154, 5e-5);
    EXPECT_NEAR(alpha(table, RatingScale::interval), 0.8491, 5e-5);
    EXPECT_NEAR(alpha(table, RatingScale::ratio), 0.7974, 5e-5);
    const Coefficient c = krippendorff_alpha(table, RatingScale::ordinal);
    EXPECT_EQ(c.units, 11);
    EXPECT_EQ(c.units_left_out, 1) << "the last was rated once";
    EXPECT_EQ(c.ratings, 40);
    EXPECT_EQ(c.why_undefined, "");
    EXPECT_EQ(c.why_no_interval, "") << "none was asked for";
}

TEST(Agreement, WithoutVarianceThereIsNoCoefficient) {
    const RatingTable one = by_raters({{3, 3, 3, 3, 3, 3}, {3, 3, 3, 3, 3, 3}});
    for (const RatingScale scale : {RatingScale::nominal, RatingScale::ordinal, RatingScale::interval, RatingScale::ratio}) {
        const Coefficient c = krippendorff_alpha(one, scale, Bootstrap());
        EXPECT_FALSE(c.value);
        EXPECT_FALSE(c.interval);
        EXPECT_EQ(c.why_undefined, kNoVariance);
    }
    EXPECT_DOUBLE_EQ(*raw_agreement(one).value, 1) << "raw agreement asks for none";
}

TEST(Agreement, WithoutPairsThereIsNone) {
    const RatingTable alone = by_raters({{1, kGap, 3}, {kGap, 2, kGap}});
    EXPECT_EQ(krippendorff_alpha(alone, RatingScale::ordinal).why_undefined, kNoPairs);
    EXPECT_EQ(raw_agreement(alone).why_undefined, kNoPairs);
    EXPECT_EQ(krippendorff_alpha(*RatingTable::of({}), RatingScale::ordinal).why_undefined, kNoPairs);
}

TEST(Agreement, AVarianceOnlyInSingleRatingsIsNone) {
    EXPECT_EQ(krippendorff_alpha(by_raters({{2, 2, 1}, {2, 2, kGap}}), RatingScale::ordinal).why_undefined, kNoVariance);
}

TEST(Agreement, ARatioScaleBeginsAtZero) {
    const RatingTable below = *RatingTable::of({{-2.0, 1.0}, {1.0, 1.0}});
    EXPECT_NE(krippendorff_alpha(below, RatingScale::ratio).why_undefined, "");
    EXPECT_TRUE(krippendorff_alpha(below, RatingScale::interval).value);
    EXPECT_TRUE(krippendorff_alpha(*RatingTable::of({{0.0, 1.0}, {1.0, 1.0}, {0.0, 0.0}}), RatingScale::ratio).value);
}

TEST(Agreement, ARatioScaleHasItsBound) {
    std::vector<RatingRow> rows;
    for (std::size_t i = 0; i < kMostRatioValues; ++i) rows.push_back({static_cast<double>(i), static_cast<double>(i)});
    EXPECT_DOUBLE_EQ(alpha(*RatingTable::of(rows), RatingScale::ratio), 1);
    rows.push_back({1e6, 1e6});
    EXPECT_NE(krippendorff_alpha(*RatingTable::of(rows), RatingScale::ratio).why_undefined, "");
    EXPECT_DOUBLE_EQ(alpha(*RatingTable::of(rows), RatingScale::interval), 1);
}

TEST(Agreement, TheIntervalIsTheSameForTheSameSeed) {
    const RatingTable table = krippendorff();
    const auto with = [&](std::uint64_t seed) { return *krippendorff_alpha(table, RatingScale::ordinal, *Bootstrap::of(seed, 500)).interval; };
    const Interval first = with(7);
    EXPECT_EQ(first.low, with(7).low);
    EXPECT_EQ(first.high, with(7).high);
    // Computed once more apart from this code, from the definitions of alpha and of SplitMix64: the same on every machine.
    EXPECT_NEAR(first.low, 0.4696342632295819, 1e-12);
    EXPECT_NEAR(first.high, 1, 1e-12);
    EXPECT_NE(first.low, with(8).low);
    EXPECT_EQ(first.method, "bootstrap over candidates, percentiles, 95 %, 500 draws, seed 7");
}

TEST(Agreement, TheLargestTableHasAnInterval) {
    std::vector<RatingRow> rows(kMostUnits, RatingRow(kMostRatings / kMostUnits));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows[i].size(); ++j) rows[i][j] = static_cast<double>(1 + (i + (i * j) % 7 / 5) % 4);
    }
    const Coefficient c = krippendorff_alpha(*RatingTable::of(std::move(rows)), RatingScale::ordinal, *Bootstrap::of(1, kLeastResamples));
    ASSERT_TRUE(c.interval) << c.why_no_interval;
    EXPECT_LT(c.interval->low, *c.value);
    EXPECT_GT(c.interval->high, *c.value);
    EXPECT_LT(c.interval->high - c.interval->low, 0.05) << "ten thousand candidates leave little doubt";
}

TEST(Agreement, AnIntervalNeedsCandidates) {
    const Coefficient four = krippendorff_alpha(by_raters({{1, 2, 3, 4}, {1, 2, 3, 3}}), RatingScale::ordinal, Bootstrap());
    EXPECT_TRUE(four.value);
    EXPECT_FALSE(four.interval);
    EXPECT_EQ(four.why_no_interval, "an interval needs 5 candidates; there are 4");
    EXPECT_TRUE(krippendorff_alpha(by_raters({{1, 2, 3, 4, 1}, {1, 2, 3, 3, 2}}), RatingScale::ordinal, Bootstrap()).interval);
}

TEST(Agreement, AnIntervalThatMostDrawsLackIsNotDrawn) {
    // One of six candidates differs: a third of the draws leave it out, (5/6)^6.
    const Coefficient c = krippendorff_alpha(by_raters({{2, 2, 2, 2, 2, 1}, {2, 2, 2, 2, 2, 1}}), RatingScale::ordinal, Bootstrap());
    EXPECT_DOUBLE_EQ(*c.value, 1);
    EXPECT_FALSE(c.interval);
    EXPECT_NE(c.why_no_interval.find("have no variance"), std::string::npos);
}

TEST(Agreement, DrawsHaveBounds) {
    EXPECT_TRUE(Bootstrap::of(1, kLeastResamples));
    EXPECT_TRUE(Bootstrap::of(1, kMostResamples));
    EXPECT_FALSE(Bootstrap::of(1, kLeastResamples - 1));
    EXPECT_FALSE(Bootstrap::of(1, kMostResamples + 1));
}

TEST(Agreement, ATableSaysAllThatIsWrongAtOnce) {
    const auto bad = RatingTable::of({{1.0, std::numeric_limits<double>::quiet_NaN()}, {1.0}, {2.0, 1e10}});
    ASSERT_FALSE(bad);
    ASSERT_EQ(bad.error().fields().size(), 3U);
    EXPECT_EQ(bad.error().fields()[0].where, "/0/1");
    EXPECT_EQ(bad.error().fields()[1].where, "/1");
    EXPECT_EQ(bad.error().fields()[2].where, "/2/1");
}

TEST(Agreement, ATableHasBounds) {
    EXPECT_TRUE(RatingTable::of({{kMostRating, -kMostRating}}));
    EXPECT_FALSE(RatingTable::of({{kMostRating + 1}}));
    EXPECT_FALSE(RatingTable::of({{-kMostRating - 1}}));
    EXPECT_TRUE(RatingTable::of(std::vector<RatingRow>(kMostUnits, RatingRow(2, 1.0))));
    EXPECT_FALSE(RatingTable::of(std::vector<RatingRow>(kMostUnits + 1, RatingRow(2, 1.0))));
    EXPECT_TRUE(RatingTable::of({RatingRow(kMostRaters, 1.0)}));
    EXPECT_FALSE(RatingTable::of({RatingRow(kMostRaters + 1, 1.0)}));
    EXPECT_TRUE(RatingTable::of(std::vector<RatingRow>(kMostRatings / 100, RatingRow(100, 1.0))));
    EXPECT_FALSE(RatingTable::of(std::vector<RatingRow>(kMostRatings / 100 + 1, RatingRow(100, 1.0))));
}

TEST(Agreement, TheReportSaysWhatMisleads) {
    const auto report = agreement_of(by_pairs({{45, 3}, {2, 0}}), RatingScale::nominal, {1, 2}, Bootstrap());
    ASSERT_TRUE(report);
    EXPECT_NEAR(*report->raw.value, 0.90, 1e-12);
    EXPECT_NEAR(*report->cohen->value, -0.05, 0.005);
    EXPECT_NEAR(*report->ac1.value, 0.89, 0.005);
    EXPECT_FALSE(report->fleiss);
    ASSERT_EQ(report->marginals.size(), 2U);
    EXPECT_EQ(report->marginals[0].by_rater, (std::vector<std::int64_t>{48, 47}));
    EXPECT_DOUBLE_EQ(report->marginals[0].share, 0.95);
    ASSERT_EQ(report->notes.size(), 1U);
    EXPECT_NE(report->notes[0].find("95 % of the ratings are 1"), std::string::npos);
}

TEST(Agreement, TheReportCountsTheFewAndTheLeftOut) {
    const auto report = agreement_of(by_raters({{1, 2, kGap}, {1, 3, 2}, {2, 2, kGap}}), RatingScale::ordinal, {1, 2, 3, 4}, Bootstrap());
    ASSERT_TRUE(report);
    ASSERT_EQ(report->notes.size(), 2U);
    EXPECT_EQ(report->notes[0], "2 pairs of candidate and dimension were rated by two or more: one more may change the figures a lot");
    EXPECT_EQ(report->notes[1], "1 pair of candidate and dimension was rated by fewer than two raters and left out");
    EXPECT_FALSE(report->cohen);
    EXPECT_FALSE(report->fleiss) << "only on a nominal scale";
}

/// Squared difference of two values by its definition.
double difference(double a, double b, RatingScale scale, const std::vector<double>& all) {
    if (a == b) return 0;
    if (a > b) std::swap(a, b);
    switch (scale) {
        case RatingScale::nominal: return 1;
        case RatingScale::interval: return (b - a) * (b - a);
        case RatingScale::ratio: return (b - a) * (b - a) / ((a + b) * (a + b));
        case RatingScale::ordinal: break;
    }
    double between = 0;
    for (const double v : all) between += v == a || v == b ? 0.5 : v > a && v < b ? 1 : 0;
    return between * between;
}

/// Every pair of every unit, and every pair of all.
std::optional<double> naive_alpha(const std::vector<RatingRow>& rows, RatingScale scale) {
    std::vector<std::vector<double>> units;
    std::vector<double> all;
    for (const RatingRow& row : rows) {
        std::vector<double> given;
        for (const auto& cell : row) {
            if (cell) given.push_back(*cell);
        }
        if (given.size() < 2) continue;
        all.insert(all.end(), given.begin(), given.end());
        units.push_back(std::move(given));
    }
    double observed = 0;
    for (const auto& unit : units) {
        for (const double a : unit) {
            for (const double b : unit) observed += difference(a, b, scale, all) / static_cast<double>(unit.size() - 1);
        }
    }
    double expected = 0;
    for (const double a : all) {
        for (const double b : all) expected += difference(a, b, scale, all);
    }
    if (expected == 0) return std::nullopt;
    const auto n = static_cast<double>(all.size());
    return 1 - observed / n / (expected / (n * (n - 1)));
}

const auto kScales = {RatingScale::nominal, RatingScale::ordinal, RatingScale::interval, RatingScale::ratio};

RC_GTEST_PROP(Agreement, AlphaIsWhatAddingUpEveryPairGives, ()) {
    const auto rows = *rows_of(8, 1, 5, true);
    for (const RatingScale scale : kScales) RC_ASSERT(close(krippendorff_alpha(*RatingTable::of(rows), scale).value, naive_alpha(rows, scale)));
}

RC_GTEST_PROP(Agreement, OrderChangesNothing, ()) {
    const auto rows = *rows_of(8, 1, 5, true);
    const RatingTable one = *RatingTable::of(rows);
    const RatingTable other = *RatingTable::of(shuffled(rows, any_order(rows.front().size())));
    for (const RatingScale scale : kScales) {
        const Coefficient a = krippendorff_alpha(one, scale, *Bootstrap::of(3, kLeastResamples));
        const Coefficient b = krippendorff_alpha(other, scale, *Bootstrap::of(3, kLeastResamples));
        RC_ASSERT(a.value == b.value);
        RC_ASSERT(a.interval.has_value() == b.interval.has_value());
        if (a.interval) RC_ASSERT(a.interval->low == b.interval->low && a.interval->high == b.interval->high);
    }
    RC_ASSERT(close(raw_agreement(one).value, raw_agreement(other).value));
}

RC_GTEST_PROP(Agreement, NamesOfValuesMeanNothingOnANominalScaleAndDistancesNothingOnAnOrdinalOne, ()) {
    const auto rows = *rows_of(8, 2, 4, true);
    const auto renamed = [&](const std::vector<double>& names) {
        std::vector<RatingRow> out = rows;
        for (RatingRow& row : out) {
            for (auto& cell : row) {
                if (cell) cell = names[static_cast<std::size_t>(*cell) - 1];
            }
        }
        return *RatingTable::of(std::move(out));
    };
    const RatingTable plain = *RatingTable::of(rows);
    RC_ASSERT(close(krippendorff_alpha(plain, RatingScale::nominal).value, krippendorff_alpha(renamed({7, 3, 11, 5}), RatingScale::nominal).value));
    RC_ASSERT(close(krippendorff_alpha(plain, RatingScale::ordinal).value, krippendorff_alpha(renamed({1, 10, 11, 500}), RatingScale::ordinal).value));
    RC_ASSERT(close(krippendorff_alpha(plain, RatingScale::ordinal).value, krippendorff_alpha(renamed({4, 3, 2, 1}), RatingScale::ordinal).value));
    RC_ASSERT(close(krippendorff_alpha(plain, RatingScale::interval).value, krippendorff_alpha(renamed({13, 16, 19, 22}), RatingScale::interval).value));
    RC_ASSERT(close(krippendorff_alpha(plain, RatingScale::ratio).value, krippendorff_alpha(renamed({3, 6, 9, 12}), RatingScale::ratio).value));
}

RC_GTEST_PROP(Agreement, PerfectAgreementIsOne, ()) {
    const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 5));
    std::vector<RatingRow> rows;
    for (const int v : values) rows.emplace_back(3, static_cast<double>(v) / 10);
    const bool varies = std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) != values.end();
    for (const RatingScale scale : kScales) {
        const Coefficient c = krippendorff_alpha(*RatingTable::of(rows), scale);
        RC_ASSERT(c.value.has_value() == varies);
        RC_ASSERT(c.why_undefined.empty() == varies);
        if (varies) RC_ASSERT(*c.value == 1);
    }
}

RC_GTEST_PROP(Agreement, NominalAlphaOfTwoCompleteRatersIsScottsPiForASmallSample, ()) {
    // alpha = 1 - (1 - pi) (2 n - 1) / (2 n); pi by its own definition.
    const auto rows = *rows_of(12, 2, 2, false);
    std::vector<double> shares(5);
    double agree = 0;
    const auto n = static_cast<double>(rows.size());
    for (const RatingRow& row : rows) {
        agree += *row[0] == *row[1] ? 1 / n : 0;
        for (const auto& cell : row) shares[static_cast<std::size_t>(*cell)] += 1 / (2 * n);
    }
    double chance = 0;
    for (const double share : shares) chance += share * share;
    const Coefficient c = krippendorff_alpha(*RatingTable::of(rows), RatingScale::nominal);
    RC_ASSERT(c.value.has_value() == (chance < 1 - 1e-9));
    if (!c.value) return;
    const double pi = (agree - chance) / (1 - chance);
    RC_ASSERT(std::abs(*c.value - (1 - (1 - pi) * (2 * n - 1) / (2 * n))) < 1e-9);
}

}  // namespace
}  // namespace plimsoll::people
