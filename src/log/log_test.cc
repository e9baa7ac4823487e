#include "log/log.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <rapidcheck/gtest.h>
#include <thread>

#include "base/sqlite.h"
#include "log/chain.h"
#include "log/log_testing.h"

namespace plimsoll::log {
namespace {

using testing::append_and_wait;
using testing::fact;
using testing::facts;
using testing::read_all;
using testing::settings_in;
using testing::TempFolder;

TEST(Log, GivesPlacesAtOnceAndReadsBackWhatWasAppended) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_EQ(log->append(facts(0, 3)).value(), 3U);
    ASSERT_EQ(log->append(facts(3, 2)).value(), 5U);
    EXPECT_EQ(log->appended(), 5U);
    ASSERT_TRUE(testing::wait(*log, 5));
    EXPECT_EQ(log->durable(), 5U);
    const auto events = read_all(*log);
    ASSERT_EQ(events.size(), 5U);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(events[i].seq, static_cast<Seq>(i + 1));
        EXPECT_TRUE(testing::same(events[i].fact, fact(i)));
    }
}

TEST(Log, AppendOfNothingGivesTheLastPlace) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    EXPECT_EQ(log->append({}).value(), 0U);
    ASSERT_TRUE(log->append(facts(0, 2)));
    EXPECT_EQ(log->append({}).value(), 2U);
}

TEST(Log, EveryHashFollowsFromTheOneBefore) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_TRUE(append_and_wait(*log, facts(0, 10)));
    crypto::Sha256 previous = genesis(log->chain_id());
    EXPECT_EQ(log->chain_hash(0).value(), previous);
    ChainHasher hasher;
    for (const Event& event : read_all(*log)) {
        previous = hasher.link(previous, event.seq, event.fact);
        EXPECT_EQ(event.hash, previous);
        EXPECT_EQ(log->chain_hash(event.seq).value(), previous);
    }
    EXPECT_TRUE(log->chain_hash(11).error().is(plimsoll::errors::not_found));
}

TEST(Log, TwoLogsNeverShareAHash) {
    TempFolder a;
    TempFolder b;
    auto one = testing::open(settings_in(a));
    auto other = testing::open(settings_in(b));
    EXPECT_NE(one->chain_id(), other->chain_id());
    ASSERT_TRUE(append_and_wait(*one, facts(0, 1)));
    ASSERT_TRUE(append_and_wait(*other, facts(0, 1)));
    EXPECT_NE(one->chain_hash(1).value(), other->chain_hash(1).value());
}

TEST(Log, GoesOnAfterAReopen) {
    TempFolder folder;
    std::string chain;
    {
        auto log = testing::open(settings_in(folder));
        chain = log->chain_id();
        ASSERT_TRUE(log->append(facts(0, 3)));
        ASSERT_TRUE(log->close(Duration::seconds(30)));
        EXPECT_EQ(log->durable(), 3U);
        EXPECT_TRUE(log->append(facts(3, 1)).error().is(errors::failed));
    }
    auto log = testing::open(settings_in(folder));
    EXPECT_EQ(log->chain_id(), chain);
    EXPECT_EQ(log->appended(), 3U);
    EXPECT_EQ(log->durable(), 3U);
    EXPECT_EQ(log->append(facts(3, 1)).value(), 4U);
    ASSERT_TRUE(testing::wait(*log, 4));
    EXPECT_EQ(read_all(*log).size(), 4U);
}

TEST(Log, ClosedCleanlyLeavesOneWholeFile) {
    TempFolder folder;
    {
        auto log = testing::open(settings_in(folder));
        ASSERT_TRUE(append_and_wait(*log, facts(0, 3)));
        EXPECT_EQ(read_all(*log).size(), 3U);
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "log.db-wal"));
}

TEST(Log, WaitersAreCalledOnceInOrderAndAtOnceWhenDurable) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_TRUE(append_and_wait(*log, facts(0, 2)));
    bool at_once = false;
    log->when_durable(1, [&](Result<> r) { at_once = r.has_value(); });
    EXPECT_TRUE(at_once);
    std::vector<Seq> called;
    ASSERT_TRUE(log->append(facts(2, 3)));
    for (const Seq seq : {5U, 3U, 4U}) log->when_durable(seq, [&called, seq](Result<>) { called.push_back(seq); });
    ASSERT_TRUE(log->close(Duration::seconds(30)));
    std::sort(called.begin(), called.end());  // a waiter that came after its commit was called at once
    EXPECT_EQ(called, (std::vector<Seq>{3, 4, 5}));
}

TEST(Log, AWaiterForAPlaceThatWasNeverGivenIsToldSo) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    EXPECT_TRUE(testing::wait(*log, 7).error().is(errors::failed));
}

