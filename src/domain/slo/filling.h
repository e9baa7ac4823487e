// filling.h: whether the past of an SLO is still being read from where its counts are asked for.
//
// Held       an SLO that is being filled is not judged: its windows hold part of what they will hold, and nobody should be paged
//            for a part. A group is filled with its roll-up, a composite with its members.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

namespace plimsoll::catalog {
struct Slo;
}

namespace plimsoll::slo {

struct Ports;

struct Filling {
    bool under_way = false;
    double done = 0;   ///< 0 to 1
    std::string note;  ///< "its past is being filled, 43 %"; afterwards from when it counts, if that is not its whole window
};
BOOST_DESCRIBE_STRUCT(Filling, (), (under_way, done, note))

/// Empty: there is nothing to say of it.
[[nodiscard]] std::optional<Filling> filling_of(const Ports& ports, const catalog::Slo& slo);
/// Whether it must not be judged now.
[[nodiscard]] bool held(const Ports& ports, const catalog::Slo& slo);

}  // namespace plimsoll::slo
