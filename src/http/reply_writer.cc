#include "http/reply_writer.h"

#include <fmt/format.h>

#include <ctime>

#include <boost/beast/http/status.hpp>

#include "http/etag.h"

namespace plimsoll::http {
namespace {

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i]))) return false;
    return true;
}

bool has(const api::Reply& reply, std::string_view name) {
    for (const auto& [key, value] : reply.headers)
        if (equal_ignoring_case(key, name)) return true;
    return false;
}

void field(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

void add_default(std::string& out, const api::Reply& reply, std::string_view name, std::string_view value) {
    if (!has(reply, name)) field(out, name, value);
}

void add_framing(std::string& out, const api::Reply& reply, const ReplyFrame& frame) {
    if (frame.framing == Framing::chunked) field(out, "Transfer-Encoding", "chunked");
    if (frame.framing == Framing::length && may_have_body(reply.status))
        field(out, "Content-Length", std::to_string(reply.body.size()));
    if (!frame.keep_alive) field(out, "Connection", "close");
    if (frame.keep_alive && frame.http_1_0) field(out, "Connection", "keep-alive");
}

std::string reason(int status) {
    const auto text = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(status)));
    return {text.data(), text.size()};
}

/// The text changes once a second; writing it anew for each reply would cost more than the rest of the header.
const std::string& date_of(Timestamp now) {
    thread_local std::int64_t second = -1;
    thread_local std::string text;
    if (const std::int64_t current = now.in_ms() / 1000; current != second) {
        second = current;
        text = http_date(now);
    }
    return text;
}

}  // namespace

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string http_date(Timestamp at) {
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = at.floor(Duration::seconds(1)).in_ms() / 1000;
    std::tm utc{};
    if (!gmtime_r(&seconds, &utc)) return "Thu, 01 Jan 1970 00:00:00 GMT";
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[utc.tm_wday], utc.tm_mday, months[utc.tm_mon],
                       utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::string header_text(const api::Reply& reply, const ReplyFrame& frame, Timestamp now) {
    std::string out;
    out.reserve(512);
    out += frame.http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
    out += std::to_string(reply.status) + " " + reason(reply.status) + "\r\n";
    field(out, "Date", date_of(now));
    if (may_have_body(reply.status) && !reply.content_type.empty()) field(out, "Content-Type", reply.content_type);
    add_framing(out, reply, frame);
    if (!reply.etag.empty()) field(out, "ETag", quoted_tag(reply.etag));
    add_default(out, reply, "Cache-Control", reply.etag.empty() ? "no-store" : "private, no-cache");
    add_default(out, reply, "X-Content-Type-Options", "nosniff");
    add_default(out, reply, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    add_default(out, reply, "Referrer-Policy", "no-referrer");
    for (const auto& [name, value] : reply.headers) field(out, name, value);
    out += "\r\n";
    return out;
}

std::string chunk(std::string_view bytes) {
    if (bytes.empty()) return "0\r\n\r\n";
    std::string out = fmt::format("{:x}\r\n", bytes.size());
    out += bytes;
    out += "\r\n";
    return out;
}

}  // namespace plimsoll::http
