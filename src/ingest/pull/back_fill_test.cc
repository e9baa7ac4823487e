#include "ingest/pull/back_fill.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/pull/pulling_for_tests.h"

namespace plimsoll::ingest::pull {
namespace {

using ::testing::HasSubstr;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

struct Filled : Pulling {
    explicit Filled(std::vector<PulledSli> slis = {ratio("shop")}) : Pulling(std::move(slis)) {
        source.back_fill = true;
        server.value = [](const std::string& query, Timestamp) { return query.find("errors_total{") < query.find("requests_total{") ? 1 : 100; };
        restart();
    }
    ledger::Slot sum() {
        ledger::Slot out;
        for (const auto& [at, slot] : ledger.imported[source.slis[0].sli]) out += slot;
        return out;
    }
};

TEST(BackFill, ANewSloIsFilledForItsWholeWindow) {
    Filled p;
    EXPECT_TRUE(p.engine->filling("shop")->under_way);  // before the first turn already
    p.turn();
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    EXPECT_EQ(p.engine->filling("shop")->done, 1);
    EXPECT_EQ(p.engine->filling("shop")->note, "");
    EXPECT_EQ(p.filled, 1);
    const ledger::Slot sum = p.sum();
    EXPECT_EQ(sum.valid, 1440 * 100);
    EXPECT_EQ(sum.bad, 1440);
    EXPECT_EQ(sum.measured, 1440 * 6);
    // Live steps begin where history ends: no slot is both.
    const auto& slots = p.ledger.imported[p.source.slis[0].sli];
    EXPECT_EQ(slots.rbegin()->first, Timestamp::from_seconds(Pulling::kStart_s - 120 - 10));
    EXPECT_EQ(p.counts(kTotal, "shop").begin()->first, -60);
}

TEST(BackFill, GoesNewestFirstInPartsAndAsksForNoMoreThanElevenThousandPoints) {
    PulledSli sli = Pulling::ratio("shop");
    sli.window = Duration::days(30);
    Filled p({sli});
    p.turn();
    Timestamp before = Timestamp::max();
    int ranges = 0;
    for (const AskedRequest& r : p.server.asked) {
        if (r.path != "/api/v1/query_range") continue;
        ++ranges;
        EXPECT_LT(r.until(), before);
        EXPECT_LE((r.until() - r.from()) / Duration::minutes(1) + 1, 11'000);
        before = r.from();
    }
    EXPECT_GE(ranges, 4);
    EXPECT_EQ(p.sum().valid, 30 * 1440 * 100);
}

TEST(BackFill, ARestartGoesOnWhereItLeftOff) {
    PulledSli sli = Pulling::ratio("shop");
    sli.window = Duration::days(30);
    Filled p({sli});
    int ranges = 0;
    p.server.instead = [&](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.path == "/api/v1/query_range" && ++ranges > 2) return FakeServer::reply(502, "");
        return std::nullopt;
    };
    p.turn();
    const Filling half = *p.engine->filling("shop");
    EXPECT_TRUE(half.under_way);
    EXPECT_GT(half.done, 0.4);
    EXPECT_LT(half.done, 0.6);
    const std::size_t asked = p.server.asked.size();
    p.server.instead = [](const AskedRequest&) { return std::nullopt; };
    p.restart();
    p.clock.advance(Duration::minutes(1));
    p.turn();
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    EXPECT_LE(p.server.asked.size() - asked, 5u);
    EXPECT_EQ(p.sum().valid, 30 * 1440 * 100);
    p.restart();
    p.turn();
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
}

TEST(BackFill, SaysFromWhenItCountsIfTheSourceIsYounger) {
    Filled p;
    const Timestamp born = Timestamp::from_seconds(Pulling::kStart_s - 7200);
    p.server.value = [&](const std::string&, Timestamp at) { return at < born ? kNothing : 5; };
    p.turn();
    EXPECT_THAT(p.engine->filling("shop")->note, HasSubstr("history begins at 2026-09-21T12:14:00Z"));
    p.source.slis[0].version = "2";
    p.server.value = [&](const std::string&, Timestamp at) { return at < p.clock.now() - Duration::seconds(61) ? kNothing : 5; };
    p.restart();
    p.turn();
    EXPECT_THAT(p.engine->filling("shop")->note, HasSubstr("has no history: it counts from"));
}

TEST(BackFill, ContradictionsAndGapsAreNotFilled) {
    Filled p;
    p.server.value = [](const std::string& query, Timestamp at) {
        const bool errors = query.find("errors_total{") < query.find("requests_total{");
        const std::int64_t minute = at.in_ms() / 60'000 % 10;
        if (minute == 3) return kNothing;
        if (minute == 5) return errors ? 50.0 : 10.0;
        return errors ? 1.0 : 10.0;
    };
    p.turn();
    EXPECT_EQ(p.sum().valid, 1440 / 10 * 8 * 10);
    EXPECT_EQ(p.sum().bad, 1440 / 10 * 8);
}

TEST(BackFill, AServerWithoutRangesCostsTheHistoryAlone) {
    Filled p;
    p.server.instead = [&](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.path == "/api/v1/query_range") return FakeServer::error(400, "bad_data", "ranges are not offered");
        return std::nullopt;
    };
    p.pass(Duration::minutes(2));
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    EXPECT_THAT(p.engine->filling("shop")->note, HasSubstr("ranges are not offered"));
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 3u);
    EXPECT_EQ(p.filled, 1);
}

