#include "ledger/block_store.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <thread>

#include "ledger/block.h"

namespace plimsoll::ledger {
namespace {

constexpr Timestamp kNow = Timestamp{} + Duration::days(20'000) + Duration::hours(7);

sqlite::Db open_store(const std::string& file = ":memory:") {
    auto db = sqlite::Db::open(file, {.page_size = kBlockPageSize});
    EXPECT_TRUE(db.has_value() && BlockStore::create(*db).has_value());
    return std::move(*db);
}

std::int64_t up_to(std::int64_t most) { return *rc::gen::inRange<std::int64_t>(0, most + 1); }

Slot any_slot() {
    Slot slot;
    slot.live = up_to(4);
    if (up_to(4) == 0) return slot;
    slot.valid = up_to(2000);
    slot.bad = up_to(3) == 0 ? up_to(slot.valid) : 0;
    slot.measured = 1;
    slot.reporting = up_to(4);
    return slot;
}

Hour any_hour(SliId sli, Timestamp start) {
    Hour hour{sli, start, std::vector<Slot>(360)};
    Slot slot = any_slot();
    for (auto& s : hour.slots) {
        if (up_to(30) == 0) slot = any_slot();
        s = slot;
    }
    return hour;
}

/// Every slot has the same counts: for tests in which only sums matter.
Hour even_hour(SliId sli, Timestamp start, std::int64_t valid, std::int64_t bad = 0) {
    return {sli, start, std::vector<Slot>(360, Slot{valid, bad, 1, 2, 2})};
}

/// The account kept the plain way: every written slot of one SLI, nothing rolled up, nothing cumulated.
struct Naive {
    std::map<Timestamp, std::vector<Slot>> hours;

    [[nodiscard]] Timestamp newest() const { return hours.rbegin()->first + kHour; }

    [[nodiscard]] Slot slot(Timestamp at) const {
        const auto hour = hours.find(at.floor(kHour));
        if (hour == hours.end()) return {0, 0, 0, 0, 1};
        return hour->second[static_cast<std::size_t>((at - hour->first) / kStep)];
    }

    [[nodiscard]] Slot sum(TimeRange range) const {
        Slot total;
        std::int64_t unwritten = range.length() / kStep;
        for (auto hour = hours.lower_bound(range.start.floor(kHour)); hour != hours.end() && hour->first < range.end; ++hour)
            for (std::size_t i = 0; i < hour->second.size(); ++i)
                if (range.contains(hour->first + kStep * static_cast<std::int64_t>(i))) {
                    total += hour->second[i];
                    --unwritten;
                }
        total.live += unwritten;
        return total;
    }

    /// What a store that keeps each level for its retention has lost: four-day blocks that ended too long ago.
    void forget(Timestamp newest) {
        const Level& last = kLevels[kLevelCount - 1];
        while (!hours.empty() && hours.begin()->first.floor(last.block) + last.block <= newest - last.retention)
            hours.erase(hours.begin());
    }
};

Timestamp any_time(Timestamp from, Timestamp to) {
    return from + Duration::ms(up_to((to - from).in_ms()));
}

/// Sizes that matter to levels: minutes, hours, days, months, years.
Duration any_span() {
    const std::int64_t most = *rc::gen::element<std::int64_t>(1, 30, 24 * 12, 24 * 150, 24 * 1000);
    return Duration::ms(up_to(most * kHour.in_ms()));
}

void check_window(BlockReader& store, SliId sli, const Naive& naive, TimeRange asked) {
    const auto window = store.sum(sli, asked, naive.newest());
    RC_ASSERT(window.has_value());
    RC_ASSERT(window->range.start <= asked.start && asked.end <= window->range.end);
    RC_ASSERT(asked.start - window->range.start < window->step && window->range.end - asked.end < window->step);
    RC_ASSERT(window->slots == window->range.length() / kStep);
    RC_ASSERT(window->sum == naive.sum(window->range));
}

/// Up to five instants in rising order, told together.
void check_running(BlockReader& store, SliId sli, const Naive& naive, TimeRange asked) {
    std::vector<Timestamp> instants{asked.start, asked.end};
    for (int i = 0; i < 3 && asked.start < asked.end; ++i) instants.push_back(any_time(asked.start, asked.end));
    std::sort(instants.begin(), instants.end());
    const auto running = store.running(sli, instants, naive.newest());
    RC_ASSERT(running.has_value());
    RC_ASSERT(running->size() == instants.size());
    for (std::size_t i = 0; i < instants.size(); ++i) {
        const Ledger::Running& r = (*running)[i];
        RC_ASSERT(r.at <= instants[i]);
        RC_ASSERT(instants[i] - r.at < kLevels[kLevelCount - 1].step);
        RC_ASSERT(r.sum == naive.sum({running->front().at, r.at}));
    }
}

void check_windows(BlockReader& store, SliId sli, const Naive& naive, int count) {
    const Timestamp from = naive.hours.begin()->first - Duration::days(1);
    const Timestamp to = naive.newest() + Duration::days(1);
    for (int i = 0; i < count; ++i) {
        const auto written = std::next(naive.hours.begin(), up_to(static_cast<std::int64_t>(naive.hours.size()) - 1))->first;
        const Timestamp start = up_to(1) ? any_time(from, to) : any_time(written, written + kHour);
        const TimeRange asked{start, std::min(start + any_span(), to)};
        check_window(store, sli, naive, asked);
        check_running(store, sli, naive, asked);
    }
}

/// Late samples, gaps, imports far before and into gaps, rewrites.
Timestamp any_hour_start(const Naive& naive) {
    if (naive.hours.empty()) return kNow.floor(kHour);
    switch (up_to(4)) {
        case 0: return naive.newest() + (up_to(2) ? Duration{} : any_span().in_ms() > 0 ? kHour * up_to(60) : kHour);
        case 1: return (naive.newest() - kHour * (1 + up_to(3)));
        case 2: return naive.hours.begin()->first - kHour * (1 + up_to(2));
        case 3: return std::next(naive.hours.begin(), up_to(static_cast<std::int64_t>(naive.hours.size()) - 1))->first;
        default: return (naive.newest() - any_span()).floor(kHour);
    }
}

void drop_old(BlockStore& store, Timestamp newest, const std::function<void()>& between) {
    for (;;) {
        const auto dropped = store.retain(newest, 2);
        RC_ASSERT(dropped.has_value() && *dropped <= 2);
        between();
        if (*dropped < 2) return;
    }
}

RC_GTEST_PROP(BlockStore, EveryWindowEqualsThePlainAccount, ()) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    std::map<SliId, Naive> accounts;
    const auto steps = up_to(25);
    for (std::int64_t step = 0; step <= steps; ++step) {
        const SliId sli = static_cast<SliId>(up_to(1));
        Naive& naive = accounts[sli];
        const Hour hour = any_hour(sli, any_hour_start(naive));
        naive.hours[hour.start] = hour.slots;
        RC_ASSERT(store.put_hour(hour).has_value());
        if (up_to(5) == 0) {
            const Timestamp newest = naive.newest() + (up_to(1) ? any_span() : Duration{});  // another SLI may be far ahead
            for (auto& [id, account] : accounts) account.forget(newest);
            drop_old(store, newest, [] {});
        }
        for (const auto& [id, account] : accounts) {
            if (account.hours.empty()) {
                RC_ASSERT(!store.extent(id)->has_value());
                continue;
            }
            RC_ASSERT(*store.extent(id) == std::optional(TimeRange{account.hours.begin()->first, account.newest()}));
            check_windows(store, id, account, 6);
        }
    }
}

RC_GTEST_PROP(BlockStore, HistoryImportedInAnyOrderGivesTheSameSums, ()) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    Naive naive;
    for (int i = 0; i < 3; ++i) {
        const Hour hour = any_hour(1, kNow.floor(kHour) + kHour * i);
        naive.hours[hour.start] = hour.slots;
        RC_ASSERT(store.put_hour(hour).has_value());
    }
    const std::int64_t direction = up_to(1) ? 1 : -1;
    const Duration gap = kHour * (1 + up_to(200));
    for (std::int64_t i = 0; i < 20; ++i) {
        const Timestamp start = kNow.floor(kHour) - Duration::days(20) + kHour * (direction > 0 ? i : 20 - i) + (i > 10 ? gap * direction : Duration{});
        const Hour hour = any_hour(1, start);
        naive.hours[hour.start] = hour.slots;
        RC_ASSERT(store.put_hour(hour).has_value());
    }
    check_windows(store, 1, naive, 50);
}

TEST(BlockStore, EachEndOfAWindowUsesTheFinestLevelThatHoldsIt) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp end = kNow.floor(kHour);
    for (std::int64_t day = 900; day >= 0; day -= 4)
        ASSERT_TRUE(store.put_hour(even_hour(1, end - kHour - Duration::days(day), 10)).has_value());
    const Duration odd = Duration::ms(123'456);
    const struct {
        Duration age;
        Duration step;
    } cases[] = {{Duration::hours(5), Duration::seconds(10)},   {Duration::days(8), Duration::seconds(10)},
                 {Duration::days(8) + kStep + odd, Duration::minutes(1)}, {Duration::days(99), Duration::minutes(1)},
                 {Duration::days(101), Duration::minutes(5)},   {Duration::days(799), Duration::minutes(5)},
                 {Duration::days(850), Duration::minutes(5)}};
    for (const auto& c : cases) {
        const auto window = store.sum(1, {end - c.age, end - Duration::seconds(25)}, end);
        ASSERT_TRUE(window.has_value());
        EXPECT_EQ(window->step, c.step) << c.age.in_ms();
        EXPECT_EQ(window->range.start, (end - c.age).floor(c.step));
        EXPECT_EQ(window->range.end, end - Duration::seconds(20)) << "the recent end keeps its 10 s";
    }
}

TEST(BlockStore, SlotsAreRolledUpAndGapsAreMissing) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    Naive naive;
    const Timestamp start = kNow.floor(Duration::days(4));
    for (const int hour : {0, 1, 3, 23, 24, 50}) {
        const Hour h = even_hour(1, start + kHour * hour, 10 + hour, 1);
        naive.hours[h.start] = h.slots;
        ASSERT_TRUE(store.put_hour(h).has_value());
    }
    for (int level = 0; level < kLevelCount; ++level) {
        const Duration step = kLevels[level].step;
        const TimeRange asked{start - Duration::minutes(90), start + Duration::hours(60) + Duration::ms(1)};
        const auto slots = store.slots(1, asked, level);
        ASSERT_TRUE(slots.has_value());
        ASSERT_EQ(slots->size(), static_cast<std::size_t>(Duration::minutes(60 * 60 + 90) / step) + 1);
        for (std::size_t i = 0; i < slots->size(); ++i) {
            const Timestamp at = asked.start + step * static_cast<std::int64_t>(i);
            ASSERT_EQ((*slots)[i], naive.sum({at, at + step})) << "level " << level << ", slot " << i;
        }
    }
}

