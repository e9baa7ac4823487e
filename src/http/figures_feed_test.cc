#include "http/figures_feed.h"

#include <gtest/gtest.h>

#include <future>

namespace plimsoll::http {
namespace {

struct Listener final : FiguresSink {
    std::vector<std::uint64_t> heard;
    void moved(const FiguresAt& at) override { heard.push_back(at.revision); }
};

class FiguresFeedTest : public testing::Test {
protected:
    ManualClock clock{Timestamp::from_seconds(1'700'000'000)};
    std::uint64_t revision = 1;
    int looked = 0;
    int read = 0;
    std::shared_ptr<FiguresFeed> feed = std::make_shared<FiguresFeed>(
        FiguresPort{[this] {
                        ++looked;
                        return revision;
                    },
                    [this] {
                        ++read;
                        return FiguresAt{revision, std::nullopt};
                    }},
        clock);
};

TEST_F(FiguresFeedTest, NothingIsLookedAtWhileNobodyListens) {
    feed->moved();
    EXPECT_EQ(feed->step(), std::nullopt);
    const auto sink = std::make_shared<Listener>();
    { const auto handle = feed->subscribe(sink); }
    EXPECT_EQ(feed->step(), std::nullopt);
    EXPECT_EQ(looked, 0);
}

TEST_F(FiguresFeedTest, AListenerHearsThePresentAndThenEachMoveAtMostOnceASecond) {
    const auto sink = std::make_shared<Listener>();
    const auto handle = feed->subscribe(sink);
    feed->step();
    EXPECT_EQ(sink->heard, std::vector<std::uint64_t>{1});
    revision = 2;
    clock.advance(Duration::ms(400));
    EXPECT_EQ(feed->step(), Duration::ms(600));
    revision = 3;
    clock.advance(Duration::ms(600));
    feed->step();
    EXPECT_EQ(sink->heard, (std::vector<std::uint64_t>{1, 3}));
    clock.advance(Duration::seconds(5));
    feed->step();
    EXPECT_EQ(sink->heard.size(), 2U);
    EXPECT_EQ(read, 2);
}

TEST_F(FiguresFeedTest, OneThatCameLaterHearsThePresentTheOthersNothingTwice) {
    const auto first = std::make_shared<Listener>();
    const auto second = std::make_shared<Listener>();
    const auto one = feed->subscribe(first);
    feed->step();
    const auto two = feed->subscribe(second);
    clock.advance(Duration::seconds(1));
    feed->step();
    EXPECT_EQ(first->heard.size(), 1U);
    EXPECT_EQ(second->heard.size(), 1U);
}

TEST_F(FiguresFeedTest, ASinkThatIsGoneIsNotCalled) {
    auto sink = std::make_shared<Listener>();
    const auto handle = feed->subscribe(sink);
    sink.reset();
    EXPECT_EQ(feed->step(), FiguresFeed::kEvery);
    EXPECT_EQ(read, 0);
}

TEST_F(FiguresFeedTest, ItsThreadTellsANewListenerAndStops) {
    struct Told final : FiguresSink {
        std::mutex mutex;
        std::condition_variable changed;
        bool told = false;
        void moved(const FiguresAt&) override {
            const std::lock_guard lock(mutex);
            told = true;
            changed.notify_one();
        }
    };
    const auto waiting = std::make_shared<Told>();
    feed->start();
    const auto handle = feed->subscribe(waiting);
    {
        std::unique_lock lock(waiting->mutex);
        waiting->changed.wait(lock, [&] { return waiting->told; });
    }
    feed->stop();
    EXPECT_EQ(read, 1);
}

/// A stream as http/ has it: it ends its own subscription when its last owner lets go of it.
struct Stream final : FiguresSink {
    std::promise<void>& told;
    std::future<void> goes_on;
    std::shared_ptr<void> listening;
    Stream(std::promise<void>& t, std::future<void> g) : told(t), goes_on(std::move(g)) {}
    void moved(const FiguresAt&) override {
        told.set_value();
        goes_on.wait();
    }
};

/// "Resource deadlock avoided": a connection ended while the feed told its stream, so that the feed's thread was the last
/// to let go of it; ending its subscription there made that thread the feed's last owner as the server went, and it joined
/// itself. Each round ends the server at another moment of that.
TEST_F(FiguresFeedTest, AServerThatEndsWhileAStreamIsToldDoesNotAbort) {
    for (int round = 0; round < 1'000; ++round) {
        auto own = std::make_shared<FiguresFeed>(FiguresPort{[] { return 1; }, [] { return FiguresAt{1, std::nullopt}; }}, clock);
        std::promise<void> told;
        std::promise<void> go_on;
        auto stream = std::make_shared<Stream>(told, go_on.get_future());
        stream->listening = own->subscribe(stream);
        own->start();
        told.get_future().wait();
        const std::weak_ptr<FiguresSink> watched = stream;
        stream.reset();
        go_on.set_value();
        for (int pause = 0; pause < round % 50; ++pause) std::this_thread::yield();
        own.reset();
        ASSERT_TRUE(watched.expired()) << "the feed's thread ended before its owner went on";
    }
}

TEST_F(FiguresFeedTest, AHandleThatOutlivesTheFeedIsHarmless) {
    const auto sink = std::make_shared<Listener>();
    auto handle = feed->subscribe(sink);
    feed.reset();
    handle.reset();
    EXPECT_TRUE(sink->heard.empty());
}

}  // namespace
}  // namespace plimsoll::http
