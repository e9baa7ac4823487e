// Senders as they are: several of them, of different pace, away for hours, and a wall clock that nobody can trust.
// Times are seconds, numbers are computed by hand.
#include <gtest/gtest.h>

#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr double T = 1'790'002'800;  // on the hour

Sample at(double t, SeriesId id, double v) { return TestLedger::at(T + t, id, v); }

class LedgerSources : public testing::Test {
protected:
    TestLedger l;
    SliId sli = l.sli("checkout", {Duration::minutes(5), Duration::hours(6)});
    SeriesId one = l.series("one", {{sli, 1, 0}}, "a");
    SeriesId two = l.series("two", {{sli, 1, 0}}, "b");
    Slot sum(double from, double to) { return l.sum(sli, T + from, T + to); }
};

TEST_F(LedgerSources, TwoPrometheusFeedOneSli) {
    for (int t = 0; t <= 600; t += 10) {
        l.wrote({at(t, one, t)}, 0, "north");
        l.wrote({at(t + 3, two, 2 * t)}, 0, "south");
    }
    EXPECT_EQ(sum(0, 610), (Slot{600 + 1180, 0, 61, 121, 122}));
    EXPECT_EQ(l.complete(sli), T + 600);  // both have told of it; what came later waits
    EXPECT_TRUE(l.revisions.empty());
    l.wrote({}, T + 700, "north");
    EXPECT_EQ(l.complete(sli), T + 690);  // overdue by more than three intervals
    EXPECT_EQ(sum(0, 610), (Slot{600 + 1200, 0, 61, 122, 122}));
}

TEST_F(LedgerSources, ASourceFiveHoursBehindTheOtherIsNotTooLateByItsOwnClock) {
    l.wrote({at(0, one, 0)}, 0, "north");
    l.wrote({at(0, two, 0)}, 0, "south");
    const double end = 5 * 3600;
    for (double t = 60; t <= end; t += 60) l.wrote({at(t, one, t)}, 0, "north");
    ASSERT_TRUE(l.ledger->checkpoint().has_value());  // its hours are blocks by now
    l.crash();
    for (double t = 60; t <= end; t += 60) {
        const WriteOutcome outcome = l.wrote({at(t, two, t)}, 0, "south");
        ASSERT_EQ(outcome.accepted, 1u) << t;
        if (static_cast<int>(t) % 3000 == 0) {
            ASSERT_TRUE(l.ledger->checkpoint().has_value());
        }
        if (static_cast<int>(t) == 7200) l.crash();
    }
    EXPECT_EQ(sum(0, end + 10).valid, 2 * static_cast<std::int64_t>(end));
    EXPECT_EQ(sum(0, end + 10).measured, 1801);
    EXPECT_EQ(l.ledger->live(sli).windows[1].sum.valid, 2 * static_cast<std::int64_t>(end));
    l.crash();
    EXPECT_EQ(sum(0, end + 10).valid, 2 * static_cast<std::int64_t>(end));
}

TEST_F(LedgerSources, AMinuteScrapeBesideFasterOnesDoesNotLookMissing) {
    for (int t = 0; t <= 1800; t += 15) {
        std::vector<Sample> samples{at(t, one, t)};
        if (t % 60 == 0) samples.push_back(at(t, two, t));
        l.wrote(samples);
        if (t < 300) continue;
        const WindowSum five = l.ledger->live(sli).windows[0];
        EXPECT_EQ(five.missing(), 0) << t;
        EXPECT_GE(static_cast<double>(five.sum.reporting) / static_cast<double>(five.sum.live), 0.9) << t;
    }
    EXPECT_EQ(sum(0, 1801), (Slot{3600, 0, 181, 362, 362}));
}

TEST_F(LedgerSources, TargetsScrapedAtDifferentSecondsOfTheMinuteDoNotLookMissing) {
    for (int t = 0; t <= 1800; t += 60) {
        for (const auto& [offset, id] : {std::pair(1, one), std::pair(32, two)}) {
            l.wrote({at(t + offset, id, t)});
            if (t < 300) continue;
            const WindowSum five = l.ledger->live(sli).windows[0];
            EXPECT_EQ(five.missing(), 0) << t + offset;
            EXPECT_GE(10 * five.sum.reporting, 9 * five.sum.live) << t + offset;  // what C has not passed yet waits
        }
    }
}

