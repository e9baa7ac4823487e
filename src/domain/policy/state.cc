#include "domain/policy/state.h"

#include <algorithm>

namespace plimsoll::policy {

namespace {

/// Drops the oldest tenth of all decisions: sorted by sequence, so every fold drops the same ones.
void shrink_decisions(State& state) {
    std::vector<std::uint64_t> order;
    for (const auto& [service, gate] : state.gates) {
        for (const Decision& d : gate.decisions) order.push_back(d.seq);
    }
    const auto cut = order.begin() + static_cast<std::ptrdiff_t>(order.size() / 10);
    std::nth_element(order.begin(), cut, order.end());
    state.decisions_kept = 0;
    for (auto& [service, gate] : state.gates) {
        std::erase_if(gate.decisions, [&](const Decision& d) { return d.seq < *cut; });
        state.decisions_kept += gate.decisions.size();
    }
}

/// The ended exception of a service that ended first.
std::string oldest_ended(const State& state, const std::string& service, std::size_t& ended) {
    const Exception* oldest = nullptr;
    ended = 0;
    for (const auto& [id, e] : state.exceptions) {
        if (e.service != service || !e.ended_at) continue;
        ++ended;
        if (oldest == nullptr || *e.ended_at < *oldest->ended_at) oldest = &e;
    }
    return oldest == nullptr ? "" : oldest->id;
}

struct Applier {
    State& state;
    const log::Stamp& stamp;

    void operator()(const StateEntered& e) const {
        Standing& standing = state.standings[e.slo];
        standing.state = e.to;
        if (e.to != BudgetState::unknown) standing.known = e.to;
        standing.since = e.as_of;
        standing.why = e.why;
        standing.service = e.service;
        standing.seq = stamp.seq;
        ++state.standing_changes;
    }
    void operator()(const BreachBegan& e) const {
        std::vector<Breach>& breaches = state.standings[e.slo].breaches;
        breaches.push_back({e.as_of, std::nullopt});
        if (breaches.size() > kBreachesPerSlo) breaches.erase(breaches.begin());
    }
    void operator()(const BreachEnded& e) const {
        std::vector<Breach>& breaches = state.standings[e.slo].breaches;
        if (!breaches.empty() && !breaches.back().until) breaches.back().until = e.as_of;
    }
    void operator()(const ChronicBreach& e) const { state.standings[e.slo].chronic_since = e.as_of; }
    void operator()(const StandingEnded& e) const {
        state.standings.erase(e.slo);
        ++state.standing_changes;
    }
    void operator()(const ExceptionGranted& e) const {
        state.exceptions[e.id] = {e.id, e.service, e.owner, e.reason, e.allows, stamp.at, e.by, e.ends, std::nullopt, "", ""};
        ++state.exceptions_made[e.service];
    }
    void operator()(const ExceptionEnded& e) const {
        const auto found = state.exceptions.find(e.id);
        if (found == state.exceptions.end() || found->second.ended_at) return;
        found->second.ended_at = stamp.at;
        found->second.ended_by = e.by;
        found->second.end_reason = e.reason;
        std::size_t ended = 0;
        const std::string oldest = oldest_ended(state, e.service, ended);
        if (ended > kEndedExceptionsPerService) state.exceptions.erase(oldest);
    }
    void operator()(const GateDecided& e) const {
        GateRecord& gate = state.gates[e.service];
        ++gate.made;
        gate.decisions.push_back({e.id, stamp.seq, stamp.at, stamp.actor, e.answer, e.facts});
        ++state.decisions_kept;
        if (gate.decisions.size() > kDecisionsPerService) {
            gate.decisions.erase(gate.decisions.begin());
            --state.decisions_kept;
        }
        std::erase_if(state.decided_at, [&](Timestamp t) { return t <= stamp.at - kRateWindow || t > stamp.at; });
        state.decided_at.push_back(stamp.at);
        if (state.decisions_kept > kDecisionsInAll) shrink_decisions(state);
    }
};

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) { std::visit(Applier{state, stamp}, event); }

const Standing* find_standing(const State& state, const std::string& slo) {
    const auto found = state.standings.find(slo);
    return found == state.standings.end() ? nullptr : &found->second;
}

std::string service_of(const std::string& id) {
    const std::size_t dash = id.rfind('-');
    return dash == std::string::npos ? "" : id.substr(0, dash);
}

const Decision* find_decision(const State& state, const std::string& id) {
    const auto gate = state.gates.find(service_of(id));
    if (gate == state.gates.end()) return nullptr;
    for (const Decision& d : gate->second.decisions) {
        if (d.id == id) return &d;
    }
    return nullptr;
}

bool holds(const Exception& exception, Timestamp at) { return !exception.ended_at && exception.ends > at; }

std::vector<Timestamp> breaches_after(const Standing& standing, Timestamp after) {
    std::vector<Timestamp> out;
    for (const Breach& breach : standing.breaches) {
        if (breach.at > after) out.push_back(breach.at);
    }
    return out;
}

std::optional<Timestamp> next_due(const State& state) {
    std::optional<Timestamp> due;
    for (const auto& [id, e] : state.exceptions) {
        if (!e.ended_at && (!due || e.ends < *due)) due = e.ends;
    }
    return due;
}

}  // namespace plimsoll::policy
