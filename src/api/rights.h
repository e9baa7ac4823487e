// rights.h: who may do what. Roles of people and scopes of tokens are sets of these rights.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace plimsoll::api {

/// practise: questions and the matcher, for oneself. interview: the interviews that one is on. hire: candidates, all of them.
BOOST_DEFINE_ENUM_CLASS(Right, view, ingest, respond, edit, admin, practise, interview, hire)

/// A set of rights. admin includes every other but interview and hire: who runs the service does not thereby see candidates. view includes
/// practise, and hire includes interview.
class Rights {
public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (const Right r : rights) add(r);
    }
    constexpr void add(Right r) { bits_ |= 1U << static_cast<unsigned>(r); }
    constexpr void add(Rights others) { bits_ |= others.bits_; }
    [[nodiscard]] constexpr bool has(Right r) const {
        if (given(r)) return true;
        if (r == Right::interview) return given(Right::hire);
        if (r == Right::hire) return false;
        return given(Right::admin) || (r == Right::practise && given(Right::view));
    }
    friend constexpr bool operator==(Rights, Rights) = default;

private:
    [[nodiscard]] constexpr bool given(Right r) const { return ((bits_ >> static_cast<unsigned>(r)) & 1U) != 0; }

    std::uint32_t bits_ = 0;
};

/// Who sends a request: an opaque id ("token:ab12", "person:9f…", "loopback", "anonymous"), never a name.
struct Actor {
    std::string id;
    Rights rights;
};

}  // namespace plimsoll::api
