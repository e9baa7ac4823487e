// events.h: what people said that spent budget was spent on, in the past tense. Field names are permanent.
//
// A charge is on time, not on counts: it takes its part of whatever is bad in its range, also of what comes late or is
// corrected away. So it never has to be booked again, and parts and rest add up to the ledger at every moment.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/units.h"

namespace plimsoll::attribution {

BOOST_DEFINE_ENUM_CLASS(CauseKind, incident, change, dependency, maintenance)

/// Why budget was spent. Causes of one kind and ref are one cause.
struct Cause {
    CauseKind kind = CauseKind::incident;
    std::string ref;    ///< "INC-7", a commit, an address; of a dependency the service's name
    std::string title;  ///< for people; empty: the ref says enough
    friend bool operator==(const Cause&, const Cause&) = default;
};
BOOST_DESCRIBE_STRUCT(Cause, (), (kind, ref, title))

/// So many millionths of what is bad in the range are due to the cause.
struct ChargeMade {
    static constexpr std::string_view json_tag = "attribution.ChargeMade";
    std::string charge;         ///< id
    std::string slo;
    TimeRange range;            ///< on whole minutes, or on whole slices of the SLO
    Cause cause;
    std::int64_t parts = 0;     ///< 1 to 1,000,000
    std::string reason;
    std::string from_proposal;  ///< the sentence that the person accepted; empty: by hand
    std::string sli_version;    ///< of the SLO's indicator when the charge was made
    std::string by;
};
BOOST_DESCRIBE_STRUCT(ChargeMade, (), (charge, slo, range, cause, parts, reason, from_proposal, sli_version, by))

struct ChargeWithdrawn {
    static constexpr std::string_view json_tag = "attribution.ChargeWithdrawn";
    std::string charge;
    std::string reason;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(ChargeWithdrawn, (), (charge, reason, by))

using Event = std::variant<ChargeMade, ChargeWithdrawn>;

}  // namespace plimsoll::attribution
