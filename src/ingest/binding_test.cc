// binding_test.cc: how a series enters the SLIs that its labels select.
#include "ingest/binding.h"

#include <gtest/gtest.h>

#include <limits>

#include "ingest/series_text.h"
#include "promql/bucket.h"

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

TEST(Binding, IsNumberedWithTheIdsOfTheLedger) {
    const auto set = built({indicator(0, kTotal, "", "sum(increase(requests{path=\"a\"}[5m]))"), indicator(0, kTotal, kTotal, "")});
    const auto numbered = set->numbered(std::vector<ledger::SliId>{40, 50});
    EXPECT_EQ(numbered->slis(), (std::vector<ledger::SliId>{40, 50}));
    EXPECT_EQ(effects(*numbered, "requests{path=\"a\"}"), (std::vector<Contribution>{{40, 1, 1}, {50, 1, 0}}));
}

IndicatorQueries gauge(ledger::SliId sli, const std::string& selector, GaugeReading reading) {
    IndicatorQueries out;
    out.sli = sli;
    out.total = *promql::parse_gauge(selector);
    out.gauge = reading;
    return out;
}

Feeds fed(const BindingSet& set, const std::string& series) {
    auto text = SeriesText::read(series);
    EXPECT_TRUE(text && !canonicalise(text->labels())) << series;
    return set.feeds(text->labels());
}

TEST(Binding, AGaugeIsReadOnceForAllSlisThatReadItAlike) {
    using Kind = GaugeReading::Kind;
    const auto set = built({gauge(7, "depth", {Kind::at_most, 10}), gauge(8, "depth{queue=\"mail\"}", {Kind::at_most, 10}),
                            gauge(9, "depth", {Kind::at_most, 11})});
    const Feeds mail = fed(*set, "depth{queue=\"mail\"}");
    ASSERT_EQ(mail.gauges.size(), 2u);
    EXPECT_EQ(mail.gauges[0].reading, (GaugeReading{Kind::at_most, 10}));
    EXPECT_EQ(contributions_of(mail.gauges[0].feeds),
              (std::vector<Contribution>{{7, 1, 1, ledger::Counting::sample}, {8, 1, 1, ledger::Counting::sample}}));
    EXPECT_EQ(contributions_of(mail.gauges[1].feeds), (std::vector<Contribution>{{9, 1, 1, ledger::Counting::sample}}));
    EXPECT_TRUE(mail.counters.empty());
    EXPECT_EQ(fed(*set, "depth{queue=\"web\"}").gauges[0].feeds.size(), 1u);
    EXPECT_TRUE(fed(*set, "other").empty());
}

TEST(Binding, AnAlertTakesBadFromWhatFires) {
    IndicatorQueries alert = gauge(7, "heartbeat", {GaugeReading::Kind::heartbeat, 0});
    alert.bad = *promql::parse_gauge("ALERTS{alertname=\"Down\",alertstate=\"firing\"}");
    const auto set = built({alert});
    EXPECT_EQ(contributions_of(fed(*set, "heartbeat").gauges.at(0).feeds), (std::vector<Contribution>{{7, 1, 0, ledger::Counting::sample}}));
    EXPECT_EQ(contributions_of(fed(*set, "ALERTS{alertname=\"Down\",alertstate=\"firing\"}").gauges.at(0).feeds),
              (std::vector<Contribution>{{7, 0, 1, ledger::Counting::sample}}));
    EXPECT_TRUE(fed(*set, "ALERTS{alertname=\"Down\",alertstate=\"pending\"}").empty());
}

IndicatorQueries latency(ledger::SliId sli, const std::string& le) {
    IndicatorQueries out = indicator(sli, "sum(increase(t_count[5m]))", "sum(increase(t_bucket{le=\"" + le + "\"}[5m]))", "");
    out.bucket = BoundBucket{false, 0, *promql::bucket_bound(le)};
    return out;
}

TEST(Binding, ABucketsBoundIsANumber) {
    for (const char* asked : {"0.3", "0.30", "3e-1", "+0.3"}) {
        const auto set = built({latency(7, asked)});
        for (const char* sent : {"0.3", "0.300", "3e-1", ".3"}) {
            EXPECT_EQ(effects(*set, std::string("t_bucket{le=\"") + sent + "\"}"), (std::vector<Contribution>{{7, 0, -1}})) << asked << " " << sent;
        }
        for (const char* other : {"0.31", "+Inf", "0", "", "x", "0.3s", "nan"}) {
            EXPECT_TRUE(effects(*set, std::string("t_bucket{le=\"") + other + "\"}").empty()) << other;
        }
    }
    EXPECT_EQ(promql::bucket_bound("+Inf"), std::numeric_limits<double>::infinity());
    EXPECT_EQ(promql::bucket_bound("1"), promql::bucket_bound("1.0"));
    for (const char* none : {"", "+", "x", "1 ", " 1", "NaN"}) EXPECT_FALSE(promql::bucket_bound(none)) << none;
}

