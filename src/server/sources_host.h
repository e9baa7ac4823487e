// sources_host.h: everything that fetches telemetry by itself, kept as the catalogue declares it: pulls, scrapes, access logs,
// probes.
//
// Order      apply() after the binding took the catalogue's SLIs, so that what is fetched finds them. stop() before the ledger
//            closes.
// Threads    apply() on the loop's; the rest from any.
#pragma once

#include <filesystem>
#include <memory>

#include "base/http_client.h"
#include "base/secrets.h"
#include "ingest/events/event_intake.h"
#include "ingest/logs/access_logs.h"
#include "ingest/pull/pull.h"
#include "ingest/remote_write.h"
#include "ingest/scrape/scrapes.h"
#include "probes/prober.h"
#include "server/catalog_keeper.h"

namespace plimsoll::server {

class SourcesHost {
public:
    struct Ports {
        HttpClient& http;
        ingest::Intake& intake;
        ingest::RemoteWrite& write;
        ingest::Resolver& resolver;
        ledger::Ledger& ledger;
        const SecretSource& secrets;
        const Clock& clock;
        Random& random;  ///< from any thread
        ingest::SourceBook& book;
        Metrics& metrics;
        std::filesystem::path catalog;  ///< relative paths in it are relative to it
        std::function<void()> filled;   ///< an SLO's history is there
    };
    explicit SourcesHost(const Ports& ports);

    void apply(const Bound& bound);
    void start();
    void stop();

    [[nodiscard]] ingest::pull::Pull& pull() { return pull_; }
    [[nodiscard]] const ingest::pull::Pull& pull() const { return pull_; }
    [[nodiscard]] probes::Prober& prober() { return prober_; }

private:
    const std::filesystem::path catalog_;
    ingest::SourceBook& book_;
    ingest::RemoteWrite& write_;
    std::vector<std::string> declared_;  ///< names that are in the book because they are declared
    ingest::pull::Pull pull_;
    ingest::scrape::Scrapes scrapes_;
    ingest::logs::AccessLogs logs_;
    probes::Prober prober_;
};

/// What the catalogue declares, as each fetcher takes it.
[[nodiscard]] std::vector<ingest::pull::Source> pull_sources(const Bound& bound);
/// Of the first source, by name, that declares replicas; empty: none does.
[[nodiscard]] std::optional<ingest::ReplicaRule> replica_rule(const catalog::Catalog& catalog);
[[nodiscard]] std::vector<ingest::scrape::Settings> scrape_settings(const catalog::Catalog& catalog, const std::filesystem::path& folder);
[[nodiscard]] std::vector<ingest::logs::Settings> log_settings(const catalog::Catalog& catalog, const std::filesystem::path& folder);
[[nodiscard]] ingest::logs::Settings log_settings(const catalog::DataSource& source, const std::filesystem::path& folder);
[[nodiscard]] std::vector<probes::Probe> probe_settings(const catalog::Catalog& catalog);
[[nodiscard]] probes::Probe probe_settings(const catalog::Probe& probe);

}  // namespace plimsoll::server
