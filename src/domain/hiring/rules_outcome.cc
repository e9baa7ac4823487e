// rules_outcome.cc: from stage to stage, what was decided, and what became of it.
#include "domain/hiring/days.h"
#include "domain/hiring/rules.h"

namespace plimsoll::hiring {
namespace {

using Checks = Rules::Checks;

Result<> check_started(const ApplicationRow& row) {
    if (row.started_on.empty()) return fail(errors::wrong_stage, row.id + ": nobody has started yet");
    return {};
}

/// An offer and its answer move the application by themselves.
void move(std::vector<Event>& events, const ApplicationRow& row, Stage to) {
    if (row.stage != to) events.emplace_back(StageMoved{row.id, row.candidate, row.stage, to, ""});
}

}  // namespace

Result<Rules::Events> Rules::operator()(const MoveStage& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    if (row->stage == c.to) return fail(errors::wrong_stage, row->id + " is there already");
    if (c.to == Stage::hired && row->accepted != true) return fail(errors::wrong_stage, row->id + ": an offer must be accepted first");
    if (row->passages.size() >= kMostPassages) return fail(errors::too_many, "moves of " + row->id);
    return Events{StageMoved{row->id, row->candidate, row->stage, c.to, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const NoteDebrief& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, going_on(c.application));
    if (row->debrief.size() >= kMostDebriefNotes) return fail(errors::too_many, "notes of the debrief");
    return Events{DebriefNoted{row->id, row->candidate, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const Decide& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, going_on(c.application));
    if (row->decisions.size() >= kMostDecisions) return fail(errors::too_many, "decisions of " + row->id);
    const CardCount cards = count_cards(state, *row);
    return Events{DecisionMade{row->id, row->candidate, c.outcome, cards.submitted, cards.missing, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const MakeOffer& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, going_on(c.application));
    if (row->decisions.empty() || row->decisions.back().outcome != Outcome::hire) return fail(errors::wrong_stage, row->id + ": no decision to hire stands");
    Checks checks;
    day(checks, "/on", c.on, "");
    TRY(checks.checked(errors::invalid));
    Events events{OfferMade{row->id, row->candidate, c.on}};
    move(events, *row, Stage::offer);
    return events;
}

Result<Rules::Events> Rules::operator()(const AnswerOffer& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, going_on(c.application));
    if (row->offered_on.empty()) return fail(errors::wrong_stage, row->id + ": no offer was made");
    if (row->accepted) return fail(errors::answered, "on " + row->answered_on);
    Checks checks;
    day(checks, "/on", c.on, row->offered_on);
    TRY(checks.checked(errors::invalid));
    Events events{OfferAnswered{row->id, row->candidate, c.accepted, c.on, c.sealed}};
    move(events, *row, c.accepted ? Stage::hired : Stage::withdrawn);
    return events;
}

Result<Rules::Events> Rules::operator()(const Start& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    if (row->stage != Stage::hired || row->accepted != true) return fail(errors::wrong_stage, row->id + ": no offer was accepted");
    if (!row->left_on.empty()) return fail(errors::wrong_stage, row->id + ": left on " + row->left_on);
    Checks checks;
    day(checks, "/on", c.on, row->offered_on);
    TRY(checks.checked(errors::invalid));
    if (row->started_on == c.on) return Events{};
    return Events{Started{row->id, row->candidate, c.on}};
}

Result<Rules::Events> Rules::operator()(const Leave& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    TRY(check_started(*row));
    Checks checks;
    day(checks, "/on", c.on, row->started_on);
    TRY(checks.checked(errors::invalid));
    if (row->left_on == c.on) return Events{};
    return Events{Left{row->id, row->candidate, c.on}};
}

Result<Rules::Events> Rules::operator()(const NoteQuality& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    TRY(check_started(*row));
    Checks checks;
    const auto started = day_in(row->started_on);
    if (c.day != 90 && c.day != 180) checks.complain("/day", "must be 90 or 180");
    else if (started && *started + Duration::days(c.day) > issued.at + Duration::days(1))
        checks.complain("/day", "must have come: it is " + day_of(*started + Duration::days(c.day)), "note it then");
    TRY(checks.checked(errors::invalid));
    return Events{QualityNoted{row->id, row->candidate, c.day, c.met, c.cleared_for_on_call, c.sealed}};
}

}  // namespace plimsoll::hiring
