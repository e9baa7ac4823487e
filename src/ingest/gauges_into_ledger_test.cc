// gauges_into_ledger_test.cc: gauges pushed by remote write, counted sample by sample, exactly: repeated, late, restarted.
#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <random>

#include "ingest/counter_value.h"
#include "ingest/history_import.h"
#include "ingest/pushing_for_tests.h"
#include "ingest/temporary_file.h"

namespace plimsoll::ingest {
namespace {

using Kind = GaugeReading::Kind;
using Noticed = ledger::Anomaly::Kind;
using Counts = std::pair<std::int64_t, std::int64_t>;

const double kNan = std::numeric_limits<double>::quiet_NaN();
const body::Pairs kDepth{{"__name__", "depth"}};

TEST(GaugesIntoLedger, EverySampleIsAnEventTheFirstOneToo) {
    Pushing world({reading("depth", Kind::at_most, 10)});
    for (int i = 0; i < 8; ++i) world.scrape(15 * i, {{kDepth, i == 0 || i == 5 ? 11.0 : 10.0}});
    world.scrape(120, {{kDepth, 0}});
    EXPECT_EQ(world.counts(0, 0, 120), Counts(8, 2));
    EXPECT_EQ(world.counts(0, 0, 10), Counts(1, 1));
}

TEST(GaugesIntoLedger, OneGaugeFeedsWhateverReadsIt) {
    Pushing world({reading("load", Kind::at_most, 0.5), reading("load", Kind::bad_share), reading("load", Kind::good_share), reading("load{x=\"1\"}", Kind::at_most, 0.5)});
    for (int i = 0; i < 5; ++i) world.scrape(15 * i, {{{{"__name__", "load"}}, 0.6}});
    EXPECT_EQ(world.counts(0, 0, 60), Counts(4, 4));
    EXPECT_EQ(world.counts(1, 0, 60), Counts(4'000'000, 2'400'000));
    EXPECT_EQ(world.counts(2, 0, 60), Counts(4'000'000, 1'600'000));
    EXPECT_EQ(world.counts(3, 0, 60), Counts(0, 0));
}

TEST(GaugesIntoLedger, WhatNoIndicatorCanReadIsAnAnomalyAndNotRefused) {
    Pushing world({reading("share", Kind::good_share), reading("share", Kind::at_least, 0.9), reading("stamp", Kind::fresh, 60)});
    const body::Pairs share{{"__name__", "share"}}, stamp{{"__name__", "stamp"}};
    world.scrape(0, {{share, 1}, {stamp, Pushing::kStart_s}});
    world.scrape(15, {{share, 99.5}, {stamp, 1000.0 * Pushing::kStart_s}});
    world.scrape(30, {{share, kNan}, {stamp, Pushing::kStart_s}});
    world.scrape(45, {{share, 1}, {stamp, Pushing::kStart_s}});
    world.scrape(60, {{share, 1}, {stamp, Pushing::kStart_s}});
    EXPECT_EQ(world.counts(0, 0, 60), Counts(2'000'000, 0));
    EXPECT_EQ(world.counts(1, 0, 60), Counts(3, 0)) << "99.5 is above 0.9";
    EXPECT_EQ(world.counts(2, 0, 60), Counts(3, 0));
    EXPECT_EQ(world.anomaly(0, Noticed::not_a_share).first, 1);
    EXPECT_EQ(world.anomaly(0, Noticed::no_number).first, 1);
    EXPECT_EQ(world.anomaly(1, Noticed::no_number).first, 1);
    EXPECT_EQ(world.anomaly(2, Noticed::time_ahead).first, 1);
    EXPECT_EQ(world.anomaly(2, Noticed::time_ahead).second, "stamp{instance=\"h:1\",job=\"web\"}");
}

TEST(GaugesIntoLedger, AnAlertIsBadWhileItFires) {
    IndicatorQueries alert = reading("beat", Kind::heartbeat);
    alert.bad = *promql::parse_gauge("ALERTS{alertname=\"Down\",alertstate=\"firing\"}");
    Pushing world({alert});
    const body::Pairs beat{{"__name__", "beat"}}, firing{{"__name__", "ALERTS"}, {"alertname", "Down"}, {"alertstate", "firing"}};
    for (int i = 0; i < 10; ++i) {
        std::vector<std::pair<body::Pairs, double>> samples{{beat, 1}};
        if (i >= 3 && i < 6) samples.push_back({firing, 1});
        if (i == 6) samples.push_back({firing, std::bit_cast<double>(kStaleMarker)});
        world.scrape(15 * i, samples);
    }
    EXPECT_EQ(world.counts(0, 0, 130), Counts(9, 3));
}

TEST(GaugesIntoLedger, AFiringAlertWithoutItsHeartbeatIsAContradiction) {
    IndicatorQueries alert = reading("beat", Kind::heartbeat);
    alert.bad = *promql::parse_gauge("ALERTS{alertstate=\"firing\"}");
    Pushing world({alert});
    const auto firing = [](const std::string& name) { return body::Pairs{{"__name__", "ALERTS"}, {"alertname", name}, {"alertstate", "firing"}}; };
    const body::Pairs beat{{"__name__", "beat"}};
    for (int i = 0; i < 6; ++i) world.scrape(15 * i, {{beat, 1}, {firing("a"), 1}, {firing("b"), 1}});
    EXPECT_EQ(world.counts(0, 0, 60), Counts(0, 0)) << "two alerts to one heartbeat: missing, and told";
    EXPECT_GT(world.anomaly(0, Noticed::bad_above_valid).first, 0);
}

TEST(GaugesIntoLedger, ARestartNeitherLosesNorDoublesASample) {
    Pushing world({reading("depth", Kind::at_most, 10), reading("depth", Kind::bad_share)});
    for (int i = 0; i < 40; ++i) {
        world.scrape(15 * i, {{kDepth, i % 4 == 0 ? 1.0 : 0.25}});
        if (i == 13 || i == 14) world.crash();
        if (i == 20) {
            EXPECT_TRUE(world.ledger->checkpoint().has_value());
        }
        if (i % 7 == 0) world.scrape(15 * i, {{kDepth, i % 4 == 0 ? 1.0 : 0.25}});  // sent again
    }
    EXPECT_EQ(world.counts(0, 0, 585), Counts(40, 0));
    EXPECT_EQ(world.counts(1, 0, 585), Counts(40'000'000, 10 * 1'000'000 + 30 * 250'000));
}

/// Whatever the order in which samples arrive, an SLI's counts are those of the samples.
TEST(GaugesIntoLedger, LateAndRepeatedSamplesCountOnceEach) {
    for (std::uint32_t seed = 1; seed <= 6; ++seed) {
        std::mt19937 random(seed);
        Pushing world({reading("depth", Kind::below, 0.5), reading("depth", Kind::good_share)});
        std::vector<std::pair<int, double>> samples;
        for (int i = 0; i < 60; ++i) samples.emplace_back(10 * i, static_cast<double>(random() % 1001) / 1000);
        std::int64_t bad = 0, share = 0;
        for (const auto& [second, value] : samples) {
            bad += value < 0.5 ? 0 : 1;
            share += 1'000'000 - static_cast<std::int64_t>(std::llround(value * 1e6));
        }
        std::vector<std::pair<int, double>> sent = samples;
        for (int i = 0; i < 20; ++i) sent.push_back(samples[random() % samples.size()]);
        std::shuffle(sent.begin(), sent.end(), random);
        for (const auto& [second, value] : sent) world.scrape(second, {{kDepth, value}});
        world.scrape(620, {{kDepth, 0}});
        EXPECT_EQ(world.counts(0, 0, 600), Counts(60, bad)) << "seed " << seed;
        EXPECT_EQ(world.counts(1, 0, 600), Counts(60'000'000, share)) << "seed " << seed;
    }
}

TEST(GaugesIntoLedger, ImportedHistoryEqualsTheAccountOfLiveSamples) {
    for (std::uint32_t seed = 1; seed <= 3; ++seed) {
        std::mt19937 random(seed);
        const std::vector<IndicatorQueries> indicators{reading("depth", Kind::below, 0.5), reading("depth", Kind::good_share)};
        Pushing live(indicators), afterwards(indicators);
        std::string text;
        bool present = true;
        for (int second = 0; second < 3600; second += 5 + static_cast<int>(seed) * 10) {
            if (random() % 30 == 0) present = !present;
            if (!present || random() % 20 == 0) continue;
            const double value = static_cast<double>(random() % 1100) / 1000;  // some are no share
            live.scrape(second, {{kDepth, value}});
            text += "depth{instance=\"h:1\",job=\"web\"} " + std::to_string(value) + " " + std::to_string(Pushing::kStart_s + second) + ".0\n";
        }
        afterwards.clock.advance(Duration::hours(1));
        const TemporaryFile file(text);
        ImportOptions options;
        options.now = afterwards.clock.now();
        const auto report = import_history(file.path, *afterwards.resolver->binding(), *afterwards.ledger, options);
        ASSERT_TRUE(report) << report.error().report();
        EXPECT_GT(report->skipped.at("unusable_gauge"), 0u);
        for (std::size_t sli = 0; sli < indicators.size(); ++sli) {
            const TimeRange range{Timestamp::from_seconds(Pushing::kStart_s), Timestamp::from_seconds(Pushing::kStart_s + 3400)};
            const auto pushed = live.ledger->slots(live.slis[sli], range, 100'000);
            const auto imported = afterwards.ledger->slots(afterwards.slis[sli], range, 100'000);
            ASSERT_TRUE(pushed && imported && pushed->slots.size() == imported->slots.size());
            for (std::size_t i = 0; i < pushed->slots.size(); ++i) {
                const bool both_missing = pushed->slots[i].measured == 0 && imported->slots[i].measured == 0;
                EXPECT_TRUE(both_missing || pushed->slots[i] == imported->slots[i]) << "seed " << seed << " slot " << i;
            }
        }
    }
}

}  // namespace
}  // namespace plimsoll::ingest
