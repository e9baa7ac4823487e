#include "domain/catalog/decide.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

using Events = std::vector<Event>;

constexpr std::size_t kMostRecorded = 100;  // problems in one event; the total is always told

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

Events on(const State& state, const ApplyReading& command, const log::Issued&) {
    const Reading& reading = command.reading;
    if (!reading.errors.empty()) return refuse(state, reading);
    Difference diff = difference(state.current, reading.catalog);
    if (diff.changes.empty()) return confirm(state, reading);
    std::vector<Removal> removals = removals_in(diff.changes);
    if (!command.allow_deletes && too_many(removals.size(), size(state.current))) return hold(state, reading, std::move(removals));
    return {CatalogApplied{state.version + 1, command.author, command.commit, reading.content_hash, reading.files,
                           std::move(diff.changes), std::move(diff.upserts)}};
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
