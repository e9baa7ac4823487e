#include "domain/slo/judge.h"

#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/slo/budget.h"
#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;
using fixture::ratio;

Known counts(std::int64_t slots, std::int64_t measured, std::int64_t valid, std::int64_t bad) {
    return {{}, slots, measured, valid, bad};
}

const Threshold kOnePercent = Threshold::of(1, ratio(99, 100), false);

TEST(Windows, AreTheStandardOnesAndTheRulesAndThePeriodOnce) {
    catalog::Slo slo = fixture::shop().slos.at("checkout");
    slo.period = Duration::days(3);
    slo.rules = {fixture::rule("odd", Duration::minutes(90), Duration(), 2)};
    EXPECT_EQ(windows_of(slo),
              (std::vector<Duration>{Duration::minutes(5), Duration::minutes(30), Duration::hours(1), Duration::minutes(90),
                                     Duration::hours(2), Duration::hours(6), Duration::days(1), Duration::days(3)}));
}

TEST(Windows, ASlotBeforeTheFirstSampleIsNotMissing) {
    ledger::WindowSum hour = fixture::window(Duration::hours(1), kNoon, 60, 0, 300);
    const Timestamp since = hour.range.end - Duration::minutes(10);
    const Known clipped = known(hour, since);
    EXPECT_EQ(clipped.slots, 60);
    EXPECT_EQ(clipped.measured, 60);
    EXPECT_EQ(clipped.missing(), 0);
    EXPECT_EQ(clipped.range.start, since);
    EXPECT_EQ(known(hour, hour.range.end + Duration::hours(1)).slots, 0) << "younger than the window's end";
}

TEST(Verdict, OfAFullyMeasuredWindowIsNeverUnknown) {
    EXPECT_EQ(verdict_of(counts(10, 10, 1000, 11), kOnePercent), Verdict::above);
    EXPECT_EQ(verdict_of(counts(10, 10, 1000, 10), kOnePercent), Verdict::below);
    EXPECT_EQ(verdict_of(counts(10, 10, 1000, 0), kOnePercent), Verdict::below);
}

TEST(Verdict, NothingMeasuredIsUnknown) {
    EXPECT_EQ(verdict_of(counts(0, 0, 0, 0), kOnePercent), Verdict::unknown);
    EXPECT_EQ(verdict_of(counts(10, 0, 0, 0), kOnePercent), Verdict::unknown);
}

TEST(Verdict, NoEventsInAFullyMeasuredWindowAreKnownNotToBeBad) {
    EXPECT_EQ(verdict_of(counts(10, 10, 0, 0), kOnePercent), Verdict::below);
    EXPECT_EQ(verdict_of(counts(10, 9, 0, 0), kOnePercent), Verdict::unknown);
}

TEST(Verdict, FiresOnlyIfAboveWithAllMissingSlotsGood) {
    // 5 of 10 slots, 500 events: mean 100 a slot, so 500 are missing. 11 bad of 1000 is above 1 %, 10 is not.
    EXPECT_EQ(verdict_of(counts(10, 5, 500, 11), kOnePercent), Verdict::above);
    EXPECT_EQ(verdict_of(counts(10, 5, 500, 10), kOnePercent), Verdict::unknown);
}

TEST(Verdict, IsBelowOnlyIfBelowWithAllMissingSlotsBad) {
    // 99 of 100 slots: one missing slot at mean traffic is 1 % bad: exactly the threshold, not above it.
    EXPECT_EQ(verdict_of(counts(100, 99, 9900, 0), kOnePercent), Verdict::below);
    EXPECT_EQ(verdict_of(counts(100, 99, 9900, 1), kOnePercent), Verdict::unknown);
    EXPECT_EQ(verdict_of(counts(100, 98, 9800, 0), kOnePercent), Verdict::unknown);
}

TEST(Verdict, CountsThatContradictThemselvesSayNothing) {
    EXPECT_EQ(verdict_of(counts(10, 10, 5, 6), kOnePercent), Verdict::unknown);
    EXPECT_EQ(verdict_of(counts(10, 10, 5, -1), kOnePercent), Verdict::unknown);
}

