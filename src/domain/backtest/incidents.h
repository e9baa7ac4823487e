// incidents.h: known incidents from a file: CSV with a head (start,end and perhaps id,title), a JSON or YAML list of objects with
// those fields. Times are RFC 3339.
#pragma once

#include <string_view>

#include "domain/backtest/question.h"

namespace plimsoll::backtest {

/// `name`: of the file, for what is wrong in it. Errors: invalid, every line at once, with its number.
[[nodiscard]] Result<std::vector<KnownIncident>> read_incidents(std::string_view text, const std::string& name);

}  // namespace plimsoll::backtest
