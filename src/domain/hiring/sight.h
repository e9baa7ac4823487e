// sight.h: who sees what of an interview, in one place: routes, exports, pages and the candidate's copy ask here.
//
// Manager    (right hire) sees every candidate, and every card that was submitted; but of an interview that the manager is an interviewer
//            of, others' cards only after submitting one's own.
// Interviewer (right interview) sees the applications with an interview that names them: the candidate's name, papers, own drafts and cards;
//            others' cards, and with them the debrief, once every card of one's own on this application is submitted.
// Nobody     else sees anything; an administrator is nobody here.
// Pure       any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/rights.h"
#include "domain/hiring/state.h"

namespace plimsoll::hiring {

struct Viewer {
    std::string person;  ///< opaque id
    api::Rights rights;
};

[[nodiscard]] bool sees_application(const State& state, const Viewer& viewer, const ApplicationRow& application);
/// Of any rater, the viewer included.
[[nodiscard]] bool sees_card(const State& state, const Viewer& viewer, const InterviewRow& interview, std::string_view rater);
/// Whether all of the viewer's own cards on the application are submitted (true where there are none to submit).
[[nodiscard]] bool own_cards_submitted(const State& state, std::string_view person, const ApplicationRow& application);
/// Whether the person could see somebody else's card of the application at this state: what after_seeing_others records.
[[nodiscard]] bool could_see_others(const State& state, const Viewer& viewer, const InterviewRow& interview);

}  // namespace plimsoll::hiring
