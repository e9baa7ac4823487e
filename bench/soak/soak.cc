#include "soak.h"

#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <mutex>

#include "base/json.h"
#include "base/text.h"
#include "demo/catalogue_text.h"
#include "demo/demo.h"
#include "demo/history.h"
#include "domain/access/replies.h"
#include "domain/slo/slots.h"
#include "domain/slo/views.h"
#include "small_disk.h"

namespace plimsoll::soak {
namespace {

using std::chrono::milliseconds;

/// A month of Berlin's ends ten hours after it.
const Timestamp kFounding = Timestamp::from_seconds(1'774'958'400);  // 2026-03-31T12:00:00Z
/// Between the founding and the first moment of the soak's clock: the import runs in it, at the machine's pace.
constexpr Duration kLead = Duration::minutes(5);
constexpr Duration kSettle = Duration::minutes(4);  ///< how long still counters are told at the end, of the company's time
constexpr Duration kCalm = Duration::seconds(4);    ///< after a trouble, of the machine
constexpr Duration kPatience = Duration::seconds(60);
constexpr Duration kPiece = Duration::hours(24);    ///< slots asked for at once

class Soak {
public:
    explicit Soak(const Settings& settings)
        : settings_(settings), disk_(settings.folder / "company"), home_(settings.folder / "company"), counts_(settings.seed, kFounding) {}
    Result<Report> run();

private:
    Result<> found();
    Result<> import();
    Result<> begin_clock();
    Result<> live();
    Result<> perform(const Step& step);
    Result<> restart(int signal, Duration down);
    Result<> receiver_away(Duration length);
    void feed();
    Result<> finish();
    Result<> compare();
    Result<std::vector<Total>> totals();
    Result<Total> total_of(const slo::SloSummary& slo);
    Result<Events> counted(const std::string& slo, Timestamp from);
    void verify();
    [[nodiscard]] Result<> wait_until(Duration since_founding) const;
    [[nodiscard]] Result<> pause(Duration length) const;
    [[nodiscard]] bool interrupted() const { return settings_.interrupted != nullptr && *settings_.interrupted; }
    [[nodiscard]] ServerWords words(Timestamp start, int speed) const;
    [[nodiscard]] Duration seconds() const { return (clock_->now() - kFounding - kLead) / settings_.speed; }
    [[nodiscard]] demo::Caller admin() const;
    void say(const std::string& line) const { settings_.say(line); }

    const Settings& settings_;
    SmallDisk disk_;
    demo::Home home_;
    demo::Counts counts_;
    SystemRandom random_;
    std::string listen_ = free_address();
    std::string secret_;
    int pager_port_ = 0;
    ScaledClock::Machine::time_point origin_ = ScaledClock::Machine::now();
    std::shared_ptr<const ScaledClock> clock_;
    std::atomic<std::int64_t> received_{0};
    std::unique_ptr<demo::PageReceiver> receiver_;
    std::unique_ptr<ServerProcess> server_;
    std::vector<Step> plan_;
    std::unique_ptr<Feed> feed_;  ///< of the feeding thread while that runs
    std::unique_ptr<Delivery> delivery_;
    std::unique_ptr<Sampler> sampler_;
    std::atomic<bool> fed_{false};
    std::thread feeding_;
    Report report_;

public:
    ~Soak() {
        fed_ = true;
        if (feeding_.joinable()) feeding_.join();
    }
};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

demo::Caller Soak::admin() const { return {server_->url(), first_line(demo::small_file(home_.data() / "cli.token").value_or(""))}; }

ServerWords Soak::words(Timestamp start, int speed) const {
    return {home_.data(), home_.catalogue(), settings_.folder / "head.key", listen_, "a-password-for-the-soak", start.in_ms(),
            std::chrono::duration_cast<std::chrono::nanoseconds>(origin_.time_since_epoch()).count(), speed};
}

Result<> Soak::pause(Duration length) const {
    const auto until = ScaledClock::Machine::now() + milliseconds(length.in_ms());
    while (ScaledClock::Machine::now() < until) {
        if (interrupted()) return fail(demo::errors::cancelled);
        std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(milliseconds(50), until - ScaledClock::Machine::now()));
    }
    return {};
}

Result<> Soak::wait_until(Duration since_founding) const { return pause(since_founding - seconds()); }

/// A folder on a small disk where there may be one, the company's files, and somebody who takes its pages.
Result<> Soak::found() {
    if (auto mounted = disk_.mount(settings_.disk_mib); !mounted) say("no full disks: " + mounted.error().sentence());
    plan_ = plan_of(settings_.seed, settings_.run, disk_.mounted());
    say(fmt::format("seed {}, {:.2f} h at {} times the speed: {:.1f} h of the company's time", settings_.seed, settings_.run.in_minutes() / 60,
                    settings_.speed, settings_.run.in_minutes() / 60 * settings_.speed));
    say("the plan:\n" + soak::text_of(plan_, settings_.speed));
    TRY(home_.save({1, settings_.seed, kFounding, 0, false, "a-password-for-the-soak"}));
    TRY_ASSIGN(secret_, home_.pager_secret(random_));
    return {};
}

/// The past comes in by a server whose clock goes as the machine's does.
Result<> Soak::import() {
    auto receiver = demo::PageReceiver::start(0, secret_, [](const auto&, const auto&) {});
    if (!receiver) return std::move(receiver).error();
    TRY(home_.write_catalogue((*receiver)->url()));
    pager_port_ = (*receiver)->port();
    (*receiver)->stop();
    receiver->reset();
    server_ = std::make_unique<ServerProcess>(words(kFounding, 1), settings_.folder / "server.log");
    TRY(server_->begin());
    TRY_ASSIGN(const std::int64_t slots, demo::import_past(admin(), counts_, [this](std::uint64_t, std::uint64_t) -> Result<> {
        if (interrupted()) return fail(demo::errors::cancelled);
        return {};
    }));
    say(fmt::format("30 days of the past are imported: {} slots", text::count(slots)));
    TRY(server_->end(SIGTERM));
    return {};
}

Result<> Soak::begin_clock() {
    origin_ = ScaledClock::Machine::now();
    clock_ = std::make_shared<ScaledClock>(kFounding + kLead, origin_, settings_.speed);
    TRY_ASSIGN(receiver_, demo::PageReceiver::start(pager_port_, secret_, [this](const auto&, const auto&) { ++received_; }, clock_));
    TRY(home_.write_catalogue(receiver_->url()));
    server_ = std::make_unique<ServerProcess>(words(kFounding + kLead, settings_.speed), settings_.folder / "server.log");
    TRY(server_->begin());
    TRY_ASSIGN(const std::string token, admin().post("/api/v1/tokens", json::encode(access::NewToken{"prometheus-shop", {api::Right::ingest}, std::nullopt})));
    TRY_ASSIGN(const auto issued, json::decode<access::IssuedToken>(token));
    // Plans and samples count from the first moment of this clock.
    const demo::Counts counts(settings_.seed, kFounding + kLead);
    feed_ = std::make_unique<Feed>(counts, plan_, settings_.run, settings_.speed, kFounding + kLead + quiet_start(settings_.run) * settings_.speed);
    delivery_ = std::make_unique<Delivery>(demo::Caller(server_->url(), issued.secret), *clock_);
    const auto every = std::clamp<std::int64_t>(settings_.run.in_ms() / 90, 1'500, 60'000);
    sampler_ = std::make_unique<Sampler>(Sampler::Ports{admin(), *server_, *clock_, kFounding + kLead, home_.data(), milliseconds(every)});
    sampler_->begins();
    feeding_ = std::thread([this] { feed(); });
    return {};
}

void Soak::feed() {
    while (!fed_) {
        std::optional<Body> body;
        if (feed_->next(clock_->now(), body)) {
            if (body) delivery_->add(*std::move(body));
        } else {
            std::this_thread::sleep_for(milliseconds(10));
        }
    }
}

Result<> Soak::restart(int signal, Duration down) {
    sampler_->sample();
    sampler_->ends();
    TRY(server_->end(signal));
    TRY(pause(down));
    TRY(server_->begin());
    sampler_->begins();
    ++report_.restarts;
    return {};
}

Result<> Soak::receiver_away(Duration length) {
    const int port = receiver_->port();
    receiver_->stop();
    receiver_.reset();
    TRY(pause(length));
    for (int tries = 0; tries < 50; ++tries) {
        TRY_ASSIGN(receiver_, demo::PageReceiver::start(port, secret_, [this](const auto&, const auto&) { ++received_; }, clock_));
        if (receiver_->port() == port) return {};
        TRY(pause(Duration::ms(100)));
    }
    return fail(errors::server, "the receiver's port was taken by somebody else");
}

Result<> Soak::perform(const Step& step) {
    switch (step.trouble) {
        case Trouble::stopped: return restart(SIGTERM, step.length / 4);
        case Trouble::killed: return restart(SIGKILL, step.length / 4);
        case Trouble::receiver_down: return receiver_away(step.length);
        case Trouble::full_disk:
            ++report_.full_disks;
            for (const Duration end = step.at + step.length; seconds() < end;) {
                disk_.fill();
                if (auto paused = pause(std::min(Duration::seconds(1), end - seconds())); !paused) return paused;
            }
            disk_.free();
            return {};
        default: return pause(step.length);  // the feed does it
    }
}

Result<> Soak::live() {
    for (const Step& step : plan_) {
        TRY(wait_until(step.at));
        say(fmt::format("{:>7.1f} s  {}", seconds().in_seconds(), name_of(step.trouble)));
        sampler_->troubled(true);
        TRY(perform(step));
        TRY(pause(kCalm));
        sampler_->troubled(false);
    }
    return wait_until(settings_.run);
}

/// Until every body is taken and what it said has settled.
Result<> Soak::finish() {
    say("the plan is over; waiting for the last bodies");
    TRY(wait_until(settings_.run + kSettle / settings_.speed));
    for (const Duration until = seconds() + kPatience; delivery_->waiting() > 1 && seconds() < until;) TRY(pause(Duration::ms(100)));
    fed_ = true;
    feeding_.join();
    for (const Duration until = seconds() + kPatience; delivery_->waiting() > 0 && seconds() < until;) TRY(pause(Duration::ms(100)));
    return compare();
}

Result<> Soak::compare() {
    for (const Duration until = seconds() + kPatience / 2;;) {
        TRY_ASSIGN(report_.totals, totals());
        const bool exact = std::all_of(report_.totals.begin(), report_.totals.end(), [](const Total& t) { return t.exact; });
        if (exact || seconds() > until) return {};
        TRY(pause(Duration::ms(500)));
    }
}

Result<Events> Soak::counted(const std::string& slo, Timestamp from) {
    Events sum;
    const Timestamp end = feed_->told_to();
    for (Timestamp at = from; at < end; at = at + kPiece) {
        TRY_ASSIGN(const std::string text, admin().get(fmt::format("/api/v1/slos/{}/slots?from={}&to={}&step=10s", slo, at.in_ms(), std::min(end, at + kPiece).in_ms())));
        TRY_ASSIGN(const auto slots, json::decode<slo::SloSlots>(text));
        for (const auto& valid : slots.valid) sum.valid += valid.value_or(0);
        for (const auto& bad : slots.bad) sum.bad += bad.value_or(0);
    }
    return sum;
}

/// The promise itself, or the one on whose events another promise was made.
std::string events_of(const std::string& name) {
    for (const demo::CompanyService& service : demo::company()) {
        for (const demo::PromisedSlo& slo : service.slos) {
            for (const demo::OtherPromise& other : slo.also) {
                if (other.name == name) return slo.name;
            }
        }
    }
    return name;
}

Result<Total> Soak::total_of(const slo::SloSummary& slo) {
    const bool group = !slo.group_of.empty();
    const auto truth = feed_->truth().find(events_of(group ? slo.group_of : slo.name));
    if (truth == feed_->truth().end()) return fail(plimsoll::errors::not_found, slo.name);
    // A group begins to be counted when it is met, so it is compared from the end of the quiet start on.
    const Timestamp from = kFounding + kLead + (group ? quiet_start(settings_.run) * settings_.speed : Duration());
    Events sent = truth->second.whole;
    if (group) {
        const auto own = truth->second.by_instance.find(slo.group.begin()->second);
        if (own == truth->second.by_instance.end()) return fail(plimsoll::errors::not_found, slo.name);
        sent = own->second;
    }
    std::string escaped;
    for (const char c : slo.name) escaped += c == '%' ? "%25" : std::string(1, c);  // a group's name holds its values percent-encoded
    TRY_ASSIGN(const Events found, counted(escaped, from));
    return Total{slo.name, sent.valid, found.valid, sent.bad, found.bad, sent == found};
}

Result<std::vector<Total>> Soak::totals() {
    TRY_ASSIGN(const std::string text, admin().get("/api/v1/slos?limit=500"));
    TRY_ASSIGN(const auto page, json::decode<slo::SloPage>(text));
    std::vector<Total> out;
    for (const slo::SloSummary& slo : page.items) {
        // A composite has no account of its own; slices of time are judged by an account whose events are another promise's too.
        if (slo.name == demo::kJourneySlo || slo.method != catalog::BudgetingMethod::occurrences) continue;
        TRY_ASSIGN(Total total, total_of(slo));
        out.push_back(std::move(total));
    }
    return out;
}

/// As anybody would: by the command.
void Soak::verify() {
    const auto binary = std::filesystem::canonical("/proc/self/exe").parent_path() / "plimsoll";
    const std::string command = fmt::format("'{}' audit verify --data '{}' --public-key '{}' 2>&1", binary.string(), home_.data().string(),
                                            (settings_.folder / "head.key.pub").string());
    std::FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return;
    std::string said;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) said.append(buffer.data(), n);
    report_.chain_intact = pclose(pipe) == 0;
    report_.audit = first_line(said);
}

Result<Report> Soak::run() {
    TRY(found());
    TRY(import());
    TRY(begin_clock());
    TRY(live());
    TRY(finish());
    sampler_->sample();
    const auto pages = sampler_->pages();
    sampler_->stop();
    sampler_->ends();
    delivery_->stop();
    TRY(server_->end(SIGTERM));
    verify();
    const Delivered delivered = delivery_->delivered();
    report_.seed = settings_.seed;
    report_.speed = settings_.speed;
    report_.hours = settings_.run.in_minutes() / 60;
    report_.company_hours = report_.hours * settings_.speed;
    report_.accounts = static_cast<std::int64_t>(report_.totals.size());
    report_.bodies = delivered.bodies;
    report_.samples = delivered.samples;
    report_.repeated = delivered.repeated;
    report_.put_off = delivered.put_off;
    report_.refused = delivered.refused;
    report_.refusal = delivered.refusal;
    report_.pages_received = received_;
    for (const Step& step : plan_) report_.plan.push_back({step.at.in_seconds(), step.length.in_seconds(), std::string(name_of(step.trouble))});
    judge(report_, *sampler_, pages);
    report_.series = sampler_->all();
    return report_;
}

}  // namespace

Result<Report> run(const Settings& settings) { return Soak(settings).run(); }

}  // namespace plimsoll::soak
