// hire_parts.h: what the commands of `plimsoll hire` share.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <string>

#include "base/text.h"
#include "domain/hiring/views.h"

namespace plimsoll::cli {

inline const std::string kHiringBase = "/api/v1/hiring/";

/// "no hire", "strong yes": a word of a closed vocabulary as people write it.
template <class Enum>
[[nodiscard]] std::string spoken(Enum value) {
    std::string out = boost::describe::enum_to_string(value, "?");
    for (char& c : out)
        if (c == '_') c = ' ';
    return out;
}

/// The id where no name is known.
[[nodiscard]] inline std::string name_of(const hiring::PersonRef& who) { return text::printable(who.name.empty() ? who.id : who.name); }

}  // namespace plimsoll::cli
