// From alert policies, conditions, targets and burn policies to the burn rules of one SLO.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/presets.h"
#include "domain/catalog/resolve.h"

namespace plimsoll::catalog {

namespace {

/// What one SLO's rules are made with.
struct Making {
    const Inventory& inventory;
    Slo& slo;
    bool judged;  ///< objective and period are known, so that rules can be compared with them
    Problems& problems;
};

/// Burn cannot exceed 1 / (1 - objective): then every event is bad.
double ceiling(const Slo& slo) {
    const auto n = slo.objective.numerator();
    const auto d = slo.objective.denominator();
    return static_cast<double>(d) / static_cast<double>(d - n);
}

/// One slice alone is good or bad as a whole: a burn rate over it says nothing.
void check_slices(const Making& m, const BurnRule& rule, const yaml::Place& window) {
    if (!m.slo.slicing) return;
    const Duration least = m.slo.slicing->length * 2;
    const Duration shortest = rule.short_window > Duration{} ? rule.short_window : rule.long_window;
    if (shortest >= least) return;
    m.problems.add(errors::invalid, window,
                   fmt::format("rule `{}` of SLO `{}` looks back {}, which holds fewer than two slices of {}", rule.name, m.slo.name,
                               text::duration(shortest), text::duration(m.slo.slicing->length)),
                   fmt::format("write a window of {} or more, or shorter slices", text::duration(least)));
}

void check_reach(const Making& m, const BurnRule& rule, const yaml::Place& threshold, const yaml::Place& window) {
    if (!m.judged) return;
    const double most = ceiling(m.slo);
    if (rule.factor > most || (rule.factor == most && !rule.at_or_above)) {
        m.problems.add(errors::invalid, threshold,
                       fmt::format("rule `{}` of SLO `{}` can never fire: it needs a burn rate {} {}, and with every event bad it is {}",
                                   rule.name, m.slo.name, rule.at_or_above ? "of" : "above", text::number(rule.factor),
                                   text::number(most)),
                       "lower the threshold, or raise the objective");
    }
    check_slices(m, rule, window);
    if (rule.long_window <= m.slo.period) return;
    m.problems.add(errors::invalid, window,
                   fmt::format("rule `{}` of SLO `{}` looks back {}, longer than the period of {}", rule.name, m.slo.name,
                               text::duration(rule.long_window), text::duration(m.slo.period)),
                   "shorten the window");
}

void add_rule(const Making& m, BurnRule rule, const yaml::Place& at, const std::string& prefix) {
    const auto taken = [&](const std::string& name) {
        return name == "stale" || std::any_of(m.slo.rules.begin(), m.slo.rules.end(), [&](const BurnRule& r) { return r.name == name; });
    };
    if (taken(rule.name)) rule.name = prefix + "-" + rule.name;
    if (taken(rule.name)) {
        m.problems.add(errors::duplicate, at, fmt::format("SLO `{}` gets rule `{}` twice", m.slo.name, rule.name),
                       "name the policy once");
        return;
    }
    m.slo.rules.push_back(std::move(rule));
}

std::vector<std::string> channels_of(const Making& m, const AlertPolicy& policy) {
    std::vector<std::string> out;
    for (const auto& item : policy.targets) {
        const AlertTarget* target = nullptr;
        if (item.inlined) target = &item.inlined->spec;
        else if (const auto* named = find(m.inventory.alert_targets, item.ref, "AlertNotificationTarget", m.problems)) target = &named->spec;
        if (target == nullptr || find(m.inventory.channels, target->channel, "Channel", m.problems) == nullptr) continue;
        if (std::find(out.begin(), out.end(), target->channel.name) == out.end()) out.push_back(target->channel.name);
    }
    return out;
}

void add_condition(const Making& m, const std::string& policy_name, const AlertPolicy& policy,
                   const Defined<AlertCondition>& condition, const yaml::Place& at) {
    const AlertCondition& c = condition.spec;
    if (!c.threshold || !c.lookback) return;  // told where it stands
    BurnRule rule;
    rule.name = condition.metadata.name ? condition.metadata.name.name : policy_name;
    rule.severity = c.severity;
    rule.long_window = *c.lookback;
    rule.factor = *c.threshold;
    rule.at_or_above = c.at_or_above;
    rule.entry_delay = c.alert_after;
    rule.channels = channels_of(m, policy);
    rule.notify_resolved = policy.when_resolved;
    check_reach(m, rule, c.threshold_place, c.lookback_place);
    add_rule(m, std::move(rule), at, policy_name);
}

void want_staleness(const Making& m, const AlertPolicy& policy) {
    for (const std::string& channel : channels_of(m, policy)) {
        auto& told = m.slo.stale_channels;
        if (std::find(told.begin(), told.end(), channel) == told.end()) told.push_back(channel);
    }
}

void add_policy(const Making& m, const std::string& name, const AlertPolicy& policy, const yaml::Place& at) {
    if (policy.when_no_data) want_staleness(m, policy);
    else static_cast<void>(channels_of(m, policy));  // for its references
    for (const auto& item : policy.conditions) {
        const Defined<AlertCondition>* condition = item.inlined ? &*item.inlined : nullptr;
        if (condition == nullptr) condition = find(m.inventory.alert_conditions, item.ref, "AlertCondition", m.problems);
        if (condition != nullptr && policy.when_breaching) add_condition(m, name, policy, *condition, at);
    }
}

void add_burn_policy(const Making& m, const std::string& name, const BurnPolicy& policy, const yaml::Place& at) {
    for (const PolicyRule& from : policy.rules) {
        BurnRule rule = from.rule;
        if (from.budget_share && m.judged && rule.long_window > Duration{}) {
            rule.factor = *from.budget_share * static_cast<double>(m.slo.period.in_ms()) /
                          static_cast<double>(rule.long_window.in_ms());
        }
        if (rule.factor <= 0 || rule.long_window <= Duration{}) continue;  // told where it stands
        check_reach(m, rule, from.place, from.place);
        add_rule(m, std::move(rule), at, name);
    }
}

Duration slice_of(const Slo& slo) { return slo.slicing ? slo.slicing->length : Duration{}; }

/// False: there is no such preset.
bool add_preset(const Making& m, const Ref& ref) {
    const auto& names = preset_names();
    if (std::find(names.begin(), names.end(), ref.name) == names.end()) return false;
    if (!m.judged) return true;
    const auto rules = preset_rules(ref.name, m.slo.period, slice_of(m.slo));
    if (rules->empty()) {
        m.problems.add(errors::invalid, ref.place, fmt::format("no rule of burn policy `{}` fits SLO `{}`: its windows are longer than the period, or hold fewer than two slices", ref.name, m.slo.name),
                       "write a BurnPolicy with windows of your own");
    }
    for (const BurnRule& rule : *rules) {
        check_reach(m, rule, ref.place, ref.place);
        add_rule(m, rule, ref.place, ref.name);
    }
    return true;
}

void unknown_policy(const Making& m, const Ref& ref, const std::string& kind, bool alert_policies) {
    std::vector<std::string> known;
    for (const auto& [name, policy] : m.inventory.alert_policies) {
        if (alert_policies) known.push_back(name);
    }
    for (const auto& [name, policy] : m.inventory.burn_policies) known.push_back(name);
    known.insert(known.end(), preset_names().begin(), preset_names().end());
    dangling(ref, kind, known, m.problems);
}

/// An AlertPolicy or a BurnPolicy, whichever has the name.
const AlertPolicy* add_named(const Making& m, const Ref& ref) {
    const auto alert = m.inventory.alert_policies.find(ref.name);
    const auto burn = m.inventory.burn_policies.find(ref.name);
    const bool is_alert = alert != m.inventory.alert_policies.end();
    const bool is_burn = burn != m.inventory.burn_policies.end();
    if (is_alert && is_burn) {
        m.problems.add(errors::duplicate, ref.place, fmt::format("`{}` is both an AlertPolicy and a BurnPolicy", ref.name),
                       "rename one of them");
        return nullptr;
    }
    if (is_burn) add_burn_policy(m, ref.name, burn->second, ref.place);
    if (is_alert) add_policy(m, ref.name, alert->second.spec, ref.place);
    if (is_alert) return &alert->second.spec;
    if (!is_burn && !add_preset(m, ref)) unknown_policy(m, ref, "AlertPolicy or BurnPolicy", true);
    return nullptr;
}

struct NoData {
    bool said = false;    ///< an AlertPolicy is there, so its alertWhenNoData counts
    bool wanted = false;
};

NoData add_policies(const Making& m, const std::vector<RefOrInline<AlertPolicy>>& policies) {
    NoData out;
    for (const auto& item : policies) {
        const AlertPolicy* policy = nullptr;
        if (item.inlined) {
            const Ref& name = item.inlined->metadata.name;
            policy = &item.inlined->spec;
            add_policy(m, name ? name.name : fmt::format("policy-{}", &item - policies.data() + 1), *policy, item.place);
        } else if (item.ref) {
            policy = add_named(m, item.ref);
        }
        out.said = out.said || policy != nullptr;
        out.wanted = out.wanted || (policy != nullptr && policy->when_no_data);
    }
    return out;
}

void set_staleness(const Making& m, const RuleSource& from, const NoData& no_data) {
    const bool members_tell = from.watched == Watched::sum || from.watched == Watched::composite;
    if (members_tell || (no_data.said && !no_data.wanted)) m.slo.stale_after = Duration{};
    const Ref* written = from.metadata.annotation("plimsoll.dev/stale-after");
    if (written == nullptr || from.watched == Watched::sum) return;
    const auto value = text::parse_duration(written->name);
    const bool ok = value && *value >= Duration{} && *value <= Duration::days(30) &&
                    (*value == Duration{} || *value >= Duration::minutes(1));
    if (ok) m.slo.stale_after = *value;
    else m.problems.add(errors::invalid, written->place, "`plimsoll.dev/stale-after` must be a duration from 1m to 30d, or 0s for never", "write 10m");
}

/// "patient", or "workbook, outage": each a BurnPolicy of the files, or a preset.
void add_annotated(const Making& m, const Ref& annotation) {
    std::string_view rest = annotation.name;
    while (true) {
        const auto comma = rest.find(',');
        const Ref one{trimmed(rest.substr(0, comma)), annotation.place};
        const auto policy = m.inventory.burn_policies.find(one.name);
        if (policy != m.inventory.burn_policies.end()) add_burn_policy(m, one.name, policy->second, one.place);
        else if (!add_preset(m, one)) unknown_policy(m, one, "BurnPolicy", false);
        if (comma == std::string_view::npos) return;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace

void resolve_rules(const RuleSource& from, const Inventory& inventory, Slo& slo, Problems& problems) {
    const Making m{inventory, slo, from.judged, problems};
    const NoData no_data = add_policies(m, from.policies);
    const Ref* annotated = from.metadata.annotation("plimsoll.dev/burn-policy");
    if (annotated != nullptr) add_annotated(m, *annotated);
    if (annotated == nullptr && from.policies.empty() && m.judged) slo.rules = *preset_rules("workbook", slo.period, slice_of(slo));
    if (from.watched == Watched::member) slo.rules.clear();
    set_staleness(m, from, no_data);
}

}  // namespace plimsoll::catalog
