#include "domain/hiring/slice.h"

#include "base/text.h"
#include "domain/hiring/days.h"

namespace plimsoll::hiring {

namespace {

/// `pick` finds the application in the state, or nullptr.
template <class Pick>
Result<Slice> slice_where(const Ports& ports, const Viewer& viewer, const std::string& what, const Pick& pick) {
    std::optional<Slice> out;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        const ApplicationRow* application = pick(state);
        if (application != nullptr && sees_application(state, viewer, *application)) out = cut(state, *application);
    });
    if (!out) return fail(errors::unknown, text::printable(what.substr(0, kLongestId)));
    out->seq = seq;
    return *std::move(out);
}

}  // namespace

Slice cut(const State& state, const ApplicationRow& application) {
    Slice out;
    out.id = application.id;
    if (const OpeningRow* opening = find_opening(state, application.opening)) out.state.openings.emplace(opening->id, *opening);
    for (const InterviewRow* interview : interviews_of(state, application)) out.state.interviews.emplace(interview->id, *interview);
    const CandidateRow* candidate = find_candidate(state, application.candidate);
    if (candidate != nullptr) {
        out.state.candidates.emplace(candidate->id, *candidate);
        for (const std::string& id : candidate->applications)
            if (const ApplicationRow* one = find_application(state, id)) out.state.applications.emplace(id, *one);
    }
    return out;
}

Result<Slice> slice_for(const Ports& ports, const Viewer& viewer, const std::string& application) {
    return slice_where(ports, viewer, "application " + application, [&](const State& state) { return find_application(state, application); });
}

Result<Slice> slice_of_interview(const Ports& ports, const Viewer& viewer, const std::string& interview) {
    return slice_where(ports, viewer, "interview " + interview, [&](const State& state) -> const ApplicationRow* {
        const InterviewRow* row = find_interview(state, interview);
        return row == nullptr ? nullptr : find_application(state, row->application);
    });
}

Result<Slice> slice_of_candidate(const Ports& ports, const Viewer& viewer, const std::string& candidate) {
    return slice_where(ports, viewer, "candidate " + candidate, [&](const State& state) -> const ApplicationRow* {
        const CandidateRow* row = find_candidate(state, candidate);
        if (row == nullptr) return nullptr;
        for (const std::string& id : row->applications) {
            const ApplicationRow* one = find_application(state, id);
            if (one != nullptr && sees_application(state, viewer, *one)) return one;
        }
        return nullptr;
    });
}

Result<> not_erased(const Slice& slice) {
    if (slice.candidate().erased_at) return fail(errors::erased, "on " + day_of(*slice.candidate().erased_at));
    return {};
}

}  // namespace plimsoll::hiring
