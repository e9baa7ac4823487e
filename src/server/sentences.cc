#include "server/sentences.h"

#include "base/text.h"

namespace plimsoll::server {

Told about(const std::string& slo, const Names& names, std::string text) {
    Told told;
    told.text = std::move(text);
    if (slo.empty()) return told;
    told.slos.insert(slo);
    if (std::string service = names.service_of(slo); !service.empty()) told.services.insert(std::move(service));
    return told;
}

Told tell(const WorldEvent& event, const Names& names) {
    Told told = std::visit([&](const auto& of_module) { return tell(of_module, names); }, event);
    told.text = text::printable(told.text);  // names and answers of receivers come from outside
    return told;
}

}  // namespace plimsoll::server
