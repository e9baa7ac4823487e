#include "domain/slo/decide.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::slo {
namespace {

constexpr std::size_t kDetailLimit = 500;
constexpr std::size_t kSourceLimit = 200;
const SloRecord kNothing;

/// A sender's words, short enough for the log and whole UTF-8: the log refuses anything else.
std::string bounded(const std::string& hostile, std::size_t limit) {
    if (!text::is_utf8(hostile)) return "not UTF-8: " + text::hex(hostile.substr(0, limit / 2));
    std::size_t length = std::min(hostile.size(), limit);
    while (length < hostile.size() && length > 0 && (hostile[length] & 0xC0) == 0x80) --length;
    return text::printable(std::string_view(hostile).substr(0, length));
}

/// Sample times of two alerts of one rule can be equal (a rule edited and edited back); ids are not.
std::string new_alert_id(const SloRecord& record, const std::string& slo, const std::string& rule, Timestamp as_of) {
    const auto taken = [&](const std::string& id) {
        if (record.stale && record.stale->fired.alert == id) return true;
        return std::any_of(record.open.begin(), record.open.end(),
                           [&](const auto& open) { return open.second.fired.alert == id; }) ||
               std::any_of(record.recent.begin(), record.recent.end(),
                           [&](const ClosedAlert& closed) { return closed.fired.alert == id; });
    };
    for (std::int64_t ms = as_of.in_ms();; ++ms) {
        std::string id = slo + "/" + rule + "/" + std::to_string(ms);
        if (!taken(id)) return id;
    }
}

/// One judgement on its way to events.
struct Judging {
    const SloRecord& record;
    const ApplyJudgement& command;
    bool history;
    std::vector<Event> events;

    [[nodiscard]] Timestamp as_of() const { return command.judgement.as_of; }

    /// An open alert or pending whose rule asks something else now ends before the rule is judged anew.
    void end_changed() {
        for (const auto& [rule, open] : record.open) {
            if (!asks_the_same(rule, open.fired.condition)) {
                events.push_back(AlertResolved{open.fired.alert, as_of(), "rule changed", {}});
            }
        }
        for (const auto& [rule, pending] : record.pending) {
            if (!asks_the_same(rule, pending.condition)) {
                events.push_back(PendingEnded{command.facts.slo, rule, as_of()});
            }
        }
    }
    [[nodiscard]] bool asks_the_same(const std::string& rule, const std::string& condition) const {
        return std::any_of(command.judgement.rules.begin(), command.judgement.rules.end(), [&](const JudgedRule& judged) {
            return judged.rule.name == rule && judged.condition == condition;
        });
    }

    void step(const JudgedRule& judged) {
        const auto open = record.open.find(judged.rule.name);
        if (open != record.open.end() && open->second.fired.condition == judged.condition) {
            return step_open(judged, open->second);
        }
        const auto pending = record.pending.find(judged.rule.name);
        const bool same = pending != record.pending.end() && pending->second.condition == judged.condition;
        step_idle(judged, same ? &pending->second : nullptr);
    }

    void step_idle(const JudgedRule& judged, const Pending* pending) {
        if (judged.opinion.verdict == Verdict::unknown) return;
        if (judged.opinion.verdict == Verdict::below) {
            if (pending != nullptr) events.push_back(PendingEnded{command.facts.slo, judged.rule.name, as_of()});
            return;
        }
        const Timestamp since = pending != nullptr ? pending->since : as_of();
        const bool due = as_of() - since >= judged.rule.entry_delay;
        if (due && !history) {
            fire(judged, since);
        } else if (pending == nullptr && judged.rule.entry_delay > Duration()) {
            events.push_back(PendingBegan{command.facts.slo, judged.rule.name, since, judged.condition});
        }
    }

    void fire(const JudgedRule& judged, Timestamp since) {
        const SloFacts& facts = command.facts;
        AlertFired fired;
        fired.alert = new_alert_id(record, facts.slo, judged.rule.name, as_of());
        fired.slo = facts.slo;
        fired.service = facts.service;
        fired.rule = judged.rule.name;
        fired.severity = judged.rule.severity == catalog::Severity::page ? "page" : "ticket";
        fired.since = since;
        fired.as_of = as_of();
        fired.evidence = judged.evidence;
        fired.factor = judged.rule.factor;
        fired.objective = facts.objective;
        fired.budget_remaining = command.judgement.budget_remaining;
        fired.period = command.judgement.period;
        fired.definition_version = facts.definition_version;
        fired.channels = judged.rule.channels.empty() ? facts.channels : judged.rule.channels;
        fired.condition = judged.condition;
        events.push_back(std::move(fired));
    }

