// pulling_for_tests.h: an engine that is turned by hand, with a clock of the test's, a ledger that records, and a server that
// answers from functions instead of a network.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <functional>
#include <map>

#include "base/random.h"
#include "ingest/ledger_recorder.h"
#include "ingest/pull/engine.h"
#include "promql/query.h"

namespace plimsoll::ingest::pull {

inline std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// One request as the server understood it.
struct AskedRequest {
    std::string path;
    std::map<std::string, std::string> parameters;
    HttpRequest raw;
    [[nodiscard]] Timestamp from() const {
        return Timestamp::from_seconds(std::stoll(parameters.at(parameters.contains("time") ? "time" : "start")));
    }
    [[nodiscard]] Timestamp until() const {
        return Timestamp::from_seconds(std::stoll(parameters.at(parameters.contains("time") ? "time" : "end")));
    }
    /// The queries that were joined.
    [[nodiscard]] std::vector<std::string> queries() const {
        std::vector<std::string> out;
        const std::string& all = parameters.at("query");
        const std::string open = "label_replace(\n";
        for (std::size_t at = all.find(open); at != std::string::npos; at = all.find(open, at + 1)) {
            const std::size_t end = all.find("\n, \"plimsoll_query\"", at);
            out.push_back(all.substr(at + open.size(), end - at - open.size()));
        }
        return out;
    }
};

/// Answers at once, on the caller's thread. `value` is what a query has at a time; NaN: nothing.
class FakeServer final : public HttpClient {
public:
    std::function<double(const std::string& query, Timestamp at)> value = [](const std::string&, Timestamp) { return 1.0; };
    /// An answer of another kind; empty: as usual.
    std::function<std::optional<HttpResponse>(const AskedRequest&)> instead = [](const AskedRequest&) { return std::nullopt; };
    std::vector<AskedRequest> asked;
    bool down = false;
    bool keep_waiting = false;  ///< requests are answered by release()

    void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) override {
        if (keep_waiting) return waiting_.push_back({std::move(request), std::move(done)});
        answer(std::move(request), std::move(done));
    }
    void release() {
        for (auto& [request, done] : std::exchange(waiting_, {})) answer(std::move(request), std::move(done));
    }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

    static HttpResponse reply(int status, std::string body, std::map<std::string, std::string> headers = {}) {
        HttpResponse out;
        out.status = status;
        out.body = std::move(body);
        out.headers = std::move(headers);
        return out;
    }
    static HttpResponse error(int status, const std::string& type, const std::string& words) {
        return reply(status, R"({"status":"error","errorType":")" + type + R"(","error":")" + words + R"("})");
    }

private:
    struct Waiting {
        HttpRequest request;
        std::function<void(Result<HttpResponse>)> done;
    };

