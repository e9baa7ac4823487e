#include "server/sentences.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace plimsoll::server {

namespace {

constexpr std::size_t kBrief = 200;
constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string when(Timestamp at, const Names& names) {
    const std::string written = text::rfc3339(at.floor(Duration::seconds(1)));  // 2026-11-18T14:05:10Z
    const std::string clock = written.substr(11, 8) + " UTC";
    if (names.at && names.at->floor(Duration::days(1)) == at.floor(Duration::days(1))) return clock;
    const auto month = static_cast<std::size_t>(std::stoi(written.substr(5, 2)) - 1);
    return fmt::format("{} {} {}, {}", std::stoi(written.substr(8, 2)), kMonths.at(month), written.substr(0, 4), clock);
}

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
