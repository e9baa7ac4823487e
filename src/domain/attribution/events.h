// events.h: what was decided of attribution, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace plimsoll::attribution {

struct ChargeWithdrawn {
    static constexpr std::string_view json_tag = "attribution.ChargeWithdrawn";
    std::string id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ChargeWithdrawn, (), (id, reason))

using Event = std::variant<ChargeWithdrawn>;

}  // namespace plimsoll::attribution
