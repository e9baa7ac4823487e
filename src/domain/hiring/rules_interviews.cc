// rules_interviews.cc: who interviews whom about what, and the cards that come of it.
#include <algorithm>

#include "base/text.h"
#include "domain/hiring/card.h"
#include "domain/hiring/rules.h"
#include "domain/people/composite.h"

namespace plimsoll::hiring {
namespace {

using Checks = Rules::Checks;

bool among(const std::vector<std::string>& all, const std::string& one) { return std::find(all.begin(), all.end(), one) != all.end(); }

bool named_before(const std::vector<std::string>& all, std::size_t i) {
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(i);
    return std::find(all.begin(), end, all[i]) != end;
}

void check_assessed(Checks& checks, const std::vector<std::string>& dimensions, const std::vector<std::string>& of_kit) {
    if (dimensions.empty()) checks.complain("/dimensions", "must name at least one dimension", "an interview that assesses nothing is a conversation");
    if (dimensions.size() > kMostAssessed) return checks.complain("/dimensions", "must be at most " + std::to_string(kMostAssessed));
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
        const std::string where = "/dimensions/" + std::to_string(i);
        if (!among(of_kit, dimensions[i]))
            checks.complain(where, "must be a dimension of the kit: \"" + text::printable(dimensions[i].substr(0, kLongestId)) + "\" is not", "`plimsoll interview kit show` lists them");
        if (named_before(dimensions, i)) checks.complain(where, "must be named once");
    }
}

/// `before`: who was on it already, and may stay without the right.
void check_interviewers(Checks& checks, const std::vector<std::string>& people, const std::vector<std::string>& may, const std::vector<std::string>& before) {
    if (people.size() > kMostInterviewers) return checks.complain("/interviewers", "must be at most " + std::to_string(kMostInterviewers));
    for (std::size_t i = 0; i < people.size(); ++i) {
        const std::string where = "/interviewers/" + std::to_string(i);
        if (!among(may, people[i]) && !among(before, people[i]))
            checks.complain(where, "must be an account with the right to interview", "an administrator gives it: `plimsoll user hiring NAME interviewer`");
        if (named_before(people, i)) checks.complain(where, "must be named once");
    }
}

void check_time(Checks& checks, const std::optional<Timestamp>& at, int minutes) {
    if (at && !Checks::bearable(*at)) checks.complain("/at", "must be between 1970 and 2999");
    if (minutes < 1 || minutes > kMostMinutes) checks.complain("/minutes", "must be 1 to " + std::to_string(kMostMinutes));
}

}  // namespace

Result<Rules::Events> Rules::operator()(const PlanInterview& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, going_on(c.application));
    Checks checks;
    checks.line("/title", c.title, kLongestTitle);
    check_assessed(checks, c.dimensions, c.kit_dimensions);
    check_interviewers(checks, c.interviewers, c.may_interview, {});
    check_time(checks, c.at, c.minutes);
    TRY(checks.checked(errors::invalid));
    if (row->interviews.size() >= kMostInterviewsOfOne) return fail(errors::too_many, "interviews of " + row->id);
    return Events{InterviewPlanned{"iv-" + std::to_string(state.interviews_made + 1), row->id, row->candidate, c.round, c.title, c.kit, c.kit_version, c.dimensions,
                                   c.interviewers, c.at, c.minutes}};
}

Result<Rules::Events> Rules::operator()(const ChangeInterview& c) const {
    TRY_ASSIGN(const InterviewRow* const row, interview(c.interview));
    TRY_ASSIGN(const ApplicationRow* const of, going_on(row->application));
    if (row->cancelled) return fail(errors::wrong_stage, row->id + " was cancelled");
    Checks checks;
    check_assessed(checks, c.dimensions, c.kit_dimensions);
    check_interviewers(checks, c.interviewers, c.may_interview, row->interviewers);
    for (const CardRow& card : row->cards)
        if (!among(c.interviewers, card.rater)) checks.complain("/interviewers", "must keep who has submitted a card", "cards stay with the interview");
    check_time(checks, c.at, c.minutes);
    TRY(checks.checked(errors::invalid));
    if (row->dimensions == c.dimensions && row->interviewers == c.interviewers && row->at == c.at && row->minutes == c.minutes) return Events{};
    return Events{InterviewChanged{row->id, of->candidate, c.dimensions, c.interviewers, c.at, c.minutes}};
}

Result<Rules::Events> Rules::operator()(const CancelInterview& c) const {
    TRY_ASSIGN(const InterviewRow* const row, interview(c.interview));
    if (row->cancelled) return fail(errors::wrong_stage, row->id + " was cancelled already");
    if (!row->cards.empty()) return fail(errors::wrong_stage, "a card of " + row->id + " was submitted");
    return Events{InterviewCancelled{row->id, find_application(state, row->application)->candidate, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const SubmitCard& c) const {
    TRY_ASSIGN(const InterviewRow* const row, interview(c.interview));
    if (!is_interviewer(*row, c.rater)) return fail(errors::not_yours, row->id);
    TRY_ASSIGN(const ApplicationRow* const of, going_on(row->application));
    if (row->cancelled) return fail(errors::wrong_stage, row->id + " was cancelled");
    const CardRow* card = card_of(*row, c.rater);
    const std::size_t versions = card == nullptr ? 0 : card->versions.size();
    if (static_cast<std::size_t>(c.version) != versions + 1)
        return fail(plimsoll::errors::conflict, "the card has " + std::to_string(versions) + " versions by now; this would be version " + std::to_string(c.version));
    if (versions >= kMostVersions) return fail(errors::too_many, "versions of the card");
    return Events{CardSubmitted{row->id, of->candidate, c.rater, c.version, c.after_seeing_others, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const RateCalibration& c) const {
    const bool rated = std::any_of(state.calibrations.begin(), state.calibrations.end(),
                                   [&](const CalibrationRow& r) { return r.set == c.set && r.version == c.version && r.item == c.item && r.rater == c.rater; });
    if (rated) return fail(errors::rated_already, c.set + " " + c.item);
    Checks checks;
    std::vector<std::string> given;
    for (std::size_t i = 0; i < c.ratings.size(); ++i) {
        const std::string where = "/ratings/" + std::to_string(i);
        given.push_back(c.ratings[i].dimension);
        if (!among(c.dimensions, given[i])) checks.complain(where + "/dimension", "must be a dimension of the item");
        else if (named_before(given, i)) checks.complain(where + "/dimension", "must be rated once");
        const auto& points = c.ratings[i].points;
        if (points && (*points < people::kLeastPoint || *points > people::kMostPoint)) checks.complain(where + "/points", "must be 1 to 4, or left out: not assessed");
    }
    for (const std::string& id : c.dimensions)
        if (!among(given, id)) checks.complain("/ratings", "must hold " + id, "leave its points out where the answer shows nothing of it");
    TRY(checks.checked(errors::invalid));
    if (state.calibrations.size() >= kMostCalibrations) return fail(errors::too_many, "ratings of calibration sets");
    return Events{CalibrationRated{c.set, c.version, c.item, c.rater, c.ratings}};
}

}  // namespace plimsoll::hiring
