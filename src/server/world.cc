#include "server/world.h"

#include "base/text.h"
#include "domain/access/access_codec.h"
#include "domain/attribution/attribution_codec.h"
#include "domain/catalog/catalog_codec.h"
#include "domain/exclusions/exclusions_codec.h"
#include "domain/hiring/hiring_codec.h"
#include "domain/paging/paging_codec.h"
#include "domain/policy/policy_codec.h"
#include "domain/slo/slo_codec.h"
#include "domain/targets/targets_codec.h"

namespace plimsoll::server {

Result<WorldEvent> understand(const log::NewEvent& row) {
    const std::string_view module = std::string_view(row.type).substr(0, row.type.find('.'));
    if (module == "slo") {
        TRY_ASSIGN(auto event, slo::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "paging") {
        TRY_ASSIGN(auto event, paging::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "catalog") {
        TRY_ASSIGN(auto event, catalog::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "access") {
        TRY_ASSIGN(auto event, access::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "exclusions") {
        TRY_ASSIGN(auto event, exclusions::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "attribution") {
        TRY_ASSIGN(auto event, attribution::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "policy") {
        TRY_ASSIGN(auto event, policy::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "targets") {
        TRY_ASSIGN(auto event, targets::decode(row));
        if (event) return WorldEvent(std::move(*event));
    } else if (module == "hiring") {
        TRY_ASSIGN(auto event, hiring::decode(row));
        if (event) return WorldEvent(std::move(*event));
    }
    return fail(errors::unknown_event, "type \"" + text::printable(row.type) + "\"");
}

namespace {

struct Apply {
    World& world;
    const log::Stamp& stamp;
    void operator()(const access::Event& event) const { access::apply(world.access, event, stamp); }
    void operator()(const catalog::Event& event) const {
        catalog::apply(world.catalog, event, stamp);
        attribution::watch(world.attribution, event, stamp);
    }
    void operator()(const slo::Event& event) const { slo::apply(world.slo, event, stamp); }
    void operator()(const paging::Event& event) const { paging::apply(world.paging, event, stamp); }
    void operator()(const exclusions::Event& event) const { exclusions::apply(world.exclusions, event, stamp); }
    void operator()(const attribution::Event& event) const { attribution::apply(world.attribution, event, stamp); }
    void operator()(const policy::Event& event) const { policy::apply(world.policy, event, stamp); }
    void operator()(const targets::Event& event) const { targets::apply(world.targets, event, stamp); }
    void operator()(const hiring::Event& event) const { hiring::apply(world.hiring, event, stamp); }
};

}  // namespace

void apply(World& world, const WorldEvent& event, const log::Stamp& stamp) { std::visit(Apply{world, stamp}, event); }

}  // namespace plimsoll::server
