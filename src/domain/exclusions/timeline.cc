#include "domain/exclusions/timeline.h"

#include <algorithm>
#include <charconv>

#include "domain/exclusions/decide.h"

namespace plimsoll::exclusions {
namespace {

bool among(const std::vector<std::string>& names, const std::string& name) {
    return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
}

/// "ex-10" comes after "ex-9".
std::uint64_t number_of(const std::string& id) {
    std::uint64_t number = 0;
    const std::size_t dash = id.find('-') + 1;
    std::from_chars(id.data() + dash, id.data() + id.size(), number);
    return number;
}

bool touches(const AnnotationMade& a, TimeRange range) {
    const Timestamp end = a.end.value_or(a.start);
    return a.start < range.end && (end > range.start || range.contains(a.start));
}

}  // namespace

std::vector<TimeRange> still_left_out(const Exclusion& exclusion, const std::vector<TimeRange>& all) {
    if (!exclusion.counts_again_from) return all;
    std::vector<TimeRange> out;
    for (const TimeRange& range : all) {
        const Timestamp end = std::min(range.end, *exclusion.counts_again_from);
        if (end > range.start) out.push_back({range.start, end});
    }
    return out;
}

std::vector<slo::ExcludedRange> disjoint(std::vector<slo::ExcludedRange> ranges) {
    std::sort(ranges.begin(), ranges.end(), [](const slo::ExcludedRange& a, const slo::ExcludedRange& b) {
        if (a.range.start != b.range.start) return a.range.start < b.range.start;
        return number_of(a.exclusion) < number_of(b.exclusion);
    });
    std::vector<slo::ExcludedRange> out;
    for (slo::ExcludedRange& next : ranges) {
        if (!out.empty()) next.range.start = std::max(next.range.start, out.back().range.end);
        if (next.range.end <= next.range.start) continue;
        const bool goes_on = !out.empty() && out.back().exclusion == next.exclusion && out.back().range.end == next.range.start;
        if (goes_on) out.back().range.end = next.range.end;
        else out.push_back(std::move(next));
    }
    return out;
}

std::vector<TimeRange> without(const std::vector<TimeRange>& ranges, const std::vector<TimeRange>& taken) {
    std::vector<TimeRange> out;
    auto from = taken.begin();
    for (const TimeRange& range : ranges) {
        while (from != taken.end() && from->end <= range.start) ++from;
        Timestamp at = range.start;
        for (auto hole = from; hole != taken.end() && hole->start < range.end; ++hole) {
            if (hole->start > at) out.push_back({at, hole->start});
            at = std::max(at, hole->end);
        }
        if (at < range.end) out.push_back({at, range.end});
    }
    return out;
}

NamesOf::NamesOf(const catalog::Slo& slo) : slos{slo.name}, service(slo.service) {
    if (!slo.document.empty() && slo.document != slo.name) slos.push_back(slo.document);
    if (!slo.group_of.empty() && slo.group_of != slo.document) slos.push_back(slo.group_of);
}

bool NamesOf::covered_by(const std::vector<std::string>& slos_named, const std::vector<std::string>& services_named) const {
    return among(services_named, service) || std::any_of(slos.begin(), slos.end(), [&](const std::string& name) { return among(slos_named, name); });
}

Timeline::Timeline(const State& state, const OccurrencesOf& occurrences) : next_due_(exclusions::next_due(state)), events_(state.events) {
    for (const Exclusion& e : state.exclusions) {
        if (!e.waits() && !e.counts()) continue;
        active_.push_back(e);
        if (!e.counts()) continue;
        const auto index = static_cast<std::uint32_t>(active_.size() - 1);
        for (const TimeRange& range : still_left_out(e, *occurrences(e))) {
            for (const std::string& name : e.asked.slos) by_slo_[name].entries.push_back({range, index});
            for (const std::string& name : e.asked.services) by_service_[name].entries.push_back({range, index});
        }
    }
    sort(by_slo_);
    sort(by_service_);
    for (const Annotation& a : state.annotations) {
        if (!a.retracted) annotations_.push_back(a);
    }
    std::stable_sort(annotations_.begin(), annotations_.end(), [](const Annotation& a, const Annotation& b) { return a.made.start < b.made.start; });
}

void Timeline::sort(Lines& lines) {
    for (auto& [name, line] : lines) {
        std::stable_sort(line.entries.begin(), line.entries.end(), [](const Entry& a, const Entry& b) { return a.range.start < b.range.start; });
        for (const Entry& entry : line.entries) line.reach = std::max(line.reach, entry.range.length());
    }
}

void Timeline::gather(const Lines& lines, const std::string& name, TimeRange range, Which which, const std::string& but,
                      std::vector<slo::ExcludedRange>& out) const {
    const auto found = lines.find(name);
    if (found == lines.end()) return;
    const Line& line = found->second;
    const auto may_reach = [&](const Entry& entry) { return entry.range.start - range.start <= -line.reach; };
    for (auto at = std::partition_point(line.entries.begin(), line.entries.end(), may_reach); at != line.entries.end() && at->range.start < range.end; ++at) {
        const ExclusionRequested& asked = active_[at->exclusion].asked;
        if (which == Which::corrections && asked.kind != Kind::correction) continue;
        if (asked.id == but) continue;
        const TimeRange within{std::max(at->range.start, range.start), std::min(at->range.end, range.end)};
        if (within.start < within.end) out.push_back({within, asked.id});
    }
}

std::vector<slo::ExcludedRange> Timeline::of(const catalog::Slo& slo, TimeRange range, Which which, const std::string& but) const {
    if (empty() || range.start >= range.end) return {};
    std::vector<slo::ExcludedRange> out;
    const NamesOf names(slo);
    for (const std::string& name : names.slos) gather(by_slo_, name, range, which, but, out);
    gather(by_service_, names.service, range, which, but, out);
    return disjoint(std::move(out));
}

const Exclusion* Timeline::counting(const std::string& id) const {
    const std::uint64_t number = number_of(id);
    const auto found = std::lower_bound(active_.begin(), active_.end(), number, [](const Exclusion& e, std::uint64_t n) { return e.number < n; });
    return found == active_.end() || found->asked.id != id || !found->counts() ? nullptr : &*found;
}

std::vector<Annotation> Timeline::annotations_of(const catalog::Slo& slo, TimeRange range) const {
    std::vector<Annotation> out;
    const NamesOf names(slo);
    for (const Annotation& a : annotations_) {
        if (a.made.start >= range.end) break;
        if (touches(a.made, range) && names.covered_by(a.made.slos, a.made.services)) out.push_back(a);
    }
    return out;
}

}  // namespace plimsoll::exclusions
