// inventory.h: every object of the files by kind and name, before references are resolved.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "domain/catalog/openslo.h"
#include "domain/catalog/own_kinds.h"

namespace plimsoll::catalog {

struct OpenSloService {
    Metadata metadata;
    std::string description;
    Source source;
};

struct Inventory {
    std::map<std::string, OpenSloService> openslo_services;
    std::map<std::string, OwnService> own_services;
    std::map<std::string, Tier> tiers;
    std::map<std::string, Channel> channels;
    std::map<std::string, BurnPolicy> burn_policies;
    std::map<std::string, Sli> indicators;
    std::map<std::string, Defined<CompositeSpec>> composites;
    std::map<std::string, PolicySpec> policies;
    std::map<std::string, SlaSpec> slas;
    std::map<std::string, ProbeSpec> probes;
    std::map<std::string, DataSource> data_sources;
    std::map<std::string, Sli> slis;
    std::map<std::string, Defined<AlertPolicy>> alert_policies;
    std::map<std::string, Defined<AlertCondition>> alert_conditions;
    std::map<std::string, Defined<AlertTarget>> alert_targets;
    std::map<std::string, Defined<SloSpec>> slos;

    [[nodiscard]] bool has_service(const std::string& name) const {
        return openslo_services.contains(name) || own_services.contains(name);
    }
};

/// Reads objects into their kinds, file by file, so that the YAML of one file may go before the next is parsed: as a tree it
/// takes twenty times its text. Two of one apiVersion, kind and name are a problem that names both places; the first one is kept.
class InventoryTaker {
public:
    /// Both outlive it.
    InventoryTaker(const Texts& texts, Problems& problems) : texts_(texts), problems_(problems) {}

    void take(const std::vector<Object>& objects);
    /// How many were taken, of one name or not.
    [[nodiscard]] std::size_t objects() const { return objects_; }
    [[nodiscard]] Inventory finish() { return std::move(inventory_); }

private:
    /// Whether none of its apiVersion, kind and name was taken before; if one was, that is a problem.
    bool first(const Object& object);

    const Texts& texts_;
    Problems& problems_;
    std::map<std::tuple<std::string, std::string, std::string>, yaml::Place> places_;
    Inventory inventory_;
    std::size_t objects_ = 0;
};

}  // namespace plimsoll::catalog
