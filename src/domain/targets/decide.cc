#include "domain/targets/decide.h"

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "base/text.h"
#include "domain/exclusions/field_checks.h"

namespace plimsoll::targets {
namespace {

using Checks = exclusions::FieldChecks;
using Events = std::vector<Event>;

std::string word_of(TargetState state) { return boost::describe::enum_to_string(state, ""); }

void check_objective(Checks& checks, const ProposeTarget& c) {
    const auto objective = objective_in(c.objective);
    if (!objective) return checks.complain("/objective", "must be a percentage above 0 and below 100", "write \"99.95\"");
    const bool same_window = !c.window || *c.window == c.period;
    if (c.from && objective->ratio() == *c.from && same_window)
        checks.complain("/objective", "must not be what is promised already: " + text::percent(*objective), "propose another objective, or another window");
}

Result<> check_fields(const ProposeTarget& c) {
    Checks checks;
    if (!c.from) checks.complain("/slo", "must be in the catalogue: \"" + text::printable(c.slo.substr(0, 100)) + "\" is not", "`plimsoll slo list` shows every SLO");
    check_objective(checks, c);
    if (c.window && (*c.window < kWindowLeast || *c.window > kWindowMost)) checks.complain("/window", "must be from 1h to 400d");
    checks.prose("/reason", c.reason, kTextLimit, Checks::Empty::refused);
    return checks.checked(errors::invalid);
}

Result<const Proposal*> find_waiting(const State& state, const std::string& id) {
    const Proposal* p = find_proposal(state, id);
    if (p == nullptr) return fail(errors::unknown_target, text::printable(id.substr(0, 100)));
    if (!p->waits()) return fail(errors::not_waiting, id + " is " + word_of(p->state));
    return p;
}

Result<> check_comment(const std::string& comment, Checks::Empty empty) {
    Checks checks;
    checks.prose("/comment", comment, kTextLimit, empty);
    return checks.checked(errors::invalid);
}

Result<TargetReviewed> review(const Proposal& p, const ReviewTarget& c) {
    Verdict verdict{};
    const bool known = boost::describe::enum_from_string(c.verdict.c_str(), verdict);
    if (known && verdict == Verdict::agrees && c.same_person) return fail(errors::own_proposal, c.id + ": to agree with it says nothing new");
    Checks checks;
    if (!known) checks.complain("/verdict", "must be agrees or objects");
    checks.prose("/comment", c.comment, kTextLimit, verdict == Verdict::objects ? Checks::Empty::refused : Checks::Empty::allowed);
    TRY(checks.checked(errors::invalid));
    if (p.reviews.size() >= kReviewsLimit) return fail(errors::too_many_reviews, c.id);
    return TargetReviewed{c.id, verdict, c.comment};
}

void check_review_on(Checks& checks, const std::string& date, Timestamp now) {
    const auto at = date_in(date);
    if (!at) return checks.complain("/review_on", "must be a date", "write \"2027-05-20\"");
    if (*at <= now) checks.complain("/review_on", "must lie in the future");
    else if (*at > now + kReviewFurthest) checks.complain("/review_on", "must be at most five years ahead");
}

Result<TargetApproved> approve(const ApproveTarget& c, Timestamp now) {
    if (!c.standing.may_decide()) return fail(errors::own_proposal, c.id);
    if (!c.basis) return fail(errors::slo_gone, c.id);
    Checks checks;
    checks.prose("/comment", c.comment, kTextLimit, c.standing.same_person ? Checks::Empty::refused : Checks::Empty::allowed);
    if (c.review_on) check_review_on(checks, *c.review_on, now);
    TRY(checks.checked(errors::invalid));
    const Duration every = c.review_every > Duration() ? c.review_every : kReviewDefault;
    return TargetApproved{c.id, c.comment, c.review_on.value_or(date_of(now + every)), c.standing.same_person, *c.basis};
}

struct Decide {
    const State& state;
    const log::Issued& issued;

    Result<Events> operator()(const ProposeTarget& c) const {
        TRY(check(state, c));
        TRY_ASSIGN(const Objective to, objective_in(c.objective));
        return Events{TargetProposed{"tg-" + std::to_string(state.proposals_made + 1), c.slo, c.service, *c.from, to.ratio(), c.window, c.reason,
                                     c.evidence, c.basis}};
    }
    Result<Events> operator()(const ReviewTarget& c) const {
        TRY_ASSIGN(const Proposal* const p, find_waiting(state, c.id));
        TRY_ASSIGN(TargetReviewed event, review(*p, c));
        return Events{std::move(event)};
    }
    Result<Events> operator()(const ApproveTarget& c) const {
        TRY(find_waiting(state, c.id));
        TRY_ASSIGN(TargetApproved event, approve(c, issued.at));
        return Events{std::move(event)};
    }
    Result<Events> operator()(const DeclineTarget& c) const {
        TRY(find_waiting(state, c.id));
        if (!c.standing.may_decide()) return fail(errors::own_proposal, c.id);
        TRY(check_comment(c.comment, Checks::Empty::refused));
        return Events{TargetDeclined{c.id, c.comment}};
    }
    Result<Events> operator()(const WithdrawTarget& c) const {
        TRY(find_waiting(state, c.id));
        TRY(check_comment(c.comment, Checks::Empty::refused));
        return Events{TargetWithdrawn{c.id, c.comment}};
    }
};

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit(Decide{state, issued}, command);
}

Result<> check(const State& state, const ProposeTarget& command) {
    TRY(check_fields(command));
    if (const Proposal* p = waiting_of(state, command.slo)) return fail(errors::one_waits, p->made.id);
    return {};
}

Result<Objective> objective_in(std::string_view text) {
    while (!text.empty() && (text.back() == '%' || text.back() == ' ')) text.remove_suffix(1);
    return Objective::parse_percent(text);
}

std::optional<Timestamp> date_in(const std::string& date) {
    if (date.size() != 10) return std::nullopt;
    const auto at = text::parse_rfc3339(date + "T00:00:00Z");
    return at ? std::optional(*at) : std::nullopt;
}

std::string date_of(Timestamp at) { return text::rfc3339(at).substr(0, 10); }

}  // namespace plimsoll::targets
