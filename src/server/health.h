// health.h: whether this server does what it is there for, and what to do where it does not. Pure: values in, words out.
//
// Checks     each says what was seen; one that is not ok says what to do.
// Measures   Plimsoll's promises about itself, as figures that defend themselves like any other: counted since the start of
//            the process, from the numbers of /metrics, and from the pages that the state still holds.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/catalog/state.h"
#include "domain/paging/state.h"
#include "server/chain_watch.h"
#include "server/metric_readings.h"

namespace plimsoll::server {

struct HealthCheck {
    std::string name;    ///< "log", "disk", "ledger", "telemetry", "judging", "catalogue", "chain", "paging"
    bool ok = true;
    std::string detail;  ///< what was seen, one sentence
    std::string remedy;  ///< empty where all is well
};
BOOST_DESCRIBE_STRUCT(HealthCheck, (), (name, ok, detail, remedy))

struct HealthFact {
    std::string name;
    double value = 0;
    std::string unit;  ///< "bytes", "count", "per_second", "seconds"
    std::string text;  ///< for people: "412.0 MiB"
};
BOOST_DESCRIBE_STRUCT(HealthFact, (), (name, value, unit, text))

struct ServerHealth {
    std::string version;
    Timestamp started;
    double uptime_s = 0;
    std::string url;
    bool ok = true;                    ///< every check is
    std::vector<HealthCheck> checks;
    std::vector<Measure> measures;
    std::vector<HealthFact> facts;
};
BOOST_DESCRIBE_STRUCT(ServerHealth, (), (version, started, uptime_s, url, ok, checks, measures, facts))

/// What came in lately, from two readings some time apart.
struct RecentIngest {
    Duration span;                       ///< between the two
    double bodies = 0;                   ///< remote-write bodies received
    double deferred = 0;                 ///< of them, answered "later"
    double samples = 0;
    std::optional<Duration> silent_for;  ///< since the last sample came; empty: none came since the start
};

struct HealthInputs {
    Timestamp now;
    Timestamp started;
    bool log_failed = false;
    bool low_space = false;
    std::optional<std::uint64_t> free_bytes;  ///< empty: the disk cannot be asked
    RecentIngest ingest;
    bool has_slos = false;
    Duration judge_behind;
    std::optional<catalog::Refusal> refusal;
    std::optional<catalog::Hold> hold;
    std::uint64_t catalog_version = 0;
    ChainProgress chain;
    std::vector<std::pair<std::string, paging::ChannelHealth>> channels;
    std::int64_t dead_letters = 0;            ///< that nobody replayed
};

[[nodiscard]] std::vector<HealthCheck> checks_of(const HealthInputs& in);

/// First attempts of pages, from the pages that the state holds: in time is within 30 s of the intent.
struct FirstAttempts {
    std::int64_t in_time = 0;
    std::int64_t late = 0;  ///< also those that wait longer than that
};
/// Tests, merged and dropped pages, and those whose first attempt is no longer kept, are left out.
[[nodiscard]] FirstAttempts first_attempts(const paging::State& state, TimeRange window, Timestamp now);

/// Plimsoll's own SLOs: HTTP answered without 5xx, samples accepted, log commits, pages attempted in time, judging lag's p99.
[[nodiscard]] std::vector<Measure> own_measures(const MetricReadings& readings, const FirstAttempts& attempts, TimeRange since_start,
                                                TimeRange paging_window);

/// "412.0 MiB".
[[nodiscard]] std::string bytes_text(double bytes);

}  // namespace plimsoll::server
