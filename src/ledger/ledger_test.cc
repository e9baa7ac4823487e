// The sentences of the ledger's design as scenarios; times are seconds, numbers are computed by hand.
#include "ledger/ledger.h"

#include <gtest/gtest.h>

#include "ledger/core.h"
#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr double T = 1'790'002'800;  // on the hour

Sample at(double t, SeriesId id, double v) { return TestLedger::at(T + t, id, v); }
Sample ended(double t, SeriesId id) { return TestLedger::ended(T + t, id); }

class LedgerScenario : public testing::Test {
protected:
    TestLedger l;
    SliId sli = l.sli("checkout");
    SeriesId total = l.series("total", {{sli, 1, 0}});
    Slot sum(double from, double to) { return l.sum(sli, T + from, T + to); }
};

TEST_F(LedgerScenario, AMinuteScrapeMeasuresEveryTenSecondSlot) {
    for (int i = 0; i <= 5; ++i) l.wrote({at(60 * i, total, 100 * i)});
    EXPECT_EQ(sum(0, 310), (Slot{500, 0, 31, 31, 31}));
    const LiveWindows live = l.ledger->live(sli);
    ASSERT_EQ(live.windows.size(), 1u);
    EXPECT_EQ(live.windows[0].slots, 30);
    EXPECT_EQ(live.windows[0].missing(), 0);
    EXPECT_EQ(live.windows[0].sum.valid, 500);
}

TEST_F(LedgerScenario, AMinuteScrapeDoesNotLookMissingWhileOthersOfItsSourceGoOn) {
    for (int i = 0; i <= 2; ++i) l.wrote({at(60 * i, total, 100 * i)});
    l.wrote({}, T + 175);  // the next scrape is due at 180
    EXPECT_EQ(l.complete(sli), T + 120);
    EXPECT_EQ(l.ledger->live(sli).windows[0].missing(), 0);
    l.wrote({}, T + 120 + 180 + 11);  // more than three intervals late
    EXPECT_EQ(l.complete(sli), T + 301);
    EXPECT_EQ(l.ledger->live(sli).windows[0].missing(), 18);
}

TEST_F(LedgerScenario, AGapCountsButMeasuresOnlyTheSlotOfItsEnd) {
    for (const int t : {0, 10, 20}) l.wrote({at(t, total, t)});
    l.wrote({at(60, total, 50)});
    EXPECT_EQ(sum(0, 70), (Slot{50, 0, 4, 4, 7}));
    EXPECT_EQ(sum(30, 60), (Slot{0, 0, 0, 0, 3}));
    EXPECT_EQ(sum(60, 70), (Slot{30, 0, 1, 1, 1}));
}

TEST_F(LedgerScenario, ADropIsAReset) {
    l.wrote({at(0, total, 100)});
    l.wrote({at(10, total, 130)});
    l.wrote({at(20, total, 7)});
    EXPECT_EQ(sum(0, 30).valid, 37);
    EXPECT_EQ(l.ledger->status(sli).resets, 1u);
}

TEST_F(LedgerScenario, AReturningSeriesGoesOnFromItsLastValueForADay) {
    l.wrote({at(0, total, 100)});
    l.wrote({at(10, total, 110)});
    l.wrote({ended(20, total)});
    l.wrote({at(23 * 3600, total, 150)});
    EXPECT_EQ(sum(0, 24 * 3600).valid, 50);
    EXPECT_EQ(sum(20, 23 * 3600).measured, 0);
    l.wrote({at(48 * 3600, total, 500)});  // 25 h later: its start is unknown
    EXPECT_EQ(sum(0, 49 * 3600).valid, 50);
}

