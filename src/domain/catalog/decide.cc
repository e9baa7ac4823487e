#include "domain/catalog/decide.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

using Events = std::vector<Event>;

constexpr std::size_t kMostRecorded = 100;  // problems in one event; the total is always told
constexpr std::size_t kMostChanged = 1'000;  // changes in one event: an SLO takes some 2 KB, and the log takes 16 MiB

Events refuse(const State& state, const Reading& reading) {
    CatalogRefused event;
    event.total = reading.errors.size();
    event.content_hash = reading.content_hash;
    event.problems.assign(reading.errors.begin(),
                          reading.errors.begin() + static_cast<std::ptrdiff_t>(std::min(reading.errors.size(), kMostRecorded)));
    if (state.refusal && state.refusal->problems == event.problems && state.refusal->total == event.total) return {};
    return {std::move(event)};
}

/// Everything, or over a tenth of what exists.
bool too_many(std::size_t removals, std::size_t objects) {
    return removals > 0 && (removals == objects || removals * 10 > objects);
}

std::vector<Removal> removals_in(const std::vector<Change>& changes) {
    std::vector<Removal> out;
    for (const Change& change : changes) {
        if (change.action == ChangeAction::removed) out.push_back({change.kind, change.name});
    }
    return out;
}

Events hold(const State& state, const Reading& reading, std::vector<Removal> removals) {
    if (state.hold && state.hold->removals == removals) return {};
    return {CatalogHeld{std::move(removals), size(state.current), reading.content_hash}};
}

Events confirm(const State& state, const Reading& reading) {
    if (!state.refusal && !state.hold) return {};
    return {CatalogConfirmed{state.version, reading.content_hash}};
}

template <class T>
void move_one(std::map<std::string, T>& from, std::map<std::string, T>& into, const std::string& name) {
    if (auto node = from.extract(name)) into.insert(std::move(node));
}

/// Moves the object that a change tells of, if it is still there.
void move_object(Catalog& from, Catalog& into, const Change& change) {
    if (change.kind == "Channel") move_one(from.channels, into.channels, change.name);
    if (change.kind == "DataSource") move_one(from.data_sources, into.data_sources, change.name);
    if (change.kind == "ErrorBudgetPolicy") move_one(from.policies, into.policies, change.name);
    if (change.kind == "Probe") move_one(from.probes, into.probes, change.name);
    if (change.kind == "SLA") move_one(from.slas, into.slas, change.name);
    if (change.kind == "SLO") move_one(from.slos, into.slos, change.name);
    if (change.kind == "Service") move_one(from.services, into.services, change.name);
    if (change.kind == "Tier") move_one(from.tiers, into.tiers, change.name);
}

/// One version, in as many events as it takes; they are appended together, so that nobody sees a part of it.
Events applied(const CatalogApplied& head, Difference diff) {
    Events events;
    for (std::size_t first = 0; first < diff.changes.size(); first += kMostChanged) {
        CatalogApplied part = head;
        for (std::size_t i = first; i < std::min(diff.changes.size(), first + kMostChanged); ++i) {
            move_object(diff.upserts, part.upserts, diff.changes[i]);
            part.changes.push_back(std::move(diff.changes[i]));
        }
        events.push_back(std::move(part));
    }
    return events;
}

Events on(const State& state, const ApplyReading& command, const log::Issued&) {
    const Reading& reading = command.reading;
    if (!reading.errors.empty()) return refuse(state, reading);
    Difference diff = difference(state.current, reading.catalog);
    if (diff.changes.empty()) return confirm(state, reading);
    std::vector<Removal> removals = removals_in(diff.changes);
    if (!command.allow_deletes && too_many(removals.size(), size(state.current))) return hold(state, reading, std::move(removals));
    return applied({state.version + 1, command.author, command.commit, reading.content_hash, reading.files, {}, {}}, std::move(diff));
}

Events on(const State& state, const ForgetRemoved&, const log::Issued& issued) {
    RemovedSlosForgotten event;
    for (const auto& [name, removed] : state.removed) {
        if (issued.at >= removed.at + kKeepRemoved) event.slos.push_back(name);
    }
    if (event.slos.empty()) return {};
    return {std::move(event)};
}

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit([&](const auto& c) { return on(state, c, issued); }, command);
}

Result<> standing(const State& state) {
    if (state.refusal) {
        return fail(errors::refused, fmt::format("{} error{}", state.refusal->total, state.refusal->total == 1 ? "" : "s"),
                    field_errors(state.refusal->problems));
    }
    if (!state.hold) return {};
    std::vector<FieldError> fields;
    for (const Removal& r : state.hold->removals) fields.push_back({fmt::format("{}/{}", r.kind, r.name), "would be removed", ""});
    // Named first: as arguments of one call, the fields could be moved away before they are counted.
    std::string detail = fmt::format("{} of {} objects would go", fields.size(), state.hold->objects);
    return fail(errors::held, std::move(detail), std::move(fields));
}

}  // namespace plimsoll::catalog
