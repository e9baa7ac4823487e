#include "domain/exclusions/decide.h"

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>

#include "base/text.h"
#include "domain/exclusions/field_checks.h"

namespace plimsoll::exclusions {
namespace {

using Events = std::vector<Event>;

std::string word_of(ExclusionState state) { return boost::describe::enum_to_string(state, ""); }

bool fits(Kind kind, Category category) {
    switch (category) {
        case Category::planned:
        case Category::deploy:
        case Category::migration:
        case Category::dependency: return kind == Kind::maintenance;
        case Category::measurement_error:
        case Category::not_our_fault:
        case Category::load_test:
        case Category::attack: return kind == Kind::correction;
        case Category::other: return true;
    }
    return false;
}

void check_category(FieldChecks& checks, Kind kind, Category category) {
    if (fits(kind, category)) return;
    checks.complain("/category", kind == Kind::maintenance ? "must be one of planned, deploy, migration, dependency, other for maintenance"
                                                           : "must be one of measurement_error, not_our_fault, load_test, attack, other for a correction");
}

void check_maintenance(FieldChecks& checks, TimeRange range, Timestamp now) {
    if (range.start < now - kGrace)
        checks.complain("/start", "must not lie in the past: maintenance is agreed on before it begins", "ask for a correction of kind \"correction\" instead");
    if (range.start > now + kAhead) checks.complain("/start", "must be at most 366 days ahead");
    if (range.end > range.start && range.length() > kMaintenanceLimit) checks.complain("/end", "must be at most 7 days after the start");
}

void check_correction(FieldChecks& checks, const RequestExclusion& c, Timestamp now) {
    if (c.range.start < now - kCorrectionReach) checks.complain("/start", "must be at most 30 days ago", "figures older than that stay as they were reported");
    if (c.range.end > now) checks.complain("/end", "must not lie in the future: a correction says what has happened", "ask for maintenance instead");
    if (c.range.end > c.range.start && c.range.length() > kCorrectionLimit)
        checks.complain("/end", "must be at most 24 h after the start", "name the hours that were wrong, one correction for each stretch");
    if (c.recurrence) checks.complain("/recurrence", "must not be given for a correction: what went wrong does not recur by a rule");
}

void check_range(FieldChecks& checks, const RequestExclusion& c, Timestamp now) {
    if (!FieldChecks::bearable(c.range.start) || !FieldChecks::bearable(c.range.end)) return checks.complain("/start", "must be times from 1970 to 2999");
    if (c.range.end < c.range.start + kShortest) checks.complain("/end", "must be at least 10 s after the start");
    if (c.kind == Kind::maintenance) check_maintenance(checks, c.range, now);
    else check_correction(checks, c, now);
    if (c.kind == Kind::maintenance) checks.fields.insert(checks.fields.end(), c.recurrence_problems.begin(), c.recurrence_problems.end());
}

Result<> check_fields(const RequestExclusion& c, Timestamp now) {
    FieldChecks checks;
    check_category(checks, c.kind, c.category);
    checks.line("/title", c.title, kTitleLimit);
    checks.prose("/reason", c.reason, kReasonLimit, FieldChecks::Empty::refused);
    checks.targets(c.slos, c.services, c.unknown_slos, c.unknown_services);
    check_range(checks, c, now);
    if (c.expires_after < kExpiresLeast || c.expires_after > kExpiresMost) checks.complain("/expires_after", "must be from 1h to 30d");
    return checks.checked(errors::invalid);
}

bool active(const Exclusion& e) { return e.waits() || e.counts(); }

bool names(const Exclusion& e, const std::string& slo, const std::string& service) {
    const auto in = [](const std::vector<std::string>& list, const std::string& name) { return !name.empty() && std::find(list.begin(), list.end(), name) != list.end(); };
    return in(e.asked.slos, slo) || in(e.asked.services, service);
}

Result<> check_room_of(const State& state, const std::string& slo, const std::string& service) {
    const auto n = static_cast<std::size_t>(std::count_if(state.exclusions.begin(), state.exclusions.end(), [&](const Exclusion& e) { return active(e) && names(e, slo, service); }));
    if (n < kActivePerName) return {};
    return fail(errors::too_many, "500 wait or count for " + text::printable(slo.empty() ? "service " + service : slo));
}

Result<> check_room(const State& state, const RequestExclusion& c) {
    const auto count = [&](auto which) { return static_cast<std::size_t>(std::count_if(state.exclusions.begin(), state.exclusions.end(), which)); };
    if (count([](const Exclusion& e) { return e.waits(); }) >= kWaitingLimit) return fail(errors::too_many, "1,000 wait for a decision");
    for (const std::string& slo : c.slos) TRY(check_room_of(state, slo, {}));
    for (const std::string& service : c.services) TRY(check_room_of(state, {}, service));
    if (c.recurrence && count([](const Exclusion& e) { return active(e) && e.asked.recurrence; }) >= kRecurringLimit)
        return fail(errors::too_many, "1,000 recur");
    return {};
}

/// A one-off that nobody agreed to before it was over would be a correction.
Timestamp expiry_of(const RequestExclusion& c, Timestamp now) {
    const Timestamp asked = now + c.expires_after;
    return c.kind == Kind::maintenance && !c.recurrence ? std::min(asked, c.range.end) : asked;
}

Result<ExclusionRequested> request(const State& state, const RequestExclusion& c, const log::Issued& issued) {
    TRY(check_fields(c, issued.at));
    TRY(check_room(state, c));
    return ExclusionRequested{"ex-" + std::to_string(state.exclusions_made + 1), c.kind, c.category, c.title, c.reason, c.slos, c.services,
                              c.range, c.recurrence, expiry_of(c, issued.at)};
}

Result<> check_reason(const std::string& reason, FieldChecks::Empty empty) {
    FieldChecks checks;
    checks.prose("/reason", reason, kReasonLimit, empty);
    return checks.checked(errors::invalid);
}

/// What approving and refusing have in common.
Result<> check_decision(const State& state, const std::string& id, const Standing& standing, Timestamp now) {
    const Exclusion* e = find_exclusion(state, id);
    if (e == nullptr) return fail(errors::unknown_exclusion, text::printable(id));
    if (!e->waits()) return fail(errors::not_waiting, id + " is " + word_of(e->state));
    if (now >= e->asked.expires) return fail(errors::not_waiting, id + " was not decided by " + text::rfc3339(e->asked.expires));
    if (!standing.may_decide()) return fail(errors::own_request, id);
    return {};
}

struct Decide {
    const State& state;
    const log::Issued& issued;