TEST_F(LedgerScenario, TheFirstErrorOfAKindCountsWhateverTheOrder) {
    const SliId other = l.sli("errors");
    const SeriesId ok = l.series("ok", {{other, 1, 0}}, "t");
    const SeriesId first = l.series("err1", {{other, 1, 1}}, "t"), second = l.series("err2", {{other, 1, 1}}, "t");
    const SeriesId elsewhere = l.series("err3", {{other, 1, 1}}, "u");
    l.wrote({at(0, ok, 10)});
    l.wrote({at(15, ok, 20)});
    l.wrote({at(30, ok, 30), at(30, first, 2)});         // after its sibling
    l.wrote({at(45, second, 3), at(45, elsewhere, 5)});  // before it
    EXPECT_EQ(l.ledger->status(other).unknown_starts, 3u);
    l.wrote({at(45, ok, 40)}, T + 56);
    EXPECT_EQ(l.ledger->status(other).unknown_starts, 2u);  // ok itself, and the one of another target
    EXPECT_EQ(l.sum(other, T, T + 60).valid, 30 + 2 + 3);
    EXPECT_EQ(l.sum(other, T, T + 60).bad, 5);
}

TEST_F(LedgerScenario, BadBeforeValidWaitsTenSeconds) {
    const SliId s = l.sli("sharded");
    const SeriesId valid = l.series("v", {{s, 1, 0}}), bad = l.series("b", {{s, 0, 1}});
    l.wrote({at(0, valid, 0), at(0, bad, 0)});
    l.wrote({at(10, valid, 5), at(10, bad, 0)});
    l.wrote({at(20, bad, 5)});
    EXPECT_EQ(l.complete(s), T + 10);
    EXPECT_EQ(l.sum(s, T, T + 30).bad, 0);
    l.wrote({at(20, valid, 12)});
    EXPECT_EQ(l.complete(s), T + 20);
    EXPECT_EQ(l.sum(s, T, T + 30), (Slot{12, 5, 3, 6, 6}));
    EXPECT_TRUE(l.revisions.empty());
}

TEST_F(LedgerScenario, BadAboveValidIsRecordedAndNeverStored) {
    const SliId s = l.sli("wrong");
    const SeriesId valid = l.series("v", {{s, 1, 0}}), bad = l.series("b", {{s, 0, 1}});
    for (const int t : {0, 10, 20, 30, 40}) l.wrote({at(t, valid, t), at(t, bad, t == 20 ? 15 : t > 20 ? 15 : 0)});
    EXPECT_EQ(sum(20, 30), Slot{});
    EXPECT_EQ(l.sum(s, T + 20, T + 30), (Slot{0, 0, 0, 0, 2}));
    EXPECT_EQ(l.sum(s, T, T + 50).valid, 30);
    ASSERT_EQ(std::count_if(l.anomalies.begin(), l.anomalies.end(), [](const Anomaly& a) { return a.kind == Anomaly::Kind::bad_above_valid; }), 1);
    EXPECT_EQ(l.ledger->status(s).bad_above_valid, 1u);
}

TEST_F(LedgerScenario, ALateSampleIsPutBetweenItsNeighbours) {
    for (const int t : {0, 10, 20, 30, 60, 70}) l.wrote({at(t, total, t)});
    EXPECT_EQ(sum(60, 70).valid, 30);
    const WriteOutcome late = l.wrote({at(40, total, 40), at(50, total, 50)});
    EXPECT_EQ(late.accepted, 2u);
    for (const int t : {10, 20, 30, 40, 50, 60}) EXPECT_EQ(sum(t, t + 10), (Slot{10, 0, 1, 1, 1})) << t;
    ASSERT_EQ(l.revisions.size(), 1u);
    EXPECT_EQ(l.revisions[0].slis, std::vector<SliId>{sli});
}

