// exporting_for_tests.h: OTLP into a true ledger in a folder of its own, with whatever indicators a test wants.
#pragma once

#include <gtest/gtest.h>

#include <future>

#include "base/clock.h"
#include "base/temp_folder_for_tests.h"
#include "ingest/intake.h"
#include "ingest/otlp/export_bytes.h"
#include "ingest/otlp/otlp.h"

namespace plimsoll::ingest::otlp {

class Exporting {
public:
    static constexpr std::int64_t kStart_s = 1'790'000'000;

    explicit Exporting(std::vector<IndicatorQueries> wanted, Settings limits = {})
        : indicators(std::move(wanted)), settings(std::move(limits)) {
        open();
    }
    ~Exporting() {
        EXPECT_TRUE(ledger->close(Duration::seconds(10)));
        ledger.reset();
    }

    /// As a server starts: the ledger, then the binding.
    void open() {
        auto opened = ledger::Ledger::open({.file = folder / "ledger.db"}, clock, metrics);
        ASSERT_TRUE(opened) << opened.error().report();
        ledger = std::move(*opened);
        ledger->on_notice([this](const ledger::Notice& notice) {
            const std::lock_guard lock(mutex);
            for (const ledger::Anomaly& a : notice.anomalies) noticed.push_back(a);
        });
        resolver = std::make_unique<Resolver>(*ledger);
        intake = std::make_unique<Intake>(*ledger, *resolver, clock, metrics, [this] { return has_room; });
        receiver = std::make_unique<Receiver>(*intake, *resolver, clock, metrics, book, settings);
        bind();
    }
    /// Without a checkpoint, and with nothing of the receiver's memory.
    void crash() {
        ledger.reset();
        receiver.reset();
        intake.reset();
        resolver.reset();
        open();
    }
    void bind() {
        std::vector<ledger::SliDefinition> definitions;
        for (std::size_t i = 0; i < indicators.size(); ++i) definitions.push_back({"a" + std::to_string(i), "1", {Duration::hours(1)}});
        auto set = BindingSet::build(indicators);
        ASSERT_TRUE(set) << set.error().report();
        auto bound = resolver->rebind(
            *set, [&](const Resolver::ResolveKnown& known) { return ledger->bind(definitions, known, Duration::days(30)); });
        ASSERT_TRUE(bound) << bound.error().report();
        slis = *bound;
    }

    api::Reply ask(std::string body, const std::string& type = "application/x-protobuf", const std::string& coding = "") {
        api::Request request;
        request.headers = {{"content-type", type}};
        if (!coding.empty()) request.headers["content-encoding"] = coding;
        request.body = std::move(body);
        request.actor.id = "loopback";
        request.remote_address = "127.0.0.1";
        auto answered = std::make_shared<std::promise<Result<api::Reply>>>();
        auto reply = answered->get_future();
        receiver->receive(std::move(request), [answered](Result<api::Reply> r) { answered->set_value(std::move(r)); });
        Result<api::Reply> out = reply.get();
        EXPECT_TRUE(out) << "an exporter is answered in its own words";
        EXPECT_FALSE(ledger->import_hour(UINT32_MAX, Timestamp{}, {}).has_value());  // the writer has told its listeners
        return out ? std::move(*out) : api::Reply{};
    }
    /// An export that must be taken whole.
    void take(const std::string& exported) {
        const api::Reply reply = ask(exported);
        ASSERT_EQ(reply.status, 200) << reply.body;
        ASSERT_EQ(reply.body, "");
    }
    /// One resource's metrics.
    void take(const bytes::Pairs& resource, const std::string& metrics) { take(bytes::exported(resource, metrics)); }

    /// The source's time goes on, so that nothing is waited for any more.
    void settle() { take({{"service.name", "other"}}, bytes::gauge("beat", bytes::real({}, {ms(3600 + 300)}, 1))); }

    static std::int64_t ms(double second) { return static_cast<std::int64_t>((static_cast<double>(kStart_s) + second) * 1000); }
    /// valid and bad of [from, to), seconds after the start.
    std::pair<std::int64_t, std::int64_t> counts(std::size_t indicator, std::int64_t from = -3600, std::int64_t to = 7200) {
        const auto sum =
            ledger->sum(slis.at(indicator), {Timestamp::from_seconds(kStart_s + from), Timestamp::from_seconds(kStart_s + to)});
        EXPECT_TRUE(sum);
        return sum ? std::pair(sum->sum.valid, sum->sum.bad) : std::pair(std::int64_t{-1}, std::int64_t{-1});
    }

    std::vector<IndicatorQueries> indicators;
    Settings settings;
    TempFolder folder{"exporting"};
    ManualClock clock{Timestamp::from_seconds(kStart_s + 3600)};
    Metrics metrics;
    SourceBook book{clock};
    bool has_room = true;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<Resolver> resolver;
    std::unique_ptr<Intake> intake;
    std::unique_ptr<Receiver> receiver;
    std::vector<ledger::SliId> slis;
    std::mutex mutex;
    std::vector<ledger::Anomaly> noticed;
};

inline IndicatorQueries counting(const std::string& total, const std::string& bad) {
    IndicatorQueries out;
    out.total = *promql::parse(total);
    out.bad = *promql::parse(bad);
    return out;
}
/// Good: what is at most `le`.
inline IndicatorQueries within(const std::string& histogram, const std::string& le) {
    IndicatorQueries out;
    out.total = *promql::parse("sum(increase(" + histogram + "_count[5m]))");
    out.good = *promql::parse("sum(increase(" + histogram + "_bucket{le=\"" + le + "\"}[5m]))");
    out.bucket = BoundBucket{false, 0, std::stod(le)};
    return out;
}

}  // namespace plimsoll::ingest::otlp