TEST(BlockStore, AnSliThatWasNeverWrittenIsMissingThroughout) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const auto window = store.sum(9, {kNow, kNow + Duration::ms(10'001)}, kNow);
    ASSERT_TRUE(window.has_value());
    EXPECT_EQ(window->slots, 2);
    EXPECT_EQ(window->missing(), 2);
    EXPECT_EQ(window->sum, (Slot{0, 0, 0, 0, 2}));
    EXPECT_EQ(*store.extent(9), std::nullopt);
    EXPECT_EQ(store.slots(9, {kNow, kNow + kHour}, 0)->size(), 360u);
}

TEST(BlockStore, WindowsAtTheEdgesOfTimeAreCut) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    ASSERT_TRUE(store.put_hour(even_hour(1, kNow.floor(kHour), 3)).has_value());
    const auto all = store.sum(1, {Timestamp::min(), Timestamp::max()}, Timestamp::max());
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->range, (TimeRange{Timestamp{}, kLatest}));
    EXPECT_EQ(all->sum.valid, 3 * 360);
    const auto backwards = store.sum(1, {kNow, kNow - kHour}, kNow);
    ASSERT_TRUE(backwards.has_value());
    EXPECT_EQ(backwards->slots, kNow == kNow.floor(kStep) ? 0 : 1);
    EXPECT_FALSE(store.slots(1, {Timestamp::min(), Timestamp::max()}, 2).has_value());
    EXPECT_FALSE(store.slots(1, {kNow, kNow}, 3).has_value());
}

