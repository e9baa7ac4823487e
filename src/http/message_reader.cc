#include "http/message_reader.h"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <algorithm>
#include <limits>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

namespace beast_http = boost::beast::http;

/// A chunked body ends with at least these bytes ("0\r\n\r\n"). Beast 1.81 asserts that they are there when it looks
/// for the end a second time, and stops the process if a peer sends them one by one: so it is never asked with fewer.
constexpr std::size_t least_chunked_rest = 5;

/// What a peer announces is not believed beyond this before it comes.
constexpr std::uint64_t most_reserved = 16u << 20;

std::string lower(boost::beast::string_view text) {
    std::string out(text.data(), text.size());
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return out;
}

}  // namespace

template <bool is_request>
MessageReader<is_request>::MessageReader(std::size_t header_limit)
    : header_limit_(header_limit), body_limit_(std::numeric_limits<std::uint64_t>::max()) {
    Parser::header_limit(static_cast<std::uint32_t>(header_limit));
    Parser::body_limit(boost::none);
}

template <bool is_request>
typename MessageReader<is_request>::State MessageReader<is_request>::feed(std::string_view bytes, bool full,
                                                                         std::size_t& used) {
    used = 0;
    if (error_) return State::broken;
    if (Parser::is_done()) return State::done;
    while (used < bytes.size()) {
        const std::string_view rest = bytes.substr(used);
        const bool in_header = !Parser::is_header_done();
        if (!in_header && Parser::chunked() && rest.size() < least_chunked_rest) return State::need_more;
        error_code ec;
        const std::size_t taken = Parser::put(boost::asio::const_buffer(rest.data(), rest.size()), ec);
        used += taken;
        if (in_header) header_used_ += taken;
        if (header_used_ > header_limit_) ec = beast_http::error::header_limit;
        if (ec) return after(ec, full && used == 0);
        if (in_header && Parser::is_header_done()) {
            if (!check_framing()) return State::broken;
            head_given_ = true;
            return State::head;
        }
        if (Parser::is_done()) return State::done;
        if (taken == 0) break;
    }
    return State::need_more;
}

template <bool is_request>
typename MessageReader<is_request>::State MessageReader<is_request>::feed_end() {
    if (error_) return State::broken;
    if (Parser::is_done()) return State::done;
    error_code ec;
    if (Parser::got_some()) Parser::put_eof(ec);
    if (!Parser::got_some() || ec) return refuse(errors::bad_request, "the connection ended in the middle of a message");
    return State::done;
}

template <bool is_request>
typename MessageReader<is_request>::State MessageReader<is_request>::after(error_code ec, bool full) {
    using beast_http::error;
    if (ec == error::need_more) {
        if (!full) return State::need_more;
        return Parser::is_header_done() ? refuse(errors::bad_request, "a chunk extension or trailer is too long")
                                        : refuse(errors::header_too_large, {});
    }
    if (ec == error::header_limit || ec == error::buffer_overflow) return refuse(errors::header_too_large, {});
    if (ec == error::body_limit) return refuse(errors::too_large, "the limit here is " + std::to_string(body_limit_) + " bytes");
    return refuse(errors::bad_request, ec.message());
}

template <bool is_request>
typename MessageReader<is_request>::State MessageReader<is_request>::refuse(const ErrorKind& kind, std::string detail) {
    error_ = &kind;
    detail_ = std::move(detail);
    return State::broken;
}

/// A coding that is not understood would leave it open where the message ends: a smuggled second request.
template <bool is_request>
bool MessageReader<is_request>::check_framing() {
    const auto coding = parts_.headers.find("transfer-encoding");
    if (coding == parts_.headers.end()) return true;
    if (parts_.version < 11) {
        refuse(errors::bad_request, "HTTP/1.0 has no Transfer-Encoding");
        return false;
    }
    if (!Parser::chunked() || !boost::beast::iequals(coding->second, "chunked")) {
        refuse(errors::not_implemented, {});
        return false;
    }
    return true;
}

template <bool is_request>
std::optional<std::uint64_t> MessageReader<is_request>::content_length() const {
    const auto length = Parser::content_length();
    if (!length) return std::nullopt;
    return *length;
}

template <bool is_request>
bool MessageReader<is_request>::limit_body(std::uint64_t bytes) {
    body_limit_ = bytes;
    Parser::body_limit(bytes);
    const auto length = content_length();
    return !length || *length <= bytes;
}

template <bool is_request>
void MessageReader<is_request>::on_request_impl(beast_http::verb, string_view method, string_view target, int version,
                                                error_code&) {
    parts_.method.assign(method.data(), method.size());
    parts_.target.assign(target.data(), target.size());
    parts_.version = version;
}

template <bool is_request>
void MessageReader<is_request>::on_response_impl(int status, string_view, int version, error_code&) {
    parts_.status = status;
    parts_.version = version;
}

template <bool is_request>
void MessageReader<is_request>::on_field_impl(beast_http::field, string_view name, string_view value, error_code&) {
    if (head_given_) return;
    const auto [field, fresh] = parts_.headers.emplace(lower(name), std::string(value.data(), value.size()));
    if (fresh) return;
    field->second += ", ";
    field->second.append(value.data(), value.size());
}

template <bool is_request>
void MessageReader<is_request>::on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) {
    if (length) parts_.body.reserve(static_cast<std::size_t>(std::min({*length, body_limit_, most_reserved})));
}

template <bool is_request>
std::size_t MessageReader<is_request>::on_body_impl(string_view body, error_code&) {
    parts_.body.append(body.data(), body.size());
    return body.size();
}

template <bool is_request>
std::size_t MessageReader<is_request>::on_chunk_body_impl(std::uint64_t, string_view body, error_code&) {
    parts_.body.append(body.data(), body.size());
    return body.size();
}

template class MessageReader<true>;
template class MessageReader<false>;

}  // namespace plimsoll::http
