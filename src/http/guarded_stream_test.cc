#include "http/guarded_stream.h"

#include <gtest/gtest.h>

#include "api/route.h"
#include "http/server_for_tests.h"

namespace plimsoll::http {
namespace {

class Ticks final : public api::Stream {
public:
    Pulled pull(std::size_t) override { return {"tick", false}; }
    void on_ready(std::function<void()> wake) override { woken = static_cast<bool>(wake); }
    [[nodiscard]] std::string keep_alive() const override { return ":"; }
    bool woken = false;
};

TEST(GuardedStream, EndsOnceItsReaderMayNoLonger) {
    ManualClock clock(Timestamp::from_seconds(1));
    bool allowed = true;
    int asked = 0;
    const auto ticks = std::make_shared<Ticks>();
    const auto stream = guarded(ticks, [&] { return ++asked, allowed; }, clock, Duration::seconds(10));
    for (int i = 0; i < 5; ++i) EXPECT_EQ(stream->pull(100).bytes, "tick");
    EXPECT_EQ(asked, 0) << "it was let in just now";
    clock.advance(Duration::seconds(10));
    EXPECT_FALSE(stream->pull(100).ended);
    EXPECT_FALSE(stream->pull(100).ended);
    EXPECT_EQ(asked, 1) << "not at every pull";
    allowed = false;
    clock.advance(Duration::seconds(10));
    const auto last = stream->pull(100);
    EXPECT_TRUE(last.ended);
    EXPECT_EQ(last.bytes, "");
    EXPECT_EQ(stream->keep_alive(), ":");
    stream->on_ready([] {});
    EXPECT_TRUE(ticks->woken);
}

/// A stream that has nothing to say.
class Silence final : public api::Stream {
public:
    Pulled pull(std::size_t) override { return {}; }
    void on_ready(std::function<void()>) override {}
    [[nodiscard]] std::string keep_alive() const override { return ": still here\n\n"; }
};

class StreamAccessTest : public ServerTest {
protected:
    ManualClock manual{Timestamp::from_seconds(1'700'000'000)};
    std::atomic<bool> revoked{false};
};

TEST_F(StreamAccessTest, AnOpenStreamEndsWhenItsTokenIsRevoked) {
    ports.clock = &manual;
    ports.authenticate = [this](const std::string&, const std::string&) -> Result<api::Actor> {
        if (revoked) return fail(errors::unauthenticated);
        return api::Actor{"token:a", {api::Right::admin}};
    };
    rows.push_back(test_row(api::Method::get, "/silence", [](const api::Request&) -> Result<api::Reply> {
        api::Reply reply;
        reply.content_type = "text/event-stream";
        reply.stream = std::make_shared<Silence>();
        return reply;
    }));
    rows.back().reply = api::opaque("EventStream", "text/event-stream");
    settings.limits.heartbeat = std::chrono::milliseconds(20);
    start();
    RawClient client(port());
    client.send(get("/silence"));
    ASSERT_TRUE(client.receive_until("still here"));
    revoked = true;
    manual.advance(stream_check_every);
    EXPECT_TRUE(client.receive_until("\r\n0\r\n\r\n")) << "the last chunk";
}

}  // namespace
}  // namespace plimsoll::http
