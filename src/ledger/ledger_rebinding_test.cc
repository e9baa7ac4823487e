// What a changed catalogue does to the account: selectors widened and narrowed, SLIs removed, brought back and erased.
// Times are seconds, numbers are computed by hand.
#include <gtest/gtest.h>

#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr double T = 1'790'002'800;  // on the hour

Sample at(double t, SeriesId id, double v) { return TestLedger::at(T + t, id, v); }

class LedgerRebinding : public testing::Test {
protected:
    TestLedger l;
    SliId sli = l.sli("checkout");
    SeriesId total = l.series("total", {{sli, 1, 0}}, "t");
    Slot sum(double from, double to) { return l.sum(sli, T + from, T + to); }

    /// `total` grows by 10 in every slot.
    void run(int from, int to) {
        for (int t = from; t <= to; t += 10) l.wrote({at(t, total, t)});
    }
};

TEST_F(LedgerRebinding, AWidenedSelectorDoesNotCountKnownSeriesFromZero) {
    const SliId second = l.sli("second");
    const SeriesId other = l.series("other", {{second, 1, 0}}, "t");
    for (int t = 0; t <= 50; t += 10) l.wrote({at(t, total, t), at(t, other, 1000 + t)});
    l.feeds["other"] = {{second, 1, 0}, {sli, 1, 1}};
    l.bind();
    l.wrote({at(60, total, 60), at(60, other, 1067)});
    l.wrote({at(70, total, 70), at(70, other, 1070)});
    EXPECT_EQ(sum(0, 60), (Slot{50, 0, 6, 7, 7}));  // measured from its last point on, which is where the account of it begins
    EXPECT_EQ(sum(60, 70), (Slot{27, 17, 1, 2, 2}));
    EXPECT_EQ(sum(70, 80), (Slot{13, 3, 1, 2, 2}));
    EXPECT_EQ(l.ledger->status(sli).unknown_starts, 0u);  // total itself began with 0: nothing of it is unknown
    EXPECT_EQ(l.sum(second, T, T + 80).valid, 70);
    const Slot all = sum(0, 80);
    l.crash();
    EXPECT_EQ(sum(0, 80), all);
}

TEST_F(LedgerRebinding, AWidenedSelectorDoesNotCountSeriesThatItDidNotKnowFromZero) {
    run(0, 50);
    l.definitions[0].version = "v2";
    const SliId wider = l.bind()[0];
    EXPECT_NE(wider, sli);
    l.feeds["total"] = {{wider, 1, 0}};
    l.bind();
    const SeriesId other = l.series("other", {{wider, 1, 0}}, "t");  // it was there all the time, and fed nothing
    l.wrote({at(60, total, 60), at(60, other, 5000)});
    l.wrote({at(70, total, 70), at(70, other, 5003)});
    const SeriesId late = l.series("late", {{wider, 1, 0}}, "t");  // this one is new: its siblings went on
    l.wrote({at(80, total, 80), at(80, other, 5004), at(80, late, 2)});
    EXPECT_EQ(l.sum(wider, T, T + 90).valid, 30 + 4 + 2);
    EXPECT_EQ(sum(0, 90).valid, 50);  // the account of the old version stays as it was
}

TEST_F(LedgerRebinding, ALaggingTargetCountsTheSameAfterACrashBeforeItsFirstCheckpoint) {
    run(0, 20);
    // Its other half came last at 40, so both begin to count there.
    const SeriesId half = l.series("half", {{sli, 1, 0, Counting::increase, Timestamp::from_seconds(static_cast<std::int64_t>(T) + 40)}}, "t");
    for (int t = 30; t <= 70; t += 10) l.wrote({at(t, total, t), at(t, half, 3 * t)});
    const Slot all = sum(0, 80);
    EXPECT_EQ(all.valid, 70 + (210 - 120));
    l.crash();
    EXPECT_EQ(sum(0, 80), all);
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    l.crash();
    EXPECT_EQ(sum(0, 80), all);
}

TEST_F(LedgerRebinding, ANarrowedSelectorKeepsWhatWasCountedAndCountsNoMore) {
    const SeriesId other = l.series("other", {{sli, 1, 1}}, "t");
    for (int t = 0; t <= 50; t += 10) l.wrote({at(t, total, t), at(t, other, t)});
    l.feeds["other"] = {};
    l.bind();
    for (int t = 60; t <= 90; t += 10) l.wrote({at(t, total, t), at(t, other, t)});
    EXPECT_EQ(sum(0, 60), (Slot{100, 50, 6, 12, 12}));
    EXPECT_EQ(sum(60, 100), (Slot{40, 0, 4, 4, 4}));
    EXPECT_EQ(l.ledger->status(sli).series, 1u);
    EXPECT_EQ(l.ledger->series(sli, 10).size(), 1u);
    l.wrote({at(55, other, 52)});  // late, from the time when it was the SLI's: no more
    EXPECT_EQ(sum(0, 60), (Slot{100, 50, 6, 12, 12}));
    const Slot all = sum(0, 100);
    l.crash();
    EXPECT_EQ(sum(0, 100), all);
}

TEST_F(LedgerRebinding, AnSliThatComesBackWithinItsTimeGoesOnWithItsHistory) {
    run(0, 50);
    const auto definitions = l.definitions;
    l.definitions = {{"another", "v1", {Duration::minutes(5)}}};
    l.feeds["total"] = {};
    l.bind();
    run(60, 100);
    l.crash();
    run(110, 150);
    l.clock.advance(Duration::days(29));
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    l.definitions = definitions;
    l.feeds["total"] = {{sli, 1, 0}};
    EXPECT_EQ(l.bind(), std::vector<SliId>{sli});
    run(160, 200);
    EXPECT_EQ(sum(0, 60).valid, 50);
    EXPECT_EQ(sum(60, 150).measured, 0);
    EXPECT_EQ(sum(60, 160).valid, 0);  // what it grew by meanwhile is nobody's
    EXPECT_EQ(sum(160, 210).valid, 50);
    l.clock.advance(Duration::days(29));  // the time that it was removed is forgotten
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    EXPECT_EQ(sum(0, 210).valid, 100);
    EXPECT_EQ(l.ledger->live(sli).windows[0].sum.valid, 100);
}

TEST_F(LedgerRebinding, AnSliThatComesBackAfterItsTimeStartsAnew) {
    run(0, 50);
    const auto definitions = l.definitions;
    l.definitions = {{"another", "v1", {Duration::minutes(5)}}};
    l.feeds["total"] = {};
    l.bind();
    l.clock.advance(Duration::days(31));
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    EXPECT_FALSE(l.ledger->sum(sli, {Timestamp{}, Timestamp::max()}).has_value());
    l.definitions = definitions;
    const SliId again = l.bind()[0];
    EXPECT_NE(again, sli);
    EXPECT_EQ(l.sum(again, T, T + 60), Slot{});
    l.feeds["total"] = {{again, 1, 0}};
    l.bind();
    run(60, 100);
    EXPECT_EQ(l.sum(again, T, T + 110).valid, 50);
    EXPECT_EQ(l.ledger->live(again).since, Timestamp::from_seconds(static_cast<std::int64_t>(T) + 50));
    EXPECT_EQ(l.ledger->live(again).windows[0].sum.valid, 50);
    const Slot all = l.sum(again, T, T + 110);
    l.crash();
    EXPECT_EQ(l.sum(again, T, T + 110), all);
    EXPECT_FALSE(l.ledger->sum(sli, {Timestamp{}, Timestamp::max()}).has_value());
}

}  // namespace
}  // namespace plimsoll::ledger
