// etag.h: entity tags (RFC 9110 section 8.8). Handlers give a bare tag; it is quoted here and compared weakly.
#pragma once

#include <string>
#include <string_view>

namespace plimsoll::http {

/// `v12` to `"v12"`; what is quoted already (weak too) stays.
[[nodiscard]] std::string quoted_tag(std::string_view tag);
/// Does an If-None-Match header name the tag? `*` names any.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace plimsoll::http