TEST(Verdict, BothIsAnAndOfThreeValues) {
    const Opinion above{Verdict::above, Doubt::none};
    const Opinion below{Verdict::below, Doubt::none};
    const Opinion missing{Verdict::unknown, Doubt::missing_data};
    const Opinion chance{Verdict::unknown, Doubt::chance};
    const Opinion too_little{Verdict::unknown, Doubt::too_little_traffic};
    EXPECT_EQ(both(above, above), above);
    EXPECT_EQ(both(above, missing), missing);
    EXPECT_EQ(both(below, missing), below) << "one window known to be below is enough";
    EXPECT_EQ(both(missing, missing), missing);
    EXPECT_EQ(both(above, below), below);
    EXPECT_EQ(both(above, chance), chance);
    EXPECT_EQ(both(chance, missing), missing) << "what is missing outweighs what could be chance";
    EXPECT_EQ(both(too_little, below), too_little) << "over a handful of events a calm short window says nothing";
}

RC_GTEST_PROP(Verdict, IsWhatTheBestAndTheWorstCaseAgreeOn, ()) {
    const auto slots = *rc::gen::inRange<std::int64_t>(1, 200);
    const auto measured = *rc::gen::inRange<std::int64_t>(1, slots + 1);
    const auto valid = *rc::gen::inRange<std::int64_t>(1, 5000) * measured;  // so that the mean is whole
    const auto bad = *rc::gen::inRange<std::int64_t>(0, valid + 1);
    const Threshold threshold = Threshold::of(*rc::gen::element(0.5, 1.0, 6.0, 14.4), ratio(99, 100), false);
    const std::int64_t missing_events = (slots - measured) * (valid / measured);
    const bool best = threshold.exceeded_by(static_cast<U128>(bad), static_cast<U128>(valid + missing_events));
    const bool worst = threshold.exceeded_by(static_cast<U128>(bad + missing_events), static_cast<U128>(valid + missing_events));
    const Verdict expected = best ? Verdict::above : worst ? Verdict::unknown : Verdict::below;
    RC_ASSERT(verdict_of(counts(slots, measured, valid, bad), threshold) == expected);
}

