// state.h: every token that works, and the newest of those that no longer do.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/access/events.h"
#include "log/event.h"

namespace plimsoll::access {

inline constexpr std::size_t revoked_kept = 1'000;

struct Token {
    std::string id;
    std::string name;
    std::vector<api::Right> rights;
    std::string secret_sha256;  ///< lower-case hexadecimal
    Timestamp created;
    std::string created_by;
    std::optional<Timestamp> expires;
    std::optional<Timestamp> revoked;
    std::string revoked_by;

    [[nodiscard]] bool works(Timestamp now) const { return !revoked && (!expires || now < *expires); }
    [[nodiscard]] api::Rights granted() const;
};
BOOST_DESCRIBE_STRUCT(Token, (), (id, name, rights, secret_sha256, created, created_by, expires, revoked, revoked_by))

struct State {
    std::map<std::string, Token> tokens;  ///< by id
};
BOOST_DESCRIBE_STRUCT(State, (), (tokens))

/// Total: an event that does not fit (a revocation of a forgotten token) changes nothing.
void apply(State& state, const Event& event, const log::Stamp& stamp);

}  // namespace plimsoll::access
