// schedule.h: when each probe is due next: spread by name, without drift, and honest about what was missed.
//
// Due        at offset + n * interval of UTC, the offset a hash of the name: a restart goes on in the same rhythm, and a new
//            probe comes within its interval. One check of a probe at a time.
// Missed     a check that could not start before the next one was due was not made: it is counted, never said to have failed.
// Clock      that steps back by more than an interval makes new due times; one that leaps ahead leaves missed checks.
// Pure       it is told the time. Threads: the caller's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/units.h"

namespace plimsoll::probes {

class Schedule {
public:
    struct Due {
        std::string name;
        Timestamp at;
        std::uint64_t missed = 0;  ///< checks of this probe that were passed over just now
    };

    /// What is to be checked from now on. A probe whose interval stayed keeps its rhythm; what is gone is due no more.
    void set(const std::vector<std::pair<std::string, Duration>>& probes, Timestamp now);
    /// The one that has waited longest, if any is due; it is under way until finished().
    [[nodiscard]] std::optional<Due> take(Timestamp now);
    /// Its check ended. Nothing happens for a probe that is gone.
    void finished(const std::string& name);
    /// When take() may have something again; empty: nothing waits.
    [[nodiscard]] std::optional<Timestamp> next() const;

    /// The first due time after `now`.
    [[nodiscard]] static Timestamp first_due(const std::string& name, Duration interval, Timestamp now);

private:
    struct Entry {
        Duration interval;
        Timestamp due;
        bool under_way = false;
    };
    void step_back(Timestamp now);

    std::map<std::string, Entry> entries_;
    std::set<std::pair<Timestamp, std::string>> waiting_;
    Timestamp latest_ = Timestamp::min();  ///< the last time it was told
};

}  // namespace plimsoll::probes
