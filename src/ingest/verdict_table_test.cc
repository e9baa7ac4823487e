#include "ingest/verdict_table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace plimsoll::ingest {
namespace {

RC_GTEST_PROP(VerdictTable, RemembersWhatWasPutAndNothingElse, (const std::vector<std::pair<std::uint64_t, std::uint32_t>>& keys)) {
    VerdictTable table;
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::uint32_t> expected;
    for (const auto& [low, high] : keys) {
        const SeriesHash hash = SeriesHash::of(low % 8, high);  // few places, so that probing happens
        const auto id = static_cast<std::uint32_t>(expected.size());
        if (!expected.emplace(std::pair(hash.low, hash.high), id).second) continue;
        RC_ASSERT(!table.find(hash));
        table.insert(hash, Verdict::bound(id));
    }
    RC_ASSERT(table.size() == expected.size());
    for (const auto& [key, id] : expected) RC_ASSERT(table.find({key.first, key.second})->id() == id);
    RC_ASSERT(!table.find({9, 9}));
    table.clear();
    for (const auto& [key, id] : expected) RC_ASSERT(!table.find({key.first, key.second}));
}

TEST(VerdictTable, GrowsAndKeepsTheHashOfZeros) {
    VerdictTable table;
    table.insert(SeriesHash::of(0, 0), Verdict::unbound());
    for (std::uint64_t i = 2; i < 100'000; ++i) table.insert(SeriesHash::of(i * 0x9E3779B97F4A7C15ULL, i), Verdict::bound(7));
    EXPECT_TRUE(table.find(SeriesHash::of(0, 0))->is_unbound());
    for (std::uint64_t i = 2; i < 100'000; ++i) ASSERT_TRUE(table.find(SeriesHash::of(i * 0x9E3779B97F4A7C15ULL, i)));
}

}  // namespace
}  // namespace plimsoll::ingest
