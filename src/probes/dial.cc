#include "probes/dial.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <cstring>

#include "base/invariant.h"
#include "base/text.h"
#include "egress/policy.h"

namespace plimsoll::probes {
namespace {

curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    Gate& gate = *static_cast<Gate*>(self);
    if (!gate.allow_private) {
        if (auto why = egress::refusal(&address->addr)) {
            gate.refused.push_back(std::move(*why));
            return CURL_SOCKET_BAD;
        }
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Duration time_of(CURL* easy, CURLINFO what) {
    curl_off_t us = 0;
    curl_easy_getinfo(easy, what, &us);
    return Duration::ms((us + 500) / 1000);
}

Duration between(Duration from, Duration to) {
    return to > from ? to - from : Duration();
}

std::string connect_words(CURL* easy, const std::string& host) {
    long number = 0;
    curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &number);
    if (number == ECONNREFUSED) return fmt::format("the connection to {} was refused: nothing listens there", host);
    if (number == 0) return fmt::format("no connection to {}", host);
    return fmt::format("no connection to {}: {}", host, std::strerror(static_cast<int>(number)));
}

}  // namespace

void prepare(CURL* easy, Gate& gate) {
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, 0L);  // a resumed session shows no certificate
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);           // a resolver that hangs must not hold up the thread when its check is given up
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &gate);
}

Phases phases_of(CURL* easy) {
    const Duration dns = time_of(easy, CURLINFO_NAMELOOKUP_TIME_T);
    const Duration tcp = time_of(easy, CURLINFO_CONNECT_TIME_T);
    const Duration tls = time_of(easy, CURLINFO_APPCONNECT_TIME_T);
    const Duration ready = time_of(easy, CURLINFO_PRETRANSFER_TIME_T);
    Phases phases{dns,
                  between(dns, tcp),
                  tls > Duration() ? between(tcp, tls) : Duration(),
                  between(ready, time_of(easy, CURLINFO_STARTTRANSFER_TIME_T)),
                  {},
                  false};
    char* address = nullptr;
    curl_off_t connect_us = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connect_us);
    if (address != nullptr) phases.address = address;
    phases.connected = connect_us > 0;
    return phases;
}

Failure failure_of(CURL* easy, CURLcode code, const Gate& gate, const std::string& unsafe_host) {
    const std::string host = text::printable(unsafe_host);
    if (!gate.refused.empty() && !phases_of(easy).connected)
        return {"address", fmt::format("{}; set allowPrivate on the probe if it is meant to be reached", gate.refused.front())};
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {"dns", fmt::format("the name {} has no address, or its DNS does not answer", host)};
        case CURLE_COULDNT_CONNECT:
            return {"connect", connect_words(easy, host)};
        case CURLE_OPERATION_TIMEDOUT:
            return {"timeout", fmt::format("{} did not answer in time", host)};
        case CURLE_GOT_NOTHING:
            return {"answer", fmt::format("{} closed the connection without an answer", host)};
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
        case CURLE_PARTIAL_FILE:
            return {"answer", fmt::format("{} broke off: {}", host, curl_easy_strerror(code))};
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
            return {"tls", fmt::format("TLS with {} failed: {}", host, curl_easy_strerror(code))};
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
            return {"answer", fmt::format("{} does not answer in HTTP", host)};
        default:
            return {"answer", fmt::format("{}: {}", host, curl_easy_strerror(code))};
    }
}

Dial::Dial(Reactor& reactor, Place place, bool allow_private, std::function<void(Dialled)> done)
    : reactor_(reactor), place_(std::move(place)), gate_{allow_private, {}}, easy_(curl_easy_init()), done_(std::move(done)) {
    INVARIANT(easy_ != nullptr, "a curl handle is a small allocation");
}

Dial::~Dial() {
    reactor_.abandon(easy_.get());
}

void Dial::start() {
    CURL* easy = easy_.get();
    prepare(easy, gate_);
    const std::string url = "http://" + authority(place_);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 0L);  // curl would close it before anybody could take it; it is never used for another
    if (auto begun = reactor_.begin(easy, [this](CURLcode code) { finish(code); }); !begun)
        done_({Descriptor(), {}, Failure{"connect", begun.error().sentence()}});
}

void Dial::finish(CURLcode code) {
    Dialled out;
    out.phases = phases();
    if (code != CURLE_OK) {
        out.failure = failure_of(easy_.get(), code, gate_, authority(place_));
        return done_(std::move(out));
    }
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket);
    // A copy: curl closes its own with the handle.
    out.socket = Descriptor(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
    if (!out.socket.is_open())
        out.failure = Failure{"connect", fmt::format("no connection to {}: {}", text::printable(authority(place_)), std::strerror(errno))};
    done_(std::move(out));
}

}  // namespace plimsoll::probes
