// accepted.h: what a conversion made, as far as the catalogue's own reader takes it: the proof that what is written applies.
#pragma once

#include <vector>

#include "convert/draft.h"

namespace plimsoll::convert {

/// Files that the catalogue reads without an error. What it refuses is left out, told with the reader's own words; so is what
/// refers to that. Errors: invalid (the data source's name).
[[nodiscard]] Result<std::vector<Made>> accepted(std::vector<Made> made, const Options& options, Losses& losses);

}  // namespace plimsoll::convert