TEST_F(LedgerScenario, DuplicatesConflictsAndSamplesThatAreTooLate) {
    l.wrote({at(0, total, 1)});
    l.wrote({at(10, total, 5)});
    const WriteOutcome again = l.wrote({at(10, total, 5), at(10, total, 6), at(0, total, 1), at(0, total, 2)});
    EXPECT_EQ(again.accepted, 0u);
    EXPECT_EQ(again.duplicates, 2u);
    ASSERT_EQ(again.refused.size(), 2u);
    EXPECT_EQ(again.refused[0].index, 1u);
    EXPECT_EQ(again.refused[0].why, Refusal::conflicting_duplicate);
    l.wrote({}, T + 4 * 3600);
    const WriteOutcome late = l.wrote({at(20, total, 9), {77, Timestamp::from_ms(0), 1}, at(3700, total, 8.5), at(3700, total, 9)});
    ASSERT_EQ(late.refused.size(), 3u);
    EXPECT_EQ(late.accepted, 1u);
    EXPECT_EQ(late.refused[0].why, Refusal::too_late);
    EXPECT_EQ(late.refused[1].why, Refusal::unknown_series);
    EXPECT_EQ(late.refused[2].why, Refusal::not_a_count);
    EXPECT_EQ(late.refused[2].index, 2u);
}

