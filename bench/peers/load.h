// load.h: the counters that every peer is given, as pure functions of series and time, and the forms in which they are given.
//
// Shape      a load is so many SLOs of so many series each: instances of all_total{n="<slo>"} and bad_total{n="<slo>"}, with traffic
//            that runs over the day, one bad event in about 6,000 and half an hour of 5 to 20 % every nine days. The wide load is of
//            server_process.h: series of about 300 label bytes, one in ten feeding an SLO.
// Units      events since 2023-11-14; times in milliseconds since 1970.
// Invariant  counters never fall from one step to the next, and no interval has more bad events than events, for steps from 5 s on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/server_process.h"

namespace plimsoll::bench {

struct Load {
    enum class Kind { slos, wide };
    Kind kind = Kind::slos;
    int slos = 1;
    int series_per_slo = 2;          ///< even: half count all events, half the bad ones
    int wide_series = 0;             ///< of a wide load
    bool steady = false;             ///< the same traffic every second and nothing bad but outages
    std::int64_t outage_from_ms = 0; ///< from here on everything of SLO 0 is bad; 0: never
    std::int64_t outage_every_ms = 0; ///< SLO n fails n times as much later

    [[nodiscard]] int series() const { return kind == Kind::wide ? wide_series : slos * series_per_slo; }
};

using Labels = std::vector<std::pair<std::string, std::string>>;

/// Sorted by name.
[[nodiscard]] Labels labels_of(const Load& load, int series);
[[nodiscard]] double value_of(const Load& load, int series, std::int64_t at_ms);

/// What all instances of one SLO counted between two times.
struct Events {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
};
[[nodiscard]] Events events_between(const Load& load, int slo, std::int64_t from_ms, std::int64_t to_ms);

/// A half-open range of times, `step_ms` apart.
struct Times {
    std::int64_t from_ms = 0;
    std::int64_t to_ms = 0;
    std::int64_t step_ms = 15'000;
};

/// A packed remote-write body of series first..last-1 at these times.
[[nodiscard]] std::string body_of(const Load& load, int first, int last, const Times& times);

/// A request of POST /api/v1/import/slots: these times as an SLO's slots. A slot that no sample falls into is measured by the
/// interval around it and counts nothing, as the ledger has it.
[[nodiscard]] std::string slots_request(const Load& load, int slo, const std::string& sli_version, const Times& times);

}  // namespace plimsoll::bench
