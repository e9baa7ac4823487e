#include "server/server.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <future>
#include <sstream>

#include "assets/embedded.h"
#include "assets/routes.h"
#include "domain/access/authenticator.h"
#include "domain/access/local_token.h"
#include "domain/access/routes.h"
#include "domain/attribution/routes.h"
#include "domain/catalog/files.h"
#include "domain/catalog/routes.h"
#include "domain/exclusions/lists.h"
#include "domain/exclusions/measures.h"
#include "domain/exclusions/notes.h"
#include "domain/exclusions/routes.h"
#include "domain/hiring/routes.h"
#include "domain/paging/dispatcher.h"
#include "domain/paging/routes.h"
#include "domain/paging/worker.h"
#include "domain/people/question_routes.h"
#include "domain/practice/routes.h"
#include "domain/policy/routes.h"
#include "domain/policy/worker.h"
#include "domain/slo/figure_reading.h"
#include "domain/slo/ledger_counts.h"
#include "domain/slo/routes.h"
#include "domain/slo/worker.h"
#include "domain/targets/routes.h"
#include "egress/curl_client.h"
#include "egress/secrets.h"
#include "http/event_stream.h"
#include "http/openapi.h"
#include "http/server.h"
#include "ingest/disk_room.h"
#include "ingest/events/event_intake.h"
#include "ingest/intake.h"
#include "ingest/metric_names.h"
#include "ingest/otlp/otlp.h"
#include "ingest/remote_write.h"
#include "ingest/source_book.h"
#include "log/folder_lock.h"
#include "log/reserve.h"
#include "server/audit_routes.h"
#include "server/backtest_routes.h"
#include "server/candidate_keeping.h"
#include "server/catalog_keeper.h"
#include "server/engine.h"
#include "server/erasures.h"
#include "server/export_routes.h"
#include "server/four_eyes.h"
#include "server/convert_routes.h"
#include "server/document_reading.h"
#include "server/front_door.h"
#include "server/gate_replay.h"
#include "server/health_routes.h"
#include "server/housekeeping.h"
#include "server/import_routes.h"
#include "server/label_watch.h"
#include "server/local_server.h"
#include "server/loop.h"
#include "server/match_routes.h"
#include "server/papers.h"
#include "server/people.h"
#include "server/preview.h"
#include "server/probe_routes.h"
#include "server/question_bank.h"
#include "server/slo_preview.h"
#include "server/source_routes.h"
#include "server/sources_host.h"
#include "server/version.h"
#include "server/workbook_shelf.h"

