#include "ingest/disk_room.h"

#include <gtest/gtest.h>

namespace plimsoll::ingest {
namespace {

TEST(DiskRoom, RefusesBelowTheReserveAndRecoversByItself) {
    ManualClock clock(Timestamp::from_seconds(0));
    std::optional<std::uint64_t> free = 100;
    int asked = 0;
    DiskRoom room(
        clock, [&] { return ++asked, free; }, 100);
    EXPECT_TRUE(room.has_room());
    free = 99;
    EXPECT_TRUE(room.has_room()) << "asked at most once a second";
    clock.advance(Duration::seconds(1));
    EXPECT_FALSE(room.has_room());
    free = std::nullopt;
    clock.advance(Duration::seconds(1));
    EXPECT_TRUE(room.has_room());
    EXPECT_EQ(asked, 3);
}

TEST(DiskRoom, AsksTheRealDisk) {
    EXPECT_GT(free_bytes("/tmp"), 0u);
    EXPECT_EQ(free_bytes("/nonexistent/folder"), std::nullopt);
}

}  // namespace
}  // namespace plimsoll::ingest
