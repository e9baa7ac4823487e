#include "ingest/pull/pace.h"

#include <algorithm>
#include <cmath>

namespace plimsoll::ingest::pull {

double Rate::tokens_at(Duration now) const { return std::min(most_, tokens_ + std::max(0.0, (now - at_).in_seconds()) * a_second_); }

bool Rate::take(Duration now) {
    tokens_ = tokens_at(now);
    at_ = now;
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

Duration Rate::next(Duration now) const {
    const double lacking = 1 - tokens_at(now);
    return lacking <= 0 ? now : now + Duration::ms(static_cast<std::int64_t>(std::ceil(lacking / a_second_ * 1000)));
}

Duration wait_after(int failures, Random& random) {
    const std::int64_t doubled = std::int64_t{1000} << std::clamp(failures - 1, 0, 6);
    const double chance = 0.75 + 0.5 * random.unit();
    return Duration::ms(static_cast<std::int64_t>(static_cast<double>(std::min(doubled, kLongestWait.in_ms())) * chance));
}

}  // namespace plimsoll::ingest::pull
