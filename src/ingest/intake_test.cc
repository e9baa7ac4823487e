// intake_test.cc: samples of any source, with whatever temporality, from their labels to the account.
#include "ingest/intake.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ingest/pushing_for_tests.h"
#include "promql/bucket.h"

namespace plimsoll::ingest {
namespace {

using Counts = std::pair<std::int64_t, std::int64_t>;
using Pairs = LabelledSample::Pairs;

Pairs requests(const std::string& code) { return {{"job", "web"}, {"code", code}, {"__name__", "requests"}}; }

class IntakeTest : public testing::Test {
protected:
    LabelledSample sample(Pairs labels, double value, double second, Temporality temporality, std::string key = "") {
        LabelledSample out;
        out.labels = std::move(labels);
        out.value = value;
        out.at = Timestamp::from_ms(static_cast<std::int64_t>((Pushing::kStart_s + second) * 1000));
        out.temporality = temporality;
        out.key = std::move(key);
        return out;
    }
    DeliveryOutcome deliver(std::vector<LabelledSample> samples, std::optional<std::string> cursor = std::nullopt) {
        for (const LabelledSample& s : samples) world.clock.advance(std::max(Duration(), s.at - world.clock.now()));
        auto outcome = world.intake->deliver_and_wait({"log", std::move(samples), Timestamp::min(), std::move(cursor)});
        EXPECT_TRUE(outcome) << outcome.error().report();
        return outcome ? *outcome : DeliveryOutcome{};
    }
    std::vector<std::string> known() {
        std::vector<std::string> out;
        for (const auto& s : world.ledger->series(world.slis[0], 100)) out.push_back(s.labels);
        std::sort(out.begin(), out.end());
        return out;
    }

