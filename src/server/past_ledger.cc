#include "server/past_ledger.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <future>
#include <mutex>
#include <set>
#include <system_error>

#include "domain/slo/windows.h"

namespace plimsoll::server {

namespace fs = std::filesystem;

namespace {

constexpr Duration kForEver = Duration::days(36'500);  ///< accounts that nobody names stay: the copy is thrown away whole

/// The folders that are there now.
struct Scratches {
    std::mutex mutex;  // guards `paths`
    std::set<fs::path> paths;
};
Scratches& scratches() {
    static Scratches all;
    return all;
}

}  // namespace

Result<ScratchFolder> ScratchFolder::make() {
    std::error_code ec;
    const fs::path above = fs::temp_directory_path(ec);
    if (ec) return fail(plimsoll::errors::io, "finding a temporary folder: " + ec.message());
    std::string name = (above / "plimsoll-past-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return fail(plimsoll::errors::io, "making " + name + ": " + std::generic_category().message(errno));
    const std::lock_guard lock(scratches().mutex);
    scratches().paths.insert(name);
    return ScratchFolder(name);
}

ScratchFolder::~ScratchFolder() {
    if (path_.empty()) return;
    const std::lock_guard lock(scratches().mutex);
    scratches().paths.erase(path_);
    std::error_code ec;
    fs::remove_all(path_, ec);
    if (ec) spdlog::warn("{} is left: {}", path_.string(), ec.message());
}

void remove_pasts() {
    const std::lock_guard lock(scratches().mutex);
    for (const fs::path& path : scratches().paths) {
        std::error_code ec;
        fs::remove_all(path, ec);
        if (ec) fs::remove_all(path, ec);  // a writer that has not heard of it yet made another file
    }
    scratches().paths.clear();
}

Result<std::shared_ptr<PastLedger>> PastLedger::open(ScratchFolder folder) {
    std::shared_ptr<PastLedger> out(new PastLedger(std::move(folder)));
    ledger::Settings settings;
    settings.file = out->folder_ / "ledger.db";
    TRY_ASSIGN(out->ledger_, ledger::Ledger::open(settings, out->clock_, out->metrics_));
    out->resolver_ = std::make_unique<ingest::Resolver>(*out->ledger_);
    return out;
}

/// What waits to be written goes with the folder.
PastLedger::~PastLedger() {
    if (ledger_ == nullptr) return;
    if (auto closed = ledger_->close(Duration::seconds(10)); !closed) spdlog::debug("closing a temporary ledger: {}", closed.error().sentence());
}

Result<> PastLedger::bind(std::shared_ptr<const catalog::Catalog> catalog) {
    TRY_ASSIGN(Indicators declared, indicators_of(catalog->slos));
    TRY_ASSIGN(const auto declared_set, ingest::BindingSet::build(declared.queries));
    Indicators groups = groups_of(catalog->slos, declared);
    std::vector<std::string> slos = declared.slos;
    slos.insert(slos.end(), groups.slos.begin(), groups.slos.end());
    TRY_ASSIGN(const auto set, declared_set->regrouped(groups.queries));
    std::vector<ledger::SliDefinition> definitions;
    for (const std::string& name : slos) {
        const catalog::Slo& slo = catalog->slos.at(name);
        definitions.push_back({name, slo.sli_version, slo::kept_windows_of(slo)});
    }
    TRY_ASSIGN(const auto ids, resolver_->rebind(set, [&](const ingest::Resolver::ResolveKnown& known) { return ledger_->bind(definitions, known, kForEver); }));
    bound_ = {catalog, catalog, {}, slos};
    for (std::size_t i = 0; i < ids.size(); ++i) bound_.slis[slos[i]] = ids[i];
    return {};
}

/// A series that counts nothing, whose one sample moves every SLI's watermark: the ledger keeps what was imported, and shows it
/// once a sample says how late it is.
Result<> PastLedger::end_at(Timestamp at) {
    std::vector<ledger::Contribution> nothing;
    for (const auto& [name, sli] : bound_.slis) nothing.push_back({sli, 0, 0});
    if (nothing.empty()) return {};
    TRY_ASSIGN(const ledger::SeriesId series, ledger_->intern({"plimsoll_past_end", std::string("plimsoll\0past", 13)}, std::move(nothing)));
    ledger::Batch batch;
    batch.source = "past";
    batch.samples.push_back({series, at, 0});
    std::promise<Result<ledger::WriteOutcome>> written;
    ledger_->write(std::move(batch), [&](Result<ledger::WriteOutcome> outcome) { written.set_value(std::move(outcome)); });
    TRY(written.get_future().get());
    return {};
}

std::shared_ptr<const slo::Counts> PastLedger::counts_of(const std::shared_ptr<PastLedger>& self, std::shared_ptr<const catalog::Catalog> fresh, ExcludedOf excluded) {
    struct Held {
        std::shared_ptr<PastLedger> ledger;  // outlives the counts
        std::shared_ptr<const slo::Counts> counts;
    };
    auto counts = tried_counts(std::move(fresh), self->bound_, *self->ledger_, std::move(excluded));
    const auto held = std::make_shared<const Held>(Held{self, std::move(counts)});
    return {held, held->counts.get()};
}

TimeRange PastLedger::range() const {
    std::optional<TimeRange> out;
    for (const auto& [name, sli] : bound_.slis) {
        const ledger::LiveWindows live = ledger_->live(sli);
        if (live.since == Timestamp::min() || live.as_of == Timestamp::min()) continue;
        if (!out) out = {live.since, live.as_of};
        out->start = std::min(out->start, live.since);
        out->end = std::max(out->end, live.as_of);
    }
    return out.value_or(TimeRange{});
}

catalog::Catalog without_groups(catalog::Catalog catalog, std::vector<std::string>& caveats) {
    for (auto& [name, slo] : catalog.slos) {
        if (!slo.grouping) continue;
        if (slo.grouping->roll_up == catalog::RollUp::worst)
            caveats.push_back(fmt::format("{} is the worst of its groups; here it is all of them together, because their history is not told apart", name));
        slo.grouping.reset();
    }
    return catalog;
}

}  // namespace plimsoll::server
