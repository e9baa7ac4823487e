// prober_test.cc: checks of real servers, from when they are due to the counts in a real ledger. The clock is the system's, moved on
// by hand, so that nobody waits for an interval.
#include "probes/prober.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

#include "base/temp_folder_for_tests.h"
#include "egress/test_receiver.h"
#include "ingest/binding.h"
#include "probes/checking_for_tests.h"

namespace plimsoll::probes {
namespace {

using egress::TestReceiver;

class MovableClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return system_.now() + moved(); }
    [[nodiscard]] Duration monotonic() const override { return system_.monotonic() + moved(); }
    void advance(Duration by) { moved_ms_ += by.in_ms(); }

private:
    [[nodiscard]] Duration moved() const { return Duration::ms(moved_ms_); }
    SystemClock system_;
    std::atomic<std::int64_t> moved_ms_{0};
};

/// Asks until it is so; the bound is on patience.
bool comes_true(const std::function<bool()>& what) {
    const SystemClock clock;
    const Duration end = clock.monotonic() + Duration::seconds(20);
    std::mutex never;
    std::unique_lock lock(never);
    std::condition_variable nobody;
    while (!what()) {
        if (clock.monotonic() > end) return false;
        nobody.wait_for(lock, std::chrono::milliseconds(5));
    }
    return true;
}

/// Waits for what try_once() gives.
Result<CheckResult> tried(Prober& prober, Probe probe) {
    auto told = std::make_shared<std::promise<Result<CheckResult>>>();
    auto future = told->get_future();
    prober.try_once(std::move(probe), [told](Result<CheckResult> result) { told->set_value(std::move(result)); });
    return future.get();
}

class ProberTest : public testing::Test {
protected:
    ProberTest() {
        ledger::Settings settings;
        settings.file = folder_ / "ledger.db";
        ledger_ = std::move(*ledger::Ledger::open(settings, clock_, metrics_));
        resolver_ = std::make_unique<ingest::Resolver>(*ledger_);
        ingest::IndicatorQueries indicator;
        indicator.total = *promql::parse(R"(sum(increase(probe_checks_total{probe="shop"}[5m])))");
        indicator.good = *promql::parse(R"(sum(increase(probe_checks_total{probe="shop",result="success"}[5m])))");
        const auto set = *ingest::BindingSet::build({indicator});
        auto ids = resolver_->rebind(set, [&](const ingest::Resolver::ResolveKnown& known) {
            return ledger_->bind({{"shop", "1", {Duration::hours(1)}}}, known, Duration::days(30));
        });
        EXPECT_TRUE(ids);
        sli_ = ids->at(0);
        intake_ = std::make_unique<ingest::Intake>(*ledger_, *resolver_, clock_, metrics_, [] { return true; });
        prober_ = std::make_unique<Prober>(*intake_, secrets_, clock_, book_, metrics_, "plimsoll/test");
    }
    ~ProberTest() override {
        prober_->stop();
        EXPECT_TRUE(ledger_->close(Duration::seconds(10)));
        prober_.reset();
    }

    static Probe probe(const std::string& url, const std::string& name = "shop") {
        Probe out = probe_of(http_step(url));
        out.name = name;
        out.interval = Duration::seconds(10);
        return out;
    }
    /// Returns once the prober has taken them: what was posted before a try that ended was done.
    void apply(std::vector<Probe> probes) {
        applied_ = std::move(probes);
        prober_->apply(applied_);
        prober_->start();
        EXPECT_TRUE(tried(*prober_, probe("http://127.0.0.1:9/")));
    }
    /// The prober waits by the system's time: it is woken by hearing of the same probes again.
    void advance(Duration by) {
        clock_.advance(by);
        prober_->apply(applied_);
    }
    /// Moves the clock on until another check of the probe was made.
    bool another(const std::string& name = "shop") {
        const auto made = [&] { return prober_->results(name).empty() ? Timestamp::min() : prober_->results(name).front().at; };
        const Timestamp before = made();
        advance(Duration::seconds(10));
        return comes_true([&] { return made() > before; });
    }
    ledger::Slot counted() {
        ledger::Slot sum;
        auto slots = ledger_->slots(sli_, {clock_.now().floor(Duration::seconds(10)) - Duration::minutes(30), clock_.now().floor(Duration::seconds(10)) + Duration::seconds(10)}, 100'000);
        EXPECT_TRUE(slots) << (slots ? "" : slots.error().report());
        if (slots)
            for (const ledger::Slot& slot : slots->slots) sum += slot;
        return sum;
    }

    TempFolder folder_;
    MovableClock clock_;
    Metrics metrics_;
    TestSecrets secrets_;
    ingest::SourceBook book_{clock_};
    std::unique_ptr<ledger::Ledger> ledger_;
    std::unique_ptr<ingest::Resolver> resolver_;
    std::unique_ptr<ingest::Intake> intake_;
    std::unique_ptr<Prober> prober_;
    ledger::SliId sli_ = 0;
    std::vector<Probe> applied_;
};

TEST_F(ProberTest, ChecksAreCountedOnceEachAtTheTimeTheyWereDue) {
    std::atomic<int> status{200};
    const TestReceiver server([&](const std::string&) { return TestReceiver::reply(status, ""); });
    apply({probe(server.url())});
    ASSERT_TRUE(another());
    ASSERT_TRUE(another());
    status = 500;
    ASSERT_TRUE(another());
    prober_->stop();
    const auto results = prober_->results("shop");
    ASSERT_EQ(results.size(), 3U);
    EXPECT_FALSE(results[0].good);
    EXPECT_TRUE(results[2].good);
    EXPECT_EQ((results[0].at - results[1].at).in_ms() % 10'000, 0) << "due times keep their rhythm";
    const ledger::Slot sum = counted();
    EXPECT_EQ(sum.valid, 3);
    EXPECT_EQ(sum.bad, 1);
    EXPECT_EQ(server.requests().size(), 3U);
    ASSERT_EQ(book_.all().size(), 1U);
    EXPECT_EQ(book_.all()[0].name, "probe shop");
}

TEST_F(ProberTest, WhatCouldNotBeMadeIsMissingAndNotFailed) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, ""); });
    apply({probe(server.url())});
    ASSERT_TRUE(another());
    advance(Duration::seconds(50));  // as a machine that slept
    ASSERT_TRUE(comes_true([&] { return prober_->missed("shop") >= 4; }));
    prober_->stop();
    EXPECT_EQ(counted().bad, 0);
    EXPECT_LE(counted().valid, 3);
}

