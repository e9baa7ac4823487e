// Readers that do not wait: every read the ledger has, while it writes, checkpoints and rolls up. What was settled reads
// the same for ever, and at quiet points everything equals the naive account.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "base/random.h"
#include "ledger/naive_account.h"
#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr std::int64_t kStart = 1'790'002'800'000;  // on the hour
constexpr int kSlis = 3;

class LedgerThreads : public testing::Test {
protected:
    /// What nothing changes any more: [kStart, to) of each SLI.
    struct Settled {
        std::int64_t to = kStart;
        std::array<Slot, kSlis> sums;
    };

    void SetUp() override {
        for (int i = 0; i < kSlis; ++i) slis[i] = l.sli("sli" + std::to_string(i), {Duration::minutes(5), Duration::hours(1), Duration::days(30)});
        for (int i = 0; i < 2 * kSlis; ++i) {
            const SliId sli = slis[i / 2];
            const std::string name = "s" + std::to_string(i);
            series[i] = l.series(name, {{sli, 1, static_cast<std::int8_t>(i % 2)}}, "t");
            naive.target(name, "t");
            naive.feed(sli, {name, 1, i % 2});
        }
    }

    void scrape(std::int64_t at) {
        std::vector<Sample> samples;
        for (int i = 0; i < 2 * kSlis; ++i) {
            values[i] += static_cast<std::int64_t>(random.below(40));
            if (random.below(200) == 0) values[i] = 3;
            samples.push_back({series[i], Timestamp::from_ms(at), static_cast<double>(values[i])});
            EXPECT_EQ(naive.sample("p", "s" + std::to_string(i), at, {values[i], false}, kStart), "accepted");
        }
        l.wrote(samples);
    }

    /// Nothing is under way: the account is the naive one's. Readers go on meanwhile.
    void quiet() {
        Settled now;
        for (int i = 0; i < kSlis; ++i) {
            const LiveWindows live = l.ledger->live(slis[i]);
            const auto slots = naive.slots(slis[i], live.as_of.in_ms());
            const std::int64_t end = slots.rbegin()->first + 1;
            const std::int64_t lengths[] = {30, 360, 259'200};
            for (std::size_t w = 0; w < 3; ++w) {
                Slot sum;
                for (auto it = slots.lower_bound(end - lengths[w]); it != slots.end(); ++it) sum += it->second;
                EXPECT_EQ(live.windows[w].sum, sum);
            }
            const auto chart = l.ledger->slots(slis[i], {Timestamp::from_ms(kStart), Timestamp::from_ms(end * 10'000)}, 10'000);
            ASSERT_TRUE(chart.has_value());
            std::size_t index = 0;
            for (const auto& [number, slot] : slots) EXPECT_EQ(chart->slots.at(index++), slot);
            now.to = (end - 1) * 10'000;  // the open slot can still grow
            for (const auto& [number, slot] : slots)
                if (number * 10'000 < now.to) now.sums[i] += slot;
        }
        const std::lock_guard lock(mutex);
        settled = now;
    }

    void read(std::uint64_t seed) {
        SeededRandom own(seed);
        while (!done) {
            Settled known;
            {
                const std::lock_guard lock(mutex);
                known = settled;
            }
            const int i = static_cast<int>(own.below(kSlis));
            read_one(slis[i], known.sums[i], {Timestamp::from_ms(kStart), Timestamp::from_ms(known.to)}, own);
            ++reads;
        }
    }

    void read_one(SliId sli, const Slot& expected, TimeRange range, SeededRandom& own) {
        const LiveWindows live = l.ledger->live(sli);
        for (const WindowSum& w : live.windows) {
            EXPECT_LE(w.sum.bad, w.sum.valid);
            EXPECT_EQ(w.missing(), 0);
        }
        l.ledger->live_many(slis, [](SliId, const LiveWindows& each) { EXPECT_EQ(each.windows.size(), 3u); });
        const auto sum = l.ledger->sum(sli, range);
        ASSERT_TRUE(sum.has_value());
        EXPECT_EQ(sum->sum, expected);
        const auto split = range.start + Duration::seconds(10) * static_cast<std::int64_t>(own.below(static_cast<std::uint64_t>(range.length() / kStep) + 1));
        const auto first = l.ledger->sum(sli, {range.start, split}), second = l.ledger->sum(sli, {split, range.end});
        ASSERT_TRUE(first.has_value() && second.has_value());
        EXPECT_EQ(first->sum + second->sum, expected);
        const auto chart = l.ledger->slots(sli, range, 10'000);
        ASSERT_TRUE(chart.has_value());
        Slot all;
        for (const Slot& s : chart->slots) all += s;
        EXPECT_EQ(all, expected);
        EXPECT_LE(l.ledger->series(sli, 10).size(), 2u);
        EXPECT_LE(l.ledger->status(sli).live_series, 2u);
    }

    TestLedger l;
    SeededRandom random{11};
    NaiveAccount naive;
    std::array<SliId, kSlis> slis{};
    std::array<SeriesId, 2 * kSlis> series{};
    std::array<std::int64_t, 2 * kSlis> values{};
    std::atomic<bool> done = false;
    std::atomic<std::uint64_t> reads = 0;

    std::mutex mutex;
    Settled settled;  // guarded by mutex
};

TEST_F(LedgerThreads, ReadersSeeWhatIsSettledWhileTheWriterGoesOn) {
    for (int step = 0; step < 20; ++step) scrape(kStart + step * 30'000);
    quiet();
    std::vector<std::thread> readers;
    for (std::uint64_t i = 0; i < 3; ++i) readers.emplace_back([this, i] { read(i); });
    for (int step = 20; step < 420; ++step) {  // three hours
        scrape(kStart + step * 30'000);
        if (step % 50 == 0) {
            ASSERT_TRUE(l.ledger->checkpoint().has_value());
        }
        if (step % 60 == 0) quiet();
        if (step == 200) l.bind();
    }
    quiet();
    done = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_GT(reads, 0u);
}

}  // namespace
}  // namespace plimsoll::ledger
