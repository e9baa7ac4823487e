// reply_writer.h: the header text of a reply, with the fields that every reply of Plimsoll carries.
//
// Security   nosniff; no-store (no-cache with an ETag); Content-Security-Policy that allows nothing; no-referrer. A
//            handler that sets one of them itself (a page, an asset) is left alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/route.h"
#include "base/units.h"

namespace plimsoll::http {

enum class Framing { length, chunked, until_close };

struct ReplyFrame {
    Framing framing = Framing::length;
    bool keep_alive = true;
    bool http_1_0 = false;
};

/// Requires: the reply's headers hold no line breaks (Service saw to it).
[[nodiscard]] std::string header_text(const api::Reply& reply, const ReplyFrame& frame, Timestamp now);
/// One chunk of a chunked body; an empty `bytes` gives the last one.
[[nodiscard]] std::string chunk(std::string_view bytes);
/// IMF-fixdate (RFC 9110 section 5.6.7).
[[nodiscard]] std::string http_date(Timestamp at);
[[nodiscard]] bool may_have_body(int status);

}  // namespace plimsoll::http
