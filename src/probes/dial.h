// dial.h: a TCP connection for a check: names resolved and addresses tried as curl does it, under the egress policy.
//
// Policy     asked for the very address a socket is about to use; a refused one is not tried.
// Lifetime   may be destroyed at any time but from within `done`.
// Threads    the reactor's.
#pragma once

#include <curl/curl.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probes/assertion.h"
#include "probes/place.h"
#include "probes/reactor.h"

namespace plimsoll::probes {

struct CloseEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;

/// What the egress policy kept out of one transfer.
struct Gate {
    bool allow_private = false;
    std::vector<std::string> refused;  ///< "127.0.0.1 is a loopback address"
};

/// Sets what every transfer of a check has: no signals, no proxy, a connection of its own, a fresh look at DNS, the policy.
void prepare(CURL* easy, Gate& gate);
/// How long its phases took.
struct Phases {
    Duration dns, connect, tls, first_byte;
    std::string address;
    bool connected = false;
};
[[nodiscard]] Phases phases_of(CURL* easy);
/// Why a transfer came to nothing, for a peer called `host`.
[[nodiscard]] Failure failure_of(CURL* easy, CURLcode code, const Gate& gate, const std::string& host);

struct Dialled {
    Descriptor socket;  ///< not blocking
    Phases phases;
    std::optional<Failure> failure;
};

class Dial {
public:
    Dial(Reactor& reactor, Place place, bool allow_private, std::function<void(Dialled)> done);
    ~Dial();
    Dial(const Dial&) = delete;
    Dial& operator=(const Dial&) = delete;

    void start();
    /// What it has met so far.
    [[nodiscard]] Phases phases() const { return phases_of(easy_.get()); }

private:
    void finish(CURLcode code);

    Reactor& reactor_;
    const Place place_;
    Gate gate_;
    Easy easy_;
    std::function<void(Dialled)> done_;
};

}  // namespace plimsoll::probes
