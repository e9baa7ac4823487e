#include "domain/slo/tape.h"

#include <algorithm>

namespace plimsoll::slo {

Result<Tape> Tape::of(const Counts& counts, const catalog::Slo& slo, TimeRange range, Duration step, Exclusions exclusions) {
    const auto most = static_cast<std::size_t>(range.length() / step + 3);
    TRY_ASSIGN(const ledger::Ledger::Series series, counts.slots(slo, range, most, exclusions));
    return of(series, counts.live(slo, exclusions).since, {});
}

Tape Tape::of(const ledger::Ledger::Series& series, Timestamp since, std::span<const TimeRange> excluded) {
    (void)excluded;
    Tape out;
    out.start_ = series.start;
    out.step_ = series.step;
    out.since_ = since;
    out.sums_.resize(series.slots.size() + 1);
    const auto slots = static_cast<std::int32_t>(series.step / ledger::kStep);
    for (std::size_t i = 0; i < series.slots.size(); ++i) {
        const ledger::Slot& slot = series.slots[i];
        Sum sum = out.sums_[i];
        sum.valid += slot.valid;
        sum.bad += slot.bad;
        sum.slots += slots;
        sum.measured += static_cast<std::int32_t>(slot.measured);
        sum.reporting += static_cast<std::int32_t>(slot.reporting);
        sum.live += static_cast<std::int32_t>(slot.live);
        out.sums_[i + 1] = sum;
    }
    return out;
}

ledger::WindowSum Tape::sum(TimeRange range) const {
    const auto place = [&](Timestamp at) { return at <= start_ ? 0 : std::min(steps(), (at - start_) / step_); };
    const Sum& from = at(place(range.start));
    const Sum& to = at(place(range.end));
    ledger::WindowSum out;
    out.range = range;
    out.step = step_;
    out.slots = to.slots - from.slots;
    out.sum = {to.valid - from.valid, to.bad - from.bad, to.measured - from.measured, to.reporting - from.reporting, to.live - from.live};
    return out;
}

Tape Tape::scaled(const Ratio& times) const { return (void)times, *this; }
Tape Tape::without(std::span<const TimeRange> ranges) const { return (void)ranges, *this; }

}  // namespace plimsoll::slo
