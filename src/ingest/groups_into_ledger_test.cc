// groups_into_ledger_test.cc: one SLI per label value: how a new group is met, and what its first samples count.
#include <gtest/gtest.h>

#include "ingest/pushing_for_tests.h"

namespace plimsoll::ingest {
namespace {

using Counts = std::pair<std::int64_t, std::int64_t>;

IndicatorQueries by_path(std::size_t most = 10) {
    IndicatorQueries out = counting("sum(increase(requests[5m]))", "", "sum(increase(requests{code=\"500\"}[5m]))");
    out.by = {"path"};
    out.most_groups = most;
    return out;
}

body::Pairs requests(const std::string& path, const std::string& code = "200") {
    return {{"__name__", "requests"}, {"code", code}, {"path", path}};
}
body::Pairs with_target(body::Pairs labels) {
    labels.push_back({"instance", "h:1"});
    labels.push_back({"job", "web"});
    return labels;
}

/// Binds whatever the resolver waits for, as the keeper does.
void bind_new(Pushing& world) {
    for (const GroupValues& group : world.resolver->new_groups()) {
        IndicatorQueries one;
        one.roll_up = group.roll_up;
        one.group = group.values;
        world.indicators.push_back(one);
    }
    world.bind();
}

TEST(GroupsIntoLedger, TheFirstErrorOfANewGroupCounts) {
    Pushing world({by_path()});
    int told = 0;
    world.resolver->on_new_group([&] { ++told; });
    EXPECT_FALSE(world.push(body::series(with_target(requests("/")), 100, Pushing::kStart_s * 1000)));
    EXPECT_EQ(told, 1);
    bind_new(world);
    for (int i = 0; i < 4; ++i) world.scrape(15 * i, {{requests("/"), 100.0 + i}});
    // A path that nobody asked for before, and its first request fails.
    const std::string body = body::series(with_target(requests("/")), 104, (Pushing::kStart_s + 60) * 1000) +
                             body::series(with_target(requests("/cart", "500")), 1, (Pushing::kStart_s + 60) * 1000);
    const auto reply = world.push(body);
    ASSERT_FALSE(reply);
    EXPECT_TRUE(reply.error().is(errors::new_group)) << reply.error().report();
    EXPECT_EQ(world.resolver->new_groups(), (std::vector<GroupValues>{{0, {"/cart"}}}));
    bind_new(world);
    ASSERT_TRUE(world.push(body)) << "the sender retries";
    for (int i = 5; i < 8; ++i) world.scrape(15 * i, {{requests("/"), 100.0 + i}, {requests("/cart", "500"), 1}});
    EXPECT_EQ(world.counts(0, 0, 90), Counts(6, 1)) << "the roll-up";
    EXPECT_EQ(world.counts(1, 0, 90), Counts(5, 0)) << "/";
    EXPECT_EQ(world.counts(2, 0, 90), Counts(1, 1)) << "/cart";
    EXPECT_EQ(world.anomaly(2, ledger::Anomaly::Kind::unknown_start).first, 0);
}

TEST(GroupsIntoLedger, WithoutAKeeperTheRollUpCountsAndNobodyWaits) {
    Pushing world({by_path()});
    for (int i = 0; i < 4; ++i) world.scrape(15 * i, {{requests("/"), 10.0 * i}});
    EXPECT_EQ(world.counts(0, 0, 50), Counts(30, 0));
    EXPECT_FALSE(world.resolver->has_new_groups());
}

TEST(GroupsIntoLedger, AGroupThatCannotBeBoundKeepsNobodyWaiting) {
    Pushing world({by_path()});
    world.resolver->on_new_group([] {});
    EXPECT_FALSE(world.push(body::series(with_target(requests("/")), 100, Pushing::kStart_s * 1000)));
    EXPECT_TRUE(world.resolver->has_new_groups());
    world.resolver->let_pass(world.resolver->new_groups());
    EXPECT_FALSE(world.resolver->has_new_groups());
    for (int i = 0; i < 4; ++i) world.scrape(15 * i, {{requests("/"), 10.0 * i}});
    EXPECT_EQ(world.counts(0, 0, 50), Counts(30, 0));
}

TEST(GroupsIntoLedger, BeyondTheLimitTheRollUpAloneCounts) {
    Pushing world({by_path(1)});
    world.resolver->on_new_group([] {});
    EXPECT_FALSE(world.push(body::series(with_target(requests("/")), 0, Pushing::kStart_s * 1000)));
    bind_new(world);
    for (int i = 0; i < 4; ++i) {
        world.scrape(15 * i, {{requests("/"), 10.0 * i}, {requests("/b"), 5.0 * i}, {requests("/c\n"), 5.0 * i}, {requests(std::string(201, 'x')), 5.0 * i}});
    }
    EXPECT_EQ(world.counts(0, 0, 50), Counts(75, 0));
    EXPECT_EQ(world.counts(1, 0, 50), Counts(30, 0));
    EXPECT_EQ(world.resolver->outside(world.slis[0]), 3u);
    const auto [count, detail] = world.anomaly(0, ledger::Anomaly::Kind::too_many_groups);
    EXPECT_EQ(count, 3) << "each once";
    EXPECT_TRUE(detail.starts_with("3 groups with values of more than 200 bytes count in the roll-up alone; the latest: xxx")) << detail;
}

TEST(GroupsIntoLedger, ARestartKeepsGroupsExact) {
    Pushing world({by_path()});
    world.resolver->on_new_group([] {});
    EXPECT_FALSE(world.push(body::series(with_target(requests("/")), 0, Pushing::kStart_s * 1000) +
                            body::series(with_target(requests("/b")), 0, Pushing::kStart_s * 1000)));
    EXPECT_EQ(world.resolver->new_groups().size(), 2u) << "all new groups of a body at once";
    bind_new(world);
    for (int i = 0; i < 30; ++i) {
        world.scrape(15 * i, {{requests("/"), 10.0 * i}, {requests("/b", "500"), i < 10 ? 0.0 : 2.0 * (i - 9)}});
        if (i == 9 || i == 10 || i == 11) world.crash();
    }
    EXPECT_EQ(world.counts(0, 0, 440), Counts(290 + 40, 40));
    EXPECT_EQ(world.counts(1, 0, 440), Counts(290, 0));
    EXPECT_EQ(world.counts(2, 0, 440), Counts(40, 40));
}

/// Latency by path, as a catalogue's indicator asks for it: all three series are buckets.
TEST(GroupsIntoLedger, TheFirstSlowRequestOfANewGroupCounts) {
    for (const bool killed : {false, true}) {
        IndicatorQueries latency = counting("sum(increase(t_bucket{le=\"+Inf\"}[5m]))", "sum(increase(t_bucket{le=\"0.3\"}[5m]))", "");
        latency.bucket = BoundBucket{false, 0, 0.3};
        latency.by = {"path"};
        latency.most_groups = 10;
        Pushing world({latency});
        world.resolver->on_new_group([] {});
        const auto scrape = [](const std::string& path, double good, double all, int second) {
            std::string body;
            for (const auto& [le, value] : {std::pair<std::string, double>{"0.1", 0}, {"0.3", good}, {"1.0", good}, {"+Inf", all}}) {
                body += body::series(with_target({{"__name__", "t_bucket"}, {"le", le}, {"path", path}}), value, (Pushing::kStart_s + second) * 1000);
            }
            return body;
        };
        (void)world.push(scrape("/", 10, 20, 0));
        bind_new(world);
        for (int i = 0; i < 4; ++i) EXPECT_TRUE(world.push(scrape("/", 10 + i, 20 + 2 * i, 15 * i)));
        if (killed) world.crash();
        world.resolver->on_new_group([] {});
        world.clock.advance(Duration::minutes(2));
        // What waited meanwhile comes from two shards: the group's own is behind.
        std::string old, fresh;
        for (int i = 4; i < 8; ++i) {
            old += scrape("/", 10 + i, 20 + 2 * i, 15 * i);
            fresh += scrape("/cart", 0, 1, 15 * i);
        }
        EXPECT_TRUE(world.push(old));
        EXPECT_FALSE(world.push(fresh));
        bind_new(world);
        EXPECT_TRUE(world.push(fresh));
        EXPECT_EQ(world.counts(2, 0, 110), Counts(1, 1)) << killed;
        EXPECT_EQ(world.counts(0, 0, 110), Counts(14 + 1, 7 + 1)) << killed;
    }
}

}  // namespace
}  // namespace plimsoll::ingest
