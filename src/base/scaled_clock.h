// scaled_clock.h: a clock whose time passes faster than the machine's, so that a day of a server's life fits into an hour.
//
// Time       now() = start + speed * (machine's steady time - origin); monotonic() = speed * machine's steady time. Both are
//            functions of the machine's steady clock alone: every process that is given the same three numbers reads the same
//            time, and a process that is killed and started again goes on where time stands.
// Waits      whoever sleeps until a time of such a clock sleeps machine_time() of the distance.
// Threads    immutable: safe from any thread.
#pragma once

#include <chrono>

#include "base/clock.h"

namespace plimsoll {

class ScaledClock final : public Clock {
public:
    using Machine = std::chrono::steady_clock;
    /// It is `start` when the machine's steady clock says `origin`. Requires: 1 <= speed <= 1,000.
    ScaledClock(Timestamp start, Machine::time_point origin, int speed);

    [[nodiscard]] Timestamp now() const override { return at(Machine::now()); }
    [[nodiscard]] Duration monotonic() const override;
    /// What it says when the machine's steady clock says `machine`.
    [[nodiscard]] Timestamp at(Machine::time_point machine) const;
    [[nodiscard]] int speed() const { return speed_; }

private:
    Timestamp start_;
    Machine::time_point origin_;
    int speed_;
};

/// How long a thread really waits until `length` has passed on `clock`: the same on every clock but a ScaledClock, where it is
/// `length` divided by its speed, rounded up to a microsecond so that nobody wakes before the time. `length` is at most a century.
[[nodiscard]] std::chrono::microseconds machine_time(const Clock& clock, Duration length);

}  // namespace plimsoll
