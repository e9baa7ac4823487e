// pushing_for_tests.h: remote write into a true ledger in a folder of its own, with whatever indicators a test wants.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <map>

#include "base/clock.h"
#include "base/temp_folder_for_tests.h"
#include "ingest/remote_write.h"
#include "ingest/write_body.h"

namespace plimsoll::ingest {

inline constexpr const char* kFirstVersion = "application/x-protobuf";
inline constexpr const char* kSecondVersion = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

/// Sends a body as a Prometheus would, and waits for the answer.
inline Result<api::Reply> pushed(RemoteWrite& write, const std::string& unpacked, const std::string& content_type = kFirstVersion,
                                 const std::string& address = "127.0.0.1") {
    api::Request request;
    request.headers = {{"content-type", content_type}, {"content-encoding", "snappy"}};
    request.body = body::packed(unpacked);
    request.actor.id = "loopback";
    request.remote_address = address;
    auto answered = std::make_shared<std::promise<Result<api::Reply>>>();
    auto reply = answered->get_future();
    write.receive(std::move(request), [answered](Result<api::Reply> r) { answered->set_value(std::move(r)); });
    return reply.get();
}

class Pushing {
public:
    static constexpr std::int64_t kStart_s = 1'790'000'000;

    explicit Pushing(std::vector<IndicatorQueries> wanted) : indicators(std::move(wanted)) {
        open();
    }
    ~Pushing() {
        EXPECT_TRUE(ledger->close(Duration::seconds(10)));
        ledger.reset();
    }

    /// As a server starts: the ledger, then the binding.
    void open() {
        ledger::Settings settings;
        settings.file = folder / "ledger.db";
        auto opened = ledger::Ledger::open(settings, clock, metrics);
        ASSERT_TRUE(opened) << opened.error().report();
        ledger = std::move(*opened);
        ledger->on_notice([this](const ledger::Notice& notice) {
            const std::lock_guard lock(mutex);
            for (const ledger::Anomaly& a : notice.anomalies) noticed.push_back(a);
        });
        resolver = std::make_unique<Resolver>(*ledger);
        intake = std::make_unique<Intake>(*ledger, *resolver, clock, metrics, [] { return true; });
        write = std::make_unique<RemoteWrite>(*intake, *resolver, clock, metrics, book);
        bind();
    }
    /// Without a checkpoint.
    void crash() {
        ledger.reset();
        write.reset();
        intake.reset();
        resolver.reset();
        open();
    }
    /// The n-th indicator is the SLI called "a<n>", and a group of it "a<n>@<its number>".
    void bind() {
        std::vector<ledger::SliDefinition> definitions;
        for (std::size_t i = 0; i < indicators.size(); ++i) {
            const auto& roll_up = indicators[i].roll_up;
            definitions.push_back({roll_up ? "a" + std::to_string(*roll_up) + "@" + std::to_string(i) : "a" + std::to_string(i), "1", {Duration::hours(1)}});
        }
        auto set = BindingSet::build(indicators);
        ASSERT_TRUE(set);
        auto bound = resolver->rebind(*set, [&](const Resolver::ResolveKnown& known) { return ledger->bind(definitions, known, Duration::days(30)); });
        ASSERT_TRUE(bound);
        slis = *bound;
    }

    Result<api::Reply> push(const std::string& unpacked) {
        auto out = pushed(*write, unpacked);
        EXPECT_FALSE(ledger->import_hour(UINT32_MAX, Timestamp{}, {}).has_value());  // the writer has told its listeners
        return out;
    }
    /// Series by their text after the target's labels, all at one second after the start.
    void scrape(std::int64_t second, const std::vector<std::pair<body::Pairs, double>>& samples, const std::string& instance = "h:1") {
        clock.advance(std::max(Duration(), Timestamp::from_seconds(kStart_s + second) - clock.now()));
        std::string body;
        for (auto [labels, value] : samples) {
            labels.push_back({"instance", instance});
            labels.push_back({"job", "web"});
            body += body::series(labels, value, (kStart_s + second) * 1000);
        }
        const auto reply = push(body);
        ASSERT_TRUE(reply) << reply.error().report();
    }

    /// valid and bad of [from, to), seconds after the start.
    std::pair<std::int64_t, std::int64_t> counts(std::size_t indicator, std::int64_t from, std::int64_t to) {
        const auto sum = ledger->sum(slis.at(indicator), {Timestamp::from_seconds(kStart_s + from), Timestamp::from_seconds(kStart_s + to)});
        EXPECT_TRUE(sum);
        return sum ? std::pair(sum->sum.valid, sum->sum.bad) : std::pair(std::int64_t{-1}, std::int64_t{-1});
    }
    /// How often it was noticed of the n-th indicator, and what was told last.
    std::pair<std::int64_t, std::string> anomaly(std::size_t indicator, ledger::Anomaly::Kind kind) {
        const std::lock_guard lock(mutex);
        std::pair<std::int64_t, std::string> out;
        for (const ledger::Anomaly& a : noticed) {
            if (a.sli == slis.at(indicator) && a.kind == kind) out = {out.first + a.count, a.detail};
        }
        return out;
    }

    std::vector<IndicatorQueries> indicators;
    TempFolder folder{"pushing"};
    ManualClock clock{Timestamp::from_seconds(kStart_s)};
    Metrics metrics;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<Resolver> resolver;
    SourceBook book{clock};
    std::unique_ptr<Intake> intake;
    std::unique_ptr<RemoteWrite> write;
    std::vector<ledger::SliId> slis;
    std::mutex mutex;
    std::vector<ledger::Anomaly> noticed;
};

inline IndicatorQueries counting(const std::string& total, const std::string& good, const std::string& bad) {
    IndicatorQueries out;
    out.total = *promql::parse(total);
    if (!good.empty()) out.good = *promql::parse(good);
    if (!bad.empty()) out.bad = *promql::parse(bad);
    return out;
}

inline IndicatorQueries reading(const std::string& selector, GaugeReading::Kind kind, double bound = 0) {
    IndicatorQueries out;
    out.total = *promql::parse_gauge(selector);
    out.gauge = GaugeReading{kind, bound};
    return out;
}

}  // namespace plimsoll::ingest
