// groups_bench.cc: what it costs to bind the groups of one roll-up, beside as many SLOs that somebody declared.
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/invariant.h"
#include "bench.h"
#include "bench_folder.h"
#include "ingest/resolver.h"
#include "ingest/write_body.h"

namespace plimsoll::bench {
namespace {

constexpr int kSlos = 1'000;
constexpr int kRounds = 7;

std::string path_of(int n) { return "/path/" + std::to_string(n); }

ingest::IndicatorQueries counting(const std::string& path) {
    const std::string of = path.empty() ? "" : ",path=\"" + path + "\"";
    ingest::IndicatorQueries out;
    out.total = *promql::parse("sum(increase(http_requests_total{job=\"web\"" + of + "}[5m]))");
    out.bad = *promql::parse("sum(increase(http_requests_total{job=\"web\",code=~\"5..\"" + of + "}[5m]))");
    return out;
}

/// A ledger that knows two series of each path.
struct Scene {
    BenchFolder folder;
    ManualClock clock{Timestamp::from_seconds(1'800'000'000)};
    Metrics metrics;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<ingest::Resolver> resolver;

    Scene() {
        ledger::Settings settings;
        settings.file = folder.path() / "ledger.db";
        auto opened = ledger::Ledger::open(settings, clock, metrics);
        INVARIANT(opened.has_value(), "the ledger opens");
        ledger = std::move(*opened);
        resolver = std::make_unique<ingest::Resolver>(*ledger);
    }
    void bind(const std::shared_ptr<const ingest::BindingSet>& set) {
        std::vector<ledger::SliDefinition> definitions;
        for (std::size_t i = 0; i < set->slis().size(); ++i) {
            definitions.push_back({i == 0 ? "web" : "web@" + std::to_string(i), "1", {Duration::minutes(5), Duration::hours(1), Duration::days(30)}});
        }
        const auto bound = resolver->rebind(set, [&](const ingest::Resolver::ResolveKnown& known) {
            return ledger->bind(definitions, known, Duration::days(30));
        });
        INVARIANT(bound.has_value(), "the ledger binds");
    }
    void meet_all() {
        for (int n = 0; n < kSlos; ++n) {
            const std::string path = path_of(n);
            for (const char* code : {"200", "500"}) {
                const auto met = resolver->resolve(
                    {{"__name__", "http_requests_total"}, {"code", code}, {"instance", "a:1"}, {"job", "web"}, {"path", path}},
                    ingest::Temporality::cumulative);
                INVARIANT(met.has_value() && met->verdict.is_bound(), "every series is bound");
            }
        }
    }
};

/// As after an edit of the catalogue, or a new group: from indicators to a ledger that counts by them.
double ms_of(const std::function<void()>& bind) {
    std::vector<double> rounds;
    for (int round = 0; round < kRounds; ++round) {
        const double start = process_cpu_s();
        bind();
        rounds.push_back((process_cpu_s() - start) * 1000);
    }
    return median(rounds);
}

double bind_groups_ms() {
    Scene scene;
    ingest::IndicatorQueries roll_up = counting("");
    roll_up.by = {"path"};
    roll_up.most_groups = kSlos;
    const auto declared = *ingest::BindingSet::build({roll_up});
    std::vector<ingest::IndicatorQueries> groups;
    for (int n = 0; n < kSlos; ++n) {
        ingest::IndicatorQueries group;
        group.roll_up = 0;
        group.group = {path_of(n)};
        groups.push_back(group);
    }
    scene.bind(*declared->regrouped(groups));
    scene.meet_all();
    return ms_of([&] { scene.bind(*declared->regrouped(groups)); });
}

double bind_slos_ms() {
    Scene scene;
    const auto declared = [] {
        std::vector<ingest::IndicatorQueries> slos{counting("")};
        for (int n = 0; n < kSlos; ++n) slos.push_back(counting(path_of(n)));
        return *ingest::BindingSet::build(slos);
    };
    scene.bind(declared());
    scene.meet_all();
    return ms_of([&] { scene.bind(declared()); });
}

}  // namespace

Bench groups_bench() {
    return {"ingest.bind", [] {
                return std::vector<Figure>{{"ingest.bind_1000_groups_ms", bind_groups_ms(), "ms"}, {"ingest.bind_1000_slos_ms", bind_slos_ms(), "ms"}};
            }};
}

}  // namespace plimsoll::bench
