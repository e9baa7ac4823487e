// keeping.h: for how long candidates are kept, legal holds, erasing, and everything that is kept of one: what the rows of
// keeping_routes.h do.
//
// Order      of erasing: the event is durable first, then the key goes, with what was declared apart. A crash in between ends erased:
//            `finish` is tried again at each start and every minute.
// Threads    those of Ports::apart: everything here may wait for the disk.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/hiring/keeping_views.h"
#include "domain/hiring/ports.h"
#include "domain/hiring/retention.h"
#include "domain/hiring/sight.h"
#include "log/event.h"

namespace plimsoll::hiring {

struct KeepingPorts {
    Ports hiring;
    /// Waits until the place of the log is on disk. Errors: those of the log.
    std::function<Result<>(std::uint64_t seq)> durable;
    /// Makes away with key, papers and what was declared apart, of somebody whose erasure is durable. Again: nothing happens. Errors: io.
    std::function<Result<>(const std::string& candidate, Timestamp at)> finish;
    /// Whether finish() has come to its end, and when; empty: not yet.
    std::function<std::optional<Timestamp>(const std::string& candidate)> finished_at;
    /// The candidate's events, oldest first. Errors: io.
    std::function<Result<>(const std::string& candidate, const std::function<bool(const log::Event&)>& each)> read_candidate;
};

/// Errors: io.
[[nodiscard]] Result<RetentionView> retention(const KeepingPorts& ports, Timestamp now, std::size_t limit);
/// Errors: unknown; erased.
[[nodiscard]] Result<KeepingView> keeping_of(const KeepingPorts& ports, const std::string& candidate);
/// Errors: unknown (nobody of this id was erased).
[[nodiscard]] Result<ErasureView> erasure_of(const KeepingPorts& ports, const std::string& candidate);
/// Whoever hires asks; on a panel their own cards come first, here too. Errors: unknown; erased; io.
[[nodiscard]] Result<CandidateExport> export_candidate(const KeepingPorts& ports, const Viewer& viewer, const std::string& candidate, Timestamp now);

/// Errors: those of decide; of the log. When the key could not go now the reply says so, and it is tried again.
[[nodiscard]] Result<ErasureView> erase(const KeepingPorts& ports, const api::Actor& actor, const std::string& candidate, EraseReason reason, Timestamp now);

}  // namespace plimsoll::hiring
