// past.h: what was counted of SLOs, from where it is kept without asking a server: a data folder, samples in text, a Prometheus.
//
// Data       a data folder, of a server that runs or of one that stopped: ledger and log are copied as of one instant and read
//            there, so that nothing of the folder changes. Accounts are found as tried_counts.h finds them, what was excluded is
//            left out, and groups are those that the log knows.
// Text       OpenMetrics or Prometheus text with timestamps: a file, or a folder of them. Counted as `plimsoll import` counts
//            it, each file by itself.
// Source     a server with the Prometheus query API, asked minute by minute as a pulled SLO's history is (ingest/pull): whole
//            numbers that add up. One period before the range is asked for too, because windows reach there.
// Kept       in a temporary folder that goes with the last holder of `counts`; remove_pasts() is for a process that is told to end.
// Worst      roll-ups by their worst group have no groups in Text and Source: they are read as one, and a caveat says so.
// Threads    the caller's; what is returned may be read from any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/http_client.h"
#include "base/random.h"
#include "base/secrets.h"
#include "domain/slo/counts.h"

namespace plimsoll::server {

struct CountedPast {
    std::shared_ptr<const catalog::Catalog> catalog;
    std::shared_ptr<const slo::Counts> counts;
    TimeRange range;                   ///< from the first that was counted to the last, of all SLOs; empty: nothing was
    std::vector<std::string> caveats;  ///< sentences
};

/// What is being done ("copying the ledger"), and how far.
using PastProgress = std::function<void(const std::string& doing, std::uint64_t done, std::uint64_t of)>;

/// A folder that a server keeps its data in.
[[nodiscard]] bool is_data_folder(const std::filesystem::path& path);

/// `drafts`: SLOs as they are tried; null: as the folder's log has them applied. Errors: not_found (no data folder, no SLO);
/// io; corrupt; newer. A log that cannot be read is a caveat if there are drafts.
[[nodiscard]] Result<CountedPast> past_of_data(const std::filesystem::path& data, std::shared_ptr<const catalog::Catalog> drafts,
                                               const PastProgress& progress);

/// Errors: those of ingest::import_history; not_found (nothing at the path; no samples of these SLOs).
[[nodiscard]] Result<CountedPast> past_of_text(const std::filesystem::path& path, const catalog::Catalog& drafts, const PastProgress& progress);

struct SourcePast {
    catalog::DataSource source;  ///< with `pull`
    TimeRange range;             ///< brought down to the source's steps
    std::set<std::string> slos;  ///< that are asked for, with their members; empty: all
};
struct PastPorts {
    HttpClient& http;
    const SecretSource& secrets;
    Random& random;  ///< from any thread
    const Clock& clock;
};
/// Blocks until all of it was asked for. Errors: unavailable (the source fails time after time, or nothing moves for five
/// minutes); those of the ledger. An SLO that alone cannot be read is a caveat.
[[nodiscard]] Result<CountedPast> past_of_source(const PastPorts& ports, const SourcePast& asked, const catalog::Catalog& drafts,
                                                 const PastProgress& progress);

/// Removes the temporary folders of all pasts, whoever holds them: the process ends at once. From any thread.
void remove_pasts();

/// `url` as a source that is asked once a minute.
[[nodiscard]] catalog::DataSource source_at(const std::string& url);

}  // namespace plimsoll::server
