#include "process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <thread>

#include "demo/demo.h"
#include "http/client.h"
#include "server/server.h"

extern char** environ;

namespace plimsoll::soak {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr seconds kReadyBound{60};
constexpr seconds kEndBound{60};

std::vector<std::string> in_words(const ServerWords& w) {
    return {w.data.string(), w.catalogue.string(), w.head_key.string(), w.listen, w.person, std::to_string(w.start_ms), std::to_string(w.origin_ns), std::to_string(w.speed)};
}

bool is_ready(const std::string& url) {
    http::ClientSettings settings;
    settings.url = url;
    settings.timeout = Duration::seconds(5);
    http::ClientRequest request;
    request.target = "/readyz";
    const auto client = http::Client::of(settings);
    if (!client) return false;
    const auto reply = client->send(request);
    return reply && reply->status == 200;
}

}  // namespace

int serve(const std::vector<std::string>& words) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (words.size() != 8) return 2;
    spdlog::set_default_logger(spdlog::stderr_logger_mt("plimsoll"));
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    server::Settings settings;
    settings.data = words[0];
    settings.catalog = words[1];
    settings.head_key = words[2];
    settings.http.listen = words[3];
    settings.announce = false;
    settings.first_person = server::FirstPerson{demo::kPersonName, "Soak", words[4]};
    settings.clock = std::make_shared<ScaledClock>(Timestamp::from_ms(std::stoll(words[5])), ScaledClock::Machine::time_point(nanoseconds(std::stoll(words[6]))),
                                                   std::stoi(words[7]));
    auto server = server::Server::start(std::move(settings));
    if (!server) {
        fmt::print(stderr, "{}\n", server.error().report());
        return 1;
    }
    int signal = 0;
    sigwait(&signals, &signal);
    if (auto stopped = (*server)->stop(); !stopped) {
        fmt::print(stderr, "{}\n", stopped.error().report());
        return 1;
    }
    return 0;
}

std::optional<Footprint> footprint_of(pid_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    std::ifstream in(folder + "/status");
    Footprint out;
    bool alive = false;
    for (std::string key; in >> key; in.ignore(256, '\n')) {
        double kib = 0;
        if (key == "VmRSS:" && in >> kib) out.resident_mib = kib / 1024, alive = true;
        else if (key == "RssAnon:" && in >> kib) out.anonymous_mib = kib / 1024;
        else if (key == "Threads:") in >> out.threads;
    }
    std::error_code gone;
    for (std::filesystem::directory_iterator fds(folder + "/fd", gone), none; !gone && fds != none; fds.increment(gone)) ++out.handles;
    if (!alive || gone) return std::nullopt;
    return out;
}

ServerProcess::~ServerProcess() {
    if (const pid_t pid = pid_.exchange(0); pid > 0) {
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
    }
}

Result<> ServerProcess::begin() {
    std::vector<std::string> words = in_words(words_);
    words.insert(words.begin(), {std::filesystem::canonical("/proc/self/exe").string(), "serve"});
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);  // or it would listen where our receiver does
    pid_t pid = 0;
    const int failed = posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) return fail(errors::server, std::string("it cannot be started: ") + std::strerror(failed));
    pid_ = pid;
    return wait_ready();
}

Result<> ServerProcess::wait_ready() {
    const auto until = std::chrono::steady_clock::now() + kReadyBound;
    while (std::chrono::steady_clock::now() < until) {
        if (is_ready(url())) return {};
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = 0;
            return fail(errors::server, fmt::format("it ended by itself; see {}", log_.string()));
        }
        std::this_thread::sleep_for(milliseconds(20));
    }
    return fail(errors::server, fmt::format("it was not ready within {} s; see {}", kReadyBound.count(), log_.string()));
}

Result<> ServerProcess::end(int signal) {
    const pid_t pid = pid_;
    if (pid == 0) return {};
    kill(pid, signal);
    const auto until = std::chrono::steady_clock::now() + kEndBound;
    int status = 0;
    while (waitpid(pid, &status, WNOHANG) != pid) {
        if (std::chrono::steady_clock::now() > until) return fail(errors::server, fmt::format("it did not end within {} s", kEndBound.count()));
        std::this_thread::sleep_for(milliseconds(5));
    }
    pid_ = 0;
    if (signal == SIGTERM && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        return fail(errors::server, fmt::format("told to stop, it ended with status {}; see {}", status, log_.string()));
    return {};
}

std::string free_address() {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
    close(fd);
    return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

}  // namespace plimsoll::soak
