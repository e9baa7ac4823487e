// rules_keeping.cc: for how long a candidate is kept, what erases them, and what they may ask through their own link.
#include <algorithm>

#include "base/text.h"
#include "domain/hiring/days.h"
#include "domain/hiring/rules.h"

namespace plimsoll::hiring {

Result<Rules::Events> Rules::operator()(const ChangeKeep& c) const {
    TRY(candidate(c.candidate));
    Checks checks;
    const auto until = day_in(c.until);
    if (!until) checks.complain("/until", "must be a date", "write \"2027-11-22\"");
    else if (*until < issued.at.floor(Duration::days(1))) checks.complain("/until", "must not lie in the past", "to erase now, erase");
    else if (*until > issued.at + kLongestKeep) checks.complain("/until", "must be at most ten years ahead");
    TRY(checks.checked(errors::invalid));
    return Events{KeepChanged{c.candidate, c.until, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const SetHold& c) const {
    TRY_ASSIGN(const CandidateRow* const row, candidate(c.candidate));
    if (row->hold) return fail(errors::held, "since " + day_of(row->hold->at));
    return Events{HoldSet{c.candidate, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const ReleaseHold& c) const {
    TRY_ASSIGN(const CandidateRow* const row, candidate(c.candidate));
    if (!row->hold) return fail(errors::not_held);
    return Events{HoldReleased{c.candidate, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const EraseCandidate& c) const {
    TRY_ASSIGN(const CandidateRow* const row, candidate(c.candidate));
    if (row->hold) return fail(errors::held, "since " + day_of(row->hold->at));
    const auto goes_on = [&](const std::string& id) {
        const ApplicationRow* one = find_application(state, id);
        return one != nullptr && !one->ended();
    };
    if (c.reason == EraseReason::due && std::any_of(row->applications.begin(), row->applications.end(), goes_on))
        return fail(errors::wrong_stage, "an application goes on: nobody is due before it ends");
    return Events{CandidateErased{c.candidate, c.reason}};
}

Result<Rules::Events> Rules::operator()(const IssueLink& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    Checks checks;
    checks.line("/link", c.link, kLongestId);
    if (c.secret_sha256.size() != 64 || !text::from_hex(c.secret_sha256)) checks.complain("/secret_sha256", "must be a SHA-256 in hexadecimal");
    if (c.expires <= issued.at || c.expires > issued.at + kLongestLink) checks.complain("/expires", "must lie in the future, and at most " + text::duration(kLongestLink) + " ahead");
    TRY(checks.checked(errors::invalid));
    const auto working = std::count_if(row->links.begin(), row->links.end(), [&](const LinkRow& link) { return link.works(issued.at); });
    if (static_cast<std::size_t>(working) >= kMostLinks) return fail(errors::too_many, "links of " + row->id);
    return Events{LinkIssued{c.link, row->id, row->candidate, c.secret_sha256, c.expires, c.shows}};
}

Result<Rules::Events> Rules::operator()(const WithdrawLink& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    const auto link = std::find_if(row->links.begin(), row->links.end(), [&](const LinkRow& one) { return one.id == c.link; });
    if (link == row->links.end()) return fail(errors::unknown, "link " + text::printable(c.link.substr(0, kLongestId)));
    if (link->withdrawn) return Events{};
    return Events{LinkWithdrawn{c.link, row->id, row->candidate}};
}

Result<Rules::Events> Rules::operator()(const Ask& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    if (row->requests.size() >= kMostRequests) return fail(errors::too_many, "requests");
    return Events{RequestMade{"rq-" + std::to_string(state.requests_made + 1), row->id, row->candidate, c.what, c.sealed}};
}

Result<Rules::Events> Rules::operator()(const AnswerRequest& c) const {
    TRY_ASSIGN(const ApplicationRow* const row, application(c.application));
    const auto request = std::find_if(row->requests.begin(), row->requests.end(), [&](const RequestRow& one) { return one.id == c.request; });
    if (request == row->requests.end()) return fail(errors::unknown, "request " + text::printable(c.request.substr(0, kLongestId)));
    if (request->answered) return fail(errors::answered, request->id);
    return Events{RequestAnswered{request->id, row->candidate, c.followed, c.sealed}};
}

}  // namespace plimsoll::hiring
