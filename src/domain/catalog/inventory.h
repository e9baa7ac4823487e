// inventory.h: every object of the files by kind and name, before references are resolved.
#pragma once

#include <map>
#include <string>
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

/// Reads every object into its kind. Two of one apiVersion, kind and name are a problem that names both places; the first
/// one, in the order of files, is kept.
[[nodiscard]] Inventory take_inventory(const std::vector<Object>& objects, const Texts& texts, Problems& problems);

}  // namespace plimsoll::catalog
