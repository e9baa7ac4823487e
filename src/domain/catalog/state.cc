#include "domain/catalog/state.h"

namespace plimsoll::catalog {

namespace {

void remember_removed(State& state, const std::vector<Change>& changes, Timestamp at) {
    for (const Change& change : changes) {
        if (change.kind != "SLO" || change.action != ChangeAction::removed) continue;
        const auto was = state.current.slos.find(change.name);
        if (was != state.current.slos.end()) state.removed.insert_or_assign(change.name, RemovedSlo{was->second, at});
    }
}

void on(State& state, const CatalogApplied& event, const log::Stamp& stamp) {
    remember_removed(state, event.changes, stamp.at);
    apply_difference(state.current, event.changes, event.upserts);
    for (const auto& [name, slo] : event.upserts.slos) state.removed.erase(name);
    state.version = event.version;
    state.author = event.author;
    state.commit = event.commit;
    state.content_hash = event.content_hash;
    state.files = event.files;
    state.applied_at = stamp.at;
    state.refusal.reset();
    state.hold.reset();
}

void on(State& state, const CatalogRefused& event, const log::Stamp& stamp) {
    state.refusal = Refusal{event.problems, event.total, stamp.at};
    state.hold.reset();
}

void on(State& state, const CatalogHeld& event, const log::Stamp& stamp) {
    state.hold = Hold{event.removals, event.objects, stamp.at};
    state.refusal.reset();
}

void on(State& state, const CatalogConfirmed& event, const log::Stamp&) {
    state.content_hash = event.content_hash;
    state.refusal.reset();
    state.hold.reset();
}

void on(State& state, const RemovedSlosForgotten& event, const log::Stamp&) {
    for (const std::string& name : event.slos) state.removed.erase(name);
}

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) {
    std::visit([&](const auto& e) { on(state, e, stamp); }, event);
}

std::optional<Timestamp> next_due(const State& state) {
    std::optional<Timestamp> due;
    for (const auto& [name, removed] : state.removed) {
        const Timestamp at = removed.at + kKeepRemoved;
        if (!due || at < *due) due = at;
    }
    return due;
}

}  // namespace plimsoll::catalog
