// process.h: the server of a soak: a real one in a process of its own, on the soak's clock, that can be stopped and killed.
//
// Clock      handed over as three numbers (base/scaled_clock.h), so that it goes on while no server runs.
// End        the process ends with the soak at the latest, whatever becomes of it.
// Threads    begin(), end() and wait_ready() from one; pid() from any.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/scaled_clock.h"

namespace plimsoll::soak {

namespace errors {
inline constexpr ErrorKind server{"soak.server", 503, "The server of the soak does not run as it should", "Look at its log, named above"};
}  // namespace errors

/// All that a server needs to be told.
struct ServerWords {
    std::filesystem::path data;
    std::filesystem::path catalogue;
    std::filesystem::path head_key;
    std::string listen;
    std::string person;    ///< password of the demo's person
    std::int64_t start_ms = 0;
    std::int64_t origin_ns = 0;
    int speed = 1;
};

/// Runs a server until SIGTERM: what the process below does. Returns its exit code.
int serve(const std::vector<std::string>& words);

/// Resident memory and the rest of what the system knows of a process.
struct Footprint {
    double resident_mib = 0;
    double anonymous_mib = 0;  ///< of it, what belongs to no file
    int handles = 0;
    int threads = 0;
};
[[nodiscard]] std::optional<Footprint> footprint_of(pid_t pid);

class ServerProcess {
public:
    ServerProcess(ServerWords words, std::filesystem::path log) : words_(std::move(words)), log_(std::move(log)) {}
    ~ServerProcess();
    ServerProcess(const ServerProcess&) = delete;
    ServerProcess& operator=(const ServerProcess&) = delete;

    /// Starts the process and waits until it is ready to work. Errors: server.
    Result<> begin();
    /// Sends the signal and waits for the end. Errors: server (it did not end within a minute, or not well after SIGTERM).
    Result<> end(int signal);
    /// 0: none runs.
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] std::string url() const { return "http://" + words_.listen; }

private:
    Result<> wait_ready();

    ServerWords words_;
    std::filesystem::path log_;
    std::atomic<pid_t> pid_{0};
};

/// 127.0.0.1 with a port that is free now.
[[nodiscard]] std::string free_address();

}  // namespace plimsoll::soak
