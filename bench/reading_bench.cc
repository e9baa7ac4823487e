// reading_bench.cc: what a browser reads from a real server process: one SLO, again and again, and the chart of a month.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/clock.h"
#include "base/text.h"
#include "bench_folder.h"
#include "server_process.h"

namespace plimsoll::bench {
namespace {

constexpr int kDays = 60;  ///< so that the first point of a month's chart looks back over a whole month
constexpr const char* kSlo = "/api/v1/slos/slo-0";

std::string token_in(const std::filesystem::path& data) {
    std::ifstream in(data / "cli.token");
    std::string token;
    std::getline(in, token);
    return "Authorization: Bearer " + token + "\r\n";
}

std::string text_after(const std::string& text, const std::string& mark) {
    const auto at = text.find(mark);
    if (at == std::string::npos) return "";
    return text.substr(at + mark.size(), text.find('"', at + mark.size()) - at - mark.size());
}

/// An hour of traffic that rises and falls with the day, one in a thousand bad.
std::string hour_json(Timestamp start) {
    std::string out = "{\"start\":\"" + text::rfc3339(start) + "\",\"slots\":[";
    for (int i = 0; i < 360; ++i) {
        const auto n = start.in_ms() / 10'000 + i;
        const auto valid = 800 + n % 8640 / 20 + n * 7919 % 101;
        const auto bad = n * 7919 % 10 == 0 ? valid / 100 : 0;
        out += (i == 0 ? "[" : ",[") + std::to_string(i) + "," + std::to_string(valid) + "," + std::to_string(bad) + ",3,3]";
    }
    return out + "]}";
}

/// Newest first, which is how history is imported cheapest.
bool import_history(Connection& connection, const std::string& token, Timestamp now) {
    if (connection.get(kSlo, token) != 200) return false;
    const std::string version = text_after(connection.body(), "\"sli_version\":\"");
    constexpr int kHoursAtOnce = 60;
    Timestamp hour = now.floor(Duration::hours(1));
    for (int sent = 0; sent < kDays * 24; sent += kHoursAtOnce) {
        std::string body = R"({"slo":"slo-0","sli_version":")" + version + R"(","hours":[)";
        for (int i = 0; i < kHoursAtOnce; ++i) {
            hour = hour - Duration::hours(1);
            body += (i == 0 ? "" : ",") + hour_json(hour);
        }
        if (connection.post("/api/v1/import/slots", token + "Content-Type: application/json\r\n", body + "]}") != 200) return false;
    }
    return true;
}

/// Live counters up to the present, as a scrape every 15 s has them.
bool push_present(Connection& connection, const std::string& token, Timestamp now) {
    for (int scrape = 0; scrape < 5; ++scrape) {
        std::vector<BenchSeries> series;
        for (const char* name : {"all_total", "bad_total"}) {
            const double value = name[0] == 'a' ? 1e6 + 1500.0 * scrape : 1e3 + 2.0 * scrape;
            series.push_back({{{"__name__", name}, {"instance", "a"}, {"job", "shop"}, {"n", "0"}}, value,
                              now.in_ms() - (5 - scrape) * 15'000LL});
        }
        if (connection.post("/api/v1/write", token + kWriteHeaders, write_body(series)) / 100 != 2) return false;
    }
    return true;
}

int connected(unsigned short port) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    close(fd);
    return -1;
}

/// A sender that keeps one request under way on each of many connections, as many browsers do.
class Crowd {
public:
    Crowd(unsigned short port, std::string request, int connections) : request_(std::move(request)) {
        for (int i = 0; i < connections; ++i) peers_.push_back({connected(port), POLLIN, 0});
    }
    ~Crowd() {
        for (const pollfd& peer : peers_) close(peer.fd);
    }
    /// Answers of `size` bytes each until `count` came; how many did. What is under way then is left.
    std::size_t ask(std::size_t count, std::size_t size) {
        std::vector<std::size_t> missing(peers_.size(), size);
        std::vector<char> buffer(1 << 16);
        for (const pollfd& peer : peers_) write(peer.fd);
        std::size_t came = 0;
        while (came < count) {
            if (poll(peers_.data(), peers_.size(), 5000) <= 0) return came;
            for (std::size_t i = 0; i < peers_.size(); ++i) {
                if ((peers_[i].revents & POLLIN) == 0) continue;
                const ssize_t n = recv(peers_[i].fd, buffer.data(), std::min(buffer.size(), missing[i]), 0);
                if (n <= 0) return came;
                missing[i] -= static_cast<std::size_t>(n);
                if (missing[i] > 0) continue;
                missing[i] = size;
                ++came;
                write(peers_[i].fd);
            }
        }
        return came;
    }

private:
    void write(int fd) const { (void)send(fd, request_.data(), request_.size(), MSG_NOSIGNAL); }
    const std::string request_;
    std::vector<pollfd> peers_;
};

/// Bytes of a whole answer, header and all; 0 unless it is a 200.
std::size_t answer_size(unsigned short port, const std::string& request) {
    const int fd = connected(port);
    std::string in;
    (void)send(fd, request.data(), request.size(), MSG_NOSIGNAL);
    char buffer[65536];
    for (ssize_t n = 1; n > 0;) {
        n = recv(fd, buffer, sizeof buffer, 0);
        in.append(buffer, static_cast<std::size_t>(std::max<ssize_t>(0, n)));
        const auto end = in.find("\r\n\r\n");
        const auto at = in.find("Content-Length: ");
        if (end != std::string::npos && at < end && in.size() >= end + 4 + std::strtoul(in.c_str() + at + 16, nullptr, 10)) break;
    }
    close(fd);
    return in.starts_with("HTTP/1.1 200") ? in.size() : 0;
}

double requests_per_s_core(const ServerProcess& server, const std::string& token) {
    constexpr std::size_t kRequests = 50'000;
    const std::string request = std::string("GET ") + kSlo + " HTTP/1.1\r\nHost: localhost\r\n" + token + "\r\n";
    const std::size_t size = answer_size(server.port(), request);
    if (size == 0) return 0;
    std::vector<double> rates;
    for (int round = 0; round < 3; ++round) {
        Crowd crowd(server.port(), request, 32);
        const double before = server.cpu_s();
        const std::size_t came = crowd.ask(kRequests, size);
        const double spent = server.cpu_s() - before;
        if (came < kRequests || spent <= 0) return 0;
        rates.push_back(static_cast<double>(came) / spent);
    }
    return median(std::move(rates));
}

/// A month of 1,000 points: what 95 of 100 took at most, connection and all, and the server's CPU for one.
std::vector<Figure> chart(const ServerProcess& server, Connection& connection, const std::string& token) {
    constexpr int kTimes = 200;
    constexpr int kWarm = 20;
    std::vector<double> ms;
    double before = 0;
    for (int i = 0; i < kTimes + kWarm; ++i) {
        if (i == kWarm) before = server.cpu_s();
        const double start = wall_s();
        if (connection.get(std::string(kSlo) + "/chart?points=1000", token) != 200) return {};
        if (i >= kWarm) ms.push_back((wall_s() - start) * 1e3);
    }
    const double spent = server.cpu_s() - before;
    std::sort(ms.begin(), ms.end());
    if (connection.body().size() < 100'000) return {};  // a chart without points costs nothing
    return {{"web.slo_chart_30d_ms", ms[kTimes * 95 / 100], "ms"}, {"web.slo_chart_30d_cpu_ms", spent * 1e3 / kTimes, "ms"}};
}

std::vector<Figure> reading() {
    const BenchFolder folder;
    std::filesystem::create_directories(folder.path() / "catalog");
    std::string yaml = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop}\nspec: {owner: bench}\n";
    for (int n = 0; n < 20; ++n) yaml += slo_yaml(n, "shop", "");
    std::ofstream(folder.path() / "catalog" / "all.yaml") << yaml;
    const ServerProcess server(folder.path() / "data", folder.path() / "catalog");
    const std::string token = token_in(folder.path() / "data");
    Connection connection(server.port());
    const Timestamp now = SystemClock().now();
    if (!push_present(connection, token, now) || !import_history(connection, token, now)) {
        std::fprintf(stderr, "counts were refused: %s\n", connection.body().c_str());
        return {};
    }
    std::vector<Figure> out = chart(server, connection, token);
    out.push_back({"http.get_slo_rps_core", requests_per_s_core(server, token), "requests/s"});
    return out;
}

}  // namespace

Bench reading_bench() { return {"reading", reading}; }

}  // namespace plimsoll::bench
