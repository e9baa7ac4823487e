// rights.h: who may do what. Roles of people and scopes of tokens are sets of these rights.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace plimsoll::api {

BOOST_DEFINE_ENUM_CLASS(Right, view, ingest, respond, edit, admin)

/// A set of rights. admin includes every other.
class Rights {
public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (const Right r : rights) add(r);
    }
    constexpr void add(Right r) { bits_ |= 1U << static_cast<unsigned>(r); }
    [[nodiscard]] constexpr bool has(Right r) const {
        return ((bits_ >> static_cast<unsigned>(r)) & 1U) != 0 || ((bits_ >> static_cast<unsigned>(Right::admin)) & 1U) != 0;
    }
    friend constexpr bool operator==(Rights, Rights) = default;

private:
    std::uint32_t bits_ = 0;
};

/// Who sends a request: an opaque id ("token:ab12", "person:9f…", "loopback", "anonymous"), never a name.
struct Actor {
    std::string id;
    Rights rights;
};

}  // namespace plimsoll::api
