#include "server/health_routes.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "base/text.h"
#include "server/version.h"

namespace plimsoll::server {

namespace {

constexpr Duration kPagingWindow = Duration::days(30);

HealthFact count_fact(std::string name, double value) { return {std::move(name), value, "count", text::count(static_cast<std::int64_t>(value))}; }

}  // namespace

std::optional<std::uint64_t> resident_bytes() {
    std::ifstream in("/proc/self/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    if (!(in >> total >> resident)) return std::nullopt;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

HealthWatch::HealthWatch(HealthPorts ports)
    : ports_(std::move(ports)), started_(ports_.clock.now()), started_monotonic_(ports_.clock.monotonic()) {}

HealthWatch::Reading HealthWatch::reading(const MetricReadings& readings) const {
    return {ports_.clock.monotonic(), readings.sum("plimsoll_ingest_bodies_total"),
            readings.sum("plimsoll_ingest_bodies_total", "outcome=\"deferred\""), readings.sum("plimsoll_ingest_samples_total")};
}

void HealthWatch::note(Reading now) {
    const double before = kept_.empty() ? 0 : kept_.back().samples;
    if (now.samples > before) last_sample_ = now.at;
    kept_.push_back(now);
    if (kept_.size() > kKept) kept_.pop_front();
}

Duty HealthWatch::duty() {
    return {"health", [this] { return next_; },
            [this](Timestamp now) {
                next_ = now + kEvery;
                note(reading(MetricReadings::of(ports_.metrics.text())));
            }};
}

RecentIngest HealthWatch::recent(const Reading& now) const {
    const Reading first = kept_.empty() ? Reading{started_monotonic_} : kept_.front();
    RecentIngest out{now.at - first.at, now.bodies - first.bodies, now.deferred - first.deferred, now.samples - first.samples, std::nullopt};
    const double known = kept_.empty() ? 0 : kept_.back().samples;
    if (now.samples > known) out.silent_for = Duration();
    else if (last_sample_) out.silent_for = now.at - *last_sample_;
    return out;
}

HealthInputs HealthWatch::inputs(const RecentIngest& ingest, FirstAttempts& attempts, TimeRange paging_window) const {
    HealthInputs in;
    in.now = paging_window.end;
    in.started = started_;
    in.log_failed = ports_.log.failed();
    in.low_space = ports_.log.low_space();
    in.free_bytes = ports_.free_bytes();
    in.ingest = ingest;
    in.judge_behind = ports_.judge_behind();
    in.chain = ports_.chain.progress();
    ports_.engine.read([&](const World& world) {
        in.has_slos = !world.catalog.current.slos.empty();
        in.refusal = world.catalog.refusal;
        in.hold = world.catalog.hold;
        in.catalog_version = world.catalog.version;
        for (const auto& [name, channel] : world.paging.channels) {
            if (world.catalog.current.channels.contains(name)) in.channels.emplace_back(name, channel);
        }
        in.dead_letters = static_cast<std::int64_t>(world.paging.index.dead.size());
        attempts = first_attempts(world.paging, paging_window, paging_window.end);
    });
    return in;
}

std::vector<HealthFact> HealthWatch::facts(const MetricReadings& readings, const RecentIngest& ingest) const {
    std::vector<HealthFact> out;
    if (const auto resident = resident_bytes()) {
        const auto bytes = static_cast<double>(*resident);
        out.push_back({"resident_memory", bytes, "bytes", bytes_text(bytes)});
    }
    const double rate = ingest.span > Duration() ? ingest.samples / ingest.span.in_seconds() : 0;
    out.push_back({"samples_per_second", rate, "per_second", fmt::format("{:.1f} a second", rate)});
    const auto bound = ports_.keeper.bound();
    std::size_t series = 0;
    for (const auto& [name, sli] : bound->slis) series += ports_.ledger.status(sli).series;
    out.push_back(count_fact("series", static_cast<double>(series)));
    out.push_back(count_fact("slos", static_cast<double>(bound->catalog->slos.size())));
    out.push_back(count_fact("services", static_cast<double>(bound->catalog->services.size())));
    out.push_back(count_fact("connections", readings.sum("plimsoll_http_connections")));
    out.push_back(count_fact("event_streams", static_cast<double>(ports_.event_streams())));
    out.push_back(count_fact("events", static_cast<double>(ports_.log.durable())));
    out.push_back(count_fact("events_folded_at_start", static_cast<double>(ports_.engine.folded())));
    return out;
}

ServerHealth HealthWatch::health() {
    const MetricReadings readings = MetricReadings::of(ports_.metrics.text());
    const RecentIngest ingest = recent(reading(readings));
    const Timestamp now = ports_.clock.now();
    const TimeRange paging_window{now - kPagingWindow, now};
    FirstAttempts attempts;
    const HealthInputs in = inputs(ingest, attempts, paging_window);
    ServerHealth out;
    out.version = kVersion;
    out.started = started_;
    out.uptime_s = (ports_.clock.monotonic() - started_monotonic_).in_seconds();
    out.url = ports_.url();
    out.checks = checks_of(in);
    for (const HealthCheck& check : out.checks) out.ok = out.ok && check.ok;
    out.measures = own_measures(readings, attempts, {started_, now}, paging_window);
    out.facts = facts(readings, ingest);
    return out;
}

api::Route HealthWatch::route() {
    api::Route row;
    row.path = "/api/v1/health";
    row.summary = "Say how this server does: checks with remedies, its own SLOs, and facts";
    row.reply = api::type<ServerHealth>("ServerHealth");
    row.async_handler = ports_.desk.handler([this](const api::Request&) -> Result<api::Reply> { return api::ok(health()); });
    return row;
}

}  // namespace plimsoll::server
