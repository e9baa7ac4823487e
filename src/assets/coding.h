// coding.h: which copy of a file a browser gets (RFC 9110 section 12.5.3).
#pragma once

#include <string>
#include <string_view>

#include "assets/pack.h"

namespace plimsoll::assets {

/// The best coding that the asset has and the Accept-Encoding header takes: br, then gzip, then identity. A header that
/// refuses all of them gets identity: every client can read it.
[[nodiscard]] std::string coding_for(const Asset& asset, std::string_view accept_encoding);

}  // namespace plimsoll::assets