    void answer(HttpRequest request, std::function<void(Result<HttpResponse>)> done) {
        AskedRequest one{request.url.substr(request.url.find("/api")), {}, request};
        for (std::string_view rest = request.body; !rest.empty();) {
            const std::string_view pair = rest.substr(0, rest.find('&'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            one.parameters[decoded(pair.substr(0, pair.find('=')))] = decoded(pair.substr(pair.find('=') + 1));
        }
        asked.push_back(one);
        if (down) return done(fail(plimsoll::errors::unreachable, "metrics: refused"));
        if (auto other = instead(one)) return done(std::move(*other));
        done(reply(200, results(one)));
    }

    std::string results(const AskedRequest& request) const {
        const bool range = request.path == "/api/v1/query_range";
        const Duration step = range ? Duration::seconds(std::stoll(request.parameters.at("step"))) : Duration::seconds(1);
        std::string series;
        const auto queries = request.queries();
        for (std::size_t n = 0; n < queries.size(); ++n) {
            std::string points;
            for (Timestamp at = request.from(); at <= request.until(); at = at + step) {
                const double v = value(queries[n], at);
                if (!std::isnan(v)) points += fmt::format("{}[{},\"{}\"]", points.empty() ? "" : ",", at.in_ms() / 1000, v);
            }
            if (points.empty()) continue;
            series += fmt::format(R"({}{{"metric":{{"plimsoll_query":"{}"}},"{}":{}}})", series.empty() ? "" : ",", n,
                                  range ? "values" : "value", range ? "[" + points + "]" : points);
        }
        return fmt::format(R"({{"status":"success","data":{{"resultType":"{}","result":[{}]}}}})", range ? "matrix" : "vector", series);
    }

    std::deque<Waiting> waiting_;
};

class NoSecrets final : public SecretSource {
public:
    Result<std::string> resolve(const std::string& reference) const override {
        if (reference == "env:TOKEN") return std::string("t0ken");
        return fail(plimsoll::errors::not_found, reference + " is not set");
    }
};

/// A ledger that remembers cursors too.
class CursorRecorder final : public LedgerRecorder {
public:
    void write(ledger::Batch batch, std::function<void(Result<ledger::WriteOutcome>)> done) override {
        if (busy > 0) {
            --busy;
            return done(fail(ledger::errors::busy, "the disk is slow"));
        }
        if (batch.cursor) cursors[batch.source] = *batch.cursor;
        LedgerRecorder::write(std::move(batch), std::move(done));
    }
    Result<std::optional<std::string>> cursor(const std::string& source) const override {
        const auto found = cursors.find(source);
        return found == cursors.end() ? std::optional<std::string>() : std::optional(found->second);
    }
    std::map<std::string, std::string> cursors;
    int busy = 0;
};

class Pulling {
public:
    static constexpr std::int64_t kStart_s = 1'790'000'040;  // a whole minute

    explicit Pulling(std::vector<PulledSli> slis) {
        source.name = "metrics";
        source.url = "http://metrics:9090/";
        source.timeout = Duration::seconds(30);
        source.step = Duration::minutes(1);
        source.delay = Duration::seconds(30);
        source.look_again = Duration();
        source.back_fill = false;
        source.slis = std::move(slis);
        bind();
        restart();
    }

    static PulledSli ratio(const std::string& slo) {
        PulledSli out;
        out.slo = slo;
        out.version = "1";
        out.window = Duration::days(1);
        out.queries = {{std::string(kTotal), "sum(increase(requests_total{slo=\"" + slo + "\"}[5m]))"},
                       {std::string(kBad), "sum(increase(errors_total{slo=\"" + slo + "\"}[5m]))"}};
        return out;
    }

    void bind() {
        std::vector<IndicatorQueries> indicators;
        std::vector<ledger::SliDefinition> definitions;
        for (const PulledSli& sli : source.slis) {
            const auto count = [&](std::string_view name) {
                return *promql::parse(fmt::format("sum(increase({}{{slo=\"{}\"}}[1m]))", name, sli.slo));
            };
            IndicatorQueries one;
            if (sli.gauge) {
                one.gauge = GaugeReading{GaugeReading::Kind::at_most, 10};
                one.total = *promql::parse_gauge(fmt::format("{}{{slo=\"{}\"}}", kGauge, sli.slo));
            } else {
                one.total = count(kTotal);
                one.bad = count(kBad);
            }
            indicators.push_back(std::move(one));
            definitions.push_back({sli.slo, sli.version, {}});
        }
        auto set = BindingSet::build(indicators);
        ASSERT_TRUE(set) << set.error().report();
        auto ids = resolver.rebind(*set, [&](const Resolver::ResolveKnown& known) {
            return ledger.bind(definitions, known, Duration::days(1));
        });
        ASSERT_TRUE(ids);
        for (std::size_t i = 0; i < ids->size(); ++i) source.slis[i].sli = (*ids)[i];
    }

    /// As a server starts.
    void restart() {
        engine = std::make_unique<Engine>(Ports{server, intake, resolver, ledger, secrets, clock, random, book, metrics, [this] { ++filled; }});
        engine->apply({source});
    }
    /// Until nothing happens any more without time passing.
    void turn() {
        for (int i = 0; i < 200; ++i) engine->turn();
    }
    void pass(Duration time) {
        for (Duration done; done < time; done = done + Duration::seconds(1)) {
            clock.advance(Duration::seconds(1));
            engine->turn();
        }
        turn();
    }

    /// What was delivered of a series at the ends of steps; the last word counts.
    std::map<std::int64_t, double> counts(std::string_view series, const std::string& slo) {
        std::map<std::int64_t, double> out;
        const std::lock_guard lock(ledger.mutex);
        for (const auto& batch : ledger.batches) {
            for (const auto& sample : batch.samples) {
                for (const auto& [labels, known] : ledger.interned) {
                    if (known.id == sample.series && labels.starts_with(series) && labels.find("slo=\"" + slo + "\"") != std::string::npos)
                        out[(sample.at.in_ms() + 1) / 1000 - kStart_s] = sample.value;
                }
            }
        }
        return out;
    }
    SourceStatus status() {
        for (const SourceStatus& one : book.all())
            if (one.name == source.name) return one;
        return {};
    }

    ManualClock clock{Timestamp::from_seconds(kStart_s)};
    Metrics metrics;
    CursorRecorder ledger;
    Resolver resolver{ledger};
    Intake intake{ledger, resolver, clock, metrics, [] { return true; }};
    SourceBook book{clock};
    NoSecrets secrets;
    SeededRandom random{7};
    FakeServer server;
    Source source;
    int filled = 0;
    std::unique_ptr<Engine> engine;
};

}  // namespace plimsoll::ingest::pull
