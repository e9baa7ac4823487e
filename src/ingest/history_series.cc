#include "ingest/history_series.h"

#include <algorithm>

namespace plimsoll::ingest {

void HistorySeries::add(const ledger::Point& point) {
    if (point.at <= last_) {
        others_.push_back(point);
        return;
    }
    ordered_.append(point);
    last_ = point.at;
}

std::vector<ledger::Point> HistorySeries::sorted(Repeats& repeats) const {
    std::vector<ledger::Point> points = ordered_.points();
    if (others_.empty()) return points;
    points.insert(points.end(), others_.begin(), others_.end());
    std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    const auto repeat = [&](const ledger::Point& kept, const ledger::Point& next) {
        if (kept.at != next.at) return false;
        ++(kept == next ? repeats.same : repeats.conflicting);
        return true;
    };
    points.erase(std::unique(points.begin(), points.end(), repeat), points.end());
    return points;
}

std::vector<ledger::Point> HistorySeries::points() const {
    Repeats ignored;
    return sorted(ignored);
}

HistorySeries::Repeats HistorySeries::repeats() const {
    Repeats repeats;
    (void)sorted(repeats);
    return repeats;
}

}  // namespace plimsoll::ingest
