#include "domain/catalog/resolve.h"

#include <fmt/format.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/version.h"

namespace plimsoll::catalog {

namespace {

void need_service(const Inventory& inventory, const Ref& ref, Problems& problems) {
    if (!ref || inventory.has_service(ref.name)) return;
    std::vector<std::string> known;
    for (const auto& [name, service] : inventory.openslo_services) known.push_back(name);
    for (const auto& [name, service] : inventory.own_services) known.push_back(name);
    dangling(ref, "Service", known, problems);
}

void check_service_refs(const Inventory& inventory, const OwnService& own, Problems& problems) {
    find(inventory.tiers, own.refs.tier, "Tier", problems);
    for (const Ref& ref : own.refs.dependencies) need_service(inventory, ref, problems);
    for (const Ref& ref : own.refs.steps) need_service(inventory, ref, problems);
    for (const Ref& ref : own.refs.channels) find(inventory.channels, ref, "Channel", problems);
}

std::map<std::string, Service> merged_services(const Inventory& inventory, Problems& problems) {
    std::map<std::string, Service> out;
    for (const auto& [name, from] : inventory.openslo_services) {
        Service service;
        service.name = name;
        service.display_name = from.metadata.display_name;
        service.description = from.description;
        service.source = from.source;
        out.emplace(name, std::move(service));
    }
    for (const auto& [name, own] : inventory.own_services) {
        check_service_refs(inventory, own, problems);
        Service& service = out[name];
        Service both = own.service;
        if (!own.has_display_name) both.display_name = service.display_name;
        if (!own.has_description) both.description = service.description;
        service = std::move(both);
    }
    return out;
}

void check_source(const Inventory& inventory, const std::optional<Metric>& metric, Problems& problems) {
    if (!metric || !metric->source) return;
    const DataSource* source = find(inventory.data_sources, metric->source, "DataSource", problems);
    if (source == nullptr || source->type.empty() || is_prometheus(source->type)) return;
    problems.add(errors::unsupported, metric->source.place,
                 fmt::format("DataSource `{}` is of type {}; this version reads Prometheus", metric->source.name, source->type),
                 "refer to a DataSource of type Prometheus");
}

void check_sources(const Inventory& inventory, const Sli& sli, Problems& problems) {
    check_source(inventory, sli.total, problems);
    check_source(inventory, sli.good, problems);
    check_source(inventory, sli.bad, problems);
}

const Sli* indicator_of(const Defined<SloSpec>& from, const Inventory& inventory, Problems& problems) {
    const RefOrInline<Sli>& indicator = from.spec.indicator;
    if (!indicator.inlined) return find(inventory.slis, indicator.ref, "SLI", problems);
    check_sources(inventory, indicator.inlined->spec, problems);
    return &indicator.inlined->spec;
}

void check_comparison(const SloSpec& spec, const Sli* sli, Problems& problems) {
    if (!spec.comparison || sli == nullptr || sli->threshold) return;
    problems.add(errors::invalid, *spec.comparison, "`op` and `value` belong to a thresholdMetric; the indicator is a ratioMetric",
                 "remove them");
}

std::string runbook_of(const Metadata& metadata, Problems& problems) {
    const Ref* runbook = metadata.annotation("plimsoll.dev/runbook");
    if (runbook == nullptr) return {};
    if (!runbook->name.starts_with("https://") && !runbook->name.starts_with("http://")) {
        problems.add(errors::invalid, runbook->place, "`plimsoll.dev/runbook` must be an http or https URL");
    }
    return runbook->name;
}

void set_indicator(const Sli& sli, Slo& slo) {
    if (sli.total) slo.indicator.total = sli.total->query;
    if (sli.good) slo.indicator.good = sli.good->query;
    if (sli.bad) slo.indicator.bad = sli.bad->query;
    const auto canonical = [](const std::optional<Metric>& m) { return m && m->canonical ? *m->canonical : std::string(); };
    slo.sli_version = sli_version({canonical(sli.total), canonical(sli.good), canonical(sli.bad)});
}

Slo resolve_slo(const Defined<SloSpec>& from, const Inventory& inventory, const std::map<std::string, Service>& services,
                Problems& problems) {
    Slo slo;
    slo.name = from.metadata.name.name;
    slo.display_name = from.metadata.display_name;
    slo.description = from.spec.description;
    slo.service = from.spec.service.name;
    slo.objective_name = from.spec.objective_name;
    slo.objective = from.spec.objective.value_or(slo.objective);
    slo.period = from.spec.period.value_or(slo.period);
    slo.labels = from.metadata.labels;
    slo.source = {from.metadata.name.place.file, from.metadata.name.place.line};
    need_service(inventory, from.spec.service, problems);
    const Sli* sli = indicator_of(from, inventory, problems);
    check_comparison(from.spec, sli, problems);
    if (sli != nullptr) set_indicator(*sli, slo);
    slo.runbook = runbook_of(from.metadata, problems);
    const auto service = services.find(slo.service);
    if (slo.runbook.empty() && service != services.end()) slo.runbook = service->second.runbook;
    resolve_rules(from, inventory, slo, problems);
    slo.definition_version = definition_version(slo);
    return slo;
}

void check_policy(const Inventory& inventory, const AlertPolicy& policy, Problems& problems) {
    for (const auto& condition : policy.conditions) find(inventory.alert_conditions, condition.ref, "AlertCondition", problems);
    for (const auto& target : policy.targets) {
        find(inventory.alert_targets, target.ref, "AlertNotificationTarget", problems);
        if (target.inlined) find(inventory.channels, target.inlined->spec.channel, "Channel", problems);
    }
}

/// Objects that no SLO uses are checked too.
void check_unused(const Inventory& inventory, Problems& problems) {
    for (const auto& [name, sli] : inventory.slis) check_sources(inventory, sli, problems);
    for (const auto& [name, policy] : inventory.alert_policies) check_policy(inventory, policy.spec, problems);
    for (const auto& [name, target] : inventory.alert_targets) find(inventory.channels, target.spec.channel, "Channel", problems);
    for (const auto& [name, policy] : inventory.burn_policies) {
        for (const PolicyRule& rule : policy.rules) {
            for (const Ref& channel : rule.channels) find(inventory.channels, channel, "Channel", problems);
        }
    }
}

}  // namespace

void dangling(const Ref& ref, const std::string& kind, const std::vector<std::string>& known, Problems& problems) {
    problems.add(errors::dangling, ref.place, fmt::format("there is no {} `{}`", kind, ref.name),
                 did_you_mean(ref.name, known, fmt::format("define it, or correct the name")));
}

Catalog resolve(const Inventory& inventory, Problems& problems) {
    Catalog out;
    out.services = merged_services(inventory, problems);
    out.tiers = inventory.tiers;
    out.channels = inventory.channels;
    check_unused(inventory, problems);
    for (const auto& [name, slo] : inventory.slos) out.slos.emplace(name, resolve_slo(slo, inventory, out.services, problems));
    return out;
}

}  // namespace plimsoll::catalog
