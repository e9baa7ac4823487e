// pace.h: how often a server is asked: a rate, and waits that grow while it fails.
//
// Time       is monotonic and handed in.
// Wait       1 s, 2 s, 4 s ... to a minute, each 25 % more or less by chance, so that many who fail together do not come back
//            together; longer if the server says so (Retry-After).
// Threads    one.
#pragma once

#include "base/random.h"
#include "base/units.h"

namespace plimsoll::ingest::pull {

/// A token bucket that holds one second's requests, at least one.
class Rate {
public:
    explicit Rate(double a_second) : a_second_(a_second), most_(a_second < 1 ? 1 : a_second), tokens_(most_) {}
    /// Takes one if there is one.
    bool take(Duration now);
    /// When there will be one.
    [[nodiscard]] Duration next(Duration now) const;

private:
    [[nodiscard]] double tokens_at(Duration now) const;
    double a_second_;
    double most_;
    double tokens_;
    Duration at_;
};

/// How long to wait after the n-th failure in a row, n from 1.
[[nodiscard]] Duration wait_after(int failures, Random& random);
inline constexpr Duration kLongestWait = Duration::minutes(1);

}  // namespace plimsoll::ingest::pull
