#include "domain/hiring/decide.h"

#include "base/text.h"
#include "domain/hiring/days.h"
#include "domain/hiring/rules.h"

namespace plimsoll::hiring {
namespace {

std::string named(const std::string& id) { return text::printable(id.substr(0, kLongestId)); }

}  // namespace

Result<const OpeningRow*> Rules::opening(const std::string& id) const {
    const OpeningRow* row = find_opening(state, id);
    if (row == nullptr) return fail(errors::unknown, "opening " + named(id));
    return row;
}

Result<const CandidateRow*> Rules::candidate(const std::string& id) const {
    const CandidateRow* row = find_candidate(state, id);
    if (row == nullptr) return fail(errors::unknown, "candidate " + named(id));
    if (row->erased_at) return fail(errors::erased, "on " + day_of(*row->erased_at));
    return row;
}

Result<const ApplicationRow*> Rules::application(const std::string& id) const {
    const ApplicationRow* row = find_application(state, id);
    if (row == nullptr) return fail(errors::unknown, "application " + named(id));
    TRY(candidate(row->candidate));
    return row;
}

Result<const InterviewRow*> Rules::interview(const std::string& id) const {
    const InterviewRow* row = find_interview(state, id);
    if (row == nullptr) return fail(errors::unknown, "interview " + named(id));
    TRY(application(row->application));
    return row;
}

Result<const ApplicationRow*> Rules::going_on(const std::string& id) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(id));
    if (row->ended()) return fail(errors::ended, row->id);
    return row;
}

void Rules::day(Checks& checks, const std::string& field, const std::string& date, const std::string& earliest) const {
    const auto at = day_in(date);
    if (!at) return checks.complain(field, "must be a date", "write \"2026-11-22\"");
    if (*at > issued.at + Duration::days(1)) checks.complain(field, "must not lie in the future", "note it when it has happened");
    if (const auto least = day_in(earliest); least && *at < *least) checks.complain(field, "must not be before " + earliest);
}

Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued) { return std::visit(Rules{state, issued}, command); }

}  // namespace plimsoll::hiring
