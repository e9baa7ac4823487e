// resolve.h: from objects that name each other to the Catalog in which every name was found.
//
// Services   an openslo/v1 and a plimsoll/v1 Service of one name are one service: ours says everything it says, the other
//            adds its display name and description where ours has none.
// Rules      of an SLO, in this order: those of its alertPolicies (an AlertPolicy gives one rule of one window; a name may
//            also be a BurnPolicy's), then those of the BurnPolicy that annotation plimsoll.dev/burn-policy names. Neither:
//            the workbook's pairs.
// Staleness  alerts after ten minutes, or after annotation plimsoll.dev/stale-after ("0s": never). An SLO with AlertPolicies
//            of which none says alertWhenNoData: true, and no annotation, has no staleness alert, as OpenSLO's default says.
#pragma once

#include "domain/catalog/inventory.h"
#include "domain/catalog/model.h"

namespace plimsoll::catalog {

/// Requires nothing; gives what could be resolved, and every reference that points at nothing as a problem.
[[nodiscard]] Catalog resolve(const Inventory& inventory, Problems& problems);

/// The rules and the staleness alert of one SLO; `slo` has its objective and period.
void resolve_rules(const Defined<SloSpec>& from, const Inventory& inventory, Slo& slo, Problems& problems);

/// Looks a reference up by name; when it is not there says so, with the nearest name.
template <class T>
const T* find(const std::map<std::string, T>& in, const Ref& ref, const std::string& kind, Problems& problems);

void dangling(const Ref& ref, const std::string& kind, const std::vector<std::string>& known, Problems& problems);

template <class T>
const T* find(const std::map<std::string, T>& in, const Ref& ref, const std::string& kind, Problems& problems) {
    if (!ref) return nullptr;
    const auto found = in.find(ref.name);
    if (found != in.end()) return &found->second;
    std::vector<std::string> known;
    for (const auto& [name, value] : in) known.push_back(name);
    dangling(ref, kind, known, problems);
    return nullptr;
}

}  // namespace plimsoll::catalog