TEST(Log, SubscribersGetEveryEventInOrderWithItsHash) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    std::vector<Event> heard;
    log->on_commit([&](const std::vector<Event>& events) { heard.insert(heard.end(), events.begin(), events.end()); });
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(log->append(facts(3 * i, 3)));
    ASSERT_TRUE(log->close(Duration::seconds(30)));
    const auto stored = read_all(*log);
    ASSERT_EQ(heard.size(), 150U);
    ASSERT_EQ(stored.size(), 150U);
    for (std::size_t i = 0; i < heard.size(); ++i) {
        EXPECT_EQ(heard[i].seq, stored[i].seq);
        EXPECT_EQ(heard[i].hash, stored[i].hash);
        EXPECT_TRUE(testing::same(heard[i].fact, stored[i].fact));
    }
}

TEST(Log, ACallbackMayAppendAndRead) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    std::promise<std::size_t> read;
    log->when_durable(0, [](Result<>) {});
    log->on_commit([&](const std::vector<Event>& events) {
        if (events.front().seq == 1) EXPECT_TRUE(log->append(facts(1, 1)));
        else read.set_value(read_all(*log).size());
    });
    ASSERT_TRUE(log->append(facts(0, 1)));
    EXPECT_EQ(read.get_future().get(), 2U);
}

TEST(Log, ReadStopsAtTheLimitOrWhenToldTo) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_TRUE(append_and_wait(*log, facts(0, 4500)));  // over two pages
    EXPECT_EQ(read_all(*log).size(), 4500U);
    EXPECT_EQ(read_all(*log, 4400).size(), 101U);
    EXPECT_EQ(read_all(*log, 10, 2500).size(), 2500U);
    EXPECT_EQ(read_all(*log, 1, 0).size(), 0U);
    EXPECT_EQ(read_all(*log, 4501).size(), 0U);
    int seen = 0;
    ASSERT_TRUE(log->read(1, SIZE_MAX, [&](const Event&) { return ++seen < 2100; }));
    EXPECT_EQ(seen, 2100);
}

TEST(Log, AReadMayReadAgainInside) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_TRUE(append_and_wait(*log, facts(0, 10)));
    std::function<int(Seq)> depth = [&](Seq from) {
        int deepest = 0;
        EXPECT_TRUE(log->read(from, 1, [&](const Event& event) {
            deepest = 1 + depth(event.seq + 1);
            return true;
        }));
        return deepest;
    };
    EXPECT_EQ(depth(1), 10);
}

TEST(Log, ReadsOneStream) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    std::vector<NewEvent> mixed;
    for (int i = 0; i < 30; ++i) mixed.push_back(fact(i, i % 3 == 0 ? "slo/a" : "slo/b"));
    ASSERT_TRUE(append_and_wait(*log, mixed));
    std::vector<Seq> seqs;
    ASSERT_TRUE(log->read_stream("slo/a", 5, 3, [&](const Event& event) {
        seqs.push_back(event.seq);
        return true;
    }));
    EXPECT_EQ(seqs, (std::vector<Seq>{7, 10, 13}));
    ASSERT_TRUE(log->read_stream("slo/none", 1, 100, [&](const Event&) { return ADD_FAILURE(), false; }));
}

TEST(Log, RefusesMoreThanItsQueueHolds) {
    TempFolder folder;
    Settings settings = settings_in(folder);
    settings.queue_limit = 10;
    auto log = testing::open(settings);
    EXPECT_TRUE(log->append(facts(0, 11)).error().is(errors::full));
    EXPECT_EQ(log->appended(), 0U);
    EXPECT_TRUE(append_and_wait(*log, facts(0, 10)));
}

TEST(Log, RefusesMoreBytesThanItsQueueHolds) {
    TempFolder folder;
    Settings settings = settings_in(folder);
    settings.queue_bytes = 1000;
    auto log = testing::open(settings);
    NewEvent large = fact(0);
    large.body = "{\"text\":\"" + std::string(1000, 'x') + "\"}";
    EXPECT_TRUE(log->append({large}).error().is(errors::full));
    EXPECT_TRUE(append_and_wait(*log, facts(0, 1)));
}

TEST(Log, AnEventThatBreaksALimitChangesNothingAndEveryFieldIsNamed) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    std::vector<NewEvent> events = facts(0, 3);
    events[1].type = std::string(Limits::type + 1, 't');
    events[1].actor = "\xff";
    events[2].body = "[]";
    const auto refused = log->append(events);
    ASSERT_TRUE(refused.error().is(plimsoll::errors::invalid));
    std::vector<std::string> where;
    for (const FieldError& field : refused.error().fields()) where.push_back(field.where);
    EXPECT_EQ(where, (std::vector<std::string>{"/1/type", "/1/actor", "/2/body"}));
    EXPECT_EQ(log->appended(), 0U);
    events = facts(0, 1);
    events[0].type = std::string(Limits::type, 't');
    events[0].body = "{\"x\":\"" + std::string(Limits::body - 8, 'b') + "\"}";
    EXPECT_TRUE(append_and_wait(*log, events));
    events[0].body.insert(6, "b");
    EXPECT_FALSE(log->append(events));
}

TEST(Log, KeepsTextByteForByte) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    NewEvent odd = fact(0);
    odd.at = Timestamp::from_ms(-1);
    odd.version = 2'000'000'000;
    odd.stream = std::string("nul\0inside", 10);
    odd.actor = "";
    odd.body = "{ \"e\" : 1E5,\t\"u\":\"\\u00e9 é\" }";
    ASSERT_TRUE(append_and_wait(*log, {odd}));
    EXPECT_TRUE(testing::same(read_all(*log).at(0).fact, odd));
}

