#include "convert/to_openslo.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/text.h"
#include "convert/openslo_writing.h"

namespace plimsoll::convert {

namespace {

using catalog::BudgetingMethod;
using catalog::Slo;

Tree targets_of(const Writing& w, const catalog::BurnRule& rule) {
    const auto service = w.catalog.services.find(w.slo.service);
    const std::vector<std::string>& channels =
        !rule.channels.empty() || service == w.catalog.services.end() ? rule.channels : service->second.channels;
    Tree out = list_tree();
    for (const std::string& channel : channels) out.add(map_tree().put("targetRef", text_tree(channel)));
    return out;
}

/// Each rule is a policy of one condition: OpenSLO allows no more.
Tree policy_of(Writing& w, const catalog::BurnRule& rule) {
    Tree condition = map_tree();
    condition.put("kind", plain_tree("burnrate"))
        .put("op", plain_tree(rule.at_or_above ? "gte" : "gt"))
        .put("threshold", plain_tree(text::number(rule.factor)));
    condition.put("lookbackWindow", text_tree(shorthand(rule.long_window)));
    if (rule.entry_delay > Duration{}) condition.put("alertAfter", text_tree(shorthand(rule.entry_delay)));
    Tree spec = map_tree();
    spec.put("severity", plain_tree(rule.severity == catalog::Severity::page ? "page" : "ticket")).put("condition", std::move(condition));
    Texts annotations;
    if (rule.short_window > Duration{}) annotations.emplace_back(std::string(kExportPrefix) + "short-window", text::duration(rule.short_window));
    if (rule.clear_delay > Duration{}) annotations.emplace_back(std::string(kExportPrefix) + "clear-delay", text::duration(rule.clear_delay));
    if (rule.long_window.in_ms() % Duration::minutes(1).in_ms() != 0)
        annotations.emplace_back(std::string(kExportPrefix) + "long-window", text::duration(rule.long_window));
    if (rule.guarded) annotations.emplace_back(std::string(kExportPrefix) + "guarded", "true");
    if (!annotations.empty())
        w.tell("rules." + rule.name, Fate::changed,
               "OpenSLO has one window, no delay to clear and no guard: the condition fires more often", "they stand as annotations");
    Tree inlined = map_tree();
    inlined.put("kind", plain_tree("AlertCondition")).put("metadata", metadata_of(label_of(rule.name))).put("spec", std::move(spec));
    Tree policy = map_tree();
    policy.put("alertWhenBreaching", plain_tree("true")).put("alertWhenResolved", plain_tree(rule.notify_resolved ? "true" : "false"));
    policy.put("alertWhenNoData", plain_tree(w.slo.stale_after > Duration{} ? "true" : "false"));
    policy.put("conditions", list_tree().add(std::move(inlined))).put("notificationTargets", targets_of(w, rule));
    return map_tree()
        .put("kind", plain_tree("AlertPolicy"))
        .put("metadata", metadata_of(label_of(rule.name), "", {}, annotations))
        .put("spec", std::move(policy));
}

/// With every event bad the burn rate is 1 / (1 - objective): a rule that asks for more is refused by whoever checks it.
bool can_fire(const Slo& slo, const catalog::BurnRule& rule) {
    const Ratio& o = slo.objective;
    const double most = static_cast<double>(o.denominator()) / static_cast<double>(o.denominator() - o.numerator());
    return rule.factor < most || (rule.at_or_above && rule.factor == most);
}

Tree policies_of(Writing& w) {
    Tree out = list_tree();
    for (const catalog::BurnRule& rule : w.slo.rules) {
        const std::string field = "rules." + rule.name;
        if (!can_fire(w.slo, rule)) {
            w.tell(field, Fate::dropped, "it can never fire at this objective, which OpenSLO's readers refuse", "write lower factors, or raise the objective");
        } else if (targets_of(w, rule).items.empty()) {
            w.tell(field, Fate::dropped, "OpenSLO wants a notification target, and nobody is told of this rule", "write channels on the service");
        } else {
            out.add(policy_of(w, rule));
        }
    }
    return out;
}

void annotate_rest(Writing& w) {
    const Slo& slo = w.slo;
    if (slo.grouping) {
        std::string by;
        for (const std::string& label : slo.grouping->by) by += (by.empty() ? "" : ", ") + label;
        w.annotate("group-by", by, "plimsoll.dev/group-by", "OpenSLO has no groups: the sum of all is promised");
    }
    if (slo.low_traffic.least_events > 0)
        w.annotate("least-events", std::to_string(slo.low_traffic.least_events), "plimsoll.dev/least-events", "OpenSLO judges any traffic");
    if (!slo.runbook.empty()) w.annotations.emplace_back(std::string(kExportPrefix) + "runbook", slo.runbook);
}

Texts labels_of(const Slo& slo) {
    Texts out;
    for (const auto& [key, value] : slo.labels) out.emplace_back(key, value);
    return out;
}

Tree slo_document(Writing& w, Tree spec) {
    std::string name = label_of(w.slo.name);
    for (int n = 2; name != w.slo.name && !w.names.insert(name).second; ++n) name = fmt::format("{}-{}", label_of(w.slo.name), n);
    if (name != w.slo.name) w.annotate("name", w.slo.name, "name", "a name in OpenSLO has no dots");
    annotate_rest(w);
    Tree policies = policies_of(w);
    if (!policies.items.empty()) spec.put("alertPolicies", std::move(policies));
    ++w.out.slos;
    return document("openslo/v1", "SLO", metadata_of(name, w.slo.display_name, labels_of(w.slo), w.annotations), std::move(spec));
}

Tree spec_of(const Slo& slo) {
    Tree spec = map_tree();
    spec.put_text("description", slo.description);
    spec.put("service", text_tree(slo.service));
    return spec;
}

Tree inlined_indicator(const Slo& slo, Tree spec) { return map_tree().put("metadata", metadata_of(label_of(slo.name))).put("spec", std::move(spec)); }

std::optional<Tree> plain_slo(Writing& w) {
    auto indicator = indicator_of(w);
    if (!indicator) return std::nullopt;
    Tree spec = spec_of(w.slo);
    spec.put("indicator", inlined_indicator(w.slo, std::move(*indicator))).put("budgetingMethod", plain_tree(word(w.slo.method)));
    spec.put("timeWindow", list_tree().add(window_of(w.slo))).put("objectives", list_tree().add(objective_of(w.slo)));
    return slo_document(w, std::move(spec));
}

/// True for composites that OpenSLO has: those that a document of several indicators makes.
bool has_composite(const Slo& slo) {
    using enum catalog::CompositeRule;
    const catalog::CompositeRule rule = slo.composite->rule;
    return rule == burn || rule == worst || rule == shortfall;
}

std::optional<Tree> composite_slo(Writing& w) {
    if (!has_composite(w.slo)) {
        w.tell("rule", Fate::dropped, "OpenSLO's composites add up burn rates or shortfalls, or take the worst slice", "its members are exported");
        return std::nullopt;
    }
    Tree objectives = list_tree();
    BudgetingMethod method = BudgetingMethod::occurrences;
    for (const catalog::Member& member : w.slo.composite->members) {
        const auto found = w.catalog.slos.find(member.slo);
        if (found == w.catalog.slos.end()) continue;
        Writing part{w.catalog, found->second, w.out, w.names, {}};
        auto indicator = found->second.composite ? std::nullopt : indicator_of(part);
        if (!indicator) {
            w.tell("members", Fate::dropped, fmt::format("OpenSLO cannot say member {}", member.slo), "its other members are exported");
            return std::nullopt;
        }
        method = found->second.method;
        Tree objective = objective_of(found->second);
        objective.put("indicator", inlined_indicator(found->second, std::move(*indicator)));
        objective.put("compositeWeight", plain_tree(text::number(member.weight)));
        objectives.add(std::move(objective));
    }
    Tree spec = spec_of(w.slo);
    spec.put("budgetingMethod", plain_tree(word(method)))
        .put("timeWindow", list_tree().add(window_of(w.slo)))
        .put("objectives", std::move(objectives));
    return slo_document(w, std::move(spec));
}

/// The members of a document's composite stand in it as objectives.
std::set<std::string> written_as_objectives(const catalog::Catalog& catalog, const std::vector<const Slo*>& slos) {
    std::set<std::string> out;
    for (const Slo* slo : slos) {
        if (!slo->composite || !has_composite(*slo)) continue;
        for (const catalog::Member& member : slo->composite->members) {
            const auto found = catalog.slos.find(member.slo);
            if (found != catalog.slos.end() && found->second.document == slo->document) out.insert(member.slo);
        }
    }
    return out;
}

Tree service_document(const catalog::Service& service) {
    Tree spec = map_tree();
    spec.put_text("description", service.description);
    Texts annotations;
    if (!service.owner.empty()) annotations.emplace_back(std::string(kExportPrefix) + "owner", service.owner);
    if (!service.tier.empty()) annotations.emplace_back(std::string(kExportPrefix) + "tier", service.tier);
    if (!service.runbook.empty()) annotations.emplace_back(std::string(kExportPrefix) + "runbook", service.runbook);
    return document("openslo/v1", "Service", metadata_of(service.name, service.display_name, {}, annotations), std::move(spec));
}

/// Without what opens it: references to secrets mean nothing elsewhere.
Tree source_document(const catalog::DataSource& source) {
    Tree details = map_tree();
    details.put_text("url", source.connection.url);
    if (source.pull) details.put("pull", plain_tree("true"));
    if (details.entries.empty()) details.put("note", text_tree("declared in Plimsoll"));
    Tree spec = map_tree();
    spec.put_text("description", source.description);
    spec.put("type", text_tree(source.type_text)).put("connectionDetails", std::move(details));
    return document("openslo/v1", "DataSource", metadata_of(source.name), std::move(spec));
}

/// Each channel that is named becomes a target of that name.
void add_targets(const std::set<std::string>& channels, std::vector<Tree>& documents) {
    for (const std::string& channel : channels) {
        documents.push_back(document("openslo/v1", "AlertNotificationTarget", metadata_of(channel), map_tree().put("target", text_tree(channel))));
    }
}

}  // namespace

Exported to_openslo(const catalog::Catalog& catalog, const Wanted& wanted) {
    Exported out;
    const auto slos = wanted_slos(catalog, wanted);
    const auto objectives = written_as_objectives(catalog, slos);
    std::map<std::string, std::vector<Tree>> by_service;
    std::set<std::string> channels;
    std::set<std::string> sources;
    std::set<std::string> names;
    for (const auto& [name, slo] : catalog.slos) names.insert(name);
    for (const Slo* slo : slos) {
        if (objectives.contains(slo->name)) continue;
        Writing w{catalog, *slo, out, names, {}};
        auto document = slo->composite ? composite_slo(w) : plain_slo(w);
        if (!document) continue;
        by_service[slo->service].push_back(std::move(*document));
        if (!slo->indicator.data_source.empty()) sources.insert(slo->indicator.data_source);
        for (const catalog::BurnRule& rule : slo->rules) channels.insert(rule.channels.begin(), rule.channels.end());
        const auto service = catalog.services.find(slo->service);
        if (service != catalog.services.end()) channels.insert(service->second.channels.begin(), service->second.channels.end());
    }
    std::vector<Tree> common;
    for (const std::string& name : sources) {
        const auto found = catalog.data_sources.find(name);
        if (found != catalog.data_sources.end()) common.push_back(source_document(found->second));
    }
    add_targets(channels, common);
    for (auto& [service, documents] : by_service) {
        const auto found = catalog.services.find(service);
        if (found != catalog.services.end()) documents.insert(documents.begin(), service_document(found->second));
        out.files.push_back({service + ".yaml", written(documents)});
    }
    if (!common.empty()) out.files.push_back({"shared.yaml", written(common)});
    return out;
}

}  // namespace plimsoll::convert
