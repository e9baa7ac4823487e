#include "server/past.h"

#include <algorithm>
#include <system_error>

#include "base/sqlite_copy.h"
#include "domain/exclusions/book.h"
#include "domain/exclusions/timeline.h"
#include "domain/slo/groups.h"
#include "server/engine.h"
#include "server/past_ledger.h"

namespace plimsoll::server {

namespace fs = std::filesystem;

namespace {

/// What the log says of the counts beside it.
struct Told {
    std::shared_ptr<const catalog::Catalog> catalog;  ///< with groups
    std::shared_ptr<const exclusions::Timeline> excluded;
};

Result<Told> told_by(const fs::path& file) {
    Metrics metrics;
    log::Settings settings;
    settings.file = file;
    settings.reserve_bytes = 0;
    TRY_ASSIGN(const auto log, log::Log::open(settings, metrics));
    const SystemClock clock;
    const auto nobody = [](const World&, const auto&, const log::Issued&) { return std::vector<paging::Event>(); };
    TRY_ASSIGN(const auto engine, Engine::open(*log, clock, nobody, nobody));
    Told out;
    engine->read([&](const World& world) {
        out.catalog = std::make_shared<const catalog::Catalog>(slo::with_groups(world.catalog.current, world.slo.groups));
        out.excluded = std::make_shared<const exclusions::Timeline>(world.exclusions, [](const exclusions::Exclusion& exclusion) {
            return std::make_shared<const std::vector<TimeRange>>(exclusions::all_occurrences(exclusion.asked));
        });
    });
    return out;
}

Result<> copy(const fs::path& from, const fs::path& to, const std::string& doing, const PastProgress& progress) {
    TRY_ASSIGN(sqlite::Instant instant, sqlite::Instant::hold(from));
    return instant.copy_to(to, [&](std::uint64_t done, std::uint64_t of) {
        if (progress) progress(doing, done, of);
    });
}

/// The log first, so that the ledger knows every account that it speaks of.
Result<Told> copied_log(const fs::path& data, const ScratchFolder& folder, const PastProgress& progress) {
    TRY(copy(data / "log.db", folder / "log.db", "copying the log", progress));
    return told_by(folder / "log.db");
}

}  // namespace

bool is_data_folder(const fs::path& path) {
    std::error_code ec;
    return fs::exists(path / "ledger.db", ec);
}

Result<CountedPast> past_of_data(const fs::path& data, std::shared_ptr<const catalog::Catalog> drafts, const PastProgress& progress) {
    if (!is_data_folder(data)) return fail(plimsoll::errors::not_found, (data / "ledger.db").string());
    TRY_ASSIGN(ScratchFolder folder, ScratchFolder::make());
    CountedPast out;
    auto told = copied_log(data, folder, progress);
    if (!told) {
        if (!drafts) return std::move(told).error().within("reading the log of " + data.string());
        out.caveats.push_back("The folder's log could not be read (" + told.error().sentence() + "): nothing is left out of what it excluded");
        told = Told{drafts, std::make_shared<const exclusions::Timeline>()};
    }
    TRY(copy(data / "ledger.db", folder / "ledger.db", "copying the ledger", progress));
    TRY_ASSIGN(const auto kept, PastLedger::open(std::move(folder)));
    TRY(kept->bind(told->catalog));
    out.catalog = drafts ? std::move(drafts) : told->catalog;
    out.counts = PastLedger::counts_of(kept, out.catalog, [excluded = told->excluded](const catalog::Slo& slo, TimeRange range) { return excluded->of(slo, range); });
    out.range = kept->range();
    return out;
}

}  // namespace plimsoll::server
