#include "server_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <snappy.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <protozero/pbf_writer.hpp>
#include <sstream>

#include "bench.h"

extern char** environ;

namespace plimsoll::bench {

namespace {

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

unsigned short free_port() {
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    close(fd);
    return ntohs(address.sin_port);
}

}  // namespace

ServerProcess::ServerProcess(const std::filesystem::path& data, const std::filesystem::path& catalog) : port_(free_port()) {
    const std::string binary = (std::filesystem::canonical("/proc/self/exe").parent_path() / "plimsoll").string();
    const std::string listen = "127.0.0.1:" + std::to_string(port_);
    const std::string key = data.string() + ".head-key";
    const std::string config = "XDG_CONFIG_HOME=" + data.string() + ".config";
    std::vector<std::string> words{binary, "serve", "--data", data.string(), "--catalog", catalog.string(), "--listen", listen,
                                   "--head-key", key};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    std::vector<char*> env;
    for (char** e = environ; *e != nullptr; ++e) env.push_back(*e);
    env.push_back(const_cast<char*>(config.c_str()));
    env.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = data.string() + ".log";
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    const double start = wall_s();
    posix_spawn(&pid_, binary.c_str(), &actions, nullptr, argv.data(), env.data());
    posix_spawn_file_actions_destroy(&actions);
    while (wall_s() - start < 120) {
        Connection connection(port_);
        if (connection.get("/readyz") == 200) break;
        usleep(2000);
    }
    ready_after_s_ = wall_s() - start;
}

ServerProcess::~ServerProcess() { stop(); }

void ServerProcess::stop() {
    if (pid_ < 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

double ServerProcess::cpu_s() const {
    std::ifstream in("/proc/" + std::to_string(pid_) + "/stat");
    std::string line;
    std::getline(in, line);
    std::istringstream rest(line.substr(line.rfind(')') + 2));
    std::string word;
    for (int i = 0; i < 11; ++i) rest >> word;
    double user = 0;
    double system = 0;
    rest >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double ServerProcess::resident_mib() const {
    std::ifstream in("/proc/" + std::to_string(pid_) + "/statm");
    double total = 0;
    double resident = 0;
    in >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

Connection::Connection(unsigned short port) {
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(port);
    const int yes = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(fd_);
        fd_ = -1;
    }
}

Connection::~Connection() {
    if (fd_ >= 0) close(fd_);
}

int Connection::post(const std::string& target, const std::string& content_headers, const std::string& body) {
    const std::string head = "POST " + target + " HTTP/1.1\r\nHost: localhost\r\n" + content_headers +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    const std::string whole = head + body;
    for (std::size_t sent = 0; sent < whole.size();) {
        const ssize_t n = send(fd_, whole.data() + sent, whole.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return 0;
        sent += static_cast<std::size_t>(n);
    }
    return answer();
}

int Connection::get(const std::string& target, const std::string& headers) {
    if (fd_ < 0) return 0;
    const std::string head = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    if (send(fd_, head.data(), head.size(), MSG_NOSIGNAL) <= 0) return 0;
    return answer();
}

int Connection::answer() {
    std::string in;
    char buffer[65536];
    while (true) {
        const auto end = in.find("\r\n\r\n");
        if (end != std::string::npos) {
            std::size_t length = 0;
            const auto at = in.find("Content-Length: ");
            if (at != std::string::npos && at < end) length = std::strtoul(in.c_str() + at + 16, nullptr, 10);
            if (in.size() >= end + 4 + length) {
                body_ = in.substr(end + 4, length);
                break;
            }
        }
        const ssize_t n = recv(fd_, buffer, sizeof buffer, 0);
        if (n <= 0) return 0;
        in.append(buffer, static_cast<std::size_t>(n));
    }
    return std::atoi(in.c_str() + 9);
}

std::vector<std::pair<std::string, std::string>> wide_labels(int n) {
    const bool bound = n % 10 == 0;
    return {{"__name__", bound ? (n % 20 == 0 ? "bad_total" : "all_total") : "http_response_bytes_total"},
            {"container", "checkout-server"},
            {"endpoint", "http-metrics"},
            {"handler", "/api/v1/orders/{id}/items/" + std::to_string(n % 97)},
            {"instance", "10.42." + std::to_string(n % 251) + "." + std::to_string(n / 251 % 251) + ":9090"},
            {"job", "production/checkout"},
            {"method", "GET"},
            {"n", std::to_string(n / 20 % 100)},
            {"namespace", "production"},
            {"pod", "checkout-7d9f8b6c5d-" + std::to_string(100'000 + n)},
            {"service", "checkout"}};
}

std::string write_body(const std::vector<BenchSeries>& series) {
    std::string raw;
    protozero::pbf_writer request(raw);
    for (const BenchSeries& one : series) {
        protozero::pbf_writer message(request, 1);
        for (const auto& [name, value] : one.labels) {
            protozero::pbf_writer label(message, 1);
            label.add_string(1, name);
            label.add_string(2, value);
        }
        const auto add = [&](long long at_ms, double value) {
            protozero::pbf_writer sample(message, 2);
            sample.add_double(1, value);
            sample.add_int64(2, at_ms);
        };
        if (one.samples.empty()) add(one.at_ms, one.value);
        for (const auto& [at_ms, value] : one.samples) add(at_ms, value);
    }
    std::string packed;
    snappy::Compress(raw.data(), raw.size(), &packed);
    return packed;
}

std::string slo_yaml(int n, const std::string& service, const std::string& policy) {
    const std::string number = std::to_string(n);
    const std::string name = "slo-" + number;
    const auto query = [&](const std::string& role, const std::string& metric) {
        return "        " + role + ": {metricSource: {type: prometheus, spec: {query: 'sum(rate(" + metric + "{n=\"" + number +
               "\"}[5m]))'}}}\n";
    };
    return "---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: " + name +
           (policy.empty() ? "" : ", annotations: {plimsoll.dev/burn-policy: " + policy + "}") + "}\nspec:\n  service: " + service +
           "\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: 30d, isRolling: true}]\n  objectives: [{target: 0.999}]\n"
           "  indicator:\n    metadata: {name: " + name + "}\n    spec:\n      ratioMetric:\n        counter: true\n" +
           query("bad", "bad_total") + query("total", "all_total");
}

}  // namespace plimsoll::bench
