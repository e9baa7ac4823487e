// otlp_senders_test.cc: senders that come again after a failure, and many of them at once.
#include <gtest/gtest.h>

#include <thread>

#include "ingest/ledger_recorder.h"
#include "ingest/otlp/exporting_for_tests.h"

namespace plimsoll::ingest::otlp {
namespace {

using Counts = std::pair<std::int64_t, std::int64_t>;

IndicatorQueries orders() { return counting("sum(increase(orders_total[5m]))", "sum(increase(orders_total{code=\"500\"}[5m]))"); }

api::Request request_of(std::string body) {
    api::Request request;
    request.headers = {{"content-type", "application/x-protobuf"}};
    request.body = std::move(body);
    return request;
}

/// What the ledger is told, batch by batch: "0" for a zero, "v" for a value; and what the sender is answered.
class Recording {
public:
    Recording() {
        const auto bound = resolver.rebind(*BindingSet::build({orders()}), [](const Resolver::ResolveKnown&) {
            return Result<std::vector<ledger::SliId>>(std::vector<ledger::SliId>{1});
        });
        EXPECT_TRUE(bound);
        ledger.answer = [this](const ledger::Batch& batch) -> Result<ledger::WriteOutcome> {
            std::string said;
            for (const ledger::Sample& sample : batch.samples) said += sample.value == 0 ? '0' : 'v';
            batches.push_back(said);
            if (fail_batches > 0 && said.find('v') != std::string::npos) {
                --fail_batches;
                return fail(ledger::errors::busy);
            }
            ledger::WriteOutcome out;
            out.accepted = static_cast<std::uint32_t>(batch.samples.size());
            return out;
        };
    }
    int send(const std::string& exported) {
        int status = 0;
        receiver.receive(request_of(exported), [&](Result<api::Reply> reply) { status = reply ? reply->status : 0; });
        return status;
    }

    LedgerRecorder ledger;
    ManualClock clock{Timestamp::from_seconds(Exporting::kStart_s)};
    Metrics metrics;
    Resolver resolver{ledger};
    Intake intake{ledger, resolver, clock, metrics, [] { return true; }};
    SourceBook book{clock};
    Receiver receiver{intake, resolver, clock, metrics, book};
    std::vector<std::string> batches;
    int fail_batches = 0;
};

TEST(OtlpSenders, TheZeroOfABeginningIsSaidAgainUntilWhatFollowsIsStored) {
    Recording world;
    const auto at = [](std::int64_t second) { return bytes::When{Exporting::ms(static_cast<double>(second)), Exporting::ms(-60)}; };
    const auto exported = [&](std::int64_t second, std::int64_t value) {
        return bytes::exported({{"service.name", "shop"}}, bytes::sum("orders", bytes::cumulative, bytes::whole({}, at(second), value)));
    };
    world.fail_batches = 1;
    EXPECT_EQ(world.send(exported(0, 5)), 503);
    EXPECT_EQ(world.send(exported(0, 5)), 200);
    EXPECT_EQ(world.send(exported(60, 7)), 200);
    EXPECT_EQ(world.batches, (std::vector<std::string>{"0", "v", "0", "v", "v"}));
}

TEST(OtlpSenders, ZerosComeBeforeWhatWasSentAndAreNotItsSamples) {
    Recording world;
    const auto point = [](const char* code, std::int64_t second) { return bytes::whole({{"code", code}}, {Exporting::ms(static_cast<double>(second))}, 3); };
    const auto delta = [](const std::string& points) { return bytes::exported({{"service.name", "shop"}}, bytes::sum("orders", bytes::delta, points)); };
    EXPECT_EQ(world.send(delta(point("200", 0) + point("500", 0))), 200);
    EXPECT_EQ(world.send(delta(point("200", 60))), 200);
    EXPECT_EQ(world.batches, (std::vector<std::string>{"vv", "0", "v"}));
    EXPECT_EQ(world.book.all().at(0).total.samples, 3u) << "what was sent, without what follows from it";
    EXPECT_EQ(world.metrics.counter("plimsoll_otlp_zeros_total", "").value(), 1u);
}

/// Sends until it is taken: others may be ahead.
void insist(Receiver& receiver, const std::string& exported) {
    for (int attempt = 0; attempt < 10'000; ++attempt) {
        std::promise<int> answered;
        receiver.receive(request_of(exported), [&](Result<api::Reply> reply) { answered.set_value(reply ? reply->status : 0); });
        const int status = answered.get_future().get();
        if (status == 200) return;
        ASSERT_EQ(status, 503);
    }
    FAIL() << "was never taken";
}

TEST(OtlpSenders, ManyAtOnceAreEachCountedOnce) {
    constexpr int kThreads = 4;
    constexpr int kTargets = 5;  // of each thread; every export is sent by two threads
    constexpr int kExports = 12;
    Exporting world({orders()});
    const auto exported = [](int sender, int target, int n) {
        const bytes::Pairs resource{{"service.name", "shop"}, {"service.instance.id", std::to_string(sender) + "-" + std::to_string(target)}};
        const bool delta = target % 2 == 0;
        const auto points = [&](const char* code, std::int64_t each) {
            const bytes::When when{Exporting::ms(60.0 * (n + 1)), Exporting::ms(delta ? 60.0 * n : 0)};
            return bytes::whole({{"code", code}}, when, delta ? each : each * (n + 1));
        };
        return bytes::exported(resource, bytes::sum("orders", delta ? bytes::delta : bytes::cumulative, points("200", 5) + points("500", 2)));
    };
    std::vector<std::thread> threads;
    for (int sender = 0; sender < kThreads; ++sender) {
        threads.emplace_back([&, sender] {
            for (int n = 0; n < kExports; ++n) {
                for (int target = 0; target < kTargets; ++target) {
                    insist(*world.receiver, exported(sender, target, n));
                    insist(*world.receiver, exported((sender + 1) % kThreads, target, n));
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    world.settle();
    const std::int64_t each = kThreads * kTargets * kExports;
    EXPECT_EQ(world.counts(0), Counts(7 * each, 2 * each));
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