TEST_F(LedgerSources, APrometheusThatWasAwayForTwoHoursCatchesUpInOrder) {
    const SliId theirs = l.sli("theirs");
    const SeriesId third = l.series("third", {{theirs, 1, 0}}, "c");
    for (int t = 0; t <= 600; t += 15) l.wrote({at(t, one, t), at(t, third, t)});
    // The network is cut; another Prometheus goes on, and so does the wall clock.
    l.clock.advance(Duration::hours(2));
    for (int t = 0; t <= 8000; t += 60) l.wrote({at(t, two, t)}, 0, "south");
    for (int t = 615; t <= 8100; t += 15) {
        const WriteOutcome outcome = l.wrote({at(t, one, t), at(t, third, t)});
        ASSERT_EQ(outcome.accepted, 2u) << t;
        if (t % 1500 == 0) {
            ASSERT_TRUE(l.ledger->checkpoint().has_value());
        }
        if (t == 4500) l.crash();
    }
    EXPECT_EQ(sum(0, 8110).valid, 8085 + 7980);  // its last sample waits for theirs
    EXPECT_EQ(l.sum(theirs, T, T + 8110), (Slot{8100, 0, 811, 811, 811}));
    EXPECT_EQ(std::count_if(l.anomalies.begin(), l.anomalies.end(), [](const Anomaly& a) { return a.kind == Anomaly::Kind::too_late; }), 0);
}

TEST_F(LedgerSources, AWallClockThatStepsBackChangesNothing) {
    for (int t = 0; t <= 3600; t += 10) {
        l.wrote({at(t, one, t), at(t, two, 3 * t)});
        if (t == 1000) l.clock.step_to(Timestamp::from_seconds(1'500'000'000));
        if (t == 1500) {
            ASSERT_TRUE(l.ledger->checkpoint().has_value());
        }
        if (t == 2000) l.crash();
        if (t == 2500) l.clock.step_to(Timestamp::from_seconds(1'900'000'000));
    }
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    EXPECT_EQ(sum(0, 3610), (Slot{4 * 3600, 0, 361, 722, 722}));
    EXPECT_EQ(l.ledger->live(sli).windows[0].sum.valid, 4 * 300);
    EXPECT_TRUE(l.revisions.empty());
}

TEST_F(LedgerSources, TimesThatNobodyMeansAreRefusedOneByOne) {
    l.wrote({at(0, one, 0)});
    const WriteOutcome outcome = l.wrote({{one, Timestamp::max(), 5}, at(10, one, 10), {one, Timestamp::min(), 5}}, T + 10);
    EXPECT_EQ(outcome.accepted, 1u);
    ASSERT_EQ(outcome.refused.size(), 2u);
    EXPECT_EQ(outcome.refused[0].why, Refusal::not_a_count);
    EXPECT_EQ(sum(0, 20).valid, 10);
    l.crash();
    EXPECT_EQ(sum(0, 20).valid, 10);
}

TEST_F(LedgerSources, AContradictionOfAFinishedHourOutlivesARestartAndComesRight) {
    const SliId s = l.sli("sharded");
    const SeriesId valid = l.series("v", {{s, 1, 0}}, "v"), bad = l.series("b", {{s, 0, 1}}, "b");
    for (int t = 0; t <= 7200; t += 10) {
        if (t == 3000) l.wrote({at(t, bad, 5)});  // the valid events of this slot are lost, or late
        else l.wrote({at(t, bad, t > 3000 ? 5 : 0), at(t, valid, t)});
    }
    const auto wrong = [&] { return l.sum(s, T + 3000, T + 3010); };
    EXPECT_EQ(wrong(), (Slot{0, 0, 0, 0, 2}));
    ASSERT_TRUE(l.ledger->checkpoint().has_value());  // the hour is blocks now
    l.crash();
    EXPECT_EQ(wrong(), (Slot{0, 0, 0, 0, 2}));
    EXPECT_EQ(l.ledger->status(s).bad_above_valid, 1u);
    EXPECT_EQ(l.sum(s, T, T + 7210).valid, 7200);
    EXPECT_EQ(l.sum(s, T, T + 7210).bad, 0);
    l.crash();
    l.wrote({at(3000, valid, 3000)});
    EXPECT_EQ(wrong(), (Slot{10, 5, 1, 2, 2}));
    EXPECT_EQ(l.sum(s, T, T + 7210), (Slot{7200, 5, 721, 1442, 1442}));
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    l.crash();
    EXPECT_EQ(wrong(), (Slot{10, 5, 1, 2, 2}));
    EXPECT_EQ(l.sum(s, T, T + 7210).bad, 5);
}

}  // namespace
}  // namespace plimsoll::ledger
