// demo.h: the demo company, running: a real server in this process, its past imported, its traffic live.
//
// Order      of starting: receiver of pages, catalogue's files, server, past, traffic; ready when every SLO has a budget.
//            Everything goes through the server's own HTTP: nothing is put into its stores.
// Kept       a folder that is started again goes on: same company, same person; the time between is a gap.
// Threads    start() and stop() from the owner's thread; `told` and `trouble` come from others.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "demo/counts.h"
#include "demo/home.h"
#include "demo/receiver.h"

namespace plimsoll::demo {

namespace errors {
inline constexpr ErrorKind not_ready{"demo.not_ready", 504, "The demo company did not get ready in time", "Start it again on a machine with less to do"};
inline constexpr ErrorKind cancelled{"demo.cancelled", 503, "The demo was ended before it was ready", ""};
}  // namespace errors

inline constexpr const char* kPersonName = "demo";

struct DemoSettings {
    std::filesystem::path folder;
    std::string listen = "127.0.0.1:7546";
    bool any_port = false;             ///< take a free port when that of `listen` is in use
    bool announce = true;              ///< tell this user's CLI where the server is
    std::optional<std::uint64_t> seed; ///< of a new company; 1 if not given
    PageReceiver::Told told;
    std::function<void(const std::string&)> trouble;  ///< live traffic is not taken; "": it is again
    std::function<void(std::uint64_t done, std::uint64_t all)> progress;  ///< of importing the past, one call at a time
    std::function<bool()> cancelled;   ///< asked often: end as soon as possible
};

/// What a person is told once it runs.
struct Welcome {
    std::string url;
    std::string name;
    std::string password;
    std::string folder;
    std::string token_file;      ///< of this machine's CLI
    std::uint64_t seed = 0;
    std::int64_t services = 0;
    std::int64_t slos = 0;
    std::int64_t past_slots = 0; ///< imported by this start
    double ready_s = 0;          ///< from start() to every SLO having its budget
};
BOOST_DESCRIBE_STRUCT(Welcome, (), (url, name, password, folder, token_file, seed, services, slos, past_slots, ready_s))

class Demo {
public:
    /// Errors: of the folder, of the server, seed, not_ready, cancelled.
    static Result<std::unique_ptr<Demo>> start(DemoSettings settings);
    ~Demo();
    Demo(const Demo&) = delete;
    Demo& operator=(const Demo&) = delete;

    [[nodiscard]] const Welcome& welcome() const;
    /// Errors: what could not be closed properly; everything else was.
    Result<> stop();

private:
    struct Parts;
    explicit Demo(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace plimsoll::demo
