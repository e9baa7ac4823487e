#include "server/catalog_keeper.h"

#include <spdlog/spdlog.h>

#include "domain/catalog/reload.h"
#include "domain/slo/groups.h"
#include "domain/slo/windows.h"

namespace plimsoll::server {

CatalogKeeper::CatalogKeeper(Engine& engine, ledger::Ledger& ledger, ingest::Resolver& resolver, Loop& loop,
                             const Clock& clock, std::filesystem::path folder, PersonOf person_of,
                             std::function<void()> rebound)
    : engine_(engine),
      ledger_(ledger),
      resolver_(resolver),
      loop_(loop),
      clock_(clock),
      folder_(std::move(folder)),
      person_of_(std::move(person_of)),
      rebound_(std::move(rebound)),
      groups_({engine, ledger, resolver, clock, [this] { return bound(); }, [this] { return bind(); }}) {}

std::shared_ptr<const Bound> CatalogKeeper::bound() const {
    const std::lock_guard lock(mutex_);
    return bound_;
}

Result<> CatalogKeeper::start() {
    resolver_.on_new_group([this] { loop_.wake(); });
    TRY(bind());
    TRY(read_and_submit("system", "catalog", false));
    TRY_ASSIGN(watch_, catalog::Watch::start(folder_, [this] {
        {
            const std::lock_guard lock(mutex_);
            timer_.changed(clock_.monotonic());
        }
        loop_.wake();
    }));
    return {};
}

Result<log::Seq> CatalogKeeper::read_and_submit(const std::string& actor, const std::string& source, bool allow_deletes) {
    std::string known;
    log::Seq seq = engine_.read([&](const World& world) { known = catalog::known_content(world.catalog); });
    TRY_ASSIGN(auto fresh, catalog::read_if_changed(folder_, known));
    if (!fresh) return seq;
    for (const catalog::Problem& problem : fresh->reading.errors) {
        spdlog::warn("catalogue: {}: {}", problem.where(), problem.rule);
    }
    catalog::ApplyReading command{std::move(fresh->reading), {}, {}, allow_deletes};
    if (fresh->commit) {
        command.author = person_of_(fresh->commit->author_name, fresh->commit->author_mail);
        command.commit = fresh->commit->commit;
    }
    TRY_ASSIGN(seq, engine_.submit(actor, source, catalog::Command(std::move(command))));
    TRY(bind());
    return seq;
}

/// Groups come and go far more often than what is declared, which is parsed and compiled only when it changes.
Result<std::shared_ptr<const ingest::BindingSet>> CatalogKeeper::set_of(const catalog::Catalog& catalog, std::uint64_t version,
                                                                        std::vector<std::string>& slos) {
    if (!declared_set_ || version != bound_version_.first) {
        TRY_ASSIGN(Indicators declared, indicators_of(catalog.slos));
        TRY_ASSIGN(declared_set_, ingest::BindingSet::build(declared.queries));
        declared_ = std::move(declared);
    }
    slos = declared_.slos;
    Indicators groups = groups_of(catalog.slos, declared_);
    slos.insert(slos.end(), groups.slos.begin(), groups.slos.end());
    return declared_set_->regrouped(groups.queries);
}

Result<> CatalogKeeper::bind() {
    auto fresh = std::make_shared<Bound>();
    std::pair<std::uint64_t, std::uint64_t> version;
    engine_.read([&](const World& world) {
        version = {world.catalog.version, world.slo.groups.changes};
        if (version == bound_version_) return;
        fresh->declared = std::make_shared<const catalog::Catalog>(world.catalog.current);
        fresh->catalog = fresh->declared;
        if (!world.slo.groups.by_roll_up.empty()) {
            fresh->catalog = std::make_shared<const catalog::Catalog>(slo::with_groups(world.catalog.current, world.slo.groups));
        }
    });
    if (version == bound_version_) return {};
    std::vector<std::string> slos;
    TRY_ASSIGN(const auto set, set_of(*fresh->catalog, version.first, slos));
    std::vector<ledger::SliDefinition> definitions;
    for (const std::string& name : slos) {
        const catalog::Slo& slo = fresh->catalog->slos.at(name);
        definitions.push_back({name, slo.sli_version, slo::kept_windows_of(slo)});
    }
    TRY_ASSIGN(const auto ids, resolver_.rebind(set, [&](const ingest::Resolver::ResolveKnown& known) {
        return ledger_.bind(definitions, known, catalog::kKeepRemoved);
    }));
    for (std::size_t i = 0; i < ids.size(); ++i) fresh->slis[slos[i]] = ids[i];
    fresh->indicators = std::move(slos);
    bound_version_ = version;
    spdlog::info("catalogue version {}: {} services, {} SLOs", version.first, fresh->catalog->services.size(),
                 fresh->catalog->slos.size());
    {
        const std::lock_guard lock(mutex_);
        bound_ = std::move(fresh);
    }
    rebound_();
    return {};
}

void CatalogKeeper::apply(const api::Actor& actor, bool allow_deletes, std::function<void(Result<log::Seq>)> done) {
    const bool taken = loop_.post([this, id = actor.id, allow_deletes, done] { done(read_and_submit(id, "api", allow_deletes)); });
    if (!taken) done(fail(plimsoll::errors::busy, "too many tasks wait"));
}

void CatalogKeeper::hang_up() {
    {
        const std::lock_guard lock(mutex_);
        timer_.demanded(clock_.monotonic());
    }
    loop_.wake();
}

void CatalogKeeper::reload() {
    {
        const std::lock_guard lock(mutex_);
        if (!timer_.take(clock_.monotonic())) return;
    }
    if (auto seq = read_and_submit("system", "catalog", false); !seq) {
        spdlog::warn("the catalogue could not be read again: {}", seq.error().sentence());
    }
}

Duty CatalogKeeper::duty() {
    const auto next_due = [this] {
        const std::lock_guard lock(mutex_);
        const auto due = timer_.due();
        return due ? clock_.now() + (*due - clock_.monotonic()) : Timestamp::max();
    };
    return {"catalog", next_due, [this](Timestamp) { reload(); }};
}

}  // namespace plimsoll::server
