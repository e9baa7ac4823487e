// figure_reading.h: gathers what the overview, a chart and raw slots need from catalogue, state and ledger.
//
// Threads    any, as reading.h.
#pragma once

#include "domain/slo/chart.h"
#include "domain/slo/overview.h"
#include "domain/slo/reading.h"
#include "domain/slo/slots.h"

namespace plimsoll::slo {

struct OverviewReading {
    Overview overview;
    std::uint64_t seq = 0;
};
[[nodiscard]] OverviewReading read_overview(const Ports& ports);

/// Where the figures stand, without reading any: what tells a browser to ask again.
struct FiguresNow {
    std::uint64_t revision = 0;      ///< as Overview has it
    std::optional<Timestamp> as_of;
};
[[nodiscard]] std::uint64_t figures_revision(const Ports& ports);
[[nodiscard]] FiguresNow figures_now(const Ports& ports);

/// What a chart or its slots are asked over; the SLO's period up to now where nothing is said.
struct RangeAsked {
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
};
/// Errors: bad_parameter (from is not before to, or not before what was measured last); those of the ledger.
[[nodiscard]] Result<SloChart> read_chart(const Ports& ports, const Reading& reading, const RangeAsked& asked, std::size_t points);
/// `step` empty: the finest there is. Errors: bad_parameter; too_many_slots; step_not_kept; those of the ledger.
[[nodiscard]] Result<SloSlots> read_slots(const Ports& ports, const Reading& reading, const RangeAsked& asked,
                                          std::optional<Duration> step);

}  // namespace plimsoll::slo
