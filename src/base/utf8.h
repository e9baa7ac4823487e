// utf8.h: code points as bytes.
#pragma once

#include <cstdint>
#include <string>

namespace plimsoll::text {

/// Appends one code point. Requires: at most U+10FFFF; surrogates are the caller's to pair or refuse.
void append_utf8(std::string& out, std::uint32_t code_point);

}  // namespace plimsoll::text