    Pushing world{{counting("sum(increase(requests[5m]))", "", "sum(increase(requests{code=~\"5..\"}[5m]))")}};
};

TEST_F(IntakeTest, EachTemporalityIsASeriesOfItsOwn) {
    for (const Temporality t : {Temporality::cumulative, Temporality::delta, Temporality::measured, Temporality::event}) {
        EXPECT_EQ(deliver({sample(requests("200"), 10, 0, t), sample(requests("500"), 3, 0, t)}).accepted, 2u);
    }
    EXPECT_EQ(known(), (std::vector<std::string>{
                           "requests{code=\"200\",job=\"web\"}", "requests{code=\"200\",job=\"web\"} as deltas",
                           "requests{code=\"200\",job=\"web\"} as events", "requests{code=\"200\",job=\"web\"} as measurements",
                           "requests{code=\"500\",job=\"web\"}", "requests{code=\"500\",job=\"web\"} as deltas",
                           "requests{code=\"500\",job=\"web\"} as events", "requests{code=\"500\",job=\"web\"} as measurements"}));
    EXPECT_EQ(world.counts(0, 0, 10), Counts(39, 9)) << "the counter alone starts unknown";
}

TEST_F(IntakeTest, TheSuffixIsReadBackByARestartAndByANewBinding) {
    deliver({sample(requests("500"), 4, 0, Temporality::event)});
    world.crash();
    deliver({sample(requests("500"), 4, 0, Temporality::event)});
    EXPECT_EQ(world.counts(0, 0, 10), Counts(8, 8));
    world.indicators.push_back(counting("sum(increase(requests[5m]))", "", "sum(increase(requests{code=\"404\"}[5m]))"));
    world.bind();
    deliver({sample(requests("500"), 2, 10, Temporality::event), sample(requests("404"), 1, 10, Temporality::event)});
    EXPECT_EQ(world.counts(0, 0, 20), Counts(11, 10));
    EXPECT_EQ(world.counts(1, 0, 20), Counts(3, 1));
    EXPECT_EQ(world.ledger->series(world.slis[1], 10).at(0).contribution.counting, ledger::Counting::event);
}

TEST_F(IntakeTest, TheOrderOfLabelsDoesNotMatter) {
    Pairs other = requests("500");
    std::reverse(other.begin(), other.end());
    EXPECT_EQ(deliver({sample(requests("500"), 4, 0, Temporality::event), sample(other, 4, 0, Temporality::event)}).accepted, 2u);
    EXPECT_EQ(known().size(), 1u);
    EXPECT_EQ(world.counts(0, 0, 10), Counts(8, 8));
}

TEST_F(IntakeTest, WhatIsNotCountedIsTold) {
    const auto outcome = deliver({sample({{"__name__", "other"}}, 1, 0, Temporality::delta), sample(requests("500"), 0.5, 0, Temporality::delta),
                                  sample(requests("500"), -1, 0, Temporality::measured), sample({{"__name__", "requests"}, {"__name__", "x"}}, 1, 0, Temporality::event),
                                  sample(requests("500"), 4, 0, Temporality::delta), sample(requests("500"), 5, 0, Temporality::delta)});
    EXPECT_EQ(outcome.accepted, 1u);
    EXPECT_EQ(outcome.unbound, 1u);
    EXPECT_EQ(outcome.refused[Reason::not_whole], 1u);
    EXPECT_EQ(outcome.refused[Reason::negative], 1u);
    EXPECT_EQ(outcome.refused[Reason::duplicate_label], 1u);
    EXPECT_EQ(outcome.refused[Reason::conflicting_duplicate], 1u);
    EXPECT_EQ(outcome.told.size(), 4u);
    EXPECT_EQ(outcome.told.back().series, "requests{code=\"500\",job=\"web\"} as deltas");
    EXPECT_EQ(world.metrics.counter("plimsoll_ingest_samples_total", "").value(), 6u);
}

TEST_F(IntakeTest, AnEventsKeyCountsOnceWhateverItsSamples) {
    EXPECT_EQ(deliver({sample(requests("200"), 1, 0, Temporality::event, "a"), sample(requests("500"), 1, 0, Temporality::event, "a"),
                       sample(requests("500"), 1, 0, Temporality::event, "b")})
                  .accepted,
              3u);
    const auto again = deliver({sample(requests("500"), 1, 1, Temporality::event, "c"), sample(requests("500"), 1, 0, Temporality::event, "a"),
                                sample(requests("200"), 1, 0, Temporality::event, "a"), sample(requests("500"), 1, 1, Temporality::event)});
    EXPECT_EQ(again.accepted, 2u);
    EXPECT_EQ(again.duplicates, 2u);
    EXPECT_EQ(again.repeated_keys, std::vector<std::string>{"a"});
    deliver({sample({{"__name__", "other"}}, 1, 30, Temporality::event)});  // nobody waits for the slower series any more
    EXPECT_EQ(world.counts(0, 0, 10), Counts(5, 4));
}

TEST_F(IntakeTest, EventsAreKeptBySlotAndTheSourceIsAsFarAsTheNewest) {
    std::vector<LabelledSample> events;
    for (int i = 0; i < 2000; ++i) events.push_back(sample(requests("500"), 1, 0.01 * i, Temporality::event));
    std::reverse(events.begin(), events.end());
    EXPECT_EQ(deliver(events).accepted, 2000u);
    EXPECT_EQ(world.ledger->sources().at(0).watermark, Timestamp::from_ms(Pushing::kStart_s * 1000 + 19'990));
    EXPECT_EQ(world.ledger->series(world.slis[0], 10).at(0).last_at, Timestamp::from_seconds(Pushing::kStart_s + 10));
    EXPECT_EQ(world.counts(0, 0, 10), Counts(1000, 1000));
    EXPECT_EQ(world.counts(0, 10, 20), Counts(1000, 1000));
}

TEST_F(IntakeTest, ACursorIsKeptWithWhatWasReadBeforeIt) {
    EXPECT_EQ(*world.intake->cursor("log"), std::nullopt);
    deliver({sample(requests("200"), 1, 0, Temporality::event)}, "byte 17");
    world.crash();
    EXPECT_EQ(*world.intake->cursor("log"), "byte 17");
    deliver({}, "byte 20");  // lines that count nothing
    EXPECT_EQ(*world.intake->cursor("log"), "byte 20");
    const auto refused = world.intake->deliver_and_wait({"log", {}, Timestamp::min(), std::string(kLongestCursor + 1, 'x')});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(plimsoll::errors::invalid));
    EXPECT_TRUE(world.intake->deliver_and_wait({"log", {}, Timestamp::min(), std::string(kLongestCursor, 'x')}));
}

TEST_F(IntakeTest, NothingIsKeptWhereThereIsNoRoom) {
    Intake full(*world.ledger, *world.resolver, world.clock, world.metrics, [] { return false; });
    const auto refused = full.deliver_and_wait({"log", {sample(requests("200"), 1, 0, Temporality::event)}, Timestamp::min(), "1"});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(errors::no_room));
    EXPECT_EQ(*world.intake->cursor("log"), std::nullopt);
}

TEST_F(IntakeTest, ASourceSaysHowFarItIsComplete) {
    Delivery delivery{"log", {sample(requests("500"), 4, 5, Temporality::event)}, Timestamp::from_seconds(Pushing::kStart_s + 100), {}};
    world.clock.advance(Duration::seconds(100));
    ASSERT_TRUE(world.intake->deliver_and_wait(delivery));
    EXPECT_EQ(world.ledger->sources().at(0).watermark, delivery.latest);
    delivery.latest = Timestamp::max();  // as far as a sample may be ahead
    ASSERT_TRUE(world.intake->deliver_and_wait(delivery));
    EXPECT_EQ(world.ledger->sources().at(0).watermark, world.clock.now() + Duration::minutes(10));
}

TEST(IntakeHistograms, DeltasCountFromTheirFirstExport) {
    IndicatorQueries latency = counting("sum(increase(t_count[5m]))", "sum(increase(t_bucket{le=\"0.25\"}[5m]))", "");
    latency.bucket = BoundBucket{false, 0, 0.25};
    IndicatorQueries shared = counting("sum(increase(t_count[5m]))", "sum(increase(t_bucket{le=\"0.25\"}[5m]))", "");
    shared.above = *promql::parse("sum(increase(t_bucket{le=\"0.5\"}[5m]))");
    shared.bucket = BoundBucket{true, 20, 0.3};
    for (const bool killed : {false, true}) {
        Pushing world({latency, shared});
        for (int i = 0; i < 4; ++i) {
            Delivery delivery{"otlp", {}, Timestamp::min(), {}};
            const auto part = [&](const std::string& name, const std::string& le, double value) {
                LabelledSample s;
                s.labels = {{"__name__", name}, {"job", "web"}};
                if (!le.empty()) s.labels.emplace_back("le", le);
                s.at = Timestamp::from_seconds(Pushing::kStart_s + 30 * i);
                s.value = value;
                s.temporality = Temporality::delta;
                delivery.samples.push_back(s);
            };
            part("t_count", "", 100);
            part("t_bucket", "0.25", 60);
            part("t_bucket", "0.5", 80);
            part("t_bucket", "+Inf", 100);
            world.clock.advance(Duration::seconds(30));
            ASSERT_TRUE(world.intake->deliver_and_wait(delivery));
            if (killed) world.crash();
        }
        EXPECT_EQ(world.counts(0, 0, 100), Counts(400, 160)) << killed;
        EXPECT_EQ(world.counts(1, 0, 100), Counts(40'000, 4 * (10'000 - 80 * 60 - 20 * 80))) << killed;
        EXPECT_EQ(world.anomaly(0, ledger::Anomaly::Kind::bound_between_buckets).first, 0);
    }
}

TEST(IntakeHistograms, DeltasWithoutTheBoundsBucketCountNothingAndSaySo) {
    IndicatorQueries latency = counting("sum(increase(t_count[5m]))", "sum(increase(t_bucket{le=\"0.25\"}[5m]))", "");
    latency.bucket = BoundBucket{false, 0, 0.25};
    Pushing world({latency});
    for (int i = 0; i < 4; ++i) {
        LabelledSample total;
        total.labels = {{"__name__", "t_count"}, {"job", "web"}};
        total.at = Timestamp::from_seconds(Pushing::kStart_s + 30 * (i / 2));
        total.value = 5;
        total.temporality = Temporality::event;
        world.clock.advance(Duration::seconds(30));
        const auto outcome = world.intake->deliver_and_wait({"log", {total}, Timestamp::min(), {}});
        ASSERT_TRUE(outcome);
        EXPECT_EQ(outcome->refused.total(), 0u) << "twice at one time, and no contradiction";
    }
    EXPECT_EQ(world.counts(0, 0, 100), Counts(0, 0));
    EXPECT_GT(world.anomaly(0, ledger::Anomaly::Kind::bound_between_buckets).first, 0);
}

TEST(IntakeGauges, ReadCumulativeSamplesAlone) {
    Pushing world({reading("queue_depth", GaugeReading::Kind::at_most, 10), counting("sum(increase(queue_depth[5m]))", "", "sum(increase(queue_depth{x=\"1\"}[5m]))")});
    for (const Temporality t : {Temporality::cumulative, Temporality::delta, Temporality::event}) {
        LabelledSample s;
        s.labels = {{"__name__", "queue_depth"}};
        s.at = world.clock.now();
        s.value = 11;
        s.temporality = t;
        ASSERT_TRUE(world.intake->deliver_and_wait({"log", {s}, Timestamp::min(), {}}));
    }
    EXPECT_EQ(world.counts(0, 0, 10), Counts(1, 1));
    EXPECT_EQ(world.counts(1, 0, 10), Counts(22, 0));
}

TEST(TemporalityText, IsReadBack) {
    for (const Temporality t : {Temporality::cumulative, Temporality::delta, Temporality::measured, Temporality::event}) {
        EXPECT_EQ(temporality_of(text(t)), t);
    }
    EXPECT_EQ(temporality_of("heartbeat"), std::nullopt);
    EXPECT_EQ(GaugeReading::read(text(Temporality::delta)), std::nullopt) << "the two kinds of suffix cannot be mistaken";
}

}  // namespace
}  // namespace plimsoll::ingest
