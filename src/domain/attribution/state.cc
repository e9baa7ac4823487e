#include "domain/attribution/state.h"

#include <algorithm>

namespace plimsoll::attribution {
namespace {

struct Apply {
    State& state;
    const log::Stamp& stamp;

    void operator()(const ChargeMade& e) const {
        std::vector<Charge>& held = state.charges[e.slo];
        std::erase_if(held, [&](const Charge& c) { return c.made.range.end < stamp.at - kReach; });
        held.push_back({e, stamp.at, stamp.seq});
        ++state.charges_made;
    }

    void operator()(const ChargeWithdrawn& e) const {
        for (auto& [slo, held] : state.charges) {
            if (std::erase_if(held, [&](const Charge& c) { return c.made.charge == e.charge; }) == 0) continue;
            if (held.empty()) state.charges.erase(slo);
            return;
        }
    }
};

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) { std::visit(Apply{state, stamp}, event); }

void watch(State& state, const catalog::Event& event, const log::Stamp& stamp) {
    const auto* applied = std::get_if<catalog::CatalogApplied>(&event);
    if (applied == nullptr) return;
    for (const catalog::Change& change : applied->changes) {
        const bool judged = change.kind == "SLO" || change.kind == "Service";
        if (!judged || change.action != catalog::ChangeAction::changed) continue;
        CatalogEdit edit{change.kind, change.name, {}, applied->version, applied->commit, stamp.at};
        for (const catalog::FieldChange& field : change.fields) edit.fields.push_back(field.field);
        state.edits.push_back(std::move(edit));
    }
    if (state.edits.size() > kChangesKept) {
        state.edits.erase(state.edits.begin(), state.edits.end() - static_cast<std::ptrdiff_t>(kChangesKept));
    }
}

const std::vector<Charge>& charges_on(const State& state, const std::string& slo) {
    static const std::vector<Charge> none;
    const auto found = state.charges.find(slo);
    return found == state.charges.end() ? none : found->second;
}

const Charge* find_charge(const State& state, const std::string& charge) {
    for (const auto& [slo, held] : state.charges) {
        for (const Charge& c : held) {
            if (c.made.charge == charge) return &c;
        }
    }
    return nullptr;
}

std::size_t charges_held(const State& state) {
    std::size_t n = 0;
    for (const auto& [slo, held] : state.charges) n += held.size();
    return n;
}

}  // namespace plimsoll::attribution
