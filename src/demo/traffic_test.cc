// traffic_test.cc: what the demo's traffic does with a server that is busy, refuses, or was away.
#include "demo/traffic.h"

#include <gtest/gtest.h>

#include "base/temp_folder_for_tests.h"
#include "http/server.h"

namespace plimsoll::demo {
namespace {

const Timestamp kFounded = Timestamp::from_seconds(1'795'266'040);

/// A server that answers remote writes as it is told, and keeps them.
class Busy : public testing::Test {
protected:
    void SetUp() override {
        api::Route route;
        route.method = api::Method::post;
        route.path = "/api/v1/write";
        route.summary = "Receive";
        route.right = api::Right::ingest;
        route.open_on_loopback = true;
        route.request = api::opaque("WriteRequest", "application/x-protobuf");
        route.handler = [this](const api::Request& request) -> Result<api::Reply> {
            bodies_.push_back(request.body);
            api::Reply reply;
            reply.status = status_;
            return reply;
        };
        http::Settings settings;
        settings.listen = "127.0.0.1:0";
        settings.io_threads = 1;
        http::Ports ports;
        ports.clock = &system_;
        ports.metrics = &metrics_;
        ports.random = &random_;
        server_ = std::move(*http::Server::start(settings, {route}, std::move(ports)));
        home_ = std::make_unique<Home>(folder_.path());
    }

    Traffic traffic() {
        return {Caller(server_->url(), ""), LiveSeries(Counts(1, kFounded), kFounded, [](const PromisedSlo&) { return true; }), *home_, clock_};
    }

    SystemClock system_;
    SystemRandom random_;
    Metrics metrics_;
    int status_ = 204;                 // written between calls, which block
    std::vector<std::string> bodies_;
    std::unique_ptr<http::Server> server_;
    const TempFolder folder_{"traffic"};
    std::unique_ptr<Home> home_;
    ManualClock clock_{kFounded + Duration::seconds(5)};
};

TEST_F(Busy, EachSlotIsPushedOnce) {
    Traffic t = traffic();
    ASSERT_TRUE(t.push());
    ASSERT_TRUE(t.push());
    EXPECT_EQ(bodies_.size(), 1U);
    clock_.advance(Duration::seconds(9));
    ASSERT_TRUE(t.push());
    EXPECT_EQ(bodies_.size(), 1U) << "its sample is not due";
    clock_.advance(Duration::seconds(1));
    ASSERT_TRUE(t.push());
    EXPECT_EQ(bodies_.size(), 2U);
}

TEST_F(Busy, WhatWasNotTakenIsSentAgainUnchanged) {
    Traffic t = traffic();
    status_ = 503;
    EXPECT_TRUE(t.push().error().is(errors::busy));
    clock_.advance(Duration::seconds(10));
    status_ = 204;
    ASSERT_TRUE(t.push());
    ASSERT_EQ(bodies_.size(), 3U);
    EXPECT_EQ(bodies_[0], bodies_[1]);
    EXPECT_NE(bodies_[1], bodies_[2]);
}

TEST_F(Busy, WhatIsRefusedForGoodIsDropped) {
    Traffic t = traffic();
    status_ = 400;
    EXPECT_TRUE(t.push().error().is(errors::refused));
    status_ = 204;
    ASSERT_TRUE(t.push());
    EXPECT_EQ(bodies_.size(), 1U);
}

TEST_F(Busy, ALongAbsenceIsLeftOut) {
    Traffic t = traffic();
    ASSERT_TRUE(t.push());
    clock_.advance(kBacklog);
    ASSERT_TRUE(t.push());
    const std::size_t kept = bodies_.back().size();
    clock_.advance(kBacklog + Duration::seconds(10));
    ASSERT_TRUE(t.push());
    EXPECT_LT(bodies_.back().size() * 4, kept) << "one slot, not half an hour of them";
}

/// "another value is stored for this series and time": a start told again, from zero, what the one before it had told.
TEST(KeptCompany, AStartTellsNoSlotThatTheOneBeforeTold) {
    const Duration step = ledger::kStep;
    const Timestamp edge = kFounded + Duration::minutes(3);
    const Timestamp told = edge + kSampleAfter;
    EXPECT_EQ(first_slot_after(edge + Duration::seconds(6), told), edge + step) << "stopped and started within the slot";
    EXPECT_EQ(first_slot_after(edge + Duration::ms(9'999), told), edge + step);
    EXPECT_EQ(first_slot_after(edge + Duration::minutes(9), told), edge + Duration::minutes(9) + step) << "the time between is a gap";
    EXPECT_EQ(first_slot_after(edge - Duration::minutes(2), told), edge + step) << "the clock was set back";
    EXPECT_EQ(first_slot_after(edge, std::nullopt), edge + step) << "it ended before its first sample";
}

TEST_F(Busy, TroubleIsToldOnceAndItsEndToo) {
    std::mutex mutex;
    std::condition_variable told;
    std::vector<std::string> words;
    status_ = 503;
    clock_.advance(Duration::seconds(1));
    Traffic t = traffic();
    t.start([&](const std::string& what) {
        if (!what.empty()) status_ = 204;  // on the thread that calls: nothing is on its way
        const std::lock_guard lock(mutex);
        words.push_back(what);
        told.notify_all();
    });
    std::unique_lock lock(mutex);
    ASSERT_TRUE(told.wait_for(lock, std::chrono::seconds(30), [&] { return words.size() == 2; }));
    EXPECT_NE(words[0], "");
    EXPECT_EQ(words[1], "");
    lock.unlock();
    t.stop();
}

}  // namespace
}  // namespace plimsoll::demo
