#include "domain/policy/reading.h"

#include <optional>

#include "base/text.h"
#include "domain/slo/budget.h"
#include "domain/slo/measures.h"
#include "domain/slo/windows.h"

namespace plimsoll::policy {

namespace {

/// A budget of which less than this part of its period was seen is young.
constexpr std::int64_t kYoungPart = 30;

const api::Actor kSystem{"system", {}};

std::optional<double> budget_in(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    const ledger::WindowSum* sum = slo::never_fed(live) ? nullptr : slo::find_window(slo, live, slo.period);
    if (sum == nullptr) return std::nullopt;
    return slo::budget_of(slo::known(*sum, live.since), slo.objective).remaining_share();
}

void count_alerts(const slo::SloRecord& record, SloFacts& facts) {
    for (const slo::OpenAlert* open : slo::open_alerts(record)) {
        if (open->fired.severity == "page") ++facts.pages_open;
        else ++facts.tickets_open;
    }
}

/// What moved since the worker last looked is logged first, so that a decision and the log before it say the same.
Result<> log_states(const Ports& ports, const GateFacts& facts, const catalog::ErrorBudgetPolicy& policy) {
    GateFacts now;
    std::vector<BudgetState> logged;
    ports.engine.read([&](const State& state) {
        now = complete(state, facts, facts.at);
        for (const SloFacts& slo : facts.slos) {
            const Standing* standing = find_standing(state, slo.slo);
            logged.push_back(standing == nullptr ? BudgetState::healthy : standing->state);
        }
    });
    for (std::size_t i = 0; i < now.slos.size(); ++i) {
        if (now.slos[i].state == logged[i]) continue;
        TRY(ports.engine.submit(kSystem, JudgeBudget{now.slos[i].slo, facts.service, now.slos[i].figure, policy, facts.terms.source}));
    }
    return {};
}

}  // namespace

Figure figure_of(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    Figure figure;
    figure.objective = slo.objective;
    figure.coverage_floor = slo.coverage_floor;
    figure.per_one = slo::scale_of(slo).per_one;
    figure.least_events = slo.low_traffic.least_events;
    figure.settled_slots = slo.period / kYoungPart / ledger::kStep;
    figure.definition_version = slo.definition_version;
    const ledger::WindowSum* sum = slo::never_fed(live) ? nullptr : slo::find_window(slo, live, slo.period);
    if (sum == nullptr) {
        figure.why_empty = "no data yet";
        return figure;
    }
    const slo::Known counts = slo::known(*sum, live.since);
    figure.as_of = live.as_of;
    figure.valid = counts.valid;
    figure.bad = counts.bad;
    figure.slots = counts.slots;
    figure.measured = counts.measured;
    figure.coverage = slo::coverage_of(*sum, live.since);
    figure.budget = slo::budget_of(counts, slo.objective).remaining_share();
    if (!figure.budget) figure.why_empty = slo::why_no_ratio(true, counts, slo.period);
    return figure;
}

Figure read_figure(const slo::Counts& counts, const catalog::Slo& slo) {
    const ledger::LiveWindows live = counts.live(slo, slo::Exclusions::left_out);
    Figure figure = figure_of(slo, live);
    const ledger::WindowSum* sum = slo::never_fed(live) ? nullptr : slo::find_window(slo, live, slo.period);
    if (sum == nullptr || counts.excluded(slo, sum->range).empty()) return figure;
    figure.budget_without_exclusions = budget_in(slo, counts.live(slo, slo::Exclusions::counted));
    return figure;
}

GateFacts facts_of(const catalog::Catalog& catalog, const slo::State& alerts, const std::string& service) {
    GateFacts facts;
    facts.service = service;
    facts.terms = terms_for(catalog, service);
    for (const auto& [name, slo] : catalog.slos) {
        if (slo.service != service || !slo.group_of.empty()) continue;  // a roll-up speaks for its groups
        SloFacts& one = facts.slos.emplace_back();
        one.slo = name;
        one.stale_after = slo.stale_after > Duration() ? slo.stale_after : kStaleDefault;
        if (const slo::SloRecord* record = slo::find_record(alerts, name)) count_alerts(*record, one);
    }
    return facts;
}

Result<GateFacts> gather(const Ports& ports, const std::string& service) {
    std::optional<GateFacts> facts;
    std::vector<catalog::Slo> slos;
    const std::uint64_t seq = ports.look([&](const catalog::State& catalog, const slo::State& alerts) {
        if (!catalog.current.services.contains(service)) return;
        facts = facts_of(catalog.current, alerts, service);
        for (const SloFacts& one : facts->slos) slos.push_back(catalog.current.slos.at(one.slo));
    });
    if (!facts) return fail(errors::unknown_service, "\"" + text::printable(service) + "\"");
    facts->seen_seq = seq;
    facts->at = ports.slo.clock->now();
    for (std::size_t i = 0; i < slos.size(); ++i) facts->slos[i].figure = read_figure(*ports.slo.counts, slos[i]);
    return *std::move(facts);
}

Result<Asked> ask_gate(const Ports& ports, const api::Actor& actor, const std::string& service) {
    TRY_ASSIGN(const GateFacts facts, gather(ports, service));
    catalog::ErrorBudgetPolicy policy;
    ports.look([&](const catalog::State& catalog, const slo::State&) { policy = policy_for(catalog.current, service); });
    TRY(log_states(ports, facts, policy));
    TRY_ASSIGN(const std::uint64_t seq, ports.engine.submit(actor, AskGate{facts}));
    Asked asked;
    const std::uint64_t read_seq = ports.engine.read([&](const State& state) {
        const auto gate = state.gates.find(service);
        if (gate == state.gates.end()) return;
        const Timestamp now = ports.slo.clock->now();
        const Decision* same = same_decision(state, complete(state, facts, now), {now, actor.id});
        for (auto d = gate->second.decisions.rbegin(); same == nullptr && d != gate->second.decisions.rend(); ++d) {
            if (d->actor == actor.id) same = &*d;  // the facts moved on meanwhile: what was decided for this actor last
        }
        if (same != nullptr) asked.decision = *same;
    });
    if (asked.decision.id.empty()) return fail(plimsoll::errors::busy, "the decision was taken and forgotten: too many at once");
    asked.seq = std::max(seq, read_seq);
    return asked;
}

}  // namespace plimsoll::policy
