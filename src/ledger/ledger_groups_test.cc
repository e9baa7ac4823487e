// Groups of an SLI as on-call people meet them: one kind of label value appears, fails, and may be gone before the next scrape.
// Times are seconds, numbers are computed by hand. `canary` is a group of `checkout`; `steady` is of no group.
#include <gtest/gtest.h>

#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr double T = 1'790'002'800;  // on the hour

Sample at(double t, SeriesId id, double v) { return TestLedger::at(T + t, id, v); }

class LedgerGroups : public testing::Test {
protected:
    TestLedger l;
    SliId all = l.sli("checkout");
    SliId canary = l.sli("checkout@canary");
    SeriesId steady = l.series("steady", {{all, 1, 0}}, "t");
    SeriesId failing = l.series("failing", {{all, 1, 1}, {canary, 1, 1}}, "t");
    Slot of(SliId id, double from, double to) { return l.sum(id, T + from, T + to); }

    void steady_until(int to) {
        for (int t = 0; t <= to; t += 10) l.wrote({at(t, steady, t)});
    }
    /// Nothing changes by opening again, or by a checkpoint before it.
    void outlives_restarts() {
        const Slot is = of(canary, 0, 100), sum = of(all, 0, 100);
        l.crash();
        EXPECT_EQ(of(canary, 0, 100), is);
        ASSERT_TRUE(l.ledger->checkpoint().has_value());
        l.crash();
        EXPECT_EQ(of(canary, 0, 100), is);
        EXPECT_EQ(of(all, 0, 100), sum);
    }
};

TEST_F(LedgerGroups, TheErrorsOfACanaryThatWasGoneAfterOneScrapeAreNotMissingFromItsGroup) {
    steady_until(20);
    l.wrote({at(30, steady, 30), at(30, failing, 5)});
    l.wrote({at(40, steady, 40), TestLedger::ended(T + 40, failing)});
    l.wrote({}, T + 100);
    EXPECT_EQ(of(all, 30, 40), (Slot{15, 5, 1, 1, 2}));
    EXPECT_EQ(of(canary, 30, 40), (Slot{5, 5, 1, 1, 1}));
    EXPECT_EQ(l.ledger->live(canary).since, Timestamp::from_seconds(static_cast<std::int64_t>(T) + 30));
    outlives_restarts();
}

TEST_F(LedgerGroups, TheFirstErrorsOfAGroupAreSeenWithTheScrapeThatBringsThem) {
    steady_until(20);
    l.wrote({at(30, failing, 5), at(30, steady, 30)});
    l.wrote({}, T + 45);
    EXPECT_EQ(of(canary, 30, 40), (Slot{5, 5, 1, 1, 1}));
    l.wrote({at(40, failing, 7), at(40, steady, 40)});
    EXPECT_EQ(of(canary, 30, 50), (Slot{7, 7, 2, 2, 2}));  // the interval between them measures the first slot no second time
    outlives_restarts();
}

TEST_F(LedgerGroups, AWitnessThatComesAfterTheSecondScrapeLeavesOneReportASlot) {
    steady_until(20);
    l.wrote({at(30, failing, 5)});
    l.wrote({at(40, failing, 7)});
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    l.crash();
    l.wrote({at(30, steady, 30)});
    l.wrote({at(40, steady, 40)}, T + 60);
    EXPECT_EQ(of(canary, 30, 50), (Slot{7, 7, 2, 2, 2}));
    EXPECT_EQ(of(all, 30, 50), (Slot{27, 7, 2, 4, 4}));
    outlives_restarts();
}

TEST_F(LedgerGroups, AStartThatALateSampleMovesBackIsMeasuredWhereItIsNow) {
    steady_until(20);
    l.wrote({at(30, steady, 30), at(30, failing, 5)});
    l.wrote({at(40, steady, 40), at(40, failing, 7)});
    l.wrote({at(20, failing, 2)});
    l.wrote({}, T + 60);
    EXPECT_EQ(of(canary, 20, 30), (Slot{2, 2, 1, 1, 1}));
    EXPECT_EQ(of(canary, 0, 50), (Slot{7, 7, 3, 3, 3}));
    outlives_restarts();
}

TEST_F(LedgerGroups, WithoutAWitnessTheStartOfAGroupIsMeasuredByTheIntervalAfterIt) {
    l.wrote({at(0, failing, 5)});
    l.wrote({}, T + 11);
    EXPECT_EQ(of(canary, 0, 10).measured, 0);
    l.wrote({at(10, failing, 8)});
    EXPECT_EQ(of(canary, 0, 20), (Slot{3, 3, 2, 2, 2}));
    outlives_restarts();
}

}  // namespace
}  // namespace plimsoll::ledger
