// Alert policies of OpenSLO: each condition is a burn rule of one window.
#include <fmt/format.h>

#include "convert/openslo_library.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::convert::openslo {

std::optional<catalog::BurnRule> condition(const Field& spec, const std::string& name) {
    catalog::BurnRule rule;
    rule.name = catalog::as_dns_label(name);
    rule.severity = catalog::severity_of(spec["severity"].text());
    spec["description"].dropped("what an alert means stands in the runbook");
    const Field inner = spec["condition"] ? spec["condition"] : spec;
    inner["kind"].carried();
    const std::string op = inner["op"].text();
    if (op.starts_with('l')) inner["op"].changed("fires above the threshold: below it the service is healthy", "look at what was meant");
    rule.at_or_above = op.ends_with("te");
    rule.factor = inner["threshold"].number().value_or(0);
    rule.long_window = prometheus_duration(inner["lookbackWindow"].text()).value_or(Duration{});
    rule.entry_delay = prometheus_duration(inner["alertAfter"].text()).value_or(Duration{});
    if (rule.factor > 0 && rule.long_window > Duration{}) return rule;
    spec.dropped("the condition has no threshold above zero, or no lookbackWindow", "write threshold: 14.4 and lookbackWindow: 1h");
    return std::nullopt;
}

Policy policy(const Field& spec, const std::string& name, const Library& library) {
    Policy out;
    spec["description"].dropped("what an alert means stands in the runbook");
    out.when_no_data = spec["alertWhenNoData"].flag().value_or(false);
    const bool resolved = spec["alertWhenResolved"].flag().value_or(false);
    const bool breaching = spec["alertWhenBreaching"].flag().value_or(true);
    spec["notificationTargets"].dropped("a notification target is a Channel here",
                                        "write a Channel, and name it in the service's channels or the burn policy's");
    for (const Field& item : spec["conditions"].items()) {
        std::optional<catalog::BurnRule> rule;
        if (item["spec"]) {
            item["kind"].carried();
            rule = condition(item["spec"], item["metadata"]["name"].text().empty() ? name : item["metadata"]["name"].text());
        } else if (const auto found = library.conditions.find(item["conditionRef"].text()); found != library.conditions.end()) {
            rule = found->second;
        } else {
            item.dropped("the condition is not among the files", "import it together with the policy");
        }
        if (!rule || !breaching) continue;
        rule->notify_resolved = resolved;
        out.rules.push_back(*rule);
    }
    return out;
}

void alerts(const Field& list, const Library& library, const Ratio& objective, Duration period, Promise& promise) {
    std::string names;
    bool no_data = false, any = false;
    for (const Field& item : list.items()) {
        const std::string name = item.is_scalar() ? item.text() : item["alertPolicyRef"].text();
        Policy used;
        if (item["spec"]) {
            item["kind"].carried();
            used = policy(item["spec"], item["metadata"]["name"].text(), library);
        } else if (const auto found = library.policies.find(name); found != library.policies.end()) {
            used = found->second;
        } else {
            item.dropped(fmt::format("AlertPolicy `{}` is not among the files", name), "import it together with the SLO");
            continue;
        }
        any = true;
        no_data = no_data || used.when_no_data;
        std::string wanted = name.empty() ? item.node()["metadata"]["name"].text() : name;
        if (wanted.empty()) wanted = promise.name + "-alerts";
        const std::string made = used.rules.empty() ? "" : library.draft.burn_policy(wanted, used.rules, objective, period, item);
        if (!made.empty() && names.find(made) == std::string::npos) names += (names.empty() ? "" : ", ") + made;
    }
    if (!names.empty()) promise.annotations.emplace_back("plimsoll.dev/burn-policy", names);
    else list.assumed("no alert policy is read: the workbook's pairs watch it here", "write a BurnPolicy and name it by plimsoll.dev/burn-policy");
    if (any && !no_data) promise.annotations.emplace_back("plimsoll.dev/stale-after", "0s");
}

}  // namespace plimsoll::convert::openslo
