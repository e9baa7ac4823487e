// reel.h: the past of one variant, whichever way its counts can be read: from a tape, or through Counts::sums.
//
// Tape       made once for the SLO and shared by all variants: another objective, window or rule reads the same counts; other
//            traffic and left-out time make a tape of their own from it.
// Burn       of a composite that adds its members' burn every window has the same valid counts, whatever its length: here they
//            stand for the window's share of the range, so that the sums of its parts are those of the whole.
// Threads    one.
#pragma once

#include <memory>

#include "domain/backtest/question.h"
#include "domain/slo/replay.h"

namespace plimsoll::backtest {

class Reel {
public:
    /// `reach`: how far before the range windows look back. Errors: those of the counts.
    static Result<Reel> of(const slo::Counts& counts, const catalog::Slo& slo, TimeRange range, Duration step, Duration reach);
    /// The same past as a variant has it. Errors: invalid (traffic and left-out time of an SLO that no tape holds).
    [[nodiscard]] Result<Reel> with(const Variant& variant, std::size_t index) const;

    [[nodiscard]] Result<slo::Replay> replay(const catalog::Slo& slo, const slo::ReplayPlan& plan) const;
    /// Down to whole steps. Errors: io.
    [[nodiscard]] Result<ledger::WindowSum> sum(const catalog::Slo& slo, TimeRange range) const;
    /// Slot by slot within [range).
    [[nodiscard]] Result<ledger::Ledger::Series> series(const catalog::Slo& slo, TimeRange range) const;
    /// nullptr: no tape holds it.
    [[nodiscard]] const slo::Tape* tape() const { return tape_.get(); }
    [[nodiscard]] Duration step() const { return step_; }

private:
    std::shared_ptr<const slo::Tape> tape_;
    const slo::Counts* counts_ = nullptr;
    [[nodiscard]] ledger::Slot by_time(const catalog::Slo& slo, const ledger::Slot& counts, Duration length) const;
    Duration step_;
    Duration range_;
};

}  // namespace plimsoll::backtest
