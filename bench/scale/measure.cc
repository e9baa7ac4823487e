#include "measure.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <thread>

#include "base/clock.h"
#include "bench/bench.h"
#include "bench/bench_folder.h"
#include "bench/server_process.h"

extern char** environ;

namespace plimsoll::scale {
namespace {

constexpr int kSeriesABody = 2'000;
constexpr int kSenders = 4;
constexpr double kMiB = 1 << 20;

/// The phase that did not come to its end, in words.
struct Stop {
    std::string why;
};

struct Usage {
    double wall_s = 0;
    double cpu_s = 0;
    double peak_mib = 0;
    int code = 0;
};

Usage run(std::vector<std::string> words) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int fd : {1, 2}) posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_WRONLY, 0);
    pid_t pid = 0;
    const double start = bench::wall_s();
    Usage out;
    out.code = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (out.code != 0) return out;
    int status = 0;
    rusage used{};
    wait4(pid, &status, 0, &used);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
    out = {bench::wall_s() - start, seconds(used.ru_utime) + seconds(used.ru_stime), static_cast<double>(used.ru_maxrss) / 1024, WEXITSTATUS(status)};
    return out;
}

std::string own_binary() { return (std::filesystem::canonical("/proc/self/exe").parent_path() / "plimsoll").string(); }

class Measurement {
public:
    Measurement(const Size& size, const Bounds& bounds, void (*say)(const std::string&)) : size_(size), bounds_(bounds), say_(say) {
        found_.slos = size.slos;
        found_.series = size.series();
    }

    Found run_all() {
        try {
            check();
            first_start();
            history();
            live();
            change();
            restart();
        } catch (const Stop& stop) {
            found_.stopped = stop.why;
            tell("stopped: " + stop.why);
        }
        return std::move(found_);
    }

private:
    void tell(const std::string& line) const { say_(fmt::format("{} SLOs, {} series: {}", size_.slos, size_.series(), line)); }
    void look_at_memory() const {
        if (server_->resident_mib() > bounds_.memory_mib) throw Stop{fmt::format("more than {:.0f} MiB resident", bounds_.memory_mib)};
    }
    [[nodiscard]] std::string token() const {
        std::ifstream in(data() / "cli.token");
        std::string line;
        std::getline(in, line);
        return "Authorization: Bearer " + line + "\r\n";
    }
    [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }
    [[nodiscard]] std::filesystem::path catalogue() const { return folder_.path() / "catalog"; }
    [[nodiscard]] double ledger_mib() const {
        std::error_code missing;
        return static_cast<double>(std::filesystem::file_size(data() / "ledger.db", missing)) / kMiB;
    }

    void check() {
        found_.catalogue_mib = static_cast<double>(write_catalogue(catalogue(), size_)) / kMiB;
        const Usage used = run({own_binary(), "check", catalogue().string()});
        if (used.code != 0) throw Stop{"`plimsoll check` refuses the catalogue"};
        found_.check_s = used.wall_s;
        found_.check_cpu_s = used.cpu_s;
        found_.check_peak_mib = used.peak_mib;
        tell(fmt::format("checked in {:.1f} s with {:.0f} MiB", used.wall_s, used.peak_mib));
    }

    void begin() {
        server_ = std::make_unique<bench::ServerProcess>(data(), catalogue());
        bench::Connection connection(server_->port());
        if (connection.get("/readyz") != 200) throw Stop{"the server was not ready within two minutes"};
    }

    /// Ready is when it answers; settled is when it does nothing more by itself.
    void first_start() {
        const double start = bench::wall_s();
        begin();
        found_.first_start_s = server_->ready_after_s();
        double settled = 0;
        double before = server_->cpu_s();
        for (double quiet_since = bench::wall_s(); bench::wall_s() - start < 2 * bounds_.phase_s;) {
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            const double now = server_->cpu_s();
            if (now - before > 0.1) quiet_since = bench::wall_s();
            before = now;
            if (bench::wall_s() - quiet_since < 3) continue;
            settled = quiet_since - start;
            break;
        }
        look_at_memory();
        found_.first_start_cpu_s = server_->cpu_s();
        found_.start_mib = server_->resident_mib();
        if (settled == 0) throw Stop{fmt::format("the server was still busy with its start after {:.0f} s", 2 * bounds_.phase_s)};
        found_.first_settled_s = settled;
        tell(fmt::format("ready after {:.1f} s, settled after {:.1f} s, {:.0f} MiB", *found_.first_start_s, settled, *found_.start_mib));
    }

