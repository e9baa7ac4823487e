#include "server/catalog_keeper.h"

#include <spdlog/spdlog.h>

#include "domain/catalog/folder.h"
#include "domain/catalog/git_author.h"
#include "promql/query.h"

namespace plimsoll::server {

namespace {

constexpr Duration kLookEvery = Duration::seconds(1);

Result<ingest::IndicatorQueries> queries_of(const catalog::Slo& slo) {
    ingest::IndicatorQueries queries;
    TRY_ASSIGN(queries.total, promql::parse(slo.indicator.total));
    if (!slo.indicator.good.empty()) {
        TRY_ASSIGN(queries.good, promql::parse(slo.indicator.good));
    }
    if (!slo.indicator.bad.empty()) {
        TRY_ASSIGN(queries.bad, promql::parse(slo.indicator.bad));
    }
    return queries;
}

}  // namespace

CatalogKeeper::CatalogKeeper(Engine& engine, ledger::Ledger& ledger, ingest::Resolver& resolver, Judging& judging,
                             Loop& loop, const Clock& clock, std::filesystem::path folder, PersonOf person_of)
    : engine_(engine),
      ledger_(ledger),
      resolver_(resolver),
      judging_(judging),
      loop_(loop),
      clock_(clock),
      folder_(std::move(folder)),
      person_of_(std::move(person_of)) {}

std::shared_ptr<const Bound> CatalogKeeper::bound() const {
    const std::lock_guard lock(mutex_);
    return bound_;
}

Result<> CatalogKeeper::start() {
    TRY(bind());
    stamp_ = catalog::folder_stamp(folder_);
    TRY(read_and_submit("system", "catalog", false));
    return {};
}

Result<log::Seq> CatalogKeeper::read_and_submit(const std::string& actor, const std::string& source, bool allow_deletes) {
    TRY_ASSIGN(catalog::FolderText text, catalog::read_folder(folder_));
    log::Seq seq = 0;
    bool same = false;
    seq = engine_.read([&](const World& world) {
        same = text.problems.empty() && !text.content_hash.empty() && world.catalog.content_hash == text.content_hash &&
               !world.catalog.refusal && !world.catalog.hold;
    });
    if (same) return seq;
    catalog::ApplyReading command;
    command.reading = catalog::read_catalog(std::move(text.files), text.problems);
    command.reading.content_hash = text.content_hash;
    command.allow_deletes = allow_deletes;
    if (const auto author = catalog::git_author(folder_)) {
        command.author = person_of_(author->name, author->mail);
        command.commit = author->commit;
    }
    for (const catalog::Problem& problem : command.reading.errors) {
        spdlog::warn("catalogue: {}: {}", problem.where(), problem.rule);
    }
    TRY_ASSIGN(seq, engine_.submit(actor, source, catalog::Command(std::move(command))));
    TRY(bind());
    return seq;
}

Result<> CatalogKeeper::bind() {
    auto fresh = std::make_shared<Bound>();
    std::uint64_t version = 0;
    engine_.read([&](const World& world) {
        version = world.catalog.version;
        if (version != bound_version_) fresh->catalog = std::make_shared<const catalog::Catalog>(world.catalog.current);
    });
    if (version == bound_version_) return {};
    std::vector<ingest::IndicatorQueries> queries;
    std::vector<ledger::SliDefinition> definitions;
    for (const auto& [name, slo] : fresh->catalog->slos) {
        TRY_ASSIGN(ingest::IndicatorQueries one, queries_of(slo));
        queries.push_back(std::move(one));
        definitions.push_back({name, slo.sli_version, slo::windows_of(slo)});
    }
    TRY_ASSIGN(const auto set, ingest::BindingSet::build(queries));
    TRY_ASSIGN(const auto ids, resolver_.rebind(set, [&] {
        return ledger_.bind(
            definitions,
            [set](const std::string& labels, const std::vector<ledger::SliId>& sli_ids) {
                return set->contributions_of(labels, sli_ids);
            },
            catalog::kKeepRemoved);
    }));
    for (std::size_t i = 0; i < ids.size(); ++i) fresh->slis[definitions[i].name] = ids[i];
    judging_.bound(fresh->catalog, fresh->slis);
    bound_version_ = version;
    spdlog::info("catalogue version {}: {} services, {} SLOs", version, fresh->catalog->services.size(),
                 fresh->catalog->slos.size());
    const std::lock_guard lock(mutex_);
    bound_ = std::move(fresh);
    return {};
}

void CatalogKeeper::apply(const api::Actor& actor, bool allow_deletes, std::function<void(Result<log::Seq>)> done) {
    const bool taken = loop_.post([this, id = actor.id, allow_deletes, done] { done(read_and_submit(id, "api", allow_deletes)); });
    if (!taken) done(fail(plimsoll::errors::busy, "too many tasks wait"));
}

void CatalogKeeper::look(Timestamp now) {
    next_look_ = now + kLookEvery;
    if (hung_up_.exchange(false)) timer_.demanded(clock_.monotonic());
    std::string stamp = catalog::folder_stamp(folder_);
    if (stamp != stamp_) {
        stamp_ = std::move(stamp);
        timer_.changed(clock_.monotonic());
    }
    if (!timer_.take(clock_.monotonic())) return;
    if (auto seq = read_and_submit("system", "catalog", false); !seq) {
        spdlog::warn("the catalogue could not be read again: {}", seq.error().sentence());
    }
}

Duty CatalogKeeper::duty() {
    return {"catalog", [this] { return hung_up_ ? Timestamp::min() : next_look_; }, [this](Timestamp now) { look(now); }};
}

}  // namespace plimsoll::server
