// log_bench.cc: grouped appends, and folding a million events into the state that the server keeps.
#include <future>

#include "base/clock.h"
#include "bench_folder.h"
#include "domain/slo/slo_codec.h"
#include "log/log.h"
#include "server/engine.h"

namespace plimsoll::bench {

namespace {

std::vector<log::NewEvent> alert_story(int n, Timestamp at) {
    const std::string slo = "slo-" + std::to_string(n % 1000);
    slo::AlertFired fired;
    fired.alert = slo + "/page-1h-5m/" + std::to_string(at.in_ms());
    fired.slo = slo;
    fired.service = "service-" + std::to_string(n % 100);
    fired.rule = "page-1h-5m";
    fired.severity = "page";
    fired.since = at;
    fired.as_of = at;
    fired.factor = 14.4;
    fired.objective = *Ratio::of(999, 1000);
    fired.definition_version = "0123456789abcdef";
    fired.evidence = {{Duration::hours(1), 3'600'000, 64'800, 0, 18.0}, {Duration::minutes(5), 300'000, 6'000, 0, 20.0}};
    slo::AlertResolved resolved{fired.alert, at + Duration::minutes(7), "burn below threshold", fired.evidence};
    const log::Issued issued{at, "system"};
    return {slo::encode(slo::Event(fired), issued, "worker"), slo::encode(slo::Event(resolved), issued, "worker")};
}

void wait(log::Log& log, log::Seq seq) {
    std::promise<void> told;
    log.when_durable(seq, [&](Result<>) { told.set_value(); });
    told.get_future().wait();
}

std::vector<Figure> run() {
    constexpr int kEvents = 1'000'000;
    const BenchFolder folder;
    Metrics metrics;
    log::Settings settings;
    settings.file = folder.path() / "log.db";
    const SystemClock clock;
    double appended_per_s = 0;
    {
        auto log = log::Log::open(settings, metrics);
        const double start = wall_s();
        log::Seq last = 0;
        for (int i = 0; i < kEvents / 2;) {
            auto seq = (*log)->append(alert_story(i, Timestamp::from_seconds(1'790'000'000 + i)));
            if (!seq) {
                wait(**log, last);  // the queue is bounded: let the writer catch up
                continue;
            }
            last = *seq;
            ++i;
        }
        wait(**log, last);
        appended_per_s = kEvents / (wall_s() - start);
        (void)(*log)->close(Duration::seconds(10));
    }
    auto log = log::Log::open(settings, metrics);
    const double start = wall_s();
    auto engine = server::Engine::open(**log, clock, [](const server::World&, const slo::Event&, const log::Issued&) {
        return std::vector<paging::Event>();
    });
    const double replay = wall_s() - start;
    if (!engine || (*engine)->folded() != kEvents) std::fprintf(stderr, "replay failed\n");
    return {{"log.append_per_s", appended_per_s, "events/s"}, {"log.replay_1m_s", replay, "s"}};
}

}  // namespace

Bench log_bench() { return {"log", run}; }

}  // namespace plimsoll::bench
