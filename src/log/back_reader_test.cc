#include "log/back_reader.h"

#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::TempFolder;

struct Filled {
    TempFolder folder;
    Metrics metrics;
    std::unique_ptr<Log> log;

    explicit Filled(int count) {
        auto opened = Log::open(testing::settings_in(folder), metrics);
        EXPECT_TRUE(opened) << opened.error().report();
        log = std::move(*opened);
        std::vector<NewEvent> events;
        for (int n = 1; n <= count; ++n) events.push_back(testing::fact(n, n % 10 == 0 ? "slo/rare" : "slo/checkout"));
        if (count == 0) return;
        const auto seq = log->append(std::move(events));
        EXPECT_TRUE(seq);
        std::promise<Result<>> told;
        log->when_durable(*seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
        EXPECT_TRUE(told.get_future().get());
    }

    std::vector<Seq> read(Seq below, std::size_t limit, const std::optional<std::string>& stream = std::nullopt) {
        std::vector<Seq> seen;
        BackReader reader(folder / "log.db");
        const auto done = reader.read(below, limit, stream, [&](const Event& event) {
            seen.push_back(event.seq);
            return true;
        });
        EXPECT_TRUE(done) << done.error().report();
        return seen;
    }
};

TEST(BackReader, GivesEveryEventOnceNewestFirstAcrossPages) {
    Filled f(1300);
    const auto seen = f.read(UINT64_MAX, SIZE_MAX);
    ASSERT_EQ(seen.size(), 1300U);
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], 1300 - i);
}

TEST(BackReader, BeginsBelowAndEndsAtTheLimit) {
    Filled f(30);
    EXPECT_EQ(f.read(21, 3), (std::vector<Seq>{20, 19, 18}));
    EXPECT_EQ(f.read(3, 10), (std::vector<Seq>{2, 1}));
    EXPECT_TRUE(f.read(1, 10).empty());
    EXPECT_TRUE(f.read(21, 0).empty());
}

TEST(BackReader, FollowsOneStream) {
    Filled f(45);
    EXPECT_EQ(f.read(UINT64_MAX, SIZE_MAX, "slo/rare"), (std::vector<Seq>{40, 30, 20, 10}));
    EXPECT_EQ(f.read(30, 1, "slo/rare"), (std::vector<Seq>{20}));
    EXPECT_TRUE(f.read(UINT64_MAX, SIZE_MAX, "slo/none").empty());
}

TEST(BackReader, SeesWhatWasCommittedAfterItOpened) {
    Filled f(3);
    BackReader reader(f.folder / "log.db");
    int seen = 0;
    const auto count = [&](const Event&) { return ++seen, true; };
    ASSERT_TRUE(reader.read(UINT64_MAX, SIZE_MAX, std::nullopt, count));
    EXPECT_EQ(seen, 3);
    const auto seq = f.log->append(testing::facts(4, 2));
    ASSERT_TRUE(seq);
    std::promise<Result<>> told;
    f.log->when_durable(*seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
    ASSERT_TRUE(told.get_future().get());
    seen = 0;
    ASSERT_TRUE(reader.read(UINT64_MAX, SIZE_MAX, std::nullopt, count));
    EXPECT_EQ(seen, 5);
}

TEST(BackReader, SaysThatThereIsNoLog) {
    const TempFolder folder;
    BackReader reader(folder / "log.db");
    const auto done = reader.read(UINT64_MAX, 1, std::nullopt, [](const Event&) { return true; });
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().is(plimsoll::errors::not_found));
}

}  // namespace
}  // namespace plimsoll::log
