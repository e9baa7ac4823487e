// counter_value.h: which sample values are exact counts, whoever delivers them.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "ingest/refusal.h"

namespace plimsoll::ingest {

/// Prometheus ends a series with this one NaN. Source: Prometheus model/value.
inline constexpr std::uint64_t kStaleMarker = 0x7ff0000000000002;

[[nodiscard]] inline bool is_stale_marker(double value) {
    return std::bit_cast<std::uint64_t>(value) == kStaleMarker;
}

/// Why the value is no exact count; empty when it is one: whole, not negative, below 2^53.
[[nodiscard]] inline std::optional<Reason> fault_of(double value) {
    if (std::isnan(value)) return Reason::not_a_number;
    if (std::isinf(value)) return Reason::infinite;
    if (value < 0) return Reason::negative;
    if (value >= 9007199254740992.0) return Reason::too_large;
    if (value != std::floor(value)) return Reason::not_whole;
    return std::nullopt;
}

}  // namespace plimsoll::ingest