TEST(BlockStore, HoursThatBreakTheRulesOfSlotsAreRefused) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp start = kNow.floor(kHour);
    const auto refused = [&](const Hour& hour) {
        const auto put = store.put_hour(hour);
        return !put && put.error().is(plimsoll::errors::invalid);
    };
    const auto with = [&](const Slot& slot) {
        Hour hour = even_hour(1, start, 1);
        hour.slots[17] = slot;
        return hour;
    };
    EXPECT_TRUE(refused({1, start, std::vector<Slot>(359)}));
    EXPECT_TRUE(refused(even_hour(1, start + kStep, 1)));
    EXPECT_TRUE(refused(even_hour(1, Timestamp{} - kHour, 1)));
    EXPECT_TRUE(refused(even_hour(1, kLatest, 1)));
    EXPECT_TRUE(refused(with({5, 6, 1, 1, 1})));
    EXPECT_TRUE(refused(with({5, -1, 1, 1, 1})));
    EXPECT_TRUE(refused(with({5, 1, 0, 0, 1})));
    EXPECT_TRUE(refused(with({5, 1, 2, 1, 1})));
    EXPECT_TRUE(refused(with({INT64_MAX, 0, 1, 1, 1})));
    EXPECT_TRUE(refused(with({5, 1, 1, 1, -1})));
    EXPECT_EQ(*store.extent(1), std::nullopt);
}

