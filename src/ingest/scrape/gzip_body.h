// gzip_body.h: the body of an answer with Content-Encoding: gzip, unpacked within a bound.
//
// Threads    any.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll::ingest::scrape {

/// Errors: malformed (no gzip, damaged, cut short); invalid (more than `most` bytes).
[[nodiscard]] Result<std::string> unpacked_gzip(std::string_view packed, std::size_t most);

}  // namespace plimsoll::ingest::scrape
