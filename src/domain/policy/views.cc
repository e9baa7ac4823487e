#include "domain/policy/views.h"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

#include "base/text.h"
#include "domain/policy/reading.h"

namespace plimsoll::policy {

namespace {

template <class Map>
std::vector<std::string> said_of(const Map& by_state, BudgetState state) {
    const auto found = by_state.find(boost::describe::enum_to_string(state, ""));
    return found == by_state.end() ? std::vector<std::string>() : found->second;
}

SloStanding standing_of(const catalog::Slo& slo, const Figure& figure, const Standing* standing, const Terms& terms) {
    SloStanding out;
    const Judged judged = judge_budget(standing == nullptr ? BudgetState::healthy : standing->known, figure, terms);
    out.slo = slo.name;
    out.state = judged.state;
    out.why = judged.why;
    if (standing != nullptr && standing->state == judged.state) out.since = standing->since;
    else if (standing != nullptr) out.since = figure.as_of;  // it moved since the worker last looked
    out.budget = figure.budget;
    out.budget_without_exclusions = figure.budget_without_exclusions;
    out.coverage = figure.coverage;
    out.as_of = figure.as_of;
    out.thresholds = {terms.caution, terms.freeze, terms.source};
    out.hysteresis = terms.hysteresis;
    return out;
}

void say_terms(const catalog::ErrorBudgetPolicy& policy, ServicePolicy& out) {
    for (const BudgetState state : {BudgetState::healthy, BudgetState::caution, BudgetState::freeze, BudgetState::breach, BudgetState::unknown}) {
        out.states.push_back({state, said_of(policy.consequences, state), said_of(policy.channels, state), refuses(policy, state)});
    }
    out.consequences = said_of(policy.consequences, out.state);
    out.told = said_of(policy.channels, out.state);
    out.chronic_breaches = policy.chronic_breaches;
    out.chronic_within = policy.chronic_within;
    out.longest_exception = policy.longest_exception;
}

void say_breaches(const std::string& slo, const Standing& standing, const catalog::ErrorBudgetPolicy& policy, Timestamp now, ServicePolicy& out) {
    for (const Breach& breach : standing.breaches) out.breaches.push_back({slo, breach.at, breach.until});
    const auto often = static_cast<std::size_t>(std::max(0, policy.chronic_breaches));
    if (often > 0 && breaches_after(standing, now - policy.chronic_within).size() >= often) out.chronic = true;
}

/// Breach first; within a state, what has least left.
void order(std::vector<SloStanding>& slos) {
    std::stable_sort(slos.begin(), slos.end(), [](const SloStanding& a, const SloStanding& b) {
        if (a.state != b.state) return worse(a.state, b.state);
        return a.budget.value_or(2) < b.budget.value_or(2);
    });
}

GateSlo gate_slo(const SloFacts& facts) {
    return {facts.slo, facts.state, facts.figure.budget, facts.figure.budget_without_exclusions, facts.figure.coverage, facts.figure.as_of,
            facts.pages_open + facts.tickets_open};
}

}  // namespace

GateDecision view_of(const Decision& d) {
    GateDecision out;
    out.id = d.id;
    out.service = d.facts.service;
    out.at = d.at;
    out.actor = d.actor;
    out.answer = d.answer.answer;
    out.reasons = d.answer.reasons;
    out.state = d.answer.state;
    if (d.answer.answer == Answer::allowed && !d.facts.exceptions.empty()) out.exception = d.facts.exceptions.front();
    for (const SloFacts& slo : d.facts.slos) out.slos.push_back(gate_slo(slo));
    out.policy = d.facts.terms.source;
    out.policy_version = d.facts.terms.version;
    out.seq = d.seq;
    return out;
}

std::vector<Exception> list_exceptions(const State& state, const std::string& service) {
    std::vector<Exception> out;
    for (const auto& [id, e] : state.exceptions) {
        if (service.empty() || e.service == service) out.push_back(e);
    }
    std::stable_sort(out.begin(), out.end(), [](const Exception& a, const Exception& b) {
        if (a.ended_at.has_value() != b.ended_at.has_value()) return b.ended_at.has_value();
        return a.ended_at ? *a.ended_at > *b.ended_at : a.ends < b.ends;
    });
    return out;
}

GateDecisionPage list_decisions(const State& state, const DecisionFilter& filter) {
    std::vector<const Decision*> found;
    for (const auto& [service, gate] : state.gates) {
        if (!filter.service.empty() && service != filter.service) continue;
        for (const Decision& d : gate.decisions) {
            if (filter.before && d.seq >= *filter.before) continue;
            if (!filter.answer || d.answer.answer == *filter.answer) found.push_back(&d);
        }
    }
    const std::size_t count = std::min(found.size(), filter.limit);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
                      [](const Decision* a, const Decision* b) { return a->seq > b->seq; });
    GateDecisionPage out;
    for (std::size_t i = 0; i < count; ++i) out.items.push_back(view_of(*found[i]));
    if (count < found.size()) out.next_cursor = std::to_string(out.items.back().seq);
    return out;
}

Result<PolicyReading> read_policy(const Ports& ports, const std::string& service) {
    const auto catalog = ports.slo.catalog();
    if (!catalog->services.contains(service)) return fail(errors::unknown_service, "\"" + text::printable(service) + "\"");
    const catalog::ErrorBudgetPolicy policy = policy_for(*catalog, service);
    PolicyReading reading;
    ServicePolicy& out = reading.view;
    const Terms terms = terms_for(*catalog, service);
    out.service = service;
    if (!policy.name.empty()) out.policy = policy.name;
    out.source = terms.source;
    out.version = terms.version;
    std::vector<std::pair<const catalog::Slo*, Figure>> figures;
    for (const auto& [name, slo] : catalog->slos) {
        if (slo.service == service && slo.group_of.empty()) figures.emplace_back(&slo, read_figure(*ports.slo.counts, slo));
    }
    const Timestamp now = ports.slo.clock->now();
    reading.seq = ports.engine.read([&](const State& state) {
        for (const auto& [slo, figure] : figures) {
            const Standing* standing = find_standing(state, slo->name);
            out.slos.push_back(standing_of(*slo, figure, standing, terms));
            if (standing != nullptr) say_breaches(slo->name, *standing, policy, now, out);
        }
        out.exceptions = list_exceptions(state, service);
    });
    order(out.slos);
    if (!out.slos.empty()) out.state = out.slos.front().state;
    if (!out.slos.empty()) out.since = out.slos.front().since;
    say_terms(policy, out);
    std::stable_sort(out.breaches.begin(), out.breaches.end(), [](const BreachView& a, const BreachView& b) { return a.at > b.at; });
    return reading;
}

}  // namespace plimsoll::policy
