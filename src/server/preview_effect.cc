#include "server/preview_effect.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/slo/budget.h"
#include "domain/slo/decide.h"

namespace plimsoll::server {

namespace {

std::optional<double> budget_of(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    const ledger::WindowSum* period = slo::never_fed(live) ? nullptr : slo::find_window(slo, live, slo.period);
    if (period == nullptr) return std::nullopt;
    return slo::budget_of(slo::known(*period, live.since), slo.objective).remaining_share();
}

/// Rules whose open alerts end because they, or the SLO, are no more or ask something else.
slo::Command reconciling(const Outlook& o) {
    slo::ReconcileRules command;
    command.slo = o.before->name;
    command.removed = o.after == nullptr;
    command.as_of = o.now.as_of;
    if (o.after == nullptr) return command;
    for (const catalog::BurnRule& rule : o.after->rules) command.conditions[rule.name] = slo::condition_of(*o.after, rule);
    return command;
}

/// The events that the judge would decide on first.
std::vector<slo::Event> first_events(const Outlook& o) {
    const log::Issued issued{o.at, "preview"};
    Result<std::vector<slo::Event>> events = std::vector<slo::Event>();
    if (o.after != nullptr && o.then && !slo::never_fed(*o.then)) {
        const slo::Command judging = slo::ApplyJudgement{slo::facts_of(*o.after, o.catalog), slo::judge(*o.after, *o.then)};
        events = slo::decide(o.state, judging, issued);
    } else if (o.before != nullptr) {
        events = slo::decide(o.state, reconciling(o), issued);
    }
    return events ? std::move(*events) : std::vector<slo::Event>();
}

/// "page-1h-5m" of "checkout/page-1h-5m/1795…".
std::string rule_of(const std::string& alert) {
    const std::size_t first = alert.find('/');
    const std::size_t last = alert.rfind('/');
    return first == last ? alert : alert.substr(first + 1, last - first - 1);
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

std::string left(double share) {
    return share < 0 ? "overspent by " + text::percent(-share) : "at " + text::percent(share);
}

std::string budget_text(const Outlook& o, const PreviewEffect& effect) {
    if (o.after == nullptr) return "It would no longer be judged; its counts are kept for 30 days";
    if (o.before == nullptr) return "It begins without counts: they start when it applies, or with an import";
    if (!o.then) return "The queries change, so the account begins anew: nothing is counted under them yet, and what was counted no longer enters";
    if (!effect.budget_then) return "No events were counted in the period, so there is no budget to compare";
    if (effect.budget_now == effect.budget_then) return fmt::format("The budget is {}, now and then", left(*effect.budget_then));
    if (!effect.budget_now) return fmt::format("The budget would be {}", left(*effect.budget_then));
    return fmt::format("The budget would be {}; it is {} now", left(*effect.budget_then), left(*effect.budget_now));
}

std::string alerts_text(const PreviewEffect& effect) {
    const auto has = [](const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    std::vector<std::string> fresh;
    std::vector<std::string> anew;
    std::vector<std::string> over;
    for (const std::string& rule : effect.fires) (has(effect.resolves, rule) ? anew : fresh).push_back(rule);
    for (const std::string& rule : effect.resolves) {
        if (!has(anew, rule)) over.push_back(rule);
    }
    std::string out;
    if (!fresh.empty()) out += fmt::format(" Would fire at once: {}.", listed(fresh));
    if (!anew.empty()) out += fmt::format(" Open alerts that would end and fire anew, since what they ask changes: {}.", listed(anew));
    if (!over.empty()) out += fmt::format(" Open alerts that would end: {}.", listed(over));
    return out;
}

std::string sentence(const Outlook& o, const PreviewEffect& effect) {
    std::string out = budget_text(o, effect) + ".";
    if (effect.action == catalog::ChangeAction::changed && effect.burn_rules_changed) out += " Its burn rules change.";
    out += alerts_text(effect);
    const bool old = o.then && !slo::never_fed(*o.then) && o.at - o.then->as_of > slo::kHistoryAfter;
    if (old) out += fmt::format(" The newest counts are {} old: nothing fires before new ones come.", text::duration_words(o.at - o.then->as_of));
    return out;
}

}  // namespace

PreviewEffect effect_of(const Outlook& o) {
    PreviewEffect effect;
    effect.slo = o.after != nullptr ? o.after->name : o.before->name;
    if (o.before == nullptr) effect.action = catalog::ChangeAction::added;
    if (o.after == nullptr) effect.action = catalog::ChangeAction::removed;
    if (o.before != nullptr) effect.budget_now = budget_of(*o.before, o.now);
    if (o.after != nullptr && o.then) effect.budget_then = budget_of(*o.after, *o.then);
    effect.burn_rules_changed = o.before == nullptr || o.after == nullptr || o.before->rules != o.after->rules;
    for (const slo::Event& event : first_events(o)) {
        if (const auto* fired = std::get_if<slo::AlertFired>(&event)) effect.fires.push_back(fired->rule);
        if (const auto* over = std::get_if<slo::AlertResolved>(&event)) effect.resolves.push_back(rule_of(over->alert));
    }
    effect.text = sentence(o, effect);
    return effect;
}

}  // namespace plimsoll::server
