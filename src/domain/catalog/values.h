// values.h: how the catalogue's values are spelled: durations, objectives, references to secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/units.h"
#include "domain/catalog/fields.h"

namespace plimsoll::catalog {

enum class Sign { positive, zero_too };

/// OpenSLO's duration shorthand where a fixed length is meant: a whole number and one of m h d w. M, Q and Y name
/// calendar periods, whose length differs, and are refused with what to write instead.
std::optional<Duration> shorthand(const Fields& fields, std::string_view key, Need need, Sign sign = Sign::positive);

/// As shorthand(), with M Q Y allowed: checks a calendar window's duration without giving it a length.
void check_calendar_duration(const Fields& fields, std::string_view key);

/// Plimsoll's own durations: "30d", "1h30m", "10s"; see base/text.h.
std::optional<Duration> duration(const Fields& fields, std::string_view key, Need need, Sign sign = Sign::positive);

/// `target` in (0, 1) or `targetPercent` in (0, 100), exactly one of them, exact to the last digit written.
std::optional<Ratio> objective(const Fields& fields);

/// True for "env:NAME" and "file:PATH".
[[nodiscard]] bool is_well_formed_reference(std::string_view text);
/// True if a URL holds what looks like a credential: user information, or a query parameter named as one.
[[nodiscard]] bool holds_credential(std::string_view url);

}  // namespace plimsoll::catalog
