#include "domain/hiring/sight.h"

#include <algorithm>

namespace plimsoll::hiring {
namespace {

bool names(const InterviewRow& interview, std::string_view person) { return !interview.cancelled && is_interviewer(interview, person); }

bool on_panel(const State& state, std::string_view person, const ApplicationRow& application) {
    const auto interviews = interviews_of(state, application);
    return std::any_of(interviews.begin(), interviews.end(), [&](const InterviewRow* i) { return names(*i, person); });
}

/// Whether somebody else's card of the application was submitted before a place in the log.
bool others_submitted(const State& state, std::string_view person, const ApplicationRow& application, std::uint64_t before) {
    for (const InterviewRow* interview : interviews_of(state, application)) {
        for (const CardRow& card : interview->cards)
            if (card.rater != person && card.versions.front().seq < before) return true;
    }
    return false;
}

/// Whether a card of the person's own on the application was submitted before a place in the log.
bool had_submitted(const State& state, std::string_view person, const ApplicationRow& application, std::uint64_t before) {
    for (const InterviewRow* interview : interviews_of(state, application)) {
        const CardRow* own = card_of(*interview, person);
        if (own != nullptr && own->versions.front().seq < before) return true;
    }
    return false;
}

}  // namespace

bool sees_application(const State& state, const Viewer& viewer, const ApplicationRow& application) {
    if (viewer.rights.has(api::Right::hire)) return true;
    return viewer.rights.has(api::Right::interview) && on_panel(state, viewer.person, application);
}

bool own_cards_submitted(const State& state, std::string_view person, const ApplicationRow& application) {
    const auto interviews = interviews_of(state, application);
    return std::all_of(interviews.begin(), interviews.end(), [&](const InterviewRow* i) { return !names(*i, person) || card_of(*i, person) != nullptr; });
}

bool sees_debrief(const State& state, const Viewer& viewer, const ApplicationRow& application) {
    return sees_application(state, viewer, application) && own_cards_submitted(state, viewer.person, application);
}

bool sees_card(const State& state, const Viewer& viewer, const InterviewRow& interview, std::string_view rater) {
    const ApplicationRow* application = find_application(state, interview.application);
    if (application == nullptr || !sees_application(state, viewer, *application)) return false;
    return rater == viewer.person || own_cards_submitted(state, viewer.person, *application);
}

bool could_see_others(const State& state, const Viewer& viewer, const InterviewRow& interview) {
    const ApplicationRow* application = find_application(state, interview.application);
    if (application == nullptr) return false;
    if (sees_debrief(state, viewer, *application) && others_submitted(state, viewer.person, *application, UINT64_MAX)) return true;
    const auto named = interview.named_at.find(std::string(viewer.person));
    if (named == interview.named_at.end() || !others_submitted(state, viewer.person, *application, named->second)) return false;
    return viewer.rights.has(api::Right::hire) || had_submitted(state, viewer.person, *application, named->second);
}

}  // namespace plimsoll::hiring
