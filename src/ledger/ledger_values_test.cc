// Series whose values are counts of their own: deltas, measurements, events. Times are seconds, numbers are computed by hand.
#include <gtest/gtest.h>

#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr double T = 1'790'002'800;  // on the hour

class LedgerValues : public testing::Test {
protected:
    /// valid 1 each, and a series of bad ones.
    SeriesId total(Counting counting) { return l.series("total as it counts", {{sli, 1, 0, counting}}); }
    SeriesId bad(Counting counting) { return l.series("bad as it counts", {{sli, 0, 1, counting}}); }
    static Sample at(double t, SeriesId id, double v) { return TestLedger::at(T + t, id, v); }
    Slot sum(double from, double to) { return l.sum(sli, T + from, T + to); }
    Refusal only_refusal(std::vector<Sample> samples) {
        const WriteOutcome outcome = l.wrote(std::move(samples));
        EXPECT_EQ(outcome.refused.size(), 1u);
        return outcome.refused.at(0).why;
    }

    TestLedger l;
    SliId sli = l.sli("checkout");
};

TEST_F(LedgerValues, EachDeltaCountsTheFirstToo) {
    const SeriesId all = total(Counting::delta), failed = bad(Counting::delta);
    l.wrote({at(0, all, 100), at(0, failed, 1)});
    l.wrote({at(60, all, 40), at(60, failed, 0)});
    l.wrote({at(120, all, 7), at(120, failed, 7)});
    EXPECT_EQ(sum(0, 10), (Slot{100, 1, 1, 2, 2}));
    EXPECT_EQ(sum(0, 130), (Slot{147, 8, 13, 26, 26}));  // what lies between two is measured
    EXPECT_TRUE(l.anomalies.empty());
}

TEST_F(LedgerValues, AGapBetweenTwoDeltasIsMissing) {
    const SeriesId all = total(Counting::delta);
    for (const double t : {0, 10, 20, 30}) l.wrote({at(t, all, 5)});
    l.wrote({at(100, all, 5)});  // more than three intervals later
    EXPECT_EQ(sum(0, 110).valid, 25);
    EXPECT_EQ(sum(0, 110).measured, 5);
    EXPECT_EQ(sum(40, 100).measured, 0);
}

TEST_F(LedgerValues, OfDeltasAZeroGivesWayAndAnotherValueIsRefused) {
    const SeriesId all = total(Counting::delta);
    l.wrote({at(0, all, 0), at(10, all, 8)});
    EXPECT_EQ(l.wrote({at(0, all, 3)}).accepted, 1u);
    EXPECT_EQ(sum(0, 20), (Slot{11, 0, 2, 2, 2}));
    EXPECT_EQ(l.wrote({at(0, all, 0)}).duplicates, 1u);
    EXPECT_EQ(l.wrote({at(10, all, 8)}).duplicates, 1u);
    EXPECT_EQ(only_refusal({at(10, all, 9)}), Refusal::conflicting_duplicate);
    EXPECT_EQ(only_refusal({at(0, all, 4)}), Refusal::conflicting_duplicate);
    EXPECT_EQ(sum(0, 20), (Slot{11, 0, 2, 2, 2}));
}

TEST_F(LedgerValues, ALaterMeasurementTakesTheFirstOnesPlaceAndIsARevision) {
    const SeriesId all = total(Counting::measured), failed = bad(Counting::measured);
    for (const double t : {0, 60, 120, 180}) l.wrote({at(t, all, 50), at(t, failed, 5)});
    EXPECT_TRUE(l.revisions.empty());
    EXPECT_EQ(l.wrote({at(60, all, 55), at(60, failed, 2), at(120, all, 50)}).accepted, 2u);
    EXPECT_EQ(sum(60, 70), (Slot{55, 2, 1, 2, 2}));
    EXPECT_EQ(sum(0, 190), (Slot{205, 17, 19, 38, 38}));
    ASSERT_EQ(l.revisions.size(), 1u);
    EXPECT_EQ(l.revisions[0].range.start.in_ms(), 1000 * (T + 60));
    EXPECT_EQ(l.revisions[0].range.end.in_ms(), 1000 * (T + 70));
    EXPECT_EQ(l.revisions[0].slis, std::vector<SliId>{sli});
}

