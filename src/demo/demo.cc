#include "demo/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "base/random.h"
#include "demo/catalogue_text.h"
#include "demo/history.h"
#include "demo/records.h"
#include "demo/traffic.h"
#include "domain/access/replies.h"
#include "domain/slo/views.h"
#include "http/errors.h"
#include "server/local_server.h"
#include "server/server.h"

namespace plimsoll::demo {
namespace {

constexpr Duration kReadyBound = Duration::seconds(60);

bool is_live(const PromisedSlo& slo) { return !slo.stops; }
bool is_stopping(const PromisedSlo& slo) { return slo.stops; }

std::string new_password(Random& random) {
    const std::string drawn = random.id(8);
    return fmt::format("{}-{}-{}-{}", drawn.substr(0, 4), drawn.substr(4, 4), drawn.substr(8, 4), drawn.substr(12, 4));
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

Result<std::string> new_token(const Caller& admin, const std::string& name) {
    TRY_ASSIGN(const std::string body, admin.post("/api/v1/tokens", json::encode(access::NewToken{name, {api::Right::ingest}, std::nullopt})));
    TRY_ASSIGN(const auto issued, json::decode<access::IssuedToken>(body));
    return issued.secret;
}

std::set<std::string> promised() {
    std::set<std::string> names{kJourneySlo};
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            names.insert(slo.name);
            for (const OtherPromise& other : slo.also) names.insert(other.name);
        }
    }
    return names;
}

}  // namespace

struct Demo::Parts {
    explicit Parts(DemoSettings s) : settings(std::move(s)), home(std::filesystem::absolute(settings.folder)) {}

    DemoSettings settings;
    Home home;
    SystemClock clock;
    SystemRandom random;
    Founding founding;
    std::unique_ptr<PageReceiver> receiver;
    std::unique_ptr<server::Server> server;
    std::unique_ptr<Traffic> traffic;
    std::mutex progressing;
    Welcome welcome;

    Result<> found();
    Result<> open_server();
    Result<> import();
    Result<> tell_of_stopped_feed(const Caller& admin);
    Result<std::optional<Timestamp>> newest_sample();
    Result<> begin_traffic(bool newly);
    Result<> wait_ready();
    Result<bool> all_have_budgets();
    Result<> run();
    [[nodiscard]] Result<> check_cancelled() const {
        if (settings.cancelled && settings.cancelled()) return fail(errors::cancelled);
        return {};
    }
    [[nodiscard]] Caller admin() const { return {server->url(), first_line(small_file(home.data() / "cli.token").value_or(""))}; }
};

/// Reads the company of the folder, or founds one now.
Result<> Demo::Parts::found() {
    TRY_ASSIGN(const auto present, home.read());
    if (present && settings.seed && *settings.seed != present->seed) return fail(errors::seed, fmt::format("it is {}", present->seed));
    founding = present.value_or(Founding{1, settings.seed.value_or(1), clock.now().floor(ledger::kStep), 0, false, new_password(random)});
    TRY(home.save(founding));
    TRY_ASSIGN(std::string secret, home.pager_secret(random));
    TRY_ASSIGN(receiver, PageReceiver::start(founding.pager_port, std::move(secret), settings.told));
    founding.pager_port = receiver->port();
    TRY(home.save(founding));
    return home.write_catalogue(receiver->url());
}

Result<> Demo::Parts::open_server() {
    server::Settings to;
    to.data = home.data();
    to.catalog = home.catalogue();
    to.announce = settings.announce;
    to.http.listen = settings.listen;
    to.first_person = server::FirstPerson{kPersonName, "Demo", founding.password};
    auto started = server::Server::start(to);
    if (!started && settings.any_port && started.error().is(http::errors::listen)) {
        to.http.listen = settings.listen.substr(0, settings.listen.rfind(':')) + ":0";
        started = server::Server::start(to);
    }
    if (!started) return std::move(started).error();
    server = std::move(*started);
    return {};
}

