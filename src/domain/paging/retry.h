// retry.h: when a failed attempt is followed by another, and when it is given up.
//
// Formula    delay = unit x min(5 min, 1 s x 2^(attempt-1)), unit drawn uniformly from [0, 1): exponential back-off with
//            full jitter, so that a receiver that comes back is not met by all at once; never before Retry-After, which
//            is honoured up to an hour. Source: M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog 2015.
// Bound      given up when the next attempt would start 24 h after the page was intended (or replayed), or after 1,000.
#pragma once

#include <optional>

#include "base/units.h"

namespace plimsoll::paging {

inline constexpr Duration backoff_base = Duration::seconds(1);
inline constexpr Duration backoff_cap = Duration::minutes(5);
inline constexpr Duration retry_after_cap = Duration::hours(1);
inline constexpr Duration give_up_after = Duration::hours(24);
inline constexpr int attempts_max = 1000;

/// `attempt` counts from 1 within the round; `unit` is in [0, 1).
[[nodiscard]] Duration backoff(int attempt, double unit);

/// Empty: give up. Requires: attempt >= 1.
[[nodiscard]] std::optional<Timestamp> next_attempt(Timestamp now, Timestamp round_began, int attempt, double unit,
                                                    std::optional<Duration> retry_after);

}  // namespace plimsoll::paging
