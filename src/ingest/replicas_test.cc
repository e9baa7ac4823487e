// replicas_test.cc: two servers that scrape the same send the same: one is heard, and nothing counts twice or is lost.
#include "ingest/replicas.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/random.h"
#include "ingest/pushing_for_tests.h"

namespace plimsoll::ingest {
namespace {

const ReplicaRule kRule{"cluster", "__replica__", Duration::seconds(30)};
Timestamp second(std::int64_t s) { return Timestamp::from_seconds(Pushing::kStart_s + s); }

TEST(Replicas, TheFirstIsElectedUntilItIsSilent) {
    struct Row {
        std::int64_t at;
        const char* replica;
        bool elected, changed;
    };
    const Row rows[] = {
        {0, "a", true, true},    {1, "b", false, false}, {20, "a", true, false},  {49, "b", false, false},
        {50, "b", true, true},   {51, "a", false, false}, {79, "b", true, false},  {200, "b", true, false},  // silent, but nobody else came
        {229, "a", false, false}, {230, "a", true, true}, {231, "c", false, false},
    };
    Replicas replicas(kRule);
    for (const Row& row : rows) {
        const auto turn = replicas.arrived({"prod", row.replica}, row.replica, second(row.at));
        EXPECT_EQ(turn.elected, row.elected) << row.at;
        EXPECT_EQ(turn.changed, row.changed) << row.at;
    }
    EXPECT_TRUE(replicas.arrived({"test", "b"}, "b", second(231)).elected) << "each cluster elects its own";
}

TEST(Replicas, WhoTakesOverIsHeardFromTheNewestOfTheOneBefore) {
    Replicas replicas(kRule);
    EXPECT_EQ(replicas.arrived({"prod", "a"}, "at one", second(0)).after, Timestamp::min());
    replicas.delivered({"prod", "a"}, second(0));
    replicas.delivered({"prod", "a"}, second(-5));
    EXPECT_EQ(replicas.arrived({"prod", "a"}, "at one", second(10)).after, Timestamp::min());
    replicas.delivered({"prod", "a"}, second(9));
    const auto taken = replicas.arrived({"prod", "b"}, "at two", second(40));
    EXPECT_EQ(taken.after, second(9));
    EXPECT_EQ(taken.source_before, "at one");
    replicas.delivered({"prod", "b"}, second(38));
    EXPECT_EQ(replicas.arrived({"prod", "b"}, "at two", second(45)).after, second(9));
    EXPECT_EQ(replicas.arrived({"prod", "a"}, "at one", second(75)).after, second(38));
}

TEST(Replicas, ClustersAreBounded) {
    Replicas replicas(kRule);
    for (std::size_t n = 0; n <= Replicas::kMostClusters; ++n) {
        EXPECT_TRUE(replicas.arrived({"c" + std::to_string(n), "a"}, "", second(static_cast<std::int64_t>(n))).elected);
    }
    EXPECT_TRUE(replicas.arrived({"c0", "b"}, "", second(1001)).elected) << "the one silent for longest was forgotten";
    EXPECT_FALSE(replicas.arrived({"c1000", "b"}, "", second(1001)).elected);
}

/// A service's counter, scraped by two servers, each with its own offset; their bodies in either version.
class Pair : public testing::Test {
protected:
    Pair() { world.write->set_replicas(kRule); }
    static body::Pairs labels(const std::string& replica, const std::string& cluster = "prod") {
        return {{"__name__", "requests"}, {"__replica__", replica}, {"cluster", cluster}, {"instance", "h:1"}, {"job", "web"}};
    }
    Result<api::Reply> send(const std::string& replica, std::int64_t at, double value, bool two = false) {
        const std::string body = two ? body::Symbolic().series(labels(replica), {{value, second(at).in_ms()}}).message()
                                     : body::series(labels(replica), value, second(at).in_ms());
        return pushed(*world.write, body, two ? kSecondVersion : kFirstVersion, "10.0.0." + replica);
    }
    void now(std::int64_t at) { world.clock.advance(std::max(Duration(), second(at) - world.clock.now())); }
    std::string note(const std::string& replica) {
        for (const SourceStatus& s : world.book.all())
            if (s.name == "remote_write loopback@10.0.0." + replica) return s.note;
        return "unheard of";
    }
    std::uint64_t deduplicated() { return world.metrics.counter("plimsoll_ingest_bodies_total", "", {{"outcome", "deduplicated"}}).value(); }

