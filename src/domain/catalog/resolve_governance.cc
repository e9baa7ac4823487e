// What refers to SLOs from beside them: dependency budgets, error-budget policies, SLAs.
#include <fmt/format.h>

#include <algorithm>

#include "domain/catalog/errors.h"
#include "domain/catalog/resolve.h"

namespace plimsoll::catalog {

namespace {

void check_dependency_budgets(const Inventory& inventory, const OwnService& own, const Promises& promises, Problems& problems) {
    const auto& dependencies = own.service.dependencies;
    for (std::size_t i = 0; i < own.refs.granted.size(); ++i) {
        const Ref& upstream = own.refs.granted[i];
        need_service(inventory, upstream, problems);
        if (upstream && inventory.has_service(upstream.name) && std::find(dependencies.begin(), dependencies.end(), upstream.name) == dependencies.end()) {
            problems.add(errors::invalid, upstream.place,
                         fmt::format("service `{}` grants a part of its budget to `{}`, on which it does not depend", own.service.name, upstream.name),
                         "add it to dependencies, or remove the grant");
        }
        const Ref& ref = own.refs.granted_slos[i];
        const Slo* slo = find_slo(promises, ref, problems);
        if (slo == nullptr || slo->service == upstream.name) continue;
        problems.add(errors::invalid, ref.place, fmt::format("SLO `{}` is of service `{}`, not of `{}`", ref.name, slo->service, upstream.name),
                     "name one of its own SLOs, or leave it out");
    }
}

/// Who governs a tier or a service already.
using Governed = std::map<std::string, std::string>;

void govern(Governed& governed, const std::vector<Ref>& refs, const std::string& what, const std::string& policy, Problems& problems) {
    for (const Ref& ref : refs) {
        const auto [at, fresh] = governed.emplace(ref.name, policy);
        if (fresh) continue;
        problems.add(errors::duplicate, ref.place, fmt::format("{} `{}` has two policies: `{}` and `{}`", what, ref.name, at->second, policy),
                     "name it in one of them");
    }
}

void resolve_policies(const Inventory& inventory, Catalog& out, Problems& problems) {
    Governed tiers;
    Governed services;
    for (const auto& [name, from] : inventory.policies) {
        for (const Ref& ref : from.tiers) find(inventory.tiers, ref, "Tier", problems);
        for (const Ref& ref : from.services) need_service(inventory, ref, problems);
        for (const Ref& ref : from.channels) find(inventory.channels, ref, "Channel", problems);
        govern(tiers, from.tiers, "tier", name, problems);
        govern(services, from.services, "service", name, problems);
        out.policies.emplace(name, from.policy);
    }
}

void resolve_slas(const Inventory& inventory, const Promises& promises, Catalog& out, Problems& problems) {
    for (const auto& [name, from] : inventory.slas) {
        const Slo* slo = find_slo(promises, from.slo, problems);
        const bool read = slo != nullptr && Objective::of(slo->objective).has_value();  // a broken target was told where it stands
        if (read && from.has_target && from.sla.objective >= slo->objective) {
            problems.add(errors::invalid, from.target_place,
                         fmt::format("SLA `{}` promises as much as SLO `{}` or more, which leaves no headroom between them", name, slo->name),
                         "promise less in the contract, or raise the SLO's target");
        }
        out.slas.emplace(name, from.sla);
    }
}

}  // namespace

void resolve_governance(const Inventory& inventory, const Promises& promises, Catalog& out, Problems& problems) {
    for (const auto& [name, own] : inventory.own_services) check_dependency_budgets(inventory, own, promises, problems);
    resolve_policies(inventory, out, problems);
    resolve_slas(inventory, promises, out, problems);
}

}  // namespace plimsoll::catalog
