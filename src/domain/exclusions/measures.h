// measures.h: how much of a budget corrections have taken away: the figure that shows whether the remedy is abused.
//
// Window     the calendar quarter, UTC, up to now.
// Threads    any.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/exclusions/timeline.h"
#include "domain/slo/counts.h"

namespace plimsoll::exclusions {

struct RequesterShare {
    std::string requested_by;
    std::int64_t corrections = 0;
    std::int64_t bad = 0;
    std::optional<double> share;  ///< of the SLO's budget of the quarter
};
BOOST_DESCRIBE_STRUCT(RequesterShare, (), (requested_by, corrections, bad, share))

struct Corrected {
    Measure measure;
    std::vector<RequesterShare> requesters;  ///< who asked, the most first
};
BOOST_DESCRIBE_STRUCT(Corrected, (), (measure, requesters))

/// The quarter that holds `now`, up to `now`.
[[nodiscard]] TimeRange quarter_to(Timestamp now);

/// "exclusions.corrected_share": bad events that approved corrections leave out / ((1 - objective) x valid events), all of
/// the quarter; 0 without corrections, empty without events. Errors: those of the counts.
[[nodiscard]] Result<Corrected> corrected_share(const catalog::Slo& slo, const slo::Counts& counts, const Timeline& timeline,
                                                Timestamp now);

}  // namespace plimsoll::exclusions
