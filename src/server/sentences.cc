#include "server/sentences.h"

#include "base/text.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kBrief = 200;

}  // namespace

std::string when(Timestamp at) { return text::rfc3339(at.floor(Duration::seconds(1))); }

std::string briefly(const std::string& why) {
    const std::size_t remark = why.ends_with(')') ? why.rfind(" (") : std::string::npos;
    std::string out = remark == std::string::npos || remark == 0 ? why : why.substr(0, remark);
    if (out.size() <= kBrief) return out;
    out.resize(kBrief);
    while (!out.empty() && !text::is_utf8(out)) out.pop_back();  // at most three: a character cut in two
    return out + "…";
}

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
