// sentences_attribution.cc: charges of spent budget in words.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

std::string cause_of(const attribution::ChargeMade& e) {
    const std::string kind = boost::describe::enum_to_string(e.cause.kind, "");
    const std::string title = e.cause.title.empty() || e.cause.title == e.cause.ref ? "" : " (" + e.cause.title + ")";
    return kind + " " + e.cause.ref + title;
}

std::string part_of(const attribution::ChargeMade& e) {
    if (e.parts == attribution::kWhole) return "all that went bad";
    return text::percent(static_cast<double>(e.parts) / static_cast<double>(attribution::kWhole)) + " of what went bad";
}

std::optional<attribution::ChargeMade> charge_of(const std::string& charge, const Names& names) {
    const auto first = names.first("charge/" + charge);
    const auto* of_module = first ? std::get_if<attribution::Event>(&*first) : nullptr;
    const auto* made = of_module == nullptr ? nullptr : std::get_if<attribution::ChargeMade>(of_module);
    return made == nullptr ? std::nullopt : std::optional(*made);
}

struct Say {
    const Names& names;

    Told operator()(const attribution::ChargeMade& e) const {
        return about(e.slo, names, fmt::format("{} charged {} of {} from {} to {} to {}: {}", names.actor(e.by), part_of(e), e.slo,
                                               when(e.range.start, names), when(e.range.end, names), cause_of(e), e.reason));
    }

    Told operator()(const attribution::ChargeWithdrawn& e) const {
        const auto made = charge_of(e.charge, names);
        if (!made) return {fmt::format("{} withdrew {}: {}", names.actor(e.by), e.charge, e.reason), {}, {}, {}, {}};
        return about(made->slo, names, fmt::format("{} withdrew the charge of {} from {} to {} to {}: {}", names.actor(e.by), made->slo,
                                                   when(made->range.start, names), when(made->range.end, names), cause_of(*made),
                                                   e.reason));
    }
};

}  // namespace

Told tell(const attribution::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
