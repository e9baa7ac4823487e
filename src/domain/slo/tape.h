// tape.h: the past of one SLO as running sums at whole steps, so that any window of it is two look-ups.
//
// Shape      steps of one length from `start` on; window sums are those of Counts::sums over the same steps, exactly. `slots`,
//            `measured`, `reporting` and `live` stay in slots of 10 s. What was excluded is left out of all of them.
// Steps      whole steps only: a window is brought down to them. Of an SLO that counts slices a step is a slice (or a whole
//            number of steps makes one slice's place: a slice lies in the step of its start).
// Scaled     a tape with other traffic holds floor(k x running sum) of every count, so that sums stay whole, never drift from k
//            times the past by one, and bad never exceeds valid.
// Memory     32 bytes a step: 90 days of minutes take 4 MiB.
// Threads    any, once made.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "domain/slo/counts.h"

namespace plimsoll::slo {

class Tape {
public:
    Tape() = default;
    /// The SLO's past within `range` at `step` (one of the ledger's levels, or whole slices). Where the ledger no longer holds
    /// so fine a step, what it holds is spread over nothing: the counts of a coarser slot lie in its last step and `coarse_until`
    /// says up to when. Errors: those of Counts; invalid (the step is not one that can be read; over kMostSteps).
    static Result<Tape> of(const Counts& counts, const catalog::Slo& slo, TimeRange range, Duration step, Exclusions exclusions);
    /// Of slots as they are; those that were excluded are none of the missing ones.
    static Tape of(const ledger::Ledger::Series& series, Timestamp since, std::span<const TimeRange> excluded);

    static constexpr std::int64_t kMostSteps = 2'000'000;

    [[nodiscard]] bool empty() const { return sums_.size() < 2; }
    [[nodiscard]] Timestamp start() const { return start_; }
    [[nodiscard]] Duration step() const { return step_; }
    [[nodiscard]] std::int64_t steps() const { return sums_.empty() ? 0 : static_cast<std::int64_t>(sums_.size()) - 1; }
    [[nodiscard]] Timestamp end() const { return start_ + step_ * steps(); }
    /// Start of the first measured slot of all, which may lie before the tape: windows are judged over min(window, age).
    [[nodiscard]] Timestamp since() const { return since_; }
    [[nodiscard]] Timestamp coarse_until() const { return coarse_until_; }

    /// Requires: edges brought into the tape (clamped), the range down to whole steps.
    [[nodiscard]] ledger::WindowSum sum(TimeRange range) const;
    /// What was counted before the end of step `n`, from 0 (nothing) to steps().
    struct Sum {
        std::int64_t valid = 0;
        std::int64_t bad = 0;
        std::int32_t slots = 0;      ///< not excluded
        std::int32_t measured = 0;
        std::int32_t reporting = 0;
        std::int32_t live = 0;
    };
    [[nodiscard]] const Sum& at(std::int64_t n) const { return sums_[static_cast<std::size_t>(n)]; }

    /// The same past with `times` as much traffic, good and bad alike. Requires: times > 0.
    [[nodiscard]] Tape scaled(const Ratio& times) const;
    /// The same past without these ranges.
    [[nodiscard]] Tape without(std::span<const TimeRange> ranges) const;

private:
    Timestamp start_;
    Duration step_;
    Timestamp since_;
    Timestamp coarse_until_ = Timestamp::min();
    std::vector<Sum> sums_;  ///< one more than steps
};

}  // namespace plimsoll::slo
