// probes_bench.cc: a real server that makes 5,000 HTTP checks every 30 s, each counted by an SLO of its own: how much of a core it takes.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

#include "bench.h"
#include "bench_folder.h"
#include "server_process.h"

namespace plimsoll::bench {

namespace {

constexpr int kProbes = 5'000;
constexpr int kInterval_s = 30;

/// Answers every request alike and counts them.
class Target {
public:
    Target() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
        listen(fd_, 1024);
        port = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~Target() {
        shutdown(fd_, SHUT_RDWR);
        thread_.join();
        close(fd_);
    }
    unsigned short port = 0;
    std::atomic<int> answered{0};

private:
    void serve() {
        static constexpr char kReply[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
        char buffer[4096];
        for (int one = accept(fd_, nullptr, nullptr); one >= 0; one = accept(fd_, nullptr, nullptr)) {
            if (recv(one, buffer, sizeof buffer, 0) > 0 && send(one, kReply, sizeof kReply - 1, MSG_NOSIGNAL) > 0) ++answered;
            close(one);
        }
    }

    int fd_;
    std::thread thread_;
};

std::string document(int n, unsigned short port) {
    const std::string name = "p" + std::to_string(n);
    const auto counted = [&](const char* more) {
        return "{metricSource: {type: prometheus, spec: {query: 'sum(increase(probe_checks_total{probe=\"" + name + "\"" + more + "}[5m]))'}}}";
    };
    return "---\napiVersion: plimsoll/v1\nkind: Probe\nmetadata: {name: " + name + "}\nspec: {interval: 30s, timeout: 5s, allowPrivate: true, http: {url: 'http://127.0.0.1:" +
           std::to_string(port) + "/" + name + "'}}\n---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: " + name +
           "}\nspec:\n  service: shop\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: 30d, isRolling: true}]\n  objectives: [{target: 0.99}]\n"
           "  indicator:\n    metadata: {name: " + name + "}\n    spec:\n      ratioMetric:\n        good: " + counted(",result=\"success\"") + "\n        total: " + counted("") + "\n";
}

std::vector<Figure> share() {
    const BenchFolder folder;
    Target target;
    const auto catalog = folder.path() / "catalog";
    std::filesystem::create_directories(catalog);
    constexpr int kFiles = 50;
    for (int file = 0; file < kFiles; ++file) {
        std::ofstream out(catalog / ("probes-" + std::to_string(file) + ".yaml"));
        if (file == 0) out << "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {owner: bench}\n";
        for (int n = file; n < kProbes; n += kFiles) out << document(n, target.port);
    }
    ServerProcess server(folder.path() / "data", catalog);
    // The first round meets every series for the first time.
    const double begun = wall_s();
    while (target.answered < kProbes && wall_s() - begun < 3 * kInterval_s) usleep(100'000);
    const double cpu = server.cpu_s();
    const double wall = wall_s();
    const int answered = target.answered;
    while (wall_s() - wall < kInterval_s) usleep(100'000);
    const int made = target.answered - answered;
    if (made < kProbes * 95 / 100) std::fprintf(stderr, "only %d checks in %d s\n", made, kInterval_s);
    return {{"probes.5000_cpu_share", (server.cpu_s() - cpu) / (wall_s() - wall), "cores"}};
}

}  // namespace

Bench probes_bench() { return {"probes", share}; }

}  // namespace plimsoll::bench
