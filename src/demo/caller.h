// caller.h: the demo as a client of its own server, over HTTP, as any other client would be.
#pragma once

#include <string>

#include "base/result.h"
#include "http/client.h"

namespace plimsoll::demo {

namespace errors {
inline constexpr ErrorKind refused{"demo.refused", 422, "The demo's server refused a request of the demo itself", "Start it again with a new folder"};
inline constexpr ErrorKind busy{"demo.busy", 503, "The demo's server cannot answer the demo itself now", "Look for its own words above; it is asked again"};
}  // namespace errors

/// Threads: safe from several; one connection a call.
class Caller {
public:
    Caller(std::string url, std::string token) : url_(std::move(url)), token_(std::move(token)) {}

    /// The body of a 2xx answer. Errors: those of http::Client; refused and busy, with the server's words.
    [[nodiscard]] Result<std::string> get(const std::string& target) const { return call("GET", target, {}); }
    [[nodiscard]] Result<std::string> post(const std::string& target, std::string json) const { return call("POST", target, std::move(json)); }
    /// A packed remote-write body. Errors: as above; after refused it must not be sent again.
    [[nodiscard]] Result<> write(std::string body) const;

private:
    [[nodiscard]] Result<std::string> call(const std::string& method, const std::string& target, std::string json) const;
    [[nodiscard]] Result<std::string> send(http::ClientRequest request) const;

    std::string url_;
    std::string token_;
};

}  // namespace plimsoll::demo
