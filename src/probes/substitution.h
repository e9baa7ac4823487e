// substitution.h: ${name} in the URLs, headers and bodies of a journey's steps.
//
// Shape      "${" NAME "}" with NAME a letter or underscore, then letters, digits and underscores, 64 at most. "$" elsewhere is itself.
// Bound      a text grows to 1 MiB at most.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::probes {

using Values = std::map<std::string, std::string>;

/// In a URL everything but unreserved characters (RFC 3986) is percent-encoded, so that a value is never more than a value.
enum class Encoding { raw, url };

/// Errors: invalid ("${token} has no value": nothing captured it; the text grew too long).
[[nodiscard]] Result<std::string> substitute(std::string_view text, const Values& values, Encoding encoding);

/// The names that a text refers to, in its order.
[[nodiscard]] std::vector<std::string> names_in(std::string_view text);

[[nodiscard]] bool is_capture_name(std::string_view name);

}  // namespace plimsoll::probes
