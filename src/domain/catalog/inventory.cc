#include "domain/catalog/inventory.h"

#include <fmt/format.h>

#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

void take_own(const Object& o, Inventory& out, const Texts& texts, Problems& problems) {
    const std::string& name = o.metadata.name.name;
    if (o.kind == "Service") out.own_services.emplace(name, read_own_service(o, problems));
    if (o.kind == "Tier") out.tiers.emplace(name, read_tier(o, problems));
    if (o.kind == "Channel") out.channels.emplace(name, read_channel(o, problems));
    if (o.kind == "BurnPolicy") out.burn_policies.emplace(name, read_burn_policy(o, problems));
    if (o.kind == "Indicator") out.indicators.emplace(name, read_own_indicator(o, texts, problems));
    if (o.kind == "Composite") out.composites.emplace(name, Defined<CompositeSpec>{o.metadata, read_composite(o, problems)});
    if (o.kind == "ErrorBudgetPolicy") out.policies.emplace(name, read_error_budget_policy(o, problems));
    if (o.kind == "SLA") out.slas.emplace(name, read_sla(o, problems));
    if (o.kind == "Probe") out.probes.emplace(name, read_probe(o, problems));
}

void take_openslo(const Object& o, Inventory& out, const Texts& texts, Problems& problems) {
    const std::string& name = o.metadata.name.name;
    if (o.kind == "Service") {
        out.openslo_services.emplace(
            name, OpenSloService{o.metadata, read_openslo_service(o.spec, problems), {o.place.file, o.place.line}});
    }
    if (o.kind == "DataSource") out.data_sources.emplace(name, read_data_source(o, problems));
    if (o.kind == "SLI") out.slis.emplace(name, read_sli(o.spec, "spec", texts, problems));
    if (o.kind == "SLO") out.slos.emplace(name, Defined<SloSpec>{o.metadata, read_slo(o.spec, texts, problems)});
    if (o.kind == "AlertPolicy") {
        out.alert_policies.emplace(name, Defined<AlertPolicy>{o.metadata, read_alert_policy(o.spec, "spec", problems)});
    }
    if (o.kind == "AlertCondition") {
        out.alert_conditions.emplace(name, Defined<AlertCondition>{o.metadata, read_alert_condition(o.spec, "spec", problems)});
    }
    if (o.kind == "AlertNotificationTarget") {
        out.alert_targets.emplace(name, Defined<AlertTarget>{o.metadata, read_alert_target(o.spec, "spec", problems)});
    }
}

}  // namespace

bool InventoryTaker::first(const Object& o) {
    const auto [at, fresh] = places_.try_emplace({o.api_version, o.kind, o.metadata.name.name}, o.metadata.name.place);
    if (fresh) return true;
    problems_.add(errors::duplicate, o.metadata.name.place,
                  fmt::format("{} `{}` stands twice: first at {}", o.kind, o.metadata.name.name, at->second.text()),
                  "rename or remove one of them");
    return false;
}

void InventoryTaker::take(const std::vector<Object>& objects) {
    objects_ += objects.size();
    for (const Object& object : objects) {
        if (!first(object)) continue;
        if (object.api_version == kPlimsoll) take_own(object, inventory_, texts_, problems_);
        else take_openslo(object, inventory_, texts_, problems_);
    }
}

}  // namespace plimsoll::catalog
