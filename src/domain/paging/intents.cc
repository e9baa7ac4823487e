// intents.cc: the pages that an alert's firing and resolving ask for.
#include <algorithm>
#include <cmath>

#include "domain/paging/worker.h"

namespace plimsoll::paging {
namespace {

/// Events left = allowance x valid - bad over the whole period, rounded down; exact integers.
std::int64_t events_left(const Ratio& objective, const slo::BurnEvidence& period) {
    const __int128 allowed = static_cast<__int128>(objective.denominator() - objective.numerator()) * period.valid;
    const __int128 left = allowed - static_cast<__int128>(period.bad) * objective.denominator();
    const __int128 d = objective.denominator();
    return static_cast<std::int64_t>(left >= 0 ? left / d : -((-left + d - 1) / d));
}

Subject subject_of(const slo::AlertFired& fired, const catalog::Catalog& catalog) {
    Subject s;
    s.slo = fired.slo;
    s.service = fired.service;
    s.rule = fired.rule;
    s.kind = fired.kind;
    s.severity = fired.severity;
    s.since = fired.since;
    s.as_of = fired.as_of;
    s.objective = fired.objective;
    s.factor = fired.factor;
    s.evidence = fired.evidence;
    s.budget_left = fired.budget_remaining;
    if (fired.period) s.budget_left_events = events_left(fired.objective, *fired.period);
    const auto slo = catalog.slos.find(fired.slo);
    if (slo != catalog.slos.end()) {
        s.runbook = slo->second.runbook;
        const double allowance = 1.0 - fired.objective.as_double();
        if (s.budget_left) s.budget_left_minutes = *s.budget_left * allowance * slo->second.period.in_minutes();
    }
    const auto service = catalog.services.find(fired.service);
    if (s.runbook.empty() && service != catalog.services.end()) s.runbook = service->second.runbook;
    return s;
}

bool tells_resolved(const slo::AlertFired& fired, const catalog::Catalog& catalog) {
    const auto slo = catalog.slos.find(fired.slo);
    if (slo == catalog.slos.end()) return true;
    const auto& rules = slo->second.rules;
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const auto& r) { return r.name == fired.rule; });
    return rule == rules.end() || rule->notify_resolved;
}

bool being_told(const State& state, const std::string& alert, const std::string& channel) {
    const auto live = state.index.live.find(alert);
    return live != state.index.live.end() && std::any_of(live->second.begin(), live->second.end(), [&](const std::string& id) {
        const Page& page = state.pages.at(id);
        return page.channel == channel && in_flight(state, page);
    });
}

}  // namespace

Terms terms_of(const catalog::Catalog& catalog, const std::string& channel) {
    const auto it = catalog.channels.find(channel);
    if (it == catalog.channels.end()) return {};
    return {it->second.type, it->second.rate_limit, it->second.repeat_interval, true};
}

std::vector<Event> pages_for(const State& state, const slo::AlertFired& fired, const catalog::Catalog& catalog) {
    std::vector<Event> events;
    const Subject subject = subject_of(fired, catalog);
    std::set<std::string> seen;
    for (const std::string& channel : fired.channels) {
        const std::string id = page_id(fired.alert, channel, 0);
        if (!seen.insert(channel).second || find_page(state, id) != nullptr) continue;
        Terms terms = terms_of(catalog, channel);
        terms.notify_resolved = terms.type == catalog::ChannelType::alertmanager || tells_resolved(fired, catalog);
        events.push_back(PageIntended{id, channel, fired.alert, Reason::fired, subject, terms});
    }
    return events;
}

std::vector<Event> pages_for(const State& state, const slo::AlertResolved& resolved) {
    return end_alert(state, resolved, Notices::sent);
}

std::vector<Event> end_alert(const State& state, const slo::AlertResolved& resolved, Notices notices) {
    std::vector<Event> events;
    const auto alert = state.alerts.find(resolved.alert);
    if (alert == state.alerts.end() || alert->second.over_at) return events;
    Subject subject = alert->second.subject;
    subject.as_of = resolved.as_of;
    subject.why = resolved.why;
    subject.evidence = resolved.evidence;
    subject.budget_left.reset();  // it was true of the firing
    subject.budget_left_events.reset();
    subject.budget_left_minutes.reset();
    for (const auto& [channel, told] : alert->second.channels) {
        if (notices == Notices::none || !told.terms.notify_resolved || !(told.told || being_told(state, resolved.alert, channel))) continue;
        events.push_back(PageIntended{page_id(resolved.alert, channel, told.pages), channel, resolved.alert, Reason::resolved,
                                      subject, told.terms});
    }
    // The notices come first: an alert that is over and has no page under way is forgotten.
    events.push_back(AlertOver{resolved.alert, resolved.as_of, resolved.why});
    for (Event& drop : drop_unsent(state, resolved.alert, DropReason::alert_over)) events.push_back(std::move(drop));
    return events;
}

std::vector<Event> react(const State& state, const slo::Event& event, const catalog::Catalog& catalog) {
    if (const auto* fired = std::get_if<slo::AlertFired>(&event)) return pages_for(state, *fired, catalog);
    if (const auto* resolved = std::get_if<slo::AlertResolved>(&event)) return pages_for(state, *resolved);
    return {};
}

}  // namespace plimsoll::paging
