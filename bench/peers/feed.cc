// plimsoll_feed: gives one server the counters of load.h, in the form it takes them; bench/peers/*.py runs it and measures.
//
//   write        remote write to --port, in order of time: the senders wait for each other between two bodies of a series
//   slots        POST /api/v1/import/slots to --port, of every SLO: --versions names each one's sli_version, in order
//   openmetrics  text on standard output
//
// Prints {"bodies":N,"samples":N,"seconds":S} and ends with 1 if a body was not taken; the first refusal goes to standard error.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "bench/bench.h"
#include "bench/peers/load.h"

namespace plimsoll::bench {
namespace {

struct Settings {
    Load load;
    Times times;
    unsigned short port = 0;
    std::string path = "/api/v1/write";
    int series_per_body = 2'000;
    int samples_per_series = 120;  ///< of one body: half an hour at 15 s, as much as Prometheus takes in any order
    int senders = 4;
    std::string token;
    std::vector<std::string> versions;
};

/// Runs jobs 0..count-1 on as many connections as there are senders; every job answers whether its body was taken.
class Senders {
public:
    Senders(unsigned short port, int senders) : port_(port), connections_(static_cast<std::size_t>(senders)) {
        for (auto& connection : connections_) connection = std::make_unique<Connection>(port);
    }
    using Job = std::function<int(Connection&, int)>;
    void run(int count, const Job& job) {
        std::atomic<int> next{0};
        std::vector<std::thread> threads;
        for (auto& connection : connections_) {
            threads.emplace_back([&] {
                for (int i = next++; i < count; i = next++) {
                    int status = job(*connection, i);
                    if (status == 0) {  // VictoriaMetrics ends a connection after two minutes
                        connection = std::make_unique<Connection>(port_);
                        status = job(*connection, i);
                    }
                    told(status, *connection);
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    [[nodiscard]] int bodies() const { return bodies_; }
    [[nodiscard]] bool all_taken() const { return refused_ == 0; }

private:
    void told(int status, const Connection& connection) {
        ++bodies_;
        if (status >= 200 && status < 300) return;
        if (refused_++ == 0) fmt::print(stderr, "answered {}: {:.300}\n", status, connection.body());
    }
    unsigned short port_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::atomic<int> bodies_{0};
    std::atomic<int> refused_{0};
};

std::int64_t steps(const Times& times) { return (times.to_ms - times.from_ms + times.step_ms - 1) / times.step_ms; }

int finish(const Senders& senders, std::int64_t samples, double start) {
    fmt::print("{{\"bodies\":{},\"samples\":{},\"seconds\":{:.3f}}}\n", senders.bodies(), samples, wall_s() - start);
    return senders.all_taken() ? 0 : 1;
}

int write(const Settings& settings) {
    const double start = wall_s();
    Senders senders(settings.port, settings.senders);
    const int bodies = (settings.load.series() + settings.series_per_body - 1) / settings.series_per_body;
    const std::int64_t chunk = settings.samples_per_series * settings.times.step_ms;
    for (std::int64_t from = settings.times.from_ms; from < settings.times.to_ms; from += chunk) {
        const Times times{from, std::min(from + chunk, settings.times.to_ms), settings.times.step_ms};
        senders.run(bodies, [&](Connection& to, int i) {
            const int first = i * settings.series_per_body;
            const int last = std::min(first + settings.series_per_body, settings.load.series());
            return to.post(settings.path, kWriteHeaders, body_of(settings.load, first, last, times));
        });
    }
    return finish(senders, steps(settings.times) * settings.load.series(), start);
}

int slots(const Settings& settings) {
    const double start = wall_s();
    Senders senders(settings.port, 2);
    constexpr std::int64_t kHours = 100 * 3'600'000LL;
    const std::string headers = "Content-Type: application/json\r\nAuthorization: Bearer " + settings.token + "\r\n";
    const auto requests = static_cast<int>((settings.times.to_ms - settings.times.from_ms + kHours - 1) / kHours);
    senders.run(static_cast<int>(settings.versions.size()) * requests, [&](Connection& to, int i) {
        const int slo = i / requests;
        const std::int64_t from = settings.times.from_ms + i % requests * kHours;
        const Times times{from, std::min(from + kHours, settings.times.to_ms), settings.times.step_ms};
        return to.post("/api/v1/import/slots", headers,
                       slots_request(settings.load, slo, settings.versions[static_cast<std::size_t>(slo)], times));
    });
    return finish(senders, steps(settings.times) * settings.load.series(), start);
}

int openmetrics(const Settings& settings) {
    for (const int role : {0, 1}) {
        fmt::print("# TYPE {} counter\n", role == 0 ? "all" : "bad");
        for (int n = role; n < settings.load.series(); n += 2) {
            std::string name;
            std::string labels;
            for (const auto& [key, value] : labels_of(settings.load, n)) {
                if (key == "__name__") name = value;
                else labels += fmt::format("{}{}=\"{}\"", labels.empty() ? "" : ",", key, value);
            }
            for (std::int64_t at = settings.times.from_ms; at < settings.times.to_ms; at += settings.times.step_ms)
                fmt::print("{}{{{}}} {:.0f} {}\n", name, labels, value_of(settings.load, n, at), at / 1000);
        }
    }
    fmt::print("# EOF\n");
    return 0;
}

int run(int argc, char** argv) {
    Settings settings;
    CLI::App app("Gives one server the counters of the peers' comparison");
    app.require_subcommand(1);
    const auto common = [&](CLI::App* sub) {
        sub->add_option("--slos", settings.load.slos);
        sub->add_option("--series-per-slo", settings.load.series_per_slo);
        sub->add_option("--from", settings.times.from_ms, "milliseconds since 1970")->required();
        sub->add_option("--to", settings.times.to_ms, "milliseconds since 1970, not included")->required();
        sub->add_option("--step", settings.times.step_ms, "milliseconds")->check(CLI::Range(5'000, 3'600'000));
        sub->add_flag("--steady", settings.load.steady, "the same traffic every second, nothing bad but outages");
        sub->add_option("--outage-from", settings.load.outage_from_ms, "milliseconds since 1970");
        sub->add_option("--outage-every", settings.load.outage_every_ms, "milliseconds");
    };
    CLI::App* writing = app.add_subcommand("write");
    CLI::App* filling = app.add_subcommand("slots");
    CLI::App* printing = app.add_subcommand("openmetrics");
    for (CLI::App* sub : {writing, filling, printing}) common(sub);
    for (CLI::App* sub : {writing, filling}) sub->add_option("--port", settings.port)->required();
    writing->add_option("--path", settings.path);
    writing->add_option("--wide", settings.load.wide_series, "series of about 300 label bytes instead of SLOs");
    writing->add_option("--series-per-body", settings.series_per_body);
    writing->add_option("--samples-per-series", settings.samples_per_series, "of one body");
    writing->add_option("--senders", settings.senders);
    filling->add_option("--token", settings.token)->required();
    filling->add_option("--versions", settings.versions)->required();
    CLI11_PARSE(app, argc, argv);
    if (settings.load.wide_series > 0) settings.load.kind = Load::Kind::wide;
    if (writing->parsed()) return write(settings);
    return filling->parsed() ? slots(settings) : openmetrics(settings);
}

}  // namespace
}  // namespace plimsoll::bench

int main(int argc, char** argv) { return plimsoll::bench::run(argc, argv); }
