// binding_test.cc: how a series enters the SLIs that its labels select.
#include "ingest/binding.h"

#include <gtest/gtest.h>

#include "ingest/series_text.h"

namespace plimsoll::ingest {
namespace {

using ledger::Contribution;

IndicatorQueries indicator(ledger::SliId sli, const std::string& total, const std::string& good,
                           const std::string& bad) {
    IndicatorQueries out;
    out.sli = sli;
    const auto read = [](const std::string& text) {
        auto query = promql::parse(text);
        EXPECT_TRUE(query) << text;
        return *query;
    };
    out.total = read(total);
    if (!good.empty()) out.good = read(good);
    if (!bad.empty()) out.bad = read(bad);
    return out;
}

std::vector<Contribution> effects(const BindingSet& set, const std::string& series) {
    auto text = SeriesText::read(series);
    EXPECT_TRUE(text) << series;
    EXPECT_FALSE(canonicalise(text->labels())) << series;
    return set.contributions(text->labels());
}

std::shared_ptr<const BindingSet> built(const std::vector<IndicatorQueries>& indicators) {
    auto set = BindingSet::build(indicators);
    EXPECT_TRUE(set);
    return *set;
}

const std::string kTotal = "sum(increase(requests[5m]))";

TEST(Binding, AnSliDefinedByBadCountsBadAlone) {
    const auto set = built({indicator(7, kTotal, "", "sum(increase(requests{code=~\"5..\"}[5m]))")});
    EXPECT_EQ(effects(*set, "requests{code=\"200\"}"), (std::vector<Contribution>{{7, 1, 0}}));
    EXPECT_EQ(effects(*set, "requests{code=\"500\"}"), (std::vector<Contribution>{{7, 1, 1}}));
    EXPECT_TRUE(effects(*set, "replies{code=\"500\"}").empty());
}

TEST(Binding, AnSliDefinedByGoodCountsTheRestAsBad) {
    const auto set = built({indicator(7, kTotal, "sum(increase(requests{code!~\"5..\"}[5m]))", "")});
    EXPECT_EQ(effects(*set, "requests{code=\"200\"}"), (std::vector<Contribution>{{7, 1, 0}}));
    EXPECT_EQ(effects(*set, "requests{code=\"500\"}"), (std::vector<Contribution>{{7, 1, 1}}));
}

TEST(Binding, GoodMayBeAnotherMetric) {
    const auto set =
        built({indicator(7, "sum(increase(latency_count[5m]))", "sum(increase(latency_bucket{le=\"0.3\"}[5m]))", "")});
    EXPECT_EQ(effects(*set, "latency_count"), (std::vector<Contribution>{{7, 1, 1}}));
    EXPECT_EQ(effects(*set, "latency_bucket{le=\"0.3\"}"), (std::vector<Contribution>{{7, 0, -1}}));
    EXPECT_TRUE(effects(*set, "latency_bucket{le=\"0.5\"}").empty());
}

TEST(Binding, TermsThatMatchTheSameSeriesAddUp) {
    const auto set = built({indicator(
        7, kTotal + " - sum(increase(requests{path=\"/health\"}[5m]))", "",
        "sum(increase(requests{code=\"500\"}[5m])) - sum(increase(requests{code=\"500\",path=\"/health\"}[5m]))")});
    EXPECT_EQ(effects(*set, "requests{code=\"500\",path=\"/\"}"), (std::vector<Contribution>{{7, 1, 1}}));
    EXPECT_TRUE(effects(*set, "requests{code=\"500\",path=\"/health\"}").empty());
    const auto twice = built({indicator(7, kTotal + "+" + kTotal, "", kTotal)});
    EXPECT_EQ(effects(*twice, "requests"), (std::vector<Contribution>{{7, 2, 1}}));
}

TEST(Binding, OneSeriesFeedsManySlis) {
    std::vector<IndicatorQueries> indicators;
    for (int i = 0; i < 100; ++i) {
        const std::string of = "requests{service=\"s" + std::to_string(i % 50) + "\"}";
        indicators.push_back(
            indicator(static_cast<ledger::SliId>(i), "sum(increase(" + of + "[5m]))", "",
                      "sum(increase(requests{service=\"s" + std::to_string(i % 50) + "\",code=\"500\"}[5m]))"));
    }
    const auto set = built(indicators);
    EXPECT_EQ(effects(*set, "requests{service=\"s3\",code=\"500\"}"),
              (std::vector<Contribution>{{3, 1, 1}, {53, 1, 1}}));
    EXPECT_EQ(effects(*set, "requests{service=\"s3\",code=\"200\"}"),
              (std::vector<Contribution>{{3, 1, 0}, {53, 1, 0}}));
    EXPECT_TRUE(effects(*set, "requests{service=\"s50\"}").empty());
}

TEST(Binding, SelectorsWithoutAMetricNameMatchToo) {
    const auto set = built(
        {indicator(7, "sum(increase({job=\"web\",__name__=~\"req.*\"}[5m]))", "", "sum(increase({job=\"web\"}[5m]))"),
         indicator(8, "sum(increase({__name__=~\"req.*\"}[5m]))", "",
                   "sum(increase({__name__!=\"\",x=\"\",job=\"db\"}[5m]))")});
    EXPECT_EQ(effects(*set, "requests{job=\"web\"}"), (std::vector<Contribution>{{7, 1, 1}, {8, 1, 0}}));
    EXPECT_EQ(effects(*set, "other{job=\"db\"}"), (std::vector<Contribution>{{8, 0, 1}}));
    EXPECT_TRUE(effects(*set, "other{job=\"db\",x=\"1\"}").empty());
}

TEST(Binding, NeedsExactlyOneOfGoodAndBad) {
    EXPECT_FALSE(BindingSet::build({indicator(1, kTotal, "", "")}));
    EXPECT_FALSE(BindingSet::build({indicator(1, kTotal, kTotal, kTotal)}));
}

TEST(Binding, HasABoundOfTerms) {
    std::string most = kTotal;
    for (int i = 1; i < 64; ++i) most += "+" + kTotal;
    EXPECT_FALSE(BindingSet::build({indicator(1, most, most, "")}));
    const auto set = built({indicator(1, most, kTotal, "")});
    EXPECT_EQ(effects(*set, "requests"), (std::vector<Contribution>{{1, 64, 63}}));
}

TEST(Binding, ResolvesCanonicalTextWithTheIdsOfTheLedger) {
    const auto set = built({indicator(0, kTotal, "", "sum(increase(requests{path=\"a\\\"b\\\\c\\n\"}[5m]))"),
                            indicator(0, kTotal, kTotal, "")});
    EXPECT_EQ(set->contributions_of("requests{path=\"a\\\"b\\\\c\\n\"}", std::vector<ledger::SliId>{40, 50}),
              (std::vector<Contribution>{{40, 1, 1}, {50, 1, 0}}));
    EXPECT_TRUE(set->contributions_of("requests{", std::vector<ledger::SliId>{40, 50}).empty());
    EXPECT_EQ(set->numbered(std::vector<ledger::SliId>{40, 50})->slis(), (std::vector<ledger::SliId>{40, 50}));
}

}  // namespace
}  // namespace plimsoll::ingest
