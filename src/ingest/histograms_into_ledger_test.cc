// histograms_into_ledger_test.cc: latency from classic histograms: a bucket that the bound needs is there, is missing, comes,
// and goes. What lacks it counts nothing.
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <deque>
#include <random>

#include "ingest/counter_value.h"
#include "ingest/pushing_for_tests.h"
#include "ingest/series_text.h"
#include "promql/bucket.h"

namespace plimsoll::ingest {
namespace {

using Counts = std::pair<std::int64_t, std::int64_t>;
using Noticed = ledger::Anomaly::Kind;
using Samples = std::vector<std::pair<body::Pairs, double>>;

const double kStale = std::bit_cast<double>(kStaleMarker);

IndicatorQueries within(const std::string& le) {
    IndicatorQueries out = counting("sum(increase(t_count[5m]))", "sum(increase(t_bucket{le=\"" + le + "\"}[5m]))", "");
    out.bucket = BoundBucket{false, 0, *promql::bucket_bound(le)};
    return out;
}
IndicatorQueries between(const std::string& good, const std::string& above, int percent, double bound) {
    IndicatorQueries out = within(good);
    out.above = *promql::parse("sum(increase(t_bucket{le=\"" + above + "\"}[5m]))");
    out.bucket = BoundBucket{true, percent, bound};
    return out;
}

body::Pairs bucket(const std::string& le, const std::string& path = "/") { return {{"__name__", "t_bucket"}, {"le", le}, {"path", path}}; }
body::Pairs total(const std::string& path = "/") { return {{"__name__", "t_count"}, {"path", path}}; }

/// n requests, of which half are within 0.25 and a quarter between that and 0.5.
Samples histogram(double n, const std::vector<std::string>& bounds, const std::string& path = "/") {
    Samples out;
    for (const std::string& le : bounds) out.push_back({bucket(le, path), le == "+Inf" ? n : le.starts_with("0.25") ? n / 2 : n * 3 / 4});
    out.push_back({total(path), n});
    return out;
}

TEST(HistogramsIntoLedger, BadIsWhatTheBucketDoesNotHold) {
    Pushing world({within("0.25")});
    for (int i = 0; i < 6; ++i) world.scrape(15 * i, histogram(100.0 * i, {"0.250", "0.5", "+Inf"}));
    EXPECT_EQ(world.counts(0, 0, 80), Counts(500, 250));
    EXPECT_EQ(world.anomaly(0, Noticed::bound_between_buckets).first, 0);
}

TEST(HistogramsIntoLedger, ABoundBetweenTwoBucketsIsShared) {
    Pushing world({between("0.25", "0.5", 20, 0.3)});
    for (int i = 0; i < 6; ++i) world.scrape(15 * i, histogram(100.0 * i, {"0.25", "0.5", "+Inf"}));
    // Good: 50 and a fifth of the 25 between. In hundredths of events.
    EXPECT_EQ(world.counts(0, 0, 80), Counts(50'000, 5 * (10'000 - 5'500)));
}

TEST(HistogramsIntoLedger, WithoutTheBoundsBucketNothingIsCounted) {
    Pushing world({within("0.3")});
    for (int i = 0; i < 6; ++i) world.scrape(15 * i, histogram(100.0 * i, {"0.25", "0.5", "+Inf"}));
    EXPECT_EQ(world.counts(0, 0, 90), Counts(0, 0));
    const auto [count, detail] = world.anomaly(0, Noticed::bound_between_buckets);
    EXPECT_EQ(count, 5) << "each scrape but the first, at which buckets may come after their total";
    EXPECT_EQ(detail, "no bucket at 0.3: it lies between 0.25 and 0.5; t_count{instance=\"h:1\",job=\"web\",path=\"/\"}");
}

TEST(HistogramsIntoLedger, ABucketThatComesLaterIsCountedFromThen) {
    Pushing world({within("0.3")});
    for (int i = 0; i < 12; ++i) {
        std::vector<std::string> bounds{"0.25", "0.5", "+Inf"};
        if (i >= 4) bounds.push_back("0.3");
        world.scrape(15 * i, histogram(100.0 * i, bounds));
    }
    // The bucket is first seen at scrape 4: increases from there on are those of both. (0.3 holds three quarters.)
    EXPECT_EQ(world.counts(0, 0, 170), Counts(700, 175));
    EXPECT_EQ(world.anomaly(0, Noticed::bad_above_valid).first, 0);
}

TEST(HistogramsIntoLedger, ABucketThatEndsTakesItsHistogramAlong) {
    Pushing world({within("0.25")});
    for (int i = 0; i < 12; ++i) {
        Samples samples = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
        if (i >= 5) samples[0].second = kStale;
        if (i >= 6) samples.erase(samples.begin());
        std::swap(samples.front(), samples.back());  // the total before the marker
        world.scrape(15 * i, samples);
    }
    EXPECT_EQ(world.counts(0, 0, 70), Counts(400, 200));
    EXPECT_EQ(world.counts(0, 70, 180), Counts(0, 0)) << "not even the scrape of the marker";
    EXPECT_EQ(world.anomaly(0, Noticed::bound_between_buckets).first, 6);
}

TEST(HistogramsIntoLedger, ABucketThatFallsSilentDoesNotMakeEverythingBadForEver) {
    Pushing world({within("0.25")});
    for (int i = 0; i < 80; ++i) {
        Samples samples = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
        if (i > 5) samples.erase(samples.begin());
        world.scrape(15 * i, samples);
    }
    // 10 minutes after scrape 5, that is from scrape 46 on.
    EXPECT_EQ(world.counts(0, 0, 1180), Counts(4500, 4250));
}

TEST(HistogramsIntoLedger, ANewLabelValueOfATargetCountsFromItsFirstSample) {
    for (const bool total_first : {true, false}) {
        Pushing world({within("0.25")});
        for (int i = 0; i < 8; ++i) {
            Samples samples = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
            if (i >= 4) {
                Samples more = histogram(10.0 * (i - 3), {"0.25", "0.5", "+Inf"}, "/cart");
                if (total_first) std::swap(more.front(), more.back());
                samples.insert(samples.end(), more.begin(), more.end());
            }
            world.scrape(15 * i, samples);
        }
        EXPECT_EQ(world.counts(0, 0, 110), Counts(700 + 40, 350 + 20)) << total_first;
    }
}

TEST(HistogramsIntoLedger, TargetsAreApart) {
    Pushing world({within("0.3")});
    for (int i = 0; i < 6; ++i) {
        world.scrape(15 * i, histogram(100.0 * i, {"0.25", "0.5", "+Inf"}), "old:1");
        world.scrape(15 * i, histogram(100.0 * i, {"0.25", "0.3", "0.5", "+Inf"}), "new:1");
    }
    EXPECT_EQ(world.counts(0, 0, 80), Counts(500, 125));
    EXPECT_EQ(world.anomaly(0, Noticed::bound_between_buckets).first, 5);
}

TEST(HistogramsIntoLedger, ANewTargetIsTakenToBeLikeTheOthersOfItsJob) {
    Pushing world({within("0.25")});
    for (int i = 0; i < 8; ++i) {
        world.scrape(15 * i, histogram(100.0 * i, {"0.25", "0.5", "+Inf"}), "a:1");
        if (i < 3) continue;
        Samples like = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
        std::swap(like.front(), like.back());
        world.scrape(15 * i, like, "b:1");
        world.scrape(15 * i, histogram(100.0 * i, {"0.1", "0.5", "+Inf"}), "c:1");  // a version with other buckets
    }
    // b begins at its first values, as every new target does; c never counts, nor does it wait to be found out.
    EXPECT_EQ(world.counts(0, 0, 110), Counts(700 + 400, 350 + 200));
    EXPECT_EQ(world.anomaly(0, Noticed::bound_between_buckets).first, 4);
    EXPECT_EQ(world.anomaly(0, Noticed::bad_above_valid).first, 0);
}

TEST(HistogramsIntoLedger, ABucketThatReturnsBeginsTogetherWithItsTotal) {
    Pushing world({within("0.25")});
    for (int i = 0; i < 16; ++i) {
        Samples samples = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
        if (i == 5) samples[0].second = kStale;
        if (i > 5 && i < 10) samples.erase(samples.begin());
        world.scrape(15 * i, samples);
    }
    // Scrapes 1 to 4, and 11 to 15: at 10 the bucket is back.
    EXPECT_EQ(world.counts(0, 0, 230), Counts(900, 450));
    EXPECT_EQ(world.anomaly(0, Noticed::bad_above_valid).first, 0);
}

TEST(HistogramsIntoLedger, OneTotalWithTwoBoundsOfWhichOneIsThere) {
    Pushing world({within("0.25"), within("0.3")});
    for (int i = 0; i < 6; ++i) world.scrape(15 * i, histogram(100.0 * i, {"0.25", "0.5", "+Inf"}));
    EXPECT_EQ(world.counts(0, 0, 80), Counts(500, 250));
    EXPECT_EQ(world.counts(1, 0, 80), Counts(0, 0));
}

TEST(HistogramsIntoLedger, ARestartChangesNothing) {
    Pushing world({within("0.25"), within("0.3"), between("0.25", "0.5", 20, 0.3)});
    for (int i = 0; i < 20; ++i) {
        Samples samples = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
        std::swap(samples.front(), samples.back());  // after a restart the total is met before its bucket
        world.scrape(15 * i, samples);
        if (i == 5 || i == 6) world.crash();
        if (i == 9) world.bind();
    }
    EXPECT_EQ(world.counts(0, 0, 290), Counts(1900, 950));
    EXPECT_EQ(world.counts(1, 0, 290), Counts(0, 0));
    EXPECT_EQ(world.counts(2, 0, 290), Counts(190'000, 19 * 4'500));
    EXPECT_EQ(world.anomaly(0, Noticed::bad_above_valid).first, 0);
}

TEST(HistogramsIntoLedger, TheTotalMayArriveInAnotherBodyBeforeItsBucket) {
    Pushing world({within("0.25")});
    for (int i = 0; i < 8; ++i) {
        Samples samples = histogram(100.0 * i, {"0.25", "0.5", "+Inf"});
        const Samples last{samples.back()};
        samples.pop_back();
        world.scrape(15 * i, last);
        world.scrape(15 * i, samples);
    }
    EXPECT_EQ(world.counts(0, 0, 110), Counts(700, 350));
    EXPECT_EQ(world.anomaly(0, Noticed::bound_between_buckets).first, 0);
}

/// Series of a histogram are spread over a sender's shards, each of which keeps its order; one may be many scrapes behind.
TEST(HistogramsIntoLedger, ShardsThatLagBehindEachOtherMakeNothingFalse) {
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        std::mt19937 random(seed);
        Pushing world({within("0.25")});
        struct Sent {
            int second;
            Samples samples;
            std::string instance;
        };
        std::array<std::deque<Sent>, 2> shards;
        const bool total_lags = random() % 2 == 0;
        for (int i = 0; i < 40; ++i) {
            for (const auto& [instance, begins] : {std::pair<std::string, int>{"a:1", 0}, {"b:1", 15}, {"c:1", 20}}) {
                if (i < begins) continue;
                Samples samples = histogram(100.0 * (i - begins), {"0.25", "0.5", "+Inf"});
                const Samples last{samples.back()};
                samples.pop_back();
                shards[0].push_back({15 * i, samples, instance});
                shards[1].push_back({15 * i, last, instance});
            }
        }
        while (!shards[0].empty() || !shards[1].empty()) {
            const std::size_t ahead = total_lags ? 0 : 1;
            // The other shard is up to some ten scrapes behind.
            std::size_t next = shards[ahead].size() + 12 < shards[1 - ahead].size() || random() % 3 == 0 ? 1 - ahead : ahead;
            if (shards[next].empty()) next = 1 - next;
            const Sent sent = shards[next].front();
            shards[next].pop_front();
            world.scrape(sent.second, sent.samples, sent.instance);
        }
        world.scrape(640, {{total(), 0}}, "z:1");
        // Half of what is counted is bad in every scrape, so in whatever is counted; and most is. (A lag of more than 10 s shows
        // slots in between as contradictory until the rest of them comes, as with every indicator.)
        const auto [valid, bad] = world.counts(0, 0, 590);
        EXPECT_EQ(valid, 2 * bad) << "seed " << seed;
        EXPECT_GT(valid, 3000) << "seed " << seed;
    }
}

TEST(HistogramsIntoLedger, WithoutInstancesEachLabelSetIsItsOwn) {
    const auto key = [](const std::string& text) {
        auto series = SeriesText::read(text);
        EXPECT_FALSE(canonicalise(series->labels()));
        return histogram_key(series->labels());
    };
    EXPECT_EQ(key("t_bucket{le=\"1\",service=\"a\"}"), key("t_count{service=\"a\"}"));
    EXPECT_NE(key("t_bucket{le=\"1\",service=\"a\"}"), key("t_count{service=\"b\"}"));
    EXPECT_EQ(key("t_bucket{le=\"1\",instance=\"i\",job=\"j\",path=\"a\"}"), key("t_count{instance=\"i\",job=\"j\",path=\"b\"}"));
    EXPECT_NE(key("t_bucket{instance=\"i\",job=\"j\"}"), key("u_bucket{instance=\"i\",job=\"j\"}"));
}

}  // namespace
}  // namespace plimsoll::ingest
