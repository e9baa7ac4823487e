// health_routes.h: GET /api/v1/health: this server about itself.
//
// Recent     a duty reads the counters every 10 s and keeps a minute of them, so that "now" means the last minute.
// Threads    the duty and the route's work on one loop (the desk's).
#pragma once

#include <deque>
#include <functional>

#include "base/metrics.h"
#include "domain/slo/worker.h"
#include "server/audit_routes.h"
#include "server/catalog_keeper.h"
#include "server/health.h"

namespace plimsoll::server {

/// All outlive it.
struct HealthPorts {
    const log::Log& log;
    const Engine& engine;
    const CatalogKeeper& keeper;
    const ledger::Ledger& ledger;
    const ChainWatch& chain;
    const Metrics& metrics;
    const Clock& clock;
    const Desk& desk;
    std::function<Duration()> judge_behind;
    std::function<std::optional<std::uint64_t>()> free_bytes;
    std::function<std::size_t()> event_streams;  ///< open now
    std::function<std::string()> url;
};

class HealthWatch {
public:
    static constexpr Duration kEvery = Duration::seconds(10);
    static constexpr std::size_t kKept = 7;  ///< readings: a minute

    explicit HealthWatch(HealthPorts ports);

    [[nodiscard]] Duty duty();
    [[nodiscard]] api::Route route();
    [[nodiscard]] ServerHealth health();

private:
    struct Reading {
        Duration at;  ///< monotonic
        double bodies = 0;
        double deferred = 0;
        double samples = 0;
    };
    [[nodiscard]] Reading reading(const MetricReadings& readings) const;
    void note(Reading now);
    [[nodiscard]] RecentIngest recent(const Reading& now) const;
    [[nodiscard]] HealthInputs inputs(const RecentIngest& ingest, FirstAttempts& attempts, TimeRange paging_window) const;
    [[nodiscard]] std::vector<HealthFact> facts(const MetricReadings& readings, const RecentIngest& ingest) const;

    const HealthPorts ports_;
    const Timestamp started_;
    const Duration started_monotonic_;
    Timestamp next_;
    std::deque<Reading> kept_;
    std::optional<Duration> last_sample_;  ///< monotonic
};

/// Resident memory of this process; empty where the system does not say.
[[nodiscard]] std::optional<std::uint64_t> resident_bytes();

}  // namespace plimsoll::server
