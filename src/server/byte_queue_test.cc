#include "server/byte_queue.h"

#include <gtest/gtest.h>

namespace plimsoll::server {
namespace {

TEST(ByteQueue, GivesBytesInOrderOnce) {
    ByteQueue queue;
    queue.append("abc");
    EXPECT_EQ(queue.take(2), "ab");
    queue.append("def");
    EXPECT_EQ(queue.waiting(), 4U);
    EXPECT_EQ(queue.take(10), "cdef");
    EXPECT_EQ(queue.take(10), "");
    EXPECT_EQ(queue.waiting(), 0U);
}

TEST(ByteQueue, AReaderThatNeverCatchesUpDoesNotMakeItGrow) {
    ByteQueue queue;
    queue.append(std::string(100, 'a'));
    for (int i = 0; i < 1000; ++i) {
        queue.append(std::string(10, 'b'));
        EXPECT_EQ(queue.take(10).size(), 10U);
        EXPECT_LE(queue.held(), 110U);
    }
}

}  // namespace
}  // namespace plimsoll::server