TEST_F(LedgerValues, EventsOfOneTimeAddUpWhicheverDeliveryBroughtThem) {
    const SeriesId all = total(Counting::event), failed = bad(Counting::event);
    const WriteOutcome first = l.wrote({at(3, all, 1), at(3, all, 1), at(3, failed, 1), at(4, all, 2)});
    EXPECT_EQ(first.accepted, 4u);
    EXPECT_EQ(l.wrote({at(3, all, 1), at(4, all, 2)}, T + 20).accepted, 2u);
    EXPECT_EQ(sum(0, 10), (Slot{7, 1, 1, 2, 2}));
}

TEST_F(LedgerValues, AnEventThatComesLateCountsInItsOwnSlot) {
    const SeriesId all = total(Counting::event);
    for (int t = 0; t <= 600; t += 10) l.wrote({at(t, all, 1)});
    l.wrote({at(305, all, 4), at(310, all, 2)});
    EXPECT_EQ(sum(300, 310).valid, 5);
    EXPECT_EQ(sum(310, 320).valid, 3);
    EXPECT_EQ(sum(0, 610), (Slot{67, 0, 61, 61, 61}));
    EXPECT_EQ(l.revisions.size(), 1u);
}

TEST_F(LedgerValues, AnEventOlderThanTheLateBoundIsRefused) {
    const SeriesId all = total(Counting::event);
    l.wrote({at(4 * 3600, all, 1)});
    EXPECT_EQ(only_refusal({at(3599, all, 1)}), Refusal::too_late);
    EXPECT_EQ(l.wrote({at(3600, all, 1)}).accepted, 1u);
}

TEST_F(LedgerValues, ACrashOrACheckpointChangesNothing) {
    for (const bool checkpoint : {false, true}) {
        TestLedger one;
        const SliId id = one.sli("s");
        const SeriesId delta = one.series("d", {{id, 1, 0, Counting::delta}}), measured = one.series("m", {{id, 1, 1, Counting::measured}}),
                       event = one.series("e", {{id, 2, 1, Counting::event}});
        const auto again = [&] {
            if (checkpoint) {
                ASSERT_TRUE(one.ledger->checkpoint());
            }
            one.crash();
            ASSERT_EQ(one.series("e", {{id, 2, 1, Counting::event}}), event);
        };
        one.wrote({at(0, delta, 0), at(0, measured, 9), at(0, event, 1), at(10, delta, 1), at(10, measured, 1), at(10, event, 1)});
        again();
        one.wrote({at(0, delta, 6), at(0, measured, 4), at(0, event, 2), at(10, event, 1), at(10, measured, 3)});
        again();
        one.wrote({at(0, event, 1), at(0, delta, 0), at(20, delta, 1), at(20, measured, 1), at(20, event, 1)});
        again();
        one.wrote({at(10, measured, 2)});
        EXPECT_EQ(one.sum(id, T, T + 10), (Slot{6 + 4 + 2 * 4, 4 + 4, 1, 3, 3})) << checkpoint;
        EXPECT_EQ(one.sum(id, T + 10, T + 20), (Slot{1 + 2 + 2 * 2, 2 + 2, 1, 3, 3})) << checkpoint;
        EXPECT_EQ(one.sum(id, T + 20, T + 30), (Slot{1 + 1 + 2, 1 + 1, 1, 3, 3})) << checkpoint;
    }
}

TEST_F(LedgerValues, AnImplausibleValueIsToldAndNotCounted) {
    const SeriesId all = total(Counting::measured);
    l.wrote({at(0, all, 2e12), at(10, all, 1)});
    EXPECT_EQ(sum(0, 20), (Slot{1, 0, 2, 2, 2}));
    ASSERT_EQ(l.anomalies.size(), 1u);
    EXPECT_EQ(l.anomalies[0].kind, Anomaly::Kind::implausible);
    l.wrote({at(0, all, 5)});
    EXPECT_EQ(sum(0, 20).valid, 6);
}

TEST_F(LedgerValues, AnSliThatBeginsLaterHasOnlyWhatCameSince) {
    const SeriesId all = total(Counting::event);
    l.wrote({at(0, all, 1), at(10, all, 1)});
    const SliId later = l.sli("later");
    l.series("total as it counts", {{sli, 1, 0, Counting::event}, {later, 1, 0, Counting::event}});
    l.wrote({at(10, all, 5), at(20, all, 1)});
    EXPECT_EQ(sum(0, 30).valid, 8);
    EXPECT_EQ(l.sum(later, T, T + 30).valid, 1);
}

}  // namespace
}  // namespace plimsoll::ledger
