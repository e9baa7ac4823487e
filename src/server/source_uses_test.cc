#include "server/source_uses.h"

#include <gtest/gtest.h>

#include "promql/query.h"

namespace plimsoll::server {
namespace {

ingest::IndicatorQueries counting(const std::string& total, const std::string& bad) {
    ingest::IndicatorQueries out;
    out.total = *promql::parse(total);
    out.bad = *promql::parse(bad);
    return out;
}

/// Three SLOs: one asked of a Prometheus, one of a probe's checks, one of counters that are pushed.
class SourceUses : public testing::Test {
protected:
    SourceUses() {
        auto catalog = std::make_shared<catalog::Catalog>();
        for (const char* name : {"asked", "checked", "pushed"}) catalog->slos[name].name = name;
        catalog->slos["asked"].indicator.data_source = "prod";
        catalog->data_sources["prod"].name = "prod";
        catalog->data_sources["shop"].name = "shop";
        catalog->probes["home"].name = "home";
        catalog->probes["other"].name = "other";
        bound.catalog = catalog;
        bound.declared = catalog;
        bound.indicators = {"asked", "checked", "pushed"};
        bound.slis = {{"asked", 0}, {"checked", 1}, {"pushed", 2}};
        const auto built = ingest::BindingSet::build(
            {counting("sum(rate(plimsoll_pulled_total[1m]))", "sum(rate(plimsoll_pulled_bad[1m]))"),
             counting(R"(sum(rate(probe_checks_total{probe="home"}[1m])))", R"(sum(rate(probe_checks_total{probe="home",result="failure"}[1m])))"),
             counting("sum(rate(a_total[1m]))", R"(sum(rate(a_total{code="500"}[1m])))")});
        EXPECT_TRUE(built);
        binding = *built;
    }

    std::map<std::string, SourceUse> uses() {
        return source_uses({bound, heard, delivered, *binding, [this](const std::string& slo) -> std::optional<ingest::pull::Filling> {
                                if (slo != "asked" || !filling) return std::nullopt;
                                return filling;
                            }});
    }

    Bound bound;
    std::shared_ptr<const ingest::BindingSet> binding;
    std::vector<ingest::SourceStatus> heard;
    std::vector<ledger::Ledger::SourceState> delivered;
    std::optional<ingest::pull::Filling> filling;
};

using Names = std::vector<std::string>;

TEST_F(SourceUses, AnAskedSourceFeedsTheSlosThatNameIt) {
    EXPECT_EQ(uses()["prod"].slos, Names{"asked"});
    EXPECT_TRUE(uses()["prod"].filling.empty());
    filling = ingest::pull::Filling{true, 0.43, "since yesterday"};
    ASSERT_EQ(uses()["prod"].filling.size(), 1u);
    EXPECT_EQ(uses()["prod"].filling[0].done, 0.43);
    EXPECT_EQ(uses()["prod"].filling[0].note, "since yesterday");
}

TEST_F(SourceUses, AProbeFeedsTheSlosThatWouldSelectItsSeries) {
    EXPECT_EQ(uses()["probe home"].slos, Names{"checked"});
    EXPECT_TRUE(uses()["probe other"].slos.empty());
}

TEST_F(SourceUses, WhatTheLedgerGotIsToldByTheSourcesOwnName) {
    heard.push_back({"remote_write token:7c@10.0.0.1", "remote_write", "", {}, 1});
    heard.push_back({"shop", "access_log", "shop", {}, 1});
    delivered = {{"token:7c@10.0.0.1", {}, {2}}, {"access_log shop", {}, {2}}, {"somebody who left", {}, {2}}};
    EXPECT_EQ(uses()["remote_write token:7c@10.0.0.1"].slos, Names{"pushed"});
    EXPECT_EQ(uses()["shop"].slos, Names{"pushed"});
    for (const auto& [source, use] : uses()) EXPECT_NE(source, "somebody who left");
}

TEST_F(SourceUses, AnSliThatIsNoLongerBoundIsNotTold) {
    heard.push_back({"shop", "access_log", "shop", {}, 1});
    delivered = {{"shop", {}, {2, 99}}};
    EXPECT_EQ(uses()["shop"].slos, Names{"pushed"});
}

}  // namespace
}  // namespace plimsoll::server
