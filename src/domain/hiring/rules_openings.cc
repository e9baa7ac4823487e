// rules_openings.cc: posts to be filled, and who applies for them.
#include <algorithm>

#include "domain/hiring/days.h"
#include "domain/hiring/rules.h"

namespace plimsoll::hiring {
namespace {

using Checks = Rules::Checks;
using Empty = Checks::Empty;

Result<> check_opening(const Opening& what, bool kit_known) {
    Checks checks;
    checks.line("/title", what.title, kLongestTitle);
    checks.prose("/team", what.team, kLongestTitle, Empty::allowed);
    if (!kit_known) checks.complain("/kit", "must be an interview kit", "`plimsoll interview kit list` shows every kit");
    checks.prose("/job", what.job, kLongestJob, Empty::allowed);
    if (what.headcount < 1 || what.headcount > kMostHeadcount) checks.complain("/headcount", "must be 1 to 1,000");
    if (!what.needed_by.empty() && !day_in(what.needed_by)) checks.complain("/needed_by", "must be a date, or empty", "write \"2027-03-01\"");
    checks.prose("/roadmap", what.roadmap, kLongestReason, Empty::allowed);
    return checks.checked(errors::invalid);
}

Result<> check_reason(const std::string& reason) {
    Checks checks;
    checks.prose("/reason", reason, kLongestReason, Empty::refused);
    return checks.checked(errors::invalid);
}

Result<> check_open(const OpeningRow& opening) {
    if (opening.closed_at) return fail(errors::closed, opening.id);
    return {};
}

ApplicationMade application_of(const State& state, const std::string& candidate, const std::string& opening, Source source) {
    return {"ap-" + std::to_string(state.applications_made + 1), candidate, opening, source};
}

Result<> check_room_for_application(const State& state) {
    if (state.applications.size() >= kMostApplications) return fail(errors::too_many, "applications");
    return {};
}

std::size_t not_erased(const State& state) {
    return static_cast<std::size_t>(std::count_if(state.candidates.begin(), state.candidates.end(), [](const auto& one) { return !one.second.erased_at; }));
}

}  // namespace

Result<Rules::Events> Rules::operator()(const MakeOpening& c) const {
    TRY(check_opening(c.what, c.kit_known));
    if (state.openings.size() >= kMostOpenings) return fail(errors::too_many, "openings");
    return Events{OpeningMade{"op-" + std::to_string(state.openings_made + 1), c.what}};
}

Result<Rules::Events> Rules::operator()(const ChangeOpening& c) const {
    TRY_ASSIGN(const OpeningRow* const row, opening(c.opening));
    TRY(check_open(*row));
    TRY(check_opening(c.what, c.kit_known));
    if (row->what == c.what) return Events{};
    return Events{OpeningChanged{c.opening, c.what}};
}

Result<Rules::Events> Rules::operator()(const CloseOpening& c) const {
    TRY_ASSIGN(const OpeningRow* const row, opening(c.opening));
    TRY(check_open(*row));
    TRY(check_reason(c.reason));
    return Events{OpeningClosed{c.opening, c.filled, c.reason}};
}

Result<Rules::Events> Rules::operator()(const ReopenOpening& c) const {
    TRY_ASSIGN(const OpeningRow* const row, opening(c.opening));
    TRY(check_reason(c.reason));
    if (!row->closed_at) return Events{};
    return Events{OpeningReopened{c.opening, c.reason}};
}

Result<Rules::Events> Rules::operator()(const AddCandidate& c) const {
    TRY_ASSIGN(const OpeningRow* const row, opening(c.opening));
    TRY(check_open(*row));
    if (!c.candidate.starts_with("person:") || c.candidate.size() > kLongestId || find_candidate(state, c.candidate) != nullptr)
        return fail(errors::invalid, {}, {{"/candidate", "must be somebody new of the vault", ""}});
    if (not_erased(state) >= kMostCandidates) return fail(errors::too_many, "candidates");
    TRY(check_room_for_application(state));
    return Events{CandidateAdded{c.candidate}, application_of(state, c.candidate, c.opening, c.source)};
}

Result<Rules::Events> Rules::operator()(const Apply& c) const {
    TRY_ASSIGN(const CandidateRow* const who, candidate(c.candidate));
    TRY_ASSIGN(const OpeningRow* const row, opening(c.opening));
    TRY(check_open(*row));
    for (const std::string& id : who->applications)
        if (const ApplicationRow* one = find_application(state, id); one != nullptr && one->opening == c.opening) return fail(errors::applied_already, id);
    TRY(check_room_for_application(state));
    return Events{application_of(state, c.candidate, c.opening, c.source)};
}

Result<Rules::Events> Rules::operator()(const KeepResume& c) const {
    TRY_ASSIGN(const CandidateRow* const who, candidate(c.candidate));
    if (who->hold && who->resume_at) return fail(errors::held, "the resume that is kept stays");
    Checks checks;
    checks.line("/format", c.format, kLongestId);
    if (c.pages < 0) checks.complain("/pages", "must not be negative");
    TRY(checks.checked(errors::invalid));
    return Events{ResumeKept{c.candidate, c.format, c.pages, c.bytes}};
}

Result<Rules::Events> Rules::operator()(const RemoveResume& c) const {
    TRY_ASSIGN(const CandidateRow* const who, candidate(c.candidate));
    if (!who->resume_at) return Events{};
    if (who->hold) return fail(errors::held, "the resume that is kept stays");
    return Events{ResumeRemoved{c.candidate}};
}

}  // namespace plimsoll::hiring
