#include "server/desks.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace plimsoll::server {
namespace {

TEST(Desks, WorkOnSeveralAtOnceAndRefuseWhatIsBeyond) {
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    std::latch working(2);
    std::latch answered(3);
    std::atomic<int> worked = 0;
    std::atomic<int> refused = 0;
    Desks desks(2, 1, "documents");
    const auto handler = desks.handler([&](const api::Request& request) -> Result<api::Reply> {
        if (worked++ < 2) working.count_down();
        gate.wait();
        api::Reply reply;
        reply.body = request.body;
        return reply;
    });
    const auto ask = [&] {
        api::Request request;
        request.body = "hello";
        handler(request, [&](Result<api::Reply> reply) {
            if (reply) {
                EXPECT_EQ(reply->body, "hello");
                answered.count_down();
            } else {
                EXPECT_TRUE(reply.error().is(plimsoll::errors::busy));
                ++refused;
            }
        });
    };
    ask();
    ask();
    working.wait();  // both threads are at work
    ask();
    ask();
    EXPECT_EQ(refused, 1);
    open.set_value();
    answered.wait();
    EXPECT_EQ(worked, 3);
}

TEST(Desks, StopDropsWhatWaits) {
    Desks desks(1, 4, "documents");
    desks.stop();
    bool refused = false;
    desks.handler([](const api::Request&) -> Result<api::Reply> { return api::Reply{}; })({}, [&](Result<api::Reply> reply) { refused = !reply; });
    EXPECT_TRUE(refused);
}

}  // namespace
}  // namespace plimsoll::server