namespace plimsoll::server {

namespace {

constexpr Duration kCloseBound = Duration::seconds(10);
constexpr int kMostDrafts = 16;
constexpr int kMostExercises = 16;
constexpr int kMostDossiers = 16;

std::filesystem::path head_key_of(const Settings& settings) {
    if (!settings.head_key.empty()) return settings.head_key;
    std::filesystem::path beside = std::filesystem::absolute(settings.data).lexically_normal();
    if (!beside.has_filename()) beside = beside.parent_path();
    beside += ".head-key";
    return beside;
}

/// Gives a module its part of the engine.
template <class ModuleState, class ModuleCommand>
api::Engine<ModuleState, ModuleCommand> engine_of(Engine& engine, ModuleState World::*module, const std::string& source) {
    return {[&engine, module](const std::function<void(const ModuleState&)>& look) {
                return engine.read([&](const World& world) { look(world.*module); });
            },
            [&engine, source](const api::Actor& actor, ModuleCommand command) {
                return engine.submit(actor.id, source, command);
            }};
}

/// What open pages hear of while they are open.
http::FiguresPort figures_port(const slo::Ports& ports) {
    return {[ports] { return slo::figures_revision(ports); },
            [ports] {
                const slo::FiguresNow now = slo::figures_now(ports);
                return http::FiguresAt{now.revision, now.as_of};
            }};
}

/// Waits until an event is durable. For the start, before anything listens.
Result<> wait_durable(log::Log& log, log::Seq seq) {
    std::promise<Result<>> told;
    log.when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
    return told.get_future().get();
}

std::optional<std::string> file_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

/// In the order of starting; destroyed in the reverse order.
struct Server::Parts {
    explicit Parts(Settings s)
        : settings(std::move(s)),
          held_clock(settings.clock ? settings.clock : std::make_shared<SystemClock>()),
          clock(*held_clock),
          curl({"plimsoll/" + std::string(kVersion), {}, 4, 1000}),
          fetching({"plimsoll/" + std::string(kVersion), {}, 64, 10'000}) {}

    Settings settings;
    std::shared_ptr<const Clock> held_clock;
    const Clock& clock;
    SystemRandom random;
    Metrics metrics;
    egress::EnvFileSecrets secrets;
    std::optional<log::FolderLock> lock;
    std::unique_ptr<log::Log> log;
    std::unique_ptr<log::PersonVault> vault;
    std::optional<People> people;
    std::unique_ptr<QuestionBank> questions;
    std::unique_ptr<people::SkillFinder> skills;
    std::unique_ptr<Desks> documents;  ///< that read and match documents
    std::unique_ptr<Desks> dossiers;   ///< the same for whoever hires, and figures over many cards: a flood of strangers' matches does not stop them
    std::unique_ptr<RequestRate> match_rate;
    std::unique_ptr<WorkbookShelf> workbook_shelf;
    std::unique_ptr<practice::Workbooks> workbooks;
    std::unique_ptr<Desks> exercises;  ///< looks at stories and sheets: a second of work each at worst, and strangers may send them
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<Housekeeping> housekeeping;
    std::unique_ptr<Loop> loop;
    std::unique_ptr<Loop> jobs;
    std::unique_ptr<Loop> records;  ///< reads the disk for requests, and the chain in between
    std::unique_ptr<Loop> trial_loop;  ///< of backtests: what is tried at every key waits for no report
    std::unique_ptr<Desk> trials;
    std::unique_ptr<Loop> hiring_loop;  ///< of papers: they read the log and the vault, one after another
    std::unique_ptr<Desk> hiring_desk;
    std::unique_ptr<Demographics> declared;  ///< by candidates, of themselves
    std::unique_ptr<Erasures> erasures;
    std::unique_ptr<Desk> desk;
    std::unique_ptr<Desk> drafts;  ///< of the jobs' loop: catalogues that somebody tries out, which take megabytes each
    std::unique_ptr<Activity> activity;
    std::unique_ptr<VersionIndex> versions;
    std::unique_ptr<ChainWatch> chain;
    std::unique_ptr<LabelWatch> labels;
    std::unique_ptr<LogExports> exports;
    std::unique_ptr<HealthWatch> health;
    std::shared_ptr<std::atomic<std::size_t>> event_streams = std::make_shared<std::atomic<std::size_t>>(0);
    ingest::MetricNames metric_names;
    std::unique_ptr<ingest::Resolver> resolver;
    std::unique_ptr<CatalogKeeper> keeper;
    std::shared_ptr<exclusions::Book> exclusion_book;
    std::shared_ptr<slo::LedgerCounts> counts;
    std::unique_ptr<ingest::DiskRoom> room;
    ingest::SourceBook book{clock};
    std::unique_ptr<ingest::Intake> intake;
    std::unique_ptr<ingest::RemoteWrite> write;
    std::unique_ptr<ingest::otlp::Receiver> otlp;
    std::unique_ptr<ingest::events::EventIntake> events;
    std::unique_ptr<SourcesHost> sources;
    std::unique_ptr<slo::Worker> judge;
    std::unique_ptr<policy::Worker> budgets;  ///< of the loop
    std::thread judge_thread;
    std::shared_ptr<http::FiguresFeed> figures;  ///< tells open pages that figures moved
    std::unique_ptr<paging::Dispatcher> pager;
    egress::CurlClient curl;      // after the pager: its callbacks end before the pager does
    egress::CurlClient fetching;  // of the sources, so that pages never wait behind them; after them likewise
    access::Authenticator authenticator;
    std::unique_ptr<FrontDoor> front_door;
    assets::Pack web;
    std::unique_ptr<http::Server> http;
    std::filesystem::path token_file;
    bool stopped = false;

    Result<> open_folder();
    Result<> open_engine();
    Result<> open_ingest();
    void open_records();
    Result<> open_all();
    [[nodiscard]] std::optional<ledger::SliId> sli(const std::string& slo) const;
    [[nodiscard]] slo::Ports slo_ports(const std::string& source);
    [[nodiscard]] attribution::Ports attribution_ports();
    [[nodiscard]] policy::Ports policy_ports(const std::string& source);
    [[nodiscard]] targets::Ports target_ports();
    [[nodiscard]] hiring::Ports hiring_ports();
    [[nodiscard]] exclusions::Ports exclusion_ports();
    [[nodiscard]] Duty exclusion_duty();
    [[nodiscard]] SourcePorts source_ports();
    void start_workers();
    void start_pager();
    Result<> give_local_token();
    Result<> listen();
    [[nodiscard]] std::vector<api::Route> rows();
    [[nodiscard]] http::Ports ports();
    [[nodiscard]] std::optional<catalog::Channel> channel(const std::string& name) const;
    [[nodiscard]] std::vector<http::ReadyCheck> ready() const;
    Result<> stop();
};

Result<> Server::Parts::open_folder() {
    TRY_ASSIGN(lock, log::FolderLock::acquire(settings.data));
    log::release_reserve_of_full_disk(settings.data);
    log::Settings log_settings;
    log_settings.file = settings.data / "log.db";
    TRY_ASSIGN(log, log::Log::open(log_settings, metrics));
    TRY_ASSIGN(vault, log::PersonVault::open(settings.data / "keys.db", random));
    TRY_ASSIGN(people, People::of(*vault, clock));
    TRY_ASSIGN(declared, Demographics::open(settings.data / "demographics.db"));
    ledger::Settings ledger_settings;
    ledger_settings.file = settings.data / "ledger.db";
    TRY_ASSIGN(ledger, ledger::Ledger::open(ledger_settings, clock, metrics));
    return {};
}

Result<> Server::Parts::open_engine() {
    const auto follow = [](const World& world, const slo::Event& event, const log::Issued&) {
        return paging::react(world.paging, event, world.catalog.current);
    };
    const auto follow_policy = [](const World& world, const policy::Event& event, const log::Issued&) {
        return paging::react(world.paging, event, world.catalog.current);
    };
    TRY_ASSIGN(engine, Engine::open(*log, clock, follow, follow_policy));
    exclusion_book = std::make_shared<exclusions::Book>(engine_of<exclusions::State, exclusions::Command>(*engine, &World::exclusions, "worker").read,
                                                        [this] { return engine->folds(); });
    TRY_ASSIGN(log::SigningKey key, log::SigningKey::load_or_create(head_key_of(settings), settings.data, random));
    housekeeping = std::make_unique<Housekeeping>(*engine, *log, std::move(key), log::HeadBook::beside(settings.data / "log.db"),
                                                  clock, metrics);
    loop = std::make_unique<Loop>(clock);
    jobs = std::make_unique<Loop>(clock);
    return {};
}

Result<> Server::Parts::open_ingest() {
    resolver = std::make_unique<ingest::Resolver>(*ledger);
    resolver->tell(metric_names);
    keeper = std::make_unique<CatalogKeeper>(
        *engine, *ledger, *resolver, *loop, clock, settings.catalog,
        [this](const std::string& name, const std::string& mail) { return people->id_of(name, mail); },
        [this] {
            if (judge) judge->catalog_changed();
            if (sources) sources->apply(*keeper->bound());
        });
    counts = std::make_shared<slo::LedgerCounts>(slo::CountsPorts{
        ledger.get(), [this](const std::string& name) { return sli(name); }, [this] { return keeper->bound()->catalog; },
        [this](const catalog::Slo& slo, TimeRange range) { return exclusion_book->now()->of(slo, range); },
        [this] { return exclusion_book->revision(); }});
    room = std::make_unique<ingest::DiskRoom>(clock, [this] { return ingest::free_bytes(settings.data); });
    const auto has_room = [this] { return !log->low_space() && room->has_room(); };
    intake = std::make_unique<ingest::Intake>(*ledger, *resolver, clock, metrics, has_room);
    otlp = std::make_unique<ingest::otlp::Receiver>(*intake, *resolver, clock, metrics, book);
    events = std::make_unique<ingest::events::EventIntake>(*intake, *ledger, clock, book, metrics);
    write = std::make_unique<ingest::RemoteWrite>(*intake, *resolver, clock, metrics, book);
    sources = std::make_unique<SourcesHost>(SourcesHost::Ports{fetching, *intake, *write, *resolver, *ledger, secrets, clock, random, book, metrics, settings.catalog,
                                                               {}});  // the judge looks by itself at what is filled
    return keeper->start();
}

void Server::Parts::open_records() {
    const std::filesystem::path file = settings.data / "log.db";
    records = std::make_unique<Loop>(clock);
    desk = std::make_unique<Desk>(*records);
    drafts = std::make_unique<Desk>(*jobs, kMostDrafts);
    trial_loop = std::make_unique<Loop>(clock);
    trials = std::make_unique<Desk>(*trial_loop, kMostDrafts);
    hiring_loop = std::make_unique<Loop>(clock);
    hiring_desk = std::make_unique<Desk>(*hiring_loop);
    erasures = std::make_unique<Erasures>(ErasurePorts{*engine, *log, *vault, settings.keep_candidates, [this](const std::string& candidate) { return declared->forget(candidate); }});
    hiring_loop->add(erasures->duty());
    activity = std::make_unique<Activity>(*log, file, *engine, *vault);
    versions = std::make_unique<VersionIndex>(*log);
    chain = std::make_unique<ChainWatch>(*log, log::HeadBook::beside(file), housekeeping->key().public_key());
    exports = std::make_unique<LogExports>(file, housekeeping->key(), *desk, clock);
    health = std::make_unique<HealthWatch>(HealthPorts{*log, *engine, *keeper, *ledger, *chain, metrics, clock, *desk,
                                                       [this] { return judge->behind(); },
                                                       [this] { return ingest::free_bytes(settings.data); },
                                                       [this] { return event_streams->load(); },
                                                       [this] { return settings.base_url; }});
    records->add(health->duty());
    records->add(chain->duty());
    labels = std::make_unique<LabelWatch>(LabelWatch::Ports{*ledger, clock, [this] { return keeper->bound(); },
                                                            [this](const slo::RecordAnomaly& command) -> Result<> {
                                                                TRY(engine->submit("system", "worker", slo::Command(command)));
                                                                return {};
                                                            }});
    records->add(labels->duty());
    (void)records->post([this] {
        if (auto read = versions->catch_up(); !read) spdlog::warn("the versions of SLOs are not read yet: {}", read.error().sentence());
    });
}

/// All that the rows lean on, as far as it does not listen or send.
Result<> Server::Parts::open_all() {
    TRY(open_folder());
    TRY(open_engine());
    const bool https = !settings.http.tls_certificate_file.empty() || settings.base_url.starts_with("https://");
    TRY_ASSIGN(front_door, FrontDoor::open({engine.get(), log.get(), vault.get(), &authenticator, &random, &clock, https, {}, {settings.http.open_rows.begin(), settings.http.open_rows.end()}}));
    TRY(open_ingest());
    open_records();
    questions = std::make_unique<QuestionBank>(settings.catalog, settings.kits);
    TRY(questions->read());
    workbook_shelf = std::make_unique<WorkbookShelf>(*vault);
    workbooks = std::make_unique<practice::Workbooks>(*workbook_shelf);
    exercises = std::make_unique<Desks>(1, kMostExercises, "exercises");
    TRY(server::check(settings.match));
    skills = std::make_unique<people::SkillFinder>(people::shipped_skills());
    documents = std::make_unique<Desks>(settings.match.at_once, settings.match.waiting, "documents");
    dossiers = std::make_unique<Desks>(1, kMostDossiers, "documents of hiring");
    match_rate = std::make_unique<RequestRate>(settings.match.requests_per_hour);
    TRY_ASSIGN(web, assets::Pack::open(assets::embedded_pack()));
    start_workers();
    return {};
}

std::optional<catalog::Channel> Server::Parts::channel(const std::string& name) const {
    const auto bound = keeper->bound();
    const auto found = bound->catalog->channels.find(name);
    if (found == bound->catalog->channels.end()) return std::nullopt;
    return found->second;
}

std::optional<ledger::SliId> Server::Parts::sli(const std::string& slo) const {
    const auto bound = keeper->bound();
    const auto found = bound->slis.find(slo);
    if (found == bound->slis.end()) return std::nullopt;
    return found->second;
}

slo::Ports Server::Parts::slo_ports(const std::string& source) {
    slo::Ports ports{engine_of<slo::State, slo::Command>(*engine, &World::slo, source), [this] { return keeper->bound()->catalog; },
            ledger.get(),
            [this](const std::string& name) { return sli(name); },
            &clock,
            [this] {
                std::optional<slo::AppliedCatalog> applied;
                engine->read([&](const World& world) {
                    if (world.catalog.version > 0) applied = {world.catalog.version, world.catalog.applied_at, world.catalog.commit};
                });
                return applied;
            },
            [this] { return engine->folds(); }};
    ports.counts = counts;
    ports.notes = [this](const catalog::Slo& slo, TimeRange range) { return exclusions::notes_of(*exclusion_book->now(), slo, range); };
    ports.more_measures = [this](const catalog::Slo& slo) -> Result<std::vector<Measure>> {
        TRY_ASSIGN(exclusions::Corrected corrected, exclusions::corrected_share(slo, *counts, *exclusion_book->now(), clock.now()));
        return std::vector<Measure>{std::move(corrected.measure)};
    };
    ports.filling = [this](const std::string& name) -> std::optional<slo::Filling> {
        const auto filling = sources ? sources->pull().filling(name) : std::nullopt;
        if (!filling) return std::nullopt;
        return slo::Filling{filling->under_way, filling->done, filling->note};
    };
    ports.policy_states = [this] {
        std::map<std::string, slo::BudgetState> states;
        engine->read([&](const World& world) {
            for (const auto& [slo, standing] : world.policy.standings) states.emplace(slo, standing.state);
        });
        return states;
    };
    return ports;
}

policy::Ports Server::Parts::policy_ports(const std::string& source) {
    policy::Ports ports;
    ports.engine = engine_of<policy::State, policy::Command>(*engine, &World::policy, source);
    ports.slo = slo_ports(source);
    ports.look = [this](const std::function<void(const catalog::State&, const slo::State&)>& look) {
        return engine->read([&](const World& world) { look(world.catalog, world.slo); });
    };
    ports.corrected = [this] {
        std::vector<policy::CorrectedShare> shares;
        const auto list = exclusions::list_corrected(exclusion_ports(), "", clock.now(), policy::kCorrectedMost);
        if (!list) spdlog::warn("corrected shares cannot be read: {}", list.error().sentence());
        else
            for (const exclusions::CorrectedView& one : list->items) shares.push_back({one.slo, one.measure.value.value_or(0)});
        return shares;
    };
    return ports;
}

exclusions::Ports Server::Parts::exclusion_ports() {
    return {engine_of<exclusions::State, exclusions::Command>(*engine, &World::exclusions, "api"), exclusion_book,
            [this] { return keeper->bound()->catalog; }, counts,
            [this](const std::string& requester, const std::string& actor) {
                exclusions::Standing standing;
                engine->read([&](const World& world) { standing = standing_of(world.access, requester, actor); });
                return standing;
            }};
}

/// Figures take up what was decided, and time ends what it ends.
Duty Server::Parts::exclusion_duty() {
    const auto try_again = std::make_shared<Timestamp>();  // after a log that took nothing
    return {"exclusions",
            [this, try_again] {
                if (exclusion_book->stale()) return Timestamp();  // at once
                return std::max(exclusion_book->now()->next_due().value_or(Timestamp::max()), *try_again);
            },
            [this, try_again](Timestamp now) {
                if (exclusion_book->catch_up()) figures->moved();
                if (exclusion_book->now()->next_due().value_or(Timestamp::max()) > now) return;
                if (auto done = engine->submit("system", "worker", exclusions::Command(exclusions::ExpireDue{})); !done) {
                    spdlog::warn("exclusions could not expire: {}", done.error().sentence());
                    *try_again = now + Duration::seconds(10);
                }
            }};
}

SourcePorts Server::Parts::source_ports() {
    return {*keeper, *ledger, *resolver, book, metric_names, clock, *desk,
            [this](const std::string& source, const std::string& path, const std::vector<std::pair<std::string, std::string>>& parameters,
                   std::function<void(Result<std::string>)> done) { sources->pull().ask(source, path, parameters, std::move(done)); },
            [this](const std::string& slo) { return sources->pull().filling(slo); },
            [this](const std::string& actor) { return activity->name_of(actor); }};
}

attribution::Ports Server::Parts::attribution_ports() {
    return {engine_of<attribution::State, attribution::Command>(*engine, &World::attribution, "api"), slo_ports("api"),
            [this](const std::function<void(const exclusions::State&)>& look) {
                engine->read([&](const World& world) { look(world.exclusions); });
            },
            [this](attribution::Ports::Work work) { return desk->handler(std::move(work)); }};
}

targets::Ports Server::Parts::target_ports() {
    targets::Ports out;
    out.engine = engine_of<targets::State, targets::Command>(*engine, &World::targets, "api");
    out.slo = slo_ports("api");
    out.standing = [this](const std::string& proposer, const std::string& actor) {
        targets::Standing standing;
        engine->read([&](const World& world) { standing = target_standing_of(world.access, proposer, actor); });
        return standing;
    };
    out.breaches_since = [this](const std::string& slo, Timestamp after) {
        std::uint64_t breaches = 0;
        engine->read([&](const World& world) {
            if (const policy::Standing* standing = policy::find_standing(world.policy, slo)) breaches = policy::breaches_after(*standing, after).size();
        });
        return breaches;
    };
    out.apart = [this](targets::Ports::Work work) { return trials->handler(std::move(work)); };
    return out;
}

hiring::Ports Server::Parts::hiring_ports() {
    hiring::Ports out;
    out.engine = engine_of<hiring::State, hiring::Command>(*engine, &World::hiring, "api");
    out.papers = papers_of(*vault);
    out.event_at = [this](std::uint64_t seq) { return hiring_event_at(*log, seq); };
    out.name_of = [this](const std::string& actor) { return name_of_account(*engine, *vault, actor); };
    out.person_behind = [this](const std::string& actor) {
        std::string person;
        engine->read([&](const World& world) { person = server::person_behind(world.access, actor); });
        return person;
    };
    out.interviewers = [this] {
        std::vector<std::string> people;
        engine->read([&](const World& world) { people = interviewers_of(world.access); });
        return people;
    };
    out.apart = [this](hiring::Ports::Work work) { return hiring_desk->handler(std::move(work)); };
    out.apart_for_long = [this](hiring::Ports::Work work) { return dossiers->handler(std::move(work)); };
    out.shelf = [this] { return questions->shelf(); };
    out.read_document = [](std::string_view bytes) { return read_given(bytes); };
    out.skills = skills.get();
    out.keep = settings.keep_candidates;
    out.bank = [this] {
        const auto now = questions->now();
        return std::shared_ptr<const people::Bank>(now, &now->bank);
    };
    return out;
}

void Server::Parts::start_workers() {
    slo::Ports judging = slo_ports("worker");
    judging.judged = [&lag = metrics.histogram("plimsoll_judging_lag_seconds", "From counts that settled to their judgement",
                                               {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60})](
                         Duration waited) { lag.observe(waited.in_seconds()); };
    judge = std::make_unique<slo::Worker>(std::move(judging));
    figures = std::make_shared<http::FiguresFeed>(figures_port(slo_ports("api")), clock);
    ledger->on_notice([this](const ledger::Notice& notice) {
        counts->notice(notice);
        judge->notice(notice);
        figures->moved();
    });

    budgets = std::make_unique<policy::Worker>(policy_ports("worker"));
    loop->add({"budgets", [this] { return budgets->next_due(); }, [this](Timestamp now) { budgets->step(now); }});
    loop->add(keeper->duty());
    loop->add(keeper->group_duty());
    loop->add(housekeeping->duty());
    loop->add(front_door->duty());
    loop->add(exclusion_duty());
    loop->add({"zeros of events", [this] { return events->next_due(); }, [this](Timestamp now) { events->step(now); }});
    loop->add({"forgetting",
               [this] {
                   Timestamp due = Timestamp::max();
                   engine->read([&](const World& world) { due = catalog::next_due(world.catalog).value_or(Timestamp::max()); });
                   return due;
               },
               [this](Timestamp) {
                   if (auto done = engine->submit("system", "worker", catalog::Command(catalog::ForgetRemoved{})); !done) {
                       spdlog::warn("removed SLOs could not be forgotten: {}", done.error().sentence());
                   }
               }});
}

/// After listen(): links in pages carry the address that was bound.
void Server::Parts::start_pager() {
    paging::DispatcherSettings paging_settings;
    paging_settings.wording.link_base = settings.base_url;
    if (!settings.heartbeat_url.empty()) {
        paging_settings.heartbeat = paging::HeartbeatSettings{settings.heartbeat_url, settings.heartbeat_every, true, {}};
        paging_settings.signed_head = [this] { return housekeeping->head_text(); };
    }
    pager = std::make_unique<paging::Dispatcher>(
        paging::Ports{engine_of<paging::State, paging::Command>(*engine, &World::paging, "worker"),
                      [this](std::uint64_t seq, std::function<void(Result<>)> done) { log->when_durable(seq, std::move(done)); },
                      [this](const std::string& name) { return channel(name); }, curl, curl, secrets, clock, random, metrics},
        paging_settings);
    log->on_commit([this](const std::vector<log::Event>&) {
        figures->moved();
        pager->wake();
        loop->wake();
    });
    pager->own_thread();
}

Result<> Server::Parts::give_local_token() {
    token_file = settings.data / "cli.token";
    const auto present = file_text(token_file);
    access::LocalTokenPlan plan;
    engine->read([&](const World& world) {
        plan = access::plan_local_token(world.access, present ? std::optional<std::string_view>(*present) : std::nullopt,
                                        access::draw(random), clock.now());
    });
    log::Seq last = 0;
    for (const access::Command& command : plan.commands) {
        TRY_ASSIGN(last, engine->submit("system", "cli", command));
    }
    TRY(wait_durable(*log, last));
    if (!plan.commands.empty()) TRY(write_private_file(token_file, plan.file_text));
    return front_door->prepare(settings.first_person);
}

std::vector<http::ReadyCheck> Server::Parts::ready() const {
    const bool low = log->low_space();
    return {{"log", !log->failed(), log->failed() ? "the last commit failed" : ""},
            {"disk", !low, low ? "only the log's reserve is left" : ""}};
}

std::vector<api::Route> Server::Parts::rows() {
    std::vector<api::Route> all;
    const auto add = [&](std::vector<api::Route> some) {
        for (api::Route& row : some) all.push_back(std::move(row));
    };
    const auto run = [this](std::function<void()> work) { return jobs->post(std::move(work)); };
    add(access::routes(front_door->engine("api"), random));
    add(front_door->rows());
    add(catalog::routes(engine_of<catalog::State, catalog::Command>(*engine, &World::catalog, "api"),
                        {[this](const api::Actor& actor, bool allow_deletes, std::function<void(Result<std::uint64_t>)> done) {
                             keeper->apply(actor, allow_deletes, std::move(done));
                         },
                         [run](std::function<void()> work) { (void)run(std::move(work)); }}));
    add(slo::routes(slo_ports("api")));
    add(attribution::routes(attribution_ports()));
    add(paging::routes(engine_of<paging::State, paging::Command>(*engine, &World::paging, "api"), [this] {
        std::vector<catalog::Channel> channels;
        for (const auto& [name, channel] : keeper->bound()->catalog->channels) channels.push_back(channel);
        return channels;
    }));
    add(policy::routes(policy_ports("api")));
    add(policy::promise_routes(policy_ports("api")));
    all.push_back(gate_replay_route(*log, *desk));
    add(exclusions::routes(exclusion_ports()));
    add(targets::routes(target_ports()));
    add(hiring::routes(std::make_shared<const hiring::Ports>(hiring_ports())));
    add(candidate_keeping_routes({hiring_ports(), *log, *erasures, *declared, random, settings.candidates_see_ratings}));
    add(import_routes(*ledger, *keeper, run));
    add(source_routes(source_ports()));
    add(export_routes(slo_ports("api"), *desk));
    add(probe_routes({settings.catalog, *keeper, sources->prober(), *drafts}));
    add(http::event_routes(http::log_events(*log), {}, figures, event_streams, may_see));
    add(own_routes(*housekeeping));
    all.push_back(health->route());
    add(catalog::file_routes(settings.catalog, [this](Desk::Work work) { return drafts->handler(std::move(work)); }));
    const PreviewPorts previews{settings.catalog, *engine, *keeper, *ledger, clock, *drafts,
                                [this](const catalog::Slo& slo, TimeRange range) { return exclusion_book->now()->of(slo, range); }};
    all.push_back(preview_route(previews));
    all.push_back(slo_preview_route(previews));
    const PreviewPorts pasts{settings.catalog, *engine, *keeper, *ledger, clock, *trials, previews.excluded};
    all.push_back(backtest_route(pasts));
    all.push_back(slo_import_route(*drafts));
    add(audit_routes({*log, *engine, *activity, *versions, *chain, *housekeeping, *exports, *desk}));
    add(people::question_routes([this] { return questions->now(); }));
    add(match_routes({*documents, *match_rate, settings.match, *skills, [this] {
                          const auto now = questions->now();
                          return std::shared_ptr<const people::Bank>(now, &now->bank);
                      }}));
    add(practice::routes({[this] { return questions->now(); }, [this] { return questions->asks(); }, workbooks.get(), [this](std::function<void()> work) { return desk->post(std::move(work)); },
                          [this](practice::Ports::Work work) { return exercises->handler(std::move(work)); }}));
    add(assets::routes(web));
    api::Route remote_write = ingest::write_route(*write);
    remote_write.open_on_loopback = settings.open_write_on_loopback;
    all.push_back(std::move(remote_write));
    add(otlp->routes());
    add(events->routes());
    return all;
}

http::Ports Server::Parts::ports() {
    http::Ports ports;
    ports.clock = &clock;
    ports.metrics = &metrics;
    ports.random = &random;
    ports.authenticate = [this](const std::string& authorization, const std::string& remote) {
        return authenticator.verify(authorization, remote, clock.now());
    };
    ports.authenticate_cookie = [this](const std::string& cookie, const std::string* csrf) -> Result<http::BySession> {
        TRY_ASSIGN(access::SessionIdentity person, authenticator.session(cookie, csrf, clock.now()));
        return http::BySession{std::move(person.actor), person.csrf_matches};
    };
    ports.when_durable = [this](std::uint64_t seq, std::function<void(Result<>)> done) { log->when_durable(seq, std::move(done)); };
    ports.ready = [this] { return ready(); };
    ports.version = kVersion;
    return ports;
}

Result<> Server::Parts::listen() {
    TRY_ASSIGN(http, http::Server::start(settings.http, rows(), ports()));
    if (settings.base_url.empty()) settings.base_url = http->url();
    if (settings.announce) {
        const std::string file = std::filesystem::absolute(token_file).string();
        if (auto told = announce_local_server(http->url(), file); !told) {
            spdlog::warn("the CLI will need --server and --token-file: {}", told.error().sentence());
        }
    }
    return {};
}

Result<> Server::Parts::stop() {
    if (stopped) return {};
    stopped = true;
    if (http) http->stop();
    http.reset();  // with it the live events' source, which reads the log
    if (figures) figures->stop();
    if (keeper) keeper->stop();
    if (loop) loop->stop();
    if (sources) sources->stop();
    if (front_door) front_door->stop();
    if (jobs) jobs->stop();
    if (records) records->stop();
    if (trial_loop) trial_loop->stop();
    if (hiring_loop) hiring_loop->stop();
    if (documents) documents->stop();
    if (dossiers) dossiers->stop();
    if (exercises) exercises->stop();
    if (judge) judge->stop();
    if (judge_thread.joinable()) judge_thread.join();
    if (pager) pager->stop();
    std::optional<Error> first;
    const auto note = [&](Result<> done) {
        if (!done && !first) first = std::move(done).error();
    };
    if (ledger) note(ledger->close(kCloseBound));
    if (engine && housekeeping && !log->failed()) {
        note(engine->snapshot());
        if (auto head = housekeeping->sign(); !head && !first) first = std::move(head).error();
    }
    if (log) note(log->close(kCloseBound));
    if (first) return *std::move(first);
    return {};
}

Result<std::unique_ptr<Server>> Server::start(Settings settings) {
    if (settings.catalog.empty()) return fail(errors::settings, "--catalog names the folder of what should be true");
    if (std::error_code unseen; !std::filesystem::exists(settings.catalog, unseen))
        return fail(errors::settings, "there is no catalogue folder " + settings.catalog.string());
    if (std::error_code unseen; !settings.kits.empty() && !std::filesystem::exists(settings.kits, unseen))
        return fail(errors::settings, "there is no folder of kits " + settings.kits.string());
    auto parts = std::make_unique<Parts>(std::move(settings));
    Parts& p = *parts;
    std::unique_ptr<Server> server(new Server(std::move(parts)));
    TRY(p.open_all());
    TRY(p.give_local_token());
    TRY(p.erasures->tidy(p.clock.now()));
    if (auto head = p.housekeeping->sign(); !head) return std::move(head).error();
    p.front_door->start();
    TRY(p.listen());
    p.judge_thread = std::thread([&p] { p.judge->run(); });
    p.figures->start();
    p.start_pager();
    p.loop->start();
    p.jobs->start();
    p.records->start();
    p.trial_loop->start();
    p.hiring_loop->start();
    p.sources->start();
    return server;
}

Result<std::string> Server::open_api(const std::filesystem::path& scratch) {
    Settings settings;
    settings.data = scratch / "data";
    settings.catalog = scratch / "catalog";
    settings.announce = false;
    std::error_code refused;
    std::filesystem::create_directories(settings.catalog, refused);
    if (refused) return fail(plimsoll::errors::io, settings.catalog.string() + ": " + refused.message());
    auto parts = std::make_unique<Parts>(std::move(settings));
    Parts& p = *parts;
    const Server server(std::move(parts));
    TRY(p.open_all());
    const std::vector<api::Route> rows = http::with_system_rows(p.rows(), p.ports());
    TRY(http::check_rows(rows));
    return http::openapi(rows, kVersion);
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
    if (auto stopped = parts_->stop(); !stopped) spdlog::error("stopping: {}", stopped.error().sentence());
}

std::string Server::url() const { return parts_->http->url(); }
void Server::hang_up() {
    parts_->keeper->hang_up();
    if (auto read = parts_->questions->read(); !read) spdlog::warn("the questions stay as they were: {}", read.error().sentence());
}
Result<> Server::stop() { return parts_->stop(); }

std::string Server::greeting() const {
    const auto bound = parts_->keeper->bound();
    std::string out = fmt::format("Plimsoll {} at {}\n", kVersion, url());
    out += fmt::format("  {} services, {} SLOs; {} events replayed\n", bound->catalog->services.size(), bound->catalog->slos.size(),
                       parts_->engine->folded());
    out += fmt::format("  remote write: {}/api/v1/write{}\n", url(),
                       parts_->settings.open_write_on_loopback ? " (open to this machine)" : " (needs a token)");
    out += "  admin token of this machine's CLI: " + parts_->token_file.string() + "\n";
    if (const std::string& path = parts_->front_door->setup_path(); !path.empty())
        out += fmt::format("\n  Create the administrator, once and within 24 hours:\n  {}{}\n", parts_->settings.base_url, path);
    return out;
}

}  // namespace plimsoll::server