    Pushing world{{counting("sum(increase(requests[5m]))", "", "sum(increase(requests{code=\"500\"}[5m]))")}};
};

TEST_F(Pair, OneIsCountedAndTheOtherAnsweredAsIfItWere) {
    for (int t = 0; t <= 60; t += 15) {
        now(t + 7);
        for (const bool two : {false, true}) {
            const auto a = send("a", t, t, two), b = send("b", t + 7, t + 7, two);
            ASSERT_TRUE(a && b);
            EXPECT_EQ(b->status, 204);
            EXPECT_EQ(a->headers, b->headers);
            EXPECT_EQ(a->headers.size(), two ? 3u : 0u);
        }
    }
    EXPECT_EQ(deduplicated(), 10u);
    EXPECT_EQ(world.counts(0, 0, 100).first, 60);
    const auto series = world.ledger->series(world.slis[0], 10);
    ASSERT_EQ(series.size(), 1u);
    EXPECT_EQ(series[0].labels, "requests{cluster=\"prod\",instance=\"h:1\",job=\"web\"}");
    EXPECT_TRUE(note("a").starts_with("replica a of prod is elected since 20")) << note("a");
    EXPECT_TRUE(note("b").starts_with("replica b is passed over: replica a of prod is elected since 20")) << note("b");
}

TEST_F(Pair, TheOtherTakesOverWithoutCountingTwiceOrLosing) {
    for (int t = 0; t <= 60; t += 15) {
        now(t);
        ASSERT_TRUE(send("a", t, 2 * t));
        ASSERT_TRUE(send("b", t + 1, 2 * t + 2));
    }
    now(91);
    // It sends what it had kept too: from before the other fell silent, and by a clock that is ahead of the other's.
    ASSERT_TRUE(send("b", 58, 2 * 61));
    ASSERT_TRUE(send("b", 75, 2 * 75));
    ASSERT_TRUE(send("b", 90, 2 * 90));
    EXPECT_EQ(world.counts(0, 0, 100).first, 180);
    EXPECT_EQ(world.ledger->status(world.slis[0]).resets, 0u);
    EXPECT_TRUE(note("b").starts_with("replica b of prod is elected")) << note("b");
    EXPECT_TRUE(note("a").starts_with("silent: replica b of prod is elected")) << note("a");
    now(95);
    ASSERT_TRUE(send("a", 95, 190));
    EXPECT_EQ(world.counts(0, 0, 100).first, 180) << "who comes back waits";
}

TEST_F(Pair, WhoIsNoReplicaIsHeardAsBefore) {
    world.scrape(0, {{{{"__name__", "requests"}}, 5}});
    world.scrape(15, {{{{"__name__", "requests"}}, 9}});
    body::Pairs half = labels("a");
    std::erase_if(half, [](const auto& pair) { return pair.first == "cluster"; });
    ASSERT_TRUE(world.push(body::series(half, 1, second(15).in_ms())));
    EXPECT_EQ(world.counts(0, 0, 100).first, 4 + 1) << "a series of its own, of a target that is known";
    EXPECT_EQ(deduplicated(), 0u);
}

TEST_F(Pair, TheRuleComesAndGoes) {
    now(0);
    ASSERT_TRUE(send("a", 0, 1));
    ASSERT_TRUE(send("b", 0, 1));
    world.write->set_replicas(kRule);
    ASSERT_TRUE(send("b", 1, 1));
    EXPECT_EQ(deduplicated(), 2u) << "the same rule: the same is elected";
    world.write->set_replicas(std::nullopt);
    ASSERT_TRUE(send("b", 2, 1));
    EXPECT_EQ(deduplicated(), 2u);
    EXPECT_EQ(world.ledger->series(world.slis[0], 10).size(), 2u) << "the label is one like others now";
}

TEST_F(Pair, ABrokenBodyIsRefusedWhoeverSendsIt) {
    now(0);
    ASSERT_TRUE(send("a", 0, 1));
    const std::string broken = body::series(labels("b"), 1, second(0).in_ms()) + body::key(1, 2) + body::varint(99);
    EXPECT_FALSE(pushed(*world.write, broken));
    EXPECT_FALSE(pushed(*world.write, body::series(body::key(1, 0) + body::varint(5))));
}

/// Whatever the two do, the account is the growth of the counter between the first and the last sample that is heard.
void replay(std::uint64_t seed) {
    SeededRandom random(seed);
    Pushing world({counting("sum(increase(requests[5m]))", "", "sum(increase(requests{code=\"500\"}[5m]))")});
    world.write->set_replicas(kRule);
    const bool two = random.below(2) == 0;
    const std::int64_t interval = 5 + static_cast<std::int64_t>(random.below(20));
    struct Sender {
        std::string name;
        std::int64_t phase = 0, skew = 0;
        std::int64_t silent_until = 0;
        bool keeps = false;  ///< sends after a silence what it scraped meanwhile
        std::vector<std::pair<std::int64_t, std::int64_t>> waiting;
    };
    std::vector<Sender> senders(2);
    const bool backlogs = random.below(2) == 0;
    for (std::size_t i = 0; i < 2; ++i) {
        senders[i].name = i == 0 ? "a" : "b";
        senders[i].phase = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(interval)));
        // Clocks that disagree, or samples that come late: with both at once no order of samples can be trusted.
        if (backlogs) senders[i].keeps = true;
        else senders[i].skew = static_cast<std::int64_t>(random.below(9)) - 4;
    }
    std::int64_t counter = 100;
    std::optional<std::int64_t> first;
    std::int64_t last = 0;
    for (std::int64_t t = 0; t < 700; ++t) {
        counter += static_cast<std::int64_t>(random.below(5));
        world.clock.advance(Duration::seconds(1));
        for (Sender& s : senders) {
            if (random.below(100) == 0) s.silent_until = t + static_cast<std::int64_t>(random.below(120));
            if (t % interval == s.phase && (t >= s.silent_until || s.keeps)) s.waiting.emplace_back(t, counter);
            if (t < s.silent_until || s.waiting.empty()) continue;
            std::string body;
            body::Symbolic message;
            for (const auto& [at, value] : s.waiting) {
                const body::Pairs labels{{"__name__", "requests"}, {"__replica__", s.name}, {"cluster", "c"}, {"instance", "h:1"}, {"job", "web"}};
                body += body::series(labels, static_cast<double>(value), second(at + s.skew).in_ms());
                message.series(labels, {{static_cast<double>(value), second(at + s.skew).in_ms()}});
            }
            const auto newest = [&] {
                const auto known = world.ledger->series(world.slis[0], 2);
                RC_ASSERT(known.size() <= 1);
                return known.empty() ? Timestamp::min() : known[0].last_at;
            };
            const Timestamp before = newest();
            const auto reply = pushed(*world.write, two ? message.message() : body, two ? kSecondVersion : kFirstVersion, s.name);
            RC_ASSERT(reply.has_value());
            for (const auto& [at, value] : s.waiting)
                if (newest() != before && newest() == second(at + s.skew)) last = value;
            if (!first) first = s.waiting.front().second;
            s.waiting.clear();
        }
    }
    // Whatever waits for slower clocks settles.
    ledger::Batch rest{.source = "loopback@replicas of c"};
    rest.latest = second(3000);
    std::promise<void> done;
    world.ledger->write(std::move(rest), [&](Result<ledger::WriteOutcome>) { done.set_value(); });
    done.get_future().get();
    RC_ASSERT(world.ledger->status(world.slis[0]).resets == 0u);
    RC_ASSERT(world.counts(0, -100, 2000).first == last - *first);
}

TEST(ReplicasProperty, CountsEqualTheCountersOwnGrowth) {
    int worlds = 0;  // each takes a tenth of a second of disk
    EXPECT_TRUE(rc::check("counts are the counter's growth", [&](std::uint64_t seed) {
        if (++worlds <= 40) replay(seed);
    }));
}

}  // namespace
}  // namespace plimsoll::ingest
