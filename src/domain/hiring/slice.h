// slice.h: one application with all that belongs to it, copied out of the state, so that what waits for the disk holds no lock.
//
// Sight      slice_for() asks sight.h first: what the viewer may not see is as unknown as what is not there.
// Threads    any.
#pragma once

#include "domain/hiring/ports.h"

namespace plimsoll::hiring {

struct Slice {
    State state;             ///< the opening, the candidate, the application with its interviews, the candidate's other applications without
    std::string id;          ///< of the application
    std::uint64_t seq = 0;   ///< that the state reflects

    [[nodiscard]] const ApplicationRow& application() const { return state.applications.at(id); }
    [[nodiscard]] const CandidateRow& candidate() const { return state.candidates.at(application().candidate); }
    [[nodiscard]] const OpeningRow& opening() const { return state.openings.at(application().opening); }
    [[nodiscard]] std::vector<const InterviewRow*> interviews() const { return interviews_of(state, application()); }
};

/// Errors: unknown.
[[nodiscard]] Result<Slice> slice_for(const Ports& ports, const Viewer& viewer, const std::string& application);
/// Of an interview's application. Errors: unknown.
[[nodiscard]] Result<Slice> slice_of_interview(const Ports& ports, const Viewer& viewer, const std::string& interview);
/// Any application of the candidate that the viewer sees. Errors: unknown.
[[nodiscard]] Result<Slice> slice_of_candidate(const Ports& ports, const Viewer& viewer, const std::string& candidate);
/// Errors: erased.
[[nodiscard]] Result<> not_erased(const Slice& slice);

/// Copies an application that is there and all that belongs to it.
[[nodiscard]] Slice cut(const State& state, const ApplicationRow& application);

}  // namespace plimsoll::hiring
