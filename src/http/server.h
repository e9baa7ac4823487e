// server.h: listens, spreads connections over I/O threads, stops within a bound.
//
// Rows       the caller's, and those of http/ itself: /healthz, /readyz, /metrics, /api/v1/openapi.json.
// Threads    start() and stop() from the owner's thread, never from a handler. Handlers run on the I/O threads.
// Stop       no new connections; idle ones close; requests under way are answered and streams ended, for at most
//            Limits::shutdown_time; then everything closes. Answers that come later are dropped.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/route.h"
#include "http/service.h"
#include "http/settings.h"

namespace plimsoll::http {

class Server {
public:
    /// Errors: listen (address unreadable, port in use, not permitted: names the port); tls; rows.
    static Result<std::unique_ptr<Server>> start(Settings settings, std::vector<api::Route> rows, Ports ports);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] unsigned short port() const;
    /// "http://127.0.0.1:9095".
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::size_t connections() const;
    void stop();

private:
    class Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The rows with those that every server adds, as start() serves and openapi() describes them.
[[nodiscard]] std::vector<api::Route> with_system_rows(std::vector<api::Route> rows, const Ports& ports);

}  // namespace plimsoll::http
