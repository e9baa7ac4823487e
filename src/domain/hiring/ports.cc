#include "domain/hiring/ports.h"

namespace plimsoll::hiring {

Viewer viewer_of(const Ports& ports, const api::Actor& actor) {
    std::string person = ports.person_behind ? ports.person_behind(actor.id) : std::string();
    return {person.empty() ? actor.id : std::move(person), actor.rights};
}

std::string seal_label(std::string_view json_tag, std::string_view id) { return std::string(json_tag) + "/" + std::string(id); }

}  // namespace plimsoll::hiring
