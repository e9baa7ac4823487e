// pull_bench.cc: what asking for 10,000 SLOs each minute costs: requests made, answers read, counts judged, committed and
// settled. The server that answers is a function here, and what it takes is left out.
#include <fmt/format.h>

#include <unordered_map>

#include "base/clock.h"
#include "base/invariant.h"
#include "base/random.h"
#include "bench.h"
#include "bench_folder.h"
#include "ingest/intake.h"
#include "ingest/pull/engine.h"
#include "ingest/source_book.h"

namespace plimsoll::bench {
namespace {

namespace pull = ingest::pull;

constexpr int kSlos = 10'000;
constexpr int kMinutes = 10;
constexpr int kMinutesBefore = 21;  ///< until steps are looked at again as often as they are asked for

/// Answers each query with a count, in the words of Prometheus.
class Answering final : public HttpClient {
public:
    double cpu_s = 0;  ///< taken by this
    std::uint64_t requests = 0;

    void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) override {
        const double start = thread_cpu_s();
        const std::size_t parameters = request.body.find('&');
        const auto number = [&](std::string_view name) {
            const std::size_t found = request.body.find(fmt::format("&{}=", name), parameters);
            return found == std::string::npos ? std::int64_t{0} : std::stoll(request.body.substr(found + name.size() + 2));
        };
        const bool range = request.url.ends_with("query_range");
        const std::int64_t from = number(range ? "start" : "time");
        const std::int64_t until = range ? number("end") : from;
        auto& queries = queries_[request.body.substr(0, parameters)];
        if (queries == 0) {
            for (std::size_t n = request.body.find("plimsoll_query"); n != std::string::npos;
                 n = request.body.find("plimsoll_query", n + 1))
                ++queries;
        }
        HttpResponse response;
        response.status = 200;
        response.headers["date"] = "Thu, 15 Jan 2099 08:00:00 GMT";
        response.body = R"({"status":"success","data":{"resultType":"vector","result":[)";
        for (int n = 0; n < queries; ++n) {
            response.body += fmt::format(R"({}{{"metric":{{"plimsoll_query":"{}"}},"{}":)", n == 0 ? "" : ",", n, range ? "values" : "value");
            if (range) response.body += '[';
            for (std::int64_t at = from; at <= until; at += 60)
                response.body += fmt::format(R"({}[{},"{}"])", at == from ? "" : ",", at, n % 2 == 0 ? 1000 : 3);
            response.body += range ? "]}" : "}";
        }
        response.body += "]}}";
        ++requests;
        cpu_s += thread_cpu_s() - start;
        done(std::move(response));
    }

private:
    std::unordered_map<std::string, int> queries_;
};

class NoSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const std::string& reference) const override { return fail(errors::not_found, reference); }
};

struct Scene {
    BenchFolder folder;
    ManualClock clock{Timestamp::from_seconds(1'800'000'000)};
    Metrics metrics;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<ingest::Resolver> resolver;
    std::unique_ptr<ingest::Intake> intake;
    Answering server;
    NoSecrets secrets;
    SeededRandom random{1};
    ingest::SourceBook book{clock};
    std::unique_ptr<pull::Engine> engine;

    Scene() {
        ledger::Settings settings;
        settings.file = folder.path() / "ledger.db";
        auto opened = ledger::Ledger::open(settings, clock, metrics);
        INVARIANT(opened.has_value(), "the ledger opens");
        ledger = std::move(*opened);
        resolver = std::make_unique<ingest::Resolver>(*ledger);
        intake = std::make_unique<ingest::Intake>(*ledger, *resolver, clock, metrics, [] { return true; });
        engine = std::make_unique<pull::Engine>(pull::Ports{server, *intake, *resolver, *ledger, secrets, clock, random, book, metrics, {}});
        engine->apply({source()});
    }
    ~Scene() { INVARIANT(ledger->close(Duration::seconds(10)).has_value(), "the ledger closes"); }

    pull::Source source() {
        pull::Source out;
        out.name = "metrics";
        out.url = "http://metrics:9090";
        out.timeout = Duration::seconds(30);
        out.step = Duration::minutes(1);
        out.delay = Duration::seconds(30);
        out.look_again = Duration::minutes(10);
        out.back_fill = false;
        std::vector<ingest::IndicatorQueries> indicators;
        std::vector<ledger::SliDefinition> definitions;
        for (int n = 0; n < kSlos; ++n) {
            const std::string slo = fmt::format("service-{}-availability", n);
            pull::PulledSli sli{slo, "1", Duration::days(30), false, false, false, {}, {}, 0};
            sli.queries.push_back({std::string(pull::kTotal),
                                   fmt::format("sum(increase(http_requests_total{{service=\"service-{}\"}}[5m]))", n)});
            sli.queries.push_back(
                {std::string(pull::kBad),
                 fmt::format("sum(increase(http_requests_total{{code=~\"5..\",service=\"service-{}\"}}[5m]))", n)});
            out.slis.push_back(std::move(sli));
            ingest::IndicatorQueries one;
            one.total = *promql::parse(fmt::format("sum(increase({}{{slo=\"{}\"}}[1m]))", pull::kTotal, slo));
            one.bad = *promql::parse(fmt::format("sum(increase({}{{slo=\"{}\"}}[1m]))", pull::kBad, slo));
            indicators.push_back(std::move(one));
            definitions.push_back({slo,
                                   "1",
                                   {Duration::minutes(5), Duration::hours(1), Duration::hours(6), Duration::days(3),
                                    Duration::days(30)}});
        }
        const auto set = ingest::BindingSet::build(indicators);
        INVARIANT(set.has_value(), "the indicators compile");
        const auto ids = resolver->rebind(*set, [&](const ingest::Resolver::ResolveKnown& known) {
            return ledger->bind(definitions, known, Duration::days(1));
        });
        INVARIANT(ids.has_value(), "the ledger binds");
        for (int n = 0; n < kSlos; ++n) out.slis[static_cast<std::size_t>(n)].sli = (*ids)[static_cast<std::size_t>(n)];
        return out;
    }

    /// As its thread would: turned at each answer, and at least once a second.
    void minute() {
        for (int second = 0; second < 60; ++second) {
            clock.advance(Duration::seconds(1));
            do {
                engine->turn();
            } while (engine->outstanding() > 0 && engine->wait(clock.monotonic() + Duration::seconds(1)));
        }
    }
};

double cpu_s_per_min() {
    Scene scene;
    for (int i = 0; i < kMinutesBefore; ++i) scene.minute();
    const double start = process_cpu_s();
    const double answering = scene.server.cpu_s;
    const std::uint64_t requests = scene.server.requests;
    for (int i = 0; i < kMinutes; ++i) scene.minute();
    INVARIANT(scene.server.requests - requests >= kMinutes * kSlos * 2 / 50, "every query was asked each minute");
    const auto sources = scene.book.all();
    INVARIANT(
        sources.size() == 1 && sources.front().error.empty() && sources.front().total.bound >= 2ULL * kSlos * kMinutes,
        "all of it was counted");
    return (process_cpu_s() - start - (scene.server.cpu_s - answering)) / kMinutes;
}

}  // namespace

Bench pull_bench() {
    return {"ingest.pull", [] { return std::vector<Figure>{{"ingest.pull_10000_slos_cpu_s_per_min", cpu_s_per_min(), "s"}}; }};
}

}  // namespace plimsoll::bench
