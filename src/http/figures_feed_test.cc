#include "http/figures_feed.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace plimsoll::http
