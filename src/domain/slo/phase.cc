#include "domain/slo/phase.h"

namespace plimsoll::slo {

Phase phase_of(const SloRecord* record, const std::string& rule) {
    if (record == nullptr) return Phase::idle;
    if (record->pending.contains(rule)) return Phase::timed;
    const auto open = record->open.find(rule);
    if (open == record->open.end()) return Phase::idle;
    if (open->second.frozen()) return Phase::frozen;
    return open->second.clearing_since ? Phase::timed : Phase::firing;
}

Mirrored mirror(Judge& judge, std::size_t index, const SloRecord* record) {
    Mirrored out;
    const std::vector<catalog::BurnRule>& rules = judge.slo(index).rules;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const Phase phase = phase_of(record, rules[i].name);
        out.changed = out.changed || phase != judge.phase(index, i);
        out.busy = out.busy || phase != Phase::idle;
        judge.set_phase(index, i, phase);
    }
    return out;
}

}  // namespace plimsoll::slo
