#include "samples.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <sstream>

#include "base/json.h"
#include "domain/paging/views.h"
#include "domain/slo/views.h"

namespace plimsoll::soak {
namespace {

constexpr double kMiB = 1 << 20;

std::optional<double> size_mib(const std::filesystem::path& file) {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(file, missing);
    if (missing) return std::nullopt;
    return static_cast<double>(bytes) / kMiB;
}

}  // namespace

Sampler::Sampler(Ports ports) : ports_(std::move(ports)), thread_([this] { run(); }) {}

double Sampler::seconds() const { return (ports_.clock.now() - ports_.founded).in_seconds() / ports_.clock.speed(); }

void Sampler::begins() {
    const double now = seconds();
    const std::lock_guard lock(mutex_);
    lives_.push_back({now, now});
    alive_ = true;
}

void Sampler::ends() {
    const double now = seconds();
    const std::lock_guard lock(mutex_);
    if (alive_) lives_.back().to_s = now;
    alive_ = false;
    for (const auto& [bound, n] : lag_present_) lag_past_[bound] += n;
    lag_present_.clear();
}

void Sampler::troubled(bool is) {
    const std::lock_guard lock(mutex_);
    troubled_ = is;
}

void Sampler::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Sampler::run() {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, ports_.every, [this] { return stopping_; })) {
        lock.unlock();
        sample();
        lock.lock();
    }
}

void Sampler::sample() {
    {
        const double now = seconds();
        const std::lock_guard lock(mutex_);
        at_s_ = now;
    }
    look_at_process();
    look_at_disk();
    look_at_server();
}

void Sampler::put(const std::string& name, const std::string& unit, std::optional<double> value) {
    const std::lock_guard lock(mutex_);
    auto found = std::find_if(series_.begin(), series_.end(), [&](const SampledSeries& s) { return s.name == name; });
    if (found == series_.end()) found = series_.insert(series_.end(), {name, unit, {}});
    found->points.push_back({at_s_, value});
}

void Sampler::look_at_process() {
    const pid_t pid = ports_.server.pid();
    const auto now = pid > 0 ? footprint_of(pid) : std::nullopt;
    const auto part = [&](auto member) { return now ? std::optional<double>(static_cast<double>(*now.*member)) : std::nullopt; };
    put("resident memory", "MiB", part(&Footprint::resident_mib));
    put("anonymous memory", "MiB", part(&Footprint::anonymous_mib));
    put("open handles", "", part(&Footprint::handles));
    put("threads", "", part(&Footprint::threads));
}

void Sampler::look_at_disk() {
    put("log", "MiB", size_mib(ports_.data / "log.db"));
    put("ledger", "MiB", size_mib(ports_.data / "ledger.db"));
    const auto one = size_mib(ports_.data / "log.db-wal");
    const auto two = size_mib(ports_.data / "ledger.db-wal");
    put("write-ahead logs", "MiB", one || two ? std::optional(one.value_or(0) + two.value_or(0)) : std::nullopt);
}

void Sampler::look_at_server() {
    std::optional<double> lag;
    const auto slos = ports_.admin.get("/api/v1/slos?limit=500");
    if (slos) {
        if (const auto page = json::decode<slo::SloPage>(*slos)) {
            Timestamp newest = Timestamp::min();
            for (const slo::SloSummary& one : page->items) newest = std::max(newest, one.as_of.value_or(Timestamp::min()));
            if (newest > Timestamp::min()) lag = (ports_.clock.now() - newest).in_seconds();
        }
    }
    bool calm = false;
    {
        const std::lock_guard lock(mutex_);
        calm = !troubled_ && alive_;
    }
    put("lag", "s", lag);
    put("lag while nothing goes wrong", "s", calm ? lag : std::nullopt);
    const auto now = pages();
    put("pages delivered", "", now ? std::optional<double>(static_cast<double>(now->delivered)) : std::nullopt);
    put("pages dead", "", now ? std::optional<double>(static_cast<double>(now->dead)) : std::nullopt);
    put("pages waiting", "", now ? std::optional<double>(static_cast<double>(now->waiting)) : std::nullopt);
    if (const auto metrics = ports_.admin.get("/metrics")) read_metrics(*metrics);
    else put("events of the log", "", std::nullopt);
}

void Sampler::read_metrics(const std::string& text) {
    static const std::string lag = "plimsoll_judging_lag_seconds_bucket{le=\"";
    std::map<double, double> buckets;
    std::optional<double> events;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const double value = std::strtod(line.c_str() + std::min(line.size(), line.rfind(' ') + 1), nullptr);
        if (line.starts_with("plimsoll_log_durable_seq ")) events = value;
        if (!line.starts_with(lag)) continue;
        const std::string bound = line.substr(lag.size(), line.find('"', lag.size()) - lag.size());
        buckets[bound == "+Inf" ? std::numeric_limits<double>::infinity() : std::strtod(bound.c_str(), nullptr)] = value;
    }
    put("events of the log", "", events);
    const std::lock_guard lock(mutex_);
    if (alive_) lag_present_ = std::move(buckets);
}

std::optional<Pages> Sampler::pages() const {
    const auto text = ports_.admin.get("/api/v1/channels");
    if (!text) return std::nullopt;
    const auto list = json::decode<paging::ChannelList>(*text);
    if (!list) return std::nullopt;
    Pages out;
    for (const paging::ChannelView& channel : list->items) {
        out.delivered += channel.delivered;
        out.dead += channel.dead_lettered;
        out.waiting += channel.waiting;
    }
    return out;
}

const SampledSeries& Sampler::series(const std::string& name) const {
    static const SampledSeries none;
    const auto found = std::find_if(series_.begin(), series_.end(), [&](const SampledSeries& s) { return s.name == name; });
    return found == series_.end() ? none : *found;
}

std::vector<SampledSeries> Sampler::all() const {
    const std::lock_guard lock(mutex_);
    return series_;
}

std::optional<double> Sampler::judging_lag_s(double share) const {
    std::map<double, double> all = lag_past_;
    for (const auto& [bound, n] : lag_present_) all[bound] += n;
    if (all.empty() || all.rbegin()->second == 0) return std::nullopt;
    for (const auto& [bound, n] : all) {
        if (n >= share * all.rbegin()->second) return bound;
    }
    return std::nullopt;
}

}  // namespace plimsoll::soak
