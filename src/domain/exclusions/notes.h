// notes.h: what this module marks on an SLO's chart: where exclusions began, what they cover, and what people noted.
#pragma once

#include "domain/exclusions/timeline.h"
#include "domain/slo/chart_notes.h"

namespace plimsoll::exclusions {

inline constexpr std::size_t kNotesLimit = 200;  ///< of each kind, the newest

[[nodiscard]] slo::ChartNotes notes_of(const Timeline& timeline, const catalog::Slo& slo, TimeRange range);

}  // namespace plimsoll::exclusions
