#include "domain/slo/cuts.h"

#include <algorithm>

namespace plimsoll::slo {

std::vector<TimeRange> within(TimeRange range, std::span<const TimeRange> out) {
    std::vector<TimeRange> parts;
    for (const TimeRange& one : out) {
        const TimeRange part{std::max(range.start, one.start), std::min(range.end, one.end)};
        if (part.start < part.end) parts.push_back(part);
    }
    return parts;
}

std::vector<TimeRange> without(TimeRange range, std::span<const TimeRange> out) {
    std::vector<TimeRange> left;
    Timestamp from = range.start;
    for (const TimeRange& part : within(range, out)) {
        if (from < part.start) left.push_back({from, part.start});
        from = part.end;
    }
    if (from < range.end) left.push_back({from, range.end});
    return left;
}

std::vector<TimeRange> disjoint(std::vector<TimeRange> ranges) {
    std::erase_if(ranges, [](const TimeRange& one) { return one.start >= one.end; });
    std::sort(ranges.begin(), ranges.end(), [](const TimeRange& a, const TimeRange& b) { return a.start < b.start; });
    std::vector<TimeRange> out;
    for (const TimeRange& one : ranges) {
        if (!out.empty() && one.start <= out.back().end) out.back().end = std::max(out.back().end, one.end);
        else out.push_back(one);
    }
    return out;
}

}  // namespace plimsoll::slo
