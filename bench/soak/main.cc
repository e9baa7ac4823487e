// plimsoll_soak: lives the demo company through fast and under trouble; exit 1 when something is not flat or not exact.
// `plimsoll_soak serve ...` is the server that it starts for itself.
#include <fmt/format.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <cstring>
#include <fstream>

#include "base/json.h"
#include "soak.h"

namespace {

using namespace plimsoll;

std::atomic<bool> interrupted{false};

void say(const std::string& line) { fmt::print(stderr, "{}\n", line); }

/// A scratch folder that goes with the soak unless it is kept.
class Folder {
public:
    explicit Folder(bool kept) : kept_(kept) {
        std::string name = (std::filesystem::temp_directory_path() / "plimsoll-soak-XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr) path_ = name;
    }
    ~Folder() {
        std::error_code ec;
        if (!kept_ && !path_.empty()) std::filesystem::remove_all(path_, ec);
        if (ec || kept_) say(path_.string() + " is left");
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    bool kept_;
};

int soak_run(const soak::Settings& settings, const std::string& json_file) {
    const auto report = soak::run(settings);
    if (!report) {
        say(report.error().report());
        if (std::ifstream log(settings.folder / "server.log"); log) say(fmt::format("the server's log:\n{}", std::string(std::istreambuf_iterator<char>(log), {})));
        return 3;
    }
    fmt::print("{}", soak::text_of(*report));
    if (!json_file.empty()) {
        std::ofstream out(json_file);
        if (!(out << json::encode(*report) << "\n")) {
            say(json_file + " cannot be written");
            return 3;
        }
    }
    return report->holds() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "serve") == 0) return soak::serve({argv + 2, argv + argc});
    soak::Settings settings;
    double hours = 0;
    std::string json_file;
    bool keep = false;
    CLI::App app("Lives the demo company through at a multiple of its speed, with restarts, outages and full disks, and says whether\n"
                 "memory, handles, disk and lag stay flat and the ledger holds just what was sent. Exit 1 when not, 3 when it could not run.");
    app.add_option("--hours", hours, "How long, of this machine's time; 0.05 and more")->required()->check(CLI::Range(0.04, 1000.0));
    app.add_option("--speed", settings.speed, "How much faster the company lives")->check(CLI::Range(1, 60))->capture_default_str();
    app.add_option("--seed", settings.seed, "Of the company, and of what goes wrong when")->capture_default_str();
    app.add_option("--json", json_file, "Write everything found to this file");
    app.add_flag("--keep", keep, "Leave the server's log and key in the scratch folder");
    CLI11_PARSE(app, argc, argv);
    settings.run = Duration::ms(static_cast<std::int64_t>(hours * 3'600'000));
    settings.disk_mib += static_cast<std::size_t>(hours * 64);
    settings.interrupted = &interrupted;
    settings.say = say;
    spdlog::set_default_logger(spdlog::stderr_logger_mt("soak"));
    spdlog::set_level(spdlog::level::warn);
    for (const int signal : {SIGINT, SIGTERM}) ::signal(signal, [](int) { interrupted = true; });
    ::signal(SIGPIPE, SIG_IGN);
    const Folder folder(keep);
    settings.folder = folder.path();
    return soak_run(settings, json_file);
}
