// clock.h: the port for time. Domain code is handed instants; only wiring and workers hold a Clock.
#pragma once

#include <atomic>

#include "base/units.h"

namespace plimsoll {

/// Threads: every method is safe from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    /// Wall time; may step back.
    [[nodiscard]] virtual Timestamp now() const = 0;
    /// Time since an arbitrary origin; never steps back. For deadlines and durations.
    [[nodiscard]] virtual Duration monotonic() const = 0;
};

/// The operating system's clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] Duration monotonic() const override;
};

/// A clock that moves only when told to: for tests, scenarios and the simulator.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Timestamp start) : now_ms_(start.in_ms()) {}
    [[nodiscard]] Timestamp now() const override { return Timestamp::from_ms(now_ms_.load()); }
    [[nodiscard]] Duration monotonic() const override { return Duration::ms(monotonic_ms_.load()); }
    /// Moves both clocks on.
    void advance(Duration by) {
        now_ms_ += by.in_ms();
        monotonic_ms_ += by.in_ms();
    }
    /// Sets the wall clock only, backwards too.
    void step_to(Timestamp at) { now_ms_ = at.in_ms(); }

private:
    std::atomic<std::int64_t> now_ms_;
    std::atomic<std::int64_t> monotonic_ms_{0};
};

}  // namespace plimsoll
