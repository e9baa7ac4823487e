// sight.h: who sees what of an interview, in one place: routes, exports, pages and the candidate's copy ask here.
//
// Manager    (right hire) sees every candidate, and every card that was submitted; but of an application with an interview that names the
//            manager, others' cards only after submitting every card of one's own: no less blind than the rest of the panel.
// Interviewer (right interview) sees the applications with an interview that names them: the candidate's name, papers, own drafts and cards;
//            others' cards, and with them the debrief and what was decided, once every card of one's own on this application is submitted.
// Cancelled  interviews name nobody.
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
/// Whether the debrief and all that follows from others' cards (reasons, notes, composites, decisions) may be shown.
[[nodiscard]] bool sees_debrief(const State& state, const Viewer& viewer, const ApplicationRow& application);
/// Whether the viewer can see somebody else's card of the application, or could before being put on this interview: what
/// after_seeing_others records. A manager who reads the cards and then joins the panel is told apart by this.
[[nodiscard]] bool could_see_others(const State& state, const Viewer& viewer, const InterviewRow& interview);

}  // namespace plimsoll::hiring