    void step_open(const JudgedRule& judged, const OpenAlert& open) {
        if (history || (judged.opinion.verdict == Verdict::unknown && !judged.opinion.stands())) {
            if (!open.frozen()) freeze(judged, open);
            return;
        }
        if (judged.opinion.verdict == Verdict::below) return step_clearing(judged, open);
        if (open.frozen()) events.push_back(AlertThawed{open.fired.alert, as_of()});
        if (open.clearing_since) events.push_back(ClearingEnded{open.fired.alert, as_of()});
    }

    void freeze(const JudgedRule& judged, const OpenAlert& open) {
        AlertFrozen frozen{open.fired.alert, as_of(), judged.evidence};
        if (judged.opinion.doubt == Doubt::too_little_traffic) frozen.why = words_of(judged.opinion.doubt);
        events.push_back(std::move(frozen));
    }

    void step_clearing(const JudgedRule& judged, const OpenAlert& open) {
        const Timestamp since = open.clearing_since.value_or(as_of());
        if (as_of() - since >= judged.rule.clear_delay) {
            events.push_back(AlertResolved{open.fired.alert, as_of(), "burn below threshold", judged.evidence});
            return;
        }
        if (open.frozen()) events.push_back(AlertThawed{open.fired.alert, as_of()});
        if (!open.clearing_since) events.push_back(ClearingBegan{open.fired.alert, since});
    }
};

AlertFired stale_alert(const SloRecord& record, const CheckStaleness& command) {
    const SloFacts& facts = command.facts;
    AlertFired fired;
    fired.alert = new_alert_id(record, facts.slo, "stale", command.as_of);
    fired.slo = facts.slo;
    fired.service = facts.service;
    fired.rule = "stale";
    fired.kind = AlertKind::stale;
    fired.severity = "ticket";
    fired.since = command.as_of;
    fired.as_of = command.as_of;
    fired.objective = facts.objective;
    fired.definition_version = facts.definition_version;
    fired.channels = command.channels.empty() ? facts.channels : command.channels;
    fired.condition = "no sample for " + text::duration(command.stale_after);
    return fired;
}

struct Decider {
    const State& state;
    const log::Issued& issued;

    [[nodiscard]] const SloRecord& record_of(const std::string& slo) const {
        const SloRecord* record = find_record(state, slo);
        return record == nullptr ? kNothing : *record;
    }

    Result<std::vector<Event>> operator()(const ApplyJudgement& command) const {
        Judging judging{record_of(command.facts.slo), command, issued.at - command.judgement.as_of > kHistoryAfter, {}};
        judging.end_changed();
        for (const JudgedRule& judged : command.judgement.rules) judging.step(judged);
        return std::move(judging.events);
    }

    Result<std::vector<Event>> operator()(const CheckStaleness& command) const {
        if (command.as_of == Timestamp::min()) return std::vector<Event>{};  // never fed: "no data yet", not stale
        const SloRecord& record = record_of(command.facts.slo);
        const bool wanted = command.stale_after > Duration();
        if (record.stale) {
            if (wanted && issued.at - command.as_of >= command.stale_after) return std::vector<Event>{};
            return std::vector<Event>{AlertResolved{record.stale->fired.alert, command.as_of,
                                                    wanted ? "data again" : "rule changed", {}}};
        }
        if (!wanted) return std::vector<Event>{};
        const Timestamp silent_since = std::max(command.as_of, command.heard_since);
        if (issued.at - silent_since < command.stale_after) return std::vector<Event>{};
        std::vector<Event> events{stale_alert(record, command)};
        for (const auto& [rule, open] : record.open) {
            if (!open.frozen()) events.push_back(AlertFrozen{open.fired.alert, command.as_of, {}, {}});
        }
        return events;
    }

