// resolve.h: from objects that name each other to the Catalog in which every name was found.
//
// Services   an openslo/v1 and a plimsoll/v1 Service of one name are one service: ours says everything it says, the other
//            adds its display name and description where ours has none.
// Documents  one promise is one Slo: a document of several objectives or windows makes several, each with the same rules.
//            Its names are told in model.h.
// Composites members of a document with an indicator per objective become SLOs without burn rules: the composite pages. A
//            composite has no staleness alert (its members have), unless plimsoll.dev/stale-after stands on a Composite.
// Rules      of an SLO, in this order: those of its alertPolicies (an AlertPolicy gives one rule of one window; a name may
//            also be a BurnPolicy's, or one of presets.h), then those of the BurnPolicies that annotation
//            plimsoll.dev/burn-policy names. Neither: the workbook's pairs.
// Staleness  alerts after ten minutes, or after annotation plimsoll.dev/stale-after ("0s": never). An SLO with AlertPolicies
//            of which none says alertWhenNoData: true, and no annotation, has no staleness alert, as OpenSLO's default says.
#pragma once

#include "domain/catalog/inventory.h"
#include "domain/catalog/model.h"

namespace plimsoll::catalog {

/// Requires nothing; gives what could be resolved, and every reference that points at nothing as a problem.
[[nodiscard]] Catalog resolve(const Inventory& inventory, Problems& problems);

/// What the SLOs of the files are while they are made.
struct Promises {
    std::map<std::string, Slo> slos;
    std::map<std::string, std::vector<std::string>> documents;  ///< the SLOs that a document of several makes
};

/// Each SLO document as the promises that it makes.
[[nodiscard]] Promises resolve_slos(const Inventory& inventory, const std::map<std::string, Service>& services, Problems& problems);
/// The Composites beside them: members found, no circles, slices that fit.
void resolve_composites(const Inventory& inventory, const std::map<std::string, Service>& services, Promises& promises, Problems& problems);
/// Dependency budgets, error-budget policies and SLAs, whose references are SLOs, tiers, services and channels.
void resolve_governance(const Inventory& inventory, const Promises& promises, Catalog& out, Problems& problems);

/// whole: rules and staleness are its own. member: of a document's composite, which pages for it. sum: that composite, for
/// which its members tell when they are stale. composite: a Composite, whose annotation may ask for staleness.
enum class Watched { whole, member, sum, composite };
/// What the rules of one SLO are made of.
struct RuleSource {
    const Metadata& metadata;
    const std::vector<RefOrInline<AlertPolicy>>& policies;
    bool judged = true;  ///< objective, period and slices are known, so that rules can be compared with them
    Watched watched = Watched::whole;
};
/// The rules and the staleness alert of one SLO; `slo` has its objective, period and slicing.
void resolve_rules(const RuleSource& from, const Inventory& inventory, Slo& slo, Problems& problems);

/// The runbook of an SLO: its annotation's, else its service's.
[[nodiscard]] std::string runbook_of(const Metadata& metadata, const std::string& service, const std::map<std::string, Service>& services,
                                     Problems& problems);
/// Slices must suit the period: at least two of them, and those that the ledger still tells apart so long ago.
void check_slicing(const Slo& slo, const yaml::Place& place, Problems& problems);
/// What a document's composite promises, from its members' targets: a = 1 - target, w = weight.
///   burn       1 - 1 / (sum of w / a): every member wholly bad is 100 % bad, and burn = e / (1 - objective) = sum of w e / a
///   worst      1 - sum of a        shortfall  1 - sum of w a
/// Tells when that is nothing, or has too many digits. Empty too where a member has no target, which was told.
std::optional<Ratio> composite_objective(CompositeRule rule, const std::vector<ObjectiveSpec>& members, const yaml::Place& place, Problems& problems);

/// That each metric's DataSource is there and is of a type that is read; that one SLI is asked of one source, and either
/// counted or asked for as it stands.
void check_sources(const Inventory& inventory, const Sli& sli, Problems& problems);
/// Where an SLI's counts come from; nothing set: they are pushed.
struct Origin {
    std::string data_source;
    bool verbatim = false;
};
/// Requires: check_sources() told nothing.
[[nodiscard]] Origin origin_of(const Inventory& inventory, const Sli& sli);
void need_service(const Inventory& inventory, const Ref& ref, Problems& problems);
/// The SLO of that name; when there is none says so, with what its document makes, or the nearest name.
const Slo* find_slo(const Promises& promises, const Ref& ref, Problems& problems);

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
