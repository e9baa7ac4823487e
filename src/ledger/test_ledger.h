// test_ledger.h: a ledger in a folder of its own that tests write to in seconds, with answers awaited.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <map>

#include "base/sqlite.h"
#include "base/temp_folder_for_tests.h"
#include "ledger/ledger.h"

namespace plimsoll::ledger {

class TestLedger {
public:
    TestLedger() {
        settings.file = folder / "ledger.db";
        open();
    }

    void open() {
        auto opened = Ledger::open(settings, clock, metrics);
        ASSERT_TRUE(opened.has_value()) << opened.error().report();
        ledger = std::move(*opened);
        ledger->on_notice([this](const Notice& n) {
            for (const Anomaly& a : n.anomalies) anomalies.push_back(a);
            for (const Revision& r : n.revisions) revisions.push_back(r);
        });
    }
    void crash() {
        ledger.reset();
        open();
    }

    SliId sli(const std::string& name, std::vector<Duration> windows = {Duration::minutes(5)}) {
        definitions.push_back({name, "v1", std::move(windows)});
        return bind().back();
    }
    /// The SLIs of `definitions`, fed by what `feeds` says.
    std::vector<SliId> bind() {
        auto bound = ledger->bind(definitions, [this](const std::string& labels, const std::vector<SliId>&) { return feeds[labels]; }, Duration::days(30));
        EXPECT_TRUE(bound.has_value());
        return bound ? *bound : std::vector<SliId>(definitions.size());
    }
    SeriesId series(const std::string& labels, std::vector<Contribution> contributions, const std::string& target = "job\0a") {
        feeds[labels] = contributions;
        auto id = ledger->intern({labels, target}, std::move(contributions));
        EXPECT_TRUE(id.has_value());
        return id ? *id : 0;
    }

    static Sample at(double seconds, SeriesId id, double value) { return {id, Timestamp::from_ms(static_cast<std::int64_t>(seconds * 1000)), value}; }
    static Sample ended(double seconds, SeriesId id) { return {id, Timestamp::from_ms(static_cast<std::int64_t>(seconds * 1000)), 0, true}; }

    Result<WriteOutcome> write(std::vector<Sample> samples, double latest = 0, const std::string& source = "p") {
        Batch batch{source, std::move(samples)};
        if (latest > 0) batch.latest = Timestamp::from_ms(static_cast<std::int64_t>(latest * 1000));
        std::promise<Result<WriteOutcome>> done;
        ledger->write(std::move(batch), [&](Result<WriteOutcome> outcome) { done.set_value(std::move(outcome)); });
        Result<WriteOutcome> outcome = done.get_future().get();
        EXPECT_FALSE(ledger->import_hour(UINT32_MAX, Timestamp{}, {}).has_value());  // the writer has told its listeners
        return outcome;
    }
    WriteOutcome wrote(std::vector<Sample> samples, double latest = 0, const std::string& source = "p") {
        auto outcome = write(std::move(samples), latest, source);
        EXPECT_TRUE(outcome.has_value()) << (outcome ? "" : outcome.error().report());
        return outcome ? *outcome : WriteOutcome{};
    }
    /// valid, bad, measured, reporting, live of [from, to) in seconds.
    Slot sum(SliId id, double from, double to) {
        auto sum = ledger->sum(id, {Timestamp::from_ms(static_cast<std::int64_t>(from * 1000)), Timestamp::from_ms(static_cast<std::int64_t>(to * 1000))});
        EXPECT_TRUE(sum.has_value());
        return sum ? sum->sum : Slot{};
    }
    double complete(SliId id) { return static_cast<double>(ledger->status(id).complete.in_ms()) / 1000; }

    const TempFolder folder{"ledger"};
    ManualClock clock{Timestamp::from_seconds(1'790'000'000)};
    Metrics metrics;
    Settings settings;
    std::vector<SliDefinition> definitions;
    std::map<std::string, std::vector<Contribution>> feeds;
    std::vector<Anomaly> anomalies;
    std::vector<Revision> revisions;
    std::unique_ptr<Ledger> ledger;
};

}  // namespace plimsoll::ledger