    /// One round, by several senders at once as Prometheus' shards are; bodies are made by them, which is not the server's work.
    void send_round(std::int64_t round, std::int64_t round_ms) {
        std::atomic<std::size_t> next{0};
        std::atomic<int> refused{0};
        std::vector<std::thread> senders;
        for (int i = 0; i < kSenders; ++i) {
            senders.emplace_back([&] {
                bench::Connection connection(server_->port());
                for (std::size_t n = next++; n < load_->bodies(); n = next++) send(connection, load_->body(n, round, round_ms), refused);
            });
        }
        for (std::thread& sender : senders) sender.join();
        if (refused > 0) throw Stop{"the server refuses samples"};
    }
    static void send(bench::Connection& connection, const std::string& body, std::atomic<int>& refused) {
        for (int tries = 0; tries < 100; ++tries) {
            const int status = connection.post("/api/v1/write", bench::kWriteHeaders, body);
            if (status == 200 || status == 204) return;
            if (status != 503 && status != 429) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        ++refused;
    }

    void history() {
        load_ = std::make_unique<Load>(size_, kSeriesABody);
        const double ledger = ledger_mib();
        const double cpu = server_->cpu_s();
        const double start = bench::wall_s();
        const std::int64_t now = SystemClock().now().in_ms();
        const std::int64_t interval = kInterval_s * 1000;
        std::int64_t round = 0;
        for (; round < bounds_.rounds && bench::wall_s() - start < bounds_.phase_s; ++round) {
            send_round(round, now - (bounds_.rounds + 1 - round) * interval);
            look_at_memory();
        }
        rounds_ = bounds_.rounds + 1;
        const double minutes = static_cast<double>(round) * kInterval_s / 60;
        found_.history_rounds = static_cast<double>(round);
        found_.history_cpu_s_a_minute = (server_->cpu_s() - cpu) / minutes;
        ledger_before_ = ledger;
        sent_hours_ = minutes / 60;
        tell(fmt::format("{} rounds of history in {:.0f} s, {:.2f} CPU s for a minute of samples, {:.0f} MiB", round, bench::wall_s() - start,
                         *found_.history_cpu_s_a_minute, server_->resident_mib()));
    }

    [[nodiscard]] std::map<double, double> judging_buckets() const {
        bench::Connection connection(server_->port());
        std::map<double, double> out;
        if (connection.get("/metrics", token()) != 200) return out;
        static const std::string name = "plimsoll_judging_lag_seconds_bucket{le=\"";
        std::istringstream lines(connection.body());
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with(name)) continue;
            const std::string bound = line.substr(name.size(), line.find('"', name.size()) - name.size());
            out[bound == "+Inf" ? INFINITY : std::strtod(bound.c_str(), nullptr)] = std::strtod(line.c_str() + line.rfind(' '), nullptr);
        }
        return out;
    }

    /// Each body at its moment of the interval, as scrapes come.
    void live() {
        const auto before = judging_buckets();
        const double cpu = server_->cpu_s();
        const double start = bench::wall_s();
        const std::int64_t start_ms = SystemClock().now().in_ms();
        std::atomic<int> refused{0};
        bench::Connection connection(server_->port());
        double late = 0;
        const std::int64_t rounds = bounds_.live_s / kInterval_s;
        for (std::int64_t round = 0; round < rounds && late < bounds_.phase_s / 4; ++round) {
            for (std::size_t n = 0; n < load_->bodies(); ++n) {
                const double due = start + static_cast<double>(round) * kInterval_s + static_cast<double>(n) * kInterval_s / static_cast<double>(load_->bodies());
                const double early = due - bench::wall_s();
                if (early > 0) std::this_thread::sleep_for(std::chrono::duration<double>(early));
                late = std::max(late, -early);
                send(connection, load_->body(n, rounds_ + round, start_ms + round * kInterval_s * 1000), refused);
            }
        }
        const double wall = bench::wall_s() - start;
        if (refused > 0) throw Stop{"the server refuses samples"};
        found_.cpu_s_a_minute = (server_->cpu_s() - cpu) * 60 / wall;
        auto after = judging_buckets();
        for (const auto& [bound, n] : before) after[bound] -= n;
        for (const auto& [bound, n] : after) {
            if (n < 0.99 * after.rbegin()->second) continue;
            if (std::isfinite(bound)) found_.judging_lag_p99_s = bound;
            break;
        }
        sent_hours_ += wall / 3600;
        found_.resident_mib = server_->resident_mib();
        look_at_memory();
        tell(fmt::format("live: {:.2f} CPU s a minute, judging p99 within {} s, at most {:.1f} s late, {:.0f} MiB", *found_.cpu_s_a_minute,
                         found_.judging_lag_p99_s ? fmt::format("{:g}", *found_.judging_lag_p99_s) : "more than 60", late, *found_.resident_mib));
    }

    void change() {
        change_one(catalogue(), size_);
        bench::Connection connection(server_->port());
        const double start = bench::wall_s();
        const int status = connection.post("/api/v1/catalog/apply", token() + "Content-Type: application/json\r\n", "{}");
        if (status != 200) throw Stop{fmt::format("a change of the catalogue is not applied: HTTP {}", status)};
        found_.change_s = bench::wall_s() - start;
        tell(fmt::format("one objective changed and applied in {:.1f} s", *found_.change_s));
    }

    void restart() {
        const double start = bench::wall_s();
        server_->stop();
        found_.stop_s = bench::wall_s() - start;
        found_.ledger_mib_an_hour = (ledger_mib() - ledger_before_) / sent_hours_;
        begin();
        found_.restart_s = server_->ready_after_s();
        found_.restart_mib = server_->resident_mib();
        tell(fmt::format("stopped in {:.1f} s, ready again after {:.1f} s with {:.0f} MiB", *found_.stop_s, *found_.restart_s, *found_.restart_mib));
    }

    const Size size_;
    const Bounds bounds_;
    void (*const say_)(const std::string&);
    const bench::BenchFolder folder_;
    std::unique_ptr<bench::ServerProcess> server_;
    std::unique_ptr<Load> load_;
    std::int64_t rounds_ = 0;
    double ledger_before_ = 0;
    double sent_hours_ = 0;
    Found found_;
};

