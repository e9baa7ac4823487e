// events.h: what was decided of policy, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace plimsoll::policy {

struct ExceptionEnded {
    static constexpr std::string_view json_tag = "policy.ExceptionEnded";
    std::string id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ExceptionEnded, (), (id, reason))

using Event = std::variant<ExceptionEnded>;

}  // namespace plimsoll::policy
