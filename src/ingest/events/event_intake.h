// event_intake.h: POST /api/v1/telemetry/events: what jobs and business transactions tell of, one by one or summed.
//
// Event      {"key": "export-2026-11-21", "name": "nightly_export_runs_total", "at": "...", "count": 1, "labels": {...}}. An SLI
//            selects it like a counter: sum(increase(nightly_export_runs_total{outcome="failed"}[1d])).
// Idempotent `key` (or, for a whole body, the header Idempotency-Key) counts once in 24 h, whatever arrives again.
// Silence    is zero: while the server runs, every series of events that was met is measured, so that a slot without events
//            is one in which nothing happened. Whether a job ran at all is what a freshness SLI is for.
// Times      of an event: not older than 3 h, not over 10 min ahead; without `at`, the server's.
// Bounds     10,000 events a body, 1 MiB; count 1 to 10^9.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"

namespace plimsoll::ingest::events {

class EventIntake {
public:
    EventIntake(Intake& intake, ledger::Ledger& ledger, const Clock& clock, SourceBook& book, Metrics& metrics);
    ~EventIntake();

    /// This must outlive the server.
    [[nodiscard]] std::vector<api::Route> routes();
    /// When zeros are due, and telling them: a Duty of the server's loop.
    [[nodiscard]] Timestamp next_due() const;
    void step(Timestamp now);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace plimsoll::ingest::events