TEST(Burn, IsErrorRatioOverAllowanceAndUndefinedWithoutTraffic) {
    EXPECT_DOUBLE_EQ(*burn_of(counts(10, 10, 1000, 20), ratio(999, 1000)), 20.0);
    EXPECT_EQ(*burn_of(counts(10, 10, 10'000, 144), ratio(999, 1000)), 14.4);
    EXPECT_EQ(*burn_of(counts(10, 10, 1000, 0), ratio(999, 1000)), 0.0);
    EXPECT_FALSE(burn_of(counts(10, 10, 0, 0), ratio(999, 1000)).has_value());
}

// Wilson's lower end of 50 of 100 at 95 % is 0.40383; that of 5 of 5 is 0.5655; that of 1 of 1 is 0.2065.
TEST(Chance, AGuardedRuleAsksTheLowerEndOfWilsonsInterval) {
    const auto opinion = [](std::int64_t valid, std::int64_t bad, double factor) {
        return opinion_of(counts(30, 30, valid, bad), Threshold::of(factor, ratio(99, 100), false), {true, 0, 1}, Span::long_window);
    };
    EXPECT_EQ(opinion(100, 50, 40.38), (Opinion{Verdict::above, Doubt::none}));
    EXPECT_EQ(opinion(100, 50, 40.39), (Opinion{Verdict::unknown, Doubt::chance}));
    EXPECT_EQ(opinion(100, 50, 50), (Opinion{Verdict::below, Doubt::none})) << "the burn itself is not above";
    EXPECT_EQ(opinion(5, 5, 56), (Opinion{Verdict::above, Doubt::none}));
    EXPECT_EQ(opinion(5, 5, 57), (Opinion{Verdict::unknown, Doubt::chance}));
    EXPECT_EQ(opinion(5, 5, 100), (Opinion{Verdict::below, Doubt::none})) << "no ratio lies above one";
}

TEST(Chance, OneFailedRequestAtThreeInTheNightIsNotBelieved) {
    const Threshold outage = Threshold::of(43.2, ratio(999, 1000), false);
    const Threshold strict = Threshold::of(43.2, ratio(99999, 100000), false);
    for (const std::int64_t valid : {1, 2, 5, 10, 100}) {
        EXPECT_EQ(opinion_of(counts(30, 30, valid, 1), strict, {true, 0, 1}, Span::long_window).verdict, Verdict::unknown) << valid;
    }
    EXPECT_EQ(opinion_of(counts(30, 30, 1, 1), outage, {true, 0, 1}, Span::long_window).doubt, Doubt::chance)
        << "Wilson's lower end of 1 of 1 is 20 %, above the threshold of 4.32 %: the five bad events are what stops it";
    EXPECT_EQ(opinion_of(counts(30, 30, 6, 4), outage, {true, 0, 1}, Span::long_window).doubt, Doubt::chance);
    EXPECT_EQ(opinion_of(counts(30, 30, 6, 5), outage, {true, 0, 1}, Span::long_window).verdict, Verdict::above);
}

TEST(Chance, ATotalOutageOfASteadyServiceIsSeenAfterThirteenSeconds) {
    // 5 min of steady traffic of which the last t seconds failed: the ratio is t / 300 s, and 43.2 x 0.1 % x 300 s = 12.96 s.
    const Threshold outage = Threshold::of(43.2, ratio(999, 1000), false);
    const auto seen_at = [&](const Threshold& threshold, bool guarded, std::int64_t per_second, std::int64_t window_s) {
        for (std::int64_t ms = 0;; ms += 10) {
            const Known window = counts(30, 30, per_second * window_s, per_second * ms / 1000);
            if (opinion_of(window, threshold, {guarded, 0, 1}, Span::long_window).verdict == Verdict::above) return ms;
        }
    };
    EXPECT_EQ(seen_at(outage, false, 1000, 300), 12'970);
    EXPECT_EQ(seen_at(outage, true, 1000, 300), 13'180);  // (p - t)^2 > 3.841459 t (1 - t) / 300,000 from p = 4.39275 % on
    EXPECT_EQ(seen_at(outage, true, 100, 300), 13'660) << "a tenth of the traffic, half a second more to be sure";
    const Threshold workbook = Threshold::of(14.4, ratio(999, 1000), false);
    EXPECT_EQ(seen_at(workbook, false, 1000, 3600), 51'850) << "the workbook's fastest pair, over its hour";
}

TEST(Chance, CountsOfOtherUnitsAreBroughtToEvents) {
    const Threshold tenth = Threshold::of(10, ratio(99, 100), false);
    const auto opinion = [&](std::int64_t scale) {
        return opinion_of(counts(30, 30, 40 * scale, 8 * scale), tenth, {true, 0, scale}, Span::long_window);
    };
    EXPECT_EQ(opinion(1), opinion(1'000'000'000)) << "8 of 40: the lower end is 10.5 %";
    EXPECT_EQ(opinion(1).verdict, Verdict::above);
    EXPECT_EQ(opinion_of(counts(30, 30, 39 * 100, 10 * 100), tenth, {false, 40 * 100, 100}, Span::long_window).doubt, Doubt::too_little_traffic);
}

TEST(Chance, MissingSlotsCountAsGoodAtTheTrafficThatWasSeen) {
    const Threshold tenth = Threshold::of(10, ratio(99, 100), false);
    EXPECT_EQ(opinion_of(counts(30, 15, 1000, 230), tenth, {true, 0, 1}, Span::long_window).doubt, Doubt::chance) << "11.5 % of all";
    EXPECT_EQ(opinion_of(counts(30, 15, 1000, 250), tenth, {true, 0, 1}, Span::long_window).verdict, Verdict::above) << "12.5 %, at least 10.6 %";
    EXPECT_EQ(opinion_of(counts(30, 15, 1000, 150), tenth, {true, 0, 1}, Span::long_window).doubt, Doubt::missing_data);
}

TEST(TooLittleTraffic, IsAskedOfTheLongWindowOnlyAndNotWhereNothingWasBad) {
    const Guard guard{false, 100, 1};
    EXPECT_EQ(opinion_of(counts(30, 30, 99, 50), kOnePercent, guard, Span::long_window), (Opinion{Verdict::unknown, Doubt::too_little_traffic}));
    EXPECT_EQ(opinion_of(counts(30, 30, 100, 50), kOnePercent, guard, Span::long_window).verdict, Verdict::above);
    EXPECT_EQ(opinion_of(counts(30, 30, 9, 5), kOnePercent, guard, Span::short_window).verdict, Verdict::above);
    EXPECT_EQ(opinion_of(counts(30, 30, 9, 0), kOnePercent, guard, Span::long_window).verdict, Verdict::below);
    EXPECT_EQ(opinion_of(counts(30, 30, 0, 0), kOnePercent, guard, Span::long_window).verdict, Verdict::below) << "what fired may resolve";
    EXPECT_EQ(opinion_of(counts(30, 29, 9, 0), kOnePercent, guard, Span::long_window).doubt, Doubt::too_little_traffic);
}

/// The interval's lower end by its usual formula, in long doubles.
long double wilson_low(std::int64_t valid, std::int64_t bad) {
    const long double z2 = 3.841459L;
    const long double n = valid;
    const long double p = bad / n;
    return (p + z2 / (2 * n) - std::sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n)))) / (1 + z2 / n);
}

RC_GTEST_PROP(Chance, IsWhatTheUsualFormulaSays, ()) {
    const auto valid = *rc::gen::inRange<std::int64_t>(5, *rc::gen::element<std::int64_t>(10, 1000, 1'000'000'000));
    const auto bad = *rc::gen::inRange<std::int64_t>(5, valid + 1);
    const auto per_mille = *rc::gen::inRange<std::int64_t>(1, 1000);
    const auto threshold = Threshold::of(static_cast<double>(per_mille), ratio(999, 1000), false);
    const long double low = wilson_low(valid, bad);
    const long double t = per_mille / 1000.0L;
    RC_PRE(std::fabs(low - t) > 1e-12L);
    const bool sure = threshold.surely_exceeded_by(static_cast<U128>(bad), static_cast<U128>(valid), valid, 1);
    RC_ASSERT(sure == (low > t));
    if (sure) RC_ASSERT(threshold.exceeded_by(static_cast<U128>(bad), static_cast<U128>(valid)));
}

TEST(Chance, TheLargestCountsDoNotOverflow) {
    const Threshold fine = Threshold::of(1.0000000000000001e-3, ratio(999'999'999'999'999, 1'000'000'000'000'000), false);
    const std::int64_t most = std::int64_t{1} << 60;
    const auto whole = static_cast<U128>(most) * 260'000;
    EXPECT_TRUE(fine.surely_exceeded_by(whole, whole, most, 1));
    EXPECT_FALSE(fine.surely_exceeded_by(0, whole, most, 1));
    EXPECT_TRUE(fine.surely_exceeded_by(whole / 2, whole, most, 1'000'000'000'000));
}

class JudgeTest : public testing::Test {
protected:
    std::shared_ptr<const catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    const catalog::Slo& slo = catalog->slos.at("checkout");
    Judge judge{catalog};
};

TEST_F(JudgeTest, NeedsBothWindows) {
    ledger::LiveWindows live = fixture::steady(slo, kNoon, 2);  // 2 %, burn 20
    EXPECT_EQ(slo::judge(slo, live).rules[0].opinion.verdict, Verdict::above);
    fixture::set(slo, live, fixture::window(Duration::minutes(5), kNoon, 3000, 0));
    EXPECT_EQ(slo::judge(slo, live).rules[0].opinion.verdict, Verdict::below);
    EXPECT_EQ(slo::judge(slo, live).rules[0].evidence.size(), 2U);
}

TEST_F(JudgeTest, EvidenceHoldsTheCountsItWasDecidedOn) {
    const Judgement judged = slo::judge(slo, fixture::steady(slo, kNoon, 2));
    const BurnEvidence& hour = judged.rules[0].evidence[0];
    EXPECT_EQ(hour.window, Duration::hours(1));
    EXPECT_EQ(hour.valid, 36'000);
    EXPECT_EQ(hour.bad, 720);
    EXPECT_EQ(hour.missing_slots, 0);
    EXPECT_EQ(hour.burn, 20.0);
    EXPECT_EQ(judged.budget_remaining, -19.0);
}

TEST_F(JudgeTest, TheConditionChangesWithWhatIsAskedAndNotWithWhoIsTold) {
    catalog::BurnRule rule = slo.rules[0];
    const std::string before = condition_of(slo, rule);
    EXPECT_EQ(before, "burn over 1h and 5m > 14.4 at objective 999/1000, indicator s1");
    rule.channels = {"other"};
    rule.severity = catalog::Severity::ticket;
    rule.entry_delay = Duration::minutes(2);
    EXPECT_EQ(condition_of(slo, rule), before);
    rule.factor = 14.5;
    EXPECT_NE(condition_of(slo, rule), before);
}

TEST_F(JudgeTest, AConditionSaysWhereItMustBeSure) {
    catalog::Slo careful = slo;
    careful.rules[0].guarded = true;
    EXPECT_EQ(condition_of(careful, careful.rules[0]), "burn over 1h and 5m > 14.4 at objective 999/1000, indicator s1, beyond chance");
    careful.low_traffic.least_events = 100;
    EXPECT_EQ(condition_of(careful, careful.rules[0]),
              "burn over 1h and 5m > 14.4 at objective 999/1000, indicator s1, beyond chance, of at least 100 events");
}

TEST_F(JudgeTest, EvidenceOfAGuardedRuleHoldsTheLeastThatIsSure) {
    catalog::Slo careful = slo;
    careful.low_traffic.interval = true;
    const Judgement judged = slo::judge(careful, fixture::steady(careful, kNoon, 2));
    ASSERT_TRUE(judged.rules[0].evidence[1].burn_low);
    EXPECT_NEAR(*judged.rules[0].evidence[1].burn_low, 15.57, 0.005);  // 60 of 3000
    EXPECT_FALSE(slo::judge(slo, fixture::steady(slo, kNoon, 2)).rules[0].evidence[1].burn_low);
}

TEST_F(JudgeTest, CannotTellWhenNoRuleCanOrTooLittleWasMeasured) {
    catalog::Slo rare = slo;
    rare.low_traffic.least_events = 1'000'000;
    EXPECT_EQ(cannot_tell(slo, fixture::steady(slo, kNoon, 1)), "");
    EXPECT_EQ(cannot_tell(rare, fixture::steady(rare, kNoon, 0)), "") << "nothing was bad";
    ledger::LiveWindows few = fixture::steady(rare, kNoon, 0);
    fixture::set(rare, few, fixture::window(Duration::hours(1), kNoon, 360, 1));
    EXPECT_EQ(cannot_tell(rare, few), "too little traffic");
    ledger::LiveWindows gaps = fixture::steady(slo, kNoon, 0);
    fixture::set(slo, gaps, fixture::window(slo.period, kNoon, 1000, 0, slo.period / ledger::kStep / 5));
    EXPECT_EQ(cannot_tell(slo, gaps), "only 80.0 % of the period was measured, under the floor of 90.0 %");
    fixture::set(slo, gaps, fixture::window(slo.period, kNoon, 1000, 2, slo.period / ledger::kStep / 5));
    EXPECT_EQ(cannot_tell(slo, gaps), "") << "the budget is spent whatever the rest was";
}

TEST_F(JudgeTest, AGuardHoldsWhatFiresAndStartsNothing) {
    auto with_guard = std::make_shared<catalog::Catalog>(*catalog);
    with_guard->slos.at("checkout").rules[0].guarded = true;
    Judge guarded{with_guard};
    const catalog::Slo& careful = with_guard->slos.at("checkout");
    ledger::LiveWindows live = fixture::steady(careful, kNoon, 2);
    fixture::set(careful, live, fixture::window(Duration::minutes(5), kNoon, 10, 1));
    EXPECT_TRUE(guarded.quiet(0, live, kNoon)) << "1 of 10 could be chance";
    guarded.set_phase(0, 0, Phase::firing);
    EXPECT_TRUE(guarded.quiet(0, live, kNoon)) << "and the likeliest value is still above";
    guarded.set_phase(0, 0, Phase::frozen);
    EXPECT_FALSE(guarded.quiet(0, live, kNoon)) << "must thaw";
}

TEST_F(JudgeTest, QuietFollowsThePhase) {
    const auto quiet = [&](Phase phase, const ledger::LiveWindows& live, Timestamp now) {
        judge.set_phase(0, 0, phase);
        return judge.quiet(0, live, now);
    };
    const ledger::LiveWindows high = fixture::steady(slo, kNoon, 2);
    const ledger::LiveWindows low = fixture::steady(slo, kNoon, 0);
    ledger::LiveWindows gap = low;
    fixture::set(slo, gap, fixture::window(Duration::minutes(5), kNoon, 0, 0, 30));
    fixture::set(slo, gap, fixture::window(Duration::hours(1), kNoon, 33'000, 0, 30));
    const Timestamp later = kNoon + kHistoryAfter + Duration::ms(1);

    EXPECT_TRUE(quiet(Phase::idle, low, kNoon));
    EXPECT_TRUE(quiet(Phase::idle, gap, kNoon));
    EXPECT_FALSE(quiet(Phase::idle, high, kNoon));
    EXPECT_TRUE(quiet(Phase::idle, high, later)) << "history never pages";
    EXPECT_TRUE(quiet(Phase::firing, high, kNoon));
    EXPECT_FALSE(quiet(Phase::firing, high, later)) << "must freeze";
    EXPECT_FALSE(quiet(Phase::firing, low, kNoon));
    EXPECT_FALSE(quiet(Phase::firing, gap, kNoon));
    EXPECT_TRUE(quiet(Phase::frozen, gap, kNoon));
    EXPECT_FALSE(quiet(Phase::frozen, high, kNoon));
    EXPECT_TRUE(quiet(Phase::frozen, low, later));
    EXPECT_FALSE(quiet(Phase::timed, low, kNoon));
}

TEST_F(JudgeTest, QuietIsExactAtTheThreshold) {
    ledger::LiveWindows live = fixture::steady(slo, kNoon, 0);
    const auto with = [&](std::int64_t bad) {
        fixture::set(slo, live, fixture::window(Duration::minutes(5), kNoon, 30'000'000'000'000, bad));
        fixture::set(slo, live, fixture::window(Duration::hours(1), kNoon, 30'000'000'000'000, bad));
        return judge.quiet(0, live, kNoon);
    };
    EXPECT_TRUE(with(432'000'000'000));  // 1.44 % exactly
    EXPECT_FALSE(with(432'000'000'001));
}

TEST_F(JudgeTest, AnSloWithoutSamplesIsQuiet) { EXPECT_TRUE(judge.quiet(0, {Timestamp::min(), {}, {}}, kNoon)); }

RC_GTEST_PROP(JudgeQuiet, OfIdleRulesIsNotAbove, ()) {
    auto catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    const catalog::Slo& slo = catalog->slos.at("checkout");
    const Judge judge(catalog);
    ledger::LiveWindows live = fixture::steady(slo, kNoon, 0);
    const auto random_window = [&](Duration length) {
        const auto missing = *rc::gen::element<std::int64_t>(0, 0, 1, 5, 29, 30);
        const auto valid = missing == 30 && length == Duration::minutes(5) ? 0 : *rc::gen::inRange<std::int64_t>(0, 100'000);
        const auto bad = valid * *rc::gen::element<std::int64_t>(0, 14, 15, 16, 20) / 1000;
        return fixture::window(length, kNoon, valid, bad, missing);
    };
    fixture::set(slo, live, random_window(Duration::minutes(5)));
    fixture::set(slo, live, random_window(Duration::hours(1)));
    const bool above = slo::judge(slo, live).rules[0].opinion.verdict == Verdict::above;
    RC_ASSERT(judge.quiet(0, live, kNoon) == !above);
}

}  // namespace
}  // namespace plimsoll::slo
