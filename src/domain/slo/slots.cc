#include "domain/slo/slots.h"

namespace plimsoll::slo {

SloSlots slots_of(std::string name, const ledger::Ledger::Series& series) {
    SloSlots out;
    out.name = std::move(name);
    out.start = series.start;
    out.step = series.step;
    out.range = {series.start, series.start + series.step * static_cast<std::int64_t>(series.slots.size())};
    for (const ledger::Slot& slot : series.slots) {
        const auto add = [&](CountColumn& column, std::int64_t n) {
            column.push_back(slot.measured > 0 ? std::optional(n) : std::nullopt);
        };
        add(out.valid, slot.valid);
        add(out.bad, slot.bad);
        add(out.measured, slot.measured);
        add(out.reporting, slot.reporting);
        add(out.live, slot.live);
    }
    return out;
}

ledger::Ledger::Series coarser(const ledger::Ledger::Series& series, Duration step) {
    ledger::Ledger::Series out{series.start.floor(step), step, {}};
    for (std::size_t i = 0; i < series.slots.size(); ++i) {
        const Timestamp at = series.start + series.step * static_cast<std::int64_t>(i);
        const auto into = static_cast<std::size_t>((at - out.start) / step);
        if (into >= out.slots.size()) out.slots.resize(into + 1);
        out.slots[into] += series.slots[i];
    }
    return out;
}

std::int64_t slots_at(TimeRange range, Duration step) {
    const Timestamp start = range.start.floor(step);
    return (range.end - start + step - Duration::ms(1)) / step;
}

}  // namespace plimsoll::slo
