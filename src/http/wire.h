// wire.h: one connection's bytes, in the clear or under TLS, behind functions that are not templates. The composed Asio
// operations that cost seconds to compile are all in wire.cc.
//
// Threads    one io_context's thread. One read and one write at a time.
// Errors     error codes, never exceptions.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string_view>

namespace plimsoll::http {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

struct Moved {
    error_code error;
    std::size_t bytes = 0;
};

class Wire {
public:
    virtual ~Wire() = default;
    /// TLS: shakes hands as the server or, with a host name, as the client. In the clear: nothing.
    virtual asio::awaitable<error_code> accept_handshake() = 0;
    virtual asio::awaitable<error_code> connect_handshake() = 0;
    virtual asio::awaitable<Moved> read_some(asio::mutable_buffer into) = 0;
    virtual asio::awaitable<Moved> write_some(asio::const_buffer first, asio::const_buffer second) = 0;
    /// Writes what the socket takes at once, without waiting; TLS takes nothing so.
    virtual std::size_t write_now(asio::const_buffer first, asio::const_buffer second) = 0;
    /// Says that nothing more will be written: close_notify, then a half-close.
    virtual asio::awaitable<void> end_writing() = 0;
    virtual tcp::socket& socket() = 0;

    /// Ends what waits with operation_aborted; the wire can still be used.
    void cancel();
    void close();
};

[[nodiscard]] std::unique_ptr<Wire> plain_wire(tcp::socket socket);
/// `context` must outlive the wire. `host`: the name to ask for and to verify (clients); empty for servers.
[[nodiscard]] std::unique_ptr<Wire> tls_wire(tcp::socket socket, asio::ssl::context& context, std::string_view host = {});

/// Waits for the next connection; the socket belongs to `to`.
[[nodiscard]] asio::awaitable<std::pair<error_code, tcp::socket>> accept_one(tcp::acceptor& acceptor, asio::io_context& to);
[[nodiscard]] asio::awaitable<error_code> connect_to(tcp::socket& socket, tcp::endpoint endpoint);

}  // namespace plimsoll::http
