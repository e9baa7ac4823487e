#include "domain/exclusions/coverage.h"

#include <algorithm>

#include "domain/exclusions/timeline.h"

namespace plimsoll::exclusions {

Coverage::Coverage(const catalog::Catalog& catalog) {
    for (const auto& [name, slo] : catalog.slos) {
        for (const std::string& meant_by : NamesOf(slo).slos) by_name_[meant_by].push_back(&slo);
        by_service_[slo.service].push_back(&slo);
    }
}

std::vector<const catalog::Slo*> Coverage::of(const std::vector<std::string>& slos, const std::vector<std::string>& services) const {
    std::vector<const catalog::Slo*> out;
    const auto add = [&](const Slos& known, const std::string& name) {
        const auto found = known.find(name);
        if (found != known.end()) out.insert(out.end(), found->second.begin(), found->second.end());
    };
    for (const std::string& name : slos) add(by_name_, name);
    for (const std::string& name : services) add(by_service_, name);
    std::sort(out.begin(), out.end(), [](const catalog::Slo* a, const catalog::Slo* b) { return a->name < b->name; });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::unordered_set<std::string> Coverage::names_in(const std::string& service) const {
    std::unordered_set<std::string> out;
    const auto found = by_service_.find(service);
    if (found == by_service_.end()) return out;
    for (const catalog::Slo* slo : found->second) {
        for (std::string& name : NamesOf(*slo).slos) out.insert(std::move(name));
    }
    return out;
}

}  // namespace plimsoll::exclusions
