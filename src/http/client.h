// client.h: a small blocking HTTP/1.1 client, for the command line to speak with its server.
//
// Threads    one Client per thread. Every call blocks the caller for at most the time-out (streams: between two pieces).
// Connection one per call, closed after it.
// TLS        verified against `ca_file` or the system's authorities, with the host's name.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::http {

namespace errors {
inline constexpr ErrorKind client_url{"http.client_url", 422, "The server's URL cannot be used", "Write it as http://host:port or https://host:port"};
inline constexpr ErrorKind client_connect{"http.client_connect", 503, "The server cannot be reached", "Check that `plimsoll serve` runs, and its address and port"};
inline constexpr ErrorKind client_timeout{"http.client_timeout", 504, "The server did not answer in time", "Try again, or allow more time"};
inline constexpr ErrorKind client_answer{"http.client_answer", 502, "The answer is not valid HTTP", "Check that the address is Plimsoll's"};
}  // namespace errors

struct ClientSettings {
    std::string url;     ///< http://host:port or https://host:port; a path in it goes before every target
    std::string token;   ///< sent as Authorization: Bearer; empty: none
    std::string ca_file; ///< empty: the system's authorities
    Duration timeout = Duration::seconds(10);
    std::size_t body_limit = 256u << 20;
};

struct ClientRequest {
    std::string method = "GET";
    std::string target;  ///< "/api/v1/slos?x=1", percent-encoded
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string content_type = "application/json";  ///< sent when there is a body
};

struct ClientReply {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// One server-sent event.
struct ServerEvent {
    std::string id;
    std::string name;
    std::string data;
};

class Client {
public:
    /// Errors: client_url.
    static Result<Client> of(ClientSettings settings);

    /// An answer of any status is a reply. Errors: client_connect (name, refusal, TLS: the detail says which);
    /// client_timeout; client_answer.
    [[nodiscard]] Result<ClientReply> send(const ClientRequest& request) const;

    /// Reads server-sent events until `each` returns false or the server ends the stream. A reply that is no stream is
    /// returned as it is. The time-out is between two pieces, so keep it above the server's heartbeat.
    [[nodiscard]] Result<ClientReply> follow(const ClientRequest& request,
                                             const std::function<bool(const ServerEvent&)>& each) const;

private:
    explicit Client(ClientSettings settings) : settings_(std::move(settings)) {}
    ClientSettings settings_;
    bool tls_ = false;
    std::string host_;
    std::string port_;
    std::string prefix_;
    friend class ClientCall;
};

/// Splits a stream of bytes into events. Bounds: an event of more than 16 MiB is dropped.
class EventParser {
public:
    /// False: `each` did, and wants no more.
    bool feed(std::string_view bytes, const std::function<bool(const ServerEvent&)>& each);

private:
    void line(std::string_view text);
    std::string rest_;
    ServerEvent event_;
    bool has_data_ = false;
    bool after_return_ = false;
    std::string last_id_;
};

}  // namespace plimsoll::http
