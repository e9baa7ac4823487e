// settings.h: where the server listens and what it grants one peer. Every bound here has a test.
#pragma once

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace plimsoll::http {

/// Waits are real time and settings, so that tests can shorten them.
struct Limits {
    std::size_t connections = 1'024;     ///< beyond it: 503 and close
    std::size_t header_bytes = 16 << 10; ///< request line and fields together; beyond it: 431
    std::size_t query_parameters = 256;  ///< beyond it: 400
    std::chrono::milliseconds header_time{10'000};  ///< from the first byte (or from TCP accept, TLS included) to the blank line
    std::chrono::milliseconds body_time{30'000};    ///< within each such span `body_progress` bytes must come
    std::size_t body_progress = 16 << 10;
    std::chrono::milliseconds idle_time{60'000};    ///< between two requests of a connection
    std::chrono::milliseconds reply_time{60'000};   ///< a handler's answer, durability included; then 504
    std::chrono::milliseconds write_time{30'000};   ///< within each such span `write_progress` bytes must be taken
    std::size_t write_progress = 16 << 10;
    std::chrono::milliseconds linger_time{2'000};   ///< unread input is thrown away so long, so that a refusal is read
    std::chrono::milliseconds heartbeat{15'000};    ///< of streams
    std::chrono::milliseconds shutdown_time{5'000}; ///< what is in flight may finish so long
};

struct Settings {
    std::string listen = "127.0.0.1:9095";  ///< address:port or [v6]:port or localhost:port; port 0 picks a free one
    std::size_t io_threads = 2;
    std::string tls_certificate_file;  ///< PEM chain; empty: plain HTTP
    std::string tls_key_file;
    /// Host names that are answered besides loopback ones when the listener is bound to loopback (a proxy in front).
    std::vector<std::string> allowed_hosts;
    /// view rows are open to local senders without a token, under the same conditions as Route::open_on_loopback.
    bool open_reads_on_loopback = false;
    /// Rows with one of these names as open_as need no account: "practise", "match".
    std::set<std::string> open_rows;
    Limits limits;
};

}  // namespace plimsoll::http
