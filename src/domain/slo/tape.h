// tape.h: the past of one SLO as running sums at whole steps, so that any window of it is two look-ups.
//
// Shape      steps of one length from `start` on; window sums are those of Counts::sums over the same steps, exactly. `slots`,
//            `measured`, `reporting` and `live` stay in slots of 10 s. What was excluded is left out of all of them, and so is
//            what lies before the first measured slot: neither is missing.
// Steps      whole steps only: a window is brought down to them. Of an SLO that counts slices a step is a whole number of
//            slices or a slice is a whole number of steps: then it lies in the step of its start.
// Silence    steps in which no sample came at all are told apart from those of which all was excluded.
// Scaled     a tape with other traffic holds floor(k x running sum) of good events and of bad ones, so that sums stay whole,
//            neither drifts from k times the past by one, and bad never exceeds valid.
// Memory     40 bytes a step: 90 days of minutes take 5 MiB.
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
    /// The SLO's past within `range` at `step` (one of the ledger's levels, or whole slices, or a part of one), from the first
    /// measured slot to the last whole step that was counted. Where the ledger no longer holds so fine a step, what it holds is
    /// spread over nothing: the counts of a coarser slot lie in its last step and `coarse_until` says up to when; windows between
    /// coarse edges are exact. Errors: those of Counts; invalid (not such a step, or over kMostSteps).
    static Result<Tape> of(const Counts& counts, const catalog::Slo& slo, TimeRange range, Duration step, Exclusions exclusions);
    /// Of slots as they are; those that were excluded are none of the missing ones, and a step that was excluded as a whole
    /// counts nothing.
    static Tape of(const ledger::Ledger::Series& series, Timestamp since, std::span<const TimeRange> excluded);

    static constexpr std::int64_t kMostSteps = 2'000'000;

    [[nodiscard]] bool empty() const { return counted_.size() < 2; }
    [[nodiscard]] Timestamp start() const { return start_; }
    [[nodiscard]] Duration step() const { return step_; }
    [[nodiscard]] std::int64_t steps() const { return counted_.empty() ? 0 : static_cast<std::int64_t>(counted_.size()) - 1; }
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
        std::int64_t reporting = 0;
        std::int64_t live = 0;
    };
    [[nodiscard]] Sum at(std::int64_t n) const {
        const Counted& counted = counted_[static_cast<std::size_t>(n)];
        const Seen& seen = seen_[static_cast<std::size_t>(n)];
        return {counted.valid, counted.bad, seen.slots, seen.measured, seen.reporting, seen.live};
    }
    /// The sum of steps [from, to), as the window [range) that they make up.
    [[nodiscard]] ledger::WindowSum between(std::int64_t from, std::int64_t to, TimeRange range) const;
    /// The counts alone, as at() has them: for whoever reads every step.
    struct Counted {
        std::int64_t valid = 0;
        std::int64_t bad = 0;
    };
    [[nodiscard]] std::span<const Counted> counted() const { return counted_; }
    /// Whole steps without a sample, disjoint, oldest first; excluded or not. Of a composite, in which nothing is said of any slice.
    [[nodiscard]] std::span<const TimeRange> silences() const { return silences_; }

    /// The same past with `times` as much traffic, good and bad alike. Requires: times > 0.
    [[nodiscard]] Tape scaled(const Ratio& times) const;
    /// The same past without these ranges, whose edges are brought down to steps.
    [[nodiscard]] Tape without(std::span<const TimeRange> ranges) const;

private:
    friend class TapeMaking;
    struct Seen {
        std::int64_t reporting = 0;
        std::int64_t live = 0;
        std::int32_t slots = 0;
        std::int32_t measured = 0;
    };
    void begin(std::int64_t steps);
    void add(const ledger::Slot& counts, std::int64_t slots);

    Timestamp start_;
    Duration step_;
    Timestamp since_;
    Timestamp coarse_until_ = Timestamp::min();
    std::vector<Counted> counted_;  ///< one more than steps
    std::vector<Seen> seen_;        ///< likewise
    std::vector<TimeRange> silences_;
};

}  // namespace plimsoll::slo
