// past_ledger.h: a ledger in a temporary folder, and the counts that are read from it.
//
// Life       of the folder, the ledger and all that reads it: as long as somebody holds the counts.
// Threads    one, until counts_of() gives them away.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/metrics.h"
#include "ingest/resolver.h"
#include "server/past.h"
#include "server/tried_counts.h"

namespace plimsoll::server {

/// A folder that goes away with all its content.
class ScratchFolder {
public:
    /// Errors: io.
    static Result<ScratchFolder> make();
    ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchFolder& operator=(ScratchFolder&&) = delete;
    ~ScratchFolder();
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    std::filesystem::path path_;
};

class PastLedger {
public:
    /// Opens the ledger.db in `folder`, or makes it. Errors: those of ledger::Ledger::open.
    static Result<std::shared_ptr<PastLedger>> open(ScratchFolder folder);
    ~PastLedger();

    /// Binds the indicators of a catalogue as a server does. Errors: promql's; the ledger's.
    Result<> bind(std::shared_ptr<const catalog::Catalog> catalog);
    /// All that is counted is complete up to here: `at` becomes what figures are as of. Errors: the ledger's.
    Result<> end_at(Timestamp at);
    /// Of `fresh` (the bound catalogue, or drafts), which hold `self`.
    static std::shared_ptr<const slo::Counts> counts_of(const std::shared_ptr<PastLedger>& self, std::shared_ptr<const catalog::Catalog> fresh,
                                                        ExcludedOf excluded);
    /// From the first that was counted to the last.
    [[nodiscard]] TimeRange range() const;

    [[nodiscard]] const ScratchFolder& folder() const { return folder_; }
    [[nodiscard]] ledger::Ledger& ledger() { return *ledger_; }
    [[nodiscard]] ingest::Resolver& resolver() { return *resolver_; }
    [[nodiscard]] Metrics& metrics() { return metrics_; }
    [[nodiscard]] const Bound& bound() const { return bound_; }

private:
    explicit PastLedger(ScratchFolder folder) : folder_(std::move(folder)) {}

    ScratchFolder folder_;
    SystemClock clock_;
    Metrics metrics_;
    std::unique_ptr<ledger::Ledger> ledger_;
    std::unique_ptr<ingest::Resolver> resolver_;
    Bound bound_;
};

/// `catalog` with roll-ups by their worst group read as one; a caveat names them.
[[nodiscard]] catalog::Catalog without_groups(catalog::Catalog catalog, std::vector<std::string>& caveats);

}  // namespace plimsoll::server
