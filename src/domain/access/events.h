// events.h: what is said of tokens, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/rights.h"
#include "base/units.h"

namespace plimsoll::access {

struct TokenCreated {
    static constexpr std::string_view json_tag = "access.TokenCreated";
    std::string token;  ///< its id, never its secret
    std::string name;
    std::vector<api::Right> rights;
    std::string secret_sha256;  ///< lower-case hexadecimal
    std::optional<Timestamp> expires;
};
BOOST_DESCRIBE_STRUCT(TokenCreated, (), (token, name, rights, secret_sha256, expires))

struct TokenRevoked {
    static constexpr std::string_view json_tag = "access.TokenRevoked";
    std::string token;
};
BOOST_DESCRIBE_STRUCT(TokenRevoked, (), (token))

using Event = std::variant<TokenCreated, TokenRevoked>;

}  // namespace plimsoll::access
