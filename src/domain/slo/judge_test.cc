#include "domain/slo/judge.h"

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
    using enum Verdict;
    EXPECT_EQ(both(above, above), above);
    EXPECT_EQ(both(above, unknown), unknown);
    EXPECT_EQ(both(below, unknown), below) << "one window known to be below is enough";
    EXPECT_EQ(both(unknown, unknown), unknown);
    EXPECT_EQ(both(above, below), below);
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

class JudgeTest : public testing::Test {
protected:
    std::shared_ptr<const catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    const catalog::Slo& slo = catalog->slos.at("checkout");
    Judge judge{catalog};
};

TEST_F(JudgeTest, NeedsBothWindows) {
    ledger::LiveWindows live = fixture::steady(slo, kNoon, 2);  // 2 %, burn 20
    EXPECT_EQ(slo::judge(slo, live).rules[0].verdict, Verdict::above);
    fixture::set(slo, live, fixture::window(Duration::minutes(5), kNoon, 3000, 0));
    EXPECT_EQ(slo::judge(slo, live).rules[0].verdict, Verdict::below);
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
    const bool above = slo::judge(slo, live).rules[0].verdict == Verdict::above;
    RC_ASSERT(judge.quiet(0, live, kNoon) == !above);
}

}  // namespace
}  // namespace plimsoll::slo
