// Here because the fields of a change are told as JSON, member by member.
#include <algorithm>
#include <boost/mp11.hpp>
#include <tuple>

#include "base/json_codec.h"
#include "domain/catalog/diff.h"

namespace plimsoll::catalog {

namespace {

template <class T>
std::string as_json(const T& value) {
    std::string out;
    json::codec::write(out, value);
    return out;
}

/// The members that differ; of `source` only the file counts.
template <class T>
std::vector<FieldChange> fields_changed(const T& before, const T& after) {
    std::vector<FieldChange> out;
    boost::mp11::mp_for_each<json::codec::Members<T>>([&](auto member) {
        const auto& b = before.*member.pointer;
        const auto& a = after.*member.pointer;
        if constexpr (std::is_same_v<std::decay_t<decltype(b)>, Source>) {
            if (b.file != a.file) out.push_back({"file", as_json(b.file), as_json(a.file)});
        } else {
            if (!(b == a)) out.push_back({member.name, as_json(b), as_json(a)});
        }
    });
    return out;
}

template <class T>
void compare(const std::string& kind, const std::map<std::string, T>& before, const std::map<std::string, T>& after,
             std::map<std::string, T>& upserts, std::vector<Change>& changes) {
    for (const auto& [name, now] : after) {
        const auto was = before.find(name);
        if (was == before.end()) {
            changes.push_back({kind, name, ChangeAction::added, {}});
            upserts.emplace(name, now);
            continue;
        }
        auto fields = fields_changed(was->second, now);
        if (fields.empty()) continue;
        changes.push_back({kind, name, ChangeAction::changed, std::move(fields)});
        upserts.emplace(name, now);
    }
    for (const auto& [name, was] : before) {
        if (!after.contains(name)) changes.push_back({kind, name, ChangeAction::removed, {}});
    }
}

template <class T>
void put(std::map<std::string, T>& into, const std::map<std::string, T>& upserts) {
    for (const auto& [name, value] : upserts) into.insert_or_assign(name, value);
}

}  // namespace

std::size_t Difference::removals() const {
    return static_cast<std::size_t>(std::count_if(changes.begin(), changes.end(),
                                                  [](const Change& c) { return c.action == ChangeAction::removed; }));
}

Difference difference(const Catalog& before, const Catalog& after) {
    Difference out;
    compare("Channel", before.channels, after.channels, out.upserts.channels, out.changes);
    compare("DataSource", before.data_sources, after.data_sources, out.upserts.data_sources, out.changes);
    compare("ErrorBudgetPolicy", before.policies, after.policies, out.upserts.policies, out.changes);
    compare("Probe", before.probes, after.probes, out.upserts.probes, out.changes);
    compare("SLA", before.slas, after.slas, out.upserts.slas, out.changes);
    compare("SLO", before.slos, after.slos, out.upserts.slos, out.changes);
    compare("Service", before.services, after.services, out.upserts.services, out.changes);
    compare("Tier", before.tiers, after.tiers, out.upserts.tiers, out.changes);
    std::stable_sort(out.changes.begin(), out.changes.end(),
                     [](const Change& a, const Change& b) { return std::tie(a.kind, a.name) < std::tie(b.kind, b.name); });
    return out;
}

void apply_difference(Catalog& catalog, const std::vector<Change>& changes, const Catalog& upserts) {
    for (const Change& change : changes) {
        if (change.action != ChangeAction::removed) continue;
        if (change.kind == "Channel") catalog.channels.erase(change.name);
        if (change.kind == "DataSource") catalog.data_sources.erase(change.name);
        if (change.kind == "ErrorBudgetPolicy") catalog.policies.erase(change.name);
        if (change.kind == "Probe") catalog.probes.erase(change.name);
        if (change.kind == "SLA") catalog.slas.erase(change.name);
        if (change.kind == "SLO") catalog.slos.erase(change.name);
        if (change.kind == "Service") catalog.services.erase(change.name);
        if (change.kind == "Tier") catalog.tiers.erase(change.name);
    }
    put(catalog.channels, upserts.channels);
    put(catalog.data_sources, upserts.data_sources);
    put(catalog.policies, upserts.policies);
    put(catalog.probes, upserts.probes);
    put(catalog.slas, upserts.slas);
    put(catalog.slos, upserts.slos);
    put(catalog.services, upserts.services);
    put(catalog.tiers, upserts.tiers);
}

std::size_t size(const Catalog& catalog) {
    return catalog.services.size() + catalog.tiers.size() + catalog.channels.size() + catalog.slos.size() + catalog.policies.size() +
           catalog.slas.size() + catalog.data_sources.size() + catalog.probes.size();
}

}  // namespace plimsoll::catalog