TEST(Binding, TheInfiniteBucketMayBeTheTotal) {
    IndicatorQueries one = latency(7, "0.3");
    one.total = *promql::parse("sum(increase(t_bucket{le=\"+Inf\"}[5m]))");
    const auto set = built({one});
    EXPECT_EQ(effects(*set, "t_bucket{le=\"+Inf\"}"), (std::vector<Contribution>{{7, 1, 1}}));
    EXPECT_EQ(effects(*set, "t_bucket{le=\"0.3\"}"), (std::vector<Contribution>{{7, 0, -1}}));
    EXPECT_TRUE(effects(*set, "t_bucket{le=\"1\"}").empty());
}

TEST(Binding, ABoundBetweenTwoBucketsIsSharedInHundredths) {
    IndicatorQueries one = latency(7, "0.25");
    one.above = *promql::parse("sum(increase(t_bucket{le=\"0.5\"}[5m]))");
    one.bucket = BoundBucket{true, 20, 0.3};
    const auto set = built({one});
    // 100 - 80 - 20: as long as above holds no less than good and total no less than above, bad is not below zero.
    EXPECT_EQ(effects(*set, "t_count"), (std::vector<Contribution>{{7, 100, 100}}));
    EXPECT_EQ(effects(*set, "t_bucket{le=\"0.25\"}"), (std::vector<Contribution>{{7, 0, -80}}));
    EXPECT_EQ(effects(*set, "t_bucket{le=\"0.5\"}"), (std::vector<Contribution>{{7, 0, -20}}));
    one.bucket->percent = 101;
    EXPECT_FALSE(BindingSet::build({one}));
    one.bucket->percent = 20;
    one.above.reset();
    EXPECT_FALSE(BindingSet::build({one}));
}

TEST(Binding, ASeriesEntersTheGroupOfItsValues) {
    IndicatorQueries roll_up = indicator(7, kTotal, "", "sum(increase(requests{code=\"500\"}[5m]))");
    roll_up.by = {"zone", "path"};
    roll_up.most_groups = 10;
    IndicatorQueries group;
    group.sli = 8;
    group.roll_up = 0;
    group.group = {"a", "/"};
    const auto set = built({roll_up, group});
    EXPECT_EQ(effects(*set, "requests{code=\"500\",path=\"/\",zone=\"a\"}"), (std::vector<Contribution>{{7, 1, 1}, {8, 1, 1}}));
    const Feeds other = fed(*set, "requests{code=\"200\",path=\"/x\",zone=\"a\"}");
    EXPECT_EQ(contributions_of(other.counters), (std::vector<Contribution>{{7, 1, 0}}));
    EXPECT_EQ(other.new_groups, (std::vector<GroupValues>{{0, {"a", "/x"}}}));
    const Feeds lacking = fed(*set, "requests{code=\"200\",zone=\"a\"}");
    EXPECT_EQ(contributions_of(lacking.counters), (std::vector<Contribution>{{7, 1, 0}}));
    EXPECT_TRUE(lacking.new_groups.empty()) << "without the label it is the roll-up's alone";
    EXPECT_EQ(set->groups(0), 1u);
    EXPECT_EQ(set->most_groups(0), 10u);
    IndicatorQueries another = group;
    another.sli = 9;
    another.group = {"b", "/"};
    const auto more = set->regrouped(std::vector<IndicatorQueries>{another, group});
    ASSERT_TRUE(more);
    EXPECT_EQ((*more)->slis(), (std::vector<ledger::SliId>{7, 9, 8}));
    EXPECT_EQ(effects(**more, "requests{code=\"500\",path=\"/\",zone=\"a\"}"), (std::vector<Contribution>{{7, 1, 1}, {8, 1, 1}}));
    EXPECT_EQ(effects(**more, "requests{code=\"500\",path=\"/\",zone=\"b\"}"), (std::vector<Contribution>{{7, 1, 1}, {9, 1, 1}}));
    EXPECT_EQ((*more)->groups(0), 2u);
    EXPECT_EQ((*(*more)->regrouped({}))->slis(), std::vector<ledger::SliId>{7});
    group.group = {"a"};
    EXPECT_FALSE(BindingSet::build({roll_up, group}));
    group.roll_up = 1;
    EXPECT_FALSE(BindingSet::build({roll_up, group}));
}

}  // namespace
}  // namespace plimsoll::ingest
