#include "domain/slo/state.h"

#include <algorithm>

namespace plimsoll::slo {
namespace {

/// Where an open alert is kept; nothing if it is not open.
OpenAlert* find_open_in(SloRecord& record, std::string_view alert) {
    if (record.stale && record.stale->fired.alert == alert) return &*record.stale;
    for (auto& [rule, open] : record.open) {
        if (open.fired.alert == alert) return &open;
    }
    return nullptr;
}

OpenAlert* find_open(State& state, std::string_view alert) {
    const auto found = state.slos.find(slo_of(alert));
    return found == state.slos.end() ? nullptr : find_open_in(found->second, alert);
}

/// Drops the oldest tenth of all resolved alerts: sorted by sequence, so every fold drops the same ones.
void shrink_recent(State& state) {
    std::vector<std::uint64_t> order;
    for (const auto& [name, record] : state.slos) {
        for (const ClosedAlert& closed : record.recent) order.push_back(closed.resolved_seq);
    }
    const auto cut = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 10);
    std::nth_element(order.begin(), cut, order.end());
    state.recent_total = 0;
    for (auto& [name, record] : state.slos) {
        std::erase_if(record.recent, [&](const ClosedAlert& closed) { return closed.resolved_seq < *cut; });
        state.recent_total += record.recent.size();
    }
}

void remember(State& state, SloRecord& record, ClosedAlert closed) {
    record.recent.push_back(std::move(closed));
    ++state.recent_total;
    if (record.recent.size() > kRecentPerSlo) {
        record.recent.erase(record.recent.begin());
        --state.recent_total;
    }
    if (state.recent_total > kRecentInAll) shrink_recent(state);
}

struct Applier {
    State& state;
    const log::Stamp& stamp;

    void operator()(const AlertFired& event) const {
        SloRecord& record = state.slos[event.slo];
        OpenAlert open{event, stamp.seq, stamp.at, std::nullopt, std::nullopt, {}};
        if (event.kind == AlertKind::stale) {
            record.stale = std::move(open);
            return;
        }
        record.pending.erase(event.rule);
        record.open[event.rule] = std::move(open);
    }
    void operator()(const AlertFrozen& event) const {
        if (OpenAlert* open = find_open(state, event.alert)) {
            open->frozen_since = event.as_of;
            open->frozen_why = event.why.value_or("data is missing");
            open->clearing_since.reset();  // a clear delay must be seen whole
        }
    }
    void operator()(const AlertThawed& event) const {
        OpenAlert* open = find_open(state, event.alert);
        if (open == nullptr) return;
        open->frozen_since.reset();
        open->frozen_why.clear();
    }
    void operator()(const AlertResolved& event) const {
        const auto found = state.slos.find(slo_of(event.alert));
        if (found == state.slos.end()) return;
        SloRecord& record = found->second;
        const OpenAlert* open = find_open_in(record, event.alert);
        if (open == nullptr) return;
        ClosedAlert closed{open->fired, open->fired_seq, open->fired_at, event.as_of, stamp.seq, stamp.at, event.why};
        if (open->fired.kind == AlertKind::stale) {
            record.stale.reset();
        } else {
            record.open.erase(closed.fired.rule);
        }
        remember(state, record, std::move(closed));
    }
    void operator()(const PendingBegan& event) const {
        state.slos[event.slo].pending[event.rule] = {event.since, event.condition};
    }
    void operator()(const PendingEnded& event) const {
        const auto found = state.slos.find(event.slo);
        if (found != state.slos.end()) found->second.pending.erase(event.rule);
    }
    void operator()(const ClearingBegan& event) const {
        if (OpenAlert* open = find_open(state, event.alert)) open->clearing_since = event.since;
    }
    void operator()(const ClearingEnded& event) const {
        if (OpenAlert* open = find_open(state, event.alert)) open->clearing_since.reset();
    }
    void operator()(const SliAnomalySeen& event) const {
        AnomalyRecord& record = state.slos[event.slo].anomalies[event.kind];
        record = {event.at, record.count + event.count, event.detail, stamp.seq, record.lasts_since};
        if (event.kind == kConstantBurn || event.kind == kNoBurn) record.lasts_since = record.lasts_since.value_or(event.at);
    }
    void operator()(const SliAnomalyEnded& event) const {
        const auto found = state.slos.find(event.slo);
        if (found == state.slos.end()) return;
        const auto anomaly = found->second.anomalies.find(event.kind);
        if (anomaly != found->second.anomalies.end()) anomaly->second.lasts_since.reset();
    }
    void operator()(const DefinitionChanged& event) const {
        if (!event.from && !event.to) return;
        std::vector<VersionRecord>& versions = state.versions[event.slo];
        versions.push_back({event, stamp.seq, stamp.at});
        if (versions.size() > kVersionsPerSlo) versions.erase(versions.begin());
        if (event.to && event.from && event.from->sli_version == event.to->sli_version) return;
        // What was said against the counts of another indicator says nothing of this one.
        const auto found = state.slos.find(event.slo);
        if (found != state.slos.end()) found->second.anomalies.clear();
    }
    void operator()(const GroupsSeen& event) const { apply(state.groups, event, stamp.at); }
    void operator()(const GroupsForgotten& event) const { apply(state.groups, event); }
    void operator()(const LedgerRevised& event) const {
        for (const std::string& slo : event.slos) state.slos[slo].revision = {event.range, stamp.seq, stamp.at};
        std::uint64_t& through = state.revised_through[event.source];
        through = std::max(through, event.batch);
        if (state.revised_through.size() > kRevisionSources) forget_oldest_source();
    }
    void forget_oldest_source() const {
        state.revised_through.erase(std::min_element(state.revised_through.begin(), state.revised_through.end(),
                                                     [](const auto& a, const auto& b) { return a.second < b.second; }));
    }
};

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) { std::visit(Applier{state, stamp}, event); }

std::string slo_of(std::string_view alert) { return std::string(alert.substr(0, alert.find('/'))); }

const SloRecord* find_record(const State& state, const std::string& slo) {
    const auto found = state.slos.find(slo);
    return found == state.slos.end() ? nullptr : &found->second;
}

const VersionRecord* last_version(const State& state, const std::string& slo) {
    const auto found = state.versions.find(slo);
    return found == state.versions.end() ? nullptr : &found->second.back();
}

const OpenAlert* find_open(const State& state, std::string_view alert) {
    return find_open(const_cast<State&>(state), alert);  // the same search; nothing is changed
}

const ClosedAlert* find_closed(const State& state, std::string_view alert) {
    const SloRecord* record = find_record(state, slo_of(alert));
    if (record == nullptr) return nullptr;
    for (const ClosedAlert& closed : record->recent) {
        if (closed.fired.alert == alert) return &closed;
    }
    return nullptr;
}

std::vector<const OpenAlert*> open_alerts(const SloRecord& record) {
    std::vector<const OpenAlert*> out;
    for (const auto& [rule, open] : record.open) out.push_back(&open);
    if (record.stale) out.push_back(&*record.stale);
    return out;
}

}  // namespace plimsoll::slo
