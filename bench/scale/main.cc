// plimsoll_scale: what 1,000 to 100,000 SLOs, and a million series, cost this machine: a real server for each size.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <thread>

#include "measure.h"

namespace {

using namespace plimsoll;

void say(const std::string& line) { fmt::print(stderr, "{}\n", line); }

/// "1000" or "10000x50": SLOs, and instances of each counter.
std::optional<scale::Size> parse(const std::string& text) {
    scale::Size size;
    char end = 0;
    const int read = std::sscanf(text.c_str(), "%dx%d%c", &size.slos, &size.instances, &end);
    if (read < 1 || read > 2 || size.slos < 1 || size.instances < 1) return std::nullopt;
    return size;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> names{"1000", "10000", "100000", "10000x50"};
    std::string json_file;
    scale::Bounds bounds;
    CLI::App app("Measures a real server with many SLOs: catalogue, samples every 15 s, memory, disk, restart. Exit 3 when a size is no size.");
    app.add_option("sizes", names, "SLOs, or SLOsxINSTANCES: each SLO has two counters, each counter so many series")->capture_default_str();
    app.add_option("--json", json_file, "Write every figure to this file");
    app.add_option("--phase", bounds.phase_s, "Seconds that each phase of a size may take")->capture_default_str();
    app.add_option("--memory", bounds.memory_mib, "MiB that the server may take")->capture_default_str();
    app.add_option("--rounds", bounds.rounds, "Rounds of samples sent at once before those that come live; 240 are an hour")->check(CLI::Range(1, 600))->capture_default_str();
    app.add_option("--live", bounds.live_s, "Seconds of live samples")->check(CLI::Range(15, 3600))->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    ::signal(SIGPIPE, SIG_IGN);
    scale::Report report;
    report.cores = static_cast<int>(std::thread::hardware_concurrency());
    report.memory_gib = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 30);
    for (const std::string& name : names) {
        const auto size = parse(name);
        if (!size) {
            say(name + " is no size; write 1000, or 10000x50");
            return 3;
        }
        report.sizes.push_back(scale::measure(*size, bounds, say));
    }
    report.growth = scale::growth_of(report.sizes);
    fmt::print("{}", scale::text_of(report));
    if (!json_file.empty()) {
        std::ofstream out(json_file);
        if (!(out << json::encode(report) << "\n")) {
            say(json_file + " cannot be written");
            return 3;
        }
    }
    return 0;
}
