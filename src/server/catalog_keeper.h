// catalog_keeper.h: keeps what is declared, what is bound and what is judged the same: folder -> catalogue -> ledger.
//
// Order      a reading becomes a command; only what the engine applied is bound. The ledger's SLIs, the series that feed
//            them and the rules that judge them change together.
// Threads    start() before the loop runs; then everything on the loop's thread, but apply() and hang_up() from any.
// Failure    a folder that cannot be read, or files with errors, change nothing: the last catalogue goes on applying.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/rights.h"
#include "domain/catalog/reload_timer.h"
#include "ingest/resolver.h"
#include "server/engine.h"
#include "server/judging.h"
#include "server/loop.h"

namespace plimsoll::server {

/// What was last bound; readable from any thread.
struct Bound {
    std::shared_ptr<const catalog::Catalog> catalog = std::make_shared<const catalog::Catalog>();
    std::map<std::string, ledger::SliId> slis;  ///< by SLO
};

class CatalogKeeper {
public:
    /// The opaque id of the person behind a Git author.
    using PersonOf = std::function<std::string(const std::string& name, const std::string& mail)>;

    CatalogKeeper(Engine& engine, ledger::Ledger& ledger, ingest::Resolver& resolver, Judging& judging, Loop& loop,
                  const Clock& clock, std::filesystem::path folder, PersonOf person_of);

    /// Binds what the log says applies, then reads the folder. Errors: io (no such folder); those of the ledger.
    Result<> start();
    /// As `catalog apply` and POST /api/v1/catalog/apply ask. `done` is called on the loop's thread.
    void apply(const api::Actor& actor, bool allow_deletes, std::function<void(Result<log::Seq>)> done);
    /// SIGHUP.
    void hang_up() { hung_up_ = true, loop_.wake(); }

    [[nodiscard]] std::shared_ptr<const Bound> bound() const;
    [[nodiscard]] Duty duty();

private:
    Result<log::Seq> read_and_submit(const std::string& actor, const std::string& source, bool allow_deletes);
    Result<> bind();
    void look(Timestamp now);

    Engine& engine_;
    ledger::Ledger& ledger_;
    ingest::Resolver& resolver_;
    Judging& judging_;
    Loop& loop_;
    const Clock& clock_;
    const std::filesystem::path folder_;
    const PersonOf person_of_;

    catalog::ReloadTimer timer_;
    std::string stamp_;
    std::string read_hash_;  ///< content last given to the engine
    Timestamp next_look_;
    std::uint64_t bound_version_ = UINT64_MAX;
    std::atomic<bool> hung_up_{false};

    mutable std::mutex mutex_;  // guards bound_
    std::shared_ptr<const Bound> bound_ = std::make_shared<const Bound>();
};

}  // namespace plimsoll::server
