// calibration_reader.h: calibration sets (YAML) into sets, or every problem at its file, line and column.
//
//   kit: calibration
//   format: 1
//   id: acme-engineers
//   interview_kit: senior-sre
//   items:
//     - id: i1
//       question: D2
//       answer: ...
//       known:
//         - {dimension: systems_thinking, points: 3, also: [2], reason: ...}
//         - {dimension: automation_instinct, not_assessed: true, reason: ...}
//
// Whole      a set with an error is left out whole.
// Bounds     below; those of base/yaml.h for a file.
#pragma once

#include <string_view>
#include <vector>

#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"
#include "domain/hiring/calibration_set.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kMostSets = 100;
inline constexpr std::size_t kMostItems = 30;
inline constexpr std::size_t kMostKnown = 10;            ///< ratings of an item
inline constexpr std::size_t kLongestTranscript = 6000;  ///< characters

/// The sets of the files, in their order; documents of other kinds are passed over. Never fails.
[[nodiscard]] std::vector<CalibrationSet> read_calibration_sets(const std::vector<catalog::FileText>& files, catalog::Problems& problems, std::string_view prefix = {});

}  // namespace plimsoll::hiring
