// incidents.h: known incidents from a file.
//
// CSV        a head names the columns, in any order: start, end, and perhaps id and title; others are passed over. Fields may be
//            quoted (RFC 4180), lines may end with CR LF.
// JSON, YAML a list of objects with those fields, or an object whose `incidents` is one.
// Times      RFC 3339. An id that is left out is "incident-<n>", by place in the file.
// Bounds     question.h's number of incidents; 1 MiB; ids and titles of 200 bytes.
#pragma once

#include <string_view>

#include "domain/backtest/question.h"

namespace plimsoll::backtest {

inline constexpr std::size_t kMostIncidentBytes = 1u << 20;
inline constexpr std::size_t kLongestIncidentText = 200;  ///< bytes, of an id and of a title

/// In the order of the file. `name`: of the file, for what is wrong in it. Errors: malformed (no CSV with such a head, no JSON,
/// no YAML); invalid, every line at once, with its number.
[[nodiscard]] Result<std::vector<KnownIncident>> read_incidents(std::string_view text, const std::string& name);

}  // namespace plimsoll::backtest