Result<> Demo::Parts::import() {
    const auto progress = [this](std::uint64_t done, std::uint64_t all) -> Result<> {
        const std::lock_guard lock(progressing);
        if (settings.progress) settings.progress(done, all);
        return check_cancelled();
    };
    TRY_ASSIGN(welcome.past_slots, import_past(admin(), Counts(founding.seed, founding.founded), progress));
    TRY(tell_of_stopped_feed(admin()));
    TRY(tell_records(admin(), founding.founded));
    founding.imported = true;
    return home.save(founding);
}

/// The warehouse has a Prometheus of its own, which sent its last samples a little before the founding.
Result<> Demo::Parts::tell_of_stopped_feed(const Caller& admin) {
    TRY_ASSIGN(const std::string token, new_token(admin, "prometheus-warehouse"));
    LiveSeries series(Counts(founding.seed, founding.founded), founding.founded - kFeedBegins, is_stopping);
    return Caller(server->url(), token).write(series.write(founding.founded - kFeedEnds, [](const std::string&) { return 0.0; }));
}

/// Of all SLOs; nothing: none was taken.
Result<std::optional<Timestamp>> Demo::Parts::newest_sample() {
    TRY_ASSIGN(const std::string body, admin().get("/api/v1/slos?limit=500"));
    TRY_ASSIGN(const auto slos, json::decode<slo::SloPage>(body));
    std::optional<Timestamp> newest;
    for (const slo::SloSummary& s : slos.items) newest = std::max(newest, s.as_of);
    return newest;
}

Result<> Demo::Parts::begin_traffic(bool newly) {
    if (!small_file(home.traffic_token())) {
        TRY_ASSIGN(const std::string made, new_token(admin(), "prometheus-shop"));
        TRY(server::write_private_file(home.traffic_token().string(), made + "\n"));
    }
    Timestamp first = founding.founded;
    if (!newly) {
        TRY_ASSIGN(const auto told, newest_sample());
        first = first_slot_after(clock.now(), told);
    }
    traffic = std::make_unique<Traffic>(Caller(server->url(), first_line(small_file(home.traffic_token()).value_or(""))),
                                        LiveSeries(Counts(founding.seed, founding.founded), first, is_live), home, clock);
    traffic->start([this](const std::string& what) {
        if (settings.trouble) settings.trouble(what);
    });
    return {};
}

Result<bool> Demo::Parts::all_have_budgets() {
    TRY_ASSIGN(const std::string body, admin().get("/api/v1/slos?limit=500"));
    TRY_ASSIGN(const auto slos, json::decode<slo::SloPage>(body));
    const auto names = promised();
    return std::all_of(slos.items.begin(), slos.items.end(), [&](const slo::SloSummary& s) {
        return s.budget_remaining.has_value() || !names.contains(s.name);
    });
}

Result<> Demo::Parts::wait_ready() {
    const Duration until = clock.monotonic() + kReadyBound;
    while (clock.monotonic() < until) {
        TRY(check_cancelled());
        TRY_ASSIGN(const bool ready, all_have_budgets());
        if (ready) return {};
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return fail(errors::not_ready);
}

Result<> Demo::Parts::run() {
    const Duration began = clock.monotonic();
    TRY(found());
    TRY(open_server());
    const bool newly = !founding.imported;
    if (newly) TRY(import());
    TRY(begin_traffic(newly));
    if (newly) TRY(wait_ready());
    welcome.url = server->url();
    welcome.name = kPersonName;
    welcome.password = founding.password;
    welcome.folder = home.folder().string();
    welcome.token_file = (home.data() / "cli.token").string();
    welcome.seed = founding.seed;
    welcome.services = static_cast<std::int64_t>(company().size());
    welcome.slos = static_cast<std::int64_t>(promised().size());
    welcome.ready_s = (clock.monotonic() - began).in_seconds();
    return {};
}

Demo::Demo(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<Demo>> Demo::start(DemoSettings settings) {
    std::unique_ptr<Demo> demo(new Demo(std::make_unique<Parts>(std::move(settings))));
    TRY(demo->parts_->run());
    return demo;
}

Demo::~Demo() = default;

const Welcome& Demo::welcome() const { return parts_->welcome; }

Result<> Demo::stop() {
    if (parts_->traffic) parts_->traffic->stop();
    TRY(parts_->server->stop());
    parts_->receiver->stop();
    return {};
}

}  // namespace plimsoll::demo
