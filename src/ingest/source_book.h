// source_book.h: what every source of telemetry is doing now, for the Sources page and `plimsoll source list`.
//
// Who writes whoever takes telemetry in: remote write, OTLP, pulls, scrapes, log tails, events, probes. One entry by name.
// Kept       in memory only: counts since the server started.
// Bound      1,000 entries; beyond it the one silent for longest makes room.
// Threads    any; a mutex, held for a few assignments.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/units.h"

namespace plimsoll::ingest {

/// What one delivery held. Times are min() where there is none.
struct Heard {
    std::uint64_t samples = 0;   ///< received
    std::uint64_t bound = 0;     ///< stored, because an SLI counts their series
    std::uint64_t unbound = 0;
    std::uint64_t refused = 0;
    std::uint64_t bytes = 0;     ///< as received
    std::uint64_t series = 0;    ///< in this delivery
    Timestamp latest = Timestamp::min();  ///< newest sample
};

struct SourceStatus {
    std::string name;        ///< unique: "remote_write loopback@127.0.0.1", "shop-prometheus"
    std::string kind;        ///< remote_write, otlp, events, prometheus, scrape, access_log, probe
    std::string declared;    ///< the DataSource or Probe; empty: it just sends
    Heard total;             ///< since the start; `series` is that of the last delivery
    std::uint64_t deliveries = 0;
    Timestamp heard_at = Timestamp::min();   ///< the server's clock when it last delivered
    Timestamp first_at = Timestamp::min();
    double samples_a_second = 0;             ///< over the last minute or so
    std::string error;                       ///< the last failure, in words, with what to do; empty after a success
    Timestamp failed_at = Timestamp::min();
    std::uint64_t failures = 0;              ///< since the last success
    std::string note;                        ///< what a person should know that is no error: "replica b of prod is elected"
};

class SourceBook {
public:
    explicit SourceBook(const Clock& clock) : clock_(clock) {}

    void heard(const std::string& name, const std::string& kind, const std::string& declared, const Heard& heard);
    void failed(const std::string& name, const std::string& kind, const std::string& declared, std::string error);
    void note(const std::string& name, const std::string& kind, const std::string& declared, std::string note);
    /// It is declared no more.
    void forget(const std::string& name);
    [[nodiscard]] std::vector<SourceStatus> all() const;

private:
    struct Entry {
        SourceStatus status;
        Timestamp rate_since = Timestamp::min();
        std::uint64_t rate_samples = 0;
    };
    Entry& entry(const std::string& name, const std::string& kind, const std::string& declared);

    const Clock& clock_;
    mutable std::mutex mutex_;
    std::map<std::string, Entry> entries_;
};

}  // namespace plimsoll::ingest
