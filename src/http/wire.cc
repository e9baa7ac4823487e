#include "http/wire.h"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

namespace plimsoll::http {
namespace {

using Two = std::array<asio::const_buffer, 2>;
constexpr auto as_values = asio::as_tuple(asio::use_awaitable);

class PlainWire final : public Wire {
public:
    explicit PlainWire(tcp::socket socket) : socket_(std::move(socket)) {
        error_code ignored;  // a socket that cannot be made so is dead, and its first read says it
        socket_.non_blocking(true, ignored);
        socket_.set_option(tcp::no_delay(true), ignored);
    }
    asio::awaitable<error_code> accept_handshake() override { co_return error_code(); }
    asio::awaitable<error_code> connect_handshake() override { co_return error_code(); }
    asio::awaitable<Moved> read_some(asio::mutable_buffer into) override {
        auto [error, bytes] = co_await socket_.async_read_some(into, as_values);
        Moved moved;
        moved.error = error;
        moved.bytes = bytes;
        co_return moved;
    }
    asio::awaitable<Moved> write_some(asio::const_buffer first, asio::const_buffer second) override {
        const Two both{first, second};
        auto [error, bytes] = co_await socket_.async_write_some(both, as_values);
        Moved moved;
        moved.error = error;
        moved.bytes = bytes;
        co_return moved;
    }
    std::size_t write_now(asio::const_buffer first, asio::const_buffer second) override {
        error_code later;  // would_block and every failure show again in the write that waits
        return socket_.write_some(Two{first, second}, later);
    }
    asio::awaitable<void> end_writing() override {
        error_code ignored;  // the peer may have closed first
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        co_return;
    }
    tcp::socket& socket() override { return socket_; }

private:
    tcp::socket socket_;
};

class TlsWire final : public Wire {
public:
    TlsWire(tcp::socket socket, asio::ssl::context& context, std::string_view host) : stream_(std::move(socket), context) {
        error_code ignored;  // as above
        stream_.next_layer().set_option(tcp::no_delay(true), ignored);
        if (host.empty()) return;
        name_ = std::string(host);
        SSL_set_tlsext_host_name(stream_.native_handle(), name_.c_str());
        stream_.set_verify_callback(asio::ssl::host_name_verification(name_), ignored);
    }
    asio::awaitable<error_code> accept_handshake() override {
        auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, as_values);
        co_return error;
    }
    asio::awaitable<error_code> connect_handshake() override {
        auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::client, as_values);
        co_return error;
    }
    asio::awaitable<Moved> read_some(asio::mutable_buffer into) override {
        auto [error, bytes] = co_await stream_.async_read_some(into, as_values);
        Moved moved;
        moved.error = error;
        moved.bytes = bytes;
        co_return moved;
    }
    /// One record holds one buffer, so the small header goes first and alone.
    asio::awaitable<Moved> write_some(asio::const_buffer first, asio::const_buffer second) override {
        const asio::const_buffer next = first.size() > 0 ? first : second;
        auto [error, bytes] = co_await stream_.async_write_some(next, as_values);
        Moved moved;
        moved.error = error;
        moved.bytes = bytes;
        co_return moved;
    }
    std::size_t write_now(asio::const_buffer, asio::const_buffer) override { return 0; }
    asio::awaitable<void> end_writing() override {
        auto [error] = co_await stream_.async_shutdown(as_values);
        error_code ignored = error;  // a peer that closed without close_notify lost nothing: replies carry their length
        stream_.next_layer().shutdown(tcp::socket::shutdown_send, ignored);
    }
    tcp::socket& socket() override { return stream_.next_layer(); }

private:
    asio::ssl::stream<tcp::socket> stream_;
    std::string name_;
};

}  // namespace

void Wire::cancel() {
    error_code ignored;  // nothing to cancel is what was wanted
    socket().cancel(ignored);
}

void Wire::close() {
    error_code ignored;  // closed is closed
    socket().close(ignored);
}

std::unique_ptr<Wire> plain_wire(tcp::socket socket) { return std::make_unique<PlainWire>(std::move(socket)); }

std::unique_ptr<Wire> tls_wire(tcp::socket socket, asio::ssl::context& context, std::string_view host) {
    return std::make_unique<TlsWire>(std::move(socket), context, host);
}

asio::awaitable<std::pair<error_code, tcp::socket>> accept_one(tcp::acceptor& acceptor, asio::io_context& to) {
    auto [error, socket] = co_await acceptor.async_accept(to, as_values);
    std::pair<error_code, tcp::socket> accepted(error, std::move(socket));
    co_return accepted;
}

asio::awaitable<error_code> connect_to(tcp::socket& socket, tcp::endpoint endpoint) {
    auto [error] = co_await socket.async_connect(endpoint, as_values);
    co_return error;
}

}  // namespace plimsoll::http
