#include "domain/paging/retry.h"

#include <algorithm>

namespace plimsoll::paging {

Duration backoff(int attempt, double unit) {
    const int doublings = std::clamp(attempt - 1, 0, 20);
    const Duration longest = std::min(backoff_cap, backoff_base * (std::int64_t{1} << doublings));
    return Duration::ms(static_cast<std::int64_t>(std::clamp(unit, 0.0, 1.0) * static_cast<double>(longest.in_ms())));
}

std::optional<Timestamp> next_attempt(Timestamp now, Timestamp round_began, int attempt, double unit,
                                      std::optional<Duration> retry_after) {
    const Duration asked = std::clamp(retry_after.value_or(Duration()), Duration(), retry_after_cap);
    const Timestamp next = now + std::max(asked, backoff(attempt, unit));
    if (attempt >= attempts_max || next - round_began >= give_up_after) return std::nullopt;
    return next;
}

}  // namespace plimsoll::paging
