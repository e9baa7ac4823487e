#include "domain/backtest/reel.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "domain/slo/standing.h"

namespace plimsoll::backtest {

Result<Reel> Reel::of(const slo::Counts& counts, const catalog::Slo& slo, TimeRange range, Duration step, Duration reach) {
    Reel out;
    out.counts_ = &counts;
    out.step_ = step;
    out.range_ = range.length();
    if (!slo::tapes(slo)) return out;
    TRY_ASSIGN(slo::Tape tape, slo::Tape::of(counts, slo, {range.start - reach, range.end}, step, slo::Exclusions::left_out));
    out.tape_ = std::make_shared<const slo::Tape>(std::move(tape));
    return out;
}

Result<Reel> Reel::with(const Variant& variant, std::size_t index) const {
    if (variant.traffic == 1 && variant.leave_out.empty()) return *this;
    if (tape_ == nullptr) {
        const std::string at = fmt::format("/variants/{}", index);
        return fail(plimsoll::errors::invalid, "the variant cannot be tried",
                    {{variant.traffic == 1 ? at + "/leave_out" : at + "/traffic", "cannot be tried of an SLO that is made of others' burn, or of its worst group", "try it of a member or a group"}});
    }
    slo::Tape tape = *tape_;
    if (!variant.leave_out.empty()) tape = tape.without(variant.leave_out);
    if (variant.traffic != 1) {
        TRY_ASSIGN(const Ratio times, Ratio::parse_decimal(text::number(variant.traffic)));
        tape = tape.scaled(times);
    }
    Reel out = *this;
    out.tape_ = std::make_shared<const slo::Tape>(std::move(tape));
    return out;
}

Result<slo::Replay> Reel::replay(const catalog::Slo& slo, const slo::ReplayPlan& plan) const {
    return tape_ != nullptr ? slo::replay(slo, *tape_, plan) : slo::replay(slo, *counts_, step_, plan);
}

Result<ledger::WindowSum> Reel::sum(const catalog::Slo& slo, TimeRange range) const {
    if (tape_ != nullptr) return tape_->sum(range);
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counts_->sums(slo, {&range, 1}, slo::Exclusions::left_out));
    ledger::WindowSum out = sums.front();
    out.sum = by_time(slo, out.sum, range.length());
    return out;
}

ledger::Slot Reel::by_time(const catalog::Slo& slo, const ledger::Slot& counts, Duration length) const {
    if (slo::kind_of(slo) != slo::Kind::burn || range_ <= Duration{}) return counts;
    const auto part = [&](std::int64_t n) {
        const __int128 most = std::numeric_limits<std::int64_t>::max() / 4;
        return static_cast<std::int64_t>(std::min(most, static_cast<__int128>(n) * length.in_ms() / range_.in_ms()));
    };
    ledger::Slot out = counts;
    out.valid = part(counts.valid);
    out.bad = part(counts.bad);
    return out;
}

Result<ledger::Ledger::Series> Reel::series(const catalog::Slo& slo, TimeRange range) const {
    if (tape_ == nullptr) {
        TRY_ASSIGN(ledger::Ledger::Series read, counts_->slots(slo, range, static_cast<std::size_t>(range.length() / step_ + 3), slo::Exclusions::left_out));
        for (ledger::Slot& slot : read.slots) slot = by_time(slo, slot, read.step);
        return read;
    }
    ledger::Ledger::Series out{range.start, step_, {}};
    out.slots.reserve(static_cast<std::size_t>(range.length() / step_));
    for (Timestamp at = range.start; at + step_ <= range.end; at = at + step_) out.slots.push_back(tape_->sum({at, at + step_}).sum);
    return out;
}

}  // namespace plimsoll::backtest