    Result<Events> operator()(const RequestExclusion& c) const {
        TRY_ASSIGN(ExclusionRequested event, request(state, c, issued));
        return Events{std::move(event)};
    }
    Result<Events> operator()(const ApproveExclusion& c) const {
        TRY(check_decision(state, c.id, c.standing, issued.at));
        TRY(check_reason(c.reason, c.standing.same_person ? FieldChecks::Empty::refused : FieldChecks::Empty::allowed));
        return Events{ExclusionApproved{c.id, c.reason, c.standing.same_person}};
    }
    Result<Events> operator()(const RefuseExclusion& c) const {
        TRY(check_decision(state, c.id, c.standing, issued.at));
        TRY(check_reason(c.reason, FieldChecks::Empty::refused));
        return Events{ExclusionRefused{c.id, c.reason}};
    }
    Result<Events> operator()(const WithdrawExclusion& c) const {
        const Exclusion* e = find_exclusion(state, c.id);
        if (e == nullptr) return fail(errors::unknown_exclusion, text::printable(c.id));
        if (!e->waits() && !e->counts()) return fail(errors::is_over, c.id + " is " + word_of(e->state));
        FieldChecks checks;
        checks.prose("/reason", c.reason, kReasonLimit, FieldChecks::Empty::refused);
        const bool all = e->waits() || e->asked.kind == Kind::correction;
        const Timestamp from = c.from.value_or(all ? e->asked.range.start : issued.at);
        if (from > issued.at && from > e->asked.range.start) checks.complain("/from", "must not lie in the future", "withdraw it then, or leave `from` out");
        TRY(checks.checked(errors::invalid));
        const Timestamp sooner = e->counts_again_from ? std::min(from, *e->counts_again_from) : from;
        if (!e->waits() && sooner >= e->end()) return fail(errors::is_over, c.id + " covers nothing from " + text::rfc3339(from) + " on; an earlier `from` makes what has passed count again");
        return Events{ExclusionWithdrawn{c.id, c.reason, std::max(sooner, e->asked.range.start)}};
    }
    Result<Events> operator()(const ExpireDue&) const {
        Events events;
        for (const Exclusion& e : state.exclusions) {
            if (e.due() && *e.due() <= issued.at) events.push_back(ExclusionExpired{e.asked.id, e.approved});
        }
        return events;
    }
    Result<Events> operator()(const Annotate& c) const {
        FieldChecks checks;
        checks.line("/title", c.title, kTitleLimit);
        checks.prose("/text", c.text, kTextLimit, FieldChecks::Empty::allowed);
        checks.web_address("/url", c.url, kUrlLimit);
        checks.targets(c.slos, c.services, c.unknown_slos, c.unknown_services);
        if (!FieldChecks::bearable(c.start) || c.start < issued.at - kAnnotationReach || c.start > issued.at + kAhead)
            checks.complain("/start", "must be at most 400 days ago and 366 days ahead");
        if (c.end && (*c.end < c.start || *c.end > c.start + kAnnotationLimit)) checks.complain("/end", "must be from the start to 31 days after it");
        TRY(checks.checked(errors::invalid));
        return Events{AnnotationMade{"an-" + std::to_string(state.annotations_made + 1), c.slos, c.services, c.start, c.end, c.category, c.title, c.text, c.url}};
    }
    Result<Events> operator()(const RetractAnnotation& c) const {
        const Annotation* a = find_annotation(state, c.id);
        if (a == nullptr) return fail(errors::unknown_annotation, text::printable(c.id));
        TRY(check_reason(c.reason, FieldChecks::Empty::refused));
        if (a->retracted) return Events{};
        return Events{AnnotationRetracted{c.id, c.reason}};
    }
};

}  // namespace

Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit(Decide{state, issued}, command);
}

Result<Exclusion> draft_of(const State& state, const RequestExclusion& command, const log::Issued& issued) {
    TRY_ASSIGN(ExclusionRequested asked, request(state, command, issued));
    Exclusion draft;
    draft.asked = std::move(asked);
    draft.asked.id = "draft";
    draft.requested_by = issued.actor;
    draft.requested_at = issued.at;
    return draft;
}

std::optional<Timestamp> next_due(const State& state) {
    std::optional<Timestamp> next;
    for (const Exclusion& e : state.exclusions) {
        if (const auto due = e.due(); due && (!next || *due < *next)) next = due;
    }
    return next;
}

}  // namespace plimsoll::exclusions