TEST_F(LedgerScenario, CountsAboveThirtyTwoBitsAreExactAndImplausibleOnesAreRefused) {
    l.wrote({at(0, total, 0)});
    l.wrote({at(10, total, 6e9)});
    l.wrote({at(20, total, 9007199254740992.0)});
    l.wrote({at(30, total, 9007199254740992.0)});
    EXPECT_EQ(sum(0, 40).valid, 6'000'000'000);
    l.crash();
    EXPECT_EQ(sum(0, 40).valid, 6'000'000'000);
}

TEST_F(LedgerScenario, ASilentSeriesLeavesAfterAnHourWhileOthersReport) {
    const SeriesId other = l.series("other", {{sli, 1, 0}});
    l.wrote({at(0, total, 0), at(0, other, 0)});
    for (int t = 60; t <= 3900; t += 60) l.wrote({at(t, total, t)});
    EXPECT_EQ(sum(3500, 3510).live, 2);
    EXPECT_EQ(sum(3890, 3900).live, 1);
    EXPECT_EQ(l.ledger->status(sli).live_series, 1u);
}

TEST_F(LedgerScenario, ManyHoursOfHistoryFillWhatOneAfterTheOtherWould) {
    for (int t = 0; t <= 60; t += 10) l.wrote({at(t, total, t)});
    const auto today = Timestamp::from_seconds(static_cast<std::int64_t>(T)).floor(Duration::hours(1));
    std::vector<PastHour> hours;
    for (int back = 0; back < 30; ++back) hours.push_back({today - Duration::hours(back), std::vector<Slot>(360, Slot{10, back % 3, 1, 1, 1})});
    const std::int64_t before = (Timestamp::from_seconds(static_cast<std::int64_t>(T)) - today) / kStep;
    EXPECT_EQ(*l.ledger->import_hours(sli, hours), 29 * 360 + before);
    EXPECT_EQ(*l.ledger->import_hours(sli, hours), 0);
    EXPECT_EQ(l.sum(sli, T - 40 * 3600, T + 100).valid, (29 * 360 + before) * 10 + 60);
    hours.push_back({today - Duration::hours(40), std::vector<Slot>(360, Slot{10, 0, 1, 1, 1})});
    hours.push_back({today - Duration::hours(41), std::vector<Slot>(359, Slot{10, 0, 1, 1, 1})});
    EXPECT_FALSE(l.ledger->import_hours(sli, hours)) << "an hour of 359 slots";
    EXPECT_EQ(l.sum(sli, T - 50 * 3600, T + 100).valid, (29 * 360 + before) * 10 + 60) << "all or none";
    l.crash();
    EXPECT_EQ(l.sum(sli, T - 40 * 3600, T + 100).valid, (29 * 360 + before) * 10 + 60);
    EXPECT_EQ(l.sum(sli, T - 31 * 3600, T - 30 * 3600).valid, 0) << "what was refused is not there";
}

TEST_F(LedgerScenario, HistoryFillsOnlyWhatIsMissing) {
    for (int t = 0; t <= 60; t += 10) l.wrote({at(t, total, t)});
    std::vector<Slot> hour(360, Slot{10, 1, 1, 1, 1});
    const auto start = Timestamp::from_seconds(static_cast<std::int64_t>(T) - 86'400);
    EXPECT_EQ(*l.ledger->import_hour(sli, start, hour), 360);
    EXPECT_EQ(*l.ledger->import_hour(sli, start, hour), 0);
    EXPECT_EQ(*l.ledger->import_hour(sli, Timestamp::from_seconds(static_cast<std::int64_t>(T)), hour), 0);  // measured, or to come
    EXPECT_EQ(l.sum(sli, T - 90'000, T + 100).valid, 3600 + 60);
    EXPECT_EQ(l.ledger->live(sli).since, start);
    l.crash();
    EXPECT_EQ(l.sum(sli, T - 90'000, T + 100).valid, 3600 + 60);
}

TEST_F(LedgerScenario, LimitsSayWhatIsFull) {
    l.wrote({at(0, total, 0)});
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)).has_value());
    l.settings.series_per_sli = 2;
    l.settings.queue_limit = 0;
    l.open();
    EXPECT_TRUE(l.ledger->intern({"second", "t"}, {{sli, 1, 0}}).has_value());
    const auto third = l.ledger->intern({"third", "t"}, {{sli, 1, 0}});
    ASSERT_FALSE(third.has_value());
    EXPECT_TRUE(third.error().is(errors::too_many_series));
    const auto busy = l.write({});
    ASSERT_FALSE(busy.has_value());
    EXPECT_TRUE(busy.error().is(errors::busy));
}

TEST_F(LedgerScenario, TheDeadOfManyDeploymentsDoNotFillAnSli) {
    l.wrote({at(0, total, 0)});
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)).has_value());
    l.settings.series_per_sli = 2;
    l.open();
    const SeriesId pod = l.series("pod-1", {{sli, 1, 0}});
    l.wrote({at(10, total, 10), at(10, pod, 5)});
    l.wrote({at(20, total, 20), at(20, pod, 8)});
    l.wrote({ended(30, pod), at(30, total, 30)});
    EXPECT_FALSE(l.ledger->intern({"pod-2", "t"}, {{sli, 1, 0}}).has_value());
    l.wrote({at(30 * 3600, total, 40)});
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    EXPECT_EQ(l.ledger->status(sli).series, 1u);
    EXPECT_TRUE(l.ledger->intern({"pod-2", "t"}, {{sli, 1, 0}}).has_value());
    l.crash();
    l.wrote({at(30 * 3600 + 10, total, 50), at(30 * 3600 + 10, pod, 3)});  // back, and from zero: a sibling went on
    l.wrote({at(30 * 3600 + 20, total, 60), at(30 * 3600 + 20, pod, 9)});
    EXPECT_EQ(l.ledger->status(sli).series, 2u);
    EXPECT_EQ(sum(30 * 3600 + 20, 30 * 3600 + 30).valid, 16);
}

TEST_F(LedgerScenario, AnSliThatIsNotNamedAnyMoreIsErasedWhenItsTimeIsOver) {
    l.wrote({at(0, total, 0)});
    l.wrote({at(10, total, 10)});
    l.definitions.clear();
    l.sli("another");
    EXPECT_EQ(sum(0, 20).valid, 10);
    l.clock.advance(Duration::days(31));
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    EXPECT_FALSE(l.ledger->sum(sli, {Timestamp{}, Timestamp::max()}).has_value());
}

TEST_F(LedgerScenario, ALongSilenceIsOneStretch) {
    for (int t = 0; t <= 60; t += 10) l.wrote({at(t, total, t)});
    l.wrote({at(20 * 3600, total, 100)}, T + 20 * 3600);
    l.wrote({at(20 * 3600 + 10, total, 110)});
    const Slot all = sum(0, 21 * 3600);
    EXPECT_EQ(all.valid, 110);
    EXPECT_EQ(all.live, 20 * 360 + 2);
    ASSERT_TRUE(l.ledger->checkpoint().has_value());
    l.crash();
    EXPECT_EQ(sum(0, 21 * 3600), all);
}

TEST(LedgerCore, AFullDiskRefusesWritesAndRecoversByItself) {
    TestLedger l;
    const SliId sli = l.sli("checkout");
    const SeriesId total = l.series("total", {{sli, 1, 0}});
    l.wrote({at(0, total, 0)});
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)).has_value());
    l.ledger.reset();
    auto core = Core::open(l.settings, l.clock, l.metrics);
    ASSERT_TRUE(core.has_value());
    const auto write = [&](double t, double value) {
        std::optional<Result<WriteOutcome>> answer;
        std::vector<Sample> samples(2000, at(t, total, value));  // large enough to need pages
        (*core)->write({{Batch{"p", samples}, [&](Result<WriteOutcome> outcome) { answer = std::move(outcome); }}});
        return *answer;
    };
    const auto valid = [&] {
        const Account& account = (*core)->account();
        const SliRow& row = account.at(*account.row_of(sli));
        return account.read(row, row.since, row.open + 1).in_memory.valid;
    };
    ASSERT_TRUE(write(10, 10).has_value());
    ASSERT_TRUE((*core)->db().exec("PRAGMA max_page_count = 1").has_value());  // as large as it is now
    std::optional<Error> full;
    double t = 20;
    for (; t < 2000 && !full; t += 10)
        if (const auto answer = write(t, t); !answer) full = answer.error();
    ASSERT_TRUE(full.has_value());
    EXPECT_TRUE(full->is(errors::unwritable));
    const std::int64_t before = valid();
    EXPECT_EQ(before, static_cast<std::int64_t>(t) - 20);  // what was refused left nothing
    ASSERT_TRUE((*core)->db().exec("PRAGMA max_page_count = 1000000").has_value());
    ASSERT_TRUE(write(t, t).has_value());
    EXPECT_EQ(valid(), static_cast<std::int64_t>(t));
}

