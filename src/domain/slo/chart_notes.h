// chart_notes.h: what stands on a chart beside its lines: alerts, changes, and what other modules know of the time it shows.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll::slo {

BOOST_DEFINE_ENUM_CLASS(MarkKind, alert_fired, alert_resolved, annotation, definition_changed, exclusion_began)

struct ChartMark {
    Timestamp at;  ///< sample time
    MarkKind kind = MarkKind::alert_fired;
    std::string text;
    std::string alert;
    std::uint64_t seq = 0;  ///< of the log
};
BOOST_DESCRIBE_STRUCT(ChartMark, (), (at, kind, text, alert, seq))

/// A stretch that the lines do not answer for.
struct ChartExclusion {
    std::string id;
    TimeRange range;
    std::string title;
    std::string category;
};
BOOST_DESCRIBE_STRUCT(ChartExclusion, (), (id, range, title, category))

/// What exclusions and annotations add to a chart.
struct ChartNotes {
    std::vector<ChartMark> marks;
    std::vector<ChartExclusion> exclusions;  ///< disjoint, oldest first
};

}  // namespace plimsoll::slo
