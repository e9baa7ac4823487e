#include "domain/slo/views.h"

#include <algorithm>

#include "base/text.h"
#include "domain/slo/alert_words.h"
#include "domain/slo/calendar.h"
#include "domain/slo/definition.h"
#include "domain/slo/figures.h"
#include "domain/slo/standing.h"

namespace plimsoll::slo {
namespace {

constexpr std::size_t kAlertsInDetail = 50;

SloState state_of(const Account& account, const std::optional<double>& remaining) {
    if (never_fed(account.live)) return SloState::no_data;
    if (account.record != nullptr) {
        const SloRecord& record = *account.record;
        if (record.stale) return SloState::stale;
        const auto frozen = [](const auto& open) { return open.second.frozen(); };
        if (!record.open.empty()) {
            return std::all_of(record.open.begin(), record.open.end(), frozen) ? SloState::frozen : SloState::burning;
        }
    }
    if (!cannot_tell(account.slo, account.live).empty()) return SloState::cannot_tell;
    return remaining && *remaining <= 0 ? SloState::breached : SloState::ok;
}

std::string objective_text(const catalog::Slo& slo) {
    const auto objective = Objective::of(slo.objective);
    return objective ? text::percent(*objective) : "";
}

RuleState state_of(const OpenAlert& open) {
    if (open.frozen()) return RuleState::frozen;
    return open.clearing_since ? RuleState::clearing : RuleState::firing;
}

RuleView rule_view(const Account& account, const catalog::BurnRule& rule, const Judgement* judgement) {
    RuleView view;
    view.definition = rule;
    view.condition = condition_words(rule, account.slo.low_traffic);
    view.error_ratio_threshold = Threshold::of(rule.factor, account.slo.objective, rule.at_or_above).error_ratio.approximate();
    if (judgement != nullptr) {
        for (const JudgedRule& judged : judgement->rules) {
            if (judged.rule.name != rule.name) continue;
            view.verdict = judged.opinion.verdict;
            view.why_unknown = words_of(judged.opinion.doubt);
            if (judged.opinion.verdict == Verdict::unknown) view.state = RuleState::cannot_tell;
            view.evidence = judged.evidence;
        }
    }
    if (account.record == nullptr) return view;
    if (const auto open = account.record->open.find(rule.name); open != account.record->open.end()) {
        view.state = state_of(open->second);
        view.since = open->second.fired.since;
        view.alert = open->second.fired.alert;
    } else if (const auto pending = account.record->pending.find(rule.name); pending != account.record->pending.end()) {
        view.state = RuleState::pending;
        view.since = pending->second.since;
    }
    return view;
}

std::vector<RuleView> rule_views(const Account& account) {
    std::optional<Judgement> judgement;
    if (!never_fed(account.live)) judgement = judge(account.slo, account.live);
    std::vector<RuleView> out;
    for (const catalog::BurnRule& rule : account.slo.rules) {
        out.push_back(rule_view(account, rule, judgement ? &*judgement : nullptr));
    }
    return out;
}

std::vector<AlertView> alert_views(const SloRecord& record) {
    std::vector<AlertView> out;
    for (const OpenAlert* open : open_alerts(record)) out.push_back(view_of(*open));
    std::sort(out.begin(), out.end(), [](const AlertView& a, const AlertView& b) { return a.fired_seq > b.fired_seq; });
    for (auto closed = record.recent.rbegin(); closed != record.recent.rend() && out.size() < kAlertsInDetail; ++closed) {
        out.push_back(view_of(*closed));
    }
    return out;
}

AlertView view_of_fired(const AlertFired& fired, std::uint64_t seq, Timestamp at) {
    AlertView view;
    view.id = fired.alert;
    view.slo = fired.slo;
    view.service = fired.service;
    view.rule = fired.rule;
    view.kind = fired.kind;
    view.severity = fired.severity;
    view.since = fired.since;
    view.as_of = fired.as_of;
    view.fired_at = at;
    view.condition = condition_words(fired);
    view.factor = fired.factor;
    view.evidence = fired.evidence;
    view.budget_remaining = fired.budget_remaining;
    view.definition_version = fired.definition_version;
    view.channels = fired.channels;
    view.fired_seq = seq;
    return view;
}

/// What it promises and how it counts.
void add_definition(const Account& account, const catalog::Catalog& catalog, SloSummary& out) {
    const catalog::Slo& slo = account.slo;
    out.document = slo.document.empty() ? slo.name : slo.document;
    out.objective_name = slo.objective_name;
    out.objective = objective_text(slo);
    out.method = slo.method;
    out.kind = slo.composite ? catalog::IndicatorKind::composite : slo.indicator.kind;
    out.period = slo.period;
    out.window = window_words(slo);
    if (slo.calendar && !never_fed(account.live)) out.window_range = calendar_window(*slo.calendar, account.live.as_of);
    const CountScale scale = scale_of(slo);
    out.unit = {scale.noun, scale.per_one};
    out.group_of = slo.group_of;
    out.group = slo.group;
    if (slo.grouping) out.groups = static_cast<std::int64_t>(groups_of(catalog, slo).size());
}

}  // namespace

SloSummary summary_of(const Account& account, const catalog::Catalog& catalog) {
    const Figures figures = figures_of(account);
    SloSummary out;
    out.name = account.slo.name;
    out.display_name = account.slo.display_name;
    out.service = account.slo.service;
    if (const auto service = catalog.services.find(out.service); service != catalog.services.end()) {
        out.tier = service->second.tier;
        out.owner = service->second.owner;
    }
    add_definition(account, catalog, out);
    if (!account.excluded.empty()) {
        const Account counted{account.slo, account.with_excluded, account.status, account.record};
        out.budget_without_exclusions = figures_of(counted).budget_remaining;
    }
    out.state = state_of(account, figures.budget_remaining);
    out.budget_remaining = figures.budget_remaining;
    out.budget_minutes = figures.budget_minutes;
    out.budget_events = figures.budget_events;
    out.burn_1h = figures.burn_1h;
    out.projected_end = figures.projected_end;
    out.projected_low = figures.projected_low;
    out.projected_high = figures.projected_high;
    out.coverage = figures.coverage;
    out.tier_rank = tier_rank_of(catalog, out.service);
    out.thresholds = thresholds_of(catalog, out.service);
    if (account.record != nullptr) out.alerts_open = static_cast<int>(open_alerts(*account.record).size());
    if (!never_fed(account.live)) out.as_of = account.live.as_of;
    out.why_empty = figures.why_empty;
    return out;
}

SloDetail detail_of(const Account& account, const catalog::Catalog& catalog) {
    SloDetail out;
    out.summary = summary_of(account, catalog);
    out.definition = account.slo;
    out.measures = all_measures(account);
    out.rules = rule_views(account);
    if (account.record != nullptr) {
        out.alerts = alert_views(*account.record);
        out.anomalies = account.record->anomalies;
        out.revision = account.record->revision;
    }
    return out;
}

SloExplain explain_of(const Account& account) {
    SloExplain out;
    out.name = account.slo.name;
    if (!never_fed(account.live)) out.as_of = account.live.as_of;
    for (Measure& measure : all_measures(account)) {
        std::string text = defence_sheet(measure);
        out.sheets.push_back({std::move(measure), std::move(text)});
    }
    return out;
}

AlertView view_of(const OpenAlert& open) {
    AlertView view = view_of_fired(open.fired, open.fired_seq, open.fired_at);
    view.state = open.frozen() ? AlertState::frozen : open.clearing_since ? AlertState::clearing : AlertState::firing;
    view.frozen_since = open.frozen_since;
    view.frozen_why = open.frozen_why;
    view.clearing_since = open.clearing_since;
    return view;
}

AlertView view_of(const ClosedAlert& closed) {
    AlertView view = view_of_fired(closed.fired, closed.fired_seq, closed.fired_at);
    view.state = AlertState::resolved;
    view.resolved_as_of = closed.resolved_as_of;
    view.resolved_at = closed.resolved_at;
    view.resolved_seq = closed.resolved_seq;
    view.why_resolved = ending_words(closed.why);
    return view;
}

}  // namespace plimsoll::slo
