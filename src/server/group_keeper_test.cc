// group_keeper_test.cc: from a series with new label values to an SLO of its own, and back after 30 days of silence.
#include "server/group_keeper.h"

#include <gtest/gtest.h>

#include <fstream>

#include "domain/catalog/reading.h"
#include "ingest/ledger_recorder.h"
#include "ingest/write_body.h"
#include "log/log_testing.h"
#include "server/catalog_keeper.h"

namespace plimsoll::server {
namespace {

using log::testing::TempFolder;

constexpr Timestamp kNow = Timestamp::from_seconds(1'795'000'000);

/// A ledger that says of each SLI what the test wants.
class Ledger : public ingest::LedgerRecorder {
public:
    [[nodiscard]] ledger::SliStatus status(ledger::SliId sli) const override {
        const auto found = statuses.find(sli);
        return found == statuses.end() ? ledger::SliStatus{Timestamp::min(), Timestamp::min()} : found->second;
    }
    std::map<ledger::SliId, ledger::SliStatus> statuses;
};

const std::string kFiles = R"(apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop}
spec: {owner: shop}
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: requests
  annotations: {plimsoll.dev/group-by: path, plimsoll.dev/group-limit: "LIMIT"}
spec:
  service: shop
  indicator:
    metadata: {name: requests}
    spec:
      ratioMetric:
        counter: true
        bad: {metricSource: {type: Prometheus, spec: {query: 'sum(increase(requests{code=~"5.."}[5m]))'}}}
        total: {metricSource: {type: Prometheus, spec: {query: 'sum(increase(requests[5m]))'}}}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives: [{target: 0.999}]
)";

struct Rig {
    explicit Rig(int limit = 10) {
        std::string text = kFiles;
        text.replace(text.find("LIMIT"), 5, std::to_string(limit));
        std::ofstream(folder.path() / "catalog.yaml") << text;
        auto opened = log::Log::open(log::testing::settings_in(folder), metrics);
        EXPECT_TRUE(opened) << opened.error().report();
        log = std::move(*opened);
        start();
    }
    ~Rig() { keeper->stop(); }

    /// As a server starts on what the log says, once what was said is on disk.
    void start() {
        if (keeper) keeper->stop();
        if (engine) {
            ASSERT_TRUE(log::testing::wait(*log, engine->read([](const World&) {})));
        }
        keeper.reset();
        engine.reset();
        auto folded = Engine::open(*log, clock, [](const World&, const slo::Event&, const log::Issued&) { return std::vector<paging::Event>{}; });
        ASSERT_TRUE(folded) << folded.error().report();
        engine = std::move(*folded);
        keeper = std::make_unique<CatalogKeeper>(*engine, ledger, resolver, loop, clock, folder.path(),
                                                 [](const std::string&, const std::string&) { return std::string(); }, [this] { ++rebound; });
        const auto started = keeper->start();
        ASSERT_TRUE(started) << started.error().report();
    }

    [[nodiscard]] bool meets(const std::string& path) {
        const auto resolved =
            resolver.resolve({{"__name__", "requests"}, {"code", "200"}, {"path", path}}, ingest::Temporality::cumulative);
        EXPECT_TRUE(resolved || resolved.error().is(ingest::errors::new_group)) << resolved.error().report();
        return resolved.has_value();
    }
    std::vector<std::string> slos() const {
        std::vector<std::string> names;
        for (const auto& [name, slo] : keeper->bound()->catalog->slos) names.push_back(name);
        return names;
    }
    void due() {
        const Duty duty = keeper->group_duty();
        if (duty.next_due() <= clock.now()) duty.run(clock.now());
    }

