#include "convert/exported.h"

#include <fmt/format.h>

#include <array>

namespace plimsoll::convert {

std::vector<const catalog::Slo*> wanted_slos(const catalog::Catalog& catalog, const Wanted& wanted) {
    std::vector<const catalog::Slo*> out;
    for (const auto& [name, slo] : catalog.slos) {
        if (!slo.group_of.empty()) continue;
        if (!wanted.service.empty() && slo.service != wanted.service) continue;
        if (!wanted.slo.empty() && name != wanted.slo && slo.document != wanted.slo) continue;
        out.push_back(&slo);
    }
    return out;
}

Loss loss_of(const catalog::Slo& slo, std::string field, Fate fate, std::string why, std::string instead) {
    return {"slo/" + slo.name, std::move(field), slo.source.line, fate, std::move(why), std::move(instead), slo.source.file};
}

std::string window_name(Duration window) {
    struct Part {
        std::int64_t ms;
        const char* unit;
        bool whole;  ///< used only where nothing is left over
    };
    static constexpr std::array<Part, 7> kParts{{{31'536'000'000, "y", true}, {604'800'000, "w", true}, {86'400'000, "d", false}, {3'600'000, "h", false},
                                                 {60'000, "m", false}, {1000, "s", false}, {1, "ms", false}}};
    std::int64_t left = window.in_ms();
    std::string out;
    for (const Part& part : kParts) {
        if (left < part.ms || (part.whole && left % part.ms != 0)) continue;
        out += fmt::format("{}{}", left / part.ms, part.unit);
        left %= part.ms;
    }
    return out.empty() ? "0s" : out;
}

}  // namespace plimsoll::convert
