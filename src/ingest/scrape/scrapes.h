// scrapes.h: pages of metrics that Plimsoll fetches itself: Prometheus text 0.0.4 and OpenMetrics 1.0.
//
// Like       Prometheus: labels job and instance are added (a page's own become exported_job, exported_instance), targets are
//            spread over the interval by a hash of their name, `up` and scrape_* series are made, a series that is gone from a
//            page, or all of them when the page cannot be fetched, ends with a stale marker.
// Times      a sample without a timestamp carries the time at which its page was asked for.
// Bounds     16 MiB a page, sample_limit samples, 64 pages in flight; 10,000 targets.
// Threads    apply() from any; the rest on a thread of its own and the client's.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/http_client.h"
#include "base/secrets.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"

namespace plimsoll::ingest::scrape {

struct Settings {
    std::string name;
    std::string job;
    Duration interval;
    Duration timeout;
    std::vector<std::string> targets;
    std::string target_file;  ///< as in the catalogue: absolute, or beside the catalogue folder (made absolute by the caller)
    std::vector<std::pair<std::string, std::string>> labels;
    int sample_limit = 50'000;
    std::string user, password, token, ca_file, client_cert, client_key;
    std::vector<std::pair<std::string, std::string>> headers;
    bool allow_private = false;
    friend bool operator==(const Settings&, const Settings&) = default;
};

class Scrapes {
public:
    Scrapes(HttpClient& http, Intake& intake, const SecretSource& secrets, const Clock& clock, SourceBook& book, Metrics& metrics);
    ~Scrapes();

    void apply(std::vector<Settings> jobs);
    void start();
    void stop();

private:
    class Jobs;
    std::unique_ptr<Jobs> jobs_;
};

}  // namespace plimsoll::ingest::scrape
