// replies.h: the bodies of the token routes.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "api/rights.h"
#include "base/units.h"

namespace plimsoll::access {

/// POST /api/v1/tokens.
struct NewToken {
    std::string name;
    std::vector<api::Right> rights;
    std::optional<Timestamp> expires;
};
BOOST_DESCRIBE_STRUCT(NewToken, (), (name, rights, expires))

/// A token as everybody with the right may see it: without hash and secret.
struct TokenView {
    std::string id;
    std::string name;
    std::vector<api::Right> rights;
    Timestamp created;
    std::string created_by;
    std::optional<Timestamp> expires;
    std::optional<Timestamp> revoked;
    std::string revoked_by;
    bool works = false;  ///< neither revoked nor expired now
};
BOOST_DESCRIBE_STRUCT(TokenView, (), (id, name, rights, created, created_by, expires, revoked, revoked_by, works))

struct TokenList {
    std::vector<TokenView> items;  ///< by id
    std::string next_cursor;       ///< empty at the end
};
BOOST_DESCRIBE_STRUCT(TokenList, (), (items, next_cursor))

/// The only reply that ever holds the secret.
struct IssuedToken {
    std::string id;
    std::string secret;  ///< plm_<id>_<secret>, to be sent as `Authorization: Bearer ...`
};
BOOST_DESCRIBE_STRUCT(IssuedToken, (), (id, secret))

}  // namespace plimsoll::access
