// time_window.h: an item of timeWindow, as OpenSLO writes it and as our Composite and SLA take it.
//
// Rolling    a fixed length, m h d w, up to the 800 days that the ledger keeps.
// Calendar   d w M Q Y with a local start and an IANA zone; its nominal length is that of n days of 1, 7, 30, 90 or 365.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/fields.h"
#include "domain/catalog/model.h"

namespace plimsoll::catalog {

struct TimeWindow {
    std::string name;                ///< "30d", "1m" for 1M: what tells an SLO of several windows apart
    std::optional<Duration> period;  ///< nominal of a calendar window; empty: it broke a rule
    std::optional<CalendarWindow> calendar;
    yaml::Place place;
};

/// `timeWindow` of at most `most` items; told when there is none, or more.
[[nodiscard]] std::vector<TimeWindow> read_time_windows(const Fields& spec, std::size_t most);

}  // namespace plimsoll::catalog