TEST(Log, RefusesUpdateDeleteAndReplaceFromAnyone) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    ASSERT_TRUE(append_and_wait(*log, facts(0, 3)));
    auto db = sqlite::Db::open(folder / "log.db").value();
    EXPECT_FALSE(db.exec("UPDATE events SET body = '{}' WHERE seq = 2"));
    EXPECT_FALSE(db.exec("DELETE FROM events WHERE seq = 3"));
    EXPECT_FALSE(db.exec("INSERT OR REPLACE INTO events VALUES (2, 0, 't', 1, 's', 'a', 's', '{}', x'00')"));
    EXPECT_EQ(read_all(*log).size(), 3U);
}

TEST(Log, RefusesAFileOfANewerVersion) {
    TempFolder folder;
    testing::open(settings_in(folder)).reset();
    ASSERT_TRUE(sqlite::Db::open(folder / "log.db")->exec("UPDATE meta SET value = 2 WHERE name = 'format'"));
    Metrics metrics;
    EXPECT_TRUE(Log::open(settings_in(folder), metrics).error().is(errors::newer));
}

TEST(Log, RefusesAFileWhoseLastRowWasChanged) {
    TempFolder folder;
    {
        auto log = testing::open(settings_in(folder));
        ASSERT_TRUE(append_and_wait(*log, facts(0, 3)));
    }
    ASSERT_TRUE(sqlite::Db::open(folder / "log.db")
                    ->exec("DROP TRIGGER events_are_not_changed; UPDATE events SET actor = 'x' WHERE seq = 3"));
    Metrics metrics;
    EXPECT_TRUE(Log::open(settings_in(folder), metrics).error().is(errors::tampered));
}

TEST(Log, RefusesAFileThatIsNoDatabase) {
    TempFolder folder;
    { std::ofstream(folder / "log.db") << std::string(8192, 'x'); }
    Metrics metrics;
    EXPECT_TRUE(Log::open(settings_in(folder), metrics).error().is(sqlite::errors::corrupt));
}

TEST(Log, TheSecondLogOnOneFileIsRefused) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    Metrics metrics;
    const auto second = Log::open(settings_in(folder), metrics);
    ASSERT_TRUE(second.error().is(errors::in_use));
    EXPECT_NE(second.error().detail().find("pid " + std::to_string(::getpid())), std::string::npos);
    log.reset();
    EXPECT_TRUE(Log::open(settings_in(folder), metrics));
}

TEST(Log, ManyThreadsAppendAndReadWithoutGaps) {
    TempFolder folder;
    auto log = testing::open(settings_in(folder));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&log, t] {
            for (int i = 0; i < 100; ++i) EXPECT_TRUE(append_and_wait(*log, facts(t * 1000 + i, 2)));
        });
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&log] {
            for (int i = 0; i < 20; ++i) {
                Seq expected = 1;
                EXPECT_TRUE(log->read(1, SIZE_MAX, [&](const Event& event) { return event.seq == expected++; }));
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(log->durable(), 800U);
    EXPECT_EQ(read_all(*log).size(), 800U);
}

RC_GTEST_PROP(LogProperty, WhatWasAppendedIsReadBackOverReopensAndTheChainVerifies, ()) {
    TempFolder folder;
    std::vector<NewEvent> model;
    const auto rounds = *rc::gen::inRange(1, 4);
    for (int round = 0; round < rounds; ++round) {
        auto log = testing::open(settings_in(folder));
        const auto appends = *rc::gen::inRange(0, 6);
        for (int i = 0; i < appends; ++i) {
            std::vector<NewEvent> events;
            const auto count = *rc::gen::inRange(0, 20);
            for (int n = 0; n < count; ++n) {
                NewEvent event = fact(n, "stream/" + std::to_string(*rc::gen::inRange(0, 3)));
                event.at = Timestamp::from_ms(*rc::gen::arbitrary<std::int64_t>());
                event.version = *rc::gen::arbitrary<int>();
                event.body = "{\"v\":" + std::to_string(*rc::gen::arbitrary<int>()) + "}";
                events.push_back(event);
            }
            model.insert(model.end(), events.begin(), events.end());
            RC_ASSERT(log->append(std::move(events)).value() == model.size());
        }
        RC_ASSERT(log->close(Duration::seconds(60)).has_value());
    }
    auto log = testing::open(settings_in(folder));
    const auto stored = read_all(*log);
    RC_ASSERT(stored.size() == model.size());
    crypto::Sha256 previous = genesis(log->chain_id());
    for (std::size_t i = 0; i < model.size(); ++i) {
        RC_ASSERT(testing::same(stored[i].fact, model[i]));
        previous = ChainHasher().link(previous, i + 1, model[i]);
        RC_ASSERT(stored[i].hash == previous);
    }
}

}  // namespace
}  // namespace plimsoll::log