TEST(BackFill, HistoryThatCannotBeReadForLongIsGivenUp) {
    Filled p;
    p.server.instead = [&](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.path == "/api/v1/query_range") return FakeServer::reply(502, "");
        return std::nullopt;
    };
    p.pass(Duration::minutes(40));
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 41u);
}

TEST(BackFill, WhatALongOutageLeftOutIsFilled) {
    Filled p;
    p.turn();
    p.server.down = true;
    p.pass(Duration::hours(5));
    p.server.down = false;
    p.pass(Duration::minutes(3));
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    // Every minute of the outage is either imported or was delivered.
    std::set<std::int64_t> minutes;
    for (const auto& [at, slot] : p.ledger.imported[p.source.slis[0].sli])
        if (slot.valid > 0) minutes.insert(at.in_ms() / 60'000);
    for (const auto& [step, value] : p.counts(kTotal, "shop")) minutes.insert((Pulling::kStart_s + step) / 60 - 1);
    for (std::int64_t m = Pulling::kStart_s / 60; m < Pulling::kStart_s / 60 + 300; ++m) EXPECT_TRUE(minutes.contains(m)) << m;
}

TEST(BackFill, ASecondLookAfterARestartLeavesWhatWasFilledAlone) {
    Filled p;
    p.source.look_again = Duration::minutes(10);
    p.restart();
    p.turn();
    p.pass(Duration::minutes(3));
    p.restart();
    p.pass(Duration::minutes(40));
    // Only steps that were live: what was filled would count twice.
    const auto& slots = p.ledger.imported[p.source.slis[0].sli];
    for (const auto& [step, value] : p.counts(kTotal, "shop"))
        EXPECT_FALSE(slots.contains(Timestamp::from_seconds(Pulling::kStart_s + step - 10))) << step;
    EXPECT_EQ(p.counts(kTotal, "shop").begin()->first, -60);
}

TEST(BackFill, AnOutageThatEndsWithARestartIsFilledToo) {
    Filled p;
    p.turn();
    p.server.down = true;
    p.pass(Duration::hours(3));
    p.server.instead = [](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.path == "/api/v1/query_range") return FakeServer::reply(502, "");
        return std::nullopt;
    };
    p.server.down = false;
    p.pass(Duration::minutes(3));
    EXPECT_TRUE(p.engine->filling("shop")->under_way);
    p.server.instead = [](const AskedRequest&) { return std::nullopt; };
    p.restart();
    p.pass(Duration::minutes(2));
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    std::set<std::int64_t> minutes;
    for (const auto& [at, slot] : p.ledger.imported[p.source.slis[0].sli])
        if (slot.valid > 0) minutes.insert(at.in_ms() / 60'000);
    for (const auto& [step, value] : p.counts(kTotal, "shop")) minutes.insert((Pulling::kStart_s + step) / 60 - 1);
    for (std::int64_t m = Pulling::kStart_s / 60; m < Pulling::kStart_s / 60 + 180; ++m) EXPECT_TRUE(minutes.contains(m)) << m;
}

TEST(BackFill, AnotherStepNeverCountsAPartOfAStepTwice) {
    Filled p;
    p.turn();
    p.pass(Duration::minutes(7));
    const auto before = p.counts(kTotal, "shop");
    p.source.step = Duration::minutes(5);
    p.restart();
    p.pass(Duration::minutes(20));
    const auto after = p.counts(kTotal, "shop");
    const auto next = after.upper_bound(before.rbegin()->first);
    ASSERT_NE(next, after.end());
    EXPECT_GE(next->first - 300, before.rbegin()->first);
}

TEST(BackFill, NotAskedForIsSaid) {
    Pulling p({Pulling::ratio("shop")});
    p.turn();
    EXPECT_FALSE(p.engine->filling("shop")->under_way);
    EXPECT_THAT(p.engine->filling("shop")->note, HasSubstr("backFill: false"));
    EXPECT_FALSE(p.engine->filling("other").has_value());
}

}  // namespace
}  // namespace plimsoll::ingest::pull
