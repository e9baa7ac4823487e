#include "base/clock.h"

#include <chrono>

namespace plimsoll {

Timestamp SystemClock::now() const {
    using namespace std::chrono;
    return Timestamp::from_ms(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

Duration SystemClock::monotonic() const {
    using namespace std::chrono;
    return Duration::ms(duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

}  // namespace plimsoll
