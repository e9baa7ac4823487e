#include <algorithm>

#include "domain/catalog/model.h"

namespace plimsoll::catalog {

const ErrorBudgetPolicy* policy_of(const Catalog& catalog, const std::string& service) {
    const auto names = [](const std::vector<std::string>& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    const auto found = catalog.services.find(service);
    const std::string tier = found == catalog.services.end() ? "" : found->second.tier;
    const ErrorBudgetPolicy* of_tier = nullptr;
    for (const auto& [name, policy] : catalog.policies) {
        if (names(policy.services, service)) return &policy;
        if (of_tier == nullptr && !tier.empty() && names(policy.tiers, tier)) of_tier = &policy;
    }
    return of_tier;
}

}  // namespace plimsoll::catalog
