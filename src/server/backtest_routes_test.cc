#include "server/backtest_routes.h"

#include <gtest/gtest.h>

namespace plimsoll::server {
namespace {

catalog::Catalog three() {
    catalog::Catalog out;
    for (const auto& [name, document, file] : {std::tuple("old", "old", "slos/old.yaml"), std::tuple("new.99", "new", "(pasted)"), std::tuple("new.95", "new", "(pasted)")}) {
        catalog::Slo slo;
        slo.name = name;
        slo.document = document;
        slo.source.file = file;
        out.slos[name] = slo;
    }
    return out;
}

std::string meant(const catalog::Catalog& fresh, const std::string& slo, const std::string& text) {
    backtest::BacktestRequest request;
    request.slo = slo;
    request.text = text;
    const auto name = slo_meant(fresh, request);
    if (name) return *name;
    return name.error().fields().empty() ? name.error().sentence() : name.error().fields()[0].where + " " + name.error().fields()[0].rule;
}

TEST(BacktestedSlo, IsTheOneNamedOrTheOnlyOneOfTheText) {
    catalog::Catalog fresh = three();
    EXPECT_EQ(meant(fresh, "old", ""), "old");
    EXPECT_EQ(meant(fresh, "new.95", "x"), "new.95");
    EXPECT_EQ(meant(fresh, "", ""), "/slo is empty");
    EXPECT_EQ(meant(fresh, "", "x"), "/slo may mean any of 2 SLOs: new.95, new.99");
    EXPECT_EQ(meant(fresh, "new", ""), "/slo may mean any of 2 SLOs: new.95, new.99");
    EXPECT_EQ(meant(fresh, "none", ""), "There is no such thing: SLO none");
    fresh.slos.erase("new.95");
    EXPECT_EQ(meant(fresh, "", "x"), "new.99") << "those of the folder are not the text's";
    EXPECT_EQ(meant(fresh, "new", "x"), "new.99") << "by the name of its document";
    fresh.slos.erase("new.99");
    EXPECT_EQ(meant(fresh, "", "x"), "/text makes no SLO");
}

TEST(BacktestedSlo, WithoutCountsIsToldHowItsPastIsRead) {
    catalog::Catalog fresh = three();
    const catalog::Slo& slo = fresh.slos.at("old");
    EXPECT_NE(how_to_read(fresh, slo).find("--source URL"), std::string::npos);
    for (const char* name : {"metrics", "archive"}) {
        fresh.data_sources[name].name = name;
        fresh.data_sources[name].pull = catalog::PullSettings{};
    }
    fresh.data_sources["another"].name = "another";  // that is not asked
    EXPECT_TRUE(how_to_read(fresh, slo).ends_with("--source archive")) << how_to_read(fresh, slo);
    fresh.slos.at("old").indicator.data_source = "metrics";
    EXPECT_TRUE(how_to_read(fresh, slo).ends_with("--source metrics")) << "its own";
}

TEST(BacktestOfTheServer, WorksForAsLongAsItMayAndNoLonger) {
    ManualClock clock(Timestamp::from_seconds(1'000));
    const auto goes_on = for_as_long_as(kLongestReplay, clock);
    EXPECT_TRUE(goes_on(0, 1));
    clock.advance(kLongestReplay - Duration::ms(1));
    EXPECT_TRUE(goes_on(1, 1));
    clock.advance(Duration::ms(1));
    EXPECT_FALSE(goes_on(1, 1));
}

}  // namespace
}  // namespace plimsoll::server
