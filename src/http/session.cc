#include "http/session.h"

#include <spdlog/spdlog.h>

#include <boost/asio.hpp>
#include <boost/beast/core/string.hpp>

#include "http/errors.h"
#include "http/problem.h"

namespace plimsoll::http {
namespace {

/// One read takes a whole remote-write body of usual size: small reads cost three times the CPU.
constexpr std::size_t read_buffer = 64 << 10;
constexpr std::size_t discard_limit = 24u << 20;  // beyond the largest body limit: who is a little over it reads why
constexpr std::string_view no_body{};
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

asio::const_buffer piece(std::string_view text, std::size_t from) {
    const std::string_view rest = text.substr(std::min(from, text.size()));
    return {rest.data(), rest.size()};
}

bool expects_continue(const Head& head) {
    const auto expect = head.headers.find("expect");
    return expect != head.headers.end() && !head.http_1_0 && boost::beast::iequals(expect->second, "100-continue");
}

}  // namespace

/// Carries one reply from whatever thread gives it to the connection's own.
class Session::Answer {
public:
    Answer(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<Session> session)
        : mailbox_(std::move(mailbox)), session_(std::move(session)) {}

    void give(api::Reply reply) {
        const std::lock_guard lock(mutex_);
        reply_ = std::move(reply);
        if (!awaited_) return;
        mailbox_->post([session = session_] {
            if (const auto alive = session.lock()) alive->signal_.set();
        });
    }
    /// Empty: not yet; give() will then set the session's signal.
    std::optional<api::Reply> take() {
        const std::lock_guard lock(mutex_);
        awaited_ = !reply_;
        return std::exchange(reply_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::optional<api::Reply> reply_;
    bool awaited_ = false;
    std::shared_ptr<Mailbox> mailbox_;
    std::weak_ptr<Session> session_;
};

Session::Session(std::unique_ptr<Wire> wire, std::shared_ptr<Service> service, std::shared_ptr<Mailbox> mailbox,
                 const Limits& limits, const Clock& clock, Peer peer)
    : wire_(std::move(wire)),
      service_(std::move(service)),
      mailbox_(std::move(mailbox)),
      limits_(limits),
      clock_(clock),
      peer_(std::move(peer)),
      buffer_(std::max(read_buffer, limits.header_bytes + 4096)),
      deadline_(wire_->socket().get_executor(), [this] { wire_->cancel(); }),
      signal_(wire_->socket().get_executor()) {
    buffer_.reserve(buffer_.max_size());
}

asio::awaitable<void> Session::run() {
    const auto self = shared_from_this();
    deadline_.arm(limits_.header_time);
    const error_code refused = co_await wire_->accept_handshake();
    if (refused) co_return;
    bool more = true;
    while (more && !finishing_) {
        more = co_await exchange();
    }
    co_await part();
}

void Session::finish() {
    finishing_ = true;
    if (idle_) wire_->cancel();
    signal_.set();
}

void Session::close() {
    finishing_ = true;
    wire_->close();
    signal_.set();
}

/// One request and its reply. True: the connection may carry another.
asio::awaitable<bool> Session::exchange() {
    RequestReader reader(limits_.header_bytes);
    const Got got = co_await read_head(reader);
    if (got == Got::gone) co_return false;
    if (got != Got::all) {
        const api::Reply refusal = problem(got == Got::slow ? fail(errors::header_slow) : fail(reader.error(), reader.error_detail()));
        co_await refuse(refusal);
        co_return false;
    }
    const bool keep_alive = reader.keep_alive();
    Head head = head_of(reader);
    const bool http_1_0 = head.http_1_0;
    const bool waits = reader.has_body() && unread().empty() && expects_continue(head);
    const bool has_body = reader.has_body();
    auto admission = service_->admit(std::move(head), peer_);
    if (const auto* refusal = std::get_if<api::Reply>(&admission)) {
        if (has_body || !keep_alive) {
            co_await refuse(*refusal);
            co_return false;
        }
        const std::string text = header_text(*refusal, {Framing::length, true, http_1_0}, clock_.now());
        service_->count(Service::no_row, refusal->status, 0);
        std::string_view body;
        if (reader.parts().method != "HEAD") body = refusal->body;
        const bool sent = co_await write(text, body);
        co_return sent;
    }
    Admitted& admitted = std::get<Admitted>(admission);
    if (waits && reader.limit_body(service_->row(admitted.row).body_limit)) {
        const bool told = co_await write(continue_line, no_body);
        if (!told) co_return false;
    }
    const bool received = co_await receive_body(reader, admitted);
    if (!received) co_return false;
    admitted.request.body = std::move(reader.parts().body);
    const bool more = co_await answer(admitted, keep_alive, http_1_0);
    co_return more;
}

Head Session::head_of(RequestReader& reader) {
    MessageParts& parts = reader.parts();
    Head head;
    head.method = parts.method;
    head.target = std::move(parts.target);
    head.http_1_0 = parts.version < 11;
    head.headers = std::move(parts.headers);
    return head;
}

std::string_view Session::unread() const {
    const auto data = buffer_.cdata();
    return {static_cast<const char*>(data.data()), data.size()};
}

RequestReader::State Session::feed(RequestReader& reader) {
    std::size_t used = 0;
    const auto state = reader.feed(unread(), buffer_.size() == buffer_.max_size(), used);
    buffer_.consume(used);
    return state;
}

/// True: something came.
asio::awaitable<bool> Session::fill() {
    const asio::mutable_buffer room = buffer_.prepare(buffer_.max_size() - buffer_.size());
    const Moved moved = co_await wire_->read_some(room);
    buffer_.commit(moved.bytes);
    co_return !moved.error && moved.bytes > 0;
}

asio::awaitable<Session::Got> Session::read_head(RequestReader& reader) {
    idle_ = unread().empty();
    deadline_.arm(idle_ && !first_ ? limits_.idle_time : limits_.header_time);
    for (;;) {
        if (!unread().empty()) {
            const auto state = feed(reader);
            if (state == RequestReader::State::broken) co_return Got::broken;
            if (state == RequestReader::State::head) break;
        }
        const bool came = co_await fill();
        if (!came) co_return deadline_.expired() && !idle_ ? Got::slow : Got::gone;
        if (idle_ && !first_) deadline_.arm(limits_.header_time);
        idle_ = false;
    }
    first_ = false;
    idle_ = false;
    deadline_.disarm();
    co_return Got::all;
}

asio::awaitable<Session::Got> Session::read_body(RequestReader& reader) {
    std::size_t progress = limits_.body_progress;  // so that the first wait arms the deadline
    while (reader.has_body()) {
        const auto state = feed(reader);
        if (state == RequestReader::State::broken) co_return Got::broken;
        if (state == RequestReader::State::done) break;
        if (progress >= limits_.body_progress) {
            progress = 0;
            deadline_.arm(limits_.body_time);
        }
        const std::size_t before = buffer_.size();
        const bool came = co_await fill();
        if (!came) co_return deadline_.expired() ? Got::slow : Got::gone;
        progress += buffer_.size() - before;
    }
    deadline_.disarm();
    co_return Got::all;
}

/// False: refused or gone; the reply, if any, is sent.
asio::awaitable<bool> Session::receive_body(RequestReader& reader, const Admitted& admitted) {
    const std::size_t limit = service_->row(admitted.row).body_limit;
    Got got = Got::broken;
    api::Reply refusal;
    if (reader.limit_body(limit)) {
        got = co_await read_body(reader);
        if (got == Got::all) co_return true;
        if (got == Got::gone) co_return false;
        refusal = problem(got == Got::slow ? fail(errors::body_slow) : fail(reader.error(), reader.error_detail()));
    } else {
        refusal = problem(fail(errors::too_large, "the limit here is " + std::to_string(limit) + " bytes"));
    }
    co_await refuse(refusal);
    co_return false;
}

/// Says why, and that the connection ends: what follows on it cannot be told from the rest of this request.
asio::awaitable<void> Session::refuse(const api::Reply& refusal) {
    const std::string text = header_text(refusal, {Framing::length, false, false}, clock_.now());
    service_->count(Service::no_row, refusal.status, 0);
    co_await write(text, refusal.body);
    unread_input_ = true;
}

asio::awaitable<bool> Session::answer(Admitted& admitted, bool keep_alive, bool http_1_0) {
    const auto since = Steady::now();
    const std::size_t row = admitted.row;
    const bool head = admitted.head;
    const std::string line = admitted.request.path;
    const auto pending = std::make_shared<Answer>(mailbox_, weak_from_this());
    service_->handle(std::move(admitted), [pending](api::Reply reply) { pending->give(std::move(reply)); });
    std::optional<api::Reply> reply = pending->take();
    if (!reply) {
        const bool came = co_await wait_for(*pending, reply);
        if (!came) reply = problem(fail(errors::no_reply));
        keep_alive = keep_alive && came;
    }
    ReplyFrame frame;
    frame.keep_alive = keep_alive && !finishing_;
    frame.http_1_0 = http_1_0;
    bool sent = false;
    if (reply->stream) {
        note(row, line, reply->status, since);
        sent = co_await send_stream(*reply, frame, head);
    } else {
        const std::string text = header_text(*reply, frame, clock_.now());
        const bool bodiless = head || !may_have_body(reply->status);
        std::string_view body;
        if (!bodiless) body = reply->body;
        sent = co_await write(text, body);
        note(row, line, reply->status, since);
    }
    co_return sent && frame.keep_alive;
}

asio::awaitable<bool> Session::wait_for(Answer& pending, std::optional<api::Reply>& reply) {
    const auto until = Steady::now() + limits_.reply_time;
    while (!reply) {
        const auto left = until - Steady::now();
        if (left <= Steady::duration::zero()) co_return false;
        co_await signal_.wait(left);
        if (!wire_->socket().is_open()) co_return false;
        reply = pending.take();
    }
    co_return true;
}

asio::awaitable<bool> Session::send_stream(const api::Reply& reply, ReplyFrame& frame, bool head) {
    frame.framing = frame.http_1_0 ? Framing::until_close : Framing::chunked;
    if (frame.http_1_0) frame.keep_alive = false;
    const std::string text = header_text(reply, frame, clock_.now());
    const bool began = co_await write(text, no_body);
    if (!began || head) co_return began;
    reply.stream->on_ready([mailbox = mailbox_, session = weak_from_this()] {
        mailbox->post([session] {
            if (const auto alive = session.lock()) alive->signal_.set();
        });
    });
    const bool sent = co_await pump(*reply.stream, frame.framing);
    reply.stream->on_ready({});
    co_return sent;
}

asio::awaitable<bool> Session::pump(api::Stream& stream, Framing framing) {
    bool quiet = false;
    for (;;) {
        api::Stream::Pulled pulled = stream.pull(read_buffer);
        if (pulled.bytes.empty() && quiet && !pulled.ended) pulled.bytes = stream.keep_alive();
        if (!pulled.bytes.empty()) {
            const std::string bytes = framing == Framing::chunked ? chunk(pulled.bytes) : pulled.bytes;
            const bool sent = co_await write(bytes, no_body);
            if (!sent) co_return false;
        }
        if (pulled.ended || finishing_) break;
        quiet = false;
        if (!pulled.bytes.empty()) continue;
        const bool woken = co_await signal_.wait(limits_.heartbeat);
        quiet = !woken;
    }
    if (framing != Framing::chunked) co_return true;
    const std::string last = chunk({});
    const bool sent = co_await write(last, no_body);
    co_return sent;
}

asio::awaitable<bool> Session::write(std::string_view first, std::string_view second) {
    const std::size_t total = first.size() + second.size();
    std::size_t written = wire_->write_now(piece(first, 0), piece(second, 0));
    std::size_t progress = limits_.write_progress;
    while (written < total) {
        if (progress >= limits_.write_progress) {
            progress = 0;
            deadline_.arm(limits_.write_time);
        }
        const asio::const_buffer a = piece(first, written);
        const asio::const_buffer b = piece(second, written > first.size() ? written - first.size() : 0);
        const Moved moved = co_await wire_->write_some(a, b);
        if (moved.error) co_return false;
        written += moved.bytes;
        progress += moved.bytes;
    }
    deadline_.disarm();
    co_return true;
}

/// Reads on and throws away, so that the peer gets to read the refusal instead of a connection reset.
asio::awaitable<void> Session::discard() {
    std::size_t thrown_away = 0;
    bool more = true;
    while (more && thrown_away < discard_limit && !deadline_.expired()) {
        buffer_.clear();
        more = co_await fill();
        thrown_away += buffer_.size();
    }
}

asio::awaitable<void> Session::part() {
    const std::chrono::milliseconds when_stopping(200);
    deadline_.arm(finishing_ ? std::min(when_stopping, limits_.linger_time) : limits_.linger_time);
    co_await wire_->end_writing();
    if (unread_input_) {
        co_await discard();
    }
    wire_->close();
}

void Session::note(std::size_t row, const std::string& request_line, int status, Steady::time_point since) {
    const std::chrono::duration<double> took = Steady::now() - since;
    service_->count(row, status, took.count());
    if (spdlog::should_log(spdlog::level::debug))
        spdlog::debug("http: {} {} {} -> {} in {:.6f} s", peer_.remote_address, method_name(service_->row(row).method),
                      request_line, status, took.count());
}

}  // namespace plimsoll::http