TEST_F(ProberTest, AProbeThatIsGoneIsCheckedNoMoreAndForgotten) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, ""); });
    apply({probe(server.url()), probe(server.url(), "other")});
    ASSERT_TRUE(another());
    apply({probe(server.url(), "other")});
    EXPECT_TRUE(comes_true([&] { return prober_->results("shop").empty(); }));
    ASSERT_TRUE(another("other"));
    EXPECT_TRUE(prober_->results("shop").empty());
}

TEST_F(ProberTest, TwentyResultsAreKept) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, ""); });
    apply({probe(server.url())});
    for (int i = 0; i < 22; ++i) ASSERT_TRUE(another()) << i;
    EXPECT_EQ(prober_->results("shop").size(), 20U);
}

TEST_F(ProberTest, AtMost500AreUnderWay) {
    const TestListener silent(hold);
    std::vector<Probe> probes;
    for (int i = 0; i < 520; ++i) {
        probes.push_back(probe("http://" + silent.place(), "p" + std::to_string(i)));
        probes.back().timeout = Duration::ms(9900);
    }
    apply(probes);
    Gauge& in_flight = metrics_.gauge("plimsoll_probe_checks_in_flight", "");
    advance(Duration::seconds(10));
    EXPECT_TRUE(comes_true([&] { return in_flight.value() == 500; })) << in_flight.value();
}

TEST_F(ProberTest, AProbeWithAFaultDoesNotRunAndSaysSo) {
    Probe broken = probe("ftp://shop.example/");
    apply({broken});
    EXPECT_TRUE(comes_true([&] { return !book_.all().empty(); }));
    EXPECT_EQ(book_.all()[0].error, "does not run: /steps/0/target does not begin with http:// or https://; write http:// or https://, a host and a path");
}

TEST_F(ProberTest, ATryIsMadeAtOnceAndCountsNothing) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, ""); });
    prober_->start();
    const auto result = tried(*prober_, probe(server.url()));
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->good);
    EXPECT_TRUE(prober_->results("shop").empty());
    Probe broken = probe("nowhere");
    broken.retries = 9;
    const auto refused = tried(*prober_, broken);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields().size(), 2U);
    prober_->stop();
    EXPECT_TRUE(tried(*prober_, probe(server.url())).error().is(errors::unavailable));
    EXPECT_EQ(counted().valid, 0);
}

TEST_F(ProberTest, StoppingEndsWhatIsUnderWay) {
    const TestListener silent(hold);
    prober_->start();
    std::vector<std::future<Result<CheckResult>>> futures;
    for (int i = 0; i < 21; ++i) {
        auto told = std::make_shared<std::promise<Result<CheckResult>>>();
        futures.push_back(told->get_future());
        prober_->try_once(probe("http://" + silent.place()), [told](Result<CheckResult> result) { told->set_value(std::move(result)); });
    }
    EXPECT_TRUE(futures.back().get().error().is(errors::busy)) << "20 are tried at once";
    futures.pop_back();
    prober_->stop();
    for (auto& one : futures) EXPECT_TRUE(one.get().error().is(errors::unavailable));
}

TEST_F(ProberTest, AStopBeforeTheStartIsAStop) {
    prober_->apply({probe("http://127.0.0.1:9/")});
    prober_->stop();
    prober_->start();
    EXPECT_TRUE(tried(*prober_, probe("http://127.0.0.1:9/")).error().is(errors::unavailable));
}

}  // namespace
}  // namespace plimsoll::probes
