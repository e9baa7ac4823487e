#include "server/desk.h"

#include <gtest/gtest.h>

#include <future>

namespace plimsoll::server {
namespace {

TEST(Desk, AnswersFromItsOwnThread) {
    const SystemClock clock;
    Loop loop(clock);
    loop.start();
    const Desk desk(loop);
    std::promise<Result<api::Reply>> answer;
    std::thread::id worked;
    const auto handler = desk.handler([&](const api::Request& request) -> Result<api::Reply> {
        worked = std::this_thread::get_id();
        api::Reply reply;
        reply.body = request.body;
        return reply;
    });
    api::Request request;
    request.body = "hello";
    handler(request, [&](Result<api::Reply> reply) { answer.set_value(std::move(reply)); });
    const auto reply = answer.get_future().get();
    loop.stop();
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body, "hello");
    EXPECT_NE(worked, std::this_thread::get_id());
}

TEST(Desk, SaysBusyWhenTooManyWait) {
    const SystemClock clock;
    Loop loop(clock);  // never started: all of them wait
    const Desk desk(loop);
    const auto handler = desk.handler([](const api::Request&) -> Result<api::Reply> { return api::Reply{}; });
    int refused = 0;
    for (int i = 0; i < Desk::kMostWaiting + 3; ++i) {
        handler({}, [&](Result<api::Reply> reply) {
            ASSERT_FALSE(reply);
            EXPECT_TRUE(reply.error().is(plimsoll::errors::busy));
            ++refused;
        });
    }
    EXPECT_EQ(refused, 3);
}

}  // namespace
}  // namespace plimsoll::server
