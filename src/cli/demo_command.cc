// demo_command.cc: `plimsoll demo`: a demo company on a real server, until a signal ends it; and breaking it on purpose.
#include <fmt/format.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "demo/company.h"
#include "demo/demo.h"
#include "server/local_server.h"

namespace plimsoll::cli {

namespace {

namespace fs = std::filesystem;

/// SIGINT and SIGTERM, left to sigwait by every thread.
sigset_t end_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
    return signals;
}

bool end_is_wanted() {
    sigset_t waiting;
    sigpending(&waiting);
    return sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1;
}

/// A folder that goes with the demo, unless it is kept.
class DemoFolder {
public:
    static Result<DemoFolder> of(const std::string& kept) {
        if (!kept.empty()) return DemoFolder(kept, true);
        std::string name = (fs::temp_directory_path() / "plimsoll-demo-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) return fail(plimsoll::errors::io, "making " + name + ": " + std::strerror(errno));
        return DemoFolder(name, false);
    }
    DemoFolder(DemoFolder&& other) noexcept : path_(std::exchange(other.path_, {})), kept_(other.kept_) {}
    ~DemoFolder() {
        if (path_.empty() || kept_) return;
        std::error_code ec;
        fs::remove_all(path_, ec);
        if (ec) fmt::print(stderr, "{} is left: {}\n", path_.string(), ec.message());
    }
    [[nodiscard]] const fs::path& path() const { return path_; }
    [[nodiscard]] bool kept() const { return kept_; }

private:
    DemoFolder(fs::path path, bool kept) : path_(std::move(path)), kept_(kept) {}
    fs::path path_;
    bool kept_;
};

/// A small file that others on this machine read while the demo runs, put back as it was afterwards unless somebody
/// else has written it meanwhile.
class Borrowed {
public:
    explicit Borrowed(fs::path file) : file_(std::move(file)), before_(demo::small_file(file_)) {}
    ~Borrowed() {
        if (file_.empty() || !during_ || demo::small_file(file_) != during_) return;
        std::error_code ec;
        if (!before_) fs::remove(file_, ec);
        else if (auto put = server::write_private_file(file_.string(), *before_); !put) fmt::print(stderr, "{}\n", put.error().sentence());
        if (ec) fmt::print(stderr, "{} is left: {}\n", file_.string(), ec.message());
    }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    /// What is there now is ours.
    void taken() { during_ = demo::small_file(file_); }
    void write(const std::string& text) {
        if (file_.empty()) return;
        if (auto written = server::write_private_file(file_.string(), text); !written) fmt::print(stderr, "{}\n", written.error().sentence());
        taken();
    }

private:
    fs::path file_;
    std::optional<std::string> before_;
    std::optional<std::string> during_;
};

/// One line of what happens, for whoever looks on; it takes the place of a bar that is being drawn.
void say(const std::string& line) {
    const char* clear = isatty(STDERR_FILENO) != 0 ? "\r\x1b[K" : "";
    fmt::print(stderr, "{}{}  {}\n", clear, text::rfc3339(SystemClock().now()).substr(11, 8), line);
}

void greet(const demo::Welcome& welcome, bool kept) {
    fmt::print("Plimsoll's demo company at {}\n", welcome.url);
    fmt::print("  sign in as {} with the password {}\n", welcome.name, welcome.password);
    fmt::print("  {} services, {} SLOs, ", welcome.services, welcome.slos);
    if (welcome.past_slots > 0) fmt::print("30 days of history ({} slots of 10 s), ", text::count(welcome.past_slots));
    fmt::print("live traffic; ready in {:.1f} s\n", welcome.ready_s);
    fmt::print("  on this machine: plimsoll slo list\n");
    fmt::print("  watch a page fire: plimsoll demo break storefront --ratio 1, later plimsoll demo mend storefront\n");
    fmt::print("  {}; Ctrl-C ends it\n", kept ? "kept in " + welcome.folder : "everything is removed at the end");
}

int tell(const demo::Welcome& welcome, const DemoOptions& options, bool kept) {
    const std::string line = json::encode(welcome);
    if (!options.ready_file.empty()) {
        if (auto written = server::write_private_file(options.ready_file, line + "\n"); !written) return report(written.error());
    }
    if (options.json) fmt::print("{}\n", line);
    else greet(welcome, kept);
    std::fflush(stdout);
    return kOk;
}

demo::DemoSettings settings_of(const DemoOptions& options, const DemoFolder& folder, Progress& bar) {
    demo::DemoSettings settings;
    settings.folder = folder.path();
    settings.any_port = options.listen.empty();
    if (!options.listen.empty()) settings.listen = options.listen;
    settings.seed = options.seed;
    settings.told = [](const std::string& channel, const std::string& line) {
        say(fmt::format("{:<8}{}", channel, line));
    };
    settings.trouble = [](const std::string& what) {
        say("traffic " + (what.empty() ? "is taken again" : "is not taken: " + what));
    };
    settings.progress = [&bar](std::uint64_t done, std::uint64_t all) { bar.at(done, all); };
    settings.cancelled = end_is_wanted;
    return settings;
}

/// The folder of --data, else that of the demo that runs as this user.
Result<demo::Home> home_of(const std::string& folder) {
    if (!folder.empty()) return demo::Home(folder);
    const auto named = demo::small_file(demo::running_demo_file());
    if (!named || named->empty()) return fail(demo::errors::no_demo, "none runs as this user");
    return demo::Home(named->substr(0, named->find('\n')));
}

}  // namespace

int demo_run(const DemoOptions& options) {
    spdlog::set_default_logger(spdlog::stderr_logger_mt("plimsoll"));
    spdlog::set_pattern("%H:%M:%S  %l %v", spdlog::pattern_time_type::utc);
    spdlog::set_level(spdlog::level::warn);
    // Blocked before any thread starts, so that every thread leaves them to sigwait below.
    const sigset_t signals = end_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);

    auto folder = DemoFolder::of(options.data);
    if (!folder) return report(folder.error());
    Borrowed announced{fs::path(server::local_server_file())};
    Borrowed running{demo::running_demo_file()};
    std::optional<Result<std::unique_ptr<demo::Demo>>> started;
    {
        Progress bar("30 days of history");
        started = demo::Demo::start(settings_of(options, *folder, bar));
    }
    announced.taken();
    if (!*started) return started->error().is(demo::errors::cancelled) ? static_cast<int>(kOk) : report(started->error());
    demo::Demo& demo = ***started;
    running.write(demo.welcome().folder + "\n");
    if (const int told = tell(demo.welcome(), options, folder->kept()); told != kOk) return told;
    int signal = 0;
    sigwait(&signals, &signal);
    if (auto stopped = demo.stop(); !stopped) return report(stopped.error());
    return kOk;
}

int demo_break(const std::string& folder, const std::string& service, double ratio) {
    auto home = home_of(folder);
    if (!home) return report(home.error());
    if (auto broken = home->break_service(service, ratio); !broken) return report(broken.error());
    fmt::print("{} of the events of {} are bad from the next slot on; `plimsoll demo mend {}` ends it\n", text::percent(ratio, 0), service, service);
    return kOk;
}

int demo_mend(const std::string& folder, const std::string& service) {
    auto home = home_of(folder);
    if (!home) return report(home.error());
    if (auto mended = home->mend_service(service); !mended) return report(mended.error());
    fmt::print("{} is as usual from the next slot on\n", service);
    return kOk;
}

}  // namespace plimsoll::cli