    TempFolder folder;
    Metrics metrics;
    ManualClock clock{kNow};
    Ledger ledger;
    ingest::Resolver resolver{ledger};
    Loop loop{clock};
    std::unique_ptr<log::Log> log;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<CatalogKeeper> keeper;
    int rebound = 0;
};

using Names = std::vector<std::string>;

TEST(GroupKeeper, WhatArrivesTogetherIsBoundTogether) {
    Rig rig;
    EXPECT_EQ(rig.slos(), Names{"requests"});
    EXPECT_FALSE(rig.meets("/"));
    EXPECT_FALSE(rig.meets("/cart"));
    const int before = rig.rebound;
    rig.due();
    EXPECT_EQ(rig.rebound, before + 1);
    EXPECT_EQ(rig.slos(), (Names{"requests", "requests@%2F", "requests@%2Fcart"}));
    EXPECT_TRUE(rig.meets("/") && rig.meets("/cart"));
    const auto& series = rig.ledger.interned.at("requests{code=\"200\",path=\"/cart\"}");
    EXPECT_EQ(series.contributions.size(), 2u);
    EXPECT_EQ(series.contributions[1].sli, rig.keeper->bound()->slis.at("requests@%2Fcart"));
    EXPECT_EQ(rig.keeper->bound()->catalog->slos.at("requests@%2F").group_of, "requests");
}

TEST(GroupKeeper, BindsAtMostOnceASecond) {
    Rig rig;
    EXPECT_FALSE(rig.meets("/a"));
    rig.due();
    EXPECT_FALSE(rig.meets("/b"));
    rig.due();
    EXPECT_FALSE(rig.meets("/b"));
    rig.clock.advance(Duration::seconds(1));
    rig.due();
    EXPECT_TRUE(rig.meets("/b"));
}

TEST(GroupKeeper, ARestartKnowsTheGroups) {
    Rig rig;
    EXPECT_FALSE(rig.meets("/a"));
    rig.due();
    rig.start();
    EXPECT_EQ(rig.slos(), (Names{"requests", "requests@%2Fa"}));
    EXPECT_TRUE(rig.meets("/a"));
}

TEST(GroupKeeper, BeyondTheLimitNobodyWaits) {
    Rig rig(2);
    EXPECT_FALSE(rig.meets("/a"));
    EXPECT_FALSE(rig.meets("/b"));
    EXPECT_TRUE(rig.meets("/c"));
    rig.due();
    EXPECT_EQ(rig.slos(), (Names{"requests", "requests@%2Fa", "requests@%2Fb"}));
    EXPECT_TRUE(rig.meets("/c"));
    EXPECT_EQ(rig.resolver.outside(rig.keeper->bound()->slis.at("requests")), 1u);
}

TEST(GroupKeeper, ForgetsAGroupThatWasSilentFor30DaysOfItsSource) {
    Rig rig;
    EXPECT_FALSE(rig.meets("/a"));
    EXPECT_FALSE(rig.meets("/b"));
    EXPECT_FALSE(rig.meets("/never"));
    rig.due();
    const auto bound = rig.keeper->bound();
    const auto status = [](Timestamp newest, Timestamp watermark) {
        ledger::SliStatus out{watermark, watermark};
        out.newest = newest;
        return out;
    };
    rig.clock.advance(Duration::days(29));
    rig.ledger.statuses[bound->slis.at("requests@%2Fa")] = status(kNow, rig.clock.now());
    rig.ledger.statuses[bound->slis.at("requests@%2Fb")] = status(kNow, kNow + Duration::days(1));  // the source is silent, not the group
    rig.due();
    EXPECT_EQ(rig.slos().size(), 4u);
    rig.clock.advance(Duration::days(1));
    rig.ledger.statuses[bound->slis.at("requests@%2Fa")] = status(kNow, rig.clock.now());
    rig.due();
    EXPECT_EQ(rig.slos(), (Names{"requests", "requests@%2Fb"})) << "/never had no sample since it was seen";
    EXPECT_FALSE(rig.meets("/a")) << "it may come back as a new one";
}

}  // namespace
}  // namespace plimsoll::server
