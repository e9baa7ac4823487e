#include "server/sources_host.h"

#include <algorithm>
#include <cmath>

#include "server/version.h"

namespace plimsoll::server {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairs_of(const std::map<std::string, std::string>& map) { return {map.begin(), map.end()}; }

std::filesystem::path absolute(const std::filesystem::path& folder, const std::string& path) {
    if (path.empty()) return {};
    return std::filesystem::path(path).is_absolute() ? std::filesystem::path(path) : std::filesystem::absolute(folder) / path;
}

ingest::pull::PulledSli pulled(const catalog::Slo& slo, ledger::SliId sli) {
    namespace pull = ingest::pull;
    const catalog::Indicator& i = slo.indicator;
    pull::PulledSli out;
    out.slo = slo.name;
    out.version = slo.sli_version;
    out.window = slo.period;
    out.verbatim = i.verbatim;
    out.sli = sli;
    if (slo.grouping) out.by = slo.grouping->by;
    using enum catalog::IndicatorKind;
    out.gauge = i.kind == threshold || i.kind == raw_ratio || i.kind == freshness || i.kind == alert;
    out.together = i.kind == latency;
    // Between two buckets counts are hundredths of events: what lies below the bound is part of what lies between them.
    const bool interpolated = !i.above.empty();
    const int share = static_cast<int>(std::lround(100 * i.share));
    const auto add = [&](std::string_view series, const std::string& text, int hundredths) {
        if (!text.empty()) out.queries.push_back({std::string(series), text, interpolated ? hundredths : 1});
    };
    add(out.gauge ? pull::kGauge : pull::kTotal, i.total, 100);
    add(pull::kGood, i.good, 100 - share);
    add(pull::kBad, i.bad, 100);
    add(pull::kGood, i.above, share);
    return out;
}

}  // namespace

SourcesHost::SourcesHost(const Ports& p)
    : catalog_(p.catalog),
      book_(p.book),
      write_(p.write),
      pull_({p.http, p.intake, p.resolver, p.ledger, p.secrets, p.clock, p.random, p.book, p.metrics, p.filled}),
      scrapes_(p.http, p.intake, p.secrets, p.clock, p.book, p.metrics),
      logs_(p.intake, p.ledger, p.clock, p.book, p.metrics),
      prober_(p.intake, p.secrets, p.clock, p.book, p.metrics, "plimsoll/" + std::string(kVersion)) {}

void SourcesHost::apply(const Bound& bound) {
    std::vector<std::string> declared;
    for (const auto& [name, source] : bound.declared->data_sources) declared.push_back(name);
    for (const auto& [name, probe] : bound.declared->probes) declared.push_back("probe " + name);
    for (const std::string& name : declared_)
        if (std::find(declared.begin(), declared.end(), name) == declared.end()) book_.forget(name);
    declared_ = std::move(declared);
    write_.set_replicas(replica_rule(*bound.declared));
    pull_.apply(pull_sources(bound));
    scrapes_.apply(scrape_settings(*bound.declared, catalog_));
    logs_.apply(log_settings(*bound.declared, catalog_));
    prober_.apply(probe_settings(*bound.declared));
}

void SourcesHost::start() {
    pull_.start();
    scrapes_.start();
    logs_.start();
    prober_.start();
}

void SourcesHost::stop() {
    pull_.stop();
    scrapes_.stop();
    logs_.stop();
    prober_.stop();
}

std::vector<ingest::pull::Source> pull_sources(const Bound& bound) {
    std::map<std::string, ingest::pull::Source> sources;
    for (const auto& [name, declared] : bound.declared->data_sources) {
        if (!declared.pull) continue;
        const catalog::Connection& c = declared.connection;
        const catalog::PullSettings& p = *declared.pull;
        sources.emplace(name, ingest::pull::Source{name, c.url, c.user, c.password, c.token, pairs_of(c.headers), c.ca_file, c.client_cert,
                                                   c.client_key, c.allow_private, c.timeout, p.step, p.delay, p.look_again, p.rate,
                                                   p.batch, p.concurrency, p.back_fill, {}});
    }
    for (const auto& [name, slo] : bound.declared->slos) {
        const auto source = sources.find(slo.indicator.data_source);
        const auto sli = bound.slis.find(name);
        if (source != sources.end() && sli != bound.slis.end()) source->second.slis.push_back(pulled(slo, sli->second));
    }
    std::vector<ingest::pull::Source> out;
    for (auto& [name, source] : sources) out.push_back(std::move(source));
    return out;
}

std::optional<ingest::ReplicaRule> replica_rule(const catalog::Catalog& catalog) {
    for (const auto& [name, source] : catalog.data_sources) {
        if (source.replicas) return ingest::ReplicaRule{source.replicas->cluster_label, source.replicas->replica_label, source.replicas->failover};
    }
    return std::nullopt;
}

std::vector<ingest::scrape::Settings> scrape_settings(const catalog::Catalog& catalog, const std::filesystem::path& folder) {
    std::vector<ingest::scrape::Settings> out;
    for (const auto& [name, source] : catalog.data_sources) {
        if (!source.scrape) continue;
        const catalog::Connection& c = source.connection;
        const catalog::ScrapeSettings& s = *source.scrape;
        out.push_back({name, s.job.empty() ? name : s.job, s.interval, c.timeout, s.targets, absolute(folder, s.target_file).string(),
                       pairs_of(s.labels), s.sample_limit, c.user, c.password, c.token, c.ca_file, c.client_cert, c.client_key,
                       pairs_of(c.headers), c.allow_private});
    }
    return out;
}

ingest::logs::Settings log_settings(const catalog::DataSource& source, const std::filesystem::path& folder) {
    const catalog::AccessLogSettings& s = *source.access_log;
    std::vector<ingest::logs::Route> routes;
    for (const catalog::LogRoute& r : s.routes) routes.push_back({r.name, r.path, r.method});
    return {source.name, absolute(folder, s.path), static_cast<ingest::logs::Format>(s.format), s.layout, pairs_of(s.fields),
            s.duration_unit, std::move(routes), s.buckets, s.by_host, s.from_start};
}

std::vector<ingest::logs::Settings> log_settings(const catalog::Catalog& catalog, const std::filesystem::path& folder) {
    std::vector<ingest::logs::Settings> out;
    for (const auto& [name, source] : catalog.data_sources)
        if (source.access_log) out.push_back(log_settings(source, folder));
    return out;
}

probes::Probe probe_settings(const catalog::Probe& probe) {
    probes::Probe out{probe.name, probe.service, probe.interval, probe.timeout, probe.retries, probe.allow_private, probe.ca_file, probe.buckets, {}};
    for (const catalog::ProbeStep& s : probe.steps) {
        probes::Step step{s.name, static_cast<probes::Kind>(s.kind), s.target, s.method, pairs_of(s.headers), s.body, s.follow,
                          s.server_name, s.starttls_smtp, s.least_validity, s.resolver, s.record, s.authoritative, s.send, {}, {}};
        for (const catalog::Assertion& a : s.assertions)
            step.assertions.push_back({a.of, a.key, a.equals, a.contains, a.matches, a.at_least, a.at_most});
        for (const catalog::Capture& c : s.captures) step.captures.push_back({c.name, c.from, c.key});
        out.steps.push_back(std::move(step));
    }
    return out;
}

std::vector<probes::Probe> probe_settings(const catalog::Catalog& catalog) {
    std::vector<probes::Probe> out;
    for (const auto& [name, probe] : catalog.probes) out.push_back(probe_settings(probe));
    return out;
}

}  // namespace plimsoll::server
