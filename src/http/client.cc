#include "http/client.h"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

#include "http/deadline.h"
#include "http/errors.h"
#include "http/message_reader.h"
#include "http/tls.h"
#include "http/wire.h"

namespace plimsoll::http {
namespace {

constexpr std::size_t header_limit = 64 << 10;

bool is_event_stream(const MessageParts& parts) {
    const auto type = parts.headers.find("content-type");
    return parts.status == 200 && type != parts.headers.end() && type->second.starts_with("text/event-stream");
}

bool breaks_lines(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

}  // namespace

/// One request and its reply: a coroutine run to its end on an io_context of its own.
class ClientCall {
public:
    using Each = std::function<bool(const ServerEvent&)>;

    ClientCall(const Client& client, const ClientRequest& request, const Each* each)
        : client_(client), settings_(client.settings_), request_(request), each_(each),
          deadline_(context_.get_executor(), [this] { give_up(); }), timeout_(client.settings_.timeout.in_ms()) {}

    Result<ClientReply> run() {
        if (client_.tls_) {
            TRY_ASSIGN(tls_, client_tls(settings_.ca_file));
        }
        tcp::resolver resolver(context_);
        error_code ec;
        const auto endpoints = resolver.resolve(client_.host_, client_.port_, ec);
        if (ec) return fail(errors::client_connect, client_.host_ + ": " + ec.message());
        for (const auto& entry : endpoints) endpoints_.push_back(entry.endpoint());
        asio::co_spawn(context_, whole(), [this](std::exception_ptr e) {
            deadline_.disarm();
            context_.stop();
            if (e) std::rethrow_exception(e);
        });
        context_.run();
        if (error_) return std::move(*error_);
        return std::move(reply_);
    }

private:
    void give_up() {
        if (wire_) wire_->cancel();
        if (connecting_) {
            error_code ignored;  // the connect that is cancelled reports it
            connecting_->cancel(ignored);
        }
    }
    void wrong(const ErrorKind& kind, const std::string& detail) {
        const bool late = deadline_.expired();
        error_ = fail(late ? errors::client_timeout : kind, late ? client_.host_ + ":" + client_.port_ : detail);
    }

    asio::awaitable<void> whole() {
        const bool connected = co_await connect();
        if (!connected) co_return;
        const std::string text = request_text();
        const bool sent = co_await write(text);
        // A server that refuses early may close while we still write; its answer is then worth more than our error.
        const bool read = co_await read_reply();
        if (!read && !error_) wrong(errors::client_answer, sent ? "the connection ended early" : "the connection ended while sending");
        wire_->close();
    }

    asio::awaitable<bool> connect() {
        deadline_.arm(timeout_);
        error_code last = asio::error::host_not_found;
        for (const tcp::endpoint& endpoint : endpoints_) {
            tcp::socket socket(context_);
            connecting_ = &socket;
            last = co_await connect_to(socket, endpoint);
            connecting_ = nullptr;
            if (deadline_.expired()) break;
            if (last) continue;
            wire_ = tls_ ? tls_wire(std::move(socket), *tls_, client_.host_) : plain_wire(std::move(socket));
            break;
        }
        if (!wire_) {
            wrong(errors::client_connect, client_.host_ + ":" + client_.port_ + ": " + last.message());
            co_return false;
        }
        last = co_await wire_->connect_handshake();
        if (last) wrong(errors::client_connect, "TLS with " + client_.host_ + ": " + last.message());
        co_return !last;
    }

    std::string request_text() const {
        const bool v6 = client_.host_.find(':') != std::string::npos;
        std::string out = request_.method + " " + client_.prefix_ + request_.target + " HTTP/1.1\r\n";
        out += "Host: " + (v6 ? "[" + client_.host_ + "]" : client_.host_) + ":" + client_.port_ + "\r\n";
        out += "Connection: close\r\nUser-Agent: plimsoll\r\n";
        if (!settings_.token.empty()) out += "Authorization: Bearer " + settings_.token + "\r\n";
        for (const auto& [name, value] : request_.headers) out += name + ": " + value + "\r\n";
        const bool body = !request_.body.empty() || request_.method == "POST" || request_.method == "PUT" || request_.method == "PATCH";
        if (!request_.body.empty() && !request_.content_type.empty()) out += "Content-Type: " + request_.content_type + "\r\n";
        if (body) out += "Content-Length: " + std::to_string(request_.body.size()) + "\r\n";
        return out + "\r\n" + request_.body;
    }

    asio::awaitable<bool> write(std::string_view text) {
        while (!text.empty()) {
            deadline_.arm(timeout_);
            const asio::const_buffer piece(text.data(), std::min<std::size_t>(text.size(), 256 << 10));
            const Moved moved = co_await wire_->write_some(piece, asio::const_buffer());
            if (moved.error) co_return false;
            text.remove_prefix(moved.bytes);
        }
        co_return true;
    }

