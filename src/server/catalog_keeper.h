// catalog_keeper.h: keeps what is declared, what is bound and what is judged the same: folder -> catalogue -> ledger.
//
// Order      a reading becomes a command; only what the engine applied is bound. The ledger's SLIs, the series that feed
//            them and the rules that judge them change together.
// Threads    start() before the loop runs; then everything on the loop's thread, but apply() and hang_up() from any.
// Failure    a folder that cannot be read, or files with errors, change nothing: the last catalogue goes on applying.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "api/rights.h"
#include "domain/catalog/reload_timer.h"
#include "domain/catalog/watch.h"
#include "ingest/resolver.h"
#include "server/engine.h"
#include "server/group_keeper.h"
#include "server/indicator_queries.h"
#include "server/loop.h"

namespace plimsoll::server {

/// What was last bound; readable from any thread.
struct Bound {
    /// `declared`, and the groups of its roll-ups: ordinary SLOs to everybody else.
    std::shared_ptr<const catalog::Catalog> catalog = std::make_shared<const catalog::Catalog>();
    std::shared_ptr<const catalog::Catalog> declared = catalog;
    std::map<std::string, ledger::SliId> slis;  ///< by SLO that has an indicator of its own
    std::vector<std::string> indicators;        ///< SLOs in the order of ingest's binding
};

class CatalogKeeper {
public:
    /// The opaque id of the person behind a Git author.
    using PersonOf = std::function<std::string(const std::string& name, const std::string& mail)>;

    CatalogKeeper(Engine& engine, ledger::Ledger& ledger, ingest::Resolver& resolver, Loop& loop, const Clock& clock,
                  std::filesystem::path folder, PersonOf person_of, std::function<void()> rebound);

    /// Binds what the log says applies, reads the folder, and begins to watch it. `rebound` (of the constructor) is
    /// called after every binding. Errors: io (no such folder); those of the ledger.
    Result<> start();
    /// As `catalog apply` and POST /api/v1/catalog/apply ask. `done` is called on the loop's thread.
    void apply(const api::Actor& actor, bool allow_deletes, std::function<void(Result<log::Seq>)> done);
    /// SIGHUP.
    void hang_up();
    /// Reads no more.
    void stop() { watch_.reset(); }

    [[nodiscard]] std::shared_ptr<const Bound> bound() const;
    [[nodiscard]] Duty duty();
    [[nodiscard]] Duty group_duty() { return groups_.duty(); }

private:
    Result<log::Seq> read_and_submit(const std::string& actor, const std::string& source, bool allow_deletes);
    Result<> bind();
    Result<std::shared_ptr<const ingest::BindingSet>> set_of(const catalog::Catalog& catalog, std::uint64_t version,
                                                             std::vector<std::string>& slos);
    void reload();

    Engine& engine_;
    ledger::Ledger& ledger_;
    ingest::Resolver& resolver_;
    Loop& loop_;
    const Clock& clock_;
    const std::filesystem::path folder_;
    const PersonOf person_of_;
    const std::function<void()> rebound_;

    Indicators declared_;  ///< of `declared_set_`: parsed and compiled once for each version of the catalogue
    std::shared_ptr<const ingest::BindingSet> declared_set_;
    /// Of the catalogue, and of its groups.
    std::pair<std::uint64_t, std::uint64_t> bound_version_{UINT64_MAX, UINT64_MAX};
    GroupKeeper groups_;

    mutable std::mutex mutex_;  // guards what follows
    catalog::ReloadTimer timer_;
    std::shared_ptr<const Bound> bound_ = std::make_shared<const Bound>();

    std::unique_ptr<catalog::Watch> watch_;  // last: its thread uses what stands above
};

}  // namespace plimsoll::server