TEST(BlockStore, RetentionDropsBlocksInSlicesAndSumsStay) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp end = kNow.floor(kHour);
    Naive naive;
    for (std::int64_t hour = 24 * 9; hour > 0; --hour) {
        const Hour h = even_hour(1, end - kHour * hour, hour);
        naive.hours[h.start] = h.slots;
        ASSERT_TRUE(store.put_hour(h).has_value());
    }
    EXPECT_EQ(*store.retain(end, 5), 5);
    EXPECT_EQ(*store.retain(end, 1000), 19);
    EXPECT_EQ(*store.retain(end, 1000), 0);
    EXPECT_EQ(*db.integer("SELECT count(*) FROM block WHERE level = 0"), 24 * 8);
    const auto window = store.sum(1, {end - Duration::days(9), end}, end);
    ASSERT_TRUE(window.has_value());
    EXPECT_EQ(window->sum, naive.sum(window->range));
}

TEST(BlockStore, AnSliThatFellSilentLosesEverythingInTheEnd) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp start = kNow.floor(kHour);
    ASSERT_TRUE(store.put_hour(even_hour(1, start, 3)).has_value());
    const auto valid = [&] { return store.sum(1, {start, start + Duration::minutes(30)}, start + kHour)->sum.valid; };
    EXPECT_EQ(valid(), 540);
    EXPECT_EQ(*store.retain(start + Duration::days(50), 10), 1);
    EXPECT_EQ(valid(), 540) << "the minutes still hold it";
    EXPECT_EQ(*store.retain(start + Duration::days(500), 10), 1);
    EXPECT_EQ(valid(), 540) << "the five minutes still hold it";
    EXPECT_EQ(*store.retain(start + Duration::days(900), 10), 1);
    EXPECT_EQ(valid(), 0);
    EXPECT_EQ(*store.extent(1), std::nullopt);
    EXPECT_EQ(*db.integer("SELECT count(*) FROM block_extent"), 0);
}

TEST(BlockStore, AnHourOlderThanALevelKeepsEntersTheCoarserLevelsOnly) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp newest = kNow.floor(kHour);
    const auto blocks = [&](int level) { return *db.integer("SELECT count(*) FROM block WHERE level = " + std::to_string(level)); };
    ASSERT_TRUE(store.put_hour(even_hour(1, newest - kHour, 1)).has_value());
    ASSERT_TRUE(store.put_hour(even_hour(1, newest - Duration::days(9), 1)).has_value());
    ASSERT_TRUE(store.put_hour(even_hour(1, newest - Duration::days(300), 1)).has_value());
    EXPECT_EQ(blocks(0), 1);
    EXPECT_EQ(blocks(1), 2);
    EXPECT_EQ(blocks(2), 3);
    ASSERT_TRUE(store.put_hour(even_hour(1, newest - Duration::days(7), 1)).has_value());
    EXPECT_EQ(blocks(0), 2) << "imported from old to new, the last eight days still get their 10 s";
}

TEST(BlockStore, ALateHourDoesNotHideTheHoursWhoseSlotsWereDropped) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    Naive naive;
    const auto put = [&](const Hour& hour) {
        naive.hours[hour.start] = hour.slots;
        ASSERT_TRUE(store.put_hour(hour).has_value());
    };
    const Timestamp start = kNow.floor(kHour);
    put(even_hour(1, start + kHour, 5));
    put(even_hour(1, start + kHour * 2, 7));
    ASSERT_EQ(*store.retain(start + Duration::days(30), 100), 2);  // other SLIs went on
    put(even_hour(1, start, 3));
    const auto window = store.sum(1, {start + Duration::minutes(90), start + Duration::minutes(150)}, naive.newest());
    ASSERT_TRUE(window.has_value());
    EXPECT_EQ(window->sum, naive.sum(window->range));
    EXPECT_EQ(window->step, Duration::minutes(1));
}

