#include "ingest/otlp/beginnings.h"

#include <algorithm>

namespace plimsoll::ingest::otlp {

Beginnings::Kind Beginnings::kind_of(const SeriesHash& series, Timestamp start, Timestamp at) const {
    const std::lock_guard lock(mutex_);
    const auto found = lives_.find(series);
    const Kind met_first = start < at && at - start <= first_within_ ? Kind::begins : Kind::goes_on;
    if (found == lives_.end()) return met_first;
    const Life& life = found->second;
    if (start < life.start) return at > life.start ? Kind::another_writer : met_first;
    return start > life.last && start < at ? Kind::begins : Kind::goes_on;
}

void Beginnings::learn(std::span<const Seen> seen) {
    const std::lock_guard lock(mutex_);
    for (const Seen& point : seen) {
        if (lives_.size() >= most_ && !lives_.contains(point.series)) lives_.clear();
        const auto [found, added] = lives_.try_emplace(point.series, Life{point.start, point.at});
        if (added || point.start < found->second.start) continue;
        found->second.start = point.start;
        found->second.last = std::max(found->second.last, point.at);
    }
}

std::size_t Beginnings::size() const {
    const std::lock_guard lock(mutex_);
    return lives_.size();
}

}  // namespace plimsoll::ingest::otlp
