// session.h: one connection: reads requests, lets the Service answer them, writes the replies, within Limits.
//
// Shape      a coroutine that reads, calls plain functions and writes; requests of a pipeline are answered in order.
// Ends       when the peer closes, asks for it, breaks HTTP, is too slow, or the server stops.
// Threads    the connection's I/O thread; only answers of handlers come from others, through the mailbox.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "http/deadline.h"
#include "http/mailbox.h"
#include "http/message_reader.h"
#include "http/reply_writer.h"
#include "http/service.h"
#include "http/settings.h"
#include "http/wire.h"

namespace plimsoll::http {

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(std::unique_ptr<Wire> wire, std::shared_ptr<Service> service, std::shared_ptr<Mailbox> mailbox,
            const Limits& limits, const Clock& clock, Peer peer);

    asio::awaitable<void> run();
    /// Closes now if idle, else after the reply that is under way; streams end.
    void finish();
    void close();

private:
    using Steady = std::chrono::steady_clock;
    enum class Got { all, gone, slow, broken };
    class Answer;

    asio::awaitable<bool> exchange();
    asio::awaitable<Got> read_head(RequestReader& reader);
    asio::awaitable<Got> read_body(RequestReader& reader);
    asio::awaitable<bool> receive_body(RequestReader& reader, const Admitted& admitted);
    asio::awaitable<bool> fill();
    asio::awaitable<void> refuse(const api::Reply& refusal);
    asio::awaitable<bool> answer(Admitted& admitted, bool keep_alive, bool http_1_0);
    asio::awaitable<bool> wait_for(Answer& answer, std::optional<api::Reply>& reply);
    asio::awaitable<bool> send_stream(const api::Reply& reply, ReplyFrame& frame, bool head);
    asio::awaitable<bool> pump(api::Stream& stream, Framing framing);
    asio::awaitable<bool> write(std::string_view first, std::string_view second);
    asio::awaitable<void> discard();
    asio::awaitable<void> part();
    [[nodiscard]] std::string_view unread() const;
    [[nodiscard]] RequestReader::State feed(RequestReader& reader);
    [[nodiscard]] Head head_of(RequestReader& reader);
    void note(std::size_t row, const std::string& request_line, int status, Steady::time_point since);

    std::unique_ptr<Wire> wire_;
    const std::shared_ptr<Service> service_;
    const std::shared_ptr<Mailbox> mailbox_;
    const Limits& limits_;
    const Clock& clock_;
    const Peer peer_;
    boost::beast::flat_buffer buffer_;
    Deadline deadline_;
    Signal signal_;
    bool idle_ = true;      ///< nothing of the next request has come
    bool first_ = true;     ///< no request has been read on this connection
    bool finishing_ = false;
    bool unread_input_ = false;  ///< the peer may still be sending what nobody will read
};

}  // namespace plimsoll::http
