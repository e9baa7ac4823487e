#include "domain/slo/range_sums.h"

#include <algorithm>

namespace plimsoll::slo {
namespace {

using Running = ledger::Ledger::Running;

/// Edges come as a few rising runs (all starts of one window, all ends): merging runs is cheaper than sorting.
void merge_runs(std::vector<Timestamp>& edges) {
    std::vector<std::ptrdiff_t> runs{0};
    for (std::size_t i = 1; i < edges.size(); ++i) {
        if (edges[i] < edges[i - 1]) runs.push_back(static_cast<std::ptrdiff_t>(i));
    }
    runs.push_back(static_cast<std::ptrdiff_t>(edges.size()));
    while (runs.size() > 2) {
        std::vector<std::ptrdiff_t> left{0};
        for (std::size_t i = 2; i < runs.size(); i += 2) {
            std::inplace_merge(edges.begin() + runs[i - 2], edges.begin() + runs[i - 1], edges.begin() + runs[i]);
            left.push_back(runs[i]);
        }
        if (left.back() != runs.back()) left.push_back(runs.back());
        runs = std::move(left);
    }
}

/// Finds instants that are mostly asked for in rising order.
class Finder {
public:
    Finder(const std::vector<Timestamp>& edges, const std::vector<Running>& running) : edges_(&edges), running_(&running) {}
    /// Requires: one of the edges.
    const Running& at(Timestamp instant) {
        const auto begin = edges_->begin();
        auto from = begin + static_cast<std::ptrdiff_t>(next_);
        const auto near = from + std::min<std::ptrdiff_t>(kNear, edges_->end() - from);
        auto found = std::find(from, near, instant);
        if (found == near) found = std::lower_bound(*from > instant ? begin : near, edges_->end(), instant);
        next_ = static_cast<std::size_t>(found - begin);
        return (*running_)[next_];
    }

private:
    static constexpr std::ptrdiff_t kNear = 8;
    const std::vector<Timestamp>* edges_;
    const std::vector<Running>* running_;
    std::size_t next_ = 0;
};

}  // namespace

std::vector<Timestamp> edges_of(std::span<const TimeRange> ranges) {
    std::vector<Timestamp> edges;
    edges.reserve(ranges.size() * 2);
    for (const TimeRange& range : ranges) edges.push_back(range.start);
    for (const TimeRange& range : ranges) edges.push_back(std::max(range.start, range.end));
    merge_runs(edges);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

Duration finest_step(Duration back) {
    // A day less than the retention, as the ledger's own windows have it: blocks go as a whole.
    for (const ledger::Level& level : ledger::kLevels) {
        if (back <= level.retention - Duration::days(1)) return level.step;
    }
    return ledger::kLevels[std::size(ledger::kLevels) - 1].step;
}

Result<std::vector<ledger::WindowSum>> range_sums(std::span<const TimeRange> ranges, Timestamp newest, const RunningOf& running) {
    std::vector<ledger::WindowSum> out;
    if (ranges.empty()) return out;
    const std::vector<Timestamp> edges = edges_of(ranges);
    TRY_ASSIGN(const std::vector<Running> told, running(edges));
    Finder starts(edges, told);
    Finder ends(edges, told);
    out.reserve(ranges.size());
    for (const TimeRange& range : ranges) {
        const Running& start = starts.at(range.start);
        const Running& end = ends.at(std::max(range.start, range.end));
        ledger::WindowSum sum;
        sum.range = {start.at, end.at};
        sum.step = finest_step(newest - start.at);
        sum.slots = sum.range.length() / ledger::kStep;
        sum.sum = end.sum - start.sum;
        out.push_back(sum);
    }
    return out;
}

}  // namespace plimsoll::slo
