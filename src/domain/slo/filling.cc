#include "domain/slo/filling.h"

#include "base/text.h"
#include "domain/slo/ports.h"

namespace plimsoll::slo {

std::optional<Filling> filling_of(const Ports& ports, const catalog::Slo& slo) {
    if (!ports.filling) return std::nullopt;
    std::optional<Filling> out = ports.filling(slo.group_of.empty() ? slo.name : slo.group_of);
    if (slo.composite) {
        for (const catalog::Member& member : slo.composite->members) {
            auto one = ports.filling(member.slo);
            if (one && one->under_way && (!out || one->done < out->done)) out = std::move(one);
        }
    }
    if (out && out->under_way) out->note = "its past is being filled, " + text::percent(out->done, 0) + ": it is judged once that is done";
    if (out && out->note.empty()) return std::nullopt;
    return out;
}

bool held(const Ports& ports, const catalog::Slo& slo) {
    const auto filling = filling_of(ports, slo);
    return filling && filling->under_way;
}

}  // namespace plimsoll::slo
