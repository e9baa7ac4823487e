// message_reader.h: bytes to one HTTP/1.1 request or response, fed as they come. Beast's parser does the grammar; this
// adds the bounds and closes what the parser leaves open.
//
// Use        feed() with everything unread, drop what it consumed, read more while need_more. A request stops once at
//            the end of its header (`head`), so that its body is only read when it is wanted.
// Refused    header beyond the limit; a transfer coding other than chunked; Transfer-Encoding with HTTP/1.0; bodies
//            beyond the limit; a chunk extension or trailer longer than the caller's buffer (feed() with `full`).
// Trailers   are read and dropped: a field after the body must not pass for one that was checked.
// Threads    one.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/host.h"

namespace plimsoll::http {

/// What both directions share: fields, body, bounds.
struct MessageParts {
    std::string method;  ///< requests
    std::string target;  ///< requests
    int status = 0;      ///< responses
    int version = 11;
    Headers headers;     ///< repeated fields are joined with ", "
    std::string body;
};

template <bool is_request>
class MessageReader : private boost::beast::http::basic_parser<is_request> {
    using Parser = boost::beast::http::basic_parser<is_request>;
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

public:
    enum class State { need_more, head, done, broken };

    explicit MessageReader(std::size_t header_limit);

    /// Consumes from `bytes`, all that are unread; `used` says how many. `full`: the caller cannot hold more.
    State feed(std::string_view bytes, bool full, std::size_t& used);
    /// The peer closed. done for a response that ends so; else broken.
    State feed_end();

    [[nodiscard]] MessageParts& parts() { return parts_; }
    [[nodiscard]] const ErrorKind& error() const { return *error_; }
    [[nodiscard]] const std::string& error_detail() const { return detail_; }
    [[nodiscard]] bool keep_alive() const { return Parser::keep_alive(); }
    [[nodiscard]] bool has_body() const { return !Parser::is_done(); }
    /// Empty: chunked, or until the peer closes.
    [[nodiscard]] std::optional<std::uint64_t> content_length() const;
    /// Call at `head`, before the body. False: the announced length is above it.
    [[nodiscard]] bool limit_body(std::uint64_t bytes);
    /// A response to HEAD has no body. Call before feed().
    void expect_no_body() { Parser::skip(true); }

private:
    State refuse(const ErrorKind& kind, std::string detail);
    State after(error_code ec, bool full);
    bool check_framing();

    void on_request_impl(boost::beast::http::verb, string_view method, string_view target, int version, error_code&) override;
    void on_response_impl(int status, string_view reason, int version, error_code&) override;
    void on_field_impl(boost::beast::http::field, string_view name, string_view value, error_code&) override;
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override;
    std::size_t on_body_impl(string_view body, error_code&) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code&) override;
    void on_finish_impl(error_code&) override {}

    MessageParts parts_;
    std::size_t header_limit_;
    std::size_t header_used_ = 0;
    std::uint64_t body_limit_;
    bool head_given_ = false;
    const ErrorKind* error_ = nullptr;
    std::string detail_;
};

extern template class MessageReader<true>;
extern template class MessageReader<false>;
using RequestReader = MessageReader<true>;
using ResponseReader = MessageReader<false>;

}  // namespace plimsoll::http
