// Windows longer than what is in memory: they expire from hours loaded back from blocks, and from coarser levels.
#include <gtest/gtest.h>

#include "ledger/naive_account.h"
#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr std::int64_t kStart = 1'790'002'800'000;
constexpr std::int64_t kStep = 3'600'000 / 2;

class LongWindows : public testing::Test {
protected:
    TestLedger l;
    std::vector<Duration> lengths{Duration::hours(9), Duration::days(1), Duration::days(3), Duration::days(9), Duration::days(11)};
    SliId sli = l.sli("slow", lengths);
    SeriesId valid = l.series("valid", {{sli, 1, 0}}), bad = l.series("bad", {{sli, 0, 1}});
    NaiveAccount naive;

    void SetUp() override {
        for (const char* name : {"valid", "bad"}) naive.target(name, "t");
        naive.feed(sli, {"valid", 1, 0});
        naive.feed(sli, {"bad", 0, 1});
    }

    void scrape(int i) {
        const std::int64_t at = kStart + i * kStep + 7'000;
        const std::int64_t v = i * 100LL + i % 7 * 3, b = i * 2LL;
        naive.sample("p", "valid", at, {v, false}, INT64_MIN);
        naive.sample("p", "bad", at, {b, false}, INT64_MIN);
        const double t = static_cast<double>(at) / 1000;
        l.wrote({TestLedger::at(t, valid, static_cast<double>(v)), TestLedger::at(t, bad, static_cast<double>(b))});
    }

    void compare(int i) {
        const LiveWindows live = l.ledger->live(sli);
        const auto slots = naive.slots(sli, live.as_of.in_ms());
        ASSERT_FALSE(slots.empty());
        const std::int64_t end = slots.rbegin()->first + 1;
        for (std::size_t w = 0; w < lengths.size(); ++w) {
            const std::int64_t step = w < 3 ? 1 : 6;  // above 8 days a window starts on a minute
            const std::int64_t start = std::max(slots.begin()->first, (end - lengths[w].in_ms() / 10'000) / step * step);
            Slot sum;
            for (auto it = slots.lower_bound(start); it != slots.end(); ++it) sum += it->second;
            EXPECT_EQ(live.windows[w].range.start.in_ms(), start * 10'000) << "window " << w << " after " << i;
            EXPECT_EQ(live.windows[w].sum, sum) << "window " << w << " after " << i << ": " << live.windows[w].sum.valid << " " << sum.valid << ", live "
                                                << live.windows[w].sum.live << " " << sum.live << ", measured " << live.windows[w].sum.measured << " " << sum.measured;
        }
    }
};

TEST_F(LongWindows, AreTheSameAdvancedOrSummedAnew) {
    for (int i = 0; i < 48 * 13; ++i) {
        scrape(i);
        if (i % 10 == 9) {
            ASSERT_TRUE(l.ledger->checkpoint().has_value());
        }
        if (i % 96 == 90 || i > 48 * 13 - 3) {
            compare(i);
            l.crash();
            compare(i);
        }
    }
}

}  // namespace
}  // namespace plimsoll::ledger
