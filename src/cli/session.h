// session.h: one talk with a server: where it is, who we are, and problems told so that a person can act.
//
// Server     --server, else PLIMSOLL_SERVER, else the server that last started on this machine as this user, else
//            http://127.0.0.1:7546.
// Token      --token, else PLIMSOLL_TOKEN, else the file --token-file or PLIMSOLL_TOKEN_FILE, else the local server's.
#pragma once

#include <string>

#include "base/result.h"
#include "http/client.h"

namespace plimsoll::cli {

namespace errors {
inline constexpr ErrorKind refused{"cli.refused", 400, "The server refused", ""};
inline constexpr ErrorKind failed{"cli.failed", 500, "The server failed", "See the server's log"};
}  // namespace errors

struct Common {
    std::string server;
    std::string token;
    std::string token_file;
    std::string ca_file;
    bool json = false;
};

class Session {
public:
    explicit Session(const Common& common);

    /// The body of a 2xx answer. Errors: those of http::Client; refused and failed, with the problem's own words.
    Result<std::string> get(const std::string& target) const { return call("GET", target, {}); }
    Result<std::string> post(const std::string& target, const std::string& json) const { return call("POST", target, json); }
    Result<std::string> call(const std::string& method, const std::string& target, const std::string& json) const;
    /// How long an answer may take; 30 s otherwise.
    void allow(Duration timeout) { settings_.timeout = timeout; }
    [[nodiscard]] const std::string& server() const { return settings_.url; }

private:
    http::ClientSettings settings_;
};

/// Percent-encodes one path segment or query value.
[[nodiscard]] std::string encoded(std::string_view text);

/// Where the server that runs on this machine says how to reach it: {"url", "token_file"}, mode 0600.
[[nodiscard]] std::string local_server_file();

/// Prints the error for people on standard error; returns the exit code it means.
int report(const Error& error);

}  // namespace plimsoll::cli