    Result<std::vector<Event>> operator()(const ReconcileRules& command) const {
        const SloRecord& record = record_of(command.slo);
        const auto gone = [&](const std::string& rule, const std::string& condition) {
            const auto now = command.conditions.find(rule);
            return command.removed || now == command.conditions.end() || now->second != condition;
        };
        const std::string why = command.removed ? "slo removed" : "rule changed";
        std::vector<Event> events;
        for (const auto& [rule, open] : record.open) {
            if (!gone(rule, open.fired.condition)) continue;
            events.push_back(AlertResolved{open.fired.alert, command.as_of, why, {}});
        }
        if (command.removed && record.stale) {
            events.push_back(AlertResolved{record.stale->fired.alert, command.as_of, why, {}});
        }
        for (const auto& [rule, pending] : record.pending) {
            if (gone(rule, pending.condition)) events.push_back(PendingEnded{command.slo, rule, command.as_of});
        }
        return events;
    }

    Result<std::vector<Event>> operator()(const RecordAnomaly& command) const {
        if (command.count <= 0) return fail(plimsoll::errors::invalid, "an anomaly was seen at least once");
        const auto& seen = record_of(command.slo).anomalies;
        const auto before = seen.find(command.kind);
        if (before != seen.end() && (command.kind == "unknown_start" || before->second.lasts_since)) return std::vector<Event>{};
        return std::vector<Event>{SliAnomalySeen{command.slo, command.kind, command.at, command.count,
                                                 bounded(command.detail, kDetailLimit)}};
    }

    Result<std::vector<Event>> operator()(const EndAnomaly& command) const {
        const auto& seen = record_of(command.slo).anomalies;
        const auto lasting = seen.find(command.kind);
        if (lasting == seen.end() || !lasting->second.lasts_since) return std::vector<Event>{};
        return std::vector<Event>{SliAnomalyEnded{command.slo, command.kind, command.at}};
    }

    Result<std::vector<Event>> operator()(const RecordDefinition& command) const {
        const VersionRecord* last = last_version(state, command.slo);
        DefinitionChanged event{command.slo, DefinitionChange::created, 1, command.as_of, std::nullopt, command.now, {}, {}, {}};
        if (last != nullptr) {
            event.from = last->definition();
            event.generation = last->event.generation;
        }
        if (!command.now) {
            if (last == nullptr || last->removed()) return std::vector<Event>{};
            event.what = DefinitionChange::removed;
            return std::vector<Event>{std::move(event)};
        }
        if (last == nullptr) return std::vector<Event>{std::move(event)};
        if (!last->removed() && last->definition().version == command.now->version) return std::vector<Event>{};
        if (last->definition().sli_version != command.now->sli_version) ++event.generation;
        if (last->removed()) return std::vector<Event>{std::move(event)};
        event.what = change_between(*event.from, *command.now);
        event.budget_before = command.budget_before;
        if (event.what == DefinitionChange::definition) return std::vector<Event>{std::move(event)};
        event.budget_after = command.budget_after;
        if (event.what != DefinitionChange::rules) event.rejudged = command.rejudged;
        return std::vector<Event>{std::move(event)};
    }

    Result<std::vector<Event>> operator()(const RecordGroups& command) const {
        TRY_ASSIGN(auto seen, slo::decide(state.groups, command));
        return std::vector<Event>(std::make_move_iterator(seen.begin()), std::make_move_iterator(seen.end()));
    }

    Result<std::vector<Event>> operator()(const ForgetGroups& command) const {
        auto forgotten = slo::decide(state.groups, command);
        return std::vector<Event>(std::make_move_iterator(forgotten.begin()), std::make_move_iterator(forgotten.end()));
    }

    Result<std::vector<Event>> operator()(const RecordRevision& command) const {
        if (command.slos.empty()) return fail(plimsoll::errors::invalid, "a revision changed at least one SLO");
        const std::string source = bounded(command.source, kSourceLimit);
        const auto told = state.revised_through.find(source);
        if (told != state.revised_through.end() && command.batch <= told->second) return std::vector<Event>{};
        return std::vector<Event>{LedgerRevised{command.batch, source, command.range, command.slos}};
    }
};

}  // namespace

SloFacts facts_of(const catalog::Slo& slo, const catalog::Catalog& catalog) {
    SloFacts facts{slo.name, slo.service, slo.objective, slo.definition_version, {}};
    const auto service = catalog.services.find(slo.service);
    if (service != catalog.services.end()) facts.channels = service->second.channels;
    return facts;
}

Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit(Decider{state, issued}, command);
}

}  // namespace plimsoll::slo
