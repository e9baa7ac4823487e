// days.h: days that people name, "2026-11-22", in UTC.
#pragma once

#include <optional>
#include <string>

#include "base/units.h"

namespace plimsoll::hiring {

/// The day's beginning; empty: no such day, or before 1970 or after 2999.
[[nodiscard]] std::optional<Timestamp> day_in(const std::string& date);
[[nodiscard]] std::string day_of(Timestamp at);

}  // namespace plimsoll::hiring
