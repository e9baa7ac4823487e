#include "domain/access/waiting_room.h"

#include <gtest/gtest.h>

#include <vector>

namespace plimsoll::access {
namespace {

TEST(WaitingRoom, OneNetworkLeavesSeatsForOthers) {
    WaitingRoom room;
    std::vector<WaitingRoom::Seat> held;
    for (std::size_t i = 0; i < WaitingRoom::seats_of_a_network; ++i) {
        held.push_back(room.enter("192.0.2.1"));
        ASSERT_TRUE(held.back());
    }
    EXPECT_FALSE(room.enter("192.0.2.1"));
    EXPECT_TRUE(room.enter("192.0.2.2"));
    held.pop_back();
    EXPECT_TRUE(room.enter("192.0.2.1")) << "a seat that was let go of is free";
}

TEST(WaitingRoom, ManyNetworksTakeNoMoreThanAllSeats) {
    WaitingRoom room;
    std::vector<WaitingRoom::Seat> held;
    for (std::size_t i = 0; i < WaitingRoom::seats; ++i) {
        held.push_back(room.enter(std::to_string(i)));
        ASSERT_TRUE(held.back());
    }
    EXPECT_FALSE(room.enter("another"));
    held.clear();
    EXPECT_TRUE(room.enter("another"));
}

TEST(WaitingRoom, ASeatMayBeLetGoOfAfterTheRoomIsGone) {
    WaitingRoom::Seat seat;
    {
        WaitingRoom room;
        seat = room.enter("192.0.2.1");
    }
    EXPECT_TRUE(seat);
    seat.reset();
}

}  // namespace
}  // namespace plimsoll::access