    /// True: complete, or ended by `each`.
    asio::awaitable<bool> read_reply() {
        auto reader = std::make_unique<ResponseReader>(header_limit);
        if (request_.method == "HEAD") reader->expect_no_body();
        std::string unread;
        std::string room(64 << 10, '\0');
        for (;;) {
            deadline_.arm(timeout_);
            const Moved moved = co_await wire_->read_some(asio::mutable_buffer(room.data(), room.size()));
            unread.append(room.data(), moved.bytes);
            auto state = ResponseReader::State::need_more;
            if (!feed_all(reader, unread, state)) co_return true;
            if (state == ResponseReader::State::need_more && moved.error) state = end_state(*reader, moved.error);
            if (state == ResponseReader::State::broken) {
                wrong(errors::client_answer, reader->error_detail());
                co_return false;
            }
            if (state == ResponseReader::State::done) break;
        }
        take(reader->parts());
        co_return true;
    }

    ResponseReader::State end_state(ResponseReader& reader, error_code error) const {
        const bool ended = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
        return ended && !deadline_.expired() ? reader.feed_end() : ResponseReader::State::broken;
    }

    /// False: `each` wants no more.
    bool feed_all(std::unique_ptr<ResponseReader>& reader, std::string& unread, ResponseReader::State& state) {
        for (;;) {
            std::size_t used = 0;
            state = reader->feed(unread, unread.size() > header_limit * 4, used);
            unread.erase(0, used);
            const bool streams = each_ && state != ResponseReader::State::broken && is_event_stream(reader->parts());
            if (streams && !give_events(reader->parts())) return false;
            if (state != ResponseReader::State::head) return true;
            if (reader->parts().status < 200) {  // 100 Continue and its kin: the answer is still to come
                reader = std::make_unique<ResponseReader>(header_limit);
                continue;
            }
            if (!reader->has_body()) {
                state = ResponseReader::State::done;
                return true;
            }
            if (!reader->limit_body(settings_.body_limit)) {
                state = ResponseReader::State::broken;
                return true;
            }
        }
    }

    bool give_events(MessageParts& parts) {
        const std::string bytes = std::exchange(parts.body, {});
        if (parser_.feed(bytes, *each_)) return true;
        take(parts);
        return false;
    }

    void take(MessageParts& parts) {
        reply_.status = parts.status;
        reply_.headers = std::move(parts.headers);
        reply_.body = std::move(parts.body);
    }

    const Client& client_;
    const ClientSettings& settings_;
    const ClientRequest& request_;
    const Each* each_;
    std::unique_ptr<asio::ssl::context> tls_;
    asio::io_context context_{1};
    Deadline deadline_;
    std::chrono::milliseconds timeout_;
    std::vector<tcp::endpoint> endpoints_;
    tcp::socket* connecting_ = nullptr;
    std::unique_ptr<Wire> wire_;
    EventParser parser_;
    ClientReply reply_;
    std::optional<Error> error_;
};

Result<Client> Client::of(ClientSettings settings) {
    std::string_view rest = settings.url;
    Client client{ClientSettings(settings)};
    client.tls_ = rest.starts_with("https://");
    if (!client.tls_ && !rest.starts_with("http://")) return fail(errors::client_url, settings.url);
    rest.remove_prefix(client.tls_ ? 8 : 7);
    const auto slash = std::min(rest.find('/'), rest.size());
    const auto where = parse_host(rest.substr(0, slash));
    if (!where) return fail(errors::client_url, settings.url);
    client.host_ = where->name;
    client.port_ = !where->port.empty() ? where->port : client.tls_ ? "443" : "80";
    client.prefix_ = std::string(rest.substr(slash));
    while (client.prefix_.ends_with('/')) client.prefix_.pop_back();
    if (breaks_lines(settings.token)) return fail(errors::client_url, "the token holds a line break");
    return client;
}

namespace {

/// A line break in a header would write another header.
Result<> check_request(const ClientRequest& request) {
    bool bad = breaks_lines(request.target) || breaks_lines(request.method) || breaks_lines(request.content_type);
    for (const auto& [name, value] : request.headers) bad = bad || breaks_lines(name) || breaks_lines(value);
    if (bad || request.target.find(' ') != std::string::npos) return fail(errors::client_url, "the target or a header holds a line break or a space");
    return {};
}

}  // namespace

Result<ClientReply> Client::send(const ClientRequest& request) const {
    TRY(check_request(request));
    return ClientCall(*this, request, nullptr).run();
}

Result<ClientReply> Client::follow(const ClientRequest& request, const std::function<bool(const ServerEvent&)>& each) const {
    TRY(check_request(request));
    return ClientCall(*this, request, &each).run();
}

}  // namespace plimsoll::http
