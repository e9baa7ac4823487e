// http_client.h: the port for outgoing HTTP. The real one is egress/ (curl, one egress policy); tests hand in others.
#pragma once

#include <functional>
#include <map>
#include <vector>
#include <string>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll {

namespace errors {
inline constexpr ErrorKind unreachable{"base.unreachable", 503, "The peer could not be reached; nothing was sent to it",
                                       "Check the name, the port, that it runs, and its certificate"};
}

struct HttpRequest {
    std::string method = "GET";
    std::string url;
    std::multimap<std::string, std::string> headers;
    std::string body;
    Duration timeout = Duration::seconds(10);
    std::string bulkhead;  ///< requests of one bulkhead wait for each other, never for another's: a channel's name
    bool allow_private_addresses = false;
    std::string ca_file;  ///< PEM that TLS trusts besides the system's; empty: the system's alone
    std::string client_cert;  ///< PEM file for mutual TLS; empty: none is shown
    std::string client_key;   ///< PEM file; empty: the key stands in client_cert
    std::size_t body_limit = std::size_t{1} << 20;  ///< bytes of the answer's body that are read
    /// Whether the connection may be one that another such request left, and is left for the next: for peers that are asked
    /// many times a minute.
    bool keep_alive = false;
};

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;                            ///< at most HttpRequest::body_limit
    bool cut = false;                            ///< the body was longer
    Duration took;
    std::string remote_address;
};

/// Threads: send() is safe from any thread and never blocks; `done` is called exactly once, on the client's thread.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    /// Errors given to `done`: unreachable (name, connect, TLS: nothing was sent); unavailable (it broke off or timed out
    /// after that, so the peer may have acted); busy (bulkhead full); invalid (URL or address refused by the egress
    /// policy).
    virtual void send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) = 0;
};

/// One mail. Threads and errors as HttpClient.
struct MailMessage {
    std::string server_url;  ///< smtp://host:port or smtps://host:port
    std::string user;        ///< empty: no authentication
    std::string password;
    bool require_tls = true;  ///< STARTTLS must succeed (not for smtps, which is TLS from the start)
    std::string ca_file;      ///< PEM that TLS trusts besides the system's; empty: the system's alone
    std::string from;         ///< "pager@example.org" or "Plimsoll <pager@example.org>"
    std::vector<std::string> to;
    std::string subject;
    std::string body;        ///< plain text, UTF-8
    std::string message_id;  ///< without angle brackets; equal for every attempt of one page
    std::map<std::string, std::string> headers;  ///< further ones, Date among them: the client reads no clock
    Duration timeout = Duration::seconds(20);
    std::string bulkhead;
    bool allow_private_addresses = false;
};

class MailClient {
public:
    virtual ~MailClient() = default;
    /// `done` gets the server's final answer line, whatever its code ("250 2.0.0 Ok", "550 5.1.1 No such user"), as an
    /// HTTP status is no error either. Errors: no answer came (as HttpClient).
    virtual void send(MailMessage message, std::function<void(Result<std::string>)> done) = 0;
};

}  // namespace plimsoll
