#include "ingest/otlp/beginnings.h"

#include <algorithm>

namespace plimsoll::ingest::otlp {

Beginnings::Kind Beginnings::kind_of(const SeriesHash& series, Timestamp start, Timestamp at) const {
    const std::lock_guard lock(mutex_);
    const auto found = lives_.find(series);
    if (found == lives_.end()) return start < at && at - start <= first_within_ ? Kind::begins : Kind::goes_on;
    const Life& life = found->second;
    if (start > life.last && start < at) return Kind::begins;
    if (start < life.start && at > life.start) return Kind::another_writer;
    return Kind::goes_on;
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
