// world.h: all state that is folded from the log, module by module. Nothing else in the program is remembered.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "domain/access/decide.h"
#include "domain/access/state.h"
#include "domain/attribution/decide.h"
#include "domain/attribution/state.h"
#include "domain/catalog/decide.h"
#include "domain/catalog/state.h"
#include "domain/exclusions/decide.h"
#include "domain/exclusions/state.h"
#include "domain/hiring/decide.h"
#include "domain/hiring/state.h"
#include "domain/paging/decide.h"
#include "domain/paging/state.h"
#include "domain/policy/decide.h"
#include "domain/policy/state.h"
#include "domain/slo/decide.h"
#include "domain/slo/state.h"
#include "domain/targets/decide.h"
#include "domain/targets/state.h"

namespace plimsoll::server {

struct World {
    access::State access;
    catalog::State catalog;
    slo::State slo;
    paging::State paging;
    exclusions::State exclusions;
    attribution::State attribution;
    policy::State policy;
    targets::State targets;
    hiring::State hiring;
};
BOOST_DESCRIBE_STRUCT(World, (), (access, catalog, slo, paging, exclusions, attribution, policy, targets, hiring))

/// One row of the log, understood. Errors: malformed, invalid (a body that is not its type's); unknown_event.
using WorldEvent = std::variant<access::Event, catalog::Event, slo::Event, paging::Event, exclusions::Event,
                                attribution::Event, policy::Event, targets::Event, hiring::Event>;

namespace errors {
inline constexpr ErrorKind unknown_event{"server.unknown_event", 500, "The log holds an event that this version does not know",
                                         "Run the version that wrote it, or a newer one"};
}  // namespace errors

[[nodiscard]] Result<WorldEvent> understand(const log::NewEvent& row);
void apply(World& world, const WorldEvent& event, const log::Stamp& stamp);

/// All modules' states as text, and back. Errors: malformed, invalid (not a snapshot of this shape).
[[nodiscard]] std::string snapshot_text(const World& world);
[[nodiscard]] Result<World> world_of(std::string_view snapshot);
/// Of the JSON schemas of the modules' states: a snapshot made with another shape is not read.
[[nodiscard]] std::string world_schema_hash();

}  // namespace plimsoll::server
