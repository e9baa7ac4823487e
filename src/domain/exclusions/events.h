// events.h: what was decided of exclusions, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace plimsoll::exclusions {

struct ExclusionWithdrawn {
    static constexpr std::string_view json_tag = "exclusions.ExclusionWithdrawn";
    std::string id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ExclusionWithdrawn, (), (id, reason))

using Event = std::variant<ExclusionWithdrawn>;

}  // namespace plimsoll::exclusions
