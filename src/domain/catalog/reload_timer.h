// reload_timer.h: when to read the folder again. Pure: it is told the time.
//
// Quiet      a change waits until nothing changed for 2 s, so that half a checkout is not read; but at most 30 s, so that a
//            folder that never rests is read all the same.
// Demand     SIGHUP and `catalog apply` are due at once.
// Threads    one.
#pragma once

#include <optional>

#include "base/units.h"

namespace plimsoll::catalog {

class ReloadTimer {
public:
    static constexpr Duration kQuiet = Duration::seconds(2);
    static constexpr Duration kLongest = Duration::seconds(30);

    /// Times are monotonic (Clock::monotonic).
    void changed(Duration now);
    void demanded(Duration now);

    /// When to read; empty: nothing is known to have changed.
    [[nodiscard]] std::optional<Duration> due() const;
    /// True once when it is due, and then forgets the changes up to now.
    [[nodiscard]] bool take(Duration now);

private:
    std::optional<Duration> first_;
    std::optional<Duration> last_;
    std::optional<Duration> demanded_;
};

}  // namespace plimsoll::catalog
