// target.h: the request target (RFC 9112 section 3.2) read into decoded path segments and query parameters.
//
// Shape      "/a/b%2Fc?x=1&y" gives segments {"a", "b/c"} and query {x: "1", y: ""}; "+" in the query is a space.
//            Absolute form ("http://host/path") is read too; its authority is kept.
// Invariant  everything decoded is UTF-8 without control characters (tab, CR and LF are allowed in query values), no
//            segment is "." or "..".
// Hostile    input of any kind: fuzz/http_target_fuzz.cc.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::http {

struct Target {
    std::string path;  ///< as sent, without query
    std::vector<std::string> segments;
    std::multimap<std::string, std::string> query;
    std::string authority;  ///< of the absolute form, else empty
};

/// Errors: bad_target.
[[nodiscard]] Result<Target> parse_target(std::string_view text, std::size_t query_limit = 256);

/// Errors: bad_target (a percent sign without two hexadecimal digits).
[[nodiscard]] Result<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
/// Leaves unreserved characters (RFC 3986 section 2.3) as they are.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace plimsoll::http
