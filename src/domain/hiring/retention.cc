#include "domain/hiring/retention.h"

#include <algorithm>

#include "domain/hiring/days.h"

namespace plimsoll::hiring {

namespace {

/// When the application came to the stage that it is at.
Timestamp came_to_stage(const ApplicationRow& application) {
    return application.passages.empty() ? application.made_at : application.passages.back().why.at;
}

}  // namespace

std::optional<Timestamp> ended_at(const State& state, const CandidateRow& candidate) {
    Timestamp last = candidate.added_at;
    for (const std::string& id : candidate.applications) {
        const ApplicationRow* application = find_application(state, id);
        if (application == nullptr) continue;
        if (!application->ended()) return std::nullopt;
        last = std::max(last, came_to_stage(*application));
    }
    return last;
}

std::string kept_until(const State& state, const CandidateRow& candidate, Duration keep) {
    if (candidate.erased_at) return {};
    const auto ended = ended_at(state, candidate);
    if (!ended) return {};
    return candidate.keep_until.empty() ? day_of(*ended + keep) : candidate.keep_until;
}

std::optional<Timestamp> due_at(const State& state, const CandidateRow& candidate, Duration keep) {
    const std::string until = kept_until(state, candidate, keep);
    const auto day = until.empty() ? std::nullopt : day_in(until);
    if (!day) return std::nullopt;
    return *day + Duration::days(1);
}

DueNow due_now(const State& state, Duration keep, Timestamp now) {
    DueNow out;
    for (const auto& [id, candidate] : state.candidates) {
        const auto due = due_at(state, candidate, keep);
        if (!due || now < *due) continue;
        (candidate.hold ? out.held : out.to_erase).push_back(id);
    }
    return out;
}

}  // namespace plimsoll::hiring
