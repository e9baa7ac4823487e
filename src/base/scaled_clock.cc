#include "base/scaled_clock.h"

#include "base/invariant.h"

namespace plimsoll {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Microseconds keep a thousandfold speed exact to the millisecond, and centuries within 64 bits.
Duration scaled(ScaledClock::Machine::duration machine, int speed) {
    return Duration::ms(std::chrono::floor<microseconds>(machine).count() * speed / 1000);
}

}  // namespace

ScaledClock::ScaledClock(Timestamp start, Machine::time_point origin, int speed) : start_(start), origin_(origin), speed_(speed) {
    INVARIANT(speed >= 1 && speed <= 1000, "a clock's speed is from 1 to 1,000");
}

Duration ScaledClock::monotonic() const { return scaled(Machine::now().time_since_epoch(), speed_); }

Timestamp ScaledClock::at(Machine::time_point machine) const { return start_ + scaled(machine - origin_, speed_); }

microseconds machine_time(const Clock& clock, Duration length) {
    const auto* scaled = dynamic_cast<const ScaledClock*>(&clock);
    const std::int64_t speed = scaled == nullptr ? 1 : scaled->speed();
    const std::int64_t us = duration_cast<microseconds>(milliseconds(length.in_ms())).count();
    return microseconds(us <= 0 ? 0 : (us + speed - 1) / speed);
}

}  // namespace plimsoll