struct Figure {
    const char* name;
    const char* unit;
    std::optional<double> Found::*value;
};

constexpr std::array<Figure, 18> kFigures{{{"catalogue", "MiB", &Found::catalogue_mib},
                                           {"check", "s", &Found::check_s},
                                           {"check, CPU", "s", &Found::check_cpu_s},
                                           {"check, peak", "MiB", &Found::check_peak_mib},
                                           {"first start", "s", &Found::first_start_s},
                                           {"first start, settled", "s", &Found::first_settled_s},
                                           {"first start, CPU", "s", &Found::first_start_cpu_s},
                                           {"resident at start", "MiB", &Found::start_mib},
                                           {"history CPU a minute", "s", &Found::history_cpu_s_a_minute},
                                           {"CPU a minute", "s", &Found::cpu_s_a_minute},
                                           {"judging lag p99", "s", &Found::judging_lag_p99_s},
                                           {"resident", "MiB", &Found::resident_mib},
                                           {"ledger an hour", "MiB", &Found::ledger_mib_an_hour},
                                           {"change of one", "s", &Found::change_s},
                                           {"stop", "s", &Found::stop_s},
                                           {"restart", "s", &Found::restart_s},
                                           {"resident, restarted", "MiB", &Found::restart_mib},
                                           {"rounds of history", "", &Found::history_rounds}}};

}  // namespace

Found measure(const Size& size, const Bounds& bounds, void (*say)(const std::string&)) { return Measurement(size, bounds, say).run_all(); }

std::vector<Growth> growth_of(const std::vector<Found>& found) {
    std::vector<Growth> out;
    for (std::size_t i = 1; i < found.size(); ++i) {
        const Found& a = found[i - 1];
        const Found& b = found[i];
        if (a.slos == b.slos || a.series * b.slos != b.series * a.slos) continue;
        for (const Figure& figure : kFigures) {
            const auto from = a.*figure.value;
            const auto to = b.*figure.value;
            if (!from || !to || *from <= 0 || *to <= 0 || figure.value == &Found::history_rounds) continue;
            out.push_back({figure.name, a.slos, b.slos, std::log(*to / *from) / std::log(static_cast<double>(b.slos) / static_cast<double>(a.slos))});
        }
    }
    return out;
}

std::string text_of(const Report& report) {
    std::string out = fmt::format("{} cores, {:.0f} GiB\n{:<24}", report.cores, report.memory_gib, "SLOs / series");
    for (const Found& one : report.sizes) out += fmt::format(" {:>16}", fmt::format("{} / {}", one.slos, one.series));
    for (const Figure& figure : kFigures) {
        out += fmt::format("\n{:<24}", fmt::format("{}{}{}", figure.name, *figure.unit == 0 ? "" : ", ", figure.unit));
        for (const Found& one : report.sizes) out += fmt::format(" {:>16}", one.*figure.value ? fmt::format("{:.4g}", *(one.*figure.value)) : "-");
        for (const Growth& growth : report.growth) {
            if (growth.figure == figure.name) out += fmt::format("  {} to {}: n^{:.2f}", growth.from, growth.to, growth.exponent);
        }
    }
    out += "\n";
    for (const Found& one : report.sizes) {
        if (!one.stopped.empty()) out += fmt::format("{} SLOs, {} series did not come to the end: {}\n", one.slos, one.series, one.stopped);
    }
    return out;
}

}  // namespace plimsoll::scale
