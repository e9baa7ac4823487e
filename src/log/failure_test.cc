// What happens to the log when the disk is full, the sync fails, or the process is killed.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <thread>

#include "log/chain.h"
#include "log/log.h"
#include "log/log_testing.h"
#include "log/tight_disk_testing.h"

namespace plimsoll::log {
namespace {

using testing::append_and_wait;
using testing::facts;
using testing::read_all;
using testing::settings_in;
using testing::TempFolder;
using testing::TightDisk;

bool chain_holds(const Log& log) {
    crypto::Sha256 previous = genesis(log.chain_id());
    Seq seq = 0;
    for (const Event& event : read_all(log)) {
        previous = ChainHasher().link(previous, ++seq, event.fact);
        if (event.seq != seq || event.hash != previous) return false;
    }
    return seq == log.durable();
}

TEST(FullDisk, AppendsAreRefusedReadsGoOnAndWritingResumes) {
    TightDisk disk;
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_TRUE(append_and_wait(*log, facts(0, 5)));
    disk.leave(0);
    const auto refused = append_and_wait(*log, facts(5, 5));
    ASSERT_TRUE(refused.error().is(errors::failed));
    EXPECT_NE(refused.error().detail().find("full"), std::string::npos);
    EXPECT_TRUE(log->failed());
    EXPECT_EQ(log->durable(), 5U);
    EXPECT_EQ(log->appended(), 5U);
    EXPECT_EQ(read_all(*log).size(), 5U);
    EXPECT_TRUE(log->append(facts(5, 1)).error().is(errors::failed));
    EXPECT_TRUE(log->reopen_after_failure().error().is(errors::failed));  // still full
    EXPECT_TRUE(log->failed());

    disk.empty_out();
    ASSERT_TRUE(log->reopen_after_failure());
    EXPECT_FALSE(log->failed());
    EXPECT_EQ(log->append(facts(5, 5)).value(), 10U);
    ASSERT_TRUE(testing::wait(*log, 10));
    EXPECT_TRUE(chain_holds(*log));
}

TEST(FullDisk, HalfAGroupIsNeverSeen) {
    for (const long long bytes : {1LL, 40LL, 5'000LL, 20'000LL, 60'000LL, 120'000LL}) {
        TightDisk disk;
        TempFolder folder;
        {
            auto log = testing::open(settings_in(folder));
            ASSERT_TRUE(append_and_wait(*log, facts(0, 3)));
            disk.leave(bytes);
            EXPECT_FALSE(append_and_wait(*log, facts(3, 1000))) << bytes;
            disk.empty_out();
            EXPECT_EQ(read_all(*log).size(), 3U);
            ASSERT_TRUE(log->reopen_after_failure());
            EXPECT_TRUE(append_and_wait(*log, facts(3, 2)));
        }
        auto log = testing::open(settings_in(folder));
        EXPECT_EQ(log->durable(), 5U);
        EXPECT_TRUE(chain_holds(*log));
    }
}

TEST(FullDisk, EveryPendingAppendIsDroppedAndEveryWaiterIsTold) {
    TightDisk disk;
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    disk.leave(0);
    std::vector<bool> told;
    std::vector<Seq> given;
    for (int i = 0; i < 5; ++i)
        if (const auto seq = log->append(facts(i, 1))) given.push_back(*seq);
    std::vector<std::future<Result<>>> answers;
    for (const Seq seq : given) {
        auto answer = std::make_shared<std::promise<Result<>>>();
        answers.push_back(answer->get_future());
        log->when_durable(seq, [answer](Result<> result) { answer->set_value(std::move(result)); });
    }
    for (auto& answer : answers) EXPECT_TRUE(answer.get().error().is(errors::failed));
    EXPECT_EQ(log->appended(), 0U);
}

TEST(FullDisk, ASyncThatFailsLosesNothingAcknowledgedAndTheFileStaysOneChain) {
    TightDisk disk;
    TempFolder folder;
    {
        auto log = testing::open(settings_in(folder));
        ASSERT_TRUE(append_and_wait(*log, facts(0, 5)));
        disk.fail_syncs(true);
        EXPECT_FALSE(append_and_wait(*log, facts(5, 5)));
        EXPECT_EQ(read_all(*log).size(), log->durable());
        disk.fail_syncs(false);
        while (!log->reopen_after_failure()) EXPECT_EQ(read_all(*log).size(), log->durable());
        const Seq next = log->durable() + 1;
        EXPECT_EQ(log->append(facts(100, 1)).value(), next);
        ASSERT_TRUE(testing::wait(*log, next));
    }
    auto log = testing::open(settings_in(folder));
    EXPECT_GE(log->durable(), 6U);
    EXPECT_TRUE(chain_holds(*log));
}

TEST(FullDisk, TheReserveIsReleasedSoThatPagingGoesOnAndMadeAgainLater) {
    TightDisk disk;
    TempFolder folder;
    std::atomic<std::uint64_t> free{10u << 20};
    Settings settings = settings_in(folder);
    settings.reserve_bytes = 1u << 20;
    settings.free_space = [&](const auto&) -> Result<std::uint64_t> { return free.load(); };
    auto log = testing::open(settings);
    const auto reserve = folder / "log.reserve";
    ASSERT_EQ(std::filesystem::file_size(reserve), 1u << 20);
    EXPECT_FALSE(log->low_space());

    free = (1u << 20) - 1;
    EXPECT_TRUE(log->low_space());  // ingest refuses from here on
    ASSERT_TRUE(append_and_wait(*log, facts(0, 1)));
    EXPECT_TRUE(std::filesystem::exists(reserve));

    // The disk fills up; removing the reserve is what gives the next commit its room.
    std::thread room([&] {
        while (std::filesystem::exists(reserve)) std::this_thread::yield();
        disk.leave(500'000);
    });
    disk.leave(0);
    const auto page = append_and_wait(*log, facts(1, 1));
    room.join();
    if (!page) {
        ASSERT_TRUE(log->reopen_after_failure());  // the second try came before the room did
    }
    EXPECT_TRUE(append_and_wait(*log, facts(2, 1)));
    EXPECT_FALSE(std::filesystem::exists(reserve));
    EXPECT_TRUE(log->low_space());

    disk.empty_out();
    free = 10u << 20;
    EXPECT_FALSE(log->low_space());  // which also asks for the reserve to be made again
    while (!std::filesystem::exists(reserve)) std::this_thread::yield();
    EXPECT_TRUE(chain_holds(*log));
}

TEST(FullDisk, ASnapshotDoesNotTakeTheLastSpace) {
    TempFolder folder;
    Settings settings = settings_in(folder);
    settings.reserve_bytes = 1u << 20;
    settings.free_space = [](const auto&) -> Result<std::uint64_t> { return 1000; };
    auto log = testing::open(settings);
    EXPECT_TRUE(log->low_space());
    EXPECT_FALSE(log->save_snapshot({0, log->chain_hash(0).value(), "schema", "state"}));
}

/// Appends until it is killed; tells every durable sequence number through the pipe.
[[noreturn]] void append_until_killed(const Settings& settings, int pipe) {
    Metrics metrics;
    auto log = Log::open(settings, metrics);
    if (!log) _exit(1);
    (*log)->on_commit([&](const std::vector<Event>& events) {
        const Seq seq = events.back().seq;
        if (::write(pipe, &seq, sizeof seq) != sizeof seq) _exit(2);
    });
    for (int i = 0;; ++i)
        while (!(*log)->append(facts(i, 1 + i % 7))) std::this_thread::yield();
}

Seq kill_after(int reports, Settings settings) {
    settings.queue_limit = 100;  // small groups: many commits to be killed in
    int ends[2];
    if (::pipe(ends) != 0) return 0;
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(settings, ends[1]);
    ::close(ends[1]);
    Seq reported = 0;
    for (int i = 0; i < reports && ::read(ends[0], &reported, sizeof reported) == sizeof reported; ++i) {}
    ::kill(child, SIGKILL);
    while (::read(ends[0], &reported, sizeof reported) == sizeof reported) {}
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return reported;
}

TEST(KilledProcess, EveryEventReportedDurableIsThereAndTheChainHolds) {
    TempFolder folder;
    std::random_device seed;
    const auto seeded = seed();
    std::minstd_rand random(seeded);
    SCOPED_TRACE("seed " + std::to_string(seeded));
    Seq last = 0;
    for (int round = 0; round < 8; ++round) {
        const Seq reported = kill_after(1 + static_cast<int>(random() % 60), settings_in(folder));
        ASSERT_GT(reported, last);
        auto log = testing::open(settings_in(folder));
        ASSERT_TRUE(log);
        EXPECT_GE(log->durable(), reported);
        EXPECT_TRUE(chain_holds(*log));
        last = log->durable();
    }
}

}  // namespace
}  // namespace plimsoll::log