TEST(BlockStore, ErasesOneSliAndNoOther) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    std::vector<Hour> hours;
    for (const SliId sli : {1u, 2u, 3u}) hours.push_back(even_hour(sli, kNow.floor(kHour), sli));
    ASSERT_TRUE(store.put_hours(hours).has_value());
    for (const SliId sli : {1u, 2u, 3u}) ASSERT_TRUE(store.put_hour(even_hour(sli, kNow.floor(kHour) - Duration::days(30), 1)).has_value());
    ASSERT_TRUE(store.erase(2).has_value());
    EXPECT_EQ(*db.integer("SELECT count(*) FROM block WHERE sli = 2"), 0);
    EXPECT_EQ(*store.extent(2), std::nullopt);
    EXPECT_EQ(store.sum(3, {Timestamp{}, kLatest}, kNow)->sum.valid, 360 * 4);
    EXPECT_TRUE(store.erase(2).has_value());
}

TEST(BlockStore, ADamagedBlockIsNamed) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp start = kNow.floor(kHour);
    ASSERT_TRUE(store.put_hour(even_hour(7, start, 3)).has_value());
    ASSERT_TRUE(db.exec("UPDATE block_row SET bytes = CAST(x'01' || substr(bytes, 2, length(bytes) - 2) || x'7f' AS BLOB) WHERE id >> 56 = 3").has_value());
    const auto window = store.sum(7, {start, start + kHour}, start + kHour);
    ASSERT_FALSE(window.has_value());
    EXPECT_TRUE(window.error().is(errors::corrupt_block));
    EXPECT_NE(window.error().detail().find(BlockKey{0, start, 7}.text()), std::string::npos) << window.error().detail();
    EXPECT_FALSE(store.slots(7, {start, start + kHour}, 0).has_value());
    EXPECT_TRUE(store.slots(7, {start, start + kHour}, 1).has_value());
}

TEST(BlockStore, AnExtentThatMakesNoSenseIsNamed) {
    sqlite::Db db = open_store();
    BlockStore store(db);
    const Timestamp start = kNow.floor(kHour);
    ASSERT_TRUE(store.put_hour(even_hour(7, start, 3)).has_value());
    for (const char* change : {"last = 9223372036854775807", "last = from2", "from1 = -5"}) {
        ASSERT_TRUE(db.exec("SAVEPOINT s; UPDATE block_extent SET " + std::string(change)).has_value());
        const auto window = store.sum(7, {start, start + kHour}, start + kHour);
        EXPECT_TRUE(!window && window.error().is(errors::corrupt_block)) << change;
        ASSERT_TRUE(db.exec("ROLLBACK TO s; RELEASE s").has_value());
    }
}

TEST(BlockStore, AReaderNeverMixesSumsFromBeforeAndAfterAnImport) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "block_store_snapshot";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::string file = folder / "ledger.db";
    sqlite::Db db = open_store(file);
    BlockStore store(db);
    const Timestamp start = kNow.floor(kHour);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(store.put_hour(even_hour(1, start + kHour * i, 100)).has_value());
    std::atomic<bool> stop = false;
    std::thread reading([&] {
        auto own = sqlite::Db::open(file, {.mode = sqlite::Mode::read_only});
        BlockReader reader(*own);
        while (!stop) {
            const auto window = reader.sum(1, {start + kHour, start + kHour * 3}, start + kHour * 4);
            EXPECT_TRUE(window && window->sum.valid == 2 * 360 * 100) << window->sum.valid;
        }
    });
    for (int i = 0; i < 100; ++i) {
        auto transaction = sqlite::Transaction::begin(db);
        ASSERT_TRUE(store.put_hour(even_hour(1, start, 100 + i)).has_value());
        ASSERT_TRUE(store.put_hour(even_hour(1, start - kHour * (i + 1), i)).has_value());
        ASSERT_TRUE(transaction->commit().has_value());
    }
    stop = true;
    reading.join();
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace plimsoll::ledger
