#include "domain/catalog/resolve.h"

#include <fmt/format.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/hint.h"
#include "domain/catalog/version.h"

namespace plimsoll::catalog {

namespace {

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
    for (const auto& [name, sli] : inventory.indicators) check_sources(inventory, sli, problems);
    for (const auto& [name, policy] : inventory.alert_policies) check_policy(inventory, policy.spec, problems);
    for (const auto& [name, target] : inventory.alert_targets) find(inventory.channels, target.spec.channel, "Channel", problems);
    for (const auto& [name, policy] : inventory.burn_policies) {
        for (const PolicyRule& rule : policy.rules) {
            for (const Ref& channel : rule.channels) find(inventory.channels, channel, "Channel", problems);
        }
    }
}

}  // namespace

void need_service(const Inventory& inventory, const Ref& ref, Problems& problems) {
    if (!ref || inventory.has_service(ref.name)) return;
    std::vector<std::string> known;
    for (const auto& [name, service] : inventory.openslo_services) known.push_back(name);
    for (const auto& [name, service] : inventory.own_services) known.push_back(name);
    dangling(ref, "Service", known, problems);
}

void dangling(const Ref& ref, const std::string& kind, const std::vector<std::string>& known, Problems& problems) {
    problems.add(errors::dangling, ref.place, fmt::format("there is no {} `{}`", kind, ref.name),
                 did_you_mean(ref.name, known, fmt::format("define it, or correct the name")));
}

Catalog resolve(const Inventory& inventory, Problems& problems) {
    Catalog out;
    out.services = merged_services(inventory, problems);
    out.tiers = inventory.tiers;
    out.channels = inventory.channels;
    out.data_sources = inventory.data_sources;
    for (const auto& [name, spec] : inventory.probes) {
        need_service(inventory, spec.service, problems);
        out.probes.emplace(name, spec.probe);
    }
    check_unused(inventory, problems);
    Promises promises = resolve_slos(inventory, out.services, problems);
    resolve_composites(inventory, out.services, promises, problems);
    resolve_governance(inventory, promises, out, problems);
    for (auto& [name, slo] : promises.slos) slo.definition_version = definition_version(slo);
    out.slos = std::move(promises.slos);
    return out;
}

}  // namespace plimsoll::catalog
