// Older bodies of events, lifted to today's shape. Version 1 is the only one there is.
#include "domain/catalog/upcast.h"

#include <fmt/format.h>

namespace plimsoll::catalog {

Result<std::string> upcast(const log::NewEvent& event) {
    if (event.version == kEventVersion) return event.body;
    return fail(plimsoll::errors::malformed,
                fmt::format("{} has version {}; this program knows up to {}", event.type, event.version, kEventVersion));
}

}  // namespace plimsoll::catalog