TEST(Ledger, AnOrderlyStopGivesBackFreePages) {
    TestLedger l;
    {
        auto db = sqlite::Db::open(l.settings.file);
        ASSERT_TRUE(db->exec("CREATE TABLE other(bytes BLOB); INSERT INTO other VALUES(zeroblob(1000000)); DROP TABLE other;").has_value());
        ASSERT_GT(db->integer("PRAGMA freelist_count")->value_or(0), 50);
    }
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)).has_value());
    l.ledger.reset();
    EXPECT_EQ(sqlite::Db::open(l.settings.file)->integer("PRAGMA freelist_count")->value_or(-1), 0);
    EXPECT_TRUE(Ledger::open(l.settings, l.clock, l.metrics).has_value());
}

TEST(Ledger, OpensAFileOfAnOlderVersionWhichOlderProgramsThenRefuse) {
    TestLedger l;
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)).has_value());
    l.ledger.reset();
    ASSERT_TRUE(sqlite::Db::open(l.settings.file)->exec("UPDATE meta SET value = 2 WHERE key = 'format'").has_value());
    ASSERT_TRUE(Ledger::open(l.settings, l.clock, l.metrics).has_value());
    EXPECT_EQ(sqlite::Db::open(l.settings.file)->integer("SELECT value FROM meta WHERE key = 'format'")->value_or(-1), 3);
}

TEST(Ledger, RefusesAFileOfANewerVersion) {
    TestLedger l;
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)).has_value());
    l.ledger.reset();
    {
        auto db = sqlite::Db::open(l.settings.file);
        ASSERT_TRUE(db->exec("UPDATE meta SET value = 99 WHERE key = 'format'").has_value());
    }
    const auto opened = Ledger::open(l.settings, l.clock, l.metrics);
    ASSERT_FALSE(opened.has_value());
    EXPECT_TRUE(opened.error().is(errors::newer));
}

}  // namespace
}  // namespace plimsoll::ledger
