// server_bench.cc: a real server process: remote write over HTTP, from the crossing sample to the page's first byte, and the
// time to start again with 10,000 SLOs.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <future>
#include <memory>
#include <thread>

#include "base/clock.h"
#include "bench_folder.h"
#include "domain/slo/slo_codec.h"
#include "log/log.h"
#include "server_process.h"

namespace plimsoll::bench {

namespace {

void write_file(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

std::vector<Figure> ingest() {
    constexpr int kSeries = 100'000;
    constexpr int kPerBody = 2'000;
    constexpr int kRounds = 22;
    const BenchFolder folder;
    std::string yaml = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {owner: bench}\n";
    for (int n = 0; n < 100; ++n) yaml += slo_yaml(n, "shop", "");
    write_file(folder.path() / "catalog" / "all.yaml", yaml);
    ServerProcess server(folder.path() / "data", folder.path() / "catalog");
    // Four senders at once, as Prometheus' shards: batches that wait together are committed together.
    constexpr int kSenders = 4;
    std::vector<std::unique_ptr<Connection>> connections;
    for (int i = 0; i < kSenders; ++i) connections.push_back(std::make_unique<Connection>(server.port()));
    const long long now = SystemClock().now().in_ms();
    double counted = 0;
    double samples = 0;
    for (int round = 0; round < kRounds; ++round) {
        std::vector<std::string> bodies;  // made apart: the sender's work is not the server's
        for (int first = 0; first < kSeries; first += kPerBody) {
            std::vector<BenchSeries> series;
            for (int n = first; n < first + kPerBody; ++n) {
                series.push_back({wide_labels(n), 1000.0 * round + n % 7, now - (kRounds - round) * 15'000LL});
            }
            bodies.push_back(write_body(series));
        }
        const double before = server.cpu_s();
        std::vector<std::thread> senders;
        for (int sender = 0; sender < kSenders; ++sender) {
            senders.emplace_back([&, sender] {
                for (std::size_t i = static_cast<std::size_t>(sender); i < bodies.size(); i += kSenders) {
                    const int status = connections[static_cast<std::size_t>(sender)]->post("/api/v1/write", kWriteHeaders, bodies[i]);
                    if (status != 204 && status != 200) std::fprintf(stderr, "remote write answered %d\n", status);
                }
            });
        }
        for (std::thread& sender : senders) sender.join();
        if (round < 2) continue;  // the first rounds meet every series for the first time
        counted += server.cpu_s() - before;
        samples += kSeries;
    }
    return {{"ingest.http_samples_per_s_core", samples / counted, "samples/s"}};
}

/// Accepts connections and notes when the first byte of each comes.
class Receiver {
public:
    Receiver() {
        fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
        listen(fd_, 64);
        port = ntohs(address.sin_port);
    }
    ~Receiver() { close(fd_); }
    /// Waits for one request, answers it, and returns when its first byte was there; 0: none came within 10 s.
    double next() {
        pollfd waiting{fd_, POLLIN, 0};
        if (poll(&waiting, 1, 10'000) <= 0) return 0;
        const int peer = accept(fd_, nullptr, nullptr);
        char buffer[65536];
        if (recv(peer, buffer, sizeof buffer, 0) <= 0) {
            close(peer);
            return 0;
        }
        const double at = wall_s();
        const std::string reply = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
        pollfd rest{peer, POLLIN, 0};
        while (poll(&rest, 1, 50) > 0 && recv(peer, buffer, sizeof buffer, 0) > 0) {
        }
        close(peer);
        return at;
    }
    unsigned short port = 0;

private:
    int fd_ = -1;
};

std::vector<Figure> fire_to_attempt() {
    constexpr int kTrials = 100;
    const BenchFolder folder;
    Receiver receiver;
    std::string yaml = "apiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: hook}\nspec: {type: webhook, url: 'http://127.0.0.1:" +
                       std::to_string(receiver.port) + "/page', secret: env:PLIMSOLL_BENCH_SECRET, allowPrivate: true, rateLimit: 10000}\n"
                       "---\napiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {channels: [hook]}\n"
                       "---\napiVersion: plimsoll/v1\nkind: BurnPolicy\nmetadata: {name: quick}\n"
                       "spec: {rules: [{name: page, severity: page, long: 5m, factor: 14.4}]}\n";
    for (int n = 0; n < kTrials; ++n) yaml += slo_yaml(n, "shop", "quick");
    write_file(folder.path() / "catalog" / "all.yaml", yaml);
    setenv("PLIMSOLL_BENCH_SECRET", "whsec_cGxpbXNvbGwtYmVuY2g=", 1);
    ServerProcess server(folder.path() / "data", folder.path() / "catalog");
    Connection connection(server.port());
    const long long now = SystemClock().now().in_ms();
    const auto push = [&](int n, double all, double bad, long long at) {
        const auto labels = [&](const char* name) {
            return std::vector<std::pair<std::string, std::string>>{
                {"__name__", name}, {"instance", "a"}, {"job", "shop"}, {"n", std::to_string(n)}};
        };
        return connection.post("/api/v1/write", kWriteHeaders,
                               write_body({{labels("all_total"), all, at}, {labels("bad_total"), bad, at}}));
    };
    for (int n = 0; n < kTrials; ++n) push(n, 1000, 0, now - 60'000);
    std::vector<double> ms;
    for (int n = 0; n < kTrials; ++n) {
        const double start = wall_s();
        push(n, 2000, 500, now - 50'000);
        const double first_byte = receiver.next();
        if (first_byte > 0) ms.push_back((first_byte - start) * 1e3);
    }
    if (ms.size() != kTrials) std::fprintf(stderr, "only %zu of %d pages came\n", ms.size(), kTrials);
    std::sort(ms.begin(), ms.end());
    if (ms.empty()) return {};
    return {{"paging.fire_to_attempt_p99_ms", ms[ms.size() * 99 / 100], "ms"},
            {"paging.fire_to_attempt_p50_ms", ms[ms.size() / 2], "ms"}};
}

std::vector<Figure> restart() {
    constexpr int kSlos = 10'000;
    constexpr int kTail = 100'000;
    const BenchFolder folder;
    const auto data = folder.path() / "data";
    const auto catalog = folder.path() / "catalog";
    for (int file = 0; file < 100; ++file) {
        std::string yaml;
        if (file == 0) yaml = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {owner: bench}\n";
        for (int n = file * kSlos / 100; n < (file + 1) * kSlos / 100; ++n) yaml += slo_yaml(n, "shop", "");
        write_file(catalog / ("slos-" + std::to_string(file) + ".yaml"), yaml);
    }
    double resident = 0;
    {
        ServerProcess server(data, catalog);
        Connection connection(server.port());
        const long long now = SystemClock().now().in_ms();
        for (int round = 0; round < 4; ++round) {
            for (int first = 0; first < kSlos; first += 1000) {
                std::vector<BenchSeries> series;
                for (int n = first; n < first + 1000; ++n) {
                    for (const char* name : {"all_total", "bad_total"}) {
                        series.push_back({{{"__name__", name}, {"instance", "a"}, {"job", "shop"}, {"n", std::to_string(n)}},
                                          name[0] == 'a' ? 1000.0 * round : 1.0 * round,
                                          now - (4 - round) * 15'000LL});
                    }
                }
                connection.post("/api/v1/write", kWriteHeaders, write_body(series));
            }
        }
        usleep(500'000);
        resident = server.resident_mib();
    }
    // A tail after the snapshot that the stop left: what a crash would leave to replay.
    {
        Metrics metrics;
        log::Settings settings;
        settings.file = data / "log.db";
        auto log = log::Log::open(settings, metrics);
        const log::Issued issued{SystemClock().now(), "system"};
        log::Seq last = 0;
        for (int i = 0; i < kTail;) {
            const slo::SliAnomalySeen seen{"slo-" + std::to_string(i % kSlos), "counter_reset", issued.at, 1, "series"};
            auto seq = (*log)->append({slo::encode(slo::Event(seen), issued, "ledger")});
            if (seq) {
                last = *seq;
                ++i;
            } else {
                usleep(1000);
            }
        }
        std::promise<void> told;
        (*log)->when_durable(last, [&](Result<>) { told.set_value(); });
        told.get_future().wait();
        (void)(*log)->close(Duration::seconds(10));
    }
    double with_snapshot = 0;
    {
        const ServerProcess server(data, catalog);
        with_snapshot = server.ready_after_s();
    }
    std::filesystem::remove_all(data / "snapshots");
    const ServerProcess server(data, catalog);
    return {{"server.restart_10000_slos_s", with_snapshot, "s"},
            {"server.restart_full_replay_s", server.ready_after_s(), "s"},
            {"server.resident_10000_slos_mib", resident, "MiB"}};
}

}  // namespace

Bench ingest_http_bench() { return {"ingest.http", ingest}; }
Bench paging_bench() { return {"paging", fire_to_attempt}; }
Bench restart_bench() { return {"server", restart}; }

}  // namespace plimsoll::bench
